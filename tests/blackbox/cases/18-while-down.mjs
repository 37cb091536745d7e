// SPDX-License-Identifier: Apache-2.0
// Something falls due while nobody is there: the machine is killed before and starts after, again and again, alone or two at a time.
// Each consequence comes once, each verdict bears the instant at which it was due, and a clock that is set back does nothing twice.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { BINARY, Shop, engine, psqlOn } from "../lib/shop.mjs";

describe("while down");

const HOUR = 3600;
const HOP = 20 * HOUR; // below the day after which the owner is asked whether the clock is right

async function open() {
  const library = path.join(path.dirname(BINARY), "crash-clock.so");
  if (!fs.existsSync(library)) skip("no crash-clock.so beside the program (built with -Dtests=true)");
  const shop = await Shop.stocked();
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  shop.admin = (method, at, json) => shop.api(method, "/admin" + at, json, { headers: { Authorization: `Bearer ${token}` } });
  shop.ahead = 0;
  shop.start = async (ahead) => {
    shop.ahead = ahead;
    shop.env = { LD_PRELOAD: library, CLOCK_AHEAD_S: String(ahead), ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:verify_asan_link_order=0` };
    await shop.serve(["--no-rate-limit"]);
    shop.second = engine() === "postgres" ? await shop.beside(["--no-rate-limit"]) : null;
  };
  /** The timers of this start have looked. */
  shop.looked = () => until("the timers to look", async () => {
    const age = /^amanah_timer_age_seconds (-?\d+)$/m.exec((await shop.get("/metrics")).text)?.[1];
    return age !== undefined && Number(age) >= 0 && Number(age) < 4;
  }, 120000);
  shop.end = async () => {
    await Promise.all([shop.kill(), shop.second?.kill()]);
  };
  await shop.start(0);
  return shop;
}

async function delivered(shop) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const sent = await shop.admin("POST", `/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "D" + order.number });
  assert.equal((await shop.admin("POST", `/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
  return { ...order, at: `/orders/${order.number}` };
}

async function claimed(shop, kind = "damaged") {
  const order = await delivered(shop);
  const made = await shop.api("POST", `${order.at}/claims?key=${order.key}`, { kind, wish: "refund", text: "Pecah.", lines: [{ sku: "KU-200-B", quantity: 1 }] });
  assert.equal(made.status, 201, made.text);
  return { order, number: made.json.number, at: `${order.at}/claims/${made.json.number}?key=${order.key}`, due_at: made.json.promises[0].due_at };
}

/** What the shop said happened, oldest first. */
async function events(shop) {
  const done = await shop.run(["export", "events"]);
  assert.equal(done.code, 0, done.err);
  return done.out.trim().split("\n").map((line) => JSON.parse(line)).reverse();
}

const stock = async (shop) => (await shop.api("GET", "/products/satu-lagi")).json.variants[0].stock.quantity;

test("each consequence comes once and each verdict at its instant, whatever is killed when", async () => {
  const shop = await open();
  const silent = await claimed(shop); // nobody of the shop answers: accepted, paid back
  const offered = await claimed(shop);
  const other = await shop.admin("POST", `/claims/${offered.number}/propose`, { remedy: "replacement", reason: "Tinggal yang ini di gudang.", text: "Kami kirim yang baru." });
  assert.equal(other.status, 200, other.text); // the buyer does not answer: it lapses
  const unpaid = new Buyer(shop);
  await unpaid.order("SATU"); // nobody pays: it expires
  assert.equal(await stock(shop), 0);
  const talk = (await shop.api("POST", "/contact", { text: "Apakah bisa kirim ke Papua?", phone: "081234500021" })).json; // nobody answers
  const slept = (await shop.api("POST", "/contact", { text: "Kabari kalau ada yang baru.", phone: "081234500022" })).json;
  assert.equal((await shop.admin("POST", `/inbox/${slept.number}/messages`, { text: "Siap.", channel: "chat" })).status, 200);
  const wake = new Date(Date.now() + 50 * HOUR * 1000).toISOString();
  const snoozed = await shop.admin("POST", `/inbox/${slept.number}/act`, { do: "snooze", until: wake });
  assert.equal(snoozed.status, 200, snoozed.text);
  const complaint = await shop.api("POST", "/complaints", { subject: "Lambat", text: "Sudah seminggu tidak dikirim.", phone: "081234500023", name: "Sri" }); // nobody decides
  assert.equal(complaint.status, 201, complaint.text);
  const before = (await events(shop)).length;
  await shop.end();

  for (let hop = 1; hop <= 16; hop++) {
    await shop.start(hop * HOP);
    await new Promise((done) => setTimeout(done, (hop * 61) % 240)); // in the middle of what is due
    await shop.end();
    await shop.start(hop * HOP + 25);
    await shop.looked();
    await new Promise((done) => setTimeout(done, 300));
    if (hop < 16) await shop.end();
  }
  const settled = await until("the claim of the silent shop to be settled", async () => {
    const { json } = await shop.api("GET", silent.at);
    return json.state === "settled" ? json : null;
  }, 120000);
  assert.equal(settled.promises.find((p) => p.kind === "answer_claim").outcome, "broken");
  assert.equal((await shop.api("GET", offered.at)).json.state, "lapsed");
  assert.equal(await stock(shop), 1, "what nobody paid is on the shelf again, once");
  assert.equal((await shop.api("GET", `${silent.order.at}?key=${silent.order.key}`)).json.refunds.length, 1);
  const all = (await events(shop)).slice(before);
  const of = (kind, subject) => all.filter((e) => e.kind === kind && (!subject || e.subject === subject));
  const once = (kind, subject) => assert.equal(of(kind, subject).length, 1, `${kind} of ${subject ?? "all"}: ${JSON.stringify(of(kind, subject))}`);
  for (const kind of ["claim.silence", "claim.lapse", "refund.requested", "refund.succeeded", "complaint.overdue"]) once(kind);
  assert.equal(all.filter((e) => e.kind === "conversation.moved" && e.facts.to === "open").length, 1, "woken once");
  const broken = all.filter((e) => e.kind === "promise.broken");
  assert.equal(new Set(broken.map((e) => e.facts.promise)).size, broken.length, "no promise is broken twice");
  assert.ok(broken.length >= 4, JSON.stringify(broken.map((e) => e.facts.kind)));
  const dueOf = (kind) => broken.filter((e) => e.facts.kind === kind).map((e) => Date.parse(e.facts.due_at));
  assert.ok(dueOf("answer_claim").includes(Date.parse(silent.due_at)), "the date that was told is the one that was broken");
  assert.ok(dueOf("reply").includes(Date.parse(talk.due_at)), `${talk.due_at} in ${JSON.stringify(broken.map((e) => e.facts))}`);
  const kinds = new Set(broken.map((e) => e.facts.kind));
  for (const kind of ["answer_claim", "reply", "acknowledge", "decide_complaint"]) assert.ok(kinds.has(kind), `${kind} in ${[...kinds]}`);
  once("order.expired", undefined);

  await shop.end(); // and a clock that goes back three hours does none of it again
  await shop.start(16 * HOP - 3 * HOUR);
  await new Promise((done) => setTimeout(done, 1500));
  const more = (await events(shop)).slice(before + all.length);
  assert.deepEqual(more.filter((e) => /^(promise\.broken|claim\.|refund\.|complaint\.|conversation\.moved)/.test(e.kind)), []);
  const late = await shop.api("POST", `/conversations/${talk.number}/messages?key=${talk.key}`, { text: "Halo?" });
  assert.equal(late.status, 201, late.text);
  await shop.end();
  await shop.start(16 * HOP + HOUR);
  await shop.looked();
  await Promise.all([shop.stop(), shop.second?.stop()]);
  const checked = await shop.run(["check"], { env: { ...shop.env } });
  assert.equal(checked.code, 0, checked.out.split("\n").filter((l) => !l.startsWith("ok ")).join("\n") + checked.err);
});

test("who was killed keeps nobody waiting for its lease", async () => {
  const shop = await open();
  await shop.looked();
  await shop.end();
  /* As if it had taken its lease in its last moment, and for longer than a slow machine needs to start. */
  const longer = "UPDATE lease SET until_at = until_at + 240000000 WHERE name = 'timer'";
  if (shop.database) await psqlOn(shop.database, longer);
  else execFileSync("python3", ["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()", path.join(shop.dir, "shop.db"), longer]);
  await new Promise((done) => setTimeout(done, 5000)); // so that the last look counts as old
  await shop.start(5);
  const began = Date.now();
  await shop.looked();
  const took = Date.now() - began;
  await Promise.all([shop.stop(), shop.second?.stop()]);
  assert.ok(took < 120000, `the timers looked after ${took} ms`);
});

test("after more than a day the owner is asked first, and then all of it comes, once", async () => {
  const shop = await open();
  const silent = await claimed(shop);
  const unpaid = await new Buyer(shop).order("SATU"); // nobody can pay while the shop is off
  const at = `/orders/${unpaid.order.number}?key=${unpaid.order.key}`;
  await shop.end();
  const due_s = Math.ceil((Date.parse(silent.due_at) - Date.now()) / 1000) + 30 * HOUR;
  for (let turn = 0; turn < 2; turn++) {
    await shop.start(due_s + turn * 25);
    await new Promise((done) => setTimeout(done, 1200));
    assert.equal((await shop.api("GET", silent.at)).json.state, "open", "a clock that jumped may be wrong: nothing by itself");
    assert.equal((await shop.api("GET", at)).json.status, "open", "nor does an order expire");
    assert.equal(await stock(shop), 0, "nor are its goods given to somebody else");
    const sound = await shop.run(["check"], { env: { ...shop.env } });
    assert.equal(sound.code, 0, sound.out.split("\n").filter((l) => !l.startsWith("ok ")).join("\n") + sound.err);
    if (turn === 0) await shop.end();
  }
  const sure = await shop.admin("POST", "/pulse", {});
  assert.ok(sure.status < 300, sure.text);
  await until("the order to expire", async () => (await shop.api("GET", at)).json.status === "canceled", 120000);
  assert.equal(await stock(shop), 1);
  await until("the claim to be accepted", async () => (await shop.api("GET", silent.at)).json.state !== "open", 120000);
  await shop.end();
  await shop.start(due_s + 60);
  await until("it to be settled", async () => (await shop.api("GET", silent.at)).json.state === "settled", 120000);
  const all = await events(shop);
  for (const kind of ["claim.silence", "refund.requested", "refund.succeeded"]) assert.equal(all.filter((e) => e.kind === kind).length, 1, kind);
  const [broken] = all.filter((e) => e.kind === "promise.broken" && e.facts.kind === "answer_claim");
  assert.equal(broken.facts.due_at, silent.due_at.replace(/\.000000Z$/, "Z"));
  await Promise.all([shop.stop(), shop.second?.stop()]);
  const checked = await shop.run(["check"], { env: { ...shop.env } });
  assert.equal(checked.code, 0, checked.out + checked.err);
});
