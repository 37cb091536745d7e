/* SPDX-License-Identifier: Apache-2.0 */
/* order_money.c - where a refund goes, what went wrong with it, and the parcel somebody must look for. */
#include "shop/refund.h"
#include "shop/undelivered.h"
#include "web/admin/admin.h"
#include "web/admin/order.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"

struct fail_input {
    bool needs_account;
};
static const struct field fail_fields[] = {
    FIELD(BOOL, struct fail_input, needs_account, 0, 1, "", .label = "The account is wrong: ask the buyer for another"),
};
const struct form admin_refund_fail_form = FORM("refund_fail", fail_fields, struct fail_input);

/* Only who pays reads the account, for that purpose, and it is written down. */
static enum err show_account(struct web *w, const struct refund *r, struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct refund_account account = { 0 };
    bool is_open = r->state != REFUND_SUCCEEDED && r->state != REFUND_REVERSED;
    if (!is_open || r->account.v == 0 || w->face != WEB_PAGE || !office_may(w, ROLES_CARE)) {
        value_set_null(a, node, S("account"));
        return OK;
    }
    TRY(refund_read_account(&w->ctx, r, PURPOSE_REFUND, &account));
    struct value *shown = value_set_object(a, node, S("account"));
    value_set_text(a, shown, S("bank"), account.bank);
    value_set_text(a, shown, S("number"), account.number);
    value_set_text(a, shown, S("holder"), account.holder);
    return OK;
}

enum err admin_refunds_show(struct web *w, const struct order *o, struct value *m)
{
    struct arena *a = w->ctx.arena;
    const struct value *refunds = value_get(m, S("refunds"));
    for (struct value *node = refunds->children.first; node != NULL; node = node->next) {
        struct refund r = { 0 };
        TRY(refund_get(&w->ctx, value_int(node, S("id"), 0), &r));
        bool is_open = r.state != REFUND_SUCCEEDED && r.state != REFUND_REVERSED;
        str at = str_format(a, "/refunds/%" PRId64, r.id);
        TRY(show_account(w, &r, node));
        value_set_null(a, node, S("settle_form"));
        value_set_null(a, node, S("fail_form"));
        if (is_open && office_may(w, ROLES_MANAGE)) {
            (void)office_take(node, S("settle_form"));
            (void)office_take(node, S("fail_form"));
            office_form_of(w, node, "settle_form", &admin_settle_form, NULL,
                           admin_order_url(w, o, str_c(a, str_join(a, at, S("/settle")))), "id",
                           r.id);
            office_form_of(w, node, "fail_form", &admin_refund_fail_form, NULL,
                           admin_order_url(w, o, str_c(a, str_join(a, at, S("/fail")))), "id",
                           r.id);
        }
    }
    return OK;
}

void admin_overdue_show(struct web *w, const struct order *o, struct value *m)
{
    struct value *overdue = office_take(m, S("overdue"));
    if (overdue == NULL || overdue->kind != VALUE_OBJECT) {
        value_set_null(w->ctx.arena, m, S("overdue"));
        return;
    }
    value_set_null(w->ctx.arena, overdue, S("check_form"));
    if (value_bool(overdue, S("is_asked")) && office_may(w, ROLES_ORDERS)) {
        (void)office_take(overdue, S("check_form"));
        office_button(w, overdue, "check_form", admin_order_url(w, o, "/tracking-checked"));
    }
    value_set(m, S("overdue"), overdue);
}

enum err admin_refund_fail(struct web *w)
{
    const struct fail_input *in = w->form;
    struct order o = { 0 };
    struct refund r = { 0 };
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    TRY(order_by_number(&w->ctx, web_param(w, S("number")), &o));
    TRY(refund_get(&w->ctx, id, &r));
    if (r.order.v != o.id.v) {
        return fail(&w->ctx, ERR_NOT_FOUND, "refund %" PRId64, id);
    }
    TRY(refund_fail(&w->ctx, id, in->needs_account));
    return admin_answer_part(w, o.id, S("refunds"), id, "saved");
}

enum err admin_tracking_checked(struct web *w)
{
    struct order o = { 0 };
    TRY(order_by_number(&w->ctx, web_param(w, S("number")), &o));
    TRY(undelivered_checked(&w->ctx, o.id));
    return admin_answer(w, o.id, "saved");
}
