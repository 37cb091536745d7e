/* SPDX-License-Identifier: Apache-2.0 */
/* video.c - the film of a product: sent up with poster and captions, described, taken away. */
#include "web/shop/video.h"
#include "shop/media.h"
#include "shop/media_video.h"
#include "web/admin/product.h"
#include "web/app.h"
#include "web/text.h"

enum { POSTER_WIDTH = 1080 };

/* What is too large is said beside its field by the store, which knows the kind; the body's limit is above all together. */
static const struct field video_fields[] = {
    FIELD(FILE, struct video_input, video, 0, VIDEO_BODY_MAX, "Please choose a video of at most 40 MB.", .label = "Video",
          .hint = "MP4 (H.264) or WebM, at most 40 MB.", .is_optional = true),
    FIELD(TEXT, struct video_input, title, 0, 200, "At most 200 characters.", .label = "What the video shows", .is_optional = true),
    FIELD(FILE, struct video_input, poster, 0, VIDEO_BODY_MAX, "Please choose a picture of at most 20 MB.", .label = "Picture before it plays",
          .hint = "Empty: the product's first picture.", .is_optional = true),
    FIELD(FILE, struct video_input, captions_id, 0, VIDEO_BODY_MAX, "Please choose a WebVTT file of at most 256 KB.", .label = "Captions",
          .hint = "WebVTT (.vtt): what is said, for those who cannot hear it.", .is_optional = true),
    FIELD(FILE, struct video_input, captions_en, 0, VIDEO_BODY_MAX, "Please choose a WebVTT file of at most 256 KB.", .label = "Captions in English",
          .is_optional = true),
};
const struct form admin_video_form = FORM("product_video", video_fields, struct video_input);

struct stored {
    str src, poster, captions[LANG_COUNT]; /* addresses; empty: not sent */
};

static enum err refuse(struct web *w, enum err e, const char *field, str other_kind, str too_large)
{
    return e == ERR_MEDIA_TYPE  ? web_refuse(w, e, str_of(field), other_kind.at)
           : e == ERR_TOO_LARGE ? web_refuse(w, e, str_of(field), too_large.at)
                                : e;
}

static str address(struct web *w, str name)
{
    return str_join(w->ctx.arena, S("/media/"), name);
}

static enum err store_video(struct web *w, str directory, const struct form_file *file, str *out)
{
    str name = { 0 };
    if (file->bytes.size == 0) {
        return OK;
    }
    TRY(refuse(w, media_video_store(&w->ctx, directory, file->bytes, &name), "video",
               T("This is not a video browsers play: MP4 or WebM, whole and with pictures."),
               T("Please choose a video of at most 40 MB.")));
    *out = address(w, name);
    return OK;
}

static enum err store_poster(struct web *w, str directory, const struct form_file *file, str *out)
{
    struct media media = { 0 };
    if (file->bytes.size == 0) {
        return OK;
    }
    TRY(refuse(w, media_store(&w->ctx, directory, file->bytes, &media), "poster",
               T("This is not a picture we can read: JPEG, PNG, WebP or GIF."),
               T("At most 20 MB and 24 megapixels.")));
    *out = address(w, media_file(w->ctx.arena, media.name, POSTER_WIDTH, true));
    return OK;
}

static enum err store_captions(struct web *w, str directory, const struct form_file *file,
                               const char *field, str *out)
{
    str name = { 0 };
    if (file->bytes.size == 0) {
        return OK;
    }
    TRY(refuse(w, media_captions_store(&w->ctx, directory, file->bytes, &name), field,
               T("These are no captions: a WebVTT file begins with WEBVTT and is UTF-8."),
               T("Please choose a WebVTT file of at most 256 KB.")));
    *out = address(w, name);
    return OK;
}

/* Slow: copies and scales, on the work pool, before the transaction. */
enum err admin_video_read(struct web *w)
{
    const struct video_input *in = w->form;
    struct stored *stored = NEW(w->ctx.arena, struct stored);
    struct product p = { 0 };
    str directory = str_join(w->ctx.arena, w->app->options.data_dir, S("/media"));
    TRY(admin_product_of_path(w, &p));
    if (in->video.bytes.size == 0 && !p.video.is_file) {
        return web_refuse(w, ERR_BAD_INPUT, S("video"), "Please choose a video of at most 40 MB.");
    }
    TRY(store_video(w, directory, &in->video, &stored->src));
    TRY(store_poster(w, directory, &in->poster, &stored->poster));
    TRY(store_captions(w, directory, &in->captions_id, "captions_id", &stored->captions[LANG_ID]));
    TRY(store_captions(w, directory, &in->captions_en, "captions_en", &stored->captions[LANG_EN]));
    w->slow = stored;
    return OK;
}

static enum err change_video(struct web *w, product_id id, const struct video *video,
                             const char *done)
{
    TRY(product_set_video(&w->ctx, id, video));
    return admin_product_answer(w, id, done);
}

/* A new film comes with its own poster and captions; without a film, what was sent replaces what was there. */
enum err admin_video_post(struct web *w)
{
    const struct video_input *in = w->form;
    const struct stored *stored = w->slow;
    struct product p = { 0 };
    TRY(admin_product_of_path(w, &p));
    struct video video = { .src = stored->src };
    if (stored->src.size == 0) {
        if (!p.video.is_file) { /* taken away meanwhile */
            return ERR_CONFLICT;
        }
        video = p.video;
    }
    video.is_file = true;
    video.title = in->title;
    video.poster = stored->poster.size != 0 ? stored->poster : video.poster;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        bool is_sent = stored->captions[lang].size != 0;
        video.captions[lang] = is_sent ? stored->captions[lang] : video.captions[lang];
    }
    return change_video(w, p.id, &video, "video");
}

enum err admin_video_remove(struct web *w)
{
    struct product p = { 0 };
    static const struct video none = { .is_file = false };
    TRY(admin_product_of_path(w, &p));
    return change_video(w, p.id, &none, "removed");
}

void admin_video_show(struct web *w, const struct product *p, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct video_input values = { .title = p->video.title };
    struct value *holder = value_object(a);
    video_show(w, p, holder);
    struct value *video = value_set(m, S("video"), office_take(holder, S("video")));
    if (video->kind == VALUE_OBJECT) {
        value_set_text(a, video, S("remove_url"), admin_product_url(w, p->id, "/video/remove"));
    }
    office_form(w, m, "video_form", &admin_video_form, &values,
                admin_product_url(w, p->id, "/video"));
}
