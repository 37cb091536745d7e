/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/picture_worker.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <gd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static str picture(struct arena *arena, int side)
{
    gdImagePtr image = gdImageCreateTrueColor(side, side);
    int size = 0;
    gdImageFilledRectangle(image, 0, 0, side, side, 0x204060);
    void *bytes = gdImageJpegPtr(image, &size, 90);
    str copy = str_copy(arena, (str){ bytes, (size_t)size });
    gdFree(bytes);
    gdImageDestroy(image);
    return copy;
}

enum { COULD_OPEN = 1, COULD_CONNECT, COULD_START, COULD_SIGNAL, COULD_NOT_WORK };

static int locked(str bytes)
{
    picture_worker_lock();
    if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EPERM) {
        return COULD_OPEN;
    }
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0) {
        return COULD_CONNECT;
    }
    if (fork() >= 0) {
        return COULD_START;
    }
    if (kill(getppid(), 0) == 0) {
        return COULD_SIGNAL;
    }
    struct media_work work = { .width = 400, .height = 400 };
    struct media_parts parts = { 0 };
    return media_work_here(arena_new(), &work, bytes, &parts) == OK && parts.count == 4
               ? 0
               : COULD_NOT_WORK;
}

Test(picture_worker, opens_nothing_and_decodes_all_the_same)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    str bytes = picture(arena, 400);
    pid_t process = fork();
    if (process == 0) {
        _exit(locked(bytes));
    }
    int status = 0;
    cr_assert_eq(waitpid(process, &status, 0), process);
    cr_assert(WIFEXITED(status), "signal %d", WTERMSIG(status));
    cr_expect_eq(WEXITSTATUS(status), 0);
}

struct told {
    int32_t err;
    uint32_t count;
    uint64_t size[MEDIA_FILES_MAX];
    char bytes[8];
};

static enum err heard(struct arena *arena, const struct told *told, size_t size,
                      struct media_parts *out)
{
    return picture_worker_answer(arena, (str){ (const char *)told, size }, out);
}

Test(picture_worker, is_not_believed_when_its_answer_lies)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct media_parts parts = { 0 };
    struct told fine = { .count = 2, .size = { 5, 3 }, .bytes = "abcdefgh" };
    cr_expect_eq(heard(arena, &fine, sizeof fine, &parts), OK);
    cr_expect_eq(parts.count, 2);
    cr_expect(str_eq(parts.part[1], S("fgh")));
    struct told lies[] = {
        { .count = 2, .size = { 5, 4 } },  { .count = 1, .size = { UINT64_MAX } },
        { .count = 2, .size = { 0, 3 } },  { .count = 9, .size = { 1 } },
        { .err = ERR_COUNT },              { .err = -1 },
        { .count = 0 },
    };
    for (size_t i = 0; i < COUNT(lies); i++) {
        cr_expect_eq(heard(arena, &lies[i], sizeof lies[i], &parts), ERR_IO, "%zu", i);
    }
    cr_expect_eq(heard(arena, &fine, 20, &parts), ERR_IO);
    cr_expect_eq(
        heard(arena, &(struct told){ .err = ERR_MEDIA_TYPE }, sizeof(struct told), &parts),
        ERR_MEDIA_TYPE);
}
