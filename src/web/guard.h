/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - what a request head must look like before anybody believes it.
 *
 * Purpose    The strictness the HTTP library lacks, as pure functions over text: lines, names, values, Host, framing, target, path,
 *            and who is really asking.
 * Layer      web; uses base and http.
 * Ownership  results are parts of the head given, or live in the arena.
 * Errors     a verdict; anything but GUARD_OK is answered with guard_status() and the connection is closed.
 * Source     RFC 9112 2–7, RFC 9110 4, 5, 7.2; the smuggling cases of Http11Probe.
 */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include "web/http.h"

#define GUARD_VERDICTS(X)                                                                          \
    X(GUARD_OK, 0, "")                                                                             \
    X(GUARD_METHOD, 400, "the method is not a token")                                              \
    X(GUARD_VERSION, 400, "the version is not HTTP/1.0 or HTTP/1.1")                               \
    X(GUARD_LINES, 400, "a line does not end in CRLF, is folded, or holds a NUL")                  \
    X(GUARD_TOO_MANY, 431, "too many header lines")                                                \
    X(GUARD_NAME, 400, "a header name is not a token")                                             \
    X(GUARD_VALUE, 400, "a header value holds a control character")                                \
    X(GUARD_HOST, 400, "Host is missing, given twice, or no host")                                 \
    X(GUARD_LENGTH, 400, "Content-Length is given twice or is no number")                          \
    X(GUARD_CODING, 400, "Transfer-Encoding is not exactly chunked, or stands beside a length")    \
    X(GUARD_TARGET, 400, "the request target is not of a known form")                              \
    X(GUARD_PATH, 400, "the path holds a bad escape, a control, or a dot segment")                 \
    X(GUARD_TRAILER, 400, "a trailer field belongs into the head")

enum guard_verdict {
#define X(name, status, text) name,
    GUARD_VERDICTS(X)
#undef X
        GUARD_VERDICT_COUNT
};

int guard_status(enum guard_verdict verdict);
const char *guard_text(enum guard_verdict verdict);

/* Where one header line stands in the head. */
struct guard_line {
    size_t name_at, name_size, value_at, value_size;
};

/* A head as the library leaves it: the blanks of the request line, the colons and the line ends are
 * NULs. */
struct guard_head {
    str text; /* from the method to the empty line */
    str method, target, version;
    struct guard_line line[HTTP_HEADERS_MAX];
    size_t line_count;
    bool is_moved;    /* a line does not stand in the text: it was folded */
    bool is_too_long; /* more lines than there is room for */
    bool is_unseen;   /* the text is not to be looked at: a library that checks lines itself */
};

struct guard_framing {
    bool is_chunked;
    bool expects_continue;
    uint64_t length_bytes; /* 0 when chunked */
};

/* Fills everything of the request that the head says. */
MUST_USE enum guard_verdict guard_read(struct arena *arena, const struct guard_head *head,
                                       struct http_request *request, struct guard_framing *framing);
/* Names that must not stand in a trailer. */
bool guard_trailer_is_allowed(str name);

/* Where a request came from, as the socket says. */
struct guard_place {
    struct http_address peer;
    const struct http_address *proxy; /* trusted ones */
    size_t proxy_count;
    bool is_tls;
};

/* Fills address, peer, is_loopback, is_tls. X-Forwarded-For is read from the right, over trusted
 * proxies. */
void guard_locate(struct arena *arena, const struct guard_place *place,
                  struct http_request *request);
bool guard_is_proxy(const struct guard_place *place, const struct http_address *address);

#endif
