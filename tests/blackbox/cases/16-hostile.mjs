// SPDX-License-Identifier: Apache-2.0
// A stranger, another buyer and staff of a low role at the doors of orders, claims, complaints and conversations.
import assert from "node:assert/strict";
import http from "node:http";
import { describe, test } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { Office } from "../lib/office.mjs";
import { Shop } from "../lib/shop.mjs";

describe("hostile");

let made;
async function scene() {
  const { shop, admin } = await Shop.open();
  const order = async () => {
    const buyer = new Buyer(shop);
    const { order, payment } = await buyer.order("KU-200-B", 1);
    await buyer.sandbox(payment, "pay");
    const sent = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "T" + order.number }, admin);
    await shop.api("POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" }, admin);
    return { ...order, at: `/orders/${order.number}`, phone: buyer.phone };
  };
  const [mine, other] = [await order(), await order()];
  const post = async (at, json, status = 201) => {
    const reply = await shop.api("POST", at, json);
    assert.equal(reply.status, status, reply.text);
    return reply.json;
  };
  const claim = await post(`${mine.at}/claims?key=${mine.key}`, { kind: "damaged", wish: "refund", text: "RAHASIA klaim", lines: [{ sku: "KU-200-B", quantity: 1 }] });
  const complaint = await post("/complaints", { subject: "Rahasia", text: "RAHASIA aduan saya", phone: "081234500001", name: "Sri" });
  const talk = await post("/contact", { text: "RAHASIA pesan", phone: "081234500002" });
  const stranger = await post("/contact", { text: "orang lain", phone: "081234500003" });
  return { shop, admin, mine, other, claim, complaint, talk, stranger, post };
}
const theScene = () => (made ??= scene());

/** A reply without what differs by itself (its length too: the request's number grows by a digit), and without the name that was asked for. */
const shape = (reply, names) => {
  const text = [reply.status, ...Object.entries(reply.headers).filter(([k]) => !["date", "x-request-id", "content-length"].includes(k)).map((h) => h.join(": ")),
    reply.text.replace(/[0-9a-f]{10,}-\w+/g, "ID")].join("\n");
  return names.reduce((t, name) => t.replaceAll(name, "N".repeat(name.length)), text);
};

test("what exists and what does not look the same without its key: every header, every byte", async () => {
  const { shop, mine, claim, complaint, talk, stranger } = await theScene();
  const pairs = [
    [mine.at, "/orders/AMN-AAAA-AAAA"], [`${mine.at}/invoice`, "/orders/AMN-AAAA-AAAA/invoice"],
    [`${mine.at}/claims/${claim.number}`, "/orders/AMN-AAAA-AAAA/claims/KLM-AAAA-AAAA"],
    [`/conversations/${talk.number}`, "/conversations/TNY-AAAA-AAAA"], [`/conversations/${talk.number}/stream`, "/conversations/TNY-AAAA-AAAA/stream"],
    [`/complaints/${complaint.number}`, "/complaints/PGD-AAAA-AAAA"],
  ];
  const names = (at) => at.match(/[A-Z]{3}-\w{4}-\w{4}/g);
  for (const [there, nowhere] of pairs) {
    for (const face of ["", "/en", "/api/v1"]) {
      for (const key of ["", "?key=", "?key=x", `?key=${stranger.key}`, `?key=${"A".repeat(64)}`]) {
        const [a, b] = [await shop.get(face + there + key), await shop.get(face + nowhere + key)];
        assert.equal(shape(a, names(there)), shape(b, names(nowhere)), face + there + key);
        assert.equal(a.status, key.length > 5 + 64 ? a.status : 404, face + there + key);
        assert.doesNotMatch(a.text, /RAHASIA|Sri/);
      }
    }
  }
});

test("one's own key opens nothing of somebody else's", async () => {
  const { shop, mine, other, claim, talk, stranger, complaint } = await theScene();
  for (const at of [`${other.at}/claims/${claim.number}?key=${other.key}`, `${other.at}/claims/${claim.number}/files/1?key=${other.key}`,
    `/conversations/${stranger.number}/messages/${talk.messages[0].id}/files/1?key=${stranger.key}`, `/complaints/${complaint.number}?key=${stranger.key}`,
    `${mine.at}?key=${other.key}`, `/decisions/PTS-AAAA-AAAA?key=${other.key}`]) {
    assert.equal((await shop.api("GET", at)).status, 404, at);
  }
  for (const [at, json] of [[`${other.at}/claims/${claim.number}/withdraw?key=${other.key}`, {}], [`${mine.at}/received?key=${other.key}`, {}],
    [`${mine.at}/refund-account?key=${other.key}`, { bank: "BCA", number: "1", holder: "Maling" }], [`/complaints/${complaint.number}/steps?key=${stranger.key}`, { act: "withdraw" }]]) {
    assert.equal((await shop.api("POST", at, json)).status, 404, at);
  }
});

test("naming somebody else's order tells nothing about it", async () => {
  const { mine, post } = await theScene();
  const ask = (order, n) => post("/complaints", { subject: "Pesanan itu", text: "Tentang pesanan orang", order, phone: `08123450010${n}` });
  const plain = (json, order) => JSON.stringify(json, (k, v) => (["number", "key", "at", "due_at", "received_at"].includes(k) ? 0 : v)).replaceAll(order, "N");
  assert.equal(plain(await ask(mine.number, 1), mine.number), plain(await ask("AMN-AAAA-AAAA", 2), "AMN-AAAA-AAAA"));
  const talk = (order, n) => post("/contact", { text: "Tentang pesanan orang", order, phone: `08123450020${n}` });
  const said = (json) => JSON.stringify(json, (k, v) => (["number", "key", "due_at", "sent_at", "id"].includes(k) ? 0 : v));
  assert.equal(said(await talk(mine.number, 1)), said(await talk("AMN-AAAA-AAAA", 2)));
});

test("no form of another site does anything here", async () => {
  const { shop, mine, talk, complaint } = await theScene();
  const ways = [{ Origin: "https://jahat.example" }, { Origin: "null" }, { Origin: "" }, { Origin: shop.url(""), "Sec-Fetch-Site": "cross-site" }];
  const doors = [["/contact", { text: "dari situs lain", phone: "081234500011" }], ["/complaints", { subject: "lain", text: "dari situs lain", phone: "081234500011" }],
    [`/conversations/${talk.number}/messages?key=${talk.key}`, { text: "palsu" }], [`/complaints/${complaint.number}/steps?key=${complaint.key}`, { act: "withdraw" }],
    [`${mine.at}/cancel?key=${mine.key}`, {}], [`${mine.at}/received?key=${mine.key}`, {}]];
  for (const [at, form] of doors) {
    for (const headers of ways) {
      if (headers.Origin === "" && !at.includes("key=")) continue; // an old browser sends none: shared pages stand on the cookie
      assert.equal((await shop.request("POST", at, { form, headers })).status, 403, `${at} ${JSON.stringify(headers)}`);
    }
  }
  const plain = await shop.request("POST", "/contact", { body: JSON.stringify({ text: "x y", phone: "081234500013" }), headers: { "Content-Type": "text/plain", Origin: "https://jahat.example" } });
  assert.equal(plain.status, 403);
  assert.equal((await shop.api("GET", `/conversations/${talk.number}?key=${talk.key}`)).json.messages.length, 1);
});

test("staff look at a person's page and never act as that person", async () => {
  const { shop, admin, mine, talk, complaint, claim } = await theScene();
  const me = { email: "layanan@example.com", password: "kata sandi layanan 2026" };
  await shop.run(["staff", "add", "--name", "Dewi", "--email", me.email, "--role", "care", "--password-stdin"], { input: me.password + "\n" });
  const office = new Office(shop);
  assert.equal((await office.login(me)).status, 303);
  await office.get("/admin/inbox");
  const doors = [[`/conversations/${talk.number}/messages`, { text: "Saya puas sekali" }], [`/complaints/${complaint.number}/steps`, { act: "withdraw" }],
    [`${mine.at}/received`, {}], [`${mine.at}/refund-account`, { bank: "BCA", number: "1234567890", holder: "Dewi" }], [`${mine.at}/transferred`, {}],
    [`${mine.at}/not-arrived`, {}], [`${mine.at}/refunds/1/arrived`, { arrived: "yes" }], [`${mine.at}/claims/${claim.number}/withdraw`, {}]];
  for (const [at, form] of doors) {
    assert.equal((await office.post(at, form)).status, 403, at);
    assert.equal((await shop.api("POST", at, form, admin)).status, 403, `${at} by token`);
  }
  const seen = await shop.api("GET", `/conversations/${talk.number}?key=${talk.key}`);
  assert.deepEqual(seen.json.messages.map((m) => m.author), ["buyer"]);
  const order = await shop.api("GET", `${mine.at}?key=${mine.key}`);
  assert.equal(order.json.timeline.some((e) => /diterima oleh pembeli|Pembeli menerima/i.test(e.text)), false);
});

test("a low role reads no words and decides nothing", async () => {
  const { shop, talk, complaint, claim } = await theScene();
  for (const role of ["fulfilment", "auditor", "privacy"]) {
    const me = { email: `${role}@example.com`, password: "kata sandi panjang 2026" };
    await shop.run(["staff", "add", "--name", role, "--email", me.email, "--role", role, "--password-stdin"], { input: me.password + "\n" });
    const office = new Office(shop);
    assert.equal((await office.login(me)).status, 303);
    await office.get("/admin");
    for (const at of ["/admin/inbox", `/admin/inbox/${talk.number}`, "/admin/complaints", `/admin/complaints/${complaint.number}`, `/conversations/${talk.number}`,
      `/complaints/${complaint.number}`, "/admin/notices", "/admin/surveys", "/admin/watch"]) {
      const page = await shop.get(at, { headers: office.headers });
      assert.ok([403, 404].includes(page.status), `${role} ${at}: ${page.status}`);
      assert.doesNotMatch(page.text, /RAHASIA|0812-3450/);
    }
    for (const [at, form] of [[`/admin/inbox/${talk.number}/messages`, { text: "palsu", channel: "chat" }], [`/admin/claims/${claim.number}/accept`, {}],
      [`/admin/claims/${claim.number}/contest`, { text: "Tidak benar." }], [`/admin/complaints/${complaint.number}/steps`, { act: "reject", text: "tidak" }]]) {
      assert.equal((await office.post(at, form)).status, 403, `${role} ${at}`);
    }
  }
});

test("files that are not what they say are refused, and nothing sent can run", async () => {
  const { shop } = await theScene();
  const send = (bytes) => {
    const mark = "----batas";
    const part = (name, value) => Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
    return shop.request("POST", "/contact", {
      body: Buffer.concat([part("text", "ini berkasnya"), part("phone", "081234500077"),
        Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="file"; filename="foto.png"\r\nContent-Type: image/png\r\n\r\n`), bytes, Buffer.from(`\r\n--${mark}--\r\n`)]),
      headers: { "Content-Type": `multipart/form-data; boundary=${mark}`, Origin: shop.url("") },
    });
  };
  for (const [what, bytes] of Object.entries({ program: "MZ\x90\0\x03", archive: "PK\x03\x04\0\0", "a signature alone": "\x89PNG\r\n\x1a\nbukan gambar", zeros: "\0\0\0\0" })) {
    assert.equal((await send(Buffer.from(bytes, "latin1"))).status, 415, what);
  }
  for (const text of ["<html><script>alert(1)</script>", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "GIF89a<script>alert(1)</script>", "%PDF-1.4\n<script>"]) {
    const said = await send(Buffer.from(text));
    assert.equal(said.status, 303, text);
    const page = await shop.get(said.headers.location.replace(/^https?:\/\/[^/]+/, ""));
    const file = await shop.get(/(?:src|href)="([^"]*\/files\/[^"]*)"/.exec(page.text)[1].replaceAll("&amp;", "&"));
    assert.equal(file.status, 200);
    assert.doesNotMatch(file.headers["content-type"], /html|svg|xml|script/, text);
    assert.equal(file.headers["x-content-type-options"], "nosniff");
    assert.match(file.headers["content-security-policy"], /default-src 'none'/);
    if (!file.headers["content-type"].startsWith("image/")) assert.match(file.headers["content-disposition"], /^attachment/, text);
    assert.ok(!page.text.includes("<script>alert"), "words of a file never stand in a page");
  }
});

test("open pages are few per address and cost the others nothing", async () => {
  const { shop, talk } = await theScene();
  const open = [];
  const seen = {};
  for (let i = 0; i < 40; i++) {
    await new Promise((done) => {
      const asked = http.get({ host: "127.0.0.1", port: shop.port, path: `/conversations/${talk.number}/stream?key=${talk.key}`, agent: false }, (reply) => {
        seen[reply.statusCode] = (seen[reply.statusCode] ?? 0) + 1;
        open.push(asked);
        done();
      });
      asked.on("error", done);
    });
  }
  assert.ok(seen[200] > 0 && seen[200] <= 16 && seen[503] > 0, JSON.stringify(seen));
  assert.equal((await shop.get("/healthz", { agent: false })).status, 200);
  for (const one of open) one.destroy();
});

test("after the login one stays in the shop", async () => {
  const { shop } = await theScene();
  for (const next of ["//jahat.example/x", "/\\jahat.example", "https://jahat.example", "/admin/..//jahat.example", "javascript:alert(1)"]) {
    const reply = await new Office(shop).login(undefined, next);
    const to = new URL(reply.headers.location, shop.url("/"));
    assert.equal(to.origin, new URL(shop.url("/")).origin, `${next} → ${to}`);
  }
});

test("and the records hold together afterwards", async () => {
  const { shop } = await theScene();
  await shop.stop();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
