/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setting.h - the shop's settings, and one snapshot of them all.
 *
 * Purpose    `struct shop` is what every request sees of the settings; each setting is one line in setting_table.c (key, kind,
 *            default, bounds, place in struct shop, label). Old versions stay.
 * Layer      core; uses base, db, keys, event.
 * Units      in the names: _minutes _hours _days _bp _minor _bytes.
 * Ownership  texts of a snapshot live in the arena of the ctx that loaded it.
 * Errors     ERR_NOT_FOUND: no such key. ERR_BAD_INPUT: not a value of its kind, or out of bounds (detail says what is expected).
 */
#ifndef CORE_SETTING_H
#define CORE_SETTING_H

#include "base/calendar.h"
#include "base/money.h"
#include "core/keys.h"
#include "db/db.h"

enum { SHOP_BANKS_MAX = 5 };

struct shop_bank {
    str bank, number, holder;
};

struct shop {
    /* who */
    str name, tagline, legal_name, owner_name, owner_email;
    str phone, whatsapp, email; /* numbers normalised; whatsapp empty: phone */
    str address, district;      /* district: region code the goods leave from */
    str base_url;               /* "https://kopi.example", no slash at the end */
    str instagram, tiktok, facebook;
    str nib, tax_number;
    str country; /* ISO 3166: whose law the policies keep */
    /* how it speaks and counts */
    currency currency;
    enum lang lang;
    const struct zone *zone;
    bool is_sandbox, is_demo, is_open;
    str notice; /* shown on every page */
    str demo_password; /* of a demonstration: said on its login page */
    /* when: promises keep calendar->version, the version of the setting they were made under */
    str calendar_text;
    const struct calendar *calendar;
    int64_t handling_hours;        /* working time from paid to shipped */
    int64_t reply_hours;           /* working time until an answer */
    int64_t confirm_payment_hours; /* working time until a transfer is confirmed */
    int64_t refund_days;
    /* tax */
    bool is_pkp;
    int64_t tax_rate_bp;
    str tax_rates; /* lines "2025-01-01 11%": rate by date; empty: tax_rate_bp always */
    /* orders and limits */
    int64_t cart_days, unpaid_expiry_hours, transfer_expiry_hours, transfer_grace_hours;
    int64_t unpaid_orders_max; /* per phone number */
    int64_t guarantee_days;    /* days after delivery a payment stays held when nobody confirms */
    int64_t order_min_minor;
    str order_prefix; /* of order numbers: "A" */
    /* payment */
    bool has_bank_transfer, has_qris, has_cod, has_pay_at_pickup, has_unique_code;
    struct shop_bank bank[SHOP_BANKS_MAX];
    size_t bank_count;
    str qris; /* the seller's own static QRIS string */
    bool is_qris_dynamic;
    int64_t cod_max_minor, cod_fee_minor, cod_orders_max;
    str cod_areas; /* region codes, comma-separated prefixes; empty: everywhere */
    bool cod_confirms_first;
    /* shipping */
    bool has_pickup;
    str pickup_address, pickup_hours;
    int64_t weight_default_grams, weight_tolerance_grams, volumetric_divisor;
    /* mail and messages */
    str smtp_url, smtp_user, mail_from, mail_from_name; /* smtp_url empty: mails are kept, not sent */
    bool notifies_owner;
    /* the outside reviewer: decides where the shop has no second person */
    str reviewer_name, reviewer_email, reviewer_phone;
    bool has_surveys;
    int64_t survey_after_days, survey_cap_days, survey_expiry_days;
    int64_t low_stock;
};

/* Loads every setting in one statement. Unset ones have their defaults. */
MUST_USE enum err shop_load(struct ctx *c, struct shop *out);

enum setting_kind {
    SETTING_TEXT,  /* one line */
    SETTING_TAX_RATES, /* lines "2027-01-01 12%" */
    SETTING_INT,
    SETTING_BOOL, /* 0 or 1 */
    SETTING_PHONE,
    SETTING_EMAIL,
    SETTING_URL,
    SETTING_CURRENCY,
    SETTING_LANG,
    SETTING_ZONE,
    SETTING_CALENDAR, /* see shop_read_calendar */
    SETTING_BANKS,    /* lines "BCA | 1234567890 | CV Lereng" */
    SETTING_QRIS,     /* base/qris.h: checked; static only */
    SETTING_SECRET,   /* sealed; only setting_secret reads it; not in struct shop */
};

struct setting {
    const char *key; /* "order.unpaid_expiry_hours" */
    enum setting_kind kind;
    size_t offset; /* in struct shop */
    const char *otherwise;
    int64_t min, max; /* of numbers; of texts: characters */
    const char *english, *indonesian;
};
const struct setting *setting_table(size_t *count);
const struct setting *setting_of(str key); /* NULL: no such key */

/* Checks, then adds a version; the same value again adds none. Raises the tag "shop". ERR_STATE: the currency, once money has moved
 * in the old one. */
MUST_USE enum err setting_set(struct ctx *c, str key, str value);
/* The text as stored, or the default. A secret reads as "set" or empty. */
MUST_USE enum err setting_get(struct ctx *c, str key, str *out);
/* The rate of the latest line that has begun, in hundredths of a percent; the lines may stand in any order. */
int64_t shop_tax_rate_at(const struct shop *shop, int64_t at);
/* Where goods are picked up: the shop's own address when no other is given. */
str shop_pickup_address(const struct shop *shop);

/* Reads the lines of "shop.calendar": "mon 09:00-12:00 13:00-17:00", "cutoff 14:00", "closed 2026-12-24 2026-12-26",
 * "holidays id" (national holidays; "holidays id joint": joint leave too). False with a reason. */
MUST_USE bool shop_read_calendar(struct arena *arena, str text, const struct zone *zone,
                                 int64_t version, struct calendar *out, str *why);
/* As it was in that version (a promise's calendar). ERR_NOT_FOUND. */
MUST_USE enum err setting_get_version(struct ctx *c, str key, int64_t version, str *out);
MUST_USE enum err setting_secret(struct ctx *c, str key, str *out);

#endif
