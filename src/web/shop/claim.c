/* SPDX-License-Identifier: Apache-2.0 */
/* claim.c - the buyer's page of a claim, and what the buyer does there. */
#include "web/shop/claim.h"

#include "shop/claim_parcel.h"
#include "shop/order_source.h"
#include "web/admin/office.h"
#include "web/attachment.h"
#include "web/shop/show.h"
#include "web/text.h"

struct act_input {
    str text, carrier, tracking_number, wish, exchange_for;
    money postage;
};
static const struct field act_fields[] = {
    FIELD(LINES, struct act_input, text, 0, 4000, "At most 4000 characters.", .label = "Why", .is_optional = true),
    FIELD(TEXT, struct act_input, carrier, 0, 40, "At most 40 characters.", .label = "Courier", .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct act_input, tracking_number, 0, 60, "At most 60 characters.", .label = "Tracking number", .is_optional = true,
          .autocomplete = "off"),
    FIELD(MONEY, struct act_input, postage, 0, 0, "This is not an amount.", .label = "What the way back cost you",
          .hint = "Keep the receipt: a picture of it, below, is the proof.", .is_optional = true),
    FIELD(TEXT, struct act_input, wish, 0, 40, "At most 40 characters.", .label = "Wish", .is_optional = true),
    FIELD(TEXT, struct act_input, exchange_for, 0, 64, "At most 64 characters.", .label = "Exchange for", .is_optional = true),
};
const struct form claim_act_form = FORM("claim_act", act_fields, struct act_input);

struct file_input {
    struct form_file file;
};
static const struct field file_fields[] = {
    FIELD(FILE, struct file_input, file, 1, 10000000, "Please choose a file of at most 10 MB.", .label = "Picture or video"),
};
const struct form claim_file_form = FORM("claim_file", file_fields, struct file_input);

static const struct model_field fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "order_number"), PAGE_ONLY(TEXT, "order_url"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(TEXT, "kind"),
    SHOW(TEXT, "kind_text"), SHOW(TEXT, "wish"), SHOW(TEXT, "wish_text"), SHOW_OR_NULL(MONEY, "wish_amount"), SHOW(TEXT, "state"),
    SHOW(TEXT, "state_text"), SHOW(BOOL, "is_closed"), PAGE_ONLY(BOOL, "is_settled"), SHOW(INSTANT, "opened_at"),
    SHOW_OR_NULL(INSTANT, "closed_at"), SHOW_OR_NULL(TEXT, "remedy"), SHOW_OR_NULL(TEXT, "remedy_text"), SHOW_OR_NULL(MONEY, "amount"),
    SHOW(BOOL, "needs_return"), SHOW(BOOL, "is_advance"), SHOW(BOOL, "is_by_rule"), PAGE_ONLY(BOOL, "is_by_silence"), SHOW(INT, "round"),
    SHOW_OR_NULL(MONEY, "postage", .note = "What the buyer paid for the way back."), SHOW(BOOL, "is_postage_owed"),
    SHOW(BOOL, "is_by_marketplace"), SHOW_OR_NULL(TEXT, "reference", .note = "The proof of money that went back by hand or by a marketplace."),
    SHOW_OR_NULL(OBJECT, "marketplace", .of = &claim_marketplace_model), PAGE_ONLY(OBJECT, "pay_elsewhere_form"), PAGE_ONLY(BOOL, "is_about_money"), PAGE_ONLY(OBJECT, "postage_form"), PAGE_ONLY(BOOL, "repays_postage"),
    PAGE_ONLY(MONEY, "postage_max"),
    SHOW(LIST, "lines", .of = &claim_line_model), SHOW_OR_NULL(OBJECT, "next", .of = &claim_next_model),
    SHOW(LIST, "steps", .of = &claim_step_model), PAGE_ONLY(TEXT, "told"), SHOW(LIST, "evidence", .of = &claim_evidence_model),
    SHOW_OR_NULL(OBJECT, "decision", .of = &decision_shown_model), SHOW_OR_NULL(OBJECT, "return", .of = &claim_parcel_model),
    SHOW(LIST, "parcels", .of = &claim_missing_model, .note = "Of what did not come: those it was in."), SHOW_OR_NULL(OBJECT, "sent", .of = &claim_sent_model), SHOW(LIST, "promises", .of = &order_promise_model),
    SHOW(LIST, "acts", .item = VALUE_TEXT), PAGE_ONLY(TEXT, "return_address"), PAGE_ONLY(TEXT, "label_url"), PAGE_ONLY(OBJECT, "agree_form"), PAGE_ONLY(OBJECT, "decline_form"),
    PAGE_ONLY(OBJECT, "appeal_form"), PAGE_ONLY(OBJECT, "withdraw_form"), PAGE_ONLY(OBJECT, "choose_form"), PAGE_ONLY(LIST, "choices"), PAGE_ONLY(BOOL, "is_other_gone"),
    PAGE_ONLY(OBJECT, "resume_form"),
    PAGE_ONLY(OBJECT, "send_back_form"), PAGE_ONLY(OBJECT, "arrive_form"), PAGE_ONLY(OBJECT, "miss_form"),
    PAGE_ONLY(OBJECT, "take_money_form"), PAGE_ONLY(OBJECT, "files_form"),
};
const struct model claim_model = MODEL("claim", fields);

/* --- acts: one row each --- */

static enum err agree(struct web *w, claim_id id, const struct act_input *in)
{
    (void)in;
    return claim_agree(&w->ctx, id);
}

static enum err decline(struct web *w, claim_id id, const struct act_input *in)
{
    return claim_decline(&w->ctx, id, in->text);
}

static enum err appeal(struct web *w, claim_id id, const struct act_input *in)
{
    return claim_appeal(&w->ctx, id, in->text);
}

static enum err withdraw(struct web *w, claim_id id, const struct act_input *in)
{
    (void)in;
    return claim_withdraw(&w->ctx, id);
}

static enum err resume(struct web *w, claim_id id, const struct act_input *in)
{
    (void)in;
    return claim_resume(&w->ctx, id);
}

static enum err send_back(struct web *w, claim_id id, const struct act_input *in)
{
    TRY(claim_send_back(&w->ctx, id, in->carrier, in->tracking_number));
    struct claim k = { 0 };
    TRY(claim_get(&w->ctx, id, &k));
    bool is_repaid = in->postage.minor > 0 && claim_is_shops_fault(k.kind);
    return is_repaid ? claim_say_postage(&w->ctx, id, in->postage) : OK;
}

/* What was not known when it was sent. */
static enum err postage(struct web *w, claim_id id, const struct act_input *in)
{
    enum err e = claim_say_postage(&w->ctx, id, in->postage);
    return e == ERR_UNPROCESSABLE
               ? web_refuse(w, e, S("postage"), "Please write what the way back cost you.")
               : e;
}

static enum err arrive(struct web *w, claim_id id, const struct act_input *in)
{
    (void)in;
    return claim_arrive(&w->ctx, id);
}

static enum err miss(struct web *w, claim_id id, const struct act_input *in)
{
    return claim_miss(&w->ctx, id, in->text);
}

static enum err take_money(struct web *w, claim_id id, const struct act_input *in)
{
    (void)in;
    return claim_take_money(&w->ctx, id);
}

/* Something else than what was wished for, which may be sold out meanwhile. */
static enum err choose(struct web *w, claim_id id, const struct act_input *in)
{
    struct claim_verdict v = { 0 };
    enum claim_remedy wish = REMEDY_COUNT;
    if (!claim_remedy_of(in->wish, &wish)) {
        return web_refuse(w, ERR_BAD_INPUT, S("wish"), "Please choose what you would like.");
    }
    enum err e = claim_choose(&w->ctx, id, wish, in->exchange_for, &v);
    if (e != ERR_UNPROCESSABLE || v.why == CLAIM_MAY) {
        return e;
    }
    w->form_state.error = claim_refusal_text(w, &v);
    return e;
}

static enum err pay_elsewhere(struct web *w, claim_id id, const struct act_input *in)
{
    return claim_paid_by_marketplace(&w->ctx, id, in->text);
}

static const struct {
    const char *act, *form;
    enum err (*run)(struct web *w, claim_id id, const struct act_input *in);
} acts[] = {
    { "agree", "agree_form", agree },
    { "decline", "decline_form", decline },
    { "appeal", "appeal_form", appeal },
    { "choose", "choose_form", choose },
    { "withdraw", "withdraw_form", withdraw },
    { "resume", "resume_form", resume },
    { "send_back", "send_back_form", send_back },
    { "postage", "postage_form", postage },
    { "arrive", "arrive_form", arrive },
    { "miss", "miss_form", miss },
    { "take_money", "take_money_form", take_money },
    { "pay_elsewhere", "pay_elsewhere_form", pay_elsewhere },
};

/* --- the page --- */

enum err claim_of_path(struct web *w, struct order *o, struct claim *k)
{
    TRY(order_of_path(w, o));
    TRY(claim_by_number(&w->ctx, web_param(w, S("claim")), k));
    return k->order.v == o->id.v ? OK : ERR_NOT_FOUND; /* another order's link opens nothing */
}

struct claim_place claim_place_of(struct web *w, const struct order *o, const struct claim *k)
{
    bool is_buyer = w->ctx.actor.role == ROLE_BUYER;
    return (struct claim_place){
        .path = str_format(w->ctx.arena, "/orders/%.*s/claims/%.*s", STR_ARG(o->number),
                           STR_ARG(k->number)),
        .key = order_link_key(&w->ctx, o->number),
        .purpose = is_buyer ? PURPOSE_SELF : PURPOSE_CARE,
    };
}

/* Overdue goods may be turned into money, and a marketplace pays for its own orders; the table alone does not know of these. */
static enum err may(struct web *w, const struct order *o, const struct claim *k, const char *act,
                    bool *out)
{
    struct promise p = { 0 };
    *out = w->ctx.actor.role == ROLE_BUYER && claim_may(k, ROLE_BUYER, str_of(act));
    if (str_eq(str_of(act), S("pay_elsewhere"))) {
        *out = *out && order_is_of_marketplace(o);
        return OK;
    }
    if (str_eq(str_of(act), S("choose"))) {
        *out = *out && k->wish == REMEDY_EXCHANGE;
        return OK;
    }
    if (str_eq(str_of(act), S("miss"))) {
        *out = *out && claim_is_missed(k, w->ctx.now_at);
        return OK;
    }
    if (str_eq(str_of(act), S("postage"))) {
        bool is_away = k->state == CLAIM_RETURN_SENT || k->state == CLAIM_RETURN_RECEIVED;
        *out = w->ctx.actor.role == ROLE_BUYER && is_away && k->postage.minor == 0 &&
               claim_is_shops_fault(k->kind);
        return OK;
    }
    if (!*out || !str_eq(str_of(act), S("take_money"))) {
        return OK;
    }
    enum err e = claim_next_promise(&w->ctx, k, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    *out = e == OK && claim_is_overdue(k, &p, w->ctx.now_at);
    return OK;
}

static enum err show_acts(struct web *w, const struct order *o, const struct claim *k,
                          const struct claim_place *at, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, m, S("acts"));
    for (size_t i = 0; i < COUNT(acts); i++) {
        bool is_open = false;
        TRY(may(w, o, k, acts[i].act, &is_open));
        if (!is_open) {
            value_set_null(a, m, str_of(acts[i].form));
            continue;
        }
        value_add_text(a, list, str_of(acts[i].act));
        claim_show_form(w, at, m, acts[i].form, &claim_act_form, acts[i].act);
    }
    if (claim_is_closed(k->state)) {
        value_set_null(a, m, S("files_form"));
    } else {
        claim_show_form(w, at, m, "files_form", &claim_file_form, "files");
    }
    return OK;
}

/* The shop bears the way back of what is its fault, up to what its policy names. */
static enum err show_postage_max(struct web *w, const struct claim *k, struct value *m)
{
    money most = { 0 };
    TRY(claim_postage_max(&w->ctx, k, &most));
    value_set_bool(w->ctx.arena, m, S("repays_postage"), claim_is_shops_fault(k->kind));
    show_money_or_null(w, m, S("postage_max"), most);
    return OK;
}

static bool is_about_money(const struct claim *k)
{
    enum claim_remedy meant = k->remedy == REMEDY_COUNT ? k->wish : k->remedy;
    return claim_remedy_is_money(meant);
}

static enum err show(struct web *w, const struct order *o, const struct claim *k)
{
    struct arena *a = w->ctx.arena;
    struct claim_place at = claim_place_of(w, o, k);
    struct value *m = w->model = value_object(a);
    const struct shop *shop = w->ctx.shop;
    value_set_text(a, m, S("order_number"), o->number);
    value_set_text(a, m, S("order_url"), order_page_url(w, o));
    show_text_or_null(w, m, S("return_address"),
                      k->state == CLAIM_RETURN_DUE ? shop->address : (str){ 0 });
    show_text_or_null(w, m, S("label_url"),
                      claim_has_label(k) ? claim_place_url(w, &at, "/label") : (str){ 0 });
    TRY(claim_show(w, k, &at, m));
    claim_show_marketplace(w, o, m);
    value_set_bool(a, m, S("is_about_money"), is_about_money(k));
    TRY(show_postage_max(w, k, m));
    return show_acts(w, o, k, &at, m);
}

enum err claim_page(struct web *w)
{
    struct order o = { 0 };
    struct claim k = { 0 };
    TRY(claim_of_path(w, &o, &k));
    return show(w, &o, &k);
}

/* After any act: the claim as it is now; the page goes back to it. */
enum err claim_again(struct web *w)
{
    struct order o = { 0 };
    struct claim k = { 0 };
    TRY(order_of_path(w, &o));
    TRY(claim_by_number(&w->ctx, w->resource, &k));
    struct claim_place at = claim_place_of(w, &o, &k);
    bool is_buyer = w->ctx.actor.role == ROLE_BUYER;
    web_redirect(w, is_buyer ? claim_place_url(w, &at, "")
                             : web_path(w, "/admin/claims/%.*s", STR_ARG(k.number)));
    return show(w, &o, &k);
}

enum err claim_act_post(struct web *w)
{
    struct order o = { 0 };
    struct claim k = { 0 };
    TRY(claim_of_path(w, &o, &k));
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (str_eq(web_param(w, S("act")), str_of(acts[i].act))) {
            TRY(acts[i].run(w, k.id, w->form));
            w->resource = k.number;
            return claim_again(w);
        }
    }
    return ERR_NOT_FOUND;
}

enum err claim_file_post(struct web *w)
{
    const struct file_input *in = w->form;
    struct order o = { 0 };
    struct claim k = { 0 };
    TRY(claim_of_path(w, &o, &k));
    if (claim_is_closed(k.state)) {
        return fail(&w->ctx, ERR_STATE, "claim %" PRId64 " is closed", k.id.v);
    }
    TRY(claim_keep_file(w, &k, &in->file, "file"));
    w->resource = k.number;
    return claim_again(w);
}

/* Evidence of both sides: shown or downloaded, never run. */
enum err claim_file(struct web *w)
{
    struct order o = { 0 };
    struct claim k = { 0 };
    int64_t id = 0;
    TRY(claim_of_path(w, &o, &k));
    TRY(office_id(w, "file", &id));
    struct claim_place at = claim_place_of(w, &o, &k);
    return web_attachment(w, claim_subject(&w->ctx, k.id), (attachment_id){ id }, at.purpose);
}
