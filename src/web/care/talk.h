/* SPDX-License-Identifier: Apache-2.0 */
/*
 * talk.h - conversations as their writers see them: contact form, page by link, answers.
 *
 * Purpose    Handlers, forms and models of /contact (POST) and /conversations/{number}; what the back office shares with them.
 * Layer      web.
 * Ownership  everything lives in the request's arena.
 */
#ifndef WEB_CARE_TALK_H
#define WEB_CARE_TALK_H

#include "care/conversation_said.h"
#include "web/notice_text.h"
#include "web/web.h"

enum err contact_post(struct web *w);
enum err talk_page(struct web *w);
enum err talk_post(struct web *w);
enum err talk_again(struct web *w);
enum err talk_file(struct web *w);
enum err talk_stream(struct web *w);
struct contact_ask {
    str product; /* its slug: what the visitor came from */
};
extern const struct form contact_form, contact_query, talk_form, talk_query;
extern const struct model talk_model;

/* The page's address with its key; `whole`: with scheme and host. */
str talk_url(struct web *w, const struct conversation *v);
/* Whoever just wrote it may read it: the reply and the page of a new conversation. */
MUST_USE enum err talk_show_new(struct web *w, conversation_id id);
/* files[] of a message; `path`: the page's address up to "/files/ID". */
MUST_USE enum err talk_show_files(struct web *w, said_id said, str path, str query,
                                  struct value *node);
/* Files of a form: attached to the message. */
MUST_USE enum err talk_attach(struct web *w, said_id said, person_id person,
                              const struct form_file *file);
notice_fill notice_conversation_waits;
extern const struct model talk_file_model, talk_promise_model;

/* That somebody waits is told to the one whose conversation it is: puts their address in place of the owner's. */
MUST_USE enum err talk_notice_address(struct ctx *c, const struct notice *n, str *email);

#endif
