/* SPDX-License-Identifier: Apache-2.0 */
/* migrate.c - brings a shop's database to this program's schema. */
#include "db/migrate.h"

#include "base/clock.h"
#include "cli/command.h"

#include <stdio.h>

int command_migrate(struct options *o)
{
    char detail[CTX_DETAIL_BYTES] = "";
    struct db *db = NULL;
    int applied = 0;
    db_start();
    enum err e = db_open(database_of(o), DB_WRITE, &db, detail);
    e = e == OK ? migrate_up(db, clock_now(), &applied, detail) : e;
    if (e != OK) {
        complain(o->err, "the schema cannot be brought up", e, detail);
    } else {
        fprintf(o->out, "%d migrations applied\n", applied);
    }
    db_drop(&db);
    return e == OK ? EXIT_DONE : EXIT_REFUSED;
}
