-- SPDX-License-Identifier: Apache-2.0
-- Improvements: what became of suggestions, who said them first, every step with its reason.

CREATE TABLE improvement (
    id INTEGER PRIMARY KEY,
    title_id TEXT NOT NULL CHECK (title_id <> ''),
    title_en TEXT NOT NULL CHECK (title_en <> ''),
    note_id TEXT NOT NULL, -- what exactly changed; may be empty
    note_en TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('considered', 'planned', 'done', 'declined')),
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    done_at INTEGER,
    CONSTRAINT improvement_is_done_at_an_instant CHECK ((status = 'done') = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX improvement_changed ON improvement (changed_at, id);
CREATE INDEX improvement_status ON improvement (status, changed_at, id);
CREATE INDEX improvement_done ON improvement (done_at, id) WHERE done_at IS NOT NULL;

-- Where it was said: a subject and nothing of what was said.
CREATE TABLE improvement_origin (
    improvement_id INTEGER NOT NULL REFERENCES improvement (id),
    subject TEXT NOT NULL CHECK (subject <> ''), -- "survey:12", "complaint:3", "conversation:5"
    at INTEGER NOT NULL,
    PRIMARY KEY (improvement_id, subject)
) STRICT;
CREATE INDEX improvement_origin_subject ON improvement_origin (subject);

CREATE TABLE improvement_step (
    improvement_id INTEGER NOT NULL REFERENCES improvement (id),
    position INTEGER NOT NULL CHECK (position > 0),
    at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('considered', 'planned', 'done', 'declined')),
    reason TEXT NOT NULL, -- nobody's personal data; staff are told so
    staff_id INTEGER NOT NULL, -- 0: the system
    PRIMARY KEY (improvement_id, position)
) STRICT;
