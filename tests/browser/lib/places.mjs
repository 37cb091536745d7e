// SPDX-License-Identifier: Apache-2.0
// The shop the browser tests look at: the demo shop where it is built, else one with the test products.
import assert from "node:assert/strict";
import path from "node:path";
import { run, Shop, DATA } from "../../blackbox/lib/shop.mjs";
import { skip } from "../../blackbox/lib/runner.mjs";

let shop;
async function open() {
  const made = await Shop.empty();
  const demo = await made.run(["demo", "--seed", "7", "--days", "20"], { timeoutMs: 300000 });
  if (demo.code === 0) {
    made.isDemo = true;
    made.said = demo.out;
    made.stays = true;
    return made.serve(["--no-rate-limit"]);
  }
  if (demo.code !== 2) throw new Error(`demo ended with ${demo.code}: ${demo.err}`);
  const plain = await Shop.make();
  const imported = await plain.run(["import", "products", path.join(DATA, "products.csv")]);
  if (imported.code !== 0) skip("not built yet: import products");
  plain.stays = true;
  return plain.serve(["--no-rate-limit"]);
}

export function theShop() {
  return (shop ??= open());
}

/** The shop counts again: a hundred pieces of this one came in. */
async function restock(at, slug, sku) {
  const { token } = JSON.parse((await at.run(["token", "create", "--scope", "admin", "--json"])).out);
  const headers = { Authorization: `Bearer ${token}` };
  const { id } = (await at.api("GET", `/admin/products?q=${encodeURIComponent(sku)}`, undefined, { headers })).json.items.find((p) => p.slug === slug);
  const { variants } = (await at.api("GET", `/admin/products/${id}`, undefined, { headers })).json;
  const counted = await at.api("POST", `/admin/products/${id}/variants/${variants.find((v) => v.sku === sku).id}/stock`,
    { on_hand: 100, reason: "Barang datang" }, { headers });
  assert.equal(counted.status, 200, counted.text);
}

/** A product that can be bought now, with more than any test takes; the shelf is filled when earlier tests emptied it. */
export async function aProduct(at) {
  const list = await at.api("GET", "/products");
  if (list.status !== 200) skip("not built yet: products");
  let few;
  for (const { slug } of list.json.items) {
    const { name, variants } = (await at.api("GET", `/products/${slug}`)).json;
    const found = variants.find((v) => v.stock.quantity === null || v.stock.quantity > 20);
    if (found) return { slug, sku: found.sku, name };
    few ??= variants[0] && { slug, sku: variants[0].sku, name };
  }
  assert.ok(few, "a shop without products");
  await restock(at, few.slug, few.sku);
  return few;
}

export { run };
