/* SPDX-License-Identifier: Apache-2.0 */
/* join.c - behind an invitation: somebody of the staff chooses a password that nobody else ever knew. */
#include "core/staff_invite.h"
#include "web/admin/office.h"
#include "web/admin/staff.h"
#include "web/shop/show.h"
#include "web/text.h"

struct join_input {
    str password;
};
static const struct field join_fields[] = {
    FIELD(TEXT, struct join_input, password, PASSWORD_MIN_CHARS, PASSWORD_MAX_BYTES, "At least 10 characters.",
          .label = "New password", .hint = "At least 10 characters: a few words in a row are easy to remember.", .type = "password",
          .autocomplete = "new-password", .is_secret = true),
};
const struct form join_form = FORM("staff_join", join_fields, struct join_input);

struct join_ask {
    str key;
};
static const struct field join_ask_fields[] = {
    FIELD(TEXT, struct join_ask, key, 0, 64, "", .is_optional = true),
};
const struct form join_query = QUERY_FORM("staff_join_query", join_ask_fields, struct join_ask);

static const struct model_field join_model_fields[] = {
    PAGE_ONLY(TEXT, "name"), PAGE_ONLY(TEXT, "refusal"), PAGE_ONLY(TEXT, "role_text"), PAGE_ONLY(TEXT, "email"),
    PAGE_ONLY(INSTANT, "until"), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(TEXT, "login_url"),
};
const struct model join_model = MODEL("staff_join_page", join_model_fields);

static const str refusals[] = {
    [STAFF_INVITE_USED] = T_INIT("This link was used already. Log in with the password you chose; "
                                 "if that was not you, tell the owner at once."),
    [STAFF_INVITE_EXPIRED] = T_INIT("This link was good for 48 hours, and they are over. Ask the "
                                    "owner for a new one."),
    [STAFF_INVITE_WITHDRAWN] =
        T_INIT("The owner has withdrawn this link. Ask the owner if you think it is a mistake."),
    [STAFF_INVITE_REPLACED] =
        T_INIT("There is a newer link: please use the one you were sent last."),
};

static enum err link_of(struct web *w, struct staff_invite *out)
{
    const struct join_ask *ask = w->query;
    TRY(office_id(w, "id", &out->id.v));
    TRY(office_id(w, "until", &out->until_at));
    out->key = ask == NULL ? (str){ 0 } : ask->key;
    return OK;
}

static enum err show_form(struct web *w, const struct staff_invite *link, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct form_state typed = web_form_state(w, &join_form);
    str email = { 0 };
    str action = web_path(w, "/join/%" PRId64 "/%" PRId64 "?key=%.*s", link->id.v, link->until_at,
                          STR_ARG(link->key));
    TRY(staff_email(&w->ctx, link->id, &email));
    value_set_text(a, m, S("email"), email);
    value_set(m, S("form"), form_model(a, &typed, action, (str){ 0 }, w->ctx.lang));
    return OK;
}

enum err join_page(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct staff_invite link = { 0 };
    enum staff_invite_state state = STAFF_INVITE_USED;
    struct staff who = { 0 };
    TRY(link_of(w, &link));
    TRY(staff_invite_look(&w->ctx, &link, &state, &who));
    struct value *m = w->model = value_object(a);
    bool is_open = state == STAFF_INVITE_OPEN;
    value_set_text(a, m, S("name"), who.name);
    value_set_text(a, m, S("role_text"), office_role_text(w, who.role));
    value_set_instant(a, m, S("until"), link.until_at);
    value_set_text(a, m, S("login_url"), web_path(w, "/admin/login"));
    show_text_or_null(w, m, S("refusal"),
                      is_open ? (str){ 0 } : text_of(w->ctx.lang, refusals[state]));
    if (!is_open) {
        value_set_null(a, m, S("form"));
        value_set_null(a, m, S("email"));
        return OK;
    }
    return show_form(w, &link, m);
}

/* Slow, on the work pool; a link that is not good costs nothing. */
enum err join_hash(struct web *w)
{
    const struct join_input *in = w->form;
    struct staff_invite link = { 0 };
    enum staff_invite_state state = STAFF_INVITE_USED;
    struct staff who = { 0 };
    str *made = NEW(w->ctx.arena, str);
    TRY(link_of(w, &link));
    TRY(staff_invite_look(&w->ctx, &link, &state, &who));
    if (state != STAFF_INVITE_OPEN) {
        return web_refuse(w, ERR_STATE, (str){ 0 }, "This link is not good any more.");
    }
    enum err e = staff_password_hash(&w->ctx, in->password, made);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("password"), "At least 10 characters.");
    }
    TRY(e);
    w->slow = made;
    return OK;
}

enum err join_post(struct web *w)
{
    const str *made = w->slow;
    struct staff_invite link = { 0 };
    TRY(link_of(w, &link));
    TRY(staff_invite_accept(&w->ctx, &link, *made));
    office_done(w, web_path(w, "/admin/login"), "joined");
    return OK;
}
