// SPDX-License-Identifier: Apache-2.0
// A shop of one person: who decides when a second person must, and what both sides and the public read of it.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office } from "../lib/office.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
const HOUR = 3600e3;
describe("one person");

async function later(shop, ms) {
  const { json } = await shop.get("/test/clock");
  const reply = await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

/** A claim that the owner, signed in, contested. */
async function contested(shop) {
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const headers = { Authorization: `Bearer ${JSON.parse(made.out).token}` };
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `O${order.number}` }, { headers });
  assert.equal((await shop.api("POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" }, { headers })).status, 200);
  const key = encodeURIComponent(order.key);
  const claim = await shop.api("POST", `/orders/${order.number}/claims?key=${key}`,
    { kind: "damaged", lines: [{ sku: "KU-200-B", quantity: 1 }], wish: "refund", text: "Sobek." });
  assert.equal(claim.status, 201, claim.text);
  const office = new Office(shop);
  await office.login();
  await office.get(`/admin/claims/${claim.json.number}`);
  const no = await office.post(`/admin/claims/${claim.json.number}/contest`, { text: "Foto sebelum dikirim menunjukkan segelnya utuh." });
  assert.ok([200, 303].includes(no.status), no.text);
  const page = `/orders/${order.number}/claims/${claim.json.number}?key=${key}`;
  const seen = (await shop.api("GET", page)).json;
  assert.equal(seen.state, "contested");
  return { office, page, number: seen.decision.number, promised: seen.decision.due_at };
}

const deciders = async (shop) => Object.fromEntries((await shop.api("GET", "/promises")).json.decisions.map((d) => [d.by, d.count]));
const WORDS = { verdict: "rejected", reasons: "Foto sebelum dan sesudah dikirim dibandingkan: segel utuh." };

test("nobody else: the decision waits a day, is labelled, and is counted apart", async () => {
  const shop = await open();
  const before = await deciders(shop);
  const { office, page, number } = await contested(shop);
  await office.get(`/decisions/${number}`);
  const early = await office.post(`/decisions/${number}`, WORDS);
  assert.equal(early.status, 409, `decided at once by who contested: ${early.status} ${messages(early.text)}`);
  assert.match(early.text, /boleh memutuskan lagi mulai \d+ \w+ \d{4}/, "too early is not never: it says from when");
  await later(shop, 24 * HOUR + 60e3);
  await office.login(); // a session ends sooner
  await office.get(`/decisions/${number}`);
  const done = await office.post(`/decisions/${number}`, WORDS);
  assert.ok([200, 303].includes(done.status), `${done.status} ${messages(done.text)}`);
  const seen = (await shop.api("GET", page)).json;
  assert.equal(seen.decision.decided_by, "same_person");
  assert.equal(seen.state, "denied");
  assert.match((await shop.get(page)).text, /Diputus orang yang sama/);
  const after = await deciders(shop);
  assert.equal(after.same_person, (before.same_person ?? 0) + 1);
  assert.equal(after.second_person ?? 0, before.second_person ?? 0, "no second person decided");
  assert.match((await shop.get("/promises")).text, /Diputus orang yang sama/);
});

test("an outside reviewer decides by the link of the mail, and nobody in the shop can", async () => {
  const shop = await open();
  for (const [key, value] of [["care.reviewer_name", "Ibu Ratna"], ["care.reviewer_email", "ratna@luar.example"]]) {
    assert.equal((await shop.run(["setting", key, value])).code, 0);
  }
  await later(shop, 60e3);
  const before = await deciders(shop);
  const { office, page, number } = await contested(shop);
  await later(shop, 60e3);
  const mail = (await shop.get("/test/outbox")).json.items.findLast((m) => m.text.includes(number));
  assert.ok(mail, "the reviewer is written to");
  await later(shop, 24 * HOUR + 60e3);
  const recalled = (await shop.get("/test/outbox")).json.items.filter((m) => m.text.includes(number));
  assert.equal(recalled.length, 2, "who does not answer is reminded, half way");
  await office.login();
  const link = new RegExp(`/decisions/${number}\\?key=[\\w-]+`).exec(mail.text)?.[0];
  assert.ok(link, mail.text);
  const story = await shop.get(link);
  assert.equal(story.status, 200);
  assert.match(story.text, /segelnya utuh/, "what both sides said");
  assert.equal((await shop.get(`/decisions/${number}?key=${"x".repeat(22)}`)).status, 404, "a stranger learns nothing");
  await later(shop, 6 * HOUR);
  await office.login();
  await office.get(`/decisions/${number}`);
  assert.equal((await office.post(`/decisions/${number}`, WORDS)).status, 403, "the shop does not decide, also after a day");
  const done = await shop.api("POST", link, { verdict: "upheld", reasons: "Sobekannya terlihat jelas di foto pembeli." });
  assert.equal(done.status, 200, done.text);
  const seen = (await shop.api("GET", page)).json;
  assert.equal(seen.decision.decided_by, "reviewer");
  assert.match((await shop.get(page)).text, /Sobekannya terlihat jelas/);
  assert.equal((await deciders(shop)).reviewer, (before.reviewer ?? 0) + 1);
});

test("an appeal comes to the same reviewer a day later, is labelled as the same person's, and is counted apart", async () => {
  const shop = await open();
  const before = await deciders(shop);
  const { office, page, number } = await contested(shop);
  await later(shop, 60e3);
  const linkOf = async (decision) => {
    const mail = (await shop.get("/test/outbox")).json.items.findLast((m) => m.text.includes(decision));
    return new RegExp(`/decisions/${decision}\\?key=[\\w-]+`).exec(mail?.text ?? "")?.[0];
  };
  assert.equal((await shop.api("POST", await linkOf(number), WORDS)).status, 200);
  assert.equal((await shop.api("POST", page.replace("?", "/appeal?"), { text: "Sobekannya sudah ada waktu datang." })).status, 200);
  const second = (await shop.api("GET", page)).json.decision.number;
  assert.notEqual(second, number);
  await later(shop, 60e3);
  const link = await linkOf(second);
  assert.ok(link, "the reviewer is written to again");
  assert.match((await shop.get(link)).text, /diputus orang yang sama/i, "the page says from when, and how it will be called");
  const early = await shop.api("POST", link, WORDS);
  assert.equal(early.status, 409, "not at once");
  assert.match(early.json.detail, /baru bisa setelah \d+ \w+ \d{4}/, "too early is not never: it says from when");
  await later(shop, 25 * HOUR);
  await office.login();
  await office.get(`/decisions/${second}`);
  assert.equal((await office.post(`/decisions/${second}`, WORDS)).status, 403, "the shop does not decide either");
  assert.equal((await shop.api("POST", link, WORDS)).status, 200);
  const seen = (await shop.api("GET", page)).json;
  assert.equal(seen.decision.decided_by, "same_person");
  assert.equal(seen.state, "refused");
  assert.match((await shop.get(page)).text, /Diputus orang yang sama/);
  const after = await deciders(shop);
  assert.equal(after.reviewer, (before.reviewer ?? 0) + 1);
  assert.equal(after.same_person, (before.same_person ?? 0) + 1);
});

test("overdue, the buyer's wish counts, and says why", async () => {
  const shop = await open();
  const { page, promised } = await contested(shop);
  assert.ok(promised);
  await later(shop, 10 * 24 * HOUR);
  const seen = (await shop.api("GET", page)).json;
  assert.equal(seen.decision.decided_by, "rule");
  assert.ok(seen.decision.is_upheld);
  assert.match((await shop.get(page)).text, /Orang kedua tidak memutuskan tepat waktu/);
});

test("what somebody who left was to do is nobody's, and the shop is told", async () => {
  const shop = await open();
  const email = "rina@example.com";
  assert.equal((await shop.run(["staff", "add", "--name", "Rina", "--email", email, "--role", "care"])).code, 0);
  const office = new Office(shop);
  await office.login();
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const headers = { Authorization: `Bearer ${JSON.parse(made.out).token}` };
  const rina = (await shop.api("GET", "/admin/staff", undefined, { headers })).json.items.find((s) => s.name === "Rina").id;
  const said = await shop.api("POST", "/contact", { name: "Dewi", phone: "081233344455", text: "Apakah kopinya masih ada?" });
  assert.ok([200, 201].includes(said.status), said.text);
  const waiting = (await shop.api("GET", "/admin/inbox", undefined, { headers })).json.items[0].number;
  const given = await shop.api("POST", `/admin/inbox/${waiting}/act`, { do: "assign", staff: rina }, { headers });
  assert.equal(given.status, 200, given.text);
  assert.equal((await shop.run(["staff", "disable"])).code, 2, "nobody is named");
  const left = await shop.run(["staff", "disable", email]);
  assert.equal(left.code, 0, left.err);
  assert.match(left.out, /1 conversations, 0 complaints/);
  await later(shop, 60e3);
  const told = (await shop.get("/test/outbox")).json.items.findLast((m) => m.text.includes("Rina"));
  assert.match(told?.text ?? "", /Percakapan: 1, pengaduan: 0/);
  assert.doesNotMatch((await office.get(`/admin/inbox/${waiting}`)).text, /<option[^>]*selected[^>]*>Rina/);
});
