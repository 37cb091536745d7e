// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test, until } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
const HOUR = 3600e3;
describe("time");

async function now(shop) {
  const reply = await shop.get("/test/clock");
  need(reply.status !== 404, "test clock");
  assert.equal(reply.status, 200);
  return Date.parse(reply.json.now);
}

async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
  assert.ok((await now(shop)) >= at - 1000, "time runs on from there");
}

test("time moves forward and never back", async () => {
  const shop = await open();
  const start = await now(shop);
  await moveTo(shop, start + HOUR);
  const back = await shop.post("/test/clock", { now: new Date(start - HOUR).toISOString() });
  assert.ok(back.status >= 400, "time went back");
  assert.ok((await now(shop)) >= start + HOUR);
});

test("an unpaid order expires and gives its goods back", async () => {
  const shop = await open();
  const stock = async () => (await shop.api("GET", "/products/satu-lagi")).json.variants[0].stock.quantity;
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("SATU");
  assert.equal(await stock(), 0);
  await moveTo(shop, (await now(shop)) + 49 * HOUR);
  assert.equal((await buyer.see(order)).payment_status, "expired");
  assert.equal(await stock(), 1);
});

test("a transfer told in the 23rd hour and confirmed in the 30th lives", async () => {
  const shop = await open();
  const start = await now(shop);
  const buyer = new Buyer(shop);
  const added = await buyer.add("KU-200-B");
  assert.ok(added.status < 300);
  const reply = await buyer.checkout({ payment_method: "bank_transfer" });
  need(reply.status === 201, "bank_transfer");
  const { order, payment } = reply.json;
  await moveTo(shop, start + 23 * HOUR);
  const said = await shop.api("POST", `/orders/${order.number}/transferred?key=${order.key}`, {});
  need(said.status !== 404, "transferred");
  assert.equal(said.status, 200, said.text);
  await moveTo(shop, start + 30 * HOUR);
  const seen = await buyer.see(order);
  assert.equal(seen.status, "open");
  assert.notEqual(seen.payment_status, "expired");
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  need(token.code !== 2, "token create");
  assert.equal(token.code, 0, token.err);
  const bearer = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const confirmed = await shop.api("POST", `/admin/orders/${order.number}/confirm`, { amount: payment.amount.amount }, { headers: bearer });
  need(confirmed.status !== 404, "confirm");
  assert.equal(confirmed.status, 200, confirmed.text);
  assert.equal((await buyer.see(order)).payment_status, "paid");
});

test("a promise to ship that nobody keeps is broken by the clock, and says so", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B");
  await buyer.sandbox(payment, "pay");
  const ship = (await buyer.see(order)).promises.find((p) => p.kind === "ship");
  assert.ok(ship, "no promise to ship");
  await moveTo(shop, Date.parse(ship.due_at) + 1000);
  const after = (await buyer.see(order)).promises.find((p) => p.kind === "ship");
  assert.equal(after.outcome, "broken");
});

test("messages that would have been sent can be read", async () => {
  const shop = await open();
  const buyer = new Buyer(shop);
  await buyer.order("KU-200-B", 1, { email: "sri@example.com" });
  await moveTo(shop, (await now(shop)) + 60e3);
  const outbox = await shop.get("/test/outbox");
  need(outbox.status !== 404, "test outbox");
  assert.equal(outbox.status, 200);
  assert.match(outbox.text, /sri@example\.com/);
});

test("a stop in the middle of a jump of the clock ends cleanly", async () => {
  const shop = await lazyShop()();
  const start = await now(shop);
  const jump = shop.post("/test/clock", { now: new Date(start + 3000 * 24 * HOUR).toISOString() }).catch((error) => error);
  await until("it to be on its way", async () => (await now(shop)) > start + 24 * HOUR);
  assert.deepEqual(await shop.stop(), { code: 0, signal: null }, shop.log.slice(-2000));
  await jump;
});

test("without the switch there is no test clock", async () => {
  const shop = await open();
  await shop.stop();
  await shop.serve(["--no-rate-limit"]);
  assert.equal((await shop.get("/test/clock")).status, 404);
  assert.equal((await shop.get("/test/outbox")).status, 404);
});

test("afterwards everything adds up", async () => {
  const shop = await open();
  await shop.stop();
  const check = await shop.run(["check"]);
  need(check.code !== 2, "check");
  assert.equal(check.code, 0, check.out + check.err);
});
