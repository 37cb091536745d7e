// SPDX-License-Identifier: Apache-2.0
// A small runner: tests are named sentences, counted, and never skipped in silence.
import assert from "node:assert/strict";

const PATIENCE = Number(process.env.AMANAH_PATIENCE ?? 4);

const tests = [];
let group = "";
let file = "";

export class Skip extends Error {}

export function describe(name) {
  group = name;
}

/** The tests registered from here on are of this file. */
export function inFile(name) {
  file = name;
  group = "";
}

export function test(name, run) {
  tests.push({ name: group ? `${group}: ${name}` : name, run, file });
}

export function skip(why) {
  throw new Skip(why);
}

/** What is there once and must not go away again: a missing thing named here fails instead of being skipped. */
let built = new Set();
export function expectBuilt(names) {
  built = new Set(names);
}

/** The answer of a probe: not there yet is a skip, unless the list says that it was there before. */
export function need(isThere, name) {
  if (isThere) return;
  if (built.has(name)) assert.fail(`${name} was built before and is missing now`);
  throw new Skip(`not built yet: ${name}`);
}

/** What waits for something that never comes is one failure with a name, and the tests after it have their turn. */
async function inTime(run) {
  const limitMs = patience(180000);
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no end after ${limitMs} ms`)), limitMs); });
  try {
    await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `afterFile` ends what a file's tests left running; what it throws is a failure of that file. */
export async function runAll({ only, onFail, afterFile }) {
  let passed = 0, failed = 0, skipped = 0;
  const chosen = tests.filter(({ name }) => !only || name.includes(only));
  for (const [i, { name, run, file }] of chosen.entries()) {
    const started = Date.now();
    try {
      await inTime(run);
      passed++;
      console.log(`ok   ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      if (error instanceof Skip) {
        skipped++;
        console.log(`SKIP ${name}: ${error.message}`);
      } else {
        failed++;
        console.log(`FAIL ${name}: ${String(error.message).split("\n")[0]}`);
        console.log(String(error.stack).replace(/^/gm, "  "));
        onFail?.();
      }
    }
    if (!afterFile || chosen[i + 1]?.file === file) continue;
    try {
      await afterFile();
    } catch (error) {
      failed++;
      console.log(`FAIL ${file}: ${error.message}`);
    }
  }
  return { passed, failed, skipped };
}

export function finish({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed ? 1 : 0;
}

/** What a quiet machine does in so many milliseconds, a busy one does in several times as many. */
export function patience(quietMs) {
  return quietMs * PATIENCE;
}

/** Asks until it is so. The time is what a quiet machine may take; a busy one gets several times as much. */
export async function until(what, check, quietMs = 10000) {
  const timeoutMs = patience(quietMs);
  const end = Date.now() + timeoutMs;
  for (let pause = 5; ; pause = Math.min(pause * 1.5, 50)) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) assert.fail(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((done) => setTimeout(done, pause));
  }
}
