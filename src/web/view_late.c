/* SPDX-License-Identifier: Apache-2.0 */
/* Templates of the binary, compiled when a page first asks for them: a shop starts at once, and what nobody looks at takes no
 * memory. A theme's are compiled at start, since no test has seen them. */
#include "web/view_inner.h"

#include "base/log.h"

#include <pthread.h>

/* What compiling writes; everything else of the view is read-only. */
struct late {
    struct arena *arena;
    pthread_mutex_t lock;
};

struct late *late_new(void)
{
    struct arena *arena = arena_new();
    struct late *late = NEW(arena, struct late);
    late->arena = arena;
    CHECK(pthread_mutex_init(&late->lock, NULL) == 0);
    return late;
}

void view_close(struct view *view)
{
    if (view != NULL && view->late != NULL) {
        pthread_mutex_destroy(&view->late->lock);
        arena_free(view->late->arena);
        view->late = NULL;
    }
}

static bool parse_needed(struct arena *scratch, struct view *view, size_t index,
                         struct view_errors *errors);

static bool parse_included(struct arena *scratch, struct view *view, const struct node *node,
                           struct view_errors *errors)
{
    for (; node != NULL; node = node->next) {
        size_t index = 0;
        bool is_reference = node->kind == NODE_PARTIAL || node->kind == NODE_PARENT;
        if (is_reference && view_index(view, node->text, &index) &&
            !parse_needed(scratch, view, index, errors)) {
            return false;
        }
        if (!parse_included(scratch, view, node->child, errors)) {
            return false;
        }
    }
    return true;
}

/* The tree of this template and of what it includes. */
static bool parse_needed(struct arena *scratch, struct view *view, size_t index,
                         struct view_errors *errors)
{
    struct parsed *parsed = &view->parsed[index];
    if (parsed->root != NULL) {
        return true;
    }
    return view_parse(scratch, parsed->mode, parsed->source, parsed->source->text, 1, errors,
                      &parsed->root) &&
           parse_included(scratch, view, parsed->root, errors);
}

/* Under the lock. The trees go away again. */
static struct view_template *compile_now(struct view *view, size_t index, enum lang lang)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct view_errors errors = { .text = buf_new(scratch, KB(64)) };
    struct view_template *made = NULL;
    if (parse_needed(scratch, view, index, &errors)) {
        made = view_compile(view->late->arena, view, index, lang, &errors);
    }
    for (size_t i = 0; i < view->count; i++) {
        view->parsed[i].root = NULL;
    }
    if (made == NULL) {
        log_line(LOG_ERROR, "template", "\"detail\":\"%s\"",
                 log_safe(scratch, str_c(scratch, str_trim(buf_str(&errors.text)))));
    }
    return made;
}

const struct view_template *late_template(const struct view *view, size_t index, enum lang lang)
{
    struct view *inner = (struct view *)(uintptr_t)view; /* its late part is guarded by the lock */
    pthread_mutex_lock(&view->late->lock);
    struct view_template *made = atomic_load(&view->compiled[lang][index]);
    if (made == NULL) {
        made = compile_now(inner, index, lang);
        atomic_store(&inner->compiled[lang][index], made);
    }
    pthread_mutex_unlock(&view->late->lock);
    return made;
}
