/* SPDX-License-Identifier: Apache-2.0 */
/* card.c - the card that lies in a parcel: one side of A6, both languages, and the way back to the order's page. */
#include "shop/order_cover.h"
#include "shop/order_source.h"
#include "web/admin/order.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field text_fields[] = {
    PAGE_ONLY(TEXT, "lang"), PAGE_ONLY(TEXT, "thanks"), PAGE_ONLY(TEXT, "scan"), PAGE_ONLY(TEXT, "guarantee"),
    PAGE_ONLY(TEXT, "marketplace"), PAGE_ONLY(TEXT, "find"),
};
static const struct model text_model = MODEL("parcel_card_text", text_fields);
static const struct model_field card_fields[] = {
    PAGE_ONLY(TEXT, "number"), PAGE_ONLY(TEXT, "order_url"), PAGE_ONLY(TEXT, "qr_url"), PAGE_ONLY(TEXT, "find_at"),
    PAGE_ONLY(TEXT, "phone"), PAGE_ONLY(LIST, "texts", .of = &text_model),
};
const struct model admin_card_model = MODEL("parcel_card", card_fields);

/* The longest warranty among the lines, as they were bought. */
static enum err warranty_months(struct web *w, const struct order *o, int64_t *out)
{
    struct order_cover cover = { 0 };
    *out = 0;
    TRY(order_cover_load(&w->ctx, o, &cover));
    for (size_t i = 0; i < cover.count; i++) {
        int64_t months = cover.item[i].warranty_months;
        *out = months > *out ? months : *out;
    }
    return OK;
}

static str filled(struct web *w, str msgid, const char *slot, str value)
{
    return text_fill(w->ctx.arena, w->ctx.lang, msgid, SLOTS({ str_of(slot), value }));
}

static str guarantee_words(struct web *w, const struct policy *guarantee, int64_t months)
{
    str text = guarantee_text_of(w, guarantee);
    if (months == 0) {
        return text;
    }
    str warranty = filled(w, T("{months}-month warranty from receipt."), "months",
                          str_of_int(w->ctx.arena, months));
    return str_format(w->ctx.arena, "%.*s %.*s", STR_ARG(text), STR_ARG(warranty));
}

/* Who gave no number, as marketplaces hide it, cannot be found by one: they write to us, and we send the link. */
static str find_words(struct web *w, bool has_phone)
{
    return has_phone
               ? web_text(w, "Without the code: your order number and phone number, here:")
               : text_of(w->ctx.lang, T("Without the code: write us your order number, and we send "
                                        "you the link:"));
}

/* In the language of the context, which the caller changes. */
static void show_texts(struct web *w, const struct order *o, const struct policy *guarantee,
                       int64_t months, bool has_phone, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str marketplace = order_is_of_marketplace(o)
                          ? filled(w,
                                   T("Money paid through {name} is under {name}'s own guarantee; "
                                     "ask for it there. What stands here is the shop's promise."),
                                   "name", order_source_name(o->source))
                          : (str){ 0 };
    value_set_text(a, node, S("lang"), web_is_indonesian(w) ? S("id") : S("en"));
    value_set_text(a, node, S("thanks"), web_text(w, "Thank you for your order."));
    value_set_text(
        a, node, S("scan"),
        web_text(w, "Scan for our dated promises, the guarantee and claims, complaints, the "
                    "warranty and how to use it. No account, no app."));
    value_set_text(a, node, S("guarantee"), guarantee_words(w, guarantee, months));
    show_text_or_null(w, node, S("marketplace"), marketplace);
    value_set_text(a, node, S("find"), find_words(w, has_phone));
}

enum err admin_order_card(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    struct policy guarantee = { 0 };
    int64_t months = 0;
    bool has_phone = false;
    enum lang shown = w->ctx.lang;
    TRY(order_of_path(w, &o));
    struct order_line any = { .guarantee_version = o.guarantee_version };
    TRY(order_line_policy(&w->ctx, &any, POLICY_GUARANTEE, &guarantee));
    TRY(warranty_months(w, &o, &months));
    struct value *m = w->model = value_object(a);
    value_set_text(a, m, S("number"), o.number);
    value_set_text(a, m, S("order_url"), admin_order_url(w, &o, ""));
    value_set_text(a, m, S("qr_url"), admin_order_url(w, &o, "/qr.png"));
    TRY(vault_has(&w->ctx, o.person, VAULT_PHONE, &has_phone));
    value_set_text(
        a, m, S("find_at"),
        str_join(a, w->ctx.shop->base_url, has_phone ? S("/orders/find") : S("/contact")));
    show_text_or_null(w, m, S("phone"), phone_printed(a, w->ctx.shop->phone));
    struct value *texts = value_set_list(a, m, S("texts"));
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        w->ctx.lang = lang;
        show_texts(w, &o, &guarantee, months, has_phone, value_add_object(a, texts));
    }
    w->ctx.lang = shown;
    return OK;
}
