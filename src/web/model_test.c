/* SPDX-License-Identifier: Apache-2.0 */
#include "web/problem.h"

#include <criterion/criterion.h>

static const struct model_field variant_fields[] = {
    SHOW(TEXT, "sku"),
    SHOW_OR_NULL(INT, "quantity"),
};
static const struct model variant_model = MODEL("variant", variant_fields);
static const struct model_field product_fields[] = {
    SHOW(TEXT, "slug"),
    SHOW(LIST, "variants", .of = &variant_model),
    SHOW(LIST, "tags", .item = VALUE_TEXT),
    SHOW(OBJECT, "options", .is_map = true),
    PAGE_ONLY(OBJECT, "form"),
    PERSONAL(TEXT, "name"),
};
static const struct model product_model = MODEL("product", product_fields);

static struct value *parse(struct arena *arena, const char *json)
{
    struct value *node = NULL;
    str why = { 0 };
    cr_assert(json_read(arena, str_of(json), &node, &why));
    return node;
}

static void expect_refused(const char *json, const char *expected)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str why = { 0 };
    cr_expect(!model_check(arena, &product_model, parse(arena, json), &why), "%s", json);
    cr_expect(str_eq(why, str_of(expected)), "%.*s", STR_ARG(why));
}

#define GOOD "\"slug\":\"a\",\"tags\":[\"x\"],\"options\":{\"Size\":\"L\"},\"name\":null"

Test(model, accepts_what_is_declared)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str why = { 0 };
    struct value *node = parse(
        arena, "{" GOOD ",\"variants\":[{\"sku\":\"A\",\"quantity\":null}],\"form\":{\"x\":1}}");
    cr_expect(model_check(arena, &product_model, node, &why), "%.*s", STR_ARG(why));
    cr_expect(model_has_personal(&product_model) && !model_has_personal(&variant_model));
}

Test(model, names_the_path_of_what_is_wrong)
{
    expect_refused("{" GOOD ",\"variants\":[],\"secret\":1}", "secret: not declared");
    expect_refused("{" GOOD "}", "variants: declared, but not there");
    expect_refused("{" GOOD ",\"variants\":[{\"sku\":\"A\",\"quantity\":\"x\"}]}",
                   "variants.0.quantity: a text, declared as a whole number");
    expect_refused("{" GOOD ",\"variants\":[1]}",
                   "variants.0: a whole number, declared as an object");
    expect_refused("{" GOOD ",\"variants\":[{\"sku\":\"A\",\"quantity\":1,\"cost\":1}]}",
                   "variants.0.cost: not declared");
}

Test(model, writes_only_what_is_declared_for_json)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct buf out = buf_new(arena, KB(4));
    model_write_json(&out, &product_model,
                     parse(arena, "{\"slug\":\"a\",\"secret\":1,\"form\":{\"t\":1},\"variants\":[{"
                                  "\"sku\":\"A\",\"cost\":5}]}"));
    cr_expect(str_eq(buf_str(&out), S("{\"slug\":\"a\",\"variants\":[{\"sku\":\"A\"}]}")), "%.*s",
              STR_ARG(buf_str(&out)));
}

Test(problem, is_written_as_rfc_9457_says)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct buf out = buf_new(arena, KB(4));
    struct value *errors = value_list(arena);
    struct value *error = value_add_object(arena, errors);
    value_set_text(arena, error, S("field"), S("phone"));
    value_set_text(arena, error, S("message"), S("Terlalu pendek"));
    struct problem problem = { ERR_BAD_INPUT, { 0 }, errors, S("r1") };
    problem_write_json(&out, &problem, LANG_ID);
    cr_expect(str_eq(buf_str(&out), S("{\"type\":\"about:blank#bad_input\",\"title\":\"Ada isian "
                                      "yang perlu diperiksa lagi.\",\"status\":400,"
                                      "\"detail\":null,\"errors\":[{\"field\":\"phone\","
                                      "\"message\":\"Terlalu pendek\"}],\"request_id\":\"r1\"}")),
              "%.*s", STR_ARG(buf_str(&out)));
    const struct value *page = problem_model(arena, &(struct problem){ .err = ERR_BUSY }, LANG_EN);
    cr_expect_eq(value_int(page, S("status"), 0), 503);
    cr_expect(value_bool(page, S("is_fault")) && !value_bool(page, S("is_limit")));
    struct problem large = { .err = ERR_TOO_LARGE, .takes_files = true };
    page = problem_model(arena, &large, LANG_EN);
    cr_expect(value_bool(page, S("is_too_large")) && value_bool(page, S("takes_files")));
    cr_expect(!value_bool(page, S("is_too_slow")));
}
