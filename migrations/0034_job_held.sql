-- SPDX-License-Identifier: Apache-2.0
-- Every process asks every two seconds who holds jobs: only those under way are read, however many wait.
CREATE INDEX job_held ON job (lease_until, lease_owner) WHERE state = 'waiting' AND lease_until > 0;
