-- SPDX-License-Identifier: Apache-2.0
-- Refunds to the end: where the money goes, that it arrived; parcels that never arrive.

ALTER TABLE refund ADD COLUMN account_text_id INTEGER; -- the sealed account the buyer gave
ALTER TABLE refund ADD COLUMN account_asked_at INTEGER;
ALTER TABLE refund ADD COLUMN confirmed_at INTEGER;    -- the buyer says it arrived
ALTER TABLE refund ADD COLUMN denied_at INTEGER;       -- the buyer says it did not
ALTER TABLE refund ADD COLUMN reversed_reason TEXT;    -- a published rule ended it
CREATE INDEX refund_open ON refund (requested_at, id) WHERE state IN ('requested', 'processing', 'needs_bank_account', 'failed');

-- Past the promised day: the buyer is asked, staff look for the parcel, and past the grace the money is due.
CREATE TABLE undelivered (
    order_id INTEGER PRIMARY KEY REFERENCES shop_order (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'found', 'received', 'lost', 'arrived_late', 'closed')),
    promised_at INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    lost_at INTEGER NOT NULL, -- end of the grace: the refund is due by itself
    denied_at INTEGER,        -- the buyer says it has not arrived
    checked_at INTEGER,       -- staff looked at the courier's page
    checked_by INTEGER,
    ended_at INTEGER,
    CHECK ((state = 'asked') = (ended_at IS NULL))
) STRICT;
CREATE INDEX undelivered_asked ON undelivered (lost_at, order_id) WHERE state = 'asked';
