/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/outside.h"

#include "care/capture.h"
#include "care/letter.h"
#include "core/decision.h"
#include "shop/claim.h"
#include "shop/claim_list.h"
#include "shop/payment.h"

enum {
    POST_BP = 3000,
    LETTER_BP = 5000,
    MACHINE_BP = 2500,
    ANSWER_BP = 6000,
    CHARGEBACK_BP = 2000,
    POST_AGE_HOURS = 40
};

static bool lot(struct outside *o, int64_t bp)
{
    return (int64_t)random_below(&o->random, 10000) < bp;
}

static void wait_for_answer(struct outside *o, conversation_id id, enum channel channel)
{
    if (o->waiting < OUTSIDE_WAIT_MAX) {
        o->waits[o->waiting].conversation = id.v;
        o->waits[o->waiting++].channel = channel;
    }
}

/* --- posts --- */

static enum err post(struct ctx *c, struct outside *o)
{
    struct said_receipt receipt = { 0 };
    int64_t age = (int64_t)random_below(&o->random, POST_AGE_HOURS * 60);
    struct capture_new n = { .place = S("instagram"), .text = S("Sudah seminggu, paket saya mana? Kecewa."), .lang = LANG_ID,
                             .posted_at = c->now_at - MINUTES(age), .by_buyer = lot(o, 3000) };
    n.url = str_format(c->arena, "https://instagram.example/p/%zu", ++o->posts);
    demo_act_as(c, o->demo, ROLE_CARE);
    TRY(capture_post(c, &n, &receipt));
    wait_for_answer(o, receipt.conversation, CHANNEL_SOCIAL);
    return OK;
}

/* --- mails --- */

static enum err take_letter(struct ctx *c, const struct letter *l, enum letter_end expected,
                            struct letter_result *out)
{
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    TRY(letter_take(c, l, out));
    return out->end == expected ? OK
                                : fail(c, ERR_INTERNAL, "mail %.*s was taken as %.*s",
                                       STR_ARG(l->message_id), STR_ARG(letter_end_name(out->end)));
}

static enum err letter(struct ctx *c, struct outside *o)
{
    struct letter_result result = { 0 };
    struct letter l = { .subject = S("Tanya pesanan"), .text = S("Kapan barang saya dikirim?"), .from_name = S("Pembeli") };
    l.message_id = str_format(c->arena, "<%zu@surat.example>", ++o->letters);
    l.from = str_format(c->arena, "orang%zu@surat.example", o->letters);
    TRY(take_letter(c, &l, LETTER_BEGAN, &result));
    wait_for_answer(o, result.conversation, CHANNEL_EMAIL);
    return lot(o, 2000) ? take_letter(c, &l, LETTER_DUPLICATE, &result) : OK;
}

static enum err machine(struct ctx *c, struct outside *o)
{
    struct letter_result result = { 0 };
    struct letter l = { .subject = S("Sedang cuti"), .text = S("Saya kembali hari Senin."), .is_auto = true };
    l.message_id = str_format(c->arena, "<mesin%zu@surat.example>", ++o->machines);
    l.from = str_format(c->arena, "orang%zu@surat.example", o->letters);
    return take_letter(c, &l, LETTER_MACHINE, &result);
}

/* --- answers --- */

static enum err answer(struct ctx *c, struct outside *o, int64_t conversation, enum channel channel)
{
    struct said_receipt receipt = { 0 };
    struct said_new s = { .direction = SAID_OUT, .author = AUTHOR_STAFF, .channel = channel, .is_sent = true,
                          .text = S("Maaf menunggu, kami periksa sekarang.") };
    str subject = conversation_subject(c, (conversation_id){ conversation });
    demo_act_as(c, o->demo, ROLE_CARE);
    demo_did(c, o->demo, subject, PROMISE_REPLY, true);
    demo_did(c, o->demo, subject, PROMISE_NEXT_REPLY, true);
    return conversation_say(c, (conversation_id){ conversation }, &s, &receipt);
}

static enum err answer_some(struct ctx *c, struct outside *o)
{
    size_t left = 0;
    for (size_t i = 0; i < o->waiting; i++) {
        if (lot(o, ANSWER_BP)) {
            TRY(answer(c, o, o->waits[i].conversation, o->waits[i].channel));
        } else {
            o->waits[left++] = o->waits[i];
        }
    }
    o->waiting = left;
    return OK;
}

/* --- the bank --- */

/* The bank pays the buyer: whatever was promised in a claim that still goes on ends. */
static enum err tell_of_claims(struct ctx *c, struct outside *o, order_id order)
{
    struct claim_list list = { 0 };
    TRY(claim_list_of(c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (claim_is_closed(list.item[i].state)) {
            continue;
        }
        struct decision d = { 0 };
        str subject = claim_subject(c, list.item[i].id);
        for (enum promise_kind kind = 0; kind < PROMISE_KIND_COUNT; kind++) {
            demo_did(c, o->demo, subject, kind, false);
        }
        if (decision_find(c, subject, &d) == OK && d.decided_at == 0) {
            demo_did(c, o->demo, str_format(c->arena, "decision:%" PRId64, d.id.v), PROMISE_DECIDE,
                     false);
        }
    }
    demo_did(c, o->demo, order_subject(c, order), PROMISE_REFUND, false);
    return OK;
}

/* Has it not come when it counts as lost, nobody waits for it: the bank paid. */
static enum err tell_of_parcel(struct ctx *c, struct outside *o, order_id order)
{
    int64_t lost_at = 0;
    str subject = order_subject(c, order);
    TRY(demo_lost_at(c, subject, &lost_at));
    demo_lapses(c, o->demo, subject, PROMISE_DELIVER, lost_at > c->now_at ? lost_at : c->now_at);
    return OK;
}

/* Of any order, or of one whose buyer wrote or claims. */
static order_id drawn(struct outside *o)
{
    const struct demo *d = o->demo;
    return d->case_count > 0 && lot(o, 6000)
               ? d->cases[random_below(&o->random, d->case_count)].order
               : d->life[random_below(&o->random, d->life_count)].order;
}

static enum err chargeback(struct ctx *c, struct outside *o)
{
    order_id order = drawn(o);
    struct payment p = { 0 };
    enum pay_outcome outcome = PAY_OUTCOME_COUNT;
    enum err e = payment_latest(c, order, &p);
    bool is_new = o->chargebacks < OUTSIDE_DISPUTED_MAX && !outside_is_disputed(o, order);
    if (e == ERR_NOT_FOUND || (e == OK && (p.captured.minor == 0 || !is_new))) {
        return OK;
    }
    TRY(e);
    struct pay_event event = { .provider = p.provider, .reference = p.reference, .kind = PAY_DISPUTED, .amount = p.captured,
                               .event_id = str_format(c->arena, "%.*s:disputed", STR_ARG(p.reference)), .at = c->now_at };
    c->actor = (struct actor){ ROLE_SYSTEM, 0 };
    TRY(tell_of_claims(c, o, order));
    TRY(tell_of_parcel(c, o, order));
    o->disputed[o->chargebacks++] = order;
    return payment_event(c, &event, &outcome);
}

bool outside_is_disputed(const struct outside *o, order_id order)
{
    for (size_t i = 0; i < o->chargebacks; i++) {
        if (o->disputed[i].v == order.v) {
            return true;
        }
    }
    return false;
}

enum err outside_happen(struct ctx *c, void *outside)
{
    struct outside *o = outside;
    c->lang = LANG_ID;
    TRY(answer_some(c, o));
    TRY(lot(o, POST_BP) ? post(c, o) : OK);
    TRY(lot(o, LETTER_BP) ? letter(c, o) : OK);
    TRY(lot(o, MACHINE_BP) ? machine(c, o) : OK);
    return o->demo->life_count > 0 && lot(o, CHARGEBACK_BP) ? chargeback(c, o) : OK;
}
