/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - a table of what may stay; the rest loses its tags. */
#include "base/html.h"

#include "base/buf.h"

#include <gumbo.h>
#include <md4c-html.h>

enum {
    DEPTH_MAX = 60,
    GROWTH = 8,
    SIZE_MAX_BYTES = 512 * 1024,
    TAGS_MAX = 5000,
    TAG_BYTES_MAX = 4096
};

/* What an element may become. Headings step down: a page has one h1, and the product's name is it. */
struct element {
    GumboTag tag;
    const char *name;
    bool is_void;
};

static const struct element elements[] = {
    { GUMBO_TAG_P, "p", false },           { GUMBO_TAG_BR, "br", true },       { GUMBO_TAG_HR, "hr", true },
    { GUMBO_TAG_STRONG, "strong", false }, { GUMBO_TAG_B, "strong", false },   { GUMBO_TAG_EM, "em", false },
    { GUMBO_TAG_I, "em", false },          { GUMBO_TAG_U, "u", false },        { GUMBO_TAG_S, "s", false },
    { GUMBO_TAG_DEL, "s", false },         { GUMBO_TAG_SUB, "sub", false },    { GUMBO_TAG_SUP, "sup", false },
    { GUMBO_TAG_UL, "ul", false },         { GUMBO_TAG_OL, "ol", false },      { GUMBO_TAG_LI, "li", false },
    { GUMBO_TAG_H1, "h2", false },         { GUMBO_TAG_H2, "h2", false },      { GUMBO_TAG_H3, "h3", false },
    { GUMBO_TAG_H4, "h4", false },         { GUMBO_TAG_H5, "h4", false },      { GUMBO_TAG_H6, "h4", false },
    { GUMBO_TAG_BLOCKQUOTE, "blockquote", false },
    { GUMBO_TAG_PRE, "pre", false },       { GUMBO_TAG_CODE, "code", false },  { GUMBO_TAG_DL, "dl", false },
    { GUMBO_TAG_DT, "dt", false },         { GUMBO_TAG_DD, "dd", false },      { GUMBO_TAG_TABLE, "table", false },
    { GUMBO_TAG_THEAD, "thead", false },   { GUMBO_TAG_TBODY, "tbody", false }, { GUMBO_TAG_TR, "tr", false },
    { GUMBO_TAG_TH, "th", false },         { GUMBO_TAG_TD, "td", false },      { GUMBO_TAG_CAPTION, "caption", false },
    { GUMBO_TAG_A, "a", false },
};

/* Elements whose content is not text for people. */
static const GumboTag dropped[] = {
    GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,  GUMBO_TAG_TEMPLATE, GUMBO_TAG_IFRAME,   GUMBO_TAG_OBJECT,
    GUMBO_TAG_SVG,    GUMBO_TAG_MATH,   GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_SELECT,
    GUMBO_TAG_TITLE,  GUMBO_TAG_HEAD,   GUMBO_TAG_NOEMBED,  GUMBO_TAG_NOFRAMES, GUMBO_TAG_XMP,
    GUMBO_TAG_CANVAS, GUMBO_TAG_VIDEO,  GUMBO_TAG_AUDIO,    GUMBO_TAG_EMBED,    GUMBO_TAG_PLAINTEXT,
};

static const struct element *element_of(GumboTag tag)
{
    for (size_t i = 0; i < COUNT(elements); i++) {
        if (elements[i].tag == tag) {
            return &elements[i];
        }
    }
    return NULL;
}

static bool is_dropped(GumboTag tag)
{
    for (size_t i = 0; i < COUNT(dropped); i++) {
        if (dropped[i] == tag) {
            return true;
        }
    }
    return false;
}

static bool has_control(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        if ((unsigned char)s.at[i] <= ' ' || s.at[i] == 0x7f || s.at[i] == '\\') {
            return true;
        }
    }
    return false;
}

/* Browsers ignore tabs and line breaks inside a scheme: such links are refused, not repaired. */
static bool link_is_fine(struct arena *arena, str href)
{
    str lower = str_lower(arena, href);
    if (href.size == 0 || href.size > 2000 || has_control(href)) {
        return false;
    }
    if (str_starts(lower, S("/"))) {
        return !str_starts(lower, S("//"));
    }
    return str_starts(lower, S("https://")) || str_starts(lower, S("http://")) ||
           str_starts(lower, S("mailto:")) || str_starts(lower, S("tel:"));
}

struct printer {
    struct arena *arena;
    struct buf out;
};

static void print_node(struct printer *p, const GumboNode *node, int depth);

static void print_children(struct printer *p, const GumboVector *children, int depth)
{
    for (unsigned i = 0; i < children->length; i++) {
        print_node(p, children->data[i], depth + 1);
    }
}

static void print_open(struct printer *p, const GumboElement *element, const char *name)
{
    buf_addf(&p->out, "<%s", name);
    const GumboAttribute *href = gumbo_get_attribute(&element->attributes, "href");
    if (element->tag == GUMBO_TAG_A && href != NULL &&
        link_is_fine(p->arena, str_of(href->value))) {
        buf_add(&p->out, S(" href=\""));
        buf_add_html(&p->out, str_of(href->value));
        buf_add(&p->out, S("\""));
        if (!str_starts(str_of(href->value), S("/"))) {
            buf_add(&p->out, S(" rel=\"nofollow noopener\""));
        }
    }
    if (element->tag == GUMBO_TAG_TH) {
        buf_add(&p->out, S(" scope=\"col\""));
    }
    buf_add(&p->out, S(">"));
}

static void print_element(struct printer *p, const GumboElement *element, int depth)
{
    if (is_dropped(element->tag) || element->tag_namespace != GUMBO_NAMESPACE_HTML) {
        return;
    }
    const struct element *kept = element_of(element->tag);
    if (kept == NULL) {
        print_children(p, &element->children, depth);
        return;
    }
    print_open(p, element, kept->name);
    if (!kept->is_void) {
        print_children(p, &element->children, depth);
        buf_addf(&p->out, "</%s>", kept->name);
    }
}

static void print_node(struct printer *p, const GumboNode *node, int depth)
{
    if (depth > DEPTH_MAX) {
        return;
    }
    if (node->type == GUMBO_NODE_ELEMENT) {
        print_element(p, &node->v.element, depth);
    } else if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
        buf_add_html(&p->out, str_of(node->v.text.text));
    }
}

/* --- what gumbo may be given --- */

static bool begins_tag(str html, size_t at)
{
    char next = at + 1 < html.size ? html.at[at + 1] : ' ';
    char lower = (char)(next | 0x20);
    return html.at[at] == '<' &&
           ((lower >= 'a' && lower <= 'z') || next == '/' || next == '!' || next == '?');
}

/* After its ">", which may stand in a quoted value too. */
static size_t tag_end(str html, size_t at)
{
    char quote = '\0';
    char before = '<';
    for (; at < html.size; at++) {
        char byte = html.at[at];
        if (quote == '\0' && byte == '>') {
            return at + 1;
        }
        bool is_quote = byte == '"' || byte == '\'';
        if (quote != '\0') {
            quote = byte == quote ? '\0' : quote;
        } else if (is_quote && before == '=') {
            quote = byte;
        }
        before = (unsigned char)byte > ' ' ? byte : before;
    }
    return html.size;
}

/* A parser takes the square of what is nested, left open or long: of more tags than a person writes, and of tags longer than any
 * that may stay, the words alone are left. */
static str tamed(struct arena *arena, str html)
{
    struct buf out = buf_new(arena, html.size + 1);
    size_t tags = 0;
    for (size_t at = 0; at < html.size;) {
        if (!begins_tag(html, at)) {
            buf_add_char(&out, html.at[at++]);
            continue;
        }
        size_t end = tag_end(html, at);
        bool is_fine = ++tags <= TAGS_MAX && end - at <= TAG_BYTES_MAX;
        buf_add(&out, is_fine ? str_slice(html, at, end) : S(" "));
        at = end;
    }
    return buf_str(&out);
}

/* gumbo's tree is given back whole when it was printed. */
static void walk(struct printer *p, str html,
                 void (*print)(struct printer *p, const GumboNode *node, int depth))
{
    GumboOptions options = kGumboDefaultOptions;
    options.fragment_context = GUMBO_TAG_DIV;
    options.max_errors =
        0; /* each would hold a copy of all that is open: gigabytes for a small file */
    str input = tamed(p->arena, html);
    GumboOutput *output = gumbo_parse_with_options(&options, input.at, input.size);
    CHECK(output != NULL);
    const GumboVector *children = &output->root->v.element.children;
    for (unsigned i = 0; i < children->length; i++) {
        print(p, children->data[i], 1);
    }
    gumbo_destroy_output(&options, output);
}

static str well_formed(str text)
{
    return str_slice(str_trim(text), 0, SIZE_MAX_BYTES);
}

static struct buf printed(struct arena *arena, str html,
                          void (*print)(struct printer *p, const GumboNode *node, int depth))
{
    str input = well_formed(html);
    struct printer p = { arena, buf_new(arena, input.size * GROWTH + KB(1)) };
    if (input.size != 0) {
        walk(&p, input, print);
    }
    return p.out;
}

str html_sanitise(struct arena *arena, str html)
{
    struct buf out = printed(arena, html, print_node);
    return buf_is_over(&out) ? (str){ 0 } : buf_str(&out);
}

static void add_markdown(const MD_CHAR *text, MD_SIZE size, void *data)
{
    buf_add(data, (str){ text, size });
}

str html_of_markdown(struct arena *arena, str markdown)
{
    str input = well_formed(markdown);
    if (input.size == 0) {
        return (str){ 0 };
    }
    struct buf html = buf_new(arena, input.size * GROWTH + KB(1));
    int failed = md_html(input.at, (MD_SIZE)input.size, add_markdown, &html, MD_DIALECT_GITHUB, 0);
    if (failed != 0 || buf_is_over(&html)) {
        return (str){ 0 };
    }
    return html_sanitise(arena, buf_str(&html));
}

/* --- the words alone --- */

static void print_words(struct printer *p, const GumboNode *node, int depth)
{
    if (depth > DEPTH_MAX) {
        return;
    }
    if (node->type == GUMBO_NODE_ELEMENT && !is_dropped(node->v.element.tag)) {
        buf_add(&p->out, S(" "));
        for (unsigned i = 0; i < node->v.element.children.length; i++) {
            print_words(p, node->v.element.children.data[i], depth + 1);
        }
    } else if (node->type == GUMBO_NODE_TEXT) {
        buf_add(&p->out, str_of(node->v.text.text));
    }
}

static bool starts_char(char byte)
{
    return ((unsigned char)byte & 0xc0) != 0x80;
}

/* What is too long ends after a whole word, with an ellipsis; a single word that is too long is cut. */
static str shortened(struct buf *out, size_t whole_words)
{
    if (whole_words > 0) {
        out->size = whole_words;
        buf_add(out, S("…"));
    }
    return buf_str(out);
}

static str collapsed(struct arena *arena, str text, size_t max_chars)
{
    struct buf out = buf_new(arena, text.size + sizeof "…");
    bool gap = false;
    size_t chars = 0;
    size_t whole_words = 0; /* end of the last word that leaves room for the ellipsis */
    for (size_t i = 0; i < text.size; i++) {
        bool is_space = (unsigned char)text.at[i] <= ' ';
        if (is_space) {
            gap = out.size > 0;
            whole_words = chars < max_chars ? out.size : whole_words;
            continue;
        }
        chars += (size_t)gap + (size_t)starts_char(text.at[i]);
        if (chars > max_chars) {
            return shortened(&out, whole_words);
        }
        if (gap) {
            buf_add_char(&out, ' ');
        }
        gap = false;
        buf_add_char(&out, text.at[i]);
    }
    return buf_str(&out);
}

str html_text(struct arena *arena, str html, size_t max_chars)
{
    struct buf out = printed(arena, html, print_words);
    return collapsed(arena, buf_str(&out), max_chars);
}

/* --- the words with their lines --- */

/* Where a quotation begins and ends; no text holds them. */
enum { QUOTE_BEGINS = 1, QUOTE_ENDS = 2 };

static bool is_block(GumboTag tag)
{
    static const GumboTag blocks[] = {
        GUMBO_TAG_P,  GUMBO_TAG_DIV, GUMBO_TAG_BR, GUMBO_TAG_HR, GUMBO_TAG_TR, GUMBO_TAG_LI, GUMBO_TAG_DT, GUMBO_TAG_DD,  GUMBO_TAG_H1,
        GUMBO_TAG_H2, GUMBO_TAG_H3,  GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_PRE, GUMBO_TAG_TABLE,
    };
    for (size_t i = 0; i < COUNT(blocks); i++) {
        if (blocks[i] == tag) {
            return true;
        }
    }
    return false;
}

/* A line break in the source is a space. */
static void add_inline(struct buf *out, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        buf_add_char(out, (unsigned char)text.at[i] <= ' ' ? ' ' : text.at[i]);
    }
}

static void print_lines(struct printer *p, const GumboNode *node, int depth)
{
    if (depth > DEPTH_MAX) {
        return;
    }
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
        add_inline(&p->out, str_of(node->v.text.text));
    }
    if (node->type != GUMBO_NODE_ELEMENT || is_dropped(node->v.element.tag)) {
        return;
    }
    GumboTag tag = node->v.element.tag;
    bool is_quote = tag == GUMBO_TAG_BLOCKQUOTE;
    char begins = is_quote ? QUOTE_BEGINS : is_block(tag) ? '\n' : tag == GUMBO_TAG_TD ? ' ' : 0;
    if (begins != 0) {
        buf_add_char(&p->out, begins);
    }
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        print_lines(p, node->v.element.children.data[i], depth + 1);
    }
    if (is_quote || (begins == '\n' && tag != GUMBO_TAG_BR)) {
        buf_add_char(&p->out, is_quote ? QUOTE_ENDS : '\n');
    }
}

struct lines {
    struct arena *arena;
    struct buf out;
    int quotes;
};

/* An empty line means nothing here: elements stand in elements. */
static void add_line(struct lines *l, str line)
{
    str words = collapsed(l->arena, line, line.size);
    for (int i = 0; words.size != 0 && i < l->quotes; i++) {
        buf_add_char(&l->out, '>');
    }
    if (words.size != 0) {
        buf_add(&l->out, l->quotes > 0 ? S(" ") : S(""));
        buf_add(&l->out, words);
        buf_add_char(&l->out, '\n');
    }
}

str html_lines(struct arena *arena, str html)
{
    struct buf out = printed(arena, html, print_lines);
    str text = buf_str(&out);
    struct lines l = { .arena = arena, .out = buf_new(arena, text.size * 4 + KB(1)) };
    size_t from = 0;
    for (size_t i = 0; i <= text.size; i++) {
        char at = i == text.size ? '\n' : text.at[i];
        if (at != '\n' && at != QUOTE_BEGINS && at != QUOTE_ENDS) {
            continue;
        }
        add_line(&l, str_slice(text, from, i));
        l.quotes += at == QUOTE_BEGINS && l.quotes < 3 ? 1 : 0;
        l.quotes -= at == QUOTE_ENDS && l.quotes > 0 ? 1 : 0;
        from = i + 1;
    }
    return str_trim(buf_str(&l.out));
}
