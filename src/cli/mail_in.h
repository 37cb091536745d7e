/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_in.h - a mail from standard input, kept for the moment it takes to give it to the running shop.
 *
 * Layer      cli.
 */
#ifndef CLI_MAIL_IN_H
#define CLI_MAIL_IN_H

#include "cli/command.h"

/* Standard input as a file of its own in DIR (0600), deleted when the command has ended. EXIT_DONE, or what the mail server is told: 65, too
 * large for ever; 75, try again later. */
MUST_USE int mail_in_keep(struct options *o, char path[static 4096]);

#endif
