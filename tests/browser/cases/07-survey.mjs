// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../../blackbox/lib/runner.mjs";
import { Buyer } from "../../blackbox/lib/buyer.mjs";
import { Office } from "../../blackbox/lib/office.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { DESKTOP, PHONE, inspect, leads, visitor } from "../lib/browser.mjs";

const open = lazyShop();
const DAY = 86400e3;
let headers;

async function later(shop, ms) {
  const now = await shop.get("/test/clock");
  need(now.status === 200, "test clock");
  const moved = await shop.post("/test/clock", { now: new Date(Date.parse(now.json.now) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(moved.status, 200, moved.text);
}

/** Three orders arrived three days ago, so that each of the three pairs of questions is asked. */
let asked;
async function threeAsked() {
  if (asked) return asked;
  const shop = await open();
  headers ??= { Authorization: `Bearer ${JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token}` };
  const orders = [];
  for (let i = 0; i < 4; i++) {
    const buyer = new Buyer(shop);
    const { order, payment } = await buyer.order("KU-200-B", 1);
    await buyer.sandbox(payment, "pay");
    const parcel = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `SV${order.number}` }, { headers });
    assert.equal(parcel.status, 201, parcel.text);
    const there = await shop.api("POST", `/admin/shipments/${parcel.json.id}/events`, { status: "Delivered" }, { headers });
    assert.equal(there.status, 200, there.text);
    orders.push(order);
  }
  await later(shop, 3 * DAY + 60e3);
  return (asked = { shop, orders });
}

/** Every choice can be hit with a thumb. */
async function comfortable(page) {
  const sizes = await page.locator(".scale-row label").evaluateAll((all) => all.map((l) => l.getBoundingClientRect()).map((r) => [r.width, r.height]));
  assert.ok(sizes.length >= 5);
  for (const [width, height] of sizes) assert.ok(width >= 44 && height >= 44, `a choice is ${width} × ${height}`);
}

for (const [turn, lang, js, dark] of [[0, "id", true, false], [1, "id", false, true], [2, "en", true, true]]) {
  describe(`survey (${lang}, phone, ${js ? "JavaScript" : "no JavaScript"}, ${dark ? "dark" : "light"})`);
  test("from the order's page to a low answer, its case, and a better answer", async () => {
    const { shop, orders } = await threeAsked();
    const order = orders[turn];
    const who = await visitor(shop, { lang, js, dark, viewport: PHONE });
    const { page } = who;
    const shot = `survey-${lang}-${turn}`;
    await page.goto(`${lang === "en" ? "/en" : ""}/orders/${order.number}?key=${order.key}`);
    await inspect(who, `${shot}-0-order`);
    await page.locator('main a[href*="/surveys/"]').click();
    await page.waitForURL(/\/surveys\/SRV-/);
    await comfortable(page);
    await inspect(who, `${shot}-1-asked`);
    const names = await page.locator(".scale input").evaluateAll((all) => [...new Set(all.map((i) => i.name))]);
    assert.equal(names.length, 2, "two questions");
    await leads(page, () => page.locator("main form button.btn-main").click());
    who.wrong.length = 0; // the refusal is an answer of 400
    assert.equal(await page.locator(".note-good").count(), 0, "nothing was said, yet it counts");
    for (const name of names) await page.locator(`.scale input[name="${name}"]`).first().check();
    await page.locator("#f-text").fill("Toplesnya sulit dibuka.");
    await page.locator("details.more-questions summary").click();
    await page.locator('input[name="doubt"][value="quality"]').check();
    await inspect(who, `${shot}-2-filled`);
    await leads(page, () => page.locator("main form button.btn-main").click());
    await page.waitForSelector(".nota");
    assert.match(await page.locator(".nota").innerText(), /PGD-[\s\S]*20\d\d/, "no dated promise");
    assert.equal(await page.locator("#f-text").inputValue(), "", "the link shows what was written");
    await inspect(who, `${shot}-3-low`);
    for (const name of names) await page.locator(`.scale input[name="${name}"]`).last().check();
    await leads(page, () => page.locator("main form button.btn-main").click());
    await page.waitForSelector(".note-good");
    for (const name of names) assert.ok(await page.locator(`.scale input[name="${name}"]`).last().isChecked());
    await page.goto(`${lang === "en" ? "/en" : ""}/orders/${order.number}?key=${order.key}`);
    assert.match(await page.locator('main a[href*="/surveys/"]').innerText(), lang === "en" ? /Change/ : /Ubah/);
    await who.close();
  });
}

describe("survey");
test("who does not want to be asked says so with one press", async () => {
  const { shop, orders } = await threeAsked();
  const who = await visitor(shop, { js: false });
  await who.page.goto(`/orders/${orders[3].number}?key=${orders[3].key}`);
  await who.page.locator('main a[href*="/surveys/"]').click();
  await leads(who.page, () => who.page.locator('form[action*="/stop"] button').click());
  await who.page.waitForSelector("p.note[role=status]");
  assert.equal(await who.page.locator('form[action*="/stop"]').count(), 0);
  await inspect(who, "survey-stopped");
  await who.close();
});

for (const [lang, viewport, dark, size] of [["id", PHONE, false, "phone"], ["id", PHONE, true, "phone-dark"], ["en", DESKTOP, true, "desktop-dark"]]) {
  test(`the shop reads, makes an improvement, and everybody sees it (${lang}, ${size})`, async () => {
    const { shop } = await threeAsked();
    const office = new Office(shop);
    await office.login();
    const who = await visitor(shop, { lang, viewport, dark });
    const { page } = who;
    const [name, value] = office.headers.Cookie.split("; ")[0].split(/=(.*)/s);
    await who.context.addCookies([{ name, value, url: shop.url("/") }]);
    const base = lang === "en" ? "/en" : "";
    await page.goto(`${base}/admin/surveys`);
    await inspect(who, `survey-office-${size}`);
    await page.locator('a[href*="/admin/improvements/new?origin="]').first().click();
    await page.waitForURL(/improvements\/new/);
    assert.match(await page.locator(".said").innerText(), /Toples/);
    await inspect(who, `improvement-new-${size}`);
    await page.locator("#f-title_id").fill(`Toples mudah dibuka (${size})`);
    await page.locator("#f-title_en").fill(`Jars open easily (${size})`);
    await page.locator("main .save button").click();
    await page.waitForURL(/improvements\/\d+/);
    await inspect(who, `improvement-${size}`);
    await page.locator('input[name="status"][value="done"]').check();
    await page.locator('form[action*="/status"] button').click();
    await page.waitForURL(/done=saved/);
    await page.goto(`${base}/admin/improvements`);
    await inspect(who, `improvements-office-${size}`);
    await page.goto(`${base}/improvements`);
    assert.match(await page.locator("main").innerText(), new RegExp(`\\(${size}\\)`));
    await inspect(who, `improvements-${size}`);
    await page.goto(`${base}/surveys`);
    await inspect(who, `surveys-${size}`);
    await who.close();
  });
}
