// SPDX-License-Identifier: Apache-2.0
// Every promise is shown in the time of the one to whom it was made: Makassar reads WITA, the shop in Jakarta reads WIB.
import assert from "node:assert/strict";
import { describe, test, until } from "../lib/runner.mjs";
import { ADDRESS, Buyer } from "../lib/buyer.mjs";
import { Office, OWNER } from "../lib/office.mjs";
import { Shop } from "../lib/shop.mjs";
import { Smtp, parseMail } from "../lib/smtp.mjs";

describe("zones");

const MAKASSAR = { ...ADDRESS, district: "Ujung Pandang", city: "Kota Makassar", province: "Sulawesi Selatan", postal_code: "90111" };
const JAYAPURA = { ...ADDRESS, district: "Abepura", city: "Kota Jayapura", province: "Papua", postal_code: "99351" };

async function open(smtp) {
  const shop = await Shop.stocked();
  for (const [key, value] of Object.entries({ "mail.smtp_url": smtp?.url ?? "", "payment.banks": "BCA | 1234567890 | TOKO UJI" })) {
    const set = await shop.run(["setting", key, value]);
    assert.equal(set.code, 0, set.err);
  }
  return shop.serve(["--no-rate-limit", "--test-clock"]);
}
const zones = (text) => [...new Set(text.match(/\b\d\d[.:]\d\d (WIB|WITA|WIT)\b/g)?.map((m) => m.split(" ")[1]) ?? [])];
const pageOf = async (shop, order, rest = "") => (await shop.get(`/orders/${order.number}${rest}?key=${order.key}`)).text;

async function paid(shop, address, change = {}) {
  const buyer = new Buyer(shop);
  const placed = await buyer.order("KU-200-B", 1, { email: `${buyer.phone}@surat.example`, address, ...change });
  if ((change.payment_method ?? "sandbox") === "sandbox") await buyer.sandbox(placed.payment, "pay");
  return { buyer, ...placed };
}

test("an order's page speaks in the time of where it goes, past and promised alike", async () => {
  const shop = await open();
  for (const [address, zone, hours] of [[ADDRESS, "WIB", 7], [MAKASSAR, "WITA", 8], [JAYAPURA, "WIT", 9]]) {
    const { buyer, order } = await paid(shop, address);
    const text = await until("the promises", async () => {
      const t = await pageOf(shop, order);
      return zones(t).length > 0 && t;
    });
    assert.deepEqual(zones(text), [zone], zone);
    const seen = await buyer.see(order);
    const deliver = seen.promises.find((p) => p.kind === "deliver");
    assert.equal(new Date(Date.parse(deliver.due_at) + hours * 3600e3).toISOString().slice(11, 19), "23:59:59", "the day ends where the parcel goes");
    assert.match(deliver.due_at, /Z$/, "programs read UTC");
  }
});

test("mails and WhatsApp texts are in the buyer's time, the office's pages in the shop's", async () => {
  const smtp = await new Smtp().start();
  const shop = await open(smtp);
  const { buyer, order } = await paid(shop, MAKASSAR, { payment_method: "bank_transfer" });
  const mail = await until("the mail", () => smtp.mails.find((m) => m.to.includes(`${buyer.phone}@surat.example`)));
  for (const { type, text } of parseMail(mail.raw).parts) assert.deepEqual(zones(text), ["WITA"], type);
  const owner = await until("the owner's mail", () => smtp.mails.find((m) => m.to.includes(OWNER.email)));
  assert.ok(!parseMail(owner.raw).parts.some((p) => /WITA/.test(p.text)), "the owner reads the shop's");
  const office = new Office(shop);
  await office.login();
  const { order: byPhone } = await paid(shop, MAKASSAR, { payment_method: "bank_transfer", email: null });
  const page = await office.get(`/admin/orders/${byPhone.number}`);
  const texts = [...page.text.matchAll(/wa\.me\/\d+\?text=([^"&]*)/g)].map((m) => decodeURIComponent(m[1]));
  assert.ok(texts.some((t) => zones(t).includes("WITA")), "a text to send is in the buyer's time");
  assert.ok(!texts.some((t) => zones(t).includes("WIB")));
  assert.deepEqual(zones(page.text.replace(/wa\.me\/[^"]*/g, "").replace(/<p class="small">[\s\S]*?<\/p>/g, "")), ["WIB"]);
});

test("claims and complaints follow their order's time; who names somebody else's order learns nothing from the clock", async () => {
  const shop = await open();
  const { order } = await paid(shop, JAYAPURA);
  const own = await shop.api("POST", `/complaints`, { subject: "Belum dikirim", text: "Barang saya belum dikirim juga.", order: order.number, phone: "081299990000", name: "Orang lain" });
  assert.equal(own.status, 201, own.text);
  const page = await shop.get(`/complaints/${own.json.number}?key=${own.json.key}`);
  assert.deepEqual(zones(page.text), ["WIB"], "a stranger's complaint is on the shop's clock");
  const talk = await shop.api("POST", "/contact", { text: "Di mana pesanan ini?", order: order.number, phone: "081299990000" });
  const seen = await shop.get(`/conversations/${talk.json.number}?key=${talk.json.key}`);
  assert.deepEqual(zones(seen.text), ["WIB"]);
});
