/* SPDX-License-Identifier: Apache-2.0 */
#include "c/catalogue.h"

static void expect_stock(struct fixture *t, sku_id sku, int64_t free)
{
    struct stock_shown shown;
    must(stock_level(&t->c, sku, &shown));
    cr_expect_eq(shown.quantity, free, "%" PRId64 " free", shown.quantity);
}

/* Each row of a check's statement is a finding. */
static void expect_sound(struct fixture *t)
{
    for (size_t i = 0; i < stock_check_count; i++) {
        struct rows r = db_query(t->db, stock_checks[i].sql, NO_ARGS);
        while (db_next(&r)) {
            str finding = row_text(&r, t->c.arena);
            cr_expect(false, "%.*s", STR_ARG(finding));
        }
        must(db_done(&r));
    }
}

static bool is_raised(const struct ctx *c, str tag)
{
    for (size_t i = 0; i < c->tag_count; i++) {
        if (str_eq(c->tag[i], tag)) {
            return true;
        }
    }
    return false;
}

DomainTest(stock_reserve, takes_nothing_when_too_few_are_free)
{
    sku_id many = goods(t, "Cangkir", 45000, 10);
    sku_id few = goods(t, "Piring", 60000, 2);
    fixture_commit(t);
    struct stock_line lines[] = { { .sku = many, .quantity = 4 }, { .sku = few, .quantity = 3 } };
    cr_expect_eq(stock_reserve(c, S("order:1"), lines, 2, 0), ERR_OUT_OF_STOCK);
    fixture_undo(t);
    expect_stock(t, many, 10);
    expect_sound(t);
    lines[1].quantity = 2;
    must(stock_reserve(c, S("order:1"), lines, 2, 0));
    expect_stock(t, many, 6);
    expect_stock(t, few, 0);
    expect_sound(t);
}

DomainTest(stock_reserve, adds_up_lines_of_one_sku)
{
    sku_id sku = goods(t, "Cangkir", 45000, 5);
    fixture_commit(t);
    struct stock_line lines[] = { { .sku = sku, .quantity = 3 }, { .sku = sku, .quantity = 3 } };
    cr_expect_eq(stock_reserve(c, S("order:1"), lines, 2, 0), ERR_OUT_OF_STOCK);
    fixture_undo(t);
    lines[1].quantity = 2;
    must(stock_reserve(c, S("order:1"), lines, 2, 0));
    expect_stock(t, sku, 0);
    cr_expect_eq(stock_reserve(c, S("order:1"), lines, 1, 0), ERR_STATE);
}

DomainTest(stock_reserve, lets_uncounted_and_preorder_goods_pass)
{
    sku_id uncounted = goods(t, "Jasa ukir", 20000, -1);
    sku_id later = goods(t, "Batik tulis", 750000, 1);
    struct variant_fields fields = {
        .sku = S("BT-1"), .price_minor = 750000, .is_tracked = true, .preorder_days = 14, .is_active = true
    };
    must(variant_update(c, later, &fields));
    struct stock_line lines[] = { { .sku = uncounted, .quantity = 999 }, { .sku = later, .quantity = 2 } };
    must(stock_reserve(c, S("order:1"), lines, 2, 0));
    cr_expect(!lines[0].is_preorder);
    cr_expect(lines[1].is_preorder);
    expect_stock(t, later, 1); /* a pre-order holds no pieces */
    must(stock_commit(c, S("order:1")));
    expect_stock(t, later, 1);
    expect_sound(t);
}

DomainTest(stock_commit, sells_once_and_only_what_is_held)
{
    sku_id sku = goods(t, "Cangkir", 45000, 8);
    struct stock_line line = { .sku = sku, .quantity = 3 };
    must(stock_reserve(c, S("cart:9"), &line, 1, t->c.now_at + MINUTES(10)));
    must(stock_extend(c, S("cart:9"), S("order:9"), 0));
    cr_expect_eq(stock_extend(c, S("cart:9"), S("order:9"), 0), ERR_NOT_FOUND);
    must(stock_commit(c, S("order:9")));
    cr_expect_eq(stock_commit(c, S("order:9")), ERR_NOT_FOUND);
    must(stock_release(c, S("order:9"))); /* nothing left to give back */
    expect_stock(t, sku, 5);
    expect_sound(t);
    struct stock_movement *movement = NULL;
    size_t count = 0;
    must(stock_movements(c, sku, 0, &movement, &count));
    cr_assert_eq(count, 3);
    cr_expect_eq(movement[0].reason, STOCK_SALE);
    cr_expect_eq(movement[0].on_hand_delta, -3);
    cr_expect_eq(movement[2].reason, STOCK_ADJUSTMENT);
}

DomainTest(stock_release_expired, frees_what_is_due_and_names_it)
{
    sku_id sku = goods(t, "Cangkir", 45000, 8);
    struct stock_line line = { .sku = sku, .quantity = 2 };
    must(stock_reserve(c, S("cart:1"), &line, 1, c->now_at + MINUTES(10)));
    must(stock_reserve(c, S("cart:2"), &line, 1, c->now_at + MINUTES(5)));
    must(stock_reserve(c, S("order:3"), &line, 1, 0));
    fixture_pass(t, MINUTES(7));
    struct stock_subjects due;
    must(stock_release_expired(c, 10, &due));
    cr_assert_eq(due.count, 1);
    cr_expect(str_eq(due.item[0], S("cart:2")));
    expect_stock(t, sku, 4);
    fixture_pass(t, DAYS(30));
    must(stock_release_expired(c, 10, &due));
    cr_assert_eq(due.count, 1);
    cr_expect(str_eq(due.item[0], S("cart:1")));
    expect_stock(t, sku, 6);
    expect_sound(t);
}

DomainTest(stock_adjust, never_goes_below_what_is_held)
{
    sku_id sku = goods(t, "Cangkir", 45000, 8);
    struct stock_line line = { .sku = sku, .quantity = 5 };
    must(stock_reserve(c, S("order:1"), &line, 1, 0));
    cr_expect_eq(stock_adjust(c, sku, -4, STOCK_DAMAGE, S("broken")), ERR_OUT_OF_STOCK);
    must(stock_adjust(c, sku, -3, STOCK_DAMAGE, S("broken")));
    must(stock_adjust(c, sku, 2, STOCK_RETURN, S("order 7")));
    cr_expect_eq(stock_adjust(c, sku, 2, STOCK_DAMAGE, S("")), ERR_BAD_INPUT);
    cr_expect_eq(stock_adjust(c, (sku_id){ 99999 }, 2, STOCK_ADJUSTMENT, S("")), ERR_NOT_FOUND);
    expect_stock(t, sku, 2);
    must(stock_count(c, sku, 20, S("counted")));
    expect_stock(t, sku, 15);
    expect_sound(t);
}

DomainTest(stock_tags, are_raised_only_when_the_shown_text_changes)
{
    sku_id sku = goods(t, "Cangkir", 45000, 10);
    struct sku facts;
    must(product_sku_by_id(c, sku, &facts));
    str tag = str_format(c->arena, "product:%" PRId64, facts.product.v);
    struct stock_line line = { .sku = sku, .quantity = 4 };
    ctx_forget(c);
    must(stock_reserve(c, S("order:1"), &line, 1, 0)); /* 10 → 6: still just "in stock" */
    cr_expect_eq(c->tag_count, 0);
    line.quantity = 1;
    must(stock_reserve(c, S("order:2"), &line, 1, 0)); /* 6 → 5: few are left */
    cr_expect(is_raised(c, tag));
    ctx_forget(c);
    must(stock_commit(c, S("order:1"))); /* held ones leave: nothing to see */
    cr_expect_eq(c->tag_count, 0);
    must(stock_release(c, S("order:2")));
    cr_expect(is_raised(c, tag));
}

Test(stock_shown, says_what_a_buyer_may_rely_on)
{
    static const struct {
        struct stock_facts facts;
        enum stock_status status;
        bool is_counted;
    } cases[] = {
        { { .is_tracked = false }, STOCK_IN, false },
        { { .is_tracked = true, .on_hand = 9, .held = 3 }, STOCK_IN, true },
        { { .is_tracked = true, .on_hand = 9, .held = 4 }, STOCK_LOW, true },
        { { .is_tracked = true, .on_hand = 4, .held = 4 }, STOCK_OUT, true },
        { { .is_tracked = true, .on_hand = 4, .held = 4, .preorder_days = 7 },
          STOCK_PREORDER,
          true },
        { { .is_tracked = true, .sells_past_zero = true }, STOCK_IN, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct stock_shown shown = stock_shown_of(&cases[i].facts);
        cr_expect_eq(shown.status, cases[i].status, "case %zu", i);
        cr_expect_eq(shown.is_counted, cases[i].is_counted, "case %zu", i);
    }
}
