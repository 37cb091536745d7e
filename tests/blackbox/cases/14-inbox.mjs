// SPDX-License-Identifier: Apache-2.0
// The desk's own tools: ready answers, complaints made of messages, channels with windows, the watch list.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import { describe, test, until } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { Office } from "../lib/office.mjs";
import { Shop, lazyShop } from "../lib/shop.mjs";

describe("inbox");

async function open() {
  const shop = await Shop.make();
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  shop.bearer = { headers: { Authorization: `Bearer ${JSON.parse(made.out).token}` } };
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  shop.desk = (method, path, body) => shop.api(method, "/admin/inbox" + path, body, shop.bearer);
  return shop;
}

test("a ready answer is written, picked without JavaScript, blocked while a variable is open, and counted", async () => {
  const shop = await open();
  const bad = await shop.desk("POST", "/answers", { name: "Resi", text_id: "Halo {nama}", text_en: "Hello {name}" });
  assert.equal(bad.status, 400);
  assert.match(JSON.stringify(bad.json), /\{nama\}/, "which variable it was");
  const made = await shop.desk("POST", "/answers", { name: "Resi", text_id: "Halo {name}, {number} kami jawab {due_at}. Resi {tracking}.", text_en: "Hello {name}" });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json.answer;
  const again = await shop.desk("POST", "/answers", { name: "Resi", text_id: "a", text_en: "b" });
  assert.equal(again.status, 409);
  const { json: c } = await shop.api("POST", "/contact", { name: "Sri", email: "sri@surat.example", text: "Resi saya mana?" });

  const page = await shop.desk("GET", `/${c.number}`);
  const [offered] = page.json.canned;
  assert.match(offered.text, new RegExp(`^Halo Sri, ${c.number} kami jawab .* WIB\\. Resi \\{tracking\\}\\.$`));
  assert.equal(offered.has_gap, true);
  const html = await shop.get(`/admin/inbox/${c.number}?pick=${id}`, shop.bearer);
  assert.match(html.text, /<textarea[^>]*name="text"[^>]*>Halo Sri, /);
  assert.match(html.text, new RegExp(`name="answer" value="${id}"`));

  const blocked = await shop.desk("POST", `/${c.number}/messages`, { text: offered.text, channel: "chat", answer: id });
  assert.equal(blocked.status, 400);
  assert.match(JSON.stringify(blocked.json), /\{tracking\}/);
  const text = offered.text.replace("{tracking}", "JX123");
  const sent = await shop.desk("POST", `/${c.number}/messages`, { text, channel: "chat", answer: id });
  assert.equal(sent.status, 200, sent.text);
  const note = await shop.desk("POST", `/${c.number}/messages`, { text: "Minta {tracking} ke kurir", direction: "note" });
  assert.equal(note.status, 200, "a note leaves nothing");
  assert.equal((await shop.desk("GET", `/answers/${id}`)).json.answer.used, 1);

  const changed = await shop.desk("POST", `/answers/${id}`, { name: "Resi baru", text_id: "Halo {name}", text_en: "Hello {name}" });
  assert.equal(changed.json.answer.name, "Resi baru");
  assert.equal((await shop.desk("POST", `/answers/${id}/retire`, {})).json.answer.is_retired, true);
  assert.deepEqual((await shop.desk("GET", `/${c.number}`)).json.canned, []);
  assert.equal((await shop.desk("POST", `/answers/${id}/restore`, {})).json.answer.is_retired, false);
  assert.equal((await shop.get("/admin/inbox/answers", shop.bearer)).status, 200);
  assert.equal((await shop.api("GET", "/admin/inbox/answers")).status, 401);
});

test("another matter is split off on the page; a deleted post is marked and its evidence stays; a place is retired", async () => {
  const shop = await open();
  const { json: c } = await shop.api("POST", "/contact", { email: "sri@surat.example", text: "Apakah ada stok?" });
  await shop.api("POST", `/conversations/${c.number}/messages?key=${c.key}`, { text: "Urusan lain: faktur bulan lalu" });
  const html = (await shop.get(`/admin/inbox/${c.number}`, shop.bearer)).text;
  const said = [...html.matchAll(/name="said" value="(\d+)"/g)].map((m) => m[1]);
  assert.equal(said.length, 1, "the first message begins this conversation already");
  const split = await shop.desk("POST", `/${c.number}/act`, { do: "split", said: Number(said[0]) });
  assert.equal(split.status, 200, split.text);
  assert.notEqual(split.json.number, c.number);
  assert.equal(split.json.messages.length, 1);
  assert.ok(split.json.due_at, "what waits for an answer goes with it");

  const posted_at = new Date(Date.now() - 3600e3).toISOString();
  const post = await shop.desk("POST", "/capture", { place: "tiktok", text: "Kopi saya tidak sampai", posted_at });
  assert.equal(post.status, 201, post.text);
  const gone = await shop.desk("POST", `/${post.json.number}/act`, { do: "gone" });
  assert.ok(gone.json.capture.deleted_at);
  assert.equal(gone.json.capture.evidence_hash, post.json.capture.evidence_hash);
  const again = await shop.desk("POST", `/${post.json.number}/act`, { do: "gone" });
  assert.equal(again.json.capture.deleted_at, gone.json.capture.deleted_at);
  const none = await shop.desk("POST", `/${c.number}/act`, { do: "gone" });
  assert.equal(none.status, 404);

  const place = { name: "Google Maps", url: "https://maps.example", every_hours: 24 };
  const added = await shop.api("POST", "/admin/watch", place, shop.bearer);
  const { id } = added.json.items[0];
  const looked = await shop.api("POST", `/admin/watch/${id}/looked`, { found: 2 }, shop.bearer);
  assert.equal(looked.json.items[0].found, 2);
  assert.match((await shop.get("/admin/watch", shop.bearer)).text, new RegExp(`/admin/watch/${id}/hide`));
  const hidden = await shop.api("POST", `/admin/watch/${id}/hide`, {}, shop.bearer);
  assert.deepEqual(hidden.json.items, []);
});

const sample = lazyShop();
test("asking about an order needs no address, is proven to be the buyer's, and goes on where it was", async () => {
  const shop = await sample();
  const { order } = await new Buyer(shop).order("KU-200-B", 1);
  const path = `/orders/${order.number}/ask`, key = `?key=${encodeURIComponent(order.key)}`;
  assert.equal((await shop.api("GET", path)).status, 404, "a stranger learns nothing");
  assert.match((await shop.get(`/orders/${order.number}${key}`)).text, new RegExp(path));
  assert.match((await shop.get(path + key)).text, /<textarea/);
  const one = await shop.api("POST", path + key, { text: "Bisa dikirim hari ini?" });
  assert.equal(one.status, 201, one.text);
  const two = await shop.api("POST", path + key, { text: "Oh ya, tolong bungkus rapi." });
  assert.equal(two.json.number, one.json.number, "the same conversation");
  assert.equal(two.json.messages.length, 2);
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const bearer = { headers: { Authorization: `Bearer ${JSON.parse(made.out).token}` } };
  const desk = await shop.api("GET", `/admin/inbox/${one.json.number}`, undefined, bearer);
  assert.deepEqual(desk.json.orders.map((o) => [o.number, o.is_proven]), [[order.number, true]]);
  const from = await shop.get("/products/" + (await shop.api("GET", "/products")).json.items[0].slug);
  const contact = from.text.match(/href="(\/contact\?product=[^"#]+)/)[1];
  const page = await shop.get(contact);
  assert.match(page.text, /type="hidden" name="product" value="[^"]+"/);
});

test("a messaging app: signed news in, answers out, a window that shuts, a bounce that is no answer", async () => {
  const shop = await open();
  const secret = "kunci-uji-yang-panjang";
  assert.equal((await shop.run(["setting", "channel.loopback_secret", secret])).code, 0);
  const tell = (events, signature) => {
    const body = JSON.stringify({ events });
    signature ??= crypto.createHmac("sha256", secret).update(body).digest("hex");
    return shop.api("POST", "/hooks/channels/loopback", { events }, { headers: { "Channel-Signature": signature } });
  };
  const said = (id, from, text) => ({ kind: "said", id, from, name: "Sari", text });
  await until("the secret is known", async () => (await tell([])).status === 200);
  assert.equal((await tell([said("x", "sari_01", "Halo")], "00")).status, 403);
  assert.equal((await tell([{ kind: "waved" }])).status, 400);
  assert.equal((await shop.api("POST", "/hooks/channels/email", {})).status, 404);

  const news = [said("a1", "sari_01", "Halo, ada stok?"), said("b1", "gone_02", "Halo juga")];
  assert.equal((await tell(news)).json.taken, 2);
  assert.equal((await tell(news)).status, 200, "delivered twice");
  const { json: list } = await shop.desk("GET", "");
  assert.equal(list.items.length, 2);
  const about = async (text) => {
    for (const i of list.items) {
      const { json } = await shop.desk("GET", `/${i.number}`);
      if (json.messages[0].text === text) return json;
    }
  };
  const one = await about("Halo, ada stok?"), two = await about("Halo juga");
  assert.ok(one.window_closes_at);
  const answer = (talk) => shop.desk("POST", `/${talk.number}/messages`, { text: "Ada.", channel: "loopback" });
  const seen = async (talk) => (await shop.desk("GET", `/${talk.number}`)).json;
  assert.equal((await answer(one)).status, 200);
  assert.equal((await answer(two)).status, 200);
  await until("it left", async () => (await seen(one)).messages[1].delivery === "sent");
  await until("it was refused", async () => (await seen(two)).messages[1].delivery === "failed");
  assert.ok((await seen(two)).due_at, "a bounced answer is no answer");
  assert.equal((await seen(one)).due_at, null);
  const failed = await tell([{ kind: "failed", id: `lb-${(await seen(one)).messages[1].id}` }]);
  assert.equal(failed.status, 200, failed.text);
  assert.ok((await seen(one)).due_at);
  assert.equal((await tell([{ kind: "changed", id: "never", text: "?" }])).status, 404, "it may come again later");
  const mixed = await tell([{ kind: "changed", id: "c1", text: "Halo kakak" }, { kind: "delivered", id: "never" }, { kind: "blocked", from: "nobody" }, said("c1", "budi_03", "Halo kak")]);
  assert.equal(mixed.json?.taken, 2, "what nobody knows takes no message with it: " + mixed.text);
  const budi = (await shop.desk("GET", "")).json.items.map((i) => i.number).find((n) => ![one.number, two.number].includes(n));
  assert.equal((await shop.desk("GET", `/${budi}`)).json.messages[0].text, "Halo kakak", "changed before it came");

  const { json: clock } = await shop.get("/test/clock");
  await shop.post("/test/clock", { now: new Date(Date.parse(clock.now) + 25 * 3600e3).toISOString() }, { timeoutMs: 120000 });
  const late = await answer(one);
  assert.equal(late.status, 409, late.text);
  assert.doesNotMatch((await shop.get(`/admin/inbox/${one.number}`, shop.bearer)).text, /value="loopback"/);
  await tell([said("a2", "sari_01", "Masih ada?")]);
  assert.equal((await answer(one)).status, 200);
});

test("a reply window that shuts before the answer is due is a row of its own today, until it is answered", async () => {
  const shop = await open();
  const secret = "kunci-uji-yang-panjang";
  assert.equal((await shop.run(["setting", "channel.loopback_secret", secret])).code, 0);
  const tell = (events) => {
    const signature = crypto.createHmac("sha256", secret).update(JSON.stringify({ events })).digest("hex");
    return shop.api("POST", "/hooks/channels/loopback", { events }, { headers: { "Channel-Signature": signature } });
  };
  await until("the secret is known", async () => (await tell([])).status === 200);
  const now = new Date(Date.parse((await shop.get("/test/clock")).json.now));
  const saturday = new Date(now.getTime() + ((6 - now.getUTCDay() + 7) % 7 || 7) * 86400e3);
  saturday.setUTCHours(11, 0, 0, 0); // after hours: it is answered on Monday
  const set = await shop.post("/test/clock", { now: saturday.toISOString() }, { timeoutMs: 120000 });
  assert.equal(set.status, 200, set.text);

  assert.equal((await tell([{ kind: "said", id: "w1", from: "sari_01", name: "Sari", text: "Halo" }])).status, 200);
  const [item] = (await shop.desk("GET", "")).json.items;
  assert.ok(Date.parse(item.window_closes_at) < Date.parse(item.due_at), `${item.window_closes_at} ${item.due_at}`);
  const home = async () => (await shop.api("GET", "/admin", undefined, shop.bearer)).json;
  const windows = (m) => [...m.late, ...m.today, ...m.later].filter((r) => r.kind === "reply_window");
  const [row, ...more] = windows(await home());
  assert.ok(row, "a row");
  assert.deepEqual(more, []);
  assert.equal(row.due_at, item.window_closes_at);
  assert.equal(row.about, item.number);
  assert.match(row.name, /^Jendela balas .+ tutup pukul \d\d\.\d\d/);
  const page = (await shop.get("/admin", shop.bearer)).text;
  assert.match(page, new RegExp(`href="/admin/inbox/${item.number}"[^>]*>[^]*?Jendela balas`));
  const sent = await shop.desk("POST", `/${item.number}/messages`, { text: "Ada.", channel: "loopback" });
  assert.equal(sent.status, 200, sent.text);
  await until("answered, nothing is left", async () => windows(await home()).length === 0);
});

test("the list says who and what, and each look at it is written down; found by name, phone, address and words", async () => {
  const shop = await open();
  const { json: one } = await shop.api("POST", "/contact", { name: "Sri Rahayu", phone: "0812 3456 7890", text: "Resi saya mana?\nSudah tiga hari." });
  await shop.api("POST", "/contact", { name: "Budi", email: "budi@surat.example", text: "Halo" });
  const list = (await shop.desk("GET", "")).json;
  const mine = list.items.find((i) => i.number === one.number);
  assert.equal(mine.name, "Sri Rahayu");
  assert.equal(mine.words, "Resi saya mana? Sudah tiga hari.");
  const html = (await shop.get("/admin/inbox", shop.bearer)).text;
  assert.match(html, /<bdi>Sri Rahayu<\/bdi>/);
  for (const q of ["rahayu", "081234567890", "0812-3456-7890", "resi rahayu", one.number]) {
    const found = (await shop.desk("GET", `?q=${encodeURIComponent(q)}`)).json.items;
    assert.deepEqual(found.map((i) => i.number), [one.number], q);
  }
  assert.deepEqual((await shop.desk("GET", "?q=budi%40surat.example")).json.items.map((i) => i.name), ["Budi"]);
  assert.deepEqual((await shop.desk("GET", "?q=orang%40surat.example")).json.items, []);
  assert.equal((await shop.api("GET", "/admin/inbox")).status, 401, "a stranger sees nobody");
});

async function staff(shop, email) {
  const office = new Office(shop);
  await office.login({ email, password: "kata sandi uji 2026" });
  office.api = (method, at, body) => shop.api(method, at, body, { headers: office.headers });
  return office;
}

test("what waits can be asked by an open page; who writes is seen by the others and by no buyer", async () => {
  const shop = await open();
  const before = (await shop.api("GET", "/admin/waiting", undefined, shop.bearer)).json;
  assert.equal(before.inbox, 0);
  const { json: c } = await shop.api("POST", "/contact", { email: "sri@surat.example", text: "Halo" });
  assert.equal((await shop.api("GET", "/admin/waiting", undefined, shop.bearer)).json.inbox, 1);
  assert.equal((await shop.api("GET", "/admin/waiting")).status, 401);

  const add = (name, email) => shop.run(["staff", "add", "--name", name, "--email", email, "--role", "care", "--password-stdin"], { input: "kata sandi uji 2026\n" });
  await add("Rina", "rina@surat.example");
  await add("Dewi", "dewi@surat.example");
  const rina = await staff(shop, "rina@surat.example");
  const dewi = await staff(shop, "dewi@surat.example");
  const said = await rina.api("POST", `/admin/inbox/${c.number}/writing`, {});
  assert.equal(said.status, 200, said.text);
  assert.deepEqual(said.json.writers, [], "not to herself");
  assert.deepEqual((await dewi.api("GET", `/admin/inbox/${c.number}`)).json.writers.map((o) => o.name), ["Rina"]);
  assert.match((await dewi.get(`/admin/inbox/${c.number}`)).text, /Rina sedang menulis jawaban di sini/);
  assert.doesNotMatch((await shop.get(`/conversations/${c.number}?key=${c.key}`)).text, /Rina/);
  assert.equal((await shop.api("POST", `/admin/inbox/${c.number}/writing`, {})).status, 401);
  assert.equal((await dewi.api("POST", "/admin/inbox/TNY-AAAA-AAAA/writing", {})).status, 404);
  const sent = await rina.api("POST", `/admin/inbox/${c.number}/messages`, { text: "Halo juga", channel: "chat" });
  assert.equal(sent.status, 200, sent.text);
  assert.deepEqual((await dewi.api("GET", `/admin/inbox/${c.number}`)).json.writers, []);
});
