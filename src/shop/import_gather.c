/* SPDX-License-Identifier: Apache-2.0 */
/* import_gather.c - holding items back until many can go in together; and the end of it all. */
#include "db/batch.h"
#include "shop/import_item.h"
#include "shop/product_store.h"

#include <string.h>

/* --- what items are known by --- */

/* FNV-1a. Two names with one hash only send the items that wait into the shop earlier. */
uint64_t import_hash(char kind, str first, str second)
{
    uint64_t hash = (UINT64_C(0xcbf29ce484222325) ^ (unsigned char)kind) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < first.size; i++) {
        hash = (hash ^ (unsigned char)first.at[i]) * UINT64_C(0x100000001b3);
    }
    hash = (hash ^ 0xff) * UINT64_C(0x100000001b3); /* no byte of UTF-8 */
    for (size_t i = 0; i < second.size; i++) {
        hash = (hash ^ (unsigned char)second.at[i]) * UINT64_C(0x100000001b3);
    }
    return hash == 0 ? 1 : hash;
}

static size_t place_of(const struct import *run, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (IMPORT_CLAIMS - 1);
    while (run->claimed[at] != 0 && run->claimed[at] != hash) {
        at = (at + 1) & (IMPORT_CLAIMS - 1);
    }
    return at;
}

struct claims {
    struct import *run;
    bool is_asking; /* else they are written */
    bool is_met;    /* a waiting item has the same */
};

static void claim(struct claims *claims, uint64_t hash)
{
    struct import *run = claims->run;
    size_t at = place_of(run, hash);
    if (claims->is_asking) {
        claims->is_met = claims->is_met || run->claimed[at] != 0;
    } else if (run->claimed[at] == 0) {
        run->claimed[at] = hash;
        run->claimed_count++;
    }
}

/* Variations of one product come one by one and may wait together: they do not make it, so they share its reference. */
static void claim_all(struct claims *claims, const struct import_item *item)
{
    str none = { 0 };
    struct import *run = claims->run;
    if (item->has_texts || claims->is_asking) {
        claim(claims, import_hash('r', item->external_ref, none));
    }
    if (item->has_texts || item->slug.size > 0) {
        struct product_fields named = item->fields;
        named.slug = item->slug;
        claim(claims, import_hash('s', product_slug_wish(run->c, &named), none));
    }
    for (size_t i = 0; i < item->variant_count; i++) {
        const struct variant_fields *f = &item->variant[i].fields;
        str options = str_format(run->scratch, "%.*s\n%.*s\n%.*s", STR_ARG(f->option[0]),
                                 STR_ARG(f->option[1]), STR_ARG(f->option[2]));
        claim(claims, import_hash('o', item->external_ref, options));
        if (f->sku.size > 0) {
            claim(claims, import_hash('k', f->sku, none));
        }
    }
    for (size_t i = 0; i < item->picture_count; i++) {
        claim(claims, import_hash('p', item->external_ref, item->picture[i].url));
    }
}

/* --- waiting --- */

enum err import_flush(struct import *run)
{
    if (run->waiting_count == 0) {
        return OK;
    }
    TRY(import_apply(run));
    memset(run->claimed, 0, IMPORT_CLAIMS * sizeof run->claimed[0]);
    run->claimed_count = 0;
    run->waiting_count = 0;
    run->waiting_variants = 0;
    return OK;
}

static bool is_full(const struct import *run)
{
    return run->waiting_count == IMPORT_AT_ONCE ||
           run->waiting_variants >= IMPORT_VARIANTS_AT_ONCE ||
           run->claimed_count > IMPORT_CLAIMS / 2;
}

enum err import_take(struct import *run)
{
    struct claims asked = { .run = run, .is_asking = true };
    claim_all(&asked, run->item);
    if (asked.is_met) {
        TRY(import_flush(run));
        run->waiting[0] =
            *run->item; /* its texts lie where those of the others lay: it goes in at once */
    }
    run->waiting_count++;
    run->waiting_variants += run->waiting[run->waiting_count - 1].variant_count;
    if (asked.is_met) {
        return import_flush(run);
    }
    struct claims written = { .run = run };
    claim_all(&written, run->item);
    return is_full(run) ? import_flush(run) : OK;
}

/* At 50, 400, 3200 … products of a step. */
enum err import_plan(struct import *run, int64_t products)
{
    enum { FIRST = 50, TIMES = 8 };
    int64_t next = FIRST;
    while (next <= run->written) {
        next *= TIMES;
    }
    run->written += products;
    return run->written >= next ? db_plan_again(run->c->db) : OK;
}

/* --- the end --- */

struct ending {
    struct import_touched *touched[IMPORT_AT_ONCE];
    size_t count;
};

SQL(import_status_now,
    "SELECT p.id, p.status, CASE WHEN EXISTS (SELECT 1 FROM variant v WHERE v.product_id = p.id AND v.is_active = 1)"
    " THEN 1 ELSE 0 END FROM product p WHERE p.id IN (SELECT CAST(j.value ->> 0 AS BIGINT) FROM json_each($1) j) LIMIT $2");
SQL(import_status_write,
    "UPDATE product SET status = CAST($2 AS TEXT), published_at = CASE WHEN CAST($2 AS TEXT) = 'active' AND published_at = 0"
    " THEN $3 ELSE published_at END WHERE id IN (SELECT CAST(j.value ->> 0 AS BIGINT) FROM json_each($1) j)");

/* On sale only with something to sell. */
static void wish_status(struct import_touched *touched, enum product_status now, bool has_variant,
                        struct batch *wished)
{
    enum product_status status = touched->status;
    if (!touched->has_status) {
        return;
    }
    if (status == PRODUCT_ACTIVE && !has_variant) {
        status = PRODUCT_DRAFT;
    }
    if (now == status) {
        return;
    }
    if (touched->outcome == OUTCOME_UNCHANGED) {
        touched->outcome = OUTCOME_CHANGED;
    }
    batch_add(&wished[status], ARGS(touched->product));
}

static struct import_touched *touched_of(const struct ending *ending, int64_t product)
{
    struct import_touched *one = NULL;
    for (size_t i = 0; i < ending->count && one == NULL; i++) {
        one = ending->touched[i]->product == product ? ending->touched[i] : NULL;
    }
    CHECK(one != NULL);
    return one;
}

static enum err settle_statuses(struct import *run, const struct ending *ending)
{
    struct ctx *c = run->c;
    struct batch asked = batch_new(c->arena);
    struct batch wished[] = { [PRODUCT_DRAFT] = batch_new(c->arena),
                              [PRODUCT_ACTIVE] = batch_new(c->arena),
                              [PRODUCT_ARCHIVED] = batch_new(c->arena) };
    for (size_t i = 0; i < ending->count; i++) {
        batch_add(&asked, ARGS(ending->touched[i]->product));
    }
    struct rows r = db_query(c->db, &import_status_now, ARGS(batch_arg(&asked), asked.count));
    while (db_next(&r)) {
        struct import_touched *touched = touched_of(ending, row_int(&r));
        enum product_status now = PRODUCT_DRAFT;
        CHECK(product_status_of(row_text(&r, c->arena), &now));
        wish_status(touched, now, row_bool(&r), wished);
    }
    TRY(db_done(&r));
    for (size_t status = 0; status < COUNT(wished); status++) {
        if (wished[status].count > 0) {
            TRY(db_exec(c->db, &import_status_write,
                        ARGS(batch_arg(&wished[status]),
                             product_status_name((enum product_status)status), c->now_at),
                        NULL));
        }
    }
    return OK;
}

static void count_outcome(struct import_report *report, enum import_outcome outcome)
{
    report->created += outcome == OUTCOME_CREATED;
    report->changed += outcome == OUTCOME_CHANGED;
    report->unchanged += outcome == OUTCOME_UNCHANGED;
}

static enum err end_some(struct import *run, struct ending *ending)
{
    product_id changed[IMPORT_AT_ONCE];
    size_t count = 0;
    import_item_begin(run, 0); /* empties the scratch arena */
    TRY(settle_statuses(run, ending));
    for (size_t i = 0; i < ending->count; i++) {
        const struct import_touched *touched = ending->touched[i];
        count_outcome(&run->report, touched->outcome);
        if (touched->outcome != OUTCOME_UNCHANGED) {
            changed[count++].v = touched->product;
        }
    }
    ending->count = 0;
    if (count > 0) {
        TRY(product_refresh(run->c, changed, count));
    }
    return import_plan(run, (int64_t)count);
}

enum err import_finish(struct import *run)
{
    struct ending ending = { .count = 0 };
    run->written = 0;
    for (size_t i = 0; i < run->touched_size; i++) {
        if (run->touched[i].product != 0) {
            ending.touched[ending.count++] = &run->touched[i];
        }
        if (ending.count == IMPORT_AT_ONCE) {
            TRY(end_some(run, &ending));
        }
    }
    return ending.count == 0 ? OK : end_some(run, &ending);
}
