/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_store.h"

#include "shop/claim_list.h"
#include "shop/payment.h"

#include "core/aside.h"
#include "core/link.h"
#include "core/setting.h"
#include "db/db.h"

static const char *const kind_names[CLAIM_KIND_COUNT] = { "not_received", "damaged", "defective", "wrong_item",
                                                          "missing_part", "not_as_described", "changed_mind", "warranty" };
static const char *const remedy_names[REMEDY_COUNT] = { "refund", "partial_refund", "replacement", "missing_part", "repair",
                                                         "exchange" };
static const char *const state_names[CLAIM_STATE_COUNT] = {
    "open", "proposed", "contested", "denied", "appealed", "return_due", "return_sent", "return_received",
    "inspected_not_ok", "remedy_due", "remedy_sent", "settled", "refused", "withdrawn", "lapsed", "charged_back",
};

static size_t index_of(str name, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !str_eq(name, str_of(names[i]))) {
        i++;
    }
    return i;
}

str claim_kind_name(enum claim_kind kind)
{
    CHECK(kind < CLAIM_KIND_COUNT);
    return str_of(kind_names[kind]);
}

bool claim_kind_of(str name, enum claim_kind *out)
{
    *out = (enum claim_kind)index_of(name, kind_names, CLAIM_KIND_COUNT);
    return *out < CLAIM_KIND_COUNT;
}

str claim_remedy_name(enum claim_remedy remedy)
{
    return remedy < REMEDY_COUNT ? str_of(remedy_names[remedy]) : (str){ 0 };
}

bool claim_remedy_of(str name, enum claim_remedy *out)
{
    *out = (enum claim_remedy)index_of(name, remedy_names, REMEDY_COUNT);
    return *out < REMEDY_COUNT;
}

bool claim_remedy_is_money(enum claim_remedy remedy)
{
    return remedy == REMEDY_REFUND || remedy == REMEDY_PARTIAL_REFUND;
}

str claim_state_name(enum claim_state state)
{
    CHECK(state < CLAIM_STATE_COUNT);
    return str_of(state_names[state]);
}

bool claim_state_of(str name, enum claim_state *out)
{
    *out = (enum claim_state)index_of(name, state_names, CLAIM_STATE_COUNT);
    return *out < CLAIM_STATE_COUNT;
}

bool claim_is_closed(enum claim_state state)
{
    return state >= CLAIM_SETTLED;
}

/* Of a row; an empty name is the kind's COUNT. */
static enum claim_state state_read(str name)
{
    return (enum claim_state)index_of(name, state_names, CLAIM_STATE_COUNT);
}

static enum claim_remedy remedy_read(str name)
{
    return (enum claim_remedy)index_of(name, remedy_names, REMEDY_COUNT);
}

/* In a row an exchange is a replacement by something else. */
static str remedy_kept(enum claim_remedy remedy)
{
    return claim_remedy_name(remedy == REMEDY_EXCHANGE ? REMEDY_REPLACEMENT : remedy);
}

str claim_subject(struct ctx *c, claim_id id)
{
    return str_format(c->arena, "claim:%" PRId64, id.v);
}

/* --- reading --- */

#define CLAIM_COLUMNS                                                                              \
    "id, number, order_id, person_id, kind, wish, wish_minor, state, coalesce(lapsed_from, ''), round," \
    " opened_at, changed_at, coalesce(waits_until, 0), coalesce(closed_at, 0), coalesce(returned_at, 0)," \
    " coalesce(arrived_at, 0), coalesce(remedy, ''), amount_minor, needs_return, is_advance, is_by_rule," \
    " first_by, coalesce(refund_id, 0), return_carrier, return_number, disposition, sent_carrier,"   \
    " sent_number, reference, by_marketplace, coalesce(sent_due_at, 0), coalesce(sent_asked_at, 0),"   \
    " coalesce(sent_delivered_at, 0), coalesce(reminded_at, 0), coalesce(postage_refund_id, 0),"   \
    " postage_minor, wishes_other, gives_other, coalesce(difference_refund_id, 0)"

static void read_claim(struct ctx *c, struct rows *r, struct claim *k)
{
    k->id.v = row_int(r);
    k->number = row_text(r, c->arena);
    k->order.v = row_int(r);
    k->person.v = row_int(r);
    k->kind = (enum claim_kind)index_of(row_text(r, c->arena), kind_names, CLAIM_KIND_COUNT);
    k->wish = remedy_read(row_text(r, c->arena));
    k->wish_amount = (money){ row_int(r), c->shop->currency };
    k->state = state_read(row_text(r, c->arena));
    k->lapsed_from = state_read(row_text(r, c->arena));
    int64_t *numbers[] = { &k->round,     &k->opened_at,   &k->changed_at, &k->waits_until,
                           &k->closed_at, &k->returned_at, &k->arrived_at };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        *numbers[i] = row_int(r);
    }
    k->remedy = remedy_read(row_text(r, c->arena));
    k->amount = (money){ row_int(r), c->shop->currency };
    k->needs_return = row_bool(r);
    k->is_advance = row_bool(r);
    k->is_by_rule = row_bool(r);
    k->first_by = row_int(r);
    k->refund = row_int(r);
    str *texts[] = { &k->return_carrier, &k->return_number, &k->disposition,
                     &k->sent_carrier,   &k->sent_number,   &k->reference };
    for (size_t i = 0; i < COUNT(texts); i++) {
        *texts[i] = row_text(r, c->arena);
    }
    k->by_marketplace = row_bool(r);
    int64_t *later[] = { &k->sent_due_at, &k->sent_asked_at, &k->sent_delivered_at, &k->reminded_at,
                         &k->postage_refund };
    for (size_t i = 0; i < COUNT(later); i++) {
        *later[i] = row_int(r);
    }
    k->postage = (money){ row_int(r), c->shop->currency };
    k->wish = row_bool(r) ? REMEDY_EXCHANGE : k->wish;
    k->remedy = row_bool(r) ? REMEDY_EXCHANGE : k->remedy;
    k->difference_refund = row_int(r);
}

SQL(lines_of_claim,
    "SELECT k.line_id, k.quantity, coalesce(k.hand_sku, l.sku), l.name, coalesce(k.hand_options, l.options),"
    " coalesce(k.hand_id, l.variant_id, 0), coalesce(k.hand_minor, l.unit_minor), coalesce(k.other_id, 0),"
    " coalesce(k.other_sku, ''), coalesce(k.other_options, ''), coalesce(k.other_minor, 0), coalesce(k.wished_id, 0),"
    " coalesce((SELECT CAST(sum(q.quantity) AS BIGINT) FROM claim_line_parcel q JOIN shipment h ON h.id = q.shipment_id"
    "  WHERE q.claim_id = k.claim_id AND q.line_id = k.line_id AND h.state = 'delivered'), 0)"
    " FROM claim_line k JOIN order_line l ON l.id = k.line_id WHERE k.claim_id = $1 ORDER BY l.position LIMIT 60");

static enum err read_lines(struct ctx *c, struct claim *k)
{
    k->line = NEW_N(c->arena, struct claim_line, ORDER_LINES_MAX);
    struct rows r = db_query(c->db, &lines_of_claim, ARGS(k->id.v));
    while (db_next(&r) && k->line_count < ORDER_LINES_MAX) {
        struct claim_line *l = &k->line[k->line_count++];
        l->line_id = row_int(&r);
        l->quantity = row_int(&r);
        l->sku = row_text(&r, c->arena);
        l->name = row_text(&r, c->arena);
        l->options = row_text(&r, c->arena);
        l->variant.v = row_int(&r);
        l->unit = (money){ row_int(&r), c->shop->currency };
        l->other.variant.v = row_int(&r);
        l->other.sku = row_text(&r, c->arena);
        l->other.options = row_text(&r, c->arena);
        l->other.unit = (money){ row_int(&r), c->shop->currency };
        l->wished.v = row_int(&r);
        l->came = row_int(&r);
    }
    return db_done(&r);
}

static enum err read_one(struct ctx *c, struct sql *sql, struct args args, struct claim *out)
{
    struct claim k = { 0 };
    bool found = false;
    struct rows r = db_query(c->db, sql, args);
    if (db_next(&r)) {
        found = true;
        read_claim(c, &r, &k);
    }
    TRY(db_done(&r));
    if (!found) {
        return ERR_NOT_FOUND;
    }
    TRY(read_lines(c, &k));
    *out = k;
    return OK;
}

SQL(claim_by_id, "SELECT " CLAIM_COLUMNS " FROM claim WHERE id = $1");

enum err claim_get(struct ctx *c, claim_id id, struct claim *out)
{
    return read_one(c, &claim_by_id, ARGS(id.v), out);
}

SQL(claim_of_number, "SELECT " CLAIM_COLUMNS " FROM claim WHERE number = $1");

enum err claim_by_number(struct ctx *c, str number, struct claim *out)
{
    return read_one(c, &claim_of_number, ARGS(number), out);
}

SQL(claims_of_order, "SELECT " CLAIM_COLUMNS " FROM claim WHERE order_id = $1 ORDER BY id LIMIT 50");

enum err claim_list_of(struct ctx *c, order_id order, struct claim_list *out)
{
    struct claim_list list = { .item = NEW_N(c->arena, struct claim, CLAIMS_MAX) };
    struct rows r = db_query(c->db, &claims_of_order, ARGS(order.v));
    while (db_next(&r) && list.count < CLAIMS_MAX) {
        read_claim(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < list.count; i++) {
        TRY(read_lines(c, &list.item[i]));
    }
    *out = list;
    return OK;
}

SQL(steps_of_claim,
    "SELECT id, act, from_state, to_state, by_role, by_id, at, coalesce(remedy, ''), amount_minor, coalesce(text_id, 0)"
    " FROM claim_step WHERE claim_id = $1 ORDER BY id LIMIT 100");

enum err claim_steps_of(struct ctx *c, claim_id id, struct claim_step_list *out)
{
    struct claim_step_list list = { .item = NEW_N(c->arena, struct claim_step, CLAIM_STEPS_MAX) };
    struct rows r = db_query(c->db, &steps_of_claim, ARGS(id.v));
    while (db_next(&r) && list.count < CLAIM_STEPS_MAX) {
        struct claim_step *s = &list.item[list.count++];
        s->id = row_int(&r);
        s->act = row_text(&r, c->arena);
        s->from = state_read(row_text(&r, c->arena));
        s->to = state_read(row_text(&r, c->arena));
        bool is_known = role_of(row_text(&r, c->arena), &s->by.role);
        CHECK(is_known); /* it was one when the step was taken */
        s->by.id = row_int(&r);
        s->at = row_int(&r);
        s->remedy = remedy_read(row_text(&r, c->arena));
        s->amount = (money){ row_int(&r), c->shop->currency };
        s->text.v = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* --- writing --- */

SQL(insert_claim,
    "INSERT INTO claim (number, order_id, person_id, kind, wish, wish_minor, state, round, opened_at, changed_at,"
    " amount_minor, needs_return, is_advance, is_by_rule, first_by, return_carrier, return_number, disposition,"
    " sent_carrier, sent_number, reference) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $8, 0, 0, 0, 0, 0, '', '', '',"
    " '', '', '') RETURNING id");
SQL(insert_claim_line,
    "INSERT INTO claim_line (claim_id, line_id, quantity, hand_id, hand_sku, hand_options, hand_minor)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");
SQL(set_claim_other,
    "UPDATE claim_line SET other_id = $3, other_sku = $4, other_options = $5, other_minor = $6, wished_id = $7"
    " WHERE claim_id = $1 AND line_id = $2");
SQL(set_claim_wish, "UPDATE claim SET wish = $2, wish_minor = $3, wishes_other = $4 WHERE id = $1");

enum err claim_save_lines(struct ctx *c, const struct claim *k)
{
    for (size_t i = 0; i < k->line_count; i++) {
        const struct claim_line *l = &k->line[i];
        bool is_none = l->other.variant.v == 0;
        TRY(db_exec(c->db, &set_claim_other,
                    ARGS(k->id.v, l->line_id, arg_int_or_null(l->other.variant.v),
                         is_none ? ARG_NULL : arg_of_text(l->other.sku),
                         is_none ? ARG_NULL : arg_of_text(l->other.options),
                         is_none ? ARG_NULL : arg_of_int(l->other.unit.minor),
                         arg_int_or_null(l->wished.v)),
                    NULL));
    }
    return OK;
}

enum err claim_save_wish(struct ctx *c, struct claim *k)
{
    bool is_other = k->wish == REMEDY_EXCHANGE;
    for (size_t i = 0; i < k->line_count; i++) {
        struct claim_line *l = &k->line[i];
        l->other = is_other ? l->other : (struct claim_other){ .unit = l->unit };
        l->wished = l->other.variant;
    }
    TRY(db_exec(c->db, &set_claim_wish,
                ARGS(k->id.v, remedy_kept(k->wish), k->wish_amount.minor, is_other), NULL));
    return claim_save_lines(c, k);
}

enum err claim_insert(struct ctx *c, struct claim *k)
{
    int64_t id = 0;
    k->number = link_number_new(c, S("KLM"));
    TRY(db_get_int(c->db, &insert_claim,
                   ARGS(k->number, k->order.v, k->person.v, claim_kind_name(k->kind),
                        remedy_kept(k->wish), k->wish_amount.minor, k->round, c->now_at),
                   0, &id));
    for (size_t i = 0; i < k->line_count; i++) {
        const struct claim_line *l = &k->line[i];
        TRY(db_exec(c->db, &insert_claim_line,
                    ARGS(id, l->line_id, l->quantity, arg_int_or_null(l->variant.v), l->sku,
                         l->options, l->unit.minor),
                    NULL));
    }
    k->id.v = id;
    k->opened_at = k->changed_at = c->now_at;
    return claim_save_wish(c, k);
}

SQL(update_claim,
    "UPDATE claim SET state = $3, lapsed_from = $4, changed_at = $5, waits_until = $6, closed_at = $7, remedy = $8,"
    " amount_minor = $9, needs_return = $10, is_advance = $11, is_by_rule = $12, first_by = $13, refund_id = $14,"
    " return_carrier = $15, return_number = $16, returned_at = $17, disposition = $18, sent_carrier = $19,"
    " sent_number = $20, arrived_at = $21, reference = $22, by_marketplace = $23,"
    " sent_due_at = $24, sent_asked_at = $25, sent_delivered_at = $26, reminded_at = $27, postage_refund_id = $28,"
    " postage_minor = $29, gives_other = $30, difference_refund_id = $31 WHERE id = $1 AND state = $2");

enum err claim_save(struct ctx *c, const struct claim *k, enum claim_state from)
{
    int64_t changed = 0;
    bool has_lapsed = k->state == CLAIM_LAPSED;
    struct arg lapsed = has_lapsed ? arg_of_text(claim_state_name(k->lapsed_from)) : ARG_NULL;
    TRY(db_exec(c->db, &update_claim,
                ARGS(k->id.v, claim_state_name(from), claim_state_name(k->state), lapsed,
                     k->changed_at, arg_int_or_null(k->waits_until), arg_int_or_null(k->closed_at),
                     arg_text_or_null(remedy_kept(k->remedy)), k->amount.minor, k->needs_return,
                     k->is_advance, k->is_by_rule, k->first_by, arg_int_or_null(k->refund),
                     k->return_carrier, k->return_number, arg_int_or_null(k->returned_at),
                     k->disposition, k->sent_carrier, k->sent_number,
                     arg_int_or_null(k->arrived_at), k->reference, k->by_marketplace,
                     arg_int_or_null(k->sent_due_at), arg_int_or_null(k->sent_asked_at),
                     arg_int_or_null(k->sent_delivered_at), arg_int_or_null(k->reminded_at),
                     arg_int_or_null(k->postage_refund), k->postage.minor,
                     k->remedy == REMEDY_EXCHANGE, arg_int_or_null(k->difference_refund)),
                &changed));
    return changed == 1 ? OK
                        : fail(c, ERR_STATE, "claim %" PRId64 " was changed meanwhile", k->id.v);
}

SQL(insert_step,
    "INSERT INTO claim_step (claim_id, act, from_state, to_state, by_role, by_id, at, remedy, amount_minor, text_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

enum err claim_add_step(struct ctx *c, const struct claim *k, enum claim_act act,
                        enum claim_state from, vault_text_id text)
{
    return db_exec(c->db, &insert_step,
                   ARGS(k->id.v, claim_act_name(act), claim_state_name(from),
                        claim_state_name(k->state), role_name(c->actor.role), c->actor.id,
                        c->now_at, arg_text_or_null(claim_remedy_name(k->remedy)), k->amount.minor,
                        arg_int_or_null(text.v)),
                   NULL);
}

SQL(count_steps, "SELECT count(*) FROM claim_step WHERE claim_id = $1 AND act = $2");

enum err claim_has_step(struct ctx *c, claim_id id, enum claim_act act, bool *out)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &count_steps, ARGS(id.v, claim_act_name(act)), 0, &count));
    *out = count > 0;
    return OK;
}

SQL(claim_with_refund, "SELECT id FROM claim WHERE refund_id = $1");

enum err claim_of_refund(struct ctx *c, int64_t refund, claim_id *out)
{
    int64_t id = 0;
    TRY(db_get_int(c->db, &claim_with_refund, ARGS(refund), 0, &id));
    out->v = id;
    return id == 0 ? ERR_NOT_FOUND : OK;
}

SQL(claims_waiting,
    "SELECT id FROM claim WHERE waits_until IS NOT NULL AND waits_until <= $1 AND" ASIDE_NOT("claim.lapse", "claim.id", "$1")
    " ORDER BY waits_until, id LIMIT $2");

enum err claim_waiting(struct ctx *c, int64_t limit, claim_id *out, size_t *count)
{
    size_t n = 0;
    struct rows r = db_query(c->db, &claims_waiting, ARGS(c->now_at, limit));
    while (db_next(&r)) {
        out[n++].v = row_int(&r);
    }
    TRY(db_done(&r));
    *count = n;
    return OK;
}

SQL(disputes_of_order,
    PAY_DISPUTES_OPEN);

enum err claim_is_disputed(struct ctx *c, order_id order, bool *out)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &disputes_of_order, ARGS(order.v), 0, &count));
    *out = count > 0;
    return OK;
}

/* --- lists for the back office --- */

/* A view by the states it shows; each has one condition text. */
#define VIEW(v)                                                                                    \
    " (CASE " v " WHEN '' THEN state IN ('open', 'return_received')"                  \
    " OR (state = 'remedy_due' AND by_marketplace = 0)"                                                  \
    " OR (state = 'remedy_sent' AND sent_asked_at IS NOT NULL AND sent_delivered_at IS NULL)"                 \
    " WHEN 'decide' THEN state IN ('contested', 'appealed')"                                       \
    " WHEN 'waiting' THEN waits_until IS NOT NULL WHEN 'closed' THEN closed_at IS NOT NULL"        \
    " WHEN 'all' THEN id > 0 ELSE state = " v " END)"

SQL(claims_of_view,
    "SELECT " CLAIM_COLUMNS " FROM claim WHERE" VIEW("CAST($1 AS TEXT)") " AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3");

enum err claim_page_of(struct ctx *c, str view, int64_t before_id, int64_t limit,
                       struct claim_list *out)
{
    enum { LIST_MAX = 100 };
    int64_t most = limit < LIST_MAX ? limit : LIST_MAX;
    struct claim_list list = { .item = NEW_N(c->arena, struct claim, LIST_MAX) };
    struct rows r = db_query(c->db, &claims_of_view, ARGS(view, before_id, most));
    while (db_next(&r) && list.count < LIST_MAX) {
        read_claim(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(claims_in_view, "SELECT count(*) FROM claim WHERE" VIEW("CAST($1 AS TEXT)"));

enum err claim_count(struct ctx *c, str view, int64_t *out)
{
    return db_get_int(c->db, &claims_in_view, ARGS(view), 0, out);
}
