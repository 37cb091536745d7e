/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - the shop's terms: texts people read, rendered from the parameters the program enforces.
 *
 * Purpose    Versioned policies in Indonesian and English. An order freezes the version it was made under.
 * Layer      core; uses base, db, event. Default texts: data/policies/KIND.{id,en}.md, with {{name}} of parameters.
 * Units      parameters say theirs in their name (window_days, reply_hours).
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_NOT_FOUND: no such version. ERR_BAD_INPUT: a parameter is missing or out of bounds, or a text says too little.
 *            ERR_LAW: it takes away what the law grants (policy_law.h says which rule).
 * Invariants a version is never changed; versions of a kind count from 1; hash = SHA-256 of parameters and both texts.
 */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include "base/value.h"
#include "db/db.h"

enum policy_kind {
    POLICY_GUARANTEE,
    POLICY_RETURNS,
    POLICY_WARRANTY,
    POLICY_SHIPPING,
    POLICY_PRIVACY,
    POLICY_TERMS,
    POLICY_REPLY,
    POLICY_KIND_COUNT
};

struct policy {
    enum policy_kind kind;
    int64_t version;
    int64_t at; /* in force since */
    const struct value *params;
    str text[LANG_COUNT]; /* Markdown */
    str hash;             /* hex */
};
struct policy_list {
    struct policy *item;
    size_t count;
};

struct policy_new {
    enum policy_kind kind;
    const struct value *params; /* NULL: the kind's defaults; given ones are laid over the defaults */
    str text[LANG_COUNT];       /* both empty: rendered from the default text and the parameters */
};

str policy_kind_name(enum policy_kind kind); /* also the last part of /policies/… */
MUST_USE bool policy_kind_of(str name, enum policy_kind *out);
str policy_kind_label(enum policy_kind kind, enum lang lang);

/* The next version. The same content as the current one makes no new version. */
MUST_USE enum err policy_publish(struct ctx *c, const struct policy_new *p, int64_t *version);
/* What policy_publish would publish, without doing it: version 0. */
MUST_USE enum err policy_draft(struct ctx *c, const struct policy_new *p, struct policy *out);
/* Version 1 of every kind a new shop needs (from ctx->shop); kinds that have one stay. */
MUST_USE enum err policy_publish_defaults(struct ctx *c);
MUST_USE enum err policy_current(struct ctx *c, enum policy_kind kind, struct policy *out);
MUST_USE enum err policy_get(struct ctx *c, enum policy_kind kind, int64_t version,
                             struct policy *out);
MUST_USE enum err policy_current_version(struct ctx *c, enum policy_kind kind, int64_t *out);
/* Of all kinds at once; 0: none. */
MUST_USE enum err policy_current_versions(struct ctx *c, int64_t out[POLICY_KIND_COUNT]);
/* Ahead of that and of policy_current of one kind: db_ask. */
MUST_USE enum err policy_current_ask(struct ctx *c, enum policy_kind kind);
/* All versions of a kind, newest first, without texts, at most 100. */
MUST_USE enum err policy_list(struct ctx *c, enum policy_kind kind, struct policy_list *out);

/* Whether a row read whole (not by policy_list) is still what its hash says. */
bool policy_hash_holds(struct ctx *c, const struct policy *p);

/* A declared parameter; of a choice its index. A version older than the parameter has the kind's default. */
int64_t policy_int(const struct policy *p, str name);
bool policy_bool(const struct policy *p, str name);

/* The declared parameters of a kind: what the back office edits and policy_publish checks. */
struct policy_param {
    const char *name;
    enum { PARAM_INT, PARAM_BOOL, PARAM_CHOICE } kind;
    int64_t otherwise, min, max; /* of PARAM_CHOICE: index into choices */
    const char *choices;         /* "delivery payment" */
    const char *english, *indonesian;
};
/* Ready-made choices of some of a kind's parameters; the first is what a new shop has. */
struct policy_preset {
    const char *name, *params; /* "3d"; JSON object */
    const char *english, *indonesian;
};
const struct policy_preset *policy_presets(enum policy_kind kind, size_t *count);
const struct policy_param *policy_params(enum policy_kind kind, size_t *count);
/* NULL: a kind has no such parameter. */
const struct policy_param *policy_param_named(enum policy_kind kind, str name);
str policy_choice(const struct policy_param *param, int64_t index); /* "delivery" */

#endif
