/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages.h - the pages anybody may read: handlers, their models and query forms.
 *
 * Layer      web. One handler a page, one file a page.
 */
#ifndef WEB_SHOP_PAGES_H
#define WEB_SHOP_PAGES_H

#include "web/web.h"

/* home.c */
enum err home_page(struct web *w);
extern const struct model home_model;

/* products.c: all, a search, a category: one list */
enum err products_page(struct web *w);
enum err category_page(struct web *w); /* /categories/{slug} */
extern const struct form products_query;
extern const struct model products_model;

/* product.c */
enum err product_page(struct web *w);
extern const struct form product_query;
extern const struct model product_model;

/* ask.c: a product's questions */
enum err product_questions_page(struct web *w);
enum err product_question_post(struct web *w);
enum err product_question_again(struct web *w);
extern const struct form product_question_form, product_questions_query;
extern const struct model product_questions_model;

/* quote.c */
enum err shipping_quote_page(struct web *w);
extern const struct form shipping_quote_query;
extern const struct model shipping_quote_model;

/* policy.c */
enum err policy_page(struct web *w);
extern const struct form policy_query;
extern const struct model policy_model;

/* trust.c */
enum err trust_page(struct web *w);
enum err promises_page(struct web *w);
extern const struct model trust_model, promises_model;
extern const struct form promises_query;

/* content.c */
enum err faq_page(struct web *w);
enum err about_page(struct web *w);
enum err permits_page(struct web *w);
enum err free_page(struct web *w); /* /pages/{slug} */
extern const struct model faq_model, about_model, permits_model, free_page_model;

/* contact.c */
enum err contact_page(struct web *w);
extern const struct model contact_model;

/* styleguide.c */
enum err styleguide_page(struct web *w);
extern const struct model styleguide_model;

/* crawl.c: for robots and phones */
enum err sitemap_file(struct web *w);
enum err sitemap_part_file(struct web *w); /* /sitemap-part.xml?after=SLUG */
enum err robots_file(struct web *w);
enum err security_file(struct web *w);
enum err manifest_file(struct web *w);
enum err favicon_file(struct web *w);
extern const struct form sitemap_query;

/* files.c: bytes that are part of the program, and the shop's pictures */
enum err asset_file(struct web *w);      /* /assets/{name} */
enum err art_file(struct web *w);        /* /art/{name} */
enum err media_page_file(struct web *w); /* /media/{name} */

#endif
