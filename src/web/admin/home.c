/* SPDX-License-Identifier: Apache-2.0 */
/* home.c - Today: what waits, what is late, how the last 30 days went. */
#include "core/job.h"
#include "core/promise.h"
#include "core/pulse.h"
#include "shop/order_office.h"
#include "shop/product_list.h"
#include "shop/shipping.h"
#include "web/admin/admin.h"
#include "web/admin/nav.h"
#include "web/admin/office.h"
#include "web/admin/today.h"
#include "web/shop/card.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field task_fields[] = {
    SHOW(TEXT, "kind"), SHOW(INT, "count"), SHOW(TEXT, "name"), PAGE_ONLY(TEXT, "href_url"), SHOW(BOOL, "is_late"),
};
static const struct model task_model = MODEL("office_task", task_fields);
static const struct model_field figure_fields[] = { SHOW(TEXT, "name"), SHOW(TEXT, "value_text") };
static const struct model figure_model = MODEL("office_figure", figure_fields);
static const struct model_field home_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "tasks", .of = &task_model),
    SHOW(LIST, "late", .of = &today_row_model), SHOW(LIST, "today", .of = &today_row_model), SHOW(LIST, "later", .of = &today_row_model),
    PAGE_ONLY(TEXT, "more_late_url"), PAGE_ONLY(TEXT, "more_url"), SHOW(BOOL, "is_held", .note = "The clock jumped: consequences wait for the owner."),
    PAGE_ONLY(INSTANT, "now_at"), PAGE_ONLY(OBJECT, "pulse_form"), SHOW(LIST, "figures", .of = &figure_model), PAGE_ONLY(LIST, "setup"),
    PAGE_ONLY(BOOL, "is_quiet"),
};
const struct model admin_home_model = MODEL("office_today", home_fields);

/* How much waits, with the way to the whole list. */
struct task {
    const char *kind, *path, *query;
    str name; /* T_INIT */
    int64_t count;
};

static void add_task(struct web *w, struct value *tasks, const struct task *t)
{
    struct arena *a = w->ctx.arena;
    if (t->count == 0 || !office_may_open(w, str_of(t->path))) {
        return;
    }
    struct value *node = value_add_object(a, tasks);
    value_set_text(a, node, S("kind"), str_of(t->kind));
    value_set_int(a, node, S("count"), t->count);
    value_set_text(a, node, S("name"), text_of(w->ctx.lang, t->name));
    value_set_text(a, node, S("href_url"), web_path(w, "%s%s", t->path, t->query));
    value_set_bool(a, node, S("is_late"),
                   str_eq(str_of(t->kind), S("late")) || str_eq(str_of(t->kind), S("job")));
}

static enum err show_tasks(struct web *w, struct value *m)
{
    struct ctx *c = &w->ctx;
    int64_t jobs = 0;
    TRY(nav_count(w));
    TRY(job_count(c, JOB_DEAD, &jobs));
    const struct nav_counts *n = w->waiting;
    const struct task tasks[] = {
        { "late", "/admin/promises", "?state=late", T_INIT("Late"), n->late },
        { "order", "/admin/orders", "?state=to_ship", T_INIT("Orders"), n->orders },
        { "conversation", "/admin/inbox", "", T_INIT("To answer"), n->inbox },
        { "claim", "/admin/claims", "", T_INIT("Claims"), n->claims },
        { "complaint", "/admin/complaints", "", T_INIT("Complaints"), n->complaints },
        { "decision", "/admin/decisions", "", T_INIT("Second decisions"), n->decisions },
        { "message", "/admin/mails", "?state=waiting", T_INIT("WhatsApp messages"), n->messages },
        { "notice", "/admin/notices", "", T_INIT("Notices"), n->notices },
        { "job", "/admin/jobs", "?state=dead", T_INIT("Failed jobs"), jobs },
    };
    struct value *list = value_set_list(c->arena, m, S("tasks"));
    for (size_t i = 0; i < COUNT(tasks); i++) {
        add_task(w, list, &tasks[i]);
    }
    return OK;
}

/* The clock jumped: nothing follows by itself until the owner has looked at it. */
static enum err show_pulse(struct web *w, struct value *m)
{
    bool is_held = false;
    TRY(pulse_is_held(&w->ctx, &is_held));
    value_set_bool(w->ctx.arena, m, S("is_held"), is_held);
    value_set_instant(w->ctx.arena, m, S("now_at"), w->ctx.now_at);
    value_set_null(w->ctx.arena, m, S("pulse_form"));
    if (is_held && office_may(w, 1u << ROLE_OWNER)) {
        (void)office_take(m, S("pulse_form"));
        office_button(w, m, "pulse_form", web_path(w, "/admin/pulse"));
    }
    return OK;
}

static void add_figure(struct web *w, struct value *list, const char *name, str text)
{
    struct value *node = value_add_object(w->ctx.arena, list);
    value_set_text(w->ctx.arena, node, S("name"), web_text(w, name));
    value_set_text(w->ctx.arena, node, S("value_text"), text);
}

/* 97,6 % (201/206): the rate with what it is made of. */
static str rate_text(struct web *w, int64_t kept, int64_t due)
{
    if (due == 0) {
        return web_text(w, "none were due");
    }
    int64_t tenths = kept * 1000 / due;
    return str_format(w->ctx.arena, "%" PRId64 "%c%" PRId64 "%% (%" PRId64 "/%" PRId64 ")",
                      tenths / 10, web_is_indonesian(w) ? ',' : '.', tenths % 10, kept, due);
}

static enum err show_figures(struct web *w, struct value *m)
{
    struct order_figures figures = { 0 };
    struct promise_rate rates[PROMISE_KIND_COUNT];
    int64_t from_at = w->ctx.now_at - DAYS(30);
    int64_t kept = 0;
    int64_t due = 0;
    TRY(order_figures(&w->ctx, from_at, w->ctx.now_at, &figures));
    TRY(promise_rates(&w->ctx, from_at, w->ctx.now_at, rates));
    for (size_t i = 0; i < PROMISE_KIND_COUNT; i++) {
        kept += rates[i].kept;
        due += rates[i].kept + rates[i].broken;
    }
    struct value *list = value_set_list(w->ctx.arena, m, S("figures"));
    add_figure(w, list, "Orders", str_format(w->ctx.arena, "%" PRId64, figures.orders));
    add_figure(w, list, "Paid, less paid back",
               money_print(w->ctx.arena, figures.sales, web_is_indonesian(w)));
    add_figure(w, list, "Promises kept", rate_text(w, kept, due));
    return OK;
}

static enum err has_goods(struct web *w, bool *out)
{
    struct product_filter filter = { .any_status = true, .status = PRODUCT_ACTIVE };
    int64_t count = 0;
    TRY(product_count(&w->ctx, &filter, &count));
    *out = count > 0;
    return OK;
}

/* A new shop sends at one price from its first minute: the owner shall know. */
static enum err shipping_step(struct web *w, str *name, bool *is_done)
{
    struct shipping_quote flat = { 0 };
    struct shipping_method_list list = { 0 };
    TRY(shipping_flat(&w->ctx, w->ctx.shop->currency, &flat, is_done));
    if (*is_done) {
        str price = money_print(w->ctx.arena, flat.price, web_is_indonesian(w));
        *name = say_with(w, T("Shipping costs {price} to anywhere: change it if that is not right"),
                         { S("price"), price });
        return OK;
    }
    TRY(shipping_method_list(&w->ctx, &list));
    *is_done = list.count > 0;
    *name = say(w, T("Ways to send, and what they cost"));
    return OK;
}

/* Shown until everything is there. */
static enum err show_setup(struct web *w, struct value *m)
{
    bool is_selling = false;
    str shipping = { 0 };
    bool is_sending = false;
    TRY(has_goods(w, &is_selling));
    TRY(shipping_step(w, &shipping, &is_sending));
    const struct shop *shop = w->ctx.shop;
    struct arena *a = w->ctx.arena;
    const struct {
        str name;
        const char *path;
        bool is_done;
    } steps[] = {
        { T("The first product on sale"), is_selling ? "/admin/products" : "/admin/products/new",
          is_selling },
        { T("Write down how buyers pay: bank account or QRIS"), "/admin/settings/payment",
          shop->bank_count > 0 || shop->qris.size > 0 },
        { shipping, "/admin/settings/shipping", is_sending },
        { T("Phone or WhatsApp number that buyers can reach"), "/admin/settings/shop",
          shop->phone.size > 0 || shop->whatsapp.size > 0 },
        { T("Address of the shop"), "/admin/settings/shop", shop->address.size > 0 },
        { T("Sending mails: the SMTP server"), "/admin/settings/mail", shop->smtp_url.size > 0 },
    };
    size_t done = 0;
    struct value *list = value_set_list(a, m, S("setup"));
    for (size_t i = 0; i < COUNT(steps); i++) {
        done += steps[i].is_done;
    }
    for (size_t i = 0; i < COUNT(steps) && done < COUNT(steps); i++) {
        struct value *node = value_add_object(a, list);
        value_set_text(a, node, S("name"), text_of(w->ctx.lang, steps[i].name));
        value_set_text(a, node, S("href_url"), web_path(w, "%s", steps[i].path));
        value_set_bool(a, node, S("is_done"), steps[i].is_done);
    }
    return OK;
}

/* Nothing is listed: the place for what a new shop still lacks. */
static void show_quiet(struct web *w, struct value *m)
{
    static const char *const lists[] = { "late", "today", "later" };
    bool is_quiet = true;
    for (size_t i = 0; i < COUNT(lists); i++) {
        const struct value *list = value_get(m, str_of(lists[i]));
        is_quiet = is_quiet && (list == NULL || list->count == 0);
    }
    value_set_bool(w->ctx.arena, m, S("is_quiet"), is_quiet);
}

enum err admin_home(struct web *w)
{
    struct value *m = office_page(w);
    TRY(show_pulse(w, m));
    TRY(show_tasks(w, m));
    TRY(today_show(w, m));
    TRY(show_figures(w, m));
    show_quiet(w, m);
    return show_setup(w, m);
}

enum err admin_pulse_post(struct web *w)
{
    TRY(pulse_confirm(&w->ctx));
    office_done(w, web_path(w, "/admin"), "clock");
    return admin_home(w);
}
