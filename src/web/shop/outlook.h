/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outlook.h - what a page may promise right now, in words.
 *
 * Purpose    "We answer by Monday, 23 November 2026 09.40 WIB at the latest", or, where the last 14 days were slower than the
 *            policy, what is usual. Also spans of time and moments as people say them.
 * Layer      web; uses core/promise_figures.
 * Ownership  texts live in the request's arena.
 */
#ifndef WEB_SHOP_OUTLOOK_H
#define WEB_SHOP_OUTLOOK_H

#include "core/promise_figures.h"
#include "web/web.h"

/* "Senin, 23 November 2026 09.40 WIB" */
str moment_text(const struct web *w, int64_t at);
/* "45 menit", "6 jam", "3 hari"; `is_business`: "6 jam kerja". */
str span_text(const struct web *w, int64_t span, bool is_business);
/* What is usual, while the last 14 days were slower than this budget; else empty, and the promise may be said. */
MUST_USE enum err reply_slow_text(struct web *w, int64_t budget, str *out);
/* The same as it was at some time in the last minute: pages of goods, which are many, need not count two weeks of answers each. */
MUST_USE enum err reply_slow_text_lately(struct web *w, int64_t budget, str *out);
/* The same of sending parcels, each of which has a date of its own. */
MUST_USE enum err ship_slow_text_lately(struct web *w, str *out);
/* The promise to answer, should it be made at this moment by this budget. The page is good for a minute. */
MUST_USE enum err reply_outlook_text(struct web *w, int64_t budget, str *out);

/* What part/promise shows of one, but why it was voided and what follows a break: those each page says in its own words. */
void promise_facts_show(struct web *w, const struct promise *p, struct value *node);
/* `promises` of a case: of order_promise_model, as templates/part/promise.html shows them, with what follows a break. */
MUST_USE enum err promises_show(struct web *w, str subject, struct value *model);

#endif
