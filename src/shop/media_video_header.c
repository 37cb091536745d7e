/* SPDX-License-Identifier: Apache-2.0 */
/* media_video_header.c - walks the boxes of MP4 and the elements of WebM, and believes no size. */
#include "shop/media_video_header.h"

static uint64_t big(str s, size_t at, size_t count)
{
    uint64_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n = n << 8 | (s.at != NULL && at + i < s.size ? (unsigned char)s.at[at + i] : 0);
    }
    return n;
}

/* ---- MP4 ---- */

struct boxes {
    str bytes; /* the whole file: places are the file's */
    size_t at, end;
    bool is_broken;
};
struct box {
    str type;
    size_t from, body, end;
};

static bool next_box(struct boxes *b, struct box *out)
{
    size_t left = b->end - b->at;
    if (b->is_broken || left < 8) {
        return false;
    }
    size_t head = 8;
    uint64_t size = big(b->bytes, b->at, 4);
    if (size == 1) {
        head = 16;
        size = left < head ? 0 : big(b->bytes, b->at + 8, 8);
    } else if (size == 0) {
        size = left; /* to the end */
    }
    if (size < head || size > left) {
        b->is_broken = true;
        return false;
    }
    *out = (struct box){ str_slice(b->bytes, b->at + 4, b->at + 8), b->at, b->at + head,
                          b->at + (size_t)size };
    b->at = out->end;
    return true;
}

static struct boxes boxes_in(str bytes, const struct box *box)
{
    return (struct boxes){ .bytes = bytes, .at = box->body, .end = box->end };
}

/* Pictures and sound have a "ftyp" too, and QuickTime's own films do not play everywhere. */
static bool is_film_brand(str brand)
{
    static const str others[] = { S_INIT("heic"), S_INIT("heix"), S_INIT("heim"), S_INIT("mif1"), S_INIT("msf1"),
                                  S_INIT("avif"), S_INIT("avis"), S_INIT("qt  "), S_INIT("M4A "), S_INIT("M4B ") };
    for (size_t i = 0; i < COUNT(others); i++) {
        if (str_eq(brand, others[i])) {
            return false;
        }
    }
    return brand.size == 4;
}

static bool is_about_the_maker(str type)
{
    return str_eq(type, S("udta")) || str_eq(type, S("meta")) || str_eq(type, S("uuid"));
}

/* The box stays, as free room. */
static bool blank_box(const struct box *box, struct video_header *out)
{
    if (out->blank_count == VIDEO_BLANKS_MAX) {
        return false;
    }
    out->blank[out->blank_count++] = (struct media_span){ box->from + 4, 4, S("free") };
    if (out->blank_count == VIDEO_BLANKS_MAX) {
        return false;
    }
    out->blank[out->blank_count++] = (struct media_span){ box->body, box->end - box->body, { 0 } };
    return true;
}

/* The handler "vide" of a track's media. */
static bool shows_pictures(str bytes, const struct box *media)
{
    struct boxes inside = boxes_in(bytes, media);
    struct box box;
    while (next_box(&inside, &box)) {
        if (str_eq(box.type, S("hdlr"))) {
            return str_eq(str_slice(bytes, box.body + 8, box.body + 12), S("vide"));
        }
    }
    return false;
}

static bool read_track(str bytes, const struct box *track, struct video_header *out, bool *shows)
{
    struct boxes inside = boxes_in(bytes, track);
    struct box box;
    while (next_box(&inside, &box)) {
        if (is_about_the_maker(box.type) && !blank_box(&box, out)) {
            return false;
        }
        *shows = *shows || (str_eq(box.type, S("mdia")) && shows_pictures(bytes, &box));
    }
    return !inside.is_broken;
}

static bool read_movie(str bytes, const struct box *movie, struct video_header *out, bool *shows)
{
    struct boxes inside = boxes_in(bytes, movie);
    struct box box;
    while (next_box(&inside, &box)) {
        if (is_about_the_maker(box.type) && !blank_box(&box, out)) {
            return false;
        }
        if (str_eq(box.type, S("trak")) && !read_track(bytes, &box, out, shows)) {
            return false;
        }
    }
    return !inside.is_broken;
}

static bool read_mp4(str bytes, struct video_header *out)
{
    struct boxes file = { .bytes = bytes, .end = bytes.size };
    struct box box;
    bool shows = false;
    bool has_data = false;
    if (!next_box(&file, &box) ||
        !is_film_brand(
            str_slice(bytes, box.body, box.body + 4 < box.end ? box.body + 4 : box.end))) {
        return false;
    }
    while (next_box(&file, &box)) {
        has_data = has_data || str_eq(box.type, S("mdat"));
        if (is_about_the_maker(box.type) && !blank_box(&box, out)) {
            return false;
        }
        if (str_eq(box.type, S("moov")) && !read_movie(bytes, &box, out, &shows)) {
            return false;
        }
    }
    return !file.is_broken && has_data && shows;
}

/* ---- WebM ---- */

enum {
    EBML_DOC_TYPE = 0x4282,
    WEBM_SEGMENT = 0x18538067,
    WEBM_TRACKS = 0x1654AE6B,
    WEBM_CLUSTER = 0x1F43B675,
    WEBM_TRACK = 0xAE,
    WEBM_TRACK_TYPE = 0x83,
    WEBM_PICTURES = 1
};

struct element {
    uint64_t id;
    str body;
    bool is_open; /* of unknown size: to the end of what holds it */
};

/* Bytes of a number whose leading zero bits count them; 0: none of up to `max`. */
static size_t number_bytes(str s, size_t max)
{
    uint64_t first = big(s, 0, 1);
    for (size_t n = 1; n <= max; n++) {
        if ((first & UINT64_C(0x80) >> (n - 1)) != 0) {
            return n <= s.size ? n : 0;
        }
    }
    return 0;
}

static bool next_element(str *rest, struct element *out)
{
    size_t id_bytes = number_bytes(*rest, 4);
    str tail = str_skip(*rest, id_bytes);
    size_t size_bytes = number_bytes(tail, 8);
    if (id_bytes == 0 || size_bytes == 0) {
        return false;
    }
    uint64_t all = (UINT64_C(1) << (7 * size_bytes)) - 1;
    uint64_t size = big(tail, 0, size_bytes) & all;
    tail = str_skip(tail, size_bytes);
    out->id = big(*rest, 0, id_bytes);
    out->is_open = size == all;
    if (!out->is_open && size > tail.size) {
        return false;
    }
    out->body = str_slice(tail, 0, out->is_open ? tail.size : (size_t)size);
    *rest = str_skip(tail, out->body.size);
    return true;
}

static bool find_element(str inside, uint64_t id, struct element *out)
{
    while (next_element(&inside, out)) {
        if (out->id == id) {
            return true;
        }
        if (out->id == WEBM_CLUSTER) { /* the film has begun */
            return false;
        }
    }
    return false;
}

static bool has_pictures(str tracks)
{
    struct element track;
    while (next_element(&tracks, &track)) {
        struct element type;
        if (track.id == WEBM_TRACK && find_element(track.body, WEBM_TRACK_TYPE, &type) &&
            big(type.body, 0, type.body.size) == WEBM_PICTURES) {
            return true;
        }
    }
    return false;
}

static bool read_webm(str bytes)
{
    struct element head;
    struct element type;
    struct element segment;
    struct element tracks;
    str rest = bytes;
    return next_element(&rest, &head) && !head.is_open &&
           find_element(head.body, EBML_DOC_TYPE, &type) && str_starts(type.body, S("webm")) &&
           next_element(&rest, &segment) && segment.id == WEBM_SEGMENT &&
           find_element(segment.body, WEBM_TRACKS, &tracks) && has_pictures(tracks.body);
}

bool video_header_read(str bytes, struct video_header *out)
{
    out->blank_count = 0;
    if (str_eq(str_slice(bytes, 4, 8), S("ftyp"))) {
        out->kind = VIDEO_MP4;
        return read_mp4(bytes, out);
    }
    out->kind = VIDEO_WEBM;
    return str_starts(bytes, S("\x1a\x45\xdf\xa3")) && read_webm(bytes);
}
