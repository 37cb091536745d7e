/* SPDX-License-Identifier: Apache-2.0 */
#include "core/setting_value.h"

#include "base/phone.h"
#include "base/qris.h"

/* ---- reading one value ---- */

static bool refuse(str *why, const char *text)
{
    *why = str_of(text);
    return false;
}

static bool has_control(str text, bool lines)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char one = (unsigned char)text.at[i];
        if ((one < 0x20 && !(lines && one == '\n')) || one == 0x7f) {
            return true;
        }
    }
    return false;
}

static bool is_email(str text)
{
    struct str_pair at = str_cut(text, '@');
    return at.found && at.head.size > 0 && at.head.size <= 64 && str_has(at.tail, '.') &&
           !str_has(at.tail, '@') && !str_has(text, ' ') && !str_starts(at.tail, S(".")) &&
           !str_ends(at.tail, S("."));
}

static bool is_url(str text)
{
    str host = str_starts(text, S("https://")) ? str_skip(text, 8) : str_skip(text, 7);
    return (str_starts(text, S("https://")) || str_starts(text, S("http://"))) && host.size > 0 &&
           !str_has(text, ' ') && !str_has(text, '"') && !str_has(text, '<') &&
           !str_ends(text, S("/"));
}

static bool check_number(const struct setting *s, str text, str *why)
{
    int64_t number = 0;
    if (!str_to_int(text, &number)) {
        return refuse(why, "a whole number is expected");
    }
    return number >= s->min && number <= s->max ? true : refuse(why, "the number is out of bounds");
}

static bool read_bank(str line, struct shop_bank *out)
{
    struct str_pair first = str_cut(line, '|');
    struct str_pair second = str_cut(first.tail, '|');
    struct shop_bank bank = { str_trim(first.head), str_trim(second.head), str_trim(second.tail) };
    if (bank.bank.size == 0 || bank.number.size == 0 || bank.holder.size == 0 ||
        str_has(bank.holder, '|')) {
        return false;
    }
    *out = bank;
    return true;
}

static bool read_banks(str text, struct shop_bank bank[SHOP_BANKS_MAX], size_t *count)
{
    size_t n = 0;
    for (struct str_pair rest = { .tail = text }; rest.tail.size > 0;) {
        rest = str_cut(rest.tail, '\n');
        str line = str_trim(rest.head);
        if (line.size == 0) {
            continue;
        }
        if (n == SHOP_BANKS_MAX || !read_bank(line, &bank[n++])) {
            return false;
        }
    }
    *count = n;
    return true;
}

/* "12%", "11,5%", or in hundredths of a percent: "1200". */
static bool read_rate(str text, int64_t *out)
{
    enum { RATE_MAX_BP = 5000 };
    int64_t whole = 0;
    int64_t tenths = 0;
    if (!str_ends(text, S("%"))) {
        return str_to_int(text, out) && *out >= 0 && *out <= RATE_MAX_BP;
    }
    str number = str_trim(str_slice(text, 0, text.size - 1));
    struct str_pair parts = str_cut(number, str_has(number, ',') ? ',' : '.');
    bool has_tenths = parts.found && parts.tail.size == 1 && str_to_int(parts.tail, &tenths);
    *out = 0;
    if (!str_to_int(parts.head, &whole) || (parts.found && !has_tenths) || tenths < 0 ||
        whole < 0 || whole > RATE_MAX_BP / 100) {
        return false;
    }
    *out = whole * 100 + tenths * 10;
    return *out <= RATE_MAX_BP;
}

static bool read_tax_rate(str line, int64_t *from_days, int64_t *bp)
{
    struct str_pair cells = str_cut(line, ' ');
    return clock_parse_date(cells.head, from_days) && read_rate(str_trim(cells.tail), bp);
}

static bool check_tax_rates(str text, str *why)
{
    int64_t from = 0;
    int64_t bp = 0;
    for (struct str_pair rest = { .tail = text }; rest.tail.size > 0;) {
        rest = str_cut(rest.tail, '\n');
        str line = str_trim(rest.head);
        if (line.size != 0 && !read_tax_rate(line, &from, &bp)) {
            return refuse(
                why,
                "one line a rate is expected: its first day and the rate, such as 2027-01-01 12%");
        }
    }
    return true;
}

int64_t shop_tax_rate_at(const struct shop *shop, int64_t at)
{
    int64_t today = zone_days(shop->zone, at);
    int64_t rate = shop->tax_rate_bp;
    int64_t since = INT64_MIN;
    for (struct str_pair rest = { .tail = shop->tax_rates }; rest.tail.size > 0;) {
        int64_t from = 0;
        int64_t bp = 0;
        rest = str_cut(rest.tail, '\n');
        if (read_tax_rate(str_trim(rest.head), &from, &bp) && from <= today && from >= since) {
            rate = bp;
            since = from;
        }
    }
    return rate;
}

static bool check_calendar(struct arena *arena, str text, str *why)
{
    struct calendar calendar;
    return shop_read_calendar(arena, text, zone_of(S("Asia/Jakarta")), 1, &calendar, why);
}

static bool check_qris(struct arena *arena, str text, str *why)
{
    struct qris qris = { 0 };
    return qris_read(arena, text, &qris, why) &&
           (!qris.is_dynamic ||
            refuse(why, "a static code is expected: this one is for one payment"));
}

static bool is_lang(str text)
{
    return str_eq(text, S("id")) || str_eq(text, S("en"));
}

/* ---- checking ---- */

static bool check_text(const struct setting *s, str text, str *why)
{
    bool lines =
        s->kind == SETTING_TAX_RATES || s->kind == SETTING_BANKS || s->kind == SETTING_CALENDAR;
    if (!str_is_utf8(text) || has_control(text, lines)) {
        return refuse(why, "the text has characters that cannot be kept");
    }
    int64_t chars = (int64_t)str_count_chars(text);
    if (s->kind != SETTING_INT && s->kind != SETTING_BOOL && (chars < s->min || chars > s->max)) {
        return refuse(why, chars < s->min ? "a text is expected" : "the text is too long");
    }
    return true;
}

/* Of texts that are not empty. */
static bool check_kind(struct arena *arena, const struct setting *s, str text, str *stored,
                       str *why)
{
    currency unit;
    struct shop_bank bank[SHOP_BANKS_MAX];
    size_t count = 0;
    switch (s->kind) {
    case SETTING_TEXT:
    case SETTING_SECRET:
        return true;
    case SETTING_TAX_RATES:
        return check_tax_rates(text, why);
    case SETTING_INT:
    case SETTING_BOOL:
        return check_number(s, text, why);
    case SETTING_PHONE:
        return phone_normalise(arena, text, stored) ? true
                                                    : refuse(why, "a phone number is expected");
    case SETTING_EMAIL:
        return is_email(text) ? true : refuse(why, "an e-mail address is expected");
    case SETTING_URL:
        return is_url(text) ? true
                            : refuse(why, "an address such as https://toko.example is expected");
    case SETTING_CURRENCY:
        return currency_of(text, &unit) ? true : refuse(why, "a currency such as IDR is expected");
    case SETTING_LANG:
        return is_lang(text) ? true : refuse(why, "id or en is expected");
    case SETTING_ZONE:
        return zone_of(text) != NULL ? true
                                     : refuse(why, "a time zone such as Asia/Jakarta is expected");
    case SETTING_BANKS:
        return read_banks(text, bank, &count)
                   ? true
                   : refuse(why, "at most five lines 'bank | number | holder' are expected");
    case SETTING_CALENDAR:
        return check_calendar(arena, text, why);
    case SETTING_QRIS:
        return check_qris(arena, text, why);
    }
    return false;
}

static bool may_be_empty(enum setting_kind kind)
{
    return kind != SETTING_INT && kind != SETTING_BOOL && kind != SETTING_CURRENCY &&
           kind != SETTING_LANG && kind != SETTING_ZONE && kind != SETTING_CALENDAR;
}

bool setting_check(struct arena *arena, const struct setting *s, str text, str *stored, str *why)
{
    str trimmed = str_trim(str_replace(arena, text, S("\r\n"), S("\n")));
    str spelled = trimmed;
    if (!check_text(s, trimmed, why)) {
        return false;
    }
    bool is_empty = trimmed.size == 0 && may_be_empty(s->kind);
    if (!is_empty && !check_kind(arena, s, trimmed, &spelled, why)) {
        return false;
    }
    *stored = spelled;
    return true;
}

/* ---- applying ---- */

static void *place(const struct setting *s, struct shop *shop)
{
    return (char *)shop + s->offset; /* offsets come from offsetof in setting_table.c */
}

static bool apply_calendar(struct arena *arena, str stored, int64_t version, struct shop *shop)
{
    struct calendar *calendar = NEW(arena, struct calendar);
    str why = { 0 };
    if (!shop_read_calendar(arena, stored, shop->zone, version, calendar, &why)) {
        return false;
    }
    shop->calendar_text = stored;
    shop->calendar = calendar;
    return true;
}

static bool apply_number(const struct setting *s, str stored, struct shop *shop)
{
    int64_t number = 0;
    if (!str_to_int(stored, &number)) {
        return false;
    }
    if (s->kind == SETTING_BOOL) {
        *(bool *)place(s, shop) = number != 0;
    } else {
        *(int64_t *)place(s, shop) = number;
    }
    return true;
}

bool setting_apply(struct arena *arena, const struct setting *s, str stored, int64_t version,
                   struct shop *shop)
{
    switch (s->kind) {
    case SETTING_TEXT:
    case SETTING_TAX_RATES:
    case SETTING_PHONE:
    case SETTING_EMAIL:
    case SETTING_URL:
    case SETTING_QRIS:
        *(str *)place(s, shop) = stored;
        return true;
    case SETTING_INT:
    case SETTING_BOOL:
        return apply_number(s, stored, shop);
    case SETTING_CURRENCY:
        return currency_of(stored, &shop->currency);
    case SETTING_LANG:
        shop->lang = str_eq(stored, S("en")) ? LANG_EN : LANG_ID;
        return true;
    case SETTING_ZONE:
        shop->zone = zone_of(stored);
        return shop->zone != NULL;
    case SETTING_BANKS:
        return read_banks(stored, shop->bank, &shop->bank_count);
    case SETTING_CALENDAR:
        return apply_calendar(arena, stored, version, shop);
    case SETTING_SECRET:
        return true;
    }
    return false;
}
