/* SPDX-License-Identifier: Apache-2.0 */
/*
 * consent.h - what a person agreed to, and that they may take it back.
 *
 * Purpose    Facts of consent, append-only; the vault asks them before each read. Texts, receipts and screens are privacy/.
 * Layer      core; uses base, db, event, vault's words.
 * Errors     ERR_DB: as everywhere.
 * Invariants the latest fact counts; withdrawing is as easy as giving; a consent belongs to the version of the text shown.
 */
#ifndef CORE_CONSENT_H
#define CORE_CONSENT_H

#include "core/vault.h"

struct consent {
    enum vault_purpose purpose;
    bool is_given;
    int64_t text_version; /* of the privacy policy shown */
    int64_t at;
};
struct consent_list {
    struct consent *item;
    size_t count;
};

/* Giving what is given, or withdrawing what is not, writes nothing. Only purposes on BASIS_CONSENT. */
MUST_USE enum err consent_give(struct ctx *c, person_id person, enum vault_purpose purpose,
                               int64_t text_version);
MUST_USE enum err consent_withdraw(struct ctx *c, person_id person, enum vault_purpose purpose);
MUST_USE enum err consent_is_given(struct ctx *c, person_id person, enum vault_purpose purpose,
                                   bool *out);
/* Every fact, oldest first, at most 200. */
MUST_USE enum err consent_list(struct ctx *c, person_id person, struct consent_list *out);

#endif
