// SPDX-License-Identifier: Apache-2.0
// Figures of care: the inbox among 100,000 conversations; a case beside a rendered product page. Rows for volume come by SQL.
import assert from "node:assert/strict";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { Buyer } from "../blackbox/lib/buyer.mjs";
import { Office } from "../blackbox/lib/office.mjs";

const CONVERSATIONS = 100000, PEOPLE = 200;

/** A tenth waits for an answer, as after a very bad week. */
const FILL = `
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1])
now = int(time.time() * 1e6)
people = db.execute("SELECT person_id, last_message_id FROM conversation ORDER BY id").fetchall() # real ones: their names and words are sealed
def row(i):
    at = now - i * 60000000
    due = now + (i - 5000) * 60000000 if i % 10 == 0 else None
    person, said = people[i % len(people)]
    return (f"TNY-LOAD-{i}", person, said, "open" if due else "closed", 1 if due else 0, "web", "id", at, at, at if due else None, due, due or 9000000000000000000, due or 9000000000000000000, at)
db.executemany("INSERT INTO conversation (number, person_id, last_message_id, state, is_todo, channel, lang, opened_at, last_at, waiting_since, due_at, due_sort, act_by, survey_offered_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (row(i) for i in range(int(sys.argv[2]))))
db.commit()
`;

async function timed(get, count) {
  const took = [];
  for (let i = 0; i < count; i++) {
    const started = process.hrtime.bigint();
    const reply = await get(i);
    assert.equal(reply.status, 200, reply.text);
    took.push(Number(process.hrtime.bigint() - started) / 1e6);
  }
  return took;
}

export async function inbox({ shop, row, percentile, median }) {
  for (let i = 0; i < PEOPLE; i++) {
    const made = await shop.api("POST", "/contact", { name: `Pembeli ${i}`, email: `pembeli${i}@surat.example`, text: `Pesanan saya yang ke-${i} belum sampai, padahal janjinya kemarin. Mohon dicek ya.` });
    assert.equal(made.status, 201, made.text);
  }
  await shop.stop();
  execFileSync("python3", ["-c", FILL, path.join(shop.dir, "shop.db"), String(CONVERSATIONS)]);
  await shop.serve(["--no-rate-limit", "--no-cache"]);
  const office = new Office(shop);
  await office.login();
  const took = await timed(() => office.get("/admin/inbox"), 200);
  row("inbox list of 100,000 conversations, p95", `${percentile(took, 95).toFixed(1)} ms`, "≤ 20 ms", percentile(took, 95) <= 20, `p50 ${median(took).toFixed(1)} ms`);
}

export async function opening({ shop, row, median }) {
  const { order, payment } = await new Buyer(shop).order("B0-0");
  const token = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out).token;
  const staff = { headers: { Authorization: `Bearer ${token}` } };
  await shop.post(`/sandbox/payments/${payment.id}`, { do: "pay" });
  const parcel = (await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: "UKUR" }, staff)).json;
  await shop.api("POST", `/admin/shipments/${parcel.id}/events`, { status: "Delivered" }, staff);
  const key = `?key=${encodeURIComponent(order.key)}`;
  const made = await shop.api("POST", `/orders/${order.number}/claims${key}`, { kind: "damaged", lines: [{ sku: "B0-0", quantity: 1 }], wish: "refund", text: "Retak." });
  assert.equal(made.status, 201, made.text);
  await shop.stop();
  await shop.serve(["--no-rate-limit", "--no-cache"]);
  const ratios = [];
  for (let i = 0; i < 5; i++) {
    const product = median(await timed(() => shop.get(`/products/${shop.slug}`), 200));
    const claim = median(await timed(() => shop.get(`/orders/${order.number}/claims/${made.json.number}${key}`), 200));
    ratios.push(claim / product);
  }
  row("opening a case: a claim's page ÷ the rendered product page, time", median(ratios).toFixed(2), "≤ 2", median(ratios) <= 2);
}
