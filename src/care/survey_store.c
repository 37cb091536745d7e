/* SPDX-License-Identifier: Apache-2.0 */
#include "care/survey_store.h"

#include "core/setting.h"
#include "core/staff.h"

static const char *const state_names[] = { "waiting", "sent", "answered", "skipped" };
static const char *const touchpoint_names[] = { "delivery", "case" };
static const char *const question_names[] = { "goods", "service", "recommend" };
static const char *const doubt_names[] = { "", "fraud", "quality", "unresponsive", "data_leak", "nothing" };
static const char *const skip_names[] = { "asked_lately", "case_open", "stopped", "unreachable" };

/* ---- words ---- */

str survey_state_name(enum survey_state state)
{
    CHECK(state < SURVEY_STATE_COUNT);
    return str_of(state_names[state]);
}

str survey_touchpoint_name(enum survey_touchpoint touchpoint)
{
    CHECK(touchpoint < SURVEY_TOUCHPOINT_COUNT);
    return str_of(touchpoint_names[touchpoint]);
}

str survey_question_name(enum survey_question question)
{
    CHECK(question < SURVEY_QUESTION_COUNT);
    return str_of(question_names[question]);
}

str survey_doubt_name(enum survey_doubt doubt)
{
    CHECK(doubt < DOUBT_COUNT);
    return str_of(doubt_names[doubt]);
}

str survey_skip_name(enum survey_skip why)
{
    CHECK(why < SKIP_COUNT);
    return str_of(skip_names[why]);
}

static bool find_name(const char *const *names, size_t count, str name, size_t *out)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(name, str_of(names[i]))) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool survey_doubt_of(str name, enum survey_doubt *out)
{
    size_t at = 0;
    bool found = find_name(doubt_names, COUNT(doubt_names), name, &at);
    *out = (enum survey_doubt)at;
    return found;
}

/* A name of the database: its constraint knows the same words. */
static size_t known(const char *const *names, size_t count, str name)
{
    size_t at = 0;
    CHECK(find_name(names, count, name, &at));
    return at;
}

/* ---- reading ---- */

#define SURVEY_COLUMNS                                                                             \
    "SELECT id, number, person_id, touchpoint, subject, lang, state, asks, offered_at, due_at,"    \
    " coalesce(sent_at, 0), coalesce(expires_at, 0), coalesce(answered_at, 0), changes,"           \
    " coalesce(goods, -1), coalesce(service, -1), coalesce(recommend, -1), doubt, text_id,"        \
    " case_subject FROM survey"

static void read_row(struct ctx *c, struct rows *r, struct survey *s)
{
    s->id.v = row_int(r);
    s->number = row_text(r, c->arena);
    s->person.v = row_int(r);
    s->touchpoint = (enum survey_touchpoint)known(touchpoint_names, COUNT(touchpoint_names),
                                                  row_text(r, c->arena));
    s->subject = row_text(r, c->arena);
    s->lang = str_eq(row_text(r, c->arena), S("en")) ? LANG_EN : LANG_ID;
    s->state = (enum survey_state)known(state_names, COUNT(state_names), row_text(r, c->arena));
    s->asks = (unsigned)row_int(r);
    s->offered_at = row_int(r);
    s->due_at = row_int(r);
    s->sent_at = row_int(r);
    s->expires_at = row_int(r);
    s->answered_at = row_int(r);
    s->changes = row_int(r);
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        s->score[i] = row_int(r);
    }
    s->doubt = (enum survey_doubt)known(doubt_names, COUNT(doubt_names), row_text(r, c->arena));
    s->text.v = row_int(r);
    s->case_subject = row_text(r, c->arena);
}

static enum err read_list(struct ctx *c, const struct sql *sql, struct args args,
                          struct survey_list *out)
{
    struct survey_list list = { .item = NEW_N(c->arena, struct survey, SURVEY_LIST_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r) && list.count < SURVEY_LIST_MAX) {
        read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

static enum err read_one(struct ctx *c, const struct sql *sql, struct args args, struct survey *out)
{
    struct survey_list list = { 0 };
    TRY(read_list(c, sql, args, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "no such survey");
    }
    *out = list.item[0];
    return OK;
}

SQL(survey_of_id, SURVEY_COLUMNS " WHERE id = $1");
SQL(survey_of_number, SURVEY_COLUMNS " WHERE number = $1");

enum err survey_get(struct ctx *c, survey_id id, struct survey *out)
{
    return read_one(c, &survey_of_id, ARGS(id.v), out);
}

SQL(survey_of_subject,
    SURVEY_COLUMNS " WHERE subject = $1 AND state IN ('sent', 'answered') AND expires_at > $2 ORDER BY id DESC LIMIT 1");

enum err survey_about(struct ctx *c, str subject, struct survey *out)
{
    return read_one(c, &survey_of_subject, ARGS(subject, c->now_at), out);
}

enum err survey_by_number(struct ctx *c, str number, struct survey *out)
{
    return read_one(c, &survey_of_number, ARGS(number), out);
}

SQL(surveys_due, SURVEY_COLUMNS " WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $2");

enum err survey_list_due(struct ctx *c, int64_t limit, struct survey_list *out)
{
    int64_t most = limit < SURVEY_LIST_MAX ? limit : SURVEY_LIST_MAX;
    return read_list(c, &surveys_due, ARGS(c->now_at, most), out);
}

#define ANSWERED_BEFORE " WHERE answered_at IS NOT NULL AND (answered_at, id) < ($1, $2)"
#define LATEST_FIRST " ORDER BY answered_at DESC, id DESC LIMIT $3"
SQL(surveys_answered, SURVEY_COLUMNS ANSWERED_BEFORE LATEST_FIRST);
SQL(surveys_low,
    SURVEY_COLUMNS ANSWERED_BEFORE " AND (goods <= 2 OR service <= 2 OR recommend <= 6)" LATEST_FIRST);

enum err survey_list(struct ctx *c, const struct survey_filter *f, struct survey_list *out)
{
    CHECK(f->limit > 0 && f->limit <= SURVEY_LIST_MAX);
    int64_t before_at = f->before_at == 0 ? INT64_MAX : f->before_at;
    return read_list(c, f->is_low ? &surveys_low : &surveys_answered,
                     ARGS(before_at, f->before_id, f->limit), out);
}

SQL(survey_first_due, "SELECT due_at FROM survey WHERE state = 'waiting' ORDER BY due_at, id LIMIT 1");

enum err survey_next_at(struct ctx *c, int64_t *out)
{
    return db_get_int(c->db, &survey_first_due, NO_ARGS, 0, out);
}

/* ---- what is known of a person ---- */

SQL(surveys_counted, "SELECT coalesce(max(id), 0) FROM survey");

enum err survey_last_id(struct ctx *c, int64_t *out)
{
    return db_get_int(c->db, &surveys_counted, NO_ARGS, 0, out);
}

SQL(survey_asked_since, "SELECT 1 FROM survey WHERE person_id IN " SURVEY_SAME_PERSON " AND sent_at > $2 LIMIT 1");
SQL(survey_person_there, "SELECT 1 FROM person WHERE id = $1 AND erased_at IS NULL AND restricted_at IS NULL");

enum err survey_person_of(struct ctx *c, person_id person, int64_t since_at,
                          struct survey_person *out)
{
    int64_t asked = 0;
    int64_t there = 0;
    struct survey_person p = { 0 };
    TRY(db_get_int(c->db, &survey_asked_since, ARGS(person.v, since_at), 0, &asked));
    TRY(db_get_int(c->db, &survey_person_there, ARGS(person.v), 0, &there));
    TRY(survey_is_stopped(c, person, &p.is_stopped));
    p.was_asked = asked != 0;
    p.is_there = there != 0;
    *out = p;
    return OK;
}

/* A conversation of a complaint that is over holds nobody up, unless it owes an answer. */
SQL(survey_open_case_of,
    "SELECT 1 FROM conversation v WHERE v.person_id IN " SURVEY_SAME_PERSON
    " AND v.state IN ('new', 'open', 'waiting_customer', 'waiting_third_party', 'snoozed')"
    " AND (v.waiting_since IS NOT NULL OR NOT EXISTS"
    " (SELECT 1 FROM complaint k WHERE k.conversation_id = v.id AND k.state = 'closed'))"
    " UNION ALL SELECT 1 FROM complaint k WHERE k.person_id IN " SURVEY_SAME_PERSON " AND k.closed_at IS NULL LIMIT 1");

enum err survey_has_open_case(struct ctx *c, person_id person, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &survey_open_case_of, ARGS(person.v), 0, &found));
    *out = found != 0;
    return OK;
}

SQL(person_known_by, "SELECT 1 FROM person_find WHERE person_id = $1 AND hash = $2");

static enum err is_known_by(struct ctx *c, person_id person, enum vault_field field, str value,
                            bool *out)
{
    int64_t found = 0;
    if (value.size != 0) {
        str hash = vault_find_hash(c, field, value);
        TRY(db_get_int(c->db, &person_known_by, ARGS(person.v, hash), 0, &found));
    }
    *out = *out || found != 0;
    return OK;
}

enum err survey_is_of_the_shop(struct ctx *c, person_id person, bool *out)
{
    struct staff_list staff = { 0 };
    bool is_ours = false;
    TRY(staff_list(c, &staff));
    for (size_t i = 0; i < staff.count && !is_ours; i++) {
        str email = { 0 };
        TRY(staff_email(c, staff.item[i].id, &email));
        TRY(is_known_by(c, person, VAULT_EMAIL, email, &is_ours));
    }
    TRY(is_known_by(c, person, VAULT_EMAIL, c->shop->owner_email, &is_ours));
    TRY(is_known_by(c, person, VAULT_PHONE, c->shop->phone, &is_ours));
    *out = is_ours;
    return OK;
}

/* ---- writing ---- */

SQL(survey_add,
    "INSERT INTO survey (number, person_id, touchpoint, subject, lang, state, asks, offered_at, due_at)"
    " VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $7)"
    " ON CONFLICT (person_id, touchpoint, subject) DO NOTHING RETURNING id");

enum err survey_insert(struct ctx *c, const struct survey_new *n, str number, unsigned asks,
                       bool *added)
{
    int64_t id = 0;
    TRY(db_get_int(c->db, &survey_add,
                   ARGS(number, n->person.v, survey_touchpoint_name(n->touchpoint), n->subject,
                        n->lang == LANG_EN ? S("en") : S("id"), (int64_t)asks, c->now_at),
                   0, &id));
    *added = id != 0;
    return OK;
}

static enum err changed_one(struct ctx *c, const struct sql *sql, struct args args, survey_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, sql, args, &changed));
    return changed == 1 ? OK : fail(c, ERR_STATE, "survey %" PRId64 " is not there any more", id.v);
}

SQL(survey_set_sent,
    "UPDATE survey SET state = 'sent', sent_at = $2, expires_at = $3 WHERE id = $1 AND state = 'waiting'");
SQL(survey_set_later, "UPDATE survey SET due_at = $2 WHERE id = $1 AND state = 'waiting'");
SQL(survey_set_skipped,
    "UPDATE survey SET state = 'skipped', skipped_because = $2 WHERE id = $1 AND state = 'waiting'");
SQL(survey_set_case, "UPDATE survey SET case_subject = $2 WHERE id = $1 AND case_subject = ''");

enum err survey_put_sent(struct ctx *c, survey_id id, int64_t expires_at)
{
    return changed_one(c, &survey_set_sent, ARGS(id.v, c->now_at, expires_at), id);
}

enum err survey_put_later(struct ctx *c, survey_id id, int64_t due_at)
{
    return changed_one(c, &survey_set_later, ARGS(id.v, due_at), id);
}

enum err survey_put_skipped(struct ctx *c, survey_id id, enum survey_skip why)
{
    return changed_one(c, &survey_set_skipped, ARGS(id.v, survey_skip_name(why)), id);
}

enum err survey_put_case(struct ctx *c, survey_id id, str subject)
{
    return changed_one(c, &survey_set_case, ARGS(id.v, subject), id);
}

SQL(survey_set_answer,
    "UPDATE survey SET state = 'answered', answered_at = $2, goods = $3, service = $4, recommend = $5, doubt = $6,"
    " text_id = $7, changes = changes + 1 WHERE id = $1 AND state IN ('sent', 'answered') AND expires_at > $2");
SQL(survey_add_history,
    "INSERT INTO survey_answer (survey_id, position, at, goods, service, recommend, doubt, text_id)"
    " SELECT id, changes, answered_at, goods, service, recommend, doubt, text_id FROM survey WHERE id = $1");

static struct arg score_arg(int64_t score)
{
    return score == SURVEY_NO_SCORE ? ARG_NULL : arg_of_int(score);
}

enum err survey_put_answer(struct ctx *c, const struct survey *s)
{
    TRY(changed_one(c, &survey_set_answer,
                    ARGS(s->id.v, c->now_at, score_arg(s->score[SURVEY_GOODS]),
                         score_arg(s->score[SURVEY_SERVICE]), score_arg(s->score[SURVEY_RECOMMEND]),
                         survey_doubt_name(s->doubt), s->text.v),
                    s->id));
    return db_exec(c->db, &survey_add_history, ARGS(s->id.v), NULL);
}
