/* SPDX-License-Identifier: Apache-2.0 */
/* talk.c - a conversation as the person sees it, by its link. */
#include "web/care/talk.h"

#include "care/complaint_heard.h"
#include "care/contact.h"
#include "core/attachment.h"
#include "core/link.h"
#include "shop/order.h"
#include "web/app.h"
#include "web/attachment.h"
#include "web/care/complaint.h"
#include "web/reader.h"
#include "web/shop/card.h"
#include "web/shop/outlook.h"
#include "web/shop/terms.h"
#include "web/text.h"

struct contact_input {
    str name, phone, email, text, product, order;
    bool is_chat, call_me;
    struct form_file file;
};
static const struct field contact_fields[] = {
    FIELD(LINES, struct contact_input, text, 2, CONVERSATION_TEXT_MAX_CHARS, "Please write your message.", .label = "Your message"),
    FIELD(TEXT, struct contact_input, name, 0, 100, "At most 100 characters.", .label = "Name", .is_optional = true,
          .autocomplete = "name"),
    FIELD(PHONE, struct contact_input, phone, 0, 20, "This number does not look right.", .label = "WhatsApp number",
          .is_optional = true, .autocomplete = "tel"),
    FIELD(EMAIL, struct contact_input, email, 0, 200, "This e-mail address does not look right.", .label = "or your e-mail",
          .is_optional = true, .autocomplete = "email"),
    FIELD(TEXT, struct contact_input, product, 0, 200, "At most 200 characters.", .is_optional = true, .type = "hidden"),
    FIELD(TEXT, struct contact_input, order, 0, 40, "At most 40 characters.", .label = "Order number, if it is about one",
          .is_optional = true, .autocomplete = "off"),
    FIELD(BOOL, struct contact_input, is_chat, 0, 0, "Yes or no.", .is_optional = true, .type = "hidden"),
    FIELD(BOOL, struct contact_input, call_me, 0, 0, "Yes or no.", .label = "Please call me", .is_optional = true),
    FIELD(FILE, struct contact_input, file, 0, 10000000, "A picture, a video or a PDF of at most 10 MB.",
          .label = "A picture, if it helps", .is_optional = true),
};
const struct form contact_form = FORM("contact", contact_fields, struct contact_input);

static const struct field contact_ask_fields[] = {
    FIELD(TEXT, struct contact_ask, product, 0, 200, "", .is_optional = true),
};
const struct form contact_query =
    QUERY_FORM("contact_about", contact_ask_fields, struct contact_ask);

struct talk_input {
    str text;
    struct form_file file;
};
static const struct field talk_fields[] = {
    FIELD(LINES, struct talk_input, text, 1, CONVERSATION_TEXT_MAX_CHARS, "Please write your message.", .label = "Your message"),
    FIELD(FILE, struct talk_input, file, 0, 10000000, "A picture, a video or a PDF of at most 10 MB.",
          .label = "A picture, if it helps", .is_optional = true),
};
const struct form talk_form = FORM("say", talk_fields, struct talk_input);

struct talk_ask {
    str key;
};
static const struct field talk_query_fields[] = {
    FIELD(TEXT, struct talk_ask, key, 0, 64, "", .is_optional = true),
};
const struct form talk_query = QUERY_FORM("conversation_link", talk_query_fields, struct talk_ask);

static const struct model_field file_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "type"), SHOW(TEXT, "hash"), PAGE_ONLY(TEXT, "file_url"), PAGE_ONLY(BOOL, "is_picture"),
    PAGE_ONLY(BOOL, "is_video"),
};
const struct model talk_file_model = MODEL("message_file", file_fields);
static const struct model_field promise_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "text"), SHOW(INSTANT, "due_at"), SHOW_OR_NULL(INSTANT, "settled_at"),
    SHOW(TEXT, "outcome"), PAGE_ONLY(BOOL, "is_open"), PAGE_ONLY(BOOL, "is_kept"), PAGE_ONLY(BOOL, "is_broken"),
    PAGE_ONLY(BOOL, "is_voided"), SHOW_OR_NULL(TEXT, "paused_text", .note = "The published rule that holds its clock; due_at is then the latest."), SHOW_OR_NULL(TEXT, "consequence"), SHOW_OR_NULL(TEXT, "voided_reason"),
};
const struct model talk_promise_model = MODEL("conversation_promise", promise_fields);
static const struct model_field said_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "author"), PAGE_ONLY(TEXT, "author_text"), PAGE_ONLY(BOOL, "is_mine"), PERSONAL(TEXT, "text"),
    SHOW(INSTANT, "sent_at"), SHOW(BOOL, "is_deleted"), SHOW(LIST, "files", .of = &talk_file_model),
};
static const struct model said_model = MODEL("conversation_message", said_fields);
static const struct model_field next_fields[] = { SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url") };
static const struct model next_model = MODEL("conversation_next", next_fields);
static const struct model_field talk_fields_shown[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "key"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"), SHOW_OR_NULL(INSTANT, "due_at"),
    PAGE_ONLY(BOOL, "is_in_time"), PAGE_ONLY(BOOL, "is_late"), SHOW_OR_NULL(TEXT, "slow_text"),
    SHOW(LIST, "promises", .of = &talk_promise_model), SHOW(LIST, "messages", .of = &said_model),
    SHOW(LIST, "continued", .of = &next_model), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(TEXT, "page_url"),
    PAGE_ONLY(TEXT, "stream_url"), PAGE_ONLY(BOOL, "can_say"), SHOW(LIST, "complaints", .of = &complaint_in_model),
};
const struct model talk_model = MODEL("conversation", talk_fields_shown);

/* ---- addresses ---- */

static str key_of(struct web *w, const struct conversation *v)
{
    return link_key(&w->ctx, str_join(w->ctx.arena, S("conversation:"), v->number));
}

static str path_of(struct web *w, const struct conversation *v, const char *rest)
{
    return web_path(w, "/conversations/%.*s%s?key=%.*s", STR_ARG(v->number), rest,
                    STR_ARG(key_of(w, v)));
}

str talk_url(struct web *w, const struct conversation *v)
{
    return path_of(w, v, "");
}

/* ---- what is shown ---- */

static str said_subject(struct web *w, said_id said)
{
    return str_format(w->ctx.arena, "said:%" PRId64, said.v);
}

enum err talk_show_files(struct web *w, said_id said, str path, str query, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct attachment_list list = { 0 };
    TRY(attachment_list(&w->ctx, said_subject(w, said), &list));
    struct value *files = value_set_list(a, node, S("files"));
    for (size_t i = 0; i < list.count; i++) {
        const struct attachment *file = &list.item[i];
        struct value *one = value_add_object(a, files);
        value_set_int(a, one, S("id"), file->id.v);
        value_set_text(a, one, S("type"), file->type);
        value_set_text(a, one, S("hash"), file->hash);
        value_set_text(a, one, S("file_url"),
                       str_format(a, "%.*s/%" PRId64 "/files/%" PRId64 "%.*s", STR_ARG(path),
                                  said.v, file->id.v, STR_ARG(query)));
        value_set_bool(a, one, S("is_picture"), attachment_is_picture(file));
        value_set_bool(a, one, S("is_video"), attachment_is_video(file));
    }
    return OK;
}

enum err talk_attach(struct web *w, said_id said, person_id person, const struct form_file *file)
{
    if (file->bytes.size == 0) {
        return OK;
    }
    enum err e = attachment_add(&w->ctx, said_subject(w, said), person, file->bytes, NULL);
    return e == ERR_MEDIA_TYPE || e == ERR_TOO_LARGE
               ? web_refuse(w, e, S("file"), "A picture, a video or a PDF of at most 10 MB.")
               : e;
}

/* What the holder of this link may read: what was said under it, and the shop's answers. Notes are the shop's own. */
static bool is_for(const struct conversation *v, const struct said *s)
{
    bool is_here = s->origin.v == v->id.v || s->direction == SAID_OUT;
    bool is_sent = s->direction != SAID_OUT || channel_row(s->channel)->way != WAY_HAND ||
                   s->delivery != DELIVERY_WAITING;
    return s->direction != SAID_NOTE && is_here && is_sent;
}

static enum vault_purpose purpose_for(struct web *w, const struct said *s)
{
    if (w->order_key.size == 0) {
        return PURPOSE_CARE;
    }
    w->ctx.actor = (struct actor){ ROLE_BUYER, s->person.v };
    return PURPOSE_SELF;
}

static str author_text(struct web *w, const struct said *s)
{
    if (s->direction == SAID_IN) {
        return say(w, T("You"));
    }
    return s->author == AUTHOR_BOT ? say(w, T("Automatic message")) : w->ctx.shop->name;
}

static enum err show_said(struct web *w, const struct conversation *v, const struct said *s,
                          struct value *node)
{
    struct arena *a = w->ctx.arena;
    str text = { 0 };
    bool is_deleted = s->deleted_at != 0;
    enum vault_purpose purpose = purpose_for(w, s);
    if (!is_deleted) {
        TRY(vault_text_read(&w->ctx, s->text, purpose, &text));
    }
    value_set_int(a, node, S("id"), s->id.v);
    value_set_text(a, node, S("author"), said_author_name(s->author));
    value_set_text(a, node, S("author_text"), author_text(w, s));
    value_set_bool(a, node, S("is_mine"), s->direction == SAID_IN);
    value_set_text(a, node, S("text"), text);
    value_set_instant(a, node, S("sent_at"), s->sent_at);
    value_set_bool(a, node, S("is_deleted"), is_deleted);
    str path = web_path(w, "/conversations/%.*s/messages", STR_ARG(v->number));
    return talk_show_files(w, s->id, path, str_join(a, S("?key="), key_of(w, v)), node);
}

static enum err show_messages(struct web *w, const struct conversation *v, conversation_id at,
                              struct value *m)
{
    struct said_list list = { 0 };
    TRY(conversation_messages(&w->ctx, at, &list));
    struct value *messages = value_set_list(w->ctx.arena, m, S("messages"));
    for (size_t i = 0; i < list.count; i++) {
        if (is_for(v, &list.item[i])) {
            TRY(show_said(w, v, &list.item[i], value_add_object(w->ctx.arena, messages)));
        }
    }
    return OK;
}

/* Where it went on: after it was closed, or when a matter of its own was split off. */
static enum err show_continued(struct web *w, const struct conversation *v, struct value *m)
{
    struct conversation next[8];
    size_t count = 0;
    TRY(conversation_continued(&w->ctx, v->id, next, COUNT(next), &count));
    struct value *list = value_set_list(w->ctx.arena, m, S("continued"));
    for (size_t i = 0; i < count; i++) {
        if (next[i].person.v == v->person.v) {
            struct value *one = value_add_object(w->ctx.arena, list);
            value_set_text(w->ctx.arena, one, S("number"), next[i].number);
            value_set_text(w->ctx.arena, one, S("href_url"), talk_url(w, &next[i]));
        }
    }
    return OK;
}

/* Until when we answer; while the last 14 days were slower than that, what is usual; and when we are late, that we are. */
static enum err show_due(struct web *w, const struct conversation *v, struct value *m)
{
    struct arena *a = w->ctx.arena;
    str slow = { 0 };
    bool waits = v->due_at != 0;
    bool is_late = waits && v->due_at < w->ctx.now_at;
    if (waits && !is_late) {
        TRY(reply_slow_text(w, HOURS(terms_of(w)->reply_hours), &slow));
    }
    value_set_instant(a, m, S("due_at"), v->due_at);
    value_set_bool(a, m, S("is_late"), is_late);
    value_set_bool(a, m, S("is_in_time"), waits && !is_late && slow.size == 0);
    show_text_or_null(w, m, S("slow_text"), slow);
    return OK;
}

static void show_form(struct web *w, const struct conversation *v, struct value *m)
{
    struct form_state state = web_form_state(w, &talk_form);
    str key = w->order_key.size != 0 ? w->order_key : key_of(w, v);
    str token = w->order_key.size != 0 ? w->csrf_token : csrf_token_of(w, key);
    value_set(m, S("form"),
              form_model(w->ctx.arena, &state, path_of(w, v, "/messages"), token, w->ctx.lang));
}

static enum err show(struct web *w, const struct conversation *v)
{
    struct arena *a = w->ctx.arena;
    struct value *m = w->model = value_object(a);
    struct conversation at = *v;
    TRY(reader_see(w, conversation_subject(&w->ctx, v->id)));
    if (v->state == CONVERSATION_MERGED) {
        TRY(conversation_get(&w->ctx, v->merged_into, &at));
    }
    value_set_text(a, m, S("number"), v->number);
    value_set_text(a, m, S("key"), key_of(w, v));
    enum conversation_state state = conversation_state_shown(at.state);
    value_set_text(a, m, S("state"), conversation_state_name(state));
    value_set_text(a, m, S("state_text"), conversation_state_label(state, w->ctx.lang));
    TRY(show_due(w, &at, m));
    TRY(promises_show(w, conversation_subject(&w->ctx, at.id), m));
    TRY(show_messages(w, v, at.id, m));
    TRY(show_continued(w, v, m));
    TRY(complaint_show_in(w, &at, false, m));
    value_set_text(a, m, S("page_url"), talk_url(w, v));
    value_set_text(a, m, S("stream_url"), web_stream_url(w, path_of(w, v, "/stream")));
    value_set_bool(a, m, S("can_say"), at.state != CONVERSATION_SPAM);
    show_form(w, v, m);
    return OK;
}

enum err talk_page(struct web *w)
{
    struct conversation v = { 0 };
    TRY(conversation_find(&w->ctx, web_param(w, S("number")), &v));
    return show(w, &v);
}

enum err talk_file(struct web *w)
{
    struct conversation v = { 0 };
    struct said s = { 0 };
    int64_t said = 0;
    int64_t file = 0;
    TRY(conversation_find(&w->ctx, web_param(w, S("number")), &v));
    if (!str_to_int(web_param(w, S("said")), &said) ||
        !str_to_int(web_param(w, S("file")), &file)) {
        return ERR_NOT_FOUND;
    }
    TRY(conversation_message(&w->ctx, (said_id){ said }, &s));
    if (s.conversation.v != v.id.v && s.origin.v != v.id.v && s.conversation.v != v.merged_into.v) {
        return ERR_NOT_FOUND;
    }
    if (!is_for(&v, &s)) {
        return ERR_NOT_FOUND;
    }
    enum vault_purpose purpose = purpose_for(w, &s);
    return web_attachment(w, said_subject(w, s.id), (attachment_id){ file }, purpose);
}

/* Says that something changed, not what: the page is asked for it. */
enum err talk_stream(struct web *w)
{
    struct conversation v = { 0 };
    TRY(conversation_find(&w->ctx, web_param(w, S("number")), &v));
    conversation_id at = v.merged_into.v != 0 ? v.merged_into : v.id;
    return web_stream(w, conversation_subject(&w->ctx, at));
}

/* ---- writing ---- */

enum err talk_show_new(struct web *w, conversation_id id)
{
    struct conversation v = { 0 };
    TRY(conversation_get(&w->ctx, id, &v));
    w->resource = v.number;
    w->status = w->face == WEB_JSON ? 201 : 0;
    web_redirect(w, talk_url(w, &v));
    w->order_key = key_of(w, &v); /* whoever just wrote it may read it */
    return show(w, &v);
}

/* A word of dissatisfaction counts as a complaint from now on. */
static enum err hear(struct web *w, conversation_id id, str text)
{
    return complaint_hear(&w->ctx, &(struct complaint_heard){
                                       .conversation = id, .source = S("inbox"), .text = text });
}

/* A product by its slug, an order by its number: what is not there is left out without a word. */
static enum err read_about(struct web *w, const struct contact_input *in, str about[2],
                           size_t *count)
{
    struct product p = { 0 };
    struct order o = { 0 };
    if (in->product.size != 0) {
        enum err e = product_load(&w->ctx, in->product, PRODUCT_PUBLIC, &p);
        TRY(e == ERR_NOT_FOUND ? OK : e);
        if (e == OK) {
            about[(*count)++] = str_format(w->ctx.arena, "product:%" PRId64, p.id.v);
        }
    }
    if (in->order.size != 0) {
        str meant = link_number_read(w->ctx.arena, in->order, w->ctx.shop->order_prefix);
        enum err e = order_by_number(&w->ctx, str_trim(in->order), &o);
        e = e == ERR_NOT_FOUND ? order_by_number(&w->ctx, meant, &o) : e;
        TRY(e == ERR_NOT_FOUND ? OK : e);
        if (e == OK) {
            about[(*count)++] = str_format(w->ctx.arena, "order:%" PRId64, o.id.v);
        }
    }
    w->ctx.detail[0] = '\0';
    return OK;
}

enum err contact_post(struct web *w)
{
    const struct contact_input *in = w->form;
    struct said_receipt receipt = { 0 };
    struct conversation v = { 0 };
    str about[2];
    struct contact contact = { .channel = in->is_chat ? CHANNEL_CHAT : CHANNEL_WEB, .lang = w->ctx.lang,
                               .name = in->name, .phone = in->phone, .email = in->email, .about = about };
    contact.first = (struct said_new){
        .direction = SAID_IN, .channel = contact.channel, .author = AUTHOR_BUYER, .text = in->text
    };
    if (in->phone.size == 0 && in->email.size == 0 && !in->is_chat) {
        return web_refuse(
            w, ERR_BAD_INPUT, S("phone"),
            "Please leave a WhatsApp number or an e-mail address, so that we can answer.");
    }
    TRY(read_about(w, in, about, &contact.about_count));
    TRY(contact_begin(&w->ctx, &contact, &receipt));
    TRY(conversation_get(&w->ctx, receipt.conversation, &v));
    TRY(talk_attach(w, receipt.said, v.person, &in->file));
    TRY(hear(w, receipt.conversation, in->text));
    if (in->call_me && in->phone.size != 0) {
        int64_t due_at = 0;
        TRY(conversation_call_back(&w->ctx, receipt.conversation, &due_at));
    }
    TRY(contact_tell(&w->ctx, receipt.conversation));
    return talk_show_new(w, receipt.conversation);
}

enum err talk_post(struct web *w)
{
    const struct talk_input *in = w->form;
    struct conversation v = { 0 };
    struct conversation at = { 0 };
    struct said_receipt receipt = { 0 };
    TRY(conversation_find(&w->ctx, web_param(w, S("number")), &v));
    enum channel channel = v.channel == CHANNEL_CHAT ? CHANNEL_CHAT : CHANNEL_WEB;
    struct said_new s = { .direction = SAID_IN, .channel = channel, .author = AUTHOR_BUYER, .text = in->text };
    w->ctx.actor = (struct actor){ ROLE_BUYER, v.person.v };
    TRY(conversation_say(&w->ctx, v.id, &s, &receipt));
    TRY(conversation_get(&w->ctx, receipt.conversation, &at));
    TRY(talk_attach(w, receipt.said, at.person, &in->file));
    TRY(hear(w, receipt.conversation, in->text));
    TRY(contact_tell(&w->ctx, receipt.conversation));
    bool is_merged = v.state == CONVERSATION_MERGED;
    return talk_show_new(w, is_merged ? v.id : receipt.conversation);
}

enum err talk_again(struct web *w)
{
    struct conversation v = { 0 };
    TRY(conversation_find(&w->ctx, w->resource, &v));
    return talk_show_new(w, v.id);
}

/* ---- the owner's mail ---- */

enum err notice_conversation_waits(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct conversation v = { 0 };
    conversation_id id = { 0 };
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    TRY(conversation_get(&w->ctx, id, &v));
    if (v.waiting_since == 0) {
        return fail(&w->ctx, ERR_STATE, "conversation %" PRId64 " was answered meanwhile", id.v);
    }
    out->title = text_fill(w->ctx.arena, w->ctx.lang, T("{number}: somebody waits for an answer"),
                           SLOTS({ S("number"), v.number }));
    notice_line(out, channel_label(v.channel, w->ctx.lang));
    TRY(notice_promise(w, out, n->subject, PROMISE_REPLY));
    TRY(notice_promise(w, out, n->subject, PROMISE_NEXT_REPLY));
    out->url = web_absolute(w, web_path(w, "/admin/inbox/%.*s", STR_ARG(v.number)));
    out->url_label = text_of(w->ctx.lang, T("Read and answer"));
    return OK;
}
