// SPDX-License-Identifier: Apache-2.0
// What changes between looking and pressing: nobody orders what they were not shown.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "../lib/runner.mjs";
import { Buyer, DISTRICT_CODE, freshPhone } from "../lib/buyer.mjs";
import { messages, Office } from "../lib/office.mjs";
import { Shop } from "../lib/shop.mjs";

describe("changed meanwhile");

async function open() {
  const { shop, admin } = await Shop.open();
  const office = new Office(shop);
  await office.login();
  await office.get("/admin");
  return { shop, admin, office };
}

/** The names and values a form of the page would send. */
function fieldsOf(html, action) {
  const form = [...html.matchAll(/<form[\s\S]*?<\/form>/g)].map((m) => m[0]).find((f) => f.includes(`action="${action}"`));
  assert.ok(form, `no form for ${action}`);
  const fields = {};
  for (const [, , rest] of form.matchAll(/<(input|textarea)\b([^>]*)>/g)) {
    const of = (name) => new RegExp(`${name}="([^"]*)"`).exec(rest)?.[1];
    if (["radio", "checkbox"].includes(of("type")) && !/ checked/.test(rest)) continue;
    if (of("name")) fields[of("name")] = of("value") ?? "";
  }
  return fields;
}

/** A buyer at the checkout's page, about to press. */
async function atCheckout(shop, sku = "KU-200-H", quantity = 1) {
  const buyer = new Buyer(shop);
  await buyer.add(sku, quantity);
  const page = await shop.get(`/checkout?district=${DISTRICT_CODE}`, { headers: { Cookie: `cart=${buyer.token}` } });
  assert.equal(page.status, 200);
  const typed = { ...fieldsOf(page.text, "/checkout"), name: "Budi", phone: freshPhone(), "address.street": "Jalan Mawar 12",
    payment_method: "sandbox", accept_terms: "true" };
  const press = (form = typed) => shop.request("POST", "/checkout", { form, headers: { Cookie: `cart=${buyer.token}` } });
  return { buyer, typed, press, again: (html) => ({ ...typed, ...fieldsOf(html, "/checkout"), "address.street": "Jalan Mawar 12" }) };
}

/** The shop's own price of a SKU, by a corrected file. */
async function reprice(shop, sku, price) {
  const head = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price";
  const { json } = await shop.api("GET", "/products/kopi-uji");
  const rows = json.variants.map((v, i) => ["kopi-uji", i === 0 ? "Kopi Uji" : "", i === 0 ? "Ukuran" : "", v.options.Ukuran,
    i === 0 ? "Giling" : "", v.options.Giling, v.sku, 220, "shopify", v.stock.quantity, v.sku === sku ? price : v.price.amount].join(","));
  const file = `${shop.dir}-prices.csv`;
  execFileSync("tee", [file], { input: [head, ...rows].join("\n") + "\n" });
  const said = await shop.run(["import", "products", file]);
  assert.equal(said.code, 0, said.out + said.err);
}

test("a price that rose since the page was shown is seen before anybody owes it", async () => {
  const { shop } = await open();
  const { typed, press, again } = await atCheckout(shop);
  await reprice(shop, "KU-200-H", 75000);
  const refused = await press();
  assert.equal(refused.status, 409, refused.headers.location);
  assert.match(messages(refused.text), /Ada yang berubah sejak halaman ini dibuka/);
  assert.match(refused.text, /Anda bayar Rp90\.000/, "the new total is on the page");
  assert.match(refused.text, /value="Budi"/, "what was typed is kept");
  const placed = await press(again(refused.text));
  assert.equal(placed.status, 303, messages(placed.text));
  const twice = await press(typed);
  assert.equal(twice.headers.location, placed.headers.location, "the page of before, pressed again, leads to the one order");
  const order = await shop.get(placed.headers.location);
  assert.match(order.text, /Rp90\.000/);
});

test("goods put in by another tab are not ordered by the first", async () => {
  const { shop } = await open();
  const { buyer, press } = await atCheckout(shop);
  await buyer.add("EMPAT", 2);
  const refused = await press();
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Empat Saja/);
});

test("shipping that costs more than was shown, and a fee nobody saw, are not owed", async () => {
  const { shop, office } = await open();
  await office.settings("payment", { "payment.cod": "1" });
  const { typed, press } = await atCheckout(shop);
  await office.settings("payment", { "payment.cod": "1", "payment.cod_fee_minor": "7000" });
  assert.equal((await press({ ...typed, payment_method: "cod" })).status, 409, "a fee that was not there");
  const { press: send } = await atCheckout(shop);
  await office.done("/admin/settings/shipping/methods", { code: "flat", kind: "flat", name_id: "Kirim", name_en: "Delivery",
    flat: "19000", min_days: "2", max_days: "5", is_active: "true", position: "1" });
  const dearer = await send();
  assert.equal(dearer.status, 409, "the shipping cost rose");
  assert.match(dearer.text, /Rp19\.000/);
});

test("other terms than those agreed to are agreed to anew", async () => {
  const { shop, office } = await open();
  const { press, again } = await atCheckout(shop);
  await office.get("/admin/policies/guarantee");
  await office.done("/admin/policies/guarantee", { "params.0.name": "window_days", "params.0.value": "7" });
  const refused = await press();
  assert.equal(refused.status, 409, "the guarantee is another one now");
  const retyped = again(refused.text);
  delete retyped.accept_terms;
  const fresh = fieldsOf(refused.text, "/checkout");
  assert.equal(fresh.accept_terms, undefined, "the box is open again");
  assert.equal((await press({ ...retyped, accept_terms: "true" })).status, 303);
});

test("a shop that takes no orders says so before anybody has typed a word, and keeps what was typed", async () => {
  const { shop, office } = await open();
  const { buyer, press } = await atCheckout(shop);
  await office.settings("shop", { "shop.is_open": "0" });
  const late = await press();
  assert.equal(late.status, 409);
  assert.match(late.text, /value="Budi"/);
  const cookie = { headers: { Cookie: `cart=${buyer.token}` } };
  const page = await shop.get("/cart", cookie);
  assert.match(page.text, /Toko sedang tidak menerima pesanan\. Keranjang Anda tetap tersimpan/);
  assert.doesNotMatch(page.text, /Lanjut ke pengiriman/);
  assert.equal((await shop.get(`/checkout?district=${DISTRICT_CODE}`, cookie)).status, 303, "no form to fill in for nothing");
  const closed = (await shop.get("/products/kopi-uji")).text;
  assert.match(closed, /Toko sedang tidak menerima pesanan/);
  assert.doesNotMatch(closed, /schema\.org\/(InStock|LimitedAvailability|PreOrder)|"availability":"[^"]*(InStock|LimitedAvailability|PreOrder)/, "nor does it tell search engines otherwise");
  await office.settings("shop", { "shop.is_open": "1", "shop.notice": "" });
  const opened = (await shop.get("/products/kopi-uji")).text;
  assert.doesNotMatch(opened, /tidak menerima pesanan/);
  assert.match(opened, /InStock/);
  assert.equal((await press()).status, 303);
});

test("a cart below the smallest order says how much is missing, not that the courier is to blame", async () => {
  const { shop } = await open();
  await shop.run(["setting", "order.min_minor", "100000"]);
  const { buyer, press } = await atCheckoutAnyway(shop);
  const page = await shop.get("/cart", { headers: { Cookie: `cart=${buyer.token}` } });
  assert.match(page.text, /paling sedikit Rp100\.000, belum termasuk ongkir: tambah Rp35\.000 lagi/);
  const refused = await press();
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.json.detail ?? refused.json.title, /paling sedikit/);
});

/** A program that asks although the page would not let it. */
async function atCheckoutAnyway(shop) {
  const buyer = new Buyer(shop);
  await buyer.add("KU-200-H");
  return { buyer, press: () => buyer.checkout({}, { "Accept-Language": "id" }) };
}

test("a district that nobody sends to is said, with whom to ask", async () => {
  const { shop, office } = await open();
  await office.get("/admin/settings/shipping");
  const flat = { code: "flat", kind: "flat", name_id: "Kirim", flat: "15000", min_days: "2", max_days: "5", position: "1" };
  await office.done("/admin/settings/shipping/methods", flat);
  const buyer = new Buyer(shop);
  await buyer.add("KU-200-H");
  const page = await shop.get(`/checkout?district=${DISTRICT_CODE}`, { headers: { Cookie: `cart=${buyer.token}` } });
  assert.match(page.text, /Belum ada pengiriman ke kecamatan ini/);
});

test("a program that shows no page need not say what it showed", async () => {
  const { shop } = await open();
  const buyer = new Buyer(shop);
  assert.ok((await buyer.order("KU-200-H")).order.number);
});
