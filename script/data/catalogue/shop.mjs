// SPDX-License-Identifier: Apache-2.0
//
// shop.mjs - the example shop around its products. Every person, number and permit is made up:
// telephone numbers are in 0810, which no operator has, the bank and the QRIS acquirer do not exist.

import { t } from './parts.mjs';

export const shop = {
  name: 'Kriya Banyuwening',
  legal_name: 'Kriya Banyuwening (usaha perorangan, contoh)',
  tagline: t('Kopi, batik, dan keramik dari satu bengkel di Bantul', 'Coffee, batik and ceramics from one workshop in Bantul'),
  phone: '081000007001',
  whatsapp: '081000007001',
  email: 'halo@banyuwening.example',
  social: [
    { kind: 'instagram', name: '@banyuwening.contoh' },
    { kind: 'tiktok', name: '@banyuwening.contoh' },
  ],
  address: {
    street: 'Jalan Contoh Kriya 7, RT 03',
    village: 'Bangunjiwo',
    district: 'Kasihan',
    district_code: '34.02.16',
    city: 'Kabupaten Bantul',
    province: 'DI Yogyakarta',
    postal_code: '55184',
    country: 'ID',
    note: t('Rumah joglo bercat hijau, 200 m selatan gapura keramik', 'Green joglo house, 200 m south of the ceramics gate'),
  },
  founded_year: 2017,
  is_pkp: false,
  hours: [
    { weekdays: [1, 2, 3, 4, 5], open: '09:00', close: '17:00' },
    { weekdays: [6], open: '09:00', close: '14:00' },
  ],
  logo: 'logo.svg',
  favicon: 'favicon.svg',
  hero: {
    file: 'hero.svg',
    alt: t('Meja bengkel dengan penyeduh kopi, cangkir, kain batik, dan vas di depan jendela berpemandangan gunung', 'Workshop table with a coffee dripper, cups, batik cloth and a vase before a window with a mountain'),
    title: t('Dibuat sedikit, ditulis jujur', 'Made in small numbers, described as it is'),
    text: t('Setiap barang punya catatan bets, tanggal kirim yang dijanjikan, dan orang yang membuatnya.', 'Every piece has its batch record, a promised shipping date, and the person who made it.'),
  },
};

export const about = {
  title: t('Tentang Kriya Banyuwening', 'About Kriya Banyuwening'),
  story: t(
    'Banyuwening berarti *air yang jernih*. Bengkel ini mulai pada 2017 di dapur Bu Sri Wahyuni: satu alat putar bekas, satu wajan sangrai, dan pesanan dua lusin cangkir dari warung kopi tetangga. Batik menyusul pada 2019, ketika Mbak Retno membawa canting ibunya.\n\nSekarang kami sembilan orang. Tanah liat kami olah di belakang rumah, kopi kami sangrai dua kali sepekan, dan kain dicap di ruang yang sama tempat kami makan siang. Kami membeli langsung dari petani dan pembatik yang namanya kami tulis.\n\nKami pernah mengecewakan. Pada Lebaran 2022 kami menerima pesanan lebih banyak daripada yang sanggup kami bakar, dan 41 kiriman terlambat. Sejak itu setiap pesanan punya tanggal kirim yang dijanjikan, dan Anda dapat melihat seberapa sering kami menepatinya.',
    'Banyuwening means *clear water*. The workshop began in 2017 in Sri Wahyuni\'s kitchen: a used wheel, a roasting pan, and an order for two dozen cups from the coffee stall next door. Batik followed in 2019, when Retno brought her mother\'s canting.\n\nToday we are nine. We prepare the clay behind the house, roast twice a week, and stamp cloth in the room where we have lunch. We buy directly from farmers and batik makers and give their names.\n\nWe have let people down. Before Eid 2022 we took more orders than our kiln could fire, and 41 parcels went out late. Since then every order has a promised shipping date, and you can see how often we kept it.',
  ),
  people: [
    { name: 'Sri Wahyuni', role: t('Pendiri, keramik', 'Founder, ceramics'), text: t('Memutar semua cangkir sampai 2019; kini mengajar dua pemutar muda dan memeriksa setiap pembakaran.', 'Threw every cup until 2019; now teaches two young throwers and checks every firing.') },
    { name: 'Bagas Prasetyo', role: t('Sangrai kopi', 'Roaster'), text: t('Menyangrai Selasa dan Jumat, menulis catatan tiap bets yang dapat Anda baca di halaman produk.', 'Roasts on Tuesdays and Fridays and writes the batch notes you find on the product pages.') },
    { name: 'Retno Kusumawati', role: t('Batik', 'Batik'), text: t('Anak pembatik Giriloyo. Merancang motif, memilih pewarna, menguji luntur.', 'Daughter of a Giriloyo batik maker. Designs motifs, chooses dyes, tests them for bleeding.') },
    { name: 'Dimas Hartanto', role: t('Layanan pembeli', 'Customer care'), text: t('Yang membalas pesan Anda. Bila ia libur, jam balasannya tertulis di halaman kontak.', 'Answers your messages. When he is off, the contact page says when you get a reply.') },
    { name: 'Ning Lestari', role: t('Pengemasan dan kiriman', 'Packing and shipping'), text: t('Memotret setiap paket sebelum ditutup; fotonya ada di halaman pesanan Anda.', 'Photographs every parcel before it is closed; the picture is on your order page.') },
  ],
  commitments: [
    t('Kami menulis apa adanya, termasuk kekurangannya. Gambar berlabel ilustrasi adalah gambar, bukan foto.', 'We describe things as they are, faults included. Pictures marked as illustrations are drawings, not photographs.'),
    t('Setiap janji punya tanggal. Bila kami melewatinya, akibatnya terjadi sendiri tanpa Anda meminta.', 'Every promise has a date. If we miss it, the consequence happens by itself, without your asking.'),
    t('Keramik diuji bocor 24 jam, kain diuji luntur, kopi dicatat kadar air dan tanggal sangrainya.', 'Ceramics stand filled for 24 hours, cloth is tested for bleeding, coffee has its moisture and roasting date on record.'),
    t('Pembatik dan petani dibayar saat barang diterima, bukan saat barang terjual.', 'Batik makers and farmers are paid when goods arrive, not when they sell.'),
  ],
};

export const categories = [
  ['kopi', 'Kopi', 'Coffee', 'Disangrai dua kali sepekan, giling sesuai alat Anda.', 'Roasted twice a week, ground for your brewer.'],
  ['minuman', 'Minuman dan Gula', 'Drinks and Sugar', 'Rempah, cascara, dan gula aren dari tetangga kami.', 'Spices, cascara and palm sugar from our neighbours.'],
  ['alat-seduh', 'Alat Seduh', 'Brewing', 'Penyeduh, stoples, saringan, dan sendok takar.', 'Drippers, jars, papers and scoops.'],
  ['keramik', 'Keramik', 'Ceramics', 'Cangkir, piring, mangkuk, dan teko, diputar tangan.', 'Cups, plates, bowls and teapots, thrown by hand.'],
  ['kain-batik', 'Kain Batik', 'Batik Cloth', 'Batik tulis dan cap dengan arti motifnya.', 'Hand-drawn and stamped batik and what the motifs mean.'],
  ['busana', 'Busana', 'Clothing', 'Kemeja, blus, dan luaran dengan tabel ukuran.', 'Shirts, blouses and overshirts with size charts.'],
  ['aksesori', 'Aksesori', 'Accessories', 'Syal, tas, dan dompet dari kain kami.', 'Scarves, bags and purses of our own cloth.'],
  ['rumah', 'Rumah', 'Home', 'Taplak, sarung bantal, vas, dan pot.', 'Tablecloths, cushion covers, vases and pots.'],
  ['hadiah', 'Hadiah', 'Gifts', 'Kotak siap beri, ucapan ditulis tangan.', 'Ready to give, with words written by hand.'],
].map(([slug, nameId, nameEn, textId, textEn], i) => ({
  slug, position: i + 1, name: t(nameId, nameEn), description: t(textId, textEn),
}));

// Days are counted from the day the example shop is made, so that it never looks stale.
export const permits = [
  { code: 'nib', kind: 'nib', name: t('Nomor Induk Berusaha', 'Business identification number'), number: '0000000070017', issuer: 'OSS (contoh)', issued_days_ago: 1100, expires_in_days: null },
  { code: 'pirt-kopi', kind: 'pirt', name: t('SPP-IRT kopi bubuk dan biji', 'Home food industry certificate, coffee'), number: 'P-IRT 0000000000017-00', issuer: 'Dinas Kesehatan (contoh)', issued_days_ago: 700, expires_in_days: 1126 },
  { code: 'pirt-minuman', kind: 'pirt', name: t('SPP-IRT minuman serbuk dan gula aren', 'Home food industry certificate, drinks and palm sugar'), number: 'P-IRT 0000000000025-00', issuer: 'Dinas Kesehatan (contoh)', issued_days_ago: 1795, expires_in_days: 31 },
  { code: 'halal', kind: 'halal', name: t('Sertifikat halal, kelompok minuman', 'Halal certificate, beverages'), number: 'ID00000000000000017', issuer: 'BPJPH (contoh)', issued_days_ago: 420, expires_in_days: null },
  { code: 'batikmark', kind: 'other', name: t('Batikmark', 'Batikmark'), number: 'BM-0000-CONTOH', issuer: 'Balai Kerajinan dan Batik (contoh)', issued_days_ago: 600, expires_in_days: 495 },
].map((p) => ({ ...p, is_fictional: true }));

export const certificates = [
  { code: 'uji-glasir', kind: 'test', name: t('Uji pelepasan timbal dan kadmium glasir', 'Glaze lead and cadmium release test'), number: 'LAP-CONTOH-118', issuer: 'Laboratorium contoh', issued_days_ago: 160, expires_in_days: 205 },
  { code: 'kurasi-kriya', kind: 'award', name: t('Kurasi Kriya Daerah, peserta terpilih', 'Regional craft selection, chosen exhibitor'), number: 'KKD-CONTOH-09', issuer: 'Panitia contoh', issued_days_ago: 250, expires_in_days: null },
  { code: 'penilaian-lokapasar', kind: 'rating', name: t('4,8 dari 5 di lokapasar contoh, 312 penilaian', '4.8 of 5 on an example marketplace, 312 ratings'), number: '', issuer: 'Lokapasar contoh', issued_days_ago: 20, expires_in_days: 70 },
  { code: 'pelatihan-hygiene', kind: 'training', name: t('Pelatihan higiene pangan', 'Food hygiene training'), number: 'HP-CONTOH-44', issuer: 'Penyelenggara contoh', issued_days_ago: 1105, expires_in_days: -10 },
].map((c) => ({ ...c, is_fictional: true }));

export const payment = {
  bank_accounts: [
    { bank: 'Bank Contoh Nusantara', code: '000', number: '0000123456789', holder: 'KRIYA BANYUWENING (CONTOH)', is_fictional: true },
  ],
  qris_merchant: { acquirer: 'ID.CO.CONTOH.WWW', pan: '936000000000070017', merchant_id: '000000000070017', nmid: 'ID1000000070017', criteria: 'UMI', mcc: '5947', name: 'KRIYA BANYUWENING', city: 'BANTUL', postal_code: '55184', terminal: 'A01' },
  cod: { is_offered: true, provinces: ['33', '34'], max_amount: 500000 },
};

// Price of a parcel by zone and weight, from Bantul; rupiah, courier's working days.
const ZONES = [
  ['yogyakarta', 'DI Yogyakarta', 'DI Yogyakarta', ['34'], 9000, 7000, 1, 2],
  ['jawa-tengah', 'Jawa Tengah', 'Central Java', ['33'], 13000, 10000, 1, 3],
  ['jawa', 'Jawa lainnya', 'Rest of Java', ['31', '32', '35', '36'], 18000, 14000, 2, 4],
  ['bali-nusa', 'Bali dan Nusa Tenggara', 'Bali and Nusa Tenggara', ['51', '52', '53'], 29000, 26000, 3, 6],
  ['sumatera', 'Sumatera', 'Sumatra', ['11', '12', '13', '14', '15', '16', '17', '18', '19', '21'], 36000, 32000, 3, 7],
  ['kalimantan', 'Kalimantan', 'Kalimantan', ['61', '62', '63', '64', '65'], 42000, 38000, 3, 7],
  ['sulawesi', 'Sulawesi', 'Sulawesi', ['71', '72', '73', '74', '75', '76'], 46000, 42000, 4, 8],
  ['maluku-papua', 'Maluku dan Papua', 'Maluku and Papua', ['81', '82', '91', '92', '93', '94', '95', '96'], 92000, 86000, 5, 14],
];

const BRACKETS_GRAMS = [1000, 2000, 3000, 4000, 5000, 7000, 10000, 15000, 20000];

export const shipping = {
  origin_district_code: '34.02.16',
  free_from: null,
  insurance_bp: 25,
  couriers: ['jne', 'sicepat', 'jnt', 'pos', 'anteraja', 'gosend'],
  zones: ZONES.map(([code, id, en, provinces, , , minDays, maxDays]) => ({
    code, name: t(id, en), provinces, min_days: minDays, max_days: maxDays,
  })),
  rates: ZONES.flatMap(([zone, , , , first, next]) =>
    BRACKETS_GRAMS.map((grams) => ({ zone, up_to_grams: grams, price: first + next * (grams / 1000 - 1) }))),
};

export const faq = [
  ['kapan-dikirim', 'pengiriman', 'Kapan pesanan saya dikirim?', 'When will my order be shipped?',
    'Tanggal kirim paling lambat tertulis di halaman produk sebelum Anda membayar dan di halaman pesanan sesudahnya. Barang prapesan punya tanggalnya sendiri. Bila kami melewati tanggal itu, halaman pesanan menunjukkan apa yang terjadi secara otomatis.',
    'The latest shipping date is on the product page before you pay and on the order page afterwards. Pre-order goods have dates of their own. If we miss the date, the order page shows what happens automatically.'],
  ['ongkir-kecamatan', 'pengiriman', 'Berapa ongkir ke kecamatan saya?', 'How much is shipping to my district?',
    'Ketik nama kecamatan di halaman produk atau keranjang; ongkirnya langsung tampil, tanpa mendaftar. Berat dihitung dari barang berikut kemasannya.',
    'Type your district on a product page or in the cart and the price appears at once, no account needed. The weight includes packing.'],
  ['lacak-paket', 'pengiriman', 'Bagaimana melacak paket?', 'How do I track my parcel?',
    'Buka tautan pesanan yang kami kirim, atau menu Lacak dengan nomor pesanan dan nomor telepon. Setiap langkah kurir tampil di sana berikut nomor resinya.',
    'Open the order link we sent you, or Track with your order number and phone number. Every step of the courier shows there together with the tracking number.'],
  ['tidak-sampai', 'jaminan', 'Bagaimana bila paket tidak pernah sampai?', 'What if the parcel never arrives?',
    'Uang Anda kembali, termasuk ongkirnya. Anda tidak perlu membuktikan apa pun; kami yang mengurus klaim kepada kurir. Batas waktunya tertulis dan dihitung mundur di halaman pesanan.',
    'You get your money back, shipping included. You need not prove anything; the claim against the courier is our business. The time limit is counted down on your order page.'],
  ['pecah-rusak', 'jaminan', 'Barang pecah atau cacat, apa yang harus saya lakukan?', 'Something arrived broken or faulty. What do I do?',
    'Di halaman pesanan pilih "Ajukan klaim", pilih barangnya, dan lampirkan foto bila ada. Anda memilih ganti barang atau uang kembali. Tidak perlu video buka paket; foto paket sebelum ditutup sudah ada pada kami.',
    'On the order page choose "Make a claim", pick the item and add a photo if you have one. You choose replacement or refund. No unboxing video is needed; we photographed the parcel before closing it.'],
  ['tukar-ukuran', 'jaminan', 'Bolehkah menukar ukuran baju?', 'May I exchange a size?',
    'Bila baju tidak sesuai tabel ukuran kami, itu tanggungan kami: ganti atau uang kembali, ongkir dari kami. Bila salah pilih ukuran, alasan yang dicakup jaminan tertulis di halaman pesanan Anda; di luar itu tanyakan saja, selama belum dicuci dan ukurannya ada kami usahakan tukar.',
    'If the piece does not match our size chart it is on us: replacement or refund, and we pay the way back. If you chose the wrong size, the order page says which reasons your guarantee covers; beyond that just ask: unwashed, and if we have the size, we try to exchange it.'],
  ['batalkan', 'pesanan', 'Bisakah membatalkan pesanan?', 'Can I cancel an order?',
    'Bisa dari halaman pesanan selama belum kami serahkan kepada kurir. Uang kembali penuh, dengan tanggal pengembalian yang tertulis di sana.',
    'Yes, from the order page until we hand it to the courier, for a full refund with its promised date.'],
  ['cara-bayar', 'pembayaran', 'Cara bayar apa saja yang ada?', 'How can I pay?',
    'Transfer bank, QRIS, dan bayar di tempat bila tampil di halaman pembayaran untuk alamat dan jumlah pesanan Anda. Pada transfer dan QRIS angka unik di akhir jumlah membuat pembayaran Anda dikenali; besarnya tertulis sebelum Anda membayar.',
    'Bank transfer, QRIS, and cash on delivery where checkout offers it for your address and amount. With transfers and QRIS a few unique digits at the end let us recognise your payment; you see them before you pay.'],
  ['salah-transfer', 'pembayaran', 'Saya terlanjur mentransfer jumlah yang salah.', 'I transferred the wrong amount.',
    'Tidak apa-apa. Buka halaman pesanan, tekan "Saya sudah transfer", dan tulis jumlahnya. Kami mencocokkan dengan mutasi rekening; kelebihan dikembalikan ke rekening asal.',
    'Never mind. Open the order page, press "I have paid" and write the amount. We check it against our account; what is too much goes back to where it came from.'],
  ['faktur', 'pembayaran', 'Apakah harga sudah termasuk PPN?', 'Do prices include VAT?',
    'Kami belum PKP, jadi tidak memungut PPN dan tidak menerbitkan faktur pajak. Nota dapat dicetak dari halaman pesanan.',
    'We are not registered for VAT, so none is charged and no tax invoice is issued. You can print a receipt from the order page.'],
  ['keramik-microwave', 'produk', 'Apakah keramiknya aman untuk makanan dan microwave?', 'Are the ceramics safe for food and microwave?',
    'Cangkir, piring, mangkuk, dan teko: ya, keduanya. Hasil uji timbal dan kadmium tiap bets ada di halaman produk. Vas dan pot tidak dibuat untuk makanan.',
    'Cups, plates, bowls and teapots: yes, both. The lead and cadmium test of each batch is on the product page. Vases and pots are not made for food.'],
  ['batik-luntur', 'produk', 'Apakah batiknya luntur?', 'Does the batik bleed?',
    'Sedikit pada dua cucian pertama. Cuci terpisah dengan lerak atau sampo. Bila setelah itu masih luntur ke pakaian lain, itu cacat dan kami ganti.',
    'A little in the first two washes. Wash it apart with soapnut or shampoo. If it still bleeds after that, it is a defect and we replace it.'],
  ['tanggal-sangrai', 'produk', 'Sesegar apa kopinya?', 'How fresh is the coffee?',
    'Tanggal sangrai tercetak di kantong dan tampil sebagai catatan bets di halaman produk. Kami menyangrai Selasa dan Jumat dan biasanya mengirim kopi yang berumur satu sampai sepuluh hari.',
    'The roasting date is printed on the bag and shown in the batch record of the product page. We roast on Tuesdays and Fridays and usually ship coffee that is one to ten days old.'],
  ['ulasan-dihapus', 'kepercayaan', 'Apakah ulasan buruk dihapus?', 'Do you delete bad reviews?',
    'Tidak bisa. Ulasan masuk ke catatan publik yang ditandatangani; yang memeriksa bahasa tidak melihat bintangnya. Kami hanya dapat menjawab.',
    'We cannot. Reviews go into a signed public log, and whoever checks the language does not see the stars. All we can do is answer.'],
  ['data-saya', 'kepercayaan', 'Apa yang terjadi dengan data saya?', 'What happens to my data?',
    'Nama, telepon, dan alamat dipakai untuk mengirim pesanan Anda. Setiap kali petugas membacanya, tercatat siapa dan untuk apa, dan Anda dapat melihat catatan itu. Anda dapat meminta salinan atau penghapusan dari halaman privasi.',
    'Name, phone and address are used to send your order. Each time staff read them, who and why is recorded, and you can see that record. Ask for a copy or for deletion on the privacy page.'],
].map(([slug, topic, questionId, questionEn, answerId, answerEn]) => ({
  slug, topic, question: t(questionId, questionEn), answer: t(answerId, answerEn),
}));
