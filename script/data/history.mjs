// SPDX-License-Identifier: Apache-2.0
//
// history.mjs - demo/history.json: who buys, what they write, and how often what happens in the ninety days
// before today. A replay under a moving clock reads it; nothing here happens by itself.
//
//   node script/data/history.mjs

import { readFileSync, writeFileSync } from 'node:fs';

import { dice } from './draw/canvas.mjs';
import { buyers, promoters, staff } from './history/people.mjs';
import { reviewReplies, reviews } from './history/reviews.mjs';
import * as talk from './history/talk.mjs';

const repository = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, repository), 'utf8');

const regions = new Map(read('data/regions.tsv').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.split('\t')));
const catalogue = JSON.parse(read('demo/catalogue.json'));

// How the days go. Shares in basis points of what the line above counts.
const rhythm = {
  days: 90,
  orders_per_day_milli: 3400,
  weekday_weights: [1.0, 1.05, 1.0, 1.0, 1.2, 1.25, 0.8], // Monday first
  hour_weights: [1, 1, 0.5, 0.3, 0.3, 0.5, 1, 2, 3, 4, 5, 5, 6, 5, 5, 5, 5, 5, 6, 8, 9, 8, 5, 2],
  basket_lines_weights: [58, 27, 11, 4], // one, two, three, four lines
  quantity_weights: [82, 13, 4, 1],
};

const rates = {
  unpaid_bp: 1150, // placed and never paid
  canceled_by_buyer_bp: 220,
  canceled_by_shop_bp: 40,
  shipped_late_bp: 420, // beside the incidents below
  delivered_late_bp: 610,
  never_arrived_bp: 60,
  returned_to_sender_bp: 90,
  claim_bp: 380, // of delivered orders
  claim_refused_bp: 700, // of claims
  claim_contested_bp: 900,
  refund_late_bp: 250, // of refunds, past their promised day
  complaint_bp: 320,
  conversation_bp: 2600, // of orders, before or after
  reply_late_bp: 640,
  call_back_bp: 90,
  received_pressed_bp: 4300, // the buyer presses "diterima"
  review_bp: 3900, // of delivered orders
  review_answered_bp: 5200,
  survey_bp: 7000,
  doubt_answered_bp: 240, // of visits that ended without an order
  repeat_bp: 3100, // first buyers who order again within 60 days
  referral_bp: 420,
  cod_refused_bp: 500, // of cash-on-delivery parcels
  consent_bp: { marketing_whatsapp: 1900, marketing_email: 700, analytics: 3300, public_name_in_reviews: 5400 },
  data_request_bp: 25,
  prank_orders: 3, // cash on delivery, same phone, never accepted
};

const mix = {
  payment: { bank_transfer: 4200, qris_static: 3900, cod: 1300, pay_at_pickup: 600 },
  shipping: { table: 8300, flat: 900, pickup: 800 },
  courier: { jne: 3400, jnt: 2500, sicepat: 1900, pos: 900, anteraja: 800, gosend: 500 },
  channel: { whatsapp: 5200, web: 2400, instagram: 1100, email: 500, phone: 400, telegram: 300, sms: 100 },
  source: { search: 3400, instagram: 2100, whatsapp: 1600, direct: 1500, promoter: 700, tiktok: 400, marketplace: 300 },
  device: { phone: 8400, computer: 1400, tablet: 200 },
};

const visits = { per_order: 26, bounce_bp: 4100, product_views_per_visit_milli: 2300, cart_bp: 900, checkout_bp: 430 };

// What made this stretch of time its own. `days_ago` counts from the day the demo is made.
const incidents = [
  { days_ago: 76, kind: 'late_shipping', days: 6, category: 'keramik', affected_bp: 7000, delay_days: 4, title: 'Tungku rusak', title_en: 'The kiln broke' },
  { days_ago: 61, kind: 'batch_problem', slug: 'mug-pagi', lot: 'KRM-MUGP-A', affected_bp: 1400, title: 'Glasir terlalu tebal di bibir mug', title_en: 'Glaze too thick at the rim of a mug batch' },
  { days_ago: 49, kind: 'courier_delay', province: '12', days: 9, delay_days: 3, title: 'Banjir di Medan, kiriman tertahan', title_en: 'Floods in Medan held up parcels' },
  { days_ago: 45, kind: 'campaign', days: 3, category: 'kopi', boost_bp: 9000, title: 'Hari kopi, ongkir Jawa separuh', title_en: 'Coffee days, half shipping on Java' },
  { days_ago: 30, kind: 'promoter', promoter: 'seduh-santai', boost_bp: 4500, days: 4, title: 'Ulasan penyeduh tayang', title_en: 'A review of the dripper went out' },
  { days_ago: 21, kind: 'price_change', slug: 'mangkuk-kuah-16', price: 85000, title: 'Harga mangkuk naik Rp4.000', title_en: 'Bowls went up by Rp4.000' },
  { days_ago: 14, kind: 'late_shipping', days: 2, category: null, affected_bp: 2500, delay_days: 1, title: 'Dua orang sakit', title_en: 'Two of us were ill' },
  { days_ago: 5, kind: 'policy_change', title: 'Masa jaminan menjadi 3 hari sejak diterima', title_en: 'Guarantee becomes three days from delivery' },
];

// Beside the goods' own weight: what people come for.
const PULL = { 'kopi-arabika-gayo': 9, 'cangkir-sendang': 9, 'mug-pagi': 8, 'kain-batik-kawung-cap': 6, 'kopi-racikan-sendang': 6, 'hadiah-kopi-dan-cangkir': 5, 'kemeja-kawung-pria': 5, 'penyeduh-tirta': 5, 'wedang-uwuh-imogiri': 4, 'kain-batik-parang-tulis': 1, 'vas-ranting': 1, 'hadiah-rumah-baru': 2 };

const history = {
  format: 1,
  staff,
  buyers: buyers(regions, dice('buyers')),
  promoters,
  products: catalogue.products.map(({ slug }) => ({ slug, weight: PULL[slug] ?? 3 })),
  rhythm, rates, mix, visits, incidents,
  reviews, review_replies: reviewReplies,
  conversations: talk.conversations,
  questions: talk.questions,
  claims: talk.claims,
  complaints: talk.complaints,
  surveys: talk.surveys,
  improvements: talk.improvements,
  doubts: talk.doubts,
  forum: talk.forum,
  disclosures: talk.disclosures,
  cancel_reasons: talk.cancelReasons,
  gift_notes: talk.giftNotes,
};

/* ---- Rules ---- */

const found = [];
const slugs = new Set(catalogue.products.map((p) => p.slug));
const categories = new Set(catalogue.categories.map((c) => c.slug));
const promoterRefs = new Set(promoters.map((p) => p.ref));
const couriers = new Set(read('data/couriers.tsv').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.split('\t')[0]));

function* everySlug(value) {
  if (!value || typeof value !== 'object') return;
  if (typeof value.slug === 'string') yield value.slug;
  for (const inner of Object.values(value)) yield* everySlug(inner);
}

for (const slug of everySlug(history)) if (!slugs.has(slug)) found.push(`no product ${slug}`);
if (new Set(history.buyers.map((b) => b.phone)).size !== history.buyers.length) found.push('a phone number appears twice');
for (const b of history.buyers) if (!/^0810\d{8}$/.test(b.phone)) found.push(`${b.ref}: phone ${b.phone}`);
for (const [name, shares] of Object.entries(mix)) {
  const sum = Object.values(shares).reduce((a, b) => a + b, 0);
  if (sum !== 10000) found.push(`mix.${name} adds up to ${sum}`);
}
for (const code of Object.keys(mix.courier)) if (!couriers.has(code)) found.push(`no courier ${code}`);
for (const i of incidents) {
  if (i.category && !categories.has(i.category)) found.push(`incident: no category ${i.category}`);
  if (i.promoter && !promoterRefs.has(i.promoter)) found.push(`incident: no promoter ${i.promoter}`);
  if (i.province && !regions.has(i.province)) found.push(`incident: no province ${i.province}`);
  if (i.lot && !catalogue.products.some((p) => p.lots.some((l) => l.code === i.lot))) found.push(`incident: no lot ${i.lot}`);
}
for (const slug of slugs) if (!reviews.some((r) => r.slug === slug)) found.push(`${slug}: no review text`);

if (found.length > 0) {
  for (const fault of found) console.error(`history: ${fault}`);
  process.exit(1);
}
writeFileSync(new URL('demo/history.json', repository), `${JSON.stringify(history, null, 1)}\n`);
console.log(`history: ${history.buyers.length} buyers, ${reviews.length} reviews, ${talk.conversations.length} conversations, ${talk.complaints.length} complaints`);
