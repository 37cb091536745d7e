/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view_inner.h - what the parts of the template engine share; nobody else includes it.
 *
 * Purpose    Tree of a parsed template, instructions of a compiled one.
 * Layer      web; view_parse.c → view_html.c → view_compile.c → view_late.c → view.c.
 * Ownership  trees live until loading (or compiling late) ends, instructions as long as the view.
 */
#ifndef WEB_VIEW_INNER_H
#define WEB_VIEW_INNER_H

#include "web/view.h"
#include "web/view_html.h"

#include <stdatomic.h>

enum node_kind {
    NODE_TEXT,
    NODE_VALUE,    /* {{x}} */
    NODE_RAW,      /* {{{x}}} and {{&x}} */
    NODE_SECTION,  /* {{#x}} */
    NODE_INVERTED, /* {{^x}} */
    NODE_PARTIAL,  /* {{>x}} */
    NODE_PARENT,   /* {{<x}} */
    NODE_BLOCK,    /* {{$x}} */
    NODE_WORDS,    /* {{#t}}…{{/t}} of the strict dialect */
};

struct node {
    enum node_kind kind;
    bool begins_line;   /* first on its line: margins are written before it */
    bool is_standalone; /* alone on its line, which vanished */
    int line;
    str text;   /* literal text, or the name; of NODE_WORDS the text between the tags */
    str indent; /* white space before it, when nothing else was */
    const struct view_source *source;
    struct node *child, *next;
};

/* Errors of loading: file:line: text, each once. */
struct view_errors {
    struct buf text;
    size_t count;
};
void view_refuse(struct view_errors *errors, const struct view_source *source, int line,
                 const char *format, ...) PRINTF_LIKE(4, 5);

/* False: refused, see errors. `line`: number of the text's first line. */
MUST_USE bool view_parse(struct arena *arena, enum view_mode mode, const struct view_source *source,
                         str text, int line, struct view_errors *errors, struct node **out);

enum op_kind {
    OP_TEXT,
    OP_VALUE,
    OP_RAW,
    OP_SECTION,
    OP_END,
    OP_INVERTED,
    OP_JUMP,
    OP_CALL,
    OP_RETURN
};

enum { SLOTS_MAX = 256, SLOT_NONE = SLOTS_MAX };

/* One step of a dotted name; the first step has a slot, filled from the root once a rendering. */
struct key {
    str name;
    uint32_t slot;
};

struct op {
    enum op_kind kind;
    uint32_t to;        /* where a section or jump goes on */
    uint32_t key_count; /* 0: {{.}} */
    uint32_t line;
    const struct view_source *source;
    union {
        str text;
        const struct key *key;
    };
};

struct view_template {
    str name;
    bool is_html; /* values are escaped */
    struct op *op;
    size_t op_count;
    atomic_size_t *largest; /* page so far: that much room is made at once */
    str *slot_name;
    size_t slot_count;
    uint16_t *slot_hash; /* open addressing over slot_name; SLOT_NONE is free */
    size_t slot_mask;
};

/* Cheap and good enough for a few hundred short names. */
static inline size_t slot_hash_of(str name)
{
    size_t last = name.size - 1;
    return name.size * 31 + (unsigned char)name.at[0] * 7 + (unsigned char)name.at[last] * 131 +
           (unsigned char)name.at[name.size / 2] * 29;
}

struct parsed {
    const struct view_source *source;
    struct node *root;
    enum view_mode mode;
    bool is_included; /* by another template */
};

struct view {
    struct parsed *parsed;
    size_t count;
    /* By index; NULL: not compiled yet, or only makes sense inside others. */
    _Atomic(struct view_template *) *compiled[LANG_COUNT];
    struct late *late; /* NULL: all were compiled when loaded */
};

/* Whether there is one of that name, and where. */
bool view_index(const struct view *view, str name, size_t *index);
/* view_late.c: compiling what was not yet asked for. NULL: broken, and logged. */
struct late *late_new(void);
const struct view_template *late_template(const struct view *view, size_t index, enum lang lang);

/* NULL: refused, see errors. */
struct view_template *view_compile(struct arena *arena, const struct view *view, size_t index,
                                   enum lang lang, struct view_errors *errors);
const struct parsed *view_parsed(const struct view *view, str name);
/* Whether it includes itself, at any distance. */
bool view_is_recursive(const struct view *view, str name);

#endif
