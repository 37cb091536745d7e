/* SPDX-License-Identifier: Apache-2.0 */
/* setting.c - reading and changing settings without a browser. */
#include "cli/command.h"

#include "base/value.h"

#include <stdio.h>

struct change {
    str key, value;
};

static enum err change(struct ctx *c, void *data)
{
    struct change *change = data;
    return setting_set(c, change->key, change->value);
}

/* Numbers and switches as such, all else as the text that is stored. */
static void add_json(struct arena *a, struct value *to, const struct setting *row, str value)
{
    int64_t number = 0;
    str key = str_of(row->key);
    if (row->kind == SETTING_BOOL) {
        value_set_bool(a, to, key, str_eq(value, S("1")));
    } else if (row->kind == SETTING_INT && str_to_int(value, &number)) {
        value_set_int(a, to, key, number);
    } else {
        value_set_text(a, to, key, value);
    }
}

/* One object, of every setting or of the one with this key. */
static int print_json(struct options *o, struct shop_session *s, str only)
{
    size_t count = 0;
    const struct setting *table = setting_table(&count);
    struct buf out = buf_new(o->arena, MB(4));
    struct value *node = value_object(o->arena);
    for (size_t i = 0; i < count; i++) {
        str key = str_of(table[i].key);
        str value = { 0 };
        if (only.size != 0 && !str_eq(key, only)) {
            continue;
        }
        enum err e = setting_get(&s->ctx, key, &value);
        if (e != OK) {
            complain(o->err, "the settings cannot be read", e, s->ctx.detail);
            return EXIT_REFUSED;
        }
        add_json(o->arena, node, &table[i], value);
    }
    json_write(&out, node);
    fprintf(o->out, "%.*s\n", STR_ARG(buf_str(&out)));
    return EXIT_DONE;
}

static int print_one(struct options *o, struct shop_session *s, str key)
{
    str value = { 0 };
    enum err e = setting_get(&s->ctx, key, &value);
    if (e != OK) {
        complain(o->err, "the setting cannot be read", e, s->ctx.detail);
        return EXIT_REFUSED;
    }
    fprintf(o->out, "%.*s\n", STR_ARG(value));
    return EXIT_DONE;
}

static int print_all(struct options *o, struct shop_session *s)
{
    size_t count = 0;
    const struct setting *table = setting_table(&count);
    for (size_t i = 0; i < count; i++) {
        str value = { 0 };
        enum err e = setting_get(&s->ctx, str_of(table[i].key), &value);
        if (e != OK) {
            complain(o->err, "the settings cannot be read", e, s->ctx.detail);
            return EXIT_REFUSED;
        }
        str shown = str_replace(s->ctx.arena, value, S("\n"), S("\\n"));
        fprintf(o->out, "%-28s %.*s\n", table[i].key, STR_ARG(shown));
    }
    return EXIT_DONE;
}

static int print(struct options *o, struct shop_session *s, str key)
{
    bool is_known = key.size != 0 && setting_of(key) != NULL;
    if (o->json && (o->word_count == 0 || is_known)) {
        return print_json(o, s, key);
    }
    return o->word_count == 1 ? print_one(o, s, key) : print_all(o, s);
}

/* Without words: all; KEY: its value; KEY VALUE: changes it, and with --password-stdin the value comes from standard input. */
int command_setting(struct options *o)
{
    struct shop_session s = { 0 };
    struct change wanted = { o->word[0], o->word[1] };
    bool changes = o->word_count == 2 || (o->word_count == 1 && o->password_stdin);
    int status = EXIT_REFUSED;
    if (o->word_count > 2 ||
        (o->password_stdin && (o->word_count != 1 || !password_read(o, &wanted.value)))) {
        fprintf(o->err, "amanah: setting [KEY [VALUE | --password-stdin]] --data DIR [--json]\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, changes ? DB_WRITE : DB_READ, &s)) {
        return EXIT_REFUSED;
    }
    if (changes) {
        status = session_write(&s, change, &wanted) ? EXIT_DONE : EXIT_REFUSED;
    } else {
        status = print(o, &s, wanted.key);
    }
    session_close(&s);
    return status;
}
