// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Office } from "../lib/office.mjs";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
const DAY = 24 * 3600e3;
describe("companion");

let token;
async function admin(shop, method, path, body) {
  token ??= JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  return shop.api(method, path, body, { headers: { Authorization: `Bearer ${token}` } });
}

async function now(shop) {
  return Date.parse((await shop.get("/test/clock")).json.now);
}

async function later(shop, ms) {
  const reply = await shop.post("/test/clock", { now: new Date(await now(shop) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

const day = (at) => new Date(at + 7 * 3600e3).toISOString().slice(0, 10);

async function enter(shop, change = {}) {
  const at = await now(shop);
  const reply = await admin(shop, "POST", "/admin/orders", {
    source: "whatsapp", name: "Budi Santoso", phone: "081234560001", district: "Coblong Bandung", street: "Jalan Dago 1",
    lines: [{ sku: "KU-200-B", quantity: 2 }, { name: "Bungkus kado", price: { amount: 5000, currency: "IDR" } }],
    ship_by: day(at + 2 * DAY), deliver_by: day(at + 5 * DAY), ...change,
  });
  need(reply.status !== 404, "orders from elsewhere");
  assert.equal(reply.status, 201, reply.text);
  const [, number, key] = /\/orders\/([^?]*)\?key=(.*)$/.exec(reply.json.link_url);
  return { number, key };
}

const see = async (shop, order, rest = "") => {
  const reply = await shop.api("GET", `/orders/${order.number}${rest}?key=${order.key}`);
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
};

test("an order taken on WhatsApp carries the same promises and can be claimed", async () => {
  const shop = await open();
  const order = await enter(shop);
  const fresh = await see(shop, order);
  assert.ok(fresh.is_imported);
  assert.equal(fresh.marketplace, null);
  assert.equal(fresh.payment, null);
  assert.deepEqual(fresh.promises.map((p) => [p.kind, p.outcome]), [["ship", "open"], ["deliver", "open"]]);
  assert.ok(fresh.lines.every((l) => l.guarantee_version > 0 && l.covers[0].why === "waiting"));
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "WA0001" });
  assert.equal(sent.status, 201, sent.text);
  const here = await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" });
  assert.equal(here.status, 200, here.text);
  const arrived = await see(shop, order);
  assert.deepEqual(arrived.promises.map((p) => [p.kind, p.outcome]), [["ship", "kept"], ["deliver", "kept"]]);
  assert.equal(arrived.lines[0].covers[0].why, "window");
  assert.equal(arrived.lines[0].covers[0].days_left, 3);
  assert.match(arrived.lines[0].covers[0].until, /T16:59:59/, "the end of the day in Jakarta");
  const claim = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`,
    { kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Pecah." });
  assert.equal(claim.status, 201, claim.text);
  assert.equal(claim.json.promises[0].kind, "answer_claim");
  assert.equal((await see(shop, order)).claims.length, 1);
  const stranger = await shop.api("GET", `/orders/${order.number}?key=wrong`);
  assert.ok([403, 404].includes(stranger.status), stranger.status);
});

test("its guarantee ends as any other's, and a claim after that is refused", async () => {
  const shop = await open();
  const order = await enter(shop);
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "WA0002" });
  await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" });
  await later(shop, 12 * DAY);
  const seen = await see(shop, order);
  assert.equal(seen.lines[0].covers[0].why, "ended");
  const claim = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`,
    { kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Terlambat." });
  assert.equal(claim.status, 422, claim.text);
});

test("a marketplace's own guarantee is named as theirs, and its buyer may hide the number", async () => {
  const shop = await open();
  const order = await enter(shop, { source: "tokopedia", external_ref: "INV/1", phone: "", district: "", street: "" });
  const seen = await see(shop, order);
  assert.equal(seen.marketplace, "Tokopedia");
  assert.ok(!seen.shipping.is_pickup, "sent by the marketplace's courier");
  const page = await shop.get(`/orders/${order.number}?key=${order.key}`);
  assert.match(page.text, /lewat Tokopedia dijamin oleh mereka, bukan oleh kami/);
  assert.doesNotMatch(page.text, /wa\.me\/\?text=undefined|null/);
  assert.equal((await admin(shop, "GET", `/admin/orders/${order.number}`)).status, 200);
  assert.equal(seen.refunds.length, 0);
});

test("who bought at a marketplace cancels there; who wrote on WhatsApp cancels here", async () => {
  const shop = await open();
  for (const [source, can, status] of [["shopee", false, 409], ["whatsapp", true, 200]]) {
    const order = await enter(shop, { source, external_ref: `CANCEL-${source}` });
    const page = await shop.get(`/orders/${order.number}?key=${order.key}`);
    assert.equal(/Batalkan pesanan/.test(page.text), can, source);
    const reply = await shop.api("POST", `/orders/${order.number}/cancel?key=${order.key}`, {});
    assert.equal(reply.status, status, reply.text);
    assert.equal((await see(shop, order)).status, can ? "canceled" : "open");
  }
});

test("what cannot be kept is not promised", async () => {
  const shop = await open();
  const at = await now(shop);
  const entry = { source: "manual", name: "Ani", lines: [{ name: "Kopi", quantity: 1 }] };
  for (const [dates, field] of [
    [{ ship_by: day(at - 2 * DAY) }, "ship_by"],
    [{ ship_by: day(at + 4 * DAY), deliver_by: day(at + DAY) }, "deliver_by"],
    [{ placed_at: new Date(at + DAY).toISOString() }, "placed_at"],
  ]) {
    const reply = await admin(shop, "POST", "/admin/orders", { ...entry, ...dates });
    assert.equal(reply.status, 400, field);
    assert.ok(reply.text.includes(field), reply.text);
  }
});

test("the card for the parcel speaks both languages and carries the link as a code", async () => {
  const shop = await open();
  const order = await enter(shop, { source: "shopee", external_ref: "SP-77" });
  const office = new Office(shop);
  await office.login();
  const card = await office.get(`/admin/orders/${order.number}/card`);
  assert.equal(card.status, 200);
  assert.match(card.text, /<section lang="id"><h1>Terima kasih/);
  assert.match(card.text, /<section lang="en"><h1>Thank you/);
  assert.match(card.text, /3 hari/);
  assert.match(card.text, /dijamin oleh Shopee sendiri/);
  assert.match(card.text, new RegExp(order.number));
  assert.ok(!card.text.includes(order.key), "the link stands in the code alone");
  const code = await office.get(`/admin/orders/${order.number}/qr.png`);
  assert.equal(code.headers["content-type"], "image/png");
  assert.equal((await shop.get(`/admin/orders/${order.number}/card`)).status, 303, "nobody else's");
});

test("the card of a buyer without a number says how to get the link all the same", async () => {
  const shop = await open();
  const office = new Office(shop);
  await office.login();
  const hidden = await enter(shop, { source: "tokopedia", external_ref: "INV/9", phone: "", district: "", street: "" });
  const card = await office.get(`/admin/orders/${hidden.number}/card`);
  assert.equal(card.status, 200);
  assert.match(card.text, /kirimkan nomor pesanan Anda/);
  assert.match(card.text, /\/contact<\/b>/);
  assert.doesNotMatch(card.text, /nomor telepon/i);
  const known = await enter(shop, { source: "tokopedia", external_ref: "INV/10" });
  assert.match((await office.get(`/admin/orders/${known.number}/card`)).text, /\/orders\/find/);
});

test("money of a marketplace's order is claimed there: no refund of ours, closed as paid by them with proof", async () => {
  const shop = await open();
  const order = await enter(shop, { source: "tokopedia", external_ref: "INV/2026/0007", phone: "081234560007" });
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "TP0007" });
  await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" });
  const form = await shop.get(`/orders/${order.number}/claims/new?key=${order.key}`);
  assert.match(form.text, /https:\/\/www\.tokopedia\.com\/order-list/, "where the money is asked for");
  const made = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`,
    { kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Pecah." });
  assert.equal(made.status, 201, made.text);
  const accepted = await admin(shop, "POST", `/admin/claims/${made.json.number}/accept`, {});
  assert.equal(accepted.json.state, "remedy_due", accepted.text);
  assert.equal(accepted.json.is_by_marketplace, true);
  assert.deepEqual(accepted.json.promises.map((p) => p.kind), ["answer_claim"], "the money is not promised by us");
  assert.equal((await see(shop, order)).refunds.length, 0);
  const page = await shop.get(`/orders/${order.number}/claims/${made.json.number}?key=${order.key}`);
  assert.match(page.text, /Uang Anda ada di Tokopedia/);
  const pay = (act, body) => admin(shop, "POST", `/admin/claims/${made.json.number}/${act}`, body);
  assert.equal((await pay("pay", { reference: "BCA 1" })).status, 409);
  assert.equal((await pay("pay_elsewhere", {})).status, 400, "without proof");
  const closed = await pay("pay_elsewhere", { reference: "TKPD-REFUND-77" });
  assert.equal(closed.json.state, "settled", closed.text);
  assert.equal(closed.json.reference, "TKPD-REFUND-77");
  const seen = await shop.get(`/orders/${order.number}/claims/${made.json.number}?key=${order.key}`);
  assert.match(seen.text, /Dibayar oleh Tokopedia/);
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});
