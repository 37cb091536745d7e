/* SPDX-License-Identifier: Apache-2.0 */
/* order_parcel.c - several orders in one parcel: who is offered it, and why a number is refused. */
#include "shop/shipment_parcel.h"
#include "web/admin/order.h"
#include "web/shop/card.h"
#include "web/shop/show.h"
#include "web/text.h"

/* Of the order that has the number, when this one could go with it. */
static enum err find_holder(struct web *w, const struct order *o, str carrier, str number, str *out)
{
    struct parcel_holder h = { 0 };
    TRY(parcel_holder(&w->ctx, o, carrier, number, &h));
    *out = h.can_join ? h.number : (str){ 0 };
    return OK;
}

enum err admin_explain_number(struct web *w, const struct order *o, const struct parcel_input *in,
                              enum err e)
{
    str holder = { 0 };
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("same_parcel_as"), "That order has no parcel with this number.");
    }
    if (e == ERR_EXISTS) {
        return web_refuse(w, e, S("tracking_number"),
                          "This tracking number belongs to another parcel.");
    }
    if (e != ERR_CONFLICT) {
        return e;
    }
    TRY(find_holder(w, o, in->carrier, in->tracking_number, &holder));
    web_refuse_text(w, S("tracking_number"),
                    say_with(w,
                             T("This tracking number is that of order {number}, for the same buyer "
                               "or address. If both are in one parcel, say so."),
                             { S("number"), holder }));
    return e;
}

enum err admin_parcel_named(struct web *w, const struct parcel_input *in, order_id *out)
{
    struct order named = { 0 };
    if (in->same_parcel_as.size == 0) {
        *out = named.id;
        return OK;
    }
    enum err e = order_by_number(&w->ctx, in->same_parcel_as, &named);
    if (e == ERR_NOT_FOUND) {
        return web_refuse(w, ERR_BAD_INPUT, S("same_parcel_as"),
                          "That order has no parcel with this number.");
    }
    TRY(e);
    *out = named.id;
    return OK;
}

enum err admin_show_joining(struct web *w, const struct order *o, const struct form_state *state,
                            struct value *form)
{
    struct arena *a = w->ctx.arena;
    str holder = { 0 };
    bool is_asked = w->is_back && state->form == w->form_state.form && state->typed != NULL;
    TRY(is_asked ? find_holder(w, o, value_text(state->typed, S("carrier")),
                               value_text(state->typed, S("tracking_number")), &holder)
                 : OK);
    if (holder.size == 0) {
        value_set_null(a, form, S("joining"));
        return OK;
    }
    struct value *node = value_set_object(a, form, S("joining"));
    value_set_text(a, node, S("name"), S("same_parcel_as"));
    value_set_text(a, node, S("value"), holder);
    value_set_text(a, node, S("label"),
                   say_with(w, T("In one parcel with order {number}"), { S("number"), holder }));
    value_set_text(
        a, node, S("hint"),
        say(w, T("What the courier tells is then noted for both; the promises of each stay.")));
    value_set_bool(a, node, S("is_checked"), false);
    value_set_bool(a, node, S("is_required"), false);
    value_set_null(a, node, S("error"));
    return OK;
}
