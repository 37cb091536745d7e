// SPDX-License-Identifier: Apache-2.0
// A small renderer of our template dialect, for looking at pages without building the shop. Strict: an unknown field,
// a value in a forbidden place or an untranslated text is an error, as in src/web/view.c.
import fs from 'node:fs';
import path from 'node:path';


export function squash(text) {
  return text.replace(/\s+/g, ' ').trim();
}

function tokens(source) {
  const out = [];
  let last = 0;
  for (const m of source.matchAll(/\{\{\{\s*([\w.]+)\s*\}\}\}|\{\{!([\s\S]*?)\}\}|\{\{([#^/$<>]?)\s*([\w./-]+)\s*\}\}/g)) {
    if (m.index > last) out.push({ kind: 'text', text: source.slice(last, m.index), at: last, end: m.index });
    last = m.index + m[0].length;
    if (m[1]) out.push({ kind: 'raw', name: m[1], at: m.index, end: last });
    else if (m[2] === undefined) out.push({ kind: m[3] || 'value', name: m[4], at: m.index, end: last });
  }
  if (last < source.length) out.push({ kind: 'text', text: source.slice(last), at: last, end: source.length });
  return out;
}

/* Tags alone on their line take the line with them (of importance in plain text only). */
function alone(source) {
  return source.replace(/^[ \t]*((?:\{\{![\s\S]*?\}\})|(?:\{\{[#^/>][^}]*\}\}))[ \t]*\n/gm, '$1');
}

function parse(list, source, file, i = 0, until = null) {
  const nodes = [];
  for (; i < list.length; i++) {
    const tok = list[i];
    if (tok.kind === '/') {
      if (tok.name !== until) throw new Error(`${file}: {{/${tok.name}}} closes nothing (open: ${until})`);
      return { nodes, i, close: tok.at };
    }
    if ('#^$<'.includes(tok.kind) && tok.kind !== '') {
      const inner = parse(list, source, file, i + 1, tok.name);
      nodes.push({ ...tok, nodes: inner.nodes, raw: source.slice(tok.end, inner.close) });
      i = inner.i;
    } else nodes.push(tok);
  }
  if (until) throw new Error(`${file}: {{#${until}}} is never closed`);
  return { nodes, i };
}

function checkPlaces(source, file) {
  for (const m of source.matchAll(/\{\{\{\s*([\w.]+)/g)) {
    if (!m[1].endsWith('_html')) throw new Error(`${file}: {{{${m[1]}}}} must be named *_html`);
  }
  for (const m of source.matchAll(/\b(href|src|srcset|action|formaction|poster)="([^"]*)"/g)) {
    for (const v of m[2].matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)) {
      if (!v[1].endsWith('_url')) throw new Error(`${file}: ${m[1]} takes only *_url, not ${v[1]}`);
    }
  }
  if (/<script(?![^>]*\bsrc=)/.test(source)) throw new Error(`${file}: inline script`);
  if (/\sstyle="/.test(source) || /\son\w+="/.test(source)) throw new Error(`${file}: inline style or handler`);
  if (/=[']?\{\{/.test(source.replace(/="[^"]*"/g, ''))) throw new Error(`${file}: value in an unquoted attribute`);
}

const MONTHS = {
  id: ['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
};

function day(d, lang) {
  return `${d.getUTCDate()} ${MONTHS[lang][d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/* The printed forms of a typed value: whole, or one of its parts. */
function typed(value, lang) {
  if (value && typeof value === 'object' && 'amount' in value && 'currency' in value && typeof value.amount === 'number') {
    const digits = String(Math.abs(value.amount)).replace(/\B(?=(\d{3})+$)/g, '.');
    return { toString: () => `${value.amount < 0 ? '−' : ''}Rp${digits}`, amount: value.amount, currency: value.currency };
  }
  if (value && typeof value === 'object' && typeof value.instant === 'string') {
    const d = new Date(Date.parse(value.instant) + 7 * 3600e3);
    const two = (n) => String(n).padStart(2, '0');
    const time = `${two(d.getUTCHours())}${lang === 'id' ? '.' : ':'}${two(d.getUTCMinutes())} WIB`;
    return { toString: () => `${day(d, lang)} ${time}`, iso: value.instant, date: day(d, lang), time };
  }
  if (value && typeof value === 'object' && typeof value.date === 'string') {
    return { toString: () => day(new Date(value.date + 'T00:00:00Z'), lang), iso: value.date };
  }
  return null;
}

function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));
}

export class Views {
  constructor(dir, { lang = 'id', catalogue = new Map(), onMissing = null } = {}) {
    Object.assign(this, { dir, lang, catalogue, onMissing, cache: new Map(), texts: new Map() });
  }

  load(name) {
    if (!this.cache.has(name)) {
      const isText = name.endsWith('.txt');
      const file = path.join(this.dir, isText ? name : name + '.html');
      const source = isText ? alone(fs.readFileSync(file, 'utf8')) : fs.readFileSync(file, 'utf8');
      if (!isText) checkPlaces(source, file);
      this.cache.set(name, parse(tokens(source), source, file).nodes);
    }
    return this.cache.get(name);
  }

  lookup(stack, name, where) {
    if (name === '.') return stack[stack.length - 1];
    const [head, ...rest] = name.split('.');
    for (let i = stack.length - 1; i >= 0; i--) {
      const frame = stack[i];
      if (frame !== null && typeof frame === 'object' && head in frame) {
        let value = frame[head];
        for (const part of rest) {
          if (value === null || value === undefined) return null;
          if (Array.isArray(value) && part === 'size') value = value.length;
          else {
            const t = typed(value, this.lang);
            const owner = t && part in t ? t : value;
            if (typeof owner !== 'object' || !(part in owner)) throw new Error(`${where}: unknown field ${name}`);
            value = owner[part];
          }
        }
        return value;
      }
    }
    throw new Error(`${where}: unknown field ${name}`);
  }

  print(value) {
    if (value === null || value === undefined) return '';
    const t = typed(value, this.lang);
    if (!t && typeof value === 'object') throw new Error('an object has no text: ' + JSON.stringify(value).slice(0, 80));
    return t ? t.toString() : String(value);
  }

  translate(node, where) {
    const id = squash(node.raw);
    this.texts.set(id, where);
    if (this.lang === 'en') return node.nodes;
    const found = this.catalogue.get(id);
    if (found === undefined || found === '') {
      if (this.onMissing) this.onMissing(id, where);
      return node.nodes;
    }
    return parse(tokens(found), found, 'id.po: ' + id).nodes;
  }

  run(nodes, stack, blocks, where) {
    let out = '';
    for (const node of nodes) {
      if (node.kind === 'text') out += node.text;
      else if (node.kind === 'value') out += this.put(this.print(this.lookup(stack, node.name, where)));
      else if (node.kind === 'raw') out += this.print(this.lookup(stack, node.name, where));
      else if (node.kind === '>') out += this.run(this.load(node.name), stack, {}, node.name);
      else if (node.kind === '$') out += this.run((blocks[node.name] || node).nodes, stack, blocks, where);
      else if (node.kind === '<') {
        const given = { };
        for (const n of node.nodes) if (n.kind === '$') given[n.name] = n;
        out += this.run(this.load(node.name), stack, { ...given, ...blocks }, node.name);
      } else if (node.name === 't' && node.kind === '#') {
        out += this.run(this.translate(node, where), stack, blocks, where).replace(/\s+/g, ' ').trim();
      }
      else out += this.section(node, stack, blocks, where);
    }
    return out;
  }

  section(node, stack, blocks, where) {
    const value = this.lookup(stack, node.name, where);
    const empty = value === null || value === false || value === 0 || value === '' || value === undefined ||
      (Array.isArray(value) && value.length === 0);
    if (node.kind === '^') return empty ? this.run(node.nodes, stack, blocks, where) : '';
    if (empty) return '';
    const each = Array.isArray(value) ? value : [value];
    return each.map((v) => this.run(node.nodes, [...stack, v], blocks, where)).join('');
  }

  put(text) {
    return this.isText ? String(text) : escape(text);
  }

  render(name, model) {
    this.isText = name.endsWith('.txt');
    return this.run(this.load(name), [model], {}, name);
  }
}

export function readPo(file) {
  const out = new Map();
  let id = null, str = null, cur = null;
  const put = () => { if (id !== null && str !== null && id !== '') out.set(squash(id), str); };
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    const m = line.match(/^(?:(msgid|msgstr)\s+)?"(.*)"\s*$/);
    if (!m) continue;
    const text = JSON.parse(`"${m[2]}"`);
    if (m[1] === 'msgid') { put(); id = text; str = null; cur = 'id'; }
    else if (m[1] === 'msgstr') { str = text; cur = 'str'; }
    else if (cur === 'id') id += text;
    else str += text;
  }
  put();
  return out;
}
