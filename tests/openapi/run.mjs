// SPDX-License-Identifier: Apache-2.0
// Is what openapi.c prints valid OpenAPI 3.1? Judged by swagger-parser: the document of the unit tests, and the shop's own.
import { execFileSync } from "node:child_process";
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import SwaggerParser from "@apidevtools/swagger-parser";
import { expectBuilt, finish, need, runAll, test } from "../blackbox/lib/runner.mjs";
import { cleanUp, ROOT, Shop } from "../blackbox/lib/shop.mjs";

const built = fs.readFileSync(path.join(ROOT, "tests/blackbox/built.txt"), "utf8").split("\n");
expectBuilt(built.map((l) => l.trim()).filter((l) => l && !l.startsWith("#")));

test("the printer's document is valid", async () => {
  const binary = process.env.AMANAH_TESTS ?? path.join(ROOT, "build-test/amanah-tests");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "amanah-openapi."));
  try {
    const file = path.join(folder, "openapi.json");
    execFileSync(binary, ["--filter", "openapi/*"], { env: { ...process.env, AMANAH_OPENAPI_OUT: file }, stdio: "pipe" });
    const document = await SwaggerParser.validate(file);
    assert.equal(document.openapi, "3.1.0");
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test("a broken document would be noticed", async () => {
  await assert.rejects(SwaggerParser.validate({ openapi: "3.1.0", info: { title: "x" }, paths: { "/a": { get: {} } } }));
});

test("the shop's own document is valid and names what it answers", async () => {
  const shop = await Shop.make({});
  await shop.serve();
  const said = await shop.api("GET", "/openapi.json");
  need(said.status !== 404, "openapi");
  assert.equal(said.status, 200);
  const document = await SwaggerParser.validate(structuredClone(said.json));
  const ids = Object.values(document.paths).flatMap((p) => Object.values(p)).map((o) => o.operationId).filter(Boolean);
  assert.equal(new Set(ids).size, ids.length, "operationId twice");
});

const counts = await runAll({});
await cleanUp();
finish(counts);
