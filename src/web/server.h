/* SPDX-License-Identifier: Apache-2.0 */
/*
 * server.h - bytes in, exchanges up, replies out.
 *
 * Purpose    HTTP/1.1 (and TLS) on libmicrohttpd, with what the library lacks: a strict look at the
 * framing, deadlines for head, body and reply, limits per address, counted bodies, a polite end.
 * Layer      web; uses base. server.c is the only file that calls the library.
 * Units      *_ms, *_bytes; deadlines are totals, not idle times.
 * Ownership  an exchange is the server's; see http.h. With HTTP_LATER it stays valid until
 * server_answer took it back. Errors     server_start fills `detail`; afterwards errors are
 * replies: 400, 408, 413, 417, 431, 503. Threads    head, serve and ended run on the server's
 * threads, never twice at once for one exchange; they must not block longer than a page takes.
 * ended may also run inside server_answer.
 */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/http.h"

struct server;

enum http_progress {
    HTTP_ANSWERED, /* exchange->reply is filled */
    HTTP_PREPARED, /* exchange->prepared is set */
    HTTP_LATER, /* server_answer will be called, once, from any thread, maybe before serve returns
                 */
};

struct server_hooks {
    void *data;
    /* The head is known, the body is not read. Names the body's limit (0: none allowed). May refuse
     * early by filling reply and returning false; then serve is not called. */
    bool (*head)(void *data, struct http_exchange *exchange, size_t *body_max_bytes);
    /* The whole request is here. */
    enum http_progress (*serve)(void *data, struct http_exchange *exchange);
    /* The server itself refuses (malformed, too large, too slow, full): fill reply's headers and
     * body for `status`. May be NULL (plain text). The request may be incomplete: method, path and
     * headers can be empty. */
    void (*refuse)(void *data, struct http_exchange *exchange, int status);
    /* Sent or lost; the last moment of the exchange. May be NULL. */
    void (*ended)(void *data, struct http_exchange *exchange);
};

enum { SERVER_PROXIES_MAX = 8 };

/* 0 in a number means the default in brackets. */
struct server_options {
    str address;      /* "127.0.0.1", "::1", "0.0.0.0", "::"; empty: 127.0.0.1 */
    uint16_t port;    /* 0: a free one, see server_port */
    unsigned threads; /* [number of processors] */
    str tls_certificate_file, tls_key_file; /* PEM; both or none */
    str trusted_proxy[SERVER_PROXIES_MAX];  /* addresses whose X-Forwarded-For and -Proto are
                                               believed */
    size_t trusted_proxy_count;
    unsigned connections_max;             /* [2048] */
    unsigned connections_per_address_max; /* [128]; IPv6 by /64; trusted proxies are not counted */
    size_t connection_memory_bytes;       /* [8 KiB]: request head and reply head must fit */
    size_t bodies_in_memory_max_bytes;    /* [32 MiB] of all requests together; larger bodies lie in
                                             unlinked files */
    str spool_directory;                  /* for bodies above 256 KiB; empty: /tmp */
    size_t bodies_in_files_max_bytes;     /* [512 MiB] there, of all requests together */
    size_t bodies_of_address_max_bytes;   /* [160 MiB] there, of one address (IPv6 by /64) */
    unsigned head_ms;                     /* [10000] from accept to the end of the head */
    unsigned keep_alive_ms;               /* [30000] from a reply to the end of the next head */
    unsigned body_ms;                     /* [120000] from the head to the end of the body, and a second per 128 KiB announced */
    unsigned body_min_bytes_s;            /* [1024] after 5 s, on average */
    unsigned cut_min_bytes_s;             /* [65536] the same of a body over its limit, read on for its ends alone */
    unsigned answer_ms;                   /* [15000] HTTP_LATER; then the client gets 503 */
    unsigned send_ms;                     /* [30000] plus a second per 16 KiB of reply */
    struct streams *streams; /* stream.h, the caller's; ended when the server stops; NULL: none */
    unsigned stop_ms; /* [10000] server_stop waits that long for running requests */
};

struct server_counts {
    uint64_t connections;       /* open now */
    uint64_t exchanges;         /* running now */
    uint64_t refused_address;   /* connections over the limit of their address */
    uint64_t cut_slow;          /* connections cut by a deadline */
    uint64_t refused_malformed; /* requests the guard refused */
    uint64_t answered_late;     /* 503: no answer within answer_ms */
};

/* ERR_IO: address in use or not ours, certificate unreadable; `detail` (at least 200 bytes) says
 * which. */
MUST_USE enum err server_start(const struct server_options *options,
                               const struct server_hooks *hooks, struct server **out, char *detail,
                               size_t detail_size);
uint16_t server_port(const struct server *server);
/* From any thread. The exchange is not the caller's any more. `progress`: HTTP_ANSWERED or
 * HTTP_PREPARED. */
void server_answer(struct http_exchange *exchange, enum http_progress progress);
struct server_counts server_counts(struct server *server);
/* Stops accepting, lets running requests end (stop_ms), answers the rest with 503, closes. Whoever
 * owes a server_answer may still call it afterwards. */
void server_stop(struct server *server);

#endif
