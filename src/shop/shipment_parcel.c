/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/shipment_parcel.h"

#include "base/fold.h"
#include "db/db.h"

str parcel_number(struct arena *arena, str typed)
{
    return str_replace(arena, str_trim(typed), S(" "), S(""));
}

/* --- whose it is --- */

static bool is_same_text(struct ctx *c, str a, str b)
{
    str one = text_fold(c->arena, a);
    return one.size != 0 && str_eq(one, text_fold(c->arena, b));
}

static bool is_same_address(struct ctx *c, const struct delivery *a, const struct delivery *b)
{
    bool has_codes = a->district_code.size != 0 && b->district_code.size != 0;
    bool is_same_district =
        has_codes ? str_eq(a->district_code, b->district_code)
                  : is_same_text(c, a->district, b->district) && is_same_text(c, a->city, b->city);
    return is_same_district && is_same_text(c, a->street, b->street);
}

/* Where it goes, when that may be read: erased, or the purpose is over, it is nobody's address. */
static enum err read_address(struct ctx *c, const struct order *o, struct delivery *out)
{
    enum err e = order_delivery(c, o, PURPOSE_SHIPPING, out);
    return e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e;
}

/* One person for each phone number: the same person is the same number. */
static enum err is_same_buyer(struct ctx *c, const struct order *a, const struct order *b,
                              bool *out)
{
    struct delivery to_a = { 0 };
    struct delivery to_b = { 0 };
    if (a->person.v != 0 && a->person.v == b->person.v) {
        *out = true;
        return OK;
    }
    TRY(read_address(c, a, &to_a));
    TRY(read_address(c, b, &to_b));
    *out = is_same_address(c, &to_a, &to_b);
    return OK;
}

SQL(shipment_of_number,
    "SELECT id, order_id, state FROM shipment WHERE carrier = $1 AND tracking_number = $2 AND tracking_number <> ''"
    " AND state <> 'canceled' AND with_id IS NULL");

enum err parcel_holder(struct ctx *c, const struct order *o, str carrier, str tracking_number,
                       struct parcel_holder *out)
{
    struct parcel_holder h = { 0 };
    struct order other = { 0 };
    bool is_theirs = false;
    bool is_out = false;
    struct rows r = db_query(c->db, &shipment_of_number,
                             ARGS(carrier, parcel_number(c->arena, tracking_number)));
    if (db_next(&r)) {
        h.shipment = row_int(&r);
        h.order.v = row_int(&r);
        str state = row_text(&r, c->arena);
        is_out = str_eq(state, S("shipped")) || str_eq(state, S("delivered"));
    }
    TRY(db_done(&r));
    if (h.shipment != 0) {
        TRY(order_by_id(c, h.order, &other));
        TRY(is_out && other.id.v != o->id.v ? is_same_buyer(c, o, &other, &is_theirs) : OK);
        h.number = other.number;
        h.can_join = is_theirs;
    }
    *out = h;
    return OK;
}

/* --- together --- */

SQL(mates_of_shipment,
    "SELECT m.id FROM shipment h JOIN shipment m ON (m.id = h.with_id OR m.with_id = h.with_id OR m.with_id = h.id)"
    " WHERE h.id = $1 AND m.id <> h.id AND m.state <> 'canceled' ORDER BY m.id LIMIT 40");

enum err parcel_mates(struct ctx *c, int64_t shipment, struct parcel_mates *out)
{
    struct parcel_mates mates = { 0 };
    struct rows r = db_query(c->db, &mates_of_shipment, ARGS(shipment));
    while (db_next(&r) && mates.count < PARCEL_MATES_MAX) {
        mates.id[mates.count++] = row_int(&r);
    }
    TRY(db_done(&r));
    *out = mates;
    return OK;
}

SQL(order_is_in_parcel,
    "SELECT count(*) FROM shipment WHERE order_id = $2 AND state <> 'canceled' AND (id = $1 OR with_id = $1)");
/* It stays whose it is until the one that goes with it is written. */
SQL(hold_parcel, "UPDATE shipment SET state = state WHERE id = $1 AND state IN ('shipped', 'delivered') AND with_id IS NULL");
SQL(root_of_shipment, "SELECT coalesce(with_id, id) FROM shipment WHERE id = $1");

static enum err join(struct ctx *c, const struct parcel_holder *h, const struct shipment_new *in,
                     int64_t *with)
{
    struct parcel_mates mates = { 0 };
    int64_t is_named = 0;
    int64_t held = 0;
    TRY(db_get_int(c->db, &order_is_in_parcel, ARGS(h->shipment, in->same_parcel.v), 0, &is_named));
    if (!h->can_join || (in->same_parcel.v != 0 && is_named == 0)) {
        return fail(c, ERR_EXISTS, "shipment %" PRId64 " has this number", h->shipment);
    }
    if (in->same_parcel.v == 0) {
        return fail(c, ERR_CONFLICT, "shipment %" PRId64 " of the same buyer has this number",
                    h->shipment);
    }
    TRY(db_exec(c->db, &hold_parcel, ARGS(h->shipment), &held));
    if (held == 0) {
        return fail(c, ERR_EXISTS, "shipment %" PRId64 " changed meanwhile", h->shipment);
    }
    TRY(parcel_mates(c, h->shipment, &mates));
    if (mates.count >= PARCEL_MATES_MAX) { /* what the courier tells would not reach it */
        return fail(c, ERR_EXISTS, "shipment %" PRId64 " has all the orders it can", h->shipment);
    }
    *with = h->shipment;
    return OK;
}

enum err parcel_share(struct ctx *c, const struct order *o, int64_t own,
                      const struct shipment_new *in, int64_t *with)
{
    struct parcel_holder h = { 0 };
    int64_t root = 0;
    TRY(parcel_holder(c, o, in->carrier, in->tracking_number, &h));
    TRY(own != 0 ? db_get_int(c->db, &root_of_shipment, ARGS(own), 0, &root) : OK);
    if (h.shipment == 0 && in->same_parcel.v != 0) {
        return fail(c, ERR_BAD_INPUT, "order %" PRId64 " has no parcel of this number",
                    in->same_parcel.v);
    }
    bool is_its_own = h.shipment != 0 && h.shipment == root && (!in->is_alone || root == own);
    if (h.shipment == 0 || is_its_own) {
        *with = 0;
        return OK;
    }
    return join(c, &h, in, with);
}

SQL(next_of_parcel, "SELECT min(id) FROM shipment WHERE with_id = $1 AND state <> 'canceled'");
SQL(follow_next, "UPDATE shipment SET with_id = $2 WHERE with_id = $1 AND id <> $2");
SQL(go_alone, "UPDATE shipment SET with_id = NULL WHERE id = $1");

enum err parcel_pass_on(struct ctx *c, int64_t shipment)
{
    int64_t next = 0;
    TRY(db_get_int(c->db, &next_of_parcel, ARGS(shipment), 0, &next));
    if (next == 0) {
        return OK;
    }
    TRY(db_exec(c->db, &follow_next, ARGS(shipment, next), NULL));
    return db_exec(c->db, &go_alone, ARGS(next), NULL);
}

SQL(orders_in_parcels,
    "SELECT h.id, o.number, coalesce(o.person_id, 0) FROM shipment h"
    " JOIN shipment m ON (m.id = h.with_id OR m.with_id = h.with_id OR m.with_id = h.id)"
    " JOIN shop_order o ON o.id = m.order_id"
    " WHERE h.order_id = $1 AND m.order_id <> $1 AND m.state <> 'canceled' ORDER BY h.id, o.id LIMIT 200");

enum err parcel_read_orders(struct ctx *c, order_id order, struct shipment_list *list)
{
    struct rows r = db_query(c->db, &orders_in_parcels, ARGS(order.v));
    while (db_next(&r)) {
        int64_t id = row_int(&r);
        struct shipment_mate mate = { .number = row_text(&r, c->arena) };
        mate.person.v = row_int(&r);
        for (size_t i = 0; i < list->count; i++) {
            struct shipment *s = &list->item[i];
            if (s->id == id && s->mate_count < SHIPMENT_MATES_MAX) {
                s->mate[s->mate_count++] = mate;
            }
        }
    }
    return db_done(&r);
}
