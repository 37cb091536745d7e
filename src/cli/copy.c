/* SPDX-License-Identifier: Apache-2.0 */
/* copy.c - a shop that began on SQLite goes on with PostgreSQL: rows, and the keys of persons, which lie in files from then on. */
#include "cli/command.h"
#include "cli/move.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>

static void close_stream(FILE **stream)
{
    if (*stream != NULL) {
        fclose(*stream);
    }
}

/* A file without a name, in the shop's folder: what is sealed stays there, and goes with the program. */
static FILE *rows_file(struct options *o)
{
    const char *path =
        str_c(o->arena, str_format(o->arena, "%.*s/copy-%d.tmp", STR_ARG(o->data), (int)getpid()));
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        (void)unlink(path);
    }
    return file < 0 ? NULL : fdopen(file, "w+b");
}

static const char *persons_of(struct options *o)
{
    return str_c(o->arena, str_format(o->arena, "%.*s/keys/persons", STR_ARG(o->data)));
}

static enum err copy_rows(struct options *o, const struct move *move)
{
    CLEANUP(close_stream) FILE *rows = rows_file(o);
    CLEANUP(db_drop) struct db *db = NULL;
    if (rows == NULL) {
        snprintf(move->detail, CTX_DETAIL_BYTES, "%.*s: %s", STR_ARG(o->data), strerror(errno));
        return ERR_IO;
    }
    TRY(move_out(move, rows));
    TRY(move_in(move, rows, o->to, &db));
    enum err e = move_keys(move);
    e = e == OK ? db_commit(db) : e;
    if (e != OK) {
        remove_tree(persons_of(o)); /* ours: there were none before */
    }
    return e;
}

/* Files there mean that the shop was copied before: its persons' keys belong to the other database now, and some were destroyed since. */
static bool has_keys_in_files(struct options *o)
{
    glob_t found = { 0 };
    const char *pattern = str_c(o->arena, str_format(o->arena, "%s/*/*", persons_of(o)));
    bool has_any = glob(pattern, 0, NULL, &found) != GLOB_NOMATCH;
    globfree(&found);
    return has_any;
}

static int copy(struct options *o)
{
    char detail[CTX_DETAIL_BYTES] = "";
    struct move move = { o->arena, o->data, detail };
    if (has_keys_in_files(o)) {
        fprintf(o->err, "amanah: this shop was copied before: it lives in PostgreSQL now\n");
        return EXIT_REFUSED;
    }
    enum err e = copy_rows(o, &move);
    if (e != OK) {
        complain(o->err, "nothing was copied", e, detail);
        return EXIT_REFUSED;
    }
    fprintf(o->out,
            "copied; serve it with --data %.*s --database and this address from now on.\n"
            "%.*s/shop.db is the shop as it was: keep it away from buyers' eyes, or remove it.\n",
            STR_ARG(o->data), STR_ARG(o->data));
    return EXIT_DONE;
}

/* While it is open for writing nobody else writes: what is copied is all there is. */
int command_copy(struct options *o)
{
    struct shop_session s;
    bool is_url = str_starts(o->to, S("postgres://")) || str_starts(o->to, S("postgresql://"));
    if (o->word_count != 0 || o->database.size != 0 || !is_url) {
        fprintf(o->err, "amanah: copy --data DIR --to postgres://…\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    int status = copy(o);
    session_close(&s);
    return status;
}
