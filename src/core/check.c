/* SPDX-License-Identifier: Apache-2.0 */
#include "core/check.h"

void check_found(struct ctx *c, struct check_report *r, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    if (r->count < CHECK_FINDINGS_MAX) {
        r->finding[r->count] = str_format_list(c->arena, format, list);
    }
    va_end(list);
    r->count++;
}

static enum err run_sql(struct ctx *c, const struct check *check, struct check_report *out)
{
    struct rows r = check->takes_now ? db_query(c->db, check->sql, ARGS(c->now_at))
                                     : db_query(c->db, check->sql, NO_ARGS);
    while (db_next(&r)) {
        str what = row_text(&r, c->arena);
        check_found(c, out, "%.*s", STR_ARG(what));
    }
    return db_done(&r);
}

/* Whoever reads it must learn which of them it was. */
static enum err not_made(struct ctx *c, const struct check *check, enum err e)
{
    str why = str_copy(c->arena, c->detail[0] != '\0' ? str_of(c->detail) : db_error(c->db));
    return fail(c, e, "%s: %.*s", check->name, STR_ARG(why));
}

enum err check_run(struct ctx *c, const struct check *check, struct check_report *out)
{
    CHECK((check->sql != NULL) != (check->run != NULL));
    struct check_report report = { 0 };
    enum err e = check->sql != NULL ? run_sql(c, check, &report) : check->run(c, &report);
    if (e != OK) {
        return not_made(c, check, e);
    }
    *out = report;
    return OK;
}

enum err check_run_all(struct ctx *c, const struct check *checks, size_t count,
                       void (*each)(const struct check *check, const struct check_report *r),
                       size_t *findings)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        struct check_report report = { 0 };
        TRY(check_run(c, &checks[i], &report));
        sum += report.count;
        if (each != NULL) {
            each(&checks[i], &report);
        }
    }
    *findings += sum; /* of several tables, one after the other */
    return OK;
}
