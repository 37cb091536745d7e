/* SPDX-License-Identifier: Apache-2.0 */
/* What /promises says follows a broken promise, and what does. */
#include "c/buying.h"
#include "cli/consequence.h"
#include "core/notice.h"
#include "core/promise_kind.h"
#include "shop/refund.h"

/* The words and the deed side by side: whoever changes one of them looks at the other. `acts`: more follows than being shown. */
static const struct {
    enum promise_kind kind;
    bool acts;
    const char *words;
} agreed[] = {
    { PROMISE_REPLY, false, "shown as late to the care team" },
    { PROMISE_NEXT_REPLY, false, "shown as late to the care team" },
    { PROMISE_CALL_BACK, false, "shown as late to the care team" },
    { PROMISE_SHIP, false, "shown as late on the order and on the shop's desk" },
    { PROMISE_CONFIRM_PAYMENT, false, "shown as late on the shop's desk" },
    { PROMISE_ACKNOWLEDGE, false, "shown as late on the complaints board" },
    { PROMISE_REMEDY, false, "the person may take it to a second person" },
    { PROMISE_DELIVER, true,
      "the buyer is asked whether it came; without proof of delivery in time the money goes back" },
    { PROMISE_REFUND, true, "the owner is told, and it is shown as late on the shop's desk" },
    { PROMISE_REPLACE, true, "the buyer may choose the money instead" },
    { PROMISE_REPAIR, true, "the buyer may choose a replacement or the money" },
    { PROMISE_INSPECT, true, "the goods count as sound, the remedy goes on" },
    { PROMISE_ANSWER_CLAIM, true, "the claim is accepted by itself" },
    { PROMISE_DECIDE, true, "the buyer's wish counts" },
    { PROMISE_DECIDE_COMPLAINT, true, "goes to a second person, with a dated decision" },
};

Test(consequence, of_every_kind_that_is_made_is_said_and_done)
{
    size_t made = 0;
    for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
        const struct promise_rule *rule = promise_rule_of(kind);
        bool is_done = consequences.broken[kind] != NULL;
        cr_expect_eq(is_done, !rule->is_unmade, "%s: a hook", rule->name);
        for (enum lang lang = 0; lang < LANG_COUNT && !rule->is_unmade; lang++) {
            cr_expect_not_null(rule->consequence[lang], "%s: its words", rule->name);
        }
        made += rule->is_unmade ? 0 : 1;
    }
    cr_expect_eq(made, COUNT(agreed), "a kind without agreed words");
}

Test(consequence, words_are_those_agreed_with_the_deed)
{
    for (size_t i = 0; i < COUNT(agreed); i++) {
        const struct promise_rule *rule = promise_rule_of(agreed[i].kind);
        cr_expect_str_eq(rule->consequence[LANG_EN], agreed[i].words);
        for (size_t k = 0; k < COUNT(agreed); k++) {
            bool is_same =
                consequences.broken[agreed[i].kind] == consequences.broken[agreed[k].kind];
            bool both_shown = !agreed[i].acts && agreed[k].acts;
            bool is_complaint =
                agreed[k].kind == PROMISE_DECIDE_COMPLAINT; /* its hook asks which kind it is */
            cr_expect(!(is_same && both_shown) || is_complaint,
                      "%s: only shown, by the hook of an act", rule->name);
        }
    }
}

static size_t owner_was_told(struct fixture *t, const struct order *o)
{
    struct notice_list list = { 0 };
    size_t count = 0;
    must(notice_list_of(&t->c, order_subject(&t->c, o->id), &list));
    for (size_t i = 0; i < list.count; i++) {
        count +=
            str_eq(list.item[i].kind, S(NOTICE_REFUND_LATE)) && list.item[i].to == NOTICE_OWNER;
    }
    return count;
}

/* The timer breaks it, and the job's finish runs what follows. */
static void break_it(struct fixture *t, const struct order *o, enum promise_kind kind)
{
    struct promise p = { 0 };
    int64_t broken = 0;
    must(promise_find(&t->c, order_subject(&t->c, o->id), kind, &p));
    t->c.now_at = p.due_at + 1;
    must(promise_break_due(&t->c, 100, &broken));
    struct value *payload = value_object(t->c.arena);
    value_set_int(t->c.arena, payload, S("promise"), p.id.v);
    must(promise_consequence(&t->c, &consequences, payload));
    must(promise_consequence(&t->c, &consequences, payload)); /* again after a crash */
}

DomainTest(consequence, a_late_refund_tells_the_owner_once)
{
    int64_t id = 0;
    buying_open(t);
    struct order o = buying_paid(t, goods(t, "Cangkir", 45000, 5), 1);
    must(refund_request(c, &o, (money){ 20000, o.total.currency }, S("damaged"), &id));
    cr_expect_eq(owner_was_told(t, &o), 0);
    break_it(t, &o, PROMISE_REFUND);
    cr_expect_eq(owner_was_told(t, &o), 1);
}
