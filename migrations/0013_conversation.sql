-- SPDX-License-Identifier: Apache-2.0
-- The inbox: conversations, what was said, canned answers, the watch list, words that can be searched without being read.
-- See src/care/*.h.

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE CHECK (number <> ''),
    person_id INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('new', 'open', 'waiting_customer', 'waiting_third_party', 'snoozed', 'solved', 'closed',
                                         'merged', 'spam')),
    is_todo INTEGER NOT NULL,
    state_before TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL CHECK (channel <> ''),
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    title_text_id INTEGER NOT NULL DEFAULT 0,
    team TEXT NOT NULL DEFAULT '',
    assignee_id INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_message_id INTEGER NOT NULL DEFAULT 0,
    waiting_since INTEGER,
    due_at INTEGER,
    due_sort INTEGER NOT NULL,
    snoozed_until INTEGER,
    solved_at INTEGER,
    merged_into INTEGER REFERENCES conversation (id),
    continues_id INTEGER REFERENCES conversation (id),
    CHECK (is_todo = CASE WHEN state IN ('new', 'open', 'waiting_third_party', 'snoozed') THEN 1 ELSE 0 END),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL)),
    CHECK (due_at IS NULL OR waiting_since IS NOT NULL),
    CHECK (state <> 'waiting_customer' OR waiting_since IS NULL),
    CHECK (due_sort = COALESCE(due_at, 9000000000000000000))
) STRICT;
CREATE INDEX conversation_todo ON conversation (due_sort, id) WHERE is_todo = 1;
CREATE INDEX conversation_todo_of ON conversation (assignee_id, due_sort, id) WHERE is_todo = 1;
CREATE INDEX conversation_state ON conversation (state, last_at, id);
CREATE INDEX conversation_last ON conversation (last_at, id);
CREATE INDEX conversation_waiting ON conversation (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversation_continues ON conversation (continues_id) WHERE continues_id IS NOT NULL;
CREATE INDEX conversation_person ON conversation (person_id, id);

CREATE TABLE conversation_about (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    subject TEXT NOT NULL CHECK (subject <> ''),
    PRIMARY KEY (conversation_id, subject)
) STRICT;
CREATE INDEX conversation_about_subject ON conversation_about (subject, conversation_id);

CREATE TABLE conversation_tag (
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    tag TEXT NOT NULL CHECK (tag <> ''),
    PRIMARY KEY (conversation_id, tag)
) STRICT;
CREATE INDEX conversation_tag_tag ON conversation_tag (tag, conversation_id);

CREATE TABLE conversation_message (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    origin_id INTEGER NOT NULL REFERENCES conversation (id),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'note')),
    channel TEXT NOT NULL CHECK (channel <> ''),
    author TEXT NOT NULL CHECK (author IN ('buyer', 'staff', 'bot')),
    staff_id INTEGER NOT NULL DEFAULT 0,
    person_id INTEGER NOT NULL REFERENCES person (id),
    text_id INTEGER NOT NULL,
    external_hash TEXT,
    content_hash TEXT NOT NULL,
    is_auto INTEGER NOT NULL DEFAULT 0 CHECK (is_auto IN (0, 1)),
    sent_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    changed_at INTEGER,
    deleted_at INTEGER,
    delivery TEXT NOT NULL DEFAULT 'none' CHECK (delivery IN ('none', 'waiting', 'sent', 'failed')),
    kept_promise_id INTEGER NOT NULL DEFAULT 0,
    answers_since INTEGER,
    CHECK (sent_at <= recorded_at)
) STRICT;
CREATE UNIQUE INDEX conversation_message_external ON conversation_message (channel, external_hash) WHERE external_hash IS NOT NULL;
CREATE INDEX conversation_message_answers ON conversation_message (answers_since) WHERE answers_since IS NOT NULL;
CREATE INDEX conversation_message_of ON conversation_message (conversation_id, id);
CREATE INDEX conversation_message_person ON conversation_message (person_id, id);

CREATE TABLE person_word (
    person_id INTEGER NOT NULL REFERENCES person (id),
    subject TEXT NOT NULL CHECK (subject <> ''),
    hash TEXT NOT NULL,
    PRIMARY KEY (hash, subject, person_id)
) STRICT;
CREATE INDEX person_word_person ON person_word (person_id);

CREATE TABLE canned_answer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    text_id TEXT NOT NULL,
    text_en TEXT NOT NULL,
    is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1))
) STRICT;

CREATE TABLE capture (
    conversation_id INTEGER PRIMARY KEY REFERENCES conversation (id),
    place TEXT NOT NULL,
    url_text_id INTEGER NOT NULL DEFAULT 0,
    evidence_hash TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    captured_at INTEGER NOT NULL,
    captured_by TEXT NOT NULL CHECK (captured_by IN ('staff', 'buyer')),
    deleted_at INTEGER,
    CHECK (posted_at <= captured_at)
) STRICT;

CREATE TABLE watch_place (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    url TEXT NOT NULL,
    every_hours INTEGER NOT NULL CHECK (every_hours > 0),
    is_hidden INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1))
) STRICT;

CREATE TABLE watch_look (
    id INTEGER PRIMARY KEY,
    place_id INTEGER NOT NULL REFERENCES watch_place (id),
    at INTEGER NOT NULL,
    staff_id INTEGER NOT NULL,
    found INTEGER NOT NULL CHECK (found >= 0)
) STRICT;
CREATE INDEX watch_look_place ON watch_look (place_id, id);
