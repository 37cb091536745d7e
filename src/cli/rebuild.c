/* SPDX-License-Identifier: Apache-2.0 */
/* rebuild.c - what can be reckoned from facts is reckoned again: products' prices and the search. */
#include "cli/command.h"
#include "shop/product_store.h"

static enum err rebuild(struct ctx *c, void *data)
{
    TRY(db_take_time(c->db));
    return product_rebuild(c, data);
}

int command_rebuild(struct options *o)
{
    struct shop_session s = { 0 };
    int64_t products = 0;
    if (o->word_count != 0) {
        fprintf(o->err, "amanah: rebuild takes no words\n");
        return EXIT_USAGE;
    }
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    bool is_done = session_write(&s, rebuild, &products);
    session_close(&s);
    if (is_done) {
        fprintf(o->out, "prices and search of %" PRId64 " products made again\n", products);
    }
    return is_done ? EXIT_DONE : EXIT_REFUSED;
}
