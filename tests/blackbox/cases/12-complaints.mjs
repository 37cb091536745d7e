// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test, until } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
const HOUR = 3600e3;
describe("complaints");

async function complain(shop, more = {}) {
  const reply = await shop.api("POST", "/complaints", { email: "sari@example.com", subject: "Gelas pecah", text: "Gelasnya pecah semua.", wish: "uang kembali", ...more });
  assert.equal(reply.status, 201, reply.text);
  return reply.json;
}
const see = async (shop, { number, key }) => (await shop.api("GET", `/complaints/${number}?key=${key}`)).json;

async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  need(reply.status !== 404, "test clock");
  assert.equal(reply.status, 200, reply.text);
}
const now = async (shop) => Date.parse((await shop.get("/test/clock")).json.now);

test("a complaint has a number, a key, dated promises and its words", async () => {
  const shop = await open();
  const made = await complain(shop);
  assert.match(made.number, /^PGD-/);
  const seen = await see(shop, made);
  assert.equal(seen.state, "received");
  assert.deepEqual(seen.promises.map((p) => p.kind).sort(), ["acknowledge", "decide_complaint"]);
  assert.ok(seen.promises.every((p) => Date.parse(p.due_at) > Date.now() - HOUR || p.outcome === "open"));
  assert.equal(seen.messages[0].text, "Gelasnya pecah semua.");
  assert.ok(seen.recourse.length >= 4);
});

test("a wrong key and a number that is not there look the same", async () => {
  const shop = await open();
  const made = await complain(shop);
  const wrong = await shop.api("GET", `/complaints/${made.number}?key=nonsense`);
  const none = await shop.api("GET", "/complaints/PGD-AAAA-BBBB?key=nonsense");
  assert.equal(wrong.status, 404);
  assert.equal(none.status, 404);
  assert.equal(wrong.json.title, none.json.title);
});

test("finding one again says the same whether it exists or not", async () => {
  const shop = await open();
  const made = await complain(shop);
  const yes = await shop.api("POST", "/complaints/find", { number: made.number, contact: "sari@example.com" });
  const no = await shop.api("POST", "/complaints/find", { number: "PGD-AAAA-BBBB", contact: "sari@example.com" });
  const other = await shop.api("POST", "/complaints/find", { number: made.number, contact: "budi@example.com" });
  for (const reply of [no, other]) {
    assert.deepEqual([reply.status, reply.json.message], [yes.status, yes.json.message]);
    assert.equal(reply.text.length, yes.text.length);
    assert.deepEqual(Object.keys(reply.headers), Object.keys(yes.headers));
  }
  const sent = async () => (await shop.get("/test/outbox")).text.split(made.number).length - 1;
  await until("the link to leave", async () => (await sent()) > 1); // the first mail told of the complaint
});

test("nobody decides: a second person is asked, then the wish counts, and every step is one event", async () => {
  const shop = await open();
  const made = await complain(shop);
  const start = await now(shop);
  await moveTo(shop, start + 7 * 24 * HOUR + HOUR);
  const late = await see(shop, made);
  assert.equal(late.state, "escalated");
  assert.equal(late.promises.find((p) => p.kind === "decide_complaint").outcome, "broken");
  await moveTo(shop, start + 10 * 24 * HOUR);
  const upheld = await see(shop, made);
  assert.equal(upheld.state, "remedy_due");
  assert.equal(upheld.verdict, "upheld");
  assert.equal(upheld.steps.filter((s) => s.act === "overdue").length, 1);
  assert.ok(upheld.promises.some((p) => p.kind === "remedy" && p.outcome === "open"));
});

test("timers that were due while the shop was killed run once when it is back", async () => {
  const shop = await open();
  const made = await complain(shop);
  const start = await now(shop);
  await moveTo(shop, start + 7 * 24 * HOUR - HOUR);
  await shop.kill();
  await shop.serve();
  await moveTo(shop, Math.max(await now(shop), start) + 7 * 24 * HOUR + 2 * HOUR);
  const seen = await see(shop, made);
  assert.equal(seen.steps.filter((s) => s.act === "overdue").length, 1);
});

test("safety goes first on the board and has the shorter promise", async () => {
  const shop = await open();
  const made = await complain(shop, { subject: "Kabel terbakar", is_safety: true });
  const seen = await see(shop, made);
  const decide = seen.promises.find((p) => p.kind === "decide_complaint");
  assert.ok(Date.parse(decide.due_at) - Date.parse(seen.received_at) <= 48 * HOUR);
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const bearer = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const board = await shop.api("GET", "/admin/complaints", undefined, { headers: bearer });
  assert.equal(board.status, 200, board.text);
  assert.equal(board.json.items[0].is_safety, true);
});

test("the page of promises says how many were kept, broken and voided", async () => {
  const shop = await open();
  const reply = await shop.api("GET", "/promises");
  assert.equal(reply.status, 200);
  for (const item of reply.json.items) {
    assert.ok(item.kept + item.broken + item.voided <= item.due + item.voided);
    assert.ok(item.broken_open <= item.broken);
    if (item.rate !== null) assert.ok(item.rate_low <= item.rate && item.rate <= item.rate_high);
  }
  assert.ok(reply.json.rules.length >= 15);
  assert.ok(!reply.json.rules.some((r) => r.kind === "publish_review"), "what nothing here makes is not promised");
});

test("one address cannot be flooded: three mails a day, ten complaints, then the form comes back as it was", async () => {
  const shop = await open();
  const email = "banjir@example.com";
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const bearer = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const told = async () => {
    let count = 0;
    for (const state of ["sent", "mail", "failed", ""]) {
      const { items } = (await shop.api("GET", `/admin/notices?state=${state}`, undefined, { headers: bearer })).json;
      count += items.filter((n) => n.kind === "complaint_opened").length;
    }
    return count;
  };
  const before = await told();
  for (let i = 0; i < 10; i++) await complain(shop, { email, subject: `Pengaduan ${i}` });
  assert.equal((await told()) - before, 3);
  const more = { subject: "Yang kesebelas", text: "Teks yang tidak boleh hilang.", wish: "" };
  const refused = await shop.api("POST", "/complaints", { email, ...more });
  assert.equal(refused.status, 429, refused.text);
  const page = await shop.request("POST", "/complaints", { form: { email, ...more } });
  assert.equal(page.status, 429);
  assert.ok(page.text.includes("Teks yang tidak boleh hilang.") && page.text.includes("Yang kesebelas"), "the form is kept");
  assert.equal((await shop.api("POST", "/complaints", { email: "lain@example.com", ...more })).status, 201, "nobody else is refused");
});
