/* SPDX-License-Identifier: Apache-2.0 */
/*
 * archive.h - a sealed file of named parts: what a backup is written into.
 *
 * Purpose    Writes and reads a stream of frames, each sealed; the end is sealed too, so that a part that is missing is seen.
 * Layer      cli.
 * Units      a frame carries at most ARCHIVE_FRAME_BYTES.
 * Ownership  a writer's file stands beside its name until archive_close; texts of a frame live until the next one.
 * Errors     ERR_IO with `detail`; ERR_FORBIDDEN: another passphrase, or the file was changed; ERR_MALFORMED: no such file at all, cut short.
 * Source     XChaCha20-Poly1305 secretstream and Argon2id of libsodium. "AMANAH BACKUP 1\n", salt, header, then frames: their length
 *            (4 bytes, big end first) and the sealed text: 'N' and a name, 'D' and bytes of that part, 'E' at the end.
 */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "base/ctx.h"

enum { ARCHIVE_FRAME_BYTES = 64 * 1024 };

struct archive;
enum archive_frame { ARCHIVE_NAME = 'N', ARCHIVE_DATA = 'D', ARCHIVE_END = 'E' };

/* `detail` has CTX_DETAIL_BYTES and outlives the archive. */
MUST_USE enum err archive_make(str path, str passphrase, struct archive **out, char *detail);
MUST_USE enum err archive_name(struct archive *archive, str name);
MUST_USE enum err archive_add(struct archive *archive, str bytes);
/* Durable, and under its name; what stood there before is replaced. */
MUST_USE enum err archive_close(struct archive *archive);

MUST_USE enum err archive_open(str path, str passphrase, struct archive **out, char *detail);
MUST_USE enum err archive_next(struct archive *archive, enum archive_frame *kind, str *text);
/* Ends it; an archive that was made and not closed leaves nothing. NULL is fine. */
void archive_drop(struct archive **archive);

#endif
