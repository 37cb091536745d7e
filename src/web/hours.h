/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hours.h - opening hours as people write them.
 *
 * Purpose    The same calendar that promises are reckoned by, in words: a shop's hours cannot say one thing and mean another.
 * Layer      web; uses base and core.
 * Ownership  texts live in the arena.
 */
#ifndef WEB_HOURS_H
#define WEB_HOURS_H

#include "base/calendar.h"
#include "core/setting.h"

/* "09.00–12.00, 13.00–17.00" · "09:00–12:00, 13:00–17:00"; empty: closed. */
str hours_of_day(struct arena *arena, const struct calendar_weekday *day, enum lang lang);
/* "Senin–Jumat 09.00–17.00; Sabtu 09.00–14.00"; empty: never open. */
str hours_of_week(struct arena *arena, const struct calendar *calendar, enum lang lang);
/* When goods can be picked up: what the shop wrote, else its opening hours. */
str hours_of_pickup(struct arena *arena, const struct shop *shop, enum lang lang);

#endif
