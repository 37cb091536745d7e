/* SPDX-License-Identifier: Apache-2.0 */
/*
 * page_demo.h - the example shop's own words.
 *
 * Purpose    FAQ, about, commitment, people, permits, certificates and questions from demo/catalogue.json and demo/history.json through the same doors as staff's.
 * Layer      shop; uses page, page_faq, page_certificate.
 * Errors     as those; ERR_BAD_INPUT when the file is not as demo/README.md says.
 */
#ifndef SHOP_PAGE_DEMO_H
#define SHOP_PAGE_DEMO_H

#include "base/ctx.h"
#include "base/value.h"

/* `catalogue` is the whole file as read by json_read; products must be there already, for their permits. Twice changes nothing. */
MUST_USE enum err demo_content(struct ctx *c, const struct value *catalogue);
/* The questions of demo/history.json, asked by visitors and answered in public by `staff`. */
MUST_USE enum err demo_questions(struct ctx *c, const struct value *history, struct actor staff);

#endif
