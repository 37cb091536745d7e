/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_board.c - complaints as the shop works on them: safety first, then the oldest; every step with its words. */
#include "base/phone.h"
#include "core/attachment.h"
#include "core/setting.h"
#include "core/staff.h"
#include "web/admin/improvements.h"
#include "web/admin/office.h"
#include "web/care/complaint.h"
#include "web/shop/card.h"
#include "web/shop/order_model.h"

struct step_input {
    str act, text, severity, category, cause, duplicate_of;
    bool is_safety, is_partly;
    int64_t due_by;
    struct form_file proof;
};
static const struct form_option shop_acts[] = {
    { "acknowledge", "Read and assessed" }, { "ask", "Ask the person (the clock stands until they answer)" },
    { "wait", "Wait for somebody else (our promise runs on)" }, { "go_on", "Go on" }, { "propose", "Propose a remedy" },
    { "reject", "Reject, with reasons" }, { "remedy", "Put right, with proof" }, { "not_a_complaint", "Not a complaint, with a reason" },
    { "duplicate", "The same as another complaint" }, { "dispute", "It is with an outside body" },
    { "ruled_for", "The outside body decided for the person" }, { "ruled_against", "The outside body decided for the shop" },
    { "reopen", "Reopen" },
};
static const struct form_option severities[] = { { "", "Not judged yet" }, { "low", "Minor" }, { "normal", "Ordinary" }, { "high", "Serious" } };
static const struct form_option categories[] = {
    { "", "Not judged yet" }, { "delivery", "Delivery" }, { "product", "Product" }, { "service", "Service" }, { "payment", "Payment" },
    { "staff", "Behaviour of staff" }, { "privacy", "Personal data" }, { "other", "Something else" },
};
static const struct form_option causes[] = {
    { "", "Not judged yet" }, { "courier", "Courier" }, { "stock", "Stock" }, { "packaging", "Packaging" }, { "product_defect", "Defect of the product" },
    { "description", "Description" }, { "communication", "Communication" }, { "system", "This program" }, { "supplier", "Supplier" },
    { "none", "No fault found" },
};
static const struct field step_fields[] = {
    FIELD(CHOICE, struct step_input, act, 1, 20, "Please choose.", .label = "Step"),
    FIELD(LINES, struct step_input, text, 0, 5000, "At most 5000 characters.", .label = "Words to the customer", .is_optional = true,
          .hint = "They read them: reasons, the remedy, its proof."),
    FIELD(DATE, struct step_input, due_by, 0, 0, "This is not a date.", .label = "The remedy is done by", .is_optional = true),
    FIELD(BOOL, struct step_input, is_partly, 0, 0, "", .label = "Upheld in part", .is_optional = true),
    FIELD(CHOICE, struct step_input, severity, 0, 10, "Please choose.", .label = "Severity", .is_optional = true, OPTIONS(severities)),
    FIELD(CHOICE, struct step_input, category, 0, 20, "Please choose.", .label = "Category", .is_optional = true, OPTIONS(categories)),
    FIELD(CHOICE, struct step_input, cause, 0, 20, "Please choose.", .label = "Cause", .is_optional = true, OPTIONS(causes)),
    FIELD(BOOL, struct step_input, is_safety, 0, 0, "", .label = "About safety", .is_optional = true),
    FIELD(TEXT, struct step_input, duplicate_of, 0, 20, "The number of the other complaint.", .label = "The other complaint", .is_optional = true),
    FIELD(FILE, struct step_input, proof, 0, ATTACHMENT_BYTES_MAX, COMPLAINT_FILE_WORDS, .label = "A picture, if it helps", .is_optional = true),
};
const struct form admin_complaint_form = FORM("complaint_work", step_fields, struct step_input);

struct owner_input {
    int64_t staff;
};
static const struct field owner_fields[] = {
    FIELD(INT, struct owner_input, staff, 1, INT64_MAX, "Please choose.", .label = "Looked after by"),
};
const struct form admin_complaint_owner_form =
    FORM("complaint_owner", owner_fields, struct owner_input);

struct incident_input {
    int64_t incident;
    str title;
};
static const struct field incident_fields[] = {
    FIELD(INT, struct incident_input, incident, 0, INT64_MAX, "Not a number.", .label = "Number of the incident", .is_optional = true),
    FIELD(TEXT, struct incident_input, title, 0, 200, "At most 200 characters.", .label = "Or a new one: what is it?", .is_optional = true),
};
const struct form admin_complaint_incident_form =
    FORM("complaint_incident", incident_fields, struct incident_input);

/* ---- the board ---- */

static const struct model_field due_fields[] = { SHOW(TEXT, "text"), SHOW(INSTANT, "due_at"), SHOW(BOOL, "is_late") };
static const struct model due_model = MODEL("complaint_due", due_fields);
static const struct model_field item_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"), PERSONAL(TEXT, "subject"),
    SHOW(BOOL, "is_safety"), SHOW_OR_NULL(TEXT, "severity"), SHOW_OR_NULL(TEXT, "category"), SHOW(TEXT, "source"),
    SHOW_OR_NULL(TEXT, "owner"), SHOW(INSTANT, "received_at"), SHOW_OR_NULL(TEXT, "outcome"), PAGE_ONLY(TEXT, "outcome_text"),
    SHOW_OR_NULL(INT, "incident"), SHOW_OR_NULL(OBJECT, "next_due", .of = &due_model),
};
static const struct model item_model = MODEL("complaint_item", item_fields);
static const struct model_field board_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), SHOW(LIST, "items", .of = &item_model),
    PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_complaints_model = MODEL("complaint_board", board_fields);

static const struct office_tab tabs[] = {
    { "", T_INIT("Still open"), -1 }, { "mine", T_INIT("Mine"), -1 }, { "closed", T_INIT("Closed"), -1 }, { "all", T_INIT("All"), -1 },
};

/* What falls due first, late ones that are still owed among it. */
static enum err show_due(struct web *w, const struct complaint *k, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct promise_list list = { 0 };
    const struct promise *first = NULL;
    TRY(promise_list(&w->ctx, complaint_subject(&w->ctx, k->id), &list));
    for (size_t i = 0; i < list.count && first == NULL; i++) {
        const struct promise *p = &list.item[i];
        bool is_owed =
            p->outcome == PROMISE_OPEN || (p->outcome == PROMISE_BROKEN && p->settled_at == 0);
        first = is_owed && complaint_is_open(k) ? p : NULL;
    }
    if (first == NULL) {
        value_set_null(a, node, S("next_due"));
        return OK;
    }
    struct value *due = value_set_object(a, node, S("next_due"));
    value_set_text(a, due, S("text"), promise_kind_label(first->kind, w->ctx.lang));
    value_set_instant(a, due, S("due_at"), first->due_at);
    value_set_bool(a, due, S("is_late"), first->due_at < w->ctx.now_at);
    return OK;
}

static str owner_name(const struct staff_list *staff, int64_t id)
{
    for (size_t i = 0; i < staff->count; i++) {
        if (staff->item[i].id.v == id) {
            return staff->item[i].name;
        }
    }
    return (str){ 0 };
}

static enum err show_item(struct web *w, const struct complaint *k, const struct staff_list *staff,
                          struct value *node)
{
    struct arena *a = w->ctx.arena;
    str subject = { 0 };
    enum err e = vault_text_read(&w->ctx, k->subject, PURPOSE_CARE, &subject);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    value_set_text(a, node, S("number"), k->number);
    value_set_text(a, node, S("href_url"),
                   web_path(w, "/admin/complaints/%.*s", STR_ARG(k->number)));
    value_set_text(a, node, S("state"), complaint_state_name(k->state));
    value_set_text(a, node, S("state_text"), complaint_state_label(k->state, w->ctx.lang));
    show_text_or_null(w, node, S("subject"), subject);
    value_set_bool(a, node, S("is_safety"), k->is_safety);
    show_text_or_null(w, node, S("severity"), k->severity);
    show_text_or_null(w, node, S("category"), k->category);
    value_set_text(a, node, S("source"), k->source);
    show_text_or_null(w, node, S("owner"), owner_name(staff, k->owner));
    value_set_instant(a, node, S("received_at"), k->received_at);
    show_text_or_null(w, node, S("outcome"), k->outcome);
    show_text_or_null(w, node, S("outcome_text"), complaint_outcome_text(w, k->outcome));
    if (k->incident == 0) {
        value_set_null(a, node, S("incident"));
    } else {
        value_set_int(a, node, S("incident"), k->incident);
    }
    return show_due(w, k, node);
}

/* Of the board "rank-received_at-id", of the others the id alone. */
static str next_of(struct web *w, const struct complaint_list *list, bool is_board)
{
    if (!list->has_more) {
        return (str){ 0 };
    }
    const struct complaint *last = &list->item[list->count - 1];
    return is_board ? str_format(w->ctx.arena, "%d-%" PRId64 "-%" PRId64, last->is_safety ? 0 : 1,
                                 last->received_at, last->id.v)
                    : str_format(w->ctx.arena, "%" PRId64, last->id.v);
}

static void read_cursor(str cursor, struct complaint_filter *f)
{
    struct str_pair rank = str_cut(cursor, '-');
    struct str_pair rest = str_cut(rank.tail, '-');
    int64_t numbers[3] = { 0 };
    if (!rank.found && str_to_int(cursor, &numbers[0])) {
        f->before_id = numbers[0];
    } else if (str_to_int(rank.head, &numbers[0]) && str_to_int(rest.head, &numbers[1]) &&
               str_to_int(rest.tail, &numbers[2])) {
        f->after_rank = numbers[0];
        f->after_at = numbers[1];
        f->after_id = numbers[2];
    }
}

enum err admin_complaints(struct web *w)
{
    enum { PAGE = 30 };
    const struct office_ask *ask = office_ask_of(w);
    struct complaint_filter f = { .view = ask->state, .owner = w->ctx.actor.id, .limit = PAGE };
    struct complaint_list list = { 0 };
    struct staff_list staff = { 0 };
    struct value *m = office_page(w);
    bool is_board = !str_eq(ask->state, S("closed")) && !str_eq(ask->state, S("all"));
    read_cursor(ask->cursor, &f);
    TRY(complaint_page(&w->ctx, &f, &list));
    TRY(staff_list(&w->ctx, &staff));
    office_tabs(w, m, "/admin/complaints", tabs, COUNT(tabs), ask->state);
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        TRY(show_item(w, &list.item[i], &staff, value_add_object(w->ctx.arena, items)));
    }
    office_next(w, m, "/admin/complaints", S("cursor"), next_of(w, &list, is_board));
    return OK;
}

/* ---- one ---- */

static const struct model_field contact_fields[] = {
    PERSONAL(TEXT, "name"), PERSONAL(TEXT, "phone"), PAGE_ONLY(TEXT, "phone_text"), PERSONAL(TEXT, "email"), PAGE_ONLY(TEXT, "whatsapp_url"),
};
static const struct model contact_model = MODEL("complaint_contact", contact_fields);
static const struct model_field case_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"),
    SHOW(TEXT, "number"), SHOW_OR_NULL(TEXT, "key"), SHOW(TEXT, "state"), PAGE_ONLY(TEXT, "state_text"), SHOW(BOOL, "is_open"),
    SHOW_OR_NULL(TEXT, "outcome"), PAGE_ONLY(TEXT, "outcome_text"), SHOW_OR_NULL(TEXT, "verdict"), PERSONAL(TEXT, "subject"),
    PERSONAL(TEXT, "wish"), PERSONAL(TEXT, "decision_text"), SHOW_OR_NULL(TEXT, "order_number"), PAGE_ONLY(TEXT, "order_url"),
    SHOW(BOOL, "is_safety"), SHOW(INSTANT, "received_at"), SHOW_OR_NULL(INSTANT, "remedy_due_at"), SHOW_OR_NULL(INSTANT, "waits_until"),
    SHOW_OR_NULL(INSTANT, "closed_at"), SHOW(LIST, "steps", .of = &complaint_step_model), SHOW(LIST, "promises", .of = &order_promise_model),
    SHOW(LIST, "messages", .of = &complaint_message_model), SHOW(LIST, "evidence", .of = &complaint_evidence_model),
    SHOW_OR_NULL(OBJECT, "decision", .of = &decision_shown_model), SHOW(LIST, "recourse", .of = &complaint_recourse_model),
    SHOW_OR_NULL(TEXT, "severity"), SHOW_OR_NULL(TEXT, "category"), SHOW_OR_NULL(TEXT, "cause"), SHOW(TEXT, "source"),
    PAGE_ONLY(TEXT, "source_text"),
    SHOW_OR_NULL(INT, "incident"), SHOW_OR_NULL(TEXT, "owner"), SHOW(OBJECT, "contact", .of = &contact_model), PAGE_ONLY(TEXT, "person_url"),
    SHOW_OR_NULL(TEXT, "improvement_title"), PAGE_ONLY(TEXT, "improvement_url"),
    PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(OBJECT, "owner_form"), PAGE_ONLY(OBJECT, "incident_form"), PAGE_ONLY(OBJECT, "files_form"),
};
const struct model admin_complaint_model = MODEL("complaint_case", case_fields);

static enum err show_contact(struct web *w, const struct complaint *k, struct value *m)
{
    struct person_data data = { 0 };
    enum err e = vault_read(&w->ctx, k->person, VAULT_CONTACT, PURPOSE_CARE, &data);
    TRY(e == ERR_NOT_FOUND ? OK : e); /* erased: the steps stay */
    struct value *node = value_set_object(w->ctx.arena, m, S("contact"));
    str phone = data.field[VAULT_PHONE];
    str text = say_with(w, T("About your complaint {number}: {url}"), { S("number"), k->number },
                        { S("url"), web_absolute(w, complaint_url(w, k)) });
    show_text_or_null(w, node, S("name"), data.field[VAULT_NAME]);
    show_text_or_null(w, node, S("phone"), phone);
    show_text_or_null(w, node, S("phone_text"),
                      phone.size == 0 ? phone : phone_print(w->ctx.arena, phone));
    show_text_or_null(w, node, S("email"), data.field[VAULT_EMAIL]);
    show_text_or_null(w, node, S("whatsapp_url"),
                      phone.size == 0 ? phone
                                      : str_format(w->ctx.arena, "https://wa.me/%.*s?text=%.*s",
                                                   STR_ARG(str_skip(phone, 1)),
                                                   STR_ARG(str_escape_url(w->ctx.arena, text))));
    return OK;
}

/* Only the steps that are possible now can be chosen. */
static void offer_acts(struct web *w, const struct complaint *k, struct value *form)
{
    struct arena *a = w->ctx.arena;
    struct form_state state = web_form_state(w, &admin_complaint_form);
    struct value *options = value_list(a);
    for (size_t i = 0; i < COUNT(shop_acts); i++) {
        enum complaint_act act = COMPLAINT_ACT_COUNT;
        if (complaint_act_of(str_of(shop_acts[i].value), &act) &&
            complaint_can(k, act, ROLE_CARE)) {
            struct value *one = value_add_object(a, options);
            value_set_text(a, one, S("value"), str_of(shop_acts[i].value));
            value_set_text(a, one, S("label"), text_of(w->ctx.lang, str_of(shop_acts[i].label)));
        }
    }
    form_model_options(a, form, S("act"), options, &state);
}

static void offer_owners(struct web *w, const struct complaint *k, const struct staff_list *staff,
                         struct value *form)
{
    struct arena *a = w->ctx.arena;
    struct form_state state = web_form_state(w, &admin_complaint_owner_form);
    struct value *options = value_list(a);
    for (size_t i = 0; i < staff->count; i++) {
        if (staff->item[i].is_disabled || staff->item[i].id.v == k->owner) {
            continue;
        }
        struct value *one = value_add_object(a, options);
        value_set_text(a, one, S("value"), str_format(a, "%" PRId64, staff->item[i].id.v));
        value_set_text(a, one, S("label"), staff->item[i].name);
    }
    form_model_options(a, form, S("staff"), options, &state);
}

static enum err show_forms(struct web *w, const struct complaint *k, const struct staff_list *staff,
                           struct value *m)
{
    struct owner_input owner = { k->owner };
    str base = web_path(w, "/admin/complaints/%.*s", STR_ARG(k->number));
    struct arena *a = w->ctx.arena;
    struct step_input step = { .severity = k->severity, .category = k->category, .cause = k->cause, .is_safety = k->is_safety };
    offer_acts(
        w, k,
        office_form(w, m, "form", &admin_complaint_form, &step, str_join(a, base, S("/steps"))));
    offer_owners(w, k, staff,
                 office_form(w, m, "owner_form", &admin_complaint_owner_form, &owner,
                             str_join(a, base, S("/owner"))));
    office_form(w, m, "incident_form", &admin_complaint_incident_form, NULL,
                str_join(a, base, S("/incident")));
    office_form(w, m, "files_form", &complaint_file_form, NULL, str_join(a, base, S("/files")));
    return OK;
}

/* Where it was said first. */
static str source_text(const struct web *w, str source)
{
    static const struct {
        str name, text;
    } sources[] = {
        { S_INIT("form"), T_INIT("The complaint form") },
        { S_INIT("staff"), T_INIT("Written down by the shop") },
        { S_INIT("survey"), T_INIT("An answer to a survey") },
        { S_INIT("social"), T_INIT("A public post") },
        { S_INIT("inbox"), T_INIT("The inbox") },
        { S_INIT("not_delivered"), T_INIT("A parcel that did not arrive") },
    };
    for (size_t i = 0; i < COUNT(sources); i++) {
        if (str_eq(source, sources[i].name)) {
            return text_of(w->ctx.lang, sources[i].text);
        }
    }
    return source;
}

static enum err show(struct web *w, const struct complaint *k)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct staff_list staff = { 0 };
    TRY(staff_list(&w->ctx, &staff));
    TRY(complaint_show(w, k, PURPOSE_CARE, m));
    value_set_null(a, m, S("key"));
    show_text_or_null(w, m, S("severity"), k->severity);
    show_text_or_null(w, m, S("category"), k->category);
    show_text_or_null(w, m, S("cause"), k->cause);
    value_set_text(a, m, S("source"), k->source);
    value_set_text(a, m, S("source_text"), source_text(w, k->source));
    if (k->incident == 0) {
        value_set_null(a, m, S("incident"));
    } else {
        value_set_int(a, m, S("incident"), k->incident);
    }
    show_text_or_null(w, m, S("owner"), owner_name(&staff, k->owner));
    value_set_text(a, m, S("person_url"), complaint_url(w, k));
    show_text_or_null(w, m, S("order_url"),
                      k->order_number.size == 0
                          ? (str){ 0 }
                          : web_path_to(w, S("/admin/orders/"), k->order_number));
    TRY(show_contact(w, k, m));
    TRY(improvement_link(w, complaint_subject(&w->ctx, k->id), k->number, m));
    return show_forms(w, k, &staff, m);
}

static enum err of_path(struct web *w, struct complaint *out)
{
    return complaint_by_number(&w->ctx, web_param(w, S("number")), out);
}

enum err admin_complaint_page(struct web *w)
{
    struct complaint k = { 0 };
    TRY(of_path(w, &k));
    return show(w, &k);
}

enum err admin_complaint_again(struct web *w)
{
    return admin_complaint_page(w);
}

enum err admin_complaint_done(struct web *w, complaint_id id)
{
    struct complaint k = { 0 };
    TRY(complaint_get(&w->ctx, id, &k));
    w->resource = k.number;
    office_done(w, web_path(w, "/admin/complaints/%.*s", STR_ARG(k.number)), "saved");
    return show(w, &k);
}

enum err admin_complaint_step(struct web *w)
{
    const struct step_input *in = w->form;
    struct complaint k = { 0 };
    int64_t end_at =
        in->due_by == 0 ? 0 : zone_instant(w->ctx.shop->zone, in->due_by + 1, 0) - SECONDS(1);
    struct complaint_do d = { .text = in->text, .severity = in->severity, .category = in->category, .cause = in->cause,
                              .is_safety = in->is_safety, .is_partly = in->is_partly, .due_at = end_at, .duplicate_of = in->duplicate_of };
    TRY(of_path(w, &k));
    if (!complaint_act_of(in->act, &d.act)) {
        return web_refuse(w, ERR_BAD_INPUT, S("act"), "Please choose.");
    }
    if (d.act == COMPLAINT_ACT_PROPOSE && end_at <= w->ctx.now_at) {
        return web_refuse(w, ERR_BAD_INPUT, S("due_by"),
                          "A proposal says until when: a coming date.");
    }
    enum err e = complaint_take(&w->ctx, k.id, &d, &k);
    if (e == ERR_BAD_INPUT) {
        bool is_other = d.act == COMPLAINT_ACT_DUPLICATE;
        return web_refuse(w, e, is_other ? S("duplicate_of") : S("text"),
                          is_other ? "The number of the other complaint."
                                   : "Please say why, in at least 5 characters.");
    }
    TRY(e);
    TRY(complaint_keep_file(w, &k, &in->proof, S("proof")));
    return admin_complaint_done(w, k.id);
}

/* Given to somebody who left, nobody would see it. */
static bool is_working(const struct staff_list *staff, int64_t id)
{
    for (size_t i = 0; i < staff->count; i++) {
        if (staff->item[i].id.v == id) {
            return !staff->item[i].is_disabled;
        }
    }
    return false;
}

enum err admin_complaint_assign(struct web *w)
{
    const struct owner_input *in = w->form;
    struct complaint k = { 0 };
    struct staff_list staff = { 0 };
    TRY(of_path(w, &k));
    TRY(staff_list(&w->ctx, &staff));
    if (!is_working(&staff, in->staff)) {
        return web_refuse(w, ERR_BAD_INPUT, S("staff"), "Please choose.");
    }
    TRY(complaint_assign(&w->ctx, k.id, in->staff));
    return admin_complaint_done(w, k.id);
}

enum err admin_complaint_incident(struct web *w)
{
    const struct incident_input *in = w->form;
    struct complaint k = { 0 };
    int64_t incident = in->incident;
    TRY(of_path(w, &k));
    if (incident == 0) {
        enum err e = complaint_incident_open(&w->ctx, in->title, &incident);
        if (e == ERR_BAD_INPUT) {
            return web_refuse(w, e, S("title"), "Please name it, in at least 5 characters.");
        }
        TRY(e);
    }
    enum err e = complaint_incident_join(&w->ctx, k.id, incident);
    if (e == ERR_NOT_FOUND) {
        return web_refuse(w, ERR_BAD_INPUT, S("incident"), "There is no such incident.");
    }
    TRY(e);
    return admin_complaint_done(w, k.id);
}
