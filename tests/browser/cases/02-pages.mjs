// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../../blackbox/lib/runner.mjs";
import { DESKTOP, PHONE, inspect, visitor } from "../lib/browser.mjs";
import { aProduct, theShop } from "../lib/places.mjs";

describe("pages");
const PAGES = {
  home: "/", products: "/products", search: "/search?q=kopi", nothing: "/search?q=zzzzqqq", cart: "/cart", find: "/orders/find",
  shipping: "/shipping/quote", faq: "/faq", about: "/about", contact: "/contact", permits: "/permits", promises: "/promises", trust: "/trust",
  privacy: "/policies/privacy", returns: "/policies/returns", "policy-shipping": "/policies/shipping", terms: "/policies/terms", styleguide: "/styleguide",
};

for (const [name, at] of Object.entries(PAGES)) {
  for (const lang of ["id", "en"]) {
    test(`${at} in ${lang}`, async () => {
      const shop = await theShop();
      for (const [size, viewport, dark] of [["phone", PHONE, false], ["desktop", DESKTOP, true]]) {
        const who = await visitor(shop, { lang, viewport, dark });
        const reply = await who.page.goto(lang === "en" ? "/en" + (at === "/" ? "" : at) : at);
        if (reply.status() === 404) await who.close();
        need(reply.status() !== 404, at);
        assert.equal(reply.status(), 200);
        assert.equal(await who.page.locator("html").getAttribute("lang"), lang);
        assert.equal(await who.page.locator("h1").count(), 1, "one h1");
        await inspect(who, `page-${name}-${lang}-${size}${dark ? "-dark" : ""}`);
        await who.close();
      }
    });
  }
}

test("a page that is not there helps", async () => {
  const shop = await theShop();
  const who = await visitor(shop);
  who.page.expected = [404];
  const reply = await who.page.goto("/nothing-here");
  assert.equal(reply.status(), 404);
  who.wrong.length = 0; // Chromium itself notes the 404
  await inspect(who, "page-404-id-phone");
  assert.ok(await who.page.locator("main a").count(), "no way on from here");
  await who.close();
});

test("every link of home, product and cart leads somewhere", async () => {
  const shop = await theShop();
  const { slug } = await aProduct(shop);
  const who = await visitor(shop);
  const dead = [], seen = new Set();
  for (const at of ["/", `/products/${slug}`, "/cart", "/en"]) {
    const reply = await who.page.goto(at);
    need(reply.status() === 200, at);
    for (const href of await who.page.locator("a[href]").evaluateAll((all) => all.map((a) => a.href))) {
      const url = new URL(href);
      if (url.host !== `127.0.0.1:${shop.port}` || seen.has(url.pathname + url.search)) continue;
      seen.add(url.pathname + url.search);
      const { status } = await shop.get(url.pathname + url.search);
      if (status >= 400) dead.push(`${at} → ${url.pathname}: ${status}`);
    }
  }
  await who.close();
  assert.deepEqual(dead, []);
});
