-- SPDX-License-Identifier: Apache-2.0
-- Who may not take a decision: whoever had a hand in the case before, and the person the case belongs to.

CREATE TABLE decision_involved (
    decision_id INTEGER NOT NULL REFERENCES decision (id),
    staff_id INTEGER NOT NULL,
    PRIMARY KEY (decision_id, staff_id)
) STRICT;
