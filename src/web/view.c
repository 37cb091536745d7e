/* SPDX-License-Identifier: Apache-2.0 */
/* Running a compiled template. The only memory is the buffer's. */
#include "web/view_inner.h"

#include "web/view_print.h"

#include <string.h>

enum { CALLS_MAX = VIEW_DEPTH_MAX, PAGE_ROOM_MIN = 4096 };

/* A section being inside of; the lowest two are the layout and the model. */
struct frame {
    const struct value *context;
    const struct value *next; /* following items of a list */
    struct value made;        /* when the context is a part that no model holds */
};

struct render {
    const struct view_template *t;
    const struct view_env *env;
    struct buf *out;
    const struct value *slot[SLOTS_MAX + 1]; /* the root's fields, by the template's slots */
    struct frame frame[VIEW_DEPTH_MAX + 2];
    size_t depth; /* frames in use */
    size_t base;  /* frames that are the root */
    uint32_t call[CALLS_MAX];
    size_t calls;
    struct value made; /* of the last part asked for */
    str why;
};

static bool give_up(struct render *r, const struct op *op, const char *what, str name)
{
    r->why = str_format(r->out->arena, "%.*s:%u: %s%.*s", STR_ARG(op->source->file), op->line, what,
                        STR_ARG(name));
    return false;
}

static const struct value *child_of(const struct value *object, str name)
{
    const struct value *node = object->children.first;
    while (node != NULL && (node->name.size != name.size || node->name.at[0] != name.at[0] ||
                            memcmp(node->name.at, name.at, name.size) != 0)) {
        node = node->next;
    }
    return node;
}

static void fill_slots(struct render *r, const struct value *root)
{
    if (root == NULL || root->kind != VALUE_OBJECT) {
        return;
    }
    const struct view_template *t = r->t;
    for (const struct value *node = root->children.first; node != NULL; node = node->next) {
        if (node->name.size == 0) {
            continue;
        }
        size_t at = slot_hash_of(node->name) & t->slot_mask;
        uint16_t slot = t->slot_hash[at];
        while (slot != SLOT_NONE && !str_eq(t->slot_name[slot], node->name)) {
            at = (at + 1) & t->slot_mask;
            slot = t->slot_hash[at];
        }
        r->slot[slot] = node; /* SLOT_NONE has a place of its own, never read */
    }
}

/* The first step of a name: the innermost context that has it. */
static const struct value *find_first(const struct render *r, const struct key *key)
{
    for (size_t i = r->depth; i-- > r->base;) {
        const struct value *context = r->frame[i].context;
        if (context->kind == VALUE_OBJECT) {
            const struct value *found = child_of(context, key->name);
            if (found != NULL) {
                return found;
            }
        }
    }
    if (key->slot != SLOT_NONE) {
        return r->slot[key->slot];
    }
    for (size_t i = r->base; i-- > 0;) {
        const struct value *found = value_get(r->frame[i].context, key->name);
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

static const struct value *step_into(struct render *r, const struct value *node, str name)
{
    if (node->kind == VALUE_OBJECT) {
        return child_of(node, name);
    }
    if (node->kind == VALUE_NULL) {
        return node;
    }
    struct value made = { 0 };
    if (!view_part(r->out->arena, node, name, r->env, &made)) {
        return NULL;
    }
    r->made = made;
    return &r->made;
}

static bool refuse_unknown(struct render *r, const struct op *op)
{
    struct buf name = buf_new(r->out->arena, KB(1));
    for (uint32_t i = 0; i < op->key_count; i++) {
        buf_add(&name, i == 0 ? S("") : S("."));
        buf_add(&name, op->key[i].name);
    }
    return give_up(r, op, "unknown field ", buf_str(&name));
}

/* NULL in *out: there is none. False: that is an error. */
static bool find(struct render *r, const struct op *op, const struct value **out)
{
    if (op->key_count == 0) {
        *out = r->frame[r->depth - 1].context;
        return true;
    }
    const struct value *node = find_first(r, &op->key[0]);
    for (uint32_t i = 1; i < op->key_count && node != NULL; i++) {
        node = step_into(r, node, op->key[i].name);
    }
    *out = node;
    return node != NULL || !r->env->strict_fields || refuse_unknown(r, op);
}

static bool push(struct render *r, const struct op *op, const struct value *context,
                 const struct value *next)
{
    if (r->depth == COUNT(r->frame)) {
        return give_up(r, op, "sections nest too deeply", S(""));
    }
    struct frame *frame = &r->frame[r->depth++];
    frame->next = next;
    frame->context = context;
    if (context == &r->made) {
        frame->made = r->made;
        frame->context = &frame->made;
    }
    return true;
}

static bool do_value(struct render *r, const struct op *op)
{
    const struct value *node = NULL;
    if (!find(r, op, &node)) {
        return false;
    }
    if (node == NULL) {
        return true;
    }
    if (r->env->strict_fields && (node->kind == VALUE_OBJECT || node->kind == VALUE_LIST)) {
        return give_up(r, op, "an object or list cannot be printed", S(""));
    }
    if (op->kind == OP_RAW) {
        view_print(r->out, node, r->env);
    } else {
        view_print_html(r->out, node, r->env);
    }
    return true;
}

/* Goes into the section, or past it. */
static bool do_section(struct render *r, const struct op *op, uint32_t *pc)
{
    const struct value *node = NULL;
    if (!find(r, op, &node)) {
        return false;
    }
    if (!value_is_true(node)) {
        *pc = op->to;
        return true;
    }
    if (node->kind == VALUE_LIST) {
        return push(r, op, node->children.first, node->children.first->next);
    }
    return push(r, op, node, NULL);
}

static void do_end(struct render *r, const struct op *op, uint32_t *pc)
{
    struct frame *frame = &r->frame[r->depth - 1];
    if (frame->next == NULL) {
        r->depth--;
        return;
    }
    frame->context = frame->next;
    frame->next = frame->next->next;
    *pc = op->to;
}

static bool do_inverted(struct render *r, const struct op *op, uint32_t *pc)
{
    const struct value *node = NULL;
    if (!find(r, op, &node)) {
        return false;
    }
    if (value_is_true(node)) {
        *pc = op->to;
    }
    return true;
}

static bool do_call(struct render *r, const struct op *op, uint32_t *pc)
{
    if (r->calls == CALLS_MAX) {
        return give_up(r, op, "partials nest too deeply", S(""));
    }
    r->call[r->calls++] = *pc;
    *pc = op->to;
    return true;
}

static bool do_op(struct render *r, const struct op *op, uint32_t *pc)
{
    switch (op->kind) {
    case OP_TEXT:
        buf_add(r->out, op->text);
        return true;
    case OP_VALUE:
    case OP_RAW:
        return do_value(r, op);
    case OP_SECTION:
        return do_section(r, op, pc);
    case OP_END:
        do_end(r, op, pc);
        return true;
    case OP_INVERTED:
        return do_inverted(r, op, pc);
    case OP_JUMP:
        *pc = op->to;
        return true;
    case OP_CALL:
        return do_call(r, op, pc);
    case OP_RETURN:
        *pc = r->call[--r->calls];
        return true;
    }
    return false;
}

static bool run(struct render *r)
{
    for (uint32_t pc = 0; pc < r->t->op_count && !r->out->is_over;) {
        const struct op *op = &r->t->op[pc++];
        if (!do_op(r, op, &pc)) {
            return false;
        }
    }
    if (r->out->is_over) {
        r->why = str_format(r->out->arena, "%.*s: the page is larger than %zu bytes",
                            STR_ARG(r->t->name), r->out->max_size);
    }
    return !r->out->is_over;
}

static void add_root(struct render *r, const struct value *root)
{
    if (root != NULL) {
        fill_slots(r, root);
        r->frame[r->depth++].context = root;
    }
}

bool view_render(const struct view_template *t, const struct value *model,
                 const struct value *layout, const struct view_env *env, struct buf *out, str *why)
{
    struct render r = { .t = t, .env = env, .out = out };
    CHECK(model != NULL);
    add_root(&r, layout);
    add_root(&r, model); /* last, so that it covers the layout's fields */
    r.base = r.depth;
    size_t largest = atomic_load_explicit(t->largest, memory_order_relaxed);
    buf_reserve(out, largest < PAGE_ROOM_MIN ? PAGE_ROOM_MIN : largest + largest / 16);
    bool is_done = run(&r);
    if (out->size > largest) {
        atomic_store_explicit(t->largest, out->size, memory_order_relaxed);
    }
    if (!is_done) {
        *why = r.why;
    }
    return is_done;
}
