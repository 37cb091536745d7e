/* SPDX-License-Identifier: Apache-2.0 */
/* qris.c - objects of id, length and value, some of them nested; drawing is in qr.c. */
#include "base/qris.h"

#include "base/buf.h"

enum { PAYLOAD_MAX_CHARS = 512, OBJECTS_MAX = 64, AMOUNT_MAX_CHARS = 13, REFERENCE_MAX_CHARS = 25 };

struct object {
    int id;
    str value;
};

struct objects {
    struct object item[OBJECTS_MAX];
    size_t count;
};

/* CRC-16/CCITT-FALSE: polynomial 0x1021, starts with 0xffff, nothing reflected. */
uint16_t qris_crc(str bytes)
{
    uint32_t crc = 0xffff;
    for (size_t i = 0; i < bytes.size; i++) {
        crc ^= (uint32_t)(unsigned char)bytes.at[i] << 8;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
        }
        crc &= 0xffff;
    }
    return (uint16_t)crc;
}

/* Two digits; −1: none. */
static int two_digits(str s, size_t at)
{
    str digits = str_slice(s, at, at + 2);
    int64_t n = 0;
    if (digits.size != 2 || str_has(digits, '-') || !str_to_int(digits, &n)) {
        return -1;
    }
    return (int)n;
}

/* Lengths count characters, not bytes. */
static size_t end_of_chars(str s, size_t from, int count)
{
    size_t at = from;
    while (count > 0 && at < s.size) {
        at++;
        while (at < s.size && ((unsigned char)s.at[at] & 0xc0) == 0x80) {
            at++;
        }
        count--;
    }
    return count == 0 ? at : s.size + 1;
}

static bool read_objects(str s, struct objects *out)
{
    out->count = 0;
    for (size_t at = 0; at < s.size;) {
        int id = two_digits(s, at);
        int length = two_digits(s, at + 2);
        size_t end = length < 0 ? s.size + 1 : end_of_chars(s, at + 4, length);
        if (id < 0 || end > s.size || out->count == OBJECTS_MAX) {
            return false;
        }
        out->item[out->count++] = (struct object){ id, str_slice(s, at + 4, end) };
        at = end;
    }
    return true;
}

static str value_of(const struct objects *objects, int id)
{
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->item[i].id == id) {
            return objects->item[i].value;
        }
    }
    return (str){ 0 };
}

static bool is_template(int id)
{
    return (id >= 26 && id <= 51) || id == 62 || id == 64 || id >= 80;
}

static bool refuse(str *why, str text)
{
    *why = text;
    return false;
}

static bool crc_matches(struct arena *arena, str payload)
{
    str head = str_slice(payload, 0, payload.size - 4);
    str told = str_skip(payload, payload.size - 4);
    str counted = str_format(arena, "%04X", qris_crc(head));
    return str_eq_nocase(told, counted);
}

/* Order: 00 first, 63 last; no id twice; templates hold objects again. */
static bool check_structure(struct arena *arena, str payload, const struct objects *objects,
                            str *why)
{
    struct objects inner;
    for (size_t i = 0; i < objects->count; i++) {
        const struct object *object = &objects->item[i];
        if (is_template(object->id) && !read_objects(object->value, &inner)) {
            return refuse(why, str_format(arena, "part %02d of the code is damaged", object->id));
        }
        for (size_t j = 0; j < i; j++) {
            if (objects->item[j].id == object->id) {
                return refuse(why,
                              str_format(arena, "part %02d stands in the code twice", object->id));
            }
        }
    }
    if (objects->count < 2 || objects->item[0].id != 0 ||
        !str_eq(objects->item[0].value, S("01"))) {
        return refuse(why, S("this is not a payment code: it does not begin with 000201"));
    }
    if (objects->item[objects->count - 1].id != 63 ||
        !str_eq(str_slice(payload, payload.size - 8, payload.size - 4), S("6304"))) {
        return refuse(why, S("the code is not complete: its checksum is missing at the end"));
    }
    return crc_matches(arena, payload) ||
           refuse(why, S("the checksum does not fit: a character is wrong or missing"));
}

static bool parse(struct arena *arena, str payload, struct objects *objects, str *why)
{
    if (payload.size == 0 || !str_is_utf8(payload) ||
        str_count_chars(payload) > PAYLOAD_MAX_CHARS) {
        return refuse(why, S("this is not the text of a payment code"));
    }
    if (!read_objects(payload, objects)) {
        return refuse(why, S("the code is damaged: a length does not fit"));
    }
    return check_structure(arena, payload, objects, why);
}

static void read_accounts(const struct objects *objects, struct qris *out)
{
    struct objects inner;
    for (size_t i = 0; i < objects->count; i++) {
        const struct object *object = &objects->item[i];
        if (object->id < 26 || object->id > 51 || !read_objects(object->value, &inner)) {
            continue;
        }
        if (object->id == 51) {
            out->nmid = value_of(&inner, 2);
        } else if (out->acquirer.size == 0) {
            out->acquirer = value_of(&inner, 0);
            out->merchant_pan = value_of(&inner, 1);
        }
        if (out->criteria.size == 0 || object->id == 51) {
            out->criteria = value_of(&inner, 3);
        }
    }
}

/* "125000" or "125000.00": rupiah has no fractions. */
static bool read_amount(str text, int64_t *out)
{
    struct str_pair parts = str_cut(text, '.');
    int64_t fraction = 0;
    if (text.size == 0) {
        *out = 0;
        return true;
    }
    if (parts.tail.size > 0 && (!str_to_int(parts.tail, &fraction) || fraction != 0)) {
        return false;
    }
    int64_t amount = 0;
    if (text.size > AMOUNT_MAX_CHARS || !str_to_int(parts.head, &amount) || amount <= 0) {
        return false;
    }
    *out = amount;
    return true;
}

bool qris_read(struct arena *arena, str payload, struct qris *out, str *why)
{
    struct objects objects;
    struct objects additional;
    struct qris qris = { 0 };
    str code = str_trim(payload);
    if (!parse(arena, code, &objects, why)) {
        return false;
    }
    if (!str_eq(value_of(&objects, 53), S("360")) || !str_eq(value_of(&objects, 58), S("ID"))) {
        return refuse(why, S("the code is not Indonesian: its currency or country is another"));
    }
    if (!read_amount(value_of(&objects, 54), &qris.amount)) {
        return refuse(why, S("the amount in the code is not one in rupiah"));
    }
    qris.merchant_name = value_of(&objects, 59);
    if (qris.merchant_name.size == 0) {
        return refuse(why, S("the code does not name a merchant"));
    }
    qris.is_dynamic = str_eq(value_of(&objects, 1), S("12"));
    qris.merchant_city = value_of(&objects, 60);
    qris.postal_code = value_of(&objects, 61);
    qris.category_code = value_of(&objects, 52);
    if (read_objects(value_of(&objects, 62), &additional)) {
        qris.reference = value_of(&additional, 5);
    }
    read_accounts(&objects, &qris);
    *out = qris;
    return true;
}

/* --- with an amount --- */

static void put(struct buf *out, int id, str value)
{
    buf_addf(out, "%02d%02zu%.*s", id, str_count_chars(value), STR_ARG(value));
}

/* Puts (or replaces) one object so that ids stay in order; 00 stays first. */
static void set(struct objects *objects, int id, str value)
{
    size_t at = 0;
    while (at < objects->count && objects->item[at].id < id) {
        at++;
    }
    if (at < objects->count && objects->item[at].id == id) {
        objects->item[at].value = value;
        return;
    }
    if (objects->count == OBJECTS_MAX) {
        return;
    }
    for (size_t i = objects->count++; i > at; i--) {
        objects->item[i] = objects->item[i - 1];
    }
    objects->item[at] = (struct object){ id, value };
}

static void drop(struct objects *objects, int from_id, int to_id)
{
    size_t kept = 0;
    for (size_t i = 0; i < objects->count; i++) {
        if (objects->item[i].id < from_id || objects->item[i].id > to_id) {
            objects->item[kept++] = objects->item[i];
        }
    }
    objects->count = kept;
}

static str printed(struct arena *arena, const struct objects *objects)
{
    struct buf out = buf_new(arena, KB(4));
    for (size_t i = 0; i < objects->count; i++) {
        put(&out, objects->item[i].id, objects->item[i].value);
    }
    return buf_str(&out);
}

static bool is_reference(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        if (s.at[i] <= ' ' || s.at[i] > '~') {
            return false;
        }
    }
    return s.size <= REFERENCE_MAX_CHARS;
}

static void set_reference(struct arena *arena, struct objects *objects, str reference)
{
    struct objects additional;
    if (read_objects(value_of(objects, 62), &additional)) {
        set(&additional, 5, reference);
        set(objects, 62, printed(arena, &additional));
    }
}

bool qris_with_amount(struct arena *arena, str payload, int64_t amount, str reference, str *out,
                      str *why)
{
    struct qris qris;
    struct objects objects;
    if (!qris_read(arena, payload, &qris, why)) {
        return false;
    }
    if (qris.is_dynamic) {
        return refuse(why, S("the code already carries an amount"));
    }
    if (amount <= 0 || amount > INT64_C(9999999999) || !is_reference(reference)) {
        return refuse(why, S("this amount or reference does not fit into a code"));
    }
    bool is_read = parse(arena, str_trim(payload), &objects, why);
    CHECK(is_read); /* qris_read just did */
    drop(&objects, 54, 57);
    drop(&objects, 63, 63);
    set(&objects, 1, S("12"));
    set(&objects, 54, str_format(arena, "%" PRId64, amount));
    if (reference.size > 0) {
        set_reference(arena, &objects, reference);
    }
    str head = str_join(arena, printed(arena, &objects), S("6304"));
    *out = str_format(arena, "%.*s%04X", STR_ARG(head), qris_crc(head));
    return true;
}
