/* SPDX-License-Identifier: Apache-2.0 */
/*
 * range.h - the part of a file that was asked for.
 *
 * Purpose    Range and If-Range of one request against a file of known size and strong entity tag.
 * Layer      web; uses base.
 * Units      bytes.
 * Source     RFC 9110 13.1.5, 14.1, 14.2: one range is served; several, or what cannot be read, count as not asked.
 */
#ifndef WEB_RANGE_H
#define WEB_RANGE_H

#include "web/http.h"

enum range_verdict {
    RANGE_WHOLE,
    RANGE_PART,          /* 206; `part` is written */
    RANGE_UNSATISFIABLE, /* 416 */
};
struct range {
    uint64_t from, count;
};

enum range_verdict range_of(const struct http_request *request, str etag, uint64_t size,
                            struct range *part);

#endif
