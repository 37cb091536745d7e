// SPDX-License-Identifier: Apache-2.0
//
// talk.mjs - conversations, questions, claims, complaints, surveys, and the community.
// `after_minutes` counts from the line before; {order} stands for the buyer's order number.

const said = (from, after_minutes, text) => ({ from, after_minutes, text });
const buyer = (text, after = 0) => said('buyer', after, text);
const shop = (text, after) => said('staff', after, text);

export const conversations = [
  { channel: 'whatsapp', topic: 'ongkir', lines: [buyer('Kak, ongkir ke Kecamatan Rappocini berapa ya untuk 2 mug?'), shop('Siang Kak. Dua mug 920 g, jadi hitungan 1 kg: Rp46.000, 4–8 hari kerja. Di halaman produk juga bisa diketik kecamatannya.', 6), buyer('Oke kak, saya pesan ya', 4)] },
  { channel: 'web', topic: 'stok', slug: 'mug-pagi', lines: [buyer('Mug Pagi biru lautnya tinggal satu ya? Kapan ada lagi?'), shop('Betul tinggal satu. Pembakaran berikutnya hari Kamis, keluar tungku hari Sabtu. Mau kami kabari?', 11), buyer('Boleh, kabari ke WA ini', 9), shop('Kami catat. Sabtu sebelum pukul 12 kami kabari.', 3)] },
  { channel: 'whatsapp', topic: 'resi', lines: [buyer('Pesanan {order} sudah sampai mana ya?'), shop('Sudah di kota Anda sejak tadi pagi, biasanya diantar hari ini. Setiap langkahnya ada di tautan pesanan.', 14), buyer('Oh iya ada. Makasih', 5)] },
  { channel: 'web', topic: 'produk', slug: 'penyeduh-tirta', lines: [buyer('Penyeduhnya muat di atas mug 8 cm?'), shop('Kakinya 11 cm dengan lekuk di dalam 7,5 cm, jadi pas untuk mug bermulut 7,5 sampai 10 cm.', 22)] },
  { channel: 'instagram', topic: 'produk', slug: 'kain-batik-parang-tulis', lines: [buyer('Batik tulisnya bisa pesan warna hijau?'), shop('Untuk pewarna alami kami hanya sogan dan indigo. Hijau dari campuran keduanya belum stabil, jadi kami tidak berani menjanjikan.', 41), buyer('Sip, jawaban jujur. Saya ambil sogan', 30)] },
  { channel: 'email', topic: 'grosir', lines: [buyer('Selamat pagi, kami hendak membeli 60 cangkir untuk suvenir kantor bulan depan. Apakah sanggup?'), shop('Selamat pagi. Enam puluh cangkir memerlukan tiga pembakaran, paling cepat 24 hari dari pembayaran. Kami kirim penawaran resminya hari ini sebelum pukul 16.', 95), shop('Penawaran terlampir. Bila tanggal di penawaran lewat, potongan 10 persen berlaku sendiri.', 240), buyer('Terima kasih, akan kami bahas.', 600)] },
  { channel: 'whatsapp', topic: 'bayar', lines: [buyer('Saya transfer 185.000 padahal harusnya 185.231, gimana?'), shop('Tidak apa-apa. Sudah kami cocokkan dengan nama pengirim, pesanan tetap jalan.', 17)] },
  { channel: 'phone', topic: 'minta ditelepon', lines: [buyer('Minta ditelepon soal ukuran kemeja.'), shop('Sudah ditelepon. Disarankan XL karena lebar dada 58 cm; ukuran diganti sebelum dikirim.', 35)] },
  { channel: 'web', topic: 'produk', slug: 'cascara-merapi', lines: [buyer('Cascara aman untuk ibu hamil?'), shop('Cascara mengandung kafein, kira-kira seperempat kopi saring. Kami bukan tenaga kesehatan; tanyakan takarannya ke dokter atau bidan Anda.', 12)] },
  { channel: 'telegram', topic: 'alamat', lines: [buyer('Bisa ganti alamat? Pesanan {order} belum dikirim kan'), shop('Belum. Alamatnya bisa Anda ganti sendiri dari halaman pesanan sampai pukul 14 hari ini; setelah itu kami bantu dari sini.', 8), buyer('Sudah saya ganti', 11)] },
  { channel: 'whatsapp', topic: 'seduh', slug: 'kopi-arabika-kintamani', lines: [buyer('Kok kopinya sepat ya?'), shop('Suhu airnya berapa? Kintamani ini sangrai terang, di atas 94 °C biasanya jadi sepat.', 9), buyer('Langsung mendidih hehe', 3), shop('Tunggu dua menit setelah mendidih, lalu tuang 2 menit 30 detik. Kalau masih sepat, kabari kami.', 4), buyer('Enak sekarang kak, makasih', 1440)] },
  { channel: 'email', topic: 'english', lang: 'en', lines: [buyer('Hello, do you ship abroad?'), shop('Not yet, sorry. We ship within Indonesia only. If you are visiting Yogyakarta you can pick up at the workshop, Monday to Saturday.', 130)] },
  { channel: 'web', topic: 'di luar jam', lines: [buyer('Malam, hantaran rumah baru bisa diantar Minggu?'), shop('Selamat pagi. Mohon maaf, Minggu kami dan kurir reguler libur. GoSend dari Bantul bisa Sabtu sampai pukul 14 untuk wilayah Yogyakarta.', 700)] },
  { channel: 'instagram', topic: 'pujian', lines: [buyer('Cangkirnya sudah sampai, cantik!'), shop('Senang mendengarnya. Bila sempat, ulasannya bisa ditulis dari tautan pesanan.', 28)] },
  { channel: 'sms', topic: 'tanpa internet', lines: [buyer('Pesanan saya {order} kapan dikirim. Tdk ada paket data'), shop('Dikirim besok, paling lambat tgl di nota. Resi kami SMS.', 19)] },
];

export const questions = [
  ['cangkir-sendang', 'Apakah boleh untuk air mendidih?', 'Boleh. Dindingnya ganda di bawah; hindari memindahkan langsung dari kulkas.', 25],
  ['mug-pagi', 'Gagangnya kuat untuk diangkat penuh?', 'Ya. Gagang ditarik dari badan dan setiap mug diuji angkat penuh sebelum dikemas.', 40],
  ['piring-makan-24', 'Bisa ditumpuk berapa?', 'Delapan. Lebih dari itu kaki piring paling bawah menahan terlalu berat.', 65],
  ['teko-wening', 'Gagang rotan bisa beli terpisah?', 'Bisa, Rp25.000 dengan ongkir. Tulis nomor pesanan tekonya di pesan.', 33],
  ['penyeduh-tirta', 'Cocok dengan kertas V60?', 'Cocok, pakai ukuran 02.', 9],
  ['kopi-arabika-gayo', 'Bisa digiling untuk espreso?', 'Bisa. Pilih halus lalu tulis "espreso" di catatan; kami giling lebih halus daripada tubruk.', 15],
  ['kopi-arabika-merapi', 'Panen berikutnya kapan?', 'Biasanya Juni sampai Agustus. Kami beri tahu lewat halaman ini bila sudah ada.', 80],
  ['kopi-robusta-temanggung', 'Ini petik merah semua?', 'Pembelian kami petik merah. Yang lolos biji setengah matang kami sortir, rata-rata 3 persen.', 44],
  ['gula-aren-semut', 'Ada campuran gula tebu?', 'Tidak. Itu syarat kami dengan perajinnya, dan kami datang saat memasak.', 21],
  ['wedang-uwuh-imogiri', 'Bisa untuk anak?', 'Isinya rempah dan gula batu. Untuk anak kecil sebaiknya tanyakan dokter, terutama karena cengkihnya.', 52],
  ['kain-batik-kawung-cap', 'Bisa pesan 3 meter sambung?', 'Bisa, dari satu celupan. Hubungi kami, waktunya 10 hari.', 37],
  ['kain-batik-parang-tulis', 'Boleh lihat proses menulisnya?', 'Boleh datang Senin sampai Jumat pagi, kabari sehari sebelumnya.', 300],
  ['kain-batik-mega-mendung', 'Kenapa ditulis bukan dari Bantul?', 'Karena memang dikerjakan di Trusmi, Cirebon. Kami menjual, mereka yang membuat, dan namanya ada di kartu.', 26],
  ['kemeja-kawung-pria', 'Tinggi 175 berat 70 ukuran apa?', 'Ukur lebar dada kemeja yang biasa Anda pakai lalu cocokkan tabel. Umumnya L.', 12],
  ['blus-truntum-wanita', 'Kainnya tipis?', 'Katun prima, tidak menerawang; bagian depan berfuring.', 18],
  ['tas-jinjing-kawung', 'Tahan hujan?', 'Tidak. Kanvasnya tidak dilapis; laptop perlu sarung sendiri.', 30],
  ['taplak-meja-truntum', 'Motifnya luntur ke meja?', 'Cuci dua kali terpisah sebelum dipakai di meja kayu muda.', 61],
  ['vas-bulan', 'Bisa diisi air terus?', 'Bisa. Setiap vas berdiri berisi air 24 jam sebelum dikirim.', 8],
  ['pot-tanaman-sisik', 'Lubangnya di tengah?', 'Di tengah, 12 mm.', 16],
  ['hadiah-kopi-dan-cangkir', 'Bisa tanpa nama pengirim?', 'Bisa. Tulis di catatan; label kurir tetap memakai nama toko kami.', 20],
].map(([slug, question, answer, after_minutes]) => ({ slug, question, answer, after_minutes }));

export const claims = [
  { kind: 'damaged', wish: 'replacement', slug: 'penyeduh-tirta', text: 'Bibirnya retak waktu dibuka.', answer: 'Maaf. Gantinya kami kirim hari ini, yang retak tidak perlu dikembalikan.', outcome: 'replaced' },
  { kind: 'damaged', wish: 'refund', slug: 'piring-makan-24', text: 'Satu dari empat piring pecah.', answer: 'Kami kembalikan harga satu piring berikut sepertiga ongkirnya.', outcome: 'refunded_partly' },
  { kind: 'never_arrived', wish: 'refund', slug: null, text: 'Status terkirim tetapi tidak ada yang menerima.', answer: 'Bukti serah kurir tidak memuat nama Anda. Uang kembali penuh termasuk ongkir; kami yang mengurus klaim kurir.', outcome: 'refunded' },
  { kind: 'never_arrived', wish: 'refund', slug: null, text: 'Resi tidak bergerak sepuluh hari.', answer: 'Uang kembali penuh. Bila paketnya muncul kemudian, silakan disimpan.', outcome: 'refunded' },
  { kind: 'defective', wish: 'replacement', slug: 'teko-wening', text: 'Gagang rotannya lepas.', answer: 'Rotan baru dan cara pasangnya kami kirim besok.', outcome: 'replaced' },
  { kind: 'defective', wish: 'refund', slug: 'kain-batik-kawung-cap', text: 'Luntur sampai cucian ketiga.', answer: 'Itu cacat. Uang kembali dan bets indigo ini kami tarik untuk diuji ulang.', outcome: 'refunded' },
  { kind: 'wrong_item', wish: 'replacement', slug: 'kopi-arabika-gayo', text: 'Gilingan sedang, pesan halus.', answer: 'Kopi dengan gilingan yang benar berangkat sore ini. Yang salah silakan dipakai.', outcome: 'replaced' },
  { kind: 'wrong_item', wish: 'replacement', slug: 'kemeja-kawung-pria', text: 'Dapat L, pesan XL.', answer: 'XL kami kirim hari ini. Label balik untuk yang L kami tanggung.', outcome: 'replaced' },
  { kind: 'not_as_described', wish: 'refund', slug: 'mug-pagi', text: 'Isinya 302 ml, tertulis 320 ml.', answer: 'Anda benar, di luar batas 5 persen kami. Pilihan: uang kembali penuh atau selisihnya; keterangan halaman sudah kami perbaiki.', outcome: 'refunded_partly' },
  { kind: 'not_as_described', wish: 'refund', slug: 'kain-batik-truntum', text: 'Warna tidak sama dengan layar.', answer: 'Perbedaan layar tertulis di halaman, jadi klaim ini kami tolak; penukaran tetap terbuka dengan ongkir balik dari Anda.', outcome: 'refused', is_contested: true },
  { kind: 'missing_item', wish: 'replacement', slug: 'wedang-uwuh-imogiri', text: 'Dua bungkus tanpa jahe.', answer: 'Satu kotak baru kami kirim. Pemasok jahenya sudah kami tegur.', outcome: 'replaced' },
];

export const complaints = [
  { category: 'late', channel: 'whatsapp', subject: 'Pesanan belum dikirim padahal lewat tanggal', text: 'Janjinya dikirim tanggal 12, sekarang 14 dan status masih disiapkan.', wish: 'Kirim hari ini atau uang kembali', steps: [shop('Anda benar dan maaf. Tungku kami rusak 10–15 bulan ini. Barang Anda dikirim besok pagi; voucer keterlambatan sudah terbit otomatis.', 38), shop('Terkirim pukul 09.40, resi ada di halaman pesanan.', 1180), buyer('Oke, terima kasih kabarnya.', 60)], outcome: 'settled' },
  { category: 'quality', channel: 'instagram', subject: 'Glasir mug terkelupas', text: 'Mug saya tiga bulan, glasir di bibirnya terkelupas. Ini aman?', wish: 'Penjelasan dan ganti', steps: [shop('Jangan dipakai dulu. Kami ganti dua mug dan meminta yang lama untuk diperiksa; ongkirnya kami tanggung.', 26), shop('Hasil periksa: glasir terlalu tebal di bibir, bets KRM-MUGP-A. Dua puluh empat pembeli bets itu sudah kami hubungi satu per satu.', 4300), buyer('Sudah saya terima gantinya. Terima kasih sudah menghubungi yang lain juga.', 2100)], outcome: 'settled' },
  { category: 'safety', channel: 'web', subject: 'Pegangan ceret lepas saat menuang air panas', text: 'Pegangannya lepas waktu saya menuang air mendidih. Tangan anak saya terluka, sudah diobati di puskesmas.', wish: 'Uang kembali, dan peringatkan pembeli lain', steps: [shop('Kami sungguh menyesal. Ceret ini kami tarik dari toko sekarang; jangan dipakai lagi. Biaya berobatnya kami ganti.', 12), shop('Uang ceret dan biaya puskesmas kami transfer hari ini; sebelas pembeli lain sudah kami telepon.', 900), shop('Keduanya sudah kami transfer, buktinya di halaman ini.', 300), buyer('Sudah masuk, terima kasih cepat tanggap.', 60)], outcome: 'settled' },
  { category: 'care', channel: 'phone', subject: 'Ditelepon terlambat empat jam', text: 'Minta ditelepon pukul 10, ditelepon pukul 14.', wish: 'Dicatat', steps: [shop('Dicatat sebagai janji yang dilanggar, dan tampil di halaman kepercayaan kami. Jadwal telepon kini dipegang dua orang.', 55)], outcome: 'settled' },
  { category: 'courier', channel: 'web', subject: 'Kurir minta uang tambahan', text: 'Kurir meminta Rp10.000 lagi katanya paket besar.', wish: 'Uang kembali', steps: [shop('Tidak boleh. Kami kembalikan Rp10.000 hari ini dan melaporkan ke kurirnya berikut nomor resi.', 44), shop('Kurir mengakui dan meminta maaf; nomor laporannya kami simpan di pengaduan ini.', 2880)], outcome: 'settled' },
  { category: 'privacy', channel: 'email', subject: 'Kenapa saya dapat pesan promosi?', text: 'Saya tidak pernah setuju menerima promosi.', wish: 'Hentikan dan jelaskan', steps: [shop('Anda benar. Persetujuan Anda kosong; pesan terkirim karena salah pilih daftar. Pengirimannya sudah kami hentikan dan semua penerima yang salah kami kabari.', 62), shop('Catatan siapa yang membaca nomor Anda ada di halaman privasi Anda. Langkah pencegahannya: daftar promosi hanya terisi dari persetujuan.', 1400)], outcome: 'settled' },
  { category: 'price', channel: 'web', subject: 'Harga di keranjang berbeda', text: 'Di halaman Rp85.000, di keranjang Rp89.000.', wish: 'Penjelasan', steps: [shop('Harga naik pukul 10.00 saat barang ada di keranjang Anda. Anda membayar Rp85.000; selisihnya kami tanggung.', 19)], outcome: 'settled' },
  { category: 'quality', channel: 'whatsapp', subject: 'Batik luntur kena handuk', text: 'Handuk putih saya jadi biru.', wish: 'Ganti handuk dan kain', steps: [shop('Kain kami ganti, dan handuknya kami ganti seharga nota. Kirim fotonya saja.', 31), buyer('Sudah dikirim.', 200), shop('Keduanya sudah kami transfer, buktinya terlampir.', 700)], outcome: 'settled' },
  { category: 'website', channel: 'web', subject: 'Tidak bisa memilih kecamatan', text: 'Kecamatan saya tidak muncul di daftar.', wish: 'Perbaiki', steps: [shop('Penulisan yang kami pakai berbeda satu huruf. Sudah kami perbaiki dan pesanan Anda kami masukkan manual.', 70)], outcome: 'settled' },
  { category: 'other', channel: 'web', subject: 'Minta potongan harga 50 persen', text: 'Kasih diskon 50 persen atau saya tulis bintang satu.', wish: 'Diskon', steps: [shop('Kami tidak menukar ulasan dengan potongan, dan ulasan tidak dapat kami hapus. Silakan menulis yang sebenarnya.', 40)], outcome: 'refused' },
];

export const surveys = [
  [10, 5, 'Tidak perlu diubah, pertahankan foto paketnya.'], [10, 5, 'Jawaban pertanyaan cepat.'], [9, 5, ''], [9, 4, 'Ongkir ke luar Jawa bisa lebih murah?'],
  [8, 4, 'Suka, tapi ukuran baju perlu foto dipakai orang.'], [8, 4, ''], [7, 4, 'Warna di layar beda.'], [9, 5, 'Tanggal kirim ditepati.'], [6, 3, 'Menunggu tungku terlalu lama.'],
  [10, 5, 'Uang kembali cepat.'], [10, 5, ''], [5, 3, 'Kemasan kopi sulit ditutup.'], [9, 5, 'Batiknya sesuai keterangan.'], [8, 4, 'Tambah pilihan ukuran mug.'],
  [3, 2, 'Barang pertama retak.'], [10, 5, 'Ulasan jelek tidak dihapus, itu yang bikin saya percaya.'], [9, 4, 'Checkout-nya pendek, enak.'], [7, 4, ''], [10, 5, 'Anak saya suka cangkirnya.'], [8, 4, 'Kurir sering telat, bukan tokonya.'],
].map(([nps, csat, comment]) => ({ nps, csat, comment }));

export const improvements = [
  { days_ago: 66, suggestion: 'Kantong kopi sulit ditutup lagi.', what_came: 'Kantong diganti dengan penutup geser; yang lama dihabiskan untuk ukuran 100 g.',
    title: 'Kantong kopi bisa ditutup lagi', title_en: 'Coffee bags can be closed again', what_came_en: 'The bag now has a slider; the old ones are used up for 100 g.' },
  { days_ago: 51, suggestion: 'Foto ukuran baju dipakai orang.', what_came: 'Setiap busana kini punya tabel ukuran dan cara mengukur dari baju Anda.',
    title: 'Tabel ukuran di setiap busana', title_en: 'A size table for every garment', what_came_en: 'Every garment has a table of sizes and says how to measure from your own shirt.' },
  { days_ago: 37, suggestion: 'Beri tahu kalau tungku rusak, jangan diam.', what_came: 'Halaman gangguan dibuat; pesanan yang terkena menampilkan tanggal barunya.',
    title: 'Gangguan diumumkan sejak hari pertama', title_en: 'Troubles are said from the first day', what_came_en: 'There is a page of troubles; orders that are affected show their new date.' },
  { days_ago: 22, suggestion: 'Mug dijanjikan 320 ml tapi kurang.', what_came: 'Isi setiap mug diukur dan ditulis di kartu.',
    title: 'Isi mug diukur dan ditulis', title_en: 'Mugs are measured, and it is written down', what_came_en: 'What each mug holds was measured and stands on its card.' },
  { days_ago: 8, suggestion: 'Ingin tahu paket lewat gudang mana.', what_came: 'Halaman pesanan menampilkan setiap langkah kurir.',
    title: 'Setiap langkah kurir terlihat', title_en: 'Every step of the courier is shown', what_came_en: 'The order\'s page shows every step of the courier.' },
];

/** What still makes visitors doubt, asked in one optional question. */
export const doubts = [
  { reason: 'quality', weight: 31, text: 'Takut warnanya beda dengan gambar.' },
  { reason: 'fraud', weight: 24, text: 'Toko kecil, takut tidak dikirim.' },
  { reason: 'shipping', weight: 19, text: 'Keramik takut pecah di jalan.' },
  { reason: 'unresponsive', weight: 14, text: 'Takut tidak dibalas kalau ada masalah.' },
  { reason: 'data', weight: 7, text: 'Nomor telepon saya nanti dijual?' },
  { reason: 'price', weight: 5, text: 'Harganya di atas pasar.' },
];

export const forum = [
  { category: 'seduh', title: 'Suhu air untuk sangrai terang', text: 'Kintamani saya selalu sepat. Kalian pakai suhu berapa?', replies: ['Coba 90 °C, saya dulu juga begitu.', 'Saya 91 °C dan tuang pelan, sudah tidak sepat.', 'Kalau airnya keras, saring dulu.'] },
  { category: 'batik', title: 'Mencuci batik pakai apa?', text: 'Lerak susah dicari di kota saya. Pakai sampo aman?', replies: ['Sampo bayi aman, jangan yang ada pelembut.', 'Bengkel juga menulis begitu di kartunya.', 'Yang penting jangan direndam.'] },
  { category: 'keramik', title: 'Glasir daun saya retak rambut', text: 'Ini cacat atau wajar?', replies: ['Wajar, ada di halaman produknya. Asal tidak tembus.', 'Punya saya sudah dua tahun, tidak apa-apa.'] },
  { category: 'seduh', title: 'Resep cascara dingin', text: 'Berapa gram per liter?', replies: ['25 g per liter, semalam di kulkas.', 'Saya 30 g, tambah kulit jeruk.'] },
  { category: 'keramik', title: 'Menambal tatakan retak', text: 'Sayang kalau dibuang. Ada yang bisa?', replies: ['Untuk pot boleh dilem, untuk makan jangan.', 'Bawa ke bengkelnya saja, mereka punya rak barang kedua.'] },
];

export const disclosures = [
  { days_ago: 40, authority: 'Kepolisian (contoh)', legal_basis: 'Surat permintaan data, pasal contoh', asked: 'Nama, telepon, dan alamat pembeli satu pesanan', decision: 'narrowed', given: 'Nama dan telepon satu pesanan', refused: 'Riwayat pesanan lain', is_person_told: true, answered_after_hours: 41 },
  { days_ago: 12, authority: 'Instansi (contoh)', legal_basis: 'Permintaan tanpa surat', asked: 'Daftar pembeli di satu kota', decision: 'refused', given: '', refused: 'Seluruhnya: tidak ada dasar hukum yang disebut', is_person_told: true, answered_after_hours: 19 },
];

export const cancelReasons = ['Salah pilih ukuran', 'Menemukan yang lebih dekat', 'Salah alamat, akan pesan ulang', 'Berubah pikiran', 'Tidak jadi hadiah', 'Ongkirnya terlalu tinggi'];

export const giftNotes = ['Selamat menempuh rumah baru, semoga betah.', 'Untuk Ibu, dari anak-anak.', 'Terima kasih sudah menemani setahun ini.', 'Selamat ulang tahun!'];
