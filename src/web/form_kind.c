/* SPDX-License-Identifier: Apache-2.0 */
/* One answer → one value of the field's C type, and back to text. */
#include "web/form_inner.h"

#include "base/ink.h"
#include "base/phone.h"

#define UNREADABLE T("This contains characters we cannot read.")
#define TOO_LONG T("At most {max} characters.")

static bool is_control(unsigned char c)
{
    return c < 32 || c == 127;
}

/* Marks that turn the order of everything after them (U+202A–E, U+2066–9: a name could dress up an address beside it), the second set of
 * controls (U+0080–9F) and the byte order mark: their bytes; 0: something to be kept. */
static size_t misleading_size(str rest)
{
    const unsigned char *at = (const unsigned char *)rest.at;
    if (rest.size >= 2 && at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f) {
        return 2;
    }
    if (rest.size < 3 || (at[0] != 0xe2 && at[0] != 0xef)) {
        return 0;
    }
    bool is_order = at[0] == 0xe2 && ((at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
                                      (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9));
    bool is_mark = at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf;
    return is_order || is_mark ? 3 : 0;
}

bool field_clean(struct arena *arena, str text, bool has_lines, str *out)
{
    if (!str_is_utf8(text)) {
        return false;
    }
    struct buf clean = buf_new(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool is_break = c == '\r' || c == '\n';
        if (c == '\r' && i + 1 < text.size && text.at[i + 1] == '\n') {
            continue;
        }
        size_t misleading = c < 0x80 ? 0 : misleading_size(str_skip(text, i));
        if (misleading > 0) {
            i += misleading - 1;
        } else if (c == '\t' || (is_break && !has_lines)) {
            buf_add_char(&clean, ' ');
        } else if (is_break) {
            buf_add_char(&clean, '\n');
        } else if (is_control(c)) {
            return false;
        } else {
            buf_add_char(&clean, (char)c);
        }
    }
    *out = str_trim(buf_str(&clean));
    return true;
}

bool field_is_required(const struct field *field)
{
    if (field->is_optional) {
        return false;
    }
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_LINES:
    case FIELD_CHOICE:
    case FIELD_SLUG:
    case FIELD_BOOL:
    case FIELD_TEXT_LIST:
    case FIELD_ROWS:
        return field->min > 0;
    case FIELD_INT:
    case FIELD_MONEY:
    case FIELD_PHONE:
    case FIELD_EMAIL:
    case FIELD_DATE:
    case FIELD_INSTANT:
    case FIELD_FILE:
    case FIELD_KIND_COUNT:
        break;
    }
    return true;
}

/* JSON must use JSON's own kinds; pages send texts only. */
static bool node_is(const struct answer *answer, enum value_kind kind)
{
    return answer->node == NULL || answer->node->kind == kind;
}

static bool check_length(const struct field *field, str text, problem_text *why)
{
    if ((int64_t)str_count_chars(text) > field->max) {
        *why = TOO_LONG;
        return false;
    }
    *why = S("");
    return (int64_t)ink_count(text) >= field->min;
}

static bool convert_text(const struct field_at *at, const struct answer *answer, str *to,
                         problem_text *why)
{
    str clean = { 0 };
    if (!node_is(answer, VALUE_TEXT)) {
        *why = T("This must be a text.");
        return false;
    }
    if (!field_clean(at->arena, answer->text, at->field->kind == FIELD_LINES, &clean)) {
        *why = UNREADABLE;
        return false;
    }
    if (!check_length(at->field, clean, why)) {
        return false;
    }
    *to = clean;
    return true;
}

static bool convert_slug(const struct field_at *at, const struct answer *answer, str *to,
                         problem_text *why)
{
    str slug = { 0 };
    if (!convert_text(at, answer, &slug, why)) {
        return false;
    }
    for (size_t i = 0; i < slug.size; i++) {
        char c = slug.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i > 0))) {
            *why = T("Only small letters, digits and dashes.");
            return false;
        }
    }
    *to = slug;
    return true;
}

static bool convert_choice(const struct field_at *at, const struct answer *answer, str *to,
                           problem_text *why)
{
    str choice = { 0 };
    if (!convert_text(at, answer, &choice, why)) {
        return false;
    }
    bool is_known = at->field->option_count == 0;
    *why = is_known ? S("") : T("Possible here: {options}.");
    for (size_t i = 0; i < at->field->option_count; i++) {
        is_known = is_known || str_eq(choice, str_of(at->field->options[i].value));
    }
    if (is_known) {
        *to = choice;
    }
    return is_known;
}

/* Not all of RFC 5322: what mail providers give out. */
static bool is_email(str text)
{
    struct str_pair at = str_cut_last(text, '@');
    if (!at.found || str_is_empty(at.head) || at.head.size > 64 || !str_has(at.tail, '.')) {
        return false;
    }
    for (size_t i = 0; i < at.head.size; i++) {
        char c = at.head.at[i];
        if (c <= ' ' || c > '~' || str_has(S("<>()[]\\,;:\"@"), c)) {
            return false;
        }
    }
    for (size_t i = 0; i < at.tail.size; i++) {
        char c = at.tail.at[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
            return false;
        }
    }
    return !str_contains(at.tail, S("..")) && at.tail.at[0] != '.' && !str_ends(at.tail, S("."));
}

static bool convert_email(const struct field_at *at, const struct answer *answer, str *to,
                          problem_text *why)
{
    str text = { 0 };
    if (!convert_text(at, answer, &text, why)) {
        return false;
    }
    *why = T("This does not look like an e-mail address.");
    if (!is_email(text)) {
        return false;
    }
    struct str_pair both = str_cut_last(text, '@');
    *to = str_format(at->arena, "%.*s@%.*s", STR_ARG(both.head),
                     STR_ARG(str_lower(at->arena, both.tail)));
    return true;
}

static bool convert_phone(const struct field_at *at, const struct answer *answer, str *to,
                          problem_text *why)
{
    str text = { 0 };
    if (!convert_text(at, answer, &text, why)) {
        return false;
    }
    *why = at->field->message != NULL
               ? S("")
               : T("This does not look like a phone number. Example: 0812 3456 7890.");
    return phone_normalise(at->arena, text, to);
}

static bool check_number(const struct field *field, int64_t number, problem_text *why)
{
    bool has_limits = field->min != 0 || field->max != 0;
    if (has_limits && (number < field->min || number > field->max)) {
        *why = field->message != NULL ? S("") : T("Between {min} and {max}.");
        return false;
    }
    return true;
}

static bool convert_int(const struct field_at *at, const struct answer *answer, int64_t *to,
                        problem_text *why)
{
    int64_t number = 0;
    if (!node_is(answer, VALUE_INT) || !str_to_int(str_trim(answer->text), &number)) {
        *why = T("This must be a whole number.");
        return false;
    }
    if (!check_number(at->field, number, why)) {
        return false;
    }
    *to = number;
    return true;
}

static bool convert_bool(const struct field_at *at, const struct answer *answer, bool *to,
                         problem_text *why)
{
    static const char *const yes[] = { "true", "1", "on", "yes" };
    static const char *const no[] = { "false", "0", "off", "no", "" };
    str text = str_trim(answer->text);
    bool is_yes = false;
    bool is_no = false;
    for (size_t i = 0; i < COUNT(yes); i++) {
        is_yes = is_yes || str_eq_nocase(text, str_of(yes[i]));
    }
    for (size_t i = 0; i < COUNT(no); i++) {
        is_no = is_no || str_eq_nocase(text, str_of(no[i]));
    }
    if (!node_is(answer, VALUE_BOOL) || (!is_yes && !is_no)) {
        *why = T("This must be true or false.");
        return false;
    }
    *why = S("");
    if (is_no && at->field->min > 0) {
        return false;
    }
    *to = is_yes;
    return true;
}

/* "Rp1.250.000", "1,250.50", "65000": the last of . and , is the decimal sign unless three digits follow it. */
static bool plain_amount(struct arena *arena, str text, str *out)
{
    struct buf plain = buf_new(arena, 64);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        size_t digits = 0;
        while (i + 1 + digits < text.size && text.at[i + 1 + digits] >= '0' &&
               text.at[i + 1 + digits] <= '9') {
            digits++;
        }
        bool is_last = i + 1 + digits == text.size;
        if (c >= '0' && c <= '9') {
            buf_add_char(&plain, c);
        } else if (c != '.' && c != ',') {
            return false;
        } else if (is_last && digits != 3) {
            buf_add_char(&plain, '.');
        } else if (digits != 3 || i == 0) {
            return false;
        }
    }
    *out = buf_str(&plain);
    return !buf_is_over(&plain);
}

bool form_money(struct arena *arena, currency in, str text, money *out)
{
    text = str_trim(text);
    const char *const marks[] = { in.code, "Rp.", "Rp", "US$", "$" };
    for (size_t i = 0; i < COUNT(marks); i++) {
        str mark = str_of(marks[i]);
        if (str_eq_nocase(str_slice(text, 0, mark.size), mark)) {
            text = str_trim(str_skip(text, mark.size));
            break;
        }
    }
    str plain = { 0 };
    return plain_amount(arena, text, &plain) && money_parse(plain, in, out);
}

static bool node_money(const struct field_at *at, const struct value *node, money *out)
{
    currency code;
    const struct value *amount = value_get(node, S("amount"));
    if (amount == NULL || amount->kind != VALUE_INT || node->count != 2 || amount->number < 0 ||
        amount->number > MONEY_MAX_MINOR || !currency_of(value_text(node, S("currency")), &code) ||
        !currency_eq(code, at->env->currency)) {
        return false;
    }
    *out = (money){ amount->number, code };
    return true;
}

static bool convert_money(const struct field_at *at, const struct answer *answer, money *to,
                          problem_text *why)
{
    money amount;
    *why = T("This is not an amount in the shop's currency.");
    bool is_good = answer->node != NULL
                       ? node_money(at, answer->node, &amount)
                       : form_money(at->arena, at->env->currency, answer->text, &amount);
    if (!is_good || !check_number(at->field, amount.minor, why)) {
        return false;
    }
    *to = amount;
    return true;
}

/* 2026-11-21T14:05 of <input type="datetime-local">, in the shop's zone. */
static bool local_instant(const struct zone *zone, str text, int64_t *out)
{
    int64_t days = 0;
    int64_t hour = 0;
    int64_t minute = 0;
    if (text.size < 16 || (text.at[10] != 'T' && text.at[10] != ' ') || text.at[13] != ':' ||
        (text.size != 16 && !(text.size == 19 && text.at[16] == ':'))) {
        return false;
    }
    if (!clock_parse_date(str_slice(text, 0, 10), &days) ||
        !str_to_int(str_slice(text, 11, 13), &hour) ||
        !str_to_int(str_slice(text, 14, 16), &minute) || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59) {
        return false;
    }
    *out = zone_instant(zone != NULL ? zone : zone_of(S("UTC")), days, (int)(hour * 60 + minute));
    return true;
}

static bool convert_instant(const struct field_at *at, const struct answer *answer, int64_t *to,
                            problem_text *why)
{
    str text = str_trim(answer->text);
    int64_t instant = 0;
    *why = T("This is not a date and time.");
    if (!node_is(answer, VALUE_TEXT) ||
        (!clock_parse_rfc3339(text, &instant) && !local_instant(at->env->zone, text, &instant))) {
        return false;
    }
    if (!check_number(at->field, instant, why)) {
        return false;
    }
    *to = instant;
    return true;
}

static bool convert_date(const struct field_at *at, const struct answer *answer, int64_t *to,
                         problem_text *why)
{
    int64_t days = 0;
    *why = T("This is not a date.");
    if (!node_is(answer, VALUE_TEXT) || !clock_parse_date(str_trim(answer->text), &days) ||
        !check_number(at->field, days, why)) {
        return false;
    }
    *to = days;
    return true;
}

static bool convert_file(const struct field_at *at, const struct answer *answer,
                         struct form_file *to, problem_text *why)
{
    *why = T("Please choose a file.");
    if (answer->file == NULL) {
        return false;
    }
    *why = T("This file is too large: at most {size}.");
    if ((int64_t)answer->file->bytes.size > at->field->max) {
        return false;
    }
    *to = *answer->file;
    return true;
}

bool field_convert(const struct field_at *at, const struct answer *answer, void *to,
                   problem_text *why)
{
    if (answer->is_bad) {
        *why = UNREADABLE;
        return false;
    }
    *why = S("");
    switch (at->field->kind) {
    case FIELD_TEXT:
    case FIELD_LINES:
        return convert_text(at, answer, to, why);
    case FIELD_INT:
        return convert_int(at, answer, to, why);
    case FIELD_MONEY:
        return convert_money(at, answer, to, why);
    case FIELD_PHONE:
        return convert_phone(at, answer, to, why);
    case FIELD_EMAIL:
        return convert_email(at, answer, to, why);
    case FIELD_BOOL:
        return convert_bool(at, answer, to, why);
    case FIELD_DATE:
        return convert_date(at, answer, to, why);
    case FIELD_INSTANT:
        return convert_instant(at, answer, to, why);
    case FIELD_CHOICE:
        return convert_choice(at, answer, to, why);
    case FIELD_SLUG:
        return convert_slug(at, answer, to, why);
    case FIELD_FILE:
        return convert_file(at, answer, to, why);
    case FIELD_TEXT_LIST:
    case FIELD_ROWS:
    case FIELD_KIND_COUNT:
        break;
    }
    return false;
}

static str local_text(const struct field_at *at, int64_t instant)
{
    struct civil c = zone_civil(at->env->zone != NULL ? at->env->zone : zone_of(S("UTC")), instant);
    return str_format(at->arena, "%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour,
                      c.minute);
}

/* A field that may be left empty and takes no zero is shown empty: a browser sends back what it shows. */
static str shown_money(const struct field_at *at, const money *from)
{
    bool is_none = from->minor == 0 && at->field->is_optional && at->field->min > 0;
    return is_none ? S("") : money_decimal(at->arena, *from);
}

str field_text(const struct field_at *at, const void *from)
{
    switch (at->field->kind) {
    case FIELD_TEXT:
    case FIELD_LINES:
    case FIELD_EMAIL:
    case FIELD_CHOICE:
    case FIELD_SLUG:
    case FIELD_PHONE:
        return *(const str *)from;
    case FIELD_INT:
        return str_format(at->arena, "%" PRId64, *(const int64_t *)from);
    case FIELD_MONEY:
        return shown_money(at, from);
    case FIELD_BOOL:
        return *(const bool *)from ? S("true") : S("");
    case FIELD_DATE:
        return *(const int64_t *)from == 0 ? S("")
                                           : clock_iso_date(at->arena, *(const int64_t *)from);
    case FIELD_INSTANT:
        return *(const int64_t *)from == 0 ? S("") : local_text(at, *(const int64_t *)from);
    case FIELD_FILE:
    case FIELD_TEXT_LIST:
    case FIELD_ROWS:
    case FIELD_KIND_COUNT:
        break;
    }
    return S("");
}
