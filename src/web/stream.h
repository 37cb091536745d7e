/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stream.h - replies that stay open and say when something changed (server-sent events).
 *
 * Purpose    A browser waits on one tag ("conversation:12", "inbox"); when the tag rises it is told, and fetches the page again by
 *            itself: a stream carries no contents, so nothing personal can leak through it. What rose between the page (or the
 *            stream before) and the opening is told at once: each page says since when, each change carries its instant as its id.
 * Layer      web; uses base and http. No HTTP library: server_stream.c is between.
 * Units      µs of clock_monotonic(); `since` and ids are µs of clock_now(): pages and streams may be of two processes.
 * Ownership  a stream is the server's from the moment its reply leaves; stream_close gives it back.
 * Errors     stream_open gives NULL when the process or the address has enough of them: pages work without. Whoever has left
 *            does not count: each page of the back office opens one.
 * Threads    any; one lock. A thread of its own keeps streams awake and ends old ones.
 * Source     HTML Standard, server-sent events.
 */
#ifndef WEB_STREAM_H
#define WEB_STREAM_H

#include "web/http.h"

#include <pthread.h>

enum {
    STREAMS_MAX = 256,
    STREAMS_PER_ADDRESS_MAX = 8,
    STREAM_TAG_BYTES = 64,
    STREAM_TEXT_BYTES = 512, /* what was said and not read yet; a reader slower than that is cut */
};
#define STREAM_LIFE MINUTES(5)
#define STREAM_HEARTBEAT SECONDS(15)

struct streams;

struct stream {
    struct stream *next, *previous;
    struct streams *streams;
    struct http_address address;
    char tag[STREAM_TAG_BYTES], text[STREAM_TEXT_BYTES];
    size_t tag_size, text_size;
    int64_t opened_at, said_at;
    bool is_asleep; /* the server waits for stream_wake */
    bool has_change; /* among what was not read yet: more than one says nothing new */
    bool is_ended;
    void *connection; /* the server's own */
};

/* What the server does for streams that are asleep; called with the lock held. */
struct stream_server {
    void (*wake)(struct stream *stream);          /* reads again */
    bool (*is_gone)(const struct stream *stream); /* who listened has left (another page, a closed tab) */
};
struct streams *streams_start(const struct stream_server *server);
/* Ends all; they close by themselves. No more are opened. */
void streams_end(struct streams *streams);
/* After the last one is closed. */
void streams_free(struct streams *streams);

/* `since`: what was shown is of this instant; 0: nothing was. */
struct stream *stream_open(struct streams *streams, const struct http_address *address, str tag,
                           int64_t since);
/* Whoever waits on one of the tags is told. */
void streams_raise(struct streams *streams, const str *tag, size_t count);
/* More changed than could be named: everybody is told. */
void streams_raise_all(struct streams *streams);
/* Takes what there is, at most `max` bytes; 0 and asleep: nothing yet (the caller suspends under the lock by `sleep`); −1: over. */
int64_t stream_read(struct stream *stream, char *to, size_t max,
                    void (*sleep)(struct stream *stream));
void stream_close(struct stream *stream);
size_t streams_count(struct streams *streams);

#endif
