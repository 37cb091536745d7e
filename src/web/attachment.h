/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment.h - a file somebody sent, as a reply.
 *
 * Purpose    Pictures and videos are shown, everything else is downloaded; nothing is ever run (nosniff, no HTML, no SVG).
 * Layer      web.
 * Errors     ERR_NOT_FOUND: not of this subject, or erased; as core/vault.h.
 */
#ifndef WEB_ATTACHMENT_H
#define WEB_ATTACHMENT_H

#include "core/attachment.h"
#include "web/web.h"

MUST_USE enum err web_attachment(struct web *w, str subject, attachment_id id,
                                 enum vault_purpose purpose);

#endif
