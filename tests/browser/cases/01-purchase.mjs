// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test, until } from "../../blackbox/lib/runner.mjs";
import { DESKTOP, PHONE, inspect, visitor } from "../lib/browser.mjs";
import { aProduct, theShop } from "../lib/places.mjs";
import { freshPhone } from "../../blackbox/lib/buyer.mjs";

const PREFIX = { id: "", en: "/en" };

async function choose(page, sku) {
  const form = page.locator('main form[method=post]:has([name="sku"])').first();
  const select = form.locator('select[name="sku"]'), radio = form.locator(`input[type="radio"][name="sku"][value="${sku}"]`);
  if (await select.count()) await select.selectOption(sku);
  else if (await radio.count()) await radio.check();
  await form.locator("button.btn-main").click();
}

async function toCheckout(who, lang, shot) {
  const shop = await theShop();
  const product = await aProduct(shop);
  const { page } = who;
  const reply = await page.goto(`${PREFIX[lang]}/products/${product.slug}`);
  need(reply.status() !== 404, "product page");
  assert.equal(await page.locator("html").getAttribute("lang"), lang);
  await inspect(who, shot && `${shot}-1-product`);
  await choose(page, product.sku);
  await page.waitForURL(/\/cart/);
  await inspect(who, shot && `${shot}-2-cart`);
  await page.locator('main a.btn-main[href*="checkout"]').click();
  await page.waitForURL(/\/checkout/);
  await inspect(who, shot && `${shot}-3-district`);
  await page.locator('main form input[name="q"]').first().fill("Coblong");
  await page.locator('main form:has(input[name="q"]) button').first().click();
  await page.locator('main a[href*="district="]', { hasText: "Coblong" }).first().click();
  await page.waitForURL(/district=/);
  return product;
}

async function fill(page, { phone, name }) {
  await page.locator('[name="name"]').fill(name);
  await page.locator('[name="phone"]').fill(phone);
  await page.locator('[name="street"], [name="address.street"]').fill("Jalan Dipati Ukur 35");
  const postal = page.locator('[name="postal_code"], [name="address.postal_code"]');
  if (await postal.count()) await postal.fill("40132");
  await page.locator('input[name="shipping_method"]').first().check();
  await page.locator('[name="accept_terms"]').check();
}

for (const lang of ["id", "en"]) {
  for (const js of [true, false]) {
    for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
      if (size === "desktop" && !js) continue;
      describe(`purchase (${lang}, ${size}, ${js ? "JavaScript" : "no JavaScript"})`);
      test("from the product to the paid order", async () => {
        const shop = await theShop();
        const who = await visitor(shop, { lang, js, viewport });
        const shot = `${lang}-${size}-${js ? "js" : "nojs"}`;
        const { page } = who;
        await toCheckout(who, lang, shot);
        const total = page.locator(".choice-total").first();
        assert.match(await total.innerText(), /Rp/, "the total with shipping is shown before any name is asked");
        assert.equal(await page.locator('[name="name"]').inputValue(), "");
        for (const box of await page.locator('main input[type="checkbox"]').all()) assert.equal(await box.isChecked(), false, "a box is ticked for the buyer");
        await inspect(who, `${shot}-4-checkout`);
        await fill(page, { phone: freshPhone(), name: "Sri Wahyuni" });
        const sandbox = page.locator('input[name="payment_method"][value="sandbox"]');
        need(await sandbox.count(), "sandbox");
        await sandbox.check();
        await page.locator("main form[method=post] button.btn-main").last().click();
        await page.waitForURL(/\/orders\//);
        await inspect(who, `${shot}-5-order`);
        const first = page.url();
        await page.locator('button[name="do"][value="pay"]').click();
        await page.waitForURL(/\/orders\//);
        await page.locator(".cap-good").first().waitFor();
        await inspect(who, `${shot}-6-paid`);
        await page.goto(first);
        assert.ok(await page.locator(".cap-good").count(), "paid is still paid");
        await who.close();
      });
    }
  }
}

describe("purchase");

test("wrong fields are named beside them and what was typed is kept", async () => {
  const shop = await theShop();
  const who = await visitor(shop, { js: false });
  const { page } = who;
  await toCheckout(who, "id");
  await fill(page, { phone: "123456789", name: "Sri Wahyuni" });
  await page.locator('input[name="payment_method"]').first().check();
  page.expected = [400, 409, 422];
  await page.locator("main form[method=post]").last().evaluate((form) => form.setAttribute("novalidate", ""));
  await page.locator("main form[method=post] button.btn-main").last().click();
  await page.locator("#f-phone-error").waitFor();
  assert.equal(await page.locator('[name="name"]').inputValue(), "Sri Wahyuni");
  assert.equal(await page.locator('[name="phone"]').inputValue(), "123456789");
  assert.equal(await page.locator('[name="street"], [name="address.street"]').inputValue(), "Jalan Dipati Ukur 35");
  await until("the page to begin at what was refused", async () => await page.evaluate(() => document.activeElement.getAttribute("role")) === "alert");
  await page.locator('[name="phone"]').fill(freshPhone());
  const terms = page.locator('[name="accept_terms"]');
  if (!(await terms.isChecked())) await terms.check();
  await page.locator("main form[method=post] button.btn-main").last().click();
  await page.waitForURL(/\/orders\//);
  await who.close();
});

test("after a refusal the cursor stands in the first wrong field, by keyboard alone", async () => {
  const shop = await theShop();
  const who = await visitor(shop);
  const { page } = who;
  await toCheckout(who, "id");
  await fill(page, { phone: "123456789", name: "Sri Wahyuni" });
  await page.locator('input[name="payment_method"]').first().check();
  page.expected = [400];
  await page.locator("main form[method=post]").last().evaluate((form) => form.setAttribute("novalidate", ""));
  await page.locator('[name="name"]').press("Enter");
  await page.locator("#f-phone-error").waitFor();
  await page.waitForFunction(() => document.activeElement.id === "f-phone");
  assert.ok(await page.evaluate(() => { const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }), "and is in sight");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(freshPhone());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/orders\//);
  await who.close();
});

test("a double click and two tabs make one order", async () => {
  const shop = await theShop();
  const who = await visitor(shop);
  const { page, context } = who;
  await toCheckout(who, "id");
  const second = await context.newPage();
  await second.goto(page.url());
  const phone = freshPhone();
  for (const tab of [page, second]) {
    await fill(tab, { phone, name: "Sri Wahyuni" });
    await tab.locator('input[name="payment_method"]').first().check();
  }
  await page.locator("main form[method=post] button.btn-main").last().dblclick({ noWaitAfter: true });
  await page.waitForURL(/\/orders\//);
  await second.locator("main form[method=post] button.btn-main").last().click();
  await second.waitForURL(/\/orders\//);
  assert.equal(new URL(second.url()).pathname, new URL(page.url()).pathname);
  await who.close();
});

test("the first Tab leads past the head, and the whole page can be reached by keyboard", async () => {
  const shop = await theShop();
  const who = await visitor(shop, { viewport: DESKTOP });
  const { page } = who;
  const { slug } = await aProduct(shop);
  await page.goto(`/products/${slug}`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
  const seen = new Set();
  for (let i = 0; i < 150; i++) {
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      return { what: e.outerHTML.slice(0, 80), isShown: box.width > 0 && box.height > 0, hasRing: style.outlineStyle !== "none" || style.boxShadow !== "none", isBody: e === document.body };
    });
    if (at.isBody) break;
    assert.ok(at.isShown, `focus on something invisible: ${at.what}`);
    assert.ok(at.hasRing, `focus cannot be seen: ${at.what}`);
    seen.add(at.what);
    await page.keyboard.press("Tab");
  }
  assert.ok([...seen].some((s) => s.includes("<button")), "no button was reached");
  await who.close();
});
