/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaint_store.h - what the files of complaints share.
 *
 * Purpose    The step table's answer, and the rows.
 * Layer      care, inside complaint*.
 * Errors     as complaint.h.
 */
#ifndef CARE_COMPLAINT_STORE_H
#define CARE_COMPLAINT_STORE_H

#include "care/complaint_act.h"

/* Where this step leads for ctx->actor, or for a second person. ERR_STATE, ERR_FORBIDDEN. */
MUST_USE enum err complaint_step_to(struct ctx *c, const struct complaint *k,
                                    enum complaint_act act, bool is_second,
                                    enum complaint_state *out);
bool complaint_needs_text(enum complaint_act act);
MUST_USE bool complaint_state_of(str name, enum complaint_state *out);

MUST_USE enum err complaint_insert(struct ctx *c, struct complaint *k);
/* Reads it to change it: until the end of the transaction nobody else does. */
MUST_USE enum err complaint_hold(struct ctx *c, complaint_id id, struct complaint *out);
/* What may change, where the state is still `from`. ERR_CONFLICT: it moved meanwhile. */
MUST_USE enum err complaint_update(struct ctx *c, const struct complaint *k,
                                   enum complaint_state from);
MUST_USE enum err complaint_step_insert(struct ctx *c, const struct complaint *k,
                                        enum complaint_act act, enum complaint_state from,
                                        vault_text_id text, int64_t *out_id);
/* Those whose date to answer is over, at most 50. */
MUST_USE enum err complaint_waited(struct ctx *c, int64_t limit, struct complaint_list *out);
/* The wait for the person is longer now; never shorter. */
MUST_USE enum err complaint_put_wait(struct ctx *c, const struct complaint *k, int64_t until_at);
/* How many whoever has this person's phone or e-mail brought in the last day, wherever they were said. */
MUST_USE enum err complaint_count_alike(struct ctx *c, person_id person, int64_t *out);
MUST_USE enum err complaint_set_start(struct ctx *c, complaint_id id, int64_t received_at);

#endif
