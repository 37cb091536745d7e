// SPDX-License-Identifier: Apache-2.0
// A small runner: tests are named sentences, counted, and never skipped in silence.
import assert from "node:assert/strict";

const tests = [];
let group = "";

export class Skip extends Error {}

export function describe(name) {
  group = name;
}

export function test(name, run) {
  tests.push({ name: group ? `${group}: ${name}` : name, run });
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

export async function runAll({ only, before, after, onFail }) {
  let passed = 0, failed = 0, skipped = 0;
  for (const { name, run } of tests) {
    if (only && !name.includes(only)) continue;
    const started = Date.now();
    try {
      if (before) await before();
      await run();
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
    if (after) await after();
  }
  return { passed, failed, skipped };
}

export function finish({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed ? 1 : 0;
}

export async function until(what, check, timeoutMs = 10000) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) assert.fail(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
