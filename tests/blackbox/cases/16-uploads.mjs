// SPDX-License-Identifier: Apache-2.0
// Large and slow bodies at the doors of the shop: who may not send them is told before, and what changes meanwhile is seen.
import assert from "node:assert/strict";
import net from "node:net";
import { describe, test, until } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

describe("uploads");

let made;
const theShop = () => (made ??= Shop.open());

// What is slower than 5 s and a second per KiB is cut: so many bytes are a minute's patience for whoever changes settings meanwhile.
const MINUTE_BYTES = 60 * 1024;

/** A connection on which a request is written piece by piece; `text` is what came back. */
function talk(shop, at, type, length, headers = []) {
  const socket = net.connect(shop.port, "127.0.0.1");
  const said = { text: "", socket };
  socket.setEncoding("utf8");
  socket.on("data", (part) => (said.text += part));
  socket.on("error", () => {});
  socket.write([`POST ${at} HTTP/1.1`, `Host: 127.0.0.1:${shop.port}`, `Content-Type: ${type}`, `Content-Length: ${length}`, ...headers, "", ""].join("\r\n"));
  return said;
}

test("who may not come in is told so before sending anything large", async () => {
  const { shop } = await theShop();
  const form = "multipart/form-data; boundary=x";
  for (const [at, status] of [["/orders/AMN-AAAA-AAAA/claims", 404], ["/orders/AMN-AAAA-AAAA/claims?key=x", 404], ["/complaints/PGD-AAAA-AAAA/messages", 404],
    ["/conversations/TNY-AAAA-AAAA/messages", 404], ["/orders/AMN-AAAA-AAAA/transferred", 404], ["/admin/products/1/video", 303]]) {
    const said = talk(shop, at, form, 5_000_000);
    await until("an answer", () => said.text.includes("\r\n\r\n"), 5000);
    assert.match(said.text, new RegExp(`^HTTP/1.1 ${status} `), at);
    said.socket.destroy();
  }
  const crossed = talk(shop, "/capture", form, 5_000_000, ["Origin: https://elsewhere.example"]);
  await until("an answer", () => crossed.text.includes("\r\n\r\n"), 5000);
  assert.match(crossed.text, /^HTTP\/1.1 403/);
  crossed.socket.destroy();
});

test("a body that is refused in its middle is told so by the shop as it is then", async () => {
  const { shop, admin } = await theShop();
  const socket = net.connect(shop.port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (part) => (text += part));
  socket.on("error", () => {});
  socket.write([`POST /contact HTTP/1.1`, `Host: 127.0.0.1:${shop.port}`, "Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked", "", ""].join("\r\n"));
  socket.write(`${MINUTE_BYTES.toString(16)}\r\n${"--x\r\n".padEnd(MINUTE_BYTES, "x")}\r\n`);
  for (let i = 0; i < 300; i++) { // more changes than the settings of before are kept for
    const { status } = await shop.api("POST", "/admin/settings/shop", { settings: [{ key: "shop.name", value: `Toko ${i}` }] }, admin);
    assert.ok(status < 300, String(status));
  }
  const part = "x".repeat(0x10000);
  for (let i = 0; i < 200 && !text; i++) {
    socket.write(`10000\r\n${part}\r\n`);
    await new Promise((done) => setTimeout(done, 5));
  }
  await until("an answer", () => text.includes("</html>"), 5000);
  assert.match(text, /^HTTP\/1.1 413/);
  assert.match(text, /Toko 299/);
  assert.equal((await shop.get("/healthz")).status, 200);
  socket.destroy();
});

test("a body that takes its time is judged by the shop as it is when the body ends", async () => {
  const { shop, admin } = await theShop();
  const json = " ".repeat(MINUTE_BYTES) + JSON.stringify({ subject: "Pelan", text: "Aduan yang lama dikirim", phone: "081234500009", name: "Sri" });
  const said = talk(shop, "/api/v1/complaints", "application/json", json.length);
  said.socket.write(json.slice(0, MINUTE_BYTES + 20));
  for (let i = 0; i < 300; i++) { // more changes than the settings of before are kept for
    const { status } = await shop.api("POST", "/admin/settings/shop", { settings: [{ key: "shop.tagline", value: `nomor ${i}` }] }, admin);
    assert.ok(status < 300, String(status));
  }
  said.socket.write(json.slice(MINUTE_BYTES + 20));
  await until("an answer", () => said.text.includes("\r\n\r\n"), 5000);
  assert.match(said.text, /^HTTP\/1.1 201/);
  assert.equal((await shop.get("/healthz")).status, 200);
  said.socket.destroy();
});

const MULTIPART = "multipart/form-data; boundary=x";
const FORM = "application/x-www-form-urlencoded";
/** The words of a reply: the page's own main part, or the problem's texts. */
const words = (text) => text.replace(/^[^]*?<main/, "<main").replace(/<\/main>[^]*/, "").replace(/<form class="find-big"[^]*/, "");
/** Sends it whole and gives what came back. */
async function sent(shop, at, type, body) {
  const said = talk(shop, at, type, body.length);
  said.socket.write(body);
  await until("an answer", () => /\r\n\r\n[^]*(<\/html>|\}\s*$)/.test(said.text), 8000);
  said.socket.destroy();
  return said.text;
}

test("what is too large is told what may be left out: of a form with files a file, of another only words", async () => {
  const { shop } = await theShop();
  const typed = "name=Sri&phone=" + "8".repeat(20_000);
  for (const [at, shorter, file] of [["/cart/items", /persingkat/i, /berkas|foto|video/i], ["/en/cart/items", /make it shorter/, /file|picture|video/i]]) {
    const text = await sent(shop, at, FORM, typed);
    assert.match(text, /^HTTP\/1.1 413/, at);
    assert.match(words(text), /16 KB/);
    assert.match(words(text), shorter);
    assert.doesNotMatch(words(text), file);
  }
  const cut = (name) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nAMN-1234\r\n--x\r\nContent-Disposition: form-data; name="phone"\r\n\r\n${"8".repeat(6000)}\r\n--x--\r\n`;
  for (const [at, shorter, file] of [["/orders/find", /Tulisan Anda masih di sini; mohon dipersingkat/, /berkas|video/i], ["/en/orders/find", /still here; please make it shorter/, /smaller file|video/i]]) {
    const text = await sent(shop, at, MULTIPART, cut("number"));
    assert.match(text, /^HTTP\/1.1 413/, at);
    assert.match(words(text), shorter);
    assert.match(words(text), /AMN-1234/, "what was typed stays");
    assert.doesNotMatch(words(text), file);
  }
  for (const [language, said] of [["id", /paling banyak 16 KB sekali kirim/], ["en", /at most 16 KB can be sent at once/]]) {
    const reply = await shop.request("POST", "/api/v1/cart/items", { body: JSON.stringify({ sku: "x".repeat(20_000) }), headers: { "Content-Type": "application/json", "Accept-Language": language } });
    assert.equal(reply.status, 413);
    assert.match(reply.json.detail, said);
    assert.doesNotMatch(reply.json.detail, /berkas|file|video|foto/i);
  }
  const film = (type) => `--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nRetak\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\nContent-Type: ${type}\r\n\r\n${"8".repeat(12_000_000)}\r\n--x--\r\n`;
  for (const [at, file] of [["/contact", /berkas yang lebih kecil/], ["/en/contact", /smaller file/]]) {
    const text = await sent(shop, at, MULTIPART, film("video/mp4"));
    assert.match(text, /^HTTP\/1.1 413/, at);
    assert.match(words(text), file);
    assert.match(words(text), /Retak/, "what was typed stays");
  }
  for (const [at, file] of [["/contact", /paling banyak 11 MB sekali kirim, dan belum ada/], ["/en/contact", /at most 11 MB can be sent at once, and nothing/]]) {
    const said = talk(shop, at, FORM, 50_000_000);
    await until("an answer", () => said.text.includes("</html>"), 8000);
    assert.match(said.text, /^HTTP\/1.1 413/, at);
    assert.match(words(said.text), file);
    said.socket.destroy();
  }
});

test("what takes too long is told so by the shop, to people and to programs, in their language, and holds nothing", async () => {
  const { shop } = await theShop();
  const slow = [
    ["/contact", FORM, /terlalu lama sampai, dan belum ada yang berubah/, /^HTTP\/1.1 408[^]*text\/html/],
    ["/en/contact", FORM, /took too long to arrive, and nothing was changed/, /^HTTP\/1.1 408[^]*text\/html/],
    ["/en/complaints", MULTIPART, /took too long to arrive/, /^HTTP\/1.1 408[^]*text\/html/], // of a form that may be large
    ["/api/v1/cart/items", "application/json", /terlalu lama sampai/, /^HTTP\/1.1 408[^]*application\/problem\+json/],
    ["/api/v1/cart/items", "application/json", /took too long to arrive/, /^HTTP\/1.1 408[^]*application\/problem\+json/, ["Accept-Language: en"]],
  ].map(([at, type, said, head, headers = []]) => ({ at, said, head, of: talk(shop, at, type, 3000, headers) }));
  slow.forEach(({ of }, i) => of.socket.write("x") && i % 2 && (of.timer = setInterval(() => of.socket.writable && of.socket.write("x"), 300)));
  for (const { at, said, head, of } of slow) {
    await until(`an answer at ${at}`, () => /\r\n\r\n[^]*(<\/html>|\}\s*$)/.test(of.text), 12_000);
    clearInterval(of.timer);
    assert.match(of.text, head, at);
    assert.match(of.text, said, at);
    assert.match(of.text, /\r\nConnection: close\r\n/, at);
    of.socket.destroy();
  }
});
