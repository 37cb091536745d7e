/* SPDX-License-Identifier: Apache-2.0 */
/* refund_store.c - rows of refunds. */
#include "shop/refund_store.h"

#include "core/setting.h"

static const char *const state_names[] = { "requested", "processing", "succeeded", "failed",
                                           "needs_bank_account", "reversed" };

str refund_state_name(enum refund_state s)
{
    CHECK(s < REFUND_STATE_COUNT);
    return str_of(state_names[s]);
}

static enum refund_state state_of(str name)
{
    enum refund_state s = 0;
    while (s < REFUND_STATE_COUNT && !str_eq(name, str_of(state_names[s]))) {
        s++;
    }
    CHECK(s < REFUND_STATE_COUNT);
    return s;
}

/* ---- steps ---- */

#define FROM(state) (1u << REFUND_##state)

static const struct {
    enum refund_state to;
    unsigned from;
    const char *because;
} steps[] = {
    { REFUND_PROCESSING, FROM(REQUESTED), "the way back was asked to pay" },
    { REFUND_SUCCEEDED,
      FROM(REQUESTED) | FROM(PROCESSING) | FROM(NEEDS_BANK_ACCOUNT) | FROM(FAILED),
      "proof that it left" },
    { REFUND_FAILED, FROM(REQUESTED) | FROM(PROCESSING) | FROM(SUCCEEDED),
      "refused, or it did not arrive" },
    { REFUND_NEEDS_BANK_ACCOUNT, FROM(REQUESTED) | FROM(PROCESSING) | FROM(FAILED),
      "there is no way back but an account" },
    { REFUND_REQUESTED, FROM(NEEDS_BANK_ACCOUNT) | FROM(FAILED), "the buyer gave an account" },
    { REFUND_REVERSED, FROM(REQUESTED) | FROM(NEEDS_BANK_ACCOUNT) | FROM(FAILED),
      "a published rule ended it" },
};

SQL(refund_set_state, "UPDATE refund SET state = $2 WHERE id = $1 AND state = $3");

enum err refund_move(struct ctx *c, int64_t id, enum refund_state to)
{
    struct refund r = { 0 };
    int64_t changed = 0;
    TRY(refund_get(c, id, &r));
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].to == to && (steps[i].from & 1u << r.state) != 0) {
            TRY(db_exec(c->db, &refund_set_state,
                        ARGS(id, refund_state_name(to), refund_state_name(r.state)), &changed));
        }
    }
    return changed != 0 ? OK
                        : fail(c, ERR_STATE, "refund %" PRId64 " is %.*s", id,
                               STR_ARG(refund_state_name(r.state)));
}

/* ---- reading ---- */

enum { REFUNDS_MAX = 200 };

#define REFUND_COLUMNS                                                                             \
    "SELECT r.id, r.order_id, coalesce(r.payment_id, 0), r.amount_minor, r.state, r.reason,"       \
    " coalesce(r.reference, ''), coalesce(r.reversed_reason, ''), r.requested_at,"                 \
    " coalesce(r.settled_at, 0), coalesce(r.confirmed_at, 0), coalesce(r.denied_at, 0),"           \
    " coalesce(r.account_text_id, 0), r.is_postage, coalesce(p.provider, '') FROM refund r"                      \
    " LEFT JOIN payment p ON p.id = r.payment_id"

SQL(refund_by_id, REFUND_COLUMNS " WHERE r.id = $1");
SQL(refunds_of_order, REFUND_COLUMNS " WHERE r.order_id = $1 ORDER BY r.id LIMIT 40");
SQL(refunds_open,
    REFUND_COLUMNS " WHERE r.state IN ('requested', 'processing', 'needs_bank_account', 'failed')"
                   " ORDER BY r.requested_at, r.id LIMIT $1");

static void read_row(struct ctx *c, struct rows *r, struct refund *one)
{
    one->id = row_int(r);
    one->order.v = row_int(r);
    one->payment.v = row_int(r);
    one->amount = (money){ row_int(r), c->shop->currency };
    one->state = state_of(row_text(r, c->arena));
    one->reason = row_text(r, c->arena);
    one->reference = row_text(r, c->arena);
    one->reversed_reason = row_text(r, c->arena);
    one->requested_at = row_int(r);
    one->settled_at = row_int(r);
    one->confirmed_at = row_int(r);
    one->denied_at = row_int(r);
    one->account.v = row_int(r);
    one->is_postage = row_bool(r);
    one->provider = row_text(r, c->arena);
    const struct pay_method *m = pay_method_of(one->provider);
    one->is_manual = m == NULL || m->is_manual;
}

static enum err read(struct ctx *c, struct sql *sql, struct args args, struct refund_list *out)
{
    struct refund_list list = { .item = NEW_N(c->arena, struct refund, REFUNDS_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count < REFUNDS_MAX) {
        read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

enum err refund_get(struct ctx *c, int64_t id, struct refund *out)
{
    struct refund_list list = { 0 };
    TRY(read(c, &refund_by_id, ARGS(id), &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "refund %" PRId64, id);
    }
    *out = list.item[0];
    return OK;
}

enum err refund_list_of(struct ctx *c, order_id order, struct refund_list *out)
{
    return read(c, &refunds_of_order, ARGS(order.v), out);
}

enum err refund_list_open(struct ctx *c, int64_t limit, struct refund_list *out)
{
    CHECK(limit > 0 && limit <= REFUNDS_MAX);
    return read(c, &refunds_open, ARGS(limit), out);
}
