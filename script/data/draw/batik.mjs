// SPDX-License-Identifier: Apache-2.0
//
// batik.mjs - drawings of cloth, clothing and what is sewn.

import { darker, el, f, lighter, p } from './canvas.mjs';
import { COLOURWAYS, kawung, megaMendung, parang, truntum } from './motifs.mjs';
import { branch, folds, foldedCloth, GLAZE, leaf, room, vessel } from './things.mjs';

const SHADE = '#1c0f08';

/** A patterned shape with folds that follow it. */
function draped(d, outline, fill, box, count, strength) {
  const shape = d.shape(outline);
  shape.draw({ fill });
  d.group({ 'clip-path': shape.clip() }, () => folds(d, ...box, count, strength));
}

/* ---- lengths of cloth ---- */

function pileAndDrape(motif, way, wall) {
  return (d) => {
    const c = COLOURWAYS[way];
    room(d, { wall });
    // A length hangs from a rod on the wall behind the pile.
    d.line('M486 70H772', '#6b4629', 15);
    d.line('M486 66H772', '#a9774a', 5);
    const hanging = `M508 66H748L752 414Q722 428 692 414T630 416T568 414T506 418Z`;
    draped(d, hanging, motif(d, c, 0.86), [504, 62, 250, 370], 5, 0.3);
    d.path('M508 66H748v26H508Z', { fill: d.linear([[0, SHADE, 0.5], [0.5, '#fff', 0.28], [1, SHADE, 0.4]], [0, 0, 0, 1]) });
    foldedCloth(d, { x: 96, y: 322, w: 416, h: 168, pattern: motif(d, c, 0.95, 'translate(9 4)'), edge: c.deep, layers: 4 });
    d.path('M284 300h54v192h-54Z', { fill: d.linear([[0, '#c9b187'], [0.5, '#f2e3c0'], [1, '#b99d70']]) });
    d.path('M270 372h82v62h-82Z', { fill: '#f8f0de', stroke: '#b79c6c', 'stroke-width': 2 });
    d.line('M284 392h54M284 404h40M284 416h48', '#8a6d45', 2.4);
    leaf(d, 560, 546, 104, -16, '#5c7a44');
    leaf(d, 556, 550, 88, 22, '#708c50');
  };
}

function onFrame(d) {
  const c = COLOURWAYS.sogan;
  room(d, { wall: 'pasir' });
  // Gawangan: the bamboo frame on which cloth hangs while it is drawn.
  d.shadow(400, 522, 330, 26);
  for (const x of [136, 664]) {
    d.line(`M${x - 26} 528L${x} 84M${x + 26} 528L${x} 84`, '#7d5a33', 13);
    d.line(`M${x - 28} 526L${x - 3} 90`, '#c39a62', 4);
  }
  d.line('M92 104H708', '#8a6437', 19);
  d.line('M92 99H708', '#cfa76d', 6);
  for (const x of [180, 330, 480, 620]) d.line(`M${x} 95v19`, '#6b4c2a', 3);
  const cloth = 'M164 100H636L642 430Q606 448 560 434T462 438T362 434T262 440T158 432Z';
  draped(d, cloth, parang(d, c, 1.05), [156, 96, 490, 350], 7, 0.26);
  d.path('M164 92H636v26H164Z', { fill: parang(d, c, 1.05) });
  d.path('M164 92H636v26H164Z', { fill: d.linear([[0, '#fff', 0.2], [0.5, '#fff', 0.1], [1, SHADE, 0.5]], [0, 0, 0, 1]) });
  stove(d, 648, 520);
}

/** The little stove with its pan of wax, and a canting. */
function stove(d, cx, y) {
  vessel(d, { cx, profile: [[y - 64, 44], [y - 40, 50], [y, 42]], glaze: '#a4573a', tilt: 0.22, speckle: 8 });
  d.ellipse(cx, y - 68, 54, 13, '#2f2a27');
  d.ellipse(cx, y - 71, 48, 10, d.linear([[0, '#6b3d12'], [0.5, '#d6943a'], [1, '#6b3d12']]));
}

function canting(d, x, y, turn) {
  d.group({ transform: `translate(${x} ${y})rotate(${turn})` }, () => {
    d.shadow(90, 34, 150, 14, 0.3);
    d.line('M0 0H172', '#6d4526', 15);
    d.line('M4-4H168', '#b98655', 4);
    d.path('M172-15q44-8 50 16q-6 26-50 14Z', { fill: d.linear([[0, '#e0a268'], [0.5, '#b4652f'], [1, '#7c3f1a']], [0, 0, 0, 1]) });
    d.ellipse(198, -8, 19, 5, '#5f2e12');
    d.line('M220 2q20 2 26 20', '#b4652f', 5);
  });
}

/** The copper block that prints the wax. */
function copperStamp(d, x, y) {
  d.shadow(x + 110, y + 150, 160, 30, 0.45);
  d.path(p`M${x + 56} ${y - 86}q54-66 108 0`, { fill: 'none', stroke: '#6d3c1c', 'stroke-width': 22, 'stroke-linecap': 'round' });
  d.path(p`M${x + 56} ${y - 90}q54-62 108 0`, { fill: 'none', stroke: '#a9683a', 'stroke-width': 9, 'stroke-linecap': 'round' });
  d.line(p`M${x + 60} ${y - 82}L${x + 40} ${y}M${x + 160} ${y - 82}L${x + 180} ${y}M${x + 110} ${y - 112}V${y}`, '#8a4f28', 11);
  d.path(p`M${x} ${y}h220v46h-220Z`, { fill: d.linear([[0, '#7c421f'], [0.3, '#e2a56c'], [0.6, '#b9713c'], [1, '#6b3618']]) });
  const strips = [];
  for (let i = 0; i <= 11; i++) strips.push(p`M${x + 4 + i * 19.3} ${y + 46}v74`);
  d.line(strips.join(''), '#9a5a2e', 9);
  d.line(strips.join(''), '#e0a269', 3);
  d.path(p`M${x} ${y + 84}h220v8h-220Z`, { fill: '#7c421f' });
}

function closeUp(motif, way, scale, tool) {
  return (d) => {
    const c = COLOURWAYS[way];
    d.path('M0 0h800v600H0Z', { fill: motif(d, c, scale, 'rotate(-4)') });
    d.group({}, () => folds(d, -90, 0, 980, 600, 4, 0.26));
    tool(d);
  };
}

/* ---- clothing ---- */

function hanger(d, y) {
  d.line(`M400 ${y}q-2-26 16-32q20-4 20-22t-20-20q-18 0-20 16`, '#5d5348', 6);
  d.path(`M220 ${y + 58}Q390 ${y - 12} 400 ${y - 12}T580 ${y + 58}Q584 ${y + 72} 566 ${y + 68}Q420 ${y + 18} 400 ${y + 18}T234 ${y + 68}Q216 ${y + 72} 220 ${y + 58}Z`, { fill: d.linear([[0, '#8a5c36'], [0.5, '#c9986a'], [1, '#7d5230']]) });
}

function wallScene(d, wall) {
  room(d, { wall, horizon: 566 });
}

function shirt(d) {
  const c = COLOURWAYS.sogan;
  wallScene(d, 'sage');
  d.shadow(420, 330, 260, 250, 0.22);
  hanger(d, 92);
  const motif = kawung(d, c, 0.62);
  const leftSleeve = 'M282 130Q222 146 196 176L136 290L226 334L286 250Z';
  const rightSleeve = 'M518 130Q578 146 604 176L664 290L574 334L514 250Z';
  for (const [sleeve, turn] of [[leftSleeve, 'rotate(26)'], [rightSleeve, 'rotate(-26)']]) {
    const fill = kawung(d, c, 0.62, turn);
    d.path(sleeve, { fill });
    d.path(sleeve, { fill: d.linear([[0, SHADE, 0.34], [0.5, '#fff', 0.1], [1, SHADE, 0.4]], [0, 0, 1, 0.5]) });
  }
  d.line('M140 286L230 330M660 286L570 330', c.deep, 3, { 'stroke-opacity': 0.6 });
  const body = 'M344 112Q300 122 270 136Q282 240 272 330Q264 440 272 536Q336 550 400 546T528 536Q536 440 528 330Q518 240 530 136Q500 122 456 112Q430 150 400 152T344 112Z';
  draped(d, body, motif, [262, 110, 276, 440], 3, 0.32);
  d.path('M344 112Q400 160 456 112L440 100Q400 132 360 100Z', { fill: darker(c.ground, 0.35) });
  d.path('M352 102Q340 112 338 124L374 178L400 150Q368 138 352 102ZM448 102Q460 112 462 124L426 178L400 150Q432 138 448 102Z', { fill: motif, stroke: c.deep, 'stroke-width': 2.4 });
  d.path('M352 102Q340 112 338 124L374 178L400 150Q368 138 352 102ZM448 102Q460 112 462 124L426 178L400 150Q432 138 448 102Z', { fill: SHADE, 'fill-opacity': 0.3 });
  d.path('M384 154h36V546h-36Z', { fill: SHADE, 'fill-opacity': 0.28 });
  d.line('M384 160V546M420 160V546', lighter(c.ground, 0.3), 2, { 'stroke-opacity': 0.8 });
  for (let i = 0; i < 6; i++) {
    const y = 186 + i * 62;
    d.ellipse(402, y, 9.4, 9.4, '#3a2315');
    d.ellipse(401, y - 1, 7.4, 7.4, '#b08a5e');
    d.line(p`M399.5 ${y - 1}h3`, '#3a2315', 1.6);
  }
  d.path('M444 238h64v60q-32 22-64 0Z', { fill: motif, stroke: lighter(c.ground, 0.3), 'stroke-width': 2.4 });
  d.path('M444 238h64v14h-64Z', { fill: SHADE, 'fill-opacity': 0.34 });
}

function blouse(d) {
  const c = COLOURWAYS.hijau;
  wallScene(d, 'mawar');
  d.shadow(420, 330, 260, 250, 0.22);
  hanger(d, 96);
  for (const [sleeve, turn] of [['M290 134Q236 150 214 186L138 400L222 430L292 262Z', 'rotate(16)'], ['M510 134Q564 150 586 186L662 400L578 430L508 262Z', 'rotate(-16)']]) {
    d.path(sleeve, { fill: truntum(d, c, 0.66, turn) });
    d.path(sleeve, { fill: d.linear([[0, SHADE, 0.4], [0.5, '#fff', 0.14], [1, SHADE, 0.4]], [0, 0, 1, 0.4]) });
  }
  d.line('M140 394L224 424M660 394L576 424', c.second, 6);
  const body = 'M350 116Q308 124 280 140Q296 240 286 320Q268 430 254 528Q326 552 400 546T546 528Q532 430 514 320Q504 240 520 140Q492 124 450 116Q430 140 400 140T350 116Z';
  draped(d, body, truntum(d, c, 0.66), [250, 110, 300, 440], 4, 0.34);
  d.path('M356 96Q400 126 444 96L452 122Q400 158 348 122Z', { fill: truntum(d, c, 0.5) });
  d.path('M356 96Q400 126 444 96L452 122Q400 158 348 122Z', { fill: SHADE, 'fill-opacity': 0.16, stroke: c.second, 'stroke-width': 2.5 });
  d.path('M386 140h28v238h-28Z', { fill: c.motif });
  d.line('M386 142V378M414 142V378', c.second, 2);
  for (let i = 0; i < 6; i++) {
    d.ellipse(400, 168 + i * 38, 6.5, 6.5, '#e9dcb8');
    d.ellipse(400, 168 + i * 38, 2, 2, '#6b5a34');
  }
  d.line('M258 516Q330 540 400 534T542 516', c.second, 5, { 'stroke-opacity': 0.8 });
}

function overshirt(d) {
  const c = COLOURWAYS.indigo;
  wallScene(d, 'pasir');
  d.shadow(420, 330, 280, 250, 0.22);
  hanger(d, 92);
  const motif = megaMendung(d, c, 0.62);
  d.path('M330 120H470L486 540H314Z', { fill: d.linear([[0, '#cfc6b0'], [0.5, '#efe8d6'], [1, '#cbc1aa']]) });
  d.line('M400 124V540', '#a99f88', 2, { 'stroke-opacity': 0.5 });
  for (const [sleeve, turn] of [['M276 134Q214 150 186 190L112 420L206 448L284 280Z', 'rotate(14)'], ['M524 134Q586 150 614 190L688 420L594 448L516 280Z', 'rotate(-14)']]) {
    d.path(sleeve, { fill: megaMendung(d, c, 0.62, turn) });
    d.path(sleeve, { fill: d.linear([[0, SHADE, 0.4], [0.5, '#fff', 0.12], [1, SHADE, 0.4]], [0, 0, 1, 0.4]) });
  }
  draped(d, 'M352 104Q306 120 272 136Q284 300 258 536Q300 550 346 544Q372 330 352 104Z', motif, [254, 100, 112, 450], 1, 0.42);
  draped(d, 'M448 104Q494 120 528 136Q516 300 542 536Q500 550 454 544Q428 330 448 104Z', motif, [434, 100, 112, 450], 1, 0.42);
  d.line('M352 104Q372 330 346 544M448 104Q428 330 454 544', lighter(c.second, 0.5), 7);
  d.path('M276 380l66-2v84q-34 16-70 2ZM524 380l-66-2v84q34 16 70 2Z', { fill: motif, stroke: lighter(c.second, 0.4), 'stroke-width': 2.6 });
}

/* ---- accessories and home ---- */

function scarf(d) {
  const c = COLOURWAYS.marun;
  wallScene(d, 'krem');
  d.path('M150 84h500v34H150Z', { fill: d.linear([[0, '#b9875a'], [1, '#7d5230']], [0, 0, 0, 1]) });
  d.ellipse(400, 128, 19, 19, '#5f3b20');
  d.ellipse(398, 124, 15, 15, '#a9774a');
  d.shadow(436, 330, 150, 230, 0.25);
  const motif = parang(d, c, 0.9);
  draped(d, 'M356 134Q300 300 276 516Q316 532 372 520Q386 320 412 150Z', parang(d, c, 0.9, 'rotate(12)'), [270, 130, 150, 400], 2, 0.44);
  draped(d, 'M392 140Q430 300 436 548Q486 562 546 540Q520 320 446 134Z', parang(d, c, 0.9, 'rotate(-12)'), [386, 130, 164, 430], 2, 0.44);
  draped(d, 'M344 134Q346 108 400 104T456 136Q470 172 430 186Q390 196 356 180Q336 162 344 134Z', motif, [336, 102, 130, 92], 3, 0.5);
  const fringe = [];
  for (let i = 0; i < 17; i++) fringe.push(p`M${278 + i * 5.8} ${518 + (i % 2) * 2}l${d.random(-5, 2)} 28M${438 + i * 6.6} ${548 - i * 0.4}l${d.random(-2, 5)} 28`);
  d.line(fringe.join(''), c.motif, 2.2);
}

function tote(d) {
  const c = COLOURWAYS.sogan;
  room(d, { wall: 'langit', horizon: 460 });
  d.shadow(430, 548, 260, 30);
  d.line('M300 214C296 40 372 40 380 212M500 214C504 40 428 40 420 212', '#8f7f62', 20, { transform: 'translate(0 -6)' });
  const bagShape = 'M214 208Q400 196 586 208L604 530Q602 550 580 552H220Q198 550 196 530Z';
  d.path(bagShape, { fill: d.linear([[0, '#c9b999'], [0.25, '#efe4cb'], [0.7, '#e2d4b5'], [1, '#b8a680']]) });
  d.path('M212 250H588L599 430H201Z', { fill: kawung(d, c, 0.95) });
  d.group({ 'clip-path': d.clip(el('path', { d: bagShape })) }, () => folds(d, 190, 200, 420, 360, 3, 0.26));
  d.line('M211 252H589M202 428H598', c.deep, 2.2, { 'stroke-dasharray': '9 6' });
  d.line('M214 210Q400 198 586 210', '#a8936b', 4);
  d.line('M290 214C290 8 380 8 384 216M510 214C510 8 420 8 416 216', '#d9caa6', 19, { 'stroke-linecap': 'butt' });
  d.line('M284 218C284 0 388 0 392 218M516 218C516 0 412 0 408 218', '#a8936b', 1.6, { 'stroke-dasharray': '6 5' });
  d.path('M276 206h28v64h-28ZM372 206h28v64h-28ZM402 206h26v64h-26ZM498 206h28v64h-28Z', { fill: '#d9caa6', stroke: '#a8936b', 'stroke-width': 1.6 });
}

function purses(d) {
  room(d, { wall: 'mawar' });
  const purse = (x, y, turn, motif, way) => {
    const c = COLOURWAYS[way];
    d.shadow(x + 6, y + 84, 150, 24);
    d.group({ transform: `translate(${x} ${y})rotate(${turn})` }, () => {
      const shape = 'M-124-70Q0-84 124-70Q136 0 120 72Q0 92-120 72Q-136 0-124-70Z';
      d.path(shape, { fill: motif(d, c, 0.7) });
      d.path(shape, { fill: d.linear([[0, '#fff', 0.3], [0.45, '#fff', 0], [1, SHADE, 0.46]], [0, 0, 0.3, 1]) });
      d.line('M-122-66Q0-80 122-66', c.deep, 11);
      d.line('M-120-67Q0-81 120-67', '#d8b466', 5, { 'stroke-dasharray': '3.5 3.5', 'stroke-linecap': 'butt' });
      d.path('M98-76l20-2v18l-20 2Z', { fill: '#b98f42' });
      d.line('M112-60q18 16 8 40', '#b98f42', 4);
      d.ellipse(121, -16, 6, 8, c.motif);
    });
  };
  purse(262, 300, -9, truntum, 'hijau');
  purse(540, 318, 8, kawung, 'indigo');
  purse(386, 458, -2, parang, 'marun');
}

function tableCloth(d) {
  const c = COLOURWAYS.indigo;
  room(d, { wall: 'sage', horizon: 520, table: '#b8916a' });
  d.shadow(410, 566, 330, 28);
  d.path('M372 360h56l16 200h-88Z', { fill: d.linear([[0, '#4f301a'], [0.4, '#8a5c36'], [1, '#4f301a']]) });
  const skirt = 'M118 288Q112 400 132 476Q166 500 196 474T262 494T332 500T404 498T472 500T540 494T604 476T668 474Q688 400 682 288Z';
  draped(d, skirt, truntum(d, c, 0.86), [112, 286, 580, 230], 8, 0.44);
  d.line('M132 470Q166 494 196 468T262 488T332 494T404 492T472 494T540 488T604 470T668 468', c.second, 5);
  d.ellipse(400, 288, 282, 86, truntum(d, c, 0.86));
  d.ellipse(400, 288, 282, 86, d.linear([[0, '#fff', 0.26], [0.6, '#fff', 0.04], [1, SHADE, 0.26]]));
  d.ellipse(400, 288, 262, 77, 'none', { stroke: c.second, 'stroke-width': 3 });
  teapot(d, 400, 292, 0.82);
  vessel(d, { cx: 556, profile: [[252, 34], [276, 33], [296, 22]], glaze: GLAZE.gading, tilt: 0.28, fill: '#8a3a22', level: 5, speckle: 8 });
}

/** A teapot standing on y. */
export function teapot(d, cx, y, scale, glaze = GLAZE.gading, clay) {
  d.group({ transform: `translate(${f(cx)} ${f(y)})scale(${scale})` }, () => {
    d.path('M74-96C126-92 140-116 150-152L184-140C176-92 150-40 84-30Z', { fill: d.linear([[0, lighter(glaze, 0.2)], [1, darker(glaze, 0.4)]], [0, 0, 0.5, 1]) });
    d.ellipse(167, -146, 18, 7, darker(glaze, 0.5), { transform: 'rotate(18 167 -146)', stroke: lighter(glaze, 0.3), 'stroke-width': 4 });
    d.line('M-84-112C-110-262 110-262 84-112', '#6d4a24', 17);
    d.line('M-84-114C-110-266 110-266 84-114', '#c69a58', 8, { 'stroke-dasharray': '7 3', 'stroke-linecap': 'butt' });
    vessel(d, { cx: 0, profile: [[-128, 52], [-108, 86], [-60, 114], [-20, 96], [0, 66]], glaze, glazeTo: clay ? -30 : undefined, clay, tilt: 0.2, open: false, speckle: 22 });
    vessel(d, { cx: 0, profile: [[-146, 22], [-136, 48], [-124, 58]], glaze, tilt: 0.2, rings: false, speckle: 4, open: false, shadow: false });
    d.ellipse(0, -154, 15, 12, darker(glaze, 0.2));
    d.ellipse(-3, -158, 9, 6, lighter(glaze, 0.4));
  });
}

function cushion(d) {
  const c = COLOURWAYS.hijau;
  room(d, { wall: 'krem', horizon: 470, table: '#c29468' });
  d.path('M60 430H740v44H60Z', { fill: d.linear([[0, '#b98452'], [1, '#8a5c36']], [0, 0, 0, 1]) });
  d.path('M110 474h40v110h-40ZM650 474h40v110h-40Z', { fill: '#7d5230' });
  d.line('M60 432H740', '#e0b483', 4);
  d.shadow(420, 436, 250, 26);
  const shape = 'M226 100Q400 138 574 98Q594 92 590 116Q556 268 592 408Q598 434 572 430Q400 402 228 432Q202 436 208 410Q244 268 210 118Q206 94 226 100Z';
  d.path(shape, { fill: kawung(d, { ...c, ground: '#f0ead4' }, 1.15) });
  d.path(shape, { fill: d.radial([[0, '#fff', 0.34], [0.5, '#fff', 0], [1, SHADE, 0.55]], { cx: 0.42, cy: 0.36, r: 0.72 }) });
  d.path(shape, { fill: 'none', stroke: c.deep, 'stroke-width': 5, 'stroke-opacity': 0.7 });
  d.line('M222 110q34 30 44 66M580 108q-34 30-42 70M220 424q36-30 46-62M580 424q-32-28-42-60', SHADE, 7, { 'stroke-opacity': 0.2 });
  branch(d, [[676, 436], [690, 350], [684, 280], [704, 214]], '#6d5335', 66, '#6f8a52');
}

function wrapped(d) {
  room(d, { wall: 'langit' });
  const c = COLOURWAYS.marun;
  const motif = kawung(d, c, 0.9);
  d.shadow(420, 506, 280, 36);
  d.path('M196 288Q400 250 604 288L612 470Q610 508 570 512H230Q190 508 188 470Z', { fill: motif });
  d.path('M196 288Q400 250 604 288L612 470Q610 508 570 512H230Q190 508 188 470Z', { fill: d.linear([[0, SHADE, 0.42], [0.3, '#fff', 0.14], [0.7, '#fff', 0], [1, SHADE, 0.5]]) });
  for (const fold of ['M400 262Q300 330 188 470L196 288Q300 262 400 262Z', 'M400 262Q500 330 612 470L604 288Q500 262 400 262Z']) {
    d.path(fold, { fill: kawung(d, c, 0.9, 'rotate(32)') });
    d.path(fold, { fill: d.linear([[0, '#fff', 0.18], [1, SHADE, 0.42]], [0, 0, 0, 1]) });
    d.path(fold, { fill: 'none', stroke: c.deep, 'stroke-width': 2, 'stroke-opacity': 0.6 });
  }
  const ear = (path, turn) => {
    d.path(path, { fill: kawung(d, c, 0.9, `rotate(${turn})`) });
    d.path(path, { fill: d.linear([[0, '#fff', 0.2], [0.5, SHADE, 0.06], [1, SHADE, 0.5]], [0, 0, 0.7, 1]) });
    d.path(path, { fill: 'none', stroke: c.deep, 'stroke-width': 2, 'stroke-opacity': 0.6 });
  };
  ear('M392 258Q290 250 236 170Q214 128 250 120Q350 140 404 234Z', 58);
  ear('M408 258Q510 250 564 170Q586 128 550 120Q450 140 396 234Z', -58);
  ear('M362 248Q362 218 400 216T438 248Q440 284 400 288T362 248Z', 12);
  d.line('M300 156q52 34 84 78M500 156q-52 34-84 78M380 232q20 24 4 46M418 230q-16 24 0 48', c.deep, 3, { 'stroke-opacity': 0.5 });
  leaf(d, 622, 544, 96, -20, '#5c7a44');
}

function notebooks(d) {
  room(d, { wall: 'pasir', horizon: 380 });
  const book = (x, y, turn, motif, way) => {
    const c = COLOURWAYS[way];
    d.group({ transform: `translate(${x} ${y})rotate(${turn})` }, () => {
      d.shadow(8, 178, 190, 24, 0.4);
      d.add(el('rect', { x: -118, y: -158, width: 254, height: 340, rx: 6, fill: '#f5ecd6', stroke: '#c9b68e', 'stroke-width': 2 }));
      d.line([0, 1, 2, 3].map((i) => p`M${-110} ${170 + i * 3}H134`).join(''), '#cbb98f', 1.4);
      d.add(el('rect', { x: -130, y: -170, width: 254, height: 340, rx: 8, fill: motif(d, c, 0.84) }));
      d.path('M-130-162q0-8 8-8h26v340h-26q-8 0-8-8Z', { fill: c.deep, 'fill-opacity': 0.82 });
      d.add(el('rect', { x: -130, y: -170, width: 254, height: 340, rx: 8, fill: d.linear([[0, SHADE, 0.3], [0.14, '#fff', 0.2], [0.5, '#fff', 0], [1, SHADE, 0.26]]) }));
      d.add(el('rect', { x: -36, y: -74, width: 108, height: 64, rx: 3, fill: '#f8f0de', stroke: c.deep, 'stroke-width': 2 }));
      d.line('M-18-52h72M-18-34h50', '#9b8358', 2.6);
      d.line('M92 168l4 56M92 168l-8 58', '#a33a30', 6, { 'stroke-linecap': 'butt' });
    });
  };
  book(270, 300, -9, kawung, 'sogan');
  book(528, 318, 7, truntum, 'indigo');
  d.group({ transform: 'translate(400 540)rotate(-8)' }, () => {
    d.shadow(10, 14, 190, 12, 0.3);
    d.line('M-150 0H110', '#8a5c36', 15);
    d.path('M110-8L152 0L110 8Z', { fill: '#ead9b4' });
    d.path('M140-3L152 0L140 3Z', { fill: '#33261c' });
    d.line('M-146-3H106', '#c99a6c', 4);
  });
}

export const batikDrawings = {
  'kain-batik-kawung-cap-1': pileAndDrape(kawung, 'sogan', 'krem'),
  'kain-batik-kawung-cap-2': closeUp(kawung, 'indigo', 2.1, (d) => copperStamp(d, 506, 372)),
  'kain-batik-parang-tulis-1': onFrame,
  'kain-batik-parang-tulis-2': closeUp(parang, 'sogan', 2.2, (d) => canting(d, 690, 500, 206)),
  'kain-batik-mega-mendung-1': pileAndDrape(megaMendung, 'indigo', 'pasir'),
  'kain-batik-mega-mendung-2': closeUp(megaMendung, 'indigo', 1.7, () => {}),
  'kain-batik-truntum-1': pileAndDrape(truntum, 'sogan', 'mawar'),
  'kemeja-kawung-pria-1': shirt,
  'blus-truntum-wanita-1': blouse,
  'luaran-mega-mendung-1': overshirt,
  'syal-parang-1': scarf,
  'tas-jinjing-kawung-1': tote,
  'dompet-koin-batik-1': purses,
  'taplak-meja-truntum-1': tableCloth,
  'sarung-bantal-kawung-1': cushion,
  'kain-bungkus-kado-1': wrapped,
  'buku-catatan-batik-1': notebooks,
};
