/* SPDX-License-Identifier: Apache-2.0 */
#include "web/reader.h"

#include "care/complaint.h"
#include "care/conversation.h"
#include "care/survey.h"
#include "core/decision.h"
#include "shop/claim.h"
#include "shop/region.h"

/* Of a case: the order it may be about, whose it is, or the case behind it. */
struct about {
    int64_t id;
    person_id person;
    str next;
};

const struct zone *reader_zone(const struct web *w)
{
    return w->zone != NULL ? w->zone : w->ctx.shop->zone;
}

const struct zone *reader_zone_of_order(const struct order *o)
{
    return region_zone(o->district);
}

static enum err of_claim(struct ctx *c, struct about *a)
{
    struct claim k = { 0 };
    TRY(claim_get(c, (claim_id){ a->id }, &k));
    a->person = k.person;
    a->next = order_subject(c, k.order);
    return OK;
}

static enum err of_complaint(struct ctx *c, struct about *a)
{
    struct complaint k = { 0 };
    TRY(complaint_get(c, (complaint_id){ a->id }, &k));
    a->person = k.person;
    a->next = str_join(c->arena, S("order:"), k.order_number);
    return OK;
}

static enum err of_conversation(struct ctx *c, struct about *a)
{
    struct conversation v = { 0 };
    str subjects[CONVERSATION_ABOUT_MAX];
    size_t count = 0;
    TRY(conversation_get(c, (conversation_id){ a->id }, &v));
    TRY(conversation_subjects(c, v.id, subjects, &count));
    a->person = v.person;
    for (size_t i = 0; i < count && a->next.size == 0; i++) {
        a->next = str_starts(subjects[i], S("order:")) ? subjects[i] : (str){ 0 };
    }
    return OK;
}

static enum err of_survey(struct ctx *c, struct about *a)
{
    struct survey s = { 0 };
    TRY(survey_get(c, (survey_id){ a->id }, &s));
    a->person = s.person;
    a->next = s.subject;
    return OK;
}

static enum err of_decision(struct ctx *c, struct about *a)
{
    struct decision d = { 0 };
    TRY(decision_get(c, (decision_id){ a->id }, &d));
    a->person = d.person;
    a->next = d.subject;
    return OK;
}

static const struct {
    str kind;
    enum err (*read)(struct ctx *c, struct about *a);
} kinds[] = {
    { S_INIT("claim"), of_claim },       { S_INIT("complaint"), of_complaint },
    { S_INIT("survey"), of_survey },     { S_INIT("conversation"), of_conversation },
    { S_INIT("decision"), of_decision },
};

static enum err order_zone(struct ctx *c, str name, person_id person, const struct zone **out)
{
    struct order o = { 0 };
    order_id id = { 0 };
    TRY(str_to_int(name, &id.v) ? order_by_id(c, id, &o) : order_by_number(c, name, &o));
    *out = person.v == 0 || person.v == o.person.v ? reader_zone_of_order(&o) : NULL;
    return OK;
}

/* From a survey to its claim to its order: three steps at most. */
static enum err find(struct ctx *c, str subject, const struct zone **out)
{
    enum { STEPS_MAX = 3 };
    struct about a = { .next = subject };
    for (int step = 0; step < STEPS_MAX; step++) {
        struct str_pair cut = str_cut(a.next, ':');
        person_id person = a.person;
        if (str_eq(cut.head, S("order"))) {
            return order_zone(c, cut.tail, person, out);
        }
        a = (struct about){ 0 };
        for (size_t i = 0; i < COUNT(kinds) && str_to_int(cut.tail, &a.id); i++) {
            if (str_eq(cut.head, kinds[i].kind)) {
                TRY(kinds[i].read(c, &a));
                break;
            }
        }
    }
    return OK;
}

enum err reader_zone_of(struct web *w, str subject, const struct zone **out)
{
    const struct zone *zone = NULL;
    enum err e = find(&w->ctx, subject, &zone);
    if (e == ERR_NOT_FOUND) { /* erased, or an order of another shop */
        w->ctx.detail[0] = '\0';
    } else {
        TRY(e);
    }
    *out = zone;
    return OK;
}

static bool is_office(const struct web *w)
{
    return w->route != NULL && w->route->guard == GUARD_STAFF;
}

void reader_see_order(struct web *w, const struct order *o)
{
    w->zone = is_office(w) ? NULL : reader_zone_of_order(o);
}

enum err reader_see(struct web *w, str subject)
{
    return is_office(w) ? OK : reader_zone_of(w, subject, &w->zone);
}

struct reader reader_change(struct web *w, struct reader to)
{
    struct reader before = { w->ctx.lang, w->zone };
    w->ctx.lang = to.lang;
    w->zone = to.zone;
    return before;
}
