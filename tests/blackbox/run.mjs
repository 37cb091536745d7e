// SPDX-License-Identifier: Apache-2.0
// Black-box tests: only the binary, its files and its port.
// usage: node tests/blackbox/run.mjs [--engine sqlite|postgres] [--only TEXT] [--kills N]
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expectBuilt, finish, inFile, runAll } from "./lib/runner.mjs";
import { cleanUp, sayDead, setEngine, stopServers } from "./lib/shop.mjs";

function option(name, otherwise) {
  const at = process.argv.indexOf("--" + name);
  return at > 0 ? process.argv[at + 1] : otherwise;
}

setEngine(option("engine", "sqlite"));
globalThis.KILLS = Number(option("kills", process.env.AMANAH_KILLS ?? 25));
const here = path.dirname(fileURLToPath(import.meta.url));
expectBuilt(fs.readFileSync(path.join(here, "built.txt"), "utf8").split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("#")));

for (const file of fs.readdirSync(path.join(here, "cases")).sort()) {
  if (!file.endsWith(".mjs")) continue;
  inFile(file);
  await import(path.join(here, "cases", file));
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => cleanUp().finally(() => process.exit(130)));
const counts = await runAll({ only: option("only"), onFail: sayDead, afterFile: stopServers });
await cleanUp();
finish(counts);
process.exit(); // a forgotten listener of a case must not hold the whole run

