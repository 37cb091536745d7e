/* SPDX-License-Identifier: Apache-2.0 */
#include "care/complaint_check.h"

/* Nobody is lost: an open complaint has a promise that is still owed, waits for the person until a date, or is with somebody outside. */
SQL(check_complaint_owed,
    "SELECT 'complaint ' || CAST(k.id AS TEXT) || ' waits for nobody' FROM complaint k"
    " WHERE k.closed_at IS NULL AND k.waits_until IS NULL AND k.state <> 'external_dispute'"
    " AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.subject = 'complaint:' || CAST(k.id AS TEXT)"
    "  AND (p.outcome = 'open' OR (p.outcome = 'broken' AND p.settled_at IS NULL AND p.dropped_at IS NULL)))"
    " AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.subject = 'complaint:' || CAST(k.id AS TEXT) AND d.decided_at IS NULL)"
    " ORDER BY k.id LIMIT 1000");
SQL(check_complaint_step,
    "SELECT 'complaint ' || CAST(k.id AS TEXT) || ' is not where its last step led' FROM complaint k"
    " WHERE k.state <> (SELECT s.to_state FROM complaint_step s WHERE s.complaint_id = k.id ORDER BY s.id DESC LIMIT 1)"
    " ORDER BY k.id LIMIT 1000");
SQL(check_complaint_silence,
    "SELECT 'complaint ' || CAST(k.id AS TEXT) || ' was settled by silence' FROM complaint k"
    " WHERE k.outcome = 'resolved' AND NOT EXISTS (SELECT 1 FROM complaint_step s WHERE s.complaint_id = k.id AND s.act = 'confirm')"
    " ORDER BY k.id LIMIT 1000");

const struct check complaint_checks[] = {
    { .name = "open_complaints_are_owed_something", .sql = &check_complaint_owed },
    { .name = "complaints_are_where_their_steps_led", .sql = &check_complaint_step },
    { .name = "silence_settles_no_complaint", .sql = &check_complaint_silence },
};
const size_t complaint_check_count = COUNT(complaint_checks);
