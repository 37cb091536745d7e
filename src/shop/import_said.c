/* SPDX-License-Identifier: Apache-2.0 */
/* import_said.c - the variants a file spoke of, by SKU and by options. */
#include "shop/import_item.h"

enum { SAID_FIRST = 1024 };

static size_t place_of(const uint64_t *table, size_t size, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (size - 1);
    while (table[at] != 0 && table[at] != hash) {
        at = (at + 1) & (size - 1);
    }
    return at;
}

static uint64_t by_options(const struct import *run, product_id product,
                           const struct variant_fields *f)
{
    str options = str_format(run->scratch, "%.*s\n%.*s\n%.*s", STR_ARG(f->option[0]),
                             STR_ARG(f->option[1]), STR_ARG(f->option[2]));
    return import_hash('o', str_of_int(run->scratch, product.v), options);
}

static uint64_t by_sku(const struct variant_fields *f)
{
    return import_hash('k', f->sku, (str){ 0 });
}

bool import_was_said(const struct import *run, product_id product, const struct variant_fields *f)
{
    if (run->said_count == 0) {
        return false;
    }
    uint64_t options = by_options(run, product, f);
    bool has_options = run->said[place_of(run->said, run->said_size, options)] != 0;
    bool has_sku =
        f->sku.size > 0 && run->said[place_of(run->said, run->said_size, by_sku(f))] != 0;
    return has_options || has_sku;
}

static void widen(struct import *run)
{
    size_t size = run->said_size == 0 ? SAID_FIRST : run->said_size * 2;
    uint64_t *wider = NEW_N(run->keep, uint64_t, size);
    for (size_t i = 0; i < run->said_size; i++) {
        if (run->said[i] != 0) {
            wider[place_of(wider, size, run->said[i])] = run->said[i];
        }
    }
    run->said = wider;
    run->said_size = size;
}

static void say(struct import *run, uint64_t hash)
{
    if (run->said_count * 2 >= run->said_size) {
        widen(run);
    }
    size_t at = place_of(run->said, run->said_size, hash);
    run->said_count += run->said[at] == 0;
    run->said[at] = hash;
}

void import_say(struct import *run, product_id product, const struct variant_fields *f)
{
    say(run, by_options(run, product, f));
    if (f->sku.size > 0) {
        say(run, by_sku(f));
    }
}
