/* SPDX-License-Identifier: Apache-2.0 */
/* Tree → instructions of one template in one language: parents, blocks, partials and texts are written out in place,
 * and the HTML they make is followed on the way. */
#include "web/view_inner.h"

#include "web/text.h"

/* Content that replaces a block; the outermost template's word counts. */
struct override {
    const struct node *block;
    bool is_active; /* being written: the same block inside it shows its default */
    struct override *next;
};

/* A partial that includes itself: called instead of written out. */
struct active {
    str name;
    uint32_t start;
    struct active *next;
};

/* How lines are indented: take off, put on. */
struct margin {
    str indent;
    size_t dedent;
};

struct compiler {
    struct arena *arena;   /* of the view */
    struct arena *scratch; /* of loading */
    const struct view *view;
    struct view_errors *errors;
    enum view_mode mode;
    enum lang lang;
    const struct view_source *source; /* of what is being written */
    struct html html;
    struct buf text; /* static text not yet in an instruction */
    struct op *op;
    size_t count, capacity;
    str *slot_name;
    size_t slot_count;
    struct override *override;
    struct active *active;
    int depth;
    bool skip_indent; /* the next line's indent is already there */
    bool is_refused;
};

static void write_nodes(struct compiler *c, const struct node *node, struct margin margin);

static void refuse(struct compiler *c, const struct node *node, const char *why)
{
    if (!c->is_refused) {
        bool has_name = node->kind != NODE_TEXT && node->kind != NODE_WORDS;
        view_refuse(c->errors, node->source, node->line, "%s%.*s%s%s", has_name ? "{{" : "",
                    STR_ARG(has_name ? node->text : S("")), has_name ? "}}: " : "", why);
    }
    c->is_refused = true;
}

static struct op *add_op(struct compiler *c, enum op_kind kind, const struct node *node)
{
    if (c->count >= VIEW_CODE_MAX) {
        refuse(c, node, "the template is too large");
        c->count = 0;
    }
    if (c->count == c->capacity) {
        size_t capacity = c->capacity == 0 ? 256 : c->capacity * 2;
        struct op *bigger = NEW_N(c->scratch, struct op, capacity);
        for (size_t i = 0; i < c->count; i++) {
            bigger[i] = c->op[i];
        }
        c->op = bigger;
        c->capacity = capacity;
    }
    struct op *op = &c->op[c->count++];
    *op = (struct op){ .kind = kind, .line = (uint32_t)node->line, .source = node->source };
    return op;
}

/* Static text becomes one instruction as late as possible. */
static void flush(struct compiler *c, const struct node *node)
{
    if (c->text.size != 0) {
        struct op *op = add_op(c, OP_TEXT, node);
        op->text = str_copy(c->arena, buf_str(&c->text));
        buf_clear(&c->text);
    }
}

static uint32_t slot_of(struct compiler *c, str name)
{
    for (size_t i = 0; i < c->slot_count; i++) {
        if (str_eq(c->slot_name[i], name)) {
            return (uint32_t)i;
        }
    }
    if (c->slot_count == SLOTS_MAX) {
        return SLOT_NONE;
    }
    c->slot_name[c->slot_count] = str_copy(c->arena, name);
    return (uint32_t)c->slot_count++;
}

static void set_path(struct compiler *c, struct op *op, str name)
{
    if (str_eq(name, S("."))) {
        return;
    }
    uint32_t steps = 1;
    for (size_t i = 0; i < name.size; i++) {
        steps += name.at[i] == '.';
    }
    struct key *key = NEW_N(c->arena, struct key, steps);
    struct str_pair rest = { .tail = name };
    for (uint32_t i = 0; i < steps; i++) {
        rest = str_cut(rest.tail, '.');
        key[i] = (struct key){ str_copy(c->arena, rest.head), SLOT_NONE };
    }
    key[0].slot = slot_of(c, key[0].name);
    op->key = key;
    op->key_count = steps;
}

static void add_static(struct compiler *c, const struct node *node, str text)
{
    buf_add(&c->text, text);
    if (c->mode == VIEW_STRICT) {
        const char *why = html_feed(&c->html, text);
        if (why != NULL) {
            refuse(c, node, why);
        }
    }
}

static str strip_margin(str line, size_t dedent)
{
    size_t strip = 0;
    while (strip < dedent && strip < line.size &&
           (line.at[strip] == ' ' || line.at[strip] == '\t')) {
        strip++;
    }
    return str_skip(line, strip);
}

static void begin_line(struct compiler *c, const struct node *node, struct margin margin)
{
    if (node->begins_line) {
        if (!c->skip_indent) {
            add_static(c, node, margin.indent);
        }
        c->skip_indent = false;
    }
}

static void write_text(struct compiler *c, const struct node *node, struct margin margin)
{
    if (!node->begins_line) {
        add_static(c, node, node->text);
        return;
    }
    str line = strip_margin(node->text, margin.dedent);
    if (!str_eq(line, S("\n")) && !str_eq(line, S("\r\n"))) {
        begin_line(c, node, margin);
    }
    add_static(c, node, line);
}

static void write_value(struct compiler *c, const struct node *node, struct margin margin)
{
    begin_line(c, node, margin);
    flush(c, node);
    bool is_raw = node->kind == NODE_RAW;
    struct op *op = add_op(c, is_raw || c->mode == VIEW_TEXT ? OP_RAW : OP_VALUE, node);
    set_path(c, op, node->text);
    if (c->mode == VIEW_STRICT) {
        const char *why = html_value(&c->html, node->text, is_raw);
        if (why != NULL) {
            refuse(c, node, why);
        }
    }
}

/* A section must leave the HTML as it found it, or skipping it would change what follows. */
static void check_edges(struct compiler *c, const struct node *node, const struct html *before)
{
    struct html after = c->html;
    const char *why = html_edge(&after);
    if (why == NULL && !html_join(before, &after, &c->html)) {
        refuse(c, node,
               str_c(c->scratch, str_format(c->scratch, "the section begins in %s and ends in %s",
                                            html_place(before), html_place(&after))));
    }
    if (why != NULL) {
        refuse(c, node, why);
    }
}

static void write_section(struct compiler *c, const struct node *node, struct margin margin)
{
    begin_line(c, node, margin);
    flush(c, node);
    const char *why = c->mode == VIEW_STRICT ? html_edge(&c->html) : NULL;
    if (why != NULL) {
        refuse(c, node, why);
    }
    struct html before = c->html;
    bool is_inverted = node->kind == NODE_INVERTED;
    size_t at = c->count;
    set_path(c, add_op(c, is_inverted ? OP_INVERTED : OP_SECTION, node), node->text);
    write_nodes(c, node->child, margin);
    flush(c, node);
    if (!is_inverted) {
        add_op(c, OP_END, node)->to = (uint32_t)at + 1;
    }
    if (!c->is_refused) {
        c->op[at].to = (uint32_t)c->count;
    }
    if (c->mode == VIEW_STRICT && !c->is_refused) {
        check_edges(c, node, &before);
    }
}

static struct override *find_override(struct compiler *c, str name)
{
    for (struct override *o = c->override; o != NULL; o = o->next) {
        if (str_eq(o->block->text, name)) {
            return o->is_active ? NULL : o;
        }
    }
    return NULL;
}

/* White space the first line of a block's content begins with. */
static str indent_of(const struct node *first)
{
    if (first == NULL || first->is_standalone) {
        return first == NULL ? (str){ 0 } : first->indent;
    }
    if (first->kind != NODE_TEXT || !first->begins_line) {
        return (str){ 0 };
    }
    str bare = strip_margin(first->text, first->text.size);
    return str_slice(first->text, 0, first->text.size - bare.size);
}

static str margin_join(struct compiler *c, struct margin margin, str indent)
{
    return str_join(c->scratch, margin.indent, strip_margin(indent, margin.dedent));
}

static void write_override(struct compiler *c, const struct node *block, struct override *o,
                           struct margin margin)
{
    bool is_alone = block->is_standalone;
    str indent = is_alone && block->child != NULL ? indent_of(block->child) : block->indent;
    struct margin inner = { .indent = margin_join(c, margin, indent) };
    const struct node *content = o->block->child;
    if (o->block->is_standalone) {
        inner.dedent = indent_of(content).size;
    }
    c->skip_indent = !is_alone;
    o->is_active = true;
    write_nodes(c, content, inner);
    o->is_active = false;
    c->skip_indent = false;
}

static void write_block(struct compiler *c, const struct node *block, struct margin margin)
{
    begin_line(c, block, margin);
    struct override *o = find_override(c, block->text);
    if (o == NULL) {
        write_nodes(c, block->child, margin);
        return;
    }
    write_override(c, block, o, margin);
}

static struct margin margin_of_partial(struct compiler *c, const struct node *node,
                                       struct margin margin)
{
    return node->is_standalone ? (struct margin){ .indent = margin_join(c, margin, node->indent) }
                               : (struct margin){ 0 };
}

static const struct parsed *included(struct compiler *c, const struct node *node)
{
    const struct parsed *parsed = view_parsed(c->view, node->text);
    if (parsed == NULL && c->mode != VIEW_PLAIN) {
        refuse(c, node, "there is no such template");
    }
    return parsed;
}

static void write_parent(struct compiler *c, const struct node *node, struct margin margin)
{
    begin_line(c, node, margin);
    const struct parsed *parent = included(c, node);
    if (parent == NULL) {
        return;
    }
    struct override *outer = c->override;
    for (const struct node *child = node->child; child != NULL; child = child->next) {
        bool is_known = false;
        for (struct override *o = outer; o != NULL; o = o->next) {
            is_known = is_known || str_eq(o->block->text, child->text);
        }
        if (child->kind == NODE_BLOCK && !is_known) {
            struct override *o = NEW(c->scratch, struct override);
            *o = (struct override){ .block = child, .next = c->override };
            c->override = o;
        }
    }
    write_nodes(c, parent->root, margin_of_partial(c, node, margin));
    c->override = outer;
}

static bool reaches(const struct view *view, const struct node *node, str name, int depth);

static bool template_reaches(const struct view *view, str from, str name, int depth)
{
    const struct parsed *parsed = view_parsed(view, from);
    return parsed != NULL && depth < VIEW_DEPTH_MAX && reaches(view, parsed->root, name, depth + 1);
}

/* Whether a partial or parent below `node` is `name`, at any distance. */
static bool reaches(const struct view *view, const struct node *node, str name, int depth)
{
    for (; node != NULL; node = node->next) {
        bool is_reference = node->kind == NODE_PARTIAL || node->kind == NODE_PARENT;
        if (is_reference &&
            (str_eq(node->text, name) || template_reaches(view, node->text, name, depth))) {
            return true;
        }
        if (reaches(view, node->child, name, depth)) {
            return true;
        }
    }
    return false;
}

bool view_is_recursive(const struct view *view, str name)
{
    return template_reaches(view, name, name, 0);
}

static bool call_active(struct compiler *c, const struct node *node)
{
    for (const struct active *a = c->active; a != NULL; a = a->next) {
        if (str_eq(a->name, node->text)) {
            add_op(c, OP_CALL, node)->to = a->start;
            return true;
        }
    }
    return false;
}

/* CALL body; JUMP past it; body; RETURN. */
static void write_recursive(struct compiler *c, const struct node *node,
                            const struct parsed *partial, struct margin margin)
{
    flush(c, node);
    if (call_active(c, node)) {
        return;
    }
    uint32_t jump = (uint32_t)c->count + 1;
    add_op(c, OP_CALL, node)->to = jump + 1;
    add_op(c, OP_JUMP, node);
    struct active active = { node->text, (uint32_t)c->count, c->active };
    c->active = &active;
    write_nodes(c, partial->root, margin_of_partial(c, node, margin));
    c->active = active.next;
    flush(c, node);
    add_op(c, OP_RETURN, node);
    if (!c->is_refused) {
        c->op[jump].to = (uint32_t)c->count;
    }
}

static void write_partial(struct compiler *c, const struct node *node, struct margin margin)
{
    begin_line(c, node, margin);
    const struct parsed *partial = included(c, node);
    if (partial == NULL) {
        return;
    }
    if (view_is_recursive(c->view, node->text)) {
        write_recursive(c, node, partial, margin);
    } else {
        write_nodes(c, partial->root, margin_of_partial(c, node, margin));
    }
}

/* The translation is a small template of its own. */
static void write_words(struct compiler *c, const struct node *node, struct margin margin)
{
    begin_line(c, node, margin);
    str msgid = text_collapse(c->arena, node->text);
    if (str_is_empty(msgid)) {
        refuse(c, node, "{{#t}} without a text");
        return;
    }
    struct node *words = NULL;
    if (!view_parse(c->scratch, c->mode, node->source, text_of(c->lang, msgid), node->line,
                    c->errors, &words)) {
        c->is_refused = true;
        return;
    }
    struct html before = c->html;
    write_nodes(c, words, (struct margin){ 0 });
    if (c->mode == VIEW_STRICT && !c->is_refused &&
        (before.state != c->html.state ||
         (before.state != HTML_TEXT && before.state != HTML_QUOTED))) {
        refuse(c, node, "{{#t}} stands only in text and in double-quoted attributes");
    }
}

static void write_node(struct compiler *c, const struct node *node, struct margin margin)
{
    switch (node->kind) {
    case NODE_TEXT:
        write_text(c, node, margin);
        break;
    case NODE_VALUE:
    case NODE_RAW:
        write_value(c, node, margin);
        break;
    case NODE_SECTION:
    case NODE_INVERTED:
        write_section(c, node, margin);
        break;
    case NODE_PARTIAL:
        write_partial(c, node, margin);
        break;
    case NODE_PARENT:
        write_parent(c, node, margin);
        break;
    case NODE_BLOCK:
        write_block(c, node, margin);
        break;
    case NODE_WORDS:
        write_words(c, node, margin);
        break;
    }
}

static void write_nodes(struct compiler *c, const struct node *node, struct margin margin)
{
    if (node != NULL && ++c->depth > 2 * VIEW_DEPTH_MAX) {
        refuse(c, node, "templates include each other too deeply");
    }
    for (const struct node *at = node; at != NULL && !c->is_refused; at = at->next) {
        write_node(c, at, margin);
    }
    c->depth -= node != NULL;
}

static void hash_slots(struct compiler *c, struct view_template *t)
{
    size_t size = 16;
    while (size < c->slot_count * 3) {
        size *= 2;
    }
    t->slot_mask = size - 1;
    t->slot_hash = NEW_N(c->arena, uint16_t, size);
    for (size_t i = 0; i < size; i++) {
        t->slot_hash[i] = SLOT_NONE;
    }
    for (size_t i = 0; i < c->slot_count; i++) {
        size_t at = slot_hash_of(c->slot_name[i]) & t->slot_mask;
        while (t->slot_hash[at] != SLOT_NONE) {
            at = (at + 1) & t->slot_mask;
        }
        t->slot_hash[at] = (uint16_t)i;
    }
}

static struct view_template *finish(struct compiler *c, str name)
{
    struct view_template *t = NEW(c->arena, struct view_template);
    t->name = name;
    t->is_html = c->mode != VIEW_TEXT;
    t->op = NEW_N(c->arena, struct op, c->count + 1);
    for (size_t i = 0; i < c->count; i++) {
        t->op[i] = c->op[i];
    }
    t->op_count = c->count;
    t->largest = NEW(c->arena, atomic_size_t);
    t->slot_name = NEW_N(c->arena, str, c->slot_count + 1);
    for (size_t i = 0; i < c->slot_count; i++) {
        t->slot_name[i] = c->slot_name[i];
    }
    t->slot_count = c->slot_count;
    hash_slots(c, t);
    return t;
}

struct view_template *view_compile(struct arena *arena, const struct view *view, size_t index,
                                   enum lang lang, struct view_errors *errors)
{
    const struct parsed *parsed = &view->parsed[index];
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct compiler c = {
        .arena = arena,
        .scratch = scratch,
        .view = view,
        .errors = errors,
        .mode = parsed->mode,
        .lang = lang,
        .text = buf_new(scratch, MB(1)),
        .slot_name = NEW_N(scratch, str, SLOTS_MAX),
    };
    struct node whole = { .kind = NODE_TEXT, .source = parsed->source, .line = 1 };
    write_nodes(&c, parsed->root, (struct margin){ 0 });
    flush(&c, &whole);
    if (!c.is_refused && c.mode == VIEW_STRICT && c.html.state != HTML_TEXT) {
        refuse(&c, &whole, "the template ends inside a tag");
    }
    if (c.text.is_over) {
        refuse(&c, &whole, "more than 1 MB of text without a value");
    }
    return c.is_refused ? NULL : finish(&c, parsed->source->name);
}
