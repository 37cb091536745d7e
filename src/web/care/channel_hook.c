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
    struct complaint_heard h = { .conversation = taken.conversation, .source = S("inbox"), .text = n->text, .at = n->at, .is_news = true };
    TRY(complaint_hear(&w->ctx, &h));
    return contact_tell(&w->ctx, taken.conversation);
}

/* Messages first, then what is said about messages: they come in any order. News of a message we do not have are passed over when others
 * came with them, which must not be lost; alone they are refused, and the app sends them again. */
static enum err take_kind(struct web *w, enum channel channel, const struct channel_news_list *list,
                          bool is_of_people, size_t *passed_over)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct channel_news *n = &list->item[i];
        if ((n->kind == NEWS_SAID || n->kind == NEWS_BLOCKED) != is_of_people) {
            continue;
        }
        enum err e = take(w, channel, n);
        bool is_unknown = n->kind != NEWS_SAID && (e == ERR_NOT_FOUND || e == ERR_STATE);
        TRY(is_unknown ? OK : e);
        *passed_over += is_unknown ? 1 : 0;
    }
    w->ctx.detail[0] = '\0';
    return OK;
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
    size_t passed_over = 0;
    TRY(take_kind(w, channel, &list, true, &passed_over));
    TRY(take_kind(w, channel, &list, false, &passed_over));
    if (passed_over > 0 && passed_over == list.count) {
        return fail(&w->ctx, ERR_NOT_FOUND, "%zu news of messages we do not have", passed_over);
    }
    return show(w, (int64_t)(list.count - passed_over));
}

/* Taken already, under the same key. */
enum err channel_hook_again(struct web *w)
{
    return show(w, 0);
}
