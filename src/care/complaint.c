/* SPDX-License-Identifier: Apache-2.0 */
/* complaint.c - the one function that moves a complaint, and how it begins. */
#include "base/ink.h"
#include "care/complaint_heard.h"
#include "care/complaint_store.h"
#include "core/event.h"
#include "core/link.h"
#include "core/notice.h"
#include "core/override.h"
#include "core/policy.h"
#include "core/promise_clock.h"
#include "core/pulse.h"
#include "core/setting.h"
#include "core/staff.h"

/* How long the person has before a complaint goes on without them, and what the shop gives itself. */
enum {
    ANSWER_DAYS = 14,
    CONFIRM_DAYS = 7,
    REMEDY_DAYS = 7,
    REMEDY_DAYS_MAX = 366, /* later is no date */
    WORDS_MIN = 5,
    WORDS_MAX = 20000,
    TITLE_MAX = 200
};
static const int64_t safety_acknowledge = HOURS(1);
static const int64_t safety_decide = DAYS(2);

str complaint_subject(struct ctx *c, complaint_id id)
{
    return str_format(c->arena, "complaint:%" PRId64, id.v);
}

bool complaint_is_open(const struct complaint *k)
{
    return k->closed_at == 0;
}

/* ---- promises ---- */

/* The published reply policy; a shop without one has its setting. */
static enum err budgets(struct ctx *c, bool is_safety, int64_t *acknowledge, int64_t *decide,
                        int64_t *version)
{
    struct policy p = { 0 };
    enum err e = policy_current(c, POLICY_REPLY, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    int64_t hours = e == OK ? policy_int(&p, S("reply_hours")) : c->shop->reply_hours;
    int64_t days = e == OK ? policy_int(&p, S("complaint_days")) : 7;
    *acknowledge =
        is_safety && HOURS(hours) > safety_acknowledge ? safety_acknowledge : HOURS(hours);
    *decide = is_safety && DAYS(days) > safety_decide ? safety_decide : DAYS(days);
    *version = p.version;
    return OK;
}

static enum err promise(struct ctx *c, const struct complaint *k, enum promise_kind kind,
                        int64_t from_at, int64_t budget, int64_t due_at, int64_t version)
{
    struct promise_new p = { .kind = kind, .subject = complaint_subject(c, k->id), .policy_version = version,
                             .owed_to = str_format(c->arena, "person:%" PRId64, k->person.v), .from_at = from_at,
                             .budget = budget, .due_at = due_at };
    enum err e = promise_make(c, &p, NULL);
    return e == ERR_EXISTS ? OK : e;
}

static enum err keep(struct ctx *c, const struct complaint *k, enum promise_kind kind)
{
    enum err e = promise_keep(c, complaint_subject(c, k->id), kind, c->now_at);
    return e == ERR_NOT_FOUND ? OK : e;
}

static enum err promise_decision(struct ctx *c, const struct complaint *k, int64_t from_at)
{
    int64_t acknowledge = 0;
    int64_t decide = 0;
    int64_t version = 0;
    TRY(budgets(c, k->is_safety, &acknowledge, &decide, &version));
    return promise(c, k, PROMISE_DECIDE_COMPLAINT, from_at, decide, 0, version);
}

static enum err pause_for_person(struct ctx *c, const struct complaint *k)
{
    enum err e = promise_pause(c, complaint_subject(c, k->id), PROMISE_DECIDE_COMPLAINT,
                               PAUSE_WAITING_CUSTOMER);
    return e == ERR_STATE || e == ERR_NOT_FOUND ? OK : e; /* overdue already: it stays so */
}

/* Whoever took a step in it or looks after it now has a hand in it, also when it was handed over. */
static enum err ask_second_person(struct ctx *c, const struct complaint *k)
{
    decision_id id = { 0 };
    struct complaint_step_list steps = { 0 };
    TRY(complaint_steps_of(c, k->id, &steps));
    struct actor *involved = NEW_N(c->arena, struct actor, steps.count + 1);
    for (size_t i = 0; i < steps.count; i++) {
        involved[i] = steps.item[i].by;
    }
    involved[steps.count] = (struct actor){ ROLE_CARE, k->owner };
    struct decision_new d = { .kind = DECISION_COMPLAINT, .subject = complaint_subject(c, k->id), .person = k->person,
                              .first_by = k->decided_by != 0 ? k->decided_by : k->owner, .is_final = true,
                              .involved = involved, .involved_count = steps.count + 1 };
    enum err e = decision_ask(c, &d, &id);
    return e == ERR_EXISTS ? OK : e;
}

static enum err end_promises(struct ctx *c, const struct complaint *k, str reason)
{
    TRY(promise_void_all(c, complaint_subject(c, k->id), reason));
    return decision_drop(c, complaint_subject(c, k->id), reason);
}

/* Somebody decided, if late. By the rule nobody did: it stays broken, and nobody waits for it any more. */
static enum err settle_decision(struct ctx *c, const struct complaint *k)
{
    return c->actor.role == ROLE_SYSTEM ? promise_void(c, complaint_subject(c, k->id),
                                                       PROMISE_DECIDE_COMPLAINT, S("escalated"))
                                        : keep(c, k, PROMISE_DECIDE_COMPLAINT);
}

/* What the step that was taken settles, and what it promises. */
static enum err settle_promises(struct ctx *c, const struct complaint *k, enum complaint_act act)
{
    if (c->actor.role != ROLE_BUYER && c->actor.role != ROLE_SYSTEM &&
        act != COMPLAINT_ACT_REOPEN) {
        TRY(keep(c, k, PROMISE_ACKNOWLEDGE));
    }
    if (act == COMPLAINT_ACT_ASK) {
        return pause_for_person(c, k);
    }
    if (act != COMPLAINT_ACT_LAPSE) { /* whatever goes on, the clock goes on */
        TRY(promise_resume(c, complaint_subject(c, k->id), PROMISE_DECIDE_COMPLAINT, c->now_at));
    }
    switch (act) {
    case COMPLAINT_ACT_PROPOSE:
    case COMPLAINT_ACT_REJECT:
        return keep(c, k, PROMISE_DECIDE_COMPLAINT);
    case COMPLAINT_ACT_UPHOLD:
        TRY(settle_decision(c, k));
        return promise(c, k, PROMISE_REMEDY, 0, 0, k->remedy_due_at, 0);
    case COMPLAINT_ACT_DENY:
        return settle_decision(c, k);
    case COMPLAINT_ACT_AGREE:
    case COMPLAINT_ACT_RULED_FOR:
        return promise(c, k, PROMISE_REMEDY, 0, 0, k->remedy_due_at, 0);
    case COMPLAINT_ACT_DECLINE:
    case COMPLAINT_ACT_CONTEST:
    case COMPLAINT_ACT_OVERDUE:
        TRY(promise_void(c, complaint_subject(c, k->id), PROMISE_REMEDY, S("escalated")));
        return ask_second_person(c, k);
    case COMPLAINT_ACT_REMEDY:
    case COMPLAINT_ACT_CONFIRM:
        return keep(c, k, PROMISE_REMEDY);
    case COMPLAINT_ACT_WITHDRAW:
        return end_promises(c, k, S("withdrawn"));
    case COMPLAINT_ACT_DUPLICATE:
        return end_promises(c, k, S("duplicate"));
    case COMPLAINT_ACT_NOT_ONE:
        return end_promises(c, k, S("not_a_complaint"));
    case COMPLAINT_ACT_LAPSE:
        return str_eq(k->outcome, S("no_reply")) ? end_promises(c, k, S("closed_no_reply")) : OK;
    case COMPLAINT_ACT_REOPEN:
        return promise_decision(c, k, c->now_at);
    case COMPLAINT_ACT_OPEN:
    case COMPLAINT_ACT_ACKNOWLEDGE:
    case COMPLAINT_ACT_ASK:
    case COMPLAINT_ACT_WAIT:
    case COMPLAINT_ACT_GO_ON:
    case COMPLAINT_ACT_DISPUTE:
    case COMPLAINT_ACT_RULED_AGAINST:
    case COMPLAINT_ACT_COUNT:
        break;
    }
    return OK;
}

/* ---- what a step changes ---- */

static int64_t waits_until(enum complaint_state state, int64_t now_at)
{
    switch (state) {
    case COMPLAINT_WAITING_CUSTOMER:
    case COMPLAINT_PROPOSED:
    case COMPLAINT_REJECTED:
        return now_at + DAYS(ANSWER_DAYS);
    case COMPLAINT_REMEDIED:
        return now_at + DAYS(CONFIRM_DAYS);
    case COMPLAINT_RECEIVED:
    case COMPLAINT_INVESTIGATING:
    case COMPLAINT_WAITING_THIRD_PARTY:
    case COMPLAINT_ESCALATED:
    case COMPLAINT_REMEDY_DUE:
    case COMPLAINT_EXTERNAL:
    case COMPLAINT_CLOSED:
    case COMPLAINT_STATE_COUNT:
        break;
    }
    return 0;
}

/* How it ended: only a decision or the person settles it; silence is no_reply. */
static str outcome_of(enum complaint_act act, enum complaint_state from)
{
    switch (act) {
    case COMPLAINT_ACT_CONFIRM:
        return S("resolved");
    case COMPLAINT_ACT_WITHDRAW:
        return S("withdrawn");
    case COMPLAINT_ACT_DUPLICATE:
        return S("duplicate");
    case COMPLAINT_ACT_NOT_ONE:
        return S("not_a_complaint");
    case COMPLAINT_ACT_DENY:
    case COMPLAINT_ACT_RULED_AGAINST:
        return S("told_recourse");
    case COMPLAINT_ACT_LAPSE:
        return from == COMPLAINT_REJECTED ? S("told_recourse") : S("no_reply");
    case COMPLAINT_ACT_OPEN:
    case COMPLAINT_ACT_ACKNOWLEDGE:
    case COMPLAINT_ACT_ASK:
    case COMPLAINT_ACT_WAIT:
    case COMPLAINT_ACT_GO_ON:
    case COMPLAINT_ACT_PROPOSE:
    case COMPLAINT_ACT_REJECT:
    case COMPLAINT_ACT_AGREE:
    case COMPLAINT_ACT_DECLINE:
    case COMPLAINT_ACT_CONTEST:
    case COMPLAINT_ACT_OVERDUE:
    case COMPLAINT_ACT_UPHOLD:
    case COMPLAINT_ACT_REMEDY:
    case COMPLAINT_ACT_DISPUTE:
    case COMPLAINT_ACT_RULED_FOR:
    case COMPLAINT_ACT_REOPEN:
    case COMPLAINT_ACT_COUNT:
        break;
    }
    return S("");
}

/* A proposal waits for the person longer than the remedy may take: agreed on the last day or after it, the shop has the days it named
 * again, counted from now. */
static int64_t remedy_due_at(const struct ctx *c, const struct complaint *k)
{
    int64_t span = k->remedy_due_at - k->changed_at;
    int64_t least = span > DAYS(1) ? span : DAYS(1);
    return k->remedy_due_at < c->now_at + DAYS(1) ? c->now_at + least : k->remedy_due_at;
}

static void decide(struct ctx *c, struct complaint *k, const struct complaint_do *d)
{
    bool is_for = d->act == COMPLAINT_ACT_UPHOLD || d->act == COMPLAINT_ACT_RULED_FOR;
    if (d->act == COMPLAINT_ACT_PROPOSE) {
        k->verdict = d->is_partly ? S("partly_upheld") : S("upheld");
        k->remedy_due_at = d->due_at;
        k->decided_by = c->actor.id;
    } else if (d->act == COMPLAINT_ACT_AGREE) {
        k->remedy_due_at = remedy_due_at(c, k);
    } else if (d->act == COMPLAINT_ACT_REJECT) {
        k->verdict = S("rejected");
        k->remedy_due_at = 0;
        k->decided_by = c->actor.id;
    } else if (is_for) {
        k->verdict = S("upheld");
        k->remedy_due_at = c->now_at + DAYS(REMEDY_DAYS);
    } else if (d->act == COMPLAINT_ACT_DENY || d->act == COMPLAINT_ACT_RULED_AGAINST) {
        k->verdict = S("rejected");
    }
}

static void assess(struct ctx *c, struct complaint *k, const struct complaint_do *d)
{
    k->severity = d->severity.size > 0 ? d->severity : k->severity;
    k->category = d->category.size > 0 ? d->category : k->category;
    k->cause = d->cause.size > 0 ? d->cause : k->cause;
    k->is_safety = k->is_safety || d->is_safety;
    bool is_staff = c->actor.role != ROLE_BUYER && c->actor.role != ROLE_SYSTEM;
    if (is_staff && k->owner == 0) {
        k->owner = c->actor.id; /* who touches it first owns it */
    }
}

static void change(struct ctx *c, struct complaint *k, const struct complaint_do *d,
                   enum complaint_state to)
{
    enum complaint_state from = k->state;
    assess(c, k, d);
    decide(c, k, d);
    k->state = to;
    k->waits_until = waits_until(to, c->now_at);
    k->outcome = to == COMPLAINT_CLOSED ? outcome_of(d->act, from) : S("");
    k->closed_at = to == COMPLAINT_CLOSED ? c->now_at : 0;
    k->reopened_count += d->act == COMPLAINT_ACT_REOPEN ? 1 : 0;
    if (to != COMPLAINT_CLOSED) {
        k->duplicate_of.v = 0;
    }
}

/* ---- the words of a step ---- */

static enum err note(struct ctx *c, const struct complaint *k, enum complaint_act act,
                     enum complaint_state from)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("from"), complaint_state_name(from));
    value_set_text(c->arena, facts, S("to"), complaint_state_name(k->state));
    value_set_text(c->arena, facts, S("severity"), k->severity);
    value_set_text(c->arena, facts, S("category"), k->category);
    value_set_text(c->arena, facts, S("cause"), k->cause);
    value_set_bool(c->arena, facts, S("is_safety"), k->is_safety);
    value_set_text(c->arena, facts, S("verdict"), k->verdict);
    value_set_text(c->arena, facts, S("outcome"), k->outcome);
    value_set_instant(c->arena, facts, S("received_at"), k->received_at);
    ctx_raise(c, S("complaints"));
    if (k->state == COMPLAINT_CLOSED) {
        ctx_wake(c, WAKE_TIMER); /* it is asked how it was settled */
    }
    ctx_raisef(c, "complaint:%" PRId64, k->id.v);
    return event_note(c, str_join(c->arena, S("complaint."), complaint_act_name(act)),
                      complaint_subject(c, k->id), facts);
}

static enum err check_words(struct ctx *c, const struct complaint_do *d)
{
    size_t size = str_count_chars(str_trim(d->text));
    bool is_missing = complaint_needs_text(d->act) && !d->is_said && ink_count(d->text) < WORDS_MIN;
    bool has_date = d->act != COMPLAINT_ACT_PROPOSE ||
                    (d->due_at > c->now_at && d->due_at <= c->now_at + DAYS(REMEDY_DAYS_MAX));
    if (is_missing || size > WORDS_MAX || !has_date) {
        return fail(c, ERR_BAD_INPUT, "%s",
                    "words of 5 to 20000 characters, and a coming date with a proposal");
    }
    return OK;
}

/* The other side reads it where they talk: the conversation. A rule says nothing there, its notice does. */
SQL(complaint_goes_on_in, "UPDATE complaint SET conversation_id = $2 WHERE id = $1");

static enum err say(struct ctx *c, const struct complaint *k, str text)
{
    struct said_receipt receipt = { 0 };
    struct conversation v = { 0 };
    if (text.size == 0 || c->actor.role == ROLE_SYSTEM) {
        return OK;
    }
    TRY(conversation_get(c, k->conversation, &v));
    bool is_person = c->actor.role == ROLE_BUYER || c->actor.role == ROLE_VISITOR;
    struct said_new s = { .direction = is_person ? SAID_IN : SAID_OUT, .author = is_person ? AUTHOR_BUYER : AUTHOR_STAFF,
                          .channel = CHANNEL_WEB, .text = text };
    TRY(conversation_say(c, v.id, &s, &receipt));
    return receipt.conversation.v == k->conversation.v
               ? OK /* a closed or merged one goes on in another */
               : db_exec(c->db, &complaint_goes_on_in, ARGS(k->id.v, receipt.conversation.v), NULL);
}

static enum err tell_person(struct ctx *c, const struct complaint *k, int64_t step)
{
    struct notice_new n = { .kind = S("complaint_news"), .subject = complaint_subject(c, k->id), .person = k->person,
                            .occasion = str_format(c->arena, "step:%" PRId64, step), .lang = k->lang };
    enum err e = c->actor.role == ROLE_BUYER ? OK : notice_queue(c, &n);
    return e == ERR_NOT_FOUND ? OK : e; /* erased */
}

/* ---- taking a step ---- */

static enum err find_original(struct ctx *c, struct complaint *k, str number)
{
    struct complaint other = { 0 };
    enum err e = complaint_by_number(c, number, &other);
    if (e == ERR_NOT_FOUND || (e == OK && other.id.v == k->id.v)) {
        return fail(c, ERR_BAD_INPUT, "%s", "no such other complaint");
    }
    TRY(e);
    if (other.duplicate_of.v != 0) { /* each the same as the other: nobody would decide */
        return fail(c, ERR_BAD_INPUT, "%s", "the other one is a duplicate itself");
    }
    k->duplicate_of = other.id;
    return OK;
}

/* The case of an erased person goes on without words: the steps stay, nothing of theirs comes back. */
static enum err write_words(struct ctx *c, const struct complaint *k, str words, vault_text_id *out)
{
    enum err e = words.size == 0 ? OK : vault_text_write(c, k->person, VAULT_MESSAGE, words, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* Whoever works here may complain like everybody; somebody else looks after it. */
static enum err check_own(struct ctx *c, const struct complaint *k)
{
    str email = { 0 };
    bool is_own = false;
    bool is_staff = c->actor.role != ROLE_BUYER && c->actor.role != ROLE_VISITOR &&
                    c->actor.role != ROLE_SYSTEM;
    enum err e = is_staff ? staff_email(c, (staff_id){ c->actor.id }, &email) : ERR_NOT_FOUND;
    TRY(e == ERR_NOT_FOUND ? OK : e);
    TRY(complaint_matches(c, k, (str){ 0 }, email, &is_own));
    return is_own ? fail(c, ERR_FORBIDDEN, "complaint %" PRId64 ": one's own", k->id.v) : OK;
}

/* What was counted is not, because staff say so: as public as any other override. */
static enum err note_override(struct ctx *c, const struct complaint *k, str words)
{
    size_t end = words.size < OVERRIDE_REASON_MAX ? words.size : OVERRIDE_REASON_MAX;
    while (end < words.size && ((unsigned char)words.at[end] & 0xc0) == 0x80) {
        end--; /* not in the midst of a letter */
    }
    return override_note(c, S("complaint.not_one"), complaint_subject(c, k->id),
                         str_slice(words, 0, end), k->person.v);
}

static enum err take(struct ctx *c, struct complaint *k, const struct complaint_do *d,
                     bool is_second)
{
    enum complaint_state from = k->state;
    enum complaint_state to = from;
    vault_text_id text = { 0 };
    int64_t step = 0;
    str words = str_trim(d->text);
    TRY(complaint_step_to(c, k, d->act, is_second, &to));
    if (!is_second) {
        TRY(check_own(c, k));
        TRY(check_words(c, d));
    }
    if (d->act == COMPLAINT_ACT_DUPLICATE) {
        TRY(find_original(c, k, d->duplicate_of));
    }
    change(c, k, d, to);
    TRY(write_words(c, k, words, &text));
    bool is_decision = d->act == COMPLAINT_ACT_PROPOSE || d->act == COMPLAINT_ACT_REJECT;
    k->decision = is_decision ? text : k->decision;
    TRY(complaint_update(c, k, from));
    TRY(complaint_step_insert(c, k, d->act, from, text, &step));
    TRY(note(c, k, d->act, from));
    TRY(d->act == COMPLAINT_ACT_NOT_ONE ? note_override(c, k, words) : OK);
    TRY(settle_promises(c, k, d->act));
    if (!is_second && text.v != 0 && !d->is_said) {
        TRY(say(c, k, words));
    }
    return tell_person(c, k, step);
}

enum err complaint_take(struct ctx *c, complaint_id id, const struct complaint_do *d,
                        struct complaint *out)
{
    struct complaint k = { 0 };
    TRY(complaint_hold(c, id, &k));
    bool was_safety = k.is_safety;
    TRY(take(c, &k, d, false));
    if (k.is_safety && !was_safety) {
        int64_t acknowledge = 0;
        int64_t decision = 0;
        int64_t version = 0;
        TRY(budgets(c, true, &acknowledge, &decision, &version));
        TRY(promise_tighten(c, complaint_subject(c, id), PROMISE_DECIDE_COMPLAINT, decision,
                            S("safety")));
    }
    *out = k;
    return OK;
}

enum err complaint_said(struct ctx *c, complaint_id id, str text)
{
    struct complaint k = { 0 };
    TRY(complaint_hold(c, id, &k));
    if (c->actor.role == ROLE_BUYER && complaint_is_safety_heard(c->arena, text)) {
        TRY(complaint_raise_safety(c, id));
    }
    if (k.state == COMPLAINT_WAITING_CUSTOMER) {
        struct complaint_do answer = { .act = COMPLAINT_ACT_GO_ON, .text = text };
        return complaint_take(c, id, &answer, &k);
    }
    ctx_raisef(c, "complaint:%" PRId64, id.v);
    TRY(complaint_put_wait(c, &k, waits_until(k.state, c->now_at)));
    return say(c, &k, str_trim(text));
}

/* Closed or merged, it goes on where the person talks now. */
static enum err follow(struct ctx *c, const struct complaint *k, conversation_id in)
{
    struct conversation v = { 0 };
    if (k->conversation.v == in.v) {
        return OK;
    }
    TRY(conversation_get(c, k->conversation, &v));
    bool is_over = v.state == CONVERSATION_CLOSED || v.state == CONVERSATION_MERGED;
    return is_over ? db_exec(c->db, &complaint_goes_on_in, ARGS(k->id.v, in.v), NULL) : OK;
}

enum err complaint_answered(struct ctx *c, complaint_id id, conversation_id in, str text)
{
    struct complaint k = { 0 };
    struct actor before = c->actor;
    struct complaint_do answer = { .act = COMPLAINT_ACT_GO_ON, .text = text, .is_said = true };
    TRY(complaint_hold(c, id, &k));
    TRY(follow(c, &k, in));
    ctx_raisef(c, "complaint:%" PRId64, id.v);
    if (k.state != COMPLAINT_WAITING_CUSTOMER) {
        return complaint_put_wait(c, &k, waits_until(k.state, c->now_at));
    }
    c->actor = (struct actor){ ROLE_BUYER, k.person.v }; /* whoever wrote it down */
    enum err e = complaint_take(c, id, &answer, &k);
    c->actor = before;
    return e;
}

enum err complaint_raise_safety(struct ctx *c, complaint_id id)
{
    struct complaint k = { 0 };
    int64_t acknowledge = 0;
    int64_t decision = 0;
    int64_t version = 0;
    TRY(complaint_hold(c, id, &k));
    if (k.is_safety || !complaint_is_open(&k)) {
        return OK;
    }
    k.is_safety = true;
    TRY(complaint_update(c, &k, k.state));
    TRY(budgets(c, true, &acknowledge, &decision, &version));
    TRY(promise_tighten(c, complaint_subject(c, id), PROMISE_ACKNOWLEDGE, acknowledge,
                        S("safety")));
    TRY(promise_tighten(c, complaint_subject(c, id), PROMISE_DECIDE_COMPLAINT, decision,
                        S("safety")));
    struct value *facts = value_object(c->arena);
    ctx_raise(c, S("complaints"));
    return event_note(c, S("complaint.safety"), complaint_subject(c, id), facts);
}

enum err complaint_assign(struct ctx *c, complaint_id id, int64_t staff)
{
    struct complaint k = { 0 };
    TRY(complaint_hold(c, id, &k));
    k.owner = staff;
    TRY(complaint_update(c, &k, k.state));
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("staff"), staff);
    ctx_raise(c, S("complaints"));
    return event_note(c, S("complaint.assigned"), complaint_subject(c, id), facts);
}

/* ---- beginning ---- */

static enum err begin_conversation(struct ctx *c, const struct complaint_new *n,
                                   conversation_id *out)
{
    struct said_receipt receipt = { 0 };
    if (n->conversation.v != 0) {
        *out = n->conversation;
        return OK;
    }
    struct conversation_new v = { .person = n->person, .channel = n->channel, .lang = n->lang, .title = n->subject };
    TRY(conversation_open(c, &v, out));
    struct said_new s = { .direction = SAID_IN, .channel = n->channel, .author = AUTHOR_BUYER, .text = n->text,
                          .sent_at = n->posted_at };
    return conversation_say(c, *out, &s, &receipt);
}

/* The same matter said again, earlier or elsewhere: one case, one clock, starting at the earliest. */
static enum err join(struct ctx *c, const struct complaint_new *n, struct complaint *k)
{
    int64_t posted_at = n->posted_at == 0 ? c->now_at : n->posted_at;
    if (posted_at < k->received_at) {
        k->received_at = posted_at;
        TRY(complaint_set_start(c, k->id, posted_at));
        TRY(promise_started_before(c, complaint_subject(c, k->id), posted_at));
    }
    bool is_danger = n->is_safety || complaint_is_safety_heard(c->arena, n->text);
    return is_danger ? complaint_raise_safety(c, k->id) : OK;
}

static enum err begin(struct ctx *c, const struct complaint_new *n, struct complaint *k)
{
    int64_t acknowledge = 0;
    int64_t decision = 0;
    int64_t version = 0;
    int64_t step = 0;
    TRY(begin_conversation(c, n, &k->conversation));
    TRY(vault_text_write(c, n->person, VAULT_MESSAGE, n->subject, &k->subject));
    if (n->wish.size > 0) {
        TRY(vault_text_write(c, n->person, VAULT_MESSAGE, n->wish, &k->wish));
    }
    TRY(complaint_insert(c, k));
    TRY(conversation_add_about(c, k->conversation, complaint_subject(c, k->id)));
    TRY(complaint_step_insert(c, k, COMPLAINT_ACT_OPEN, COMPLAINT_RECEIVED, (vault_text_id){ 0 },
                              &step));
    TRY(note(c, k, COMPLAINT_ACT_OPEN, COMPLAINT_RECEIVED));
    TRY(budgets(c, k->is_safety, &acknowledge, &decision, &version));
    TRY(promise(c, k, PROMISE_ACKNOWLEDGE, k->received_at, acknowledge, 0, version));
    return promise(c, k, PROMISE_DECIDE_COMPLAINT, k->received_at, decision, 0, version);
}

enum err complaint_open(struct ctx *c, const struct complaint_new *n, struct complaint *out)
{
    struct complaint k = { 0 };
    size_t title = str_count_chars(str_trim(n->subject));
    enum err e =
        n->conversation.v == 0 ? ERR_NOT_FOUND : complaint_of_conversation(c, n->conversation, &k);
    if (e == OK) {
        TRY(join(c, n, &k));
        return complaint_get(c, k.id, out);
    }
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (ink_is_none(n->subject) || title > TITLE_MAX ||
        (n->conversation.v == 0 && ink_is_none(n->text))) {
        return fail(c, ERR_BAD_INPUT, "%s", "a complaint without words");
    }
    bool is_danger = complaint_is_safety_heard(c->arena, n->text) ||
                     complaint_is_safety_heard(c->arena, n->subject);
    k = (struct complaint){ .number = link_number_new(c, S("PGD")),
                             .person = n->person,
                             .order_number = n->order_number,
                             .source = n->source,
                             .lang = n->lang,
                             .state = COMPLAINT_RECEIVED,
                             .is_safety = n->is_safety || is_danger,
                             .received_at = n->posted_at == 0 || n->posted_at > c->now_at
                                                ? c->now_at
                                                : n->posted_at,
                             .opened_at = c->now_at };
    TRY(begin(c, n, &k));
    if (!n->is_untold) {
        TRY(notice_queue(c, &(struct notice_new){ .kind = S("complaint_opened"),
                                                   .subject = complaint_subject(c, k.id),
                                                   .person = k.person,
                                                   .lang = k.lang }));
    }
    TRY(notice_queue(c, &(struct notice_new){ .kind = S("complaint_owner"),
                                               .subject = complaint_subject(c, k.id),
                                               .to = NOTICE_OWNER,
                                               .lang = c->shop->lang }));
    return complaint_get(c, k.id, out);
}

SQL(complaint_person_has, "SELECT count(*) FROM person_find WHERE hash = $1 AND person_id = $2");

static enum err has(struct ctx *c, enum vault_field field, str value, person_id person, bool *out)
{
    int64_t found = 0;
    if (value.size > 0) {
        TRY(db_get_int(c->db, &complaint_person_has,
                       ARGS(vault_find_hash(c, field, value), person.v), 0, &found));
    }
    *out = *out || found > 0;
    return OK;
}

enum err complaint_matches(struct ctx *c, const struct complaint *k, str phone, str email,
                           bool *out)
{
    *out = false;
    TRY(has(c, VAULT_PHONE, phone, k->person, out));
    return has(c, VAULT_EMAIL, email, k->person, out);
}

/* ---- hooks and the chore ---- */

static enum err of_subject(struct ctx *c, str subject, struct complaint *out)
{
    complaint_id id = { 0 };
    struct str_pair cut = str_cut(subject, ':');
    CHECK(cut.found && str_to_int(cut.tail, &id.v));
    return complaint_hold(c, id, out);
}

enum err complaint_decided(struct ctx *c, const struct decision *d)
{
    struct complaint k = { 0 };
    struct complaint_do step = { .act = d->is_upheld ? COMPLAINT_ACT_UPHOLD : COMPLAINT_ACT_DENY };
    TRY(of_subject(c, d->subject, &k));
    return take(c, &k, &step, true);
}

enum err complaint_promise_broken(struct ctx *c, const struct promise *p)
{
    struct complaint k = { 0 };
    enum complaint_state to = COMPLAINT_RECEIVED;
    struct complaint_do step = { .act = COMPLAINT_ACT_OVERDUE };
    TRY(of_subject(c, p->subject, &k));
    ctx_raise(c, S("complaints"));
    if (p->kind != PROMISE_DECIDE_COMPLAINT ||
        complaint_step_to(c, &k, step.act, false, &to) != OK) {
        return OK; /* the record stands; the board shows it as late */
    }
    return take(c, &k, &step, false);
}

enum err complaint_tick(struct ctx *c, int64_t limit, int64_t *done)
{
    enum { BATCH_MAX = 50 };
    struct complaint_list list = { 0 };
    struct complaint_do step = { .act = COMPLAINT_ACT_LAPSE };
    bool is_held = false;
    *done = 0;
    TRY(pulse_is_held(c, &is_held));
    if (is_held) {
        return OK; /* the person may well answer in time: the clock jumped */
    }
    TRY(complaint_waited(c, limit < BATCH_MAX ? limit : BATCH_MAX, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(take(c, &list.item[i], &step, false));
    }
    *done = (int64_t)list.count;
    return OK;
}

SQL(incident_insert, "INSERT INTO complaint_incident (title, made_at) VALUES ($1, $2) RETURNING id");

enum err complaint_incident_open(struct ctx *c, str title, int64_t *out)
{
    size_t size = str_count_chars(str_trim(title));
    if (ink_count(title) < WORDS_MIN || size > TITLE_MAX) {
        return fail(c, ERR_BAD_INPUT, "%s", "an incident has a title of 5 to 200 characters");
    }
    TRY(db_get_int(c->db, &incident_insert, ARGS(str_trim(title), c->now_at), 0, out));
    ctx_raise(c, S("complaints"));
    return event_note(c, S("incident.opened"), str_format(c->arena, "incident:%" PRId64, *out),
                      NULL);
}

SQL(incident_is_there, "SELECT count(*) FROM complaint_incident WHERE id = $1 AND closed_at IS NULL");

enum err complaint_incident_join(struct ctx *c, complaint_id id, int64_t incident)
{
    struct complaint k = { 0 };
    int64_t found = 0;
    TRY(complaint_hold(c, id, &k));
    TRY(db_get_int(c->db, &incident_is_there, ARGS(incident), 0, &found));
    if (found == 0) {
        return fail(c, ERR_NOT_FOUND, "incident %" PRId64, incident);
    }
    k.incident = incident;
    TRY(complaint_update(c, &k, k.state));
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("incident"), incident);
    return event_note(c, S("complaint.joined"), complaint_subject(c, id), facts);
}
