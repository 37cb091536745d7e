/* SPDX-License-Identifier: Apache-2.0 */
/* session.c - a shop opened by a command: keys, database, settings, the writer's lock. */
#include "cli/command.h"

#include "base/clock.h"
#include "core/invalidation.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "web/app.h"

#include <stdio.h>
#include <string.h>

void complain(FILE *err, const char *what, enum err e, const char *detail)
{
    fprintf(err, "amanah: %s: %s%s%s\n", what, err_text(e, 0), detail[0] == '\0' ? "" : " ",
            detail);
}

void session_complain(const struct shop_session *s, const char *what, enum err e)
{
    const char *of_engine = s->ctx.db == NULL ? "" : str_c(s->ctx.arena, db_error(s->ctx.db));
    complain(s->err, what, e, s->ctx.detail[0] != '\0' ? s->ctx.detail : of_engine);
}

int not_built(struct options *o, const char *what)
{
    fprintf(o->err, "amanah: %s is not built yet\n", what);
    return EXIT_USAGE;
}

str database_of(const struct options *o)
{
    return o->database.size != 0 ? o->database
                                 : str_format(o->arena, "%.*s/shop.db", STR_ARG(o->data));
}

static bool open_parts(struct options *o, enum db_mode mode, struct shop_session *s)
{
    char detail[CTX_DETAIL_BYTES] = "";
    enum err e = keys_open(o->arena, o->data, &s->ctx.keys, detail);
    if (e != OK) {
        complain(o->err, "no shop here", e, detail);
        return false;
    }
    e = db_open(database_of(o), mode, &s->ctx.db, detail);
    e = e == OK ? db_open(database_of(o), DB_READ_VAULT, &s->ctx.vault_db, detail) : e;
    e = e == OK ? migrate_check(s->ctx.db, detail) : e;
    if (e != OK) {
        complain(o->err, "the database cannot be opened", e, detail);
        return false;
    }
    return true;
}

/* The running shop lends what it has open; its writer does the writing. */
static bool open_served(struct options *o, struct shop_session *s)
{
    s->app = o->app;
    app_ctx(o->app, o->arena, &s->ctx);
    s->ctx.db = app_read_db(o->app, DB_READ);
    s->ctx.vault_db = app_read_db(o->app, DB_READ_VAULT);
    if (s->ctx.db == NULL || s->ctx.vault_db == NULL) {
        complain(o->err, "the database cannot be opened", ERR_DB,
                 "the log of the running shop says why");
        return false;
    }
    return true;
}

bool session_open(struct options *o, enum db_mode mode, struct shop_session *out)
{
    *out = (struct shop_session){ .random = random_system(), .err = o->err };
    if (o->app != NULL) {
        return open_served(o, out);
    }
    out->ctx = (struct ctx){ .arena = o->arena,
                              .random = &out->random,
                              .now_at = clock_now(),
                              .actor = { ROLE_SYSTEM, 0 } };
    db_start();
    if (!open_parts(o, mode, out)) {
        session_close(out);
        return false;
    }
    enum err e = shop_load(&out->ctx, &out->shop);
    if (e != OK) {
        complain(o->err, "the settings cannot be read", e, out->ctx.detail);
        session_close(out);
        return false;
    }
    out->ctx.shop = &out->shop;
    out->ctx.lang = out->shop.lang;
    return true;
}

void session_close(struct shop_session *s)
{
    if (s->app != NULL) {
        return; /* lent */
    }
    db_drop(&s->ctx.vault_db);
    db_drop(&s->ctx.db);
}

struct served_write {
    enum err (*run)(struct ctx *c, void *data);
    void *data;
};

static enum err run_served(struct write *write)
{
    struct served_write *served = write->data;
    return served->run(write->ctx, served->data);
}

/* Beside processes that serve the same rows: they hear of it. */
static enum err run_and_tell(struct ctx *c, void *data)
{
    struct served_write *written = data;
    TRY(written->run(c, written->data));
    return db_is_postgres(c->db) ? invalidation_write(c, S("")) : OK;
}

enum err session_try(struct shop_session *s, enum err (*run)(struct ctx *c, void *data), void *data)
{
    struct served_write served = { run, data };
    struct write write = { .run = run_served, .ctx = &s->ctx, .data = &served };
    if (s->app != NULL) {
        s->ctx.now_at = app_now(s->app);
        s->ctx.vault_db = NULL;
        return writer_run(s->app->writer, &write);
    }
    s->ctx.now_at = clock_now();
    return write_once(s->ctx.db, &s->ctx, run_and_tell, &served);
}

bool session_write(struct shop_session *s, enum err (*run)(struct ctx *c, void *data), void *data)
{
    enum err e = session_try(s, run, data);
    if (e != OK) {
        complain(s->err, "refused", e, s->ctx.detail);
    }
    return e == OK;
}

bool password_read(struct options *o, str *out)
{
    enum { LINE_BYTES = 512 };
    char line[LINE_BYTES];
    if (o->password.size != 0) {
        *out = o->password;
        return true;
    }
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    *out = str_trim(str_copy(o->arena, str_of(line)));
    explicit_bzero(line, sizeof line);
    return out->size != 0;
}
