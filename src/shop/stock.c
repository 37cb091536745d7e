/* SPDX-License-Identifier: Apache-2.0 */
/* stock.c - the rules: what is held, sold, given back; what buyers are told. */
#include "shop/stock_store.h"

#include <stdlib.h>

static const char *const status_names[STOCK_STATUS_COUNT] = {
    [STOCK_IN] = "in_stock", [STOCK_LOW] = "low", [STOCK_OUT] = "out", [STOCK_PREORDER] = "preorder"
};

str stock_status_name(enum stock_status status)
{
    CHECK(status < STOCK_STATUS_COUNT);
    return str_of(status_names[status]);
}

static enum stock_status status_of(const struct stock_facts *facts, int64_t free)
{
    if (!facts->is_tracked || free > STOCK_LOW_MAX) {
        return STOCK_IN;
    }
    if (free > 0) {
        return STOCK_LOW;
    }
    if (facts->preorder_days > 0) {
        return STOCK_PREORDER;
    }
    return facts->sells_past_zero ? STOCK_IN : STOCK_OUT;
}

struct stock_shown stock_shown_of(const struct stock_facts *facts)
{
    int64_t free = facts->on_hand - facts->held;
    enum stock_status status = status_of(facts, free);
    return (struct stock_shown){
        .status = status,
        .is_counted = facts->is_tracked && !(status == STOCK_IN && free <= 0),
        .quantity = facts->is_tracked ? free : 0,
        .preorder_days = status == STOCK_PREORDER ? facts->preorder_days : 0,
    };
}

/* Pages show "in stock", the last few by number, or none: only that needs a new page. */
static int64_t shown_level(int64_t free)
{
    return free > STOCK_LOW_MAX ? STOCK_LOW_MAX + 1 : free;
}

static enum err raise_when_shown_changes(struct ctx *c, sku_id sku, int64_t free_before,
                                         int64_t free_after)
{
    if (shown_level(free_before) == shown_level(free_after)) {
        return OK;
    }
    return stock_raise(c, sku);
}

/* --- reserving --- */

static int compare_lines(const void *a, const void *b)
{
    const struct stock_line *left = *(struct stock_line *const *)a;
    const struct stock_line *right = *(struct stock_line *const *)b;
    return (left->sku.v > right->sku.v) - (left->sku.v < right->sku.v);
}

/* Lines by SKU, so that two buyers of the same goods lock in the same order. */
static struct stock_line **sorted(struct ctx *c, struct stock_line *line, size_t count)
{
    struct stock_line **order = NEW_N(c->arena, struct stock_line *, count);
    for (size_t i = 0; i < count; i++) {
        order[i] = &line[i];
    }
    qsort(order, count, sizeof order[0], compare_lines);
    return order;
}

/* Too few are free (or they are not counted): what then? */
static enum err kind_without_stock(struct ctx *c, sku_id sku, int64_t quantity,
                                   enum reservation_kind *out)
{
    struct stock_facts facts;
    bool is_active = false;
    TRY(stock_facts_load(c, sku, &facts, &is_active));
    if (!is_active) {
        return fail(c, ERR_OUT_OF_STOCK, "sku %" PRId64 " is not for sale", sku.v);
    }
    if (!facts.is_tracked) {
        *out = RESERVED_UNCOUNTED;
        return OK;
    }
    if (facts.preorder_days > 0 || facts.sells_past_zero) {
        *out = RESERVED_PREORDER;
        return OK;
    }
    return fail(c, ERR_OUT_OF_STOCK, "sku %" PRId64 ": fewer than %" PRId64 " free", sku.v,
                quantity);
}

static enum err hold(struct ctx *c, sku_id sku, int64_t quantity, enum reservation_kind *kind)
{
    struct stock_row after;
    bool taken = false;
    TRY(stock_take(c, sku, quantity, &after, &taken));
    if (!taken) {
        return kind_without_stock(c, sku, quantity, kind);
    }
    *kind = RESERVED_COUNTED;
    int64_t free_after = after.on_hand - after.held;
    return raise_when_shown_changes(c, sku, free_after + quantity, free_after);
}

static enum err reserve_sku(struct ctx *c, str subject, sku_id sku, int64_t quantity,
                            int64_t expires_at, bool *is_preorder)
{
    enum reservation_kind kind = RESERVED_COUNTED;
    TRY(hold(c, sku, quantity, &kind));
    struct stock_change change = {
        .sku = sku,
        .reason = STOCK_RESERVATION,
        .quantity = quantity,
        .held_delta = kind == RESERVED_COUNTED ? quantity : 0,
        .subject = subject,
    };
    TRY(stock_move(c, &change));
    *is_preorder = kind == RESERVED_PREORDER;
    return stock_reservation_add(c, subject, sku, quantity, kind, expires_at);
}

static enum err check_lines(struct ctx *c, const struct stock_line *line, size_t count)
{
    if (count == 0 || count > STOCK_LINES_MAX) {
        return fail(c, ERR_BAD_INPUT, "%zu lines to reserve", count);
    }
    for (size_t i = 0; i < count; i++) {
        if (line[i].quantity < 1 || line[i].quantity > STOCK_QUANTITY_MAX) {
            return fail(c, ERR_BAD_INPUT, "sku %" PRId64 ": quantity %" PRId64, line[i].sku.v,
                        line[i].quantity);
        }
    }
    return OK;
}

/* How many of the SKU of order[i] are wanted in all; its lines end before `end`. */
static int64_t wanted_of_sku(struct stock_line **order, size_t count, size_t i, size_t *end)
{
    int64_t quantity = 0;
    for (*end = i; *end < count && order[*end]->sku.v == order[i]->sku.v; (*end)++) {
        quantity += order[*end]->quantity;
    }
    return quantity;
}

/* All SKUs are taken on one way to the server; what is refused later takes all of them back. */
static enum err take_ahead(struct ctx *c, struct stock_line **order, size_t count)
{
    for (size_t i = 0, end = 0; i < count; i = end) {
        int64_t quantity = wanted_of_sku(order, count, i, &end);
        TRY(stock_take_ask(c, order[i]->sku, quantity));
    }
    return OK;
}

enum err stock_reserve(struct ctx *c, str subject, struct stock_line *line, size_t count,
                       int64_t expires_at)
{
    TRY(check_lines(c, line, count));
    bool is_reserved = false;
    struct stock_line **order = sorted(c, line, count);
    TRY(take_ahead(c, order, count));
    TRY(stock_is_reserved(c, subject, &is_reserved));
    if (is_reserved) {
        return fail(c, ERR_STATE, "%.*s holds stock already", STR_ARG(subject));
    }
    for (size_t i = 0, end = 0; i < count;) {
        bool is_preorder = false;
        int64_t quantity = wanted_of_sku(order, count, i, &end);
        TRY(reserve_sku(c, subject, order[i]->sku, quantity, expires_at, &is_preorder));
        while (i < end) {
            order[i++]->is_preorder = is_preorder;
        }
    }
    return OK;
}

enum err stock_extend(struct ctx *c, str subject, str new_subject, int64_t expires_at)
{
    int64_t changed = 0;
    TRY(stock_reservation_rename(c, subject, new_subject, expires_at, &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "%.*s holds nothing", STR_ARG(subject));
    }
    return OK;
}

/* --- giving back, selling --- */

static int compare_held(const void *a, const void *b)
{
    const struct held *left = a;
    const struct held *right = b;
    return (left->sku.v > right->sku.v) - (left->sku.v < right->sku.v);
}

static enum err release_one(struct ctx *c, str subject, const struct held *held)
{
    bool is_counted = held->kind == RESERVED_COUNTED;
    if (is_counted) {
        struct stock_row after;
        TRY(stock_put_back(c, held->sku, held->quantity, &after));
        int64_t free_after = after.on_hand - after.held;
        TRY(raise_when_shown_changes(c, held->sku, free_after - held->quantity, free_after));
    }
    struct stock_change change = {
        .sku = held->sku,
        .reason = STOCK_RELEASE,
        .quantity = held->quantity,
        .held_delta = is_counted ? -held->quantity : 0,
        .subject = subject,
    };
    return stock_move(c, &change);
}

static enum err sell_one(struct ctx *c, str subject, const struct held *held)
{
    int64_t taken = held->kind == RESERVED_COUNTED ? held->quantity : 0;
    if (taken > 0) {
        TRY(stock_sell(c, held->sku, taken));
    }
    struct stock_change change = {
        .sku = held->sku,
        .reason = STOCK_SALE,
        .quantity = held->quantity,
        .on_hand_delta = -taken,
        .held_delta = -taken,
        .subject = subject,
    };
    return stock_move(c, &change);
}

static enum err release_all(struct ctx *c, str subject, struct held_list *list)
{
    qsort(list->item, list->count, sizeof list->item[0], compare_held);
    for (size_t i = 0; i < list->count; i++) {
        TRY(release_one(c, subject, &list->item[i]));
    }
    return OK;
}

enum err stock_release(struct ctx *c, str subject)
{
    struct held_list list;
    TRY(stock_reservation_take(c, subject, &list));
    return release_all(c, subject, &list);
}

enum err stock_commit(struct ctx *c, str subject)
{
    struct held_list list;
    TRY(stock_reservation_take(c, subject, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "%.*s holds nothing", STR_ARG(subject));
    }
    qsort(list.item, list.count, sizeof list.item[0], compare_held);
    for (size_t i = 0; i < list.count; i++) {
        TRY(sell_one(c, subject, &list.item[i]));
    }
    return OK;
}

static enum err return_one(struct ctx *c, str subject, const struct held *sold)
{
    struct stock_row after;
    bool changed = false;
    TRY(stock_add(c, sold->sku, sold->quantity, &after, &changed));
    CHECK(changed); /* more is always possible */
    int64_t free_after = after.on_hand - after.held;
    TRY(raise_when_shown_changes(c, sold->sku, free_after - sold->quantity, free_after));
    struct stock_change change = {
        .sku = sold->sku,
        .reason = STOCK_RETURN,
        .quantity = sold->quantity,
        .on_hand_delta = sold->quantity,
        .subject = subject,
    };
    return stock_move(c, &change);
}

enum err stock_return_rest(struct ctx *c, str subject, const struct stock_line *away, size_t count,
                           int64_t *returned)
{
    struct held_list sold;
    int64_t all = 0;
    TRY(stock_sold(c, subject, &sold));
    for (size_t i = 0; i < sold.count; i++) {
        struct held rest = sold.item[i];
        for (size_t n = 0; n < count; n++) {
            rest.quantity -= away[n].sku.v == rest.sku.v ? away[n].quantity : 0;
        }
        if (rest.quantity > 0) {
            TRY(return_one(c, subject, &rest));
            all += rest.quantity;
        }
    }
    if (returned != NULL) {
        *returned = all;
    }
    return OK;
}

enum err stock_return(struct ctx *c, str subject)
{
    return stock_return_rest(c, subject, NULL, 0, NULL);
}

enum err stock_release_expired(struct ctx *c, size_t limit, struct stock_subjects *out)
{
    CHECK(limit > 0 && limit <= STOCK_LINES_MAX);
    struct stock_subjects due;
    TRY(stock_reservation_due(c, limit, &due));
    struct stock_subjects released = { NEW_N(c->arena, str, due.count + 1), 0 };
    for (size_t i = 0; i < due.count; i++) {
        struct held_list list;
        TRY(stock_reservation_take_due(c, due.item[i], &list));
        if (list.count > 0) { /* else somebody extended or released it meanwhile */
            TRY(release_all(c, due.item[i], &list));
            released.item[released.count++] = due.item[i];
        }
    }
    *out = released;
    return OK;
}

/* --- counting --- */

static bool delta_fits(int64_t delta, enum stock_reason reason)
{
    bool may_add = reason == STOCK_ADJUSTMENT || reason == STOCK_RETURN;
    bool may_take = reason == STOCK_ADJUSTMENT || reason == STOCK_DAMAGE;
    return (delta > 0 && may_add && delta <= STOCK_QUANTITY_MAX) ||
           (delta < 0 && may_take && delta >= -STOCK_QUANTITY_MAX);
}

enum err stock_adjust(struct ctx *c, sku_id sku, int64_t delta, enum stock_reason reason, str note)
{
    if (!delta_fits(delta, reason)) {
        return fail(c, ERR_BAD_INPUT, "sku %" PRId64 ": delta %" PRId64, sku.v, delta);
    }
    struct stock_row after;
    bool changed = false;
    TRY(stock_add(c, sku, delta, &after, &changed));
    if (!changed) {
        struct stock_facts facts;
        bool is_active = false;
        TRY(stock_facts_load(c, sku, &facts, &is_active));
        return fail(c, ERR_OUT_OF_STOCK, "sku %" PRId64 ": %" PRId64 " of %" PRId64 " are held",
                    sku.v, facts.held, facts.on_hand);
    }
    int64_t free_after = after.on_hand - after.held;
    TRY(raise_when_shown_changes(c, sku, free_after - delta, free_after));
    struct stock_change change = {
        .sku = sku,
        .reason = reason,
        .quantity = delta < 0 ? -delta : delta,
        .on_hand_delta = delta,
        .note = note,
    };
    return stock_move(c, &change);
}

enum err stock_count(struct ctx *c, sku_id sku, int64_t on_hand, str note)
{
    if (on_hand < 0 || on_hand > STOCK_QUANTITY_MAX) {
        return fail(c, ERR_BAD_INPUT, "sku %" PRId64 ": count %" PRId64, sku.v, on_hand);
    }
    struct stock_facts facts;
    bool is_active = false;
    TRY(stock_facts_load(c, sku, &facts, &is_active));
    if (facts.on_hand == on_hand) {
        return OK;
    }
    return stock_adjust(c, sku, on_hand - facts.on_hand, STOCK_ADJUSTMENT, note);
}

enum err stock_level(struct ctx *c, sku_id sku, struct stock_shown *out)
{
    struct stock_facts facts;
    bool is_active = false;
    TRY(stock_facts_load(c, sku, &facts, &is_active));
    *out = stock_shown_of(&facts);
    return OK;
}
