-- SPDX-License-Identifier: Apache-2.0
-- What the shop writes about itself, and what visitors ask. Texts are Markdown; html_* is made from them when they are saved.
-- Dates are days since 1970-01-01, instants µs UTC.

CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    title_id TEXT NOT NULL,
    title_en TEXT NOT NULL,
    lead_id TEXT NOT NULL,
    lead_en TEXT NOT NULL,
    body_id TEXT NOT NULL,
    body_en TEXT NOT NULL,
    html_id TEXT NOT NULL,
    html_en TEXT NOT NULL,
    media TEXT NOT NULL,
    asset TEXT NOT NULL,
    alt_id TEXT NOT NULL,
    alt_en TEXT NOT NULL,
    is_published INTEGER NOT NULL CHECK (is_published IN (0, 1)),
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

-- The people of the shop, as they want to be shown: public by their own wish, no buyer's data.
CREATE TABLE page_person (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL CHECK (name <> ''),
    role_id TEXT NOT NULL,
    role_en TEXT NOT NULL,
    text_id TEXT NOT NULL,
    text_en TEXT NOT NULL,
    media TEXT NOT NULL,
    asset TEXT NOT NULL
) STRICT;

CREATE TABLE faq (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (slug <> ''),
    topic TEXT NOT NULL CHECK (topic IN ('order', 'payment', 'shipping', 'guarantee', 'product', 'trust', 'other')),
    position INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    question_en TEXT NOT NULL,
    answer_id TEXT NOT NULL,
    answer_en TEXT NOT NULL,
    html_id TEXT NOT NULL,
    html_en TEXT NOT NULL,
    is_published INTEGER NOT NULL CHECK (is_published IN (0, 1)),
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE certificate (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE CHECK (code <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('nib', 'halal', 'pirt', 'bpom', 'sni', 'award', 'security', 'rating', 'test',
        'training', 'other')),
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    number TEXT NOT NULL,
    issuer TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    scope_en TEXT NOT NULL,
    proof_url TEXT NOT NULL,
    media TEXT NOT NULL,
    position INTEGER NOT NULL,
    valid_from_days INTEGER,
    expires_days INTEGER, -- the last day it holds; NULL: it does not expire
    is_published INTEGER NOT NULL CHECK (is_published IN (0, 1)),
    updated_at INTEGER NOT NULL,
    CHECK (valid_from_days IS NULL OR expires_days IS NULL OR valid_from_days <= expires_days)
) STRICT;

-- Which goods a permit is about; a certificate without rows is about the whole shop.
CREATE TABLE certificate_product (
    certificate_id INTEGER NOT NULL REFERENCES certificate (id),
    product_id INTEGER NOT NULL REFERENCES product (id),
    PRIMARY KEY (certificate_id, product_id)
) STRICT;
CREATE INDEX certificate_product_product ON certificate_product (product_id);

-- What the visitor wrote is sealed in the vault (text_id); question_* is the public wording staff made of it.
CREATE TABLE product_question (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES product (id),
    person_id INTEGER NOT NULL,
    text_id INTEGER NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    state TEXT NOT NULL CHECK (state IN ('open', 'published', 'closed')),
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    question_id TEXT NOT NULL,
    question_en TEXT NOT NULL,
    answer_id TEXT NOT NULL,
    answer_en TEXT NOT NULL,
    html_id TEXT NOT NULL,
    html_en TEXT NOT NULL,
    CHECK ((state = 'open') = (answered_at IS NULL)),
    CHECK (state <> 'published' OR question_id <> '' OR question_en <> '')
) STRICT;
CREATE INDEX product_question_shown ON product_question (product_id, answered_at, id) WHERE state = 'published';
CREATE INDEX product_question_open ON product_question (asked_at, id) WHERE state = 'open';
CREATE INDEX product_question_asked ON product_question (asked_at);
