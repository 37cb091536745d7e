/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include "base/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    LINE_BYTES = 2048,
    WAITING_BYTES = 4096,
    BUSY_MS = 10, /* a line so soon after a write waits for the next ones */
};

/* One of the server's few globals: how much the operator wants to read. */
static _Atomic int lowest_level = LOG_INFO;

/* Another: lines that wait to be written together, so that a busy server does not ask the kernel for each. */
static struct {
    pthread_mutex_t lock;
    char text[WAITING_BYTES + LINE_BYTES];
    size_t size;
    int64_t written_at;
} waiting = { .lock = PTHREAD_MUTEX_INITIALIZER };

void log_set_level(enum log_level lowest)
{
    lowest_level = (int)lowest;
}

/* With the lock. One write of whole lines, so that processes do not mix. */
static void write_waiting(void)
{
    if (waiting.size > 0) {
        (void)!write(STDERR_FILENO, waiting.text, waiting.size);
        waiting.size = 0;
    }
}

void log_flush(void)
{
    pthread_mutex_lock(&waiting.lock);
    write_waiting();
    pthread_mutex_unlock(&waiting.lock);
}

/* The last lines of a program that ends by itself. */
__attribute__((destructor)) static void flush_at_exit(void)
{
    log_flush();
}

static void add_line(enum log_level level, const char *line, size_t size, int64_t now_at)
{
    pthread_mutex_lock(&waiting.lock);
    memcpy(&waiting.text[waiting.size], line, size);
    waiting.size += size;
    bool is_soon =
        now_at - waiting.written_at < MILLISECONDS(BUSY_MS) && now_at >= waiting.written_at;
    if (level > LOG_INFO || !is_soon || waiting.size > WAITING_BYTES) {
        write_waiting();
        waiting.written_at = now_at;
    }
    pthread_mutex_unlock(&waiting.lock);
}

void log_line(enum log_level level, const char *message, const char *fields_format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    char line[LINE_BYTES];
    if ((int)level < lowest_level) {
        return;
    }
    int64_t now_at = clock_now();
    int size = snprintf(line, sizeof line,
                        "{\"at\":%" PRId64 ".%06" PRId64 ",\"level\":\"%s\",\"message\":\"%s\"",
                        now_at / 1000000, now_at % 1000000, names[level], message);
    va_list list;
    va_start(list, fields_format);
    if (fields_format[0] != '\0' && size < LINE_BYTES - 8) {
        line[size++] = ',';
        size += vsnprintf(line + size, (size_t)(LINE_BYTES - size), fields_format, list);
    }
    va_end(list);
    size = size > LINE_BYTES - 3 ? LINE_BYTES - 3 : size;
    line[size++] = '}';
    line[size++] = '\n';
    add_line(level, line, (size_t)size, now_at);
}

const char *log_safe(struct arena *arena, const char *text)
{
    char *safe = str_c(arena, str_of(text));
    for (char *c = safe; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\' || (unsigned char)*c < 32) {
            *c = '\'';
        }
    }
    return safe;
}
