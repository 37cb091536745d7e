/* SPDX-License-Identifier: Apache-2.0 */
#include "web/server_stream.h"

#include <microhttpd.h>
#include <poll.h>

enum { PART_BYTES = 512 };

static void go_to_sleep(struct stream *stream)
{
    MHD_suspend_connection(stream->connection);
}

static void on_wake(struct stream *stream)
{
    MHD_resume_connection(stream->connection);
}

/* A connection that sleeps is watched by nobody: without this it would stand until two heartbeats found nobody there. */
static bool is_gone(const struct stream *stream)
{
    const union MHD_ConnectionInfo *about =
        MHD_get_connection_info(stream->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd socket = { .fd = about == NULL ? -1 : about->connect_fd, .events = POLLRDHUP };
    return poll(&socket, 1, 0) == 1;
}

const struct stream_server server_stream = { on_wake, is_gone };

static ssize_t on_read(void *data, uint64_t position, char *to, size_t max)
{
    (void)position;
    int64_t taken = stream_read(data, to, max, go_to_sleep);
    return taken < 0 ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)taken;
}

static void on_free(void *data)
{
    stream_close(data);
}

struct MHD_Response *server_stream_response(struct stream *stream,
                                            struct MHD_Connection *connection)
{
    stream->connection = connection;
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PART_BYTES, on_read, stream, on_free);
    CHECK(response != NULL);
    return response;
}
