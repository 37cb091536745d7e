/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_cover.h"

#include "core/setting.h"
#include "db/db.h"

enum { PARCELS_MAX = 400 };

static int64_t version_of(const struct order_line *line, enum policy_kind kind)
{
    return kind == POLICY_GUARANTEE ? line->guarantee_version
           : kind == POLICY_RETURNS ? line->returns_version
                                    : line->warranty_version;
}

enum err order_line_policy(struct ctx *c, const struct order_line *line, enum policy_kind kind,
                           struct policy *out)
{
    int64_t version = version_of(line, kind);
    if (version == 0) {
        *out = (struct policy){ .kind = kind, .params = value_object(c->arena) };
        return OK;
    }
    return policy_get(c, kind, version, out);
}

/* What the lines of one order share. */
struct covering {
    struct ctx *c;
    const struct order *order;
    struct working_days days;
    int64_t paid_at, promised_at, exchange_days;
    int64_t renewed_at[ORDER_LINES_MAX]; /* by line: the last replacement's arrival */
    struct policy guarantee, returns, warranty; /* of the line last looked at */
    struct order_cover out;
};

static enum err take_policies(struct covering *v, const struct order_line *line)
{
    struct {
        enum policy_kind kind;
        struct policy *at;
    } parts[] = { { POLICY_GUARANTEE, &v->guarantee },
                  { POLICY_RETURNS, &v->returns },
                  { POLICY_WARRANTY, &v->warranty } };
    for (size_t i = 0; i < COUNT(parts); i++) {
        bool is_here =
            parts[i].at->params != NULL && parts[i].at->version == version_of(line, parts[i].kind);
        if (!is_here) {
            TRY(order_line_policy(v->c, line, parts[i].kind, parts[i].at));
        }
    }
    return OK;
}

static void add(struct covering *v, const struct order_line *line, int64_t shipment,
                int64_t quantity, int64_t delivered_at)
{
    int64_t now_at = v->c->now_at;
    int64_t renewed_at = v->renewed_at[line - v->order->line];
    bool is_renewed = delivered_at != 0 && renewed_at > delivered_at;
    int64_t since_at = is_renewed ? renewed_at : delivered_at;
    struct cover_facts facts = { is_renewed ? renewed_at : v->paid_at, since_at, v->promised_at, v->exchange_days };
    int64_t months =
        line->warranty_months >= 0 ? line->warranty_months : policy_int(&v->warranty, S("months"));
    if (quantity <= 0) {
        return;
    }
    struct line_cover *cover = &v->out.item[v->out.count++];
    *cover = (struct line_cover){
        .line_id = line->id,
        .shipment_id = shipment,
        .quantity = quantity,
        .delivered_at = delivered_at,
        .renewed_at = is_renewed ? renewed_at : 0,
        .guarantee = guarantee_cover(&v->guarantee, &v->days, &facts, now_at),
        .returns = returns_cover(&v->returns, &v->days, &facts, now_at),
        .warranty_months = months,
        .warranty_until = warranty_until(v->days.calendar.zone, since_at, months),
    };
    cover->is_in_warranty = cover->warranty_until != 0 && now_at <= cover->warranty_until;
}

SQL(parcels_of_order,
    "SELECT s.line_id, h.id, s.quantity, coalesce(h.delivered_at, 0) FROM shipment_line s"
    " JOIN shipment h ON h.id = s.shipment_id WHERE h.order_id = $1 AND h.state <> 'canceled'"
    " ORDER BY s.line_id, h.id LIMIT 400");

struct parcel_row {
    int64_t line_id, shipment, quantity, delivered_at;
};

static enum err read_parcels(struct ctx *c, order_id id, struct parcel_row *out, size_t *count)
{
    struct rows r = db_query(c->db, &parcels_of_order, ARGS(id.v));
    while (db_next(&r) && *count < PARCELS_MAX) {
        struct parcel_row *row = &out[(*count)++];
        row->line_id = row_int(&r);
        row->shipment = row_int(&r);
        row->quantity = row_int(&r);
        row->delivered_at = row_int(&r);
    }
    return db_done(&r);
}

/* A replacement begins everything anew; so does what was repaired or exchanged. */
SQL(renewals_of_order,
    "SELECT l.line_id, max(k.arrived_at) FROM claim k JOIN claim_line l ON l.claim_id = k.id"
    " WHERE k.order_id = $1 AND k.state = 'settled' AND k.arrived_at IS NOT NULL"
    " AND k.remedy IN ('replacement', 'repair', 'exchange') GROUP BY l.line_id"
    " ORDER BY l.line_id LIMIT 100");

static enum err read_renewals(struct ctx *c, const struct order *o, int64_t *out)
{
    struct rows r = db_query(c->db, &renewals_of_order, ARGS(o->id.v));
    while (db_next(&r)) {
        int64_t line_id = row_int(&r);
        int64_t at = row_int(&r);
        for (size_t i = 0; i < o->line_count; i++) {
            out[i] = o->line[i].id == line_id ? at : out[i];
        }
    }
    return db_done(&r);
}

static enum err cover_line(struct covering *v, const struct order_line *line,
                           const struct parcel_row *parcel, size_t count)
{
    int64_t left = line->quantity;
    bool is_done = v->order->fulfillment == FULFILLMENT_DELIVERED;
    int64_t done_at =
        is_done ? v->order->delivered_at : 0; /* without a parcel, or made good when it was lost */
    TRY(take_policies(v, line));
    for (size_t i = 0; i < count; i++) {
        if (parcel[i].line_id == line->id) {
            int64_t at = parcel[i].delivered_at != 0 ? parcel[i].delivered_at : done_at;
            add(v, line, parcel[i].shipment, parcel[i].quantity, at);
            left -= parcel[i].quantity;
        }
    }
    add(v, line, 0, left, done_at);
    return OK;
}

static int64_t latest_end(const struct order_cover *cover)
{
    int64_t until_at = 0;
    for (size_t i = 0; i < cover->count; i++) {
        int64_t end_at = cover->item[i].guarantee.until_at;
        if (end_at == 0) {
            return 0;
        }
        until_at = end_at > until_at ? end_at : until_at;
    }
    return until_at;
}

enum err order_exchange_days(struct ctx *c, const struct order *o, int64_t *out)
{
    struct policy terms = { 0 };
    if (o->terms_version == 0) {
        *out = 0;
        return OK;
    }
    TRY(policy_get(c, POLICY_TERMS, o->terms_version, &terms));
    *out = policy_int(&terms, S("exchange_days"));
    return OK;
}

enum err order_cover_load(struct ctx *c, const struct order *o, struct order_cover *out)
{
    struct covering v = { .c = c, .order = o, .days = working_days_of(c), .paid_at = o->paid_at };
    struct parcel_row *parcel = NEW_N(c->arena, struct parcel_row, PARCELS_MAX);
    struct promise deliver = { 0 };
    size_t count = 0;
    enum err e = promise_find(c, order_subject(c, o->id), PROMISE_DELIVER, &deliver);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    v.promised_at = deliver.due_at;
    if (o->payment == PAYMENT_NONE && v.paid_at == 0) {
        v.paid_at = o->placed_at; /* paid elsewhere, nobody knows when */
    }
    TRY(order_exchange_days(c, o, &v.exchange_days));
    TRY(read_parcels(c, o->id, parcel, &count));
    TRY(read_renewals(c, o, v.renewed_at));
    v.out.item = NEW_N(c->arena, struct line_cover, count + o->line_count + 1);
    for (size_t i = 0; i < o->line_count; i++) {
        TRY(cover_line(&v, &o->line[i], parcel, count));
    }
    v.out.until_at = latest_end(&v.out);
    *out = v.out;
    return OK;
}

/* Open ends last longest. */
static bool lasts_longer(const struct line_cover *a, const struct line_cover *b)
{
    bool a_open = a->guarantee.until_at == 0;
    bool b_open = b->guarantee.until_at == 0;
    return a_open != b_open ? a_open : a->guarantee.until_at > b->guarantee.until_at;
}

const struct line_cover *order_cover_of_line(const struct order_cover *cover, int64_t line_id)
{
    const struct line_cover *best = NULL;
    for (size_t i = 0; i < cover->count; i++) {
        const struct line_cover *one = &cover->item[i];
        if (one->line_id == line_id && (best == NULL || lasts_longer(one, best))) {
            best = one;
        }
    }
    return best;
}

SQL(note_covered,
    "UPDATE shop_order SET covered_until = $2 WHERE id = $1 AND coalesce(covered_until, 0) <> coalesce(CAST($2 AS BIGINT), 0)");

enum err order_cover_note(struct ctx *c, const struct order *o)
{
    struct order_cover cover = { 0 };
    int64_t until_at = 0;
    if (o->fulfillment == FULFILLMENT_DELIVERED && o->delivered_at != 0) {
        int64_t held_at = o->delivered_at + DAYS(c->shop->guarantee_days);
        TRY(order_cover_load(c, o, &cover));
        until_at = cover.until_at > held_at ? cover.until_at : held_at;
    }
    return db_exec(c->db, &note_covered, ARGS(o->id.v, arg_int_or_null(until_at)), NULL);
}
