/* SPDX-License-Identifier: Apache-2.0 */
/* claim.c - a claim on the shop's side: answer it, take goods back, inspect, send, pay. */
#include "web/admin/claim.h"

#include "shop/claim_parcel.h"
#include "shop/claim_worth.h"
#include "shop/order_source.h"
#include "shop/refund.h"
#include "web/admin/order.h"
#include "web/attachment.h"
#include "web/shop/show.h"
#include "web/text.h"

struct office_input {
    str remedy, text, reason, carrier, tracking_number, reference, disposition, verdict, exchange_for;
    money amount;
    bool needs_return, is_advance, with_shipping;
};
static const struct form_option remedies[] = {
    { "refund", "Money back" },
    { "replacement", "A replacement" },
    { "partial_refund", "Keep it, part of the money back" },
    { "missing_part", "Send what is missing" },
    { "repair", "A repair" },
    { "exchange", "Another size or variant of it" },
};
static const struct form_option dispositions[] = { { "restock", "Back on the shelf" }, { "scrap", "Written off" } };
static const struct form_option verdicts[] = { { "ok", "As the buyer said" }, { "not_ok", "Not as the buyer said" } };
static const struct field fields[] = {
    FIELD(CHOICE, struct office_input, remedy, 0, 40, "Please choose.", .label = "What we propose", .is_optional = true, OPTIONS(remedies)),
    FIELD(MONEY, struct office_input, amount, 0, 0, "This is not an amount.", .label = "Amount", .hint = "Only for a part of the money.",
          .is_optional = true),
    FIELD(TEXT, struct office_input, exchange_for, 0, 64, "At most 64 characters.", .label = "Exchange for", .is_optional = true),
    FIELD(BOOL, struct office_input, needs_return, 0, 0, "Yes or no.", .label = "The goods come back first"),
    FIELD(BOOL, struct office_input, is_advance, 0, 0, "Yes or no.", .label = "Send the replacement before the goods are back"),
    FIELD(BOOL, struct office_input, with_shipping, 0, 0, "Yes or no.", .label = "With the shipping costs"),
    FIELD(LINES, struct office_input, text, 0, 4000, "At most 4000 characters.", .label = "Words to the buyer", .is_optional = true),
    FIELD(TEXT, struct office_input, reason, 0, 500, "At most 500 characters.", .label = "Why not what the buyer chose",
          .hint = "Staff only: counted in public.", .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct office_input, carrier, 0, 40, "At most 40 characters.", .label = "Courier", .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct office_input, tracking_number, 0, 60, "At most 60 characters.", .label = "Tracking number", .is_optional = true,
          .autocomplete = "off"),
    FIELD(TEXT, struct office_input, reference, 0, 80, "At most 80 characters.", .label = "Reference of the transfer", .is_optional = true,
          .autocomplete = "off"),
    FIELD(CHOICE, struct office_input, disposition, 0, 20, "Please choose.", .label = "The goods", .is_optional = true, OPTIONS(dispositions)),
    FIELD(CHOICE, struct office_input, verdict, 0, 20, "Please choose.", .label = "Inspection", .is_optional = true, OPTIONS(verdicts)),
};
const struct form admin_claim_form = FORM("claim_by_staff", fields, struct office_input);

static const struct model_field model_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(TEXT, "number"), SHOW(TEXT, "order_number"), PAGE_ONLY(TEXT, "order_url"),
    PAGE_ONLY(TEXT, "list_url"), SHOW(TEXT, "kind"), SHOW(TEXT, "kind_text"), SHOW(TEXT, "wish"), SHOW(TEXT, "wish_text"),
    SHOW_OR_NULL(MONEY, "wish_amount"), SHOW(TEXT, "state"), SHOW(TEXT, "state_text"), SHOW(BOOL, "is_closed"), PAGE_ONLY(BOOL, "is_settled"),
    SHOW(INSTANT, "opened_at"), SHOW_OR_NULL(INSTANT, "closed_at"), SHOW_OR_NULL(TEXT, "remedy"), SHOW_OR_NULL(TEXT, "remedy_text"),
    SHOW_OR_NULL(MONEY, "amount"), SHOW(BOOL, "needs_return"), SHOW(BOOL, "is_advance"), SHOW(BOOL, "is_by_rule"), PAGE_ONLY(BOOL, "is_by_silence"), SHOW(INT, "round"),
    SHOW_OR_NULL(MONEY, "postage", .note = "What the buyer paid for the way back."), SHOW(BOOL, "is_postage_owed"),
    SHOW(BOOL, "is_by_marketplace"), SHOW_OR_NULL(TEXT, "reference", .note = "The proof of money that went back by hand or by a marketplace."),
    SHOW_OR_NULL(OBJECT, "marketplace", .of = &claim_marketplace_model), PAGE_ONLY(OBJECT, "pay_elsewhere_form"), PAGE_ONLY(OBJECT, "track_form"),
    SHOW(LIST, "lines", .of = &claim_line_model), SHOW_OR_NULL(OBJECT, "next", .of = &claim_next_model),
    SHOW(LIST, "steps", .of = &claim_step_model), PAGE_ONLY(TEXT, "told"), SHOW(LIST, "evidence", .of = &claim_evidence_model),
    SHOW_OR_NULL(OBJECT, "decision", .of = &decision_shown_model), SHOW_OR_NULL(OBJECT, "return", .of = &claim_parcel_model),
    SHOW(LIST, "parcels", .of = &claim_missing_model, .note = "Of what did not come: those it was in."), SHOW_OR_NULL(OBJECT, "sent", .of = &claim_sent_model), SHOW(LIST, "promises", .of = &order_promise_model),
    SHOW(LIST, "acts", .item = VALUE_TEXT), SHOW(MONEY, "worth"), PAGE_ONLY(BOOL, "is_third"), PAGE_ONLY(BOOL, "is_in_goods"), PAGE_ONLY(TEXT, "source_text"),
    PAGE_ONLY(TEXT, "decision_url"), PAGE_ONLY(OBJECT, "accept_form"), PAGE_ONLY(OBJECT, "propose_form"), PAGE_ONLY(LIST, "choices"), PAGE_ONLY(BOOL, "is_other_gone"), PAGE_ONLY(OBJECT, "contest_form"),
    PAGE_ONLY(OBJECT, "send_back_form"), PAGE_ONLY(OBJECT, "receive_form"), PAGE_ONLY(OBJECT, "inspect_form"), PAGE_ONLY(OBJECT, "send_form"),
    PAGE_ONLY(OBJECT, "arrive_form"), PAGE_ONLY(OBJECT, "pay_form"), PAGE_ONLY(OBJECT, "files_form"),
};
const struct model admin_claim_model = MODEL("admin_claim", model_fields);

/* --- acts: one row each --- */

static struct claim_answer answer_of(const struct office_input *in)
{
    struct claim_answer a = { .amount = in->amount, .needs_return = in->needs_return, .is_advance = in->is_advance,
                              .with_shipping = in->with_shipping, .text = in->text, .reason = in->reason,
                              .exchange_for = in->exchange_for };
    if (!claim_remedy_of(in->remedy, &a.remedy)) {
        a.remedy = REMEDY_COUNT;
    }
    return a;
}

static enum err accept(struct web *w, claim_id id, const struct office_input *in)
{
    struct claim_answer a = answer_of(in);
    enum err e = claim_accept(&w->ctx, id, &a);
    return e == ERR_OUT_OF_STOCK
               ? web_refuse(w, e, (str){ 0 },
                            "There is nothing to replace it with. Propose the money back instead, "
                            "or another variant.")
               : e;
}

static enum err propose(struct web *w, claim_id id, const struct office_input *in)
{
    struct claim_answer a = answer_of(in);
    if (a.remedy == REMEDY_COUNT) {
        return web_refuse(w, ERR_BAD_INPUT, S("remedy"), "Please choose.");
    }
    enum err e = claim_propose(&w->ctx, id, &a);
    if (e == ERR_OUT_OF_STOCK) {
        return web_refuse(w, e, S("remedy"), "There is nothing to replace it with.");
    }
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("reason"),
                          "By the guarantee this choice is the buyer's, or what you give costs "
                          "more. Please give a reason, in at least 5 characters.");
    }
    return e == ERR_UNPROCESSABLE ? web_refuse(w, e, S("remedy"),
                                               "This cannot be proposed: it does not fit, it is "
                                               "no variant of the same product, the amount is too "
                                               "high, or it failed for the third "
                                               "time and the buyer's choice counts.")
                                  : e;
}

static enum err contest(struct web *w, claim_id id, const struct office_input *in)
{
    enum err e = claim_contest(&w->ctx, id, in->text);
    return e == ERR_BAD_INPUT
               ? web_refuse(w, e, S("text"), "Please give reasons, in at least 10 characters.")
               : e;
}

static enum err send_back(struct web *w, claim_id id, const struct office_input *in)
{
    return claim_send_back(&w->ctx, id, in->carrier, in->tracking_number);
}

static enum err receive(struct web *w, claim_id id, const struct office_input *in)
{
    (void)in;
    return claim_receive(&w->ctx, id);
}

static enum err inspect(struct web *w, claim_id id, const struct office_input *in)
{
    struct claim_inspection i = { .is_ok = str_eq(in->verdict, S("ok")), .disposition = in->disposition, .text = in->text };
    if (in->verdict.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("verdict"), "Please choose.");
    }
    enum err e = claim_inspect(&w->ctx, id, &i);
    return e == ERR_BAD_INPUT
               ? web_refuse(w, e, S("text"), "Please give reasons, in at least 10 characters.")
               : e;
}

static enum err send(struct web *w, claim_id id, const struct office_input *in)
{
    return claim_send(&w->ctx, id, in->carrier, in->tracking_number);
}

static enum err arrive(struct web *w, claim_id id, const struct office_input *in)
{
    (void)in;
    return claim_arrive(&w->ctx, id);
}

static enum err pay(struct web *w, claim_id id, const struct office_input *in)
{
    enum err e = claim_pay(&w->ctx, id, in->reference);
    return e == ERR_BAD_INPUT
               ? web_refuse(w, e, S("reference"), "The number of the transfer is the proof.")
               : e;
}

static enum err pay_elsewhere(struct web *w, claim_id id, const struct office_input *in)
{
    enum err e = claim_paid_by_marketplace(&w->ctx, id, in->reference);
    return e == ERR_BAD_INPUT ? web_refuse(w, e, S("reference"),
                                           "The number of the marketplace's refund is the proof.")
                              : e;
}

static const struct {
    const char *act, *form;
    enum err (*run)(struct web *w, claim_id id, const struct office_input *in);
} acts[] = {
    { "accept", "accept_form", accept },
    { "propose", "propose_form", propose },
    { "contest", "contest_form", contest },
    { "send_back", "send_back_form", send_back },
    { "receive", "receive_form", receive },
    { "inspect", "inspect_form", inspect },
    { "send", "send_form", send },
    { "arrive", "arrive_form", arrive },
    { "pay", "pay_form", pay },
    { "pay_elsewhere", "pay_elsewhere_form", pay_elsewhere },
};

/* --- the page --- */

static bool may(const struct web *w, const struct order *o, const struct claim *k, const char *act)
{
    bool is_inspect = str_eq(str_of(act), S("inspect"));
    bool is_money = claim_remedy_is_money(k->remedy);
    str step = is_inspect ? S("pass") : str_of(act);
    if (!claim_may(k, w->ctx.actor.role, step)) {
        return false;
    }
    if (str_eq(step, S("pay"))) {
        return is_money && k->refund == 0 && !k->by_marketplace;
    }
    if (str_eq(step, S("pay_elsewhere"))) {
        return order_is_of_marketplace(o);
    }
    return !str_eq(step, S("send")) || !is_money;
}

static void show_acts(struct web *w, const struct order *o, const struct claim *k,
                      const struct claim_place *at, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, m, S("acts"));
    if (k->state == CLAIM_REMEDY_SENT) {
        claim_show_form(w, at, m, "track_form", &admin_tracking_form, "events");
    } else {
        value_set_null(a, m, S("track_form"));
    }
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (!may(w, o, k, acts[i].act)) {
            value_set_null(a, m, str_of(acts[i].form));
            continue;
        }
        value_add_text(a, list, str_of(acts[i].act));
        claim_show_form(w, at, m, acts[i].form, &admin_claim_form, acts[i].act);
    }
    if (claim_is_closed(k->state)) {
        value_set_null(a, m, S("files_form"));
    } else {
        claim_show_form(w, at, m, "files_form", &claim_file_form, "files");
    }
}

static enum err show(struct web *w, const struct claim *k)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    struct decision d = { 0 };
    struct claim_place at = { .path = str_format(a, "/admin/claims/%.*s", STR_ARG(k->number)), .purpose = PURPOSE_CARE };
    struct value *m = office_page(w);
    money worth = { 0 };
    TRY(order_by_id(&w->ctx, k->order, &o));
    enum err e = decision_find(&w->ctx, claim_subject(&w->ctx, k->id), &d);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    (void)office_take(m, S("csrf_token"));
    value_set_text(a, m, S("order_number"), o.number);
    value_set_text(a, m, S("order_url"), admin_order_url(w, &o, ""));
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/claims"));
    TRY(claim_due(&w->ctx, &o, k, false, &worth));
    value_set_money(a, m, S("worth"), worth);
    value_set_bool(a, m, S("is_third"), k->round >= 3);
    value_set_bool(a, m, S("is_in_goods"), !claim_remedy_is_money(k->wish));
    show_text_or_null(w, m, S("source_text"),
                      order_is_from_elsewhere(&o) ? order_source_text(w, o.source) : (str){ 0 });
    show_text_or_null(w, m, S("decision_url"),
                      e != OK ? (str){ 0 } : web_path(w, "/decisions/%.*s", STR_ARG(d.number)));
    TRY(claim_show(w, k, &at, m));
    claim_show_marketplace(w, &o, m);
    show_acts(w, &o, k, &at, m);
    return OK;
}

static enum err of_path(struct web *w, struct claim *k)
{
    return claim_by_number(&w->ctx, web_param(w, S("claim")), k);
}

enum err admin_claim_page(struct web *w)
{
    struct claim k = { 0 };
    TRY(of_path(w, &k));
    return show(w, &k);
}

enum err admin_claim_again(struct web *w)
{
    struct claim k = { 0 };
    TRY(claim_by_number(&w->ctx, w->resource, &k));
    office_done(w, web_path(w, "/admin/claims/%.*s", STR_ARG(k.number)), "saved");
    return show(w, &k);
}

enum err admin_claim_act(struct web *w)
{
    struct claim k = { 0 };
    TRY(of_path(w, &k));
    for (size_t i = 0; i < COUNT(acts); i++) {
        if (str_eq(web_param(w, S("act")), str_of(acts[i].act))) {
            TRY(acts[i].run(w, k.id, w->form));
            w->resource = k.number;
            return admin_claim_again(w);
        }
    }
    return ERR_NOT_FOUND;
}

/* News of a replacement's parcel, by staff or by a program of theirs. */
enum err admin_claim_event(struct web *w)
{
    const struct tracking_input *in = w->form;
    struct claim k = { 0 };
    struct shipment_event_new e = { .status = in->status, .at = in->at, .place = in->place, .source = S("staff") };
    TRY(of_path(w, &k));
    TRY(admin_explain_event(w, &e, claim_parcel_note(&w->ctx, k.id, &e)));
    w->resource = k.number;
    return admin_claim_again(w);
}

enum err admin_claim_file_post(struct web *w)
{
    struct form_file *file = w->form; /* the form's only member */
    struct claim k = { 0 };
    TRY(of_path(w, &k));
    if (claim_is_closed(k.state)) {
        return fail(&w->ctx, ERR_STATE, "claim %" PRId64 " is closed", k.id.v);
    }
    TRY(claim_keep_file(w, &k, file, "file"));
    w->resource = k.number;
    return admin_claim_again(w);
}

enum err admin_claim_file(struct web *w)
{
    struct claim k = { 0 };
    int64_t id = 0;
    TRY(of_path(w, &k));
    TRY(office_id(w, "file", &id));
    return web_attachment(w, claim_subject(&w->ctx, k.id), (attachment_id){ id }, PURPOSE_CARE);
}
