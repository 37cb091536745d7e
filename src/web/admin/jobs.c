/* SPDX-License-Identifier: Apache-2.0 */
/* jobs.c - what waits to be done, and what could not be done. */
#include "core/job.h"
#include "core/override.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/shop/show.h"
#include "web/text.h"

static const struct model_field job_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "kind"), PAGE_ONLY(TEXT, "subject"), PAGE_ONLY(TEXT, "subject_url"), SHOW(TEXT, "state"),
    PAGE_ONLY(TEXT, "state_text"), PAGE_ONLY(BOOL, "is_done"), PAGE_ONLY(BOOL, "is_waiting"), PAGE_ONLY(BOOL, "is_dead"),
    SHOW(INT, "attempt"), SHOW(INSTANT, "made_at"), SHOW_OR_NULL(INSTANT, "run_at"), SHOW_OR_NULL(TEXT, "error"),
    PAGE_ONLY(TEXT, "retry_url"), PAGE_ONLY(OBJECT, "drop_form"),
};
static const struct model job_model = MODEL("job", job_fields);
static const struct model_field jobs_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(LIST, "tabs"), SHOW(LIST, "items", .of = &job_model),
    PAGE_ONLY(TEXT, "first_url"), PAGE_ONLY(TEXT, "next_url"), SHOW_OR_NULL(TEXT, "next"),
};
const struct model admin_jobs_model = MODEL("admin_jobs", jobs_fields);

struct drop_input {
    str reason;
};
static const struct field drop_fields[] = {
    FIELD(TEXT, struct drop_input, reason, OVERRIDE_REASON_MIN, OVERRIDE_REASON_MAX, "Please give a reason, 5 to 500 characters.",
          .label = "Reason", .hint = "Overrides are counted in the public figures.", .autocomplete = "off"),
};
const struct form admin_drop_form = FORM("drop_job", drop_fields, struct drop_input);

static const struct {
    str state, name;
    enum job_state job;
} states[] = {
    { S_INIT(""), T_INIT("Waiting"), JOB_WAITING },
    { S_INIT("dead"), T_INIT("Failed"), JOB_DEAD },
    { S_INIT("done"), T_INIT("Done"), JOB_DONE },
};

static void show_job(struct web *w, const struct job *j, str state_text, struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool is_dead = j->state == JOB_DEAD && office_may(w, ROLES_MANAGE);
    value_set_int(a, node, S("id"), j->id.v);
    value_set_text(a, node, S("kind"), j->kind);
    show_text_or_null(w, node, S("subject"), j->key);
    value_set_null(a, node, S("subject_url"));
    value_set_text(a, node, S("state"), job_state_name(j->state));
    value_set_text(a, node, S("state_text"), state_text);
    value_set_bool(a, node, S("is_done"), j->state == JOB_DONE);
    value_set_bool(a, node, S("is_waiting"), j->state == JOB_WAITING);
    value_set_bool(a, node, S("is_dead"), j->state == JOB_DEAD);
    value_set_int(a, node, S("attempt"), j->attempt);
    value_set_instant(a, node, S("made_at"), j->made_at);
    value_set_instant(a, node, S("run_at"), j->state == JOB_WAITING ? j->run_at : 0);
    show_text_or_null(w, node, S("error"), j->error);
    show_text_or_null(w, node, S("retry_url"),
                      is_dead ? web_path(w, "/admin/jobs/%" PRId64 "/retry", j->id.v)
                              : (str){ 0 });
    value_set_null(a, node, S("drop_form"));
    if (is_dead) {
        (void)office_take(node, S("drop_form"));
        office_form_of(w, node, "drop_form", &admin_drop_form, NULL,
                       web_path(w, "/admin/jobs/%" PRId64 "/drop", j->id.v), "id", j->id.v);
    }
}

static enum err show_tabs(struct web *w, struct value *m, str current)
{
    struct office_tab tabs[COUNT(states)];
    for (size_t i = 0; i < COUNT(states); i++) {
        tabs[i] = (struct office_tab){ states[i].state.at, states[i].name, 0 };
        TRY(job_count(&w->ctx, states[i].job, &tabs[i].count));
    }
    office_tabs(w, m, "/admin/jobs", tabs, COUNT(tabs), current);
    return OK;
}

enum err admin_jobs(struct web *w)
{
    enum { PAGE = 50 };
    const struct office_ask *ask = office_ask_of(w);
    struct arena *a = w->ctx.arena;
    struct value *m = office_page(w);
    struct job_list list = { 0 };
    size_t state = 0;
    for (size_t i = 0; i < COUNT(states); i++) {
        bool is_asked = str_eq(ask->state, states[i].state);
        bool is_refused = states[i].job == JOB_DEAD && office_is_refused(w, &admin_drop_form);
        state = is_asked || is_refused ? i : state;
    }
    TRY(job_list(&w->ctx, states[state].job, ask->before, PAGE, &list));
    TRY(show_tabs(w, m, states[state].state));
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        show_job(w, &list.item[i], text_of(w->ctx.lang, states[state].name),
                 value_add_object(a, items));
    }
    bool has_more = list.count == PAGE;
    office_next(w, m, "/admin/jobs", S("before"),
                has_more ? str_format(a, "%" PRId64, list.item[list.count - 1].id.v) : (str){ 0 });
    return OK;
}

static enum err answer(struct web *w, const char *done)
{
    TRY(admin_jobs(w));
    web_redirect(w, web_path(w, "/admin/jobs?state=dead&done=%s", done));
    return OK;
}

enum err admin_jobs_again(struct web *w)
{
    return answer(w, "saved");
}

enum err admin_job_retry(struct web *w)
{
    job_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    TRY(job_retry(&w->ctx, id));
    ctx_wake(&w->ctx, WAKE_JOBS);
    return answer(w, "retried");
}

enum err admin_job_drop(struct web *w)
{
    const struct drop_input *in = w->form;
    job_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    TRY(job_drop(&w->ctx, id, in->reason));
    return answer(w, "dropped");
}
