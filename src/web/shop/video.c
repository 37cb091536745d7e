/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/video.h"

#include "shop/media.h"
#include "web/assets.h"
#include "web/shop/card.h"

enum { POSTER_WIDTH = 1080 };

static const struct model_field captions_fields[] = {
    SHOW(TEXT, "src_url"), SHOW(TEXT, "lang"), PAGE_ONLY(TEXT, "label"), PAGE_ONLY(BOOL, "is_default"),
};
static const struct model captions_model = MODEL("product_captions", captions_fields);

static const struct model_field video_fields[] = {
    SHOW_OR_NULL(TEXT, "src_url"), SHOW_OR_NULL(TEXT, "poster_url"), SHOW(LIST, "captions", .of = &captions_model),
    SHOW(BOOL, "is_file"), SHOW_OR_NULL(TEXT, "href_url"), SHOW(TEXT, "title"), PAGE_ONLY(TEXT, "remove_url"),
};
const struct model video_model = MODEL("product_video", video_fields);

str video_poster(const struct web *w, const struct product *p)
{
    if (p->video.poster.size != 0) {
        return p->video.poster;
    }
    for (size_t i = 0; i < p->picture_count; i++) {
        const struct picture *picture = &p->picture[i];
        if (picture->asset.size != 0) {
            return art_url(picture->asset);
        }
        if (picture->media.size != 0) {
            return str_join(w->ctx.arena, S("/media/"),
                            media_file(w->ctx.arena, picture->media, POSTER_WIDTH, true));
        }
    }
    return (str){ 0 };
}

/* Languages under their own names; the reader's own comes on by itself. */
static void show_captions(struct web *w, const struct video *video, struct value *node)
{
    static const struct {
        enum lang lang;
        str tag, label;
    } languages[] = { { LANG_ID, S_INIT("id"), S_INIT("Bahasa Indonesia") },
                      { LANG_EN, S_INIT("en"), S_INIT("English") } };
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, node, S("captions"));
    for (size_t i = 0; i < COUNT(languages); i++) {
        str src = video->captions[languages[i].lang];
        if (src.size != 0) {
            struct value *one = value_add_object(a, list);
            value_set_text(a, one, S("src_url"), src);
            value_set_text(a, one, S("lang"), languages[i].tag);
            value_set_text(a, one, S("label"), languages[i].label);
            value_set_bool(a, one, S("is_default"), languages[i].lang == w->ctx.lang);
        }
    }
}

void video_show(struct web *w, const struct product *p, struct value *model)
{
    struct arena *a = w->ctx.arena;
    const struct video *video = &p->video;
    if (video->src.size == 0) {
        value_set_null(a, model, S("video"));
        return;
    }
    struct value *node = value_set_object(a, model, S("video"));
    str none = { 0 };
    show_text_or_null(w, node, S("src_url"), video->is_file ? video->src : none);
    show_text_or_null(w, node, S("poster_url"), video_poster(w, p));
    show_captions(w, video, node);
    value_set_bool(a, node, S("is_file"), video->is_file);
    show_text_or_null(w, node, S("href_url"), video->is_file ? none : video->src);
    value_set_text(a, node, S("title"), video->title.size != 0 ? video->title : p->name);
}
