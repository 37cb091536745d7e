/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkout_shown.c - what stood on the page of the checkout, carried by its form: an order is placed as it was shown or not at all.
 *
 * "goods=65000 wait=0 terms=1 guarantee=1 cod=5000 to.flat=15000 to.jne=9000". Unsigned: it protects who sends it.
 */
#include "core/setting.h"
#include "web/shop/buy.h"

str checkout_shown_text(struct web *w, const struct cart *cart, const struct shipping_quotes *to,
                        const int64_t *version)
{
    struct arena *a = w->ctx.arena;
    money fee = pay_method_fee(w->ctx.shop, S("cod"));
    str text = str_format(a,
                          "goods=%" PRId64 " wait=%" PRId64 " terms=%" PRId64 " guarantee=%" PRId64
                          " cod=%" PRId64,
                          cart->subtotal.minor, cart_preorder_days(cart), version[POLICY_TERMS],
                          version[POLICY_GUARANTEE], fee.minor);
    for (size_t i = 0; i < to->count; i++) {
        text = str_format(a, "%.*s to.%.*s=%" PRId64, STR_ARG(text), STR_ARG(to->quote[i].code),
                          to->quote[i].price.minor);
    }
    return text;
}

/* The number said of `name`; -1, which is none of them, when it was not said. */
static int64_t said(str shown, str name)
{
    struct str_pair rest = { .tail = shown };
    int64_t number = 0;
    do {
        rest = str_cut(rest.tail, ' ');
        struct str_pair one = str_cut(rest.head, '=');
        if (str_eq(one.head, name) && str_to_int(one.tail, &number)) {
            return number;
        }
    } while (rest.found);
    return -1;
}

struct checkout_shown checkout_shown_of(struct web *w, str shown, str shipping_method,
                                        str payment_method)
{
    currency in = w->ctx.shop->currency;
    str to = str_join(w->ctx.arena, S("to."), shipping_method);
    bool is_cod = str_eq(payment_method, S("cod"));
    return (struct checkout_shown){
        .is_known = shown.size != 0,
        .goods = { said(shown, S("goods")), in },
        .sending = { said(shown, to), in },
        .fee = { is_cod ? said(shown, S("cod")) : 0, in },
        .preorder_days = said(shown, S("wait")),
        .terms_version = said(shown, S("terms")),
        .guarantee_version = said(shown, S("guarantee")),
    };
}

bool checkout_shown_terms_changed(str shown, const int64_t *version)
{
    return shown.size != 0 && (said(shown, S("terms")) != version[POLICY_TERMS] ||
                               said(shown, S("guarantee")) != version[POLICY_GUARANTEE]);
}
