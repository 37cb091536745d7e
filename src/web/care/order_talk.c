/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/order_talk.h"

#include "care/complaint_heard.h"
#include "care/contact.h"
#include "shop/order.h"
#include "web/care/talk.h"
#include "web/shop/buy.h"
#include "web/shop/card.h"

struct ask_input {
    str text;
    bool call_me;
    struct form_file file;
};
static const struct field ask_fields[] = {
    FIELD(LINES, struct ask_input, text, 2, CONVERSATION_TEXT_MAX_CHARS, "Please write your message.", .label = "Your message"),
    FIELD(BOOL, struct ask_input, call_me, 0, 0, "Yes or no.", .label = "Please call me", .is_optional = true),
    FIELD(FILE, struct ask_input, file, 0, 10000000, "A picture, a video or a PDF of at most 10 MB.",
          .label = "A picture, if it helps", .is_optional = true),
};
const struct form order_ask_form = FORM("ask_about_order", ask_fields, struct ask_input);

static const struct model_field ask_shown[] = {
    SHOW(TEXT, "number"), SHOW_OR_NULL(INSTANT, "answer_by"), PAGE_ONLY(TEXT, "order_url"), PAGE_ONLY(TEXT, "talk_url"),
    PAGE_ONLY(OBJECT, "form"),
};
const struct model order_ask_model = MODEL("ask_about_order_page", ask_shown);

/* The buyer's own open conversation about this order. ERR_NOT_FOUND. */
static enum err open_talk(struct web *w, const struct order *o, struct conversation *out)
{
    struct conversation v = { 0 };
    TRY(conversation_about(&w->ctx, str_format(w->ctx.arena, "order:%" PRId64, o->id.v), &v));
    if (v.person.v != o->person.v) {
        return fail(&w->ctx, ERR_NOT_FOUND, "conversation %" PRId64 " is another's", v.id.v);
    }
    *out = v;
    return OK;
}

enum err order_ask_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    struct conversation v = { 0 };
    int64_t due_at = 0;
    int64_t version = 0;
    TRY(order_of_path(w, &o));
    enum err e = open_talk(w, &o, &v);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    TRY(conversation_due_at(&w->ctx, w->ctx.now_at, &due_at, &version));
    w->ctx.detail[0] = '\0';
    struct form_state state = web_form_state(w, &order_ask_form);
    struct value *m = w->model = value_object(a);
    str action = web_path(w, "/orders/%.*s/ask?key=%.*s", STR_ARG(o.number), STR_ARG(w->order_key));
    value_set_text(a, m, S("number"), o.number);
    value_set_instant(a, m, S("answer_by"), due_at);
    value_set_text(a, m, S("order_url"), order_page_url(w, &o));
    show_text_or_null(w, m, S("talk_url"), v.id.v == 0 ? (str){ 0 } : talk_url(w, &v));
    value_set(m, S("form"), form_model(a, &state, action, w->csrf_token, w->ctx.lang));
    return OK;
}

static enum err begin(struct web *w, const struct order *o, struct conversation *out)
{
    str about = str_format(w->ctx.arena, "order:%" PRId64, o->id.v);
    struct conversation_new n = { .person = o->person, .channel = CHANNEL_WEB, .lang = w->ctx.lang, .about = &about,
                                  .about_count = 1 };
    conversation_id id = { 0 };
    if (o->person.v == 0) {
        return fail(&w->ctx, ERR_STATE, "order %" PRId64 ": its buyer was erased", o->id.v);
    }
    struct person_data who = { 0 };
    w->ctx.actor = (struct actor){ ROLE_BUYER, o->person.v };
    TRY(conversation_open(&w->ctx, &n, &id));
    TRY(vault_read(&w->ctx, o->person, VAULT_BIT(VAULT_NAME), PURPOSE_SELF, &who));
    TRY(conversation_add_name(&w->ctx, id, o->person, who.field[VAULT_NAME]));
    return conversation_get(&w->ctx, id, out);
}

static enum err say_it(struct web *w, const struct conversation *v, struct said_receipt *out)
{
    const struct ask_input *in = w->form;
    int64_t due_at = 0;
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = in->text };
    w->ctx.actor = (struct actor){ ROLE_BUYER, v->person.v };
    TRY(conversation_say(&w->ctx, v->id, &s, out));
    TRY(talk_attach(w, out->said, v->person, &in->file));
    TRY(complaint_hear(&w->ctx, &(struct complaint_heard){ .conversation = out->conversation,
                                                            .source = S("inbox"),
                                                            .text = in->text }));
    TRY(in->call_me ? conversation_call_back(&w->ctx, out->conversation, &due_at) : OK);
    return contact_tell(&w->ctx, out->conversation);
}

enum err order_ask_post(struct web *w)
{
    struct order o = { 0 };
    struct conversation v = { 0 };
    struct said_receipt receipt = { 0 };
    TRY(order_of_path(w, &o));
    enum err e = open_talk(w, &o, &v);
    TRY(e == ERR_NOT_FOUND ? begin(w, &o, &v) : e);
    TRY(say_it(w, &v, &receipt));
    return talk_show_new(w, receipt.conversation);
}
