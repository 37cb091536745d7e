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

/* A messaging app: what its adapter does. Joined by cli; the loop-back one stands in channel_loopback.c. */
struct channel_app {
    enum channel channel;
    /* Sends; `external` names the message there. ERR_STATE: the window is closed, or the person blocked us. ERR_PROVIDER:
     * try again later. Runs outside any transaction. */
    enum err (*send)(struct ctx *c, str address, str text, str *external);
};

#endif
