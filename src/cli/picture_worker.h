/* SPDX-License-Identifier: Apache-2.0 */
/*
 * picture_worker.h - pictures are decoded by a process that has nothing.
 *
 * Purpose    Starts this program again for each picture, with the picture as its only input and a file in memory as its only
 *            output: no data directory, no keys, no sockets, no environment, little memory, a minute of processor time. A
 *            decoder that is fooled reaches nothing, and all memory goes back to the system.
 * Layer      cli; the other side of shop/media_work.h.
 * Errors     ERR_MEDIA_TYPE: damaged, or the process died of it; ERR_BUSY: it was killed (the machine has no memory left);
 *            ERR_IO: it could not be started; what media_work_here says.
 * Decision   docs/decisions/pictures.md.
 */
#ifndef CLI_PICTURE_WORKER_H
#define CLI_PICTURE_WORKER_H

#include "shop/media_work.h"

/* The word that makes this program such a process. */
#define PICTURE_WORKER_WORD "picture-worker"

/* For media_worker_is. */
media_worker picture_worker;
/* That process: one picture from descriptor 0 to descriptor 1, then it ends. */
_Noreturn void picture_worker_run(void);

/* From here on nothing can be opened, connected, started or looked up. */
void picture_worker_lock(void);
/* What the process answered; ERR_IO when it is no answer. It may lie: nothing outside of `reply` is read. */
MUST_USE enum err picture_worker_answer(struct arena *arena, str reply, struct media_parts *out);

#endif
