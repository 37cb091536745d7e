// SPDX-License-Identifier: Apache-2.0
// Parts of the bench: nginx beside the shop, wrk, replayed requests, medians.
import { execFile, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../blackbox/lib/shop.mjs";

export const WORK = path.join(ROOT, "var/bench");

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
export function percentile(list, p) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
}

export function run(file, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(file, args, { maxBuffer: 256 << 20, ...options }, (error, out, err) => (error ? reject(new Error(`${file}: ${err || error.message}`)) : resolve(out)));
  });
}

/** Builds a C driver of tests/bench once. */
export function driver(name) {
  const out = path.join(WORK, name), source = path.join(ROOT, "tests/bench", name + ".c");
  if (!fs.existsSync(out) || fs.statSync(out).mtimeMs < fs.statSync(source).mtimeMs) {
    execFileSync("gcc", ["-O2", "-D_GNU_SOURCE", "-o", out, source]);
  }
  return out;
}

/** Requests a second of wrk with one thread and 64 keep-alive connections; an error ends the bench. */
export async function wrk(url, { seconds = 3, headers = {} } = {}) {
  const more = Object.entries(headers).flatMap(([k, v]) => ["-H", `${k}: ${v}`]);
  /* the last one's 64 connections must be gone first: an address may have 128 */
  await new Promise((done) => setTimeout(done, 500));
  const out = await run("wrk", ["-t1", "-c64", `-d${seconds}s`, "--latency", ...more, url]);
  if (/Non-2xx|Socket errors/.test(out)) throw new Error(`wrk ${url}: ${out}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)[1]);
}

/** nginx with one static file: the same bytes and the same headers as `reply` of the shop. */
export async function nginxWith(reply, port) {
  const dir = path.join(WORK, "nginx");
  fs.rmSync(dir, { recursive: true, force: true });
  fs.mkdirSync(path.join(dir, "www"), { recursive: true });
  fs.chmodSync(dir, 0o755);
  fs.writeFileSync(path.join(dir, "www/page"), reply.body);
  const own = new Set(["date", "content-length", "connection", "keep-alive", "content-type", "etag", "last-modified", "server", "transfer-encoding"]);
  const headers = Object.entries(reply.headers).filter(([k]) => !own.has(k));
  const conf = path.join(dir, "nginx.conf");
  fs.writeFileSync(conf, `
daemon off; pid ${dir}/pid; error_log ${dir}/error.log warn; worker_processes 2; ${process.getuid() === 0 ? "user root;" : ""}
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; server_tokens off;
  open_file_cache max=100 inactive=1h; open_file_cache_valid 1h; gzip off; etag on;
  client_body_temp_path ${dir}/1; proxy_temp_path ${dir}/2; fastcgi_temp_path ${dir}/3; uwsgi_temp_path ${dir}/4; scgi_temp_path ${dir}/5;
  server {
    listen 127.0.0.1:${port} reuseport; root ${dir}/www;
    location = /page { default_type "${reply.headers["content-type"]}"; ${headers.map(([k, v]) => `add_header ${k} "${String(v).replace(/["\\$]/g, "\\$&")}";`).join(" ")} }
  }
}
`);
  const child = spawn("/usr/sbin/nginx", ["-c", conf, "-p", dir], { stdio: ["ignore", "inherit", "inherit"] });
  for (let i = 0; i < 100; i++) {
    const up = await fetch(`http://127.0.0.1:${port}/page`).then((r) => r.arrayBuffer()).catch(() => null);
    if (up) return { url: `http://127.0.0.1:${port}/page`, stop: () => child.kill("SIGTERM"), size: up.byteLength };
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error("nginx did not start: " + fs.readFileSync(path.join(dir, "error.log"), "utf8"));
}

/** The bytes of a request as a client sends it. */
export function bytesOf(method, at, headers, json) {
  const body = json === undefined ? "" : JSON.stringify(json);
  const all = { Host: "127.0.0.1", ...headers, ...(body ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) } : {}) };
  return Buffer.from(`${method} ${at} HTTP/1.1\r\n${Object.entries(all).map(([k, v]) => `${k}: ${v}\r\n`).join("")}\r\n${body}`);
}

/** Sends all requests over `connections`: { seconds, count, fine, p50, p99, replies }. */
export async function replay(port, connections, requests) {
  const input = path.join(WORK, "requests"), output = path.join(WORK, "replies");
  const parts = [];
  for (const request of requests) {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(request.length);
    parts.push(size, request);
  }
  fs.writeFileSync(input, Buffer.concat(parts));
  const said = await run(driver("replay"), [String(port), String(connections), input, output]);
  const [seconds, count, fine, p50, p99] = said.trim().split(" ").map(Number);
  const all = fs.readFileSync(output);
  const replies = [];
  for (let at = 0; at < all.length;) {
    const size = all.readUInt32LE(at);
    const text = all.toString("utf8", at + 4, at + 4 + size);
    const cut = text.indexOf("\r\n\r\n");
    replies.push({ status: Number(text.slice(9, 12)), body: text.slice(cut + 4) });
    at += 4 + size;
  }
  return { seconds, count, fine, p50, p99, replies };
}

/** A Shopify CSV of `count` products with words that differ, so that search has something to do. */
export function catalogue(count) {
  const kinds = ["Kopi", "Teh", "Batik", "Cangkir", "Sabun", "Madu", "Selendang", "Mangkuk", "Lilin", "Keripik"];
  const places = ["Gayo", "Toraja", "Kintamani", "Sindoro", "Pekalongan", "Kasongan", "Flores", "Bajawa", "Cirebon", "Wonosobo", "Lasem", "Solo"];
  const ways = ["Halus", "Sangrai", "Tulis", "Cap", "Madu", "Natural", "Basah", "Arang", "Nila", "Soga", "Putih", "Kelabu"];
  const rows = ["Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price"];
  const text = "<p>Dibuat tangan di desa, dikerjakan pelan-pelan oleh pengrajin yang kami kenal namanya. Simpan di tempat kering. " +
    "Setiap potong sedikit berbeda, itulah tandanya buatan tangan. Dikirim dalam kotak kardus tebal dengan kertas daur ulang.</p>";
  for (let i = 0; i < count; i++) {
    const name = `${kinds[i % 10]} ${places[(i * 7) % 12]} ${ways[(i * 5 + (i >> 4)) % 12]} ${i}`;
    const handle = name.toLowerCase().replace(/ /g, "-");
    for (const [n, size] of ["Kecil", "Sedang", "Besar"].entries()) {
      rows.push([handle, n ? "" : name, n ? "" : `"${text}"`, n ? "" : "Bengkel " + places[i % 12], n ? "" : kinds[i % 10], "", n ? "" : "true",
        n ? "" : "Ukuran", size, `B${i}-${n}`, 250 * (n + 1), "shopify", 100000, 25000 + ((i * 1370) % 400) * 500].join(","));
    }
  }
  return rows.join("\n") + "\n";
}
