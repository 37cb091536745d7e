/* SPDX-License-Identifier: Apache-2.0 */
#include "buying.h"

void buying_set(struct fixture *t, const char *key, const char *value)
{
    must(setting_set(&t->c, str_of(key), str_of(value)));
    fixture_load_shop(t);
}

void buying_open(struct fixture *t)
{
    static const struct {
        const char *key, *value;
    } settings[] = {
        { "shop.name", "Kopi Lereng" },
        { "shop.is_sandbox", "1" },
        { "shop.calendar", "mon-sun 00:00-24:00" },
        { "promise.handling_hours", "24" },
        { "payment.banks", "BCA | 1234567890 | CV Lereng" },
        { "payment.cod", "1" },
        { "payment.pay_at_pickup", "1" },
        { "order.prefix", "KOP" },
    };
    for (size_t i = 0; i < COUNT(settings); i++) {
        must(setting_set(&t->c, str_of(settings[i].key), str_of(settings[i].value)));
    }
    fixture_load_shop(t);
    must(policy_publish_defaults(&t->c));
    struct shipping_method_new method[] = {
        { .code = S("flat"), .kind = S("flat"), .flat_minor = 15000, .free_over_minor = 500000 },
        { .code = S("jne"), .kind = S("table"), .carrier = S("jne") },
        { .code = S("pickup"), .kind = S("pickup") },
    };
    for (size_t i = 0; i < COUNT(method); i++) {
        int64_t id = 0;
        method[i].name_id = method[i].name_en = method[i].code;
        method[i].min_grams = 1000;
        method[i].tolerance_grams = 300;
        method[i].volumetric_divisor = 6000;
        method[i].min_days = 2;
        method[i].max_days = i == 2 ? 2 : 4;
        method[i].position = (int64_t)i;
        method[i].is_active = true;
        must(shipping_method_put(&t->c, &method[i], &id));
        if (i == 1) {
            struct shipping_rate_new rate[] = {
                { S("32"), 12000, 10000, 3, 5 }, { S("32.73"), 9000, 8000, 1, 2 } };
            must(shipping_rate_put(&t->c, id, &rate[0]));
            must(shipping_rate_put(&t->c, id, &rate[1]));
        }
    }
    fixture_commit(t);
}

str buying_sku(struct fixture *t, sku_id variant)
{
    SQL(buying_sku_sql, "SELECT sku FROM variant WHERE id = $1");
    struct rows r = db_query(t->db, &buying_sku_sql, ARGS(variant.v));
    cr_assert(db_next(&r));
    str sku = row_text(&r, t->c.arena);
    must(db_done(&r));
    return sku;
}

cart_id buying_cart(struct fixture *t, sku_id variant, int64_t quantity)
{
    cart_id cart = { 0 };
    str token = { 0 };
    must(cart_create(&t->c, &token, &cart));
    must(cart_add(&t->c, cart, buying_sku(t, variant), quantity));
    return cart;
}

struct checkout buying_form(cart_id cart, const char *phone, const char *method)
{
    return (struct checkout){
        .cart = cart,
        .to = { .name = S("Sari Dewi"),
                .phone = str_of(phone),
                .street = S("Jl. Dago 5"),
                .country = S("ID"),
                .district_code = S("32.73.02"),
                .district = S("Coblong"),
                .city = S("Kota Bandung"),
                .province = S("Jawa Barat") },
        .shipping_method = S("flat"),
        .payment_method = str_of(method),
    };
}

struct order buying_place(struct fixture *t, sku_id variant, int64_t quantity, const char *method)
{
    struct checkout form = buying_form(buying_cart(t, variant, quantity), "+6281234567890", method);
    struct order o = { 0 };
    bool is_new = false;
    must(order_place(&t->c, &form, &o, &is_new));
    cr_assert(is_new);
    return o;
}

struct order buying_now(struct fixture *t, order_id id)
{
    struct order o = { 0 };
    must(order_by_id(&t->c, id, &o));
    return o;
}

struct payment buying_payment(struct fixture *t, order_id id)
{
    struct payment p = { 0 };
    must(payment_latest(&t->c, id, &p));
    return p;
}

enum pay_outcome buying_say(struct fixture *t, const struct payment *p, enum pay_event_kind kind,
                            const char *event_id)
{
    struct pay_event e = { .provider = p->provider, .reference = p->reference, .kind = kind, .amount = p->amount,
                           .event_id = str_format(t->c.arena, "%.*s:%s", STR_ARG(p->reference), event_id),
                           .at = t->c.now_at };
    enum pay_outcome outcome = PAY_OUTCOME_COUNT;
    must(payment_event(&t->c, &e, &outcome));
    return outcome;
}

struct order buying_paid(struct fixture *t, sku_id variant, int64_t quantity)
{
    struct order o = buying_place(t, variant, quantity, "sandbox");
    struct payment p = buying_payment(t, o.id);
    cr_assert_eq(buying_say(t, &p, PAY_PAID, "paid"), PAY_MOVED);
    return buying_now(t, o.id);
}

int64_t buying_ship(struct fixture *t, order_id id)
{
    struct shipment_new all = { .carrier = S("jne"),
                                .tracking_number = str_format(t->c.arena, "JNE%" PRId64 "%" PRId64, id.v, t->c.now_at) };
    int64_t shipment = 0;
    must(shipment_create(&t->c, id, &all, &shipment));
    return shipment;
}

enum promise_outcome buying_promise(struct fixture *t, order_id id, enum promise_kind kind)
{
    struct promise p = { 0 };
    must(promise_find(&t->c, order_subject(&t->c, id), kind, &p));
    return p.outcome;
}

int64_t buying_balance(struct fixture *t, const char *account)
{
    struct balance b = { 0 };
    must(ledger_balance(&t->c, str_of(account), &b));
    return b.minor;
}

int64_t buying_held(struct fixture *t, order_id id)
{
    return buying_balance(t,
                          str_c(t->c.arena, str_format(t->c.arena, "held:order:%" PRId64, id.v)));
}

int64_t buying_free(struct fixture *t, sku_id variant)
{
    struct stock_shown shown = { 0 };
    must(stock_level(&t->c, variant, &shown));
    return shown.quantity;
}

void buying_expect_none(struct fixture *t, const struct check *checks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct check_report report = { 0 };
        must(check_run(&t->c, &checks[i], &report));
        if (str_eq(str_of(checks[i].name), S("jobs_do_not_wait_for_ever"))) {
            continue; /* nobody does jobs here */
        }
        cr_expect_eq(report.count, 0, "%s: %.*s", checks[i].name, STR_ARG(report.finding[0]));
    }
}

void buying_expect_sound(struct fixture *t)
{
    buying_expect_none(t, core_checks, core_check_count);
    buying_expect_none(t, stock_checks, stock_check_count);
    buying_expect_none(t, order_checks, order_check_count);
}

void buying_tick(struct fixture *t)
{
    int64_t n = 0;
    struct stock_subjects freed = { 0 };
    must(payment_expire_due(&t->c, 50, &n));
    must(payment_remind_due(&t->c, 50, &n));
    must(promise_break_due(&t->c, 50, &n));
    must(stock_release_expired(&t->c, 50, &freed));
    must(order_release_due(&t->c, 50, &n));
}
