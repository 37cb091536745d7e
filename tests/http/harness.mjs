// SPDX-License-Identifier: Apache-2.0
// Starts the echo server (and nginx) and talks to them byte by byte.
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { patience } from '../blackbox/lib/runner.mjs';
import { quietPort } from '../blackbox/lib/smtp.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const builds = [process.env.AMANAH_BINARY && path.dirname(process.env.AMANAH_BINARY), path.join(root, 'build-test'), path.join(root, 'build')];
export const binary = builds.filter(Boolean).map(d => path.join(d, 'echo-server')).find(f => fs.existsSync(f));

export const sleep = ms => new Promise(done => setTimeout(done, ms));

/** Asks until it is so, as long as a busy machine may need; whether it is. */
export async function becomes(check, quietMs = 10000) {
  for (const end = Date.now() + patience(quietMs); Date.now() < end; await sleep(5)) if (await check()) return true;
  return Boolean(await check());
}

/** What was started and still runs ends with this process, however it ends. */
const running = new Set();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

/** Starts the server; stop() sends SIGTERM and gives the exit status and what it printed. */
export async function start(settings = {}) {
  const child = spawn(binary, Object.entries(settings).flatMap(([k, v]) => [v].flat().map(one => `${k}=${one}`)), { stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  let out = '';
  child.stdout.on('data', d => { out += d; });
  const ended = new Promise(done => child.on('exit', (code, signal) => { running.delete(child); done({ code: code ?? signal, get out() { return out; } }); }));
  while (!/port \d+/.test(out)) {
    if (child.exitCode !== null) throw new Error('echo-server did not start');
    await sleep(10);
  }
  const port = Number(/port (\d+)/.exec(out)[1]);
  return { port, child, stop() { child.kill('SIGTERM'); return ended; }, ended };
}

/** Debian's nginx as a reverse proxy before `port`; null where it is not installed. */
export async function startNginx(port) {
  const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx'].find(f => fs.existsSync(f));
  if (!nginx) return null;
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'amanah-nginx-'));
  const own = await quietPort();
  fs.writeFileSync(path.join(dir, 'nginx.conf'), `
daemon off; master_process off; pid ${dir}/pid; error_log ${dir}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${dir}/body; proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
  upstream shop { server 127.0.0.1:${port}; keepalive 4; }
  server {
    listen 127.0.0.1:${own};
    location / {
      proxy_pass http://shop; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_request_buffering off;
    }
  }
}`);
  const child = spawn(nginx, ['-p', dir, '-c', path.join(dir, 'nginx.conf')], { stdio: 'ignore' });
  running.add(child);
  const ended = new Promise(done => child.on('exit', () => { running.delete(child); done(); }));
  if (!(await becomes(() => canConnect(own), 30000))) throw new Error('nginx did not start');
  return { port: own, async stop() { child.kill('SIGTERM'); await ended; fs.rmSync(dir, { recursive: true, force: true }); } };
}

export function canConnect(port) {
  return new Promise(done => {
    const s = net.connect(port, '127.0.0.1', () => { s.destroy(); done(true); });
    s.on('error', () => done(false));
  });
}

/** A raw connection that collects what comes. */
export function connect(port, { host = '127.0.0.1', socket } = {}) {
  const s = socket ?? net.connect({ port, host, allowHalfOpen: true });
  const c = { socket: s, bytes: Buffer.alloc(0), isClosed: false, isReset: false, closedAt: 0 };
  s.setNoDelay?.(true);
  s.on('data', d => { c.bytes = Buffer.concat([c.bytes, d]); });
  s.on('end', () => { c.isClosed = true; c.closedAt ||= Date.now(); s.end(); });
  s.on('error', e => { c.isReset = e.code === 'ECONNRESET'; c.isClosed = true; c.closedAt ||= Date.now(); });
  c.send = data => new Promise(done => s.write(typeof data === 'string' ? Buffer.from(data, 'latin1') : data, () => done()));
  c.close = () => s.destroy();
  c.replies = () => replies(c.bytes);
  /** Until `count` whole replies are here or the connection is closed. */
  c.wait = async (count, quietMs) => {
    await becomes(() => c.isClosed || c.replies().length >= count, quietMs);
    return c.replies();
  };
  c.waitClosed = quietMs => becomes(() => c.isClosed, quietMs);
  return c;
}

/** Whole replies in the bytes: [{status, headers, body}]; informational ones have no body. */
export function replies(bytes, isHead = false) {
  const list = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const lines = bytes.toString('latin1', at, end).split('\r\n');
    const status = Number(lines[0].split(' ')[1]);
    const headers = Object.fromEntries(lines.slice(1).map(l => [l.slice(0, l.indexOf(':')).toLowerCase(), l.slice(l.indexOf(':') + 1).trim()]));
    const length = status < 200 || status === 304 || isHead ? 0 : Number(headers['content-length'] ?? 0);
    if (bytes.length < end + 4 + length) break;
    list.push({ status, headers, body: bytes.toString('utf8', end + 4, end + 4 + length) });
    at = end + 4 + length;
  }
  return list;
}

export function selfSigned() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'amanah-tls-'));
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-keyout', `${dir}/key.pem`, '-out', `${dir}/cert.pem`], { stdio: 'ignore' });
  return made.status === 0 ? { cert: `${dir}/cert.pem`, key: `${dir}/key.pem`, drop: () => fs.rmSync(dir, { recursive: true, force: true }) } : null;
}

/** Named checks; the last line is what script/test reads. */
export function report() {
  const seen = { passed: 0, failed: 0, skipped: 0 };
  return {
    check(name, isGood, detail = '') {
      if (isGood) { seen.passed++; } else { seen.failed++; console.log(`FAIL ${name}${detail && `: ${detail}`}`); }
    },
    skip(name) { seen.skipped++; console.log(`SKIP ${name}`); },
    end() {
      console.log(`${seen.passed} passed, ${seen.failed} failed, ${seen.skipped} skipped`);
      process.exit(seen.failed === 0 ? 0 : 1);
    },
  };
}
