/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"
#include "cli/control.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct options o;
    const struct command *command = NULL;
    int status = EXIT_USAGE;
    options_default(&o, arena);
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("amanah %s\n", AMANAH_VERSION);
        return EXIT_DONE;
    }
    if (!command_parse(&o, argc, argv, &command)) {
        if (command == NULL) {
            command_usage();
        }
        return argc > 1 && strcmp(argv[1], "--help") == 0 ? EXIT_DONE : EXIT_USAGE;
    }
    if (command->writes && control_ask(&o, argc, argv, &status)) {
        return status; /* the running shop did it */
    }
    return command->run(&o);
}
