/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log.h - one structured line a happening, on standard error.
 *
 * Purpose    JSON lines with level, time, message and fields; ids only, never personal data or secrets.
 * Layer      base. Library code does not log: it returns errors; the edge (web, cli, threads) logs once.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

void log_set_level(enum log_level lowest);
/* fields: JSON without braces, e.g. "\"status\":200"; may be empty. `message` is a literal. */
void log_line(enum log_level level, const char *message, const char *fields_format, ...)
    PRINTF_LIKE(3, 4);
/* The same with the fields as they will stand, for lines that are written for every request. */
void log_fields(enum log_level level, const char *message, str fields);

/* Lines of debug and info that follow each other within milliseconds are written together: after 4 kB, with the next line,
 * by this (the server's watch calls it five times a second), and when the program ends. Warnings and errors never wait. */
void log_flush(void);

/* A text without quotes, backslashes and control characters, for a field. */
const char *log_safe(struct arena *arena, const char *text);

#endif
