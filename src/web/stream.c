/* SPDX-License-Identifier: Apache-2.0 */
#include "web/stream.h"

#include "base/clock.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { RISEN = 1024, CHANGE_BYTES = 64 };

struct streams {
    pthread_mutex_t lock;
    pthread_cond_t tick;
    pthread_t thread;
    bool is_ending;
    struct stream *first;
    size_t count;
    struct stream_server server;
    /* When a tag of this hash rose last; tags that share one tell each other's pages in vain, which only costs a look. Before the
       process began nobody listened: that counts as risen. */
    int64_t risen_at[RISEN];
};

/* ---- with the lock ---- */

static void wake(struct stream *s)
{
    if (s->is_asleep) {
        s->is_asleep = false;
        s->streams->server.wake(s);
    }
}

static void end(struct stream *s)
{
    s->is_ended = true;
    wake(s);
}

/* What does not fit was never read: that browser is gone or stuck. */
static void say(struct stream *s, str text)
{
    if (s->text_size + text.size > STREAM_TEXT_BYTES) {
        s->is_ended = true;
    } else {
        memcpy(s->text + s->text_size, text.at, text.size);
        s->text_size += text.size;
    }
    s->said_at = clock_monotonic();
    wake(s);
}

/* The id comes back when the browser opens the stream again. */
static void say_change(struct stream *s, int64_t at)
{
    if (s->has_change) {
        return;
    }
    s->has_change = true;
    char text[CHANGE_BYTES];
    int size = snprintf(text, sizeof text, "event: change\nid: %" PRId64 "\ndata: .\n\n", at + 1);
    say(s, (str){ text, (size_t)size });
}

static int64_t *risen(struct streams *streams, str tag)
{
    return &streams->risen_at[str_hash(tag) % RISEN];
}

static void keep_alive(struct streams *streams)
{
    int64_t now_at = clock_monotonic();
    for (struct stream *s = streams->first; s != NULL; s = s->next) {
        if (now_at - s->opened_at > STREAM_LIFE) {
            end(s);
        } else if (now_at - s->said_at > STREAM_HEARTBEAT) {
            say(s, S(": still here\n\n"));
        }
    }
}

static void *run(void *data)
{
    struct streams *streams = data;
    pthread_mutex_lock(&streams->lock);
    while (!streams->is_ending) {
        struct timespec until = { 0 };
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 1;
        pthread_cond_timedwait(&streams->tick, &streams->lock, &until);
        keep_alive(streams);
    }
    pthread_mutex_unlock(&streams->lock);
    return NULL;
}

/* ---- all of them ---- */

struct streams *streams_start(const struct stream_server *server)
{
    struct streams *streams = MEM_NEW(struct streams);
    streams->server = *server;
    for (size_t i = 0; i < RISEN; i++) {
        streams->risen_at[i] = clock_now();
    }
    pthread_mutex_init(&streams->lock, NULL);
    pthread_condattr_t ticking; /* a wall clock put back would keep everybody asleep */
    pthread_condattr_init(&ticking);
    pthread_condattr_setclock(&ticking, CLOCK_MONOTONIC);
    pthread_cond_init(&streams->tick, &ticking);
    pthread_condattr_destroy(&ticking);
    CHECK(pthread_create(&streams->thread, NULL, run, streams) == 0);
    return streams;
}

void streams_end(struct streams *streams)
{
    pthread_mutex_lock(&streams->lock);
    bool is_first = !streams->is_ending;
    streams->is_ending = true;
    for (struct stream *s = streams->first; s != NULL; s = s->next) {
        end(s);
    }
    pthread_cond_signal(&streams->tick);
    pthread_mutex_unlock(&streams->lock);
    if (is_first) {
        pthread_join(streams->thread, NULL);
    }
}

void streams_free(struct streams *streams)
{
    CHECK(streams->is_ending && streams->first == NULL);
    pthread_cond_destroy(&streams->tick);
    pthread_mutex_destroy(&streams->lock);
    mem_free(streams);
}

void streams_raise(struct streams *streams, const str *tag, size_t count)
{
    pthread_mutex_lock(&streams->lock);
    int64_t now_at = clock_now();
    for (size_t i = 0; i < count; i++) {
        *risen(streams, tag[i]) = now_at;
        for (struct stream *s = streams->first; s != NULL; s = s->next) {
            if (str_eq(tag[i], (str){ s->tag, s->tag_size })) {
                say_change(s, now_at);
            }
        }
    }
    pthread_mutex_unlock(&streams->lock);
}

void streams_raise_all(struct streams *streams)
{
    pthread_mutex_lock(&streams->lock);
    int64_t now_at = clock_now();
    for (size_t i = 0; i < RISEN; i++) {
        streams->risen_at[i] = now_at;
    }
    for (struct stream *s = streams->first; s != NULL; s = s->next) {
        say_change(s, now_at);
    }
    pthread_mutex_unlock(&streams->lock);
}

size_t streams_count(struct streams *streams)
{
    pthread_mutex_lock(&streams->lock);
    size_t count = streams->count;
    pthread_mutex_unlock(&streams->lock);
    return count;
}

/* ---- one ---- */

static void end_the_gone(struct streams *streams)
{
    for (struct stream *s = streams->first; s != NULL; s = s->next) {
        if (s->is_asleep && streams->server.is_gone(s)) {
            end(s);
        }
    }
}

static bool has_room(const struct streams *streams, const struct http_address *address)
{
    size_t all = 0;
    size_t same = 0;
    for (const struct stream *s = streams->first; s != NULL; s = s->next) {
        all += !s->is_ended;
        same += !s->is_ended && memcmp(&s->address, address, sizeof *address) == 0;
    }
    return !streams->is_ending && all < STREAMS_MAX && same < STREAMS_PER_ADDRESS_MAX;
}

struct stream *stream_open(struct streams *streams, const struct http_address *address, str tag,
                           int64_t since)
{
    struct stream *s = NULL;
    CHECK(tag.size <= STREAM_TAG_BYTES);
    pthread_mutex_lock(&streams->lock);
    end_the_gone(streams);
    if (has_room(streams, address)) {
        s = MEM_NEW(struct stream);
        s->streams = streams;
        s->address = *address;
        memcpy(s->tag, tag.at, tag.size);
        s->tag_size = tag.size;
        s->opened_at = clock_monotonic();
        s->next = streams->first;
        if (s->next != NULL) {
            s->next->previous = s;
        }
        streams->first = s;
        streams->count++;
        say(s, S("retry: 4000\n\n"));
        if (since != 0 && *risen(streams, tag) >= since) {
            say_change(s, clock_now());
        }
    }
    pthread_mutex_unlock(&streams->lock);
    return s;
}

int64_t stream_read(struct stream *s, char *to, size_t max, void (*sleep)(struct stream *stream))
{
    int64_t taken = 0;
    pthread_mutex_lock(&s->streams->lock);
    size_t size = s->text_size < max ? s->text_size : max;
    if (size > 0) {
        memcpy(to, s->text, size);
        memmove(s->text, s->text + size, s->text_size - size);
        s->text_size -= size;
        s->has_change = s->has_change && s->text_size > 0;
        taken = (int64_t)size;
    } else if (s->is_ended) {
        taken = -1;
    } else {
        s->is_asleep = true;
        sleep(s);
    }
    pthread_mutex_unlock(&s->streams->lock);
    return taken;
}

void stream_close(struct stream *s)
{
    struct streams *streams = s->streams;
    pthread_mutex_lock(&streams->lock);
    if (s->previous != NULL) {
        s->previous->next = s->next;
    } else {
        streams->first = s->next;
    }
    if (s->next != NULL) {
        s->next->previous = s->previous;
    }
    streams->count--;
    pthread_mutex_unlock(&streams->lock);
    mem_free(s);
}
