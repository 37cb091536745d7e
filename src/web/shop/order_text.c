/* SPDX-License-Identifier: Apache-2.0 */
/* order_text.c - the words for what happened to an order; its timeline; one sentence of the guarantee. */
#include "base/phone.h"
#include "core/event.h"
#include "core/promise_kind.h"
#include "shop/order_source.h"
#include "shop/order_tax.h"
#include "shop/refund.h"
#include "web/shop/claim.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

str phone_printed(struct arena *arena, str phone)
{
    return phone.size == 0 ? phone : phone_print(arena, phone);
}

struct word {
    const char *code, *english;
};

static const struct word reasons[] = {
    { "order_canceled", "The order was cancelled" },
    { "paid_twice", "It was paid twice" },
    { "paid_too_late", "The money came after the order had ended" },
    { "unpaid", "Nobody paid in time." },
    { "partly_paid", "Only a part of it was paid in time" },
    { "paid_after_all", "The rest was paid after all" },
    { "overpaid", "More was paid than was asked for" },
    { "shipping_late", "Shipping returned because we were late" },
    { "buyer_changed_mind", "Cancelled by the buyer" },
    { "not_sent_in_time", "It was not sent in the promised time" },
    { "out_of_stock", "Not in stock after all" },
    { "wrong_price", "The price was wrong" },
    { "unreachable", "The buyer could not be reached" },
    { "address", "The courier does not reach the address" },
    { "damaged", "Goods came damaged or wrong" },
    { "not_arrived", "The parcel did not arrive" },
    { "not_received", "The parcel did not arrive" },
    { "defective", "It did not work" },
    { "wrong_item", "The wrong item came" },
    { "missing_part", "Something was missing" },
    { "not_as_described", "It was not as described" },
    { "changed_mind", "The buyer changed their mind" },
    { "warranty", "It broke within the warranty" },
    { "claim_withdrawn", "The claim was withdrawn" },
    { "paid_by_chargeback", "The bank paid the buyer back" },
    { "owed_again", "Owed again, as a new refund" },
    { "canceled_meanwhile", "The order was cancelled while the bank decided" },
    { "paid_by_marketplace", "The marketplace paid the buyer back" },
    { "not_delivered", "The parcel did not arrive" },
    { "not_sent_in_time", "It was not sent in the promised time" },
    { "goods_arrived", "The goods arrived after all" },
    { "returned_to_sender", "The parcel came back to us" },
    { "return_postage", "What the way back cost you" },
    { "exchange_difference", "What you exchanged it for is cheaper" },
    { "goodwill", "Agreed with the buyer" },
    { "marked_too_early", "Marked as sent too early" },
    { "not_collected", "The courier did not take it" },
    { "wrong_parcel", "The courier, number or contents were wrong" },
    { "refused", "It was refused at the door" },
    { "nobody_there", "Nobody was there" },
    { "wrong_address", "The address was wrong" },
    { "other", "Another reason" },
};

static str word_of(const struct web *w, const struct word *words, size_t count, str code)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(code, str_of(words[i].code))) {
            return web_text(w, words[i].english);
        }
    }
    return code;
}

str order_reason_text(const struct web *w, str reason)
{
    str text = word_of(w, reasons, COUNT(reasons), reason);
    return str_eq(text, reason) ? promise_reason_text(reason, w->ctx.lang) : text;
}

str order_refund_text(const struct web *w, enum refund_state s)
{
    static const char *const texts[REFUND_STATE_COUNT] = {
        [REFUND_REQUESTED] = "Being paid back",
        [REFUND_PROCESSING] = "Being paid back",
        [REFUND_SUCCEEDED] = "Paid back",
        [REFUND_FAILED] = "Failed, we try again",
        [REFUND_NEEDS_BANK_ACCOUNT] = "We need your bank account",
        [REFUND_REVERSED] = "Reversed",
    };
    return web_text(w, texts[s]);
}

str order_source_text(const struct web *w, str source)
{
    str name = order_source_name(source);
    return name.size != 0                ? name
           : str_eq(source, S("manual")) ? web_text(w, "phone, Instagram or the shop's counter")
                                         : web_text(w, "This shop");
}

/* --- timeline --- */

static const struct word happenings[] = {
    { "order.placed", "Order placed" },
    { "order.confirmed", "Order confirmed" },
    { "order.packed", "Packed" },
    { "order.canceled", "Order cancelled" },
    { "order.shelved", "What did not leave is for sale again" },
    { "order.expired", "Ended: nobody paid in time" },
    { "order.ended_partly_paid", "Ended: only a part came in time, and it goes back" },
    { "order.revived", "Paid late, and the goods were still there" },
    { "order.received", "The buyer received it" },
    { "order.delivered", "Delivered" },
    { "order.completed", "Completed" },
    { "payment.reported", "The buyer said the money was sent" },
    { "payment.other_amount", "Another amount came than was asked for: it is booked as it came" },
    { "payment.partial", "A part of the money arrived: the rest is asked for" },
    { "payment.rest_forgiven", "The shop asks for no more: what came is enough" },
    { "payment.more", "More money came than was asked for: it goes back" },
    { "payment.not_found", "We looked and did not find the transfer yet" },
    { "payment.captured", "Payment received" },
    { "payment.changed", "Another way of paying was chosen" },
    { "payment.disputed", "The payment is disputed" },
    { "override.shipment.disputed", "Sent although the payment is disputed" },
    { "payment.dispute_won", "The bank decided the dispute for the shop" },
    { "payment.ended", "A payment attempt ended" },
    { "payment.mismatch", "A payment of another amount came in; we are looking at it" },
    { "shipment.shipped", "Handed to the courier" },
    { "shipment.corrected", "The courier or the tracking number was corrected" },
    { "shipment.canceled", "A shipment was withdrawn" },
    { "shipment.returned", "The parcel came back" },
    { "refund.requested", "Refund due" },
    { "refund.succeeded", "Money paid back" },
    { "refund.account_given", "Bank account for the refund received" },
    { "refund.failed", "The refund could not be paid; we try again" },
    { "refund.confirmed", "The buyer says the money arrived" },
    { "refund.denied", "The buyer says the money has not arrived" },
    { "refund.reversed", "The refund is not owed any more" },
    { "order.overdue", "Past the promised day: we asked whether it arrived" },
    { "order.not_arrived", "The buyer says it has not arrived" },
    { "order.tracking_checked", "We looked at the courier's page" },
    { "shipment.decided", "Decided: it was there" },
    { "order.found", "It arrived after all" },
    { "order.lost", "No evidence that it arrived: the money is due back" },
    { "order.made_good", "What did not come was made good" },
    { "order.arrived_late", "It came after it had counted as lost" },
};

static str actor_text(const struct web *w, enum role role)
{
    bool is_system = role == ROLE_SYSTEM;
    bool is_buyer = role == ROLE_BUYER || role == ROLE_VISITOR;
    return web_text(w, is_system ? "By itself" : is_buyer ? "Buyer" : "Shop");
}

struct happening {
    int64_t at;
    str text;
    enum role by;
};
struct timeline {
    struct happening item[EVENT_LIST_MAX + CLAIM_STEPS_MAX];
    size_t count;
};

/* In its place by time; of the same instant, what was written down later stands later. */
static void happen(struct timeline *t, struct happening h)
{
    size_t i = t->count;
    if (t->count == COUNT(t->item)) {
        return;
    }
    for (; i > 0 && t->item[i - 1].at > h.at; i--) {
        t->item[i] = t->item[i - 1];
    }
    t->item[i] = h;
    t->count++;
}

static enum err add_claims(struct web *w, const struct order *o, struct timeline *t)
{
    struct claim_list claims = { 0 };
    TRY(claim_list_of(&w->ctx, o->id, &claims));
    for (size_t i = 0; i < claims.count; i++) {
        struct claim_step_list steps = { 0 };
        TRY(claim_steps_of(&w->ctx, claims.item[i].id, &steps));
        for (size_t n = 0; n < steps.count; n++) {
            const struct claim_step *s = &steps.item[n];
            happen(t, (struct happening){ s->at, claim_step_text(w, s), s->by.role });
        }
    }
    return OK;
}

/* "A shipment was withdrawn: Marked as sent too early" */
static str with_reason(const struct web *w, const struct event *e, str text)
{
    struct value *facts = NULL;
    str why = { 0 };
    if (!str_starts(e->kind, S("shipment.")) || !json_read(w->ctx.arena, e->facts, &facts, &why)) {
        return text;
    }
    str reason = value_text(facts, S("reason"));
    return reason.size == 0 ? text
                            : str_format(w->ctx.arena, "%.*s: %.*s", STR_ARG(text),
                                         STR_ARG(order_reason_text(w, reason)));
}

enum err order_timeline(struct web *w, const struct order *o, struct value *list)
{
    struct event_list events = { 0 };
    struct arena *a = w->ctx.arena;
    struct timeline *t = NEW(a, struct timeline);
    TRY(event_list(&w->ctx, order_subject(&w->ctx, o->id), (event_id){ 0 }, &events));
    for (size_t i = 0; i < events.count; i++) {
        const struct event *e = &events.item[i];
        str text = word_of(w, happenings, COUNT(happenings), e->kind);
        if (!str_eq(text, e->kind)) { /* else not for the buyer's eyes: machinery */
            int64_t at = e->occurred_at != 0 ? e->occurred_at : e->at;
            happen(t, (struct happening){ at, with_reason(w, e, text), e->actor.role });
        }
    }
    TRY(add_claims(w, o, t));
    for (size_t i = t->count; i > 0; i--) {
        struct value *node = value_add_object(a, list);
        value_set_instant(a, node, S("at"), t->item[i - 1].at);
        value_set_text(a, node, S("text"), t->item[i - 1].text);
        value_set_text(a, node, S("by"), actor_text(w, t->item[i - 1].by));
    }
    return OK;
}

/* --- the guarantee in one sentence, from its parameters --- */

str guarantee_text_of(struct web *w, const struct policy *p)
{
    struct text_slot slot[] = { { S("days"), str_format(w->ctx.arena, "%" PRId64, policy_int(p, S("window_days"))) } };
    bool from_payment = policy_int(p, S("starts")) == 1;
    str text = from_payment ? T("Money back for {days} days from payment if it does not arrive, is "
                                "damaged, wrong, or not as described.")
                            : T("Money back for {days} days after it arrives if it is damaged, "
                                "wrong, or not as described; and always if it does not arrive.");
    return text_fill(w->ctx.arena, w->ctx.lang, text, slot, 1);
}

str guarantee_text(struct web *w)
{
    struct policy guarantee = { 0 };
    if (policy_current(&w->ctx, POLICY_GUARANTEE, &guarantee) != OK) {
        return (str){ 0 };
    }
    return guarantee_text_of(w, &guarantee);
}

/* --- invoice: a Nota, or of a PKP an invoice with the PPN its prices include; never the tax invoice itself --- */

/* "11%", when the order's tax is by that rate of its day; else nothing is claimed. */
static str rate_text(struct web *w, const struct order *o, money asked)
{
    int64_t bp = shop_tax_rate_at(w->ctx.shop, o->placed_at);
    money part = money_split_included_bp(asked, (int32_t)bp).part;
    if (part.minor != o->tax.minor) {
        return S("");
    }
    str whole = str_format(w->ctx.arena, "%" PRId64, bp / 100);
    return bp % 100 == 0 ? str_join(w->ctx.arena, whole, S("%"))
                         : str_format(w->ctx.arena, "%.*s%c%" PRId64 "%%", STR_ARG(whole),
                                      web_is_indonesian(w) ? ',' : '.', bp % 100 / 10);
}

static void show_tax(struct web *w, const struct order *o, struct value *m)
{
    bool is_taxed = o->tax.minor > 0;
    money asked = value_get(value_get(m, S("totals")), S("total"))->money;
    value_set_text(w->ctx.arena, m, S("print_title"),
                   is_taxed ? web_text(w, "Invoice") : S("Nota"));
    value_set_bool(w->ctx.arena, m, S("is_taxed"), is_taxed);
    value_set_text(w->ctx.arena, m, S("tax_rate"), is_taxed ? rate_text(w, o, asked) : S(""));
}

/* Printed after money went back, it says so: what was kept is what is taxed. */
static enum err show_returned(struct web *w, const struct order *o, struct value *m)
{
    struct pay_sums sums = { 0 };
    int64_t kept = 0;
    TRY(payment_sums(&w->ctx, o, &sums));
    TRY(order_tax_kept(&w->ctx, o, &kept));
    bool is_paid = sums.captured.minor > 0;
    money tax = { is_paid ? o->tax.minor - kept : 0, o->total.currency };
    show_money_or_null(w, m, S("returned"), money_add(sums.refunded, sums.owed_back));
    show_money_or_null(w, m, S("returned_tax"), tax);
    return OK;
}

static void show_seller(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    struct value *seller = value_set_object(a, m, S("seller"));
    value_set_text(a, seller, S("name"), shop->name);
    show_text_or_null(w, seller, S("legal_name"), shop->legal_name);
    show_text_or_null(w, seller, S("address"), shop->address);
    show_text_or_null(w, seller, S("phone"), phone_printed(a, shop->phone));
    show_text_or_null(w, seller, S("nib"), shop->nib);
    show_text_or_null(w, seller, S("npwp"), o->tax.minor > 0 ? shop->tax_number : (str){ 0 });
}

enum err invoice_show(struct web *w, const struct order *o, enum vault_purpose purpose,
                      struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *all = value_object(a);
    const struct pay_method *method = pay_method_of(o->payment_method);
    static const char *const taken[] = { "number", "order_url", "placed_at", "address", "lines", "totals", "shipping" };
    TRY(order_show(w, o, purpose, all));
    for (struct value *node = all->children.first, *next = NULL; node != NULL; node = next) {
        next = node->next;
        for (size_t i = 0; i < COUNT(taken); i++) {
            if (str_eq(node->name, str_of(taken[i]))) {
                node->next = NULL;
                value_set(m, node->name, node);
                break;
            }
        }
    }
    show_tax(w, o, m);
    TRY(show_returned(w, o, m));
    value_set_instant(a, m, S("issued_at"), o->paid_at != 0 ? o->paid_at : o->placed_at);
    value_set_bool(a, m, S("is_paid"), o->paid_at != 0);
    value_set_bool(a, m, S("is_paid_elsewhere"), o->payment == PAYMENT_NONE);
    value_set_instant(a, m, S("paid_at"), o->paid_at);
    value_set_text(a, m, S("payment_method_text"),
                   method == NULL
                       ? S("")
                       : str_of(web_is_indonesian(w) ? method->indonesian : method->english));
    const struct value *terms = value_get(all, S("terms"));
    value_set_text(a, m, S("guarantee_text"), value_text(terms, S("guarantee_text")));
    value_set_int(a, m, S("terms_version"), o->terms_version);
    bool is_office = w->ctx.actor.role != ROLE_BUYER; /* prints it for the parcel */
    show_text_or_null(w, m, S("order_qr_url"),
                      is_office ? web_path(w, "/admin/orders/%.*s/qr.png", STR_ARG(o->number))
                                : (str){ 0 });
    show_seller(w, o, m);
    return OK;
}
