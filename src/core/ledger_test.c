/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/check.h"
#include "core/ledger.h"

static money rupiah(int64_t minor)
{
    money m = { .minor = minor };
    cr_assert(currency_of(S("IDR"), &m.currency));
    return m;
}

static struct transfer capture(int64_t minor)
{
    return (struct transfer){ .id = S("capture:1"),
                               .debit = S("gateway:sandbox:clearing"),
                               .credit = S("held:order:1"),
                               .amount = rupiah(minor),
                               .code = S("capture"),
                               .subject = S("order:1") };
}

static struct transfer release(int64_t minor)
{
    return (struct transfer){ .id = S("release:1"),
                               .debit = S("held:order:1"),
                               .credit = S("sales"),
                               .amount = rupiah(minor),
                               .code = S("release"),
                               .subject = S("order:1") };
}

static int64_t balance(struct fixture *t, const char *code)
{
    struct balance b = { 0 };
    must(ledger_balance(&t->c, str_of(code), &b));
    return b.minor;
}

static size_t findings(struct fixture *t)
{
    size_t count = 0;
    must(check_run_all(&t->c, core_checks, core_check_count, NULL, &count));
    return count;
}

DomainTest(ledger, holds_what_came_in_until_it_is_released)
{
    struct transfer in = capture(125000);
    struct transfer out = release(125000);
    must(ledger_post(c, &in));
    cr_expect_eq(balance(t, "held:order:1"), 125000);
    cr_expect_eq(balance(t, "gateway:sandbox:clearing"), 125000);
    must(ledger_post(c, &out));
    cr_expect_eq(balance(t, "held:order:1"), 0);
    cr_expect_eq(balance(t, "sales"), 125000);
    cr_expect_eq(findings(t), 0);
}

DomainTest(ledger, takes_the_same_transfer_twice_for_one)
{
    struct transfer in = capture(125000);
    must(ledger_post(c, &in));
    must(ledger_post(c, &in));
    cr_expect_eq(balance(t, "held:order:1"), 125000);
    struct transfer other[] = { capture(125001), in, in, in, in, in };
    other[1].credit = S("held:order:2");
    other[2].debit = S("bank");
    other[3].subject = S("order:2");
    other[4].code = S("gift");
    other[5].kind = TRANSFER_PENDING;
    for (size_t i = 0; i < COUNT(other); i++) {
        cr_expect_eq(ledger_post(c, &other[i]), ERR_CONFLICT, "%zu", i);
    }
    cr_expect_eq(balance(t, "held:order:1"), 125000);
}

DomainTest(ledger, refuses_what_is_no_transfer_and_takes_the_largest_there_is)
{
    struct transfer odd[] = { capture(1000), capture(-1), capture(MONEY_MAX_MINOR + 1), capture(1000) };
    odd[0].id = (str){ 0 };
    odd[3].credit = odd[3].debit;
    for (size_t i = 0; i < COUNT(odd); i++) {
        cr_expect_eq(ledger_post(c, &odd[i]), ERR_UNPROCESSABLE, "%zu", i);
    }
    struct transfer largest = capture(MONEY_MAX_MINOR);
    must(ledger_post(c, &largest));
    cr_expect_eq(balance(t, "held:order:1"), MONEY_MAX_MINOR);
}

DomainTest(ledger, never_releases_more_than_is_held)
{
    struct transfer in = capture(1000);
    struct transfer out = release(1001);
    must(ledger_post(c, &in));
    fixture_commit(t);
    cr_expect_eq(ledger_post(c, &out), ERR_UNPROCESSABLE);
    fixture_undo(t);
    cr_expect_eq(balance(t, "held:order:1"), 1000);
    cr_expect_eq(balance(t, "sales"), 0);
}

DomainTest(ledger, counts_pending_money_against_the_limit)
{
    struct transfer in = capture(1000);
    struct transfer pending = release(800);
    pending.kind = TRANSFER_PENDING;
    must(ledger_post(c, &in));
    must(ledger_post(c, &pending));
    fixture_commit(t);
    struct transfer more = release(300);
    more.id = S("release:2");
    cr_expect_eq(ledger_post(c, &more), ERR_UNPROCESSABLE);
    fixture_undo(t);
    must(ledger_post(c, &(struct transfer){ .id = S("post:1"),
                                             .kind = TRANSFER_POST,
                                             .amount = rupiah(500),
                                             .pending_id = S("release:1") }));
    cr_expect_eq(balance(t, "held:order:1"), 500); /* the rest returned */
    must(ledger_post(c, &more));
    cr_expect_eq(balance(t, "sales"), 800);
    cr_expect_eq(findings(t), 0);
}

DomainTest(ledger, resolves_a_pending_transfer_once)
{
    struct transfer in = capture(1000);
    in.kind = TRANSFER_PENDING;
    must(ledger_post(c, &in));
    struct transfer post = { .id = S("post:1"),
                             .kind = TRANSFER_POST,
                             .pending_id = S("capture:1") };
    struct transfer undo = { .id = S("void:1"),
                             .kind = TRANSFER_VOID,
                             .pending_id = S("capture:1") };
    struct transfer lost = { .id = S("void:2"),
                             .kind = TRANSFER_VOID,
                             .pending_id = S("capture:9") };
    must(ledger_post(c, &post));
    must(ledger_post(c, &post)); /* again: harmless */
    cr_expect_eq(ledger_post(c, &undo), ERR_STATE);
    cr_expect_eq(ledger_post(c, &lost), ERR_NOT_FOUND);
    cr_expect_eq(balance(t, "held:order:1"), 1000);
    cr_expect_eq(findings(t), 0);
}

/* The newest transfer of an order. */
static struct transfer newest(struct fixture *t, const char *subject)
{
    struct transfer_list list = { 0 };
    must(ledger_list_of_subject(&t->c, str_of(subject), &list));
    cr_assert_gt(list.count, 0);
    return list.item[list.count - 1];
}

DomainTest(ledger, resolution_is_what_was_pending_unless_it_says_otherwise)
{
    struct transfer in[] = { capture(1000), capture(1000) };
    for (size_t i = 0; i < COUNT(in); i++) {
        in[i].kind = TRANSFER_PENDING;
        in[i].id = str_format(c->arena, "capture:%zu", i);
        must(ledger_post(c, &in[i]));
    }
    struct transfer post = { .id = S("post:0"), .kind = TRANSFER_POST, .pending_id = S("capture:0"), .amount = rupiah(-1) };
    cr_expect_eq(ledger_post(c, &post), ERR_UNPROCESSABLE, "never less than nothing");
    fixture_pass(t, HOURS(1));
    post.amount = rupiah(0);
    must(ledger_post(c, &post));
    struct transfer said = newest(t, "order:1");
    cr_expect(str_eq(said.code, S("capture")) && said.amount.minor == 1000);
    cr_expect_eq(said.at, c->now_at);
    post = (struct transfer){ .id = S("post:1"),
                               .kind = TRANSFER_POST,
                               .pending_id = S("capture:1"),
                               .code = S("late"),
                               .subject = S("order:7") };
    must(ledger_post(c, &post));
    said = newest(t, "order:7");
    cr_expect(str_eq(said.code, S("late")) && said.amount.minor == 1000);
}

DomainTest(ledger, money_that_is_only_expected_is_listed_on_both_sides)
{
    struct transfer in = capture(1000);
    struct account_list accounts = { 0 };
    in.kind = TRANSFER_PENDING;
    must(ledger_post(c, &in));
    must(ledger_balances(c, &accounts));
    cr_assert_eq(accounts.count, 2);
    cr_expect_eq(accounts.item[0].balance.debits_pending, 1000);
    cr_expect_eq(accounts.item[1].balance.credits_pending, 1000);
}

DomainTest(ledger, lets_pending_transfers_expire)
{
    struct transfer in = capture(1000);
    in.kind = TRANSFER_PENDING;
    in.expires_at = c->now_at + HOURS(1);
    must(ledger_post(c, &in));
    int64_t expired = 0;
    must(ledger_expire_due(c, 10, &expired));
    cr_expect_eq(expired, 0);
    fixture_pass(t, HOURS(1));
    must(ledger_expire_due(c, 10, &expired));
    cr_expect_eq(expired, 1);
    must(ledger_expire_due(c, 10, &expired));
    cr_expect_eq(expired, 0);
    struct balance b = { 0 };
    must(ledger_balance(c, S("held:order:1"), &b));
    cr_expect_eq(b.credits_pending, 0);
    cr_expect_eq(findings(t), 0);
}

DomainTest(ledger, refuses_what_is_not_in_the_chart_and_other_currencies)
{
    struct transfer odd = capture(1000);
    odd.credit = S("piggy_bank");
    cr_expect_eq(ledger_post(c, &odd), ERR_UNPROCESSABLE);
    struct transfer in = capture(1000);
    must(ledger_post(c, &in));
    struct transfer dollars = capture(1000);
    dollars.id = S("capture:2");
    cr_assert(currency_of(S("USD"), &dollars.amount.currency));
    cr_expect_eq(ledger_post(c, &dollars), ERR_UNPROCESSABLE);
    struct transfer none = capture(0);
    none.id = S("capture:3");
    cr_expect_eq(ledger_post(c, &none), ERR_UNPROCESSABLE);
}

SQL(test_transfer_update, "UPDATE ledger_transfer SET amount = 1");
SQL(test_transfer_delete, "DELETE FROM ledger_transfer");
SQL(test_account_overdraw,
    "UPDATE ledger_account SET debits_posted = 2000 WHERE code = 'held:order:1'");
SQL(test_account_falsify,
    "UPDATE ledger_account SET debits_posted = 10 WHERE code = 'held:order:1'");

DomainTest(ledger, is_guarded_by_the_schema_too)
{
    struct transfer in = capture(1000);
    must(ledger_post(c, &in));
    fixture_commit(t);
    cr_expect_neq(db_exec(c->db, &test_transfer_update, NO_ARGS, NULL), OK);
    fixture_undo(t);
    cr_expect_neq(db_exec(c->db, &test_transfer_delete, NO_ARGS, NULL), OK);
    fixture_undo(t);
    cr_expect_eq(db_exec(c->db, &test_account_overdraw, NO_ARGS, NULL), ERR_UNPROCESSABLE);
    fixture_undo(t);
    must(db_exec(c->db, &test_account_falsify, NO_ARGS, NULL));
    cr_expect_eq(findings(t), 2); /* sums differ, and the account differs from its transfers */
}

/* ---- against a model that is written differently: a list of moves, balances computed anew each time ---- */

enum { ACCOUNTS = 6, STEPS = 400 };

static const char *const codes[ACCOUNTS] = {
    "bank",  "gateway:sandbox:clearing", "held:order:1",
    "sales", "refund_payable:order:1",   "guarantee_paid"
};

struct model_move {
    int debit, credit;
    int64_t pending, posted;
    bool is_open;
};

struct model {
    struct model_move move[STEPS];
    int count;
};

static int64_t model_limit(const struct model *m, int account)
{
    int64_t room = 0; /* credits posted − debits posted and pending */
    for (int i = 0; i < m->count; i++) {
        const struct model_move *v = &m->move[i];
        room += v->credit == account ? v->posted : 0;
        room -= v->debit == account ? v->posted + v->pending : 0;
    }
    return room;
}

static bool is_limited(int account)
{
    return account == 2 || account == 4;
}

static bool model_takes(const struct model *m, int debit, int64_t amount)
{
    return !is_limited(debit) || model_limit(m, debit) >= amount;
}

static void try_new(struct fixture *t, struct model *m, int step)
{
    int debit = (int)random_below(&t->random, ACCOUNTS);
    int credit = (int)random_below(&t->random, ACCOUNTS);
    int64_t amount = 1 + (int64_t)random_below(&t->random, 1000);
    bool is_pending = random_below(&t->random, 2) == 0;
    struct transfer one = { .id = str_format(t->c.arena, "t:%d", step),
                            .kind = is_pending ? TRANSFER_PENDING : TRANSFER_POSTED,
                            .debit = str_of(codes[debit]),
                            .credit = str_of(codes[credit]),
                            .amount = rupiah(amount),
                            .code = S("test"),
                            .subject = S("test:1") };
    bool expected = debit != credit && model_takes(m, debit, amount);
    enum err e = ledger_post(&t->c, &one);
    cr_assert_eq(e == OK, expected, "step %d: %s", step, err_name(e));
    m->count = step + 1;
    if (expected) {
        m->move[step] = (struct model_move){ debit, credit, is_pending ? amount : 0,
                                              is_pending ? 0 : amount, is_pending };
        fixture_commit(t);
    } else {
        fixture_undo(t);
    }
}

static void try_resolve(struct fixture *t, struct model *m, int step)
{
    int which = (int)random_below(&t->random, (uint64_t)step);
    struct model_move *v = &m->move[which];
    bool posts = random_below(&t->random, 2) == 0;
    int64_t part =
        v->pending > 1 ? 1 + (int64_t)random_below(&t->random, (uint64_t)v->pending) : v->pending;
    struct transfer one = { .id = str_format(t->c.arena, "r:%d", step),
                            .kind = posts ? TRANSFER_POST : TRANSFER_VOID,
                            .amount = rupiah(posts ? part : 0),
                            .pending_id = str_format(t->c.arena, "t:%d", which) };
    bool expected = v->is_open;
    enum err e = ledger_post(&t->c, &one);
    cr_assert_eq(e == OK, expected, "step %d: %s", step, err_name(e));
    m->count = step + 1;
    if (expected) {
        v->is_open = false;
        v->posted = posts ? part : 0;
        v->pending = 0;
    }
    fixture_commit(t);
}

static void compare(struct fixture *t, const struct model *m)
{
    for (int a = 0; a < ACCOUNTS; a++) {
        int64_t debits = 0;
        int64_t credits = 0;
        for (int i = 0; i < m->count; i++) {
            debits += m->move[i].debit == a ? m->move[i].posted : 0;
            credits += m->move[i].credit == a ? m->move[i].posted : 0;
        }
        struct balance b = { 0 };
        must(ledger_balance(&t->c, str_of(codes[a]), &b));
        cr_assert_eq(b.debits_posted, debits, "%s", codes[a]);
        cr_assert_eq(b.credits_posted, credits, "%s", codes[a]);
    }
}

DomainTest(ledger, agrees_with_a_model_over_random_operations)
{
    struct model *m = NEW(c->arena, struct model);
    for (int step = 0; step < STEPS; step++) {
        m->move[step] = (struct model_move){ .debit = -1, .credit = -1 };
        if (step > 0 && random_below(&t->random, 3) == 0) {
            try_resolve(t, m, step);
        } else {
            try_new(t, m, step);
        }
    }
    compare(t, m);
    struct check_report r;
    for (size_t i = 0; i < 3; i++) {
        must(check_run(c, &core_checks[i], &r));
        cr_expect_eq(r.count, 0, "%s", core_checks[i].name);
    }
}

DomainTest(ledger, sums_and_lists_what_is_there)
{
    struct transfer in = capture(1000);
    struct transfer second = capture(500);
    second.id = S("capture:2");
    second.credit = S("held:order:2");
    second.subject = S("order:2");
    must(ledger_post(c, &in));
    must(ledger_post(c, &second));
    struct balance b = { 0 };
    must(ledger_balance_of(c, S("held:"), &b));
    cr_expect_eq(b.minor, 1500);
    struct transfer_list list;
    must(ledger_list_of_subject(c, S("order:2"), &list));
    cr_assert_eq(list.count, 1);
    cr_expect(str_eq(list.item[0].credit, S("held:order:2")));
    int64_t last = 0;
    must(ledger_page(c, 0, &list, &last));
    cr_expect_eq(list.count, 2);
    must(ledger_page(c, last, &list, &last));
    cr_expect_eq(list.count, 0);
    must(ledger_page_back(c, 0, &list, &last));
    cr_assert_eq(list.count, 2);
    cr_expect(str_eq(list.item[0].subject, S("order:2")), "newest first");
    must(ledger_page_back(c, last, &list, &last));
    cr_expect_eq(list.count, 0);
    struct account_list accounts;
    must(ledger_balances(c, &accounts));
    cr_assert_eq(accounts.count, 2, "one row for all that is held, however many orders");
    for (size_t i = 0; i < accounts.count; i++) {
        cr_expect_eq(accounts.item[i].balance.minor, 1500);
    }
}
