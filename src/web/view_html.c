/* SPDX-License-Identifier: Apache-2.0 */
/* Follows HTML through a template's static text, so that a value stands only where escaping makes it harmless.
 * Stricter than a browser. */
#include "web/view_html.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static str tag_of(const struct html *h)
{
    return (str){ h->tag, h->tag_size };
}

static str attr_of(const struct html *h)
{
    return (str){ h->attr, h->attr_size };
}

static bool is_one_of(str name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(name, str_of(list[i]))) {
            return true;
        }
    }
    return false;
}

static bool attr_is_url(const struct html *h)
{
    static const char *const names[] = { "href",   "src",        "action", "formaction", "poster",
                                         "srcset", "imagesrcset", "data",   "cite",       "ping",
                                         "background", "manifest", "xlink:href" };
    return is_one_of(attr_of(h), names, COUNT(names));
}

static const char *check_tag(const struct html *h)
{
    static const char *const refused[] = { "style", "base", "iframe", "object", "embed", "template",
                                           "plaintext", "xmp", "noembed", "noframes", "frame" };
    if (is_one_of(tag_of(h), refused, COUNT(refused))) {
        return "this element is not allowed (style, base, frames, objects)";
    }
    return NULL;
}

/* Attributes that run scripts or styles; a strict CSP would drop them anyhow. */
static const char *check_attr(struct html *h)
{
    str attr = attr_of(h);
    if (str_starts(attr, S("on"))) {
        return "event handlers are not allowed";
    }
    if (str_eq(attr, S("style")) || str_eq(attr, S("srcdoc")) || str_eq(attr, S("http-equiv"))) {
        return "attributes style, srcdoc and http-equiv are not allowed";
    }
    h->has_src = h->has_src || str_eq(attr, S("src"));
    return NULL;
}

static const char *open_tag_done(struct html *h)
{
    static const char *const plain[] = { "title", "textarea" };
    h->state = HTML_TEXT;
    if (h->is_end_tag) {
        h->inside[0] = 0;
        return NULL;
    }
    bool is_script = str_eq(tag_of(h), S("script"));
    if (is_script && !h->has_src) {
        return "inline scripts are not allowed";
    }
    if (is_script || is_one_of(tag_of(h), plain, COUNT(plain))) {
        memcpy(h->inside, h->tag, sizeof h->inside);
    }
    return NULL;
}

static const char *feed_text(struct html *h, char c)
{
    if (c == '<') {
        h->state = HTML_TAG_OPEN;
        return NULL;
    }
    if (h->inside[0] == 's' && !is_space(c)) {
        return "inline scripts are not allowed";
    }
    return NULL;
}

static const char *begin_tag(struct html *h, char c)
{
    if (!is_letter(c)) {
        return "a < that begins no tag; write &lt;";
    }
    if (h->inside[0] != 0 && !h->is_end_tag) {
        return "no tags inside title, textarea and script";
    }
    h->state = HTML_TAG_NAME;
    h->has_src = false;
    memset(h->tag, 0, sizeof h->tag);
    h->tag[0] = lower(c);
    h->tag_size = 1;
    return NULL;
}

static const char *feed_tag_open(struct html *h, char c)
{
    if (c == '/' && !h->is_end_tag) {
        h->is_end_tag = true;
        return NULL;
    }
    if (c == '!' && !h->is_end_tag && h->inside[0] == 0) {
        h->state = HTML_DECLARATION;
        h->dashes = 0;
        h->attr_size = 0;
        return NULL;
    }
    return begin_tag(h, c);
}

/* "<!" … : two dashes at once make it a comment. attr_size counts characters here. */
static const char *feed_declaration(struct html *h, char c)
{
    h->dashes = (uint8_t)(c == '-' && h->attr_size < 2 ? h->dashes + 1 : h->dashes);
    h->attr_size = h->attr_size < 2 ? (uint8_t)(h->attr_size + 1) : h->attr_size;
    if (h->dashes == 2) {
        h->state = HTML_COMMENT;
        h->dashes = 0;
    } else if (c == '>') {
        h->state = HTML_TEXT;
    }
    return NULL;
}

static const char *feed_comment(struct html *h, char c)
{
    if (c == '>' && h->dashes >= 2) {
        h->state = HTML_TEXT;
    }
    h->dashes = (uint8_t)(c != '-' ? 0 : h->dashes < 2 ? h->dashes + 1 : 2);
    return NULL;
}

static const char *end_name(struct html *h)
{
    const char *why = NULL;
    if (h->state == HTML_TAG_NAME) {
        why = check_tag(h);
        bool is_other = h->inside[0] != 0 && !str_eq(tag_of(h), str_of(h->inside));
        why = is_other ? "no tags inside title, textarea and script" : why;
    } else if (h->state == HTML_ATTR_NAME) {
        why = check_attr(h);
    }
    return why;
}

static const char *begin_attr(struct html *h, char c)
{
    if (!is_name_char(c)) {
        return "an attribute's name must be plain";
    }
    if (h->is_end_tag) {
        return "a closing tag has no attributes";
    }
    h->state = HTML_ATTR_NAME;
    h->attr[0] = lower(c);
    h->attr_size = 1;
    return NULL;
}

/* Between the parts of a tag; `c` is no name character of the part before. */
static const char *feed_gap(struct html *h, char c, bool needs_space)
{
    if (is_space(c)) {
        h->state = HTML_GAP;
        return NULL;
    }
    if (c == '/') {
        h->state = HTML_EDGE;
        return NULL;
    }
    if (c == '>') {
        return open_tag_done(h);
    }
    return needs_space ? "white space is missing between attributes" : begin_attr(h, c);
}

static const char *feed_tag_name(struct html *h, char c)
{
    if (is_name_char(c)) {
        if (h->tag_size + 1U >= sizeof h->tag) {
            return "a tag's name is too long";
        }
        h->tag[h->tag_size++] = lower(c);
        return NULL;
    }
    const char *why = end_name(h);
    return why != NULL ? why : feed_gap(h, c, true);
}

static const char *feed_attr_name(struct html *h, char c)
{
    if (is_name_char(c)) {
        if (h->attr_size >= sizeof h->attr) {
            h->attr[sizeof h->attr - 1] = '*'; /* long names are none of those we look for */
            return NULL;
        }
        h->attr[h->attr_size++] = lower(c);
        return NULL;
    }
    const char *why = end_name(h);
    if (why == NULL && c == '=') {
        h->state = HTML_EQUALS;
        return NULL;
    }
    return why != NULL ? why : feed_gap(h, c, true);
}

static const char *feed_equals(struct html *h, char c)
{
    if (c == '"') {
        h->state = HTML_QUOTED;
    } else if (c == '\'') {
        h->state = HTML_SINGLE;
    } else if (is_name_char(c) || c == '#') {
        h->state = HTML_BARE;
    } else {
        return "an attribute's value must follow its =";
    }
    return NULL;
}

static const char *feed_bare(struct html *h, char c)
{
    if (is_space(c) || c == '>') {
        return feed_gap(h, c, true);
    }
    return c == '"' || c == '\'' || c == '<' || c == '=' ? "an unquoted value must be plain" : NULL;
}

static const char *feed_char(struct html *h, char c)
{
    switch (h->state) {
    case HTML_TEXT:
        h->is_end_tag = false;
        return feed_text(h, c);
    case HTML_TAG_OPEN:
        return feed_tag_open(h, c);
    case HTML_TAG_NAME:
        return feed_tag_name(h, c);
    case HTML_GAP:
        return feed_gap(h, c, false);
    case HTML_EDGE:
        return feed_gap(h, c, true);
    case HTML_ATTR_NAME:
        return feed_attr_name(h, c);
    case HTML_EQUALS:
        return feed_equals(h, c);
    case HTML_QUOTED:
        h->state = c == '"' ? HTML_EDGE : HTML_QUOTED;
        return NULL;
    case HTML_SINGLE:
        h->state = c == '\'' ? HTML_EDGE : HTML_SINGLE;
        return NULL;
    case HTML_BARE:
        return feed_bare(h, c);
    case HTML_COMMENT:
        return feed_comment(h, c);
    case HTML_DECLARATION:
        return feed_declaration(h, c);
    }
    return NULL;
}

const char *html_feed(struct html *h, str text)
{
    const char *why = NULL;
    for (size_t i = 0; i < text.size && why == NULL; i++) {
        why = feed_char(h, text.at[i]);
    }
    return why;
}

static const char *value_in_text(const struct html *h, str name, bool is_raw)
{
    if (h->inside[0] == 's') {
        return "no values inside scripts";
    }
    if (!is_raw) {
        return NULL;
    }
    if (h->inside[0] != 0) {
        return "no raw values inside title and textarea";
    }
    return str_ends(name, S("_html")) ? NULL : "raw values must be named *_html";
}

const char *html_value(const struct html *h, str name, bool is_raw)
{
    if (h->state == HTML_TEXT) {
        return value_in_text(h, name, is_raw);
    }
    if (h->state != HTML_QUOTED) {
        return "values stand only in text and in double-quoted attributes";
    }
    if (is_raw) {
        return "no raw values in attributes";
    }
    if (attr_is_url(h) && !str_ends(name, S("_url"))) {
        return "in this attribute values must be named *_url";
    }
    return NULL;
}

const char *html_edge(struct html *h)
{
    const char *why = end_name(h);
    if (h->state == HTML_TAG_NAME || h->state == HTML_ATTR_NAME) {
        h->state = HTML_EDGE;
    }
    if (h->state == HTML_TAG_OPEN || h->state == HTML_EQUALS || h->state == HTML_BARE ||
        h->state == HTML_COMMENT || h->state == HTML_DECLARATION) {
        return "a section may not begin or end here";
    }
    return why;
}

static bool is_between(const struct html *h)
{
    return h->state == HTML_GAP || h->state == HTML_EDGE;
}

bool html_join(const struct html *a, const struct html *b, struct html *out)
{
    if (strcmp(a->inside, b->inside) != 0) {
        return false;
    }
    if (is_between(a) && is_between(b)) {
        bool is_same = str_eq(tag_of(a), tag_of(b)) && a->is_end_tag == b->is_end_tag;
        struct html joined = a->state == HTML_EDGE ? *a : *b;
        joined.has_src = a->has_src && b->has_src;
        *out = joined;
        return is_same;
    }
    bool is_quoted = a->state == HTML_QUOTED || a->state == HTML_SINGLE;
    bool is_same = a->state == b->state && (!is_quoted || str_eq(attr_of(a), attr_of(b)));
    *out = *b;
    return is_same;
}

const char *html_place(const struct html *h)
{
    switch (h->state) {
    case HTML_TEXT:
        return h->inside[0] == 0 ? "text" : "the text of an element";
    case HTML_QUOTED:
    case HTML_SINGLE:
    case HTML_BARE:
    case HTML_EQUALS:
        return "an attribute's value";
    case HTML_COMMENT:
        return "a comment";
    case HTML_TAG_OPEN:
    case HTML_TAG_NAME:
    case HTML_GAP:
    case HTML_EDGE:
    case HTML_ATTR_NAME:
    case HTML_DECLARATION:
        break;
    }
    return "a tag";
}
