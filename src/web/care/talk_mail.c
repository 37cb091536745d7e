/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/talk_mail.h"

#include "core/staff.h"
#include "web/care/talk.h"
#include "web/text.h"

enum { HTML_BYTES_MAX = 200000 };

static str subject_of(struct web *w, const struct conversation *v, str title)
{
    str about = title.size == 0 ? text_of(w->ctx.lang, T("Our answer")) : title;
    bool has_number = str_contains(about, v->number);
    return has_number ? about
                      : str_format(w->ctx.arena, "[%.*s] %.*s", STR_ARG(v->number), STR_ARG(about));
}

static str html_of(struct web *w, str text, str label, str url)
{
    struct buf out = buf_new(w->ctx.arena, HTML_BYTES_MAX);
    struct str_pair line = { .tail = text, .found = true };
    buf_add(&out, S("<!doctype html><meta charset=\"utf-8\"><p>"));
    while (line.found) {
        line = str_cut(line.tail, '\n');
        buf_add_html(&out, line.head);
        buf_add(&out, line.found ? S("<br>\n") : S("</p>\n"));
    }
    buf_add(&out, S("<p><a href=\""));
    buf_add_html(&out, url);
    buf_add(&out, S("\">"));
    buf_add_html(&out, label);
    buf_add(&out, S("</a></p>\n"));
    return buf_str(&out);
}

static enum err compose(struct web *w, const struct conversation *v, const struct said *s,
                        struct mail_body *out)
{
    str text = { 0 };
    str title = { 0 };
    TRY(vault_text_read(&w->ctx, s->text, PURPOSE_CARE, &text));
    if (v->title.v != 0) {
        TRY(vault_text_read(&w->ctx, v->title, PURPOSE_CARE, &title));
    }
    str url = web_absolute(w, talk_url(w, v));
    str label = text_of(w->ctx.lang, T("Read and answer here"));
    out->subject = subject_of(w, v, title);
    out->text = str_format(w->ctx.arena, "%.*s\n\n-- \n%.*s\n%.*s: %.*s\n", STR_ARG(text),
                           STR_ARG(w->ctx.shop->name), STR_ARG(label), STR_ARG(url));
    out->html = html_of(w, text, label, url);
    return OK;
}

enum err talk_mail_compose(struct web *w, const struct said *s, str *to, struct mail_body *out)
{
    struct conversation v = { 0 };
    struct person_data who = { 0 };
    struct mail_body body = { 0 };
    enum lang before = w->ctx.lang;
    TRY(conversation_get(&w->ctx, s->conversation, &v));
    TRY(vault_read(&w->ctx, v.person, VAULT_CONTACT, PURPOSE_CARE, &who));
    if (who.field[VAULT_EMAIL].size == 0) {
        return fail(&w->ctx, ERR_STATE, "conversation %" PRId64 ": no address", v.id.v);
    }
    w->ctx.lang = v.lang;
    enum err e = compose(w, &v, s, &body);
    w->ctx.lang = before;
    TRY(e);
    *to = who.field[VAULT_EMAIL];
    *out = body;
    return OK;
}

enum err talk_notice_address(struct ctx *c, const struct notice *n, str *email)
{
    struct conversation v = { 0 };
    struct staff who = { 0 };
    conversation_id id = { 0 };
    str begin = S("conversation:");
    bool is_talk = str_eq(n->kind, S("conversation_waits")) && str_starts(n->subject, begin);
    if (!is_talk || !str_to_int(str_skip(n->subject, begin.size), &id.v)) {
        return OK;
    }
    TRY(conversation_get(c, id, &v));
    if (v.assignee <= 0) {
        return OK;
    }
    enum err e = staff_get(c, (staff_id){ v.assignee }, &who);
    if (e == ERR_NOT_FOUND || who.is_disabled) {
        c->detail[0] = '\0';
        return OK; /* gone: the owner is told */
    }
    TRY(e);
    return staff_email(c, who.id, email);
}
