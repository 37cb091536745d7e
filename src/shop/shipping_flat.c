/* SPDX-License-Identifier: Apache-2.0 */
/* shipping_flat.c - the price that is the same everywhere, for those who are not asked where they live (search engines). */
#include "db/db.h"
#include "shop/shipping.h"

SQL(flat_method,
    "SELECT code, flat_minor, min_days, max_days FROM shipping_method WHERE kind = 'flat' AND is_active = 1"
    " ORDER BY position, code LIMIT 1");

enum err shipping_flat(struct ctx *c, currency in, struct shipping_quote *out, bool *found)
{
    struct shipping_quote quote = { 0 };
    struct rows r = db_query(c->db, &flat_method, NO_ARGS);
    bool is_there = db_next(&r);
    if (is_there) {
        quote.code = row_text(&r, c->arena);
        quote.price = (money){ row_int(&r), in };
        quote.min_days = row_int(&r);
        quote.max_days = row_int(&r);
    }
    TRY(db_done(&r));
    *out = quote;
    *found = is_there;
    return OK;
}
