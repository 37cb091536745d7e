/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/consequence.h"

#include "care/complaint_act.h"
#include "care/conversation_store.h"
#include "shop/claim_act.h"
#include "shop/refund.h"
#include "shop/standing.h"
#include "shop/undelivered.h"

/* The record stands, and the back office shows it. */
static enum err late(struct ctx *c, const struct promise *p)
{
    (void)p;
    ctx_raise(c, S("orders"));
    return OK;
}

/* The inbox shows it first, also on the pages that are open now. */
static enum err unanswered(struct ctx *c, const struct promise *p)
{
    ctx_raise(c, S("inbox"));
    ctx_raisef(c, "%.*s", STR_ARG(p->subject));
    return OK;
}

/* A parcel of an order, or of what a claim sent. */
static enum err not_delivered(struct ctx *c, const struct promise *p)
{
    return str_starts(p->subject, S("claim:")) ? claim_promise_broken(c, p)
                                               : undelivered_promise_broken(c, p);
}

static enum err nobody_decided(struct ctx *c, const struct promise *p)
{
    return decision_overdue(c, &decisions, p);
}

const struct promise_hooks consequences = {
    .broken = {
        [PROMISE_REPLY] = unanswered,
        [PROMISE_NEXT_REPLY] = unanswered,
        [PROMISE_CALL_BACK] = unanswered,
        [PROMISE_SHIP] = late,
        [PROMISE_DELIVER] = not_delivered,
        [PROMISE_CONFIRM_PAYMENT] = late,
        [PROMISE_REFUND] = refund_promise_broken,
        [PROMISE_DECIDE] = nobody_decided,
        [PROMISE_ACKNOWLEDGE] = complaint_promise_broken,
        [PROMISE_DECIDE_COMPLAINT] = complaint_promise_broken,
        [PROMISE_REMEDY] = complaint_promise_broken,
        [PROMISE_ANSWER_CLAIM] = claim_promise_broken,
        [PROMISE_INSPECT] = claim_promise_broken,
        [PROMISE_REPLACE] = claim_promise_broken,
        [PROMISE_REPAIR] = claim_promise_broken,
    },
};

/* Claims, complaints and standing hang on here. */
const struct decision_hooks decisions = {
    .decided = { [DECISION_CLAIM] = claim_decided, [DECISION_COMPLAINT] = complaint_decided, [DECISION_STANDING] = standing_decided },
};

enum err consequence_finish(struct ctx *c, struct job *job)
{
    return promise_consequence(c, &consequences, job->payload);
}

enum err consequence_moved(struct ctx *c, struct job *job)
{
    struct promise p = { 0 };
    struct conversation v = { 0 };
    TRY(promise_get(c, (promise_id){ value_int(job->payload, S("promise"), 0) }, &p));
    struct str_pair cut = str_cut(p.subject, ':');
    if (!str_eq(cut.head, S("conversation")) || !str_to_int(cut.tail, &v.id.v)) {
        return OK;
    }
    TRY(conversation_get(c, v.id, &v));
    if (p.outcome != PROMISE_OPEN || v.waiting_since == 0) {
        return OK;
    }
    ctx_raise(c, S("inbox"));
    ctx_raisef(c, "conversation:%" PRId64, v.id.v);
    return conversation_put_due(c, v.id, v.waiting_since, p.due_at);
}
