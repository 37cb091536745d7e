/* SPDX-License-Identifier: Apache-2.0 */
#include "core/setting.h"

#include "core/event.h"
#include "core/policy_twin.h"
#include "core/setting_value.h"

enum { SETTINGS_MAX = 500 };

/* ---- the snapshot ---- */

struct stored {
    str value;
    int64_t version; /* 0: the default */
};

SQL(settings_current, "SELECT s.key, s.version, s.value FROM setting s"
                      " WHERE s.version = (SELECT max(t.version) FROM setting t WHERE t.key = s.key)"
                      " ORDER BY s.key LIMIT 500");

/* By place in the table; rows of a later version's keys are left alone. */
static enum err read_stored(struct ctx *c, struct stored *stored)
{
    size_t count = 0;
    const struct setting *table = setting_table(&count);
    struct rows r = db_query(c->db, &settings_current, NO_ARGS);
    while (db_next(&r)) {
        const struct setting *s = setting_of(row_text(&r, c->arena));
        struct stored one = { .version = row_int(&r) };
        one.value = row_text(&r, c->arena);
        if (s != NULL) {
            stored[s - table] = one;
        }
    }
    return db_done(&r);
}

str shop_pickup_address(const struct shop *shop)
{
    return shop->pickup_address.size > 0 ? shop->pickup_address : shop->address;
}

enum err shop_load(struct ctx *c, struct shop *out)
{
    size_t count = 0;
    const struct setting *table = setting_table(&count);
    CHECK(count <= SETTINGS_MAX);
    struct stored *stored = NEW_N(c->arena, struct stored, count);
    struct shop shop = { 0 };
    TRY(read_stored(c, stored));
    for (size_t i = 0; i < count; i++) { /* the zone stands before the calendar, which needs it */
        str value = stored[i].version == 0 ? str_of(table[i].otherwise) : stored[i].value;
        if (!setting_apply(c->arena, &table[i], value, stored[i].version, &shop)) {
            return fail(c, ERR_INTERNAL, "setting %s version %" PRId64 " does not hold",
                        table[i].key, stored[i].version);
        }
    }
    *out = shop;
    return OK;
}

/* ---- one setting ---- */

SQL(setting_latest, "SELECT version, value FROM setting WHERE key = $1 ORDER BY version DESC LIMIT 1");

static enum err read_latest(struct ctx *c, str key, struct stored *out)
{
    struct stored one = { 0 };
    struct rows r = db_query(c->db, &setting_latest, ARGS(key));
    if (db_next(&r)) {
        one.version = row_int(&r);
        one.value = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = one;
    return OK;
}

static enum err known(struct ctx *c, str key, const struct setting **out)
{
    *out = setting_of(key);
    return *out != NULL ? OK : fail(c, ERR_NOT_FOUND, "no setting %.*s", STR_ARG(key));
}

enum err setting_get(struct ctx *c, str key, str *out)
{
    const struct setting *s = NULL;
    struct stored one = { 0 };
    TRY(known(c, key, &s));
    TRY(read_latest(c, key, &one));
    str value = one.version == 0 ? str_of(s->otherwise) : one.value;
    *out = s->kind == SETTING_SECRET && value.size > 0 ? S("set") : value;
    return OK;
}

SQL(setting_of_version, "SELECT value FROM setting WHERE key = $1 AND version = $2");

enum err setting_get_version(struct ctx *c, str key, int64_t version, str *out)
{
    const struct setting *s = NULL;
    TRY(known(c, key, &s));
    CHECK(s->kind != SETTING_SECRET);
    if (version == 0) {
        *out = str_of(s->otherwise);
        return OK;
    }
    struct rows r = db_query(c->db, &setting_of_version, ARGS(key, version));
    bool found = db_next(&r);
    str value = found ? row_text(&r, c->arena) : (str){ 0 };
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "setting %.*s has no version %" PRId64, STR_ARG(key),
                    version);
    }
    *out = value;
    return OK;
}

/* ---- secrets ---- */

static str secret_context(struct ctx *c, str key)
{
    return str_join(c->arena, S("setting:"), key);
}

static str seal_secret(struct ctx *c, str key, str value)
{
    return str_base64url(c->arena, keys_seal(c, KEY_SECRET, secret_context(c, key), value));
}

enum err setting_secret(struct ctx *c, str key, str *out)
{
    const struct setting *s = NULL;
    struct stored one = { 0 };
    str sealed = { 0 };
    TRY(known(c, key, &s));
    CHECK(s->kind == SETTING_SECRET);
    TRY(read_latest(c, key, &one));
    if (one.value.size == 0) {
        *out = (str){ 0 };
        return OK;
    }
    if (!str_unbase64url(c->arena, one.value, &sealed) ||
        !keys_unseal(c, KEY_SECRET, secret_context(c, key), sealed, out)) {
        return fail(c, ERR_INTERNAL, "secret %.*s does not open", STR_ARG(key));
    }
    return OK;
}

/* ---- setting ---- */

SQL(setting_insert, "INSERT INTO setting (key, version, value, at, actor_role, actor_id)"
                    " VALUES ($1, $2, $3, $4, $5, $6)");

static enum err add_version(struct ctx *c, str key, int64_t version, str value)
{
    TRY(db_exec(c->db, &setting_insert,
                ARGS(key, version, value, c->now_at, role_name(c->actor.role), c->actor.id), NULL));
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("key"), key);
    value_set_int(c->arena, facts, S("version"), version);
    ctx_raise(c, S("shop"));
    return event_note(c, S("setting.changed"), S("shop"), facts);
}

SQL(money_moved, "SELECT 1 FROM ledger_transfer LIMIT 1");

/* Every amount was written in the old one, and would be read in the new one. */
static enum err check_currency(struct ctx *c, const struct setting *s)
{
    int64_t moved = 0;
    if (s->kind != SETTING_CURRENCY) {
        return OK;
    }
    TRY(db_get_int(c->db, &money_moved, NO_ARGS, 0, &moved));
    return moved == 0 ? OK : fail(c, ERR_STATE, "%s: money has moved in the old one", s->key);
}

enum err setting_set(struct ctx *c, str key, str value)
{
    const struct setting *s = NULL;
    struct stored before = { 0 };
    str checked = { 0 };
    str why = { 0 };
    TRY(known(c, key, &s));
    if (!setting_check(c->arena, s, value, &checked, &why)) {
        return fail(c, ERR_BAD_INPUT, "%.*s: %.*s", STR_ARG(key), STR_ARG(why));
    }
    TRY(read_latest(c, key, &before));
    TRY(check_currency(c, s));
    bool is_secret = s->kind == SETTING_SECRET && checked.size > 0;
    str now = before.version == 0 ? str_of(s->otherwise) : before.value;
    if (!is_secret && str_eq(checked, now)) {
        return OK;
    }
    str kept = is_secret ? seal_secret(c, key, checked) : checked;
    TRY(add_version(c, key, before.version + 1, kept));
    return is_secret ? OK : policy_follow_setting(c, key, kept);
}
