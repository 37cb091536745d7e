/* SPDX-License-Identifier: Apache-2.0 */
/* order_money.c - money on its way back, and the parcel that is past its day: what the buyer sees and says of both. */
#include "care/complaint.h"
#include "shop/order_source.h"
#include "shop/order_tax.h"
#include "shop/refund.h"
#include "shop/shipment.h"
#include "shop/undelivered.h"
#include "web/notice_text.h"
#include "web/reader.h"
#include "web/shop/buy.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field refund_fields[] = {
    SHOW(INT, "id"), SHOW(MONEY, "amount"), SHOW(TEXT, "state"), SHOW(TEXT, "state_text"), SHOW_OR_NULL(INSTANT, "due_at", .note = "Null while the days stand still for want of an account."),
    SHOW_OR_NULL(INSTANT, "account_due_at", .note = "The days stand still until the account is given; given now, the money is due then."),
    SHOW_OR_NULL(INSTANT, "settled_at"), SHOW(TEXT, "reason"), SHOW_OR_NULL(TEXT, "reference"), SHOW_OR_NULL(INSTANT, "confirmed_at"),
    SHOW_OR_NULL(MONEY, "tax", .note = "PPN in it, which is not owed to the state any more."),
    PAGE_ONLY(BOOL, "is_by_hand"), PAGE_ONLY(OBJECT, "arrived_form"), PAGE_ONLY(OBJECT, "account"), PAGE_ONLY(OBJECT, "settle_form"),
    PAGE_ONLY(OBJECT, "fail_form"),
};
const struct model order_refund_model = MODEL("refund", refund_fields);
static const struct model_field overdue_fields[] = {
    SHOW(TEXT, "state"), SHOW(INSTANT, "promised_at"), SHOW(INSTANT, "lost_at"), SHOW_OR_NULL(INSTANT, "denied_at"),
    SHOW_OR_NULL(INSTANT, "checked_at"), PAGE_ONLY(BOOL, "is_asked"), PAGE_ONLY(BOOL, "is_lost"), PAGE_ONLY(OBJECT, "deny_form"),
    PAGE_ONLY(BOOL, "is_to_pay"), PAGE_ONLY(BOOL, "is_paid_back"), PAGE_ONLY(BOOL, "is_part"), PAGE_ONLY(OBJECT, "check_form"),
};
const struct model order_overdue_model = MODEL("overdue_parcel", overdue_fields);

/* ---- where the money goes ---- */

static const struct field account_fields[] = {
    FIELD(TEXT, struct refund_account, bank, 2, 40, "Please write the bank or wallet, such as BCA or GoPay.", .label = "Bank or e-wallet"),
    FIELD(TEXT, struct refund_account, number, 5, 40, "Please write the account number.", .label = "Account number", .inputmode = "numeric",
          .autocomplete = "off"),
    FIELD(TEXT, struct refund_account, holder, 2, 80, "Please write the name as the bank has it.", .label = "In the name of",
          .autocomplete = "name"),
};
const struct form order_account_form =
    FORM("refund_account", account_fields, struct refund_account);

struct arrived_input {
    str arrived;
};
static const struct form_option arrivals[] = { { "yes", "The money is here" }, { "no", "The money is not here" } };
static const struct field arrived_fields[] = {
    FIELD(CHOICE, struct arrived_input, arrived, 1, 10, "Please choose.", .label = "Has the money arrived?", OPTIONS(arrivals)),
};
const struct form order_arrived_form = FORM("refund_arrived", arrived_fields, struct arrived_input);

/* What the money is due by: a date that runs, or the one it would be if the account were given now. */
struct refund_due {
    int64_t at, account_at;
};

/* What the tax of one refund is counted from: each takes along what the shop owes less of because of it. */
struct refund_tax {
    int64_t asked, left;
};

static enum err tax_begin(struct web *w, const struct order *o, struct refund_tax *out)
{
    struct pay_sums sums = { 0 };
    if (o->tax.minor == 0) {
        return OK;
    }
    TRY(payment_sums(&w->ctx, o, &sums));
    out->left = sums.captured.minor;
    return order_tax_asked(&w->ctx, o, &out->asked);
}

static money tax_of(const struct order *o, const struct refund *r, struct refund_tax *t)
{
    if (o->tax.minor == 0 || r->state == REFUND_REVERSED || r->is_postage) {
        return money_zero(o->total.currency);
    }
    int64_t before = order_tax_inside(o, t->asked, t->left);
    t->left -= r->amount.minor;
    return (money){ before - order_tax_inside(o, t->asked, t->left), o->total.currency };
}

static void show_refund(struct web *w, const struct order *o, const struct refund *r,
                        const struct refund_due *due, struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, node, S("id"), r->id);
    value_set_money(a, node, S("amount"), r->amount);
    value_set_text(a, node, S("state"), refund_state_name(r->state));
    value_set_text(a, node, S("state_text"), order_refund_text(w, r->state));
    bool waits = r->state == REFUND_NEEDS_BANK_ACCOUNT && due->account_at != 0;
    value_set_instant(a, node, S("due_at"), waits ? 0 : due->at);
    value_set_instant(a, node, S("account_due_at"), waits ? due->account_at : 0);
    value_set_instant(a, node, S("settled_at"), r->settled_at);
    value_set_text(a, node, S("reason"), order_reason_text(w, r->reason));
    show_text_or_null(w, node, S("reference"), r->reference);
    value_set_instant(a, node, S("confirmed_at"), r->confirmed_at);
    value_set_bool(a, node, S("is_by_hand"), r->is_manual);
    if (r->state == REFUND_SUCCEEDED && r->confirmed_at == 0) {
        str act = str_format(a, "refunds/%" PRId64 "/arrived", r->id);
        order_small_form(w, node, "arrived_form", &order_arrived_form,
                         order_act_url(w, o, str_c(a, act)));
    } else {
        value_set_null(a, node, S("arrived_form"));
    }
}

enum err order_show_refunds(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct refund_list list = { 0 };
    struct promise due = { 0 };
    bool needs_account = false;
    enum err e = promise_find(&w->ctx, order_subject(&w->ctx, o->id), PROMISE_REFUND, &due);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    struct refund_due when = { .at = due.due_at };
    int64_t until_at = 0;
    TRY(refund_account_waits(&w->ctx, o->id, &until_at, &when.account_at));
    TRY(refund_list_of(&w->ctx, o->id, &list));
    struct refund_tax tax = { 0 };
    TRY(list.count == 0 ? OK : tax_begin(w, o, &tax));
    struct value *refunds = value_set_list(a, m, S("refunds"));
    for (size_t i = 0; i < list.count; i++) {
        const struct refund *r = &list.item[i];
        needs_account = needs_account || r->state == REFUND_NEEDS_BANK_ACCOUNT ||
                        (r->state == REFUND_FAILED && r->is_manual);
        struct value *node = value_add_object(a, refunds);
        show_refund(w, o, r, &when, node);
        show_money_or_null(w, node, S("tax"), tax_of(o, r, &tax));
    }
    if (needs_account) {
        order_small_form(w, m, "account_form", &order_account_form,
                         order_act_url(w, o, "refund-account"));
    } else {
        value_set_null(a, m, S("account_form"));
    }
    return OK;
}

enum err order_account_post(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(refund_give_account(&w->ctx, &o, w->form));
    return order_answer(w, o.id);
}

static enum err refund_of_path(struct web *w, const struct order *o, struct refund *out)
{
    int64_t id = 0;
    if (!str_to_int(web_param(w, S("id")), &id)) {
        return ERR_NOT_FOUND;
    }
    TRY(refund_get(&w->ctx, id, out));
    return out->order.v == o->id.v ? OK : fail(&w->ctx, ERR_NOT_FOUND, "refund %" PRId64, id);
}

enum err order_arrived_post(struct web *w)
{
    const struct arrived_input *in = w->form;
    struct order o = { 0 };
    struct refund r = { 0 };
    TRY(order_of_path(w, &o));
    TRY(refund_of_path(w, &o, &r));
    TRY(refund_confirm(&w->ctx, r.id, str_eq(in->arrived, S("yes"))));
    return order_answer(w, o.id);
}

/* ---- past its day ---- */

enum err order_show_overdue(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct undelivered u = { 0 };
    enum err e = undelivered_find(&w->ctx, o->id, &u);
    if (e == ERR_NOT_FOUND) {
        value_set_null(a, m, S("overdue"));
        return OK;
    }
    TRY(e);
    struct value *node = value_set_object(a, m, S("overdue"));
    value_set_text(a, node, S("state"), undelivered_state_name(u.state));
    value_set_instant(a, node, S("promised_at"), u.promised_at);
    value_set_instant(a, node, S("lost_at"), u.lost_at);
    value_set_instant(a, node, S("denied_at"), u.denied_at);
    value_set_instant(a, node, S("checked_at"), u.checked_at);
    value_set_bool(a, node, S("is_asked"), u.state == UNDELIVERED_ASKED);
    bool is_part = u.state == UNDELIVERED_LOST &&
                   o->delivered_at != 0; /* the rest came, and the order goes on */
    value_set_bool(a, node, S("is_part"), is_part);
    value_set_bool(a, node, S("is_lost"), u.state == UNDELIVERED_LOST && !is_part);
    value_set_bool(a, node, S("is_paid_back"),
                   u.state == UNDELIVERED_LOST && o->paid_at != 0 && o->status == ORDER_CANCELED);
    value_set_bool(a, node, S("is_to_pay"), o->paid_at == 0 && o->payment != PAYMENT_NONE);
    if (u.state == UNDELIVERED_ASKED && u.denied_at == 0) {
        order_small_form(w, node, "deny_form", NULL, order_act_url(w, o, "not-arrived"));
    } else {
        value_set_null(a, node, S("deny_form"));
    }
    return OK;
}

/* "It is not here" is a complaint from its first word: it gets a case, an owner and a date. */
static enum err count_as_complaint(struct web *w, const struct order *o)
{
    struct complaint k = { 0 };
    struct complaint_new n = {
        .person = o->person, .channel = CHANNEL_WEB, .source = S("not_delivered"), .lang = o->lang, .order_number = o->number,
        .subject = text_of(o->lang, T("The parcel has not arrived")),
        .text = text_fill(w->ctx.arena, o->lang, T("Order {number} has not arrived by the promised day."), SLOTS({ S("number"), o->number })),
        .wish = text_of(o->lang, T("The goods, or the money back")),
    };
    return o->person.v == 0 ? OK : complaint_open(&w->ctx, &n, &k);
}

enum err order_not_arrived_post(struct web *w)
{
    struct order o = { 0 };
    struct undelivered u = { 0 };
    TRY(order_of_path(w, &o));
    TRY(undelivered_find(&w->ctx, o.id, &u));
    TRY(undelivered_deny(&w->ctx, o.id));
    TRY(u.denied_at == 0 ? count_as_complaint(w, &o) : OK);
    return order_answer(w, o.id);
}

/* ---- the question, by mail or WhatsApp ---- */

enum err notice_refund_late(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct order o = { 0 };
    struct promise p = { 0 };
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &o.id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    TRY(order_by_id(&w->ctx, o.id, &o));
    TRY(promise_find(&w->ctx, n->subject, PROMISE_REFUND, &p));
    if (p.outcome != PROMISE_BROKEN || p.settled_at != 0) {
        return fail(&w->ctx, ERR_STATE, "order %" PRId64 " waits for no money", o.id.v);
    }
    str due = clock_print(w->ctx.arena, reader_zone(w), p.due_at, w->ctx.lang == LANG_ID);
    out->title = text_fill(w->ctx.arena, w->ctx.lang, T("Money of order {number} is owed and late"),
                           SLOTS({ S("number"), o.number }));
    notice_line(out,
                text_fill(w->ctx.arena, w->ctx.lang,
                          T("The buyer was promised it by {due}. The promise is broken, and it "
                            "counts in the public figures until the money is there."),
                          SLOTS({ S("due"), due })));
    out->url = web_absolute(w, web_path(w, "/admin/orders/%.*s", STR_ARG(o.number)));
    out->url_label = text_of(w->ctx.lang, T("Open the order"));
    return OK;
}

/* Whose money it is: held by a marketplace, not paid yet, or the shop's to give back. */
static str what_follows(const struct order *o)
{
    bool is_to_pay = o->paid_at == 0 && o->payment != PAYMENT_NONE;
    return order_is_of_marketplace(o)
               ? T("If nothing shows that it arrived by {until}, it counts as lost; your money is "
                   "with {marketplace}: ask for it there.")
           : is_to_pay ? T("If nothing shows that it arrived by {until}, it counts as lost. You "
                           "owe nothing for it.")
                       : T("If nothing shows that it arrived by {until}, your money is due "
                           "back by itself. You need not do anything.");
}

enum err notice_did_it_arrive(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct order o = { 0 };
    struct undelivered u = { 0 };
    struct shipment_list parcels = { 0 };
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &o.id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    TRY(order_by_id(&w->ctx, o.id, &o));
    TRY(undelivered_find(&w->ctx, o.id, &u));
    TRY(shipment_list_of(&w->ctx, o.id, &parcels));
    if (u.state != UNDELIVERED_ASKED || shipment_is_sent_back(&parcels)) {
        return fail(&w->ctx, ERR_STATE, "order %" PRId64 " is not overdue any more", o.id.v);
    }
    str until = clock_print(w->ctx.arena, reader_zone(w), u.lost_at, w->ctx.lang == LANG_ID);
    out->title = text_fill(w->ctx.arena, w->ctx.lang, T("Has your order {number} arrived?"),
                           SLOTS({ S("number"), o.number }));
    notice_line(out,
                text_of(w->ctx.lang, T("The day we promised is over, and we have no word that it "
                                       "reached you. We are looking for it at the courier.")));
    notice_line(out, text_fill(w->ctx.arena, w->ctx.lang, what_follows(&o),
                               SLOTS({ S("until"), until },
                                     { S("marketplace"), order_source_name(o.source) })));
    out->url = web_absolute(w, order_page_url(w, &o));
    out->url_label = text_of(w->ctx.lang, T("Tell us whether it is there"));
    return OK;
}
