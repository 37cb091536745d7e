-- SPDX-License-Identifier: Apache-2.0
-- What the inbox sorts by: the answer's due time, or the end of the app's reply window where that comes first. And who is writing an
-- answer now. See src/care/conversation_list.h, src/care/conversation_writer.h.

ALTER TABLE conversation ADD COLUMN act_by INTEGER NOT NULL DEFAULT 9000000000000000000;
UPDATE conversation SET act_by = CASE WHEN due_at IS NULL THEN 9000000000000000000
    WHEN window_closes_at > waiting_since AND window_closes_at < due_at THEN window_closes_at ELSE due_at END;
DROP INDEX conversation_todo_of;
CREATE INDEX conversation_act ON conversation (act_by, id) WHERE is_todo = 1;
CREATE INDEX conversation_act_of ON conversation (assignee_id, act_by, id) WHERE is_todo = 1;

CREATE TABLE conversation_writer (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    staff_id INTEGER NOT NULL,
    since_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, staff_id)
) STRICT;
