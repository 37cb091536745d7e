/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"
#include "web/app.h"
#include "web/stream.h"

struct stream_ask {
    str key; /* of a case; read by the guard */
    int64_t since;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct stream_ask, key, 0, 64, "", .is_optional = true),
    FIELD(INT, struct stream_ask, since, 0, INT64_MAX, "", .is_optional = true),
};
const struct form stream_query = QUERY_FORM("stream_since", ask_fields, struct stream_ask);

str web_stream_url(const struct web *w, str path)
{
    int64_t shown_at = clock_now() - (clock_monotonic() - w->started_at);
    return str_format(w->ctx.arena, "%.*s%csince=%" PRId64, STR_ARG(path),
                      str_has(path, '?') ? '&' : '?', shown_at);
}

/* Of the change told last, where the browser opens the stream again; else of the page. */
static int64_t since_of(const struct web *w)
{
    const struct stream_ask *ask = w->query;
    int64_t last = 0;
    bool is_again = str_to_int(http_header(w->request, S("last-event-id")), &last) && last > 0;
    return is_again ? last : ask->since;
}

enum err web_stream(struct web *w, str tag)
{
    struct http_reply *reply = &w->exchange->reply;
    if (w->request->method != HTTP_HEAD) {
        reply->stream = stream_open(w->app->streams, &w->request->address, tag, since_of(w));
        if (reply->stream == NULL) {
            return fail(&w->ctx, ERR_BUSY, "%s", "enough streams are open");
        }
    }
    web_raw(w, S("text/event-stream"), (str){ 0 });
    return OK;
}
