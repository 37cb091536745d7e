/* SPDX-License-Identifier: Apache-2.0 */
/*
 * system.h - doors for machines: health, metrics, the API's description, the test clock.
 *
 * Layer      web.
 */
#ifndef WEB_SYSTEM_H
#define WEB_SYSTEM_H

#include "web/web.h"

enum err system_health(struct web *w);
enum err system_ready(struct web *w);
enum err system_metrics(struct web *w);
enum err system_openapi(struct web *w);
enum err system_clock(struct web *w);
enum err system_clock_move(struct web *w); /* on the work pool: moves time, does what is due */
enum err system_clock_set(struct web *w);
enum err system_outbox(struct web *w);

#endif
