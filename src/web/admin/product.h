/* SPDX-License-Identifier: Apache-2.0 */
/* product.h - what the pages and acts of one product share. Layer: web. */
#ifndef WEB_ADMIN_PRODUCT_H
#define WEB_ADMIN_PRODUCT_H

#include "shop/product_edit.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"

struct variant_input {
    str sku, option_1, option_2, option_3;
    money price, compare_at_price;
    int64_t weight_grams, length_mm, width_mm, height_mm, preorder_days, on_hand;
    bool is_tracked, is_active;
};
struct stock_input {
    int64_t on_hand;
    str reason;
};
struct picture_input {
    str alt_id, alt_en;
    bool is_illustration;
};
struct upload_input {
    struct form_file picture;
    str alt_id;
    bool is_illustration;
};

struct video_input {
    struct form_file video, poster, captions_id, captions_en;
    str title;
};

str admin_product_url(const struct web *w, product_id id, const char *rest);
str admin_product_status_text(const struct web *w, enum product_status status);
/* {product} of the path, with all its variants. */
MUST_USE enum err admin_product_of_path(struct web *w, struct product *out);
/* After an act: the product as it is now; the page goes back to it. */
MUST_USE enum err admin_product_answer(struct web *w, product_id id, const char *done);
/* Puts the product's own names beside the options it has, and takes the others out of the form. */
void admin_name_options(struct web *w, const struct product *p, struct value *form);
enum err admin_variant_grid_post(struct web *w);
extern const struct form admin_variant_grid_form;
/* {grid_form}: all combinations at once; null where there are no options. */
void admin_variant_grid_show(struct web *w, const struct product *p, struct value *m);
/* {video, video_form}. */
void admin_video_show(struct web *w, const struct product *p, struct value *m);
/* Puts the domain's findings beside the fields of the form. */
enum err admin_issues(struct web *w, enum err e, const struct product_issue *issue, size_t count);
/* The fields of a variant as they are, for changing some of them. */
struct variant_fields admin_variant_fields(const struct variant *v);

#endif
