-- SPDX-License-Identifier: Apache-2.0
-- What a due time was reckoned from: the start of the clock, the budget, the calendar's version; pauses by published rules;
-- changes of calendar and policy under which open promises keep the better date. See src/core/promise_clock.h.
ALTER TABLE promise ADD COLUMN clock TEXT NOT NULL DEFAULT 'date';
ALTER TABLE promise ADD COLUMN from_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE promise ADD COLUMN budget INTEGER NOT NULL DEFAULT 0;
ALTER TABLE promise ADD COLUMN calendar_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE promise ADD COLUMN paused_by TEXT NOT NULL DEFAULT '';
UPDATE promise SET from_at = made_at;

CREATE INDEX promise_kind_due ON promise (kind, due_at);
CREATE INDEX promise_kind_from ON promise (kind, from_at);
CREATE INDEX promise_owed ON promise (due_at, id) WHERE outcome = 'broken' AND settled_at IS NULL;

CREATE TABLE promise_pause (
    id INTEGER PRIMARY KEY,
    promise_id INTEGER NOT NULL REFERENCES promise (id),
    rule TEXT NOT NULL CHECK (rule <> ''),
    from_at INTEGER NOT NULL,
    until_at INTEGER,
    CHECK (until_at IS NULL OR until_at >= from_at)
) STRICT;
CREATE INDEX promise_pause_promise ON promise_pause (promise_id, id);
CREATE UNIQUE INDEX promise_pause_open ON promise_pause (promise_id) WHERE until_at IS NULL;

-- One walk over the open promises, some at a time. kind '': every kind that runs on the calendar.
CREATE TABLE promise_review (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    calendar_version INTEGER NOT NULL,
    policy_version INTEGER NOT NULL,
    budget INTEGER NOT NULL CHECK (budget >= 0),
    asked_at INTEGER NOT NULL,
    last_due_at INTEGER NOT NULL DEFAULT 0,
    last_id INTEGER NOT NULL DEFAULT 0,
    done_at INTEGER
) STRICT;
CREATE INDEX promise_review_waiting ON promise_review (id) WHERE done_at IS NULL;
CREATE INDEX promise_review_calendar ON promise_review (calendar_version) WHERE kind = '';

-- "Lebaran 10 to 21 March: three days more". Announced ahead; withdrawn ones stay on record.
CREATE TABLE courier_delay (
    id INTEGER PRIMARY KEY,
    carrier TEXT NOT NULL,
    from_days INTEGER NOT NULL,
    to_days INTEGER NOT NULL,
    extra_days INTEGER NOT NULL CHECK (extra_days BETWEEN 1 AND 60),
    note_id TEXT NOT NULL,
    note_en TEXT NOT NULL,
    announced_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    CHECK (to_days >= from_days)
) STRICT;
CREATE INDEX courier_delay_days ON courier_delay (to_days);
