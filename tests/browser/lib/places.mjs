// SPDX-License-Identifier: Apache-2.0
// The shop the browser tests look at: the demo shop where it is built, else one with the test products.
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
    return made.serve(["--no-rate-limit"]);
  }
  if (demo.code !== 2) throw new Error(`demo ended with ${demo.code}: ${demo.err}`);
  const plain = await Shop.make();
  const imported = await plain.run(["import", "products", path.join(DATA, "products.csv")]);
  if (imported.code !== 0) skip("not built yet: import products");
  return plain.serve(["--no-rate-limit"]);
}

export function theShop() {
  return (shop ??= open());
}

/** Slug of a product that can be bought now, with at least one variant in stock. */
export async function aProduct(at) {
  const list = await at.api("GET", "/products");
  if (list.status !== 200) skip("not built yet: products");
  for (const { slug } of list.json.items) {
    const product = (await at.api("GET", `/products/${slug}`)).json;
    const variant = product.variants.find((v) => v.stock.quantity === null || v.stock.quantity > 20);
    if (variant) return { slug, sku: variant.sku, name: product.name };
  }
  return skip("no product in stock");
}

export { run };
