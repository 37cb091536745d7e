// SPDX-License-Identifier: Apache-2.0
//
// batik.mjs - cloth and what is sewn from it. Measures are of the finished piece.

import { attribute, box, BRAND, option, picture, t, variants } from './parts.mjs';

const WASH = t(
  'Cuci dengan tangan memakai lerak atau sampo, air dingin, jangan direndam lebih dari 10 menit. Jangan diperas dan jangan memakai pemutih. Jemur terbalik di tempat teduh; setrika dari sisi dalam dengan suhu sedang. Dua cucian pertama pisahkan dari pakaian lain.',
  'Wash by hand with lerak (soapnut) or shampoo in cold water; do not soak for more than 10 minutes. Do not wring, do not bleach. Dry inside out in the shade; iron on the inside at medium heat. Wash apart the first two times.',
);

const cotton = (grade = 'Katun primisima') => attribute(t('Bahan', 'Material'), t(grade, grade.replace('Katun', 'Cotton')));
const technique = (id, en) => attribute(t('Teknik', 'Technique'), t(id, en));
const dye = (id, en) => attribute(t('Pewarna', 'Dye'), t(id, en));
const meaning = (id, en) => attribute(t('Arti motif', 'Meaning of the motif'), t(id, en));
const NAPHTHOL = dye('Sintetis (naftol, indigosol), luntur sedikit pada dua cucian pertama', 'Synthetic (naphthol, indigosol); bleeds a little in the first two washes');
const NATURAL = dye('Alami: kulit tingi, tegeran, jambal, indigo', 'Natural: tingi bark, tegeran, jambal, indigo');

const COLOURS = {
  sogan: ['sogan', 'Sogan', 'Sogan brown'],
  indigo: ['indigo', 'Indigo', 'Indigo blue'],
  marun: ['marun', 'Merah marun', 'Maroon'],
  hijau: ['hijau', 'Hijau lumut', 'Moss green'],
};
const colour = (...names) => option('warna', t('Warna', 'Colour'), ...names.map((n) => COLOURS[n]));

const piece = (p) => ({
  category: 'kain-batik', brand: `${BRAND} Batik`, preorder_days: 0, care: WASH,
  dimensions_mm: box(300, 220, 40), permits: ['nib', 'batikmark'], ...p,
});

const CLOTH = option('ukuran', t('Ukuran', 'Size'), ['200', '200 × 105 cm'], ['250', '250 × 115 cm']);

export const batik = [
  piece({
    slug: 'kain-batik-kawung-cap', name: t('Kain Batik Cap Kawung', 'Stamped Batik Cloth, Kawung'),
    summary: t('Kain katun dengan motif kawung, dicap malam dengan canting tembaga.', 'Cotton cloth with the kawung motif, wax stamped with a copper block.'),
    description: t(
      'Empat lonjong yang bertemu di satu titik, seperti buah aren yang dibelah. Malam panas dicapkan dengan tangan pada kedua sisi, jadi motifnya tampak di muka dan di balik kain. Sambungan cap yang bergeser satu dua milimeter adalah ciri pengerjaan tangan.\n\nPanjang 200 cm cukup untuk satu kemeja lengan pendek ukuran M, 250 cm untuk lengan panjang atau kain jarik.',
      'Four ovals that meet in a point, like a cut palm fruit. Hot wax is stamped by hand on both sides, so the motif shows on the face and the back. Joins that are off by a millimetre or two are the mark of handwork.\n\n200 cm is enough for a short-sleeved shirt in M, 250 cm for long sleeves or a jarik wrap.',
    ),
    weight_grams: 330,
    attributes: [cotton(), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL, meaning('Pengendalian diri, hati yang bersih', 'Self-control, a clear heart')],
    in_the_box: t(['1 lembar kain', '1 kartu perawatan'], ['1 length of cloth', '1 care card']),
    images: [
      picture('kain-batik-kawung-cap', 1, 'Kain batik kawung terlipat dengan ujung terbuka', 'Folded kawung batik with one end open'),
      picture('kain-batik-kawung-cap', 2, 'Motif kawung dari dekat: empat lonjong mengelilingi satu titik', 'The kawung motif close up: four ovals around a point'),
    ],
    options: [CLOTH, colour('sogan', 'indigo', 'marun')],
    get variants() {
      return variants('BTK-KWNG', this.options, 14, ({ ukuran }) => ({ price: ukuran === '200' ? 185000 : 235000, weight_grams: ukuran === '200' ? 280 : 360 }));
    },
  }),
  piece({
    slug: 'kain-batik-parang-tulis', name: t('Kain Batik Tulis Parang', 'Hand-drawn Batik Cloth, Parang'),
    summary: t('Ditulis dengan canting, pewarna alami, dikerjakan sesudah dipesan.', 'Drawn with the canting in natural dyes, made after you order.'),
    description: t(
      'Deretan lengkung miring yang tidak putus. Seluruh garis ditulis dengan canting oleh satu orang, pada kedua sisi, lalu dicelup tujuh sampai sembilan kali dengan pewarna alami.\n\n**Dikerjakan setelah dipesan, 30 hari.** Warna alami tidak dapat dijanjikan sama dengan layar maupun dengan lembar sebelumnya; kami mengirim foto kain Anda sebelum mengirim kainnya. Nama pembatik tertulis di kartunya.',
      'A run of slanting curves that never breaks off. Every line is drawn with the canting by one person, on both sides, and the cloth is dipped seven to nine times in natural dyes.\n\n**Made after you order: 30 days.** Natural colours cannot be promised to equal your screen or an earlier piece; we send you a photograph of your cloth before we ship it. The maker\'s name is on the card.',
    ),
    preorder_days: 30, weight_grams: 380,
    attributes: [cotton(), technique('Batik tulis dua sisi', 'Hand-drawn, both sides'), NATURAL, meaning('Kesinambungan, tidak mudah menyerah', 'Continuity, not giving up'), attribute(t('Lama pengerjaan', 'Time in the making'), t('± 25 hari', 'About 25 days'))],
    in_the_box: t(['1 lembar kain', '1 kotak kayu', '1 kartu pembatik'], ['1 length of cloth', '1 wooden box', '1 card with the maker\'s name']),
    dimensions_mm: box(340, 260, 60),
    images: [
      picture('kain-batik-parang-tulis', 1, 'Kain batik parang cokelat sogan tergantung pada gawangan', 'Brown parang batik hanging on its drawing frame'),
      picture('kain-batik-parang-tulis', 2, 'Motif parang dari dekat: lengkung miring bersambung', 'The parang motif close up: slanting linked curves'),
    ],
    options: [colour('sogan', 'indigo')],
    get variants() {
      return variants('BTK-PRNG', this.options, 1, () => ({ price: 1250000, stock: 0 }));
    },
  }),
  piece({
    slug: 'kain-batik-mega-mendung', name: t('Kain Batik Mega Mendung', 'Batik Cloth, Mega Mendung'),
    summary: t('Awan bergaris tujuh tingkat, gaya Cirebon, batik kombinasi cap dan tulis.', 'Clouds in seven shades in the Cirebon manner, stamped and hand-drawn.'),
    description: t(
      'Garis luar awan dicap, isi awannya ditulis. Setiap awan punya tujuh tingkat warna dari muda ke tua; satu tingkat satu kali celup dan satu kali tutup malam.\n\nMotif ini berasal dari Cirebon. Kain kami dikerjakan di Trusmi oleh bengkel mitra, bukan di Bantul; namanya kami tulis di kartu.',
      'The outlines of the clouds are stamped, the inside is drawn by hand. Each cloud has seven steps from light to dark: one dip and one coat of wax for every step.\n\nThe motif is from Cirebon. Ours is made in Trusmi by a partner workshop, not in Bantul; the card gives its name.',
    ),
    weight_grams: 340,
    attributes: [cotton(), technique('Kombinasi cap dan tulis', 'Stamped and hand-drawn'), NAPHTHOL, meaning('Kesabaran; awan yang menyejukkan', 'Patience; the cloud that cools')],
    in_the_box: t(['1 lembar kain', '1 kartu perawatan'], ['1 length of cloth', '1 care card']),
    images: [
      picture('kain-batik-mega-mendung', 1, 'Kain mega mendung biru terlipat dan tergulung', 'Blue mega mendung cloth, folded and rolled'),
      picture('kain-batik-mega-mendung', 2, 'Motif mega mendung dari dekat: awan berlapis tujuh warna', 'The mega mendung motif close up: clouds in seven shades'),
    ],
    options: [CLOTH, colour('indigo', 'marun')],
    get variants() {
      return variants('BTK-MEGA', this.options, 9, ({ ukuran }) => ({ price: ukuran === '200' ? 275000 : 345000, weight_grams: ukuran === '200' ? 290 : 370 }));
    },
  }),
  piece({
    slug: 'kain-batik-truntum', name: t('Kain Batik Cap Truntum', 'Stamped Batik Cloth, Truntum'),
    summary: t('Bintang kecil bertabur di atas latar gelap, biasa dipakai orang tua pengantin.', 'Small stars on a dark ground, worn by parents at weddings.'),
    description: t(
      'Bunga kecil seperti bintang di langit malam. Di Yogyakarta motif ini dipakai orang tua pengantin, sebagai tanda kasih yang tumbuh kembali.\n\nTersedia sepasang (dua lembar dari satu celupan) agar warnanya sama.',
      'Little flowers like stars in the night sky. In Yogyakarta the bride\'s and groom\'s parents wear this motif for love that grows anew.\n\nAlso as a pair (two lengths from one dye bath), so that the colours match.',
    ),
    weight_grams: 360,
    attributes: [cotton(), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL, meaning('Kasih yang tumbuh kembali', 'Love that grows anew'), attribute(t('Ukuran', 'Size'), t('250 × 115 cm', '250 × 115 cm'))],
    in_the_box: t(['1 atau 2 lembar kain', '1 kartu perawatan'], ['1 or 2 lengths of cloth', '1 care card']),
    images: [picture('kain-batik-truntum', 1, 'Kain batik truntum gelap bertabur bintang kecil, terlipat', 'Dark truntum batik scattered with small stars, folded')],
    options: [option('isi', t('Isi', 'Set'), ['1', '1 lembar', '1 length'], ['2', 'Sepasang', 'A pair']), colour('sogan', 'indigo')],
    get variants() {
      return variants('BTK-TRNT', this.options, 8, ({ isi }) => ({ price: isi === '1' ? 245000 : 470000, weight_grams: isi === '1' ? 360 : 710 }));
    },
  }),
  piece({
    slug: 'kemeja-kawung-pria', category: 'busana', name: t('Kemeja Batik Kawung Pria', 'Men\'s Kawung Shirt'),
    summary: t('Kemeja lengan pendek, motif bertemu di kancing depan.', 'Short-sleeved shirt; the motif meets at the buttons.'),
    description: t(
      'Dijahit dari kain cap kawung kami sendiri. Motif disambung di kancing dan saku, jahitan rantai ganda di ketiak, lapisan dalam dari katun polos di bahu. Kancing tempurung kelapa.\n\nPotongannya lurus. Bila ukuran Anda di antara dua, ambil yang lebih besar: katun menyusut sekitar 2 % pada cucian pertama.',
      'Sewn from our own stamped kawung cloth. The motif is matched at the placket and the pocket; double chain stitch under the arms, plain cotton lining at the shoulders. Coconut shell buttons.\n\nStraight cut. If you are between two sizes take the larger: cotton shrinks by about 2 % in the first wash.',
    ),
    weight_grams: 270,
    attributes: [cotton(), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL, attribute(t('Kancing', 'Buttons'), t('Tempurung kelapa', 'Coconut shell'))],
    size_chart: {
      unit: 'cm',
      columns: [t('Ukuran', 'Size'), t('Lebar dada', 'Chest width'), t('Panjang', 'Length'), t('Bahu', 'Shoulder'), t('Panjang lengan', 'Sleeve')],
      rows: [['S', '52', '70', '44', '23'], ['M', '54', '72', '46', '24'], ['L', '57', '74', '48', '25'], ['XL', '60', '76', '50', '26'], ['XXL', '64', '78', '53', '27']],
    },
    in_the_box: t(['1 kemeja', '1 kancing cadangan', '1 kartu perawatan'], ['1 shirt', '1 spare button', '1 care card']),
    images: [picture('kemeja-kawung-pria', 1, 'Kemeja batik kawung lengan pendek tampak depan', 'Short-sleeved kawung shirt, front view')],
    options: [option('ukuran', t('Ukuran', 'Size'), ['s', 'S'], ['m', 'M'], ['l', 'L'], ['xl', 'XL'], ['xxl', 'XXL']), colour('sogan', 'indigo')],
    get variants() {
      return variants('BSN-KMJA', this.options, 7, ({ ukuran, warna }) => ({ price: ukuran === 'xxl' ? 319000 : 295000, ...(ukuran === 's' && warna === 'indigo' ? { stock: 0 } : {}) }));
    },
  }),
  piece({
    slug: 'blus-truntum-wanita', category: 'busana', name: t('Blus Batik Truntum', 'Truntum Blouse'),
    summary: t('Blus lengan tiga perempat dengan bukaan depan, ramah ibu menyusui.', 'Blouse with three-quarter sleeves and a front opening, fit for nursing.'),
    description: t(
      'Potongan longgar dengan kerah sanghai rendah dan kancing sampai bawah dada. Kain truntum cap, furing katun di bagian depan.\n\nPanjang badan menutup pinggul. Model pada gambar adalah ilustrasi; ukuran sebenarnya ada di tabel.',
      'Loose cut with a low mandarin collar, buttoned to below the chest. Stamped truntum cloth, cotton lining in front.\n\nThe length covers the hips. The picture is a drawing; go by the table for real measures.',
    ),
    weight_grams: 250,
    attributes: [cotton('Katun prima'), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL],
    size_chart: {
      unit: 'cm',
      columns: [t('Ukuran', 'Size'), t('Lingkar dada', 'Bust'), t('Panjang', 'Length'), t('Panjang lengan', 'Sleeve')],
      rows: [['S', '94', '64', '42'], ['M', '98', '65', '43'], ['L', '104', '67', '44'], ['XL', '112', '69', '45']],
    },
    in_the_box: t(['1 blus', '1 kartu perawatan'], ['1 blouse', '1 care card']),
    images: [picture('blus-truntum-wanita', 1, 'Blus truntum lengan tiga perempat tampak depan', 'Truntum blouse with three-quarter sleeves, front view')],
    options: [option('ukuran', t('Ukuran', 'Size'), ['s', 'S'], ['m', 'M'], ['l', 'L'], ['xl', 'XL']), colour('sogan', 'hijau')],
    compare_at_reason: t('Hijau lumut tidak kami celup lagi; sisa jahitan dijual dengan potongan.', 'We no longer dye moss green; what is left is sold at a reduction.'),
    get variants() {
      return variants('BSN-BLUS', this.options, 6, ({ warna }) => (warna === 'hijau' ? { price: 215000, compare_at: 275000 } : { price: 275000 }));
    },
  }),
  piece({
    slug: 'luaran-mega-mendung', category: 'busana', name: t('Luaran Mega Mendung', 'Mega Mendung Overshirt'),
    summary: t('Luaran tanpa kancing, dua saku, dapat dipakai bolak-balik.', 'Open overshirt with two pockets, wearable inside out.'),
    description: t(
      'Luaran ringan dengan motif mega mendung di satu sisi dan katun polos di sisi lain. Jahitan tertutup, jadi keduanya dapat menjadi sisi luar.\n\nDua ukuran: *biasa* untuk lingkar dada sampai 104 cm, *lebar* sampai 124 cm.',
      'A light layer with mega mendung on one side and plain cotton on the other. The seams are closed, so either side can be the outside.\n\nTwo sizes: *regular* for a chest up to 104 cm, *wide* up to 124 cm.',
    ),
    weight_grams: 360,
    attributes: [cotton('Katun prima'), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL],
    size_chart: {
      unit: 'cm',
      columns: [t('Ukuran', 'Size'), t('Lingkar dada', 'Chest'), t('Panjang', 'Length'), t('Panjang lengan', 'Sleeve')],
      rows: [['Biasa / Regular', '112', '78', '46'], ['Lebar / Wide', '132', '80', '48']],
    },
    in_the_box: t(['1 luaran', '1 kartu perawatan'], ['1 overshirt', '1 care card']),
    images: [picture('luaran-mega-mendung', 1, 'Luaran terbuka bermotif awan mega mendung', 'Open overshirt with mega mendung clouds')],
    options: [option('ukuran', t('Ukuran', 'Size'), ['biasa', 'Biasa', 'Regular'], ['lebar', 'Lebar', 'Wide']), colour('indigo', 'marun')],
    get variants() {
      return variants('BSN-LUAR', this.options, 7, ({ ukuran }) => ({ price: ukuran === 'biasa' ? 325000 : 349000 }));
    },
  }),
  piece({
    slug: 'syal-parang', category: 'aksesori', name: t('Syal Batik Parang', 'Parang Scarf'),
    summary: t('Syal rayon viskosa 180 × 60 cm, jatuh dan ringan.', 'Viscose rayon scarf, 180 × 60 cm, light and flowing.'),
    description: t(
      'Motif parang dicap pada rayon viskosa yang jatuh dan sejuk. Tepinya dikelim gulung dengan tangan. Rayon lemah saat basah: cuci dengan tangan, jangan diperas.',
      'Parang stamped on viscose rayon that drapes and stays cool. Hand-rolled hems. Rayon is weak when wet: wash by hand, do not wring.',
    ),
    weight_grams: 120, dimensions_mm: box(220, 160, 30),
    attributes: [attribute(t('Bahan', 'Material'), t('Rayon viskosa', 'Viscose rayon')), attribute(t('Ukuran', 'Size'), t('180 × 60 cm', '180 × 60 cm')), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL],
    in_the_box: t(['1 syal', '1 kartu perawatan'], ['1 scarf', '1 care card']),
    images: [picture('syal-parang', 1, 'Syal parang terlilit longgar dengan ujung menjuntai', 'Parang scarf loosely looped with hanging ends')],
    options: [colour('sogan', 'indigo', 'marun')],
    get variants() {
      return variants('AKS-SYAL', this.options, 18, () => ({ price: 129000 }));
    },
  }),
  piece({
    slug: 'tas-jinjing-kawung', category: 'aksesori', name: t('Tas Jinjing Kawung', 'Kawung Tote Bag'),
    summary: t('Tas kanvas dengan panel batik, muat laptop 14 inci.', 'Canvas bag with a batik panel, fits a 14 inch laptop.'),
    description: t(
      'Badan dari kanvas katun 12 oz, panel depan dari perca kain kawung; letak motif berbeda pada tiap tas. Satu saku dalam beritsleting, alas ganda. Tidak kedap air dan tidak berbusa, jadi laptop perlu sarungnya sendiri.',
      'Body of 12 oz cotton canvas, front panel of kawung offcuts; the motif sits differently on each bag. One zipped inner pocket, double base. Not waterproof and not padded: a laptop needs its own sleeve.',
    ),
    weight_grams: 380, dimensions_mm: box(380, 320, 40),
    attributes: [attribute(t('Bahan', 'Material'), t('Kanvas katun 12 oz, batik cap', '12 oz cotton canvas, stamped batik')), attribute(t('Ukuran', 'Size'), t('38 × 32 × 10 cm, tali 62 cm', '38 × 32 × 10 cm, straps 62 cm')), attribute(t('Beban wajar', 'Sensible load'), t('6 kg', '6 kg'))],
    in_the_box: t(['1 tas'], ['1 bag']),
    images: [picture('tas-jinjing-kawung', 1, 'Tas jinjing kanvas dengan panel batik kawung', 'Canvas tote with a kawung batik panel')],
    options: [colour('sogan', 'indigo')],
    get variants() {
      return variants('AKS-TOTE', this.options, 16, () => ({ price: 145000 }));
    },
  }),
  piece({
    slug: 'dompet-koin-batik', category: 'aksesori', name: t('Dompet Koin Perca Batik', 'Batik Offcut Coin Purse'),
    summary: t('Dompet kecil dari sisa potongan kain, motif acak.', 'Small purse of cloth offcuts, motif as it comes.'),
    description: t(
      'Dijahit oleh kelompok ibu di Bangunjiwo dari sisa potongan kemeja. **Motif acak**: Anda memilih warna, kami mengambil yang ada. Bila menghendaki motif tertentu, tulis di catatan pesanan; kami jawab dulu sebelum mengirim.',
      'Sewn by a women\'s group in Bangunjiwo from what the shirts leave over. **Motif as it comes**: you choose the colour, we take what there is. If you want a certain motif say so in the order note; we answer before we ship.',
    ),
    weight_grams: 45, dimensions_mm: box(130, 100, 20),
    attributes: [attribute(t('Bahan', 'Material'), t('Perca katun batik, furing katun', 'Batik cotton offcuts, cotton lining')), attribute(t('Ukuran', 'Size'), t('12 × 9 cm', '12 × 9 cm'))],
    in_the_box: t(['1 dompet'], ['1 purse']),
    images: [picture('dompet-koin-batik', 1, 'Tiga dompet koin beritsleting dari perca batik', 'Three zipped coin purses of batik offcuts')],
    options: [colour('sogan', 'indigo', 'marun', 'hijau')],
    get variants() {
      return variants('AKS-DMPT', this.options, 30, () => ({ price: 35000 }));
    },
  }),
  piece({
    slug: 'taplak-meja-truntum', category: 'rumah', name: t('Taplak Meja Truntum', 'Truntum Tablecloth'),
    summary: t('Taplak katun tebal dengan tepi kelim rata.', 'Thick cotton tablecloth with mitred hems.'),
    description: t(
      'Katun 180 g/m², lebih tebal daripada kain pakaian. Sudutnya dikelim miring agar rata. Noda kopi: bilas segera dengan air dingin dan sampo; jangan digosok.',
      '180 g/m² cotton, thicker than cloth for clothes. Mitred corners lie flat. Coffee stains: rinse at once with cold water and shampoo; do not rub.',
    ),
    weight_grams: 420,
    attributes: [attribute(t('Bahan', 'Material'), t('Katun 180 g/m²', 'Cotton 180 g/m²')), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL],
    in_the_box: t(['1 taplak', '1 kartu perawatan'], ['1 tablecloth', '1 care card']),
    images: [picture('taplak-meja-truntum', 1, 'Meja bundar bertaplak truntum dengan sebuah teko', 'Round table with a truntum cloth and a teapot')],
    options: [
      option('ukuran', t('Ukuran', 'Size'), ['90', '90 × 90 cm'], ['140', '140 × 140 cm'], ['220', '220 × 140 cm']),
      colour('sogan', 'indigo'),
    ],
    get variants() {
      const price = { 90: 135000, 140: 245000, 220: 365000 };
      const weight = { 90: 190, 140: 420, 220: 650 };
      return variants('RMH-TPLK', this.options, 9, ({ ukuran }) => ({ price: price[ukuran], weight_grams: weight[ukuran] }));
    },
  }),
  piece({
    slug: 'sarung-bantal-kawung', category: 'rumah', name: t('Sarung Bantal Kursi Kawung', 'Kawung Cushion Cover'),
    summary: t('Sarung bantal kursi dengan ritsleting tersembunyi. Tanpa isi.', 'Cushion cover with a hidden zip. Without the cushion.'),
    description: t(
      'Bagian depan kain kawung cap, bagian belakang linen polos sewarna. **Bantal tidak termasuk.** Pilih ukuran yang sama dengan bantal Anda agar sarungnya kencang.',
      'Front of stamped kawung cloth, back of plain linen in the same colour. **The cushion is not included.** Choose the size of your cushion for a snug fit.',
    ),
    weight_grams: 140, dimensions_mm: box(300, 220, 20),
    attributes: [attribute(t('Bahan', 'Material'), t('Katun batik, linen', 'Batik cotton, linen')), technique('Batik cap', 'Stamped wax (batik cap)'), NAPHTHOL],
    in_the_box: t(['1 sarung bantal, tanpa isi'], ['1 cover, no cushion']),
    images: [picture('sarung-bantal-kawung', 1, 'Bantal kursi bersarung kawung di atas bangku kayu', 'Cushion in a kawung cover on a wooden bench')],
    options: [option('ukuran', t('Ukuran', 'Size'), ['40', '40 × 40 cm'], ['50', '50 × 50 cm']), colour('sogan', 'indigo', 'hijau')],
    get variants() {
      return variants('RMH-BNTL', this.options, 15, ({ ukuran }) => ({ price: ukuran === '40' ? 79000 : 95000 }));
    },
  }),
];
