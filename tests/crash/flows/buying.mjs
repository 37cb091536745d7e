// SPDX-License-Identifier: Apache-2.0
// What buyers do: orders, payments, cancellations. Each step tells what the shop acknowledged.
import assert from "node:assert/strict";
import { Buyer } from "../../blackbox/lib/buyer.mjs";

async function place({ shop, sku, tell }) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order(sku);
  tell(`order ${order.number} is placed`, "SELECT count(*) FROM shop_order WHERE number = ?", [order.number], 1);
  tell(`order ${order.number} has its event`,
    "SELECT count(*) FROM event e JOIN shop_order o ON e.subject = 'order:' || o.id WHERE o.number = ? AND e.kind = 'order.placed'", [order.number], 1);
  return { buyer, order, payment };
}

async function pay({ tell }, { buyer, order, payment }) {
  const reply = await buyer.sandbox(payment, "pay");
  assert.equal(reply.status, 200, reply.text);
  tell(`order ${order.number} is paid`, "SELECT captured_minor FROM payment WHERE reference = ?", [payment.id], order.total.amount);
}

async function cancel({ shop, tell }, { order }) {
  const reply = await shop.api("POST", `/orders/${order.number}/cancel?key=${encodeURIComponent(order.key)}`, {});
  assert.equal(reply.status, 200, reply.text);
  tell(`order ${order.number} is cancelled`, "SELECT status FROM shop_order WHERE number = ?", [order.number], "canceled");
}

/** What the provider said moved the attempt to one of these states. */
async function provider({ tell }, { buyer, payment }, act, states) {
  const reply = await buyer.sandbox(payment, act);
  assert.equal(reply.status, 200, reply.text);
  tell(`payment ${payment.id}: ${act}`, "SELECT instr(?, state) > 0 FROM payment WHERE reference = ?", [states, payment.id], 1);
}

export const flows = [
  { name: "an order", run: place },
  { name: "an order that is paid", run: async (w) => pay(w, await place(w)) },
  { name: "an order that is cancelled", run: async (w) => cancel(w, await place(w)) },
  { name: "a paid order that is cancelled", run: async (w) => {
    const o = await place(w);
    await pay(w, o);
    await cancel(w, o);
  } },
  { name: "a payment that fails", run: async (w) => provider(w, await place(w), "fail", "failed") },
  { name: "a payment too late", run: async (w) => {
    const o = await place(w);
    await provider(w, o, "expire", "expired late_captured");
    await provider(w, o, "pay_late", "late_captured");
  } },
];
