/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_evidence.c - files of both sides, sealed for the person. */
#include "care/complaint_store.h"

#include "core/attachment.h"

enum err complaint_attach(struct ctx *c, const struct complaint *k, str bytes)
{
    struct attachment_list list = { 0 };
    struct attachment added = { 0 };
    str subject = complaint_subject(c, k->id);
    if (bytes.size == 0) {
        return OK;
    }
    TRY(attachment_add(c, subject, k->person, bytes, &added));
    TRY(attachment_list(c, subject, &list));
    if (list.count > COMPLAINT_FILES_MAX) {
        return fail(c, ERR_LIMIT, "complaint %" PRId64 ": %d files", k->id.v, COMPLAINT_FILES_MAX);
    }
    ctx_raisef(c, "complaint:%" PRId64, k->id.v);
    return OK;
}
