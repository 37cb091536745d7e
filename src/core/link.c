/* SPDX-License-Identifier: Apache-2.0 */
#include "core/link.h"

#include "core/keys.h"

enum { LINK_CHARS = 22, NUMBER_CHARS = 8 };

str link_key(struct ctx *c, str subject)
{
    unsigned char mac[MAC_BYTES];
    keys_mac(c->keys, KEY_LINK, subject, mac);
    str text = str_base64url(c->arena, (str){ (const char *)mac, sizeof mac });
    return str_slice(text, 0, LINK_CHARS);
}

bool link_is(struct ctx *c, str subject, str key)
{
    return key_eq(link_key(c, subject), key);
}

str link_number_new(struct ctx *c, str prefix)
{
    str word = random_word(c->random, c->arena, NUMBER_CHARS);
    char *upper = str_c(c->arena, word);
    for (size_t i = 0; i < word.size; i++) {
        upper[i] = (char)(upper[i] >= 'a' ? upper[i] - 32 : upper[i]);
    }
    return str_format(c->arena, "%.*s-%.4s-%.4s", STR_ARG(prefix), upper, upper + 4);
}

str link_number_read(struct arena *arena, str typed, str prefix)
{
    enum { PREFIX_MAX = 4 };
    char kept[PREFIX_MAX + NUMBER_CHARS];
    size_t count = 0;
    str plain = str_trim(typed);
    for (size_t i = 0; i < plain.size; i++) {
        char letter = plain.at[i];
        bool is_small = letter >= 'a' && letter <= 'z';
        bool is_kept =
            is_small || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
        if (is_kept && count == sizeof kept) {
            return plain;
        }
        if (is_kept) {
            kept[count++] = (char)(is_small ? letter - 32 : letter);
        }
    }
    if (count < NUMBER_CHARS) {
        return plain;
    }
    size_t before = count - NUMBER_CHARS;
    str first = before == 0 ? prefix : (str){ kept, before };
    return str_format(arena, "%.*s-%.4s-%.4s", STR_ARG(first), kept + before, kept + before + 4);
}
