/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_source.h"

struct source {
    str code, name;
    bool holds_money;
};

static const struct source sources[] = {
    { S_INIT("whatsapp"), S_INIT("WhatsApp"), false },
    { S_INIT("woocommerce"), S_INIT("WooCommerce"), false }, /* a shop of the seller's own */
    { S_INIT("shopee"), S_INIT("Shopee"), true },
    { S_INIT("tokopedia"), S_INIT("Tokopedia"), true },
    { S_INIT("tiktok"), S_INIT("TikTok Shop"), true },
};

static const struct source *source_of(str code)
{
    for (size_t i = 0; i < COUNT(sources); i++) {
        if (str_eq(code, sources[i].code)) {
            return &sources[i];
        }
    }
    return NULL;
}

str order_source_name(str source)
{
    const struct source *known = source_of(source);
    return known == NULL ? (str){ 0 } : known->name;
}

bool order_is_from_elsewhere(const struct order *o)
{
    return !str_eq(o->source, S("own"));
}

bool order_is_of_marketplace(const struct order *o)
{
    const struct source *known = source_of(o->source);
    return known != NULL && known->holds_money;
}

bool order_is_pickup(const struct order *o)
{
    return o->district.size == 0 && !order_is_of_marketplace(o);
}
