/* SPDX-License-Identifier: Apache-2.0 */
#include "web/mail.h"

static enum err render(struct web *w, enum message_kind kind, const struct value *model,
                       struct mail_body *out)
{
    str name = str_join(w->ctx.arena, S("mail/"), message_kind_name(kind));
    TRY(message_render(w, name, model, &out->html));
    return message_render(w, str_join(w->ctx.arena, name, S(".txt")), model, &out->text);
}

enum err mail_compose(struct web *w, const struct order *o, const struct message *about, str name,
                      struct mail_body *out)
{
    const enum message_kind kind = about->kind;
    struct value *model = NULL;
    struct mail_body body = { 0 };
    TRY(message_model(w, o, about, kind == MESSAGE_OWNER_NEW_ORDER ? (str){ 0 } : name, &model));
    body.subject = value_text(model, S("subject"));
    struct reader before = reader_change(w, message_reader(w, o, kind));
    enum err e = render(w, kind, model, &body);
    reader_change(w, before);
    TRY(e);
    body.text = str_trim(body.text);
    *out = body;
    return OK;
}
