/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_tax.h"

#include "core/ledger.h"
#include "db/db.h"
#include "shop/payment.h"

SQL(asked_of_order,
    "SELECT amount_minor FROM payment WHERE order_id = $1 AND captured_minor > 0 ORDER BY settled_at, id LIMIT 1");

enum err order_tax_asked(struct ctx *c, const struct order *o, int64_t *out)
{
    return db_get_int(c->db, &asked_of_order, ARGS(o->id.v), 0, out);
}

int64_t order_tax_inside(const struct order *o, int64_t asked, int64_t left)
{
    money share[2];
    if (left >= asked || o->tax.minor == 0) {
        return o->tax.minor < left ? o->tax.minor : left;
    }
    if (left <= 0) {
        return 0;
    }
    money_share(o->tax, (int64_t[]){ left, asked - left }, COUNT(share), share);
    return share[0].minor;
}

enum err order_tax_kept(struct ctx *c, const struct order *o, int64_t *out)
{
    struct pay_sums sums = { 0 };
    int64_t asked = 0;
    TRY(payment_sums(c, o, &sums));
    TRY(order_tax_asked(c, o, &asked));
    int64_t left = sums.captured.minor - sums.refunded.minor - sums.owed_back.minor;
    *out = left > 0 ? order_tax_inside(o, asked, left) : 0;
    return OK;
}

SQL(tax_posted,
    "SELECT CAST(coalesce(sum(CASE WHEN k.code = 'tax_payable' THEN t.amount ELSE -t.amount END), 0) AS BIGINT) FROM ledger_transfer t"
    " JOIN ledger_account k ON k.id = t.credit_id JOIN ledger_account d ON d.id = t.debit_id"
    " WHERE t.subject = $1 AND (k.code = 'tax_payable' OR d.code = 'tax_payable')");

enum err order_tax_posted(struct ctx *c, const struct order *o, int64_t *out)
{
    return db_get_int(c->db, &tax_posted, ARGS(order_subject(c, o->id)), 0, out);
}
