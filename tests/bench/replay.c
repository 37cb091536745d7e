/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.c - sends prepared HTTP requests over many keep-alive connections, as fast as they are answered.
 *
 * usage      replay PORT CONNECTIONS REQUESTS REPLIES
 *            REQUESTS: a list of [uint32 size][bytes]. REPLIES: the same list of replies, in the order of the requests.
 *            Prints: seconds, replies, replies with status 2xx, p50 and p99 in ms.
 * Why        node and wrk cost more per request than the server under test; one epoll loop costs some 10 µs.
 * Limits     HTTP/1.1 replies with Content-Length, at most 64 KiB.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { REPLY_MAX = 65536 };

struct request {
    const char *bytes;
    uint32_t size;
    char *reply;
    uint32_t reply_size;
    double took_ms;
    int status;
};

struct client {
    int fd;
    size_t current; /* index of the request under way */
    uint32_t sent, got;
    double started_ms;
    char in[REPLY_MAX];
};

static struct request *requests;
static size_t request_count, next_request, done_count;
static int port;

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "replay: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void load(const char *path)
{
    int fd = open(path, O_RDONLY);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
        stop(path);
    }
    char *all = malloc((size_t)info.st_size + 1);
    for (ssize_t at = 0, n; at < info.st_size; at += n) {
        n = read(fd, all + at, (size_t)(info.st_size - at));
        if (n <= 0) {
            stop(path);
        }
    }
    close(fd);
    requests = calloc((size_t)info.st_size / 20 + 1, sizeof *requests);
    for (off_t at = 0; at + 4 <= info.st_size;) {
        struct request *r = &requests[request_count++];
        memcpy(&r->size, all + at, 4);
        r->bytes = all + at + 4;
        at += 4 + (off_t)r->size;
    }
}

static void dial(struct client *c)
{
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) {
        stop("connect");
    }
    int yes = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
}

/* The requests are small: one write takes a whole one, or the machine is out of memory. */
static int begin(struct client *c)
{
    if (next_request >= request_count) {
        return 0;
    }
    c->current = next_request++;
    c->got = 0;
    c->started_ms = now_ms();
    struct request *r = &requests[c->current];
    for (c->sent = 0; c->sent < r->size;) {
        ssize_t n = send(c->fd, r->bytes + c->sent, r->size - c->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            continue;
        }
        if (n < 0) {
            stop("send");
        }
        c->sent += (uint32_t)n;
    }
    return 1;
}

/* Size of the whole reply, 0 while its head is not complete. */
static size_t reply_size(const struct client *c)
{
    const char *end = memmem(c->in, c->got, "\r\n\r\n", 4);
    if (end == NULL) {
        return 0;
    }
    size_t body = 0;
    for (const char *line = c->in; line < end;
         line = (const char *)memmem(line, (size_t)(end + 2 - line), "\r\n", 2) + 2) {
        if (strncasecmp(line, "content-length:", 15) == 0) {
            body = strtoul(line + 15, NULL, 10);
        }
    }
    return (size_t)(end - c->in) + 4 + body;
}

static int receive(struct client *c)
{
    for (;;) {
        ssize_t n = recv(c->fd, c->in + c->got, REPLY_MAX - c->got, 0);
        if (n < 0 && errno == EAGAIN) {
            return 1;
        }
        if (n <= 0) {
            stop("the server closed a connection");
        }
        c->got += (uint32_t)n;
        size_t whole = reply_size(c);
        if (whole == 0 || c->got < whole) {
            continue;
        }
        struct request *r = &requests[c->current];
        r->took_ms = now_ms() - c->started_ms;
        r->status = (int)strtol(c->in + 9, NULL, 10);
        r->reply_size = (uint32_t)whole;
        r->reply = memcpy(malloc(whole), c->in, whole);
        done_count++;
        return begin(c);
    }
}

static int by_time(const void *a, const void *b)
{
    double x = ((const struct request *)a)->took_ms, y = ((const struct request *)b)->took_ms;
    return (x > y) - (x < y);
}

static void report(double seconds, const char *path)
{
    FILE *out = fopen(path, "wb");
    size_t fine = 0;
    for (size_t i = 0; i < request_count; i++) {
        fwrite(&requests[i].reply_size, 4, 1, out);
        fwrite(requests[i].reply, 1, requests[i].reply_size, out);
        fine += requests[i].status / 100 == 2;
    }
    fclose(out);
    qsort(requests, request_count, sizeof *requests, by_time);
    printf("%.6f %zu %zu %.3f %.3f\n", seconds, request_count, fine,
           requests[request_count / 2].took_ms, requests[request_count * 99 / 100].took_ms);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: replay PORT CONNECTIONS REQUESTS REPLIES\n");
        return 2;
    }
    port = (int)strtol(argv[1], NULL, 10);
    size_t count = strtoul(argv[2], NULL, 10);
    load(argv[3]);
    int poll = epoll_create1(EPOLL_CLOEXEC);
    struct client *clients = calloc(count, sizeof *clients);
    for (size_t i = 0; i < count; i++) {
        dial(&clients[i]);
        epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].fd,
                  &(struct epoll_event){ .events = EPOLLIN, .data.ptr = &clients[i] });
    }
    double started = now_ms();
    for (size_t i = 0; i < count; i++) {
        begin(&clients[i]);
    }
    while (done_count < request_count) {
        struct epoll_event ready[64];
        int n = epoll_wait(poll, ready, 64, 30000);
        if (n <= 0) {
            stop("no answer for 30 s");
        }
        for (int i = 0; i < n; i++) {
            receive(ready[i].data.ptr);
        }
    }
    report((now_ms() - started) / 1e3, argv[4]);
    return 0;
}
