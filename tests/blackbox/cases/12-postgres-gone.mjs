// SPDX-License-Identifier: Apache-2.0
// PostgreSQL goes away in the middle of checkouts and comes back: 503 meanwhile, nothing acknowledged is lost, nobody restarts anything.
import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { Buyer } from "../lib/buyer.mjs";
import { describe, skip, test, until } from "../lib/runner.mjs";
import { Shop, engine, psqlOn } from "../lib/shop.mjs";

describe("PostgreSQL gone");

/** A socket the shop connects to instead of the server's own; `cut` ends every connection and lets none in. */
async function wire(url) {
  const at = new URL(url.replace(/^postgres(ql)?:\/\/([^/]*)@\//, "http://x/"));
  const real = { path: `${at.searchParams.get("host")}/.s.PGSQL.${at.searchParams.get("port")}` };
  if (!fs.existsSync(real.path)) skip("PostgreSQL is not on a socket of its own");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "amanah-bb-"));
  const own = path.join(folder, ".s.PGSQL.5432");
  const open = new Set();
  let server;
  const join = () => new Promise((done) => {
    server = net.createServer((near) => {
      const far = net.connect(real);
      for (const [one, other] of [[near, far], [far, near]]) {
        open.add(one);
        one.on("error", () => other.destroy());
        one.on("close", () => { open.delete(one); other.destroy(); });
      }
      near.pipe(far).pipe(near);
    }).listen(own, done);
  });
  const cut = () => new Promise((done) => {
    server.close(done);
    for (const one of open) one.destroy();
  });
  await join();
  const database = new URL(url.replace(/^postgres(ql)?:\/\/([^/]*)@\//, "http://$2/")).pathname.slice(1);
  return { url: `postgres://amanah@/${database}?host=${folder}&port=5432`, join, cut, end: async () => { await cut(); fs.rmSync(folder, { recursive: true, force: true }); } };
}

test("what is asked meanwhile is refused for now; what was acknowledged before and after is there", async () => {
  if (engine() !== "postgres") skip("SQLite is no server");
  const shop = await Shop.stocked();
  const line = await wire(shop.database.url);
  const direct = shop.where;
  shop.where = ["--data", shop.dir, "--database", line.url];
  await shop.serve(["--no-rate-limit"]);
  const all = Array.from({ length: 40 }, () => new Buyer(shop));
  for (const buyer of all) assert.ok((await buyer.add("KU-200-B")).status < 300);

  const asked = all.slice(0, 30).map((buyer) => buyer.checkout());
  await Promise.race(asked);
  await line.cut();
  const replies = await Promise.all(asked);
  const refused = replies.filter((r) => r.status !== 201);
  for (const reply of [...refused, await all[30].checkout()]) {
    assert.equal(reply.status, 503, reply.text);
    assert.match(reply.headers["retry-after"] ?? "", /^\d+$/);
  }
  const page = await shop.get("/admin/login");
  assert.ok(page.status === 503 || page.status === 200, "a page that reads is refused for now, not lost");
  assert.equal((await shop.get("/healthz")).status, 200, "the process lives");
  assert.equal((await shop.get("/readyz")).status, 503);

  await line.join();
  await until("the shop to be ready again", async () => (await shop.get("/readyz")).status === 200);
  const later = await until("a checkout after it", async () => {
    const reply = await all[30].checkout();
    return reply.status === 201 && reply;
  });
  const acknowledged = [...replies.filter((r) => r.status === 201), later];
  assert.equal((await shop.stop()).code, 0);
  await line.end();
  shop.where = direct;
  for (const reply of acknowledged) {
    assert.equal(await psqlOn(shop.database, `SELECT count(*) FROM shop_order WHERE number = '${reply.json.order.number}'`), "1");
  }
  const check = await shop.run(["check"]);
  assert.equal(check.code, 0, check.out + check.err);
});
