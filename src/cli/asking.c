/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/asking.h"

#include "base/clock.h"
#include "core/setting.h"
#include "shop/aftercare.h"

static enum err offer(struct ctx *c, const struct aftercare_list *list, enum survey_touchpoint what)
{
    for (size_t i = 0; i < list->count && c->shop->has_surveys; i++) {
        const struct aftercare *one = &list->item[i];
        struct survey_new n = { one->person, what, one->subject, one->lang };
        TRY(survey_offer(c, &n));
    }
    return OK;
}

enum err asking_deliveries(struct ctx *c, int64_t limit, int64_t *done)
{
    struct aftercare_list list = { 0 };
    TRY(aftercare_take_deliveries(c, c->now_at - DAYS(c->shop->survey_after_days), limit, &list));
    TRY(offer(c, &list, SURVEY_DELIVERY));
    *done = list.taken;
    return OK;
}

enum err asking_claims(struct ctx *c, int64_t limit, int64_t *done)
{
    struct aftercare_list list = { 0 };
    TRY(aftercare_take_claims(c, limit, &list));
    TRY(offer(c, &list, SURVEY_CASE));
    *done = list.taken;
    return OK;
}

enum err asking_send(struct ctx *c, int64_t limit, int64_t *done)
{
    return survey_send_due(c, aftercare_has_open_claim, limit, done);
}

enum err asking_next_at(struct ctx *c, int64_t *out)
{
    int64_t delivered_at = 0;
    int64_t due_at = 0;
    TRY(aftercare_next_delivered_at(c, &delivered_at));
    TRY(survey_next_at(c, &due_at));
    int64_t offer_at = delivered_at == 0 ? 0 : delivered_at + DAYS(c->shop->survey_after_days);
    *out = offer_at != 0 && (due_at == 0 || offer_at < due_at) ? offer_at : due_at;
    return OK;
}
