/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.h - one file a command, one table of them, one table of options.
 *
 * Purpose    Reading the command line; opening a shop's data directory for a command.
 * Layer      cli: the only room that may print to people and choose an exit status.
 * Errors     exit status 0 done, 1 refused or something is wrong (said on standard error), 2 wrong usage or not built.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/ctx.h"
#include "core/setting.h"
#include "db/db.h"

#include <stdio.h>

struct app;

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, WORDS_MAX = 8 };

/* Every option of every command; those not given keep their defaults. */
struct options {
    struct arena *arena;
    str data, database;
    str name, email, currency, locale, timezone, url;
    str listen, tls_cert, tls_key, trusted_proxy;
    str format, state, to, scope, role, phone;
    int64_t threads, seed, days;
    bool json, sandbox, password_stdin, dry_run, test_clock, no_cache, no_rate_limit;
    FILE *out, *err; /* where the command speaks: the terminal, or the caller on the other side of the socket */
    struct app *app; /* the running shop that does the writing; NULL: the command opens the shop itself */
    str password;    /* read by the caller already (--password-stdin through the socket) */
    str word[WORDS_MAX]; /* what is not an option: KIND FILE, add, list … */
    size_t word_count;
};

struct command {
    const char *name;
    const char *usage; /* what follows the name */
    const char *summary;
    int (*run)(struct options *o);
    bool writes; /* while `serve` runs, it does the writing for this command; see control.h */
    bool takes_mail; /* standard input becomes a file, its only word */
};
/* Reads the words after the program's name; false: said on o->err. Finds the command. */
MUST_USE bool command_parse(struct options *o, int argc, char **argv, const struct command **out);
/* Whether it must go to the shop that is being served. */
bool command_writes(const struct command *command, const struct options *o);
void options_default(struct options *o, struct arena *arena);
/* All commands, on standard error. */
void command_usage(void);

int command_init(struct options *o);
int command_demo(struct options *o);
int command_serve(struct options *o);
int command_import(struct options *o);
int command_export(struct options *o);
int export_orders(struct options *o);
int command_check(struct options *o);
int command_rebuild(struct options *o);
int command_backup(struct options *o);
int command_restore(struct options *o);
int command_migrate(struct options *o);
int command_copy(struct options *o);
int command_verify(struct options *o);
int command_mail_in(struct options *o);
int command_staff(struct options *o);
int command_setting(struct options *o);
int command_token(struct options *o);

/* A shop opened by a command. */
struct shop_session {
    struct ctx ctx;
    struct shop shop;
    struct random random;
    struct app *app;
    FILE *err;
};

/* Opens DIR (and the database), checks the schema; DB_WRITE needs that no other program writes (the database's own lock).
 * Says what is wrong on standard error. */
MUST_USE bool session_open(struct options *o, enum db_mode mode, struct shop_session *out);
void session_close(struct shop_session *s);
/* Runs one write in a transaction; prints the refusal. */
MUST_USE bool session_write(struct shop_session *s, enum err (*run)(struct ctx *c, void *data),
                            void *data);
/* The same without printing. */
MUST_USE enum err session_try(struct shop_session *s, enum err (*run)(struct ctx *c, void *data),
                              void *data);
/* What failed in it, with the engine's own words where nobody had better ones. Before the transaction is rolled back. */
void session_complain(const struct shop_session *s, const char *what, enum err e);
/* Prints "amanah: what: detail" to standard error. */
void complain(FILE *err, const char *what, enum err e, const char *detail);
/* DIR/shop.db, or the URL given by --database. */
str database_of(const struct options *o);
MUST_USE bool password_read(struct options *o, str *out);
int not_built(struct options *o, const char *what);

#endif
