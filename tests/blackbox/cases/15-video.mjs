// SPDX-License-Identifier: Apache-2.0
// The film of a product: sent up as a file, checked by what it is, served in parts, taken away and swept up.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { mp4, webm } from "../lib/film.mjs";
import { messages, Office } from "../lib/office.mjs";
import { png } from "../lib/picture.mjs";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

describe("video of a product");

const MB = 1024 * 1024;
const film = (bytes, name = "film.mp4", type = "video/mp4") => ({ field: "video", name, type, bytes });
const captions = (field, text) => ({ field, name: "c.vtt", type: "text/vtt", bytes: Buffer.from(text) });

async function open() {
  const shop = await Shop.stocked();
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  const office = new Office(shop);
  await office.login();
  const list = await shop.api("GET", "/admin/products", undefined, { headers: office.headers });
  const { id, slug } = list.json.items.find((p) => p.slug === "kopi-uji");
  const at = `/admin/products/${id}`;
  await office.get(at);
  return { shop, office, at, page: `/products/${slug}` };
}

const media = (shop) => fs.readdirSync(path.join(shop.dir, "media")).filter((name) => /\.(mp4|webm|vtt)/.test(name));

test("goes up with poster and captions, plays on the product's page, and says nothing of where it was filmed", async () => {
  const { shop, office, at, page } = await open();
  assert.doesNotMatch((await shop.get(page)).text, /<video/);
  const sent = await office.upload(at + "/video", { title: "Kopi dituang" }, film(mp4()),
    { field: "poster", name: "p.png", type: "image/png", bytes: png(700) },
    captions("captions_id", "WEBVTT\n\n00:00.000 --> 00:01.000\nHalo\n"), captions("captions_en", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n"));
  assert.equal(sent.status, 303, messages(sent.text));
  assert.match((await office.get(sent.headers.location)).text, /Video disimpan\./);
  const shown = (await shop.get(page)).text;
  const tag = /<video[^>]*>/.exec(shown)[0];
  assert.match(tag, /controls preload="none"/);
  assert.match(tag, /poster="\/media\/[0-9a-f]{40}-700x700p-700\.webp"/);
  assert.match(shown, /<track kind="captions" src="\/media\/[0-9a-f]{40}\.vtt" srclang="id" label="Bahasa Indonesia" default>/);
  assert.match(shown, /srclang="en" label="English">/);
  assert.match(shown, /"@type":"VideoObject","name":"Kopi dituang"/);
  assert.match((await shop.get("/en" + page)).text, /srclang="en" label="English" default>/);
  const src = /src="(\/media\/[^"]+)"/.exec(tag)[1];
  const file = await shop.get(src);
  assert.equal(file.status, 200);
  assert.equal(file.headers["content-type"], "video/mp4");
  assert.equal(file.headers["x-content-type-options"], "nosniff");
  assert.match(file.headers["cache-control"], /immutable/);
  assert.match(file.headers["content-security-policy"], /media-src 'self'/);
  assert.ok(file.text.includes("vide") && !file.text.includes("106.8"), "the place stays with who filmed it");
  const track = /src="(\/media\/[^"]+\.vtt)"/.exec(shown)[1];
  assert.equal((await shop.get(track)).headers["content-type"], "text/vtt; charset=utf-8");
  const json = (await shop.api("GET", page)).json.video;
  assert.equal(json.src_url, src);
  assert.deepEqual(json.captions.map((c) => c.lang), ["id", "en"]);
});

test("is served in parts, as players ask for it", async () => {
  const { shop, office, at } = await open();
  const bytes = webm();
  assert.equal((await office.upload(at + "/video", { title: "" }, film(bytes, "film.webm", "video/webm"))).status, 303);
  const src = "/media/" + createHash("sha256").update(bytes).digest("hex").slice(0, 40) + ".webm";
  const ask = (headers, method = "GET") => shop.request(method, src, { headers });
  const whole = await ask({});
  assert.equal(whole.headers["content-type"], "video/webm");
  assert.equal(whole.headers["accept-ranges"], "bytes");
  const size = Number(whole.headers["content-length"]);
  assert.equal(size, bytes.length);
  const part = await ask({ Range: "bytes=4-9" });
  assert.equal(part.status, 206);
  assert.equal(part.headers["content-range"], `bytes 4-9/${size}`);
  assert.equal(part.headers["content-length"], "6");
  assert.equal(part.text, bytes.subarray(4, 10).toString("utf8"));
  const end = await ask({ Range: "bytes=-4" });
  assert.equal(end.text, "film");
  assert.equal(end.headers["content-range"], `bytes ${size - 4}-${size - 1}/${size}`);
  const past = await ask({ Range: `bytes=${size}-` });
  assert.equal(past.status, 416);
  assert.equal(past.headers["content-range"], `bytes */${size}`);
  assert.doesNotMatch(past.headers["cache-control"], /immutable/);
  const etag = whole.headers.etag;
  assert.equal((await ask({ Range: "bytes=0-1", "If-Range": etag })).status, 206);
  assert.equal((await ask({ Range: "bytes=0-1", "If-Range": '"another"' })).status, 200);
  const known = await ask({ "If-None-Match": etag });
  assert.equal(known.status, 304);
  assert.equal(known.text, "");
  assert.equal((await ask({})).status, 200, "who does not have it still gets it");
  assert.equal((await ask({ Range: "bytes=0-1,3-4" })).status, 200);
  const head = await ask({ Range: "bytes=0-1" }, "HEAD");
  assert.equal(head.status, 200);
  assert.equal(head.headers["content-length"], String(size));
});

test("another kind is refused by what it is, and what was typed stays", async () => {
  const { shop, office, at } = await open();
  const cases = [
    [film(Buffer.from("<svg onload=alert(1)>"), "film.mp4")], [film(png(16), "film.mp4")], [film(mp4({ handler: "soun" }))],
    [film(mp4().subarray(0, 2000))], [film(mp4()), captions("captions_id", "1\n00:00:00,000 --> 00:00:01,000\nHalo\n")],
    [film(mp4()), { field: "poster", name: "p.png", type: "image/png", bytes: Buffer.from("no picture") }],
  ];
  for (const files of cases) {
    const reply = await office.upload(at + "/video", { title: "Kopi dituang" }, ...files);
    assert.equal(reply.status, 415);
    assert.match(reply.text, /value="Kopi dituang"/);
    assert.match(messages(reply.text), /MP4 atau WebM|WEBVTT|PNG/);
  }
  const none = await office.upload(at + "/video", { title: "Kopi dituang" });
  assert.ok([400, 422].includes(none.status), String(none.status));
  assert.match(messages(none.text), /40 MB/);
  assert.doesNotMatch((await shop.get("/products/kopi-uji")).text, /<video/);
});

test("too large is refused with 413 on the form's own page, and before the body for strangers", async () => {
  const { shop, office, at } = await open();
  const large = await office.upload(at + "/video", { title: "Kopi dituang" }, film(mp4({ size: 41 * MB })));
  assert.equal(large.status, 413);
  assert.match(messages(large.text), /40 MB/);
  assert.match(large.text, /value="Kopi dituang"/, "what was typed stays");
  const huge = await office.upload(at + "/video", { title: "x" }, film(Buffer.alloc(70 * MB)));
  assert.equal(huge.status, 413);
  assert.match(huge.text, /name="video" type="file"/, "its page, although nothing of it was read");
  const stranger = new Office(shop);
  const away = await stranger.upload(at + "/video", {}, film(mp4({ size: 30 * MB }))).catch((e) => ({ status: e.code }));
  assert.ok([303, "ECONNRESET", "EPIPE"].includes(away.status), String(away.status));
});

test("is replaced by a link, taken away, and its file is swept up later", async () => {
  const { shop, office, at, page } = await open();
  await office.upload(at + "/video", { title: "" }, film(mp4()));
  const [first] = media(shop);
  let edit = await office.get(at);
  const fields = Object.fromEntries([...edit.text.matchAll(/<(?:input|textarea)[^>]* name="((?:name|summary|slug|revision|brand|tags)[^"]*)"[^>]* value="([^"]*)"/g)]
    .map((m) => [m[1], m[2]]));
  await office.done(at, { ...fields, video_url: "" });
  assert.match((await shop.get(page)).text, /<video/, "editing the texts leaves it");
  edit = await office.get(at);
  fields.revision = /name="revision"[^>]* value="(\d+)"/.exec(edit.text)[1];
  await office.done(at, { ...fields, video_url: "https://video.example/kopi" });
  const linked = (await shop.get(page)).text;
  assert.doesNotMatch(linked, /<video/);
  assert.match(linked, /href="https:\/\/video\.example\/kopi"/);
  await office.upload(at + "/video", { title: "" }, film(mp4({ size: 5000 })));
  const second = media(shop).find((name) => name !== first);
  const old = new Date(Date.now() - 3 * 86400e3);
  for (const name of [first, second]) fs.utimesSync(path.join(shop.dir, "media", name), old, old);
  await shop.stop();
  await shop.serve();
  await until("the sweep", () => !media(shop).includes(first), 20000);
  assert.deepEqual(media(shop), [second], "what a product shows stays");
  await office.login();
  await office.get(at);
  await office.done(at + "/video/remove");
  assert.doesNotMatch((await shop.get(page)).text, /<video/);
});

test("two at once stay below the machine's memory", async () => {
  const { shop, office, at } = await open();
  if (/lib[at]san/.test(fs.readFileSync(`/proc/${shop.child.pid}/maps`, "utf8"))) {
    await shop.stop();
    skip("a sanitizer's memory is not ours");
  }
  const sent = await Promise.all([mp4({ size: 39 * MB }), mp4({ size: 38 * MB })].map((bytes) => office.upload(at + "/video", {}, film(bytes))));
  assert.deepEqual(sent.map((reply) => reply.status), [303, 303]);
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${shop.child.pid}/status`, "utf8"))[1]);
  console.log(`     peak ${(peak / 1024).toFixed(1)} MB`);
  assert.ok(peak < 80 * 1024, `${peak} KB`);
});
