/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_words.h - the last words to a client in the middle of its body.
 *
 * Purpose    The library answers a request before its body or after it, never in between. A body that is refused on its way gets
 *            its reply written to the socket here, whole, and the connection ends.
 * Layer      web; part of the server. Sockets only, no HTTP library.
 * Ownership  nothing is kept.
 * Errors     false: nothing was sent, or not all of it; the connection must be closed either way.
 * Source     RFC 9112 section 9.6.
 */
#ifndef WEB_SERVER_WORDS_H
#define WEB_SERVER_WORDS_H

#include "web/http.h"

/* For a socket without TLS on which no reply is on its way. Never waits: a reply fits an empty socket's buffer, or is given up. */
bool server_words_say(int socket, struct arena *arena, const struct http_reply *reply);

#endif
