// SPDX-License-Identifier: Apache-2.0
// What takes the most memory: pictures of 24 megapixels being made small, and passwords (argon2id) being tried, all at once.
import assert from "node:assert/strict";
import { Office } from "../blackbox/lib/office.mjs";
import { jpeg, png } from "../blackbox/lib/picture.mjs";

const SIDE = 4898; /* 24 megapixels */

/** A busy machine says 503 and when to come again; what counts here is memory. */
async function uploaded(office, at, file) {
  for (let tries = 0; ; tries++) {
    const reply = await office.upload(at + "/pictures", { alt_id: file.name }, { field: "picture", ...file });
    if (reply.status !== 503 || tries === 10) return reply;
    await new Promise((done) => setTimeout(done, 2000));
  }
}

export async function heavy(shop) {
  const office = new Office(shop);
  await office.login();
  const at = /href="(\/admin\/products\/\d+)"/.exec((await office.get("/admin/products")).text)[1];
  await office.get(at);
  const files = [
    { type: "image/png", name: "a.png", bytes: png(SIDE, 5) }, { type: "image/jpeg", name: "b.jpg", bytes: jpeg(SIDE, 1) },
    { type: "image/png", name: "c.png", bytes: png(SIDE, 6) }, { type: "image/jpeg", name: "d.jpg", bytes: jpeg(SIDE, 2) },
  ];
  const pictures = files.map((file) => uploaded(office, at, file));
  const logins = Array.from({ length: 16 }, () => new Office(shop).login({ email: "siapa@example.com", password: "bukan ini sandinya" }));
  const made = await Promise.all(pictures), tried = await Promise.all(logins);
  for (const reply of tried) assert.ok(reply.status < 500 || reply.status === 503, String(reply.status));
  for (const reply of made) assert.equal(reply.status, 303, reply.text);
}
