/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/aftercare.h"

#include "db/db.h"

struct found {
    int64_t id[AFTERCARE_MAX];
    bool is_wanted[AFTERCARE_MAX];
};

static enum err take(struct ctx *c, const struct sql *mark, const struct found *found,
                     struct aftercare_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        TRY(db_exec(c->db, mark, ARGS(found->id[i], c->now_at), NULL));
        if (found->is_wanted[i]) {
            list->item[kept++] = list->item[i];
        }
    }
    list->taken = (int64_t)list->count;
    list->count = kept;
    return OK;
}

static enum err read(struct ctx *c, struct rows *r, const char *subject, struct found *found,
                     struct aftercare_list *list)
{
    list->item = NEW_N(c->arena, struct aftercare, AFTERCARE_MAX);
    while (db_next(r) && list->count < AFTERCARE_MAX) {
        struct aftercare *one = &list->item[list->count];
        found->id[list->count] = row_int(r);
        one->person.v = row_int(r);
        one->lang = str_eq(row_text(r, c->arena), S("en")) ? LANG_EN : LANG_ID;
        found->is_wanted[list->count] = row_int(r) != 0 && one->person.v != 0;
        one->subject = str_format(c->arena, "%s:%" PRId64, subject, found->id[list->count]);
        list->count++;
    }
    return db_done(r);
}

static int64_t at_most(int64_t limit)
{
    return limit < AFTERCARE_MAX ? limit : AFTERCARE_MAX;
}

SQL(orders_to_survey,
    "SELECT id, coalesce(person_id, 0), lang,"
    " CASE WHEN status = 'canceled' OR payment_status IN ('refunded', 'voided') THEN 0 ELSE 1 END FROM shop_order"
    " WHERE delivered_at IS NOT NULL AND survey_offered_at IS NULL AND delivered_at <= $1"
    " ORDER BY delivered_at, id LIMIT $2");
SQL(order_set_surveyed, "UPDATE shop_order SET survey_offered_at = $2 WHERE id = $1");

enum err aftercare_take_deliveries(struct ctx *c, int64_t until_at, int64_t limit,
                                   struct aftercare_list *out)
{
    struct found found = { 0 };
    struct aftercare_list list = { 0 };
    struct rows r = db_query(c->db, &orders_to_survey, ARGS(until_at, at_most(limit)));
    TRY(read(c, &r, "order", &found, &list));
    TRY(take(c, &order_set_surveyed, &found, &list));
    *out = list;
    return OK;
}

SQL(claims_to_survey,
    "SELECT k.id, k.person_id, o.lang, 1 FROM claim k JOIN shop_order o ON o.id = k.order_id"
    " WHERE k.survey_offered_at IS NULL AND k.state IN ('settled', 'refused') ORDER BY k.changed_at, k.id LIMIT $1");
SQL(claim_set_surveyed, "UPDATE claim SET survey_offered_at = $2 WHERE id = $1");

enum err aftercare_take_claims(struct ctx *c, int64_t limit, struct aftercare_list *out)
{
    struct found found = { 0 };
    struct aftercare_list list = { 0 };
    struct rows r = db_query(c->db, &claims_to_survey, ARGS(at_most(limit)));
    TRY(read(c, &r, "claim", &found, &list));
    TRY(take(c, &claim_set_surveyed, &found, &list));
    *out = list;
    return OK;
}

SQL(order_first_to_survey,
    "SELECT delivered_at FROM shop_order WHERE delivered_at IS NOT NULL AND survey_offered_at IS NULL"
    " ORDER BY delivered_at, id LIMIT 1");

enum err aftercare_next_delivered_at(struct ctx *c, int64_t *out)
{
    return db_get_int(c->db, &order_first_to_survey, NO_ARGS, 0, out);
}

SQL(claim_open_of_person,
    "SELECT 1 FROM claim WHERE person_id = $1"
    " AND state NOT IN ('settled', 'refused', 'withdrawn', 'lapsed', 'charged_back') LIMIT 1");

enum err aftercare_has_open_claim(struct ctx *c, person_id person, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &claim_open_of_person, ARGS(person.v), 0, &found));
    *out = found != 0;
    return OK;
}
