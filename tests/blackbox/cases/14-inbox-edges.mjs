// SPDX-License-Identifier: Apache-2.0
// What people and their machines send to an inbox, and what nobody but the team may see of it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import { describe, patience, test, until } from "../lib/runner.mjs";
import { memoryOf } from "../lib/memory.mjs";
import { BINARY, Shop } from "../lib/shop.mjs";
import { Smtp, parseMail } from "../lib/smtp.mjs";

describe("inbox edges");

let shop;
async function open() {
  if (shop) return shop;
  shop = await Shop.make();
  await shop.run(["setting", "shop.email", "halo@toko-uji.example"]);
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  shop.bearer = { headers: { Authorization: `Bearer ${JSON.parse(made.out).token}` } };
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  shop.desk = (method, path, body) => shop.api(method, "/admin/inbox" + path, body, shop.bearer);
  shop.put = async (input) => {
    const done = await shop.run(["mail-in"], { input });
    assert.equal(done.code, 0, done.err);
    return done.out.trim().split(" ");
  };
  return shop;
}
let serial = 0;
const mail = (headers, body) => Object.entries({
  From: "Sari <sari@surat.example>", To: "halo@toko-uji.example", Subject: "Tanya", "Message-ID": `<tepi-${++serial}@surat.example>`,
  Date: new Date().toUTCString(), "MIME-Version": "1.0", ...headers,
}).map(([k, v]) => `${k}: ${v}\r\n`).join("") + "\r\n" + body;
const multipart = (parts) => [{ "Content-Type": "multipart/mixed; boundary=tepi" }, parts.map((p) => `--tepi\r\n${p}\r\n`).join("") + "--tepi--\r\n"];
const file = (name, type, bytes) => `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n")}`;
const words = "Content-Type: text/plain; charset=utf-8\r\n\r\nLampiran saya.";

test("HTML sent as a file is kept as evidence and never runs", async () => {
  const shop = await open();
  const [, number] = await shop.put(mail(...multipart([words, file("foto.html", "text/html", "<script>alert(1)</script>Halo")])));
  const [said] = (await shop.desk("GET", `/${number}`)).json.messages;
  assert.equal(said.files.length, 1);
  const page = (await shop.get(`/admin/inbox/${number}`, shop.bearer)).text;
  assert.doesNotMatch(page, /alert\(1\)/);
  const at = page.match(/href="([^"]+\/files\/\d+[^"]*)"/)[1].replaceAll("&amp;", "&");
  const got = await shop.get(at, shop.bearer);
  assert.equal(got.status, 200);
  assert.equal(got.headers["content-type"], "text/plain; charset=utf-8");
  assert.equal(got.headers["x-content-type-options"], "nosniff");
  assert.match(got.headers["content-disposition"], /^attachment/);
  assert.doesNotMatch(got.headers["content-security-policy"] ?? "script-src *", /script-src [^;]*(\*|unsafe)/);
  assert.ok([303, 401, 403, 404].includes((await shop.get(at)).status), "not without a login");
});

test("a mail of HTML alone is read as words; what is no picture, film, PDF or text is named and left out", async () => {
  const shop = await open();
  const [, one] = await shop.put(mail({ "Content-Type": "text/html; charset=windows-1252" }, "<style>p{}</style><p>Kapan <b>dikirim</b>?</p><script>x()</script>"));
  assert.equal((await shop.desk("GET", `/${one}`)).json.messages[0].text.replace(/\s+/g, " ").trim(), "Kapan dikirim?");
  const [, two] = await shop.put(mail(...multipart([words, file("virus.exe", "application/octet-stream", Buffer.from("MZ\x90\x00\x03\x00\x00\x00\xff\xff", "latin1"))])));
  const { messages } = (await shop.desk("GET", `/${two}`)).json;
  assert.equal(messages[0].files.length, 0);
  assert.equal(messages[1].direction, "note");
  assert.match(messages[1].text, /virus\.exe/);
});

test("a mail of 25 MB and one of a hundred files are taken, bounded, and said to be", async () => {
  const shop = await open();
  const noise = crypto.randomBytes(18e6);
  const [end, large] = await shop.put(mail(...multipart([words, file("besar.bin", "application/pdf", Buffer.concat([Buffer.from("%PDF-1.4\n"), noise]))])));
  assert.equal(end, "began");
  const kept = (await shop.desk("GET", `/${large}`)).json.messages;
  assert.equal(kept[0].text, "Lampiran saya.");
  assert.equal(kept[0].files.length, 0, "more than 10 MB a file");
  assert.match(kept[1].text, /^1 lampiran tidak disimpan/);
  const many = Array.from({ length: 100 }, (_, i) => file(`catatan-${i}.txt`, "text/plain", `isi ${i}`));
  const [, several] = await shop.put(mail(...multipart([words, ...many])));
  const all = (await shop.desk("GET", `/${several}`)).json.messages;
  assert.ok(all[0].files.length > 0 && all[0].files.length <= 20, `${all[0].files.length}`);
  assert.match(all[1].text, new RegExp(`^${100 - all[0].files.length} lampiran`));
});

test("a mail made to be parsed for ever takes no more time and memory than another", async () => {
  const shop = await open();
  const html = (body) => ["Content-Type: text/html", "", body];
  const parts = (type, text) => ['Content-Type: multipart/mixed; boundary="X"', "", ...Array.from({ length: 200 }, () => `--X\r\nContent-Type: ${type}\r\n\r\n${text}`), "--X--", ""];
  const nested = Array.from({ length: 100000 }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}`).join("\r\n");
  const bombs = {
    "40,000 elements in each other": html("<div>".repeat(40000) + "halo dalam"),
    "formats left open before each paragraph": html("<b><i><font>".repeat(10000) + "<p>".repeat(20000) + "halo dalam"),
    "tables in tables": html("<table><tr><td>".repeat(13000) + "halo dalam"),
    "one tag of 35,000 attributes": html(`<x ${Array.from({ length: 30000 }, (_, i) => `c${i}`).join(" ")}>halo dalam`),
    "200 texts": parts("text/plain", "halo dalam ".repeat(9000)),
    "200 reports": parts("message/delivery-status", "A: halo dalam\r\n".repeat(9000)),
    "100,000 parts in each other": [nested, "Content-Type: text/plain", "", "halo dalam"],
    "a million headers": ["X:a\r\n".repeat(1000000) + "X: b", "", "halo dalam"],
  };
  for (const [name, lines] of Object.entries(bombs)) {
    // Thirty seconds of work, however busy the machine is with other things.
    const child = spawn("bash", ["-c", 'ulimit -t 30; exec "$0" "$@"', BINARY, "mail-in", ...shop.where], { stdio: ["pipe", "ignore", "inherit"] });
    let peak = 0;
    const watch = setInterval(() => {
      try {
        peak = Math.max(peak, memoryOf(child.pid).peak);
      } catch {
        clearInterval(watch); // it ended meanwhile
      }
    }, 20);
    const limit = setTimeout(() => child.kill("SIGKILL"), patience(60000));
    child.stdin.on("error", () => {});
    child.stdin.end(["From: Bom <bom@surat.example>", "To: toko@toko.example", "Subject: halo", `Message-ID: <${crypto.randomUUID()}@surat.example>`, "MIME-Version: 1.0", ...lines].join("\r\n"));
    const code = await new Promise((done) => child.on("exit", done));
    clearInterval(watch);
    clearTimeout(limit);
    assert.equal(code, 0, `${name}: with 30 seconds of work`);
    assert.ok(peak < 700000, `${name}: ${peak} kB`);
  }
});

test("our own mail that comes back is a loop; a machine's letter begins nothing", async () => {
  const shop = await open();
  const before = (await shop.desk("GET", "?state=all")).json.items.length;
  assert.equal((await shop.put(mail({ From: "halo@toko-uji.example" }, "Halo\r\n")))[0], "loop");
  for (const headers of [{ "Auto-Submitted": "auto-generated" }, { Precedence: "bulk" }, { "List-Id": "<berita.example>" }, { "X-Autoreply": "yes" }]) {
    assert.equal((await shop.put(mail(headers, "Saya cuti\r\n")))[0], "machine", JSON.stringify(headers));
  }
  assert.equal((await shop.desk("GET", "?state=all")).json.items.length, before);
});

test("a vacation without a return path takes no answer back; what is too large for ever comes back to its sender", async () => {
  const shop = await open();
  const smtp = await new Smtp().start();
  await shop.run(["setting", "mail.smtp_url", smtp.url]);
  const from = { From: "Cuti <cuti@surat.example>" };
  const [, number] = await shop.put(mail({ ...from, "Message-ID": "<cuti-0@surat.example>" }, "Apakah ada kopi?\r\n"));
  await shop.desk("POST", `/${number}/messages`, { text: "Ada." });
  const sent = await until("the answer", () => smtp.mails.find((m) => m.to.includes("cuti@surat.example")));
  const away = { "In-Reply-To": parseMail(sent.raw).headers["message-id"], "Return-Path": "<>", Subject: "Automatic reply" };
  assert.match(away["In-Reply-To"], /^<said-/);
  assert.deepEqual(await shop.put(mail({ ...from, ...away }, "Saya cuti.\r\n")), ["machine", number]);
  assert.equal((await shop.desk("GET", `/${number}`)).json.promises[0].outcome, "kept", "it arrived");
  const named = { "In-Reply-To": away["In-Reply-To"], References: away["In-Reply-To"], Subject: "Re: Kopi" };
  const [began, theirs] = await shop.put(mail({ ...named, From: "Orang <orang@lain.example>", "Message-ID": "<orang-1@lain.example>" }, "Batalkan saja semuanya.\r\n"));
  assert.equal(began, "began", `whoever names our mail is not whom it went to: ${theirs} ${number}`);
  assert.notEqual(theirs, number);
  assert.doesNotMatch((await shop.desk("GET", `/${number}`)).text, /Batalkan saja/);
  assert.doesNotMatch((await shop.desk("GET", `/${theirs}`)).text, /Apakah ada kopi/);
  assert.ok(!smtp.mails.some((m) => m.to.includes("orang@lain.example") && m.raw.includes(number)), "the thread of the other is not shown");
  await shop.run(["setting", "mail.smtp_url", ""]);
  await smtp.stop();
  const huge = await shop.run(["mail-in"], { input: mail({}, ("kata ".repeat(14) + "\r\n").repeat(440000)) });
  assert.equal(huge.code, 65, huge.err);
});

test("a program that answers every mail of ours without naming it is written to three times, not for ever", async () => {
  const smtp = await new Smtp().start();
  const shop = await open();
  await shop.run(["setting", "mail.smtp_url", smtp.url]);
  const from = { From: "Robot <robot@surat.example>" };
  await shop.put(mail(from, "Paket saya rusak.\r\n"));
  const told = () => smtp.mails.filter((m) => m.to.includes("robot@surat.example"));
  for (let i = 0; i < 6; i++) {
    await until("a mail, or none any more", () => told().length > i || i >= 3);
    await shop.put(mail({ ...from, Subject: `Balasan otomatis ${i}` }, `Kami menerima pesan Anda ${i}: pengaduan Anda sudah kami terima.\r\n`));
  }
  await new Promise((done) => setTimeout(done, 1000));
  assert.equal(told().length, 3);
  await shop.run(["setting", "mail.smtp_url", ""]);
  await smtp.stop();
});

test("a flood from one conversation is written down and moves no clock", async () => {
  const shop = await open();
  const [, number] = await shop.put(mail({ From: "Banjir <banjir@surat.example>", "Message-ID": "<banjir-0@surat.example>", Subject: "Banjir" }, "Pertama\r\n"));
  const due = (await shop.desk("GET", `/${number}`)).json.due_at;
  for (let i = 1; i < 24; i++) {
    const [end] = await shop.put(mail({ From: "Banjir <banjir@surat.example>", "Message-ID": `<banjir-${i}@surat.example>`, "In-Reply-To": "<banjir-0@surat.example>" }, `Lagi ${i}\r\n`));
    assert.equal(end, i < 20 ? "added" : "held", String(i));
  }
  const { json } = await shop.desk("GET", `/${number}`);
  assert.equal(json.messages.filter((m) => m.direction === "in").length, 24, "nothing is lost");
  assert.equal(json.due_at, due);
});

test("assignment, team, tag, snooze and search by programs; the customer's clock runs on through all of them", async () => {
  const shop = await open();
  const { json: c } = await shop.api("POST", "/contact", { name: "Pak Karto", phone: "081298765432", text: "Kapan stok lagi?" });
  const act = (body) => shop.desk("POST", `/${c.number}/act`, body);
  assert.equal((await act({ do: "tag", tag: "Stok" })).status, 200);
  assert.equal((await act({ do: "assign", staff: 1, team: "gudang" })).status, 200);
  const until = new Date(Date.parse(c.due_at) + 7 * 86400e3).toISOString();
  const asleep = await act({ do: "snooze", until });
  assert.equal(asleep.status, 200, asleep.text);
  assert.equal(asleep.json.state, "snoozed");
  assert.equal(asleep.json.due_at, c.due_at, "the same promise");
  assert.ok(Date.parse(asleep.json.snoozed_until) < Date.parse(c.due_at), "back before it is due");
  const found = (await shop.desk("GET", "?state=snoozed&tag=stok")).json.items;
  assert.deepEqual(found.map((i) => [i.number, i.team, i.assignee]), [[c.number, "gudang", 1]]);
  const mine = await shop.api("GET", `/conversations/${c.number}?key=${c.key}`);
  assert.doesNotMatch(mine.text, /gudang|snooz|Stok"/, "what the desk does among itself is not the buyer's to read");
  const moved = await shop.post("/test/clock", { now: new Date(Date.parse(c.due_at) + 3600e3).toISOString() }, { timeoutMs: 120000 });
  assert.equal(moved.status, 200, moved.text);
  const late = (await shop.desk("GET", "?q=karto")).json.items[0];
  assert.equal(late.is_late, true);
  assert.equal(late.state, "open", "it woke by itself");
  const { json } = await shop.desk("GET", `/${c.number}`);
  assert.equal(json.promises.find((p) => p.kind === "reply").outcome, "broken");
});

test("that somebody waits is mailed to the owner, and to whom the conversation is given as soon as it is", async () => {
  const smtp = await new Smtp().start();
  const shop = await Shop.make();
  for (const [key, value] of [["mail.smtp_url", smtp.url], ["shop.owner_email", "pemilik@toko-uji.example"]]) {
    const set = await shop.run(["setting", key, value]);
    assert.equal(set.code, 0, set.err);
  }
  await shop.run(["staff", "add", "--name", "Dewi", "--email", "dewi@toko-uji.example", "--role", "care", "--password-stdin"], { input: "kata sandi uji 2026\n" });
  const { token } = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out);
  const bearer = { headers: { Authorization: `Bearer ${token}` } };
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  const { json: c } = await shop.api("POST", "/contact", { name: "Bu Wati", phone: "081234567890", text: "Rahasia saya: warna biru" });
  const told = (to) => smtp.mails.filter((m) => m.to.includes(to)).map((m) => ({ raw: m.raw, ...parseMail(m.raw) }));
  await until("the owner's mail", () => told("pemilik@toko-uji.example").length === 1);
  const people = (await shop.api("GET", "/admin/staff", undefined, bearer)).json.items;
  const dewi = people.find((p) => p.name === "Dewi").id;
  await shop.api("POST", `/admin/inbox/${c.number}/act`, { do: "assign", staff: dewi }, bearer);
  await shop.api("POST", `/admin/inbox/${c.number}/messages`, { text: "Baik, Bu.", channel: "chat" }, bearer);
  await shop.post("/test/clock", { now: new Date(Date.now() + 600e3).toISOString() }, { timeoutMs: 120000 });
  await shop.api("POST", `/conversations/${c.number}/messages?key=${c.key}`, { text: "Satu lagi" });
  await shop.api("POST", `/conversations/${c.number}/messages?key=${c.key}`, { text: "Dan lagi" });
  const [mine] = await until("her mail", () => told("dewi@toko-uji.example").length > 0 && told("dewi@toko-uji.example"));
  assert.match(mine.parts[0].text, /inbox\/TNY-/);
  for (const m of smtp.mails) assert.doesNotMatch(m.raw, /Rahasia saya|Bu Wati|Satu lagi/, "a mail to staff holds the link and no words");
  assert.equal(told("dewi@toko-uji.example").length, 1, "once a burst");
  assert.equal(told("pemilik@toko-uji.example").length, 1);
  await smtp.stop();
});
