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
