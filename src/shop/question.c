/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/question.h"

#include "base/html.h"
#include "base/ink.h"
#include "core/event.h"
#include "shop/catalogue_sql.h"

static str subject_of(struct ctx *c, question_id id)
{
    return str_format(c->arena, "question:%" PRId64, id.v);
}

static str lang_name(enum lang lang)
{
    return lang == LANG_EN ? S("en") : S("id");
}

/* ---- asking ---- */

/* Counted over the whole shop: one address is limited by its rate class already. */
SQL(questions_since, "SELECT CAST(count(1) AS BIGINT) FROM product_question WHERE asked_at > $1");

static enum err check_rate(struct ctx *c)
{
    int64_t recent = 0;
    TRY(db_get_int(c->db, &questions_since, ARGS(c->now_at - HOURS(1)), 0, &recent));
    if (recent >= QUESTIONS_PER_HOUR_MAX) {
        return fail(c, ERR_RATE, "%d questions in an hour", QUESTIONS_PER_HOUR_MAX);
    }
    return OK;
}

/* Nobody proves here that a number is theirs, so a question never joins a known person's data. */
static enum err person_for(struct ctx *c, const struct question_new *q, person_id *out)
{
    person_id person = { 0 };
    TRY(vault_person_create(c, &person));
    if (q->phone.size != 0) {
        TRY(vault_write(c, person, VAULT_PHONE, q->phone));
    }
    if (q->email.size != 0) {
        TRY(vault_write(c, person, VAULT_EMAIL, q->email));
    }
    *out = person;
    return OK;
}

static enum err note_asked(struct ctx *c, const struct question_new *q, question_id id,
                           person_id person)
{
    struct value *facts = value_object(c->arena);
    struct event_private text = { S("text"), q->text };
    value_set_int(c->arena, facts, S("product"), q->product.v);
    struct event_new e = {
        .kind = S("question.asked"), .subject = subject_of(c, id), .facts = facts, .private_field = &text,
        .private_count = 1, .person = person.v,
    };
    return event_add(c, &e, NULL);
}

SQL(question_add,
    "INSERT INTO product_question (product_id, person_id, text_id, lang, state, asked_at, answered_at, question_id,"
    " question_en, answer_id, answer_en, html_id, html_en)"
    " VALUES ($1, $2, $3, $4, 'open', $5, NULL, '', '', '', '', '', '') RETURNING id");

enum err question_ask(struct ctx *c, const struct question_new *q, question_id *out)
{
    person_id person = { 0 };
    vault_text_id text = { 0 };
    question_id id = { 0 };
    size_t size = str_count_chars(q->text);
    if (ink_is_none(q->text) || size > QUESTION_MAX_CHARS) {
        return fail(c, ERR_BAD_INPUT, "text: missing or over %d characters", QUESTION_MAX_CHARS);
    }
    TRY(check_rate(c));
    TRY(person_for(c, q, &person));
    TRY(vault_text_write(c, person, VAULT_MESSAGE, q->text, &text));
    TRY(db_get_int(c->db, &question_add,
                   ARGS(q->product.v, person.v, text.v, lang_name(c->lang), c->now_at), 0, &id.v));
    TRY(vault_basis_begin(c, person, subject_of(c, id)));
    TRY(note_asked(c, q, id, person));
    *out = id;
    return OK;
}

/* ---- reading ---- */

#define QUESTION_COLUMNS                                                                                               \
    "SELECT id, product_id, person_id, text_id, lang, state, asked_at, answered_at, " IN_LANG(                         \
        "question", "$1") ", " IN_LANG("html", "$1")

static void read_question(struct ctx *c, struct rows *r, struct question *q)
{
    q->id.v = row_int(r);
    q->product.v = row_int(r);
    q->person.v = row_int(r);
    q->text.v = row_int(r);
    q->lang = str_eq(row_text(r, c->arena), S("en")) ? LANG_EN : LANG_ID;
    q->state = row_text(r, c->arena);
    q->asked_at = row_int(r);
    q->answered_at = row_int(r);
    q->question = row_text(r, c->arena);
    q->answer_html = row_text(r, c->arena);
}

SQL(questions_shown,
    QUESTION_COLUMNS " FROM product_question"
                     " WHERE product_id = $2 AND state = 'published' ORDER BY answered_at DESC, id DESC LIMIT $3");
SQL(questions_counted, "SELECT COUNT(*) FROM product_question WHERE product_id = $1 AND state = 'published'");

enum err question_shown(struct ctx *c, product_id product, int64_t limit, struct question_list *out)
{
    CHECK(limit > 0 && limit <= QUESTION_LIST_MAX);
    struct question_list list = { 0 };
    struct rows r = db_query(c->db, &questions_shown, ARGS(c->lang, product.v, limit));
    while (db_next(&r)) {
        if (list.item == NULL) {
            list.item = NEW_N(c->arena, struct question, (size_t)limit);
        }
        read_question(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    list.total = (int64_t)list.count;
    if (list.total == limit) { /* there may be more */
        TRY(db_get_int(c->db, &questions_counted, ARGS(product.v), 0, &list.total));
    }
    *out = list;
    return OK;
}

SQL(questions_open, QUESTION_COLUMNS " FROM product_question WHERE state = 'open' ORDER BY asked_at, id LIMIT $2");

enum err question_open_list(struct ctx *c, struct question_list *out)
{
    struct question_list list = { .item = NEW_N(c->arena, struct question, QUESTION_LIST_MAX) };
    struct rows r = db_query(c->db, &questions_open, ARGS(c->lang, QUESTION_LIST_MAX));
    while (db_next(&r)) {
        read_question(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    list.total = (int64_t)list.count;
    *out = list;
    return OK;
}

SQL(question_by_id, QUESTION_COLUMNS " FROM product_question WHERE id = $2");

enum err question_get(struct ctx *c, question_id id, struct question *out)
{
    struct question q = { 0 };
    struct rows r = db_query(c->db, &question_by_id, ARGS(c->lang, id.v));
    bool found = db_next(&r);
    if (found) {
        read_question(c, &r, &q);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "question %" PRId64, id.v);
    }
    *out = q;
    return OK;
}

enum err question_read(struct ctx *c, const struct question *q, str *text, struct person_data *who)
{
    str words = { 0 };
    struct person_data data = { 0 };
    TRY(vault_text_read(c, q->text, PURPOSE_CARE, &words));
    TRY(vault_read(c, q->person, VAULT_BIT(VAULT_PHONE) | VAULT_BIT(VAULT_EMAIL), PURPOSE_CARE,
                   &data));
    *text = words;
    *who = data;
    return OK;
}

/* ---- answering ---- */

static enum err check_answer(struct ctx *c, const struct question_answer *a)
{
    bool any = false;
    for (enum lang lang = LANG_ID; lang < LANG_COUNT; lang++) {
        if ((a->question[lang].size == 0) != (a->answer[lang].size == 0)) {
            return fail(c, ERR_BAD_INPUT, "answer: a question and its answer belong together");
        }
        if (a->question[lang].size > 4000 || a->answer[lang].size > 40000) {
            return fail(c, ERR_BAD_INPUT, "answer: too long");
        }
        any = any || a->question[lang].size != 0;
    }
    return any ? OK : fail(c, ERR_BAD_INPUT, "question: at least one language");
}

/* Answered: the reason for keeping the contact is gone a month later. */
static enum err finish(struct ctx *c, const struct question *q, const char *kind)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("product"), q->product.v);
    TRY(vault_basis_end(c, q->person, subject_of(c, q->id), c->now_at + DAYS(30)));
    return event_note(c, str_of(kind), subject_of(c, q->id), facts);
}

SQL(question_answer_put,
    "UPDATE product_question SET state = 'published', answered_at = $2, question_id = $3, question_en = $4,"
    " answer_id = $5, answer_en = $6, html_id = $7, html_en = $8 WHERE id = $1 AND state = 'open'");

enum err question_publish(struct ctx *c, question_id id, const struct question_answer *a)
{
    struct question q = { 0 };
    int64_t changed = 0;
    TRY(check_answer(c, a));
    TRY(question_get(c, id, &q));
    TRY(db_exec(c->db, &question_answer_put,
                ARGS(id.v, c->now_at, a->question[LANG_ID], a->question[LANG_EN],
                     a->answer[LANG_ID], a->answer[LANG_EN],
                     html_of_markdown(c->arena, a->answer[LANG_ID]),
                     html_of_markdown(c->arena, a->answer[LANG_EN])),
                &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "question %" PRId64 " is not open", id.v);
    }
    ctx_raisef(c, "product:%" PRId64, q.product.v);
    return finish(c, &q, "question.published");
}

SQL(question_end, "UPDATE product_question SET state = 'closed', answered_at = $2 WHERE id = $1 AND state = 'open'");

enum err question_close(struct ctx *c, question_id id)
{
    struct question q = { 0 };
    int64_t changed = 0;
    TRY(question_get(c, id, &q));
    TRY(db_exec(c->db, &question_end, ARGS(id.v, c->now_at), &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "question %" PRId64 " is not open", id.v);
    }
    return finish(c, &q, "question.closed");
}
