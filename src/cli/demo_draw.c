/* SPDX-License-Identifier: Apache-2.0 */
/* demo_draw.c - reading demo/catalogue.json and demo/history.json, and drawing lots from them. */
#include "cli/demo_watch.h"

#include "base/embed.h"
#include "core/setting.h"

#include <stdio.h>

static const struct value *read_file(struct demo *d, str path)
{
    str text = { 0 };
    str why = { 0 };
    struct value *file = NULL;
    if (!embed_find(path, &text) || !json_read(d->arena, text, &file, &why)) {
        fprintf(stderr, "amanah: %.*s: %.*s\n", STR_ARG(path), STR_ARG(why));
        return NULL;
    }
    return file;
}

const struct value *demo_first(const struct value *object, const char *list)
{
    const struct value *node = object == NULL ? NULL : value_get(object, str_of(list));
    return node != NULL && (node->kind == VALUE_LIST || node->kind == VALUE_OBJECT)
               ? node->children.first
               : NULL;
}

static size_t count_of(const struct value *first)
{
    size_t count = 0;
    for (const struct value *one = first; one != NULL; one = one->next) {
        count++;
    }
    return count;
}

/* 3 and 1.05 as thousandths. */
static int64_t thousandths(const struct value *number)
{
    if (number == NULL || (number->kind != VALUE_INT && number->kind != VALUE_DECIMAL)) {
        return 0;
    }
    int64_t n = number->number * 1000;
    for (int i = 0; number->kind == VALUE_DECIMAL && i < number->scale; i++) {
        n /= 10;
    }
    return n;
}

struct weights demo_weights(struct demo *d, const struct value *first, const char *member)
{
    struct weights w = { .item = NEW_N(d->arena, int64_t, count_of(first) + 1) };
    for (const struct value *one = first; one != NULL; one = one->next) {
        w.item[w.count++] = thousandths(member == NULL ? one : value_get(one, str_of(member)));
    }
    return w;
}

size_t demo_pick(struct demo *d, struct weights weights)
{
    int64_t sum = 0;
    for (size_t i = 0; i < weights.count; i++) {
        sum += weights.item[i];
    }
    CHECK(sum > 0);
    int64_t lot = (int64_t)random_below(&d->random, (uint64_t)sum);
    size_t i = 0;
    while (lot >= weights.item[i]) {
        lot -= weights.item[i++];
    }
    return i;
}

str demo_mix(struct demo *d, const char *kind)
{
    const struct value *one = demo_first(value_get(d->history, S("mix")), kind);
    size_t at = demo_pick(d, demo_weights(d, one, NULL));
    for (size_t i = 0; i < at; i++) {
        one = one->next;
    }
    return one->name;
}

bool demo_lot(struct demo *d, int64_t bp)
{
    return (int64_t)random_below(&d->random, 10000) < bp;
}

bool demo_chance(struct demo *d, const char *rate_bp)
{
    return demo_lot(d, value_int(d->rates, str_of(rate_bp), 0));
}

int64_t demo_between(struct demo *d, int64_t low, int64_t high)
{
    return high <= low ? low : low + (int64_t)random_below(&d->random, (uint64_t)(high - low) + 1);
}

bool demo_refuses_cod(const struct demo *d, size_t buyer)
{
    return d->refuses_cod != 0 && (int64_t)buyer % d->refuses_cod == 0;
}

const struct value *demo_incident(const struct demo *d, const char *kind, int64_t at)
{
    for (const struct value *one = demo_first(d->history, "incidents"); one != NULL;
         one = one->next) {
        int64_t from_at = d->end_at - DAYS(value_int(one, S("days_ago"), 0));
        int64_t to_at = from_at + DAYS(value_int(one, S("days"), 1));
        if (str_eq(value_text(one, S("kind")), str_of(kind)) && at >= from_at && at < to_at) {
            return one;
        }
    }
    return NULL;
}

int64_t demo_work_later(struct ctx *c, int64_t at, int64_t span)
{
    int64_t due_at = 0;
    return calendar_due_at(c->shop->calendar, at, span, &due_at) ? due_at : at + span;
}

/* --- people and goods --- */

static struct delivery delivery_of(const struct value *buyer)
{
    const struct value *a = value_get(buyer, S("address"));
    const struct value *email = value_get(buyer, S("email"));
    return (struct delivery){
        .name = value_text(buyer, S("name")),
        .phone = value_text(buyer, S("phone")),
        .email = email != NULL && email->kind == VALUE_TEXT ? email->text : (str){ 0 },
        .street = value_text(a, S("street")),
        .district_code = value_text(a, S("district_code")),
        .district = value_text(a, S("district")),
        .city = value_text(a, S("city")),
        .province = value_text(a, S("province")),
        .postal_code = value_text(a, S("postal_code")),
        .country = value_text(a, S("country")),
        .note = value_text(a, S("note")),
    };
}

static void read_buyers(struct demo *d)
{
    const struct value *first = demo_first(d->history, "buyers");
    size_t count = 0;
    d->buyer_weights = demo_weights(d, first, "weight");
    d->buyer = NEW_N(d->arena, struct demo_buyer, d->buyer_weights.count);
    for (const struct value *one = first; one != NULL; one = one->next) {
        struct demo_buyer *buyer = &d->buyer[count++];
        buyer->to = delivery_of(one);
        buyer->lang = str_eq(value_text(one, S("lang")), S("en")) ? LANG_EN : LANG_ID;
    }
}

static const struct value *product_of(const struct demo *d, str slug)
{
    const struct value *one = demo_first(d->catalogue, "products");
    while (one != NULL && !str_eq(value_text(one, S("slug")), slug)) {
        one = one->next;
    }
    return one;
}

static void read_goods(struct demo *d)
{
    const struct value *first = demo_first(d->history, "products");
    size_t count = 0;
    d->good_weights = demo_weights(d, first, "weight");
    d->good = NEW_N(d->arena, struct demo_good, d->good_weights.count);
    for (const struct value *one = first; one != NULL; one = one->next) {
        struct demo_good *good = &d->good[count++];
        good->slug = value_text(one, S("slug"));
        const struct value *product = product_of(d, good->slug);
        CHECK(product != NULL);
        good->name = value_text(value_get(product, S("name")), S("id"));
        good->category = value_text(product, S("category"));
        good->variants = demo_first(product, "variants");
        good->variant_count = count_of(good->variants);
    }
}

bool demo_read(struct demo *d)
{
    d->catalogue = read_file(d, S("demo/catalogue.json"));
    d->history = read_file(d, S("demo/history.json"));
    if (d->catalogue == NULL || d->history == NULL) {
        return false;
    }
    d->rates = value_get(d->history, S("rates"));
    d->life_max = (size_t)d->days * 40 + 100;
    d->life = NEW_N(d->arena, struct life, d->life_max);
    d->cases = NEW_N(d->arena, struct demo_case, d->life_max * 4);
    read_buyers(d);
    read_goods(d);
    return true;
}
