/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz.h - one function a parser: any bytes must do no harm.
 *
 * Purpose    The same functions are driven by libFuzzer (script/fuzz) and, with the kept corpus, by the unit tests.
 * Layer      tests. A file tests/fuzz/NAME.c defines fuzz_NAME; its corpus is tests/fuzz/corpus/NAME/.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/str.h"

/* X(name) for each target. */
#define FUZZ_TARGETS(X) X(form) X(json) X(mustache) X(csv) X(html) X(catalogue) X(mail) X(phone) X(qris) X(route) X(video)

#define FUZZ_DECLARE(name) void fuzz_##name(struct arena *arena, str bytes);
FUZZ_TARGETS(FUZZ_DECLARE)

#endif
