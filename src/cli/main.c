/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - one table of commands; each lives in a file of its own. */
#include "base/base.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    (void)argv;
    fprintf(stderr, "amanah: %d arguments\n", argc);
    return 2;
}
