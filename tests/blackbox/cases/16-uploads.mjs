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
