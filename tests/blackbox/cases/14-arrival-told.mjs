// SPDX-License-Identifier: Apache-2.0
// When a parcel came is said by people and programs: not before it was sent, not in days to come.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { Shop } from "../lib/shop.mjs";

describe("an arrival as it is told");

test("before the parcel was sent or in days to come it is refused, in the words of who asks", async () => {
  const shop = await Shop.stocked();
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const admin = (at, json, language) => shop.api("POST", "/admin" + at, json, { headers: { Authorization: `Bearer ${token}`, ...language } });
  await shop.serve();
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const sent = await admin(`/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "A1" });
  const instant = (days) => new Date(Date.now() + days * 86400000).toISOString();
  const tries = [[-400, /had not been sent yet/, /belum dikirim/], [2, /has not come yet/, /belum tiba/]];
  const refused = async (at, days, english, indonesian) => {
    for (const [language, words] of [["en", english], ["id", indonesian]]) {
      const answer = await admin(at, { status: "Delivered", at: instant(days) }, { "Accept-Language": language });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.text, words);
    }
  };
  const events = `/shipments/${sent.json.id}/events`;
  for (const [days, english, indonesian] of tries) await refused(events, days, english, indonesian);
  const arrived = await admin(events, { status: "Delivered" });
  assert.equal(arrived.status, 200, arrived.text);

  const at = `/orders/${order.number}`;
  const claim = (await shop.api("POST", `${at}/claims?key=${order.key}`,
    { kind: "damaged", wish: "replacement", text: "Pecah.", lines: [{ sku: "KU-200-B", quantity: 1 }] })).json;
  assert.equal((await admin(`/claims/${claim.number}/accept`, {})).status, 200);
  assert.equal((await admin(`/claims/${claim.number}/send`, { carrier: "jne", tracking_number: "A2" })).status, 200);
  for (const [days, english, indonesian] of tries) await refused(`/claims/${claim.number}/events`, days, english, indonesian);
  assert.equal((await admin(`/claims/${claim.number}/events`, { status: "Delivered", at: instant(0) })).status, 200);
});
