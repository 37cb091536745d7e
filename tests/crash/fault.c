/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fault.c - a disk on a bad day, under a program that knows nothing of it.
 *
 * usage      LD_PRELOAD=crash-fault.so CRASH_DIR=DIR FAULT_FILE=FILE program …
 * Faults     FILE says what happens to files below DIR: "full N": they may grow by N bytes more, then ENOSPC; "sync": nothing can
 *            be synced (EIO); anything else, or no FILE: nothing.
 */
#undef _FILE_OFFSET_BITS /* both names of each call are wanted */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NAME_BYTES = 500 };

static _Atomic long grown;

/* The real function behind ours. */
#define REAL(type, name, ...)                                                                      \
    static type (*real)(__VA_ARGS__);                                                              \
    if (real == NULL) {                                                                            \
        *(void **)&real = dlsym(RTLD_NEXT, #name);                                                 \
    }

static bool is_ours(int fd)
{
    const char *dir = getenv("CRASH_DIR");
    char link[40];
    char name[NAME_BYTES];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long size = syscall(SYS_readlink, link, name, sizeof name - 1);
    size_t wanted = dir == NULL ? 0 : strlen(dir);
    return wanted > 0 && size > (long)wanted && strncmp(name, dir, wanted) == 0;
}

/* What the file says; empty: nothing is wrong. */
static void read_fault(char *out, size_t size)
{
    const char *name = getenv("FAULT_FILE");
    int fd = name == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC);
    long got = fd < 0 ? 0 : syscall(SYS_read, fd, out, size - 1);
    out[got < 0 ? 0 : got] = '\0';
    if (fd >= 0) {
        syscall(SYS_close, fd);
    }
}

/* What is written over needs no room. */
static long growth(int fd, long end)
{
    struct stat about;
    return fstat(fd, &about) == 0 && end > about.st_size ? end - about.st_size : 0;
}

static bool has_room(int fd, size_t size, long at)
{
    char fault[40];
    long room = 0;
    read_fault(fault, sizeof fault);
    if (sscanf(fault, "full %ld", &room) != 1) {
        grown = 0;
        return true;
    }
    long more = is_ours(fd) ? growth(fd, at + (long)size) : 0;
    if (atomic_fetch_add(&grown, more) + more <= room) {
        return true;
    }
    atomic_fetch_sub(&grown, more);
    errno = ENOSPC;
    return false;
}

static bool can_sync(int fd)
{
    char fault[40];
    read_fault(fault, sizeof fault);
    if (strncmp(fault, "sync", 4) != 0 || !is_ours(fd)) {
        return true;
    }
    errno = EIO;
    return false;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(ssize_t, write, int, const void *, size_t)
    return has_room(fd, size, lseek(fd, 0, SEEK_CUR)) ? real(fd, bytes, size) : -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t)
    return has_room(fd, size, at) ? real(fd, bytes, size, at) : -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)
    return has_room(fd, size, at) ? real(fd, bytes, size, at) : -1;
}

int fdatasync(int fd)
{
    REAL(int, fdatasync, int)
    return can_sync(fd) ? real(fd) : -1;
}

int fsync(int fd)
{
    REAL(int, fsync, int)
    return can_sync(fd) ? real(fd) : -1;
}
