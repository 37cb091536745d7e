// SPDX-License-Identifier: Apache-2.0
// Renders every template with its sample model, in both languages, into a folder that a browser can open.
//   node tests/preview/preview.mjs OUT [NAME-PREFIX]
// Exit 1 when a template asks for an unknown field, breaks a rule of the dialect or has an untranslated text.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { Views, readPo, squash } from './mustache.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const [out, only = ''] = process.argv.slice(2);
if (!out) { console.error('usage: preview.mjs OUT [NAME-PREFIX]'); process.exit(2); }

function walk(dir, base = '') {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? walk(path.join(dir, e.name), base + e.name + '/') : [base + e.name]);
}
const json = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const plain = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);

function merge(a, b) {
  const c = { ...a };
  for (const [k, v] of Object.entries(b)) c[k] = plain(v) && plain(a[k]) ? merge(a[k], v) : v;
  return c;
}

/* As the mailer does: the style element is made of assets/mail.css. */
const style = `<style>${fs.readFileSync(path.join(root, 'assets/mail.css'), 'utf8')}</style>`;

function layoutFor(name) {
  const shop = json(path.join(root, 'tests/models/layout.json'));
  const admin = path.join(root, 'tests/models/admin/layout.json');
  return name.startsWith('admin/') && fs.existsSync(admin) ? merge(shop, json(admin)) : shop;
}

/* Every page to draw: the models themselves and the variants that patch them. */
function pages() {
  const models = path.join(root, 'tests/models'), variants = path.join(root, 'tests/preview/variants');
  const list = walk(models).filter((f) => f.endsWith('.json') && !f.endsWith('layout.json'))
    .map((f) => ({ name: f.slice(0, -5), key: f.slice(0, -5), model: json(path.join(models, f)) }));
  const byName = new Map(list.map((p) => [p.name, p.model]));
  for (const f of walk(variants).filter((n) => n.endsWith('.json'))) {
    const key = f.slice(0, -5), name = key.split('@')[0];
    if (!byName.has(name)) throw new Error(`${f}: no model ${name}`);
    list.push({ name, key, model: merge(byName.get(name), json(path.join(variants, f))) });
  }
  return list.filter((p) => p.key.startsWith(only));
}

const catalogue = readPo(path.join(root, 'locale/id.po'));
const bad = [];
let drawn = 0;
/* Texts of pages nobody draws count too. */
for (const f of walk(path.join(root, 'templates'))) {
  const source = fs.readFileSync(path.join(root, 'templates', f), 'utf8');
  for (const m of source.matchAll(/\{\{#t\}\}([\s\S]*?)\{\{\/t\}\}/g)) {
    if (!catalogue.get(squash(m[1]))) bad.push(`${f}: not in id.po: ${squash(m[1])}`);
  }
}
for (const lang of ['id', 'en']) {
  const views = new Views(path.join(root, 'templates'), {
    lang, catalogue, onMissing: (id, where) => bad.push(`${where}: not in id.po: ${id}`),
  });
  const en = lang === 'en' ? { lang, is_id: false, is_en: true, path_prefix: '/en' } : {};
  for (const page of pages()) {
    const kinds = ['.html', '.txt'].filter((x) => fs.existsSync(path.join(root, 'templates', page.name + x)));
    if (!kinds.length) { bad.push(`${page.name}: no template`); continue; }
    for (const kind of kinds) {
      try {
        const html = views.render(page.name + (kind === '.txt' ? kind : ''), { ...layoutFor(page.name), ...en, ...page.model, ...(page.name.startsWith('mail/') ? { style_html: style } : {}) });
        const file = path.join(out, lang, page.key + kind);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, html);
        drawn++;
      } catch (e) { bad.push(`${page.key}${kind} (${lang}): ${e.message}`); }
    }
  }
  if (lang === 'en') continue;
  const stale = [...catalogue.keys()].filter((id) => !views.texts.has(id));
  if (process.env.STALE) stale.forEach((id) => console.error('not used by any page drawn: ' + id));
}
fs.cpSync(path.join(root, 'assets'), path.join(out, 'assets'), { recursive: true });
const size = (f) => zlib.brotliCompressSync(fs.readFileSync(f)).length + ' br, ' + zlib.gzipSync(fs.readFileSync(f), { level: 9 }).length + ' gz';
for (const f of ['assets/shop.css', 'assets/admin.css', 'assets/shop.js', 'id/product.html']) {
  if (fs.existsSync(path.join(out, f))) console.log(`${f}: ${fs.statSync(path.join(out, f)).size} (${size(path.join(out, f))})`);
}
console.log(`${drawn} pages drawn in ${out}`);
for (const line of new Set(bad)) console.error(line);
process.exit(bad.length ? 1 : 0);
