/* SPDX-License-Identifier: Apache-2.0 */
#include "care/conversation_store.h"

#include "core/event.h"

struct state_row {
    const char *name;
    const char *label[LANG_COUNT];
};

static const struct state_row states[CONVERSATION_STATE_COUNT] = {
    [CONVERSATION_NEW] = { "new", { "Baru", "New" } },
    [CONVERSATION_OPEN] = { "open", { "Dikerjakan", "Open" } },
    [CONVERSATION_WAITING_CUSTOMER] = { "waiting_customer", { "Menunggu pelanggan", "Waiting for the customer" } },
    [CONVERSATION_WAITING_THIRD_PARTY] = { "waiting_third_party", { "Menunggu pihak lain", "Waiting for others" } },
    [CONVERSATION_SNOOZED] = { "snoozed", { "Ditunda", "Snoozed" } },
    [CONVERSATION_SOLVED] = { "solved", { "Selesai", "Solved" } },
    [CONVERSATION_CLOSED] = { "closed", { "Ditutup", "Closed" } },
    [CONVERSATION_MERGED] = { "merged", { "Digabung", "Merged" } },
    [CONVERSATION_SPAM] = { "spam", { "Spam", "Spam" } },
};
static const char *const directions[SAID_DIRECTION_COUNT] = { "in", "out", "note" };
static const char *const authors[AUTHOR_COUNT] = { "buyer", "staff", "bot" };
static const char *const deliveries[DELIVERY_COUNT] = { "none", "waiting", "sent", "failed" };

enum conversation_state conversation_state_shown(enum conversation_state state)
{
    return state == CONVERSATION_SNOOZED ? CONVERSATION_OPEN : state;
}

str conversation_state_name(enum conversation_state state)
{
    CHECK(state < CONVERSATION_STATE_COUNT);
    return str_of(states[state].name);
}

str conversation_state_label(enum conversation_state state, enum lang lang)
{
    CHECK(state < CONVERSATION_STATE_COUNT && lang < LANG_COUNT);
    return str_of(states[state].label[lang]);
}

str said_direction_name(enum said_direction direction)
{
    CHECK(direction < SAID_DIRECTION_COUNT);
    return str_of(directions[direction]);
}

str said_author_name(enum said_author author)
{
    CHECK(author < AUTHOR_COUNT);
    return str_of(authors[author]);
}

str said_delivery_name(enum said_delivery delivery)
{
    CHECK(delivery < DELIVERY_COUNT);
    return str_of(deliveries[delivery]);
}

int64_t conversation_act_by(const struct conversation *v)
{
    bool is_first = v->window_closes_at > v->waiting_since &&
                    v->window_closes_at < v->due_at; /* never without due_at */
    return is_first ? v->window_closes_at : v->due_at;
}

str conversation_subject(struct ctx *c, conversation_id id)
{
    return str_format(c->arena, "conversation:%" PRId64, id.v);
}

str said_hash_external(struct ctx *c, enum channel channel, str external)
{
    str text = str_format(c->arena, "external:%.*s:%.*s", STR_ARG(channel_name(channel)),
                          STR_ARG(external));
    return keys_mac_hex(c->arena, c->keys, KEY_FIND, text);
}

str said_hash_content(struct ctx *c, str text)
{
    return keys_mac_hex(c->arena, c->keys, KEY_FIND, str_join(c->arena, S("said:"), text));
}

enum err conversation_note(struct ctx *c, conversation_id id, const char *kind, struct value *facts)
{
    return event_note(c, str_of(kind), conversation_subject(c, id), facts);
}

void conversation_raise(struct ctx *c, conversation_id id)
{
    ctx_raise(c, S("inbox"));
    ctx_raisef(c, "conversation:%" PRId64, id.v);
}

/* ---- conversations ---- */

static bool state_of(str name, enum conversation_state *out)
{
    for (enum conversation_state s = 0; s < CONVERSATION_STATE_COUNT; s++) {
        if (str_eq(name, str_of(states[s].name))) {
            *out = s;
            return true;
        }
    }
    return false;
}

enum err conversation_read_row(struct ctx *c, struct rows *r, struct conversation *out)
{
    struct conversation v = { .id = { row_int(r) } };
    v.number = row_text(r, c->arena);
    v.person.v = row_int(r);
    bool is_known = state_of(row_text(r, c->arena), &v.state);
    (void)!state_of(row_text(r, c->arena), &v.state_before);
    is_known = channel_of(row_text(r, c->arena), &v.channel) && is_known;
    v.lang = str_eq(row_text(r, c->arena), S("en")) ? LANG_EN : LANG_ID;
    v.title.v = row_int(r);
    v.team = row_text(r, c->arena);
    v.assignee = row_int(r);
    v.opened_at = row_int(r);
    v.last_at = row_int(r);
    v.last_said.v = row_int(r);
    v.waiting_since = row_int(r);
    v.due_at = row_int(r);
    v.snoozed_until = row_int(r);
    v.solved_at = row_int(r);
    v.merged_into.v = row_int(r);
    v.continues.v = row_int(r);
    v.window_closes_at = row_int(r);
    *out = v;
    return is_known ? OK
                    : fail(c, ERR_INTERNAL, "conversation %" PRId64 ": state or channel", v.id.v);
}

static enum err read_one(struct ctx *c, struct rows r, struct conversation *out)
{
    struct conversation v = { 0 };
    enum err e = OK;
    bool found = db_next(&r);
    if (found) {
        e = conversation_read_row(c, &r, &v);
    }
    TRY(db_done(&r));
    TRY(e);
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "%s", "no such conversation");
    }
    *out = v;
    return OK;
}

SQL(conversation_by_id, "SELECT " CONVERSATION_COLUMNS " FROM conversation v WHERE v.id = $1");

enum err conversation_get(struct ctx *c, conversation_id id, struct conversation *out)
{
    return read_one(c, db_query(c->db, &conversation_by_id, ARGS(id.v)), out);
}

/* Whoever comes second waits here, and reads what the first left: two messages at once are two of one burst. */
SQL(conversation_lock, "UPDATE conversation SET state = state WHERE id = $1");

enum err conversation_hold(struct ctx *c, conversation_id id, struct conversation *out)
{
    TRY(db_exec(c->db, &conversation_lock, ARGS(id.v), NULL));
    return conversation_get(c, id, out);
}

SQL(conversation_by_number, "SELECT " CONVERSATION_COLUMNS " FROM conversation v WHERE v.number = $1");

enum err conversation_find(struct ctx *c, str number, struct conversation *out)
{
    return read_one(c, db_query(c->db, &conversation_by_number, ARGS(number)), out);
}

SQL(conversation_by_subject,
    "SELECT " CONVERSATION_COLUMNS " FROM conversation_about a JOIN conversation v ON v.id = a.conversation_id"
    " WHERE a.subject = $1 AND v.state NOT IN ('closed', 'merged', 'spam') ORDER BY v.id DESC LIMIT 1");

enum err conversation_about(struct ctx *c, str subject, struct conversation *out)
{
    return read_one(c, db_query(c->db, &conversation_by_subject, ARGS(subject)), out);
}

SQL(conversations_continuing,
    "SELECT " CONVERSATION_COLUMNS " FROM conversation v WHERE v.continues_id = $1 ORDER BY v.id LIMIT $2");

enum err conversation_continued(struct ctx *c, conversation_id id, struct conversation *out,
                                size_t max, size_t *count)
{
    size_t n = 0;
    enum err e = OK;
    struct rows r = db_query(c->db, &conversations_continuing, ARGS(id.v, (int64_t)max));
    while (e == OK && n < max && db_next(&r)) {
        e = conversation_read_row(c, &r, &out[n++]);
    }
    TRY(db_done(&r));
    TRY(e);
    *count = n;
    return OK;
}

SQL(conversation_add,
    "INSERT INTO conversation (number, person_id, state, is_todo, channel, lang, title_text_id, opened_at, last_at, due_sort, act_by, continues_id)"
    " VALUES ($1, $2, 'new', 1, $3, $4, $5, $6, $6, 9000000000000000000, 9000000000000000000, $7) RETURNING id");

enum err conversation_insert(struct ctx *c, const struct conversation_new *n, str number,
                             vault_text_id title, conversation_id *out)
{
    str lang = n->lang == LANG_EN ? S("en") : S("id");
    return db_get_int(c->db, &conversation_add,
                      ARGS(number, n->person.v, channel_name(n->channel), lang, title.v, c->now_at,
                           arg_int_or_null(n->continues.v)),
                      0, &out->v);
}

SQL(conversation_about_add, "INSERT INTO conversation_about (conversation_id, subject) VALUES ($1, $2)"
                            " ON CONFLICT (conversation_id, subject) DO NOTHING");

enum err conversation_add_about(struct ctx *c, conversation_id id, str subject)
{
    return db_exec(c->db, &conversation_about_add, ARGS(id.v, subject), NULL);
}

SQL(conversation_subjects_of, "SELECT subject FROM conversation_about WHERE conversation_id = $1 ORDER BY subject LIMIT 10");

enum err conversation_subjects(struct ctx *c, conversation_id id, str out[CONVERSATION_ABOUT_MAX],
                               size_t *count)
{
    size_t n = 0;
    struct rows r = db_query(c->db, &conversation_subjects_of, ARGS(id.v));
    while (db_next(&r)) {
        out[n++] = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *count = n;
    return OK;
}

SQL(conversation_set_state,
    "UPDATE conversation SET state = $3, is_todo = CASE WHEN $3 IN ('new', 'open', 'waiting_third_party', 'snoozed') THEN 1 ELSE 0 END,"
    " state_before = $4, snoozed_until = $5, solved_at = $6, merged_into = $7"
    " WHERE id = $1 AND state = $2");

enum err conversation_put_state(struct ctx *c, const struct conversation *v,
                                enum conversation_state to)
{
    int64_t changed = 0;
    str before = to == CONVERSATION_SPAM ? conversation_state_name(v->state) : (str){ 0 };
    TRY(db_exec(c->db, &conversation_set_state,
                ARGS(v->id.v, conversation_state_name(v->state), conversation_state_name(to),
                     before, arg_int_or_null(to == CONVERSATION_SNOOZED ? v->snoozed_until : 0),
                     arg_int_or_null(to == CONVERSATION_SOLVED   ? c->now_at
                                     : to == CONVERSATION_CLOSED ? v->solved_at
                                                                 : 0),
                     arg_int_or_null(to == CONVERSATION_MERGED ? v->merged_into.v : 0)),
                &changed));
    if (changed == 0) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " moved meanwhile", v->id.v);
    }
    return OK;
}

SQL(conversation_set_due,
    "UPDATE conversation SET waiting_since = CAST($2 AS BIGINT), due_at = CAST($3 AS BIGINT),"
    " due_sort = COALESCE(CAST($3 AS BIGINT), 9000000000000000000),"
    " act_by = CASE WHEN CAST($3 AS BIGINT) IS NULL THEN 9000000000000000000"
    "  WHEN window_closes_at > CAST($2 AS BIGINT) AND window_closes_at < CAST($3 AS BIGINT) THEN window_closes_at"
    "  ELSE CAST($3 AS BIGINT) END WHERE id = $1");

enum err conversation_put_due(struct ctx *c, conversation_id id, int64_t waiting_since,
                              int64_t due_at)
{
    return db_exec(c->db, &conversation_set_due,
                   ARGS(id.v, arg_int_or_null(waiting_since), arg_int_or_null(due_at)), NULL);
}

SQL(conversation_set_last,
    "UPDATE conversation SET last_at = $2, last_message_id = CASE WHEN $4 = 1 THEN $3 ELSE last_message_id END WHERE id = $1");

enum err conversation_put_last(struct ctx *c, conversation_id id, said_id said, bool is_public)
{
    return db_exec(c->db, &conversation_set_last, ARGS(id.v, c->now_at, said.v, is_public), NULL);
}

SQL(conversation_last_public, "SELECT COALESCE(max(id), 0) FROM conversation_message WHERE conversation_id = $1 AND direction <> 'note'");

enum err conversation_find_last(struct ctx *c, conversation_id id)
{
    said_id last = { 0 };
    TRY(db_get_int(c->db, &conversation_last_public, ARGS(id.v), 0, &last.v));
    return conversation_put_last(c, id, last, true);
}

SQL(conversation_set_window, "UPDATE conversation SET window_closes_at = $2,"
                             " act_by = CASE WHEN due_at IS NULL THEN act_by WHEN $2 > waiting_since AND $2 < due_at THEN $2 ELSE due_at END"
                             " WHERE id = $1 AND COALESCE(window_closes_at, 0) < $2");

enum err conversation_put_window(struct ctx *c, conversation_id id, int64_t closes_at)
{
    return closes_at == 0 ? OK
                          : db_exec(c->db, &conversation_set_window, ARGS(id.v, closes_at), NULL);
}

SQL(channel_identity_move, "UPDATE channel_identity SET conversation_id = $2 WHERE conversation_id = $1");

enum err conversation_move_address(struct ctx *c, conversation_id from, conversation_id into)
{
    return db_exec(c->db, &channel_identity_move, ARGS(from.v, into.v), NULL);
}

/* ---- messages ---- */

SQL(said_add,
    "INSERT INTO conversation_message (conversation_id, origin_id, direction, channel, author, staff_id, person_id, text_id,"
    " external_hash, content_hash, is_auto, sent_at, recorded_at, delivery, kept_promise_id, answers_since)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id");

enum err said_insert(struct ctx *c, const struct said_row *row, said_id *out)
{
    const struct said_new *s = row->said;
    int64_t staff = s->author == AUTHOR_STAFF ? c->actor.id : 0;
    return db_get_int(c->db, &said_add,
                      ARGS(row->conversation.v, row->origin.v, said_direction_name(s->direction),
                           channel_name(s->channel), said_author_name(s->author), staff,
                           row->person.v, row->text.v, arg_text_or_null(row->external_hash),
                           row->content_hash, s->is_auto, row->sent_at, c->now_at,
                           said_delivery_name(row->delivery), row->kept_promise,
                           arg_int_or_null(row->answers_since)),
                      0, &out->v);
}

#define SAID_COLUMNS                                                                               \
    "SELECT id, conversation_id, origin_id, direction, channel, author, staff_id, person_id, text_id, is_auto, sent_at, " \
    "recorded_at, changed_at, deleted_at, delivery, kept_promise_id, answers_since FROM conversation_message"

static size_t index_of(str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(name, str_of(names[i]))) {
            return i;
        }
    }
    CHECK(false); /* the table's constraint names them all */
    return 0;
}

static void read_said(struct ctx *c, struct rows *r, struct said *s)
{
    s->id.v = row_int(r);
    s->conversation.v = row_int(r);
    s->origin.v = row_int(r);
    s->direction =
        (enum said_direction)index_of(row_text(r, c->arena), directions, COUNT(directions));
    (void)!channel_of(row_text(r, c->arena), &s->channel);
    s->author = (enum said_author)index_of(row_text(r, c->arena), authors, COUNT(authors));
    s->staff = row_int(r);
    s->person.v = row_int(r);
    s->text.v = row_int(r);
    s->is_auto = row_bool(r);
    s->sent_at = row_int(r);
    s->recorded_at = row_int(r);
    s->changed_at = row_int(r);
    s->deleted_at = row_int(r);
    s->delivery =
        (enum said_delivery)index_of(row_text(r, c->arena), deliveries, COUNT(deliveries));
    s->kept_promise = row_int(r);
    s->answers_since = row_int(r);
}

static enum err read_said_list(struct ctx *c, struct rows r, size_t max, struct said_list *out)
{
    struct said_list list = { .item = NEW_N(c->arena, struct said, max) };
    while (db_next(&r)) {
        read_said(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(said_of_conversation, SAID_COLUMNS " WHERE conversation_id = $1 ORDER BY sent_at DESC, id DESC LIMIT 500");

/* Of very many the newest: what was said last is what waits for an answer. */
enum err conversation_messages(struct ctx *c, conversation_id id, struct said_list *out)
{
    struct said_list list = { 0 };
    TRY(read_said_list(c, db_query(c->db, &said_of_conversation, ARGS(id.v)),
                       CONVERSATION_MESSAGES_MAX, &list));
    for (size_t i = 0; i < list.count / 2; i++) {
        struct said last = list.item[list.count - 1 - i];
        list.item[list.count - 1 - i] = list.item[i];
        list.item[i] = last;
    }
    *out = list;
    return OK;
}

static enum err one_said(struct ctx *c, struct rows r, struct said *out)
{
    struct said_list list = { 0 };
    TRY(read_said_list(c, r, 1, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "%s", "no such message");
    }
    *out = list.item[0];
    return OK;
}

SQL(said_by_id, SAID_COLUMNS " WHERE id = $1 LIMIT 1");

enum err conversation_message(struct ctx *c, said_id id, struct said *out)
{
    return one_said(c, db_query(c->db, &said_by_id, ARGS(id.v)), out);
}

SQL(said_by_external, SAID_COLUMNS " WHERE channel = $1 AND external_hash = $2 LIMIT 1");

enum err conversation_find_external(struct ctx *c, enum channel channel, str external,
                                    struct said *out)
{
    str hash = said_hash_external(c, channel, external);
    return one_said(c, db_query(c->db, &said_by_external, ARGS(channel_name(channel), hash)), out);
}

SQL(said_same, "SELECT 1 FROM conversation_message WHERE id = $1 AND content_hash = $2");

enum err conversation_said_is(struct ctx *c, said_id id, str text, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &said_same, ARGS(id.v, said_hash_content(c, text)), 0, &found));
    *out = found != 0;
    return OK;
}

SQL(said_set_delivery, "UPDATE conversation_message SET delivery = $2 WHERE id = $1 AND direction = 'out' AND delivery <> $2");

enum err said_put_delivery(struct ctx *c, said_id id, enum said_delivery delivery, bool *changed)
{
    int64_t rows = 0;
    TRY(db_exec(c->db, &said_set_delivery, ARGS(id.v, said_delivery_name(delivery)), &rows));
    *changed = rows == 1;
    return OK;
}

SQL(said_set_external, "UPDATE conversation_message SET external_hash = $3 WHERE id = $1 AND external_hash IS NULL"
                       " AND NOT EXISTS (SELECT 1 FROM conversation_message o WHERE o.channel = $2 AND o.external_hash = $3)");

enum err said_put_external(struct ctx *c, said_id id, enum channel channel, str external)
{
    return db_exec(c->db, &said_set_external,
                   ARGS(id.v, channel_name(channel), said_hash_external(c, channel, external)),
                   NULL);
}

SQL(said_set_kept, "UPDATE conversation_message SET kept_promise_id = $2, answers_since = $3 WHERE id = $1");

enum err said_put_kept(struct ctx *c, said_id id, int64_t promise, int64_t since)
{
    return db_exec(c->db, &said_set_kept, ARGS(id.v, promise, arg_int_or_null(since)), NULL);
}

SQL(said_answered_after,
    "SELECT recorded_at FROM conversation_message WHERE conversation_id = $1 AND id > $2 AND direction = 'out'"
    " AND author = 'staff' AND delivery <> 'failed' ORDER BY id LIMIT 1");

enum err said_answer_after(struct ctx *c, conversation_id id, said_id after, int64_t *recorded_at)
{
    return db_get_int(c->db, &said_answered_after, ARGS(id.v, after.v), 0, recorded_at);
}

SQL(said_set_changed, "UPDATE conversation_message SET text_id = $2, changed_at = $3, deleted_at = $4 WHERE id = $1");

enum err conversation_changed(struct ctx *c, said_id id, str text, bool is_deleted)
{
    struct said s = { 0 };
    vault_text_id kept = { 0 };
    TRY(conversation_message(c, id, &s));
    if (s.direction != SAID_IN) {
        return fail(c, ERR_STATE, "message %" PRId64 " is not the customer's", id.v);
    }
    kept =
        s.text; /* what was said stays readable when it is taken back: the promise began with it */
    if (!is_deleted) {
        TRY(vault_text_write(c, s.person, VAULT_MESSAGE, text, &kept));
        TRY(vault_text_delete(c, s.text));
    }
    TRY(db_exec(c->db, &said_set_changed,
                ARGS(id.v, kept.v, c->now_at, arg_int_or_null(is_deleted ? c->now_at : 0)), NULL));
    conversation_raise(c, s.conversation);
    return OK;
}
