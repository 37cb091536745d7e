/* SPDX-License-Identifier: Apache-2.0 */
/* order_cover.c - what of an order is still covered, until when, in the buyer's words. */
#include "shop/order_cover.h"

#include "web/reader.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field cover_fields[] = {
    SHOW(INT, "quantity"),
    SHOW_OR_NULL(INSTANT, "delivered_at"),
    SHOW_OR_NULL(INSTANT, "renewed_at", .note = "When a replacement, a repair or an exchange arrived: everything runs from then."),
    SHOW(BOOL, "is_covered"),
    SHOW(TEXT, "why", .note = "not_begun, waiting, late, window, law, ended"),
    SHOW_OR_NULL(INSTANT, "until", .note = "End of the guarantee; null while it is not delivered."),
    SHOW_OR_NULL(INT, "days_left"),
    SHOW_OR_NULL(INSTANT, "lost_at", .note = "When goods that are not delivered count as lost."),
    SHOW_OR_NULL(INSTANT, "returns_until"),
    PAGE_ONLY(BOOL, "is_returnable"),
    SHOW(INT, "warranty_months"),
    SHOW_OR_NULL(INSTANT, "warranty_until"),
    SHOW(BOOL, "is_in_warranty"),
    PAGE_ONLY(BOOL, "has_state"), PAGE_ONLY(BOOL, "is_waiting"),
    PAGE_ONLY(BOOL, "is_late"),
    PAGE_ONLY(BOOL, "is_by_law"),
    PAGE_ONLY(BOOL, "is_running"),
    PAGE_ONLY(BOOL, "is_ended"),
};
const struct model order_cover_model = MODEL("line_cover", cover_fields);

static void show_days_left(struct web *w, const struct cover *cover, struct value *node)
{
    const struct zone *zone = reader_zone(w);
    if (!cover->is_covered || cover->until_at == 0) {
        value_set_null(w->ctx.arena, node, S("days_left"));
        return;
    }
    value_set_int(w->ctx.arena, node, S("days_left"),
                  zone_days(zone, cover->until_at) - zone_days(zone, w->ctx.now_at));
}

static void show_cover(struct web *w, const struct line_cover *one, struct value *node)
{
    struct arena *a = w->ctx.arena;
    const struct cover *cover = &one->guarantee;
    bool is_open = cover->why == COVER_WAITING && cover->is_covered;
    value_set_int(a, node, S("quantity"), one->quantity);
    value_set_instant(a, node, S("delivered_at"), one->delivered_at);
    value_set_instant(a, node, S("renewed_at"), one->renewed_at);
    value_set_bool(a, node, S("is_covered"), cover->is_covered);
    value_set_text(a, node, S("why"), cover_why_name(cover->why));
    value_set_instant(a, node, S("until"), cover->until_at);
    show_days_left(w, cover, node);
    value_set_instant(a, node, S("lost_at"), cover->lost_at);
    value_set_instant(a, node, S("returns_until"), one->returns.until_at);
    value_set_bool(a, node, S("is_returnable"),
                   one->returns.is_covered && one->returns.until_at > cover->until_at);
    value_set_int(a, node, S("warranty_months"), one->warranty_months);
    value_set_instant(a, node, S("warranty_until"), one->warranty_until);
    value_set_bool(a, node, S("is_in_warranty"), one->is_in_warranty);
    value_set_bool(a, node, S("is_waiting"), is_open);
    bool is_late = cover->why == COVER_LATE && cover->is_covered;
    bool is_said =
        cover->why == COVER_LAW || cover->why == COVER_WINDOW || cover->why == COVER_ENDED;
    value_set_bool(a, node, S("has_state"), is_open || is_late || is_said);
    value_set_bool(a, node, S("is_late"), is_late);
    value_set_bool(a, node, S("is_by_law"), cover->why == COVER_LAW);
    value_set_bool(a, node, S("is_running"), cover->why == COVER_WINDOW);
    value_set_bool(a, node, S("is_ended"), cover->why == COVER_ENDED);
}

void order_line_covers(struct web *w, const struct order_cover *cover, const struct order_line *l,
                       struct value *line)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, line, S("guarantee_version"), l->guarantee_version);
    value_set_int(a, line, S("returns_version"), l->returns_version);
    value_set_int(a, line, S("warranty_version"), l->warranty_version);
    value_set_text(a, line, S("warranty_url"),
                   web_path(w, "/policies/warranty?version=%" PRId64, l->warranty_version));
    show_text_or_null(w, line, S("usage_url"),
                      l->guide.size == 0 ? l->guide
                                         : web_path(w, "/products/%.*s#usage", STR_ARG(l->guide)));
    struct value *list = value_set_list(a, line, S("covers"));
    for (size_t i = 0; i < cover->count; i++) {
        if (cover->item[i].line_id == l->id) {
            show_cover(w, &cover->item[i], value_add_object(a, list));
        }
    }
}

enum err order_show_guarantee(struct web *w, const struct order *o, const struct order_cover *cover,
                              struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct policy guarantee = { .kind = POLICY_GUARANTEE, .params = value_object(a) };
    struct order_line none = { .guarantee_version = o->guarantee_version };
    TRY(order_line_policy(&w->ctx, &none, POLICY_GUARANTEE, &guarantee));
    struct value *terms = value_set_object(a, m, S("terms"));
    value_set_int(a, terms, S("version"), o->terms_version);
    value_set_text(a, terms, S("guarantee_text"), guarantee_text_of(w, &guarantee));
    value_set_instant(a, terms, S("guarantee_until"), cover->until_at);
    value_set_text(a, terms, S("returns_url"),
                   web_path(w, "/policies/guarantee?version=%" PRId64, o->guarantee_version));
    value_set_text(a, terms, S("terms_url"),
                   web_path(w, "/policies/terms?version=%" PRId64, o->terms_version));
    return OK;
}
