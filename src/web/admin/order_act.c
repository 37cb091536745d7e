/* SPDX-License-Identifier: Apache-2.0 */
/* order_act.c - what staff do to an order: confirm, pack, ship, track, cancel, pay back. */
#include "shop/refund.h"
#include "web/admin/order.h"

#include "core/override.h"
#include "shop/order_office.h"
#include "web/shop/show.h"
#include "web/text.h"

#define DO_FIELD(type_, member_, ...)                                                              \
    { .kind = FIELD_CHOICE, .name = "do", .offset = offsetof(type_, member_), .max = 20, .is_optional = true, __VA_ARGS__ }

static const struct form_option verdicts[] = { { "confirm", "Yes, it has arrived" }, { "reject", "Not in the account" } };
static const struct field confirm_fields[] = {
    DO_FIELD(struct confirm_input, verdict, OPTIONS(verdicts)),
    FIELD(TEXT, struct confirm_input, attempt, 0, 64, "At most 64 characters.", .type = "hidden", .is_optional = true),
    FIELD(INT, struct confirm_input, amount, 0, 0, "This is not a number.", .label = "Amount", .is_optional = true),
    FIELD(MONEY, struct confirm_input, received, 1, INT64_MAX, "This is not an amount in the shop's currency.",
          .label = "What stands in the account", .hint = "Less: the buyer is asked for the rest, with a date. More: the surplus is promised back.",
          .is_optional = true),
};
const struct form admin_confirm_form =
    FORM("confirm_payment", confirm_fields, struct confirm_input);

static const struct form_option cancel_reasons[] = {
    { "out_of_stock", "Not in stock after all" },
    { "buyer_changed_mind", "Cancelled by the buyer" },
    { "unreachable", "The buyer could not be reached" },
    { "wrong_price", "The price was wrong" },
    { "address", "The courier does not reach the address" },
    { "other", "Another reason" },
};
static const struct field cancel_fields[] = {
    FIELD(CHOICE, struct cancel_input, reason, 1, 40, "Please choose a reason; the buyer reads it.", .label = "Reason",
          OPTIONS(cancel_reasons)),
};
const struct form admin_cancel_form = FORM("cancel_by_staff", cancel_fields, struct cancel_input);

static const struct field ship_line_fields[] = {
    FIELD(INT, struct ship_line, line, 0, 0, "This is not a number.", .is_optional = true),
    FIELD(TEXT, struct ship_line, sku, 0, 64, "At most 64 characters.", .label = "SKU", .is_optional = true),
    FIELD(INT, struct ship_line, quantity, 0, 999, "Between 0 and 999.", .label = "Quantity", .is_optional = true),
};
static const struct form ship_line_form =
    FORM("shipment_line_new", ship_line_fields, struct ship_line);
static const struct field ship_fields[] = {
    FIELD(ROWS, struct ship_input, lines, 0, 60, "Please say what is in the parcel.", .label = "In this parcel",
          .rows = &ship_line_form, .is_optional = true),
    FIELD(CHOICE, struct ship_input, carrier, 1, 40, "Please choose the courier.", .label = "Courier"),
    FIELD(TEXT, struct ship_input, tracking_number, 0, 60, "At most 60 characters.", .label = "Tracking number", .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct ship_input, same_parcel_as, 0, 40, "At most 40 characters.", .label = "In one parcel with the order", .hint = "The number of an order that is in this parcel too: of the same buyer, or to the same address.",
          .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct ship_input, despite, 0, 500, "At most 500 characters.", .label = "Why it is sent all the same",
          .hint = "At least 5 characters. Counted in public.", .is_optional = true, .autocomplete = "off"),
};
const struct form admin_ship_form = FORM("ship", ship_fields, struct ship_input);

static const struct form_option tracking_words[] = {
    { "InTransit", "In transit" },
    { "OutForDelivery", "Out for delivery" },
    { "Delivered", "Delivered" },
    { "AttemptFail", "Nobody was there" },
    { "AvailableForPickup", "Can be picked up" },
    { "Exception", "Trouble on the way" },
    { "InfoReceived", "Handed to the courier" },
    { "Pending", "Waiting for the courier" },
    { "Expired", "No news for long" },
};
static const struct field tracking_fields[] = {
    FIELD(CHOICE, struct tracking_input, status, 1, 40, "Please choose a status.", .label = "Status", OPTIONS(tracking_words)),
    FIELD(INSTANT, struct tracking_input, at, 0, 0, "This is not a date and time.", .label = "When", .is_optional = true),
    FIELD(TEXT, struct tracking_input, place, 0, 80, "At most 80 characters.", .label = "Place", .is_optional = true,
          .autocomplete = "off"),
};
const struct form admin_tracking_form =
    FORM("tracking_event_new", tracking_fields, struct tracking_input);

static const struct form_option refund_reasons[] = {
    { "damaged", "Goods came damaged or wrong" },
    { "not_arrived", "The parcel did not arrive" },
    { "shipping_late", "Shipping returned because we were late" },
    { "overpaid", "More was paid than was asked for" },
    { "goodwill", "Agreed with the buyer" },
    { "other", "Another reason" },
};
static const struct field refund_fields[] = {
    FIELD(MONEY, struct refund_input, amount, 0, 0, "Please write how much goes back.", .label = "Amount"),
    FIELD(CHOICE, struct refund_input, reason, 1, 40, "Please choose a reason; the buyer reads it.", .label = "Reason",
          OPTIONS(refund_reasons)),
};
const struct form admin_refund_form = FORM("refund_new", refund_fields, struct refund_input);

static const struct field settle_fields[] = {
    FIELD(TEXT, struct settle_input, reference, 1, 80, "The number of the transfer is the proof.",
          .label = "Reference of the transfer", .autocomplete = "off"),
};
const struct form admin_settle_form = FORM("refund_settle", settle_fields, struct settle_input);

static const struct model_field shipment_fields[] = {
    SHOW(INT, "id"), SHOW(INT, "number"), SHOW(TEXT, "carrier"), SHOW_OR_NULL(TEXT, "tracking_number"),
    SHOW_OR_NULL(TEXT, "carrier_url"), SHOW(TEXT, "status"), SHOW(TEXT, "status_text"), SHOW(BOOL, "is_delivered"),
    SHOW(BOOL, "is_back"), SHOW(LIST, "together_with", .of = &order_parcel_mate_model), SHOW_OR_NULL(INSTANT, "shipped_at"), SHOW_OR_NULL(INSTANT, "delivered_at"),
    SHOW(LIST, "lines", .of = &order_parcel_line_model), SHOW(LIST, "events", .of = &order_tracking_model),
    SHOW(OBJECT, "order", .of = &admin_order_model), PAGE_ONLY(OBJECT, "unship_form"), PAGE_ONLY(OBJECT, "correct_form"), PAGE_ONLY(OBJECT, "event_form"),
    PAGE_ONLY(OBJECT, "delivered_form"), PAGE_ONLY(OBJECT, "returned_form"),
};
const struct model admin_shipment_model = MODEL("admin_shipment", shipment_fields);
static const struct model_field refund_model_fields[] = {
    SHOW(INT, "id"), SHOW(MONEY, "amount"), SHOW(TEXT, "state"), SHOW(TEXT, "state_text"), SHOW_OR_NULL(INSTANT, "due_at", .note = "Null while the days stand still for want of an account."),
    SHOW_OR_NULL(INSTANT, "account_due_at", .note = "The days stand still until the account is given; given now, the money is due then."),
    SHOW_OR_NULL(INSTANT, "settled_at"), SHOW(TEXT, "reason"), SHOW_OR_NULL(TEXT, "reference"), SHOW_OR_NULL(MONEY, "tax"),
    SHOW_OR_NULL(INSTANT, "confirmed_at"), PAGE_ONLY(OBJECT, "arrived_form"), PAGE_ONLY(BOOL, "is_by_hand"),
    PAGE_ONLY(OBJECT, "account"), PAGE_ONLY(OBJECT, "fail_form"), PAGE_ONLY(OBJECT, "settle_form"), SHOW(OBJECT, "order", .of = &admin_order_model),
};
const struct model admin_refund_model = MODEL("admin_refund", refund_model_fields);

static const struct form_option unship_reasons[] = {
    { "marked_too_early", "Marked as sent too early" },
    { "not_collected", "The courier did not take it" },
    { "wrong_parcel", "The courier, number or contents were wrong" },
    { "other", "Another reason" },
};
static const struct field unship_fields[] = {
    FIELD(CHOICE, struct cancel_input, reason, 1, 40, "Please choose a reason; the buyer reads it.", .label = "Reason",
          OPTIONS(unship_reasons)),
};
const struct form admin_unship_form = FORM("shipment_cancel", unship_fields, struct cancel_input);

static const struct field correct_fields[] = {
    FIELD(CHOICE, struct correct_input, carrier, 1, 40, "Please choose the courier.", .label = "Courier"),
    FIELD(TEXT, struct correct_input, tracking_number, 0, 60, "At most 60 characters.", .label = "Tracking number", .is_optional = true, .autocomplete = "off"),
    FIELD(TEXT, struct correct_input, same_parcel_as, 0, 40, "At most 40 characters.", .label = "In one parcel with the order", .hint = "The number of an order that is in this parcel too: of the same buyer, or to the same address.",
          .is_optional = true, .autocomplete = "off"),
    FIELD(BOOL, struct correct_input, alone, 0, 0, "Yes or no.", .label = "Only this order: it was in another parcel",
          .hint = "Where several orders share a parcel; else the correction is for all of them."),
};
const struct form admin_correct_form =
    FORM("shipment_correct", correct_fields, struct correct_input);

static const struct form_option returned_reasons[] = {
    { "refused", "It was refused at the door" },
    { "nobody_there", "Nobody was there" },
    { "wrong_address", "The address was wrong" },
    { "other", "Another reason" },
};
static const struct field returned_fields[] = {
    FIELD(CHOICE, struct cancel_input, reason, 0, 40, "Please choose a reason; the buyer reads it.", .label = "Reason",
          .is_optional = true, OPTIONS(returned_reasons)),
};
const struct form admin_returned_form =
    FORM("shipment_returned", returned_fields, struct cancel_input);

/* --- answers: the changed thing, with its order --- */

enum err admin_answer(struct web *w, order_id id, const char *done)
{
    struct order o = { 0 };
    TRY(order_by_id(&w->ctx, id, &o));
    TRY(admin_order_show(w, &o));
    w->resource = o.number;
    office_done(w, admin_order_url(w, &o, ""), done);
    return OK;
}

/* Puts the child of `list` with this id on top, the order below it. */
static void lift(struct web *w, str list, int64_t id)
{
    struct value *order = w->model;
    struct value *top = value_object(w->ctx.arena);
    for (const struct value *one = value_get(order, list)->children.first; one != NULL;
         one = one->next) {
        if (value_int(one, S("id"), 0) == id) {
            top->children = one->children;
            top->count = one->count;
        }
    }
    struct value *copy = value_object(w->ctx.arena);
    for (const struct value *part = top->children.first; part != NULL; part = part->next) {
        struct value *again = NEW(w->ctx.arena, struct value);
        *again = *part;
        again->next = NULL;
        value_set(copy, part->name, again);
    }
    value_set(copy, S("order"), order);
    w->model = copy;
}

enum err admin_answer_part(struct web *w, order_id order, str list, int64_t id, const char *done)
{
    TRY(admin_answer(w, order, done));
    w->resource =
        str_format(w->ctx.arena, "%.*s %.*s %" PRId64, STR_ARG(w->resource), STR_ARG(list), id);
    lift(w, list, id);
    return OK;
}

/* A repeated request: "AMN-7K2M-94QX shipments 12" as it is now. */
enum err admin_order_again(struct web *w)
{
    struct str_pair order = str_cut(w->resource, ' ');
    struct str_pair part = str_cut(order.tail, ' ');
    struct order o = { 0 };
    int64_t id = 0;
    TRY(order_by_number(&w->ctx, order.head, &o));
    return str_to_int(part.tail, &id) ? admin_answer_part(w, o.id, part.head, id, "saved")
                                      : admin_answer(w, o.id, "saved");
}

/* --- acts --- */

static enum err explain_received(struct web *w, enum err e)
{
    if (e == ERR_CONFLICT) {
        return web_refuse(w, e, S("received"),
                          "Another order waits for exactly this amount: it may be its money. "
                          "Nothing was confirmed.");
    }
    return e;
}

/* Two people looked at once, and one wrote it down: what the other saw in the account is the same money. */
static enum err check_attempt(struct web *w, str attempt, const struct payment *p)
{
    return attempt.size == 0 || str_eq(attempt, p->reference)
               ? OK
               : web_refuse(w, ERR_CONFLICT, (str){ 0 },
                            "Somebody has written down meanwhile what came. Nothing was "
                            "confirmed twice; this is how it stands now.");
}

static enum err answer_confirmed(struct web *w, order_id id)
{
    struct order now = { 0 };
    TRY(order_by_id(&w->ctx, id, &now));
    return admin_answer(w, id,
                        now.status == ORDER_CANCELED            ? "too_late"
                        : now.payment == PAYMENT_PARTIALLY_PAID ? "part"
                        : now.payment == PAYMENT_OVERPAID       ? "more"
                                                                : "confirmed");
}

enum err admin_order_confirm(struct web *w)
{
    const struct confirm_input *in = w->form;
    struct order o = { 0 };
    struct payment p = { 0 };
    TRY(order_of_path(w, &o));
    TRY(payment_latest(&w->ctx, o.id, &p));
    TRY(check_attempt(w, in->attempt, &p));
    if (str_eq(in->verdict, S("reject"))) {
        TRY(payment_not_found(&w->ctx, &o));
        return admin_answer(w, o.id, "rejected");
    }
    if (in->amount != 0 && in->amount != p.amount.minor) {
        return web_refuse(w, ERR_UNPROCESSABLE, S("amount"),
                          "Another amount was asked for. Nothing was confirmed.");
    }
    TRY(explain_received(w, in->received.minor == 0
                                ? payment_confirm(&w->ctx, &o)
                                : payment_confirm_received(&w->ctx, &o, in->received)));
    return answer_confirmed(w, o.id);
}

static const struct field more_fields[] = {
    FIELD(TEXT, struct more_input, attempt, 0, 64, "At most 64 characters.", .type = "hidden", .is_optional = true),
    FIELD(MONEY, struct more_input, received, 1, INT64_MAX, "This is not an amount in the shop's currency.",
          .label = "What stands in the account"),
};
const struct form admin_more_form = FORM("more_money", more_fields, struct more_input);

enum err admin_order_more(struct web *w)
{
    const struct more_input *in = w->form;
    struct order o = { 0 };
    struct payment p = { 0 };
    TRY(order_of_path(w, &o));
    enum err e = payment_latest(&w->ctx, o.id, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    TRY(check_attempt(w, in->attempt, &p));
    TRY(explain_received(w, payment_receive_more(&w->ctx, &o, in->received)));
    return admin_answer(w, o.id, "owed_back");
}

struct forgive_input {
    str reason;
};
static const struct field forgive_fields[] = {
    FIELD(TEXT, struct forgive_input, reason, 5, 500, "Please write why, in at least 5 characters.",
          .label = "Why what came is enough", .hint = "Counted in public.", .autocomplete = "off"),
};
const struct form admin_forgive_form = FORM("forgive_rest", forgive_fields, struct forgive_input);

enum err admin_order_forgive(struct web *w)
{
    const struct forgive_input *in = w->form;
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(payment_forgive_rest(&w->ctx, &o, in->reason));
    return admin_answer(w, o.id, "confirmed");
}

enum err admin_order_confirm_cod(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(order_confirm(&w->ctx, o.id));
    return admin_answer(w, o.id, "saved");
}

enum err admin_order_pack(struct web *w)
{
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(order_pack(&w->ctx, o.id));
    return admin_answer(w, o.id, "packed");
}

enum err admin_order_cancel(struct web *w)
{
    const struct cancel_input *in = w->form;
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(order_cancel(&w->ctx, o.id, in->reason));
    return admin_answer(w, o.id, "canceled");
}

struct won_input {
    str reason;
};
static const struct field won_fields[] = {
    FIELD(TEXT, struct won_input, reason, 5, 500, "Please write by which letter of the bank, in at least 5 characters.",
          .label = "The bank's letter: number and date", .hint = "Counted in public.", .autocomplete = "off"),
};
const struct form admin_won_form = FORM("dispute_won", won_fields, struct won_input);

enum err admin_order_dispute_won(struct web *w)
{
    const struct won_input *in = w->form;
    struct order o = { 0 };
    TRY(order_of_path(w, &o));
    TRY(payment_dispute_won(&w->ctx, &o, in->reason));
    return admin_answer(w, o.id, "saved");
}

/* Sealed with the event; asked before anything else is looked at. */
static enum err check_despite(struct web *w, const struct order *o, str despite)
{
    bool is_disputed = false;
    TRY(payment_is_disputed(&w->ctx, o->id, &is_disputed));
    bool is_said = str_trim(despite).size >= OVERRIDE_REASON_MIN;
    return !is_disputed || is_said
               ? OK
               : web_refuse(w, ERR_UNPROCESSABLE, S("despite"),
                            "The payment is disputed and the money is with the bank. Write why it "
                            "is sent all the same. Nothing was written down.");
}

static enum err explain_ship(struct web *w, const struct order *o, const struct parcel_input *in,
                             enum err e)
{
    if (e == ERR_UNPROCESSABLE) {
        return web_refuse(w, e, (str){ 0 },
                          "There are not that many pieces left to send. Nothing was written down.");
    }
    if (e == ERR_STATE) {
        return web_refuse(
            w, e, (str){ 0 },
            "This order cannot be sent: it is not paid, or it was cancelled or sent already.");
    }
    return admin_explain_number(w, o, in, e);
}

enum err admin_order_ship(struct web *w)
{
    const struct ship_input *in = w->form;
    const struct ship_line *rows = in->lines.at;
    struct order o = { 0 };
    struct shipment_line *line = NEW_N(w->ctx.arena, struct shipment_line, in->lines.count + 1);
    struct parcel_input of = { in->carrier, in->tracking_number, in->same_parcel_as };
    struct shipment_new parcel = { .carrier = of.carrier, .tracking_number = of.tracking_number, .line = line };
    int64_t id = 0;
    TRY(order_of_path(w, &o));
    for (size_t i = 0; i < in->lines.count; i++) {
        if (rows[i].quantity > 0) {
            line[parcel.line_count++] = (struct shipment_line){ .line_id = rows[i].line,
                                                                 .sku = rows[i].sku,
                                                                 .quantity = rows[i].quantity };
        }
    }
    if (in->lines.count > 0 && parcel.line_count == 0) {
        return web_refuse(w, ERR_BAD_INPUT, (str){ 0 }, "Please say what is in the parcel.");
    }
    TRY(check_despite(w, &o, in->despite));
    parcel.despite = str_trim(in->despite);
    TRY(admin_parcel_named(w, &of, &parcel.same_parcel));
    TRY(explain_ship(w, &o, &of, shipment_create(&w->ctx, o.id, &parcel, &id)));
    TRY(admin_answer_part(w, o.id, S("shipments"), id, "shipped"));
    w->status = w->face == WEB_JSON ? 201 : 0;
    return OK;
}

/* {id} of the path; where the path names an order, a parcel of that one. */
static enum err parcel_of_path(struct web *w, int64_t *id, order_id *order)
{
    struct order named = { 0 };
    TRY(office_id(w, "id", id));
    TRY(order_of_shipment(&w->ctx, *id, order));
    if (web_param(w, S("number")).size == 0) {
        return OK;
    }
    TRY(order_of_path(w, &named));
    return named.id.v == order->v ? OK : ERR_NOT_FOUND;
}

/* Which of the two it was. */
enum err admin_explain_event(struct web *w, const struct shipment_event_new *e, enum err because)
{
    const char *why = e->at > w->ctx.now_at ? "This has not come yet."
                                            : "The parcel had not been sent yet at that time.";
    return because == ERR_UNPROCESSABLE ? web_refuse(w, because, S("at"), why) : because;
}

static enum err note(struct web *w, const struct shipment_event_new *e, const char *done)
{
    int64_t id = 0;
    order_id order = { 0 };
    TRY(parcel_of_path(w, &id, &order));
    enum err noted = shipment_note(&w->ctx, id, e);
    if (noted == ERR_STATE) {
        return web_refuse(w, noted, (str){ 0 },
                          "This parcel was taken back: nothing can be noted of it.");
    }
    TRY(admin_explain_event(w, e, noted));
    return admin_answer_part(w, order, S("shipments"), id, done);
}

enum err admin_shipment_cancel(struct web *w)
{
    const struct cancel_input *in = w->form;
    int64_t id = 0;
    order_id order = { 0 };
    TRY(parcel_of_path(w, &id, &order));
    enum err e = shipment_cancel(&w->ctx, id, in->reason);
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 },
                          "The courier has this parcel already: it cannot be taken back here.");
    }
    TRY(e);
    return admin_answer(w, order, "unshipped");
}

enum err admin_shipment_correct(struct web *w)
{
    const struct correct_input *in = w->form;
    struct parcel_input of = { in->carrier, in->tracking_number, in->same_parcel_as };
    struct shipment_new now = { .carrier = of.carrier, .tracking_number = of.tracking_number, .is_alone = in->alone };
    struct order o = { 0 };
    int64_t id = 0;
    TRY(parcel_of_path(w, &id, &o.id));
    TRY(order_by_id(&w->ctx, o.id, &o));
    TRY(admin_parcel_named(w, &of, &now.same_parcel));
    enum err e = shipment_correct(&w->ctx, id, &now);
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 },
                          "This parcel was taken back, or is there already: it cannot be changed "
                          "so.");
    }
    TRY(admin_explain_number(w, &o, &of, e));
    return admin_answer(w, o.id, "corrected");
}

/* Refused at the door, or nobody was there. */
enum err admin_shipment_returned(struct web *w)
{
    const struct cancel_input *in = w->form;
    int64_t id = 0;
    order_id order = { 0 };
    TRY(parcel_of_path(w, &id, &order));
    TRY(shipment_come_back(&w->ctx, id, in->reason));
    return admin_answer(w, order, "returned");
}

enum err admin_shipment_event(struct web *w)
{
    const struct tracking_input *in = w->form;
    struct shipment_event_new e = { .status = in->status, .at = in->at, .place = in->place, .source = S("staff") };
    return note(w, &e, "tracked");
}

enum err admin_shipment_delivered(struct web *w)
{
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("staff") };
    return note(w, &e, "delivered");
}

enum err admin_order_refund(struct web *w)
{
    const struct refund_input *in = w->form;
    struct order o = { 0 };
    int64_t id = 0;
    TRY(order_of_path(w, &o));
    enum err e = refund_request(&w->ctx, &o, in->amount, in->reason, &id);
    if (e == ERR_UNPROCESSABLE) {
        return web_refuse(w, e, S("amount"), "At most what was received and not yet paid back.");
    }
    TRY(e);
    TRY(admin_answer_part(w, o.id, S("refunds"), id, "refund"));
    w->status = w->face == WEB_JSON ? 201 : 0;
    return OK;
}

enum err admin_refund_settle(struct web *w)
{
    const struct settle_input *in = w->form;
    struct order o = { 0 };
    struct refund_list list = { 0 };
    int64_t id = 0;
    bool is_its_own = false;
    TRY(order_of_path(w, &o));
    TRY(office_id(w, "id", &id));
    TRY(refund_list_of(&w->ctx, o.id, &list));
    for (size_t i = 0; i < list.count; i++) {
        is_its_own = is_its_own || list.item[i].id == id;
    }
    if (!is_its_own) {
        return ERR_NOT_FOUND;
    }
    TRY(refund_settle(&w->ctx, id, in->reference));
    return admin_answer_part(w, o.id, S("refunds"), id, "refunded");
}

/* {id} of the path, when it is a message of this order on this channel. */
static enum err message_of_path(struct web *w, str channel, struct order *o, int64_t *out)
{
    struct message_list list = { 0 };
    int64_t id = 0;
    TRY(order_of_path(w, o));
    TRY(office_id(w, "id", &id));
    TRY(message_list_of(&w->ctx, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].id == id && str_eq(list.item[i].channel, channel)) {
            *out = id;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

enum err admin_message_sent(struct web *w)
{
    struct order o = { 0 };
    int64_t id = 0;
    TRY(message_of_path(w, S("whatsapp"), &o, &id));
    TRY(message_sent(&w->ctx, id));
    return admin_answer(w, o.id, "sent");
}

/* The same from the list of what waits: the next one is on top. */
enum err admin_mail_sent(struct web *w)
{
    struct order o = { 0 };
    int64_t id = 0;
    TRY(message_of_path(w, S("whatsapp"), &o, &id));
    TRY(message_sent(&w->ctx, id));
    web_redirect(w, web_path(w, "/admin/mails?state=waiting&done=sent"));
    return admin_mails(w);
}

/* A mail that did not leave. */
enum err admin_message_again(struct web *w)
{
    struct order o = { 0 };
    int64_t id = 0;
    TRY(message_of_path(w, S("mail"), &o, &id));
    enum err e = message_send_again(&w->ctx, id);
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 }, "This mail has been sent already.");
    }
    TRY(e);
    return admin_answer(w, o.id, "again");
}
