/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"
#include "cli/command.h"
#include "cli/control.h"
#include "cli/mail_in.h"
#include "cli/picture_worker.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The mail goes as a file: to the running shop, or to the command here. */
static int run_with_mail(struct options *o, const struct command *command, int argc, char **argv)
{
    char path[4096];
    char *with_path[WORDS_MAX * 4];
    if (o->word_count != 0 || argc + 1 > (int)COUNT(with_path)) {
        return EXIT_USAGE;
    }
    int status = mail_in_keep(o, path);
    if (status != EXIT_DONE) {
        return status;
    }
    for (int i = 0; i < argc; i++) {
        with_path[i] = argv[i];
    }
    with_path[argc] = path;
    o->word[o->word_count++] = str_of(path);
    if (!control_ask(o, argc + 1, with_path, &status)) {
        status = command->run(o);
    }
    (void)unlink(path);
    return status;
}

int main(int argc, char **argv)
{
    mem_start();
    if (argc == 2 && strcmp(argv[1], PICTURE_WORKER_WORD) == 0) {
        picture_worker_run();
    }
    media_worker_is(picture_worker);
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
    if (command->takes_mail) {
        return run_with_mail(&o, command, argc, argv);
    }
    if (command_writes(command, &o) && control_ask(&o, argc, argv, &status)) {
        return status; /* the running shop did it */
    }
    return command->run(&o);
}
