/* SPDX-License-Identifier: Apache-2.0 */
/* policy_params.c - the parameters of each kind of policy: what the program enforces and the texts say. */
#include "core/policy.h"

#define INT(name, otherwise, min, max, en, id) { name, PARAM_INT, otherwise, min, max, NULL, en, id }
#define BOOL(name, otherwise, en, id) { name, PARAM_BOOL, otherwise, 0, 1, NULL, en, id }
#define CHOICE(name, otherwise, last, choices, en, id) { name, PARAM_CHOICE, otherwise, 0, last, choices, en, id }

/* Preset "3 hari sejak barang diterima"; the other preset is 30 days from payment. */
static const struct policy_param guarantee[] = {
    INT("window_days", 3, 1, 90, "Days to claim", "Hari untuk mengajukan klaim"),
    CHOICE("starts", 0, 1, "delivery payment", "Counted from", "Dihitung sejak"),
    INT("late_days", 7, 1, 60, "Days past the promised delivery until goods count as lost", "Hari lewat janji sampai barang dianggap hilang"),
    INT("refund_days", 3, 1, 14, "Days until money is back", "Hari sampai uang kembali"),
    INT("answer_hours", 48, 1, 72, "Hours until a claim is answered", "Jam sampai klaim dijawab"),
    BOOL("waits_for_account", 0, "The days for money stand still while the buyer owes an account number", "Hari pengembalian uang berhenti selama pembeli belum memberi nomor rekening"),
    BOOL("covers_not_received", 1, "Not received", "Barang tidak sampai"),
    BOOL("covers_damaged", 1, "Damaged", "Barang rusak"),
    BOOL("covers_wrong", 1, "Wrong or missing", "Barang salah atau kurang"),
    BOOL("covers_not_as_described", 1, "Not as described", "Tidak sesuai keterangan"),
    BOOL("covers_change_of_mind", 0, "Change of mind", "Berubah pikiran"),
    BOOL("buyer_chooses", 1, "Damaged, defective, wrong or not as described: the buyer chooses between a replacement and money back", "Rusak, cacat, salah, atau tidak sesuai: pembeli memilih barang pengganti atau uang kembali"),
};
static const struct policy_param returns[] = {
    INT("window_days", 3, 1, 90, "Days to ask for a return", "Hari untuk meminta retur"),
    INT("refund_days", 3, 1, 14, "Days until money is back after the goods came", "Hari sampai uang kembali setelah barang kami terima"),
    INT("postage_max", 0, 0, 10000000, "Most we repay for the way back, in rupiah (0: all of it)", "Paling banyak ongkir retur yang diganti, rupiah (0: seluruhnya)"),
    BOOL("allows_change_of_mind", 0, "Change of mind", "Berubah pikiran"),
};
static const struct policy_param warranty[] = {
    INT("months", 1, 0, 60, "Months of warranty", "Bulan garansi"),
    INT("replace_days", 7, 1, 60, "Days until a replacement is sent", "Hari sampai pengganti dikirim"),
};
static const struct policy_param shipping[] = {
    INT("handling_hours", 18, 1, 800, "Working hours until shipped", "Jam kerja sampai dikirim"),
    INT("cancel_hours", 48, 1, 336, "Hours past the promise until the buyer may cancel", "Jam lewat janji sampai pembeli boleh batal"),
    BOOL("is_insured", 0, "Parcels are insured", "Paket diasuransikan"),
};
static const struct policy_param privacy[] = {
    INT("answer_hours", 72, 1, 72, "Hours to answer a request", "Jam untuk menjawab permintaan"),
    INT("stop_hours", 72, 1, 72, "Hours to stop after consent is withdrawn", "Jam untuk berhenti setelah izin ditarik"),
    INT("breach_hours", 72, 1, 72, "Hours to tell about a breach", "Jam untuk memberi tahu kebocoran"),
    INT("books_years", 10, 5, 30, "Years financial records are kept", "Tahun catatan keuangan disimpan"),
    INT("contact_months", 24, 1, 120, "Months contact data is kept after the last order", "Bulan data kontak disimpan sejak pesanan terakhir"),
};
static const struct policy_param terms[] = {
    INT("unpaid_hours", 24, 1, 168, "Hours to pay", "Jam untuk membayar"),
    INT("exchange_days", 2, 2, 30, "Working days for exchange or cancellation from receipt", "Hari kerja untuk tukar atau batal sejak diterima"),
};
static const struct policy_param reply[] = {
    INT("reply_hours", 4, 1, 200, "Working hours until an answer", "Jam kerja sampai dijawab"),
    INT("complaint_days", 7, 1, 30, "Days until a complaint is decided", "Hari sampai pengaduan diputuskan"),
    INT("review_hours", 72, 1, 168, "Hours until a review is published", "Jam sampai ulasan terbit"),
};

static const struct policy_preset guarantee_presets[] = {
    { "3d", "{\"window_days\":3,\"starts\":\"delivery\"}", "3 days from receiving the goods", "3 hari sejak barang diterima" },
    { "30d", "{\"window_days\":30,\"starts\":\"payment\"}", "30 days from payment", "30 hari sejak pembayaran" },
};

const struct policy_preset *policy_presets(enum policy_kind kind, size_t *count)
{
    *count = kind == POLICY_GUARANTEE ? COUNT(guarantee_presets) : 0;
    return guarantee_presets;
}

struct list {
    const struct policy_param *item;
    size_t count;
};

static const struct list lists[POLICY_KIND_COUNT] = {
    [POLICY_GUARANTEE] = { guarantee, COUNT(guarantee) }, [POLICY_RETURNS] = { returns, COUNT(returns) },
    [POLICY_WARRANTY] = { warranty, COUNT(warranty) },    [POLICY_SHIPPING] = { shipping, COUNT(shipping) },
    [POLICY_PRIVACY] = { privacy, COUNT(privacy) },       [POLICY_TERMS] = { terms, COUNT(terms) },
    [POLICY_REPLY] = { reply, COUNT(reply) },
};

const struct policy_param *policy_params(enum policy_kind kind, size_t *count)
{
    CHECK(kind < POLICY_KIND_COUNT);
    *count = lists[kind].count;
    return lists[kind].item;
}

const struct policy_param *policy_param_named(enum policy_kind kind, str name)
{
    CHECK(kind < POLICY_KIND_COUNT);
    for (size_t i = 0; i < lists[kind].count; i++) {
        if (str_eq(name, str_of(lists[kind].item[i].name))) {
            return &lists[kind].item[i];
        }
    }
    return NULL;
}
