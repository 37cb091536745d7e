// SPDX-License-Identifier: Apache-2.0
// Pictures of the real pages of the example shop, as Chromium shows them, and what is wrong with them at a glance: wider than the window,
// axe's findings, ids and machine words shown to people, English on Indonesian pages and the other way round.
//   node tests/preview/real.mjs OUT [TEXT] [MODES] [LANGS]     TEXT: only addresses with it; MODES: 360l,360d,1280l,1280d; LANGS: id,en
// Exit 1 when something was found.
import fs from "node:fs";
import path from "node:path";
import { cleanUp } from "../blackbox/lib/shop.mjs";
import { Buyer } from "../blackbox/lib/buyer.mjs";
import { Office } from "../blackbox/lib/office.mjs";
import { closeBrowser, inspect, visitor } from "../browser/lib/browser.mjs";
import { aProduct, theShop } from "../browser/lib/places.mjs";

const [out, text = "", modes = "360l,360d,1280l,1280d", langs = "id,en"] = process.argv.slice(2);
if (!out) {
  console.error("usage: real.mjs OUT [TEXT] [MODES] [LANGS]");
  process.exit(2);
}
fs.mkdirSync(out, { recursive: true });

const shop = await theShop();
const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
const headers = { Authorization: `Bearer ${token}` };
const as = (method, at, json) => shop.api(method, at, json, { headers });
const goods = await aProduct(shop);
const must = (reply) => {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return reply.json;
};

/* ---- things to look at ---- */

async function bought(change) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order(goods.sku, 2, change);
  return { buyer, order, payment, at: (rest = "") => `/orders/${order.number}${rest}?key=${order.key}` };
}

async function delivered() {
  const one = await bought();
  await one.buyer.sandbox(one.payment, "pay");
  const sent = must(await as("POST", `/admin/orders/${one.order.number}/shipments`, { carrier: "jne", tracking_number: `R${one.order.number}` }));
  must(await as("POST", `/admin/shipments/${sent.id}/events`, { status: "Delivered" }));
  return one;
}

async function claimed(kind, wish) {
  const one = await delivered();
  const { lines } = must(await shop.api("GET", one.at()));
  const claim = must(await shop.api("POST", one.at("/claims"), { kind, wish, lines: [{ sku: lines[0].sku, quantity: 1 }], text: "Retak di pegangannya." }));
  return { ...one, claim, place: `/claims/${claim.number}` };
}

async function places() {
  const product = goods;
  const paid = await bought();
  await paid.buyer.sandbox(paid.payment, "pay");
  const transfer = await bought({ payment_method: "bank_transfer" });
  const reported = await bought({ payment_method: "bank_transfer" });
  await shop.api("POST", reported.at("/transferred"), {});
  const here = await delivered();
  const open = await claimed("damaged", "refund");
  const offered = await claimed("defective", "replacement");
  must(await as("POST", `/admin/claims/${offered.claim.number}/propose`, { remedy: "partial_refund", reason: "Goresannya kecil.", amount: { amount: 5000, currency: "IDR" } }));
  const fought = await claimed("wrong_item", "refund");
  must(await as("POST", `/admin/claims/${fought.claim.number}/contest`, { text: "Foto pengemasan menunjukkan barang yang benar." }));
  const decision = must(await as("GET", "/admin/decisions")).items[0];
  const complaint = must(await shop.api("POST", "/complaints", { phone: "081234567801", subject: "Kiriman pecah", text: "Cangkirnya pecah dan saya terluka.", wish: "Ganti baru" }));
  const talk = must(await shop.api("POST", "/contact", { phone: "081234567802", text: "Apakah bisa dikirim hari ini?" }));
  const captured = must(await as("POST", "/admin/inbox/capture", { place: "instagram", text: "Kopi saya tidak sampai!", posted_at: new Date(Date.now() - 7200e3).toISOString() }));
  const post = new URL(captured.capture.public_text.match(/http\S+/)[0]);
  const parts = (list, field = "number") => (list.items ?? []).map((i) => i[field])[0];
  const first = {
    claim: parts(must(await as("GET", "/admin/claims?state=all"))),
    late: parts(must(await as("GET", "/admin/orders?state=shipped"))),
    product: parts(must(await as("GET", "/admin/products")), "id"),
  };
  const pages = ["/", "/products", "/products?q=zzzz", `/products/${product.slug}`, `/products/${product.slug}/questions`, "/cart", "/checkout", "/shipping/quote?q=coblong",
    "/orders/find", paid.at(), transfer.at(), reported.at(), here.at(), here.at("/invoice"), here.at("/claims/new"), open.at(open.place),
    offered.at(offered.place), fought.at(fought.place), "/complaints", `/complaints/${complaint.number}?key=${complaint.key}`, "/contact",
    `/conversations/${talk.number}?key=${talk.key}`, post.pathname + post.search, here.at("/ask"), "/capture", "/promises", "/trust", "/faq", "/about", "/permits", "/policies/returns", "/policies/guarantee",
    "/policies/warranty", "/policies/shipping", "/policies/reply", "/policies/terms", "/policies/privacy", "/styleguide", "/nothing-here"];
  const office = ["", "/orders", "/orders/new", `/orders/${paid.order.number}`, `/orders/${reported.order.number}`, `/orders/${here.order.number}`, `/orders/${first.late}`,
    `/orders/${paid.order.number}/packing-slip`, `/orders/${paid.order.number}/card`, "/products", `/products/${first.product}`, "/products/new", "/imports", "/inbox", "/inbox/new",
    `/inbox/${talk.number}`, `/inbox/${captured.number}`, "/inbox/answers", "/watch", "/claims", `/claims/${open.claim.number}`, `/claims/${fought.claim.number}`, `/claims/${first.claim}`, "/complaints",
    `/complaints/${complaint.number}`, "/decisions", "/notices", "/mails", "/surveys", "/standing", "/promises", "/promises?state=late", "/policies", "/policies/returns",
    "/policies/guarantee", "/delays", "/settings/hours", "/settings/shop", "/settings/payment", "/settings/shipping", "/settings/orders", "/settings/mail", "/pages",
    "/pages/page/0", "/pages/faq/0", "/pages/certificate/0", "/staff", "/ledger", "/events", "/jobs", "/jobs?state=dead"].map((at) => "/admin" + at);
  if (decision) office.push(`/decisions/${decision.number}`);
  return [...pages, "/admin/login", ...office];
}

/* ---- what should not be there ---- */

const ENGLISH = /\b(the|and|your|with|from|order placed|not yet|waiting|days|hours|delivered|cancelled|shipped|received)\b/i;
const INDONESIAN = /\b(yang|dan|untuk|dengan|belum|sudah|pesanan|pembeli|barang|hari|menunggu)\b/i;

function wordsOf(page) {
  return page.evaluate(() => {
    const rows = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const box = node.parentElement;
      const theirs = box.closest("[lang]")?.lang;
      if (!node.data.trim() || box.closest("script,style,code,pre,textarea,option,.said,.talk p,[data-own]")) continue;
      rows.push({ text: node.data.trim(), own: theirs && theirs !== document.documentElement.lang });
    }
    return rows;
  });
}

async function oddities(page, lang) {
  const found = new Set();
  for (const { text: words, own } of await wordsOf(page)) {
    if (/\b(order|claim|complaint|conversation|survey|decision|person|shipment|refund|product):\d+/.test(words)) found.add(`id: ${words.slice(0, 60)}`);
    if (/(^|\s)[a-z]+_[a-z_]+(\s|$)/.test(words)) found.add(`machine word: ${words.slice(0, 60)}`);
    if (/\b(null|undefined|NaN)\b|\{[a-z_]+\}/.test(words)) found.add(`hole: ${words.slice(0, 60)}`);
    if (!own && lang === "id" && ENGLISH.test(words)) found.add(`English: ${words.slice(0, 80)}`);
    if (!own && lang === "en" && INDONESIAN.test(words)) found.add(`Indonesian: ${words.slice(0, 80)}`);
  }
  return [...found];
}

/* ---- looking ---- */

const me = { email: "lihat@example.com", password: "kata sandi untuk melihat 2026" };
await shop.run(["staff", "add", "--name", "Lihat", "--email", me.email, "--role", "owner", "--password-stdin"], { input: me.password + "\n" });
const EXACT = /\/admin\/events/; // records are shown by their exact names
const list = (await places()).filter((at) => at.includes(text));
let bad = 0;

async function look(who, at, lang, mode, office) {
  const { page } = who;
  const isOffice = (at.startsWith("/admin") && at !== "/admin/login") || at.startsWith("/decisions/");
  await page.context().clearCookies();
  if (isOffice) {
    const [name, ...value] = office.cookie.split("=");
    await page.context().addCookies([{ name, value: value.join("="), url: shop.url("/") }]);
  } else if (at === "/cart" || at === "/checkout") {
    const cart = new Buyer(shop);
    await cart.add(goods.sku, 2);
    await page.context().addCookies([{ name: "cart", value: cart.token, url: shop.url("/") }]);
  }
  page.expected = [404, 400];
  who.wrong.length = 0;
  await page.goto((lang === "en" ? "/en" : "") + at);
  const name = `${lang}-${mode}-${at.replace(/\?.*/, "").replace(/[^a-z0-9]+/gi, "_").slice(0, 50) || "home"}${/state=(\w+)/.exec(at)?.[1] ?? ""}`;
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true });
  const findings = await inspect(who, null).then(() => [], (e) => [e.message.replace(/^\S*127\.0\.0\.1:\d+/, "").slice(0, 400)]);
  if (!EXACT.test(at)) findings.push(...await oddities(page, lang));
  for (const line of findings.filter((l) => !/404 http/.test(l))) {
    bad++;
    console.log(`${lang} ${mode} ${at.replace(/\?key=.*/, "")}: ${line}`);
  }
}

for (const lang of langs.split(",")) {
  for (const mode of modes.split(",")) {
    const width = parseInt(mode, 10);
    const office = new Office(shop);
    await office.login(me);
    const who = await visitor(shop, { lang, dark: mode.endsWith("d"), viewport: { width, height: width < 500 ? 740 : 900 } });
    for (const at of list) await look(who, at, lang, mode, office);
    await who.close();
  }
}
await closeBrowser();
await cleanUp();
console.log(`${list.length} pages looked at, ${bad} findings; pictures in ${out}`);
process.exit(bad ? 1 : 0);
