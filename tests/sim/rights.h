/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rights.h - claims of a changed mind and of a warranty, under the terms the goods were bought under; people who abuse guarantees.
 *
 * Purpose    Some evenings a buyer of something delivered changes their mind, or finds after weeks that it is broken. Whether the shop may
 *            refuse is reckoned from what it had published when the order was placed. A few buyers claim nearly everything, and refuse
 *            parcels: what is added for them is contested, lifted or left to time.
 * Ownership  nothing is kept but counts.
 * Errors     ERR_INTERNAL: the shop refused what it had promised, or granted what it had not; ctx->detail says which. ERR_DB.
 */
#ifndef TESTS_SIM_RIGHTS_H
#define TESTS_SIM_RIGHTS_H

#include "sim/terms.h"

struct rights {
    struct demo *demo;
    struct random random;
    const struct terms *terms;
    int64_t last_standing;
    size_t asked, exchanges, granted, refused, overridden, abused, returned, contested, lifted, steps;
};
/* An evening's worth, inside one write. */
MUST_USE enum err rights_try(struct ctx *c, void *rights);
/* At the end: what staff set aside is counted in public, each once. */
MUST_USE enum err rights_counted(struct ctx *c, const struct rights *rights, size_t *differ);

#endif
