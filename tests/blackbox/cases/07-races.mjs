// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
describe("races");

test("120 buyers for 4 pieces give exactly 4 orders", async () => {
  const shop = await open();
  const buyers = Array.from({ length: 120 }, () => new Buyer(shop));
  const carts = await Promise.all(buyers.map((b) => b.add("EMPAT")));
  const ready = buyers.filter((_, i) => carts[i].status < 300);
  assert.ok(ready.length >= 4, `only ${ready.length} carts`);
  const replies = await Promise.all(ready.map((b) => b.checkout()));
  const won = replies.filter((r) => r.status === 201);
  assert.equal(won.length, 4, replies.map((r) => r.status).join());
  const lost = replies.filter((r) => r.status !== 201);
  assert.ok(lost.every((r) => r.status === 409), [...new Set(lost.map((r) => r.status))].join());
  assert.equal(new Set(won.map((r) => r.json.order.number)).size, 4);
  const product = await shop.api("GET", "/products/empat-saja");
  assert.equal(product.json.variants[0].stock.quantity, 0);
  for (const buyer of ready.filter((_, i) => replies[i].status === 409).slice(0, 3)) {
    const cart = await shop.api("GET", "/cart", undefined, { headers: buyer.cart });
    assert.equal(cart.json.items.length, 1, "the cart is kept");
  }
});

test("one payment told fifty times at once is one payment", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("TANPA");
  const replies = await Promise.all(Array.from({ length: 50 }, (_, i) => buyer.sandbox(payment, i % 2 ? "pay" : "duplicate")));
  assert.ok(replies.every((r) => r.status === 200 || r.status === 409), [...new Set(replies.map((r) => r.status))].join());
  const seen = await buyer.see(order);
  assert.equal(seen.payment_status, "paid");
  assert.equal(seen.promises.filter((p) => p.kind === "ship").length, 1);
});

test("many changes of one cart at once leave a cart that adds up", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.add("TANPA", 1);
  await Promise.all(Array.from({ length: 20 }, (_, i) =>
    i % 2 ? buyer.add("KU-200-B", 1) : shop.api("PATCH", "/cart/items/TANPA", { quantity: 1 + (i % 5) }, { headers: buyer.cart })));
  const cart = await shop.api("GET", "/cart", undefined, { headers: buyer.cart });
  assert.equal(cart.json.items.find((i) => i.sku === "KU-200-B").quantity, 10);
  const sum = cart.json.items.reduce((n, i) => n + i.quantity * i.price.amount, 0);
  assert.equal(cart.json.totals.subtotal.amount, sum);
});

test("cancel and pay at the same time end in one of two clean states", async () => {
  const shop = await open();
  for (let i = 0; i < 5; i++) {
    const buyer = new Buyer(shop);
    const { order, payment } = await buyer.order("TANPA");
    const [cancel] = await Promise.all([
      shop.api("POST", `/orders/${order.number}/cancel?key=${order.key}`, {}), buyer.sandbox(payment, "pay")]);
    need(cancel.status !== 404, "cancel");
    const seen = await buyer.see(order);
    if (seen.status === "canceled") {
      assert.ok(seen.payment_status !== "paid" || seen.refunds.length === 1, JSON.stringify(seen.refunds));
    } else {
      assert.equal(seen.payment_status, "paid");
    }
  }
});

test("afterwards everything adds up", async () => {
  const shop = await open();
  await shop.stop();
  const check = await shop.run(["check"]);
  need(check.code !== 2, "check");
  assert.equal(check.code, 0, check.out + check.err);
});
