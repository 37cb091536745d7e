/* SPDX-License-Identifier: Apache-2.0 */
/* backup.c - one sealed file with everything a shop is: rows of one moment, keys, pictures, theme. The shop may be running. */
#include "cli/archive.h"
#include "cli/command.h"
#include "db/dump.h"
#include "db/snapshot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH_MAX = 8 };

struct backup {
    struct options *options;
    struct archive *archive;
    char *detail;
    const char *rows; /* a copy that stands for a moment, beside the original */
    int64_t files, bytes;
};

static void close_file(int *file)
{
    if (*file >= 0) {
        close(*file);
    }
}

static enum err disk_fail(struct backup *b, const char *path)
{
    snprintf(b->detail, CTX_DETAIL_BYTES, "%s: %s", path, strerror(errno));
    return ERR_IO;
}

static enum err add_file(struct backup *b, const char *path, str name)
{
    char part[ARCHIVE_FRAME_BYTES];
    CLEANUP(close_file) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) { /* swept away since it was listed */
        return errno == ENOENT ? OK : disk_fail(b, path);
    }
    TRY(archive_name(b->archive, name));
    for (;;) {
        ssize_t size = read(file, part, sizeof part);
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            return disk_fail(b, path);
        }
        if (size == 0) {
            b->files++;
            return OK;
        }
        b->bytes += size;
        TRY(archive_add(b->archive, (str){ part, (size_t)size }));
    }
}

static void close_folder(DIR **folder)
{
    if (*folder != NULL) {
        closedir(*folder);
    }
}

static enum err add_folder(struct backup *b, str name, int depth);

static enum err add_entry(struct backup *b, str name, int depth)
{
    struct arena *a = b->options->arena;
    const char *path =
        str_c(a, str_format(a, "%.*s/%.*s", STR_ARG(b->options->data), STR_ARG(name)));
    struct stat about;
    if (lstat(path, &about) != 0) {
        return errno == ENOENT ? OK : disk_fail(b, path);
    }
    if (S_ISDIR(about.st_mode)) {
        return depth < DEPTH_MAX ? add_folder(b, name, depth + 1) : OK;
    }
    bool is_half = str_ends(name, S(".new")); /* being written */
    return S_ISREG(about.st_mode) && !is_half ? add_file(b, path, name) : OK;
}

static enum err add_folder(struct backup *b, str name, int depth)
{
    struct arena *a = b->options->arena;
    const char *path =
        str_c(a, str_format(a, "%.*s/%.*s", STR_ARG(b->options->data), STR_ARG(name)));
    CLEANUP(close_folder) DIR *folder = opendir(path);
    if (folder == NULL) {
        return errno == ENOENT ? OK : disk_fail(b, path);
    }
    for (const struct dirent *one = readdir(folder); one != NULL; one = readdir(folder)) {
        if (one->d_name[0] != '.') {
            TRY(add_entry(b, str_format(a, "%.*s/%s", STR_ARG(name), one->d_name), depth));
        }
    }
    return OK;
}

static enum err add_bytes(void *data, str bytes)
{
    struct backup *b = data;
    b->bytes += (int64_t)bytes.size;
    return archive_add(b->archive, bytes);
}

/* PostgreSQL has no file of ours to copy: its rows go in as a stream that either engine reads. */
static enum err add_rows(struct backup *b)
{
    CLEANUP(db_drop) struct db *db = NULL;
    TRY(db_open(b->options->database, DB_READ_VAULT, &db, b->detail));
    TRY(archive_name(b->archive, S("shop.rows")));
    b->files++;
    return dump_write(db, &(struct dump_sink){ .write = add_bytes, .data = b }, b->detail);
}

static enum err add_database(struct backup *b)
{
    TRY(snapshot_sqlite(database_of(b->options), str_of(b->rows), b->detail));
    return add_file(b, b->rows, S("shop.db"));
}

/* Rows first: what they name is on the disk by then, and stays there longer than this takes. */
static enum err add_all(struct backup *b)
{
    static const str folders[] = { S_INIT("keys"), S_INIT("media"), S_INIT("theme") };
    TRY(b->options->database.size != 0 ? add_rows(b) : add_database(b));
    for (size_t i = 0; i < COUNT(folders); i++) {
        TRY(add_folder(b, folders[i], 0));
    }
    TRY(add_entry(b, S("regions.tsv"), 0)); /* where the shop has a list of its own */
    return archive_close(b->archive);
}

static int write_backup(struct options *o, str passphrase)
{
    char detail[CTX_DETAIL_BYTES] = "";
    struct backup b = { .options = o, .detail = detail };
    b.rows = str_c(o->arena,
                   str_format(o->arena, "%.*s/backup-%d.tmp", STR_ARG(o->data), (int)getpid()));
    CLEANUP(close_file) int rows = open(b.rows, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e =
        rows < 0 ? disk_fail(&b, b.rows) : archive_make(o->word[0], passphrase, &b.archive, detail);
    e = e == OK ? add_all(&b) : e;
    archive_drop(&b.archive);
    if (rows >= 0) {
        (void)unlink(b.rows);
    }
    if (e != OK) {
        complain(o->err, "no backup was made", e, detail);
        return EXIT_REFUSED;
    }
    fprintf(o->out, "%" PRId64 " files, %" PRId64 " bytes, sealed in %.*s\n", b.files, b.bytes,
            STR_ARG(o->word[0]));
    return EXIT_DONE;
}

int command_backup(struct options *o)
{
    struct shop_session s;
    str passphrase = { 0 };
    if (o->word_count != 1) {
        fprintf(o->err, "amanah: backup wants the file it writes\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, DB_READ, &s)) {
        return EXIT_REFUSED;
    }
    session_close(&s);
    if (isatty(STDIN_FILENO)) {
        fprintf(o->err, "Passphrase of the backup (without it nobody can read it): ");
    }
    if (!password_read(o, &passphrase)) {
        fprintf(o->err, "amanah: no passphrase on standard input\n");
        return EXIT_USAGE;
    }
    return write_backup(o, passphrase);
}
