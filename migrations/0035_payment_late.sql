-- SPDX-License-Identifier: Apache-2.0
-- The amount of an order that expired is kept from the next for two days: whoever transfers late is found by it.
CREATE INDEX payment_amount_late ON payment (provider, amount_minor, expires_at)
    WHERE state = 'expired' AND unique_code > 0;
