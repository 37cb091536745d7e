/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - every room's invariants on a live shop, reading only. */
#include "cli/check_all.h"

#include "care/complaint_check.h"
#include "care/conversation_check.h"
#include "care/improvement.h"
#include "cli/command.h"
#include "core/pulse.h"
#include "shop/claim_check.h"
#include "shop/order_check.h"
#include "shop/stock.h"

#include <stdio.h>

static void print(const struct check *check, const struct check_report *r)
{
    if (r->count == 0) {
        printf("ok %s\n", check->name);
    }
    for (size_t i = 0; i < r->count && i < CHECK_FINDINGS_MAX; i++) {
        printf("FAIL %s: %.*s\n", check->name, STR_ARG(r->finding[i]));
    }
    if (r->count > CHECK_FINDINGS_MAX) {
        printf("FAIL %s: and %zu more\n", check->name, r->count - CHECK_FINDINGS_MAX);
    }
    fflush(stdout); /* also when the next one takes long, or never ends */
}

enum err check_all(struct ctx *c,
                   void (*each)(const struct check *check, const struct check_report *r),
                   size_t *findings)
{
    TRY(check_run_all(c, core_checks, core_check_count, each, findings));
    TRY(check_run_all(c, stock_checks, stock_check_count, each, findings));
    TRY(check_run_all(c, complaint_checks, complaint_check_count, each, findings));
    TRY(check_run_all(c, claim_checks, claim_check_count, each, findings));
    TRY(check_run_all(c, conversation_checks, conversation_check_count, each, findings));
    TRY(check_run_all(c, improvement_checks, improvement_check_count, each, findings));
    return check_run_all(c, order_checks, order_check_count, each, findings);
}

/* A shop whose clock was moved for a test is ahead of this machine: what its timer took for the time counts. */
static enum err judge_by_the_clock_of_the_shop(struct ctx *c)
{
    int64_t beat_at = 0;
    TRY(pulse_last_at(c, &beat_at));
    c->now_at = c->now_at < beat_at ? beat_at : c->now_at;
    return OK;
}

int command_check(struct options *o)
{
    struct shop_session s = { 0 };
    size_t findings = 0;
    if (!session_open(o, DB_READ, &s)) {
        return EXIT_REFUSED;
    }
    enum err e = db_begin(s.ctx.db);
    e = e == OK ? db_take_time(s.ctx.db) : e;
    e = e == OK ? judge_by_the_clock_of_the_shop(&s.ctx) : e;
    e = e == OK ? check_all(&s.ctx, print, &findings) : e;
    if (e != OK) {
        session_complain(&s, "a check could not be made", e);
    }
    db_rollback(s.ctx.db);
    session_close(&s);
    return e == OK && findings == 0 ? EXIT_DONE : EXIT_REFUSED;
}
