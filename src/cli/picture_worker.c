/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/picture_worker.h"

#include "base/mem.h"
#include "shop/media_code.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    FROM = 0,        /* struct media_work, then the picture */
    TO = 1,          /* struct reply, then its parts */
    PROCESSOR_S = 60, /* 24 megapixels take two */
    DATA_MB = 192,   /* 96 for the largest picture, 144 for a progressive JPEG of three full planes */
    REPLY_MB = 64,   /* eight files of at most 1600 × 3200 pixels */
};

struct reply {
    int32_t err;
    uint32_t count;
    uint64_t size[MEDIA_FILES_MAX];
};

static void close_file(int *file)
{
    if (*file >= 0) {
        close(*file);
    }
}

static bool write_all(int file, str bytes)
{
    while (bytes.size > 0) {
        ssize_t written = write(file, bytes.at, bytes.size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes = str_skip(bytes, (size_t)written);
    }
    return true;
}

static size_t size_of(int file)
{
    struct stat about;
    return fstat(file, &about) == 0 && about.st_size > 0 ? (size_t)about.st_size : 0;
}

/* --- the process --- */

static void limit(unsigned what, rlim_t most)
{
    (void)setrlimit(what, &(struct rlimit){ most, most });
}

static void limit_all(void)
{
    limit(RLIMIT_CPU, PROCESSOR_S);
    limit(RLIMIT_FSIZE, MB(REPLY_MB));
    limit(RLIMIT_CORE, 0); /* the picture may be a person's */
#if !defined(__SANITIZE_ADDRESS__)
    limit(RLIMIT_DATA, MB(DATA_MB));
#endif
}

static bool answer(enum err e, const struct media_parts *parts)
{
    struct reply reply = { .err = (int32_t)e, .count = (uint32_t)parts->count };
    for (size_t i = 0; i < parts->count; i++) {
        reply.size[i] = parts->part[i].size;
    }
    bool is_written = write_all(TO, (str){ (const char *)&reply, sizeof reply });
    for (size_t i = 0; i < parts->count && is_written; i++) {
        is_written = write_all(TO, parts->part[i]);
    }
    return is_written;
}

_Noreturn void picture_worker_run(void)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody waits for it any more */
    (void)close_range(TO + 2, ~0U, 0);      /* all but standard error */
    limit_all();
    size_t size = size_of(FROM);
    const char *map = size > sizeof(struct media_work) ? mem_map(FROM, size) : NULL;
    if (map == NULL) {
        _exit(EXIT_FAILURE);
    }
    struct media_work work;
    struct media_parts parts = { 0 };
    memcpy(&work, map, sizeof work);
    bool is_ready = !work.is_code || media_code_start();
    picture_worker_lock();
    str bytes = str_skip((str){ map, size }, sizeof work);
    enum err e = is_ready ? media_work_here(arena_new(), &work, bytes, &parts) : ERR_IO;
    parts.count = e == OK ? parts.count : 0;
    _exit(answer(e, &parts) ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* --- who waits for it --- */

static int memory_file(void)
{
    return memfd_create("picture", MFD_CLOEXEC);
}

/* Nothing of the shop's environment but where libraries lie. */
static int start(struct arena *arena, int from, int to, pid_t *out)
{
    const char *path = getenv("LD_LIBRARY_PATH");
    char *libraries =
        path == NULL ? NULL : str_c(arena, str_join(arena, S("LD_LIBRARY_PATH="), str_of(path)));
    char *const environment[] = { libraries, NULL };
    char program[] = "amanah";
    char word[] = PICTURE_WORKER_WORD;
    char *const words[] = { program, word, NULL };
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, from, FROM);
    posix_spawn_file_actions_adddup2(&files, to, TO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0); /* Ctrl-C is for the shop, which ends in order */
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    int failed = posix_spawn(out, "/proc/self/exe", &files, &attributes, words, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static enum err wait_for(struct ctx *c, pid_t process)
{
    int status = 0;
    while (waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) {
            return fail(c, ERR_IO, "waiting for a picture: %s", strerror(errno));
        }
    }
    if (WIFSIGNALED(status)) {
        bool is_killed = WTERMSIG(status) == SIGKILL;
        return fail(c, is_killed ? ERR_BUSY : ERR_MEDIA_TYPE,
                    "decoding a picture ended by signal %d", WTERMSIG(status));
    }
    return WEXITSTATUS(status) == EXIT_SUCCESS
               ? OK
               : fail(c, ERR_IO, "decoding a picture ended with %d", WEXITSTATUS(status));
}

enum err picture_worker_answer(struct arena *arena, str bytes, struct media_parts *out)
{
    struct reply reply;
    if (bytes.size < sizeof reply) {
        return ERR_IO;
    }
    memcpy(&reply, bytes.at, sizeof reply);
    bytes = str_skip(bytes, sizeof reply);
    if (reply.count > MEDIA_FILES_MAX || reply.err < 0 || reply.err >= ERR_COUNT) {
        return ERR_IO;
    }
    struct media_parts parts = { .count = reply.count };
    for (size_t i = 0; i < parts.count; i++) {
        if (reply.size[i] == 0 || reply.size[i] > bytes.size) {
            return ERR_IO;
        }
        parts.part[i] = str_copy(arena, str_slice(bytes, 0, (size_t)reply.size[i]));
        bytes = str_skip(bytes, (size_t)reply.size[i]);
    }
    if ((enum err)reply.err == OK) {
        *out = parts;
    }
    return parts.count > 0 || reply.err != OK ? (enum err)reply.err : ERR_IO;
}

static enum err read_answer(struct ctx *c, int to, struct media_parts *out)
{
    size_t size = size_of(to);
    void *map = size > 0 && size <= MB(REPLY_MB) ? mem_map(to, size) : NULL;
    enum err e = map == NULL ? ERR_IO : picture_worker_answer(c->arena, (str){ map, size }, out);
    mem_unmap(map, size);
    return e;
}

enum err picture_worker(struct ctx *c, const struct media_work *work, str bytes,
                        struct media_parts *out)
{
    CLEANUP(close_file) int from = memory_file();
    CLEANUP(close_file) int to = memory_file();
    pid_t process = 0;
    if (from < 0 || to < 0 || !write_all(from, (str){ (const char *)work, sizeof *work }) ||
        !write_all(from, bytes)) {
        return fail(c, ERR_IO, "a picture in memory: %s", strerror(errno));
    }
    int failed = start(c->arena, from, to, &process);
    if (failed != 0) {
        return fail(c, ERR_IO, "starting a process for a picture: %s", strerror(failed));
    }
    TRY(wait_for(c, process));
    return read_answer(c, to, out);
}
