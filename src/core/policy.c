/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy.h"

#include "base/ink.h"
#include "core/event.h"
#include "core/policy_law.h"
#include "core/policy_text.h"
#include "core/policy_twin.h"
#include "core/setting.h"

#include <sodium.h>

enum {
    PARAMS_MAX_BYTES = 8 * 1024,
    TEXT_MAX_BYTES = 64 * 1024,
    TEXT_MIN_CHARS = 40,
    LIST_MAX = 100
};

struct kind_row {
    const char *name;
    const char *label[LANG_COUNT];
};

static const struct kind_row kinds[POLICY_KIND_COUNT] = {
    [POLICY_GUARANTEE] = { "guarantee", { "Jaminan uang kembali", "Money-back guarantee" } },
    [POLICY_RETURNS] = { "returns", { "Pengembalian barang", "Returns" } },
    [POLICY_WARRANTY] = { "warranty", { "Garansi", "Warranty" } },
    [POLICY_SHIPPING] = { "shipping", { "Pengiriman", "Shipping" } },
    [POLICY_PRIVACY] = { "privacy", { "Privasi", "Privacy" } },
    [POLICY_TERMS] = { "terms", { "Syarat jual beli", "Terms of sale" } },
    [POLICY_REPLY] = { "reply", { "Janji balasan", "Reply promise" } },
};

str policy_kind_name(enum policy_kind kind)
{
    CHECK(kind < POLICY_KIND_COUNT);
    return str_of(kinds[kind].name);
}

bool policy_kind_of(str name, enum policy_kind *out)
{
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(kinds[kind].name))) {
            *out = kind;
            return true;
        }
    }
    return false;
}

str policy_kind_label(enum policy_kind kind, enum lang lang)
{
    CHECK(kind < POLICY_KIND_COUNT && lang < LANG_COUNT);
    return str_of(kinds[kind].label[lang]);
}

/* ---- parameters ---- */

str policy_choice(const struct policy_param *param, int64_t index)
{
    struct str_pair rest = { .tail = str_of(param->choices) };
    for (int64_t i = 0; i <= index; i++) {
        rest = str_cut(rest.tail, ' ');
    }
    return rest.head;
}

static bool is_choice(const struct policy_param *p, str text)
{
    for (int64_t i = 0; i <= p->max; i++) {
        if (str_eq(text, policy_choice(p, i))) {
            return true;
        }
    }
    return false;
}

static enum err bad_param(struct ctx *c, enum policy_kind kind, const char *name)
{
    return fail(c, ERR_BAD_INPUT, "policy %s: parameter %s does not hold", kinds[kind].name, name);
}

static enum err take_param(struct ctx *c, enum policy_kind kind, const struct policy_param *p,
                           const struct value *given, struct value *out)
{
    str name = str_of(p->name);
    const struct value *value = given == NULL ? NULL : value_get(given, name);
    if (p->kind == PARAM_CHOICE) {
        str text = value == NULL ? policy_choice(p, p->otherwise) : value_text(given, name);
        value_set_text(c->arena, out, name, text);
        return is_choice(p, text) ? OK : bad_param(c, kind, p->name);
    }
    if (p->kind == PARAM_BOOL) {
        value_set_bool(c->arena, out, name,
                       value == NULL ? p->otherwise != 0 : value_bool(given, name));
        return value == NULL || value->kind == VALUE_BOOL ? OK : bad_param(c, kind, p->name);
    }
    int64_t number = value == NULL ? p->otherwise : value_int(given, name, INT64_MIN);
    value_set_int(c->arena, out, name, number);
    return number >= p->min && number <= p->max ? OK : bad_param(c, kind, p->name);
}

/* Every declared parameter, in the order of the table; undeclared ones are refused. */
static enum err complete_params(struct ctx *c, enum policy_kind kind, const struct value *given,
                                struct value **out)
{
    size_t count = 0;
    size_t known = 0;
    const struct policy_param *param = policy_params(kind, &count);
    struct value *object = value_object(c->arena);
    for (size_t i = 0; i < count; i++) {
        TRY(take_param(c, kind, &param[i], given, object));
        known += given != NULL && value_get(given, str_of(param[i].name)) != NULL ? 1 : 0;
    }
    if (given != NULL && given->count != known) {
        return fail(c, ERR_BAD_INPUT, "policy %s: an unknown parameter", kinds[kind].name);
    }
    *out = object;
    return OK;
}

static str json_text(struct ctx *c, const struct value *node)
{
    struct buf text = buf_new(c->arena, PARAMS_MAX_BYTES);
    json_write(&text, node);
    CHECK(!buf_is_over(&text));
    return buf_str(&text);
}

/* ---- publishing ---- */

static void hash_part(crypto_hash_sha256_state *state, str text)
{
    unsigned char size[8];
    for (size_t i = 0; i < sizeof size; i++) {
        size[i] = (unsigned char)((uint64_t)text.size >> (56 - 8 * i));
    }
    crypto_hash_sha256_update(state, size, sizeof size);
    crypto_hash_sha256_update(state, (const unsigned char *)text.at, text.size);
}

static str hash_of(struct ctx *c, str params, const str text[LANG_COUNT])
{
    crypto_hash_sha256_state state;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_init(&state);
    hash_part(&state, params);
    hash_part(&state, text[LANG_ID]);
    hash_part(&state, text[LANG_EN]);
    crypto_hash_sha256_final(&state, digest);
    return str_hex(c->arena, (str){ (const char *)digest, sizeof digest });
}

static enum err texts_of(struct ctx *c, const struct policy_new *p, const struct value *params,
                         str text[LANG_COUNT])
{
    bool is_default = p->text[LANG_ID].size == 0 && p->text[LANG_EN].size == 0;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        text[lang] = p->text[lang];
        if (is_default) {
            TRY(policy_render(c, policy_default_text(p->kind, lang), params, &text[lang]));
        }
        if (!str_is_utf8(text[lang]) || ink_count(text[lang]) < TEXT_MIN_CHARS ||
            text[lang].size > TEXT_MAX_BYTES) {
            return fail(c, ERR_BAD_INPUT,
                        "policy %s: the text of language %d is missing, too short or too long",
                        kinds[p->kind].name, (int)lang);
        }
    }
    return OK;
}

SQL(policy_latest_hash, "SELECT version, hash FROM policy WHERE kind = $1 ORDER BY version DESC LIMIT 1");
SQL(policy_insert, "INSERT INTO policy (kind, version, at, params, text_id, text_en, hash)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7)");

struct latest {
    int64_t version;
    str hash;
};

static enum err read_latest(struct ctx *c, enum policy_kind kind, struct latest *out)
{
    struct latest latest = { 0 };
    struct rows r = db_query(c->db, &policy_latest_hash, ARGS(policy_kind_name(kind)));
    if (db_next(&r)) {
        latest.version = row_int(&r);
        latest.hash = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = latest;
    return OK;
}

static enum err note_published(struct ctx *c, enum policy_kind kind, int64_t version, str hash)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("version"), version);
    value_set_text(c->arena, facts, S("hash"), hash);
    ctx_raise(c, S("policy"));
    return event_note(c, S("policy.published"),
                      str_join(c->arena, S("policy:"), policy_kind_name(kind)), facts);
}

/* What the law grants is asked before anything else, so that a refusal names the rule. */
static enum err keep_law(struct ctx *c, const struct policy_new *p)
{
    const struct law_floor *floor =
        law_breach(law_of_country(c->shop->country), p->kind, p->params);
    if (floor != NULL) {
        return fail(c, ERR_LAW, "policy %s: %s: %s", kinds[p->kind].name, floor->param,
                    floor->rule);
    }
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        str clause = law_void_clause(p->text[lang]);
        if (clause.size > 0) {
            return fail(c, ERR_LAW, "policy %s: the text says: %.*s", kinds[p->kind].name,
                        STR_ARG(clause));
        }
    }
    return OK;
}

enum err policy_publish(struct ctx *c, const struct policy_new *p, int64_t *version)
{
    struct value *params = NULL;
    struct latest latest = { 0 };
    str text[LANG_COUNT] = { 0 };
    TRY(keep_law(c, p));
    TRY(complete_params(c, p->kind, p->params, &params));
    TRY(texts_of(c, p, params, text));
    TRY(read_latest(c, p->kind, &latest));
    str json = json_text(c, params);
    str hash = hash_of(c, json, text);
    bool is_new = !str_eq(hash, latest.hash);
    int64_t number = latest.version + (is_new ? 1 : 0);
    if (is_new) {
        TRY(db_exec(c->db, &policy_insert,
                    ARGS(policy_kind_name(p->kind), number, c->now_at, json, text[LANG_ID],
                         text[LANG_EN], hash),
                    NULL));
        TRY(note_published(c, p->kind, number, hash));
        TRY(settings_follow_policy(c, p->kind, params));
    }
    if (version != NULL) {
        *version = number;
    }
    return OK;
}

enum err policy_draft(struct ctx *c, const struct policy_new *p, struct policy *out)
{
    struct policy draft = { .kind = p->kind, .at = c->now_at };
    struct value *params = NULL;
    TRY(keep_law(c, p));
    TRY(complete_params(c, p->kind, p->params, &params));
    TRY(texts_of(c, p, params, draft.text));
    draft.params = params;
    draft.hash = hash_of(c, json_text(c, params), draft.text);
    *out = draft;
    return OK;
}

enum err policy_publish_defaults(struct ctx *c)
{
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        int64_t version = 0;
        TRY(policy_current_version(c, kind, &version));
        if (version == 0) {
            struct policy_new first = { .kind = kind };
            TRY(policy_params_of_settings(c, kind, &first.params));
            TRY(policy_publish(c, &first, NULL));
        }
    }
    return OK;
}

/* ---- reading ---- */

static enum err read_row(struct ctx *c, struct rows *r, struct policy *out)
{
    struct policy p = { .kind = out->kind };
    p.version = row_int(r);
    p.at = row_int(r);
    str params = row_text(r, c->arena);
    p.text[LANG_ID] = row_text(r, c->arena);
    p.text[LANG_EN] = row_text(r, c->arena);
    p.hash = row_text(r, c->arena);
    struct value *tree = NULL;
    str why = { 0 };
    if (!json_read(c->arena, params, &tree, &why)) {
        return fail(c, ERR_INTERNAL, "policy %s version %" PRId64 ": %.*s", kinds[p.kind].name,
                    p.version, STR_ARG(why));
    }
    p.params = tree;
    *out = p;
    return OK;
}

static enum err read_one(struct ctx *c, enum policy_kind kind, struct rows r, struct policy *out)
{
    struct policy p = { .kind = kind };
    bool found = db_next(&r);
    enum err e = found ? read_row(c, &r, &p) : OK;
    TRY(db_done(&r));
    TRY(e);
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "policy %s has no such version", kinds[kind].name);
    }
    *out = p;
    return OK;
}

SQL(policy_newest, "SELECT version, at, params, text_id, text_en, hash FROM policy WHERE kind = $1"
                   " ORDER BY version DESC LIMIT 1");

enum err policy_current(struct ctx *c, enum policy_kind kind, struct policy *out)
{
    return read_one(c, kind, db_query(c->db, &policy_newest, ARGS(policy_kind_name(kind))), out);
}

SQL(policy_of_version, "SELECT version, at, params, text_id, text_en, hash FROM policy"
                       " WHERE kind = $1 AND version = $2");

enum err policy_get(struct ctx *c, enum policy_kind kind, int64_t version, struct policy *out)
{
    return read_one(
        c, kind, db_query(c->db, &policy_of_version, ARGS(policy_kind_name(kind), version)), out);
}

enum err policy_current_version(struct ctx *c, enum policy_kind kind, int64_t *out)
{
    struct latest latest = { 0 };
    TRY(read_latest(c, kind, &latest));
    *out = latest.version;
    return OK;
}

SQL(policy_all_versions, "SELECT kind, max(version) FROM policy GROUP BY kind LIMIT 20");

enum err policy_current_versions(struct ctx *c, int64_t out[POLICY_KIND_COUNT])
{
    struct rows r = db_query(c->db, &policy_all_versions, NO_ARGS);
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        out[kind] = 0;
    }
    while (db_next(&r)) {
        enum policy_kind kind = POLICY_KIND_COUNT;
        bool is_known = policy_kind_of(row_text(&r, c->arena), &kind);
        int64_t version = row_int(&r);
        if (is_known) {
            out[kind] = version;
        }
    }
    return db_done(&r);
}

enum err policy_current_ask(struct ctx *c, enum policy_kind kind)
{
    TRY(db_ask(c->db, &policy_all_versions, NO_ARGS));
    return db_ask(c->db, &policy_newest, ARGS(policy_kind_name(kind)));
}

SQL(policy_versions, "SELECT version, at, params, '', '', hash FROM policy WHERE kind = $1"
                     " ORDER BY version DESC LIMIT 100");

enum err policy_list(struct ctx *c, enum policy_kind kind, struct policy_list *out)
{
    struct policy_list list = { .item = NEW_N(c->arena, struct policy, LIST_MAX) };
    enum err e = OK;
    struct rows r = db_query(c->db, &policy_versions, ARGS(policy_kind_name(kind)));
    while (e == OK && db_next(&r)) {
        list.item[list.count].kind = kind;
        e = read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    TRY(e);
    *out = list;
    return OK;
}

bool policy_hash_holds(struct ctx *c, const struct policy *p)
{
    return str_eq(p->hash, hash_of(c, json_text(c, p->params), p->text));
}

/* A version older than a parameter means by it what the kind's default says. */
static const struct policy_param *declared(enum policy_kind kind, str name)
{
    size_t count = 0;
    const struct policy_param *param = policy_params(kind, &count);
    for (size_t i = 0; i < count; i++) {
        if (str_eq(name, str_of(param[i].name))) {
            return &param[i];
        }
    }
    CHECK(!"a parameter that the kind has");
    return NULL;
}

int64_t policy_int(const struct policy *p, str name)
{
    const struct policy_param *param = declared(p->kind, name);
    const struct value *given = value_get(p->params, name);
    if (given == NULL) {
        return param->otherwise;
    }
    if (param->kind != PARAM_CHOICE) {
        return value_int(p->params, name, param->otherwise);
    }
    int64_t index = 0;
    while (index < param->max && !str_eq(given->text, policy_choice(param, index))) {
        index++;
    }
    return index;
}

bool policy_bool(const struct policy *p, str name)
{
    const struct policy_param *param = declared(p->kind, name);
    return value_get(p->params, name) == NULL ? param->otherwise != 0 : value_bool(p->params, name);
}
