/* SPDX-License-Identifier: Apache-2.0 */
/* improvements.c - the list of suggestions, one of them with its history, and what staff do with it. */
#include "web/admin/improvements.h"

#include "care/survey.h"
#include "web/admin/office.h"
#include "web/care/improvement.h"
#include "web/shop/show.h"
#include "web/text.h"

struct words_input {
    str title_id, title_en, note_id, note_en, origin;
};
#define WORDS_FIELDS                                                                               \
    FIELD(TEXT, struct words_input, title_id, 3, IMPROVEMENT_TITLE_MAX, "Please say it in 3 to 160 characters.", .label = "What becomes better", \
          .hint = "Buyers read this when it is done. Nobody's name."),                             \
        FIELD(TEXT, struct words_input, title_en, 3, IMPROVEMENT_TITLE_MAX, "Please say it in 3 to 160 characters.", .label = "The same in English"), \
        FIELD(LINES, struct words_input, note_id, 0, IMPROVEMENT_NOTE_MAX, "At most 1,000 characters.", .label = "More about it", .is_optional = true), \
        FIELD(LINES, struct words_input, note_en, 0, IMPROVEMENT_NOTE_MAX, "At most 1,000 characters.", .label = "More about it, in English", .is_optional = true)
static const struct field new_fields[] = {
    WORDS_FIELDS,
    FIELD(TEXT, struct words_input, origin, 0, 20, "This is no number of a case.", .label = "Number of the case", .is_optional = true,
          .hint = "SRV-, PGD- or TNY-: where it was said. Who said it is told when it is done."),
};
static const struct field words_fields[] = { WORDS_FIELDS };
const struct form admin_improvement_form = FORM("improvement_new", new_fields, struct words_input);
const struct form admin_improvement_words_form =
    FORM("improvement_words", words_fields, struct words_input);

struct move_input {
    str status, reason;
};
static const struct field move_fields[] = {
    FIELD(CHOICE, struct move_input, status, 1, 20, "Please choose one of these.", .label = "What becomes of it?"),
    FIELD(TEXT, struct move_input, reason, 0, IMPROVEMENT_REASON_MAX, "Please give a reason, 5 to 500 characters.", .label = "Reason",
          .is_optional = true, .hint = "Needed to decline, and for every step back. Nobody's name.", .autocomplete = "off"),
};
const struct form admin_improvement_move_form =
    FORM("improvement_move", move_fields, struct move_input);

struct origin_input {
    str origin;
};
static const struct field origin_fields[] = {
    FIELD(TEXT, struct origin_input, origin, 1, 20, "This is no number of a case.", .label = "Number of the case",
          .hint = "SRV-, PGD- or TNY-: where it was said. Who said it is told when it is done."),
};
const struct form admin_improvement_origin_form =
    FORM("improvement_origin", origin_fields, struct origin_input);

static const struct field ask_fields[] = {
    FIELD(TEXT, struct origin_input, origin, 0, 20, "", .is_optional = true),
};
const struct form improvement_new_query =
    QUERY_FORM("improvement_new_query", ask_fields, struct origin_input);

/* ---- models ---- */

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "title"), SHOW(TEXT, "status"), SHOW(TEXT, "status_text"), SHOW(INSTANT, "changed_at"),
    SHOW(INT, "suggestion_count"), PAGE_ONLY(TEXT, "href_url"), PAGE_ONLY(OBJECT, "same"),
};
static const struct model item_model = MODEL("admin_improvement_item", item_fields);
static const struct model_field list_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), PAGE_ONLY(TEXT, "new_url"),
    PAGE_ONLY(TEXT, "public_url"), SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"),
    SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_improvements_model = MODEL("admin_improvements", list_fields);

static const struct model_field origin_model_fields[] = {
    SHOW_OR_NULL(TEXT, "number"), SHOW(TEXT, "subject"), SHOW(INSTANT, "at"), PAGE_ONLY(TEXT, "href_url"),
};
static const struct model origin_model = MODEL("improvement_origin", origin_model_fields);
static const struct model_field step_fields[] = {
    SHOW(INSTANT, "at"), SHOW(TEXT, "status"), SHOW(TEXT, "status_text"), SHOW_OR_NULL(TEXT, "reason"), SHOW(INT, "staff"),
};
static const struct model step_model = MODEL("improvement_step", step_fields);
static const struct model_field one_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "list_url"), SHOW(INT, "id"), SHOW(TEXT, "title"),
    SHOW(TEXT, "title_id"), SHOW(TEXT, "title_en"), SHOW(TEXT, "note_id"), SHOW(TEXT, "note_en"), SHOW(TEXT, "status"),
    SHOW(TEXT, "status_text"), SHOW(INSTANT, "made_at"), SHOW(INSTANT, "changed_at"), SHOW_OR_NULL(INSTANT, "done_at"),
    SHOW(LIST, "origins", .of = &origin_model), SHOW(LIST, "steps", .of = &step_model), PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(OBJECT, "move_form"), PAGE_ONLY(OBJECT, "origin_form"),
};
const struct model admin_improvement_model = MODEL("admin_improvement", one_fields);
static const struct model_field new_model_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "list_url"), PAGE_ONLY(TEXT, "origin"),
    PERSONAL(TEXT, "said"), PAGE_ONLY(LIST, "open"), PAGE_ONLY(OBJECT, "form"),
};
const struct model admin_improvement_new_model = MODEL("admin_improvement_new", new_model_fields);

/* ---- what is shown ---- */

static str status_text(const struct web *w, enum improvement_status status)
{
    static const str texts[IMPROVEMENT_STATUS_COUNT] = {
        [IMPROVEMENT_CONSIDERED] = T_INIT("Being considered"),
        [IMPROVEMENT_PLANNED] = T_INIT("Planned"),
        [IMPROVEMENT_DONE] = T_INIT("Done and public"),
        [IMPROVEMENT_DECLINED] = T_INIT("Declined"),
    };
    return text_of(w->ctx.lang, texts[status]);
}

static str path_of(const struct web *w, improvement_id id, const char *rest)
{
    return web_path(w, "/admin/improvements/%" PRId64 "%s", id.v, rest);
}

static void show_item(struct web *w, const struct improvement *i, struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_int(a, node, S("id"), i->id.v);
    value_set_text(a, node, S("title"), i->words.title[w->ctx.lang]);
    value_set_text(a, node, S("status"), improvement_status_name(i->status));
    value_set_text(a, node, S("status_text"), status_text(w, i->status));
    value_set_instant(a, node, S("changed_at"), i->changed_at);
    value_set_int(a, node, S("suggestion_count"), i->origin_count);
    value_set_text(a, node, S("href_url"), path_of(w, i->id, ""));
    value_set_null(a, node, S("same"));
}

enum err admin_improvements(struct web *w)
{
    static const struct office_tab tabs[] = {
        { "", T_INIT("All"), -1 },         { "considered", T_INIT("Being considered"), -1 }, { "planned", T_INIT("Planned"), -1 },
        { "done", T_INIT("Done and public"), -1 }, { "declined", T_INIT("Declined"), -1 },
    };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct improvement_list list = { 0 };
    struct improvement_filter f = { .limit = 30 };
    f.has_status = improvement_status_of(ask->state, &f.status);
    improvement_cursor(ask->cursor, &f);
    TRY(improvement_page(&w->ctx, &f, &list));
    office_tabs(w, m, "/admin/improvements", tabs, COUNT(tabs), ask->state);
    value_set_text(a, m, S("new_url"), web_path(w, "/admin/improvements/new"));
    value_set_text(a, m, S("public_url"), web_path(w, "/improvements"));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        show_item(w, &list.item[i], value_add_object(a, items));
    }
    office_next(w, m, "/admin/improvements", S("cursor"), improvement_cursor_of(w, &list));
    return OK;
}

/* The case's own page in the back office; answers to surveys are read in their list. */
static str case_url(struct web *w, const struct improvement_origin *o)
{
    str kind = str_cut(o->subject, ':').head;
    if (o->number.size == 0) {
        return (str){ 0 };
    }
    return str_eq(kind, S("complaint")) ? web_path(w, "/admin/complaints/%.*s", STR_ARG(o->number))
           : str_eq(kind, S("conversation")) ? web_path(w, "/admin/inbox/%.*s", STR_ARG(o->number))
                                             : web_path(w, "/admin/surveys");
}

static enum err show_origins(struct web *w, improvement_id id, struct value *m)
{
    struct improvement_origins said = { 0 };
    TRY(improvement_origins_of(&w->ctx, id, &said));
    struct value *list = value_set_list(w->ctx.arena, m, S("origins"));
    for (size_t i = 0; i < said.count; i++) {
        struct value *node = value_add_object(w->ctx.arena, list);
        show_text_or_null(w, node, S("number"), said.item[i].number);
        value_set_text(w->ctx.arena, node, S("subject"), said.item[i].subject);
        value_set_instant(w->ctx.arena, node, S("at"), said.item[i].at);
        show_text_or_null(w, node, S("href_url"), case_url(w, &said.item[i]));
    }
    return OK;
}

static enum err show_steps(struct web *w, improvement_id id, struct value *m)
{
    struct improvement_steps steps = { 0 };
    TRY(improvement_steps_of(&w->ctx, id, &steps));
    struct value *list = value_set_list(w->ctx.arena, m, S("steps"));
    for (size_t i = 0; i < steps.count; i++) {
        struct value *node = value_add_object(w->ctx.arena, list);
        value_set_instant(w->ctx.arena, node, S("at"), steps.item[i].at);
        value_set_text(w->ctx.arena, node, S("status"),
                       improvement_status_name(steps.item[i].status));
        value_set_text(w->ctx.arena, node, S("status_text"), status_text(w, steps.item[i].status));
        show_text_or_null(w, node, S("reason"), steps.item[i].reason);
        value_set_int(w->ctx.arena, node, S("staff"), steps.item[i].staff);
    }
    return OK;
}

/* Only the steps that are there from here. */
static void show_moves(struct web *w, const struct improvement *i, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *form = office_form(w, m, "move_form", &admin_improvement_move_form, NULL,
                                     path_of(w, i->id, "/status"));
    struct value *field = office_take(form, S("status"));
    (void)office_take(field, S("options")); /* the form knows none of its own */
    struct value *options = value_set_list(a, field, S("options"));
    str typed = value_text(field, S("value"));
    for (size_t to = 0; to < IMPROVEMENT_STATUS_COUNT; to++) {
        if (improvement_can_move(i->status, (enum improvement_status)to)) {
            struct value *option = value_add_object(a, options);
            str name = improvement_status_name((enum improvement_status)to);
            value_set_text(a, option, S("value"), name);
            value_set_text(a, option, S("label"), status_text(w, (enum improvement_status)to));
            value_set_bool(a, option, S("is_selected"), str_eq(name, typed));
        }
    }
    value_set(form, S("status"), field);
}

static void show_words(struct web *w, const struct improvement *i, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct words_input words = { i->words.title[LANG_ID], i->words.title[LANG_EN], i->words.note[LANG_ID], i->words.note[LANG_EN], { 0 } };
    value_set_text(a, m, S("title"), i->words.title[w->ctx.lang]);
    value_set_text(a, m, S("title_id"), words.title_id);
    value_set_text(a, m, S("title_en"), words.title_en);
    value_set_text(a, m, S("note_id"), words.note_id);
    value_set_text(a, m, S("note_en"), words.note_en);
    office_form(w, m, "form", &admin_improvement_words_form, &words, path_of(w, i->id, ""));
}

static enum err show(struct web *w, improvement_id id)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct improvement i = { 0 };
    TRY(improvement_get(&w->ctx, id, &i));
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/improvements"));
    value_set_int(a, m, S("id"), id.v);
    value_set_text(a, m, S("status"), improvement_status_name(i.status));
    value_set_text(a, m, S("status_text"), status_text(w, i.status));
    value_set_instant(a, m, S("made_at"), i.made_at);
    value_set_instant(a, m, S("changed_at"), i.changed_at);
    value_set_instant(a, m, S("done_at"), i.done_at);
    show_words(w, &i, m);
    show_moves(w, &i, m);
    office_form(w, m, "origin_form", &admin_improvement_origin_form, NULL,
                path_of(w, id, "/origins"));
    TRY(show_origins(w, id, m));
    return show_steps(w, id, m);
}

enum err admin_improvement(struct web *w)
{
    improvement_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    return show(w, id);
}

enum err admin_improvement_again(struct web *w)
{
    improvement_id id = { 0 };
    if (!str_to_int(w->resource, &id.v)) {
        return ERR_NOT_FOUND;
    }
    return show(w, id);
}

/* ---- a new one ---- */

/* What was said in a survey, to be read while its title is written. */
static enum err said_there(struct web *w, str number, str *out)
{
    struct survey s = { 0 };
    enum err e = survey_by_number(&w->ctx, number, &s);
    return e == OK ? survey_text(&w->ctx, s.text, out) : e == ERR_NOT_FOUND ? OK : e;
}

/* Perhaps it was said before: then it is one more voice for that. */
static enum err show_open(struct web *w, str origin, struct value *m)
{
    static const enum improvement_status open[] = { IMPROVEMENT_PLANNED, IMPROVEMENT_CONSIDERED };
    struct value *items = value_set_list(w->ctx.arena, m, S("open"));
    for (size_t k = 0; k < COUNT(open) && origin.size != 0; k++) {
        struct improvement_list list = { 0 };
        struct improvement_filter f = { .has_status = true, .status = open[k], .limit = 20 };
        TRY(improvement_page(&w->ctx, &f, &list));
        for (size_t i = 0; i < list.count; i++) {
            struct value *node = value_add_object(w->ctx.arena, items);
            show_item(w, &list.item[i], node);
            office_button(w, node, "same", path_of(w, list.item[i].id, "/origins"));
        }
    }
    return OK;
}

enum err admin_improvement_new(struct web *w)
{
    const struct origin_input *ask = w->query;
    struct value *m = office_page(w);
    struct words_input blank = { 0 };
    bool is_typed = office_is_refused(w, &admin_improvement_form);
    str said = { 0 };
    str origin = is_typed      ? value_text(w->form_state.typed, S("origin"))
                 : ask == NULL ? (str){ 0 }
                               : ask->origin;
    blank.origin = origin;
    TRY(said_there(w, origin, &said));
    value_set_text(w->ctx.arena, m, S("list_url"), web_path(w, "/admin/improvements"));
    show_text_or_null(w, m, S("origin"), origin);
    show_text_or_null(w, m, S("said"), said);
    office_form(w, m, "form", &admin_improvement_form, &blank, web_path(w, "/admin/improvements"));
    return show_open(w, origin, m);
}

enum err improvement_link(struct web *w, str subject, str number, struct value *node)
{
    struct improvement i = { 0 };
    enum err e = improvement_of(&w->ctx, subject, &i);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    show_text_or_null(w, node, S("improvement_title"), i.words.title[w->ctx.lang]);
    value_set_text(w->ctx.arena, node, S("improvement_url"),
                   e == OK ? path_of(w, i.id, "")
                           : web_path(w, "/admin/improvements/new?origin=%.*s", STR_ARG(number)));
    return OK;
}

/* ---- what staff do ---- */

static struct improvement_words words_of(const struct words_input *in)
{
    return (struct improvement_words){
        .title = { [LANG_ID] = in->title_id, [LANG_EN] = in->title_en },
        .note = { [LANG_ID] = str_trim(in->note_id), [LANG_EN] = str_trim(in->note_en) },
    };
}

static enum err done(struct web *w, improvement_id id)
{
    w->resource = str_of_int(w->ctx.arena, id.v);
    office_done(w, path_of(w, id, ""), "saved");
    return show(w, id);
}

static enum err no_such_case(struct web *w, enum err e)
{
    return e == ERR_NOT_FOUND
               ? web_refuse(w, ERR_BAD_INPUT, S("origin"), "This is no number of a case.")
               : e;
}

enum err admin_improvement_make(struct web *w)
{
    const struct words_input *in = w->form;
    struct improvement_words words = words_of(in);
    improvement_id id = { 0 };
    enum err e = improvement_make(&w->ctx, &words, in->origin, &id);
    TRY(no_such_case(w, e));
    return done(w, id);
}

enum err admin_improvement_save(struct web *w)
{
    struct improvement_words words = words_of(w->form);
    improvement_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    TRY(improvement_edit(&w->ctx, id, &words));
    return done(w, id);
}

enum err admin_improvement_move(struct web *w)
{
    const struct move_input *in = w->form;
    enum improvement_status to = IMPROVEMENT_CONSIDERED;
    improvement_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    if (!improvement_status_of(in->status, &to)) {
        return web_refuse(w, ERR_BAD_INPUT, S("status"), "Please choose one of these.");
    }
    enum err e = improvement_move(&w->ctx, id, to, in->reason);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("reason"), "Please give a reason, 5 to 500 characters.");
    }
    TRY(e);
    return done(w, id);
}

enum err admin_improvement_origin(struct web *w)
{
    const struct origin_input *in = w->form;
    struct improvement i = { 0 };
    TRY(office_id(w, "id", &i.id.v));
    TRY(improvement_get(&w->ctx, i.id, &i));
    TRY(no_such_case(w, improvement_add_origin(&w->ctx, i.id, in->origin)));
    return done(w, i.id);
}
