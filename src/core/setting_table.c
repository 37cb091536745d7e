/* SPDX-License-Identifier: Apache-2.0 */
/* setting_table.c - every setting, one line each: key, kind, default, bounds, place in struct shop, labels. */
#include "core/setting.h"

#define AT(field) offsetof(struct shop, field)
#define TEXT(key, field, otherwise, max, en, id) { key, SETTING_TEXT, AT(field), otherwise, 0, max, en, id },
#define NEED(key, field, otherwise, max, en, id) { key, SETTING_TEXT, AT(field), otherwise, 1, max, en, id },
#define INT(key, field, otherwise, min, max, en, id) { key, SETTING_INT, AT(field), otherwise, min, max, en, id },
#define BOOL(key, field, otherwise, en, id) { key, SETTING_BOOL, AT(field), otherwise, 0, 1, en, id },
#define KIND(key, kind, field, otherwise, max, en, id) { key, kind, AT(field), otherwise, 0, max, en, id },
#define SECRET(key, en, id) { key, SETTING_SECRET, 0, "", 0, 500, en, id },

enum { MINOR_MAX = 1000000000 };

static const struct setting table[] = {
    /* who */
    NEED("shop.name", name, "Toko Amanah", 60, "Name of the shop", "Nama toko")
    TEXT("shop.tagline", tagline, "", 120, "One line about the shop", "Satu kalimat tentang toko")
    TEXT("shop.legal_name", legal_name, "", 120, "Legal name", "Nama badan usaha")
    TEXT("shop.owner_name", owner_name, "", 80, "Owner", "Pemilik")
    KIND("shop.owner_email", SETTING_EMAIL, owner_email, "", 120, "E-mail for the owner's notices", "Email untuk kabar bagi pemilik")
    KIND("shop.phone", SETTING_PHONE, phone, "", 40, "Phone", "Telepon")
    KIND("shop.whatsapp", SETTING_PHONE, whatsapp, "", 40, "WhatsApp, when it is another number", "WhatsApp, bila nomornya lain")
    KIND("shop.email", SETTING_EMAIL, email, "", 120, "E-mail", "Email")
    TEXT("shop.address", address, "", 300, "Address", "Alamat")
    TEXT("shop.district", district, "", 20, "District the goods leave from (code)", "Kecamatan asal barang (kode)")
    KIND("shop.base_url", SETTING_URL, base_url, "http://127.0.0.1:8080", 200, "Address on the web", "Alamat web")
    KIND("shop.instagram", SETTING_URL, instagram, "", 200, "Instagram", "Instagram")
    KIND("shop.tiktok", SETTING_URL, tiktok, "", 200, "TikTok", "TikTok")
    KIND("shop.facebook", SETTING_URL, facebook, "", 200, "Facebook", "Facebook")
    { "shop.country", SETTING_TEXT, AT(country), "ID", 2, 2, "Country (two letters): whose law the policies keep", "Negara (dua huruf): hukum yang diikuti kebijakan" },
    TEXT("shop.nib", nib, "", 20, "NIB (business licence number)", "NIB")
    TEXT("shop.tax_number", tax_number, "", 30, "NPWP (tax number)", "NPWP")
    /* how it speaks and counts */
    KIND("shop.currency", SETTING_CURRENCY, currency, "IDR", 3, "Currency", "Mata uang")
    KIND("shop.lang", SETTING_LANG, lang, "id", 2, "First language", "Bahasa utama")
    KIND("shop.timezone", SETTING_ZONE, zone, "Asia/Jakarta", 60, "Time zone", "Zona waktu")
    BOOL("shop.is_sandbox", is_sandbox, "0", "Offers the sandbox payment", "Menyediakan pembayaran percobaan")
    BOOL("shop.is_demo", is_demo, "0", "Is a demonstration", "Toko contoh")
    TEXT("shop.demo_password", demo_password, "", 40, "Password of the demonstration's staff", "Kata sandi staf toko contoh")
    BOOL("shop.is_open", is_open, "1", "Takes orders", "Menerima pesanan")
    TEXT("shop.notice", notice, "", 200, "Notice on every page", "Pengumuman di semua halaman")
    /* when */
    { "shop.calendar", SETTING_CALENDAR, AT(calendar_text),
      "mon-sat 08:00-17:00\ncutoff 14:00\nholidays id", 1, 4000, "Opening hours", "Jam buka" },
    INT("promise.handling_hours", handling_hours, "18", 1, 800, "Working hours from paid to shipped", "Jam kerja dari lunas sampai dikirim")
    INT("promise.reply_hours", reply_hours, "4", 1, 200, "Working hours until an answer", "Jam kerja sampai dijawab")
    INT("promise.confirm_payment_hours", confirm_payment_hours, "9", 1, 100, "Working hours until a transfer is confirmed", "Jam kerja sampai transfer diperiksa")
    INT("promise.refund_days", refund_days, "3", 1, 30, "Days until money is back", "Hari sampai uang kembali")
    /* tax */
    BOOL("tax.is_pkp", is_pkp, "0", "Charges PPN (is PKP)", "Memungut PPN (PKP)")
    INT("tax.rate_bp", tax_rate_bp, "1100", 0, 5000, "Tax rate in hundredths of a percent (1100 is 11%)", "Tarif pajak dalam perseratus persen (1100 berarti 11%)")
    KIND("tax.rates", SETTING_TAX_RATES, tax_rates, "", 500, "Tax rates by date (2027-01-01 12%)", "Tarif pajak menurut tanggal (2027-01-01 12%)")
    /* orders */
    INT("order.cart_days", cart_days, "30", 1, 365, "Days a cart is kept", "Hari keranjang disimpan")
    INT("order.unpaid_expiry_hours", unpaid_expiry_hours, "24", 1, 168, "Hours until an unpaid order ends", "Jam sampai pesanan belum bayar berakhir")
    INT("order.transfer_expiry_hours", transfer_expiry_hours, "24", 1, 168, "Hours to transfer", "Jam untuk transfer")
    INT("order.transfer_grace_hours", transfer_grace_hours, "48", 1, 336, "Hours a reported transfer keeps the order", "Jam pesanan ditahan setelah pembeli melapor transfer")
    INT("order.unpaid_max", unpaid_orders_max, "3", 1, 100, "Unpaid orders per phone number", "Pesanan belum bayar per nomor telepon")
    INT("order.guarantee_days", guarantee_days, "3", 1, 90, "Days the money is held after delivery", "Hari uang ditahan setelah barang sampai")
    INT("order.min_minor", order_min_minor, "0", 0, MINOR_MAX, "Smallest order", "Pesanan terkecil")
    TEXT("order.prefix", order_prefix, "", 4, "Prefix of order numbers", "Awalan nomor pesanan")
    /* payment */
    BOOL("payment.bank_transfer", has_bank_transfer, "1", "Bank transfer", "Transfer bank")
    { "payment.banks", SETTING_BANKS, AT(bank), "", 0, 600, "Bank accounts (bank | number | holder)", "Rekening (bank | nomor | atas nama)" },
    BOOL("payment.unique_code", has_unique_code, "1", "Takes a unique code off transfers", "Kode unik mengurangi jumlah transfer")
    BOOL("payment.qris_static", has_qris, "0", "The shop's own QRIS", "QRIS milik toko")
    KIND("payment.qris", SETTING_QRIS, qris, "", 600, "Text of the QRIS", "Teks QRIS")
    BOOL("payment.qris_dynamic", is_qris_dynamic, "0", "Put the amount into the QRIS (read the warning)", "Isi jumlah ke QRIS (baca peringatannya)")
    BOOL("payment.cod", has_cod, "0", "Cash on delivery", "Bayar di tempat (COD)")
    INT("payment.cod_max_minor", cod_max_minor, "500000", 0, MINOR_MAX, "Largest COD order", "COD terbesar")
    INT("payment.cod_fee_minor", cod_fee_minor, "0", 0, MINOR_MAX, "COD fee", "Biaya COD")
    INT("payment.cod_orders_max", cod_orders_max, "1", 1, 100, "Open COD orders per phone number", "Pesanan COD terbuka per nomor telepon")
    TEXT("payment.cod_areas", cod_areas, "", 500, "COD areas", "Wilayah COD")
    BOOL("payment.cod_confirms_first", cod_confirms_first, "1", "Confirms a first COD order", "Pesanan COD pertama dikonfirmasi")
    BOOL("payment.pay_at_pickup", has_pay_at_pickup, "0", "Pay at pickup", "Bayar saat ambil")
    /* shipping */
    BOOL("shipping.pickup", has_pickup, "0", "Pickup", "Ambil sendiri")
    TEXT("shipping.pickup_address", pickup_address, "", 300, "Where to pick up", "Tempat ambil")
    TEXT("shipping.pickup_hours", pickup_hours, "", 200, "When to pick up", "Jam ambil")
    INT("shipping.weight_default_grams", weight_default_grams, "500", 1, 100000, "Weight of goods without one (g)", "Berat barang tanpa data (g)")
    INT("shipping.weight_tolerance_grams", weight_tolerance_grams, "300", 0, 999, "Weight tolerance (g)", "Toleransi berat (g)")
    INT("shipping.volumetric_divisor", volumetric_divisor, "6000", 1000, 10000, "Volumetric divisor", "Pembagi volumetrik")
    /* mail */
    TEXT("mail.smtp_url", smtp_url, "", 200, "SMTP server (smtps://host:465)", "Server SMTP (smtps://host:465)")
    TEXT("mail.smtp_user", smtp_user, "", 120, "SMTP user", "Pengguna SMTP")
    SECRET("mail.smtp_password", "SMTP password", "Kata sandi SMTP")
    KIND("mail.from", SETTING_EMAIL, mail_from, "", 120, "Sender's address", "Alamat pengirim")
    TEXT("mail.from_name", mail_from_name, "", 80, "Sender's name", "Nama pengirim")
    BOOL("mail.notifies_owner", notifies_owner, "1", "Tells the owner of orders", "Memberi tahu pemilik tentang pesanan")
    TEXT("care.reviewer_name", reviewer_name, "", 80, "Outside reviewer's name", "Nama penengah dari luar toko")
    KIND("care.reviewer_email", SETTING_EMAIL, reviewer_email, "", 120, "Outside reviewer's e-mail", "Email penengah dari luar toko")
    KIND("care.reviewer_phone", SETTING_PHONE, reviewer_phone, "", 20, "Outside reviewer's phone", "Telepon penengah dari luar toko")
    SECRET("channel.loopback_secret", "Secret of the test application", "Kunci aplikasi uji")
    BOOL("survey.is_on", has_surveys, "1", "Asks everybody after a delivery", "Menanyakan pendapat setelah barang sampai")
    INT("survey.after_days", survey_after_days, "3", 0, 60, "Days after delivery until the question", "Hari setelah barang sampai sebelum bertanya")
    INT("survey.cap_days", survey_cap_days, "60", 0, 730, "Days in which nobody is asked twice", "Jarak hari antarpertanyaan untuk orang yang sama")
    INT("survey.expiry_days", survey_expiry_days, "30", 1, 365, "Days to answer", "Hari untuk menjawab")
    INT("stock.low", low_stock, "3", 0, 1000, "Few left from", "Tinggal sedikit mulai dari")
};

const struct setting *setting_table(size_t *count)
{
    *count = COUNT(table);
    return table;
}

const struct setting *setting_of(str key)
{
    for (size_t i = 0; i < COUNT(table); i++) {
        if (str_eq(key, str_of(table[i].key))) {
            return &table[i];
        }
    }
    return NULL;
}
