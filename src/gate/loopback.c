/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/loopback.h"

#include "base/clock.h"
#include "base/digest.h"
#include "base/value.h"
#include "core/keys.h"
#include "core/setting.h"

/* ---- in ---- */

static bool is_signed(struct ctx *c, str signature, str body)
{
    str secret = { 0 };
    enum err e = setting_secret(c, S("channel.loopback_secret"), &secret);
    return e == OK && secret.size != 0 &&
           key_eq(signature, str_hex(c->arena, digest_hmac_sha256(c->arena, secret, body)));
}

static const char *const kinds[NEWS_KIND_COUNT] = {
    [NEWS_SAID] = "said",           [NEWS_CHANGED] = "changed", [NEWS_TAKEN_BACK] = "taken_back",
    [NEWS_DELIVERED] = "delivered", [NEWS_FAILED] = "failed",   [NEWS_BLOCKED] = "blocked",
};

static bool read_one(const struct value *event, struct channel_news *out)
{
    str kind = value_text(event, S("kind"));
    str at = value_text(event, S("at"));
    bool is_known = false;
    *out = (struct channel_news){
        .external = value_text(event, S("id")),
        .address = value_text(event, S("from")),
        .name = value_text(event, S("name")),
        .text = value_text(event, S("text")),
    };
    for (enum channel_news_kind k = 0; k < NEWS_KIND_COUNT; k++) {
        if (str_eq(kind, str_of(kinds[k]))) {
            out->kind = k;
            is_known = true;
        }
    }
    return is_known && (at.size == 0 || clock_parse_rfc3339(at, &out->at));
}

static enum err read_all(struct ctx *c, str body, struct channel_news_list *out)
{
    struct value *node = NULL;
    str why = { 0 };
    struct channel_news_list list = { .item = NEW_N(c->arena, struct channel_news, CHANNEL_NEWS_MAX) };
    if (!json_read(c->arena, body, &node, &why)) {
        return fail(c, ERR_MALFORMED, "loopback: %.*s", STR_ARG(why));
    }
    const struct value *events = value_get(node, S("events"));
    if (events == NULL || events->kind != VALUE_LIST || events->count > CHANNEL_NEWS_MAX) {
        return fail(c, ERR_MALFORMED, "%s", "loopback: events: a list of at most 50");
    }
    for (const struct value *event = events->children.first; event != NULL; event = event->next) {
        if (event->kind != VALUE_OBJECT || !read_one(event, &list.item[list.count++])) {
            return fail(c, ERR_MALFORMED, "%s", "loopback: an event of no known kind or time");
        }
    }
    *out = list;
    return OK;
}

/* ---- out ---- */

/* It arrives at once, under the message's own key. */
static enum err send(struct ctx *c, const struct channel_out *out, str *external)
{
    if (str_starts(out->address, S("gone"))) {
        return fail(c, ERR_STATE, "%s", "loopback: nobody is there any more");
    }
    if (str_starts(out->address, S("busy"))) {
        return fail(c, ERR_PROVIDER, "%s", "loopback: later");
    }
    *external = str_join(c->arena, S("lb-"), out->key);
    return OK;
}

const struct channel_app loopback_app = {
    .channel = CHANNEL_LOOPBACK, .is_signed = is_signed, .read = read_all, .send = send
};
