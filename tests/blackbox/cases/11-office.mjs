// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office, OWNER } from "../lib/office.mjs";
import { png } from "../lib/picture.mjs";
import { describe, need, skip, test, until } from "../lib/runner.mjs";
import { DATA, Shop } from "../lib/shop.mjs";

describe("back office");

async function open({ staff = [], settings = {} } = {}) {
  const shop = await Shop.stocked();
  for (const { email, role } of staff) {
    const added = await shop.run(["staff", "add", "--name", role, "--email", email, "--role", role, "--password-stdin"],
      { input: OWNER.password + "\n" });
    need(added.code !== 2, "staff add");
    assert.equal(added.code, 0, added.err);
  }
  for (const [key, value] of Object.entries(settings)) {
    assert.equal((await shop.run(["setting", key, value])).code, 0, key);
  }
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  need(made.code !== 2, "token create");
  shop.bearer = { Authorization: `Bearer ${JSON.parse(made.out).token}` };
  await shop.serve();
  const office = new Office(shop);
  const reply = await office.login();
  assert.equal(reply.status, 303, messages(reply.text));
  await office.get("/admin");
  return { shop, office };
}

async function openWithTransfer(more) {
  const { shop, office } = await open(more);
  await office.settings("payment", { "payment.banks": "BCA | 7310224498 | RATNA DEWI", "payment.cod": "1" });
  return { shop, office };
}

async function transferOrder(shop, quantity = 2) {
  const buyer = new Buyer(shop);
  const placed = await buyer.order("KU-200-B", quantity, { payment_method: "bank_transfer" });
  return { buyer, order: placed.order, at: `/admin/orders/${placed.order.number}` };
}

test("without a session it leads to the login page and back", async () => {
  const { shop } = await open();
  const away = await shop.get("/admin/orders?state=to_ship");
  assert.equal(away.status, 303);
  assert.equal(away.headers.location, "/admin/login?next=%2Fadmin%2Forders%3Fstate%3Dto_ship");
  const page = await shop.get(away.headers.location);
  assert.match(page.text, /name="next" value="\/admin\/orders\?state=to_ship"/);
  const somebody = new Office(shop);
  const back = await somebody.login(OWNER, "/admin/orders?state=to_ship");
  assert.equal(back.headers.location, "/admin/orders?state=to_ship");
  for (const evil of ["https://evil.example/", "//evil.example/admin", "/admin/../x", "/admin\\evil", "/admin/login"]) {
    const reply = await somebody.login(OWNER, evil);
    const to = new URL(reply.headers.location, shop.url("/"));
    assert.equal(to.origin, shop.url(""), evil);
    assert.doesNotMatch(reply.headers.location, /evil|login/, evil);
  }
});

test("a wrong password and an unknown address get the same answer, and no session", async () => {
  const { shop } = await open();
  const wrong = await new Office(shop).login({ email: OWNER.email, password: "salah sekali 123" });
  const unknown = await new Office(shop).login({ email: "siapa@example.com", password: "salah sekali 123" });
  for (const reply of [wrong, unknown]) {
    assert.equal(reply.status, 401);
    assert.equal(reply.headers["set-cookie"], undefined);
  }
  assert.equal(messages(wrong.text), messages(unknown.text));
  assert.ok(messages(wrong.text).length > 0);
  assert.doesNotMatch(wrong.text, /salah sekali/);
});

test("many wrong passwords lock the account for a while", async () => {
  const { shop } = await open();
  const office = new Office(shop);
  for (let i = 0; i < 5; i++) await office.login({ email: OWNER.email, password: "salah sekali 123" });
  const right = await office.login();
  assert.equal(right.status, 429, "the right password, too soon");
});

test("the session's cookie is not for scripts, and ends with logout", async () => {
  const { office } = await open();
  assert.match(office.setCookie, /HttpOnly/);
  assert.match(office.setCookie, /SameSite=Lax/);
  const out = await office.post("/admin/logout");
  assert.equal(out.status, 303);
  assert.equal((await office.get("/admin")).status, 303);
});

test("a session lasts while somebody works, and ends when nobody does", async () => {
  const { shop, office } = await open();
  let now = Date.now();
  const pass = async (hours) => {
    now += hours * 3600e3;
    await shop.post("/test/clock", { now: new Date(now).toISOString() });
  };
  await pass(11);
  await office.settings("shop", { "shop.tagline": "Masih di sini" });
  await pass(11);
  assert.equal((await office.get("/admin")).status, 200, "22 hours, with work in between");
  await pass(13);
  assert.equal((await office.get("/admin")).status, 303, "13 hours of nothing");
});

test("a form without its token, or from another site, is refused", async () => {
  const { shop, office } = await openWithTransfer();
  const { order, at } = await transferOrder(shop);
  for (const form of [{ csrf_token: "" }, { csrf_token: "0".repeat(32) }]) {
    const reply = await office.post(at + "/confirm", { do: "confirm", ...form });
    assert.equal(reply.status, 403);
  }
  const foreign = await office.post(at + "/confirm", { do: "confirm" }, { headers: { ...office.headers, Origin: "https://evil.example" } });
  assert.equal(foreign.status, 403);
  const now = await shop.api("GET", `/admin/orders/${order.number}`, undefined, { headers: shop.bearer });
  assert.equal(now.json.payment_status, "pending");
});

test("an order goes its whole way by forms alone", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  let page = await office.get(at);
  assert.match(page.text, /Sri Wahyuni/, "who it is for");
  assert.match(page.text, /https:\/\/wa\.me\/62812/, "a prefilled message");
  assert.match(page.text, new RegExp(`orders%2F${order.number}%3Fkey%3D`), "with the buyer's signed link");
  page = await office.done(at + "/confirm", { do: "confirm" });
  assert.equal((await buyer.see(order)).payment_status, "paid");
  const line = /name="lines\.0\.line" value="(\d+)"/.exec(page.text)[1];
  const parcel = (quantity, resi) => ({ "lines.0.line": line, "lines.0.quantity": quantity, carrier: "jne", tracking_number: resi });
  const many = await office.post(at + "/shipments", parcel(3, "R0"));
  assert.equal(many.status, 422);
  assert.match(many.text, /name="lines\.0\.quantity"[^>]*value="3"/, "what was typed stays");
  assert.ok(messages(many.text).length > 0);
  await office.done(at + "/shipments", parcel(1, "RESI-1"));
  assert.equal((await buyer.see(order)).fulfillment_status, "partial");
  const twice = await office.post(at + "/shipments", parcel(1, "RESI-1"));
  assert.equal(twice.status, 409, "a tracking number belongs to one parcel");
  page = await office.done(at + "/shipments", parcel(1, "RESI-2"));
  const seen = await buyer.see(order);
  assert.equal(seen.fulfillment_status, "shipped");
  assert.deepEqual(seen.shipments.map((s) => s.tracking_number), ["RESI-1", "RESI-2"]);
  const [first, second] = seen.shipments.map((s) => s.id);
  await office.done(`${at}/shipments/${first}/events`, { status: "InTransit", place: "Bandung", at: "" });
  await office.done(`${at}/shipments/${first}/delivered`);
  await office.done(`${at}/shipments/${second}/delivered`);
  const end = await buyer.see(order);
  assert.equal(end.fulfillment_status, "delivered");
  assert.equal(end.promises.find((p) => p.kind === "ship").outcome, "kept");
  assert.equal(end.shipments[0].events.length, 2);
  const message = /action="([^"]*\/messages\/\d+\/sent)"/.exec((await office.get(at)).text)[1];
  await office.done(message);
  assert.doesNotMatch((await office.get(at)).text, new RegExp(`action="${message}"`), "recorded once");
  assert.match((await office.get(at + "/packing-slip")).text, /Jalan Dipati Ukur 35/);
  assert.equal((await office.get(at + "/invoice")).status, 200);
  await shop.stop();
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

test("who transfers the whole total has paid: it is booked, shown and exported as it came", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  const total = order.total.amount;
  const page = await office.get(at);
  assert.match(page.text, /Yang masuk jumlahnya lain/);
  const nothing = await office.post(`${at}/confirm`, { do: "confirm", received: "0" });
  assert.equal(nothing.status, 400, "nothing came: nothing is confirmed");
  assert.equal((await buyer.see(order)).payment_status, "pending");
  await office.done(`${at}/confirm`, { do: "confirm", received: `Rp${total.toLocaleString("id-ID")}` });
  const seen = await buyer.see(order);
  assert.equal(seen.payment_status, "paid");
  assert.equal(seen.totals.total.amount, total);
  assert.equal(seen.totals.unique_code, null);
  assert.match((await office.get(at)).text, /dicatat sesuai yang masuk/);
  const ledger = (await shop.run(["export", "ledger"])).out;
  assert.match(ledger, new RegExp(`bank {2}${total} IDR`), ledger);
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});

test("less than was asked for: the buyer sees what is missing and until when, and a second transfer completes it", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  const asked = (await buyer.see(order)).payment.amount.amount;
  const form = await office.get(at);
  const attempt = /name="attempt" value="([^"]+)"/.exec(form.text)[1];
  let page = await office.done(`${at}/confirm`, { do: "confirm", attempt, received: String(asked - 30000) });
  assert.match(page.text, /Dibayar sebagian/);
  const seen = await buyer.see(order);
  assert.equal(seen.payment_status, "partially_paid");
  assert.equal(seen.payment.amount.amount, 30000);
  assert.equal(seen.payment.received.amount, asked - 30000);
  assert.ok(Date.parse(seen.payment.expires_at) > Date.now() + 20 * 3600e3, "with time to send it");
  const shown = await shop.get(`/orders/${order.number}?key=${order.key}`);
  assert.match(shown.text, /Sebagian pembayaran Anda sudah masuk/);
  assert.match(shown.text, /Masih kurang Rp30\.000/);
  const told = /Kami menerima Rp[\d.]+ untuk [^<]*Masih kurang Rp30\.000[^<]*/.exec(page.text)?.[0] ?? "";
  assert.match(told, /sampai \d+ \S+ 20\d\d/, "the text for WhatsApp says by when");
  const again = await office.post(`${at}/confirm`, { do: "confirm", attempt, received: String(asked - 30000) });
  assert.equal(again.status, 409, "a second person with the same page books nothing twice");
  assert.match(again.text, /Sementara itu sudah ada yang mencatat/);
  assert.equal((await buyer.see(order)).payment_status, "partially_paid");
  assert.ok((await shop.api("GET", "/admin/orders?state=unpaid", undefined, { headers: shop.bearer })).json.items.some((o) => o.number === order.number));
  const early = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne" }, { headers: shop.bearer });
  assert.equal(early.status, 409, "nothing leaves for a part");
  page = await office.done(`${at}/confirm`, { do: "confirm" });
  const end = await buyer.see(order);
  assert.equal(end.payment_status, "paid");
  assert.equal(end.totals.total.amount, asked);
  const ledger = (await shop.run(["export", "ledger"])).out;
  assert.match(ledger, new RegExp(`bank {2}${asked - 30000} IDR`), ledger);
  assert.match(ledger, /bank {2}30000 IDR/, ledger);
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});

test("less, and the rest never comes: it is owed back with a date; the rest that comes late is honoured", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  await office.done(`${at}/confirm`, { do: "confirm", received: "20000" });
  await shop.post("/test/clock", { now: new Date(Date.now() + 80 * 3600e3).toISOString() });
  await until("the order to end", async () => (await buyer.see(order)).status === "canceled");
  const over = await buyer.see(order);
  assert.equal(over.status, "canceled");
  assert.equal(over.refunds.length, 1);
  assert.equal(over.refunds[0].amount.amount, 20000);
  assert.equal(over.refunds[0].state, "needs_bank_account");
  assert.equal(over.promises.find((p) => p.kind === "refund").outcome, "open");
  const page = await shop.get(`/orders/${order.number}?key=${order.key}`);
  assert.match(page.text, /Hanya sebagian yang dibayar pada waktunya/);
  assert.match(page.text, /Berakhir: hanya sebagian yang masuk/);
  assert.doesNotMatch(page.text, /tidak ada yang membayar/i);
  assert.match(page.text, /Ke rekening mana kami transfer\?/);
  assert.equal((await office.login()).status, 303);
  assert.match((await office.get(at)).text, /Uangnya ternyata masuk\?/);
  await office.done(`${at}/confirm`, { do: "confirm" });
  const end = await buyer.see(order);
  assert.equal(end.status, "open");
  assert.equal(end.payment_status, "paid");
  assert.equal(end.refunds[0].state, "reversed");
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});

test("more than the total: paid, and the surplus is promised back", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  const total = order.total.amount;
  const page = await office.done(`${at}/confirm`, { do: "confirm", received: String(total + 15000) });
  assert.match(page.text, /Lebih bayar/);
  const seen = await buyer.see(order);
  assert.equal(seen.payment_status, "overpaid");
  assert.equal(seen.refunds.length, 1);
  assert.equal(seen.refunds[0].amount.amount, 15000);
  assert.equal(seen.refunds[0].state, "needs_bank_account");
  assert.equal(seen.promises.find((p) => p.kind === "refund").outcome, "open");
  assert.equal(seen.promises.find((p) => p.kind === "ship").outcome, "open");
  await office.done(/action="([^"]*\/refunds\/\d+\/settle)"/.exec(page.text)[1], { reference: "TRX-9" });
  assert.equal((await buyer.see(order)).payment_status, "paid");
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});

test("a second transfer for a paid order is booked once, and promised back; its receipt stays as it was", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  const asked = (await buyer.see(order)).payment.amount.amount;
  assert.doesNotMatch((await office.get(at)).text, /more-money"/, "what it waits for is its payment");
  let page = await office.done(`${at}/confirm`, { do: "confirm" });
  const attempt = /name="attempt" value="([^"]+)"/.exec(page.text.slice(page.text.indexOf("more-money")))[1];
  page = await office.done(`${at}/more-money`, { attempt, received: "33000" });
  assert.match(page.text, /dijanjikan kembali kepada pembeli/);
  const again = await office.post(`${at}/more-money`, { attempt, received: "33000" });
  assert.equal(again.status, 409, "a second person with the same page books nothing twice");
  const seen = await buyer.see(order);
  assert.deepEqual(seen.refunds.map((r) => [r.amount.amount, r.state]), [[33000, "needs_bank_account"]]);
  assert.equal(seen.promises.find((p) => p.kind === "refund").outcome, "open");
  assert.equal(seen.totals.total.amount, asked);
  assert.equal(seen.payment.amount.amount, asked);
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});

test("a small rest is forgiven for a reason: a discount, paid, and counted as an override", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  const asked = (await buyer.see(order)).payment.amount.amount;
  let page = await office.done(`${at}/confirm`, { do: "confirm", received: String(asked - 6500) });
  assert.match(page.text, /forgive-rest"/);
  assert.equal((await office.post(`${at}/forgive-rest`, { reason: "ya" })).status, 400, "why");
  page = await office.done(`${at}/forgive-rest`, { reason: "Dipotong biaya bank pengirim" });
  assert.doesNotMatch(page.text, /forgive-rest"/);
  const seen = await buyer.see(order);
  assert.equal(seen.payment_status, "paid");
  assert.equal(seen.totals.total.amount, asked - 6500);
  assert.equal(seen.totals.discount.amount, 6500);
  assert.equal(seen.promises.find((p) => p.kind === "ship").outcome, "open");
  const shown = await shop.get(`/orders/${order.number}?key=${order.key}`);
  assert.match(shown.text, /Toko tidak menagih lagi/);
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out);
});

test("a cancelled paid order owes the money back, and settling keeps that promise", async () => {
  const { shop, office } = await openWithTransfer();
  const { buyer, order, at } = await transferOrder(shop);
  await office.get(at);
  await office.done(at + "/confirm", { do: "confirm" });
  const vague = await office.post(at + "/cancel", { reason: "" });
  assert.equal(vague.status, 400, "a reason is needed");
  const page = await office.done(at + "/cancel", { reason: "out_of_stock" });
  const seen = await buyer.see(order);
  assert.equal(seen.status, "canceled");
  assert.equal(seen.refunds.length, 1);
  const voided = seen.promises.filter((p) => p.outcome === "voided").map((p) => p.voided_reason);
  assert.ok(voided.length > 0 && voided.every((reason) => /dibatalkan oleh toko/.test(reason)), JSON.stringify(voided));
  const told = /Pesanan \S+ dibatalkan: Ternyata barangnya habis[^<]*/.exec(page.text)?.[0] ?? "";
  assert.match(told, /Kami berutang Rp[\d.]+ kepada Anda[\s\S]*paling lambat \d+ \S+ 20\d\d/, "the message says by when, and that an account is needed");
  const settle = /action="([^"]*\/refunds\/\d+\/settle)"/.exec(page.text)[1];
  await office.done(settle, { reference: "TRX-778" });
  const end = await buyer.see(order);
  assert.equal(end.refunds[0].state, "succeeded");
  assert.equal(end.promises.find((p) => p.kind === "refund").outcome, "kept");
  await shop.stop();
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

test("programs do the same with a token", async () => {
  const { shop } = await openWithTransfer();
  const { buyer, order } = await transferOrder(shop);
  const admin = (method, at, json, more = {}) => shop.api(method, "/admin" + at, json, { headers: { ...shop.bearer, ...more } });
  assert.ok((await admin("GET", "/orders")).json.items.some((o) => o.number === order.number));
  const other = await admin("POST", `/orders/${order.number}/confirm`, { amount: 1 });
  assert.equal(other.status, 422);
  assert.equal((await admin("POST", `/orders/${order.number}/confirm`, {})).status, 200);
  const key = { "Idempotency-Key": "kirim-1" };
  const body = { carrier: "jnt", tracking_number: "JT-1", lines: [{ sku: "KU-200-B", quantity: 2 }] };
  const sent = await admin("POST", `/orders/${order.number}/shipments`, body, key);
  assert.equal(sent.status, 201, sent.text);
  assert.equal(sent.json.tracking_number, "JT-1");
  assert.equal(sent.json.order.fulfillment_status, "shipped");
  const again = await admin("POST", `/orders/${order.number}/shipments`, body, key);
  assert.equal(again.json.id, sent.json.id, "the same parcel");
  const wrong = await admin("POST", `/shipments/${sent.json.id}/events`, { status: "Teleported" });
  assert.equal(wrong.status, 400);
  const there = await admin("POST", `/shipments/${sent.json.id}/events`, { status: "Delivered", place: "Bandung" });
  assert.equal(there.status, 200, there.text);
  assert.equal(there.json.is_delivered, true);
  const vague = await admin("POST", `/orders/${order.number}/refunds`, { amount: { amount: 5000, currency: "IDR" } });
  assert.equal(vague.status, 400, "no reason is made up");
  assert.deepEqual(vague.json.errors.map((e) => e.field), ["reason"]);
  const refund = await admin("POST", `/orders/${order.number}/refunds`, { amount: { amount: 5000, currency: "IDR" }, reason: "damaged" });
  assert.equal(refund.status, 201, refund.text);
  assert.equal(refund.json.amount.amount, 5000);
  assert.equal((await buyer.see(order)).refunds.length, 1);
  for (const at of ["/products", "/events", "/ledger", "/metrics", "/jobs", "/mails"]) {
    assert.equal((await admin("GET", at)).status, 200, at);
  }
  const event = (await admin("GET", "/events?kind=refund.")).json.items[0];
  assert.equal(event.kind, "refund.requested");
  assert.equal(event.public.amount.amount, 5000);
  assert.equal(event.public.reason, "damaged");
});

test("what came is booked as it came, by the form and by a program, and what the bank gave back is said by its letter", async () => {
  const { shop, office } = await openWithTransfer();
  const admin = (method, to, json) => shop.api(method, "/admin" + to, json, { headers: shop.bearer });
  const rupiah = (amount) => ({ amount, currency: "IDR" });
  const withoutCode = ({ totals }) => totals.total.amount + (totals.unique_code?.amount ?? 0);
  const byForm = await transferOrder(shop);
  const total = withoutCode(await byForm.buyer.see(byForm.order));
  await office.done(byForm.at + "/confirm", { received: String(total) });
  assert.equal((await byForm.buyer.see(byForm.order)).payment_status, "paid");
  const { buyer, order } = await transferOrder(shop, 1);
  const whole = withoutCode(await buyer.see(order));
  const paid = await admin("POST", `/orders/${order.number}/confirm`, { received: rupiah(whole) });
  assert.equal(paid.status, 200, paid.text);
  const seen = await buyer.see(order);
  assert.equal(seen.payment_status, "paid");
  assert.equal(seen.totals.total.amount, whole, "as it came");
  const letter = { reason: "Surat BCA 12/2026" };
  assert.equal((await admin("POST", `/orders/${order.number}/dispute-won`, letter)).status, 409, "nothing is disputed");
  const online = await buyer.order("KU-200-B", 1);
  await buyer.sandbox(online.payment, "pay");
  await buyer.sandbox(online.payment, "dispute");
  assert.equal((await admin("POST", `/orders/${online.order.number}/dispute-won`, { reason: "ya" })).status, 400, "by which letter");
  assert.match((await office.get(`/admin/orders/${online.order.number}`)).text, /\/dispute-won"/);
  await office.done(`/admin/orders/${online.order.number}/dispute-won`, letter);
  assert.doesNotMatch((await office.get(`/admin/orders/${online.order.number}`)).text, /\/dispute-won"/);
  assert.equal((await admin("POST", `/orders/${online.order.number}/dispute-won`, letter)).status, 409, "once");
  await shop.stop();
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

test("a disputed order says so wherever it is shown, and is sent only for a reason that is counted", async () => {
  const { shop, office } = await openWithTransfer();
  const admin = (method, to, json) => shop.api(method, "/admin" + to, json, { headers: shop.bearer });
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  const at = `/admin/orders/${order.number}`;
  const page = async (lang = "") => (await shop.get(`${lang}/orders/${order.number}?key=${order.key}`)).text;
  await buyer.sandbox(payment, "pay");
  assert.match(await page(), /<span class="cap cap-good cap-big">Lunas/);
  await buyer.sandbox(payment, "dispute");
  const theirs = await page();
  assert.match(theirs, /<h1>Pembayaran pesanan ini disengketakan<\/h1>/);
  assert.match(theirs, /cap-bad cap-big">Disengketakan/);
  assert.doesNotMatch(theirs, /cap-big">Lunas/);
  assert.match(await page("/en"), /<h1>The payment of this order is disputed<\/h1>/);
  assert.equal((await buyer.see(order)).is_disputed, true);
  const item = (await admin("GET", "/orders")).json.items.find((o) => o.number === order.number);
  assert.equal(item.is_disputed, true);
  assert.match((await office.get("/admin/orders")).text, /<span class="cap cap-bad">Disengketakan/);
  let detail = (await office.get(at)).text;
  assert.match(detail, /<span class="cap cap-bad">Disengketakan/);
  assert.match(detail, /<summary>Tetap kirim<\/summary>/);
  assert.doesNotMatch(detail, /<h2>Kirim<\/h2>/, "nobody is told to send it");
  const plain = await admin("POST", `/orders/${order.number}/shipments`, { carrier: "jne" });
  assert.equal(plain.status, 422, plain.text);
  assert.deepEqual(plain.json.errors.map((e) => e.field), ["despite"]);
  const form = await office.post(`${at}/shipments`, { carrier: "jne", tracking_number: "SENGKETA-1", despite: "" });
  assert.equal(form.status, 422);
  assert.match(form.text, /Tulis alasan tetap dikirim/);
  await office.done(`${at}/shipments`, { carrier: "jne", tracking_number: "SENGKETA-1", despite: "Pembeli menarik sengketanya lewat telepon." });
  assert.match(await page(), /Dikirim walaupun pembayarannya disengketakan/);
  const noted = (await admin("GET", "/events?kind=override.")).json.items[0];
  assert.equal(noted.kind, "override.shipment.disputed");
  await office.done(`${at}/dispute-won`, { reason: "Surat BCA 12/2026" });
  assert.match((await office.get("/admin/orders")).text, /<span class="cap cap-good">Lunas/);
  assert.equal((await buyer.see(order)).is_disputed, false);
  await shop.stop();
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

test("what goes back after it was earned takes its tax along: the order, the receipt, the ledger and the file of orders say the same", async () => {
  const { shop, office } = await openWithTransfer({ settings: { "tax.is_pkp": "1", "tax.rates": "2022-04-01 11%" } });
  const admin = (method, to, json) => shop.api(method, "/admin" + to, json, { headers: shop.bearer });
  const { buyer, order, at } = await transferOrder(shop);
  await admin("POST", `/orders/${order.number}/confirm`, {});
  await admin("POST", `/orders/${order.number}/shipments`, { carrier: "jne" });
  const received = await shop.api("POST", `/orders/${order.number}/received?key=${order.key}`, {});
  assert.equal(received.status, 200, received.text);
  const { totals } = await buyer.see(order);
  const back = await admin("POST", `/orders/${order.number}/refunds`, { amount: { amount: Math.floor(totals.total.amount / 3), currency: "IDR" }, reason: "damaged" });
  assert.equal(back.status, 201, back.text);
  const tax = back.json.tax.amount;
  assert.ok(Math.abs(tax - totals.tax.amount / 3) <= 1, `${tax} of ${totals.tax.amount}`);
  assert.equal((await buyer.see(order)).refunds[0].tax.amount, tax);
  const printed = tax.toLocaleString("id-ID");
  assert.ok((await office.get(at)).text.includes(`PPN di dalamnya: Rp${printed}, tidak terutang lagi`));
  assert.ok((await office.get(`${at}/invoice`)).text.includes(`termasuk PPN Rp${printed}`));
  const ledger = (await shop.run(["export", "ledger"])).out;
  const owed = [...ledger.matchAll(/^ {4}tax_payable {2}(-?\d+) IDR$/gm)].reduce((sum, m) => sum - Number(m[1]), 0);
  assert.equal(owed, totals.tax.amount - tax, ledger);
  const file = (await shop.run(["export", "orders"])).out.trim().split("\r\n").map((line) => line.split(","));
  const of = (name) => file[1][file[0].indexOf(name)];
  assert.equal(Number(of("tax_included")), totals.tax.amount);
  assert.equal(Number(of("tax_returned")), tax);
  await shop.stop();
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

test("staff who undo or give up say why, and what was owed and is given up is counted in public", async () => {
  const nobodyListens = { "mail.smtp_url": "smtp://127.0.0.1:9", "shop.email": "halo@toko-uji.example" };
  const { shop, office } = await openWithTransfer({ settings: nobodyListens });
  const { order, at } = await transferOrder(shop);
  const admin = (method, to, json) => shop.api(method, "/admin" + to, json, { headers: shop.bearer });
  await admin("POST", `/orders/${order.number}/confirm`, {});
  const sent = await admin("POST", `/orders/${order.number}/shipments`, { carrier: "jnt", tracking_number: "JT-9" });
  const page = async () => (await shop.get(`/orders/${order.number}?key=${order.key}`)).text;
  assert.match(await page(), /<h1>Paket Anda dalam perjalanan/);
  const back = await admin("POST", `/orders/${order.number}/shipments/${sent.json.id}/returned`, { reason: "nobody_there" });
  assert.equal(back.status, 200, back.text);
  assert.equal((await admin("GET", "/events?kind=shipment.returned")).json.items[0].public.reason, "nobody_there");
  assert.match((await office.get(at)).text, /Tidak ada orang di rumah/);
  const theirs = await page();
  assert.match(theirs, /<h1>Paket Anda kembali ke kami/);
  assert.doesNotMatch(theirs, /Sudah di tangan Anda\?/, "nobody is asked whether it is there");
  const choose = /class="btn btn-main" href="([^"]+claims[^"]+)">Pilih sekarang/.exec(theirs)[1].replaceAll("&amp;", "&");
  assert.equal((await shop.get(choose)).status, 200);

  const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);
  await admin("POST", "/delays", { note_id: "Lebaran", from: day(5), until: day(9), extra_days: 4 });
  const delay = (await admin("GET", "/delays")).json.items[0];
  assert.equal((await admin("POST", `/delays/${delay.id}/withdraw`, {})).status, 400);
  assert.equal((await admin("GET", "/delays")).json.items[0].withdrawn_at, null);
  await office.done(`/admin/delays/${delay.id}/withdraw`, { reason: "announced_wrongly" });
  assert.equal((await admin("GET", "/delays")).json.items[0].withdrawn_reason, "announced_wrongly");
  assert.match((await office.get("/admin/delays")).text, /Pengumumannya keliru/);

  const overrides = async () => (await shop.api("GET", "/promises")).json.override_count;
  const before = await overrides();
  const waiting = await until("a mail that does not leave", async () => (await admin("GET", "/jobs")).json.items.find((j) => j.error !== null));
  for (const reason of [undefined, "ya"]) {
    assert.equal((await admin("POST", `/jobs/${waiting.id}/drop`, { reason })).status, 400, `${reason}`);
  }
  assert.equal(await overrides(), before);
  await office.done(`/admin/jobs/${waiting.id}/drop`, { reason: "Sudah dikirim lewat telepon" });
  const given = (await admin("GET", "/jobs?state=done")).json.items.find((j) => j.id === waiting.id);
  assert.equal(given.error, "Sudah dikirim lewat telepon");
  assert.equal((await admin("GET", "/events?kind=override.")).json.items[0].kind, "override.job.drop");
  assert.equal(await overrides(), before + 1);
});

test("a role does what is its own and nothing else", async () => {
  const people = ["auditor", "fulfilment", "care"].map((role) => ({ role, email: `${role}@example.com` }));
  const { shop } = await openWithTransfer({ staff: people });
  const { order, at } = await transferOrder(shop);
  const as = {};
  for (const { role, email } of people) {
    as[role] = new Office(shop);
    assert.equal((await as[role].login({ email, password: OWNER.password })).status, 303, role);
  }
  const seen = await as.auditor.get(at);
  assert.equal(seen.status, 200);
  assert.doesNotMatch(seen.text, /Sri Wahyuni|Dipati Ukur/, "the auditor sees no address");
  assert.doesNotMatch(seen.text, /\/confirm"|\/cancel"/, "nor a form");
  for (const [role, to] of [["auditor", at + "/confirm"], ["auditor", at + "/cancel"], ["fulfilment", "/admin/products"],
    ["care", at + "/shipments"], ["care", "/admin/settings/shop"], ["fulfilment", at + "/refunds"]]) {
    await as[role].get("/admin");
    assert.equal((await as[role].post(to, {})).status, 403, `${role} ${to}`);
  }
  assert.equal((await as.care.get("/admin/ledger")).status, 403);
  assert.match((await as.care.get(at)).text, /Sri Wahyuni/);
  await as.care.done(at + "/confirm", { do: "confirm" });
  await as.fulfilment.get(at);
  await as.fulfilment.done(at + "/shipments", { carrier: "jne", tracking_number: "R-9" });
  const now = await shop.api("GET", `/admin/orders/${order.number}`, undefined, { headers: shop.bearer });
  assert.equal(now.json.fulfillment_status, "shipped");
});

test("an order from elsewhere is entered in one form, once", async () => {
  const { shop, office } = await open();
  await office.get("/admin/orders/new");
  const year = new Date().getUTCFullYear() + 3;
  const form = {
    source: "shopee", external_ref: "SP-2026-1", name: "Budi Santoso", phone: "081234560001", street: "Jalan Dago 1",
    district: "Coblong", "lines.0.sku": "KU-200-B", "lines.0.quantity": "2", "lines.1.name": "Bungkus kado",
    "lines.1.price": "5000", "lines.2.sku": "", ship_by: `${year}-01-02`, deliver_by: `${year}-01-05`,
  };
  const unsure = await office.post("/admin/orders", { ...form, district: "Cob", name: "" });
  assert.equal(unsure.status, 400);
  assert.match(unsure.text, /value="Bungkus kado"/, "what was typed stays");
  const page = await office.done("/admin/orders", form);
  assert.match(page.text, /Kopi Uji/);
  assert.match(page.text, /https:\/\/wa\.me\/6281234560001\?text=/);
  const link = /href="([^"]*\/orders\/[^"]*\?key=[^"]*)"/.exec(page.text)[1];
  const seen = await shop.api("GET", link.replace(/^https?:\/\/[^/]*/, ""));
  assert.equal(seen.status, 200, link);
  assert.equal(seen.json.totals.subtotal.amount, 2 * 65000 + 5000);
  assert.equal(seen.json.promises.find((p) => p.kind === "ship").due_at.slice(0, 10), `${year}-01-02`);
  const twice = await office.post("/admin/orders", form);
  assert.equal(twice.status, 409);
  assert.ok(messages(twice.text).length > 0);
  const number = /\/orders\/([A-Z0-9-]+)\?key=/.exec(link)[1];
  assert.match(twice.text, new RegExp(`sebagai pesanan ${number}`), "which order has it");
  assert.match(twice.text, new RegExp(`<a href="/admin/orders/${number}">`));
  assert.match(twice.text, /value="Bungkus kado"/, "what was typed stays");
  assert.doesNotMatch((await office.post("/admin/orders", { ...form, external_ref: "SP-2026-2", district: "Cob" })).text, /sebagai pesanan/);
  const told = await shop.api("POST", "/admin/orders", { source: "shopee", external_ref: "SP-2026-1", name: "Budi", lines: [{ sku: "KU-200-B", quantity: 1 }] }, { headers: shop.bearer });
  assert.equal(told.status, 409, told.text);
  assert.equal(told.json.errors[0].field, "external_ref");
  assert.ok(told.json.errors[0].message.includes(number), told.text);
  const tokopedia = await office.done("/admin/orders", { ...form, source: "tokopedia" });
  assert.match(tokopedia.text, /Kopi Uji/, "the same number somewhere else is another order");
});

test("a product is made, changed, pictured and counted", async () => {
  const { shop, office } = await open();
  await office.get("/admin/products/new");
  assert.equal((await office.post("/admin/products", { name_id: "" })).status, 400);
  let page = await office.done("/admin/products", { name_id: "Teh Uji", new_category: "Minuman", option_1: "Isi", description_id: "**Pucuk** muda." });
  const at = /action="(\/admin\/products\/\d+)"/.exec(page.text)[1];
  const fields = { name_id: "Teh Uji", name_en: "Test Tea", category: "minuman", option_1: "Isi", slug: "teh-uji", status: "active" };
  const early = await office.post(at, fields);
  assert.equal(early.status, 409, "nothing to sell yet");
  await office.done(at + "/variants", { option_1: "100 g", price: "Rp35.000", weight_grams: "120", on_hand: "7" });
  await office.done(at, fields);
  const bad = await office.upload(at + "/pictures", { alt_id: "Teh" }, { field: "picture", name: "x.png", type: "image/png", bytes: Buffer.from("no picture") });
  assert.equal(bad.status, 415);
  assert.ok(messages(bad.text).length > 0);
  const sent = await office.upload(at + "/pictures", { alt_id: "Sekotak teh" }, { field: "picture", name: "teh.png", type: "image/png", bytes: png() });
  assert.equal(sent.status, 303, messages(sent.text));
  page = await office.get(at);
  const picture = /src="(\/media\/[^"]+)"/.exec(page.text)[1];
  assert.equal((await shop.get(picture)).status, 200, picture);
  const stock = /action="([^"]*\/variants\/\d+\/stock)"/.exec(page.text)[1];
  await office.done(stock, { on_hand: "9", reason: "hitung ulang" });
  const seen = await shop.api("GET", "/products/teh-uji");
  assert.equal(seen.status, 200);
  assert.equal(seen.json.variants[0].price.amount, 35000);
  assert.equal(seen.json.variants[0].stock.quantity, 9);
  assert.equal(seen.json.images.length, 1);
  await office.done(at, { ...fields, status: "archived" });
  assert.notEqual((await shop.api("GET", "/products/teh-uji")).status, 200);
});

test("two people cannot overwrite each other's product", async () => {
  const { office } = await open();
  const page = await office.get("/admin/products/1");
  const revision = /name="revision" value="(\d+)"/.exec(page.text)[1];
  const fields = { revision, name_id: "Kopi Uji", slug: "kopi-uji", status: "active", option_1: "Ukuran", option_2: "Giling" };
  await office.done("/admin/products/1", { ...fields, brand: "Satu" });
  const late = await office.post("/admin/products/1", { ...fields, brand: "Dua" });
  assert.equal(late.status, 409);
  assert.match(late.text, /value="Dua"/);
});

test("a trial import says what would happen and changes nothing", async () => {
  const { shop, office } = await open();
  await office.get("/admin/imports");
  const csv = fs.readFileSync(path.join(DATA, "products.csv"), "utf8").replaceAll("kopi-uji", "kopi-lain").replaceAll("KU-", "KL-");
  const file = { field: "file", name: "produk.csv", type: "text/csv", bytes: Buffer.from(csv) };
  const trial = await office.upload("/admin/imports", { format: "auto", dry_run: "true" }, file);
  assert.equal(trial.status, 200, messages(trial.text));
  assert.match(trial.text, /<dd>1<\/dd>/);
  assert.notEqual((await shop.api("GET", "/products/kopi-lain")).status, 200);
  const done = await office.upload("/admin/imports", { format: "auto" }, file);
  assert.equal(done.status, 200, messages(done.text));
  assert.equal((await shop.api("GET", "/products/kopi-lain")).status, 200);
  const other = await office.upload("/admin/imports", { format: "auto" }, { ...file, bytes: Buffer.from("hello\nworld\n") });
  assert.equal(other.status, 400);
});

test("a newer list of districts is put in force by file, seen at once, and refused with its line", async () => {
  const { shop, office } = await open();
  const ask = async () => (await shop.api("GET", "/shipping/quote?district=32.73.02")).json.destination?.district;
  const list = (name) => `32\tJawa Barat\n32.73\tKota Bandung\n32.73.02\t${name}\n`;
  assert.equal(await ask(), "Coblong");
  await office.get("/admin/imports");
  const upload = (fields, text) => office.upload("/admin/imports", { format: "regions", ...fields }, { field: "file", name: "regions.tsv", type: "text/plain", bytes: Buffer.from(text) });
  const trial = await upload({ dry_run: "true" }, list("Coblong Baru"));
  assert.equal(trial.status, 200, messages(trial.text));
  assert.equal(await ask(), "Coblong", "a trial changed the list");
  assert.equal((await upload({}, list("Coblong Baru"))).status, 200);
  assert.equal(await ask(), "Coblong Baru");
  const broken = await upload({}, list("Coblong") + "32.73.01\tSukasari\n");
  assert.equal(broken.status, 400);
  assert.match(messages(broken.text), /baris 4: kodenya tidak urut/);
  assert.equal(await ask(), "Coblong Baru");
  const file = path.join(shop.dir, "..", "ours.tsv");
  fs.writeFileSync(file, list("Coblong Lagi"));
  const dry = await shop.run(["import", "regions", file, "--dry-run"]);
  assert.equal(dry.code, 0, dry.err);
  assert.match(dry.out, /^dry run: 1 districts; of all places 0 added, 1 renamed, 0 gone, 2 unchanged/);
  assert.equal((await shop.run(["import", "regions", file])).code, 0);
  assert.equal(await ask(), "Coblong Lagi", "the command beside the running shop");
  fs.writeFileSync(file, "no list");
  const no = await shop.run(["import", "regions", file]);
  assert.equal(no.code, 1);
  assert.match(no.err, /^amanah: \S+ours\.tsv: line 1: /);
  fs.rmSync(path.join(shop.dir, "regions.tsv"));
  assert.equal(await ask(), "Coblong", "without a list of its own the shop has the program's");
});

test("the settings are printed as JSON for programs, all or one", async () => {
  const { shop } = await open();
  const all = await shop.run(["setting", "--json"]);
  assert.equal(all.code, 0, all.err);
  const settings = JSON.parse(all.out);
  const plain = (await shop.run(["setting"])).out.split("\n").map((line) => line.split(" ")[0]).filter((key) => /^[a-z]+\.[a-z_]+$/.test(key));
  assert.deepEqual(Object.keys(settings).sort(), plain.sort());
  assert.equal(typeof settings["order.unpaid_expiry_hours"], "number");
  assert.equal(typeof settings["shop.is_demo"], "boolean");
  assert.equal((await shop.run(["setting", "shop.tagline", 'Kopi "asli" \\ teh'])).code, 0);
  const one = await shop.run(["setting", "shop.tagline", "--json"]);
  assert.deepEqual(JSON.parse(one.out), { "shop.tagline": 'Kopi "asli" \\ teh' });
  const unknown = await shop.run(["setting", "shop.nothing", "--json"]);
  assert.equal(unknown.code, 1);
  assert.equal(unknown.out, "");
});

test("strangers who try passwords for ever lock nobody out of a browser of theirs", async () => {
  const { shop } = await open();
  const login = (password, cookie) => shop.request("POST", "/admin/login", {
    form: { email: "penebak@example.com", password, next: "" }, headers: cookie ? { Cookie: cookie } : {},
  });
  const made = await shop.run(["staff", "add", "--name", "Penebak", "--email", "penebak@example.com", "--role", "care", "--password-stdin"],
    { input: "kata sandi penebak 2026\n" });
  assert.equal(made.code, 0, made.err);
  const first = await login("kata sandi penebak 2026");
  assert.equal(first.status, 303);
  const known = first.headers["set-cookie"].find((c) => c.startsWith("known="));
  assert.match(known, /HttpOnly; SameSite=Lax/);
  for (let i = 0; i < 5; i++) assert.equal((await login("bukan ini")).status, 401);
  assert.equal((await login("kata sandi penebak 2026")).status, 429, "locked for strangers, whatever they say");
  assert.equal((await login("kata sandi penebak 2026", "known=aaaaaaaaaaaaaaaaaaaa.0")).status, 429);
  assert.equal((await login("kata sandi penebak 2026", known.split(";")[0])).status, 303);
});

test("a category is deleted when nothing hangs on it, and refused plainly otherwise", async () => {
  const { shop, office } = await open();
  const bearer = { headers: shop.bearer };
  const api = (id, rest, body) => shop.api("POST", `/admin/pages/category/${id}${rest}`, body, bearer);
  const top = await api(0, "", { name_id: "Alat Seduh" });
  assert.equal(top.status, 200, top.text);
  const below = await api(0, "", { name_id: "Penggiling", parent: "alat-seduh" });
  const full = await api(top.json.id, "/delete", {});
  assert.equal(full.status, 409, full.text);
  assert.match(full.json.detail, /masih berisi produk atau kategori lain/);
  const page = await office.get(`/admin/pages/category/${top.json.id}`);
  assert.match(page.text, new RegExp(`action="/admin/pages/category/${top.json.id}/delete"`));
  const refused = await office.post(`/admin/pages/category/${top.json.id}/delete`, {});
  assert.equal(refused.status, 409);
  assert.match(refused.text, /masih berisi produk atau kategori lain/);
  assert.equal((await shop.api("GET", "/categories/alat-seduh")).status, 200, "it stays");

  const product = await shop.api("POST", "/admin/products", { name_id: "Giling Tangan", category: "penggiling" }, bearer);
  assert.ok(product.status < 300, product.text);
  assert.equal((await api(below.json.id, "/delete", {})).status, 409, "a product that is not on sale yet counts too");
  const moved = await shop.api("POST", `/admin/products/${product.json.id}`, { name_id: "Giling Tangan", category: "", slug: "giling-tangan", status: "draft" }, bearer);
  assert.equal(moved.status, 200, moved.text);
  assert.equal((await api(below.json.id, "/delete", {})).status, 200);
  assert.equal((await api(below.json.id, "/delete", {})).status, 404, "it is gone");
  await office.done(`/admin/pages/category/${top.json.id}/delete`, {});
  assert.equal((await shop.api("GET", "/categories/alat-seduh")).status, 404);
  assert.doesNotMatch((await office.get("/admin/pages")).text, /Alat Seduh/);
});

test("whatever the command line can set, a page can too, but for what is fixed or of tests", async () => {
  const { shop, office } = await open();
  const all = (await shop.run(["setting"])).out.split("\n").map((line) => line.split(" ")[0]).filter((key) => /^[a-z]+\.[a-z_]+$/.test(key));
  assert.ok(all.length > 50);
  const shown = new Set();
  for (const tab of ["hours", "shop", "payment", "shipping", "orders", "mail", "care"]) {
    const { json } = await shop.api("GET", `/admin/settings/${tab}`, undefined, { headers: shop.bearer });
    for (const one of json.settings) shown.add(one.key);
  }
  const elsewhere = ["shop.currency", "shop.is_sandbox", "shop.is_demo", "shop.demo_password", "shipping.pickup", "channel.loopback_secret",
    "shipping.weight_tolerance_grams", "shipping.volumetric_divisor", "shop.district"]; // each way of sending has its own; nothing reads the district
  assert.deepEqual(all.filter((key) => !shown.has(key)).sort(), elsewhere.sort());
  await office.settings("care", { "care.reviewer_name": "Ibu Ratna", "care.reviewer_email": "ratna@luar.example", "survey.after_days": "5" });
  assert.match((await office.get("/admin/settings/care")).text, /Ibu Ratna/);
  assert.match((await office.get("/admin/settings/payment")).text, /Peringatan: ini mengubah kode/);
});

test("settings are checked, kept whole, and secrets never shown", async () => {
  const { shop, office } = await open();
  const bad = await office.post("/admin/settings/shop", {
    "settings.0.key": "shop.tagline", "settings.0.value": "Kopi dari lereng", "settings.1.key": "shop.name", "settings.1.value": "" });
  assert.equal(bad.status, 400);
  assert.ok(messages(bad.text).length > 0);
  assert.doesNotMatch((await shop.get("/")).text, /Kopi dari lereng/, "nothing of a refused form stays");
  await office.settings("shop", { "shop.tagline": "Kopi dari lereng", "shop.phone": "0812-3456-7890" });
  assert.match((await shop.get("/")).text, /0812-3456-7890/);
  await office.settings("mail", { "mail.smtp_password": "rahasia-sekali-123" });
  const page = await office.get("/admin/settings/mail");
  assert.doesNotMatch(page.text, /rahasia-sekali-123/);
  const api = await shop.api("GET", "/admin/settings/mail", undefined, { headers: shop.bearer });
  assert.doesNotMatch(api.text, /rahasia-sekali-123/);
  const elsewhere = await office.post("/admin/settings/mail", { "settings.0.key": "shop.is_sandbox", "settings.0.value": "0" });
  assert.equal(elsewhere.status, 400, "a setting of no page");
});

const week = (hours) => Object.fromEntries(Object.entries(hours).flatMap(([day, spans]) => spans.map((span) => [day, ...span]))
  .flatMap(([day, from, to], i) => [[`spans.${i}.day`, day], [`spans.${i}.from`, from], [`spans.${i}.to`, to]]));

test("opening hours are a form: several spans a day, cut-off, holidays, days the shop is closed", async () => {
  const { shop, office } = await open();
  const at = "/admin/settings/hours/calendar";
  const first = await office.get("/admin/settings/hours");
  assert.equal(first.text.match(/<fieldset class="day">/g).length, 7);
  assert.match(first.text, /type="time" name="spans\.0\.from" value="08:00"/);
  await office.done(at, { ...week({ mon: [["13:00", "17:00"], ["08:00", "12:00"], ["", ""]], fri: [["20:00", "02:00"]] }),
    cutoff: "14:30", holidays: "id joint", "closures.0.from": "2026-12-24", "closures.0.to": "2026-12-26", "closures.1.from": "", "closures.1.to": "" });
  const kept = (await shop.api("GET", "/admin/settings/hours", undefined, { headers: shop.bearer })).json.settings.find((s) => s.key === "shop.calendar");
  assert.match(kept.value, /^mon 08:00-12:00 13:00-17:00$/m);
  assert.match(kept.value, /^tue$/m);
  assert.match(kept.value, /^fri 20:00-02:00$/m);
  assert.match(kept.value, /^cutoff 14:30$/m);
  assert.match(kept.value, /^holidays id joint$/m);
  assert.match(kept.value, /^closed 2026-12-24 2026-12-26$/m);
  const wrong = { holidays: "id", cutoff: "", "closures.0.from": "2026-12-26", "closures.0.to": "2026-12-24" };
  const bad = await office.post(at, { ...week({ mon: [["08:00", "12:00"], ["11:00", "15:00"], ["", "9"]] }), ...wrong });
  assert.equal(bad.status, 400);
  assert.equal(messages(bad.text).split(" | ").length, 4, messages(bad.text));
  assert.match(bad.text, /name="spans\.1\.from" value="11:00" aria-invalid="true"/, "what was typed stays");
  const never = await office.post(at, { ...week({ mon: [["", ""]] }), holidays: "none", cutoff: "" });
  assert.equal(never.status, 400);
  assert.ok(messages(never.text).length > 0);
});

const QRIS = "00020101021126620016ID.CO.CONTOH.WWW011893600000123456789002091234567890303UMI51440014ID.CO.QRIS.WWW0215" +
  "ID10200000000000303UMI5204581253033605802ID5911TOKO CONTOH6007BANDUNG61054011162070703A0163044802";
const qrPicture = (text) => execFileSync("qrencode", ["-s", "6", "-t", "PNG", "-o", "-", text]);

test("the shop's QRIS is read from its picture, checked, and refused when it is none", async () => {
  const { shop, office } = await open();
  if (spawnSync("qrencode", ["--version"]).error) skip("no qrencode program");
  const at = "/admin/settings/payment/qris";
  const file = (bytes) => ({ field: "picture", name: "qris.png", type: "image/png", bytes });
  await office.get("/admin/settings/payment");
  for (const [bytes, said] of [[Buffer.from("bukan gambar"), /PNG, WebP/], [png(200), /kode QR/], [qrPicture("https://example.com/"), /bukan QRIS/],
    [qrPicture(QRIS.slice(0, -1) + "9"), /bukan QRIS/]]) {
    const reply = await office.upload(at, { is_offered: "true" }, file(bytes));
    assert.ok(reply.status >= 400 && reply.status < 500, `${said}: ${reply.status}`);
    assert.match(messages(reply.text), said);
  }
  const reply = await office.upload(at, { is_offered: "true" }, file(qrPicture(QRIS)));
  assert.equal(reply.status, 303, messages(reply.text));
  const page = await office.get(reply.headers.location);
  assert.match(page.text, /TOKO CONTOH/);
  assert.match(page.text, /ID1020000000000/);
  const kept = (await shop.api("GET", "/admin/settings/payment", undefined, { headers: shop.bearer })).json.settings;
  assert.equal(kept.find((s) => s.key === "payment.qris").value, QRIS);
  assert.equal(kept.find((s) => s.key === "payment.qris_static").value, "1");
  const typed = await office.post("/admin/settings/payment", { "settings.0.key": "payment.qris", "settings.0.value": QRIS.slice(0, -4) + "0000" });
  assert.equal(typed.status, 400, "a wrong checksum by hand");
});

test("rates by area are what the buyer is asked for", async () => {
  const { shop, office } = await open();
  const fields = { code: "reguler", kind: "table", name_id: "Reguler", min_days: "1", max_days: "4", is_active: "true", position: "1" };
  const wrong = await office.post("/admin/settings/shipping/methods", { ...fields, rates: "32.73 | dua belas ribu" });
  assert.equal(wrong.status, 400);
  await office.done("/admin/settings/shipping/methods", { ...fields, rates: "* | 30000 | 25000 | 3 | 7\n32.73 | 12000 | 9000 | 1 | 3" });
  const buyer = new Buyer(shop);
  await buyer.add("KU-200-B");
  const quote = await buyer.chooseShipping();
  assert.match(quote.text, /12000/);
});

test("a courier weighs large light parcels by its own divisor, least weight and tolerance", async () => {
  const { shop, office } = await open();
  const { json: product } = await shop.api("GET", "/admin/products/1", undefined, { headers: shop.bearer });
  const variant = product.variants.find((v) => v.sku === "KU-200-B");
  const [option_1, option_2] = variant.title.split(", ");
  const size = { length_mm: "300", width_mm: "200", height_mm: "100" };
  await office.done(`/admin/products/1/variants/${variant.id}`,
    { sku: variant.sku, option_1, option_2, price: "65000", weight_grams: "200", ...size, is_tracked: "true", is_active: "true" });
  const method = { code: "timbang", kind: "table", name_id: "Timbang", min_days: "1", max_days: "4", is_active: "true", rates: "* | 10000 | 5000 | 1 | 3" };
  const price = async (how) => {
    await office.done("/admin/settings/shipping/methods", { ...method, ...how });
    const cart = await shop.api("POST", "/cart/items", { sku: "KU-200-B", quantity: 1 });
    const quote = await shop.api("GET", "/shipping/quote?district=32.73.02", undefined, { headers: { "Cart-Token": cart.json.token } });
    return quote.json.methods.find((m) => m.value === "timbang").price.amount;
  };
  assert.equal(await price({ volumetric_divisor: "6000", tolerance_grams: "0", min_grams: "1000" }), 10000, "6 litres ÷ 6000 = 1 kg");
  assert.equal(await price({ volumetric_divisor: "4000" }), 15000, "÷ 4000 = 1.5 kg: two kilograms");
  assert.equal(await price({}), 15000, "what is not given stays as it was");
  assert.equal(await price({ tolerance_grams: "500" }), 10000, "half a kilogram is not counted");
  assert.equal(await price({ min_grams: "3000" }), 20000, "three kilograms at least");
  const wrong = await office.post("/admin/settings/shipping/methods", { ...method, volumetric_divisor: "10" });
  assert.equal(wrong.status, 400);
});

test("what the shop writes about itself is edited there", async () => {
  const { shop, office } = await open();
  await office.get("/admin/pages/page/0");
  const bad = await office.post("/admin/pages/page/0", { slug: "cara-seduh", title_id: "" });
  assert.equal(bad.status, 400);
  let page = await office.done("/admin/pages/page/0", { slug: "cara-seduh", title_id: "Cara seduh", body_id: "15 g kopi.", is_published: "true" });
  assert.match((await shop.get("/pages/cara-seduh")).text, /15 g kopi/);
  const remove = /action="([^"]*\/delete)"/.exec(page.text)[1];
  await office.done(remove);
  assert.equal((await shop.get("/pages/cara-seduh")).status, 404);
  await office.done("/admin/pages/faq/0", { slug: "akun", topic: "order", question_id: "Harus punya akun?", answer_id: "Tidak.", is_published: "true" });
  assert.match((await shop.get("/faq")).text, /Harus punya akun\?/);
  page = await office.done("/admin/pages/certificate/0", { code: "halal", kind: "halal", name_id: "Sertifikat Halal", number: "ID331", expires_at: "2020-01-01", is_published: "true" });
  assert.doesNotMatch((await shop.get("/permits")).text, /ID331/, "expired");
  const at = /action="(\/admin\/pages\/certificate\/\d+)"/.exec(page.text)[1];
  await office.done(at, { code: "halal", kind: "halal", name_id: "Sertifikat Halal", number: "ID331", expires_at: "", is_published: "true" });
  assert.match((await shop.get("/permits")).text, /ID331/);
});

test("programs write the shop's pages, questions and permits as people do", async () => {
  const { shop } = await open();
  const admin = (method, at, json, more = {}) => shop.api(method, "/admin/pages" + at, json, { headers: { ...shop.bearer, ...more } });
  const key = { "Idempotency-Key": "halaman-1" };
  const words = { slug: "cara-rawat", title_id: "Cara merawat", body_id: "Cuci **dingin**.", is_published: true };
  const made = await admin("POST", "/page/0", words, key);
  assert.equal(made.status, 200, made.text);
  assert.equal(made.json.values.title_id, "Cara merawat");
  assert.equal((await admin("POST", "/page/0", words, key)).json.id, made.json.id, "one page");
  assert.match((await shop.get("/pages/cara-rawat")).text, /Cuci <strong>dingin/);
  const refused = await admin("POST", "/faq/0", { slug: "x", topic: "no such topic" });
  assert.equal(refused.status, 400);
  assert.equal(refused.json.errors[0].field, "topic");
  const permit = await admin("POST", "/certificate/0", { code: "pirt-1", kind: "pirt", name_id: "P-IRT", number: "P-77", expires_at: "2099-12-31", is_published: true });
  assert.equal(permit.status, 200, permit.text);
  assert.equal(permit.json.values.expires_at, "2099-12-31");
  assert.match((await shop.get("/permits")).text, /P-77/);
  const { json: all } = await admin("GET", "");
  assert.ok(all.groups.find((g) => g.kind === "page").items.some((p) => p.id === made.json.id));
  const shelf = await admin("POST", "/category/0", { name_id: "Teh", name_en: "Tea", description_id: "Dari **kebun** sendiri.", position: 3 });
  assert.equal(shelf.status, 200, shelf.text);
  assert.equal((await admin("POST", "/category/0", { name_id: "Teh hijau", parent: shelf.json.values.slug })).json.values.parent, "teh");
  assert.equal((await admin("POST", "/category/0", { name_id: "Lain", parent: "tidak-ada" })).status, 400);
  const renamed = await admin("POST", `/category/${shelf.json.id}`, { name_id: "Teh Lereng", name_en: "Slope Tea", description_id: "Dari **kebun** sendiri." });
  assert.equal(renamed.json.values.slug, "teh", "links to it stay good");
  assert.match((await shop.get("/categories/teh")).text, /Teh Lereng[^]*<strong>kebun/);
  assert.match((await shop.get("/en/categories/teh")).text, /Slope Tea/);
  const gone = await admin("POST", `/page/${made.json.id}/delete`);
  assert.equal(gone.status, 200, gone.text);
  assert.ok(!gone.json.groups.find((g) => g.kind === "page").items.some((p) => p.id === made.json.id));
  assert.equal((await admin("GET", `/page/${made.json.id}`)).status, 404);
  const login = await shop.api("POST", "/admin/pages/page/0", { ...words, slug: "lain" });
  assert.equal(login.status, 401, "without a token");
});

test("the owner adds, changes and shuts out staff; nobody else does, and an owner stays", async () => {
  const { shop, office } = await open({ staff: [{ email: "manajer@example.com", role: "manager" }] });
  await office.get("/admin/staff");
  const short = await office.post("/admin/staff", { name: "Bagus", email: "bagus@example.com", role: "care", password: "pendek" });
  assert.equal(short.status, 400);
  assert.match(short.text, /bagus@example.com/, "what was typed stays");
  assert.doesNotMatch(short.text, /pendek"/, "but the password");
  const password = "kata sandi bagus 2026";
  await office.done("/admin/staff", { name: "Bagus", email: "bagus@example.com", role: "care", password });
  const twice = await office.post("/admin/staff", { name: "Bagus", email: "bagus@example.com", role: "care", password });
  assert.equal(twice.status, 409);

  const bagus = new Office(shop);
  assert.equal((await bagus.login({ email: "bagus@example.com", password })).status, 303);
  assert.equal((await bagus.get("/admin/orders")).status, 200);
  const manager = new Office(shop);
  await manager.login({ email: "manajer@example.com", password: OWNER.password });
  const list = await manager.get("/admin/staff");
  assert.match(list.text, /Bagus/);
  assert.doesNotMatch(list.text, /action="\/admin\/staff/, "a manager reads only");
  assert.equal((await manager.post("/admin/staff", { name: "X", email: "x@example.com", role: "owner", password })).status, 403);

  const api = await shop.get("/api/v1/admin/staff", { headers: shop.bearer });
  const id = (name) => JSON.parse(api.text).items.find((s) => s.name === name).id;
  await office.done(`/admin/staff/${id("Bagus")}/role`, { role: "fulfilment" });
  assert.match((await office.get("/admin/staff")).text, /Pengemasan/);
  await office.done(`/admin/staff/${id("Bagus")}/password`, { password: "kata sandi baru 2026" });
  assert.equal((await bagus.get("/admin/orders")).status, 303, "signed out");
  assert.equal((await bagus.login({ email: "bagus@example.com", password })).status, 401);
  assert.equal((await bagus.login({ email: "bagus@example.com", password: "kata sandi baru 2026" })).status, 303);
  await office.get("/admin/staff");
  await office.done(`/admin/staff/${id("Bagus")}/disable`);
  assert.equal((await bagus.get("/admin/orders")).status, 303, "shut out at once");
  await office.done(`/admin/staff/${id("Bagus")}/enable`);

  const owner = JSON.parse(api.text).items.find((s) => s.role === "owner").id;
  for (const [act, form] of [["disable", {}], ["role", { role: "care" }]]) {
    const reply = await office.post(`/admin/staff/${owner}/${act}`, form);
    assert.equal(reply.status, 409, act);
    assert.match(reply.text, /satu-satunya pemilik/, act);
  }
});

test("the list of orders shows what the buyer is asked for, and cash on delivery its fee", async () => {
  const { shop, office } = await openWithTransfer();
  const { order } = await transferOrder(shop);
  const list = async () => JSON.parse((await shop.get("/api/v1/admin/orders", { headers: shop.bearer })).text).items;
  const paid = await shop.get(`/api/v1/admin/orders/${order.number}`, { headers: shop.bearer });
  const asked = JSON.parse(paid.text).payment.amount;
  assert.ok(asked.amount < order.total.amount, "a unique code was taken off");
  assert.deepEqual((await list()).find((o) => o.number === order.number).total, asked);

  await office.settings("payment", { "payment.cod_fee_minor": "5000" });
  const buyer = new Buyer(shop);
  const cod = await buyer.order("KU-200-B", 1, { payment_method: "cod", phone: "081211112222" });
  const shown = JSON.parse((await shop.get(`/api/v1/admin/orders/${cod.order.number}`, { headers: shop.bearer })).text).totals;
  assert.equal(shown.cod_fee.amount, 5000);
  assert.equal(shown.total.amount, shown.subtotal.amount + shown.shipping.amount + 5000);
});

test("cash on delivery that cannot be had says why: too dear for it, or not in this area", async () => {
  const { shop, office } = await openWithTransfer();
  await office.settings("payment", { "payment.cod": "1", "payment.cod_max_minor": "100000", "payment.cod_areas": "32.73" });
  const page = async (quantity, district) => {
    const buyer = new Buyer(shop);
    await buyer.add("KU-200-B", quantity);
    const { text } = await shop.get(`/checkout?district=${district}`, { headers: { Cookie: `cart=${buyer.token}` } });
    return { buyer, isOffered: /name="payment_method" value="cod"/.test(text), why: /COD (?:bisa sampai|belum bisa)[^<]*/.exec(text)?.[0] };
  };
  assert.deepEqual(await page(1, "32.73.02").then(({ isOffered, why }) => [isOffered, why]), [true, undefined]);
  assert.deepEqual(await page(1, "34.02.16").then(({ isOffered, why }) => [isOffered, why]), [false, "COD belum bisa ke daerah ini."]);
  const dear = await page(20, "32.73.02");
  assert.deepEqual([dear.isOffered, dear.why], [false, "COD bisa sampai Rp100.000, sudah termasuk ongkir."]);
  const refused = await dear.buyer.checkout({ payment_method: "cod" });
  assert.equal(refused.status, 422, refused.text);
  assert.equal(refused.json.errors[0].field, "payment_method", refused.text);
  assert.match(refused.json.errors[0].message, /COD tidak bisa untuk total ini/);
});

test("a parcel marked as sent too early is taken back, and the promise to ship is open again", async () => {
  const { shop, office } = await openWithTransfer();
  const { at } = await transferOrder(shop);
  await office.get(at);
  await office.done(`${at}/confirm`, { do: "confirm" });
  await office.done(`${at}/shipments`, { carrier: "jne", tracking_number: "JNE1" });
  const read = async () => JSON.parse((await shop.get(`/api/v1${at}`, { headers: shop.bearer })).text);
  const outcome = (o) => o.promises.find((p) => p.kind === "ship").outcome;
  let order = await read();
  assert.equal(outcome(order), "kept");
  const cancel = (id) => `${at}/shipments/${id}/cancel`;
  const vague = await office.post(cancel(order.shipments[0].id));
  assert.equal(vague.status, 400, "a reason is asked for");
  assert.match(vague.text, /Pilih alasannya/);
  assert.equal(outcome(await read()), "kept", "nothing was done");
  await office.done(cancel(order.shipments[0].id), { reason: "marked_too_early" });
  assert.match((await office.get(at)).text, /Terlalu cepat ditandai terkirim/, "in the order's history");
  order = await read();
  assert.equal(order.shipments.length, 0);
  assert.equal(outcome(order), "open");
  await office.done(`${at}/shipments`, { carrier: "jne", tracking_number: "JNE2" });
  order = await read();
  await office.done(`${at}/shipments/${order.shipments[0].id}/events`, { status: "InTransit" });
  const late = await office.post(cancel(order.shipments[0].id), { reason: "other" });
  assert.equal(late.status, 409);
  assert.match(late.text, /di tangan kurir/);
  assert.equal(outcome(await read()), "kept");
});

test("the list finds an order by its buyer's phone or address, whole, and the look is in the reader's log", async () => {
  const { shop, office } = await openWithTransfer();
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-200-B", 1, { payment_method: "bank_transfer", email: "sri.w@contoh.example" });
  await transferOrder(shop, 1);
  const find = async (q) => (await shop.api("GET", `/admin/orders?q=${encodeURIComponent(q)}`, undefined, { headers: shop.bearer })).json.items.map((o) => o.number);
  const local = buyer.phone.replace(/^\+62/, "0");
  for (const q of [local, `+62 ${local.slice(1)}`, "SRI.W@contoh.example", order.number.toLowerCase().replaceAll("-", " ")]) assert.deepEqual(await find(q), [order.number], q);
  for (const q of [local.slice(0, -1), "sri.w", "Sri Wahyuni"]) assert.deepEqual(await find(q), [], q);
  const page = await office.get(`/admin/orders?q=${encodeURIComponent("Sri Wahyuni")}`);
  assert.match(page.text, /Nama disegel/);
  assert.doesNotMatch(shop.log, new RegExp(local.slice(1)), "what was asked for stands in no log");
});

test("two orders of one buyer travel in one parcel when staff tick it, and the courier's news reach both", async () => {
  const { shop, office } = await openWithTransfer();
  const sent = [];
  for (const street of [undefined, undefined, "Jalan Lain 9"]) {
    const buyer = new Buyer(shop);
    const other = street && { address: { ...buyer.body().address, street } };
    const { order } = await buyer.order("KU-200-B", 1, { payment_method: "bank_transfer", ...other });
    const at = `/admin/orders/${order.number}`;
    await office.get(at);
    await office.done(`${at}/confirm`, { do: "confirm" });
    sent.push({ buyer, order, at });
  }
  const [one, two, stranger] = sent;
  const resi = { carrier: "jne", tracking_number: "CGK 77" };
  await office.done(`${one.at}/shipments`, resi);
  const asked = await office.post(`${two.at}/shipments`, resi);
  assert.equal(asked.status, 409);
  assert.match(asked.text, new RegExp(`Nomor resi ini milik paket pesanan ${one.order.number}`));
  assert.match(asked.text, new RegExp(`name="same_parcel_as" value="${one.order.number}"`), "the tick is there");
  const refused = await office.post(`${stranger.at}/shipments`, { ...resi, same_parcel_as: one.order.number });
  assert.equal(refused.status, 409);
  assert.match(refused.text, /Nomor resi ini milik paket lain/);
  assert.doesNotMatch(refused.text, /name="same_parcel_as"/);
  const nobody = await shop.api("POST", `${two.at}/shipments`, { ...resi, same_parcel_as: "AMN-0000-0000" }, { headers: shop.bearer });
  assert.equal(nobody.status, 400, nobody.text);
  await office.done(`${two.at}/shipments`, { ...resi, same_parcel_as: one.order.number });
  const page = await office.get(two.at);
  assert.match(page.text, new RegExp(`Satu paket dengan\\s*<a class="digits" href="${one.at}"`));
  const { json } = await shop.api("GET", two.at, undefined, { headers: shop.bearer });
  assert.deepEqual(json.shipments[0].together_with, [{ number: one.order.number }]);
  assert.deepEqual((await two.buyer.see(two.order)).shipments[0].together_with, [], "the other is another person's, at the same address");
  const told = await shop.api("POST", `/admin/shipments/${json.shipments[0].id}/events`, { status: "Delivered" }, { headers: shop.bearer });
  assert.equal(told.status, 200, told.text);
  for (const { buyer, order } of [one, two]) {
    const now = await buyer.see(order);
    assert.equal(now.fulfillment_status, "delivered");
    assert.equal(now.promises.find((p) => p.kind === "deliver").outcome, "kept");
  }
  assert.equal((await stranger.buyer.see(stranger.order)).fulfillment_status, "unfulfilled");
});

test("a tracking number typed wrong is corrected, and the buyer is told the right one", async () => {
  const { shop, office } = await openWithTransfer();
  const sent = [];
  for (const number of ["JNE 001", "JNE002"]) {
    const { buyer, order, at } = await transferOrder(shop);
    await office.get(at);
    await office.done(`${at}/confirm`, { do: "confirm" });
    await office.done(`${at}/shipments`, { carrier: "jne", tracking_number: number });
    sent.push({ buyer, order, at });
  }
  const [{ buyer, order, at }] = sent;
  const parcel = async () => (await buyer.see(order)).shipments[0];
  const { json } = await shop.api("GET", at, undefined, { headers: shop.bearer });
  const id = json.shipments[0].id;
  await office.done(`${at}/shipments/${id}/events`, { status: "InTransit" });
  const page = await office.get(at);
  const form = new RegExp(`<form[^>]*action="${at}/shipments/${id}/tracking"[\\s\\S]*?</form>`).exec(page.text)?.[0] ?? "";
  assert.match(form, /value="JNE001"/, "what stands there is in the form");
  assert.match(form, /value="jne" selected/);
  const taken = await office.post(`${at}/shipments/${id}/tracking`, { carrier: "jne", tracking_number: "JNE002" });
  assert.equal(taken.status, 409);
  assert.match(taken.text, /Nomor resi ini milik paket pesanan/);
  assert.equal((await parcel()).tracking_number, "JNE001");
  await office.done(`${at}/shipments/${id}/tracking`, { carrier: "jnt", tracking_number: "JP 77" });
  assert.deepEqual([(await parcel()).carrier, (await parcel()).tracking_number], ["J&T Express", "JP77"]);
  assert.match((await office.get(at)).text, /Kurir atau nomor resi dibetulkan/);
  assert.match((await office.get(at)).text, /JP77[\s\S]*Buka WhatsApp/, "the message to send has the right number");
});

test("ordering again adds to the cart that is there", async () => {
  const { shop } = await openWithTransfer();
  const { buyer, order } = await transferOrder(shop, 2);
  const key = `key=${order.key}`;
  const made = await shop.request("POST", "/api/v1/cart/items", { json: { sku: "KU-200-B", quantity: 1 } });
  const token = JSON.parse(made.text).token;
  const page = await shop.get(`/orders/${order.number}?${key}`);
  const csrf = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1];
  const again = await shop.request("POST", `/orders/${order.number}/reorder?${key}`,
    { form: { csrf_token: csrf }, headers: { Cookie: `cart=${token}` } });
  assert.equal(again.status, 303, again.text.slice(0, 400));
  const cart = JSON.parse((await shop.get("/api/v1/cart", { headers: { Cookie: `cart=${token}` } })).text);
  assert.equal(cart.items.length, 1);
  assert.equal(cart.items[0].quantity, 3);
  assert.equal(again.headers.location, "/cart?reordered=same");
  assert.ok(buyer);
});

/* Its stock, and "order again" on the page of the order that `ordered()` is. */
async function reorderTools(shop, ordered) {
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const staff = (method, at, json) => shop.api(method, at, json, { headers: { Authorization: `Bearer ${token}` } });
  const { items } = (await staff("GET", "/admin/products?q=KU-200-B")).json;
  const product = (await staff("GET", `/admin/products/${items[0].id}`)).json;
  const variant = product.variants.find((v) => v.sku === "KU-200-B");
  const at = `/admin/products/${product.id}/variants/${variant.id}`;
  const stock = async (on_hand) => {
    const { reserved } = (await staff("GET", `/admin/products/${product.id}`)).json.variants.find((v) => v.sku === "KU-200-B");
    const set = await staff("POST", `${at}/stock`, { on_hand: on_hand + reserved, reason: "Hitung ulang" });
    assert.equal(set.status, 200, set.text);
  };
  const again = async () => {
    const page = await shop.get(`/orders/${ordered().number}?key=${ordered().key}`);
    const form = { csrf_token: /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1] };
    const reply = await shop.request("POST", `/orders/${ordered().number}/reorder?key=${ordered().key}`, { form });
    assert.equal(reply.status, 303, reply.text.slice(0, 400));
    const cookie = (reply.headers["set-cookie"] ?? []).map((c) => c.split(";")[0]).find((c) => c.startsWith("cart="));
    return { to: reply.headers.location, page: (await shop.get(reply.headers.location, { headers: { Cookie: cookie } })).text };
  };
  return { staff, variant, at, stock, again };
}

test("ordering again says what has become dearer, fewer or sold out", async () => {
  const { shop } = await openWithTransfer();
  const { order } = await transferOrder(shop, 2);
  const { staff, variant, at, stock, again } = await reorderTools(shop, () => order);
  await stock(0);
  const none = await again();
  assert.equal(none.to, "/cart?reordered=none");
  assert.match(none.page, /Barang pesanan yang lalu sedang habis/);
  await stock(1);
  const some = await again();
  assert.equal(some.to, "/cart?reordered=some");
  assert.match(some.page, /Tidak semua isi pesanan yang lalu tersedia/);
  assert.match(some.page, /name="quantity"[^>]*value="1"/, "the one that is left is in the cart");
  await stock(50);
  const dearer = { amount: variant.price.amount + 5000, currency: "IDR" };
  const changed = await staff("POST", at, { sku: variant.sku, price: dearer, weight_grams: variant.weight_grams, is_tracked: true, is_active: true });
  assert.equal(changed.status, 200, changed.text);
  const prices = await again();
  assert.equal(prices.to, "/cart?reordered=prices");
  assert.match(prices.page, /Ada harga yang sudah berubah/);
});

test("ordering again takes as many as there are, also of very many", async () => {
  const { shop } = await openWithTransfer();
  let order;
  const { stock, again } = await reorderTools(shop, () => order);
  await stock(300);
  ({ order } = await transferOrder(shop, 60));
  await stock(33);
  const some = await again();
  assert.equal(some.to, "/cart?reordered=some");
  assert.match(some.page, /name="quantity"[^>]*value="33"/);
});
