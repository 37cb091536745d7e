/* SPDX-License-Identifier: Apache-2.0 */
#include "db/snapshot.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

static void close_handle(sqlite3 **handle)
{
    sqlite3_close(*handle);
}

static bool copy(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == NULL) {
        return false;
    }
    (void)sqlite3_busy_timeout(from, 10000);
    int step = sqlite3_backup_step(backup, -1); /* all pages in one reading: one moment */
    return sqlite3_backup_finish(backup) == SQLITE_OK && step == SQLITE_DONE;
}

enum err snapshot_sqlite(str from, str to, char *detail)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    CLEANUP(close_handle) sqlite3 *source = NULL;
    CLEANUP(close_handle) sqlite3 *target = NULL;
    const char *path = str_c(arena, to);
    bool is_open =
        sqlite3_open_v2(str_c(arena, from), &source, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) ==
            SQLITE_OK;
    if (!is_open || !copy(source, target)) {
        sqlite3 *said = target == NULL ? source : target;
        snprintf(detail, CTX_DETAIL_BYTES, "%s: %s", path, sqlite3_errmsg(said));
        (void)unlink(path);
        return ERR_DB;
    }
    return OK;
}
