/* SPDX-License-Identifier: Apache-2.0 */
/*
 * multipart.h - the parts of a multipart/form-data body.
 *
 * Purpose    A strict, bounded reader: what browsers send, nothing else.
 * Layer      web; uses base.
 * Ownership  parts borrow the body; decoded names live in the arena.
 * Errors     false: not well formed, more than MULTIPART_PARTS_MAX parts, headers over MULTIPART_HEADER_BYTES, no final
 *            boundary, bytes after it, a part without a name, transfer encodings.
 * Source     RFC 7578; RFC 2046 5.1; HTML Standard "multipart/form-data encoding algorithm" (%22 %0D %0A in names).
 */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "base/str.h"

enum { MULTIPART_PARTS_MAX = 256, MULTIPART_HEADER_BYTES = 2048 };

struct multipart_part {
    str name;
    str file_name;
    bool is_file;     /* a filename parameter was there */
    str content_type; /* empty when not sent */
    str bytes;
};

/* `content_type` is the request's header, with its boundary parameter. */
MUST_USE bool multipart_read(struct arena *arena, str content_type, str body,
                             struct multipart_part **out, size_t *out_count);

#endif
