/* SPDX-License-Identifier: Apache-2.0 */
/* not_built.c - commands whose rooms do not exist yet say so and exit 2. */
#include "cli/command.h"

int command_verify(struct options *o)
{
    return not_built(o, "verify");
}
