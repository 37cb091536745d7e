/* SPDX-License-Identifier: Apache-2.0 */
#include "core/notice.h"

#include "core/job.h"
#include "core/setting.h"

static const char *const recipients[] = { "person", "owner", "reviewer" };

static enum err has_mail(struct ctx *c, const struct notice_new *n, bool *out)
{
    switch (n->to) {
    case NOTICE_PERSON:
        return vault_has(c, n->person, VAULT_EMAIL, out);
    case NOTICE_REVIEWER:
        *out = c->shop->reviewer_email.size != 0;
        return OK;
    case NOTICE_OWNER:
        *out = true;
        return OK;
    }
    return ERR_INTERNAL;
}

static str job_key(struct ctx *c, int64_t id)
{
    return str_format(c->arena, "notice:%" PRId64, id);
}

/* Ids only: the address is read through the vault when the mail leaves. */
static enum err add_job(struct ctx *c, int64_t id)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("notice"), id);
    struct job_new job = { .kind = S(NOTICE_JOB), .payload = payload, .key = job_key(c, id) };
    ctx_wake(c, WAKE_JOBS);
    return job_add(c, &job, NULL);
}

SQL(notice_insert,
    "INSERT INTO notice (subject, kind, occasion, recipient, person_id, lang, channel, state, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', $8)"
    " ON CONFLICT (subject, kind, occasion, recipient) DO NOTHING RETURNING id");

enum err notice_queue(struct ctx *c, const struct notice_new *n)
{
    bool is_mail = false;
    int64_t id = 0;
    TRY(has_mail(c, n, &is_mail));
    TRY(db_get_int(c->db, &notice_insert,
                   ARGS(n->subject, n->kind, n->occasion, str_of(recipients[n->to]),
                        arg_int_or_null(n->person.v), n->lang == LANG_EN ? S("en") : S("id"),
                        is_mail ? S("mail") : S("whatsapp"), c->now_at),
                   0, &id));
    return id == 0 || !is_mail ? OK : add_job(c, id);
}

/* ---- reading ---- */

enum { NOTICES_MAX = 100 };

#define NOTICE_COLUMNS                                                                             \
    "SELECT id, kind, subject, occasion, recipient, coalesce(person_id, 0), lang, channel, state," \
    " created_at, coalesce(sent_at, 0) FROM notice"

SQL(notice_by_id, NOTICE_COLUMNS " WHERE id = $1");
SQL(notices_of_subject, NOTICE_COLUMNS " WHERE subject = $1 ORDER BY id LIMIT 100");
SQL(notices_newest_of_subject, NOTICE_COLUMNS " WHERE subject = $1 ORDER BY id DESC LIMIT $2");
SQL(notices_before,
    NOTICE_COLUMNS " WHERE id < $1 AND (CAST($2 AS TEXT) = '' OR channel = CAST($2 AS TEXT))"
                   " AND (CAST($3 AS TEXT) = '' OR state = CAST($3 AS TEXT)) ORDER BY id DESC LIMIT $4");
SQL(notices_by_hand,
    NOTICE_COLUMNS " WHERE state = 'queued' AND channel = 'whatsapp' AND kind <> $2 ORDER BY id LIMIT $1");
SQL(notices_counted,
    "SELECT CAST(count(1) AS BIGINT) FROM notice WHERE (CAST($1 AS TEXT) = '' OR channel = CAST($1 AS TEXT))"
    " AND (CAST($2 AS TEXT) = '' OR state = CAST($2 AS TEXT))");

static enum notice_to recipient_of(str name)
{
    for (size_t i = 0; i < COUNT(recipients); i++) {
        if (str_eq(name, str_of(recipients[i]))) {
            return (enum notice_to)i;
        }
    }
    CHECK(false); /* the column's own constraint */
    return NOTICE_OWNER;
}

static enum err read(struct ctx *c, struct sql *sql, struct args args, struct notice_list *out)
{
    struct notice_list list = { .item = NEW_N(c->arena, struct notice, NOTICES_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count < NOTICES_MAX) {
        struct notice *n = &list.item[list.count++];
        n->id = row_int(&r);
        n->kind = row_text(&r, c->arena);
        n->subject = row_text(&r, c->arena);
        n->occasion = row_text(&r, c->arena);
        n->to = recipient_of(row_text(&r, c->arena));
        n->person.v = row_int(&r);
        n->lang = str_eq(row_text(&r, c->arena), S("en")) ? LANG_EN : LANG_ID;
        n->channel = row_text(&r, c->arena);
        n->state = row_text(&r, c->arena);
        n->created_at = row_int(&r);
        n->sent_at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

enum err notice_get(struct ctx *c, int64_t id, struct notice *out)
{
    struct notice_list list = { 0 };
    TRY(read(c, &notice_by_id, ARGS(id), &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "notice %" PRId64, id);
    }
    *out = list.item[0];
    return OK;
}

enum err notice_list_of(struct ctx *c, str subject, struct notice_list *out)
{
    return read(c, &notices_of_subject, ARGS(subject), out);
}

enum err notice_newest_of(struct ctx *c, str subject, int64_t limit, struct notice_list *out)
{
    CHECK(limit > 0 && limit <= NOTICES_MAX);
    return read(c, &notices_newest_of_subject, ARGS(subject, limit), out);
}

enum err notice_page(struct ctx *c, str channel, str state, int64_t before_id, int64_t limit,
                     struct notice_list *out)
{
    CHECK(limit > 0 && limit <= NOTICES_MAX);
    int64_t before = before_id == 0 ? INT64_MAX : before_id;
    return read(c, &notices_before, ARGS(before, channel, state, limit), out);
}

enum err notice_by_hand(struct ctx *c, str but_kind, int64_t limit, struct notice_list *out)
{
    CHECK(limit > 0 && limit <= NOTICES_MAX);
    return read(c, &notices_by_hand, ARGS(limit, but_kind), out);
}

SQL(notices_by_hand_counted, "SELECT count(*) FROM (SELECT 1 FROM notice WHERE state = 'queued' AND channel = 'whatsapp'"
                             " AND (CAST($1 AS TEXT) = '' OR kind = $1) LIMIT 100) AS queued");

enum err notice_by_hand_count(struct ctx *c, str kind, int64_t *out)
{
    return db_get_int(c->db, &notices_by_hand_counted, ARGS(kind), 0, out);
}

enum err notice_count(struct ctx *c, str channel, str state, int64_t *out)
{
    return db_get_int(c->db, &notices_counted, ARGS(channel, state), 0, out);
}

/* ---- what came of it ---- */

SQL(notice_set_sent,
    "UPDATE notice SET state = 'sent', sent_at = $2, sent_by = $3 WHERE id = $1 AND state <> 'sent'");
SQL(notice_set_failed, "UPDATE notice SET state = 'failed' WHERE id = $1 AND state = 'queued'");

enum err notice_sent(struct ctx *c, int64_t id)
{
    return db_exec(c->db, &notice_set_sent, ARGS(id, c->now_at, arg_int_or_null(c->actor.id)),
                   NULL);
}

enum err notice_failed(struct ctx *c, int64_t id)
{
    return db_exec(c->db, &notice_set_failed, ARGS(id), NULL);
}

enum err notice_trouble(struct ctx *c, const struct notice *n, str *out)
{
    struct job job = { 0 };
    if (!str_eq(n->channel, S("mail")) || str_eq(n->state, S("sent"))) {
        *out = (str){ 0 };
        return OK;
    }
    enum err e = job_of_key(c, job_key(c, n->id), &job);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    *out = job.error;
    return OK;
}
