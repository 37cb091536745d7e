/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/refunder.h"

#include "gate/pay.h"

static int64_t refund_of(const struct job *job)
{
    return value_int(job->payload, S("refund"), 0);
}

static bool is_waiting(const struct refund *r)
{
    return r->state == REFUND_REQUESTED || r->state == REFUND_PROCESSING;
}

enum err refunder_work(struct ctx *c, struct job *job)
{
    struct refund r = { 0 };
    str reference = { 0 };
    TRY(refund_get(c, refund_of(job), &r));
    job->news = value_object(c->arena);
    if (!is_waiting(&r)) {
        return OK;
    }
    TRY(pay_back(c, &r, &reference));
    value_set_text(c->arena, job->news, S("reference"), reference);
    return OK;
}

enum err refunder_finish(struct ctx *c, struct job *job)
{
    str reference = value_text(job->news, S("reference"));
    return reference.size == 0 ? OK : refund_settle(c, refund_of(job), reference);
}

enum err refunder_give_up(struct ctx *c, struct job *job)
{
    struct refund r = { 0 };
    TRY(refund_get(c, refund_of(job), &r));
    return is_waiting(&r) ? refund_fail(c, r.id, true) : OK;
}
