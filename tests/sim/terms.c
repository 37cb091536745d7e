/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/terms.h"

#include "base/value.h"
#include "core/policy.h"
#include "core/promise_clock.h"
#include "core/setting.h"
#include "shop/delay.h"

enum { CHANGE_BP = 2200, REVIEWS_AT_ONCE = 50 };

static const char short_days[] =
    "mon 08:00-14:00\ntue 08:00-14:00\nwed 08:00-14:00\nthu 08:00-14:00\n"
    "fri 08:00-11:00\nsat 08:00-12:00\ncutoff 11:00\nholidays id";

enum sort { POLICY, CLOSED, HOURS_SHORT, HOURS_USUAL, SLOW_COURIERS };

/* Laid over the defaults, so that the next change of a kind takes the last one back. */
static const struct change {
    enum sort sort;
    enum policy_kind kind;
    const char *params;
    int64_t in_days, days; /* of what is announced */
} changes[] = {
    { POLICY, POLICY_RETURNS,
      "{\"allows_change_of_mind\":true,\"window_days\":14,\"refund_days\":5}", 0, 0 },
    { POLICY, POLICY_REPLY, "{\"reply_hours\":2,\"complaint_days\":5}", 0, 0 },
    { CLOSED, 0, NULL, 9, 4 },
    { POLICY, POLICY_GUARANTEE, "{\"window_days\":30,\"starts\":\"payment\",\"answer_hours\":24}",
      0, 0 },
    { SLOW_COURIERS, 0, NULL, 5, 15 },
    { POLICY, POLICY_WARRANTY, "{\"months\":3,\"replace_days\":4}", 0, 0 },
    { HOURS_SHORT, 0, NULL, 0, 0 },
    { POLICY, POLICY_REPLY, "{\"reply_hours\":6,\"complaint_days\":10}", 0, 0 },
    { POLICY, POLICY_RETURNS, "{\"window_days\":5,\"refund_days\":2}", 0, 0 },
    { HOURS_USUAL, 0, NULL, 0, 0 },
    { POLICY, POLICY_GUARANTEE,
      "{\"window_days\":7,\"covers_change_of_mind\":true,\"refund_days\":2,\"answer_hours\":72}", 0,
      0 },
    { POLICY, POLICY_SHIPPING, "{\"handling_hours\":9}", 0, 0 },
    { CLOSED, 0, NULL, 2, 10 },
    { POLICY, POLICY_REPLY, "{\"reply_hours\":1,\"complaint_days\":3}", 0, 0 },
    { POLICY, POLICY_WARRANTY, "{\"months\":0}", 0, 0 },
    { POLICY, POLICY_GUARANTEE, "{}", 0, 0 },
    { SLOW_COURIERS, 0, NULL, 1, 6 },
    { POLICY, POLICY_RETURNS, "{\"allows_change_of_mind\":true}", 0, 0 },
    { POLICY, POLICY_WARRANTY, "{}", 0, 0 },
    { POLICY, POLICY_SHIPPING, "{}", 0, 0 },
    { POLICY, POLICY_REPLY, "{}", 0, 0 },
    { HOURS_USUAL, 0, NULL, 0, 0 },
    { POLICY, POLICY_RETURNS, "{}", 0, 0 },
};

/* --- what is in force --- */

static struct terms_row *add_row(struct terms *t, int64_t at)
{
    CHECK(t->rows > 0 && t->rows < TERMS_MAX);
    t->row[t->rows] = t->row[t->rows - 1];
    t->row[t->rows].at = at;
    return &t->row[t->rows++];
}

static void read_policy(struct terms_row *row, enum policy_kind kind, const struct value *params)
{
    switch ((int)kind) {
    case POLICY_GUARANTEE:
        row->guarantee_days = value_int(params, S("window_days"), 3);
        row->from_payment = str_eq(value_text(params, S("starts")), S("payment"));
        row->guarantee_mind = value_bool(params, S("covers_change_of_mind"));
        return;
    case POLICY_RETURNS:
        row->returns_days = value_int(params, S("window_days"), 3);
        row->returns_mind = value_bool(params, S("allows_change_of_mind"));
        return;
    case POLICY_WARRANTY:
        row->warranty_months = value_int(params, S("months"), 1);
        return;
    case POLICY_REPLY:
        row->reply_hours = value_int(params, S("reply_hours"), 4);
        row->complaint_days = value_int(params, S("complaint_days"), 7);
        return;
    default:
        return;
    }
}

enum err terms_begin(struct ctx *c, void *terms)
{
    struct terms *t = terms;
    str text = { 0 };
    TRY(setting_get(c, S("shop.calendar"), &text));
    t->calendar = str_copy(t->demo->arena, text);
    t->row[0] = (struct terms_row){ .guarantee_days = 3,
                                     .returns_days = 3,
                                     .warranty_months = 1,
                                     .reply_hours = 4,
                                     .complaint_days = 7 };
    t->rows = 1;
    return OK;
}

const struct terms_row *terms_at(const struct terms *t, int64_t at)
{
    size_t i = t->rows - 1;
    while (i > 0 &&
           t->row[i].at >= at) { /* published when the day was over, after its last order */
        i--;
    }
    return &t->row[i];
}

bool terms_are_due(struct terms *t)
{
    return (int64_t)random_below(&t->random, 10000) < CHANGE_BP;
}

/* --- one change --- */

static enum err publish(struct ctx *c, struct terms *t, const struct change *change)
{
    struct value *params = NULL;
    str why = { 0 };
    bool is_json = json_read(c->arena, str_of(change->params), &params, &why);
    CHECK(is_json);
    struct terms_row *row = add_row(t, c->now_at);
    read_policy(row, change->kind, params);
    if (change->kind == POLICY_REPLY) {
        t->news.reply = HOURS(row->reply_hours);
        t->news.complaint = DAYS(row->complaint_days);
    }
    return policy_publish(c, &(struct policy_new){ .kind = change->kind, .params = params }, NULL);
}

static str closed_text(struct ctx *c, const struct terms *t, const struct change *change)
{
    int64_t from = zone_days(c->shop->zone, c->now_at) + change->in_days;
    str first = clock_iso_date(c->arena, from);
    str last = clock_iso_date(c->arena, from + change->days - 1);
    return str_format(c->arena, "%.*s\nclosed %.*s %.*s", STR_ARG(t->calendar), STR_ARG(first),
                      STR_ARG(last));
}

static enum err announce(struct ctx *c, const struct change *change)
{
    int64_t id = 0;
    int64_t from = zone_days(c->shop->zone, c->now_at) + change->in_days;
    struct delay d = { .from_days = from, .to_days = from + change->days, .extra_days = 3, .note_id = S("Libur Lebaran"),
                       .note_en = S("Eid holidays") };
    return delay_announce(c, &d, &id);
}

enum err terms_change(struct ctx *c, void *terms)
{
    struct terms *t = terms;
    const struct change *change = &changes[t->next % COUNT(changes)];
    demo_act_as(c, t->demo, ROLE_OWNER);
    t->news = (struct new_terms){ .from_at = c->now_at };
    switch (change->sort) {
    case POLICY:
        return publish(c, t, change);
    case CLOSED:
        return setting_set(c, S("shop.calendar"), closed_text(c, t, change));
    case HOURS_SHORT:
        return setting_set(c, S("shop.calendar"), str_of(short_days));
    case HOURS_USUAL:
        return setting_set(c, S("shop.calendar"), t->calendar);
    case SLOW_COURIERS:
        return announce(c, change);
    }
    return OK;
}

enum err terms_load(struct ctx *c, void *terms)
{
    struct terms *t = terms;
    struct arena *before = c->arena;
    struct shop *now = NEW(t->demo->arena, struct shop);
    str text = c->shop->calendar_text;
    c->arena = t->demo->arena;
    enum err e = shop_load(c, now);
    c->arena = before;
    TRY(e);
    t->news.calendar = str_eq(text, now->calendar_text) ? NULL : now->calendar;
    c->shop = now;
    t->next++;
    t->changed++;
    return OK;
}

enum err terms_review(struct ctx *c, void *round)
{
    struct terms_round *r = round;
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    return promise_review_due(c, REVIEWS_AT_ONCE, &r->done);
}
