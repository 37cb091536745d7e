/* SPDX-License-Identifier: Apache-2.0 */
/* core_checks.c - what always holds for events, promises, money, persons, jobs and policies. Every row is a finding.
 * Spans stand on the column's side: PostgreSQL takes a parameter beside a small number for a small number. */
#include "core/check.h"
#include "core/event.h"
#include "core/policy.h"

#include "base/value.h"

/* ---- money ---- */

SQL(check_ledger_sums, "SELECT currency || ' debits and credits differ' FROM ledger_account GROUP BY currency"
                       " HAVING CAST(sum(debits_posted) AS BIGINT) <> CAST(sum(credits_posted) AS BIGINT)"
    " OR CAST(sum(debits_pending) AS BIGINT) <> CAST(sum(credits_pending) AS BIGINT)"
                       " ORDER BY currency LIMIT 1000");

/* Balances are projections: what the transfers say must be what the accounts say. */
SQL(check_ledger_balances,
    "SELECT a.code || ' has another balance than its transfers' FROM ledger_account a LEFT JOIN ("
    "  SELECT account_id, CAST(sum(dp) AS BIGINT) AS dp, CAST(sum(dd) AS BIGINT) AS dd, CAST(sum(cp) AS BIGINT) AS cp, CAST(sum(cc) AS BIGINT) AS cc FROM ("
    "   SELECT debit_id AS account_id, CASE WHEN kind = 'pending' THEN amount ELSE 0 END AS dp,"
    "    CASE WHEN kind IN ('posted', 'post') THEN amount ELSE 0 END AS dd, 0 AS cp, 0 AS cc FROM ledger_transfer"
    "   UNION ALL"
    "   SELECT credit_id, 0, 0, CASE WHEN kind = 'pending' THEN amount ELSE 0 END,"
    "    CASE WHEN kind IN ('posted', 'post') THEN amount ELSE 0 END FROM ledger_transfer"
    "   UNION ALL"
    "   SELECT p.debit_id, -p.amount, 0, 0, 0 FROM ledger_transfer r JOIN ledger_transfer p ON p.id = r.pending_id"
    "   UNION ALL"
    "   SELECT p.credit_id, 0, 0, -p.amount, 0 FROM ledger_transfer r JOIN ledger_transfer p ON p.id = r.pending_id"
    "  ) moves GROUP BY account_id) m ON m.account_id = a.id"
    " WHERE a.debits_pending <> COALESCE(m.dp, 0) OR a.debits_posted <> COALESCE(m.dd, 0)"
    " OR a.credits_pending <> COALESCE(m.cp, 0) OR a.credits_posted <> COALESCE(m.cc, 0)"
    " ORDER BY a.code LIMIT 1000");
SQL(check_held, "SELECT code || ' is below zero' FROM ledger_account WHERE limit_kind = 1"
                " AND debits_posted + debits_pending > credits_posted ORDER BY code LIMIT 1000");
/* What the shop spent of its own (postage it repays) was received, too, or is the owner's. */
SQL(check_held_received,
    "SELECT 'more is held than was received: ' || CAST(h.held - r.received AS TEXT) FROM"
    " (SELECT COALESCE(sum(credits_posted - debits_posted), 0) AS held FROM ledger_account"
    "  WHERE code >= 'held:' AND code < 'held;') h,"
    " (SELECT COALESCE(sum(debits_posted - credits_posted), 0) AS received FROM ledger_account"
    "  WHERE kind IN ('asset', 'expense')) r WHERE h.held > r.received LIMIT 1");

/* ---- promises ---- */

SQL(check_promise_due, "SELECT 'promise ' || CAST(p.id AS TEXT) || ' is past due without an outcome' FROM promise p"
                       " WHERE p.outcome = 'open' AND p.due_at + 300000000 < $1"
                       " AND" CHECK_PULSE_GOES
                       " ORDER BY p.id LIMIT 1000");
/* The id stands first in the facts, so a verdict is held against its own event, not another promise's. */
#define OF_PROMISE "e.subject = p.subject AND e.facts LIKE '{\"promise\":' || CAST(p.id AS TEXT) || ',%'"

SQL(check_promise_event,
    "SELECT 'promise ' || CAST(p.id AS TEXT) || ' has no event of its outcome' FROM promise p"
    " WHERE NOT EXISTS (SELECT 1 FROM event e WHERE " OF_PROMISE " AND e.kind = CASE p.outcome"
    "  WHEN 'open' THEN 'promise.made' WHEN 'kept' THEN 'promise.kept' WHEN 'broken' THEN 'promise.broken'"
    "  ELSE 'promise.voided' END)"
    " AND NOT (p.outcome = 'kept' AND EXISTS (SELECT 1 FROM event e WHERE " OF_PROMISE
    "  AND e.kind = 'promise.corrected'))"
    " ORDER BY p.id LIMIT 1000");
SQL(check_promise_consequence,
    "SELECT 'promise ' || CAST(p.id AS TEXT) || ' was broken without its job' FROM promise p"
    " WHERE p.outcome = 'broken' AND NOT EXISTS (SELECT 1 FROM job j"
    "  WHERE j.job_key = 'promise.broken:' || CAST(p.id AS TEXT)) ORDER BY p.id LIMIT 1000");

/* One event a step; a reopened promise may be kept or broken once more for each time it was reopened. */
#define STEPS(kinds) "(SELECT count(*) FROM event e WHERE " OF_PROMISE " AND e.kind IN (" kinds "))"

SQL(check_promise_steps,
    "SELECT 'promise ' || CAST(p.id AS TEXT) || ' has a step without its event, or twice' FROM promise p"
    " WHERE " STEPS("'promise.made'") " <> 1"
    " OR " STEPS("'promise.voided'") " <> CASE p.outcome WHEN 'voided' THEN 1 ELSE 0 END"
    " OR " STEPS("'promise.kept'") " > 1 + " STEPS("'promise.reopened'")
    " OR " STEPS("'promise.broken'") " > 1 + " STEPS("'promise.corrected', 'promise.reopened'")
    " OR (p.outcome = 'open' AND p.due_at < p.made_at AND p.from_at >= p.made_at)"
    " ORDER BY p.id LIMIT 1000");
SQL(check_promise_verdict,
    "SELECT 'promise ' || CAST(id AS TEXT) || ' has another verdict than its instants' FROM promise"
    " WHERE (outcome = 'kept' AND settled_at > due_at) OR (outcome = 'broken' AND settled_at <= due_at)"
    " OR (outcome = 'open' AND settled_at IS NOT NULL) ORDER BY id LIMIT 1000");
/* A clock that stands says by which rule, and only an open promise's clock can stand. */
SQL(check_promise_pause,
    "SELECT 'promise ' || CAST(p.id AS TEXT) || ' is paused and is not' FROM promise p"
    " LEFT JOIN promise_pause s ON s.promise_id = p.id AND s.until_at IS NULL"
    " WHERE (p.paused_by <> '') <> (s.id IS NOT NULL) OR (p.paused_by <> '' AND (p.outcome <> 'open' OR s.rule <> p.paused_by))"
    " ORDER BY p.id LIMIT 1000");

/* ---- persons ---- */

SQL(check_erased, "SELECT 'person ' || CAST(p.id AS TEXT) || ' was erased, something is left' FROM person p"
                  " WHERE p.erased_at IS NOT NULL AND (EXISTS (SELECT 1 FROM person_field f WHERE f.person_id = p.id)"
                  " OR EXISTS (SELECT 1 FROM person_text t WHERE t.person_id = p.id)"
                  " OR EXISTS (SELECT 1 FROM person_find s WHERE s.person_id = p.id)"
                  " OR EXISTS (SELECT 1 FROM event_salt s WHERE s.person_id = p.id))"
                  " ORDER BY p.id LIMIT 1000");
SQL(check_event_personal, "SELECT 'event ' || CAST(id AS TEXT) || ' has an address in its public facts' FROM event"
                          " WHERE facts LIKE '%@%' ORDER BY id LIMIT 1000");
SQL(check_job_personal, "SELECT 'job ' || CAST(id AS TEXT) || ' has an address in its payload' FROM job"
                        " WHERE payload LIKE '%@%' ORDER BY id LIMIT 1000");

/* ---- jobs and clocks ---- */

SQL(check_event_future, "SELECT 'event ' || CAST(id AS TEXT) || ' was written in the future' FROM event"
                        " WHERE at - 60000000 > $1 ORDER BY id LIMIT 1000");
SQL(check_job_stuck, "SELECT 'job ' || CAST(id AS TEXT) || ' waits for more than a day' FROM job"
                     " WHERE state = 'waiting' AND run_at + 86400000000 < $1 AND lease_until + 86400000000 < $1"
                     " ORDER BY id LIMIT 1000");

/* ---- policies ---- */

static enum err check_policy(struct ctx *c, enum policy_kind kind, struct check_report *r)
{
    struct policy_list list = { 0 };
    TRY(policy_list(c, kind, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (list.item[i].version != list.item[0].version - (int64_t)i) {
            str name = policy_kind_name(kind);
            check_found(c, r, "policy %.*s lacks a version below %" PRId64, STR_ARG(name),
                        list.item[0].version);
            break;
        }
    }
    struct policy current;
    enum err e = list.count == 0 ? OK : policy_current(c, kind, &current);
    if (e == OK && list.count > 0 && !policy_hash_holds(c, &current)) {
        str name = policy_kind_name(kind);
        check_found(c, r, "policy %.*s version %" PRId64 " is not what its hash says",
                    STR_ARG(name), current.version);
    }
    return e;
}

static enum err check_policies(struct ctx *c, struct check_report *r)
{
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        TRY(check_policy(c, kind, r));
    }
    return OK;
}

const struct check core_checks[] = {
    { .name = "ledger_sums_to_zero", .sql = &check_ledger_sums },
    { .name = "ledger_balances_follow_from_transfers", .sql = &check_ledger_balances },
    { .name = "ledger_limits_hold", .sql = &check_held },
    { .name = "held_is_at_most_received", .sql = &check_held_received },
    { .name = "promises_past_due_have_an_outcome", .sql = &check_promise_due, .takes_now = true },
    { .name = "promises_have_their_events", .sql = &check_promise_event },
    { .name = "promises_have_one_event_a_step", .sql = &check_promise_steps },
    { .name = "verdicts_follow_from_instants", .sql = &check_promise_verdict },
    { .name = "clocks_stand_by_a_rule", .sql = &check_promise_pause },
    { .name = "broken_promises_have_their_consequence", .sql = &check_promise_consequence },
    { .name = "erased_persons_left_nothing", .sql = &check_erased },
    { .name = "events_hold_no_personal_data", .sql = &check_event_personal },
    { .name = "jobs_hold_no_personal_data", .sql = &check_job_personal },
    { .name = "events_are_not_from_the_future", .sql = &check_event_future, .takes_now = true },
    { .name = "jobs_do_not_wait_for_ever", .sql = &check_job_stuck, .takes_now = true },
    { .name = "policies_are_whole", .run = check_policies },
};
const size_t core_check_count = COUNT(core_checks);
