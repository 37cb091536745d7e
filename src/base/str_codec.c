/* SPDX-License-Identifier: Apache-2.0 */
/* Text codings of str.h: hex, base64 (RFC 4648), percent-encoding (RFC 3986). */
#include "base/str.h"

static const char hex_digits[] = "0123456789abcdef";

str str_hex(struct arena *arena, str bytes)
{
    CHECK(bytes.size < SIZE_MAX / 4);
    char *text = arena_alloc(arena, bytes.size * 2 + 1);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        text[2 * i] = hex_digits[byte >> 4];
        text[2 * i + 1] = hex_digits[byte & 15];
    }
    return (str){ text, bytes.size * 2 };
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = (char)(c | 32);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool str_unhex(struct arena *arena, str hex, str *out)
{
    if (hex.size % 2 != 0) {
        return false;
    }
    char *bytes = arena_alloc(arena, hex.size / 2 + 1);
    for (size_t i = 0; i < hex.size; i += 2) {
        int high = hex_value(hex.at[i]);
        int low = hex_value(hex.at[i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i / 2] = (char)(high * 16 + low);
    }
    *out = (str){ bytes, hex.size / 2 };
    return true;
}

static const char base64_std[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64_url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static str base64(struct arena *arena, str bytes, const char *alphabet, bool padded)
{
    CHECK(bytes.size < SIZE_MAX / 4);
    char *text = arena_alloc(arena, (bytes.size + 2) / 3 * 4 + 1);
    size_t size = 0;
    for (size_t i = 0; i < bytes.size; i += 3) {
        size_t have = bytes.size - i < 3 ? bytes.size - i : 3;
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++) {
            group = group << 8 | (k < have ? (unsigned char)bytes.at[i + k] : 0u);
        }
        for (size_t k = 0; k <= have; k++) {
            text[size++] = alphabet[group >> (18 - 6 * k) & 63];
        }
        for (size_t k = have; padded && k < 3; k++) {
            text[size++] = '=';
        }
    }
    return (str){ text, size };
}

str str_base64(struct arena *arena, str bytes)
{
    return base64(arena, bytes, base64_std, true);
}

str str_base64url(struct arena *arena, str bytes)
{
    return base64(arena, bytes, base64_url, false);
}

static int base64url_value(char c)
{
    for (int i = 0; i < 64; i++) {
        if (base64_url[i] == c) {
            return i;
        }
    }
    return -1;
}

bool str_unbase64url(struct arena *arena, str text, str *out)
{
    if (text.size % 4 == 1) {
        return false;
    }
    char *bytes = arena_alloc(arena, text.size + 1);
    size_t size = 0;
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < text.size; i++) {
        int value = base64url_value(text.at[i]);
        if (value < 0) {
            return false;
        }
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes[size++] = (char)(bits >> have & 0xFF);
        }
    }
    if ((bits & ((1u << have) - 1)) != 0) {
        return false; /* left-over bits must be zero, or two texts would mean the same bytes */
    }
    *out = (str){ bytes, size };
    return true;
}

bool str_unescape_url(struct arena *arena, str s, bool plus, str *out)
{
    if (!str_has(s, '%') && !(plus && str_has(s, '+'))) {
        *out = s;
        return true;
    }
    char *text = arena_alloc(arena, s.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < s.size; i++) {
        char c = s.at[i];
        if (c == '%') {
            int high = s.size - i > 2 ? hex_value(s.at[i + 1]) : -1;
            int low = s.size - i > 2 ? hex_value(s.at[i + 2]) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                return false;
            }
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        text[size++] = c;
    }
    *out = (str){ text, size };
    return true;
}

static bool is_unreserved(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

str str_escape_url(struct arena *arena, str s)
{
    CHECK(s.size < SIZE_MAX / 4);
    char *text = arena_alloc(arena, s.size * 3 + 1);
    size_t size = 0;
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (is_unreserved(c)) {
            text[size++] = (char)c;
            continue;
        }
        text[size++] = '%';
        text[size++] = "0123456789ABCDEF"[c >> 4];
        text[size++] = "0123456789ABCDEF"[c & 15];
    }
    return (str){ text, size };
}
