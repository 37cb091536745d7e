/* SPDX-License-Identifier: Apache-2.0 */
#include "care/conversation_office.h"

#include "care/conversation_store.h"
#include "core/job.h"
#include "core/override.h"
#include "core/promise_clock.h"
#include "core/staff.h"
#include "core/word.h"

enum { SNOOZE_EARLY = 30, SNOOZE_MAX_DAYS = 60, TEAM_CHARS_MAX = 40 };

struct step {
    enum conversation_state from, to;
    bool needs_answer; /* nothing of the customer's may be unanswered */
    const char *because;
};

/* Merging has a function of its own; spam may come from anywhere. */
static const struct step steps[] = {
    { CONVERSATION_NEW, CONVERSATION_OPEN, false, "staff began to work on it" },
    { CONVERSATION_NEW, CONVERSATION_WAITING_THIRD_PARTY, false, "somebody else must say something first" },
    { CONVERSATION_NEW, CONVERSATION_SOLVED, true, "settled" },
    { CONVERSATION_OPEN, CONVERSATION_WAITING_CUSTOMER, true, "the customer was asked something" },
    { CONVERSATION_OPEN, CONVERSATION_WAITING_THIRD_PARTY, false, "somebody else must say something first" },
    { CONVERSATION_OPEN, CONVERSATION_SOLVED, true, "settled" },
    { CONVERSATION_WAITING_CUSTOMER, CONVERSATION_OPEN, false, "we need nothing more" },
    { CONVERSATION_WAITING_CUSTOMER, CONVERSATION_SOLVED, true, "settled" },
    { CONVERSATION_WAITING_THIRD_PARTY, CONVERSATION_OPEN, false, "they answered" },
    { CONVERSATION_WAITING_THIRD_PARTY, CONVERSATION_SOLVED, true, "settled" },
    { CONVERSATION_SNOOZED, CONVERSATION_OPEN, false, "its time came" },
    { CONVERSATION_SNOOZED, CONVERSATION_SOLVED, true, "settled" },
    { CONVERSATION_SOLVED, CONVERSATION_OPEN, false, "not settled after all" },
    { CONVERSATION_SOLVED, CONVERSATION_CLOSED, true, "a week without a word" },
};

static const struct step *step_of(enum conversation_state from, enum conversation_state to)
{
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].from == from && steps[i].to == to) {
            return &steps[i];
        }
    }
    return NULL;
}

static enum err note_moved(struct ctx *c, const struct conversation *v, enum conversation_state to)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("from"), conversation_state_name(v->state));
    value_set_text(c->arena, facts, S("to"), conversation_state_name(to));
    conversation_raise(c, v->id);
    return conversation_note(c, v->id, "conversation.moved", facts);
}

/* ---- time ---- */

static enum err add_timer(struct ctx *c, conversation_id id, const char *act, int64_t run_at)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("conversation"), id.v);
    value_set_text(c->arena, payload, S("act"), str_of(act));
    value_set_int(c->arena, payload, S("at"), run_at);
    return job_add(
        c, &(struct job_new){ .kind = S(CONVERSATION_JOB), .payload = payload, .run_at = run_at },
        NULL);
}

/* What the timer was set for may have been undone meanwhile; then it does nothing. */
enum err conversation_timer(struct ctx *c, const struct value *payload)
{
    struct conversation v = { 0 };
    int64_t at = value_int(payload, S("at"), 0);
    TRY(conversation_hold(c, (conversation_id){ value_int(payload, S("conversation"), 0) }, &v));
    bool wakes = str_eq(value_text(payload, S("act")), S("wake"));
    bool is_asleep = v.state == CONVERSATION_SNOOZED && v.snoozed_until <= at;
    bool is_over =
        v.state == CONVERSATION_SOLVED && v.solved_at + DAYS(CONVERSATION_CLOSE_DAYS) <= at;
    if (wakes && is_asleep) {
        return conversation_move(c, v.id, CONVERSATION_OPEN);
    }
    return !wakes && is_over ? conversation_move(c, v.id, CONVERSATION_CLOSED) : OK;
}

enum err conversation_snooze(struct ctx *c, conversation_id id, int64_t until_at)
{
    struct conversation v = { 0 };
    TRY(conversation_hold(c, id, &v));
    if (until_at <= c->now_at || until_at > c->now_at + DAYS(SNOOZE_MAX_DAYS)) {
        return fail(c, ERR_BAD_INPUT, "until: within %d days from now", SNOOZE_MAX_DAYS);
    }
    if (v.state != CONVERSATION_OPEN && v.state != CONVERSATION_NEW) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " is not open", id.v);
    }
    int64_t act_by = conversation_act_by(&v);
    int64_t latest_at = act_by - MINUTES(SNOOZE_EARLY);
    v.snoozed_until = act_by != 0 && latest_at < until_at ? latest_at : until_at;
    if (v.snoozed_until <= c->now_at) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " is due too soon to sleep", id.v);
    }
    TRY(conversation_put_state(c, &v, CONVERSATION_SNOOZED));
    TRY(add_timer(c, id, "wake", v.snoozed_until));
    return note_moved(c, &v, CONVERSATION_SNOOZED);
}

/* ---- spam ---- */

static enum err void_promises(struct ctx *c, conversation_id id, str reason)
{
    str subject = conversation_subject(c, id);
    TRY(promise_void(c, subject, PROMISE_REPLY, reason));
    return promise_void(c, subject, PROMISE_NEXT_REPLY, reason);
}

/* What waited is owed with the due time it had: a spam folder makes no time. */
static enum err owe_as_before(struct ctx *c, const struct conversation *v)
{
    struct promise p = { 0 };
    if (v->due_at == 0) {
        return OK;
    }
    str subject = conversation_subject(c, v->id);
    enum err e = promise_find(c, subject, PROMISE_NEXT_REPLY, &p);
    if (e == ERR_NOT_FOUND) {
        e = promise_find(c, subject, PROMISE_REPLY, &p);
    }
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool is_next =
        e == OK && p.outcome != PROMISE_VOIDED; /* answered, and written to again since */
    if (is_next && (p.outcome == PROMISE_OPEN || p.from_at >= v->waiting_since)) {
        return OK; /* what is broken already stays so, once */
    }
    struct promise_new again = { .kind = is_next        ? PROMISE_NEXT_REPLY
                                         : e == OK ? p.kind
                                                   : PROMISE_REPLY,
                                 .subject = subject,
                                 .owed_to = str_format(c->arena, "person:%" PRId64, v->person.v),
                                 .policy_version = p.policy_version,
                                 .from_at = v->waiting_since,
                                 .due_at = v->due_at };
    return promise_make(c, &again, NULL);
}

/* Out of the team's sight: nobody may wait there. */
static bool is_settled(enum conversation_state state)
{
    return state == CONVERSATION_WAITING_CUSTOMER || state == CONVERSATION_SOLVED ||
           state == CONVERSATION_CLOSED;
}

static enum err restore(struct ctx *c, struct conversation *v)
{
    enum conversation_state to = v->state_before;
    bool is_hidden = v->waiting_since != 0 && is_settled(to);
    if (is_hidden || to == CONVERSATION_SNOOZED || to == CONVERSATION_MERGED) {
        to = CONVERSATION_OPEN;
    }
    TRY(owe_as_before(c, v));
    TRY(conversation_put_state(c, v, to));
    return note_moved(c, v, to);
}

enum err conversation_move(struct ctx *c, conversation_id id, enum conversation_state to)
{
    struct conversation v = { 0 };
    TRY(conversation_hold(c, id, &v));
    if (v.state == CONVERSATION_SPAM && to == CONVERSATION_OPEN) {
        return restore(c, &v);
    }
    const struct step *step = step_of(v.state, to);
    if (step == NULL) {
        return fail(c, ERR_STATE, "conversation %" PRId64 ": no step from state %d to %d", id.v,
                    (int)v.state, (int)to);
    }
    if (step->needs_answer && v.waiting_since != 0) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " has an unanswered message", id.v);
    }
    TRY(conversation_put_state(c, &v, to));
    if (to == CONVERSATION_SOLVED) {
        TRY(add_timer(c, id, "close", c->now_at + DAYS(CONVERSATION_CLOSE_DAYS)));
    }
    return note_moved(c, &v, to);
}

enum err conversation_spam(struct ctx *c, conversation_id id, str reason)
{
    struct conversation v = { 0 };
    TRY(conversation_hold(c, id, &v));
    if (v.state == CONVERSATION_SPAM || v.state == CONVERSATION_MERGED) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " is spam or merged already", id.v);
    }
    if (v.waiting_since != 0) {
        TRY(override_note(c, S("conversation.spam"), conversation_subject(c, id), reason,
                          v.person.v));
    }
    TRY(void_promises(c, id, S("spam")));
    TRY(conversation_put_state(c, &v, CONVERSATION_SPAM));
    return note_moved(c, &v, CONVERSATION_SPAM);
}

enum err conversation_owes_nothing(struct ctx *c, conversation_id id, str reason)
{
    struct conversation v = { 0 };
    TRY(conversation_hold(c, id, &v));
    if (v.waiting_since == 0) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " waits for nothing", id.v);
    }
    TRY(override_note(c, S("conversation.no_answer"), conversation_subject(c, id), reason,
                      v.person.v));
    TRY(void_promises(c, id, S("no_answer_needed")));
    TRY(conversation_put_due(c, id, 0, 0));
    conversation_raise(c, id);
    return OK;
}

/* ---- who and what ---- */

SQL(conversation_set_assignee,
    "UPDATE conversation SET assignee_id = $2, team = CASE WHEN $3 = '' THEN team ELSE $3 END WHERE id = $1");

enum err conversation_assign(struct ctx *c, conversation_id id, int64_t staff, str team)
{
    int64_t changed = 0;
    if (str_count_chars(team) > TEAM_CHARS_MAX) {
        return fail(c, ERR_BAD_INPUT, "team: at most %d characters", TEAM_CHARS_MAX);
    }
    if (staff != 0) {
        struct staff somebody = { 0 };
        enum err e = staff_get(c, (staff_id){ staff }, &somebody);
        TRY(e == ERR_NOT_FOUND ? OK : e);
        if (e != OK || somebody.is_disabled) { /* given to nobody, nobody would see it */
            return fail(c, ERR_BAD_INPUT, "staff %" PRId64 " does not work here", staff);
        }
    }
    TRY(db_exec(c->db, &conversation_set_assignee, ARGS(id.v, staff, team), &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "conversation %" PRId64, id.v);
    }
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("staff"), staff);
    conversation_raise(c, id);
    return conversation_note(c, id, "conversation.assigned", facts);
}

SQL(conversation_tag_put, "INSERT INTO conversation_tag (conversation_id, tag) VALUES ($1, $2)"
                          " ON CONFLICT (conversation_id, tag) DO NOTHING");
SQL(conversation_tag_drop, "DELETE FROM conversation_tag WHERE conversation_id = $1 AND tag = $2");

enum err conversation_tag(struct ctx *c, conversation_id id, str tag, bool is_on)
{
    str old[TAGS_MAX];
    size_t count = 0;
    size_t size = str_count_chars(tag);
    if (size == 0 || size > TAG_CHARS_MAX) {
        return fail(c, ERR_BAD_INPUT, "tag: 1 to %d characters", TAG_CHARS_MAX);
    }
    TRY(conversation_tags(c, id, old, &count));
    if (is_on && count == TAGS_MAX) {
        return fail(c, ERR_BAD_INPUT, "tag: at most %d", TAGS_MAX);
    }
    conversation_raise(c, id);
    return db_exec(c->db, is_on ? &conversation_tag_put : &conversation_tag_drop, ARGS(id.v, tag),
                   NULL);
}

SQL(conversation_tags_of, "SELECT tag FROM conversation_tag WHERE conversation_id = $1 ORDER BY tag LIMIT 20");

enum err conversation_tags(struct ctx *c, conversation_id id, str out[TAGS_MAX], size_t *count)
{
    size_t n = 0;
    struct rows r = db_query(c->db, &conversation_tags_of, ARGS(id.v));
    while (db_next(&r)) {
        out[n++] = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *count = n;
    return OK;
}

/* ---- merge and split ---- */

SQL(merged_move, "UPDATE conversation SET merged_into = $2 WHERE merged_into = $1");
SQL(said_move_all, "UPDATE conversation_message SET conversation_id = $2 WHERE conversation_id = $1");
SQL(said_move_from, "UPDATE conversation_message SET conversation_id = $3, origin_id = $3 WHERE conversation_id = $1 AND id >= $2");
SQL(words_move, "INSERT INTO person_word (person_id, subject, hash) SELECT person_id, CAST($2 AS TEXT), hash FROM person_word"
                " WHERE subject = $1 ON CONFLICT (hash, subject, person_id) DO NOTHING");
SQL(about_copy, "INSERT INTO conversation_about (conversation_id, subject) SELECT CAST($2 AS BIGINT), subject FROM conversation_about"
                " WHERE conversation_id = $1 ON CONFLICT (conversation_id, subject) DO NOTHING");
/* Another matter: the complaint stays with the first. */
SQL(about_copy_but_cases, "INSERT INTO conversation_about (conversation_id, subject) SELECT CAST($2 AS BIGINT), subject"
                          " FROM conversation_about WHERE conversation_id = $1 AND substr(subject, 1, 10) <> 'complaint:'"
                          " ON CONFLICT (conversation_id, subject) DO NOTHING");

/* An open promise of `from`, if there is one, is owed by `into`: as its first reply where that was never given, else as the next. */
static enum err inherit_reply(struct ctx *c, enum promise_kind kind, str from, str into)
{
    struct promise p = { 0 };
    struct promise first = { 0 };
    enum err e = promise_find(c, from, kind, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == ERR_NOT_FOUND || p.outcome != PROMISE_OPEN) {
        return OK;
    }
    e = promise_find(c, into, PROMISE_REPLY, &first);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool is_first = e == ERR_NOT_FOUND || first.outcome == PROMISE_OPEN;
    return promise_inherit(c, &p, into, is_first ? PROMISE_REPLY : PROMISE_NEXT_REPLY);
}

static enum err inherit_call(struct ctx *c, str from, str into)
{
    struct promise p = { 0 };
    enum err e = promise_find(c, from, PROMISE_CALL_BACK, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    return e == OK && p.outcome == PROMISE_OPEN ? promise_inherit(c, &p, into, PROMISE_CALL_BACK)
                                                : OK;
}

/* The earlier of two due times, and of two beginnings. What is broken already stays broken where it was, and is done late by the
 * answer under the other. */
static enum err inherit_due(struct ctx *c, const struct conversation *from,
                            const struct conversation *into)
{
    str mine = conversation_subject(c, from->id);
    str heir = conversation_subject(c, into->id);
    TRY(inherit_call(c, mine, heir));
    TRY(inherit_reply(c, PROMISE_REPLY, mine, heir));
    TRY(inherit_reply(c, PROMISE_NEXT_REPLY, mine, heir));
    if (from->waiting_since == 0) {
        return OK;
    }
    bool is_alone = into->waiting_since == 0;
    int64_t since = is_alone || from->waiting_since < into->waiting_since ? from->waiting_since
                                                                          : into->waiting_since;
    int64_t due_at = is_alone || from->due_at < into->due_at ? from->due_at : into->due_at;
    return conversation_put_due(c, into->id, since, due_at);
}

/* The older first, so that two who merge the other way round do not wait for each other for ever. */
static enum err hold_both(struct ctx *c, conversation_id from_id, conversation_id into_id,
                          struct conversation *from, struct conversation *into)
{
    if (from_id.v < into_id.v) {
        TRY(conversation_hold(c, from_id, from));
        return conversation_hold(c, into_id, into);
    }
    TRY(conversation_hold(c, into_id, into));
    return conversation_hold(c, from_id, from);
}

enum err conversation_merge(struct ctx *c, conversation_id from_id, conversation_id into_id)
{
    struct conversation from = { 0 };
    struct conversation into = { 0 };
    TRY(hold_both(c, from_id, into_id, &from, &into));
    bool is_over = into.state == CONVERSATION_MERGED || into.state == CONVERSATION_CLOSED ||
                   into.state == CONVERSATION_SPAM || from.state == CONVERSATION_SPAM;
    if (from_id.v == into_id.v || from.state == CONVERSATION_MERGED || is_over) {
        return fail(c, ERR_STATE, "conversation %" PRId64 " cannot go into %" PRId64, from_id.v,
                    into_id.v);
    }
    TRY(inherit_due(c, &from, &into));
    TRY(conversation_put_due(c, from_id, 0, 0));
    TRY(db_exec(c->db, &said_move_all, ARGS(from_id.v, into_id.v), NULL));
    TRY(db_exec(c->db, &words_move,
                ARGS(conversation_subject(c, from_id), conversation_subject(c, into_id)), NULL));
    TRY(db_exec(c->db, &about_copy, ARGS(from_id.v, into_id.v), NULL));
    TRY(conversation_move_address(c, from_id, into_id));
    TRY(conversation_put_window(c, into_id, from.window_closes_at));
    TRY(conversation_find_last(c, into_id));
    if (from.waiting_since != 0 && is_settled(into.state)) {
        TRY(conversation_put_state(c, &into, CONVERSATION_OPEN));
        TRY(note_moved(c, &into, CONVERSATION_OPEN));
    }
    TRY(db_exec(c->db, &merged_move, ARGS(from_id.v, into_id.v),
                NULL)); /* their links lead one step, always */
    from.merged_into = into_id;
    TRY(conversation_put_state(c, &from, CONVERSATION_MERGED));
    conversation_raise(c, into_id);
    return note_moved(c, &from, CONVERSATION_MERGED);
}

SQL(said_first_unanswered,
    "SELECT COALESCE(min(m.sent_at), 0) FROM conversation_message m WHERE m.conversation_id = $1 AND m.direction = 'in' AND m.is_auto = 0"
    " AND NOT EXISTS (SELECT 1 FROM conversation_message a WHERE a.conversation_id = $1 AND a.direction = 'out'"
    "  AND a.author = 'staff' AND a.delivery <> 'failed' AND a.id > m.id)");

/* Whose is what waits? The new one's when its messages are among the unanswered, and the old one's when some stay there. */
static enum err share_due(struct ctx *c, const struct conversation *old,
                          const struct conversation *split)
{
    int64_t here = 0;
    int64_t there = 0;
    struct conversation waits = *split;
    TRY(db_get_int(c->db, &said_first_unanswered, ARGS(split->id.v), 0, &there));
    TRY(db_get_int(c->db, &said_first_unanswered, ARGS(old->id.v), 0, &here));
    if (old->waiting_since == 0 || there == 0) {
        return OK;
    }
    waits.waiting_since = there;
    waits.due_at = old->due_at;
    TRY(owe_as_before(c, &waits));
    TRY(conversation_put_due(c, split->id, there, old->due_at));
    if (here != 0) {
        return OK;
    }
    TRY(void_promises(c, old->id, S("split")));
    return conversation_put_due(c, old->id, 0, 0);
}

SQL(said_left_of_origin, "SELECT count(*) FROM conversation_message WHERE conversation_id = $1 AND origin_id = $2 AND id < $3");

/* A merge that was a mistake: when all that one of the two had said goes again, it is itself again, with its number and its link. */
static enum err unmerge(struct ctx *c, const struct said *s, conversation_id *out)
{
    struct conversation merged = { 0 };
    int64_t left = 0;
    if (s->origin.v == s->conversation.v) {
        return ERR_NOT_FOUND;
    }
    TRY(db_get_int(c->db, &said_left_of_origin, ARGS(s->conversation.v, s->origin.v, s->id.v), 0,
                   &left));
    TRY(conversation_hold(c, s->origin, &merged));
    if (left != 0 || merged.state != CONVERSATION_MERGED) {
        return ERR_NOT_FOUND;
    }
    TRY(conversation_put_state(c, &merged, CONVERSATION_OPEN));
    *out = merged.id;
    return note_moved(c, &merged, CONVERSATION_OPEN);
}

static enum err split_off(struct ctx *c, const struct said *s, const struct conversation *old,
                          conversation_id *out)
{
    struct conversation_new n = { .person = s->person, .channel = s->channel, .lang = old->lang, .continues = old->id };
    enum err e = unmerge(c, s, out);
    if (e != ERR_NOT_FOUND) {
        return e;
    }
    TRY(conversation_open(c, &n, out));
    return db_exec(c->db, &about_copy_but_cases, ARGS(old->id.v, out->v), NULL);
}

SQL(address_of_person, "UPDATE channel_identity SET conversation_id = $2 WHERE conversation_id = $1 AND person_id = $3");

static enum err move_from(struct ctx *c, const struct conversation *old, said_id from,
                          const struct conversation *split)
{
    TRY(db_exec(c->db, &said_move_from, ARGS(old->id.v, from.v, split->id.v), NULL));
    TRY(db_exec(c->db, &words_move,
                ARGS(conversation_subject(c, old->id), conversation_subject(c, split->id)), NULL));
    if (split->person.v != old->person.v) {
        TRY(db_exec(c->db, &address_of_person, ARGS(old->id.v, split->id.v, split->person.v),
                    NULL));
    }
    TRY(conversation_find_last(c, split->id));
    return conversation_find_last(c, old->id);
}

enum err conversation_split(struct ctx *c, said_id from, conversation_id *out)
{
    struct said s = { 0 };
    struct conversation old = { 0 };
    struct conversation split = { 0 };
    conversation_id id = { 0 };
    TRY(conversation_message(c, from, &s));
    TRY(conversation_hold(c, s.conversation, &old));
    if (s.direction != SAID_IN || old.state == CONVERSATION_MERGED ||
        old.state == CONVERSATION_SPAM) {
        return fail(c, ERR_STATE, "message %" PRId64 " cannot begin a conversation", from.v);
    }
    TRY(split_off(c, &s, &old, &id));
    TRY(conversation_get(c, id, &split));
    TRY(move_from(c, &old, from, &split));
    TRY(share_due(c, &old, &split));
    TRY(conversation_note(c, old.id, "conversation.split", NULL));
    conversation_raise(c, old.id);
    conversation_raise(c, id);
    *out = id;
    return OK;
}

/* ---- the same person? ---- */

SQL(conversations_alike,
    "SELECT DISTINCT " CONVERSATION_COLUMNS " FROM person_find f JOIN person_find g ON g.hash = f.hash"
    " JOIN conversation v ON v.person_id = g.person_id"
    " WHERE f.person_id = $1 AND v.id <> $2 AND v.state NOT IN ('merged', 'spam') ORDER BY v.id DESC LIMIT $3");

enum err conversation_alike(struct ctx *c, const struct conversation *v, struct conversation *out,
                            size_t max, size_t *count)
{
    size_t n = 0;
    enum err e = OK;
    struct rows r = db_query(c->db, &conversations_alike, ARGS(v->person.v, v->id.v, (int64_t)max));
    while (e == OK && n < max && db_next(&r)) {
        e = conversation_read_row(c, &r, &out[n++]);
    }
    TRY(db_done(&r));
    TRY(e);
    *count = n;
    return OK;
}

SQL(persons_alike, "SELECT 1 FROM person_find f JOIN person_find g ON g.hash = f.hash WHERE f.person_id = $1 AND g.person_id = $2 LIMIT 1");

enum err conversation_is_alike(struct ctx *c, person_id one, person_id other, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &persons_alike, ARGS(one.v, other.v), 0, &found));
    *out = found != 0 || one.v == other.v;
    return OK;
}
