/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vault.h - personal data: sealed, read for a purpose, every read written down.
 *
 * Purpose    The only way to a person's data. Each person has a key of their own, wrapped by the shop's key; erasure destroys it.
 * Layer      core; uses base, db, keys, consent, event. Used by order, care, privacy, mail.
 * Ownership  plain texts live in ctx->arena; they never go into events, errors, logs, jobs or the cache.
 * Errors     ERR_FORBIDDEN: the purpose does not cover a field or role, or its legal basis does not hold now. ERR_NOT_FOUND: no
 *            such person, or erased. ERR_INTERNAL: a sealed value does not open (damaged, other key).
 * Invariants no plain text outside the sealed columns; no read without a row in vault_access.
 * Reading    inside a write: on ctx->db, and the access row joins the transaction. With a DB_READ connection: on ctx->vault_db
 *            (DB_READ_VAULT), and the access becomes a note in ctx->note, which the caller writes with vault_write_notes in a write
 *            before the reply leaves: no note, no data. Several reads of a person for one purpose in one request are one note, with
 *            all their fields. Actors: PURPOSE_SELF needs actor {ROLE_BUYER, id = the person's}.
 */
#ifndef CORE_VAULT_H
#define CORE_VAULT_H

#include "core/keys.h"
#include "db/db.h"

typedef struct {
    int64_t v;
} person_id;
typedef struct {
    int64_t v;
} vault_text_id;

enum vault_field {
    VAULT_NAME,
    VAULT_PHONE, /* normalised, see base/phone.h */
    VAULT_EMAIL,
    VAULT_ADDRESS,      /* JSON object of the checkout's address fields */
    VAULT_BANK_ACCOUNT, /* where a refund goes */
    VAULT_MESSAGE,      /* what a person wrote or was written: texts of conversations, claims */
    VAULT_NOTE,         /* what staff noted about a person or an order */
    VAULT_OPINION,      /* what a person wrote into a survey: no marketing reads it */
    VAULT_FIELD_COUNT
};
#define VAULT_BIT(field) (1u << (field))
#define VAULT_CONTACT (VAULT_BIT(VAULT_NAME) | VAULT_BIT(VAULT_PHONE) | VAULT_BIT(VAULT_EMAIL))

enum vault_purpose {
    PURPOSE_ORDER,      /* carry out what was ordered: confirm, pay, cancel */
    PURPOSE_SHIPPING,   /* label, courier */
    PURPOSE_NOTIFY,     /* messages about the order */
    PURPOSE_REFUND,     /* pay money back */
    PURPOSE_CARE,       /* answer what the person asked, settle claims */
    PURPOSE_INVOICE,    /* bookkeeping the law demands */
    PURPOSE_PROTECTION, /* limits against pranksters, by keyed hash; reads nothing but the phone */
    PURPOSE_SELF,       /* the person looks at their own data */
    PURPOSE_PRIVACY,    /* answer a request about data */
    PURPOSE_DISCLOSURE, /* an authority's verified, narrowed request */
    PURPOSE_MARKETING,  /* consent */
    PURPOSE_SURVEY,     /* read what was answered about the own order or case; contacts nobody (docs/decisions/surveys.md) */
    PURPOSE_RECOMMEND,  /* consent */
    PURPOSE_DECIDE,     /* a second person decides a case, also one from outside: texts and evidence, nothing else */
    PURPOSE_COUNT
};

enum vault_basis {
    BASIS_CONTRACT,
    BASIS_CONSENT,
    BASIS_LEGAL_DUTY,
    BASIS_INTEREST,
    BASIS_OWN_REQUEST
};

/* The matrix: which fields a purpose covers, for which roles, on which basis. */
struct vault_purpose_row {
    const char *name;
    const char *english, *indonesian;
    enum vault_basis basis;
    unsigned fields; /* VAULT_BIT */
    unsigned roles;  /* 1u << enum role */
};
const struct vault_purpose_row *vault_purpose_row(enum vault_purpose purpose);
MUST_USE bool vault_purpose_of(str name, enum vault_purpose *out);
str vault_field_name(enum vault_field field);
str vault_field_label(enum vault_field field, enum lang lang);

struct person_data {
    str field[VAULT_FIELD_COUNT]; /* empty: not asked for, or not known */
};

MUST_USE enum err vault_person_create(struct ctx *c, person_id *out);
/* Puts a value in place of the old one; an empty value deletes. Phone and e-mail also become findable: normalise them first. */
MUST_USE enum err vault_write(struct ctx *c, person_id person, enum vault_field field, str value);
MUST_USE enum err vault_read(struct ctx *c, person_id person, unsigned fields,
                             enum vault_purpose purpose, struct person_data *out);
/* VAULT_PHONE or VAULT_EMAIL through a keyed hash. ERR_NOT_FOUND. The latest person who has it, never an erased one. */
MUST_USE enum err vault_find(struct ctx *c, enum vault_field field, str value, person_id *out);
MUST_USE enum err vault_find_ask(struct ctx *c, enum vault_field field,
                                 str value); /* ahead of it: db_ask */
/* Whether a phone number or an e-mail address is known, without reading it. */
MUST_USE enum err vault_has(struct ctx *c, person_id person, enum vault_field field, bool *out);
/* The keyed hash itself (hex): counts per phone number without a person. */
str vault_find_hash(struct ctx *c, enum vault_field field, str value);

/* Sealed free texts and frozen addresses, many per person; the row that owns one keeps its id (as a plain number, not as a
 * foreign key: erasure deletes the text and leaves the owner). */
MUST_USE enum err vault_text_write(struct ctx *c, person_id person, enum vault_field field,
                                   str text, vault_text_id *out);
/* Fields (empty ones stay as they are) and a text at once, with one look at the person's key. Person 0 is somebody new, whose id
 * is given back. */
MUST_USE enum err vault_enter(struct ctx *c, person_id *person, const struct person_data *fields,
                              enum vault_field text_field, str text, vault_text_id *out);
MUST_USE enum err vault_text_read(struct ctx *c, vault_text_id id, enum vault_purpose purpose,
                                  str *out);
MUST_USE enum err vault_text_delete(struct ctx *c, vault_text_id id);

/* The contract (or the person's own question) that lets the shop use the data: begun with the order or conversation. */
MUST_USE enum err vault_basis_begin(struct ctx *c, person_id person, str subject);
/* It ends at `at` (retention over). */
MUST_USE enum err vault_basis_end(struct ctx *c, person_id person, str subject, int64_t at);
/* "Stop using my data": from now on only PURPOSE_SELF, _PRIVACY, _INVOICE and _DISCLOSURE. */
MUST_USE enum err vault_restrict(struct ctx *c, person_id person, bool is_restricted);

/* Erases rows, key, lookup hashes and salts. On PostgreSQL the key's file goes with vault_sweep, after the commit. */
MUST_USE enum err vault_erase(struct ctx *c, person_id person);
MUST_USE enum err vault_sweep(struct ctx *c);

/* A read on a read-only connection that must be written down. */
struct vault_note {
    struct vault_note *next;
    person_id person;
    enum vault_purpose purpose;
    unsigned fields;
};
/* Writes down ctx->note of the reading `c` inside a write; `from` may be `c` itself. */
MUST_USE enum err vault_write_notes(struct ctx *c, const struct ctx *from);

struct vault_access {
    int64_t id, at;
    enum vault_purpose purpose;
    unsigned fields;
    struct actor actor;
};
struct vault_access_list {
    struct vault_access *item;
    size_t count;
};
/* Who read what and why, newest first, at most 200 before the one given (0: from the newest). */
MUST_USE enum err vault_access_list(struct ctx *c, person_id person, int64_t before,
                                    struct vault_access_list *out);

#endif
