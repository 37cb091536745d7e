// SPDX-License-Identifier: Apache-2.0
// Black-box tests of the server alone: the table of cases, slow clients, limits, uploads, the end. usage: node tests/http/run.mjs
import net from 'node:net';
import tls from 'node:tls';
import fs from 'node:fs';
import { accepted, refused, known, get } from './cases.mjs';
import { start, startNginx, connect, replies, sleep, becomes, canConnect, selfSigned, report, binary } from './harness.mjs';

const say = report();
const statuses = list => list.map(x => x.status);
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const marker = 'GET /marker HTTP/1.1\r\nHost: shop.example\r\n\r\n';

async function ask(port, raw, count = 1) {
  const c = connect(port);
  await c.send(raw);
  const got = await c.wait(count);
  c.close();
  return got;
}
const counts = async port => JSON.parse((await ask(port, get().replace('/echo', '/counts')))[0].body);
let questions = 0; // of the last settled()
/** How many exchanges have ended, once none but the asking one runs. */
async function settled(port) {
  let seen;
  questions = 0;
  if (!(await becomes(async () => { questions++; return (seen = await counts(port)).exchanges === 1; }, 30000))) throw new Error('an exchange does not end');
  return seen.ended;
}
/** The request that is answered later is there: one runs beside the asking one. */
const isRunning = port => becomes(async () => (await counts(port)).exchanges === 2);

async function accept(port, [name, raw, want, facts = {}]) {
  const { isHead, closes, ...echo } = facts;
  const c = connect(port);
  await c.send(raw);
  if (isHead) {
    await becomes(() => replies(c.bytes, true).length > 0);
    const got = replies(c.bytes, true);
    say.check(name, got.length === 1 && got[0].status === 200 && Number(got[0].headers['content-length']) > 0, c.bytes.toString());
  } else {
    const got = await c.wait(want.length);
    say.check(name, same(statuses(got), want), `${statuses(got)} for ${want}`);
    const last = got.at(-1)?.body;
    const seen = Object.keys(echo).length > 0 && last ? JSON.parse(last) : {};
    for (const [key, value] of Object.entries(echo)) say.check(`${name}: ${key}`, seen[key] === value, `${JSON.stringify(seen[key])} for ${JSON.stringify(value)}`);
  }
  if (closes) {
    say.check(`${name}: closed`, await c.waitClosed());
  } else {
    const before = c.bytes.length;
    await c.send(marker);
    await becomes(() => c.isClosed || c.bytes.subarray(before).includes('"/marker"'));
    say.check(`${name}: the connection lives on`, c.bytes.subarray(before).includes('"path":"/marker"'), c.bytes.subarray(before).toString());
  }
  c.close();
}

async function refuse(port, [name, raw, want = [400], facts = {}]) {
  if (facts.isPlain) return accept(port, [name, raw, want]);
  const c = connect(port);
  await c.send(raw + marker);
  const isClosed = await c.waitClosed();
  const got = c.replies();
  // libmicrohttpd says some of its own refusals twice before it closes.
  const isRefused = got.length >= (want.length === 0 ? 0 : 1) && got.length <= 2 && got.every(x => want.includes(x.status));
  say.check(name, isRefused && !c.bytes.includes('marker'), `${statuses(got)} for ${want}`);
  say.check(`${name}: closed`, isClosed);
  c.close();
}

/** At most `limit` at once; order does not matter. */
async function each(list, limit, work) {
  const rest = [...list];
  await Promise.all(Array.from({ length: limit }, async () => { for (let x; (x = rest.shift());) await work(x); }));
}

/** One case and the marker: how many requests the server saw, and how many answers came back. */
async function throughProxy(port, proxyPort, name, raw) {
  const before = await settled(port);
  const c = connect(proxyPort);
  await c.send(raw + marker);
  const answered = () => {
    const whole = replies(c.bytes, name === 'HEAD').filter(x => x.status >= 200).length;
    return whole === 0 && c.bytes.length > 0 ? 1 : whole; // HTTP/0.9 has no status line
  };
  await becomes(() => c.isClosed || answered() > 0, 250); // some are never answered
  for (let size = -1; !c.isClosed && size !== c.bytes.length;) { // and nothing more comes
    size = c.bytes.length;
    await sleep(120);
  }
  const reached = (await settled(port)) - before - questions;
  await becomes(() => reached <= answered()); // a busy machine answers late
  const client = answered();
  c.close();
  return { reached, client };
}

async function behindNginx(port, server) {
  const proxy = await startNginx(port);
  if (!proxy) return say.skip('nginx is not installed: the cases behind a proxy');
  for (const [name, raw] of [...accepted, ...refused, ...known]) {
    let seen;
    for (let turn = 0; turn < 3; turn++) { // what the case before it left on its way is counted once, what is hidden each time
      seen = await throughProxy(port, proxy.port, name, raw);
      if (seen.reached <= seen.client) break;
    }
    say.check(`behind nginx: ${name}: no hidden request`, seen.reached <= seen.client, `${seen.reached} reached the server, ${seen.client} answered`);
  }
  await proxy.stop();
  say.check('the server lives after all cases', server.child.exitCode === null);
}

const trickle = (c, byte, ms = 100) => setInterval(() => c.socket.write(byte), ms);

async function slow() {
  const s = await start({ head_ms: 600, keep_alive_ms: 1000, body_ms: 1500, answer_ms: 400, connections_per_address_max: 40 });
  const timed = async (name, from, to, act) => {
    const began = Date.now();
    const c = connect(s.port);
    const timer = await act(c);
    const isClosed = await c.waitClosed();
    clearInterval(timer);
    const took = c.closedAt - began;
    say.check(name, isClosed && took >= from && took <= to + 6000, `after ${took} ms`); // 6 s for a busy machine: still sooner than by the server's own times
    c.close();
  };
  await Promise.all([
    timed('a connection that says nothing is cut', 500, 1600, async () => 0),
    timed('a head of one byte at a time is cut', 500, 1600, async c => { await c.send('GET /echo HTTP/1.1\r\nX: '); return trickle(c, 'x'); }),
    timed('a request line of one byte at a time is cut', 500, 1600, async c => trickle(c, 'G')),
    timed('empty lines for ever are cut', 500, 1600, async c => trickle(c, '\r\n')),
    timed('an idle connection is cut after keep_alive_ms', 900, 2200, async c => { await c.send(get()); return 0; }),
    timed('a second head of one byte at a time is cut', 900, 2200, async c => { await c.send(get()); await c.wait(1); return trickle(c, 'G'); }),
    timed('a body of one byte at a time is cut', 1400, 3000, async c => { await c.send('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n'); return trickle(c, 'x'); }),
    timed('a chunked body of one byte at a time is cut', 1400, 3000, async c => { await c.send('POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'); return trickle(c, '1\r\nx\r\n'); }),
  ]);
  const { cut_slow } = await counts(s.port);
  say.check('the cuts are counted', cut_slow >= 8, String(cut_slow));
  const { code } = await s.stop();
  say.check('stops cleanly', code === 0, String(code));
}

/** Servers that cut nobody's silence: what is looked at here takes as long as the machine needs. */
async function patient() {
  const s = await start({ answer_ms: 400 });
  const late = connect(s.port);
  await late.send(get().replace('/echo', '/later?ms=1500'));
  const [first] = await late.wait(1);
  say.check('no answer in time gives 503', first?.status === 503, String(first?.status));
  await late.send(get());
  const [, second] = await late.wait(2);
  say.check('after a 503 the connection lives on', second?.status === 200, String(second?.status));
  await sleep(1600); // the late answer comes and finds nobody
  say.check('a late answer harms nobody', (await ask(s.port, get()))[0]?.status === 200);
  const { answered_late } = await counts(s.port);
  say.check('and is counted', answered_late === 1, String(answered_late));
  await s.stop();
  const crowd = await start({ connections_per_address_max: 40, head_ms: 300000 });
  const many = Array.from({ length: 60 }, () => connect(crowd.port));
  const count = () => many.filter(x => !x.isClosed).length;
  await sleep(300);
  await becomes(() => count() <= 40); // a busy machine refuses late
  const open = count();
  say.check('an address has at most 40 connections', open >= 38 && open <= 40, `${open} open`);
  many.forEach(x => x.close());
  say.check('and gets new ones when they are gone', await becomes(async () => (await ask(crowd.port, get()))[0]?.status === 200));
  await crowd.stop();
  const rate = await start({ body_min_bytes_s: 1000000, body_ms: 60000 });
  const began = Date.now();
  const w = connect(rate.port);
  await w.send('POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 60000000\r\n\r\n');
  const timer = trickle(w, 'x'.repeat(1000));
  const isClosed = await w.waitClosed(); // without a rate it would have body_ms
  clearInterval(timer);
  say.check('an upload below the minimum rate is cut', isClosed && Date.now() - began > 4500, `${Date.now() - began} ms`);
  await rate.stop();
}

function fnv(bytes) {
  let h = 14695981039346656037n;
  for (const b of bytes) h = BigInt.asUintN(64, (h ^ BigInt(b)) * 1099511628211n);
  return h.toString(16).padStart(16, '0');
}

async function bodies() {
  const s = await start({ bodies_in_memory_max_bytes: 1000000 });
  const part = Buffer.from(Array.from({ length: 700000 }, (_, i) => (i * 7919) % 251));
  const upload = async (path, bytes, headers) => {
    const c = connect(s.port);
    await c.send(`POST ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`);
    c.send(bytes).catch(() => {});
    const got = await c.wait(1);
    return { c, got: got.at(-1) };
  };
  const { got } = await upload('/big', part, `Content-Length: ${part.length}`);
  const seen = JSON.parse(got?.body ?? '{}');
  say.check('a body that is spooled to a file arrives whole', seen.size === part.length && seen.hash === fnv(part), got?.body);
  const pieces = Buffer.concat([Buffer.from(part.length.toString(16) + '\r\n'), part, Buffer.from('\r\n0\r\n\r\n')]);
  const again = JSON.parse((await upload('/big', pieces, 'Transfer-Encoding: chunked')).got?.body ?? '{}');
  say.check('and chunked too', again.size === part.length && again.hash === fnv(part));
  const large = Buffer.alloc(20 * 1024 * 1024, 'x');
  for (let i = 0; i < 3; i++) {
    const { got: no, c } = await upload('/small', large, `Content-Length: ${large.length}`);
    say.check('413 reaches a client that is still sending', no?.status === 413 && !c.isReset, `${no?.status}, reset ${c.isReset}`);
    c.close();
  }
  const over = Buffer.from('800\r\n' + 'x'.repeat(2048) + '\r\n0\r\n\r\n');
  say.check('a chunked body over the limit gets 413', (await upload('/small', over, 'Transfer-Encoding: chunked')).got?.status === 413);
  const expect = connect(s.port);
  await expect.send('POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n');
  const answers = statuses(await expect.wait(1));
  say.check('Expect: 100-continue over the limit gets 413 and no 100', same(answers, [413]), String(answers));
  const waiting = connect(s.port);
  await waiting.send('POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n');
  const go = statuses(await waiting.wait(1));
  await waiting.send('hello');
  say.check('Expect: 100-continue is answered before the body', same(go, [100]) && same(statuses(await waiting.wait(2)), [100, 200]));
  const holders = [];
  for (let i = 0; i < 8; i++) {
    const c = connect(s.port);
    await c.send(`POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 250000\r\n\r\n${'x'.repeat(200000)}`);
    holders.push(c);
  }
  await becomes(() => holders.some(c => c.replies().length > 0)); // all have come: those who found no room are told so
  await Promise.all(holders.map(c => c.send('x'.repeat(50000))));
  await Promise.all(holders.map(c => c.wait(1)));
  const full = holders.map(c => c.replies()[0]?.status);
  say.check('bodies in memory are bounded: the rest gets 503', full.includes(503) && full.includes(200), String(full));
  holders.forEach(c => c.close());
  say.check('and the room is given back',
    await becomes(async () => (await upload('/echo', Buffer.alloc(200000, 'y'), 'Content-Length: 200000')).got?.status === 200));
  const file = await ask(s.port, get().replace('/echo', '/file'));
  say.check('a file is sent from an offset', Number(file[0]?.headers['content-length']) === fs.statSync(binary).size - 1);
  const gone = connect(s.port);
  await gone.send(get().replace('/echo', '/later?ms=100') + get());
  gone.close();
  await sleep(300);
  say.check('a client that leaves while its answer is made harms nobody', (await ask(s.port, get()))[0]?.status === 200);
  const { code } = await s.stop();
  say.check('stops cleanly after uploads', code === 0, String(code));
}

/** What is refused in the middle of its body is told so, and holds nothing for long. */
async function midway() {
  const s = await start({ bodies_in_files_max_bytes: 12000000, bodies_of_address_max_bytes: 6000000 });
  const head = (path, ...lines) => ['POST ' + path + ' HTTP/1.1', 'Host: a', ...lines, '', ''].join('\r\n');
  const mb = '100000\r\n' + 'x'.repeat(1 << 20) + '\r\n';
  for (const count of [1, 8, 40]) {
    const c = connect(s.port);
    await c.send(head('/small', 'Transfer-Encoding: chunked'));
    for (let i = 0; i < count && !c.isClosed; i++) c.send(mb).catch(() => {});
    const [reply] = await c.wait(1);
    say.check(`a chunked body of ${count} MB over its limit is told 413`, reply?.status === 413 && !c.isReset && c.replies().length === 1,
      `${reply?.status}, reset ${c.isReset}`);
    c.close();
  }
  const late = connect(s.port);
  const body = 'x'.repeat(2000);
  await late.send(head('/refused', 'Content-Length: 2000') + body.slice(0, 1000));
  await sleep(700);
  await late.send(body.slice(1000));
  say.check('a refused body that comes in two pieces is told why', (await late.wait(1))[0]?.status === 404, String(late.bytes.length));
  await late.send(get());
  say.check('and its connection lives on', (await late.wait(2))[1]?.status === 200);
  const slow = connect(s.port); // to its announced end it would need seven minutes
  const began = Date.now();
  await slow.send(head('/ends', 'Content-Length: 9000000') + 'x'.repeat(100000));
  const timer = setInterval(() => slow.socket.write('x'.repeat(2000)), 100); // 20 KB a second: enough for a body within its limit
  const [told] = await slow.wait(1);
  clearInterval(timer);
  const took = Date.now() - began;
  say.check('a slow body over its limit is told 413 and ends soon', told?.status === 413 && took < 60000 && !slow.isReset, `${told?.status} after ${took} ms`);
  slow.close();
  const holders = [];
  for (let i = 0; i < 4; i++) {
    const c = connect(s.port);
    await c.send(head('/big', 'Content-Length: 9000000'));
    c.send('x'.repeat(2500000)).catch(() => {});
    holders.push(c);
  }
  await becomes(() => holders.filter(c => c.replies().length > 0).length >= 2);
  await sleep(500); // and no third
  const full = holders.map(c => c.replies()[0]?.status ?? 0);
  say.check('bodies on the disk are bounded, for an address too', full.filter(x => x === 503).length === 2 && full.filter(x => x === 0).length === 2, String(full));
  holders.forEach(c => c.close());
  say.check('and their room is given back', await becomes(async () => {
    const again = connect(s.port);
    await again.send(head('/big', 'Content-Length: 5000000'));
    again.send('x'.repeat(5000000)).catch(() => {});
    const [reply] = await again.wait(1);
    again.close();
    return reply?.status === 200;
  }));
  const { code } = await s.stop();
  say.check('stops cleanly after refusals midway', code === 0, String(code));
}

/** Whoever leaves is noticed at once, wherever it stands, and holds nothing any more; whoever only says no more is answered. */
async function gone() {
  // What would end a silent client all the same is long, where it can be: the bounds below are of being noticed.
  const s = await start({ bodies_of_address_max_bytes: 6000000, connections_per_address_max: 1000, head_ms: 300000, keep_alive_ms: 300000, body_min_bytes_s: 1 });
  const endsByItself = ['before a body', 'in a chunk', 'between chunks', 'in a trailer', 'in a body that is refused', 'in a body over its limit']; // after five seconds
  const post = (path, ...lines) => ['POST ' + path + ' HTTP/1.1', 'Host: a', ...lines, '', ''].join('\r\n');
  const part = 'x'.repeat(1000);
  const leaves = {
    'in a request line': 'GET /ec',
    'in a head': 'GET /echo HTTP/1.1\r\nHost: a\r\nX-',
    'before a body': post('/echo', 'Content-Length: 5000'),
    'in a body': post('/echo', 'Content-Length: 5000') + part,
    'in a chunk': post('/echo', 'Transfer-Encoding: chunked') + '1000\r\n' + part,
    'between chunks': post('/echo', 'Transfer-Encoding: chunked') + '3e8\r\n' + part + '\r\n',
    'in a trailer': post('/echo', 'Transfer-Encoding: chunked') + '1\r\nx\r\n0\r\nX-A: ',
    'in a body that is refused': post('/refused', 'Content-Length: 5000') + part,
    'in a body over its limit': post('/ends', 'Content-Length: 500000') + part,
    'after a request': get(),
    'in a second request': get() + 'GET /ec',
    'in a second body': get() + post('/echo', 'Content-Length: 5000') + part,
    'while its answer is made': get().replace('/echo', '/later?ms=100'),
  };
  for (const [name, raw] of Object.entries(leaves)) {
    const before = (await counts(s.port)).ended;
    for (let i = 0; i < 60; i++) { // so many at once that some bytes come together with their end
      const socket = net.connect(s.port, '127.0.0.1', () => { if (i % 3 === 0) { socket.write(raw); socket.resetAndDestroy(); } });
      if (i % 3 !== 0) socket.end(raw, () => socket.destroySoon());
      socket.on('error', () => {});
    }
    const began = Date.now();
    let seen;
    do {
      await sleep(40);
      seen = await counts(s.port);
    } while ((seen.connections > 1 || seen.exchanges > 1 || seen.ended === before) && Date.now() - began < (endsByItself.includes(name) ? 4500 : 20000));
    say.check(`a client that leaves ${name} is noticed`, seen.connections === 1 && seen.exchanges === 1, `${JSON.stringify(seen)} after ${Date.now() - began} ms`);
  }
  const upload = post('/big', 'Content-Length: 9000000') + 'x'.repeat(3000000);
  for (let round = 0; round < 3; round++) {
    const two = [0, 1].map(() => { const c = net.connect(s.port, '127.0.0.1', () => c.end(upload)); c.on('error', () => {}); c.resume(); return c; });
    await Promise.all(two.map(c => new Promise(done => { c.on('close', done); setTimeout(done, 10000); })));
  }
  say.check('and its uploads take no room any more',
    await becomes(async () => (await ask(s.port, post('/big', 'Content-Length: 5000000') + 'x'.repeat(5000000)))[0]?.status === 200));
  for (const [name, raw] of [['at once', get()], ['later', get().replace('/echo', '/later?ms=700')], ['after a body', post('/echo', 'Content-Length: 1000') + part],
    ['after a large body', post('/big', 'Content-Length: 5000000') + 'x'.repeat(5000000)]]) {
    const c = connect(s.port);
    c.socket.end(raw);
    const [reply] = await c.wait(1);
    say.check(`who asks and says no more is answered: ${name}`, reply?.status === 200 && !c.isReset, String(reply?.status));
    say.check(`and its connection ends: ${name}`, await c.waitClosed());
  }
  const { code } = await s.stop();
  say.check('stops cleanly after all have left', code === 0, String(code));
}

/** Who is too slow in the middle of a request is told so, whole, also while it still sends; who says nothing is told nothing. */
async function told() {
  const s = await start({ head_ms: 600, keep_alive_ms: 900, body_ms: 1200 });
  const post = (path, ...lines) => ['POST ' + path + ' HTTP/1.1', 'Host: a', ...lines, '', ''].join('\r\n');
  const chunks = post('/echo', 'Transfer-Encoding: chunked') + '5\r\nhello\r\n';
  const one = '1\r\nx\r\n';
  const cases = [ // name, first bytes, what still trickles in, status of the last reply (0: nothing at all)
    ['a body that stops', post('/echo', 'Content-Length: 5000') + 'x', '', 408],
    ['a body that never begins', post('/echo', 'Content-Length: 5000'), '', 408],
    ['a body that trickles', post('/echo', 'Content-Length: 5000') + 'x', 'x', 408],
    ['a body in a file that trickles', post('/big', 'Content-Length: 500000') + 'x'.repeat(400000), 'x', 408],
    ['a chunked body that stops', chunks, '', 408],
    ['a chunked body that trickles', chunks, one, 408],
    ['a chunk size that never ends', chunks + '3', '', 408],
    ['a trailer that trickles', chunks + '0\r\nX-A: ', 'x', 408],
    ['a body over its limit that stops', post('/ends', 'Content-Length: 500000') + 'x'.repeat(9000), '', 413],
    ['a body over its limit that trickles', post('/ends', 'Content-Length: 500000') + 'x'.repeat(9000), 'x', 413],
    ['a body after Expect that never begins', post('/echo', 'Expect: 100-continue', 'Content-Length: 5000'), '', 408],
    ['a refused body that stops', post('/refused', 'Content-Length: 5000') + 'x', '', 404],
    ['a second body that stops', get() + post('/echo', 'Content-Length: 5000') + 'x', '', 408],
    ['a head that stops', 'GET /echo HTTP/1.1\r\nHost: a\r\n', '', 408],
    ['a head that trickles', 'GET /echo HTTP/1.1\r\nHost: a\r\nX: ', 'x', 408],
    ['a second head that trickles', get() + 'GET /echo HTTP/1.1\r\nHost: a\r\nX: ', 'x', 408],
    ['a request line that stops', 'GET /ec', '', 408],
    ['a request line that trickles', 'GET /ec', 'x', 408],
    ['a connection that says nothing', '', '', 0],
    ['a connection that says nothing more', get(), '', 200],
  ];
  await Promise.all(cases.map(async ([name, raw, more, want]) => {
    const c = connect(s.port);
    if (raw) await c.send(raw);
    const timer = more ? setInterval(() => c.socket.writable && c.socket.write(more), 60) : 0;
    const last = () => c.replies().filter(x => x.status >= 200).at(-1);
    await becomes(() => c.isClosed || (want >= 400 && last()?.status === want), 15000); // a refused body has 10 s
    await sleep(300); // bytes that come after its end must not be answered by a reset
    clearInterval(timer);
    say.check(`${name}: ${want || 'no reply'}`, (last()?.status ?? 0) === want && !c.isReset, `${statuses(c.replies())} reset ${c.isReset} ${c.bytes}`);
    if (want >= 400) say.check(`${name}: and that it is the end`, last()?.headers.connection === 'close' && c.replies().filter(x => x.status >= 400).length === 1, JSON.stringify(last()));
    c.socket.end();
    say.check(`${name}: closed`, await c.waitClosed());
  }));
  let seen;
  await becomes(async () => (seen = await counts(s.port)).cut_slow >= cases.length && seen.exchanges === 1);
  say.check('each is counted, and none is left', seen.cut_slow === cases.length && seen.exchanges === 1, JSON.stringify(seen));
  const { code } = await s.stop();
  say.check('stops cleanly after slow clients', code === 0, String(code));
}

/** Many at once, each in pieces and left anywhere in any way, and in the midst of it the server stops: nothing is lost, twice, or late. */
async function storm() {
  const pem = selfSigned();
  const post = (path, ...lines) => ['POST ' + path + ' HTTP/1.1', 'Host: a', ...lines, '', ''].join('\r\n');
  const chunks = '3e8\r\n' + 'x'.repeat(1000) + '\r\n';
  const asks = [get(), get().replace('/echo', '/page'), get().replace('/echo', '/file'), get().replace('/echo', '/later?ms=30'), get().replace('/echo', '/later?ms=700'),
    post('/echo', 'Content-Length: 4000') + 'x'.repeat(4000), post('/big', 'Content-Length: 600000') + 'x'.repeat(600000), post('/refused', 'Content-Length: 900') + 'x'.repeat(900),
    post('/small', 'Transfer-Encoding: chunked') + chunks.repeat(40) + '0\r\n\r\n', post('/echo', 'Transfer-Encoding: chunked') + chunks.repeat(20) + '0\r\nX-A: b\r\n\r\n',
    post('/ends', 'Content-Length: 200000') + 'x'.repeat(200000), post('/small', 'Content-Length: 900000') + 'x'.repeat(900000), post('/later?ms=50', 'Content-Length: 3000') + 'x'.repeat(3000),
    post('/echo', 'Transfer-Encoding: chunked') + 'zz\r\n', 'BAD\r\n\r\n', get() + get().replace('/echo', '/later?ms=20') + get(), 'GET /echo HTTP/1.1\r\nX: ' + 'x'.repeat(20000)];
  for (const [seed, sealed] of [[1, false], [2, false], [3, true], [4, false]]) {
    if (sealed && !pem) { say.skip('openssl is not installed: a storm below TLS'); continue; }
    let state = seed * 7919;
    const random = n => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
    const s = await start({ connections_per_address_max: 2000, answer_ms: 400, body_ms: 500, head_ms: 500, keep_alive_ms: 500, send_ms: 600, stop_ms: 300,
      bodies_of_address_max_bytes: 3000000, ...(sealed ? { certificate: pem.cert, key: pem.key } : {}) });
    const one = async () => {
      const plain = net.connect(s.port, '127.0.0.1');
      const socket = sealed ? tls.connect({ socket: plain, rejectUnauthorized: false }) : plain;
      for (const x of [plain, socket]) x.on('error', () => {});
      if (random(3)) socket.resume(); // or never reads
      let rest = asks[random(asks.length)];
      for (let pieces = 1 + random(4); pieces > 0 && rest; pieces--) {
        const size = random(4) ? rest.length : random(rest.length + 1);
        socket.write(rest.slice(0, size));
        rest = rest.slice(size);
        await sleep(random(25));
      }
      const ways = [() => socket.end(), () => socket.destroy(), () => plain.resetAndDestroy(), () => plain.destroySoon(), () => sleep(random(1500)).then(() => plain.destroy())];
      await ways[random(ways.length)]();
      setTimeout(() => plain.destroy(), 4000).unref();
    };
    const crowd = Array.from({ length: 12 }, async () => { for (const until = Date.now() + 3000; Date.now() < until;) await one(); });
    await sleep(2500);
    const over = s.stop();
    await Promise.all(crowd);
    const end = await Promise.race([over, sleep(30000).then(() => ({ code: 'did not end' }))]);
    say.check(`storm ${seed}${sealed ? ' below TLS' : ''}: stops cleanly in its midst`, end.code === 0 && /ended \d{2,}/.test(end.out), `${end.code} ${end.out}`);
  }
  pem?.drop();
}

async function cached() {
  const s = await start();
  const page = (...headers) => get(...headers).replace('/echo', '/page');
  const [plain] = await ask(s.port, page());
  say.check('a page has an entity tag and varies', plain.headers.etag?.startsWith('"') && plain.headers.vary === 'Accept-Encoding');
  const encoding = async accept => (await ask(s.port, page(`Accept-Encoding: ${accept}`)))[0].headers['content-encoding'] ?? 'identity';
  for (const [accept, want] of [['gzip', 'gzip'], ['gzip, br', 'br'], ['br;q=0, gzip', 'gzip'], ['*;q=0', 'identity'], ['gzip;q=0.5, br;q=0.1', 'gzip'],
    ['identity, gzip;q=0.2', 'identity'], ['*', 'br'], ['gzip;q=0', 'identity'], ['deflate', 'identity']]) {
    const got = await encoding(accept);
    say.check(`Accept-Encoding: ${accept}`, got === want, got);
  }
  const not = (await ask(s.port, page(`If-None-Match: "x", W/${plain.headers.etag}`)))[0];
  say.check('If-None-Match gives 304', not.status === 304 && not.headers.etag === plain.headers.etag && !!not.headers['cache-control']);
  say.check('the tag of another encoding does not', (await ask(s.port, page('Accept-Encoding: br', `If-None-Match: ${plain.headers.etag}`)))[0].status === 200);
  say.check('it was rendered once', (await counts(s.port)).renders === 1);
  await ask(s.port, get().replace('/echo', '/raise'));
  await ask(s.port, page());
  say.check('and again after its tag rose', (await counts(s.port)).renders === 2);
  await s.stop();
}

async function places() {
  const s = await start({ proxy: ['127.0.0.1', '10.0.0.1'] });
  const seen = async (...headers) => JSON.parse((await ask(s.port, get(...headers)))[0].body);
  let x = await seen('X-Forwarded-For: 203.0.113.7', 'X-Forwarded-Proto: https');
  say.check('a trusted proxy names the client', x.peer === '203.0.113.7' && x.is_tls && !x.is_loopback, JSON.stringify(x));
  x = await seen('X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.0.0.1');
  say.check('what the client put before is not believed', x.peer === '203.0.113.7');
  x = await seen('X-Forwarded-For: 127.0.0.1');
  say.check('a forwarded request is never loopback', !x.is_loopback);
  x = await seen();
  say.check('nor is a proxy itself', !x.is_loopback && x.peer === '127.0.0.1');
  await s.stop();
  const alone = await start();
  const there = async raw => JSON.parse((await ask(alone.port, raw))[0].body);
  const local = get().replace('Host: shop.example', 'Host: localhost:8080');
  x = await there(local);
  say.check('a direct request to a loopback name is loopback', x.is_loopback && !x.is_tls);
  x = await there(local.replace('\r\n\r\n', '\r\nX-Forwarded-For: 203.0.113.7\r\n\r\n'));
  say.check('an untrusted X-Forwarded-For is not believed, but ends loopback', !x.is_loopback && x.peer === '127.0.0.1');
  x = await there(get());
  say.check('a foreign Host is not loopback (DNS rebinding)', !x.is_loopback);
  await alone.stop();
}

async function secure() {
  const pem = selfSigned();
  if (!pem) return say.skip('openssl is not installed: TLS');
  const s = await start({ certificate: pem.cert, key: pem.key, body_min_bytes_s: 1 }); // waits for ever, nearly
  const hurried = await start({ certificate: pem.cert, key: pem.key, body_ms: 1500 });
  const socket = tls.connect({ port: s.port, host: '127.0.0.1', rejectUnauthorized: false });
  await new Promise(done => socket.on('secureConnect', done));
  const c = connect(0, { socket });
  await c.send(get() + get());
  const got = await c.wait(2);
  say.check('TLS 1.3 serves', same(statuses(got), [200, 200]) && socket.getProtocol() === 'TLSv1.3' && JSON.parse(got[0].body).is_tls, `${statuses(got)} ${socket.getProtocol()}`);
  c.close();
  const sealed = async (raw, { port } = s) => {
    const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise(done => socket.on('secureConnect', done));
    const c = connect(0, { socket });
    await c.send(raw);
    return c;
  };
  const chunked = 'POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
  const mb = '100000\r\n' + 'x'.repeat(1 << 20) + '\r\n';
  for (const count of [1, 3, 8, 40]) {
    const c = await sealed(chunked);
    for (let i = 0; i < count && !c.isClosed; i++) c.socket.write(mb);
    const [reply] = await c.wait(1);
    say.check(`below TLS a chunked body of ${count} MB over its limit is told 413`, reply?.status === 413 && !c.isReset && c.replies().length === 1,
      `${reply?.status}, reset ${c.isReset}`);
    say.check('and that it is the end', reply?.headers.connection === 'close' && await c.waitClosed());
    c.close();
  }
  const large = await sealed('POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n');
  large.socket.write('x'.repeat(9000000));
  const [no] = await large.wait(1);
  say.check('a large body below TLS is told 413 while it is sent', no?.status === 413 && !large.isReset, `${no?.status}, reset ${large.isReset}`);
  large.close();
  const slow = await sealed('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nx', hurried);
  const timer = setInterval(() => slow.socket.writable && slow.socket.write('x'), 100);
  const [late] = await slow.wait(1);
  clearInterval(timer);
  say.check('a body that trickles below TLS is told 408', late?.status === 408 && !slow.isReset, `${late?.status}, reset ${slow.isReset}`);
  const silent = await sealed('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nx', hurried);
  say.check('one that stops is cut', await silent.waitClosed() && silent.bytes.length === 0, String(silent.bytes));
  const leaver = await sealed('POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n' + 'x'.repeat(1000));
  leaver.close();
  say.check('a client that leaves below TLS is noticed', await becomes(async () => (await sealedCounts()).connections === 1));
  async function sealedCounts() {
    const c = await sealed(get().replace('/echo', '/counts'));
    const [reply] = await c.wait(1);
    c.close();
    return JSON.parse(reply.body);
  }
  const { code } = await s.stop();
  await hurried.stop();
  say.check('TLS stops cleanly', code === 0, String(code));
  pem.drop();
}

async function ends() {
  const s = await start({ stop_ms: 30000 });
  const idle = connect(s.port);
  const busy = connect(s.port);
  await busy.send(get().replace('/echo', '/later?ms=2000'));
  await isRunning(s.port);
  const ended = s.stop();
  say.check('a stopping server takes no connections', await becomes(async () => !(await canConnect(s.port))));
  const [last] = await busy.wait(1);
  say.check('but answers what runs, and says it closes', last?.status === 200 && last.headers.connection === 'close', JSON.stringify(last?.headers));
  const { code } = await ended;
  say.check('and ends', code === 0 && (await idle.waitClosed()), String(code));
  const hard = await start({ stop_ms: 200, answer_ms: 300000 });
  const stuck = connect(hard.port);
  await stuck.send(get().replace('/echo', '/later?ms=600000'));
  await isRunning(hard.port);
  const over = hard.stop();
  const [sorry] = await stuck.wait(1);
  say.check('who is still waiting gets 503', sorry?.status === 503, String(sorry?.status));
  say.check('and the answer that comes afterwards is thrown away', (await over).code === 0);
}

if (!binary) {
  say.skip('echo-server is not built (meson -Dtests=true)');
  say.end();
}
const only = process.argv.slice(2);
const wants = name => only.length === 0 || only.includes(name);
if (wants('cases')) {
  const server = await start({ connections_per_address_max: 500 });
  await each(accepted, 8, x => accept(server.port, x));
  await each(refused, 8, x => refuse(server.port, x));
  await each(known, 4, x => accept(server.port, x));
  await behindNginx(server.port, server);
  const { code } = await server.stop();
  say.check('stops cleanly after all cases', code === 0, String(code));
}
const parts = { slow, patient, bodies, midway, told, gone, storm, cached, places, secure, ends };
for (const [name, part] of Object.entries(parts)) if (wants(name)) await part();
say.end();
