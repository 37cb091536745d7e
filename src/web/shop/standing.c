/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/standing.h"

#include "shop/order_link.h"
#include "web/shop/buy.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind", .note = "return_first, signature, no_cod"), SHOW(TEXT, "title"),
    SHOW(TEXT, "state", .note = "active, contested, kept, lifted"), PAGE_ONLY(TEXT, "state_text"), SHOW(TEXT, "why"),
    SHOW(INT, "orders", .note = "Delivered within a year."), SHOW(INT, "claims", .note = "Of these, with a claim that counts."),
    SHOW(INT, "refusals", .note = "Parcels to be paid on delivery that came back."),
    SHOW(INT, "mean_bp", .note = "Share of claims of everybody else, in ten-thousandths."),
    SHOW(INT, "low_bp", .note = "What this number's share exceeds with 95 % probability."),
    SHOW(INSTANT, "since"), SHOW(INSTANT, "until"), SHOW(BOOL, "is_running"),
    SHOW_OR_NULL(INSTANT, "decide_by", .note = "Contested: another person decides by then."), PAGE_ONLY(OBJECT, "form"),
};
const struct model standing_model = MODEL("standing_step", fields);

struct contest_input {
    str words;
};
static const struct field contest_fields[] = {
    FIELD(LINES, struct contest_input, words, 10, 2000, "Please say why, in at least 10 characters.", .label = "Why is this wrong?"),
};
const struct form standing_form = FORM("contest_step", contest_fields, struct contest_input);

/* --- words --- */

static const str titles[STANDING_KIND_COUNT] = {
    [STANDING_RETURN_FIRST] = T_INIT("The goods come back before money or a replacement is sent"),
    [STANDING_SIGNATURE] = T_INIT("The courier asks for a signature on delivery"),
    [STANDING_NO_COD] = T_INIT("No cash on delivery; every other way to pay is open"),
};
static const str states[STANDING_STATE_COUNT] = {
    [STANDING_ACTIVE] = T_INIT("In force"),
    [STANDING_CONTESTED] = T_INIT("Contested"),
    [STANDING_KEPT] = T_INIT("Decided: in force"),
    [STANDING_LIFTED] = T_INIT("Lifted"),
};

str standing_title(const struct web *w, enum standing_kind kind)
{
    CHECK(kind < STANDING_KIND_COUNT);
    return text_of(w->ctx.lang, titles[kind]);
}

static str state_text(const struct web *w, const struct standing *s)
{
    bool is_over = s->state != STANDING_LIFTED && !standing_is_running(s, w->ctx.now_at);
    return text_of(w->ctx.lang, is_over ? T("Ended") : states[s->state]);
}

/* 1149 → "11,5" */
static str percent(struct web *w, int64_t share_bp)
{
    int64_t tenths = (share_bp + 5) / 10;
    return str_format(w->ctx.arena, "%" PRId64 "%c%" PRId64, tenths / 10,
                      w->ctx.lang == LANG_ID ? ',' : '.', tenths % 10);
}

static str why_text(struct web *w, const struct standing *s)
{
    struct arena *a = w->ctx.arena;
    if (s->kind == STANDING_NO_COD) {
        return text_fill(
            a, w->ctx.lang,
            T("{refusals} parcels to be paid on delivery came back to us within a year."),
            SLOTS({ S("refusals"), str_of_int(a, s->why.refusals) }));
    }
    return text_fill(
        a, w->ctx.lang,
        T("{claims} of {orders} orders delivered within a year had a claim, and nothing showed "
          "that the fault was ours. Of everybody "
          "else's it is {mean} %; of this number's, reckoned with all caution, more than {low} %."),
        SLOTS({ S("claims"), str_of_int(a, s->why.claims) },
              { S("orders"), str_of_int(a, s->why.orders) },
              { S("mean"), percent(w, s->why.mean_bp) }, { S("low"), percent(w, s->why.low_bp) }));
}

/* --- on the order's page --- */

void standing_facts(struct web *w, const struct standing *s, struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, node, S("id"), s->id.v);
    value_set_text(a, node, S("kind"), standing_kind_name(s->kind));
    value_set_text(a, node, S("title"), standing_title(w, s->kind));
    value_set_text(a, node, S("state"), standing_state_name(s->state));
    value_set_text(a, node, S("state_text"), state_text(w, s));
    value_set_text(a, node, S("why"), why_text(w, s));
    value_set_int(a, node, S("orders"), s->why.orders);
    value_set_int(a, node, S("claims"), s->why.claims);
    value_set_int(a, node, S("refusals"), s->why.refusals);
    value_set_int(a, node, S("mean_bp"), s->why.mean_bp);
    value_set_int(a, node, S("low_bp"), s->why.low_bp);
    value_set_instant(a, node, S("since"), s->since_at);
    value_set_instant(a, node, S("until"), s->until_at);
    value_set_bool(a, node, S("is_running"), standing_is_running(s, w->ctx.now_at));
}

static enum err show_contest(struct web *w, const struct order *o, const struct standing *s,
                             struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct decision d = { 0 };
    if (s->state == STANDING_CONTESTED) {
        TRY(decision_find(&w->ctx, standing_subject(&w->ctx, s->id), &d));
    }
    value_set_instant(a, node, S("decide_by"), d.due_at);
    if (s->state != STANDING_ACTIVE || !standing_is_running(s, w->ctx.now_at)) {
        value_set_null(a, node, S("form"));
        return OK;
    }
    struct form_state state = web_form_state(w, &standing_form);
    str key = order_link_key(&w->ctx, o->number);
    str action = web_path(w, "/orders/%.*s/standing/%" PRId64 "?key=%.*s", STR_ARG(o->number),
                          s->id.v, STR_ARG(key));
    value_set(node, S("form"), form_model(a, &state, action, w->csrf_token, w->ctx.lang));
    return OK;
}

enum err standing_show(struct web *w, const struct order *o, struct value *m)
{
    struct standing_list list = { 0 };
    struct value *steps = value_set_list(w->ctx.arena, m, S("standing"));
    TRY(standing_list_of(&w->ctx, o->person, &list));
    for (size_t i = 0; i < list.count; i++) {
        struct value *node = value_add_object(w->ctx.arena, steps);
        standing_facts(w, &list.item[i], node);
        TRY(show_contest(w, o, &list.item[i], node));
    }
    return OK;
}

/* Of the steps of this order's number only: those of others cannot be guessed. */
static enum err step_of_path(struct web *w, const struct order *o, struct standing *out)
{
    struct standing_list list = { 0 };
    int64_t id = 0;
    TRY(standing_list_of(&w->ctx, o->person, &list));
    for (size_t i = 0; str_to_int(web_param(w, S("step")), &id) && i < list.count; i++) {
        if (list.item[i].id.v == id) {
            *out = list.item[i];
            return OK;
        }
    }
    return fail(&w->ctx, ERR_NOT_FOUND, "order %" PRId64 " has no such step", o->id.v);
}

enum err standing_contest_post(struct web *w)
{
    const struct contest_input *in = w->form;
    struct order o = { 0 };
    struct standing s = { 0 };
    TRY(order_of_path(w, &o));
    TRY(step_of_path(w, &o, &s));
    TRY(standing_contest(&w->ctx, s.id, o.person, in->words));
    w->model = value_object(w->ctx.arena);
    w->resource = o.number;
    web_redirect(w, order_page_url(w, &o));
    return order_show(w, &o, PURPOSE_COUNT, w->model);
}

/* --- what the second person reads --- */

static enum err step_of_subject(struct web *w, str subject, struct standing *out)
{
    standing_id id = { 0 };
    if (!str_to_int(str_cut(subject, ':').tail, &id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "no step: %.*s", STR_ARG(subject));
    }
    return standing_get(&w->ctx, id, out);
}

enum err standing_story(struct web *w, const struct decision *d, struct value *m,
                        struct value *story)
{
    struct standing s = { 0 };
    str words = { 0 };
    enum lang lang = w->ctx.lang;
    TRY(step_of_subject(w, d->subject, &s));
    if (s.words.v != 0) {
        TRY(vault_text_read(&w->ctx, s.words, PURPOSE_DECIDE, &words));
    }
    value_set_text(w->ctx.arena, m, S("title"), standing_title(w, s.kind));
    value_set_text(w->ctx.arena, m, S("wish"), text_of(lang, T("That this step is lifted")));
    decision_story_add(w, story, text_of(lang, T("The rule")), s.since_at, why_text(w, &s));
    decision_story_add(w, story, text_of(lang, T("The buyer")), s.contested_at, words);
    return OK;
}

/* --- notices --- */

static enum err link_to_order(struct web *w, const struct standing *s, str label,
                              struct notice_text *out)
{
    struct order o = { 0 };
    TRY(standing_order(&w->ctx, s, &o));
    out->url = web_absolute(w, order_page_url(w, &o));
    out->url_label = label;
    return OK;
}

enum err notice_standing_began(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct standing s = { 0 };
    enum lang lang = w->ctx.lang;
    TRY(step_of_subject(w, n->subject, &s));
    if (!standing_is_running(&s, w->ctx.now_at)) {
        return fail(&w->ctx, ERR_STATE, "standing %" PRId64 " is over", s.id.v);
    }
    out->title = text_of(lang, T("An extra step for your number"));
    notice_line(out, standing_title(w, s.kind));
    notice_line(out, why_text(w, &s));
    notice_line(out, text_of(lang, T("It takes no right away and ends by itself. If it is wrong, "
                                     "contest it: another person "
                                     "decides.")));
    return link_to_order(w, &s, text_of(lang, T("Read or contest it")), out);
}

enum err notice_standing_ended(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct standing s = { 0 };
    enum lang lang = w->ctx.lang;
    TRY(step_of_subject(w, n->subject, &s));
    out->title = text_of(lang, s.state == STANDING_LIFTED
                                   ? T("The extra step for your number is lifted")
                                   : T("Decided: the extra step stays until its end"));
    notice_line(out, standing_title(w, s.kind));
    return link_to_order(w, &s, text_of(lang, T("See your order")), out);
}
