/* SPDX-License-Identifier: Apache-2.0 */
#include "care/whatsapp_chat.h"

#include "base/buf.h"
#include "base/ink.h"

struct stamp {
    int64_t part[3]; /* as written: day and month, or the other way round */
    int64_t hour, minute, second;
};

/* Reads a number of 1 to `digits_max` digits off the front. */
static bool take_number(str *s, size_t digits_max, int64_t *out)
{
    size_t size = 0;
    while (size < s->size && size < digits_max && s->at[size] >= '0' && s->at[size] <= '9') {
        size++;
    }
    if (size == 0 || !str_to_int(str_slice(*s, 0, size), out)) {
        return false;
    }
    *s = str_skip(*s, size);
    return true;
}

static bool take_any(str *s, const char *chars)
{
    if (s->size == 0 || s->at == NULL || !str_has(str_of(chars), s->at[0])) {
        return false;
    }
    *s = str_skip(*s, 1);
    return true;
}

/* Marks of direction and narrow spaces that phones put in. */
static str plain(struct arena *arena, str text)
{
    static const str marks[] = { S_INIT("\xe2\x80\x8e"), S_INIT("\xe2\x80\x8f"), S_INIT("\xef\xbb\xbf"), S_INIT("\r") };
    static const str spaces[] = { S_INIT("\xe2\x80\xaf"), S_INIT("\xc2\xa0") };
    for (size_t i = 0; i < COUNT(marks); i++) {
        text = str_replace(arena, text, marks[i], S(""));
    }
    for (size_t i = 0; i < COUNT(spaces); i++) {
        text = str_replace(arena, text, spaces[i], S(" "));
    }
    return text;
}

static void skip_spaces(str *s)
{
    while (take_any(s, " ")) {
    }
}

static bool take_time(str *s, struct stamp *out)
{
    skip_spaces(s);
    if (!take_number(s, 2, &out->hour) || !take_any(s, ".:") || !take_number(s, 2, &out->minute)) {
        return false;
    }
    if (take_any(s, ".:") && !take_number(s, 2, &out->second)) {
        return false;
    }
    skip_spaces(s);
    str lower = { s->at, s->size < 2 ? s->size : 2 };
    bool is_pm = str_eq_nocase(lower, S("pm"));
    if (is_pm || str_eq_nocase(lower, S("am"))) {
        *s = str_skip(*s, 2);
        out->hour = out->hour % 12 + (is_pm ? 12 : 0);
    }
    return out->hour < 24 && out->minute < 60 && out->second < 60;
}

/* "21/11/26 14.05 - " or "[21/11/26, 14.05.33] "; what follows stays in `s`. */
static bool take_stamp(str *s, struct stamp *out)
{
    str rest = *s;
    struct stamp found = { 0 };
    bool has_bracket = take_any(&rest, "[");
    for (int i = 0; i < 3; i++) {
        if (!take_number(&rest, 4, &found.part[i]) || (i < 2 && !take_any(&rest, "/.-"))) {
            return false;
        }
    }
    (void)take_any(&rest, ",");
    if (!take_time(&rest, &found)) {
        return false;
    }
    skip_spaces(&rest);
    if (!take_any(&rest, has_bracket ? "]" : "-")) {
        return false;
    }
    skip_spaces(&rest);
    *s = rest;
    *out = found;
    return true;
}

static int64_t instant_of(const struct stamp *t, bool month_first, const struct zone *zone)
{
    int64_t day = t->part[month_first ? 1 : 0];
    int64_t month = t->part[month_first ? 0 : 1];
    int64_t year = t->part[2] < 100 ? t->part[2] + 2000 : t->part[2];
    if (day < 1 || day > 31 || month < 1 || month > 12 || year < 2009 || year > 2200) {
        return 0;
    }
    int64_t days = clock_days_of((int)year, (int)month, (int)day);
    return zone_instant(zone, days, (int)(t->hour * 60 + t->minute)) + SECONDS(t->second);
}

/* Stamps that are no date, run backwards, or lie ahead (a day for clocks that go wrong). */
static size_t faults_of(str text, bool month_first, const struct zone *zone, int64_t now_at)
{
    struct str_pair line = { .tail = text, .found = true };
    int64_t last_at = 0;
    size_t faults = 0;
    while (line.found) {
        struct stamp t = { 0 };
        line = str_cut(line.tail, '\n');
        if (take_stamp(&line.head, &t)) {
            int64_t at = instant_of(&t, month_first, zone);
            faults += at < last_at || at == 0 || at > now_at + DAYS(1);
            last_at = at != 0 ? at : last_at;
        }
    }
    return faults;
}

static void add_line(struct arena *arena, struct whatsapp_chat *chat, str text)
{
    if (chat->count > 0) {
        struct whatsapp_line *last = &chat->item[chat->count - 1];
        last->text = str_format(arena, "%.*s\n%.*s", STR_ARG(last->text), STR_ARG(text));
    }
}

void whatsapp_read(struct arena *arena, str text, const struct zone *zone, int64_t now_at,
                   struct whatsapp_chat *out)
{
    struct whatsapp_chat chat = { .item = NEW_N(arena, struct whatsapp_line, WHATSAPP_LINES_MAX) };
    str all = plain(arena, text);
    bool month_first = faults_of(all, true, zone, now_at) < faults_of(all, false, zone, now_at);
    bool in_message = false;
    struct str_pair line = { .tail = all, .found = true };
    while (line.found && chat.count < WHATSAPP_LINES_MAX) {
        struct stamp t = { 0 };
        line = str_cut(line.tail, '\n');
        str rest = line.head;
        if (!take_stamp(&rest, &t)) {
            if (in_message) {
                add_line(arena, &chat, line.head);
            }
            continue;
        }
        size_t colon = str_find(rest, S(": "), 0);
        int64_t at = instant_of(&t, month_first, zone);
        in_message = colon < rest.size && at != 0; /* the system's lines have no author */
        if (in_message) {
            chat.item[chat.count++] =
                (struct whatsapp_line){ at, str_trim(str_slice(rest, 0, colon)),
                                         str_skip(rest, colon + 2) };
        }
    }
    for (size_t i = 0; i < chat.count; i++) {
        chat.item[i].text = str_trim(chat.item[i].text);
    }
    *out = chat;
}

/* The same words of the same person in the same minute, the n-th time. */
static str external_of(struct ctx *c, conversation_id id, const struct whatsapp_chat *chat,
                       size_t i)
{
    const struct whatsapp_line *l = &chat->item[i];
    size_t nth = 0;
    for (size_t k = 0; k < i; k++) {
        const struct whatsapp_line *o = &chat->item[k];
        nth += o->at / MINUTES(1) == l->at / MINUTES(1) && str_eq(o->author, l->author) &&
               str_eq(o->text, l->text);
    }
    return str_format(c->arena, "%" PRId64 "|%" PRId64 "|%.*s|%.*s|%zu", id.v, l->at / MINUTES(1),
                      STR_ARG(l->author), STR_ARG(l->text), nth);
}

static bool is_of_us(const struct whatsapp_line *l, str ours)
{
    return ours.size != 0 && str_eq_nocase(l->author, ours);
}

/* What stands where words were taken back; the person whose phone it is reads "you". */
static bool is_taken_back(str text)
{
    static const str marks[] = { S_INIT("Pesan ini dihapus"), S_INIT("Pesan ini telah dihapus"), S_INIT("Anda menghapus pesan ini"),
                                 S_INIT("Anda telah menghapus pesan ini"), S_INIT("This message was deleted"), S_INIT("You deleted this message") };
    bool has_stop = str_ends(text, S("."));
    str words = has_stop ? str_slice(text, 0, text.size - 1) : text;
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (str_eq_nocase(words, marks[i])) {
            return true;
        }
    }
    return false;
}

static bool is_group(const struct whatsapp_chat *chat, str ours)
{
    str first = { 0 };
    for (size_t i = 0; i < chat->count; i++) {
        const struct whatsapp_line *l = &chat->item[i];
        if (!is_of_us(l, ours) && first.size != 0 && !str_eq(first, l->author)) {
            return true;
        }
        first = is_of_us(l, ours) ? first : l->author;
    }
    return false;
}

static str text_of_line(struct ctx *c, const struct whatsapp_line *l, bool names_author)
{
    return names_author && !ink_is_none(l->text)
               ? str_format(c->arena, "%.*s: %.*s", STR_ARG(l->author), STR_ARG(l->text))
               : l->text;
}

enum err whatsapp_add(struct ctx *c, conversation_id id, const struct whatsapp_chat *chat, str ours,
                      int64_t *added)
{
    int64_t count = 0;
    size_t last_out = 0;
    bool names_author = is_group(chat, ours);
    if (chat->count == 0) {
        return fail(c, ERR_BAD_INPUT, "%s", "text: no message was found in it");
    }
    for (size_t i = 0; i < chat->count; i++) {
        bool is_answer = is_of_us(&chat->item[i], ours) && !is_taken_back(chat->item[i].text);
        last_out = is_answer ? i + 1 : last_out;
    }
    for (size_t i = 0; i < chat->count; i++) {
        const struct whatsapp_line *l = &chat->item[i];
        bool is_ours = is_of_us(l, ours);
        str text = text_of_line(c, l, names_author && !is_ours);
        struct said_receipt r = { 0 };
        enum said_direction direction = !is_ours                 ? SAID_IN
                                        : is_taken_back(l->text) ? SAID_NOTE
                                                                 : SAID_OUT;
        struct said_new s = { .direction = direction, .channel = CHANNEL_WHATSAPP,
                              .author = is_ours ? AUTHOR_STAFF : AUTHOR_BUYER, .text = text, .sent_at = l->at,
                              .external = external_of(c, id, chat, i), .is_sent = true, .is_past = i < last_out };
        if (ink_is_none(l->text)) {
            continue;
        }
        TRY(conversation_say(c, id, &s, &r));
        count += !r.is_duplicate;
    }
    *added = count;
    return OK;
}
