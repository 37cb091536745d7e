// SPDX-License-Identifier: Apache-2.0
//
// canvas.mjs - an SVG of 800 × 600 put together from strings: shared gradients and clips, small numbers,
// presentation attributes only (no style, no script, nothing from outside).

export const WIDTH = 800;
export const HEIGHT = 600;

/** A coordinate as short as it can be said; far from the origin a tenth of a pixel is not seen. */
export const f = (n) => {
  const text = (Math.abs(n) >= 100 ? Math.round(n) : Math.round(n * 10) / 10).toString();
  return text.replace(/^(-?)0\./, '$1.');
};

/** Template tag for path data: numbers are shortened. */
export const p = (strings, ...values) =>
  strings.reduce((out, s, i) => out + s + (i < values.length ? (typeof values[i] === 'number' ? f(values[i]) : values[i]) : ''), '');

export function el(name, attributes, inner = '') {
  const list = Object.entries(attributes)
    .filter(([, v]) => v !== undefined && v !== null)
    .map(([k, v]) => ` ${k}="${typeof v === 'number' ? f(v) : v}"`)
    .join('');
  return inner === '' ? `<${name}${list}/>` : `<${name}${list}>${inner}</${name}>`;
}

/* ---- colours ---- */

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

export function mix(a, b, share) {
  const [x, y] = [channels(a), channels(b)];
  return `#${x.map((c, i) => Math.round(c + (y[i] - c) * share).toString(16).padStart(2, '0')).join('')}`;
}
export const darker = (hex, share) => mix(hex, '#20140e', share);
export const lighter = (hex, share) => mix(hex, '#fffaf0', share);

/* ---- chance that repeats itself ---- */

export function dice(seed) {
  let state = 1779033703;
  for (const c of seed) state = Math.imul(state ^ c.charCodeAt(0), 3432918353) >>> 0;
  return (low = 0, high = 1) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return low + (((z ^ (z >>> 14)) >>> 0) / 4294967296) * (high - low);
  };
}

/* ---- the drawing ---- */

export class Drawing {
  #defs = new Map();
  #body = [];

  constructor(name) {
    this.random = dice(name);
  }

  /** Keeps `make(id)` once and returns its id. */
  define(make) {
    const key = make('?');
    if (!this.#defs.has(key)) {
      const id = `d${this.#defs.size.toString(36)}`;
      this.#defs.set(key, { id, markup: make(id) });
    }
    return this.#defs.get(key).id;
  }

  #stops(stops) {
    return stops.map(([offset, color, opacity]) => el('stop', { offset, 'stop-color': color, 'stop-opacity': opacity })).join('');
  }

  linear(stops, [x1, y1, x2, y2] = [0, 0, 1, 0]) {
    return `url(#${this.define((id) => el('linearGradient', { id, x1: x1 || null, y1: y1 || null, x2: x2 === 1 ? null : x2, y2: y2 || null }, this.#stops(stops)))})`;
  }

  radial(stops, at = {}) {
    return `url(#${this.define((id) => el('radialGradient', { id, ...at }, this.#stops(stops)))})`;
  }

  clip(markup) {
    return `url(#${this.define((id) => el('clipPath', { id }, markup))})`;
  }

  /** Keeps a shape once; gives how to draw it and how to clip by it. */
  shape(path) {
    const id = this.define((own) => el('path', { id: own, d: path }));
    const use = (attributes) => el('use', { href: `#${id}`, ...attributes });
    return { draw: (attributes) => this.add(use(attributes)), clip: () => this.clip(use({})) };
  }

  symbol(markup) {
    return this.define((id) => el('g', { id }, markup));
  }

  add(...markup) {
    this.#body.push(...markup);
    return this;
  }

  path(d, attributes = {}) {
    return this.add(el('path', { d, ...attributes }));
  }

  line(d, stroke, width, attributes = {}) {
    return this.add(el('path', { d, fill: 'none', stroke, 'stroke-width': width, 'stroke-linecap': 'round', ...attributes }));
  }

  ellipse(cx, cy, rx, ry, fill, attributes = {}) {
    return this.add(el('ellipse', { cx, cy, rx, ry, fill, ...attributes }));
  }

  shadow(cx, cy, rx, ry, strength = 0.34) {
    const fill = this.radial([[0, '#2a1608', strength], [0.6, '#2a1608', strength * 0.55], [1, '#2a1608', 0]]);
    return this.ellipse(cx, cy, rx, ry, fill);
  }

  /** Draws what `inside` adds as one group. */
  group(attributes, inside) {
    const before = this.#body;
    this.#body = [];
    inside();
    const made = this.#body.join('');
    this.#body = before;
    return this.add(el('g', attributes, made));
  }

  toString({ width = WIDTH, height = HEIGHT, label = true } = {}) {
    const mark = label
      ? el('g', { 'font-family': 'Verdana,DejaVu Sans,sans-serif', 'font-size': 15, 'letter-spacing': 0.6 },
        el('rect', { x: width - 106, y: height - 36, width: 94, height: 25, rx: 12.5, fill: '#fffaf0', 'fill-opacity': 0.86 }) +
        el('text', { x: width - 59, y: height - 18.5, 'text-anchor': 'middle', fill: '#4a372b' }, 'ilustrasi'))
      : '';
    const defs = [...this.#defs.values()].map((d) => d.markup).join('');
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${defs ? `<defs>${defs}</defs>` : ''}${this.#body.join('')}${mark}</svg>\n`;
  }
}

/** A smooth line through points (Catmull-Rom as Béziers), without the leading move. */
export function smooth(points) {
  let out = '';
  for (let i = 0; i < points.length - 1; i++) {
    const [a, b, c, d] = [points[Math.max(0, i - 1)], points[i], points[i + 1], points[Math.min(points.length - 1, i + 2)]];
    out += p`C${b[0] + (c[0] - a[0]) / 6} ${b[1] + (c[1] - a[1]) / 6} ${c[0] - (d[0] - b[0]) / 6} ${c[1] - (d[1] - b[1]) / 6} ${c[0]} ${c[1]}`;
  }
  return out;
}
