-- SPDX-License-Identifier: Apache-2.0
-- A serving process wakes the others after its commit (src/web/neighbours.c): commits that notify go one after the other, each with a flush
-- of its own. Commands, which write rows without an origin, go on to notify within theirs.

-- only postgres
DROP TRIGGER invalidation_wakes ON invalidation;
CREATE TRIGGER invalidation_wakes AFTER INSERT ON invalidation
    FOR EACH ROW WHEN (NEW.origin = '') EXECUTE FUNCTION invalidation_wakes();
-- both
