/* SPDX-License-Identifier: Apache-2.0 */
#include "web/notice_text.h"

#include "care/hand_back.h"
#include "core/promise.h"
#include "core/setting.h"
#include "shop/refund.h"
#include "shop/undelivered.h"
#include "web/care/complaint.h"
#include "web/care/decision.h"
#include "web/care/improvement.h"
#include "web/care/survey.h"
#include "web/care/talk.h"
#include "web/reader.h"
#include "web/shop/claim.h"
#include "web/shop/show.h"
#include "web/shop/standing.h"
#include "web/text.h"

/* Every kind of notice; a room adds its rows here. */
static const struct notice_row rows[] = {
    { NOTICE_DID_IT_ARRIVE, notice_did_it_arrive },
    { NOTICE_SENT_BACK, notice_sent_back },
    { NOTICE_REFUND_LATE, notice_refund_late },
    { "decision_asked", notice_decision_asked },
    { "decision_reminder", notice_decision_reminder },
    { "decision_decided", notice_decision_decided },
    { NOTICE_SURVEY_SENT, notice_survey_sent },
    { NOTICE_IMPROVEMENT_DONE, notice_improvement_done },
    { "conversation_waits", notice_conversation_waits },
    { NOTICE_STANDING_BEGAN, notice_standing_began },
    { NOTICE_STANDING_ENDED, notice_standing_ended },
    { NOTICE_HANDED_BACK, notice_cases_handed_back },
    { "test_mail", notice_test_mail },
    { "claim_news", notice_claim_news },
    { "claim_shop", notice_claim_shop },
    { "claim_reminder", notice_claim_reminder },
    { "complaint_opened", notice_complaint_opened },
    { "complaint_news", notice_complaint_news },
    { "complaint_owner", notice_complaint_owner },
    { "complaint_link", notice_complaint_link },
};

static const struct notice_row *row_of(str kind)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (str_eq(kind, str_of(rows[i].kind))) {
            return &rows[i];
        }
    }
    return NULL;
}

void notice_line(struct notice_text *t, str line)
{
    CHECK(t->line_count < NOTICE_LINES_MAX);
    t->line[t->line_count++] = line;
}

enum err notice_promise(struct web *w, struct notice_text *t, str subject, enum promise_kind kind)
{
    struct promise p = { 0 };
    enum err e = promise_find(&w->ctx, subject, kind, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == OK && p.outcome == PROMISE_OPEN) {
        CHECK(t->promise_count < NOTICE_PROMISES_MAX);
        t->promise[t->promise_count].text = promise_kind_label(kind, w->ctx.lang);
        t->promise[t->promise_count++].due_at = p.due_at;
    }
    return OK;
}

static struct value *model_of(struct web *w, const struct notice_text *t, str name)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    message_style(w, m);
    value_set_text(a, m, S("subject"), t->title);
    show_text_or_null(w, m, S("name"), name);
    struct value *lines = value_set_list(a, m, S("lines"));
    for (size_t i = 0; i < t->line_count; i++) {
        value_set_text(a, value_add_object(a, lines), S("text"), t->line[i]);
    }
    struct value *promises = value_set_list(a, m, S("promises"));
    for (size_t i = 0; i < t->promise_count; i++) {
        struct value *node = value_add_object(a, promises);
        value_set_text(a, node, S("text"), t->promise[i].text);
        value_set_instant(a, node, S("due_at"), t->promise[i].due_at);
    }
    show_text_or_null(w, m, S("action_url"), t->url);
    show_text_or_null(w, m, S("action_text"), t->url_label);
    return m;
}

static enum err fill(struct web *w, const struct notice *n, str name, struct value **out,
                     str *title)
{
    struct notice_text text = { 0 };
    const struct notice_row *row = row_of(n->kind);
    if (row == NULL) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %.*s", STR_ARG(n->kind));
    }
    TRY(row->fill(w, n, &text));
    *out = model_of(w, &text, name);
    value_set_bool(w->ctx.arena, *out, S("is_for_shop"), n->to == NOTICE_OWNER);
    *title = text.title;
    return OK;
}

static enum err compose(struct web *w, const struct notice *n, str name, struct mail_body *body)
{
    struct value *m = NULL;
    TRY(fill(w, n, name, &m, &body->subject));
    TRY(message_render(w, S("mail/notice"), m, &body->html));
    TRY(message_render(w, S("mail/notice.txt"), m, &body->text));
    body->text = str_trim(body->text);
    return OK;
}

/* The shop and the outside reviewer look at the shop's clock. */
static enum err reader_of(struct web *w, const struct notice *n, struct reader *out)
{
    struct reader r = { .lang = n->lang };
    if (n->to == NOTICE_PERSON) {
        TRY(reader_zone_of(w, n->subject, &r.zone));
    }
    *out = r;
    return OK;
}

enum err notice_compose(struct web *w, const struct notice *n, str name, struct mail_body *out)
{
    struct mail_body body = { 0 };
    struct reader reader = { 0 };
    TRY(reader_of(w, n, &reader));
    struct reader before = reader_change(w, reader);
    enum err e = compose(w, n, name, &body);
    reader_change(w, before);
    TRY(e);
    *out = body;
    return OK;
}

enum err notice_title(struct web *w, const struct notice *n, str *out)
{
    struct value *m = NULL;
    return fill(w, n, (str){ 0 }, &m, out);
}

enum err notice_message(struct web *w, const struct notice *n, str name, str *out)
{
    struct value *m = NULL;
    str title = { 0 }, text = { 0 };
    struct reader reader = { 0 };
    TRY(reader_of(w, n, &reader));
    struct reader before = reader_change(w, reader);
    enum err e = fill(w, n, name, &m, &title);
    e = e != OK ? e : message_render(w, S("message/notice.txt"), m, &text);
    reader_change(w, before);
    TRY(e);
    *out = str_trim(text);
    return OK;
}

enum err notice_address(struct ctx *c, const struct notice *n, struct notice_address *out)
{
    const struct shop *shop = c->shop;
    struct person_data data = { 0 };
    switch (n->to) {
    case NOTICE_OWNER:
        *out = (struct notice_address){ .email = shop->owner_email, .phone = shop->phone };
        return talk_notice_address(c, n, &out->email);
    case NOTICE_REVIEWER:
        *out = (struct notice_address){ shop->reviewer_name, shop->reviewer_email,
                                         shop->reviewer_phone };
        return OK;
    case NOTICE_PERSON:
        break;
    }
    TRY(vault_read(c, n->person, VAULT_CONTACT, PURPOSE_NOTIFY, &data));
    *out = (struct notice_address){ data.field[VAULT_NAME], data.field[VAULT_EMAIL],
                                     data.field[VAULT_PHONE] };
    return OK;
}
