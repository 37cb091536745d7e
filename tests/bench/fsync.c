/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsync.c - how often a second this disk makes 4 KiB durable: append, fdatasync, again.
 *
 * usage      fsync FOLDER SECONDS       prints: appends per second
 * Why        a durable checkout cannot be had without a flush; the ratio of the two does not depend on the disk.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: fsync FOLDER SECONDS\n");
        return 2;
    }
    char path[4096], block[4096];
    snprintf(path, sizeof path, "%s/fsync.tmp", argv[1]);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
    if (fd < 0) {
        perror(path);
        return 1;
    }
    unlink(path);
    memset(block, 'x', sizeof block);
    double started = now(), end = started + strtod(argv[2], NULL);
    long count = 0;
    for (; now() < end; count++) {
        if (write(fd, block, sizeof block) != sizeof block || fdatasync(fd) != 0) {
            perror("write");
            return 1;
        }
    }
    printf("%.1f\n", (double)count / (now() - started));
    return 0;
}
