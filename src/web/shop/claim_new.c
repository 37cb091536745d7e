/* SPDX-License-Identifier: Apache-2.0 */
/* claim_new.c - "Ada masalah?": the form of a claim; everything typed is kept, an unboxing video helps and is never required. */
#include "core/guarantee.h"
#include "core/setting.h"
#include "shop/claim_exchange.h"
#include "shop/order_cover.h"
#include "shop/shipment.h"
#include "web/admin/office.h"
#include "web/shop/claim.h"
#include "web/shop/show.h"
#include "web/text.h"

struct claim_row {
    int64_t line;
    str sku, exchange_for;
    int64_t quantity;
};
struct claim_input {
    str kind, wish, text, reason;
    money wish_amount;
    struct form_rows lines;
    int64_t parcel;
    bool says_arrived;
    struct form_file file_1, file_2, file_3;
};

static const struct form_option kinds[] = {
    { "not_received", "It has not arrived" },
    { "damaged", "It arrived damaged" },
    { "defective", "It does not work" },
    { "wrong_item", "The wrong item came" },
    { "missing_part", "Something is missing" },
    { "not_as_described", "It is not as described" },
    { "changed_mind", "I changed my mind" },
    { "warranty", "It broke later (warranty)" },
};
static const struct form_option wishes[] = {
    { "refund", "Money back" },
    { "replacement", "A replacement" },
    { "partial_refund", "Keep it, part of the money back" },
    { "missing_part", "Send what is missing" },
    { "repair", "A repair" },
    { "exchange", "Another size or variant of it" },
};
static const struct field row_fields[] = {
    FIELD(INT, struct claim_row, line, 0, 0, "This is not a number.", .is_optional = true),
    FIELD(TEXT, struct claim_row, sku, 0, 64, "At most 64 characters.", .label = "SKU", .is_optional = true),
    FIELD(INT, struct claim_row, quantity, 0, 999, "Between 0 and 999.", .label = "Quantity", .is_optional = true),
    FIELD(TEXT, struct claim_row, exchange_for, 0, 64, "At most 64 characters.", .label = "Exchange for", .is_optional = true),
};
static const struct form row_form = FORM("claim_line_new", row_fields, struct claim_row);
#define FILE_FIELD(member)                                                                         \
    FIELD(FILE, struct claim_input, member, 0, 10000000, "At most 10 MB.", .label = "Picture or video", .is_optional = true)
static const struct field fields[] = {
    FIELD(CHOICE, struct claim_input, kind, 1, 40, "Please choose what happened.", .label = "What happened?", OPTIONS(kinds)),
    FIELD(ROWS, struct claim_input, lines, 1, 60, "Please say which goods it is about, and how many.", .label = "Which goods?",
          .rows = &row_form),
    FIELD(CHOICE, struct claim_input, wish, 1, 40, "Please choose what you would like.", .label = "What would you like?", OPTIONS(wishes)),
    FIELD(MONEY, struct claim_input, wish_amount, 0, 0, "This is not an amount.", .label = "How much of the money?",
          .hint = "Only when you keep the goods.", .is_optional = true),
    FIELD(LINES, struct claim_input, text, 0, 4000, "At most 4000 characters.", .label = "Tell us what is wrong",
          .hint = "A few words are enough.", .is_optional = true),
    FIELD(INT, struct claim_input, parcel, 0, INT64_MAX, "This is not a number.", .label = "Which parcel did not arrive?",
          .hint = "The id of the shipment; only of what was not received, where there were several.", .is_optional = true),
    FIELD(BOOL, struct claim_input, says_arrived, 0, 0, "Yes or no.", .label = "The goods are here"),
    FIELD(TEXT, struct claim_input, reason, 0, 500, "At most 500 characters.", .label = "Why we take it outside the rule",
          .hint = "Staff only: counted in public.", .is_optional = true, .autocomplete = "off"),
    FILE_FIELD(file_1),
    FILE_FIELD(file_2),
    FILE_FIELD(file_3),
};
const struct form claim_form = FORM("claim_new", fields, struct claim_input);

struct claim_ask {
    str key, kind;
    int64_t parcel;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct claim_ask, key, 0, 64, "", .is_optional = true),
    FIELD(TEXT, struct claim_ask, kind, 0, 40, "", .is_optional = true),
    FIELD(INT, struct claim_ask, parcel, 0, INT64_MAX, "", .is_optional = true),
};
const struct form claim_query = QUERY_FORM("claim_link", ask_fields, struct claim_ask);

static const struct model_field new_fields[] = {
    SHOW(TEXT, "order_number"), PAGE_ONLY(TEXT, "order_url"), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(LIST, "goods"),
    PAGE_ONLY(BOOL, "has_lines"), PAGE_ONLY(BOOL, "has_choices"), PAGE_ONLY(BOOL, "asks_arrived"), PAGE_ONLY(OBJECT, "marketplace"), PAGE_ONLY(INT, "answer_hours"),
    PAGE_ONLY(LIST, "claims"), PAGE_ONLY(LIST, "parcels"), PAGE_ONLY(BOOL, "is_staff"),
};
const struct model claim_new_model = MODEL("claim_new_page", new_fields);

/* --- the page --- */

static str typed_in_row(struct web *w, size_t row, const char *what)
{
    str name = str_format(w->ctx.arena, "lines.%zu.%s", row, what);
    bool is_typed = w->is_back && w->form_state.form == &claim_form;
    return is_typed ? value_text(w->form_state.typed, name) : (str){ 0 };
}

/* One line as it was bought, or what the buyer has of it after an exchange. */
static enum err show_row(struct web *w, const struct claim_line *l, size_t row, str start,
                         struct value *node)
{
    struct arena *a = w->ctx.arena;
    struct claim_line one = *l;
    str typed = typed_in_row(w, row, "quantity");
    one.quantity = 1; /* how many is not known yet */
    value_set_text(a, node, S("name"), str_format(a, "lines.%zu.quantity", row));
    value_set_text(a, node, S("id_name"), str_format(a, "lines.%zu.line", row));
    value_set_int(a, node, S("id"), l->line_id);
    value_set_text(a, node, S("sku_name"), str_format(a, "lines.%zu.sku", row));
    value_set_text(a, node, S("sku"), l->sku);
    value_set_text(a, node, S("label"), l->name);
    show_text_or_null(w, node, S("variant_title"), l->options);
    value_set_text(a, node, S("value"), typed.size != 0 ? typed : start);
    value_set_int(a, node, S("max"), l->quantity);
    value_set_text(a, node, S("choice_name"), str_format(a, "lines.%zu.exchange_for", row));
    return claim_show_choices(w, &one, typed_in_row(w, row, "exchange_for"),
                              value_set_list(a, node, S("choices")));
}

/* The parcel the link is about. */
static const struct shipment *asked_parcel(const struct web *w, const struct shipment_list *list)
{
    const struct claim_ask *ask = w->route->query == &claim_query ? w->query : NULL;
    for (size_t i = 0; ask != NULL && i < list->count; i++) {
        if (list->item[i].id == ask->parcel) {
            return &list->item[i];
        }
    }
    return NULL;
}

/* Of a line, what was in that parcel. */
static int64_t pieces_in(const struct shipment *s, int64_t line_id)
{
    int64_t pieces = 0;
    for (size_t i = 0; i < s->line_count; i++) {
        pieces += s->line[i].line_id == line_id ? s->line[i].quantity : 0;
    }
    return pieces;
}

/* A row for each line that can still be claimed, and for each variant of its pieces; of a single line one piece is the usual answer. */
static enum err show_rows(struct web *w, const struct order *o, const struct shipment *asked,
                          struct value *m, bool *has_choices)
{
    struct arena *a = w->ctx.arena;
    struct claim_room *room = NEW_N(a, struct claim_room, ORDER_LINES_MAX);
    struct value *lines = value_set_list(a, m, S("goods"));
    str start = str_of_int(a, o->line_count == 1 ? 1 : 0);
    size_t row = 0;
    TRY(claim_rooms(&w->ctx, o, room));
    for (size_t i = 0; i < o->line_count * CLAIM_HANDS_MAX; i++) {
        const struct order_line *l = &o->line[i / CLAIM_HANDS_MAX];
        const struct claim_room *of = &room[i / CLAIM_HANDS_MAX];
        const struct claim_hand *hand = &of->hands->item[i % CLAIM_HANDS_MAX];
        if (i % CLAIM_HANDS_MAX >= of->hands->count || hand->quantity <= 0 || of->free <= 0) {
            continue;
        }
        struct claim_line piece = { .line_id = l->id, .quantity = hand->quantity < of->free ? hand->quantity : of->free,
                                    .sku = hand->sku, .name = l->name, .options = hand->options, .variant = hand->variant, .unit = hand->unit };
        struct value *node = value_add_object(a, lines);
        int64_t in_it = asked == NULL ? 0 : pieces_in(asked, l->id);
        in_it = in_it < piece.quantity ? in_it : piece.quantity;
        str usual = row == 0 ? start : S("0");
        TRY(show_row(w, &piece, row, asked == NULL ? usual : str_of_int(a, in_it), node));
        *has_choices = *has_choices || value_get(node, S("choices"))->count > 0;
        row++;
    }
    value_set_bool(a, m, S("has_lines"), row > 0);
    value_set_bool(a, m, S("has_choices"), *has_choices);
    return OK;
}

/* Where there is only one, there is nothing to choose. */
static void show_parcels(struct web *w, const struct shipment_list *list,
                         const struct shipment *asked, struct value *m)
{
    struct arena *a = w->ctx.arena;
    bool is_typed = w->is_back && w->form_state.form == &claim_form;
    str linked = asked == NULL ? (str){ 0 } : str_of_int(a, asked->id);
    str chosen = is_typed ? value_text(w->form_state.typed, S("parcel")) : linked;
    struct value *parcels = value_set_list(a, m, S("parcels"));
    for (size_t i = 0; i < list->count && list->count > 1; i++) {
        const struct shipment *s = &list->item[i];
        struct value *node = value_add_object(a, parcels);
        str id = str_of_int(a, s->id);
        value_set_text(a, node, S("value"), id);
        value_set_text(a, node, S("label"),
                       str_format(a, "%.*s %.*s", STR_ARG(courier_name(s->carrier)),
                                  STR_ARG(s->tracking_number)));
        value_set_bool(a, node, S("is_selected"), str_eq(id, chosen));
        value_set_bool(a, node, S("is_disabled"), false);
    }
}

static struct value *form_of_page(struct web *w, const struct order *o)
{
    struct claim_ask *ask = w->query;
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
    struct claim_input blank = { .wish_amount = money_zero(w->ctx.shop->currency) };
    bool is_asked = w->route->query == &claim_query && ask != NULL && ask->kind.size != 0;
    blank.kind = is_asked ? ask->kind : (str){ 0 };
    bool is_typed = w->is_back && w->form_state.form == &claim_form;
    struct form_state state = is_typed   ? w->form_state
                              : is_asked ? form_of(w->ctx.arena, &claim_form, &env, &blank)
                                         : form_blank(w->ctx.arena, &claim_form);
    str key = order_link_key(&w->ctx, o->number);
    return form_model(w->ctx.arena, &state,
                      web_path(w, "/orders/%.*s/claims?key=%.*s", STR_ARG(o->number), STR_ARG(key)),
                      w->csrf_token, w->ctx.lang);
}

/* Grounds that neither guarantee nor returns policy of this order list are not offered. */
static void show_kinds(struct web *w, const struct policy *guarantee, const struct policy *returns,
                       struct value *form)
{
    struct value *kind = office_take(form, S("kind"));
    struct value *all = office_take(kind, S("options"));
    struct value *offered = value_set_list(w->ctx.arena, kind, S("options"));
    for (struct value *option = all->children.first, *next = NULL; option != NULL; option = next) {
        str name = value_text(option, S("value"));
        next = option->next;
        option->next = NULL;
        bool is_listed = guarantee_has_ground(guarantee, name) || returns_has_ground(returns, name);
        if (str_eq(name, S("warranty")) || is_listed) {
            value_add(offered, option);
        }
    }
    value_set(form, S("kind"), kind);
}

/* Nothing beside it: an exchange is not offered. */
static void hide_exchange(struct web *w, struct value *form)
{
    struct value *wish = office_take(form, S("wish"));
    struct value *all = office_take(wish, S("options"));
    struct value *offered = value_set_list(w->ctx.arena, wish, S("options"));
    for (struct value *option = all->children.first, *next = NULL; option != NULL; option = next) {
        next = option->next;
        option->next = NULL;
        if (!str_eq(value_text(option, S("value")), S("exchange"))) {
            value_add(offered, option);
        }
    }
    value_set(form, S("wish"), wish);
}

enum err claim_new_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct order o = { 0 };
    struct policy p = { 0 };
    struct policy returns = { 0 };
    struct shipment_list sent = { 0 };
    bool has_choices = false;
    TRY(order_of_path(w, &o));
    TRY(policy_get(&w->ctx, POLICY_GUARANTEE, o.guarantee_version, &p));
    struct value *m = w->model = value_object(a);
    value_set_text(a, m, S("order_number"), o.number);
    value_set_text(a, m, S("order_url"), order_page_url(w, &o));
    struct value *form = value_set(m, S("form"), form_of_page(w, &o));
    if (w->ctx.actor.role == ROLE_BUYER) {
        TRY(order_line_policy(&w->ctx, &o.line[0], POLICY_RETURNS, &returns));
        show_kinds(w, &p, &returns, form);
    }
    value_set_bool(a, m, S("is_staff"), w->ctx.actor.role != ROLE_BUYER);
    value_set_bool(a, m, S("asks_arrived"),
                   o.fulfillment == FULFILLMENT_SHIPPED || o.fulfillment == FULFILLMENT_PARTIAL);
    claim_show_marketplace(w, &o, m);
    value_set_int(a, m, S("answer_hours"), policy_int(&p, S("answer_hours")));
    TRY(claim_show_list(w, &o, m));
    TRY(shipment_list_of(&w->ctx, o.id, &sent));
    const struct shipment *asked = asked_parcel(w, &sent);
    show_parcels(w, &sent, asked, m);
    TRY(show_rows(w, &o, asked, m, &has_choices));
    if (!has_choices) {
        hide_exchange(w, form);
    }
    return OK;
}

/* --- the claim --- */

static enum err refuse(struct web *w, const struct claim_verdict *v)
{
    str text = claim_refusal_text(w, v);
    str field = claim_refusal_field(v->why);
    if (field.size == 0) {
        w->form_state.error = text;
        return ERR_UNPROCESSABLE;
    }
    if (w->form_state.errors == NULL) {
        w->form_state.errors = value_list(w->ctx.arena);
    }
    form_refuse(w->ctx.arena, &w->form_state, field, text);
    return ERR_UNPROCESSABLE;
}

static enum err keep_files(struct web *w, const struct claim *k)
{
    const struct claim_input *in = w->form;
    TRY(claim_keep_file(w, k, &in->file_1, "file_1"));
    TRY(claim_keep_file(w, k, &in->file_2, "file_2"));
    return claim_keep_file(w, k, &in->file_3, "file_3");
}

/* The buyer vouches that the goods are here: parcels with them arrived, by the buyer's word. */
static enum err vouch(struct web *w, const struct order *o, const struct claim *k)
{
    struct shipment_list list = { 0 };
    struct shipment_event_new e = { .status = S("Delivered"), .source = S("buyer") };
    TRY(shipment_list_of(&w->ctx, o->id, &list));
    for (size_t i = 0; i < list.count; i++) {
        bool has_it = false;
        for (size_t n = 0; n < list.item[i].line_count * k->line_count; n++) {
            has_it = has_it || list.item[i].line[n / k->line_count].line_id ==
                                   k->line[n % k->line_count].line_id;
        }
        if (has_it && list.item[i].delivered_at == 0) {
            TRY(shipment_note(&w->ctx, list.item[i].id, &e));
        }
    }
    return OK;
}

enum err claim_post(struct web *w)
{
    const struct claim_input *in = w->form;
    const struct claim_row *rows = in->lines.at;
    struct order o = { 0 };
    struct claim k = { 0 };
    struct claim_verdict v = { 0 };
    struct claim_line *line = NEW_N(w->ctx.arena, struct claim_line, in->lines.count + 1);
    struct claim_new asked = { .text = in->text, .wish_amount = in->wish_amount, .line = line, .says_arrived = in->says_arrived,
                               .parcel = in->parcel, .override_reason = in->reason };
    TRY(order_of_path(w, &o));
    if (!claim_kind_of(in->kind, &asked.kind) || !claim_remedy_of(in->wish, &asked.wish)) {
        return fail(&w->ctx, ERR_BAD_INPUT, "%s", "kind or wish");
    }
    for (size_t i = 0; i < in->lines.count; i++) {
        if (rows[i].quantity != 0) {
            line[asked.line_count++] = (struct claim_line){ .line_id = rows[i].line,
                                                             .sku = rows[i].sku,
                                                             .quantity = rows[i].quantity,
                                                             .other.sku = rows[i].exchange_for };
        }
    }
    enum err e = claim_open(&w->ctx, &o, &asked, &k, &v);
    if (e == ERR_UNPROCESSABLE && v.why != CLAIM_MAY) {
        return refuse(w, &v);
    }
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("reason"), "Please give a reason, in at least 5 characters.");
    }
    TRY(e);
    if (in->says_arrived && in->lines.count > 0 && asked.kind != CLAIM_NOT_RECEIVED) {
        TRY(vouch(w, &o, &k));
    }
    TRY(keep_files(w, &k));
    w->resource = k.number;
    w->status = w->face == WEB_JSON ? 201 : 0;
    return claim_again(w);
}
