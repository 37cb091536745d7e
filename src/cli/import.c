/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - takes in what a shop brings along. */
#include "shop/import.h"

#include "base/value.h"
#include "cli/command.h"
#include "db/writer.h"

#include <stdio.h>

struct importing {
    struct options *options;
    struct import_options how;
    struct import_report report;
};

static enum err run(struct ctx *c, void *data)
{
    struct importing *i = data;
    i->how.currency = c->shop->currency;
    i->how.lang = c->shop->lang;
    TRY(import_products(c, i->options->word[1], &i->how, &i->report));
    return i->how.is_dry_run ? ERR_NOT_BUILT
                             : OK; /* a dry run is refused at its end, so that nothing stays */
}

static void print_text(struct options *o, const struct import_report *r, bool is_dry)
{
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct import_finding *f = &r->finding[i];
        fprintf(o->err, "%.*s:%" PRId64 ": %s%.*s\n", STR_ARG(f->file), f->line,
                f->is_refusal ? "" : "note: ", STR_ARG(f->text));
    }
    fprintf(o->out,
            "%s%" PRId64 " created, %" PRId64 " changed, %" PRId64 " unchanged, %" PRId64
            " lines refused\n",
            is_dry ? "dry run: " : "", r->created, r->changed, r->unchanged, r->refused);
}

static void print_json(struct options *o, const struct import_report *r)
{
    struct buf out = buf_new(o->arena, MB(4));
    struct value *node = value_object(o->arena);
    value_set_int(o->arena, node, S("created"), r->created);
    value_set_int(o->arena, node, S("changed"), r->changed);
    value_set_int(o->arena, node, S("unchanged"), r->unchanged);
    value_set_int(o->arena, node, S("refused"), r->refused);
    struct value *findings = value_set_list(o->arena, node, S("findings"));
    for (size_t i = 0; i < r->finding_count; i++) {
        struct value *one = value_add_object(o->arena, findings);
        value_set_text(o->arena, one, S("file"), r->finding[i].file);
        value_set_int(o->arena, one, S("line"), r->finding[i].line);
        value_set_bool(o->arena, one, S("is_refusal"), r->finding[i].is_refusal);
        value_set_text(o->arena, one, S("text"), r->finding[i].text);
    }
    json_write(&out, node);
    fprintf(o->out, "%.*s\n", STR_ARG(buf_str(&out)));
}

static int import_products_command(struct options *o)
{
    struct shop_session s = { 0 };
    struct importing importing = { .options = o };
    importing.how.is_dry_run = o->dry_run;
    if (!import_format_of(o->format, &importing.how.format)) {
        fprintf(o->err, "amanah: --format shopify or woocommerce\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    enum err e = session_try(&s, run, &importing);
    session_close(&s);
    bool is_done = e == OK || (o->dry_run && e == ERR_NOT_BUILT);
    if (!is_done) {
        fprintf(o->err, "amanah: %.*s: %.*s%s\n", STR_ARG(o->word[1]),
                STR_ARG(importing.report.error.size != 0 ? importing.report.error
                                                         : str_of(err_text(e, 0))),
                s.ctx.detail);
        return EXIT_REFUSED;
    }
    if (o->json) {
        print_json(o, &importing.report);
    } else {
        print_text(o, &importing.report, o->dry_run);
    }
    return importing.report.refused == 0 ? EXIT_DONE : EXIT_REFUSED;
}

int command_import(struct options *o)
{
    if (o->word_count != 2) {
        fprintf(o->err, "amanah: import products FILE\n");
        return EXIT_USAGE;
    }
    return str_eq(o->word[0], S("products")) ? import_products_command(o)
                                             : not_built(o, "import of this kind");
}
