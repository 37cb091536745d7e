/* SPDX-License-Identifier: Apache-2.0 */
/* The smaller parsers, a few lines each. */
#include "fuzz/fuzz.h"

#include "base/csv.h"
#include "base/html.h"
#include "base/phone.h"
#include "base/qris.h"
#include "base/value.h"
#include "shop/media_video_header.h"
#include "web/text.h"
#include "web/view_html.h"

#include <string.h>

/* What was read and written reads and writes the same again. */
void fuzz_json(struct arena *arena, str bytes)
{
    struct value *node = NULL;
    struct value *again = NULL;
    str why = { 0 };
    if (!json_read(arena, bytes, &node, &why)) {
        CHECK(!str_is_empty(why));
        return;
    }
    struct buf first = buf_new(arena, KB(256));
    struct buf second = buf_new(arena, KB(256));
    json_write(&first, node);
    CHECK(json_read(arena, buf_str(&first), &again, &why));
    json_write(&second, again);
    CHECK(str_eq(buf_str(&first), buf_str(&second)));
}

void fuzz_csv(struct arena *arena, str bytes)
{
    struct csv *csv = csv_open(arena, NULL, bytes);
    int64_t line = 0;
    while (csv_next(csv)) {
        CHECK(csv_line(csv) > line);
        line = csv_line(csv);
        CHECK(csv_count(csv) <= CSV_FIELDS_MAX);
        for (size_t i = 0; csv_fault(csv) == CSV_FINE && i < csv_count(csv); i++) {
            CHECK(str_is_utf8(csv_field(csv, i)) && !str_has(csv_field(csv, i), 0));
        }
    }
}

/* Judged by the tracker that guards templates: nothing it calls dangerous may come out of the sanitiser. */
void fuzz_html(struct arena *arena, str bytes)
{
    str clean = html_sanitise(arena, bytes);
    struct html h = { 0 };
    const char *why = html_feed(&h, clean);
    CHECK(why == NULL && h.state == HTML_TEXT && h.inside[0] == 0);
    CHECK(str_is_utf8(html_text(arena, bytes, 100)));
}

/* Bytes as a .mo file. */
void fuzz_catalogue(struct arena *arena, str bytes)
{
    (void)arena;
    (void)text_find(bytes, S("Cart"));
    (void)text_find(bytes, S(""));
    (void)text_find(bytes, S("Track my order"));
}

/* A normalised number is its own normal form. */
void fuzz_phone(struct arena *arena, str bytes)
{
    str number = { 0 };
    str again = { 0 };
    if (phone_normalise(arena, bytes, &number)) {
        CHECK(str_starts(number, S("+")) && number.size >= 8 && number.size <= 16);
        CHECK(phone_normalise(arena, number, &again) && str_eq(number, again));
        CHECK(phone_normalise(arena, phone_print(arena, number), &again) && str_eq(number, again));
    }
}

/* A code that reads, with an amount put in, reads again and has that amount. */
void fuzz_qris(struct arena *arena, str bytes)
{
    struct qris code = { 0 };
    struct qris again = { 0 };
    str why = { 0 };
    str paid = { 0 };
    if (!qris_read(arena, bytes, &code, &why)) {
        CHECK(!str_is_empty(why));
    } else if (qris_with_amount(arena, bytes, 125000, S("LRG-1"), &paid, &why)) {
        CHECK(qris_read(arena, paid, &again, &why));
        CHECK(again.amount == 125000 && str_eq(again.merchant_name, code.merchant_name));
    }
}

/* What is blanked lies inside the film, and what is left still is one. */
void fuzz_video(struct arena *arena, str bytes)
{
    struct video_header header;
    if (!video_header_read(bytes, &header)) {
        return;
    }
    char *left = arena_alloc(arena, bytes.size);
    memcpy(left, bytes.at, bytes.size);
    for (size_t i = 0; i < header.blank_count; i++) {
        struct media_span span = header.blank[i];
        CHECK(span.from <= bytes.size && span.size <= bytes.size - span.from);
        CHECK(span.put.size <= span.size);
        memset(left + span.from, 0, span.size);
        if (span.put.size > 0) {
            memcpy(left + span.from, span.put.at, span.put.size);
        }
    }
    struct video_header again;
    CHECK(video_header_read((str){ left, bytes.size }, &again) && again.blank_count == 0);
}
