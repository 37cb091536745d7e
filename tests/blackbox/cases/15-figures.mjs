// SPDX-License-Identifier: Apache-2.0
// The public figures, counted again from the record of what became true, by other code than the program's.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test, until } from "../lib/runner.mjs";
import { Buyer } from "../lib/buyer.mjs";
import { lazyShop, ROOT, Shop } from "../lib/shop.mjs";

describe("figures");

const HOUR = 3600;
const seconds = (text) => Date.parse(text) / 1000;

/** What each promise is now: its events tell all of it, the last one holds. */
function promisesOf(events) {
  const last = new Map();
  const reasons = new Map();
  const dropped = new Set();
  for (const e of events) {
    if (!e.kind.startsWith("promise.") || e.facts.promise === undefined) continue;
    last.set(e.facts.promise, e.facts);
    if (e.kind === "promise.voided") reasons.set(e.facts.promise, e.facts.reason);
    if (e.kind === "promise.dropped") dropped.add(e.facts.promise);
    if (e.kind === "promise.reopened") dropped.delete(e.facts.promise);
  }
  return [...last].map(([id, p]) => ({
    kind: p.kind, due: seconds(p.due_at), from: seconds(p.from_at), outcome: p.outcome, reason: reasons.get(id), isDropped: dropped.has(id),
    settled: p.settled_at === null ? null : seconds(p.settled_at),
  }));
}

function wilson(k, n) {
  const z = 1.96;
  const p = k / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [(middle - half) / (1 + (z * z) / n), (middle + half) / (1 + (z * z) / n)];
}

/** Nearest rank; who waits still is not answered, so the figure is a lower bound when the answered do not reach the rank. */
function percentile(cases, p) {
  const sorted = [...cases].sort((a, b) => a.took - b.took);
  const rank = Math.ceil((p * sorted.length) / 100);
  const value = sorted[rank - 1].took;
  const done = sorted.filter((c) => c.done && c.took <= value).length;
  return { seconds: value, is_at_least: done < rank };
}

/** Minutes in which the shop is open, counted one by one. */
function openMinutes(text) {
  const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
  const hours = {};
  for (const line of text.split("\n")) {
    const m = line.match(/^(\w{3}) (\d\d):(\d\d)-(\d\d):(\d\d)$/);
    if (m) hours[days.indexOf(m[1])] = [Number(m[2]) * 60 + Number(m[3]), Number(m[4]) * 60 + Number(m[5])];
  }
  const holidays = new Set(fs.readFileSync(path.join(ROOT, "data/holidays-id.tsv"), "utf8").match(/^\d{4}-\d\d-\d\d/gm));
  return (from, to) => {
    let open = 0;
    for (let at = from; at < to; at += 60 - (at % 60)) {
      const local = new Date((at + 7 * HOUR) * 1000);
      const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
      const span = hours[local.getUTCDay()];
      const isOpen = span && minute >= span[0] && minute < span[1] && !holidays.has(local.toISOString().slice(0, 10));
      if (isOpen) open += Math.min(60 - (at % 60), to - at);
    }
    return open;
  };
}

function rates(all, from, now) {
  const out = {};
  for (const p of all.filter((p) => p.due >= from && p.due < now)) {
    const r = (out[p.kind] ??= { due: 0, kept: 0, broken: 0, broken_open: 0, voided: 0, reasons: {} });
    r.due++;
    if (p.outcome === "voided") {
      r.voided++;
      r.reasons[p.reason] = (r.reasons[p.reason] ?? 0) + 1;
    } else if (p.outcome === "kept") {
      assert.ok(p.settled <= p.due, "kept late");
      r.kept++;
    } else {
      r.broken++;
      if (p.settled === null) r.broken_open += p.isDropped ? 0 : 1;
      else assert.ok(p.settled > p.due, "broken in time");
    }
  }
  return out;
}

function replies(all, kind, from, now, open) {
  const asked = all.filter((p) => p.kind === kind && p.from >= from && p.from < now);
  const counted = asked.filter((p) => p.outcome !== "voided");
  const cases = (span) => counted.map((p) => ({ took: span(p.from, p.settled ?? now), done: p.settled !== null }));
  const share = (list, bound) => {
    const judged = list.filter((c) => c.done || c.took > bound);
    return [judged.filter((c) => c.done && c.took <= bound).length, judged.length];
  };
  const wall = cases((a, b) => b - a);
  const business = cases(open);
  return {
    asked: counted.length, waiting: counted.filter((p) => p.settled === null).length, voided: asked.length - counted.length,
    shares: [share(wall, HOUR), share(wall, 24 * HOUR), share(business, HOUR), share(business, 24 * HOUR)],
    spans: counted.length === 0 ? null
      : [percentile(wall, 50), percentile(wall, 90), percentile(business, 50), percentile(business, 90)],
  };
}

const near = (a, b, by, what) => assert.ok(Math.abs(a - b) <= by, `${what}: ${a} and ${b}`);

async function livedShop() {
  const shop = await Shop.demo(); // ninety days
  const calendar = (await shop.run(["setting", "shop.calendar"])).out.replaceAll("\\n", "\n");
  return { shop, open: openMinutes(calendar.slice(calendar.search(/\w{3} \d\d:/))) };
}

/** What /promises says, with the record of that moment: the shop lives on, so it is asked again while something happens meanwhile. */
async function shownBeside(shop, days) {
  const record = async () => {
    const exported = await shop.run(["export", "events"]);
    assert.equal(exported.code, 0, exported.err);
    return exported.out;
  };
  return until("a moment in which nothing happens", async () => {
    const before = await record();
    const { json, headers } = await shop.api("GET", `/promises?days=${days}`);
    if ((await record()) !== before) return null;
    const events = before.trim().split("\n").map((line) => JSON.parse(line)).sort((a, b) => a.id - b.id);
    return { shown: json, events, now: Date.parse(headers.date) / 1000 };
  }, 60000);
}

test("the kept rates and reply times of /promises are those of the record", async () => {
  const { shop, open } = await livedShop();
  await shop.serve(["--no-rate-limit"]);
  for (const days of [30, 90, 365]) {
    const { shown, events, now } = await shownBeside(shop, days);
    const all = promisesOf(events);
    assert.ok(all.length > 500, `only ${all.length} promises`);
    const mine = rates(all, now - days * 86400, now);
    assert.deepEqual(shown.items.map((i) => i.kind).sort(), Object.keys(mine).sort());
    for (const item of shown.items) {
      const m = mine[item.kind];
      for (const name of ["due", "kept", "broken", "broken_open", "voided"]) assert.equal(item[name], m[name], `${days} ${item.kind} ${name}`);
      assert.deepEqual(Object.fromEntries(item.voided_reasons.map((r) => [r.reason, r.count])), m.reasons);
      const n = m.kept + m.broken;
      if (n === 0) {
        assert.equal(item.rate, null);
        continue;
      }
      near(Number(item.rate), m.kept / n, 0.00005001, "rate");
      const [low, high] = wilson(m.kept, n);
      near(Number(item.rate_low), low, 0.000051, "low");
      near(Number(item.rate_high), high, 0.000051, "high");
    }
    for (const r of shown.replies) {
      const m = replies(all, r.kind, now - days * 86400, now, open);
      for (const name of ["asked", "waiting", "voided"]) assert.equal(r[name], m[name], `${days} ${r.kind} ${name}`);
      assert.deepEqual(r.shares.map((s) => [s.clock, s.hours]), [["wall", 1], ["wall", 24], ["business", 1], ["business", 24]], "the wall clock first");
      assert.deepEqual(r.shares.map((s) => [s.numerator, s.denominator]), m.shares, `${days} ${r.kind}`);
      if (m.spans === null) continue;
      for (const [i, span] of r.spans.entries()) {
        near(span.seconds, m.spans[i].seconds, 60, `${days} ${r.kind} ${span.name}`);
        assert.equal(span.is_at_least, m.spans[i].is_at_least);
      }
    }
    assert.equal(shown.replies[0].kind, "reply");
    const since = (now - days * 86400) * 1000;
    const inTime = events.filter((e) => Date.parse(e.at) >= since);
    assert.equal(shown.override_count, inTime.filter((e) => e.kind.startsWith("override.")).length);
    for (const d of shown.decisions) {
      const of = inTime.filter((e) => e.kind === "decision.decided" && e.facts.decided_by === d.by);
      assert.equal(d.count, of.length, d.by);
    }
    assert.ok(replies(all, "reply", 0, now, open).asked > 5, "the example shop was asked too little to tell anything");
  }
});

test("while the last 14 days are slower than the policy, that is said instead of a promise", async () => {
  const shop = await Shop.make();
  await shop.serve();
  const slow = /lebih lambat dari seharusnya/;
  const places = ["/contact", "/faq", "/", "/promises"];
  for (const at of places) assert.doesNotMatch((await shop.get(at)).text, slow, at);
  assert.match((await shop.get("/contact")).text, /paling lambat/);
  for (let i = 0; i < 6; i++) assert.equal((await shop.api("POST", "/contact", { email: `s${i}@surat.example`, text: "Halo?" })).status, 201);
  const later = new Date(Date.now() + 9 * 86400000).toISOString();
  assert.equal((await shop.post("/test/clock", { now: later }, { timeoutMs: 120000 })).status, 200);
  for (const at of places) assert.match((await shop.get(at)).text, slow, at);
  const contact = (await shop.get("/contact")).text;
  assert.doesNotMatch(contact, /dijawab manusia paling lambat|Kami menjawab paling lambat/, "a promise beside it");
  const said = await shop.api("POST", "/contact", { email: "baru@surat.example", text: "Halo?" });
  assert.match(said.json.slow_text, slow);
  assert.ok(said.json.promises[0].due_at, "the promise is made and judged all the same");
});

test("while parcels leave later than promised, pages of goods say what is usual instead of a day", async () => {
  const shop = await lazyShop()();
  const slow = /saat ini paket biasanya/;
  const promised = /Dikirim paling lambat/;
  const product = "/products/kopi-uji";
  const page = (await shop.get(product)).text;
  assert.match(page, promised);
  for (let i = 0; i < 5; i++) {
    const buyer = new Buyer(shop);
    const { payment } = await buyer.order("KU-200-B", 1, { payment_method: "sandbox" });
    await buyer.sandbox(payment, "pay");
  }
  const later = new Date(Date.now() + 12 * 86400000).toISOString();
  assert.equal((await shop.post("/test/clock", { now: later }, { timeoutMs: 120000 })).status, 200);
  for (const at of [product, "/"]) {
    const text = (await shop.get(at)).text;
    assert.match(text, slow, at);
    assert.doesNotMatch(text, promised, at);
  }
});
