/* SPDX-License-Identifier: Apache-2.0 */
/*
 * improvement_store.h - rows of improvements; shared by the files of the module.
 *
 * Layer      care; only improvement*.c include it.
 * Errors     ERR_DB; ERR_NOT_FOUND: no such row; ERR_STATE: not in that status any more.
 */
#ifndef CARE_IMPROVEMENT_STORE_H
#define CARE_IMPROVEMENT_STORE_H

#include "care/improvement.h"

/* With its first step, "considered". */
MUST_USE enum err improvement_insert(struct ctx *c, const struct improvement_words *words,
                                     improvement_id *out);
MUST_USE enum err improvement_put_words(struct ctx *c, improvement_id id,
                                        const struct improvement_words *words);
MUST_USE enum err improvement_put_origin(struct ctx *c, improvement_id id, str subject,
                                         bool *is_new);
MUST_USE enum err improvement_put_status(struct ctx *c, improvement_id id,
                                         enum improvement_status from, enum improvement_status to,
                                         str reason);
/* Position of the last step. */
MUST_USE enum err improvement_last_step(struct ctx *c, improvement_id id, int64_t *out);

#endif
