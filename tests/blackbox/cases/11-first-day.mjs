// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office, OWNER } from "../lib/office.mjs";
import { describe, test } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

describe("the owner's first day");

async function open() {
  const shop = await Shop.stocked();
  await shop.serve();
  const office = new Office(shop);
  assert.equal((await office.login()).status, 303);
  await office.get("/admin");
  return { shop, office };
}

const refused = async (office, tab, key, value) => {
  const reply = await office.post(`/admin/settings/${tab}`, { "settings.0.key": key, "settings.0.value": value });
  assert.equal(reply.status, 400, key);
  return messages(reply.text);
};

const valueOf = (html, key) => {
  const row = html.slice(html.indexOf(`value="${key}"`));
  return /<input(?=[^>]*name="settings\.\d+\.value")[^>]*value="([^"]*)"/.exec(row)[1];
};

test("why a setting does not fit is said in the reader's language", async () => {
  const { office } = await open();
  assert.match(await refused(office, "shop", "shop.phone", "telepon toko"), /\(isinya harus nomor telepon, misalnya/);
  assert.match(await refused(office, "payment", "payment.banks", "BCA 7310224498"), /paling banyak lima baris: BANK \| NOMOR/);
  assert.match(await refused(office, "payment", "payment.qris", "000201"), /\(ini bukan kode pembayaran/);
  assert.match(await refused(office, "orders", "order.cart_days", "sehari"), /\(isinya harus angka bulat\)/);
});

test("amounts among the settings are written as people write them", async () => {
  const { shop, office } = await open();
  await office.settings("payment", { "payment.cod_max_minor": "Rp1.250.000" });
  assert.equal(valueOf((await office.get("/admin/settings/payment")).text, "payment.cod_max_minor"), "1250000");
  assert.match(await refused(office, "payment", "payment.cod_max_minor", "sejuta"), /bukan jumlah uang/);
  const kept = await shop.run(["setting", "payment.cod_max_minor"]);
  assert.match(kept.out, /1250000/);
});

test("areas are written by name, in rates and for cash on delivery; what could be two is asked", async () => {
  const { shop, office } = await open();
  await office.settings("payment", { "payment.cod_areas": "jawa barat, Kota Makassar, 34.71" });
  assert.equal(valueOf((await office.get("/admin/settings/payment")).text, "payment.cod_areas"), "Jawa Barat, Kota Makassar, Kota Yogyakarta");
  assert.match((await shop.run(["setting", "payment.cod_areas"])).out, /32,73\.71,34\.71/);
  assert.match(await refused(office, "payment", "payment.cod_areas", "Bandung"), /bisa berarti Kabupaten Bandung, Kota Bandung/);

  const method = { code: "jne", kind: "table", name_id: "JNE", min_days: "1", max_days: "4", is_active: "true" };
  const at = "/admin/settings/shipping/methods";
  const wrong = async (rates) => messages((await office.post(at, { ...method, rates })).text);
  assert.match(await wrong("* | 30000 | 25000 | 3 | 7\nNegeri Antah | 1000 | 1000 | 1 | 2"), /baris 2: Tidak ada provinsi.*“Negeri Antah”/);
  assert.match(await wrong("Jawa Barat | 12000 | 9000"), /baris 1: Tulis begini: wilayah/);
  await office.done(at, { ...method, rates: "* | 30.000 | 25.000 | 3 | 7\nJawa Barat | Rp12.000 | 9.000 | 1 | 3" });
  const page = (await office.get("/admin/settings/shipping")).text;
  assert.match(page, /Jawa Barat \| 12000 \| 9000 \| 1 \| 3/);
});

test("the shop's clock is chosen by its short name", async () => {
  const { shop, office } = await open();
  const page = (await office.get("/admin/settings/shop")).text;
  for (const name of ["WIB", "WITA", "WIT"]) assert.match(page, new RegExp(`<option [^>]*>${name} \\(Asia/`));
  await office.settings("shop", { "shop.timezone": "Asia/Jayapura" });
  assert.match((await office.get("/admin/settings/shop")).text, /<option value="Asia\/Jayapura" selected>/);
  assert.equal((await shop.run(["setting", "shop.timezone", "Europe/Berlin"])).code, 0);
  assert.match((await office.get("/admin/settings/shop")).text, /<option value="Europe\/Berlin" selected>/, "another one stays a choice");
});

test("a new product is a draft, and its page says what it waits for", async () => {
  const { office } = await open();
  const made = await office.post("/admin/products", { name_id: "Sarung", status: "active" });
  assert.equal(made.status, 303, messages(made.text));
  const at = new URL(made.headers.location, "http://x").pathname;
  assert.match((await office.get(at)).text, /Masih draf: pembeli belum melihatnya/);
  await office.done(`${at}/variants`, { price: "50000", on_hand: "3" });
  const [, revision] = /name="revision" value="(\d+)"/.exec((await office.get(at)).text);
  await office.done(at, { name_id: "Sarung", status: "active", revision });
  assert.doesNotMatch((await office.get(at)).text, /Masih draf/);
});

test("all combinations of a product's options are made at once", async () => {
  const { office } = await open();
  await office.get("/admin/products/new");
  const made = await office.post("/admin/products", { name_id: "Kemeja", option_1: "Ukuran", option_2: "Warna", status: "draft" });
  const at = new URL(made.headers.location, "http://x").pathname;
  await office.get(at);
  const lacking = await office.post(`${at}/variants/all`, { option_1: "S, M, L", option_2: "", price: "90.000" });
  assert.equal(lacking.status, 400);
  assert.match(messages(lacking.text), /Tulis pilihannya, dipisah koma/);
  assert.match(lacking.text, /value="S, M, L"/, "what was typed stays");
  const page = (await office.done(`${at}/variants/all`, { option_1: "S, M, L", option_2: "Merah, Biru", price: "90.000", on_hand: "5" })).text;
  for (const size of ["S", "M", "L"]) for (const colour of ["Merah", "Biru"]) {
    assert.match(page, new RegExp(`<summary><span>${size}, ${colour}<`), `${size} ${colour}`);
  }
  assert.match(page, /Buat semua varian/);
  await office.done(`${at}/variants/all`, { option_1: "S, M, L, XL", option_2: "Merah, Biru", price: "95.000" });
  const after = (await office.get(at)).text;
  assert.equal([...after.matchAll(/action="[^"]*\/variants\/\d+"/g)].length, 8);
  const many = Array.from({ length: 16 }, (_, i) => `v${i}`).join(",");
  assert.match(messages((await office.post(`${at}/variants/all`, { option_1: many, option_2: many, price: "1000" })).text), /paling banyak 250 varian/);
});

test("an owner who forgot the password gets in again from the shop's computer", async () => {
  const { shop, office } = await open();
  assert.match((await shop.get("/admin/login")).text, /Lupa kata sandi\?/);
  await shop.stop();
  const unknown = await shop.run(["staff", "password", "--email", "siapa@example.com"]);
  assert.notEqual(unknown.code, 0);
  const done = await shop.run(["staff", "password", "--email", OWNER.email]);
  assert.equal(done.code, 0, done.err);
  const password = /New password: (\S+)/.exec(done.out)[1];
  await shop.serve();
  assert.equal((await office.get("/admin")).status, 303, "who was in is out");
  const somebody = new Office(shop);
  assert.equal((await somebody.login()).status, 401, "the old one is gone");
  assert.equal((await somebody.login({ ...OWNER, password })).status, 303);
});

test("what an import refuses is said in the reader's language, line by line", async () => {
  const { office } = await open();
  await office.get("/admin/imports");
  const bytes = Buffer.from("Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Tracker,Variant Inventory Qty\n" +
    "kopi,Kopi,,,KT-1,85.000,,\nteh,Teh,,,TP-1,abc,,\ngula,,,,GL-1,15000,,\nsirup,Sirup,,,SM-1,0,,\nmadu,Madu,,,MD-1,45000,shopify,-2\n");
  const reply = await office.upload("/admin/imports", { format: "shopify", dry_run: "true" }, { field: "file", name: "p.csv", type: "text/csv", bytes });
  assert.equal(reply.status, 200, messages(reply.text));
  const text = reply.text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  for (const said of [/harga “85\.000” bisa dibaca 85 atau 85000: tulis tanpa titik/, /harga “abc” bukan jumlah uang/, /tidak ada produk dengan handle ini/,
    /harganya 0: dicatat, tetapi belum dijual/, /stok -2 dianggap 0/]) assert.match(text, said);
  assert.doesNotMatch(text, /write it|not put on sale|was taken/);
});

test("a file of products that lacks columns is refused with their names", async () => {
  const { office } = await open();
  await office.get("/admin/imports");
  const bytes = Buffer.from("Handle,Title,Variant Price\nkopi,Kopi,85000\n");
  const reply = await office.upload("/admin/imports", { format: "auto", dry_run: "true" }, { field: "file", name: "p.csv", type: "text/csv", bytes });
  assert.equal(reply.status, 400);
  assert.match(messages(reply.text), /Shopify juga memuat kolom-kolom ini, yang belum ada di berkas ini: Option1 Value/);
});

test("a list of districts that is none is refused in the reader's language", async () => {
  const { office } = await open();
  await office.get("/admin/imports");
  const bytes = Buffer.from("32\tJawa Barat\n32.73 Kota Bandung\n");
  const reply = await office.upload("/admin/imports", { format: "regions", dry_run: "true" }, { field: "file", name: "r.tsv", type: "text/plain", bytes });
  assert.match(messages(reply.text), /baris 2: tidak ada tab antara kode dan nama/);
});

test("the first steps name what sending costs from the first minute", async () => {
  const { office } = await open();
  assert.match((await office.get("/admin")).text, /href="[^"]*\/admin\/settings\/shipping"[^>]*>Ongkir Rp15\.000 ke mana saja/);
});

test("a complaint is one row of Today", async () => {
  const { shop, office } = await open();
  const visitor = new Office(shop);
  const page = await visitor.get("/complaints");
  visitor.cookie = (page.headers["set-cookie"] ?? []).map((c) => c.split(";")[0]).join("; ");
  const made = await visitor.upload("/complaints", { subject: "Gelas pecah", text: "Gelasnya pecah semua.", wish: "Gelas baru", email: "sari@example.com" });
  assert.equal(made.status, 303, messages(made.text));
  const today = (await office.get("/admin")).text;
  const rows = [...today.matchAll(/<ul class="todo">([\s\S]*?)<\/ul>/g)].flatMap((m) => m[1].match(/<li>/g));
  assert.equal(rows.length, 1);
  assert.match(today, /Pengaduan PGD-/, "it is said to be one");
});

test("Today names the amount to look for in the account, less the unique code", async () => {
  const { shop, office } = await open();
  await office.settings("payment", { "payment.banks": "BCA | 7310224498 | RATNA DEWI" });
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-200-B", 1, { payment_method: "bank_transfer" });
  const at = `/orders/${order.number}`;
  const page = await shop.get(`${at}?key=${order.key}`);
  const asked = /<p class="amount"><span>([\s\S]*?)<\/span>/.exec(page.text)[1].replace(/<[^>]*>/g, "").trim();
  assert.equal((await shop.api("POST", `${at}/transferred?key=${order.key}`, {})).status, 200);
  const today = (await office.get("/admin")).text.replace(/<[^>]*>/g, " ");
  assert.ok(today.includes(asked), `${asked} is not in ${today.slice(0, 900)}`);
  assert.match(today, /Dibayar, dikurangi uang kembali\s+Rp0\s/, "nobody looked yet: nothing is sold");
});

test("the front page of a shop without pictures names no empty picture", async () => {
  const { shop } = await open();
  assert.doesNotMatch((await shop.get("/")).text, /content=""/);
});

test("somebody of the staff gets another name: buyers read it", async () => {
  const { office } = await open();
  const page = (await office.get("/admin/staff")).text;
  const at = /action="(\/admin\/staff\/\d+\/role)"/.exec(page)[1];
  await office.done(at, { role: "owner", name: "Bu Ratna" });
  const after = (await office.get("/admin/staff")).text;
  assert.match(after, /<b>Bu Ratna<\/b>/);
  assert.match(after, /name="name" type="text" value="Bu Ratna"/);
  await office.done(at, { role: "owner" });
  assert.match((await office.get("/admin/staff")).text, /<b>Bu Ratna<\/b>/, "what is not sent stays");
});

test("a shop that takes no payment yet asks a buyer for nothing", async () => {
  const { shop } = await open();
  const buyer = new Buyer(shop);
  await buyer.add("KU-200-B");
  const page = async () => (await shop.get("/checkout?district=32.73.02", { headers: { Cookie: `cart=${buyer.token}` } })).text;
  assert.match(await page(), /name="phone"/);
  await shop.stop();
  for (const key of ["shop.is_sandbox", "payment.bank_transfer"]) assert.equal((await shop.run(["setting", key, "0"])).code, 0);
  await shop.serve();
  const text = await page();
  assert.match(text, /role="alert"[\s\S]*belum/);
  assert.doesNotMatch(text, /name="phone"|name="accept_terms"|data-total/);
});
