/* SPDX-License-Identifier: Apache-2.0 */
#include "web/form.h"

#include <criterion/criterion.h>
#include <stdio.h>

struct line {
    str sku;
    int64_t quantity;
};
static const struct field line_fields[] = {
    FIELD(TEXT, struct line, sku, 1, 64, "Choose a variant."),
    FIELD(INT, struct line, quantity, 1, 99, "Between 1 and 99."),
};
static const struct form line_form = FORM("line", line_fields, struct line);

struct sample {
    str name;
    str note;
    str phone;
    str email;
    struct {
        str street;
        str city;
    } address;
    money price;
    bool accept;
    bool gift;
    int64_t day;
    int64_t at;
    str method;
    struct form_texts consents;
    struct form_rows lines;
    struct form_file proof;
    str password;
};
static const struct form_option methods[] = { { "flat", "Flat" }, { "pickup", "Pickup" } };
static const struct form_option consents[] = { { "news", "News" }, { "reminder", "Reminder" } };
static const struct field sample_fields[] = {
    FIELD(TEXT, struct sample, name, 2, 20, "Please write your name.", .label = "Name"),
    FIELD(LINES, struct sample, note, 0, 100, NULL),
    FIELD(PHONE, struct sample, phone, 6, 30, NULL, .is_optional = true),
    FIELD(EMAIL, struct sample, email, 3, 254, NULL, .is_optional = true),
    FIELD(TEXT, struct sample, address.street, 0, 50, NULL),
    FIELD(TEXT, struct sample, address.city, 0, 50, NULL),
    FIELD(MONEY, struct sample, price, 0, 0, NULL, .is_optional = true),
    FIELD(BOOL, struct sample, accept, 1, 1, "Please accept the terms."),
    FIELD(BOOL, struct sample, gift, 0, 1, NULL),
    FIELD(DATE, struct sample, day, 0, 0, NULL, .is_optional = true),
    FIELD(INSTANT, struct sample, at, 0, 0, NULL, .is_optional = true),
    FIELD(CHOICE, struct sample, method, 0, 20, "Please choose.", OPTIONS(methods)),
    FIELD(TEXT_LIST, struct sample, consents, 0, 5, "Not one of these.", OPTIONS(consents)),
    FIELD(ROWS, struct sample, lines, 0, 3, NULL, .rows = &line_form),
    FIELD(FILE, struct sample, proof, 0, 100, NULL, .is_optional = true),
    FIELD(TEXT, struct sample, password, 0, 50, NULL, .is_secret = true),
};
static const struct form sample_form = FORM("sample", sample_fields, struct sample);

struct given {
    struct arena *arena;
    struct ctx c;
    struct form_env env;
    struct form_state state;
    struct sample out;
    enum err err;
};

static struct given parse(const char *content_type, str body)
{
    struct given g = { .arena = arena_new() };
    g.c.arena = g.arena;
    g.env = (struct form_env){ .lang = LANG_EN, .zone = zone_of(S("Asia/Jakarta")) };
    cr_assert(currency_of(S("IDR"), &g.env.currency));
    struct form_input input = { .content_type = str_of(content_type), .body = body };
    g.err = form_parse(&g.c, &sample_form, &g.env, &input, &g.out, &g.state);
    return g;
}

static struct given parse_page(const char *body)
{
    return parse("application/x-www-form-urlencoded; charset=utf-8", str_of(body));
}

static struct given parse_json(const char *body)
{
    return parse("application/json", str_of(body));
}

static str errors_of(const struct given *g)
{
    struct buf text = buf_new(g->arena, KB(8));
    for (const struct value *e = g->state.errors->children.first; e != NULL; e = e->next) {
        buf_addf(&text, "%.*s=%.*s;", STR_ARG(value_text(e, S("field"))),
                 STR_ARG(value_text(e, S("message"))));
    }
    return buf_str(&text);
}

static void expect_errors(struct given g, const char *expected)
{
    cr_expect_eq(g.err, ERR_BAD_INPUT, "%s", err_name(g.err));
    cr_expect(str_eq(errors_of(&g), str_of(expected)), "%.*s", STR_ARG(errors_of(&g)));
    cr_expect(str_is_empty(g.out.name), "written although refused");
    arena_free(g.arena);
}

static const char *check_note(const struct form_state *state, str *field)
{
    *field = S("note");
    bool is_pickup = str_eq(value_text(state->typed, S("method")), S("pickup"));
    return is_pickup || value_text(state->typed, S("note")).size != 0 ? NULL : "Fill this in.";
}

Test(form, says_what_one_answer_asks_of_another_beside_the_rest)
{
    struct form checked = sample_form;
    struct given g = parse_page("method=pickup");
    struct form_input input = { .content_type = S("application/x-www-form-urlencoded"),
                                .body = S("method=courier") };
    size_t without = g.state.errors->count;
    checked.check = check_note;
    cr_expect_eq(form_parse(&g.c, &checked, &g.env, &input, &g.out, &g.state), ERR_BAD_INPUT);
    cr_expect(str_contains(errors_of(&g), S("note=Fill this in.;")));
    cr_expect_gt(g.state.errors->count, 1, "beside what is missing");
    input.body = S("method=pickup");
    cr_expect_eq(form_parse(&g.c, &checked, &g.env, &input, &g.out, &g.state), ERR_BAD_INPUT);
    cr_expect_eq(g.state.errors->count, without, "nothing is asked of it");
    arena_free(g.arena);
}

Test(form, reads_a_page)
{
    struct given g = parse_page("name=+Siti+&note=a%0D%0Ab&phone=0812-3456-7890&email=siti%40Toko."
                                "ID&address.street=Jl.%20Kenari"
                                "&price=Rp1.250.000&accept=on&day=2026-11-24&at=2026-11-21T14:05&"
                                "method=pickup&consents=news&consents=reminder"
                                "&lines.0.sku=A&lines.0.quantity=2&lines.7.sku=B&lines.7.quantity="
                                "3&csrf_token=t&idempotency_key=k");
    cr_assert_eq(g.err, OK, "%s %.*s", g.c.detail, STR_ARG(errors_of(&g)));
    cr_expect(str_eq(g.out.name, S("Siti")));
    cr_expect(str_eq(g.out.note, S("a\nb")));
    cr_expect(str_eq(g.out.phone, S("+6281234567890")));
    cr_expect(str_eq(g.out.email, S("siti@toko.id")));
    cr_expect(str_eq(g.out.address.street, S("Jl. Kenari")));
    cr_expect_eq(g.out.price.minor, 1250000);
    cr_expect(g.out.accept && !g.out.gift);
    cr_expect_eq(g.out.day, clock_days_of(2026, 11, 24));
    cr_expect_eq(g.out.at, clock_days_of(2026, 11, 21) * DAYS(1) + HOURS(7) + MINUTES(5));
    cr_expect_eq(g.out.consents.count, 2);
    cr_assert_eq(g.out.lines.count, 2);
    const struct line *line = g.out.lines.at;
    cr_expect(str_eq(line[1].sku, S("B")) && line[1].quantity == 3);
    cr_expect(str_eq(g.state.csrf_token, S("t")) && str_eq(g.state.idempotency_key, S("k")));
    cr_expect(form_was_given(&g.state, S("phone")) && !form_was_given(&g.state, S("gift")));
    arena_free(g.arena);
}

Test(form, reads_the_same_from_json)
{
    struct given g = parse_json(
        "{\"name\":\"Siti\",\"address\":{\"street\":\"Jl. Kenari\",\"city\":null},\"accept\":true,"
        "\"price\":{\"amount\":1250000,\"currency\":\"IDR\"},\"consents\":[\"news\"],"
        "\"lines\":[{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"B\",\"quantity\":3}],\"at\":\"2026-"
        "11-21T07:05:00Z\"}");
    cr_assert_eq(g.err, OK, "%s %.*s", g.c.detail, STR_ARG(errors_of(&g)));
    cr_expect(str_eq(g.out.address.street, S("Jl. Kenari")));
    cr_expect_eq(g.out.price.minor, 1250000);
    cr_expect_eq(g.out.consents.count, 1);
    cr_expect_eq(g.out.lines.count, 2);
    cr_expect_eq(g.out.at, clock_days_of(2026, 11, 21) * DAYS(1) + HOURS(7) + MINUTES(5));
    arena_free(g.arena);
}

Test(form, reads_multipart_with_a_file)
{
    str body =
        S("--x1\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nSiti\r\n"
          "--x1\r\nContent-Disposition: form-data; name=\"accept\"\r\n\r\ntrue\r\n"
          "--x1\r\nContent-Disposition: form-data; name=\"proof\"; filename=\"C:\\a\\b.png\"\r\n"
          "Content-Type: image/png\r\n\r\n\x89PNG\r\n\0--x\r\n--x1--\r\n");
    struct given g = parse("multipart/form-data; boundary=x1", body);
    cr_assert_eq(g.err, OK, "%s %.*s", g.c.detail, STR_ARG(errors_of(&g)));
    cr_expect(str_eq(g.out.proof.name, S("b.png")), "%.*s", STR_ARG(g.out.proof.name));
    cr_expect(str_eq(g.out.proof.content_type, S("image/png")));
    cr_expect(str_eq(g.out.proof.bytes, S("\x89PNG\r\n\0--x")));
    arena_free(g.arena);
}

Test(form, says_how_large_a_file_may_be)
{
    static const struct {
        int64_t max;
        str words;
    } cases[] = {
        { 100, S_INIT("This file is too large: at most 100 B.") },
        { 256 * 1024, S_INIT("This file is too large: at most 256 KB.") },
        { 300000, S_INIT("This file is too large: at most 300 KB.") },
    };
    struct arena *arena = arena_new();
    struct form_env env = { .lang = LANG_EN, .zone = zone_of(S("Asia/Jakarta")) };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ctx c = { .arena = arena };
        const struct field fields[] = { FIELD(FILE, struct sample, proof, 0, cases[i].max, NULL) };
        const struct form form = FORM("file", fields, struct sample);
        struct sample out = { 0 };
        struct form_state state = { 0 };
        struct buf body = buf_new(arena, MB(1));
        buf_add(
            &body,
            S("--x1\r\nContent-Disposition: form-data; name=\"proof\"; filename=\"b\"\r\n\r\n"));
        for (int64_t n = 0; n <= cases[i].max; n++) {
            buf_add(&body, S("x"));
        }
        buf_add(&body, S("\r\n--x1--\r\n"));
        struct form_input input = { .content_type = S("multipart/form-data; boundary=x1"), .body = buf_str(&body) };
        cr_expect_eq(form_parse(&c, &form, &env, &input, &out, &state), ERR_BAD_INPUT);
        cr_assert_not_null(state.errors->children.first);
        str message = value_text(state.errors->children.first, S("message"));
        cr_expect(str_eq(message, cases[i].words), "%.*s", STR_ARG(message));
    }
    arena_free(arena);
}

Test(form, gives_all_messages_at_once)
{
    expect_errors(
        parse_page("name=x&email=nobody&lines.0.sku=&lines.0.quantity=100&price=9.99&method=drone"),
        "name=Please write your name.;email=This does not look like an e-mail address.;"
        "price=This is not an amount in the shop's currency.;accept=Please accept the terms.;"
        "method=Possible here: flat, pickup.;lines.0.sku=Choose a "
        "variant.;lines.0.quantity=Between 1 and 99.;");
}

Test(form, refuses_by_name_what_is_not_declared)
{
    expect_errors(parse_page("name=Siti&accept=1&role=owner&role=x"),
                  "role=This is not a field of this form.;");
    expect_errors(
        parse_json("{\"name\":\"Siti\",\"accept\":true,\"address\":{\"zip\":1},\"a\":{},\"lines\":["
                   "{\"price\":1}]}"),
        "lines.0.sku=Choose a variant.;lines.0.quantity=Between 1 and 99.;"
        "address.zip=This is not a field of this form.;a=This is not a field of this form.;"
        "lines.0.price=This is not a field of this form.;");
    expect_errors(parse_page("name=Siti&accept=1&lines.200.sku=A"),
                  "lines.200.sku=This is not a field of this form.;");
}

Test(form, refuses_the_same_field_twice)
{
    expect_errors(parse_page("name=Siti&name=Budi&accept=1"),
                  "name=This was given more than once.;");
}

Test(form, refuses_what_cannot_be_read)
{
    expect_errors(parse_page("name=a%00b&accept=1"),
                  "name=This contains characters we cannot read.;");
    expect_errors(parse_page("name=a%ff%fe&accept=1"),
                  "name=This contains characters we cannot read.;");
    expect_errors(parse_page("name=a%zz&accept=1"),
                  "name=This contains characters we cannot read.;");
    expect_errors(parse_page("name=a%01b&accept=1"),
                  "name=This contains characters we cannot read.;");
}

Test(form, takes_what_nobody_sees_for_nothing)
{
    const char *nothing = "%E2%A0%80%E2%80%8B%C2%AD%EF%BB%BF";
    char body[200];
    snprintf(body, sizeof body, "accept=1&name=%s", nothing);
    expect_errors(parse_page(body), "name=Please write your name.;");
    snprintf(body, sizeof body, "accept=1&name=a%s", nothing);
    expect_errors(parse_page(body),
                  "name=Please write your name.;"); /* two letters are asked for */
    snprintf(body, sizeof body, "accept=1&name=Siti&note=%s", nothing);
    struct given g = parse_page(body);
    cr_expect_eq(g.err, OK);
    cr_expect(str_is_empty(g.out.note), "what need not be written was not");
    cr_expect_not(form_was_given(&g.state, S("note")));
    arena_free(g.arena);
}

Test(form, counts_characters_not_bytes)
{
    struct given g = parse_page(
        "name=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9&accept=1");
    cr_expect_eq(g.err, OK);
    arena_free(g.arena);
    expect_errors(parse_page("name=123456789012345678901&accept=1"),
                  "name=At most 20 characters.;");
}

Test(form, wants_the_kinds_of_json)
{
    expect_errors(
        parse_json("{\"name\":7,\"accept\":\"yes\",\"lines\":[{\"sku\":\"A\",\"quantity\":\"2\"}],"
                   "\"price\":5}"),
        "name=This must be a text.;price=This is not an amount in the shop's currency.;"
        "accept=This must be true or false.;lines.0.quantity=This must be a whole number.;");
}

Test(form, says_when_it_is_not_a_form)
{
    struct given g = parse("text/xml", S("<a/>"));
    cr_expect_eq(g.err, ERR_MEDIA_TYPE);
    arena_free(g.arena);
    g = parse_json("{");
    cr_expect_eq(g.err, ERR_MALFORMED);
    arena_free(g.arena);
    g = parse_json("[]");
    cr_expect_eq(g.err, ERR_MALFORMED);
    arena_free(g.arena);
    g = parse("multipart/form-data; boundary=b", S("--b\r\n"));
    cr_expect_eq(g.err, ERR_MALFORMED);
    arena_free(g.arena);
}

Test(form, reads_amounts_as_people_type_them)
{
    static const struct {
        const char *typed;
        int64_t minor; /* -1: refused */
    } cases[] = {
        { "65000", 65000 },     { "65.000", 65000 },
        { "Rp65.000", 65000 },  { "Rp 1,250,000", 1250000 },
        { "65.000,00", 65000 }, { "idr 5", 5 },
        { "9.99", -1 },         { "1.2.3", -1 },
        { "-5", -1 },           { "6.5000", -1 },
        { ".500", -1 },         { "Rp", -1 },
        { "1e3", -1 },          { "99999999999999999999", -1 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(arena_drop) struct arena *arena = arena_new();
        str body = str_format(arena, "name=Siti&accept=1&price=%.*s",
                              STR_ARG(str_escape_url(arena, str_of(cases[i].typed))));
        struct given g = parse_page(str_c(arena, body));
        cr_expect_eq(g.err, cases[i].minor < 0 ? ERR_BAD_INPUT : OK, "%s", cases[i].typed);
        cr_expect_eq(g.out.price.minor, cases[i].minor < 0 ? 0 : cases[i].minor, "%s",
                     cases[i].typed);
        arena_free(g.arena);
    }
}

static str shown(const struct given *g, const char *path)
{
    const struct value *node = form_model(g->arena, &g->state, S("/x"), S("tok"), LANG_EN);
    struct str_pair rest = { .tail = str_of(path), .found = true };
    while (rest.found && node != NULL) {
        rest = str_cut(rest.tail, '.');
        int64_t index = 0;
        if (node->kind == VALUE_LIST && str_to_int(rest.head, &index)) {
            node = node->children.first;
            while (index-- > 0 && node != NULL) {
                node = node->next;
            }
        } else {
            node = value_get(node, rest.head);
        }
    }
    struct buf text = buf_new(g->arena, KB(4));
    if (node != NULL) {
        json_write(&text, node);
    }
    return buf_str(&text);
}

static void expect_shown(const struct given *g, const char *path, const char *json)
{
    cr_expect(str_eq(shown(g, path), str_of(json)), "%s: %.*s", path, STR_ARG(shown(g, path)));
}

Test(form, gives_everything_back_as_typed)
{
    struct given g = parse_page(
        "name=&phone=0812&address.street=Jl.+Kenari&accept=on&method=pickup&consents=news"
        "&lines.4.sku=A&lines.4.quantity=many&password=hunter2");
    expect_shown(&g, "error", "\"Some fields need another look.\"");
    expect_shown(&g, "csrf_token", "\"tok\"");
    expect_shown(&g, "name.error", "\"Please write your name.\"");
    expect_shown(&g, "name.label", "\"Name\"");
    expect_shown(&g, "name.is_required", "true");
    expect_shown(&g, "name.max_length", "20");
    expect_shown(&g, "phone.value", "\"0812\"");
    expect_shown(&g, "phone.type", "\"tel\"");
    expect_shown(&g, "address.street.value", "\"Jl. Kenari\"");
    expect_shown(&g, "address.street.name", "\"address.street\"");
    expect_shown(&g, "accept.is_checked", "true");
    expect_shown(&g, "gift.is_checked", "false");
    expect_shown(&g, "method.options.1.is_selected", "true");
    expect_shown(&g, "consents.options.0.is_checked", "true");
    expect_shown(&g, "consents.options.1.is_checked", "false");
    expect_shown(&g, "lines.rows.0.sku.value", "\"A\"");
    expect_shown(&g, "lines.rows.0.quantity.name", "\"lines.4.quantity\"");
    expect_shown(&g, "lines.rows.0.quantity.error", "\"This must be a whole number.\"");
    expect_shown(&g, "password.value", "\"\"");
    arena_free(g.arena);
}

Test(form, shows_present_values_for_editing)
{
    struct given g = parse_page(
        "name=Siti&accept=1&price=65.000&at=2026-11-21T14:05&lines.0.sku=A&lines.0.quantity=2");
    cr_assert_eq(g.err, OK);
    g.state = form_of(g.arena, &sample_form, &g.env, &g.out);
    expect_shown(&g, "error", "null");
    expect_shown(&g, "price.value", "\"65000\"");
    expect_shown(&g, "at.value", "\"2026-11-21T14:05\"");
    expect_shown(&g, "accept.is_checked", "true");
    expect_shown(&g, "lines.rows.0.quantity.value", "\"2\"");
    arena_free(g.arena);
}

struct search {
    str q;
    int64_t page;
};
static const struct field search_fields[] = {
    FIELD(TEXT, struct search, q, 0, 100, NULL),
    FIELD(INT, struct search, page, 1, 1000, NULL, .is_optional = true),
};
static const struct form search_form = QUERY_FORM("search", search_fields, struct search);

Test(form, ignores_unknown_names_in_a_query)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct ctx c = { .arena = arena };
    struct form_env env = { .lang = LANG_ID };
    struct form_state state;
    struct search out = { 0 };
    struct form_input input = { .query = S("q=kopi+gayo&utm_source=wa&utm_source=x&&fbclid") };
    cr_assert_eq(form_parse(&c, &search_form, &env, &input, &out, &state), OK);
    cr_expect(str_eq(out.q, S("kopi gayo")));
    cr_expect(!form_was_given(&state, S("page")));
    input.query = S("page=0");
    cr_expect_eq(form_parse(&c, &search_form, &env, &input, &out, &state), ERR_BAD_INPUT);
}

Test(form, keeps_no_marks_that_turn_what_stands_beside)
{
    struct given g = parse_page(
        "name=Budi%E2%80%AEgnp%E2%81%A6.exe&note=%EF%BB%BFa%C2%85b%E2%80%8B&accept=on&method=flat");
    cr_expect(str_eq(g.out.name, S("Budignp.exe")), "%.*s", STR_ARG(g.out.name));
    cr_expect(str_eq(g.out.note, S("ab\xe2\x80\x8b")),
              "what joins and parts letters is some scripts' own");
    arena_free(g.arena);
}

Test(form, takes_no_address_that_mail_cannot_carry)
{
    struct given g = parse_page("name=Siti&email=%EF%BD%81%40toko.id&accept=on&method=flat");
    cr_expect(str_contains(errors_of(&g), S("email=This does not look like an e-mail address.")),
              "%.*s", STR_ARG(errors_of(&g)));
    arena_free(g.arena);
}
