/* SPDX-License-Identifier: Apache-2.0 */
/*
 * echo_server.c - the server alone, saying what it understood; the tests of tests/http talk to it.
 *
 *   /page           a prepared reply out of the cache: page_bytes bytes
 *   /dynamic        the same, made anew for each request
 *   /echo /small /big   what arrived, as JSON; bodies to 1 MiB, 1 KiB, 64 MiB
 *   /ends           the same, to 1 KiB; read on to 64 MiB for its two ends
 *   /later?ms=N     answered by another thread after N ms
 *   /file           this program's own file
 *   /refused        404 before the body is read
 *   /raise /counts  raises the page's tag; the server's counters
 *
 * Arguments: name=value, see `settings`. Prints "port N", ends with server_stop on SIGTERM.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "web/cache.h"
#include "web/server.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LATER_MAX = 1024 };

struct later {
    struct http_exchange *exchange;
    int64_t due_at;
};

struct echo {
    struct server *server;
    struct cache *cache;
    str page;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct later later[LATER_MAX];
    size_t later_count;
    bool is_stopping;
    unsigned page_bytes, ended, render_count;
};

static const struct http_head page_headers[] = {
    { S_INIT("Content-Type"), S_INIT("text/html; charset=utf-8") },
    { S_INIT("Cache-Control"), S_INIT("public, max-age=0, must-revalidate") },
    { S_INIT("Content-Security-Policy"),
      S_INIT("default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
             "form-action 'self'; base-uri 'none'; frame-ancestors 'none'") },
    { S_INIT("X-Content-Type-Options"), S_INIT("nosniff") },
    { S_INIT("Referrer-Policy"), S_INIT("strict-origin-when-cross-origin") },
};

static void add_json(struct buf *out, const char *name, str value)
{
    buf_addf(out, "%s\"%s\":", out->size > 1 ? "," : "", name);
    buf_add_json(out, value);
}

static str describe(struct http_exchange *x)
{
    struct http_request *r = &x->request;
    struct buf out = buf_new(x->arena, MB(1));
    buf_add_char(&out, '{');
    add_json(&out, "method", r->method_name);
    add_json(&out, "path", r->path);
    add_json(&out, "query", r->query);
    add_json(&out, "host", r->host);
    add_json(&out, "peer", r->peer);
    add_json(&out, "custom", http_header(r, S("x-custom")));
    add_json(&out, "body", str_is_utf8(r->body) ? str_slice(r->body, 0, 200) : S("?"));
    buf_addf(&out, ",\"headers\":%zu,\"size\":%zu,\"hash\":\"%016" PRIx64 "\"", r->header_count,
             r->body.size, str_hash(r->body));
    buf_addf(&out, ",\"is_loopback\":%s,\"is_tls\":%s}\n", r->is_loopback ? "true" : "false",
             r->is_tls ? "true" : "false");
    return buf_str(&out);
}

static void answer(struct http_exchange *x, int status, str body)
{
    http_reply_clear(&x->reply);
    x->reply.status = status;
    http_reply_add(&x->reply, S("Content-Type"), S("application/json"));
    x->reply.body = body;
}

static bool on_head(void *data, struct http_exchange *x, size_t *body_max)
{
    (void)data;
    str path = x->request.path;
    *body_max = str_eq(path, S("/echo")) || str_eq(path, S("/later"))   ? MB(1)
                : str_eq(path, S("/small")) || str_eq(path, S("/ends")) ? KB(1)
                : str_eq(path, S("/big"))                               ? MB(64)
                                                                        : 0;
    x->cut_max_bytes = str_eq(path, S("/ends")) ? MB(64) : 0;
    if (str_eq(path, S("/refused"))) {
        answer(x, 404, S("{}\n"));
        return false;
    }
    return true;
}

static enum http_progress serve_page(struct echo *echo, struct http_exchange *x)
{
    struct cache_key key;
    static const str declared[] = { S_INIT("page") };
    CHECK(cache_key_of(&key, LANG_ID, x->request.path, x->request.query, declared, 1));
    if (cache_find(echo->cache, &key, &x->request, 0, &x->prepared)) {
        return HTTP_PREPARED;
    }
    struct cache_turn turn = cache_begin(echo->cache, &key, 100);
    if (turn.is_filled && cache_find(echo->cache, &key, &x->request, 0, &x->prepared)) {
        return HTTP_PREPARED;
    }
    str tag = S("page");
    struct cache_page page = { .status = 200,
                               .header = page_headers,
                               .header_count = COUNT(page_headers),
                               .body = echo->page,
                               .tag = &tag,
                               .tag_count = 1 };
    __atomic_fetch_add(&echo->render_count, 1, __ATOMIC_RELAXED);
    cache_put(echo->cache, &turn, &page, &x->request, &x->prepared);
    return HTTP_PREPARED;
}

static enum http_progress serve_later(struct echo *echo, struct http_exchange *x)
{
    int64_t ms = 0;
    (void)!str_to_int(str_cut(x->request.query, '=').tail, &ms);
    pthread_mutex_lock(&echo->lock);
    CHECK(echo->later_count < LATER_MAX);
    echo->later[echo->later_count++] = (struct later){ x, clock_monotonic() + MILLISECONDS(ms) };
    pthread_cond_signal(&echo->wake);
    pthread_mutex_unlock(&echo->lock);
    return HTTP_LATER;
}

static void serve_file(struct http_exchange *x)
{
    struct stat facts;
    answer(x, 200, (str){ 0 });
    x->reply.file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    x->reply.has_file = x->reply.file >= 0 && fstat(x->reply.file, &facts) == 0;
    CHECK(x->reply.has_file);
    x->reply.file_offset_bytes = 1;
    x->reply.file_size_bytes = (uint64_t)facts.st_size - 1;
}

static str counts(struct echo *echo, struct http_exchange *x)
{
    pthread_mutex_lock(&echo->lock); /* the first request may come before server_start returns */
    struct server_counts c = server_counts(echo->server);
    pthread_mutex_unlock(&echo->lock);
    return str_format(x->arena,
                      "{\"connections\":%" PRIu64 ",\"exchanges\":%" PRIu64
                      ",\"refused_address\":%" PRIu64 ",\"cut_slow\":%" PRIu64
                      ",\"refused_malformed\":%" PRIu64 ",\"answered_late\":%" PRIu64
                      ",\"renders\":%u,\"ended\":%u}\n",
                      c.connections, c.exchanges, c.refused_address, c.cut_slow,
                      c.refused_malformed, c.answered_late, echo->render_count, echo->ended);
}

static enum http_progress on_serve(void *data, struct http_exchange *x)
{
    struct echo *echo = data;
    str path = x->request.path;
    if (str_eq(path, S("/page"))) {
        return serve_page(echo, x);
    }
    if (str_eq(path, S("/later"))) {
        return serve_later(echo, x);
    }
    if (str_eq(path, S("/file"))) {
        serve_file(x);
    } else if (str_eq(path, S("/dynamic"))) {
        x->reply.status = 200;
        for (size_t i = 0; i < COUNT(page_headers); i++) {
            http_reply_add(&x->reply, page_headers[i].name, page_headers[i].value);
        }
        x->reply.body = echo->page;
    } else if (str_eq(path, S("/counts"))) {
        answer(x, 200, counts(echo, x));
    } else if (str_eq(path, S("/raise"))) {
        str tag = S("page");
        cache_raise(echo->cache, &tag, 1);
        answer(x, 200, S("{}\n"));
    } else {
        answer(x, 200, describe(x));
    }
    return HTTP_ANSWERED;
}

static void on_refuse(void *data, struct http_exchange *x, int status)
{
    (void)data;
    answer(x, status, str_format(x->arena, "{\"status\":%d}\n", status));
}

static void on_ended(void *data, struct http_exchange *x)
{
    struct echo *echo = data;
    CHECK(x->request.header_count <= HTTP_HEADERS_MAX);
    __atomic_fetch_add(&echo->ended, 1, __ATOMIC_RELAXED);
}

/* Takes what is due; with the lock. */
static struct http_exchange *later_take(struct echo *echo, int64_t now)
{
    for (size_t i = 0; i < echo->later_count; i++) {
        if (echo->later[i].due_at <= now || echo->is_stopping) {
            struct http_exchange *x = echo->later[i].exchange;
            echo->later[i] = echo->later[--echo->later_count];
            return x;
        }
    }
    return NULL;
}

static void *later_run(void *data)
{
    struct echo *echo = data;
    pthread_mutex_lock(&echo->lock);
    while (!echo->is_stopping || echo->later_count > 0) {
        struct http_exchange *x = later_take(echo, clock_monotonic());
        if (x == NULL && echo->later_count == 0) {
            pthread_cond_wait(&echo->wake, &echo->lock);
            continue;
        }
        if (x == NULL) {
            pthread_mutex_unlock(&echo->lock);
            usleep(500);
            pthread_mutex_lock(&echo->lock);
            continue;
        }
        pthread_mutex_unlock(&echo->lock);
        answer(x, 200, describe(x));
        server_answer(x, HTTP_ANSWERED);
        pthread_mutex_lock(&echo->lock);
    }
    pthread_mutex_unlock(&echo->lock);
    return NULL;
}

#define SETTINGS(X)                                                                                \
    X(threads)                                                                                     \
    X(connections_max)                                                                             \
    X(connections_per_address_max) X(connection_memory_bytes) X(bodies_in_memory_max_bytes)        \
        X(head_ms) X(keep_alive_ms) X(body_ms) X(body_min_bytes_s) X(answer_ms) X(send_ms)         \
            X(bodies_in_files_max_bytes) X(bodies_of_address_max_bytes) X(stop_ms) X(port)

static void setting(struct echo *echo, struct server_options *o, char *argument)
{
    struct str_pair pair = str_cut(str_of(argument), '=');
    int64_t number = 0;
    bool is_number = str_to_int(pair.tail, &number);
#define X(name)                                                                                    \
    if (is_number && str_eq(pair.head, S(#name))) {                                                \
        o->name = (__typeof__(o->name))number;                                                     \
    }
    SETTINGS(X)
#undef X
    if (str_eq(pair.head, S("proxy"))) {
        o->trusted_proxy[o->trusted_proxy_count++] = pair.tail;
    } else if (str_eq(pair.head, S("certificate"))) {
        o->tls_certificate_file = pair.tail;
    } else if (str_eq(pair.head, S("key"))) {
        o->tls_key_file = pair.tail;
    } else if (str_eq(pair.head, S("spool"))) {
        o->spool_directory = pair.tail;
    } else if (str_eq(pair.head, S("page_bytes"))) {
        echo->page_bytes = (unsigned)number;
    }
}

static str page_text(struct arena *arena, unsigned size)
{
    char *text = arena_alloc(arena, size);
    for (unsigned i = 0; i < size; i++) {
        text[i] = "<p>kopi gayo 250 g, Rp125.000</p>\n"[i % 34];
    }
    return (str){ text, size };
}

int main(int argc, char **argv)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct echo echo = { .page_bytes = 20480, .cache = cache_new(MB(8)) };
    struct server_options options = { 0 };
    for (int i = 1; i < argc; i++) {
        setting(&echo, &options, argv[i]);
    }
    echo.page = page_text(arena, echo.page_bytes);
    pthread_mutex_init(&echo.lock, NULL);
    pthread_cond_init(&echo.wake, NULL);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    pthread_t worker;
    CHECK(pthread_create(&worker, NULL, later_run, &echo) == 0);
    struct server_hooks hooks = { &echo, on_head, on_serve, on_refuse, on_ended };
    char detail[256] = "";
    pthread_mutex_lock(&echo.lock);
    if (server_start(&options, &hooks, &echo.server, detail, sizeof detail) != OK) {
        fprintf(stderr, "echo_server: %s\n", detail);
        exit(1);
    }
    pthread_mutex_unlock(&echo.lock);
    printf("port %u\n", server_port(echo.server));
    fflush(stdout);
    int signal_number = 0;
    sigwait(&stop, &signal_number);
    server_stop(echo.server);
    pthread_mutex_lock(&echo.lock);
    echo.is_stopping = true;
    pthread_cond_signal(&echo.wake);
    pthread_mutex_unlock(&echo.lock);
    pthread_join(worker, NULL);
    cache_free(echo.cache);
    printf("ended %u\n", echo.ended);
    return 0;
}
