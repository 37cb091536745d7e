// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, test, until } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { messages, Office, OWNER } from "../lib/office.mjs";
import { Shop } from "../lib/shop.mjs";
import { Smtp, parseMail, quietPort } from "../lib/smtp.mjs";

describe("mails");

async function open(smtp, settings = {}) {
  const shop = await Shop.stocked();
  const all = {
    "mail.smtp_url": smtp?.url ?? "", "shop.email": "halo@toko-uji.example", "mail.from_name": "Tokø Uji",
    "payment.banks": "BCA | 1234567890 | TOKO UJI", ...settings,
  };
  for (const [key, value] of Object.entries(all)) {
    const set = await shop.run(["setting", key, value]);
    assert.equal(set.code, 0, set.err);
  }
  return shop.serve(["--no-rate-limit", "--test-clock"]);
}

const to = (smtp, address) => smtp.mails.filter((m) => m.to.includes(address)).map((m) => ({ ...m, ...parseMail(m.raw) }));
const now = async (shop) => Date.parse((await shop.get("/test/clock")).json.now);
async function moveTo(shop, ms) {
  const reply = await shop.post("/test/clock", { now: new Date(ms).toISOString() });
  assert.equal(reply.status, 200, reply.text);
}
const digits = (amount) => "Rp" + String(amount).replace(/\B(?=(\d{3})+$)/g, ".");
async function states(shop, order) {
  const outbox = await shop.get("/test/outbox");
  return outbox.json.items.filter((m) => m.order === order.number).map((m) => `${m.kind} ${m.channel} ${m.state}`);
}

test("an order by transfer is told of in Indonesian, with amount, account and link, in both parts; the owner is told without the buyer's data", async () => {
  const smtp = await new Smtp().start();
  const shop = await open(smtp);
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 2, { email: "sri@surat.example", payment_method: "bank_transfer" });
  const [mail] = await until("the mail", () => to(smtp, "sri@surat.example").length > 0 && to(smtp, "sri@surat.example"));
  assert.equal(mail.headers.to, "<sri@surat.example>");
  assert.match(mail.headers.from, /^Tokø Uji <halo@toko-uji\.example>$/);
  assert.match(mail.headers.subject, new RegExp(`^Pesanan ${order.number}: mohon bayar ${digits(payment.amount.amount).replaceAll(".", "\\.")}$`));
  assert.equal(mail.headers["auto-submitted"], "auto-generated");
  assert.match(mail.headers["message-id"], /^<[^<>@\s]+@toko-uji\.example>$/);
  assert.ok(Math.abs(Date.parse(mail.headers.date) - Date.now()) < 120e3, mail.headers.date);
  assert.deepEqual(mail.parts.map((p) => p.type), ["text/plain", "text/html"]);
  for (const { type, text } of mail.parts) {
    for (const wanted of ["1234567890", "TOKO UJI", order.number, `?key=${order.key}`, "Sri Wahyuni"]) assert.ok(text.includes(wanted), `${type}: ${wanted}`);
    assert.ok(text.replace(/<\/?mark>/g, "").includes(digits(payment.amount.amount)), `${type}: the amount`);
    assert.doesNotMatch(text, /\{\{|undefined/);
  }
  assert.doesNotMatch(mail.parts[0].text, /<[a-z]/);
  const [owner] = await until("the owner's mail", () => to(smtp, "pemilik@example.com").length > 0 && to(smtp, "pemilik@example.com"));
  assert.match(owner.headers.subject, /^Pesanan baru /);
  for (const { text } of owner.parts) {
    for (const hidden of ["Sri Wahyuni", "sri@surat.example", buyer.phone.slice(1), "Dipati Ukur"]) assert.ok(!text.includes(hidden), hidden);
    assert.ok(text.includes(`/admin/orders/${order.number}`));
  }
  await until("the mails to be written down as sent", async () => (await states(shop, order)).every((s) => s.endsWith("mail sent")));
  await shop.stop();
  await smtp.stop();
});

test("another way to pay is told of with its own amount and account; a PKP's invoice names the rate of its day", async () => {
  const smtp = await new Smtp().start();
  const shop = await open(smtp, { "tax.is_pkp": "1", "tax.rates": "2020-01-01 10%\n2022-04-01 11%\n2099-01-01 12%", "shop.tax_number": "01.234.567.8-901.000" });
  const bad = await shop.run(["setting", "tax.rates", "2027-01-01 dua belas"]);
  assert.equal(bad.code, 1, "a rate nobody can read");
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-200-B", 1, { email: "sri@surat.example", payment_method: "sandbox" });
  const at = (rest) => `/orders/${order.number}${rest}?key=${order.key}`;
  const changed = await shop.api("POST", at("/pay"), { payment_method: "bank_transfer" });
  assert.equal(changed.status, 200, changed.text);
  const found = () => to(smtp, "sri@surat.example").filter((m) => m.parts[0].text.includes("cara bayar lain"));
  const [mail] = await until("the new instructions", () => found().length > 0 && found());
  const amount = changed.json.payment.amount.amount;
  for (const { type, text } of mail.parts) {
    assert.ok(text.replace(/<\/?mark>/g, "").includes(digits(amount)), `${type}: ${amount}`);
    assert.ok(text.includes("1234567890"), type);
  }
  const invoice = await shop.get(at("/invoice"));
  assert.match(invoice.text, /<h1>Invoice<\/h1>/);
  assert.match(invoice.text, /PPN 11%/);
  assert.match(invoice.text, /NPWP 01\.234/);
  assert.doesNotMatch(invoice.text, /bukan PKP|Nota/);
  assert.equal((await shop.run(["setting", "tax.is_pkp", "0"])).code, 0);
  const { order: plain } = await new Buyer(shop).order("KU-200-B", 1, { payment_method: "sandbox" });
  const nota = await shop.get(`/orders/${plain.number}/invoice?key=${plain.key}`);
  assert.match(nota.text, /<h1>Nota<\/h1>/);
  assert.doesNotMatch(nota.text, /termasuk PPN|Termasuk PPN|NPWP/);
  assert.match((await shop.get(at("/invoice"))).text, /PPN 11%/, "what was sold with PPN stays so");
  await shop.stop();
  await smtp.stop();
});

test("a buyer who reads English gets English, and what happens next: paid, sent, arrived", async () => {
  const smtp = await new Smtp().start();
  const shop = await open(smtp);
  const buyer = new Buyer(shop, { lang: "en" });
  const { order, payment } = await buyer.order("KU-200-B", 1, { email: "eve@surat.example" });
  await buyer.sandbox(payment, "pay");
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const headers = { Authorization: `Bearer ${token}` };
  const parcel = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "JP 77" }, { headers });
  assert.ok(parcel.status < 300, parcel.text);
  const arrived = await shop.api("POST", `/admin/shipments/${parcel.json.id ?? parcel.json.shipment.id}/events`, { status: "Delivered" }, { headers });
  assert.ok(arrived.status < 300, arrived.text);
  const mails = await until("four mails", () => to(smtp, "eve@surat.example").length >= 4 && to(smtp, "eve@surat.example"));
  const subjects = mails.map((m) => m.headers.subject).sort();
  assert.equal(subjects.length, 4, subjects.join("\n"));
  for (const part of [/^Order .* has arrived/, /on its way/, /please pay|We have your order/, /payment for/]) {
    assert.ok(subjects.some((s) => part.test(s) && s.includes(order.number)), `${part} of ${subjects.join(" | ")}`);
  }
  const sent = mails.find((m) => m.headers.subject.includes("on its way"));
  for (const { text } of sent.parts) assert.ok(text.includes("JP77") && text.includes("/en/orders/"), text);
  await shop.stop();
  await smtp.stop();
});

test("a server that is down is tried again until it is up, and the mail comes once", async () => {
  const smtp = await new Smtp({ port: await quietPort() }).start();
  const shop = await open(smtp);
  await smtp.stop();
  const { order } = await new Buyer(shop).order("KU-200-B", 1, { email: "tri@surat.example", payment_method: "bank_transfer" });
  await moveTo(shop, (await now(shop)) + 60e3);
  assert.ok((await states(shop, order)).includes("order_placed mail queued"), "a mail that did not leave counts as sent");
  await smtp.start();
  await moveTo(shop, (await now(shop)) + 40 * 60e3);
  await moveTo(shop, (await now(shop)) + 60 * 60e3);
  await until("the mail", () => to(smtp, "tri@surat.example").length > 0);
  await until("sent", async () => (await states(shop, order)).includes("order_placed mail sent"));
  await shop.stop();
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(to(smtp, "tri@surat.example").length, 1);
  await shop.stop();
  await smtp.stop();
});

test("an address the server refuses for good is given up at once and shown as failed; others go on", async () => {
  const smtp = await new Smtp().start();
  smtp.rejected.set("tidak@ada.example", "550 no such user");
  const shop = await open(smtp);
  const { order } = await new Buyer(shop).order("KU-200-B", 1, { email: "tidak@ada.example", payment_method: "bank_transfer" });
  await until("failed", async () => (await states(shop, order)).includes("order_placed mail failed"));
  await until("the owner's mail", () => to(smtp, "pemilik@example.com").length === 1);
  await shop.stop();
  await smtp.stop();
});

test("names and addresses cannot make headers", async () => {
  const smtp = await new Smtp().start();
  const shop = await open(smtp, { "mail.from_name": 'Toko "Uji" \\ <x@y.example>' });
  const buyer = new Buyer(shop);
  const { order } = await buyer.order("KU-200-B", 1, { name: "Bcc: semua@orang.example", email: "uci@surat.example", payment_method: "bank_transfer" });
  const bad = await buyer.checkout({ email: "a@b.example\r\nBcc: c@d.example" });
  assert.notEqual(bad.status, 201, "an address with a line break was taken");
  const [mail] = await until("the mail", () => to(smtp, "uci@surat.example").length > 0 && to(smtp, "uci@surat.example"));
  assert.deepEqual(Object.keys(mail.headers).sort(),
    ["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "reply-to", "subject", "to"]);
  assert.equal(mail.from, "halo@toko-uji.example");
  assert.deepEqual(mail.to, ["uci@surat.example"]);
  assert.ok(order.number);
  await shop.stop();
  await smtp.stop();
});

test("the shop signs in where it is asked to, and waits when it is refused", async () => {
  const smtp = await new Smtp({ login: { user: "toko", password: "rahasia sekali" } }).start();
  const shop = await open(smtp, { "mail.smtp_user": "toko" });
  const { order } = await new Buyer(shop).order("KU-200-B", 1, { email: "wati@surat.example", payment_method: "bank_transfer" });
  await moveTo(shop, (await now(shop)) + 1000);
  assert.equal(smtp.mails.length, 0);
  assert.ok((await states(shop, order)).includes("order_placed mail queued"));
  const set = await shop.run(["setting", "mail.smtp_password", "--password-stdin"], { input: "rahasia sekali\n" });
  assert.equal(set.code, 0, set.err);
  await until("the mail", async () => { // a try that did not know the password yet is followed by another
    await moveTo(shop, (await now(shop)) + 10 * 60e3);
    return to(smtp, "wati@surat.example").length === 1;
  });
  await shop.stop();
  await smtp.stop();
});

test("without a mail server mails are kept, said so, and nothing is retried", async () => {
  const shop = await open(null);
  const { order } = await new Buyer(shop).order("KU-200-B", 1, { email: "yani@surat.example", payment_method: "bank_transfer" });
  await moveTo(shop, (await now(shop)) + 3600e3);
  const outbox = (await shop.get("/test/outbox")).json.items.find((m) => m.order === order.number && m.kind === "order_placed");
  assert.equal(outbox.state, "queued");
  assert.equal(outbox.to, "yani@surat.example");
  assert.ok(outbox.text.includes(`?key=${order.key}`), outbox.text);
  await shop.stop();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});

test("a test mail goes to the owner through the settings' server, and the page says what came of it", async () => {
  const smtp = await new Smtp().start();
  const shop = await open(smtp);
  const office = new Office(shop);
  await office.login();
  await office.get("/admin/settings/mail");
  await office.done("/admin/settings/mail/test");
  const [mail] = await until("the test mail", () => to(smtp, OWNER.email).length > 0 && to(smtp, OWNER.email));
  assert.match(mail.headers.subject, /^Email percobaan/);
  await until("the page says so", async () => /Diterima server email/.test((await office.get("/admin/settings/mail")).text));
  await office.settings("mail", { "mail.smtp_url": "smtp://127.0.0.1:1" });
  await office.done("/admin/settings/mail/test");
  await until("the page says why not", async () => /dicoba lagi dengan sendirinya[\s\S]*<code>/.test((await office.get("/admin/settings/mail")).text));
  await office.settings("mail", { "mail.smtp_url": "" });
  const none = await office.post("/admin/settings/mail/test");
  assert.equal(none.status, 422);
  assert.match(messages(none.text), /server SMTP/);
});
