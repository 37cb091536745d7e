// SPDX-License-Identifier: Apache-2.0
// Goods and people with very long names, in words that no place parts by itself, on a narrow phone.
import assert from "node:assert/strict";
import fs from "node:fs";
import { Buyer, DISTRICT_CODE } from "../../blackbox/lib/buyer.mjs";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { inspect, visitor } from "../lib/browser.mjs";

const open = lazyShop();
const NARROW = { width: 360, height: 740 };
const GOODS = "Kopi Arabika Gayo Sangrai Medium " + "SangatPanjangTanpaSpasi".repeat(3);
const PERSON = "Raden Ajeng " + "KusumawardhaniPrameswari".repeat(3);

async function longOrder() {
  const shop = await open();
  const file = `${shop.dir}-long.csv`;
  fs.writeFileSync(file, "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n"
    + `panjang,${GOODS},Title,Default Title,PANJANG,220,shopify,50,123456000\n`);
  const said = await shop.run(["import", "products", file]);
  assert.equal(said.code, 0, said.out + said.err);
  const { order } = await new Buyer(shop).order("PANJANG", 1, { name: PERSON });
  const next = new Buyer(shop);
  await next.add("PANJANG");
  return { shop, order, cart: next.token };
}

describe("long names (narrow phone)");
test("no page of theirs is wider than the screen", async () => {
  const { shop, order, cart } = await longOrder();
  for (const [lang, dark] of [["id", false], ["en", true]]) {
    const who = await visitor(shop, { lang, dark, viewport: NARROW });
    await who.context.addCookies([{ name: "cart", value: cart, url: shop.url("/") }]);
    const at = { product: "/products/panjang", cart: "/cart", checkout: `/checkout?district=${DISTRICT_CODE}`,
      order: `/orders/${order.number}?key=${order.key}`, claim: `/orders/${order.number}/claims/new?key=${order.key}` };
    for (const [name, path] of Object.entries(at)) {
      const reply = await who.page.goto((lang === "en" ? "/en" : "") + path);
      assert.equal(reply.status(), 200, path);
      if (name !== "claim") assert.ok((await who.page.locator("main").textContent()).includes(name === "order" ? PERSON : GOODS), `${name} shows the name`);
      await inspect(who, `long-${name}-${lang}`);
    }
    await who.close();
  }
});
