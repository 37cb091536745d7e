/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trace.c - writes down what a program asks of the disk, so that explore.py can rebuild every state a power cut may leave.
 *
 * usage      LD_PRELOAD=crash-trace.so CRASH_DIR=DIR CRASH_TRACE=FILE program …
 * Record     one byte of operation, 16-bit size of the name, 64-bit offset, 64-bit size, name, bytes (little endian):
 *            C made · W written · T cut to a length · S synced, a file or a directory ("." is DIR) · U removed · R renamed
 *            (bytes: the new name) · A acknowledged: bytes written to standard output. A record is one write to the end of
 *            the trace, so that a client may add what it was told (shop.mjs).
 * Limits     memory maps are not seen (SQLite's -shm needs no surviving), nor what is made by other calls than those below.
 */
#undef _FILE_OFFSET_BITS /* both names of each call are wanted, open and open64 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FILES_MAX = 4096, NAME_BYTES = 200 };

static char names[FILES_MAX][NAME_BYTES]; /* relative to CRASH_DIR; empty: not ours */
static int trace = -1;
static const char *dir;
static size_t dir_size;

__attribute__((constructor)) static void begin(void)
{
    const char *file = getenv("CRASH_TRACE");
    dir = getenv("CRASH_DIR");
    if (file != NULL && dir != NULL) {
        dir_size = strlen(dir);
        trace = (int)syscall(SYS_openat, AT_FDCWD, file, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC,
                             0600);
    }
}

/* The real function behind ours. */
#define REAL(type, name, ...)                                                                      \
    static type (*real)(__VA_ARGS__);                                                              \
    if (real == NULL) {                                                                            \
        *(void **)&real = dlsym(RTLD_NEXT, #name);                                                 \
    }

static void record(char operation, const char *name, uint64_t offset, const void *bytes,
                   uint64_t size)
{
    struct __attribute__((packed)) {
        char operation;
        uint16_t name_size;
        uint64_t offset;
        uint64_t size;
    } head = { operation, (uint16_t)strlen(name), offset, size };
    if (trace < 0) {
        return;
    }
    struct iovec parts[] = {
        { &head, sizeof head },
        { (void *)(uintptr_t)name, head.name_size },
        { (void *)(uintptr_t)bytes, bytes == NULL ? 0 : size },
    };
    long whole = (long)(parts[0].iov_len + parts[1].iov_len + parts[2].iov_len);
    if (syscall(SYS_writev, trace, parts, 3) != whole) {
        abort(); /* an incomplete trace proves nothing */
    }
}

/* NULL: outside of the directory, or SQLite's shared memory. */
static const char *relative(const char *path)
{
    if (trace < 0 || path == NULL || strncmp(path, dir, dir_size) != 0) {
        return NULL;
    }
    if (path[dir_size] == '\0') {
        return ".";
    }
    if (path[dir_size] != '/') {
        return NULL;
    }
    return strstr(path, "-shm") != NULL ? NULL : path + dir_size + 1;
}

static const char *name_of(int fd)
{
    return fd >= 0 && fd < FILES_MAX && names[fd][0] != '\0' ? names[fd] : NULL;
}

/* Asked before it is opened. */
static bool will_make(const char *path, int flags)
{
    return (flags & O_CREAT) != 0 && relative(path) != NULL &&
           syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
}

static int opened(int fd, const char *path, int flags, bool is_made)
{
    const char *name = relative(path);
    if (fd >= 0 && fd < FILES_MAX) {
        snprintf(names[fd], NAME_BYTES, "%s", name == NULL ? "" : name);
    }
    if (fd >= 0 && is_made) {
        record('C', name, 0, NULL, 0);
    } else if (fd >= 0 && name != NULL && (flags & O_TRUNC) != 0) {
        record('T', name, 0, NULL, 0);
    }
    return fd;
}

#define MODE_OF(flags)                                                                             \
    mode_t mode = 0;                                                                               \
    if (((flags)&O_CREAT) != 0) {                                                                  \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        mode = va_arg(list, mode_t);                                                               \
        va_end(list);                                                                              \
    }

int open(const char *path, int flags, ...)
{
    REAL(int, open, const char *, int, ...)
    MODE_OF(flags)
    bool is_made = will_make(path, flags);
    return opened(real(path, flags, mode), path, flags, is_made);
}

int open64(const char *path, int flags, ...)
{
    REAL(int, open64, const char *, int, ...)
    MODE_OF(flags)
    bool is_made = will_make(path, flags);
    return opened(real(path, flags, mode), path, flags, is_made);
}

int close(int fd)
{
    REAL(int, close, int)
    if (fd >= 0 && fd < FILES_MAX) {
        names[fd][0] = '\0';
    }
    return real(fd);
}

static ssize_t wrote(int fd, const void *bytes, ssize_t size, off64_t at)
{
    const char *name = name_of(fd);
    if (size > 0 && name != NULL) {
        record('W', name, (uint64_t)at, bytes, (uint64_t)size);
    }
    return size;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t)
    return wrote(fd, bytes, real(fd, bytes, size, at), at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    return wrote(fd, bytes, real(fd, bytes, size, at), at);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(ssize_t, write, int, const void *, size_t)
    if (fd == STDOUT_FILENO) {
        record('A', "", 0, bytes, size); /* before the reader can act on it */
        return real(fd, bytes, size);
    }
    ssize_t written = real(fd, bytes, size);
    return name_of(fd) == NULL ? written
                               : wrote(fd, bytes, written, lseek64(fd, 0, SEEK_CUR) - written);
}

static int did(int result, char operation, int fd, uint64_t offset)
{
    if (result == 0 && name_of(fd) != NULL) {
        record(operation, name_of(fd), offset, NULL, 0);
    }
    return result;
}

int ftruncate(int fd, off_t size)
{
    REAL(int, ftruncate, int, off_t)
    return did(real(fd, size), 'T', fd, (uint64_t)size);
}

int ftruncate64(int fd, off64_t size)
{
    REAL(int, ftruncate64, int, off64_t)
    return did(real(fd, size), 'T', fd, (uint64_t)size);
}

int fdatasync(int fd)
{
    REAL(int, fdatasync, int)
    return did(real(fd), 'S', fd, 0);
}

int fsync(int fd)
{
    REAL(int, fsync, int)
    return did(real(fd), 'S', fd, 0);
}

int unlink(const char *path)
{
    REAL(int, unlink, const char *)
    int result = real(path);
    if (result == 0 && relative(path) != NULL) {
        record('U', relative(path), 0, NULL, 0);
    }
    return result;
}

/* Who has it open goes on writing to it. */
static void follow(const char *from, const char *to)
{
    for (int fd = 0; fd < FILES_MAX; fd++) {
        if (strcmp(names[fd], from) == 0) {
            snprintf(names[fd], NAME_BYTES, "%s", to);
        }
    }
}

int rename(const char *from, const char *to)
{
    REAL(int, rename, const char *, const char *)
    int result = real(from, to);
    if (result == 0 && relative(from) != NULL && relative(to) != NULL) {
        record('R', relative(from), 0, relative(to), strlen(relative(to)));
        follow(relative(from), relative(to));
    }
    return result;
}
