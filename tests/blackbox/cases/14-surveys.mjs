// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
const DAY = 86400e3;
describe("surveys");

async function now(shop) {
  const reply = await shop.get("/test/clock");
  need(reply.status !== 404, "test clock");
  return Date.parse(reply.json.now);
}

async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

test("delivered, asked by itself, answered low: a complaint with a promise; a GET votes for nobody", async () => {
  const shop = await open();
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  need(token.code === 0, "token create");
  const headers = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1, { email: "sri@example.com" });
  await buyer.sandbox(payment, "pay");
  const parcel = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "JNE140001" }, { headers });
  assert.ok(parcel.status < 300, parcel.text);
  const there = await shop.api("POST", `/admin/orders/${order.number}/shipments/${parcel.json.id}/delivered`, {}, { headers });
  assert.ok(there.status < 300, there.text);
  await moveTo(shop, (await now(shop)) + 3 * DAY + 60e3);
  const outbox = await shop.get("/test/outbox");
  assert.equal(outbox.status, 200);
  const found = /surveys\/(SRV-[0-9A-Z]{4}-[0-9A-Z]{4})\?key=([\w-]{22})/.exec(outbox.text);
  assert.ok(found, "no survey left");
  const path = `/surveys/${found[1]}?key=${found[2]}`;
  const seen = await shop.api("GET", path);
  assert.equal(seen.status, 200, seen.text);
  await shop.api("GET", `${path}&goods=1&service=1`);
  await shop.get(`${path}&goods=1&service=1`, { method: "HEAD" });
  assert.equal((await shop.api("GET", path)).json.answered_at, null, "a GET or HEAD voted");
  assert.equal((await shop.api("GET", `/surveys/${found[1]}?key=${"x".repeat(22)}`)).status, 404);
  const names = seen.json.questions.map((q) => q.name);
  const says = (score) => Object.fromEntries(names.map((name) => [name, score]));
  assert.equal((await shop.api("POST", path, { ...says(3), [names[0]]: 2.5 })).status, 400, "no integer");
  const other = ["goods", "service", "recommend"].find((name) => !names.includes(name));
  if (other) {
    const unasked = await shop.api("POST", path, { ...says(3), [other]: 3 });
    assert.deepEqual([unasked.status, unasked.json.errors[0].field], [400, other], "which question it does not have");
  }
  assert.equal((await shop.api("POST", `/surveys/${found[1]}`, says(5), { headers })).status, 403, "staff answered");
  const ordered = await buyer.see(order);
  assert.equal((ordered.json ?? ordered).survey.number, found[1], "the order's page does not lead to the question");
  const low = await shop.api("POST", path, { ...says(1), text: "Tekonya retak", doubt: "fraud" });
  assert.equal(low.status, 200, low.text);
  assert.match(low.json.case_number, /^PGD-/);
  assert.ok(Date.parse(low.json.case_due_at) > (await now(shop)), "no dated promise");
  const high = await shop.api("POST", path, says(5));
  assert.equal(high.status, 200, high.text);
  const office = await shop.api("GET", "/admin/surveys", undefined, { headers });
  assert.equal(office.status, 200, office.text);
  assert.equal(office.json.answered, 1, "a changed answer counts once");
  assert.equal(office.json.items[0].changes, 2);
  assert.equal(office.json.items[0].case_number, low.json.case_number);
  const open_to_all = await shop.api("GET", "/surveys");
  assert.equal(open_to_all.json.answered, 1, open_to_all.text);
  assert.equal(open_to_all.json.low, 0, "the last answer counts");
  assert.ok(open_to_all.json.figures.every((f) => f.value_bp === null), "a figure of one answer");
  assert.ok(!open_to_all.text.includes("retak"));
  assert.ok(!high.text.includes("retak"), "the link shows what was written");
});

test("a closed complaint is asked about, by a link of its own; the scale is the same in both languages", async () => {
  const shop = await open();
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const headers = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const made = await shop.api("POST", "/complaints", { text: "Tutup toples retak waktu dibuka.", subject: "Tutup retak", name: "Dewi", email: "dewi@example.com", wish: "Diganti" });
  assert.ok(made.status < 300, made.text);
  const read = await shop.api("POST", `/admin/complaints/${made.json.number}/steps`, { act: "acknowledge", text: "Kami periksa stok tutupnya hari ini." }, { headers });
  assert.ok(read.status < 300, read.text);
  const closed = await shop.api("POST", `/complaints/${made.json.number}/steps?key=${made.json.key}`, { act: "withdraw" });
  assert.ok(closed.status < 300, closed.text);
  await moveTo(shop, (await now(shop)) + 9 * DAY);
  const links = [...(await shop.get("/test/outbox")).text.matchAll(/surveys\/(SRV-[0-9A-Z]{4}-[0-9A-Z]{4})\?key=([\w-]{22})/g)];
  const seen = [];
  for (const [, number, key] of links) seen.push((await shop.api("GET", `/surveys/${number}?key=${key}`)).json);
  const one = seen.find((s) => s.touchpoint === "case");
  assert.ok(one, "nobody asked about the complaint");
  const at = links.find((l) => l[1] === one.number);
  const scale = (q) => [q.name, q.options.map((o) => o.value)];
  const english = await shop.api("GET", `/surveys/${at[1]}?key=${at[2]}`, undefined, { headers: { "Accept-Language": "en" } });
  assert.deepEqual(english.json.questions.map(scale), one.questions.map(scale), "translated scales differ");
  assert.ok(!JSON.stringify(one).includes("Dewi"), "a forwarded link names the person");
});

test("a marketplace's buyer without any address answers low: the page itself leads to the case, and only theirs", async () => {
  const shop = await open();
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const headers = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const admin = (method, path, body) => shop.api(method, path, body, { headers });
  const at = await now(shop);
  const day = (ms) => new Date(at + ms + 7 * 3600e3).toISOString().slice(0, 10);
  const made = await admin("POST", "/admin/orders", { source: "shopee", external_ref: "SP-SURVEI-1", name: "Budi", lines: [{ sku: "KU-200-B", quantity: 1 }],
    ship_by: day(2 * DAY), deliver_by: day(5 * DAY) });
  assert.equal(made.status, 201, made.text);
  const [, number, key] = /\/orders\/([^?]*)\?key=(.*)$/.exec(made.json.link_url);
  const sent = await admin("POST", `/admin/orders/${number}/shipments`, { carrier: "jne", tracking_number: "SP0009" });
  assert.equal((await admin("POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
  await moveTo(shop, (await now(shop)) + 4 * DAY);
  const order = await shop.get(`/orders/${number}?key=${key}`);
  const link = /href="(\/surveys\/(SRV-[0-9A-Z-]+)\?key=[\w-]+)"/.exec(order.text.replaceAll("&amp;", "&"));
  assert.ok(link, "the order's page leads to the question");
  const asked = (await shop.api("GET", link[1])).json;
  const low = await shop.api("POST", link[1], Object.fromEntries(asked.questions.map((q) => [q.name, 1])));
  assert.equal(low.status, 200, low.text);
  assert.match(low.json.case_key, /^[\w-]{22}$/);
  const page = await shop.get(link[1]);
  const way = /href="(\/complaints\/PGD-[^"]*)"/.exec(page.text);
  assert.ok(way, "no way to the case");
  const own = await shop.api("GET", way[1].replaceAll("&amp;", "&"));
  assert.equal(own.status, 200, own.text);
  assert.equal(own.json.number, low.json.case_number);
  assert.ok(own.json.promises.length > 0);
  const byStaff = await shop.api("GET", `/surveys/${link[2]}`, undefined, { headers });
  assert.equal(byStaff.json.case_key, null, "staff see no key");
});
