/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/message.h"

#include "c/buying.h"
#include "shop/refund.h"

/* What staff still have to send of this order, as letters: P placed, I how to pay, M money came, E expiring, S sent, D delivered, C cancelled. */
static str waiting(struct fixture *t, order_id order)
{
    static const char letter[MESSAGE_KIND_COUNT] = "PIMESDCrRN";
    struct message_list list = { 0 };
    char text[40];
    size_t size = 0;
    must(message_list_of(&t->c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (str_eq(list.item[i].state, S("queued")) &&
            str_eq(list.item[i].channel, S("whatsapp"))) {
            text[size++] = letter[list.item[i].kind];
        }
    }
    return str_copy(t->c.arena, (str){ text, size });
}

static str overtaken_by(struct fixture *t, order_id order, enum message_kind kind)
{
    struct message_list list = { 0 };
    must(message_list_of(&t->c, order, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].kind == kind) {
            return list.item[i].overtaken_by;
        }
    }
    return S("never queued");
}

static void expect_waiting(struct fixture *t, order_id order, const char *letters)
{
    str now = waiting(t, order);
    cr_expect(str_eq(now, str_of(letters)), "waits %.*s, not %s", STR_ARG(now), letters);
}

static void expect_count(struct fixture *t, int64_t expected)
{
    int64_t count = 0;
    must(message_by_hand_count(&t->c, &count));
    cr_expect_eq(count, expected, "%" PRId64, count);
}

/* A buyer without an address: staff write by WhatsApp, when they come to it. */
static struct order by_hand(struct fixture *t, const char *method)
{
    buying_open(t);
    sku_id cup = goods(t, "Cangkir", 45000, 9);
    struct checkout form = buying_form(buying_cart(t, cup, 1), "+6281234567890", method);
    struct order o = { 0 };
    bool is_new = false;
    form.to.email = (str){ 0 };
    must(order_place(&t->c, &form, &o, &is_new));
    return o;
}

DomainTest(message, that_reminds_of_a_payment_is_not_due_once_the_money_is_there)
{
    struct order o = by_hand(t, "bank_transfer");
    fixture_pass(t, HOURS(21));
    buying_tick(t);
    expect_waiting(t, o.id, "PE");
    must(payment_confirm(c, &o));
    expect_waiting(t, o.id, "PM");
    cr_expect(str_eq(overtaken_by(t, o.id, MESSAGE_EXPIRING), S("payment_received")));
    expect_count(t, 2);
    (void)buying_ship(t, o.id);
    expect_waiting(t, o.id, "S");
    must(order_receive(c, o.id));
    buying_expect_sound(t);
}

DomainTest(message, that_asks_for_money_is_not_due_once_the_buyer_says_it_is_on_its_way)
{
    struct order o = by_hand(t, "bank_transfer");
    fixture_pass(t, HOURS(21));
    buying_tick(t);
    must(payment_say_transferred(c, &o));
    expect_waiting(t, o.id, "P");
    cr_expect(str_eq(overtaken_by(t, o.id, MESSAGE_EXPIRING), S(MESSAGE_BY_REPORT)));
    must(payment_not_found(c, &o));
    expect_waiting(t, o.id, "PN");
    must(payment_say_transferred(c, &o));
    expect_waiting(t, o.id, "P");
    must(payment_not_found(c, &o));
    expect_waiting(t, o.id, "PN");
    cr_expect_eq(overtaken_by(t, o.id, MESSAGE_NOT_FOUND).size, 0, "it is true again");
}

DomainTest(message, of_an_order_that_lives_again_and_ends_again_is_due_again)
{
    struct order o = by_hand(t, "bank_transfer");
    fixture_pass(t, HOURS(25));
    buying_tick(t);
    expect_waiting(t, o.id, "C");
    must(message_queue(c, o.id, MESSAGE_PAID, false));
    expect_waiting(t, o.id, "M");
    must(message_queue(c, o.id, MESSAGE_CANCELED, false));
    expect_waiting(t, o.id, "C");
    must(message_queue(c, o.id, MESSAGE_CANCELED, false));
    expect_waiting(t, o.id, "C");
}

/* What staff sent was sent; a mail that waits for its server is the mailer's matter; two refunds are two stories. */
DomainTest(message, that_left_or_is_about_something_else_stays_as_it_is)
{
    struct order o = by_hand(t, "bank_transfer");
    struct message_list list = { 0 };
    must(message_list_of(c, o.id, &list));
    must(message_sent(c, list.item[0].id));
    must(message_queue(c, o.id, MESSAGE_EXPIRING, true));
    must(message_queue_refund(c, o.id, MESSAGE_REFUND_DUE, 1, false));
    must(message_queue_refund(c, o.id, MESSAGE_REFUND_DUE, 12, false));
    must(message_queue(c, o.id, MESSAGE_PAID, false));
    expect_waiting(t, o.id, "rrM");
    must(message_queue_refund(c, o.id, MESSAGE_REFUNDED, 1, false));
    expect_waiting(t, o.id, "rMR");
    must(message_list_of(c, o.id, &list));
    cr_expect(str_eq(list.item[0].state, S("sent")));
    for (size_t i = 0; i < list.count; i++) {
        bool is_mail = str_eq(list.item[i].channel, S("mail"));
        cr_expect(!is_mail || str_eq(list.item[i].state, S("queued")));
    }
}
