// SPDX-License-Identifier: Apache-2.0
// The disk is full, the disk fails: a clear answer, nothing half, and the shop goes on or stops cleanly.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office } from "../lib/office.mjs";
import { png } from "../lib/picture.mjs";
import { describe, skip, test } from "../lib/runner.mjs";
import { BINARY, engine, Shop } from "../lib/shop.mjs";

describe("bad days");

/** A shop on a disk that does what `shop.fault(…)` says. */
async function open() {
  const library = path.join(path.dirname(BINARY), "crash-fault.so");
  if (engine() !== "sqlite") skip("PostgreSQL keeps its own disk");
  if (!fs.existsSync(library)) skip("no crash-fault.so beside the program (built with -Dtests=true)");
  const shop = await Shop.stocked();
  const file = path.join(path.dirname(shop.dir), "fault");
  shop.fault = (what) => fs.writeFileSync(file, what);
  shop.fault("");
  shop.env = {
    LD_PRELOAD: library, CRASH_DIR: fs.realpathSync(shop.dir), FAULT_FILE: file,
    ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:verify_asan_link_order=0`,
  };
  return shop.serve(["--no-rate-limit"]);
}

/** Buyers with a full cart, all clicking at once. */
async function buyers(shop, count) {
  const all = Array.from({ length: count }, () => new Buyer(shop));
  for (const buyer of all) assert.ok((await buyer.add("KU-200-B")).status < 300);
  return all;
}

function everybody(all) {
  return Promise.all(all.map(async (buyer) => ({ buyer, reply: await buyer.checkout() })));
}

function isRefusedForNow(reply) {
  assert.equal(reply.status, 503, reply.text);
  assert.match(reply.headers["retry-after"] ?? "", /^\d+$/);
  assert.match(reply.headers["content-type"], /^application\/problem\+json/);
}

/** What was acknowledged is there, what was refused is not, and everything adds up. */
async function isSound(shop, placed) {
  await shop.stop();
  shop.env = {};
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
  const events = await shop.run(["export", "events"]);
  assert.equal(events.code, 0, events.err);
  assert.equal(events.out.split('"order.placed"').length - 1, placed.length, "orders that nobody was told of, or lost ones");
  await shop.serve(["--no-rate-limit"]);
  for (const { buyer, reply } of placed) assert.equal((await buyer.see(reply.json.order)).status, "open");
  assert.equal((await shop.stop()).code, 0);
}

test("a full disk refuses for now, and the shop goes on when there is room", async () => {
  const shop = await open();
  const all = await buyers(shop, 24);
  shop.fault("full 200000"); // in the middle of a batch
  const first = await everybody(all);
  const refused = first.filter(({ reply }) => reply.status !== 201);
  assert.ok(refused.length > 0, "nothing was refused");
  for (const { reply } of refused) isRefusedForNow(reply);
  assert.equal((await shop.get("/products/kopi-uji")).status, 200, "reading goes on");
  shop.fault("");
  assert.equal((await shop.get("/readyz")).status, 200);
  const second = await everybody(refused.map(({ buyer }) => buyer));
  for (const { reply } of second) assert.equal(reply.status, 201, reply.text);
  await isSound(shop, [...first.filter(({ reply }) => reply.status === 201), ...second]);
});

test("a disk that cannot sync refuses, the shop stops, and nothing acknowledged is lost", async () => {
  const shop = await open();
  const all = await buyers(shop, 8);
  const before = await everybody(all.slice(0, 1));
  assert.equal(before[0].reply.status, 201, before[0].reply.text);
  shop.fault("sync");
  shop.isStopping = true; // it ends by itself: what the disk has is not known any more
  for (const { reply } of await everybody(all.slice(1))) isRefusedForNow(reply);
  const { code } = await shop.child.ended;
  assert.equal(code, 1, shop.log.slice(-500));
  shop.env = {};
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
  await shop.serve(["--no-rate-limit"]);
  const after = [...before, ...await everybody(all.slice(1))];
  for (const { reply } of after) assert.ok([200, 201].includes(reply.status), reply.text);
  await isSound(shop, after);
});

test("a picture that finds no room is refused, and the product keeps what it had", async () => {
  const shop = await open();
  const office = new Office(shop);
  await office.login();
  const at = /href="(\/admin\/products\/\d+)"/.exec((await office.get("/admin/products")).text)[1];
  await office.get(at);
  shop.fault("full 100");
  const send = () => office.upload(at + "/pictures", { alt_id: "Foto" }, { field: "picture", name: "a.png", type: "image/png", bytes: png(300) });
  const refused = await send();
  assert.equal(refused.status, 503, messages(refused.text));
  assert.match(refused.headers["retry-after"] ?? "", /^\d+$/);
  shop.fault("");
  assert.equal((await send()).status, 303);
  await isSound(shop, []);
});
