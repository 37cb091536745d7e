// SPDX-License-Identifier: Apache-2.0
//
// people.mjs - buyers who do not exist, in districts that do. Telephone numbers are in 0810, which no operator has.

/** district code, postal code, streets to live in */
const PLACES = [
  ['32.73.02', '40132', 'Jalan Contoh Dago'], ['32.73.07', '40162', 'Jalan Contoh Setra'], ['32.73.13', '40262', 'Gang Contoh Buah'],
  ['31.74.01', '12810', 'Jalan Contoh Tebet'], ['31.74.07', '12120', 'Jalan Contoh Melawai'], ['31.74.06', '12430', 'Jalan Contoh Fatmawati'],
  ['31.72.06', '14240', 'Jalan Contoh Boulevard'], ['31.73.02', '11450', 'Jalan Contoh Semeru'], ['31.75.06', '13910', 'Perumahan Contoh Permai'],
  ['31.71.06', '10310', 'Jalan Contoh Cikini'], ['32.76.06', '16421', 'Jalan Contoh Margonda'], ['32.71.03', '16121', 'Jalan Contoh Suryakencana'],
  ['36.74.01', '15310', 'Klaster Contoh Anggrek'], ['36.74.03', '15224', 'Jalan Contoh Jombang'], ['32.75.04', '17141', 'Perumahan Contoh Galaxy'],
  ['33.74.10', '50275', 'Jalan Contoh Sirojudin'], ['33.74.11', '50263', 'Jalan Contoh Karangrejo'], ['33.72.05', '57131', 'Jalan Contoh Slamet'],
  ['35.73.05', '65141', 'Jalan Contoh Sumbersari'], ['35.73.02', '65111', 'Jalan Contoh Ijen'], ['35.78.08', '60281', 'Jalan Contoh Dharmawangsa'],
  ['35.78.04', '60243', 'Jalan Contoh Jagir'], ['35.78.03', '60293', 'Jalan Contoh Rungkut'], ['51.71.01', '80221', 'Jalan Contoh Tukad'],
  ['51.71.03', '80111', 'Jalan Contoh Gunung Agung'], ['51.04.05', '80571', 'Jalan Contoh Raya Ubud'], ['34.04.06', '55284', 'Jalan Contoh Magelang'],
  ['34.04.07', '55281', 'Jalan Contoh Kaliurang'], ['34.71.03', '55221', 'Jalan Contoh Sagan'], ['34.71.13', '55161', 'Jalan Contoh Glagahsari'],
  ['12.71.09', '20147', 'Jalan Contoh Setiabudi'], ['12.71.07', '20135', 'Jalan Contoh Gatot Subroto'], ['14.71.06', '28261', 'Jalan Contoh Hang Tuah'],
  ['13.71.03', '25111', 'Jalan Contoh Veteran'], ['16.71.04', '30137', 'Jalan Contoh Demang'], ['18.71.01', '35141', 'Jalan Contoh Teuku Umar'],
  ['61.71.04', '78241', 'Jalan Contoh Merdeka'], ['63.71.05', '70111', 'Jalan Contoh Lambung'], ['64.72.05', '75117', 'Jalan Contoh Antasari'],
  ['73.71.09', '90231', 'Jalan Contoh Boulevard'], ['73.71.13', '90222', 'Jalan Contoh Sultan'], ['71.71.04', '95111', 'Jalan Contoh Sam'],
  ['52.71.02', '83121', 'Jalan Contoh Pejanggik'], ['53.71.05', '85119', 'Jalan Contoh Palapa'], ['81.71.02', '97124', 'Jalan Contoh Pattimura'],
  ['91.71.02', '99221', 'Jalan Contoh Kelapa Dua'],
];

const NAMES = [
  'Ayu Puspitasari', 'Budi Santosa', 'Citra Maharani', 'Dedi Kurniawan', 'Eka Rahmawati', 'Fajar Nugroho', 'Gita Permatasari', 'Hendra Wijaya',
  'Intan Lestari', 'Joko Susilo', 'Kartika Dewi', 'Luthfi Hakim', 'Maria Theresia Wea', 'Nanda Pratama', 'Olivia Tanuwijaya', 'Putu Ariani',
  'Rina Marlina', 'Samuel Sitorus', 'Tiara Anggraini', 'Usman Abdullah', 'Vina Oktaviani', 'Wahyu Setiawan', 'Yohanes Manurung', 'Zahra Nabila',
  'Agus Salim', 'Bella Kusuma', 'Chandra Gunawan', 'Diah Ayuningtyas', 'Erwin Saputra', 'Fitri Handayani', 'Galih Ramadhan', 'Hesti Wulandari',
  'I Made Sudarsana', 'Jihan Aulia', 'Kevin Hartono', 'Laila Fitriani', 'Markus Rumbiak', 'Ni Luh Sekarini', 'Oktavian Siregar', 'Paramita Sari',
  'Rangga Aditya', 'Sari Andayani', 'Teguh Prakoso', 'Ulfa Khairunnisa', 'Victor Lumentut', 'Winda Amelia', 'Yusuf Maulana', 'Andi Tenri Bau',
  'Desak Gede Rai', 'Cut Meutia Sari', 'Herman Tambunan', 'Lina Susanti', 'Ardian Firmansyah', 'Nurul Hidayah', 'Stefanus Bria', 'Melati Kinasih',
  'Rahmat Hidayat', 'Sinta Damayanti', 'Bayu Anggoro', 'Felicia Wibowo', 'Slamet Riyadi', 'Ratna Juwita', 'Emily Carter', 'Thomas Becker',
];

const NOTES = [
  '', '', 'Pagar hitam, seberang warung', 'Titip ke satpam bila tidak ada orang', 'Sebelah apotek', 'Rumah pojok, ada pohon mangga',
  'Lantai 2 ruko cat kuning', 'Telepon dulu sebelum antar', 'Masuk gang 20 m, rumah pagar bambu', 'Kantor, hari kerja sampai pukul 17', 'Depan musala',
];

/** 64 buyers; `regions` gives the names of the districts' codes, `chance(low, high)` repeats itself. */
export function buyers(regions, chance) {
  const nameOf = (code) => {
    if (!regions.has(code)) throw new Error(`no region ${code}`);
    return regions.get(code);
  };
  return NAMES.map((name, i) => {
    const [code, postalCode, street] = PLACES[(i * 7) % PLACES.length];
    const first = name.split(' ')[0].toLowerCase();
    const isForeign = i >= NAMES.length - 2;
    return {
      ref: `pembeli-${String(i + 1).padStart(2, '0')}`,
      name,
      phone: `0810000010${String(i + 1).padStart(2, '0')}`,
      email: isForeign || chance(0, 1) < 0.38 ? `${first}${i + 1}@surat.example` : null,
      lang: isForeign ? 'en' : 'id',
      address: {
        street: `${street} ${Math.floor(chance(1, 120))}`,
        district_code: code,
        district: nameOf(code),
        city: nameOf(code.slice(0, 5)),
        province: nameOf(code.slice(0, 2)),
        postal_code: postalCode,
        country: 'ID',
        note: NOTES[Math.floor(chance(0, NOTES.length))],
      },
      // How often this buyer orders, beside the others: most come once, a few keep coming.
      weight: [1, 1, 1, 1, 2, 2, 4, 7][Math.floor(chance(0, 8))],
    };
  });
}

export const staff = [
  { ref: 'sri', name: 'Sri Wahyuni', role: 'owner', email: 'sri@banyuwening.example' },
  { ref: 'retno', name: 'Retno Kusumawati', role: 'manager', email: 'retno@banyuwening.example' },
  { ref: 'dimas', name: 'Dimas Hartanto', role: 'care', email: 'dimas@banyuwening.example' },
  { ref: 'ning', name: 'Ning Lestari', role: 'fulfilment', email: 'ning@banyuwening.example' },
  { ref: 'bagas', name: 'Bagas Prasetyo', role: 'privacy', email: 'bagas@banyuwening.example' },
  { ref: 'yanti', name: 'Yanti Suryani', role: 'auditor', email: 'yanti@banyuwening.example' },
];

export const promoters = [
  { ref: 'dapur-mela', name: 'Dapur Mela (contoh)', channel: 'instagram', handle: '@dapurmela.contoh', commission_bp: 800, code: 'MELA', since_days_ago: 70,
    agreement: 'Komisi 8 persen dari pesanan yang memakai tautannya. Boleh mengkritik. Wajib menandai setiap unggahan sebagai kerja sama.',
    posts: [{ days_ago: 52, text: 'Kerja sama berbayar dengan Banyuwening: tiga pagi dengan Cangkir Sendang. Lekuk ibu jarinya enak, tetapi glasir gading saya punya bintik lebih banyak daripada gambarnya.' }, { days_ago: 24, text: 'Kerja sama berbayar: cara menyeduh cascara dingin.' }] },
  { ref: 'seduh-santai', name: 'Seduh Santai (contoh)', channel: 'youtube', handle: '@seduhsantai.contoh', commission_bp: 600, code: 'SANTAI', since_days_ago: 45,
    agreement: 'Komisi 6 persen, satu penyeduh pinjaman yang dikembalikan. Isi ulasan tidak kami periksa sebelum tayang.',
    posts: [{ days_ago: 30, text: 'Membandingkan Penyeduh Tirta dengan dua penyeduh lain. Banyuwening membayar komisi dari tautan ini; hasilnya tidak mereka lihat dulu.' }] },
];
