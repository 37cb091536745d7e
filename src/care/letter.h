/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letter.h - a mail that came in, and what becomes of it.
 *
 * Purpose    gate/mail_read.c fills struct letter; letter_take decides: which conversation, answer or machine, bounce or loop.
 * Layer      care; uses contact, conversation, mail_id, attachment.
 * Units      instants in µs since 1970 UTC; 0: not said.
 * Ownership  texts live as long as what they were read from; results in c->arena.
 * Errors     ERR_DB and the like: take it again later. A letter is never refused for what it says.
 *            A person's letters are known by From; what a form of another site brings is answered where its Reply-To says.
 * Invariants nothing is lost because somebody else wrote too much in the same name; a machine's letter answers nothing, opens nothing and reopens nothing; the same letter twice is one; a number in the
 *            subject is believed only from the address the conversation knows.
 * Source     RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports), RFC 5322 3.6.4 (References).
 */
#ifndef CARE_LETTER_H
#define CARE_LETTER_H

#include "care/conversation.h"

enum { LETTER_FILES_MAX = 20 };

struct letter_file {
    str name, bytes;
};

struct letter {
    str from, from_name; /* the first address of From; may be empty */
    str reply_to;        /* where an answer is wanted; may be empty */
    str to;              /* all recipients, as written */
    str subject, text;   /* UTF-8; quotes and signature taken off */
    str message_id;
    str references;   /* In-Reply-To and References, as written */
    int64_t sent_at;  /* Date */
    int64_t taken_at; /* the topmost Received: when our own server had it */
    bool is_auto;     /* a machine's: auto-reply, list, newsletter */
    bool is_bounce, is_final; /* a delivery report; is_final: it will not arrive */
    str bounced;      /* what came back, headers at least */
    struct letter_file file[LETTER_FILES_MAX];
    size_t file_count;
    size_t files_left_out;
};

enum letter_end {
    LETTER_BEGAN,     /* a new conversation */
    LETTER_ADDED,
    LETTER_DUPLICATE,
    LETTER_BOUNCE,    /* an answer of ours did not arrive */
    LETTER_MACHINE,   /* written down where it belongs, or left out when it belongs nowhere */
    LETTER_HELD,      /* too many in an hour: kept with its last one, where somebody looks; nothing follows by itself */
    LETTER_LOOP,      /* our own mail came back to us */
    LETTER_END_COUNT
};

struct letter_result {
    enum letter_end end;
    conversation_id conversation; /* 0: none */
};
MUST_USE enum err letter_take(struct ctx *c, const struct letter *letter,
                              struct letter_result *out);
str letter_end_name(enum letter_end end);

/* The writer's own words: quoted lines, "On … wrote:", forwarded blocks and the signature are left out; all, when nothing else is
 * there. */
str letter_words(struct arena *arena, str text);

#endif
