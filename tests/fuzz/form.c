/* SPDX-License-Identifier: Apache-2.0 */
/* First line: the content type, or "query". The rest: the body. */
#include "fuzz/fuzz.h"

#include "web/form.h"

struct row {
    str sku;
    int64_t quantity;
};
static const struct field row_fields[] = {
    FIELD(TEXT, struct row, sku, 1, 20, NULL),
    FIELD(INT, struct row, quantity, 1, 99, NULL),
};
static const struct form row_form = FORM("row", row_fields, struct row);

struct all {
    str text, lines, phone, email, choice, slug;
    struct {
        str street;
    } address;
    int64_t number, day, at;
    money price;
    bool tick;
    struct form_texts texts;
    struct form_rows rows;
    struct form_file file;
};
static const struct form_option options[] = { { "a", "A" }, { "b", "B" } };
static const struct field fields[] = {
    FIELD(TEXT, struct all, text, 0, 20, NULL),
    FIELD(LINES, struct all, lines, 0, 50, NULL),
    FIELD(PHONE, struct all, phone, 0, 30, NULL, .is_optional = true),
    FIELD(EMAIL, struct all, email, 0, 254, NULL, .is_optional = true),
    FIELD(CHOICE, struct all, choice, 0, 9, NULL, OPTIONS(options)),
    FIELD(SLUG, struct all, slug, 0, 9, NULL),
    FIELD(TEXT, struct all, address.street, 0, 9, NULL),
    FIELD(INT, struct all, number, 0, 0, NULL, .is_optional = true),
    FIELD(DATE, struct all, day, 0, 0, NULL, .is_optional = true),
    FIELD(INSTANT, struct all, at, 0, 0, NULL, .is_optional = true),
    FIELD(MONEY, struct all, price, 0, 0, NULL, .is_optional = true),
    FIELD(BOOL, struct all, tick, 0, 1, NULL),
    FIELD(TEXT_LIST, struct all, texts, 0, 9, NULL, .item_max = 9),
    FIELD(ROWS, struct all, rows, 0, 9, NULL, .rows = &row_form),
    FIELD(FILE, struct all, file, 0, 99, NULL, .is_optional = true),
};
static const struct form page_form = FORM("all", fields, struct all);
static const struct form query_form = QUERY_FORM("query", fields, struct all);

/* What was accepted keeps its promises. */
static void check_accepted(const struct all *all)
{
    CHECK(str_is_utf8(all->text) && str_count_chars(all->text) <= 20 && !str_has(all->text, '\n'));
    CHECK(str_is_utf8(all->lines) && !str_has(all->lines, 0));
    CHECK(all->texts.count <= 9 && all->rows.count <= 9 && all->file.bytes.size <= 99);
    CHECK(all->price.minor >= 0 && all->price.minor <= MONEY_MAX_MINOR);
    for (size_t i = 0; i < all->rows.count; i++) {
        const struct row *row = (const struct row *)all->rows.at + i;
        CHECK(row->sku.size > 0 && row->quantity >= 1 && row->quantity <= 99);
    }
}

void fuzz_form(struct arena *arena, str bytes)
{
    struct str_pair both = str_cut(bytes, '\n');
    bool is_query = str_eq(both.head, S("query"));
    struct form_input input = { .content_type = both.head, .body = both.tail, .query = both.tail };
    struct ctx c = { .arena = arena };
    struct form_env env = { .lang = LANG_EN, .zone = zone_of(S("Asia/Jakarta")) };
    CHECK(currency_of(S("IDR"), &env.currency));
    const struct form *form = is_query ? &query_form : &page_form;
    struct form_state state;
    struct all all = { 0 };
    enum err e = form_parse(&c, form, &env, &input, &all, &state);
    CHECK(e == OK || e == ERR_BAD_INPUT || e == ERR_MALFORMED || e == ERR_MEDIA_TYPE);
    CHECK((e == ERR_BAD_INPUT) == (state.errors->count != 0));
    struct buf shown = buf_new(arena, KB(256));
    json_write(&shown, form_model(arena, &state, S("/x"), S(""), LANG_ID));
    if (e == OK) {
        check_accepted(&all);
        state = form_of(arena, form, &env, &all);
        json_write(&shown, form_model(arena, &state, S("/x"), S(""), LANG_ID));
    }
    CHECK(buf_is_over(&shown) || str_is_utf8(buf_str(&shown)));
}
