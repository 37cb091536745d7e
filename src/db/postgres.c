/* SPDX-License-Identifier: Apache-2.0 */
/* postgres.c - PostgreSQL behind db.h. */
#include "db/engine.h"

#include <stdio.h>

enum err postgres_open(str where, enum db_mode mode, struct db **out, char *detail)
{
    (void)where;
    (void)mode;
    (void)out;
    snprintf(detail, CTX_DETAIL_BYTES, "PostgreSQL is not built in yet");
    return ERR_NOT_BUILT;
}
