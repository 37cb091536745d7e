/* SPDX-License-Identifier: Apache-2.0 */
/* web.c - the small helpers of web.h. */
#include "web/web.h"

#include "web/text.h"

str web_param(const struct web *w, str name)
{
    for (size_t i = 0; i < w->param_count; i++) {
        if (str_eq(w->param[i].name, name)) {
            return w->param[i].value;
        }
    }
    return (str){ 0 };
}

void web_tag(struct web *w, str tag)
{
    if (w->tag_count < WEB_TAGS_MAX) {
        w->tag[w->tag_count++] = tag;
    }
}

void web_tagf(struct web *w, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    web_tag(w, str_format_list(w->ctx.arena, format, list));
    va_end(list);
}

void web_tag_of(struct web *w, str kind, int64_t id)
{
    char digits[STR_INT_BYTES];
    web_tag(w, str_join(w->ctx.arena, kind, str_write_int(digits, id)));
}

void web_valid_until(struct web *w, int64_t at)
{
    if (w->valid_until == 0 || at < w->valid_until) {
        w->valid_until = at;
    }
}

bool web_is_indonesian(const struct web *w)
{
    return w->ctx.lang == LANG_ID;
}

static str in_lang(struct arena *arena, enum lang lang, str path)
{
    if (lang == LANG_ID) {
        return path;
    }
    return str_eq(path, S("/")) ? S("/en/") : str_join(arena, S("/en"), path);
}

str web_path(const struct web *w, const char *format, ...)
{
    if (strchr(format, '%') == NULL) {
        return in_lang(w->ctx.arena, w->ctx.lang, str_of(format));
    }
    va_list list;
    va_start(list, format);
    str path = str_format_list(w->ctx.arena, format, list);
    va_end(list);
    return in_lang(w->ctx.arena, w->ctx.lang, path);
}

str web_path_to(const struct web *w, str folder, str name)
{
    str path = name.size == 0 ? folder : str_join(w->ctx.arena, folder, name);
    return in_lang(w->ctx.arena, w->ctx.lang, path);
}

str web_absolute(const struct web *w, str path)
{
    return str_join(w->ctx.arena, w->ctx.shop->base_url, path);
}

static bool is_declared(const struct web *w, str name)
{
    const struct form *query = w->route == NULL ? NULL : w->route->query;
    for (size_t i = 0; query != NULL && i < query->count; i++) {
        if (str_eq(name, str_of(query->field[i].name))) {
            return true;
        }
    }
    return false;
}

/* Only what the route declares: a page in the cache must not carry what its first visitor brought along. */
str web_path_in(const struct web *w, enum lang lang)
{
    struct buf out = buf_new(w->ctx.arena, KB(16));
    struct str_pair rest = { .tail = w->request->query, .found = w->request->query.size != 0 };
    char before = '?';
    buf_add(&out, in_lang(w->ctx.arena, lang, w->page_path));
    while (rest.found) {
        rest = str_cut(rest.tail, '&');
        if (is_declared(w, str_cut(rest.head, '=').head)) {
            buf_add_char(&out, before);
            buf_add(&out, rest.head);
            before = '&';
        }
    }
    return buf_str(&out);
}

str web_text(const struct web *w, const char *msgid)
{
    return text_of(w->ctx.lang, str_of(msgid));
}

void web_set_cookie(struct web *w, str name, str value, int64_t max_age_s)
{
    CHECK(w->set_cookie_count < COUNT(w->set_cookie));
    w->set_cookie[w->set_cookie_count++] =
        str_format(w->ctx.arena, "%.*s=%.*s; Path=/; Max-Age=%" PRId64 "; HttpOnly; SameSite=Lax%s",
                   STR_ARG(name), STR_ARG(value), max_age_s, w->request->is_tls ? "; Secure" : "");
}

void web_redirect(struct web *w, str path)
{
    w->location = path;
}

void web_refuse_text(struct web *w, str field, str text)
{
    if (field.size == 0) {
        w->form_state.error = text;
        return;
    }
    if (w->form_state.errors == NULL) {
        w->form_state.errors = value_list(w->ctx.arena);
    }
    form_refuse(w->ctx.arena, &w->form_state, field, text);
}

enum err web_refuse(struct web *w, enum err e, str field, const char *msgid)
{
    web_refuse_text(w, field, web_text(w, msgid));
    return e;
}

void web_raw(struct web *w, str type, str body)
{
    w->is_raw = true;
    w->raw_type = type;
    w->raw_body = body;
}

struct form_state web_form_state(const struct web *w, const struct form *form)
{
    return w->form_state.form == form ? w->form_state : form_blank(w->ctx.arena, form);
}
