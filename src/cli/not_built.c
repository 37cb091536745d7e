/* SPDX-License-Identifier: Apache-2.0 */
/* not_built.c - commands whose rooms do not exist yet say so and exit 2. */
#include "cli/command.h"

int command_rebuild(struct options *o)
{
    (void)o;
    return not_built("rebuild");
}

int command_backup(struct options *o)
{
    (void)o;
    return not_built("backup");
}

int command_restore(struct options *o)
{
    (void)o;
    return not_built("restore");
}

int command_copy(struct options *o)
{
    (void)o;
    return not_built("copy");
}

int command_verify(struct options *o)
{
    (void)o;
    return not_built("verify");
}
