/* SPDX-License-Identifier: Apache-2.0 */
/* intake.c - what staff bring in by hand: calls, chats, public posts; and the list of places to look at. */
#include "care/capture.h"
#include "care/complaint_heard.h"
#include "care/conversation_office.h"
#include "care/whatsapp_chat.h"
#include "core/attachment.h"
#include "core/staff.h"
#include "web/admin/inbox.h"
#include "web/admin/office.h"
#include "web/care/complaint.h"
#include "web/care/talk.h"
#include "web/shop/card.h"
#include "web/text.h"

struct intake_input {
    str channel, name, phone, email, text, ours;
    int64_t at;
    bool wants_call;
    struct form_file file;
};
static const struct form_option channels[] = { { "phone", "A telephone call" }, { "whatsapp", "A WhatsApp chat, pasted or exported" } };
static const struct field intake_fields[] = {
    FIELD(CHOICE, struct intake_input, channel, 1, 40, "Please choose.", .label = "What it was", OPTIONS(channels)),
    FIELD(TEXT, struct intake_input, name, 0, 100, "At most 100 characters.", .label = "Name", .is_optional = true),
    FIELD(PHONE, struct intake_input, phone, 0, 20, "This number does not look right.", .label = "Phone number", .is_optional = true),
    FIELD(EMAIL, struct intake_input, email, 0, 200, "This e-mail address does not look right.", .label = "E-mail", .is_optional = true),
    FIELD(LINES, struct intake_input, text, 0, 200000, "At most 200,000 characters.", .label = "What was said", .is_optional = true,
          .hint = "Paste a chat as it is, or write what the caller wants."),
    FIELD(INSTANT, struct intake_input, at, 0, 0, "When was it?", .label = "When", .is_optional = true),
    FIELD(TEXT, struct intake_input, ours, 0, 100, "At most 100 characters.", .label = "Our name in that chat", .is_optional = true),
    FIELD(BOOL, struct intake_input, wants_call, 0, 0, "Yes or no.", .label = "Wants to be called back", .is_optional = true),
    FIELD(FILE, struct intake_input, file, 0, 10000000, "A picture, or the exported chat (.txt), of at most 10 MB.",
          .label = "Screenshot, or the exported chat", .is_optional = true),
};
const struct form admin_intake_form = FORM("intake", intake_fields, struct intake_input);

struct capture_input {
    str place, url, text, name, phone, email, no_complaint;
    int64_t posted_at;
    struct form_file file;
};
static const struct form_option places[] = {
    { "instagram", "Instagram" }, { "tiktok", "TikTok" }, { "facebook", "Facebook" }, { "x", "X" }, { "google", "Google Maps" },
    { "marketplace", "A marketplace" }, { "other", "Somewhere else" },
};
str capture_place_text(const struct web *w, str place)
{
    for (size_t i = 0; i < COUNT(places); i++) {
        if (str_eq(place, str_of(places[i].value))) {
            return text_of(w->ctx.lang, str_of(places[i].label));
        }
    }
    return place;
}

static const struct field capture_fields[] = {
    FIELD(CHOICE, struct capture_input, place, 1, 40, "Please choose.", .label = "Where", OPTIONS(places)),
    FIELD(TEXT, struct capture_input, url, 0, 500, "At most 500 characters.", .label = "Link of the post", .is_optional = true, .type = "url"),
    FIELD(LINES, struct capture_input, text, 0, CONVERSATION_TEXT_MAX_CHARS, "At most 20,000 characters.", .label = "What it says", .is_optional = true),
    FIELD(INSTANT, struct capture_input, posted_at, 0, 0, "When was it posted? Not later than now, and at most a year ago.", .label = "When it was posted"),
    FIELD(TEXT, struct capture_input, name, 0, 100, "At most 100 characters.", .label = "Name", .is_optional = true),
    FIELD(PHONE, struct capture_input, phone, 0, 20, "This number does not look right.", .label = "Phone number", .is_optional = true),
    FIELD(EMAIL, struct capture_input, email, 0, 200, "This e-mail address does not look right.", .label = "E-mail", .is_optional = true),
    FIELD(FILE, struct capture_input, file, 0, 10000000, "A picture, a video or a PDF of at most 10 MB.", .label = "Screenshot", .is_optional = true),
    FIELD(TEXT, struct capture_input, no_complaint, 0, 500, "At most 500 characters.", .label = "It is no complaint, because", .is_optional = true,
          .hint = "Left empty it counts as one from the moment it was posted. The poster reads your reason."),
};
const struct form capture_form = FORM("capture", capture_fields, struct capture_input);

struct watch_input {
    str name, url;
    int64_t every_hours;
};
static const struct field watch_fields[] = {
    FIELD(TEXT, struct watch_input, name, 2, 100, "What to look at.", .label = "Place"),
    FIELD(TEXT, struct watch_input, url, 0, 500, "At most 500 characters.", .label = "Link", .is_optional = true, .type = "url"),
    FIELD(INT, struct watch_input, every_hours, 1, 720, "Between 1 and 720.", .label = "Every so many hours"),
};
const struct form admin_watch_form = FORM("watch_place", watch_fields, struct watch_input);
struct look_input {
    int64_t found;
};
static const struct field look_fields[] = {
    FIELD(INT, struct look_input, found, 0, 1000, "Between 0 and 1000.", .label = "Found"),
};
const struct form admin_look_form = FORM("watch_look", look_fields, struct look_input);

static const struct model_field intake_shown[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(OBJECT, "capture_form"),
};
const struct model admin_intake_model = MODEL("intake", intake_shown);
static const struct model_field capture_shown[] = { PAGE_ONLY(TEXT, "meta_description"), PAGE_ONLY(OBJECT, "form") };
const struct model capture_model = MODEL("capture_page", capture_shown);
static const struct model_field place_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "name"), SHOW(TEXT, "link"), PAGE_ONLY(TEXT, "href_url"), SHOW(INT, "every_hours"),
    SHOW_OR_NULL(INSTANT, "looked_at"), SHOW_OR_NULL(TEXT, "looked_by"), SHOW(INT, "found"), SHOW(BOOL, "is_due"),
    PAGE_ONLY(OBJECT, "look_form"), PAGE_ONLY(OBJECT, "hide"),
};
static const struct model place_model = MODEL("watch_place_shown", place_fields);
static const struct model_field watch_shown[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(INT, "due"), SHOW(LIST, "items", .of = &place_model),
    PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(TEXT, "capture_url"),
};
const struct model admin_watch_model = MODEL("watch", watch_shown);

/* ---- calls and chats ---- */

enum err admin_intake_page(struct web *w)
{
    struct value *m = office_page(w);
    office_form(w, m, "form", &admin_intake_form, NULL, web_path(w, "/admin/inbox"));
    office_form(w, m, "capture_form", &capture_form, NULL, web_path(w, "/admin/inbox/capture"));
    return OK;
}

enum { HEARD_DAYS = 30 };

/* What the person said in what was brought in, of late; `ours` is what the shop's own lines begin with. */
static enum err hear(struct web *w, const struct intake_input *in, conversation_id id)
{
    struct whatsapp_chat chat = { 0 };
    struct complaint_heard h = { .conversation = id, .source = S("inbox"), .text = in->text, .at = in->at };
    bool is_export = str_eq(attachment_type_of(in->file.bytes), S("text/plain"));
    whatsapp_read(w->ctx.arena, is_export ? in->file.bytes : in->text, w->ctx.shop->zone,
                  w->ctx.now_at, &chat);
    for (size_t i = 0; i < chat.count; i++) {
        h.text = chat.item[i].text;
        h.at = chat.item[i].at;
        bool is_theirs = !str_eq_nocase(chat.item[i].author, str_trim(in->ours));
        if (is_theirs && h.at > w->ctx.now_at - DAYS(HEARD_DAYS)) {
            TRY(complaint_hear(&w->ctx, &h));
        }
    }
    return chat.count == 0 ? complaint_hear(&w->ctx, &h) : OK;
}

static enum err done(struct web *w, conversation_id id)
{
    struct conversation v = { 0 };
    TRY(conversation_get(&w->ctx, id, &v));
    w->resource = v.number;
    w->status = w->face == WEB_JSON ? 201 : 0;
    office_done(w, inbox_url(w, &v, ""), "saved");
    return inbox_show(w, &v);
}

static enum err begin_call(struct web *w, const struct intake_input *in, struct contact *contact,
                           struct said_receipt *r)
{
    int64_t due_at = 0;
    contact->first = (struct said_new){ .direction = SAID_IN,
                                         .channel = CHANNEL_PHONE,
                                         .author = AUTHOR_BUYER,
                                         .text = in->text,
                                         .sent_at = in->at };
    if (in->text.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("text"), "Please write what the caller wants.");
    }
    TRY(contact_begin(&w->ctx, contact, r));
    return in->wants_call ? conversation_call_back(&w->ctx, r->conversation, &due_at) : OK;
}

/* A note says who brought the chat in; then come its messages, each once. */
static enum err begin_chat(struct web *w, const struct intake_input *in, struct contact *contact,
                           struct said_receipt *r)
{
    struct whatsapp_chat chat = { 0 };
    int64_t added = 0;
    bool is_export =
        in->file.bytes.size != 0 && str_eq(attachment_type_of(in->file.bytes), S("text/plain"));
    whatsapp_read(w->ctx.arena, is_export ? in->file.bytes : in->text, w->ctx.shop->zone,
                  w->ctx.now_at, &chat);
    contact->first =
        (struct said_new){ .direction = SAID_NOTE,
                            .channel = CHANNEL_WHATSAPP,
                            .author = AUTHOR_STAFF,
                            .text = text_of(w->ctx.lang, T("Brought in from WhatsApp by hand.")) };
    if (chat.count != 0) {
        TRY(contact_begin(&w->ctx, contact, r));
        return whatsapp_add(&w->ctx, r->conversation, &chat, str_trim(in->ours), &added);
    }
    contact->first = (struct said_new){ .direction = SAID_IN,
                                         .channel = CHANNEL_WHATSAPP,
                                         .author = AUTHOR_BUYER,
                                         .text = in->text.size != 0 ? in->text : S("(WhatsApp)"),
                                         .sent_at = in->at };
    if (in->text.size == 0 && in->file.bytes.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("text"),
                          "Please paste the chat, or choose its file.");
    }
    return contact_begin(&w->ctx, contact, r);
}

enum err admin_intake_post(struct web *w)
{
    const struct intake_input *in = w->form;
    struct said_receipt r = { 0 };
    struct conversation v = { 0 };
    bool is_call = str_eq(in->channel, S("phone"));
    struct contact contact = { .channel = is_call ? CHANNEL_PHONE : CHANNEL_WHATSAPP, .lang = w->ctx.shop->lang,
                               .name = in->name, .phone = in->phone, .email = in->email };
    TRY(is_call ? begin_call(w, in, &contact, &r) : begin_chat(w, in, &contact, &r));
    TRY(conversation_get(&w->ctx, r.conversation, &v));
    if (!str_eq(attachment_type_of(in->file.bytes), S("text/plain"))) {
        TRY(talk_attach(w, r.said, v.person, &in->file));
    }
    TRY(hear(w, in, r.conversation));
    return done(w, r.conversation);
}

/* ---- public posts ---- */

static enum err take_post(struct web *w, bool by_buyer, struct said_receipt *r)
{
    const struct capture_input *in = w->form;
    struct capture_new n = { .place = in->place, .url = in->url, .text = in->text, .picture = in->file.bytes,
                             .posted_at = in->posted_at, .by_buyer = by_buyer, .name = in->name, .phone = in->phone,
                             .email = in->email, .lang = w->ctx.lang };
    if (in->url.size == 0 && in->text.size == 0 && in->file.bytes.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("url"),
                          "Please give a link, the words, or a screenshot.");
    }
    enum err e = capture_post(&w->ctx, &n, r);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("posted_at"),
                          "When was it posted? Not later than now, and at most a year ago.");
    }
    if (e == ERR_MEDIA_TYPE || e == ERR_TOO_LARGE) {
        return web_refuse(w, e, S("file"), "A picture, a video or a PDF of at most 10 MB.");
    }
    TRY(e);
    e = complaint_judge_post(w, r->conversation, &n,
                             by_buyer ? (str){ 0 } : str_trim(in->no_complaint));
    return e == ERR_BAD_INPUT
               ? web_refuse(w, e, S("no_complaint"), "Please say why, in at least 5 characters.")
               : e;
}

enum err admin_capture_post(struct web *w)
{
    struct said_receipt r = { 0 };
    TRY(take_post(w, false, &r));
    return done(w, r.conversation);
}

enum err capture_page(struct web *w)
{
    struct form_state state = web_form_state(w, &capture_form);
    struct value *m = w->model = value_object(w->ctx.arena);
    value_set_text(w->ctx.arena, m, S("meta_description"),
                   say(w, T("Tell us about a post; it becomes a case with a link.")));
    value_set(
        m, S("form"),
        form_model(w->ctx.arena, &state, web_path(w, "/capture"), w->csrf_token, w->ctx.lang));
    return OK;
}

enum err capture_public_post(struct web *w)
{
    struct said_receipt r = { 0 };
    TRY(take_post(w, true, &r));
    TRY(contact_tell(&w->ctx, r.conversation));
    return talk_show_new(w, r.conversation);
}

/* ---- the watch list ---- */

static enum err show_place(struct web *w, const struct watch_place *p, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct staff staff = { 0 };
    struct look_input nothing = { 0 };
    bool is_link = str_starts(p->url, S("https://")) || str_starts(p->url, S("http://"));
    if (p->looked_by > 0) {
        TRY(staff_get(&w->ctx, (staff_id){ p->looked_by }, &staff));
    }
    value_set_int(a, node, S("id"), p->id);
    value_set_text(a, node, S("name"), p->name);
    value_set_text(a, node, S("link"), p->url);
    show_text_or_null(w, node, S("href_url"), is_link ? p->url : (str){ 0 });
    value_set_int(a, node, S("every_hours"), p->every_hours);
    value_set_instant(a, node, S("looked_at"), p->looked_at);
    show_text_or_null(w, node, S("looked_by"), staff.name);
    value_set_int(a, node, S("found"), p->found);
    value_set_bool(a, node, S("is_due"), p->is_due);
    office_form_of(w, node, "look_form", &admin_look_form, &nothing,
                   web_path(w, "/admin/watch/%" PRId64 "/looked", p->id), "id", p->id);
    office_button(w, node, "hide", web_path(w, "/admin/watch/%" PRId64 "/hide", p->id));
    return OK;
}

enum err admin_watch(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct watch_list list = { 0 };
    struct watch_input daily = { .every_hours = 24 };
    TRY(watch_read(&w->ctx, &list));
    struct value *m = office_page(w);
    value_set_int(a, m, S("due"), list.due);
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_place(w, &list.item[i], value_add_object(a, items)));
    }
    office_form(w, m, "form", &admin_watch_form, &daily, web_path(w, "/admin/watch"));
    value_set_text(a, m, S("capture_url"), web_path(w, "/admin/inbox/new"));
    return OK;
}

enum err admin_watch_again(struct web *w)
{
    office_done(w, web_path(w, "/admin/watch"), "saved");
    return admin_watch(w);
}

enum err admin_watch_post(struct web *w)
{
    const struct watch_input *in = w->form;
    TRY(watch_add_place(&w->ctx, in->name, in->url, in->every_hours));
    return admin_watch_again(w);
}

enum err admin_watch_looked(struct web *w)
{
    const struct look_input *in = w->form;
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    TRY(watch_looked(&w->ctx, id, in->found));
    return admin_watch_again(w);
}

enum err admin_watch_hide(struct web *w)
{
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    TRY(watch_hide_place(&w->ctx, id));
    return admin_watch_again(w);
}
