/* SPDX-License-Identifier: Apache-2.0 */
/* setting.c - reading and changing settings without a browser. */
#include "cli/command.h"

#include <stdio.h>

struct change {
    str key, value;
};

static enum err change(struct ctx *c, void *data)
{
    struct change *change = data;
    return setting_set(c, change->key, change->value);
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

/* Without words: all; KEY: its value; KEY VALUE: changes it, and with --password-stdin the value comes from standard input. */
int command_setting(struct options *o)
{
    struct shop_session s = { 0 };
    struct change wanted = { o->word[0], o->word[1] };
    bool changes = o->word_count == 2 || (o->word_count == 1 && o->password_stdin);
    int status = EXIT_REFUSED;
    if (o->word_count > 2 ||
        (o->password_stdin && (o->word_count != 1 || !password_read(o, &wanted.value)))) {
        fprintf(o->err, "amanah: setting [KEY [VALUE | --password-stdin]] --data DIR\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, changes ? DB_WRITE : DB_READ, &s)) {
        return EXIT_REFUSED;
    }
    if (changes) {
        status = session_write(&s, change, &wanted) ? EXIT_DONE : EXIT_REFUSED;
    } else {
        status = o->word_count == 1 ? print_one(o, &s, wanted.key) : print_all(o, &s);
    }
    session_close(&s);
    return status;
}
