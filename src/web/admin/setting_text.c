/* SPDX-License-Identifier: Apache-2.0 */
/* setting_text.c - settings as people write them, and why one does not fit. */
#include "core/policy_law.h"
#include "shop/region.h"
#include "web/admin/settings.h"
#include "web/app.h"
#include "web/text.h"

enum { AREAS_TOLD_MAX = 3 };

/* What the rooms below say of a value; they know no languages. */
static const str reasons[] = {
    T_INIT("a whole number is expected"),
    T_INIT("the number is out of bounds"),
    T_INIT("a text is expected"),
    T_INIT("the text is too long"),
    T_INIT("the text has characters that cannot be kept"),
    T_INIT("a phone number is expected"),
    T_INIT("an e-mail address is expected"),
    T_INIT("an address such as https://toko.example is expected"),
    T_INIT("a time zone such as Asia/Jakarta is expected"),
    T_INIT("at most five lines 'bank | number | holder' are expected"),
    T_INIT("one line a rate is expected: its first day and the rate, such as 2027-01-01 12%"),
    T_INIT("a static code is expected: this one is for one payment"),
    T_INIT("this is not a payment code: it does not begin with 000201"),
    T_INIT("the code is not complete: its checksum is missing at the end"),
    T_INIT("the checksum does not fit: a character is wrong or missing"),
    T_INIT("this is not the text of a payment code"),
    T_INIT("the code is damaged: a length does not fit"),
    T_INIT("the code is not Indonesian: its currency or country is another"),
    T_INIT("the amount in the code is not one in rupiah"),
    T_INIT("the code does not name a merchant"),
};

/* "policy guarantee: refund_days: UU 8/1999 …": the floor's own text, and the rule. Empty: no floor. */
static str law_why(const struct web *w, str english)
{
    size_t count = 0;
    const struct law_floor *floor = law_floors(&count);
    for (size_t i = 0; i < count; i++) {
        str said =
            str_format(w->ctx.arena, "policy %.*s: %s: %s",
                       STR_ARG(policy_kind_name(floor[i].kind)), floor[i].param, floor[i].rule);
        if (str_eq(english, said)) {
            return str_format(w->ctx.arena, "%s %s", floor[i].text[w->ctx.lang], floor[i].rule);
        }
    }
    return (str){ 0 };
}

str setting_why(const struct web *w, str english)
{
    str law = law_why(w, english);
    if (law.size > 0) {
        return law;
    }
    for (size_t i = 0; i < COUNT(reasons); i++) {
        if (str_ends(english, reasons[i])) { /* the key of the setting may stand before it */
            return text_of(w->ctx.lang, reasons[i]);
        }
    }
    return english;
}

static bool is_amount(const struct setting *s)
{
    return s->kind == SETTING_INT && str_ends(str_of(s->key), S("_minor"));
}

static bool is_areas(const struct setting *s)
{
    return str_eq(str_of(s->key), S("payment.cod_areas"));
}

/* ---- areas ---- */

bool area_typed(struct web *w, str typed, str *code, str *why)
{
    struct arena *a = w->ctx.arena;
    struct region found[AREAS_TOLD_MAX];
    size_t count = region_areas(app_regions(w->app), a, typed, found, COUNT(found));
    if (count == 1) {
        *code = found[0].code;
        return true;
    }
    str which = { 0 };
    for (size_t i = 0; i < count; i++) {
        which =
            str_format(a, "%.*s%s%.*s", STR_ARG(which), i == 0 ? "" : ", ", STR_ARG(found[i].name));
    }
    *why =
        count == 0
            ? text_fill(a, w->ctx.lang, T("No province, city or kecamatan is known as “{typed}”."),
                        SLOTS({ S("typed"), typed }))
            : text_fill(a, w->ctx.lang, T("“{typed}” may be {which}. Please write which."),
                        SLOTS({ S("typed"), typed }, { S("which"), which }));
    return false;
}

static str areas_shown(struct web *w, str codes)
{
    struct arena *a = w->ctx.arena;
    str out = { 0 };
    for (struct str_pair rest = { .tail = codes }; rest.tail.size > 0;) {
        rest = str_cut(rest.tail, ',');
        str name = region_area_name(app_regions(w->app), str_trim(rest.head));
        out = str_format(a, "%.*s%s%.*s", STR_ARG(out), out.size == 0 ? "" : ", ", STR_ARG(name));
    }
    return out;
}

static bool areas_typed(struct web *w, str typed, str *value, str *why)
{
    struct arena *a = w->ctx.arena;
    *value = (str){ 0 };
    for (struct str_pair rest = { .tail = str_replace(a, typed, S("\n"), S(",")) };
         rest.tail.size > 0;) {
        str code = { 0 };
        rest = str_cut(rest.tail, ',');
        if (str_trim(rest.head).size == 0) {
            continue;
        }
        if (!area_typed(w, str_trim(rest.head), &code, why)) {
            return false;
        }
        *value = str_format(a, "%.*s%s%.*s", STR_ARG(*value), value->size == 0 ? "" : ",",
                            STR_ARG(code));
    }
    return true;
}

/* ---- values ---- */

str setting_shown(struct web *w, const struct setting *s, str value)
{
    money amount = { 0, w->ctx.shop->currency };
    if (is_amount(s) && str_to_int(value, &amount.minor)) {
        return money_decimal(w->ctx.arena, amount);
    }
    return is_areas(s) ? areas_shown(w, value) : value;
}

/* Programs send what is stored; people, what they read. */
bool setting_typed(struct web *w, const struct setting *s, str typed, str *value, str *why)
{
    money amount = { 0 };
    *value = typed;
    if (w->face == WEB_JSON) {
        return true;
    }
    if (is_areas(s)) {
        return areas_typed(w, typed, value, why);
    }
    if (!is_amount(s)) {
        return true;
    }
    if (!form_money(w->ctx.arena, w->ctx.shop->currency, typed, &amount)) {
        *why = web_text(w, "This is not an amount in the shop's currency.");
        return false;
    }
    *value = str_format(w->ctx.arena, "%" PRId64, amount.minor);
    return true;
}
