// SPDX-License-Identifier: Apache-2.0
// Somebody at the machine: the database's file is put aside, locked by another program, the terminal is closed.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { spawn } from "node:child_process";
import { Buyer } from "../lib/buyer.mjs";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { engine, psqlOn, Shop } from "../lib/shop.mjs";

describe("outside hands");

test("another file in the place of the database's: nothing is acknowledged any more, and the server ends", async () => {
  if (engine() !== "sqlite") skip("PostgreSQL keeps its own files");
  const { shop } = await Shop.open();
  assert.equal((await new Buyer(shop).add("KU-200-B")).status, 201);
  const file = path.join(shop.dir, "shop.db");
  fs.copyFileSync(file, file + ".copy");
  fs.renameSync(file + ".copy", file);
  shop.isStopping = true; // it ends by itself
  const refused = await new Buyer(shop).add("KU-200-B");
  assert.equal(refused.status, 503, refused.text);
  assert.match(refused.headers["retry-after"], /^\d+$/);
  assert.equal((await shop.child.ended).code, 1, shop.log.slice(-500));
  assert.match(shop.log, /moved or replaced|another file in the place/);
});

test("locked by another program: refused for now, pages go on, and it goes on by itself", async () => {
  const { shop } = await Shop.open();
  const [command, args] = shop.database
    ? ["psql", ["-X", "-q", "-d", shop.database.url, "-c", "BEGIN; LOCK TABLE cart IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(120)"]]
    : ["python3", ["-c", "import sqlite3,sys,time; c=sqlite3.connect(sys.argv[1],isolation_level=None); c.execute('BEGIN IMMEDIATE'); "
        + "print('held',flush=True); time.sleep(120)", path.join(shop.dir, "shop.db")]];
  const holder = spawn(command, args, { stdio: ["ignore", "pipe", shop.database ? "ignore" : "inherit"] });
  const isGone = new Promise((resolve) => holder.on("exit", resolve));
  const held = "SELECT string_agg(CAST(pid AS TEXT), ',') FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
    + " AND relation = CAST('cart' AS regclass) AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
  let pid = "";
  try {
    if (shop.database) await until("the lock", async () => (pid = await psqlOn(shop.database, held)) !== "");
    else await new Promise((resolve) => holder.stdout.once("data", resolve));
    const [page, add] = await Promise.all([shop.get("/products/kopi-uji"), new Buyer(shop).add("KU-200-B")]);
    assert.equal(page.status, 200);
    assert.equal(add.status, 503, add.text);
    assert.match(add.headers["retry-after"], /^\d+$/);
  } finally {
    if (pid) await psqlOn(shop.database, `SELECT pg_terminate_backend(${pid})`); // a client that is gone is not noticed while it sleeps
    holder.kill("SIGKILL");
  }
  await isGone;
  assert.equal((await new Buyer(shop).add("KU-200-B")).status, 201);
});

test("a closed terminal ends it as politely as a stop", async () => {
  const { shop } = await Shop.open();
  shop.isStopping = true;
  shop.child.kill("SIGHUP");
  const { code, signal } = await shop.child.ended;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
});

test("below nohup a closed terminal ends nothing", async () => {
  const { shop } = await Shop.open();
  await shop.stop();
  await shop.serve(undefined, ["nohup"]);
  shop.child.kill("SIGHUP");
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal((await shop.get("/healthz")).status, 200);
  assert.deepEqual(await shop.stop(), { code: 0, signal: null });
});
