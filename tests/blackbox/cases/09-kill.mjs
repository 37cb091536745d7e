// SPDX-License-Identifier: Apache-2.0
// kill -9 in the middle of checkouts: what was acknowledged is there, once, and everything adds up.
import assert from "node:assert/strict";
import { describe, need, test, until } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";
import { Buyer } from "../lib/buyer.mjs";

const open = lazyShop({ serve: ["--no-rate-limit"] });
describe("kill -9");

async function buyUntilDead(shop, method, acknowledged, half) {
  for (;;) {
    const buyer = new Buyer(shop);
    buyer.method = method;
    try {
      const added = await buyer.add("TANPA");
      if (added.status >= 300) throw new Error("cart " + added.status);
      const reply = await buyer.checkout();
      if (reply.status === 201) acknowledged.push({ buyer, order: reply.json.order });
      else half.push({ buyer, status: reply.status });
    } catch {
      half.push({ buyer });
      return;
    }
  }
}

test(`loses no acknowledged order in ${globalThis.KILLS} kills`, async () => {
  const shop = await open();
  const first = new Buyer(shop);
  await first.order("TANPA");
  let total = 0, refused = 0;
  for (let round = 0; round < globalThis.KILLS; round++) {
    const acknowledged = [], half = [];
    const work = Array.from({ length: 8 }, () => buyUntilDead(shop, first.method, acknowledged, half));
    await new Promise((done) => setTimeout(done, 40 + ((round * 37) % 160)));
    const isLast = round === globalThis.KILLS - 1; // a busy machine may have answered none before it was killed, again and again
    if (isLast && total === 0) await until("one order", () => acknowledged.length > 0, 30000);
    await shop.kill();
    await Promise.all(work);
    await shop.serve(["--no-rate-limit"]);
    for (const { buyer, order } of acknowledged) {
      const seen = await buyer.see(order);
      assert.equal(seen.status, "open", `round ${round}: ${order.number}`);
    }
    for (const { buyer } of half) {
      if (!buyer.token) continue;
      const again = await buyer.checkout(); // tries once more, as a buyer would: the same order or a first one
      if (!(again.status === 200 || again.status === 201)) refused++;
      assert.ok([200, 201, 404, 409, 410].includes(again.status), `round ${round}: ${again.status} ${again.text}`);
    }
    total += acknowledged.length;
  }
  assert.ok(total > 0, "no order was acknowledged between the kills");
  console.log(`     ${total} acknowledged orders, ${refused} second tries refused`);
  await shop.stop();
  const check = await shop.run(["check"]);
  need(check.code !== 2, "check");
  assert.equal(check.code, 0, check.out + check.err);
});
