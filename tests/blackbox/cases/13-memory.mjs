// SPDX-License-Identifier: Apache-2.0
// What is large is done one at a time: the small machine's memory is enough, whoever sends what at once.
import assert from "node:assert/strict";
import fs from "node:fs";
import { memoryOf, watchTogether } from "../lib/memory.mjs";
import { messages, Office } from "../lib/office.mjs";
import { jpeg, png } from "../lib/picture.mjs";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

const PEAK_KB = 160 * 1024, IDLE_KB = 48 * 1024;
describe("memory");

/** A machine with other work says 503 and when to come again. */
async function uploaded(office, at, file) {
  for (let tries = 0; ; tries++) {
    const reply = await office.upload(at + "/pictures", { alt_id: file.name }, { field: "picture", ...file });
    if (reply.status !== 503 || tries === 10) return reply;
    await new Promise((done) => setTimeout(done, 2000));
  }
}

test("four pictures of 24 megapixels and sixteen passwords at once stay below 160 MB, and leave less than 48 MB", async () => {
  const shop = await Shop.stocked();
  await shop.serve(["--no-rate-limit"]);
  if (/lib[at]san/.test(fs.readFileSync(`/proc/${shop.child.pid}/maps`, "utf8"))) {
    await shop.stop();
    skip("a sanitizer's memory is not ours");
  }
  const office = new Office(shop);
  await office.login();
  const at = /href="(\/admin\/products\/\d+)"/.exec((await office.get("/admin/products")).text)[1];
  await office.get(at);
  const files = [
    { type: "image/png", name: "a.png", bytes: png(4898, 5) }, { type: "image/jpeg", name: "b.jpg", bytes: jpeg(4898, 1) },
    { type: "image/png", name: "c.png", bytes: png(4898, 6) }, { type: "image/jpeg", name: "d.jpg", bytes: jpeg(4898, 2) },
  ];
  const pid = shop.child.pid, workers = watchTogether(pid);
  const pictures = files.map((file) => uploaded(office, at, file));
  const logins = Array.from({ length: 16 }, () => new Office(shop).login({ email: "siapa@example.com", password: "bukan ini sandinya" }));
  const pages = Array.from({ length: 64 }, (_, i) => shop.get(i % 2 ? "/products/kopi-uji" : `/search?q=kopi+${i}`));
  for (const reply of await Promise.all(pages)) assert.equal(reply.status, 200);
  for (const reply of await Promise.all(logins)) assert.ok(reply.status < 500 || reply.status === 503, String(reply.status));
  for (const reply of await Promise.all(pictures)) assert.equal(reply.status, 303, messages(reply.text));
  workers.stop();
  const own = memoryOf(pid).peak, peak = Math.max(own, workers.together);
  console.log(`     peak ${(peak / 1024).toFixed(1)} MB; alone ${(own / 1024).toFixed(1)} MB, the process for a picture ${(workers.child / 1024).toFixed(1)} MB`);
  assert.ok(workers.child > 60 * 1024, "24 megapixels are decoded elsewhere");
  assert.ok(peak <= PEAK_KB, `${peak} KB`);
  const tooLarge = await office.upload(at + "/pictures", { alt_id: "Terlalu besar" },
    { field: "picture", name: "x.png", type: "image/png", bytes: png(4900) });
  assert.equal(tooLarge.status, 413);
  await until("memory goes back", () => memoryOf(pid).now <= IDLE_KB, 10000).catch(() => {});
  const idle = memoryOf(pid).now;
  console.log(`     idle ${(idle / 1024).toFixed(1)} MB`);
  assert.ok(idle <= IDLE_KB, `${idle} KB`);
  await shop.stop();
});
