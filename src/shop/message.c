/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/message.h"

#include "core/job.h"
#include "db/db.h"

static const char *const names[] = { "order_placed",   "payment_instructions", "payment_received", "payment_expiring", "order_shipped",
                                     "order_delivered", "order_canceled",  "refund_due",       "refund_done",
                                     "payment_not_found", "payment_partial",
                                     "owner_new_order" };

str message_kind_name(enum message_kind kind)
{
    CHECK(kind < MESSAGE_KIND_COUNT);
    return str_of(names[kind]);
}

bool message_kind_of(str name, enum message_kind *out)
{
    for (enum message_kind kind = 0; kind < MESSAGE_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(names[kind]))) {
            *out = kind;
            return true;
        }
    }
    return false;
}

/* Ids only: the address is read through the vault when the mail leaves. */
static enum err add_job(struct ctx *c, order_id order, int64_t id, str key)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("message"), id);
    value_set_int(c->arena, payload, S("order"), order.v);
    struct job_new job = { .kind = S(MESSAGE_JOB), .payload = payload, .key = key };
    ctx_wake(c, WAKE_JOBS);
    return job_add(c, &job, NULL);
}

SQL(insert_message,
    "INSERT INTO order_message (order_id, kind, channel, state, created_at) VALUES ($1, $2, 'mail', 'queued', $3)"
    " ON CONFLICT (order_id, kind, channel) DO NOTHING RETURNING id");
SQL(insert_message_by_hand,
    "INSERT INTO order_message (order_id, kind, channel, state, created_at) VALUES ($1, $2, 'whatsapp', 'queued', $3)"
    " ON CONFLICT (order_id, kind, channel) DO UPDATE SET state = 'queued', created_at = $3, overtaken_by = ''"
    " WHERE order_message.overtaken_by <> ''");

/* ---- what is not true any more ---- */

#define ABOUT_PAYING "payment_instructions,payment_expiring,payment_not_found,payment_partial"

/* What a message says better than those which staff have not sent by then. */
static const struct {
    const char *kind, *overtakes;
} overtaking[] = {
    { "payment_instructions", "payment_expiring,payment_not_found,payment_partial" },
    { "payment_not_found", "payment_expiring,payment_instructions,payment_partial" },
    { "payment_partial", "payment_expiring,payment_instructions,payment_not_found" },
    { "payment_received", ABOUT_PAYING ",order_canceled" }, /* late money revived it */
    { "order_shipped", ABOUT_PAYING ",order_placed,payment_received" },
    { "order_delivered", ABOUT_PAYING ",order_placed,payment_received,order_shipped" },
    { "order_canceled", ABOUT_PAYING ",order_placed,payment_received,order_shipped" },
};

SQL(overtake, "UPDATE order_message SET state = 'failed', overtaken_by = $3 WHERE order_id = $1 AND state = 'queued' AND channel = 'whatsapp'"
              " AND ',' || CAST($2 AS TEXT) || ',' LIKE '%,' || kind || ',%'");

static enum err overtake_these(struct ctx *c, order_id order, str kinds, str by)
{
    return db_post(c->db, &overtake, ARGS(order.v, kinds, by));
}

/* "refund_done:12" says more than "refund_due:12", and nothing of another refund. */
static enum err overtake_older(struct ctx *c, order_id order, str name)
{
    struct str_pair part = str_cut(name, ':');
    if (str_eq(part.head, message_kind_name(MESSAGE_REFUNDED))) {
        str due = str_format(c->arena, "%s:%.*s", names[MESSAGE_REFUND_DUE], STR_ARG(part.tail));
        return overtake_these(c, order, due, part.head);
    }
    for (size_t i = 0; i < COUNT(overtaking); i++) {
        if (str_eq(part.head, str_of(overtaking[i].kind))) {
            return overtake_these(c, order, str_of(overtaking[i].overtakes), part.head);
        }
    }
    return OK;
}

enum err message_forgo_asking(struct ctx *c, order_id order)
{
    return overtake_these(c, order, S(ABOUT_PAYING), S(MESSAGE_BY_REPORT));
}

static enum err queue(struct ctx *c, order_id order, str name, bool has_email)
{
    int64_t id = 0;
    TRY(overtake_older(c, order, name));
    if (!has_email) {
        return db_post(c->db, &insert_message_by_hand, ARGS(order.v, name, c->now_at));
    }
    TRY(db_get_int(c->db, &insert_message, ARGS(order.v, name, c->now_at), 0, &id));
    return id == 0 ? OK : add_job(c, order, id, str_format(c->arena, "message:%" PRId64, id));
}

enum err message_queue(struct ctx *c, order_id order, enum message_kind kind, bool has_email)
{
    return queue(c, order, message_kind_name(kind), has_email);
}

enum err message_queue_refund(struct ctx *c, order_id order, enum message_kind kind, int64_t refund,
                              bool has_email)
{
    str name = message_kind_name(kind);
    return queue(c, order, str_format(c->arena, "%.*s:%" PRId64, STR_ARG(name), refund), has_email);
}

SQL(insert_message_anew,
    "INSERT INTO order_message (order_id, kind, channel, state, created_at) VALUES ($1, $2, $3, 'queued', $4)"
    " ON CONFLICT (order_id, kind, channel) DO UPDATE SET state = 'queued', created_at = $4, sent_at = NULL, sent_by = NULL, overtaken_by = ''"
    " RETURNING id");

enum err message_queue_anew(struct ctx *c, order_id order, enum message_kind kind, bool has_email)
{
    int64_t id = 0;
    str name = message_kind_name(kind);
    str channel = has_email ? S("mail") : S("whatsapp");
    TRY(overtake_older(c, order, name));
    TRY(db_get_int(c->db, &insert_message_anew, ARGS(order.v, name, channel, c->now_at), 0, &id));
    ctx_raisef(c, "order:%" PRId64, order.v);
    return has_email ? add_job(c, order, id,
                               str_format(c->arena, "message:%" PRId64 ":%" PRId64, id, c->now_at))
                     : OK;
}

SQL(set_queued,
    "UPDATE order_message SET state = 'queued' WHERE id = $1 AND state <> 'sent' AND channel = 'mail' RETURNING order_id");

enum err message_send_again(struct ctx *c, int64_t id)
{
    order_id order = { 0 };
    TRY(db_get_int(c->db, &set_queued, ARGS(id), 0, &order.v));
    if (order.v == 0) {
        return fail(c, ERR_STATE, "message %" PRId64 " is sent, or no mail", id);
    }
    ctx_raisef(c, "order:%" PRId64, order.v);
    return add_job(c, order, id,
                   str_format(c->arena, "message:%" PRId64 ":%" PRId64, id, c->now_at));
}

SQL(set_sent,
    "UPDATE order_message SET state = 'sent', sent_at = $2, sent_by = $3 WHERE id = $1 AND state <> 'sent'"
    " RETURNING order_id");
SQL(set_failed, "UPDATE order_message SET state = 'failed' WHERE id = $1 AND state = 'queued'");

enum err message_sent(struct ctx *c, int64_t id)
{
    order_id order = { 0 };
    TRY(db_get_int(c->db, &set_sent, ARGS(id, c->now_at, arg_int_or_null(c->actor.id)), 0,
                   &order.v));
    ctx_raisef(c, "order:%" PRId64, order.v);
    return OK;
}

enum err message_failed(struct ctx *c, int64_t id)
{
    return db_exec(c->db, &set_failed, ARGS(id), NULL);
}

enum { MESSAGES_MAX = 200 };

SQL(messages_of_order,
    "SELECT id, order_id, kind, channel, state, created_at, coalesce(sent_at, 0), overtaken_by FROM order_message"
    " WHERE order_id = $1 ORDER BY id LIMIT 40");
SQL(messages_before,
    "SELECT id, order_id, kind, channel, state, created_at, coalesce(sent_at, 0), overtaken_by FROM order_message"
    " WHERE id < $1 ORDER BY id DESC LIMIT $2");

static enum err read(struct ctx *c, struct sql *sql, struct args args, struct message_list *out)
{
    struct message_list list = { .item = NEW_N(c->arena, struct message, MESSAGES_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count < MESSAGES_MAX) {
        struct message *m = &list.item[list.count++];
        m->id = row_int(&r);
        m->order.v = row_int(&r);
        struct str_pair kind = str_cut(row_text(&r, c->arena), ':'); /* "refund_due:12" */
        bool is_known = message_kind_of(kind.head, &m->kind) &&
                        (!kind.found || str_to_int(kind.tail, &m->refund));
        CHECK(is_known); /* it was one when it was queued */
        m->channel = row_text(&r, c->arena);
        m->state = row_text(&r, c->arena);
        m->created_at = row_int(&r);
        m->sent_at = row_int(&r);
        m->overtaken_by = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

enum err message_list_of(struct ctx *c, order_id order, struct message_list *out)
{
    return read(c, &messages_of_order, ARGS(order.v), out);
}

enum err message_page(struct ctx *c, int64_t before_id, int64_t limit, struct message_list *out)
{
    int64_t count = limit > 0 && limit <= MESSAGES_MAX ? limit : 50;
    return read(c, &messages_before, ARGS(before_id == 0 ? INT64_MAX : before_id, count), out);
}

SQL(count_messages, "SELECT count(*) FROM order_message WHERE ($1 = '' OR channel = $1) AND ($2 = '' OR state = $2)");

enum err message_count(struct ctx *c, str channel, str state, int64_t *out)
{
    return db_get_int(c->db, &count_messages, ARGS(channel, state), 0, out);
}

SQL(messages_by_hand,
    "SELECT order_id, count(*), min(created_at) FROM order_message WHERE state = 'queued' AND channel = 'whatsapp'"
    " GROUP BY order_id ORDER BY min(created_at), order_id LIMIT $1");

enum err message_by_hand(struct ctx *c, int64_t limit, struct message_hand_list *out)
{
    CHECK(limit > 0 && limit <= MESSAGES_MAX);
    struct message_hand_list list = { .item = NEW_N(c->arena, struct message_hand, (size_t)limit) };
    struct rows r = db_query(c->db, &messages_by_hand, ARGS(limit));
    while (db_next(&r)) {
        struct message_hand *one = &list.item[list.count++];
        one->order.v = row_int(&r);
        one->count = row_int(&r);
        one->since_at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(count_by_hand, "SELECT count(*) FROM (SELECT 1 FROM order_message WHERE state = 'queued' AND channel = 'whatsapp' LIMIT 100) AS queued");

enum err message_by_hand_count(struct ctx *c, int64_t *out)
{
    return db_get_int(c->db, &count_by_hand, NO_ARGS, 0, out);
}

SQL(messages_in_state,
    "SELECT id, order_id, kind, channel, state, created_at, coalesce(sent_at, 0), overtaken_by FROM order_message"
    " WHERE id < $1 AND ($3 = '' OR state = $3) ORDER BY id DESC LIMIT $2");

enum err message_page_of(struct ctx *c, str state, int64_t before_id, int64_t limit,
                         struct message_list *out)
{
    int64_t count = limit > 0 && limit <= MESSAGES_MAX ? limit : 50;
    return read(c, &messages_in_state, ARGS(before_id == 0 ? INT64_MAX : before_id, count, state),
                out);
}
