/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice_text.h - what a notice says (core/notice.h): claims, complaints, conversations, decisions.
 *
 * Purpose    A row per kind fills sentences from the rows as they are now; one layout prints them as mail and as a wa.me text.
 * Layer      web.
 * Ownership  everything returned lives in w->ctx.arena.
 * Errors     ERR_STATE: it is not true any more and must not go out. ERR_NOT_FOUND: no such kind.
 * Invariants the language is the notice's; addresses are whole; nothing is stored; no text of another person is ever in it.
 */
#ifndef WEB_NOTICE_TEXT_H
#define WEB_NOTICE_TEXT_H

#include "core/notice.h"
#include "web/mail.h"

enum { NOTICE_LINES_MAX = 8, NOTICE_PROMISES_MAX = 4 };

struct notice_text {
    str title; /* the mail's subject too; whole sentences, in the notice's language (web_text, text_fill) */
    str line[NOTICE_LINES_MAX];
    size_t line_count;
    struct {
        str text;
        int64_t due_at;
    } promise[NOTICE_PROMISES_MAX];
    size_t promise_count;
    str url, url_label; /* whole address (web_absolute); empty: none */
};

/* w->ctx.lang is the notice's language already. */
typedef enum err notice_fill(struct web *w, const struct notice *n, struct notice_text *out);
struct notice_row {
    const char *kind;
    notice_fill *fill;
};

/* order_money.c */
notice_fill notice_did_it_arrive, notice_refund_late;

/* order_back.c */
notice_fill notice_sent_back;

/* admin/staff.c */
notice_fill notice_cases_handed_back;

/* admin/test_mail.c */
notice_fill notice_test_mail;

void notice_line(struct notice_text *t, str line);
/* The open promise of a kind, with its date; none: nothing is added. */
MUST_USE enum err notice_promise(struct web *w, struct notice_text *t, str subject,
                                 enum promise_kind kind);

/* Mail: subject, text, HTML. `name` may be empty. */
MUST_USE enum err notice_compose(struct web *w, const struct notice *n, str name,
                                 struct mail_body *out);
/* Its title alone, for the reader of the page. */
MUST_USE enum err notice_title(struct web *w, const struct notice *n, str *out);
/* The text for WhatsApp. */
MUST_USE enum err notice_message(struct web *w, const struct notice *n, str name, str *out);

/* To whom: address, number and name, read from the vault for PURPOSE_NOTIFY (owner and reviewer: from the settings). */
struct notice_address {
    str name, email, phone;
};
MUST_USE enum err notice_address(struct ctx *c, const struct notice *n, struct notice_address *out);

#endif
