/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/card.h"

#include "base/embed.h"
#include "shop/media.h"
#include "web/assets.h"

static const struct model_field stars_fields[] = { SHOW(INT, "stars"), SHOW(INT, "count") };
static const struct model stars_model = MODEL("stars", stars_fields);
static const struct model_field rating_fields[] = {
    SHOW(DECIMAL, "average"),
    PAGE_ONLY(TEXT, "average_text"),
    SHOW(INT, "count"),
    SHOW(LIST, "histogram", .of = &stars_model),
};
const struct model rating_model = MODEL("rating", rating_fields);

static const struct model_field card_fields[] = {
    SHOW(TEXT, "slug"),
    SHOW(TEXT, "name"),
    PAGE_ONLY(TEXT, "href_url"),
    SHOW_OR_NULL(TEXT, "brand"),
    SHOW_OR_NULL(TEXT, "category"),
    SHOW_OR_NULL(OBJECT, "image", .of = &picture_model),
    SHOW(MONEY, "price_from"),
    SHOW_OR_NULL(MONEY, "price_to"),
    PAGE_ONLY(BOOL, "is_range"),
    SHOW_OR_NULL(MONEY, "compare_at_price"),
    SHOW(BOOL, "is_available"),
    SHOW(BOOL, "is_low"),
    SHOW(BOOL, "is_preorder"),
    SHOW_OR_NULL(INT, "quantity"),
    SHOW_OR_NULL(OBJECT, "rating", .of = &rating_model),
};
const struct model card_model = MODEL("product_card", card_fields);

str say(const struct web *w, str msgid)
{
    return text_of(w->ctx.lang, msgid);
}

/* The letter that an entity at `at` stands for, of the five ours escapes with; else 0. */
static char entity_at(str html, size_t at, size_t *size)
{
    static const struct {
        str text;
        char letter;
    } entities[] = {
        { S_INIT("&amp;"), '&' },  { S_INIT("&lt;"), '<' },   { S_INIT("&gt;"), '>' },
        { S_INIT("&quot;"), '"' }, { S_INIT("&#39;"), '\'' },
    };
    for (size_t i = 0; i < COUNT(entities); i++) {
        if (str_starts(str_skip(html, at), entities[i].text)) {
            *size = entities[i].text.size;
            return entities[i].letter;
        }
    }
    return 0;
}

/* Letters up to the next gap or entity. */
static str word_at(str html, size_t at)
{
    static const bool ends[256] = { ['<'] = true, [' '] = true, ['\n'] = true, ['&'] = true };
    size_t end = at;
    while (end < html.size && !ends[(unsigned char)html.at[end]]) {
        end++;
    }
    return str_slice(html, at, end);
}

/* What stands at `at` between words: a tag, a space; 0: a word. */
static size_t gap_at(str html, size_t at)
{
    char letter = html.at[at];
    if (letter == '<') {
        const char *end = memchr(html.at + at, '>', html.size - at);
        return end == NULL ? html.size - at : (size_t)(end - html.at) + 1 - at;
    }
    return letter == ' ' || letter == '\n';
}

/* A text cut between two bytes of one letter loses what is left of it. */
static str whole_letters(str cut)
{
    while (!str_is_utf8(cut)) {
        cut.size--;
    }
    return cut;
}

/* Without a parser: what it reads was written by html_sanitise. */
str words_of(const struct web *w, str html, size_t max_size)
{
    struct buf out = buf_new(w->ctx.arena, max_size + 1);
    size_t space = 0; /* where the last word ended */
    buf_reserve(&out, max_size + 1);
    for (size_t at = 0, used = 1; at < html.size && out.size < max_size; at += used) {
        used = gap_at(html, at);
        if (used != 0) {
            if (out.size > 0 && out.at[out.size - 1] != ' ') {
                space = out.size;
                buf_add_char(&out, ' ');
            }
            continue;
        }
        used = 1;
        char entity = html.at[at] == '&' ? entity_at(html, at, &used) : 0;
        str word = entity == 0 ? word_at(html, at + 1) : (str){ 0 };
        buf_add_char(&out, entity != 0 ? entity : html.at[at]);
        buf_add(&out, str_slice(word, 0, max_size - out.size));
        used += word.size;
    }
    bool is_cut = out.size >= max_size;
    return str_trim(
        whole_letters(str_slice(buf_str(&out), 0, is_cut && space > 0 ? space : out.size)));
}

str words_cut(str words, size_t max_size)
{
    str cut = str_slice(words, 0, max_size);
    struct str_pair last = str_cut_last(cut, ' ');
    return words.size < max_size ? words : str_trim(whole_letters(last.found ? last.head : cut));
}

str number_text(const struct web *w, int64_t number)
{
    return str_of_int(w->ctx.arena, number);
}

str percent_text(const struct web *w, int64_t part, int64_t whole)
{
    if (whole <= 0) {
        return (str){ 0 };
    }
    int64_t tenths = (part * 2000 + whole) / (whole * 2);
    if (tenths == 1000 && part < whole) {
        tenths = 999; /* nearly all is not all */
    }
    if (tenths == 0 && part > 0) {
        tenths = 1;
    }
    if (tenths % 10 == 0) {
        return str_format(w->ctx.arena, "%" PRId64 "%%", tenths / 10);
    }
    return str_format(w->ctx.arena, "%" PRId64 "%c%" PRId64 "%%", tenths / 10,
                      web_is_indonesian(w) ? ',' : '.', tenths % 10);
}

money price_of(const struct web *w, int64_t minor)
{
    return (money){ minor, w->ctx.shop->currency };
}

void crumb_add(struct web *w, struct value *list, str name, str href)
{
    struct value *one = value_add_object(w->ctx.arena, list);
    value_set_text(w->ctx.arena, one, S("name"), name);
    value_set_text(w->ctx.arena, one, S("href_url"), href);
}

/* width="800" of a drawing's first element. */
static int64_t svg_number(str svg, str before)
{
    int64_t number = 0;
    str head = str_slice(svg, 0, 400);
    size_t at = str_find(head, before, 0);
    bool found =
        at < head.size && str_to_int(str_cut(str_skip(head, at + before.size), '"').head, &number);
    return found ? number : 0;
}

/* Pictures of pages have no size of their own in the database: a drawing says it, a file's name ends with it. */
static void fill_size(struct show_picture *picture)
{
    str bytes = { 0 };
    if (picture->width > 0 && picture->height > 0) {
        return;
    }
    if (picture->asset.size != 0 && embed_find(picture->asset, &bytes)) {
        picture->width = svg_number(bytes, S(" width=\""));
        picture->height = svg_number(bytes, S(" height=\""));
    }
    struct str_pair size = str_cut(str_cut_last(picture->media, '-').tail, 'x');
    if (size.found && size.tail.size > 1) {
        bool known = str_to_int(size.head, &picture->width) &&
                     str_to_int(str_slice(size.tail, 0, size.tail.size - 1), &picture->height);
        picture->width = known ? picture->width : 0;
    }
}

void picture_show(struct web *w, struct value *object, str name, const struct picture *picture)
{
    struct show_picture shown = {
        .media = picture->media, .asset = picture->asset, .alt = picture->alt, .width = picture->width,
        .height = picture->height, .is_illustration = picture->is_illustration,
    };
    fill_size(&shown);
    show_picture(w, object, name, &shown);
}

void page_picture_show(struct web *w, struct value *object, str name,
                       const struct page_picture *picture)
{
    struct show_picture shown = { .media = picture->media, .asset = picture->asset, .alt = picture->alt };
    shown.is_illustration = picture->asset.size != 0;
    fill_size(&shown);
    show_picture(w, object, name, &shown);
}

str picture_absolute(const struct web *w, const struct picture *picture)
{
    struct arena *a = w->ctx.arena;
    if (picture->asset.size != 0) {
        return web_absolute(w, art_url(picture->asset));
    }
    if (picture->media.size == 0) {
        return (str){ 0 };
    }
    return web_absolute(w, str_join(a, S("/media/"), media_file(a, picture->media, 1080, false)));
}

str whatsapp_url(const struct web *w, str text)
{
    const struct shop *shop = w->ctx.shop;
    struct arena *a = w->ctx.arena;
    str number = shop->whatsapp.size != 0 ? shop->whatsapp : shop->phone;
    if (number.size == 0) {
        return S("");
    }
    return str_format(a, "https://wa.me/%.*s?text=%.*s", STR_ARG(str_skip(number, 1)),
                      STR_ARG(str_escape_url(a, text)));
}

static void card_prices(struct web *w, struct value *node, const struct product_card *card)
{
    struct arena *a = w->ctx.arena;
    bool is_range = card->price_max_minor > card->price_min_minor;
    value_set_money(a, node, S("price_from"), price_of(w, card->price_min_minor));
    show_money_or_null(w, node, S("price_to"), price_of(w, is_range ? card->price_max_minor : 0));
    value_set_bool(a, node, S("is_range"), is_range);
    show_money_or_null(w, node, S("compare_at_price"),
                       price_of(w, is_range ? 0 : card->compare_at_minor));
}

static void card_stock(struct web *w, struct value *node, const struct product_card *card)
{
    struct arena *a = w->ctx.arena;
    value_set_bool(a, node, S("is_available"), card->is_available);
    value_set_bool(a, node, S("is_low"), card->is_low);
    value_set_bool(a, node, S("is_preorder"), card->is_preorder);
    if (card->is_counted) {
        value_set_int(a, node, S("quantity"), card->quantity);
    } else {
        value_set_null(a, node, S("quantity"));
    }
}

void card_add(struct web *w, struct value *list, const struct product_card *card)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("slug"), card->slug);
    value_set_text(a, node, S("name"), card->name);
    value_set_text(a, node, S("href_url"), web_path_to(w, S("/products/"), card->slug));
    show_text_or_null(w, node, S("brand"), card->brand);
    show_text_or_null(w, node, S("category"), card->category);
    picture_show(w, node, S("image"), &card->picture);
    card_prices(w, node, card);
    card_stock(w, node, card);
    value_set_null(a, node, S("rating"));
}

void card_list(struct web *w, struct value *object, str name, const struct product_page *page)
{
    struct value *list = value_set_list(w->ctx.arena, object, name);
    for (size_t i = 0; i < page->count; i++) {
        card_add(w, list, &page->item[i]);
    }
}
