/* SPDX-License-Identifier: Apache-2.0 */
/* delays.c - weeks of slower couriers: said before they begin, they move the dates of new orders and no old promise. */
#include "web/admin/delays.h"

#include "shop/delay.h"
#include "web/admin/office.h"
#include "web/shop/show.h"
#include "web/text.h"

struct delay_input {
    str carrier, note_id, note_en;
    int64_t from, until, extra_days;
};
static const struct field delay_fields[] = {
    FIELD(TEXT, struct delay_input, note_id, 3, 80, "Please say why, such as Lebaran.", .label = "Why"),
    FIELD(TEXT, struct delay_input, note_en, 0, 80, "At most 80 characters.", .label = "Why, in English", .is_optional = true),
    FIELD(TEXT, struct delay_input, carrier, 0, 40, "At most 40 characters.", .label = "Courier", .is_optional = true,
          .hint = "As in the ways of sending; empty: every courier."),
    FIELD(DATE, struct delay_input, from, 0, 0, "This is not a date.", .label = "From"),
    FIELD(DATE, struct delay_input, until, 0, 0, "This is not a date.", .label = "Until"),
    FIELD(INT, struct delay_input, extra_days, 1, 60, "Between 1 and 60 days.", .label = "Days more"),
};
const struct form admin_delay_form = FORM("courier_delay", delay_fields, struct delay_input);

struct withdraw_input {
    str reason;
};
static const struct form_option withdraw_reasons[] = {
    { "on_time", "The couriers are on time again" },
    { "announced_wrongly", "It was announced wrongly" },
    { "other", "Another reason" },
};
static const struct field withdraw_fields[] = {
    FIELD(CHOICE, struct withdraw_input, reason, 1, 40, "Please choose a reason.", .label = "Reason", OPTIONS(withdraw_reasons)),
};
const struct form admin_delay_withdraw_form =
    FORM("courier_delay_withdraw", withdraw_fields, struct withdraw_input);

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "carrier"), SHOW(TEXT, "note"), SHOW(DATE, "from"), SHOW(DATE, "until"), SHOW(INT, "extra_days"),
    SHOW(INSTANT, "announced_at"), SHOW_OR_NULL(INSTANT, "withdrawn_at"),
    SHOW_OR_NULL(TEXT, "withdrawn_reason"), PAGE_ONLY(TEXT, "withdrawn_reason_text"), PAGE_ONLY(OBJECT, "withdraw"),
};
static const struct model item_model = MODEL("courier_delay", item_fields);
static const struct model_field delays_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(OBJECT, "form"),
};
const struct model admin_delays_model = MODEL("courier_delays", delays_fields);

static str reason_text(const struct web *w, str reason)
{
    for (size_t i = 0; i < COUNT(withdraw_reasons); i++) {
        if (str_eq(reason, str_of(withdraw_reasons[i].value))) {
            return web_text(w, withdraw_reasons[i].label);
        }
    }
    return reason;
}

static void show_item(struct web *w, const struct delay *d, struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, node, S("id"), d->id);
    value_set_text(a, node, S("carrier"), d->carrier);
    value_set_text(a, node, S("note"),
                   web_is_indonesian(w) || d->note_en.size == 0 ? d->note_id : d->note_en);
    value_set_date(a, node, S("from"), d->from_days);
    value_set_date(a, node, S("until"), d->to_days);
    value_set_int(a, node, S("extra_days"), d->extra_days);
    value_set_instant(a, node, S("announced_at"), d->announced_at);
    value_set_instant(a, node, S("withdrawn_at"), d->withdrawn_at);
    show_text_or_null(w, node, S("withdrawn_reason"), d->withdrawn_reason);
    show_text_or_null(w, node, S("withdrawn_reason_text"), reason_text(w, d->withdrawn_reason));
    if (d->withdrawn_at == 0) {
        office_form_of(w, node, "withdraw", &admin_delay_withdraw_form, NULL,
                       web_path(w, "/admin/delays/%" PRId64 "/withdraw", d->id), "id", d->id);
    } else {
        value_set_null(a, node, S("withdraw"));
    }
}

enum err admin_delays(struct web *w)
{
    struct delay_list list = { 0 };
    struct value *m = office_page(w);
    struct delay_input blank = { .extra_days = 3 };
    TRY(delay_list(&w->ctx, &list));
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        show_item(w, &list.item[i], value_add_object(w->ctx.arena, items));
    }
    office_form(w, m, "form", &admin_delay_form, &blank, web_path(w, "/admin/delays"));
    return OK;
}

enum err admin_delay_post(struct web *w)
{
    const struct delay_input *in = w->form;
    int64_t id = 0;
    struct delay d = { .carrier = in->carrier, .from_days = in->from, .to_days = in->until, .extra_days = in->extra_days,
                       .note_id = in->note_id, .note_en = in->note_en };
    enum err e = delay_announce(&w->ctx, &d, &id);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("until"),
                          "A coming time of at most four months; it ends after it begins.");
    }
    TRY(e);
    office_done(w, web_path(w, "/admin/delays"), "saved");
    return admin_delays(w);
}

enum err admin_delay_withdraw(struct web *w)
{
    const struct withdraw_input *in = w->form;
    int64_t id = 0;
    TRY(office_id(w, "id", &id));
    TRY(delay_withdraw(&w->ctx, id, in->reason));
    office_done(w, web_path(w, "/admin/delays"), "saved");
    return admin_delays(w);
}
