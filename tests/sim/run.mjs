// SPDX-License-Identifier: Apache-2.0
// A shop lives: buyers, staff, couriers, silence, abuse, crashes. Checked every evening; at the end /promises must say what the
// simulation saw itself. usage: node tests/sim/run.mjs [--days N] [--from SEED] [--seeds LAST] [--engine sqlite|postgres]
// AMANAH_BINARY; AMANAH_BUILD is the folder of `simulate`. The last line: N passed, N failed, N skipped
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cleanUp, ROOT, setEngine, Shop } from "../blackbox/lib/shop.mjs";

function option(name, otherwise) {
  const at = process.argv.indexOf("--" + name);
  return at > 0 ? process.argv[at + 1] : otherwise;
}

const build = path.resolve(ROOT, process.env.AMANAH_BUILD ?? "build-test");
const counts = { passed: 0, failed: 0, skipped: 0 };

function result(ok, name, why = "") {
  counts[ok ? "passed" : "failed"]++;
  console.log(`${ok ? "ok" : "FAIL"} ${name}${ok ? "" : ": " + why}`);
}

function simulate(shop, seed, days) {
  const child = spawn(path.join(build, "simulate"), [shop.dir, String(seed), String(days), ...(shop.database ? [shop.database.url] : [])]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { said += text; });
  return new Promise((resolve) => child.on("exit", (code) => resolve({ code, said })));
}

/** What the page says of each kind at an instant, without what is derived from it. */
async function shownBy(shop, at) {
  await shop.serve();
  const moved = await shop.post("/test/clock", { now: at.toISOString() }, { timeoutMs: 120000 });
  if (moved.status !== 200) throw new Error(`the clock does not move to ${at.toISOString()}: ${moved.text}`);
  const { items } = (await shop.api("GET", "/promises?days=365")).json;
  await shop.stop();
  const of = ({ kind, due, kept, broken, broken_open, voided }) => ({ kind, due, kept, broken, broken_open, voided });
  return items.filter((item) => item.due > 0).map(of);
}

async function live(engine, seed, days) {
  setEngine(engine);
  const shop = await Shop.empty();
  const name = `${days} days on ${engine}, seed ${seed}`;
  const started = Date.now();
  const { code, said } = await simulate(shop, seed, days);
  console.log(said.trim().split("\n").slice(-3, -1).join("\n"));
  result(code === 0, `${name}: sound every evening, every promise as its people saw it (${Math.round((Date.now() - started) / 1000)} s)`, said.slice(-3000));
  if (code !== 0) return;
  const { at_ms, kinds: truth } = JSON.parse(fs.readFileSync(path.join(shop.dir, "truth.json"), "utf8"));
  const byKind = (list) => JSON.stringify([...list].sort((a, b) => a.kind.localeCompare(b.kind)));
  const shown = await shownBy(shop, new Date(at_ms));
  result(byKind(shown) === byKind(truth), `${name}: /promises tells the truth`, `\n${byKind(shown)}\n${byKind(truth)}`);
}

const days = Number(option("days", 60));
const seeds = Number(option("seeds", 1));
const offered = ["sqlite", ...(process.env.AMANAH_TEST_POSTGRES ? ["postgres"] : [])];
if (offered.length === 1) {
  counts.skipped++;
  console.log("SKIP postgres: no AMANAH_TEST_POSTGRES");
}
for (const engine of offered.filter((one) => [one, "both"].includes(option("engine", "both")))) {
  for (let seed = Number(option("from", 1)); seed <= seeds; seed++) await live(engine, seed, days);
}
await cleanUp();
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
