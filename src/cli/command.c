/* SPDX-License-Identifier: Apache-2.0 */
/* command.c - the table of commands and the table of options. */
#include "cli/command.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const struct command commands[] = {
    { "init", "--data DIR --name NAME --email OWNER [--password-stdin] [--currency IDR] [--locale id]\n"
              "       [--timezone Asia/Jakarta] [--url URL] [--sandbox]",
      "makes a shop that can sell", command_init },
    { "demo", "--data DIR [--seed N] [--days 90]", "makes an example shop with a lived history", command_demo },
    { "serve", "--data DIR [--listen 127.0.0.1:8080] [--tls-cert F --tls-key F] [--threads N]\n"
               "       [--trusted-proxy ADDR] [--test-clock] [--no-cache] [--no-rate-limit]",
      "runs the shop", command_serve },
    { "import", "KIND FILE --data DIR [--format F] [--dry-run]", "takes in products, regions, orders, reviews, complaints",
      command_import, true },
    { "export", "KIND --data DIR [--format F]", "prints products, orders, ledger, events", command_export },
    { "check", "--data DIR", "tests every invariant of a shop", command_check },
    { "rebuild", "--data DIR", "makes prices and search from the goods again", command_rebuild, true },
    { "backup", "--data DIR FILE", "one file with everything", command_backup },
    { "restore", "FILE --data DIR", "a shop from a backup", command_restore },
    { "migrate", "--data DIR", "brings the database to this program's schema", command_migrate },
    { "copy", "--data DIR --to URL", "moves a shop from SQLite to PostgreSQL", command_copy },
    { "verify", "URL|DIR [--state FILE]", "audits a public log from outside", command_verify },
    { "staff", "add|list|password|disable --data DIR …", "people of the shop", command_staff, true },
    { "setting", "[KEY [VALUE | --password-stdin]] --data DIR [--json]", "shows or changes settings", command_setting, true },
    { "mail-in", "--data DIR < MESSAGE", "takes a mail in (the pipe of a mail server)", command_mail_in, true, true },
    { "token", "create --data DIR --scope admin [--json]", "keys for programs", command_token, true },
};

enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG };

struct option {
    const char *name;
    enum option_kind kind;
    size_t offset;
};

#define TEXT(name, member) { name, OPTION_TEXT, offsetof(struct options, member) }
#define NUMBER(name, member) { name, OPTION_NUMBER, offsetof(struct options, member) }
#define FLAG(name, member) { name, OPTION_FLAG, offsetof(struct options, member) }

static const struct option option_table[] = {
    TEXT("--data", data), TEXT("--database", database), TEXT("--name", name), TEXT("--email", email),
    TEXT("--currency", currency), TEXT("--locale", locale), TEXT("--timezone", timezone), TEXT("--url", url),
    TEXT("--listen", listen), TEXT("--tls-cert", tls_cert), TEXT("--tls-key", tls_key),
    TEXT("--trusted-proxy", trusted_proxy), TEXT("--format", format), TEXT("--state", state), TEXT("--to", to),
    TEXT("--scope", scope), TEXT("--role", role), TEXT("--phone", phone),
    NUMBER("--threads", threads), NUMBER("--seed", seed), NUMBER("--days", days),
    FLAG("--json", json), FLAG("--sandbox", sandbox), FLAG("--password-stdin", password_stdin),
    FLAG("--dry-run", dry_run), FLAG("--test-clock", test_clock), FLAG("--no-cache", no_cache),
    FLAG("--no-rate-limit", no_rate_limit),
};

void command_usage(void)
{
    fprintf(stderr, "amanah %s - the shop that keeps its promises, and can prove it\n\n",
            AMANAH_VERSION);
    for (size_t i = 0; i < COUNT(commands); i++) {
        fprintf(stderr, "  amanah %s %s\n       %s\n", commands[i].name, commands[i].usage,
                commands[i].summary);
    }
}

static const struct option *option_find(str name)
{
    for (size_t i = 0; i < COUNT(option_table); i++) {
        if (str_eq(name, str_of(option_table[i].name))) {
            return &option_table[i];
        }
    }
    return NULL;
}

static bool option_set(struct options *o, const struct option *option, str value)
{
    void *member = (char *)o + option->offset;
    switch (option->kind) {
    case OPTION_TEXT:
        memcpy(member, &value, sizeof value);
        return true;
    case OPTION_NUMBER:
        return str_to_int(value, member);
    case OPTION_FLAG:
        *(bool *)member = true;
        return true;
    }
    return false;
}

/* "--data DIR", "--data=DIR" or "--json"; returns how many words were used, 0 when it is none. */
static int take_option(struct options *o, int argc, char **argv, int at)
{
    struct str_pair pair = str_cut(str_of(argv[at]), '=');
    const struct option *option = option_find(pair.head);
    if (option == NULL) {
        return 0;
    }
    if (option->kind == OPTION_FLAG) {
        return !pair.found && option_set(o, option, (str){ 0 }) ? 1 : 0;
    }
    if (pair.found) {
        return option_set(o, option, pair.tail) ? 1 : 0;
    }
    return at + 1 < argc && option_set(o, option, str_of(argv[at + 1])) ? 2 : 0;
}

static bool take_words(struct options *o, int argc, char **argv)
{
    for (int i = 2; i < argc;) {
        bool is_option = argv[i][0] == '-' && argv[i][1] == '-';
        int used = is_option ? take_option(o, argc, argv, i) : 1;
        if (!is_option && o->word_count < WORDS_MAX) {
            o->word[o->word_count++] = str_of(argv[i]);
        } else if (!is_option || used == 0) {
            fprintf(o->err, "amanah: what is '%s'?\n", argv[i]);
            return false;
        }
        i += used;
    }
    return true;
}

bool command_writes(const struct command *command, const struct options *o)
{
    bool reads_persons =
        command->run == command_export && o->word_count > 0 && str_eq(o->word[0], S("orders"));
    return command->writes || reads_persons; /* who read what is written down */
}

void options_default(struct options *o, struct arena *arena)
{
    *o = (struct options){
        .arena = arena,
        .data = S("./var/shop"),
        .listen = S("127.0.0.1:8080"),
        .currency = S("IDR"),
        .locale = S("id"),
        .timezone = S("Asia/Jakarta"),
        .days = 90,
        .seed = 1,
        .out = stdout,
        .err = stderr,
    };
}

bool command_parse(struct options *o, int argc, char **argv, const struct command **out)
{
    for (size_t i = 0; argc > 1 && i < COUNT(commands); i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            *out = &commands[i];
            return take_words(o, argc, argv);
        }
    }
    return false;
}
