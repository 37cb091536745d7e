-- SPDX-License-Identifier: Apache-2.0
-- Gaps of the buying path.

-- What the courier takes for collecting the money; part of shipping_minor, so that totals stay sums of what they were.
ALTER TABLE shop_order ADD COLUMN fee_minor INTEGER NOT NULL DEFAULT 0 CHECK (fee_minor >= 0);

-- One item of a timer's round that failed, left alone for a while so that the others go on.
CREATE TABLE aside (
    chore TEXT NOT NULL,
    item INTEGER NOT NULL,
    err TEXT NOT NULL,
    at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    PRIMARY KEY (chore, item)
) STRICT;
