/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared.h - public test data that is not part of the repository.
 *
 * Purpose    Finds files of the folder `shared` beside the repository, or of $AMANAH_SHARED. Tests that need them skip, saying
 *            so, where there is none.
 * Layer      tests.
 * Ownership  bytes live in the arena given.
 */
#ifndef TESTS_SHARED_H
#define TESTS_SHARED_H

#include "base/str.h"

/* `path` below the folder; false: not there. */
MUST_USE bool shared_read(struct arena *arena, str path, str *out);
/* Below the repository's root ($AMANAH_ROOT, else found from the working directory). */
str repository_path(struct arena *arena, str path);
MUST_USE bool repository_read(struct arena *arena, str path, str *out);

#endif
