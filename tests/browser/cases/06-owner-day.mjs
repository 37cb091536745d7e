// SPDX-License-Identifier: Apache-2.0
// An owner alone, with a phone: a day's work from the Today view. Each step begins at its row and takes the row away.
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { lazyShop } from "../../blackbox/lib/shop.mjs";
import { Buyer } from "../../blackbox/lib/buyer.mjs";
import { OWNER } from "../../blackbox/lib/office.mjs";
import { PHONE, inspect, leads, visitor } from "../lib/browser.mjs";

const open = lazyShop();
const SKU = "KU-200-B";

async function admin(shop) {
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const headers = { Authorization: `Bearer ${JSON.parse(made.out).token}` };
  return async (method, at, json) => {
    const reply = await shop.api(method, `/admin${at}`, json, { headers });
    assert.ok(reply.status < 300, `${at}: ${reply.status} ${reply.text}`);
    return reply.json;
  };
}

/** What waits this morning. Buyers give a phone number and no e-mail, as most do. */
async function aMorning(shop) {
  const as = await admin(shop);
  const buy = async (method = "sandbox") => {
    const buyer = new Buyer(shop);
    const { order, payment } = await buyer.order(SKU, 1, { payment_method: method });
    if (method === "sandbox") await buyer.sandbox(payment, "pay");
    return { buyer, order, payment, at: (rest) => `/orders/${order.number}${rest}?key=${order.key}` };
  };
  const send = ({ order }) => as("POST", `/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `D${order.number}` });
  const tell = async (one, rest, json) => {
    const reply = await shop.api("POST", one.at(rest), json);
    assert.ok(reply.status < 300, `${rest}: ${reply.status} ${reply.text}`);
    return reply.json;
  };

  const parcel = await buy();
  await send(parcel);
  const due = (await parcel.buyer.see(parcel.order)).promises.find((p) => p.kind === "deliver").due_at;
  const moved = await shop.post("/test/clock", { now: new Date(Date.parse(due) + 9 * 3600e3).toISOString() }, { timeoutMs: 120000 });
  assert.equal(moved.status, 200, moved.text);

  const transfer = await buy("bank_transfer");
  await tell(transfer, "/transferred", {});
  const ship = await buy();
  const broken = await buy();
  const sent = await send(broken);
  await as("POST", `/shipments/${sent.id}/events`, { status: "Delivered" });
  const claim = await tell(broken, "/claims", { kind: "damaged", wish: "refund", lines: [{ sku: SKU, quantity: 1 }], text: "Kemasannya sobek." });
  const back = await buy("bank_transfer");
  await tell(back, "/transferred", {});
  await as("POST", `/orders/${back.order.number}/confirm`, { amount: back.payment.amount.amount });
  await tell(back, "/cancel", {});
  await tell(back, "/refund-account", { bank: "BCA", number: "5550001112", holder: "Sri Wahyuni" });
  const talk = await shop.api("POST", "/contact", { phone: "081277788899", text: "Apakah bisa dikirim hari ini?" });
  assert.equal(talk.status, 201, talk.text);
  return { parcel, transfer, ship, claim, back, talk: talk.json.number, as };
}

const rowOf = (page, name, number) => page.locator("main .todo a").filter({ hasText: name }).filter({ hasText: number });

/** From the row to the place, the work, and back: the row is gone. */
async function step(who, name, number, work) {
  const { page } = who;
  await leads(page, () => page.locator(".dock a").first().click(), /\/admin$/);
  const row = rowOf(page, name, number);
  const before = await row.count();
  assert.ok(before > 0, `a row "${name}" for ${number}: ${await page.locator("main").innerText()}`);
  await leads(page, () => row.first().click());
  const place = new URL(page.url()).hash;
  if (place) assert.ok(await page.locator(place).isVisible(), `${page.url()} is there`);
  await inspect(who, `owner-day-${name.replaceAll(" ", "-").toLowerCase()}`);
  await leads(page, () => work(page, place ? page.locator(place) : page.locator("main")));
  await leads(page, () => page.locator(".dock a").first().click(), /\/admin$/);
  assert.equal(await rowOf(page, name, number).count(), before - 1, `"${name}" of ${number} is done`);
}

/** What is sent by hand is one row when it is much; on its page each takes two taps, and the next one is on top. */
async function pile(who, name, place) {
  const { page } = who;
  const row = page.locator("main .todo a").filter({ hasText: name });
  assert.equal(await row.count(), 1, await page.locator("main").innerText());
  await row.click();
  await page.waitForURL(place);
  await inspect(who, `owner-day-${name.replaceAll(" ", "-").toLowerCase()}`);
  assert.match(await page.locator('main a[href^="https://wa.me/"]').first().getAttribute("href"), /text=/);
  const next = page.locator('main form[action$="/sent"] button');
  for (let left = await next.count(); left > 0; left--) {
    await leads(page, () => next.first().click(), place);
    assert.equal(await next.count(), left - 1);
  }
  await leads(page, () => page.locator(".dock a").first().click(), /\/admin$/);
  assert.equal(await row.count(), 0, `${name}: each is recorded as sent`);
}

describe("the owner's day (360 px)");
for (const js of [true, false]) {
  test(`from Today only, ${js ? "with" : "without"} JavaScript`, async () => {
    const shop = await open();
    const { parcel, transfer, ship, claim, back, talk, as } = await aMorning(shop);
    const who = await visitor(shop, { js, viewport: PHONE });
    const { page } = who;
    await page.goto("/admin");
    await page.locator('input[name="email"]').fill(OWNER.email);
    await page.locator('input[name="password"]').fill(OWNER.password);
    await page.locator("main button.btn-main, form button.btn-main").first().click();
    await page.waitForURL(/\/admin$/);
    await inspect(who, `owner-day-today-${js ? "js" : "nojs"}`);

    await step(who, "Periksa pembayaran", transfer.order.number, (p, place) => place.locator('button[value="confirm"]').click());
    await step(who, "Kirim pesanan", ship.order.number, async (p, place) => {
      await place.locator('input[name="tracking_number"]').fill(`HP${ship.order.number}`);
      await place.locator("button.btn-main").click();
    });
    await step(who, "Jawab klaim", claim.number, (p) => p.locator('form[action$="/accept"] button.btn-main').click());
    await step(who, "Balas pertanyaan", talk, async (p) => {
      await p.locator('form[action$="/messages"] textarea').fill("Bisa, Kak. Dikirim sore ini.");
      await p.locator('form[action$="/messages"] input[name="is_sent"]').check();
      await p.locator('form[action$="/messages"] button.btn-main').click();
    });
    await step(who, "Cek resi", parcel.order.number, (p, place) => place.locator("button").click());
    await step(who, "Kembalikan uang", back.order.number, async (p, place) => {
      assert.match(await place.innerText(), /5550001112/, "where to pay stands beside it");
      await place.locator('input[name="reference"]').fill("BCA 22/11 0091");
      await place.locator('form[action$="/settle"] button').click();
    });
    await pile(who, "Kirim kabar lewat WhatsApp", /\/admin\/notices/);
    await pile(who, "Kirim pesan WhatsApp", /\/admin\/mails\?state=waiting/);

    const seen = await as("GET", `/orders/${back.order.number}`);
    assert.equal(seen.refunds[0].state, "succeeded");
    await inspect(who, `owner-day-evening-${js ? "js" : "nojs"}`);
    await who.close();
  });
}

describe("ways through the back office (360 px)");
test("every place in two taps, by keyboard too, and none that is refused", async () => {
  const shop = await open();
  const me = { email: "kurir@example.com", password: "kata sandi pengemas 2026" };
  await shop.run(["staff", "add", "--name", "Ning", "--email", me.email, "--role", "fulfilment", "--password-stdin"], { input: me.password + "\n" });
  for (const [who, places] of [[OWNER, 20], [me, 5]]) {
    const visit = await visitor(shop, { viewport: PHONE });
    const { page } = visit;
    await page.goto("/admin");
    await page.locator('input[name="email"]').fill(who.email);
    await page.locator('input[name="password"]').fill(who.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/admin$/);
    await page.locator('.dock a[href="#more"]').focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("#more").isVisible());
    const links = await page.locator("#more li a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    assert.ok(links.length >= places, links.join(" "));
    for (const at of new Set(links)) {
      const reply = await page.goto(at);
      assert.equal(reply.status(), 200, at);
      const here = await page.locator('#more [aria-current="page"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      assert.deepEqual([...new Set(here)], [at], "the place where we are is marked");
    }
    await visit.close();
  }
});
