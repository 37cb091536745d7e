// SPDX-License-Identifier: Apache-2.0
// Every kind of promise is shown to whom it was made as a date and time of their zone, at the moment it is made, and its outcome afterwards.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
const HOUR = 3600e3, DAY = 24 * HOUR;
describe("promises shown");

let token;
async function admin(shop, method, path, body) {
  token ??= JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const reply = await shop.api(method, path, body, { headers: { Authorization: `Bearer ${token}` } });
  assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${reply.text}`);
  return reply.json;
}

async function later(shop, ms) {
  const { json } = await shop.get("/test/clock");
  const reply = await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
/** As an Indonesian page writes an instant in Bandung. */
function wib(iso) {
  const there = new Date(Date.parse(iso) + 7 * HOUR);
  const two = (n) => String(n).padStart(2, "0");
  return `${there.getUTCDate()} ${MONTHS[there.getUTCMonth()]} ${there.getUTCFullYear()} ${two(there.getUTCHours())}.${two(there.getUTCMinutes())} WIB`;
}

const plain = (html) => html.replace(/<[^>]+>/g, " ").replace(/&nbsp;| /g, " ").replace(/\s+/g, " ");
const OUTCOMES = { kept: "Ditepati", broken: "Dilanggar", voided: "Gugur" };

/** The promise as the API has it; the same page in HTML says its date, and its outcome once it has one. */
async function shown(shop, path, kind, outcome) {
  const reply = await shop.api("GET", path);
  assert.equal(reply.status, 200, reply.text);
  const promise = reply.json.promises.findLast((p) => p.kind === kind);
  assert.ok(promise, `no promise ${kind}: ${JSON.stringify(reply.json.promises)}`);
  assert.equal(promise.outcome, outcome, kind);
  const text = plain((await shop.get(path)).text);
  assert.ok(text.includes(wib(promise.due_at)), `${kind}: ${wib(promise.due_at)} is not on ${path}`);
  if (outcome !== "open") assert.ok(text.includes(OUTCOMES[outcome]), `${kind}: no "${OUTCOMES[outcome]}" on ${path}`);
  return promise;
}

const link = (path, { key }) => `${path}?key=${encodeURIComponent(key)}`;
const orderAt = (order) => link(`/orders/${order.number}`, order);
const claimAt = (order, claim, act = "") => link(`/orders/${order.number}/claims/${claim.number}${act}`, order);

async function delivered(shop) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `P${order.number}` });
  await admin(shop, "POST", `/admin/shipments/${sent.id}/events`, { status: "Delivered" });
  return order;
}

async function claimed(shop, change = {}) {
  const order = await delivered(shop);
  const reply = await shop.api("POST", link(`/orders/${order.number}/claims`, order),
    { kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Kemasannya sobek.", ...change });
  assert.equal(reply.status, 201, reply.text);
  const act = (name, body = {}) => admin(shop, "POST", `/admin/claims/${reply.json.number}/${name}`, body);
  return { order, claim: reply.json, act, page: claimAt(order, reply.json) };
}

test("ship and deliver: on the order from the moment it is paid", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  await shown(shop, orderAt(order), "ship", "open");
  await shown(shop, orderAt(order), "deliver", "open");
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "S1" });
  await shown(shop, orderAt(order), "ship", "kept");
  await admin(shop, "POST", `/admin/shipments/${sent.id}/events`, { status: "Delivered" });
  await shown(shop, orderAt(order), "deliver", "kept");
});

test("confirm_payment: on the order of who said they transferred", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-200-B", 1, { payment_method: "bank_transfer" });
  assert.equal((await shop.api("POST", link(`/orders/${order.number}/transferred`, order), {})).status, 200);
  await shown(shop, orderAt(order), "confirm_payment", "open");
  const { payment } = await buyer.see(order);
  await admin(shop, "POST", `/admin/orders/${order.number}/confirm`, { amount: payment.amount.amount });
  await shown(shop, orderAt(order), "confirm_payment", "kept");
});

test("reply, next_reply and call_back: on the conversation", async () => {
  const shop = await open();
  const said = await shop.api("POST", "/contact", { phone: "081234567891", text: "Apakah ada stok?", call_me: true });
  assert.equal(said.status, 201, said.text);
  const talk = said.json, page = link(`/conversations/${talk.number}`, talk);
  await shown(shop, page, "reply", "open");
  await shown(shop, page, "call_back", "open");
  await admin(shop, "POST", `/admin/inbox/${talk.number}/messages`, { text: "Ada, Bu.", channel: "chat" });
  await shown(shop, page, "reply", "kept");
  await admin(shop, "POST", `/admin/inbox/${talk.number}/messages`, { text: "Sudah ditelepon.", channel: "phone" });
  await shown(shop, page, "call_back", "kept");
  assert.equal((await shop.api("POST", link(`/conversations/${talk.number}/messages`, talk), { text: "Warna apa saja?" })).status, 201);
  await shown(shop, page, "next_reply", "open");
  await later(shop, 7 * DAY);
  await shown(shop, page, "next_reply", "broken");
});

test("answer_claim, replace and the replacement's deliver: on the claim", async () => {
  const shop = await open();
  const { act, page } = await claimed(shop, { wish: "replacement" });
  await shown(shop, page, "answer_claim", "open");
  await act("accept");
  await shown(shop, page, "answer_claim", "kept");
  await shown(shop, page, "replace", "open");
  await act("send", { carrier: "jne", tracking_number: "GANTI-1" });
  await shown(shop, page, "replace", "kept");
  await shown(shop, page, "deliver", "open");
  await act("arrive");
  await shown(shop, page, "deliver", "kept");
});

test("inspect and refund: on the claim and on its order", async () => {
  const shop = await open();
  const { order, claim, act, page } = await claimed(shop);
  await act("accept", { needs_return: true });
  assert.equal((await shop.api("POST", claimAt(order, claim, "/send_back"), { carrier: "jne", tracking_number: "R1" })).status, 200);
  await act("receive");
  await shown(shop, page, "inspect", "open");
  await act("inspect", { verdict: "ok", disposition: "restock" });
  await shown(shop, page, "inspect", "kept");
  await later(shop, 60e3); // the sandbox pays back
  await shown(shop, orderAt(order), "refund", "kept");
});

test("repair: on the claim", async () => {
  const shop = await open();
  const { order, claim, act, page } = await claimed(shop, { kind: "warranty", wish: "repair" });
  await act("accept", { needs_return: true });
  assert.equal((await shop.api("POST", claimAt(order, claim, "/send_back"), { carrier: "jne", tracking_number: "R2" })).status, 200);
  await act("receive");
  await act("inspect", { verdict: "ok" });
  await shown(shop, page, "repair", "open");
  await act("send", { carrier: "jne", tracking_number: "BAIK-1" });
  await shown(shop, page, "repair", "kept");
});

test("decide: the second person's date and verdict on the claim", async () => {
  const shop = await open();
  const { act, page } = await claimed(shop);
  await act("contest", { text: "Foto menunjukkan segelnya utuh." });
  const { decision } = (await shop.api("GET", page)).json;
  assert.ok(plain((await shop.get(page)).text).includes(wib(decision.due_at)), "the date of the decision");
  await later(shop, 8 * DAY);
  const done = (await shop.api("GET", page)).json.decision;
  assert.equal(done.decided_by, "rule");
  const text = plain((await shop.get(page)).text);
  assert.ok(text.includes(wib(done.decided_at)), "when it was decided");
  assert.doesNotMatch(text, /Toko tidak menjawab tepat waktu/, "the shop did answer; the second person was late");
  assert.match(text, /Tidak diputus tepat waktu: sesuai permintaan pembeli/);
});

test("acknowledge, decide_complaint and remedy: on the complaint", async () => {
  const shop = await open();
  const made = (await shop.api("POST", "/complaints", { email: "sari@example.com", subject: "Gelas pecah", text: "Gelasnya pecah.", wish: "ganti" })).json;
  const page = link(`/complaints/${made.number}`, made);
  await shown(shop, page, "acknowledge", "open");
  await shown(shop, page, "decide_complaint", "open");
  await admin(shop, "POST", `/admin/complaints/${made.number}/steps`, { act: "acknowledge", text: "Kami sudah membaca dan memeriksa fotonya." });
  await shown(shop, page, "acknowledge", "kept");
  await later(shop, 12 * DAY); // nobody decides: a second person, then the wish counts
  await shown(shop, page, "decide_complaint", "broken");
  await shown(shop, page, "remedy", "open");
});
