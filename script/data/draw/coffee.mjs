// SPDX-License-Identifier: Apache-2.0
//
// coffee.mjs - drawings of coffee, drinks and brewing things.

import { darker, el, f, lighter, p, smooth } from './canvas.mjs';
import { bag, beansIn, branch, GLAZE, leaf, ROAST, room, steam, turned, vessel } from './things.mjs';

/* ---- what is on the labels ---- */

const sky = (d, x, y, w, h, above, below) => d.path(p`M${x} ${y}h${w}v${h}h${-w}Z`, { fill: d.linear([[0, above], [1, below]], [0, 0, 0, 1]) });

function ridges(d, x, y, w, h, tones) {
  tones.forEach((tone, i) => {
    const base = y + h * (0.45 + i * 0.2);
    const points = [];
    for (let s = 0; s <= 6; s++) points.push([x + (w * s) / 6, base + (s % 2 ? -1 : 1) * d.random(4, h * 0.16)]);
    d.path(p`M${x} ${y + h}V${points[0][1]}${smooth(points)}V${y + h}Z`, { fill: tone });
  });
}

const LABELS = {
  gayo(d, x, y, w, h) {
    sky(d, x, y, w, h, '#e9b872', '#f5dcae');
    d.ellipse(x + w * 0.7, y + h * 0.34, h * 0.16, h * 0.16, '#d9713c');
    ridges(d, x, y, w, h, ['#9b6a45', '#6d4630', '#432a1f']);
  },
  kintamani(d, x, y, w, h) {
    sky(d, x, y, w, h, '#bfd9dc', '#f2e6c8');
    d.path(p`M${x} ${y + h * 0.7}L${x + w * 0.3} ${y + h * 0.24}L${x + w * 0.42} ${y + h * 0.24}L${x + w * 0.8} ${y + h * 0.7}Z`, { fill: '#5d6d74' });
    d.path(p`M${x} ${y + h * 0.68}h${w}v${h * 0.32}h${-w}Z`, { fill: '#4d8ea0' });
    d.line([0.76, 0.84, 0.92].map((s, i) => p`M${x + w * (0.1 + i * 0.12)} ${y + h * s}h${w * (0.7 - i * 0.2)}`).join(''), '#bfe0e4', 2);
    for (const s of [0.12, 0.88]) d.ellipse(x + w * s, y + h * 0.86, h * 0.1, h * 0.1, '#e2852c');
  },
  toraja(d, x, y, w, h) {
    sky(d, x, y, w, h, '#eec9a0', '#f7e7c9');
    ridges(d, x, y, w, h, ['#a9a06b', '#7d7a48']);
    const [cx, top] = [x + w / 2, y + h * 0.2];
    d.path(p`M${cx - w * 0.42} ${top}Q${cx} ${top + h * 0.5} ${cx + w * 0.42} ${top}Q${cx + w * 0.2} ${top + h * 0.62} ${cx} ${top + h * 0.56}Q${cx - w * 0.2} ${top + h * 0.62} ${cx - w * 0.42} ${top}Z`, { fill: '#3b231a' });
    d.path(p`M${cx - w * 0.2} ${y + h * 0.68}h${w * 0.4}l${-w * 0.04} ${h * 0.26}h${-w * 0.32}Z`, { fill: '#8e2f22' });
    d.line(p`M${cx - w * 0.14} ${y + h * 0.78}h${w * 0.28}M${cx - w * 0.13} ${y + h * 0.86}h${w * 0.26}`, '#e8c56d', 3);
  },
  merapi(d, x, y, w, h) {
    sky(d, x, y, w, h, '#9fc0b4', '#eef0d4');
    d.path(p`M${x + w * 0.06} ${y + h * 0.86}Q${x + w * 0.36} ${y + h * 0.62} ${x + w * 0.44} ${y + h * 0.2}L${x + w * 0.56} ${y + h * 0.22}Q${x + w * 0.66} ${y + h * 0.64} ${x + w * 0.96} ${y + h * 0.86}Z`, { fill: '#5a6a66' });
    d.path(p`M${x + w * 0.5} ${y + h * 0.2}q${-w * 0.1} ${-h * 0.1} ${w * 0.04} ${-h * 0.14}q${w * 0.18} ${-h * 0.06} ${w * 0.22} ${h * 0.02}q${-w * 0.06} ${h * 0.1} ${-w * 0.26} ${h * 0.12}Z`, { fill: '#f6f2e4', 'fill-opacity': 0.85 });
    ridges(d, x, y + h * 0.3, w, h * 0.7, ['#6f8f56', '#45663a']);
  },
  temanggung(d, x, y, w, h) {
    sky(d, x, y, w, h, '#e5dcc0', '#f4eedb');
    for (const [s, turn] of [[0.3, -150], [0.5, -80], [0.66, -20], [0.45, 20]]) leaf(d, x + w * s, y + h * 0.56, w * 0.36, turn, '#4e7140');
    for (const [s, t] of [[0.42, 0.6], [0.54, 0.66], [0.5, 0.5], [0.62, 0.54], [0.4, 0.74]]) {
      d.ellipse(x + w * s, y + h * t, w * 0.055, w * 0.055, '#a92b24');
      d.ellipse(x + w * s - 2, y + h * t - 3, w * 0.017, w * 0.017, '#f0a79a');
    }
  },
  sendang(d, x, y, w, h) {
    sky(d, x, y, w, h, '#dbe7e2', '#f3efdd');
    for (let i = 5; i > 0; i--) d.ellipse(x + w / 2, y + h * 0.6, w * 0.085 * i, h * 0.066 * i, 'none', { stroke: '#4d8793', 'stroke-width': 2.6, 'stroke-opacity': 1.1 - i * 0.17 });
    d.path(p`M${x + w / 2} ${y + h * 0.1}q${w * 0.1} ${h * 0.2} 0 ${h * 0.28}q${-w * 0.1} ${-h * 0.08} 0 ${-h * 0.28}Z`, { fill: '#2f6f83' });
  },
};

export const BAGS = {
  'kopi-arabika-gayo': { color: '#5b3a29', name: 'Gayo', detail: 'arabika · giling basah', scene: 'gayo', wall: 'krem', roast: 'sedang' },
  'kopi-arabika-kintamani': { color: '#d98a3d', name: 'Kintamani', detail: 'arabika · olah basah', scene: 'kintamani', wall: 'langit', roast: 'terang' },
  'kopi-arabika-toraja': { color: '#9c4a34', name: 'Toraja', detail: 'arabika · giling basah', scene: 'toraja', wall: 'pasir', roast: 'sedang' },
  'kopi-arabika-merapi': { color: '#5f7d5a', name: 'Merapi', detail: 'arabika · olah madu', scene: 'merapi', wall: 'sage', roast: 'terang' },
  'kopi-robusta-temanggung': { color: '#37302d', name: 'Temanggung', detail: 'robusta · olah kering', scene: 'temanggung', wall: 'mawar', roast: 'gelap' },
  'kopi-racikan-sendang': { color: '#d8c6a2', name: 'Sendang', detail: 'racikan rumah', scene: 'sendang', wall: 'langit', roast: 'gelap' },
};

const bagAt = (d, spec, box) => bag(d, { ...box, ...spec, scene: (x, y, w, h) => LABELS[spec.scene](d, x, y, w, h) });
export const smallBag = (d, slug, box) => bagAt(d, BAGS[slug], box);

function bagOfBeans(slug) {
  const spec = BAGS[slug];
  return (d) => {
    room(d, { wall: spec.wall });
    bagAt(d, spec, { x: 226, y: 92, w: 262, h: 396 });
    const cup = { cx: 590, profile: [[392, 62], [416, 64], [446, 56], [474, 40], [482, 36]], glaze: GLAZE.gading, fill: '#4a2a18', level: 7, tilt: 0.27, speckle: 14 };
    vessel(d, cup);
    steam(d, 590, 386, 100);
    beansIn(d, ROAST[spec.roast], { cx: 396, cy: 536, rx: 210, ry: 30, count: 17, gap: 32 });
  };
}

function trayOfBeans(slug) {
  const spec = BAGS[slug];
  return (d) => {
    d.path('M0 0h800v600H0Z', { fill: d.radial([[0, '#d9bd90'], [1, '#b08a5a']]) });
    d.shadow(416, 330, 348, 292, 0.5);
    d.ellipse(400, 304, 316, 270, '#c08f4d');
    const weave = d.define((id) => el('pattern', { id, width: 28, height: 28, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      el('path', { d: 'M0 0h28v28H0Z', fill: '#d8b377' }) +
      el('path', { d: 'M1 1h12v12H1ZM15 15h12v12H15Z', fill: '#e6c68d' }) +
      el('path', { d: 'M15 1h12v12H15ZM1 15h12v12H1Z', fill: '#c59a5b' }) +
      el('path', { d: 'M5 1v12M9 1v12M19 15v12M23 15v12M15 5h12M15 9h12M1 19h12M1 23h12', stroke: '#a87c43', 'stroke-width': 1, 'stroke-opacity': 0.6 })));
    d.ellipse(400, 304, 296, 250, `url(#${weave})`);
    d.ellipse(400, 304, 306, 260, 'none', { stroke: '#8d6230', 'stroke-width': 22 });
    d.ellipse(400, 301, 306, 260, 'none', { stroke: '#dab176', 'stroke-width': 11 });
    d.ellipse(400, 301, 306, 260, 'none', { stroke: '#8d6230', 'stroke-width': 11, 'stroke-dasharray': '5 34', 'stroke-opacity': 0.8 });
    d.shadow(404, 324, 236, 186, 0.6);
    d.ellipse(400, 304, 168, 124, darker(ROAST[spec.roast], 0.5));
    beansIn(d, ROAST[spec.roast], { cx: 400, cy: 300, rx: 176, ry: 130, count: 92, gap: 23, scale: 1.25 });
    for (const [x, y, turn] of [[664, 118, 150], [690, 150, 196], [640, 96, 110]]) leaf(d, x, y, 108, turn, '#5c7a44');
  };
}

/* ---- other drinks ---- */

function glassOf(d, { cx, top, h, r, drink, fullness = 0.8 }) {
  const profile = [[top, r], [top + h * 0.5, r * 0.93], [top + h, r * 0.82]];
  const shape = turned(cx, profile, 0.2);
  d.shadow(cx + 20, top + h + 6, r * 1.7, 22);
  const within = d.clip(el('path', { d: shape }));
  d.path(shape, { fill: '#fff', 'fill-opacity': 0.4 });
  d.group({ 'clip-path': within }, () => {
    const y = top + h * (1 - fullness);
    d.path(p`M${cx - r} ${y}A${r} ${r * 0.2} 0 0 0 ${cx + r} ${y}V${top + h * 1.3}H${cx - r}Z`, { fill: d.linear([[0, darker(drink, 0.3)], [0.35, lighter(drink, 0.3)], [1, darker(drink, 0.35)]]) });
    d.ellipse(cx, y, r * 0.97, r * 0.19, lighter(drink, 0.22));
    d.line(p`M${cx - r * 0.66} ${top + 12}L${cx - r * 0.58} ${top + h - 14}`, '#fff', 9, { 'stroke-opacity': 0.5 });
  });
  d.ellipse(cx, top, r, r * 0.2, 'none', { stroke: '#fff', 'stroke-width': 3.5, 'stroke-opacity': 0.85 });
}

function dripBags(d) {
  room(d, { wall: 'sage' });
  const [x, y, w, h] = [96, 178, 270, 270];
  d.shadow(x + w / 2 + 30, y + h, 210, 30);
  d.path(p`M${x} ${y}h${w}v${h}h${-w}Z`, { fill: d.linear([[0, '#6f4a30'], [1, '#53331f']]) });
  d.path(p`M${x} ${y}l36-34h${w}l-36 34Z`, { fill: '#8a6142' });
  d.path(p`M${x + w} ${y}l36-34v${h - 8}l-36 42Z`, { fill: '#3c2416' });
  d.add(el('rect', { x: x + 34, y: y + 44, width: w - 68, height: 182, rx: 6, fill: '#f6edd9' }));
  LABELS.gayo(d, x + 42, y + 52, w - 84, 92);
  d.add(el('text', { x: x + w / 2, y: y + 182, 'text-anchor': 'middle', 'font-family': 'Georgia,DejaVu Serif,serif', 'font-size': 20, 'font-weight': 700, fill: '#3b2417' }, 'SEKALI SEDUH'));
  d.add(el('text', { x: x + w / 2, y: y + 208, 'text-anchor': 'middle', 'font-family': 'Georgia,DejaVu Serif,serif', 'font-size': 17, fill: '#3b2417' }, '10 × 11 g'));
  vessel(d, { cx: 570, profile: [[352, 94], [400, 92], [462, 78], [504, 56]], glaze: GLAZE.gading, tilt: 0.24, fill: '#472817', level: 16 });
  // The paper bag sits on the rim with two wings of card.
  d.path('M508 258L632 258L648 352Q570 386 492 352Z', { fill: d.linear([[0, '#d8cdb6'], [0.3, '#fffaf0'], [1, '#cdbfa2']]) });
  d.path('M516 270H624L630 316Q570 336 510 316Z', { fill: '#5a3420' });
  d.path('M484 300h30v74h-30zM626 300h30v74h-30z', { fill: '#efe4cc', stroke: '#b9a884', 'stroke-width': 2 });
  d.line('M560 200C552 222 566 236 562 262M562 262v12', '#c4dde3', 6, { 'stroke-opacity': 0.9 });
  steam(d, 590, 246, 90);
  d.line('M570 372v22', '#472817', 4);
}

function cascara(d) {
  room(d, { wall: 'mawar' });
  smallCascaraBag(d);
  glassOf(d, { cx: 566, top: 256, h: 238, r: 82, drink: '#a63a22' });
  for (let i = 0; i < 16; i++) {
    const [x, y] = [d.random(240, 660), d.random(522, 566)];
    d.path(p`M${x} ${y}q12-18 26-6q6 12-8 16q-14 4-18-10Z`, { fill: i % 2 ? '#7c2c1d' : '#93402a' });
  }
}

function smallCascaraBag(d) {
  const spec = { color: '#a2452f', name: 'Cascara', detail: 'kulit buah kopi' };
  bag(d, { x: 178, y: 118, w: 238, h: 366, ...spec, scene: (x, y, w, h) => LABELS.temanggung(d, x, y, w, h) });
}

function palmSugar(d) {
  room(d, { wall: 'pasir' });
  bag(d, { x: 156, y: 112, w: 232, h: 362, color: '#b98a4a', name: 'Gula Aren', detail: 'semut · Kulon Progo', scene: (x, y, w, h) => {
    sky(d, x, y, w, h, '#f0d9a6', '#f8efd5');
    d.path(p`M${x + w * 0.48} ${y + h}q${-w * 0.03} ${-h * 0.4} ${w * 0.02} ${-h * 0.66}h${w * 0.05}q0 ${h * 0.3} ${w * 0.02} ${h * 0.66}Z`, { fill: '#6b4a2a' });
    for (const turn of [-170, -140, -105, -70, -40, -10, 15, 165]) leaf(d, x + w * 0.52, y + h * 0.34, w * 0.36, turn, '#55753e');
  } });
  const bowl = { cx: 566, profile: [[400, 132], [430, 126], [468, 96], [496, 62]], glaze: '#8b5a33', tilt: 0.28, speckle: 0 };
  vessel(d, bowl);
  d.path('M446 400Q500 330 560 322Q640 330 688 400Q566 446 446 400Z', { fill: d.linear([[0, '#7d4a1d'], [0.4, '#cf9447'], [1, '#8a5422']]) });
  let grains = '';
  for (let i = 0; i < 90; i++) grains += p`M${566 + d.random(-112, 112) * 0.94} ${d.random(346, 412)}h.1`;
  d.line(grains, '#f0c67e', 4, { 'stroke-opacity': 0.75 });
  let spilled = '';
  for (let i = 0; i < 40; i++) spilled += p`M${d.random(420, 700)} ${d.random(522, 556)}h.1`;
  d.line(spilled, '#a06a2c', 4);
  d.line('M640 380L716 268', '#6d4426', 13);
  d.line('M640 380L716 268', '#a97444', 5);
}

function wedangUwuh(d) {
  room(d, { wall: 'krem', table: '#a8774c' });
  glassOf(d, { cx: 360, top: 196, h: 298, r: 102, drink: '#b02a24', fullness: 0.84 });
  steam(d, 360, 186, 110);
  leaf(d, 320, 262, 92, -24, '#6b6a35');
  d.line('M396 300L418 452M404 296L424 450', '#7a4526', 13);
  d.path('M306 330q36-20 52 4q-12 34-46 22q-16-10-6-26Z', { fill: '#e3c07c', stroke: '#b98f4b', 'stroke-width': 3 });
  // Around the glass: ginger, cinnamon, clove leaves, sappan wood, rock sugar.
  d.path('M520 506q8-40 46-36q10-30 42-20q34-12 44 18q30 6 18 34q-12 26-46 14q-30 22-60 2q-34 12-44-12Z', { fill: d.linear([[0, '#f0d79f'], [1, '#bd9150']], [0, 0, 0, 1]), stroke: '#a87c40', 'stroke-width': 3 });
  d.line('M560 476q8 20-4 34M606 466q10 22 0 40', '#a87c40', 2.4);
  for (const [x, y] of [[150, 520], [166, 540]]) {
    d.line(p`M${x} ${y}l126-26`, '#6d3d21', 19);
    d.line(p`M${x} ${y - 3}l126-26`, '#a8683b', 8);
  }
  for (const [x, y, t] of [[640, 548, 190], [676, 420, 140], [150, 470, 20]]) leaf(d, x, y, 96, t, '#74713a');
  d.line('M330 546l48 8M356 566l56-12M430 548l40 14', '#a5371f', 9);
  for (const [x, y] of [[500, 552], [532, 566], [556, 544]]) d.path(p`M${x} ${y}l14-10l16 8l-4 16l-20 2Z`, { fill: '#fbf3df', stroke: '#cdb98f', 'stroke-width': 2 });
}

/* ---- brewing things ---- */

function server(d, cx, top, h) {
  const profile = [[top, 56], [top + 18, 52], [top + h * 0.5, 92], [top + h * 0.86, 104], [top + h, 92]];
  const shape = turned(cx, profile, 0.2);
  d.shadow(cx + 26, top + h + 10, 170, 28);
  d.path(shape, { fill: '#f4fbfb', 'fill-opacity': 0.5, stroke: '#fff', 'stroke-width': 2.5, 'stroke-opacity': 0.8 });
  d.group({ 'clip-path': d.clip(el('path', { d: shape })) }, () => {
    const y = top + h * 0.56;
    d.path(p`M${cx - 130} ${y}A130 24 0 0 0 ${cx + 130} ${y}V${top + h + 40}H${cx - 130}Z`, { fill: d.linear([[0, '#2c160c'], [0.35, '#6b3a1e'], [1, '#2c160c']]) });
    d.ellipse(cx, y, 96, 17, '#7d4826');
    d.line(p`M${cx - 66} ${top + h * 0.4}Q${cx - 84} ${top + h * 0.6} ${cx - 78} ${top + h * 0.9}`, '#fff', 9, { 'stroke-opacity': 0.5 });
  });
  d.line(p`M${cx + 86} ${top + 60}q76-6 66 62q-10 44-52 46`, '#ddebec', 13, { 'stroke-opacity': 0.9 });
}

function dripper(d) {
  room(d, { wall: 'langit' });
  server(d, 388, 300, 200);
  d.line('M388 330v64', '#4a2a18', 4);
  const cone = [[138, 128], [180, 112], [232, 74], [268, 46], [292, 44]];
  d.ellipse(388, 296, 108, 22, darker(GLAZE.daun, 0.3));
  d.ellipse(388, 291, 108, 21, lighter(GLAZE.daun, 0.1));
  d.path('M246 134Q388 66 530 134L512 150Q388 100 264 150Z', { fill: '#fffaf0' });
  vessel(d, { cx: 388, profile: cone, glaze: GLAZE.daun, glazeTo: 232, tilt: 0.2, fill: '#3b2113', level: 10, shadow: false });
  d.line('M512 168q78-8 76 46q-4 48-92 44', darker(GLAZE.daun, 0.3), 20);
  d.line('M512 168q78-8 76 46q-4 48-92 44', GLAZE.daun, 13);
  steam(d, 388, 118, 96);
  beansIn(d, ROAST.sedang, { cx: 190, cy: 528, rx: 100, ry: 28, count: 9, gap: 34 });
  leaf(d, 640, 540, 112, -30, '#5c7a44');
  leaf(d, 636, 546, 100, 12, '#6d8a4e');
}

function dripperFromAbove(d) {
  d.path('M0 0h800v600H0Z', { fill: d.radial([[0, '#e9d3ab'], [1, '#bb8f5f']]) });
  d.shadow(424, 322, 300, 282, 0.5);
  d.line('M600 300h100q34 0 34 36', darker(GLAZE.daun, 0.35), 44);
  d.line('M600 296h100q30 0 30 32', GLAZE.daun, 30);
  d.ellipse(400, 298, 244, 244, darker(GLAZE.daun, 0.28));
  d.ellipse(398, 294, 240, 240, lighter(GLAZE.daun, 0.2));
  d.ellipse(400, 300, 224, 224, d.radial([[0, darker(GLAZE.daun, 0.7)], [0.16, darker(GLAZE.daun, 0.45)], [0.7, GLAZE.daun], [1, lighter(GLAZE.daun, 0.12)]]));
  const rib = d.symbol(
    el('path', { d: 'M0-44C34-86 44-140 22-214', fill: 'none', stroke: darker(GLAZE.daun, 0.42), 'stroke-width': 11, 'stroke-linecap': 'round', 'stroke-opacity': 0.5 }) +
    el('path', { d: 'M-3-44C30-86 40-140 18-212', fill: 'none', stroke: lighter(GLAZE.daun, 0.36), 'stroke-width': 6, 'stroke-linecap': 'round' }));
  for (let i = 0; i < 16; i++) d.add(el('use', { href: `#${rib}`, transform: `translate(400 300)rotate(${f(i * 22.5)})` }));
  d.ellipse(400, 300, 42, 42, '#2b1a12');
  d.ellipse(402, 303, 36, 36, '#140b07');
  beansIn(d, ROAST.sedang, { cx: 110, cy: 480, rx: 80, ry: 80, count: 9, gap: 40, scale: 1.2 });
}

function filterPapers(d) {
  room(d, { wall: 'pasir' });
  d.shadow(420, 506, 330, 36);
  const fan = (x, color, n) => {
    for (let i = n - 1; i >= 0; i--) {
      const [dx, dy] = [i * 11, -i * 9];
      const shape = p`M${x + dx} ${214 + dy}L${x + 232 + dx} ${190 + dy}Q${x + 248 + dx} ${230 + dy} ${x + 232 + dx} ${270 + dy}L${x + 130 + dx} ${430 + dy}H${x + 92 + dx}Z`;
      d.path(shape, { fill: lighter(color, (n - i) * 0.05), stroke: darker(color, 0.26), 'stroke-width': 1.5 });
      if (i > 0) continue;
      d.line(p`M${x + 222} ${202}Q${x + 236} ${232} ${x + 222} ${264}L${x + 118} ${430}`, darker(color, 0.3), 1.8, { 'stroke-dasharray': '5 5' });
      d.path(shape, { fill: d.linear([[0, '#fff', 0.4], [0.5, '#fff', 0], [1, '#1c0f08', 0.2]]) });
    }
  };
  d.path('M150 372l40-40h480l-30 40Z', { fill: '#5f3c22' });
  fan(390, '#f7f1e2', 6);
  fan(168, '#c7a273', 6);
  d.path('M150 372H640V506H150Z', { fill: d.linear([[0, '#b98452'], [0.4, '#a06c3e'], [1, '#7f5230']], [0, 0, 0.3, 1]) });
  d.path('M640 372l30-40v132l-30 42Z', { fill: '#6a4327' });
  d.line('M168 396q180 12 452-2M160 430q240-14 470 4M168 470q200 14 460-4', '#5f3c22', 2, { 'stroke-opacity': 0.5 });
  d.line('M150 373H640', '#e0b483', 3);
  beansIn(d, ROAST.sedang, { cx: 400, cy: 550, rx: 200, ry: 16, count: 9, gap: 38 });
}

function scoop(d) {
  room(d, { wall: 'sage', table: '#d8bd94' });
  d.shadow(420, 462, 330, 40);
  const wood = (color) => d.linear([[0, darker(color, 0.3)], [0.4, lighter(color, 0.2)], [1, darker(color, 0.25)]], [0, 0, 0, 1]);
  d.path('M420 396L690 318q34-6 38 14q2 20-30 30L438 440Z', { fill: wood('#7a4a2b') });
  d.line('M470 404L690 340M480 416L700 350', '#4a2a17', 1.8, { 'stroke-opacity': 0.5 });
  const cx = 316;
  vessel(d, { cx, profile: [[356, 132], [396, 126], [436, 104], [462, 66]], glaze: '#80502f', tilt: 0.34, speckle: 0 });
  beansIn(d, ROAST.sedang, { cx, cy: 350, rx: 96, ry: 28, count: 26, gap: 21, scale: 1.15 });
  beansIn(d, ROAST.sedang, { cx: 470, cy: 528, rx: 200, ry: 32, count: 14, gap: 34 });
  branch(d, [[40, 250], [90, 200], [130, 160], [176, 132]], '#6d5335', 74, '#5c7a44');
}

function jar(d) {
  room(d, { wall: 'krem' });
  const cx = 360;
  vessel(d, { cx, profile: [[214, 104], [236, 122], [300, 138], [400, 138], [470, 128], [492, 112]], glaze: GLAZE.arang, glazeTo: 396, clay: '#a57a57', tilt: 0.2, speckle: 34 });
  vessel(d, { cx, profile: [[178, 112], [206, 114], [222, 108]], glaze: '#9a6a40', tilt: 0.2, speckle: 0, rings: false, shadow: false });
  d.ellipse(cx, 177, 110, 21, '#b9875a');
  d.line('M284 172q76-12 150 0M300 182q60 8 124 0M320 166q40-6 84 0', '#80552f', 1.8, { 'stroke-opacity': 0.7 });
  d.ellipse(cx, 160, 25, 10, '#7d5230');
  d.path('M338 150h44l-6 26h-32Z', { fill: d.linear([[0, '#6d4526'], [0.4, '#b9875a'], [1, '#6d4526']]) });
  d.ellipse(cx, 150, 22, 7, '#c99a6c');
  beansIn(d, ROAST.gelap, { cx: 590, cy: 514, rx: 110, ry: 36, count: 22, gap: 27 });
}

export const coffeeDrawings = {
  ...Object.fromEntries(Object.keys(BAGS).flatMap((slug) => [[`${slug}-1`, bagOfBeans(slug)], [`${slug}-2`, trayOfBeans(slug)]])),
  'kopi-celup-saring-1': dripBags,
  'cascara-merapi-1': cascara,
  'gula-aren-semut-1': palmSugar,
  'wedang-uwuh-imogiri-1': wedangUwuh,
  'kertas-saring-kopi-1': filterPapers,
  'sendok-takar-kayu-1': scoop,
  'penyeduh-tirta-1': dripper,
  'penyeduh-tirta-2': dripperFromAbove,
  'stoples-kopi-sekat-1': jar,
};
