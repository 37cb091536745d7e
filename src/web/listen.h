/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listen.h - what a server needs before its first connection.
 *
 * Purpose    Defaults of the options, trusted proxies, the listening socket, the certificate files.
 * Layer      web; uses base, http, server.h. Sockets and files only, no HTTP library.
 * Ownership  descriptors are the caller's; texts live in the arena.
 * Errors     -1, false or NULL with errno.
 */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include "web/server.h"

#include <sys/socket.h>

void listen_defaults(struct server_options *options);
/* False: one of them is no address, or they are too many. */
bool listen_proxies(const struct server_options *options, struct http_address *out);
/* A listening, non-blocking socket; empty address: 127.0.0.1. */
int listen_open(str address, uint16_t port);
uint16_t listen_port(int listener);
struct http_address listen_peer(const struct sockaddr *from);
/* The whole file, at most 64 KiB. */
char *listen_read_pem(struct arena *arena, str file);

#endif
