// SPDX-License-Identifier: Apache-2.0
// Every kind of claim with every remedy it may have, from the first word to the end: promises, stock, money, postings, messages.
import assert from "node:assert/strict";
import { describe, need, test, until } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop();
const DAY = 86400e3;
const UNIT = 65000, PART = 20000;
describe("claim matrix");

const MONEY = ["refund", "partial_refund"];
const KINDS = {
  not_received: ["refund", "replacement"],
  damaged: ["refund", "partial_refund", "replacement", "exchange"],
  defective: ["refund", "partial_refund", "replacement", "repair", "exchange"],
  wrong_item: ["refund", "partial_refund", "replacement", "exchange"],
  missing_part: ["refund", "partial_refund", "replacement", "missing_part"],
  not_as_described: ["refund", "partial_refund", "replacement", "exchange"],
  changed_mind: ["refund", "exchange"],
  warranty: ["replacement", "repair", "missing_part"],
};
const ALL = ["refund", "partial_refund", "replacement", "missing_part", "repair", "exchange"];
const OTHER = "KU-200-H";

let token;
async function admin(shop, method, path, body) {
  token ??= JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  return shop.api(method, path, body, { headers: { Authorization: `Bearer ${token}` } });
}

/** The shop's returns allow a change of mind; asked once. */
let ready;
async function shopWithAll() {
  const shop = await open();
  ready ??= (async () => {
    for (const [kind, name] of [["guarantee", "covers_change_of_mind"], ["returns", "allows_change_of_mind"]]) {
      const reply = await admin(shop, "POST", `/admin/policies/${kind}`, { params: [{ name, value: "1" }] });
      need(reply.status !== 404, "policies");
      assert.ok(reply.status < 300, reply.text);
    }
  })();
  await ready;
  return shop;
}

async function moveBy(shop, ms) {
  const { json } = await shop.get("/test/clock");
  const reply = await shop.post("/test/clock", { now: new Date(Date.parse(json.now) + ms).toISOString() }, { timeoutMs: 120000 });
  assert.equal(reply.status, 200, reply.text);
}

async function onHand(shop, sku = "KU-200-B") {
  const { json } = await admin(shop, "GET", "/admin/products");
  for (const item of json.items) {
    const { json: product } = await admin(shop, "GET", `/admin/products/${item.id}`);
    const found = product.variants.find((v) => v.sku === sku);
    if (found) return found.on_hand;
  }
  throw new Error(`no ${sku}`);
}

async function delivered(shop, quantity, change = {}) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", quantity, { email: "sri@example.com", ...change });
  if (change.payment_method) {
    const paid = await admin(shop, "POST", `/admin/orders/${order.number}/payments/confirm`, { amount: order.total, reference: "BCA 1" });
    assert.ok(paid.status < 300, paid.text);
  } else {
    assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  }
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `M${order.number}` });
  assert.equal(sent.status, 201, sent.text);
  assert.equal((await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
  return { buyer, order };
}

const at = (order, rest = "") => `/orders/${order.number}/claims${rest}?key=${encodeURIComponent(order.key)}`;
const ask = (kind, wish) => ({ kind, wish, text: "Tolong diperiksa, ada yang tidak beres.",
  lines: [{ sku: "KU-200-B", quantity: 1, ...(wish === "exchange" ? { exchange_for: OTHER } : {}) }],
  ...(wish === "partial_refund" ? { wish_amount: { amount: PART, currency: "IDR" } } : {}) });

/** What the shop and the buyer do after "accept", by remedy; returns the last answer. */
async function fulfil(shop, order, made, wish, kind) {
  const does = async (name, body = {}) => {
    const reply = await admin(shop, "POST", `/admin/claims/${made.number}/${name}`, body);
    assert.equal(reply.status, 200, `${name}: ${reply.text}`);
    return reply.json;
  };
  const buyerDoes = async (name, body = {}) => {
    const reply = await shop.api("POST", at(order, `/${made.number}/${name}`), body);
    assert.equal(reply.status, 200, `${name}: ${reply.text}`);
    return reply.json;
  };
  let now = await does("accept", {});
  const goesBack = wish === "repair" || kind === "changed_mind";
  assert.equal(now.state === "return_due", goesBack, now.state);
  if (goesBack) {
    await buyerDoes("send_back", { carrier: "jne", tracking_number: `B${made.number}` });
    now = await does("receive");
    assert.ok(now.promises.some((p) => p.kind === "inspect" && p.outcome === "open"), "the inspection is promised");
    now = await does("inspect", { verdict: "ok", ...(wish === "repair" ? {} : { disposition: "restock" }) });
    assert.ok(now.promises.some((p) => p.kind === "inspect" && p.outcome === "kept"));
  }
  if (MONEY.includes(wish)) return now;
  const kindOfPromise = wish === "repair" ? "repair" : "replace";
  assert.ok(now.promises.some((p) => p.kind === kindOfPromise && p.outcome === "open" && Date.parse(p.due_at) > 0), JSON.stringify(now.promises));
  now = await does("send", { carrier: "jne", tracking_number: `G${made.number}` });
  assert.ok(now.promises.some((p) => p.kind === kindOfPromise && p.outcome === "kept"), JSON.stringify(now.promises));
  assert.ok(now.promises.some((p) => p.kind === "deliver" && p.outcome === "open"), "what leaves has a promised day");
  return buyerDoes("arrive");
}

for (const [kind, wishes] of Object.entries(KINDS)) {
  for (const wish of wishes) {
    test(`${kind} → ${wish}: promised, carried out, settled, told`, async () => {
      const shop = await shopWithAll();
      const { buyer, order } = await delivered(shop, 2);
      if (kind === "warranty") await moveBy(shop, 6 * DAY);
      const before = await onHand(shop), beside = await onHand(shop, OTHER);
      const reply = await shop.api("POST", at(order), ask(kind, wish));
      assert.equal(reply.status, 201, reply.text);
      const made = reply.json;
      assert.deepEqual(made.promises.map((p) => [p.kind, p.outcome]), [["answer_claim", "open"]]);
      assert.ok(Date.parse(made.promises[0].due_at) > Date.parse(made.opened_at ?? made.steps[0].at));
      await fulfil(shop, order, made, wish, kind);
      const see = async () => (await shop.api("GET", at(order, `/${made.number}`))).json;
      await until("the claim to be settled", async () => (await see()).state === "settled", 10000);
      const seen = await see();
      const whole = await buyer.see(order);
      assert.equal(seen.promises.find((p) => p.kind === "answer_claim").outcome, "kept");
      const back = whole.refunds.map((r) => r.amount.amount);
      assert.deepEqual(back, wish === "partial_refund" ? [PART] : wish === "refund" ? [UNIT] : [], "money, or goods, never both");
      if (MONEY.includes(wish)) {
        assert.equal(whole.refunds[0].state, "succeeded");
        assert.equal(whole.promises.find((p) => p.kind === "refund").outcome, "kept");
        const { items } = (await admin(shop, "GET", "/admin/ledger")).json;
        const posted = items.filter((t) => t.subject.includes("refund") || t.code.includes("refund"));
        assert.ok(posted.some((t) => t.amount.amount === back[0]), "posted in the ledger");
        const kinds = (await admin(shop, "GET", `/admin/orders/${order.number}`)).json.messages.map((m) => m.kind).filter((k) => k.startsWith("refund"));
        assert.deepEqual(kinds.sort(), ["refund_done", "refund_due"], "two messages about the money");
      }
      const moved = (await onHand(shop)) - before;
      const expected = wish === "replacement" ? -1 : kind === "changed_mind" ? 1 : 0;
      assert.equal(moved, expected, "pieces on the shelf");
      assert.equal((await onHand(shop, OTHER)) - beside, wish === "exchange" ? -1 : 0, "and of the variant beside it");
      const again = await shop.api("POST", at(order, `/${made.number}/withdraw`), {});
      assert.equal(again.status, 409, "what is settled is over");
      const out = await shop.get("/test/outbox");
      assert.ok(out.text.includes(made.number), "the buyer was written to");
    });
  }
  test(`${kind}: what it cannot be answered with is refused in words`, async () => {
    const shop = await shopWithAll();
    const { order } = await delivered(shop, 1);
    for (const wish of ALL.filter((w) => !wishes.includes(w))) {
      const reply = await shop.api("POST", at(order), ask(kind, wish));
      assert.equal(reply.status, 422, `${wish}: ${reply.text}`);
      assert.ok(reply.json.errors[0].message.length > 10, reply.text);
    }
  });
}

test("an exchange: chosen on the form, a dearer one is not, the difference comes back, and what was exchanged is what the buyer has", async () => {
  const shop = await shopWithAll();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-1000-B", 1, { email: "sri@example.com" });
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `X${order.number}` });
  assert.equal((await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
  const form = await shop.get(`/orders/${order.number}/claims/new?key=${order.key}`);
  assert.match(form.text, /value="exchange"/);
  assert.match(form.text, /<option value="KU-200-H"[^>]*>200 g, Halus · Rp65\.000/, "with its price");
  const small = await delivered(shop, 1);
  const dearer = await shop.get(`/orders/${small.order.number}/claims/new?key=${small.order.key}`);
  assert.match(dearer.text, /<option value="KU-1000-B" disabled>[^<]*lebih mahal/);
  const refused = await shop.api("POST", at(small.order), { ...ask("changed_mind", "exchange"), lines: [{ sku: "KU-200-B", quantity: 1, exchange_for: "KU-1000-B" }] });
  assert.equal(refused.status, 422, refused.text);
  assert.match(refused.json.errors[0].message, /lebih mahal/);
  for (const exchange_for of ["EMPAT", "KU-200-B", "", "ADA' OR 1=1"]) {
    const no = await shop.api("POST", at(small.order), { ...ask("changed_mind", "exchange"), lines: [{ sku: "KU-200-B", quantity: 1, exchange_for }] });
    assert.equal(no.status, 422, `${exchange_for}: ${no.text}`);
  }
  const made = await shop.api("POST", at(order), { kind: "changed_mind", wish: "exchange", lines: [{ sku: "KU-1000-B", quantity: 1, exchange_for: "KU-200-H" }] });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.json.lines[0].exchange_sku, made.json.lines[0].exchange_price.amount], ["KU-200-H", 65000]);
  const now = await fulfil(shop, order, made.json, "exchange", "changed_mind");
  assert.equal(now.state, "settled");
  await until("the difference to be paid", async () => (await buyer.see(order)).refunds[0]?.state === "succeeded", 10000);
  assert.deepEqual((await buyer.see(order)).refunds.map((r) => r.amount.amount), [280000 - 65000]);
  const mails = (await shop.get("/test/outbox")).json.items.filter((m) => m.text.includes(made.json.number));
  assert.ok(mails.some((m) => /200 g, Halus sebagai ganti 1 kg, Biji utuh/.test(m.text) && /Rp215\.000/.test(m.text)), "the mail says what and how much");
  const english = await shop.get(`/en/orders/${order.number}/claims/${made.json.number}?key=${order.key}`);
  assert.match(english.text, /Exchange for another variant/);
  const after = await shop.api("POST", at(order), { kind: "damaged", wish: "refund", lines: [{ sku: "KU-200-H", quantity: 1 }], text: "Sobek." });
  assert.equal(after.status, 201, after.text);
  assert.equal(after.json.lines[0].sku, "KU-200-H", "what is claimed now is what came instead");
});

test("sold out meanwhile: the shop is told, the buyer chooses again or takes the money", async () => {
  const shop = await shopWithAll();
  const { order } = await delivered(shop, 1);
  const made = (await shop.api("POST", at(order), ask("changed_mind", "exchange"))).json;
  const { items } = (await admin(shop, "GET", "/admin/products")).json;
  const product = items.find((p) => p.slug === "kopi-uji");
  const variant = (await admin(shop, "GET", `/admin/products/${product.id}`)).json.variants.find((v) => v.sku === OTHER);
  const count = (n) => admin(shop, "POST", `/admin/products/${product.id}/variants/${variant.id}/stock`, { on_hand: n });
  const emptied = await count(0);
  assert.ok(emptied.status < 300, emptied.text);
  const no = await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {});
  assert.equal(no.status, 409, no.text);
  const page = `/orders/${order.number}/claims/${made.number}?key=${order.key}`;
  assert.match((await shop.get(page)).text, /ternyata sudah habis/);
  const again = await shop.api("POST", at(order, `/${made.number}/choose`), { wish: "exchange", exchange_for: OTHER });
  assert.equal(again.status, 422, again.text);
  const money = await shop.request("POST", `/orders/${order.number}/claims/${made.number}/choose?key=${order.key}`, {
    body: "wish=refund", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
  assert.ok([303, 403].includes(money.status), money.text);
  if (money.status === 403) assert.equal((await shop.api("POST", at(order, `/${made.number}/choose`), { wish: "refund" })).status, 200);
  const seen = (await shop.api("GET", at(order, `/${made.number}`))).json;
  assert.deepEqual([seen.state, seen.wish, seen.lines[0].exchange_sku], ["open", "refund", null]);
  assert.equal(seen.promises.find((p) => p.kind === "answer_claim").outcome, "open", "the shop still owes its answer");
  assert.equal((await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {})).json.state, "return_due");
  assert.ok((await count(variant.on_hand)).status < 300);
});

test("after all of it every invariant holds", async () => {
  const shop = await shopWithAll();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});

/** What waits, done by the sandbox or by hand. */
async function stands(shop, order, number, state) {
  const see = async () => (await shop.api("GET", at(order, `/${number}`))).json;
  await until(`the claim to be ${state}`, async () => (await see()).state === state, 10000);
  return see();
}

test("with shipping: the shop may add it for a part, and gives it for the whole parcel by itself, never more than was paid", async () => {
  const shop = await shopWithAll();
  const part = await delivered(shop, 2), whole = await delivered(shop, 2);
  const one = (await shop.api("POST", at(part.order), ask("damaged", "refund"))).json;
  assert.equal((await admin(shop, "POST", `/admin/claims/${one.number}/accept`, { with_shipping: true })).status, 200);
  await stands(shop, part.order, one.number, "settled");
  const shipping = part.order.total.amount - 2 * UNIT;
  assert.ok(shipping > 0);
  assert.deepEqual((await part.buyer.see(part.order)).refunds.map((r) => r.amount.amount), [UNIT + shipping]);
  const all = (await shop.api("POST", at(whole.order), { ...ask("damaged", "refund"), lines: [{ sku: "KU-200-B", quantity: 2 }] })).json;
  assert.equal((await admin(shop, "POST", `/admin/claims/${all.number}/accept`, {})).status, 200);
  await stands(shop, whole.order, all.number, "settled");
  assert.deepEqual((await whole.buyer.see(whole.order)).refunds.map((r) => r.amount.amount), [whole.order.total.amount]);
  const more = await shop.api("POST", at(part.order), ask("damaged", "refund"));
  assert.equal(more.status, 201, more.text);
  assert.equal((await admin(shop, "POST", `/admin/claims/${more.json.number}/accept`, { with_shipping: true })).status, 200);
  await stands(shop, part.order, more.json.number, "settled");
  const back = (await part.buyer.see(part.order)).refunds.reduce((sum, r) => sum + r.amount.amount, 0);
  assert.equal(back, part.order.total.amount, "the shipping once, all of it at most");
});

test("a replacement in advance: the old goods come back after it, are looked at with a picture, and are written off", async () => {
  const shop = await shopWithAll();
  const { order } = await delivered(shop, 1);
  const made = (await shop.api("POST", at(order), ask("defective", "replacement"))).json;
  const before = await onHand(shop);
  const does = async (name, body = {}) => {
    const reply = await admin(shop, "POST", `/admin/claims/${made.number}/${name}`, body);
    assert.equal(reply.status, 200, `${name}: ${reply.text}`);
    return reply.json;
  };
  assert.equal((await does("accept", { needs_return: true, is_advance: true })).state, "remedy_due");
  await does("send", { carrier: "jne", tracking_number: `ADV${made.number}` });
  const here = await shop.api("POST", at(order, `/${made.number}/arrive`), {});
  assert.equal(here.json.state, "return_due", here.text);
  const page = await shop.get(`/orders/${order.number}/claims/${made.number}?key=${order.key}`);
  const label = /href="([^"]*\/label\?key=[^"]*)"/.exec(page.text);
  assert.ok(label, "no return label");
  const printed = await shop.get(label[1].replaceAll("&amp;", "&"));
  assert.equal(printed.status, 200);
  assert.ok(printed.text.includes(made.number) && /paling lambat .*20\d\d/.test(printed.text), "the label says what, and until when");
  const code = await shop.get(/src="([^"]*label\.png[^"]*)"/.exec(printed.text)[1].replaceAll("&amp;", "&"));
  assert.equal(code.headers["content-type"], "image/png");
  assert.equal((await shop.get(`/orders/${order.number}/claims/${made.number}/label?key=${"x".repeat(22)}`)).status, 404, "a stranger's key");
  assert.equal((await shop.api("POST", at(order, `/${made.number}/send_back`), { carrier: "jne", tracking_number: "OLD1" })).json.state, "return_sent");
  await does("receive");
  const picture = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");
  const mark = "----amanah";
  const kept = await shop.request("POST", `/api/v1/admin/claims/${made.number}/files`, { body: Buffer.concat([
    Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`), picture, Buffer.from(`\r\n--${mark}--\r\n`)]),
    headers: { Authorization: `Bearer ${token}`, "Content-Type": `multipart/form-data; boundary=${mark}` } });
  assert.equal(kept.status, 200, kept.text);
  assert.equal((await does("inspect", { verdict: "ok", disposition: "scrap", text: "Pompanya memang macet." })).state, "settled");
  const seen = (await shop.api("GET", at(order, `/${made.number}`))).json;
  assert.equal(seen.evidence.length, 1, "the buyer sees the picture");
  assert.equal((await shop.get(label[1].replaceAll("&amp;", "&"))).status, 404, "nothing comes back any more");
  assert.equal(await onHand(shop), before - 1, "one left, the old one came back and was written off");
});

test("a transfer has no way back: an account is asked for, the proof keeps the promise, and money that did not come is owed again", async () => {
  const shop = await shopWithAll();
  const { order, buyer } = await (async () => {
    const placed = new Buyer(shop);
    const { order: o } = await placed.order("KU-200-B", 1, { payment_method: "bank_transfer", email: "sri@example.com" });
    const paid = await admin(shop, "POST", `/admin/orders/${o.number}/confirm`, { do: "confirm" });
    assert.ok(paid.status < 300, paid.text);
    const sent = await admin(shop, "POST", `/admin/orders/${o.number}/shipments`, { carrier: "jne", tracking_number: `TF${o.number}` });
    assert.equal((await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" })).status, 200);
    return { order: o, buyer: placed };
  })();
  const made = (await shop.api("POST", at(order), ask("damaged", "refund"))).json;
  assert.equal((await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {})).status, 200);
  const due = (await buyer.see(order)).refunds[0];
  assert.equal(due.state, "needs_bank_account");
  const settle = (reference) => admin(shop, "POST", `/admin/orders/${order.number}/refunds/${due.id}/settle`, { reference });
  const account = await shop.api("POST", `/orders/${order.number}/refund-account?key=${order.key}`, { bank: "BCA", number: "99887766554", holder: "Sri" });
  assert.equal(account.status, 200, account.text);
  assert.ok(!account.text.includes("99887766554"), "the account is not shown again");
  assert.equal((await settle("")).status, 400, "no proof");
  const promise = async () => (await buyer.see(order)).promises.filter((p) => p.kind === "refund").at(-1);
  assert.equal((await promise()).outcome, "open");
  assert.equal((await settle("BCA 7788")).status, 200);
  assert.equal((await promise()).outcome, "kept");
  assert.equal((await settle("BCA 7788")).status, 409, "never twice");
  await stands(shop, order, made.number, "settled");
  const missing = await shop.api("POST", `/orders/${order.number}/refunds/${due.id}/arrived?key=${order.key}`, { arrived: "no" });
  assert.equal(missing.status, 200, missing.text);
  const after = (await buyer.see(order)).refunds[0];
  assert.notEqual(after.state, "succeeded", "it counts to the money received");
  assert.notEqual((await promise()).outcome, "kept");
  assert.equal((await settle("BCA 7799")).status, 200, "owed again, and paid");
  const here = await shop.api("POST", `/orders/${order.number}/refunds/${due.id}/arrived?key=${order.key}`, { arrived: "yes" });
  assert.ok(here.json.refunds[0].confirmed_at, here.text);
});

test("after a chargeback nothing is refunded: open claims stop, new ones are refused, by hand neither", async () => {
  const shop = await shopWithAll();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 2);
  await buyer.sandbox(payment, "pay");
  const sent = await admin(shop, "POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: `CB${order.number}` });
  await admin(shop, "POST", `/admin/shipments/${sent.json.id}/events`, { status: "Delivered" });
  const made = (await shop.api("POST", at(order), ask("damaged", "refund"))).json;
  assert.equal((await buyer.sandbox(payment, "dispute")).status, 200);
  await stands(shop, order, made.number, "charged_back");
  assert.equal((await admin(shop, "POST", `/admin/claims/${made.number}/accept`, {})).status, 409);
  assert.equal((await shop.api("POST", at(order), ask("damaged", "refund"))).status, 422);
  const byHand = await admin(shop, "POST", `/admin/orders/${order.number}/refunds`, { amount: { amount: 1000, currency: "IDR" }, reason: "goodwill" });
  assert.ok([409, 422].includes(byHand.status), byHand.text);
  assert.deepEqual((await buyer.see(order)).refunds.filter((r) => r.state !== "reversed"), []);
});

test("and again every invariant holds", async () => {
  const shop = await shopWithAll();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
