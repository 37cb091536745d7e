/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_new.c - to complain, and to find a complaint again; no account is needed. */
#include "base/phone.h"
#include "care/complaint_find.h"
#include "core/attachment.h"
#include "core/link.h"
#include "core/promise_clock.h"
#include "web/care/complaint.h"
#include "web/shop/card.h"
#include "web/shop/order_model.h"
#include "web/shop/outlook.h"
#include "web/shop/terms.h"

struct new_input {
    str name, phone, email, order, subject, text, wish;
    bool is_safety;
    struct form_file file;
};
static const struct field new_fields[] = {
    FIELD(TEXT, struct new_input, subject, 3, 200, "What is it about? 3 to 200 characters.", .label = "What is it about?", .autocomplete = "off"),
    FIELD(LINES, struct new_input, text, 5, 5000, "What happened? 5 to 5000 characters.", .label = "What happened?"),
    FIELD(LINES, struct new_input, wish, 0, 500, "At most 500 characters.", .label = "What would put it right?", .is_optional = true,
          .hint = "For instance the money back, another one, a repair, an explanation."),
    FIELD(TEXT, struct new_input, order, 0, 40, "At most 40 characters.", .label = "Order number", .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct new_input, name, 0, 80, "At most 80 characters.", .label = "Your name", .is_optional = true, .autocomplete = "name"),
    FIELD(PHONE, struct new_input, phone, 0, 20, "This is not a phone number.", .label = "WhatsApp or phone", .is_optional = true,
          .hint = "One of phone and e-mail, so that we can answer.", .autocomplete = "tel", .inputmode = "tel"),
    FIELD(EMAIL, struct new_input, email, 0, 120, "This is not an e-mail address.", .label = "E-mail", .is_optional = true, .autocomplete = "email"),
    FIELD(BOOL, struct new_input, is_safety, 0, 0, "", .label = "Somebody was hurt or could be", .is_optional = true),
    FIELD(FILE, struct new_input, file, 0, ATTACHMENT_BYTES_MAX, COMPLAINT_FILE_WORDS, .label = "A picture, if it helps", .is_optional = true),
};
const struct form complaint_new_form = FORM("new_complaint", new_fields, struct new_input);

struct find_input {
    str number, contact;
};
static const struct field find_fields[] = {
    FIELD(TEXT, struct find_input, number, 4, 40, "The number that begins with PGD.", .label = "Number of the complaint", .autocomplete = "off"),
    FIELD(TEXT, struct find_input, contact, 5, 120, "The phone number or e-mail address you gave.", .label = "Phone or e-mail you gave",
          .autocomplete = "email"),
};
const struct form complaint_find_form = FORM("find_complaint", find_fields, struct find_input);

struct new_ask {
    str order, asked;
};
static const struct field new_ask_fields[] = {
    FIELD(TEXT, struct new_ask, order, 0, 40, "", .is_optional = true), FIELD(TEXT, struct new_ask, asked, 0, 5, "", .is_optional = true),
};
const struct form complaint_new_query =
    QUERY_FORM("new_complaint_query", new_ask_fields, struct new_ask);

static const struct model_field new_model_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"), SHOW_OR_NULL(TEXT, "message"), SHOW(TEXT, "promise_text"),
    SHOW(LIST, "recourse", .of = &complaint_recourse_model), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(OBJECT, "find_form"),
};
const struct model complaint_new_model = MODEL("complaint_procedure", new_model_fields);

/* ---- the form and the procedure ---- */

static enum err show_promise(struct web *w, struct value *m)
{
    const struct terms *terms = terms_of(w);
    int64_t days = terms->complaint_days == 0 ? 7 : terms->complaint_days;
    int64_t due_at = 0;
    TRY(promise_due_of(&w->ctx, PROMISE_DECIDE_COMPLAINT, DAYS(days), &due_at));
    value_set_text(w->ctx.arena, m, S("promise_text"),
                   say_with(w,
                            T("A person reads every complaint. Sent now, it is decided with "
                              "reasons by {time} at the latest; "
                              "about somebody's safety within 2 days."),
                            { S("time"), moment_text(w, due_at) }));
    return OK;
}

static struct form_state state_of(struct web *w, const struct form *form)
{
    return web_form_state(w, form);
}

static enum err show_form(struct web *w, str message)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    const struct new_ask *ask = w->query;
    struct form_state form = state_of(w, &complaint_new_form);
    struct form_state find = state_of(w, &complaint_find_form);
    struct new_input prefill = { .order = ask != NULL && w->route->query == &complaint_new_query ? ask->order : (str){ 0 } };
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
    if (prefill.order.size > 0 && !w->is_back) {
        form = form_of(a, &complaint_new_form, &env, &prefill);
    }
    value_set_text(a, m, S("meta_description"),
                   say(w, T("How to complain, what happens then, and until when.")));
    show_text_or_null(w, m, S("message"), message);
    TRY(show_promise(w, m));
    complaint_recourse(w, m);
    value_set(m, S("form"),
              form_model(a, &form, web_path(w, "/complaints"), w->csrf_token, w->ctx.lang));
    value_set(m, S("find_form"),
              form_model(a, &find, web_path(w, "/complaints/find"), w->csrf_token, w->ctx.lang));
    w->model = m;
    return OK;
}

static str asked_text(struct web *w)
{
    return say(w, T("If this number and this contact belong together, the link is on its way "
                    "there. By phone, our team sends it on WhatsApp."));
}

enum err complaint_new_page(struct web *w)
{
    const struct new_ask *ask = w->query;
    bool is_asked = ask != NULL && ask->asked.size > 0;
    return show_form(w, is_asked ? asked_text(w) : (str){ 0 });
}

/* ---- sending one ---- */

static enum err person_of(struct web *w, const struct new_input *in, person_id *out)
{
    TRY(vault_person_create(&w->ctx, out));
    if (in->name.size > 0) {
        TRY(vault_write(&w->ctx, *out, VAULT_NAME, in->name));
    }
    if (in->phone.size > 0) {
        TRY(vault_write(&w->ctx, *out, VAULT_PHONE, in->phone));
    }
    return in->email.size == 0 ? OK : vault_write(&w->ctx, *out, VAULT_EMAIL, in->email);
}

static enum err show_made(struct web *w, const struct complaint *k)
{
    struct value *m = value_object(w->ctx.arena);
    str key = link_key(&w->ctx, str_join(w->ctx.arena, S("complaint:"), k->number));
    w->ctx.actor = (struct actor){ ROLE_BUYER, k->person.v };
    w->order_key = key; /* whoever just wrote it may read it */
    w->status = w->face == WEB_JSON ? 201 : 0;
    w->resource = k->number;
    TRY(complaint_show(w, k, PURPOSE_SELF, m));
    value_set_text(w->ctx.arena, m, S("key"), key);
    value_set_list(w->ctx.arena, m, S("acts"));
    value_set_null(w->ctx.arena, m, S("form"));
    value_set_null(w->ctx.arena, m, S("message_form"));
    web_redirect(w, complaint_url(w, k));
    w->model = m;
    return OK;
}

/* Somebody may type an address that is not theirs: its mailbox is not filled, and the board is not either. */
static enum err check_flood(struct web *w, const struct new_input *in, bool *is_untold)
{
    int64_t recent = 0;
    TRY(complaint_count_from(&w->ctx, in->phone, in->email, &recent));
    if (recent >= COMPLAINTS_A_DAY_MAX) {
        return web_refuse(w, ERR_RATE, in->email.size > 0 ? S("email") : S("phone"),
                          "Many complaints came with this contact today. Please write into one of "
                          "them by its link, or call us if somebody is in danger.");
    }
    *is_untold = recent >= COMPLAINTS_TOLD_A_DAY_MAX;
    return OK;
}

enum err complaint_new_post(struct web *w)
{
    const struct new_input *in = w->form;
    struct complaint k = { 0 };
    struct complaint_new n = { .channel = CHANNEL_WEB, .source = S("form"), .lang = w->ctx.lang, .order_number = in->order,
                               .subject = in->subject, .text = in->text, .wish = in->wish, .is_safety = in->is_safety };
    if (in->phone.size == 0 && in->email.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("phone"),
                          "Please give a phone number or an e-mail address.");
    }
    TRY(check_flood(w, in, &n.is_untold));
    TRY(person_of(w, in, &n.person));
    TRY(complaint_open(&w->ctx, &n, &k));
    TRY(conversation_add_name(&w->ctx, k.conversation, n.person, in->name));
    TRY(complaint_keep_file(w, &k, &in->file, S("file")));
    return show_made(w, &k);
}

enum err complaint_new_again(struct web *w)
{
    struct complaint k = { 0 };
    TRY(complaint_by_number(&w->ctx, w->resource, &k));
    return show_made(w, &k);
}

/* ---- finding one ---- */

/* As the form's own field normalises it: the domain in small letters. */
static str email_of(struct web *w, str text)
{
    struct str_pair both = str_cut_last(text, '@');
    return str_format(w->ctx.arena, "%.*s@%.*s", STR_ARG(both.head),
                      STR_ARG(str_lower(w->ctx.arena, both.tail)));
}

/* Whatever is true, the answer is the same: the link goes to where the person already is. */
enum err complaint_find_post(struct web *w)
{
    const struct find_input *in = w->form;
    bool is_email = str_find(in->contact, S("@"), 0) < in->contact.size;
    str phone = { 0 };
    bool is_phone = !is_email && phone_normalise(w->ctx.arena, in->contact, &phone);
    TRY(complaint_find(&w->ctx, in->number, is_phone ? phone : (str){ 0 },
                       is_email ? email_of(w, in->contact) : (str){ 0 }));
    web_redirect(w, web_path(w, "/complaints?asked=yes"));
    return show_form(w, asked_text(w));
}
