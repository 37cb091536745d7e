/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/show.h"

#include "shop/media.h"
#include "web/assets.h"

static const struct model_field picture_fields[] = {
    SHOW(TEXT, "src_url"), SHOW(TEXT, "srcset_url"), SHOW(INT, "width"), SHOW(INT, "height"), SHOW(TEXT, "alt"),
    SHOW(BOOL, "is_illustration"),
};
const struct model picture_model = MODEL("picture", picture_fields);

static void show_file(struct web *w, struct value *node, const struct show_picture *picture)
{
    enum { LIST_WIDTH = 320 };
    struct arena *a = w->ctx.arena;
    if (picture->asset.size != 0) {
        str url = art_url(picture->asset);
        value_set_text(a, node, S("src_url"), url);
        value_set_text(a, node, S("srcset_url"), url);
        return;
    }
    value_set_text(a, node, S("src_url"),
                   str_join(a, S("/media/"), media_file(a, picture->media, LIST_WIDTH, true)));
    value_set_text(a, node, S("srcset_url"), media_srcset(a, picture->media, true));
}

void show_picture(struct web *w, struct value *object, str name, const struct show_picture *picture)
{
    struct arena *a = w->ctx.arena;
    if (picture->media.size == 0 && picture->asset.size == 0) {
        value_set_null(a, object, name);
        return;
    }
    struct value *node = value_set_object(a, object, name);
    show_file(w, node, picture);
    value_set_int(a, node, S("width"), picture->width > 0 ? picture->width : 800);
    value_set_int(a, node, S("height"), picture->height > 0 ? picture->height : 800);
    value_set_text(a, node, S("alt"), picture->alt);
    value_set_bool(a, node, S("is_illustration"), picture->is_illustration);
}

void show_text_or_null(struct web *w, struct value *object, str name, str text)
{
    if (text.size == 0) {
        value_set_null(w->ctx.arena, object, name);
    } else {
        value_set_text(w->ctx.arena, object, name, text);
    }
}

void show_money_or_null(struct web *w, struct value *object, str name, money amount)
{
    if (amount.minor == 0) {
        value_set_null(w->ctx.arena, object, name);
    } else {
        value_set_money(w->ctx.arena, object, name, amount);
    }
}

void show_district(struct web *w, struct value *list, const struct district *found, str choose_url)
{
    struct arena *a = w->ctx.arena;
    struct value *one = value_add_object(a, list);
    value_set_text(a, one, S("code"), found->code);
    value_set_text(a, one, S("name"), found->name);
    value_set_text(a, one, S("city"), found->city);
    value_set_text(a, one, S("province"), found->province);
    value_set_text(a, one, S("choose_url"), choose_url);
}

str show_weight(const struct web *w, int64_t grams)
{
    int64_t tenths = (grams + 99) / 100;
    if (grams < 1000) {
        return str_format(w->ctx.arena, "%" PRId64 " g", grams);
    }
    if (tenths % 10 == 0) {
        return str_format(w->ctx.arena, "%" PRId64 " kg", tenths / 10);
    }
    return str_format(w->ctx.arena, "%" PRId64 "%c%" PRId64 " kg", tenths / 10,
                      web_is_indonesian(w) ? ',' : '.', tenths % 10);
}
