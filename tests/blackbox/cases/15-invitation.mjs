// SPDX-License-Identifier: Apache-2.0
// The owner adds somebody, who chooses a password by a link that is good once; every link that is not says why.
import assert from "node:assert/strict";
import { messages, Office } from "../lib/office.mjs";
import { describe, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

describe("staff invitation");
const open = lazyShop();
const PASSWORD = "kata sandi bagus 2026";
const plain = (text) => text.replaceAll("&#39;", "'").replaceAll("&amp;", "&");

/** Somebody new, and the link the owner hands over. */
async function invite(office, name) {
  await office.get("/admin/staff");
  const page = await office.done("/admin/staff", { name, email: `${name.toLowerCase()}@example.com`, role: "care" });
  return of(page.text, name);
}
function of(html, name) {
  const card = html.split("<li>").find((part) => part.includes(`<b>${name}</b>`));
  const url = plain(/href="([^"]*\/join\/[^"]+)"/.exec(card)?.[1] ?? "");
  const id = /\/admin\/staff\/(\d+)\//.exec(card)[1];
  return { id, url, at: url && new URL(url).pathname + new URL(url).search, card };
}
const choose = (shop, at, password = PASSWORD) => shop.request("POST", at, { form: { password } });

async function begin() {
  const shop = await open();
  const office = new Office(shop);
  await office.login();
  return { shop, office };
}

test("who is invited chooses a password, signs in, and the link is over", async () => {
  const { shop, office } = await begin();
  const { at, card } = await invite(office, "Bagus");
  assert.match(plain(card), /https:\/\/wa\.me\/\?text=/);
  const nobody = new Office(shop);
  assert.equal((await nobody.login({ email: "bagus@example.com", password: "" })).status, 400);
  assert.equal((await nobody.login({ email: "bagus@example.com", password: PASSWORD })).status, 401);
  const page = await shop.get(at);
  assert.equal(page.status, 200);
  assert.match(page.text, /Halo, Bagus/);
  assert.equal((await choose(shop, at, "pendek")).status, 400);
  const set = await choose(shop, at);
  assert.equal(set.status, 303, messages(set.text));
  assert.match((await shop.get(set.headers.location)).text, /Kata sandi Anda tersimpan/);
  const me = new Office(shop);
  assert.equal((await me.login({ email: "bagus@example.com", password: PASSWORD })).status, 303);
  assert.match((await shop.get(at)).text, /sudah dipakai/);
  const thief = await choose(shop, at, "kata sandi maling 2026");
  assert.ok([409, 422].includes(thief.status), thief.status);
  assert.equal((await me.login({ email: "bagus@example.com", password: PASSWORD })).status, 303, "the password stayed");
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const events = await shop.api("GET", "/admin/events?q=staff", undefined, { headers: { Authorization: `Bearer ${token}` } });
  const kinds = events.text;
  for (const kind of ["staff.invited", "staff.joined"]) assert.ok(kinds.includes(kind), kind);
});

test("withdrawn, replaced, disabled and expired: each says so, and none sets a password", async () => {
  const { shop, office } = await begin();
  const first = await invite(office, "Wati");
  const renewed = await office.done(`/admin/staff/${first.id}/invite`);
  const second = of(renewed.text, "Wati");
  if (second.url !== first.url) assert.match((await shop.get(first.at)).text, /lebih baru/);
  await office.done(`/admin/staff/${first.id}/withdraw`);
  assert.match((await shop.get(second.at)).text, /mencabut/);
  const refused = await choose(shop, second.at);
  assert.ok([409, 422].includes(refused.status), refused.status);
  assert.equal((await office.post(`/admin/staff/${first.id}/withdraw`)).status, 409, "nothing is out any more");
  const third = of((await office.done(`/admin/staff/${first.id}/invite`)).text, "Wati");
  await office.done(`/admin/staff/${first.id}/disable`);
  assert.match((await shop.get(third.at)).text, /mencabut/);
  const late = await invite(office, "Tono");
  const now = Date.parse((await shop.get("/test/clock")).json.now);
  const moved = await shop.post("/test/clock", { now: new Date(now + 48 * 3600e3 + 1000).toISOString() }, { timeoutMs: 120000 });
  assert.equal(moved.status, 200);
  assert.match((await shop.get(late.at)).text, /48 jam dan sudah lewat/);
  assert.ok([409, 422].includes((await choose(shop, late.at)).status));
  for (const name of ["wati", "tono"]) {
    assert.equal((await new Office(shop).login({ email: `${name}@example.com`, password: PASSWORD })).status, 401, name);
  }
});

test("a guessed link says nothing, and only an owner sees or makes one", async () => {
  const { shop, office } = await begin();
  const { at, id } = await invite(office, "Sinta");
  for (const wrong of [at.replace(/key=.*/, "key=aaaaaaaaaaaaaaaaaaaaaa"), at.replace(/\/join\/\d+/, "/join/999"), at.replace(/\?.*/, "")]) {
    assert.equal((await shop.get(wrong)).status, 404, wrong);
    assert.equal((await choose(shop, wrong)).status, 404, wrong);
  }
  await shop.run(["staff", "add", "--name", "Rudi", "--email", "rudi@example.com", "--role", "manager", "--password-stdin"], { input: PASSWORD + "\n" });
  const manager = new Office(shop);
  await manager.login({ email: "rudi@example.com", password: PASSWORD });
  assert.doesNotMatch((await manager.get("/admin/staff")).text, /\/join\//);
  assert.equal((await manager.post(`/admin/staff/${id}/invite`)).status, 403);
});
