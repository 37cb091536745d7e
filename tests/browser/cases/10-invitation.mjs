// SPDX-License-Identifier: Apache-2.0
// The owner adds somebody on a telephone; who it is chooses a password on another one, and works.
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { OWNER } from "../../blackbox/lib/office.mjs";
import { PHONE, inspect, leads, visitor } from "../lib/browser.mjs";

const open = lazyShop();
for (const [lang, js, dark] of [["id", true, false], ["en", false, true]]) {
  describe(`staff invitation (${lang}, 360 px, ${js ? "JavaScript" : "no JavaScript"}, ${dark ? "dark" : "light"})`);
  test("a link goes over by WhatsApp, works once, and the new colleague is in", async () => {
    const shop = await open();
    const base = lang === "en" ? "/en" : "";
    const email = `bagus.${lang}@example.com`;
    const owner = await visitor(shop, { lang, js, dark, viewport: PHONE });
    const signIn = async ({ page }, name, password) => {
      await page.locator('input[name="email"]').fill(name);
      await page.locator('input[name="password"]').fill(password);
      await leads(page, () => page.locator("form button.btn-main").click(), /\/admin(\/staff)?$/);
    };
    await owner.page.goto(`${base}/admin/login?next=${base}/admin/staff`);
    await signIn(owner, OWNER.email, OWNER.password);
    await inspect(owner, `invitation-${lang}-1-staff`);
    await owner.page.locator("#f-name").fill(`Bagus ${lang}`);
    await owner.page.locator("#f-email").fill(email);
    await owner.page.locator("#f-role").selectOption("care");
    await owner.page.locator("main button.btn-main").click();
    await owner.page.waitForURL(/done=/);
    await inspect(owner, `invitation-${lang}-2-link`);
    const link = new URL(await owner.page.locator('main a[href*="/join/"]').getAttribute("href"));
    assert.ok(decodeURIComponent(await owner.page.locator('main a[href^="https://wa.me/"]').getAttribute("href")).includes(link.href));

    const who = await visitor(shop, { lang, js, dark, viewport: PHONE });
    await who.page.goto(link.pathname + link.search);
    await inspect(who, `invitation-${lang}-3-join`);
    await who.page.locator("#f-password").fill("kata sandi bagus 2026");
    await who.page.locator("button.btn-main").click();
    await who.page.waitForURL(/\/admin\/login/);
    await inspect(who, `invitation-${lang}-4-set`);
    await signIn(who, email, "kata sandi bagus 2026");
    await who.page.goto(link.pathname + link.search);
    assert.equal(await who.page.locator("form").count(), 0, "good once");
    await inspect(who, `invitation-${lang}-5-used`);
    await owner.page.reload();
    assert.equal(await owner.page.locator('main a[href*="/join/"]').count(), 0);
    await owner.close();
    await who.close();
  });
}
