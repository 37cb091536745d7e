/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_judge.c - what a conversation says is a complaint, or is judged not to be one with a reason; beside the conversation. */
#include "care/complaint_heard.h"
#include "care/conversation_said.h"
#include "web/admin/inbox.h"
#include "web/admin/office.h"
#include "web/care/complaint.h"

struct judge_input {
    str judgement, why;
};
static const struct form_option judgements[] = {
    { "complaint", "It is a complaint" },
    { "not_a_complaint", "It is none, because" },
};
static const struct field judge_fields[] = {
    FIELD(CHOICE, struct judge_input, judgement, 1, 20, "Please choose.", .label = "Complaint or not", OPTIONS(judgements)),
    FIELD(LINES, struct judge_input, why, 0, 1000, "At most 1000 characters.", .label = "Why it is none; the person reads it", .is_optional = true),
};
const struct form admin_judge_form = FORM("complaint_judgement", judge_fields, struct judge_input);

static const struct model_field in_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"), SHOW(BOOL, "is_open"), SHOW(BOOL, "is_safety"),
    PAGE_ONLY(TEXT, "href_url"),
};
const struct model complaint_in_model = MODEL("complaint_of_conversation", in_fields);

enum err complaint_show_in(struct web *w, const struct conversation *v, bool is_office,
                           struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct complaint_list found = { 0 };
    TRY(complaint_list_in(&w->ctx, v->id, &found));
    struct value *list = value_set_list(a, m, S("complaints"));
    for (size_t i = 0; i < found.count; i++) {
        const struct complaint *k = &found.item[i];
        if (!is_office && k->person.v != v->person.v) {
            continue; /* merged here from somebody else */
        }
        struct value *node = value_add_object(a, list);
        value_set_text(a, node, S("number"), k->number);
        value_set_text(a, node, S("state"), complaint_state_name(k->state));
        value_set_text(a, node, S("state_text"), complaint_state_label(k->state, w->ctx.lang));
        value_set_bool(a, node, S("is_open"), complaint_is_open(k));
        value_set_bool(a, node, S("is_safety"), k->is_safety);
        value_set_text(a, node, S("href_url"),
                       is_office ? web_path(w, "/admin/complaints/%.*s", STR_ARG(k->number))
                                 : complaint_url(w, k));
    }
    return OK;
}

/* The first thing the person said here since the last case was closed, and when: what the clock begins with. */
static enum err first_word(struct web *w, const struct conversation *v, struct complaint_heard *h)
{
    struct said_list list = { 0 };
    struct complaint_list before = { 0 };
    TRY(complaint_list_in(&w->ctx, v->id, &before));
    int64_t after_at = before.count == 0 ? 0 : before.item[0].closed_at;
    TRY(conversation_messages(&w->ctx, v->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct said *s = &list.item[i];
        if (s->direction == SAID_IN && s->deleted_at == 0 && s->sent_at > after_at) {
            h->at = s->sent_at;
            return vault_text_read(&w->ctx, s->text, PURPOSE_CARE, &h->text);
        }
    }
    return OK;
}

static enum err judge(struct web *w, const struct complaint_heard *h, bool is_one, str reason)
{
    struct complaint k = { 0 };
    return is_one ? complaint_count_in(&w->ctx, h, &k)
                  : complaint_judge_not(&w->ctx, h, reason, &k);
}

enum err admin_judge_post(struct web *w)
{
    const struct judge_input *in = w->form;
    struct conversation v = { 0 };
    TRY(inbox_of_path(w, &v));
    struct complaint_heard h = { .conversation = v.id, .source = v.channel == CHANNEL_SOCIAL ? S("social") : S("inbox") };
    TRY(first_word(w, &v, &h));
    enum err e = judge(w, &h, str_eq(in->judgement, S("complaint")), in->why);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("why"), "Please say why, in at least 5 characters.");
    }
    TRY(e);
    w->resource = v.number;
    office_done(w, inbox_url(w, &v, ""), "saved");
    return inbox_show(w, &v);
}

enum err complaint_judge_post(struct web *w, conversation_id id, const struct capture_new *post,
                              str reason)
{
    struct complaint_heard h = { .conversation = id, .source = S("social"), .text = post->text, .at = post->posted_at };
    return judge(w, &h, reason.size == 0, reason);
}
