/* SPDX-License-Identifier: Apache-2.0 */
#include "web/server_words.h"

#include "base/buf.h"
#include "base/clock.h"

#include <microhttpd.h>
#include <sys/socket.h>

enum { WORDS_MAX_BYTES = 256 * 1024 };

bool server_words_say(int socket, struct arena *arena, const struct http_reply *reply)
{
    struct buf out = buf_new(arena, WORDS_MAX_BYTES);
    buf_addf(&out, "HTTP/1.1 %d %s\r\n", reply->status,
             MHD_get_reason_phrase_for((unsigned)reply->status));
    buf_addf(&out, "Date: %.*s\r\n", STR_ARG(clock_http_date(arena, clock_now())));
    for (size_t i = 0; i < reply->header_count; i++) {
        buf_addf(&out, "%.*s: %.*s\r\n", STR_ARG(reply->header[i].name),
                 STR_ARG(reply->header[i].value));
    }
    buf_addf(&out, "Content-Length: %zu\r\nConnection: close\r\n\r\n", reply->body.size);
    buf_add(&out, reply->body);
    str text = buf_str(&out);
    return !buf_is_over(&out) &&
           send(socket, text.at, text.size, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)text.size;
}
