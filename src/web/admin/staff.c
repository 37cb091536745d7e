/* SPDX-License-Identifier: Apache-2.0 */
/* staff.c - who works here: the owner adds people, changes what they may do, gives a new password, shuts and opens accounts. */
#include "web/admin/staff.h"

#include "care/hand_back.h"
#include "core/staff_invite.h"
#include "web/admin/office.h"
#include "web/notice_text.h"
#include "web/shop/card.h"
#include "web/text.h"

struct staff_new_input {
    str name, email, role, password;
};
struct staff_role_input {
    str role, name;
};
struct staff_password_input {
    str password;
};

static const struct form_option roles[] = {
    { "care", "Customer care" },     { "fulfilment", "Packing and sending" }, { "manager", "Manager" },
    { "privacy", "Data protection" }, { "auditor", "Auditor" },               { "owner", "Owner" },
};
static const struct field new_fields[] = {
    FIELD(TEXT, struct staff_new_input, name, 1, 80, "Please write the name.", .label = "Name", .autocomplete = "off",
          .hint = "Buyers read it below answers."),
    FIELD(EMAIL, struct staff_new_input, email, 3, 200, "Please write the e-mail address.", .label = "E-mail", .autocomplete = "off"),
    FIELD(CHOICE, struct staff_new_input, role, 1, 20, "Please choose what this person does.", .label = "Role", OPTIONS(roles)),
    FIELD(TEXT, struct staff_new_input, password, PASSWORD_MIN_CHARS, PASSWORD_MAX_BYTES, "At least 10 characters.",
          .label = "Password", .hint = "Left empty, the person gets a link and chooses one.", .type = "password",
          .autocomplete = "new-password", .is_secret = true, .is_optional = true),
};
const struct form admin_staff_new_form = FORM("staff_new", new_fields, struct staff_new_input);
static const struct field role_fields[] = {
    FIELD(CHOICE, struct staff_role_input, role, 1, 20, "Please choose what this person does.", .label = "Role", OPTIONS(roles)),
    FIELD(TEXT, struct staff_role_input, name, 0, 80, "At most 80 characters.", .label = "Name", .autocomplete = "off", .is_optional = true,
          .hint = "Buyers read it below answers."),
};
const struct form admin_staff_role_form = FORM("staff_role", role_fields, struct staff_role_input);
static const struct field password_fields[] = {
    FIELD(TEXT, struct staff_password_input, password, PASSWORD_MIN_CHARS, PASSWORD_MAX_BYTES, "At least 10 characters.",
          .label = "New password", .type = "password", .autocomplete = "new-password", .is_secret = true),
};
const struct form admin_staff_password_form =
    FORM("staff_password", password_fields, struct staff_password_input);

static const struct model_field invitation_fields[] = {
    SHOW(TEXT, "link_url"), PAGE_ONLY(TEXT, "whatsapp_url"), SHOW(INSTANT, "until"),
};
static const struct model invitation_model = MODEL("staff_invitation", invitation_fields);
static const struct model_field person_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "name"), SHOW(TEXT, "role"), PAGE_ONLY(TEXT, "role_text"), SHOW(BOOL, "is_disabled"),
    SHOW_OR_NULL(INSTANT, "last_login_at"), PAGE_ONLY(OBJECT, "role_form"), PAGE_ONLY(OBJECT, "password_form"),
    PAGE_ONLY(OBJECT, "disable_form"), PAGE_ONLY(OBJECT, "enable_form"),
    SHOW_OR_NULL(OBJECT, "invitation", .of = &invitation_model, .note = "The link to hand over; owners see it."),
    PAGE_ONLY(OBJECT, "invite_form"), PAGE_ONLY(OBJECT, "withdraw_form"), PAGE_ONLY(BOOL, "is_link_over"),
};
static const struct model person_model = MODEL("staff_member", person_fields);
static const struct model_field staff_fields[] = {
    PAGE_ONLY(TEXT, "message"), PAGE_ONLY(TEXT, "csrf_token"), PAGE_ONLY(TEXT, "problem"), PAGE_ONLY(OBJECT, "new_form"),
    SHOW(LIST, "items", .of = &person_model),
};
const struct model admin_staff_model = MODEL("office_staff", staff_fields);

/* Ready to be sent, by whatever way the owner reaches the person. */
static void show_invitation(struct web *w, const struct staff *s, struct value *node)
{
    struct arena *a = w->ctx.arena;
    bool is_out = !s->is_disabled && s->invited_until > w->ctx.now_at;
    value_set_bool(a, node, S("is_link_over"),
                   !s->is_disabled && s->invited_until != 0 && s->invited_until <= w->ctx.now_at);
    if (!is_out || !office_may(w, 1u << ROLE_OWNER)) {
        value_set_null(a, node, S("invitation"));
        return;
    }
    str key = staff_invite_key(&w->ctx, s->id, s->invited_until);
    str link = web_absolute(w, web_path(w, "/join/%" PRId64 "/%" PRId64 "?key=%.*s", s->id.v,
                                        s->invited_until, STR_ARG(key)));
    str words = text_fill(
        a, w->ctx.lang,
        T("Hello {name}, here you choose your password for the back office of "
          "{shop}; the link is good once, for 48 hours: {link}"),
        SLOTS({ S("name"), s->name }, { S("shop"), w->ctx.shop->name }, { S("link"), link }));
    struct value *one = value_set_object(a, node, S("invitation"));
    value_set_text(a, one, S("link_url"), link);
    value_set_text(a, one, S("whatsapp_url"),
                   str_join(a, S("https://wa.me/?text="), str_escape_url(a, words)));
    value_set_instant(a, one, S("until"), s->invited_until);
}

static void show_button(struct web *w, struct value *node, const char *name, bool is_there,
                        str action)
{
    if (is_there) {
        office_button(w, node, name, action);
    } else {
        value_set_null(w->ctx.arena, node, str_of(name));
    }
}

/* What only an owner sees. */
static void show_forms(struct web *w, const struct staff *s, struct value *node)
{
    struct arena *a = w->ctx.arena;
    static const char *const names[] = { "role_form", "password_form", "disable_form", "enable_form", "invite_form", "withdraw_form" };
    if (!office_may(w, 1u << ROLE_OWNER)) {
        for (size_t i = 0; i < COUNT(names); i++) {
            value_set_null(a, node, str_of(names[i]));
        }
        return;
    }
    str at = web_path(w, "/admin/staff/%" PRId64, s->id.v);
    struct staff_role_input role = { role_name(s->role), s->name };
    office_form_of(w, node, names[0], &admin_staff_role_form, &role, str_join(a, at, S("/role")),
                   "id", s->id.v);
    office_form_of(w, node, names[1], &admin_staff_password_form, NULL,
                   str_join(a, at, S("/password")), "id", s->id.v);
    office_button(w, node, names[s->is_disabled ? 3 : 2],
                  str_join(a, at, s->is_disabled ? S("/enable") : S("/disable")));
    value_set_null(a, node, str_of(names[s->is_disabled ? 2 : 3]));
    bool is_out = !s->is_disabled && s->invited_until > w->ctx.now_at;
    show_button(w, node, names[4], !s->is_disabled, str_join(a, at, S("/invite")));
    show_button(w, node, names[5], is_out, str_join(a, at, S("/withdraw")));
}

/* A refusal of a button, which has no field to stand beside. */
static void show_problem(struct web *w, struct value *m)
{
    bool is_shown = !w->is_back || office_is_refused(w, &admin_staff_new_form) ||
                    office_is_refused(w, &admin_staff_password_form);
    str text = w->form_state.error.size != 0 ? w->form_state.error
                                             : str_of(err_text(w->back_err, web_is_indonesian(w)));
    if (is_shown) {
        value_set_null(w->ctx.arena, m, S("problem"));
    } else {
        value_set_text(w->ctx.arena, m, S("problem"), text);
    }
}

enum err admin_staff(struct web *w)
{
    struct arena *a = w->ctx.arena;
    struct staff_list list = { 0 };
    struct value *m = office_page(w);
    TRY(staff_list(&w->ctx, &list));
    show_problem(w, m);
    if (office_may(w, 1u << ROLE_OWNER)) {
        office_form(w, m, "new_form", &admin_staff_new_form, NULL, web_path(w, "/admin/staff"));
    } else {
        value_set_null(a, m, S("new_form"));
    }
    struct value *items = value_set_list(a, m, S("items"));
    for (size_t i = 0; i < list.count; i++) {
        struct value *node = value_add_object(a, items);
        value_set_int(a, node, S("id"), list.item[i].id.v);
        value_set_text(a, node, S("name"), list.item[i].name);
        value_set_text(a, node, S("role"), role_name(list.item[i].role));
        value_set_text(a, node, S("role_text"), office_role_text(w, list.item[i].role));
        value_set_bool(a, node, S("is_disabled"), list.item[i].is_disabled);
        value_set_instant(a, node, S("last_login_at"), list.item[i].last_login_at);
        show_forms(w, &list.item[i], node);
        show_invitation(w, &list.item[i], node);
    }
    return OK;
}

enum err admin_staff_again(struct web *w)
{
    TRY(admin_staff(w));
    office_done(w, web_path(w, "/admin/staff"), "saved");
    return OK;
}

/* Slow: argon2id, on the work pool, before the transaction. */
static enum err hash(struct web *w, str password)
{
    str *made = NEW(w->ctx.arena, str);
    enum err e = staff_password_hash(&w->ctx, password, made);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("password"), "At least 10 characters.");
    }
    TRY(e);
    w->slow = made;
    return OK;
}

enum err admin_staff_hash_new(struct web *w)
{
    const struct staff_new_input *in = w->form;
    if (in->password.size == 0) { /* a link instead */
        w->slow = NEW(w->ctx.arena, str);
        return OK;
    }
    return hash(w, in->password);
}

enum err admin_staff_hash(struct web *w)
{
    const struct staff_password_input *in = w->form;
    return hash(w, in->password);
}

static enum err role_typed(struct web *w, str name, enum role *out)
{
    return role_of(name, out)
               ? OK
               : web_refuse(w, ERR_BAD_INPUT, S("role"), "Please choose what this person does.");
}

enum err admin_staff_create(struct web *w)
{
    const struct staff_new_input *in = w->form;
    const str *made = w->slow;
    enum role role = ROLE_VISITOR;
    TRY(role_typed(w, in->role, &role));
    staff_id id = { 0 };
    enum err e = staff_add(&w->ctx, in->name, in->email, role, *made, &id);
    if (e == ERR_EXISTS) {
        return web_refuse(w, e, S("email"), "Somebody of the staff has this e-mail address.");
    }
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("email"), "Please write the e-mail address.");
    }
    TRY(e);
    TRY(made->size == 0 ? staff_invite(&w->ctx, id) : OK);
    return admin_staff_again(w);
}

static enum err link_changed(struct web *w, enum err e)
{
    if (e == ERR_STATE) {
        return web_refuse(
            w, e, (str){ 0 },
            "There is no link to change: the account is disabled, or the link was used.");
    }
    TRY(e);
    return admin_staff_again(w);
}

enum err admin_staff_invite(struct web *w)
{
    staff_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    return link_changed(w, staff_invite(&w->ctx, id));
}

enum err admin_staff_withdraw(struct web *w)
{
    staff_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    return link_changed(w, staff_invite_withdraw(&w->ctx, id));
}

/* The rule is in the statement: an owner must stay. */
static enum err answer(struct web *w, enum err e)
{
    if (e == ERR_STATE) {
        return web_refuse(w, e, (str){ 0 },
                          "This is the only owner: name another owner first. Nothing was changed.");
    }
    TRY(e);
    return admin_staff_again(w);
}

enum err admin_staff_set_role(struct web *w)
{
    const struct staff_role_input *in = w->form;
    enum role role = ROLE_VISITOR;
    staff_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    TRY(role_typed(w, in->role, &role));
    if (str_trim(in->name).size > 0) {
        TRY(staff_set_name(&w->ctx, id, in->name));
    }
    return answer(w, staff_set_role(&w->ctx, id, role));
}

enum err admin_staff_set_password(struct web *w)
{
    const str *made = w->slow;
    staff_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    return answer(w, staff_set_password(&w->ctx, id, *made));
}

static enum err set_disabled(struct web *w, bool is_disabled)
{
    staff_id id = { 0 };
    TRY(office_id(w, "id", &id.v));
    enum err e = staff_disable(&w->ctx, id, is_disabled);
    struct handed_back handed = { 0 };
    if (e == OK && is_disabled) {
        TRY(hand_back(&w->ctx, id, &handed));
    }
    return answer(w, e);
}

enum err admin_staff_disable(struct web *w)
{
    return set_disabled(w, true);
}

enum err admin_staff_enable(struct web *w)
{
    return set_disabled(w, false);
}

/* ---- what was theirs ---- */

static int64_t number_in(str text)
{
    int64_t n = 0;
    return str_to_int(text, &n) ? n : 0;
}

enum err notice_cases_handed_back(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct arena *a = w->ctx.arena;
    struct staff who = { 0 };
    struct str_pair conversations = str_cut(n->occasion, ':');
    struct str_pair complaints = str_cut(conversations.tail, ':');
    TRY(staff_get(&w->ctx, (staff_id){ number_in(str_cut(n->subject, ':').tail) }, &who));
    out->title = say_with(w, T("Cases of {name} are nobody's now"), { S("name"), who.name });
    notice_line(out, say_with(w,
                              T("{name} cannot sign in any more. Conversations: {conversations}, "
                                "complaints: {complaints}. They run on with their promises, and "
                                "whoever takes them up next has them."),
                              { S("name"), who.name },
                              { S("conversations"), str_of_int(a, number_in(conversations.head)) },
                              { S("complaints"), str_of_int(a, number_in(complaints.head)) }));
    out->url = web_absolute(w, web_path(w, "/admin"));
    out->url_label = web_text(w, "See what is due today");
    return OK;
}
