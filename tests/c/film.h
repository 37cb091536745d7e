/* SPDX-License-Identifier: Apache-2.0 */
/*
 * film.h - the smallest films that are whole.
 *
 * Purpose    MP4 boxes and WebM elements written by hand; nothing plays, everything is where it belongs.
 * Layer      tests; uses base.
 * Source     ISO/IEC 14496-12 4.2; RFC 8794 4 to 11; RFC 9559 5.1.
 */
#ifndef TESTS_FILM_H
#define TESTS_FILM_H

#include "base/buf.h"

static inline str film_box(struct arena *arena, const char *type, str body)
{
    struct buf out = buf_new(arena, KB(4));
    size_t size = body.size + 8;
    const char head[4] = { 0, 0, (char)(size >> 8), (char)size };
    buf_add(&out, (str){ head, 4 });
    buf_add(&out, str_of(type));
    buf_add(&out, body);
    return buf_str(&out);
}

/* `handler`: "vide" shows pictures, "soun" does not. In moov/udta it says where it was filmed. */
static inline str film_mp4(struct arena *arena, const char *brand, const char *handler)
{
    str handles = str_join(arena, (str){ "\0\0\0\0\0\0\0", 8 }, str_of(handler));
    str media = film_box(arena, "mdia", film_box(arena, "hdlr", handles));
    str about = film_box(arena, "udta", film_box(arena, "meta", S("+37.33-122.03")));
    str track = film_box(arena, "trak", str_join(arena, media, about));
    str movie = film_box(arena, "moov", str_join(arena, track, about));
    str file = film_box(arena, "ftyp", str_join(arena, str_of(brand), S("1234")));
    file = str_join(arena, file, movie);
    return str_join(arena, file, film_box(arena, "mdat", S("pictures")));
}

static inline str film_element(struct arena *arena, str id, str body)
{
    const char size = (char)(0x80 | body.size);
    return str_join(arena, str_join(arena, id, (str){ &size, 1 }), body);
}

/* `type`: 1 is a track of pictures, 2 of sound. */
static inline str film_webm(struct arena *arena, const char *doc_type, char type)
{
    str head = film_element(arena, S("\x42\x82"), str_of(doc_type));
    str file = film_element(arena, S("\x1a\x45\xdf\xa3"), head);
    str track = film_element(arena, S("\xae"), film_element(arena, S("\x83"), (str){ &type, 1 }));
    str tracks = film_element(arena, S("\x16\x54\xae\x6b"), track);
    str cluster = film_element(arena, S("\x1f\x43\xb6\x75"), S("pictures"));
    return str_join(arena, file,
                    film_element(arena, S("\x18\x53\x80\x67"), str_join(arena, tracks, cluster)));
}

#endif
