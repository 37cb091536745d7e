/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_chart.c - the chart of accounts. A new account is one line; a prefix ends with ':'. */
#include "core/ledger.h"

static const struct chart_row chart[] = {
    { "gateway:", ACCOUNT_ASSET, LIMIT_NONE, "Money at a payment gateway", "Uang di gerbang pembayaran" },
    { "bank", ACCOUNT_ASSET, LIMIT_NONE, "Bank account", "Rekening bank" },
    { "cash", ACCOUNT_ASSET, LIMIT_NONE, "Cash", "Kas" },
    { "cod:courier:", ACCOUNT_ASSET, LIMIT_NONE, "Cash on delivery at a courier", "COD di kurir" },
    { "held:order:", ACCOUNT_LIABILITY, LIMIT_DEBITS, "Received, not yet earned", "Diterima, belum menjadi hak toko" },
    { "refund_payable:order:", ACCOUNT_LIABILITY, LIMIT_DEBITS, "Refund owed to a buyer", "Pengembalian dana yang terutang" },
    { "store_credit:", ACCOUNT_LIABILITY, LIMIT_DEBITS, "Store credit of a buyer", "Saldo toko milik pembeli" },
    { "unallocated", ACCOUNT_LIABILITY, LIMIT_DEBITS, "Received, order unknown", "Diterima, pesanan belum diketahui" },
    { "tax_payable", ACCOUNT_LIABILITY, LIMIT_NONE, "Tax to be paid", "Pajak terutang" },
    { "shipping_passthrough", ACCOUNT_LIABILITY, LIMIT_NONE, "Shipping for couriers", "Ongkir untuk kurir" },
    { "sales", ACCOUNT_INCOME, LIMIT_NONE, "Sales", "Penjualan" },
    { "shipping", ACCOUNT_INCOME, LIMIT_NONE, "Shipping charged", "Ongkir" },
    { "rounding", ACCOUNT_INCOME, LIMIT_NONE, "Unique codes and rounding", "Kode unik dan pembulatan" },
    { "gateway_fees", ACCOUNT_EXPENSE, LIMIT_NONE, "Gateway fees", "Biaya gerbang pembayaran" },
    { "courier_fees", ACCOUNT_EXPENSE, LIMIT_NONE, "Courier fees", "Biaya kurir" },
    { "discounts", ACCOUNT_EXPENSE, LIMIT_NONE, "Discounts given", "Potongan harga" },
    { "refunds_goodwill", ACCOUNT_EXPENSE, LIMIT_NONE, "Refunds from goodwill", "Pengembalian atas kebaikan toko" },
    { "guarantee_paid", ACCOUNT_EXPENSE, LIMIT_NONE, "Paid under the guarantee", "Dibayar karena jaminan" },
    { "chargeback_loss", ACCOUNT_EXPENSE, LIMIT_NONE, "Lost to chargebacks", "Rugi karena chargeback" },
    { "fx_rounding", ACCOUNT_EXPENSE, LIMIT_NONE, "Exchange and rounding", "Selisih kurs" },
};

const struct chart_row *ledger_chart(size_t *count)
{
    *count = COUNT(chart);
    return chart;
}

const struct chart_row *ledger_chart_of(str code)
{
    for (size_t i = 0; i < COUNT(chart); i++) {
        str prefix = str_of(chart[i].prefix);
        bool is_family = str_ends(prefix, S(":"));
        if (is_family ? str_starts(code, prefix) && code.size > prefix.size
                      : str_eq(code, prefix)) {
            return &chart[i];
        }
    }
    return NULL;
}
