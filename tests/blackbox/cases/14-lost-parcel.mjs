// SPDX-License-Identifier: Apache-2.0
// A parcel that never arrives, and one that does: the clock alone decides, nobody has to write to anybody.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
const DAY = 86400e3;
describe("lost parcel");

async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

let kept;
async function bearer(shop) {
  if (!kept) {
    const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
    assert.equal(token.code, 0, token.err);
    kept = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  }
  return kept;
}

/** A shipped order past its promised day. */
async function overdue(method = "sandbox", change = {}) {
  const shop = await open();
  const buyer = new Buyer(shop);
  const headers = await bearer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1, { payment_method: method, ...change });
  if (method === "sandbox") await buyer.sandbox(payment, "pay");
  else {
    await shop.api("POST", `/orders/${order.number}/transferred?key=${order.key}`, {});
    const confirmed = await shop.api("POST", `/admin/orders/${order.number}/confirm`, { amount: payment.amount.amount }, { headers });
    assert.equal(confirmed.status, 200, confirmed.text);
  }
  const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `T${order.number}` }, { headers });
  assert.ok(sent.status === 200 || sent.status === 201, sent.text);
  const due = (await buyer.see(order)).promises.find((p) => p.kind === "deliver");
  await moveTo(shop, Date.parse(due.due_at) + 60e3);
  return { shop, buyer, order, headers, shipment: sent.json.id, see: () => buyer.see(order) };
}

const post = (shop, order, what, body = {}) => shop.api("POST", `/orders/${order.number}/${what}?key=${order.key}`, body);

async function check(shop) {
  const result = await shop.run(["check"]);
  assert.equal(result.code, 0, result.out + result.err);
}

test("the money of a parcel that never arrives comes back by itself", async () => {
  const { shop, buyer, order, see } = await overdue("sandbox", { email: "sri@example.com" });
  const asked = await see();
  assert.equal(asked.promises.find((p) => p.kind === "deliver").outcome, "broken");
  assert.equal(asked.overdue.state, "asked");
  const outbox = (await shop.get("/test/outbox")).json.items;
  const question = outbox.find((m) => m.kind === "did_it_arrive");
  assert.match(question.text, new RegExp(order.number));
  assert.equal(asked.refunds.length, 0, "asked before anything follows");
  await moveTo(shop, Date.parse(asked.overdue.lost_at) + 60e3);
  const after = await see();
  assert.equal(after.overdue.state, "lost");
  assert.equal(after.refunds.length, 1);
  assert.equal(after.refunds[0].state, "succeeded", "this rail pays back by itself");
  assert.equal(after.refunds[0].amount.amount, after.totals.total.amount);
  assert.equal(after.payment_status, "refunded");
  assert.equal(after.promises.find((p) => p.kind === "refund").outcome, "kept");
  const told = after.timeline.map((t) => t.text).join("\n");
  assert.match(told, /uang wajib kembali/, "both sides can read why");
  void buyer;
  await check(shop);
});

test("which of several parcels did not come is asked in the form, and told to a program", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const headers = await bearer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 2);
  await buyer.sandbox(payment, "pay");
  const ids = [];
  for (const n of [1, 2]) {
    const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`,
      { carrier: "jne", tracking_number: `P${n}${order.number}`, lines: [{ sku: "KU-200-B", quantity: 1 }] }, { headers });
    assert.equal(sent.status, 201, sent.text);
    ids.push(sent.json.id);
  }
  await shop.api("POST", `/admin/shipments/${ids[1]}/events`, { status: "Expired" }, { headers });
  const page = await shop.get(`/orders/${order.number}/claims/new?key=${order.key}`);
  for (const id of ids) assert.match(page.text, new RegExp(`name="parcel"[^>]*value="${id}"|value="${id}"[^>]*name="parcel"|<option value="${id}"`));
  const ask = (parcel, quantity) => post(shop, order, "claims", { kind: "not_received", wish: "refund", text: "Tidak ada paket.", parcel, lines: [{ sku: "KU-200-B", quantity }] });
  assert.equal((await ask(ids[1], 2)).status, 422, "it held one");
  const made = await ask(ids[1], 1);
  assert.equal(made.status, 201, made.text);
  const seen = (await shop.api("GET", `/orders/${order.number}/claims/${made.json.number}?key=${order.key}`)).json;
  assert.deepEqual(seen.parcels.map((p) => [p.tracking_number, p.quantity]), [[`P2${order.number}`, 1]]);
  await check(shop);
});

test("evidence of delivery stops it", async () => {
  const { shop, order, headers, shipment, see } = await overdue();
  const { overdue: asked } = await see();
  const noted = await shop.api("POST", `/admin/shipments/${shipment}/events`, { status: "Delivered", place: "Bandung" }, { headers });
  assert.ok(noted.status < 300, noted.text);
  assert.equal((await see()).overdue.state, "found");
  await moveTo(shop, Date.parse(asked.lost_at) + 60e3);
  const after = await see();
  assert.equal(after.refunds.length, 0);
  assert.equal(after.fulfillment_status, "delivered");
  await check(shop);
  void order;
});

test("a buyer who says no is heard once, and staff look for the parcel", async () => {
  const { shop, order, headers, see } = await overdue();
  assert.equal((await post(shop, order, "not-arrived")).status, 200);
  const first = (await see()).overdue.denied_at;
  assert.ok(first);
  assert.equal((await post(shop, order, "not-arrived")).status, 200);
  assert.equal((await see()).overdue.denied_at, first);
  const cases = (await shop.api("GET", "/admin/complaints", undefined, { headers })).json.items.filter((k) => k.source === "not_delivered");
  assert.equal(cases.length, 1, "counted as a complaint, once");
  const looked = await shop.api("POST", `/admin/orders/${order.number}/tracking-checked`, {}, { headers });
  assert.equal(looked.status, 200, looked.text);
  assert.ok((await see()).overdue.checked_at);
  const stranger = await shop.api("POST", `/orders/${order.number}/not-arrived?key=${"x".repeat(22)}`, {});
  assert.equal(stranger.status, 404);
});

test("by hand: the shop owes a transfer, asks for the account, and it is kept only with proof", async () => {
  const { shop, order, headers, see } = await overdue("bank_transfer");
  await moveTo(shop, Date.parse((await see()).overdue.lost_at) + 60e3);
  const owed = await see();
  const refund = owed.refunds[0];
  assert.equal(refund.state, "needs_bank_account");
  assert.equal(refund.due_at, null, "the days stand still while the account is missing");
  assert.ok(Date.parse(refund.account_due_at) > Date.parse(owed.overdue.lost_at), "and it is said until when, if it comes now");
  const bad = await post(shop, order, "refund-account", { bank: "BCA", number: "1" });
  assert.equal(bad.status, 400);
  assert.deepEqual(bad.json.errors.map((e) => e.field).sort(), ["holder", "number"]);
  const given = await post(shop, order, "refund-account", { bank: "BCA", number: "5550001112", holder: "Sri Wahyuni" });
  assert.equal(given.status, 200, given.text);
  assert.ok(!given.text.includes("5550001112"), "the account does not come back");
  assert.ok((await see()).refunds[0].due_at, "they run from now on");
  assert.equal((await post(shop, order, "refund-account", { bank: "BCA", number: "5550001112", holder: "Sri Wahyuni" })).status, 409);
  const settle = (reference) => shop.api("POST", `/admin/orders/${order.number}/refunds/${refund.id}/settle`, { reference }, { headers });
  assert.equal((await settle("")).status, 400, "no proof, not kept");
  assert.ok((await settle("TRF 0812")).status < 300);
  assert.equal((await settle("TRF 0812")).status, 409, "never twice");
  assert.equal((await see()).promises.find((p) => p.kind === "refund").outcome, "kept");
  assert.equal((await post(shop, order, `refunds/${refund.id}/arrived`, { arrived: "no" })).status, 200);
  const denied = await see();
  assert.equal(denied.refunds[0].state, "failed");
  assert.equal(denied.promises.find((p) => p.kind === "refund").outcome, "open", "owed again");
  await post(shop, order, "refund-account", { bank: "Mandiri", number: "987654321", holder: "Sri Wahyuni" });
  assert.ok((await settle("TRF 0999")).status < 300);
  assert.equal((await post(shop, order, `refunds/${refund.id}/arrived`, { arrived: "yes" })).status, 200);
  assert.ok((await see()).refunds[0].confirmed_at);
  await check(shop);
});

test("of two parcels one never comes: its part is paid back once, whoever asks, and the order goes on with the other", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const headers = await bearer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 2, { payment_method: "sandbox" });
  await buyer.sandbox(payment, "pay");
  const parcels = [];
  for (const number of ["P1", "P2"]) {
    const body = { carrier: "jne", tracking_number: number + order.number, lines: [{ sku: "KU-200-B", quantity: 1 }] };
    const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`, body, { headers });
    assert.ok(sent.status === 200 || sent.status === 201, sent.text);
    parcels.push(sent.json.id);
  }
  const here = await shop.api("POST", `/admin/shipments/${parcels[0]}/events`, { status: "Delivered" }, { headers });
  assert.ok(here.status < 300, here.text);
  const see = () => buyer.see(order);
  await moveTo(shop, Date.parse((await see()).promises.find((p) => p.kind === "deliver").due_at) + 60e3);
  await moveTo(shop, Date.parse((await see()).overdue.lost_at) + 60e3);
  const after = await see();
  assert.deepEqual(after.refunds.map((r) => [r.state, r.amount.amount]), [["succeeded", 65000]]);
  assert.equal(after.status, "completed", "its guarantee ended long before");
  assert.equal(after.fulfillment_status, "delivered");
  const page = await shop.get(`/orders/${order.number}?key=${order.key}`);
  assert.match(page.text, /Sebagian pesanan Anda tidak pernah sampai/);
  assert.match(after.timeline.map((t) => t.text).join("\n"), /Yang tidak sampai sudah diganti/);
  const again = { kind: "not_received", wish: "refund", lines: [{ sku: "KU-200-B", quantity: 1 }], text: "Belum sampai juga." };
  const claim = await post(shop, order, "claims", again);
  assert.equal(claim.status, 422, claim.text);
  assert.equal((await see()).refunds.length, 1);
  await check(shop);
});

test("a paid parcel that came back says what follows, and leads to the form with its kind chosen", async () => {
  const { shop, order, headers, shipment, see } = await overdue();
  const page = async () => (await shop.get(`/orders/${order.number}?key=${order.key}`)).text;
  const office = async () => (await shop.api("GET", `/admin/orders/${order.number}`, undefined, { headers })).json;
  const today = async () => (await shop.api("GET", "/admin", undefined, { headers })).json;
  assert.match(await page(), /Sudah sampai\?|Apakah sudah sampai|id="overdue"/, "asked, as long as nobody knows where it is");
  assert.equal((await see()).sent_back, null);
  const back = await shop.api("POST", `/admin/orders/${order.number}/shipments/${shipment}/returned`, { reason: "nobody_there" }, { headers });
  assert.equal(back.status, 200, back.text);
  const now = await see();
  assert.equal(now.sent_back.claim, null);
  assert.equal(now.sent_back.pays_at, now.overdue.lost_at, "the same day as without it");
  const told = (await shop.get("/test/outbox")).json.items.filter((m) => m.kind === "sent_back" && m.text.includes(order.number));
  assert.equal(told.length, 1, "the buyer is told, with the day");
  assert.match(told[0].text, /Kurir tidak berhasil menyerahkannya[^]*Kalau Anda tidak memilih, uang Anda wajib kami kembalikan dengan sendirinya pada \d/);
  const html = await page();
  assert.match(html, /Paket Anda kembali ke kami/);
  assert.match(html, /Kalau Anda tidak memilih, uang Anda wajib kami kembalikan/);
  assert.doesNotMatch(html, /id="overdue"/, "nobody asks whether it arrived");
  const link = /href="([^"]*claims\/new[^"]*kind=not_received[^"]*)"/.exec(html)[1].replaceAll("&amp;", "&");
  const form = (await shop.get(link)).text;
  assert.match(form, /value="not_received" checked/);
  assert.match(form, /name="lines\.0\.quantity"[^>]*value="1"/);
  assert.equal((await office()).sent_back.pays_at, now.sent_back.pays_at);
  assert.ok(JSON.stringify(await today()).includes('"sent_back"'), "Today says whom to ask, not where to look");
  const made = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`,
    { kind: "not_received", wish: "replacement", text: "Tolong dikirim lagi.", lines: [{ sku: "KU-200-B", quantity: 1 }] });
  assert.equal(made.status, 201, made.text);
  assert.equal((await see()).sent_back.claim, made.json.number);
  const chosen = await page();
  assert.match(chosen, /Anda sudah memilih:/);
  assert.doesNotMatch(chosen, /kind=not_received/, "it is chosen already");
  assert.equal((await office()).sent_back.claim, made.json.number);
  await check(shop);
});
