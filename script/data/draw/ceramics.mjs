// SPDX-License-Identifier: Apache-2.0
//
// ceramics.mjs - drawings of the studio's pots, of the gift sets, and of the home page.

import { teapot } from './batik.mjs';
import { darker, el, lighter, p, smooth } from './canvas.mjs';
import { smallBag } from './coffee.mjs';
import { COLOURWAYS, kawung, megaMendung, parang, truntum } from './motifs.mjs';
import { beansIn, branch, folds, foldedCloth, GLAZE, handle, leaf, ROAST, room, steam, vessel } from './things.mjs';

const COFFEE = '#46281a';
const TEA = '#9a4a22';

const cupProfile = (y, s) => [[y, 66 * s], [y + 36 * s, 70 * s], [y + 78 * s, 62 * s], [y + 106 * s, 46 * s], [y + 116 * s, 42 * s]];

/* ---- cups ---- */

function threeCups(d) {
  room(d, { wall: 'krem' });
  vessel(d, { cx: 214, profile: cupProfile(292, 1.25), glaze: GLAZE.laut, glazeTo: 392, tilt: 0.26 });
  vessel(d, { cx: 574, profile: cupProfile(286, 1.25), glaze: GLAZE.gading, glazeTo: 396, tilt: 0.26, fill: TEA, level: 12 });
  vessel(d, { cx: 396, profile: cupProfile(348, 1.42), glaze: GLAZE.daun, glazeTo: 462, tilt: 0.28, fill: COFFEE, level: 12 });
  steam(d, 396, 336, 130);
  branch(d, [[800, 190], [740, 180], [690, 190], [646, 214]], '#6d5335', 70, '#5c7a44');
}

function oneCup(d) {
  room(d, { wall: 'langit', horizon: 330 });
  d.path('M96 470L540 420L760 520L250 600H60Z', { fill: truntum(d, COLOURWAYS.indigo, 0.8, 'rotate(-8)') });
  d.path('M96 470L540 420L760 520L250 600H60Z', { fill: d.linear([[0, '#1c0f08', 0.1], [0.5, '#fff', 0.1], [1, '#1c0f08', 0.4]]) });
  vessel(d, { cx: 400, profile: cupProfile(190, 2.6), glaze: GLAZE.laut, glazeTo: 392, tilt: 0.3, fill: COFFEE, level: 24, speckle: 60 });
  d.ellipse(438, 212, 76, 24, 'none', { stroke: '#8d5a36', 'stroke-width': 5, 'stroke-opacity': 0.6 });
  steam(d, 400, 170, 130);
}

function mug(d) {
  room(d, { wall: 'mawar' });
  handle(d, 'M492 268C604 244 618 420 478 430', GLAZE.gading, 36);
  vessel(d, { cx: 380, profile: [[206, 122], [260, 126], [380, 124], [456, 116], [484, 104]], glaze: GLAZE.laut, glazeTo: 316, clay: GLAZE.gading, tilt: 0.24, fill: COFFEE, level: 16, speckle: 54 });
  steam(d, 380, 184, 130);
  d.group({ transform: 'rotate(-6 650 520)' }, () => foldedCloth(d, { x: 556, y: 500, w: 190, h: 44, pattern: kawung(d, COLOURWAYS.sogan, 0.6), edge: '#3d2013', layers: 2 }));
  beansIn(d, ROAST.sedang, { cx: 200, cy: 540, rx: 110, ry: 26, count: 8, gap: 36 });
}

function saucerSet(d) {
  room(d, { wall: 'sage' });
  const set = (cx, y, s, glaze, flip) => {
    d.shadow(cx + 16, y + 16 * s, 190 * s, 46 * s);
    d.ellipse(cx, y + 9 * s, 168 * s, 46 * s, darker(glaze, 0.4));
    d.ellipse(cx, y, 168 * s, 45 * s, d.linear([[0, darker(glaze, 0.12)], [0.35, lighter(glaze, 0.4)], [1, darker(glaze, 0.18)]]));
    d.ellipse(cx, y + 2, 128 * s, 33 * s, 'none', { stroke: darker(glaze, 0.3), 'stroke-width': 3, 'stroke-opacity': 0.5 });
    d.ellipse(cx, y + 4, 78 * s, 20 * s, darker(glaze, 0.3), { 'fill-opacity': 0.5 });
    const k = flip ? -1 : 1;
    handle(d, p`M${cx + 76 * s * k} ${y - 84 * s}c${66 * s * k} ${-8 * s} ${56 * s * k} ${66 * s} ${-14 * s * k} ${62 * s}`, glaze, 17 * s);
    vessel(d, { cx, profile: [[y - 112 * s, 92 * s], [y - 84 * s, 90 * s], [y - 40 * s, 70 * s], [y - 8 * s, 46 * s], [y + 2 * s, 44 * s]], glaze, glazeTo: y - 34 * s, clay: lighter(glaze, 0.1), tilt: 0.25, fill: TEA, level: 10, shadow: false });
  };
  set(258, 402, 0.98, GLAZE.daun, true);
  set(520, 470, 1.16, GLAZE.gading, false);
  d.line('M300 562l150-16', '#a98a4d', 9);
  d.line('M300 560l150-16', '#e6cf97', 3);
  d.ellipse(286, 564, 26, 12, '#c9ab6b', { transform: 'rotate(-8 286 564)' });
  d.ellipse(284, 562, 20, 8, '#e6cf97', { transform: 'rotate(-8 284 562)' });
}

/* ---- plates and bowls ---- */

function disc(d, cx, cy, rx, tilt, glaze) {
  const ry = rx * tilt;
  d.shadow(cx + 22, cy + ry * 0.4, rx * 1.24, ry * 1.24, 0.5);
  d.ellipse(cx, cy + rx * 0.07, rx, ry, darker(glaze, 0.45));
  d.ellipse(cx, cy, rx, ry, d.linear([[0, darker(glaze, 0.1)], [0.3, lighter(glaze, 0.42)], [0.7, glaze], [1, darker(glaze, 0.22)]], [0, 0, 1, 0.6]));
  d.ellipse(cx, cy + 4, rx * 0.82, ry * 0.8, d.linear([[0, darker(glaze, 0.3)], [0.5, glaze], [1, lighter(glaze, 0.2)]], [0, 0, 0.4, 1]));
  for (const s of [0.66, 0.5, 0.35, 0.2]) d.ellipse(cx, cy + 6, rx * s, ry * s * 0.98, 'none', { stroke: darker(glaze, 0.5), 'stroke-width': 2, 'stroke-opacity': 0.22 });
}

function specks(d, cx, cy, rx, ry, color, count) {
  let dots = '';
  for (let i = 0; i < count; i++) {
    const [a, r] = [d.random(0, 6.28), Math.sqrt(d.random())];
    dots += p`M${cx + Math.cos(a) * r * rx} ${cy + Math.sin(a) * r * ry}h.1`;
  }
  d.line(dots, color, 3, { 'stroke-opacity': 0.4 });
}

function plates(d) {
  d.path('M0 0h800v600H0Z', { fill: d.linear([[0, '#e6d3b4'], [1, '#c39a6b']], [0, 0, 0.6, 1]) });
  draughtCloth(d);
  disc(d, 400, 322, 286, 0.78, GLAZE.gading);
  specks(d, 400, 322, 270, 208, '#7a5c3c', 90);
  d.path('M600 180Q668 244 676 330', { fill: 'none', stroke: '#fff', 'stroke-width': 12, 'stroke-opacity': 0.5, 'stroke-linecap': 'round' });
  d.ellipse(404, 330, 208, 160, d.radial([[0, GLAZE.daun, 0.95], [0.66, GLAZE.daun, 0.8], [1, GLAZE.daun, 0]]));
  leaf(d, 336, 372, 138, -38, '#4e6f42');
}

/** A batik runner under what stands on the table, seen from above. */
function draughtCloth(d) {
  d.path('M0 96L800 40V250L0 330Z', { fill: kawung(d, COLOURWAYS.indigo, 0.82, 'rotate(-4)') });
  d.path('M0 96L800 40V250L0 330Z', { fill: d.linear([[0, '#fff', 0.14], [1, '#1c0f08', 0.3]], [0, 0, 0, 1]) });
}

function platter(d) {
  d.path('M0 0h800v600H0Z', { fill: d.linear([[0, '#d8c3a0'], [1, '#b48a5b']], [0, 0, 0.6, 1]) });
  const g = GLAZE.laut;
  d.shadow(430, 350, 390, 230, 0.5);
  d.ellipse(400, 322, 350, 196, darker(g, 0.5));
  d.ellipse(400, 306, 350, 196, d.linear([[0, darker(g, 0.1)], [0.3, lighter(g, 0.36)], [1, darker(g, 0.3)]], [0, 0, 1, 0.6]));
  d.ellipse(400, 306, 322, 172, 'none', { stroke: kawung(d, { ground: lighter(g, 0.45), motif: g, second: darker(g, 0.3), deep: g }, 0.62), 'stroke-width': 44 });
  d.ellipse(400, 310, 292, 146, d.radial([[0, lighter(g, 0.5)], [0.5, lighter(g, 0.12)], [1, darker(g, 0.24)]]));
  d.ellipse(400, 310, 292, 146, 'none', { stroke: darker(g, 0.5), 'stroke-width': 3, 'stroke-opacity': 0.5 });
  specks(d, 400, 310, 280, 138, darker(g, 0.7), 60);
  d.path('M196 226Q270 182 372 174', { fill: 'none', stroke: '#fff', 'stroke-width': 12, 'stroke-opacity': 0.45, 'stroke-linecap': 'round' });
  for (const [x, y, t] of [[372, 340, -150], [378, 330, -60], [392, 336, -18], [386, 346, 40]]) leaf(d, x, y, 116, t, '#5c7a44');
  d.ellipse(392, 338, 30, 22, '#d9dd8e', { stroke: '#7d8f3f', 'stroke-width': 5 });
  d.line('M392 318V358M366 338H418M374 324l36 28M410 324l-36 28', '#a9b35a', 2.4);
}

function bowls(d) {
  room(d, { wall: 'pasir' });
  const bowl = (y, s) => [[y, 178 * s], [y + 46 * s, 166 * s], [y + 104 * s, 116 * s], [y + 132 * s, 66 * s], [y + 152 * s, 70 * s]];
  vessel(d, { cx: 372, profile: bowl(334, 1), glaze: GLAZE.arang, glazeTo: 440, tilt: 0.24 });
  vessel(d, { cx: 372, profile: bowl(234, 1), glaze: GLAZE.daun, glazeTo: 336, tilt: 0.26, shadow: false, speckle: 44 });
  for (const dy of [0, 15]) {
    d.line(p`M268 ${180 + dy}L694 ${232 + dy * 1.5}`, '#5f3a20', 9);
    d.line(p`M268 ${178 + dy}L694 ${230 + dy * 1.5}`, '#b98452', 3);
  }
  d.path('M620 524q30-34 84-22q28 22-8 38q-56 14-76-16Z', { fill: '#b32b22' });
  d.path('M612 518q-18-14-36-8', { fill: 'none', stroke: '#5c7a44', 'stroke-width': 6, 'stroke-linecap': 'round' });
}

function teapotScene(d) {
  room(d, { wall: 'sage' });
  teapot(d, 348, 494, 1.9, GLAZE.arang, '#a57a57');
  vessel(d, { cx: 648, profile: cupProfile(418, 0.86), glaze: GLAZE.gading, glazeTo: 486, tilt: 0.28, fill: TEA, level: 8 });
  steam(d, 648, 408, 90);
  for (const [x, y, t] of [[120, 556, -18], [152, 566, 14]]) leaf(d, x, y, 92, t, '#5c7a44');
}

/* ---- vases and pots ---- */

function moonVase(d) {
  room(d, { wall: 'malam', table: '#a8774c' });
  branch(d, [[352, 214], [378, 140], [440, 92], [516, 78], [596, 96]], '#4a3321', 76, '#7f9b62');
  vessel(d, { cx: 350, profile: [[214, 40], [226, 48], [262, 112], [346, 152], [430, 118], [478, 66], [492, 62]], glaze: GLAZE.gading, tilt: 0.22, speckle: 60, rings: true });
  d.line('M200 348A150 33 0 0 0 500 348', darker(GLAZE.gading, 0.4), 2.4, { 'stroke-opacity': 0.5 });
  d.group({ transform: 'rotate(5 620 540)' }, () => foldedCloth(d, { x: 544, y: 490, w: 200, h: 56, pattern: parang(d, COLOURWAYS.sogan, 0.7), edge: '#3d2013', layers: 2 }));
}

function tallVase(d) {
  room(d, { wall: 'mawar' });
  const twig = (points) => d.line(p`M${points[0][0]} ${points[0][1]}${smooth(points)}`, '#6d5335', 5);
  twig([[386, 160], [350, 90], [300, 50], [268, 0]]);
  twig([[400, 160], [420, 90], [410, 30], [430, -10]]);
  twig([[412, 160], [470, 100], [500, 40], [560, 10]]);
  twig([[340, 80], [300, 96], [276, 90]]);
  twig([[480, 90], [530, 92], [556, 76]]);
  for (const [x, y] of [[276, 90], [300, 50], [268, 8], [410, 36], [428, 8], [500, 44], [556, 78], [552, 14], [350, 92], [460, 108]]) {
    d.ellipse(x, y, 10, 9, '#e9dcc0');
    d.ellipse(x - 2, y - 2, 5, 4, '#fffaf0');
  }
  const g = GLAZE.daun;
  const profile = [[156, 62], [172, 50], [206, 54], [300, 92], [400, 104], [472, 88], [506, 72]];
  vessel(d, { cx: 400, profile, glaze: g, tilt: 0.2, rings: false, speckle: 30, carve: () => {
    d.path('M280 236H520V448H280Z', { fill: parang(d, { ground: lighter(g, 0.2), motif: darker(g, 0.3), second: darker(g, 0.08), deep: darker(g, 0.5) }, 0.9), 'fill-opacity': 0.72 });
    d.line('M290 236A110 22 0 0 0 510 236M280 448A120 24 0 0 0 520 448', darker(g, 0.5), 4, { 'stroke-opacity': 0.6 });
    d.path('M280 140H520V560H280Z', { fill: d.linear([[0, '#14100a', 0.55], [0.2, '#14100a', 0.1], [0.4, '#fff', 0.16], [0.7, '#14100a', 0.05], [1, '#14100a', 0.6]]) });
  } });
  for (const [x, y] of [[560, 540], [600, 552], [618, 530], [250, 548]]) {
    d.ellipse(x, y, 10, 8, '#e9dcc0');
    d.ellipse(x - 2, y - 2, 5, 4, '#fffaf0');
  }
}

function pots(d) {
  room(d, { wall: 'langit' });
  const saucer = (cx, y, r, glaze) => {
    d.shadow(cx + 20, y + 12, r * 1.5, r * 0.4);
    vessel(d, { cx, profile: [[y - 16, r], [y + 6, r * 0.92]], glaze, tilt: 0.22, rings: false, speckle: 6, shadow: false });
  };
  const sword = (x, y, h, lean, w) => {
    const tip = [x + lean, y - h];
    d.path(p`M${x - w} ${y}Q${x - w * 1.3 + lean * 0.3} ${y - h * 0.5} ${tip[0]} ${tip[1]}Q${x + w * 1.3 + lean * 0.4} ${y - h * 0.5} ${x + w} ${y}Z`, { fill: d.linear([[0, '#c9cc7a'], [0.16, '#4f7347'], [0.5, '#7d9d62'], [0.84, '#4f7347'], [1, '#c9cc7a']]) });
  };
  saucer(280, 500, 134, GLAZE.arang);
  vessel(d, { cx: 280, profile: [[314, 120], [350, 124], [440, 106], [492, 84]], glaze: GLAZE.arang, glazeTo: 430, tilt: 0.2, fill: '#3b2818', level: 10 });
  for (const [x, h, lean, w] of [[226, 190, -58, 15], [330, 200, 66, 15], [256, 262, -30, 17], [306, 250, 26, 17], [282, 300, 2, 18]]) sword(x, 328, h, lean, w);
  saucer(570, 516, 100, GLAZE.gading);
  branchDown(d);
  vessel(d, { cx: 570, profile: [[392, 88], [420, 92], [480, 80], [508, 64]], glaze: GLAZE.gading, glazeTo: 474, tilt: 0.2, fill: '#3b2818', level: 8 });
  for (const [x, y, l, t] of [[560, 392, 96, -110], [580, 392, 104, -62], [600, 396, 96, -22], [540, 398, 90, -158], [486, 436, 62, 110], [656, 440, 66, 70], [676, 492, 58, 100]]) leaf(d, x, y, l, t, '#7fa05a');
}

const branchDown = (d) => d.line('M600 396Q668 396 664 440T680 510M540 398Q490 396 488 440', '#6b8a4a', 5);

/* ---- gift sets ---- */

function giftBox(d) {
  room(d, { wall: 'pasir' });
  d.shadow(410, 512, 340, 40);
  // The lid leans behind.
  d.path('M470 92L728 134L700 420L440 392Z', { fill: d.linear([[0, '#a9774a'], [1, '#7d5230']], [0, 0, 1, 1]) });
  d.path('M490 112L708 148L684 400L462 376Z', { fill: kawung(d, COLOURWAYS.marun, 0.72, 'rotate(8)') });
  d.path('M490 112L708 148L684 400L462 376Z', { fill: '#1c0f08', 'fill-opacity': 0.14 });
  d.path('M110 344L160 300H650L690 344Z', { fill: '#6a4327' });
  smallBag(d, 'kopi-arabika-gayo', { x: 150, y: 112, w: 190, h: 300 });
  vessel(d, { cx: 438, profile: cupProfile(266, 1.1), glaze: GLAZE.laut, glazeTo: 350, tilt: 0.26, shadow: false });
  vessel(d, { cx: 590, profile: cupProfile(272, 1.1), glaze: GLAZE.gading, glazeTo: 356, tilt: 0.26, shadow: false });
  let straw = '';
  for (let i = 0; i < 26; i++) {
    const x = d.random(122, 660);
    straw += p`M${x} ${d.random(346, 366)}q${d.random(-20, 20)} ${d.random(-34, -12)} ${d.random(6, 40)} ${d.random(-8, 10)}`;
  }
  d.line(straw, '#e9d3a0', 3.4);
  d.path('M104 344H696L682 508Q680 520 666 520H134Q120 520 118 508Z', { fill: d.linear([[0, '#c9986a'], [1, '#9b6c42']], [0, 0, 0, 1]) });
  d.path('M104 344H696L695 358H105Z', { fill: '#e2b98b' });
  d.path('M356 344h88v176h-88Z', { fill: truntum(d, COLOURWAYS.indigo, 0.6) });
  d.path('M356 344h88v176h-88Z', { fill: d.linear([[0, '#1c0f08', 0.3], [0.5, '#fff', 0.2], [1, '#1c0f08', 0.3]]) });
  d.group({ transform: 'rotate(-5 236 440)' }, () => {
    d.add(el('rect', { x: 176, y: 398, width: 122, height: 84, rx: 3, fill: '#fbf4e4', stroke: '#cdb78d', 'stroke-width': 2 }));
    d.line('M194 424h60M194 442h84M194 460h44', '#a58a5c', 3);
  });
}

function hamper(d) {
  room(d, { wall: 'mawar' });
  d.shadow(420, 530, 350, 40);
  d.line('M176 392C150-10 650-10 624 392', '#7d5a33', 24);
  d.line('M176 392C150-10 650-10 624 392', '#cfa76d', 13, { 'stroke-dasharray': '16 5', 'stroke-linecap': 'butt' });
  teapot(d, 306, 410, 1.16, GLAZE.gading);
  d.path('M470 226L640 214L652 400H480Z', { fill: '#8e2f22' });
  d.path('M470 226L640 214L640 246L472 258Z', { fill: '#a8473a' });
  d.add(el('rect', { x: 500, y: 272, width: 118, height: 84, rx: 4, fill: '#f8efdb' }));
  d.add(el('text', { x: 559, y: 310, 'text-anchor': 'middle', 'font-family': 'Georgia,DejaVu Serif,serif', 'font-size': 21, 'font-weight': 700, fill: '#3b2417' }, 'WEDANG'));
  d.add(el('text', { x: 559, y: 338, 'text-anchor': 'middle', 'font-family': 'Georgia,DejaVu Serif,serif', 'font-size': 21, 'font-weight': 700, fill: '#3b2417' }, 'UWUH'));
  vessel(d, { cx: 462, profile: cupProfile(320, 0.86), glaze: GLAZE.daun, glazeTo: 390, tilt: 0.26, shadow: false });
  d.path('M150 372Q200 344 262 372T380 366T510 374T650 370V420H150Z', { fill: truntum(d, COLOURWAYS.sogan, 0.66) });
  d.path('M150 372Q200 344 262 372T380 366T510 374T650 370V420H150Z', { fill: d.linear([[0, '#fff', 0.2], [1, '#1c0f08', 0.4]], [0, 0, 0, 1]) });
  const weave = d.define((id) => el('pattern', { id, width: 44, height: 32, patternUnits: 'userSpaceOnUse' },
    el('path', { d: 'M0 0h44v32H0Z', fill: '#a97c44' }) +
    el('path', { d: 'M1 1h20v14H1ZM23 17h20v14H23Z', fill: '#dcb477' }) +
    el('path', { d: 'M23 1h20v14H23ZM1 17h20v14H1Z', fill: '#c29656' }) +
    el('path', { d: 'M1 5h20M1 10h20M23 21h20M23 26h20M30 1v14M37 1v14M8 17v14M15 17v14', stroke: '#8a6230', 'stroke-width': 1.2, 'stroke-opacity': 0.7 })));
  const basket = 'M132 396H668L634 522Q630 536 612 536H188Q170 536 166 522Z';
  d.path(basket, { fill: `url(#${weave})` });
  d.path(basket, { fill: d.linear([[0, '#1c0f08', 0.42], [0.34, '#fff', 0.16], [0.7, '#1c0f08', 0.04], [1, '#1c0f08', 0.5]]) });
  d.line('M126 396H674', '#7d5a33', 24);
  d.line('M126 394H674', '#d9b277', 14, { 'stroke-dasharray': '13 4', 'stroke-linecap': 'butt' });
}

/* ---- home page, logo, icon ---- */

function hero(d) {
  const [w, h] = [1200, 640];
  d.path(`M0 0h${w}v${h}H0Z`, { fill: d.linear([[0, '#f3e8d4'], [1, '#e2cda9']], [0, 0, 0.5, 1]) });
  // The window and what one sees through it.
  d.add(el('rect', { x: 470, y: 56, width: 470, height: 330, rx: 6, fill: '#6b4629' }));
  d.group({ 'clip-path': d.clip(el('rect', { x: 486, y: 72, width: 438, height: 298 })) }, () => {
    d.path('M480 66h450v310h-450Z', { fill: d.linear([[0, '#bcd6d6'], [0.6, '#f1e6c6'], [1, '#f6dca6']], [0, 0, 0, 1]) });
    d.ellipse(826, 150, 36, 36, '#f4c069');
    d.path('M480 320Q610 276 668 150Q676 138 690 144L706 142Q720 138 728 152Q790 280 930 318V380H480Z', { fill: d.linear([[0, '#5f7480'], [1, '#a9b8b0']], [0, 0, 0, 1]) });
    d.path('M690 140q-22-24 8-36q30-22 66-12q30-8 40 8q-30 4-48 18q-26 22-66 22Z', { fill: '#fffaf0', 'fill-opacity': 0.8 });
    d.path('M480 330Q560 296 640 318T790 306T930 322V380H480Z', { fill: '#7d9a63' });
    d.path('M480 352Q600 328 720 346T930 340V380H480Z', { fill: '#587a46' });
    d.line('M560 366q40-12 90 0M690 364q60-14 120 0', '#a9c07f', 3);
  });
  d.line('M705 72V370M486 208H924', '#6b4629', 11);
  d.path('M452 380h506v22h-506Z', { fill: '#8a5c36' });
  d.path('M500 402L300 640H760L930 402Z', { fill: '#fffdf0', 'fill-opacity': 0.2 });
  d.path(`M0 470h${w}v170H0Z`, { fill: d.linear([[0, '#cfa273'], [1, '#9a6b42']], [0, 0, 0, 1]) });
  d.line(`M0 470h${w}`, '#efd2a8', 4);
  const grain = [];
  for (let i = 0; i < 13; i++) grain.push(p`M${d.random(-60, 900)} ${486 + i * 12}q150 ${d.random(-5, 5)} ${d.random(260, 420)} 0`);
  d.line(grain.join(''), '#7d5230', 1.8, { 'stroke-opacity': 0.35 });
  // Cloth on a rod.
  d.line('M40 60H404', '#6b4629', 16);
  d.line('M40 56H404', '#a9774a', 5);
  const lengths = [['M62 56H212L216 442Q180 456 138 444T58 446Z', kawung(d, COLOURWAYS.sogan, 0.8), 56], ['M238 56H384L388 404Q350 418 312 406T234 408Z', megaMendung(d, COLOURWAYS.indigo, 0.62), 232]];
  for (const [shape, fill, x] of lengths) {
    d.path(shape, { fill });
    d.group({ 'clip-path': d.clip(el('path', { d: shape })) }, () => folds(d, x, 50, 164, 420, 3, 0.34));
  }
  foldedCloth(d, { x: 66, y: 472, w: 300, h: 102, pattern: truntum(d, COLOURWAYS.marun, 0.8), edge: '#4a121f', layers: 3 });
  // Dripper, cups, bag, vase.
  d.group({ transform: 'translate(236 112)scale(.86)' }, () => heroDripper(d));
  smallBag(d, 'kopi-arabika-merapi', { x: 752, y: 284, w: 180, h: 272 });
  vessel(d, { cx: 682, profile: cupProfile(476, 0.86), glaze: GLAZE.laut, glazeTo: 540, tilt: 0.27, fill: COFFEE, level: 8 });
  branch(d, [[1058, 306], [1052, 220], [1072, 150], [1106, 96]], '#4a3321', 70, '#6f8f52');
  branch(d, [[1052, 306], [1026, 240], [1000, 196]], '#4a3321', 60, '#7f9b62');
  vessel(d, { cx: 1056, profile: [[306, 34], [318, 37], [346, 84], [420, 116], [490, 95], [530, 60], [544, 56]], glaze: GLAZE.daun, glazeTo: 470, tilt: 0.21, speckle: 40 });
  beansIn(d, ROAST.sedang, { cx: 590, cy: 604, rx: 150, ry: 20, count: 13, gap: 30 });
  steam(d, 682, 468, 90);
  return { width: w, height: h };
}

function heroDripper(d) {
  d.shadow(316, 506, 150, 28);
  d.path('M262 318Q196 400 214 470Q222 500 262 502H338Q378 500 386 470Q404 400 338 318Z', { fill: '#f4fbfb', 'fill-opacity': 0.6, stroke: '#fff', 'stroke-width': 3 });
  d.path('M214 424Q210 500 262 502H338Q390 500 386 424Q300 444 214 424Z', { fill: d.linear([[0, '#2c160c'], [0.35, '#6b3a1e'], [1, '#2c160c']]) });
  d.ellipse(300, 424, 86, 14, '#7d4826');
  d.line('M300 340v84', COFFEE, 4);
  d.ellipse(300, 316, 92, 18, darker(GLAZE.arang, 0.1));
  d.path('M176 182Q300 122 424 182L410 194Q300 150 190 194Z', { fill: '#fffaf0' });
  vessel(d, { cx: 300, profile: [[186, 112], [220, 98], [264, 66], [294, 42], [314, 40]], glaze: GLAZE.arang, glazeTo: 266, tilt: 0.2, fill: COFFEE, level: 9, shadow: false });
  steam(d, 300, 170, 96);
}

/** A drop above three ripples: clear water. The rings are those of a thrown pot seen from above. */
function mark(d, dark, bright) {
  for (const [r, width] of [[92, 12], [62, 12], [32, 12]]) {
    d.ellipse(128, 168, r, r * 0.46, 'none', { stroke: dark, 'stroke-width': width, 'stroke-opacity': r === 92 ? 0.45 : r === 62 ? 0.75 : 1 });
  }
  d.path('M128 12C156 60 172 86 172 112A44 44 0 0 1 84 112C84 86 100 60 128 12Z', { fill: bright });
  d.path('M106 112a22 22 0 0 0 22 24', { fill: 'none', stroke: '#fffaf0', 'stroke-width': 9, 'stroke-linecap': 'round', 'stroke-opacity': 0.85 });
}

const logo = (dark, bright, text) => (d) => {
  d.group({ transform: 'translate(4 6)scale(.34)' }, () => mark(d, dark, bright));
  d.add(el('text', { x: 104, y: 52, 'textLength': 262, 'lengthAdjust': 'spacingAndGlyphs', 'font-family': 'Georgia,DejaVu Serif,serif', 'font-size': 40, 'font-weight': 700, fill: text }, 'Banyuwening'));
  d.add(el('text', { x: 106, y: 78, 'textLength': 258, 'lengthAdjust': 'spacingAndGlyphs', 'font-family': 'Verdana,DejaVu Sans,sans-serif', 'font-size': 14, fill: dark }, 'KOPI · BATIK · KERAMIK'));
  return { width: 372, height: 96, label: false };
};

function favicon(d) {
  d.add(el('rect', { width: 256, height: 256, rx: 56, fill: '#f3e8d4' }));
  d.group({ transform: 'translate(0 4)' }, () => mark(d, '#6a3a1c', '#2f6f83'));
  return { width: 256, height: 256, label: false };
}

export const ceramicsDrawings = {
  'cangkir-sendang-1': threeCups,
  'cangkir-sendang-2': oneCup,
  'mug-pagi-1': mug,
  'set-cangkir-tatakan-1': saucerSet,
  'piring-makan-24-1': plates,
  'piring-saji-oval-1': platter,
  'mangkuk-kuah-16-1': bowls,
  'teko-wening-1': teapotScene,
  'vas-bulan-1': moonVase,
  'vas-ranting-1': tallVase,
  'pot-tanaman-sisik-1': pots,
  'hadiah-kopi-dan-cangkir-1': giftBox,
  'hadiah-rumah-baru-1': hamper,
  hero,
  logo: logo('#6a3a1c', '#2f6f83', '#3b2417'),
  'logo-dark': logo('#d9b891', '#6fb3c4', '#f6ead6'),
  favicon,
};
