/* SPDX-License-Identifier: Apache-2.0 */
/* policy.c - the shop's terms, every version of them. */
#include "core/policy.h"

#include "base/html.h"
#include "web/shop/card.h"
#include "web/shop/pages.h"
#include "web/shop/terms.h"

struct policy_ask {
    int64_t version;
};
static const struct field policy_query_fields[] = {
    FIELD(INT, struct policy_ask, version, 0, 100000, "Not a version we know.", .label = "Version", .is_optional = true),
};
const struct form policy_query = QUERY_FORM("policy_query", policy_query_fields, struct policy_ask);

static const struct model_field summary_fields[] = { SHOW(TEXT, "text") };
static const struct model summary_model = MODEL("policy_summary", summary_fields);
static const struct model_field version_fields[] = {
    SHOW(INT, "version"), SHOW(DATE, "effective_at"), PAGE_ONLY(TEXT, "href_url"), PAGE_ONLY(BOOL, "is_shown"),
};
static const struct model version_model = MODEL("policy_version", version_fields);
static const struct model_field policy_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    SHOW(TEXT, "kind"),
    SHOW(TEXT, "title"),
    SHOW(INT, "version"),
    SHOW(DATE, "effective_at"),
    SHOW(BOOL, "is_current"),
    PAGE_ONLY(TEXT, "current_url"),
    SHOW(LIST, "summary", .of = &summary_model),
    SHOW(TEXT, "body_html"),
    SHOW(TEXT, "hash", .note = "SHA-256 of the parameters and both texts."),
    SHOW(LIST, "versions", .of = &version_model),
};
const struct model policy_model = MODEL("policy", policy_fields);

/* The parameters that are enforced, as the table of the kind words them. */
static str param_text(struct web *w, const struct policy_param *param, int64_t number)
{
    struct arena *a = w->ctx.arena;
    const char *label = web_is_indonesian(w) ? param->indonesian : param->english;
    switch (param->kind) {
    case PARAM_BOOL:
        return str_format(a, "%s: %.*s", label,
                          STR_ARG(number != 0 ? say(w, T("yes")) : say(w, T("no"))));
    case PARAM_INT:
        return str_format(a, "%s: %" PRId64, label, number);
    case PARAM_CHOICE:
        break;
    }
    struct str_pair choice = { .tail = str_of(param->choices) };
    for (int64_t i = 0; i <= number; i++) {
        choice = str_cut(choice.tail, ' ');
    }
    str word = str_eq(choice.head, S("delivery"))  ? say(w, T("the day it is received"))
               : str_eq(choice.head, S("payment")) ? say(w, T("the day it is paid"))
                                                   : choice.head;
    return str_format(a, "%s: %.*s", label, STR_ARG(word));
}

static void show_summary(struct web *w, const struct policy *p, struct value *model)
{
    size_t count = 0;
    const struct policy_param *param = policy_params(p->kind, &count);
    struct value *list = value_set_list(w->ctx.arena, model, S("summary"));
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_add_object(w->ctx.arena, list);
        int64_t number = param[i].kind == PARAM_BOOL ? policy_bool(p, str_of(param[i].name))
                                                     : policy_int(p, str_of(param[i].name));
        value_set_text(w->ctx.arena, one, S("text"), param_text(w, &param[i], number));
    }
}

static enum err show_versions(struct web *w, const struct policy *shown, int64_t *current,
                              struct value *model)
{
    struct arena *a = w->ctx.arena;
    struct policy_list all = { 0 };
    TRY(policy_list(&w->ctx, shown->kind, &all));
    str kind = policy_kind_name(shown->kind);
    struct value *list = value_list(a);
    for (size_t i = 0; i < all.count; i++) {
        struct value *one = value_add_object(a, list);
        value_set_int(a, one, S("version"), all.item[i].version);
        value_set_date(a, one, S("effective_at"), zone_days(w->ctx.shop->zone, all.item[i].at));
        value_set_text(
            a, one, S("href_url"),
            web_path(w, "/policies/%.*s?version=%" PRId64, STR_ARG(kind), all.item[i].version));
        value_set_bool(a, one, S("is_shown"), all.item[i].version == shown->version);
        *current = all.item[i].version > *current ? all.item[i].version : *current;
    }
    value_set(model, S("versions"), list);
    return OK;
}

static enum err read_policy(struct web *w, struct policy *out)
{
    const struct policy_ask *ask = w->query;
    enum policy_kind kind = POLICY_TERMS;
    if (!policy_kind_of(web_param(w, S("kind")), &kind)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "no such policy");
    }
    return ask->version == 0 ? policy_current(&w->ctx, kind, out)
                             : policy_get(&w->ctx, kind, ask->version, out);
}

enum err policy_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct policy p = { 0 };
    int64_t current = 0;
    TRY(read_policy(w, &p));
    struct value *model = w->model = value_object(a);
    web_tag(w, S("policy"));
    web_tag(w, S("shop"));
    str title = policy_kind_label(p.kind, w->ctx.lang);
    str text = p.text[w->ctx.lang].size != 0 ? p.text[w->ctx.lang] : p.text[LANG_ID];
    str html = html_of_markdown(a, text);
    str meta = html_text(a, html, 160);
    TRY(show_versions(w, &p, &current, model));
    value_set_text(a, model, S("meta_description"), meta.size != 0 ? meta : title);
    value_set_text(a, model, S("kind"), policy_kind_name(p.kind));
    value_set_text(a, model, S("title"), title);
    value_set_int(a, model, S("version"), p.version);
    value_set_date(a, model, S("effective_at"), zone_days(w->ctx.shop->zone, p.at));
    value_set_bool(a, model, S("is_current"), p.version == current);
    value_set_text(a, model, S("current_url"),
                   web_path(w, "/policies/%.*s", STR_ARG(policy_kind_name(p.kind))));
    value_set_text(a, model, S("body_html"), html);
    value_set_text(a, model, S("hash"), p.hash);
    show_summary(w, &p, model);
    return OK;
}
