/* SPDX-License-Identifier: Apache-2.0 */
/* order_back.c - a parcel that came back to the shop: what happens next, for the buyer who chooses and the staff who wait. */
#include "shop/claim.h"
#include "shop/order_source.h"
#include "shop/shipment.h"
#include "shop/undelivered.h"
#include "web/notice_text.h"
#include "web/reader.h"
#include "web/shop/order_model.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field fields[] = {
    SHOW_OR_NULL(INSTANT, "pays_at", .note = "When the money is due back by itself if nothing is chosen; null: it is not ours, or was not paid."),
    SHOW_OR_NULL(TEXT, "claim", .note = "The claim by which the buyer chose."), PAGE_ONLY(TEXT, "claim_url"),
    PAGE_ONLY(TEXT, "claim_text"), PAGE_ONLY(TEXT, "choose_url"),
};
const struct model order_sent_back_model = MODEL("order_sent_back", fields);

/* 0: none. */
static int64_t first_back(const struct shipment_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->item[i].state, S("returned_to_sender"))) {
            return list->item[i].id;
        }
    }
    return 0;
}

/* It is here, and nobody knows yet what becomes of it. `pays_at`: as undelivered_pays_at; 0 where the money is not ours, or was not paid. */
static enum err is_waiting(struct web *w, const struct order *o,
                           const struct shipment_list *parcels, int64_t *pays_at, bool *out)
{
    bool is_ours = o->paid_at != 0 && !order_is_of_marketplace(o);
    bool waits = o->status == ORDER_OPEN && o->delivered_at == 0 && first_back(parcels) != 0;
    *pays_at = 0;
    TRY(waits ? undelivered_pays_at(&w->ctx, o, pays_at) : OK);
    *out = waits && *pays_at >= 0;
    *pays_at = is_ours ? *pays_at : 0;
    return OK;
}

/* The claim that stands: not one that was withdrawn, refused or forgotten, after which the buyer may choose again. */
static const struct value *choice(const struct value *m)
{
    const struct value *found = NULL;
    const struct value *claims = value_get(m, S("claims"));
    for (const struct value *k = claims->children.first; k != NULL; k = k->next) {
        str state = value_text(k, S("state"));
        bool is_settled = str_eq(state, claim_state_name(CLAIM_SETTLED));
        bool stands = !value_bool(k, S("is_closed")) || is_settled;
        bool is_it = str_eq(value_text(k, S("kind")), claim_kind_name(CLAIM_NOT_RECEIVED));
        found = is_it && stands && found == NULL ? k : found;
    }
    return found;
}

static void show_choice(struct web *w, const struct value *k, struct value *node)
{
    show_text_or_null(w, node, S("claim"), k == NULL ? (str){ 0 } : value_text(k, S("number")));
    show_text_or_null(w, node, S("claim_url"),
                      k == NULL ? (str){ 0 } : value_text(k, S("claim_url")));
    show_text_or_null(w, node, S("claim_text"),
                      k == NULL ? (str){ 0 } : value_text(k, S("state_text")));
}

enum err order_show_sent_back(struct web *w, const struct order *o,
                              const struct shipment_list *parcels, struct value *m)
{
    struct arena *a = w->ctx.arena;
    int64_t pays_at = 0;
    bool waits = false;
    TRY(is_waiting(w, o, parcels, &pays_at, &waits));
    if (!waits) {
        value_set_null(a, m, S("sent_back"));
        return OK;
    }
    struct value *node = value_set_object(a, m, S("sent_back"));
    value_set_instant(a, node, S("pays_at"), pays_at);
    show_choice(w, choice(m), node);
    value_set_text(a, node, S("choose_url"),
                   str_format(a, "%.*s&kind=not_received&parcel=%" PRId64,
                              STR_ARG(order_act_url(w, o, "claims/new")), first_back(parcels)));
    return OK;
}

/* ---- the same by mail or WhatsApp ---- */

/* A claim of it that stands has a course of its own, and messages of its own. */
static enum err has_chosen(struct web *w, const struct order *o, bool *out)
{
    struct claim_list claims = { 0 };
    TRY(claim_list_of(&w->ctx, o->id, &claims));
    *out = false;
    for (size_t i = 0; i < claims.count; i++) {
        const struct claim *k = &claims.item[i];
        bool stands = k->closed_at == 0 || k->state == CLAIM_SETTLED;
        *out = *out || (k->kind == CLAIM_NOT_RECEIVED && stands);
    }
    return OK;
}

static void add_what_follows(struct web *w, const struct order *o, int64_t pays_at,
                             struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    enum lang lang = w->ctx.lang;
    str choice =
        order_is_of_marketplace(o)
            ? T("Tell us whether we shall send it again. Your money is with {marketplace}: ask for "
                "it there.")
            : T("Tell us what you want: have it sent again, or your money back.");
    notice_line(
        out, text_fill(a, lang, choice, SLOTS({ S("marketplace"), order_source_name(o->source) })));
    if (pays_at == 0) {
        return;
    }
    str day = clock_print(a, reader_zone(w), pays_at, lang == LANG_ID);
    notice_line(
        out, text_fill(a, lang,
                       T("If you choose nothing, your money is due back by itself on {pays_at}."),
                       SLOTS({ S("pays_at"), day })));
}

enum err notice_sent_back(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct order o = { 0 };
    struct shipment_list parcels = { 0 };
    int64_t pays_at = 0;
    bool waits = false;
    bool is_chosen = false;
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &o.id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    TRY(order_by_id(&w->ctx, o.id, &o));
    TRY(shipment_list_of(&w->ctx, o.id, &parcels));
    TRY(is_waiting(w, &o, &parcels, &pays_at, &waits));
    TRY(has_chosen(w, &o, &is_chosen));
    if (!waits || is_chosen) {
        return fail(&w->ctx, ERR_STATE, "order %" PRId64 ": nothing is to be chosen", o.id.v);
    }
    out->title =
        text_fill(w->ctx.arena, w->ctx.lang, T("The parcel of your order {number} came back to us"),
                  SLOTS({ S("number"), o.number }));
    notice_line(out,
                text_of(w->ctx.lang, T("The courier could not hand it over and brought it back.")));
    add_what_follows(w, &o, pays_at, out);
    out->url = web_absolute(w, order_page_url(w, &o));
    out->url_label = text_of(w->ctx.lang, T("Choose now"));
    return OK;
}
