/* SPDX-License-Identifier: Apache-2.0 */
#include "web/server_words.h"

#include "base/buf.h"
#include "base/clock.h"

#include <gnutls/gnutls.h>
#include <linux/tcp.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { WORDS_MAX_BYTES = 256 * 1024 };

static str text_of_reply(const struct http_exchange *x)
{
    const struct http_reply *reply = &x->reply;
    struct buf out = buf_new(x->arena, WORDS_MAX_BYTES);
    buf_addf(&out, "HTTP/1.1 %d %s\r\n", reply->status,
             MHD_get_reason_phrase_for((unsigned)reply->status));
    buf_addf(&out, "Date: %.*s\r\n", STR_ARG(clock_http_date(x->arena, clock_now())));
    for (size_t i = 0; i < reply->header_count; i++) {
        buf_addf(&out, "%.*s: %.*s\r\n", STR_ARG(reply->header[i].name),
                 STR_ARG(reply->header[i].value));
    }
    buf_addf(&out, "Content-Length: %zu\r\nConnection: close\r\n\r\n", reply->body.size);
    if (x->request.method != HTTP_HEAD) {
        buf_add(&out, reply->body);
    }
    return buf_is_over(&out) ? (str){ 0 } : buf_str(&out);
}

static bool send_plain(int socket, str text)
{
    return send(socket, text.at, text.size, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)text.size;
}

static bool send_sealed(gnutls_session_t session, str text)
{
    while (text.size > 0) {
        ssize_t sent = gnutls_record_send(session, text.at, text.size);
        if (sent <= 0) {
            return false;
        }
        text = str_skip(text, (size_t)sent);
    }
    return gnutls_bye(session, GNUTLS_SHUT_WR) == GNUTLS_E_SUCCESS;
}

static int socket_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

bool server_words_say(struct MHD_Connection *connection, const struct http_exchange *exchange)
{
    str text = text_of_reply(exchange);
    const union MHD_ConnectionInfo *tls =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    int room = (int)text.size * 2; /* a young connection's buffer may hold less than a page */
    setsockopt(socket_of(connection), SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    return text.size > 0 && (tls != NULL ? send_sealed(tls->tls_session, text)
                                         : send_plain(socket_of(connection), text));
}

static bool has_said_anything(int socket)
{
    struct tcp_info facts = { 0 };
    socklen_t size = sizeof facts;
    return getsockopt(socket, IPPROTO_TCP, TCP_INFO, &facts, &size) == 0 &&
           facts.tcpi_bytes_received > 0;
}

bool server_words_say_slow(struct MHD_Connection *connection)
{
    int socket = socket_of(connection);
    return has_said_anything(socket) &&
           send_plain(socket, S("HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain\r\n"
                                "Content-Length: 20\r\nConnection: close\r\n\r\n"
                                "408 Request Timeout\n"));
}
