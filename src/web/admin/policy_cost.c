/* SPDX-License-Identifier: Apache-2.0 */
/* policy_cost.c - ready-made guarantees beside each other, and what each would have cost on the last 90 days. */
#include "shop/preset_cost.h"
#include "web/admin/policies.h"

enum { SPAN_DAYS = 90, SHOWN_MAX = 6 };

static const struct model_field preset_fields[] = {
    SHOW(TEXT, "name"), SHOW(TEXT, "label"), PAGE_ONLY(TEXT, "href_url"), SHOW(BOOL, "is_current"),
    SHOW(INT, "never_came_count"), SHOW(MONEY, "never_came"), SHOW(INT, "covered_count"), SHOW(MONEY, "covered"),
    SHOW(INT, "outside_count"), SHOW(MONEY, "outside"), SHOW(INT, "at_risk_count"), SHOW(MONEY, "at_risk"),
};
const struct model preset_model = MODEL("policy_preset", preset_fields);
static const struct model_field past_fields[] = {
    SHOW(INT, "days"), SHOW(INT, "orders"), SHOW(MONEY, "total"), SHOW(INT, "late"), SHOW(BOOL, "is_cut"),
};
const struct model past_orders_model = MODEL("past_orders", past_fields);

/* One column of the comparison. */
struct choice {
    str name, label;
    struct policy policy;
    bool is_current;
};
struct choices {
    struct choice item[SHOWN_MAX];
    size_t count;
};

static bool is_preset(const struct policy *p, const struct value *preset)
{
    return policy_int(p, S("window_days")) == value_int(preset, S("window_days"), 0) &&
           (policy_int(p, S("starts")) == 1) ==
               str_eq(value_text(preset, S("starts")), S("payment"));
}

/* A preset laid over what is in force. */
static const struct value *laid_over(struct web *w, const struct policy *current,
                                     const struct value *preset)
{
    struct value *params = value_object(w->ctx.arena);
    for (const struct value *one = preset->children.first; one != NULL; one = one->next) {
        struct value *copy = NEW(w->ctx.arena, struct value);
        *copy = *one;
        copy->next = NULL;
        value_set(params, one->name, copy);
    }
    for (const struct value *one = current->params->children.first; one != NULL; one = one->next) {
        if (value_get(preset, one->name) == NULL) {
            struct value *copy = NEW(w->ctx.arena, struct value);
            *copy = *one;
            copy->next = NULL;
            value_set(params, one->name, copy);
        }
    }
    return params;
}

static void add_choice(struct choices *all, str name, str label, const struct policy *p,
                       bool is_current)
{
    if (all->count < SHOWN_MAX) {
        all->item[all->count++] = (struct choice){ name, label, *p, is_current };
    }
}

static void add_presets(struct web *w, const struct policy *current, struct choices *all)
{
    size_t count = 0;
    bool is_one = false;
    const struct policy_preset *preset = policy_presets(current->kind, &count);
    for (size_t i = 0; i < count; i++) {
        struct value *params = NULL;
        str why = { 0 };
        CHECK(json_read(w->ctx.arena, str_of(preset[i].params), &params, &why));
        struct policy p = { .kind = current->kind, .params = laid_over(w, current, params) };
        bool is_it = is_preset(current, params);
        is_one = is_one || is_it;
        add_choice(all, str_of(preset[i].name),
                   str_of(web_is_indonesian(w) ? preset[i].indonesian : preset[i].english), &p,
                   is_it);
    }
    if (!is_one && count > 0) {
        add_choice(all, S("current"), web_text(w, "Your own settings"), current, true);
    }
}

static void show_sum(struct web *w, struct value *node, const char *name,
                     const struct preset_sum *sum)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, node, str_format(a, "%s_count", name), sum->count);
    value_set_money(a, node, str_of(name), (money){ sum->minor, w->ctx.shop->currency });
}

static void show_choice(struct web *w, const struct choice *one, const struct preset_cost *cost,
                        struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, node, S("name"), one->name);
    value_set_text(a, node, S("label"), one->label);
    value_set_text(a, node, S("href_url"),
                   str_format(a, "%.*s?state=%.*s", STR_ARG(admin_policy_url(w, one->policy.kind)),
                              STR_ARG(one->name)));
    value_set_bool(a, node, S("is_current"), one->is_current);
    show_sum(w, node, "never_came", &cost->never_came);
    show_sum(w, node, "covered", &cost->covered);
    show_sum(w, node, "outside", &cost->outside);
    show_sum(w, node, "at_risk", &cost->at_risk);
}

static void show_past(struct web *w, const struct preset_orders *orders, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *past = value_set_object(a, m, S("past"));
    value_set_int(a, past, S("days"), SPAN_DAYS);
    value_set_int(a, past, S("orders"), orders->count);
    value_set_money(a, past, S("total"), (money){ orders->total_minor, w->ctx.shop->currency });
    value_set_int(a, past, S("late"), orders->late);
    value_set_bool(a, past, S("is_cut"), orders->is_cut);
}

enum err admin_presets_show(struct web *w, const struct policy *current, const struct policy *draft,
                            struct value *m)
{
    struct choices *all = NEW(w->ctx.arena, struct choices);
    struct policy policy[SHOWN_MAX];
    struct preset_cost cost[SHOWN_MAX];
    struct preset_orders orders = { 0 };
    struct value *list = value_set_list(w->ctx.arena, m, S("presets"));
    add_presets(w, current, all);
    if (all->count == 0) {
        value_set_null(w->ctx.arena, m, S("past"));
        return OK;
    }
    if (draft != NULL) {
        add_choice(all, S("draft"), web_text(w, "As typed"), draft, false);
    }
    for (size_t i = 0; i < all->count; i++) {
        policy[i] = all->item[i].policy;
    }
    TRY(preset_cost_load(&w->ctx, w->ctx.now_at - DAYS(SPAN_DAYS), policy, all->count, cost,
                         &orders));
    for (size_t i = 0; i < all->count; i++) {
        show_choice(w, &all->item[i], &cost[i], value_add_object(w->ctx.arena, list));
    }
    show_past(w, &orders, m);
    return OK;
}
