/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include "base/buf.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unicode/ucal.h>

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

int64_t clock_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_days_of(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil clock_civil_of_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int month = (int)(shifted + (shifted < 10 ? 3 : -9));
    return (struct civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
        .weekday = (int)(((days + 4) % 7 + 7) % 7),
    };
}

/* Exactly `digits` digits at `from`. */
static bool take_digits(str text, size_t from, size_t digits, int *out)
{
    int64_t number = 0;
    str part = str_slice(text, from, from + digits);
    if (part.size != digits || str_has(part, '-') || !str_to_int(part, &number)) {
        return false;
    }
    *out = (int)number;
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : days[month - 1];
}

bool clock_parse_date(str text, int64_t *out_days)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (text.size != 10 || text.at[4] != '-' || text.at[7] != '-' ||
        !take_digits(text, 0, 4, &year) || !take_digits(text, 5, 2, &month) ||
        !take_digits(text, 8, 2, &day) || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month)) {
        return false;
    }
    *out_days = clock_days_of(year, month, day);
    return true;
}

/* ".123456" → µs; more digits are cut; returns what is left. */
static str take_fraction(str text, int64_t *micros)
{
    int64_t scale = 100000;
    text = str_skip(text, 1);
    while (text.size > 0 && text.at[0] >= '0' && text.at[0] <= '9') {
        *micros += (text.at[0] - '0') * scale;
        scale /= 10;
        text = str_skip(text, 1);
    }
    return text;
}

static bool parse_offset(str text, int64_t *out)
{
    int hours = 0;
    int minutes = 0;
    if (str_eq_nocase(text, S("Z"))) {
        *out = 0;
        return true;
    }
    if (text.size != 6 || text.at[3] != ':' || (text.at[0] != '+' && text.at[0] != '-') ||
        !take_digits(text, 1, 2, &hours) || !take_digits(text, 4, 2, &minutes) || hours > 23 ||
        minutes > 59) {
        return false;
    }
    int64_t offset = HOURS(hours) + MINUTES(minutes);
    *out = text.at[0] == '-' ? -offset : offset;
    return true;
}

bool clock_parse_rfc3339(str text, int64_t *out_at)
{
    int64_t days = 0;
    int64_t offset = 0;
    int64_t micros = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (text.size < 20 || !clock_parse_date(str_slice(text, 0, 10), &days) ||
        (text.at[10] != 'T' && text.at[10] != 't' && text.at[10] != ' ') || text.at[13] != ':' ||
        text.at[16] != ':' || !take_digits(text, 11, 2, &hour) ||
        !take_digits(text, 14, 2, &minute) || !take_digits(text, 17, 2, &second) || hour > 23 ||
        minute > 59 || second > 59) {
        return false;
    }
    str rest = str_skip(text, 19);
    if (str_starts(rest, S("."))) {
        rest = take_fraction(rest, &micros);
    }
    if (!parse_offset(rest, &offset)) {
        return false;
    }
    *out_at = DAYS(days) + HOURS(hour) + MINUTES(minute) + SECONDS(second) + micros - offset;
    return true;
}

static struct civil civil_of_local(int64_t local)
{
    int64_t days = floor_div(local, DAYS(1));
    struct civil civil = clock_civil_of_days(days);
    int64_t seconds = (local - DAYS(days)) / SECONDS(1);
    civil.hour = (int)(seconds / 3600);
    civil.minute = (int)(seconds / 60 % 60);
    civil.second = (int)(seconds % 60);
    return civil;
}

str clock_rfc3339(struct arena *arena, int64_t at)
{
    struct civil c = civil_of_local(at);
    int64_t micros = at - floor_div(at, SECONDS(1)) * SECONDS(1);
    str head = str_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour,
                          c.minute, c.second);
    return micros == 0 ? str_format(arena, "%.*sZ", STR_ARG(head))
                       : str_format(arena, "%.*s.%06" PRId64 "Z", STR_ARG(head), micros);
}

str clock_iso_date(struct arena *arena, int64_t days)
{
    struct civil c = clock_civil_of_days(days);
    return str_format(arena, "%04d-%02d-%02d", c.year, c.month, c.day);
}

str clock_http_date(struct arena *arena, int64_t at)
{
    static const char *const weekdays[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct civil c = civil_of_local(at);
    return str_format(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", weekdays[c.weekday], c.day,
                      months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

/* Zones: loaded once, kept for the life of the program. Transitions are asked of ICU once per zone and
 * kept as a sorted table, so that reading needs no lock and no ICU call. */
struct transition {
    int64_t from_at;
    int64_t offset;
};

struct zone {
    struct zone *next;
    str name;
    size_t count;
    struct transition *transition;
};

static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct zone *) zones;

static UCalendar *calendar_open(str name)
{
    enum { NAME_MAX_CHARS = 64 };
    UChar wide[NAME_MAX_CHARS];
    UErrorCode status = U_ZERO_ERROR;
    if (name.size == 0 || name.size >= NAME_MAX_CHARS) {
        return NULL;
    }
    for (size_t i = 0; i < name.size; i++) {
        wide[i] = (UChar)(unsigned char)name.at[i];
    }
    UChar canonical[NAME_MAX_CHARS];
    UBool is_system = 0;
    ucal_getCanonicalTimeZoneID(wide, (int32_t)name.size, canonical, NAME_MAX_CHARS, &is_system,
                                &status);
    if (U_FAILURE(status) || !is_system) {
        return NULL;
    }
    UCalendar *calendar = ucal_open(wide, (int32_t)name.size, "en", UCAL_GREGORIAN, &status);
    return U_FAILURE(status) ? NULL : calendar;
}

static int64_t offset_now(UCalendar *calendar)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw = ucal_get(calendar, UCAL_ZONE_OFFSET, &status);
    int32_t dst = ucal_get(calendar, UCAL_DST_OFFSET, &status);
    return MILLISECONDS((int64_t)raw + dst);
}

/* Transitions from 1970 to 2100. */
static void load_transitions(struct zone *zone, UCalendar *calendar)
{
    enum { TRANSITIONS_MAX = 1024 };
    UErrorCode status = U_ZERO_ERROR;
    UDate next = 0;
    zone->transition = calloc(TRANSITIONS_MAX, sizeof *zone->transition);
    CHECK(zone->transition != NULL);
    ucal_setMillis(calendar, 0, &status);
    zone->transition[zone->count++] = (struct transition){ INT64_MIN, offset_now(calendar) };
    const UDate end_ms = (UDate)(DAYS(clock_days_of(2100, 1, 1)) / 1000);
    while (zone->count < TRANSITIONS_MAX &&
           ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &next, &status) &&
           U_SUCCESS(status) && next < end_ms) {
        ucal_setMillis(calendar, next, &status);
        zone->transition[zone->count++] =
            (struct transition){ MILLISECONDS((int64_t)next), offset_now(calendar) };
    }
}

static struct zone *zone_load(str name)
{
    UCalendar *calendar = calendar_open(name);
    if (calendar == NULL) {
        return NULL;
    }
    struct zone *zone = calloc(1, sizeof *zone);
    char *copy = malloc(name.size + 1);
    CHECK(zone != NULL && copy != NULL);
    memcpy(copy, name.at, name.size);
    zone->name = (str){ copy, name.size };
    load_transitions(zone, calendar);
    ucal_close(calendar);
    return zone;
}

static struct zone *zone_find(str name)
{
    for (struct zone *zone = zones; zone != NULL; zone = zone->next) {
        if (str_eq(zone->name, name)) {
            return zone;
        }
    }
    return NULL;
}

const struct zone *zone_of(str name)
{
    struct zone *zone = zone_find(name);
    if (zone != NULL) {
        return zone;
    }
    pthread_mutex_lock(&zones_lock);
    zone = zone_find(name);
    if (zone == NULL && (zone = zone_load(name)) != NULL) {
        zone->next = zones;
        zones = zone;
    }
    pthread_mutex_unlock(&zones_lock);
    return zone;
}

str zone_name(const struct zone *zone)
{
    return zone->name;
}

int64_t zone_offset(const struct zone *zone, int64_t at)
{
    size_t low = 0;
    size_t high = zone->count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (zone->transition[middle].from_at <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return zone->transition[low].offset;
}

str zone_label(struct arena *arena, const struct zone *zone, int64_t at)
{
    static const struct {
        str zone, label;
    } labels[] = {
        { S_INIT("Asia/Jakarta"), S_INIT("WIB") },
        { S_INIT("Asia/Pontianak"), S_INIT("WIB") },
        { S_INIT("Asia/Makassar"), S_INIT("WITA") },
        { S_INIT("Asia/Jayapura"), S_INIT("WIT") },
        { S_INIT("UTC"), S_INIT("UTC") },
        { S_INIT("Etc/UTC"), S_INIT("UTC") },
    };
    for (size_t i = 0; i < COUNT(labels); i++) {
        if (str_eq(labels[i].zone, zone->name)) {
            return labels[i].label;
        }
    }
    int64_t minutes = zone_offset(zone, at) / MINUTES(1);
    char sign = minutes < 0 ? '-' : '+';
    minutes = minutes < 0 ? -minutes : minutes;
    return minutes % 60 == 0
               ? str_format(arena, "GMT%c%" PRId64, sign, minutes / 60)
               : str_format(arena, "GMT%c%" PRId64 ":%02" PRId64, sign, minutes / 60, minutes % 60);
}

struct civil zone_civil(const struct zone *zone, int64_t at)
{
    return civil_of_local(at + zone_offset(zone, at));
}

int64_t zone_days(const struct zone *zone, int64_t at)
{
    return floor_div(at + zone_offset(zone, at), DAYS(1));
}

int64_t zone_instant(const struct zone *zone, int64_t days, int minute_of_day)
{
    int64_t local = DAYS(days) + MINUTES(minute_of_day);
    int64_t before = zone_offset(zone, local - DAYS(1));
    int64_t after = zone_offset(zone, local + DAYS(1));
    int64_t at = local - before;
    if (zone_offset(zone, at) == before) {
        return at; /* the usual case, and the first of an overlap */
    }
    int64_t later = local - after;
    return zone_offset(zone, later) == after ? later
                                             : at; /* in a gap: moved forward by its length */
}

static const char *const months_id[] = { "Januari", "Februari", "Maret",     "April",
                                         "Mei",     "Juni",     "Juli",      "Agustus",
                                         "September", "Oktober", "November", "Desember" };
static const char *const months_en[] = { "January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December" };

str clock_print_date(struct arena *arena, int64_t days, bool indonesian)
{
    struct civil c = clock_civil_of_days(days);
    const char *month = (indonesian ? months_id : months_en)[c.month - 1];
    char day[STR_INT_BYTES];
    char year[STR_INT_BYTES];
    struct buf out = buf_new(arena, 64);
    buf_reserve(&out, 32);
    buf_add(&out, str_write_int(day, c.day));
    buf_add_char(&out, ' ');
    buf_add(&out, str_of(month));
    buf_add_char(&out, ' ');
    buf_add(&out, str_write_int(year, c.year));
    return buf_str(&out);
}

str clock_print_time(struct arena *arena, const struct zone *zone, int64_t at, bool indonesian)
{
    struct civil c = zone_civil(zone, at);
    str label = zone_label(arena, zone, at);
    return str_format(arena, "%02d%c%02d %.*s", c.hour, indonesian ? '.' : ':', c.minute,
                      STR_ARG(label));
}

str clock_print(struct arena *arena, const struct zone *zone, int64_t at, bool indonesian)
{
    str date = clock_print_date(arena, zone_days(zone, at), indonesian);
    str time = clock_print_time(arena, zone, at, indonesian);
    return str_format(arena, "%.*s%s%.*s", STR_ARG(date), indonesian ? " " : ", ", STR_ARG(time));
}

str clock_print_weekday(int64_t days, bool indonesian)
{
    static const char *const id[] = { "Minggu", "Senin", "Selasa", "Rabu",
                                      "Kamis",  "Jumat", "Sabtu" };
    static const char *const en[] = { "Sunday",   "Monday", "Tuesday", "Wednesday",
                                      "Thursday", "Friday", "Saturday" };
    return str_of((indonesian ? id : en)[clock_civil_of_days(days).weekday]);
}
