// SPDX-License-Identifier: Apache-2.0
// One sealed file holds the whole shop, taken while people buy; what was changed, cut or is another's is refused and leaves nothing.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Buyer } from "../lib/buyer.mjs";
import { Office, OWNER } from "../lib/office.mjs";
import { png } from "../lib/picture.mjs";
import { describe, need, test } from "../lib/runner.mjs";
import { Shop, engine, psqlOn } from "../lib/shop.mjs";

describe("backup");

const WORDS = "sandi cadangan\n";

const kinds = ["products", "ledger", "events"];
const exported = async (of) => (await Promise.all(kinds.map((kind) => of.run(["export", kind])))).map((r) => r.out);

/** The same goods, money and events; a clean check; the buyer's link and the sealed name open. */
async function isTheSame(other, before, order) {
  assert.deepEqual(await exported(other), before);
  const check = await other.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
  await other.serve();
  const seen = (await other.api("GET", `/orders/${order.number}?key=${encodeURIComponent(order.key)}`)).json;
  assert.equal(seen.payment_status, "paid", "the buyer's link opens");
  const office = new Office(other);
  assert.equal((await office.login(OWNER)).status, 303);
  const sheet = await office.get(`/admin/orders/${order.number}`);
  assert.match(sheet.text, /Sri Wahyuni/, "sealed data opens with the restored keys");
}

/** A shop with an order, a picture and a buyer, being served; and a backup of it. */
async function saved() {
  const shop = await Shop.stocked();
  await shop.serve();
  const office = new Office(shop);
  await office.login();
  const list = await shop.api("GET", "/admin/products", undefined, { headers: office.headers });
  const at = `/admin/products/${list.json.items.find((p) => p.slug === "kopi-uji").id}`;
  await office.get(at);
  assert.equal((await office.upload(at + "/pictures", { alt_id: "Foto" }, { field: "picture", name: "a.png", type: "image/png", bytes: png(40) })).status, 303);
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order("KU-200-B", 1);
  assert.equal((await buyer.sandbox(payment, "pay")).status, 200);
  const file = path.join(path.dirname(shop.dir), "toko.backup");
  const made = await shop.run(["backup", file], { input: WORDS });
  need(made.code !== 2, "backup");
  assert.equal(made.code, 0, made.err);
  return { shop, file, order };
}

test("taken from a running shop, it gives the same shop elsewhere: rows, buyers, pictures, logins", async () => {
  const { shop, file, order } = await saved();
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
  const bytes = fs.readFileSync(file);
  for (const word of ["SQLite format", "Sri Wahyuni", "Kopi", "IHDR"]) assert.ok(!bytes.includes(word), word);
  assert.deepEqual(fs.readdirSync(shop.dir).filter((name) => /tmp/.test(name)), [], "no copy of the rows stays");
  await shop.stop();
  const before = await exported(shop);
  const other = await Shop.empty();
  fs.mkdirSync(path.dirname(other.dir), { recursive: true });
  const back = await other.run(["restore", file], { input: WORDS });
  assert.equal(back.code, 0, back.err);
  await isTheSame(other, before, order);
  const picture = /"(\/media\/[^" ]+)/.exec((await other.get("/products/kopi-uji")).text)?.[1];
  assert.ok(picture, "a picture is shown");
  assert.equal((await other.get(picture)).status, 200);
});

test("another passphrase, a changed byte, a missing end and other files are refused, and nothing is left", async () => {
  const { file } = await saved();
  const bytes = fs.readFileSync(file);
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 1;
  const cases = [
    ["another passphrase", bytes, "bukan itu\n"], ["a changed byte", changed, WORDS], ["no end", bytes.subarray(0, bytes.length - 22), WORDS],
    ["half", bytes.subarray(0, bytes.length >> 1), WORDS], ["a picture", png(20), WORDS], ["nothing", Buffer.alloc(0), WORDS],
  ];
  for (const [what, content, words] of cases) {
    const other = await Shop.empty();
    const copy = path.join(path.dirname(other.dir), "x.backup");
    fs.writeFileSync(copy, content);
    const back = await other.run(["restore", copy], { input: words });
    assert.equal(back.code, 1, `${what}: ${back.out}${back.err}`);
    assert.ok(back.err.length > 10, what);
    assert.deepEqual(fs.readdirSync(path.dirname(other.dir)), ["x.backup"], what);
  }
});

test("it is never restored over a shop, and needs a passphrase", async () => {
  const { shop, file } = await saved();
  const over = await shop.run(["restore", file], { input: WORDS });
  assert.equal(over.code, 1);
  assert.match(over.err, /there already/);
  const silent = await shop.run(["backup", file + "2"], { input: "" });
  assert.notEqual(silent.code, 0);
  assert.ok(!fs.existsSync(file + "2"));
});

test("a backup of one engine becomes a shop on the other, and can be sold from", async () => {
  const { shop, file, order } = await saved();
  await shop.stop();
  const before = await exported(shop);
  const other = await Shop.empty({ engine: engine() === "postgres" ? "sqlite" : "postgres" });
  fs.mkdirSync(path.dirname(other.dir), { recursive: true });
  const back = await other.run(["restore", file], { input: WORDS });
  assert.equal(back.code, 0, back.err);
  for (const name of ["shop.rows", other.database ? "shop.db" : "keys/persons"]) assert.ok(!fs.existsSync(path.join(other.dir, name)), name);
  await isTheSame(other, before, order);
  const second = await new Buyer(other).order("KU-200-B", 1);
  assert.notEqual(second.order.number, order.number);
  assert.equal((await other.stop()).code, 0);
  assert.equal((await other.run(["check"])).code, 0);
});

test("a database that has tables takes no rows, and stays as it was", async () => {
  const { file } = await saved();
  const other = await Shop.empty({ engine: "postgres" });
  await psqlOn(other.database, "CREATE TABLE catatan (id BIGINT)");
  const back = await other.run(["restore", file], { input: WORDS });
  assert.equal(back.code, 1);
  assert.match(back.err, /has tables already/);
  assert.equal(await psqlOn(other.database, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"), "1");
  assert.ok(!fs.existsSync(other.dir));
});

test("copy takes a shop from SQLite to PostgreSQL, once, and only while nobody writes", async () => {
  if (engine() === "postgres") return; /* it begins on SQLite */
  const { shop, order } = await saved();
  const target = await Shop.empty({ engine: "postgres" });
  const to = ["copy", "--to", target.database.url];
  const busy = await shop.run(to);
  assert.equal(busy.code, 1, busy.out);
  await shop.stop();
  const before = await exported(shop);
  const done = await shop.run(to);
  assert.equal(done.code, 0, done.err);
  const moved = new Shop(shop.dir, target.database);
  await isTheSame(moved, before, order);
  assert.equal(await psqlOn(target.database, "SELECT count(*) FROM person WHERE sealed_key IS NOT NULL"), "0", "no person's key in the rows");
  await moved.stop();
  const fresh = await Shop.empty({ engine: "postgres" });
  const again = await shop.run(["copy", "--to", fresh.database.url]);
  assert.equal(again.code, 1);
  assert.match(again.err, /copied before/);
  assert.equal((await moved.run(["check"])).code, 0);
  await isTheSame(moved, before, order);
});
