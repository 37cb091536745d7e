// SPDX-License-Identifier: Apache-2.0
// Every page of a lived shop is asked for, by links, in both languages, with the owner's session: nothing fails, and under the test
// clock (which holds each model to its declaration, web/face.c) nothing is forgotten.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { messages, Office } from "../lib/office.mjs";
import { png } from "../lib/picture.mjs";
import { describe, test } from "../lib/runner.mjs";
import { ROOT, Shop } from "../lib/shop.mjs";

describe("crawl");

const OF_ONE_SHAPE = 4; // so many addresses of one route, in each language
// Asked for by other tests, or not there in a demo shop: each says why.
const NOT_BY_LINK = new Map([
  ["/healthz", "for machines"], ["/readyz", "for machines"], ["/metrics", "for machines"], ["/test/clock", "for tests"], ["/test/outbox", "for tests"],
  ["/home", "JSON of the first page"], ["/api/v1/openapi.json", "for programs"], ["/openapi.json", "for programs"],
  ["/orders/{number}/qris.png", "a shop with QRIS"], ["/admin/orders/{number}/proof", "a transfer with a picture"],
  ["/pages/{slug}", "a page of the shop's own"], ["/admin/improvements/{id}", "an improvement somebody wrote"], ["/admin/inbox/answers/{id}", "an answer kept ready"], ["/decisions/{number}", "a contest that waits"], ["/posts/{number}", "in the public answer to a post"],
  ["/join/{id}/{until}", "in an invitation"],
  ["/decisions/{number}/files/{file}", "a contest that waits"], ["/admin/claims/{claim}/files/{file}", "a claim with a picture"],
  ["/orders/{number}/claims/{claim}/files/{file}", "a claim with a picture"], ["/orders/{number}/claims/{claim}/label", "a claim whose goods come back"],
  ["/orders/{number}/claims/{claim}/label.png", "a claim whose goods come back"], ["/conversations/{number}/stream", "stays open"], ["/admin/inbox/stream", "stays open"],
]);

/** GET rows of the route table: { path, face }. */
function routes() {
  const text = fs.readFileSync(path.join(ROOT, "src/web/routes.c"), "utf8");
  const names = Object.fromEntries([...text.matchAll(/^#define (\w+) "([^"]+)"/gm)].map((m) => [m[1], m[2]]));
  return [...text.matchAll(/\{ "GET", ((?:"[^"]*"|\w+)(?: "[^"]*")?), [^\n]*?(FACES_\w+)/g)].map(([, words, face]) => ({
    path: words.replace(/"([^"]*)"|(\w+)/g, (_, literal, name) => literal ?? names[name]).replaceAll(" ", ""), face,
  }));
}

const asPattern = (route) => new RegExp("^" + route.path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+") + "$");

async function demoShop() {
  const shop = await Shop.demo();
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  const [, email, password] = /^ {2}owner +(\S+@\S+) +(\S+)$/m.exec(shop.said);
  const reply = await shop.request("POST", "/admin/login", { form: { email, password } });
  const cookie = reply.headers["set-cookie"].find((c) => c.startsWith("staff=")).split(";")[0];
  return { shop, cookie, links: [...shop.said.matchAll(/http:\/\/127\.0\.0\.1:8080(\/\S+)/g)].map((m) => m[1]) };
}

/** What a demo shop has not, or has no link to: a cart, files people sent, a complaint, links that went out as messages. */
async function act(shop, cookie, links) {
  const office = Object.assign(new Office(shop), { cookie });
  const visitor = new Office(shop);
  const picture = { field: "file", name: "foto.png", type: "image/png", bytes: png(24) };
  const where = [];
  const followed = (reply, what) => {
    assert.equal(reply.status, 303, `${what}: ${reply.status} ${messages(reply.text)}`);
    where.push(reply.headers.location, "/admin" + reply.headers.location.replace("/conversations/", "/inbox/").replace(/\?.*/, ""));
  };
  const { json: products } = await shop.api("GET", "/products?in_stock=true");
  const { json: product } = await shop.api("GET", `/products/${products.items[0].slug}`);
  const cart = await shop.api("POST", "/cart/items", { sku: product.variants[0].sku, quantity: 1 });
  followed(await visitor.upload("/contact", { name: "Sari", phone: "081234567890", text: "Apakah ini tahan panas?" }, picture), "contact");
  followed(await visitor.upload("/complaints", { phone: "081234567890", subject: "Gelas pecah", text: "Semua gelasnya pecah.", wish: "uang kembali" }, picture), "complaint");
  for (const link of links.filter((at) => at.startsWith("/orders/"))) {
    const [order, key] = link.split("?key=");
    const { json: seen } = await shop.api("GET", link);
    const form = await visitor.get(`${order}/claims/new?key=${key}`);
    const [, line] = /name="(lines\.0\.[a-z]+)" (?:type="hidden" )?value="[^"]+"/.exec(form.text) ?? [];
    if (!line) continue;
    const claim = await visitor.upload(`${order}/claims?key=${key}`, { kind: "damaged", wish: "refund", text: "Sampai dalam keadaan retak.",
      "lines.0.sku": seen.lines[0].sku, "lines.0.quantity": "1" }, { ...picture, field: "file_1" });
    if (claim.status === 303) where.push(claim.headers.location);
  }
  const goods = (await shop.api("GET", "/admin/products", undefined, { headers: office.headers })).json.items[0];
  await office.get(`/admin/products/${goods.id}`);
  followed(await office.upload(`/admin/products/${goods.id}/pictures`, { alt_id: "Foto" }, { ...picture, field: "picture" }), "picture");
  const outbox = (await shop.get("/test/outbox")).text;
  where.push(...[...outbox.matchAll(/https?:\\?\/\\?\/[^\s"<>\\/]+(\/[\w/.-]+\?key=[\w%-]+)/g)].map((m) => m[1]));
  return { where, cart: `cart=${cart.json.token}` };
}

function linksOf(html, from) {
  const found = [...html.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map((m) => m[1].replaceAll("&amp;", "&").replace(/#.*/, ""));
  return [...new Set(found)].filter((at) => !at.startsWith("//") && at !== from && !at.startsWith("/admin/logout"));
}

test("every page answers, holds its model's declaration, and every reading route is met", async () => {
  const { shop, cookie: staff, links } = await demoShop();
  const { where, cart } = await act(shop, staff, links);
  const cookie = `${staff}; ${cart}`;
  const table = routes().sort((a, b) => (a.path.match(/\{/g) ?? []).length - (b.path.match(/\{/g) ?? []).length);
  assert.ok(table.length > 60, "the route table is read");
  for (const route of table) route.fits = asPattern(route);
  const seen = new Map();
  const wrong = [];
  const queue = ["/", "/en", "/admin", "/en/admin", ...where, ...links, ...links.map((at) => "/en" + at), "/robots.txt", "/sitemap.xml", "/.well-known/security.txt",
    "/favicon.ico", "/manifest.webmanifest", "/styleguide", "/en/styleguide", "/sitemap-part.xml?part=1", "/capture", "/permits",
    "/checkout?district=34.02.16", "/en/checkout?district=34.02.16", "/shipping/quote?q=bantul", "/products?q=kopi",
    ...table.filter((route) => !route.path.includes("{") && !NOT_BY_LINK.has(route.path)).flatMap((route) => [route.path, "/en" + route.path])];
  const asked = new Set();
  while (queue.length > 0) {
    const at = queue.shift();
    const [page, query = ""] = at.split("?");
    const isEnglish = page === "/en" || page.startsWith("/en/");
    const natural = isEnglish ? page.slice(3) || "/" : page;
    const route = table.find((r) => r.fits.test(natural));
    // A route is asked for with different addresses, and with different names in its query.
    const shape = `${route?.path ?? natural}?${query.replace(/=[^&]*/g, "")} ${isEnglish}`;
    if (asked.has(at) || (seen.get(shape) ?? 0) >= OF_ONE_SHAPE || !route) continue;
    asked.add(at);
    seen.set(shape, (seen.get(shape) ?? 0) + 1);
    if (/stream$/.test(natural)) continue; // stays open
    const reply = await shop.get(at, { headers: { cookie } });
    if (reply.status >= 500) wrong.push(`${at}: ${reply.status}`);
    if (reply.status === 200) {
      route.isMet = true;
      if (/html/.test(reply.headers["content-type"])) queue.push(...linksOf(reply.text, at));
      if (route.face === "FACES_BOTH" && !isEnglish) {
        const json = await shop.get("/api/v1" + at, { headers: { cookie } });
        if (json.status !== 200) wrong.push(`/api/v1${at}: ${json.status}`);
      }
    } else if ([301, 302, 303].includes(reply.status)) {
      queue.push(reply.headers.location.replace(/^https?:\/\/[^/]+/, ""));
    }
  }
  console.log(`     ${asked.size} addresses`);
  const said = shop.log.split("\n").filter((line) => /"status":5\d\d/.test(line)).map((line) => /"detail":"(.*)"/.exec(line)[1]);
  assert.deepEqual([...new Set([...wrong, ...said])], []);
  const missed = table.filter((route) => !route.isMet && !NOT_BY_LINK.has(route.path) && route.face !== "FACES_JSON").map((route) => route.path);
  assert.deepEqual(missed, [], "routes no link leads to");
});
