/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.c - the one file that talks to libmicrohttpd (0.9.75 on Debian 12).
 *
 * How the library calls us, and what we make of it:
 *
 *   accepted          on_admit, on_connection     one struct connection under the eye of watch.c
 *   request line      on_target                   an exchange from the pool
 *   head              on_request, first call      guard.c judges; hooks->head. Answering here closes the connection, so we do
 *                                                 it only when a body we do not want is on its way
 *   body              on_request with bytes       body.c keeps and counts them
 *   end               on_request, last call       hooks->serve; HTTP_LATER suspends, server_answer resumes
 *   sent or lost      on_completed                back to the pool, once nobody owes it an answer; too slow: server_words.c
 */
#include "web/server.h"

#include "base/clock.h"
#include "base/mem.h"
#include "web/exchange.h"
#include "web/listen.h"
#include "web/server_prepared.h"
#include "web/server_stream.h"
#include "web/server_words.h"
#include "web/watch.h"

#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SWALLOW_BYTES = 64 * 1024, /* an unwanted body of this size is read, to keep the connection */
    BODY_GRACE_S = 5,
    REFUSED_S = 10,
    BODY_LARGE_BYTES_S = 128 * 1024,
    SEND_BYTES_S = 16 * 1024,
    LAST_WORDS_MS = 200,
};

struct connection {
    struct watched watched; /* first: the watch hands it back */
    struct server *server;
    struct guard_place place;
    struct exchange *later; /* suspended and waiting; under server->answer_lock */
    struct MHD_Connection *library;
    bool is_lingering; /* closed while the client still sends */
    bool has_asked;    /* a request line has come */
};

struct server {
    struct server_options options;
    struct server_hooks hooks;
    struct MHD_Daemon *daemon;
    struct arena *arena;
    struct watch watch;
    struct body_room room;
    struct http_address proxy[SERVER_PROXIES_MAX];
    struct prepared *late; /* 503 without asking anybody */
    pthread_mutex_t answer_lock;
    struct exchange_pool pool; /* emptied by the last exchange, maybe after server_stop */
    atomic_bool is_stopping, is_closing;
    _Atomic uint64_t refused_malformed, answered_late;
    uint16_t port;
    bool looks_at_lines; /* 0.9.x: the head's text is where we expect it, see guard.h */
    bool is_tls;
};

/* ---- the pool of exchanges ---- */

static void server_free(struct server *server)
{
    exchange_pool_close(&server->pool);
    prepared_release(server->late);
    pthread_mutex_destroy(&server->answer_lock);
    arena_free(server->arena);
    mem_free(server);
}

static void exchange_release(struct server *server, struct exchange *x)
{
    if (atomic_fetch_sub(&x->references, 1) != 1) {
        return;
    }
    if (server->hooks.ended != NULL) {
        server->hooks.ended(server->hooks.data, &x->public);
    }
    prepared_release(x->public.prepared);
    if (exchange_give_back(&server->pool, x)) {
        server_free(server);
    }
}

/* ---- replies ---- */

static void refuse(struct exchange *x, int status)
{
    struct server *server = x->connection->server;
    struct http_reply *reply = &x->public.reply;
    http_reply_clear(reply);
    if (server->hooks.refuse != NULL) {
        server->hooks.refuse(server->hooks.data, &x->public, status);
    } else {
        http_reply_add(reply, S("Content-Type"), S("text/plain; charset=utf-8"));
        reply->body = str_format(x->public.arena, "%d\n", status);
    }
    reply->status = status;
    x->is_refused = true;
}

static struct MHD_Response *response_of_reply(struct exchange *x)
{
    struct http_reply *reply = &x->public.reply;
    struct MHD_Response *response = NULL;
    if (reply->stream != NULL) {
        response = server_stream_response(reply->stream, x->connection->library);
        reply->stream = NULL; /* the response closes it */
    } else if (reply->has_file) {
        reply->has_file = false; /* the library closes it */
        response = MHD_create_response_from_fd_at_offset64(reply->file_size_bytes, reply->file,
                                                           reply->file_offset_bytes);
        CHECK(response != NULL);
    } else {
        response = response_of_bytes(reply->body, MHD_RESPMEM_PERSISTENT);
    }
    response_add(x->public.arena, response, reply->header, reply->header_count);
    if (reply->is_last || x->connection->server->is_stopping) {
        MHD_add_response_header(response, "Connection", "close");
    }
    return response;
}

static void expect_sent(struct connection *connection, uint64_t bytes)
{
    const struct server_options *o = &connection->server->options;
    watch_until(&connection->watched,
                watch_now() + MILLISECONDS(o->send_ms) + SECONDS((int64_t)(bytes / SEND_BYTES_S)));
}

static enum MHD_Result queue_prepared(struct exchange *x, struct prepared *prepared)
{
    x->status_queued = prepared->status;
    expect_sent(x->connection, prepared->size);
    return MHD_queue_response(x->connection->library, (unsigned)prepared->status,
                              prepared->response);
}

static enum MHD_Result queue_reply(struct exchange *x)
{
    struct http_reply *reply = &x->public.reply;
    CHECK(reply->status >= 200);
    x->status_queued = reply->status;
    expect_sent(x->connection, reply->has_file ? reply->file_size_bytes : reply->body.size);
    if (reply->stream != NULL) { /* ends by itself before that */
        watch_until(&x->connection->watched, watch_now() + STREAM_LIFE + STREAM_HEARTBEAT * 4);
    }
    struct MHD_Response *response = response_of_reply(x);
    enum MHD_Result is_queued =
        MHD_queue_response(x->connection->library, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return is_queued;
}

static enum MHD_Result queue_progress(struct exchange *x)
{
    return x->progress == HTTP_PREPARED ? queue_prepared(x, x->public.prepared) : queue_reply(x);
}

static enum MHD_Result queue_late(struct exchange *x)
{
    return queue_prepared(x, x->connection->server->late);
}

/* ---- answers that come later ---- */

static enum MHD_Result wait_for_answer(struct exchange *x)
{
    struct connection *connection = x->connection;
    struct server *server = connection->server;
    pthread_mutex_lock(&server->answer_lock);
    enum phase phase = x->phase;
    if (phase == PHASE_SERVING && server->is_closing) {
        /* the library must not be stopped with a suspended connection */
        phase = x->phase = PHASE_LATE;
    } else if (phase == PHASE_SERVING) {
        x->phase = PHASE_SUSPENDED;
        connection->later = x;
        watch_until(&connection->watched, watch_now() + MILLISECONDS(server->options.answer_ms));
        atomic_store(&connection->watched.is_waiting, true);
        MHD_suspend_connection(connection->library);
    }
    pthread_mutex_unlock(&server->answer_lock);
    if (phase == PHASE_SERVING) {
        return MHD_YES;
    }
    return phase == PHASE_LATE ? queue_late(x) : queue_progress(x);
}

/* With answer_lock. */
static void wake(struct exchange *x, enum phase phase)
{
    bool is_suspended = x->phase == PHASE_SUSPENDED;
    x->phase = phase;
    if (is_suspended) {
        struct connection *connection = x->connection;
        connection->later = NULL;
        atomic_store(&connection->watched.is_waiting, false);
        watch_until(&connection->watched, WATCH_NEVER);
        MHD_resume_connection(connection->library);
    }
}

void server_answer(struct http_exchange *exchange, enum http_progress progress)
{
    struct exchange *x = (struct exchange *)exchange;
    CHECK(progress != HTTP_LATER);
    /* The connection may be gone when the answer is late: the room outlives it and knows the server. */
    struct server *server = (struct server *)((char *)x->body.room - offsetof(struct server, room));
    pthread_mutex_lock(&server->answer_lock);
    if (x->phase != PHASE_LATE) {
        x->progress = progress;
        wake(x, PHASE_ANSWERED);
    }
    pthread_mutex_unlock(&server->answer_lock);
    exchange_release(server, x);
}

/* From the watch, with its lock. */
static void on_late(void *data, struct watched *watched)
{
    struct server *server = data;
    struct connection *connection = (struct connection *)watched;
    pthread_mutex_lock(&server->answer_lock);
    if (connection->later != NULL) {
        wake(connection->later, PHASE_LATE);
        server->answered_late++;
    }
    pthread_mutex_unlock(&server->answer_lock);
}

static enum MHD_Result serve(struct exchange *x)
{
    struct server *server = x->connection->server;
    if (server->is_closing) {
        return queue_late(x);
    }
    watch_until(&x->connection->watched, WATCH_NEVER);
    x->phase = PHASE_SERVING;
    x->references = 2;
    enum http_progress progress = server->hooks.serve(server->hooks.data, &x->public);
    if (progress == HTTP_LATER) {
        return wait_for_answer(x);
    }
    x->references = 1;
    x->phase = PHASE_ANSWERED;
    x->progress = progress;
    return queue_progress(x);
}

/* ---- the head ---- */

struct head_collector {
    struct guard_head *head;
    const char *raw;
    size_t raw_size;
};

/* Where the library's pointer stands in the head; false: elsewhere, because it joined folded lines. */
static bool place_of(const struct head_collector *c, const char *at, size_t size, size_t *out)
{
    uintptr_t from = (uintptr_t)c->raw;
    uintptr_t here = (uintptr_t)at;
    if (here < from || here > from + c->raw_size || size > c->raw_size - (here - from)) {
        return false;
    }
    *out = (size_t)(here - from);
    return true;
}

static enum MHD_Result on_header(void *data, enum MHD_ValueKind kind, const char *name,
                                 size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    struct head_collector *c = data;
    struct guard_head *head = c->head;
    if (head->line_count == HTTP_HEADERS_MAX) {
        head->is_too_long = true;
        return MHD_NO;
    }
    struct guard_line *line = &head->line[head->line_count++];
    line->name_size = name_size;
    line->value_size = value_size;
    if (!place_of(c, name, name_size, &line->name_at) ||
        !place_of(c, value, value_size, &line->value_at)) {
        head->is_moved = true;
        *line = (struct guard_line){ 0 };
    }
    return MHD_YES;
}

/* A copy of the whole head: the exchange may outlive the connection's memory. */
static enum guard_verdict read_head(struct exchange *x, const char *method, const char *version)
{
    struct connection *connection = x->connection;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->library, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct head_collector collector = { .raw = method,
                                        .raw_size = info == NULL ? 0 : info->header_size };
    struct guard_head head;
    head.text = str_copy(x->public.arena, (str){ method, collector.raw_size });
    head.method = str_slice(head.text, 0, strlen(method));
    head.target = x->public.request.target;
    head.version = str_copy(x->public.arena, str_of(version));
    head.line_count = 0;
    head.is_moved = false;
    head.is_too_long = false;
    head.is_unseen = !connection->server->looks_at_lines;
    collector.head = &head;
    MHD_get_connection_values_n(connection->library, MHD_HEADER_KIND, on_header, &collector);
    enum guard_verdict verdict =
        guard_read(x->public.arena, &head, &x->public.request, &x->framing);
    guard_locate(x->public.arena, &connection->place, &x->public.request);
    return verdict;
}

/* The reply stands before the body came. A small body is read and thrown away, so that the connection lives on; for a large one
 * we answer at once and close. */
static enum MHD_Result refuse_body(struct exchange *x)
{
    x->is_refused = true;
    const struct guard_framing *framing = &x->framing;
    bool is_small = !framing->is_chunked && framing->length_bytes <= SWALLOW_BYTES;
    if (!x->public.request.has_body || (is_small && !framing->expects_continue)) {
        watch_until(&x->connection->watched, watch_now() + SECONDS(REFUSED_S));
        return MHD_YES; /* the last call answers */
    }
    x->connection->is_lingering = true;
    return queue_reply(x);
}

static int64_t at_rate(const struct exchange *x, unsigned bytes_s)
{
    return x->body_started_at + SECONDS(BODY_GRACE_S) +
           (int64_t)(x->body_bytes * 1000000 / bytes_s);
}

/* A body over its limit is read for what a form says around it: for a client that is quick. */
static void watch_body(struct exchange *x)
{
    const struct server_options *o = &x->connection->server->options;
    bool is_cut = x->public.request.is_cut;
    int64_t total = x->body_started_at + MILLISECONDS(o->body_ms) +
                    SECONDS((int64_t)(x->framing.length_bytes / BODY_LARGE_BYTES_S));
    int64_t by_rate = at_rate(x, is_cut ? o->cut_min_bytes_s : o->body_min_bytes_s);
    watch_until(&x->connection->watched, total < by_rate ? total : by_rate);
}

static enum MHD_Result begin(struct exchange *x, const char *method, const char *version)
{
    struct server *server = x->connection->server;
    x->phase = PHASE_BODY;
    enum guard_verdict verdict = read_head(x, method, version);
    if (verdict != GUARD_OK) {
        server->refused_malformed++;
        refuse(x, guard_status(verdict));
        x->public.reply.is_last = true;
        x->connection->is_lingering = true;
        return queue_reply(x);
    }
    size_t body_max = 0;
    x->body_started_at = watch_now();
    if (!server->hooks.head(server->hooks.data, &x->public, &body_max)) {
        return refuse_body(x);
    }
    bool is_cut = x->framing.length_bytes > body_max;
    if (is_cut && x->framing.length_bytes > x->public.cut_max_bytes) {
        refuse(x, 413);
        return refuse_body(x);
    }
    x->public.request.is_cut = is_cut;
    if (is_cut) {
        body_begin_ends(&x->body);
    } else if (x->public.request.has_body) {
        body_begin(&x->body, body_max, x->framing.length_bytes);
        x->body.source = watch_slot(&server->watch, &x->public.request.address) % BODY_SOURCES;
    }
    if (x->public.request.has_body) {
        watch_body(x);
    }
    return MHD_YES;
}

/* ---- the body ---- */

static bool is_overdue(const struct connection *connection)
{
    return atomic_load_explicit(&connection->watched.is_overdue, memory_order_relaxed);
}

/* In the middle of the body: what the library does not say there we say ourselves, and the connection ends. */
static enum MHD_Result refuse_midway(struct exchange *x, int status)
{
    x->public.request.is_cut = false;
    if (!x->is_refused) {
        refuse(x, status);
    }
    body_free(&x->body);
    x->status_queued = x->public.reply.status;
    x->is_told = server_words_say(x->connection->library, &x->public);
    x->connection->is_lingering = true;
    return MHD_NO;
}

static enum MHD_Result refuse_slow(struct exchange *x)
{
    return refuse_midway(x, x->public.request.is_cut ? 413 : 408);
}

static enum MHD_Result take_body(struct exchange *x, str part)
{
    x->body_bytes += part.size;
    if (is_overdue(x->connection)) {
        return refuse_slow(x);
    }
    if (x->is_refused) {
        return MHD_YES;
    }
    watch_body(x);
    enum body_verdict verdict = body_add(&x->body, part);
    if (verdict != BODY_OK) {
        return refuse_midway(x, verdict == BODY_TOO_LARGE ? 413 : 503);
    }
    return MHD_YES;
}

static enum MHD_Result on_trailer(void *data, enum MHD_ValueKind kind, const char *name,
                                  size_t name_size, const char *value, size_t value_size)
{
    (void)kind, (void)value, (void)value_size;
    bool *is_allowed = data;
    *is_allowed = *is_allowed && guard_trailer_is_allowed((str){ name, name_size });
    return MHD_YES;
}

static bool trailers_are_allowed(struct exchange *x)
{
    bool is_allowed = true;
    if (x->framing.is_chunked) {
        MHD_get_connection_values_n(x->connection->library, MHD_FOOTER_KIND, on_trailer,
                                    &is_allowed);
    }
    return is_allowed;
}

static enum MHD_Result finish(struct exchange *x)
{
    if (!x->is_refused && !trailers_are_allowed(x)) {
        x->connection->server->refused_malformed++;
        refuse(x, guard_status(GUARD_TRAILER));
        x->public.reply.is_last = true;
    }
    if (!x->is_refused && body_text(&x->body, &x->public.request.body) != BODY_OK) {
        refuse(x, 503);
    }
    return x->is_refused ? queue_reply(x) : serve(x);
}

/* ---- what the library calls ---- */

/* The query is ours to read (form_answers.c). The library would take its arguments apart first, each for some sixty bytes of the
 * connection's pool, and a short query of five hundred would leave none to answer from; it finds an empty query instead.
 * The text stands in that pool and is the library's to change: it is about to cut it there itself. */
static void hide_query(const char *target)
{
    union {
        const char *in;
        char *out;
    } query = { .in = strchr(target, '?') };
    if (query.in != NULL && query.in[1] != '\0') {
        query.out[1] = '\0';
    }
}

static void *on_target(void *data, const char *target, struct MHD_Connection *library)
{
    (void)data;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(library, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct connection *connection = info->socket_context;
    struct exchange *x = exchange_take(&connection->server->pool, connection);
    connection->has_asked = true;
    if (connection->watched.is_sealed) { /* not shut when its time for the next request was over */
        atomic_store(&connection->watched.is_overdue, false);
    }
    x->public.request.target = str_copy(x->public.arena, str_of(target));
    hide_query(target);
    int64_t head_until = watch_now() + MILLISECONDS(connection->server->options.head_ms);
    if (head_until < atomic_load_explicit(&connection->watched.deadline_at, memory_order_relaxed)) {
        watch_until(&connection->watched, head_until);
    }
    return x;
}

static enum MHD_Result on_request(void *data, struct MHD_Connection *library, const char *url,
                                  const char *method, const char *version, const char *part,
                                  size_t *part_size, void **context)
{
    (void)data, (void)library, (void)url;
    struct exchange *x = *context;
    switch (x->phase) {
    case PHASE_HEAD:
        return begin(x, method, version);
    case PHASE_BODY:
        if (part != NULL) {
            str bytes = { part, *part_size };
            *part_size = 0;
            return take_body(x, bytes);
        }
        return finish(x);
    case PHASE_ANSWERED:
        return queue_progress(x);
    case PHASE_LATE:
        return queue_late(x);
    case PHASE_SERVING:
    case PHASE_SUSPENDED:
        break;
    }
    return MHD_NO;
}

/* Its time was over before the request was whole. */
static void say_slow(struct exchange *x)
{
    if (x->phase == PHASE_BODY) {
        (void)refuse_slow(x);
    } else if (x->phase == PHASE_HEAD && !x->connection->server->is_tls) {
        x->status_queued = 408;
        x->is_told = server_words_say_slow(x->connection->library);
        x->connection->is_lingering = true;
    }
}

static void on_completed(void *data, struct MHD_Connection *library, void **context,
                         enum MHD_RequestTerminationCode code)
{
    (void)library;
    struct server *server = data;
    struct exchange *x = *context;
    if (x == NULL) {
        return;
    }
    *context = NULL;
    struct connection *connection = x->connection;
    if (is_overdue(connection) && x->status_queued == 0) {
        say_slow(x);
    }
    if (x->status_queued == 0 && code == MHD_REQUEST_TERMINATED_WITH_ERROR) {
        connection->is_lingering = true; /* refused by the library itself, with bytes unread */
    }
    bool is_sent = code == MHD_REQUEST_TERMINATED_COMPLETED_OK || x->is_told;
    x->public.status_sent = is_sent ? x->status_queued : 0;
    watch_until(&connection->watched, watch_now() + MILLISECONDS(server->options.keep_alive_ms));
    if (server->is_stopping) {
        shutdown(connection->watched.socket, SHUT_RDWR);
    }
    exchange_release(server, x);
}

static bool is_trusted(const struct server *server, const struct http_address *address)
{
    struct guard_place place = { .proxy = server->proxy,
                                 .proxy_count = server->options.trusted_proxy_count };
    return guard_is_proxy(&place, address);
}

static enum MHD_Result on_admit(void *data, const struct sockaddr *from, socklen_t size)
{
    (void)size;
    struct server *server = data;
    struct http_address address = listen_peer(from);
    return is_trusted(server, &address) || watch_admits(&server->watch, &address) ? MHD_YES
                                                                                  : MHD_NO;
}

static void connection_begin(struct server *server, struct MHD_Connection *library, void **context)
{
    const union MHD_ConnectionInfo *from =
        MHD_get_connection_info(library, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct connection *connection = MEM_NEW(struct connection);
    connection->server = server;
    connection->library = library;
    connection->place = (struct guard_place){
        .peer = listen_peer(from->client_addr),
        .proxy = server->proxy,
        .proxy_count = server->options.trusted_proxy_count,
        .is_tls = server->is_tls,
    };
    connection->watched.socket =
        MHD_get_connection_info(library, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    connection->watched.is_sealed = server->is_tls;
    connection->watched.is_counted = !is_trusted(server, &connection->place.peer);
    watch_until(&connection->watched, watch_now() + MILLISECONDS(server->options.head_ms));
    watch_add(&server->watch, &connection->watched, &connection->place.peer);
    *context = connection;
}

static void on_connection(void *data, struct MHD_Connection *library, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct server *server = data;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        connection_begin(server, library, context);
        return;
    }
    struct connection *connection = *context;
    bool is_slow = is_overdue(connection);
    if (is_slow && !connection->has_asked && !server->is_tls) {
        connection->is_lingering = server_words_say_slow(library);
    }
    watch_remove(&server->watch, &connection->watched);
    if (connection->is_lingering) {
        linger_keep(&server->watch.linger, connection->watched.socket, watch_now(), !is_slow);
    }
    mem_free(connection);
}

/* Paths are decoded by guard.c, once and strictly. */
static size_t on_unescape(void *data, struct MHD_Connection *library, char *text)
{
    (void)data, (void)library;
    return strlen(text);
}

/* ---- start and stop ---- */

static enum err start_failed(char *detail, size_t detail_size, const char *what, str which)
{
    snprintf(detail, detail_size, "%s %.*s: %s", what, STR_ARG(which), strerror(errno));
    return ERR_IO;
}

static enum err read_tls(struct server *server, struct MHD_OptionItem tls[3], char *detail,
                         size_t detail_size)
{
    str file[2] = { server->options.tls_certificate_file, server->options.tls_key_file };
    server->is_tls = file[0].size > 0;
    for (size_t i = 0; server->is_tls && i < 2; i++) {
        tls[i].option = i == 0 ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_HTTPS_MEM_KEY;
        tls[i].ptr_value = listen_read_pem(server->arena, file[i]);
        if (tls[i].ptr_value == NULL) {
            return start_failed(detail, detail_size, "cannot read", file[i]);
        }
    }
    return OK;
}

static struct MHD_Daemon *daemon_start(struct server *server, int listener,
                                       struct MHD_OptionItem *tls)
{
    const struct server_options *o = &server->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO |
                     (server->is_tls ? (unsigned)MHD_USE_TLS : 0u);
    return MHD_start_daemon(
        flags, 0, on_admit, server, on_request, server, MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_THREAD_POOL_SIZE, o->threads, MHD_OPTION_CONNECTION_LIMIT, o->connections_max,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, o->connection_memory_bytes, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape,
        NULL, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
}

/* What a client gets when nobody answered in time; asked for once, because later nobody may touch its exchange. */
static struct prepared *late_reply(struct server *server)
{
    struct connection nobody = { .server = server };
    struct exchange *x = exchange_take(&server->pool, &nobody);
    refuse(x, 503);
    const struct http_reply *reply = &x->public.reply;
    struct prepared *late = prepared_new(503, reply->header, reply->header_count, reply->body);
    exchange_release(server, x);
    return late;
}

static enum err open_server(struct server *server, char *detail, size_t detail_size)
{
    const struct server_options *o = &server->options;
    struct MHD_OptionItem tls[3] = { { MHD_OPTION_END, 0, NULL },
                                     { MHD_OPTION_END, 0, NULL },
                                     { MHD_OPTION_END, 0, NULL } };
    if (!listen_proxies(o, server->proxy)) {
        return start_failed(detail, detail_size, "not the address of a proxy", o->trusted_proxy[0]);
    }
    TRY(read_tls(server, tls, detail, detail_size));
    int listener = listen_open(o->address, o->port);
    if (listener < 0) {
        return start_failed(detail, detail_size, "cannot listen on", o->address);
    }
    server->port = listen_port(listener);
    if (!watch_start(&server->watch)) {
        close(listener);
        return start_failed(detail, detail_size, "cannot start a thread for", o->address);
    }
    server->daemon = daemon_start(server, listener, tls);
    if (server->daemon == NULL) {
        watch_stop(&server->watch);
        close(listener);
        return start_failed(detail, detail_size, "cannot start (certificate, key or threads)",
                            o->address);
    }
    return OK;
}

enum err server_start(const struct server_options *options, const struct server_hooks *hooks,
                      struct server **out, char *detail, size_t detail_size)
{
    struct server *server = MEM_NEW(struct server);
    server->arena = arena_new();
    server->options = *options;
    server->hooks = *hooks;
    server->hooks.ended = NULL; /* not for the exchange that late_reply makes */
    listen_defaults(&server->options);
    pthread_mutex_init(&server->answer_lock, NULL);
    exchange_pool_open(&server->pool, &server->room);
    str spool = str_is_empty(options->spool_directory) ? S("/tmp") : options->spool_directory;
    server->room.directory = str_c(server->arena, spool);
    server->room.max_bytes = server->options.bodies_in_memory_max_bytes;
    server->room.files_max_bytes = server->options.bodies_in_files_max_bytes;
    server->room.files_of_one_max_bytes = server->options.bodies_of_address_max_bytes;
    server->watch.per_address_max = server->options.connections_per_address_max;
    server->watch.data = server;
    server->watch.late = on_late;
    server->looks_at_lines = str_starts(str_of(MHD_get_version()), S("0.9."));
    server->late = late_reply(server);
    server->hooks.ended = hooks->ended;
    enum err err = open_server(server, detail, detail_size);
    if (err != OK) {
        server_free(server);
        return err;
    }
    *out = server;
    return OK;
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

struct server_counts server_counts(struct server *server)
{
    struct server_counts counts = {
        .exchanges = exchange_pool_running(&server->pool),
        .refused_malformed = server->refused_malformed,
        .answered_late = server->answered_late,
    };
    pthread_mutex_lock(&server->watch.lock);
    counts.connections = server->watch.count;
    counts.refused_address = server->watch.refused_address;
    counts.cut_slow = server->watch.cut_slow;
    pthread_mutex_unlock(&server->watch.lock);
    return counts;
}

/* Open replies would keep a stop waiting. */
static void end_streams(struct server *server)
{
    if (server->options.streams != NULL) {
        streams_end(server->options.streams);
    }
}

static void wait_until_idle(struct server *server, unsigned ms)
{
    int64_t until = clock_monotonic() + MILLISECONDS(ms);
    while (exchange_pool_running(&server->pool) > 0 && clock_monotonic() < until) {
        usleep(5000);
    }
}

void server_stop(struct server *server)
{
    server->is_stopping = true;
    int listener = MHD_quiesce_daemon(server->daemon);
    if (listener >= 0) {
        close(listener);
    }
    end_streams(server);
    wait_until_idle(server, server->options.stop_ms);
    pthread_mutex_lock(&server->answer_lock);
    server->is_closing = true;
    pthread_mutex_unlock(&server->answer_lock);
    watch_late_all(&server->watch);
    wait_until_idle(server, LAST_WORDS_MS);
    MHD_stop_daemon(server->daemon);
    watch_stop(&server->watch);
    if (exchange_pool_end(&server->pool)) {
        server_free(server);
    }
}
