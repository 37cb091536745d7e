// SPDX-License-Identifier: Apache-2.0
// One Chromium for all tests; a fresh context for each. Every page is watched: console errors, refused resources,
// requests to other hosts, overflow at 360 px and axe's findings all fail the test.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { ROOT } from "../../blackbox/lib/shop.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = path.join(ROOT, "var/screenshots");
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

let browser;
async function open() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none"],
  });
  return browser;
}
export async function closeBrowser() {
  await browser?.close();
}

/** A visitor: a context with one page and what went wrong on it. */
export async function visitor(shop, { lang = "id", js = true, viewport = PHONE, dark = false } = {}) {
  const context = await (await open()).newContext({
    viewport, javaScriptEnabled: js, locale: lang === "id" ? "id-ID" : "en-GB", colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce", baseURL: shop.url(""), timezoneId: "Asia/Jakarta",
    hasTouch: viewport === PHONE, isMobile: viewport === PHONE,
  });
  context.setDefaultTimeout(15000);
  const wrong = [];
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.host === `127.0.0.1:${shop.port}` || url.protocol === "data:") return route.continue();
    wrong.push(`the page asks ${url.host}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/i.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("response", (reply) => {
    if (reply.status() >= 400 && !page.expected?.includes(reply.status())) wrong.push(`${reply.status()} ${reply.url()}`);
  });
  return { context, page, wrong, js, close: () => context.close() };
}

/** What everybody must find on every page. `name` makes a screenshot. */
export async function inspect(who, name) {
  const { page, wrong } = who;
  if (name) {
    fs.mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
  }
  assert.deepEqual(wrong, [], `${page.url()}`);
  const over = await page.evaluate(() => document.scrollingElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${page.url()} is ${over} px wider than the screen`);
  if (!who.js) return;
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
    });
    return result.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`);
  });
  assert.deepEqual(found, [], `axe on ${page.url()}: ${found.join("; ")}`);
}
