/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control.h - commands that write, while a shop is being served.
 *
 * Purpose    Only one program writes to a shop. While `serve` runs, writing commands go to it through DIR/control.sock and it does them.
 * Layer      cli.
 * Source     the socket is 0600: whoever may open it may open the database as well.
 */
#ifndef CLI_CONTROL_H
#define CLI_CONTROL_H

#include "cli/command.h"

struct control;

/* Listens in DIR; a failure is said and the shop is served without it. */
struct control *control_start(struct options *o, struct app *app);
void control_stop(struct control *control);
/* Hands the command to the running shop. False: none runs here. Prints what it says and sets the exit status. */
MUST_USE bool control_ask(struct options *o, int argc, char **argv, int *status);

#endif
