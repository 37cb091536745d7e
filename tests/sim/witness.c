/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/witness.h"

#include "core/promise_kind.h"
#include "core/setting.h"

#include <stdio.h>

enum { FACTS_MAX = 400000, TOLD_MAX = 200000 };

/* How long a clock stands still at most: money whose account nobody named waits longer than a question. */
static int64_t span_of(enum promise_kind kind)
{
    return kind == PROMISE_REFUND ? DAYS(90) : DAYS(14);
}

struct witness witness_new(struct arena *arena)
{
    return (struct witness){ .arena = arena,
                              .fact = NEW_N(arena, struct fact, FACTS_MAX),
                              .told = NEW_N(arena, struct told, TOLD_MAX) };
}

void witness_did(struct witness *w, const struct fact *fact)
{
    CHECK(w->facts < FACTS_MAX);
    struct fact *f = &w->fact[w->facts++];
    *f = *fact;
    f->subject = str_copy(w->arena, fact->subject);
}

SQL(made_since,
    "SELECT id, kind, subject, made_at, due_at, from_at, budget, clock, CASE WHEN paused_by = '' THEN 0 ELSE 1 END"
    " FROM promise WHERE id > $1 ORDER BY id");

/* Some stand still from the first moment on: told as late as they can become. */
static void begin_paused(struct witness *w, struct told *t)
{
    struct fact paused = { .at = t->made_at, .subject = t->subject, .kind = t->kind, .sort = FACT_PAUSED, .promise = t->id };
    t->due_at -= span_of(t->kind);
    witness_did(w, &paused);
}

static enum promise_clock clock_of(str name)
{
    enum promise_clock clock = 0;
    while (clock < CLOCK_COUNT && !str_eq(name, promise_clock_name(clock))) {
        clock++;
    }
    CHECK(clock < CLOCK_COUNT);
    return clock;
}

enum err witness_look(struct witness *w, struct ctx *c)
{
    int64_t last = w->tolds == 0 ? 0 : w->told[w->tolds - 1].id;
    struct rows r = db_query(c->db, &made_since, ARGS(last));
    while (db_next(&r)) {
        CHECK(w->tolds < TOLD_MAX);
        struct told *t = &w->told[w->tolds++];
        t->id = row_int(&r);
        CHECK(promise_kind_of(row_text(&r, c->arena), &t->kind));
        t->subject = str_copy(w->arena, row_text(&r, c->arena));
        t->made_at = row_int(&r);
        t->due_at = row_int(&r);
        t->from_at = row_int(&r);
        t->budget = row_int(&r);
        t->clock = clock_of(row_text(&r, c->arena));
        t->was_moved = false;
        if (row_int(&r) != 0) {
            begin_paused(w, t);
        }
    }
    return db_done(&r);
}

void witness_keep(struct witness *w)
{
    w->facts_kept = w->facts;
    w->tolds_kept = w->tolds;
}

void witness_forget(struct witness *w)
{
    w->facts = w->facts_kept;
    w->tolds = w->tolds_kept;
}

/* --- the judge --- */

/* What people did about one promise, in the order of time. */
struct story {
    int64_t due_at; /* moved by what the person took to answer */
    int64_t paused_at, lapses_at;
    int64_t span;   /* the clock stands still no longer */
    int64_t end_at; /* the first that was done, or ended it; 0: nobody did anything */
    bool is_done, has_paused;
};

static size_t first_from(const struct witness *w, int64_t at)
{
    size_t low = 0;
    size_t high = w->facts;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->fact[mid].at < at) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    return low;
}

static void end(struct story *s, int64_t at, bool is_done)
{
    s->end_at = at;
    s->is_done = is_done;
}

/* Asked too late, nothing stands still any more. */
static void follow(struct story *s, const struct fact *f)
{
    switch (f->sort) {
    case FACT_PAUSED:
        s->paused_at = s->paused_at == 0 && f->at <= s->due_at ? f->at : s->paused_at;
        s->has_paused = true;
        return;
    case FACT_RESUMED:
        s->due_at += s->paused_at == 0 ? 0 : f->at - s->paused_at;
        s->paused_at = 0;
        return;
    case FACT_DONE:
    case FACT_ENDED:
        end(s, f->at, f->sort == FACT_DONE);
        return;
    case FACT_LAPSES:
        s->lapses_at = f->due_at;
        return;
    case FACT_MOVED:
        s->due_at = f->due_at;
        return;
    }
}

static bool is_about(const struct fact *f, const struct told *t)
{
    bool is_kind = f->kind == t->kind || f->kind == PROMISE_KIND_COUNT;
    return f->promise == 0 ? is_kind && str_eq(f->subject, t->subject) : f->promise == t->id;
}

static struct story story_of(const struct witness *w, const struct told *t, int64_t now_at)
{
    struct story s = { .due_at = t->due_at, .span = span_of(t->kind) };
    for (size_t i = first_from(w, t->made_at); i < w->facts && s.end_at == 0; i++) {
        const struct fact *f = &w->fact[i];
        bool has_lapsed = s.lapses_at != 0 && f->at > s.lapses_at;
        if (has_lapsed || (s.paused_at != 0 && f->at > s.paused_at + s.span)) {
            break;
        }
        if (is_about(f, t)) {
            follow(&s, f);
        }
    }
    if (s.end_at == 0 && s.lapses_at != 0 && now_at > s.lapses_at) {
        end(&s, s.lapses_at, false);
    }
    return s;
}

/* Ended before it was due: no verdict. Ended or done after it: the day had passed already. Nobody answered: it lapsed. */
static enum promise_outcome verdict(const struct story *s, int64_t now_at)
{
    if (s->end_at != 0 && s->end_at <= s->due_at) {
        return s->is_done ? PROMISE_KEPT : PROMISE_VOIDED;
    }
    if (s->end_at == 0 && s->paused_at != 0) {
        return now_at > s->paused_at + s->span ? PROMISE_VOIDED : PROMISE_OPEN;
    }
    return s->end_at == 0 && now_at <= s->due_at ? PROMISE_OPEN : PROMISE_BROKEN;
}

/* Nobody decided, the second person neither: the wish counted, and what was wished for was promised. */
static bool is_granted(const struct witness *w, const struct told *decision, int64_t due_at)
{
    for (const struct told *t = decision + 1; t < w->told + w->tolds; t++) {
        if (t->kind == PROMISE_REMEDY && t->made_at > due_at &&
            str_eq(t->subject, decision->subject)) {
            return true;
        }
    }
    return false;
}

/* Broken, does somebody still wait for it? Not where a rule did it in the shop's place. */
static bool is_awaited(const struct witness *w, const struct told *t, const struct story *s)
{
    bool is_by_rule = t->kind == PROMISE_ANSWER_CLAIM || t->kind == PROMISE_INSPECT ||
                      t->kind == PROMISE_DECIDE ||
                      (t->kind == PROMISE_DECIDE_COMPLAINT && is_granted(w, t, s->due_at));
    return s->end_at == 0 && !is_by_rule;
}

void witness_rates(const struct witness *w, int64_t from_at, int64_t to_at,
                   struct promise_rate out[PROMISE_KIND_COUNT])
{
    for (size_t i = 0; i < w->tolds; i++) {
        const struct told *t = &w->told[i];
        struct promise_rate *rate = &out[t->kind];
        struct story story = story_of(w, t, to_at);
        bool stands = story.end_at == 0 && story.paused_at != 0;
        int64_t due_at = story.due_at + (stands ? story.span : 0); /* the latest it can become */
        if (due_at < from_at || due_at >= to_at) {
            continue;
        }
        enum promise_outcome is = verdict(&story, to_at);
        rate->due++;
        rate->kept += is == PROMISE_KEPT;
        rate->broken += is == PROMISE_BROKEN;
        rate->broken_open += is == PROMISE_BROKEN && is_awaited(w, t, &story);
        rate->voided += is == PROMISE_VOIDED;
    }
}

/* --- the terms changed --- */

/* What this promise is given by the new terms; 0: they say nothing about it. */
static int64_t budget_by(const struct new_terms *terms, const struct told *t)
{
    bool is_reply =
        t->kind == PROMISE_REPLY || t->kind == PROMISE_NEXT_REPLY || t->kind == PROMISE_ACKNOWLEDGE;
    if (t->clock == CLOCK_DATE) {
        return 0;
    }
    if (terms->calendar != NULL) {
        return t->clock == CLOCK_BUSINESS ? t->budget : 0;
    }
    return is_reply ? terms->reply : t->kind == PROMISE_DECIDE_COMPLAINT ? terms->complaint : 0;
}

static int64_t due_from(const struct calendar *open, const struct told *t, int64_t from_at,
                        int64_t budget)
{
    int64_t due_at = 0;
    bool is_reckoned =
        t->clock == CLOCK_BUSINESS && calendar_due_at(open, from_at, budget, &due_at);
    return is_reckoned ? due_at : from_at + budget;
}

/* The better date for the person, seen at `at`: from where the clock began; what that makes overdue at once begins now. */
static int64_t better_of(const struct ctx *c, const struct new_terms *terms, const struct told *t,
                         const struct story *s, int64_t at)
{
    const struct calendar *open = terms->calendar != NULL ? terms->calendar : c->shop->calendar;
    int64_t budget = budget_by(terms, t);
    int64_t due_at = budget == 0 ? s->due_at : due_from(open, t, t->from_at, budget);
    due_at = due_at <= at ? due_from(open, t, at, budget) : due_at;
    return due_at < s->due_at ? due_at : s->due_at;
}

static bool is_right(const struct ctx *c, const struct new_terms *terms, const struct told *t,
                     const struct story *s, int64_t due_at)
{
    bool is_simple = !t->was_moved && !s->has_paused && s->due_at > c->now_at;
    int64_t low = better_of(c, terms, t, s, terms->from_at);
    int64_t high = better_of(c, terms, t, s, c->now_at);
    return due_at <= s->due_at && (!is_simple || (due_at >= low && due_at <= high));
}

static struct told *told_of(struct witness *w, int64_t id)
{
    size_t low = 0;
    size_t high = w->tolds;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (w->told[mid].id < id) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    CHECK(low < w->tolds && w->told[low].id == id);
    return &w->told[low];
}

static void heard(struct witness *w, const struct ctx *c, const struct new_terms *terms,
                  struct told *t, int64_t due_at)
{
    struct fact moved = { .at = c->now_at, .subject = t->subject, .kind = t->kind, .sort = FACT_MOVED, .due_at = due_at, .promise = t->id };
    int64_t budget = budget_by(terms, t);
    t->was_moved = true;
    t->budget = budget == 0 ? t->budget : budget;
    w->moved++;
    witness_did(w, &moved);
}

SQL(still_open, "SELECT id, due_at, CASE WHEN paused_by = '' THEN 0 ELSE 1 END FROM promise WHERE outcome = 'open' ORDER BY id");

enum err witness_hear(struct witness *w, struct ctx *c, const struct new_terms *terms,
                      size_t *differ)
{
    struct rows r = db_query(c->db, &still_open, NO_ARGS);
    while (db_next(&r)) {
        struct told *t = told_of(w, row_int(&r));
        int64_t due_at = row_int(&r);
        due_at -= row_int(&r) != 0 ? span_of(t->kind) : 0; /* shown as late as it can become */
        struct story s = story_of(w, t, c->now_at);
        if (!is_right(c, terms, t, &s, due_at)) {
            str kind = promise_kind_name(t->kind);
            printf("FAIL promise %" PRId64 " (%.*s of %.*s): new terms made of %" PRId64
                   " the date %" PRId64 ", not %" PRId64 "\n",
                   t->id, STR_ARG(kind), STR_ARG(t->subject), s.due_at, due_at,
                   better_of(c, terms, t, &s, c->now_at));
            (*differ)++;
        }
        if (due_at != s.due_at) {
            heard(w, c, terms, t, due_at);
        }
    }
    return db_done(&r);
}

/* --- the end --- */

/* What nobody answered ends when the timer next looks: within the day. */
static bool is_by(const struct promise *p, const struct story *s)
{
    int64_t late = p->due_at - s->due_at;
    return s->paused_at == 0 ? late == 0
                             : late == 0 || (late >= s->span && late < s->span + DAYS(1));
}

enum err witness_compare(const struct witness *w, struct ctx *c, size_t *differ)
{
    for (size_t i = 0; i < w->tolds; i++) {
        const struct told *t = &w->told[i];
        struct promise p = { 0 };
        TRY(promise_get(c, (promise_id){ t->id }, &p));
        struct story story = story_of(w, t, c->now_at);
        enum promise_outcome is = verdict(&story, c->now_at);
        bool is_owed = p.outcome == PROMISE_BROKEN && p.settled_at == 0 && p.dropped_at == 0;
        bool is_same_end = is != PROMISE_BROKEN || is_owed == is_awaited(w, t, &story);
        if (is != p.outcome || !is_by(&p, &story) || !is_same_end) {
            str kind = promise_kind_name(t->kind);
            str said = promise_outcome_name(p.outcome);
            str seen = promise_outcome_name(is);
            printf("FAIL promise %" PRId64 " (%.*s of %.*s): the shop says %.*s%s, it was %.*s\n",
                   t->id, STR_ARG(kind), STR_ARG(t->subject), STR_ARG(said),
                   !is_by(&p, &story) ? " by another date"
                   : !is_same_end     ? is_owed ? " and still open" : " and not open any more"
                                      : "",
                   STR_ARG(seen));
            (*differ)++;
        }
    }
    return OK;
}
