// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, skip, test } from "../lib/runner.mjs";
import { Shop, engine } from "../lib/shop.mjs";

describe("demo");

async function demo(more = []) {
  const shop = await Shop.empty();
  const made = await shop.run(["demo", ...more]);
  assert.equal(made.code, 0, made.err);
  return Object.assign(shop, { said: made.out });
}
const links = (shop) => [...shop.said.matchAll(/http:\/\/127\.0\.0\.1:8080(\/orders\/\S+)/g)].map((m) => m[1]);
const logins = (shop) => [...shop.said.matchAll(/^ {2}(\w+) +(\S+@\S+) +(\S+)$/gm)].map(([, role, email, password]) => ({ role, email, password }));

test("an example shop has lived: kept and broken promises, orders at every stage, every invariant holds", async () => {
  const shop = await Shop.demo();
  const checked = await shop.run(["check"]);
  assert.equal(checked.code, 0, checked.out + checked.err);
  const wrong = await shop.run(["init", "--name", "X", "--email", "x@y.example"]);
  assert.notEqual(wrong.code, 0, "a second shop in the same place");
  await shop.serve();
  const events = await shop.run(["export", "events"]);
  assert.equal(events.code, 0, events.err);
  const count = (kind) => events.out.split("\n").filter((line) => line.includes(`"${kind}"`)).length;
  assert.ok(count("promise.kept") > 300, "too few promises were kept");
  assert.ok(count("promise.broken") > 5, "no promise was ever broken");
  for (const kind of ["refund.succeeded", "order.expired", "order.canceled", "order.received"]) assert.ok(count(kind) > 0, kind);
  const products = (await shop.api("GET", "/products")).json;
  assert.equal(products.result_count, 40);
  assert.equal(links(shop).length, 4, shop.said);
  for (const at of links(shop)) {
    const page = await shop.get(at);
    assert.equal(page.status, 200, at);
    const order = (await shop.get("/api/v1" + at)).json;
    assert.ok(order.timeline.length > 0 && order.lines.length > 0, at);
  }
  assert.match((await shop.get("/")).text, /Kriya Banyuwening/);
  await shop.stop();
});

test("the printed logins open the back office, each with its role", async () => {
  const shop = await demo(["--days", "3"]);
  await shop.serve();
  assert.deepEqual(logins(shop).map((l) => l.role).sort(), ["auditor", "care", "fulfilment", "manager", "owner", "privacy"]);
  for (const { role, email, password } of logins(shop).filter((l) => ["owner", "care", "fulfilment"].includes(l.role))) {
    const reply = await shop.request("POST", "/admin/login", { form: { email, password } });
    assert.equal(reply.status, 303, `${role}: ${reply.text.slice(0, 300)}`);
    const cookie = reply.headers["set-cookie"].map((c) => c.split(";")[0]).join("; ");
    assert.equal((await shop.get("/admin/orders", { headers: { cookie } })).status, 200, role);
  }
  await shop.stop();
});

test("the same seed gives the same orders, another seed others", async () => {
  if (engine() !== "sqlite") skip("once is enough");
  const numbers = async (seed) => {
    const shop = await demo(["--days", "20", "--seed", String(seed)]);
    await shop.serve();
    const outbox = await shop.get("/test/outbox");
    await shop.stop();
    return [...new Set(outbox.json.items.map((m) => m.order))].join(" ");
  };
  const [one, again, other] = [await numbers(7), await numbers(7), await numbers(8)];
  assert.ok(one.length > 100);
  assert.equal(one, again);
  assert.notEqual(one, other);
});

test("days that are none are refused", async () => {
  const shop = await Shop.empty();
  for (const days of ["0", "-1", "100000"]) assert.equal((await shop.run(["demo", "--days", days])).code, 2, days);
});
