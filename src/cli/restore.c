/* SPDX-License-Identifier: Apache-2.0 */
/* restore.c - a shop from a backup: written beside its folder, and moved there when it is whole. */
#include "base/clock.h"
#include "cli/archive.h"
#include "cli/command.h"
#include "cli/move.h"
#include "db/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct restore {
    struct options *options;
    struct archive *archive;
    char *detail;
    const char *beside;
    int file; /* -1: none open */
    int64_t files;
    bool has_database, has_rows, has_key; /* rows: of a PostgreSQL shop */
};

static enum err disk_fail(struct restore *r, const char *path)
{
    snprintf(r->detail, CTX_DETAIL_BYTES, "%s: %s", path, strerror(errno));
    return ERR_IO;
}

/* The file is sealed, but whoever knows the passphrase could have made another: it writes nowhere else. */
static bool is_name_of_ours(str name)
{
    static const str folders[] = { S_INIT("keys/"), S_INIT("media/"), S_INIT("theme/") };
    bool is_known = str_eq(name, S("shop.db")) || str_eq(name, S("shop.rows")) ||
                    str_eq(name, S("regions.tsv"));
    for (size_t i = 0; i < COUNT(folders); i++) {
        is_known = is_known || str_starts(name, folders[i]);
    }
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.at[i];
        is_known = is_known && c > ' ' && c != 127;
    }
    return is_known && name.size < 400 && !str_contains(name, S("/.")) &&
           !str_contains(name, S("//"));
}

static enum err make_folders(struct restore *r, const char *path, mode_t mode)
{
    char *name = str_c(r->options->arena, str_of(path));
    for (char *at = name + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            if (mkdir(name, mode) != 0 && errno != EEXIST) {
                return disk_fail(r, name);
            }
            *at = '/';
        }
    }
    return OK;
}

static enum err end_file(struct restore *r)
{
    int file = r->file;
    r->file = -1;
    if (file < 0) {
        return OK;
    }
    bool is_synced = fsync(file) == 0;
    return close(file) == 0 && is_synced ? OK : disk_fail(r, r->beside);
}

static enum err begin_file(struct restore *r, str name)
{
    struct arena *a = r->options->arena;
    TRY(end_file(r));
    if (!is_name_of_ours(name)) {
        snprintf(r->detail, CTX_DETAIL_BYTES, "a part that is no part of a shop");
        return ERR_MALFORMED;
    }
    const char *path = str_c(a, str_format(a, "%s/%.*s", r->beside, STR_ARG(name)));
    TRY(make_folders(r, path, 0700));
    r->file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    r->has_database = r->has_database || str_eq(name, S("shop.db"));
    r->has_rows = r->has_rows || str_eq(name, S("shop.rows"));
    r->has_key = r->has_key || str_eq(name, S("keys/shop.key"));
    r->files++;
    return r->file < 0 ? disk_fail(r, path) : OK;
}

static enum err add_bytes(struct restore *r, str bytes)
{
    while (bytes.size > 0) {
        ssize_t done = r->file < 0 ? -1 : write(r->file, bytes.at, bytes.size);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return disk_fail(r, r->beside);
        }
        bytes = str_skip(bytes, (size_t)done);
    }
    return OK;
}

static enum err take_all(struct restore *r)
{
    for (;;) {
        enum archive_frame kind = ARCHIVE_END;
        str text = { 0 };
        TRY(archive_next(r->archive, &kind, &text));
        switch (kind) {
        case ARCHIVE_NAME:
            TRY(begin_file(r, text));
            break;
        case ARCHIVE_DATA:
            TRY(add_bytes(r, text));
            break;
        case ARCHIVE_END:
            return end_file(r);
        }
    }
}

/* An older shop is brought to this program's schema, as migrate does. */
static enum err open_once(struct restore *r)
{
    struct db *db = NULL;
    str where = str_format(r->options->arena, "%s/shop.db", r->beside);
    enum err e = db_open(where, DB_WRITE, &db, r->detail);
    e = e == OK ? migrate_up(db, clock_now(), NULL, r->detail) : e;
    db_drop(&db);
    return e;
}

static enum err sync_folder(struct restore *r, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0) {
        close(folder);
    }
    return is_synced ? OK : disk_fail(r, path);
}

/* rename() takes an empty folder's place, and nobody else's. */
static enum err take_place(struct restore *r, const char *to)
{
    TRY(sync_folder(r, r->beside));
    if (rename(r->beside, to) != 0) {
        return disk_fail(r, to);
    }
    r->beside = to;
    return OK;
}

static void close_stream(FILE **stream)
{
    if (*stream != NULL) {
        fclose(*stream);
    }
}

static const char *part(struct restore *r, const char *name)
{
    return str_c(r->options->arena, str_format(r->options->arena, "%s/%s", r->beside, name));
}

/* The rows as a stream: as the backup has them, or out of its SQLite file. */
static enum err open_rows(struct restore *r, const struct move *move, FILE **out)
{
    const char *path = part(r, "shop.rows");
    *out = fopen(path, r->has_rows ? "rbe" : "w+be");
    if (*out == NULL) {
        return disk_fail(r, path);
    }
    (void)unlink(path); /* they are nobody's to read */
    if (r->has_rows) {
        return OK;
    }
    TRY(open_once(r));
    TRY(move_out(move, *out));
    TRY(move_keys(move));
    return unlink(part(r, "shop.db")) == 0 ? OK : disk_fail(r, "shop.db");
}

static void remove_lock(struct restore *r)
{
    static const char *const names[] = { "lock", "shop.db-wal", "shop.db-shm" };
    for (size_t i = 0; i < COUNT(names); i++) {
        (void)unlink(part(r, names[i]));
    }
}

/* The folder takes its place before the rows are committed: whatever fails, the database is as it was and the folder goes. */
static enum err move_over(struct restore *r, const char *to)
{
    CLEANUP(close_stream) FILE *rows = NULL;
    CLEANUP(db_drop) struct db *db = NULL;
    struct move move = { r->options->arena, str_of(r->beside), r->detail };
    TRY(open_rows(r, &move, &rows));
    TRY(move_in(&move, rows, r->options->database, &db));
    if (db != NULL) {
        remove_lock(r);
    }
    TRY(take_place(r, to));
    enum err e = db == NULL ? OK : db_commit(db);
    if (e != OK) {
        snprintf(r->detail, CTX_DETAIL_BYTES, "%.*s", STR_ARG(db_error(db)));
    }
    return e;
}

static enum err make_shop(struct restore *r, const char *to)
{
    if ((!r->has_database && !r->has_rows) || !r->has_key) {
        snprintf(r->detail, CTX_DETAIL_BYTES, "a backup without rows or key");
        return ERR_MALFORMED;
    }
    db_start();
    if (r->has_rows || r->options->database.size != 0) {
        return move_over(r, to);
    }
    TRY(open_once(r));
    return take_place(r, to);
}

static enum err restore_to(struct restore *r, const char *to, str passphrase)
{
    TRY(archive_open(r->options->word[0], passphrase, &r->archive, r->detail));
    TRY(make_folders(r, to, 0755));
    if (mkdir(r->beside, 0750) != 0) {
        r->beside = NULL; /* somebody else's */
        snprintf(r->detail, CTX_DETAIL_BYTES, "%s.restoring: %s", to, strerror(errno));
        return ERR_IO;
    }
    TRY(take_all(r));
    return make_shop(r, to);
}

static bool is_free(const char *path)
{
    return rmdir(path) == 0 || errno == ENOENT;
}

static int restore(struct options *o, str passphrase)
{
    char detail[CTX_DETAIL_BYTES] = "";
    str data = str_ends(o->data, S("/")) ? str_slice(o->data, 0, o->data.size - 1) : o->data;
    const char *to = str_c(o->arena, data);
    struct restore r = { .options = o, .detail = detail, .file = -1 };
    r.beside = str_c(o->arena, str_join(o->arena, data, S(".restoring")));
    if (!is_free(to)) {
        fprintf(o->err, "amanah: %s is there already: a backup is never restored over a shop\n",
                to);
        return EXIT_REFUSED;
    }
    enum err e = restore_to(&r, to, passphrase);
    archive_drop(&r.archive);
    if (e != OK) {
        (void)end_file(&r);
        if (r.beside != NULL) {
            remove_tree(r.beside);
        }
        complain(o->err, "nothing was restored", e, detail);
        return EXIT_REFUSED;
    }
    fprintf(o->out, "%" PRId64 " files restored to %s\n", r.files, to);
    return EXIT_DONE;
}

int command_restore(struct options *o)
{
    str passphrase = { 0 };
    if (o->word_count != 1) {
        fprintf(o->err, "amanah: restore wants the file of a backup\n");
        return EXIT_USAGE;
    }
    if (isatty(STDIN_FILENO)) {
        fprintf(o->err, "Passphrase of the backup: ");
    }
    if (!password_read(o, &passphrase)) {
        fprintf(o->err, "amanah: no passphrase on standard input\n");
        return EXIT_USAGE;
    }
    return restore(o, passphrase);
}
