/* SPDX-License-Identifier: Apache-2.0 */
/* init.c - a shop that can sell: keys, schema, settings, policies version 1, flat shipping, an owner. */
#include "cli/command.h"
#include "cli/make.h"

#include "base/clock.h"
#include "core/policy.h"
#include "core/staff.h"
#include "db/migrate.h"
#include "db/writer.h"
#include "shop/shipping.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool make_dir(struct options *o, const char *below)
{
    str path = str_format(o->arena, "%.*s%s", STR_ARG(o->data), below);
    char *name = str_c(o->arena, path);
    for (char *at = name + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            (void)mkdir(name, 0755);
            *at = '/';
        }
    }
    if (mkdir(name, below[0] == '\0' ? 0750 : 0700) != 0 && errno != EEXIST) {
        fprintf(o->err, "amanah: cannot make %s: %s\n", name, strerror(errno));
        return false;
    }
    return true;
}

static enum err set(struct ctx *c, const char *key, str value)
{
    return value.size == 0 ? OK : setting_set(c, str_of(key), value);
}

static enum err put_settings(struct ctx *c, const struct options *o)
{
    str url = o->url.size != 0 ? o->url : S("http://127.0.0.1:8080");
    TRY(set(c, "shop.name", o->name));
    TRY(set(c, "shop.owner_email", o->email));
    TRY(set(c, "shop.currency", o->currency));
    TRY(set(c, "shop.lang", o->locale));
    TRY(set(c, "shop.timezone", o->timezone));
    TRY(set(c, "shop.base_url", str_ends(url, S("/")) ? str_slice(url, 0, url.size - 1) : url));
    TRY(set(c, "order.prefix", S("AMN")));
    if (o->sandbox) { /* something to transfer to, plainly an example */
        TRY(set(c, "payment.banks",
                str_format(c->arena, "Bank Contoh | 1234567890 | %.*s", STR_ARG(o->name))));
    }
    return set(c, "shop.is_sandbox", o->sandbox ? S("1") : S("0"));
}

/* One flat price everywhere, in the shop's own money, and pickup: enough for the first order. */
static enum err put_shipping(struct ctx *c)
{
    int64_t id = 0;
    int64_t unit = c->shop->currency.exponent == 0 ? 1 : 100;
    struct shipping_method_new flat = {
        .code = S("flat"), .kind = S("flat"), .carrier = S(""), .name_id = S("Kirim"), .name_en = S("Shipping"),
        .flat_minor = unit == 1 ? 15000 : 5 * unit, .min_grams = 1000, .tolerance_grams = 300,
        .volumetric_divisor = 6000, .min_days = 2, .max_days = 5, .position = 1, .is_active = true,
    };
    return shipping_method_put(c, &flat, &id);
}

static enum err fill(struct ctx *c, void *data)
{
    struct making *m = data;
    struct shop *shop = NEW(c->arena, struct shop);
    staff_id owner = { 0 };
    TRY(put_settings(c, m->options));
    TRY(shop_load(c, shop));
    c->shop = shop;
    TRY(policy_publish_defaults(c));
    TRY(put_shipping(c));
    str name = m->owner_name.size != 0 ? m->owner_name : m->options->name;
    TRY(staff_add(c, name, m->options->email, ROLE_OWNER, m->password_hash, &owner));
    return m->more == NULL ? OK : m->more(c, m->data);
}

static bool make_database(struct options *o, struct shop_session *s)
{
    char detail[CTX_DETAIL_BYTES] = "";
    enum err e = keys_make(o->data, &s->random, detail);
    e = e == OK ? keys_open(o->arena, o->data, &s->ctx.keys, detail) : e;
    e = e == OK ? db_open(database_of(o), DB_WRITE, &s->ctx.db, detail) : e;
    e = e == OK ? migrate_up(s->ctx.db, s->ctx.now_at, NULL, detail) : e;
    if (e != OK) {
        complain(o->err, "the shop cannot be made", e, detail);
    }
    return e == OK;
}

bool shop_make(struct options *o, struct making *m, struct shop_session *s)
{
    *s = (struct shop_session){ .random = random_system() };
    s->ctx = (struct ctx){ .arena = o->arena,
                            .random = &s->random,
                            .now_at = m->now_at != 0 ? m->now_at : clock_now(),
                            .actor = { ROLE_SYSTEM, 0 } };
    db_start();
    m->options = o;
    if (!make_dir(o, "") || !make_dir(o, "/media") || !make_dir(o, "/log") ||
        !make_database(o, s)) {
        return false;
    }
    enum err e = staff_password_hash(&s->ctx, m->password, &m->password_hash);
    e = e == OK ? write_once(s->ctx.db, &s->ctx, fill, m) : e;
    if (e != OK) {
        complain(o->err, "the shop cannot be filled", e, s->ctx.detail);
    }
    return e == OK;
}

int command_init(struct options *o)
{
    struct shop_session s = { 0 };
    struct making making = { 0 };
    struct random random = random_system();
    if (o->name.size == 0 || o->email.size == 0) {
        fprintf(o->err, "amanah: init needs --name and --email\n");
        return EXIT_USAGE;
    }
    making.password = random_word(&random, o->arena, 16);
    if (o->password_stdin && !password_read(o, &making.password)) {
        fprintf(o->err, "amanah: no password on standard input\n");
        return EXIT_USAGE;
    }
    bool made = shop_make(o, &making, &s);
    session_close(&s);
    if (!made) {
        return EXIT_REFUSED;
    }
    fprintf(o->out, "The shop is in %.*s.\n", STR_ARG(o->data));
    if (!o->password_stdin) {
        fprintf(o->out, "Sign in at /admin as %.*s with the password %.*s (shown once).\n",
                STR_ARG(o->email), STR_ARG(making.password));
    }
    fprintf(o->out,
            "Next: amanah serve --data %.*s, then fill in the bank account under Settings.\n",
            STR_ARG(o->data));
    return EXIT_DONE;
}
