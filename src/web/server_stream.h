/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_stream.h - open replies on the HTTP library.
 *
 * Purpose    A response whose bytes come from stream.c; a connection without news is suspended, so it costs no thread.
 * Layer      web; part of the server: libmicrohttpd stands in server*.c alone.
 * Ownership  the response closes its stream when the connection ends.
 */
#ifndef WEB_SERVER_STREAM_H
#define WEB_SERVER_STREAM_H

#include "web/stream.h"

struct MHD_Connection;
struct MHD_Response;

struct MHD_Response *server_stream_response(struct stream *stream,
                                            struct MHD_Connection *connection);
/* For streams_start. */
extern const struct stream_server server_stream;

#endif
