/* SPDX-License-Identifier: Apache-2.0 */
/* hours.c - opening hours as a form: spans of each weekday, the cut-off, holidays, days the shop is closed. */
#include "core/setting_hours.h"

#include "web/admin/settings.h"
#include "web/shop/show.h"
#include "web/text.h"

enum { SPANS_SHOWN = 2, SPANS_MAX = 7 * CALENDAR_INTERVALS_MAX, CLOSURES_BLANK = 2 };

struct span_input {
    str day, from, to;
};
struct closure_input {
    int64_t from, to;
};
struct hours_input {
    struct form_rows spans, closures;
    str cutoff, holidays;
};

static const struct form_option days[] = {
    { "mon", "Monday" }, { "tue", "Tuesday" },  { "wed", "Wednesday" }, { "thu", "Thursday" },
    { "fri", "Friday" }, { "sat", "Saturday" }, { "sun", "Sunday" },
};
static const struct form_option holiday_kinds[] = {
    { "id", "Closed on national holidays" },
    { "id joint", "Closed on national holidays and joint leave" },
    { "none", "Open on holidays" },
};
static const struct field span_fields[] = {
    FIELD(CHOICE, struct span_input, day, 1, 3, "Unknown day.", .label = "Day", OPTIONS(days)),
    FIELD(TEXT, struct span_input, from, 0, 5, "A time, such as 08:00.", .label = "Opens", .is_optional = true, .type = "time"),
    FIELD(TEXT, struct span_input, to, 0, 5, "A time, such as 17:00.", .label = "Closes", .is_optional = true, .type = "time"),
};
static const struct form span_form = FORM("opening_span", span_fields, struct span_input);
static const struct field closure_fields[] = {
    FIELD(DATE, struct closure_input, from, 0, 0, "This is not a date.", .label = "First day", .is_optional = true),
    FIELD(DATE, struct closure_input, to, 0, 0, "This is not a date.", .label = "Last day", .is_optional = true),
};
static const struct form closure_form = FORM("closure", closure_fields, struct closure_input);
static const struct field hours_fields[] = {
    FIELD(ROWS, struct hours_input, spans, 1, SPANS_MAX, "Nothing was sent.", .label = "Opening hours", .rows = &span_form),
    FIELD(TEXT, struct hours_input, cutoff, 0, 5, "A time, such as 14:00.", .label = "Orders of the same day until",
          .hint = "What comes later counts for the next day the shop is open. Empty: until it closes.", .is_optional = true,
          .type = "time"),
    FIELD(CHOICE, struct hours_input, holidays, 1, 10, "Please choose.", .label = "National holidays", OPTIONS(holiday_kinds)),
    FIELD(ROWS, struct hours_input, closures, 0, HOURS_CLOSURES_MAX, "At most 60.", .label = "Days the shop is closed",
          .is_optional = true, .rows = &closure_form),
};
const struct form admin_hours_form = FORM("opening_hours", hours_fields, struct hours_input);

/* ---- the page ---- */

/* A time field knows no 24:00: midnight ends the day it stands at. */
static str field_time(struct arena *a, int32_t minute)
{
    return shop_time_text(a, minute == 1440 ? 0 : minute);
}

static str message_of(const struct web *w, str name)
{
    str found = { 0 };
    for (const struct value *e = w->form_state.errors->children.first; e != NULL; e = e->next) {
        found = str_eq(value_text(e, S("field")), name) ? value_text(e, S("message")) : found;
    }
    return found;
}

/* {name, label, value, error} of one input of a row, as typed when the form was refused. */
static void show_input(struct web *w, struct value *row, const char *part, const char *label,
                       str name, str value)
{
    struct arena *a = w->ctx.arena;
    bool is_refused = office_is_refused(w, &admin_hours_form);
    const struct value *typed = is_refused ? value_get(w->form_state.typed, name) : NULL;
    struct value *node = value_set_object(a, row, str_of(part));
    value_set_text(a, node, S("name"), name);
    value_set_text(a, node, S("label"), web_text(w, label));
    value_set_text(a, node, S("value"), typed != NULL ? typed->text : value);
    show_text_or_null(w, node, S("error"), is_refused ? message_of(w, name) : (str){ 0 });
}

static void show_span(struct web *w, struct value *spans, str day, size_t row,
                      const struct calendar_interval *hours)
{
    struct arena *a = w->ctx.arena;
    struct value *span = value_add_object(a, spans);
    str from = hours == NULL ? (str){ 0 } : field_time(a, hours->from_minute);
    str to = hours == NULL ? (str){ 0 } : field_time(a, hours->to_minute);
    value_set_text(a, span, S("day_name"), str_format(a, "spans.%zu.day", row));
    value_set_text(a, span, S("day"), day);
    show_input(w, span, "from", "Opens", str_format(a, "spans.%zu.from", row), from);
    show_input(w, span, "to", "Closes", str_format(a, "spans.%zu.to", row), to);
}

/* One free span more than are filled. Rows count through the week: nothing was saved when a form is refused, so it finds its own again. */
static void show_day(struct web *w, struct value *list, size_t at, const struct shop_hours *hours,
                     size_t *row)
{
    struct arena *a = w->ctx.arena;
    const struct calendar_weekday *day = &hours->weekday[(at + 1) % 7];
    struct value *node = value_add_object(a, list);
    int32_t shown =
        day->count + 1 > CALENDAR_INTERVALS_MAX ? CALENDAR_INTERVALS_MAX : day->count + 1;
    shown = shown < SPANS_SHOWN ? SPANS_SHOWN : shown;
    value_set_text(a, node, S("name"), web_text(w, days[at].label));
    value_set_bool(a, node, S("is_closed"), day->count == 0);
    struct value *spans = value_set_list(a, node, S("spans"));
    for (int32_t i = 0; i < shown; i++) {
        show_span(w, spans, str_of(days[at].value), (*row)++,
                  i < day->count ? &day->interval[i] : NULL);
    }
}

static void show_closures(struct web *w, struct value *m, const struct shop_hours *hours)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, m, S("closures"));
    for (size_t i = 0; i < hours->closure_count + CLOSURES_BLANK && i < HOURS_CLOSURES_MAX; i++) {
        bool is_there = i < hours->closure_count;
        str from = is_there ? clock_iso_date(a, hours->closure[i].from_days) : (str){ 0 };
        str to = is_there ? clock_iso_date(a, hours->closure[i].to_days) : (str){ 0 };
        struct value *row = value_add_object(a, list);
        show_input(w, row, "from", "First day", str_format(a, "closures.%zu.from", i), from);
        show_input(w, row, "to", "Last day", str_format(a, "closures.%zu.to", i), to);
    }
}

enum err admin_hours_show(struct web *w, struct value *m, bool is_shown)
{
    struct arena *a = w->ctx.arena;
    struct shop_hours hours = { 0 };
    str text = { 0 };
    str why = { 0 };
    if (!is_shown) {
        value_set_null(a, m, S("hours"));
        return OK;
    }
    TRY(setting_get(&w->ctx, S("shop.calendar"), &text));
    if (!shop_hours_read(a, text, w->ctx.shop->zone, &hours, &why)) {
        return fail(&w->ctx, ERR_INTERNAL, "shop.calendar: %.*s", STR_ARG(why));
    }
    struct hours_input values = {
        .cutoff = hours.cutoff_minute < 1440 ? field_time(a, hours.cutoff_minute) : (str){ 0 },
        .holidays = hours.has_joint_leave ? S("id joint") : hours.has_holidays ? S("id") : S("none"),
    };
    struct value *form = office_form(w, m, "hours", &admin_hours_form, &values,
                                     web_path(w, "/admin/settings/hours/calendar"));
    (void)office_take(form, S("closures"));
    size_t row = 0;
    struct value *list = value_set_list(a, form, S("days"));
    for (size_t i = 0; i < COUNT(days); i++) {
        show_day(w, list, i, &hours, &row);
    }
    show_closures(w, form, &hours);
    return OK;
}

/* ---- saving ---- */

static enum err refuse_span(struct web *w, size_t row, const char *part, const char *why)
{
    return web_refuse(w, ERR_BAD_INPUT, str_format(w->ctx.arena, "spans.%zu.%s", row, part), why);
}

static size_t weekday_index(str day)
{
    for (size_t i = 0; i < 7; i++) {
        if (str_eq(day, str_of(shop_weekdays[i]))) {
            return i;
        }
    }
    CHECK(false); /* a CHOICE of those seven */
    return 0;
}

/* Kept in order of the clock. False: two openings of the day overlap. */
static bool insert_span(struct calendar_weekday *day, struct calendar_interval span)
{
    int32_t at = day->count;
    while (at > 0 && day->interval[at - 1].from_minute > span.from_minute) {
        at--;
    }
    bool is_free = (at == 0 || day->interval[at - 1].to_minute <= span.from_minute) &&
                   (at == day->count || span.to_minute <= day->interval[at].from_minute);
    if (!is_free) {
        return false;
    }
    for (int32_t i = day->count++; i > at; i--) {
        day->interval[i] = day->interval[i - 1];
    }
    day->interval[at] = span;
    return true;
}

static enum err read_span(struct web *w, size_t row, const struct span_input *in,
                          struct shop_hours *out)
{
    struct calendar_interval span = { 0 };
    struct calendar_weekday *day = &out->weekday[weekday_index(in->day)];
    if (in->from.size == 0 && in->to.size == 0) {
        return OK;
    }
    if (!shop_minute_of(in->from, &span.from_minute) || span.from_minute == 1440) {
        return refuse_span(w, row, "from", "A time, such as 08:00.");
    }
    if (!shop_minute_of(in->to, &span.to_minute)) {
        return refuse_span(w, row, "to", "A time, such as 17:00.");
    }
    span.to_minute += span.to_minute <= span.from_minute ? 1440 : 0; /* past midnight */
    if (day->count == CALENDAR_INTERVALS_MAX || !insert_span(day, span)) {
        return refuse_span(w, row, "from", "These hours overlap with others of the day.");
    }
    return OK;
}

static enum err read_spans(struct web *w, const struct form_rows *rows, struct shop_hours *out)
{
    const struct span_input *in = rows->at;
    enum err result = OK;
    for (size_t i = 0; i < rows->count; i++) {
        enum err e = read_span(w, i, &in[i], out);
        result = e != OK ? e : result;
    }
    for (size_t i = 0; result == OK && i < 7; i++) {
        if (out->weekday[i].count > 0) {
            return OK;
        }
    }
    return result != OK
               ? result
               : web_refuse(
                     w, ERR_BAD_INPUT, (str){ 0 },
                     "Some day of the week must be open. A holiday of the shop is written below.");
}

static enum err read_closures(struct web *w, const struct form_rows *rows, struct shop_hours *out)
{
    const struct closure_input *in = rows->at;
    enum err result = OK;
    for (size_t i = 0; i < rows->count; i++) {
        struct calendar_closure one = { in[i].from, in[i].to != 0 ? in[i].to : in[i].from };
        if (in[i].from == 0 && in[i].to == 0) {
            continue;
        }
        if (in[i].from == 0 || one.to_days < one.from_days) {
            str name =
                str_format(w->ctx.arena, "closures.%zu.%s", i, in[i].from == 0 ? "from" : "to");
            result = web_refuse(w, ERR_BAD_INPUT, name, "The last day is not before the first.");
            continue;
        }
        out->closure[out->closure_count++] = one;
    }
    return result;
}

static enum err read_cutoff(struct web *w, str text, int32_t *out)
{
    *out = 1440;
    return text.size == 0 || shop_minute_of(text, out)
               ? OK
               : web_refuse(w, ERR_BAD_INPUT, S("cutoff"), "A time, such as 14:00.");
}

enum err admin_hours_post(struct web *w)
{
    const struct hours_input *in = w->form;
    struct shop_hours hours = {
        .has_holidays = !str_eq(in->holidays, S("none")),
        .has_joint_leave = str_eq(in->holidays, S("id joint")),
    };
    enum err spans = read_spans(w, &in->spans, &hours);
    enum err cutoff = read_cutoff(w, in->cutoff, &hours.cutoff_minute);
    TRY(read_closures(w, &in->closures, &hours));
    TRY(cutoff);
    TRY(spans);
    enum err e = setting_set(&w->ctx, S("shop.calendar"), shop_hours_write(w->ctx.arena, &hours));
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, (str){ 0 }, "These hours overlap with those of the day before.");
    }
    TRY(e);
    return admin_settings_again(w);
}
