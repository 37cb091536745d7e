// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, need, test } from "../lib/runner.mjs";
import { DATA, Shop, engine, run, shared } from "../lib/shop.mjs";

describe("commands");

test("an unknown command is wrong usage", async () => {
  const said = await run(["nonsense"]);
  assert.equal(said.code, 2);
  assert.ok(said.err.length > 0);
});

test("without a command it says what there is", async () => {
  const said = await run([]);
  assert.equal(said.code, 2);
  need(/serve/.test(said.err + said.out), "the table of commands");
  for (const word of ["init", "serve", "import"]) assert.match(said.err + said.out, new RegExp(word));
});

test("init leaves a shop whose check is clean", async () => {
  const shop = await Shop.init();
  assert.ok(fs.existsSync(shop.dir));
  if (engine() === "sqlite") assert.ok(fs.existsSync(path.join(shop.dir, "shop.db")));
  const check = await shop.run(["check"]);
  need(check.code !== 2, "check");
  assert.equal(check.code, 0, check.out + check.err);
  assert.match(check.out, /^ok /m);
  assert.doesNotMatch(check.out, /^FAIL/m);
});

test("init does not touch a shop that is there", async () => {
  const shop = await Shop.init();
  const again = await shop.run(["init", "--name", "Lain", "--email", "lain@example.com", "--password-stdin"], { input: "lain sekali\n" });
  assert.equal(again.code, 1);
  assert.ok(again.err.trim().length > 0);
});

test("keys and data are for their owner only", async () => {
  const shop = await Shop.init();
  const keys = path.join(shop.dir, "keys");
  need(fs.existsSync(keys), "keys");
  assert.equal(fs.statSync(keys).mode & 0o077, 0, "keys/ is readable by others");
  for (const file of fs.readdirSync(keys)) assert.equal(fs.statSync(path.join(keys, file)).mode & 0o077, 0, file);
});

test("a second server on the same data says that one is running", async () => {
  if (engine() === "postgres") return; // any number of servers share a PostgreSQL shop
  const shop = await Shop.make();
  await shop.serve();
  const second = await shop.run(["serve", "--listen", "127.0.0.1:0"], { timeoutMs: 60000 });
  assert.equal(second.code, 1, `${second.code} ${second.signal} ${second.err}`);
  await shop.stop();
});

test("SIGTERM ends it cleanly", async () => {
  const shop = await Shop.make();
  await shop.serve();
  const end = await shop.stop();
  assert.deepEqual(end, { code: 0, signal: null }, shop.log.slice(-2000));
});

test("test switches are refused on an address others can reach", async () => {
  const shop = await Shop.make();
  for (const flag of ["--test-clock", "--no-cache", "--no-rate-limit"]) {
    const said = await shop.run(["serve", "--listen", "0.0.0.0:0", flag], { timeoutMs: 60000 });
    assert.notEqual(said.code, 0, flag);
    assert.equal(said.signal ?? null, null, `${flag}: it served`);
  }
});

test("backup and restore give the same shop", async () => {
  const shop = await Shop.make();
  await shop.run(["import", "products", path.join(DATA, "products.csv")]);
  const file = path.join(path.dirname(shop.dir), "backup.amanah");
  const saved = await shop.run(["backup", file], { input: "sandi cadangan\n" });
  need(saved.code !== 2, "backup");
  assert.equal(saved.code, 0, saved.err);
  const other = await Shop.empty();
  const back = await other.run(["restore", file], { input: "sandi cadangan\n" });
  assert.equal(back.code, 0, back.err);
  const check = await other.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

test("products go out and come in again unchanged", async () => {
  const shop = await Shop.make();
  await shop.run(["import", "products", path.join(DATA, "products.csv")]);
  const first = await shop.run(["export", "products"]);
  need(first.code !== 2, "export products");
  assert.equal(first.code, 0, first.err);
  const file = path.join(path.dirname(shop.dir), "products.csv");
  fs.writeFileSync(file, first.out);
  const back = await shop.run(["import", "products", file]);
  assert.equal(back.code, 0, back.out + back.err);
  assert.equal((await shop.run(["export", "products"])).out, first.out);
});

describe("real data");

test("a shop in dollars sells a shirt of the Shopify sample", async () => {
  const shop = await Shop.make({ currency: "USD" });
  const said = await shop.run(["import", "products", shared("data/catalogues/shopify_apparel.csv")]);
  need(said.code !== 2, "import products");
  assert.equal(said.code, 0, said.out + said.err);
  await shop.serve();
  const { Buyer } = await import("../lib/buyer.mjs");
  const page = await shop.api("GET", "/products/ocean-blue-shirt");
  need(page.status !== 404, "product");
  assert.equal(page.json.name, "Ocean Blue Shirt");
  assert.deepEqual(page.json.variants[0].price, { amount: 5000, currency: "USD" });
  const buyer = new Buyer(shop);
  const placed = await buyer.order(page.json.variants[0].sku);
  await buyer.sandbox(placed.payment, "pay");
  assert.equal((await buyer.see(placed.order)).payment_status, "paid");
  await shop.stop();
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});

for (const [name, currency] of [["shopify_home-and-garden.csv", "USD"], ["woocommerce_sample_products.csv", "USD"]]) {
  test(`${name} goes in whole, and twice changes nothing`, async () => {
    const shop = await Shop.make({ currency });
    const file = shared("data/catalogues/" + name);
    const said = await shop.run(["import", "products", file]);
    need(said.code !== 2, "import products");
    assert.equal(said.code, 0, said.out + said.err);
    const before = await shop.run(["export", "products"]);
    assert.equal((await shop.run(["import", "products", file])).code, 0);
    if (before.code === 0) assert.equal((await shop.run(["export", "products"])).out, before.out);
  });
}
