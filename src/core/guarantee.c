/* SPDX-License-Identifier: Apache-2.0 */
#include "core/guarantee.h"

#include "base/embed.h"
#include "core/policy_law.h"
#include "core/setting.h"

static const char *const why_names[COVER_WHY_COUNT] = {
    [COVER_NOT_BEGUN] = "not_begun", [COVER_WAITING] = "waiting", [COVER_LATE] = "late",
    [COVER_WINDOW] = "window",       [COVER_LAW] = "law",         [COVER_ENDED] = "ended",
};

str cover_why_name(enum cover_why why)
{
    CHECK(why < COVER_WHY_COUNT);
    return str_of(why_names[why]);
}

/* ---- working days ---- */

struct working_days working_days_of(struct ctx *c)
{
    struct working_days days = { 0 };
    str table = { 0 };
    if (c->shop->calendar != NULL) {
        days.calendar = *c->shop->calendar;
    }
    days.calendar.zone = c->shop->zone;
    if (str_eq(law_of_country(c->shop->country), S("ID")) &&
        embed_find(S("data/holidays-id.tsv"), &table)) {
        days.holiday = calendar_read_holidays(c->arena, table, true, &days.holiday_count);
    }
    return days;
}

static bool has_date(const struct working_days *days, int64_t wanted)
{
    for (size_t i = 0; i < days->holiday_count; i++) {
        if (days->holiday[i] == wanted) {
            return true;
        }
    }
    return false;
}

/* A shop that says no hours says nothing about its days: then the week has six. */
static bool has_hours(const struct calendar *cal)
{
    for (size_t i = 0; i < COUNT(cal->weekday); i++) {
        if (cal->weekday[i].count > 0) {
            return true;
        }
    }
    return false;
}

static bool is_countrys_day(const struct working_days *days, int64_t local_days)
{
    bool is_sunday = clock_civil_of_days(local_days).weekday == 0;
    return !is_sunday && !has_date(days, local_days);
}

bool is_working_day(const struct working_days *days, int64_t local_days)
{
    return is_countrys_day(days, local_days) &&
           (!has_hours(&days->calendar) || calendar_is_business_day(&days->calendar, local_days));
}

static int64_t end_of_day(const struct zone *zone, int64_t local_days)
{
    return zone_instant(zone, local_days + 1, 0) - SECONDS(1);
}

/* A shop that closes for good still owes the law's days: after half a year only the country's days count. */
int64_t working_days_end_at(const struct working_days *days, int64_t at, int64_t count)
{
    enum { PATIENCE_DAYS = 180 };
    int64_t first = zone_days(days->calendar.zone, at);
    int64_t day = first;
    for (int64_t left = count; left > 0;) {
        day++;
        bool is_open =
            day - first <= PATIENCE_DAYS ? is_working_day(days, day) : is_countrys_day(days, day);
        left -= is_open ? 1 : 0;
    }
    return end_of_day(days->calendar.zone, day);
}

/* ---- cover ---- */

static int64_t window_end(const struct zone *zone, int64_t from_at, int64_t days)
{
    return from_at == 0 ? 0 : end_of_day(zone, zone_days(zone, from_at) + days);
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t law_end(const struct working_days *days, const struct cover_facts *facts)
{
    return working_days_end_at(days, facts->delivered_at,
                               later(facts->exchange_days, LAW_EXCHANGE_WORKING_DAYS));
}

/* Delivered: until the later of the policy's and the law's end. */
static void judge_delivered(struct cover *cover, int64_t now_at)
{
    cover->until_at = later(cover->window_until_at, cover->law_until_at);
    cover->is_covered = now_at <= cover->until_at;
    cover->why = now_at <= cover->window_until_at ? COVER_WINDOW
                 : cover->is_covered              ? COVER_LAW
                                                  : COVER_ENDED;
}

int64_t guarantee_lost_at(const struct policy *guarantee, const struct zone *zone,
                          int64_t promised_at)
{
    return window_end(zone, promised_at, policy_int(guarantee, S("late_days")));
}

static void judge_undelivered(const struct policy *guarantee, struct cover *cover, int64_t now_at)
{
    bool is_lost = cover->lost_at != 0 && now_at > cover->lost_at;
    cover->is_covered = policy_bool(guarantee, S("covers_not_received"));
    cover->why = is_lost ? COVER_LATE : COVER_WAITING;
}

struct cover guarantee_cover(const struct policy *guarantee, const struct working_days *days,
                             const struct cover_facts *facts, int64_t now_at)
{
    const struct zone *zone = days->calendar.zone;
    bool is_from_payment = policy_int(guarantee, S("starts")) == 1;
    int64_t paid_at =
        facts->paid_at != 0 ? facts->paid_at : facts->delivered_at; /* paid to the courier */
    int64_t from_at = is_from_payment ? paid_at : facts->delivered_at;
    struct cover cover = { .why = COVER_NOT_BEGUN };
    cover.window_until_at = window_end(zone, from_at, policy_int(guarantee, S("window_days")));
    if (facts->delivered_at != 0) {
        cover.law_until_at = law_end(days, facts);
        judge_delivered(&cover, now_at);
    } else if (facts->paid_at != 0) {
        cover.lost_at = guarantee_lost_at(guarantee, zone, facts->promised_at);
        judge_undelivered(guarantee, &cover, now_at);
    }
    return cover;
}

struct cover returns_cover(const struct policy *returns, const struct working_days *days,
                           const struct cover_facts *facts, int64_t now_at)
{
    struct cover cover = { .why = COVER_NOT_BEGUN };
    if (facts->delivered_at != 0) {
        cover.window_until_at = window_end(days->calendar.zone, facts->delivered_at,
                                           policy_int(returns, S("window_days")));
        cover.law_until_at = law_end(days, facts);
        judge_delivered(&cover, now_at);
    }
    return cover;
}

int64_t warranty_until(const struct zone *zone, int64_t delivered_at, int64_t months)
{
    if (months <= 0 || delivered_at == 0) {
        return 0;
    }
    struct civil day = clock_civil_of_days(zone_days(zone, delivered_at));
    int64_t month = (int64_t)day.year * 12 + day.month - 1 + months;
    int64_t first = clock_days_of((int)(month / 12), (int)(month % 12) + 1, 1);
    int64_t next = clock_days_of((int)((month + 1) / 12), (int)((month + 1) % 12) + 1, 1);
    int64_t wanted = first + day.day - 1;
    return end_of_day(zone, wanted < next ? wanted : next - 1);
}

/* ---- grounds ---- */

bool guarantee_has_ground(const struct policy *guarantee, str ground)
{
    static const struct {
        str ground;
        const char *param;
    } grounds[] = {
        { S_INIT("not_received"), "covers_not_received" },
        { S_INIT("damaged"), "covers_damaged" },
        { S_INIT("defective"), "covers_damaged" },
        { S_INIT("wrong_item"), "covers_wrong" },
        { S_INIT("missing_part"), "covers_wrong" },
        { S_INIT("not_as_described"), "covers_not_as_described" },
        { S_INIT("changed_mind"), "covers_change_of_mind" },
    };
    for (size_t i = 0; i < COUNT(grounds); i++) {
        if (str_eq(ground, grounds[i].ground)) {
            return policy_bool(guarantee, str_of(grounds[i].param));
        }
    }
    return false;
}

bool returns_has_ground(const struct policy *returns, str ground)
{
    static const char *const here[] = { "damaged", "defective", "wrong_item", "missing_part", "not_as_described" };
    for (size_t i = 0; i < COUNT(here); i++) {
        if (str_eq(ground, str_of(here[i]))) {
            return true;
        }
    }
    return str_eq(ground, S("changed_mind")) && policy_bool(returns, S("allows_change_of_mind"));
}
