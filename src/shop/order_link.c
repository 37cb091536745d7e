/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_link.h"

#include "core/keys.h"
#include "core/setting.h"

enum { LINK_CHARS = 22 };

str order_link_key(struct ctx *c, str number)
{
    unsigned char mac[MAC_BYTES];
    keys_mac(c->keys, KEY_LINK, str_join(c->arena, S("order:"), number), mac);
    str text = str_base64url(c->arena, (str){ (const char *)mac, sizeof mac });
    return str_slice(text, 0, LINK_CHARS);
}

bool order_link_is(struct ctx *c, str number, str key)
{
    return key_eq(order_link_key(c, number), key);
}

str order_number_new(struct ctx *c)
{
    str word = random_word(c->random, c->arena, 8);
    char *upper = str_c(c->arena, word);
    for (size_t i = 0; i < word.size; i++) {
        upper[i] = (char)(upper[i] >= 'a' ? upper[i] - 32 : upper[i]);
    }
    return str_format(c->arena, "%.*s-%.4s-%.4s", STR_ARG(c->shop->order_prefix), upper, upper + 4);
}
