/* SPDX-License-Identifier: Apache-2.0 */
/* qris.c - the shop's own QRIS, read from the picture the seller has. */
#include "base/qris.h"

#include "shop/media.h"
#include "shop/media_qr.h"
#include "web/admin/settings.h"
#include "web/shop/show.h"
#include "web/text.h"

struct qris_input {
    struct form_file picture;
    bool is_offered;
};
static const struct field fields[] = {
    FIELD(FILE, struct qris_input, picture, 1, MEDIA_BYTES_MAX, "Please choose a picture of at most 20 MB.",
          .label = "Picture of your QRIS", .hint = "The code your bank or provider gave you: a photo of the sticker or a screenshot."),
    FIELD(BOOL, struct qris_input, is_offered, 0, 0, "", .label = "Offer QRIS to buyers", .is_optional = true),
};
const struct form admin_qris_form = FORM("qris_upload", fields, struct qris_input);

/* {merchant_name, merchant_city, nmid}, or null: none is set, or one that cannot be read. */
static void show_kept(struct web *w, struct value *form)
{
    struct arena *a = w->ctx.arena;
    struct qris qris = { 0 };
    str why = { 0 };
    str text = w->ctx.shop->qris;
    if (text.size == 0 || !qris_read(a, text, &qris, &why)) {
        value_set_null(a, form, S("kept"));
        return;
    }
    struct value *kept = value_set_object(a, form, S("kept"));
    value_set_text(a, kept, S("merchant_name"), qris.merchant_name);
    value_set_text(a, kept, S("merchant_city"), qris.merchant_city);
    show_text_or_null(w, kept, S("nmid"), qris.nmid);
    value_set_bool(a, kept, S("is_offered"), w->ctx.shop->has_qris);
}

void admin_qris_show(struct web *w, struct value *m, bool is_shown)
{
    if (!is_shown) {
        value_set_null(w->ctx.arena, m, S("qris"));
        return;
    }
    struct qris_input values = { .is_offered = true };
    show_kept(w, office_form(w, m, "qris", &admin_qris_form, &values,
                             web_path(w, "/admin/settings/payment/qris")));
}

/* Slow: decodes the picture, on the work pool, before the transaction. */
enum err admin_qris_read(struct web *w)
{
    const struct qris_input *in = w->form;
    struct qris qris = { 0 };
    str *text = NEW(w->ctx.arena, str);
    str why = { 0 };
    enum err e = media_qr_read(&w->ctx, in->picture.bytes, S("000201"), text);
    switch ((int)e) {
    case ERR_MEDIA_TYPE:
        return web_refuse(w, e, S("picture"),
                          "This is not a picture we can read: JPEG, PNG, WebP or GIF.");
    case ERR_TOO_LARGE:
        return web_refuse(w, e, S("picture"), "At most 20 MB and 24 megapixels.");
    case ERR_NOT_FOUND:
        return web_refuse(w, ERR_UNPROCESSABLE, S("picture"),
                          "No QR code is seen in this picture. Take it from the front, sharp, with "
                          "the whole code in it.");
    default:
        TRY(e);
    }
    if (!qris_read(w->ctx.arena, *text, &qris, &why)) {
        str message = str_format(w->ctx.arena, "%.*s (%.*s)",
                                 STR_ARG(web_text(w, "The code in this picture is not a QRIS.")),
                                 STR_ARG(setting_why(w, why)));
        form_refuse(w->ctx.arena, &w->form_state, S("picture"), message);
        return fail(&w->ctx, ERR_UNPROCESSABLE, "not a qris: %.*s", STR_ARG(why));
    }
    if (qris.is_dynamic || qris.amount != 0) {
        return web_refuse(w, ERR_UNPROCESSABLE, S("picture"),
                          "This QRIS is for one payment only: it has an amount in it. Please send "
                          "your static QRIS.");
    }
    w->slow = text;
    return OK;
}

enum err admin_qris_post(struct web *w)
{
    const struct qris_input *in = w->form;
    const str *text = w->slow;
    TRY(setting_set(&w->ctx, S("payment.qris"), *text));
    TRY(setting_set(&w->ctx, S("payment.qris_static"), in->is_offered ? S("1") : S("0")));
    TRY(admin_settings_again(w));
    office_done(w, web_path(w, "/admin/settings/payment"), "qris");
    return OK;
}
