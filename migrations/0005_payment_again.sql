-- SPDX-License-Identifier: Apache-2.0
-- Paying again after a failure, and giving back what an order took.

-- Only amounts with a code of their own are unique: without a code (small totals, codes switched off) two orders of the same
-- total are told apart by the name on the transfer.
DROP INDEX payment_amount_open;
CREATE UNIQUE INDEX payment_amount_open ON payment (provider, amount_minor)
    WHERE state IN ('created', 'pending') AND unique_code > 0;

-- What an order took out of the stock, when it is cancelled.
CREATE INDEX stock_movement_sold ON stock_movement (subject) WHERE reason IN ('sale', 'return');
