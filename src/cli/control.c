/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.c - one connection a command. Asked: the working directory, the password if any, and the words, each ended by NUL; then
 * the writing side is shut. Answered: one line "status out_size err_size", then both texts.
 */
#include "cli/control.h"

#include "base/log.h"
#include "base/mem.h"
#include "web/app.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { ASK_BYTES_MAX = 65536, ARGS_IN_MAX = 40, POLL_MS = 500 };

struct control {
    struct app *app;
    int socket;
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
    pthread_t thread;
    _Atomic bool is_stopping;
};

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
}

static bool address_of(str dir, struct sockaddr_un *out)
{
    *out = (struct sockaddr_un){ .sun_family = AF_UNIX };
    int size = snprintf(out->sun_path, sizeof out->sun_path, "%.*s/control.sock", STR_ARG(dir));
    return size > 0 && (size_t)size < sizeof out->sun_path;
}

static bool send_all(int fd, str bytes)
{
    while (bytes.size > 0) {
        ssize_t sent = send(fd, bytes.at, bytes.size, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes = str_skip(bytes, (size_t)sent);
    }
    return true;
}

/* Everything the other side sends until it shuts down. */
static str receive_all(struct arena *arena, int fd, size_t max)
{
    struct buf in = buf_new(arena, max);
    char part[4096];
    for (;;) {
        ssize_t size = recv(fd, part, sizeof part, 0);
        if (size <= 0 || buf_is_over(&in)) {
            return buf_is_over(&in) ? (str){ 0 } : buf_str(&in);
        }
        buf_add(&in, (str){ part, (size_t)size });
    }
}

/* --- the shop's side --- */

struct asked {
    str dir, password;
    int argc;
    char *argv[ARGS_IN_MAX];
};

static bool read_ask(struct arena *arena, str bytes, struct asked *out)
{
    struct str_pair rest = { .tail = bytes };
    str part[ARGS_IN_MAX + 2];
    size_t count = 0;
    do {
        rest = str_cut(rest.tail, '\0');
        if (rest.found && count < COUNT(part)) {
            part[count++] = rest.head;
        }
    } while (rest.found);
    if (count < 4) {
        return false;
    }
    out->dir = part[0];
    out->password = part[1];
    for (size_t i = 2; i < count; i++) {
        out->argv[out->argc++] = str_c(arena, part[i]);
    }
    return true;
}

/* A file is named as seen from where the command was typed. */
static void make_absolute(struct options *o, str dir)
{
    for (size_t i = 1; i < o->word_count; i++) {
        if (!str_starts(o->word[i], S("/"))) {
            o->word[i] = str_format(o->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(o->word[i]));
        }
    }
}

static int run_asked(struct control *control, struct arena *arena, struct asked *asked, FILE *out,
                     FILE *err)
{
    struct options o;
    const struct command *command = NULL;
    options_default(&o, arena);
    o.out = out;
    o.err = err;
    o.app = control->app;
    o.password = asked->password;
    if (!command_parse(&o, asked->argc, asked->argv, &command) || !command_writes(command, &o)) {
        return EXIT_USAGE;
    }
    if (strcmp(command->name, "import") == 0) {
        make_absolute(&o, asked->dir);
    }
    return command->run(&o);
}

static void serve_one(struct control *control, int fd)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct asked asked = { 0 };
    char *text[2] = { NULL, NULL };
    size_t size[2] = { 0, 0 };
    FILE *out = open_memstream(&text[0], &size[0]);
    FILE *err = open_memstream(&text[1], &size[1]);
    CHECK(out != NULL && err != NULL);
    bool is_read = read_ask(arena, receive_all(arena, fd, ASK_BYTES_MAX), &asked);
    int status = is_read ? run_asked(control, arena, &asked, out, err) : EXIT_USAGE;
    fclose(out);
    fclose(err);
    str head = str_format(arena, "%d %zu %zu\n", status, size[0], size[1]);
    (void)(send_all(fd, head) && send_all(fd, (str){ text[0], size[0] }) &&
           send_all(fd, (str){ text[1], size[1] }));
    mem_give_back(text[0]);
    mem_give_back(text[1]);
}

static void *listen_here(void *data)
{
    struct control *control = data;
    while (!control->is_stopping) {
        struct pollfd poll_fd = { .fd = control->socket, .events = POLLIN };
        if (poll(&poll_fd, 1, POLL_MS) <= 0) {
            continue;
        }
        CLEANUP(close_fd) int fd = accept4(control->socket, NULL, NULL, SOCK_CLOEXEC);
        struct timeval patience = { .tv_sec = 10 };
        if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0) {
            serve_one(control, fd);
        }
    }
    return NULL;
}

struct control *control_start(struct options *o, struct app *app)
{
    struct sockaddr_un address;
    if (!address_of(o->data, &address)) {
        fprintf(o->err, "amanah: the path of %.*s is too long for a control socket\n",
                STR_ARG(o->data));
        return NULL;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(
        address
            .sun_path); /* of a shop that was killed; we hold the lock, so nobody listens there */
    mode_t before = umask(0177);
    bool bound =
        fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 4) == 0;
    umask(before);
    if (!bound) {
        fprintf(o->err, "amanah: no control socket: %s\n", strerror(errno));
        close_fd(&fd);
        return NULL;
    }
    struct control *control = MEM_NEW(struct control);
    control->app = app;
    control->socket = fd;
    memcpy(control->path, address.sun_path, sizeof control->path);
    CHECK(pthread_create(&control->thread, NULL, listen_here, control) == 0);
    return control;
}

void control_stop(struct control *control)
{
    if (control == NULL) {
        return;
    }
    control->is_stopping = true;
    pthread_join(control->thread, NULL);
    unlink(control->path);
    close(control->socket);
    mem_free(control);
}

/* --- the command's side --- */

static bool ask(struct options *o, int fd, int argc, char **argv)
{
    enum { PATH_BYTES = 4096 };
    struct buf out = buf_new(o->arena, ASK_BYTES_MAX);
    char dir[PATH_BYTES];
    str password = { 0 };
    if (getcwd(dir, sizeof dir) == NULL || (o->password_stdin && !password_read(o, &password))) {
        return false;
    }
    buf_add(&out, str_of(dir));
    buf_add_char(&out, '\0');
    buf_add(&out, password);
    buf_add_char(&out, '\0');
    for (int i = 0; i < argc; i++) {
        buf_add(&out, str_of(argv[i]));
        buf_add_char(&out, '\0');
    }
    return !buf_is_over(&out) && send_all(fd, buf_str(&out)) && shutdown(fd, SHUT_WR) == 0;
}

static bool read_answer(struct options *o, int fd, int *status)
{
    str all = receive_all(o->arena, fd, MB(600));
    struct str_pair head = str_cut(all, '\n');
    struct str_pair first = str_cut(head.head, ' ');
    struct str_pair sizes = str_cut(first.tail, ' ');
    int64_t number = 0;
    int64_t out_size = 0;
    if (!str_to_int(first.head, &number) || !str_to_int(sizes.head, &out_size) || out_size < 0) {
        return false;
    }
    str out = str_slice(head.tail, 0, (size_t)out_size);
    str err = str_skip(head.tail, (size_t)out_size);
    fwrite(out.at, 1, out.size, o->out);
    fwrite(err.at, 1, err.size, o->err);
    *status = (int)number;
    return true;
}

bool control_ask(struct options *o, int argc, char **argv, int *status)
{
    struct sockaddr_un address;
    if (o->database.size != 0 || !address_of(o->data, &address)) {
        return false; /* PostgreSQL takes writers from anywhere */
    }
    CLEANUP(close_fd) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        return false;
    }
    return ask(o, fd, argc, argv) && read_answer(o, fd, status);
}
