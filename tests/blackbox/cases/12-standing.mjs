// SPDX-License-Identifier: Apache-2.0
// Protection against abuse: a step is added by rule, shown with its figures, contested, decided by somebody; it never takes a right away.
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Office } from "../lib/office.mjs";
import { Buyer } from "../lib/buyer.mjs";

let token;
// A shop of its own for each: whoever is flagged raises the mean everybody else is held against.
const open = () => {
  token = undefined;
  return lazyShop()();
};
const DAY = 24 * 3600e3;
describe("standing");

async function admin(shop, method, path, body) {
  token ??= JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  return shop.api(method, path, body, { headers: { Authorization: `Bearer ${token}` } });
}

async function later(shop, ms) {
  const { json } = await shop.get("/test/clock");
  const reply = await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

async function staff(shop, role) {
  const me = { email: `${role}@example.com`, password: "kata sandi toko 2026" };
  await shop.run(["staff", "add", "--name", role, "--email", me.email, "--role", role, "--password-stdin"], { input: me.password + "\n" });
  const office = new Office(shop);
  assert.equal((await office.login(me)).status, 303);
  await office.get("/admin");
  return office;
}

async function send(shop, order) {
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `S${order.number}` });
  assert.equal(sent.status, 201, sent.text);
  return sent.json.id;
}

/** Delivered to this number. */
async function delivered(shop, phone) {
  const buyer = new Buyer(shop);
  buyer.phone = phone;
  const { order, payment } = await buyer.order("KU-200-B");
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const here = await admin(shop, "POST", `/admin/shipments/${await send(shop, order)}/events`, { status: "Delivered" });
  assert.equal(here.status, 200, here.text);
  return { buyer, order };
}

async function claim(shop, order) {
  const made = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`,
    { kind: "damaged", wish: "refund", lines: [{ sku: "KU-200-B", quantity: 1 }], text: "Kemasannya sobek." });
  need(made.status !== 404, "claims");
  assert.equal(made.status, 201, made.text);
  return made.json;
}

async function granted(shop, phone) {
  const { buyer, order } = await delivered(shop, phone);
  const made = await claim(shop, order);
  const yes = await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {});
  assert.equal(yes.status, 200, yes.text);
  await later(shop, 60e3); // the sandbox pays back at once
  return { buyer, order };
}

async function flagged(shop, phone) {
  let last;
  for (let i = 0; i < 5; i++) last = await granted(shop, phone);
  return last;
}

test("four claims of four are too few; the fifth adds a step, with figures, end and a way against it", async () => {
  const shop = await open();
  const phone = "081277770001";
  let last;
  for (let i = 0; i < 4; i++) last = await granted(shop, phone);
  assert.deepEqual((await last.buyer.see(last.order)).standing, []);
  last = await granted(shop, phone);
  const seen = await last.buyer.see(last.order);
  assert.equal(seen.standing.length, 1, JSON.stringify(seen.standing));
  const step = seen.standing[0];
  assert.equal(step.kind, "return_first");
  assert.deepEqual([step.orders, step.claims, step.mean_bp], [5, 5, 200]);
  assert.ok(Math.abs(step.low_bp - 972) <= 1, `the bound of the worked example: ${step.low_bp}`);
  assert.ok(Date.parse(step.until) - Date.parse(step.since) === 90 * DAY);
  const page = await shop.get(`/orders/${last.order.number}?key=${last.order.key}`);
  assert.match(page.text, /5 dari 5 pesanan/);
  const stranger = await delivered(shop, "081277770009");
  assert.deepEqual((await stranger.buyer.see(stranger.order)).standing, [], "nobody else's");
  const board = await admin(shop, "GET", "/admin/standing");
  assert.ok(board.json.items.some((i) => i.kind === "return_first" && i.order_number), board.text);
});

test("it takes no right away: the claim is taken, the goods come back first, the money follows", async () => {
  const shop = await open();
  const phone = "081277770002";
  await flagged(shop, phone);
  const { order } = await delivered(shop, phone);
  const made = await claim(shop, order);
  const yes = await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {});
  assert.equal(yes.json.state, "return_due", yes.text);
});

test("contested with reasons, decided by a second person, never counted again", async () => {
  const shop = await open();
  const phone = "081277770003";
  const { buyer, order } = await flagged(shop, phone);
  const step = (await buyer.see(order)).standing[0];
  const say = (id, words, who = order) => shop.api("POST", `/orders/${who.number}/standing/${id}?key=${who.key}`, { words });
  assert.equal((await say(step.id, "Tidak")).status, 400, "reasons");
  const other = await delivered(shop, "081277770008");
  assert.equal((await say(step.id, "Ini bukan nomor saya.", other.order)).status, 404, "another number's step");
  const contested = await say(step.id, "Gelasnya selalu pecah: kardusnya terlalu tipis.");
  assert.equal(contested.status, 200, contested.text);
  const waiting = (await buyer.see(order)).standing[0];
  assert.equal(waiting.state, "contested");
  assert.ok(waiting.decide_by, "with the date of the decision");
  assert.equal((await say(step.id, "Sekali lagi, kardusnya tipis.")).status, 409, "once");
  const list = await admin(shop, "GET", "/admin/decisions");
  const decision = list.json.items.find((d) => d.kind === "standing" && !d.decided_at);
  assert.ok(decision, list.text);
  const second = await staff(shop, "care");
  await second.get(`/decisions/${decision.number}`);
  await second.done(`/decisions/${decision.number}`, { verdict: "upheld", reasons: "Foto kardusnya memang tipis semua." });
  assert.equal((await buyer.see(order)).standing[0].state, "lifted");
  await granted(shop, phone);
  assert.ok((await buyer.see(order)).standing.every((s) => s.state === "lifted"), "what was lifted is not held against anybody again");
});

test("nobody decides: lifted; staff lift with a reason that is counted", async () => {
  const other = await open();
  const first = await flagged(other, "081277770004");
  const one = (await first.buyer.see(first.order)).standing[0];
  await other.api("POST", `/orders/${first.order.number}/standing/${one.id}?key=${first.order.key}`, { words: "Kardusnya terlalu tipis." });
  await later(other, 4 * DAY);
  assert.equal((await first.buyer.see(first.order)).standing[0].state, "lifted", "the buyer's wish counts");
  const shop = await open();
  const second = await flagged(shop, "081277770005");
  const two = (await second.buyer.see(second.order)).standing[0];
  const bare = await admin(shop, "POST", `/admin/standing/${two.id}/lift`, { reason: "" });
  assert.equal(bare.status, 400, bare.text);
  const lifted = await admin(shop, "POST", `/admin/standing/${two.id}/lift`, { reason: "Satu kiriman kopi memang lembap." });
  assert.equal(lifted.status, 200, lifted.text);
  assert.equal((await second.buyer.see(second.order)).standing[0].state, "lifted");
});

test("cash on delivery refused at the door twice: no more of it for the number, every other way stays", async () => {
  const shop = await open();
  const phone = "081277770006";
  const office = await staff(shop, "owner");
  await office.settings("payment", { "payment.cod": "1" });
  for (let i = 0; i < 2; i++) {
    const buyer = new Buyer(shop);
    buyer.phone = phone;
    await buyer.add("KU-200-B");
    const placed = await buyer.checkout({ payment_method: "cod" });
    need(placed.status !== 422 || i > 0, "cash on delivery");
    assert.equal(placed.status, 201, placed.text);
    const { order } = placed.json;
    const sure = await admin(shop, "POST", `/admin/orders/${order.number}/confirm-cod`, {});
    assert.equal(sure.status, 200, sure.text);
    const back = await admin(shop, "POST", `/admin/orders/${order.number}/shipments/${await send(shop, order)}/returned`, {});
    assert.equal(back.status, 200, back.text);
  }
  const buyer = new Buyer(shop);
  buyer.phone = phone;
  await buyer.add("KU-200-B");
  const refused = await buyer.checkout({ payment_method: "cod" });
  assert.equal(refused.status, 409, refused.text);
  assert.equal(refused.json.errors[0].field, "payment_method", refused.text);
  assert.ok(refused.json.errors[0].message.length > 20, "says why");
  const paid = await buyer.checkout({ payment_method: "sandbox" });
  assert.equal(paid.status, 201, paid.text);
  const seen = await buyer.see(paid.json.order);
  const step = seen.standing.find((s) => s.kind === "no_cod");
  assert.equal(step.refusals, 2, JSON.stringify(seen.standing));
  assert.equal((await shop.run(["check"])).code, 0);
});
