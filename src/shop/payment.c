/* SPDX-License-Identifier: Apache-2.0 */
/* payment.c - attempts: begin, say transferred, expire. Events of providers: payment_event.c; what staff saw: payment_received.c. */
#include "shop/payment.h"

#include "core/aside.h"
#include "core/ledger.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/message.h"
#include "shop/order_store.h"
#include "shop/payment_store.h"

static const struct pay_method methods[] = {
    { "bank_transfer", "Bank transfer", "Transfer bank", "bank", true, false, true },
    { "qris_static", "QRIS", "QRIS", "bank", true, false, true },
    { "cod", "Cash on delivery (COD)", "Bayar di tempat (COD)", "cod:courier:any", true, true, false },
    { "pay_at_pickup", "Pay at pickup", "Bayar saat diambil", "cash", true, true, false },
    { "sandbox", "Sandbox (test payment)", "Sandbox (pembayaran percobaan)", "gateway:sandbox:clearing", false, false, false },
};

const struct pay_method *pay_method_of(str code)
{
    for (size_t i = 0; i < COUNT(methods); i++) {
        if (str_eq(code, str_of(methods[i].code))) {
            return &methods[i];
        }
    }
    return NULL;
}

/* "32.73, 31" and a district "32.73.02". */
static bool area_has(str areas, str district)
{
    struct str_pair rest = { .tail = areas };
    if (str_trim(areas).size == 0) {
        return true;
    }
    do {
        rest = str_cut(rest.tail, ',');
        str area = str_trim(rest.head);
        if (area.size != 0 && str_starts(district, area)) {
            return true;
        }
    } while (rest.found);
    return false;
}

enum pay_cod pay_cod_of(const struct shop *shop, money total, str district, bool is_pickup)
{
    if (is_pickup || !area_has(shop->cod_areas, district)) {
        return PAY_COD_NOT_HERE;
    }
    bool is_too_much = shop->cod_max_minor != 0 && total.minor > shop->cod_max_minor;
    return is_too_much ? PAY_COD_TOO_MUCH : PAY_COD_MAY;
}

static bool is_offered(const struct shop *shop, const struct pay_method *m, money total,
                       str district, bool is_pickup)
{
    str code = str_of(m->code);
    if (str_eq(code, S("bank_transfer"))) {
        return shop->has_bank_transfer && shop->bank_count > 0;
    }
    if (str_eq(code, S("qris_static"))) {
        return shop->has_qris && shop->qris.size != 0;
    }
    if (str_eq(code, S("cod"))) {
        return shop->has_cod && pay_cod_of(shop, total, district, is_pickup) == PAY_COD_MAY;
    }
    if (str_eq(code, S("pay_at_pickup"))) {
        return shop->has_pay_at_pickup && is_pickup;
    }
    return str_eq(code, S("sandbox")) && shop->is_sandbox;
}

void pay_methods_offered(const struct shop *shop, money total, str district, bool is_pickup,
                         struct pay_methods *out)
{
    *out = (struct pay_methods){ 0 };
    for (size_t i = 0; i < COUNT(methods); i++) {
        if (is_offered(shop, &methods[i], total, district, is_pickup)) {
            out->method[out->count++] = &methods[i];
        }
    }
}

money pay_method_fee(const struct shop *shop, str code)
{
    return (money){ str_eq(code, S("cod")) ? shop->cod_fee_minor : 0, shop->currency };
}

static const char *const state_names[] = { "created", "pending", "authorized", "captured",
                                           "failed", "canceled", "expired", "late_captured" };

str attempt_state_name(enum attempt_state s)
{
    CHECK(s < ATTEMPT_STATE_COUNT);
    return str_of(state_names[s]);
}

static enum attempt_state state_of(str name)
{
    enum attempt_state s = 0;
    while (s < ATTEMPT_STATE_COUNT && !str_eq(name, str_of(state_names[s]))) {
        s++;
    }
    CHECK(s < ATTEMPT_STATE_COUNT);
    return s;
}

/* --- begin --- */

SQL(open_amounts,
    "SELECT amount_minor" PAYMENT_WAITING "$1 AND amount_minor BETWEEN $2 AND $3 LIMIT 1000");
SQL(late_amounts,
    "SELECT amount_minor FROM payment WHERE provider = $1 AND state = 'expired' AND unique_code > 0"
    " AND amount_minor BETWEEN $2 AND $3 AND expires_at > $4 LIMIT 1000");

enum { CODES_MAX = 999 };

/* How long the amount of an expired order is kept from the next: many transfer late, and the shop goes by the amount. */
#define LATE_GRACE HOURS(48)

int64_t payment_codes(currency in)
{
    return in.exponent > 0 ? 99 : CODES_MAX;
}

enum code_use { CODE_FREE, CODE_LATE, CODE_OPEN };

static enum err read_amounts(struct rows r, money most, enum code_use use, enum code_use *codes)
{
    while (db_next(&r)) {
        enum code_use *code = &codes[most.minor - row_int(&r)];
        *code = use > *code ? use : *code;
    }
    return db_done(&r);
}

/* The first from `start` on that is used no more than that; 0: none. */
static int64_t code_from(const enum code_use *codes, int64_t count, int64_t start,
                         enum code_use most)
{
    for (int64_t i = 0; i < count; i++) {
        int64_t code = (start + i) % count + 1;
        if (codes[code] <= most) {
            return code;
        }
    }
    return 0;
}

/* A code that is subtracted, so that nobody pays above the shown total and every open transfer is for another amount: 1 to
 * 999 rupiah, 1 to 99 cents. Those of orders that expired lately come last. 0 when the total is too small or all are taken. */
static enum err choose_code(struct ctx *c, str provider, money most, int64_t *out)
{
    enum code_use use[CODES_MAX + 1] = { 0 };
    int64_t codes = payment_codes(most.currency);
    int64_t smallest = most.currency.exponent > 0 ? 1000 : 10000;
    *out = 0;
    if (most.minor < smallest) {
        return OK;
    }
    int64_t least = most.minor - codes;
    TRY(read_amounts(db_query(c->db, &open_amounts, ARGS(provider, least, most.minor)), most,
                     CODE_OPEN, use));
    TRY(read_amounts(
        db_query(c->db, &late_amounts, ARGS(provider, least, most.minor, c->now_at - LATE_GRACE)),
        most, CODE_LATE, use));
    int64_t start = (int64_t)random_below(c->random, (uint32_t)codes);
    *out = code_from(use, codes, start, CODE_FREE);
    *out = *out != 0 ? *out : code_from(use, codes, start, CODE_LATE);
    return OK;
}

static int64_t expiry_of(struct ctx *c, const struct pay_method *m)
{
    if (m->is_on_delivery) {
        return INT64_MAX; /* it is paid when it arrives */
    }
    int64_t hours = m->is_manual ? c->shop->transfer_expiry_hours : c->shop->unpaid_expiry_hours;
    return c->now_at + HOURS(hours);
}

/* Somebody else may take the same amount in this moment: then nothing is inserted, and another code is drawn. */
SQL(insert_payment,
    "INSERT INTO payment (reference, order_id, provider, state, amount_minor, unique_code, captured_minor,"
    " created_at, expires_at) VALUES ($1, $2, $3, 'pending', $4, $5, 0, $6, $7) ON CONFLICT DO NOTHING RETURNING id");

static enum err insert(struct ctx *c, struct payment *p)
{
    return db_get_int(c->db, &insert_payment,
                      ARGS(p->reference, p->order.v, p->provider, p->amount.minor, p->unique_code,
                           p->created_at, p->expires_at),
                      0, &p->id.v);
}

static enum err insert_with_code(struct ctx *c, money most, bool has_code, struct payment *p)
{
    enum { TRIES = 8 };
    for (int i = 0; i <= TRIES && p->id.v == 0; i++) {
        p->unique_code = 0; /* at last without one: such amounts may repeat */
        if (has_code && i < TRIES) {
            TRY(choose_code(c, p->provider, most, &p->unique_code));
        }
        p->amount = (money){ most.minor - p->unique_code, most.currency };
        TRY(insert(c, p));
    }
    return p->id.v != 0 ? OK : fail(c, ERR_BUSY, "order %" PRId64 ": no amount left", p->order.v);
}

SQL(set_tax, "UPDATE shop_order SET tax_minor = $2 WHERE id = $1 AND tax_minor <> $2");

/* Who was a PKP when the order was placed owes its tax, whatever the shop is by now. */
enum err payment_set_tax(struct ctx *c, const struct order *o, const struct payment *p)
{
    int64_t bp = shop_tax_rate_at(c->shop, o->placed_at);
    money tax = money_split_included_bp(payment_asked_in_all(o, p), (int32_t)bp).part;
    return o->tax.minor == 0 ? OK : db_exec(c->db, &set_tax, ARGS(o->id.v, tax.minor), NULL);
}

static struct payment attempt(struct ctx *c, const struct order *o, str provider,
                              int64_t expires_at)
{
    return (struct payment){
        .order = o->id,
        .provider = provider,
        .state = ATTEMPT_PENDING,
        .reference = str_join(c->arena, S("pay_"), random_word(c->random, c->arena, 20)),
        .captured = money_zero(o->total.currency),
        .created_at = c->now_at,
        .expires_at = expires_at,
    };
}

/* Another attempt by `provider`, for `most` less a code. */
static enum err begin(struct ctx *c, const struct order *o, str provider, money most,
                      int64_t expires_at, struct payment *out)
{
    const struct pay_method *m = pay_method_of(provider);
    CHECK(m != NULL);
    struct payment p = attempt(c, o, provider, expires_at);
    TRY(insert_with_code(c, most, m->has_unique_code && c->shop->has_unique_code, &p));
    TRY(payment_set_tax(c, o, &p));
    ctx_wake(c, WAKE_TIMER);
    *out = p;
    return OK;
}

/* The code that was taken off stays off; a larger one only when another order waits for the same amount. */
enum err payment_ask_rest(struct ctx *c, const struct order *o, const struct payment *part,
                          int64_t expires_at, struct payment *out)
{
    money rest = money_sub(part->amount, part->captured);
    int64_t codes = payment_codes(rest.currency);
    int64_t larger = codes - part->unique_code;
    struct payment p = attempt(c, o, part->provider, expires_at);
    CHECK(rest.minor > 0);
    for (int64_t more = 0; p.id.v == 0 && more <= larger && more < rest.minor; more++) {
        p.unique_code = part->unique_code + more;
        p.amount = (money){ rest.minor - more, rest.currency };
        TRY(insert(c, &p));
    }
    if (p.id.v == 0) {
        return fail(c, ERR_BUSY, "order %" PRId64 ": no amount left for the rest", o->id.v);
    }
    TRY(payment_set_tax(c, o, &p));
    ctx_wake(c, WAKE_TIMER);
    *out = p;
    return OK;
}

enum err payment_begin(struct ctx *c, const struct order *o, struct payment *out)
{
    const struct pay_method *m = pay_method_of(o->payment_method);
    if (m == NULL) {
        return fail(c, ERR_UNPROCESSABLE, "payment method %.*s", STR_ARG(o->payment_method));
    }
    return begin(c, o, o->payment_method, o->total, expiry_of(c, m), out);
}

/* --- again --- */

enum err payment_retry(struct ctx *c, const struct order *o, const struct payment *failed)
{
    struct payment next = { 0 };
    return begin(c, o, failed->provider, payment_most(failed), failed->expires_at, &next);
}

bool payment_can_change(const struct order *o, const struct payment *p)
{
    const struct pay_method *m = pay_method_of(p->provider);
    bool is_waiting = p->state == ATTEMPT_PENDING && p->transferred_at == 0;
    return o->status == ORDER_OPEN && o->paid_at == 0 && is_waiting && m != NULL &&
           !m->is_on_delivery;
}

static bool is_other_way(const struct ctx *c, const struct order *o, str method)
{
    struct pay_methods offered = { 0 };
    pay_methods_offered(c->shop, o->total, o->district, o->district.size == 0, &offered);
    for (size_t i = 0; i < offered.count; i++) {
        if (str_eq(method, str_of(offered.method[i]->code))) {
            return !offered.method[i]->is_on_delivery;
        }
    }
    return false;
}

SQL(leave_attempt,
    "UPDATE payment SET state = 'canceled', settled_at = $2 WHERE id = $1 AND state = 'pending'"
    " AND transferred_at IS NULL");
SQL(set_method, "UPDATE shop_order SET payment_method = $2 WHERE id = $1 AND status = 'open' AND paid_at IS NULL");

enum err payment_change(struct ctx *c, const struct order *o, str method, struct payment *out)
{
    struct payment p = { 0 };
    int64_t left = 0;
    TRY(payment_latest(c, o->id, &p));
    if (!payment_can_change(o, &p)) {
        return fail(c, ERR_STATE, "payment %" PRId64 " is %s", p.id.v, state_names[p.state]);
    }
    if (str_eq(method, p.provider)) {
        *out = p; /* asked for twice */
        return OK;
    }
    if (!is_other_way(c, o, method)) {
        return fail(c, ERR_UNPROCESSABLE, "payment method %.*s is not offered", STR_ARG(method));
    }
    TRY(db_exec(c->db, &leave_attempt, ARGS(p.id.v, c->now_at), &left));
    if (left == 0) {
        return fail(c, ERR_STATE, "payment %" PRId64 " moved meanwhile", p.id.v);
    }
    TRY(begin(c, o, method, payment_most(&p), p.expires_at, out));
    TRY(db_exec(c->db, &set_method, ARGS(o->id.v, method), NULL));
    TRY(order_derive(c, o->id));
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("provider"), method);
    TRY(order_event(c, o, "payment.changed", facts));
    return message_queue_anew(c, o->id, MESSAGE_INSTRUCTIONS, o->has_email);
}

money payment_most(const struct payment *p)
{
    return (money){ p->amount.minor + p->unique_code, p->amount.currency };
}

money payment_asked_in_all(const struct order *o, const struct payment *p)
{
    return (money){ o->total.minor - p->unique_code, o->total.currency };
}

/* --- read --- */

#define PAYMENT_COLUMNS                                                                            \
    "id, order_id, reference, provider, state, amount_minor, unique_code, captured_minor, created_at," \
    " expires_at, coalesce(transferred_at, 0), coalesce(settled_at, 0), coalesce(proof_text_id, 0)"

SQL(payment_of_order, "SELECT " PAYMENT_COLUMNS " FROM payment WHERE order_id = $1 ORDER BY id DESC LIMIT 1");
SQL(payment_captured_first,
    "SELECT " PAYMENT_COLUMNS " FROM payment WHERE order_id = $1 AND captured_minor > 0 ORDER BY settled_at, id LIMIT 1");
SQL(payment_captured_last,
    "SELECT " PAYMENT_COLUMNS " FROM payment WHERE order_id = $1 AND captured_minor > 0 ORDER BY settled_at DESC, id DESC LIMIT 1");
SQL(payment_with_enough,
    "SELECT " PAYMENT_COLUMNS " FROM payment WHERE order_id = $1 AND captured_minor > 0 AND captured_minor -"
    " (SELECT coalesce(CAST(sum(r.amount_minor) AS BIGINT), 0) FROM refund r WHERE r.payment_id = payment.id"
    "  AND r.state <> 'reversed' AND r.is_postage = 0) >= $2 ORDER BY settled_at DESC, id DESC LIMIT 1");
SQL(payment_by_hand,
    "SELECT " PAYMENT_COLUMNS " FROM payment WHERE order_id = $1 AND captured_minor > 0"
    " AND provider IN ('bank_transfer', 'qris_static', 'cod', 'pay_at_pickup') ORDER BY settled_at DESC, id DESC LIMIT 1");
SQL(payment_of_reference, "SELECT " PAYMENT_COLUMNS " FROM payment WHERE reference = $1");

static enum err load(struct ctx *c, struct sql *sql, struct args args, struct payment *out)
{
    struct payment p = { 0 };
    struct rows r = db_query(c->db, sql, args);
    if (db_next(&r)) {
        p.id.v = row_int(&r);
        p.order.v = row_int(&r);
        p.reference = row_text(&r, c->arena);
        p.provider = row_text(&r, c->arena);
        p.state = state_of(row_text(&r, c->arena));
        p.amount = (money){ row_int(&r), c->shop->currency };
        p.unique_code = row_int(&r);
        p.captured = (money){ row_int(&r), c->shop->currency };
        p.created_at = row_int(&r);
        p.expires_at = row_int(&r);
        p.transferred_at = row_int(&r);
        p.settled_at = row_int(&r);
        p.proof.v = row_int(&r);
    }
    TRY(db_done(&r));
    if (p.id.v == 0) {
        return fail(c, ERR_NOT_FOUND, "%s", "no such payment");
    }
    *out = p;
    return OK;
}

enum err payment_latest_ask(struct ctx *c, order_id order)
{
    return db_ask(c->db, &payment_of_order, ARGS(order.v));
}

enum err payment_latest(struct ctx *c, order_id order, struct payment *out)
{
    return load(c, &payment_of_order, ARGS(order.v), out);
}

enum err payment_captured(struct ctx *c, order_id order, struct payment *out)
{
    return load(c, &payment_captured_last, ARGS(order.v), out);
}

enum err payment_shown(struct ctx *c, const struct order *o, struct payment *out)
{
    enum err e =
        o->paid_at == 0 ? ERR_NOT_FOUND : load(c, &payment_captured_first, ARGS(o->id.v), out);
    return e == ERR_NOT_FOUND ? payment_latest(c, o->id, out) : e;
}

enum err payment_to_give_back(struct ctx *c, order_id order, money amount, struct payment *out)
{
    enum err e = load(c, &payment_with_enough, ARGS(order.v, amount.minor), out);
    e = e == ERR_NOT_FOUND ? load(c, &payment_by_hand, ARGS(order.v), out) : e;
    return e == ERR_NOT_FOUND ? payment_captured(c, order, out) : e;
}

enum err payment_by_reference(struct ctx *c, str reference, struct payment *out)
{
    return load(c, &payment_of_reference, ARGS(reference), out);
}

SQL(sums_of_order,
    "SELECT coalesce((SELECT CAST(sum(p.captured_minor) AS BIGINT) FROM payment p WHERE p.order_id = $1), 0),"
    " coalesce((SELECT CAST(sum(r.amount_minor) AS BIGINT) FROM refund r WHERE r.order_id = $1 AND r.state = 'succeeded'"
    "   AND r.is_postage = 0), 0),"
    " coalesce((SELECT CAST(sum(r.amount_minor) AS BIGINT) FROM refund r WHERE r.order_id = $1"
    "   AND r.is_postage = 0 AND r.state IN ('requested', 'processing', 'needs_bank_account', 'failed')), 0)");

enum err payment_sums(struct ctx *c, const struct order *o, struct pay_sums *out)
{
    struct pay_sums sums = { 0 };
    struct rows r = db_query(c->db, &sums_of_order, ARGS(o->id.v));
    if (db_next(&r)) {
        sums.captured = (money){ row_int(&r), o->total.currency };
        sums.refunded = (money){ row_int(&r), o->total.currency };
        sums.owed_back = (money){ row_int(&r), o->total.currency };
    }
    TRY(db_done(&r));
    *out = sums;
    return OK;
}

/* --- the buyer says it was sent --- */

SQL(set_transferred,
    "UPDATE payment SET transferred_at = $2 WHERE id = $1 AND state = 'pending' AND transferred_at IS NULL");

enum err payment_say_transferred(struct ctx *c, const struct order *o)
{
    struct payment p = { 0 };
    int64_t changed = 0;
    int64_t due_at = 0;
    promise_id id = { 0 };
    struct calendar cal = order_calendar(c);
    TRY(payment_latest(c, o->id, &p));
    const struct pay_method *m = pay_method_of(p.provider);
    if (m == NULL || !m->is_manual || m->is_on_delivery) {
        return fail(c, ERR_STATE, "payment %" PRId64 " is not a transfer", p.id.v);
    }
    TRY(db_exec(c->db, &set_transferred, ARGS(p.id.v, c->now_at), &changed));
    if (changed == 0) {
        return p.transferred_at != 0 && p.state == ATTEMPT_PENDING
                   ? OK
                   : fail(c, ERR_STATE, "payment %" PRId64 " is %s", p.id.v, state_names[p.state]);
    }
    if (!calendar_due_at(&cal, c->now_at, HOURS(c->shop->confirm_payment_hours), &due_at)) {
        due_at = c->now_at + HOURS(c->shop->confirm_payment_hours);
    }
    TRY(stock_hold_on(c, o));
    struct promise_new promise = { .kind = PROMISE_CONFIRM_PAYMENT, .subject = order_subject(c, o->id),
                                   .due_at = due_at, .policy_version = o->terms_version,
                                   .owed_to = str_format(c->arena, "person:%" PRId64, o->person.v) };
    TRY(promise_make(c, &promise, &id));
    TRY(message_forgo_asking(c, o->id));
    ctx_raise(c, S("orders"));
    return order_event(c, o, "payment.reported", NULL);
}

SQL(set_proof, "UPDATE payment SET proof_text_id = $2 WHERE id = $1");

enum err payment_keep_proof(struct ctx *c, payment_id payment, vault_text_id text)
{
    return db_exec(c->db, &set_proof, ARGS(payment.v, text.v), NULL);
}

/* The expiry stands still: so must the goods; when they were freed in this very moment, they are taken anew. */
enum err stock_hold_on(struct ctx *c, const struct order *o)
{
    struct stock_line line[ORDER_LINES_MAX];
    str subject = order_subject(c, o->id);
    enum err e = stock_extend(c, subject, subject, 0);
    if (e != ERR_NOT_FOUND) {
        return e;
    }
    for (size_t i = 0; i < o->line_count; i++) {
        line[i] =
            (struct stock_line){ .sku = o->line[i].variant, .quantity = o->line[i].quantity };
    }
    return stock_reserve(c, subject, line, o->line_count, 0);
}

/* --- staff looked, and found nothing; what they found: payment_received.c --- */

SQL(unset_transferred,
    "UPDATE payment SET transferred_at = NULL, expires_at = $2 WHERE id = $1 AND state = 'pending'"
    " AND transferred_at IS NOT NULL");

enum err payment_not_found(struct ctx *c, const struct order *o)
{
    struct payment p = { 0 };
    int64_t changed = 0;
    TRY(payment_latest(c, o->id, &p));
    int64_t expires_at = c->now_at + HOURS(c->shop->transfer_grace_hours);
    TRY(db_exec(c->db, &unset_transferred, ARGS(p.id.v, expires_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "payment %" PRId64 " was not reported", p.id.v);
    }
    TRY(stock_extend(c, order_subject(c, o->id), order_subject(c, o->id), expires_at));
    TRY(promise_keep(c, order_subject(c, o->id), PROMISE_CONFIRM_PAYMENT, c->now_at));
    ctx_wake(c, WAKE_TIMER);
    ctx_raise(c, S("orders"));
    TRY(order_event(c, o, "payment.not_found", NULL));
    return message_queue_anew(c, o->id, MESSAGE_NOT_FOUND, o->has_email);
}

/* --- the timer --- */

SQL(expiring,
    "SELECT id, order_id FROM payment WHERE state IN ('created', 'pending') AND transferred_at IS NULL"
    " AND expires_at <= $1 AND" ASIDE_NOT("payment.expire", "payment.id", "$1")
    " ORDER BY expires_at, id LIMIT $2");
SQL(set_expired,
    "UPDATE payment SET state = 'expired', settled_at = $2 WHERE id = $1 AND state IN ('created', 'pending')"
    " AND transferred_at IS NULL");
SQL(set_order_expired,
    "UPDATE shop_order SET status = 'canceled', canceled_at = $2, cancel_reason = 'unpaid',"
    " fulfillment_status = 'canceled', payment_status = 'expired' WHERE id = $1 AND status = 'open' AND paid_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = $1 AND p.state IN ('created', 'pending'))");

enum err payment_end_order(struct ctx *c, const struct order *o)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &set_order_expired, ARGS(o->id.v, c->now_at), &changed));
    if (changed == 0) {
        return order_derive(c, o->id); /* it had ended already, or is paid another way */
    }
    TRY(stock_release(c, order_subject(c, o->id)));
    TRY(promise_void_all(c, order_subject(c, o->id), S("unpaid")));
    bool has_part = o->payment == PAYMENT_PARTIALLY_PAID;
    TRY(order_event(c, o, has_part ? "order.ended_partly_paid" : "order.expired", NULL));
    TRY(has_part ? payment_owe_part(c, o) : OK);
    ctx_raise(c, S("orders"));
    return message_queue(c, o->id, MESSAGE_CANCELED, o->has_email);
}

enum { DUE_MAX = 100 };

struct due {
    int64_t payment;
    order_id order;
};

static enum err expire_one(struct ctx *c, void *data)
{
    const struct due *due = data;
    struct order o = { 0 };
    int64_t changed = 0;
    TRY(db_exec(c->db, &set_expired, ARGS(due->payment, c->now_at), &changed));
    if (changed == 0) {
        return OK; /* paid or reported in this moment */
    }
    TRY(order_by_id(c, due->order, &o));
    return payment_end_order(c, &o);
}

static enum err remind_one(struct ctx *c, void *data)
{
    const struct due *due = data;
    struct order o = { 0 };
    TRY(order_by_id(c, due->order, &o));
    return o.payment == PAYMENT_PARTIALLY_PAID /* each time for another amount */
               ? message_queue_anew(c, o.id, MESSAGE_EXPIRING, o.has_email)
               : message_queue(c, o.id, MESSAGE_EXPIRING, o.has_email);
}

/* One order that fails must not hold up the others. `done` counts those that went well. */
static enum err each_due(struct ctx *c, const char *chore, struct due *due, size_t count,
                         enum err (*run)(struct ctx *c, void *data), int64_t *done)
{
    *done = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_done = false;
        struct aside item = { chore, due[i].payment, order_subject(c, due[i].order) };
        TRY(aside_try(c, &item, run, &due[i], &is_done));
        *done += is_done;
    }
    return OK;
}

static enum err read_due(struct ctx *c, struct sql *sql, struct args args, struct due *due,
                         size_t *count)
{
    struct rows r = db_query(c->db, sql, args);
    *count = 0;
    while (db_next(&r) && *count < DUE_MAX) {
        due[*count].payment = row_int(&r);
        due[(*count)++].order.v = row_int(&r);
    }
    return db_done(&r);
}

enum err payment_expire_due(struct ctx *c, int64_t limit, int64_t *expired)
{
    struct due due[DUE_MAX];
    size_t count = 0;
    TRY(read_due(c, &expiring, ARGS(c->now_at, limit < DUE_MAX ? limit : DUE_MAX), due, &count));
    return each_due(c, "payment.expire", due, count, expire_one, expired);
}

enum { REMIND_HOURS = 3 };

SQL(to_remind,
    "SELECT id, order_id FROM payment WHERE state IN ('created', 'pending') AND transferred_at IS NULL"
    " AND reminded_at IS NULL AND expires_at <= $1 AND expires_at > $2 AND created_at <= $3"
    " ORDER BY expires_at, id LIMIT $4");
SQL(set_reminded, "UPDATE payment SET reminded_at = $2 WHERE id = $1");

enum err payment_remind_due(struct ctx *c, int64_t limit, int64_t *reminded)
{
    struct due due[DUE_MAX];
    size_t count = 0;
    TRY(read_due(c, &to_remind,
                 ARGS(c->now_at + HOURS(REMIND_HOURS), c->now_at, c->now_at - HOURS(REMIND_HOURS),
                      limit < DUE_MAX ? limit : DUE_MAX),
                 due, &count));
    for (size_t i = 0; i < count; i++) { /* also what fails: it is reported, not tried for ever */
        TRY(db_exec(c->db, &set_reminded, ARGS(due[i].payment, c->now_at), NULL));
    }
    return each_due(c, "payment.remind", due, count, remind_one, reminded);
}

SQL(next_due,
    "SELECT expires_at FROM payment WHERE state IN ('created', 'pending') AND transferred_at IS NULL"
    " AND" ASIDE_NOT("payment.expire", "payment.id", "$1") " ORDER BY expires_at LIMIT 1");
SQL(next_reminder,
    "SELECT expires_at FROM payment WHERE state IN ('created', 'pending') AND transferred_at IS NULL"
    " AND reminded_at IS NULL AND expires_at > $1 ORDER BY expires_at LIMIT 1");

enum err payment_next_due_at(struct ctx *c, int64_t *out)
{
    int64_t expiry = 0;
    int64_t reminder = 0;
    TRY(db_get_int(c->db, &next_due, ARGS(c->now_at), 0, &expiry));
    TRY(db_get_int(c->db, &next_reminder, ARGS(c->now_at + HOURS(REMIND_HOURS)), 0, &reminder));
    reminder = reminder == 0 || reminder == INT64_MAX ? 0 : reminder - HOURS(REMIND_HOURS);
    expiry = expiry == INT64_MAX ? 0 : expiry;
    *out = expiry == 0 ? reminder : reminder == 0 || expiry < reminder ? expiry : reminder;
    return OK;
}
