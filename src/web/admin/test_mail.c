/* SPDX-License-Identifier: Apache-2.0 */
/* test_mail.c - a mail to the owner, to see whether mails leave; what came of the last ones. */
#include "core/notice.h"

#include "web/admin/settings.h"
#include "web/notice_text.h"
#include "web/shop/show.h"
#include "web/text.h"

enum { SHOWN_MAX = 5 };

#define SUBJECT S("test_mail")

struct test_mail_input {
    bool is_wanted;
};
static const struct field fields[] = {
    FIELD(BOOL, struct test_mail_input, is_wanted, 0, 0, "", .is_optional = true),
};
const struct form admin_test_mail_form = FORM("test_mail", fields, struct test_mail_input);

static str state_text(const struct web *w, const struct notice *n, str trouble)
{
    if (str_eq(n->state, S("sent"))) {
        return web_text(w, "The mail server took it.");
    }
    if (str_eq(n->state, S("failed"))) {
        return web_text(w, "It could not be sent.");
    }
    return trouble.size != 0 ? web_text(w, "Not yet: it is tried again by itself.")
                             : web_text(w, "On its way. Reload the page in a moment.");
}

static enum err show_one(struct web *w, const struct notice *n, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str trouble = { 0 };
    TRY(notice_trouble(&w->ctx, n, &trouble));
    value_set_instant(a, node, S("made_at"), n->created_at);
    value_set_bool(a, node, S("is_sent"), str_eq(n->state, S("sent")));
    value_set_bool(a, node, S("is_failed"), str_eq(n->state, S("failed")) || trouble.size != 0);
    value_set_text(a, node, S("state_text"), state_text(w, n, trouble));
    show_text_or_null(w, node, S("error"), trouble);
    return OK;
}

/* Newest first. */
static enum err show_last(struct web *w, struct value *list)
{
    struct notice_list sent = { 0 };
    TRY(notice_newest_of(&w->ctx, SUBJECT, SHOWN_MAX, &sent));
    for (size_t i = 0; i < sent.count; i++) {
        TRY(show_one(w, &sent.item[i], value_add_object(w->ctx.arena, list)));
    }
    return OK;
}

enum err admin_test_mail_show(struct web *w, struct value *m, bool is_shown)
{
    if (!is_shown) {
        value_set_null(w->ctx.arena, m, S("test_mail"));
        return OK;
    }
    struct value *form = office_form(w, m, "test_mail", &admin_test_mail_form, NULL,
                                     web_path(w, "/admin/settings/mail/test"));
    show_text_or_null(w, form, S("to"), w->ctx.shop->owner_email);
    return show_last(w, value_set_list(w->ctx.arena, form, S("last")));
}

enum err admin_test_mail_post(struct web *w)
{
    const struct shop *shop = w->ctx.shop;
    if (shop->smtp_url.size == 0) {
        return web_refuse(
            w, ERR_UNPROCESSABLE, (str){ 0 },
            "First save the SMTP server above: without one, mails are kept and not sent.");
    }
    if (shop->owner_email.size == 0) {
        return web_refuse(
            w, ERR_UNPROCESSABLE, (str){ 0 },
            "First save the e-mail for the owner's notices: the test mail goes there.");
    }
    struct notice_new n = {
        .kind = S("test_mail"), .subject = SUBJECT, .to = NOTICE_OWNER, .lang = w->ctx.lang,
        .occasion = str_format(w->ctx.arena, "%" PRId64, w->ctx.now_at),
    };
    TRY(notice_queue(&w->ctx, &n));
    TRY(admin_settings_again(w));
    office_done(w, web_path(w, "/admin/settings/mail"), "tested");
    return OK;
}

enum err notice_test_mail(struct web *w, const struct notice *n, struct notice_text *out)
{
    (void)n; /* it says the same of every attempt */
    out->title = text_of(w->ctx.lang, T("Test mail: the shop's mails leave"));
    notice_line(out, text_of(w->ctx.lang, T("This mail came through the mail server of the "
                                            "settings. Buyers get theirs the same way.")));
    notice_line(out, text_of(w->ctx.lang, T("If it lies among the spam, ask your mail provider "
                                            "about SPF and DKIM for the sender's address.")));
    return OK;
}
