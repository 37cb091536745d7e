/* SPDX-License-Identifier: Apache-2.0 */
#include "care/mail_id.h"

enum { SIGN_CHARS = 20 };

static str sign(struct ctx *c, int64_t said)
{
    str mac =
        keys_mac_hex(c->arena, c->keys, KEY_LINK, str_format(c->arena, "mail:said:%" PRId64, said));
    return str_slice(mac, 0, SIGN_CHARS);
}

str mail_id_of(struct ctx *c, said_id said)
{
    return str_format(c->arena, "said-%" PRId64 "-%.*s", said.v, STR_ARG(sign(c, said.v)));
}

bool mail_id_find(struct ctx *c, str text, said_id *out)
{
    str mark = S("said-");
    for (size_t at = str_find(text, mark, 0); at < text.size; at = str_find(text, mark, at + 1)) {
        struct str_pair cut = str_cut(str_slice(text, at + mark.size, at + mark.size + 20), '-');
        str given = str_slice(text, at + mark.size + cut.head.size + 1,
                              at + mark.size + cut.head.size + 1 + SIGN_CHARS);
        int64_t id = 0;
        if (cut.found && str_to_int(cut.head, &id) && id > 0 && key_eq(sign(c, id), given)) {
            out->v = id;
            return true;
        }
    }
    return false;
}
