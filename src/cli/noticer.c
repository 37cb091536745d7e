/* SPDX-License-Identifier: Apache-2.0 */
/* noticer.c - mails about cases: joins web (their words) and gate (their way). */
#include "cli/mailer.h"

#include "core/notice.h"
#include "core/setting.h"
#include "web/notice_text.h"

enum notice_news { NEWS_SENT, NEWS_KEPT, NEWS_UNTRUE };

static void tell(struct ctx *c, struct job *job, enum notice_news news)
{
    job->news = value_object(c->arena);
    value_set_int(c->arena, job->news, S("outcome"), news);
}

static enum err compose(struct ctx *c, struct app *app, const struct notice *n, struct mail *mail)
{
    struct notice_address to = { 0 };
    struct mail_body body = { 0 };
    struct web *w = NEW(c->arena, struct web);
    TRY(notice_address(c, n, &to));
    w->app = app;
    w->ctx = *c;
    enum err e = notice_compose(w, n, to.name, &body);
    if (e != OK) {
        return fail(c, e, "%s", w->ctx.detail);
    }
    *mail = (struct mail){
        .to = to.email, .subject = body.subject, .text = body.text, .html = body.html
    };
    return OK;
}

enum err noticer_work(struct ctx *c, struct job *job)
{
    struct keeper *keeper = job->runner_data;
    struct notice n = { 0 };
    struct mail mail = { 0 };
    TRY(notice_get(c, value_int(job->payload, S("notice"), 0), &n));
    if (c->shop->smtp_url.size == 0 || str_eq(n.state, S("sent"))) {
        tell(c, job, NEWS_KEPT);
        return OK;
    }
    enum err e = compose(c, keeper_app(keeper), &n, &mail);
    if (e == ERR_STATE) {
        tell(c, job, NEWS_UNTRUE);
        return OK;
    }
    TRY(e);
    mailer_from(c, str_format(c->arena, "notice-%" PRId64 ".%" PRId64, n.id, n.created_at), &mail);
    tell(c, job, NEWS_SENT);
    return mailer_send(c, keeper, &mail);
}

enum err noticer_finish(struct ctx *c, struct job *job)
{
    int64_t id = value_int(job->payload, S("notice"), 0);
    switch ((enum notice_news)value_int(job->news, S("outcome"), NEWS_KEPT)) {
    case NEWS_SENT:
        return notice_sent(c, id);
    case NEWS_UNTRUE:
        return notice_failed(c, id);
    case NEWS_KEPT:
        break;
    }
    return OK;
}

enum err noticer_give_up(struct ctx *c, struct job *job)
{
    return notice_failed(c, value_int(job->payload, S("notice"), 0));
}
