// SPDX-License-Identifier: Apache-2.0
// The main story as the buyer and the shop see it: a parcel that never comes, one that is found, a claim with a photo until its replacement
// is here, the money back of the next one, and a step that is added and contested.
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { Buyer, freshPhone } from "../../blackbox/lib/buyer.mjs";
import { Office } from "../../blackbox/lib/office.mjs";
import { PHONE, DESKTOP, inspect, leads, visitor } from "../lib/browser.mjs";

const open = lazyShop();
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const ME = { email: "janji@example.com", password: "kata sandi janji 2026" };

const now = async (shop) => Date.parse((await shop.get("/test/clock")).json.now);
async function moveTo(shop, at) {
  const reply = await shop.post("/test/clock", { now: new Date(at).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

let kept;
async function theOffice() {
  if (kept) return kept;
  const shop = await open();
  await shop.run(["staff", "add", "--name", "Ani", "--email", ME.email, "--role", "owner", "--password-stdin"], { input: ME.password + "\n" });
  const office = new Office(shop);
  assert.equal((await office.login(ME)).status, 303);
  await office.get("/admin");
  await office.settings("payment", { "payment.banks": "BCA | 7310224498 | RATNA DEWI", "payment.cod": "1" });
  const headers = { Authorization: `Bearer ${JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token}` };
  const api = async (method, path, body) => {
    const reply = await shop.api(method, path, body, { headers });
    assert.ok(reply.status < 300, `${path}: ${reply.text}`);
    return reply.json;
  };
  return (kept = { shop, office, api });
}

/** The owner's browser, logged in. */
async function owner(viewport, more = {}) {
  const { shop, office } = await theOffice();
  assert.equal((await office.login(ME)).status, 303); // days passed since
  const who = await visitor(shop, { viewport, ...more });
  const [name, ...value] = office.cookie.split("=");
  await who.context.addCookies([{ name, value: value.join("="), url: shop.url("/") }]);
  return who;
}

/** Paid by `method` and handed to the courier. */
async function sent(method, change = {}) {
  const { shop, api } = await theOffice();
  const buyer = new Buyer(shop);
  buyer.phone = change.phone ?? buyer.phone;
  const { order, payment } = await buyer.order("KU-200-B", 1, { payment_method: method, ...change });
  if (method === "sandbox") await buyer.sandbox(payment, "pay");
  if (method === "bank_transfer") {
    await shop.api("POST", `/orders/${order.number}/transferred?key=${order.key}`, {});
    await api("POST", `/admin/orders/${order.number}/confirm`, { amount: payment.amount.amount });
  }
  if (method === "cod") await api("POST", `/admin/orders/${order.number}/confirm-cod`, {});
  const parcel = await api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `B${order.number}` });
  return { shop, api, buyer, order, parcel: parcel.id, see: () => buyer.see(order) };
}

async function delivered(change) {
  const all = await sent("sandbox", change);
  await all.api("POST", `/admin/shipments/${all.parcel}/events`, { status: "Delivered" });
  return all;
}

const promised = async (all) => Date.parse((await all.see()).promises.find((p) => p.kind === "deliver").due_at);
const link = (order, lang) => `${lang === "en" ? "/en" : ""}/orders/${order.number}?key=${order.key}`;

for (const [method, lang, dark] of [["sandbox", "id", false], ["bank_transfer", "en", true], ["cod", "id", true]]) {
  describe(`a parcel that never comes (${method}, ${lang}, ${dark ? "dark" : "light"}, phone)`);
  test("the money comes back without a word, and both sides can read why", async () => {
    const all = await sent(method);
    const { shop, api, order } = all;
    const shot = `lost-${method}-${lang}`;
    const who = await visitor(shop, { lang, dark });
    const { page } = who;
    await moveTo(shop, await promised(all) + 60e3);
    await page.goto(link(order, lang));
    await inspect(who, `${shot}-1-asked`);
    const asked = await all.see();
    const text = await page.locator("main").innerText();
    assert.match(text, lang === "en" ? /arrive|come/i : /sampai/i);
    assert.equal(asked.refunds.length, 0, "asked before anything follows");
    const staff = await owner(PHONE, { dark });
    await staff.page.goto("/admin");
    await inspect(staff, `${shot}-2-today`);
    await staff.page.goto(`/admin/orders/${order.number}`);
    await inspect(staff, `${shot}-3-office`);
    assert.ok(await staff.page.locator(`a[href*="jne"]`).count(), "where to look for it");
    await moveTo(shop, Date.parse(asked.overdue.lost_at) + 60e3);
    await page.goto(link(order, lang));
    await inspect(who, `${shot}-4-lost`);
    const lost = await all.see();
    if (method === "cod") {
      assert.equal(lost.refunds.length, 0, "nothing was paid, nothing comes back");
    } else {
      assert.equal(lost.refunds.length, 1);
      assert.equal(lost.refunds[0].amount.amount, lost.totals.total.amount, "all of it, with shipping");
    }
    if (method === "bank_transfer") {
      assert.equal(lost.refunds[0].state, "needs_bank_account");
      await page.locator('form[action*="/refund-account"] input[name="bank"]').fill("BCA");
      await page.locator('form[action*="/refund-account"] input[name="number"]').fill("1234567890");
      await page.locator('form[action*="/refund-account"] input[name="holder"]').fill("Sri Wahyuni");
      await leads(page, () => page.locator('form[action*="/refund-account"] button').click(), /orders\//);
      await inspect(who, `${shot}-5-account`);
      await staff.close();
      const payer = await owner(PHONE, { dark });
      await payer.page.goto(`/admin/orders/${order.number}`);
      await inspect(payer, `${shot}-6-to-pay`);
      assert.match(await payer.page.locator("main").innerText(), /1234567890/, "the account to pay to");
      await payer.close();
      await api("POST", `/admin/orders/${order.number}/refunds/${lost.refunds[0].id}/settle`, { reference: "BCA 0091" });
    } else {
      await staff.page.goto(`/admin/orders/${order.number}`).catch(() => {});
      await staff.close();
    }
    await page.goto(link(order, lang));
    await inspect(who, `${shot}-7-end`);
    const end = await all.see();
    if (method !== "cod") {
      assert.equal(end.refunds[0].state, "succeeded");
      assert.equal(end.promises.find((p) => p.kind === "refund").outcome, "kept");
      assert.match(await page.locator("main").innerText(), lang === "en" ? /never|not arrive/i : /tidak sampai|hilang/i);
    }
    await who.close();
  });
}

describe("a parcel found by staff");
test("evidence of delivery stops the refund, and the page says who said so", async () => {
  const all = await sent("sandbox");
  const { shop, order } = all;
  await moveTo(shop, await promised(all) + 60e3);
  const { overdue } = await all.see();
  const staff = await owner(DESKTOP);
  await staff.page.goto(`/admin/orders/${order.number}`);
  await inspect(staff, "found-1-office");
  await leads(staff.page, () => staff.page.locator('form[action$="/delivered"] button').first().click(), /orders\//);
  await staff.close();
  await moveTo(shop, Date.parse(overdue.lost_at) + 60e3);
  const who = await visitor(shop, {});
  await who.page.goto(link(order));
  await inspect(who, "found-2-buyer");
  const seen = await all.see();
  assert.equal(seen.refunds.length, 0);
  assert.ok(await who.page.locator('main a[href*="/claims/new"]').count(), "and it can still be contested");
  await who.close();
});

describe("the buyer's day");
test("a claim with a photo, a replacement that comes, and the money back of the next", async () => {
  const all = await delivered();
  const { shop, api, order } = all;
  const who = await visitor(shop, {});
  const { page } = who;
  const claim = async (wish) => {
    await page.goto(link(order));
    await page.locator('main a[href*="/claims/new"]').last().click();
    await page.waitForURL(/\/claims\/new/);
    await page.locator('input[name="kind"][value="damaged"]').check();
    await page.locator('input[name="lines.0.quantity"]').fill("1");
    await page.locator(`input[name="wish"][value="${wish}"]`).check();
    await page.locator("#f-text").fill("Kemasannya sobek, isinya tumpah.");
    await page.locator('input[name="file_1"]').setInputFiles({ name: "sobek.png", mimeType: "image/png", buffer: PICTURE });
    await page.locator('main form[action*="/claims"] button.btn-main').click();
    await page.waitForURL(/\/claims\/KLM-/);
    return /KLM-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(page.url())[0];
  };
  const first = await claim("replacement");
  await inspect(who, "day-1-claimed");
  await api("POST", `/admin/claims/${first}/accept`, { text: "Maaf ya Kak, kami ganti." });
  await page.goto(page.url());
  await inspect(who, "day-2-accepted");
  await api("POST", `/admin/claims/${first}/send`, { carrier: "jne", tracking_number: "GANTI-77" });
  await api("POST", `/admin/claims/${first}/events`, { status: "InTransit", place: "Bandung" });
  await page.goto(page.url());
  await inspect(who, "day-3-on-its-way");
  assert.match(await page.locator("main").innerText(), /GANTI-77/);
  assert.equal(await page.locator('form[action*="/miss"]').count(), 0, "before its day nobody can say it never came");
  await moveTo(shop, await now(shop) + 2 * 86400e3);
  await api("POST", `/admin/claims/${first}/events`, { status: "Delivered", place: "Bandung" });
  await page.goto(page.url());
  await inspect(who, "day-4-courier-says-here");
  assert.equal(await page.locator('form[action*="/miss"]').count(), 1, "a courier's word can be contested");
  await leads(page, () => page.locator('form[action*="/arrive"] button').click(), /\/claims\/KLM-/);
  await inspect(who, "day-5-received");
  const second = await claim("refund");
  assert.notEqual(second, first, "the guarantee of the replacement began anew");
  await api("POST", `/admin/claims/${second}/accept`, { needs_return: true });
  await page.goto(page.url());
  await inspect(who, "day-6-send-it-back");
  await page.locator('form[action*="/send_back"] input[name="carrier"]').fill("jne");
  await page.locator('form[action*="/send_back"] input[name="tracking_number"]').fill("BALIK-77");
  await page.locator('form[action*="/send_back"] input[name="postage"]').fill("18000");
  await leads(page, () => page.locator('form[action*="/send_back"] button').click(), /\/claims\/KLM-/);
  await inspect(who, "day-7-sent-back");
  assert.match(await page.locator("main").innerText(), /18\.000/);
  await api("POST", `/admin/claims/${second}/receive`, {});
  await api("POST", `/admin/claims/${second}/inspect`, { verdict: "ok", disposition: "scrap" });
  await moveTo(shop, await now(shop) + 60e3);
  await page.goto(page.url());
  await inspect(who, "day-8-money-back");
  await page.goto(link(order));
  await inspect(who, "day-9-order");
  const seen = await all.see();
  assert.deepEqual(seen.refunds.map((r) => r.state).sort(), ["needs_bank_account", "succeeded"], "the money, and what the way back cost");
  const staff = await owner(DESKTOP);
  await staff.page.goto(`/admin/claims/${second}`);
  await inspect(staff, "day-10-office");
  await staff.page.goto("/admin/claims?state=all");
  await inspect(staff, "day-11-board");
  await staff.close();
  await who.close();
});

describe("an order of a marketplace");
test("the page says where the money is claimed, and the claim ends as paid by them", async () => {
  const { shop, api } = await theOffice();
  const at = await now(shop);
  const day = (days) => new Date(at + days * 86400e3 + 7 * 3600e3).toISOString().slice(0, 10);
  const entered = await api("POST", "/admin/orders", {
    source: "tokopedia", external_ref: "INV/77", name: "Budi Santoso", phone: freshPhone(), district: "Coblong Bandung", street: "Jalan Dago 1",
    lines: [{ sku: "KU-200-B", quantity: 1 }], ship_by: day(2), deliver_by: day(5),
  });
  const [, number, key] = /\/orders\/([^?]*)\?key=(.*)$/.exec(entered.link_url);
  const parcel = await api("POST", `/admin/orders/${number}/shipments`, { carrier: "jne", tracking_number: "TP77" });
  await api("POST", `/admin/shipments/${parcel.id}/events`, { status: "Delivered" });
  const who = await visitor(shop, {});
  await who.page.goto(`/orders/${number}/claims/new?key=${key}`);
  await inspect(who, "market-1-form");
  const made = await shop.api("POST", `/orders/${number}/claims?key=${key}`, { kind: "damaged", wish: "refund", lines: [{ sku: "KU-200-B", quantity: 1 }], text: "Pecah." });
  await api("POST", `/admin/claims/${made.json.number}/accept`, {});
  await who.page.goto(`/orders/${number}/claims/${made.json.number}?key=${key}`);
  await inspect(who, "market-2-claim");
  const staff = await owner(PHONE);
  await staff.page.goto(`/admin/claims/${made.json.number}`);
  await inspect(staff, "market-3-office");
  await staff.close();
  await leads(who.page, () => who.page.locator('form[action*="/pay_elsewhere"] button').click(), /\/claims\/KLM-/);
  await inspect(who, "market-4-paid");
  assert.match(await who.page.locator("main").innerText(), /Dibayar oleh Tokopedia/);
  await who.close();
});

describe("an extra step for a number");
test("the buyer reads it, with figures and end, and contests it; the shop sees the board", async () => {
  const fresh = await lazyShop()();
  const headers = { Authorization: `Bearer ${JSON.parse((await fresh.run(["token", "create", "--scope", "admin", "--json"])).out).token}` };
  const api = (path, body) => fresh.api("POST", path, body, { headers });
  let last;
  for (let i = 0; i < 5; i++) {
    const buyer = new Buyer(fresh);
    buyer.phone = "081277779999";
    const { order, payment } = await buyer.order("KU-200-B");
    await buyer.sandbox(payment, "pay");
    const parcel = await api(`/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `Z${order.number}` });
    await api(`/admin/shipments/${parcel.json.id}/events`, { status: "Delivered" });
    const made = await fresh.api("POST", `/orders/${order.number}/claims?key=${order.key}`, { kind: "damaged", wish: "refund", lines: [{ sku: "KU-200-B", quantity: 1 }], text: "Sobek." });
    await api(`/admin/claims/${made.json.number}/accept`, {});
    await moveTo(fresh, await now(fresh) + 60e3);
    last = order;
  }
  const who = await visitor(fresh, {});
  await who.page.goto(link(last));
  await inspect(who, "standing-1-order");
  await who.page.locator('details:has(form[action*="/standing/"]) summary').click();
  await who.page.locator('form[action*="/standing/"] textarea').fill("Gelasnya selalu pecah: kardusnya terlalu tipis.");
  await leads(who.page, () => who.page.locator('form[action*="/standing/"] button').click(), /orders\//);
  await inspect(who, "standing-2-contested");
  await who.close();
  const office = new Office(fresh);
  await fresh.run(["staff", "add", "--name", "Ani", "--email", ME.email, "--role", "owner", "--password-stdin"], { input: ME.password + "\n" });
  assert.equal((await office.login(ME)).status, 303);
  const staff = await visitor(fresh, { viewport: PHONE });
  const [name, ...value] = office.cookie.split("=");
  await staff.context.addCookies([{ name, value: value.join("="), url: fresh.url("/") }]);
  await staff.page.goto("/admin/standing");
  await inspect(staff, "standing-3-board");
  assert.ok(await staff.page.locator('a[href*="/decisions/"]').count(), "the second decision is one tap away");
  await staff.close();
});
