/* SPDX-License-Identifier: Apache-2.0 */
/* office.c - the parts that the pages of the back office share. */
#include "web/admin/office.h"

#include "web/shop/show.h"
#include "web/text.h"

static const struct field ask_fields[] = {
    FIELD(TEXT, struct office_ask, q, 0, 100, "", .label = "Search", .is_optional = true, .type = "search"),
    FIELD(TEXT, struct office_ask, state, 0, 20, "", .is_optional = true, .type = "hidden"),
    FIELD(TEXT, struct office_ask, kind, 0, 60, "", .label = "Kind", .is_optional = true),
    FIELD(TEXT, struct office_ask, cursor, 0, 200, "", .is_optional = true),
    FIELD(TEXT, struct office_ask, done, 0, 20, "", .is_optional = true),
    FIELD(INT, struct office_ask, before, 0, INT64_MAX, "", .is_optional = true),
    FIELD(INT, struct office_ask, pick, 0, INT64_MAX, "", .is_optional = true),
};
const struct form office_query = QUERY_FORM("office_query", ask_fields, struct office_ask);

static const struct {
    const char *done;
    str text;
} messages[] = {
    { "saved", T_INIT("Saved.") },
    { "published", T_INIT("Published. New orders are bought under it.") },
    { "confirmed", T_INIT("The money is confirmed. The promise to ship runs from now on.") },
    { "part",
      T_INIT("The part that came is booked. The buyer is told what is missing and until when.") },
    { "more", T_INIT("The money is confirmed, and what was too much is promised back. The promise "
                     "to ship runs from now on.") },
    { "too_late",
      T_INIT("The money is booked. It came after the order had ended, so it is promised back.") },
    { "owed_back", T_INIT("The money is booked, and promised back to the buyer.") },
    { "rejected", T_INIT("Written down: the money is not there yet. The buyer is told.") },
    { "packed", T_INIT("Packed.") },
    { "shipped", T_INIT("Sent. The buyer's page shows it.") },
    { "corrected", T_INIT("Corrected. The buyer is told anew.") },
    { "unshipped", T_INIT("The parcel is taken back. The promise to ship is open again.") },
    { "again", T_INIT("The mail is on its way again. Reload the page to see what came of it.") },
    { "tracked", T_INIT("The tracking news is written down.") },
    { "delivered", T_INIT("Written down as delivered.") },
    { "canceled", T_INIT("The order is cancelled.") },
    { "refund", T_INIT("The refund is promised. Pay it, then write down the reference.") },
    { "refunded", T_INIT("Written down: the money went back.") },
    { "tested", T_INIT("The test mail is on its way. Reload the page to see what came of it.") },
    { "qris", T_INIT("The QRIS is read and kept.") },
    { "video", T_INIT("The video is stored.") },
    { "sent", T_INIT("Recorded as sent.") },
    { "entered", T_INIT("The order is entered. Send the buyer the link below.") },
    { "made", T_INIT("Made. Add variants and pictures next.") },
    { "uploaded", T_INIT("The picture is stored.") },
    { "removed", T_INIT("Removed.") },
    { "retried", T_INIT("It is tried again now.") },
    { "lifted", T_INIT("The step is lifted. The buyer is told.") },
    { "returned", T_INIT("Written down: the parcel is back at the shop.") },
    { "dropped", T_INIT("Given up.") },
    { "out", T_INIT("You are logged out.") },
    { "clock", T_INIT("The clock is right: what was due follows now.") },
};

const struct office_ask *office_ask_of(struct web *w)
{
    static const struct office_ask nothing = { 0 };
    return w->route->query == &office_query && w->query != NULL ? w->query : &nothing;
}

struct value *office_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    const struct office_ask *ask = office_ask_of(w);
    str text = { 0 };
    for (size_t i = 0; i < COUNT(messages) && !w->is_back; i++) {
        text = str_eq(ask->done, str_of(messages[i].done)) ? text_of(w->ctx.lang, messages[i].text)
                                                           : text;
    }
    w->model = value_object(a);
    show_text_or_null(w, w->model, S("message"), text);
    show_text_or_null(w, w->model, S("csrf_token"), w->csrf_token);
    return w->model;
}

void office_done(struct web *w, str path, const char *done)
{
    web_redirect(w, str_format(w->ctx.arena, "%.*s?done=%s", STR_ARG(path), done));
}

void office_tabs(struct web *w, struct value *m, const char *path, const struct office_tab *tab,
                 size_t count, str current)
{
    struct arena *a = w->ctx.arena;
    struct value *tabs = value_set_list(a, m, S("tabs"));
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_add_object(a, tabs);
        bool is_first = tab[i].state[0] == '\0';
        value_set_text(a, one, S("name"), text_of(w->ctx.lang, tab[i].name));
        value_set_text(a, one, S("href_url"),
                       web_path(w, "%s%s%s", path, is_first ? "" : "?state=", tab[i].state));
        value_set_bool(a, one, S("is_current"), str_eq(current, str_of(tab[i].state)));
        if (tab[i].count < 0) {
            value_set_null(a, one, S("count"));
        } else {
            value_set_int(a, one, S("count"), tab[i].count);
        }
    }
}

bool office_is_refused(const struct web *w, const struct form *form)
{
    return w->is_back && w->form_state.form == form;
}

static struct value *show(struct web *w, struct value *m, const char *name, const struct form *form,
                          const void *values, str action, bool is_typed)
{
    struct form_env env = { w->ctx.lang, w->ctx.shop->zone, w->ctx.shop->currency };
    struct arena *a = w->ctx.arena;
    struct form_state state = is_typed         ? w->form_state
                              : values == NULL ? form_blank(a, form)
                                               : form_of(a, form, &env, values);
    return value_set(m, str_of(name), form_model(a, &state, action, w->csrf_token, w->ctx.lang));
}

struct value *office_form(struct web *w, struct value *m, const char *name, const struct form *form,
                          const void *values, str action)
{
    return show(w, m, name, form, values, action, office_is_refused(w, form));
}

struct value *office_form_of(struct web *w, struct value *m, const char *name,
                             const struct form *form, const void *values, str action,
                             const char *param, int64_t id)
{
    int64_t asked = 0;
    bool is_this = str_to_int(web_param(w, str_of(param)), &asked) && asked == id;
    return show(w, m, name, form, values, action, is_this && office_is_refused(w, form));
}

struct value *office_button(struct web *w, struct value *m, const char *name, str action)
{
    struct arena *a = w->ctx.arena;
    struct value *node = value_set_object(a, m, str_of(name));
    value_set_text(a, node, S("action_url"), action);
    show_text_or_null(w, node, S("csrf_token"), w->csrf_token);
    value_set_null(a, node, S("error"));
    return node;
}

struct value *office_take(struct value *object, str name)
{
    struct value *previous = NULL;
    for (struct value *node = object->children.first; node != NULL;
         previous = node, node = node->next) {
        if (!str_eq(node->name, name)) {
            continue;
        }
        if (previous == NULL) {
            object->children.first = node->next;
        } else {
            previous->next = node->next;
        }
        if (object->children.last == node) {
            object->children.last = previous;
        }
        object->count--;
        node->next = NULL;
        return node;
    }
    return NULL;
}

void office_next(struct web *w, struct value *m, const char *path, str name, str cursor)
{
    struct arena *a = w->ctx.arena;
    const struct office_ask *ask = office_ask_of(w);
    str url = str_format(a, "%s?state=%.*s&q=%.*s&kind=%.*s", path,
                         STR_ARG(str_escape_url(a, ask->state)), STR_ARG(str_escape_url(a, ask->q)),
                         STR_ARG(str_escape_url(a, ask->kind)));
    bool is_first = ask->cursor.size == 0 && ask->before == 0;
    show_text_or_null(w, m, S("first_url"),
                      is_first ? (str){ 0 } : web_path(w, "%.*s", STR_ARG(url)));
    show_text_or_null(w, m, S("next_url"),
                      cursor.size == 0 ? cursor
                                       : web_path(w, "%.*s&%.*s=%.*s", STR_ARG(url), STR_ARG(name),
                                                  STR_ARG(str_escape_url(a, cursor))));
    show_text_or_null(w, m, S("next"), cursor);
}

enum err office_id(struct web *w, const char *param, int64_t *out)
{
    int64_t id = 0;
    if (!str_to_int(web_param(w, str_of(param)), &id) || id <= 0) {
        return ERR_NOT_FOUND;
    }
    *out = id;
    return OK;
}

bool office_may(const struct web *w, uint32_t roles)
{
    return (roles & 1u << w->ctx.actor.role) != 0;
}

bool office_may_open(struct web *w, str path)
{
    struct route_hit hit = { 0 };
    if (route_find(w->ctx.arena, S("GET"), path, false, &hit) != ROUTE_FOUND) {
        return false;
    }
    bool is_case = hit.route->guard == GUARD_CASE_LINK;
    return office_may(w, is_case ? ROLES_CARE : hit.route->roles);
}

str office_role_text(const struct web *w, enum role role)
{
    static const str texts[ROLE_COUNT] = {
        [ROLE_OWNER] = T_INIT("Owner"),
        [ROLE_MANAGER] = T_INIT("Manager"),
        [ROLE_CARE] = T_INIT("Customer care"),
        [ROLE_FULFILMENT] = T_INIT("Packing and sending"),
        [ROLE_PRIVACY] = T_INIT("Data protection"),
        [ROLE_AUDITOR] = T_INIT("Auditor"),
        [ROLE_SYSTEM] = T_INIT("The program"),
    };
    return texts[role].size == 0 ? role_name(role) : text_of(w->ctx.lang, texts[role]);
}
