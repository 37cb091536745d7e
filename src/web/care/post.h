/* SPDX-License-Identifier: Apache-2.0 */
/*
 * post.h - the page behind a public answer: what became of a post, for everybody who reads that answer.
 *
 * Purpose    Handlers, form and model of /posts/{number}. Its link stands in public, so its key opens this page and nothing else: states
 *            and dates, no word of anybody. Who wrote the post goes on from here under a link of their own.
 * Layer      web.
 * Ownership  everything lives in the request's arena.
 */
#ifndef WEB_CARE_POST_H
#define WEB_CARE_POST_H

#include "care/capture.h"
#include "web/web.h"

enum err post_page(struct web *w);
enum err post_say(struct web *w);
extern const struct form post_form;
extern const struct model post_model;

/* The page's address with its key, whole. `v`: the captured post's own conversation. */
str post_url(struct web *w, const struct conversation *v);

#endif
