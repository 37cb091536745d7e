/* SPDX-License-Identifier: Apache-2.0 */
/*
 * demo_watch.h - the example shop lived under somebody's eyes.
 *
 * Purpose    Talks, claims and complaints beside the orders; each write as a transaction of its own, which the watcher may lose; what people and
 *            couriers did, told as it happens, so that the shop's figures can be reckoned again without the shop. tests/sim watches.
 * Layer      cli; part of demo.h.
 * Units      instants in µs.
 */
#ifndef CLI_DEMO_WATCH_H
#define CLI_DEMO_WATCH_H

#include "cli/command.h"
#include "cli/demo.h"
#include "core/decision.h"

/* What goes on beside an order: a talk, a claim, a complaint, an answer to the survey (a low one goes on as a complaint). */
enum case_kind { CASE_TALK, CASE_CLAIM, CASE_COMPLAINT, CASE_SURVEY };

struct demo_case {
    enum case_kind kind;
    int64_t next_at;            /* 0: over */
    int64_t id;                 /* the conversation's or the claim's; 0: not begun */
    const struct value *script; /* of demo/history.json */
    const struct value *line;   /* what is said next */
    order_id order;
    person_id person;
    int looks, ordinal; /* ordinal: of complaints, the how-manieth */
    bool has_appealed;
};

/* Who looks on; the example has nobody. */
struct demo_watch {
    void *data;
    /* One write in a transaction of its own, which may be lost and be done again. */
    enum err (*write)(void *data, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                      void *run_data);
    /* The same of a job's step: when it is lost, the program died there, and `was_lost` says so. */
    enum err (*write_job)(void *data, struct ctx *c, enum err (*run)(struct ctx *c, void *data),
                          void *run_data);
    bool was_lost;
    /* A person or courier did what was promised, or (is_done false) ended what it was promised for. */
    void (*did)(void *data, int64_t at, str subject, enum promise_kind kind, bool is_done);
    /* The shop asked the person something, which stops a promise's clock; or (waits false) the clock goes on. */
    void (*waits)(void *data, int64_t at, str subject, enum promise_kind kind, bool waits);
    /* What the subject was promised (kind PROMISE_KIND_COUNT: all of it) ends at an instant unless somebody takes it up before; 0: taken up. */
    void (*lapses)(void *data, int64_t at, str subject, enum promise_kind kind, int64_t lapses_at);
    /* The shop said no to a step; what `did` told of it did not happen. */
    void (*refused)(void *data, struct ctx *c, const struct demo_case *other, const struct life *life);
    /* A local day is over. */
    enum err (*evening)(void *data, struct ctx *c);
};

/* --- demo.c --- */

/* Reads the files, makes the shop; d->seed, days and end_at are given. Says what is wrong. */
MUST_USE bool demo_make(struct options *o, struct demo *d, struct shop_session *s);
MUST_USE bool demo_live_days(struct demo *d, struct shop_session *s);

/* A write where the example lives: inside its day's transaction, or where the watcher says. */
MUST_USE enum err demo_write(struct ctx *c, struct demo *d,
                             enum err (*run)(struct ctx *c, void *data), void *data);
void demo_did(struct ctx *c, struct demo *d, str subject, enum promise_kind kind, bool is_done);
void demo_waits(struct ctx *c, struct demo *d, str subject, enum promise_kind kind, bool waits);
void demo_lapses(struct ctx *c, struct demo *d, str subject, enum promise_kind kind,
                 int64_t lapses_at);
/* Before a refund of an order is paid: what was promised is kept with the last that is owed. */
MUST_USE enum err demo_did_pay(struct ctx *c, struct demo *d, order_id order, int64_t refund);
/* When what was to come on this day counts as lost, by the example's guarantee; 0: nothing of the kind was promised. */
MUST_USE enum err demo_lost_at(struct ctx *c, str subject, int64_t *out);
void demo_act_as(struct ctx *c, const struct demo *d, enum role role);
/* As somebody who may decide it now. False: nobody may, so the rule will. */
MUST_USE enum err demo_act_as_judge(struct ctx *c, const struct demo *d, const struct decision *now,
                                    bool *out);
/* --- demo_case.c --- */

struct demo_case *demo_case_begin(struct demo *d, const struct order *o, enum case_kind kind,
                                  int64_t at);
/* --- demo_complaint.c --- */

void demo_may_complain(struct ctx *c, struct demo *d, const struct order *o);
MUST_USE enum err demo_complain(struct ctx *c, struct demo *d, struct demo_case *is);
/* --- demo_survey.c --- */

void demo_may_answer(struct ctx *c, struct demo *d, const struct order *o);
MUST_USE enum err demo_answer(struct ctx *c, struct demo *d, struct demo_case *is);
/* What buyers suggested and the shop did on this local day. */
MUST_USE enum err demo_improve(struct ctx *c, const struct demo *d, int64_t days);
MUST_USE enum err demo_send_notices(struct ctx *c, struct demo *d);
/* --- demo_case.c --- */

/* Perhaps the buyer of an order writes to the shop; perhaps something is wrong with what arrived. */
void demo_may_talk(struct ctx *c, struct demo *d, const struct order *o);
void demo_may_claim(struct ctx *c, struct demo *d, const struct order *o);
/* What is next in a case, at ctx->now_at. */
MUST_USE enum err demo_go_on(struct ctx *c, struct demo *d, struct demo_case *k);

#endif
