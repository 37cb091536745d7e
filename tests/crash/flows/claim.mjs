// SPDX-License-Identifier: Apache-2.0
// What goes wrong with what was bought: claims, a contest, money back with an account and proof.
import assert from "node:assert/strict";
import { Buyer } from "../../blackbox/lib/buyer.mjs";
import { messages } from "../../blackbox/lib/office.mjs";
import { png } from "../../blackbox/lib/picture.mjs";

const ADMITTED = [200, 201];

async function must(reply) {
  const answer = await reply;
  assert.ok(ADMITTED.includes(answer.status), answer.text);
  return answer.json;
}
const by = (staff) => ({ headers: staff });
const key = (order) => `?key=${encodeURIComponent(order.key)}`;

/** Bought, sent, arrived. A transfer has no way back by itself: the money waits for an account. */
async function delivered({ shop, sku, staff }, change) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order(sku, 1, change);
  if (change.payment_method === "bank_transfer") await must(shop.api("POST", `/admin/orders/${order.number}/confirm`, {}, by(staff)));
  else assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const parcel = await must(shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "KLAIM " + order.number }, by(staff)));
  await must(shop.api("POST", `/admin/shipments/${parcel.id ?? parcel.shipment.id}/events`, { status: "Delivered" }, by(staff)));
  return order;
}

async function claim(w, change = {}) {
  const order = await delivered(w, change);
  const made = await must(w.shop.api("POST", `/orders/${order.number}/claims${key(order)}`,
    { kind: "damaged", lines: [{ sku: w.sku, quantity: 1 }], wish: "refund", text: "Kemasannya sobek." }));
  w.tell(`claim ${made.number} is open`, "SELECT count(*) FROM claim WHERE number = ?", [made.number], 1);
  w.tell(`claim ${made.number} has its dated answer`,
    "SELECT count(*) FROM promise p JOIN claim k ON p.subject = 'claim:' || k.id WHERE k.number = ? AND p.kind = 'answer_claim'", [made.number], 1);
  w.tell(`claim ${made.number} has its event`,
    "SELECT count(*) > 0 FROM event e JOIN claim k ON e.subject = 'claim:' || k.id OR e.subject = 'order:' || k.order_id WHERE k.number = ? AND e.kind LIKE 'claim.%'", [made.number], 1);
  return { order, made };
}

const step = ({ tell }, made, act) =>
  tell(`claim ${made.number}: ${act}`, "SELECT count(*) FROM claim_step s JOIN claim k ON k.id = s.claim_id WHERE k.number = ? AND s.act = ?", [made.number, act], 1);

async function accepted(w, change) {
  const { order, made } = await claim(w, change);
  await must(w.shop.api("POST", `/admin/claims/${made.number}/accept`, {}, by(w.staff)));
  step(w, made, "accept");
  w.tell(`claim ${made.number} owes money once`, "SELECT count(*) FROM refund r JOIN shop_order o ON o.id = r.order_id WHERE o.number = ?", [order.number], 1);
  return order;
}

async function evidence({ office, number, tell }, made) {
  await office.get(`/admin/claims/${made.number}`); // its form's token
  const sent = await office.upload(`/admin/claims/${made.number}/files`, {},
    { field: "file", name: "foto.png", type: "image/png", bytes: png(40, number + 2) });
  assert.equal(sent.status, 303, messages(sent.text));
  tell(`claim ${made.number} has its evidence`, "SELECT count(*) FROM attachment a JOIN claim k ON a.subject = 'claim:' || k.id WHERE k.number = ?", [made.number], 1);
}

async function contested(w) {
  const { made } = await claim(w);
  await evidence(w, made);
  await must(w.shop.api("POST", `/admin/claims/${made.number}/contest`, { text: "Foto menunjukkan segelnya utuh." }, by(w.staff)));
  step(w, made, "contest");
  w.tell(`claim ${made.number} waits for a second person by a date`,
    "SELECT count(*) FROM decision d JOIN claim k ON d.subject = 'claim:' || k.id JOIN promise p ON p.subject = 'decision:' || d.id WHERE k.number = ? AND p.kind = 'decide'",
    [made.number], 1);
}

async function paidBack(w) {
  const order = await accepted(w, { payment_method: "bank_transfer" });
  await must(w.shop.api("POST", `/orders/${order.number}/refund-account${key(order)}`, { bank: "BCA", number: "5550001112", holder: "Sri Wahyuni" }));
  const of = "FROM refund r JOIN shop_order o ON o.id = r.order_id WHERE o.number = ?";
  w.tell(`order ${order.number} has its account`, `SELECT r.account_text_id > 0 ${of}`, [order.number], 1);
  const seen = await must(w.shop.api("GET", `/admin/orders/${order.number}`, undefined, by(w.staff)));
  const proof = "TRF " + order.number;
  await must(w.shop.api("POST", `/admin/orders/${order.number}/refunds/${seen.refunds[0].id}/settle`, { reference: proof }, by(w.staff)));
  w.tell(`order ${order.number} is paid back, with proof`, `SELECT count(*) ${of} AND r.state = 'succeeded' AND r.reference = ?`, [order.number, proof], 1);
}

export const flows = [
  { name: "a claim", run: (w) => claim(w) },
  { name: "a claim that is contested", run: contested },
  { name: "money back by transfer, with proof", run: paidBack },
];
