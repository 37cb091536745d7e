/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c - the whole system: joins web, gate, timers and jobs, and runs until it is told to stop. */
#include "cli/channels.h"
#include "cli/command.h"
#include "cli/consequence.h"
#include "cli/control.h"
#include "cli/keeper.h"
#include "cli/mailer.h"
#include "cli/pictures.h"
#include "cli/refunder.h"
#include "cli/sweep.h"
#include "cli/talker.h"

#include "base/log.h"
#include "care/complaint_find.h"
#include "care/conversation_office.h"
#include "core/notice.h"
#include "core/promise_clock.h"
#include "shop/message.h"
#include "shop/refund.h"
#include "web/app.h"
#include "web/assets.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

static const struct job_kind jobs[] = {
    { .name = PROMISE_JOB, .finish = consequence_finish },
    { .name = PROMISE_MOVED_JOB, .finish = consequence_moved },
    { .name = PICTURES_JOB, .work = pictures_work, .finish = pictures_finish, .give_up = pictures_give_up, .max_attempts = 4 },
    { .name = REFUND_JOB, .work = refunder_work, .finish = refunder_finish, .give_up = refunder_give_up, .max_attempts = 12 },
    { .name = NOTICE_JOB, .work = noticer_work, .finish = noticer_finish, .give_up = noticer_give_up, .max_attempts = 12 },
    { .name = CONVERSATION_SEND_JOB, .work = talker_work, .finish = talker_finish, .give_up = talker_give_up, .max_attempts = 12 },
    { .name = CONVERSATION_JOB, .finish = talk_timer_finish },
    { .name = DECISION_REMIND_JOB, .finish = decision_remind_finish },
    { .name = COMPLAINT_FIND_JOB, .finish = complaint_find_finish },
    { .name = MESSAGE_JOB, .work = mailer_work, .finish = mailer_finish, .give_up = mailer_give_up, .max_attempts = 12 },
};

static bool read_listen(struct options *o, struct server_options *server)
{
    struct str_pair cut = str_cut_last(o->listen, ':');
    int64_t port = 0;
    if (!cut.found || !str_to_int(cut.tail, &port) || port < 0 || port > 65535) {
        fprintf(stderr, "amanah: --listen wants ADDRESS:PORT, such as 127.0.0.1:8080\n");
        return false;
    }
    str address = cut.head;
    if (str_starts(address, S("[")) && str_ends(address, S("]"))) {
        address = str_slice(address, 1, address.size - 1);
    }
    server->address = str_eq(address, S("localhost")) ? S("127.0.0.1") : address;
    server->port = (uint16_t)port;
    server->threads = (unsigned)o->threads;
    server->tls_certificate_file = o->tls_cert;
    server->tls_key_file = o->tls_key;
    if (o->trusted_proxy.size != 0) {
        server->trusted_proxy[server->trusted_proxy_count++] = o->trusted_proxy;
    }
    return true;
}

/* Doors that would be dangerous on the open net exist on loopback only. */
static bool is_allowed(const struct options *o, const struct server_options *server)
{
    struct http_address address = { 0 };
    bool is_loopback =
        http_address_parse(server->address, &address) && http_address_is_loopback(&address);
    if (!is_loopback && (o->test_clock || o->no_cache || o->no_rate_limit)) {
        fprintf(stderr,
                "amanah: --test-clock, --no-cache and --no-rate-limit are for loopback only\n");
        return false;
    }
    if (o->test_clock) {
        fprintf(stderr, "amanah: WARNING: anybody on this machine can move the clock of this shop "
                        "(--test-clock)\n");
    }
    return true;
}

/* SIGHUP: the terminal is gone, an end as good as the others; not below nohup, which a blocked signal would pass by. */
static sigset_t signals_of_end(void)
{
    struct sigaction hangup = { 0 };
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (sigaction(SIGHUP, NULL, &hangup) != 0 || hangup.sa_handler != SIG_IGN) {
        sigaddset(&signals, SIGHUP);
    }
    return signals;
}

/* After a failed commit one more second: who asked is told that nothing was written, and is not cut off. */
static void wait_for_signal(struct app *app)
{
    sigset_t signals = signals_of_end();
    for (bool is_ending = false;;) {
        struct timespec second = { .tv_sec = 1 };
        if (sigtimedwait(&signals, NULL, &second) > 0) {
            return;
        }
        if (is_ending) {
            log_line(
                LOG_ERROR,
                "a commit failed, or found another file in the place of the database's: stopping",
                "%s", "\"data\":\"kept\"");
            _exit(EXIT_REFUSED);
        }
        is_ending = writer_has_failed(app->writer);
    }
}

/* Signals are waited for in one place; every thread made later inherits this. */
static void block_signals(void)
{
    sigset_t signals = signals_of_end();
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files = { 0 };
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
}

static void announce(const struct options *o, const struct app *app)
{
    struct str_pair cut = str_cut_last(o->listen, ':');
    const char *scheme = o->tls_cert.size != 0 ? "https" : "http";
    printf("listening on %s://%.*s:%u\n", scheme, STR_ARG(cut.head), app_port(app));
    fflush(stdout);
}

int command_serve(struct options *o)
{
    struct keeper_rooms rooms = { jobs, COUNT(jobs), &consequences };
    struct app_options options = { .data_dir = o->data, .test_clock = o->test_clock, .no_cache = o->no_cache,
                                   .no_rate_limit = o->no_rate_limit };
    struct app *app = NULL;
    char detail[CTX_DETAIL_BYTES] = "";
    if (!read_listen(o, &options.server) || !is_allowed(o, &options.server)) {
        return EXIT_USAGE;
    }
    db_start();
    block_signals();
    assets_start(o->arena);
    pictures_start(str_format(o->arena, "%.*s/media", STR_ARG(o->data)));
    sweep_start(str_format(o->arena, "%.*s/media", STR_ARG(o->data)));
    options.database = database_of(o);
    struct keeper *keeper = keeper_new(&rooms);
    options.hooks = (struct app_hooks){ .data = keeper,
                                         .wake = keeper_wake,
                                         .settle = keeper_settle,
                                         .decisions = &decisions,
                                         .channel_app = channel_app_of };
    enum err e = app_start(&options, &app, detail);
    if (e != OK) {
        complain(o->err, "the shop cannot be served", e, detail);
        keeper_free(keeper);
        return EXIT_REFUSED;
    }
    keeper_start(keeper, app);
    struct control *control = control_start(o, app);
    announce(o, app);
    wait_for_signal(app);
    control_stop(control);
    keeper_stop(keeper);
    app_stop(app);
    keeper_free(keeper);
    return EXIT_DONE;
}
