// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { Buyer } from "../../blackbox/lib/buyer.mjs";
import { Office } from "../../blackbox/lib/office.mjs";
import { PHONE, DESKTOP, inspect, leads, visitor } from "../lib/browser.mjs";
import { aProduct, theShop } from "../lib/places.mjs";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

async function delivered(shop, sku, quantity = 2) {
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const headers = { Authorization: `Bearer ${token}` };
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order(sku ?? (await aProduct(shop)).sku, quantity);
  await buyer.sandbox(payment, "pay");
  const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `B${order.number}` }, { headers });
  assert.equal(sent.status, 201, sent.text);
  const here = await shop.api("POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" }, { headers });
  assert.equal(here.status, 200, here.text);
  return { order, headers };
}

for (const [lang, js] of [["id", true], ["id", false], ["en", true]]) {
  describe(`claim (${lang}, phone, ${js ? "JavaScript" : "no JavaScript"})`);
  test("from the order's page, with a picture, to the shop's proposal and back", async () => {
    const shop = await theShop();
    const { order, headers } = await delivered(shop);
    const who = await visitor(shop, { lang, js, viewport: PHONE });
    const { page } = who;
    const shot = `claim-${lang}-${js ? "js" : "nojs"}`;
    await page.goto(`${lang === "en" ? "/en" : ""}/orders/${order.number}?key=${order.key}`);
    await page.locator('main a[href*="/claims/new"]').last().click();
    await page.waitForURL(/\/claims\/new/);
    await inspect(who, `${shot}-1-form`);
    await page.locator('input[name="kind"][value="damaged"]').check();
    await page.locator('input[name="lines.0.quantity"]').fill("1");
    await page.locator('input[name="wish"][value="refund"]').check();
    await page.locator('#f-text').fill("Kemasannya sobek.");
    await page.locator('input[name="file_1"]').setInputFiles({ name: "sobek.png", mimeType: "image/png", buffer: PICTURE });
    await page.locator('main form[action*="/claims"] button.btn-main').click();
    await page.waitForURL(/\/claims\/KLM-/);
    await inspect(who, `${shot}-2-claim`);
    const number = /KLM-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(page.url())[0];
    await page.locator(".evidence img").first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector(".evidence img").naturalWidth === 1);
    assert.match(await page.locator("main .note").first().innerText(), /20\d\d/, "the dated promise is in sight");
    const offer = await shop.api("POST", `/admin/claims/${number}/propose`, { remedy: "partial_refund", reason: "Goresannya kecil.", amount: { amount: 5000, currency: "IDR" } }, { headers });
    assert.equal(offer.status, 200, offer.text);
    await page.goto(page.url());
    await inspect(who, `${shot}-3-proposal`);
    await leads(page, () => page.locator('form[action*="/agree"] button').click(), /\/claims\/KLM-/);
    const seen = await shop.api("GET", `/orders/${order.number}/claims/${number}?key=${order.key}`);
    assert.ok(["remedy_due", "settled"].includes(seen.json.state), seen.json.state);
    await who.close();
  });
}

/** One of a product with another variant of it that costs the same or less, and is there. */
async function aPair(shop) {
  for (const { slug } of (await shop.api("GET", "/products?limit=100")).json.items) {
    const { variants } = (await shop.api("GET", `/products/${slug}`)).json;
    const is = (v) => v.stock.status !== "out" && v.stock.status !== "preorder";
    const one = variants.filter(is).sort((a, b) => b.price.amount - a.price.amount)[0];
    const other = one && variants.find((v) => v !== one && is(v) && v.price.amount <= one.price.amount);
    if (other) return { one, other };
  }
  throw new Error("no product with two variants");
}

describe("exchange");
test("another variant is chosen on the form; a file that is too large is said before anything is sent", async () => {
  const shop = await theShop();
  const { one, other } = await aPair(shop);
  const { order, headers } = await delivered(shop, one.sku, 1);
  const who = await visitor(shop, { viewport: PHONE });
  const { page } = who;
  await page.goto(`/orders/${order.number}/claims/new?key=${order.key}`);
  await page.locator('input[name="kind"][value="wrong_item"]').check();
  await page.locator('input[name="wish"][value="exchange"]').check();
  await page.locator('select[name="lines.0.exchange_for"]').selectOption(other.sku);
  await page.locator("#f-text").fill("Ukurannya tertukar.");
  const file = page.locator('input[name="file_1"]');
  await file.setInputFiles({ name: "panjang.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(11e6, 1) });
  assert.match(await page.locator("[data-large]").innerText(), /terlalu besar: paling besar 10 MB/);
  await inspect(who, "exchange-1-too-large");
  await page.locator('main form[action*="/claims"] button.btn-main').click();
  assert.match(page.url(), /\/claims\/new/, "nothing was sent");
  assert.equal(await page.locator("#f-text").inputValue(), "Ukurannya tertukar.");
  await file.setInputFiles({ name: "foto.png", mimeType: "image/png", buffer: PICTURE });
  assert.equal(await page.locator("[data-large]").count(), 0);
  await page.locator('main form[action*="/claims"] button.btn-main').click();
  await page.waitForURL(/\/claims\/KLM-/);
  await inspect(who, "exchange-2-claim");
  const number = /KLM-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(page.url())[0];
  assert.match(await page.locator("main").innerText(), /ditukar dengan/);
  const yes = await shop.api("POST", `/admin/claims/${number}/accept`, {}, { headers });
  assert.equal(yes.json.remedy, "exchange", yes.text);
  await page.reload();
  assert.match(await page.locator("main").innerText(), /Tukar dengan varian lain/);
  await who.close();
});

describe("claims in the back office");
test("the board and a claim, phone and desktop", async () => {
  const shop = await theShop();
  const { order } = await delivered(shop);
  const made = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`,
    { kind: "defective", wish: "replacement", lines: [{ sku: (await shop.api("GET", `/orders/${order.number}?key=${order.key}`)).json.lines[0].sku, quantity: 1 }] });
  assert.equal(made.status, 201, made.text);
  const office = new Office(shop);
  const me = { email: "claims@example.com", password: "kata sandi klaim 2026" };
  await shop.run(["staff", "add", "--name", "Ani", "--email", me.email, "--role", "manager", "--password-stdin"], { input: me.password + "\n" });
  assert.equal((await office.login(me)).status, 303);
  for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    const who = await visitor(shop, { viewport });
    const { page } = who;
    const [name, ...value] = office.cookie.split("=");
    await page.context().addCookies([{ name, value: value.join("="), url: shop.url("/") }]);
    await page.goto("/admin/claims");
    await inspect(who, `claims-board-${size}`);
    await page.locator(`a[href*="${made.json.number}"]`).click();
    await page.waitForURL(/KLM-/);
    await inspect(who, `claims-claim-${size}`);
    if (size === "desktop") {
      await page.locator('form[action$="/accept"] button.btn-main').click();
      await page.waitForURL(/done=saved/);
      assert.ok(await page.locator('form[action$="/send"]').count(), "what is owed is sent from here");
    }
    await who.close();
  }
});
