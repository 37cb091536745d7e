/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - the shop's terms in the back office: parameters, preview, what the law grants, history. */
#include "web/admin/policies.h"

#include "base/html.h"
#include "core/event.h"
#include "core/staff.h"
#include "web/shop/show.h"

static const struct model_field item_fields[] = {
    SHOW(TEXT, "kind"), SHOW(TEXT, "title"), PAGE_ONLY(TEXT, "href_url"), SHOW(INT, "version"),
    SHOW_OR_NULL(INSTANT, "effective_at"), SHOW_OR_NULL(TEXT, "by"),
};
static const struct model item_model = MODEL("policy_item", item_fields);
static const struct model_field policies_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "policies", .of = &item_model),
};
const struct model admin_policies_model = MODEL("admin_policies", policies_fields);

static const struct model_field param_fields[] = {
    SHOW(TEXT, "name"), SHOW(TEXT, "label"), SHOW(TEXT, "value"), SHOW(TEXT, "kind"),
    SHOW_OR_NULL(INT, "min"), SHOW_OR_NULL(INT, "max"), SHOW_OR_NULL(TEXT, "choices"),
};
static const struct model param_model = MODEL("policy_param", param_fields);
static const struct model_field floor_fields[] = {
    SHOW(TEXT, "param"), SHOW(TEXT, "text"), SHOW(TEXT, "rule"),
};
static const struct model floor_model = MODEL("law_floor", floor_fields);
static const struct model_field change_fields[] = {
    SHOW(TEXT, "param"), SHOW(TEXT, "label"), SHOW_OR_NULL(TEXT, "before"), SHOW(TEXT, "after"),
};
static const struct model change_model = MODEL("policy_change", change_fields);
static const struct model_field version_fields[] = {
    SHOW(INT, "version"), SHOW(INSTANT, "effective_at"), SHOW_OR_NULL(TEXT, "by"), PAGE_ONLY(TEXT, "href_url"),
    SHOW(BOOL, "is_current"), SHOW(LIST, "changes", .of = &change_model),
};
static const struct model version_model = MODEL("policy_version_entry", version_fields);
static const struct model_field preview_fields[] = { SHOW(TEXT, "id_html"), SHOW(TEXT, "en_html"), SHOW(BOOL, "is_same") };
static const struct model preview_model = MODEL("policy_preview", preview_fields);
static const struct model_field policy_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "list_url"), PAGE_ONLY(TEXT, "public_url"),
    SHOW(TEXT, "kind"), SHOW(TEXT, "title"), SHOW(INT, "version"), SHOW_OR_NULL(INSTANT, "effective_at"),
    PAGE_ONLY(OBJECT, "form"), SHOW(LIST, "params", .of = &param_model), SHOW(LIST, "presets", .of = &preset_model),
    SHOW_OR_NULL(OBJECT, "past", .of = &past_orders_model), SHOW(LIST, "floors", .of = &floor_model),
    SHOW_OR_NULL(OBJECT, "preview", .of = &preview_model), SHOW(LIST, "versions", .of = &version_model),
};
const struct model admin_policy_model = MODEL("admin_policy", policy_fields);

/* ---- who published what ---- */

/* The version an event of policy.published tells of; 0: another event. */
static int64_t published_version(struct web *w, const struct event *e)
{
    struct value *facts = NULL;
    str why = { 0 };
    bool is_it =
        str_eq(e->kind, S("policy.published")) && json_read(w->ctx.arena, e->facts, &facts, &why);
    return is_it ? value_int(facts, S("version"), 0) : 0;
}

static enum err read_events(struct web *w, enum policy_kind kind, struct event_list *out)
{
    str subject = str_join(w->ctx.arena, S("policy:"), policy_kind_name(kind));
    return event_list(&w->ctx, subject, (event_id){ 0 }, out);
}

static str person_text(struct web *w, const struct actor *actor)
{
    struct staff staff = { 0 };
    str role = office_role_text(w, actor->role);
    bool is_found = actor->id > 0 && staff_get(&w->ctx, (staff_id){ actor->id }, &staff) == OK;
    return is_found ? str_format(w->ctx.arena, "%.*s, %.*s", STR_ARG(staff.name), STR_ARG(role))
                    : role;
}

static str publisher_of(struct web *w, const struct event_list *events, int64_t version)
{
    for (size_t i = events->count; i > 0; i--) {
        const struct event *e = &events->item[i - 1];
        if (published_version(w, e) == version) {
            return person_text(w, &e->actor);
        }
    }
    return (str){ 0 };
}

/* ---- the list ---- */

static enum err show_item(struct web *w, enum policy_kind kind, struct value *list)
{
    struct arena *a = w->ctx.arena;
    struct policy p = { .kind = kind };
    struct event_list events = { 0 };
    enum err e = policy_current(&w->ctx, kind, &p);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    TRY(read_events(w, kind, &events));
    struct value *node = value_add_object(a, list);
    value_set_text(a, node, S("kind"), policy_kind_name(kind));
    value_set_text(a, node, S("title"), policy_kind_label(kind, w->ctx.lang));
    value_set_text(a, node, S("href_url"), admin_policy_url(w, kind));
    value_set_int(a, node, S("version"), p.version);
    value_set_instant(a, node, S("effective_at"), p.at);
    show_text_or_null(w, node, S("by"), publisher_of(w, &events, p.version));
    return OK;
}

enum err admin_policies(struct web *w)
{
    struct value *list = value_set_list(w->ctx.arena, office_page(w), S("policies"));
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        TRY(show_item(w, kind, list));
    }
    return OK;
}

/* ---- history ---- */

static str value_printed(struct web *w, const struct policy *p, const struct policy_param *param)
{
    str name = str_of(param->name);
    if (value_get(p->params, name) == NULL) {
        return (str){ 0 };
    }
    if (param->kind == PARAM_BOOL) {
        return policy_bool(p, name) ? web_text(w, "Yes") : web_text(w, "No");
    }
    int64_t number = policy_int(p, name);
    return param->kind == PARAM_CHOICE ? admin_policy_choice(w, policy_choice(param, number))
                                       : str_of_int(w->ctx.arena, number);
}

static void show_changes(struct web *w, const struct policy *now, const struct policy *before,
                         struct value *list)
{
    struct arena *a = w->ctx.arena;
    size_t count = 0;
    const struct policy_param *param = policy_params(now->kind, &count);
    for (size_t i = 0; i < count; i++) {
        str was = before == NULL ? (str){ 0 } : value_printed(w, before, &param[i]);
        str is = value_printed(w, now, &param[i]);
        if (before == NULL || str_eq(was, is)) {
            continue;
        }
        struct value *node = value_add_object(a, list);
        value_set_text(a, node, S("param"), str_of(param[i].name));
        value_set_text(a, node, S("label"), admin_policy_label(w, &param[i]));
        show_text_or_null(w, node, S("before"), was);
        value_set_text(a, node, S("after"), is);
    }
}

static enum err show_versions(struct web *w, enum policy_kind kind, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct policy_list all = { 0 };
    struct event_list events = { 0 };
    TRY(policy_list(&w->ctx, kind, &all));
    TRY(read_events(w, kind, &events));
    struct value *list = value_set_list(a, m, S("versions"));
    for (size_t i = 0; i < all.count; i++) {
        const struct policy *p = &all.item[i];
        struct value *node = value_add_object(a, list);
        value_set_int(a, node, S("version"), p->version);
        value_set_instant(a, node, S("effective_at"), p->at);
        show_text_or_null(w, node, S("by"), publisher_of(w, &events, p->version));
        value_set_text(a, node, S("href_url"),
                       web_path(w, "/policies/%.*s?version=%" PRId64,
                                STR_ARG(policy_kind_name(kind)), p->version));
        value_set_bool(a, node, S("is_current"), i == 0);
        show_changes(w, p, i + 1 < all.count ? &all.item[i + 1] : NULL,
                     value_set_list(a, node, S("changes")));
    }
    return OK;
}

/* ---- one kind ---- */

static void show_floors(struct web *w, enum policy_kind kind, struct value *m)
{
    struct arena *a = w->ctx.arena;
    size_t count = 0;
    str law = law_of_country(w->ctx.shop->country);
    const struct law_floor *floor = law_floors(&count);
    struct value *list = value_set_list(a, m, S("floors"));
    for (size_t i = 0; i < count; i++) {
        if (floor[i].kind == kind && str_eq(law, str_of(floor[i].law))) {
            struct value *node = value_add_object(a, list);
            value_set_text(a, node, S("param"), str_of(floor[i].param));
            value_set_text(a, node, S("text"), str_of(floor[i].text[w->ctx.lang]));
            value_set_text(a, node, S("rule"), str_of(floor[i].rule));
        }
    }
}

static enum err show_preview(struct web *w, const struct policy *draft,
                             const struct policy *current, struct value *m)
{
    struct arena *a = w->ctx.arena;
    if (draft == NULL) {
        value_set_null(a, m, S("preview"));
        return OK;
    }
    struct value *node = value_set_object(a, m, S("preview"));
    value_set_text(a, node, S("id_html"), html_of_markdown(a, draft->text[LANG_ID]));
    value_set_text(a, node, S("en_html"), html_of_markdown(a, draft->text[LANG_EN]));
    value_set_bool(a, node, S("is_same"), str_eq(draft->hash, current->hash));
    return OK;
}

enum err admin_policy_kind(struct web *w, enum policy_kind *out)
{
    return policy_kind_of(web_param(w, S("kind")), out) ? OK : ERR_NOT_FOUND;
}

str admin_policy_url(struct web *w, enum policy_kind kind)
{
    return web_path(w, "/admin/policies/%.*s", STR_ARG(policy_kind_name(kind)));
}

enum err admin_policy_show(struct web *w, enum policy_kind kind, const struct policy *draft)
{
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct policy current = { .kind = kind, .params = value_object(a) };
    enum err e = policy_current(&w->ctx, kind, &current);
    if (e != ERR_NOT_FOUND) {
        TRY(e);
    }
    value_set_text(a, m, S("list_url"), web_path(w, "/admin/policies"));
    value_set_text(a, m, S("public_url"),
                   web_path(w, "/policies/%.*s", STR_ARG(policy_kind_name(kind))));
    value_set_text(a, m, S("kind"), policy_kind_name(kind));
    value_set_text(a, m, S("title"), policy_kind_label(kind, w->ctx.lang));
    value_set_int(a, m, S("version"), current.version);
    value_set_instant(a, m, S("effective_at"), current.at);
    admin_policy_form_show(w, &current, m);
    TRY(admin_presets_show(w, &current, draft, m));
    show_floors(w, kind, m);
    TRY(show_preview(w, draft, &current, m));
    return show_versions(w, kind, m);
}

enum err admin_policy_page(struct web *w)
{
    enum policy_kind kind = POLICY_TERMS;
    TRY(admin_policy_kind(w, &kind));
    return admin_policy_show(w, kind, NULL);
}
