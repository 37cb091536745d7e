/* SPDX-License-Identifier: Apache-2.0 */
#include "web/server_prepared.h"

#include "base/mem.h"

void response_add(struct arena *arena, struct MHD_Response *response,
                  const struct http_head *header, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        MHD_add_response_header(response, str_c(arena, header[i].name),
                                str_c(arena, header[i].value));
    }
}

struct MHD_Response *response_of_bytes(str bytes, enum MHD_ResponseMemoryMode mode)
{
    union {
        const char *in;
        void *out;
    } at = { .in = bytes.at }; /* the library does not write there, but its prototype says void * */
    struct MHD_Response *response = MHD_create_response_from_buffer(bytes.size, at.out, mode);
    CHECK(response != NULL);
    return response;
}

struct prepared *prepared_new(int status, const struct http_head *header, size_t header_count,
                              str body)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct prepared *prepared = MEM_NEW(struct prepared);
    prepared->references = 1;
    prepared->status = status;
    prepared->response = response_of_bytes(body, MHD_RESPMEM_MUST_COPY);
    prepared->size = sizeof *prepared + 512 + body.size;
    for (size_t i = 0; i < header_count; i++) {
        prepared->size += header[i].name.size + header[i].value.size + 64;
    }
    response_add(arena, prepared->response, header, header_count);
    return prepared;
}

struct prepared *prepared_keep(struct prepared *prepared)
{
    atomic_fetch_add_explicit(&prepared->references, 1, memory_order_relaxed);
    return prepared;
}

void prepared_release(struct prepared *prepared)
{
    if (prepared != NULL && atomic_fetch_sub(&prepared->references, 1) == 1) {
        MHD_destroy_response(prepared->response);
        mem_free(prepared);
    }
}

size_t prepared_size_bytes(const struct prepared *prepared)
{
    return prepared->size;
}

int prepared_status(const struct prepared *prepared)
{
    return prepared->status;
}
