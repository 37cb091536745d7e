/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/decision.h"

#include "core/attachment.h"
#include "core/link.h"
#include "web/admin/office.h"
#include "web/app.h"
#include "web/attachment.h"
#include "web/care/complaint.h"
#include "web/shop/claim.h"
#include "web/shop/show.h"
#include "web/shop/standing.h"
#include "web/text.h"

/* What each room tells of its cases; a room adds its row here. */
static decision_story *const stories[DECISION_KIND_COUNT] = {
    [DECISION_CLAIM] = claim_story,
    [DECISION_COMPLAINT] = complaint_story,
    [DECISION_STANDING] = standing_story,
};

struct decision_ask {
    str key;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct decision_ask, key, 0, 64, "", .is_optional = true),
};
const struct form decision_query = QUERY_FORM("decision_link", ask_fields, struct decision_ask);

struct verdict_input {
    str verdict, reasons;
};
static const struct form_option verdicts[] = {
    { "upheld", "The buyer is right, wholly or in part" },
    { "rejected", "The shop is right" },
};
static const struct field verdict_fields[] = {
    FIELD(CHOICE, struct verdict_input, verdict, 1, 20, "Please choose.", .label = "Decision", OPTIONS(verdicts)),
    FIELD(LINES, struct verdict_input, reasons, 10, 4000, "Please give reasons, in at least 10 characters.", .label = "Reasons",
          .hint = "Both sides read them."),
};
const struct form decision_form = FORM("decision", verdict_fields, struct verdict_input);

static const struct model_field story_fields[] = {
    SHOW(TEXT, "who"), SHOW_OR_NULL(INSTANT, "at"), SHOW_OR_NULL(TEXT, "text"),
};
static const struct model story_model = MODEL("decision_step", story_fields);
static const struct model_field file_fields[] = {
    SHOW(TEXT, "type"), SHOW(TEXT, "hash"), SHOW(TEXT, "by"), PAGE_ONLY(TEXT, "file_url"), PAGE_ONLY(BOOL, "is_picture"),
    PAGE_ONLY(BOOL, "is_video"),
};
static const struct model file_model = MODEL("decision_file", file_fields);
static const struct model_field decision_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "kind_text"), SHOW(TEXT, "title"), SHOW_OR_NULL(TEXT, "wish"),
    SHOW(INSTANT, "asked_at"), SHOW(INSTANT, "due_at"), SHOW_OR_NULL(INSTANT, "decided_at"), SHOW(TEXT, "decided_by"),
    PAGE_ONLY(TEXT, "decided_by_text"), SHOW_OR_NULL(BOOL, "is_upheld"), SHOW_OR_NULL(TEXT, "reasons"), SHOW(BOOL, "is_final"),
    SHOW(LIST, "story", .of = &story_model), SHOW(LIST, "files", .of = &file_model), PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(BOOL, "can_decide"), PAGE_ONLY(INSTANT, "same_person_from_at"),
};
const struct model decision_model = MODEL("decision", decision_fields);

static bool is_reviewer(const struct web *w)
{
    return w->order_key.size != 0;
}

/* From outside comes a reviewer, not a buyer: the vault's matrix gives them texts and evidence, nothing else. */
static enum err decision_of_path(struct web *w, struct decision *out)
{
    if (is_reviewer(w)) {
        w->ctx.actor = (struct actor){ ROLE_REVIEWER, 0 };
    }
    return decision_by_number(&w->ctx, web_param(w, S("number")), out);
}

static str path_of(struct web *w, const struct decision *d, const char *rest)
{
    str key = is_reviewer(w) ? str_join(w->ctx.arena, S("?key="), w->order_key) : (str){ 0 };
    return web_path(w, "/decisions/%.*s%s%.*s", STR_ARG(d->number), rest, STR_ARG(key));
}

void decision_story_add(struct web *w, struct value *story, str who, int64_t at, str text)
{
    struct value *node = value_add_object(w->ctx.arena, story);
    value_set_text(w->ctx.arena, node, S("who"), who);
    value_set_instant(w->ctx.arena, node, S("at"), at);
    show_text_or_null(w, node, S("text"), text);
}

static enum err show_files(struct web *w, const struct decision *d, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct attachment_list list = { 0 };
    TRY(attachment_list(&w->ctx, d->subject, &list));
    struct value *files = value_set_list(a, m, S("files"));
    for (size_t i = 0; i < list.count; i++) {
        const struct attachment *file = &list.item[i];
        struct value *node = value_add_object(a, files);
        str rest = str_format(a, "/files/%" PRId64, file->id.v);
        value_set_text(a, node, S("type"), file->type);
        value_set_text(a, node, S("hash"), file->hash);
        value_set_text(a, node, S("by"), role_name(file->by));
        value_set_text(a, node, S("file_url"), path_of(w, d, str_c(a, rest)));
        value_set_bool(a, node, S("is_picture"), attachment_is_picture(file));
        value_set_bool(a, node, S("is_video"), attachment_is_video(file));
    }
    return OK;
}

static enum err show_story(struct web *w, const struct decision *d, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *story = value_set_list(a, m, S("story"));
    if (stories[d->kind] != NULL) {
        TRY(stories[d->kind](w, d, m, story));
    }
    if (value_get(m, S("title")) == NULL) {
        value_set_text(a, m, S("title"), decision_kind_label(d->kind, w->ctx.lang));
    }
    if (value_get(m, S("wish")) == NULL) {
        value_set_null(a, m, S("wish"));
    }
    return OK;
}

static enum err show_reasons(struct web *w, const struct decision *d, struct value *m)
{
    str text = { 0 };
    if (d->reasons.v != 0) {
        TRY(vault_text_read(&w->ctx, d->reasons, PURPOSE_DECIDE, &text));
    }
    show_text_or_null(w, m, S("reasons"), text);
    return OK;
}

/* One who had a hand in it may only after a day, and only where nobody else can. */
static enum err show_right(struct web *w, const struct decision *d, struct value *m)
{
    struct arena *a = w->ctx.arena;
    enum decider waits = DECIDER_NONE;
    int64_t from_at = 0;
    bool may = false;
    bool is_theirs = is_reviewer(w) == decision_has_reviewer(&w->ctx);
    TRY(decision_waits_for(&w->ctx, d, &waits, &from_at));
    TRY(decision_may(&w->ctx, d, is_reviewer(w), &may));
    bool is_later = !may && is_theirs && waits == DECIDER_SAME && d->decided_at == 0;
    value_set_bool(a, m, S("can_decide"), may && d->decided_at == 0);
    value_set_instant(a, m, S("same_person_from_at"), is_later ? from_at : 0);
    return OK;
}

static void show_facts(struct web *w, const struct decision *d, struct value *m)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, m, S("number"), d->number);
    value_set_text(a, m, S("kind"), decision_kind_name(d->kind));
    value_set_text(a, m, S("kind_text"), decision_kind_label(d->kind, w->ctx.lang));
    value_set_instant(a, m, S("asked_at"), d->asked_at);
    value_set_instant(a, m, S("due_at"), d->due_at);
    value_set_instant(a, m, S("decided_at"), d->decided_at);
    value_set_text(a, m, S("decided_by"), decider_name(d->by));
    value_set_text(a, m, S("decided_by_text"), decider_label(d->by, w->ctx.lang));
    if (d->decided_at != 0) {
        value_set_bool(a, m, S("is_upheld"), d->is_upheld);
    } else {
        value_set_null(a, m, S("is_upheld"));
    }
    value_set_bool(a, m, S("is_final"), d->is_final);
}

static enum err show(struct web *w, const struct decision *d)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    struct form_state state = web_form_state(w, &decision_form);
    show_facts(w, d, m);
    TRY(show_story(w, d, m));
    TRY(show_files(w, d, m));
    TRY(show_reasons(w, d, m));
    TRY(show_right(w, d, m));
    value_set(m, S("form"), form_model(a, &state, path_of(w, d, ""), w->csrf_token, w->ctx.lang));
    w->model = m;
    return OK;
}

enum err decision_page(struct web *w)
{
    struct decision d = { 0 };
    TRY(decision_of_path(w, &d));
    return show(w, &d);
}

enum err decision_post(struct web *w)
{
    const struct verdict_input *in = w->form;
    struct decision d = { 0 };
    TRY(decision_of_path(w, &d));
    struct decision_verdict v = { .is_upheld = str_eq(in->verdict, S("upheld")), .reasons = in->reasons, .is_reviewer = is_reviewer(w) };
    TRY(decision_decide(&w->ctx, w->app->options.hooks.decisions, d.id, &v));
    w->resource = d.number;
    web_redirect(w, path_of(w, &d, ""));
    TRY(decision_get(&w->ctx, d.id, &d));
    return show(w, &d);
}

enum err decision_again(struct web *w)
{
    return decision_page(w);
}

/* Evidence: shown or downloaded, never run. */
enum err decision_file(struct web *w)
{
    struct decision d = { 0 };
    int64_t id = 0;
    TRY(decision_of_path(w, &d));
    TRY(office_id(w, "file", &id));
    return web_attachment(w, d.subject, (attachment_id){ id }, PURPOSE_DECIDE);
}

/* ---- for the people of the shop ---- */

static const struct model_field item_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "kind_text"), SHOW(INSTANT, "due_at"), SHOW(TEXT, "waits_for"),
    PAGE_ONLY(TEXT, "waits_for_text"), PAGE_ONLY(TEXT, "page_url"),
};
static const struct model item_model = MODEL("waiting_decision", item_fields);
static const struct model_field list_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), SHOW(LIST, "items", .of = &item_model),
};
const struct model admin_decisions_model = MODEL("waiting_decisions", list_fields);

static const str waiting_texts[DECIDER_COUNT] = {
    [DECIDER_STAFF] = T_INIT("another person of the shop"),
    [DECIDER_REVIEWER] = T_INIT("the outside reviewer"),
    [DECIDER_SAME] = T_INIT("nobody else: the same person after 24 hours"),
};

enum err admin_decisions(struct web *w)
{
    enum { SHOWN = 100 };
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct decision_list list = { 0 };
    TRY(decision_list_open(&w->ctx, SHOWN, &list));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        const struct decision *d = &list.item[i];
        struct value *node = value_add_object(a, items);
        enum decider waits = DECIDER_NONE;
        int64_t from_at = 0;
        TRY(decision_waits_for(&w->ctx, d, &waits, &from_at));
        value_set_text(a, node, S("number"), d->number);
        value_set_text(a, node, S("kind"), decision_kind_name(d->kind));
        value_set_text(a, node, S("kind_text"), decision_kind_label(d->kind, w->ctx.lang));
        value_set_instant(a, node, S("due_at"), d->due_at);
        value_set_text(a, node, S("waits_for"), decider_name(waits));
        value_set_text(a, node, S("waits_for_text"), text_of(w->ctx.lang, waiting_texts[waits]));
        value_set_text(a, node, S("page_url"), web_path(w, "/decisions/%.*s", STR_ARG(d->number)));
    }
    return OK;
}

/* ---- notices ---- */

static enum err decision_of_notice(struct web *w, const struct notice *n, struct decision *out)
{
    int64_t id = 0;
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &id)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    return decision_get(&w->ctx, (decision_id){ id }, out);
}

static enum err ask_reviewer(struct web *w, const struct notice *n, str title,
                             struct notice_text *out)
{
    struct decision d = { 0 };
    TRY(decision_of_notice(w, n, &d));
    if (d.decided_at != 0) {
        return fail(&w->ctx, ERR_STATE, "decision %" PRId64 " is decided", d.id.v);
    }
    str key = link_key(&w->ctx, str_join(w->ctx.arena, S("decision:"), d.number));
    out->title = title;
    notice_line(out, text_of(w->ctx.lang,
                             T("The shop named you as its outside reviewer. Please read what both "
                               "sides said and decide with reasons; both will read them.")));
    notice_line(out,
                text_of(w->ctx.lang, T("If nobody decides in time, the buyer's wish is granted.")));
    TRY(notice_promise(w, out, n->subject, PROMISE_DECIDE));
    out->url =
        web_absolute(w, web_path(w, "/decisions/%.*s?key=%.*s", STR_ARG(d.number), STR_ARG(key)));
    out->url_label = text_of(w->ctx.lang, T("Read and decide"));
    return OK;
}

enum err notice_decision_asked(struct web *w, const struct notice *n, struct notice_text *out)
{
    return ask_reviewer(w, n, text_of(w->ctx.lang, T("A case waits for your decision")), out);
}

enum err notice_decision_reminder(struct web *w, const struct notice *n, struct notice_text *out)
{
    return ask_reviewer(w, n, text_of(w->ctx.lang, T("A case still waits for your decision")), out);
}

enum err notice_decision_decided(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct decision d = { 0 };
    TRY(decision_of_notice(w, n, &d));
    out->title = text_of(w->ctx.lang, d.is_upheld ? T("The second decision is in your favour")
                                                  : T("The first decision stands"));
    notice_line(out, decider_label(d.by, w->ctx.lang));
    notice_line(out, text_of(w->ctx.lang, T("The reasons are on the page of your case.")));
    return OK;
}
