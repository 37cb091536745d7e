/* SPDX-License-Identifier: Apache-2.0 */
#include "web/attachment.h"

enum err web_attachment(struct web *w, str subject, attachment_id id, enum vault_purpose purpose)
{
    struct attachment a = { 0 };
    str bytes = { 0 };
    TRY(attachment_get(&w->ctx, id, &a));
    TRY(attachment_read(&w->ctx, subject, id, purpose, &bytes));
    bool is_shown = attachment_is_picture(&a) || attachment_is_video(&a);
    str type = str_eq(a.type, S("text/plain")) ? S("text/plain; charset=utf-8") : a.type;
    http_reply_add(&w->exchange->reply, S("Content-Disposition"),
                   is_shown ? S("inline") : S("attachment"));
    web_raw(w, type, bytes);
    return OK;
}
