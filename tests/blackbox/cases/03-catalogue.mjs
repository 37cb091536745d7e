// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
describe("catalogue");

test("a product has the fields programs rely on", async () => {
  const shop = await open();
  const { status, json, headers } = await shop.api("GET", "/products/kopi-uji");
  need(status !== 404, "product");
  assert.equal(status, 200);
  assert.match(headers["content-type"], /^application\/json/);
  for (const field of ["slug", "name", "description_html", "category", "brand", "attributes", "images", "rating", "variants", "promises"]) {
    assert.ok(field in json, `no field ${field}`);
  }
  assert.equal(json.slug, "kopi-uji");
  assert.equal(json.variants.length, 3);
  const variant = json.variants.find((v) => v.sku === "KU-200-B");
  assert.deepEqual(variant.price, { amount: 65000, currency: "IDR" });
  assert.equal(variant.stock.quantity, 100000);
  assert.equal(typeof variant.stock.status, "string");
  assert.ok(Object.values(variant.options).includes("Biji utuh"), JSON.stringify(variant.options));
  assert.doesNotMatch(json.description_html, /<script/i);
  const uncounted = (await shop.api("GET", "/products/tanpa-hitung")).json.variants[0];
  assert.equal(uncounted.stock.quantity, null);
});

test("what is free of charge by mistake is not on sale", async () => {
  const shop = await open();
  assert.equal((await shop.api("GET", "/products/gratis")).status, 404);
  const list = await shop.api("GET", "/products");
  need(list.status !== 404, "products");
  assert.ok(!list.json.items.some((p) => p.slug === "gratis"));
  assert.ok("next" in list.json);
});

test("search forgives a beginning and a typing error", async () => {
  const shop = await open();
  for (const q of ["kopi", "kop", "KOPI UJI", "kpoi"]) {
    const list = await shop.api("GET", "/products?q=" + encodeURIComponent(q));
    need(list.status !== 404, "products");
    assert.equal(list.status, 200);
    assert.ok(list.json.items.some((p) => p.slug === "kopi-uji"), `"${q}" does not find kopi-uji: ${list.text.slice(0, 200)}`);
  }
  for (const q of ["'", '"', "%", "*", "a OR b", "kopi AND", "(", "\\", "\u0000", "🙂".repeat(50), "x".repeat(2000)]) {
    const list = await shop.api("GET", "/products?q=" + encodeURIComponent(q));
    assert.ok(list.status === 200 || list.status === 400 || list.status === 414, `${JSON.stringify(q.slice(0, 10))}: ${list.status}`);
  }
});

test("several options ticked at once narrow the shelf, and stay ticked", async () => {
  const shop = await open();
  const { json } = await shop.api("GET", "/products/kopi-uji");
  const [[name, value]] = Object.entries(json.variants[0].options);
  const both = new URLSearchParams([["option", `${name}:${value}`], ["option", `${name}:no such value`], ["price_min", "1"], ["in_stock", "true"]]);
  const page = await shop.get("/products?" + both);
  assert.equal(page.status, 200, "two boxes ticked are refused");
  assert.match(page.text, /Kopi Uji/);
  assert.equal(page.text.match(/name="option"[^>]* checked/g)?.length, 1);
  both.append("option", "Warna:Ungu");
  const none = await shop.api("GET", "/products?" + both);
  assert.equal(none.json.result_count, 0, "of every name one value must fit");
});

test("page and API show the same product", async () => {
  const shop = await open();
  const page = await shop.get("/products/kopi-uji");
  need(page.status !== 404, "product page");
  assert.equal(page.status, 200);
  assert.match(page.headers["content-type"], /^text\/html; ?charset=utf-8/i);
  assert.match(page.text, /Kopi Uji/);
  assert.match(page.text, /Rp65\.000/);
  const english = await shop.get("/en/products/kopi-uji");
  assert.equal(english.status, 200);
  assert.match(english.text, /<html[^>]* lang="en"/);
  assert.match(page.text, /<html[^>]* lang="id"/);
});

test("pages are cached by tag and change when they must", async () => {
  const shop = await open();
  const first = await shop.get("/products/kopi-uji");
  need(first.status !== 404 && first.headers.etag, "ETag");
  const again = await shop.get("/products/kopi-uji", { headers: { "If-None-Match": first.headers.etag } });
  assert.equal(again.status, 304);
  assert.equal(again.text, "");
  const packed = await shop.get("/products/kopi-uji", { headers: { "Accept-Encoding": "gzip" } });
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.match(packed.headers.vary ?? "", /accept-encoding/i);
  const brotli = await shop.get("/products/kopi-uji", { headers: { "Accept-Encoding": "br, gzip" } });
  assert.equal(brotli.headers["content-encoding"], "br");
  const none = await shop.get("/products/kopi-uji", { headers: { "Accept-Encoding": "br;q=0, gzip;q=0" } });
  assert.equal(none.headers["content-encoding"], undefined);
});

test("the page says so as soon as the last piece is sold, and again when it is free", async () => {
  const shop = await open();
  const at = "/products/satu-lagi";
  const before = await shop.get(at), english = await shop.get("/en" + at);
  assert.doesNotMatch(before.text, /Habis/);
  const buyer = new Buyer(shop);
  const { payment } = await buyer.order("SATU");
  const sold = await shop.get(at);
  assert.match(sold.text, /Habis/);
  assert.notEqual(sold.headers.etag, before.headers.etag);
  assert.notEqual((await shop.get("/en" + at)).headers.etag, english.headers.etag);
  assert.equal((await shop.get(at, { headers: { "If-None-Match": before.headers.etag } })).status, 200);
  await buyer.sandbox(payment, "expire");
  assert.doesNotMatch((await shop.get(at)).text, /Habis/);
});

test("a sale that changes nothing on the page does not make it anew", async () => {
  const shop = await open();
  const figures = async () => {
    const { text } = await shop.get("/metrics");
    return Object.fromEntries(["hits", "misses"].map((name) => [name, Number(new RegExp(`cache_${name}_total (\\d+)`).exec(text)[1])]));
  };
  const first = await shop.get("/products/kopi-uji");
  const before = await figures();
  const buyer = new Buyer(shop);
  const { payment } = await buyer.order("KU-200-B");
  await buyer.sandbox(payment, "pay");
  const again = await shop.get("/products/kopi-uji");
  const after = await figures();
  assert.equal(again.headers.etag, first.headers.etag);
  assert.deepEqual(after, { hits: before.hits + 1, misses: before.misses });
  assert.equal((await shop.api("GET", "/products/kopi-uji")).json.variants.find((v) => v.sku === "KU-200-B").stock.quantity, 99999,
    "programs are told the quantity");
});

const openUnkept = lazyShop({ serve: ["--no-rate-limit", "--no-cache"] });

test("neighbours on a shelf are remembered, and what changes of them is shown at once", async () => {
  const shop = await openUnkept();
  const staff = { Authorization: `Bearer ${JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token}` };
  const { json: found } = await shop.api("GET", "/admin/products?q=EMPAT", undefined, { headers: staff });
  const { json: product } = await shop.api("GET", `/admin/products/${found.items[0].id}`, undefined, { headers: staff });
  const [variant] = product.variants;
  const cards = async (path) => (await shop.get(path)).text.split(`<ul class="cards">`).at(-1);
  for (let price = 91000; price < 96000; price += 1000) {
    const set = await shop.api("POST", `/admin/products/${product.id}/variants/${variant.id}`,
      { sku: "EMPAT", price: { amount: price, currency: "IDR" }, weight_grams: 300, is_tracked: true, is_active: true }, { headers: staff });
    assert.equal(set.status, 200, set.text);
    const shown = `Rp${price / 1000}.000`;
    for (const path of ["/products/kopi-uji", "/products/kopi-uji", "/en/products/kopi-uji"]) {
      assert.ok((await cards(path)).includes(shown), `${path} does not show ${shown} beside it`);
    }
  }
  const own = await shop.get("/products/empat-saja");
  assert.equal(own.text.split('href="/products/empat-saja"').length - 1, 0, "a product is no neighbour of its own");
  const before = (await shop.api("GET", "/products/kopi-uji")).json.related.find((p) => p.slug === "empat-saja");
  assert.equal(before.quantity, 4, "programs are told the pieces");
  const bought = new Buyer(shop);
  await bought.order("EMPAT");
  assert.equal((await shop.api("GET", "/products/kopi-uji")).json.related.find((p) => p.slug === "empat-saja").quantity, 3);
});

for (const at of ["/", "/en", "/search?q=kopi", "/cart", "/faq", "/about", "/contact", "/sitemap.xml", "/robots.txt",
  "/.well-known/security.txt", "/styleguide"]) {
  test(`${at} is there`, async () => {
    const shop = await open();
    const page = await shop.get(at);
    need(page.status !== 404, at);
    assert.equal(page.status, 200);
    assert.ok(page.text.length > 20);
  });
}

test("every page carries strict headers", async () => {
  const shop = await open();
  for (const at of ["/", "/products/kopi-uji", "/api/v1/products", "/nothing-here"]) {
    const { headers } = await shop.get(at);
    need(headers["content-security-policy"], "security headers");
    assert.doesNotMatch(headers["content-security-policy"], /unsafe-inline|unsafe-eval|\*(?![.\w])/, at);
    assert.match(headers["content-security-policy"], /frame-ancestors 'none'/, at);
    assert.equal(headers["x-content-type-options"], "nosniff", at);
    assert.ok(headers["referrer-policy"], at);
  }
});
