/* SPDX-License-Identifier: Apache-2.0 */
/* picture.c - pictures of a product: sent up, described, put first, taken away. */
#include "shop/media.h"
#include "web/admin/product.h"
#include "web/app.h"
#include "web/text.h"

static const struct field picture_fields_table[] = {
    FIELD(TEXT, struct picture_input, alt_id, 0, 200, "At most 200 characters.", .label = "What the picture shows",
          .is_optional = true),
    FIELD(TEXT, struct picture_input, alt_en, 0, 200, "At most 200 characters.", .label = "The same in English",
          .is_optional = true),
    FIELD(BOOL, struct picture_input, is_illustration, 0, 0, "", .label = "This is a drawing, not a photo",
          .is_optional = true),
};
const struct form admin_picture_form =
    FORM("picture_edit", picture_fields_table, struct picture_input);

static const struct field upload_fields[] = {
    FIELD(FILE, struct upload_input, picture, 1, MEDIA_BYTES_MAX, "Please choose a picture of at most 20 MB.",
          .label = "New picture", .hint = "JPEG, PNG, WebP or GIF, at most 20 MB and 24 megapixels."),
    FIELD(TEXT, struct upload_input, alt_id, 0, 200, "At most 200 characters.", .label = "What the picture shows",
          .hint = "Read out to those who cannot see it.", .is_optional = true),
    FIELD(BOOL, struct upload_input, is_illustration, 0, 0, "", .label = "This is a drawing, not a photo",
          .is_optional = true),
};
const struct form admin_upload_form = FORM("picture_upload", upload_fields, struct upload_input);

/* Slow: decodes and scales, on the work pool, before the transaction. */
enum err admin_picture_read(struct web *w)
{
    const struct upload_input *in = w->form;
    struct media *media = NEW(w->ctx.arena, struct media);
    str directory = str_join(w->ctx.arena, w->app->options.data_dir, S("/media"));
    enum err e = media_store(&w->ctx, directory, in->picture.bytes, media);
    if (e == ERR_MEDIA_TYPE) {
        return web_refuse(w, e, S("picture"),
                          "This is not a picture we can read: JPEG, PNG, WebP or GIF.");
    }
    if (e == ERR_TOO_LARGE) {
        return web_refuse(w, e, S("picture"), "At most 20 MB and 24 megapixels.");
    }
    TRY(e);
    w->slow = media;
    return OK;
}

enum err admin_picture_create(struct web *w)
{
    const struct upload_input *in = w->form;
    const struct media *media = w->slow;
    struct product p = { 0 };
    picture_id id = { 0 };
    TRY(admin_product_of_path(w, &p));
    struct picture_fields f = {
        .media = media->name, .alt = { in->alt_id }, .width = media->width, .height = media->height,
        .is_illustration = in->is_illustration,
    };
    TRY(picture_add(&w->ctx, p.id, &f, &id));
    return admin_product_answer(w, p.id, "uploaded");
}

/* The picture of the path, when it is one of this product's. */
static enum err find_picture(struct web *w, struct product *p, picture_id *out)
{
    int64_t id = 0;
    TRY(admin_product_of_path(w, p));
    TRY(office_id(w, "id", &id));
    for (size_t i = 0; i < p->picture_count; i++) {
        if (p->picture[i].id.v == id) {
            out->v = id;
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

enum err admin_picture_post(struct web *w)
{
    const struct picture_input *in = w->form;
    struct product p = { 0 };
    picture_id id = { 0 };
    const str alt[LANG_COUNT] = { in->alt_id, in->alt_en };
    TRY(find_picture(w, &p, &id));
    TRY(picture_update(&w->ctx, id, alt, in->is_illustration));
    return admin_product_answer(w, p.id, "saved");
}

enum err admin_picture_promote(struct web *w)
{
    struct product p = { 0 };
    picture_id id = { 0 };
    TRY(find_picture(w, &p, &id));
    TRY(picture_promote(&w->ctx, id));
    return admin_product_answer(w, p.id, "saved");
}

enum err admin_picture_remove(struct web *w)
{
    struct product p = { 0 };
    picture_id id = { 0 };
    TRY(find_picture(w, &p, &id));
    TRY(picture_remove(&w->ctx, id));
    return admin_product_answer(w, p.id, "removed");
}
