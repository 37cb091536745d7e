// SPDX-License-Identifier: Apache-2.0
// Bad input gets a clear answer.
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
describe("requests");

function isProblem(reply, status) {
  assert.equal(reply.status, status, reply.text.slice(0, 300));
  assert.match(reply.headers["content-type"], /^application\/problem\+json/);
  for (const field of ["type", "title", "status", "detail"]) assert.ok(field in reply.json, `no ${field}: ${reply.text}`);
  assert.equal(reply.json.status, status);
}

test("/healthz and /readyz answer", async () => {
  const shop = await open();
  assert.equal((await shop.get("/healthz")).status, 200);
  assert.equal((await shop.get("/readyz")).status, 200);
});

test("/metrics speaks Prometheus on loopback and not through a proxy", async () => {
  const shop = await open();
  const said = await shop.get("/metrics");
  need(said.status !== 404, "metrics");
  assert.equal(said.status, 200);
  assert.match(said.text, /^# (HELP|TYPE) /m);
  const forwarded = await shop.get("/metrics", { headers: { "X-Forwarded-For": "203.0.113.9" } });
  assert.ok([401, 403, 404].includes(forwarded.status), String(forwarded.status));
});

test("OpenAPI is printed from the tables", async () => {
  const shop = await open();
  const said = await shop.api("GET", "/openapi.json");
  need(said.status !== 404, "openapi");
  assert.equal(said.status, 200);
  assert.match(said.json.openapi, /^3\.1/);
  for (const at of ["/products", "/checkout", "/cart/items"]) {
    assert.ok(Object.keys(said.json.paths).some((p) => p.endsWith(at)), `no ${at}`);
  }
});

test("an unknown address is a problem for programs and a page for people", async () => {
  const shop = await open();
  isProblem(await shop.api("GET", "/nothing-here"), 404);
  const page = await shop.get("/nothing-here", { headers: { Accept: "text/html" } });
  assert.equal(page.status, 404);
  assert.match(page.headers["content-type"], /^text\/html/);
});

test("a wrong method is 405 and says which are right", async () => {
  const shop = await open();
  const reply = await shop.api("DELETE", "/products");
  need(reply.status !== 404, "products");
  isProblem(reply, 405);
  assert.match(reply.headers.allow, /GET/);
  for (const method of ["TRACE", "CONNECTX", "PROPFIND"]) {
    const odd = await shop.request(method, "/");
    assert.ok([400, 405, 501].includes(odd.status), `${method}: ${odd.status}`);
  }
});

test("a wrong type is 415, broken JSON 400, too much 413", async () => {
  const shop = await open();
  const post = (type, body) => shop.request("POST", "/api/v1/cart/items", { body, headers: { "Content-Type": type } });
  const wrong = await post("text/plain", "sku=EMPAT");
  need(wrong.status !== 404, "cart");
  isProblem(wrong, 415);
  isProblem(await post("application/json", '{"sku": '), 400);
  isProblem(await post("application/json", '{"sku":"EMPAT","sku":"SATU","quantity":1}'), 400);
  isProblem(await post("application/json", "[".repeat(2000)), 400);
  isProblem(await post("application/json", '"EMPAT"'), 400);
  const large = await post("application/json", JSON.stringify({ sku: "x".repeat(3 << 20), quantity: 1 })).catch((e) => e);
  if (!(large instanceof Error)) isProblem(large, 413);
  else assert.match(large.message, /ECONNRESET|EPIPE|socket hang up/);
});

test("wrong, missing and unknown fields are named, all at once", async () => {
  const shop = await open();
  const reply = await shop.api("POST", "/cart/items", { sku: "", quantity: "banyak" });
  need(reply.status !== 404, "cart");
  assert.ok([400, 422].includes(reply.status), String(reply.status));
  isProblem(reply, reply.status);
  assert.deepEqual(reply.json.errors.map((e) => e.field).sort(), ["quantity", "sku"]);
  for (const e of reply.json.errors) assert.ok(e.message.length > 3);
  const unknown = await shop.api("POST", "/cart/items", { sku: "EMPAT", quantity: 1, price: 1 });
  assert.ok([400, 422].includes(unknown.status), `an unknown field was taken: ${unknown.status}`);
  assert.ok(unknown.json.errors.some((e) => e.field === "price"));
  for (const quantity of [0, -1, 1.5, 1e30, true, "1; DROP TABLE stock"]) {
    const bad = await shop.api("POST", "/cart/items", { sku: "EMPAT", quantity });
    assert.ok([400, 422].includes(bad.status), `quantity ${quantity}: ${bad.status}`);
  }
});

test("checkout names every missing field", async () => {
  const shop = await open();
  const cart = await shop.api("POST", "/cart/items", { sku: "TANPA", quantity: 1 });
  need(cart.status !== 404, "cart");
  const reply = await shop.api("POST", "/checkout", {}, { headers: { "Cart-Token": cart.json.token } });
  need(reply.status !== 404, "checkout");
  assert.ok([400, 422].includes(reply.status), String(reply.status));
  const fields = reply.json.errors.map((e) => e.field);
  for (const field of ["name", "phone", "accept_terms"]) assert.ok(fields.includes(field), `${field} is not named: ${fields}`);
  assert.ok(fields.some((f) => /address|street|district/.test(f)), String(fields));
  assert.ok(!fields.some((f) => /email/.test(f)), "e-mail is optional");
  const sent = async (address) => (await shop.api("POST", "/checkout", { address }, { headers: { "Cart-Token": cart.json.token } })).json.errors.map((e) => e.field);
  const without = await sent({ district: "32.73.02", street: "  " });
  for (const field of ["address.street", "name", "phone", "accept_terms"]) assert.ok(without.includes(field), `${field} is not named: ${without}`);
  assert.equal(without.filter((f) => f === "address.street").length, 1);
  const fetched = await sent({ district: "pickup" });
  assert.ok(fetched.includes("name") && !fetched.includes("address.street"), `what is picked up needs no address: ${fetched}`);
});

test("odd paths are refused or not found, never an error of ours", async () => {
  const shop = await open();
  for (const at of ["/%00", "/%", "/%zz", "/..%2f..%2fetc/passwd", "/products/%ff", "//", "/products//", "/a".repeat(1500), "/?" + "a=b&".repeat(60)]) {
    const reply = await shop.get(at);
    assert.ok(reply.status < 500, `${at.slice(0, 30)}: ${reply.status}`);
  }
});

test("HEAD answers like GET without a body", async () => {
  const shop = await open();
  const get = await shop.get("/products/kopi-uji"), head = await shop.request("HEAD", "/products/kopi-uji");
  need(get.status !== 404, "product page");
  assert.equal(head.status, 200);
  assert.equal(head.text, "");
  assert.equal(head.headers["content-length"], get.headers["content-length"]);
});

test("a form from another site is refused", async () => {
  const shop = await open();
  const send = (headers) => shop.request("POST", "/cart/items", { form: { sku: "TANPA", quantity: 1 }, headers });
  const own = await send({});
  need(own.status !== 404, "cart page");
  assert.ok(own.status < 400, `${own.status}`);
  const other = await send({ Origin: "https://evil.example" });
  assert.equal(other.status, 403);
  const site = await send({ Origin: "null", "Sec-Fetch-Site": "cross-site" });
  assert.equal(site.status, 403);
});

test("pages of the back office ask for a login, its API for a token", async () => {
  const shop = await open();
  const page = await shop.get("/admin");
  need(page.status !== 404, "back office");
  assert.ok([302, 303, 401].includes(page.status), String(page.status));
  for (const at of ["/admin/orders", "/admin/events", "/admin/ledger", "/admin/products"]) {
    const reply = await shop.api("GET", at);
    assert.ok([401, 403, 404].includes(reply.status), `${at}: ${reply.status}`);
    const forged = await shop.api("GET", at, undefined, { headers: { Authorization: "Bearer nonsense" } });
    assert.ok([401, 403, 404].includes(forged.status), `${at}: ${forged.status}`);
  }
});
