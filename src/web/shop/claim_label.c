/* SPDX-License-Identifier: Apache-2.0 */
/* claim_label.c - what the buyer prints and sticks on the parcel that comes back; its code opens the claim where it is unpacked. */
#include "base/phone.h"
#include "base/qris.h"
#include "core/setting.h"
#include "web/shop/claim.h"
#include "web/shop/show.h"

static const struct model_field label_line_fields[] = {
    PAGE_ONLY(TEXT, "name"),
    PAGE_ONLY(TEXT, "variant_title"),
    PAGE_ONLY(INT, "quantity"),
};
static const struct model label_line_model = MODEL("claim_label_line", label_line_fields);
static const struct model_field label_fields[] = {
    PAGE_ONLY(TEXT, "number"),   PAGE_ONLY(TEXT, "order_number"), PAGE_ONLY(TEXT, "claim_url"),
    PAGE_ONLY(TEXT, "qr_url"),   PAGE_ONLY(TEXT, "to"),           PAGE_ONLY(TEXT, "address"),
    PAGE_ONLY(TEXT, "phone"),    PAGE_ONLY(INSTANT, "send_by"),   PAGE_ONLY(TEXT, "carrier"),
    PAGE_ONLY(TEXT, "tracking"), PAGE_ONLY(LIST, "lines", .of = &label_line_model),
};
const struct model claim_label_model = MODEL("claim_label", label_fields);

bool claim_has_label(const struct claim *k)
{
    return k->state == CLAIM_RETURN_DUE || k->state == CLAIM_RETURN_SENT;
}

static enum err labelled(struct web *w, struct order *o, struct claim *k)
{
    TRY(claim_of_path(w, o, k));
    return claim_has_label(k)
               ? OK
               : fail(&w->ctx, ERR_NOT_FOUND, "claim %" PRId64 ": nothing comes back", k->id.v);
}

static void show_lines(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *lines = value_set_list(a, m, S("lines"));
    for (size_t i = 0; i < k->line_count; i++) {
        struct value *node = value_add_object(a, lines);
        value_set_text(a, node, S("name"), k->line[i].name);
        show_text_or_null(w, node, S("variant_title"), k->line[i].options);
        value_set_int(a, node, S("quantity"), k->line[i].quantity);
    }
}

enum err claim_label(struct web *w)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    struct order o = { 0 };
    struct claim k = { 0 };
    TRY(labelled(w, &o, &k));
    struct claim_place at = claim_place_of(w, &o, &k);
    struct value *m = w->model = value_object(a);
    value_set_text(a, m, S("number"), k.number);
    value_set_text(a, m, S("order_number"), o.number);
    value_set_text(a, m, S("claim_url"), claim_place_url(w, &at, ""));
    value_set_text(a, m, S("qr_url"), claim_place_url(w, &at, "/label.png"));
    value_set_text(a, m, S("to"), shop->name);
    show_text_or_null(w, m, S("address"), shop->address);
    show_text_or_null(w, m, S("phone"), phone_printed(a, shop->phone));
    value_set_instant(a, m, S("send_by"), k.state == CLAIM_RETURN_DUE ? k.waits_until : 0);
    show_text_or_null(w, m, S("carrier"), k.return_carrier);
    show_text_or_null(w, m, S("tracking"), k.return_number);
    show_lines(w, &k, m);
    return OK;
}

/* Of no use to who finds the parcel: the page behind it wants somebody of the shop. */
enum err claim_label_qr(struct web *w)
{
    enum { MODULE_PIXELS = 4 };
    struct order o = { 0 };
    struct claim k = { 0 };
    str png = { 0 };
    TRY(labelled(w, &o, &k));
    str url = web_absolute(w, str_format(w->ctx.arena, "/admin/claims/%.*s", STR_ARG(k.number)));
    if (!qr_png(w->ctx.arena, url, MODULE_PIXELS, &png)) {
        return fail(&w->ctx, ERR_INTERNAL, "%s", "link cannot be drawn");
    }
    web_raw(w, S("image/png"), png);
    return OK;
}
