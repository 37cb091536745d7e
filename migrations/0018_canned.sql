-- SPDX-License-Identifier: Apache-2.0
-- Which message began as which canned answer. See src/care/canned.h.

CREATE TABLE canned_use (
    message_id INTEGER PRIMARY KEY REFERENCES conversation_message (id),
    answer_id INTEGER NOT NULL REFERENCES canned_answer (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX canned_use_answer ON canned_use (answer_id, at);
