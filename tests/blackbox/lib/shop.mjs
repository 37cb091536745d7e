// SPDX-License-Identifier: Apache-2.0
// The real binary with a shop of its own: made, filled, served on a free port, killed and started again.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { randomBytes } from "node:crypto";
import { need, patience, skip, until } from "./runner.mjs";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
export const BINARY = process.env.AMANAH_BINARY || path.join(ROOT, "build/amanah");
export const DATA = path.join(ROOT, "tests/blackbox/data");

/** Real data that is not part of the repository. */
export function shared(name) {
  const folder = process.env.AMANAH_SHARED || path.join(ROOT, "../shared");
  const file = path.join(folder, name);
  if (!fs.existsSync(file)) skip(`no ${name} beside the repository (../shared)`);
  return file;
}

const options = { engine: "sqlite", folders: [], databases: [], running: new Set(), died: [] };
export function setEngine(engine) {
  options.engine = engine;
}
export function engine() {
  return options.engine;
}

/** Runs a command to its end: { code, out, err }. Never throws for an exit status. */
export function run(args, { input, timeoutMs = patience(120000), env } = {}) {
  return new Promise((resolve) => {
    const child = execFile(BINARY, args, {
      timeout: timeoutMs, maxBuffer: 64 << 20, encoding: "utf8", env: { ...process.env, ...env },
    }, (error, out, err) => {
      resolve({ code: error ? (typeof error.code === "number" ? error.code : -1) : 0, signal: error?.signal, out, err });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
  });
}

function psql(sql) {
  return new Promise((resolve, reject) => {
    execFile("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", process.env.AMANAH_TEST_POSTGRES, "-c", sql],
      (error, out, err) => (error ? reject(new Error(err)) : resolve(out)));
  });
}

/** Rows of a shop's own database, as psql prints them without its frames. */
export function psqlOn(database, sql) {
  return new Promise((resolve, reject) => {
    execFile("psql", ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database.url, "-c", sql],
      (error, out, err) => (error ? reject(new Error(err)) : resolve(out.trim())));
  });
}

/** A PostgreSQL database of one's own in the test cluster, as a URL; empty, or a copy of another that nobody has open. */
async function freshDatabase(copyOf) {
  if (!process.env.AMANAH_TEST_POSTGRES) skip("no PostgreSQL (AMANAH_TEST_POSTGRES)");
  const name = "t_" + randomBytes(6).toString("hex");
  await psql(`CREATE DATABASE ${name} ` + (copyOf ? `TEMPLATE ${copyOf.name}` : "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"));
  options.databases.push(name);
  const url = process.env.AMANAH_TEST_POSTGRES.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`);
  return { name, url };
}

/** Shops that were made once and are copied from then on: making one takes a second or two, and hundreds are needed. */
const patterns = new Map();

/** A connection that lay idle for ten seconds is not used again: the server closes it after thirty, perhaps just as the next request leaves. */
const newAgent = () => new http.Agent({ keepAlive: true, maxSockets: 256, timeout: 10000 });

export class Shop {
  constructor(dir, database) {
    this.dir = dir;
    this.database = database;
    this.where = ["--data", dir, ...(database ? ["--database", database.url] : [])];
    this.logFile = path.join(path.dirname(dir), "serve.log");
    this.agent = newAgent();
  }

  /** A folder and, on PostgreSQL, a database; nothing in them yet. */
  static async empty({ engine = options.engine } = {}) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "amanah-bb-"));
    options.folders.push(folder);
    return new Shop(path.join(folder, "shop"), engine === "postgres" ? await freshDatabase() : null);
  }

  /** Made with `init --sandbox`; skips while init is not built. */
  static async init({ currency = "IDR", more = [] } = {}) {
    const shop = await Shop.empty();
    const made = await shop.run(["init", "--name", "Toko Uji", "--email", "pemilik@example.com", "--password-stdin",
      "--currency", currency, "--sandbox", ...more], { input: "kata sandi pemilik 2026\n" });
    need(made.code !== 2, "init");
    if (made.code !== 0) throw new Error(`init ended with ${made.code}: ${made.err}`);
    return shop;
  }

  /** A copy of a shop that `init` made, once for all of this kind; with `csv` its goods are in it. */
  static async make({ currency = "IDR", csv } = {}) {
    const kind = JSON.stringify([options.engine, currency, csv]);
    if (!patterns.has(kind)) patterns.set(kind, csv ? Shop.#withGoods(currency, csv) : Shop.init({ currency }));
    const pattern = await patterns.get(kind);
    return Shop.#copyOf(pattern);
  }

  /** A shop with the goods of tests/blackbox/data. */
  static stocked({ currency, csv = "products.csv" } = {}) {
    return Shop.make({ currency, csv });
  }

  /** A copy of the shop that `demo` with these options made, once for all; what it printed is `said`. */
  static async demo(...more) {
    const kind = JSON.stringify([options.engine, "demo", ...more]);
    if (!patterns.has(kind)) patterns.set(kind, Shop.#lived(more));
    const pattern = await patterns.get(kind);
    return Object.assign(await Shop.#copyOf(pattern), { said: pattern.said });
  }

  static async #lived(more) {
    const shop = await Shop.empty();
    const made = await shop.run(["demo", ...more], { timeoutMs: 600000 });
    if (made.code !== 0) throw new Error(`demo ended with ${made.code}: ${made.err}`);
    return Object.assign(shop, { said: made.out });
  }

  static async #withGoods(currency, csv) {
    const shop = await Shop.make({ currency });
    const imported = await shop.run(["import", "products", path.join(DATA, csv)]);
    need(imported.code !== 2, "import products");
    if (imported.code !== 0) throw new Error(`import ended with ${imported.code}: ${imported.out}${imported.err}`);
    return shop;
  }

  static async #copyOf(pattern) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "amanah-bb-"));
    options.folders.push(folder);
    fs.cpSync(pattern.dir, path.join(folder, "shop"), { recursive: true, preserveTimestamps: true });
    return new Shop(path.join(folder, "shop"), pattern.database ? await freshDatabase(pattern.database) : null);
  }

  /** A shop with the example goods, served at a clock that tests move; `admin` are the headers of its owner's token. */
  static async open() {
    const shop = await Shop.stocked();
    const { token } = JSON.parse((await shop.run(["token", "create", "--scope", "admin", "--json"])).out);
    await shop.serve();
    return { shop, admin: { headers: { Authorization: `Bearer ${token}` } } };
  }

  /** The end of what the server said so far. */
  get log() {
    return fs.existsSync(this.logFile) ? fs.readFileSync(this.logFile, "utf8").slice(-200000) : "";
  }

  async run(args, more) {
    const command = () => run([args[0], ...args.slice(1), ...this.where], more);
    /* Beside a server on PostgreSQL: it is told of a setting a moment later, on a busy machine a longer one. */
    const isTold = this.database && this.child && !this.child.hasEnded && args[0] === "setting" && args.length > 2;
    return isTold ? this.#untilTold(command) : command();
  }

  /** What is told makes pages anew: then one that was kept is missed. What was so already is told to nobody: then it is enough to wait. */
  async #untilTold(command) {
    const missed = async () => {
      await this.get("/faq");
      return Number(/cache_misses_total (\d+)/.exec((await this.get("/metrics")).text)?.[1]);
    };
    await missed();
    const before = await missed();
    const said = await command();
    const end = Date.now() + patience(1000);
    while (said.code === 0 && (await missed()) === before && Date.now() < end) await new Promise((done) => setTimeout(done, 20));
    return said;
  }

  /** Serves; ready when /readyz answers 200. Skips while serve is not built. */
  async serve(more = ["--no-rate-limit", "--test-clock"], below = []) {
    this.more = more;
    const log = fs.openSync(this.logFile, "a");
    const from = fs.fstatSync(log).size;
    /* Port 0: the system gives one that is free. One looked for beforehand may be another's by the time the server takes it. */
    const [program, ...words] = [...below, BINARY, "serve", ...this.where, "--listen", "127.0.0.1:0", ...more];
    this.child = spawn(program, words, {
      stdio: ["ignore", log, log], env: { ...process.env, ...this.env },
    });
    fs.closeSync(log);
    options.running.add(this);
    const child = this.child;
    child.ended = new Promise((resolve) => child.on("exit", (code, signal) => {
      child.hasEnded = true;
      if (!this.isStopping) options.died.push(this);
      this.isStopping = false;
      options.running.delete(this);
      resolve({ code, signal });
    }));
    await until("the server to be ready", async () => {
      if (child.hasEnded) {
        const { code } = await child.ended;
        need(code !== 2, "serve");
        throw new Error(`serve ended with ${code}: ${this.log.slice(-2000)}`);
      }
      this.port = Number(/^listening on \S+:(\d+)$/m.exec(fs.readFileSync(this.logFile, "latin1").slice(from))?.[1] ?? 0);
      return this.port !== 0 && (await this.get("/readyz").catch(() => ({}))).status === 200;
    }, 60000);
    return this;
  }

  /** Another process of the same shop (PostgreSQL). */
  beside(more) {
    const other = new Shop(this.dir, this.database);
    other.env = this.env;
    other.logFile = path.join(path.dirname(this.dir), `serve-${randomBytes(3).toString("hex")}.log`);
    return other.serve(more);
  }

  async stop() {
    if (!this.child || this.child.hasEnded) return null;
    this.agent.destroy();
    this.agent = newAgent();
    this.isStopping = true;
    this.child.kill("SIGTERM");
    const killed = setTimeout(() => this.child.kill("SIGKILL"), 60000);
    const end = await this.child.ended;
    clearTimeout(killed);
    return end;
  }

  async kill() {
    this.isStopping = true;
    this.child.kill("SIGKILL");
    await this.child.ended;
    this.agent.destroy();
    this.agent = newAgent();
  }

  url(at) {
    return `http://127.0.0.1:${this.port}${at}`;
  }

  /** One request: { status, headers, text, json }. `json` or `form` set the body and its type; `body` is sent as it is. */
  request(method, at, { headers = {}, json, form, body, agent, timeoutMs = 120000 } = {}) {
    const all = { ...headers };
    let bytes = body;
    if (json !== undefined) {
      bytes = JSON.stringify(json);
      all["Content-Type"] ??= "application/json";
    } else if (form !== undefined) {
      bytes = new URLSearchParams(form).toString();
      all["Content-Type"] ??= "application/x-www-form-urlencoded";
      all.Origin ??= `http://127.0.0.1:${this.port}`;
    }
    if (bytes !== undefined) all["Content-Length"] ??= Buffer.byteLength(bytes);
    return new Promise((resolve, reject) => {
      const sent = http.request({ host: "127.0.0.1", port: this.port, method, path: at, headers: all, agent: agent ?? this.agent,
        timeout: timeoutMs }, (reply) => {
        const chunks = [];
        reply.on("data", (chunk) => chunks.push(chunk));
        reply.on("error", reject);
        reply.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          let parsed;
          try {
            parsed = JSON.parse(text);
          } catch {
            parsed = undefined;
          }
          resolve({ status: reply.statusCode, headers: reply.headers, text, json: parsed });
        });
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer in ${timeoutMs} ms: ${method} ${at}`)));
      sent.on("error", reject);
      sent.end(bytes);
    });
  }

  get(at, more) {
    return this.request("GET", at, more);
  }
  post(at, json, more) {
    return this.request("POST", at, { json, ...more });
  }
  api(method, at, json, more) {
    return this.request(method, "/api/v1" + at, { json, ...more });
  }
}

/** After a failure: servers that ended by themselves, and their last words. */
export function sayDead() {
  for (const shop of options.died.splice(0)) console.log("  a server died: " + shop.log.slice(-1500).replace(/\n/g, "\n  | "));
}

/**
 * After a file: its servers stop as a shop's owner stops them, so that what they hold is seen to be given back, and the
 * tests after them have the machine to themselves. A shop that several files share says `stays`.
 */
export async function stopServers() {
  const wrong = [];
  await Promise.all([...options.running].filter((shop) => !shop.stays).map(async (shop) => {
    const end = await shop.stop();
    if (end && (end.code !== 0 || end.signal)) wrong.push(`a server ended with ${end.signal ?? end.code}: ${shop.log.slice(-1500)}`);
  }));
  if (wrong.length) throw new Error(wrong.join("\n"));
}

export async function cleanUp() {
  for (const shop of options.running) {
    shop.child.kill("SIGKILL");
    await shop.child.ended;
  }
  for (const folder of options.folders) fs.rmSync(folder, { recursive: true, force: true });
  for (const name of options.databases) await psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => {}); // a server that is gone took them along
}

/** One shop for several tests: made at first use, filled with the test products, served. */
export function lazyShop({ serve, currency, csv = "products.csv" } = {}) {
  let made;
  const open = async () => {
    const shop = await Shop.stocked({ currency, csv });
    return shop.serve(serve);
  };
  return () => (made ??= open());
}
