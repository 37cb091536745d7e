// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Office } from "../lib/office.mjs";
import { describe, test } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

describe("what an owner writes about the shop");

async function open() {
  const shop = await Shop.make();
  await shop.serve();
  const office = new Office(shop);
  assert.equal((await office.login()).status, 303);
  await office.get("/admin/pages/faq/0");
  return { shop, office };
}

test("a question, a permit and a page need no short name, and one of the same name does not take the place of another", async () => {
  const { shop, office } = await open();
  const ask = { topic: "payment", question_id: "Bisa COD?", is_published: "true" };
  await office.done("/admin/pages/faq/0", { ...ask, answer_id: "Bisa, di Bandung." });
  await office.done("/admin/pages/faq/0", { ...ask, answer_id: "Juga di Cimahi." });
  const faq = (await shop.get("/faq")).text;
  assert.match(faq, /Bisa, di Bandung\./);
  assert.match(faq, /Juga di Cimahi\./);
  await office.done("/admin/pages/certificate/0", { kind: "halal", name_id: "Sertifikat halal", number: "ID3211", issuer: "BPJPH", is_published: "true" });
  assert.match((await shop.get("/permits")).text, /ID3211/);
  await office.done("/admin/pages/page/0", { title_id: "Cara memesan", body_id: "Pilih, lalu bayar.", is_published: "true" });
  assert.match((await shop.get("/pages/cara-memesan")).text, /Pilih, lalu bayar/);
  const nothing = await office.post("/admin/pages/page/0", { body_id: "Tanpa judul." });
  assert.equal(nothing.status, 400);
  assert.match(nothing.text, /Tanpa judul\./, "what was typed stays");
});

test("the days the shop is closed are told in one line, public holidays by their name", async () => {
  const { shop, office } = await open();
  assert.equal((await shop.post("/test/clock", { now: "2026-12-10T03:00:00Z" })).status, 200);
  assert.equal((await office.login()).status, 303);
  await office.get("/admin/settings/hours");
  await office.done("/admin/settings/hours/calendar", { "spans.0.day": "mon", "spans.0.from": "08:00", "spans.0.to": "17:00",
    "spans.1.day": "fri", "spans.1.from": "08:00", "spans.1.to": "17:00", "spans.2.day": "sat", "spans.2.from": "08:00",
    "spans.2.to": "17:00", holidays: "id", "closures.0.from": "2026-12-26", "closures.0.to": "2026-12-28" });
  const soon = (html) => html.slice(html.indexOf("<h3>"), html.indexOf("</p>", html.indexOf("<h3>")));
  const text = soon((await shop.get("/contact")).text);
  assert.match(text, /25 Desember 2026: Kelahiran Yesus Kristus \(Natal\)/);
  assert.match(text, /26 Desember 2026–28 Desember 2026: Tutup/);
  assert.match(soon((await shop.get("/en/contact")).text), /Christmas Day/);
});
