// SPDX-License-Identifier: Apache-2.0
// An order from elsewhere, from the chat on the shop's telephone to the buyer's: entered, carded, scanned, sent, claimed, answered.
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { OWNER } from "../../blackbox/lib/office.mjs";
import { PHONE, inspect, leads, visitor } from "../lib/browser.mjs";
import { scan } from "../lib/qr.mjs";

const open = lazyShop();
const DAY = 86400e3;
const now = async (shop) => Date.parse((await shop.get("/test/clock")).json.now);
const day = (at) => new Date(at + 7 * 3600e3).toISOString().slice(0, 10); // as the shop's calendar says
const DATED = { id: /paling lambat \d+ \S+ 20\d\d \d\d\.\d\d WIB/, en: /by \d+ \S+ 20\d\d, \d\d:\d\d WIB/ };

async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

async function counted(shop) {
  const { items } = (await shop.api("GET", "/promises")).json;
  return Object.fromEntries(items.map((k) => [k.kind, k]));
}

async function signIn(who, base) {
  const { page } = who;
  await page.goto(`${base}/admin/login`);
  await page.locator('input[name="email"]').fill(OWNER.email);
  await page.locator('input[name="password"]').fill(OWNER.password);
  await page.locator("form button.btn-main").click();
  await page.waitForURL(/\/admin$/);
}

/** From the form on a telephone to the order's number; the promises stand under the dates given. */
async function enter(shop, who, base, order, shot) {
  const { page } = who;
  const at = await now(shop);
  await page.goto(`${base}/admin`);
  await page.locator('#more a[href$="/admin/orders/new"]').first().click();
  await page.waitForURL(/orders\/new/);
  await inspect(who, `${shot}-1-form`);
  const fill = (name, value) => page.locator(`main [name="${name}"]`).fill(value);
  await page.locator('select[name="source"]').selectOption(order.source);
  if (order.ref) await fill("external_ref", order.ref);
  await fill("lines.0.sku", "KU-200-B");
  await fill("lines.0.quantity", "2");
  await fill("lines.1.name", "Bungkus kado");
  await fill("lines.1.quantity", "1");
  await fill("lines.1.price", "5000");
  await fill("name", order.name);
  if (order.phone) {
    await fill("phone", order.phone);
    await fill("district", "Coblong Bandung");
    await fill("street", "Jalan Dago 1");
  }
  await fill("ship_by", day(at + 2 * DAY));
  await fill("deliver_by", day(at + 5 * DAY));
  await page.locator("main form button.btn-main").click();
  await page.waitForURL(/\/admin\/orders\/[A-Z]+-/);
  await inspect(who, `${shot}-2-entered`);
  return /\/admin\/orders\/([A-Z0-9-]+)/.exec(page.url())[1];
}

/** The card on screen and as it is printed: its code leads where the shop's own link does. */
async function card(who, order, shot) {
  const { page } = who;
  const link = await page.locator("#messages p a").first().getAttribute("href");
  await page.locator('a[href$="/card"]').first().click();
  await page.waitForURL(/\/card$/);
  await inspect(who, `${shot}-3-card`);
  const words = await page.locator(".parcel-card").innerText();
  assert.equal(/Shopee/.test(words), order.source === "shopee", "whose guarantee the money is under");
  for (const print of [false, true]) assert.equal(await scan(page, ".parcel-card", { print }), link, print ? "on paper" : "on screen");
  return link;
}

/** Sent and delivered, by the forms of the order's page. */
async function deliver(who, base, number, shot) {
  const { page } = who;
  await page.goto(`${base}/admin/orders/${number}`);
  await page.locator('#ship input[name="tracking_number"]').fill(`C${number}`);
  await page.locator("#ship button.btn-main").click();
  await page.waitForURL(/done=/);
  await leads(page, () => page.locator('form[action*="/events"] button.btn-wide, form[action*="/delivered"] button').first().click(), /done=/);
  await inspect(who, `${shot}-5-delivered`);
}

/** Everything the link is for, each one tap away. */
async function reach(buyer, lang, shot) {
  const { page } = buyer;
  const home = page.url();
  for (const [name, link, place] of [["claim", 'main a[href*="/claims/new"]', /claims\/new/], ["complaint", 'main a[href*="/complaints?order="]', /complaints\?order=/],
    ["terms", 'main a[href*="/policies/guarantee?version="]', /policies\/guarantee/], ["ask", 'main a[href*="/ask?"]', /\/ask\?/]]) {
    await page.locator(link).last().click();
    await page.waitForURL(place);
    await inspect(buyer, `${shot}-7-${name}`);
    if (name === "complaint") assert.match(await page.locator('[name="order"]').inputValue(), /^[A-Z]+-/, "it knows which order");
    await page.goto(home);
  }
  assert.match(await page.locator("main").innerText(), lang === "en" ? /guaranteed until .*20\d\d/ : /jaminan berlaku sampai .*20\d\d/);
}

async function claim(buyer, shot) {
  const { page } = buyer;
  await page.locator('main a[href*="/claims/new"]').last().click();
  await page.waitForURL(/claims\/new/);
  await page.locator('input[name="kind"][value="warranty"]').check();
  await page.locator('input[name="lines.0.quantity"]').fill("1");
  await page.locator('input[name="wish"][value="repair"]').check();
  await page.locator("#f-text").fill("Katup kemasannya lepas setelah dua hari.");
  await page.locator('main form[action*="/claims"] button.btn-main').click();
  await page.waitForURL(/\/claims\/KLM-/);
  await inspect(buyer, `${shot}-9-claimed`);
  return /KLM-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(page.url())[0];
}

const SHOPEE = { source: "shopee", ref: "2611ABC7XY", name: "Dewi Anggraini" }; // Shopee hides the number
const WHATSAPP = { source: "whatsapp", name: "Budi Santoso", phone: "0812345600" };
for (const [order, lang, js, dark] of [[SHOPEE, "id", true, false], [WHATSAPP, "en", true, true], [WHATSAPP, "id", false, true], [SHOPEE, "en", false, false]]) {
  describe(`companion (${order.source}, ${lang}, 360 px, ${js ? "JavaScript" : "no JavaScript"}, ${dark ? "dark" : "light"})`);
  test("entered on a phone, carded, scanned, sent, claimed and answered: the same promises as an order of ours", async () => {
    const shop = await open();
    const base = lang === "en" ? "/en" : "";
    const shot = `companion-${order.source}-${lang}`;
    const before = await counted(shop);
    const staff = await visitor(shop, { lang, js, dark, viewport: PHONE });
    await signIn(staff, base);
    const number = await enter(shop, staff, base,
      { ...order, ref: order.ref && `${order.ref}-${lang}`, phone: order.phone && order.phone + (lang === "en" ? "01" : "02") }, shot);
    const link = await card(staff, order, shot);

    const buyer = await visitor(shop, { lang, js, dark, viewport: PHONE });
    const { page } = buyer;
    const { pathname, search } = new URL(link); // its host is the shop's public name
    const home = base + pathname.replace(/^\/en/, "") + search;
    await page.goto(home);
    await inspect(buyer, `${shot}-4-buyer`);
    const words = await page.locator("main").innerText();
    assert.match(words, DATED[lang], "the promises have their date and hour");
    assert.equal(/Shopee (dijamin oleh mereka, bukan oleh kami|is under their guarantee, not ours)/.test(words), order.source === "shopee", words);
    assert.equal(await page.locator('form[action*="/cancel"]').count(), order.source === "shopee" ? 0 : 1, "cancelled where it was bought");

    await deliver(staff, base, number, shot);
    await moveTo(shop, await now(shop) + DAY);
    await page.reload();
    await inspect(buyer, `${shot}-6-arrived`);
    assert.equal(await page.locator(".promise .cap-good").count(), 2, "both promises kept, and said so");
    await reach(buyer, lang, shot);

    await moveTo(shop, await now(shop) + 2 * DAY + 60e3); // the guarantee's days are over, the warranty's are not
    await page.goto(home);
    await page.locator('main a[href*="/surveys/"]').click();
    await page.waitForURL(/SRV-/);
    await inspect(buyer, `${shot}-8-survey`);
    await page.goto(home);
    const number2 = await claim(buyer, shot);
    assert.match(await page.locator("main .note").first().innerText(), /20\d\d/, "when the answer is due");
    await signIn(staff, base); // days later
    await staff.page.goto(`${base}/admin/claims/${number2}`);
    await inspect(staff, `${shot}-10-office`);
    await staff.page.locator('form[action$="/accept"] button.btn-main').click();
    await staff.page.waitForURL(/done=saved/);
    await page.reload();
    await inspect(buyer, `${shot}-11-answered`);

    await moveTo(shop, await now(shop) + 3 * DAY); // a promise counts from its day on
    const after = await counted(shop);
    for (const kind of ["ship", "deliver", "answer_claim"]) {
      assert.ok((after[kind]?.kept ?? 0) > (before[kind]?.kept ?? 0), `${kind} is counted with the others`);
    }
    await page.goto(`${base}/promises`);
    await inspect(buyer, `${shot}-12-promises`);
    await staff.close();
    await buyer.close();
  });
}
