/* SPDX-License-Identifier: Apache-2.0 */
/* product_list.c - shelves: one index walk a page, then what the cards show. */
#include "shop/product_list.h"

#include "base/buf.h"
#include "db/db.h"
#include "shop/catalogue_sql.h"
#include "shop/search.h"

#include <stdlib.h>

enum { PAGE_DEFAULT = 24 };

static const char *const sort_names[PRODUCT_SORT_COUNT] = {
    [PRODUCT_SORT_NEWEST] = "newest",
    [PRODUCT_SORT_PRICE_ASC] = "price_asc",
    [PRODUCT_SORT_PRICE_DESC] = "price_desc",
    [PRODUCT_SORT_NAME] = "name",
    [PRODUCT_SORT_RELEVANCE] = "relevance",
};

str product_sort_name(enum product_sort sort)
{
    CHECK(sort < PRODUCT_SORT_COUNT);
    return str_of(sort_names[sort]);
}

bool product_sort_of(str name, enum product_sort *out)
{
    for (enum product_sort sort = 0; sort < PRODUCT_SORT_COUNT; sort++) {
        if (str_eq(name, str_of(sort_names[sort]))) {
            *out = sort;
            return true;
        }
    }
    return false;
}

/* --- cursors: the sorting, the key of the last card, its id; opaque to everybody else --- */

struct cursor {
    bool is_set;
    int64_t key;
    str name; /* with PRODUCT_SORT_NAME */
    int64_t id;
};

static str cursor_text(struct arena *arena, enum product_sort sort, int64_t key, str name,
                       int64_t id)
{
    str plain = str_format(arena, "%s|%" PRId64 "|%" PRId64 "|%.*s", sort_names[sort], id, key,
                           STR_ARG(name));
    return str_base64url(arena, plain);
}

static enum err cursor_read(struct ctx *c, const struct product_filter *filter, struct cursor *out)
{
    if (filter->cursor.size == 0) {
        *out = (struct cursor){ .name = S("") };
        return OK;
    }
    str plain = { 0 };
    struct cursor cursor = { .is_set = true };
    bool fine = str_unbase64url(c->arena, filter->cursor, &plain) && str_is_utf8(plain);
    struct str_pair sort = str_cut(plain, '|');
    struct str_pair id = str_cut(sort.tail, '|');
    struct str_pair key = str_cut(id.tail, '|');
    fine = fine && key.found && str_eq(sort.head, product_sort_name(filter->sort)) &&
           str_to_int(id.head, &cursor.id) && str_to_int(key.head, &cursor.key);
    if (!fine) {
        return fail(c, ERR_BAD_INPUT, "cursor: not one of this list");
    }
    cursor.name = key.tail;
    *out = cursor;
    return OK;
}

/* --- the walk --- */

/* $1 any status, $2 status, $3 category, $4 price from, $5 price to, $6 options wanted, $7 how many names of them,
 * $8 available, $9 limit */
#define IN_CATEGORY                                                                                                    \
    " AND ($3 = 0 OR p.category_id IN (SELECT k.id FROM category k WHERE k.id = $3 OR k.parent_id = $3"                \
    " OR k.parent_id IN (SELECT g.id FROM category g WHERE g.parent_id = $3)))"
/* The options wanted come as lines "Name:value", each between two line ends. */
#define HAS_OPTION(n)                                                                                                  \
    "CASE WHEN replace($6, '\n' || p.option" n "_name || ':' || v.option" n " || '\n', '') <> $6 THEN 1 ELSE 0 END"
#define HAS_VARIANT                                                                                                    \
    " AND (($4 = 0 AND $5 = 0 AND $7 = 0 AND $8 = 0) OR EXISTS (SELECT 1 FROM variant v JOIN stock s"                 \
    " ON s.sku_id = v.id WHERE v.product_id = p.id AND v.is_active = 1"                                                \
    " AND ($4 = 0 OR v.price_minor >= $4) AND ($5 = 0 OR v.price_minor <= $5)"                                         \
    " AND ($7 = 0 OR " HAS_OPTION("1") " + " HAS_OPTION("2") " + " HAS_OPTION("3") " = $7)"                            \
    " AND ($8 = 0 OR v.is_tracked = 0 OR v.sells_past_zero = 1 OR v.preorder_days > 0 OR s.on_hand > s.held)))"
#define ON_SHELF " (($1 = 0 AND p.status = $2) OR ($1 = 1 AND ($2 = '' OR p.status = $2)))"
#define WALK(key) "SELECT p.id, " key " FROM product p WHERE" ON_SHELF IN_CATEGORY HAS_VARIANT
/* The common walks name the status alone, so that its index gives the order. */
#define SHELF(key) "SELECT p.id, " key " FROM product p WHERE $1 = 0 AND p.status = $2" IN_CATEGORY HAS_VARIANT

#define NEWER " AND ($10 = 0 OR (p.published_at, p.id) < ($11, $12)) ORDER BY p.published_at DESC, p.id DESC LIMIT $9"
#define DEARER " AND ($10 = 0 OR (p.price_min_minor, p.id) > ($11, $12)) ORDER BY p.price_min_minor, p.id LIMIT $9"
#define CHEAPER                                                                                                        \
    " AND ($10 = 0 OR (p.price_min_minor, p.id) < ($11, $12)) ORDER BY p.price_min_minor DESC, p.id DESC LIMIT $9"
#define NAMED " AND ($10 = 0 OR (p.name_folded, p.id) > ($11, $12)) ORDER BY p.name_folded, p.id LIMIT $9"

SQL(products_newest, SHELF("p.published_at") NEWER);
SQL(products_cheapest, SHELF("p.price_min_minor") DEARER);
SQL(products_dearest, SHELF("p.price_min_minor") CHEAPER);
SQL(products_named, SHELF("p.name_folded") NAMED);
SQL(products_any_newest,
    WALK("p.created_at") " AND ($10 = 0 OR (p.created_at, p.id) < ($11, $12)) ORDER BY p.created_at DESC, p.id DESC LIMIT $9");
SQL(products_any_cheapest, WALK("p.price_min_minor") DEARER);
SQL(products_any_dearest, WALK("p.price_min_minor") CHEAPER);
SQL(products_any_named, WALK("p.name_folded") NAMED);

static const struct sql *const walks[2][PRODUCT_SORT_RELEVANCE] = {
    { &products_newest, &products_cheapest, &products_dearest, &products_named },
    { &products_any_newest, &products_any_cheapest, &products_any_dearest, &products_any_named },
};

struct step {
    int64_t id, key;
    str name;
};

struct steps {
    struct step *item;
    size_t count;
};

static str status_wanted(const struct product_filter *f)
{
    if (!f->any_status) {
        return product_status_name(PRODUCT_ACTIVE);
    }
    return f->status < PRODUCT_STATUS_COUNT ? product_status_name(f->status) : S("");
}

/* $6 and $7 of the walks. */
struct wanted {
    str lines;
    int64_t names;
};

static struct wanted options_wanted(struct ctx *c, const struct product_filter *f)
{
    struct wanted wanted = { S("\n"), 0 };
    for (size_t i = 0; i < f->option_count; i++) {
        const struct product_choice *choice = &f->option[i];
        bool is_known = false;
        for (size_t k = 0; k < i; k++) {
            is_known = is_known || str_eq(f->option[k].name, choice->name);
        }
        wanted.names += !is_known;
        wanted.lines = str_format(c->arena, "%.*s%.*s:%.*s\n", STR_ARG(wanted.lines),
                                  STR_ARG(choice->name), STR_ARG(choice->value));
    }
    return wanted;
}

static enum err walk(struct ctx *c, const struct product_filter *f, const struct cursor *cursor,
                     size_t limit, struct steps *out)
{
    struct steps steps = { NEW_N(c->arena, struct step, limit), 0 };
    bool by_name = f->sort == PRODUCT_SORT_NAME;
    struct wanted wanted = options_wanted(c, f);
    struct arg key = by_name ? arg_of_text(cursor->name) : arg_of_int(cursor->key);
    struct rows r = db_query(c->db, walks[f->any_status][f->sort],
                             ARGS(f->any_status, status_wanted(f), f->category.v, f->price_min,
                                  f->price_max, wanted.lines, wanted.names, f->only_available,
                                  (int64_t)limit, cursor->is_set, key, cursor->id));
    while (db_next(&r)) {
        struct step *step = &steps.item[steps.count++];
        step->id = row_int(&r);
        if (by_name) {
            step->name = row_text(&r, c->arena);
        } else {
            step->key = row_int(&r);
        }
    }
    TRY(db_done(&r));
    *out = steps;
    return OK;
}

/* --- with a query: the hits that pass the filter, in the wanted order --- */

SQL(product_passes,
    "SELECT p.published_at, p.price_min_minor, p.name_folded FROM product p WHERE p.id = $9 AND" ON_SHELF IN_CATEGORY
        HAS_VARIANT);

struct match {
    struct step step;
    int64_t id, score, published_at, price;
    str name;
};

struct matches {
    struct match *item;
    size_t count;
    str suggestion;
};

static struct match *match_new(struct matches *matches, const struct search_hit *hit)
{
    struct match *m = &matches->item[matches->count++];
    m->id = hit->product.v;
    m->score = hit->score;
    return m;
}

/* Nothing is asked but the words: the index holds what is on sale, and its score is the order. */
static bool is_only_words(const struct product_filter *f)
{
    return f->sort == PRODUCT_SORT_RELEVANCE && !f->any_status && f->category.v == 0 &&
           f->price_min == 0 && f->price_max == 0 && f->option_count == 0 && !f->only_available;
}

static enum err add_match(struct ctx *c, const struct product_filter *f,
                          const struct search_hit *hit, struct matches *matches)
{
    struct wanted wanted = options_wanted(c, f);
    struct rows r =
        db_query(c->db, &product_passes,
                 ARGS(f->any_status, status_wanted(f), f->category.v, f->price_min, f->price_max,
                      wanted.lines, wanted.names, f->only_available, hit->product.v));
    if (db_next(&r)) {
        struct match *m = match_new(matches, hit);
        m->published_at = row_int(&r);
        m->price = row_int(&r);
        m->name = row_text(&r, c->arena);
    }
    return db_done(&r);
}

/* The key a match is sorted by, such that smaller comes first. */
static void settle_key(enum product_sort sort, struct match *m)
{
    bool by_name = sort == PRODUCT_SORT_NAME;
    int64_t key[PRODUCT_SORT_COUNT] = { -m->published_at, m->price, -m->price, 0, -m->score };
    m->step = (struct step){ m->id, key[sort], by_name ? m->name : S("") };
}

static int compare_steps(const struct step *a, const struct step *b)
{
    int by_name = str_compare(a->name, b->name);
    if (by_name != 0) {
        return by_name;
    }
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (b->id > a->id) - (b->id < a->id); /* newer first */
}

static int compare_matches(const void *a, const void *b)
{
    return compare_steps(&((const struct match *)a)->step, &((const struct match *)b)->step);
}

static enum err find_matches(struct ctx *c, const struct product_filter *f, struct matches *out)
{
    struct search_hits hits;
    TRY(search_products(c, f->query, &hits));
    struct matches matches = { NEW_N(c->arena, struct match, hits.count + 1), 0, hits.suggestion };
    for (size_t i = 0; i < hits.count; i++) {
        if (is_only_words(f)) {
            (void)match_new(&matches, &hits.item[i]);
        } else {
            TRY(add_match(c, f, &hits.item[i], &matches));
        }
    }
    for (size_t i = 0; i < matches.count; i++) {
        settle_key(f->sort, &matches.item[i]);
    }
    qsort(matches.item, matches.count, sizeof matches.item[0], compare_matches);
    *out = matches;
    return OK;
}

static void walk_matches(struct ctx *c, const struct matches *matches, const struct cursor *cursor,
                         size_t limit, struct steps *out)
{
    struct step after = { cursor->id, cursor->key, cursor->name };
    struct steps steps = { NEW_N(c->arena, struct step, limit), 0 };
    for (size_t i = 0; i < matches->count && steps.count < limit; i++) {
        if (!cursor->is_set || compare_steps(&matches->item[i].step, &after) > 0) {
            steps.item[steps.count++] = matches->item[i].step;
        }
    }
    *out = steps;
}

/* --- cards --- */

/* Up to CARDS_AT_ONCE ids (0: none) in one statement. The list of values comes first in the join, so that each is looked up. */
enum { CARDS_AT_ONCE = 8 };
#define WANTED                                                                                                         \
    " FROM (VALUES (CAST($1 AS BIGINT)), ($2), ($3), ($4), ($5), ($6), ($7), ($8)) w CROSS JOIN "

#define CARD_PICTURE_COLUMNS(lang)                                                                                     \
    " i.id, i.media, i.asset, i.source_url, " IN_LANG("i.alt", lang) ", i.width, i.height, i.is_illustration"
#define CARD_PICTURE_JOIN                                                                                              \
    "i.id = (SELECT j.id FROM picture j WHERE j.product_id = p.id AND j.state = 'ready' ORDER BY j.position, j.id LIMIT 1)"

#define CARD_COLUMNS(lang)                                                                                             \
    "SELECT p.id, p.slug, p.status, " IN_LANG("p.name", lang) ", p.brand,"                                             \
    " COALESCE(" IN_LANG("k.name", lang) ", ''), p.price_min_minor, p.price_max_minor, p.compare_at_minor,"            \
    CARD_PICTURE_COLUMNS(lang)
#define CARD_JOINS                                                                                                     \
    "product p LEFT JOIN category k ON k.id = p.category_id LEFT JOIN picture i ON " CARD_PICTURE_JOIN

SQL(product_cards_sql, CARD_COLUMNS("$9") WANTED CARD_JOINS " WHERE p.id = w.column1 LIMIT 8");

static void read_card_picture(struct ctx *c, struct rows *r, struct product_card *card)
{
    struct picture *picture = &card->picture;
    picture->id.v = row_int(r);
    picture->media = row_text(r, c->arena);
    picture->asset = row_text(r, c->arena);
    picture->source_url = row_text(r, c->arena);
    picture->alt = row_text(r, c->arena);
    picture->width = row_int(r);
    picture->height = row_int(r);
    picture->is_illustration = row_bool(r);
    if (picture->alt.size == 0) {
        picture->alt = card->name;
    }
}

static void read_card(struct ctx *c, struct rows *r, struct product_card *card)
{
    card->slug = row_text(r, c->arena);
    if (!product_status_of(row_text(r, c->arena), &card->status)) {
        card->status = PRODUCT_DRAFT;
    }
    card->name = row_text(r, c->arena);
    card->brand = row_text(r, c->arena);
    card->category = row_text(r, c->arena);
    card->price_min_minor = row_int(r);
    card->price_max_minor = row_int(r);
    card->compare_at_minor = row_int(r);
    read_card_picture(c, r, card);
}

/* Some of a page's cards, and the stock seen so far of each. */
struct batch {
    struct product_card *card;
    int64_t stock[CARDS_AT_ONCE][STOCK_STATUS_COUNT]; /* variants by status */
    size_t count;
};

static size_t place_of(const struct batch *batch, int64_t id)
{
    size_t at = 0;
    while (at < batch->count && batch->card[at].id.v != id) {
        at++;
    }
    CHECK(at < batch->count); /* only what was asked for comes back */
    return at;
}

static int64_t wanted(const struct batch *batch, size_t at)
{
    return at < batch->count ? batch->card[at].id.v : 0;
}

#define WANTED_OF(b)                                                                                                   \
    wanted(b, 0), wanted(b, 1), wanted(b, 2), wanted(b, 3), wanted(b, 4), wanted(b, 5), wanted(b, 6), wanted(b, 7)

static enum err load_facts(struct ctx *c, struct batch *batch)
{
    struct rows r = db_query(c->db, &product_cards_sql, ARGS(WANTED_OF(batch), c->lang));
    while (db_next(&r)) {
        int64_t id = row_int(&r);
        read_card(c, &r, &batch->card[place_of(batch, id)]);
    }
    return db_done(&r);
}

SQL(product_cards_stock,
    "SELECT v.product_id, v.is_tracked, v.sells_past_zero, v.preorder_days, s.on_hand, s.held" WANTED
    "variant v CROSS JOIN stock s WHERE v.product_id = w.column1 AND v.is_active = 1 AND s.sku_id = v.id LIMIT $9");

static void add_stock(struct batch *batch, size_t at, const struct stock_facts *facts)
{
    struct product_card *card = &batch->card[at];
    struct stock_shown shown = stock_shown_of(facts);
    batch->stock[at][shown.status]++;
    card->variant_count++;
    card->quantity += shown.is_counted ? shown.quantity : 0;
    card->is_counted = card->is_counted && shown.is_counted;
}

static enum err load_stock(struct ctx *c, struct batch *batch)
{
    struct rows r = db_query(c->db, &product_cards_stock,
                             ARGS(WANTED_OF(batch), CARDS_AT_ONCE * PRODUCT_VARIANTS_MAX));
    while (db_next(&r)) {
        struct stock_facts facts = { 0 };
        size_t at = place_of(batch, row_int(&r));
        facts.is_tracked = row_bool(&r);
        facts.sells_past_zero = row_bool(&r);
        facts.preorder_days = row_int(&r);
        facts.on_hand = row_int(&r);
        facts.held = row_int(&r);
        add_stock(batch, at, &facts);
    }
    return db_done(&r);
}

/* The best a buyer can get stands for the product: low or pre-order only when nothing better is there. */
static void settle_stock(struct product_card *card, const int64_t *count_of)
{
    bool is_in = count_of[STOCK_IN] > 0;
    bool is_low = !is_in && count_of[STOCK_LOW] > 0;
    card->is_low = is_low && card->quantity <= STOCK_LOW_MAX;
    card->is_preorder = !is_in && !is_low && count_of[STOCK_PREORDER] > 0;
    card->is_available = is_in || is_low || card->is_preorder;
}

/* Of cards whose facts are there. */
static enum err stock_batch(struct ctx *c, struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        batch->card[i].is_counted = true;
    }
    TRY(load_stock(c, batch));
    for (size_t i = 0; i < batch->count; i++) {
        settle_stock(&batch->card[i], batch->stock[i]);
    }
    return OK;
}

static enum err load_batch(struct ctx *c, struct product_card *card, size_t count)
{
    struct batch batch = { .card = card, .count = count };
    TRY(load_facts(c, &batch));
    return stock_batch(c, &batch);
}

static enum err load_cards(struct ctx *c, const struct steps *steps, size_t count,
                           struct product_page *page)
{
    page->item = NEW_N(c->arena, struct product_card, count + 1);
    page->count = count;
    for (size_t i = 0; i < count; i++) {
        page->item[i].id.v = steps->item[i].id;
        page->item[i].key = steps->item[i].key;
    }
    for (size_t done = 0; done < count; done += CARDS_AT_ONCE) {
        size_t left = count - done;
        TRY(load_batch(c, &page->item[done], left < CARDS_AT_ONCE ? left : CARDS_AT_ONCE));
    }
    return OK;
}

static struct product_filter settled(const struct product_filter *filter)
{
    struct product_filter f = *filter;
    f.limit = f.limit == 0 ? PAGE_DEFAULT : f.limit > PRODUCT_PAGE_MAX ? PRODUCT_PAGE_MAX : f.limit;
    f.query = str_trim(f.query);
    if (f.sort == PRODUCT_SORT_RELEVANCE && f.query.size == 0) {
        f.sort = PRODUCT_SORT_NEWEST;
    }
    return f;
}

enum err product_list(struct ctx *c, const struct product_filter *filter, struct product_page *out)
{
    struct product_filter f = settled(filter);
    struct cursor cursor = { 0 };
    struct steps steps;
    TRY(cursor_read(c, &f, &cursor));
    struct product_page page = { 0 };
    size_t wanted = f.limit + 1; /* one more tells whether there is a next page */
    if (f.query.size > 0) {
        struct matches matches;
        TRY(find_matches(c, &f, &matches));
        walk_matches(c, &matches, &cursor, wanted, &steps);
        page.found = (int64_t)matches.count;
        page.suggestion = matches.suggestion;
    } else {
        TRY(walk(c, &f, &cursor, wanted, &steps));
    }
    size_t count = steps.count < f.limit ? steps.count : f.limit;
    TRY(load_cards(c, &steps, count, &page));
    if (steps.count > f.limit) {
        const struct step *last = &steps.item[count - 1];
        page.next = cursor_text(c->arena, f.sort, last->key, last->name, last->id);
    }
    *out = page;
    return OK;
}

/* As with the walks: the common one counts in the index of the status. */
SQL(products_counted, "SELECT COUNT(*) FROM product p WHERE $1 = 0 AND p.status = $2" IN_CATEGORY HAS_VARIANT);
SQL(products_any_counted, "SELECT COUNT(*) FROM product p WHERE" ON_SHELF IN_CATEGORY HAS_VARIANT);

enum err product_count(struct ctx *c, const struct product_filter *filter, int64_t *out)
{
    struct product_filter f = settled(filter);
    if (f.query.size > 0) {
        struct matches matches;
        TRY(find_matches(c, &f, &matches));
        *out = (int64_t)matches.count;
        return OK;
    }
    struct wanted wanted = options_wanted(c, &f);
    return db_get_int(c->db, f.any_status ? &products_any_counted : &products_counted,
                      ARGS(f.any_status, status_wanted(&f), f.category.v, f.price_min, f.price_max,
                           wanted.lines, wanted.names, f.only_available),
                      0, out);
}

/* The number stands in the text: of one it cannot see PostgreSQL thinks the worst, and plans the statement anew for every page. */
#define SHELF_MAX 5
_Static_assert(SHELF_MAX == PRODUCT_SHELF_MAX, "one number, twice");
#define LIMIT_TEXT(n) " LIMIT " #n
#define LIMIT_OF(n) LIMIT_TEXT(n)

/* The walk reads the cards on its way: they stand on every product's page. Their category is the one asked for. */
SQL(products_shelf,
    "SELECT p.id, p.slug, " IN_LANG("p.name", "$2") ", p.brand, p.price_min_minor, p.price_max_minor, p.compare_at_minor,"
    CARD_PICTURE_COLUMNS("$2")
    ", COALESCE((SELECT 1 FROM variant v JOIN stock s ON s.sku_id = v.id WHERE v.product_id = p.id AND v.is_active = 1"
    " AND (v.is_tracked = 0 OR s.on_hand - s.held > $3) LIMIT 1), 0)"
    " FROM product p LEFT JOIN picture i ON " CARD_PICTURE_JOIN
    " WHERE p.category_id = $1 AND p.status = 'active'"
    " ORDER BY p.published_at DESC, p.id DESC" LIMIT_OF(SHELF_MAX));

static void read_on_shelf(struct ctx *c, struct rows *r, str category, struct product_card *card)
{
    card->id.v = row_int(r);
    card->slug = row_text(r, c->arena);
    card->status = PRODUCT_ACTIVE;
    card->name = row_text(r, c->arena);
    card->brand = row_text(r, c->arena);
    card->category = category;
    card->price_min_minor = row_int(r);
    card->price_max_minor = row_int(r);
    card->compare_at_minor = row_int(r);
    read_card_picture(c, r, card);
    card->is_available = row_bool(r);
}

/* Cards of goods that are there in plenty say nothing of numbers. */
static bool must_count(const struct batch *batch, bool exact)
{
    for (size_t i = 0; i < batch->count; i++) {
        exact = exact || !batch->card[i].is_available;
    }
    return exact && batch->count > 0;
}

enum err product_shelf(struct ctx *c, const struct category_ref *category, bool exact,
                       struct product_page *out)
{
    struct batch batch = { .card = NEW_N(c->arena, struct product_card, SHELF_MAX) };
    struct rows r = db_query(c->db, &products_shelf, ARGS(category->id.v, c->lang, STOCK_LOW_MAX));
    while (db_next(&r)) {
        read_on_shelf(c, &r, category->name, &batch.card[batch.count++]);
    }
    TRY(db_done(&r));
    if (must_count(&batch, exact)) {
        TRY(stock_batch(c, &batch));
    }
    *out = (struct product_page){ .item = batch.card, .count = batch.count };
    return OK;
}

/* Of the newest thousand on the shelf: what can be chosen shows there, and counting is never slow. */
#define FACET(n)                                                                                                       \
    "SELECT p.option" n "_name AS name, v.option" n " AS value, COUNT(DISTINCT p.id) AS products FROM shelf p"         \
    " JOIN variant v ON v.product_id = p.id WHERE v.is_active = 1 AND v.option" n " <> ''"                             \
    " AND p.option" n "_name NOT IN ('', 'Title') GROUP BY p.option" n "_name, v.option" n

SQL(products_facets,
    "WITH shelf AS (SELECT p.id, p.option1_name, p.option2_name, p.option3_name FROM product p"
    " WHERE p.status = 'active' AND p.option1_name <> '' AND ($1 = 0 OR p.category_id IN"
    " (SELECT k.id FROM category k WHERE k.id = $1 OR k.parent_id = $1 OR k.parent_id IN"
    " (SELECT g.id FROM category g WHERE g.parent_id = $1))) ORDER BY p.published_at DESC, p.id DESC LIMIT 1000)"
    " SELECT name, value, CAST(SUM(products) AS BIGINT) AS total FROM (" FACET("1") " UNION ALL " FACET("2")
    " UNION ALL " FACET("3") ") f GROUP BY name, value ORDER BY name, total DESC, value LIMIT $2");

enum err product_facets(struct ctx *c, category_id category, struct product_facet **out,
                        size_t *count)
{
    struct product_facet *list = NEW_N(c->arena, struct product_facet, PRODUCT_FACETS_MAX);
    size_t n = 0;
    struct rows r = db_query(c->db, &products_facets, ARGS(category.v, PRODUCT_FACETS_MAX));
    while (db_next(&r)) {
        struct product_facet *facet = &list[n++];
        facet->name = row_text(&r, c->arena);
        facet->value = row_text(&r, c->arena);
        facet->count = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    *count = n;
    return OK;
}

SQL(products_addresses,
    "SELECT slug, updated_at FROM product WHERE status = 'active' AND slug > $1 ORDER BY slug LIMIT 1000");

enum err product_addresses(struct ctx *c, str after_slug, struct product_address **out,
                           size_t *count)
{
    struct product_address *list = NEW_N(c->arena, struct product_address, 1000);
    size_t n = 0;
    struct rows r = db_query(c->db, &products_addresses, ARGS(after_slug));
    while (db_next(&r)) {
        list[n].slug = row_text(&r, c->arena);
        list[n++].updated_at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    *count = n;
    return OK;
}
