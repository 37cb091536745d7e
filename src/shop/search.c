/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - asking an inverted index of folded words; misspelt words are mended by trigrams and edit distance. */
#include "shop/search.h"

#include "base/buf.h"
#include "base/fold.h"
#include "db/db.h"
#include "shop/search_word.h"

#include <stdlib.h>

enum {
    QUERY_WORDS_MAX = 8,
    WORDS_MAX = 64,       /* of the index that one typed word may stand for */
    RANKED_MAX = 200,     /* products of each of them, when nothing else is asked */
    AT_ONCE = 16,         /* words of the index asked for in one statement */
    POSTINGS_MAX = 50000, /* products of so many, when other words are asked too */
    COUNT_MAX = 2000,     /* counted no further */
    CANDIDATES_MAX = 100,
    MENDED_MAX = 5,
    QUALITY_EXACT = 3,
    QUALITY_BEGINNING = 2,
    QUALITY_MENDED = 1,
};

/* --- reading it --- */

struct found {
    struct search_hit *item; /* by product, each once */
    size_t count, capacity;
};

/* What a typed word stands for: words of the index, exactly it, begun by it, or near it. */
struct meaning {
    int64_t word_id[WORDS_MAX];
    int32_t quality[WORDS_MAX];
    size_t count;
    int64_t products; /* about how many have one of them */
    str word;         /* as it was understood */
};

static int compare_by_product(const void *a, const void *b)
{
    const struct search_hit *left = a;
    const struct search_hit *right = b;
    if (left->product.v != right->product.v) {
        return left->product.v < right->product.v ? -1 : 1;
    }
    return (right->score > left->score) - (right->score < left->score);
}

static void keep_best_of_each(struct found *found)
{
    if (found->count == 0) {
        return; /* qsort(NULL, 0) is undefined */
    }
    qsort(found->item, found->count, sizeof found->item[0], compare_by_product);
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        if (kept == 0 || found->item[kept - 1].product.v != found->item[i].product.v) {
            found->item[kept++] = found->item[i];
        }
    }
    found->count = kept;
}

static struct search_hit *hit_new(struct ctx *c, struct found *found)
{
    if (found->count == found->capacity) {
        found->capacity = found->capacity == 0 ? 256 : found->capacity * 2;
        struct search_hit *wider = NEW_N(c->arena, struct search_hit, found->capacity);
        for (size_t i = 0; i < found->count; i++) {
            wider[i] = found->item[i];
        }
        found->item = wider;
    }
    return &found->item[found->count++];
}

SQL(search_postings,
    "SELECT product_id, weight FROM search_posting WHERE word_id = $1 ORDER BY weight DESC, product_id DESC LIMIT $2");

/* The best products of every word it stands for. */
static enum err best_postings(struct ctx *c, const struct meaning *meaning, struct found *out)
{
    struct found found = { 0 };
    for (size_t i = 0; i < meaning->count; i++) {
        struct rows r = db_query(c->db, &search_postings, ARGS(meaning->word_id[i], RANKED_MAX));
        while (db_next(&r)) {
            struct search_hit *hit = hit_new(c, &found);
            hit->product.v = row_int(&r);
            hit->score = (int32_t)row_int(&r) * meaning->quality[i];
        }
        TRY(db_done(&r));
    }
    keep_best_of_each(&found);
    *out = found;
    return OK;
}

/* Some of a meaning's words in one statement; id 0 is none. */
static int64_t word_at(const struct meaning *meaning, size_t at)
{
    return at < meaning->count ? meaning->word_id[at] : 0;
}

#define WORDS_HERE " word_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
#define WORDS_FROM(m, i)                                                                                               \
    word_at(m, i), word_at(m, (i) + 1), word_at(m, (i) + 2), word_at(m, (i) + 3), word_at(m, (i) + 4),                 \
        word_at(m, (i) + 5), word_at(m, (i) + 6), word_at(m, (i) + 7), word_at(m, (i) + 8), word_at(m, (i) + 9),       \
        word_at(m, (i) + 10), word_at(m, (i) + 11), word_at(m, (i) + 12), word_at(m, (i) + 13),                        \
        word_at(m, (i) + 14), word_at(m, (i) + 15)

SQL(search_postings_all,
    "SELECT word_id, product_id, weight FROM search_posting WHERE" WORDS_HERE " LIMIT $17");

static int32_t quality_of(const struct meaning *meaning, int64_t word_id)
{
    size_t at = 0;
    while (meaning->word_id[at] != word_id) {
        at++;
    }
    return meaning->quality[at];
}

/* Calls `take` with every product of every word it stands for. */
static enum err each_posting(struct ctx *c, const struct meaning *meaning,
                             void (*take)(struct ctx *c, void *data, int64_t product,
                                          int32_t score),
                             void *data)
{
    for (size_t i = 0; i < meaning->count; i += AT_ONCE) {
        struct rows r =
            db_query(c->db, &search_postings_all, ARGS(WORDS_FROM(meaning, i), POSTINGS_MAX));
        while (db_next(&r)) {
            int32_t quality = quality_of(meaning, row_int(&r));
            int64_t product = row_int(&r);
            take(c, data, product, (int32_t)row_int(&r) * quality);
        }
        TRY(db_done(&r));
    }
    return OK;
}

static void add_hit(struct ctx *c, void *data, int64_t product, int32_t score)
{
    *hit_new(c, data) = (struct search_hit){ { product }, score };
}

static enum err all_postings(struct ctx *c, const struct meaning *meaning, struct found *out)
{
    struct found found = { 0 };
    TRY(each_posting(c, meaning, add_hit, &found));
    keep_best_of_each(&found);
    *out = found;
    return OK;
}

static struct search_hit *hit_of(const struct found *found, int64_t product)
{
    size_t low = 0;
    size_t high = found->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (found->item[middle].product.v < product) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < found->count && found->item[low].product.v == product ? &found->item[low] : NULL;
}

struct narrowing {
    const struct found *all;
    int32_t *best; /* score of each by this word; 0: it has it not */
};

static void note_hit(struct ctx *c, void *data, int64_t product, int32_t score)
{
    (void)c;
    struct narrowing *n = data;
    const struct search_hit *hit = hit_of(n->all, product);
    if (hit != NULL && n->best[hit - n->all->item] < score) {
        n->best[hit - n->all->item] = score;
    }
}

/* Keeps of `all` what also has this word; its products are looked at one by one and not kept. */
static enum err narrow(struct ctx *c, const struct meaning *meaning, struct found *all)
{
    int32_t *best = NEW_N(c->arena, int32_t, all->count + 1);
    struct narrowing narrowing = { all, best };
    TRY(each_posting(c, meaning, note_hit, &narrowing));
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (best[i] > 0) {
            all->item[kept] = all->item[i];
            all->item[kept++].score += best[i];
        }
    }
    all->count = kept;
    return OK;
}

SQL(search_words_from,
    "SELECT w.id, CASE WHEN w.word = $1 THEN 1 ELSE 0 END FROM search_word w WHERE w.word >= $1 AND w.word < $2"
    " AND EXISTS (SELECT 1 FROM search_posting o WHERE o.word_id = w.id) ORDER BY w.word LIMIT $3");

/* Words between `from` and `before`. */
static enum err add_words(struct ctx *c, str from, str before, int32_t exact, int32_t otherwise,
                          struct meaning *meaning)
{
    struct rows r = db_query(c->db, &search_words_from,
                             ARGS(from, before, (int64_t)(WORDS_MAX - meaning->count)));
    while (db_next(&r)) {
        meaning->word_id[meaning->count] = row_int(&r);
        meaning->quality[meaning->count++] = row_bool(&r) ? exact : otherwise;
    }
    return db_done(&r);
}

struct mended {
    str word;
    int distance;
};

SQL(search_candidates,
    "SELECT w.word FROM search_trigram t JOIN search_word w ON w.id = t.word_id"
    " WHERE t.trigram IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " AND EXISTS (SELECT 1 FROM search_posting o WHERE o.word_id = w.id)"
    " GROUP BY w.id, w.word ORDER BY COUNT(*) DESC, LENGTH(w.word), w.word LIMIT $13");

static int distance_allowed(str word)
{
    return word.size < 4 ? 0 : word.size < 8 ? 1 : 2;
}

/* Twice the edits, so that of words equally near the whole one comes before a beginning: "kpoi" is "kopi" and no "koin". Further than
 * FAR(word): not near. A beginning counts, because people type on: "arabca" is also near "arabica-specialty". */
#define FAR(word) (2 * distance_allowed(word) + 1)

static int distance_to(str typed, str word)
{
    int limit = distance_allowed(typed);
    int best = 2 * text_distance(typed, word, limit);
    for (size_t size = typed.size - 1; size <= typed.size + 1 && size < word.size; size++) {
        int distance = 2 * text_distance(typed, str_slice(word, 0, size), limit) + 1;
        best = distance < best ? distance : best;
    }
    return best;
}

static void keep_nearest(struct mended *best, size_t *count, str word, int distance)
{
    size_t at = *count < MENDED_MAX ? (*count)++ : MENDED_MAX;
    if (at == MENDED_MAX) {
        at--;
        if (best[at].distance <= distance) {
            return;
        }
    }
    for (; at > 0 && best[at - 1].distance > distance; at--) {
        best[at] = best[at - 1];
    }
    best[at] = (struct mended){ word, distance };
}

static enum err mend(struct ctx *c, str typed, struct mended *best, size_t *count)
{
    str trigram[TRIGRAMS_MAX] = { { 0 } };
    search_trigrams(c->arena, typed, trigram);
    struct rows r = db_query(c->db, &search_candidates,
                             ARGS(trigram[0], trigram[1], trigram[2], trigram[3], trigram[4],
                                  trigram[5], trigram[6], trigram[7], trigram[8], trigram[9],
                                  trigram[10], trigram[11], CANDIDATES_MAX));
    while (db_next(&r)) {
        str word = row_text(&r, c->arena);
        int distance = distance_to(typed, word);
        if (distance <= FAR(typed)) {
            keep_nearest(best, count, word, distance);
        }
    }
    return db_done(&r);
}

/* Misspelt: the nearest words of the index stand in. */
static enum err mean_mended(struct ctx *c, str typed, struct meaning *meaning)
{
    struct mended best[MENDED_MAX];
    size_t count = 0;
    if (distance_allowed(typed) > 0 && search_word_is_latin(typed)) {
        TRY(mend(c, typed, best, &count));
    }
    for (size_t i = 0; i < count && best[i].distance == best[0].distance; i++) {
        str after = str_join(c->arena, best[i].word, S(" ")); /* the word itself, nothing longer */
        TRY(add_words(c, best[i].word, after, QUALITY_MENDED, QUALITY_MENDED, meaning));
    }
    meaning->word = count > 0 ? best[0].word : typed;
    return OK;
}

SQL(search_count_sql,
    "SELECT COUNT(*) FROM (SELECT 1 FROM search_posting WHERE" WORDS_HERE " LIMIT $17) counted");

static enum err count_products(struct ctx *c, struct meaning *meaning)
{
    for (size_t i = 0; i < meaning->count && meaning->products < COUNT_MAX; i += AT_ONCE) {
        int64_t products = 0;
        TRY(db_get_int(c->db, &search_count_sql, ARGS(WORDS_FROM(meaning, i), COUNT_MAX), 0,
                       &products));
        meaning->products += products;
    }
    return OK;
}

static enum err mean(struct ctx *c, str typed, struct meaning *out)
{
    struct meaning meaning = { .word = typed };
    str past =
        str_join(c->arena, typed, S("\xf4\x8f\xbf\xbf")); /* after everything that begins so */
    TRY(add_words(c, typed, past, QUALITY_EXACT, QUALITY_BEGINNING, &meaning));
    if (meaning.count == 0) {
        TRY(mean_mended(c, typed, &meaning));
    }
    *out = meaning;
    return OK;
}

static int compare_by_score(const void *a, const void *b)
{
    const struct search_hit *left = a;
    const struct search_hit *right = b;
    if (left->score != right->score) {
        return left->score > right->score ? -1 : 1;
    }
    return (right->product.v > left->product.v) - (right->product.v < left->product.v);
}

static str first_chars(str text, size_t max_chars)
{
    size_t size = text.size < max_chars ? text.size : max_chars;
    while (size > 0 && size < text.size && ((unsigned char)text.at[size] & 0xc0) == 0x80) {
        size--;
    }
    return str_slice(text, 0, size);
}

static bool is_one_word(str query)
{
    return !str_has(query, ' ') && !str_has(query, '\t');
}

/* A SKU as it is printed, "KLS-200-BIJI", is one word of the index. */
static enum err search_sku(struct ctx *c, str asked, str folded, struct found *out)
{
    struct meaning meaning = { 0 };
    if (!is_one_word(asked) || !str_has(folded, ' ')) {
        return OK;
    }
    str joined = str_replace(c->arena, folded, S(" "), S(""));
    str past = str_join(c->arena, joined, S("\xf4\x8f\xbf\xbf"));
    TRY(add_words(c, joined, past, QUALITY_EXACT, QUALITY_BEGINNING, &meaning));
    return best_postings(c, &meaning, out);
}

struct query {
    struct meaning word[QUERY_WORDS_MAX];
    size_t count;
    size_t rarest;
    bool is_mended;
};

static enum err understand(struct ctx *c, str folded, struct query *query)
{
    struct str_pair rest = { .tail = folded, .found = folded.size > 0 };
    while (rest.found && query->count < QUERY_WORDS_MAX) {
        rest = str_cut(rest.tail, ' ');
        struct meaning *word = &query->word[query->count];
        str typed = str_slice(rest.head, 0, WORD_MAX_BYTES);
        TRY(mean(c, typed, word));
        query->is_mended = query->is_mended || !str_eq(word->word, typed);
        query->count++;
    }
    return OK;
}

/* Of one word nothing needs to be counted. */
static enum err find_rarest(struct ctx *c, struct query *query)
{
    for (size_t i = 0; query->count > 1 && i < query->count; i++) {
        TRY(count_products(c, &query->word[i]));
        if (query->word[i].products < query->word[query->rarest].products) {
            query->rarest = i;
        }
    }
    return OK;
}

/* From the rarest word on: what it finds, the others only narrow. */
static enum err search_words(struct ctx *c, const struct query *query, struct found *out)
{
    struct found all = { 0 };
    if (query->count == 1) {
        return best_postings(c, &query->word[0], out);
    }
    if (query->count > 1) {
        TRY(all_postings(c, &query->word[query->rarest], &all));
    }
    for (size_t i = 0; i < query->count && all.count > 0; i++) {
        if (i != query->rarest) {
            TRY(narrow(c, &query->word[i], &all));
        }
    }
    *out = all;
    return OK;
}

static str words_meant(struct ctx *c, const struct query *query)
{
    struct buf words = buf_new(c->arena, KB(1));
    for (size_t i = 0; i < query->count; i++) {
        buf_addf(&words, i == 0 ? "%.*s" : " %.*s", STR_ARG(query->word[i].word));
    }
    return buf_str(&words);
}

enum err search_products(struct ctx *c, str query_text, struct search_hits *out)
{
    struct found all = { 0 };
    struct query *query = NEW(c->arena, struct query);
    str asked = str_trim(first_chars(query_text, SEARCH_QUERY_MAX_CHARS * 2));
    str folded = text_fold(c->arena, asked);
    TRY(search_sku(c, asked, folded, &all));
    if (all.count == 0) {
        TRY(understand(c, folded, query));
        TRY(find_rarest(c, query));
        TRY(search_words(c, query, &all));
    }
    if (all.count > 0) {
        qsort(all.item, all.count, sizeof all.item[0], compare_by_score);
    }
    size_t count = all.count < SEARCH_HITS_MAX ? all.count : SEARCH_HITS_MAX;
    bool has_suggestion = query->is_mended && count > 0;
    *out = (struct search_hits){ all.item, count,
                                  has_suggestion ? words_meant(c, query) : (str){ 0 } };
    return OK;
}
