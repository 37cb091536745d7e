/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - takes in what a shop brings along. */
#include "shop/import.h"
#include "shop/region_own.h"

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
    TRY(db_take_time(c->db));
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

static void say_refused(struct options *o, enum err e, const char *detail)
{
    fprintf(o->err, "amanah: %.*s: %s\n", STR_ARG(o->word[1]),
            detail[0] == '\0' ? err_text(e, 0) : detail);
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
        say_refused(o, e, s.ctx.detail);
        return EXIT_REFUSED;
    }
    if (o->json) {
        print_json(o, &importing.report);
    } else {
        print_text(o, &importing.report, o->dry_run);
    }
    return importing.report.refused == 0 ? EXIT_DONE : EXIT_REFUSED;
}

/* --- the administrative list --- */

struct listing {
    struct options *options;
    struct region_change change;
};

static enum err put_regions(struct ctx *c, void *data)
{
    struct listing *l = data;
    str tsv = { 0 };
    TRY(db_take_time(c->db));
    if (!region_own_read(c->arena, str_c(c->arena, l->options->word[1]), &tsv)) {
        return fail(c, ERR_IO, "it cannot be read, or is larger than any such list");
    }
    return region_own_put(c, l->options->data, tsv, l->options->dry_run, &l->change);
}

static void print_regions(struct options *o, const struct region_change *change)
{
    if (o->json) {
        fprintf(o->out,
                "{\"districts\":%" PRId64 ",\"added\":%" PRId64 ",\"renamed\":%" PRId64
                ",\"gone\":%" PRId64 ",\"unchanged\":%" PRId64 "}\n",
                change->districts, change->added, change->renamed, change->gone, change->unchanged);
        return;
    }
    fprintf(o->out,
            "%s%" PRId64 " districts; of all places %" PRId64 " added, %" PRId64
            " renamed, %" PRId64 " gone, %" PRId64 " unchanged\n",
            o->dry_run ? "dry run: " : "", change->districts, change->added, change->renamed,
            change->gone, change->unchanged);
}

static int import_regions_command(struct options *o)
{
    struct shop_session s = { 0 };
    struct listing listing = { .options = o };
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    enum err e = session_try(&s, put_regions, &listing);
    session_close(&s);
    if (e != OK) {
        say_refused(o, e, s.ctx.detail);
        return EXIT_REFUSED;
    }
    print_regions(o, &listing.change);
    return EXIT_DONE;
}

int command_import(struct options *o)
{
    if (o->word_count != 2) {
        fprintf(o->err, "amanah: import products FILE\n");
        return EXIT_USAGE;
    }
    if (str_eq(o->word[0], S("regions"))) {
        return import_regions_command(o);
    }
    return str_eq(o->word[0], S("products")) ? import_products_command(o)
                                             : not_built(o, "import of this kind");
}
