/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/preset_cost.h"

#include "core/setting.h"
#include "db/db.h"
#include "shop/order_source.h"

/* One order's facts; asked: the first time the buyer asked because of the goods, by a claim or, before there were claims, by a
 * refund; `ground` is the claim's. */
struct past_order {
    struct cover_facts facts;
    int64_t total_minor, asked_at, asked_minor;
    str ground;
};

#define ASKED_BACK                                                                                 \
    " FROM refund r WHERE r.order_id = o.id AND r.reason IN ('damaged', 'not_arrived')"
#define CLAIMED                                                                                    \
    " FROM claim k WHERE k.order_id = o.id AND k.kind <> 'warranty' AND k.state <> 'withdrawn'"
SQL(orders_of_span,
    "SELECT coalesce(o.paid_at, CASE WHEN o.payment_status = 'none' THEN o.placed_at ELSE 0 END),"
    " coalesce(o.delivered_at, 0), o.total_minor,"
    " coalesce((SELECT max(p.due_at) FROM promise p WHERE p.subject = 'order:' || CAST(o.id AS TEXT) AND p.kind = 'deliver'), 0),"
    " coalesce((SELECT min(r.requested_at)" ASKED_BACK "), 0),"
    " coalesce((SELECT CAST(sum(r.amount_minor) AS BIGINT)" ASKED_BACK "), 0),"
    " coalesce((SELECT min(k.opened_at)" CLAIMED "), 0),"
    " coalesce((SELECT CAST(sum(l.unit_minor * q.quantity) AS BIGINT) FROM claim_line q JOIN order_line l ON l.id = q.line_id"
    "   WHERE l.order_id = o.id AND EXISTS (SELECT 1" CLAIMED " AND k.id = q.claim_id)), 0),"
    " coalesce((SELECT k.kind" CLAIMED " ORDER BY k.opened_at, k.id LIMIT 1), '')"
    " FROM shop_order o WHERE o.placed_at >= $1 AND o.status <> 'canceled' AND o.source NOT IN " MARKETPLACE_SOURCES
    " AND (o.paid_at IS NOT NULL OR o.delivered_at IS NOT NULL OR o.payment_status = 'none')"
    " ORDER BY o.placed_at DESC, o.id DESC LIMIT $2");

static void read_order(struct ctx *c, struct rows *r, struct past_order *out)
{
    out->facts.paid_at = row_int(r);
    out->facts.delivered_at = row_int(r);
    out->total_minor = row_int(r);
    out->facts.promised_at = row_int(r);
    out->asked_at = row_int(r);
    out->asked_minor = row_int(r);
    int64_t claimed_at = row_int(r);
    int64_t claimed_minor = row_int(r);
    out->ground = row_text(r, c->arena);
    if (claimed_at != 0) {
        out->asked_at = claimed_at;
        out->asked_minor = claimed_minor;
    }
}

static void sum_add(struct preset_sum *sum, int64_t minor)
{
    sum->count++;
    sum->minor += minor;
}

/* The order as it was when the buyer asked: what came later had not been delivered then. */
static struct cover_facts facts_at(const struct past_order *o, int64_t at)
{
    struct cover_facts facts = o->facts;
    facts.delivered_at = facts.delivered_at <= at ? facts.delivered_at : 0;
    return facts;
}

static void judge(const struct policy *guarantee, const struct working_days *days,
                  const struct past_order *o, int64_t now_at, struct preset_cost *out)
{
    struct cover now = guarantee_cover(guarantee, days, &o->facts, now_at);
    if (o->asked_at != 0) {
        struct cover_facts then = facts_at(o, o->asked_at);
        bool has_ground = o->ground.size == 0 || guarantee_has_ground(guarantee, o->ground);
        bool was_covered = guarantee_cover(guarantee, days, &then, o->asked_at).is_covered;
        sum_add(has_ground && was_covered ? &out->covered : &out->outside, o->asked_minor);
        return;
    }
    if (now.why == COVER_LATE && now.is_covered) {
        sum_add(&out->never_came, o->total_minor);
    } else if (o->facts.delivered_at != 0 && now.is_covered) {
        sum_add(&out->at_risk, o->total_minor);
    }
}

static enum err exchange_days_now(struct ctx *c, int64_t *out)
{
    struct policy terms = { 0 };
    enum err e = policy_current(c, POLICY_TERMS, &terms);
    *out = e == OK ? policy_int(&terms, S("exchange_days")) : 0;
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err preset_cost_load(struct ctx *c, int64_t from_at, const struct policy *guarantee,
                          size_t count, struct preset_cost *out, struct preset_orders *orders)
{
    struct working_days days = working_days_of(c);
    int64_t exchange_days = 0;
    TRY(exchange_days_now(c, &exchange_days));
    struct preset_orders seen = { 0 };
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct preset_cost){ 0 };
    }
    struct rows r = db_query(c->db, &orders_of_span, ARGS(from_at, PRESET_ORDERS_MAX + 1));
    while (db_next(&r)) {
        struct past_order o = { 0 };
        read_order(c, &r, &o);
        o.facts.exchange_days = exchange_days;
        if (seen.count == PRESET_ORDERS_MAX) {
            seen.is_cut = true;
            continue;
        }
        seen.count++;
        seen.total_minor += o.total_minor;
        seen.late += o.facts.promised_at != 0 && o.facts.delivered_at > o.facts.promised_at ? 1 : 0;
        for (size_t i = 0; i < count; i++) {
            judge(&guarantee[i], &days, &o, c->now_at, &out[i]);
        }
    }
    TRY(db_done(&r));
    *orders = seen;
    return OK;
}
