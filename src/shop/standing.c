/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/standing.h"

#include "base/ink.h"
#include "base/stats.h"
#include "core/event.h"
#include "core/notice.h"
#include "core/override.h"
#include "core/setting.h"

static const char *const kind_names[STANDING_KIND_COUNT] = {
    [STANDING_RETURN_FIRST] = "return_first",
    [STANDING_SIGNATURE] = "signature",
    [STANDING_NO_COD] = "no_cod",
};
static const char *const state_names[STANDING_STATE_COUNT] = {
    [STANDING_ACTIVE] = "active",
    [STANDING_CONTESTED] = "contested",
    [STANDING_KEPT] = "kept",
    [STANDING_LIFTED] = "lifted",
};

str standing_kind_name(enum standing_kind kind)
{
    CHECK(kind < STANDING_KIND_COUNT);
    return str_of(kind_names[kind]);
}

str standing_state_name(enum standing_state state)
{
    CHECK(state < STANDING_STATE_COUNT);
    return str_of(state_names[state]);
}

str standing_subject(struct ctx *c, standing_id id)
{
    return str_format(c->arena, "standing:%" PRId64, id.v);
}

bool standing_is_running(const struct standing *s, int64_t now_at)
{
    return s->state != STANDING_LIFTED && now_at < s->until_at;
}

/* ---- rows ---- */

#define STANDING_COLUMNS                                                                           \
    "SELECT id, person_id, kind, state, since_at, until_at, orders, claims, refusals, mean_bp, rate_bp, low_bp," \
    " coalesce(contested_at, 0), coalesce(words_text_id, 0), coalesce(lifted_at, 0), coalesce(lifted_by, 0) FROM standing"

/* Of the number a person has; under another name it is still that number. */
#define THIS_PHONE "phone_hash IN (SELECT hash FROM person_find WHERE person_id = $1 AND field = 'phone')"

SQL(standing_by_id, STANDING_COLUMNS " WHERE id = $1");
SQL(standings_of_person, STANDING_COLUMNS " WHERE " THIS_PHONE
                                          " AND coalesce(lifted_at, until_at) > $2 ORDER BY id DESC LIMIT 100");
SQL(standings_running,
    STANDING_COLUMNS " WHERE state <> 'lifted' AND until_at > $1 ORDER BY until_at, id LIMIT 100");

static size_t index_of(str name, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !str_eq(name, str_of(names[i]))) {
        i++;
    }
    CHECK(i < count);
    return i;
}

static void read_row(struct ctx *c, struct rows *r, struct standing *s)
{
    s->id.v = row_int(r);
    s->person.v = row_int(r);
    s->kind = (enum standing_kind)index_of(row_text(r, c->arena), kind_names, STANDING_KIND_COUNT);
    s->state =
        (enum standing_state)index_of(row_text(r, c->arena), state_names, STANDING_STATE_COUNT);
    s->since_at = row_int(r);
    s->until_at = row_int(r);
    s->why.orders = row_int(r);
    s->why.claims = row_int(r);
    s->why.refusals = row_int(r);
    s->why.mean_bp = row_int(r);
    s->why.rate_bp = row_int(r);
    s->why.low_bp = row_int(r);
    s->contested_at = row_int(r);
    s->words.v = row_int(r);
    s->lifted_at = row_int(r);
    s->lifted_by = row_int(r);
}

static enum err read(struct ctx *c, struct sql *sql, struct args args, struct standing_list *out)
{
    struct standing_list list = { .item = NEW_N(c->arena, struct standing, STANDING_LIST_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count < STANDING_LIST_MAX) {
        read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

enum err standing_get(struct ctx *c, standing_id id, struct standing *out)
{
    struct standing_list list = { 0 };
    TRY(read(c, &standing_by_id, ARGS(id.v), &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "standing %" PRId64, id.v);
    }
    *out = list.item[0];
    return OK;
}

enum err standing_list_of(struct ctx *c, person_id person, struct standing_list *out)
{
    int64_t since_at = c->now_at - DAYS(STANDING_LASTS_DAYS);
    return read(c, &standings_of_person, ARGS(person.v, since_at), out);
}

enum err standing_list_running(struct ctx *c, struct standing_list *out)
{
    return read(c, &standings_running, ARGS(c->now_at), out);
}

SQL(latest_order_of_person,
    "SELECT id FROM shop_order WHERE person_id = $1 ORDER BY placed_at DESC, id DESC LIMIT 1");

enum err standing_order(struct ctx *c, const struct standing *s, struct order *out)
{
    order_id id = { 0 };
    TRY(db_get_int(c->db, &latest_order_of_person, ARGS(s->person.v), 0, &id.v));
    return order_by_id(c, id, out);
}

/* ---- does it hold ---- */

SQL(holds_for_person,
    "SELECT count(*) FROM standing WHERE " THIS_PHONE " AND kind = $2 AND state <> 'lifted' AND until_at > $3");
SQL(holds_for_phone,
    "SELECT count(*) FROM standing WHERE phone_hash = $1 AND kind = $2 AND state <> 'lifted' AND until_at > $3");

enum err standing_holds(struct ctx *c, person_id person, enum standing_kind kind, bool *out)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &holds_for_person, ARGS(person.v, standing_kind_name(kind), c->now_at), 0,
                   &count));
    *out = count != 0;
    return OK;
}

enum err standing_holds_phone(struct ctx *c, str phone, enum standing_kind kind, bool *out)
{
    int64_t count = 0;
    str hash = vault_find_hash(c, VAULT_PHONE, phone);
    TRY(db_get_int(c->db, &holds_for_phone, ARGS(hash, standing_kind_name(kind), c->now_at), 0,
                   &count));
    *out = count != 0;
    return OK;
}

/* ---- the figures ---- */

/* Ended, and nothing showed that the shop was at fault: see standing.h. */
#define COUNTED_CLAIM                                                                              \
    "k.order_id = o.id AND k.state IN ('settled', 'refused') AND k.is_by_rule = 0"                 \
    " AND NOT EXISTS (SELECT 1 FROM claim_step s WHERE s.claim_id = k.id AND s.act IN ('uphold', 'pass', 'lose'))"
#define HAS_CLAIM "EXISTS (SELECT 1 FROM claim k WHERE " COUNTED_CLAIM ")"

/* All persons who have the number. */
#define SAME_PHONE                                                                                 \
    "person_id IN (SELECT f.person_id FROM person_find f WHERE f.field = 'phone' AND f.hash IN"    \
    " (SELECT hash FROM person_find WHERE person_id = $1 AND field = 'phone'))"

/* Everybody else: in a small shop one buyer would else be compared with themselves. */
SQL(claims_of_others, "SELECT count(*), CAST(coalesce(sum(CASE WHEN " HAS_CLAIM " THEN 1 ELSE 0 END), 0) AS BIGINT)"
                    " FROM shop_order o WHERE NOT o." SAME_PHONE " AND o.delivered_at > $2");
SQL(claims_of_person,
    "SELECT count(*), CAST(coalesce(sum(CASE WHEN " HAS_CLAIM " THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " CAST(coalesce(sum(CASE WHEN EXISTS (SELECT 1 FROM claim k WHERE " COUNTED_CLAIM
    " AND k.kind = 'not_received') THEN 1 ELSE 0 END), 0) AS BIGINT)"
    " FROM shop_order o WHERE o." SAME_PHONE " AND o.delivered_at > $2");

/* Orders in one parcel were refused once. */
SQL(refusals_of_person,
    "SELECT count(DISTINCT coalesce(h.with_id, h.id)) FROM shipment h JOIN shop_order o ON o.id = h.order_id WHERE o." SAME_PHONE
    " AND o.payment_method = 'cod' AND h.shipped_at > $2 AND h.delivered_at IS NULL"
    " AND (h.state = 'returned_to_sender' OR (h.state = 'shipped' AND (SELECT count(*) FROM shipment_event e"
    " WHERE e.shipment_id = h.id AND e.status = 'AttemptFail') >= $3))");

/* A year back, or since something was lifted: that is never held against anybody again. */
SQL(last_lifted, "SELECT max(lifted_at) FROM standing WHERE " THIS_PHONE);

static enum err looks_back_to(struct ctx *c, person_id person, int64_t *out)
{
    int64_t lifted_at = 0;
    int64_t since_at = c->now_at - DAYS(STANDING_LOOKS_BACK_DAYS);
    TRY(db_get_int(c->db, &last_lifted, ARGS(person.v), 0, &lifted_at));
    *out = lifted_at > since_at ? lifted_at : since_at;
    return OK;
}

static enum err count_others(struct ctx *c, person_id person, int64_t *mean_bp)
{
    int64_t orders = 0;
    int64_t claims = 0;
    int64_t since_at = c->now_at - DAYS(STANDING_LOOKS_BACK_DAYS);
    struct rows r = db_query(c->db, &claims_of_others, ARGS(person.v, since_at));
    if (db_next(&r)) {
        orders = row_int(&r);
        claims = row_int(&r);
    }
    TRY(db_done(&r));
    int64_t mean = orders == 0 ? 0 : stats_share_bp(claims, orders);
    *mean_bp = mean < STANDING_MEAN_MIN_BP ? STANDING_MEAN_MIN_BP : mean;
    return OK;
}

static enum err count_person(struct ctx *c, person_id person, struct standing_figures *f)
{
    int64_t since_at = 0;
    int64_t attempts = STANDING_ATTEMPTS;
    TRY(looks_back_to(c, person, &since_at));
    struct rows r = db_query(c->db, &claims_of_person, ARGS(person.v, since_at));
    if (db_next(&r)) {
        f->orders = row_int(&r);
        f->claims = row_int(&r);
        f->missing = row_int(&r);
    }
    TRY(db_done(&r));
    return db_get_int(c->db, &refusals_of_person, ARGS(person.v, since_at, attempts), 0,
                      &f->refusals);
}

enum err standing_weigh(struct ctx *c, person_id person, struct standing_figures *out)
{
    enum { ALMOST_ALL_BP = 9999 };
    struct standing_figures f = { 0 };
    TRY(count_person(c, person, &f));
    TRY(count_others(c, person, &f.mean_bp));
    int64_t mean = f.mean_bp > ALMOST_ALL_BP ? ALMOST_ALL_BP : f.mean_bp;
    struct stats_rate rate = stats_shrunk(f.claims, f.orders, mean, STANDING_STRENGTH);
    f.rate_bp = rate.rate_bp;
    f.low_bp = rate.low_bp;
    *out = f;
    return OK;
}

static bool is_clear_excess(const struct standing_figures *f)
{
    return f->orders >= STANDING_ORDERS_MIN && f->low_bp > STANDING_MULTIPLE * f->mean_bp;
}

/* ---- a step begins ---- */

static enum err note(struct ctx *c, const struct standing *s, const char *what)
{
    struct arena *a = c->arena;
    struct value *facts = value_object(a);
    value_set_text(a, facts, S("step"), standing_kind_name(s->kind));
    value_set_text(a, facts, S("state"), standing_state_name(s->state));
    value_set_instant(a, facts, S("until"), s->until_at);
    value_set_int(a, facts, S("orders"), s->why.orders);
    value_set_int(a, facts, S("claims"), s->why.claims);
    value_set_int(a, facts, S("refusals"), s->why.refusals);
    value_set_int(a, facts, S("mean_bp"), s->why.mean_bp);
    value_set_int(a, facts, S("low_bp"), s->why.low_bp);
    ctx_raise(c, S("standing"));
    return event_note(c, str_of(what), standing_subject(c, s->id), facts);
}

static enum err tell(struct ctx *c, const struct standing *s, const char *kind)
{
    struct order o = { 0 };
    enum err e = standing_order(c, s, &o);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    ctx_raisef(c, "order:%" PRId64, o.id.v);
    struct notice_new n = { .kind = str_of(kind), .subject = standing_subject(c, s->id), .person = s->person, .lang = o.lang };
    return notice_queue(c, &n);
}

/* One of a kind at a time; of an erased person there is no number, and no step. */
SQL(standing_insert,
    "INSERT INTO standing (phone_hash, person_id, kind, state, since_at, until_at, orders, claims, refusals, mean_bp, rate_bp, low_bp)"
    " SELECT f.hash, $1, $2, 'active', $3, $4, $5, $6, $7, $8, $9, $10 FROM person_find f WHERE f.person_id = $1 AND f.field = 'phone'"
    " AND NOT EXISTS (SELECT 1 FROM standing t WHERE t.phone_hash = f.hash AND t.kind = $2 AND t.state <> 'lifted' AND t.until_at > $3)"
    " RETURNING id");

static enum err add(struct ctx *c, person_id person, enum standing_kind kind,
                    const struct standing_figures *f)
{
    struct standing s = { .person = person, .kind = kind, .since_at = c->now_at, .why = *f };
    s.until_at = c->now_at + DAYS(STANDING_LASTS_DAYS);
    TRY(db_get_int(c->db, &standing_insert,
                   ARGS(person.v, standing_kind_name(kind), s.since_at, s.until_at, f->orders,
                        f->claims, f->refusals, f->mean_bp, f->rate_bp, f->low_bp),
                   0, &s.id.v));
    if (s.id.v == 0) {
        return OK;
    }
    TRY(note(c, &s, "standing.began"));
    return tell(c, &s, NOTICE_STANDING_BEGAN);
}

/* What nobody looks back to any more goes, and with it the number's hash. */
SQL(standing_forget, "DELETE FROM standing WHERE coalesce(lifted_at, until_at) < $1");

enum err standing_look(struct ctx *c, person_id person)
{
    struct standing_figures f = { 0 };
    TRY(db_exec(c->db, &standing_forget, ARGS(c->now_at - DAYS(STANDING_LOOKS_BACK_DAYS)), NULL));
    TRY(standing_weigh(c, person, &f));
    if (is_clear_excess(&f) && f.claims > f.missing) {
        TRY(add(c, person, STANDING_RETURN_FIRST, &f));
    }
    if (is_clear_excess(&f) && f.missing > 0) {
        TRY(add(c, person, STANDING_SIGNATURE, &f));
    }
    return f.refusals >= STANDING_REFUSALS ? add(c, person, STANDING_NO_COD, &f) : OK;
}

/* ---- contest, decision, lift ---- */

SQL(standing_set_contested,
    "UPDATE standing SET state = 'contested', contested_at = $2, words_text_id = $3 WHERE id = $1 AND state = 'active' AND until_at > $2");
SQL(standing_set_kept, "UPDATE standing SET state = 'kept' WHERE id = $1 AND state = 'contested'");
SQL(standing_set_lifted,
    "UPDATE standing SET state = 'lifted', lifted_at = $2, lifted_by = $3 WHERE id = $1 AND state <> 'lifted'");

enum err standing_contest(struct ctx *c, standing_id id, person_id by, str words)
{
    enum { WORDS_MIN = 10 };
    struct standing s = { 0 };
    vault_text_id text = { 0 };
    decision_id decision = { 0 };
    int64_t changed = 0;
    if (ink_count(words) < WORDS_MIN) {
        return fail(c, ERR_BAD_INPUT, "standing %" PRId64 ": contested without reasons", id.v);
    }
    TRY(standing_get(c, id, &s));
    TRY(vault_text_write(c, by, VAULT_MESSAGE, str_trim(words), &text));
    TRY(db_exec(c->db, &standing_set_contested, ARGS(id.v, c->now_at, text.v), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "standing %" PRId64 " is over, or was contested", id.v);
    }
    s.state = STANDING_CONTESTED;
    struct decision_new d = { .kind = DECISION_STANDING, .subject = standing_subject(c, id), .person = by, .is_final = true };
    TRY(decision_ask(c, &d, &decision));
    return note(c, &s, "standing.contested");
}

static enum err lift(struct ctx *c, struct standing *s, int64_t staff)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &standing_set_lifted, ARGS(s->id.v, c->now_at, staff), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "standing %" PRId64 " was lifted", s->id.v);
    }
    s->state = STANDING_LIFTED;
    TRY(note(c, s, "standing.lifted"));
    return tell(c, s, NOTICE_STANDING_ENDED);
}

enum err standing_lift(struct ctx *c, standing_id id, str reason)
{
    struct standing s = { 0 };
    TRY(standing_get(c, id, &s));
    if (!standing_is_running(&s, c->now_at)) {
        return fail(c, ERR_STATE, "standing %" PRId64 " is over", id.v);
    }
    TRY(override_note(c, S("standing.lift"), standing_subject(c, id), reason, s.person.v));
    TRY(decision_drop(c, standing_subject(c, id), S("standing_lifted")));
    return lift(c, &s, c->actor.id);
}

enum err standing_decided(struct ctx *c, const struct decision *d)
{
    struct standing s = { 0 };
    standing_id id = { 0 };
    if (!str_to_int(str_cut(d->subject, ':').tail, &id.v)) {
        return fail(c, ERR_INTERNAL, "decision %" PRId64 " of no step", d->id.v);
    }
    TRY(standing_get(c, id, &s));
    if (d->is_upheld) {
        return s.state == STANDING_LIFTED ? OK : lift(c, &s, 0);
    }
    TRY(db_exec(c->db, &standing_set_kept, ARGS(id.v), NULL));
    s.state = STANDING_KEPT;
    TRY(note(c, &s, "standing.kept"));
    return tell(c, &s, NOTICE_STANDING_ENDED);
}
