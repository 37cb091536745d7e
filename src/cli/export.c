/* SPDX-License-Identifier: Apache-2.0 */
/* export.c - what a shop may take along: everything. */
#include "base/value.h"
#include "cli/command.h"
#include "core/event.h"
#include "core/ledger.h"
#include "shop/import.h"

#include <stdio.h>

static enum err print(void *data, str bytes)
{
    (void)data;
    return fwrite(bytes.at, 1, bytes.size, stdout) == bytes.size ? OK : ERR_IO;
}

static enum err products(struct ctx *c)
{
    return export_products(c, c->shop->currency, print, NULL);
}

/* One journal entry a transfer, as hledger reads it. */
static void print_transfer(struct ctx *c, const struct transfer *t)
{
    str date = clock_iso_date(c->arena, zone_days(c->shop->zone, t->at));
    str amount = money_decimal(c->arena, t->amount);
    printf("%.*s %.*s ; %.*s\n    %.*s  %.*s %s\n    %.*s  -%.*s %s\n\n", STR_ARG(date),
           STR_ARG(t->code), STR_ARG(t->id), STR_ARG(t->debit), STR_ARG(amount),
           t->amount.currency.code, STR_ARG(t->credit), STR_ARG(amount), t->amount.currency.code);
}

static enum err ledger(struct ctx *c)
{
    int64_t last = 0;
    for (;;) {
        struct transfer_list page = { 0 };
        int64_t from = last;
        TRY(ledger_page(c, from, &page, &last));
        for (size_t i = 0; i < page.count; i++) {
            if (page.item[i].kind == TRANSFER_POSTED || page.item[i].kind == TRANSFER_POST) {
                print_transfer(c, &page.item[i]);
            }
        }
        if (page.count == 0 || last == from) {
            return OK;
        }
    }
}

/* Newest last; JSON lines with what is public of each event. */
static enum err events(struct ctx *c)
{
    event_id before = { 0 };
    for (;;) {
        struct event_list page = { 0 };
        TRY(event_page(c, S(""), before, EVENT_LIST_MAX, &page));
        for (size_t i = 0; i < page.count; i++) {
            const struct event *e = &page.item[i];
            str at = clock_rfc3339(c->arena, e->at);
            printf("{\"id\":%" PRId64
                   ",\"at\":\"%.*s\",\"kind\":\"%.*s\",\"subject\":\"%.*s\",\"facts\":%.*s,"
                   "\"commitments\":%.*s}\n",
                   e->id.v, STR_ARG(at), STR_ARG(e->kind), STR_ARG(e->subject), STR_ARG(e->facts),
                   STR_ARG(e->commitments));
            before = e->id;
        }
        if (page.count < EVENT_LIST_MAX) {
            return OK;
        }
    }
}

int command_export(struct options *o)
{
    static const struct {
        str kind;
        enum err (*run)(struct ctx *c);
    } kinds[] = { { S_INIT("products"), products },
                  { S_INIT("ledger"), ledger },
                  { S_INIT("events"), events } };
    struct shop_session s = { 0 };
    if (o->word_count == 1 && str_eq(o->word[0], S("orders"))) {
        return export_orders(o);
    }
    for (size_t i = 0; o->word_count == 1 && i < COUNT(kinds); i++) {
        if (!str_eq(o->word[0], kinds[i].kind)) {
            continue;
        }
        if (!session_open(o, DB_READ, &s)) {
            return EXIT_REFUSED;
        }
        enum err e = db_begin(s.ctx.db);
        e = e == OK ? db_take_time(s.ctx.db) : e;
        e = e == OK ? kinds[i].run(&s.ctx) : e;
        e = e == OK && (fflush(stdout) != 0 || ferror(stdout)) ? ERR_IO : e;
        if (e != OK) {
            session_complain(&s, "the export stopped", e);
        }
        db_rollback(s.ctx.db);
        session_close(&s);
        return e == OK ? EXIT_DONE : EXIT_REFUSED;
    }
    fprintf(o->err, "amanah: export products|orders|ledger|events\n");
    return EXIT_USAGE;
}
