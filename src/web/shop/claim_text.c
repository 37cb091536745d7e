/* SPDX-License-Identifier: Apache-2.0 */
/* claim_text.c - the words for claims, in pages and notices. */
#include "core/setting.h"
#include "shop/claim_missing.h"
#include "shop/order_source.h"
#include "web/reader.h"
#include "web/shop/claim.h"
#include "web/text.h"

static const str kind_texts[CLAIM_KIND_COUNT] = {
    [CLAIM_NOT_RECEIVED] = T_INIT("It has not arrived"),
    [CLAIM_DAMAGED] = T_INIT("It arrived damaged"),
    [CLAIM_DEFECTIVE] = T_INIT("It does not work"),
    [CLAIM_WRONG_ITEM] = T_INIT("The wrong item came"),
    [CLAIM_MISSING_PART] = T_INIT("Something is missing"),
    [CLAIM_NOT_AS_DESCRIBED] = T_INIT("It is not as described"),
    [CLAIM_CHANGED_MIND] = T_INIT("I changed my mind"),
    [CLAIM_WARRANTY] = T_INIT("It broke later (warranty)"),
};
static const str remedy_texts[REMEDY_COUNT] = {
    [REMEDY_REFUND] = T_INIT("Money back"),
    [REMEDY_PARTIAL_REFUND] = T_INIT("Keep it, part of the money back"),
    [REMEDY_REPLACEMENT] = T_INIT("A replacement"),
    [REMEDY_MISSING_PART] = T_INIT("Send what is missing"),
    [REMEDY_REPAIR] = T_INIT("A repair"),
    [REMEDY_EXCHANGE] = T_INIT("Exchange for another variant"),
};
static const str state_texts[CLAIM_STATE_COUNT] = {
    [CLAIM_OPEN] = T_INIT("Waits for the shop's answer"),
    [CLAIM_PROPOSED] = T_INIT("The shop proposes something else"),
    [CLAIM_CONTESTED] = T_INIT("A second person is deciding"),
    [CLAIM_DENIED] = T_INIT("Decided for the shop; an appeal is possible"),
    [CLAIM_APPEALED] = T_INIT("Appealed, being decided once more"),
    [CLAIM_RETURN_DUE] = T_INIT("Accepted, the goods go back first"),
    [CLAIM_RETURN_SENT] = T_INIT("On the way back to the shop"),
    [CLAIM_RETURN_RECEIVED] = T_INIT("Back at the shop, being inspected"),
    [CLAIM_INSPECTED_NOT_OK] = T_INIT("Inspected, not as it was said"),
    [CLAIM_REMEDY_DUE] = T_INIT("Accepted, the shop owes the remedy"),
    [CLAIM_REMEDY_SENT] = T_INIT("On its way to the buyer"),
    [CLAIM_SETTLED] = T_INIT("Settled"),
    [CLAIM_REFUSED] = T_INIT("Refused, finally"),
    [CLAIM_WITHDRAWN] = T_INIT("Withdrawn by the buyer"),
    [CLAIM_LAPSED] = T_INIT("Resting, no answer came"),
    [CLAIM_CHARGED_BACK] = T_INIT("Paid back by the bank"),
};

str claim_kind_text(const struct web *w, enum claim_kind kind)
{
    return text_of(w->ctx.lang, kind_texts[kind]);
}

str claim_remedy_text(const struct web *w, enum claim_remedy remedy)
{
    return remedy < REMEDY_COUNT ? text_of(w->ctx.lang, remedy_texts[remedy]) : (str){ 0 };
}

str claim_state_text(const struct web *w, enum claim_state state)
{
    return text_of(w->ctx.lang, state_texts[state]);
}

str claim_where_text(const struct web *w, const struct claim *k)
{
    if (k->by_marketplace && k->state == CLAIM_REMEDY_DUE) {
        return web_text(w, "Accepted: the marketplace pays it back");
    }
    if (k->by_marketplace && k->state == CLAIM_SETTLED) {
        return web_text(w, "Paid by the marketplace");
    }
    if (k->state == CLAIM_REMEDY_SENT && k->sent_delivered_at != 0) {
        return web_text(w, "Delivered, says the courier");
    }
    bool is_late = k->state == CLAIM_REMEDY_SENT && k->sent_asked_at != 0;
    return is_late ? web_text(w, "Late: it should be with the buyer")
                   : claim_state_text(w, k->state);
}

static const struct {
    const char *act;
    str text;
} step_texts[] = {
    { "open", T_INIT("Claim made") },
    { "accept", T_INIT("The shop accepted the claim") },
    { "propose", T_INIT("The shop proposed something else") },
    { "contest", T_INIT("The shop contested the claim; a second person decides") },
    { "silence", T_INIT("The shop did not answer in time: accepted by itself, as the rule says") },
    { "agree", T_INIT("The buyer agreed") },
    { "decline", T_INIT("The buyer did not agree; a second person decides") },
    { "uphold", T_INIT("The second person decided for the buyer") },
    { "deny", T_INIT("The second person decided for the shop") },
    { "appeal", T_INIT("The buyer appealed") },
    { "send_back", T_INIT("The goods were sent back") },
    { "receive", T_INIT("The goods are back at the shop") },
    { "lose", T_INIT("The parcel back did not arrive") },
    { "pass", T_INIT("Inspected: as the buyer said") },
    { "fail", T_INIT("Inspected: not as the buyer said") },
    { "send", T_INIT("The shop sent it") },
    { "arrive", T_INIT("It arrived; its guarantee begins anew") },
    { "miss", T_INIT("What was sent did not arrive; a second person decides") },
    { "take_money", T_INIT("Overdue: the buyer takes the money instead") },
    { "pay", T_INIT("The money went back") },
    { "pay_elsewhere", T_INIT("Paid by the marketplace") },
    { "choose", T_INIT("The buyer wishes for something else") },
    { "withdraw", T_INIT("The buyer withdrew the claim") },
    { "lapse", T_INIT("Nobody answered in time") },
    { "resume", T_INIT("The buyer took it up again") },
    { "chargeback", T_INIT("The bank paid the buyer back; the claim ends here") },
};

str claim_step_text(const struct web *w, const struct claim_step *s)
{
    if (str_eq(s->act, S("lose")) && s->from == CLAIM_REMEDY_SENT) {
        return web_text(w, "What was sent never arrived: by the rule the money is due");
    }
    for (size_t i = 0; i < COUNT(step_texts); i++) {
        if (str_eq(s->act, str_of(step_texts[i].act))) {
            return text_of(w->ctx.lang, step_texts[i].text);
        }
    }
    return s->act;
}

/* --- refusals --- */

static const struct {
    str text;
    const char *field;
} refusals[CLAIM_REFUSAL_COUNT] = {
    [CLAIM_NO_LINE] = { T_INIT("This is not part of this order."), "lines" },
    [CLAIM_NO_PIECES] = { T_INIT("Please say which goods it is about, and how many."), "lines" },
    [CLAIM_TOO_MANY] = { T_INIT("That is more than was bought."), "lines" },
    [CLAIM_TWICE] = { T_INIT(
                          "These pieces are in a claim already. Its page shows where it stands."),
                      "lines" },
    [CLAIM_DECIDED] = { T_INIT("A claim of this kind for these pieces was decided already."),
                        "lines" },
    [CLAIM_NOT_ARRIVED] = { T_INIT("As far as we know it has not arrived yet. If it has, tick “The "
                                   "goods are here”."),
                            "says_arrived" },
    [CLAIM_NOT_LATE] = { T_INIT("It may still arrive. From {date} on it counts as lost, and the "
                                "money comes back."),
                         "kind" },
    [CLAIM_RECEIVED] = { T_INIT("You told us that it arrived. If something is wrong with it, "
                                "choose what."),
                         "kind" },
    [CLAIM_NOT_COVERED] = { T_INIT("The guarantee this order was bought under does not cover this "
                                   "ground."),
                            "kind" },
    [CLAIM_WINDOW_OVER] = { T_INIT("The time for this claim ended on {date}."), "kind" },
    [CLAIM_UNPAID] = { T_INIT("This order is not paid."), "" },
    [CLAIM_CANCELED] = { T_INIT("This order was cancelled; what was paid comes back anyway."), "" },
    [CLAIM_PAID_BACK] = { T_INIT("Everything that was paid for this order has been paid back."),
                          "" },
    [CLAIM_PAID_BY_BANK] = { T_INIT("The bank is paying this order back. Nothing is paid twice."),
                             "" },
    [CLAIM_WISH] = { T_INIT("This does not fit what happened. Please choose another wish."),
                     "wish" },
    [CLAIM_AMOUNT] = { T_INIT("An amount above zero, and at most what the goods cost."),
                       "wish_amount" },
    [CLAIM_NO_OTHER] = { T_INIT("Please choose what you would like instead: another variant of the "
                                "same product."),
                         "lines" },
    [CLAIM_SOLD_OUT] = { T_INIT("What you would like instead is sold out. Choose another one, or "
                                "the money back."),
                         "lines" },
    [CLAIM_DEARER] = { T_INIT("It costs more than what you bought. Choose one that costs the same "
                              "or less, or give this back and order anew."),
                       "lines" },
    [CLAIM_ONE_EACH] = { T_INIT("Some of these pieces were exchanged before. Please make one claim "
                                "for each variant."),
                         "lines" },
    [CLAIM_OTHER_PARCEL] = { T_INIT("That parcel did not hold so many of these. Please make one "
                                    "claim for each parcel."),
                             "parcel" },
};

str claim_refusal_text(const struct web *w, const struct claim_verdict *v)
{
    struct arena *a = w->ctx.arena;
    struct text_slot slot[] = { { S("date"), clock_print(a, reader_zone(w), v->at, web_is_indonesian(w)) } };
    return text_fill(a, w->ctx.lang, refusals[v->why].text, slot, COUNT(slot));
}

str claim_refusal_field(enum claim_refusal why)
{
    return str_of(refusals[why].field);
}

/* --- what the second person reads --- */

static str who_text(const struct web *w, enum role role)
{
    bool is_buyer = role == ROLE_BUYER || role == ROLE_VISITOR;
    return web_text(w, role == ROLE_SYSTEM ? "By itself" : is_buyer ? "Buyer" : "Shop");
}

static enum err words_of(struct web *w, const struct claim_step *s, str *out)
{
    str words = { 0 };
    enum err e = s->text.v == 0 ? OK : vault_text_read(&w->ctx, s->text, PURPOSE_DECIDE, &words);
    TRY(e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e);
    str text = claim_step_text(w, s);
    *out = words.size == 0 ? text
                           : str_format(w->ctx.arena, "%.*s: %.*s", STR_ARG(text), STR_ARG(words));
    return OK;
}

enum err claim_story(struct web *w, const struct decision *d, struct value *m, struct value *story)
{
    struct claim k = { 0 };
    struct claim_step_list steps = { 0 };
    if (!str_to_int(str_cut(d->subject, ':').tail, &k.id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "decision %" PRId64, d->id.v);
    }
    TRY(claim_get(&w->ctx, k.id, &k));
    TRY(claim_steps_of(&w->ctx, k.id, &steps));
    value_set_text(w->ctx.arena, m, S("title"), claim_kind_text(w, k.kind));
    value_set_text(w->ctx.arena, m, S("wish"), claim_remedy_text(w, k.wish));
    for (size_t i = 0; i < steps.count; i++) {
        str text = { 0 };
        TRY(words_of(w, &steps.item[i], &text));
        decision_story_add(w, story, who_text(w, steps.item[i].by.role), steps.item[i].at, text);
    }
    return OK;
}

/* --- notices --- */

static enum err claim_of_notice(struct web *w, const struct notice *n, struct claim *k,
                                struct notice_text *out)
{
    struct promise p = { 0 };
    if (!str_to_int(str_cut(n->subject, ':').tail, &k->id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    TRY(claim_get(&w->ctx, k->id, k));
    struct text_slot slot[] = { { S("number"), k->number }, { S("state"), claim_where_text(w, k) } };
    out->title =
        text_fill(w->ctx.arena, w->ctx.lang, T("Claim {number}: {state}"), slot, COUNT(slot));
    notice_line(out, text_fill(w->ctx.arena, w->ctx.lang, T("It is about: {kind}."),
                               SLOTS({ S("kind"), claim_kind_text(w, k->kind) })));
    enum err e = claim_next_promise(&w->ctx, k, &p);
    if (e == OK && p.outcome == PROMISE_OPEN) {
        out->promise[out->promise_count].text = promise_kind_label(p.kind, w->ctx.lang);
        out->promise[out->promise_count++].due_at = p.due_at;
    }
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The shop agrees, and still cannot pay: people are told where the money is. */
static void say_where(struct web *w, const struct order *o, const struct claim *k,
                      struct notice_text *out)
{
    struct text_slot slot[] = { { S("marketplace"), order_source_name(o->source) } };
    if (k->by_marketplace && k->state == CLAIM_REMEDY_DUE) {
        notice_line(out,
                    text_fill(w->ctx.arena, w->ctx.lang,
                              T("The shop agrees. Your money is with {marketplace}: ask for it "
                                "there, in the order, before you confirm that it arrived."),
                              slot, COUNT(slot)));
    }
}

/* A final decision about goods that were said not to have come: since when they count as delivered. */
static enum err say_decided(struct web *w, const struct claim *k, struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    struct claim_missing_list parcels = { 0 };
    int64_t at = k->arrived_at;
    TRY(claim_missing_of(&w->ctx, k->id, &parcels));
    for (size_t i = 0; i < parcels.count; i++) {
        at = parcels.item[i].delivered_at > at ? parcels.item[i].delivered_at : at;
    }
    bool is_it = k->kind == CLAIM_NOT_RECEIVED && k->state == CLAIM_REFUSED && at != 0;
    struct text_slot slot[] = { { S("date"), clock_print(a, w->ctx.shop->zone, at, web_is_indonesian(w)) } };
    if (is_it) {
        notice_line(out,
                    text_fill(a, w->ctx.lang,
                              T("The decision is final: the goods count as delivered on {date}. "
                                "The guarantee for them runs from then."),
                              slot, 1));
    }
    return OK;
}

static void say_until(struct web *w, const struct claim *k, struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    struct text_slot slot[] = { { S("date"), clock_print(a, reader_zone(w), k->waits_until, web_is_indonesian(w)) } };
    if (k->waits_until != 0) {
        notice_line(out, text_fill(a, w->ctx.lang, T("This waits for you until {date}."), slot, 1));
    }
}

/* Of a parcel on its way: what the courier says, or that it is late; and what follows without a word. */
static void say_parcel(struct web *w, const struct claim *k, struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    bool is_id = web_is_indonesian(w);
    struct text_slot slot[] = { { S("until"), clock_print(a, w->ctx.shop->zone, k->waits_until, is_id) },
                                { S("due"), clock_print(a, w->ctx.shop->zone, k->sent_due_at, is_id) } };
    if (k->state != CLAIM_REMEDY_SENT || k->sent_due_at == 0) {
        return;
    }
    str text =
        k->sent_delivered_at != 0
            ? T("The courier says it was delivered. If you do not have it, say so by {until}; "
                "after that the claim counts as settled.")
        : k->sent_asked_at != 0
            ? T("We promised it by {due}. Has it arrived? If nothing shows that it did by "
                "{until}, the claim turns into money back by itself.")
            : T("It should be with you by {due}.");
    notice_line(out, text_fill(a, w->ctx.lang, text, slot, COUNT(slot)));
}

enum err notice_claim_news(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct claim k = { 0 };
    struct order o = { 0 };
    TRY(claim_of_notice(w, n, &k, out));
    TRY(order_by_id(&w->ctx, k.order, &o));
    bool is_for_buyer = k.state != CLAIM_RETURN_SENT && k.state != CLAIM_REMEDY_SENT;
    claim_say_exchange(w, &k, out);
    say_where(w, &o, &k, out);
    TRY(say_decided(w, &k, out));
    say_parcel(w, &k, out);
    if (is_for_buyer) {
        say_until(w, &k, out);
    }
    str key = order_link_key(&w->ctx, o.number);
    out->url = web_absolute(w, web_path(w, "/orders/%.*s/claims/%.*s?key=%.*s", STR_ARG(o.number),
                                        STR_ARG(k.number), STR_ARG(key)));
    out->url_label = text_of(w->ctx.lang, T("See your claim"));
    return OK;
}

/* What happens when nobody says anything. */
static str without_a_word(const struct web *w, const struct claim *k)
{
    bool is_final = k->state == CLAIM_DENIED || k->state == CLAIM_INSPECTED_NOT_OK;
    return is_final
               ? web_text(w, "Without a word from you by then the decision is final.")
               : web_text(w, "Without a word from you by then the claim rests; you can take it "
                             "up again. Nothing is decided against you.");
}

enum err notice_claim_reminder(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    struct claim k = { 0 };
    TRY(notice_claim_news(w, n, out));
    out->line_count = out->promise_count = 0;
    TRY(claim_of_notice(w, n, &k, out));
    bool is_over = k.waits_until == 0 || !str_eq(n->occasion, str_of_int(a, k.waits_until));
    if (is_over) {
        return fail(&w->ctx, ERR_STATE, "claim %" PRId64 " waits no more", k.id.v);
    }
    struct text_slot slot[] = { { S("number"), k.number },
                                { S("date"), clock_print(a, w->ctx.shop->zone, k.waits_until, web_is_indonesian(w)) } };
    out->title = text_fill(a, w->ctx.lang, T("Reminder: claim {number} waits for you until {date}"),
                           slot, COUNT(slot));
    notice_line(out, claim_state_text(w, k.state));
    notice_line(out, without_a_word(w, &k));
    return OK;
}

enum err notice_claim_shop(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct claim k = { 0 };
    TRY(claim_of_notice(w, n, &k, out));
    claim_say_exchange(w, &k, out);
    if (k.state == CLAIM_OPEN) {
        notice_line(out, text_of(w->ctx.lang,
                                 T("Without an answer by then the claim is accepted by itself.")));
    }
    out->url = web_absolute(w, web_path(w, "/admin/claims/%.*s", STR_ARG(k.number)));
    out->url_label = text_of(w->ctx.lang, T("Open the claim"));
    return OK;
}
