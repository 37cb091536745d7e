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

struct line {
    char text[LINE_BYTES];
    size_t size;
};

/* What does not fit is left out; two bytes stay for the end. */
static void put(struct line *line, str text)
{
    size_t room = LINE_BYTES - 2 - line->size;
    size_t size = text.size < room ? text.size : room;
    memcpy(&line->text[line->size], text.at, size);
    line->size += size;
}

static void put_instant(struct line *line, int64_t at)
{
    char digits[STR_INT_BYTES];
    put(line, str_write_int(digits, at / 1000000));
    put(line, S("."));
    put(line, str_skip(str_write_int(digits, 1000000 + at % 1000000), 1));
}

void log_fields(enum log_level level, const char *message, str fields)
{
    static const str names[] = { S_INIT("debug"), S_INIT("info"), S_INIT("warn"), S_INIT("error") };
    struct line line;
    if ((int)level < lowest_level) {
        return;
    }
    int64_t now_at = clock_now();
    line.size = 0;
    put(&line, S("{\"at\":"));
    put_instant(&line, now_at);
    put(&line, S(",\"level\":\""));
    put(&line, names[level]);
    put(&line, S("\",\"message\":\""));
    put(&line, str_of(message));
    put(&line, S("\""));
    if (fields.size > 0) {
        put(&line, S(","));
        put(&line, fields);
    }
    line.text[line.size++] = '}';
    line.text[line.size++] = '\n';
    add_line(level, line.text, line.size, now_at);
}

void log_line(enum log_level level, const char *message, const char *fields_format, ...)
{
    char fields[LINE_BYTES] = "";
    if ((int)level < lowest_level) {
        return;
    }
    va_list list;
    va_start(list, fields_format);
    vsnprintf(fields, sizeof fields, fields_format, list);
    va_end(list);
    log_fields(level, message, str_of(fields));
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
