// SPDX-License-Identifier: Apache-2.0
// Lives a shop's day under the tracer, for explore.py: FOLDER/base is the disk before, FOLDER/trace what was asked of it and,
// in between, what the shop acknowledged. Each file of flows/ adds drivers: { name, run({ shop, sku, staff, office, number, tell, tellFile }) };
// `tell` says a fact that must hold from now on, whatever happens: a query of one value.
// usage: node tests/crash/shop.mjs FOLDER FLOWS      AMANAH_BINARY; AMANAH_BUILD is the folder of crash-trace.so
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Office } from "../blackbox/lib/office.mjs";
import { cleanUp, DATA, ROOT, Shop } from "../blackbox/lib/shop.mjs";

const CLIENTS = 4;
const here = path.dirname(fileURLToPath(import.meta.url));
const [folder, count] = [path.resolve(process.argv[2]), Number(process.argv[3])];
const build = path.resolve(ROOT, process.env.AMANAH_BUILD ?? "build-test");
const trace = path.join(folder, "trace");

/** One record of trace.c: what was acknowledged, as one line. */
function acknowledge(fact) {
  const body = Buffer.from(`fact ${JSON.stringify(fact)}\n`);
  const head = Buffer.alloc(19);
  head.write("A");
  head.writeBigUInt64LE(BigInt(body.length), 11);
  fs.appendFileSync(trace, Buffer.concat([head, body]));
}

async function allFlows() {
  const files = fs.readdirSync(path.join(here, "flows")).filter((name) => name.endsWith(".mjs")).sort();
  return (await Promise.all(files.map((name) => import(path.join(here, "flows", name))))).flatMap((module) => module.flows);
}

async function prepare() {
  const shop = await Shop.make();
  await shop.run(["import", "products", path.join(DATA, "products.csv")]);
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  fs.cpSync(shop.dir, path.join(folder, "base"), { recursive: true });
  shop.env = {
    LD_PRELOAD: path.join(build, "crash-trace.so"), CRASH_DIR: fs.realpathSync(shop.dir), CRASH_TRACE: trace,
    ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:verify_asan_link_order=0`,
  };
  await shop.serve(["--no-rate-limit"]);
  const office = new Office(shop);
  await office.login();
  return { shop, office, staff: { Authorization: `Bearer ${token}` }, sku: "TANPA" };
}

const world = await prepare();
world.tell = (says, sql, args, is) => acknowledge({ says, sql, args, is });
world.tellFile = (says, file) => acknowledge({ says, file,
  sha256: createHash("sha256").update(fs.readFileSync(path.join(world.shop.dir, file))).digest("hex") });
const flows = await allFlows();
let next = 0;
async function client() {
  for (let number = next++; number < count; number = next++) await flows[number % flows.length].run({ ...world, number });
}
try {
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await world.shop.stop();
  console.log(`${count} flows of ${flows.length} kinds`);
} catch (error) {
  console.log(`FAIL ${error.stack}`);
  process.exitCode = 1;
}
await cleanUp();
