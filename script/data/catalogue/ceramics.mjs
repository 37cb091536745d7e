// SPDX-License-Identifier: Apache-2.0
//
// ceramics.mjs - stoneware thrown and fired in the studio, and the gift sets.

import { attribute, box, BRAND, option, picture, t, variants } from './parts.mjs';

const GLAZES = {
  gading: ['gading', 'Gading', 'Ivory'],
  daun: ['daun', 'Hijau daun', 'Leaf green'],
  laut: ['laut', 'Biru laut', 'Sea blue'],
  arang: ['arang', 'Arang', 'Charcoal'],
};
const glaze = (...names) => option('glasir', t('Glasir', 'Glaze'), ...names.map((n) => GLAZES[n]));

const CARE = t(
  'Aman untuk microwave dan mesin cuci piring; cuci tangan membuat glasirnya lebih awet. Jangan dipindahkan langsung dari kulkas ke api atau sebaliknya. Retak rambut pada glasir daun adalah sifatnya, bukan cacat; retak yang tembus adalah cacat dan kami ganti.',
  'Safe for microwave and dishwasher; washing by hand keeps the glaze longer. Do not move it straight from the fridge to the fire or back. Fine crazing in the leaf glaze is its nature, not a defect; a crack that goes through is a defect and we replace it.',
);

const BODY = attribute(t('Bahan', 'Material'), t('Stoneware, dibakar 1.230 °C', 'Stoneware, fired at 1,230 °C'));
const FOOD = attribute(t('Pakai makanan', 'Food use'), t('Glasir tanpa timbal dan kadmium; hasil uji tiap bets ada di halaman ini', 'Glaze without lead and cadmium; the test of each batch is on this page'));
const size = (text) => attribute(t('Ukuran', 'Size'), t(text, text.replaceAll('diameter', 'diameter').replaceAll('tinggi', 'height').replaceAll('isi', 'holds').replaceAll('panjang', 'length').replaceAll('lebar', 'width')));
const VARIES = attribute(t('Perbedaan wajar', 'Normal variation'), t('± 5 mm dan ± 5 % isi, karena diputar tangan', '± 5 mm and ± 5 % of volume, as it is thrown by hand'));

const pot = (p) => ({
  category: 'keramik', brand: `${BRAND} Keramik`, preorder_days: 0, care: CARE,
  permits: ['nib'], ...p, attributes: [BODY, ...p.attributes, VARIES],
});

export const ceramics = [
  pot({
    slug: 'penyeduh-tirta', category: 'alat-seduh', name: t('Penyeduh Keramik Tirta', 'Tirta Ceramic Dripper'),
    summary: t('Penyeduh kerucut 60° dengan alur spiral, untuk 1–4 cangkir.', '60° cone dripper with spiral ribs for 1–4 cups.'),
    description: t(
      'Diputar dan diukir tangan: 16 alur spiral yang menahan kertas agar air mengalir rata. Lubang tunggal 20 mm. Panaskan dahulu dengan air panas; keramik dingin menurunkan suhu seduhan 3–4 °C.\n\nMemakai kertas saring ukuran 02.',
      'Thrown and carved by hand: 16 spiral ribs keep the paper off the wall so that water runs evenly. A single 20 mm hole. Warm it with hot water first; a cold dripper takes 3–4 °C off the brew.\n\nTakes size 02 papers.',
    ),
    weight_grams: 520, dimensions_mm: box(160, 150, 130),
    attributes: [FOOD, size('diameter 12 cm, tinggi 9,5 cm'), attribute(t('Kertas saring', 'Filter paper'), t('Ukuran 02', 'Size 02'))],
    in_the_box: t(['1 penyeduh', '10 lembar kertas saring 02'], ['1 dripper', '10 filter papers, size 02']),
    images: [
      picture('penyeduh-tirta', 1, 'Penyeduh keramik di atas teko kaca, kopi menetes', 'Ceramic dripper on a glass server, coffee dripping'),
      picture('penyeduh-tirta', 2, 'Penyeduh dilihat dari atas dengan enam belas alur spiral', 'The dripper from above with its sixteen spiral ribs'),
    ],
    options: [glaze('gading', 'daun', 'arang')],
    get variants() {
      return variants('KRM-TRTA', this.options, 9, () => ({ price: 165000 }));
    },
  }),
  pot({
    slug: 'stoples-kopi-sekat', category: 'alat-seduh', name: t('Stoples Kopi Bertutup Kayu', 'Coffee Jar with Wooden Lid'),
    summary: t('Stoples 700 ml dengan tutup kayu dan karet silikon.', '700 ml jar with a wooden lid and silicone seal.'),
    description: t(
      'Muat sekitar 250 g biji. Tutup kayu mahoni dengan cincin silikon menahan udara, tetapi tidak vakum: untuk simpanan lebih dari sebulan, kantong aslinya lebih baik.',
      'Holds about 250 g of beans. The mahogany lid with its silicone ring keeps air out but makes no vacuum: for more than a month the original bag is better.',
    ),
    weight_grams: 780, dimensions_mm: box(160, 160, 200),
    attributes: [FOOD, size('diameter 11 cm, tinggi 15 cm, isi 700 ml')],
    in_the_box: t(['1 stoples', '1 tutup kayu dengan karet'], ['1 jar', '1 wooden lid with seal']),
    images: [picture('stoples-kopi-sekat', 1, 'Stoples keramik bertutup kayu dengan biji kopi di sampingnya', 'Ceramic jar with a wooden lid, coffee beans beside it')],
    options: [glaze('gading', 'arang')],
    get variants() {
      return variants('KRM-STPL', this.options, 8, () => ({ price: 175000 }));
    },
  }),
  pot({
    slug: 'cangkir-sendang', name: t('Cangkir Sendang 180 ml', 'Sendang Cup, 180 ml'),
    summary: t('Cangkir tanpa gagang dengan lekuk ibu jari.', 'Cup without handle, with a dent for the thumb.'),
    description: t(
      'Dinding ganda di bagian bawah membuat tangan tidak panas; lekuk kecil menandai tempat ibu jari. Glasir dituang dua kali sehingga warnanya turun dan menebal di kaki cangkir. Letak aliran glasir berbeda pada tiap cangkir.',
      'A double wall below keeps the hand cool; a small dent marks the place of the thumb. The glaze is poured twice, so the colour runs down and gathers at the foot. Where it runs differs from cup to cup.',
    ),
    weight_grams: 310, dimensions_mm: box(120, 120, 110),
    attributes: [FOOD, size('diameter 8 cm, tinggi 7,5 cm, isi 180 ml')],
    in_the_box: t(['1 cangkir'], ['1 cup']),
    images: [
      picture('cangkir-sendang', 1, 'Tiga cangkir tanpa gagang dengan glasir hijau, biru, dan gading', 'Three cups without handles in green, blue and ivory glaze'),
      picture('cangkir-sendang', 2, 'Satu cangkir dari dekat dengan kopi di dalamnya', 'One cup close up with coffee in it'),
    ],
    options: [glaze('gading', 'daun', 'laut', 'arang')],
    get variants() {
      return variants('KRM-CNGK', this.options, 24, () => ({ price: 68000 }));
    },
  }),
  pot({
    slug: 'mug-pagi', name: t('Mug Pagi 320 ml', 'Pagi Mug, 320 ml'),
    summary: t('Mug bergagang lebar, muat empat jari.', 'Mug with a wide handle for four fingers.'),
    description: t(
      'Mug yang kami pakai sendiri. Gagangnya ditarik dari badan, bukan ditempel dari cetakan, dan cukup lebar untuk empat jari. Kakinya tidak berglasir dan dihaluskan agar tidak menggores meja.',
      'The mug we use ourselves. The handle is pulled, not moulded, and takes four fingers. The foot is unglazed and sanded so that it does not scratch the table.',
    ),
    weight_grams: 460, dimensions_mm: box(150, 120, 120),
    attributes: [FOOD, size('diameter 8,5 cm, tinggi 9,5 cm, isi 320 ml')],
    in_the_box: t(['1 mug'], ['1 mug']),
    images: [picture('mug-pagi', 1, 'Mug bergagang dengan uap, glasir biru turun ke badan gading', 'Steaming mug, blue glaze running down over ivory')],
    options: [glaze('gading', 'daun', 'laut', 'arang')],
    get variants() {
      return variants('KRM-MUGP', this.options, 20, ({ glasir }) => ({ price: 89000, ...(glasir === 'laut' ? { stock: 1 } : {}) }));
    },
  }),
  pot({
    slug: 'set-cangkir-tatakan', name: t('Set Cangkir dan Tatakan', 'Cup and Saucer Set'),
    summary: t('Cangkir bergagang 150 ml dengan tatakan, isi 2 atau 4.', '150 ml cups with saucers, sets of 2 or 4.'),
    description: t(
      'Cangkir untuk tamu. Cekungan tatakan pas dengan kaki cangkir, jadi tidak bergeser saat dibawa. Satu set berasal dari satu pembakaran agar warnanya dekat.\n\nSatu cangkir pecah? Kami dapat membuat penggantinya dari catatan glasir; tanyakan dengan nomor pesanan Anda.',
      'Cups for guests. The well of the saucer fits the foot of the cup, so it does not slide. A set comes from one firing to keep the colours close.\n\nBroke one? We can make another from our glaze notes; ask us with your order number.',
    ),
    weight_grams: 980, dimensions_mm: box(240, 180, 140),
    attributes: [FOOD, size('diameter 7,5 cm, tinggi 6 cm, isi 150 ml; tatakan diameter 14 cm')],
    in_the_box: t(['2 atau 4 cangkir', '2 atau 4 tatakan', 'Kotak bersekat'], ['2 or 4 cups', '2 or 4 saucers', 'Box with dividers']),
    images: [picture('set-cangkir-tatakan', 1, 'Dua cangkir bergagang di atas tatakannya', 'Two cups on their saucers')],
    options: [option('isi', t('Isi', 'Set of'), ['2', '2 cangkir', '2 cups'], ['4', '4 cangkir', '4 cups']), glaze('gading', 'daun', 'laut')],
    get variants() {
      return variants('KRM-STCK', this.options, 7, ({ isi }) => ({ price: isi === '2' ? 198000 : 379000, weight_grams: isi === '2' ? 980 : 1850 }));
    },
  }),
  pot({
    slug: 'piring-makan-24', name: t('Piring Makan 24 cm', 'Dinner Plate, 24 cm'),
    summary: t('Piring makan bertepi naik, dijual satuan.', 'Dinner plate with a raised rim, sold singly.'),
    description: t(
      'Tepinya naik 2 cm sehingga kuah tidak tumpah dan nasi mudah disendok. Dapat ditumpuk. Goresan abu-abu dari pisau dapat dihapus dengan baking soda.',
      'The rim rises 2 cm: sauce stays in and rice is easy to scoop. Stackable. Grey knife marks come off with baking soda.',
    ),
    weight_grams: 780, dimensions_mm: box(270, 270, 60),
    attributes: [FOOD, size('diameter 24 cm, tinggi 3 cm')],
    in_the_box: t(['1 piring'], ['1 plate']),
    images: [picture('piring-makan-24', 1, 'Piring berglasir dilihat miring dengan lingkaran alat putar', 'Glazed plate seen at an angle with throwing rings')],
    options: [glaze('gading', 'daun', 'arang')],
    get variants() {
      return variants('KRM-PRNG', this.options, 22, () => ({ price: 115000 }));
    },
  }),
  pot({
    slug: 'piring-saji-oval', name: t('Piring Saji Oval 34 cm', 'Oval Platter, 34 cm'),
    summary: t('Piring saji untuk ikan utuh atau tumpeng kecil.', 'Platter for a whole fish or a small tumpeng.'),
    description: t(
      'Dibentuk dari lempeng tanah di atas cetakan gips, lalu tepinya dirapikan tangan. Beratnya 1,4 kg; pegang dengan dua tangan. Motif kawung ditorehkan tipis di tepinya.\n\nBila di rak habis, kami membakarkannya untuk Anda: 14 hari.',
      'Shaped from a slab over a plaster mould, rim finished by hand. It weighs 1.4 kg; use both hands. A fine kawung pattern is incised along the rim.\n\nWhen none is left on the shelf we fire one for you: 14 days.',
    ),
    preorder_days: 14, weight_grams: 1750, dimensions_mm: box(390, 280, 80),
    attributes: [FOOD, size('panjang 34 cm, lebar 22 cm, tinggi 3,5 cm')],
    in_the_box: t(['1 piring saji', 'Kotak berlapis busa kertas'], ['1 platter', 'Box lined with paper foam']),
    images: [picture('piring-saji-oval', 1, 'Piring saji oval dengan tepi bertoreh kawung', 'Oval platter with a kawung rim')],
    options: [glaze('gading', 'laut')],
    get variants() {
      return variants('KRM-OVAL', this.options, 1, ({ glasir }) => ({ price: 285000, stock: glasir === 'gading' ? 6 : 0 }));
    },
  }),
  pot({
    slug: 'mangkuk-kuah-16', name: t('Mangkuk Kuah 16 cm', 'Soup Bowl, 16 cm'),
    summary: t('Mangkuk dalam untuk soto, bakso, dan mi.', 'Deep bowl for soto, bakso and noodles.'),
    description: t(
      'Kaki tinggi menjaga telapak tangan dari panas. Isi 650 ml sampai garis nyaman, 800 ml sampai bibir.',
      'A high foot keeps your palm from the heat. Holds 650 ml comfortably, 800 ml to the brim.',
    ),
    weight_grams: 560, dimensions_mm: box(190, 190, 100),
    attributes: [FOOD, size('diameter 16 cm, tinggi 7,5 cm, isi 650 ml')],
    in_the_box: t(['1 mangkuk'], ['1 bowl']),
    images: [picture('mangkuk-kuah-16', 1, 'Dua mangkuk bertumpuk dengan sumpit kayu', 'Two stacked bowls with wooden chopsticks')],
    options: [glaze('gading', 'daun', 'laut', 'arang')],
    compare_at_reason: t('Arang: bets ini 3 mm lebih pendek daripada ukuran kami.', 'Charcoal: this batch is 3 mm lower than our measure.'),
    get variants() {
      return variants('KRM-MNGK', this.options, 20, ({ glasir }) => (glasir === 'arang' ? { price: 69000, compare_at: 85000 } : { price: 85000 }));
    },
  }),
  pot({
    slug: 'teko-wening', name: t('Teko Wening 800 ml', 'Wening Teapot, 800 ml'),
    summary: t('Teko dengan saringan bertoreh dan gagang rotan.', 'Teapot with a pierced strainer and a rattan handle.'),
    description: t(
      'Moncongnya ditarik tangan dan diuji satu per satu: tidak menetes setelah menuang. Saringan berlubang menyatu di pangkal moncong. Gagang rotan dapat diganti.\n\nTidak untuk di atas kompor.',
      'The spout is pulled by hand and each is tested: no drip after pouring. The pierced strainer is part of the wall behind the spout. The rattan handle can be replaced.\n\nNot for the stove.',
    ),
    weight_grams: 1150, dimensions_mm: box(240, 180, 200),
    attributes: [FOOD, size('diameter 14 cm, tinggi 17 cm dengan gagang, isi 800 ml')],
    in_the_box: t(['1 teko', '1 tutup'], ['1 teapot', '1 lid']),
    images: [picture('teko-wening', 1, 'Teko keramik bergagang rotan dengan satu cangkir', 'Ceramic teapot with a rattan handle and one cup')],
    options: [glaze('gading', 'daun', 'arang')],
    get variants() {
      return variants('KRM-TEKO', this.options, 6, () => ({ price: 325000 }));
    },
  }),
  pot({
    slug: 'vas-bulan', name: t('Vas Bulan', 'Moon Vase'),
    summary: t('Vas bulat bermulut kecil untuk satu dahan.', 'Round vase with a small mouth for a single branch.'),
    description: t(
      'Dua mangkuk yang disatukan saat masih basah; garis sambungnya sengaja dibiarkan terlihat tipis. Kedap air: setiap vas diisi 24 jam sebelum dikirim.',
      'Two bowls joined while wet; the seam is left faintly visible on purpose. Watertight: every vase stands filled for 24 hours before it leaves us.',
    ),
    category: 'rumah', weight_grams: 920, dimensions_mm: box(210, 210, 220),
    attributes: [size('diameter 16 cm, tinggi 17 cm')],
    in_the_box: t(['1 vas'], ['1 vase']),
    images: [picture('vas-bulan', 1, 'Vas bulat dengan satu dahan berdaun', 'Round vase with one leafy branch')],
    options: [glaze('gading', 'laut', 'arang')],
    get variants() {
      return variants('KRM-VBLN', this.options, 8, () => ({ price: 195000 }));
    },
  }),
  pot({
    slug: 'vas-ranting', name: t('Vas Ranting 28 cm', 'Tall Vase, 28 cm'),
    summary: t('Vas tinggi dengan torehan parang di badannya.', 'Tall vase with parang carving on its body.'),
    description: t(
      'Garis parang ditoreh pada tanah setengah kering, lalu glasir menggenang di dalam torehan sehingga motifnya lebih tua. Satu vas memerlukan sekitar dua jam menoreh.\n\nDikerjakan sesudah dipesan, 21 hari, karena jadwal tungku.',
      'Parang lines are carved into leather-hard clay; the glaze pools in the cuts and darkens the motif. The carving takes about two hours a vase.\n\nMade after you order: 21 days, which is the rhythm of our kiln.',
    ),
    category: 'rumah', preorder_days: 21, weight_grams: 1650, dimensions_mm: box(180, 180, 340),
    attributes: [size('diameter 13 cm, tinggi 28 cm')],
    in_the_box: t(['1 vas'], ['1 vase']),
    images: [picture('vas-ranting', 1, 'Vas tinggi bertoreh parang dengan ranting kering', 'Tall vase with parang carving and dry twigs')],
    options: [glaze('daun', 'arang')],
    get variants() {
      return variants('KRM-VRTG', this.options, 1, () => ({ price: 345000, stock: 0 }));
    },
  }),
  pot({
    slug: 'pot-tanaman-sisik', name: t('Pot Tanaman dengan Tatakan', 'Plant Pot with Saucer'),
    summary: t('Pot berlubang alas dengan tatakan, dua ukuran.', 'Pot with drainage hole and saucer, two sizes.'),
    description: t(
      'Bagian dalam tidak berglasir agar tanah bernapas. Lubang 12 mm di alas, tatakan terpisah. Lapisan putih yang muncul setelah beberapa bulan adalah mineral air; sikat dengan cuka encer.',
      'Unglazed inside so the soil can breathe. A 12 mm hole below, separate saucer. The white bloom that comes after some months is minerals from the water; brush with thin vinegar.',
    ),
    category: 'rumah', weight_grams: 850, dimensions_mm: box(170, 170, 170),
    attributes: [size('12 cm: diameter 12 cm, tinggi 11 cm; 16 cm: diameter 16 cm, tinggi 15 cm')],
    in_the_box: t(['1 pot', '1 tatakan'], ['1 pot', '1 saucer']),
    images: [picture('pot-tanaman-sisik', 1, 'Dua pot bertatakan dengan tanaman lidah mertua dan sirih gading', 'Two pots with saucers, a snake plant and a pothos')],
    options: [option('ukuran', t('Ukuran', 'Size'), ['12', '12 cm'], ['16', '16 cm']), glaze('gading', 'daun', 'arang')],
    get variants() {
      return variants('KRM-POTT', this.options, 12, ({ ukuran }) => ({ price: ukuran === '12' ? 98000 : 149000, weight_grams: ukuran === '12' ? 850 : 1500 }));
    },
  }),
];

const gift = (p) => ({ category: 'hadiah', brand: BRAND, preorder_days: 0, options: [], ...p });

export const gifts = [
  gift({
    slug: 'hadiah-kopi-dan-cangkir', name: t('Kotak Hadiah Kopi dan Cangkir', 'Coffee and Cup Gift Box'),
    summary: t('Dua Cangkir Sendang dan 250 g kopi pilihan dalam kotak bersekat.', 'Two Sendang cups and 250 g of a coffee of your choice in a divided box.'),
    description: t(
      'Kotak karton tebal bersekat, dua cangkir, sekantong kopi 250 g, pita perca batik, dan kartu ucapan kosong. Bila Anda menulis ucapan di catatan pesanan, kami menulisnya dengan tangan.\n\nHarga barang tidak kami sertakan dalam kotak.',
      'A sturdy divided box with two cups, a 250 g bag of coffee, a ribbon of batik offcut and a blank card. Write your words in the order note and we copy them by hand.\n\nWe do not put prices into the box.',
    ),
    care: t('Lihat halaman cangkir dan kopinya.', 'See the pages of the cup and the coffee.'),
    weight_grams: 1150, dimensions_mm: box(300, 220, 120),
    attributes: [attribute(t('Bahan kotak', 'Box'), t('Karton daur ulang 3 mm', '3 mm recycled board')), attribute(t('Isi', 'Contents'), t('2 cangkir 180 ml, kopi 250 g', '2 cups of 180 ml, 250 g of coffee'))],
    in_the_box: t(['2 Cangkir Sendang', '1 kantong kopi 250 g', '1 kartu ucapan'], ['2 Sendang cups', '1 bag of coffee, 250 g', '1 greeting card']),
    images: [picture('hadiah-kopi-dan-cangkir', 1, 'Kotak hadiah terbuka berisi dua cangkir dan sekantong kopi', 'Open gift box with two cups and a bag of coffee')],
    options: [option('kopi', t('Kopi (biji)', 'Coffee (beans)'), ['gayo', 'Gayo'], ['merapi', 'Merapi'], ['sendang', 'Racikan Sendang', 'Sendang blend'])],
    get variants() {
      return variants('HDH-KPCK', this.options, 10, () => ({ price: 255000 }));
    },
    permits: ['nib', 'pirt-kopi', 'halal'],
  }),
  gift({
    slug: 'hadiah-rumah-baru', name: t('Hantaran Rumah Baru', 'House-warming Hamper'),
    summary: t('Teko, dua cangkir, taplak 90 cm, wedang uwuh.', 'Teapot, two cups, 90 cm tablecloth, wedang uwuh.'),
    description: t(
      'Untuk keluarga yang baru pindah: Teko Wening, dua Cangkir Sendang, Taplak Truntum 90 cm, dan sekotak Wedang Uwuh, di dalam keranjang bambu. Warna glasir dan taplak kami padankan; sebutkan di catatan bila ada yang Anda hindari.',
      'For a family that has just moved: a Wening teapot, two Sendang cups, a 90 cm truntum cloth and a box of wedang uwuh in a bamboo basket. We match glaze and cloth; tell us in the note if you want to avoid a colour.',
    ),
    care: t('Lihat halaman tiap barang.', 'See the page of each item.'),
    preorder_days: 5, weight_grams: 3400, dimensions_mm: box(400, 300, 260),
    attributes: [attribute(t('Keranjang', 'Basket'), t('Bambu anyam, 38 × 28 cm', 'Woven bamboo, 38 × 28 cm'))],
    in_the_box: t(['1 Teko Wening', '2 Cangkir Sendang', '1 Taplak Truntum 90 cm', '1 kotak Wedang Uwuh', '1 keranjang bambu'], ['1 Wening teapot', '2 Sendang cups', '1 truntum tablecloth, 90 cm', '1 box of wedang uwuh', '1 bamboo basket']),
    images: [picture('hadiah-rumah-baru', 1, 'Keranjang bambu berisi teko, cangkir, taplak, dan kotak minuman', 'Bamboo basket with a teapot, cups, a cloth and a box of drinks')],
    options: [option('nuansa', t('Nuansa', 'Tone'), ['hangat', 'Hangat (gading, sogan)', 'Warm (ivory, sogan)'], ['sejuk', 'Sejuk (daun, indigo)', 'Cool (leaf, indigo)'])],
    get variants() {
      return variants('HDH-RMHB', this.options, 1, () => ({ price: 645000, stock: 0 }));
    },
    permits: ['nib', 'pirt-minuman', 'halal'],
  }),
  gift({
    slug: 'kain-bungkus-kado', name: t('Kain Bungkus Kado 70 cm', 'Gift Wrapping Cloth, 70 cm'),
    summary: t('Kain katun bercap untuk membungkus kado, dapat dipakai lagi.', 'Stamped cotton for wrapping gifts, to be used again.'),
    description: t(
      'Persegi 70 cm, cukup untuk kotak sampai 25 × 20 × 12 cm. Disertai lembar cara melipat. Setelah kadonya dibuka, kainnya menjadi tutup saji atau serbet.',
      'A 70 cm square for boxes up to 25 × 20 × 12 cm, with a folding sheet. Once the present is open the cloth serves as a cover or a napkin.',
    ),
    care: t('Cuci tangan dengan air dingin.', 'Hand wash in cold water.'),
    weight_grams: 90, dimensions_mm: box(200, 150, 15),
    attributes: [attribute(t('Bahan', 'Material'), t('Katun prima', 'Cotton prima')), attribute(t('Ukuran', 'Size'), t('70 × 70 cm', '70 × 70 cm'))],
    in_the_box: t(['1 kain', '1 lembar cara melipat'], ['1 cloth', '1 folding sheet']),
    images: [picture('kain-bungkus-kado', 1, 'Kado terbungkus kain batik dengan simpul di atas', 'Present wrapped in batik cloth with a knot on top')],
    options: [option('motif', t('Motif', 'Motif'), ['kawung', 'Kawung'], ['truntum', 'Truntum'], ['mega', 'Mega mendung'])],
    get variants() {
      return variants('HDH-BNGK', this.options, 28, () => ({ price: 55000 }));
    },
    permits: ['nib'],
  }),
  gift({
    slug: 'buku-catatan-batik', name: t('Buku Catatan Bersampul Batik', 'Notebook in Batik Cloth'),
    summary: t('Buku A5 jahit benang, 160 halaman polos atau bergaris.', 'Thread-sewn A5 book, 160 pages, plain or ruled.'),
    description: t(
      'Dijahit benang sehingga dapat dibuka rata. Kertas 90 g/m² krem, tidak tembus oleh pena gel; tinta pulpen celup dapat tembus. Sampul dari perca batik yang dilapis karton.',
      'Sewn with thread, so it opens flat. Cream paper of 90 g/m²: gel pens do not show through, dip pens may. The cover is batik offcut over board.',
    ),
    care: t('Lap dengan kain kering.', 'Wipe with a dry cloth.'),
    weight_grams: 320, dimensions_mm: box(220, 160, 20),
    attributes: [attribute(t('Ukuran', 'Size'), t('A5, 160 halaman', 'A5, 160 pages')), attribute(t('Kertas', 'Paper'), t('Krem, 90 g/m²', 'Cream, 90 g/m²'))],
    in_the_box: t(['1 buku catatan'], ['1 notebook']),
    images: [picture('buku-catatan-batik', 1, 'Dua buku catatan bersampul batik dengan pita pembatas', 'Two notebooks in batik cloth with ribbon markers')],
    options: [option('isi', t('Isi', 'Pages'), ['polos', 'Polos', 'Plain'], ['garis', 'Bergaris', 'Ruled']), option('warna', t('Warna', 'Colour'), ['sogan', 'Sogan', 'Sogan brown'], ['indigo', 'Indigo', 'Indigo blue'])],
    compare_at_reason: t('Bergaris sogan: garis cetaknya sedikit miring.', 'Ruled sogan: the ruling is printed slightly askew.'),
    get variants() {
      return variants('HDH-BUKU', this.options, 20, ({ isi, warna }) => (isi === 'garis' && warna === 'sogan' ? { price: 65000, compare_at: 85000 } : { price: 85000 }));
    },
    permits: ['nib'],
  }),
];
