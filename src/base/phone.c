/* SPDX-License-Identifier: Apache-2.0 */
#include "base/phone.h"

enum {
    PHONE_DIGITS_MAX = 15, /* E.164 */
    PHONE_DIGITS_MIN = 8,
    PHONE_TEXT_MAX = 40,
};

struct digits {
    char at[PHONE_DIGITS_MAX + 4]; /* room for 00 in front, and one too many */
    size_t count;
    bool has_plus;
};

/* Digits, and between them only what people put between digits. */
static bool read_digits(str text, struct digits *out)
{
    struct digits d = { .has_plus = str_starts(text, S("+")) };
    for (size_t i = d.has_plus ? 1 : 0; i < text.size; i++) {
        char one = text.at[i];
        if (one >= '0' && one <= '9') {
            if (d.count == sizeof d.at) {
                return false;
            }
            d.at[d.count++] = one;
        } else if (!str_has(S(" -.()/"), one)) {
            return false;
        }
    }
    *out = d;
    return true;
}

/* The number after +62: mobile 8… with 9 to 12 digits, or an area code 2–7, 9 and 8 to 11 digits. */
static bool is_indonesian(str rest)
{
    if (rest.size == 0 || rest.at[0] == '0' || rest.at[0] == '1') {
        return false;
    }
    return rest.at[0] == '8' ? rest.size >= 9 && rest.size <= 12
                             : rest.size >= 8 && rest.size <= 11;
}

static bool international(struct arena *arena, str digits, str *out)
{
    if (str_starts(digits, S("62"))) {
        str rest = str_skip(digits, 2);
        if (str_starts(rest, S("0"))) { /* +62 (0)812… */
            rest = str_skip(rest, 1);
        }
        if (!is_indonesian(rest)) {
            return false;
        }
        *out = str_format(arena, "+62%.*s", STR_ARG(rest));
        return true;
    }
    if (digits.size < PHONE_DIGITS_MIN || digits.size > PHONE_DIGITS_MAX || digits.at[0] == '0') {
        return false;
    }
    *out = str_format(arena, "+%.*s", STR_ARG(digits));
    return true;
}

bool phone_normalise(struct arena *arena, str text, str *out)
{
    text = str_trim(text);
    struct digits d;
    if (text.size > PHONE_TEXT_MAX || !read_digits(text, &d)) {
        return false;
    }
    str digits = { d.at, d.count };
    if (d.has_plus) {
        return international(arena, digits, out);
    }
    if (str_starts(digits, S("00"))) {
        return international(arena, str_skip(digits, 2), out);
    }
    if (str_starts(digits, S("62"))) {
        return international(arena, digits, out);
    }
    if (str_starts(digits, S("0")) && is_indonesian(str_skip(digits, 1))) {
        *out = str_format(arena, "+62%.*s", STR_ARG(str_skip(digits, 1)));
        return true;
    }
    if (str_starts(digits, S("8")) &&
        is_indonesian(digits)) { /* 812…: the 0 was eaten by a spreadsheet */
        *out = str_format(arena, "+62%.*s", STR_ARG(digits));
        return true;
    }
    return false;
}

str phone_print(struct arena *arena, str number)
{
    if (!str_starts(number, S("+62"))) {
        return str_copy(arena, number);
    }
    str local = str_format(arena, "0%.*s", STR_ARG(str_skip(number, 3)));
    str first = str_slice(local, 0, 4);
    str second = str_slice(local, 4, 8);
    str third = str_slice(local, 8, local.size);
    return str_format(arena, "%.*s-%.*s-%.*s", STR_ARG(first), STR_ARG(second), STR_ARG(third));
}

bool phone_is_landline(str number)
{
    return str_starts(number, S("+62")) && !str_starts(number, S("+628"));
}

str phone_digits(str number)
{
    return str_starts(number, S("+")) ? str_skip(number, 1) : number;
}

str phone_mask(struct arena *arena, str number)
{
    str shown = phone_print(arena, number);
    if (shown.size < 9) {
        return S("****");
    }
    return str_format(arena, "%.*s-****-%.*s", STR_ARG(str_slice(shown, 0, 4)),
                      STR_ARG(str_slice(shown, shown.size - 4, shown.size)));
}
