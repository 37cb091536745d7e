// SPDX-License-Identifier: Apache-2.0
// Browser tests: the whole purchase in Debian's Chromium, in both languages, with and without JavaScript, axe on every page.
// usage: node tests/browser/run.mjs [--only TEXT]      screenshots of what is wrong, or with
// AMANAH_SHOTS=1 of all: var/screenshots
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expectBuilt, finish, inFile, runAll } from "../blackbox/lib/runner.mjs";
import { cleanUp, sayDead, stopServers } from "../blackbox/lib/shop.mjs";
import { closeBrowser } from "./lib/browser.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
expectBuilt(fs.readFileSync(path.join(here, "../blackbox/built.txt"), "utf8").split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("#")));
for (const file of fs.readdirSync(path.join(here, "cases")).sort()) {
  if (!file.endsWith(".mjs")) continue;
  inFile(file);
  await import(path.join(here, "cases", file));
}
const end = () => Promise.race([Promise.allSettled([closeBrowser(), cleanUp()]), new Promise((done) => setTimeout(done, 60000))]);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end().finally(() => process.exit(130)));
const at = process.argv.indexOf("--only");
const counts = await runAll({ only: at > 0 ? process.argv[at + 1] : undefined, onFail: sayDead, afterFile: stopServers });
await end();
finish(counts);
process.exit(); // a browser that does not close must not hold the whole run
