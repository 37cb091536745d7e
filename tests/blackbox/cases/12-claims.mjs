// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { Office } from "../lib/office.mjs";

const open = lazyShop();
const HOUR = 3600e3, DAY = 24 * HOUR;
const OWED = ["remedy_due", "settled"]; // the sandbox pays back at once
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");
describe("claims");

async function later(shop, ms) {
  const { json } = await shop.get("/test/clock");
  const reply = await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

let token;
async function admin(shop, method, path, body) {
  token ??= JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  return shop.api(method, path, body, { headers: { Authorization: `Bearer ${token}` } });
}

/** Paid, sent and delivered. */
async function delivered(shop, quantity = 1) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", quantity);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `T${order.number}` });
  assert.equal(sent.status, 201, sent.text);
  const here = await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" });
  assert.equal(here.status, 200, here.text);
  return { buyer, order };
}

const at = (order, rest = "") => `/orders/${order.number}/claims${rest}?key=${encodeURIComponent(order.key)}`;
const asked = (change = {}) => ({ kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Kemasannya sobek.", ...change });

async function claim(shop, order, change) {
  const reply = await shop.api("POST", at(order), asked(change));
  need(reply.status !== 404, "claims");
  assert.equal(reply.status, 201, reply.text);
  return reply.json;
}

test("silence accepts the claim by itself, once", async () => {
  const shop = await open();
  const { buyer, order } = await delivered(shop);
  const made = await claim(shop, order);
  assert.equal(made.state, "open");
  assert.equal(made.promises[0].kind, "answer_claim");
  await later(shop, 49 * HOUR);
  const seen = (await shop.api("GET", at(order, `/${made.number}`))).json;
  assert.ok(OWED.includes(seen.state), seen.state);
  assert.ok(seen.is_by_rule);
  assert.equal(seen.promises[0].outcome, "broken");
  await later(shop, 2 * HOUR);
  const whole = await buyer.see(order);
  assert.equal(whole.refunds.length, 1);
  assert.ok(OWED.includes(whole.claims[0].state));
  assert.ok(whole.timeline.some((e) => /Klaim|claim/i.test(e.text)), "the timeline tells it");
});

test("both sides are told, with the dated promise", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const made = await claim(shop, order);
  await later(shop, 60e3);
  const out = await shop.get("/test/outbox");
  assert.ok(out.text.includes(made.number), "the shop's mail names the claim");
  const notices = await admin(shop, "GET", "/admin/notices");
  assert.equal(notices.status, 200, notices.text);
  assert.ok(notices.text.includes(made.number) || notices.text.includes("claim_news"), "the buyer's message waits for staff");
});

test("double refund is impossible", async () => {
  const shop = await open();
  const { buyer, order } = await delivered(shop);
  const made = await claim(shop, order);
  const twice = await shop.api("POST", at(order), asked());
  assert.equal(twice.status, 422, twice.text);
  assert.equal(twice.json.errors[0].field, "lines");
  const both = await Promise.all([1, 2].map(() => admin(shop, "POST", `/admin/claims/${made.number}/accept`, {})));
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409]);
  assert.equal((await buyer.see(order)).refunds.length, 1);
});

test("the same pieces claimed twice at once are in one claim", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const both = await Promise.all([1, 2, 3, 4].map(() => shop.api("POST", at(order), asked())));
  assert.deepEqual(both.map((r) => r.status).sort(), [201, 422, 422, 422]);
});

test("lines not bought, too many, before delivery, after the window: refused with the reason", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const say = async (change) => (await shop.api("POST", at(order), asked(change)));
  for (const change of [{ lines: [{ sku: "NOT-THERE", quantity: 1 }] }, { lines: [{ sku: "KU-200-B", quantity: 5 }] }, { kind: "changed_mind" }, { wish: "repair" }]) {
    const reply = await say(change);
    assert.equal(reply.status, 422, reply.text);
    assert.ok(reply.json.errors[0].message.length > 10);
  }
  await later(shop, 10 * DAY);
  const late = await say({});
  assert.equal(late.status, 422);
  assert.match(late.json.errors[0].message, /20\d\d/);
});

test("another buyer's key opens nothing", async () => {
  const shop = await open();
  const one = await delivered(shop), two = await delivered(shop);
  const made = await claim(shop, one.order);
  const strange = await shop.api("POST", `/orders/${one.order.number}/claims?key=${two.order.key}`, asked());
  assert.ok([403, 404].includes(strange.status), strange.text);
  const crossed = await shop.api("GET", at(two.order, `/${made.number}`));
  assert.equal(crossed.status, 404);
});

test("contest, second person, appeal, final", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const made = await claim(shop, order);
  const contested = await admin(shop, "POST", `/admin/claims/${made.number}/contest`, { text: "Foto menunjukkan segelnya utuh." });
  assert.equal(contested.status, 200, contested.text);
  assert.equal(contested.json.state, "contested");
  await later(shop, 5 * DAY); // nobody else in the shop, nobody decided: the buyer's wish
  const seen = (await shop.api("GET", at(order, `/${made.number}`))).json;
  assert.equal(seen.decision.decided_by, "rule");
  assert.equal(seen.decision.is_upheld, true);
  assert.ok(["return_due", ...OWED].includes(seen.state), seen.state);
});

test("a return inspected and found wanting waits for the buyer's word", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const made = await claim(shop, order);
  const act = async (name, body = {}) => {
    const reply = await admin(shop, "POST", `/admin/claims/${made.number}/${name}`, body);
    assert.equal(reply.status, 200, `${name}: ${reply.text}`);
    return reply.json;
  };
  assert.equal((await act("accept", { needs_return: true })).state, "return_due");
  const back = await shop.api("POST", at(order, `/${made.number}/send_back`), { carrier: "jne", tracking_number: "R1" });
  assert.equal(back.json.state, "return_sent", back.text);
  assert.equal((await act("receive")).state, "return_received");
  const bare = await admin(shop, "POST", `/admin/claims/${made.number}/inspect`, { verdict: "not_ok" });
  assert.equal(bare.status, 400, "not ok without reasons");
  assert.equal((await act("inspect", { verdict: "not_ok", text: "Nomor seri lain dari yang kami kirim." })).state, "inspected_not_ok");
  const contested = await shop.api("POST", at(order, `/${made.number}/appeal`), { text: "Itu nomor di kardusnya." });
  assert.equal(contested.json.state, "contested", contested.text);
});

test("a replacement goes out, arrives, and settles the claim", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const made = await claim(shop, order, { wish: "replacement" });
  const accepted = await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {});
  assert.equal(accepted.json.promises.at(-1).kind, "replace");
  const sent = await admin(shop, "POST", `/admin/claims/${made.number}/send`, { carrier: "jne", tracking_number: "G1" });
  assert.equal(sent.json.state, "remedy_sent", sent.text);
  const here = await shop.api("POST", at(order, `/${made.number}/arrive`), {});
  assert.equal(here.json.state, "settled", here.text);
});

test("the form works without scripts, keeps what was typed, and takes a picture", async () => {
  const shop = await open();
  const { order } = await delivered(shop);
  const page = await shop.get(`/orders/${order.number}/claims/new?key=${order.key}`);
  assert.equal(page.status, 200);
  const token = /name="csrf_token" value="([^"]+)"/.exec(page.text)[1];
  const line = /name="lines\.0\.line" value="(\d+)"/.exec(page.text)[1];
  const cookie = (page.headers["set-cookie"] ?? []).map((c) => c.split(";")[0]).join("; ");
  const office = new Office(shop);
  office.cookie = cookie;
  office.token = token;
  const fields = { kind: "damaged", wish: "repair", text: "Kemasannya sobek lebar.", "lines.0.line": line, "lines.0.quantity": "1" };
  const refused = await office.upload(`/orders/${order.number}/claims?key=${order.key}`, fields, { field: "file_1", name: "a.jpg", bytes: JPEG, type: "image/jpeg" });
  assert.equal(refused.status, 422, refused.text.slice(0, 300));
  assert.match(refused.text, /Kemasannya sobek lebar\./);
  const html = await office.upload(`/orders/${order.number}/claims?key=${order.key}`, { ...fields, wish: "refund" },
    { field: "file_1", name: "a.jpg", bytes: Buffer.from([0, 1, 2, 3]), type: "image/jpeg" });
  assert.equal(html.status, 415, "bytes that are no picture");
  const made = await office.upload(`/orders/${order.number}/claims?key=${order.key}`, { ...fields, wish: "refund" },
    { field: "file_1", name: "a.jpg", bytes: JPEG, type: "image/jpeg" });
  assert.equal(made.status, 303, made.text.slice(0, 300));
  const seen = await shop.get(made.headers.location);
  assert.equal(seen.status, 200);
  const file = /src="([^"]*\/files\/\d+[^"]*)"/.exec(seen.text)[1].replaceAll("&amp;", "&");
  const picture = await shop.get(file);
  assert.equal(picture.status, 200);
  assert.equal(picture.headers["content-type"], "image/jpeg");
  assert.equal((await shop.get(file.replace(/\?.*/, ""))).status >= 400, true, "without the key");
});

test("a replacement's parcel: news by staff keep the promised day; never arrived, the money is due without a word", async () => {
  const shop = await open();
  const go = async (name) => {
    const { order } = await delivered(shop);
    const made = await claim(shop, order, { wish: "replacement" });
    await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {});
    const sent = await admin(shop, "POST", `/admin/claims/${made.number}/send`, { carrier: "jne", tracking_number: name });
    assert.deepEqual(sent.json.promises.slice(1).map((p) => `${p.kind} ${p.outcome}`).sort(), ["deliver open", "replace kept"], sent.text);
    return { order, number: made.number, due: Date.parse(sent.json.sent.due_at) };
  };
  const come = await go("G-COMES"), lost = await go("G-LOST");
  const early = await shop.api("POST", at(come.order, `/${come.number}/miss`), { text: "Belum." });
  assert.equal(early.status, 409, "it may still come");
  const odd = await admin(shop, "POST", `/admin/claims/${come.number}/events`, { status: "Eaten" });
  assert.equal(odd.status, 400, odd.text);
  const here = await admin(shop, "POST", `/admin/claims/${come.number}/events`, { status: "Delivered", place: "Bandung" });
  assert.equal(here.status, 200, here.text);
  assert.equal(here.json.sent.events[0].place, "Bandung");
  assert.equal(here.json.promises.find((p) => p.kind === "deliver").outcome, "kept");
  assert.equal(here.json.state, "remedy_sent", "the buyer has two days to object");
  const { json: clock } = await shop.get("/test/clock");
  await later(shop, lost.due - Date.parse(clock.now) + HOUR);
  const asked = (await shop.api("GET", at(lost.order, `/${lost.number}`))).json;
  assert.ok(asked.sent.asked_at, "past its day the buyer is asked");
  assert.equal(asked.next.by, "lost");
  const board = await admin(shop, "GET", "/admin/claims");
  assert.ok(board.json.items.some((i) => i.number === lost.number), "and staff look for it");
  await later(shop, Date.parse(asked.next.due_at) - lost.due + HOUR);
  assert.equal((await shop.api("GET", at(come.order, `/${come.number}`))).json.state, "settled");
  const paid = (await shop.api("GET", at(lost.order, `/${lost.number}`))).json;
  assert.ok(OWED.includes(paid.state) && paid.remedy === "refund", paid.state);
  assert.ok(paid.steps.some((s) => s.act === "lose"), "and says why");
});

test("what the way back cost is repaid beside the refund, by hand, with proof", async () => {
  const shop = await open();
  const { buyer, order } = await delivered(shop);
  const made = await claim(shop, order, { kind: "wrong_item" });
  await admin(shop, "POST", `/admin/claims/${made.number}/accept`, { needs_return: true });
  const back = await shop.api("POST", at(order, `/${made.number}/send_back`), { carrier: "jne", tracking_number: "RP1", postage: { amount: 18000, currency: "IDR" } });
  assert.equal(back.json.postage?.amount, 18000, back.text);
  await admin(shop, "POST", `/admin/claims/${made.number}/receive`, {});
  const passed = await admin(shop, "POST", `/admin/claims/${made.number}/inspect`, { verdict: "ok", disposition: "restock" });
  assert.equal(passed.json.is_postage_owed, true, passed.text);
  const whole = await buyer.see(order);
  const postage = whole.refunds.find((r) => r.amount.amount === 18000);
  assert.equal(postage.state, "needs_bank_account", JSON.stringify(whole.refunds));
  const account = await shop.api("POST", `/orders/${order.number}/refund-account?key=${order.key}`, { bank: "BCA", number: "1234567890", holder: "Sari" });
  assert.equal(account.status, 200, account.text);
  const settled = await admin(shop, "POST", `/admin/orders/${order.number}/refunds/${postage.id}/settle`, { reference: "BCA 18" });
  assert.equal(settled.status, 200, settled.text);
  const messages = await admin(shop, "GET", `/admin/orders/${order.number}`);
  const kinds = messages.json.messages.map((m) => m.kind).filter((k) => k.startsWith("refund"));
  assert.deepEqual(kinds.sort(), ["refund_done", "refund_done", "refund_due", "refund_due"], "two for each of the two");
  assert.equal((await shop.run(["check"])).code, 0);
});

test("a proposal is recalled two days before it rests, and can be taken up again", async () => {
  const shop = await open();
  const { order } = await delivered(shop, 2);
  const made = await claim(shop, order);
  const offer = await admin(shop, "POST", `/admin/claims/${made.number}/propose`, { remedy: "partial_refund", reason: "Goresannya kecil.", amount: { amount: 5000, currency: "IDR" } });
  assert.equal(offer.status, 200, offer.text);
  const recalled = async () => (await admin(shop, "GET", "/admin/notices")).json.items.filter((n) => n.kind === "claim_reminder");
  await later(shop, 4 * DAY);
  const before = (await recalled()).length;
  await later(shop, 1.5 * DAY);
  assert.equal((await recalled()).length, before + 1);
  await later(shop, 2 * DAY);
  assert.equal((await shop.api("GET", at(order, `/${made.number}`))).json.state, "lapsed");
  const again = await shop.api("POST", at(order, `/${made.number}/resume`), {});
  assert.equal(again.json.state, "proposed", again.text);
});

test("each refusal of the form says why in words and keeps what was typed", async () => {
  const shop = await open();
  const { order } = await delivered(shop, 2), other = await delivered(shop);
  const office = new Office(shop);
  const formOf = async (of) => {
    const page = await shop.get(`/orders/${of.number}/claims/new?key=${of.key}`);
    office.cookie = (page.headers["set-cookie"] ?? []).map((c) => c.split(";")[0]).join("; ") || office.cookie;
    office.token = /name="csrf_token" value="([^"]+)"/.exec(page.text)[1];
    return /name="lines\.0\.line" value="(\d+)"/.exec(page.text)?.[1];
  };
  const foreign = await formOf(other.order), line = await formOf(order);
  const words = "Kemasannya sobek lebar sekali.";
  const send = (change, bytes = JPEG) => office.upload(`/orders/${order.number}/claims?key=${order.key}`,
    { kind: "damaged", wish: "refund", text: words, "lines.0.line": line, "lines.0.quantity": "1", ...change }, { field: "file_1", name: "a.jpg", bytes, type: "image/jpeg" });
  const refused = async (reply, status, why) => {
    assert.equal(reply.status, status, reply.text.slice(0, 300));
    assert.match(reply.text, why);
    assert.ok(reply.text.includes(words), "what was typed stays");
    assert.match(reply.text, /<option|<input[^>]*value="damaged"[^>]*checked|checked[^>]*value="damaged"/, "and what was chosen");
  };
  await refused(await send({ "lines.0.line": foreign }), 422, /bukan bagian dari pesanan ini/i);
  await refused(await send({ "lines.0.quantity": "9" }), 422, /lebih/i);
  await refused(await send({ "lines.0.quantity": "0" }), 422, /barang yang mana/i);
  await refused(await send({}, Buffer.from("<html><script>alert(1)</script></html>")), 415, /gambar|foto/i);
  await refused(await send({}, Buffer.from("MZ\u0000\u0001", "latin1")), 415, /gambar|foto/i);
  const big = (bytes) => Buffer.concat([JPEG.subarray(0, 20), Buffer.alloc(bytes, 7), JPEG.subarray(20)]);
  await refused(await send({}, big(11e6)), 400, /terlalu besar: paling besar 10 MB/i);
  await refused(await send({}, big(40e6)), 413, /paling banyak 32 MB sekali kirim/); // read to its end, kept only at both
  const huge = await send({}, big(70e6)).catch(() => null); // answered before all of it came
  if (huge) {
    assert.equal(huge.status, 413);
    assert.match(huge.text, /paling banyak 32 MB sekali kirim/, "and the limit");
  }
  assert.equal((await shop.api("GET", `/orders/${order.number}?key=${order.key}`)).json.claims.length, 0, "nothing was made of any of them");
  const three = [1, 2, 3].map((n) => ({ field: `file_${n}`, name: "a.jpg", bytes: big(9e6 + n), type: "image/jpeg" }));
  const made = await office.upload(`/orders/${order.number}/claims?key=${order.key}`,
    { kind: "damaged", wish: "refund", text: words, "lines.0.line": line, "lines.0.quantity": "1" }, ...three);
  assert.equal(made.status, 303, "each of the three has less than 10 MB");
  await refused(await send({ "lines.0.quantity": "2" }), 422, /sudah ada dalam klaim/i);
  const late = await delivered(shop);
  await later(shop, 12 * DAY);
  const lateLine = await formOf(late.order);
  const reply = await office.upload(`/orders/${late.order.number}/claims?key=${late.order.key}`,
    { kind: "damaged", wish: "refund", text: words, "lines.0.line": lateLine, "lines.0.quantity": "1" }, { field: "file_1", name: "a.jpg", bytes: JPEG, type: "image/jpeg" });
  await refused(reply, 422, /20\d\d/);
  const stranger = await office.upload(`/orders/${order.number}/claims?key=${late.order.key}`, { kind: "damaged", wish: "refund", text: words }, { field: "file_1", name: "a.jpg", bytes: JPEG, type: "image/jpeg" });
  assert.ok([403, 404].includes(stranger.status), "another buyer's link");
  assert.ok(!stranger.text.includes(order.number) || stranger.status === 404, "learns nothing");
});

test("the board lists them, and amanah check finds nothing", async () => {
  const shop = await open();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out.split("\n").filter((l) => l.startsWith("FAIL")).join("\n") + checked.err);
  const reply = await admin(shop, "GET", "/admin/claims?state=all");
  assert.equal(reply.status, 200);
  assert.ok(reply.json.items.length > 0);
});
