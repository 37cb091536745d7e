/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.c - balances and transfers, and the figures of the shop for programs. */
#include "core/ledger.h"

#include "core/job.h"
#include "core/promise.h"
#include "shop/order_office.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/admin/today_place.h"
#include "web/shop/show.h"

static const struct model_field account_fields[] = {
    SHOW(TEXT, "code"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "name"), SHOW(MONEY, "balance"), SHOW(MONEY, "debits"),
    SHOW(MONEY, "credits"),
};
static const struct model account_model = MODEL("ledger_account", account_fields);
static const struct model_field transfer_fields[] = {
    SHOW(TEXT, "id"), SHOW(INSTANT, "at"), SHOW(TEXT, "debit"), SHOW(TEXT, "credit"), SHOW(MONEY, "amount"),
    SHOW(TEXT, "code"), SHOW(TEXT, "subject"), PAGE_ONLY(TEXT, "debit_text"), PAGE_ONLY(TEXT, "credit_text"),
    PAGE_ONLY(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model transfer_model = MODEL("ledger_transfer", transfer_fields);
static const struct model_field ledger_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "accounts", .of = &account_model),
    SHOW(LIST, "items", .of = &transfer_model), PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"),
    SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_ledger_model = MODEL("admin_ledger", ledger_fields);

static const char *const kind_names[ACCOUNT_KIND_COUNT] = {
    [ACCOUNT_ASSET] = "asset", [ACCOUNT_EXPENSE] = "expense", [ACCOUNT_LIABILITY] = "liability", [ACCOUNT_INCOME] = "income",
};

static str account_text(const struct web *w, str code)
{
    bool is_sum = str_ends(code, S(":")); /* "held:order:" has its row's name, too */
    const struct chart_row *row =
        ledger_chart_of(is_sum ? str_join(w->ctx.arena, code, S("x")) : code);
    return row == NULL ? code : str_of(web_is_indonesian(w) ? row->indonesian : row->english);
}

static enum err show_accounts(struct web *w, struct value *m)
{
    struct arena *a = w->ctx.arena;
    currency in = w->ctx.shop->currency;
    struct account_list list = { 0 };
    TRY(ledger_balances(&w->ctx, &list));
    struct value *accounts = value_set_list(a, m, S("accounts"));
    for (size_t i = 0; i < list.count; i++) {
        const struct account *account = &list.item[i];
        struct value *node = value_add_object(a, accounts);
        value_set_text(a, node, S("code"), account->code);
        value_set_text(a, node, S("kind"), str_of(kind_names[account->kind]));
        value_set_text(a, node, S("name"), account_text(w, account->code));
        value_set_money(a, node, S("balance"), (money){ account->balance.minor, in });
        value_set_money(a, node, S("debits"), (money){ account->balance.debits_posted, in });
        value_set_money(a, node, S("credits"), (money){ account->balance.credits_posted, in });
    }
    return OK;
}

static enum err show_words(struct web *w, const struct transfer *t, struct value *node)
{
    struct place place = { 0 };
    TRY(place_of(w, PROMISE_KIND_COUNT, t->subject, &place));
    bool is_linked = office_may_open(w, str_cut(place.path, '#').head);
    value_set_text(w->ctx.arena, node, S("debit_text"), account_text(w, t->debit));
    value_set_text(w->ctx.arena, node, S("credit_text"), account_text(w, t->credit));
    value_set_text(w->ctx.arena, node, S("number"), place.number);
    show_text_or_null(w, node, S("href_url"),
                      is_linked ? web_path(w, "%.*s", STR_ARG(place.path)) : (str){ 0 });
    return OK;
}

enum err admin_ledger(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct transfer_list list = { 0 };
    int64_t before = 0;
    int64_t last = 0;
    (void)!str_to_int(office_ask_of(w)->cursor, &before);
    TRY(show_accounts(w, m));
    TRY(ledger_page_back(&w->ctx, before, &list, &last));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        const struct transfer *t = &list.item[i];
        struct value *node = value_add_object(a, items);
        value_set_text(a, node, S("id"), t->id);
        value_set_instant(a, node, S("at"), t->at);
        value_set_text(a, node, S("debit"), t->debit);
        value_set_text(a, node, S("credit"), t->credit);
        value_set_money(a, node, S("amount"), t->amount);
        value_set_text(a, node, S("code"), t->code);
        value_set_text(a, node, S("subject"), t->subject);
        TRY(show_words(w, t, node));
    }
    office_next(w, m, "/admin/ledger", S("cursor"),
                list.count == LEDGER_PAGE ? str_format(a, "%" PRId64, last) : (str){ 0 });
    return OK;
}

/* --- figures --- */

static const struct model_field rate_fields[] = {
    SHOW(TEXT, "kind"), SHOW(INT, "due"), SHOW(INT, "kept"), SHOW(INT, "broken"), SHOW(INT, "broken_open"), SHOW(INT, "voided"),
};
static const struct model rate_model = MODEL("promise_rate", rate_fields);
static const struct model_field metrics_fields[] = {
    SHOW(INSTANT, "from"), SHOW(INSTANT, "to"), SHOW(INT, "orders"), SHOW(MONEY, "sales", .note = "Paid for these orders, less what was paid or is owed back."), SHOW(INT, "orders_reported"),
    SHOW(INT, "orders_to_ship"), SHOW(INT, "jobs_waiting"), SHOW(INT, "jobs_dead"), SHOW(LIST, "promises", .of = &rate_model),
};
const struct model admin_metrics_model = MODEL("admin_metrics", metrics_fields);

static enum err show_counts(struct web *w, struct value *m)
{
    int64_t count[4] = { 0 };
    static const char *const names[] = { "orders_reported", "orders_to_ship", "jobs_waiting", "jobs_dead" };
    TRY(order_count(&w->ctx, S("reported"), &count[0]));
    TRY(order_count(&w->ctx, S("to_ship"), &count[1]));
    TRY(job_count(&w->ctx, JOB_WAITING, &count[2]));
    TRY(job_count(&w->ctx, JOB_DEAD, &count[3]));
    for (size_t i = 0; i < COUNT(count); i++) {
        value_set_int(w->ctx.arena, m, str_of(names[i]), count[i]);
    }
    return OK;
}

/* Of the last 30 days. */
enum err admin_metrics(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct value *m = w->model = value_object(a);
    struct order_figures figures = { 0 };
    struct promise_rate rates[PROMISE_KIND_COUNT];
    int64_t from_at = w->ctx.now_at - DAYS(30);
    TRY(order_figures(&w->ctx, from_at, w->ctx.now_at, &figures));
    TRY(promise_rates(&w->ctx, from_at, w->ctx.now_at, rates));
    value_set_instant(a, m, S("from"), from_at);
    value_set_instant(a, m, S("to"), w->ctx.now_at);
    value_set_int(a, m, S("orders"), figures.orders);
    value_set_money(a, m, S("sales"), figures.sales);
    TRY(show_counts(w, m));
    struct value *promises = value_set_list(a, m, S("promises"));
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        struct value *node = value_add_object(a, promises);
        value_set_text(a, node, S("kind"), promise_kind_name(kind));
        value_set_int(a, node, S("due"), rates[kind].due);
        value_set_int(a, node, S("kept"), rates[kind].kept);
        value_set_int(a, node, S("broken"), rates[kind].broken);
        value_set_int(a, node, S("broken_open"), rates[kind].broken_open);
        value_set_int(a, node, S("voided"), rates[kind].voided);
    }
    return OK;
}
