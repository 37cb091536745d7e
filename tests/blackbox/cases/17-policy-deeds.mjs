// SPDX-License-Identifier: Apache-2.0
// What a published policy says is what the running shop does: for orders from then on, and only for those.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office } from "../lib/office.mjs";
import { lazyShop, ROOT } from "../lib/shop.mjs";

const open = lazyShop();
const HOUR = 3600e3, DAY = 24 * HOUR;
describe("policy deeds");

let token;
async function ask(shop, method, path, body) {
  token ??= JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  return shop.api(method, path, body, { headers: { Authorization: `Bearer ${token}` } });
}
async function admin(shop, ...what) {
  const reply = await ask(shop, ...what);
  assert.ok(reply.status < 300, `${what[1]}: ${reply.status} ${reply.text}`);
  return reply.json;
}
const publish = (shop, kind, values) => admin(shop, "POST", `/admin/policies/${kind}`,
  { params: Object.entries(values).map(([name, value]) => ({ name, value: String(value) })) });

const now = async (shop) => Date.parse((await shop.get("/test/clock")).json.now);
async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

async function paid(shop) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  return { order, see: () => buyer.see(order) };
}
async function deliver(shop, { order }) {
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `D${order.number}` });
  await admin(shop, "POST", `/admin/shipments/${sent.id}/events`, { status: "Delivered" });
}
const due = (seen, kind) => Date.parse(seen.promises.find((p) => p.kind === kind).due_at);

test("working hours until shipped: the text, the setting and the next order's promise, never an old one", async () => {
  const shop = await open();
  const old = await paid(shop), before = due(await old.see(), "ship");
  await publish(shop, "shipping", { handling_hours: 90 });
  const fresh = await paid(shop);
  assert.ok(due(await fresh.see(), "ship") > before + 5 * DAY, "ten working days of nine hours");
  assert.equal(due(await old.see(), "ship"), before);
  assert.match((await shop.run(["setting", "promise.handling_hours"])).out, /\b90\b/);
  assert.match((await shop.get("/policies/shipping")).text, /90 jam kerja/);
  const set = await shop.run(["setting", "promise.handling_hours", "12"]);
  assert.equal(set.code, 0, set.err);
  /* A command beside the server: on PostgreSQL the server is told a few milliseconds later. */
  await until("the text to follow", async () => /12 jam kerja/.test((await shop.get("/policies/shipping")).text));
});

test("a packed order that is late by the hours of its policy is the buyer's to cancel", async () => {
  const shop = await open();
  await publish(shop, "shipping", { cancel_hours: 30 });
  const late = await paid(shop);
  await publish(shop, "shipping", { cancel_hours: 300 });
  await admin(shop, "POST", `/admin/orders/${late.order.number}/pack`, {});
  const seen = await late.see();
  assert.equal(seen.can_cancel, false);
  assert.equal(Date.parse(seen.cancel_from), due(seen, "ship") + 30 * HOUR, "by the version of its day");
  const cancel = () => shop.api("POST", `/orders/${late.order.number}/cancel?key=${encodeURIComponent(late.order.key)}`, {});
  assert.match((await shop.get(`/orders/${late.order.number}?key=${late.order.key}`)).text, /Anda boleh membatalkan dan uang kembali penuh/);
  assert.equal((await cancel()).status, 409);
  await moveTo(shop, Date.parse(seen.cancel_from) + 60e3);
  assert.equal((await late.see()).can_cancel, true);
  const done = await cancel();
  assert.equal(done.status, 200, done.text);
  await moveTo(shop, (await now(shop)) + 60e3);
  const after = await late.see();
  assert.equal(after.status, "canceled");
  assert.equal(after.refunds[0].amount.amount, after.totals.total.amount, "all of it");
  assert.equal(after.promises.find((p) => p.kind === "ship").outcome, "broken", "a verdict does not change");
});

test("the choice between a replacement and the money is the buyer's; staff who propose otherwise say why, in public", async () => {
  const shop = await open();
  const bought = await paid(shop);
  await deliver(shop, bought);
  const made = await shop.api("POST", `/orders/${bought.order.number}/claims?key=${encodeURIComponent(bought.order.key)}`,
    { kind: "defective", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Tidak menyala." });
  assert.equal(made.status, 201, made.text);
  const overrides = async () => (await shop.api("GET", "/promises")).json.override_count;
  const count = await overrides();
  const bare = await ask(shop, "POST", `/admin/claims/${made.json.number}/propose`, { remedy: "replacement" });
  assert.equal(bare.status, 400, bare.text);
  assert.deepEqual(bare.json.errors.map((e) => e.field), ["reason"]);
  const offer = await ask(shop, "POST", `/admin/claims/${made.json.number}/propose`, { remedy: "replacement", reason: "Pengganti siap dikirim hari ini." });
  assert.equal(offer.json.state, "proposed", offer.text);
  assert.equal(await overrides(), count + 1);
  const page = `/orders/${bought.order.number}/claims/${made.json.number}`;
  const seen = await shop.get(`${page}?key=${bought.order.key}`);
  assert.doesNotMatch(seen.text, /Pengganti siap dikirim hari ini/, "the reason is the shop's own");
  const off = await ask(shop, "POST", "/admin/policies/guarantee", { params: [{ name: "buyer_chooses", value: "0" }] });
  assert.equal(off.status, 422, "no Indonesian shop may take the choice away");
  assert.match(off.text, /PP 80\/2019 ps\. 69/);
});

/** The next day (its midnight in UTC) with two free days among the three after it; Saturdays are worked on. */
function dayBeforeFreeDays(after) {
  const holidays = new Set(fs.readFileSync(path.join(ROOT, "data/holidays-id.tsv"), "utf8").match(/^\d{4}-\d\d-\d\d(?=\tholiday)/gm));
  const last = Date.parse([...holidays].sort().at(-1));
  const isFree = (at) => new Date(at).getUTCDay() === 0 || holidays.has(new Date(at).toISOString().slice(0, 10));
  for (let day = Math.ceil(after / DAY) * DAY; day < last; day += DAY) {
    if ([1, 2, 3].filter((n) => isFree(day + n * DAY)).length >= 2) return day;
  }
  return skip("data/holidays-id.tsv names no free days to come");
}

test("around a holiday the two working days of the law are later than three days, and the later counts", async () => {
  const shop = await open();
  const day = dayBeforeFreeDays(await now(shop));
  await moveTo(shop, day + 3 * HOUR); // ten in the morning
  const bought = await paid(shop);
  await deliver(shop, bought);
  const cover = (await bought.see()).lines[0].covers[0];
  assert.ok(Date.parse(cover.until) > day + 3 * DAY + 17 * HOUR, cover.until); // the end of the third day in Jakarta
  await moveTo(shop, Date.parse(cover.until) - HOUR);
  const seen = (await bought.see()).lines[0].covers[0];
  assert.equal(seen.why, "law");
  assert.ok(seen.is_covered);
});

test("the editor says what each preset would have cost on the orders of the last 90 days", async () => {
  const shop = await open();
  await moveTo(shop, (await now(shop)) + HOUR);
  const bought = await paid(shop);
  await deliver(shop, bought);
  const made = await shop.api("POST", `/orders/${bought.order.number}/claims?key=${encodeURIComponent(bought.order.key)}`,
    { kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund" });
  assert.equal(made.status, 201, made.text);
  const editor = await admin(shop, "GET", "/admin/policies/guarantee");
  assert.equal(editor.past.days, 90);
  assert.ok(editor.past.orders >= 1 && editor.past.total.amount > 0, JSON.stringify(editor.past));
  assert.deepEqual(editor.presets.map((p) => p.name).slice(0, 2), ["3d", "30d"]);
  for (const preset of editor.presets) {
    assert.ok(preset.covered_count >= 1 && preset.covered.amount > 0, `${preset.name}: the claim of today is within both`);
  }
});

test("a courier's delay announced in advance moves new promises and leaves old ones", async () => {
  const shop = await open();
  const old = await paid(shop), before = due(await old.see(), "deliver");
  const day = (ms) => new Date(ms + 7 * HOUR).toISOString().slice(0, 10);
  const at = await now(shop);
  await admin(shop, "POST", "/admin/delays", { note_id: "Lebaran", from: day(at + DAY), until: day(at + 20 * DAY), extra_days: 4 });
  const fresh = await paid(shop);
  assert.ok(due(await fresh.see(), "deliver") >= before + 4 * DAY, "four days later");
  assert.equal(due(await old.see(), "deliver"), before);
});

test("a longer returns policy stands beside the guarantee on the order, and can be claimed by", async () => {
  const shop = await open();
  await publish(shop, "returns", { window_days: 20 });
  const bought = await paid(shop);
  await deliver(shop, bought);
  const page = `/orders/${bought.order.number}?key=${bought.order.key}`;
  assert.match((await shop.get(page)).text, /retur sampai/);
  await moveTo(shop, (await now(shop)) + 15 * DAY);
  const made = await shop.api("POST", `/orders/${bought.order.number}/claims?key=${encodeURIComponent(bought.order.key)}`,
    { kind: "wrong_item", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund" });
  assert.equal(made.status, 201, made.text);
});

test("a setting may not say what the law forbids its policy to say, and is told which rule", async () => {
  const shop = await open();
  const cli = await shop.run(["setting", "promise.refund_days", "8"]);
  assert.notEqual(cli.code, 0);
  assert.match(cli.err, /UU 8\/1999 ps\. 19/);
  const office = new Office(shop);
  await office.login();
  await office.get("/admin/settings/hours");
  const web = await office.post("/admin/settings/hours", { "settings.0.key": "promise.refund_days", "settings.0.value": "8" });
  assert.equal(web.status, 400, messages(web.text));
  assert.match(messages(web.text), /UU 8\/1999 ps\. 19/);
  assert.doesNotMatch(messages(web.text), /policy|refund_days/, "in the words of people");
  assert.match((await shop.run(["setting", "promise.refund_days"])).out, /^3$/m);
});

test("everything adds up", async () => {
  const shop = await open();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
