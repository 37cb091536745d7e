/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"
#include "base/value.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct csv *opened(struct arena *arena, str text)
{
    return csv_open(arena, NULL, text);
}

static void expect_record(struct csv *csv, size_t count, const char *const *want)
{
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_FINE);
    cr_assert_eq(csv_count(csv), count, "%zu fields", csv_count(csv));
    for (size_t i = 0; i < count; i++) {
        str got = csv_field(csv, i);
        cr_expect(str_eq(got, str_of(want[i])), "field %zu: %.*s", i, STR_ARG(got));
    }
}
#define EXPECT_RECORD(csv, ...)                                                                                        \
    expect_record(csv, COUNT(((const char *[]){ __VA_ARGS__ })), (const char *[]){ __VA_ARGS__ })

Test(csv, reads_quotes_line_ends_and_a_byte_order_mark)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct csv *csv = opened(
        arena, S("\xef\xbb\xbf"
                 "a,b,c\r\n1,\"two, and \"\"more\"\"\",3\rx\"y,\"line\r\nbreak\",\n\n\"q\"tail,2"));
    EXPECT_RECORD(csv, "a", "b", "c");
    EXPECT_RECORD(csv, "1", "two, and \"more\"", "3");
    cr_expect_eq(csv_line(csv), 2);
    EXPECT_RECORD(csv, "x\"y", "line\r\nbreak", "");
    cr_expect_eq(csv_line(csv), 3);
    EXPECT_RECORD(csv, "qtail", "2");
    cr_expect_eq(csv_line(csv), 6);
    cr_expect(!csv_next(csv));
}

Test(csv, finds_semicolons_when_there_are_no_commas)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct csv *csv = opened(arena, S("Handle;Title\nkopi;\"Kopi; enak\"\n"));
    EXPECT_RECORD(csv, "Handle", "Title");
    EXPECT_RECORD(csv, "kopi", "Kopi; enak");
}

Test(csv, reports_a_nul_and_wrong_encoding_by_line_and_goes_on)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct csv *csv = opened(arena, S("a,b\nx\0y,1\nkop\xe9,2\nfine,3"));
    EXPECT_RECORD(csv, "a", "b");
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_NUL);
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_NOT_UTF8);
    cr_expect_eq(csv_line(csv), 3);
    EXPECT_RECORD(csv, "fine", "3");
}

Test(csv, reads_windows_1252_where_that_is_allowed)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct csv *csv = opened(arena, S("kop\xe9,\x80 5,\x93hi\x94"));
    csv_allow_windows_1252(csv);
    EXPECT_RECORD(csv, "kop\xc3\xa9", "\xe2\x82\xac 5", "\xe2\x80\x9chi\xe2\x80\x9d");
}

static FILE *file_with_long_line(size_t size, const char *before, const char *after)
{
    FILE *file = tmpfile();
    cr_assert_not_null(file);
    fputs(before, file);
    char block[4096];
    memset(block, 'x', sizeof block);
    for (size_t written = 0; written < size; written += sizeof block) {
        fwrite(block, 1, sizeof block, file);
    }
    fputs(after, file);
    rewind(file);
    return file;
}

Test(csv, skips_a_line_of_100_megabytes_in_bounded_memory)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    FILE *file = file_with_long_line(MB(100), "a,b\n", ",1\nnext,2\n");
    struct csv *csv = csv_open(arena, file, S(""));
    EXPECT_RECORD(csv, "a", "b");
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_TOO_LONG);
    EXPECT_RECORD(csv, "next", "2");
    cr_expect_eq(csv_line(csv), 3);
    cr_expect_lt(arena_used(arena), MB(2));
    fclose(file);
}

Test(csv, recovers_after_a_quote_that_is_never_closed)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    FILE *file = file_with_long_line(MB(2), "a,b\n\"open,1\n", "\nnext,2\n");
    struct csv *csv = csv_open(arena, file, S(""));
    EXPECT_RECORD(csv, "a", "b");
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_TOO_LONG);
    EXPECT_RECORD(csv, "next", "2");
    fclose(file);
    csv = opened(arena, S("a,b\n\"open,1"));
    EXPECT_RECORD(csv, "a", "b");
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_UNCLOSED_QUOTE);
    cr_expect(!csv_next(csv));
}

Test(csv, refuses_a_record_of_too_many_fields)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct buf text = buf_new(arena, KB(4));
    for (int i = 0; i < CSV_FIELDS_MAX; i++) {
        buf_add(&text, S(","));
    }
    buf_add(&text, S("\nx,y"));
    struct csv *csv = opened(arena, buf_str(&text));
    cr_assert(csv_next(csv));
    cr_expect_eq(csv_fault(csv), CSV_TOO_MANY);
    EXPECT_RECORD(csv, "x", "y");
}

Test(csv, reads_back_what_it_wrote)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct buf out = buf_new(arena, KB(1));
    csv_put(&out, S("plain"), true);
    csv_put(&out, S("a \"quoted\", thing"), false);
    csv_put(&out, S(" spaced\nand broken "), false);
    csv_put_end(&out);
    struct csv *csv = opened(arena, buf_str(&out));
    EXPECT_RECORD(csv, "plain", "a \"quoted\", thing", " spaced\nand broken ");
    cr_expect(!csv_next(csv));
}

/* --- the csv-spectrum suite, where it is at hand --- */

static str file_text(struct arena *arena, str path)
{
    FILE *file = fopen(str_c(arena, path), "rb");
    if (file == NULL) {
        return (str){ 0 };
    }
    char *bytes = NEW_N(arena, char, MB(1));
    size_t size = fread(bytes, 1, MB(1), file);
    fclose(file);
    return (str){ bytes, size };
}

/* The suite's own JSON of this case names another telephone number than its CSV. */
static bool is_known_slip(const char *name, str column)
{
    return str_eq(str_of(name), S("location_coordinates")) &&
           str_eq(column, S("Contact Phone Number"));
}

static void expect_rows(struct arena *arena, const char *name, struct csv *csv,
                        const struct value *row)
{
    str column[16];
    size_t columns = 0;
    cr_assert(csv_next(csv));
    for (; columns < csv_count(csv); columns++) {
        column[columns] = str_copy(arena, csv_field(csv, columns));
    }
    for (; row != NULL; row = row->next) {
        cr_assert(csv_next(csv), "%s: too few records", name);
        cr_assert_eq(csv_fault(csv), CSV_FINE);
        cr_expect_eq(row->count, columns);
        for (size_t i = 0; i < columns; i++) {
            str got = csv_field(csv, i);
            cr_expect(str_eq(got, value_text(row, column[i])) || is_known_slip(name, column[i]),
                      "%s: %.*s", name, STR_ARG(got));
        }
    }
    cr_expect(!csv_next(csv), "%s: too many records", name);
}

Test(csv, passes_csv_spectrum)
{
    static const char *const cases[] = { "comma_in_quotes", "empty",    "empty_crlf",     "escaped_quotes",
                                         "json",            "location_coordinates", "newlines", "newlines_crlf",
                                         "quotes_and_newlines", "simple", "simple_crlf", "utf8" };
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    const char *shared = getenv("AMANAH_SHARED");
    shared = shared != NULL && shared[0] != 0 ? shared : "../shared";
    str folder = str_join(arena, str_of(shared), S("/conformance/csv-spectrum"));
    for (size_t i = 0; i < COUNT(cases); i++) {
        str csv_path = str_format(arena, "%.*s/csvs/%s.csv", STR_ARG(folder), cases[i]);
        str json_path = str_format(arena, "%.*s/json/%s.json", STR_ARG(folder), cases[i]);
        str want_text = file_text(arena, json_path);
        if (want_text.size == 0) {
            cr_skip_test("%.*s is not there", STR_ARG(json_path));
        }
        struct value *want = NULL;
        str why = { 0 };
        cr_assert(json_read(arena, want_text, &want, &why), "%s: %.*s", cases[i], STR_ARG(why));
        const struct value *first = want->kind == VALUE_LIST ? want->children.first : want;
        expect_rows(arena, cases[i], opened(arena, file_text(arena, csv_path)), first);
    }
}
