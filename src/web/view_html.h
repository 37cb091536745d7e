/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view_html.h - where in HTML a template is.
 *
 * Purpose    Follows the static text of a template, so that a value stands only where escaping makes it harmless.
 * Layer      web; inside the template engine.
 * Errors     functions return NULL, or a literal that says why not.
 * Source     HTML Standard 13.2.5 (tokenisation), simplified: what it does not know it refuses.
 */
#ifndef WEB_VIEW_HTML_H
#define WEB_VIEW_HTML_H

#include "base/str.h"

/* Where in HTML the text written so far ends. */
enum html_state {
    HTML_TEXT,
    HTML_TAG_OPEN,  /* after < */
    HTML_TAG_NAME,
    HTML_GAP,       /* between attributes, after white space */
    HTML_EDGE,      /* an attribute or name just ended: white space, / or > must follow */
    HTML_ATTR_NAME,
    HTML_EQUALS,    /* after = */
    HTML_QUOTED,    /* in "…" */
    HTML_SINGLE,    /* in '…' */
    HTML_BARE,      /* in an unquoted value */
    HTML_COMMENT,
    HTML_DECLARATION, /* <!doctype …> */
};

struct html {
    enum html_state state;
    uint8_t tag_size, attr_size;
    uint8_t dashes;     /* in a comment: how many - in a row */
    bool is_end_tag;
    bool has_src;       /* of a script */
    char tag[16];       /* lower case, cut */
    char attr[20];
    char inside[16];    /* name of the element whose content is not HTML (script, title, textarea), or "" */
};

/* NULL, or why this text or value may not stand here. */
const char *html_feed(struct html *h, str text);
const char *html_value(const struct html *h, str name, bool is_raw);
/* Makes the state one in which a section may begin or end. */
const char *html_edge(struct html *h);
/* The state after either of two ways; false: they do not meet. */
bool html_join(const struct html *a, const struct html *b, struct html *out);
const char *html_place(const struct html *h);

#endif
