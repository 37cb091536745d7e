/* SPDX-License-Identifier: Apache-2.0 */
/* decision_shown.c - a second person's decision on the pages of the case it is about. */
#include "web/care/decision.h"
#include "web/shop/show.h"

static const struct model_field shown_fields[] = {
    SHOW(TEXT, "number"), SHOW(INSTANT, "due_at"), SHOW_OR_NULL(INSTANT, "decided_at"), SHOW(TEXT, "decided_by"),
    SHOW(TEXT, "decided_by_text"), SHOW_OR_NULL(BOOL, "is_upheld"), PERSONAL(TEXT, "reasons"), SHOW(BOOL, "is_final"),
    PAGE_ONLY(TEXT, "page_url"),
};
const struct model decision_shown_model = MODEL("second_decision", shown_fields);

/* Erased, or not for this role: the decision stays, its words do not. */
static enum err read_reasons(struct web *w, const struct decision *d, enum vault_purpose purpose,
                             str *out)
{
    str words = { 0 };
    enum err e = d->reasons.v == 0 ? OK : vault_text_read(&w->ctx, d->reasons, purpose, &words);
    TRY(e == ERR_NOT_FOUND || e == ERR_FORBIDDEN ? OK : e);
    *out = words;
    return OK;
}

enum err decision_show(struct web *w, str subject, enum vault_purpose purpose, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct decision d = { 0 };
    str reasons = { 0 };
    enum err e = decision_find(&w->ctx, subject, &d);
    if (e == ERR_NOT_FOUND) {
        value_set_null(a, m, S("decision"));
        return OK;
    }
    TRY(e);
    TRY(read_reasons(w, &d, purpose, &reasons));
    struct value *node = value_set_object(a, m, S("decision"));
    value_set_text(a, node, S("number"), d.number);
    value_set_text(a, node, S("page_url"), web_path(w, "/decisions/%.*s", STR_ARG(d.number)));
    value_set_instant(a, node, S("due_at"), d.due_at);
    value_set_instant(a, node, S("decided_at"), d.decided_at);
    value_set_text(a, node, S("decided_by"), decider_name(d.by));
    value_set_text(a, node, S("decided_by_text"), decider_label(d.by, w->ctx.lang));
    if (d.decided_at == 0) {
        value_set_null(a, node, S("is_upheld"));
    } else {
        value_set_bool(a, node, S("is_upheld"), d.is_upheld);
    }
    show_text_or_null(w, node, S("reasons"), reasons);
    value_set_bool(a, node, S("is_final"), d.is_final);
    return OK;
}
