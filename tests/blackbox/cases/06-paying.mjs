// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
describe("paying");

async function placed(sku = "KU-200-H", change = {}) {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order(sku, 1, change);
  return { shop, buyer, order, payment, see: () => buyer.see(order) };
}

test("paid is paid, at once and once", async () => {
  const { buyer, payment, see } = await placed();
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const first = await see();
  assert.equal(first.payment_status, "paid");
  assert.ok(first.promises.some((p) => p.kind === "ship"), "a paid order has a promise to ship");
  for (const promise of first.promises) assert.match(promise.due_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  await buyer.sandbox(payment, "pay");
  await buyer.sandbox(payment, "duplicate");
  const after = await see();
  assert.equal(after.payment_status, "paid");
  assert.equal(after.promises.length, first.promises.length);
});

test("a failed payment leaves the order to be paid", async () => {
  const { buyer, payment, see } = await placed();
  assert.equal((await buyer.sandbox(payment, "fail")).status, 200);
  const seen = await see();
  assert.equal(seen.status, "open");
  assert.notEqual(seen.payment_status, "paid");
});

test("an expired payment gives the goods back", async () => {
  const { shop, buyer, payment, see } = await placed("KU-1000-B");
  const stock = async () => (await shop.api("GET", "/products/kopi-uji")).json.variants.find((v) => v.sku === "KU-1000-B").stock.quantity;
  const held = await stock();
  assert.equal((await buyer.sandbox(payment, "expire")).status, 200);
  const seen = await see();
  assert.equal(seen.payment_status, "expired");
  assert.equal(await stock(), held + 1);
});

test("a late payment of an expired order is honoured while there is stock", async () => {
  const { buyer, payment, see } = await placed("KU-200-H");
  await buyer.sandbox(payment, "expire");
  assert.equal((await buyer.sandbox(payment, "pay_late")).status, 200);
  const seen = await see();
  assert.equal(seen.payment_status, "paid");
  assert.equal(seen.status, "open");
});

test("a late payment without stock gives a refund that is due", async () => {
  const { shop, buyer, payment, see } = await placed("SATU");
  await buyer.sandbox(payment, "expire");
  const other = new Buyer(shop);
  const taken = await other.order("SATU");
  await other.sandbox(taken.payment, "pay");
  assert.equal((await buyer.sandbox(payment, "pay_late")).status, 200);
  const seen = await see();
  assert.equal(seen.refunds.length, 1, JSON.stringify(seen.refunds));
  assert.ok(seen.refunds[0].due_at);
  assert.equal((await other.see(taken.order)).payment_status, "paid");
});

test("news out of order ends in the truth", async () => {
  const { buyer, payment, see } = await placed();
  assert.equal((await buyer.sandbox(payment, "out_of_order")).status, 200);
  assert.equal((await see()).payment_status, "paid");
});

test("a payment moves its own order only", async () => {
  const one = await placed(), two = await placed();
  await one.buyer.sandbox(one.payment, "pay");
  assert.equal((await one.see()).payment_status, "paid");
  assert.equal((await two.see()).payment_status, "pending");
});

test("an unknown payment and an unknown act are refused", async () => {
  const { shop, payment } = await placed();
  assert.equal((await shop.post("/sandbox/payments/nonsense", { do: "pay" })).status, 404);
  const odd = await shop.post(`/sandbox/payments/${payment.id}`, { do: "dance" });
  assert.ok([400, 422].includes(odd.status), String(odd.status));
});

test("a bank transfer never asks for more than the shown total", async () => {
  const { buyer, order, payment, shop, see } = await placed("KU-200-H", { payment_method: "bank_transfer" }).catch((error) => {
    need(!/payment_method|sending or paying/.test(error.message), "bank_transfer with an account");
    throw error;
  });
  assert.equal(payment.method, "bank_transfer");
  assert.ok(payment.amount.amount <= order.total.amount, `${payment.amount.amount} > ${order.total.amount}`);
  assert.ok(order.total.amount - payment.amount.amount < 1000, "the unique code is small");
  const said = await shop.api("POST", `/orders/${order.number}/transferred?key=${order.key}`, {});
  need(said.status !== 404, "transferred");
  assert.equal(said.status, 200, said.text);
  const seen = await see();
  assert.ok(seen.promises.some((p) => p.kind === "confirm_payment"), JSON.stringify(seen.promises));
  assert.ok(buyer.phone);
});

test("the sandbox does not exist for a request that came through a proxy", async () => {
  const { shop, payment } = await placed();
  const reply = await shop.request("POST", `/sandbox/payments/${payment.id}`, { json: { do: "pay" }, headers: { "X-Forwarded-For": "203.0.113.9" } });
  assert.equal(reply.status, 404);
});

test("afterwards everything adds up", async () => {
  const shop = await open();
  await shop.stop();
  const check = await shop.run(["check"]);
  need(check.code !== 2, "check");
  assert.equal(check.code, 0, check.out + check.err);
});
