/* SPDX-License-Identifier: Apache-2.0 */
#include "care/conversation_list.h"

#include "base/phone.h"
#include "care/conversation_said.h"
#include "care/conversation_store.h"
#include "core/word.h"

static const char *const views[VIEW_COUNT] = { "todo", "waiting", "snoozed", "solved", "closed", "spam", "all" };
static const char *const view_state[VIEW_COUNT] = { "", "waiting_customer", "snoozed", "solved", "closed", "spam", "" };

str conversation_view_name(enum conversation_view view)
{
    CHECK(view < VIEW_COUNT);
    return str_of(views[view]);
}

bool conversation_view_of(str name, enum conversation_view *out)
{
    for (enum conversation_view view = 0; view < VIEW_COUNT; view++) {
        if (str_eq(name, str_of(views[view]))) {
            *out = view;
            return true;
        }
    }
    return false;
}

/* A filter that is empty lets everything pass. */
#define PASSES                                                                                     \
    " AND (CAST($1 AS TEXT) = '' OR v.channel = $1)"                                               \
    " AND (CAST($2 AS TEXT) = '' OR EXISTS (SELECT 1 FROM conversation_tag t WHERE t.conversation_id = v.id AND t.tag = $2))"

SQL(conversations_todo,
    "SELECT " CONVERSATION_COLUMNS ", v.act_by FROM conversation v"
    " WHERE v.is_todo = 1 AND (v.state <> 'snoozed' OR v.act_by < $6)"
    " AND (v.act_by, v.id) > ($3, $4)" PASSES " ORDER BY v.act_by, v.id LIMIT $5");
SQL(conversations_todo_of,
    "SELECT " CONVERSATION_COLUMNS ", v.act_by FROM conversation v WHERE v.assignee_id = $7"
    " AND v.is_todo = 1 AND (v.state <> 'snoozed' OR v.act_by < $6)"
    " AND (v.act_by, v.id) > ($3, $4)" PASSES " ORDER BY v.act_by, v.id LIMIT $5");
SQL(conversations_in_state,
    "SELECT " CONVERSATION_COLUMNS ", v.last_at FROM conversation v WHERE v.state = $6"
    " AND (v.last_at, v.id) < ($3, $4) AND ($7 < 0 OR v.assignee_id = $7)" PASSES
    " ORDER BY v.last_at DESC, v.id DESC LIMIT $5");
SQL(conversations_all,
    "SELECT " CONVERSATION_COLUMNS ", v.last_at FROM conversation v WHERE v.state <> 'merged'"
    " AND (v.last_at, v.id) < ($3, $4) AND ($6 < 0 OR v.assignee_id = $6)" PASSES
    " ORDER BY v.last_at DESC, v.id DESC LIMIT $5");

static enum err read_list(struct ctx *c, struct rows r, int64_t limit,
                          struct conversation_list *out)
{
    struct conversation_list list = { .item = NEW_N(c->arena, struct conversation, (size_t)limit + 1) };
    enum err e = OK;
    while (e == OK && db_next(&r)) {
        int64_t sort = 0;
        e = conversation_read_row(c, &r, &list.item[list.count++]);
        sort = row_int(&r);
        if ((int64_t)list.count <= limit) {
            list.next_sort = sort;
            list.next_id = list.item[list.count - 1].id.v;
        }
    }
    TRY(db_done(&r));
    TRY(e);
    list.has_more = (int64_t)list.count > limit;
    list.count -= list.has_more ? 1 : 0;
    *out = list;
    return OK;
}

/* As the statements have it: 0 is nobody, -1 everybody. */
static int64_t assignee_of(const struct conversation_filter *f)
{
    return f->assignee < 0 ? 0 : f->assignee == 0 ? -1 : f->assignee;
}

static enum err list_todo(struct ctx *c, const struct conversation_filter *f, str channel,
                          struct conversation_list *out)
{
    int64_t soon = c->now_at + MINUTES(30);
    if (f->assignee == 0) {
        return read_list(
            c,
            db_query(c->db, &conversations_todo,
                     ARGS(channel, f->tag, f->after_sort, f->after_id, f->limit + 1, soon)),
            f->limit, out);
    }
    return read_list(c,
                     db_query(c->db, &conversations_todo_of,
                              ARGS(channel, f->tag, f->after_sort, f->after_id, f->limit + 1, soon,
                                   assignee_of(f))),
                     f->limit, out);
}

static enum err list_rest(struct ctx *c, const struct conversation_filter *f, str channel,
                          struct conversation_list *out)
{
    int64_t sort = f->after_sort == 0 ? INT64_MAX : f->after_sort;
    int64_t id = f->after_id == 0 ? INT64_MAX : f->after_id;
    if (f->view == VIEW_ALL) {
        return read_list(c,
                         db_query(c->db, &conversations_all,
                                  ARGS(channel, f->tag, sort, id, f->limit + 1, assignee_of(f))),
                         f->limit, out);
    }
    return read_list(c,
                     db_query(c->db, &conversations_in_state,
                              ARGS(channel, f->tag, sort, id, f->limit + 1,
                                   str_of(view_state[f->view]), assignee_of(f))),
                     f->limit, out);
}

/* ---- search ---- */

static enum err add_hit(struct ctx *c, struct conversation_list *list, enum err found,
                        const struct conversation *v)
{
    TRY(found == ERR_NOT_FOUND ? OK : found);
    for (size_t i = 0; i < list->count && found == OK; i++) {
        if (list->item[i].id.v == v->id.v) {
            return OK;
        }
    }
    if (found == OK && list->count < CONVERSATION_LIST_MAX) {
        list->item[list->count++] = *v;
    }
    c->detail[0] = found == OK ? c->detail[0] : '\0';
    return OK;
}

static enum err search_words(struct ctx *c, str query, struct conversation_list *list)
{
    str subject[WORD_HITS_MAX];
    size_t count = 0;
    TRY(word_find(c, S("conversation:"), query, subject, &count));
    for (size_t i = 0; i < count && list->count < CONVERSATION_LIST_MAX; i++) {
        struct conversation v = { 0 };
        conversation_id id = { 0 };
        if (str_to_int(str_skip(subject[i], 13), &id.v)) {
            enum err e = conversation_get(c, id, &v);
            TRY(add_hit(c, list, v.state == CONVERSATION_MERGED ? ERR_NOT_FOUND : e, &v));
        }
    }
    return OK;
}

SQL(conversations_of_hash,
    "SELECT DISTINCT " CONVERSATION_COLUMNS " FROM person_find f JOIN conversation v ON v.person_id = f.person_id"
    " WHERE f.hash = $1 AND v.state <> 'merged' ORDER BY v.id DESC LIMIT 50");

static enum err search_hash(struct ctx *c, str hash, struct conversation_list *list)
{
    enum err e = OK;
    struct rows r = db_query(c->db, &conversations_of_hash, ARGS(hash));
    while (e == OK && db_next(&r)) {
        struct conversation v = { 0 };
        e = conversation_read_row(c, &r, &v);
        e = e == OK ? add_hit(c, list, OK, &v) : e;
    }
    TRY(db_done(&r));
    return e;
}

/* A telephone number however it is written, or an e-mail address: found by its keyed hash, nobody is read. */
static enum err search_person(struct ctx *c, str query, struct conversation_list *list)
{
    str phone = { 0 };
    if (str_has(query, '@')) {
        return search_hash(c, vault_find_hash(c, VAULT_EMAIL, query), list);
    }
    return phone_normalise(c->arena, query, &phone)
               ? search_hash(c, vault_find_hash(c, VAULT_PHONE, phone), list)
               : OK;
}

/* A conversation's number, the number of an order it is about, a telephone number, an address, a name, or words. */
static enum err search(struct ctx *c, const struct conversation_filter *f,
                       struct conversation_list *out)
{
    struct conversation_list list = { .item = NEW_N(c->arena, struct conversation, CONVERSATION_LIST_MAX) };
    struct conversation v = { 0 };
    str query = str_trim(f->query);
    enum err e = conversation_find(c, query, &v);
    TRY(add_hit(c, &list, e, &v));
    e = f->about.size == 0 ? ERR_NOT_FOUND : conversation_about(c, f->about, &v);
    TRY(add_hit(c, &list, e, &v));
    TRY(search_person(c, query, &list));
    TRY(search_words(c, query, &list));
    *out = list;
    return OK;
}

enum err conversation_list(struct ctx *c, const struct conversation_filter *f,
                           struct conversation_list *out)
{
    CHECK(f->limit > 0 && f->limit <= CONVERSATION_LIST_MAX);
    str channel = f->has_channel ? channel_name(f->channel) : (str){ "", 0 };
    if (str_trim(f->query).size != 0) {
        return search(c, f, out);
    }
    return f->view == VIEW_TODO ? list_todo(c, f, channel, out) : list_rest(c, f, channel, out);
}

/* ---- what tells one from the other ---- */

enum { GLIMPSE_CHARS = 90 };

/* Erased, or the person said stop: the row stands there without a word. */
static enum err or_nothing(struct ctx *c, enum err e)
{
    if (e != ERR_NOT_FOUND && e != ERR_FORBIDDEN) {
        return e;
    }
    c->detail[0] = '\0';
    return OK;
}

/* A name; without one, what they can be reached by. */
static enum err read_name(struct ctx *c, person_id person, str *out)
{
    struct person_data who = { 0 };
    TRY(vault_read(c, person, VAULT_BIT(VAULT_NAME), PURPOSE_CARE, &who));
    *out = who.field[VAULT_NAME];
    if (out->size != 0) {
        return OK;
    }
    unsigned reach = VAULT_BIT(VAULT_PHONE) | VAULT_BIT(VAULT_EMAIL);
    TRY(vault_read(c, person, reach, PURPOSE_CARE, &who));
    str phone = who.field[VAULT_PHONE];
    *out = phone.size != 0 ? phone_print(c->arena, phone) : who.field[VAULT_EMAIL];
    return OK;
}

/* The first words, on one line. */
static str first_words(struct arena *arena, str text)
{
    str start =
        str_slice(str_trim(text), 0, KB(1)); /* more than GLIMPSE_CHARS, whatever they are */
    str line = str_replace(arena, start, S("\n"), S(" "));
    size_t at = 0;
    for (size_t chars = 0; at < line.size; at++) {
        bool begins = ((unsigned char)line.at[at] & 0xc0) != 0x80;
        if (begins && chars++ == GLIMPSE_CHARS) {
            return str_join(arena, str_slice(line, 0, at), S("\xe2\x80\xa6"));
        }
    }
    return line;
}

static enum err read_words(struct ctx *c, said_id last, struct conversation_glimpse *out)
{
    struct said s = { 0 };
    str text = { 0 };
    TRY(conversation_message(c, last, &s));
    TRY(vault_text_read(c, s.text, PURPOSE_CARE, &text));
    out->is_ours = s.direction == SAID_OUT;
    out->words = first_words(c->arena, text);
    return OK;
}

enum err conversation_glimpse(struct ctx *c, const struct conversation *v,
                              struct conversation_glimpse *out)
{
    struct conversation_glimpse g = { 0 };
    TRY(or_nothing(c, read_name(c, v->person, &g.name)));
    TRY(v->last_said.v == 0 ? OK : or_nothing(c, read_words(c, v->last_said, &g)));
    *out = g;
    return OK;
}

/* Beyond a thousand nobody counts, and nobody should wait for the number. */
SQL(conversations_counted, "SELECT COUNT(*) FROM (SELECT 1 FROM conversation"
                           " WHERE is_todo = 1 AND due_sort < $1"
                           " ORDER BY due_sort LIMIT 1000) counted");

enum err conversation_counts(struct ctx *c, int64_t *todo, int64_t *overdue)
{
    int64_t all = 0;
    int64_t late = 0;
    TRY(db_get_int(c->db, &conversations_counted, ARGS(INT64_C(9000000000000000000)), 0, &all));
    TRY(db_get_int(c->db, &conversations_counted, ARGS(c->now_at), 0, &late));
    *todo = all;
    *overdue = late;
    return OK;
}
