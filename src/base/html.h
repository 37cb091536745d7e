/* SPDX-License-Identifier: Apache-2.0 */
/*
 * html.h - texts of people as HTML that cannot harm.
 *
 * Purpose    Markdown and imported HTML become the few elements of one table; everything else loses its tags, scripts and
 *            styles their content too. The only maker of fields named *_html, beside templates.
 * Layer      base; md4c and gumbo.
 * Ownership  results live in the arena.
 * Errors     none: what is past the limits (nesting of 60) is left out.
 */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/str.h"

/* Parses as browsers do and writes well-formed HTML again. Links: http, https, mailto, tel, or within the site. */
str html_sanitise(struct arena *arena, str html);
/* CommonMark with tables and strikethrough; raw HTML in it is sanitised like any other. */
str html_of_markdown(struct arena *arena, str markdown);
/* The words alone, white space collapsed, at most max_chars characters (then the last is …): descriptions of pages, search. */
str html_text(struct arena *arena, str html, size_t max_chars);
/* The words of a letter: a line for each block, quotations marked with ">" as in plain mail. */
str html_lines(struct arena *arena, str html);

#endif
