/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_missing.h"

#include "core/setting.h"
#include "db/db.h"
#include "shop/order_store.h"
#include "shop/shipment.h"

/* --- what of each parcel nobody has claimed --- */

SQL(pieces_named,
    "SELECT q.shipment_id, q.line_id, CAST(sum(q.quantity) AS BIGINT) FROM claim_line_parcel q JOIN claim k ON k.id = q.claim_id"
    " WHERE k.order_id = $1 AND k.state <> 'withdrawn' GROUP BY q.shipment_id, q.line_id ORDER BY q.shipment_id, q.line_id LIMIT 2400");

/* NULL: it holds none. */
static struct shipment_line *line_in(const struct shipment *s, int64_t line_id)
{
    for (size_t i = 0; i < s->line_count; i++) {
        if (s->line[i].line_id == line_id) {
            return &s->line[i];
        }
    }
    return NULL;
}

/* The parcels of the order, their lines less what is named in claims. */
static enum err parcels_left(struct ctx *c, order_id order, struct shipment_list *out)
{
    struct shipment_list list = { 0 };
    TRY(shipment_list_of(c, order, &list));
    struct rows r = db_query(c->db, &pieces_named, ARGS(order.v));
    while (db_next(&r)) {
        int64_t shipment = row_int(&r);
        int64_t line_id = row_int(&r);
        int64_t named = row_int(&r);
        for (size_t i = 0; i < list.count; i++) {
            struct shipment_line *l =
                list.item[i].id == shipment ? line_in(&list.item[i], line_id) : NULL;
            if (l != NULL) {
                l->quantity -= named < l->quantity ? named : l->quantity;
            }
        }
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

enum err claim_judge_parcel(struct ctx *c, const struct order *o, const struct claim_new *in,
                            struct claim_verdict *v)
{
    struct shipment_list list = { 0 };
    if (in->kind != CLAIM_NOT_RECEIVED || in->parcel == 0) {
        return OK;
    }
    TRY(parcels_left(c, o->id, &list));
    size_t at = 0;
    while (at < list.count && list.item[at].id != in->parcel) {
        at++;
    }
    for (size_t i = 0; i < in->line_count; i++) {
        struct shipment_line *l =
            at < list.count ? line_in(&list.item[at], in->line[i].line_id) : NULL;
        int64_t held = l == NULL ? 0 : l->quantity;
        v->why = in->line[i].quantity > held ? CLAIM_OTHER_PARCEL : v->why;
        if (l != NULL) {
            l->quantity -= in->line[i].quantity;
        }
    }
    return OK;
}

/* --- naming them --- */

/* Where a piece is that did not come, likeliest first. */
enum place {
    PLACE_NAMED,
    PLACE_ON_ITS_WAY,
    PLACE_BACK,
    PLACE_NEVER_SENT,
    PLACE_ARRIVED,
    PLACE_COUNT
};

static enum place place_of(const struct shipment *s, int64_t named)
{
    bool is_arrived = str_eq(s->state, S("delivered"));
    bool is_on_its_way = str_eq(s->state, S("shipped"));
    return s->id == named  ? PLACE_NAMED
           : is_arrived    ? PLACE_ARRIVED
           : is_on_its_way ? PLACE_ON_ITS_WAY
                           : PLACE_BACK;
}

SQL(insert_parcel_of_claim,
    "INSERT INTO claim_line_parcel (claim_id, line_id, shipment_id, quantity) VALUES ($1, $2, $3, $4)");

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static enum err take_from(struct ctx *c, claim_id id, int64_t shipment, struct shipment_line *l,
                          int64_t *wanted)
{
    int64_t taken = least(*wanted, l->quantity);
    if (taken == 0) {
        return OK;
    }
    *wanted -= taken;
    l->quantity -= taken;
    return db_exec(c->db, &insert_parcel_of_claim, ARGS(id.v, l->line_id, shipment, taken), NULL);
}

static int64_t never_sent(const struct order *o, int64_t line_id)
{
    int64_t pieces = 0;
    for (size_t i = 0; i < o->line_count; i++) {
        pieces += o->line[i].id == line_id ? o->line[i].quantity - o->line[i].shipped : 0;
    }
    return pieces;
}

static enum err name_line(struct ctx *c, const struct order *o, claim_id id,
                          const struct claim_line *l, int64_t parcel, struct shipment_list *left)
{
    int64_t wanted = l->quantity;
    for (enum place p = PLACE_NAMED; p < PLACE_COUNT; p++) {
        wanted -= p == PLACE_NEVER_SENT ? least(wanted, never_sent(o, l->line_id)) : 0;
        for (size_t i = 0; i < left->count; i++) {
            struct shipment_line *in = line_in(&left->item[i], l->line_id);
            bool is_it = in != NULL && place_of(&left->item[i], parcel) == p;
            TRY(is_it ? take_from(c, id, left->item[i].id, in, &wanted) : OK);
        }
    }
    return OK;
}

enum err claim_name_parcels(struct ctx *c, const struct order *o, const struct claim *k,
                            int64_t parcel)
{
    struct shipment_list left = { 0 };
    if (k->kind != CLAIM_NOT_RECEIVED) {
        return OK;
    }
    TRY(parcels_left(c, o->id, &left));
    for (size_t i = 0; i < k->line_count; i++) {
        TRY(name_line(c, o, k->id, &k->line[i], parcel, &left));
    }
    return OK;
}

/* --- sent after it was claimed --- */

SQL(pieces_unnamed,
    "SELECT n.claim_id, n.line_id, n.quantity - coalesce((SELECT CAST(sum(q.quantity) AS BIGINT) FROM claim_line_parcel q"
    " JOIN shipment h ON h.id = q.shipment_id WHERE q.claim_id = n.claim_id AND q.line_id = n.line_id AND h.state <> 'canceled'"
    " AND h.id <> $2), 0) FROM claim_line n JOIN claim k ON k.id = n.claim_id WHERE k.order_id = $1 AND k.kind = 'not_received'"
    " AND k.state <> 'withdrawn' ORDER BY n.claim_id, n.line_id LIMIT 500");

struct unnamed {
    int64_t claim, line_id, quantity;
};
enum { UNNAMED_MAX = 500 };

static enum err read_unnamed(struct ctx *c, order_id order, int64_t shipment, struct unnamed *out,
                             size_t *count)
{
    struct rows r = db_query(c->db, &pieces_unnamed, ARGS(order.v, shipment));
    while (db_next(&r) && *count < UNNAMED_MAX) {
        out[*count].claim = row_int(&r);
        out[*count].line_id = row_int(&r);
        out[(*count)++].quantity = row_int(&r);
    }
    return db_done(&r);
}

/* What nobody had claimed left first. */
static enum err name_sent_line(struct ctx *c, const struct order_line *l, int64_t shipment,
                               int64_t sent, struct unnamed *claimed, size_t count)
{
    int64_t free = l->quantity - l->shipped;
    for (size_t i = 0; i < count; i++) {
        free -= claimed[i].line_id == l->id ? claimed[i].quantity : 0;
    }
    int64_t wanted = sent - (free > 0 ? free : 0);
    for (size_t i = 0; i < count && wanted > 0; i++) {
        struct shipment_line in = { .line_id = l->id, .quantity = claimed[i].quantity };
        bool is_it = claimed[i].line_id == l->id && claimed[i].quantity > 0;
        claim_id id = { claimed[i].claim };
        TRY(is_it ? take_from(c, id, shipment, &in, &wanted) : OK);
    }
    return OK;
}

enum err claim_name_sent(struct ctx *c, const struct order *before, int64_t shipment,
                         const int64_t quantity[ORDER_LINES_MAX])
{
    struct unnamed *claimed = NEW_N(c->arena, struct unnamed, UNNAMED_MAX);
    size_t count = 0;
    TRY(read_unnamed(c, before->id, shipment, claimed, &count));
    for (size_t i = 0; i < before->line_count; i++) {
        TRY(name_sent_line(c, &before->line[i], shipment, quantity[i], claimed, count));
    }
    return OK;
}

/* --- reading --- */

SQL(parcels_of_claim,
    "SELECT q.line_id, q.quantity, CASE WHEN h.state = 'delivered' THEN coalesce(h.delivered_at, 0) ELSE 0 END, h.carrier,"
    " h.tracking_number, coalesce(h.shipped_at, 0) FROM claim_line_parcel q JOIN shipment h ON h.id = q.shipment_id"
    " WHERE q.claim_id = $1 AND h.state <> 'canceled' ORDER BY q.shipment_id, q.line_id LIMIT 100");

enum err claim_missing_of(struct ctx *c, claim_id id, struct claim_missing_list *out)
{
    enum { PARCELS_MAX = 100 };
    struct claim_missing_list list = { .item = NEW_N(c->arena, struct claim_missing, PARCELS_MAX) };
    struct rows r = db_query(c->db, &parcels_of_claim, ARGS(id.v));
    while (db_next(&r) && list.count < PARCELS_MAX) {
        struct claim_missing *m = &list.item[list.count++];
        m->line_id = row_int(&r);
        m->quantity = row_int(&r);
        m->delivered_at = row_int(&r);
        m->carrier = row_text(&r, c->arena);
        m->tracking_number = row_text(&r, c->arena);
        m->shipped_at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* --- decided: it is there --- */

/* A claim that ended with what was sent instead was about that, and says nothing of the first parcel. */
SQL(parcels_decided,
    "SELECT DISTINCT q.shipment_id FROM claim_line_parcel q JOIN claim k ON k.id = q.claim_id JOIN shipment h ON h.id = q.shipment_id"
    " WHERE k.order_id = $1 AND k.state = 'refused' AND k.sent_due_at IS NULL AND h.state = 'shipped' AND NOT EXISTS"
    " (SELECT 1 FROM claim_line_parcel b JOIN claim other ON other.id = b.claim_id WHERE b.shipment_id = q.shipment_id"
    "  AND other.closed_at IS NULL) ORDER BY q.shipment_id LIMIT 40");

static enum err note_one(struct ctx *c, const struct order *o, const struct claim *k,
                         int64_t parcel)
{
    struct shipment_event_new here = { .status = S("Delivered"), .source = S(SHIPMENT_BY_DECISION) };
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("shipment"), parcel);
    value_set_text(c->arena, facts, S("claim"), k->number);
    struct actor before = c->actor;
    c->actor = (struct actor){ ROLE_SYSTEM, 0 }; /* nobody's own word, least of all the buyer's */
    TRY(order_event(c, o, "shipment.decided", facts));
    TRY(shipment_note(c, parcel, &here));
    c->actor = before;
    return OK;
}

enum err claim_note_decided(struct ctx *c, const struct claim *k)
{
    struct order o = { 0 };
    int64_t parcel[SHIPMENTS_MAX];
    size_t count = 0;
    if (k->kind != CLAIM_NOT_RECEIVED) {
        return OK;
    }
    TRY(order_by_id(c, k->order, &o));
    struct rows r = db_query(c->db, &parcels_decided, ARGS(k->order.v));
    while (db_next(&r) && count < COUNT(parcel)) {
        parcel[count++] = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < count; i++) {
        TRY(note_one(c, &o, k, parcel[i]));
    }
    return OK;
}
