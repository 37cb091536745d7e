/* SPDX-License-Identifier: Apache-2.0 */
/* Gathering templates, from the binary and from a shop's theme, and compiling them: all, or those of the binary when asked for. */
#include "web/view_inner.h"

#include "base/embed.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEMPLATES_MAX = 2048, TEMPLATE_BYTES_MAX = 512 * 1024, FOLDERS_MAX = 8 };

struct gather {
    struct arena *arena;
    struct view_source *source;
    size_t count;
    bool has_theme; /* something is not the binary's own */
    struct view_errors *errors;
};

static const struct parsed *find_parsed(const struct view *view, str name, size_t *index)
{
    size_t low = 0;
    size_t high = view->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(name, view->parsed[middle].source->name);
        if (order == 0) {
            *index = middle;
            return &view->parsed[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

const struct parsed *view_parsed(const struct view *view, str name)
{
    size_t index = 0;
    return find_parsed(view, name, &index);
}

bool view_index(const struct view *view, str name, size_t *index)
{
    return find_parsed(view, name, index) != NULL;
}

static const struct view_template *template_at(const struct view *view, size_t index,
                                               enum lang lang)
{
    const struct view_template *t = atomic_load(&view->compiled[lang][index]);
    return t == NULL && view->late != NULL ? late_template(view, index, lang) : t;
}

const struct view_template *view_find(const struct view *view, str name, enum lang lang)
{
    size_t index = 0;
    return find_parsed(view, name, &index) == NULL ? NULL : template_at(view, index, lang);
}

str view_template_name(const struct view_template *t)
{
    return t->name;
}

size_t view_count(const struct view *view)
{
    return view->count;
}

const struct view_template *view_at(const struct view *view, size_t index, enum lang lang)
{
    CHECK(index < view->count);
    return template_at(view, index, lang);
}

static void mark_included(struct view *view, const struct node *node)
{
    for (; node != NULL; node = node->next) {
        size_t index = 0;
        bool is_reference = node->kind == NODE_PARTIAL || node->kind == NODE_PARENT;
        if (is_reference && find_parsed(view, node->text, &index) != NULL) {
            view->parsed[index].is_included = true;
        }
        mark_included(view, node->child);
    }
}

static int compare_sources(const void *a, const void *b)
{
    return str_compare(((const struct parsed *)a)->source->name,
                       ((const struct parsed *)b)->source->name);
}

/* Following HTML through a template that calls itself would need more than one pass. */
static bool check_recursion(const struct view *view, struct view_errors *errors)
{
    bool is_good = true;
    for (size_t i = 0; i < view->count; i++) {
        if (view_is_recursive(view, view->parsed[i].source->name)) {
            view_refuse(errors, view->parsed[i].source, 1, "the template includes itself");
            is_good = false;
        }
    }
    return is_good;
}

static bool parse_all(struct arena *scratch, struct view *view, enum view_mode mode,
                      struct view_errors *errors)
{
    bool is_good = true;
    for (size_t i = 0; i < view->count; i++) {
        struct parsed *parsed = &view->parsed[i];
        is_good &= view_parse(scratch, parsed->mode, parsed->source, parsed->source->text, 1,
                              errors, &parsed->root);
    }
    for (size_t i = 0; i < view->count && is_good; i++) {
        mark_included(view, view->parsed[i].root);
    }
    return is_good && (mode == VIEW_PLAIN || check_recursion(view, errors));
}

/* What others include need not make sense alone; if it is wrong, those report it. */
static bool compile_all(struct arena *arena, struct view *view, enum lang lang,
                        struct view_errors *errors)
{
    bool is_good = true;
    CLEANUP(arena_drop) struct arena *unheard = arena_new();
    for (size_t i = 0; i < view->count; i++) {
        struct view_errors ignored = { .text = buf_new(unheard, MB(1)) };
        bool is_included = view->parsed[i].is_included;
        struct view_template *made =
            view_compile(arena, view, i, lang, is_included ? &ignored : errors);
        atomic_store(&view->compiled[lang][i], made);
        is_good &= is_included || made != NULL;
    }
    return is_good;
}

/* Sources with their names and files copied; texts stay where they are until loading ends. */
static void take_sources(struct arena *arena, struct view *view, enum view_mode mode,
                         const struct view_source *source, size_t count)
{
    struct view_source *kept = NEW_N(arena, struct view_source, count + 1);
    view->count = count;
    for (size_t i = 0; i < count; i++) {
        bool is_text = mode == VIEW_STRICT && str_ends(source[i].name, S(".txt"));
        view->parsed[i].mode = is_text ? VIEW_TEXT : mode;
        kept[i] = (struct view_source){ str_copy(arena, source[i].name),
                                         str_copy(arena, source[i].file), source[i].text };
        view->parsed[i].source = &kept[i];
    }
    qsort(view->parsed, count, sizeof view->parsed[0], compare_sources);
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        view->compiled[lang] = arena_alloc_n(arena, count + 1, sizeof view->compiled[lang][0]);
    }
}

static void forget_sources(struct arena *arena, struct view *view, const struct parsed *parsed)
{
    view->parsed = NEW_N(arena, struct parsed, view->count + 1);
    for (size_t i = 0; i < view->count; i++) {
        view->parsed[i] = (struct parsed){ .source = parsed[i].source, .mode = parsed[i].mode };
    }
}

bool view_load(struct arena *arena, enum view_mode mode, const struct view_source *source,
               size_t count, struct view **out, str *why)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct view_errors errors = { .text = buf_new(arena, KB(64)) };
    struct view *view = NEW(arena, struct view);
    view->parsed = NEW_N(scratch, struct parsed, count + 1);
    take_sources(arena, view, mode, source, count);
    bool is_good = parse_all(scratch, view, mode, &errors);
    for (enum lang lang = 0; lang < LANG_COUNT && is_good; lang++) {
        is_good = compile_all(arena, view, lang, &errors) && is_good;
    }
    if (!is_good) {
        *why = str_trim(buf_str(&errors.text));
        return false;
    }
    forget_sources(arena, view, view->parsed);
    *out = view;
    return true;
}

static bool is_template(str path)
{
    return str_ends(path, S(".html")) || str_ends(path, S(".txt"));
}

static str name_of(str path)
{
    return str_ends(path, S(".html")) ? str_slice(path, 0, path.size - 5) : path;
}

/* A later source of the same name takes the place of an earlier one. */
static void add_source(struct gather *g, str name, str file, str text)
{
    for (size_t i = 0; i < g->count; i++) {
        if (str_eq(g->source[i].name, name)) {
            g->source[i] = (struct view_source){ name, file, text };
            return;
        }
    }
    if (g->count < TEMPLATES_MAX) {
        g->source[g->count++] = (struct view_source){ name, file, text };
    }
}

static void gather_embedded(struct gather *g)
{
    size_t count = 0;
    const struct embedded *list = embed_list(&count);
    str folder = S("templates/");
    for (size_t i = 0; i < count; i++) {
        if (str_starts(list[i].path, folder) && is_template(list[i].path)) {
            add_source(g, name_of(str_skip(list[i].path, folder.size)), list[i].path,
                       list[i].bytes);
        }
    }
}

static void close_fd(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
}

static void close_folder(DIR **folder)
{
    if (*folder != NULL) {
        closedir(*folder);
    }
}

static bool read_all(int fd, char *to, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, to + done, size - done);
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

static void gather_file(struct gather *g, str path, str name)
{
    CLEANUP(close_fd) int fd = open(str_c(g->arena, path), O_RDONLY | O_CLOEXEC);
    struct stat about = { 0 };
    struct view_source source = { name_of(name), path, { 0 } };
    if (fd < 0 || fstat(fd, &about) != 0 || about.st_size > TEMPLATE_BYTES_MAX) {
        view_refuse(g->errors, &source, 1, "cannot be opened, or is larger than 512 KiB");
        return;
    }
    char *bytes = arena_alloc(g->arena, (size_t)about.st_size + 1);
    source.text = (str){ bytes, (size_t)about.st_size };
    if (!read_all(fd, bytes, source.text.size) || !str_is_utf8(source.text)) {
        view_refuse(g->errors, &source, 1, "cannot be read, or is not UTF-8");
        return;
    }
    g->has_theme = true;
    add_source(g, source.name, path, source.text);
}

static void gather_folder(struct gather *g, str folder, str prefix, int depth)
{
    CLEANUP(close_folder) DIR *open_folder = opendir(str_c(g->arena, folder));
    for (struct dirent *entry = NULL;
         open_folder != NULL && (entry = readdir(open_folder)) != NULL;) {
        str name = str_copy(g->arena, str_of(entry->d_name));
        str path = str_format(g->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
        str full = str_join(g->arena, prefix, name);
        struct stat about = { 0 };
        if (str_starts(name, S(".")) || stat(str_c(g->arena, path), &about) != 0) {
            continue;
        }
        if (S_ISDIR(about.st_mode) && depth < FOLDERS_MAX) {
            gather_folder(g, path, str_join(g->arena, full, S("/")), depth + 1);
        } else if (S_ISREG(about.st_mode) && is_template(name)) {
            gather_file(g, path, full);
        }
    }
}

static bool gather_all(struct arena *scratch, str theme_dir, struct view_errors *errors,
                       struct gather *out)
{
    *out = (struct gather){
        .arena = scratch,
        .source = NEW_N(scratch, struct view_source, TEMPLATES_MAX),
        .errors = errors,
    };
    gather_embedded(out);
    if (!str_is_empty(theme_dir)) {
        gather_folder(out, str_join(scratch, theme_dir, S("/templates")), (str){ 0 }, 0);
    }
    return errors->count == 0;
}

bool view_load_all(struct arena *arena, str theme_dir, struct view **out, str *why)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct view_errors errors = { .text = buf_new(arena, KB(64)) };
    struct gather g = { 0 };
    if (!gather_all(scratch, theme_dir, &errors, &g)) {
        *why = str_trim(buf_str(&errors.text));
        return false;
    }
    return view_load(arena, VIEW_STRICT, g.source, g.count, out, why);
}

bool view_open(struct arena *arena, str theme_dir, struct view **out, str *why)
{
    CLEANUP(arena_drop) struct arena *scratch = arena_new();
    struct view_errors errors = { .text = buf_new(arena, KB(64)) };
    struct gather g = { 0 };
    if (!gather_all(scratch, theme_dir, &errors, &g)) {
        *why = str_trim(buf_str(&errors.text));
        return false;
    }
    if (g.has_theme) {
        return view_load(arena, VIEW_STRICT, g.source, g.count, out, why);
    }
    struct view *view = NEW(arena, struct view);
    view->parsed = NEW_N(arena, struct parsed, g.count + 1);
    take_sources(arena, view, VIEW_STRICT, g.source, g.count);
    view->late = late_new();
    *out = view;
    return true;
}
