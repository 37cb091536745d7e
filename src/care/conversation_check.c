/* SPDX-License-Identifier: Apache-2.0 */
#include "care/conversation_check.h"

SQL(waiting_without_promise,
    "SELECT 'conversation:' || v.id || ' waits and was promised nothing' FROM conversation v"
    " WHERE v.waiting_since IS NOT NULL AND v.state <> 'spam' AND NOT EXISTS (SELECT 1 FROM promise p"
    "  WHERE (p.subject = 'conversation:' || v.id OR p.subject IN (SELECT 'conversation:' || m.origin_id"
    "   FROM conversation_message m WHERE m.conversation_id = v.id AND m.origin_id <> v.id)) AND p.kind IN ('reply', 'next_reply')"
    "  AND (p.outcome = 'open' OR (p.outcome = 'broken' AND p.settled_at IS NULL))) LIMIT 21");
SQL(promise_without_waiting,
    "SELECT 'conversation:' || v.id || ' waits for nothing and has an open promise' FROM conversation v"
    " JOIN promise p ON p.subject = 'conversation:' || v.id AND p.kind IN ('reply', 'next_reply') AND p.outcome = 'open'"
    " WHERE v.waiting_since IS NULL LIMIT 21");
SQL(said_without_event,
    "SELECT 'conversation:' || v.id || ' has no event of its opening' FROM conversation v"
    " WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = 'conversation:' || v.id AND e.kind = 'conversation.opened') LIMIT 21");

SQL(out_of_order,
    "SELECT 'conversation:' || v.id || ' stands at the wrong place of the inbox' FROM conversation v"
    " WHERE v.act_by <> CASE WHEN v.due_at IS NULL THEN 9000000000000000000"
    "  WHEN v.window_closes_at > v.waiting_since AND v.window_closes_at < v.due_at THEN v.window_closes_at ELSE v.due_at END LIMIT 21");

SQL(waiting_unseen,
    "SELECT 'conversation:' || v.id || ' waits where nobody looks' FROM conversation v"
    " WHERE v.waiting_since IS NOT NULL AND v.is_todo = 0 AND v.state <> 'spam' LIMIT 21");

const struct check conversation_checks[] = {
    { "who_waits_was_promised_an_answer", &waiting_without_promise, NULL, false },
    { "who_waits_is_on_the_list", &waiting_unseen, NULL, false },
    { "nothing_is_promised_to_who_does_not_wait", &promise_without_waiting, NULL, false },
    { "what_must_leave_first_stands_first", &out_of_order, NULL, false },
    { "conversations_have_their_event", &said_without_event, NULL, false },
};
const size_t conversation_check_count = COUNT(conversation_checks);
