/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server_prepared.h - replies made once, on the HTTP library.
 *
 * Purpose    struct prepared of http.h, and the two ways a response of bytes is made.
 * Layer      web; part of the server: libmicrohttpd stands in server*.c alone.
 */
#ifndef WEB_SERVER_PREPARED_H
#define WEB_SERVER_PREPARED_H

#include "web/http.h"

#include <microhttpd.h>
#include <stdatomic.h>

struct prepared {
    _Atomic unsigned references;
    int status;
    size_t size;
    struct MHD_Response *response;
};

void response_add(struct arena *arena, struct MHD_Response *response,
                  const struct http_head *header, size_t count);
struct MHD_Response *response_of_bytes(str bytes, enum MHD_ResponseMemoryMode mode);

#endif
