/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text.h - the shop's words in the visitor's language.
 *
 * Purpose    English texts are the keys; locale/id.po (compiled to locale/id.mo, embedded) holds the Indonesian ones.
 * Layer      web; uses base.
 * Ownership  what is returned is part of the binary or was passed in; text_fill's result lives in the arena.
 * Errors     none: a text that is missing stays English; script/texts (part of the lint) finds it before.
 * Source     GNU gettext manual, "The Format of GNU MO Files" (sorted, no hash table; ours is made at the first question).
 */
#ifndef WEB_TEXT_H
#define WEB_TEXT_H

#include "base/ctx.h"

/* Marks a literal as a text to be translated; the value is the English text. */
#define T(literal) S(literal)
#define T_INIT(literal) S_INIT(literal)

str text_of(enum lang lang, str msgid);

/* {name} in the translated text is replaced: text_fill(arena, lang, T("At most {max} pieces."), SLOTS({ S("max"), n })). */
struct text_slot {
    str name, value;
};
#define SLOTS(...)                                                                                 \
    (const struct text_slot[]){ __VA_ARGS__ }, COUNT(((const struct text_slot[]){ __VA_ARGS__ }))
str text_fill(struct arena *arena, enum lang lang, str msgid, const struct text_slot *slot,
              size_t count);

/* Runs of white space become one space, ends are trimmed: how msgids of templates are written. */
str text_collapse(struct arena *arena, str s);

/* Texts of a .mo file's bytes; empty str when there is none. For tests. */
str text_find(str catalogue, str msgid);

#endif
