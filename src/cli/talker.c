/* SPDX-License-Identifier: Apache-2.0 */
/* talker.c - answers that leave by mail, and the clocks of conversations: joins web (words), gate (way) and care (rules). */
#include "cli/talker.h"
#include "care/conversation_office.h"
#include "care/mail_id.h"
#include "care/messaging.h"
#include "cli/channels.h"
#include "cli/mailer.h"
#include "core/setting.h"
#include "web/care/talk_mail.h"

enum talk_news { TALK_SENT, TALK_KEPT, TALK_REFUSED, TALK_BY_APP };

static void tell(struct ctx *c, struct job *job, enum talk_news news)
{
    job->news = value_object(c->arena);
    value_set_int(c->arena, job->news, S("outcome"), news);
}

static enum err compose(struct ctx *c, struct app *app, const struct said *s, struct mail *mail)
{
    struct mail_body body = { 0 };
    struct web *w = NEW(c->arena, struct web);
    w->app = app;
    w->ctx = *c;
    enum err e = talk_mail_compose(w, s, &mail->to, &body);
    c->note = w->ctx.note;
    if (e != OK) {
        return fail(c, e, "%s", w->ctx.detail);
    }
    mail->subject = body.subject;
    mail->text = body.text;
    mail->html = body.html;
    mail->is_human = true;
    return OK;
}

/* By an app: what it refuses for good did not arrive, whatever it says later. */
static enum err send_by_app(struct ctx *c, struct job *job, const struct said *s)
{
    const struct channel_app *app = channel_app_of(s->channel);
    struct channel_out out = { .key = str_of_int(c->arena, s->id.v) };
    str external = { 0 };
    if (app == NULL) {
        tell(c, job, TALK_KEPT);
        return OK;
    }
    enum err e = messaging_address(c, s, &out.address);
    if (e == OK) {
        TRY(vault_text_read(c, s->text, PURPOSE_CARE, &out.text));
        e = app->send(c, &out, &external);
    }
    if (e == ERR_STATE || e == ERR_NOT_FOUND) {
        tell(c, job, TALK_REFUSED);
        return OK;
    }
    TRY(e);
    tell(c, job, TALK_BY_APP);
    value_set_text(c->arena, job->news, S("external"), external);
    return OK;
}

enum err talker_work(struct ctx *c, struct job *job)
{
    struct keeper *keeper = job->runner_data;
    struct said s = { 0 };
    struct mail mail = { 0 };
    TRY(conversation_message(c, (said_id){ value_int(job->payload, S("said"), 0) }, &s));
    if (channel_row(s.channel)->way == WAY_APP && s.delivery == DELIVERY_WAITING) {
        return send_by_app(c, job, &s);
    }
    bool is_waiting = s.channel == CHANNEL_EMAIL && s.delivery == DELIVERY_WAITING;
    if (is_waiting && c->shop->smtp_url.size == 0 && s.author == AUTHOR_STAFF) {
        tell(c, job, TALK_REFUSED); /* the mail server was taken out meanwhile */
        return OK;
    }
    if (!is_waiting || c->shop->smtp_url.size == 0) {
        tell(c, job, TALK_KEPT);
        return OK;
    }
    TRY(compose(c, keeper_app(keeper), &s, &mail));
    mailer_from(c, mail_id_of(c, s.id), &mail);
    tell(c, job, TALK_SENT);
    return mailer_send(c, keeper, &mail);
}

enum err talker_finish(struct ctx *c, struct job *job)
{
    said_id said = { value_int(job->payload, S("said"), 0) };
    switch (value_int(job->news, S("outcome"), TALK_KEPT)) {
    case TALK_SENT:
        return conversation_delivered(c, said);
    case TALK_BY_APP:
        return messaging_sent(c, said, value_text(job->news, S("external")));
    case TALK_REFUSED:
        return conversation_bounced(c, said);
    default:
        return OK;
    }
}

/* It will not arrive: what it answered is unanswered again. */
enum err talker_give_up(struct ctx *c, struct job *job)
{
    return conversation_bounced(c, (said_id){ value_int(job->payload, S("said"), 0) });
}

enum err talk_timer_finish(struct ctx *c, struct job *job)
{
    enum err e = conversation_timer(c, job->payload);
    return e == ERR_NOT_FOUND || e == ERR_STATE ? OK : e; /* undone meanwhile */
}
