// SPDX-License-Identifier: Apache-2.0
//
// motifs.mjs - batik motifs as SVG patterns, built from their geometry.

import { el, f, lighter, p } from './canvas.mjs';

/** ground, motif, second tone, line */
export const COLOURWAYS = {
  sogan: { ground: '#efdcb6', motif: '#6a3a1c', second: '#a8713c', deep: '#3d2013' },
  indigo: { ground: '#eef0ea', motif: '#24477a', second: '#6f97c6', deep: '#152a4d' },
  marun: { ground: '#f3e0cf', motif: '#7c2233', second: '#c06a63', deep: '#4a121f' },
  hijau: { ground: '#eee9d2', motif: '#55683a', second: '#98a86c', deep: '#303d22' },
};

/** The tile is kept once; every size and turn of it only refers to the tile. */
function pattern(d, width, height, transform, inner) {
  const tile = d.define((id) => el('pattern', { id, width, height, patternUnits: 'userSpaceOnUse' }, inner));
  return `url(#${d.define((id) => el('pattern', { id, href: `#${tile}`, patternTransform: transform }))})`;
}

/** A lens between two points, `width` across. */
function lens(x1, y1, x2, y2, width) {
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [nx, ny] = [-(y2 - y1), x2 - x1];
  const k = width / Math.hypot(nx, ny);
  return p`M${x1} ${y1}Q${mx + nx * k} ${my + ny * k} ${x2} ${y2}Q${mx - nx * k} ${my - ny * k} ${x1} ${y1}`;
}

/** Kawung: four ovals that meet in a point, on a square grid; the same points serve four neighbours. */
export function kawung(d, colours, scale = 1, transform = '') {
  const s = 64;
  const c = s / 2;
  const ovals = [[0, 0], [s, 0], [0, s], [s, s]].map(([x, y]) => {
    const at = (share) => [c + (x - c) * share, c + (y - c) * share];
    return { big: lens(...at(0.1), ...at(0.9), 22), seed: [lens(...at(0.24), ...at(0.44), 4), lens(...at(0.56), ...at(0.76), 4)].join('') };
  });
  const star = (x, y) => el('path', { d: p`M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`, fill: colours.second });
  const dot = [[c, 3], [c, s - 3], [3, c], [s - 3, c]].map(([x, y]) => p`M${x - 2.6} ${y}a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0`).join('');
  return pattern(d, s, s, `scale(${f(scale)})${transform}`,
    el('path', { d: `M0 0h${s}v${s}H0Z`, fill: colours.motif }) +
    el('path', { d: ovals.map((o) => o.big).join(''), fill: colours.ground }) +
    el('path', { d: ovals.map((o) => o.seed).join(''), fill: colours.motif }) +
    el('path', { d: dot, fill: colours.second }) +
    star(c, c) + [[0, 0], [s, 0], [0, s], [s, s]].map(([x, y]) => star(x, y)).join(''));
}

/** Parang: hooked blades leaning one behind the other, each row parted from the next by a band of diamonds. */
export function parang(d, colours, scale = 1, transform = '') {
  const [w, h] = [34, 88];
  const blade = 'M-2 69C-9 56-3 45 7 38C17 31 13 22 20 12C26 3 40 1 46 9C50 16 45 25 37 23C32 22 32 16 36 14C30 13 28 20 28 28C28 41 22 47 15 53C10 58 12 66 5 71C2 73-1 72-2 69Z';
  const vein = 'M5 62C4 53 9 48 15 42C22 35 20 24 25 15';
  const eye = 'M40 15.5h.1';
  const beads = 'M28 54h.1M24 61h.1M19 67h.1M9 24h.1M12 17h.1M16 9h.1';
  const shifted = (path, attributes) => [-w, 0, w].map((x) => el('path', { d: path, transform: x ? `translate(${x})` : null, ...attributes })).join('');
  const diamond = p`M${w / 2} 76.5l7.5 5l-7.5 5l-7.5-5Z`;
  return pattern(d, w, h, `scale(${f(scale)})rotate(-42)${transform}`,
    el('path', { d: `M0 0h${w}v${h}H0Z`, fill: colours.motif }) +
    shifted(beads, { stroke: colours.second, 'stroke-width': 3.4, 'stroke-linecap': 'round' }) +
    shifted(blade, { fill: colours.ground, stroke: colours.deep, 'stroke-width': 1 }) +
    shifted(vein, { fill: 'none', stroke: colours.motif, 'stroke-width': 2, 'stroke-linecap': 'round' }) +
    shifted(eye, { stroke: colours.motif, 'stroke-width': 4, 'stroke-linecap': 'round' }) +
    el('path', { d: `M0 74.5h${w}v13.5H0Z`, fill: colours.deep }) +
    el('path', { d: diamond, fill: colours.second }) +
    el('path', { d: `M0 74.5h${w}M0 88h${w}`, stroke: colours.ground, 'stroke-width': 1.8 }));
}

/** Truntum: eight-petalled stars scattered on a dark ground, smaller ones between them. */
export function truntum(d, colours, scale = 1, transform = '') {
  const s = 52;
  const petals = (x, y, r, width) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
      const a = (i * Math.PI) / 4;
      const reach = i % 2 ? r * 0.74 : r;
      return lens(x + Math.cos(a) * 2, y + Math.sin(a) * 2, x + Math.cos(a) * reach, y + Math.sin(a) * reach, width);
    }).join('');
  const dots = [[0, 26], [26, 0], [52, 26], [26, 52], [13, 39], [39, 13]].map(([x, y]) => `M${x} ${y}h.1`).join('');
  const small = [[0, 0], [s, 0], [0, s], [s, s]].map(([x, y]) => petals(x, y, 8, 2.4)).join('');
  return pattern(d, s, s, `scale(${f(scale)})${transform}`,
    el('path', { d: `M0 0h${s}v${s}H0Z`, fill: colours.deep }) +
    el('path', { d: dots, stroke: colours.second, 'stroke-width': 2.6, 'stroke-linecap': 'round' }) +
    el('path', { d: petals(26, 26, 17, 4.2) + small, fill: colours.ground }) +
    el('path', { d: 'M26 26h.1', stroke: colours.second, 'stroke-width': 5, 'stroke-linecap': 'round' }));
}

// One cloud: lobes above, a curled tail to each side, a bay below.
const CLOUD = 'M-74 12C-100 10-104-8-90-9C-82-10-80-3-84 0C-76-2-74-10-68-14C-62-30-44-32-36-22C-32-44-4-48 4-28C14-42 40-36 40-18C54-28 72-16 70 0C76-8 92-6 90 6C88 14 78 12 80 6C68 16 50 4 36 11C22 18 8 4-8 11C-26 19-40 3-54 11C-62 14-68 13-74 12Z';

/** Mega mendung: clouds in seven shades, pale outside, deep within; every shade is a wider stroke of the same outline. */
export function megaMendung(d, colours, scale = 1, transform = '') {
  const [w, h] = [320, 208];
  const tones = [0.94, 0.72, 0.54, 0.36, 0.18, 0].map((share) => lighter(colours.motif, share));
  const cloud = d.symbol(tones
    .map((tone, i) => el('path', { d: CLOUD, fill: tone, stroke: tone, 'stroke-width': (tones.length - 1 - i) * 9.6, 'stroke-linejoin': 'round' }))
    .join('') + el('path', { d: 'M-44-4C-36-20-14-22-8-8M4-12C16-26 36-18 34-4M-64 2C-58-6-50-6-46 0', fill: 'none', stroke: lighter(colours.motif, 0.72), 'stroke-width': 3, 'stroke-linecap': 'round' }));
  const at = (x, y, t = '') => el('use', { href: `#${cloud}`, transform: `translate(${x} ${y})${t}` });
  return pattern(d, w, h, `scale(${f(scale)})${transform}`,
    el('path', { d: `M0 0h${w}v${h}H0Z`, fill: colours.deep }) +
    at(80, 62) + at(400, 62) + at(240, 166, 'scale(-.8 .8)') + at(-80, 166, 'scale(-.8 .8)') + at(240, -42, 'scale(-.8 .8)') + at(80, 270));
}
