-- SPDX-License-Identifier: Apache-2.0
-- Claims: money a marketplace holds, parcels of replacements followed to their end, what the way back cost, reminders.

ALTER TABLE claim ADD COLUMN by_marketplace INTEGER NOT NULL DEFAULT 0 CHECK (by_marketplace IN (0, 1)); -- it gives the money back, not the shop
ALTER TABLE claim ADD COLUMN reminded_at INTEGER;       -- of what waits for the buyer now
ALTER TABLE claim ADD COLUMN sent_due_at INTEGER;       -- the day the replacement was promised for
ALTER TABLE claim ADD COLUMN sent_asked_at INTEGER;     -- past that day: the buyer was asked
ALTER TABLE claim ADD COLUMN sent_delivered_at INTEGER; -- as the courier says
ALTER TABLE claim ADD COLUMN postage_minor INTEGER NOT NULL DEFAULT 0 CHECK (postage_minor >= 0); -- what the buyer paid for the way back
ALTER TABLE claim ADD COLUMN postage_refund_id INTEGER REFERENCES refund (id);
CREATE INDEX claim_remind ON claim (waits_until, id) WHERE waits_until IS NOT NULL AND reminded_at IS NULL;
CREATE INDEX claim_postage ON claim (postage_refund_id) WHERE postage_refund_id IS NOT NULL;

-- What is known of a replacement's parcel; of an order's: shipment_event.
CREATE TABLE claim_parcel_event (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claim (id),
    status TEXT NOT NULL,
    place TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('staff', 'courier', 'buyer', 'import')),
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT same_claim_event_once UNIQUE (claim_id, status, at)
) STRICT;

-- Postage was never part of what was captured: it is owed beside it.
ALTER TABLE refund ADD COLUMN is_postage INTEGER NOT NULL DEFAULT 0 CHECK (is_postage IN (0, 1));
