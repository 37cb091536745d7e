/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embed.h - files that are part of the binary.
 *
 * Purpose    Templates, assets, migrations, catalogues and data by their path in the repository.
 * Layer      base. The list is made at build time by script/embed.py.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/str.h"

struct embedded {
    str path; /* "templates/layout.html" */
    str bytes;
};

/* Sorted by path. */
const struct embedded *embed_list(size_t *count);
MUST_USE bool embed_find(str path, str *out);

#endif
