/* SPDX-License-Identifier: Apache-2.0 */
/* conversation.c - what is said, what it starts, what it answers. */
#include "care/conversation_store.h"

#include "base/ink.h"
#include "core/event.h"
#include "core/job.h"
#include "core/link.h"
#include "core/policy.h"
#include "core/promise_clock.h"
#include "core/setting.h"
#include "core/word.h"

enum { MERGES_FOLLOWED = 8, TITLE_CHARS = 200 };

/* ---- opening ---- */

static enum err write_title(struct ctx *c, const struct conversation_new *n, vault_text_id *out)
{
    if (n->title.size == 0) {
        return OK;
    }
    return vault_text_write(c, n->person, VAULT_MESSAGE, n->title, out);
}

static enum err note_opened(struct ctx *c, conversation_id id, const struct conversation_new *n)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("channel"), channel_name(n->channel));
    value_set_int(c->arena, facts, S("continues"), n->continues.v);
    return conversation_note(c, id, "conversation.opened", facts);
}

enum err conversation_open(struct ctx *c, const struct conversation_new *n, conversation_id *out)
{
    CHECK(n->about_count <= CONVERSATION_ABOUT_MAX);
    conversation_id id = { 0 };
    vault_text_id title = { 0 };
    TRY(write_title(c, n, &title));
    TRY(conversation_insert(c, n, link_number_new(c, S("TNY")), title, &id));
    for (size_t i = 0; i < n->about_count; i++) {
        TRY(conversation_add_about(c, id, n->about[i]));
    }
    TRY(vault_basis_begin(c, n->person, conversation_subject(c, id)));
    TRY(note_opened(c, id, n));
    conversation_raise(c, id);
    *out = id;
    return OK;
}

enum err conversation_add_name(struct ctx *c, conversation_id id, person_id person, str name)
{
    return word_add(c, person, conversation_subject(c, id), name);
}

/* ---- until when we answer ---- */

/* What the reply policy gives, and its version. */
static enum err reply_budget(struct ctx *c, int64_t *budget, int64_t *policy_version)
{
    struct policy p = { 0 };
    enum err e = policy_current(c, POLICY_REPLY, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    *budget = HOURS(e == OK ? policy_int(&p, S("reply_hours")) : c->shop->reply_hours);
    *policy_version = p.version;
    return OK;
}

enum err conversation_due_at(struct ctx *c, int64_t at, int64_t *due_at, int64_t *policy_version)
{
    int64_t budget = 0;
    TRY(reply_budget(c, &budget, policy_version));
    return promise_due_at(c, promise_rule_of(PROMISE_REPLY)->clock, at, budget, due_at);
}

/* The first message of a burst starts a clock; the next ones of the burst do not move it. */
static enum err begin_burst(struct ctx *c, struct conversation *v, int64_t at)
{
    struct promise first = { 0 };
    str subject = conversation_subject(c, v->id);
    struct promise_new p = { .kind = PROMISE_NEXT_REPLY, .subject = subject };
    enum err e = promise_find(c, subject, PROMISE_REPLY, &first);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == ERR_NOT_FOUND) {
        p.kind = PROMISE_REPLY;
    }
    p.owed_to = str_format(c->arena, "person:%" PRId64, v->person.v);
    p.from_at = at;
    TRY(reply_budget(c, &p.budget, &p.policy_version));
    TRY(promise_make(c, &p, NULL));
    TRY(promise_due_at(c, promise_rule_of(p.kind)->clock, at, p.budget, &v->due_at));
    v->waiting_since = at;
    return conversation_put_due(c, v->id, at, v->due_at);
}

/* The open promise of either kind. ERR_NOT_FOUND. */
static enum err open_promise(struct ctx *c, conversation_id id, struct promise *out)
{
    static const enum promise_kind kinds[] = { PROMISE_NEXT_REPLY, PROMISE_REPLY };
    struct promise p = { 0 };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        enum err e = promise_find(c, conversation_subject(c, id), kinds[i], &p);
        TRY(e == ERR_NOT_FOUND ? OK : e);
        /* A broken one that was never done is still owed. */
        if (e == OK &&
            (p.outcome == PROMISE_OPEN || (p.outcome == PROMISE_BROKEN && p.settled_at == 0))) {
            *out = p;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

/* ---- saying ---- */

static enum err follow(struct ctx *c, conversation_id id, struct conversation *out)
{
    struct conversation v = { 0 };
    TRY(conversation_hold(c, id, &v));
    for (int i = 0; v.state == CONVERSATION_MERGED && i < MERGES_FOLLOWED; i++) {
        TRY(conversation_hold(c, v.merged_into, &v));
    }
    *out = v;
    return OK;
}

static enum err check_text(struct ctx *c, const struct said_new *s)
{
    size_t size = str_count_chars(s->text);
    if (ink_is_none(s->text) || size > CONVERSATION_TEXT_MAX_CHARS) {
        return fail(c, ERR_BAD_INPUT, "text: missing or over %d characters",
                    CONVERSATION_TEXT_MAX_CHARS);
    }
    return OK;
}

/* Closed is closed: what comes later is a matter of its own that knows where it came from. */
static enum err continue_closed(struct ctx *c, struct conversation *v)
{
    struct conversation_new n = { .person = v->person, .channel = v->channel, .lang = v->lang,
                                  .continues = v->id };
    str about[CONVERSATION_ABOUT_MAX];
    conversation_id id = { 0 };
    TRY(conversation_subjects(c, v->id, about, &n.about_count));
    n.about = about;
    TRY(conversation_open(c, &n, &id));
    TRY(conversation_move_address(c, v->id, id));
    TRY(conversation_put_window(c, id, v->window_closes_at));
    return conversation_get(c, id, v);
}

static enum err said_before(struct ctx *c, const struct said_new *s, str hash,
                            struct said_receipt *out, bool *found)
{
    struct said before = { 0 };
    if (hash.size == 0) {
        return OK;
    }
    enum err e = conversation_find_external(c, s->channel, s->external, &before);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    *out = (struct said_receipt){ .said = before.id,
                                   .conversation = before.conversation,
                                   .is_duplicate = true };
    *found = true;
    return OK;
}

/* Two people answering at once: the second has not seen the first. */
static enum err check_seen(struct ctx *c, const struct conversation *v, const struct said_new *s)
{
    bool is_blind = s->direction == SAID_OUT && s->seen.v != 0 && s->seen.v != v->last_said.v;
    return is_blind ? fail(c, ERR_CONFLICT, "conversation %" PRId64 " went on meanwhile", v->id.v)
                    : OK;
}

/* The app takes answers only for a while after the person wrote. */
static enum err check_window(struct ctx *c, const struct conversation *v, const struct said_new *s)
{
    bool is_shut =
        s->direction == SAID_OUT && !channel_can_send(s->channel, v->window_closes_at, c->now_at);
    return is_shut
               ? fail(c, ERR_STATE, "conversation %" PRId64 ": the reply window is closed", v->id.v)
               : OK;
}

/* What staff must send by hand is an answer once they say that they did. */
static bool is_by_hand(const struct said_new *s)
{
    return channel_row(s->channel)->way == WAY_HAND && !s->is_sent;
}

static bool is_answer(const struct said_new *s)
{
    return s->direction == SAID_OUT && s->author == AUTHOR_STAFF && !s->is_auto && !is_by_hand(s);
}

static bool starts_clock(const struct conversation *v, const struct said_new *s)
{
    return s->direction == SAID_IN && !s->is_auto && !s->is_past && v->state != CONVERSATION_SPAM;
}

SQL(merged_into_this, "SELECT DISTINCT origin_id FROM conversation_message WHERE conversation_id = $1 AND origin_id <> $1 LIMIT 50");

struct origins {
    conversation_id item[50];
    size_t count;
};

static enum err read_origins(struct ctx *c, conversation_id id, struct origins *out)
{
    struct origins list = { 0 };
    struct rows r = db_query(c->db, &merged_into_this, ARGS(id.v));
    while (db_next(&r)) {
        list.item[list.count++].v = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* What was broken before two became one is done, late, by the answer to both. */
static enum err answer_merged(struct ctx *c, conversation_id id, int64_t *kept)
{
    struct origins from = { 0 };
    TRY(read_origins(c, id, &from));
    for (size_t i = 0; i < from.count; i++) {
        struct promise p = { 0 };
        enum err e = open_promise(c, from.item[i], &p);
        TRY(e == ERR_NOT_FOUND ? OK : e);
        if (e == OK) {
            TRY(promise_keep(c, p.subject, p.kind, c->now_at));
            *kept = *kept == 0 ? p.id.v : *kept;
        }
    }
    return OK;
}

/* Keeps what was owed; the moment of entry counts, because staff say so. */
static enum err answer(struct ctx *c, struct conversation *v, int64_t *kept, int64_t *since)
{
    struct promise p = { 0 };
    enum err e = open_promise(c, v->id, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == OK) {
        TRY(promise_keep(c, p.subject, p.kind, c->now_at));
        *kept = p.id.v;
    }
    TRY(answer_merged(c, v->id, kept));
    *since = v->waiting_since;
    v->waiting_since = v->due_at = 0;
    return conversation_put_due(c, v->id, 0, 0);
}

static enum err add_sending(struct ctx *c, said_id id)
{
    struct value *payload = value_object(c->arena);
    value_set_int(c->arena, payload, S("said"), id.v);
    struct job_new job = { .kind = S(CONVERSATION_SEND_JOB), .payload = payload,
                           .key = str_format(c->arena, CONVERSATION_SEND_JOB ":%" PRId64, id.v) };
    ctx_wake(c, WAKE_JOBS);
    return job_add(c, &job, NULL);
}

static enum err insert(struct ctx *c, const struct conversation *v, conversation_id origin,
                       struct said_row *row, said_id *out)
{
    const struct said_new *s = row->said;
    enum vault_field field = s->direction == SAID_NOTE ? VAULT_NOTE : VAULT_MESSAGE;
    TRY(vault_text_write(c, row->person, field, s->text, &row->text));
    row->conversation = v->id;
    row->origin = origin;
    row->content_hash = said_hash_content(c, s->text);
    row->sent_at = s->sent_at == 0 || s->sent_at > c->now_at ? c->now_at : s->sent_at;
    enum channel_way way = channel_row(s->channel)->way;
    bool is_ours_to_send = (way == WAY_MAIL && !s->is_sent) || way == WAY_APP;
    bool leaves = s->direction == SAID_OUT && (is_ours_to_send || is_by_hand(s));
    row->delivery = leaves ? DELIVERY_WAITING : DELIVERY_NONE;
    TRY(said_insert(c, row, out));
    TRY(conversation_put_last(c, v->id, *out, s->direction != SAID_NOTE));
    if (leaves && way != WAY_HAND) {
        TRY(add_sending(c, *out));
    }
    return word_add(c, row->person, conversation_subject(c, v->id), s->text);
}

static bool reopens(enum conversation_state state)
{
    return state == CONVERSATION_WAITING_CUSTOMER || state == CONVERSATION_WAITING_THIRD_PARTY ||
           state == CONVERSATION_SNOOZED || state == CONVERSATION_SOLVED;
}

/* What a message does to the state. */
static enum err move_by(struct ctx *c, struct conversation *v, const struct said_new *s)
{
    bool by_customer = starts_clock(v, s) && reopens(v->state);
    bool by_us = is_answer(s) && (v->state == CONVERSATION_NEW || v->state == CONVERSATION_SNOOZED);
    if (!by_customer && !by_us) {
        return OK;
    }
    TRY(conversation_put_state(c, v, CONVERSATION_OPEN));
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("from"), conversation_state_name(v->state));
    value_set_text(c->arena, facts, S("to"), conversation_state_name(CONVERSATION_OPEN));
    v->state = CONVERSATION_OPEN;
    return conversation_note(c, v->id, "conversation.moved", facts);
}

static enum err note_said(struct ctx *c, const struct conversation *v, const struct said_row *row)
{
    const struct said_new *s = row->said;
    struct value *facts = value_object(c->arena);
    struct event_private text = { S("text"), s->text };
    value_set_text(c->arena, facts, S("direction"), said_direction_name(s->direction));
    value_set_text(c->arena, facts, S("channel"), channel_name(s->channel));
    value_set_text(c->arena, facts, S("author"), said_author_name(s->author));
    value_set_bool(c->arena, facts, S("is_auto"), s->is_auto);
    struct event_new e = {
        .kind = S("conversation.said"), .subject = conversation_subject(c, v->id), .facts = facts,
        .private_field = &text, .private_count = 1, .person = row->person.v, .occurred_at = row->sent_at,
    };
    return event_add(c, &e, NULL);
}

static int64_t clock_of(struct ctx *c, const struct said_new *s)
{
    int64_t at = s->clock_at != 0 ? s->clock_at : s->sent_at;
    return at == 0 || at > c->now_at ? c->now_at : at;
}

/* "Minta ditelepon": a call that was made keeps it. */
static enum err called_back(struct ctx *c, conversation_id id)
{
    enum err e = promise_keep(c, conversation_subject(c, id), PROMISE_CALL_BACK, c->now_at);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err conversation_call_back(struct ctx *c, conversation_id id, int64_t *due_at)
{
    struct conversation v = { 0 };
    struct promise_new p = { .kind = PROMISE_CALL_BACK, .subject = conversation_subject(c, id) };
    TRY(conversation_get(c, id, &v));
    p.owed_to = str_format(c->arena, "person:%" PRId64, v.person.v);
    TRY(reply_budget(c, &p.budget, &p.policy_version));
    enum err e = promise_make(c, &p, NULL);
    TRY(e == ERR_EXISTS ? OK : e); /* asked twice */
    return promise_due_at(c, promise_rule_of(p.kind)->clock, c->now_at, p.budget, due_at);
}

/* A message that was written before the first one we have, and came in after it: the clock began with it. */
static enum err begin_or_join_burst(struct ctx *c, struct conversation *v, int64_t at)
{
    struct promise p = { 0 };
    if (v->waiting_since == 0) {
        return begin_burst(c, v, at);
    }
    if (at >= v->waiting_since) {
        return OK;
    }
    TRY(promise_started_before(c, conversation_subject(c, v->id), at));
    enum err e = open_promise(c, v->id, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    v->waiting_since = at;
    v->due_at = e == OK ? p.due_at : v->due_at;
    return conversation_put_due(c, v->id, at, v->due_at);
}

/* Nothing is promised to a spam folder; but should it turn out to be none, the clock began with what was written. */
static enum err wait_in_spam(struct ctx *c, const struct conversation *v, const struct said_new *s)
{
    int64_t due_at = 0;
    int64_t version = 0;
    bool is_word = s->direction == SAID_IN && !s->is_auto && !s->is_past;
    if (v->state != CONVERSATION_SPAM || !is_word || v->waiting_since != 0) {
        return OK;
    }
    TRY(conversation_due_at(c, clock_of(c, s), &due_at, &version));
    return conversation_put_due(c, v->id, clock_of(c, s), due_at);
}

static enum err say(struct ctx *c, struct conversation *v, conversation_id origin,
                    struct said_row *row, struct said_receipt *out)
{
    const struct said_new *s = row->said;
    if (is_answer(s)) {
        TRY(answer(c, v, &row->kept_promise, &row->answers_since));
    }
    TRY(insert(c, v, origin, row, &out->said));
    if (is_answer(s) && s->channel == CHANNEL_PHONE) {
        TRY(called_back(c, v->id));
    }
    TRY(move_by(c, v, s));
    if (starts_clock(v, s)) {
        TRY(begin_or_join_burst(c, v, clock_of(c, s)));
        TRY(conversation_put_window(c, v->id, channel_closes_at(s->channel, row->sent_at)));
    }
    TRY(wait_in_spam(c, v, s));
    TRY(note_said(c, v, row));
    conversation_raise(c, v->id);
    out->conversation = v->id;
    out->due_at = v->due_at;
    return OK;
}

enum err conversation_say(struct ctx *c, conversation_id id, const struct said_new *s,
                          struct said_receipt *out)
{
    struct conversation v = { 0 };
    struct said_row row = { .said = s };
    struct said_receipt receipt = { 0 };
    bool is_known = false;
    if (s->external.size != 0) {
        row.external_hash = said_hash_external(c, s->channel, s->external);
    }
    TRY(check_text(c, s));
    TRY(said_before(c, s, row.external_hash, &receipt, &is_known));
    if (!is_known) {
        struct conversation own = { 0 };
        conversation_id origin = id;
        TRY(follow(c, id, &v));
        TRY(conversation_get(c, id, &own)); /* whose link it came by, whatever became one with it */
        TRY(check_seen(c, &v, s));
        TRY(check_window(c, &v, s));
        if (v.state == CONVERSATION_CLOSED && s->direction != SAID_NOTE) {
            v = own.state == CONVERSATION_MERGED ? own : v;
            TRY(continue_closed(c, &v));
            origin = v.id;
        }
        row.person = s->direction == SAID_IN ? own.person : v.person;
        TRY(say(c, &v, origin, &row, &receipt));
    }
    *out = receipt;
    return OK;
}

/* ---- afterwards ---- */

/* Sent by hand: now it is an answer, whatever it waited for. */
static enum err answer_by_hand(struct ctx *c, const struct said *s)
{
    struct conversation v = { 0 };
    int64_t kept = 0;
    int64_t since = 0;
    TRY(conversation_hold(c, s->conversation, &v));
    TRY(answer(c, &v, &kept, &since));
    if (v.state == CONVERSATION_NEW || v.state == CONVERSATION_SNOOZED) {
        TRY(conversation_put_state(c, &v, CONVERSATION_OPEN));
    }
    return said_put_kept(c, s->id, kept, since);
}

enum err conversation_delivered(struct ctx *c, said_id id)
{
    struct said s = { 0 };
    bool changed = false;
    TRY(conversation_message(c, id, &s));
    if (s.delivery != DELIVERY_WAITING) {
        return OK; /* bounced before, or told twice */
    }
    TRY(said_put_delivery(c, id, DELIVERY_SENT, &changed));
    if (changed && channel_row(s.channel)->way == WAY_HAND && s.author == AUTHOR_STAFF) {
        TRY(answer_by_hand(c, &s));
    }
    conversation_raise(c, s.conversation);
    return OK;
}

/* The promise it kept is owed again, unless the next one of its kind runs already. */
static enum err owe_again(struct ctx *c, const struct said *s, struct promise *p)
{
    struct promise latest = { 0 };
    TRY(promise_get(c, (promise_id){ s->kept_promise }, p));
    TRY(promise_find(c, p->subject, p->kind, &latest));
    if (latest.id.v != p->id.v) {
        return OK;
    }
    return promise_reopen(c, p->subject, p->kind, S("bounced"));
}

/* What the same answer did late under merged numbers is not done. */
static enum err take_back_merged(struct ctx *c, const struct said *s)
{
    static const enum promise_kind kinds[] = { PROMISE_REPLY, PROMISE_NEXT_REPLY };
    struct origins from = { 0 };
    TRY(read_origins(c, s->conversation, &from));
    for (size_t i = 0; i < from.count * COUNT(kinds); i++) {
        struct promise p = { 0 };
        str subject = conversation_subject(c, from.item[i / COUNT(kinds)]);
        enum err e = promise_find(c, subject, kinds[i % COUNT(kinds)], &p);
        TRY(e == ERR_NOT_FOUND ? OK : e);
        if (e == OK && p.outcome == PROMISE_BROKEN && p.settled_at >= s->recorded_at) {
            TRY(promise_reopen(c, p.subject, p.kind, S("bounced")));
        }
    }
    return OK;
}

static enum err take_back(struct ctx *c, const struct said *s, const struct conversation *v)
{
    struct promise p = { 0 };
    int64_t answered_at = 0;
    TRY(said_answer_after(c, s->conversation, s->id, &answered_at));
    if (s->kept_promise != 0) {
        TRY(owe_again(c, s, &p));
    }
    if (answered_at != 0) { /* a later answer did arrive */
        return p.id.v == 0 ? OK : promise_keep(c, p.subject, p.kind, answered_at);
    }
    TRY(take_back_merged(c, s));
    int64_t since = s->answers_since;
    since = v->waiting_since != 0 && v->waiting_since < since ? v->waiting_since : since;
    if (v->state == CONVERSATION_WAITING_CUSTOMER || v->state == CONVERSATION_SOLVED) {
        TRY(conversation_put_state(c, v, CONVERSATION_OPEN));
    }
    return conversation_put_due(c, v->id, since, p.due_at);
}

enum err conversation_bounced(struct ctx *c, said_id id)
{
    struct said s = { 0 };
    struct conversation v = { 0 };
    bool changed = false;
    TRY(conversation_message(c, id, &s));
    if (s.direction != SAID_OUT) {
        return fail(c, ERR_STATE, "message %" PRId64 " is no answer", id.v);
    }
    TRY(said_put_delivery(c, id, DELIVERY_FAILED, &changed));
    if (!changed) {
        return OK;
    }
    TRY(conversation_hold(c, s.conversation, &v));
    bool is_over = v.state == CONVERSATION_CLOSED || v.state == CONVERSATION_SPAM;
    if (s.answers_since != 0 && !is_over) {
        TRY(take_back(c, &s, &v));
    }
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("message"), id.v);
    TRY(conversation_note(c, v.id, "conversation.bounced", facts));
    conversation_raise(c, v.id);
    return OK;
}
