/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_check.h"

SQL(paid_without_promises,
    "SELECT 'order:' || o.id || ' is paid and has no promise to ship' FROM shop_order o"
    " WHERE o.source = 'own' AND o.paid_at IS NOT NULL AND o.status <> 'canceled'"
    " AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.subject = 'order:' || o.id AND p.kind = 'ship') LIMIT 21");

SQL(open_without_goods,
    "SELECT 'order:' || o.id || ' is open, unpaid and holds nothing' FROM shop_order o"
    " WHERE o.source = 'own' AND o.status = 'open' AND o.paid_at IS NULL AND o.shipped_at IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM stock_reservation r WHERE r.subject = 'order:' || o.id) LIMIT 21");

SQL(orders_without_event,
    "SELECT 'order:' || o.id || ' has no event of its placing' FROM shop_order o"
    " WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = 'order:' || o.id AND e.kind = 'order.placed') LIMIT 21");

SQL(overdue_attempts,
    "SELECT 'payment:' || p.id || ' should have expired' FROM payment p WHERE p.state IN ('created', 'pending')"
    " AND p.transferred_at IS NULL AND p.expires_at < $1 - 3600000000 AND" CHECK_PULSE_GOES " LIMIT 21");

SQL(partly_paid_and_not_asked,
    "SELECT 'order:' || o.id || ' is partly paid and asks for no rest' FROM shop_order o"
    " WHERE o.status = 'open' AND o.paid_at IS NULL AND EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.captured_minor > 0)"
    " AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id AND p.state IN ('created', 'pending')"
    "  AND p.amount_minor + p.unique_code + (SELECT CAST(coalesce(sum(q.captured_minor), 0) AS BIGINT) FROM payment q"
    "   WHERE q.order_id = o.id) = o.total_minor) LIMIT 21");

/* Owed to the state for an order: never less than nothing, never more than its tax. What goes back after the release takes its tax along. */
SQL(tax_unlike_order,
    "SELECT t.subject || ' has other tax in the ledger than its own' FROM ledger_transfer t JOIN ledger_account k ON k.id = t.credit_id"
    " JOIN ledger_account d ON d.id = t.debit_id JOIN shop_order o ON t.subject = 'order:' || o.id"
    " WHERE k.code = 'tax_payable' OR d.code = 'tax_payable' GROUP BY t.subject, o.tax_minor"
    " HAVING CAST(sum(CASE WHEN k.code = 'tax_payable' THEN t.amount ELSE -t.amount END) AS BIGINT) NOT BETWEEN 0 AND o.tax_minor LIMIT 21");

SQL(closed_but_held,
    "SELECT 'order:' || o.id || ' is closed and still holds money' FROM shop_order o"
    " JOIN ledger_account a ON a.code = 'held:order:' || o.id"
    " WHERE o.status <> 'open' AND a.credits_posted <> a.debits_posted LIMIT 21");

SQL(captured_unlike_ledger,
    "SELECT 'order:' || p.order_id || ' captured and ledger differ' FROM payment p"
    " WHERE p.captured_minor > 0 AND NOT EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.id = 'capture:' || p.reference"
    " AND t.amount = p.captured_minor) LIMIT 21");

SQL(refunded_above_captured,
    "SELECT 'order:' || o.id || ' owes back more than was paid' FROM shop_order o"
    " WHERE (SELECT coalesce(sum(r.amount_minor), 0) FROM refund r WHERE r.order_id = o.id AND r.state <> 'reversed' AND r.is_postage = 0)"
    " > (SELECT coalesce(sum(p.captured_minor), 0) FROM payment p WHERE p.order_id = o.id)"
    " + CASE WHEN o.payment_status = 'none' THEN o.total_minor ELSE 0 END LIMIT 21"); /* paid elsewhere: at most what it cost */

SQL(shipped_twice,
    "SELECT 'line:' || l.id || ' was sent more than once' FROM order_line l"
    " WHERE l.quantity < (SELECT coalesce(sum(s.quantity), 0) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    " WHERE s.line_id = l.id AND h.state <> 'canceled') LIMIT 21");

SQL(parcels_astray,
    "SELECT 'shipment:' || h.id || ' goes with one that has no such parcel' FROM shipment h JOIN shipment r ON r.id = h.with_id"
    " WHERE h.state <> 'canceled' AND (r.with_id IS NOT NULL OR r.state = 'canceled' OR r.carrier <> h.carrier"
    " OR r.tracking_number <> h.tracking_number) LIMIT 21");

SQL(totals_unlike_lines,
    "SELECT 'order:' || o.id || ' subtotal differs from its lines' FROM shop_order o"
    " WHERE o.subtotal_minor <> (SELECT coalesce(sum(l.total_minor), 0) FROM order_line l WHERE l.order_id = o.id) LIMIT 21");

/* Cancelled: what it took is on the shelf again, but for the pieces of parcels that are out. Goods lost on their way stay taken. */
SQL(goods_not_given_back,
    "SELECT 'order:' || o.id || ' is cancelled and its goods are not back on the shelf' FROM shop_order o"
    " WHERE o.status = 'canceled' AND (EXISTS (SELECT 1 FROM stock_reservation r WHERE r.subject = 'order:' || o.id)"
    " OR EXISTS (SELECT 1 FROM stock_movement m WHERE m.subject = 'order:' || o.id AND m.reason IN ('sale', 'return')"
    " GROUP BY m.sku_id HAVING CAST(-sum(m.on_hand_delta) AS BIGINT) NOT BETWEEN 0 AND (SELECT coalesce(CAST(sum(s.quantity) AS BIGINT), 0)"
    "  FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id JOIN order_line l ON l.id = s.line_id"
    "  WHERE h.order_id = o.id AND l.variant_id = m.sku_id AND h.state IN ('shipped', 'delivered')))) LIMIT 21");

/*
 * Each article of an order is held or was taken, once and in its whole number; what left is not held any more. A sale that is
 * undone (a parcel that did not leave) has its return, so sales less returns is one; only what is not counted may be sold again
 * without a return, for it took nothing. Before it is paid or sent an order may hold nothing here: open_without_goods judges that.
 * Of an order that goes on without what never left (order.shelved) the pieces of its parcels are taken.
 */
#define PIECES_OUT                                                                                 \
    "SELECT coalesce(CAST(sum(s.quantity) AS BIGINT), 0) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"  \
    " JOIN order_line n ON n.id = s.line_id WHERE h.order_id = o.id AND n.variant_id = l.variant_id"                   \
    " AND h.state IN ('shipped', 'delivered')"

SQL(goods_not_taken_once,
    "SELECT 'order:' || o.id || ' did not take sku:' || l.variant_id || ' once' FROM shop_order o JOIN"
    " (SELECT order_id, variant_id, CAST(sum(quantity) AS BIGINT) AS quantity FROM order_line WHERE variant_id IS NOT NULL"
    " GROUP BY order_id, variant_id) l ON l.order_id = o.id LEFT JOIN"
    " (SELECT subject, sku_id, CAST(-sum(on_hand_delta) AS BIGINT) AS pieces,"
    " sum(CASE reason WHEN 'sale' THEN 1 ELSE -1 END) AS times FROM stock_movement WHERE reason IN ('sale', 'return')"
    " GROUP BY subject, sku_id) m ON m.subject = 'order:' || o.id AND m.sku_id = l.variant_id"
    " LEFT JOIN stock_reservation r ON r.subject = 'order:' || o.id AND r.sku_id = l.variant_id"
    " WHERE o.source = 'own' AND o.status <> 'canceled' AND (coalesce(m.pieces, 0) NOT IN (0, l.quantity)"
    " OR (r.id IS NOT NULL AND (r.quantity <> l.quantity OR m.pieces > 0 OR o.shipped_at IS NOT NULL))"
    " OR (r.id IS NULL AND coalesce(m.times, 0) < 1 AND (o.paid_at IS NOT NULL OR o.shipped_at IS NOT NULL)))"
    " AND NOT (r.id IS NULL AND coalesce(m.pieces, 0) = (" PIECES_OUT ")"
    "  AND EXISTS (SELECT 1 FROM event e WHERE e.subject = 'order:' || o.id AND e.kind = 'order.shelved'))"
    " ORDER BY o.id, l.variant_id LIMIT 21");

const struct check order_checks[] = {
    { "paid_orders_have_their_promises", &paid_without_promises, NULL, false },
    { "open_orders_hold_their_goods", &open_without_goods, NULL, false },
    { "orders_have_their_event", &orders_without_event, NULL, false },
    { "unpaid_attempts_expire", &overdue_attempts, NULL, true },
    { "partly_paid_orders_ask_for_the_rest", &partly_paid_and_not_asked, NULL, false },
    { "taxes_stay_within_their_orders", &tax_unlike_order, NULL, false },
    { "closed_orders_hold_no_money", &closed_but_held, NULL, false },
    { "captures_are_in_the_ledger", &captured_unlike_ledger, NULL, false },
    { "refunds_stay_below_what_was_paid", &refunded_above_captured, NULL, false },
    { "lines_are_sent_once", &shipped_twice, NULL, false },
    { "orders_in_one_parcel_have_its_number", &parcels_astray, NULL, false },
    { "canceled_orders_gave_their_goods_back", &goods_not_given_back, NULL, false },
    { "orders_take_their_goods_once", &goods_not_taken_once, NULL, false },
    { "totals_are_the_sum_of_their_lines", &totals_unlike_lines, NULL, false },
};
const size_t order_check_count = COUNT(order_checks);
