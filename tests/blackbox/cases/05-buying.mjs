// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { ADDRESS, Buyer, DISTRICT_CODE } from "../lib/buyer.mjs";

const open = lazyShop();
describe("buying");

test("a cart is filled, changed and emptied", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const added = await buyer.add("KU-200-B", 2);
  assert.ok([200, 201].includes(added.status), added.text);
  for (const field of ["token", "items", "totals"]) assert.ok(field in added.json, field);
  for (const field of ["subtotal", "shipping", "discount", "tax", "total"]) assert.ok(field in added.json.totals, field);
  assert.deepEqual(added.json.totals.subtotal, { amount: 130000, currency: "IDR" });
  await buyer.add("TANPA", 1);
  const cart = await shop.api("GET", "/cart", undefined, { headers: buyer.cart });
  assert.equal(cart.json.items.length, 2);
  const less = await shop.api("PATCH", "/cart/items/KU-200-B", { quantity: 1 }, { headers: buyer.cart });
  assert.equal(less.status, 200, less.text);
  assert.equal(less.json.totals.subtotal.amount, 80000);
  const gone = await shop.api("DELETE", "/cart/items/TANPA", undefined, { headers: buyer.cart });
  assert.ok([200, 204].includes(gone.status), gone.text);
  const left = await shop.api("GET", "/cart", undefined, { headers: buyer.cart });
  assert.equal(left.json.items.length, 1);
});

test("looking makes no cart and sets no cookie", async () => {
  const shop = await open();
  for (const at of ["/", "/cart", "/products/kopi-uji", "/api/v1/cart"]) {
    const reply = await shop.get(at);
    assert.equal(reply.headers["set-cookie"], undefined, at);
  }
});

test("an unknown SKU and too few in stock are said plainly, the cart is kept", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  assert.ok((await buyer.add("TANPA", 1)).status < 300);
  const unknown = await shop.api("POST", "/cart/items", { sku: "TIDAK-ADA", quantity: 1 }, { headers: buyer.cart });
  assert.ok([404, 409, 422].includes(unknown.status), unknown.text);
  const many = await shop.api("POST", "/cart/items", { sku: "KU-1000-B", quantity: 8 }, { headers: buyer.cart });
  assert.equal(many.status, 409, many.text);
  const cart = await shop.api("GET", "/cart", undefined, { headers: buyer.cart });
  assert.deepEqual(cart.json.items.map((i) => i.sku), ["TANPA"]);
});

test("a draft cannot be bought", async () => {
  const shop = await open();
  const reply = await shop.api("POST", "/cart/items", { sku: "NOL", quantity: 1 });
  assert.ok(reply.status >= 400, "sold for nothing");
});

test("shipping costs are known by district alone, before any name", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("KU-200-B", 1);
  const quote = await buyer.chooseShipping();
  const [method] = quote.json.items ?? quote.json.methods ?? quote.json.options;
  assert.equal(typeof (method.price ?? method.cost).amount, "number");
  const nowhere = await shop.api("GET", "/shipping/quote?district=99.99.99", undefined, { headers: buyer.cart });
  assert.ok([400, 404, 422].includes(nowhere.status), nowhere.text);
});

test("an order has what programs rely on", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 2);
  for (const field of ["number", "key", "payment_status", "fulfillment_status", "total", "promises"]) assert.ok(field in order, field);
  for (const field of ["id", "method", "amount", "instructions", "redirect_url"]) assert.ok(field in payment, field);
  assert.equal(order.payment_status, "pending");
  assert.equal(order.fulfillment_status, "unfulfilled");
  assert.deepEqual(payment.amount, order.total);
  const seen = await buyer.see(order);
  for (const field of ["status", "payment_status", "fulfillment_status", "lines", "totals", "shipments", "promises", "refunds", "claims", "timeline"]) {
    assert.ok(field in seen, field);
  }
  assert.equal(seen.status, "open");
  assert.equal(seen.lines[0].sku, "KU-200-B");
  assert.equal(seen.lines[0].quantity, 2);
});

test("an order opens by its key only", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("TANPA");
  const other = await new Buyer(shop).order("TANPA");
  for (const key of ["", "wrong", order.key + "x", order.key.slice(0, -1), other.order.key]) {
    const reply = await shop.api("GET", `/orders/${order.number}?key=${key}`);
    assert.ok([401, 403, 404].includes(reply.status), `key "${key}": ${reply.status}`);
  }
  const byHeader = await shop.api("GET", `/orders/${order.number}`, undefined, { headers: { "Order-Key": order.key } });
  assert.equal(byHeader.status, 200);
  assert.notEqual(order.number, other.order.number);
  const page = await shop.get(`/orders/${order.number}?key=${order.key}`);
  if (page.status === 200) {
    assert.match(page.headers["cache-control"], /no-store/);
    assert.equal(page.headers["referrer-policy"], "no-referrer");
  }
});

test("one phone number in any spelling finds the order, and shows its status only", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const digits = buyer.phone.slice(1); // 812…
  buyer.phone = `+62 ${digits.slice(0, 3)}-${digits.slice(3, 7)}-${digits.slice(7)}`;
  const { order } = await buyer.order("TANPA");
  for (const phone of ["0" + digits, "+62" + digits, "62" + digits, "0" + digits.slice(0, 3) + " " + digits.slice(3)]) {
    const found = await shop.api("POST", "/orders/find", { number: order.number, phone });
    need(found.status !== 404 || phone !== "0" + digits, "orders/find");
    assert.equal(found.status, 200, `${phone}: ${found.text}`);
    assert.doesNotMatch(found.text, /Sri Wahyuni|Dipati Ukur|"key"|812/);
    assert.match(found.text, /"payment_status"|"status"/);
  }
  const wrong = await shop.api("POST", "/orders/find", { number: order.number, phone: "081200000000" });
  const none = await shop.api("POST", "/orders/find", { number: "XXX-NONE-000", phone: "0" + digits });
  assert.ok(wrong.status >= 400);
  assert.equal(wrong.status, none.status, "a guess must not learn which numbers exist");
});

test("an order number is found however it is typed", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("TANPA");
  const find = (number) => shop.api("POST", "/orders/find", { number, phone: buyer.phone });
  const [prefix, first, second] = order.number.split("-");
  const spellings = [order.number.toLowerCase(), `${prefix} ${first} ${second}`, prefix + first + second, `#${order.number}`,
    `${prefix}\u2013${first}\u2013${second}`, `${first}-${second}`, `  ${order.number}\u00a0`];
  for (const typed of spellings) assert.equal((await find(typed)).json?.result?.number, order.number, JSON.stringify(typed));
  for (const wrong of ["", "AMN", `${order.number}9`, `${first}-${first}`]) assert.ok((await find(wrong)).status >= 400, wrong);
});

test("a phone that is none is refused with the field named", async () => {
  const shop = await open();
  for (const phone of ["", "12345", "halo", "0812", "+1".padEnd(40, "5")]) {
    const buyer = new Buyer(shop);
    await buyer.add("TANPA");
      const reply = await buyer.checkout({ phone });
    assert.ok([400, 422].includes(reply.status), `"${phone}": ${reply.status}`);
    assert.ok(reply.json.errors.some((e) => e.field === "phone"), reply.text);
  }
});

test("terms must be accepted, an e-mail may be missing", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA");
  const refused = await buyer.checkout({ accept_terms: false });
  assert.ok([400, 422].includes(refused.status));
  assert.ok(refused.json.errors.some((e) => e.field === "accept_terms"));
  assert.equal((await buyer.checkout()).status, 201);
});

test("an empty cart gives no order", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const reply = await buyer.checkout();
  assert.ok(reply.status >= 400 && reply.status < 500, String(reply.status));
});

test("an address names places that exist", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA");
  const reply = await buyer.checkout({ address: { ...ADDRESS, district: "Negeri Dongeng" } });
  assert.ok([400, 422].includes(reply.status), reply.text);
  const code = await buyer.checkout({ address: { ...ADDRESS, district: DISTRICT_CODE } });
  assert.equal(code.status, 201, "a district may be named by its code: " + code.text);
});

test("the same Idempotency-Key gives the same order, another body is refused", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA");
  const key = { "Idempotency-Key": "k-" + buyer.phone };
  const first = await buyer.checkout({}, key), again = await buyer.checkout({}, key);
  assert.equal(first.status, 201, first.text);
  assert.ok([200, 201].includes(again.status), again.text);
  assert.equal(again.json.order.number, first.json.order.number);
  assert.equal(again.json.order.key, first.json.order.key);
  const other = await buyer.checkout({ name: "Orang Lain" }, key);
  assert.equal(other.status, 422, other.text);
});

test("adding with the same Idempotency-Key adds once", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA", 1);
  const key = { "Idempotency-Key": "add-" + buyer.phone };
  await buyer.add("KU-200-B", 2, key);
  await buyer.add("KU-200-B", 2, key);
  const cart = await shop.api("GET", "/cart", undefined, { headers: buyer.cart });
  assert.equal(cart.json.items.find((i) => i.sku === "KU-200-B").quantity, 2);
});

test("a cart gives one order: double click", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA");
  const replies = await Promise.all(Array.from({ length: 8 }, () => buyer.checkout()));
  const numbers = new Set(replies.map((r) => r.json?.order?.number));
  assert.deepEqual(replies.map((r) => r.status).filter((s) => s === 201).length, 1, replies.map((r) => r.status).join());
  assert.ok(replies.every((r) => r.status === 200 || r.status === 201), replies.map((r) => r.status).join());
  assert.equal(numbers.size, 1);
});

test("a cart gives one order: two tabs with other words", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA");
  const first = await buyer.checkout(), second = await buyer.checkout({ name: "Sri W." });
  assert.equal(first.status, 201);
  assert.equal(second.status, 200, second.text);
  assert.equal(second.json.order.number, first.json.order.number);
});

test("an order can be cancelled before it is packed, and the stock comes back", async () => {
  const shop = await open();
  const stock = async () => (await shop.api("GET", "/products/kopi-uji")).json.variants.find((v) => v.sku === "KU-1000-B").stock.quantity;
  const before = await stock();
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-1000-B", 2);
  assert.equal(await stock(), before - 2);
  const reply = await shop.api("POST", `/orders/${order.number}/cancel?key=${order.key}`, {});
  need(reply.status !== 404, "cancel");
  assert.equal(reply.status, 200, reply.text);
  assert.equal((await buyer.see(order)).status, "canceled");
  assert.equal(await stock(), before);
  const again = await shop.api("POST", `/orders/${order.number}/cancel?key=${order.key}`, {});
  assert.ok([200, 409].includes(again.status), String(again.status));
  assert.equal(await stock(), before);
});

test("afterwards everything adds up", async () => {
  const shop = await open();
  await shop.stop();
  const check = await shop.run(["check"]);
  need(check.code !== 2, "check");
  assert.equal(check.code, 0, check.out + check.err);
});
