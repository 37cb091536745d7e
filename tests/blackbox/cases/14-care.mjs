// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { describe, patience, test, until } from "../lib/runner.mjs";
import { Shop, shared } from "../lib/shop.mjs";
import { Smtp, parseMail } from "../lib/smtp.mjs";

describe("care");

async function open(settings = {}) {
  const shop = await Shop.make();
  for (const [key, value] of Object.entries({ "shop.email": "halo@toko-uji.example", ...settings })) {
    const set = await shop.run(["setting", key, value]);
    assert.equal(set.code, 0, set.err);
  }
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  shop.bearer = { headers: { Authorization: `Bearer ${JSON.parse(made.out).token}` } };
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  return shop;
}
const inbox = async (shop, more = "") => (await shop.api("GET", "/admin/inbox" + more, undefined, shop.bearer)).json;
const mail = (id, more = {}, body = "Halo, paket saya sobek.") => Object.entries({
  From: "Sari <sari@surat.example>", To: "halo@toko-uji.example", Subject: "Paket sobek", "Message-ID": `<${id}>`, Date: new Date().toUTCString(), ...more,
}).map(([k, v]) => `${k}: ${v}\r\n`).join("") + "\r\n" + body + "\r\n";
const put = async (shop, input) => {
  const done = await shop.run(["mail-in"], { input });
  assert.equal(done.code, 0, done.err);
  return done.out.trim().split(" ");
};

test("a contact form becomes a conversation with a dated promise; the answer is read on its page and keeps it", async () => {
  const shop = await open();
  const page = await shop.get("/contact");
  assert.match(page.text, /paling lambat/);
  const said = await shop.api("POST", "/contact", { email: "sri@surat.example", text: "Apakah kopinya bisa digiling kasar?" });
  assert.equal(said.status, 201, said.text);
  const { number, key } = said.json;
  assert.match(number, /^TNY-/);
  assert.equal(said.json.promises[0].kind, "reply");
  assert.ok(Date.parse(said.json.due_at) > Date.now());
  const list = await inbox(shop);
  assert.deepEqual(list.items.map((i) => i.number), [number]);
  const answer = await shop.api("POST", `/admin/inbox/${number}/messages`, { text: "Bisa, Bu. Tulis di catatan pesanan.", channel: "chat" }, shop.bearer);
  assert.equal(answer.status, 200, answer.text);
  const mine = await shop.api("GET", `/conversations/${number}?key=${key}`);
  assert.deepEqual(mine.json.messages.map((m) => m.author), ["buyer", "staff"]);
  assert.equal(mine.json.promises[0].outcome, "kept");
  const html = await shop.get(`/conversations/${number}?key=${key}`);
  assert.equal(html.status, 200);
  assert.match(html.text, /Tulis di catatan pesanan/);
  const note = await shop.api("POST", `/admin/inbox/${number}/messages`, { text: "Pelanggan lama, sabar.", direction: "note" }, shop.bearer);
  assert.equal(note.status, 200, note.text);
  assert.doesNotMatch((await shop.get(`/conversations/${number}?key=${key}`)).text, /sabar/, "a note is for the shop alone");
});

test("wrong keys and guessed numbers learn nothing; the link writes on", async () => {
  const shop = await open();
  const { json: one } = await shop.api("POST", "/contact", { phone: "081234567890", text: "Pesan pertama" });
  const { json: two } = await shop.api("POST", "/contact", { phone: "081234567890", text: "Pesan orang lain" });
  for (const at of [`/conversations/${one.number}`, `/conversations/${one.number}?key=x`, `/conversations/${one.number}?key=${two.key}`, "/conversations/TNY-AAAA-AAAA?key=x"]) {
    const reply = await shop.api("GET", at);
    assert.equal(reply.status, 404, at);
    assert.doesNotMatch(reply.text, /Pesan/);
  }
  const more = await shop.api("POST", `/conversations/${one.number}/messages?key=${one.key}`, { text: "Satu lagi" });
  assert.equal(more.status, 201, more.text);
  assert.equal(more.json.messages.length, 2);
  const nothing = await shop.api("POST", "/contact", { text: "tanpa alamat" });
  assert.equal(nothing.status, 400, nothing.text);
  const beside = await shop.api("GET", `/admin/inbox/${one.number}`, undefined, shop.bearer);
  assert.deepEqual(beside.json.alike.map((a) => a.number), [two.number], "staff see that it may be the same person");
});

test("two who answer at once: the second is warned and loses no word", async () => {
  const shop = await open();
  const { json: c } = await shop.api("POST", "/contact", { email: "sri@surat.example", text: "Halo" });
  const { json: seen } = await shop.api("GET", `/admin/inbox/${c.number}`, undefined, shop.bearer);
  const say = (text) => shop.api("POST", `/admin/inbox/${c.number}/messages`, { text, channel: "chat", seen: seen.seen }, shop.bearer);
  assert.equal((await say("Pertama")).status, 200);
  const second = await say("Kedua");
  assert.equal(second.status, 409, second.text);
});

test("what is sent by hand answers when it is said to be sent", async () => {
  const shop = await open();
  const { json: c } = await shop.api("POST", "/contact", { phone: "081234567890", text: "Halo" });
  const written = await shop.api("POST", `/admin/inbox/${c.number}/messages`, { text: "Halo juga", channel: "whatsapp" }, shop.bearer);
  assert.equal(written.json.promises[0].outcome, "open");
  const out = written.json.messages.find((m) => m.direction === "out");
  const sent = await shop.api("POST", `/admin/inbox/${c.number}/messages/${out.id}/sent`, {}, shop.bearer);
  assert.equal(sent.json.promises[0].outcome, "kept", sent.text);
});

test("the answer by mail carries the number and the link; its reply finds back, its bounce takes the answer back", async () => {
  const smtp = await new Smtp().start();
  const shop = await open({ "mail.smtp_url": smtp.url });
  const [began, number] = await put(shop, mail("a1@surat.example"));
  assert.equal(began, "began");
  assert.deepEqual(await put(shop, mail("a1@surat.example")), ["duplicate", number]);
  const answer = await shop.api("POST", `/admin/inbox/${number}/messages`, { text: "Kami kirim gantinya." }, shop.bearer);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.promises[0].outcome, "kept");
  const found = () => smtp.mails.filter((m) => m.to.includes("sari@surat.example")).map((m) => ({ ...m, ...parseMail(m.raw) }))
    .filter((m) => m.headers.subject.includes(number)); // the complaint it is heard as has mails of its own
  const [out] = await until("the mail", () => found().length > 0 && found());
  assert.match(out.headers.subject, new RegExp(`\\[${number}\\]`));
  assert.equal(out.headers["auto-submitted"], undefined, "a person wrote it");
  for (const { text } of out.parts) assert.match(text, /conversations\/TNY-/);
  const id = out.headers["message-id"];
  assert.deepEqual(await put(shop, mail("a2@surat.example", { "In-Reply-To": id }, "Terima kasih!\r\n\r\nOn Mon, Toko wrote:\r\n> Kami kirim")), ["added", number]);
  const page = await shop.api("GET", `/admin/inbox/${number}`, undefined, shop.bearer);
  assert.equal(page.json.messages.at(-1).text, "Terima kasih!");
  await shop.api("POST", `/admin/inbox/${number}/messages`, { text: "Sama-sama." }, shop.bearer);
  const second = await until("the second mail", () => found().length > 1 && found()[1]);
  const report = `From: MAILER-DAEMON@surat.example\r\nTo: halo@toko-uji.example\r\nSubject: failed\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nnot delivered\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; sari@surat.example\r\nAction: failed\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${second.headers["message-id"]}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n`;
  assert.deepEqual(await put(shop, report), ["bounce", number]);
  const after = await shop.api("GET", `/admin/inbox/${number}`, undefined, shop.bearer);
  assert.equal(after.json.promises.find((p) => p.kind === "next_reply").outcome, "open", "not answered after all");
  assert.deepEqual((await put(shop, mail("a3@surat.example", { "Auto-Submitted": "auto-replied", "In-Reply-To": id }, "Saya cuti"))).slice(0, 1), ["machine"]);
  await smtp.stop();
});

test("without a mail server no answer by mail is counted: it leaves by the shop's own hand, or another way", async () => {
  const shop = await open();
  const number = /TNY-\S+/.exec((await shop.run(["mail-in"], { input: "From: Tia <tia@surat.example>\r\nTo: halo@toko-uji.example\r\nSubject: Ukuran\r\n" +
    "Message-ID: <t1@surat.example>\r\n\r\nAda ukuran besar?\r\n" })).out)[0];
  const say = (body) => shop.api("POST", `/admin/inbox/${number}/messages`, body, shop.bearer);
  const reply = async () => (await shop.api("GET", `/admin/inbox/${number}`, undefined, shop.bearer)).json.promises.find((p) => p.kind === "reply");
  const refused = await say({ text: "Ada, Bu." });
  assert.deepEqual([refused.status, refused.json.errors[0].field], [400, "channel"], refused.text);
  assert.equal((await reply()).outcome, "open");
  const sent = await say({ text: "Ada, Bu.", is_sent: true });
  assert.equal(sent.status, 200, sent.text);
  assert.equal(sent.json.messages.at(-1).delivery, "none");
  assert.equal((await reply()).outcome, "kept");
  const web = (await shop.api("POST", "/contact", { email: "wati@surat.example", text: "Ada teh?" })).json;
  const onPage = await shop.api("POST", `/admin/inbox/${web.number}/messages`, { text: "Ada, Bu." }, shop.bearer);
  assert.equal(onPage.json.messages.at(-1).channel, "chat", "who has a page reads it there");
});

test("mail-in survives every mail there is", async () => {
  const folder = shared("data/messages/mail");
  const shop = await open();
  const files = fs.readdirSync(folder, { recursive: true }).map(String).filter((f) => f.endsWith(".eml"));
  assert.ok(files.length > 50);
  for (const file of files) {
    const done = await shop.run(["mail-in"], { input: fs.readFileSync(path.join(folder, file)) });
    assert.equal(done.code, 0, `${file}: ${done.err}`);
    assert.match(done.out, /^(began|added|duplicate|bounce|machine|loop)/, file);
  }
  const list = await inbox(shop);
  assert.ok(list.todo > 20, `${list.todo} conversations`);
  for (const item of list.items) {
    const page = await shop.get(`/admin/inbox/${item.number}`, shop.bearer);
    assert.equal(page.status, 200, item.number);
  }
  assert.deepEqual(fs.readdirSync(shop.dir).filter((f) => f.startsWith("mail-in")), [], "nothing is left behind");
  await shop.stop();
  const alone = await shop.run(["mail-in"], { input: mail("b1@surat.example") });
  assert.equal(alone.code, 0, alone.err);
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out);
});

/** An open stream: what it said so far, and its end. */
function listen(shop, at, headers = {}) {
  const heard = { text: "", status: 0, ended: false };
  heard.request = http.request({ host: "127.0.0.1", port: shop.port, path: at, headers, agent: new http.Agent() }, (reply) => {
    heard.status = reply.statusCode;
    heard.type = reply.headers["content-type"];
    reply.setEncoding("utf8");
    reply.on("data", (part) => { heard.text += part; });
    reply.on("close", () => { heard.ended = true; });
  });
  heard.request.on("error", () => { heard.ended = true; });
  heard.request.end();
  return heard;
}

test("an open page is told that something was said, and a stranger is not; a stop does not wait for it", async () => {
  const shop = await open();
  const { json: c } = await shop.api("POST", "/contact", { text: "Halo, ada orang?", is_chat: true });
  const { json: other } = await shop.api("POST", "/contact", { text: "Saya orang lain", is_chat: true });
  const mine = listen(shop, `/conversations/${c.number}/stream?key=${c.key}`);
  const theirs = listen(shop, `/conversations/${other.number}/stream?key=${other.key}`);
  const wrong = listen(shop, `/conversations/${c.number}/stream?key=${other.key}`);
  const team = listen(shop, "/admin/inbox/stream", shop.bearer.headers);
  await until("the streams", () => mine.text && theirs.text && team.text && wrong.status);
  assert.match(mine.type, /^text\/event-stream/);
  assert.equal(wrong.status, 404);
  await shop.api("POST", `/admin/inbox/${c.number}/messages`, { text: "Ada, Bu.", channel: "chat" }, shop.bearer);
  await until("the news", () => mine.text.includes("event: change") && team.text.includes("event: change"));
  assert.doesNotMatch(mine.text + team.text, /Ada, Bu/, "no contents in it");
  assert.doesNotMatch(theirs.text, /change/);
  const many = Array.from({ length: 12 }, () => listen(shop, `/conversations/${c.number}/stream?key=${c.key}`));
  await until("an answer to each", () => many.every((m) => m.status));
  assert.ok(many.some((m) => m.status === 503) && many.some((m) => m.status === 200), "an address has so many and no more");
  for (const m of many) m.request.destroy();
  await until("room for who comes after those who left", async () => {
    const next = listen(shop, `/conversations/${c.number}/stream?key=${c.key}`);
    await until("an answer", () => next.status || next.ended);
    next.request.destroy();
    return next.status === 200;
  }, 3000);
  const began = Date.now();
  await shop.stop();
  assert.ok(Date.now() - began < patience(5000), `${Date.now() - began} ms`);
  await until("the end", () => mine.ended && team.ended);
});

test("what was said between a page and its stream is told when the stream opens, and once", async () => {
  const shop = await open();
  const { json: c } = await shop.api("POST", "/contact", { text: "Halo lagi", is_chat: true });
  const page = await shop.get(`/conversations/${c.number}?key=${c.key}`);
  const at = page.text.match(/data-stream="([^"]+)"/)[1].replaceAll("&amp;", "&");
  const quiet = listen(shop, at);
  await until("the stream", () => quiet.text.includes("retry"));
  await shop.api("POST", `/admin/inbox/${c.number}/messages`, { text: "Halo, Bu.", channel: "chat" }, shop.bearer);
  await until("the news", () => quiet.text.includes("event: change"));
  const late = listen(shop, at);
  await until("the news it missed", () => late.text.includes("event: change"));
  const id = /^id: (\d+)$/m.exec(late.text)[1];
  const again = listen(shop, at, { "Last-Event-ID": id });
  await until("the stream", () => again.text.includes("retry"));
  const known = await shop.get(`/conversations/${c.number}?key=${c.key}`);
  const fresh = listen(shop, known.text.match(/data-stream="([^"]+)"/)[1].replaceAll("&amp;", "&"));
  await until("the stream", () => fresh.text.includes("retry"));
  for (const one of [again, fresh]) assert.doesNotMatch(one.text, /event: change/, "nothing new since");
  for (const one of [quiet, late, again, fresh]) one.request.destroy();
  assert.equal((await shop.get(at.replace(/since=\d+/, "since=gestern"))).status, 400);
});

test("a furious post becomes a case on a clock that began with the post; its public answer holds only the link", async () => {
  const shop = await open();
  const posted_at = new Date(Date.now() - 5 * 3600e3).toISOString();
  const made = await shop.api("POST", "/admin/inbox/capture", { place: "tiktok", url: "https://tiktok.example/v/1", text: "Kopi saya tidak pernah sampai!", posted_at }, shop.bearer);
  assert.equal(made.status, 201, made.text);
  assert.match(made.json.capture.evidence_hash, /^[0-9a-f]{64}$/);
  assert.doesNotMatch(made.json.capture.public_text, /Kopi/);
  const link = made.json.capture.public_text.match(/\/posts\/\S+/)[0], key = link.split("?")[1];
  const theirs = await shop.api("GET", link);
  assert.equal(theirs.json.posted_at.slice(0, 19), posted_at.slice(0, 19));
  assert.equal(theirs.json.complaints.length, 1);
  const page = await shop.get(link);
  assert.doesNotMatch(page.text, /tidak pernah sampai/, "everybody may read this page");
  for (const path of ["/conversations/", "/complaints/"]) {
    assert.equal((await shop.api("GET", `${path}${made.json.number}?${key}`)).status, 404, "the public key opens nothing else");
  }
  const own = await shop.api("POST", link.replace("?", "/messages?"), { text: "Ini unggahan saya, nomor saya 0812.", phone: "081234567899" });
  assert.equal(own.status, 201, own.text);
  assert.equal(own.json.messages.length, 1);
  assert.doesNotMatch((await shop.get(link)).text, new RegExp(own.json.number), "and leads nobody to it");
  const desk = await shop.api("GET", `/admin/inbox/${own.json.number}`, undefined, shop.bearer);
  assert.equal(desk.json.continues, made.json.number);
  const merged = await shop.api("POST", `/admin/inbox/${made.json.number}/act`, { do: "merge", into: own.json.number }, shop.bearer);
  assert.equal(merged.json.capture.evidence_hash, made.json.capture.evidence_hash);
  const after = await shop.api("GET", link);
  assert.equal(after.status, 200);
  assert.equal(after.json.complaints.length, 1);
  const later = await shop.api("POST", "/capture", { place: "x", text: "Besok", posted_at: new Date(Date.now() + 86400e3).toISOString() });
  assert.equal(later.status, 400, later.text);
  const mine = await shop.api("POST", "/capture", { place: "x", text: "Saya menulis ini kemarin", posted_at });
  assert.equal(mine.status, 201, mine.text);
  assert.equal((await shop.get("/capture")).status, 200);
  assert.equal((await shop.get("/admin/inbox/new", shop.bearer)).status, 200);
});

test("calls, chats and the watch list are written down by hand", async () => {
  const shop = await open();
  const call = await shop.api("POST", "/admin/inbox", { channel: "phone", phone: "081234567890", text: "Minta ditelepon tentang paket", wants_call: true }, shop.bearer);
  assert.equal(call.status, 201, call.text);
  assert.deepEqual(call.json.promises.map((p) => p.kind).sort(), ["call_back", "reply"]);
  const rung = await shop.api("POST", `/admin/inbox/${call.json.number}/messages`, { text: "Sudah ditelepon, paket besok.", channel: "phone" }, shop.bearer);
  assert.deepEqual(rung.json.promises.map((p) => p.outcome), ["kept", "kept"]);
  const day = new Date(Date.now() - 86400e3).toLocaleDateString("id-ID", { day: "2-digit", month: "2-digit", year: "2-digit", timeZone: "Asia/Jakarta" });
  const text = `${day} 09.00 - Pesan terenkripsi\n${day} 09.00 - Sari: Halo\n${day} 09.05 - Toko: Ya\n${day} 13.00 - Sari: Kapan\ndikirim?`;
  const chat = await shop.api("POST", "/admin/inbox", { channel: "whatsapp", phone: "081234567891", text, ours: "Toko" }, shop.bearer);
  assert.equal(chat.status, 201, chat.text);
  assert.deepEqual(chat.json.messages.filter((m) => m.direction !== "note").map((m) => [m.direction, m.text]), [["in", "Halo"], ["out", "Ya"], ["in", "Kapan\ndikirim?"]]);
  assert.equal((await shop.api("POST", "/admin/watch", { name: "Google Maps", url: "https://maps.example", every_hours: 24 }, shop.bearer)).status, 200);
  const { json: list } = await shop.api("GET", "/admin/watch", undefined, shop.bearer);
  assert.equal(list.due, 1);
  const looked = await shop.api("POST", `/admin/watch/${list.items[0].id}/looked`, { found: 0 }, shop.bearer);
  assert.equal(looked.json.due, 0, looked.text);
  for (const view of ["todo", "waiting", "snoozed", "solved", "closed", "spam", "all"]) assert.equal((await shop.get(`/admin/inbox?state=${view}`, shop.bearer)).status, 200);
  assert.equal((await inbox(shop, "?q=dikirim")).items.length, 1);
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out);
});
