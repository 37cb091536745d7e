/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/mailer.h"

#include "cli/keeper.h"
#include "core/setting.h"
#include "gate/mail.h"
#include "shop/message.h"
#include "web/mail.h"

/* What came of the work, for finish. */
enum mail_news { MAIL_SENT, MAIL_KEPT, MAIL_UNTRUE };

static void tell(struct ctx *c, struct job *job, enum mail_news news)
{
    job->news = value_object(c->arena);
    value_set_int(c->arena, job->news, S("outcome"), news);
}

static enum err find_message(struct ctx *c, order_id order, int64_t id, struct message *out)
{
    struct message_list list = { 0 };
    TRY(message_list_of(c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].id == id) {
            *out = list.item[i];
            return OK;
        }
    }
    return fail(c, ERR_NOT_FOUND, "message %" PRId64, id);
}

static enum err compose(struct ctx *c, struct app *app, const struct order *o,
                        const struct message *m, struct mail *mail)
{
    struct delivery to = { 0 };
    struct mail_body body = { 0 };
    bool is_owner = m->kind == MESSAGE_OWNER_NEW_ORDER;
    TRY(is_owner ? OK : order_delivery(c, o, PURPOSE_NOTIFY, &to));
    struct web *w = NEW(c->arena, struct web);
    w->app = app;
    w->ctx = *c;
    enum err e = mail_compose(w, o, m, to.name, &body);
    if (e != OK) {
        return fail(c, e, "%s", w->ctx.detail);
    }
    mail->to = is_owner ? c->shop->owner_email : to.email;
    mail->subject = body.subject;
    mail->text = body.text;
    mail->html = body.html;
    return OK;
}

void mailer_from(struct ctx *c, str id, struct mail *mail)
{
    const struct shop *shop = c->shop;
    mail->from = shop->mail_from.size != 0 ? shop->mail_from
                 : shop->email.size != 0   ? shop->email
                                           : shop->owner_email;
    mail->from_name = shop->mail_from_name.size != 0 ? shop->mail_from_name : shop->name;
    mail->reply_to = shop->email;
    mail->id = id;
    mail->at = c->now_at;
}

enum err mailer_send(struct ctx *c, struct keeper *keeper, const struct mail *mail)
{
    struct mail_server server = { .url = c->shop->smtp_url, .user = c->shop->smtp_user,
                                  .is_stopping = keeper_is_stopping(keeper) };
    if (server.user.size != 0) {
        TRY(setting_secret(c, S("mail.smtp_password"), &server.password));
    }
    return mail_send(c, &server, mail);
}

enum err mailer_work(struct ctx *c, struct job *job)
{
    struct keeper *keeper = job->runner_data;
    struct message m = { 0 };
    struct order o = { 0 };
    struct mail mail = { 0 };
    order_id order = { value_int(job->payload, S("order"), 0) };
    TRY(find_message(c, order, value_int(job->payload, S("message"), 0), &m));
    if (c->shop->smtp_url.size == 0 || str_eq(m.state, S("sent"))) {
        tell(c, job, MAIL_KEPT);
        return OK;
    }
    TRY(order_by_id(c, order, &o));
    enum err e = compose(c, keeper_app(keeper), &o, &m, &mail);
    if (e == ERR_STATE) {
        tell(c, job, MAIL_UNTRUE);
        return OK;
    }
    TRY(e);
    mailer_from(c, str_format(c->arena, "order-message-%" PRId64 ".%" PRId64, m.id, m.created_at),
                &mail);
    tell(c, job, MAIL_SENT);
    return mailer_send(c, keeper, &mail);
}

enum err mailer_finish(struct ctx *c, struct job *job)
{
    int64_t id = value_int(job->payload, S("message"), 0);
    switch ((enum mail_news)value_int(job->news, S("outcome"), MAIL_KEPT)) {
    case MAIL_SENT:
        return message_sent(c, id);
    case MAIL_UNTRUE:
        return message_failed(c, id);
    case MAIL_KEPT:
        break;
    }
    return OK;
}

enum err mailer_give_up(struct ctx *c, struct job *job)
{
    return message_failed(c, value_int(job->payload, S("message"), 0));
}
