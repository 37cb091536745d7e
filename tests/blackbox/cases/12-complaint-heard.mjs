// SPDX-License-Identifier: Apache-2.0
// Dissatisfaction counts from its first word, wherever it is said; what is none after all is judged so, with a reason that can be read.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
describe("complaints heard");

async function staffOf(shop) {
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  return { headers: { Authorization: `Bearer ${JSON.parse(token.out).token}` } };
}
const write = (shop, text) => shop.api("POST", "/contact", { email: "sari@example.com", text });
const see = async (shop, { number, key }) => (await shop.api("GET", `/conversations/${number}?key=${key}`)).json;

test("a parcel that is not there, said to the contact form, is a complaint from then on", async () => {
  const shop = await open();
  const talk = (await write(shop, "Halo, paket saya belum sampai.")).json;
  assert.equal(talk.complaints.length, 1, JSON.stringify(talk).slice(0, 400));
  const again = await shop.api("POST", `/conversations/${talk.number}/messages?key=${talk.key}`, { text: "Saya kecewa sekali." });
  assert.equal(again.json.complaints.length, 1, "one matter is one case");
  const page = await shop.get(`/conversations/${talk.number}?key=${talk.key}`);
  const link = /href="(\/complaints\/PGD-[^"]+)"/.exec(page.text)[1].replaceAll("&amp;", "&");
  const seen = await shop.get(link);
  assert.equal(seen.status, 200);
  assert.match(seen.text, /paket saya belum sampai/);
});

test("a question is none, and staff can still judge it to be one", async () => {
  const shop = await open();
  const staff = await staffOf(shop);
  const talk = (await write(shop, "Kalau rusak di jalan, bisa ditukar?")).json;
  assert.deepEqual(talk.complaints, []);
  const judged = await shop.api("POST", `/admin/inbox/${talk.number}/complaint`, { judgement: "complaint", why: "" }, staff);
  assert.equal(judged.status, 200, judged.text);
  assert.equal((await see(shop, talk)).complaints.length, 1);
});

test("judged not to be one needs a reason, and the person reads it and may reopen", async () => {
  const shop = await open();
  const staff = await staffOf(shop);
  const talk = (await write(shop, "Apakah tokonya buka hari Minggu?")).json;
  const bare = await shop.api("POST", `/admin/inbox/${talk.number}/complaint`, { judgement: "not_a_complaint", why: "" }, staff);
  assert.equal(bare.status, 400, bare.text);
  assert.deepEqual((await see(shop, talk)).complaints, [], "nothing is left of the refused judgement");
  const why = "Ini pertanyaan jam buka, sudah kami jawab.";
  assert.equal((await shop.api("POST", `/admin/inbox/${talk.number}/complaint`, { judgement: "not_a_complaint", why }, staff)).status, 200);
  const page = await shop.get(`/conversations/${talk.number}?key=${talk.key}`);
  const link = /href="(\/complaints\/PGD-[^"]+)"/.exec(page.text)[1].replaceAll("&amp;", "&");
  assert.match((await shop.get(link)).text, /Ini pertanyaan jam buka/);
  const [, number, key] = /complaints\/([^?]+)\?key=(.*)/.exec(link);
  const reopened = await shop.api("POST", `/complaints/${number}/steps?key=${key}`, { act: "reopen", words: "Bukan, saya mengadu." });
  assert.equal(reopened.json.state, "investigating", reopened.text);
});

test("a public post counts from the moment it was posted, by staff or brought by its writer", async () => {
  const shop = await open();
  const staff = await staffOf(shop);
  const now = Date.parse((await shop.get("/test/clock")).json.now);
  const posted_at = new Date(Math.floor((now - 26 * 3600e3) / 1000) * 1000).toISOString().replace(".000Z", "Z");
  const post = { place: "instagram", url: "https://example.com/p/1", text: "Toko ini parah, dua minggu tidak dibalas!", posted_at };
  const captured = await shop.api("POST", "/admin/inbox/capture", post, staff);
  assert.equal(captured.status, 201, captured.text);
  const [k] = captured.json.complaints;
  const board = await shop.api("GET", `/admin/complaints/${k.number}`, undefined, staff);
  assert.equal(Date.parse(board.json.received_at), Date.parse(posted_at));
  assert.equal(board.json.source, "social");
  const own = await shop.api("POST", "/capture", { ...post, url: "https://example.com/p/2" });
  assert.equal(own.json.complaints.length, 1, own.text);
  const praise = await shop.api("POST", "/admin/inbox/capture", { ...post, url: "https://example.com/p/3", text: "Kopinya enak!", no_complaint: "Ini pujian." }, staff);
  const [j] = praise.json.complaints;
  const judged = await shop.api("GET", `/admin/complaints/${j.number}`, undefined, staff);
  assert.deepEqual([judged.json.state, judged.json.outcome], ["closed", "not_a_complaint"]);
});

test("words of danger jump the queue without anybody ticking a box", async () => {
  const shop = await open();
  const staff = await staffOf(shop);
  await write(shop, "Barangnya rusak.");
  const talk = (await write(shop, "Kabelnya terbakar tadi malam!")).json;
  assert.equal(talk.complaints[0].is_safety, true);
  const board = await shop.api("GET", "/admin/complaints", undefined, staff);
  assert.equal(board.json.items[0].is_safety, true);
});
