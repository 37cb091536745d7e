/* SPDX-License-Identifier: Apache-2.0 */
/* pay.c - how to pay an order: accounts, QRIS, the sandbox; and the sandbox's own buttons. */
#include "web/shop/pay.h"
#include "base/qris.h"
#include "shop/order_link.h"
#include "web/shop/buy.h"
#include "web/shop/show.h"
#include "web/text.h"

/* "Rp362." and "877": the last three digits are what tells one transfer from another. */
static void show_amount(struct web *w, const struct payment *p, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str text = money_print(a, p->amount, web_is_indonesian(w));
    size_t tail = text.size > 3 && p->unique_code != 0 ? text.size - 3 : text.size;
    value_set_money(a, node, S("amount"), p->amount);
    value_set_text(a, node, S("amount_lead"), str_slice(text, 0, tail));
    value_set_text(a, node, S("amount_tail"), str_skip(text, tail));
    show_money_or_null(w, node, S("unique_code"), (money){ p->unique_code, p->amount.currency });
}

/* What earlier attempts brought: an attempt, its code and they make the total. */
static money received_before(const struct order *o, const struct payment *p)
{
    return (money){ o->total.minor - p->amount.minor - p->unique_code, o->total.currency };
}

static str plain_digits(struct arena *arena, str number)
{
    return str_replace(arena, str_replace(arena, number, S(" "), S("")), S("-"), S(""));
}

static void show_accounts(struct web *w, bool is_transfer, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, node, S("accounts"));
    for (size_t i = 0; is_transfer && i < w->ctx.shop->bank_count; i++) {
        const struct shop_bank *bank = &w->ctx.shop->bank[i];
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("bank"), bank->bank);
        value_set_text(a, one, S("number"), bank->number);
        value_set_text(a, one, S("number_plain"), plain_digits(a, bank->number));
        value_set_text(a, one, S("holder"), bank->holder);
    }
}

static void show_qris(struct web *w, const struct order *o, bool is_qris, struct value *node)
{
    enum { QR_PIXELS = 320 };
    struct arena *a = w->ctx.arena;
    struct qris qris = { 0 };
    str why = { 0 };
    if (!is_qris || !qris_read(a, w->ctx.shop->qris, &qris, &why)) {
        value_set_null(a, node, S("qris"));
        return;
    }
    str key = order_link_key(&w->ctx, o->number);
    str url = str_format(a, "/orders/%.*s/qris.png?key=%.*s", STR_ARG(o->number), STR_ARG(key));
    struct value *one = value_set_object(a, node, S("qris"));
    value_set_text(a, one, S("image_url"), url);
    value_set_text(a, one, S("download_url"), url);
    value_set_int(a, one, S("width"), QR_PIXELS);
    value_set_int(a, one, S("height"), QR_PIXELS);
    show_text_or_null(w, one, S("merchant_name"), qris.merchant_name);
    show_text_or_null(w, one, S("nmid"), qris.nmid);
}

static void show_kind(struct web *w, const struct payment *p, struct value *node)
{
    struct arena *a = w->ctx.arena;
    static const struct {
        const char *field, *code;
    } kinds[] = {
        { "is_bank_transfer", "bank_transfer" },
        { "is_qris_static", "qris_static" },
        { "is_cod", "cod" },
        { "is_pay_at_pickup", "pay_at_pickup" },
        { "is_sandbox", "sandbox" },
    };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        value_set_bool(a, node, str_of(kinds[i].field), str_eq(p->provider, str_of(kinds[i].code)));
    }
    value_set_bool(a, node, S("is_gateway"), false);
}

struct method_text {
    const char *code;
    str text;
};

/* After the choice: what to do. */
static const struct method_text INSTRUCTIONS[] = {
    { "bank_transfer", T_INIT("Transfer exactly this amount to one of the accounts; the last "
                              "digits tell us it is yours.") },
    { "qris_static",
      T_INIT("Scan or upload the code in your banking or wallet app and type exactly this "
             "amount.") },
    { "cod", T_INIT("Pay the courier in cash when the parcel arrives.") },
    { "pay_at_pickup", T_INIT("Pay at the shop when you pick it up.") },
    { "sandbox", T_INIT("No real money moves.") },
};

/* Before it. */
static const struct method_text HINTS[] = {
    { "bank_transfer",
      T_INIT("A small unique code is taken off the total, so that we recognise your transfer.") },
    { "qris_static", T_INIT("Every bank and wallet: GoPay, OVO, DANA, ShopeePay.") },
    { "cod", T_INIT("Pay the courier when it arrives.") },
    { "sandbox", T_INIT("No real money moves.") },
};

static str text_of_method(const struct web *w, const struct method_text *texts, size_t count,
                          str code)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(code, str_of(texts[i].code))) {
            return text_of(w->ctx.lang, texts[i].text);
        }
    }
    return (str){ 0 };
}

/* --- ways to pay --- */

static void pay_hint(struct web *w, const struct pay_method *m, struct value *option)
{
    money fee = pay_method_fee(w->ctx.shop, str_of(m->code));
    str text = text_of_method(w, HINTS, COUNT(HINTS), str_of(m->code));
    if (fee.minor > 0) {
        struct text_slot slot = { S("fee"), money_print(w->ctx.arena, fee, web_is_indonesian(w)) };
        text = text_fill(w->ctx.arena, w->ctx.lang,
                         T("Pay the courier when it arrives. Collecting it costs {fee} more."),
                         &slot, 1);
    }
    show_text_or_null(w, option, S("hint"), text);
    show_money_or_null(w, option, S("fee"), fee);
}

struct value *payment_options(struct web *w, money total, str district, bool on_delivery_too,
                              str without)
{
    struct arena *a = w->ctx.arena;
    struct pay_methods offered = { 0 };
    struct value *options = value_list(a);
    pay_methods_offered(w->ctx.shop, total, district, district.size == 0, &offered);
    for (size_t i = 0; i < offered.count; i++) {
        const struct pay_method *m = offered.method[i];
        if ((m->is_on_delivery && !on_delivery_too) || str_eq(without, str_of(m->code))) {
            continue;
        }
        struct value *option = value_add_object(a, options);
        value_set_text(a, option, S("value"), str_of(m->code));
        value_set_text(a, option, S("label"),
                       str_of(web_is_indonesian(w) ? m->indonesian : m->english));
        pay_hint(w, m, option);
    }
    return options;
}

struct pay_input {
    str payment_method;
};
static const struct field pay_fields[] = {
    FIELD(CHOICE, struct pay_input, payment_method, 1, 60, "Choose how you pay.", .label = "How you pay", .type = "radio"),
};
const struct form order_pay_form = FORM("pay_another_way", pay_fields, struct pay_input);

void payment_show_change(struct web *w, const struct order *o, const struct payment *p, str action,
                         struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct form_state state = web_form_state(w, &order_pay_form);
    struct value *ways = payment_options(w, o->total, o->district, false, (str){ 0 });
    bool has_choice = ways->children.first != ways->children.last;
    if (state.typed == NULL) {
        state.typed = value_object(a);
        value_set_text(a, state.typed, S("payment_method"), p->provider);
    }
    value_set_bool(a, m, S("can_change_payment"), has_choice && payment_can_change(o, p));
    struct value *form = form_model(a, &state, action, w->csrf_token, w->ctx.lang);
    form_model_options(a, form, S("payment_method"), ways, &state);
    value_set(m, S("pay_form"), form);
}

enum err payment_show(struct web *w, const struct order *o, const struct payment *p,
                      struct value *node)
{
    struct arena *a = w->ctx.arena;
    const struct pay_method *m = pay_method_of(p->provider);
    struct promise confirm = { 0 };
    bool is_transfer = str_eq(p->provider, S("bank_transfer"));
    bool is_sandbox = str_eq(p->provider, S("sandbox"));
    enum err e =
        promise_find(&w->ctx, order_subject(&w->ctx, o->id), PROMISE_CONFIRM_PAYMENT, &confirm);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    bool is_waiting = p->state == ATTEMPT_PENDING && p->transferred_at == 0;
    str act = str_format(a, "/sandbox/payments/%.*s", STR_ARG(p->reference));
    value_set_text(a, node, S("id"), p->reference);
    value_set_text(a, node, S("method"), p->provider);
    value_set_text(a, node, S("method_text"),
                   m == NULL ? p->provider
                             : str_of(web_is_indonesian(w) ? m->indonesian : m->english));
    value_set_text(a, node, S("state"), attempt_state_name(p->state));
    show_amount(w, p, node);
    show_money_or_null(w, node, S("received"), received_before(o, p));
    value_set_instant(a, node, S("expires_at"),
                      is_waiting && p->expires_at != INT64_MAX ? p->expires_at : 0);
    value_set_instant(a, node, S("confirm_by"), p->transferred_at != 0 ? confirm.due_at : 0);
    value_set_instant(a, node, S("reported_at"), p->transferred_at);
    show_kind(w, p, node);
    show_text_or_null(w, node, S("instructions"),
                      text_of_method(w, INSTRUCTIONS, COUNT(INSTRUCTIONS), p->provider));
    show_text_or_null(w, node, S("redirect_url"), is_sandbox ? act : (str){ 0 });
    show_accounts(w, is_transfer, node);
    show_qris(w, o, str_eq(p->provider, S("qris_static")), node);
    value_set_bool(a, node, S("can_report"),
                   is_waiting && m != NULL && m->is_manual && !m->is_on_delivery);
    if (is_sandbox && is_waiting) {
        struct value *form = value_set_object(a, node, S("sandbox_form"));
        value_set_text(a, form, S("action_url"), web_path(w, "%.*s", STR_ARG(act)));
    } else {
        value_set_null(a, node, S("sandbox_form"));
    }
    return OK;
}

/* The seller's own code, unaltered: a phone cannot scan itself, so it can be kept as a picture. */
enum err order_qris(struct web *w)
{
    enum { MODULE_PIXELS = 8 };
    struct order o = { 0 };
    struct payment p = { 0 };
    str payload = w->ctx.shop->qris;
    str why = { 0 };
    str png = { 0 };
    TRY(order_of_path(w, &o));
    TRY(payment_latest(&w->ctx, o.id, &p));
    if (!str_eq(p.provider, S("qris_static")) || payload.size == 0) {
        return ERR_NOT_FOUND;
    }
    if (w->ctx.shop->is_qris_dynamic &&
        !qris_with_amount(w->ctx.arena, payload, p.amount.minor, str_slice(o.number, 0, 25),
                          &payload, &why)) {
        return fail(&w->ctx, ERR_INTERNAL, "qris: %.*s", STR_ARG(why));
    }
    if (!qr_png(w->ctx.arena, payload, MODULE_PIXELS, &png)) {
        return fail(&w->ctx, ERR_INTERNAL, "%s", "qris cannot be drawn");
    }
    web_raw(w, S("image/png"), png);
    return OK;
}

enum err order_pay_post(struct web *w)
{
    const struct pay_input *in = w->form;
    struct order o = { 0 };
    struct payment p = { 0 };
    TRY(order_of_path(w, &o));
    enum err e = payment_change(&w->ctx, &o, in->payment_method, &p);
    if (e == ERR_UNPROCESSABLE) {
        return web_refuse(w, e, S("payment_method"),
                          "This way of paying is not possible for this order.");
    }
    TRY(e);
    w->resource = o.number;
    return order_again(w);
}

/* --- the sandbox: a provider that does what it is told --- */

struct sandbox_input {
    str verb;
};
static const struct form_option sandbox_verbs[] = {
    { "pay", "Pay" }, { "fail", "Fail" }, { "expire", "Let it expire" }, { "pay_late", "Pay too late" },
    { "duplicate", "Pay, told twice" }, { "out_of_order", "Pay, then an old message" }, { "dispute", "Dispute" }, { "win_dispute", "The shop wins it" },
};
static const struct field sandbox_fields[] = {
    { .kind = FIELD_CHOICE, .name = "do", .offset = offsetof(struct sandbox_input, verb), .min = 1, .max = 20,
      .message = "Choose what the provider does.", .label = "What happens", OPTIONS(sandbox_verbs) },
};
const struct form sandbox_form = FORM("sandbox", sandbox_fields, struct sandbox_input);

static const struct model_field sandbox_reply_fields[] = {
    SHOW(TEXT, "id"), SHOW(TEXT, "state"), SHOW(TEXT, "outcome"), SHOW(TEXT, "order"), SHOW(TEXT, "payment_status"),
};
const struct model sandbox_model = MODEL("sandbox_reply", sandbox_reply_fields);

/* What each verb makes the provider say, in this order. `same_id` repeats the message before. */
struct sandbox_say {
    const char *verb;
    enum pay_event_kind kind;
    const char *id;
};
static const struct sandbox_say sandbox_says[] = {
    { "pay", PAY_PAID, "paid" },           { "fail", PAY_FAILED, "failed" },
    { "expire", PAY_EXPIRED, "expired" },  { "pay_late", PAY_EXPIRED, "expired" },
    { "pay_late", PAY_PAID, "paid" },      { "duplicate", PAY_PAID, "paid" },
    { "duplicate", PAY_PAID, "paid" },     { "out_of_order", PAY_PAID, "paid" },
    { "out_of_order", PAY_EXPIRED, "expired" }, { "dispute", PAY_DISPUTED, "disputed" },
    { "win_dispute", PAY_DISPUTE_WON, "dispute_won" },
};

enum err sandbox_act(struct web *w)
{
    const struct sandbox_input *in = w->form;
    struct arena *a = w->ctx.arena;
    struct payment p = { 0 };
    struct order o = { 0 };
    enum pay_outcome outcome = PAY_IGNORED;
    TRY(payment_by_reference(&w->ctx, web_param(w, S("id")), &p));
    for (size_t i = 0; i < COUNT(sandbox_says); i++) {
        if (!str_eq(in->verb, str_of(sandbox_says[i].verb))) {
            continue;
        }
        struct pay_event e = {
            .provider = S("sandbox"), .reference = p.reference, .kind = sandbox_says[i].kind, .amount = p.amount,
            .event_id = str_format(a, "%.*s:%s", STR_ARG(p.reference), sandbox_says[i].id), .at = w->ctx.now_at,
        };
        TRY(payment_event(&w->ctx, &e, &outcome));
    }
    TRY(payment_by_reference(&w->ctx, p.reference, &p));
    TRY(order_by_id(&w->ctx, p.order, &o));
    w->model = value_object(a);
    value_set_text(a, w->model, S("id"), p.reference);
    value_set_text(a, w->model, S("state"), attempt_state_name(p.state));
    value_set_text(a, w->model, S("outcome"), pay_outcome_name(outcome));
    value_set_text(a, w->model, S("order"), o.number);
    value_set_text(a, w->model, S("payment_status"), payment_status_name(o.payment));
    web_redirect(w, order_page_url(w, &o));
    return OK;
}
