-- SPDX-License-Identifier: Apache-2.0
-- Complaints: one case from the first word of dissatisfaction to its end, every step dated. See src/care/complaint.h.

-- One defect, four hundred complaints: the children keep decisions of their own.
CREATE TABLE complaint_incident (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL CHECK (title <> ''),
    made_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

CREATE TABLE complaint (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE CHECK (number <> ''),
    person_id INTEGER NOT NULL REFERENCES person (id),
    conversation_id INTEGER NOT NULL REFERENCES conversation (id),
    incident_id INTEGER REFERENCES complaint_incident (id),
    order_number TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL CHECK (source <> ''),
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    state TEXT NOT NULL CHECK (state IN ('received', 'investigating', 'waiting_customer', 'waiting_third_party', 'proposed', 'rejected',
                                         'escalated', 'remedy_due', 'remedied', 'external_dispute', 'closed')),
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'resolved', 'told_recourse', 'withdrawn', 'duplicate', 'not_a_complaint',
                                                        'no_reply')),
    verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'upheld', 'partly_upheld', 'rejected')),
    severity TEXT NOT NULL DEFAULT '' CHECK (severity IN ('', 'low', 'normal', 'high')),
    category TEXT NOT NULL DEFAULT '',
    cause TEXT NOT NULL DEFAULT '',
    is_safety INTEGER NOT NULL DEFAULT 0 CHECK (is_safety IN (0, 1)),
    owner_id INTEGER NOT NULL DEFAULT 0,
    decided_by INTEGER NOT NULL DEFAULT 0,
    subject_text_id INTEGER NOT NULL,
    wish_text_id INTEGER NOT NULL DEFAULT 0,
    decision_text_id INTEGER NOT NULL DEFAULT 0,
    remedy_due_at INTEGER,
    duplicate_of INTEGER REFERENCES complaint (id),
    reopened_count INTEGER NOT NULL DEFAULT 0 CHECK (reopened_count >= 0),
    received_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    waits_until INTEGER,
    closed_at INTEGER,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (outcome <> '')),
    CHECK ((outcome = 'duplicate') = (duplicate_of IS NOT NULL))
) STRICT;
CREATE INDEX complaint_board ON complaint (is_safety DESC, received_at, id) WHERE closed_at IS NULL;
CREATE INDEX complaint_state ON complaint (state, changed_at, id);
CREATE INDEX complaint_person ON complaint (person_id, id);
CREATE INDEX complaint_conversation ON complaint (conversation_id);
CREATE INDEX complaint_waits ON complaint (waits_until) WHERE waits_until IS NOT NULL;
CREATE INDEX complaint_received ON complaint (received_at);

CREATE TABLE complaint_step (
    id INTEGER PRIMARY KEY,
    complaint_id INTEGER NOT NULL REFERENCES complaint (id),
    at INTEGER NOT NULL,
    act TEXT NOT NULL CHECK (act <> ''),
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id INTEGER NOT NULL,
    text_id INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX complaint_step_complaint ON complaint_step (complaint_id, id);
-- only sqlite
CREATE TRIGGER complaint_step_is_not_updated BEFORE UPDATE ON complaint_step
BEGIN SELECT RAISE(ABORT, 'complaint_step is append-only'); END;
CREATE TRIGGER complaint_step_is_not_deleted BEFORE DELETE ON complaint_step
BEGIN SELECT RAISE(ABORT, 'complaint_step is append-only'); END;
-- only postgres
CREATE TRIGGER complaint_step_is_append_only BEFORE UPDATE OR DELETE ON complaint_step
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- both
