/* SPDX-License-Identifier: Apache-2.0 */
/* staff.c - accounts and passwords; sessions and tokens are staff_session.c. */
#include "core/staff.h"

#include "base/ink.h"
#include "base/mem.h"
#include "core/event.h"

#include <sodium.h>

enum { LIST_MAX = 200, ARGON_PASSES = 2, EMAIL_MAX_BYTES = 254 };

static const size_t argon_bytes = 19 * 1024 * 1024;

/* ---- passwords ---- */

enum err staff_password_hash(struct ctx *c, str password, str *out)
{
    if (!str_is_utf8(password) || str_count_chars(password) < PASSWORD_MIN_CHARS ||
        password.size > PASSWORD_MAX_BYTES) {
        return fail(c, ERR_BAD_INPUT, "a password has at least %d characters", PASSWORD_MIN_CHARS);
    }
    char hash[crypto_pwhash_STRBYTES];
    mem_large_begin();
    int status = crypto_pwhash_str_alg(hash, password.at, password.size, ARGON_PASSES, argon_bytes,
                                       crypto_pwhash_ALG_ARGON2ID13);
    mem_large_end();
    CHECK(status == 0); /* fails only without memory */
    *out = str_format(c->arena, "%s", hash);
    return OK;
}

/* Of a word nobody knows: an unknown account must take as long as a known one. */
static const char *const nobody = "$argon2id$v=19$m=19456,t=2,p=1$h+8zuZplyT3s/+ZekFm+ig$"
                                  "O2epG0sqAPh2D48Ore0ucL9+kQiGYuQdbbVoUVLHcJs";

bool staff_password_is(struct ctx *c, str hash, str password)
{
    bool is_known = hash.size > 0 && hash.size < crypto_pwhash_STRBYTES;
    char text[crypto_pwhash_STRBYTES] = { 0 };
    str used = is_known ? hash : str_of(nobody);
    const char *copy = str_c(c->arena, used);
    for (size_t i = 0; i < used.size; i++) {
        text[i] = copy[i];
    }
    str tried = str_slice(password, 0, PASSWORD_MAX_BYTES + 1);
    mem_large_begin();
    int status = crypto_pwhash_str_verify(text, tried.at == NULL ? "" : tried.at, tried.size);
    mem_large_end();
    bool is_right = status == 0;
    return is_known && is_right && password.size <= PASSWORD_MAX_BYTES;
}

/* ---- accounts ---- */

static str same_email(struct ctx *c, str email)
{
    return str_lower(c->arena, str_trim(email));
}

static str email_hash(struct ctx *c, str email)
{
    return keys_mac_hex(c->arena, c->keys, KEY_FIND,
                        str_join(c->arena, S("staff:"), same_email(c, email)));
}

static str subject_of(struct ctx *c, staff_id id)
{
    return str_format(c->arena, "staff:%" PRId64, id.v);
}

static enum err note(struct ctx *c, str kind, staff_id id, enum role role)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("role"), role_name(role));
    return event_note(c, kind, subject_of(c, id), facts);
}

static bool is_staff_role(enum role role)
{
    return role >= ROLE_OWNER && role <= ROLE_AUDITOR;
}

static enum err check_new(struct ctx *c, str name, str email, enum role role)
{
    struct str_pair at = str_cut(str_trim(email), '@');
    if (!at.found || at.head.size == 0 || !str_has(at.tail, '.') || email.size > EMAIL_MAX_BYTES) {
        return fail(c, ERR_BAD_INPUT, "an e-mail address is expected");
    }
    if (ink_is_none(name) || name.size > 80 || !str_is_utf8(name)) {
        return fail(c, ERR_BAD_INPUT, "a name of at most 80 characters is expected");
    }
    return is_staff_role(role)
               ? OK
               : fail(c, ERR_BAD_INPUT, "role %.*s is not for staff", STR_ARG(role_name(role)));
}

SQL(staff_insert, "INSERT INTO staff (name, email_hash, email_box, role, password_hash, made_at)"
                  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email_hash) DO NOTHING RETURNING id");

enum err staff_add(struct ctx *c, str name, str email, enum role role, str password_hash,
                   staff_id *out)
{
    TRY(check_new(c, name, email, role));
    str hash = email_hash(c, email);
    str box = keys_seal(c, KEY_SECRET, S("staff"), same_email(c, email));
    staff_id id = { 0 };
    TRY(db_get_int(
        c->db, &staff_insert,
        ARGS(str_trim(name), hash, ARG_BYTES(box), role_name(role), password_hash, c->now_at), 0,
        &id.v));
    if (id.v == 0) {
        return fail(c, ERR_EXISTS, "somebody of the staff has this e-mail address");
    }
    TRY(note(c, S("staff.added"), id, role));
    if (out != NULL) {
        *out = id;
    }
    return OK;
}

SQL(staff_find_row, "SELECT id FROM staff WHERE email_hash = $1");

enum err staff_find(struct ctx *c, str email, staff_id *out)
{
    staff_id id = { 0 };
    TRY(db_get_int(c->db, &staff_find_row, ARGS(email_hash(c, email)), 0, &id.v));
    if (id.v == 0) {
        return fail(c, ERR_NOT_FOUND, "nobody of the staff has this e-mail address");
    }
    *out = id;
    return OK;
}

SQL(staff_email_row, "SELECT email_box FROM staff WHERE id = $1");

enum err staff_email(struct ctx *c, staff_id id, str *out)
{
    struct rows r = db_query(c->db, &staff_email_row, ARGS(id.v));
    str box = db_next(&r) ? row_blob(&r, c->arena) : (str){ 0 };
    TRY(db_done(&r));
    if (box.size == 0) {
        return fail(c, ERR_NOT_FOUND, "staff %" PRId64, id.v);
    }
    return keys_unseal(c, KEY_SECRET, S("staff"), box, out)
               ? OK
               : fail(c, ERR_INTERNAL, "the e-mail of staff %" PRId64 " does not open", id.v);
}

#define STAFF_COLUMNS "id, name, role, is_disabled, made_at, last_login_at, invited_until"

static struct staff read_row(struct ctx *c, struct rows *r)
{
    struct staff s = { .id = { row_int(r) } };
    s.name = row_text(r, c->arena);
    if (!role_of(row_text(r, c->arena), &s.role)) {
        s.role = ROLE_VISITOR; /* a role of a later version may do nothing here */
    }
    s.is_disabled = row_bool(r);
    s.made_at = row_int(r);
    s.last_login_at = row_int(r);
    s.invited_until = row_int(r);
    return s;
}

SQL(staff_by_id, "SELECT " STAFF_COLUMNS " FROM staff WHERE id = $1");

enum err staff_get(struct ctx *c, staff_id id, struct staff *out)
{
    struct rows r = db_query(c->db, &staff_by_id, ARGS(id.v));
    bool found = db_next(&r);
    struct staff s = found ? read_row(c, &r) : (struct staff){ 0 };
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "staff %" PRId64, id.v);
    }
    *out = s;
    return OK;
}

SQL(staff_all, "SELECT " STAFF_COLUMNS " FROM staff ORDER BY is_disabled, id LIMIT 200");

enum err staff_list(struct ctx *c, struct staff_list *out)
{
    struct staff_list list = { .item = NEW_N(c->arena, struct staff, LIST_MAX) };
    struct rows r = db_query(c->db, &staff_all, NO_ARGS);
    while (db_next(&r)) {
        list.item[list.count++] = read_row(c, &r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* ---- changes ---- */

static enum err must_change(struct ctx *c, staff_id id, int64_t changed, const char *otherwise)
{
    if (changed == 1) {
        return OK;
    }
    struct staff s = { 0 };
    TRY(staff_get(c, id, &s));
    return fail(c, ERR_STATE, "staff %" PRId64 ": %s", id.v, otherwise);
}

SQL(staff_update_password, "UPDATE staff SET password_hash = $2 WHERE id = $1");

enum err staff_set_password(struct ctx *c, staff_id id, str password_hash)
{
    struct staff s = { 0 };
    TRY(staff_get(c, id, &s));
    TRY(db_exec(c->db, &staff_update_password, ARGS(id.v, password_hash), NULL));
    TRY(staff_session_end_all(c, id));
    return note(c, S("staff.password_changed"), id, s.role);
}

/* An owner must stay: the rule is in the statements. */
SQL(staff_update_name, "UPDATE staff SET name = $2 WHERE id = $1");

enum err staff_set_name(struct ctx *c, staff_id id, str name)
{
    if (ink_is_none(name)) {
        return fail(c, ERR_BAD_INPUT, "a name is expected");
    }
    return db_exec(c->db, &staff_update_name, ARGS(id.v, str_trim(name)), NULL);
}

SQL(staff_update_role,
    "UPDATE staff SET role = $2 WHERE id = $1 AND ($2 = 'owner' OR role <> 'owner' OR EXISTS (SELECT 1 FROM staff o"
    " WHERE o.role = 'owner' AND o.is_disabled = 0 AND o.id <> $1))");

enum err staff_set_role(struct ctx *c, staff_id id, enum role role)
{
    int64_t changed = 0;
    if (!is_staff_role(role)) {
        return fail(c, ERR_BAD_INPUT, "role %.*s is not for staff", STR_ARG(role_name(role)));
    }
    TRY(db_exec(c->db, &staff_update_role, ARGS(id.v, role_name(role)), &changed));
    TRY(must_change(c, id, changed, "is the last owner"));
    return note(c, S("staff.role_changed"), id, role);
}

SQL(staff_update_disabled,
    "UPDATE staff SET is_disabled = $2 WHERE id = $1 AND ($2 = 0 OR role <> 'owner' OR EXISTS (SELECT 1 FROM staff o"
    " WHERE o.role = 'owner' AND o.is_disabled = 0 AND o.id <> $1))");

enum err staff_disable(struct ctx *c, staff_id id, bool is_disabled)
{
    int64_t changed = 0;
    struct staff s = { 0 };
    TRY(db_exec(c->db, &staff_update_disabled, ARGS(id.v, is_disabled ? 1 : 0), &changed));
    TRY(must_change(c, id, changed, "is the last owner"));
    TRY(staff_get(c, id, &s));
    if (is_disabled) {
        TRY(staff_session_end_all(c, id));
    }
    return note(c, is_disabled ? S("staff.disabled") : S("staff.enabled"), id, s.role);
}

/* ---- signing in ---- */

enum { WRONG_MAX = 5, BROWSER_CHARS = 20, BROWSER_MAC_CHARS = 32 };

/* After OWASP's "device cookies". */
static str browser_mac(struct ctx *c, str name, str account)
{
    str text = str_format(c->arena, "browser:%.*s:%.*s", STR_ARG(name), STR_ARG(account));
    return str_slice(keys_mac_hex(c->arena, c->keys, KEY_TOKEN, text), 0, BROWSER_MAC_CHARS);
}

str staff_browser_new(struct ctx *c, const struct staff_login *login)
{
    str name = random_word(c->random, c->arena, BROWSER_CHARS);
    str mac = browser_mac(c, name, login->email_hash);
    return str_format(c->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(mac));
}

static bool is_known_browser(struct ctx *c, str known, str account)
{
    struct str_pair cut = str_cut(known, '.');
    return cut.head.size == BROWSER_CHARS && key_eq(cut.tail, browser_mac(c, cut.head, account));
}

SQL(login_locked, "SELECT locked_until FROM staff_login_try WHERE email_hash = $1");
SQL(login_account, "SELECT id, password_hash FROM staff WHERE email_hash = $1 AND is_disabled = 0");

enum err staff_login_begin(struct ctx *c, str email, str known, struct staff_login *out)
{
    struct staff_login login = { .email_hash = email_hash(c, email) };
    bool is_known = is_known_browser(c, known, login.email_hash);
    login.counted_as = is_known ? browser_mac(c, known, S("tries")) : login.email_hash;
    int64_t locked_until = 0;
    TRY(db_get_int(c->db, &login_locked, ARGS(login.counted_as), 0, &locked_until));
    if (locked_until > c->now_at) {
        return fail(c, ERR_RATE, "this account is locked after wrong passwords");
    }
    struct rows r = db_query(c->db, &login_account, ARGS(login.email_hash));
    if (db_next(&r)) {
        login.id.v = row_int(&r);
        login.password_hash = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = login;
    return OK;
}

/* The fifth wrong one in a row locks for a minute, each further one twice as long, at most an hour. A day without tries forgets. */
SQL(login_wrong,
    "INSERT INTO staff_login_try (email_hash, wrong_count, at, locked_until) VALUES ($1, 1, $2, 0)"
    " ON CONFLICT (email_hash) DO UPDATE SET at = $2,"
    " wrong_count = CASE WHEN staff_login_try.at < $3 THEN 1 ELSE staff_login_try.wrong_count + 1 END"
    " RETURNING wrong_count");
SQL(login_lock, "UPDATE staff_login_try SET locked_until = $2 WHERE email_hash = $1");
SQL(login_right, "DELETE FROM staff_login_try WHERE email_hash = $1");

static int64_t lock_span(int64_t wrong_count)
{
    int64_t span = MINUTES(1);
    for (int64_t i = WRONG_MAX; i < wrong_count && span < HOURS(1); i++) {
        span *= 2;
    }
    return span < HOURS(1) ? span : HOURS(1);
}

static enum err keep_wrong(struct ctx *c, const struct staff_login *login)
{
    int64_t wrong = 0;
    TRY(db_get_int(c->db, &login_wrong, ARGS(login->counted_as, c->now_at, c->now_at - DAYS(1)), 0,
                   &wrong));
    if (wrong < WRONG_MAX) {
        return OK;
    }
    return db_exec(c->db, &login_lock, ARGS(login->counted_as, c->now_at + lock_span(wrong)), NULL);
}

SQL(login_seen, "UPDATE staff SET last_login_at = $2 WHERE id = $1 AND is_disabled = 0 AND password_hash = $3");

enum err staff_login_end(struct ctx *c, const struct staff_login *login, bool is_right, str *token)
{
    if (!is_right || login->id.v == 0) {
        *token = (str){ 0 };
        return keep_wrong(c, login);
    }
    int64_t changed = 0;
    TRY(db_exec(c->db, &login_right, ARGS(login->counted_as), NULL));
    TRY(db_exec(c->db, &login_seen, ARGS(login->id.v, c->now_at, login->password_hash), &changed));
    if (changed == 0) {
        return fail(c, ERR_UNAUTHENTICATED, "staff %" PRId64 " changed while signing in",
                    login->id.v);
    }
    return staff_session_begin(c, login->id, token);
}
