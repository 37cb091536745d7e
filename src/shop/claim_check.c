/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/claim_check.h"

SQL(claims_nobody_owes,
    "SELECT 'claim:' || k.id || ' is open, and nobody has a date' FROM claim k WHERE k.closed_at IS NULL"
    " AND k.waits_until IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.subject = 'claim:' || k.id"
    "   AND (p.outcome = 'open' OR (p.outcome = 'broken' AND p.settled_at IS NULL AND p.dropped_at IS NULL)))"
    " AND NOT EXISTS (SELECT 1 FROM decision d JOIN promise p ON p.subject = 'decision:' || d.id"
    "   WHERE d.subject = 'claim:' || k.id AND p.kind = 'decide' AND d.decided_at IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.id = k.refund_id AND r.state <> 'succeeded') LIMIT 21");

SQL(claims_closed_and_waiting,
    "SELECT 'claim:' || k.id || ' is closed and still waits' FROM claim k"
    " WHERE k.closed_at IS NOT NULL AND (k.waits_until IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM promise p WHERE p.subject = 'claim:' || k.id AND p.outcome = 'open')) LIMIT 21");

SQL(claims_past_their_wait,
    "SELECT 'claim:' || k.id || ' waited longer than it should' FROM claim k WHERE k.waits_until < $1 - 3600000000 AND" CHECK_PULSE_GOES " LIMIT 21");

SQL(claims_without_event,
    "SELECT 'claim_step:' || s.id || ' has no event' FROM claim_step s WHERE NOT EXISTS (SELECT 1 FROM event e"
    " WHERE e.subject = 'claim:' || s.claim_id AND e.kind = 'claim.' || s.act AND e.at = s.at) LIMIT 21");

SQL(claims_unlike_their_steps,
    "SELECT 'claim:' || k.id || ' is not where its last step led' FROM claim k WHERE k.state <>"
    " (SELECT s.to_state FROM claim_step s WHERE s.claim_id = k.id ORDER BY s.id DESC LIMIT 1) LIMIT 21");

SQL(pieces_claimed_twice,
    "SELECT 'line:' || l.id || ' has more pieces in claims than were bought' FROM order_line l WHERE l.quantity <"
    " (SELECT coalesce(sum(n.quantity), 0) FROM claim_line n JOIN claim k ON k.id = n.claim_id"
    "  WHERE n.line_id = l.id AND (k.closed_at IS NULL OR (k.state = 'settled' AND k.remedy = 'refund'))) LIMIT 21");

/* What came of a piece is read from the parcel it is named with: naming more would count it as come, or as lost, twice. */
SQL(named_above_claimed,
    "SELECT 'claim:' || n.claim_id || ' names more parcels of line:' || n.line_id || ' than it has pieces' FROM claim_line n"
    " WHERE n.quantity < (SELECT CAST(coalesce(sum(q.quantity), 0) AS BIGINT) FROM claim_line_parcel q JOIN shipment h ON h.id = q.shipment_id"
    "  WHERE q.claim_id = n.claim_id AND q.line_id = n.line_id AND h.state <> 'canceled') LIMIT 21");

SQL(named_and_not_claimed,
    "SELECT 'claim:' || q.claim_id || ' names parcels of line:' || q.line_id || ', which it is not about' FROM claim_line_parcel q"
    " WHERE NOT EXISTS (SELECT 1 FROM claim_line n WHERE n.claim_id = q.claim_id AND n.line_id = q.line_id) LIMIT 21");

SQL(named_above_sent,
    "SELECT 'shipment:' || q.shipment_id || ' is named for more pieces of line:' || q.line_id || ' than were sent in it'"
    " FROM claim_line_parcel q JOIN claim k ON k.id = q.claim_id WHERE k.state <> 'withdrawn' GROUP BY q.shipment_id, q.line_id"
    " HAVING CAST(sum(q.quantity) AS BIGINT) > (SELECT CAST(coalesce(sum(s.quantity), 0) AS BIGINT) FROM shipment_line s WHERE s.shipment_id = q.shipment_id"
    "  AND s.line_id = q.line_id) LIMIT 21");

SQL(refund_of_two_claims,
    "SELECT 'refund:' || k.refund_id || ' settles more than one claim' FROM claim k WHERE k.refund_id IS NOT NULL"
    " GROUP BY k.refund_id HAVING count(*) > 1 LIMIT 21");

SQL(exchange_for_nothing,
    "SELECT 'claim:' || k.id || ' is an exchange and does not say for what' FROM claim k WHERE k.gives_other = 1"
    " AND k.state NOT IN ('refused', 'withdrawn', 'charged_back') AND EXISTS (SELECT 1 FROM claim_line n WHERE n.claim_id = k.id"
    " AND n.other_id IS NULL) LIMIT 21");

/* Taken from the shelf when it left; held when it is owed. (While the old goods travel a claim may have rested, which keeps nothing.) */
SQL(exchange_without_goods,
    "SELECT 'claim:' || k.id || ' gives sku:' || n.other_id || ' and does not take it from the shelf' FROM claim k"
    " JOIN claim_line n ON n.claim_id = k.id WHERE k.gives_other = 1 AND"
    " ((k.state IN ('remedy_sent', 'settled') AND k.sent_due_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stock_movement m"
    "   WHERE m.subject = 'claim:' || k.id AND m.sku_id = n.other_id AND m.reason = 'sale' AND m.quantity >= n.quantity))"
    " OR (k.state = 'remedy_due' AND k.arrived_at IS NULL AND k.sent_due_at IS NULL"
    "  AND NOT EXISTS (SELECT 1 FROM stock_reservation r WHERE r.subject = 'claim:' || k.id AND r.sku_id = n.other_id)))"
    " LIMIT 21");

SQL(difference_above_the_difference,
    "SELECT 'claim:' || k.id || ' gives back more than the exchange is cheaper' FROM claim k JOIN refund r"
    " ON r.id = k.difference_refund_id WHERE r.state <> 'reversed' AND r.amount_minor > (SELECT CAST(sum(n.quantity * CASE"
    " WHEN n.other_minor < n.hand_minor THEN n.hand_minor - n.other_minor ELSE 0 END) AS BIGINT) FROM claim_line n"
    " WHERE n.claim_id = k.id) LIMIT 21");

const struct check claim_checks[] = {
    { "open_claims_have_a_date", &claims_nobody_owes, NULL, false },
    { "closed_claims_wait_for_nobody", &claims_closed_and_waiting, NULL, false },
    { "claims_go_on_by_themselves", &claims_past_their_wait, NULL, true },
    { "claim_steps_have_their_events", &claims_without_event, NULL, false },
    { "claims_are_where_their_steps_led", &claims_unlike_their_steps, NULL, false },
    { "pieces_are_claimed_once", &pieces_claimed_twice, NULL, false },
    { "claims_name_what_they_claim", &named_above_claimed, NULL, false },
    { "claims_name_their_own_lines", &named_and_not_claimed, NULL, false },
    { "parcels_are_named_once", &named_above_sent, NULL, false },
    { "refunds_settle_one_claim", &refund_of_two_claims, NULL, false },
    { "exchanges_say_for_what", &exchange_for_nothing, NULL, false },
    { "exchanges_take_their_goods", &exchange_without_goods, NULL, false },
    { "exchanges_give_back_the_difference", &difference_above_the_difference, NULL, false },
};
const size_t claim_check_count = COUNT(claim_checks);
