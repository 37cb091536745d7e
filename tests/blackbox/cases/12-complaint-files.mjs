// SPDX-License-Identifier: Apache-2.0
// What both sides of a complaint show each other: sealed, seen by both, by nobody else; a wrong file loses nothing of the form.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { Office } from "../lib/office.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const png = (n) => Buffer.concat([PNG, Buffer.from([n])]);
const WORDS = { subject: "Gelas pecah", text: "Gelasnya pecah semua.", wish: "Gelas baru", email: "sari@example.com" };
describe("complaint files");

/** A browser without JavaScript and without an account. */
async function visitor(shop) {
  const page = await shop.get("/en/complaints");
  const one = new Office(shop);
  one.cookie = (page.headers["set-cookie"] ?? []).map((c) => c.split(";")[0]).join("; ");
  one.token = /name="csrf_token" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
  return one;
}
const file = (bytes, field = "file") => ({ field, name: "foto.png", bytes, type: "image/png" });
const filesOf = (html) => [...html.matchAll(/(?:src|href)="([^"]*\/files\/\d+[^"]*)"/g)].map((m) => m[1].replaceAll("&amp;", "&"));

async function complain(shop, bytes = PNG) {
  const person = await visitor(shop);
  const made = await person.upload("/en/complaints", WORDS, file(bytes));
  assert.equal(made.status, 303, made.text.slice(0, 300));
  person.page = made.headers.location;
  person.path = person.page.split("?")[0];
  person.key = new URL(shop.url(person.page)).searchParams.get("key");
  person.number = person.path.split("/").pop();
  await person.get(person.page);
  return person;
}

test("a picture goes with the complaint and is shown to the person and to staff", async () => {
  const shop = await open();
  const person = await complain(shop);
  const [mine] = filesOf((await person.get(person.page)).text);
  const seen = await shop.get(mine);
  assert.equal(seen.status, 200);
  assert.equal(seen.headers["content-type"], "image/png");
  assert.equal(seen.headers["x-content-type-options"], "nosniff");
  const staff = new Office(shop);
  await staff.login();
  const board = await staff.get(`/admin/complaints/${person.number}`);
  const [theirs] = filesOf(board.text);
  assert.equal((await staff.get(theirs)).status, 200);
  assert.ok((await shop.get(theirs)).status >= 300, "nobody without a session");
});

test("no stranger sees it: not without the key, not with another complaint's", async () => {
  const shop = await open();
  const person = await complain(shop);
  const other = await complain(shop, png(1));
  const [mine] = filesOf((await person.get(person.page)).text);
  assert.equal((await shop.get(mine.split("?")[0])).status, 404);
  assert.equal((await shop.get(mine.replace(person.key, other.key))).status, 404);
  const id = mine.match(/files\/(\d+)/)[1];
  assert.equal((await shop.get(`${other.path}/files/${id}?key=${other.key}`)).status, 404, "another one's file under one's own link");
});

test("a file that is none of the kinds is refused beside its field, and the words are still there", async () => {
  const shop = await open();
  const person = await visitor(shop);
  for (const [bytes, status] of [[Buffer.from([0, 1, 2, 3]), 415], [Buffer.from("<svg onload=alert(1)>\u0000"), 415], [Buffer.concat([PNG, Buffer.alloc(10_000_000)]), 400]]) {
    const refused = await person.upload("/en/complaints", WORDS, file(bytes));
    assert.equal(refused.status, status, refused.text.slice(0, 200));
    for (const words of ["Gelas pecah", "Gelasnya pecah semua.", "Gelas baru", "sari@example.com"]) assert.ok(refused.text.includes(words), words);
    assert.match(refused.text, /id="f-file-error"/);
  }
});

test("later both add: the person beside a message or alone, staff with a step or alone; ten are enough", async () => {
  const shop = await open();
  const person = await complain(shop);
  const beside = await person.upload(`${person.path}/messages?key=${person.key}`, { text: "Ini foto kardusnya." }, file(png(2)));
  assert.equal(beside.status, 303, beside.text.slice(0, 300));
  const alone = await person.upload(`${person.path}/messages?key=${person.key}`, { text: "" }, file(png(3)));
  assert.equal(alone.status, 303);
  const nothing = await person.post(`${person.path}/messages?key=${person.key}`, { text: "  " });
  assert.equal(nothing.status, 400);
  const staff = new Office(shop);
  await staff.login();
  const at = `/admin/complaints/${person.number}`;
  await staff.get(at);
  const step = await staff.upload(`${at}/steps`, { act: "ask", text: "Apakah ini kotaknya?" }, file(png(4), "proof"));
  assert.equal(step.status, 303, step.text.slice(0, 300));
  const add = await staff.upload(`${at}/files`, {}, file(png(5)));
  assert.equal(add.status, 303);
  const html = (await person.get(person.page)).text;
  assert.equal(new Set(filesOf(html)).size, 5);
  for (let n = 6; n < 11; n++) assert.equal((await person.upload(`${person.path}/messages?key=${person.key}`, { text: "" }, file(png(n)))).status, 303);
  const eleventh = await person.upload(`${person.path}/messages?key=${person.key}`, { text: "Satu lagi" }, file(png(11)));
  assert.ok(eleventh.status >= 400 && eleventh.status < 500, `${eleventh.status}`);
  assert.match(eleventh.text, /Satu lagi/);
  const again = await person.upload(`${person.path}/messages?key=${person.key}`, { text: "" }, file(png(10)));
  assert.equal(again.status, 303, "the same picture again is the same picture");
  assert.equal(new Set(filesOf((await person.get(person.page)).text)).size, 10);
});

test("a step refused because of its file is not taken", async () => {
  const shop = await open();
  const person = await complain(shop);
  const staff = new Office(shop);
  await staff.login();
  const at = `/admin/complaints/${person.number}`;
  await staff.get(at);
  const step = await staff.upload(`${at}/steps`, { act: "reject", text: "Alasan yang tetap tertulis." }, file(Buffer.from([9, 9, 9, 0]), "proof"));
  assert.equal(step.status, 415);
  assert.match(step.text, /Alasan yang tetap tertulis\./);
  const seen = await shop.api("GET", `/complaints/${person.number}?key=${person.key}`);
  assert.equal(seen.json.state, "received");
  assert.equal(seen.json.evidence.length, 1);
  assert.equal(seen.json.evidence[0].hash.length, 64);
});
