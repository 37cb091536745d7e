/* SPDX-License-Identifier: Apache-2.0 */
/* claim_exchange.c - what something can be exchanged for: the choices, with what is left and what they cost. */
#include "shop/claim_exchange.h"
#include "core/setting.h"
#include "web/shop/claim.h"
#include "web/shop/show.h"
#include "web/text.h"

/* "sold out", "costs more: order it anew", "2 left", or nothing. */
static str why_not(const struct web *w, const struct claim_choice *choice, int64_t quantity)
{
    struct text_slot slot[] = { { S("count"), str_of_int(w->ctx.arena, choice->shown.quantity) } };
    if (!claim_choice_is_there(choice, quantity)) {
        return web_text(w, "sold out");
    }
    if (choice->is_dearer) {
        return web_text(w, "costs more: please order it anew");
    }
    bool is_few = choice->shown.is_counted && choice->shown.quantity <= STOCK_LOW_MAX;
    return is_few ? text_fill(w->ctx.arena, w->ctx.lang, T("{count} left"), slot, COUNT(slot))
                  : (str){ 0 };
}

static void show_choice(struct web *w, const struct claim_choice *choice, int64_t quantity,
                        struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool is_staff = w->ctx.actor.role != ROLE_BUYER;
    bool is_there = claim_choice_is_there(choice, quantity);
    str note = why_not(w, choice, quantity);
    str price = money_print(a, choice->other.unit, web_is_indonesian(w));
    str label = str_format(a, "%.*s · %.*s", STR_ARG(choice->other.options), STR_ARG(price));
    label = note.size == 0 ? label : str_format(a, "%.*s · %.*s", STR_ARG(label), STR_ARG(note));
    value_set_text(a, node, S("value"), choice->other.sku);
    value_set_text(a, node, S("label"), label);
    value_set_bool(a, node, S("is_disabled"), !is_there || (choice->is_dearer && !is_staff));
}

enum err claim_show_choices(struct web *w, const struct claim_line *line, str chosen,
                            struct value *list)
{
    struct claim_choices choices = { 0 };
    TRY(claim_choices_of(&w->ctx, line->variant, line->unit, &choices));
    for (size_t i = 0; i < choices.count; i++) {
        const struct claim_choice *choice = &choices.item[i];
        struct value *node = value_add_object(w->ctx.arena, list);
        show_choice(w, choice, line->quantity, node);
        value_set_bool(w->ctx.arena, node, S("is_selected"), str_eq(choice->other.sku, chosen));
    }
    return OK;
}

static enum err is_gone(struct web *w, const struct claim *k, bool *out)
{
    struct claim_verdict v = { .why = CLAIM_MAY };
    TRY(claim_judge_other(&w->ctx, k->line, k->line_count, &v));
    *out = v.why == CLAIM_SOLD_OUT || v.why == CLAIM_NO_OTHER;
    return OK;
}

/* Of the first line: claims about several articles are exchanged for what all of them have beside them, which staff settle in words. */
enum err claim_show_exchange(struct web *w, const struct claim *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    bool gone = false;
    bool is_waiting = k->wish == REMEDY_EXCHANGE && k->state == CLAIM_OPEN;
    struct value *list = value_set_list(a, m, S("choices"));
    TRY(is_waiting ? is_gone(w, k, &gone) : OK);
    value_set_bool(a, m, S("is_other_gone"), gone);
    return k->line_count == 0 || claim_is_closed(k->state)
               ? OK
               : claim_show_choices(w, &k->line[0], k->line[0].other.sku, list);
}

void claim_show_other(struct web *w, const struct claim *k, const struct claim_line *l,
                      struct value *node)
{
    bool is_exchange = k->wish == REMEDY_EXCHANGE || k->remedy == REMEDY_EXCHANGE;
    bool is_shown = is_exchange && l->other.variant.v != 0;
    show_text_or_null(w, node, S("exchange_sku"), is_shown ? l->other.sku : (str){ 0 });
    show_text_or_null(w, node, S("exchange_title"), is_shown ? l->other.options : (str){ 0 });
    show_money_or_null(w, node, S("exchange_price"),
                       is_shown ? l->other.unit : money_zero(l->unit.currency));
}

str claim_given_text(const struct web *w, enum claim_remedy remedy, money amount)
{
    bool has_rest = remedy == REMEDY_EXCHANGE && amount.minor > 0;
    return has_rest
               ? web_text(w, "Exchange for another variant, and of the difference you get back")
               : claim_remedy_text(w, remedy);
}

/* "Instead: Kaos, L", and what comes back because it is cheaper. */
void claim_say_exchange(struct web *w, const struct claim *k, struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    enum claim_remedy meant = k->remedy == REMEDY_COUNT ? k->wish : k->remedy;
    for (size_t i = 0; i < k->line_count && meant == REMEDY_EXCHANGE; i++) {
        const struct claim_line *l = &k->line[i];
        struct text_slot slot[] = { { S("goods"), l->name }, { S("from"), l->options }, { S("to"), l->other.options } };
        notice_line(out, text_fill(a, w->ctx.lang, T("{goods}: {to} instead of {from}"), slot,
                                   COUNT(slot)));
    }
    if (k->remedy == REMEDY_EXCHANGE && k->amount.minor > 0) {
        struct text_slot slot[] = { { S("amount"), money_print(a, k->amount, web_is_indonesian(w)) } };
        notice_line(out, text_fill(a, w->ctx.lang, T("It is cheaper: {amount} goes back to you."),
                                   slot, COUNT(slot)));
    }
}
