/* SPDX-License-Identifier: Apache-2.0 */
#include "care/canned.h"

#include "base/ink.h"
#include "core/event.h"

enum { SLOT_BYTES_MAX = 40 };

static const char *const slots[CANNED_SLOT_COUNT] = {
    [CANNED_NAME] = "name",   [CANNED_ORDER] = "order", [CANNED_TRACKING] = "tracking",
    [CANNED_DUE_AT] = "due_at", [CANNED_SHOP] = "shop",   [CANNED_STAFF] = "staff",
    [CANNED_NUMBER] = "number", [CANNED_LINK] = "link",
};

str canned_slot_name(enum canned_slot slot)
{
    CHECK(slot < CANNED_SLOT_COUNT);
    return str_of(slots[slot]);
}

/* ---- variables ---- */

static bool slot_of(str name, enum canned_slot *out)
{
    for (enum canned_slot slot = 0; slot < CANNED_SLOT_COUNT; slot++) {
        if (str_eq(name, str_of(slots[slot]))) {
            *out = slot;
            return true;
        }
    }
    return false;
}

/* One piece: words, and the name in braces behind them. A lone brace, or a long way between two, is a word like any other. */
struct piece {
    str words, name;
    bool has_name;
};

static bool is_name(str name)
{
    return name.size > 0 && name.size <= SLOT_BYTES_MAX && !str_has(name, '\n') &&
           !str_has(name, '{');
}

static bool next_piece(str *rest, struct piece *out)
{
    str text = *rest;
    for (size_t at = 0; at < text.size; at++) {
        size_t open = str_find(text, S("{"), at);
        size_t shut = open < text.size ? str_find(text, S("}"), open) : text.size;
        if (shut >= text.size) {
            break;
        }
        str name = str_slice(text, open + 1, shut);
        if (is_name(name)) {
            *out = (struct piece){ str_slice(text, 0, open), name, true };
            *rest = str_skip(text, shut + 1);
            return true;
        }
        at = open;
    }
    *out = (struct piece){ .words = text };
    *rest = (str){ 0 };
    return text.size > 0;
}

bool canned_unknown(str text, str *out)
{
    struct piece piece;
    enum canned_slot slot;
    while (next_piece(&text, &piece)) {
        if (piece.has_name && !slot_of(piece.name, &slot)) {
            *out = piece.name;
            return true;
        }
    }
    return false;
}

bool canned_gap(str text, str *out)
{
    struct piece piece;
    enum canned_slot slot;
    while (next_piece(&text, &piece)) {
        if (piece.has_name && slot_of(piece.name, &slot)) {
            *out = piece.name;
            return true;
        }
    }
    return false;
}

str canned_fill(struct arena *arena, str text, const str value[CANNED_SLOT_COUNT])
{
    struct buf out = buf_new(arena, CONVERSATION_TEXT_MAX_CHARS * 4);
    struct piece piece;
    enum canned_slot slot;
    while (next_piece(&text, &piece)) {
        buf_add(&out, piece.words);
        if (!piece.has_name) {
            continue;
        }
        if (slot_of(piece.name, &slot) && value[slot].size != 0) {
            buf_add(&out, value[slot]);
        } else {
            buf_add_char(&out, '{');
            buf_add(&out, piece.name);
            buf_add_char(&out, '}');
        }
    }
    return buf_str(&out);
}

/* ---- rows ---- */

#define CANNED_COLUMNS                                                                             \
    "a.id, a.name, a.text_id, a.text_en, a.is_hidden,"                                             \
    " (SELECT COUNT(*) FROM canned_use u WHERE u.answer_id = a.id AND u.at > $1),"                 \
    " (SELECT COALESCE(max(u.at), 0) FROM canned_use u WHERE u.answer_id = a.id)"

static struct canned read_row(struct ctx *c, struct rows *r)
{
    struct canned answer = { .id = { row_int(r) } };
    answer.name = row_text(r, c->arena);
    answer.text[LANG_ID] = row_text(r, c->arena);
    answer.text[LANG_EN] = row_text(r, c->arena);
    answer.is_retired = row_int(r) != 0;
    answer.used = row_int(r);
    answer.used_at = row_int(r);
    return answer;
}

SQL(canned_all, "SELECT " CANNED_COLUMNS " FROM canned_answer a WHERE a.is_hidden <= $2"
                " ORDER BY a.is_hidden, a.name, a.id LIMIT 100");

enum err canned_read(struct ctx *c, bool with_retired, struct canned_list *out)
{
    struct canned_list list = { .item = NEW_N(c->arena, struct canned, CANNED_MAX) };
    struct rows r = db_query(c->db, &canned_all,
                             ARGS(c->now_at - DAYS(CANNED_USED_DAYS), (int64_t)with_retired));
    while (db_next(&r)) {
        list.item[list.count++] = read_row(c, &r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(canned_by_id, "SELECT " CANNED_COLUMNS " FROM canned_answer a WHERE a.id = $2");

enum err canned_get(struct ctx *c, canned_id id, struct canned *out)
{
    struct canned found = { 0 };
    struct rows r = db_query(c->db, &canned_by_id, ARGS(c->now_at - DAYS(CANNED_USED_DAYS), id.v));
    bool is_there = db_next(&r);
    if (is_there) {
        found = read_row(c, &r);
    }
    TRY(db_done(&r));
    if (!is_there) {
        return fail(c, ERR_NOT_FOUND, "canned answer %" PRId64, id.v);
    }
    *out = found;
    return OK;
}

/* ---- the editor ---- */

static enum err check(struct ctx *c, const struct canned *answer)
{
    str unknown = { 0 };
    size_t name = str_count_chars(str_trim(answer->name));
    if (ink_is_none(answer->name) || name > CANNED_NAME_CHARS) {
        return fail(c, ERR_BAD_INPUT, "name: 1 to %d characters", CANNED_NAME_CHARS);
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        size_t size = str_count_chars(str_trim(answer->text[lang]));
        if (ink_is_none(answer->text[lang]) || size > CANNED_TEXT_CHARS) {
            return fail(c, ERR_BAD_INPUT, "text: 1 to %d characters", CANNED_TEXT_CHARS);
        }
        if (canned_unknown(answer->text[lang], &unknown)) {
            return fail(c, ERR_BAD_INPUT, "{%.*s} is no variable", STR_ARG(unknown));
        }
    }
    return OK;
}

/* The shop's own words, no person's: the history of an answer is its events. */
static enum err note(struct ctx *c, const char *kind, canned_id id, const struct canned *answer)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("name"), answer->name);
    value_set_text(c->arena, facts, S("text_id"), answer->text[LANG_ID]);
    value_set_text(c->arena, facts, S("text_en"), answer->text[LANG_EN]);
    ctx_raise(c, S("inbox"));
    return event_note(c, str_of(kind), str_format(c->arena, "canned:%" PRId64, id.v), facts);
}

SQL(canned_add, "INSERT INTO canned_answer (name, text_id, text_en) VALUES ($1, $2, $3)"
                " ON CONFLICT (name) DO NOTHING RETURNING id");
SQL(canned_change, "UPDATE canned_answer SET name = $2, text_id = $3, text_en = $4 WHERE id = $1"
                   " AND NOT EXISTS (SELECT 1 FROM canned_answer o WHERE o.name = $2 AND o.id <> $1)");

enum err canned_save(struct ctx *c, const struct canned *answer, canned_id *out)
{
    struct canned old = { 0 };
    canned_id id = answer->id;
    int64_t changed = 0;
    str name = str_trim(answer->name);
    TRY(check(c, answer));
    if (id.v == 0) {
        TRY(db_get_int(c->db, &canned_add, ARGS(name, answer->text[LANG_ID], answer->text[LANG_EN]),
                       0, &id.v));
    } else {
        TRY(canned_get(c, id, &old));
        TRY(db_exec(c->db, &canned_change,
                    ARGS(id.v, name, answer->text[LANG_ID], answer->text[LANG_EN]), &changed));
        id.v = changed == 1 ? id.v : 0;
    }
    if (id.v == 0) {
        return fail(c, ERR_EXISTS, "%s", "another canned answer has this name");
    }
    TRY(note(c, old.id.v == 0 ? "canned.added" : "canned.changed", id, answer));
    *out = id;
    return OK;
}

SQL(canned_hide, "UPDATE canned_answer SET is_hidden = $2 WHERE id = $1");

enum err canned_retire(struct ctx *c, canned_id id, bool is_retired)
{
    struct canned answer = { 0 };
    TRY(canned_get(c, id, &answer));
    if (answer.is_retired == is_retired) {
        return OK;
    }
    TRY(db_exec(c->db, &canned_hide, ARGS(id.v, (int64_t)is_retired), NULL));
    return note(c, is_retired ? "canned.retired" : "canned.restored", id, &answer);
}

SQL(canned_count, "INSERT INTO canned_use (message_id, answer_id, at) SELECT CAST($2 AS BIGINT), id, CAST($3 AS BIGINT)"
                  " FROM canned_answer WHERE id = $1 AND is_hidden = 0 ON CONFLICT (message_id) DO NOTHING");

enum err canned_used(struct ctx *c, canned_id id, said_id said)
{
    return db_exec(c->db, &canned_count, ARGS(id.v, said.v, c->now_at), NULL);
}
