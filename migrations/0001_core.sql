-- SPDX-License-Identifier: Apache-2.0
-- Settings, events, promises, ledger, vault, jobs, policies, staff. See src/core/*.h.

CREATE TABLE setting (
    key TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    value TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id INTEGER NOT NULL,
    PRIMARY KEY (key, version)
) STRICT;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    actor_role TEXT NOT NULL,
    actor_id INTEGER NOT NULL,
    facts TEXT NOT NULL,
    commitments TEXT NOT NULL
) STRICT;
CREATE INDEX event_subject ON event (subject, id);

CREATE TABLE event_pending (
    event_id INTEGER PRIMARY KEY REFERENCES event (id)
) STRICT;

CREATE TABLE event_salt (
    event_id INTEGER NOT NULL REFERENCES event (id),
    field TEXT NOT NULL,
    salt BLOB NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (event_id, field)
) STRICT;
CREATE INDEX event_salt_person ON event_salt (person_id) WHERE person_id > 0;

CREATE TABLE promise (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject <> ''),
    owed_by TEXT NOT NULL,
    owed_to TEXT NOT NULL,
    policy_version INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    settled_at INTEGER,
    outcome TEXT NOT NULL CHECK (outcome IN ('open', 'kept', 'broken', 'voided')),
    voided_reason TEXT,
    CHECK (outcome <> 'open' OR settled_at IS NULL),
    CHECK (outcome <> 'kept' OR (settled_at IS NOT NULL AND settled_at <= due_at)),
    CHECK (outcome <> 'broken' OR settled_at IS NULL OR settled_at > due_at),
    CHECK ((outcome = 'voided') = (voided_reason IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX promise_one_open ON promise (subject, kind) WHERE outcome = 'open';
CREATE INDEX promise_subject ON promise (subject, kind, id);
CREATE INDEX promise_open_due ON promise (due_at, id) WHERE outcome = 'open';
CREATE INDEX promise_due ON promise (due_at);

CREATE TABLE pulse (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    held_at INTEGER
) STRICT;

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ledger_account (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    currency TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('asset', 'expense', 'liability', 'income')),
    limit_kind INTEGER NOT NULL CHECK (limit_kind IN (0, 1, 2)),
    debits_pending INTEGER NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
    debits_posted INTEGER NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
    credits_pending INTEGER NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
    credits_posted INTEGER NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
    CHECK (limit_kind <> 1 OR debits_pending + debits_posted <= credits_posted),
    CHECK (limit_kind <> 2 OR credits_pending + credits_posted <= debits_posted)
) STRICT;

CREATE TABLE ledger_transfer (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('posted', 'pending', 'post', 'void', 'expire')),
    debit_id INTEGER NOT NULL REFERENCES ledger_account (id),
    credit_id INTEGER NOT NULL REFERENCES ledger_account (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    code TEXT NOT NULL,
    subject TEXT NOT NULL,
    pending_id TEXT UNIQUE REFERENCES ledger_transfer (id),
    expires_at INTEGER,
    at INTEGER NOT NULL,
    CHECK (debit_id <> credit_id),
    CHECK ((kind IN ('post', 'void', 'expire')) = (pending_id IS NOT NULL)),
    CHECK (kind = 'pending' OR expires_at IS NULL)
) STRICT;
CREATE INDEX ledger_transfer_subject ON ledger_transfer (subject, number);
CREATE INDEX ledger_transfer_debit ON ledger_transfer (debit_id);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (credit_id);
CREATE INDEX ledger_transfer_expires ON ledger_transfer (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    sealed_key BLOB,
    restricted_at INTEGER,
    erased_at INTEGER,
    swept_at INTEGER,
    CHECK (erased_at IS NULL OR sealed_key IS NULL)
) STRICT;
CREATE INDEX person_unswept ON person (id) WHERE erased_at IS NOT NULL AND swept_at IS NULL;

CREATE TABLE person_field (
    person_id INTEGER NOT NULL REFERENCES person (id),
    field TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (person_id, field)
) STRICT;

CREATE TABLE person_find (
    hash TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person (id),
    field TEXT NOT NULL,
    PRIMARY KEY (hash, person_id)
) STRICT;
CREATE INDEX person_find_person ON person_find (person_id);

CREATE TABLE person_text (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    field TEXT NOT NULL,
    sealed BLOB NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_text_person ON person_text (person_id);

CREATE TABLE person_basis (
    person_id INTEGER NOT NULL REFERENCES person (id),
    subject TEXT NOT NULL,
    begins_at INTEGER NOT NULL,
    ends_at INTEGER,
    PRIMARY KEY (person_id, subject)
) STRICT;

CREATE TABLE vault_access (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    fields INTEGER NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id INTEGER NOT NULL
) STRICT;
CREATE INDEX vault_access_person ON vault_access (person_id, id);

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    is_given INTEGER NOT NULL CHECK (is_given IN (0, 1)),
    text_version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_person ON consent (person_id, purpose, id);

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    job_key TEXT UNIQUE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    made_at INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    done_at INTEGER,
    lease_owner TEXT NOT NULL DEFAULT '',
    lease_until INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    CHECK ((state = 'waiting') = (done_at IS NULL))
) STRICT;
CREATE INDEX job_due ON job (run_at, id) WHERE state = 'waiting';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';
CREATE INDEX job_done ON job (done_at) WHERE state = 'done';

CREATE TABLE policy (
    kind TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    at INTEGER NOT NULL,
    params TEXT NOT NULL,
    text_id TEXT NOT NULL CHECK (text_id <> ''),
    text_en TEXT NOT NULL CHECK (text_en <> ''),
    hash TEXT NOT NULL,
    PRIMARY KEY (kind, version)
) STRICT;

CREATE TABLE staff (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    email_hash TEXT NOT NULL UNIQUE,
    email_box BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'care', 'fulfilment', 'privacy', 'auditor')),
    password_hash TEXT NOT NULL,
    is_disabled INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
    made_at INTEGER NOT NULL,
    last_login_at INTEGER
) STRICT;

CREATE TABLE staff_login_try (
    email_hash TEXT PRIMARY KEY,
    wrong_count INTEGER NOT NULL,
    at INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
) STRICT;

CREATE TABLE staff_session (
    token_hash TEXT PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_session_staff ON staff_session (staff_id);

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;

-- What may only be added to. Salts are not here: erasing them is the point.
-- only sqlite
CREATE TRIGGER event_is_not_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER ledger_transfer_is_not_updated BEFORE UPDATE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger_transfer is append-only'); END;
CREATE TRIGGER ledger_transfer_is_not_deleted BEFORE DELETE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'ledger_transfer is append-only'); END;
CREATE TRIGGER ledger_account_is_not_deleted BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'ledger_account is not deleted'); END;
CREATE TRIGGER policy_is_not_updated BEFORE UPDATE ON policy
BEGIN SELECT RAISE(ABORT, 'policy is append-only'); END;
CREATE TRIGGER policy_is_not_deleted BEFORE DELETE ON policy
BEGIN SELECT RAISE(ABORT, 'policy is append-only'); END;
CREATE TRIGGER vault_access_is_not_updated BEFORE UPDATE ON vault_access
BEGIN SELECT RAISE(ABORT, 'vault_access is not updated'); END;
CREATE TRIGGER consent_is_not_updated BEFORE UPDATE ON consent
BEGIN SELECT RAISE(ABORT, 'consent is append-only'); END;
CREATE TRIGGER setting_is_not_updated BEFORE UPDATE ON setting
BEGIN SELECT RAISE(ABORT, 'setting is append-only'); END;
-- only postgres
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_transfer_is_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_account_is_not_deleted BEFORE DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_is_append_only BEFORE UPDATE OR DELETE ON policy
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER vault_access_is_not_updated BEFORE UPDATE ON vault_access
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consent_is_not_updated BEFORE UPDATE ON consent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER setting_is_not_updated BEFORE UPDATE ON setting
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- both
