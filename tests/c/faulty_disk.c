/* SPDX-License-Identifier: Apache-2.0 */
#include "c/faulty_disk.h"

#include <sqlite3.h>
#include <stdatomic.h>

/* The real file keeps its own methods; only two of them are ours, so nothing else has to be forwarded. */
static const sqlite3_io_methods *real_methods;
static sqlite3_io_methods methods;
static sqlite3_vfs vfs;
static int (*real_open)(sqlite3_vfs *, const char *, sqlite3_file *, int, int *);

static _Atomic int64_t room = -1;
static _Atomic bool sync_fails;

void faulty_disk_room(int64_t bytes)
{
    room = bytes;
}

void faulty_disk_sync_fails(bool fails)
{
    sync_fails = fails;
}

/* Room is a position, as on a disk: what was given up may be written over. */
static int write_or_not(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    int64_t limit = room;
    if (limit >= 0 && at + size > limit) {
        return SQLITE_FULL;
    }
    return real_methods->xWrite(file, bytes, size, at);
}

static int sync_or_not(sqlite3_file *file, int flags)
{
    return sync_fails ? SQLITE_IOERR_FSYNC : real_methods->xSync(file, flags);
}

static int open_wal_badly(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags,
                          int *flags_out)
{
    int code = real_open(self, name, file, flags, flags_out);
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0 && file->pMethods != NULL) {
        real_methods = file->pMethods;
        methods = *real_methods;
        methods.xWrite = write_or_not;
        methods.xSync = sync_or_not;
        file->pMethods = &methods;
    }
    return code;
}

void faulty_disk_install(void)
{
    vfs = *sqlite3_vfs_find(NULL);
    real_open = vfs.xOpen;
    vfs.zName = "faulty";
    vfs.xOpen = open_wal_badly;
    CHECK(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
}
