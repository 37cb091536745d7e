/* SPDX-License-Identifier: Apache-2.0 */
/* staff.c - people of the shop, and keys for programs. */
#include "core/staff.h"

#include "care/hand_back.h"
#include "cli/command.h"

#include <stdio.h>

struct adding {
    struct options *options;
    enum role role;
    str password_hash;
    staff_id id;
    struct handed_back handed;
};

static enum err add(struct ctx *c, void *data)
{
    struct adding *a = data;
    return staff_add(c, a->options->name, a->options->email, a->role, a->password_hash, &a->id);
}

static int staff_add_command(struct options *o, struct shop_session *s)
{
    struct adding adding = { .options = o, .role = ROLE_CARE };
    str password = random_word(&s->random, o->arena, 16);
    if (o->name.size == 0 || o->email.size == 0 ||
        (o->role.size != 0 && !role_of(o->role, &adding.role))) {
        fprintf(o->err, "amanah: staff add needs --name, --email and --role "
                        "owner|manager|care|fulfilment|privacy|auditor\n");
        return EXIT_USAGE;
    }
    if (o->password_stdin && !password_read(o, &password)) {
        fprintf(o->err, "amanah: no password on standard input\n");
        return EXIT_USAGE;
    }
    if (staff_password_hash(&s->ctx, password, &adding.password_hash) != OK ||
        !session_write(s, add, &adding)) {
        return EXIT_REFUSED;
    }
    fprintf(o->out, "Added %.*s as %.*s.\n", STR_ARG(o->name), STR_ARG(role_name(adding.role)));
    if (!o->password_stdin) {
        fprintf(o->out, "Password: %.*s (shown once)\n", STR_ARG(password));
    }
    return EXIT_DONE;
}

static enum err set_password(struct ctx *c, void *data)
{
    struct adding *a = data;
    TRY(staff_find(c, a->options->email, &a->id));
    return staff_set_password(c, a->id, a->password_hash);
}

/* Whoever has the data folder may let somebody in again: an owner who forgot has nobody else. */
static int staff_password_command(struct options *o, struct shop_session *s)
{
    struct adding setting = { .options = o };
    str password = random_word(&s->random, o->arena, 16);
    if (o->email.size == 0) {
        fprintf(o->err, "amanah: staff password needs --email\n");
        return EXIT_USAGE;
    }
    if (o->password_stdin && !password_read(o, &password)) {
        fprintf(o->err, "amanah: no password on standard input\n");
        return EXIT_USAGE;
    }
    if (staff_password_hash(&s->ctx, password, &setting.password_hash) != OK ||
        !session_write(s, set_password, &setting)) {
        return EXIT_REFUSED;
    }
    if (!o->password_stdin) {
        fprintf(o->out, "New password: %.*s (shown once)\n", STR_ARG(password));
    }
    return EXIT_DONE;
}

static int staff_list_command(struct options *o, struct shop_session *s)
{
    struct staff_list list = { 0 };
    enum err e = staff_list(&s->ctx, &list);
    if (e != OK) {
        complain(o->err, "the list cannot be read", e, s->ctx.detail);
        return EXIT_REFUSED;
    }
    for (size_t i = 0; i < list.count; i++) {
        fprintf(o->out, "%" PRId64 "\t%.*s\t%.*s%s\n", list.item[i].id.v,
                STR_ARG(role_name(list.item[i].role)), STR_ARG(list.item[i].name),
                list.item[i].is_disabled ? "\t(disabled)" : "");
    }
    return EXIT_DONE;
}

static enum err disable(struct ctx *c, void *data)
{
    struct adding *a = data;
    TRY(staff_find(c, a->options->email, &a->id));
    TRY(staff_disable(c, a->id, true));
    return hand_back(c, a->id, &a->handed);
}

static int staff_disable_command(struct options *o, struct shop_session *s)
{
    struct adding a = { .options = o };
    if (!session_write(s, disable, &a)) {
        return EXIT_REFUSED;
    }
    fprintf(o->out, "Disabled. Nobody's now: %" PRId64 " conversations, %" PRId64 " complaints.\n",
            a.handed.conversations, a.handed.complaints);
    return EXIT_DONE;
}

/* An address that follows the verb is meant as --email. */
static void name_by_word(struct options *o)
{
    if (o->email.size == 0 && o->word_count > 1 && str_contains(o->word[1], S("@"))) {
        o->email = o->word[1];
    }
}

int command_staff(struct options *o)
{
    struct shop_session s = { 0 };
    str verb = o->word_count > 0 ? o->word[0] : (str){ 0 };
    bool is_list = str_eq(verb, S("list"));
    bool is_password = str_eq(verb, S("password"));
    bool is_disable = str_eq(verb, S("disable"));
    if (!is_list && !is_password && !is_disable && !str_eq(verb, S("add"))) {
        fprintf(o->err, "amanah: staff add|list|password|disable\n");
        return EXIT_USAGE;
    }
    name_by_word(o);
    if (is_disable && o->email.size == 0) {
        fprintf(o->err, "amanah: staff disable needs --email, or the address: amanah staff disable "
                        "sari@toko.example --data DIR\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, is_list ? DB_READ : DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    int status = is_list       ? staff_list_command(o, &s)
                 : is_password ? staff_password_command(o, &s)
                 : is_disable  ? staff_disable_command(o, &s)
                               : staff_add_command(o, &s);
    session_close(&s);
    return status;
}

struct tokening {
    str name, scope, token;
};

static enum err create(struct ctx *c, void *data)
{
    struct tokening *t = data;
    return token_create(c, t->name, t->scope, 0, &t->token);
}

int command_token(struct options *o)
{
    struct shop_session s = { 0 };
    struct tokening t = { .scope = o->scope.size == 0 ? S("admin") : o->scope,
                          .name = o->name.size == 0 ? S("command line") : o->name };
    if (o->word_count != 1 || !str_eq(o->word[0], S("create"))) {
        fprintf(o->err, "amanah: token create --scope admin\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    bool made = session_write(&s, create, &t);
    session_close(&s);
    if (!made) {
        return EXIT_REFUSED;
    }
    if (o->json) {
        fprintf(o->out, "{\"token\":\"%.*s\"}\n", STR_ARG(t.token));
    } else {
        fprintf(o->out, "%.*s\n", STR_ARG(t.token));
    }
    return EXIT_DONE;
}
