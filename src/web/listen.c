/* SPDX-License-Identifier: Apache-2.0 */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { PEM_MAX_BYTES = 64 * 1024, BACKLOG = 1024 };

static unsigned or_default(unsigned value, unsigned otherwise)
{
    return value == 0 ? otherwise : value;
}

void listen_defaults(struct server_options *o)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    o->threads = or_default(o->threads, processors < 1 ? 1 : (unsigned)processors);
    o->connections_max = or_default(o->connections_max, 2048);
    o->connections_per_address_max = or_default(o->connections_per_address_max, 128);
    o->connection_memory_bytes =
        o->connection_memory_bytes == 0 ? KB(8) : o->connection_memory_bytes;
    o->bodies_in_memory_max_bytes =
        o->bodies_in_memory_max_bytes == 0 ? MB(32) : o->bodies_in_memory_max_bytes;
    o->bodies_in_files_max_bytes =
        o->bodies_in_files_max_bytes == 0 ? MB(512) : o->bodies_in_files_max_bytes;
    o->bodies_of_address_max_bytes =
        o->bodies_of_address_max_bytes == 0 ? MB(160) : o->bodies_of_address_max_bytes;
    o->cut_min_bytes_s = or_default(o->cut_min_bytes_s, KB(64));
    o->head_ms = or_default(o->head_ms, 10000);
    o->keep_alive_ms = or_default(o->keep_alive_ms, 30000);
    o->body_ms = or_default(o->body_ms, 120000);
    o->body_min_bytes_s = or_default(o->body_min_bytes_s, 1024);
    o->answer_ms = or_default(o->answer_ms, 15000);
    o->send_ms = or_default(o->send_ms, 30000);
    o->stop_ms = or_default(o->stop_ms, 10000);
}

struct http_address listen_peer(const struct sockaddr *from)
{
    struct http_address address = { .bytes = { [10] = 0xff, [11] = 0xff } };
    if (from->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const void *)from;
        memcpy(address.bytes, &v6->sin6_addr, sizeof address.bytes);
    } else {
        const struct sockaddr_in *v4 = (const void *)from;
        memcpy(&address.bytes[12], &v4->sin_addr, 4);
    }
    return address;
}

bool listen_proxies(const struct server_options *options, struct http_address *out)
{
    for (size_t i = 0; i < options->trusted_proxy_count; i++) {
        if (i == SERVER_PROXIES_MAX || !http_address_parse(options->trusted_proxy[i], &out[i])) {
            errno = EINVAL;
            return false;
        }
    }
    return true;
}

static bool socket_address(str text, uint16_t port, struct sockaddr_storage *out, socklen_t *size)
{
    struct http_address address;
    if (!http_address_parse(str_is_empty(text) ? S("127.0.0.1") : text, &address)) {
        errno = EINVAL;
        return false;
    }
    memset(out, 0, sizeof *out);
    if (str_has(text, ':')) {
        struct sockaddr_in6 *v6 = (void *)out;
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        memcpy(&v6->sin6_addr, address.bytes, sizeof address.bytes);
        *size = sizeof *v6;
    } else {
        struct sockaddr_in *v4 = (void *)out;
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        memcpy(&v4->sin_addr, &address.bytes[12], 4);
        *size = sizeof *v4;
    }
    return true;
}

int listen_open(str address, uint16_t port)
{
    struct sockaddr_storage where;
    socklen_t size = 0;
    if (!socket_address(address, port, &where, &size)) {
        return -1;
    }
    int listener = socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (listener < 0) {
        return -1;
    }
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&where, size) != 0 || listen(listener, BACKLOG) != 0) {
        int error = errno;
        close(listener);
        errno = error;
        return -1;
    }
    return listener;
}

uint16_t listen_port(int listener)
{
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return 0;
    }
    return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&address)->sin6_port)
                                         : ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static void descriptor_close(int *descriptor)
{
    if (*descriptor >= 0) {
        close(*descriptor);
    }
}

char *listen_read_pem(struct arena *arena, str file)
{
    CLEANUP(descriptor_close) int descriptor = open(str_c(arena, file), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return NULL;
    }
    char *text = arena_alloc(arena, PEM_MAX_BYTES + 1);
    ssize_t size = read(descriptor, text, PEM_MAX_BYTES + 1);
    if (size < 0 || size > PEM_MAX_BYTES) {
        errno = size < 0 ? errno : EFBIG;
        return NULL;
    }
    return text;
}
