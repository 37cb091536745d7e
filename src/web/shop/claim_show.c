/* SPDX-License-Identifier: Apache-2.0 */
/* claim_show.c - a claim as both sides see it: where it stands, what comes next, who said and showed what. */
#include "core/attachment.h"
#include "core/promise_clock.h"
#include "core/setting.h"
#include "shop/claim_missing.h"
#include "shop/claim_parcel.h"
#include "shop/order_source.h"
#include "shop/shipment.h"
#include "web/attachment.h"
#include "web/shop/claim.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field line_fields[] = {
    SHOW(TEXT, "sku"), SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "variant_title"), SHOW(INT, "quantity"),
    SHOW_OR_NULL(TEXT, "exchange_sku", .note = "Of an exchange: what is given instead."), SHOW_OR_NULL(TEXT, "exchange_title"),
    SHOW_OR_NULL(MONEY, "exchange_price"),
};
const struct model claim_line_model = MODEL("claim_line", line_fields);
static const struct model_field next_fields[] = {
    SHOW(TEXT, "text"), SHOW(TEXT, "by", .note = "shop, buyer, courier; lost: without a proof the money is due then"), SHOW(INSTANT, "due_at"), SHOW(BOOL, "is_overdue"),
    PAGE_ONLY(BOOL, "is_shop"), PAGE_ONLY(BOOL, "is_buyer"), PAGE_ONLY(BOOL, "is_lost"), PAGE_ONLY(BOOL, "is_yours"),
};
const struct model claim_next_model = MODEL("claim_next", next_fields);
static const struct model_field step_fields[] = {
    SHOW(INSTANT, "at"), SHOW(TEXT, "act"), SHOW(TEXT, "text"), SHOW(TEXT, "by"), SHOW_OR_NULL(TEXT, "remedy_text"),
    SHOW_OR_NULL(MONEY, "amount"), PERSONAL(TEXT, "words"),
};
const struct model claim_step_model = MODEL("claim_step", step_fields);
static const struct model_field evidence_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "type"), SHOW(INT, "size"), SHOW(TEXT, "hash"), SHOW(TEXT, "by"), SHOW(INSTANT, "at"),
    PAGE_ONLY(TEXT, "file_url"), PAGE_ONLY(BOOL, "is_picture"), PAGE_ONLY(BOOL, "is_video"), SHOW(BOOL, "is_gone"),
};
const struct model claim_evidence_model = MODEL("claim_evidence", evidence_fields);
static const struct model_field parcel_fields[] = {
    SHOW(TEXT, "carrier"), SHOW_OR_NULL(TEXT, "tracking_number"), SHOW_OR_NULL(TEXT, "carrier_url"), SHOW_OR_NULL(INSTANT, "arrived_at"),
};
const struct model claim_parcel_model = MODEL("claim_parcel", parcel_fields);
static const struct model_field missing_fields[] = {
    SHOW(TEXT, "carrier"), SHOW_OR_NULL(TEXT, "tracking_number"), SHOW_OR_NULL(TEXT, "carrier_url"), SHOW(INSTANT, "shipped_at"),
    SHOW(INT, "quantity", .note = "How many of the claimed pieces it held."), SHOW_OR_NULL(INSTANT, "delivered_at", .note = "It came after all, or a decision found it to be there."),
};
const struct model claim_missing_model = MODEL("claim_missing", missing_fields);
static const struct model_field sent_fields[] = {
    SHOW(TEXT, "carrier"), SHOW_OR_NULL(TEXT, "tracking_number"), SHOW_OR_NULL(TEXT, "carrier_url"), SHOW_OR_NULL(INSTANT, "arrived_at"),
    SHOW_OR_NULL(INSTANT, "due_at", .note = "The day it was promised for."), SHOW_OR_NULL(INSTANT, "asked_at", .note = "Past that day: the buyer was asked."),
    SHOW_OR_NULL(INSTANT, "delivered_at", .note = "As the courier says."), SHOW(LIST, "events", .of = &order_tracking_model),
};
const struct model claim_sent_model = MODEL("claim_sent", sent_fields);
static const struct model_field marketplace_fields[] = {
    SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "money_url", .note = "Where its buyers ask for their money; null: only in its app."),
};
const struct model claim_marketplace_model = MODEL("claim_marketplace", marketplace_fields);

void claim_show_marketplace(struct web *w, const struct order *o, struct value *m)
{
    if (!order_is_of_marketplace(o)) {
        value_set_null(w->ctx.arena, m, S("marketplace"));
        return;
    }
    struct value *node = value_set_object(w->ctx.arena, m, S("marketplace"));
    value_set_text(w->ctx.arena, node, S("name"), order_source_name(o->source));
    show_text_or_null(w, node, S("money_url"), order_source_money_url(o->source));
}

str claim_place_url(struct web *w, const struct claim_place *at, const char *rest)
{
    str key = at->key.size == 0 ? at->key : str_join(w->ctx.arena, S("?key="), at->key);
    return web_path(w, "%.*s%s%.*s", STR_ARG(at->path), rest, STR_ARG(key));
}

void claim_show_form(struct web *w, const struct claim_place *at, struct value *m, const char *name,
                     const struct form *form, const char *act)
{
    str rest = str_format(w->ctx.arena, "/%s", act);
    bool is_it = w->is_back && w->form_state.form == form &&
                 (str_eq(web_param(w, S("act")), str_of(act)) || str_eq(str_of(act), S("files")));
    struct form_state state = is_it ? w->form_state : form_blank(w->ctx.arena, form);
    value_set(m, str_of(name),
              form_model(w->ctx.arena, &state, claim_place_url(w, at, str_c(w->ctx.arena, rest)),
                         w->csrf_token, w->ctx.lang));
}

/* Erased, or not for this role: the step stays, its words do not. */
static enum err read_words(struct web *w, vault_text_id id, enum vault_purpose purpose, str *out)
{
    str words = { 0 };
    enum err e = id.v == 0 ? OK : vault_text_read(&w->ctx, id, purpose, &words);
    TRY(e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e);
    *out = words;
    return OK;
}

static str by_text(const struct web *w, enum role role)
{
    bool is_buyer = role == ROLE_BUYER || role == ROLE_VISITOR;
    return web_text(w, role == ROLE_SYSTEM ? "By itself" : is_buyer ? "Buyer" : "Shop");
}

static enum err show_steps(struct web *w, const struct claim *k, enum vault_purpose purpose,
                           struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct claim_step_list list = { 0 };
    TRY(claim_steps_of(&w->ctx, k->id, &list));
    struct value *steps = value_set_list(a, m, S("steps"));
    bool was_silent = false;
    str told = { 0 }; /* with which the claim began */
    for (size_t i = 0; i < list.count; i++) {
        const struct claim_step *s = &list.item[i];
        struct value *node = value_add_object(a, steps);
        str words = { 0 };
        TRY(read_words(w, s->text, purpose, &words));
        told = i == 0 ? words : told;
        was_silent = was_silent || str_eq(s->act, S("silence"));
        value_set_instant(a, node, S("at"), s->at);
        value_set_text(a, node, S("act"), s->act);
        value_set_text(a, node, S("text"), claim_step_text(w, s));
        value_set_text(a, node, S("by"), by_text(w, s->by.role));
        show_text_or_null(w, node, S("remedy_text"), claim_given_text(w, s->remedy, s->amount));
        show_money_or_null(w, node, S("amount"), s->amount);
        show_text_or_null(w, node, S("words"), words);
    }
    show_text_or_null(w, m, S("told"), told);
    value_set_bool(a, m, S("is_by_silence"), was_silent); /* else the second person was late */
    return OK;
}

static enum err show_evidence(struct web *w, const struct claim *k, const struct claim_place *at,
                              struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct attachment_list list = { 0 };
    TRY(attachment_list(&w->ctx, claim_subject(&w->ctx, k->id), &list));
    struct value *files = value_set_list(a, m, S("evidence"));
    for (size_t i = 0; i < list.count; i++) {
        const struct attachment *file = &list.item[i];
        struct value *node = value_add_object(a, files);
        str rest = str_format(a, "/files/%" PRId64, file->id.v);
        value_set_int(a, node, S("id"), file->id.v);
        value_set_text(a, node, S("type"), file->type);
        value_set_int(a, node, S("size"), file->size);
        value_set_text(a, node, S("hash"), file->hash);
        value_set_text(a, node, S("by"), by_text(w, file->by));
        value_set_instant(a, node, S("at"), file->at);
        value_set_text(a, node, S("file_url"), claim_place_url(w, at, str_c(a, rest)));
        value_set_bool(a, node, S("is_picture"), attachment_is_picture(file) && !file->is_gone);
        value_set_bool(a, node, S("is_video"), attachment_is_video(file) && !file->is_gone);
        value_set_bool(a, node, S("is_gone"), file->is_gone);
    }
    return OK;
}

/* NULL, and null in the model: nothing travels. */
static struct value *show_parcel(struct web *w, struct value *m, const char *name, str carrier,
                                 str number, int64_t arrived_at)
{
    struct arena *a = w->ctx.arena;
    if (carrier.size == 0 && number.size == 0 && arrived_at == 0) {
        value_set_null(a, m, str_of(name));
        return NULL;
    }
    struct value *node = value_set_object(a, m, str_of(name));
    value_set_text(a, node, S("carrier"), courier_name(carrier));
    show_text_or_null(w, node, S("tracking_number"), number);
    show_text_or_null(w, node, S("carrier_url"), courier_tracking_url(a, carrier, number));
    value_set_instant(a, node, S("arrived_at"), arrived_at);
    return node;
}

/* What is on its way to the buyer, with its day and the courier's news. */
static enum err show_sent(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct claim_parcel_events list = { 0 };
    struct value *node = show_parcel(w, m, "sent", k->sent_carrier, k->sent_number, k->arrived_at);
    if (node == NULL) {
        return OK;
    }
    TRY(claim_parcel_events(&w->ctx, k->id, &list));
    value_set_instant(a, node, S("due_at"), k->sent_due_at);
    value_set_instant(a, node, S("asked_at"), k->sent_asked_at);
    value_set_instant(a, node, S("delivered_at"), k->sent_delivered_at);
    struct value *events = value_set_list(a, node, S("events"));
    for (size_t i = 0; i < list.count; i++) {
        struct value *event = value_add_object(a, events);
        value_set_instant(a, event, S("at"), list.item[i].at);
        value_set_text(a, event, S("status"), list.item[i].status);
        value_set_text(a, event, S("text"),
                       shipment_status_label(list.item[i].status, w->ctx.lang));
        value_set_text(a, event, S("source"), list.item[i].source);
        show_text_or_null(w, event, S("place"), list.item[i].place);
    }
    return OK;
}

static void show_lines(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *lines = value_set_list(a, m, S("lines"));
    for (size_t i = 0; i < k->line_count; i++) {
        struct value *node = value_add_object(a, lines);
        value_set_text(a, node, S("sku"), k->line[i].sku);
        value_set_text(a, node, S("name"), k->line[i].name);
        show_text_or_null(w, node, S("variant_title"), k->line[i].options);
        value_set_int(a, node, S("quantity"), k->line[i].quantity);
        claim_show_other(w, k, &k->line[i], node);
    }
}

/* Of what did not come: the parcels it was in. */
static enum err show_missing(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct claim_missing_list list = { 0 };
    TRY(claim_missing_of(&w->ctx, k->id, &list));
    struct value *parcels = value_set_list(a, m, S("parcels"));
    for (size_t i = 0; i < list.count; i++) {
        const struct claim_missing *one = &list.item[i];
        struct value *node = value_add_object(a, parcels);
        value_set_text(a, node, S("carrier"), courier_name(one->carrier));
        show_text_or_null(w, node, S("tracking_number"), one->tracking_number);
        show_text_or_null(w, node, S("carrier_url"),
                          courier_tracking_url(a, one->carrier, one->tracking_number));
        value_set_instant(a, node, S("shipped_at"), one->shipped_at);
        value_set_int(a, node, S("quantity"), one->quantity);
        value_set_instant(a, node, S("delivered_at"), one->delivered_at);
    }
    return OK;
}

static void next_is(struct web *w, struct value *m, str text, const char *by, int64_t due_at)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_set_object(a, m, S("next"));
    value_set_text(a, node, S("text"), text);
    value_set_text(a, node, S("by"), str_of(by));
    value_set_instant(a, node, S("due_at"), due_at);
    value_set_bool(a, node, S("is_overdue"), due_at < w->ctx.now_at);
    value_set_bool(a, node, S("is_shop"), str_eq(str_of(by), S("shop")));
    value_set_bool(a, node, S("is_buyer"), str_eq(str_of(by), S("buyer")));
    bool is_reader =
        w->ctx.actor.role == ROLE_BUYER; /* told about themselves, not about "the buyer" */
    value_set_bool(a, node, S("is_yours"), is_reader && str_eq(str_of(by), S("buyer")));
    value_set_bool(a, node, S("is_lost"), str_eq(str_of(by), S("lost")));
}

/* Promised for a day; then looked for, until it counts as lost; or delivered, unless the buyer objects. */
static void next_of_parcel(struct web *w, const struct claim *k, struct value *m)
{
    if (k->sent_delivered_at != 0) {
        next_is(w, m, web_text(w, "The courier says it was delivered. Is that so?"), "buyer",
                k->waits_until);
        return;
    }
    bool is_late = k->sent_asked_at != 0;
    next_is(w, m,
            is_late ? web_text(w, "It is late: has it arrived?") : claim_state_text(w, k->state),
            is_late ? "lost" : "courier", is_late ? k->waits_until : k->sent_due_at);
}

/* The one thing that happens next, by whom, until when; nothing is set when nothing does. */
static enum err set_next(struct web *w, const struct claim *k, struct value *m)
{
    struct promise p = { 0 };
    if (claim_is_closed(k->state)) {
        return OK;
    }
    enum err e = claim_next_promise(&w->ctx, k, &p);
    if (e == OK && p.paused_by.size != 0) {
        int64_t until_at = 0;
        int64_t due_at = 0;
        TRY(promise_pause_now(&w->ctx, &p, &until_at, &due_at));
        next_is(
            w, m,
            web_text(w, "The money needs an account to go to: it is asked for on the order's page"),
            "buyer", until_at);
        return OK;
    }
    if (e == OK) {
        next_is(w, m, promise_kind_label(p.kind, w->ctx.lang), "shop", p.due_at);
        return OK;
    }
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (k->state == CLAIM_REMEDY_SENT && k->sent_due_at != 0) {
        next_of_parcel(w, k, m);
        return OK;
    }
    bool is_moving = k->state == CLAIM_RETURN_SENT || k->state == CLAIM_REMEDY_SENT;
    next_is(w, m, claim_where_text(w, k), is_moving ? "courier" : "buyer", k->waits_until);
    return OK;
}

enum err claim_show_next(struct web *w, const struct claim *k, struct value *m)
{
    size_t before = m->count;
    TRY(set_next(w, k, m));
    if (m->count == before) {
        value_set_null(w->ctx.arena, m, S("next"));
    }
    return OK;
}

static enum err show_promises(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct promise_list list = { 0 };
    TRY(promise_list(&w->ctx, claim_subject(&w->ctx, k->id), &list));
    struct value *promises = value_set_list(a, m, S("promises"));
    for (size_t i = 0; i < list.count; i++) {
        order_promise_show(w, &list.item[i], value_add_object(a, promises));
    }
    return OK;
}

static void show_facts(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, m, S("number"), k->number);
    value_set_text(a, m, S("kind"), claim_kind_name(k->kind));
    value_set_text(a, m, S("kind_text"), claim_kind_text(w, k->kind));
    value_set_text(a, m, S("wish"), claim_remedy_name(k->wish));
    value_set_text(a, m, S("wish_text"), claim_remedy_text(w, k->wish));
    show_money_or_null(w, m, S("wish_amount"), k->wish_amount);
    value_set_text(a, m, S("state"), claim_state_name(k->state));
    value_set_text(a, m, S("state_text"), claim_where_text(w, k));
    value_set_bool(a, m, S("is_closed"), claim_is_closed(k->state));
    value_set_bool(a, m, S("is_settled"), k->state == CLAIM_SETTLED);
    value_set_instant(a, m, S("opened_at"), k->opened_at);
    value_set_instant(a, m, S("closed_at"), k->closed_at);
    show_text_or_null(w, m, S("remedy"), claim_remedy_name(k->remedy));
    show_text_or_null(w, m, S("remedy_text"), claim_given_text(w, k->remedy, k->amount));
    show_money_or_null(w, m, S("amount"), k->amount);
    value_set_bool(a, m, S("needs_return"), k->needs_return);
    value_set_bool(a, m, S("is_advance"), k->is_advance);
    value_set_bool(a, m, S("is_by_rule"), k->is_by_rule);
    value_set_bool(a, m, S("is_by_marketplace"), k->by_marketplace);
    show_text_or_null(w, m, S("reference"), k->reference);
    show_money_or_null(w, m, S("postage"), k->postage);
    value_set_bool(a, m, S("is_postage_owed"), k->postage_refund != 0);
    value_set_int(a, m, S("round"), k->round);
    value_set_text(a, m, S("csrf_token"), w->csrf_token);
}

enum err claim_show(struct web *w, const struct claim *k, const struct claim_place *at,
                    struct value *m)
{
    show_facts(w, k, m);
    show_lines(w, k, m);
    TRY(show_missing(w, k, m));
    TRY(claim_show_exchange(w, k, m));
    TRY(claim_show_next(w, k, m));
    TRY(show_steps(w, k, at->purpose, m));
    TRY(show_evidence(w, k, at, m));
    TRY(decision_show(w, claim_subject(&w->ctx, k->id), at->purpose, m));
    (void)show_parcel(w, m, "return", k->return_carrier, k->return_number, k->returned_at);
    TRY(show_sent(w, k, m));
    return show_promises(w, k, m);
}

enum err claim_keep_file(struct web *w, const struct claim *k, const struct form_file *file,
                         const char *field)
{
    if (file->bytes.size == 0) {
        return OK;
    }
    str subject = claim_subject(&w->ctx, k->id);
    bool is_text = str_starts(attachment_type_of(file->bytes),
                              S("text/")); /* shows nothing: it belongs into the words */
    enum err e =
        is_text ? ERR_MEDIA_TYPE : attachment_add(&w->ctx, subject, k->person, file->bytes, NULL);
    if (e == ERR_MEDIA_TYPE || e == ERR_TOO_LARGE) {
        return web_refuse(
            w, e, str_of(field),
            "A picture, a video or a PDF, at most 10 MB. This file is something else.");
    }
    return e == ERR_LIMIT ? web_refuse(w, e, str_of(field), "There are 20 files already.") : e;
}

enum err claim_show_list(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct claim_list list = { 0 };
    str key = order_link_key(&w->ctx, o->number);
    bool is_staff = w->ctx.actor.role != ROLE_BUYER;
    TRY(claim_list_of(&w->ctx, o->id, &list));
    struct value *claims = value_set_list(a, m, S("claims"));
    for (size_t i = 0; i < list.count; i++) {
        const struct claim *k = &list.item[i];
        struct value *node = value_add_object(a, claims);
        value_set_text(a, node, S("number"), k->number);
        value_set_text(a, node, S("kind"), claim_kind_name(k->kind));
        value_set_text(a, node, S("state"), claim_state_name(k->state));
        value_set_text(a, node, S("wish"), claim_remedy_name(k->wish));
        value_set_instant(a, node, S("opened_at"), k->opened_at);
        value_set_text(a, node, S("kind_text"), claim_kind_text(w, k->kind));
        value_set_text(a, node, S("state_text"), claim_where_text(w, k));
        value_set_bool(a, node, S("is_closed"), claim_is_closed(k->state));
        value_set_text(a, node, S("claim_url"),
                       is_staff ? web_path(w, "/admin/claims/%.*s", STR_ARG(k->number))
                                : web_path(w, "/orders/%.*s/claims/%.*s?key=%.*s",
                                           STR_ARG(o->number), STR_ARG(k->number), STR_ARG(key)));
    }
    return OK;
}
