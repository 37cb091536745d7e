/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

/* One of the server's few globals: how much the operator wants to read. */
static _Atomic int lowest_level = LOG_INFO;

void log_set_level(enum log_level lowest)
{
    lowest_level = (int)lowest;
}

void log_line(enum log_level level, const char *message, const char *fields_format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    enum { LINE_BYTES = 2048 };
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
    (void)!write(STDERR_FILENO, line,
                 (size_t)size); /* one write a line, so that threads do not mix */
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
