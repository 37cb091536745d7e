/* SPDX-License-Identifier: Apache-2.0 */
#include "web/hours.h"

#include "base/buf.h"

enum { WEEK = 7 };

/* 08.00 · 08:00 */
static void add_time(struct buf *out, int32_t minute, enum lang lang)
{
    int32_t of_day = minute == 1440 ? 1440 : minute % 1440;
    buf_addf(out, "%02d%c%02d", of_day / 60, lang == LANG_ID ? '.' : ':', of_day % 60);
}

str hours_of_day(struct arena *arena, const struct calendar_weekday *day, enum lang lang)
{
    struct buf out = buf_new(arena, 32);
    for (int32_t i = 0; i < day->count; i++) {
        buf_add(&out, i == 0 ? S("") : S(", "));
        add_time(&out, day->interval[i].from_minute, lang);
        buf_add(&out, S("–"));
        add_time(&out, day->interval[i].to_minute, lang);
    }
    return buf_str(&out);
}

/* Of the days of a week that begins on Monday. 5 January 1970 was one. */
static str day_name(int day, enum lang lang)
{
    return clock_print_weekday(4 + day, lang == LANG_ID);
}

static void add_days(struct buf *out, int from, int to, enum lang lang)
{
    if (to - from == WEEK - 1) {
        buf_add(out, lang == LANG_ID ? S("Setiap hari") : S("Every day"));
        return;
    }
    buf_add(out, day_name(from, lang));
    if (to > from) {
        buf_add(out, S("–"));
        buf_add(out, day_name(to, lang));
    }
}

str hours_of_week(struct arena *arena, const struct calendar *calendar, enum lang lang)
{
    struct buf out = buf_new(arena, 96);
    str text[WEEK];
    for (int i = 0; i < WEEK; i++) {
        text[i] = hours_of_day(arena, &calendar->weekday[(i + 1) % WEEK], lang);
    }
    for (int from = 0, to = 0; from < WEEK; from = to + 1) {
        to = from;
        while (to + 1 < WEEK && str_eq(text[to + 1], text[from])) {
            to++;
        }
        if (text[from].size == 0) {
            continue;
        }
        buf_add(&out, out.size == 0 ? S("") : S("; "));
        add_days(&out, from, to, lang);
        buf_add(&out, S(" "));
        buf_add(&out, text[from]);
    }
    return buf_str(&out);
}

str hours_of_pickup(struct arena *arena, const struct shop *shop, enum lang lang)
{
    return shop->pickup_hours.size > 0 ? shop->pickup_hours
                                       : hours_of_week(arena, shop->calendar, lang);
}
