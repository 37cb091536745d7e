/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/media_video.h"

#include "base/buf.h"
#include "c/desk.h"
#include "c/film.h"
#include "shop/media_video_header.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static str stored(struct desk *d, str name)
{
    static char bytes[4096];
    char path[512];
    snprintf(path, sizeof path, "%s/%.*s", d->directory, STR_ARG(name));
    int file = open(path, O_RDONLY);
    cr_assert_geq(file, 0, "%s", path);
    ssize_t size = read(file, bytes, sizeof bytes);
    close(file);
    return (str){ bytes, (size_t)size };
}

Test(video, is_kept_under_its_content_without_what_the_camera_wrote)
{
    struct desk d;
    str name = { 0 };
    str again = { 0 };
    str type = { 0 };
    desk_open(&d);
    str film = film_mp4(d.c.arena, "isom", "vide");
    cr_assert(str_contains(film, S("+37.33-122.03")));
    cr_assert_eq(media_video_store(&d.c, str_of(d.directory), film, &name), OK, "%s", d.c.detail);
    cr_expect(str_ends(name, S(".mp4")));
    cr_assert_eq(media_video_store(&d.c, str_of(d.directory), film, &again), OK);
    cr_expect(str_eq(name, again));
    cr_expect(media_is_video_name(name, &type) && str_eq(type, S("video/mp4")));
    str kept = stored(&d, name);
    cr_expect_eq(kept.size, film.size);
    cr_expect(!str_contains(kept, S("+37.33-122.03")), "where it was filmed");
    cr_expect(!str_contains(kept, S("udta")) && str_contains(kept, S("vide")));
    struct video_header header;
    cr_expect(video_header_read(kept, &header) && header.blank_count == 0, "it still is a film");
    str web = film_webm(d.c.arena, "webm", 1);
    cr_assert_eq(media_video_store(&d.c, str_of(d.directory), web, &name), OK, "%s", d.c.detail);
    cr_expect(media_is_video_name(name, &type) && str_eq(type, S("video/webm")));
    cr_expect(str_eq(stored(&d, name), web));
    cr_expect_eq(desk_close(&d), 2);
}

Test(video, of_another_kind_or_cut_short_is_refused_and_leaves_nothing)
{
    struct desk d;
    str name = { 0 };
    desk_open(&d);
    struct arena *a = d.c.arena;
    str film = film_mp4(a, "isom", "vide");
    str web = film_webm(a, "webm", 1);
    const str bad[] = {
        { 0 }, S("ftyp"), S("GIF89a"), film_mp4(a, "heic", "vide"), film_mp4(a, "qt  ", "vide"), film_mp4(a, "isom", "soun"),
        str_slice(film, 0, film.size - 1), str_slice(film, 0, 24), str_slice(film, 0, 7),
        film_webm(a, "matroska", 1), film_webm(a, "webm", 2), str_slice(web, 0, web.size - 1), str_slice(web, 0, 4),
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        cr_expect_eq(media_video_store(&d.c, str_of(d.directory), bad[i], &name), ERR_MEDIA_TYPE,
                     "%zu", i);
    }
    str huge = { film.at, VIDEO_BYTES_MAX + 1 }; /* refused by its size alone */
    cr_expect_eq(media_video_store(&d.c, str_of(d.directory), huge, &name), ERR_TOO_LARGE);
    cr_expect_eq(desk_close(&d), 0);
}

Test(video, captions_are_webvtt_or_nothing)
{
    static const char *const good[] = { "WEBVTT", "WEBVTT\n\n00:00.000 --> 00:01.000\nHalo\n", "\xef\xbb\xbfWEBVTT - judul\r\n", "WEBVTT\tx\n" };
    static const str bad[] = { S_INIT(""), S_INIT("WEBVT"), S_INIT("WEBVTTX\n"), S_INIT("1\n00:00:00,000 --> 00:00:01,000\nHalo\n"),
                               S_INIT("WEBVTT\n\n\xff"), S_INIT("WEBVTT\n\0") };
    struct desk d;
    str name = { 0 };
    str type = { 0 };
    desk_open(&d);
    for (size_t i = 0; i < COUNT(good); i++) {
        cr_expect_eq(media_captions_store(&d.c, str_of(d.directory), str_of(good[i]), &name), OK,
                     "%zu", i);
        cr_expect(media_is_video_name(name, &type) && str_eq(type, S("text/vtt; charset=utf-8")));
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        cr_expect_eq(media_captions_store(&d.c, str_of(d.directory), bad[i], &name), ERR_MEDIA_TYPE,
                     "%zu", i);
    }
    str huge = { bad[0].at, CAPTIONS_BYTES_MAX + 1 };
    cr_expect_eq(media_captions_store(&d.c, str_of(d.directory), huge, &name), ERR_TOO_LARGE);
    cr_expect_eq(desk_close(&d), (int)COUNT(good));
}

Test(video, names_of_other_shapes_are_not_ours)
{
    static const char *const bad[] = { "", ".mp4", "9f86.mp4", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b.html",
                                       "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B.mp4", "../86d081884c7d659a2feaa0c55ad015a3bf4f1b.mp4",
                                       "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b.mp4.new" };
    str type = { 0 };
    for (size_t i = 0; i < COUNT(bad); i++) {
        cr_expect(!media_is_video_name(str_of(bad[i]), &type), "%s", bad[i]);
    }
    cr_expect(media_is_video_name(S("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b.webm"), &type));
}
