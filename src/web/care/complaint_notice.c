/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_notice.c - what a person and the shop are told about a complaint outside the pages. */
#include "web/care/complaint.h"
#include "web/shop/card.h"

static enum err complaint_of_notice(struct web *w, const struct notice *n, struct complaint *out)
{
    int64_t id = 0;
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &id)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    return complaint_get(&w->ctx, (complaint_id){ id }, out);
}

static void link_to(struct web *w, const struct complaint *k, struct notice_text *out)
{
    out->url = web_absolute(w, complaint_url(w, k));
    out->url_label = say(w, T("See your complaint"));
}

enum err notice_complaint_opened(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct complaint k = { 0 };
    TRY(complaint_of_notice(w, n, &k));
    out->title = say_with(w, T("We received your complaint {number}"), { S("number"), k.number });
    notice_line(out, say(w, T("A person reads it and decides, giving reasons. Every step and its "
                              "deadline is on the page below; no account is needed.")));
    TRY(notice_promise(w, out, n->subject, PROMISE_ACKNOWLEDGE));
    TRY(notice_promise(w, out, n->subject, PROMISE_DECIDE_COMPLAINT));
    link_to(w, &k, out);
    return OK;
}

enum err notice_complaint_news(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct complaint k = { 0 };
    TRY(complaint_of_notice(w, n, &k));
    out->title = say_with(w, T("News about your complaint {number}"), { S("number"), k.number });
    notice_line(out, complaint_state_label(k.state, w->ctx.lang));
    TRY(notice_promise(w, out, n->subject, PROMISE_DECIDE_COMPLAINT));
    TRY(notice_promise(w, out, n->subject, PROMISE_REMEDY));
    link_to(w, &k, out);
    return OK;
}

enum err notice_complaint_link(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct complaint k = { 0 };
    TRY(complaint_of_notice(w, n, &k));
    out->title = say(w, T("The link to your complaint"));
    notice_line(out, say(w, T("Somebody asked for it with the number of the complaint and this "
                              "address. If it was not you, nothing needs to be done.")));
    link_to(w, &k, out);
    return OK;
}

enum err notice_complaint_owner(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct complaint k = { 0 };
    TRY(complaint_of_notice(w, n, &k));
    out->title = k.is_safety
                     ? say_with(w, T("Safety: complaint {number}"), { S("number"), k.number })
                     : say_with(w, T("New complaint {number}"), { S("number"), k.number });
    TRY(notice_promise(w, out, n->subject, PROMISE_ACKNOWLEDGE));
    TRY(notice_promise(w, out, n->subject, PROMISE_DECIDE_COMPLAINT));
    out->url = web_absolute(w, web_path(w, "/admin/complaints/%.*s", STR_ARG(k.number)));
    out->url_label = say(w, T("Open it on the board"));
    return OK;
}
