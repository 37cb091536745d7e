/* SPDX-License-Identifier: Apache-2.0 */
/* promise_kind.c - every kind of promise, its rules and its words. */
#include "core/promise_kind.h"

#define WAITING_CUSTOMER (1u << PAUSE_WAITING_CUSTOMER)
#define NEEDS_ACCOUNT (1u << PAUSE_NEEDS_ACCOUNT)
#define NOTHING { NULL, NULL }

static const struct promise_rule kinds[PROMISE_KIND_COUNT] = {
    [PROMISE_REPLY] = {
        "reply", { "Balas pertanyaan", "Answer a question" },
        { "pesan pertama seseorang", "somebody's first message" },
        { "jawaban pertama dari manusia; jawaban otomatis atau yang gagal terkirim tidak dihitung", "the first answer by a human; automatic and undelivered ones do not count" },
        CLOCK_BUSINESS, 0, { "ditampilkan terlambat di meja layanan", "shown as late to the care team" } },
    [PROMISE_NEXT_REPLY] = {
        "next_reply", { "Balas pesan berikutnya", "Answer the next message" },
        { "pesan lanjutan, dihitung dari pesan pertama yang belum dijawab", "a further message, counted from the first one without an answer" },
        { "jawaban dari manusia sesudahnya", "the next answer by a human" },
        CLOCK_BUSINESS, 0, { "ditampilkan terlambat di meja layanan", "shown as late to the care team" } },
    [PROMISE_SHIP] = {
        "ship", { "Kirim pesanan", "Ship the order" },
        { "pesanan yang sudah dibayar (atau COD yang sudah dipastikan)", "a paid order (or a confirmed one paid on delivery)" },
        { "paket terakhir diserahkan ke kurir", "the last parcel handed to the courier" },
        CLOCK_BUSINESS, 0, { "ditampilkan terlambat di halaman pesanan dan di meja kerja toko", "shown as late on the order and on the shop's desk" } },
    [PROMISE_DELIVER] = {
        "deliver", { "Pesanan sampai", "Deliver the order" },
        { "pesanan yang sudah dibayar (atau COD yang sudah dipastikan)", "a paid order (or a confirmed one paid on delivery)" },
        { "paket terakhir sampai, menurut kurir atau pembeli", "the last parcel arrived, as the courier or the buyer says" },
        CLOCK_WALL, 0, { "pembeli ditanya apakah barang sudah sampai; tanpa bukti sampai pada waktunya, uang kembali", "the buyer is asked whether it came; without proof of delivery in time the money goes back" } },
    [PROMISE_CONFIRM_PAYMENT] = {
        "confirm_payment", { "Periksa pembayaran", "Confirm the payment" },
        { "pembeli yang memberi tahu sudah transfer", "a buyer who says they transferred" },
        { "transfer dicocokkan dengan rekening", "the transfer compared with the account" },
        CLOCK_BUSINESS, 0, { "ditampilkan terlambat di meja kerja toko", "shown as late on the shop's desk" } },
    [PROMISE_REPLACE] = {
        "replace", { "Ganti barang", "Replace the goods" },
        { "klaim yang diterima dengan penggantian atau bagian yang kurang", "a claim accepted with a replacement or the missing part" },
        { "barang pengganti diserahkan ke kurir", "the replacement handed to the courier" },
        CLOCK_WALL, 0, { "pembeli boleh memilih uang kembali", "the buyer may choose the money instead" } },
    [PROMISE_REFUND] = {
        "refund", { "Kembalikan uang", "Refund the money" },
        { "pengembalian uang yang menjadi kewajiban toko", "a refund the shop owes" },
        { "uang diterima pembeli, dengan bukti", "the money received by the buyer, with proof" },
        CLOCK_WALL, NEEDS_ACCOUNT, { "pemilik toko diberi tahu, dan pengembaliannya tampil terlambat di meja kerja toko", "the owner is told, and it is shown as late on the shop's desk" } },
    [PROMISE_DECIDE_COMPLAINT] = {
        "decide_complaint", { "Putuskan pengaduan", "Decide the complaint" },
        { "pengaduan yang diterima (soal keselamatan: paling lama 2 hari)", "a complaint received (about safety: 2 days at most)" },
        { "keputusan atau usul penyelesaian beserta alasannya", "a decision or a proposal, with reasons" },
        CLOCK_WALL, WAITING_CUSTOMER, { "naik ke orang kedua, dengan keputusan bertanggal", "goes to a second person, with a dated decision" } },
    [PROMISE_PUBLISH_REVIEW] = {
        "publish_review", { "Terbitkan ulasan", "Publish the review" },
        { "ulasan yang dikirim", "a review sent in" },
        { "ulasan terbit, atau ditolak dengan alasan dari daftar", "the review published, or refused for a reason on the list" },
        CLOCK_WALL, 0, { "ulasan terbit dengan sendirinya", "the review is published by itself" }, true },
    [PROMISE_ANSWER_PRIVACY_REQUEST] = {
        "answer_privacy_request", { "Jawab permintaan data pribadi", "Answer a privacy request" },
        { "permintaan tentang data pribadi", "a request about personal data" },
        { "permintaan dijawab", "the request answered" }, CLOCK_WALL, 0, NOTHING, true },
    [PROMISE_STOP_PROCESSING] = {
        "stop_processing", { "Berhenti memakai data", "Stop using the data" },
        { "izin yang ditarik", "a consent withdrawn" },
        { "pemakaian data dihentikan", "the use of the data stopped" }, CLOCK_WALL, 0, NOTHING, true },
    [PROMISE_NOTIFY_BREACH] = {
        "notify_breach", { "Beri tahu kebocoran data", "Tell about a data breach" },
        { "kebocoran data yang ditemukan", "a breach that was found" },
        { "pemilik data dan lembaga diberi tahu", "the persons and the authority told" }, CLOCK_WALL, 0, NOTHING, true },
    [PROMISE_ACKNOWLEDGE] = {
        "acknowledge", { "Tanggapi pengaduan", "Acknowledge the complaint" },
        { "pengaduan yang diterima (soal keselamatan: paling lama 1 jam kerja)", "a complaint received (about safety: 1 working hour at most)" },
        { "seorang manusia membacanya, menilai beratnya dan memberi tahu pengadu", "a human read it, judged how serious it is and told the person" },
        CLOCK_BUSINESS, 0, { "ditampilkan terlambat di papan pengaduan", "shown as late on the complaints board" } },
    [PROMISE_ANSWER_CLAIM] = {
        "answer_claim", { "Jawab klaim", "Answer the claim" },
        { "klaim yang diajukan", "a claim made" },
        { "klaim diterima, diusulkan lain, atau disanggah dengan bukti", "the claim accepted, answered by a proposal, or contested with evidence" },
        CLOCK_WALL, 0, { "klaim diterima dengan sendirinya", "the claim is accepted by itself" } },
    [PROMISE_DECIDE] = {
        "decide", { "Putusan orang kedua", "Decision by a second person" },
        { "sanggahan atau banding", "a contest or an appeal" },
        { "keputusan orang kedua beserta alasannya", "the second person's decision, with reasons" },
        CLOCK_WALL, 0, { "keinginan pembeli yang berlaku", "the buyer's wish counts" } },
    [PROMISE_CALL_BACK] = {
        "call_back", { "Telepon balik", "Call back" },
        { "seseorang yang minta ditelepon", "a person who asks to be called" },
        { "telepon tersambung, atau dua kali dicoba dan dicatat", "the call made, or tried twice and written down" },
        CLOCK_BUSINESS, 0, { "ditampilkan terlambat di meja layanan", "shown as late to the care team" } },
    [PROMISE_INSPECT] = {
        "inspect", { "Periksa barang retur", "Inspect the returned goods" },
        { "barang retur yang diterima toko", "returned goods that arrived at the shop" },
        { "hasil pemeriksaan dicatat dan diberitahukan", "the result written down and told" },
        CLOCK_WALL, 0, { "barang dianggap baik, penyelesaian berjalan", "the goods count as sound, the remedy goes on" } },
    [PROMISE_REPAIR] = {
        "repair", { "Perbaiki barang", "Repair the goods" },
        { "klaim yang diterima dengan perbaikan", "a claim accepted with a repair" },
        { "barang yang sudah baik diserahkan ke kurir", "the repaired goods handed to the courier" },
        CLOCK_WALL, 0, { "pembeli boleh memilih penggantian atau uang kembali", "the buyer may choose a replacement or the money" } },
    [PROMISE_REMEDY] = {
        "remedy", { "Selesaikan pengaduan", "Put the complaint right" },
        { "usul yang diterima pengadu, atau keputusan untuknya", "a proposal the person accepted, or a decision for them" },
        { "penyelesaian dilakukan dan dibuktikan", "the remedy done, with its proof" },
        CLOCK_WALL, 0, { "pengadu boleh menaikkannya ke orang kedua", "the person may take it to a second person" } },
};

struct words {
    const char *name;
    const char *label[LANG_COUNT];
};

static const struct words outcomes[PROMISE_OUTCOME_COUNT] = {
    [PROMISE_OPEN] = { "open", { "berjalan", "open" } },
    [PROMISE_KEPT] = { "kept", { "ditepati", "kept" } },
    [PROMISE_BROKEN] = { "broken", { "dilanggar", "broken" } },
    [PROMISE_VOIDED] = { "voided", { "gugur", "voided" } },
};

static const struct words clocks[CLOCK_COUNT] = {
    [CLOCK_DATE] = { "date", { "tanggal yang dijanjikan", "a promised date" } },
    [CLOCK_WALL] = { "wall", { "jam dinding: malam dan hari libur ikut dihitung", "wall clock: nights and holidays count" } },
    [CLOCK_BUSINESS] = { "business", { "jam kerja toko", "the shop's working hours" } },
};

static const struct {
    struct words words;
    int64_t max;
} pauses[PAUSE_RULE_COUNT] = {
    [PAUSE_WAITING_CUSTOMER] = { { "waiting_customer",
                                   { "menunggu jawaban Anda; berjalan lagi begitu Anda menjawab, "
                                     "paling lama 14 hari",
                                     "waiting for your answer; goes on as soon as you answer, "
                                     "after 14 days at the latest" } },
                                 DAYS(14) },
    [PAUSE_NEEDS_ACCOUNT] = { { "needs_account",
                                { "menunggu nomor rekening Anda, bila jaminan pesanan itu "
                                  "menyebutnya; berjalan lagi begitu Anda memberikannya, paling "
                                  "lama 90 hari",
                                  "waiting for your account number, where the order's guarantee "
                                  "says so; goes on as soon as you give it, after 90 days at the "
                                  "latest" } },
                              DAYS(90) },
};

static const struct words reasons[] = {
    { "order_canceled", { "Pesanan dibatalkan", "The order was cancelled" } },
    { "canceled_by_shop", { "Pesanan dibatalkan oleh toko, dengan alasan", "The shop cancelled the order, with a reason" } },
    { "unpaid", { "Tidak jadi dibayar", "It was never paid" } },
    { "merged", { "Digabung ke kasus lain", "Merged into another case" } },
    { "spam", { "Spam", "Spam" } },
    { "duplicate", { "Kasus ganda", "A duplicate" } },
    { "withdrawn", { "Ditarik oleh yang bersangkutan", "Withdrawn by the person" } },
    { "not_a_complaint", { "Dinilai bukan pengaduan, dengan alasan", "Judged not to be a complaint, with a reason" } },
    { "closed_no_reply", { "Ditutup karena tidak ada jawaban", "Closed because no answer came" } },
    { "paid_by_chargeback", { "Sudah dibayar lewat bank pembeli", "Paid by the buyer's bank already" } },
    { "paid_by_marketplace", { "Sudah dibayar oleh marketplace tempat pesanan dibuat", "Paid by the marketplace the order was made on" } },
    { "replaced_by_refund", { "Diganti dengan uang kembali", "Money back instead" } },
    { "paid_after_all", { "Kekurangannya akhirnya dibayar", "The rest was paid after all" } },
    { "goods_arrived", { "Barangnya ternyata sampai", "The goods arrived after all" } },
    { "standing_lifted", { "Langkah tambahannya dicabut", "The extra step was lifted" } },
    { "claim_withdrawn", { "Klaim ditarik oleh pembeli", "The buyer withdrew the claim" } },
    { "claim_refused", { "Klaim ditolak, tidak ada banding lagi", "The claim was refused, with no appeal left" } },
    { "not_delivered", { "Paket tidak pernah sampai, pesanannya berakhir", "The parcel never came, and the order is over" } },
    { "made_good", { "Yang tidak sampai sudah diganti atau uangnya sudah kembali", "What did not come was replaced or paid back" } },
    { "split", { "Dipisah menjadi percakapan lain", "Split off into another conversation" } },
    { "no_answer_needed", { "Tidak perlu jawaban, dengan alasan tertulis", "Needed no answer, with a written reason" } },
    { "returned_to_sender", { "Paket kembali ke toko", "The parcel came back to the shop" } },
    { "escalated", { "Naik ke orang kedua", "Went to a second person" } },
};

const struct promise_rule *promise_rule_of(enum promise_kind kind)
{
    CHECK(kind < PROMISE_KIND_COUNT);
    return &kinds[kind];
}

str promise_kind_name(enum promise_kind kind)
{
    return str_of(promise_rule_of(kind)->name);
}

bool promise_kind_of(str name, enum promise_kind *out)
{
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(kinds[kind].name))) {
            *out = kind;
            return true;
        }
    }
    return false;
}

str promise_kind_label(enum promise_kind kind, enum lang lang)
{
    CHECK(lang < LANG_COUNT);
    return str_of(promise_rule_of(kind)->label[lang]);
}

str promise_outcome_name(enum promise_outcome outcome)
{
    CHECK(outcome < PROMISE_OUTCOME_COUNT);
    return str_of(outcomes[outcome].name);
}

bool promise_outcome_of(str name, enum promise_outcome *out)
{
    for (enum promise_outcome o = 0; o < PROMISE_OUTCOME_COUNT; o++) {
        if (str_eq(name, str_of(outcomes[o].name))) {
            *out = o;
            return true;
        }
    }
    return false;
}

str promise_outcome_label(enum promise_outcome outcome, enum lang lang)
{
    CHECK(outcome < PROMISE_OUTCOME_COUNT && lang < LANG_COUNT);
    return str_of(outcomes[outcome].label[lang]);
}

str promise_clock_name(enum promise_clock clock)
{
    CHECK(clock < CLOCK_COUNT);
    return str_of(clocks[clock].name);
}

str promise_clock_label(enum promise_clock clock, enum lang lang)
{
    CHECK(clock < CLOCK_COUNT && lang < LANG_COUNT);
    return str_of(clocks[clock].label[lang]);
}

str promise_pause_name(enum promise_pause_rule rule)
{
    CHECK(rule < PAUSE_RULE_COUNT);
    return str_of(pauses[rule].words.name);
}

str promise_pause_label(enum promise_pause_rule rule, enum lang lang)
{
    CHECK(rule < PAUSE_RULE_COUNT && lang < LANG_COUNT);
    return str_of(pauses[rule].words.label[lang]);
}

int64_t promise_pause_max(enum promise_pause_rule rule)
{
    CHECK(rule < PAUSE_RULE_COUNT);
    return pauses[rule].max;
}

bool promise_pause_of(str name, enum promise_pause_rule *out)
{
    for (enum promise_pause_rule rule = 0; rule < PAUSE_RULE_COUNT; rule++) {
        if (str_eq(name, str_of(pauses[rule].words.name))) {
            *out = rule;
            return true;
        }
    }
    return false;
}

str promise_reason_text(str reason, enum lang lang)
{
    CHECK(lang < LANG_COUNT);
    for (size_t i = 0; i < COUNT(reasons); i++) {
        if (str_eq(reason, str_of(reasons[i].name))) {
            return str_of(reasons[i].label[lang]);
        }
    }
    return reason;
}
