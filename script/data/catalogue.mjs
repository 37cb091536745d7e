// SPDX-License-Identifier: Apache-2.0
//
// catalogue.mjs - demo/catalogue.json from the parts in catalogue/.
//
//   node script/data/catalogue.mjs
//
// Writes nothing while a rule of honest description or of the format is broken.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { batik } from './catalogue/batik.mjs';
import { ceramics, gifts } from './catalogue/ceramics.mjs';
import { coffee } from './catalogue/coffee.mjs';
import { about, categories, certificates, faq, payment, permits, shipping, shop } from './catalogue/shop.mjs';
import { combinations, t } from './catalogue/parts.mjs';

const repository = new URL('../../', import.meta.url);
const target = new URL('demo/catalogue.json', repository);

/* ---- QRIS: EMVCo tag, length, value; CRC-16/CCITT-FALSE over everything up to and with "6304" ---- */

const tlv = (tag, value) => `${tag}${String(value.length).padStart(2, '0')}${value}`;

export function crc16(text) {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

export function qrisStatic(m) {
  const account = tlv('00', m.acquirer) + tlv('01', m.pan) + tlv('02', m.merchant_id) + tlv('03', m.criteria);
  const national = tlv('00', 'ID.CO.QRIS.WWW') + tlv('02', m.nmid) + tlv('03', m.criteria);
  const body = [
    tlv('00', '01'), tlv('01', '11'), tlv('26', account), tlv('51', national), tlv('52', m.mcc), tlv('53', '360'),
    tlv('58', 'ID'), tlv('59', m.name), tlv('60', m.city), tlv('61', m.postal_code), tlv('62', tlv('07', m.terminal)), '6304',
  ].join('');
  return body + crc16(body);
}

/* ---- Batches: what was checked before the goods went on sale ---- */

const CHECKS = {
  coffee: [
    [t('Kadar air biji sangrai', 'Moisture of the roasted beans'), t('2,1 %, batas 3 %', '2.1 %, limit 3 %')],
    [t('Cacat per 300 g biji mentah', 'Defects per 300 g of green beans'), t('6, batas 11', '6, limit 11')],
    [t('Uji seduh tiga cangkir', 'Three-cup tasting'), t('Lulus, tidak ada rasa asing', 'Passed, no off-taste')],
  ],
  food: [
    [t('Kadar air', 'Moisture'), t('Di bawah 8 %', 'Below 8 %')],
    [t('Benda asing, saring dan lihat', 'Foreign matter, sieved and inspected'), t('Tidak ada', 'None')],
  ],
  cloth: [
    [t('Uji luntur, gosok kering', 'Colour fastness, dry rubbing'), t('Nilai 4 dari 5, batas 3–4', 'Grade 4 of 5, limit 3–4')],
    [t('Uji luntur, gosok basah', 'Colour fastness, wet rubbing'), t('Nilai 3–4 dari 5, batas 3', 'Grade 3–4 of 5, limit 3')],
    [t('Ukuran dan jahitan, setiap potong', 'Measures and seams, every piece'), t('Sesuai, selisih paling banyak 1 cm', 'As stated, 1 cm off at most')],
  ],
  tableware: [
    [t('Diisi air 24 jam, setiap barang', 'Filled with water for 24 hours, every piece'), t('Kering', 'Dry')],
    [t('Kejut panas, air 95 °C lalu 20 °C, 1 dari 20', 'Thermal shock, 95 °C then 20 °C water, 1 in 20'), t('Tidak retak', 'No cracks')],
    [t('Timbal dan kadmium terlepas', 'Lead and cadmium release'), t('Tidak terdeteksi (laporan contoh)', 'Not detected (example report)')],
  ],
  vase: [
    [t('Diisi air 24 jam, setiap barang', 'Filled with water for 24 hours, every piece'), t('Kering', 'Dry')],
    [t('Kaki rata, tidak goyang', 'Level foot, does not rock'), t('Sesuai', 'As it should be')],
  ],
  plain: [[t('Dilihat satu per satu sebelum dikemas', 'Looked at one by one before packing'), t('Sesuai', 'As it should be')]],
};

function checksOf(product) {
  if (product.category === 'kopi') return CHECKS.coffee;
  if (product.category === 'minuman') return CHECKS.food;
  if (product.slug.startsWith('vas-')) return CHECKS.vase;
  if (product.attributes.some((a) => a.name.en === 'Food use')) return CHECKS.tableware;
  if (product.attributes.some((a) => a.name.en === 'Dye')) return CHECKS.cloth;
  return CHECKS.plain;
}

function withLots(product, index) {
  const checks = checksOf(product).map(([name, result]) => ({ name, result, is_passed: true }));
  const prefix = product.variants[0].sku.split('-').slice(0, 2).join('-');
  const isFresh = ['kopi', 'minuman'].includes(product.category);
  const lot = (letter, daysAgo) => ({ code: `${prefix}-${letter}`, made_days_ago: daysAgo, checked_by: isFresh ? 'Bagas Prasetyo' : 'Retno Kusumawati', checks });
  const first = (isFresh ? 30 : 80) + (index % 7) * 3;
  return { ...product, lots: [lot('A', first), lot('B', (isFresh ? 4 : 25) + (index % 5))] };
}

/* ---- Relations that a buyer of one thing would want to see ---- */

const GOES_WITH = {
  kopi: ['penyeduh-tirta', 'cangkir-sendang', 'gula-aren-semut'],
  minuman: ['mug-pagi', 'teko-wening', 'kopi-racikan-sendang'],
  'alat-seduh': ['kopi-arabika-merapi', 'kertas-saring-kopi', 'cangkir-sendang'],
  keramik: ['kopi-arabika-gayo', 'taplak-meja-truntum', 'wedang-uwuh-imogiri'],
  'kain-batik': ['kain-bungkus-kado', 'syal-parang', 'tas-jinjing-kawung'],
  busana: ['syal-parang', 'kain-batik-kawung-cap', 'dompet-koin-batik'],
  aksesori: ['kemeja-kawung-pria', 'blus-truntum-wanita', 'buku-catatan-batik'],
  rumah: ['teko-wening', 'sarung-bantal-kawung', 'vas-bulan'],
  hadiah: ['cangkir-sendang', 'kain-bungkus-kado', 'kopi-arabika-gayo'],
};

const products = [...coffee, ...ceramics, ...batik, ...gifts]
  .map((p) => ({ compare_at_reason: null, size_chart: null, ...p, variants: p.variants }))
  .map((p) => ({ ...p, related: GOES_WITH[p.category].filter((slug) => slug !== p.slug) }))
  .map(withLots);

/* ---- Rules ---- */

const BOAST = /terbaik|nomor satu|no\. ?1\b|100 ?% asli|paling enak|dijamin asli|\bbest\b|authentic|premium|world-class|\bsehat\b|menyembuhkan|\bcures?\b/i;

function* textsOf(value, path = '') {
  if (typeof value === 'string') yield [path, value];
  else if (value && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, `${path}/${key}`);
  }
}

function* bilingualOf(value, path = '') {
  if (!value || typeof value !== 'object') return;
  if ('id' in value || 'en' in value) yield [path, value];
  for (const [key, inner] of Object.entries(value)) yield* bilingualOf(inner, `${path}/${key}`);
}

const isFilled = (text) => (Array.isArray(text) ? text.length > 0 && text.every((x) => x.trim()) : Boolean(text?.trim()));

function* faultsOf(p, slugs) {
  const expected = combinations(p.options).length;
  if (p.variants.length !== expected) yield `${p.variants.length} variants of ${expected}`;
  if (!categories.some((c) => c.slug === p.category)) yield `category ${p.category}`;
  if (p.variants.some((v) => v.compare_at !== null && v.compare_at <= v.price)) yield 'compare_at is not above price';
  if (p.variants.some((v) => v.compare_at !== null) !== Boolean(p.compare_at_reason)) yield 'a reduction needs its reason';
  if (p.variants.some((v) => !Number.isInteger(v.price) || v.price <= 0 || v.stock < 0)) yield 'price or stock';
  for (const slug of p.related) if (!slugs.has(slug)) yield `related ${slug}`;
  for (const code of p.permits) if (!permits.some((x) => x.code === code)) yield `permit ${code}`;
  for (const image of p.images) {
    if (!existsSync(new URL(`demo/media/${image.file}`, repository))) yield `no drawing ${image.file}`;
  }
}

function faults(catalogue) {
  const found = [];
  const slugs = new Set(catalogue.products.map((p) => p.slug));
  const skus = catalogue.products.flatMap((p) => p.variants.map((v) => v.sku));
  if (slugs.size !== catalogue.products.length) found.push('a slug appears twice');
  if (new Set(skus).size !== skus.length) found.push('a SKU appears twice');
  for (const p of catalogue.products) for (const fault of faultsOf(p, slugs)) found.push(`${p.slug}: ${fault}`);
  for (const [path, text] of textsOf(catalogue)) if (BOAST.test(text)) found.push(`${path}: boasts: ${text.match(BOAST)[0]}`);
  for (const [path, both] of bilingualOf(catalogue)) if (!isFilled(both.id) || !isFilled(both.en)) found.push(`${path}: one language is missing`);

  const regions = readFileSync(new URL('data/regions.tsv', repository), 'utf8');
  const a = catalogue.shop.address;
  if (!regions.includes(`\n${a.district_code}\t${a.district}\n`)) found.push('the shop\'s district');
  const provinces = regions.match(/^\d\d(?=\t)/gm);
  const zoned = catalogue.shipping.zones.flatMap((z) => z.provinces);
  if (zoned.toSorted().join() !== provinces.join()) found.push('the zones do not cover each province once');
  return found;
}

const { qris_merchant: merchant, ...ways } = payment;
const catalogue = {
  format: 1,
  shop, about, categories, products, faq, permits, certificates,
  payment: { ...ways, qris_static: qrisStatic(merchant) },
  shipping,
};

// The published sample of a fictional merchant: the encoder must give the same string.
const SAMPLE = '00020101021126620016ID.CO.CONTOH.WWW011893600000123456789002091234567890303UMI51440014ID.CO.QRIS.WWW0215ID10200000000000303UMI5204581253033605802ID5911TOKO CONTOH6007BANDUNG61054011162070703A0163044802';
const sample = qrisStatic({ acquirer: 'ID.CO.CONTOH.WWW', pan: '936000001234567890', merchant_id: '123456789', nmid: 'ID1020000000000', criteria: 'UMI', mcc: '5812', name: 'TOKO CONTOH', city: 'BANDUNG', postal_code: '40111', terminal: 'A01' });

const problems = faults(catalogue);
if (sample !== SAMPLE || crc16('123456789') !== '29B1') problems.push('the QRIS encoder is wrong');
if (problems.length > 0) {
  for (const problem of problems) console.error(`catalogue: ${problem}`);
  process.exit(1);
}
writeFileSync(target, `${JSON.stringify(catalogue, null, 1)}\n`);
const count = products.reduce((n, p) => n + p.variants.length, 0);
console.log(`catalogue: ${products.length} products, ${count} variants, ${faq.length} questions`);
