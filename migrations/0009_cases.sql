-- SPDX-License-Identifier: Apache-2.0
-- What claims, complaints and conversations share: files people send, second persons who decide, notices.

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL CHECK (subject <> ''),
    person_id INTEGER NOT NULL,
    by_role TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    hash TEXT NOT NULL,
    text_id INTEGER NOT NULL, -- the sealed bytes
    at INTEGER NOT NULL,
    UNIQUE (subject, hash)
) STRICT;

CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'complaint', 'standing')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    person_id INTEGER NOT NULL,
    first_by INTEGER NOT NULL, -- staff; 0: the rule decided first
    is_final INTEGER NOT NULL CHECK (is_final IN (0, 1)),
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    decided_at INTEGER,
    decider TEXT NOT NULL CHECK (decider IN ('none', 'staff', 'reviewer', 'same_person', 'rule', 'dropped')),
    staff_id INTEGER,
    is_upheld INTEGER CHECK (is_upheld IN (0, 1)),
    reasons_text_id INTEGER,
    CHECK ((decided_at IS NULL) = (decider = 'none'))
) STRICT;
CREATE UNIQUE INDEX decision_one_open ON decision (subject) WHERE decided_at IS NULL;
CREATE INDEX decision_subject ON decision (subject, id);
CREATE INDEX decision_open ON decision (due_at, id) WHERE decided_at IS NULL;
CREATE INDEX decision_decided ON decision (decided_at) WHERE decided_at IS NOT NULL;

CREATE TABLE notice (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    occasion TEXT NOT NULL,
    recipient TEXT NOT NULL CHECK (recipient IN ('person', 'owner', 'reviewer')),
    person_id INTEGER,
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'whatsapp')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    sent_by INTEGER,
    UNIQUE (subject, kind, occasion, recipient)
) STRICT;
CREATE INDEX notice_state ON notice (state, channel, id);
