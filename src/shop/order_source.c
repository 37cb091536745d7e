/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_source.h"

struct source {
    str code, name;
    bool holds_money;
    const char *money_url;
};

static const struct source sources[] = {
    { S_INIT("whatsapp"), S_INIT("WhatsApp"), false, NULL },
    { S_INIT("woocommerce"), S_INIT("WooCommerce"), false, NULL }, /* a shop of the seller's own */
    { S_INIT("shopee"), S_INIT("Shopee"), true, "https://shopee.co.id/user/purchase" },
    { S_INIT("tokopedia"), S_INIT("Tokopedia"), true, "https://www.tokopedia.com/order-list" },
    { S_INIT("tiktok"), S_INIT("TikTok Shop"), true, NULL },
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

str order_source_money_url(str source)
{
    const struct source *known = source_of(source);
    return known == NULL || known->money_url == NULL ? (str){ 0 } : str_of(known->money_url);
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

str order_ref_key(struct arena *arena, str source, str external_ref)
{
    str trimmed = str_trim(external_ref);
    bool is_given_out = source_of(source) != NULL && !str_eq(source, S("whatsapp"));
    if (!is_given_out) {
        return trimmed;
    }
    str key = str_lower(arena, str_replace(arena, trimmed, S(" "), S("")));
    return str_starts(key, S("#")) ? str_skip(key, 1) : key;
}
