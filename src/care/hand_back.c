/* SPDX-License-Identifier: Apache-2.0 */
#include "care/hand_back.h"

#include "care/complaint_act.h"
#include "care/conversation_office.h"
#include "core/notice.h"
#include "core/setting.h"

enum { BATCH = 100 };

/* Also those that rest: the buyer may write again. */
SQL(conversations_held, "SELECT id FROM conversation WHERE assignee_id = $1 AND state NOT IN ('closed', 'merged', 'spam')"
                        " ORDER BY id LIMIT $2");
SQL(complaints_held, "SELECT id FROM complaint WHERE owner_id = $1 AND closed_at IS NULL ORDER BY id LIMIT $2");

static enum err held(struct ctx *c, struct sql *sql, staff_id from, int64_t id[BATCH],
                     size_t *count)
{
    size_t found = 0;
    struct rows r = db_query(c->db, sql, ARGS(from.v, BATCH));
    while (db_next(&r)) {
        id[found++] = row_int(&r);
    }
    TRY(db_done(&r));
    *count = found;
    return OK;
}

static enum err free_conversation(struct ctx *c, int64_t id)
{
    return conversation_assign(c, (conversation_id){ id }, 0, (str){ 0 });
}

static enum err free_complaint(struct ctx *c, int64_t id)
{
    return complaint_assign(c, (complaint_id){ id }, 0);
}

/* What is given back is held no more, so that the next batch is the rest. */
static enum err free_all(struct ctx *c, struct sql *sql, staff_id from,
                         enum err (*free_one)(struct ctx *, int64_t), int64_t *done)
{
    int64_t id[BATCH];
    size_t count = BATCH;
    while (count == BATCH) {
        TRY(held(c, sql, from, id, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(free_one(c, id[i]));
        }
        *done += (int64_t)count;
    }
    return OK;
}

enum err hand_back(struct ctx *c, staff_id from, struct handed_back *out)
{
    struct handed_back handed = { 0 };
    TRY(free_all(c, &conversations_held, from, free_conversation, &handed.conversations));
    TRY(free_all(c, &complaints_held, from, free_complaint, &handed.complaints));
    *out = handed;
    if (handed.conversations + handed.complaints == 0) {
        return OK;
    }
    struct notice_new n = { .kind = S(NOTICE_HANDED_BACK), .subject = str_format(c->arena, "staff:%" PRId64, from.v),
                            .to = NOTICE_OWNER, .lang = c->shop->lang,
                            .occasion = str_format(c->arena, "%" PRId64 ":%" PRId64 ":%" PRId64, handed.conversations,
                                                   handed.complaints, c->now_at) };
    return notice_queue(c, &n);
}
