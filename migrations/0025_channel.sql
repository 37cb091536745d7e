-- SPDX-License-Identifier: Apache-2.0
-- Messaging apps: who is who there, and until when an answer may leave. See src/care/channel.h, src/care/messaging.h.

ALTER TABLE conversation ADD COLUMN window_closes_at INTEGER; -- of an app's reply window; NULL: nothing came in by such an app

CREATE TABLE channel_identity (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL CHECK (channel <> ''),
    address_hash TEXT NOT NULL,
    address_text_id INTEGER NOT NULL, -- sealed
    person_id INTEGER NOT NULL REFERENCES person (id),
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    last_in_at INTEGER NOT NULL,
    blocked_at INTEGER,
    UNIQUE (channel, address_hash)
) STRICT;
CREATE INDEX channel_identity_conversation ON channel_identity (conversation_id, channel);
