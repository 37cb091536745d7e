// SPDX-License-Identifier: Apache-2.0
// Pictures of the pages that preview.mjs drew, and what axe says of them.
//   node tests/preview/shots.mjs OUT NAME[,NAME…]|all [MODES] [LANG]     MODES: 360l,360d,1280l,1280d
// Exit 1 when axe finds something or a page is wider than its window.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const tools = createRequire(path.join(root, 'tests/browser/package.json'));
const { chromium } = tools('playwright-core');
const axe = fs.readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');

const [out, names, modes = '360l,360d,1280l,1280d', lang = 'id'] = process.argv.slice(2);
if (!out || !names) { console.error('usage: shots.mjs OUT NAME[,NAME…]|all [MODES] [LANG]'); process.exit(2); }

/* Sample models name pictures that do not exist: the drawings of the example shop stand in for them. */
const drawings = fs.readdirSync(path.join(root, 'demo/media')).filter((f) => /-\d\.svg$/.test(f));
const known = [[/hero/, 'hero.svg'], [/kopi-lereng-b/, 'kopi-arabika-merapi-2.svg'], [/kopi/, 'kopi-arabika-merapi-1.svg'],
  [/batik/, 'kain-batik-parang-tulis-1.svg'], [/kledung/, 'hero.svg']];
function picture(address) {
  const found = known.find(([pattern]) => pattern.test(address));
  let sum = 0;
  for (const c of path.basename(address)) sum += c.charCodeAt(0);
  return path.join(root, 'demo/media', found ? found[1] : drawings[sum % drawings.length]);
}

const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const server = http.createServer((request, reply) => {
  const address = decodeURIComponent(request.url.split('?')[0]);
  const file = path.join(out, path.normalize(address));
  const send = (type, body) => { reply.setHeader('content-type', type); reply.end(body); };
  if (address === '/api/v1/cart') send('application/json', '{"items":[{"quantity":3}]}');
  else if (/\.(webp|png|jpg)$/.test(address)) send('image/svg+xml', fs.readFileSync(picture(address)));
  else if (fs.existsSync(file) && fs.statSync(file).isFile()) send(types[path.extname(file)] || 'text/plain', fs.readFileSync(file));
  else { reply.statusCode = 404; reply.end(); }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}`;

function all(dir, before = '') {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory()
    ? all(path.join(dir, e.name), before + e.name + '/') : e.name.endsWith('.html') ? [before + e.name.slice(0, -5)] : []));
}

const list = names === 'all' ? all(path.join(out, lang)) : names.split(',');
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'amanah-shots-'));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'], env: { ...process.env, HOME: profile } });
let bad = 0;

async function look(context, name, mode) {
  const page = await context.newPage();
  const tell = (text) => { bad++; console.log(`${name} ${mode}: ${text}`); };
  page.on('pageerror', (e) => tell(`script: ${e.message}`));
  await page.goto(`${base}/${lang}/${name}.html`);
  await page.waitForLoadState('networkidle');
  const file = path.join(out, 'shots', `${name.replaceAll('/', '_')}-${mode}.png`);
  const foot = process.env.NO_FOOT && await page.addStyleTag({ content: '.foot, .office > .more { display: none !important }' });
  await page.screenshot({ path: file, fullPage: true });
  if (foot) await foot.evaluate((e) => e.remove());
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) tell(`wider than the window by ${over} px`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  for (const v of found.violations) {
    const where = v.nodes.slice(0, 3).map((n) => `${n.target.join(' ')}: ${[...n.any, ...n.all, ...n.none][0]?.message ?? ''}`);
    tell(`${v.id} (${v.impact}) ${where.join(' | ')}`);
  }
  await page.close();
}

for (const mode of modes.split(',')) {
  const width = parseInt(mode, 10);
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 740 : 900 }, colorScheme: mode.endsWith('d') ? 'dark' : 'light' });
  for (const name of list) await look(context, name, mode);
  await context.close();
}
await browser.close();
server.close();
fs.rmSync(profile, { recursive: true, force: true });
console.log(`${list.length} pages looked at, ${bad} findings; pictures in ${path.join(out, 'shots')}`);
process.exit(bad ? 1 : 0);
