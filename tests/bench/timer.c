/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timer.c - how long the timer needs to find and break what is due among very many open promises.
 *
 * usage      timer-load DATABASE PROMISES     DATABASE: a new file, or an empty postgres:// database
 *            prints: open promises, median and worst ms of asking when the next is due, of finding that nothing is due, and of
 *            breaking ten that are; growth of the resident memory in kB over all of it. Exit 1: finding took longer than 5 ms at the
 *            median, or memory grew by more than 4 MB.
 * Why        the timer asks after every commit that wakes it: it must not matter how many promises are open.
 */
#include "core/promise.h"
#include "core/pulse.h"
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 200, BATCH = 10 };
#define START_AT INT64_C(1795244700000000)

SQL(timer_fill,
    "INSERT INTO promise (kind, subject, owed_by, owed_to, policy_version, made_at, due_at, outcome, clock, from_at, budget)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
    " SELECT 'reply', 'conversation:' || CAST(i AS TEXT), 'shop', 'person:1', 1, $2, $2 + i * 60000000 - 1, 'open', 'business', $2, 1 FROM n");

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static long resident_kb(void)
{
    long size = 0;
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f == NULL || fscanf(f, "%ld %ld", &size, &pages) != 2) {
        pages = 0;
    }
    if (f != NULL) {
        fclose(f);
    }
    return pages * 4;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void must(struct ctx *c, enum err e, const char *what)
{
    if (e != OK) {
        fprintf(stderr, "timer-load: %s: %s %s %.*s\n", what, err_name(e), c->detail,
                STR_ARG(db_error(c->db)));
        exit(2);
    }
}

struct run {
    struct ctx c;
    double ms[ROUNDS];
};

static double report(struct run *r, const char *what)
{
    qsort(r->ms, ROUNDS, sizeof r->ms[0], by_size);
    printf("%s: median %.3f ms, worst %.3f ms\n", what, r->ms[ROUNDS / 2], r->ms[ROUNDS - 1]);
    return r->ms[ROUNDS / 2];
}

static double time_next(struct run *r)
{
    for (int i = 0; i < ROUNDS; i++) {
        int64_t at = 0;
        double from = now_ms();
        must(&r->c, promise_next_due_at(&r->c, &at), "next");
        r->ms[i] = now_ms() - from;
        arena_reset(r->c.arena);
    }
    return report(r, "when the next is due");
}

/* `is_due`: the clock goes on by ten promises a round. */
static double time_break(struct run *r, bool is_due, const char *what)
{
    for (int i = 0; i < ROUNDS; i++) {
        int64_t broken = 0;
        r->c.now_at += is_due ? MINUTES(BATCH) : 0;
        must(&r->c, db_begin(r->c.db), "begin");
        must(&r->c, pulse_beat(&r->c, NULL), "beat");
        double from = now_ms();
        must(&r->c, promise_break_due(&r->c, 50, &broken), "break");
        r->ms[i] = now_ms() - from;
        must(&r->c, db_commit(r->c.db), "commit");
        CHECK(broken == (is_due ? BATCH : 0));
        arena_reset(r->c.arena);
    }
    return report(r, what);
}

int main(int argc, char **argv)
{
    static struct run r;
    static struct random random;
    int64_t count = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
    if (count <= ROUNDS * BATCH) {
        fprintf(stderr, "usage: timer-load DATABASE PROMISES (more than %d)\n", ROUNDS * BATCH);
        return 2;
    }
    db_start();
    random = random_seeded(1);
    r.c = (struct ctx){ .arena = arena_new(),
                         .random = &random,
                         .now_at = START_AT,
                         .actor = { .role = ROLE_SYSTEM } };
    must(&r.c, db_open(str_of(argv[1]), DB_WRITE, &r.c.db, r.c.detail), "open");
    must(&r.c, migrate_up(r.c.db, START_AT, NULL, r.c.detail), "migrate");
    must(&r.c, db_begin(r.c.db), "begin");
    must(&r.c, db_exec(r.c.db, &timer_fill, ARGS(count, r.c.now_at), NULL), "fill");
    must(&r.c, db_commit(r.c.db), "commit");
    printf("open promises: %lld\n", (long long)count);
    long before_kb = resident_kb();
    double next_ms = time_next(&r);
    double none_ms = time_break(&r, false, "finding that nothing is due");
    double due_ms = time_break(&r, true, "finding and breaking ten");
    long grown_kb = resident_kb() - before_kb;
    printf("resident memory grew by %ld kB\n", grown_kb);
    db_close(r.c.db);
    return next_ms <= 5 && none_ms <= 5 && due_ms <= 5 * BATCH && grown_kb <= 4096 ? 0 : 1;
}
