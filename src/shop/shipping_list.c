/* SPDX-License-Identifier: Apache-2.0 */
/* shipping_list.c - methods and rates as the back office edits them. */
#include "db/db.h"
#include "shop/shipping.h"

SQL(methods_all,
    "SELECT id, code, kind, carrier, name_id, name_en, is_active, position, flat_minor, coalesce(free_over_minor, 0),"
    " min_grams, tolerance_grams, volumetric_divisor, min_days, max_days FROM shipping_method ORDER BY position, code LIMIT 16");

static void read_method(struct rows *r, struct arena *arena, struct shipping_method_new *m)
{
    m->code = row_text(r, arena);
    m->kind = row_text(r, arena);
    m->carrier = row_text(r, arena);
    m->name_id = row_text(r, arena);
    m->name_en = row_text(r, arena);
    m->is_active = row_bool(r);
    m->position = row_int(r);
    m->flat_minor = row_int(r);
    m->free_over_minor = row_int(r);
    m->min_grams = row_int(r);
    m->tolerance_grams = row_int(r);
    m->volumetric_divisor = row_int(r);
    m->min_days = row_int(r);
    m->max_days = row_int(r);
}

enum err shipping_method_list(struct ctx *c, struct shipping_method_list *out)
{
    struct shipping_method_list *list = NEW(c->arena, struct shipping_method_list);
    struct rows r = db_query(c->db, &methods_all, NO_ARGS);
    while (db_next(&r) && list->count < SHIPPING_QUOTES_MAX) {
        list->item[list->count].id = row_int(&r);
        read_method(&r, c->arena, &list->item[list->count++].as);
    }
    TRY(db_done(&r));
    *out = *list;
    return OK;
}

SQL(rates_of_method,
    "SELECT area, first_kg_minor, next_kg_minor, min_days, max_days FROM shipping_rate WHERE method_id = $1"
    " ORDER BY area LIMIT 600");

enum err shipping_rate_list(struct ctx *c, int64_t method_id, struct shipping_rate_list *out)
{
    struct shipping_rate_list list = { .item = NEW_N(c->arena, struct shipping_rate_new, SHIPPING_RATES_MAX) };
    struct rows r = db_query(c->db, &rates_of_method, ARGS(method_id));
    while (db_next(&r) && list.count < SHIPPING_RATES_MAX) {
        struct shipping_rate_new *rate = &list.item[list.count++];
        rate->area = row_text(&r, c->arena);
        rate->first_kg_minor = row_int(&r);
        rate->next_kg_minor = row_int(&r);
        rate->min_days = row_int(&r);
        rate->max_days = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(rates_drop, "DELETE FROM shipping_rate WHERE method_id = $1");

enum err shipping_rates_replace(struct ctx *c, int64_t method_id,
                                const struct shipping_rate_new *rate, size_t count)
{
    TRY(db_exec(c->db, &rates_drop, ARGS(method_id), NULL));
    for (size_t i = 0; i < count; i++) {
        TRY(shipping_rate_put(c, method_id, &rate[i]));
    }
    ctx_raise(c, S("shipping"));
    return OK;
}
