/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view.h - templates: Mustache with inheritance, compiled once.
 *
 * Purpose    Turns a model (base/value.h) into a page. Layouts, partials and translations are flattened into one array
 *            of instructions per template and language, once; rendering only appends to a buffer.
 * Layer      web; uses base and text.
 * Ownership  a view lives in the arena it was loaded into; any number of threads may use it. One that was opened is closed.
 *            Errors' texts live in the same arena (load) or in the buffer's arena (render).
 * Errors     loading: false, and `why` names file and line of everything found. Rendering: false when the buffer is
 *            full, when contexts nest too deeply, or (strict_fields, in tests) when a field is unknown.
 * Dialect    VIEW_PLAIN is the Mustache spec, core and inheritance, without lambdas. VIEW_STRICT (the shop's) adds:
 *            {{{x}}} only in text and only for names ending _html; in attributes that hold addresses only names ending
 *            _url; values only in text and in double-quoted attributes; no inline scripts, styles, event handlers; a
 *            section leaves the HTML as it found it; {{#t}}English{{/t}} is replaced by its translation when loaded.
 * Typed      money, instants and dates print as people of the language write them; sub-keys .iso .date .time
 *            .weekday .amount .currency .decimal give parts, .size the length of a list. A part of null is null.
 * Source     mustache.github.io/mustache.5.html; the spec's ~inheritance module.
 */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/value.h"

/* VIEW_TEXT: as strict, for mails in plain text: nothing is escaped. Chosen by a name ending in .txt. */
enum view_mode { VIEW_STRICT, VIEW_PLAIN, VIEW_TEXT };

enum {
    VIEW_DEPTH_MAX = 48,      /* contexts inside each other, partials inside each other */
    VIEW_CODE_MAX = 1 << 18,  /* instructions of one template after flattening */
};

/* A template's text before it is compiled. */
struct view_source {
    str name; /* "part/field": path below templates/ without .html; "mail/paid.txt" keeps its ending */
    str file; /* shown in errors: "templates/part/field.html" */
    str text;
};

struct view;
struct view_template;

/* How values print themselves. */
struct view_env {
    enum lang lang;
    const struct zone *zone; /* the shop's; NULL is UTC */
    bool strict_fields;      /* tests: an unknown field is an error; else it is empty */
};

/* All of templates/ (embedded), each overridden by THEME_DIR/templates/NAME.html where that exists; further files there
 * are added. `theme_dir` may be empty. Compiles every template in every language, strictly. */
MUST_USE bool view_load_all(struct arena *arena, str theme_dir, struct view **out, str *why);
/* As view_load_all, but without a theme a template is compiled when first asked for: the binary's own are all compiled and
 * rendered by the tests. For a server; view_close ends it. */
MUST_USE bool view_open(struct arena *arena, str theme_dir, struct view **out, str *why);
void view_close(struct view *view);
/* The same as view_load_all from texts; names are unique. */
MUST_USE bool view_load(struct arena *arena, enum view_mode mode, const struct view_source *source,
                        size_t count, struct view **out, str *why);

/* NULL: there is none of that name. Keep the result instead of looking it up per request. */
const struct view_template *view_find(const struct view *view, str name, enum lang lang);
str view_template_name(const struct view_template *t);
/* Names in the order of loading, for tests that walk all. */
size_t view_count(const struct view *view);
const struct view_template *view_at(const struct view *view, size_t index, enum lang lang);

/* Renders `model`; what it does not have is looked for in `layout` (shop, navigation…; may be NULL). */
MUST_USE bool view_render(const struct view_template *t, const struct value *model,
                          const struct value *layout, const struct view_env *env, struct buf *out,
                          str *why);

/* A value as {{x}} prints it, unescaped: for mails' text parts and messages. */
void view_print(struct buf *out, const struct value *node, const struct view_env *env);

#endif
