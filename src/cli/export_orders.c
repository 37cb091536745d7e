/* SPDX-License-Identifier: Apache-2.0 */
/* export_orders.c - orders for the books: a row each, with the buyer's name and address as an invoice has them. Who asked is written down in
 * the vault, order by order, in the transaction that reads; nothing is printed before that is durable. */
#include "base/clock.h"
#include "base/csv.h"
#include "cli/command.h"
#include "shop/order_list.h"
#include "shop/order_tax.h"
#include "shop/payment.h"

enum { ORDERS_BYTES_MAX = 512 * 1024 * 1024 };

struct orders_out {
    struct buf csv;
    bool is_first; /* field of its record */
    int64_t count;
};

static void put(struct orders_out *out, str field)
{
    csv_put(&out->csv, field, out->is_first);
    out->is_first = false;
}

/* = + - @, and the same in the wide letters that some spreadsheets take for them. */
static bool may_calculate(str words)
{
    static const str wide[] = { S_INIT("\xef\xbc\x9d"), S_INIT("\xef\xbc\x8b"),
                                S_INIT("\xef\xbc\x8d"), S_INIT("\xef\xbc\xa0") };
    for (size_t i = 0; i < COUNT(wide); i++) {
        if (str_starts(words, wide[i])) {
            return true;
        }
    }
    return words.size > 0 && str_contains(S("=+-@\t\r"), (str){ words.at, 1 });
}

/* A buyer's words must not become a formula in a spreadsheet: not at the start of the field, nor where a program that parts at
 * semicolons (as Indonesian ones do) or at another mark would begin a cell. */
static void put_words(struct ctx *c, struct orders_out *out, str words)
{
    struct buf safe = buf_new(c->arena, words.size * 2 + 2);
    bool is_start = true;
    for (size_t i = 0; i < words.size; i++) {
        buf_add(&safe, is_start && may_calculate(str_skip(words, i)) ? S("'") : S(""));
        buf_add_char(&safe, words.at[i]);
        bool is_quiet = words.at[i] == ' ' || words.at[i] == '"';
        is_start = str_has(S(";,\t\r\n|"), words.at[i]) || (is_start && is_quiet);
    }
    put(out, buf_str(&safe));
}

static void put_at(struct ctx *c, struct orders_out *out, int64_t at)
{
    put(out, at == 0 ? (str){ 0 } : clock_rfc3339(c->arena, at));
}

static void end_record(struct orders_out *out)
{
    csv_put_end(&out->csv);
    out->is_first = true;
}

static void put_header(struct orders_out *out)
{
    static const str names[] = {
        S_INIT("number"),       S_INIT("placed_at"),     S_INIT("status"),
        S_INIT("payment"),      S_INIT("fulfillment"),   S_INIT("source"),
        S_INIT("external_ref"), S_INIT("currency"),      S_INIT("subtotal"),
        S_INIT("shipping"),     S_INIT("discount"),      S_INIT("tax_included"),
        S_INIT("total"),        S_INIT("payment_method"), S_INIT("shipping_method"),
        S_INIT("paid_at"),      S_INIT("shipped_at"),    S_INIT("delivered_at"),
        S_INIT("canceled_at"),  S_INIT("name"),          S_INIT("street"),
        S_INIT("district"),     S_INIT("city"),          S_INIT("province"),
        S_INIT("postal_code"),  S_INIT("cod_fee"),       S_INIT("unique_code"),
        S_INIT("paid"),         S_INIT("refunded"),      S_INIT("owed_back"),
        S_INIT("tax_returned"),
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        put(out, names[i]);
    }
    end_record(out);
}

static void put_facts(struct ctx *c, struct orders_out *out, const struct order *o)
{
    const money amounts[] = { o->subtotal, o->shipping, o->discount, o->tax, o->total };
    const int64_t times[] = { o->paid_at, o->shipped_at, o->delivered_at, o->canceled_at };
    put(out, o->number);
    put_at(c, out, o->placed_at);
    put(out, order_status_name(o->status));
    put(out, payment_status_name(o->payment));
    put(out, fulfillment_status_name(o->fulfillment));
    put(out, o->source);
    put_words(c, out, o->external_ref);
    put(out, str_of(o->total.currency.code));
    for (size_t i = 0; i < COUNT(amounts); i++) {
        put(out, money_decimal(c->arena, amounts[i]));
    }
    put(out, o->payment_method);
    put(out, o->shipping_code);
    for (size_t i = 0; i < COUNT(times); i++) {
        put_at(c, out, times[i]);
    }
}

/* Erased meanwhile, or never given: the facts stay, the person does not. */
static enum err put_person(struct ctx *c, struct orders_out *out, const struct order *o)
{
    struct delivery to = { 0 };
    enum err e = order_delivery(c, o, PURPOSE_INVOICE, &to);
    if (e != OK && e != ERR_NOT_FOUND) {
        return e;
    }
    const str words[] = { to.name, to.street, to.district, to.city, to.province, to.postal_code };
    for (size_t i = 0; i < COUNT(words); i++) {
        put_words(c, out, words[i]);
    }
    return OK;
}

/* What moved: with it the file adds up to the bank account and to the ledger. */
static enum err put_money(struct ctx *c, struct orders_out *out, const struct order *o)
{
    struct payment p = { 0 };
    struct pay_sums sums = { 0 };
    enum err e = payment_shown(c, o, &p);
    if (e != OK && e != ERR_NOT_FOUND) {
        return e;
    }
    int64_t kept = 0;
    TRY(payment_sums(c, o, &sums));
    TRY(order_tax_kept(c, o, &kept));
    int64_t returned =
        sums.captured.minor == 0 ? 0 : o->tax.minor - kept; /* of what went back or is owed back */
    const money amounts[] = { o->fee, { p.unique_code, o->total.currency }, sums.captured, sums.refunded, sums.owed_back,
                              { returned, o->total.currency } };
    for (size_t i = 0; i < COUNT(amounts); i++) {
        put(out, money_decimal(c->arena, amounts[i]));
    }
    return OK;
}

static enum err put_page(struct ctx *c, struct orders_out *out, struct order_filter *from,
                         bool *has_more)
{
    struct order_list list = { 0 };
    TRY(order_list(c, from, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct order *o = &list.item[i];
        put_facts(c, out, o);
        TRY(put_person(c, out, o));
        TRY(put_money(c, out, o));
        end_record(out);
        out->count++;
        from->before_at = o->placed_at;
        from->before_id = o->id.v;
    }
    *has_more = list.has_more;
    return OK;
}

static enum err put_orders(struct ctx *c, void *data)
{
    struct orders_out *out = data;
    struct order_filter from = { .limit = ORDER_LIST_MAX };
    bool has_more = true;
    buf_clear(&out->csv); /* it may run again */
    out->is_first = true;
    out->count = 0;
    put_header(out);
    TRY(db_take_time(c->db));
    while (has_more) {
        struct arena_mark mark = arena_mark(c->arena);
        TRY(put_page(c, out, &from, &has_more));
        arena_rewind(c->arena, mark);
    }
    return buf_is_over(&out->csv) ? fail(c, ERR_LIMIT, "more than %d bytes", ORDERS_BYTES_MAX) : OK;
}

int export_orders(struct options *o)
{
    CLEANUP(arena_drop) struct arena *arena = arena_new();
    struct orders_out out = { .csv = buf_new(arena, ORDERS_BYTES_MAX) };
    struct shop_session s = { 0 };
    if (!session_open(o, DB_WRITE, &s)) {
        return EXIT_REFUSED;
    }
    bool is_done = session_write(&s, put_orders, &out);
    session_close(&s);
    if (!is_done) {
        return EXIT_REFUSED;
    }
    str csv = buf_str(&out.csv);
    bool is_printed = fwrite(csv.at, 1, csv.size, o->out) == csv.size && fflush(o->out) == 0;
    if (!is_printed) {
        complain(o->err, "the export stopped", ERR_IO, "");
    }
    return is_printed ? EXIT_DONE : EXIT_REFUSED;
}
