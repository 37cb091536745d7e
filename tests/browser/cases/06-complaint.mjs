// SPDX-License-Identifier: Apache-2.0
// A complaint as the person lives it (opened with a picture, followed, answered, contested, reopened) and as the shop works on it.
import assert from "node:assert/strict";
import { describe, test } from "../../blackbox/lib/runner.mjs";
import { Office } from "../../blackbox/lib/office.mjs";
import { PHONE, DESKTOP, inspect, leads, visitor } from "../lib/browser.mjs";
import { theShop } from "../lib/places.mjs";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const picture = { name: "pecah.png", mimeType: "image/png", buffer: PICTURE };

async function bearer(shop) {
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  return { headers: { Authorization: `Bearer ${token}` } };
}

/** The shop takes a step. */
async function shopDoes(shop, staff, number, step) {
  const done = await shop.api("POST", `/admin/complaints/${number}/steps`, step, staff);
  assert.equal(done.status, 200, done.text);
}
/** Somebody else of the shop decides. */
async function decide(shop, number) {
  const me = { email: "kedua@example.com", password: "kata sandi kedua 2026" };
  await shop.run(["staff", "add", "--name", "Budi", "--email", me.email, "--role", "manager", "--password-stdin"], { input: me.password + "\n" });
  const second = new Office(shop);
  assert.equal((await second.login(me)).status, 303);
  await second.get(`/decisions/${number}`);
  await second.done(`/decisions/${number}`, { verdict: "upheld", reasons: "Penyoknya terlihat jelas di foto." });
}
const state = async (shop, number, key) => (await shop.api("GET", `/complaints/${number}?key=${key}`)).json.state;
const soon = () => new Date(Date.now() + 4 * 86400e3).toISOString().slice(0, 10);

async function open(shop, who, prefix) {
  const { page } = who;
  await page.goto(`${prefix}/complaints`);
  await page.locator("#f-subject").fill("Gelas pecah");
  await page.locator("#f-text").fill("Dua gelas pecah di dalam kotak.");
  await page.locator("#f-wish").fill("Gelas baru");
  await page.locator("#f-email").fill("sari@example.com");
  await page.locator('input[name="file"]').setInputFiles({ name: "a.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 2, 3]) });
  await page.locator('form[action$="/complaints"] button.btn-main').click();
  await page.locator("#f-file-error").waitFor();
  assert.equal(await page.locator("#f-text").inputValue(), "Dua gelas pecah di dalam kotak.", "nothing that was written is lost");
  await page.locator('input[name="file"]').setInputFiles(picture);
  await page.locator('form[action$="/complaints"] button.btn-main').click();
  await page.waitForURL(/\/complaints\/PGD-/);
  return { number: /PGD-[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(page.url())[0], key: new URL(page.url()).searchParams.get("key") };
}

/** The browser's own word about a form that was refused on purpose. */
const forgive = ({ wrong }) => wrong.splice(0, wrong.length, ...wrong.filter((text) => !/status of (400|415)/.test(text)));

async function press(page, act, words) {
  if (words) await page.locator("#f-words").fill(words);
  await leads(page, () => page.locator(`button[name="act"][value="${act}"]`).click(), /\/complaints\/PGD-/);
}

for (const [lang, js, dark] of [["id", true, false], ["id", false, true], ["en", true, false]]) {
  describe(`complaint (${lang}, phone, ${js ? "JavaScript" : "no JavaScript"})`);
  test("opened with a picture, answered, contested, decided by a second person, confirmed and reopened", async () => {
    const shop = await theShop();
    const staff = await bearer(shop);
    const who = await visitor(shop, { lang, js, dark, viewport: PHONE });
    const { page } = who;
    page.expected = [400, 415];
    const prefix = lang === "en" ? "/en" : "";
    const shot = `complaint-${lang}-${js ? "js" : "nojs"}`;
    await page.goto(`${prefix}/complaints`);
    await inspect(who, `${shot}-1-form`);
    const { number, key } = await open(shop, who, prefix);
    forgive(who);
    await page.locator(".evidence img").first().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector(".evidence img").naturalWidth === 1);
    await inspect(who, `${shot}-2-received`);
    assert.match(await page.locator(".promises").innerText(), /20\d\d/, "until when, as a date");
    await shopDoes(shop, staff, number, { act: "ask", text: "Boleh kami lihat kotaknya?" });
    await page.reload();
    await inspect(who, `${shot}-3-asked`);
    await page.locator("#f-text").fill("Ini kotaknya.");
    await page.locator('form[action*="/messages"] input[name="file"]').setInputFiles({ ...picture, buffer: Buffer.concat([PICTURE, Buffer.from([1])]) });
    await leads(page, () => page.locator('form[action*="/messages"] button.btn-main').click(), /\/complaints\/PGD-/);
    assert.equal(await state(shop, number, key), "investigating");
    assert.equal(await page.locator(".evidence img").count(), 2);
    await shopDoes(shop, staff, number, { act: "reject", text: "Foto sebelum dikirim utuh." });
    await page.reload();
    await inspect(who, `${shot}-4-rejected`);
    await press(page, "contest", "");
    await page.locator("#f-words-error, .error").first().waitFor();
    forgive(who);
    await press(page, "contest", "Kotaknya jelas penyok.");
    await inspect(who, `${shot}-5-escalated`);
    assert.equal(await state(shop, number, key), "escalated");
    const decision = (await shop.api("GET", `/complaints/${number}?key=${key}`)).json.decision.number;
    await decide(shop, decision);
    await page.reload();
    await inspect(who, `${shot}-6-upheld`);
    await shopDoes(shop, staff, number, { act: "remedy", text: "Gelas baru dikirim, JNE 123." });
    await page.reload();
    await press(page, "confirm");
    await inspect(who, `${shot}-7-settled`);
    assert.equal(await state(shop, number, key), "closed");
    await press(page, "reopen", "Gelas yang baru juga retak.");
    assert.equal(await state(shop, number, key), "investigating");
    await who.close();
  });
}

describe("complaint found again");
test("number and e-mail: the same words whether it exists or not", async () => {
  const shop = await theShop();
  const made = (await shop.api("POST", "/complaints", { email: "dewi@example.com", subject: "Terlambat", text: "Janjinya kemarin." })).json;
  const who = await visitor(shop, { js: false, viewport: PHONE });
  const said = [];
  for (const number of [made.number, "PGD-AAAA-BBBB"]) {
    await who.page.goto("/complaints");
    await who.page.locator("#f-number").fill(number);
    await who.page.locator("#f-contact").fill("dewi@example.com");
    await leads(who.page, () => who.page.locator('form[action$="/find"] button').click());
    said.push(await who.page.locator('[role="status"]').first().innerText());
  }
  assert.equal(said[0], said[1]);
  await inspect(who, "complaint-find");
  await who.close();
});

describe("complaints in the back office");
test("the board, safety first, a case worked on by hand, phone and desktop, with and without JavaScript", async () => {
  const shop = await theShop();
  await shop.api("POST", "/complaints", { email: "a@example.com", subject: "Kemasan penyok", text: "Kemasannya penyok." });
  const hot = (await shop.api("POST", "/complaints", { email: "b@example.com", subject: "Kabel terbakar", text: "Kabelnya terbakar tadi malam." })).json;
  const office = new Office(shop);
  const me = { email: "board@example.com", password: "kata sandi papan 2026" };
  await shop.run(["staff", "add", "--name", "Ani", "--email", me.email, "--role", "care", "--password-stdin"], { input: me.password + "\n" });
  assert.equal((await office.login(me)).status, 303);
  for (const [size, viewport, js] of [["phone", PHONE, true], ["phone-nojs", PHONE, false], ["desktop", DESKTOP, true]]) {
    const who = await visitor(shop, { viewport, js, dark: size === "phone" });
    who.page.expected = [400];
    const { page } = who;
    const [name, ...value] = office.cookie.split("=");
    await page.context().addCookies([{ name, value: value.join("="), url: shop.url("/") }]);
    await page.goto("/admin/complaints");
    await inspect(who, `complaints-board-${size}`);
    assert.match(await page.locator(".rows > li").first().getAttribute("class"), /late/, "safety stands first");
    await page.locator(`a[href*="${hot.number}"]`).click();
    await page.waitForURL(/PGD-/);
    await inspect(who, `complaints-case-${size}`);
    if (size === "phone-nojs") {
      await page.locator("#f-act").selectOption("propose");
      await page.locator("#f-text").fill("Kabel kami tarik, uang Anda kembali.");
      await page.locator('form[action$="/steps"] button.btn-main').click();
      await page.locator("#f-due_by-error, .error").first().waitFor();
      assert.equal(await page.locator("#f-text").inputValue(), "Kabel kami tarik, uang Anda kembali.");
      await page.locator("#f-due_by").fill(soon());
      await page.locator('input[name="proof"]').setInputFiles(picture);
      await page.locator('form[action$="/steps"] button.btn-main').click();
      await page.waitForURL(/done=saved/);
      assert.equal(await state(shop, hot.number, hot.key), "proposed");
      assert.equal(await page.locator(".evidence img").count(), 1);
    }
    await who.close();
  }
});
