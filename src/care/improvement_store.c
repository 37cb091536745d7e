/* SPDX-License-Identifier: Apache-2.0 */
#include "care/improvement_store.h"

#include "care/complaint.h"
#include "care/survey.h"

static const char *const status_names[IMPROVEMENT_STATUS_COUNT] = {
    [IMPROVEMENT_CONSIDERED] = "considered", [IMPROVEMENT_PLANNED] = "planned", [IMPROVEMENT_DONE] = "done",
    [IMPROVEMENT_DECLINED] = "declined",
};

str improvement_status_name(enum improvement_status status)
{
    CHECK(status < IMPROVEMENT_STATUS_COUNT);
    return str_of(status_names[status]);
}

bool improvement_status_of(str name, enum improvement_status *out)
{
    for (size_t i = 0; i < IMPROVEMENT_STATUS_COUNT; i++) {
        if (str_eq(name, str_of(status_names[i]))) {
            *out = (enum improvement_status)i;
            return true;
        }
    }
    return false;
}

static enum improvement_status read_status(struct ctx *c, struct rows *r)
{
    enum improvement_status status = IMPROVEMENT_CONSIDERED;
    CHECK(improvement_status_of(row_text(r, c->arena), &status)); /* the column's own constraint */
    return status;
}

/* ---- where it was said ---- */

static enum err survey_here(struct ctx *c, int64_t id, str number, struct improvement_origin *out)
{
    struct survey s = { 0 };
    TRY(id == 0 ? survey_by_number(c, number, &s) : survey_get(c, (survey_id){ id }, &s));
    out->subject = survey_subject(c, s.id);
    out->number = s.number;
    out->person = s.person;
    out->lang = s.lang;
    return OK;
}

static enum err complaint_here(struct ctx *c, int64_t id, str number,
                               struct improvement_origin *out)
{
    struct complaint k = { 0 };
    TRY(id == 0 ? complaint_by_number(c, number, &k) : complaint_get(c, (complaint_id){ id }, &k));
    out->subject = complaint_subject(c, k.id);
    out->number = k.number;
    out->person = k.person;
    out->lang = k.lang;
    return OK;
}

static enum err conversation_here(struct ctx *c, int64_t id, str number,
                                  struct improvement_origin *out)
{
    struct conversation v = { 0 };
    TRY(id == 0 ? conversation_find(c, number, &v)
                : conversation_get(c, (conversation_id){ id }, &v));
    out->subject = conversation_subject(c, v.id);
    out->number = v.number;
    out->person = v.person;
    out->lang = v.lang;
    return OK;
}

static const struct {
    const char *prefix, *subject;
    enum err (*look)(struct ctx *c, int64_t id, str number, struct improvement_origin *out);
} kinds[] = {
    { "SRV-", "survey", survey_here },
    { "PGD-", "complaint", complaint_here },
    { "TNY-", "conversation", conversation_here },
};

enum err improvement_origin_of(struct ctx *c, str number, struct improvement_origin *out)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_starts(number, str_of(kinds[i].prefix))) {
            return kinds[i].look(c, 0, number, out);
        }
    }
    return fail(c, ERR_NOT_FOUND, "no case has such a number");
}

/* Whose person was erased stays as a subject, without number and person. */
static enum err look_up(struct ctx *c, struct improvement_origin *o)
{
    int64_t id = 0;
    struct str_pair cut = str_cut(o->subject, ':');
    for (size_t i = 0; i < COUNT(kinds) && str_to_int(cut.tail, &id); i++) {
        if (str_eq(cut.head, str_of(kinds[i].subject))) {
            enum err e = kinds[i].look(c, id, (str){ 0 }, o);
            return e == ERR_NOT_FOUND ? OK : e;
        }
    }
    return fail(c, ERR_INTERNAL, "improvement origin %.*s", STR_ARG(o->subject));
}

SQL(improvement_origins,
    "SELECT subject, at FROM improvement_origin WHERE improvement_id = $1 ORDER BY at, subject LIMIT 50");

enum err improvement_origins_of(struct ctx *c, improvement_id id, struct improvement_origins *out)
{
    struct improvement_origins list = { .item = NEW_N(c->arena, struct improvement_origin, IMPROVEMENT_ORIGINS_MAX) };
    struct rows r = db_query(c->db, &improvement_origins, ARGS(id.v));
    while (db_next(&r) && list.count < IMPROVEMENT_ORIGINS_MAX) {
        struct improvement_origin *one = &list.item[list.count++];
        one->subject = row_text(&r, c->arena);
        one->at = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < list.count; i++) {
        TRY(look_up(c, &list.item[i]));
    }
    *out = list;
    return OK;
}

SQL(improvement_add_origin_row,
    "INSERT INTO improvement_origin (improvement_id, subject, at) VALUES ($1, $2, $3)"
    " ON CONFLICT (improvement_id, subject) DO NOTHING");
SQL(improvement_origins_counted, "SELECT CAST(count(1) AS BIGINT) FROM improvement_origin WHERE improvement_id = $1");

enum err improvement_put_origin(struct ctx *c, improvement_id id, str subject, bool *is_new)
{
    int64_t added = 0;
    int64_t count = 0;
    TRY(db_exec(c->db, &improvement_add_origin_row, ARGS(id.v, subject, c->now_at), &added));
    TRY(db_get_int(c->db, &improvement_origins_counted, ARGS(id.v), 0, &count));
    if (count > IMPROVEMENT_ORIGINS_MAX) {
        return fail(c, ERR_BAD_INPUT, "improvement %" PRId64 " has %d origins", id.v,
                    IMPROVEMENT_ORIGINS_MAX);
    }
    *is_new = added == 1;
    return OK;
}

/* ---- reading ---- */

#define IMPROVEMENT_COLUMNS                                                                        \
    "SELECT i.id, i.title_id, i.title_en, i.note_id, i.note_en, i.status, i.made_at, i.changed_at," \
    " coalesce(i.done_at, 0), (SELECT CAST(count(1) AS BIGINT) FROM improvement_origin o WHERE o.improvement_id = i.id)" \
    " FROM improvement i"

static enum err read_list(struct ctx *c, const struct sql *sql, struct args args,
                          struct improvement_list *out)
{
    struct improvement_list list = { .item = NEW_N(c->arena, struct improvement, IMPROVEMENT_PAGE_MAX + 1) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count <= IMPROVEMENT_PAGE_MAX) {
        struct improvement *i = &list.item[list.count++];
        i->id.v = row_int(&r);
        i->words.title[LANG_ID] = row_text(&r, c->arena);
        i->words.title[LANG_EN] = row_text(&r, c->arena);
        i->words.note[LANG_ID] = row_text(&r, c->arena);
        i->words.note[LANG_EN] = row_text(&r, c->arena);
        i->status = read_status(c, &r);
        i->made_at = row_int(&r);
        i->changed_at = row_int(&r);
        i->done_at = row_int(&r);
        i->origin_count = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

static enum err read_one(struct ctx *c, const struct sql *sql, struct args args,
                         struct improvement *out)
{
    struct improvement_list list = { 0 };
    TRY(read_list(c, sql, args, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "no such improvement");
    }
    *out = list.item[0];
    return OK;
}

SQL(improvement_by_id, IMPROVEMENT_COLUMNS " WHERE i.id = $1");
SQL(improvement_of_subject,
    IMPROVEMENT_COLUMNS " JOIN improvement_origin s ON s.improvement_id = i.id WHERE s.subject = $1"
                        " ORDER BY i.id DESC LIMIT 1");

enum err improvement_get(struct ctx *c, improvement_id id, struct improvement *out)
{
    return read_one(c, &improvement_by_id, ARGS(id.v), out);
}

enum err improvement_of(struct ctx *c, str subject, struct improvement *out)
{
    return read_one(c, &improvement_of_subject, ARGS(subject), out);
}

SQL(improvements_all,
    IMPROVEMENT_COLUMNS " WHERE (i.changed_at, i.id) < ($1, $2) ORDER BY i.changed_at DESC, i.id DESC LIMIT $3");
SQL(improvements_in,
    IMPROVEMENT_COLUMNS " WHERE i.status = $4 AND (i.changed_at, i.id) < ($1, $2)"
                        " ORDER BY i.changed_at DESC, i.id DESC LIMIT $3");
SQL(improvements_done,
    IMPROVEMENT_COLUMNS " WHERE i.done_at IS NOT NULL AND (i.done_at, i.id) < ($1, $2)"
                        " ORDER BY i.done_at DESC, i.id DESC LIMIT $3");

enum err improvement_page(struct ctx *c, const struct improvement_filter *f,
                          struct improvement_list *out)
{
    CHECK(f->limit > 0 && f->limit <= IMPROVEMENT_PAGE_MAX);
    int64_t before_at = f->before_at == 0 ? INT64_MAX : f->before_at;
    struct improvement_list list = { 0 };
    if (!f->has_status) {
        TRY(read_list(c, &improvements_all, ARGS(before_at, f->before_id, f->limit + 1), &list));
    } else if (f->status == IMPROVEMENT_DONE) {
        TRY(read_list(c, &improvements_done, ARGS(before_at, f->before_id, f->limit + 1), &list));
    } else {
        TRY(read_list(
            c, &improvements_in,
            ARGS(before_at, f->before_id, f->limit + 1, improvement_status_name(f->status)),
            &list));
    }
    list.has_more = list.count > (size_t)f->limit;
    list.count = list.has_more ? (size_t)f->limit : list.count;
    if (list.has_more) {
        const struct improvement *last = &list.item[list.count - 1];
        bool is_done = f->has_status && f->status == IMPROVEMENT_DONE;
        list.next_at = is_done ? last->done_at : last->changed_at;
        list.next_id = last->id.v;
    }
    *out = list;
    return OK;
}

enum { STEPS_SHOWN = 50 };

SQL(improvement_steps_of_id,
    "SELECT at, staff_id, status, reason FROM improvement_step WHERE improvement_id = $1"
    " ORDER BY position DESC LIMIT 50");

enum err improvement_steps_of(struct ctx *c, improvement_id id, struct improvement_steps *out)
{
    struct improvement_steps list = { .item = NEW_N(c->arena, struct improvement_step, STEPS_SHOWN) };
    struct rows r = db_query(c->db, &improvement_steps_of_id, ARGS(id.v));
    while (db_next(&r) && list.count < STEPS_SHOWN) {
        struct improvement_step *s = &list.item[list.count++];
        s->at = row_int(&r);
        s->staff = row_int(&r);
        s->status = read_status(c, &r);
        s->reason = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(improvement_step_last,
    "SELECT coalesce(max(position), 0) FROM improvement_step WHERE improvement_id = $1");

enum err improvement_last_step(struct ctx *c, improvement_id id, int64_t *out)
{
    return db_get_int(c->db, &improvement_step_last, ARGS(id.v), 0, out);
}

/* ---- writing ---- */

SQL(improvement_add_step,
    "INSERT INTO improvement_step (improvement_id, position, at, status, reason, staff_id)"
    " SELECT $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5 FROM improvement_step WHERE improvement_id = $1");

static enum err add_step(struct ctx *c, improvement_id id, enum improvement_status status,
                         str reason)
{
    return db_exec(c->db, &improvement_add_step,
                   ARGS(id.v, c->now_at, improvement_status_name(status), reason, c->actor.id),
                   NULL);
}

SQL(improvement_add,
    "INSERT INTO improvement (title_id, title_en, note_id, note_en, status, made_at, changed_at)"
    " VALUES ($1, $2, $3, $4, 'considered', $5, $5) RETURNING id");

enum err improvement_insert(struct ctx *c, const struct improvement_words *words,
                            improvement_id *out)
{
    improvement_id id = { 0 };
    TRY(db_get_int(c->db, &improvement_add,
                   ARGS(words->title[LANG_ID], words->title[LANG_EN], words->note[LANG_ID],
                        words->note[LANG_EN], c->now_at),
                   0, &id.v));
    TRY(add_step(c, id, IMPROVEMENT_CONSIDERED, (str){ 0 }));
    *out = id;
    return OK;
}

SQL(improvement_set_words,
    "UPDATE improvement SET title_id = $2, title_en = $3, note_id = $4, note_en = $5, changed_at = $6 WHERE id = $1");

enum err improvement_put_words(struct ctx *c, improvement_id id,
                               const struct improvement_words *words)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &improvement_set_words,
                ARGS(id.v, words->title[LANG_ID], words->title[LANG_EN], words->note[LANG_ID],
                     words->note[LANG_EN], c->now_at),
                &changed));
    return changed == 1 ? OK : fail(c, ERR_NOT_FOUND, "improvement %" PRId64, id.v);
}

SQL(improvement_set_status,
    "UPDATE improvement SET status = $3, changed_at = $4, done_at = $5 WHERE id = $1 AND status = $2");

enum err improvement_put_status(struct ctx *c, improvement_id id, enum improvement_status from,
                                enum improvement_status to, str reason)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &improvement_set_status,
                ARGS(id.v, improvement_status_name(from), improvement_status_name(to), c->now_at,
                     arg_int_or_null(to == IMPROVEMENT_DONE ? c->now_at : 0)),
                &changed));
    if (changed != 1) {
        return fail(c, ERR_STATE, "improvement %" PRId64 " was changed meanwhile", id.v);
    }
    return add_step(c, id, to, reason);
}
