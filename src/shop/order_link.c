/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_link.h"

#include "core/link.h"
#include "core/setting.h"

str order_link_key(struct ctx *c, str number)
{
    return link_key(c, str_join(c->arena, S("order:"), number));
}

bool order_link_is(struct ctx *c, str number, str key)
{
    return link_is(c, str_join(c->arena, S("order:"), number), key);
}

str order_number_new(struct ctx *c)
{
    return link_number_new(c, c->shop->order_prefix);
}
