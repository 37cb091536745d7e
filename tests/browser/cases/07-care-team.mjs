// SPDX-License-Identifier: Apache-2.0
// Two of the team at once, each with a browser: who writes is seen, what was missed is said before it is sent, no word is lost; what
// waits is told on every page of the back office, and by the keys that the pages name.
import assert from "node:assert/strict";
import { describe, test, until } from "../../blackbox/lib/runner.mjs";
import { DESKTOP, PHONE, inspect, visitor } from "../lib/browser.mjs";
import { theShop } from "../lib/places.mjs";

describe("care team (two browsers)");

const PASSWORD = "kata sandi berdua 2026";

async function colleague(shop, name) {
  const email = `${name.toLowerCase()}@tim.example`;
  await shop.run(["staff", "add", "--name", name, "--email", email, "--role", "care", "--password-stdin"], { input: PASSWORD + "\n" });
  const who = await visitor(shop, { viewport: name === "Rina" ? DESKTOP : PHONE });
  await who.page.addInitScript(() => { // what the browser would show
    window.told = [];
    window.Notification = class { static permission = "granted"; constructor(title, more) { window.told.push(`${title} | ${more.tag}`); } };
    Document.prototype.hasFocus = () => false;
  });
  await who.page.goto("/admin/login");
  await who.page.locator('[name="email"]').fill(email);
  await who.page.locator('[name="password"]').fill(PASSWORD);
  await who.page.locator("main button").click();
  await who.page.waitForURL(/\/admin$/);
  return who;
}

let team;
async function begin() {
  const shop = await theShop();
  const { json: talk } = await shop.api("POST", "/contact", { name: "Bu Tejo", email: "tejo@surat.example", text: "Apakah masih ada yang merah?" });
  return { shop, talk, rina: await colleague(shop, "Rina"), dewi: await colleague(shop, "Dewi") };
}
const both = () => (team ??= begin());
const writes = (shop, talk, text) => shop.api("POST", `/conversations/${talk.number}/messages?key=${talk.key}`, { text });

test("who begins to write is seen by the other at once, and what is answered meanwhile is said before the other sends", async () => {
  const { shop, talk, rina, dewi } = await both();
  const at = `/admin/inbox/${talk.number}`;
  await rina.page.goto(at);
  await dewi.page.goto(at);
  await rina.page.locator('form[data-writing] [name="text"]').pressSequentially("Masih ada, Bu.");
  await dewi.page.locator("[data-writers]").getByText("Rina").waitFor();
  await inspect(dewi, "team-1-writer");
  const mine = dewi.page.locator('form[data-writing] [name="text"]');
  await mine.fill("Yang merah habis, Bu.");
  await rina.page.locator("form[data-writing] .btn-main").click();
  await rina.page.waitForURL(/done=/);
  await dewi.page.locator("[data-talk]").getByText("Masih ada, Bu.").waitFor();
  await dewi.page.locator("[data-news]").waitFor({ state: "visible" });
  assert.equal(await mine.inputValue(), "Yang merah habis, Bu.", "what was typed stays");
  assert.equal(await dewi.page.locator("[data-writers]").getByText("Rina").count(), 0, "she is done");
  await inspect(dewi, "team-2-news");
  await dewi.page.locator("form[data-writing] .btn-main").click();
  await dewi.page.locator("main .note-bad:not([data-news])").first().waitFor();
  assert.equal(await mine.inputValue(), "Yang merah habis, Bu.", "refused, and not lost");
  const { json } = await shop.api("GET", `/conversations/${talk.number}?key=${talk.key}`);
  assert.equal(json.messages.filter((m) => m.author === "staff").length, 1);
});

test("a new message is told on a page that has nothing to do with it: in the link, in the title, and by the browser", async () => {
  const { shop, talk, rina } = await both();
  const { page } = rina;
  await page.goto("/admin/orders");
  const before = Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  await writes(shop, talk, "Oh ya, ukuran besar?");
  await until("one more in the title", async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0) === before + 1);
  assert.ok((await page.locator('a[data-place="inbox"] .count').allTextContents()).includes(String(before + 1)));
  const told = await page.evaluate(() => window.told);
  assert.equal(told.length, 1, JSON.stringify(told));
  assert.match(told[0], new RegExp(`: ${before + 1} menunggu jawaban \\| inbox$`));
});

test("what was said before the page could listen is told as soon as it listens", async () => {
  const { shop, dewi } = await both();
  const { page } = dewi;
  let held;
  await page.route("**/admin/inbox/stream*", (route) => { if (held) route.continue(); else held = route; });
  await page.goto("/admin/orders");
  const before = Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
  await until("the page asking for its stream", () => held);
  const { json: other } = await shop.api("POST", "/contact", { name: "Pak RT", email: "rt@surat.example", text: "Buka jam berapa?" });
  assert.ok(other.number);
  assert.equal(Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0), before, "nobody could tell it yet");
  await held.continue();
  await until("one more in the title", async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0) === before + 1);
});

test("the keys do what the page says", async () => {
  const { talk, rina } = await both();
  const { page } = rina;
  const focused = () => page.evaluate(() => document.activeElement.name ?? document.activeElement.dataset?.row);
  await page.goto("/admin/products");
  await page.goto("/admin/inbox");
  await page.keyboard.press("?");
  const keys = page.locator("details.keys");
  await keys.locator("dl").waitFor({ state: "visible" });
  assert.equal(await keys.locator("dl > div").count(), 10);
  await page.keyboard.press("/");
  assert.equal(await focused(), "q");
  await page.keyboard.type("tejo");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=tejo/);
  await page.locator("h1").click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(talk.number));
  await page.keyboard.press("n");
  assert.equal(await focused(), "text");
  assert.equal(await page.locator('[name="direction"]').inputValue(), "note");
  await page.keyboard.type("Stok merah: lihat rak B.");
  await page.keyboard.press("Escape");
  assert.notEqual(await focused(), "text");
  await page.keyboard.press("r");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/done=/);
  await page.locator("[data-talk] .aside").getByText("rak B").waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("i");
  await page.waitForURL(/\/admin\/inbox$/);
});
