/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channel.h - the ways by which people and the shop talk.
 *
 * Purpose    One row a channel: its names, how an answer leaves by it, and how long after the person's last message it may
 *            (the reply window: a second deadline beside the promise).
 * Layer      care; uses base.
 * Units      windows in µs.
 * Source     reply windows: WhatsApp business platform 24 h, TikTok 48 h; see the providers' own documentation.
 */
#ifndef CARE_CHANNEL_H
#define CARE_CHANNEL_H

#include "base/ctx.h"

enum channel {
    CHANNEL_WEB,      /* the contact form; answers stand on the conversation's page */
    CHANNEL_CHAT,     /* the same, written beside a page of the shop */
    CHANNEL_EMAIL,
    CHANNEL_WHATSAPP, /* by hand: wa.me, pasted or exported chats */
    CHANNEL_PHONE,    /* logged calls */
    CHANNEL_SOCIAL,   /* a public post that was captured */
    CHANNEL_LOOPBACK, /* a messaging app for tests: both ends are ours */
    CHANNEL_COUNT
};

enum channel_way {
    WAY_PAGE,   /* the answer is read on the conversation's page */
    WAY_MAIL,   /* a mail by the outbox */
    WAY_HAND,   /* staff send it and say so */
    WAY_APP,    /* an adapter sends it by the outbox */
};

struct channel_row {
    const char *name;
    const char *label[LANG_COUNT];
    enum channel_way way;
    int64_t window; /* 0: none */
};

const struct channel_row *channel_row(enum channel channel);
MUST_USE bool channel_of(str name, enum channel *out);
str channel_name(enum channel channel);
str channel_label(enum channel channel, enum lang lang);
/* Until when an answer may leave by it, after the person wrote at `last_in_at`; 0: no limit. */
int64_t channel_closes_at(enum channel channel, int64_t last_in_at);

/* Whether an answer may leave by it at `at`, its reply window closing at `closes_at` (0: never opened). */
bool channel_can_send(enum channel channel, int64_t closes_at, int64_t at);

/* ---- messaging apps: what an adapter does; one row of functions an app, joined by cli ---- */

struct channel_out {
    str address, text;
    str key; /* the same for the same message: an app that knows it sends once */
};

enum channel_news_kind {
    NEWS_SAID,       /* a message of the person */
    NEWS_CHANGED,    /* they changed it */
    NEWS_TAKEN_BACK, /* they deleted it */
    NEWS_DELIVERED,  /* ours arrived */
    NEWS_FAILED,     /* ours did not: it is no answer */
    NEWS_BLOCKED,    /* the person takes nothing from us any more */
    NEWS_KIND_COUNT
};
struct channel_news {
    enum channel_news_kind kind;
    str external; /* the app's own id of the message */
    str address;  /* who, in the app's words; of SAID and BLOCKED */
    str name;     /* as they call themselves; may be empty */
    str text;
    int64_t at;   /* when the person did it; 0: now */
};
enum { CHANNEL_NEWS_MAX = 50 };
struct channel_news_list {
    struct channel_news *item;
    size_t count;
};

struct channel_app {
    enum channel channel;
    /* A request is the app's own. */
    bool (*is_signed)(struct ctx *c, str signature, str body);
    /* What it says. ERR_MALFORMED. */
    enum err (*read)(struct ctx *c, str body, struct channel_news_list *out);
    /* Outside any transaction; `external` names the message there. ERR_STATE: refused for good. Others: tried again later. */
    enum err (*send)(struct ctx *c, const struct channel_out *out, str *external);
};

#endif
