// SPDX-License-Identifier: Apache-2.0
//
// things.mjs - the room, and what stands in it: vessels turned about an axis, beans, bags, cloth, leaves.

import { darker, el, f, lighter, mix, p, smooth } from './canvas.mjs';

export const WALLS = { krem: '#efe3cf', mawar: '#e8cdb9', sage: '#d3dac3', langit: '#cfdbe0', pasir: '#e6d2ae', malam: '#4d5a63' };
export const GLAZE = { gading: '#efe5cf', daun: '#7f9b72', laut: '#3c7f93', arang: '#43454a' };
const CLAY = '#b98a63';

/* ---- the room ---- */

export function room(d, { wall = 'krem', table = '#c79a6b', horizon = 418, light = true } = {}) {
  const tone = WALLS[wall] ?? wall;
  d.path('M0 0h800v600H0Z', { fill: d.linear([[0, lighter(tone, 0.45)], [1, darker(tone, 0.05)]], [0, 0, 0.4, 1]) });
  if (light) {
    d.group({ fill: '#fffdf4', 'fill-opacity': 0.38 }, () => {
      for (const [x, y] of [[90, 40], [222, 40], [90, 190], [222, 190]]) d.path(p`M${x + (y - 40) * 0.36} ${y}h116l50 138h-116Z`);
    });
  }
  d.path(`M0 ${horizon}h800v${600 - horizon}H0Z`, { fill: d.linear([[0, lighter(table, 0.22)], [1, darker(table, 0.16)]], [0, 0, 0, 1]) });
  const grain = [];
  for (let y = horizon + 16; y < 600; y += d.random(20, 34)) {
    const x = d.random(-80, 380);
    grain.push(p`M${x} ${y}q${d.random(90, 160)} ${d.random(-5, 5)} ${d.random(240, 420)} ${d.random(-3, 3)}`);
  }
  d.line(grain.join(''), darker(table, 0.35), 1.6, { 'stroke-opacity': 0.3 });
  d.line(`M0 ${horizon}h800`, lighter(table, 0.5), 3, { 'stroke-opacity': 0.7 });
}

/* ---- turned vessels ---- */

/** The outline of a profile [[y, radius], …] from rim to foot, turned about x = cx. */
export function turned(cx, profile, tilt) {
  const left = profile.map(([y, r]) => [cx - r, y]);
  const right = profile.map(([y, r]) => [cx + r, y]).reverse();
  const foot = profile.at(-1)[1];
  return p`M${left[0][0]} ${left[0][1]}${smooth(left)}A${foot} ${foot * tilt} 0 0 0 ${right[0][0]} ${right[0][1]}${smooth(right)}Z`;
}

const radiusAt = (profile, y) => {
  for (let i = 0; i + 1 < profile.length; i++) {
    const [[y1, r1], [y2, r2]] = [profile[i], profile[i + 1]];
    if (y >= y1 && y <= y2) return r1 + ((r2 - r1) * (y - y1)) / (y2 - y1);
  }
  return profile.at(-1)[1];
};

function roundShade(d, color) {
  return d.linear([[0, darker(color, 0.36)], [0.16, darker(color, 0.1)], [0.34, lighter(color, 0.3)], [0.6, color], [0.86, darker(color, 0.24)], [1, darker(color, 0.42)]]);
}

/** The lower edge of a poured glaze. */
function pouredEdge(d, cx, r, y, tilt) {
  const points = [];
  for (let i = 0; i <= 12; i++) {
    const x = cx - r * 1.15 + (r * 2.3 * i) / 12;
    const arc = Math.sqrt(Math.max(0, 1 - ((x - cx) / (r * 1.15)) ** 2)) * r * tilt;
    points.push([x, y + arc + (i % 2 ? d.random(6, 24) : d.random(-10, 2))]);
  }
  return points;
}

/**
 * A vessel of clay with glaze poured from above. `glazeTo` is where the glaze ends (none: all over).
 * `fill` is the colour of a liquid, `level` how far below the rim it stands.
 */
export function vessel(d, { cx, profile, glaze, glazeTo, tilt = 0.22, clay = CLAY, fill, level = 10, rings = true, speckle = 26, open = true, shadow = true, carve }) {
  const [topY, topR] = profile[0];
  const [footY, footR] = profile.at(-1);
  const widest = Math.max(...profile.map(([, r]) => r));
  const outline = d.shape(turned(cx, profile, tilt));
  const within = outline.clip();
  if (shadow) d.shadow(cx + widest * 0.28, footY + footR * tilt * 0.55, widest * 1.5, Math.max(16, footR * tilt * 1.7));
  outline.draw({ fill: roundShade(d, glazeTo ? clay : glaze) });
  d.group({ 'clip-path': within }, () => {
    if (glazeTo) {
      const edge = pouredEdge(d, cx, widest, glazeTo, tilt);
      const area = p`M${cx - widest * 1.2} ${topY - widest * tilt}H${cx + widest * 1.2}V${edge.at(-1)[1]}L${edge.at(-1)[0]} ${edge.at(-1)[1]}${smooth([...edge].reverse())}Z`;
      d.path(area, { fill: roundShade(d, glaze) });
      d.line(p`M${edge[0][0]} ${edge[0][1]}${smooth(edge)}`, darker(glaze, 0.3), 4, { 'stroke-opacity': 0.55 });
    }
    if (carve) carve(within);
    if (rings) {
      const lines = [];
      for (let y = topY + 22; y < footY - 6; y += d.random(15, 24)) {
        const r = radiusAt(profile, y);
        lines.push(p`M${cx - r} ${y}A${r} ${r * tilt} 0 0 0 ${cx + r} ${y}`);
      }
      d.line(lines.join(''), darker(glaze, 0.6), 1.4, { 'stroke-opacity': 0.16 });
    }
    if (speckle) {
      let dots = '';
      for (let i = 0; i < speckle; i++) dots += p`M${cx + d.random(-widest, widest)} ${d.random(topY, footY)}h.1`;
      d.line(dots, darker(glaze, 0.6), 2.6, { 'stroke-opacity': 0.4 });
    }
    const shineX = (y) => cx - radiusAt(profile, y) * 0.62;
    const ys = [0.12, 0.35, 0.6, 0.82].map((s) => topY + (footY - topY) * s);
    d.line(p`M${shineX(ys[0])} ${ys[0]}${smooth(ys.map((y) => [shineX(y), y]))}`, '#fff', widest * 0.11, { 'stroke-opacity': 0.3 });
  });
  if (open) mouth(d, { cx, topY, topR, tilt, glaze, fill, level });
}

function mouth(d, { cx, topY, topR, tilt, glaze, fill, level }) {
  const ry = topR * tilt;
  d.ellipse(cx, topY, topR, ry, lighter(glaze, 0.35));
  const inner = [topR - Math.max(3, topR * 0.06), ry - Math.max(1.6, ry * 0.1)];
  d.ellipse(cx, topY, ...inner, d.linear([[0, darker(glaze, 0.5)], [0.7, darker(glaze, 0.2)], [1, darker(glaze, 0.05)]]));
  if (!fill) return;
  d.group({ 'clip-path': d.clip(el('ellipse', { cx, cy: topY, rx: inner[0], ry: inner[1] })) }, () => {
    d.ellipse(cx, topY + level, inner[0] * 0.98, inner[1], d.radial([[0, lighter(fill, 0.18)], [0.75, fill], [1, lighter(fill, 0.3)]]));
    d.ellipse(cx - inner[0] * 0.34, topY + level - inner[1] * 0.2, inner[0] * 0.24, inner[1] * 0.16, '#fff', { 'fill-opacity': 0.28 });
  });
}

/** A pulled handle: a thick bent line with a light on it. */
export function handle(d, path, color, width) {
  d.line(path, darker(color, 0.34), width);
  d.line(path, color, width * 0.7);
  d.line(path, lighter(color, 0.5), width * 0.18, { 'stroke-opacity': 0.8, transform: `translate(${f(-width * 0.12)} ${f(-width * 0.12)})` });
}

export function steam(d, cx, y, height = 110) {
  const fade = d.linear([[0, '#fff', 0], [0.5, '#fff', 0.75], [1, '#fff', 0]], [0, 0, 0, 1]);
  for (const x of [-22, 4, 28]) {
    const h = height * d.random(0.75, 1);
    d.path(p`M${cx + x} ${y}c-16 ${-h * 0.3} 18 ${-h * 0.45} 2 ${-h}c26 ${h * 0.4}-2 ${h * 0.7} 5 ${h}Z`, { fill: fade });
  }
}

/* ---- coffee ---- */

export const ROAST = { terang: '#9a6238', sedang: '#6f4022', gelap: '#43261a' };

export function beanSymbol(d, color) {
  return d.symbol(
    el('ellipse', { rx: 15, ry: 10.4, fill: darker(color, 0.32) }) +
    el('ellipse', { cx: -0.8, cy: -1, rx: 13.6, ry: 9, fill: color }) +
    el('path', { d: 'M-13 1C-6-5 4 5 13-1', fill: 'none', stroke: darker(color, 0.62), 'stroke-width': 2.4 }) +
    el('path', { d: 'M-9-5Q-3-9 4-8', fill: 'none', stroke: lighter(color, 0.4), 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-opacity': 0.7 }));
}

export function bean(d, symbol, x, y, turn, scale = 1) {
  d.add(el('use', { href: `#${symbol}`, transform: `translate(${f(x)} ${f(y)})rotate(${Math.round(turn)})${scale === 1 ? '' : `scale(${f(scale)})`}` }));
}

/** Beans lying about in an oval, none on top of another. */
export function beansIn(d, color, { cx, cy, rx, ry, count, gap = 21, scale = 1 }) {
  const symbol = beanSymbol(d, color);
  const placed = [];
  for (let tries = 0; placed.length < count && tries < count * 40; tries++) {
    const [a, r] = [d.random(0, Math.PI * 2), Math.sqrt(d.random())];
    const spot = [cx + Math.cos(a) * r * rx, cy + Math.sin(a) * r * ry];
    if (placed.every(([x, y]) => Math.hypot(x - spot[0], (y - spot[1]) * 1.25) > gap)) placed.push(spot);
  }
  placed.sort((a, b) => a[1] - b[1]);
  for (const [x, y] of placed) bean(d, symbol, x, y, d.random(0, 180), scale);
}

/** A gusseted bag, crimped above, with a label; `scene(x, y, w, h)` draws the label's picture. */
export function bag(d, { x, y, w, h, color, name, detail, scene, valve = true }) {
  d.shadow(x + w * 0.56, y + h - 4, w * 0.82, 28);
  const body = p`M${x + 8} ${y + 34}C${x - 4} ${y + h * 0.4} ${x - 6} ${y + h * 0.8} ${x + 6} ${y + h - 8}Q${x + 8} ${y + h} ${x + 20} ${y + h}H${x + w - 20}Q${x + w - 8} ${y + h} ${x + w - 6} ${y + h - 8}C${x + w + 6} ${y + h * 0.8} ${x + w + 4} ${y + h * 0.4} ${x + w - 8} ${y + 34}Z`;
  d.path(body, { fill: d.linear([[0, darker(color, 0.4)], [0.1, darker(color, 0.05)], [0.3, lighter(color, 0.2)], [0.7, color], [0.92, darker(color, 0.2)], [1, darker(color, 0.5)]]) });
  d.path(p`M${x + 8} ${y}h${w - 16}v36h${16 - w}Z`, { fill: d.linear([[0, darker(color, 0.2)], [0.35, lighter(color, 0.28)], [1, darker(color, 0.3)]]) });
  d.line([8, 16, 24].map((dy) => p`M${x + 12} ${y + dy}h${w - 24}`).join(''), darker(color, 0.55), 1.6, { 'stroke-opacity': 0.5 });
  d.line(p`M${x + w * 0.2} ${y + 38}q${w * 0.04} ${h * 0.07} ${w * 0.01} ${h * 0.13}M${x + w * 0.78} ${y + 38}q${-w * 0.05} ${h * 0.08} 0 ${h * 0.12}`, darker(color, 0.5), 2, { 'stroke-opacity': 0.4 });
  if (valve) {
    d.ellipse(x + w / 2, y + 66, 11, 11, darker(color, 0.35));
    d.ellipse(x + w / 2, y + 65, 8, 8, color);
    d.line(p`M${x + w / 2 - 3} ${y + 65}h6`, darker(color, 0.6), 1.6);
  }
  const label = { x: x + w * 0.12, y: y + h * 0.29, w: w * 0.76, h: h * 0.54 };
  d.add(el('rect', { ...{ x: label.x, y: label.y, width: label.w, height: label.h }, rx: 5, fill: '#f8f0de' }));
  const pictureHeight = label.h * 0.56;
  d.group({ 'clip-path': d.clip(el('rect', { x: label.x + 7, y: label.y + 7, width: label.w - 14, height: pictureHeight - 7 })) }, () =>
    scene(label.x + 7, label.y + 7, label.w - 14, pictureHeight - 7));
  const text = (content, dy, size, weight, spacing) => el('text', { x: x + w / 2, y: label.y + dy, 'text-anchor': 'middle', 'font-family': 'Georgia,DejaVu Serif,serif', 'font-size': size, 'font-weight': weight, 'letter-spacing': spacing, fill: '#3b2417' }, content);
  d.add(text(name.toUpperCase(), label.h * 0.56 + label.h * 0.19, Math.min(w * 0.105, (label.w * 0.9 - name.length * 1.5) / (name.length * 0.84)), 700, 1.5));
  d.add(text(detail, label.h * 0.9, w * 0.062, null, 0.4));
  d.line(p`M${x + w * 0.36} ${label.y + label.h * 0.8}h${w * 0.28}`, darker(color, 0.05), 1.6);
}

/* ---- leaves ---- */

export function leaf(d, x, y, length, turn, color) {
  const [l, w] = [length, length * 0.24];
  d.group({ transform: `translate(${f(x)} ${f(y)})rotate(${Math.round(turn)})` }, () => {
    d.path(p`M0 0C${l * 0.25} ${-w * 1.3} ${l * 0.75} ${-w * 1.2} ${l} 0C${l * 0.75} ${w * 0.9} ${l * 0.25} ${w} 0 0Z`, { fill: color });
    d.path(p`M0 0C${l * 0.25} ${w} ${l * 0.75} ${w * 0.9} ${l} 0Z`, { fill: darker(color, 0.18) });
    d.line(p`M0 0H${l * 0.9}`, lighter(color, 0.35), 1.4);
  });
}

export function branch(d, points, color, leafLength, leafColor) {
  d.line(p`M${points[0][0]} ${points[0][1]}${smooth(points)}`, color, 6);
  for (let i = 1; i < points.length; i++) {
    const [[x1, y1], [x2, y2]] = [points[i - 1], points[i]];
    const along = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    for (const side of [-1, 1]) leaf(d, x2, y2, leafLength * d.random(0.8, 1.1), along + side * d.random(34, 58), mix(leafColor, '#e9e2b0', d.random(0, 0.24)));
  }
}

/* ---- cloth ---- */

/** Light and shade of hanging folds over a box, to lie on a patterned shape (clip it). */
export function folds(d, x, y, w, h, count, strength = 0.34) {
  const shade = d.linear([[0, '#1c0f08', strength], [0.28, '#1c0f08', 0], [0.55, '#fff', strength * 0.75], [0.8, '#1c0f08', strength * 0.2], [1, '#1c0f08', strength]]);
  const step = w / count;
  for (let i = 0; i < count; i++) {
    const lean = d.random(-step * 0.22, step * 0.22);
    d.path(p`M${x + i * step} ${y}h${step}l${lean} ${h}h${-step}Z`, { fill: shade });
  }
}

/** A neat pile: folded cloth seen from the front, the top one with its fold towards us. */
export function foldedCloth(d, { x, y, w, h, pattern, edge, layers = 5 }) {
  d.shadow(x + w / 2 + 14, y + h + 2, w * 0.62, 30);
  const t = h / layers;
  for (let i = layers - 1; i >= 0; i--) {
    const top = y + i * t;
    const inset = d.random(0, 5);
    const fold = d.shape(p`M${x + inset + t / 2} ${top}H${x + w - inset}q9 ${t / 2} 0 ${t}H${x + inset + t / 2}a${t / 2} ${t / 2} 0 0 1 0 ${-t}Z`);
    fold.draw({ fill: pattern });
    fold.draw({ fill: d.linear([[0, '#fff', 0.26], [0.4, '#fff', 0], [1, '#1c0f08', 0.5]], [0, 0, 0, 1]) });
    d.line(p`M${x + inset + t / 2} ${top + t}H${x + w - inset}`, edge, 1.4, { 'stroke-opacity': 0.7 });
  }
  const back = h * 0.95;
  const lid = p`M${x + t / 2} ${y + 1}L${x + w * 0.12} ${y - back * 0.5}Q${x + w * 0.5} ${y - back * 0.56} ${x + w * 0.93} ${y - back * 0.5}L${x + w} ${y + 1}Z`;
  d.path(lid, { fill: pattern });
  d.path(lid, { fill: d.linear([[0, '#1c0f08', 0.22], [0.6, '#fff', 0.05], [1, '#fff', 0.26]], [0, 0, 0, 1]) });
}
