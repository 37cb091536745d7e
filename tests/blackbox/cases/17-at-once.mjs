// SPDX-License-Identifier: Apache-2.0
// Several people do something to one case in the same moment: nobody's words are lost, every step is taken once, no money leaves twice.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { Buyer, freshPhone } from "../lib/buyer.mjs";
import { Office } from "../lib/office.mjs";
import { Shop } from "../lib/shop.mjs";

describe("at once");

const ROUNDS = 4;
let made;
async function scene() {
  const { shop, admin: bearer } = await Shop.open();
  const desk = [];
  for (const [name, role] of [["Adi", "care"], ["Budi", "care"], ["Cici", "manager"]]) {
    const me = { email: `${name}@example.com`, password: "kata sandi panjang 2026" };
    const added = await shop.run(["staff", "add", "--name", name, "--email", me.email, "--role", role, "--password-stdin"], { input: me.password + "\n" });
    assert.equal(added.code, 0, added.err);
    const office = new Office(shop);
    assert.equal((await office.login(me)).status, 303);
    desk.push((method, at, json) => shop.api(method, "/admin" + at, json, { headers: office.headers }));
  }
  const admin = (method, at, json) => shop.api(method, "/admin" + at, json, bearer);
  return { shop, desk, admin, manager: desk[2] };
}
const theScene = () => (made ??= scene());

const atOnce = (count, act) => Promise.all(Array.from({ length: count }, (_, i) => act(i)));
const count = (replies, status) => replies.filter((r) => r.status === status).length;
const said = (replies) => JSON.stringify(replies.map((r) => [r.status, r.text.slice(0, 160)]));

async function delivered({ shop, admin }, quantity) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("TANPA", quantity);
  await buyer.sandbox(payment, "pay");
  const sent = await admin("POST", `/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "T" + order.number });
  assert.equal((await admin("POST", `/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
  return { ...order, at: `/orders/${order.number}` };
}

test("words that arrive together are all taken, and somebody who waits has a date", async () => {
  const { shop, desk, admin } = await theScene();
  for (let round = 0; round < ROUNDS; round++) {
    const { json: talk } = await shop.api("POST", "/contact", { text: "Halo, apakah buka?", phone: freshPhone() });
    const say = (text) => shop.api("POST", `/conversations/${talk.number}/messages?key=${talk.key}`, { text });
    const answer = (i, text) => desk[i % 3]("POST", `/inbox/${talk.number}/messages`, { text, channel: "chat" });
    assert.equal((await answer(0, "Buka, silakan.")).status, 200);
    const burst = await atOnce(6, (i) => say(`pertanyaan ${i}`));
    assert.equal(count(burst, 201), 6, said(burst));
    const mixed = await atOnce(8, (i) => (i % 2 ? say(`lagi ${i}`) : answer(i, `jawaban ${i}`)));
    assert.equal(count(mixed, 201) + count(mixed, 200), 8, said(mixed));
    const { json: seen } = await admin("GET", `/inbox/${talk.number}`);
    assert.equal(seen.messages.length, 2 + 6 + 8);
    const last = seen.messages.reduce((a, b) => (b.id > a.id ? b : a));
    assert.equal(seen.due_at !== null, last.author === "buyer", `the last word is of ${last.author}, due ${seen.due_at}`);
    assert.ok(seen.messages.filter((m) => m.author === "buyer").length === 1 + 6 + 4);
  }
});

test("two who answer at once: the second is warned", async () => {
  const { shop, desk, admin } = await theScene();
  for (let round = 0; round < ROUNDS; round++) {
    const { json: talk } = await shop.api("POST", "/contact", { text: "Berapa ongkirnya?", phone: freshPhone() });
    const { seen } = (await admin("GET", `/inbox/${talk.number}`)).json;
    const replies = await atOnce(3, (i) => desk[i]("POST", `/inbox/${talk.number}/messages`, { text: `jawaban ${i}`, channel: "chat", seen }));
    assert.deepEqual([count(replies, 200), count(replies, 409)], [1, 2], said(replies));
  }
});

test("a complaint is judged by one, and what the others did meanwhile stays", async () => {
  const { shop, desk, admin } = await theScene();
  for (let round = 0; round < ROUNDS; round++) {
    const { json: k } = await shop.api("POST", "/complaints", { subject: "Rusak", text: "Kompornya tidak menyala", phone: freshPhone(), name: "Sri" });
    const step = (i, body) => desk[i % 3]("POST", `/complaints/${k.number}/steps`, body);
    await step(0, { act: "acknowledge" });
    const ids = (await admin("GET", "/staff")).json.items.map((s) => s.id);
    const calm = await atOnce(6, (i) => (i % 2 ? desk[i % 3]("POST", `/complaints/${k.number}/owner`, { staff: ids[i % ids.length] })
      : shop.api("POST", `/complaints/${k.number}/messages?key=${k.key}`, { text: "Kompornya meledak, tangan anak saya terbakar." })));
    assert.ok(calm.every((r) => [200, 201].includes(r.status)), said(calm));
    assert.equal((await admin("GET", `/complaints/${k.number}`)).json.is_safety, true, "danger that was told stays told");
    const due_by = new Date(Date.now() + 5 * 86400e3).toISOString().slice(0, 10);
    const judged = await atOnce(6, (i) => step(i, i % 2 ? { act: "propose", text: "Kami ganti yang baru.", due_by } : { act: "reject", text: "Tidak terbukti sama sekali." }));
    assert.deepEqual([count(judged, 200), count(judged, 409)], [1, 5], said(judged));
  }
});

test("a claim is answered once, whoever is first; pieces are claimed once", async () => {
  const all = await theScene();
  const { shop, desk, admin } = all;
  for (let round = 0; round < ROUNDS; round++) {
    const order = await delivered(all, 2);
    const ask = { kind: "damaged", wish: "refund", text: "Pecah semua.", lines: [{ sku: "TANPA", quantity: 1 }] };
    const asked = await atOnce(5, () => shop.api("POST", `${order.at}/claims?key=${order.key}`, ask));
    assert.deepEqual([count(asked, 201), count(asked, 422)], [2, 3], said(asked));
    for (const { json: claim } of asked.filter((r) => r.status === 201)) {
      const acts = [(i) => desk[i % 3]("POST", `/claims/${claim.number}/accept`, {}), () => desk[1]("POST", `/claims/${claim.number}/contest`, { text: "Segelnya utuh waktu dikirim." }),
        () => shop.api("POST", `${order.at}/claims/${claim.number}/withdraw?key=${order.key}`, {})];
      const done = await atOnce(6, (i) => acts[i % 3](i));
      const won = done.filter((r) => r.status === 200);
      const isContested = won.length === 2; // contested first, then withdrawn: both are steps that may be taken
      assert.ok(won.length === 1 || isContested, said(done));
      assert.ok(done.every((r) => [200, 409].includes(r.status)), said(done));
    }
    const refunds = (await admin("GET", `/orders/${order.number}`)).json.refunds;
    assert.ok(refunds.reduce((sum, r) => sum + r.amount.amount, 0) <= order.total.amount, JSON.stringify(refunds));
  }
});

test("money leaves once, and arrives or does not, once", async () => {
  const { shop, manager, desk } = await theScene();
  for (let round = 0; round < ROUNDS; round++) {
    const buyer = new Buyer(shop);
    const { order } = await buyer.order("TANPA", 1, { payment_method: "bank_transfer" });
    const paid = await atOnce(4, (i) => desk[i % 3]("POST", `/orders/${order.number}/confirm`, { do: "confirm" }));
    assert.ok(paid.every((r) => [200, 409].includes(r.status)) && count(paid, 200) >= 1, said(paid));
    const total = order.total.amount;
    const asked = await atOnce(4, () => manager("POST", `/orders/${order.number}/refunds`, { amount: { amount: Math.ceil(total * 0.6), currency: "IDR" }, reason: "goodwill" }));
    assert.deepEqual([count(asked, 201) + count(asked, 200), count(asked, 422)], [1, 3], said(asked));
    const [due] = (await buyer.see(order)).refunds;
    const left = await atOnce(6, (i) => manager("POST", `/orders/${order.number}/refunds/${due.id}/settle`, { reference: `BCA ${i}` }));
    assert.deepEqual([count(left, 200), count(left, 409)], [1, 5], said(left));
    const arrived = await atOnce(4, (i) => shop.api("POST", `${"/orders/" + order.number}/refunds/${due.id}/arrived?key=${order.key}`, { arrived: i % 2 ? "yes" : "no" }));
    assert.deepEqual([count(arrived, 200), count(arrived, 409)], [1, 3], said(arrived));
  }
});

test("an answer sent twice at once is one answer and one case", async () => {
  const all = await theScene();
  const { shop, admin } = all;
  const buyers = [];
  for (let i = 0; i < 3; i++) {
    const buyer = new Buyer(shop);
    const { order, payment } = await buyer.order("TANPA", 1, { email: `sri${i}@example.com` });
    await buyer.sandbox(payment, "pay");
    const sent = await admin("POST", `/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "S" + order.number });
    assert.equal((await admin("POST", `/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
    buyers.push(order.number);
  }
  const { json } = await shop.get("/test/clock");
  await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + 4 * 86400e3).toISOString() }, { timeoutMs: 120000 });
  const links = [...new Set([...(await shop.get("/test/outbox")).text.matchAll(/surveys\/SRV-[0-9A-Z]{4}-[0-9A-Z]{4}\?key=[\w-]{22}/g)].map((m) => "/" + m[0]))];
  assert.ok(links.length >= 3, JSON.stringify(links));
  for (const link of links.slice(0, 3)) {
    const { json: seen } = await shop.api("GET", link);
    const low = { ...Object.fromEntries(seen.questions.map((q) => [q.name, 1])), text: "Retak." };
    const said = await atOnce(4, () => shop.api("POST", link, low));
    assert.equal(count(said, 200), 4, JSON.stringify(said.map((r) => [r.status, r.text.slice(0, 160)])));
    const cases = new Set(said.map((r) => r.json.case_number));
    assert.equal(cases.size, 1, [...cases].join(" "));
  }
  const open = (await admin("GET", "/complaints")).json.items.filter((k) => k.source === "survey");
  assert.ok(open.length <= 3, `${open.length} complaints of 3 answers`);
});

test("and every invariant holds", async () => {
  const { shop } = await theScene();
  const { json } = await shop.get("/test/clock");
  const later = await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + 20 * 86400e3).toISOString() }, { timeoutMs: 120000 });
  assert.equal(later.status, 200, later.text);
  await shop.stop();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
