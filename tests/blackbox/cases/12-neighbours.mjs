// SPDX-License-Identifier: Apache-2.0
// Several processes, one PostgreSQL: what one changes the others show; one of them keeps the timers.
import assert from "node:assert/strict";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Shop, engine, lazyShop, psqlOn } from "../lib/shop.mjs";
import { Office } from "../lib/office.mjs";

const SERVED = ["--no-rate-limit"];
const open = lazyShop({ serve: SERVED });
const LISTENING = "application_name = 'amanah' AND (query LIKE 'LISTEN %' OR query LIKE 'SELECT pg_advisory_lock_shared%' OR query LIKE 'NOTIFY %') AND datname = current_database()";
const AT = "/products/tanpa-hitung";
describe("neighbours");

/** Two processes of one shop, both listening. */
let pair;
async function both() {
  if (engine() !== "postgres") skip("one process owns a shop on SQLite");
  const one = await open();
  pair ??= await one.beside(SERVED);
  await heard(one);
  return [one, pair];
}

const sql = (shop, text) => psqlOn(shop.database, text);
const listening = (shop) => sql(shop, `SELECT string_agg(CAST(pid AS TEXT), ',' ORDER BY pid) FROM pg_stat_activity WHERE ${LISTENING}`);

/** So often each has said, with an emptied cache, that it hears the others; `not`: by connections that were lost since. */
async function heard(shop, not = "", times = 1) {
  await until("two processes that listen", async () => {
    const pids = await listening(shop);
    return pids.split(",").length === 2 && !pids.split(",").some((pid) => not.split(",").includes(pid));
  });
  const said = (one) => one.log.split("other processes are heard").length - 1;
  await until("both to say so", () => said(shop) >= times && said(pair) >= times);
}

async function price(shop) {
  const page = await shop.get(AT);
  assert.equal(page.status, 200, page.text);
  return Number(/itemprop="price" content="(\d+)"|"price":\s*"?(\d+)/.exec(page.text).slice(1).find(Boolean));
}

async function officeOf(shop) {
  const office = new Office(shop);
  await office.login();
  const id = await sql(shop, "SELECT product_id || '/variants/' || id FROM variant WHERE sku = 'TANPA'");
  office.setPrice = async (amount) => {
    await office.get("/admin/products/" + id.split("/")[0]);
    return office.done("/admin/products/" + id, { sku: "TANPA", price: String(amount), weight_grams: "100", is_active: "true" });
  };
  return office;
}

const within = async (ms, shop, amount) => {
  const began = Date.now();
  await until(`${amount} to be shown`, async () => (await price(shop)) === amount, ms);
  return Date.now() - began;
};

test("a price changed through one process shows at the other within a second", async () => {
  const [one, other] = await both();
  const offices = [await officeOf(one), await officeOf(other)];
  for (let i = 0; i < 6; i++) {
    const [writer, reader] = i % 2 ? [other, one] : [one, other];
    await Promise.all([price(one), price(other)]); // now cached at both
    await offices[i % 2].setPrice(20000 + i);
    assert.equal(await price(writer), 20000 + i, "who changed it shows it at once");
    await within(1000, reader, 20000 + i);
  }
});

test("a command beside the processes is heard by both", async () => {
  const [one, other] = await both();
  await Promise.all([price(one), price(other)]);
  const set = await one.run(["setting", "shop.name", "Toko Baru Sekali"]);
  assert.equal(set.code, 0, set.err);
  for (const shop of [one, other]) {
    await until("the new name", async () => (await shop.get(AT)).text.includes("Toko Baru Sekali"), 1000);
  }
});

test("a page lives on until something is said, and no longer than the connection that would say it", async () => {
  const [one, other] = await both();
  const before = await price(other);
  await sql(one, "UPDATE variant SET price_minor = 31000 WHERE sku = 'TANPA'"); // nobody is told
  await new Promise((done) => setTimeout(done, 3000));
  assert.equal(await price(other), before, "the page is still the cached one");
  const lost = await listening(one);
  await sql(one, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENING}`);
  await within(1000, other, 31000);
  await heard(one, lost, 2);
  const office = await officeOf(one);
  await Promise.all([price(one), price(other)]);
  await office.setPrice(32000);
  await within(1000, other, 32000);
});

test("a process that cannot sign any more leaves timers and jobs to the other, and takes part again once it can", async () => {
  const [one, other] = await both();
  const owner = () => sql(one, "SELECT owner FROM lease WHERE name = 'timer'");
  await until("an owner", async () => (await owner()) !== "");
  const deaf = (await owner()).startsWith(one.child.pid + "-") ? one : other;
  const left = deaf === one ? other : one;
  const lostAt = (shop) => shop.log.split("other processes are not heard").length;
  const pids = (await listening(one)).split(",");
  const before = lostAt(deaf);
  await sql(one, `SELECT pg_terminate_backend(${pids[0]})`);
  await heard(one, pids[0]);
  const kept = lostAt(deaf) > before ? pids[1] : (await listening(one)).split(",").find((pid) => pid !== pids[1]);
  const cut = sql(one, `DO $$ BEGIN FOR i IN 1..20000 LOOP
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENING} AND pid <> ${kept};
    PERFORM pg_stat_clear_snapshot(); PERFORM pg_sleep(0.03); END LOOP; END $$`).catch(() => {}); // until it is cancelled
  try {
    await until("the other to hold the timers", async () => (await owner()).startsWith(left.child.pid + "-"), 30000);
    await until("it to stand back", () => deaf.log.includes('"left_to_others":true'), 30000);
    for (let i = 0; i < 20; i++) {
      assert.ok((await owner()).startsWith(left.child.pid + "-"), "nothing is taken to and fro");
      await new Promise((done) => setTimeout(done, 100));
    }
  } finally {
    await sql(one, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'DO $$ BEGIN FOR %' AND datname = current_database()");
    await cut;
  }
  await until("it to take part again", () => deaf.log.includes('"left_to_others":false'), 30000);
});

test("one process keeps the timers; when it is killed the other takes over within the lease", async () => {
  const [one, other] = await both();
  const owner = () => sql(one, "SELECT owner FROM lease WHERE name = 'timer'");
  await until("an owner", async () => (await owner()) !== "");
  const first = await owner();
  const [killed, left] = first.startsWith(one.child.pid + "-") ? [one, other] : [other, one];
  assert.ok(first.startsWith(killed.child.pid + "-"), `${first} is neither process`);
  await new Promise((done) => setTimeout(done, 3000));
  assert.equal(await owner(), first, "it stays with one");
  await killed.kill();
  await until("the other process to take over", async () => (await owner()).startsWith(left.child.pid + "-"), 25000);
  const pulse = await sql(one, "SELECT at FROM pulse");
  await until("its heart to beat", async () => (await sql(one, "SELECT at FROM pulse")) !== pulse);
  await left.stop();
  assert.equal(await owner(), "", "who stops gives the lease back");
});
