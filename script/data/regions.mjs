// SPDX-License-Identifier: Apache-2.0
//
// regions.mjs - data/regions.tsv from the npm package idn-area-data.
//
//   npm install --prefix script/data && node script/data/regions.mjs [FOLDER WITH THE CSV FILES]
//
// Writes nothing unless the list is whole: counts, parents, and names that are distinct within their
// parent, because a buyer chooses a district by name.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const here = fileURLToPath(new URL('.', import.meta.url));
const source = process.argv[2] ?? join(here, 'node_modules/idn-area-data/data');
const target = join(here, '../../data/regions.tsv');

const EXPECTED = { provinces: 38, cities: 514, kota: 98, districtsAtLeast: 7200 };

// What the source writes otherwise than people and the regions themselves do.
const SPELLING = new Map([
  ['Daerah Khusus Ibukota Jakarta', 'DKI Jakarta'],
  ['Daerah Istimewa Yogyakarta', 'DI Yogyakarta'],
  ['Kota Palangkaraya', 'Kota Palangka Raya'],
  ['Kota Bau Bau', 'Kota Baubau'],
  ['Kabupaten Toli-Toli', 'Kabupaten Tolitoli'],
  ['Kabupaten Tojo Una Una', 'Kabupaten Tojo Una-Una'],
  ['Kabupaten Fak Fak', 'Kabupaten Fakfak'],
  ['Ra"as', "Ra'as"],
  ["KI'E", "Ki'e"],
  ['Kot olin', "Kot'olin"],
  ['Bl. Limbangan', 'Balubur Limbangan'],
  ['Gn. Bintang Awai', 'Gunung Bintang Awai'],
  ['Kep. Masaloka Raya', 'Kepulauan Masaloka Raya'],
  ['BTS. Ulu', 'Bulang Tengah Suku Ulu'],
  ['Konda/ Kondaga', 'Konda/Kondaga'],
]);

/** The rows of a CSV file as objects; understands quoted fields with doubled quotes. */
function table(name) {
  const [head, ...lines] = readFileSync(join(source, name), 'utf8').trim().split(/\r?\n/).map(cells);
  return lines.map((line) => Object.fromEntries(head.map((key, i) => [key, line[i]])));
}

function cells(line) {
  const found = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return found
    .slice(0, line.endsWith(',') ? undefined : Math.max(1, found.length - 1))
    .map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'));
}

function properName(raw) {
  const name = raw.trim().replace(/\s+/g, ' ').replace(/ Administrasi /, ' ');
  if (SPELLING.has(name)) return SPELLING.get(name);
  // Title case where the source forgot it ("Timang gajah", "Alang-alang Lebar"); "dan" stays small.
  return name.replace(/(^|[ -])([a-z])(?=[a-z])(?!an\b)/g, (_, before, letter) => before + letter.toUpperCase());
}

const parentOf = (code) => code.split('.').slice(0, -1).join('.');

const regions = [
  ...table('provinces.csv'),
  ...table('regencies.csv'),
  ...table('districts.csv'),
]
  .map(({ code, name }) => ({ code, name: properName(name) }))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

function faults(list) {
  const found = [];
  const codes = new Set(list.map((r) => r.code));
  const level = (n) => list.filter((r) => r.code.split('.').length === n);
  const [provinces, cities, districts] = [level(1), level(2), level(3)];

  if (codes.size !== list.length) found.push('a code appears twice');
  if (provinces.length !== EXPECTED.provinces) found.push(`${provinces.length} provinces`);
  if (cities.length !== EXPECTED.cities) found.push(`${cities.length} cities and regencies`);
  if (districts.length < EXPECTED.districtsAtLeast) found.push(`only ${districts.length} districts`);
  if (cities.filter((r) => r.name.startsWith('Kota ')).length !== EXPECTED.kota) found.push('number of Kota');

  const seen = new Map();
  for (const { code, name } of list) {
    const parent = parentOf(code);
    if (!/^\d\d(\.\d\d(\.\d\d)?)?$/.test(code)) found.push(`${code}: not a code`);
    if (parent && !codes.has(parent)) found.push(`${code}: no parent`);
    if (!name || /[\t\n"]|^\s|\s$/.test(name)) found.push(`${code}: bad name ${JSON.stringify(name)}`);
    const key = `${parent}|${name.toLowerCase()}`;
    if (seen.has(key)) found.push(`${code}: ${name} is also ${seen.get(key)}`);
    seen.set(key, code);
  }
  for (const city of cities) {
    if (!/^(Kota|Kabupaten) /.test(city.name)) found.push(`${city.code}: ${city.name}`);
    if (!districts.some((d) => parentOf(d.code) === city.code)) found.push(`${city.code}: no district`);
  }
  const path = ['32', '32.73', '32.73.02'].map((code) => list.find((r) => r.code === code)?.name);
  if (path.join() !== 'Jawa Barat,Kota Bandung,Coblong') found.push(`32.73.02 is ${path}`);
  return found;
}

const problems = faults(regions);
if (problems.length > 0) {
  for (const problem of problems) console.error(`regions: ${problem}`);
  process.exit(1);
}

const head = [
  '# SPDX-License-Identifier: ODbL-1.0',
  '# Provinces, cities and regencies, districts of Indonesia: code<TAB>name, ordered by code. See README.md.',
];
writeFileSync(target, `${[...head, ...regions.map((r) => `${r.code}\t${r.name}`)].join('\n')}\n`);
const count = (n) => regions.filter((r) => r.code.split('.').length === n).length;
console.log(`regions: ${count(1)} provinces, ${count(2)} cities and regencies, ${count(3)} districts`);
