-- SPDX-License-Identifier: Apache-2.0
-- A complaint that closed is asked about like any other case; those closed before are not.

ALTER TABLE complaint ADD COLUMN survey_offered_at INTEGER;
UPDATE complaint SET survey_offered_at = 0 WHERE state = 'closed';
CREATE INDEX complaint_to_survey ON complaint (closed_at, id) WHERE state = 'closed' AND survey_offered_at IS NULL;
-- What is asked about an order, for its page.
CREATE INDEX survey_subject ON survey (subject, id);
