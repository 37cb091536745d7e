/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base.h - the few words every file uses.
 *
 * Purpose    Attributes, CHECK, TRY, size and time constants.
 * Layer      base; included by everything.
 * Units      DAYS(n), HOURS(n)… are microseconds, the unit of every instant and span in the program.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
/* Runs `function(&variable)` when the variable leaves its scope; always initialise it where declared. */
#define CLEANUP(function) __attribute__((cleanup(function)))

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KB(n) ((size_t)(n)*1024)
#define MB(n) ((size_t)(n)*1024 * 1024)

#define MILLISECONDS(n) ((int64_t)(n)*1000)
#define SECONDS(n) ((int64_t)(n)*1000000)
#define MINUTES(n) ((int64_t)(n)*60000000)
#define HOURS(n) ((int64_t)(n)*3600000000)
#define DAYS(n) ((int64_t)(n)*86400000000)

/* A broken CHECK is a bug in the program: it prints where and aborts, in every build. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (__builtin_expect(!(condition), 0)) {                                                   \
            check_failed(#condition, __FILE__, __LINE__);                                          \
        }                                                                                          \
    } while (0)

_Noreturn void check_failed(const char *condition, const char *file, int line);

/* The only macro that returns: hands a refusal or fault to the caller. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum err try_err = (call);                                                                 \
        if (__builtin_expect(try_err != OK, 0)) {                                                  \
            return try_err;                                                                        \
        }                                                                                          \
    } while (0)

#include "base/err.h"

#endif
