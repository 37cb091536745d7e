// SPDX-License-Identifier: Apache-2.0
// Every row of the route table is tried by everybody: a stranger, another buyer, each role of staff, a program. What each may is said
// here in sentences, and not read from the table.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { Office } from "../lib/office.mjs";
import { ROOT, Shop } from "../lib/shop.mjs";

describe("doors");

const ROLES = ["owner", "manager", "care", "fulfilment", "privacy", "auditor"];
const MANAGE = ["owner", "manager"];
const CARE = [...MANAGE, "care"];
const ORDERS = [...CARE, "fulfilment"];
const PACK = [...MANAGE, "fulfilment"];

/** Who may, of staff; the first sentence that fits. An auditor reads what is no person's words, and changes nothing. */
const SENTENCES = [
  ["one's own login and logout are everybody's", /^\S+ \/admin\/(login|logout)$/, ROLES],
  ["whoever works here sees what waits, promises, jobs and goods", /^GET \/admin(\/(promises|jobs|waiting|metrics|products(\/\{product\})?))?$/, ROLES],
  ["who works here, and whether the clocks go on after they jumped, is the owner's business alone", /^POST \/admin\/(staff|pulse)/, ["owner"]],
  ["words of people are read by those who care for them", /^GET \/admin\/(inbox|complaints|watch|decisions|improvements|surveys|notices|standing)/, CARE],
  ["and answered by them", /^POST \/admin\/(inbox|complaints|watch|improvements|notices|standing)/, CARE],
  ["evidence is seen by those who handle it", /^GET \/admin\/claims\/\{claim\}\/files/, ORDERS],
  ["what lies in the parcel is for those who pack", /^GET \/admin\/orders\/\{number\}\/packing-slip/, PACK],
  ["a buyer's link and the proof of a transfer are for those who handle the order", /^GET \/admin\/orders\/(new|\{number\}\/(proof|card|qr\.png))$/, ORDERS],
  ["orders and claims are read by those who handle them, and by the auditor", /^GET \/admin\/(orders|claims|mails)/, [...ORDERS, "auditor"]],
  ["money goes out, and comes in, by owner and manager", /^POST \/admin\/orders\/\{number\}\/(refunds|dispute-won|forgive-rest)/, MANAGE],
  ["parcels are packed by those who pack", /^POST \/admin\/orders\/\{number\}\/(pack|shipments(\/\{id\}\/(cancel|tracking))?)$|\/stock$/, PACK],
  ["the rest of an order and of a claim is done by those who handle them", /^POST \/admin\/(orders|claims|shipments|mails)/, ORDERS],
  ["the log is read by the data officer too", /^GET \/admin\/events/, [...MANAGE, "privacy", "auditor"]],
  ["how the shop is set up is read by the auditor, and changed by owner and manager", /^GET \/admin\/(delays|settings|policies|ledger|staff|pages)/, [...MANAGE, "auditor"]],
  ["goods, pages, settings and policies are changed by owner and manager", /^(POST|GET) \/admin\/(products|imports|pages|settings|policies|delays|jobs)/, MANAGE],
];
/** Rows of the table: { method, path, guard, face }. */
function table() {
  const text = fs.readFileSync(path.join(ROOT, "src/web/routes.c"), "utf8");
  const names = Object.fromEntries([...text.matchAll(/^#define (\w+) "([^"]+)"/gm)].map((m) => [m[1], m[2]]));
  return [...text.matchAll(/\{ "(GET|POST|PATCH|DELETE)", ((?:"[^"]*"|\w+)(?: "[^"]*")?), \w+, (GUARD_\w+), [^\n]*?(FACES_\w+)/g)].map(([, method, words, guard, face]) => ({
    method, guard, face, path: words.replace(/"([^"]*)"|(\w+)/g, (_, literal, name) => literal ?? names[name]).replaceAll(" ", ""),
  }));
}

let made;
async function scene() {
  const { shop, admin } = await Shop.open();
  const staff = {};
  for (const role of ROLES) {
    const me = { email: `${role}@example.com`, password: "kata sandi panjang 2026" };
    const added = await shop.run(["staff", "add", "--name", role, "--email", me.email, "--role", role, "--password-stdin"], { input: me.password + "\n" });
    assert.equal(added.code, 0, added.err);
    staff[role] = new Office(shop);
    assert.equal((await staff[role].login(me)).status, 303, role);
  }
  const bought = async () => {
    const buyer = new Buyer(shop);
    const { order, payment } = await buyer.order("KU-200-B", 1);
    await buyer.sandbox(payment, "pay");
    return order;
  };
  const [mine, other] = [await bought(), await bought()];
  const talk = (await shop.api("POST", "/contact", { text: "RAHASIA pesan", phone: "081234500002" })).json;
  const complaint = (await shop.api("POST", "/complaints", { subject: "Rahasia", text: "RAHASIA aduan", phone: "081234500001", name: "Sri" })).json;
  return { shop, admin, staff, mine, other, talk, complaint };
}
const theScene = () => (made ??= scene());

/** An address of this row that names nothing that is there: whoever is let in is told so. */
const nowhere = (row) => row.path.replace(/\{(\w+)\}/g, (_, name) => ({ number: "AMN-AAAA-AAAA", claim: "KLM-AAAA-AAAA", tab: "tidak-ada", kind: "tidak-ada", slug: "tidak-ada" })[name] ?? "999999");
const staffRows = () => table().filter((row) => row.guard === "GUARD_STAFF");

function mayOf(row) {
  const name = `${row.method} ${row.path}`;
  const found = SENTENCES.find(([, pattern]) => pattern.test(name));
  assert.ok(found, `no sentence says who may: ${name}`);
  return found[2];
}

const ask = (shop, row, at, headers = {}) =>
  shop.request(row.method, row.face === "FACES_PAGE" || row.face === "FACES_RAW" ? at : "/api/v1" + at,
    row.method === "GET" ? { headers } : { headers, json: {} });

test("the table is read, and a sentence says of each door of the office who may", async () => {
  assert.ok(table().length > 200, `${table().length} rows`);
  assert.ok(staffRows().length > 120);
  for (const row of staffRows()) mayOf(row);
});

test("strangers and buyers are let in nowhere at the office", async () => {
  const { shop, mine } = await theScene();
  for (const row of staffRows()) {
    for (const headers of [{}, { Authorization: `Bearer ${mine.key}` }, { Authorization: "Bearer x" }, { Cookie: `staff=${mine.key}` }, { "Order-Key": mine.key, "Case-Key": mine.key }]) {
      const reply = await ask(shop, row, nowhere(row), headers);
      const isSentToLogin = reply.status === 303 && /\/admin\/login/.test(reply.headers.location);
      assert.ok(reply.status === 401 || isSentToLogin, `${row.method} ${row.path} ${JSON.stringify(headers)}: ${reply.status}`);
    }
  }
});

test("each role of staff opens its own doors and no other", async () => {
  const { shop, staff } = await theScene();
  for (const row of staffRows().filter((r) => !/stream$|logout$|\/login$/.test(r.path))) {
    for (const role of ROLES) {
      const reply = await ask(shop, row, nowhere(row), staff[role].headers);
      const mayEnter = mayOf(row).includes(role);
      assert.equal(reply.status !== 403 && reply.status !== 401, mayEnter, `${role} at ${row.method} ${row.path}: ${reply.status} ${reply.text.slice(0, 200)}`);
      assert.ok(reply.status < 500, `${row.method} ${row.path}: ${reply.status}`);
    }
  }
});

test("an auditor and a data officer change nothing anywhere", async () => {
  const { shop, staff, mine, talk, complaint } = await theScene();
  const real = (row) => row.path.replace("{number}", /orders/.test(row.path) ? mine.number : /complaints/.test(row.path) ? complaint.number : talk.number).replace(/\{\w+\}/g, "1");
  for (const row of table().filter((r) => ["GUARD_STAFF", "GUARD_ORDER_LINK", "GUARD_CASE_LINK"].includes(r.guard) && r.method !== "GET" && !/log(in|out)$/.test(r.path))) {
    for (const role of ["auditor", "privacy"]) {
      const reply = await ask(shop, row, real(row), staff[role].headers);
      assert.ok([403, 404].includes(reply.status), `${role} at ${row.method} ${row.path}: ${reply.status} ${reply.text.slice(0, 200)}`);
    }
  }
});

test("what a link opens is opened by its own key, by those who may see it at the office, and by nobody else", async () => {
  const { shop, staff, mine, other, talk, complaint } = await theScene();
  const cases = [[`/orders/${mine.number}`, mine.key, [...ORDERS, "auditor"]], [`/orders/${mine.number}/invoice`, mine.key, [...ORDERS, "auditor"]],
    [`/conversations/${talk.number}`, talk.key, CARE], [`/complaints/${complaint.number}`, complaint.key, CARE]];
  for (const [at, key, may] of cases) {
    for (const face of ["", "/api/v1"]) {
      assert.equal((await shop.get(`${face}${at}?key=${key}`)).status, 200, at);
      for (const wrong of ["", "?key=", `?key=${other.key}`, `?key=${key.slice(0, -1)}`, `?key=${key}A`, `?key=${key.toLowerCase()}`, `?key=${key}%00`, `?key=%20${key}`, `?Key=${key}`]) {
        assert.equal((await shop.get(face + at + wrong)).status, 404, face + at + wrong);
      }
      for (const role of ROLES) {
        const reply = await shop.get(face + at, { headers: staff[role].headers });
        assert.equal(reply.status, may.includes(role) ? 200 : 404, `${role} at ${face}${at}`);
      }
    }
  }
});

test("a browser's cookie alone changes nothing: not from another site, not without the page's token, at no address", async () => {
  const { shop, staff } = await theScene();
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  for (const row of staffRows().filter((r) => r.method === "POST" && !/\/log(in|out)$/.test(r.path))) {
    for (const face of ["", "/api/v1"]) {
      if ((face === "" && row.face === "FACES_JSON") || (face !== "" && row.face === "FACES_PAGE")) continue;
      const post = (headers, body) => shop.request("POST", face + nowhere(row), { headers: { ...staff.owner.headers, ...headers }, body });
      for (const origin of ["https://jahat.example", "null", `http://127.0.0.1:${shop.port + 1}`]) {
        assert.equal((await post({ ...form, Origin: origin }, "a=b")).status, 403, `${face}${row.path} from ${origin}`);
        assert.equal((await post({ "Content-Type": "application/json", Origin: origin }, "{}")).status, 403, `${face}${row.path} from ${origin}, JSON`);
      }
      const bare = await post(form, "csrf_token=x"); // 400: refused for a field before anybody looked at the token
      assert.ok([400, 403].includes(bare.status), `${face}${row.path} without the token: ${bare.status} ${bare.text.slice(0, 160)}`);
    }
  }
});

test("and the records hold together afterwards", async () => {
  const { shop } = await theScene();
  await shop.stop();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
