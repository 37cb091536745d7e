/* SPDX-License-Identifier: Apache-2.0 */
/*
 * region.h - provinces, cities and districts of Indonesia.
 *
 * Purpose    Finding a kecamatan by what people type; its city and province by its code.
 * Layer      shop; uses base. Facts in data/regions.tsv, which a shop may replace (region_own.h).
 * Ownership  a region_index is made once and only read afterwards; names borrow its bytes.
 * Source     codes of Kepmendagri: province 11, city or regency 11.01, district 11.01.01.
 */
#ifndef SHOP_REGION_H
#define SHOP_REGION_H

#include "base/clock.h"
#include "base/str.h"

struct region {
    str code;
    str name;
    str folded; /* lower case, for searching */
    int32_t parent; /* index, -1 for a province */
};

struct region_index {
    const struct region *region;
    size_t count;
    const int32_t *by_name; /* districts only, ordered by folded name */
    size_t name_count;
};

/* What a district is part of. */
struct district {
    str code, name, city, province;
};

struct region_fault {
    int64_t line;
    const char *why; /* English */
};

/* `tsv` must outlive the index: code<TAB>name lines ordered by code, '#' comments. False: not such a file; `fault` may be NULL. */
MUST_USE bool region_load(struct arena *arena, str tsv, struct region_index *out,
                          struct region_fault *fault);
MUST_USE bool region_district(const struct region_index *index, str code, struct district *out);
/* Districts whose name begins with a word typed, or that lie in a city whose name does; every word must match. Best first. */
size_t region_search(const struct region_index *index, struct arena *arena, str typed,
                     struct district *out, size_t max);
/* The one district of exactly this name in this city ("Bandung" is "Kota Bandung" too): quick, for the write path. */
MUST_USE bool region_named(const struct region_index *index, struct arena *arena, str district,
                           str city, struct district *out);
/* A code, or the one district that is meant by these words ("Coblong", "Coblong Kota Bandung"). False: none, or several. */
MUST_USE bool region_resolve(const struct region_index *index, struct arena *arena, str typed,
                             struct district *out);

/* The provinces and cities meant by a code or a name ("32.73", "Kota Bandung", "Kab. Bogor", "Jakarta"), or the one kecamatan;
 * how many, at most `max`: 1 is an answer, more are what was not told apart. */
size_t region_areas(const struct region_index *index, struct arena *arena, str typed,
                    struct region *out, size_t max);
/* "Kota Bandung" of "32.73"; a kecamatan's own code, since its name alone may be several. */
str region_area_name(const struct region_index *index, str code);

/* Whose clock runs in the province this code begins with ("73.71.01": Asia/Makassar). NULL: no such code. */
const struct zone *region_zone(str code);

#endif
