// SPDX-License-Identifier: Apache-2.0
// A day of the care team on a phone, by touch and by keys: from Today to what came in by mail, chat, post, call, claim and complaint.
import assert from "node:assert/strict";
import { describe, test, until } from "../../blackbox/lib/runner.mjs";
import { Buyer } from "../../blackbox/lib/buyer.mjs";
import { Smtp, parseMail } from "../../blackbox/lib/smtp.mjs";
import { PHONE, inspect, leads, visitor } from "../lib/browser.mjs";
import { aProduct, theShop } from "../lib/places.mjs";

describe("care day (phone)");

const ME = { email: "harian@example.com", password: "kata sandi harian 2026" };
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const stamp = (at) => { // as WhatsApp writes it, and as a field for date and time takes it: both in the shop's time
  const iso = new Date(at.getTime() + 7 * 3600e3).toISOString();
  return { chat: `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 13)}.${iso.slice(14, 16)}`, field: iso.slice(0, 16) };
};

let day;
async function begin() {
  const shop = await theShop();
  const made = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out);
  const admin = { headers: { Authorization: `Bearer ${made.token}` } };
  await shop.run(["staff", "add", "--name", "Wulan", "--email", ME.email, "--role", "care", "--password-stdin"], { input: ME.password + "\n" });
  const who = await visitor(shop, { viewport: PHONE });
  return { shop, admin, who, page: who.page };
}
const today = () => (day ??= begin());
const api = async ({ shop, admin }, number) => (await shop.api("GET", `/admin/inbox/${number}`, undefined, admin)).json;
const numberOf = (page, prefix) => new RegExp(`${prefix}-[A-Z0-9]{4}-[A-Z0-9]{4}`).exec(page.url())[0];

/** Where the shop's mails go while `act` runs: an answer by mail counts only where something carries it. */
async function withPost(shop, act) {
  const smtp = await new Smtp().start();
  const set = async (url) => {
    const done = await shop.run(["setting", "mail.smtp_url", url]);
    assert.equal(done.code, 0, done.err);
  };
  await set(smtp.url);
  try {
    await act(smtp);
  } finally {
    await set("");
    await smtp.stop();
  }
}

/** Tab goes on until the focus is where it should be; whoever has no mouse gets there too. */
async function tabTo(page, selector, most = 60) {
  for (let i = 0; i < most; i++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) {
      const seen = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        return style.outlineStyle !== "none" || style.boxShadow !== "none" || style.borderStyle !== "none";
      });
      assert.ok(seen, `${selector}: where the focus is can be seen`);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by Tab on ${page.url()}`);
}

test("in by keys alone, and Today says what to do", async () => {
  const { who, page } = await today();
  await page.goto("/admin/login");
  await tabTo(page, 'input[name="email"]');
  await page.keyboard.type(ME.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(ME.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin$/);
  await inspect(who, "care-1-today");
  assert.equal(await page.locator("h1").count(), 1);
});

test("a mail came in: found by j, answered by r and Ctrl+Enter", async () => {
  const it = await today();
  const { shop, who, page } = it;
  const words = "Paket saya sobek di pojok, apakah isinya aman?";
  const mail = `From: Sari <sari.harian@surat.example>\r\nTo: halo@toko.example\r\nSubject: Paket sobek\r\nMessage-ID: <harian-1@surat.example>\r\nDate: ${new Date().toUTCString()}\r\n\r\n${words}\r\n`;
  const put = await shop.run(["mail-in"], { input: mail });
  assert.equal(put.code, 0, put.err);
  const number = put.out.match(/TNY-[A-Z0-9]{4}-[A-Z0-9]{4}/)?.[0];
  assert.ok(number, put.out);
  await page.goto(`/admin/inbox?q=${number}`);
  await inspect(who, "care-2-inbox");
  await page.locator("h1").click();
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Sari", "who it is");
  assert.ok((await page.locator("[data-inbox]").innerText()).includes(words), "and what was said");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/admin/inbox/${number}`));
  await inspect(who, "care-3-mail");
  assert.ok((await page.locator("[data-talk]").innerText()).includes(words));
  const answer = "Aman, Bu: isinya dibungkus dua kali. Kami kirim fotonya.";
  await withPost(shop, async (smtp) => {
    await page.keyboard.press("r");
    await page.keyboard.type(answer);
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/done=/);
    await inspect(who, "care-4-answered");
    const sent = () => smtp.mails.find((m) => m.to.includes("sari.harian@surat.example"));
    await until("the answer leaves", sent);
    assert.ok(parseMail(sent().raw).parts.some((part) => part.text.includes(answer)));
  });
  const seen = await api(it, number);
  assert.deepEqual(seen.messages.map((m) => m.author), ["buyer", "staff"]);
  assert.equal(seen.promises.find((p) => p.kind === "reply").outcome, "kept");
});

test("a WhatsApp export is pasted; its answer leaves by wa.me and is recorded as sent", async () => {
  const it = await today();
  const { who, page } = it;
  const at = stamp(new Date(Date.now() - 3600e3));
  await page.goto("/admin/inbox");
  await page.locator('main a[href$="/admin/inbox/new"]').first().click();
  await page.waitForURL(/inbox\/new/);
  await inspect(who, "care-5-intake");
  const form = page.locator("main form").first();
  await form.locator('[name="channel"]').selectOption("whatsapp");
  await form.locator('[name="text"]').fill(`${at.chat} - Bu Ratna: Halo, kapan motif parang ada lagi?\n${at.chat} - Bu Ratna: Saya perlu dua.`);
  await form.locator('[name="name"]').fill("Bu Ratna");
  await form.locator('[name="phone"]').fill("0812 9876 5432");
  await form.locator("button.btn-main").click();
  await page.waitForURL(/TNY-/);
  const number = numberOf(page, "TNY");
  assert.equal((await api(it, number)).messages.filter((m) => m.author === "buyer").length, 2);
  await page.locator("#f-text").fill("Minggu depan, Bu. Saya simpankan dua.");
  await page.locator('select[name="channel"]').selectOption("whatsapp");
  await page.locator('form[action*="/messages"] button.btn-main').click();
  await page.waitForURL(/done=/);
  await inspect(who, "care-6-to-send");
  const link = await page.locator('a[href^="https://wa.me/"]').first().getAttribute("href");
  assert.match(decodeURIComponent(link), /^https:\/\/wa\.me\/6281298765432\?text=Minggu depan, Bu/);
  assert.equal((await api(it, number)).promises.find((p) => p.kind === "reply").outcome, "open", "written is not sent");
  await leads(page, () => page.locator('form[action*="/sent"] button.btn-main').click(), /done=/);
  await inspect(who, "care-7-sent");
  assert.equal((await api(it, number)).promises.find((p) => p.kind === "reply").outcome, "kept");
});

test("a furious post is captured with its screenshot, on a clock that began with it", async () => {
  const it = await today();
  const { who, page } = it;
  const posted = new Date(Math.floor(Date.now() / 60e3) * 60e3 - 2 * 3600e3);
  await page.goto("/admin/inbox/new");
  const form = page.locator("#capture form");
  await form.locator('[name="place"]').selectOption("instagram");
  await form.locator('[name="url"]').fill("https://instagram.example/p/abc");
  await form.locator('[name="text"]').fill("Kecewa berat, pesanan saya tidak dibalas-balas!");
  await form.locator('[name="posted_at"]').fill(stamp(posted).field);
  await form.locator('[name="file"]').setInputFiles({ name: "tangkapan.png", mimeType: "image/png", buffer: PICTURE });
  await form.locator("button.btn-main").click();
  await page.waitForURL(/TNY-/);
  await inspect(who, "care-8-post");
  const text = await page.locator("main").innerText();
  assert.match(text, /[0-9a-f]{64}/, "the evidence's hash");
  const seen = await api(it, numberOf(page, "TNY"));
  assert.equal(Date.parse(seen.capture.posted_at), posted.getTime());
  assert.ok(Date.parse(seen.due_at) > 0);
});

test("a call is written down, with the wish to be called back as a promise", async () => {
  const it = await today();
  const { who, page } = it;
  await page.goto("/admin/inbox/new");
  const form = page.locator("main form").first();
  await form.locator('[name="channel"]').selectOption("phone");
  await form.locator('[name="text"]').fill("Pak Joko minta dihubungi soal pesanan untuk kantor.");
  await form.locator('[name="phone"]').fill("(022) 250-1234");
  await form.locator('[name="wants_call"]').check();
  await form.locator("button.btn-main").click();
  await page.waitForURL(/TNY-/);
  await inspect(who, "care-9-call");
  const seen = await api(it, numberOf(page, "TNY"));
  assert.equal(seen.promises.find((p) => p.kind === "call_back").outcome, "open");
});

test("a claim is decided from the board", async () => {
  const { shop, admin, who, page } = await today();
  const buyer = new Buyer(shop);
  const { sku } = await aProduct(shop);
  const { order, payment } = await buyer.order(sku, 1);
  await buyer.sandbox(payment, "pay");
  const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `D${order.number}` }, admin);
  await shop.api("POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" }, admin);
  const made = await shop.api("POST", `/orders/${order.number}/claims?key=${order.key}`, { kind: "damaged", wish: "refund", text: "Retak.", lines: [{ sku, quantity: 1 }] });
  assert.equal(made.status, 201, made.text);
  await page.goto("/admin/claims");
  await inspect(who, "care-10-claims");
  await page.locator(`a[href*="${made.json.number}"]`).first().click();
  await page.waitForURL(/KLM-/);
  await inspect(who, "care-11-claim");
  await page.locator('form[action$="/accept"] button.btn-main').click();
  await page.waitForURL(/done=saved/);
  await inspect(who, "care-12-accepted");
  const now = await shop.api("GET", `/orders/${order.number}/claims/${made.json.number}?key=${order.key}`);
  assert.equal(now.json.promises.find((p) => p.kind === "answer_claim").outcome, "kept");
});

test("a complaint's first step is written, and the person reads it", async () => {
  const { shop, who, page } = await today();
  const made = await shop.api("POST", "/complaints", { subject: "Dibalas ketus", text: "Saya dibalas ketus di telepon.", phone: "081298760000", name: "Ibu Tuti" });
  assert.equal(made.status, 201, made.text);
  await page.goto("/admin/complaints");
  await inspect(who, "care-13-complaints");
  await page.goto(`/admin/complaints/${made.json.number}`);
  await inspect(who, "care-14-complaint");
  await page.locator('form[action$="/steps"] select[name="act"]').selectOption("acknowledge");
  await page.locator('form[action$="/steps"] textarea[name="text"]').fill("Terima kasih sudah bercerita. Saya sendiri yang memeriksanya.");
  await page.locator('form[action$="/steps"] button.btn-main').click();
  await page.waitForURL(/done=/);
  await inspect(who, "care-15-acknowledged");
  const seen = await shop.api("GET", `/complaints/${made.json.number}?key=${made.json.key}`);
  assert.ok(seen.json.steps.some((s) => s.act === "acknowledge"));
  assert.equal(seen.json.promises.find((p) => p.kind === "acknowledge").outcome, "kept");
});

test("and the watch list, and Today again, with less to do", async () => {
  const { who, page } = await today();
  await page.goto("/admin/watch");
  await inspect(who, "care-16-watch");
  await page.goto("/admin");
  await inspect(who, "care-17-evening");
  await who.close();
});
