/* SPDX-License-Identifier: Apache-2.0 */
/*
 * show.h - how things of the shop look in a model: pictures, totals.
 *
 * Layer      web.
 */
#ifndef WEB_SHOP_SHOW_H
#define WEB_SHOP_SHOW_H

#include "shop/region.h"
#include "web/web.h"

/* What a list shows of a picture: one of media and asset is set, or neither. */
struct show_picture {
    str media, asset, alt;
    int64_t width, height;
    bool is_illustration;
};
/* {src_url, srcset_url, width, height, alt, is_illustration}, or null. */
void show_picture(struct web *w, struct value *object, str name,
                  const struct show_picture *picture);
/* Text, or null when it is empty. */
/* "90 g", "1,2 kg", never less than it is: couriers weigh again. */
str show_weight(const struct web *w, int64_t grams);
void show_text_or_null(struct web *w, struct value *object, str name, str text);
/* Amount, or null when it is zero. */
void show_money_or_null(struct web *w, struct value *object, str name, money amount);

/* One of the districts a name may mean, appended: {code, name, city, province, choose_url}. */
void show_district(struct web *w, struct value *list, const struct district *found, str choose_url);

extern const struct model picture_model;

#endif
