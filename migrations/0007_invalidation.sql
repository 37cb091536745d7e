-- SPDX-License-Identifier: Apache-2.0
-- What changed, for the other processes of a shop on PostgreSQL; see src/core/invalidation.h. On SQLite nobody writes here.

CREATE TABLE invalidation (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    origin TEXT NOT NULL, -- the process that knows already; empty: a command
    tags TEXT NOT NULL    -- one a line
) STRICT;
CREATE INDEX invalidation_at ON invalidation (at);

-- Ids are not commit order. A transaction's number is compared with the oldest one still running instead.
-- only sqlite
ALTER TABLE invalidation ADD COLUMN xact INTEGER NOT NULL DEFAULT 0;
CREATE VIEW invalidation_horizon AS SELECT 0 AS xact;
-- only postgres
ALTER TABLE invalidation ADD COLUMN xact BIGINT NOT NULL DEFAULT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT);
CREATE VIEW invalidation_horizon AS SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT) AS xact;
CREATE FUNCTION invalidation_wakes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('amanah_invalidation', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER invalidation_wakes AFTER INSERT ON invalidation
    FOR EACH STATEMENT EXECUTE FUNCTION invalidation_wakes();
-- both
CREATE INDEX invalidation_xact ON invalidation (xact);
