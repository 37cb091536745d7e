// SPDX-License-Identifier: Apache-2.0
// The figures of docs/performance.md. Absolute numbers depend on the machine; the ratios are taken within one run, round by round.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { ROOT, Shop, cleanUp, setEngine } from "../blackbox/lib/shop.mjs";
import { Buyer } from "../blackbox/lib/buyer.mjs";
import { memoryOf, watchTogether } from "../blackbox/lib/memory.mjs";
import { inbox, opening } from "./care.mjs";
import { heavy } from "./heavy.mjs";
import { WORK, bytesOf, catalogue, driver, median, nginxWith, percentile, replay, run, wrk } from "./lib.mjs";

const argument = (name) => {
  const at = process.argv.indexOf("--" + name);
  return at > 0 ? process.argv[at + 1] : undefined;
};
const ROUNDS = Number(argument("rounds") ?? 5);
const ENGINE = argument("engine") ?? "sqlite";
/* What depends on the engine; the rest is measured once. */
const ONLY = argument("only") ?? (ENGINE === "postgres" ? "checkout,many" : undefined);
setEngine(ENGINE);
const rows = [];

function row(what, figure, goal, isKept, detail) {
  rows.push({ what, figure, goal, isKept, detail });
  console.log(`${isKept === null ? " " : isKept ? "✓" : "✗"} ${what}: ${figure} (goal ${goal})${detail ? "  " + detail : ""}`);
}
const times = (n) => n.toFixed(2);
const thousand = (n) => Math.round(n).toLocaleString("en");

async function shopWith(count, currency = "IDR") {
  const shop = await Shop.make({ currency });
  const file = path.join(WORK, `catalogue-${count}.csv`);
  fs.writeFileSync(file, catalogue(count));
  const started = Date.now();
  const said = await shop.run(["import", "products", file], { timeoutMs: 1800000 });
  if (said.code !== 0) throw new Error(said.err || said.out);
  shop.importSeconds = (Date.now() - started) / 1000;
  const list = await shop.serve(["--no-rate-limit"]).then(() => shop.api("GET", "/products"));
  shop.slug = list.json.items[0].slug;
  return shop;
}

async function fetchBytes(shop, at, headers = {}) {
  const http = await import("node:http");
  return new Promise((resolve, reject) => {
    http.get({ host: "127.0.0.1", port: shop.port, path: at, headers }, (reply) => {
      const parts = [];
      reply.on("data", (b) => parts.push(b)).on("end", () => resolve({ status: reply.statusCode, headers: reply.headers, body: Buffer.concat(parts) }));
    }).on("error", reject);
  });
}

/** Two things measured in turn: the median of the ratios of each round. */
async function alternate(rounds, one, other) {
  const a = [], b = [], ratios = [];
  for (let i = 0; i < rounds; i++) {
    const first = i % 2 ? await other() : await one();
    const second = i % 2 ? await one() : await other();
    const [x, y] = i % 2 ? [second, first] : [first, second];
    a.push(x);
    b.push(y);
    ratios.push(x / y);
  }
  return { one: median(a), other: median(b), ratio: median(ratios), ratios };
}

/** One look of Lighthouse; Chromium's record of a page fails now and then for no fault of the page, and is made again. */
async function look(url, out, tries = 3) {
  try {
    await run("node", [path.join(ROOT, "tests/bench/node_modules/lighthouse/cli/index.js"), url, "--quiet", "--output=json",
      `--output-path=${out}`, "--only-categories=performance,accessibility,best-practices,seo",
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"], { timeout: 180000 });
  } catch (error) {
    if (tries <= 1) throw error;
    console.log(`  Lighthouse again: ${error.message.split("\n")[0]}`);
    return look(url, out, tries - 1);
  }
  return JSON.parse(fs.readFileSync(out, "utf8"));
}

const parts = {
  async cached(shop) {
    const at = `/products/${shop.slug}`;
    for (const [what, headers] of [["identity", {}], ["br", { "Accept-Encoding": "br" }]]) {
      const page = await fetchBytes(shop, at, headers);
      const nginx = await nginxWith(page, shop.port + 1 < 65000 ? shop.port + 1 : shop.port - 1);
      try {
        await wrk(shop.url(at), { seconds: 1, headers });
        await wrk(nginx.url, { seconds: 1 });
        const r = await alternate(ROUNDS, () => wrk(shop.url(at), { headers }), () => wrk(nginx.url));
        row(`cached product page ÷ nginx static (${what}, ${thousand(page.body.length)} bytes)`, times(r.ratio), "≥ 1.0, aim 1.2", r.ratio >= 1,
          `${thousand(r.one)}/s ÷ ${thousand(r.other)}/s`);
      } finally {
        nginx.stop();
      }
    }
  },

  async rendered(shop) {
    const at = `/products/${shop.slug}`;
    await shop.stop();
    await shop.serve(["--no-rate-limit", "--no-cache"]);
    const page = await fetchBytes(shop, at);
    const nginx = await nginxWith(page, shop.port + 1);
    try {
      await wrk(shop.url(at), { seconds: 1 });
      const r = await alternate(ROUNDS, () => wrk(shop.url(at)), () => wrk(nginx.url));
      row(`rendered product page (--no-cache, identity) ÷ nginx static`, times(r.ratio), "≥ 0.25, aim 0.35", r.ratio >= 0.25, `${thousand(r.one)}/s ÷ ${thousand(r.other)}/s`);
    } finally {
      nginx.stop();
    }
    await shop.stop();
    await shop.serve(["--no-rate-limit"]);
  },

  async checkout(shop) {
    const first = new Buyer(shop);
    await first.order("B0-0");
    let phone = 0;
    const count = 4000;
    const once = async () => {
      const made = await replay(shop.port, 64, Array.from({ length: count }, (_, i) => bytesOf("POST", "/api/v1/cart/items", {}, { sku: `B${i % 100}-${i % 3}`, quantity: 1 })));
      const bodies = made.replies.map((reply) => {
        phone++;
        return bytesOf("POST", "/api/v1/checkout", { "Cart-Token": JSON.parse(reply.body).token },
          first.body({ phone: "0813" + String(phone).padStart(8, "0"), method: undefined, email: undefined }));
      });
      const done = await replay(shop.port, 64, bodies);
      if (done.fine !== count) throw new Error(`${count - done.fine} checkouts failed: ${done.replies.find((r) => r.status !== 201)?.body}`);
      once.p50 = done.p50;
      once.p99 = done.p99;
      return count / done.seconds;
    };
    await once();
    const r = await alternate(ROUNDS, once, async () => Number(await run(driver("fsync"), [path.dirname(shop.dir), "2"])));
    row("durable checkouts/s (64 clients) ÷ 4 KiB append + fdatasync/s", times(r.ratio), "≥ 0.8, aim 1.2", r.ratio >= 0.8,
      `${thousand(r.one)}/s ÷ ${thousand(r.other)}/s, p50 ${once.p50.toFixed(1)} ms, p99 ${once.p99.toFixed(1)} ms`);
    const check = await shop.stop().then(() => shop.run(["check"], { timeoutMs: 600000 }));
    if (check.code !== 0) throw new Error("check is not clean after the checkouts: " + check.out.split("\n").filter((l) => l.startsWith("FAIL")).join("; ") + check.err.slice(-500));
    await shop.serve(["--no-rate-limit"]);
  },

  async view(shop) {
    for (const encoding of ["br", "gzip"]) {
      const page = await fetchBytes(shop, `/products/${shop.demoSlug ?? shop.slug}`, { "Accept-Encoding": encoding });
      const plain = await fetchBytes(shop, `/products/${shop.demoSlug ?? shop.slug}`);
      const css = /<link rel="stylesheet" href="([^"]+)"/.exec(plain.body.toString("utf8"))[1];
      const style = await fetchBytes(shop, css, { "Accept-Encoding": encoding });
      const sum = page.body.length + style.body.length;
      row(`first view of a product page, HTML + CSS (${encoding})`, `${thousand(sum)} bytes`, "≤ 14,600 bytes", sum <= 14600, `HTML ${thousand(page.body.length)}, CSS ${thousand(style.body.length)}`);
    }
  },

  async lighthouse(shop) {
    const scores = { performance: [], accessibility: [], "best-practices": [], seo: [] };
    for (let i = 0; i < Math.min(ROUNDS, 5); i++) {
      const result = await look(shop.url(`/products/${shop.demoSlug ?? shop.slug}`), path.join(WORK, `lighthouse-${i}.json`));
      for (const [name, list] of Object.entries(scores)) list.push(Math.round(result.categories[name].score * 100));
      const weak = Object.values(result.audits).filter((a) => a.score !== null && a.score < 0.9 && a.scoreDisplayMode !== "informative").map((a) => a.id);
      if (i === 0 && weak.length) console.log(`  Lighthouse found: ${weak.join(", ")}`);
    }
    const medians = Object.fromEntries(Object.entries(scores).map(([k, v]) => [k, median(v)]));
    row("Lighthouse, mobile, median: performance / accessibility / best practices / SEO", Object.values(medians).join(" / "), "≥ 95 each, aim 100",
      Object.values(medians).every((n) => n >= 95));
  },

  async start(shop) {
    const took = [];
    await shop.stop();
    for (let i = 0; i < 7; i++) {
      const started = process.hrtime.bigint();
      const { spawn } = await import("node:child_process");
      const port = shop.port;
      const child = spawn(process.env.AMANAH_BINARY, ["serve", ...shop.where, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
      for (;;) {
        const page = await fetchBytes(shop, `/products/${shop.slug}`).catch(() => null);
        if (page?.status === 200) break;
        await new Promise((done) => setTimeout(done, 1));
      }
      took.push(Number(process.hrtime.bigint() - started) / 1e6);
      child.kill("SIGTERM");
      await new Promise((done) => child.on("exit", done));
    }
    row("start to first page", `${Math.round(median(took))} ms`, "≤ 150 ms", median(took) <= 150);
    await shop.serve(["--no-rate-limit"]);
  },

  async many(shop) {
    const large = await shopWith(20000);
    row("import of 20,000 products with 60,000 variants", `${large.importSeconds.toFixed(1)} s`, "–", null);
    await shop.stop();
    await shop.serve(["--no-rate-limit", "--no-cache"]);
    await large.stop();
    await large.serve(["--no-rate-limit", "--no-cache"]);
    const r = await alternate(ROUNDS, () => wrk(shop.url(`/products/${shop.slug}`)), () => wrk(large.url(`/products/${large.slug}`)));
    row("rendered product page: time with 20,000 products ÷ time with 100", times(r.ratio), "≤ 1.3", r.ratio <= 1.3, `${thousand(r.one)}/s, ${thousand(r.other)}/s`);
    const words = ["kopi gayo", "tulis", "cangkir las", "madu 17", "kasong", "sabun arang", "selndang", "mangkuk sindoro natural", "lilin", "b", "keripik 1999", "toraja"];
    const took = [];
    for (let i = 0; i < 360; i++) {
      const started = process.hrtime.bigint();
      const reply = await large.get("/api/v1/products?q=" + encodeURIComponent(words[i % words.length]));
      if (reply.status !== 200) throw new Error("search: " + reply.text);
      took.push(Number(process.hrtime.bigint() - started) / 1e6);
    }
    row("search in 20,000 products, p95", `${percentile(took, 95).toFixed(1)} ms`, "≤ 20 ms", percentile(took, 95) <= 20, `p50 ${median(took).toFixed(1)} ms`);
    await large.stop();
    await shop.stop();
    await shop.serve(["--no-rate-limit"]);
  },

  /** A shop of its own, so that the others' figures stay what they are. */
  async care() {
    const shop = await shopWith(100);
    await opening({ shop, row, median });
    await inbox({ shop, row, percentile, median });
    await shop.stop();
  },

  async timer() {
    const file = path.join(WORK, "timer.db");
    for (const end of ["", "-wal", "-shm"]) fs.rmSync(file + end, { force: true });
    let said, isKept = true;
    try {
      said = execFileSync(path.join(path.dirname(process.env.AMANAH_BINARY), "timer-load"), [file, "1000000"], { encoding: "utf8" });
    } catch (error) {
      [said, isKept] = [String(error.stdout ?? ""), false];
      if (!said) throw error;
    }
    row("timer among 1,000,000 open promises", isKept ? "found" : "too slow", "≤ 5 ms, memory does not grow", isKept, said.trim().replace(/\s*\n\s*/g, "; "));
  },

  async memory(shop) {
    const pid = shop.child.pid;
    const at = `/products/${shop.slug}`;
    await wrk(shop.url(at), { seconds: 3 });
    await replay(shop.port, 64, Array.from({ length: 2000 }, (_, i) => bytesOf("POST", "/api/v1/cart/items", {}, { sku: `B${i % 100}-0`, quantity: 1 })));
    for (let i = 0; i < 200; i++) await shop.get(`/search?q=kopi+${i}`);
    const workers = watchTogether(pid);
    await heavy(shop);
    workers.stop();
    const own = memoryOf(pid).peak, peak = Math.max(own, workers.together);
    await new Promise((done) => setTimeout(done, 3000));
    const idle = memoryOf(pid);
    row("resident memory, idle again after load", `${(idle.now / 1024).toFixed(1)} MB`, "≤ 48 MB", idle.now <= 48 * 1024);
    row("resident memory, peak (with four pictures of 24 megapixels and sixteen argon2id logins at once)", `${(peak / 1024).toFixed(1)} MB`, "≤ 160 MB", peak <= 160 * 1024,
      `alone ${(own / 1024).toFixed(1)} MB, the process for a picture ${(workers.child / 1024).toFixed(1)} MB`);
  },
};

function postgresVersion() {
  return execFileSync("psql", ["-XAtq", "-d", process.env.AMANAH_TEST_POSTGRES, "-c", "SHOW server_version"], { encoding: "utf8" }).split(" ")[0].trim();
}

function table() {
  const cpu = /model name\s*: (.*)/.exec(fs.readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "unknown";
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  return [
    `Measured ${new Date().toISOString().slice(0, 10)} at commit ${commit}: ${os.cpus().length} × ${cpu}, Linux ${os.release()}, ${ROUNDS} alternating rounds` +
      `${ENGINE === "postgres" ? `, PostgreSQL ${postgresVersion()} on the same machine` : ""}, load ${os.loadavg()[1].toFixed(1)} at the end.`, "",
    "| what | measured | goal | | detail |", "|---|---|---|---|---|",
    ...rows.map((r) => `| ${r.what} | ${r.figure} | ${r.goal} | ${r.isKept === null ? "" : r.isKept ? "kept" : "**missed**"} | ${r.detail ?? ""} |`), "",
  ].join("\n");
}

fs.mkdirSync(WORK, { recursive: true });
let failed = false;
try {
  const shop = await shopWith(100);
  for (const [name, part] of Object.entries(parts)) {
    if (ONLY && !ONLY.split(",").includes(name)) continue;
    try {
      await part(shop);
    } catch (error) {
      failed = true;
      console.log(`✗ ${name}: ${error.message}`);
      row(name, "not measured", "", false, error.message.split("\n")[0].replaceAll("|", "/"));
      await shop.stop();
      await shop.serve(["--no-rate-limit"]);
    }
  }
  await shop.stop();
} finally {
  await cleanUp();
}
console.log("\n" + table());
if (process.argv.includes("--write") && !argument("only")) {
  const mark = ENGINE === "postgres" ? "bench postgres" : "bench";
  const file = path.join(ROOT, "docs/performance.md");
  const text = fs.readFileSync(file, "utf8");
  fs.writeFileSync(file, text.replace(new RegExp(`<!-- ${mark} -->[^]*<!-- /${mark} -->`), `<!-- ${mark} -->\n${table()}<!-- /${mark} -->`));
}
process.exitCode = failed ? 1 : 0;
