/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_words.h - the last words to a client in the middle of its request.
 *
 * Purpose    The library answers a request before its body or after it, never in between, and not before its head is whole. What
 *            is refused on its way gets its reply written to the connection here, whole, and the connection ends.
 * Layer      web; part of the server: the HTTP library, below TLS the one it uses for that.
 * Ownership  nothing is kept.
 * Errors     false: nothing was sent, or not all of it; the connection must be closed either way.
 * Threads    the connection's own; no reply may be on its way.
 * Source     RFC 9112 section 9.6.
 */
#ifndef WEB_SERVER_WORDS_H
#define WEB_SERVER_WORDS_H

#include "web/http.h"

struct MHD_Connection;

/* Never waits: a reply fits an empty socket's buffer, or is given up. */
bool server_words_say(struct MHD_Connection *connection, const struct http_exchange *exchange);
/* 408, short and plain, to whoever has begun a head and does not end it; nothing to whoever never said anything. Not below TLS. */
bool server_words_say_slow(struct MHD_Connection *connection);

#endif
