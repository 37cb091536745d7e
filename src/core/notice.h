/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.h - what a person is told about anything but an order (those: shop/message.h).
 *
 * Purpose    One row per subject, kind and occasion: a mail leaves by a job; a person without an e-mail address gets a wa.me text that staff
 *            send and record. Texts are made when they are sent or shown, never stored.
 * Layer      core; uses job, vault, db. What a kind says is web/notice_text.c.
 * Units      instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_DB; ERR_NOT_FOUND. Queueing what was queued changes nothing.
 */
#ifndef CORE_NOTICE_H
#define CORE_NOTICE_H

#include "core/vault.h"

enum notice_to {
    NOTICE_PERSON,
    NOTICE_OWNER,    /* the shop itself, by mail to shop.owner_email */
    NOTICE_REVIEWER, /* the outside reviewer: mail, or wa.me text when only a phone is set */
};

struct notice_new {
    str kind;        /* "claim_opened": names templates/mail/KIND.{html,txt} and templates/message/KIND.txt */
    str subject;     /* "claim:12" */
    person_id person; /* NOTICE_PERSON: to whom */
    enum notice_to to;
    str occasion;    /* tells two notices of one kind and subject apart ("step:4"); may be empty */
    enum lang lang;
};

struct notice {
    int64_t id;
    str kind, subject, occasion;
    person_id person;
    enum notice_to to;
    enum lang lang;
    str channel, state; /* mail, whatsapp; queued, sent, failed */
    int64_t created_at, sent_at;
};
struct notice_list {
    struct notice *item;
    size_t count;
};

MUST_USE enum err notice_queue(struct ctx *c, const struct notice_new *n);
MUST_USE enum err notice_get(struct ctx *c, int64_t id, struct notice *out);
/* WhatsApp: staff say they sent it. Mail: the job did. */
MUST_USE enum err notice_sent(struct ctx *c, int64_t id);
MUST_USE enum err notice_failed(struct ctx *c, int64_t id);
/* Of a subject, oldest first, at most 100. */
MUST_USE enum err notice_list_of(struct ctx *c, str subject, struct notice_list *out);
/* The same, newest first. */
MUST_USE enum err notice_newest_of(struct ctx *c, str subject, int64_t limit,
                                   struct notice_list *out);
/* A page for the back office, newest first; channel and state empty: any; at most 100. */
MUST_USE enum err notice_page(struct ctx *c, str channel, str state, int64_t before_id,
                              int64_t limit, struct notice_list *out);
/* What staff still have to send by WhatsApp, longest waiting first, without those of one kind. */
MUST_USE enum err notice_by_hand(struct ctx *c, str but_kind, int64_t limit,
                                 struct notice_list *out);
/* Of a kind (empty: of all); 100 means as many or more. */
MUST_USE enum err notice_by_hand_count(struct ctx *c, str kind, int64_t *out);
MUST_USE enum err notice_count(struct ctx *c, str channel, str state, int64_t *out);

/* Of a mail that could not leave yet: what the last attempt ran into, in the operator's words; else empty. */
MUST_USE enum err notice_trouble(struct ctx *c, const struct notice *n, str *out);

#define NOTICE_JOB "mail.notice"

#endif
