/* SPDX-License-Identifier: Apache-2.0 */
/* login.c - in and out. */
#include "core/staff.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/app.h"
#include "web/text.h"

enum { SESSION_DAYS = 30, KNOWN_DAYS = 400 };

struct login_input {
    str email, password, next;
};
static const struct field login_fields[] = {
    FIELD(EMAIL, struct login_input, email, 3, 200, "Please write your e-mail address.", .label = "E-mail",
          .autocomplete = "username"),
    FIELD(TEXT, struct login_input, password, 1, PASSWORD_MAX_BYTES, "Please write your password.", .label = "Password",
          .type = "password", .autocomplete = "current-password", .is_secret = true),
    FIELD(TEXT, struct login_input, next, 0, 300, "", .is_optional = true, .type = "hidden"),
};
const struct form admin_login_form = FORM("login", login_fields, struct login_input);

struct login_ask {
    str next, done;
};
static const struct field login_ask_fields[] = {
    FIELD(TEXT, struct login_ask, next, 0, 300, "", .is_optional = true),
    FIELD(TEXT, struct login_ask, done, 0, 20, "", .is_optional = true),
};
const struct form admin_login_query = QUERY_FORM("login_query", login_ask_fields, struct login_ask);

static const struct model_field login_model_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(LIST, "demo_logins"),
};
const struct model admin_login_model = MODEL("login_page", login_model_fields);

/* Only to a page of the office itself: never to another site. */
static str next_page(struct web *w, str next)
{
    str path = str_cut(next, '?').head;
    str plain = str_starts(path, S("/en/")) ? str_skip(path, 3) : path;
    bool is_ours = (str_eq(plain, S("/admin")) || str_starts(plain, S("/admin/"))) &&
                   !str_has(next, '\\') && !str_starts(plain, S("/admin/login"));
    return is_ours ? next : web_path(w, "/admin");
}

/* A demonstration says how to look around in its back office; no other shop does. */
static enum err show_demo_logins(struct web *w, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct staff_list staff = { 0 };
    struct value *list = value_set_list(a, m, S("demo_logins"));
    if (!w->ctx.shop->is_demo || w->ctx.shop->demo_password.size == 0) {
        return OK;
    }
    TRY(staff_list(&w->ctx, &staff));
    for (size_t i = 0; i < staff.count; i++) {
        str email = { 0 };
        if (staff.item[i].is_disabled) {
            continue;
        }
        TRY(staff_email(&w->ctx, staff.item[i].id, &email));
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("role"), office_role_text(w, staff.item[i].role));
        value_set_text(a, one, S("email"), email);
        value_set_text(a, one, S("password"), w->ctx.shop->demo_password);
    }
    return OK;
}

static enum err show_login(struct web *w, str next)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    struct form_state state = web_form_state(w, &admin_login_form);
    value_set_null(a, m, S("message"));
    if (value_get(state.typed, S("next")) == NULL) {
        value_set_text(a, state.typed, S("next"), next);
    }
    value_set(m, S("form"),
              form_model(a, &state, web_path(w, "/admin/login"), (str){ 0 }, w->ctx.lang));
    w->model = m;
    return show_demo_logins(w, m);
}

enum err admin_login_page(struct web *w)
{
    const struct login_ask *ask = w->query;
    TRY(show_login(w, ask->next));
    bool is_joined = str_eq(ask->done, S("joined"));
    if ((is_joined || str_eq(ask->done, S("out"))) && !w->is_back) {
        (void)office_take(w->model, S("message"));
        value_set_text(w->ctx.arena, w->model, S("message"),
                       is_joined ? web_text(w, "Your password is set. Log in with it.")
                                 : web_text(w, "You are logged out."));
    }
    return OK;
}

struct attempt {
    struct staff_login login;
    bool is_right;
};

/* Slow: argon2id, on the work pool. Somebody who does not exist takes as long. */
enum err admin_login_check(struct web *w)
{
    const struct login_input *in = w->form;
    struct attempt *attempt = NEW(w->ctx.arena, struct attempt);
    str known = session_cookie(w->request, S("known"));
    enum err e = staff_login_begin(&w->ctx, in->email, known, &attempt->login);
    if (e == ERR_RATE) {
        return web_refuse(w, e, (str){ 0 }, "Too many wrong tries. Please wait a few minutes.");
    }
    TRY(e);
    attempt->is_right = staff_password_is(&w->ctx, attempt->login.password_hash, in->password);
    w->slow = attempt;
    return OK;
}

enum err admin_login_post(struct web *w)
{
    const struct login_input *in = w->form;
    const struct attempt *attempt = w->slow;
    str token = { 0 };
    TRY(staff_login_end(&w->ctx, &attempt->login, attempt->is_right, &token));
    if (token.size ==
        0) { /* committed, so that the wrong try counts; never says which of the two was wrong */
        w->form_state.error = web_text(w, "E-mail and password do not fit together.");
        w->status = 401;
        return show_login(w, (str){ 0 });
    }
    web_set_cookie(w, S("staff"), token, (int64_t)SESSION_DAYS * 86400);
    web_set_cookie(w, S("known"), staff_browser_new(&w->ctx, &attempt->login),
                   (int64_t)KNOWN_DAYS * 86400);
    web_redirect(w, next_page(w, in->next));
    return OK;
}

enum err admin_logout(struct web *w)
{
    if (!w->by_token) {
        TRY(staff_session_end(&w->ctx, w->session_token));
    }
    web_set_cookie(w, S("staff"), (str){ 0 }, 0);
    office_done(w, web_path(w, "/admin/login"), "out");
    return OK;
}
