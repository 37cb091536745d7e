// SPDX-License-Identifier: Apache-2.0
// Orders for the books: what they say, that a buyer's words calculate nothing, and that who read them is written down.
import assert from "node:assert/strict";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { Buyer } from "../lib/buyer.mjs";
import { describe, test } from "../lib/runner.mjs";
import { Shop, psqlOn } from "../lib/shop.mjs";

describe("export");

const READS = "SELECT count(*) FROM vault_access WHERE purpose = 'invoice'";
async function reads(shop) {
  if (shop.database) return Number(await psqlOn(shop.database, READS));
  const script = "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";
  return Number(execFileSync("python3", ["-c", script, path.join(shop.dir, "shop.db"), READS], { encoding: "utf8" }));
}

test("orders come out for the books, from a running shop and a resting one, and every look is written down", async () => {
  const shop = await Shop.stocked();
  await shop.serve();
  const first = await new Buyer(shop).order("KU-200-B", 1);
  const second = await new Buyer(shop).order("KU-200-B", 2, { name: "=1+2" });
  const third = await new Buyer(shop).order("KU-200-B", 1, { name: 'Budi;=HYPERLINK("x")| +1, @A' });
  const before = await reads(shop);
  const served = await shop.run(["export", "orders"]);
  assert.equal(served.code, 0, served.err);
  const lines = served.out.trim().split("\r\n");
  assert.equal(lines.length, 4);
  const names = lines[0].split(",");
  const of = (number) => Object.fromEntries(lines.find((l) => l.startsWith(number + ",")).split(",").map((v, i) => [names[i], v]));
  const one = of(first.order.number);
  assert.equal(one.name, "Sri Wahyuni");
  assert.equal(one.city, "Kota Bandung");
  assert.equal(one.currency, "IDR");
  assert.equal(Number(one.total), Number(first.order.total.amount));
  assert.equal(one.payment, "pending");
  assert.equal(of(second.order.number).name, "'=1+2");
  assert.ok(served.out.includes(`"Budi;'=HYPERLINK(""x"")| '+1, '@A"`), "a program that parts at semicolons begins no formula either");
  assert.ok(served.out.includes(third.order.number));
  assert.ok(!served.out.includes("0812"), "the books need no telephone number");
  assert.equal(await reads(shop), before + 3, "one look an order");
  await shop.stop();
  const resting = await shop.run(["export", "orders"]);
  assert.equal(resting.out, served.out);
  assert.equal(await reads(shop), before + 6);
});

test("the file of orders adds up to the ledger: what came, the code taken off, the fee, what went back", async () => {
  const shop = await Shop.stocked();
  for (const [key, value] of [["payment.banks", "BCA | 7310224498 | RATNA DEWI"], ["payment.cod", "1"], ["payment.cod_fee_minor", "5000"]]) {
    assert.equal((await shop.run(["setting", key, value])).code, 0, key);
  }
  const { token } = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out);
  const admin = { headers: { Authorization: `Bearer ${token}` } };
  await shop.serve();
  const placed = [];
  for (const payment_method of ["bank_transfer", "cod", "bank_transfer"]) {
    placed.push(await new Buyer(shop).order("KU-200-B", 1, { payment_method }));
  }
  const act = async (i, what, json) => {
    const reply = await shop.api("POST", `/admin/orders/${placed[i].order.number}/${what}`, json, admin);
    assert.ok(reply.status < 300, `${what}: ${reply.status} ${reply.text}`);
  };
  await act(0, "confirm", {});
  await act(2, "confirm", {});
  await act(2, "cancel", { reason: "out_of_stock" });
  const lines = (await shop.run(["export", "orders"])).out.trim().split("\r\n").map((line) => line.split(","));
  const rows = placed.map(({ order }) => Object.fromEntries(lines.find((l) => l[0] === order.number).map((v, i) => [lines[0][i], v])));
  rows.forEach((row, i) => {
    assert.equal(Number(row.total) - Number(row.unique_code), placed[i].payment.amount.amount, "what the buyer was asked for");
  });
  assert.deepEqual(rows.map((row) => Number(row.cod_fee)), [0, 5000, 0]);
  assert.deepEqual(rows.map((row) => Number(row.paid)), [placed[0].payment.amount.amount, 0, placed[2].payment.amount.amount]);
  assert.deepEqual(rows.map((row) => Number(row.owed_back)), [0, 0, placed[2].payment.amount.amount]);
  const bank = [...(await shop.run(["export", "ledger"])).out.matchAll(/^ {4}bank {2}(-?\d+) IDR$/gm)].reduce((sum, m) => sum + Number(m[1]), 0);
  assert.equal(bank, rows.reduce((sum, row) => sum + Number(row.paid) - Number(row.refunded), 0));
});
