// SPDX-License-Identifier: Apache-2.0
// One Chromium for all tests; a fresh context for each. Every page is watched: console errors, refused resources,
// requests to other hosts, overflow at 360 px and axe's findings all fail the test.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { patience } from "../../blackbox/lib/runner.mjs";
import { ROOT } from "../../blackbox/lib/shop.mjs";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHOTS = path.join(ROOT, "var/screenshots");
export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

let browser;
async function open() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium", timeout: patience(60000),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
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
  context.setDefaultTimeout(patience(10000));
  const wrong = [];
  context.on("request", (request) => { // what is asked of others goes nowhere: the browser knows no name (open)
    const url = new URL(request.url());
    if (url.host !== `127.0.0.1:${shop.port}` && url.protocol !== "data:") wrong.push(`the page asks ${url.host}`);
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

/** Does what leads to another page, or to the same one anew, and waits until it is there; an address that fits already tells nothing. */
export async function leads(page, act, url) {
  await Promise.all([page.waitForNavigation({ url }), act()]);
}

async function shoot(page, name) {
  fs.mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

/** What everybody must find on every page. A page that is wrong leaves a screenshot; with AMANAH_SHOTS=1 every page that has a name. */
export async function inspect(who, name) {
  if (name && process.env.AMANAH_SHOTS) await shoot(who.page, name);
  try {
    await look(who);
  } catch (error) {
    await shoot(who.page, name ?? "wrong").catch(() => {}); // the error is what counts
    throw error;
  }
}

async function look(who) {
  const { page, wrong } = who;
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
