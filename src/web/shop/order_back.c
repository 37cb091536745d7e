/* SPDX-License-Identifier: Apache-2.0 */
/* order_back.c - a parcel that came back to the shop: what happens next, for the buyer who chooses and the staff who wait. */
#include "shop/claim.h"
#include "shop/order_source.h"
#include "shop/shipment.h"
#include "shop/undelivered.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"

static const struct model_field fields[] = {
    SHOW_OR_NULL(INSTANT, "pays_at", .note = "When the money is due back by itself if nothing is chosen; null: it is not ours, or was not paid."),
    SHOW_OR_NULL(TEXT, "claim", .note = "The claim by which the buyer chose."), PAGE_ONLY(TEXT, "claim_url"),
    PAGE_ONLY(TEXT, "claim_text"), PAGE_ONLY(TEXT, "choose_url"),
};
const struct model order_sent_back_model = MODEL("order_sent_back", fields);

static const struct shipment *first_back(const struct shipment_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->item[i].state, S("returned_to_sender"))) {
            return &list->item[i];
        }
    }
    return NULL;
}

/* The claim that stands: not one that was withdrawn, refused or forgotten, after which the buyer may choose again. */
static const struct value *choice(const struct value *m)
{
    const struct value *found = NULL;
    const struct value *claims = value_get(m, S("claims"));
    for (const struct value *k = claims->children.first; k != NULL; k = k->next) {
        str state = value_text(k, S("state"));
        bool is_settled = str_eq(state, claim_state_name(CLAIM_SETTLED));
        bool stands = !value_bool(k, S("is_closed")) || is_settled;
        bool is_it = str_eq(value_text(k, S("kind")), claim_kind_name(CLAIM_NOT_RECEIVED));
        found = is_it && stands && found == NULL ? k : found;
    }
    return found;
}

static void show_choice(struct web *w, const struct value *k, struct value *node)
{
    show_text_or_null(w, node, S("claim"), k == NULL ? (str){ 0 } : value_text(k, S("number")));
    show_text_or_null(w, node, S("claim_url"),
                      k == NULL ? (str){ 0 } : value_text(k, S("claim_url")));
    show_text_or_null(w, node, S("claim_text"),
                      k == NULL ? (str){ 0 } : value_text(k, S("state_text")));
}

enum err order_show_sent_back(struct web *w, const struct order *o,
                              const struct shipment_list *parcels, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct shipment *back = first_back(parcels);
    bool is_ours = o->paid_at != 0 && !order_is_of_marketplace(o);
    int64_t pays_at = 0;
    bool is_waiting = o->status == ORDER_OPEN && o->delivered_at == 0 && back != NULL;
    TRY(is_waiting ? undelivered_pays_at(&w->ctx, o, &pays_at) : OK);
    if (!is_waiting || pays_at < 0) {
        value_set_null(a, m, S("sent_back"));
        return OK;
    }
    struct value *node = value_set_object(a, m, S("sent_back"));
    value_set_instant(a, node, S("pays_at"), is_ours ? pays_at : 0);
    show_choice(w, choice(m), node);
    value_set_text(a, node, S("choose_url"),
                   str_format(a, "%.*s&kind=not_received&parcel=%" PRId64,
                              STR_ARG(order_act_url(w, o, "claims/new")), back->id));
    return OK;
}
