/* SPDX-License-Identifier: Apache-2.0 */
#include "web/text.h"

#include "base/buf.h"
#include "base/embed.h"

#include <pthread.h>
#include <string.h>

enum { INDEX_SLOTS = 8192, INDEX_TEXTS_MAX = INDEX_SLOTS / 2, INDEX_NONE = 0 };

/* One of the program's few globals: made at the first question, read-only afterwards. */
static struct {
    struct {
        str msgid, text;
    } item[INDEX_TEXTS_MAX];
    uint16_t slot[INDEX_SLOTS]; /* place in item; INDEX_NONE: free */
    size_t count;
} indonesian;
static pthread_once_t indonesian_once = PTHREAD_ONCE_INIT;

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

struct mo {
    uint32_t count, ids, texts;
};

static bool mo_read(str file, struct mo *out)
{
    uint32_t magic = 0;
    return read_u32(file, 0, &magic) && magic == 0x950412deU && read_u32(file, 8, &out->count) &&
           read_u32(file, 12, &out->ids) && read_u32(file, 16, &out->texts);
}

str text_find(str catalogue, str msgid)
{
    struct mo mo = { 0 };
    if (!mo_read(catalogue, &mo)) {
        return (str){ 0 };
    }
    uint32_t low = 0;
    uint32_t high = mo.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(msgid, string_at(catalogue, mo.ids, middle));
        if (order == 0) {
            return string_at(catalogue, mo.texts, middle);
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return (str){ 0 };
}

/* Beginning, end and size tell sentences apart well enough; what collides is compared. */
static size_t first_slot(str msgid)
{
    uint64_t head = 0;
    uint64_t tail = 0;
    size_t size = msgid.size < sizeof head ? msgid.size : sizeof head;
    memcpy(&head, msgid.at, size);
    memcpy(&tail, str_skip(msgid, msgid.size - size).at, size);
    uint64_t hash = (head ^ (tail << 1 | tail >> 63)) * 0x9e3779b97f4a7c15u + msgid.size;
    return (size_t)(hash >> 32) % INDEX_SLOTS;
}

/* Where the text is, or the free slot where it would be. */
static uint16_t *slot_of(str msgid)
{
    size_t at = first_slot(msgid);
    while (indonesian.slot[at] != INDEX_NONE &&
           !str_eq(indonesian.item[indonesian.slot[at]].msgid, msgid)) {
        at = (at + 1) % INDEX_SLOTS;
    }
    return &indonesian.slot[at];
}

static void make_index(void)
{
    struct mo mo = { 0 };
    str file = { 0 };
    if (!embed_find(S("locale/id.mo"), &file) || !mo_read(file, &mo)) {
        return;
    }
    CHECK(mo.count < INDEX_TEXTS_MAX); /* a build of ours: raise it when there is more to say */
    indonesian.count = 1;
    for (uint32_t i = 0; i < mo.count; i++) {
        str msgid = string_at(file, mo.ids, i);
        if (msgid.size > 0) {
            *slot_of(msgid) = (uint16_t)indonesian.count;
            indonesian.item[indonesian.count].msgid = msgid;
            indonesian.item[indonesian.count++].text = string_at(file, mo.texts, i);
        }
    }
}

str text_of(enum lang lang, str msgid)
{
    if (lang == LANG_EN || str_is_empty(msgid)) {
        return msgid;
    }
    CHECK(pthread_once(&indonesian_once, make_index) == 0);
    uint16_t at = *slot_of(msgid);
    str text = at == INDEX_NONE ? (str){ 0 } : indonesian.item[at].text;
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
