/* SPDX-License-Identifier: Apache-2.0 */
/* order_model.c - what a reply about an order may say, declared. */
#include "web/shop/order_model.h"

#include "web/care/survey.h"
#include "web/shop/standing.h"

static const struct model_field step_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "name"), SHOW_OR_NULL(INSTANT, "at"), SHOW(BOOL, "is_done"), SHOW(BOOL, "is_current"),
};
static const struct model step_model = MODEL("order_step", step_fields);

static const struct model_field line_fields[] = {
    SHOW(TEXT, "sku"), SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "variant_title"), PAGE_ONLY(TEXT, "href_url"),
    PAGE_ONLY(OBJECT, "image"), SHOW(INT, "quantity"), SHOW(MONEY, "price"), SHOW(MONEY, "line_total"),
    SHOW(INT, "guarantee_version"), SHOW(INT, "returns_version"), SHOW(INT, "warranty_version"),
    PAGE_ONLY(TEXT, "warranty_url"), PAGE_ONLY(TEXT, "usage_url"), SHOW(LIST, "covers", .of = &order_cover_model),
};
const struct model order_line_model = MODEL("order_line", line_fields);

static const struct model_field totals_fields[] = {
    SHOW(MONEY, "subtotal"), SHOW_OR_NULL(MONEY, "shipping"), SHOW_OR_NULL(MONEY, "cod_fee", .note = "For collecting the cash on delivery."),
    SHOW_OR_NULL(MONEY, "discount"),
    SHOW_OR_NULL(MONEY, "unique_code"), SHOW_OR_NULL(MONEY, "tax"), SHOW(MONEY, "total"),
};
const struct model order_totals_model = MODEL("order_totals", totals_fields);

static const struct model_field address_fields[] = {
    PERSONAL(TEXT, "name"), PERSONAL(TEXT, "phone"), PERSONAL(TEXT, "street"), PERSONAL(TEXT, "village"),
    PERSONAL(TEXT, "district"), PERSONAL(TEXT, "city"), PERSONAL(TEXT, "province"), PERSONAL(TEXT, "postal_code"),
    PERSONAL(TEXT, "note"),
};
const struct model order_address_model = MODEL("order_address", address_fields);

static const struct model_field tracking_fields[] = {
    SHOW(INSTANT, "at"), SHOW(TEXT, "status"), SHOW(TEXT, "text"), SHOW_OR_NULL(TEXT, "place"),
    SHOW(TEXT, "source", .note = "Who says so: courier, staff, buyer, import; decision: a claim that it did not come was refused for good."),
};
const struct model order_tracking_model = MODEL("tracking_event", tracking_fields);
static const struct model_field parcel_line_fields[] = {
    SHOW(TEXT, "name"), SHOW_OR_NULL(TEXT, "variant_title"), SHOW(INT, "quantity"),
};
const struct model order_parcel_line_model = MODEL("shipment_line", parcel_line_fields);
static const struct model_field mate_fields[] = { SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url") };
const struct model order_parcel_mate_model = MODEL("order_together", mate_fields);
static const struct model_field parcel_fields[] = {
    SHOW(INT, "id"), SHOW(INT, "number"), SHOW(TEXT, "carrier"), SHOW_OR_NULL(TEXT, "tracking_number"),
    SHOW_OR_NULL(TEXT, "carrier_url"), SHOW(TEXT, "status"), SHOW(TEXT, "status_text"), SHOW(BOOL, "is_delivered"),
    SHOW(BOOL, "is_back", .note = "It came back to the shop."),
    SHOW(LIST, "together_with", .of = &order_parcel_mate_model, .note = "Orders in the same parcel; a buyer sees their own."),
    SHOW_OR_NULL(INSTANT, "shipped_at"), SHOW_OR_NULL(INSTANT, "delivered_at"),
    SHOW(LIST, "lines", .of = &order_parcel_line_model), SHOW(LIST, "events", .of = &order_tracking_model),
    PAGE_ONLY(OBJECT, "unship_form"), PAGE_ONLY(OBJECT, "correct_form"), PAGE_ONLY(OBJECT, "event_form"), PAGE_ONLY(OBJECT, "delivered_form"), PAGE_ONLY(OBJECT, "returned_form"),
};
const struct model order_parcel_model = MODEL("shipment", parcel_fields);

static const struct model_field promise_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "text"), SHOW(INSTANT, "due_at"), SHOW_OR_NULL(INSTANT, "settled_at"),
    SHOW(TEXT, "outcome"), PAGE_ONLY(BOOL, "is_open"), PAGE_ONLY(BOOL, "is_kept"), PAGE_ONLY(BOOL, "is_broken"),
    PAGE_ONLY(BOOL, "is_voided"), SHOW_OR_NULL(TEXT, "paused_text", .note = "The published rule that holds its clock; due_at is then the latest."), SHOW_OR_NULL(TEXT, "consequence"), SHOW_OR_NULL(TEXT, "voided_reason"),
};
const struct model order_promise_model = MODEL("promise", promise_fields);

static const struct model_field timeline_fields[] = {
    SHOW(INSTANT, "at"), SHOW(TEXT, "text"), SHOW(TEXT, "by"),
};
const struct model order_timeline_model = MODEL("timeline_entry", timeline_fields);

static const struct model_field shipping_fields[] = {
    SHOW(TEXT, "method_text"), SHOW(BOOL, "is_pickup"), SHOW_OR_NULL(DATE, "ship_by"), SHOW_OR_NULL(DATE, "deliver_by"),
    SHOW_OR_NULL(TEXT, "pickup_address"), SHOW_OR_NULL(TEXT, "pickup_hours"),
};
const struct model order_shipping_model = MODEL("order_shipping", shipping_fields);

static const struct model_field terms_fields[] = {
    SHOW(INT, "version"), SHOW(TEXT, "guarantee_text"), SHOW_OR_NULL(INSTANT, "guarantee_until"),
    PAGE_ONLY(TEXT, "returns_url"), PAGE_ONLY(TEXT, "terms_url"),
};
static const struct model terms_model = MODEL("order_terms", terms_fields);
static const struct model_field claim_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "kind"), SHOW(TEXT, "state"), SHOW(TEXT, "wish"), SHOW(INSTANT, "opened_at"),
    SHOW(BOOL, "is_closed"), PAGE_ONLY(TEXT, "kind_text"), PAGE_ONLY(TEXT, "state_text"), PAGE_ONLY(TEXT, "claim_url"),
};
const struct model order_claim_model = MODEL("order_claim", claim_fields);

static const struct model_field account_fields[] = {
    SHOW(TEXT, "bank"), SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "number_plain"), SHOW(TEXT, "holder"),
};
static const struct model account_model = MODEL("bank_account", account_fields);
static const struct model_field qris_fields[] = {
    SHOW(TEXT, "image_url"), SHOW(TEXT, "download_url"), SHOW(INT, "width"), SHOW(INT, "height"),
    SHOW_OR_NULL(TEXT, "merchant_name"), SHOW_OR_NULL(TEXT, "nmid"),
};
static const struct model qris_model = MODEL("qris", qris_fields);
static const struct model_field payment_fields[] = {
    SHOW(TEXT, "id"), SHOW(TEXT, "method"), SHOW(TEXT, "method_text"), SHOW(TEXT, "state"), SHOW(MONEY, "amount"),
    PAGE_ONLY(TEXT, "amount_lead"), PAGE_ONLY(TEXT, "amount_tail"), SHOW_OR_NULL(MONEY, "unique_code"),
    SHOW_OR_NULL(MONEY, "received", .note = "What came before; the amount is the rest of it."),
    SHOW_OR_NULL(INSTANT, "expires_at"), SHOW_OR_NULL(INSTANT, "confirm_by"), SHOW_OR_NULL(INSTANT, "reported_at"),
    PAGE_ONLY(BOOL, "is_bank_transfer"), PAGE_ONLY(BOOL, "is_qris_static"), PAGE_ONLY(BOOL, "is_cod"),
    PAGE_ONLY(BOOL, "is_pay_at_pickup"), PAGE_ONLY(BOOL, "is_sandbox"), PAGE_ONLY(BOOL, "is_gateway"),
    SHOW_OR_NULL(TEXT, "instructions"), SHOW_OR_NULL(TEXT, "redirect_url"),
    SHOW(LIST, "accounts", .of = &account_model), SHOW_OR_NULL(OBJECT, "qris", .of = &qris_model),
    SHOW(BOOL, "can_report"), PAGE_ONLY(OBJECT, "sandbox_form"),
};
const struct model payment_model = MODEL("payment", payment_fields);

static const struct model_field order_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "order_url"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(TEXT, "source"),
    PAGE_ONLY(TEXT, "source_text"), SHOW(BOOL, "is_imported"),
    SHOW_OR_NULL(OBJECT, "survey", .of = &survey_link_model, .note = "The question how it was, while it can be answered."),
    SHOW_OR_NULL(TEXT, "marketplace", .note = "Who holds the money and guarantees it by rules of their own; null: the shop."), SHOW(INSTANT, "placed_at"),
    PAGE_ONLY(BOOL, "is_just_placed"), PAGE_ONLY(BOOL, "is_partly_paid"), SHOW(TEXT, "status"), SHOW(TEXT, "status_text"), SHOW(TEXT, "payment_status"),
    SHOW(TEXT, "payment_status_text"), SHOW(BOOL, "is_disputed", .note = "The buyer's bank took the payment back, and has not decided for the shop."), SHOW(TEXT, "fulfillment_status"), SHOW(TEXT, "fulfillment_status_text"),
    PAGE_ONLY(BOOL, "is_awaiting_payment"), PAGE_ONLY(BOOL, "is_payment_reported"), PAGE_ONLY(BOOL, "is_paid"),
    PAGE_ONLY(BOOL, "is_preparing"), PAGE_ONLY(BOOL, "is_held_back"), PAGE_ONLY(BOOL, "is_on_the_way"), PAGE_ONLY(BOOL, "is_sent_back"), PAGE_ONLY(BOOL, "is_ready_for_pickup"),
    PAGE_ONLY(BOOL, "is_delivered"), PAGE_ONLY(BOOL, "is_completed"), PAGE_ONLY(BOOL, "is_canceled"),
    PAGE_ONLY(BOOL, "is_expired"), PAGE_ONLY(BOOL, "is_cod"), PAGE_ONLY(BOOL, "is_to_confirm"), SHOW_OR_NULL(TEXT, "canceled_reason"),
    PAGE_ONLY(LIST, "steps", .of = &step_model), SHOW_OR_NULL(OBJECT, "payment", .of = &payment_model),
    SHOW(LIST, "lines", .of = &order_line_model), SHOW(OBJECT, "totals", .of = &order_totals_model),
    SHOW(OBJECT, "shipping", .of = &order_shipping_model), PERSONAL(OBJECT, "address", .of = &order_address_model),
    PAGE_ONLY(TEXT, "buyer_note"), SHOW(LIST, "shipments", .of = &order_parcel_model),
    SHOW(LIST, "promises", .of = &order_promise_model), SHOW(LIST, "refunds", .of = &order_refund_model),
    PAGE_ONLY(OBJECT, "account_form"), SHOW_OR_NULL(OBJECT, "overdue", .of = &order_overdue_model),
    SHOW_OR_NULL(OBJECT, "sent_back", .of = &order_sent_back_model, .note = "A parcel came back to the shop: the buyer chooses what happens."),
    SHOW(LIST, "standing", .of = &standing_model, .note = "Steps added for this phone number, why and until when."),
    SHOW(LIST, "claims", .of = &order_claim_model), PAGE_ONLY(TEXT, "claim_new_url"), SHOW(LIST, "timeline", .of = &order_timeline_model),
    SHOW(BOOL, "can_change_payment"), PAGE_ONLY(OBJECT, "pay_form"), PAGE_ONLY(OBJECT, "transferred_form"),
    SHOW_OR_NULL(MONEY, "insured_for", .note = "What the parcels are insured for."), SHOW(BOOL, "can_cancel"), SHOW_OR_NULL(INSTANT, "cancel_from", .note = "From when a packed order that is late may be cancelled."), PAGE_ONLY(OBJECT, "cancel_form"),
    PAGE_ONLY(BOOL, "can_receive"), PAGE_ONLY(OBJECT, "receive_form"), PAGE_ONLY(BOOL, "can_reorder"),
    PAGE_ONLY(OBJECT, "reorder_form"), PAGE_ONLY(TEXT, "save_whatsapp_url"), PAGE_ONLY(TEXT, "ask_whatsapp_url"), PAGE_ONLY(TEXT, "ask_url"), PAGE_ONLY(TEXT, "complaint_url"),
    PAGE_ONLY(TEXT, "invoice_url"), SHOW(OBJECT, "terms", .of = &terms_model),
};
const struct model order_model = MODEL("order", order_fields);

static const struct model_field invoice_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "order_url"), PAGE_ONLY(TEXT, "print_title"), SHOW(BOOL, "is_taxed", .note = "The prices include PPN."),
    SHOW(TEXT, "tax_rate", .note = "Of the day of the order; empty: none."), PAGE_ONLY(INSTANT, "issued_at"), SHOW(INSTANT, "placed_at"), PAGE_ONLY(BOOL, "is_paid"), PAGE_ONLY(BOOL, "is_paid_elsewhere"),
    PAGE_ONLY(INSTANT, "paid_at"), PAGE_ONLY(TEXT, "payment_method_text"), PAGE_ONLY(OBJECT, "seller"),
    PERSONAL(OBJECT, "address", .of = &order_address_model), PAGE_ONLY(LIST, "lines"), PAGE_ONLY(OBJECT, "totals"),
    PAGE_ONLY(MONEY, "returned"), PAGE_ONLY(MONEY, "returned_tax"),
    PAGE_ONLY(OBJECT, "shipping"), PAGE_ONLY(TEXT, "guarantee_text"), PAGE_ONLY(INT, "terms_version"), PAGE_ONLY(TEXT, "order_qr_url"),
};
const struct model invoice_model = MODEL("invoice", invoice_fields);
