/* SPDX-License-Identifier: Apache-2.0 */
/* answers.c - ready answers: the editor, and one picked for a conversation. */
#include "web/admin/answers.h"

#include "care/conversation_office.h"
#include "shop/order.h"
#include "shop/shipment.h"
#include "web/admin/inbox.h"
#include "web/admin/office.h"
#include "web/care/talk.h"
#include "web/reader.h"
#include "web/shop/card.h"
#include "web/text.h"

struct answer_input {
    str name, text_id, text_en;
};
static const struct field answer_fields[] = {
    FIELD(TEXT, struct answer_input, name, 1, CANNED_NAME_CHARS, "What is this answer called?", .label = "Name of the answer"),
    FIELD(LINES, struct answer_input, text_id, 1, CANNED_TEXT_CHARS, "Please write the answer.", .label = "In Indonesian", 
          .hint = "Variables: {name} {order} {tracking} {due_at} {shop} {staff} {number} {link}"),
    FIELD(LINES, struct answer_input, text_en, 1, CANNED_TEXT_CHARS, "Please write the answer.", .label = "In English", 
          .hint = "Variables: {name} {order} {tracking} {due_at} {shop} {staff} {number} {link}"),
};
const struct form admin_answer_form = FORM("ready_answer", answer_fields, struct answer_input);

static const struct model_field answer_shown[] = {
    SHOW(INT, "id"), SHOW(TEXT, "name"), SHOW(TEXT, "text_id"), SHOW(TEXT, "text_en"), SHOW(BOOL, "is_retired"),
    SHOW(INT, "used", .note = "Messages of the last 90 days that began as this answer."), SHOW_OR_NULL(INSTANT, "used_at"),
    PAGE_ONLY(TEXT, "edit_url"), PAGE_ONLY(OBJECT, "step"),
};
static const struct model answer_model = MODEL("ready_answer", answer_shown);
static const struct model_field answers_shown[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "items", .of = &answer_model), PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(TEXT, "inbox_url"),
};
const struct model admin_answers_model = MODEL("ready_answers", answers_shown);
static const struct model_field one_shown[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(OBJECT, "answer", .of = &answer_model), PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(TEXT, "list_url"),
};
const struct model admin_answer_model = MODEL("ready_answer_page", one_shown);
static const struct model_field pick_shown[] = {
    SHOW(INT, "id"), SHOW(TEXT, "name"), PERSONAL(TEXT, "text"), SHOW(BOOL, "has_gap"), PAGE_ONLY(TEXT, "pick_url"),
};
const struct model answer_pick_model = MODEL("ready_answer_filled", pick_shown);

/* ---- the editor ---- */

static void show_answer(struct web *w, const struct canned *answer, struct value *node)
{
    struct arena *a = w->ctx.arena;
    const char *step = answer->is_retired ? "restore" : "retire";
    value_set_int(a, node, S("id"), answer->id.v);
    value_set_text(a, node, S("name"), answer->name);
    value_set_text(a, node, S("text_id"), answer->text[LANG_ID]);
    value_set_text(a, node, S("text_en"), answer->text[LANG_EN]);
    value_set_bool(a, node, S("is_retired"), answer->is_retired);
    value_set_int(a, node, S("used"), answer->used);
    value_set_instant(a, node, S("used_at"), answer->used_at);
    value_set_text(a, node, S("edit_url"),
                   web_path(w, "/admin/inbox/answers/%" PRId64, answer->id.v));
    office_button(w, node, "step",
                  web_path(w, "/admin/inbox/answers/%" PRId64 "/%s", answer->id.v, step));
}

enum err admin_answers(struct web *w)
{
    struct canned_list list = { 0 };
    struct value *m = office_page(w);
    TRY(canned_read(&w->ctx, true, &list));
    struct value *items = value_set_list(w->ctx.arena, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        show_answer(w, &list.item[i], value_add_object(w->ctx.arena, items));
    }
    office_form(w, m, "form", &admin_answer_form, NULL, web_path(w, "/admin/inbox/answers"));
    value_set_text(w->ctx.arena, m, S("inbox_url"), web_path(w, "/admin/inbox"));
    return OK;
}

static enum err show_one(struct web *w, canned_id id)
{
    struct canned answer = { 0 };
    struct value *m = office_page(w);
    TRY(canned_get(&w->ctx, id, &answer));
    struct answer_input values = { answer.name, answer.text[LANG_ID], answer.text[LANG_EN] };
    show_answer(w, &answer, value_set_object(w->ctx.arena, m, S("answer")));
    office_form(w, m, "form", &admin_answer_form, &values,
                web_path(w, "/admin/inbox/answers/%" PRId64, id.v));
    value_set_text(w->ctx.arena, m, S("list_url"), web_path(w, "/admin/inbox/answers"));
    return OK;
}

enum err admin_answer_page(struct web *w)
{
    canned_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    return show_one(w, id);
}

static enum err refuse_unknown(struct web *w, const char *field, str text)
{
    str unknown = { 0 };
    if (!canned_unknown(text, &unknown)) {
        return OK;
    }
    str braced = str_format(w->ctx.arena, "{%.*s}", STR_ARG(unknown));
    str why = say_with(w, T("{variable} is no variable of ours."), { S("variable"), braced });
    return web_refuse(w, ERR_BAD_INPUT, str_of(field), str_c(w->ctx.arena, why));
}

static enum err save(struct web *w, canned_id id)
{
    const struct answer_input *in = w->form;
    struct canned answer = { .id = id, .name = in->name, .text = { in->text_id, in->text_en } };
    TRY(refuse_unknown(w, "text_id", in->text_id));
    TRY(refuse_unknown(w, "text_en", in->text_en));
    enum err e = canned_save(&w->ctx, &answer, &id);
    if (e == ERR_EXISTS) {
        return web_refuse(w, e, S("name"), "Another answer has this name.");
    }
    TRY(e);
    w->resource = str_of_int(w->ctx.arena, id.v);
    office_done(w, web_path(w, "/admin/inbox/answers"), "saved");
    return show_one(w, id);
}

enum err admin_answer_post(struct web *w)
{
    w->status = w->face == WEB_JSON ? 201 : 0;
    return save(w, (canned_id){ 0 });
}

enum err admin_answer_again(struct web *w)
{
    canned_id id = { 0 };
    if (!str_to_int(w->resource, &id.v)) {
        return ERR_NOT_FOUND;
    }
    office_done(w, web_path(w, "/admin/inbox/answers"), "saved");
    return show_one(w, id);
}

enum err admin_answer_change(struct web *w)
{
    canned_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    return save(w, id);
}

static enum err retire(struct web *w, bool is_retired)
{
    canned_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    TRY(canned_retire(&w->ctx, id, is_retired));
    w->resource = str_of_int(w->ctx.arena, id.v);
    office_done(w, web_path(w, "/admin/inbox/answers"), "saved");
    return show_one(w, id);
}

enum err admin_answer_retire(struct web *w)
{
    return retire(w, true);
}

enum err admin_answer_restore(struct web *w)
{
    return retire(w, false);
}

/* ---- picking ---- */

/* Only an order that is proven to be the writer's: nobody learns of another's parcel by naming it. */
static enum err order_values(struct web *w, const struct conversation *v,
                             str value[CANNED_SLOT_COUNT])
{
    str about[CONVERSATION_ABOUT_MAX];
    size_t count = 0;
    TRY(conversation_subjects(&w->ctx, v->id, about, &count));
    for (size_t i = 0; i < count; i++) {
        struct order o = { 0 };
        struct shipment_list parcels = { 0 };
        bool is_proven = false;
        if (!str_starts(about[i], S("order:")) || !str_to_int(str_skip(about[i], 6), &o.id.v)) {
            continue;
        }
        TRY(order_by_id(&w->ctx, o.id, &o));
        TRY(conversation_is_alike(&w->ctx, v->person, o.person, &is_proven));
        if (!is_proven) {
            continue;
        }
        value[CANNED_ORDER] = o.number;
        TRY(shipment_list_of(&w->ctx, o.id, &parcels));
        for (size_t k = 0; k < parcels.count; k++) {
            bool is_later = parcels.item[k].tracking_number.size != 0;
            value[CANNED_TRACKING] =
                is_later ? parcels.item[k].tracking_number : value[CANNED_TRACKING];
        }
        return OK;
    }
    return OK;
}

static enum err read_values(struct web *w, const struct conversation *v,
                            const struct person_data *who, str value[CANNED_SLOT_COUNT])
{
    struct reader reader = { .lang = v->lang };
    TRY(reader_zone_of(w, conversation_subject(&w->ctx, v->id), &reader.zone));
    value[CANNED_NAME] = who->field[VAULT_NAME];
    value[CANNED_SHOP] = w->ctx.shop->name;
    value[CANNED_STAFF] = w->staff_name;
    value[CANNED_NUMBER] = v->number;
    struct reader before = reader_change(w, reader);
    value[CANNED_LINK] = web_absolute(w, talk_url(w, v));
    if (v->due_at != 0) {
        value[CANNED_DUE_AT] =
            clock_print(w->ctx.arena, reader_zone(w), v->due_at, v->lang == LANG_ID);
    }
    reader_change(w, before);
    return order_values(w, v, value);
}

enum err answers_show(struct web *w, const struct conversation *v, const struct person_data *who,
                      struct value *m, str *picked)
{
    struct arena *a = w->ctx.arena;
    struct canned_list list = { 0 };
    str value[CANNED_SLOT_COUNT] = { 0 };
    str words = { 0 };
    str gap = { 0 };
    TRY(canned_read(&w->ctx, false, &list));
    TRY(list.count == 0 ? OK : read_values(w, v, who, value));
    struct value *items = value_set_list(a, m, S("canned"));
    for (size_t i = 0; i < list.count; i++) {
        const struct canned *answer = &list.item[i];
        str text = canned_fill(a, answer->text[v->lang], value);
        struct value *node = value_add_object(a, items);
        value_set_int(a, node, S("id"), answer->id.v);
        value_set_text(a, node, S("name"), answer->name);
        value_set_text(a, node, S("text"), text);
        value_set_bool(a, node, S("has_gap"), canned_gap(text, &gap));
        str rest = str_format(a, "?pick=%" PRId64 "#f-text", answer->id.v);
        value_set_text(a, node, S("pick_url"), inbox_url(w, v, str_c(a, rest)));
        words = answer->id.v == office_ask_of(w)->pick ? text : words;
    }
    *picked = words;
    return OK;
}

enum err answers_check(struct web *w, str text)
{
    str gap = { 0 };
    if (!canned_gap(text, &gap)) {
        return OK;
    }
    str braced = str_format(w->ctx.arena, "{%.*s}", STR_ARG(gap));
    str why = say_with(w, T("{gap} is still open. Write what belongs there, or take it out."),
                       { S("gap"), braced });
    return web_refuse(w, ERR_BAD_INPUT, S("text"), str_c(w->ctx.arena, why));
}
