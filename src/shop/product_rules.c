/* SPDX-License-Identifier: Apache-2.0 */
/* product_rules.c - what a product and a variant may be: all that is wrong, at once. */
#include "shop/product_edit.h"

#include "base/ink.h"
#include "base/money.h"

enum {
    NAME_CHARS = 200,
    SUMMARY_CHARS = 300,
    DESCRIPTION_BYTES = 100 * 1024,
    SIZE_CHART_BYTES = 20 * 1024,
    WARRANTY_MONTHS_MAX = 120,
    SLUG_BYTES = 100,
    BRAND_CHARS = 100,
    TAGS_CHARS = 1000,
    OPTION_CHARS = 100,
    ATTRIBUTE_NAME_CHARS = 100,
    ATTRIBUTE_VALUE_CHARS = 2000,
    URL_BYTES = 500,
    SKU_CHARS = 100,
    BARCODE_CHARS = 50,
    GRAMS_MAX = 1000000,
    MILLIMETRES_MAX = 20000,
    PREORDER_DAYS_MAX = 365,
};

struct issues {
    struct product_issue *item;
    size_t count, max;
};

static void say(struct issues *issues, const char *field, const char *text)
{
    if (issues->count < issues->max) {
        issues->item[issues->count++] = (struct product_issue){ field, text };
    }
}

static void check(struct issues *issues, bool holds, const char *field, const char *text)
{
    if (!holds) {
        say(issues, field, text);
    }
}

/* Readable: valid UTF-8 without control characters but (where lines are allowed) tab and line breaks. */
static bool is_text(str s, size_t max_chars, bool has_lines)
{
    if (!str_is_utf8(s) || str_count_chars(s) > max_chars) {
        return false;
    }
    for (size_t i = 0; i < s.size; i++) {
        unsigned char byte = (unsigned char)s.at[i];
        bool is_line = byte == '\n' || byte == '\r' || byte == '\t';
        if (byte == 0x7f || (byte < ' ' && !(has_lines && is_line))) {
            return false;
        }
    }
    return true;
}

static bool are_texts(const str *text, size_t max_chars, bool has_lines)
{
    return is_text(text[LANG_ID], max_chars, has_lines) &&
           is_text(text[LANG_EN], max_chars, has_lines);
}

static bool is_slug(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        char byte = s.at[i];
        if (!((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-')) {
            return false;
        }
    }
    return s.size <= SLUG_BYTES && !str_starts(s, S("-")) && !str_ends(s, S("-"));
}

static bool is_address(str s)
{
    return s.size == 0 ||
           (is_text(s, URL_BYTES, false) && !str_has(s, ' ') &&
            (str_starts(s, S("https://")) || (str_starts(s, S("/")) && !str_starts(s, S("//")))));
}

bool product_video_holds(const struct video *v)
{
    return is_address(v->src) && is_address(v->poster) && is_address(v->captions[LANG_ID]) &&
           is_address(v->captions[LANG_EN]);
}

/* Option names: no gap before a name, none twice. */
static bool options_hold(const struct product_fields *f)
{
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        if (!is_text(f->option_name[i], OPTION_CHARS, false) ||
            (i > 0 && f->option_name[i].size > 0 && f->option_name[i - 1].size == 0)) {
            return false;
        }
        for (size_t j = 0; j < i; j++) {
            if (f->option_name[i].size > 0 && str_eq(f->option_name[i], f->option_name[j])) {
                return false;
            }
        }
    }
    return true;
}

static bool attributes_hold(const struct product_fields *f)
{
    for (size_t i = 0; i < f->attribute_count; i++) {
        bool has_name = f->attribute[i].name[LANG_ID].size + f->attribute[i].name[LANG_EN].size > 0;
        if (!has_name || !are_texts(f->attribute[i].name, ATTRIBUTE_NAME_CHARS, false) ||
            !are_texts(f->attribute[i].value, ATTRIBUTE_VALUE_CHARS, true)) {
            return false;
        }
    }
    return f->attribute_count <= PRODUCT_ATTRIBUTES_MAX;
}

size_t product_issues(const struct product_fields *f, struct product_issue *out, size_t max)
{
    struct issues issues = { out, 0, max };
    bool has_name = !ink_is_none(f->name[LANG_ID]) || !ink_is_none(f->name[LANG_EN]);
    check(&issues, has_name, "name", "Please give the product a name.");
    check(&issues, are_texts(f->name, NAME_CHARS, false), "name",
          "At most 200 characters, on one line.");
    check(&issues, is_slug(f->slug), "slug", "Only a–z, 0–9 and hyphens, at most 100.");
    check(&issues, are_texts(f->summary, SUMMARY_CHARS, false), "summary",
          "At most 300 characters, on one line.");
    check(&issues, are_texts(f->description, DESCRIPTION_BYTES, true), "description",
          "This description is too long.");
    check(&issues, are_texts(f->size_chart, SIZE_CHART_BYTES, true), "size_chart",
          "This size chart is too long.");
    check(&issues, are_texts(f->usage, SIZE_CHART_BYTES, true), "usage", "This guide is too long.");
    check(&issues, f->warranty_months >= 0 && f->warranty_months <= WARRANTY_MONTHS_MAX,
          "warranty_months", "Between 0 and 120 months.");
    check(&issues, is_text(f->brand, BRAND_CHARS, false), "brand",
          "At most 100 characters, on one line.");
    check(&issues, is_text(f->tags, TAGS_CHARS, false), "tags",
          "At most 1000 characters, on one line.");
    check(&issues, options_hold(f), "options", "Options need different names, at most three.");
    check(&issues, attributes_hold(f), "attributes",
          "Each attribute needs a name; values have at most 2000 characters.");
    check(&issues, product_video_holds(&f->video), "video",
          "A link that begins with https://, or a file of this shop.");
    check(&issues, is_text(f->video.title, NAME_CHARS, false), "video_title",
          "At most 200 characters, on one line.");
    return issues.count;
}

static bool is_between(int64_t n, int64_t min, int64_t max)
{
    return n >= min && n <= max;
}

size_t variant_issues(const struct variant_fields *f, struct product_issue *out, size_t max)
{
    struct issues issues = { out, 0, max };
    check(&issues, is_text(f->sku, SKU_CHARS, false) && !str_has(f->sku, '/'), "sku",
          "At most 100 characters, on one line, without a slash.");
    for (size_t i = 0; i < PRODUCT_OPTIONS_MAX; i++) {
        check(&issues, is_text(f->option[i], OPTION_CHARS, false), "options",
              "At most 100 characters, on one line.");
    }
    check(&issues, is_between(f->price_minor, 0, MONEY_MAX_MINOR), "price",
          "This price is too high.");
    check(&issues, !f->is_active || f->price_minor > 0, "price",
          "What is on sale needs a price above zero.");
    check(&issues,
          f->compare_at_minor == 0 ||
              is_between(f->compare_at_minor, f->price_minor + 1, MONEY_MAX_MINOR),
          "compare_at", "The price before must be above the price now.");
    check(&issues, is_between(f->weight_grams, 0, GRAMS_MAX), "weight_grams",
          "From 0 to 1,000,000 grams.");
    check(&issues,
          is_between(f->length_mm, 0, MILLIMETRES_MAX) &&
              is_between(f->width_mm, 0, MILLIMETRES_MAX) &&
              is_between(f->height_mm, 0, MILLIMETRES_MAX),
          "dimensions", "From 0 to 20,000 millimetres.");
    check(&issues, is_text(f->barcode, BARCODE_CHARS, false), "barcode",
          "At most 50 characters, on one line.");
    check(&issues, is_between(f->preorder_days, 0, PREORDER_DAYS_MAX), "preorder_days",
          "From 0 to 365 days.");
    return issues.count;
}
