/* SPDX-License-Identifier: Apache-2.0 */
/* mail_in.c - `amanah mail-in < message`: the pipe of any mail server. What cannot be taken now is EX_TEMPFAIL: the server keeps it. */
#include "cli/mail_in.h"

#include "care/conversation_said.h"
#include "gate/mail_read.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What mail servers read as "never" and "try again later" (sysexits.h). */
enum { EXIT_NEVER = 65, EXIT_LATER = 75, COPY_BYTES = 65536 };

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
}

/* More than a letter may be comes back to its sender; what the disk refuses is tried again. */
static int copy_stdin(int fd)
{
    char part[COPY_BYTES];
    size_t total = 0;
    for (;;) {
        ssize_t size = read(STDIN_FILENO, part, sizeof part);
        if (size <= 0) {
            return size == 0 ? EXIT_DONE : EXIT_LATER;
        }
        total += (size_t)size;
        if (total > MAIL_BYTES_READ_MAX) {
            return EXIT_NEVER;
        }
        if (write(fd, part, (size_t)size) != size) {
            return EXIT_LATER;
        }
    }
}

int mail_in_keep(struct options *o, char path[static 4096])
{
    char whole[PATH_MAX];
    char *data = realpath(str_c(o->arena, o->data), whole);
    if (data == NULL || snprintf(path, 4096, "%s/mail-in.XXXXXX", data) >= 4096) {
        fprintf(o->err, "amanah: no shop at %.*s\n", STR_ARG(o->data));
        return EXIT_LATER; /* its disk may not be there yet */
    }
    CLEANUP(close_fd) int fd = mkostemp(path, O_CLOEXEC);
    int status = fd < 0 ? EXIT_LATER : copy_stdin(fd);
    if (status != EXIT_DONE) {
        fprintf(o->err, "amanah: the mail cannot be kept%s\n",
                status == EXIT_NEVER ? ": it is larger than 30 MB" : "");
        (void)unlink(path);
    }
    return status;
}

static bool read_file(struct options *o, str path, str *out)
{
    CLEANUP(close_fd) int fd = open(str_c(o->arena, path), O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > MAIL_BYTES_READ_MAX) {
        return false;
    }
    char *bytes = arena_alloc(o->arena, (size_t)st.st_size + 1);
    size_t have = 0;
    while (have < (size_t)st.st_size) {
        ssize_t size = read(fd, bytes + have, (size_t)st.st_size - have);
        if (size <= 0) {
            return false;
        }
        have += (size_t)size;
    }
    *out = (str){ bytes, have };
    return true;
}

struct taking {
    struct letter letter;
    struct letter_result result;
    str number;
};

static enum err take(struct ctx *c, void *data)
{
    struct taking *t = data;
    struct conversation v = { 0 };
    t->result = (struct letter_result){ 0 };
    t->number = (str){ 0 };
    TRY(letter_take(c, &t->letter, &t->result));
    if (t->result.conversation.v != 0) {
        TRY(conversation_get(c, t->result.conversation, &v));
        t->number = v.number;
    }
    return OK;
}

int command_mail_in(struct options *o)
{
    struct shop_session s = { 0 };
    struct taking t = { 0 };
    str bytes = { 0 };
    if (o->word_count != 1 || !read_file(o, o->word[0], &bytes)) {
        fprintf(o->err, "amanah: mail-in reads one mail from standard input\n");
        return o->word_count == 1 ? EXIT_LATER : EXIT_USAGE;
    }
    mail_read(o->arena, bytes, &t.letter);
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_LATER;
    }
    s.ctx.actor = (struct actor){ ROLE_SYSTEM, 0 };
    enum err e = session_try(&s, take, &t);
    session_close(&s);
    if (e != OK) {
        fprintf(o->err, "amanah: the mail was not taken: %s %s\n", err_text(e, 0), s.ctx.detail);
        return EXIT_LATER;
    }
    fprintf(o->out, "%.*s %.*s\n", STR_ARG(letter_end_name(t.result.end)), STR_ARG(t.number));
    return EXIT_DONE;
}
