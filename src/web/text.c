/* SPDX-License-Identifier: Apache-2.0 */
#include "web/text.h"

#include "base/buf.h"
#include "base/embed.h"

/* msgfmt writes little endian unless told otherwise. */
static bool read_u32(str file, size_t at, uint32_t *out)
{
    if (at + 4 > file.size || at + 4 < at) {
        return false;
    }
    const unsigned char *b = (const unsigned char *)file.at + at;
    *out = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    return true;
}

/* Entry `index` of a table of (length, offset). */
static str string_at(str file, uint32_t table, uint32_t index)
{
    uint32_t size = 0;
    uint32_t offset = 0;
    size_t at = (size_t)table + (size_t)index * 8;
    if (!read_u32(file, at, &size) || !read_u32(file, at + 4, &offset) ||
        (size_t)offset + size > file.size) {
        return (str){ 0 };
    }
    return str_slice(file, offset, (size_t)offset + size);
}

str text_find(str catalogue, str msgid)
{
    uint32_t magic = 0;
    uint32_t count = 0;
    uint32_t ids = 0;
    uint32_t texts = 0;
    if (!read_u32(catalogue, 0, &magic) || magic != 0x950412deU ||
        !read_u32(catalogue, 8, &count) || !read_u32(catalogue, 12, &ids) ||
        !read_u32(catalogue, 16, &texts)) {
        return (str){ 0 };
    }
    uint32_t low = 0;
    uint32_t high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(msgid, string_at(catalogue, ids, middle));
        if (order == 0) {
            return string_at(catalogue, texts, middle);
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (str){ 0 };
}

str text_of(enum lang lang, str msgid)
{
    str catalogue = { 0 };
    if (lang == LANG_EN || str_is_empty(msgid) || !embed_find(S("locale/id.mo"), &catalogue)) {
        return msgid;
    }
    str text = text_find(catalogue, msgid);
    return str_is_empty(text) ? msgid : text;
}

static const struct text_slot *find_slot(const struct text_slot *slot, size_t count, str name)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(slot[i].name, name)) {
            return &slot[i];
        }
    }
    return NULL;
}

str text_fill(struct arena *arena, enum lang lang, str msgid, const struct text_slot *slot,
              size_t count)
{
    struct buf out = buf_new(arena, KB(64));
    struct str_pair rest = { .tail = text_of(lang, msgid), .found = true };
    while (rest.found) {
        rest = str_cut(rest.tail, '{');
        buf_add(&out, rest.head);
        if (!rest.found) {
            break;
        }
        struct str_pair name = str_cut(rest.tail, '}');
        const struct text_slot *found = find_slot(slot, count, name.head);
        if (found == NULL) {
            buf_add_char(&out, '{');
            continue;
        }
        buf_add(&out, found->value);
        rest.tail = name.tail;
    }
    return buf_str(&out);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

str text_collapse(struct arena *arena, str s)
{
    s = str_trim(s);
    struct buf out = buf_new(arena, s.size + 1);
    for (size_t i = 0; i < s.size; i++) {
        bool is_gap = is_space(s.at[i]);
        if (!is_gap) {
            buf_add_char(&out, s.at[i]);
        } else if (!is_space(s.at[i - 1])) {
            buf_add_char(&out, ' ');
        }
    }
    return buf_str(&out);
}
