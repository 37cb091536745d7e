-- SPDX-License-Identifier: Apache-2.0
-- Exchange for another variant: a replacement by something else of the same product. What was in hand and what is given instead are kept as they were
-- called and priced on the day it was wished for.

ALTER TABLE claim ADD COLUMN wishes_other INTEGER NOT NULL DEFAULT 0 CHECK (wishes_other IN (0, 1)); -- with wish 'replacement': an exchange
ALTER TABLE claim ADD COLUMN gives_other INTEGER NOT NULL DEFAULT 0 CHECK (gives_other IN (0, 1));   -- with remedy 'replacement': an exchange
ALTER TABLE claim ADD COLUMN difference_refund_id INTEGER REFERENCES refund (id); -- the other one is cheaper
CREATE INDEX claim_difference ON claim (difference_refund_id) WHERE difference_refund_id IS NOT NULL;

ALTER TABLE claim_line ADD COLUMN hand_id INTEGER; -- what the buyer has after an exchange before; NULL: what the line says
ALTER TABLE claim_line ADD COLUMN hand_sku TEXT;
ALTER TABLE claim_line ADD COLUMN hand_options TEXT;
ALTER TABLE claim_line ADD COLUMN hand_minor INTEGER CHECK (hand_minor >= 0);
ALTER TABLE claim_line ADD COLUMN other_id INTEGER; -- what is given instead
ALTER TABLE claim_line ADD COLUMN other_sku TEXT;
ALTER TABLE claim_line ADD COLUMN other_options TEXT;
ALTER TABLE claim_line ADD COLUMN other_minor INTEGER CHECK (other_minor >= 0);
ALTER TABLE claim_line ADD COLUMN wished_id INTEGER; -- what the buyer wished for, when the shop proposes another
