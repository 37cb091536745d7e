// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, need, test } from "../lib/runner.mjs";
import { DATA, Shop } from "../lib/shop.mjs";

describe("import");
const HEAD = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n";

async function importText(shop, bytes, more = []) {
  const file = path.join(path.dirname(shop.dir), `in-${Math.random().toString(36).slice(2)}.csv`);
  fs.writeFileSync(file, bytes);
  const said = await shop.run(["import", "products", file, ...more]);
  need(said.code !== 2, "import products");
  assert.ok(said.code === 0 || said.code === 1, `ended with ${said.code} ${said.signal}: ${said.err}`);
  return said;
}

async function names(shop) {
  await shop.serve();
  const list = await shop.api("GET", "/products");
  need(list.status !== 404, "products");
  await shop.stop();
  return list.json.items.map((p) => p.slug).sort();
}

test("a dry run changes nothing", async () => {
  const shop = await Shop.make();
  const said = await shop.run(["import", "products", path.join(DATA, "products.csv"), "--dry-run"]);
  need(said.code !== 2, "import products");
  assert.equal(said.code, 0, said.err);
  assert.deepEqual(await names(shop), []);
});

test("what has no price is a draft, image rows are no products", async () => {
  const shop = await Shop.make();
  assert.equal((await importText(shop, fs.readFileSync(path.join(DATA, "products.csv")))).code, 0);
  assert.deepEqual(await names(shop), ["empat-saja", "kopi-uji", "satu-lagi", "tanpa-hitung"]);
});

test("a price finer than rupiah is refused by line and the rest goes in", async () => {
  const shop = await Shop.make();
  const said = await importText(shop, HEAD + "a,A,Title,Default Title,A1,shopify,1,9.00\nb,B,Title,Default Title,B1,shopify,1,9.99\nc,C,Title,Default Title,C1,shopify,1,12000\n");
  assert.equal(said.code, 1);
  assert.match(said.err + said.out, /\b3\b/, "the line is named");
  assert.deepEqual(await names(shop), ["a", "c"]);
});

const ODD = {
  "a byte order mark": "\ufeff" + HEAD + "bom,Bom,Title,Default Title,BOM,shopify,1,1000\n",
  "CRLF and no last newline": HEAD.replace("\n", "\r\n") + "crlf,Crlf,Title,Default Title,CRLF,shopify,1,1000",
  "a line break in a quoted field": HEAD.replace("Title,", "Title,Body (HTML),") + 'lf,Lf,"Dua\nbaris",Title,Default Title,LF,shopify,1,1000\n',
};
for (const [what, text] of Object.entries(ODD)) {
  test(`${what} is read`, async () => {
    const shop = await Shop.make();
    const said = await importText(shop, text);
    assert.equal(said.code, 0, said.out + said.err);
    assert.equal((await names(shop)).length, 1);
  });
}

const BROKEN = {
  "an empty file": "",
  "a file without the columns": "a,b\n1,2\n",
  "NUL bytes": HEAD + "nul,N\0ul,Title,Default Title,NUL,shopify,1,1000\n",
  "bytes that are no UTF-8": Buffer.concat([Buffer.from(HEAD + "latin,Caf"), Buffer.from([0xe9]), Buffer.from(",Title,Default Title,LAT,shopify,1,1000\n")]),
  "an open quote": HEAD + 'open,"Open,Title,Default Title,OPEN,shopify,1,1000\n',
  "a negative price": HEAD + "neg,Neg,Title,Default Title,NEG,shopify,1,-5\n",
  "a picture": Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
};
for (const [what, bytes] of Object.entries(BROKEN)) {
  test(`${what} is reported, not swallowed`, async () => {
    const shop = await Shop.make();
    const said = await importText(shop, bytes);
    assert.equal(said.code, 1, `${what} was taken: ${said.out}`);
    assert.ok((said.err + said.out).trim().length > 0);
    const check = await shop.run(["check"]);
    if (check.code !== 2) assert.equal(check.code, 0, check.out);
  });
}

test("a quantity that is no number is noted by line and counts as none", async () => {
  const shop = await Shop.make();
  const said = await importText(shop, HEAD + "nan,Nan,Title,Default Title,NAN,shopify,banyak,1000\n");
  assert.match(said.err + said.out, /:2: /);
});

test("a line of 100 MB is reported and needs little memory", async () => {
  const shop = await Shop.make();
  const file = path.join(path.dirname(shop.dir), "long.csv");
  const out = fs.openSync(file, "w");
  fs.writeSync(out, HEAD + "long,");
  const block = Buffer.alloc(1 << 20, "x");
  for (let i = 0; i < 100; i++) fs.writeSync(out, block);
  fs.writeSync(out, ",Title,Default Title,LONG,shopify,1,1000\nshort,Short,Title,Default Title,SHORT,shopify,1,1000\n");
  fs.closeSync(out);
  const said = await shop.run(["import", "products", file]);
  fs.rmSync(file);
  need(said.code !== 2, "import products");
  assert.equal(said.code, 1, said.out + said.err);
});

test("a file that is not there is said plainly", async () => {
  const shop = await Shop.make();
  const said = await shop.run(["import", "products", "/nonexistent/products.csv"]);
  need(said.code !== 2, "import products");
  assert.equal(said.code, 1);
  assert.ok(said.err.trim());
});

test("new prices and stock overwrite, what a buyer holds stays held", async () => {
  const shop = await Shop.make();
  await importText(shop, HEAD + "a,A,Title,Default Title,A1,shopify,5,1000\n");
  await importText(shop, HEAD + "a,A,Title,Default Title,A1,shopify,7,2000\n");
  await shop.serve();
  const product = await shop.api("GET", "/products/a");
  need(product.status !== 404, "product");
  assert.equal(product.json.variants[0].price.amount, 2000);
  assert.equal(product.json.variants[0].stock.quantity, 7);
  await shop.stop();
});
