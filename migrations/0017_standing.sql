-- SPDX-License-Identifier: Apache-2.0
-- Protection of the seller: steps added for one phone number, with their reason in numbers, that end by themselves.

CREATE TABLE standing (
    id INTEGER PRIMARY KEY,
    phone_hash TEXT NOT NULL, -- keyed: holds for the number, also under another name
    person_id INTEGER NOT NULL, -- who is told, and may contest
    kind TEXT NOT NULL CHECK (kind IN ('return_first', 'signature', 'no_cod')),
    state TEXT NOT NULL CHECK (state IN ('active', 'contested', 'kept', 'lifted')),
    since_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL CHECK (until_at > since_at),
    orders INTEGER NOT NULL CHECK (orders >= 0),     -- delivered
    claims INTEGER NOT NULL CHECK (claims BETWEEN 0 AND orders), -- orders of these with a claim that counts
    refusals INTEGER NOT NULL CHECK (refusals >= 0), -- parcels to be paid on delivery that came back
    mean_bp INTEGER NOT NULL,
    rate_bp INTEGER NOT NULL,
    low_bp INTEGER NOT NULL,
    contested_at INTEGER,
    words_text_id INTEGER, -- sealed: what the person says against it
    lifted_at INTEGER,
    lifted_by INTEGER, -- staff; 0: a decision
    CHECK ((state = 'lifted') = (lifted_at IS NOT NULL))
) STRICT;
CREATE INDEX standing_phone ON standing (phone_hash, kind, until_at);
CREATE INDEX standing_running ON standing (until_at, id) WHERE state <> 'lifted';
