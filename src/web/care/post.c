/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/post.h"

#include "care/complaint_heard.h"
#include "core/link.h"
#include "web/care/complaint.h"
#include "web/care/talk.h"
#include "web/shop/card.h"
#include "web/shop/outlook.h"

struct post_input {
    str text, name, phone, email;
};
static const struct field post_fields[] = {
    FIELD(LINES, struct post_input, text, 2, CONVERSATION_TEXT_MAX_CHARS, "Please write your message.", .label = "Your message",
          .hint = "Your order number, if you have one, helps us."),
    FIELD(TEXT, struct post_input, name, 0, 100, "At most 100 characters.", .label = "Name", .is_optional = true, .autocomplete = "name"),
    FIELD(PHONE, struct post_input, phone, 0, 20, "This number does not look right.", .label = "WhatsApp number", .is_optional = true,
          .autocomplete = "tel"),
    FIELD(EMAIL, struct post_input, email, 0, 200, "This e-mail address does not look right.", .label = "or your e-mail",
          .is_optional = true, .autocomplete = "email"),
};
const struct form post_form = FORM("go_on_from_post", post_fields, struct post_input);

static const struct model_field case_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"), SHOW(BOOL, "is_open"),
};
static const struct model case_model = MODEL("post_case", case_fields);
static const struct model_field post_shown[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "place"), SHOW(INSTANT, "posted_at"), SHOW(INSTANT, "captured_at"), SHOW(TEXT, "state"),
    PAGE_ONLY(TEXT, "state_text"), SHOW(LIST, "complaints", .of = &case_model), SHOW(LIST, "promises", .of = &talk_promise_model),
    PAGE_ONLY(OBJECT, "form"),
};
const struct model post_model = MODEL("public_post", post_shown);

static str post_key(struct web *w, const struct conversation *v)
{
    return link_key(&w->ctx, str_join(w->ctx.arena, S("post:"), v->number));
}

str post_url(struct web *w, const struct conversation *v)
{
    return web_absolute(
        w, web_path(w, "/posts/%.*s?key=%.*s", STR_ARG(v->number), STR_ARG(post_key(w, v))));
}

/* The post, and the conversation it lives in now. */
static enum err find(struct web *w, struct conversation *v, struct conversation *at,
                     struct capture *post)
{
    TRY(conversation_find(&w->ctx, web_param(w, S("number")), v));
    TRY(conversation_get(&w->ctx, v->merged_into.v != 0 ? v->merged_into : v->id, at));
    TRY(capture_of(&w->ctx, at->id, post));
    return post->conversation.v == v->id.v ? OK : ERR_NOT_FOUND;
}

/* Of a merged conversation only what began with the post. */
static enum err add_cases(struct web *w, conversation_id id, person_id person, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct complaint_list found = { 0 };
    TRY(complaint_list_in(&w->ctx, id, &found));
    for (size_t i = 0; i < found.count; i++) {
        const struct complaint *k = &found.item[i];
        if (k->person.v == person.v) {
            struct value *node = value_add_object(a, list);
            value_set_text(a, node, S("number"), k->number);
            value_set_text(a, node, S("state"), complaint_state_name(k->state));
            value_set_text(a, node, S("state_text"), complaint_state_label(k->state, w->ctx.lang));
            value_set_bool(a, node, S("is_open"), complaint_is_open(k));
        }
    }
    return OK;
}

enum err post_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct conversation v = { 0 };
    struct conversation at = { 0 };
    struct capture post = { 0 };
    TRY(find(w, &v, &at, &post));
    struct form_state state = web_form_state(w, &post_form);
    struct value *m = w->model = value_object(a);
    value_set_text(a, m, S("number"), v.number);
    value_set_text(a, m, S("place"), post.place);
    value_set_instant(a, m, S("posted_at"), post.posted_at);
    value_set_instant(a, m, S("captured_at"), post.captured_at);
    enum conversation_state shown = conversation_state_shown(at.state);
    value_set_text(a, m, S("state"), conversation_state_name(shown));
    value_set_text(a, m, S("state_text"), conversation_state_label(shown, w->ctx.lang));
    struct value *cases = value_set_list(a, m, S("complaints"));
    TRY(add_cases(w, at.id, v.person, cases));
    TRY(promises_show(w, conversation_subject(&w->ctx, at.id), m));
    str action =
        web_path(w, "/posts/%.*s/messages?key=%.*s", STR_ARG(v.number), STR_ARG(post_key(w, &v)));
    value_set(m, S("form"), form_model(a, &state, action, w->csrf_token, w->ctx.lang));
    return OK;
}

/* Whoever comes by the public link may not be the poster: they get a conversation of their own, and staff judge who it is. */
enum err post_say(struct web *w)
{
    const struct post_input *in = w->form;
    struct conversation v = { 0 };
    struct conversation at = { 0 };
    struct capture post = { 0 };
    struct said_receipt receipt = { 0 };
    TRY(find(w, &v, &at, &post));
    struct contact contact = { .channel = CHANNEL_WEB, .lang = w->ctx.lang, .name = in->name, .phone = in->phone, .email = in->email,
                               .continues = at.id };
    contact.first = (struct said_new){
        .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = in->text
    };
    w->ctx.actor = (struct actor){ ROLE_VISITOR, 0 };
    TRY(contact_begin(&w->ctx, &contact, &receipt));
    TRY(complaint_hear(&w->ctx, &(struct complaint_heard){ .conversation = receipt.conversation,
                                                            .source = S("social"),
                                                            .text = in->text }));
    TRY(contact_tell(&w->ctx, receipt.conversation));
    return talk_show_new(w, receipt.conversation);
}
