/* SPDX-License-Identifier: Apache-2.0 */
/* Template text → tokens → tree. Lines that hold nothing but a tag vanish here, as the spec asks. */
#include "web/view_inner.h"

#include "web/text.h"

enum token_kind {
    TOKEN_TEXT,
    TOKEN_VALUE,
    TOKEN_RAW,
    TOKEN_SECTION,
    TOKEN_INVERTED,
    TOKEN_CLOSE,
    TOKEN_PARTIAL,
    TOKEN_PARENT,
    TOKEN_BLOCK,
    TOKEN_SILENT, /* comments, delimiters */
};

struct token {
    enum token_kind kind;
    bool begins_line, is_standalone, is_dropped;
    int line;
    size_t from, to; /* of the tag in the text */
    str text;        /* literal text (at most one line), or name */
    str indent;
};

struct parser {
    struct arena *arena;
    enum view_mode mode;
    const struct view_source *source;
    struct view_errors *errors;
    str text;
    str open, close; /* delimiters */
    size_t at;
    int line;
    struct token *token;
    size_t count, capacity;
    size_t next; /* while building the tree */
};

void view_refuse(struct view_errors *errors, const struct view_source *source, int line,
                 const char *format, ...)
{
    va_list list;
    va_start(list, format);
    str what = str_format_list(errors->text.arena, format, list);
    va_end(list);
    str all = str_format(errors->text.arena, "%.*s:%d: %.*s\n", STR_ARG(source->file), line,
                         STR_ARG(what));
    if (!str_contains(buf_str(&errors->text), all)) {
        buf_add(&errors->text, all);
    }
    errors->count++;
}

static struct token *add_token(struct parser *p, enum token_kind kind, str text)
{
    if (p->count == p->capacity) {
        size_t capacity = p->capacity == 0 ? 64 : p->capacity * 2;
        struct token *bigger = NEW_N(p->arena, struct token, capacity);
        for (size_t i = 0; i < p->count; i++) {
            bigger[i] = p->token[i];
        }
        p->token = bigger;
        p->capacity = capacity;
    }
    struct token *token = &p->token[p->count++];
    *token = (struct token){ .kind = kind, .text = text, .line = p->line };
    return token;
}

static void add_text(struct parser *p, str text)
{
    while (text.size != 0) {
        size_t end = str_find(text, S("\n"), 0);
        end = end == text.size ? end : end + 1;
        add_token(p, TOKEN_TEXT, str_slice(text, 0, end));
        p->line += text.at[end - 1] == '\n';
        text = str_skip(text, end);
    }
}

static int count_lines(str text)
{
    int lines = 0;
    for (size_t i = 0; i < text.size; i++) {
        lines += text.at[i] == '\n';
    }
    return lines;
}

static enum token_kind kind_of_sigil(char sigil)
{
    switch (sigil) {
    case '#':
        return TOKEN_SECTION;
    case '^':
        return TOKEN_INVERTED;
    case '/':
        return TOKEN_CLOSE;
    case '>':
        return TOKEN_PARTIAL;
    case '<':
        return TOKEN_PARENT;
    case '$':
        return TOKEN_BLOCK;
    case '&':
    case '{':
        return TOKEN_RAW;
    case '!':
    case '=':
        return TOKEN_SILENT;
    default:
        return TOKEN_VALUE;
    }
}

static bool set_delimiters(struct parser *p, str inside)
{
    if (p->mode != VIEW_PLAIN) {
        view_refuse(p->errors, p->source, p->line, "delimiters cannot be changed");
        return false;
    }
    struct str_pair both = str_cut(str_trim(inside), ' ');
    str close = str_trim(both.tail);
    if (both.head.size == 0 || close.size == 0 || str_has(close, '=')) {
        view_refuse(p->errors, p->source, p->line, "delimiters: two words are needed");
        return false;
    }
    p->open = both.head;
    p->close = close;
    return true;
}

static bool name_is_good(const struct parser *p, str name)
{
    bool has_empty_step =
        str_starts(name, S(".")) || str_ends(name, S(".")) || str_contains(name, S(".."));
    if (str_is_empty(name) || (has_empty_step && !str_eq(name, S(".")))) {
        return false;
    }
    for (size_t i = 0; p->mode != VIEW_PLAIN && i < name.size; i++) {
        char c = name.at[i];
        bool is_good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
                       c == '/' || c == '-';
        if (!is_good) {
            return false;
        }
    }
    return true;
}

/* `end` of the closing delimiter's start; {{{x}}} and {{=a b=}} end with one more character. */
static str closing_of(const struct parser *p, char sigil)
{
    char extra = sigil == '{' ? '}' : sigil == '=' ? '=' : 0;
    return extra == 0 ? p->close : str_format(p->arena, "%c%.*s", extra, STR_ARG(p->close));
}

static bool read_tag(struct parser *p)
{
    size_t from = p->at;
    size_t inside = from + p->open.size;
    char sigil = inside < p->text.size ? p->text.at[inside] : 0;
    str closing = closing_of(p, sigil);
    size_t end = str_find(p->text, closing, inside);
    if (end == p->text.size) {
        view_refuse(p->errors, p->source, p->line, "a tag is not closed");
        return false;
    }
    enum token_kind kind = kind_of_sigil(sigil);
    str content = str_slice(p->text, inside + (kind == TOKEN_VALUE ? 0 : 1), end);
    struct token *token = add_token(p, kind, str_trim(content));
    token->from = from;
    token->to = p->at = end + closing.size;
    p->line += count_lines(content);
    if (sigil == '=') {
        return set_delimiters(p, content);
    }
    if (kind != TOKEN_SILENT && !name_is_good(p, token->text)) {
        view_refuse(p->errors, p->source, token->line, "{{%.*s}} is not a name",
                    STR_ARG(token->text));
        return false;
    }
    return true;
}

static bool read_tokens(struct parser *p)
{
    while (p->at < p->text.size) {
        size_t tag = str_find(p->text, p->open, p->at);
        add_text(p, str_slice(p->text, p->at, tag));
        p->at = tag;
        if (tag < p->text.size && !read_tag(p)) {
            return false;
        }
    }
    return true;
}

static bool is_inheritance(const struct token *token)
{
    return token->kind == TOKEN_PARENT || token->kind == TOKEN_BLOCK || token->kind == TOKEN_CLOSE;
}

/* A block opened and closed on one line gives content to that line. */
static bool closes_block(const struct token *line, size_t count, size_t at)
{
    for (size_t i = 0; i < at && i < count; i++) {
        if (line[i].kind == TOKEN_BLOCK && str_eq(line[i].text, line[at].text)) {
            return true;
        }
    }
    return false;
}

/* Whether a line vanishes: one silent tag alone, or only tags of inheritance. */
static bool line_is_standalone(const struct token *line, size_t count)
{
    size_t tags = 0;
    bool only_inheritance = true;
    for (size_t i = 0; i < count; i++) {
        if (line[i].kind == TOKEN_TEXT) {
            if (!str_is_empty(str_trim(line[i].text))) {
                return false;
            }
            continue;
        }
        if (line[i].kind == TOKEN_VALUE || line[i].kind == TOKEN_RAW) {
            return false;
        }
        tags++;
        only_inheritance = only_inheritance && is_inheritance(&line[i]) &&
                           !(line[i].kind == TOKEN_CLOSE && closes_block(line, count, i));
    }
    return tags == 1 || (tags > 1 && only_inheritance);
}

static void mark_line(struct token *line, size_t count)
{
    bool is_standalone = line_is_standalone(line, count);
    str indent = { 0 };
    if (count > 1 && line[0].kind == TOKEN_TEXT && str_is_empty(str_trim(line[0].text))) {
        indent = line[0].text;
        line[1].indent = indent;
    }
    line[0].begins_line = !is_standalone;
    for (size_t i = 0; i < count && is_standalone; i++) {
        line[i].is_standalone = true;
        line[i].is_dropped = line[i].kind == TOKEN_TEXT;
    }
}

static void mark_lines(struct parser *p)
{
    size_t start = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct token *token = &p->token[i];
        bool ends = token->kind == TOKEN_TEXT && str_ends(token->text, S("\n"));
        if (ends || i + 1 == p->count) {
            mark_line(&p->token[start], i + 1 - start);
            start = i + 1;
        }
    }
}

static bool build_children(struct parser *p, const struct token *open, struct node **out,
                           size_t *end_from);

static enum node_kind node_kind_of(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_VALUE:
        return NODE_VALUE;
    case TOKEN_RAW:
        return NODE_RAW;
    case TOKEN_SECTION:
        return NODE_SECTION;
    case TOKEN_INVERTED:
        return NODE_INVERTED;
    case TOKEN_PARTIAL:
        return NODE_PARTIAL;
    case TOKEN_PARENT:
        return NODE_PARENT;
    case TOKEN_BLOCK:
        return NODE_BLOCK;
    case TOKEN_TEXT:
    case TOKEN_CLOSE:
    case TOKEN_SILENT:
        break;
    }
    return NODE_TEXT;
}

static bool has_children(enum node_kind kind)
{
    return kind == NODE_SECTION || kind == NODE_INVERTED || kind == NODE_PARENT ||
           kind == NODE_BLOCK;
}

/* {{#t}}: what stands between the tags is the text to be translated. */
static void make_words(const struct parser *p, struct node *node, const struct token *open,
                       size_t end_from)
{
    if (p->mode != VIEW_PLAIN && node->kind == NODE_SECTION && str_eq(open->text, S("t"))) {
        node->kind = NODE_WORDS;
        node->text = str_slice(p->text, open->to, end_from);
        node->child = NULL;
    }
}

static bool build_node(struct parser *p, const struct token *token, struct node **out)
{
    struct node *node = NEW(p->arena, struct node);
    *node = (struct node){
        .kind = node_kind_of(token->kind),
        .begins_line = token->begins_line,
        .is_standalone = token->is_standalone,
        .line = token->line,
        .text = token->text,
        .indent = token->indent,
        .source = p->source,
    };
    if (has_children(node->kind)) {
        size_t end_from = 0;
        if (!build_children(p, token, &node->child, &end_from)) {
            return false;
        }
        make_words(p, node, token, end_from);
    }
    *out = node;
    return true;
}

static bool check_close(struct parser *p, const struct token *open, const struct token *close)
{
    if (open == NULL || !str_eq(open->text, close->text)) {
        view_refuse(p->errors, p->source, close->line, "{{/%.*s}} closes nothing that is open",
                    STR_ARG(close->text));
        return false;
    }
    return true;
}

static bool build_children(struct parser *p, const struct token *open, struct node **out,
                           size_t *end_from)
{
    struct node **tail = out;
    while (p->next < p->count) {
        const struct token *token = &p->token[p->next++];
        if (token->kind == TOKEN_CLOSE) {
            *end_from = token->from;
            return check_close(p, open, token);
        }
        if (token->is_dropped || token->kind == TOKEN_SILENT) {
            continue;
        }
        if (!build_node(p, token, tail)) {
            return false;
        }
        tail = &(*tail)->next;
    }
    if (open != NULL) {
        view_refuse(p->errors, p->source, open->line, "{{%.*s}} is never closed",
                    STR_ARG(open->text));
    }
    return open == NULL;
}

/* Recursion of build_children is as deep as the text nests. */
static bool nests_too_deeply(struct parser *p)
{
    int depth = 0;
    for (size_t i = 0; i < p->count; i++) {
        enum token_kind kind = p->token[i].kind;
        depth += has_children(node_kind_of(kind));
        depth -= kind == TOKEN_CLOSE;
        if (depth > VIEW_DEPTH_MAX) {
            view_refuse(p->errors, p->source, p->token[i].line, "nested too deeply");
            return true;
        }
    }
    return false;
}

bool view_parse(struct arena *arena, enum view_mode mode, const struct view_source *source,
                str text, int line, struct view_errors *errors, struct node **out)
{
    struct parser p = {
        .arena = arena,
        .mode = mode,
        .source = source,
        .errors = errors,
        .text = text,
        .open = S("{{"),
        .close = S("}}"),
        .line = line,
    };
    size_t end_from = 0;
    *out = NULL;
    if (!read_tokens(&p) || nests_too_deeply(&p)) {
        return false;
    }
    mark_lines(&p);
    return build_children(&p, NULL, out, &end_from);
}
