/* SPDX-License-Identifier: Apache-2.0 */
/*
 * card.h - products as cards, and the small words pages share.
 *
 * Layer      web.
 * Ownership  everything lives in the request's arena.
 */
#ifndef WEB_SHOP_CARD_H
#define WEB_SHOP_CARD_H

#include "shop/page.h"
#include "shop/product_list.h"
#include "web/shop/show.h"
#include "web/text.h"

/* One product of a list, appended to `list` (templates/part/card.html). */
void card_add(struct web *w, struct value *list, const struct product_card *card);
/* A list of cards under a name. */
void card_list(struct web *w, struct value *object, str name, const struct product_page *page);
extern const struct model card_model, rating_model;

/* Text in the language of the request: say(w, T("…")). */
str say(const struct web *w, str msgid);
/* The same with {slots}. */
#define say_with(w, msgid, ...) text_fill((w)->ctx.arena, (w)->ctx.lang, msgid, SLOTS(__VA_ARGS__))
/* The words of HTML of our own making (see base/html.h), at most `max_size` bytes, cut at a space. */
str words_of(const struct web *w, str html, size_t max_size);
/* The same of words: fewer than `max_size` bytes as they are. */
str words_cut(str words, size_t max_size);
str number_text(const struct web *w, int64_t number);
/* "98,3 %" · "98.3%": part of whole, one place; 100 and 0 only when it is all or nothing. */
str percent_text(const struct web *w, int64_t part, int64_t whole);
money price_of(const struct web *w, int64_t minor);
/* {name, href_url} appended. */
void crumb_add(struct web *w, struct value *list, str name, str href);
void picture_show(struct web *w, struct value *object, str name, const struct picture *picture);
void page_picture_show(struct web *w, struct value *object, str name,
                       const struct page_picture *picture);
/* https://wa.me/… with a text; "" when the shop has no number. */
str whatsapp_url(const struct web *w, str text);
/* Full address of a picture for Open Graph and JSON-LD; empty: none. */
str picture_absolute(const struct web *w, const struct picture *picture);

#endif
