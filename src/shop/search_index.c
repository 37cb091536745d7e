/* SPDX-License-Identifier: Apache-2.0 */
/* search_index.c - writing the inverted index: of many products at once, and only what differs. */
#include "base/fold.h"
#include "db/batch.h"
#include "shop/search.h"
#include "shop/search_word.h"

#include <stdlib.h>

enum {
    INDEX_WORDS_MAX = 500,
    WEIGHT_NAME = 8,
    WEIGHT_BRAND = 5,
    WEIGHT_CATEGORY = 4,
    WEIGHT_ATTRIBUTE = 2,
    WEIGHT_MAX = 12,
    TERMS_FIRST = 64,
};

/* --- words and trigrams --- */

/* "kopi" → "^k", "^ko", "kop", "opi", "pi$": beginnings weigh, because people seldom miss the first letter. */
size_t search_trigrams(struct arena *arena, str word, str *out)
{
    str padded = str_format(arena, "^%.*s$", STR_ARG(word));
    size_t count = 0;
    out[count++] = str_slice(padded, 0, 2);
    for (size_t i = 0; i + 3 <= padded.size && count < TRIGRAMS_MAX; i++) {
        out[count++] = str_slice(padded, i, i + 3);
    }
    return count;
}

bool search_word_is_latin(str word)
{
    for (size_t i = 0; i < word.size; i++) {
        if (word.at[i] < 'a' || word.at[i] > 'z') {
            return false;
        }
    }
    return true;
}

/* --- what a product should be found by --- */

struct term {
    int64_t product;
    str word;
    int64_t weight;
    int64_t word_id; /* 0: not known yet */
};

struct terms {
    struct term *item;
    size_t count, capacity;
};

static struct term *term_new(struct ctx *c, struct terms *terms)
{
    if (terms->count == terms->capacity) {
        terms->capacity = terms->capacity == 0 ? TERMS_FIRST : terms->capacity * 2;
        struct term *wider = NEW_N(c->arena, struct term, terms->capacity);
        for (size_t i = 0; i < terms->count; i++) {
            wider[i] = terms->item[i];
        }
        terms->item = wider;
    }
    return &terms->item[terms->count++];
}

/* By product, then by word, the heaviest first. */
static int compare_terms(const void *a, const void *b)
{
    const struct term *left = a;
    const struct term *right = b;
    if (left->product != right->product) {
        return left->product < right->product ? -1 : 1;
    }
    int order = str_compare(left->word, right->word);
    return order != 0 ? order : (right->weight > left->weight) - (right->weight < left->weight);
}

static void sort_terms(struct terms *terms)
{
    if (terms->count > 0) {
        qsort(terms->item, terms->count, sizeof terms->item[0], compare_terms);
    }
}

struct wish {
    struct terms *all;
    int64_t product;
    size_t first; /* of this product in `all` */
};

static void add_terms(struct ctx *c, const struct wish *wish, str text, int64_t weight)
{
    struct str_pair rest = { .tail = text_fold(c->arena, text), .found = true };
    while (rest.found && wish->all->count - wish->first < INDEX_WORDS_MAX) {
        rest = str_cut(rest.tail, ' ');
        if (rest.head.size > 0 && rest.head.size <= WORD_MAX_BYTES) {
            *term_new(c, wish->all) = (struct term){ wish->product, rest.head, weight, 0 };
        }
    }
}

/* Each word once; standing in the name and in the category counts for both. */
static void merge_words(struct terms *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        struct term *last = kept == 0 ? NULL : &all->item[kept - 1];
        if (last == NULL || last->product != all->item[i].product ||
            !str_eq(last->word, all->item[i].word)) {
            all->item[kept++] = all->item[i];
        } else if (last->weight < WEIGHT_MAX) {
            last->weight += all->item[i].weight;
        }
    }
    all->count = kept;
}

static struct terms terms_wanted(struct ctx *c, const struct search_entry *entry, size_t count)
{
    struct terms all = { 0 };
    for (size_t i = 0; i < count; i++) {
        const struct search_texts *texts = &entry[i].texts;
        struct wish wish = { &all, entry[i].product.v, all.count };
        add_terms(c, &wish, texts->name, WEIGHT_NAME);
        add_terms(c, &wish, texts->brand, WEIGHT_BRAND);
        add_terms(c, &wish, texts->category, WEIGHT_CATEGORY);
        add_terms(c, &wish, texts->attributes, WEIGHT_ATTRIBUTE);
    }
    sort_terms(&all);
    merge_words(&all);
    return all;
}

/* Sorted by us and without a join: PostgreSQL plans this once, in an import while the tables are still empty, and must not then
 * walk the words. */
SQL(search_terms_now,
    "SELECT o.product_id, (SELECT w.word FROM search_word w WHERE w.id = o.word_id), o.weight, o.word_id"
    " FROM search_posting o WHERE o.product_id IN (SELECT CAST(j.value ->> 0 AS BIGINT) FROM json_each($1) j) LIMIT $2");

static enum err terms_now(struct ctx *c, const struct search_entry *entry, size_t count,
                          struct terms *out)
{
    struct terms now = { 0 };
    struct batch products = batch_new(c->arena);
    for (size_t i = 0; i < count; i++) {
        batch_add(&products, ARGS(entry[i].product.v));
    }
    struct rows r = db_query(c->db, &search_terms_now,
                             ARGS(batch_arg(&products), (int64_t)count * INDEX_WORDS_MAX));
    while (db_next(&r)) {
        struct term *term = term_new(c, &now);
        term->product = row_int(&r);
        term->word = row_text(&r, c->arena);
        term->weight = row_int(&r);
        term->word_id = row_int(&r);
    }
    TRY(db_done(&r));
    sort_terms(&now);
    *out = now;
    return OK;
}

/* --- words of the index --- */

struct word {
    str word;
    int64_t id;
};

struct words {
    struct word *item; /* sorted */
    size_t count;
};

static int compare_words(const void *a, const void *b)
{
    return str_compare(((const struct word *)a)->word, ((const struct word *)b)->word);
}

static struct words words_of(struct ctx *c, const struct terms *terms)
{
    struct words words = { NEW_N(c->arena, struct word, terms->count), 0 };
    for (size_t i = 0; i < terms->count; i++) {
        words.item[i].word = terms->item[i].word;
    }
    qsort(words.item, terms->count, sizeof words.item[0], compare_words);
    for (size_t i = 0; i < terms->count; i++) {
        if (i == 0 || !str_eq(words.item[i].word, words.item[words.count - 1].word)) {
            words.item[words.count++] = words.item[i];
        }
    }
    return words;
}

static struct word *word_find(const struct words *words, str word)
{
    struct word wanted = { .word = word };
    struct word *found =
        bsearch(&wanted, words->item, words->count, sizeof words->item[0], compare_words);
    CHECK(found != NULL);
    return found;
}

/* Each looked up by itself, so that no plan made while the table was empty walks it later. */
SQL(search_words_find,
    "SELECT j.value ->> 0, COALESCE((SELECT s.id FROM search_word s WHERE s.word = j.value ->> 0), 0)"
    " FROM json_each($1) j LIMIT $2");
/* In the order of the words, so that two writers wait for each other in the same order. */
SQL(search_words_insert,
    "INSERT INTO search_word (word) SELECT j.value ->> 0 FROM json_each($1) j WHERE 1 = 1"
    " ON CONFLICT (word) DO NOTHING RETURNING word, id");

/* Asks, or adds, the words that have no id. */
static enum err settle_words(struct ctx *c, const struct sql *sql, bool is_asking,
                             struct words *words, size_t *unknown)
{
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < words->count; i++) {
        if (words->item[i].id == 0) {
            batch_add(&batch, ARGS(words->item[i].word));
        }
    }
    *unknown = (size_t)batch.count;
    struct arg rows = batch_arg(&batch);
    struct rows r = db_query(c->db, sql, is_asking ? ARGS(rows, batch.count) : ARGS(rows));
    while (db_next(&r)) {
        struct word *word = word_find(words, row_text(&r, c->arena));
        word->id = row_int(&r);
        *unknown -= word->id != 0;
    }
    return db_done(&r);
}

SQL(search_trigrams_insert,
    "INSERT INTO search_trigram (trigram, word_id) SELECT j.value ->> 0, CAST(j.value ->> 1 AS BIGINT)"
    " FROM json_each($1) j WHERE 1 = 1 ON CONFLICT (trigram, word_id) DO NOTHING");

static enum err add_trigrams(struct ctx *c, const struct words *words, const bool *is_new)
{
    str trigram[TRIGRAMS_MAX];
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->item[i];
        bool has_any = is_new[i] && search_word_is_latin(word->word);
        size_t count = has_any ? search_trigrams(c->arena, word->word, trigram) : 0;
        for (size_t n = 0; n < count; n++) {
            batch_add(&batch, ARGS(trigram[n], word->id));
        }
    }
    return batch.count == 0
               ? OK
               : db_exec(c->db, &search_trigrams_insert, ARGS(batch_arg(&batch)), NULL);
}

/* Gives every term its word's id; words nobody used before go into the index. */
static enum err name_words(struct ctx *c, struct terms *terms)
{
    struct words words = words_of(c, terms);
    size_t unknown = 0;
    TRY(settle_words(c, &search_words_find, true, &words, &unknown));
    if (unknown > 0) {
        bool *is_new = NEW_N(c->arena, bool, words.count);
        for (size_t i = 0; i < words.count; i++) {
            is_new[i] = words.item[i].id == 0;
        }
        TRY(settle_words(c, &search_words_insert, false, &words, &unknown));
        if (unknown > 0) { /* another writer was faster */
            TRY(settle_words(c, &search_words_find, true, &words, &unknown));
        }
        TRY(add_trigrams(c, &words, is_new));
    }
    for (size_t i = 0; i < terms->count; i++) {
        terms->item[i].word_id = word_find(&words, terms->item[i].word)->id;
    }
    return OK;
}

/* --- the difference --- */

SQL(search_postings_put,
    "INSERT INTO search_posting (word_id, product_id, weight) SELECT CAST(j.value ->> 0 AS BIGINT),"
    " CAST(j.value ->> 1 AS BIGINT), CAST(j.value ->> 2 AS BIGINT) FROM json_each($1) j WHERE 1 = 1"
    " ON CONFLICT (word_id, product_id) DO UPDATE SET weight = excluded.weight");
SQL(search_postings_drop,
    "DELETE FROM search_posting WHERE (word_id, product_id) IN"
    " (SELECT CAST(j.value ->> 0 AS BIGINT), CAST(j.value ->> 1 AS BIGINT) FROM json_each($1) j)");

static enum err write_terms(struct ctx *c, const struct sql *sql, const struct terms *terms)
{
    struct batch batch = batch_new(c->arena);
    for (size_t i = 0; i < terms->count; i++) {
        const struct term *term = &terms->item[i];
        batch_add(&batch, ARGS(term->word_id, term->product, term->weight));
    }
    return batch.count == 0 ? OK : db_exec(c->db, sql, ARGS(batch_arg(&batch)), NULL);
}

static const struct term *term_at(const struct terms *terms, size_t i)
{
    return i < terms->count ? &terms->item[i] : NULL;
}

/* NULL is the end of its list, behind everything. */
static int compare_places(const struct term *left, const struct term *right)
{
    if (left == NULL || right == NULL) {
        return left == NULL ? 1 : -1;
    }
    if (left->product != right->product) {
        return left->product < right->product ? -1 : 1;
    }
    return str_compare(left->word, right->word);
}

/* Walks both sorted lists and writes only what differs. */
static enum err write_difference(struct ctx *c, const struct terms *now, const struct terms *want)
{
    struct terms put = { 0 };
    struct terms drop = { 0 };
    size_t i = 0;
    size_t j = 0;
    while (i < now->count || j < want->count) {
        const struct term *left = term_at(now, i);
        const struct term *right = term_at(want, j);
        int order = compare_places(left, right);
        i += order <= 0;
        j += order >= 0;
        if (left != NULL && order < 0) {
            *term_new(c, &drop) = *left;
        } else if (right != NULL && (order > 0 || left->weight != right->weight)) {
            *term_new(c, &put) = *right;
        }
    }
    TRY(write_terms(c, &search_postings_drop, &drop));
    if (put.count > 0) {
        TRY(name_words(c, &put));
    }
    return write_terms(c, &search_postings_put, &put);
}

enum err search_index(struct ctx *c, const struct search_entry *entry, size_t count)
{
    struct terms now;
    if (count == 0) {
        return OK;
    }
    TRY(terms_now(c, entry, count, &now));
    struct terms want = terms_wanted(c, entry, count);
    return write_difference(c, &now, &want);
}

SQL(search_forget_sql, "DELETE FROM search_posting WHERE product_id = $1");

enum err search_forget(struct ctx *c, product_id product)
{
    return db_exec(c->db, &search_forget_sql, ARGS(product.v), NULL);
}

SQL(search_postings_clear, "DELETE FROM search_posting");
SQL(search_trigrams_clear, "DELETE FROM search_trigram");
SQL(search_words_clear, "DELETE FROM search_word");

enum err search_clear(struct ctx *c)
{
    TRY(db_exec(c->db, &search_postings_clear, NO_ARGS, NULL));
    TRY(db_exec(c->db, &search_trigrams_clear, NO_ARGS, NULL));
    return db_exec(c->db, &search_words_clear, NO_ARGS, NULL);
}
