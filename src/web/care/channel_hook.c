/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/channel_hook.h"

#include "care/complaint_heard.h"
#include "care/contact.h"
#include "care/messaging.h"
#include "web/app.h"

static const struct model_field hook_fields[] = { SHOW(INT, "taken") };
const struct model channel_hook_model = MODEL("channel_news_taken", hook_fields);

static enum err show(struct web *w, int64_t taken)
{
    w->model = value_object(w->ctx.arena);
    value_set_int(w->ctx.arena, w->model, S("taken"), taken);
    return OK;
}

static enum err take(struct web *w, enum channel channel, const struct channel_news *n)
{
    struct messaging_taken taken = { 0 };
    TRY(messaging_take(&w->ctx, channel, n, &taken));
    if (!taken.is_new) {
        return OK;
    }
    struct complaint_heard h = { .conversation = taken.conversation, .source = S("inbox"), .text = n->text, .at = n->at };
    TRY(complaint_hear(&w->ctx, &h));
    return contact_tell(&w->ctx, taken.conversation);
}

enum err channel_hook(struct web *w)
{
    enum channel channel;
    struct channel_news_list list = { 0 };
    const struct app_hooks *hooks = &w->app->options.hooks;
    if (!channel_of(web_param(w, S("channel")), &channel) || hooks->channel_app == NULL ||
        hooks->channel_app(channel) == NULL) {
        return ERR_NOT_FOUND;
    }
    const struct channel_app *app = hooks->channel_app(channel);
    str signature = http_header(w->request, S("channel-signature"));
    if (!app->is_signed(&w->ctx, signature, w->request->body)) {
        return fail(&w->ctx, ERR_FORBIDDEN, "%.*s: not signed by the app",
                    STR_ARG(channel_name(channel)));
    }
    w->ctx.actor = (struct actor){ ROLE_VISITOR, 0 };
    TRY(app->read(&w->ctx, w->request->body, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(take(w, channel, &list.item[i]));
    }
    return show(w, (int64_t)list.count);
}

/* Taken already, under the same key. */
enum err channel_hook_again(struct web *w)
{
    return show(w, 0);
}
