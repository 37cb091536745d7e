/* SPDX-License-Identifier: Apache-2.0 */
#include "web/linger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READS_PER_TICK = 64, READ_BYTES = 16 * 1024 };

void linger_init(struct linger_list *list)
{
    pthread_mutex_init(&list->lock, NULL);
    list->count = 0;
}

static void drop(struct linger_list *list, size_t index)
{
    close(list->item[index].socket);
    list->count--;
    memmove(&list->item[index], &list->item[index + 1],
            (list->count - index) * sizeof list->item[0]);
}

void linger_keep(struct linger_list *list, int socket, int64_t now, bool is_ended)
{
    int copy = fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
        return;
    }
    if (is_ended) {
        shutdown(copy, SHUT_WR);
    }
    pthread_mutex_lock(&list->lock);
    if (list->count == LINGER_MAX) {
        drop(list, 0);
    }
    list->item[list->count].socket = copy;
    list->item[list->count].until_at = now + SECONDS(5);
    list->count++;
    pthread_mutex_unlock(&list->lock);
}

/* True when the peer has closed or is gone. */
static bool is_read_empty(int socket)
{
    char bytes[READ_BYTES];
    for (int i = 0; i < READS_PER_TICK; i++) {
        ssize_t got = recv(socket, bytes, sizeof bytes, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return false;
        }
        if (got <= 0) {
            return true;
        }
    }
    return false;
}

bool linger_tick(struct linger_list *list, int64_t now)
{
    pthread_mutex_lock(&list->lock);
    for (size_t i = list->count; i > 0; i--) {
        if (list->item[i - 1].until_at <= now || is_read_empty(list->item[i - 1].socket)) {
            drop(list, i - 1);
        }
    }
    bool is_waiting = list->count > 0;
    pthread_mutex_unlock(&list->lock);
    return is_waiting;
}

void linger_close(struct linger_list *list)
{
    pthread_mutex_lock(&list->lock);
    while (list->count > 0) {
        drop(list, list->count - 1);
    }
    pthread_mutex_unlock(&list->lock);
    pthread_mutex_destroy(&list->lock);
}
