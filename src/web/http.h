/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http.h - a request as it came and the reply it gets, without sockets.
 *
 * Purpose    What server.c hands up and takes back; tests of handlers make these structs by hand.
 * Layer      web; uses base only. Nothing here knows the HTTP library.
 * Units      sizes in bytes; instants in µs of clock_monotonic().
 * Ownership  every str of a request lives in the exchange's arena until hooks->ended has returned;
 * what a reply names must live as long (arena or static memory). Source     RFC 9110, RFC 9112.
 */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "base/str.h"

enum { HTTP_HEADERS_MAX = 64, HTTP_REPLY_HEADERS_MAX = 24 };

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_OTHER,
    HTTP_METHOD_COUNT
};

struct http_head {
    str name, value;
};

/* An IPv6 address, or IPv4 mapped into it. */
struct http_address {
    uint8_t bytes[16];
};

struct http_request {
    enum http_method method;
    str method_name;
    str target; /* as sent */
    str path;   /* starts with '/', decoded once, valid UTF-8 without controls; no "//", no dot
                   segments,   no encoded slash. "*" for OPTIONS * */
    str query;  /* as sent, without '?' */
    str host;   /* as sent; empty only from HTTP/1.0 */
    str content_type;            /* as sent; may be empty */
    str body;                    /* bytes; decoded from chunks */
    str peer;                    /* text of `address`, for logs and limits */
    struct http_address address; /* the client's; behind a trusted proxy the one it forwards */
    bool is_loopback; /* a program on this machine asked directly: not forwarded, asked for by a
                         loopback name */
    bool is_tls;      /* here, or at the trusted proxy */
    bool has_body;    /* a body comes or came, even an empty chunked one */
    bool is_cut;      /* the body is too large; `body` is its two ends, see body_begin_ends */
    struct http_head header[HTTP_HEADERS_MAX]; /* names as sent */
    size_t header_count;
};

struct http_reply {
    int status;                                      /* 0: not answered */
    struct http_head header[HTTP_REPLY_HEADERS_MAX]; /* without Date, Content-Length, Connection */
    size_t header_count;
    str body;     /* HEAD: the body GET would have; only its size leaves */
    bool is_last; /* close the connection after this reply */
    /* A file instead of a body; the descriptor is closed by the server, also when it is never sent.
     */
    bool has_file;
    int file;
    uint64_t file_offset_bytes, file_size_bytes;
    struct stream *stream; /* instead of a body: stays open (server.h) */
};

/* A reply made once and sent many times: status, headers and bytes; counted references, any thread.
 */
struct prepared;

/* One request on its way. */
struct http_exchange {
    struct http_request request;
    struct http_reply reply;
    struct prepared
        *prepared; /* HTTP_PREPARED: sent instead of `reply`; the server takes over the reference */
    struct arena *arena;
    void *user;         /* the layer above's own */
    size_t cut_max_bytes; /* set in hooks->head: a body over its limit, up to this, is read for its ends */
    int status_sent;    /* in hooks->ended: what went out; 0: the client had gone or was cut off */
    int64_t started_at; /* when the request line was read */
};

/* Value of the first header of that name, given in lower case; empty: absent. */
str http_header(const struct http_request *request, str lower_case_name);
/* Number of headers of that name. */
size_t http_header_count(const struct http_request *request, str lower_case_name);
/* CHECKs that there is room. Name and value are not copied; a value must not hold control
 * characters. */
void http_reply_add(struct http_reply *reply, str name, str value);
/* The same for headers the program wrote itself, letter by letter: they are not looked at again. */
void http_reply_add_own(struct http_reply *reply, const struct http_head *head, size_t count);
/* Forgets what was said so far (and closes a file). */
void http_reply_clear(struct http_reply *reply);

enum http_method http_method_of(str name);
str http_method_name(enum http_method method);
/* application/json of "Application/JSON; charset=utf-8", lower-cased into the arena. */
str http_media_type(struct arena *arena, str content_type);

enum http_encoding { ENCODING_IDENTITY, ENCODING_GZIP, ENCODING_BR, ENCODING_COUNT };
/* The best of the encodings in `offered` (bits 1 << encoding; identity is always there) for
 * Accept-Encoding: weights, q=0 and * count; equal weights prefer br, gzip, identity. Source: RFC
 * 9110 12.5.3. */
enum http_encoding http_encoding_choose(str accept_encoding, unsigned offered);
/* If-None-Match against an entity tag with its quotes; weak comparison; * matches. RFC 9110 13.1.2.
 */
bool http_etag_matches(str if_none_match, str etag);
/* First of `offered` (language tags like "id") that Accept-Language likes best; offered[0] when it
 * names none. */
size_t http_language_choose(str accept_language, const str *offered, size_t count);

/* Address text: IPv4 dotted, IPv6 as RFC 5952. */
str http_address_text(struct arena *arena, const struct http_address *address);
MUST_USE bool http_address_parse(str text, struct http_address *out);
bool http_address_is_loopback(const struct http_address *address);

/* Copies the bytes and the headers. One reference is the caller's. */
struct prepared *prepared_new(int status, const struct http_head *header, size_t header_count,
                              str body);
struct prepared *prepared_keep(struct prepared *prepared);   /* one reference more */
void prepared_release(struct prepared *prepared);            /* NULL is fine */
size_t prepared_size_bytes(const struct prepared *prepared); /* of memory, about */
int prepared_status(const struct prepared *prepared);

#endif
