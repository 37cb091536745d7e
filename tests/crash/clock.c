/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.c - another time of day, under a program that knows nothing of it: what a machine says that was off, or was set wrong.
 *
 * usage      LD_PRELOAD=crash-clock.so CLOCK_AHEAD_S=SECONDS program …
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The other clocks, by which one sleeps, are not touched. */
int clock_gettime(clockid_t clock, struct timespec *at)
{
    const char *ahead = getenv("CLOCK_AHEAD_S");
    int result = (int)syscall(SYS_clock_gettime, clock, at);
    if (result == 0 && clock == CLOCK_REALTIME && ahead != NULL) {
        at->tv_sec += strtol(ahead, NULL, 10);
    }
    return result;
}
