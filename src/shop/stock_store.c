/* SPDX-License-Identifier: Apache-2.0 */
/* stock_store.c - the statements of stock. */
#include "shop/stock_store.h"

#include "db/batch.h"

static const char *const reason_names[STOCK_REASON_COUNT] = {
    [STOCK_ADJUSTMENT] = "adjustment", [STOCK_RESERVATION] = "reservation", [STOCK_RELEASE] = "release",
    [STOCK_SALE] = "sale",             [STOCK_RETURN] = "return",           [STOCK_DAMAGE] = "damage",
};

static const char *const kind_names[RESERVED_KIND_COUNT] = {
    [RESERVED_COUNTED] = "counted", [RESERVED_PREORDER] = "preorder", [RESERVED_UNCOUNTED] = "uncounted"
};

static enum reservation_kind kind_of(str name)
{
    for (enum reservation_kind kind = 0; kind < RESERVED_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(kind_names[kind]))) {
            return kind;
        }
    }
    CHECK(false); /* the column's CHECK knows the same names */
}

static enum stock_reason reason_of(str name)
{
    for (enum stock_reason reason = 0; reason < STOCK_REASON_COUNT; reason++) {
        if (str_eq(name, str_of(reason_names[reason]))) {
            return reason;
        }
    }
    CHECK(false);
}

SQL(stock_open_sql,
    "INSERT INTO stock (sku_id, on_hand, held) SELECT CAST(j.value ->> 0 AS BIGINT), CAST(j.value ->> 1 AS BIGINT), 0"
    " FROM json_each($1) j");
SQL(stock_open_move_sql,
    "INSERT INTO stock_movement (sku_id, at, reason, quantity, on_hand_delta, held_delta, subject, note,"
    " actor_role, actor_id) SELECT CAST(j.value ->> 0 AS BIGINT), CAST($2 AS BIGINT), 'adjustment', CAST(j.value ->> 1 AS BIGINT),"
    " CAST(j.value ->> 1 AS BIGINT), 0, '', CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT) FROM json_each($1) j WHERE CAST(j.value ->> 1 AS BIGINT) > 0");

enum err stock_open(struct ctx *c, const struct stock_opening *opening, size_t count, str note)
{
    struct batch batch = batch_new(c->arena);
    bool has_pieces = false;
    for (size_t i = 0; i < count; i++) {
        batch_add(&batch, ARGS(opening[i].sku.v, opening[i].on_hand));
        has_pieces = has_pieces || opening[i].on_hand > 0;
    }
    struct arg rows = batch_arg(&batch);
    TRY(db_exec(c->db, &stock_open_sql, ARGS(rows), NULL));
    return !has_pieces
               ? OK
               : db_exec(c->db, &stock_open_move_sql,
                         ARGS(rows, c->now_at, note, role_name(c->actor.role), c->actor.id), NULL);
}

SQL(stock_facts_sql,
    "SELECT v.is_tracked, v.sells_past_zero, s.on_hand, s.held, v.preorder_days, v.is_active"
    " FROM variant v JOIN stock s ON s.sku_id = v.id WHERE v.id = $1");

enum err stock_facts_load(struct ctx *c, sku_id sku, struct stock_facts *out, bool *is_active)
{
    struct stock_facts facts = { 0 };
    struct rows r = db_query(c->db, &stock_facts_sql, ARGS(sku.v));
    bool found = db_next(&r);
    if (found) {
        facts.is_tracked = row_bool(&r);
        facts.sells_past_zero = row_bool(&r);
        facts.on_hand = row_int(&r);
        facts.held = row_int(&r);
        facts.preorder_days = row_int(&r);
        *is_active = row_bool(&r);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "sku %" PRId64, sku.v);
    }
    *out = facts;
    return OK;
}

/* Runs a guarded change of one stock row. */
static enum err change_row(struct ctx *c, const struct sql *sql, sku_id sku, int64_t quantity,
                           struct stock_row *after, bool *changed)
{
    struct stock_row row = { 0 };
    struct rows r = db_query(c->db, sql, ARGS(sku.v, quantity));
    bool found = db_next(&r);
    if (found) {
        row.on_hand = row_int(&r);
        row.held = row_int(&r);
    }
    TRY(db_done(&r));
    *after = row;
    *changed = found;
    return OK;
}

/* The rule is in the statement: it takes the pieces or it does not, whoever else tries at the same moment. */
SQL(stock_take_sql,
    "UPDATE stock SET held = held + $2"
    " WHERE sku_id = $1 AND on_hand - held >= $2"
    " AND EXISTS (SELECT 1 FROM variant v WHERE v.id = $1 AND v.is_tracked = 1 AND v.is_active = 1)"
    " RETURNING on_hand, held");

enum err stock_take_ask(struct ctx *c, sku_id sku, int64_t quantity)
{
    return db_ask(c->db, &stock_take_sql, ARGS(sku.v, quantity));
}

enum err stock_take(struct ctx *c, sku_id sku, int64_t quantity, struct stock_row *after,
                    bool *taken)
{
    return change_row(c, &stock_take_sql, sku, quantity, after, taken);
}

SQL(stock_put_back_sql,
    "UPDATE stock SET held = held - $2 WHERE sku_id = $1 AND held >= $2 RETURNING on_hand, held");

enum err stock_put_back(struct ctx *c, sku_id sku, int64_t quantity, struct stock_row *after)
{
    bool changed = false;
    TRY(change_row(c, &stock_put_back_sql, sku, quantity, after, &changed));
    CHECK(changed); /* what is reserved is held: one module writes both, in one transaction */
    return OK;
}

SQL(stock_sell_sql,
    "UPDATE stock SET on_hand = on_hand - $2, held = held - $2 WHERE sku_id = $1 AND held >= $2"
    " RETURNING on_hand, held");

enum err stock_sell(struct ctx *c, sku_id sku, int64_t quantity)
{
    struct stock_row after;
    bool changed = false;
    TRY(change_row(c, &stock_sell_sql, sku, quantity, &after, &changed));
    CHECK(changed);
    return OK;
}

SQL(stock_add_sql,
    "UPDATE stock SET on_hand = on_hand + $2 WHERE sku_id = $1 AND on_hand + $2 >= held RETURNING on_hand, held");

enum err stock_add(struct ctx *c, sku_id sku, int64_t delta, struct stock_row *after, bool *changed)
{
    return change_row(c, &stock_add_sql, sku, delta, after, changed);
}

SQL(stock_move_sql,
    "INSERT INTO stock_movement (sku_id, at, reason, quantity, on_hand_delta, held_delta, subject, note,"
    " actor_role, actor_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

enum err stock_move(struct ctx *c, const struct stock_change *change)
{
    return db_post(c->db, &stock_move_sql,
                   ARGS(change->sku.v, c->now_at, str_of(reason_names[change->reason]),
                        change->quantity, change->on_hand_delta, change->held_delta,
                        change->subject, change->note, role_name(c->actor.role), c->actor.id));
}

SQL(stock_reservation_add_sql,
    "INSERT INTO stock_reservation (subject, sku_id, quantity, kind, expires_at) VALUES ($1, $2, $3, $4, $5)");

enum err stock_reservation_add(struct ctx *c, str subject, sku_id sku, int64_t quantity,
                               enum reservation_kind kind, int64_t expires_at)
{
    return db_post(
        c->db, &stock_reservation_add_sql,
        ARGS(subject, sku.v, quantity, str_of(kind_names[kind]), arg_int_or_null(expires_at)));
}

SQL(stock_reservation_rename_sql,
    "UPDATE stock_reservation SET subject = $2, expires_at = $3 WHERE subject = $1");

enum err stock_reservation_rename(struct ctx *c, str subject, str new_subject, int64_t expires_at,
                                  int64_t *changed)
{
    return db_exec(c->db, &stock_reservation_rename_sql,
                   ARGS(subject, new_subject, arg_int_or_null(expires_at)), changed);
}

static enum err read_held(struct ctx *c, struct rows *r, struct held_list *out)
{
    struct held_list list = { NEW_N(c->arena, struct held, STOCK_LINES_MAX), 0 };
    while (db_next(r)) {
        CHECK(list.count < STOCK_LINES_MAX); /* stock_reserve takes no more */
        struct held *held = &list.item[list.count++];
        held->sku.v = row_int(r);
        held->quantity = row_int(r);
        held->kind = kind_of(row_text(r, c->arena));
    }
    TRY(db_done(r));
    *out = list;
    return OK;
}

SQL(stock_reservation_take_sql,
    "DELETE FROM stock_reservation WHERE subject = $1 RETURNING sku_id, quantity, kind");

enum err stock_reservation_take(struct ctx *c, str subject, struct held_list *out)
{
    struct rows r = db_query(c->db, &stock_reservation_take_sql, ARGS(subject));
    return read_held(c, &r, out);
}

SQL(stock_sold_sql,
    "SELECT sku_id, CAST(-SUM(on_hand_delta) AS BIGINT), 'counted' FROM stock_movement"
    " WHERE subject = $1 AND reason IN ('sale', 'return') GROUP BY sku_id HAVING CAST(SUM(on_hand_delta) AS BIGINT) < 0"
    " ORDER BY sku_id LIMIT 100");

enum err stock_sold(struct ctx *c, str subject, struct held_list *out)
{
    struct rows r = db_query(c->db, &stock_sold_sql, ARGS(subject));
    return read_held(c, &r, out);
}

SQL(stock_reservation_take_due_sql,
    "DELETE FROM stock_reservation WHERE subject = $1 AND expires_at <= $2 RETURNING sku_id, quantity, kind");

enum err stock_reservation_take_due(struct ctx *c, str subject, struct held_list *out)
{
    struct rows r = db_query(c->db, &stock_reservation_take_due_sql, ARGS(subject, c->now_at));
    return read_held(c, &r, out);
}

SQL(stock_reservation_due_sql,
    "SELECT subject FROM stock_reservation WHERE expires_at <= $1"
    " GROUP BY subject ORDER BY MIN(expires_at), subject LIMIT $2");

enum err stock_reservation_due(struct ctx *c, size_t limit, struct stock_subjects *out)
{
    struct stock_subjects list = { NEW_N(c->arena, str, limit), 0 };
    struct rows r = db_query(c->db, &stock_reservation_due_sql, ARGS(c->now_at, (int64_t)limit));
    while (db_next(&r)) {
        list.item[list.count++] = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(stock_is_reserved_sql, "SELECT 1 FROM stock_reservation WHERE subject = $1 LIMIT 1");

enum err stock_is_reserved(struct ctx *c, str subject, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &stock_is_reserved_sql, ARGS(subject), 0, &found));
    *out = found == 1;
    return OK;
}

SQL(stock_product_sql, "SELECT product_id FROM variant WHERE id = $1");

enum err stock_raise(struct ctx *c, sku_id sku)
{
    int64_t product = 0;
    TRY(db_get_int(c->db, &stock_product_sql, ARGS(sku.v), 0, &product));
    ctx_raisef(c, "product:%" PRId64, product);
    ctx_raise(c, S("products"));
    return OK;
}

SQL(stock_movements_sql,
    "SELECT id, at, reason, quantity, on_hand_delta, held_delta, subject, note FROM stock_movement"
    " WHERE sku_id = $1 AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT 100");

enum err stock_movements(struct ctx *c, sku_id sku, int64_t before_id, struct stock_movement **out,
                         size_t *count)
{
    struct stock_movement *list = NEW_N(c->arena, struct stock_movement, 100);
    size_t n = 0;
    struct rows r = db_query(c->db, &stock_movements_sql, ARGS(sku.v, before_id));
    while (db_next(&r)) {
        struct stock_movement *m = &list[n++];
        m->id = row_int(&r);
        m->at = row_int(&r);
        m->reason = reason_of(row_text(&r, c->arena));
        m->quantity = row_int(&r);
        m->on_hand_delta = row_int(&r);
        m->held_delta = row_int(&r);
        m->subject = row_text(&r, c->arena);
        m->note = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    *count = n;
    return OK;
}

/* --- invariants --- */

SQL(stock_unlike_movements,
    "SELECT 'sku:' || s.sku_id || ' has other stock than its movements give' FROM stock s LEFT JOIN"
    " (SELECT sku_id, CAST(SUM(on_hand_delta) AS BIGINT) AS on_hand, CAST(SUM(held_delta) AS BIGINT) AS held"
    " FROM stock_movement GROUP BY sku_id) m ON m.sku_id = s.sku_id"
    " WHERE s.on_hand <> COALESCE(m.on_hand, 0) OR s.held <> COALESCE(m.held, 0) ORDER BY s.sku_id LIMIT 100");

SQL(stock_unlike_reservations,
    "SELECT 'sku:' || s.sku_id || ' holds other than its reservations' FROM stock s LEFT JOIN"
    " (SELECT sku_id, CAST(SUM(quantity) AS BIGINT) AS held FROM stock_reservation WHERE kind = 'counted'"
    " GROUP BY sku_id) r ON r.sku_id = s.sku_id WHERE s.held <> COALESCE(r.held, 0) ORDER BY s.sku_id LIMIT 100");

SQL(stock_out_of_bounds,
    "SELECT 'sku:' || v.id || ' has no stock row, or one out of bounds' FROM variant v"
    " LEFT JOIN stock s ON s.sku_id = v.id"
    " WHERE s.sku_id IS NULL OR s.held < 0 OR s.on_hand < s.held ORDER BY v.id LIMIT 100");

const struct check stock_checks[] = {
    { .name = "stock_equals_its_movements", .sql = &stock_unlike_movements },
    { .name = "stock_held_equals_its_reservations", .sql = &stock_unlike_reservations },
    { .name = "stock_is_within_bounds", .sql = &stock_out_of_bounds },
};
const size_t stock_check_count = COUNT(stock_checks);
