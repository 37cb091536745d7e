// SPDX-License-Identifier: Apache-2.0
//
// coffee.mjs - coffee and what goes with it. Origins, heights and processes are those typical of the regions.

import { attribute, box, BRAND, option, picture, t, variants } from './parts.mjs';

const SIZE = option('berat', t('Berat bersih', 'Net weight'),
  ['100', '100 g'], ['250', '250 g'], ['500', '500 g']);
const GRIND = option('giling', t('Gilingan', 'Grind'),
  ['biji', 'Biji utuh', 'Whole beans'],
  ['halus', 'Halus (tubruk)', 'Fine (tubruk)'],
  ['sedang', 'Sedang (saring)', 'Medium (filter)'],
  ['kasar', 'Kasar (French press)', 'Coarse (French press)']);

const PACKED = { 100: 135, 250: 295, 500: 560 };

const STORE = t(
  'Simpan dalam kemasan tertutup di tempat kering dan sejuk, jauh dari cahaya. Rasa paling terasa 7 sampai 45 hari setelah tanggal sangrai yang tercetak di kemasan.',
  'Keep closed, dry and cool, away from light. The taste is clearest 7 to 45 days after the roasting date printed on the bag.',
);

function beans({ code, slug, name, summary, description, prices, facts, notes, alt }) {
  const options = [SIZE, GRIND];
  return {
    slug, name, summary, description,
    category: 'kopi', brand: BRAND, preorder_days: 0, weight_grams: 295,
    dimensions_mm: box(160, 90, 60),
    attributes: [
      ...facts,
      attribute(t('Catatan rasa', 'Tasting notes'), notes),
      attribute(t('Bahan', 'Ingredients'), t('Kopi tanpa bahan tambahan', 'Coffee, nothing added')),
      attribute(t('Umur simpan', 'Shelf life'), t('9 bulan sejak disangrai, kemasan belum dibuka', '9 months from roasting, unopened')),
      attribute(t('Kemasan', 'Packaging'), t('Kantong berkatup satu arah, dapat ditutup kembali', 'Resealable bag with one-way valve')),
    ],
    care: STORE,
    in_the_box: t(['1 kantong kopi', '1 kartu cara seduh'], ['1 bag of coffee', '1 brewing card']),
    images: [
      picture(slug, 1, alt.id, alt.en),
      picture(slug, 2, `Biji kopi sangrai ${name.id.replace('Kopi ', '')} di atas tampah bambu`, `Roasted beans of ${name.en} on a bamboo tray`),
    ],
    options,
    variants: variants(code, options, 26, ({ berat }) => ({ price: prices[berat], weight_grams: PACKED[berat] })),
    permits: ['nib', 'pirt-kopi', 'halal'],
  };
}

const origin = (id, en = id) => attribute(t('Asal', 'Origin'), t(id, en));
const height = (text) => attribute(t('Ketinggian kebun', 'Farm altitude'), t(`${text} mdpl`, `${text} m`));
const process = (id, en) => attribute(t('Proses', 'Process'), t(id, en));
const roast = (id, en) => attribute(t('Sangrai', 'Roast'), t(id, en));
const species = (id, en = id) => attribute(t('Jenis', 'Species'), t(id, en));

export const coffee = [
  beans({
    code: 'KPI-GAYO', slug: 'kopi-arabika-gayo',
    name: t('Kopi Arabika Gayo', 'Gayo Arabica Coffee'),
    summary: t('Arabika dataran tinggi Gayo, giling basah, tubuh tebal dengan rasa rempah.', 'Highland Arabica from Gayo, wet hulled, full body with a spicy side.'),
    description: t(
      'Biji dari kebun rakyat di Takengon, Aceh Tengah. Kulit tanduk dilepas saat biji masih lembap (*giling basah*), cara yang lazim di Gayo; karena itu tubuhnya tebal dan asamnya rendah.\n\nKami menyangrai tiap Selasa dan Jumat, masing-masing paling banyak 12 kg, lalu mengirim paling cepat sehari sesudahnya supaya gas sempat keluar.\n\n**Cocok untuk** tubruk, French press, dan kopi susu. **Kurang cocok** bila Anda mencari kopi yang asam dan ringan; cobalah Merapi.',
      'Beans from smallholders in Takengon, Central Aceh. The parchment comes off while the bean is still moist (*wet hulling*), as is usual in Gayo; hence the heavy body and the low acidity.\n\nWe roast on Tuesdays and Fridays, 12 kg at most each time, and ship a day later at the earliest so that the beans can rest.\n\n**Good for** tubruk, French press and coffee with milk. **Less so** if you look for a bright, light cup; try Merapi instead.',
    ),
    prices: { 100: 42000, 250: 92000, 500: 174000 },
    facts: [species('Arabika (Ateng, Tim Tim)', 'Arabica (Ateng, Tim Tim)'), origin('Takengon, Aceh Tengah', 'Takengon, Central Aceh'), height('1.300–1.500'), process('Giling basah', 'Wet hulled'), roast('Sedang', 'Medium')],
    notes: t('Rempah, cokelat pekat, kayu manis', 'Spice, dark chocolate, cinnamon'),
    alt: t('Kantong kopi cokelat tua berlabel Gayo dengan gambar pegunungan', 'Dark brown coffee bag with a Gayo label showing mountains'),
  }),
  beans({
    code: 'KPI-KINT', slug: 'kopi-arabika-kintamani',
    name: t('Kopi Arabika Kintamani', 'Kintamani Arabica Coffee'),
    summary: t('Arabika Bali olah basah dengan rasa jeruk yang jelas.', 'Washed Balinese Arabica with a clear citrus taste.'),
    description: t(
      'Ditanam di lereng Gunung Batur, di antara pohon jeruk, oleh kelompok petani *subak abian*. Buahnya dipetik merah, dicuci, lalu dijemur di para-para sekitar dua pekan.\n\nKami menyangrainya terang agar rasa buahnya tetap ada. Seduh dengan air 90–92 °C; air yang lebih panas membuatnya terasa sepat.',
      'Grown between citrus trees on the slopes of Mount Batur by *subak abian* farmer groups. Picked red, washed, and dried on raised beds for about two weeks.\n\nWe roast it light to keep the fruit. Brew at 90–92 °C; hotter water makes it taste astringent.',
    ),
    prices: { 100: 46000, 250: 102000, 500: 194000 },
    facts: [species('Arabika (Kopyol, S 795)', 'Arabica (Kopyol, S 795)'), origin('Kintamani, Bangli, Bali'), height('1.200–1.400'), process('Olah basah', 'Washed'), roast('Terang', 'Light')],
    notes: t('Jeruk, gula tebu, teh hitam', 'Orange, cane sugar, black tea'),
    alt: t('Kantong kopi jingga berlabel Kintamani dengan gambar gunung dan danau', 'Orange coffee bag with a Kintamani label showing a mountain and a lake'),
  }),
  beans({
    code: 'KPI-TORA', slug: 'kopi-arabika-toraja',
    name: t('Kopi Arabika Toraja', 'Toraja Arabica Coffee'),
    summary: t('Arabika Sulawesi giling basah, tanah dan kacang, asam rendah.', 'Wet hulled Sulawesi Arabica: earth and nuts, low acidity.'),
    description: t(
      'Dari kebun kecil di Sapan, Toraja Utara. Tiap keluarga mengolah sendiri panennya, jadi ukuran biji tidak seragam; kami menyortirnya sekali lagi dengan tangan sebelum disangrai.\n\nHasilnya kopi yang tenang: tubuh bulat, rasa kacang dan sedikit tanah, hampir tanpa asam.',
      'From small gardens in Sapan, North Toraja. Every family processes its own harvest, so bean sizes vary; we sort by hand once more before roasting.\n\nThe cup is calm: round body, nuts and a little earth, hardly any acidity.',
    ),
    prices: { 100: 45000, 250: 99000, 500: 188000 },
    facts: [species('Arabika (S 795, Lini S)', 'Arabica (S 795, S lines)'), origin('Sapan, Toraja Utara, Sulawesi Selatan', 'Sapan, North Toraja, South Sulawesi'), height('1.400–1.700'), process('Giling basah', 'Wet hulled'), roast('Sedang', 'Medium')],
    notes: t('Kacang tanah sangrai, cokelat susu, tanah basah', 'Roasted peanut, milk chocolate, wet earth'),
    alt: t('Kantong kopi merah bata berlabel Toraja dengan gambar atap tongkonan', 'Brick red coffee bag with a Toraja label showing a tongkonan roof'),
  }),
  beans({
    code: 'KPI-MRPI', slug: 'kopi-arabika-merapi',
    name: t('Kopi Arabika Merapi', 'Merapi Arabica Coffee'),
    summary: t('Arabika lereng Merapi, olah madu, manis dan ringan. Kebunnya 30 km dari bengkel kami.', 'Honey processed Arabica from Mount Merapi, sweet and light. The farms are 30 km from our workshop.'),
    description: t(
      'Dari Kepuharjo di lereng selatan Merapi. Kebun ini ditanami kembali setelah letusan 2010. Buah dikupas lalu dijemur bersama lendirnya (*olah madu*), sehingga manisnya lebih terasa.\n\nPanennya sedikit, sekitar 300 kg setahun yang kami ambil. Bila habis, kami menuliskannya habis; kami tidak mengganti dengan kopi lain.',
      'From Kepuharjo on the southern slope of Merapi, replanted after the eruption of 2010. The cherries are pulped and dried with their mucilage (*honey process*), which leaves more sweetness.\n\nThe harvest is small: about 300 kg a year come to us. When it is sold out we say so; we do not fill the bags with other coffee.',
    ),
    prices: { 100: 48000, 250: 108000, 500: 204000 },
    facts: [species('Arabika (Lini S, Kartika)', 'Arabica (S lines, Kartika)'), origin('Kepuharjo, Sleman, DI Yogyakarta'), height('900–1.200'), process('Olah madu', 'Honey'), roast('Terang ke sedang', 'Light to medium')],
    notes: t('Madu, apel, kulit jeruk', 'Honey, apple, orange peel'),
    alt: t('Kantong kopi hijau berlabel Merapi dengan gambar gunung berapi', 'Green coffee bag with a Merapi label showing a volcano'),
  }),
  beans({
    code: 'KPI-TMGG', slug: 'kopi-robusta-temanggung',
    name: t('Kopi Robusta Temanggung', 'Temanggung Robusta Coffee'),
    summary: t('Robusta petik merah untuk kopi tubruk dan kopi susu yang pekat.', 'Red-picked Robusta for strong tubruk and milk coffee.'),
    description: t(
      'Robusta dari Pringsurat, Temanggung, dipetik merah dan dijemur utuh. Petik merah membuat pahitnya lebih bersih daripada robusta campur yang biasa dijual curah.\n\nKafeinnya kira-kira dua kali arabika. Bila Anda peka terhadap kafein, mulai dari takaran separuh.',
      'Robusta from Pringsurat, Temanggung, picked red and dried whole. Red picking makes the bitterness cleaner than that of the mixed Robusta usually sold loose.\n\nIt holds about twice the caffeine of Arabica. If you are sensitive to caffeine, start with half the dose.',
    ),
    prices: { 100: 28000, 250: 58000, 500: 108000 },
    facts: [species('Robusta'), origin('Pringsurat, Temanggung, Jawa Tengah', 'Pringsurat, Temanggung, Central Java'), height('600–800'), process('Olah kering', 'Natural'), roast('Sedang ke gelap', 'Medium to dark')],
    notes: t('Kakao, kacang, gula aren', 'Cocoa, nuts, palm sugar'),
    alt: t('Kantong kopi hitam berlabel Temanggung dengan gambar daun dan buah kopi', 'Black coffee bag with a Temanggung label showing leaves and cherries'),
  }),
  beans({
    code: 'KPI-BLND', slug: 'kopi-racikan-sendang',
    name: t('Kopi Racikan Sendang', 'Sendang House Blend'),
    summary: t('Racikan rumah: 60 persen arabika Gayo, 40 persen robusta Temanggung.', 'Our house blend: 60 per cent Gayo Arabica, 40 per cent Temanggung Robusta.'),
    description: t(
      'Kopi yang kami seduh sendiri tiap pagi di bengkel. Perbandingannya tetap: 60 persen arabika Gayo, 40 persen robusta Temanggung, disangrai terpisah lalu dicampur.\n\nDibuat untuk mesin espreso dan moka pot, enak juga ditubruk dengan gula.',
      'The coffee we brew ourselves every morning in the workshop. The ratio is fixed: 60 per cent Gayo Arabica, 40 per cent Temanggung Robusta, roasted apart and mixed afterwards.\n\nMade for espresso machines and moka pots; good as tubruk with sugar, too.',
    ),
    prices: { 100: 34000, 250: 74000, 500: 138000 },
    facts: [species('Arabika 60 %, robusta 40 %', 'Arabica 60 %, Robusta 40 %'), origin('Aceh Tengah dan Temanggung', 'Central Aceh and Temanggung'), height('600–1.500'), process('Giling basah dan olah kering', 'Wet hulled and natural'), roast('Sedang ke gelap', 'Medium to dark')],
    notes: t('Cokelat pekat, karamel, kacang', 'Dark chocolate, caramel, nuts'),
    alt: t('Kantong kopi krem berlabel Racikan Sendang dengan gambar riak air', 'Cream coffee bag with a Sendang label showing ripples of water'),
  }),
  {
    slug: 'kopi-celup-saring', name: t('Kopi Saring Sekali Seduh, isi 10', 'Drip Bags, box of 10'),
    summary: t('Kantong saring yang digantung di bibir cangkir; cukup air panas.', 'Filter bags that hang on the rim of a cup; just add hot water.'),
    description: t(
      'Sepuluh kantong, masing-masing 11 g kopi giling sedang yang dikemas dengan nitrogen. Sobek, kaitkan pada cangkir, tuang 150 ml air panas dalam tiga tahap. Selesai dalam dua setengah menit.\n\nPilihan *campur* berisi lima Gayo dan lima Merapi.',
      'Ten bags, each with 11 g of medium ground coffee packed under nitrogen. Tear, hook onto the cup, pour 150 ml of hot water in three goes. Done in two and a half minutes.\n\n*Mixed* holds five Gayo and five Merapi.',
    ),
    category: 'kopi', brand: BRAND, preorder_days: 0, weight_grams: 190, dimensions_mm: box(130, 95, 80),
    attributes: [
      attribute(t('Isi', 'Contents'), t('10 × 11 g', '10 × 11 g')),
      attribute(t('Bahan', 'Ingredients'), t('Kopi arabika giling', 'Ground Arabica coffee')),
      attribute(t('Bahan saringan', 'Filter'), t('Serat nabati tanpa lem', 'Plant fibre without glue')),
      attribute(t('Umur simpan', 'Shelf life'), t('12 bulan', '12 months')),
    ],
    care: t('Simpan di tempat kering. Kantong yang sudah dibuka sebaiknya langsung diseduh.', 'Keep dry. Brew a bag soon after opening it.'),
    in_the_box: t(['10 kantong saring', '1 lembar cara seduh'], ['10 drip bags', '1 brewing sheet']),
    images: [picture('kopi-celup-saring', 1, 'Kotak kopi saring dan satu kantong tergantung pada cangkir', 'A box of drip bags and one bag hanging on a cup')],
    options: [option('rasa', t('Kopi', 'Coffee'), ['gayo', 'Gayo'], ['merapi', 'Merapi'], ['campur', 'Campur', 'Mixed'])],
    get variants() {
      return variants('KPI-DRIP', this.options, 40, ({ rasa }) => ({ price: rasa === 'gayo' ? 78000 : 84000 }));
    },
    permits: ['nib', 'pirt-kopi', 'halal'],
  },
  {
    slug: 'cascara-merapi', name: t('Cascara Merapi', 'Merapi Cascara'),
    summary: t('Kulit buah kopi kering, diseduh seperti teh.', 'Dried coffee cherry husk, brewed like tea.'),
    description: t(
      'Kulit buah dari panen Merapi yang biasanya dibuang. Dicuci, dijemur 10 hari, disortir dengan tangan. Seduh 8 g dengan 200 ml air 95 °C selama 5 menit, atau seduh dingin semalam.\n\nMengandung kafein, kira-kira seperempat kopi saring. Tanpa gula tambahan; manisnya dari buahnya.',
      'Cherry husk of the Merapi harvest, which is usually thrown away. Washed, sun dried for 10 days, hand sorted. Brew 8 g with 200 ml of water at 95 °C for 5 minutes, or steep overnight in cold water.\n\nContains caffeine, about a quarter of filter coffee. No added sugar; the sweetness is the fruit\'s.',
    ),
    category: 'minuman', brand: BRAND, preorder_days: 0, weight_grams: 110, dimensions_mm: box(160, 90, 50),
    attributes: [
      attribute(t('Bahan', 'Ingredients'), t('Kulit buah kopi arabika', 'Arabica coffee cherry husk')),
      attribute(t('Asal', 'Origin'), t('Kepuharjo, Sleman', 'Kepuharjo, Sleman')),
      attribute(t('Umur simpan', 'Shelf life'), t('12 bulan', '12 months')),
    ],
    care: t('Tutup rapat setelah dibuka dan habiskan dalam dua bulan.', 'Close tightly after opening and use within two months.'),
    in_the_box: t(['1 kantong cascara'], ['1 bag of cascara']),
    images: [picture('cascara-merapi', 1, 'Kantong cascara dan gelas kaca berisi seduhan berwarna merah', 'A bag of cascara and a glass of the red brew')],
    options: [option('berat', t('Berat bersih', 'Net weight'), ['75', '75 g'], ['150', '150 g'])],
    get variants() {
      return variants('KPI-CASC', this.options, 18, ({ berat }) => ({ price: berat === '75' ? 38000 : 69000, weight_grams: berat === '75' ? 110 : 195 }));
    },
    permits: ['nib', 'pirt-minuman', 'halal'],
  },
  {
    slug: 'gula-aren-semut', name: t('Gula Aren Semut', 'Granulated Palm Sugar'),
    summary: t('Gula aren butiran dari Kulon Progo untuk kopi dan kue.', 'Granulated palm sugar from Kulon Progo for coffee and baking.'),
    description: t(
      'Nira disadap pagi dan sore, dimasak di tungku kayu, lalu diaduk sampai mengkristal. Tidak dicampur gula tebu.\n\nWarnanya berbeda tiap kali masak, dari emas sampai cokelat tua. Bila menggumpal karena lembap, keringkan sebentar di wajan; itu bukan tanda rusak.',
      'Palm sap tapped morning and evening, boiled over wood and stirred until it crystallises. Not blended with cane sugar.\n\nThe colour differs from batch to batch, from gold to dark brown. Should it clump in humid air, dry it briefly in a pan; it has not gone off.',
    ),
    category: 'minuman', brand: BRAND, preorder_days: 0, weight_grams: 275, dimensions_mm: box(150, 90, 60),
    attributes: [
      attribute(t('Bahan', 'Ingredients'), t('Nira aren', 'Palm sap')),
      attribute(t('Asal', 'Origin'), t('Kokap, Kulon Progo', 'Kokap, Kulon Progo')),
      attribute(t('Umur simpan', 'Shelf life'), t('12 bulan', '12 months')),
    ],
    care: t('Simpan dalam wadah kedap udara.', 'Keep in an airtight jar.'),
    in_the_box: t(['1 kantong gula aren'], ['1 bag of palm sugar']),
    images: [picture('gula-aren-semut', 1, 'Mangkuk kayu berisi gula aren dan kantongnya', 'A wooden bowl of palm sugar beside its bag')],
    options: [option('berat', t('Berat bersih', 'Net weight'), ['250', '250 g'], ['500', '500 g'])],
    get variants() {
      return variants('KPI-AREN', this.options, 50, ({ berat }) => ({ price: berat === '250' ? 24000 : 44000, weight_grams: berat === '250' ? 275 : 530 }));
    },
    permits: ['nib', 'pirt-minuman', 'halal'],
  },
  {
    slug: 'wedang-uwuh-imogiri', name: t('Wedang Uwuh Imogiri, isi 10', 'Wedang Uwuh from Imogiri, box of 10'),
    summary: t('Minuman rempah khas Imogiri: secang, jahe, daun cengkih, kayu manis, gula batu.', 'Spiced drink of Imogiri: sappan wood, ginger, clove leaf, cinnamon, rock sugar.'),
    description: t(
      '*Uwuh* berarti sampah dalam bahasa Jawa, karena gelasnya penuh daun dan serpih kayu. Warna merahnya dari kayu secang. Satu bungkus untuk satu gelas: tuangi 250 ml air mendidih, diamkan 5 menit, aduk, minum hangat.\n\nGula batu dibungkus terpisah supaya Anda dapat mengatur manisnya.',
      '*Uwuh* is Javanese for litter, for the glass is full of leaves and wood chips. The red comes from sappan wood. One pack makes one glass: pour 250 ml of boiling water, wait 5 minutes, stir, drink warm.\n\nThe rock sugar is wrapped apart, so you choose the sweetness.',
    ),
    category: 'minuman', brand: BRAND, preorder_days: 0, weight_grams: 420, dimensions_mm: box(200, 140, 70),
    attributes: [
      attribute(t('Bahan', 'Ingredients'), t('Kayu secang, jahe, daun dan tangkai cengkih, kayu manis, daun pala, gula batu', 'Sappan wood, ginger, clove leaf and stem, cinnamon, nutmeg leaf, rock sugar')),
      attribute(t('Isi', 'Contents'), t('10 × 32 g', '10 × 32 g')),
      attribute(t('Umur simpan', 'Shelf life'), t('10 bulan', '10 months')),
    ],
    care: t('Simpan di tempat kering, jauh dari matahari.', 'Keep dry and out of the sun.'),
    in_the_box: t(['10 bungkus rempah', '10 bungkus gula batu'], ['10 packs of spices', '10 packs of rock sugar']),
    images: [picture('wedang-uwuh-imogiri', 1, 'Gelas wedang uwuh merah dengan jahe, kayu manis, dan daun cengkih', 'A glass of red wedang uwuh with ginger, cinnamon and clove leaves')],
    options: [],
    get variants() {
      return variants('KPI-UWUH', this.options, 35, () => ({ price: 46000 }));
    },
    permits: ['nib', 'pirt-minuman', 'halal'],
  },
  {
    slug: 'kertas-saring-kopi', name: t('Kertas Saring Kopi, isi 100', 'Coffee Filter Papers, pack of 100'),
    summary: t('Kertas saring kerucut tanpa pemutih klorin.', 'Cone filter papers, bleached without chlorine or not at all.'),
    description: t(
      'Kertas saring kerucut untuk penyeduh bersudut 60°, termasuk Penyeduh Tirta kami. Ukuran 01 untuk 1–2 cangkir, 02 untuk 1–4 cangkir. Yang cokelat tidak diputihkan dan perlu dibilas lebih lama sebelum dipakai.',
      'Cone papers for 60° drippers, our Tirta dripper among them. Size 01 for 1–2 cups, 02 for 1–4 cups. The brown ones are unbleached and want a longer rinse before use.',
    ),
    category: 'alat-seduh', brand: 'Papyra', preorder_days: 0, weight_grams: 160, dimensions_mm: box(180, 130, 50),
    attributes: [
      attribute(t('Bahan', 'Material'), t('Serat kayu', 'Wood pulp')),
      attribute(t('Sudut', 'Angle'), t('60°', '60°')),
      attribute(t('Isi', 'Contents'), t('100 lembar', '100 sheets')),
    ],
    care: t('Simpan kering, jauh dari bumbu; kertas menyerap bau.', 'Keep dry and away from spices; paper takes on smells.'),
    in_the_box: t(['100 lembar kertas saring'], ['100 filter papers']),
    images: [picture('kertas-saring-kopi', 1, 'Tumpukan kertas saring kerucut putih dan cokelat', 'A stack of white and brown cone filter papers')],
    options: [
      option('ukuran', t('Ukuran', 'Size'), ['01', '01 (1–2 cangkir)', '01 (1–2 cups)'], ['02', '02 (1–4 cangkir)', '02 (1–4 cups)']),
      option('warna', t('Warna', 'Colour'), ['putih', 'Putih', 'White'], ['cokelat', 'Cokelat', 'Brown']),
    ],
    get variants() {
      return variants('ALT-SARG', this.options, 60, ({ ukuran }) => ({ price: ukuran === '01' ? 42000 : 48000 }));
    },
    permits: ['nib'],
  },
  {
    slug: 'sendok-takar-kayu', name: t('Sendok Takar Kopi Kayu', 'Wooden Coffee Scoop'),
    summary: t('Sendok takar 10 g dari kayu sonokeling atau mahoni sisa mebel.', 'A 10 g scoop of rosewood or mahogany offcuts.'),
    description: t(
      'Diukir dari potongan kayu sisa pembuat mebel di Sewon. Sekali sendok rata sama dengan kira-kira 10 g biji. Serat dan warnanya berbeda pada tiap sendok.\n\nDilapisi minyak kelapa dan malam lebah; lapisannya perlu diperbarui beberapa bulan sekali.',
      'Carved from a furniture maker\'s offcuts in Sewon. A level scoop holds about 10 g of beans. Grain and colour differ with each one.\n\nFinished with coconut oil and beeswax, which want renewing every few months.',
    ),
    category: 'alat-seduh', brand: BRAND, preorder_days: 0, weight_grams: 60, dimensions_mm: box(140, 50, 40),
    attributes: [
      attribute(t('Panjang', 'Length'), t('12 cm', '12 cm')),
      attribute(t('Takaran', 'Measure'), t('± 10 g biji', '± 10 g of beans')),
      attribute(t('Lapisan', 'Finish'), t('Minyak kelapa, malam lebah', 'Coconut oil, beeswax')),
    ],
    care: t('Lap kering. Jangan direndam, jangan masuk mesin cuci piring. Oleskan minyak kelapa bila kusam.', 'Wipe dry. Do not soak, no dishwasher. Rub with coconut oil when dull.'),
    in_the_box: t(['1 sendok takar'], ['1 scoop']),
    images: [picture('sendok-takar-kayu', 1, 'Sendok takar kayu berisi biji kopi', 'A wooden scoop filled with coffee beans')],
    options: [option('kayu', t('Kayu', 'Wood'), ['sonokeling', 'Sonokeling', 'Rosewood'], ['mahoni', 'Mahoni', 'Mahogany'])],
    get variants() {
      return variants('ALT-SNDK', this.options, 15, ({ kayu }) => ({ price: kayu === 'sonokeling' ? 48000 : 42000 }));
    },
    permits: ['nib'],
  },
];
