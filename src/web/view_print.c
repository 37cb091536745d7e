/* SPDX-License-Identifier: Apache-2.0 */
#include "web/view_print.h"

static bool is_indonesian(const struct view_env *env)
{
    return env->lang == LANG_ID;
}

static const struct zone *zone_or_utc(const struct view_env *env)
{
    return env->zone != NULL ? env->zone : zone_of(S("UTC"));
}

/* 4,67 in Indonesian, 4.67 in English; zeros at the end say nothing and go. */
static void print_decimal(struct buf *out, int64_t number, uint8_t scale, bool indonesian)
{
    while (scale > 0 && number % 10 == 0) {
        number /= 10;
        scale--;
    }
    int64_t unit = 1;
    for (uint8_t i = 0; i < scale; i++) {
        unit *= 10;
    }
    if (number < 0) {
        buf_add_char(out, '-');
    }
    uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    buf_add_int(out, (int64_t)(size / (uint64_t)unit));
    if (scale > 0) {
        buf_addf(out, "%c%0*" PRIu64, indonesian ? ',' : '.', (int)scale, size % (uint64_t)unit);
    }
}

void view_print(struct buf *out, const struct value *node, const struct view_env *env)
{
    switch (node->kind) {
    case VALUE_TEXT:
        buf_add(out, node->text);
        break;
    case VALUE_INT:
        buf_add_int(out, node->number);
        break;
    case VALUE_DECIMAL:
        print_decimal(out, node->number, node->scale, is_indonesian(env));
        break;
    case VALUE_BOOL:
        buf_add(out, node->truth ? S("true") : S("false"));
        break;
    case VALUE_MONEY:
        buf_add(out, money_print(out->arena, node->money, is_indonesian(env)));
        break;
    case VALUE_INSTANT:
        buf_add(out, clock_print(out->arena, zone_or_utc(env), node->number, is_indonesian(env)));
        break;
    case VALUE_DATE:
        buf_add(out, clock_print_date(out->arena, node->number, is_indonesian(env)));
        break;
    case VALUE_NULL:
    case VALUE_LIST:
    case VALUE_OBJECT:
    case VALUE_KIND_COUNT:
        break;
    }
}

void view_print_html(struct buf *out, const struct value *node, const struct view_env *env)
{
    if (node->kind == VALUE_TEXT) {
        buf_add_html(out, node->text);
    } else {
        view_print(out, node, env); /* numbers, dates and money have nothing to escape */
    }
}

static void make_text(struct value *out, str text)
{
    out->kind = VALUE_TEXT;
    out->text = text;
}

static void make_number(struct value *out, enum value_kind kind, int64_t number)
{
    out->kind = kind;
    out->number = number;
}

static bool part_of_date(struct arena *arena, int64_t days, str name, const struct view_env *env,
                         struct value *out)
{
    if (str_eq(name, S("iso"))) {
        make_text(out, clock_iso_date(arena, days));
    } else if (str_eq(name, S("date"))) {
        make_number(out, VALUE_DATE, days);
    } else if (str_eq(name, S("weekday"))) {
        make_text(out, clock_print_weekday(days, is_indonesian(env)));
    } else {
        return false;
    }
    return true;
}

static bool part_of_instant(struct arena *arena, int64_t at, str name, const struct view_env *env,
                            struct value *out)
{
    if (str_eq(name, S("iso"))) {
        make_text(out, clock_rfc3339(arena, at));
        return true;
    }
    if (str_eq(name, S("time"))) {
        make_text(out, clock_print_time(arena, zone_or_utc(env), at, is_indonesian(env)));
        return true;
    }
    return part_of_date(arena, zone_days(zone_or_utc(env), at), name, env, out);
}

static bool part_of_money(struct arena *arena, const struct value *node, str name,
                          struct value *out)
{
    if (str_eq(name, S("amount"))) {
        make_number(out, VALUE_INT, node->money.minor);
    } else if (str_eq(name, S("currency"))) {
        make_text(out, currency_code(&node->money.currency));
    } else if (str_eq(name, S("decimal"))) {
        make_text(out, money_decimal(arena, node->money));
    } else {
        return false;
    }
    return true;
}

bool view_part(struct arena *arena, const struct value *node, str name, const struct view_env *env,
               struct value *out)
{
    if (node->kind == VALUE_INSTANT) {
        return part_of_instant(arena, node->number, name, env, out);
    }
    if (node->kind == VALUE_DATE) {
        return part_of_date(arena, node->number, name, env, out);
    }
    if (node->kind == VALUE_MONEY) {
        return part_of_money(arena, node, name, out);
    }
    if (node->kind == VALUE_LIST && str_eq(name, S("size"))) {
        make_number(out, VALUE_INT, node->count);
        return true;
    }
    return false;
}
