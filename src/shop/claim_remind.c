/* SPDX-License-Identifier: Apache-2.0 */
/* claim_remind.c - who has to say something is reminded two days before it is too late. */
#include "core/notice.h"
#include "shop/claim_store.h"

enum { REMIND_HOURS = 48 };

/* What waits for the buyer's word; a parcel on its way waits for nobody's. */
#define WAITS_FOR_BUYER                                                                            \
    " waits_until IS NOT NULL AND reminded_at IS NULL AND state IN ('proposed', 'denied',"         \
    " 'inspected_not_ok', 'return_due', 'remedy_due')"

SQL(claims_to_remind,
    "SELECT id FROM claim WHERE" WAITS_FOR_BUYER " AND waits_until <= $1 ORDER BY waits_until, id LIMIT $2");
SQL(set_reminded, "UPDATE claim SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL");

static enum err remind(struct ctx *c, claim_id id)
{
    struct claim k = { 0 };
    struct order o = { 0 };
    TRY(claim_get(c, id, &k));
    TRY(order_by_id(c, k.order, &o));
    struct notice_new n = { .kind = S("claim_reminder"), .subject = claim_subject(c, id), .person = k.person,
                            .to = NOTICE_PERSON, .lang = o.lang,
                            .occasion = str_of_int(c->arena, k.waits_until) };
    TRY(db_exec(c->db, &set_reminded, ARGS(id.v, c->now_at), NULL));
    return notice_queue(c, &n);
}

enum err claim_remind_due(struct ctx *c, int64_t limit, int64_t *done)
{
    enum { BATCH_MAX = 50 };
    claim_id due[BATCH_MAX];
    size_t count = 0;
    int64_t most = limit < BATCH_MAX ? limit : BATCH_MAX;
    struct rows r = db_query(c->db, &claims_to_remind, ARGS(c->now_at + HOURS(REMIND_HOURS), most));
    while (db_next(&r)) {
        due[count++].v = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < count; i++) {
        TRY(remind(c, due[i]));
    }
    *done += (int64_t)count;
    return OK;
}

SQL(next_to_remind, "SELECT min(waits_until) FROM claim WHERE" WAITS_FOR_BUYER);

enum err claim_remind_next_at(struct ctx *c, int64_t *out)
{
    int64_t at = 0;
    TRY(db_get_int(c->db, &next_to_remind, NO_ARGS, 0, &at));
    *out = at == 0 ? 0 : at - HOURS(REMIND_HOURS);
    return OK;
}
