// SPDX-License-Identifier: Apache-2.0
//
// drawings.mjs - demo/media/*.svg: the drawings of the example shop, made from code.
//
//   node script/data/drawings.mjs [NAME …]      all drawings, or those whose name contains one of NAME
//
// Refuses a drawing that is too large or that could do anything but be looked at.

import { mkdirSync, writeFileSync } from 'node:fs';

import { Drawing } from './draw/canvas.mjs';
import { batikDrawings } from './draw/batik.mjs';
import { ceramicsDrawings } from './draw/ceramics.mjs';
import { coffeeDrawings } from './draw/coffee.mjs';

const LIMIT_BYTES = { hero: 28 * 1024, product: 15 * 1024 };
const target = new URL('../../demo/media/', import.meta.url);

const drawings = { ...coffeeDrawings, ...batikDrawings, ...ceramicsDrawings };
const wanted = process.argv.slice(2);

mkdirSync(target, { recursive: true });
let total = 0;
let failed = false;
for (const [name, draw] of Object.entries(drawings)) {
  if (wanted.length > 0 && !wanted.some((w) => name.includes(w))) continue;
  const drawing = new Drawing(name);
  const options = draw(drawing) ?? {};
  const svg = drawing.toString(options);
  const bytes = Buffer.byteLength(svg);
  const bad = svg.match(/<script|<style|\sstyle=|\son\w+=|https?:\/\/(?!www\.w3\.org\/2000\/svg)|data:|NaN|undefined/);
  if (bytes > (LIMIT_BYTES[name] ?? LIMIT_BYTES.product) || bad) {
    console.error(`drawings: ${name}: ${bad ? `contains ${bad[0]}` : `${bytes} bytes`}`);
    failed = true;
  }
  writeFileSync(new URL(`${name}.svg`, target), svg);
  total += bytes;
}
console.log(`drawings: ${Object.keys(drawings).length} known, ${Math.round(total / 1024)} KB written`);
process.exit(failed ? 1 : 0);
