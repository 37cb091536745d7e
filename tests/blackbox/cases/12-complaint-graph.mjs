// SPDX-License-Identifier: Apache-2.0
// The whole graph of a complaint from outside: in every state everybody tries every step; what the drawing does not have is refused.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
describe("complaint graph");

const ACTS = ["acknowledge", "ask", "wait", "go_on", "propose", "reject", "agree", "decline", "contest", "overdue", "uphold", "deny", "remedy", "confirm",
  "dispute", "ruled_for", "ruled_against", "withdraw", "duplicate", "not_a_complaint", "lapse", "reopen"];
const FIRST = ["acknowledge", "ask", "wait", "propose", "reject", "not_a_complaint", "duplicate"];
const LATER = ["ask", "wait", "go_on", "propose", "reject", "duplicate"];
/** state: how to come there (who does what), what the person may do then, what the shop may. */
const STATES = {
  received: { way: [], person: ["withdraw"], shop: FIRST },
  investigating: { way: ["shop acknowledge"], person: ["withdraw"], shop: FIRST },
  waiting_customer: { way: ["shop ask"], person: ["withdraw"], shop: LATER },
  waiting_third_party: { way: ["shop wait"], person: ["withdraw"], shop: LATER },
  proposed: { way: ["shop propose"], person: ["agree", "decline", "withdraw"], shop: [] },
  rejected: { way: ["shop reject"], person: ["contest", "withdraw"], shop: [] },
  escalated: { way: ["shop reject", "person contest"], person: ["withdraw"], shop: [] },
  remedy_due: { way: ["shop propose", "person agree"], person: ["contest", "confirm", "withdraw"], shop: ["remedy"] },
  remedied: { way: ["shop propose", "person agree", "shop remedy"], person: ["contest", "confirm"], shop: [] },
  closed: { way: ["person withdraw"], person: ["reopen", "dispute"], shop: ["reopen", "dispute"] },
  external_dispute: { way: ["person withdraw", "person dispute"], person: ["withdraw"], shop: ["ruled_for", "ruled_against"] },
};
let people = 0; // ten complaints a day is what one address may make
const WORDS = "Alasan yang cukup panjang.";

async function things(shop) {
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  const headers = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  const due_by = new Date(Date.parse((await shop.get("/test/clock")).json.now) + 4 * 86400e3).toISOString().slice(0, 10);
  const does = (k, who, act) => (who === "shop"
    ? shop.api("POST", `/admin/complaints/${k.number}/steps`, { act, text: WORDS, due_by, duplicate_of: k.other }, { headers })
    : shop.api("POST", `/complaints/${k.number}/steps?key=${k.key}`, { act, words: WORDS }));
  const make = async () => (await shop.api("POST", "/complaints", { email: `sari${++people}@example.com`, subject: "Gelas", text: "Bentuknya lain dari foto." })).json;
  const other = (await make()).number;
  const at = async (way) => {
    const k = { ...(await make()), other };
    for (const step of way) {
      const done = await does(k, ...step.split(" "));
      assert.equal(done.status, 200, `${step}: ${done.text}`);
    }
    return k;
  };
  const state = async (k) => (await shop.api("GET", `/complaints/${k.number}?key=${k.key}`)).json.state;
  return { does, at, state };
}

for (const [name, { way, person, shop: staff }] of Object.entries(STATES)) {
  test(`${name}: every step the drawing has is taken, every other is refused and changes nothing`, async () => {
    const shop = await open();
    const { does, at, state } = await things(shop);
    const k = await at(way);
    assert.equal(await state(k), name);
    for (const [who, may] of [["person", person], ["shop", staff]]) {
      for (const act of ACTS.filter((a) => !may.includes(a))) {
        const refused = await does(k, who, act);
        assert.ok([400, 403, 409].includes(refused.status), `${who} ${act}: ${refused.status}`);
      }
      assert.equal(await state(k), name, `the ${who} moved it`);
      for (const act of may) {
        const taken = await does(await at(way), who, act);
        assert.equal(taken.status, 200, `${who} ${act}: ${taken.text}`);
      }
    }
    const seen = (await shop.api("GET", `/complaints/${k.number}?key=${k.key}`)).json;
    assert.deepEqual(seen.acts.map((a) => a.act).sort(), [...person].sort(), "the page offers just these");
    assert.equal(seen.steps.length, way.length + 1, "a refused step leaves no trace");
  });
}

test("after all of it every invariant holds", async () => {
  const shop = await open();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});

test("also at the bank (chargeback): it still gets a decision with reasons, and a second person", async () => {
  const shop = await open();
  const { does, at, state } = await things(shop);
  const k = await at(["shop acknowledge"]);
  const told = await shop.api("POST", `/complaints/${k.number}/messages?key=${k.key}`, { text: "Saya juga sudah minta bank menarik kembali pembayarannya." });
  assert.equal(told.status, 200, told.text);
  assert.equal((await does(k, "shop", "reject")).status, 200, "it still gets a decision with reasons");
  assert.equal((await does(k, "person", "contest")).status, 200, "and a second person");
  assert.equal(await state(k), "escalated");
});
