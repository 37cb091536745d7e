/* SPDX-License-Identifier: Apache-2.0 */
#include "web/app.h"
#include "web/stream.h"

enum err web_stream(struct web *w, str tag)
{
    struct http_reply *reply = &w->exchange->reply;
    if (w->request->method != HTTP_HEAD) {
        reply->stream = stream_open(w->app->streams, &w->request->address, tag);
        if (reply->stream == NULL) {
            return fail(&w->ctx, ERR_BUSY, "%s", "enough streams are open");
        }
    }
    web_raw(w, S("text/event-stream"), (str){ 0 });
    return OK;
}
