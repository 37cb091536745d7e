// SPDX-License-Identifier: Apache-2.0
// The film of a product: up by the form of the back office, and on the product's page only for who wants it.
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { OWNER } from "../../blackbox/lib/office.mjs";
import { png } from "../../blackbox/lib/picture.mjs";
import { DESKTOP, PHONE, inspect, leads, visitor } from "../lib/browser.mjs";

const open = lazyShop();
const vtt = (text) => Buffer.from(`WEBVTT\n\n00:00.000 --> 00:09.000\n${text}\n`);

/** A second of film, made by the browser itself: a square that moves. */
async function film(shop) {
  const who = await visitor(shop);
  const base64 = await who.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
    const paint = canvas.getContext("2d");
    let step = 0;
    const draw = setInterval(() => {
      paint.fillStyle = "#6b3e26";
      paint.fillRect(0, 0, 320, 240);
      paint.fillStyle = "#fffdf6";
      paint.fillRect((step += 9) % 280, 100, 40, 40);
    }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const ended = new Promise((done) => { recorder.onstop = done; });
    recorder.start();
    for (const end = Date.now() + 1200; Date.now() < end || step < 25 * 9;) await new Promise((done) => setTimeout(done, 100)); // a second, and pictures in it
    recorder.stop();
    await ended;
    clearInterval(draw);
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  await who.close();
  return Buffer.from(base64, "base64");
}

/** Uploaded once, by a form on a telephone. */
let up;
const uploaded = () => (up ??= upload());
async function upload() {
  const shop = await open();
  const bytes = await film(shop);
  const who = await visitor(shop, { viewport: PHONE });
  const { page } = who;
  await page.goto("/admin/login?next=/admin/products");
  await page.locator('input[name="email"]').fill(OWNER.email);
  await page.locator('input[name="password"]').fill(OWNER.password);
  await leads(page, () => page.locator("form button.btn-main").click(), /\/admin\/products$/);
  await page.locator("main a", { hasText: "Kopi Uji" }).first().click();
  await page.waitForURL(/\/admin\/products\/\d+/);
  const form = page.locator("#video form[enctype]");
  await form.locator('input[name="video"]').setInputFiles({ name: "kopi.webm", mimeType: "video/webm", buffer: bytes });
  await form.locator('input[name="title"]').fill("Kopi dituang");
  await form.locator("summary").click();
  await form.locator('input[name="poster"]').setInputFiles({ name: "poster.png", mimeType: "image/png", buffer: png(700) });
  await form.locator('input[name="captions_id"]').setInputFiles({ name: "id.vtt", mimeType: "text/vtt", buffer: vtt("Air panas dituang.") });
  await form.locator('input[name="captions_en"]').setInputFiles({ name: "en.vtt", mimeType: "text/vtt", buffer: vtt("Hot water is poured.") });
  await inspect(who, "video-1-form");
  await form.locator("button").click();
  await page.waitForURL(/done=/);
  await inspect(who, "video-2-saved");
  await who.close();
  return shop;
}

describe("video of a product (browser)");
for (const [lang, viewport, dark, words] of [["id", PHONE, false, "Air panas dituang."], ["en", DESKTOP, true, "Hot water is poured."]]) {
  test(`fetched when it is wanted, plays, with captions in the page's language (${lang}, ${viewport.width} px)`, async () => {
    const shop = await uploaded();
    const who = await visitor(shop, { lang, viewport, dark });
    const { page } = who;
    const fetched = [];
    page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
    await page.goto(`${lang === "en" ? "/en" : ""}/products/kopi-uji`);
    const video = page.locator("figure.film video");
    await video.scrollIntoViewIfNeeded();
    await page.waitForLoadState("networkidle");
    await inspect(who, `video-3-product-${lang}`);
    assert.deepEqual(fetched.filter((at) => /\.webm$/.test(at)), [], "not a byte of it before somebody presses play");
    assert.ok(fetched.some((at) => /p-\d+\.webp$/.test(at)), "its poster is there");
    const box = await video.boundingBox();
    assert.ok(box.width <= viewport.width && box.height > 100, `${box.width} × ${box.height}`);
    await video.evaluate((v) => { v.muted = true; return v.play(); });
    await page.waitForFunction(() => document.querySelector("figure.film video").currentTime > 0.3);
    assert.ok(fetched.some((at) => /\.webm$/.test(at)));
    const said = await page.waitForFunction(() => {
      const track = [...document.querySelector("figure.film video").textTracks].find((t) => t.mode === "showing");
      return track?.cues?.[0]?.text;
    });
    assert.equal(await said.jsonValue(), words);
    await inspect(who, `video-4-playing-${lang}`);
    await who.close();
  });
}

test("without JavaScript the browser's own player stands there", async () => {
  const shop = await uploaded();
  const who = await visitor(shop, { js: false });
  const fetched = [];
  who.page.on("request", (request) => fetched.push(request.url()));
  const reply = await who.page.goto("/products/kopi-uji");
  assert.equal(reply.status(), 200);
  const video = who.page.locator("figure.film video");
  for (const [name, value] of [["controls", ""], ["preload", "none"], ["playsinline", ""]]) assert.equal(await video.getAttribute(name), value, name);
  await inspect(who, "video-5-nojs");
  assert.equal(fetched.filter((at) => /\.webm$/.test(at)).length, 0, "nothing was fetched");
  await who.close();
});
