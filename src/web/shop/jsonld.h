/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jsonld.h - what search engines read: the same facts as on the page.
 *
 * Layer      web.
 * Ownership  results are whole <script type="application/ld+json"> elements in the request's arena, '<' escaped.
 * Source     schema.org Product, Offer, OfferShippingDetails, MerchantReturnPolicy, OnlineStore, FAQPage.
 */
#ifndef WEB_SHOP_JSONLD_H
#define WEB_SHOP_JSONLD_H

#include "shop/page_faq.h"
#include "web/shop/card.h"
#include "web/shop/terms.h"

/* `about`: its words, as a description. */
str jsonld_product(struct web *w, const struct product *p, str about, const struct terms *terms);
str jsonld_store(struct web *w);
str jsonld_faq(struct web *w, const struct faq_list *list);

#endif
