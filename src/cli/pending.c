/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

int command_demo(struct options *o)
{
    (void)o;
    return not_built("demo");
}
