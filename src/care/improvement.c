/* SPDX-License-Identifier: Apache-2.0 */
#include "care/improvement.h"

#include "base/ink.h"
#include "care/improvement_store.h"
#include "core/event.h"
#include "core/notice.h"

str improvement_subject(struct ctx *c, improvement_id id)
{
    return str_format(c->arena, "improvement:%" PRId64, id.v);
}

/* ---- steps ---- */

static const struct step {
    enum improvement_status from, to;
    bool needs_reason;
} steps[] = {
    { IMPROVEMENT_CONSIDERED, IMPROVEMENT_PLANNED, false },
    { IMPROVEMENT_CONSIDERED, IMPROVEMENT_DONE, false },
    { IMPROVEMENT_CONSIDERED, IMPROVEMENT_DECLINED, true },
    { IMPROVEMENT_PLANNED, IMPROVEMENT_DONE, false },
    { IMPROVEMENT_PLANNED, IMPROVEMENT_DECLINED, true },
    { IMPROVEMENT_PLANNED, IMPROVEMENT_CONSIDERED, true },
    { IMPROVEMENT_DECLINED, IMPROVEMENT_CONSIDERED, true },
    { IMPROVEMENT_DECLINED, IMPROVEMENT_PLANNED, true },
    { IMPROVEMENT_DONE, IMPROVEMENT_PLANNED, true },
};

static const struct step *step_of(enum improvement_status from, enum improvement_status to)
{
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].from == from && steps[i].to == to) {
            return &steps[i];
        }
    }
    return NULL;
}

bool improvement_can_move(enum improvement_status from, enum improvement_status to)
{
    return step_of(from, to) != NULL;
}

static enum err note(struct ctx *c, const char *kind, improvement_id id, struct value *facts)
{
    ctx_raise(c, S("improvements"));
    return event_note(c, str_of(kind), improvement_subject(c, id), facts);
}

/* The reason is only committed to, as with overrides: staff may have named somebody against the rule. */
static enum err note_step(struct ctx *c, const struct improvement *was, enum improvement_status to,
                          str reason)
{
    struct value *facts = value_object(c->arena);
    struct event_private said = { S("reason"), reason };
    value_set_text(c->arena, facts, S("from"), improvement_status_name(was->status));
    value_set_text(c->arena, facts, S("to"), improvement_status_name(to));
    struct event_new e = {
        .kind = S("improvement.moved"), .subject = improvement_subject(c, was->id), .facts = facts, .private_field = &said,
        .private_count = reason.size != 0,
    };
    ctx_raise(c, S("improvements"));
    return event_add(c, &e, NULL);
}

/* ---- telling ---- */

static enum err is_reachable(struct ctx *c, person_id person, bool *out)
{
    bool has_phone = false;
    bool has_email = false;
    enum err e = person.v == 0 ? ERR_NOT_FOUND : vault_has(c, person, VAULT_PHONE, &has_phone);
    e = e == OK ? vault_has(c, person, VAULT_EMAIL, &has_email) : e;
    TRY(e == ERR_NOT_FOUND ? OK : e);
    *out = has_phone || has_email;
    return OK;
}

/* Who said it in two places hears it once; what was taken back and done again is said again. */
static enum err tell(struct ctx *c, improvement_id id, const struct improvement_origin *origin)
{
    bool can_reach = false;
    int64_t step = 0;
    TRY(is_reachable(c, origin->person, &can_reach));
    TRY(improvement_last_step(c, id, &step));
    struct notice_new n = {
        .kind = S(NOTICE_IMPROVEMENT_DONE), .subject = improvement_subject(c, id), .person = origin->person, .lang = origin->lang,
        .occasion = str_format(c->arena, "person:%" PRId64 ":%" PRId64, origin->person.v, step),
    };
    return can_reach ? notice_queue(c, &n) : OK;
}

static enum err tell_all(struct ctx *c, improvement_id id)
{
    struct improvement_origins said = { 0 };
    TRY(improvement_origins_of(c, id, &said));
    for (size_t i = 0; i < said.count; i++) {
        TRY(tell(c, id, &said.item[i]));
    }
    return OK;
}

/* ---- making and changing ---- */

static enum err check_words(struct ctx *c, const struct improvement_words *words)
{
    for (size_t i = 0; i < LANG_COUNT; i++) {
        if (ink_is_none(words->title[i]) ||
            str_count_chars(words->title[i]) > IMPROVEMENT_TITLE_MAX ||
            str_count_chars(words->note[i]) > IMPROVEMENT_NOTE_MAX) {
            return fail(c, ERR_BAD_INPUT, "title in both languages, and not too long");
        }
    }
    return OK;
}

static enum err say_here(struct ctx *c, improvement_id id, const struct improvement_origin *origin)
{
    bool is_new = false;
    struct value *facts = value_object(c->arena);
    TRY(improvement_put_origin(c, id, origin->subject, &is_new));
    value_set_text(c->arena, facts, S("origin"), origin->subject);
    return is_new ? note(c, "improvement.origin_added", id, facts) : OK;
}

enum err improvement_make(struct ctx *c, const struct improvement_words *words, str origin,
                          improvement_id *out)
{
    improvement_id id = { 0 };
    struct improvement_origin from = { 0 };
    TRY(check_words(c, words));
    TRY(origin.size == 0 ? OK : improvement_origin_of(c, origin, &from));
    TRY(improvement_insert(c, words, &id));
    TRY(note(c, "improvement.made", id, NULL));
    TRY(origin.size == 0 ? OK : say_here(c, id, &from));
    *out = id;
    return OK;
}

enum err improvement_edit(struct ctx *c, improvement_id id, const struct improvement_words *words)
{
    TRY(check_words(c, words));
    TRY(improvement_put_words(c, id, words));
    return note(c, "improvement.edited", id, NULL);
}

enum err improvement_add_origin(struct ctx *c, improvement_id id, str origin)
{
    struct improvement i = { 0 };
    struct improvement_origin from = { 0 };
    TRY(improvement_get(c, id, &i));
    TRY(improvement_origin_of(c, origin, &from));
    TRY(say_here(c, id, &from));
    return i.status == IMPROVEMENT_DONE ? tell(c, id, &from) : OK;
}

enum err improvement_move(struct ctx *c, improvement_id id, enum improvement_status to, str reason)
{
    struct improvement i = { 0 };
    str why = str_trim(reason);
    size_t size = str_count_chars(why);
    TRY(improvement_get(c, id, &i));
    const struct step *step = step_of(i.status, to);
    if (step == NULL) {
        return fail(c, ERR_STATE, "improvement %" PRId64 " is no more what it was", id.v);
    }
    if ((step->needs_reason && ink_count(why) < IMPROVEMENT_REASON_MIN) ||
        size > IMPROVEMENT_REASON_MAX) {
        return fail(c, ERR_BAD_INPUT, "improvement %" PRId64 ": a reason of %d to %d characters",
                    id.v, IMPROVEMENT_REASON_MIN, IMPROVEMENT_REASON_MAX);
    }
    TRY(improvement_put_status(c, id, i.status, to, why));
    TRY(note_step(c, &i, to, why));
    return to == IMPROVEMENT_DONE ? tell_all(c, id) : OK;
}

/* ---- what holds ---- */

SQL(check_improvement_step,
    "SELECT 'improvement ' || CAST(i.id AS TEXT) || ' is not where its last step led' FROM improvement i"
    " WHERE i.status <> coalesce((SELECT s.status FROM improvement_step s WHERE s.improvement_id = i.id"
    "  ORDER BY s.position DESC LIMIT 1), '') ORDER BY i.id LIMIT 1000");
SQL(check_improvement_reason,
    "SELECT 'improvement ' || CAST(s.improvement_id AS TEXT) || ' was declined without a reason' FROM improvement_step s"
    " WHERE s.status = 'declined' AND s.reason = '' ORDER BY s.improvement_id LIMIT 1000");

const struct check improvement_checks[] = {
    { .name = "improvements_are_where_their_steps_led", .sql = &check_improvement_step },
    { .name = "no_suggestion_is_declined_without_a_reason", .sql = &check_improvement_reason },
};
const size_t improvement_check_count = COUNT(improvement_checks);
