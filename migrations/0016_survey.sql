-- SPDX-License-Identifier: Apache-2.0
-- Surveys: who was asked about what, what they answered, what came of it.

CREATE TABLE survey (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE CHECK (number <> ''),
    person_id INTEGER NOT NULL REFERENCES person (id),
    touchpoint TEXT NOT NULL CHECK (touchpoint IN ('delivery', 'case')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'answered', 'skipped')),
    skipped_because TEXT NOT NULL DEFAULT '' CHECK (skipped_because IN ('', 'asked_lately', 'case_open', 'stopped', 'unreachable')),
    asks INTEGER NOT NULL CHECK (asks BETWEEN 1 AND 7), -- bits: goods, service, recommend
    offered_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL, -- when it is tried (again)
    sent_at INTEGER,
    expires_at INTEGER,
    answered_at INTEGER, -- the last answer; the first stands in survey_answer
    goods INTEGER CHECK (goods BETWEEN 1 AND 5),
    service INTEGER CHECK (service BETWEEN 1 AND 5),
    recommend INTEGER CHECK (recommend BETWEEN 0 AND 10),
    doubt TEXT NOT NULL DEFAULT '' CHECK (doubt IN ('', 'fraud', 'quality', 'unresponsive', 'data_leak', 'nothing')),
    text_id INTEGER NOT NULL DEFAULT 0,
    changes INTEGER NOT NULL DEFAULT 0,
    case_subject TEXT NOT NULL DEFAULT '', -- "complaint:12": what a low answer opened
    UNIQUE (person_id, touchpoint, subject),
    CHECK ((state IN ('sent', 'answered')) = (sent_at IS NOT NULL)),
    CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
    CHECK ((state = 'skipped') = (skipped_because <> ''))
) STRICT;
CREATE INDEX survey_due ON survey (due_at, id) WHERE state = 'waiting';
CREATE INDEX survey_person ON survey (person_id, sent_at);
CREATE INDEX survey_sent ON survey (sent_at, id) WHERE sent_at IS NOT NULL;
CREATE INDEX survey_answered ON survey (answered_at, id) WHERE answered_at IS NOT NULL;

-- Every answer as it was given; the last counts.
CREATE TABLE survey_answer (
    survey_id INTEGER NOT NULL REFERENCES survey (id),
    position INTEGER NOT NULL CHECK (position > 0),
    at INTEGER NOT NULL,
    goods INTEGER,
    service INTEGER,
    recommend INTEGER,
    doubt TEXT NOT NULL,
    text_id INTEGER NOT NULL,
    PRIMARY KEY (survey_id, position)
) STRICT;

-- Who does not want to be asked.
CREATE TABLE survey_stop (
    person_id INTEGER PRIMARY KEY REFERENCES person (id),
    at INTEGER NOT NULL
) STRICT;

-- Found by the timer, once: deliveries and closed cases. What was over before surveys existed is not asked about.
ALTER TABLE shop_order ADD COLUMN survey_offered_at INTEGER;
UPDATE shop_order SET survey_offered_at = 0 WHERE delivered_at IS NOT NULL;
CREATE INDEX shop_order_to_survey ON shop_order (delivered_at, id) WHERE delivered_at IS NOT NULL AND survey_offered_at IS NULL;
ALTER TABLE claim ADD COLUMN survey_offered_at INTEGER;
CREATE INDEX claim_to_survey ON claim (changed_at, id) WHERE survey_offered_at IS NULL AND state IN ('settled', 'refused');
ALTER TABLE conversation ADD COLUMN survey_offered_at INTEGER;
CREATE INDEX conversation_to_survey ON conversation (last_at, id) WHERE state = 'closed' AND survey_offered_at IS NULL;
