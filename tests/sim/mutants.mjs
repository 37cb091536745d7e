// SPDX-License-Identifier: Apache-2.0
// A judge that never says no proves nothing: each mutant is the program with one thing wrong, and the simulated shop must find it.
// usage: node tests/sim/mutants.mjs [--days N] [--only TEXT[|TEXT…]]      copies the tree beside itself, builds there; nothing here is changed.
// The last line: N passed, N failed, N skipped
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const SEEDS = [1, 2, 3];

const MUTANTS = [
  { name: "the timer passes over one kind of promise", file: "src/core/promise.c",
    from: "FROM promise WHERE outcome = 'open' AND due_at < $1\"", to: "FROM promise WHERE outcome = 'open' AND due_at < $1 AND kind <> 'acknowledge'\"" },
  { name: "what is a day late counts as kept", file: "src/core/promise.c",
    from: "p.outcome = at <= p.due_at ? PROMISE_KEPT : PROMISE_BROKEN;", to: "p.outcome = at <= p.due_at + DAYS(1) ? PROMISE_KEPT : PROMISE_BROKEN;" },
  { name: "a broken promise is forgiven when it is done in the end", file: "src/core/promise.c",
    from: "\"UPDATE promise SET settled_at = $2\"", to: "\"UPDATE promise SET settled_at = $2, outcome = 'kept'\"" },
  { name: "waiting for the person does not stop the clock", file: "src/care/complaint.c",
    from: "return pause_for_person(c, k);", to: "(void)pause_for_person; return OK;" },
  { name: "a refund that left can leave again", file: "src/shop/refund.c",
    from: "    TRY(refund_move(c, refund, REFUND_SUCCEEDED));\n", to: "    if (r.state != REFUND_SUCCEEDED) { TRY(refund_move(c, refund, REFUND_SUCCEEDED)); }\n" },
  { name: "more goes back than was paid", file: "src/shop/refund.c",
    from: "money top = o->payment == PAYMENT_NONE ? o->total : sums.captured;", to: "money top = money_times(o->payment == PAYMENT_NONE ? o->total : sums.captured, 2);" },
  { name: "silence of the shop accepts no claim", file: "src/shop/claim.c",
    from: "p->kind == PROMISE_ANSWER_CLAIM && k.state == CLAIM_OPEN", to: "p->kind == PROMISE_ANSWER_CLAIM && k.state == CLAIM_OPEN && k.id.v < 0" },
  { name: "silence settles a complaint", file: "src/care/complaint.c",
    from: "return from == COMPLAINT_REJECTED ? S(\"told_recourse\") : S(\"no_reply\");", to: "return S(\"resolved\");" },
  { name: "a complaint nobody decides goes to nobody", file: "src/care/complaint.c",
    from: "if (p->kind != PROMISE_DECIDE_COMPLAINT ||", to: "if (p->kind == PROMISE_DECIDE_COMPLAINT ||" },
  { name: "an agreed remedy is promised for no date", file: "src/care/complaint.c",
    from: "    case COMPLAINT_ACT_AGREE:\n    case COMPLAINT_ACT_RULED_FOR:\n        return promise(", to: "    case COMPLAINT_ACT_AGREE:\n        return OK;\n    case COMPLAINT_ACT_RULED_FOR:\n        return promise(" },
  { name: "a parcel that never arrives is forgotten", file: "src/shop/undelivered.c",
    from: "    if (o.status != ORDER_OPEN || o.delivered_at != 0) {\n        return OK;\n    }\n    TRY(lost_at_of(", to: "    if (o.status != ORDER_OPEN || o.delivered_at == 0) {\n        return OK;\n    }\n    TRY(lost_at_of(" },
  { name: "the second question of a talk is promised no answer", file: "src/care/conversation.c",
    from: "TRY(promise_make(c, &p, NULL));\n    TRY(promise_due_at(c, promise_rule_of(p.kind)", to: "TRY(p.kind == PROMISE_NEXT_REPLY ? OK : promise_make(c, &p, NULL));\n    TRY(promise_due_at(c, promise_rule_of(p.kind)" },
  { name: "what is cancelled does not go back to the shelf", file: "src/shop/order.c",
    from: "TRY(stock_return(c, order_subject(c, id)));", to: "" },
  { name: "what was bought has the terms of today", file: "src/shop/order_cover.c",
    from: "    return policy_get(c, kind, version, out);", to: "    return policy_current(c, kind, out);" },
  { name: "new terms give no running promise the better date", file: "src/core/promise_clock.c",
    from: "    TRY(better(c, &p, &cal, is_kind ? v->budget : p.budget, &is_better));\n    if (!is_better) {", to: "    TRY(better(c, &p, &cal, is_kind ? v->budget : p.budget, &is_better));\n    if (p.id.v != 0) {" },
  { name: "new opening hours move what was promised, for better or worse", file: "src/core/promise_clock.c",
    from: "    *is_better = due_at < p->due_at && due_at > c->now_at;", to: "    *is_better = due_at != p->due_at && due_at > c->now_at;" },
  { name: "what became money stays owed as goods", file: "src/shop/claim.c",
    from: "act == ACT_UPHOLD || act == ACT_LOSE || act == ACT_TAKE_MONEY;", to: "act == ACT_UPHOLD && k->id.v < 0;" },
];

function option(name, otherwise) {
  const at = process.argv.indexOf("--" + name);
  return at > 0 ? process.argv[at + 1] : otherwise;
}

const days = option("days", "60");
const only = option("only", "");
const work = fs.mkdtempSync(path.join(os.tmpdir(), "amanah-mutants-"));
const tree = path.join(work, "tree");
const counts = { passed: 0, failed: 0, skipped: 0 };

function result(ok, name, why = "") {
  counts[ok ? "passed" : "failed"]++;
  console.log(`${ok ? "ok" : "FAIL"} ${name}${why === "" ? "" : ": " + why}`);
}

function copyTree() {
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) {
    if (!fs.existsSync(path.join(ROOT, file))) continue;
    fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    fs.copyFileSync(path.join(ROOT, file), path.join(tree, file));
  }
}

function run(command, args) {
  return spawnSync(command, args, { cwd: tree, encoding: "utf8", maxBuffer: 64 << 20 });
}

function build() {
  const done = run("ninja", ["-C", "build", "-j2", "simulate"]);
  return done.status === 0 ? "" : done.stdout.slice(-2000);
}

/** What it said of the first seed that found something; "" when all of them were content. */
function found() {
  for (const seed of SEEDS) {
    const dir = fs.mkdtempSync(path.join(work, "shop-"));
    const done = run("build/simulate", [path.join(dir, "shop"), String(seed), days]);
    fs.rmSync(dir, { recursive: true, force: true });
    if (done.status !== 0) {
      const said = (done.stdout + done.stderr).split("\n").filter((line) => /^FAIL|failed|CHECK/.test(line));
      return `seed ${seed}: ${said[0] ?? "ended with " + (done.status ?? done.signal)}`;
    }
  }
  return "";
}

function live(mutant) {
  const file = path.join(tree, mutant.file);
  const whole = fs.readFileSync(file, "utf8");
  if (whole.split(mutant.from).length !== 2) return result(false, mutant.name, "its place in the source is not there any more, or twice");
  fs.writeFileSync(file, whole.replace(mutant.from, () => mutant.to));
  const broken = build();
  const why = broken === "" ? found() : "";
  fs.writeFileSync(file, whole);
  if (broken !== "") return result(false, mutant.name, "does not build: " + broken);
  return result(why !== "", mutant.name, why === "" ? "nobody noticed" : "found by " + why);
}

try {
  copyTree();
  const made = run("meson", ["setup", "build", "--buildtype=debugoptimized", "-Dtests=true"]);
  if (made.status !== 0) throw new Error(made.stdout.slice(-2000));
  const broken = build();
  if (broken !== "") throw new Error(broken);
  const why = found();
  result(why === "", "the program itself is found to be in order", why);
  for (const mutant of MUTANTS.filter((m) => only.split("|").some((text) => m.name.includes(text)))) live(mutant);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
