/* SPDX-License-Identifier: Apache-2.0 */
/*
 * faulty_disk.h - a disk that SQLite meets on bad days.
 *
 * Purpose    Writes that find no room and syncs that fail, when told to, under the default VFS.
 * Layer      tests.
 */
#ifndef TESTS_FAULTY_DISK_H
#define TESTS_FAULTY_DISK_H

#include "base/base.h"

/* Files opened from now on go through it. */
void faulty_disk_install(void);
/* So many bytes may still be written at the end of the WAL, then it is full; -1: no limit. */
void faulty_disk_room(int64_t bytes);
void faulty_disk_sync_fails(bool fails);

#endif
