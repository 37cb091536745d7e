/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writer.h - the one door through which anything changes.
 *
 * Purpose    Runs writes inside transactions and answers after the commit is durable. SQLite: one thread, one connection, group commit with a
 *            savepoint per write (≤ 64 writes or 5 ms a batch). PostgreSQL: a pool of writers that grows with
 *            what waits, one transaction each, retries on 40001/40P01.
 * Layer      db; uses base.
 * Ownership  a struct write belongs to the caller and must live until done() was called; run() may be called again after a rollback.
 * Errors     ERR_BUSY: the queue is full or waited too long. ERR_DB: commit failed or the engine ended the transaction.
 */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include "db/db.h"

struct writer;

struct write {
    /* Runs in a transaction with ctx->db set to a writing connection; touches rows and ctx only. */
    enum err (*run)(struct write *w);
    /* Called once, on a writer thread, after the commit is durable or the write was refused; must be quick. A write that the
     * queue does not take is refused on the thread that submits it. */
    void (*done)(struct write *w);
    struct ctx *ctx;
    void *data;
    enum err result;
    int64_t queued_at; /* monotonic */
    struct write *next;
};

struct writer_options {
    str database;      /* file path or postgres:// URL */
    int threads;       /* PostgreSQL only: at most so many, each with a connection */
    int queue_max;     /* further writes are refused with ERR_BUSY */
    int64_t wait_max;  /* µs a write may wait in the queue before it is refused */
    /* May refuse the database before anything is written: its schema is another program's. NULL: nothing is asked. */
    enum err (*opened)(struct db *db, char *detail);
    /* Called on a writer thread after the commit and before done(): raise cache tags, wake timers. NULL: nothing. */
    void (*committed)(void *data, const struct ctx *c);
    /* PostgreSQL: called inside each transaction, before its commit, to write down what other processes must hear. NULL: nothing. */
    enum err (*committing)(void *data, struct ctx *c);
    void *data;
};

MUST_USE enum err writer_start(const struct writer_options *options, struct writer **out,
                               char *detail);
/* Takes no more, finishes what is queued, joins. */
void writer_stop(struct writer *writer);
/* Never blocks; done() is always called, also for refused writes. */
void writer_submit(struct writer *writer, struct write *w);
/* Submits and waits: jobs, timers, commands. */
MUST_USE enum err writer_run(struct writer *writer, struct write *w);
/* An I/O error at commit leaves the outcome unknown: the process must end. */
bool writer_has_failed(const struct writer *writer);
struct writer_figures {
    int64_t commits, writes, refused, queue_size;
};
struct writer_figures writer_figures(const struct writer *writer);

/* One write on a connection of one's own, in one transaction: commands and tests, where no server runs. */
MUST_USE enum err write_once(struct db *db, struct ctx *c,
                             enum err (*run)(struct ctx *c, void *data), void *data);

#endif
