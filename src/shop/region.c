/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/region.h"

#include <stdlib.h>

enum { REGIONS_MAX = 20000, WORDS_MAX = 6, NAME_BYTES_MAX = 100 };

static int32_t find(const struct region_index *index, str code)
{
    size_t low = 0;
    size_t high = index->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(code, index->region[middle].code);
        if (order == 0) {
            return (int32_t)middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return -1;
}

/* "11.01.01" lies in "11.01"; a province in nothing. */
static int32_t parent_of(const struct region_index *index, str code)
{
    struct str_pair cut = str_cut_last(code, '.');
    return cut.found ? find(index, cut.head) : -1;
}

static int by_folded_name(const void *left, const void *right, void *data)
{
    const struct region *region = data;
    int order =
        str_compare(region[*(const int32_t *)left].folded, region[*(const int32_t *)right].folded);
    return order != 0 ? order : *(const int32_t *)left - *(const int32_t *)right;
}

static bool is_district(const struct region_index *index, int32_t at);

static void order_by_name(struct arena *arena, struct region_index *index, struct region *region)
{
    int32_t *by_name = NEW_N(arena, int32_t, index->count);
    for (int32_t at = 0; at < (int32_t)index->count; at++) {
        if (is_district(index, at)) {
            by_name[index->name_count++] = at;
        }
    }
    qsort_r(by_name, index->name_count, sizeof *by_name, by_folded_name, region);
    index->by_name = by_name;
}

/* "11", "11.01" or "11.01.01": two digits a level, three levels. */
static bool is_code(str code)
{
    for (size_t i = 0; i < code.size; i++) {
        bool is_dot = i % 3 == 2;
        if (is_dot ? code.at[i] != '.' : code.at[i] < '0' || code.at[i] > '9') {
            return false;
        }
    }
    return code.size == 2 || code.size == 5 || code.size == 8;
}

/* NULL: it may stand after what is there. */
static const char *wrong_with(const struct region_index *index, str code, str name, int32_t parent)
{
    if (!is_code(code)) {
        return "the code is not like 32, 32.73 or 32.73.02";
    }
    if (index->count > 0 && str_compare(index->region[index->count - 1].code, code) >= 0) {
        return "the codes do not rise";
    }
    if (code.size > 2 && parent < 0) {
        return "what it lies in does not stand before it";
    }
    if (name.size == 0 || name.size > NAME_BYTES_MAX || !str_is_utf8(name)) {
        return "there is no name in UTF-8";
    }
    return index->count == REGIONS_MAX ? "there are too many" : NULL;
}

static const char *read_line(struct arena *arena, str line, struct region_index *index,
                             struct region *region)
{
    struct str_pair cells = str_cut(line, '\t');
    if (str_trim(line).size == 0 || str_starts(line, S("#"))) {
        return NULL;
    }
    if (!cells.found) {
        return "there is no tab between code and name";
    }
    str name = str_trim(str_cut(cells.tail, '\t').head);
    int32_t parent = parent_of(index, cells.head);
    const char *wrong = wrong_with(index, cells.head, name, parent);
    if (wrong == NULL) {
        region[index->count++] =
            (struct region){ cells.head, name, str_lower(arena, name), parent };
    }
    return wrong;
}

bool region_load(struct arena *arena, str tsv, struct region_index *out, struct region_fault *fault)
{
    struct region *region = NEW_N(arena, struct region, REGIONS_MAX);
    struct region_index index = { .region = region };
    struct str_pair line = { .tail = str_starts(tsv, S("\xef\xbb\xbf")) ? str_skip(tsv, 3) : tsv };
    struct region_fault found = { 0 };
    do {
        line = str_cut(line.tail, '\n');
        found.line++;
        found.why = read_line(arena, line.head, &index, region);
    } while (line.found && found.why == NULL);
    order_by_name(arena, &index, region);
    if (found.why == NULL && index.name_count == 0) {
        found.why = "there is no district in it";
    }
    if (fault != NULL) {
        *fault = found;
    }
    *out = index;
    return found.why == NULL;
}

static bool is_district(const struct region_index *index, int32_t at)
{
    int32_t city = at < 0 ? -1 : index->region[at].parent;
    return city >= 0 && index->region[city].parent >= 0;
}

static struct district describe(const struct region_index *index, int32_t at)
{
    const struct region *district = &index->region[at];
    const struct region *city = &index->region[district->parent];
    return (struct district){ district->code, district->name, city->name,
                               index->region[city->parent].name };
}

bool region_district(const struct region_index *index, str code, struct district *out)
{
    int32_t at = find(index, code);
    if (!is_district(index, at)) {
        return false;
    }
    *out = describe(index, at);
    return true;
}

/* Does a word of `name` begin with `typed`? */
static bool has_word(str name, str typed)
{
    for (size_t i = str_find(name, typed, 0); i < name.size; i = str_find(name, typed, i + 1)) {
        if (i == 0 || name.at[i - 1] == ' ' || name.at[i - 1] == '-') {
            return true;
        }
    }
    return false;
}

/* "Kec. Coblong, Kota Bandung (Jawa Barat)": what kind of place it is says nothing, nor do the signs around words. */
static size_t split_words(struct arena *arena, str typed, str *words)
{
    static const str noise[] = { S_INIT("kecamatan"), S_INIT("kec"), S_INIT("kota"), S_INIT("kabupaten"),
                                 S_INIT("kab"), S_INIT("provinsi"), S_INIT("prov") };
    static const char *const signs[] = { ",", ".", "(", ")", "/" };
    size_t count = 0;
    for (size_t i = 0; i < COUNT(signs); i++) {
        typed = str_replace(arena, typed, str_of(signs[i]), S(" "));
    }
    struct str_pair rest = { .tail = typed };
    do {
        rest = str_cut(rest.tail, ' ');
        str word = str_trim(rest.head);
        bool skip = word.size == 0;
        for (size_t i = 0; i < COUNT(noise); i++) {
            skip = skip || str_eq(word, noise[i]);
        }
        if (!skip && count < WORDS_MAX) {
            words[count++] = word;
        }
    } while (rest.found);
    return count;
}

/* 0: no match. Higher is better: the whole name, the name's beginning, a word in it, the city. */
static int score(const struct region_index *index, int32_t at, const str *words, size_t count)
{
    const struct region *district = &index->region[at];
    const struct region *city = &index->region[district->parent];
    const struct region *province = &index->region[city->parent];
    int total = 0;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(district->folded, words[i])) {
            total += 40;
        } else if (str_starts(district->folded, words[i])) {
            total += 20;
        } else if (has_word(district->folded, words[i])) {
            total += 10;
        } else if (has_word(city->folded, words[i])) {
            total += 4;
        } else if (has_word(province->folded, words[i])) {
            total += 1;
        } else {
            return 0;
        }
    }
    return total;
}

struct hit {
    int score;
    int32_t at;
};

static int by_score(const void *left, const void *right)
{
    const struct hit *a = left;
    const struct hit *b = right;
    return a->score != b->score ? b->score - a->score : (a->at > b->at) - (a->at < b->at);
}

size_t region_search(const struct region_index *index, struct arena *arena, str typed,
                     struct district *out, size_t max)
{
    str words[WORDS_MAX];
    size_t word_count = split_words(arena, str_lower(arena, str_trim(typed)), words);
    if (word_count == 0) {
        return 0;
    }
    struct hit *hits = NEW_N(arena, struct hit, index->count);
    size_t count = 0;
    for (int32_t at = 0; at < (int32_t)index->count; at++) {
        int points = is_district(index, at) ? score(index, at, words, word_count) : 0;
        if (points > 0) {
            hits[count++] = (struct hit){ points, at };
        }
    }
    qsort(hits, count, sizeof *hits, by_score);
    count = count > max ? max : count;
    for (size_t i = 0; i < count; i++) {
        out[i] = describe(index, hits[i].at);
    }
    return count;
}

/* "Bandung" and "Kota Bandung" are both Kota Bandung. */
static bool is_city(const struct region *city, str typed)
{
    str last = str_cut(city->folded, ' ').tail;
    return str_eq(city->folded, typed) || str_eq(last, typed);
}

static size_t first_named(const struct region_index *index, str folded)
{
    size_t low = 0;
    size_t high = index->name_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(index->region[index->by_name[middle]].folded, folded) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool region_named(const struct region_index *index, struct arena *arena, str district, str city,
                  struct district *out)
{
    str folded = str_lower(arena, str_trim(district));
    str in_city = str_lower(arena, str_trim(city));
    int32_t found = -1;
    for (size_t i = first_named(index, folded); i < index->name_count; i++) {
        int32_t at = index->by_name[i];
        if (!str_eq(index->region[at].folded, folded)) {
            break;
        }
        if (is_city(&index->region[index->region[at].parent], in_city)) {
            if (found >= 0) {
                return false;
            }
            found = at;
        }
    }
    if (found >= 0) {
        *out = describe(index, found);
    }
    return found >= 0;
}

bool region_resolve(const struct region_index *index, struct arena *arena, str typed,
                    struct district *out)
{
    struct district match[2];
    if (region_district(index, str_trim(typed), out)) {
        return true;
    }
    size_t count = region_search(index, arena, typed, match, 2);
    if (count == 0) {
        return false;
    }
    str first = str_lower(arena, match[0].name);
    bool is_named = str_starts(str_lower(arena, str_trim(typed)), first);
    bool is_only = count == 1 || (is_named && !str_eq_nocase(match[1].name, match[0].name));
    if (is_only) {
        *out = match[0];
    }
    return is_only;
}

/* ---- areas: provinces and cities too ---- */

/* "kab. bogor", "provinsi bali": as the list writes it. */
static str spelled_area(struct arena *arena, str typed)
{
    static const str kinds[][2] = { { S_INIT("kab."), S_INIT("kabupaten ") }, { S_INIT("kab "), S_INIT("kabupaten ") },
                                    { S_INIT("provinsi "), S_INIT("") }, { S_INIT("prov."), S_INIT("") } };
    str text = str_lower(arena, str_trim(typed));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (str_starts(text, kinds[i][0])) {
            return str_join(arena, kinds[i][1], str_trim(str_skip(text, kinds[i][0].size)));
        }
    }
    return text;
}

/* Without "Kota", "Kabupaten", "DKI", "DI"; nothing of a province whose first word is its name. */
static str bare_name(const struct region *region)
{
    struct str_pair cut = str_cut(region->folded, ' ');
    bool is_kind = region->parent >= 0 || str_eq(cut.head, S("dki")) || str_eq(cut.head, S("di"));
    return is_kind ? cut.tail : (str){ 0 };
}

static size_t areas_named(const struct region_index *index, str name, bool is_bare,
                          struct region *out, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < index->count && count < max; i++) {
        const struct region *one = &index->region[i];
        str has = is_bare ? bare_name(one) : one->folded;
        if (!is_district(index, (int32_t)i) && name.size > 0 && str_eq(has, name)) {
            out[count++] = *one;
        }
    }
    return count;
}

size_t region_areas(const struct region_index *index, struct arena *arena, str typed,
                    struct region *out, size_t max)
{
    struct district district;
    int32_t at = find(index, str_trim(typed));
    str name = spelled_area(arena, typed);
    size_t count = 0;
    if (at >= 0) {
        out[0] = index->region[at];
        return 1;
    }
    count = areas_named(index, name, false, out, max);
    count = count > 0 ? count : areas_named(index, name, true, out, max);
    if (count == 0 && region_resolve(index, arena, typed, &district)) {
        out[count++] = index->region[find(index, district.code)];
    }
    return count;
}

str region_area_name(const struct region_index *index, str code)
{
    int32_t at = find(index, code);
    return at < 0 || is_district(index, at) ? code : index->region[at].name;
}
