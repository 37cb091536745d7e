-- SPDX-License-Identifier: Apache-2.0
-- Claims: returns, exchanges, refunds by guarantee, warranty. Texts lie in the vault; claim_step is what both sides see of each step.

CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    order_id INTEGER NOT NULL REFERENCES shop_order (id),
    person_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('not_received', 'damaged', 'defective', 'wrong_item', 'missing_part',
        'not_as_described', 'changed_mind', 'warranty')),
    wish TEXT NOT NULL CHECK (wish IN ('refund', 'partial_refund', 'replacement', 'missing_part', 'repair')),
    wish_minor INTEGER NOT NULL CHECK (wish_minor >= 0), -- of a partial refund
    state TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'contested', 'denied', 'appealed', 'return_due', 'return_sent',
        'return_received', 'inspected_not_ok', 'remedy_due', 'remedy_sent', 'settled', 'refused', 'withdrawn', 'lapsed', 'charged_back')),
    lapsed_from TEXT, -- the state it is taken up again in
    round INTEGER NOT NULL CHECK (round > 0), -- 1, and one more for each replacement or repair of these pieces before
    opened_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    waits_until INTEGER, -- the buyer or the courier has until then; a promise of the shop has its own clock
    closed_at INTEGER,
    remedy TEXT CHECK (remedy IN ('refund', 'partial_refund', 'replacement', 'missing_part', 'repair')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    needs_return INTEGER NOT NULL CHECK (needs_return IN (0, 1)),
    is_advance INTEGER NOT NULL CHECK (is_advance IN (0, 1)), -- the remedy leaves before the goods are back
    is_by_rule INTEGER NOT NULL CHECK (is_by_rule IN (0, 1)), -- the shop was silent
    first_by INTEGER NOT NULL, -- staff who answered first; 0: nobody yet
    refund_id INTEGER REFERENCES refund (id),
    return_carrier TEXT NOT NULL,
    return_number TEXT NOT NULL,
    returned_at INTEGER,
    disposition TEXT NOT NULL CHECK (disposition IN ('', 'restock', 'scrap')),
    sent_carrier TEXT NOT NULL,
    sent_number TEXT NOT NULL,
    arrived_at INTEGER, -- the replacement: its coverage begins
    reference TEXT NOT NULL, -- proof of money paid by hand
    CHECK (remedy IS NOT NULL OR state NOT IN ('return_due', 'return_sent', 'return_received', 'remedy_due', 'remedy_sent', 'settled'))
) STRICT;
CREATE INDEX claim_order ON claim (order_id, id);
CREATE INDEX claim_state ON claim (state, id);
CREATE INDEX claim_waits ON claim (waits_until, id) WHERE waits_until IS NOT NULL;
CREATE INDEX claim_refund ON claim (refund_id) WHERE refund_id IS NOT NULL;

CREATE TABLE claim_line (
    claim_id INTEGER NOT NULL REFERENCES claim (id),
    line_id INTEGER NOT NULL REFERENCES order_line (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (claim_id, line_id)
) STRICT;
CREATE INDEX claim_line_line ON claim_line (line_id);

CREATE TABLE claim_step (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claim (id),
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    by_role TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    remedy TEXT,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    text_id INTEGER -- sealed words
) STRICT;
CREATE INDEX claim_step_claim ON claim_step (claim_id, id);
