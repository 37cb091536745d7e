/* SPDX-License-Identifier: Apache-2.0 */
/* region_zone.c - which of Indonesia's three clocks runs where. Source: Keppres 41/1987; the provinces made since keep the clock
 * of the one they came from. */
#include "shop/region.h"

enum { CODE_SIZE = 2 };

static const struct {
    const char *zone;
    const char *provinces; /* codes, each two digits and a space */
} clocks[] = {
    { "Asia/Jakarta", "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62 " },
    { "Asia/Makassar", "51 52 53 63 64 65 71 72 73 74 75 76 " },
    { "Asia/Jayapura", "81 82 91 92 93 94 95 96 " },
};

const struct zone *region_zone(str code)
{
    if (code.size < CODE_SIZE) {
        return NULL;
    }
    for (size_t i = 0; i < COUNT(clocks); i++) {
        str all = str_of(clocks[i].provinces);
        for (size_t at = 0; at + CODE_SIZE < all.size; at += CODE_SIZE + 1) {
            if (str_eq(str_slice(all, at, at + CODE_SIZE), str_slice(code, 0, CODE_SIZE))) {
                return zone_of(str_of(clocks[i].zone));
            }
        }
    }
    return NULL;
}
