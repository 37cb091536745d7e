// SPDX-License-Identifier: Apache-2.0
// A check that cannot be made says which and why; what takes long in the database is waited for, unless the operator set a limit himself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Shop, engine, psqlOn } from "../lib/shop.mjs";

describe("a check that cannot be made");

/** Nobody else reads the table until `end`. */
async function locked(database, table) {
  const child = spawn("psql", ["-X", "-q", "-d", database.url], { stdio: ["pipe", "ignore", "ignore"] });
  const ended = new Promise((done) => child.on("exit", done));
  child.stdin.write(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE;\n`);
  await until("the table to be locked", async () => await psqlOn(database, `SELECT count(*) FROM pg_locks WHERE relation = '${table}'::regclass`
    + " AND mode = 'AccessExclusiveLock' AND granted") === "1");
  return { end: async () => { child.stdin.end("ROLLBACK;\n"); await ended; } };
}

test("its name and the engine's reason are on standard error, and those before it are printed", async () => {
  if (engine() !== "postgres") skip("SQLite has no limits on time");
  const shop = await Shop.make();
  const all = (await shop.run(["check"])).out.trim().split("\n").map((line) => line.replace(/^ok /, ""));
  const lock = await locked(shop.database, "job");
  const impatient = `${shop.database.url}${shop.database.url.includes("?") ? "&" : "?"}options=${encodeURIComponent("-c statement_timeout=1500")}`;
  const short = new Shop(shop.dir, { url: impatient });
  const stopped = await short.run(["check"]);
  assert.equal(stopped.code, 1, stopped.out);
  const told = stopped.out.trim().split("\n").filter((line) => line.startsWith("ok ")).map((line) => line.slice(3));
  const next = all[told.length];
  assert.deepEqual(told, all.slice(0, told.length));
  assert.match(stopped.err, new RegExp(`^amanah: a check could not be made: .*${next}: .*statement timeout`, "m"), stopped.err);

  const waits = shop.run(["check"]); // the limit of the web is not meant for it: it waits and comes to its end
  await new Promise((done) => setTimeout(done, 1000));
  await lock.end();
  const waited = await waits;
  assert.equal(waited.code, 0, waited.out + waited.err);
});

test("an export that cannot go on says so too", async () => {
  if (engine() !== "postgres") skip("SQLite has no limits on time");
  const shop = await Shop.make();
  const lock = await locked(shop.database, "event");
  const stopped = await shop.run(["export", "events"]); // a lock is never waited for long
  await lock.end();
  assert.equal(stopped.code, 1);
  assert.match(stopped.err, /^amanah: the export stopped: .*lock timeout/m);
});
