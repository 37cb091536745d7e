/* SPDX-License-Identifier: Apache-2.0 */
/* mail.c - handing a mail to an SMTP server. */
#include "gate/mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <string.h>

static const long connect_timeout_s = 10;
static const long total_timeout_s = 45;

struct upload {
    str left;
};

static size_t give(char *at, size_t size, size_t count, void *data)
{
    struct upload *u = data;
    size_t room = size * count;
    size_t now = u->left.size < room ? u->left.size : room;
    memcpy(at, u->left.at, now);
    u->left = str_skip(u->left, now);
    return now;
}

static int should_stop(void *data, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                       curl_off_t up)
{
    const struct mail_server *server = data;
    (void)down_total, (void)down, (void)up_total, (void)up;
    return server->is_stopping != NULL && atomic_load(server->is_stopping) ? 1 : 0;
}

static void start_once(void)
{
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
}

static void curl_drop(CURL **curl)
{
    curl_easy_cleanup(*curl);
}

static void list_drop(struct curl_slist **list)
{
    curl_slist_free_all(*list);
}

static str host_of(str url)
{
    str rest = str_skip(url, str_find(url, S("://"), 0) + 3);
    return str_cut(str_cut(rest, '/').head, ':').head;
}

static bool is_this_machine(str host)
{
    return str_eq(host, S("localhost")) || str_starts(host, S("127.")) ||
           str_starts(host, S("[::1]"));
}

/* The name after the slash is what we greet with. */
static char *full_url(struct arena *arena, str url, str from)
{
    str rest = str_skip(url, str_find(url, S("://"), 0) + 3);
    if (str_has(rest, '/')) {
        return str_c(arena, url);
    }
    return str_c(
        arena, str_format(arena, "%.*s/%.*s", STR_ARG(url), STR_ARG(str_cut_last(from, '@').tail)));
}

static str in_angles(struct arena *arena, str address)
{
    return str_format(arena, "<%.*s>", STR_ARG(address));
}

static void set_up(struct ctx *c, CURL *curl, const struct mail_server *server,
                   const struct mail *mail)
{
    struct arena *a = c->arena;
    long tls = is_this_machine(host_of(server->url)) ? CURLUSESSL_TRY : CURLUSESSL_ALL;
    curl_easy_setopt(curl, CURLOPT_URL, full_url(a, server->url, mail->from));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, tls);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, total_timeout_s);
    curl_easy_setopt(curl, CURLOPT_PROXY,
                     ""); /* what the environment says of proxies is not for mail */
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, str_c(a, in_angles(a, mail->from)));
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, should_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, server);
    if (server->user.size != 0) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, str_c(a, server->user));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, str_c(a, server->password));
    }
}

/* 550 and the like: this mail will never be taken. A refused login is ours to mend, so the mail waits. */
static enum err outcome(struct ctx *c, CURL *curl, CURLcode code, const struct mail *mail)
{
    long reply = 0;
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    if (code == CURLE_OK) {
        return OK;
    }
    bool is_refused = (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY) &&
                      reply >= 550 && reply <= 559;
    return fail(c, is_refused ? ERR_UNPROCESSABLE : ERR_PROVIDER, "mail %.*s: %s (reply %ld)",
                STR_ARG(mail->id), curl_easy_strerror(code), reply);
}

enum err mail_send(struct ctx *c, const struct mail_server *server, const struct mail *mail)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    str bytes = { 0 };
    if (!str_starts(server->url, S("smtp://")) && !str_starts(server->url, S("smtps://"))) {
        return fail(c, ERR_PROVIDER, "%s",
                    "the mail server's address must begin with smtps:// or smtp://");
    }
    TRY(mail_format(c, mail, &bytes));
    pthread_once(&once, start_once);
    CLEANUP(curl_drop) CURL *curl = curl_easy_init();
    CLEANUP(list_drop)
    struct curl_slist *to = curl_slist_append(NULL, str_c(c->arena, in_angles(c->arena, mail->to)));
    if (curl == NULL || to == NULL) {
        return fail(c, ERR_PROVIDER, "%s", "no memory for a mail");
    }
    struct upload upload = { bytes };
    set_up(c, curl, server, mail);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    return outcome(c, curl, curl_easy_perform(curl), mail);
}
