/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/witness.h"

#include <stdio.h>

enum { FACTS_MAX = 400000, TOLD_MAX = 200000 };
static const int64_t answer_span = DAYS(14);

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

SQL(made_since, "SELECT id, kind, subject, made_at, due_at FROM promise WHERE id > $1 ORDER BY id");

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
    int64_t paused_at;
    const struct fact *end; /* the first that was done, or ended it; NULL: nobody did anything */
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

/* Asked too late, nothing stands still any more. */
static void follow(struct story *s, const struct fact *f)
{
    switch (f->sort) {
    case FACT_PAUSED:
        s->paused_at = s->paused_at == 0 && f->at <= s->due_at ? f->at : s->paused_at;
        return;
    case FACT_RESUMED:
        s->due_at += s->paused_at == 0 ? 0 : f->at - s->paused_at;
        s->paused_at = 0;
        return;
    case FACT_DONE:
    case FACT_ENDED:
        s->end = f;
        return;
    }
}

static struct story story_of(const struct witness *w, const struct told *t)
{
    struct story s = { .due_at = t->due_at };
    for (size_t i = first_from(w, t->made_at); i < w->facts && s.end == NULL; i++) {
        const struct fact *f = &w->fact[i];
        bool is_over = s.paused_at != 0 && f->at > s.paused_at + answer_span;
        if (is_over) {
            break;
        }
        if (f->kind == t->kind && str_eq(f->subject, t->subject)) {
            follow(&s, f);
        }
    }
    return s;
}

/* Ended before it was due: no verdict. Ended or done after it: the day had passed already. Nobody answered: it lapsed. */
static enum promise_outcome verdict(const struct story *s, int64_t now_at)
{
    if (s->end != NULL && s->end->at <= s->due_at) {
        return s->end->sort == FACT_DONE ? PROMISE_KEPT : PROMISE_VOIDED;
    }
    if (s->end == NULL && s->paused_at != 0) {
        return now_at > s->paused_at + answer_span ? PROMISE_VOIDED : PROMISE_OPEN;
    }
    return s->end == NULL && now_at <= s->due_at ? PROMISE_OPEN : PROMISE_BROKEN;
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
    return s->end == NULL && !is_by_rule;
}

void witness_rates(const struct witness *w, int64_t from_at, int64_t to_at,
                   struct promise_rate out[PROMISE_KIND_COUNT])
{
    for (size_t i = 0; i < w->tolds; i++) {
        const struct told *t = &w->told[i];
        struct promise_rate *rate = &out[t->kind];
        struct story story = story_of(w, t);
        if (story.due_at < from_at || story.due_at >= to_at) {
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

/* What nobody answered ends when the timer next looks: within the day. */
static bool is_by(const struct promise *p, const struct story *s)
{
    int64_t late = p->due_at - s->due_at;
    return s->paused_at == 0 ? late == 0
                             : late == 0 || (late >= answer_span && late < answer_span + DAYS(1));
}

enum err witness_compare(const struct witness *w, struct ctx *c, size_t *differ)
{
    for (size_t i = 0; i < w->tolds; i++) {
        const struct told *t = &w->told[i];
        struct promise p = { 0 };
        TRY(promise_get(c, (promise_id){ t->id }, &p));
        struct story story = story_of(w, t);
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
