/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/improvement.h"

#include "web/shop/show.h"
#include "web/text.h"

struct improvements_ask {
    str cursor;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct improvements_ask, cursor, 0, 60, "", .is_optional = true),
};
const struct form improvements_query =
    QUERY_FORM("improvements_query", ask_fields, struct improvements_ask);

static const struct model_field item_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "title"), SHOW_OR_NULL(TEXT, "note"), SHOW(INSTANT, "done_at"),
    SHOW(INT, "suggestion_count", .note = "In how many answers, messages and complaints it was said."),
};
static const struct model item_model = MODEL("improvement_done", item_fields);
static const struct model_field page_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"), SHOW(LIST, "items", .of = &item_model), PAGE_ONLY(TEXT, "first_url"),
    PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model improvements_model = MODEL("improvements", page_fields);

void improvement_cursor(str cursor, struct improvement_filter *f)
{
    struct str_pair cut = str_cut(cursor, '.');
    if (!str_to_int(cut.head, &f->before_at) || !str_to_int(cut.tail, &f->before_id)) {
        f->before_at = f->before_id = 0;
    }
}

str improvement_cursor_of(struct web *w, const struct improvement_list *list)
{
    return list->has_more
               ? str_format(w->ctx.arena, "%" PRId64 ".%" PRId64, list->next_at, list->next_id)
               : (str){ 0 };
}

static void show_item(struct web *w, const struct improvement *i, struct value *node)
{
    value_set_int(w->ctx.arena, node, S("id"), i->id.v);
    value_set_text(w->ctx.arena, node, S("title"), i->words.title[w->ctx.lang]);
    show_text_or_null(w, node, S("note"), i->words.note[w->ctx.lang]);
    value_set_instant(w->ctx.arena, node, S("done_at"), i->done_at);
    value_set_int(w->ctx.arena, node, S("suggestion_count"), i->origin_count);
}

enum err improvements_page(struct web *w)
{
    const struct improvements_ask *ask = w->query;
    struct arena *a = w->ctx.arena;
    struct value *m = w->model = value_object(a);
    struct improvement_list list = { 0 };
    struct improvement_filter f = { .has_status = true, .status = IMPROVEMENT_DONE, .limit = 30 };
    improvement_cursor(ask->cursor, &f);
    TRY(improvement_page(&w->ctx, &f, &list));
    web_tag(w, S("shop"));
    web_tag(w, S("improvements"));
    value_set_text(a, m, S("meta_description"),
                   text_of(w->ctx.lang, T("What changed in this shop because a buyer said so.")));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        show_item(w, &list.item[i], value_add_object(a, items));
    }
    str next = improvement_cursor_of(w, &list);
    show_text_or_null(w, m, S("first_url"),
                      f.before_at == 0 ? (str){ 0 } : web_path(w, "/improvements"));
    show_text_or_null(w, m, S("next_url"),
                      next.size == 0 ? next
                                     : web_path(w, "/improvements?cursor=%.*s", STR_ARG(next)));
    show_text_or_null(w, m, S("next"), next);
    return OK;
}

enum err notice_improvement_done(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct improvement i = { 0 };
    if (!str_to_int(str_cut(n->subject, ':').tail, &i.id.v)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    TRY(improvement_get(&w->ctx, i.id, &i));
    if (i.status != IMPROVEMENT_DONE) {
        return fail(&w->ctx, ERR_STATE, "improvement %" PRId64 " is not done", i.id.v);
    }
    out->title = text_of(w->ctx.lang, T("An improvement from your suggestion"));
    notice_line(out, text_of(w->ctx.lang, T("You told us what we should do better. It is done:")));
    notice_line(out, i.words.title[w->ctx.lang]);
    if (i.words.note[w->ctx.lang].size != 0) {
        notice_line(out, i.words.note[w->ctx.lang]);
    }
    notice_line(out, text_of(w->ctx.lang, T("Thank you for saying it.")));
    out->url = web_absolute(w, web_path(w, "/improvements"));
    out->url_label = text_of(w->ctx.lang, T("Improvements from buyers' suggestions"));
    return OK;
}
