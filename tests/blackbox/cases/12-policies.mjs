// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office } from "../lib/office.mjs";
import { describe, need, test } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

describe("executable policies");

async function open() {
  const shop = await Shop.stocked();
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  need(made.code !== 2, "token create");
  const bearer = { Authorization: `Bearer ${JSON.parse(made.out).token}` };
  await shop.serve();
  const office = new Office(shop);
  await office.login();
  await office.get("/admin/policies");
  return { shop, office, bearer };
}

const params = (values) => Object.fromEntries(Object.entries(values)
  .flatMap(([name, value], i) => [[`params.${i}.name`, name], [`params.${i}.value`, value]]));

async function seen(shop, order) {
  const reply = await shop.get(`/api/v1/orders/${order.number}`, { headers: { "Order-Key": order.key } });
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
}

test("an old order keeps version 1 after version 2 is published", async () => {
  const { shop, office } = await open();
  const before = (await new Buyer(shop).order("KU-200-B", 1)).order;
  await office.get("/admin/policies/guarantee?state=30d");
  const page = await office.done("/admin/policies/guarantee", params({ window_days: "30", starts: "payment" }));
  assert.match(page.text, /Sudah terbit/);
  assert.match(page.text, /Hari untuk mengajukan klaim: <del>3<\/del> → <ins>30<\/ins>/);
  assert.match(page.text, /pemilik|Pemilik/);
  const after = (await new Buyer(shop).order("KU-200-B", 1)).order;
  const [old, fresh] = [await seen(shop, before), await seen(shop, after)];
  assert.equal(old.lines[0].guarantee_version, 1);
  assert.match(old.terms.guarantee_text, /3 hari/);
  assert.equal(fresh.lines[0].guarantee_version, 2);
  assert.match(fresh.terms.guarantee_text, /30 hari sejak (dibayar|pembayaran)/);
  const text = (await shop.get("/policies/guarantee?version=1")).text;
  assert.match(text, /3 hari sejak barang diterima/);
  assert.match((await shop.get("/policies/guarantee")).text, /30 hari sejak pembayaran/);
});

test("a look at the text shows both languages and publishes nothing", async () => {
  const { shop, office } = await open();
  await office.get("/admin/policies/guarantee");
  const page = await office.post("/admin/policies/guarantee/preview", params({ window_days: "14" }));
  assert.equal(page.status, 200, messages(page.text));
  assert.match(page.text, /14 hari sejak barang diterima/);
  assert.match(page.text, /14 days from receiving the goods/);
  assert.match(page.text, /name="params\.0\.value"[^>]*value="14"/);
  assert.doesNotMatch((await shop.get("/policies/guarantee")).text, /14 hari/);
});

test("what takes away a right is refused with the rule's name, and nothing changes", async () => {
  const { shop, office, bearer } = await open();
  await office.get("/admin/policies/guarantee");
  for (const [values, rule] of [
    [{ covers_not_received: "0" }, /UU 8\/1999 ps\. 4 huruf h dan ps\. 18/],
    [{ window_days: "1" }, /PP 80\/2019 ps\. 69/],
    [{ window_days: "5", starts: "payment" }, /UU 8\/1999 ps\. 19 ayat \(3\)/],
    [{ refund_days: "6" }, /UU 8\/1999 ps\. 19 ayat \(3\)/],
  ]) {
    const page = await office.post("/admin/policies/guarantee", params(values));
    assert.equal(page.status, 422, JSON.stringify(values));
    assert.match(messages(page.text), rule);
    const reply = await shop.request("POST", "/api/v1/admin/policies/guarantee", { headers: bearer,
      json: { params: Object.entries(values).map(([name, value]) => ({ name, value })) } });
    assert.equal(reply.status, 422, reply.text);
    assert.match(reply.text, rule);
  }
  const now = await shop.get("/api/v1/admin/policies/guarantee", { headers: bearer });
  assert.equal(now.json.version, 1);
  assert.ok(now.json.floors.length >= 6);
  assert.deepEqual(now.json.presets.map((p) => p.name), ["3d", "30d"]);
});

test("a product's own warranty and guide stand on its page and with the order", async () => {
  const { shop, office } = await open();
  const list = await office.get("/admin/products");
  const at = /href="(\/admin\/products\/\d+)"[^>]*>(?:(?!href=)[^])*?Kopi Uji/.exec(list.text)[1];
  const form = (page) => Object.fromEntries([...page.matchAll(/<(?:input|textarea|select)[^>]* name="([^"]+)"[^>]*>/g)]
    .filter(([tag]) => tag.startsWith("<input") && !/type="(radio|checkbox|search|file)"/.test(tag))
    .map(([tag, name]) => [name, /value="([^"]*)"/.exec(tag)?.[1] ?? ""]));
  const page = (await office.get(at)).text;
  const main = page.slice(page.indexOf(`action="${at}"`), page.indexOf("</form>", page.indexOf(`action="${at}"`)));
  const saved = await office.post(at, { ...form(main), status: "active", warranty_months: "12", usage_id: "1. Seduh dengan air 92 derajat." });
  assert.equal(saved.status, 303, messages(saved.text));
  const slug = form(main).slug;
  const product = await shop.api("GET", `/products/${slug}`);
  assert.equal(product.json.warranty_months, 12);
  assert.match(product.json.usage_html, /<li>Seduh/);
  const shown = (await shop.get(`/products/${slug}`)).text;
  assert.match(shown, /12 bulan sejak diterima/);
  assert.match(shown, /id="usage"/);
  const far = await office.post(at, { ...form(main), status: "active", warranty_months: "121" });
  assert.equal(far.status, 400);
  assert.match(far.text, /Antara 0 dan 120 bulan/);
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-200-B", 1);
  const seen = await buyer.see(order);
  assert.equal(seen.lines[0].covers[0].warranty_months, 12);
  const html = (await shop.get(`/orders/${order.number}?key=${order.key}`)).text;
  assert.match(html, new RegExp(`/products/${slug}#usage`));
});

test("bad parameters are refused beside their fields", async () => {
  const { office } = await open();
  await office.get("/admin/policies/shipping");
  const bad = await office.post("/admin/policies/shipping", params({ handling_hours: "9000", cancel_hours: "soon", nothing: "1" }));
  assert.equal(bad.status, 400);
  assert.match(messages(bad.text), /tidak dikenal|tidak cocok/);
  const far = await office.post("/admin/policies/shipping", params({ handling_hours: "9000" }));
  assert.equal(far.status, 400);
  assert.match(far.text, /Antara 1 dan 800/);
});
