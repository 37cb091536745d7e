/* SPDX-License-Identifier: Apache-2.0 */
/* app_read.c - reading connections of each thread, and the snapshot a request reads. */
#include "web/app.h"

#include "base/log.h"

/* They are opened when first needed and closed when the thread ends. */
struct read_dbs {
    struct app *app;
    struct db *db[2];
    bool in_snapshot;
    bool has_vault; /* the vault's connection is in the snapshot too */
};
static _Thread_local struct read_dbs read_dbs;
static pthread_key_t read_dbs_key;
static pthread_once_t read_dbs_once = PTHREAD_ONCE_INIT;

static void close_read_dbs(void *data)
{
    struct read_dbs *mine = data;
    for (size_t i = 0; i < COUNT(mine->db); i++) {
        db_drop(&mine->db[i]);
    }
    *mine = (struct read_dbs){ 0 };
}

static void make_read_dbs_key(void)
{
    CHECK(pthread_key_create(&read_dbs_key, close_read_dbs) == 0);
}

void app_forget_read_dbs(struct app *app)
{
    if (read_dbs.app == app) {
        close_read_dbs(&read_dbs);
    }
}

struct db *app_read_db(struct app *app, enum db_mode mode)
{
    CHECK(mode != DB_WRITE);
    if (read_dbs.app != app) { /* another app of the same process: tests */
        close_read_dbs(&read_dbs);
        read_dbs.app = app;
        pthread_once(&read_dbs_once, make_read_dbs_key);
        pthread_setspecific(read_dbs_key, &read_dbs);
    }
    if (read_dbs.db[mode] == NULL) {
        char detail[CTX_DETAIL_BYTES] = "";
        if (db_open(app->options.database, mode, &read_dbs.db[mode], detail) != OK) {
            log_line(LOG_ERROR, "cannot open the database", "\"detail\":\"%s\"", detail);
            return NULL;
        }
    }
    return read_dbs.db[mode];
}

enum err app_open_vault(struct ctx *c)
{
    struct read_dbs *mine = &read_dbs;
    CHECK(mine->app != NULL); /* c->db is of this thread */
    struct db *db = app_read_db(mine->app, DB_READ_VAULT);
    if (db == NULL) {
        return ERR_DB;
    }
    if (mine->in_snapshot && !mine->has_vault) {
        TRY(db_begin(db));
        mine->has_vault = true;
    }
    c->vault_db = db;
    return OK;
}

enum err app_snapshot_begin(struct app *app, struct ctx *c)
{
    c->db = app_read_db(app, DB_READ);
    if (c->db == NULL) {
        return ERR_DB;
    }
    TRY(db_begin(c->db));
    read_dbs.in_snapshot = true;
    c->open_vault = app_open_vault;
    return OK;
}

void app_snapshot_end(struct ctx *c)
{
    if (read_dbs.has_vault) {
        db_rollback(read_dbs.db[DB_READ_VAULT]);
    }
    db_rollback(c->db);
    read_dbs.in_snapshot = read_dbs.has_vault = false;
    c->db = c->vault_db = NULL;
    c->open_vault = NULL;
}
