/* SPDX-License-Identifier: Apache-2.0 */
/* media_qr.c - limits and messages around media_code.h. */
#include "shop/media_qr.h"

#include "shop/media.h"
#include "shop/media_work.h"

#include <string.h>

enum { SIDE_MAX = 1600 };

/* Upright, no side longer than SIDE_MAX. */
static struct media_work work_of(const struct media_header *header, str prefix)
{
    bool is_swapped = media_is_turned(header);
    struct media_work work = { .is_code = true,
                               .width = is_swapped ? header->height : header->width,
                               .height = is_swapped ? header->width : header->height };
    int64_t longer = work.width > work.height ? work.width : work.height;
    if (longer > SIDE_MAX) {
        work.width = work.width * SIDE_MAX / longer;
        work.height = work.height * SIDE_MAX / longer;
    }
    work.width = work.width > 0 ? work.width : 1;
    work.height = work.height > 0 ? work.height : 1;
    CHECK(prefix.size < sizeof work.prefix);
    memcpy(work.prefix, prefix.at, prefix.size);
    return work;
}

enum err media_qr_read(struct ctx *c, str bytes, str prefix, str *out)
{
    struct media_header header = { 0 };
    struct media_parts parts = { 0 };
    if (bytes.size > MEDIA_BYTES_MAX) {
        return fail(c, ERR_TOO_LARGE, "picture of %zu bytes", bytes.size);
    }
    if (!media_header_read(bytes, &header)) {
        return fail(c, ERR_MEDIA_TYPE, "not a picture");
    }
    if (header.width * header.height > MEDIA_PIXELS_MAX) {
        return fail(c, ERR_TOO_LARGE, "picture of too many pixels");
    }
    struct media_work work = work_of(&header, prefix);
    enum err e = media_work(c, &work, bytes, &parts);
    if (e != OK) {
        return fail(c, e, "%s",
                    e == ERR_NOT_FOUND ? "no code is seen in the picture"
                                       : "the picture cannot be read");
    }
    *out = parts.part[0];
    return OK;
}
