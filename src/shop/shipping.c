/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/shipping.h"

#include "db/db.h"

static int64_t round_up(int64_t n, int64_t unit)
{
    return (n + unit - 1) / unit * unit;
}

/* Couriers say cm³ ÷ divisor = kilograms, which is mm³ ÷ divisor = grams. */
static int64_t volumetric_grams(const struct parcel_item *item, int64_t divisor)
{
    return item->length_mm * item->width_mm * item->height_mm / divisor;
}

int64_t shipping_chargeable_grams(const struct shipping_rules *rules,
                                  const struct parcel_item *item, size_t count)
{
    int64_t real = 0;
    int64_t volumetric = 0;
    for (size_t i = 0; i < count; i++) {
        real += item[i].quantity * item[i].weight_grams;
        volumetric += item[i].quantity * volumetric_grams(&item[i], rules->volumetric_divisor);
    }
    int64_t grams = real > volumetric ? real : volumetric;
    grams = grams < rules->min_grams ? rules->min_grams : grams;
    int64_t whole = grams / 1000 * 1000;
    return whole > 0 && grams - whole <= rules->tolerance_grams ? whole : round_up(grams, 1000);
}

struct method {
    str code, kind, carrier, name;
    int64_t flat_minor, free_over_minor;
    struct shipping_rules rules;
    int64_t first_kg_minor, next_kg_minor, min_days, max_days;
    bool has_rate;
};

/* Price of one method, or false when it does not reach the district. */
static bool quote_method(const struct method *m, const struct shipping_ask *ask,
                         struct shipping_quote *out)
{
    struct shipping_quote quote = {
        .code = m->code, .name = m->name, .carrier = m->carrier, .min_days = m->min_days,
        .max_days = m->max_days, .price = money_zero(ask->subtotal.currency),
        .is_pickup = str_eq(m->kind, S("pickup")),
    };
    if (quote.is_pickup) {
        *out = quote;
        return true;
    }
    bool is_table = str_eq(m->kind, S("table"));
    if (ask->district.size == 0 || (is_table && !m->has_rate)) {
        return false;
    }
    quote.chargeable_grams = shipping_chargeable_grams(&m->rules, ask->item, ask->item_count);
    int64_t kilograms = quote.chargeable_grams / 1000;
    quote.price.minor =
        is_table ? m->first_kg_minor + (kilograms - 1) * m->next_kg_minor : m->flat_minor;
    if (m->free_over_minor > 0 && ask->subtotal.minor >= m->free_over_minor) {
        quote.price.minor = 0;
    }
    *out = quote;
    return true;
}

/* One row a method: its best rate is the one whose area is the longest prefix of the district. */
SQL(methods_for_district,
    "SELECT m.code, m.kind, m.carrier, CASE WHEN $2 = 'id' THEN m.name_id ELSE m.name_en END,"
    " m.flat_minor, coalesce(m.free_over_minor, 0), m.min_grams, m.tolerance_grams,"
    " m.volumetric_divisor, coalesce(r.first_kg_minor, 0), coalesce(r.next_kg_minor, 0),"
    " coalesce(r.min_days, m.min_days), coalesce(r.max_days, m.max_days),"
    " CASE WHEN r.method_id IS NULL THEN 0 ELSE 1 END"
    " FROM shipping_method m LEFT JOIN shipping_rate r ON r.method_id = m.id"
    " AND r.area = (SELECT s.area FROM shipping_rate s WHERE s.method_id = m.id"
    "   AND s.area = substr($1, 1, length(s.area)) ORDER BY length(s.area) DESC LIMIT 1)"
    " WHERE m.is_active = 1 ORDER BY m.position, m.code LIMIT 16");

static struct method read_method(struct rows *r, struct arena *arena)
{
    struct method m = { 0 };
    m.code = row_text(r, arena);
    m.kind = row_text(r, arena);
    m.carrier = row_text(r, arena);
    m.name = row_text(r, arena);
    m.flat_minor = row_int(r);
    m.free_over_minor = row_int(r);
    m.rules.min_grams = row_int(r);
    m.rules.tolerance_grams = row_int(r);
    m.rules.volumetric_divisor = row_int(r);
    m.first_kg_minor = row_int(r);
    m.next_kg_minor = row_int(r);
    m.min_days = row_int(r);
    m.max_days = row_int(r);
    m.has_rate = row_bool(r);
    return m;
}

enum err shipping_quotes_ask(struct ctx *c, str district)
{
    str lang = c->lang == LANG_ID ? S("id") : S("en");
    return db_ask(c->db, &methods_for_district, ARGS(district, lang));
}

enum err shipping_quotes(struct ctx *c, const struct shipping_ask *ask, struct shipping_quotes *out)
{
    struct shipping_quotes quotes = { 0 };
    str lang = c->lang == LANG_ID ? S("id") : S("en");
    struct rows r = db_query(c->db, &methods_for_district, ARGS(ask->district, lang));
    while (db_next(&r)) {
        struct method m = read_method(&r, c->arena);
        if (quotes.count < SHIPPING_QUOTES_MAX &&
            quote_method(&m, ask, &quotes.quote[quotes.count])) {
            quotes.count++;
        }
    }
    TRY(db_done(&r));
    *out = quotes;
    return OK;
}

enum err shipping_quote_of(struct ctx *c, const struct shipping_ask *ask, str code,
                           struct shipping_quote *out)
{
    struct shipping_quotes *quotes = NEW(c->arena, struct shipping_quotes);
    TRY(shipping_quotes(c, ask, quotes));
    for (size_t i = 0; i < quotes->count; i++) {
        if (str_eq(quotes->quote[i].code, code)) {
            *out = quotes->quote[i];
            return OK;
        }
    }
    return fail(c, ERR_UNPROCESSABLE, "shipping method %.*s does not reach %.*s", STR_ARG(code),
                STR_ARG(ask->district));
}

SQL(put_method,
    "INSERT INTO shipping_method (code, kind, carrier, name_id, name_en, is_active, position,"
    " flat_minor, free_over_minor, min_grams, tolerance_grams, volumetric_divisor, min_days, max_days)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    " ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, carrier = excluded.carrier,"
    " name_id = excluded.name_id, name_en = excluded.name_en, is_active = excluded.is_active,"
    " position = excluded.position, flat_minor = excluded.flat_minor,"
    " free_over_minor = excluded.free_over_minor, min_grams = excluded.min_grams,"
    " tolerance_grams = excluded.tolerance_grams, volumetric_divisor = excluded.volumetric_divisor,"
    " min_days = excluded.min_days, max_days = excluded.max_days RETURNING id");

enum err shipping_method_put(struct ctx *c, const struct shipping_method_new *m, int64_t *out_id)
{
    ctx_raise(c, S("shipping"));
    return db_get_int(c->db, &put_method,
                      ARGS(m->code, m->kind, m->carrier, m->name_id, m->name_en, m->is_active,
                           m->position, m->flat_minor, arg_int_or_null(m->free_over_minor),
                           m->min_grams, m->tolerance_grams, m->volumetric_divisor, m->min_days,
                           m->max_days),
                      0, out_id);
}

SQL(put_rate,
    "INSERT INTO shipping_rate (method_id, area, first_kg_minor, next_kg_minor, min_days, max_days)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (method_id, area) DO UPDATE SET first_kg_minor = excluded.first_kg_minor,"
    " next_kg_minor = excluded.next_kg_minor, min_days = excluded.min_days,"
    " max_days = excluded.max_days");

enum err shipping_rate_put(struct ctx *c, int64_t method_id, const struct shipping_rate_new *rate)
{
    ctx_raise(c, S("shipping"));
    return db_exec(c->db, &put_rate,
                   ARGS(method_id, rate->area, rate->first_kg_minor, rate->next_kg_minor,
                        rate->min_days, rate->max_days),
                   NULL);
}
