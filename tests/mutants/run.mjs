// SPDX-License-Identifier: Apache-2.0
// Do the tests notice? The rooms' code is broken in thousands of places, one at a time, and those unit tests (on SQLite) that come past the place
// are run until one fails. A break that no test notices is printed: a test is missing, or the code is not needed.
// usage: node tests/mutants/run.mjs [--files TEXT[|TEXT…]] [--what TEXT[|TEXT…]] [--one-in N] [--depth N] [--tests TEXT[|TEXT…]] [--minutes N] [--jobs N] [--keep DIR] [--list FILE]
//   --files    paths below src that begin with one of these, in this order     (default core/|care/|shop/)
//   --what     only these kinds of breaks, or functions                        --one-in   every N-th only, evenly spread
//   --depth    at most so many tests for each, those that know most about it   --minutes  of trying; what is not tried by then is skipped
//   --tests    only suites that begin with one of these                        --jobs     how many tests at once (default 1)
//   --keep     work there and leave it: the next run builds what changed only  --list     what survived, tab-separated
// tests/mutants/known.txt names breaks that change nothing anybody could see, each with why. Copies the tree, builds there; nothing here is changed.
// The last line: N passed, N failed, N skipped
import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { breaksOf, broken } from "./breaks.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, "../..");
const MUTANTS_MAX = 1 << 17;
const FIRST = 5; // tests tried first: those that come past the fewest breaks know most about this one

function option(name, otherwise) {
  const at = process.argv.indexOf("--" + name);
  return at > 0 ? process.argv[at + 1] : otherwise;
}

const files = option("files", "core/|care/|shop/").split("|");
const what = option("what", "").split("|");
const depth = Number(option("depth", "1000"));
const suites = option("tests", "").split("|");
const keep = option("keep", "");
const oneIn = Number(option("one-in", "1"));
const jobs = Number(option("jobs", "1"));
const minutes = Number(option("minutes", "1440"));
const list = option("list", "");
const work = keep === "" ? fs.mkdtempSync(path.join(os.tmpdir(), "amanah-mutants-")) : path.resolve(keep);
const tree = path.join(work, "tree");
const binary = path.join(tree, "build/amanah-tests");
const counts = { passed: 0, failed: 0, skipped: 0 };

/** What is there already keeps its time: it is not built again. */
function put(file, bytes) {
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
}

function copyTree(mutated) {
  const names = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const name of names) {
    if (!mutated.has(name) && fs.existsSync(path.join(ROOT, name))) put(path.join(tree, name), fs.readFileSync(path.join(ROOT, name)));
  }
  for (const name of ["mutant.h", "mutant.c"]) put(path.join(tree, "src/base", name), fs.readFileSync(path.join(HERE, name)));
}

/** What tells the reader nothing: what is written into logs and events, what only makes a page fresh sooner, what hands on a failed engine. */
const QUIET = /^(value_set_\w+|ctx_raise\w*|ctx_wake|log_\w+)\(|^TRY\(\w+\);$/;

function findBreaks() {
  const all = [];
  const names = execFileSync("git", ["ls-files", "src"], { cwd: ROOT, encoding: "utf8" }).split("\n");
  const chosen = names.filter((name) => name.endsWith(".c") && !name.endsWith("_test.c") && files.some((text) => name.slice(4).startsWith(text)));
  chosen.sort((a, b) => files.findIndex((text) => a.slice(4).startsWith(text)) - files.findIndex((text) => b.slice(4).startsWith(text)));
  for (const name of chosen) {
    for (const one of breaksOf(fs.readFileSync(path.join(ROOT, name), "utf8"))) {
      if (!QUIET.test(one.text)) all.push({ ...one, file: name });
    }
  }
  const wanted = all.filter((one) => what.some((text) => one.what.includes(text) || one.where === text));
  const asked = wanted.filter((_, i) => i % oneIn === 0);
  asked.forEach((one, i) => (one.number = i));
  if (asked.length > MUTANTS_MAX) throw new Error(`${asked.length} breaks are too many at once`);
  return asked;
}

function write(breaks) {
  for (const file of new Set(breaks.map((one) => one.file))) {
    const text = fs.readFileSync(path.join(ROOT, file), "utf8");
    put(path.join(tree, file), Buffer.from(broken(text, breaks.filter((one) => one.file === file && !one.cannotBuild))));
  }
}

function lineOf(one) {
  return fs.readFileSync(path.join(ROOT, one.file), "utf8").slice(0, one.at).split("\n").length;
}

/** What the compiler does not take is no break: it is left out. */
function build(breaks) {
  for (let round = 0; round < 8; round++) {
    write(breaks);
    const done = spawnSync("ninja", ["-C", "build", `-j${jobs}`, "-k0", "amanah-tests"], { cwd: tree, encoding: "utf8", maxBuffer: 256 << 20 });
    if (done.status === 0) return;
    const bad = new Map();
    for (const m of done.stdout.matchAll(/^(?:\.\.\/)?(src\/[^:\n]+):(\d+):\d+: error:/gm)) bad.set(`${m[1]}:${m[2]}`, true);
    let dropped = 0;
    for (const one of breaks) {
      if (one.cannotBuild) continue;
      const first = lineOf(one), last = first + (one.query === undefined ? one.text0 : 0);
      for (let line = first; line <= last; line++) {
        if (bad.has(`${one.file}:${line}`)) {
          one.cannotBuild = true;
          dropped++;
          break;
        }
      }
    }
    if (dropped === 0) throw new Error(done.stdout.slice(-4000));
  }
  throw new Error("it does not build");
}

function tests() {
  const out = execFileSync(binary, ["--list", "--ascii"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const found = [];
  let suite = "";
  for (const line of out.split("\n")) {
    const head = /^([a-z_0-9]+): \d+ tests?/.exec(line), leaf = /^[|`+ -]+([a-z_0-9]+)/i.exec(line);
    if (head !== null) suite = head[1];
    else if (leaf !== null && !leaf[1].endsWith("_postgres") && suites.some((text) => suite.startsWith(text))) found.push({ suite, name: leaf[1], id: `${suite}/${leaf[1]}` });
  }
  return found;
}

function env(more) {
  const { AMANAH_TEST_POSTGRES: _, ...rest } = process.env;
  return { ...rest, AMANAH_ROOT: tree, TMPDIR: work, ...more };
}

function run(args, more, timeoutMs) {
  return new Promise((done) => {
    const child = spawn(binary, ["-j1", "--quiet", ...args], { cwd: tree, env: env(more), stdio: "ignore", detached: true });
    const timer = setTimeout(() => { try { process.kill(-child.pid, "SIGKILL"); } catch { /* over already */ } }, timeoutMs);
    child.on("close", (code) => { clearTimeout(timer); done(code); });
  });
}

/** Each test alone: which breaks it comes past, and that it passes when nothing is broken. */
async function look(list, breaks) {
  const seenBy = breaks.map(() => []);
  await each(list, async (test, slot) => {
    const file = path.join(work, `seen-${slot}`);
    fs.writeFileSync(file, Buffer.alloc(MUTANTS_MAX));
    test.passes = (await run(["--filter", test.id], { AMANAH_MUTANT_SEEN: file }, 60_000)) === 0;
    const seen = fs.readFileSync(file);
    test.reach = 0;
    for (let n = 0; n < breaks.length; n++) if (seen[n] === 1 && test.passes) { seenBy[n].push(test); test.reach++; }
  });
  return seenBy;
}

async function each(all, work) {
  let next = 0;
  await Promise.all(Array.from({ length: jobs }, async (_, slot) => {
    while (next < all.length) await work(all[next++], slot);
  }));
}

async function notices(one, list) {
  const code = await run(["--fail-fast", "--timeout", "20", "--filter", list.length === 1 ? list[0].id : `@(${list.map((test) => test.id).join("|")})`], { AMANAH_MUTANT: String(one.number) }, 300_000);
  return code !== 0;
}

function known() {
  const file = path.join(HERE, "known.txt");
  if (!fs.existsSync(file)) return new Set();
  return new Set(fs.readFileSync(file, "utf8").split("\n").filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("\t").slice(0, 4).join("\t")));
}

const nameOf = (one) => [one.file.slice(4), one.where, one.what, one.text].join("\t");

function survived(one, why) {
  counts.failed++;
  const line = `${one.file}:${lineOf(one)}\t${one.where}\t${one.what}\t${one.text}\t${why}`;
  console.log("FAIL " + line.replaceAll("\t", " · "));
  if (list !== "") fs.appendFileSync(list, line + "\n");
}

try {
  const breaks = findBreaks();
  copyTree(new Set(breaks.map((one) => one.file)));
  for (const one of breaks) one.text0 = one.text.length === 0 || one.query !== undefined ? 0 : fs.readFileSync(path.join(ROOT, one.file), "utf8").slice(one.at, one.to).split("\n").length - 1;
  write(breaks);
  const made = spawnSync("meson", ["setup", ...(fs.existsSync(path.join(tree, "build/build.ninja")) ? ["--reconfigure"] : []), "build", "--buildtype=debug", "-Doptimization=1", "-Dtests=true", "-Dc_args=-w", "-Dwerror=false"], { cwd: tree, encoding: "utf8" });
  if (made.status !== 0) throw new Error(made.stdout.slice(-2000));
  build(breaks);
  const tried = breaks.filter((one) => !one.cannotBuild);
  const all = tests();
  console.log(`${tried.length} breaks (${breaks.length - tried.length} more do not compile), ${all.length} tests`);
  const seenBy = await look(all, breaks);
  for (const test of all) if (!test.passes) console.log(`(does not pass here, and is left out: ${test.id})`);
  const accepted = known(), until = Date.now() + 60_000 * minutes;
  await each(tried, async (one) => {
    const list = seenBy[one.number].sort((a, b) => a.reach - b.reach).slice(0, depth);
    if (accepted.has(nameOf(one)) || Date.now() > until) return void counts.skipped++;
    if (list.length === 0) return survived(one, "no test comes past");
    if (await notices(one, list.slice(0, FIRST)) || (list.length > FIRST && (await notices(one, list.slice(FIRST))))) counts.passed++;
    else survived(one, `${seenBy[one.number].length} tests come past`);
  });
} finally {
  if (keep === "") fs.rmSync(work, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
