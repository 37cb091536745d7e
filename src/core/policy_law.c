/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy_law.h"

#include "base/fold.h"

#define ID_18 "UU 8/1999 ps. 4 huruf h dan ps. 18 ayat (1)"
#define ID_19 "UU 8/1999 ps. 19 ayat (3)"
#define ID_69 "PP 80/2019 ps. 69"

#define MUST(law, kind, param, rule, id, en)                                                       \
    { law, kind, param, NULL, LAW_MUST, 1, NULL, rule, { id, en } }
#define AT_LEAST(law, kind, param, value, rule, id, en)                                            \
    { law, kind, param, NULL, LAW_AT_LEAST, value, NULL, rule, { id, en } }
#define AT_MOST(law, kind, param, value, rule, id, en)                                             \
    { law, kind, param, NULL, LAW_AT_MOST, value, NULL, rule, { id, en } }

static const struct law_floor floors[] = {
    /* Indonesia: money and goods may not be kept back (18), and what is not as agreed is made good (4h). */
    MUST("ID", POLICY_GUARANTEE, "covers_not_received", ID_18, "Toko tidak boleh menolak mengembalikan uang untuk barang yang tidak sampai.", "A shop may not refuse to give back the money for goods that never came."),
    MUST("ID", POLICY_GUARANTEE, "covers_damaged", ID_18, "Barang yang rusak atau cacat wajib diganti atau uangnya dikembalikan.", "Damaged or defective goods must be replaced or their price given back."),
    MUST("ID", POLICY_GUARANTEE, "covers_wrong", ID_18, "Barang yang salah atau kurang wajib diganti atau uangnya dikembalikan.", "Wrong or missing goods must be replaced or their price given back."),
    MUST("ID", POLICY_GUARANTEE, "covers_not_as_described", ID_18, "Barang yang tidak sesuai perjanjian wajib diganti atau uangnya dikembalikan.", "Goods that are not as agreed must be replaced or their price given back."),
    MUST("ID", POLICY_GUARANTEE, "buyer_chooses", ID_69, "Menukar barang atau membatalkan pembelian adalah pilihan pembeli.", "Whether goods are exchanged or the purchase is cancelled is the buyer's choice."),
    /* Two working days from receipt hold besides, see core/guarantee. */
    AT_LEAST("ID", POLICY_GUARANTEE, "window_days", 2, ID_69, "Pembeli punya sedikitnya 2 hari kerja sejak barang diterima.", "Buyers have at least 2 working days from receipt."),
    { "ID", POLICY_GUARANTEE, "window_days", NULL, LAW_AT_LEAST, 7, "starts=payment", ID_19, { "Ganti rugi dapat diminta dalam 7 hari sejak tanggal transaksi.", "Compensation may be asked for within 7 days of the transaction." } },
    { "ID", POLICY_GUARANTEE, "refund_days", "answer_hours", LAW_AT_MOST, 7, NULL, ID_19, { "Menjawab dan mengembalikan uang bersama-sama paling lama 7 hari.", "Answering and giving the money back take 7 days together at most." } },
    AT_LEAST("ID", POLICY_RETURNS, "window_days", 2, ID_69, "Pembeli punya sedikitnya 2 hari kerja sejak barang diterima untuk menukar.", "Buyers have at least 2 working days from receipt to exchange."),
    AT_MOST("ID", POLICY_RETURNS, "refund_days", 7, ID_19, "Uang kembali paling lama 7 hari.", "Money comes back within 7 days at most."),
    AT_MOST("ID", POLICY_WARRANTY, "replace_days", 7, ID_19, "Barang pengganti dikirim paling lama 7 hari.", "A replacement leaves within 7 days at most."),
    AT_LEAST("ID", POLICY_TERMS, "exchange_days", 2, ID_69, "Sedikitnya 2 hari kerja untuk menukar atau membatalkan sejak barang diterima.", "At least 2 working days from receipt to exchange or cancel."),
    AT_MOST("ID", POLICY_PRIVACY, "answer_hours", 72, "UU 27/2022 ps. 30 dan 32", "Permintaan data pribadi dijawab dalam 3×24 jam.", "Requests about personal data are answered within 3×24 hours."),
    AT_MOST("ID", POLICY_PRIVACY, "stop_hours", 72, "UU 27/2022 ps. 40", "Pemakaian data berhenti dalam 3×24 jam sejak izin ditarik.", "Use of data stops within 3×24 hours of a withdrawal."),
    AT_MOST("ID", POLICY_PRIVACY, "breach_hours", 72, "UU 27/2022 ps. 46", "Kebocoran data diberitahukan dalam 3×24 jam.", "A breach is made known within 3×24 hours."),
    AT_LEAST("ID", POLICY_PRIVACY, "books_years", 10, "PP 80/2019 ps. 25", "Data transaksi keuangan disimpan sedikitnya 10 tahun.", "Records of financial transactions are kept for at least 10 years."),
    /* The European Union: distance sales. */
    MUST("EU", POLICY_GUARANTEE, "covers_not_received", "2011/83/EU art. 18", "Barang yang tidak sampai: uang wajib kembali.", "Goods that never came must be paid back."),
    MUST("EU", POLICY_GUARANTEE, "covers_damaged", "2019/771/EU art. 13", "Barang yang rusak atau cacat wajib diperbaiki, diganti, atau uangnya dikembalikan.", "Damaged or defective goods must be repaired, replaced or paid back."),
    MUST("EU", POLICY_GUARANTEE, "covers_wrong", "2019/771/EU art. 13", "Barang yang salah atau kurang wajib dibetulkan.", "Wrong or missing goods must be put right."),
    MUST("EU", POLICY_GUARANTEE, "covers_not_as_described", "2019/771/EU art. 13", "Barang yang tidak sesuai perjanjian wajib dibetulkan.", "Goods that are not as agreed must be put right."),
    MUST("EU", POLICY_RETURNS, "allows_change_of_mind", "2011/83/EU art. 9", "Pembeli jarak jauh boleh berubah pikiran.", "Distance buyers may change their mind."),
    AT_LEAST("EU", POLICY_RETURNS, "window_days", 14, "2011/83/EU art. 9", "Pembeli punya 14 hari untuk berubah pikiran.", "Buyers have 14 days to change their mind."),
    AT_MOST("EU", POLICY_RETURNS, "refund_days", 14, "2011/83/EU art. 13", "Uang kembali dalam 14 hari.", "Money comes back within 14 days."),
    AT_LEAST("EU", POLICY_WARRANTY, "months", 24, "2019/771/EU art. 10", "Garansi menurut hukum 24 bulan.", "The legal guarantee lasts 24 months."),
    AT_MOST("EU", POLICY_PRIVACY, "breach_hours", 72, "2016/679/EU art. 33", "Kebocoran data diberitahukan dalam 72 jam.", "A breach is made known within 72 hours."),
};

const struct law_floor *law_floors(size_t *count)
{
    *count = COUNT(floors);
    return floors;
}

str law_of_country(str country)
{
    static const char union_members[] =
        "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE";
    if (str_eq(country, S("ID"))) {
        return S("ID");
    }
    return country.size == 2 && str_contains(str_of(union_members), country) ? S("EU") : S("");
}

/* ---- parameters ---- */

static int64_t number_of(enum policy_kind kind, const struct value *params, const char *name)
{
    const struct policy_param *param = policy_param_named(kind, str_of(name));
    const struct value *given = params == NULL ? NULL : value_get(params, str_of(name));
    CHECK(param != NULL);
    if (given == NULL) {
        return param->otherwise;
    }
    return param->kind == PARAM_BOOL ? given->kind == VALUE_BOOL && given->truth
                                     : value_int(params, str_of(name), param->otherwise);
}

static bool applies(const struct law_floor *floor, const struct value *params)
{
    struct str_pair when = str_cut(str_of(floor->when), '=');
    if (floor->when == NULL) {
        return true;
    }
    return params != NULL && str_eq(value_text(params, when.head), when.tail);
}

static bool holds(const struct law_floor *floor, const struct value *params)
{
    int64_t number = number_of(floor->kind, params, floor->param);
    switch (floor->bound) {
    case LAW_AT_LEAST:
        return number >= floor->value;
    case LAW_AT_MOST:
        return floor->plus == NULL
                   ? number <= floor->value
                   : number * 24 + number_of(floor->kind, params, floor->plus) <= floor->value * 24;
    case LAW_MUST:
        break;
    }
    return number != 0;
}

const struct law_floor *law_breach(str law, enum policy_kind kind, const struct value *params)
{
    for (size_t i = 0; i < COUNT(floors); i++) {
        const struct law_floor *floor = &floors[i];
        bool is_asked = floor->kind == kind && str_eq(law, str_of(floor->law));
        if (is_asked && applies(floor, params) && !holds(floor, params)) {
            return floor;
        }
    }
    return NULL;
}

/* ---- texts ---- */

/* As sellers write it; folded, so that case and accents do not matter. */
static const char *const void_clauses[] = {
    "tidak dapat dikembalikan",   "tidak bisa dikembalikan",  "tidak boleh dikembalikan",
    "tidak dapat ditukar",        "tidak bisa ditukar",       "tidak boleh ditukar",
    "tidak menerima retur",       "tidak menerima pengembalian", "tidak menerima komplain",
    "uang tidak kembali",         "uang tidak dikembalikan",  "no refund",
    "no returns",                 "not refundable",           "non-refundable",
    "cannot be returned",         "cannot be exchanged",      "we accept no complaints",
};

str law_void_clause(str text)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str folded = text_fold(arena, text);
    for (size_t i = 0; i < COUNT(void_clauses); i++) {
        if (str_contains(folded, text_fold(arena, str_of(void_clauses[i])))) {
            return str_of(void_clauses[i]);
        }
    }
    return (str){ 0 };
}

const char *law_void_rule(enum lang lang)
{
    return lang == LANG_ID ? "UU 8/1999 ps. 18: klausula yang menolak pengembalian barang atau "
                             "uang batal demi hukum."
                           : "UU 8/1999 art. 18: a clause that refuses to take back goods or to "
                             "give back money is void.";
}
