/* SPDX-License-Identifier: Apache-2.0 */
/* contact.c - how to reach the shop, and when somebody is there. */
#include "base/embed.h"
#include "web/care/talk.h"
#include "web/hours.h"
#include "web/shop/card.h"
#include "web/shop/jsonld.h"
#include "web/shop/outlook.h"
#include "web/shop/pages.h"
#include "web/shop/terms.h"

enum { AHEAD_DAYS = 45, CLOSED_SHOWN = 10 };

static const struct model_field hours_fields[] = {
    SHOW(TEXT, "day"), SHOW(TEXT, "text"), PAGE_ONLY(BOOL, "is_today"),
};
static const struct model hours_model = MODEL("opening_hours", hours_fields);
static const struct model_field closed_fields[] = {
    SHOW(DATE, "day"), SHOW_OR_NULL(DATE, "until", .note = "The last of several days."), SHOW(TEXT, "name"),
};
static const struct model closed_model = MODEL("closed_day", closed_fields);
static const struct model_field contact_fields[] = {
    PAGE_ONLY(TEXT, "meta_description"),
    PAGE_ONLY(TEXT, "jsonld_html"),
    SHOW(TEXT, "reply_promise_text"),
    SHOW(BOOL, "is_open"),
    SHOW_OR_NULL(INSTANT, "next_open_at"),
    PAGE_ONLY(TEXT, "map_url"),
    SHOW(LIST, "hours", .of = &hours_model),
    SHOW(LIST, "closed_days", .of = &closed_model),
    SHOW_OR_NULL(TEXT, "body_html", .note = "What the shop adds in its own words."),
    PAGE_ONLY(OBJECT, "form"),
    SHOW_OR_NULL(TEXT, "due_text"),
    SHOW_OR_NULL(TEXT, "about", .note = "The product this page was opened about."),
    SHOW(TEXT, "complaint_text"),
    SHOW(TEXT, "regulator_text"),
};
const struct model contact_model = MODEL("contact", contact_fields);

/* ---- opening hours ---- */

static str hours_text(struct web *w, const struct calendar_weekday *day)
{
    return day->count == 0 ? say(w, T("Closed")) : hours_of_day(w->ctx.arena, day, w->ctx.lang);
}

/* Monday first, as weeks are read here. */
static void show_hours(struct web *w, const struct calendar *cal, struct value *model)
{
    struct arena *a = w->ctx.arena;
    int today = zone_civil(cal->zone, w->ctx.now_at).weekday;
    int64_t monday = zone_days(cal->zone, w->ctx.now_at) - (today + 6) % 7;
    struct value *list = value_set_list(a, model, S("hours"));
    for (int i = 0; i < 7; i++) {
        int weekday = (i + 1) % 7;
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("day"), clock_print_weekday(monday + i, web_is_indonesian(w)));
        value_set_text(a, one, S("text"), hours_text(w, &cal->weekday[weekday]));
        value_set_bool(a, one, S("is_today"), weekday == today);
    }
}

/* The name of a public holiday, from the table that comes with the program: date, kind, certainty, name in both languages. */
static str holiday_name(struct web *w, int64_t days)
{
    str tsv = { 0 };
    str date = clock_iso_date(w->ctx.arena, days);
    bool is_there = embed_find(S("data/holidays-id.tsv"),
                               &tsv); /* before its text is taken: initializers have no order */
    struct str_pair rest = { .found = is_there, .tail = tsv };
    while (rest.found) {
        rest = str_cut(rest.tail, '\n');
        struct str_pair cell = str_cut(rest.head, '\t');
        if (str_eq(cell.head, date)) {
            cell = str_cut(str_cut(str_cut(cell.tail, '\t').tail, '\t').tail, '\t');
            return str_trim(web_is_indonesian(w) ? cell.head : cell.tail);
        }
    }
    return say(w, T("Closed"));
}

struct closed_run {
    int64_t first, last;
    str name; /* empty: none */
};

static void show_run(struct web *w, struct closed_run *run, struct value *list)
{
    struct arena *a = w->ctx.arena;
    if (run->name.size == 0 || list->count == CLOSED_SHOWN) {
        return;
    }
    struct value *one = value_add_object(a, list);
    value_set_date(a, one, S("day"), run->first);
    if (run->last == run->first) {
        value_set_null(a, one, S("until"));
    } else {
        value_set_date(a, one, S("until"), run->last);
    }
    value_set_text(a, one, S("name"), run->name);
    *run = (struct closed_run){ 0 };
}

/* Days of the next weeks on which the shop would be open by the week, but is not; days in a row of one name are one. */
static void show_closed(struct web *w, const struct calendar *cal, struct value *model)
{
    int64_t today = zone_days(cal->zone, w->ctx.now_at);
    struct value *list = value_set_list(w->ctx.arena, model, S("closed_days"));
    struct closed_run run = { 0 };
    for (int64_t days = today; days < today + AHEAD_DAYS; days++) {
        bool is_open = calendar_is_business_day(cal, days);
        if (!is_open && cal->weekday[clock_civil_of_days(days).weekday].count == 0) {
            continue; /* closed every week: a run goes on over it */
        }
        str name = is_open ? (str){ 0 } : holiday_name(w, days);
        if (!str_eq(name, run.name)) {
            show_run(w, &run, list);
            run = (struct closed_run){ .first = days, .name = name };
        }
        run.last = days;
    }
    show_run(w, &run, list);
}

/* The page ends when the door opens or closes; an hour at most. */
static void show_now(struct web *w, const struct calendar *cal, struct value *model)
{
    struct arena *a = w->ctx.arena;
    int64_t now_at = w->ctx.now_at;
    int64_t open_at = 0;
    bool is_open = calendar_is_open(cal, now_at);
    bool opens = !is_open && calendar_due_at(cal, now_at, 1, &open_at);
    value_set_bool(a, model, S("is_open"), is_open);
    value_set_instant(a, model, S("next_open_at"), opens ? open_at - 1 : 0);
    web_valid_until(w, opens ? open_at - 1 : now_at + MINUTES(5));
    int64_t today = zone_days(cal->zone, now_at);
    web_valid_until(w, zone_instant(cal->zone, today + 1, 0));
}

/* ---- words ---- */

static str complaint_text(struct web *w, const struct terms *terms)
{
    if (terms->complaint_days == 0) {
        return say(w, T("Tell us here; your order number helps, if you have it at hand."));
    }
    return say_with(
        w,
        T("Tell us here; your order number helps, if you have it at hand. A complaint is "
          "decided within {days} days."),
        { S("days"), number_text(w, terms->complaint_days) });
}

/* UU 8/1999 and Permendag 31/2023 want it named where complaints are. */
static str regulator_text(struct web *w)
{
    return say(w, T("Directorate General of Consumer Protection and Trade Compliance, Ministry of "
                    "Trade of the Republic"
                    " of Indonesia, WhatsApp 0853-1111-1010."));
}

static enum err show_words(struct web *w, const struct terms *terms, struct value *model)
{
    struct arena *a = w->ctx.arena;
    const struct shop *shop = w->ctx.shop;
    str none = { 0 };
    str map = str_join(a, S("https://www.openstreetmap.org/search?query="),
                       str_escape_url(a, shop->address));
    value_set_text(a, model, S("meta_description"),
                   say_with(w, T("WhatsApp, phone, address and opening hours of {shop}."),
                            { S("shop"), shop->name }));
    value_set_text(a, model, S("jsonld_html"), w->face == WEB_PAGE ? jsonld_store(w) : S(""));
    str reply = { 0 };
    TRY(terms_reply_text(w, terms, &reply));
    value_set_text(a, model, S("reply_promise_text"), reply);
    show_text_or_null(w, model, S("map_url"), shop->address.size == 0 ? none : map);
    value_set_text(a, model, S("complaint_text"), complaint_text(w, terms));
    value_set_text(a, model, S("regulator_text"), regulator_text(w));
    return OK;
}

/* Shared by everybody for five minutes, so the time is the one that holds at the end of them. While we are slower than that,
 * the page has said so above, and promises nothing. */
static enum err due_text(struct web *w, str *out)
{
    int64_t due_at = 0;
    int64_t version = 0;
    str slow = { 0 };
    TRY(reply_slow_text(w, HOURS(terms_of(w)->reply_hours), &slow));
    if (slow.size != 0) {
        *out = (str){ 0 };
        return OK;
    }
    TRY(conversation_due_at(&w->ctx, w->ctx.now_at + MINUTES(5), &due_at, &version));
    str when = clock_print(w->ctx.arena, w->ctx.shop->zone, due_at, web_is_indonesian(w));
    *out = say_with(w, T("If you write now, a person answers by {when} at the latest."),
                    { S("when"), when });
    return OK;
}

/* A product that is not there is left out without a word. */
static enum err show_about(struct web *w, struct value *model, struct form_state *state)
{
    const struct contact_ask *ask = w->query;
    struct product p = { 0 };
    bool is_asked = ask != NULL && !w->is_back && ask->product.size != 0;
    enum err e =
        !is_asked ? ERR_NOT_FOUND : product_load(&w->ctx, ask->product, PRODUCT_PUBLIC, &p);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    w->ctx.detail[0] = '\0';
    show_text_or_null(w, model, S("about"), e == OK ? p.name : (str){ 0 });
    if (e == OK) {
        value_set_text(w->ctx.arena, state->typed, S("product"), p.slug);
        web_tagf(w, "product:%" PRId64, p.id.v);
    }
    return OK;
}

static enum err show_form(struct web *w, struct value *model)
{
    struct form_state state = web_form_state(w, &contact_form);
    str due = { 0 };
    TRY(show_about(w, model, &state));
    TRY(due_text(w, &due));
    value_set(
        model, S("form"),
        form_model(w->ctx.arena, &state, web_path(w, "/contact"), w->csrf_token, w->ctx.lang));
    show_text_or_null(w, model, S("due_text"), due);
    web_valid_until(w, w->ctx.now_at + MINUTES(5));
    return OK;
}

enum err contact_page(struct web *w)
{
    struct page extra = { 0 };
    bool found = false;
    struct calendar hours = order_calendar(&w->ctx);
    const struct calendar *cal = &hours;
    TRY(page_find(&w->ctx, S("contact"), &extra, &found));
    struct value *model = w->model = value_object(w->ctx.arena);
    web_tag(w, S("page:contact"));
    web_tag(w, S("policy"));
    web_tag(w, S("shop"));
    TRY(show_words(w, terms_of(w), model));
    show_text_or_null(w, model, S("body_html"), extra.body_html);
    show_now(w, cal, model);
    show_hours(w, cal, model);
    show_closed(w, cal, model);
    return show_form(w, model);
}
