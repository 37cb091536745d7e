-- SPDX-License-Identifier: Apache-2.0
-- The catalogue: categories, products, variants, pictures, stock.

CREATE TABLE category (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES category (id),
    depth INTEGER NOT NULL CHECK (depth BETWEEN 0 AND 2),
    slug TEXT NOT NULL UNIQUE,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    description_id TEXT NOT NULL,
    description_en TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX category_parent ON category (parent_id);

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    summary_id TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    description_id TEXT NOT NULL,
    description_en TEXT NOT NULL,
    is_html INTEGER NOT NULL CHECK (is_html IN (0, 1)),
    description_html_id TEXT NOT NULL,
    description_html_en TEXT NOT NULL,
    size_chart_id TEXT NOT NULL,
    size_chart_en TEXT NOT NULL,
    size_chart_html_id TEXT NOT NULL,
    size_chart_html_en TEXT NOT NULL,
    brand TEXT NOT NULL,
    tags TEXT NOT NULL,
    category_id INTEGER REFERENCES category (id),
    option1_name TEXT NOT NULL,
    option2_name TEXT NOT NULL,
    option3_name TEXT NOT NULL,
    video_src TEXT NOT NULL,
    video_poster TEXT NOT NULL,
    video_captions TEXT NOT NULL,
    video_title TEXT NOT NULL,
    video_is_file INTEGER NOT NULL CHECK (video_is_file IN (0, 1)),
    external_ref TEXT UNIQUE,
    -- projections of the variants: what lists sort and show
    price_min_minor INTEGER NOT NULL,
    price_max_minor INTEGER NOT NULL,
    compare_at_minor INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX product_by_newest ON product (status, published_at, id);
CREATE INDEX product_by_price ON product (status, price_min_minor, id);
CREATE INDEX product_by_name ON product (status, name_folded, id);
CREATE INDEX product_by_category ON product (category_id, status, published_at, id);

CREATE TABLE product_attribute (
    product_id INTEGER NOT NULL REFERENCES product (id),
    position INTEGER NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    value_id TEXT NOT NULL,
    value_en TEXT NOT NULL,
    PRIMARY KEY (product_id, position)
) STRICT;

CREATE TABLE picture (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES product (id),
    position INTEGER NOT NULL,
    media TEXT NOT NULL,
    asset TEXT NOT NULL,
    source_url TEXT NOT NULL,
    alt_id TEXT NOT NULL,
    alt_en TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    is_illustration INTEGER NOT NULL CHECK (is_illustration IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('ready', 'wanted', 'failed')),
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX picture_of_product ON picture (product_id, position, id);
CREATE INDEX picture_wanted ON picture (attempts, id) WHERE state = 'wanted';

CREATE TABLE variant (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES product (id),
    position INTEGER NOT NULL,
    sku TEXT NOT NULL UNIQUE,
    option1 TEXT NOT NULL,
    option2 TEXT NOT NULL,
    option3 TEXT NOT NULL,
    price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
    compare_at_minor INTEGER NOT NULL CHECK (compare_at_minor >= 0),
    weight_grams INTEGER NOT NULL CHECK (weight_grams >= 0),
    length_mm INTEGER NOT NULL CHECK (length_mm >= 0),
    width_mm INTEGER NOT NULL CHECK (width_mm >= 0),
    height_mm INTEGER NOT NULL CHECK (height_mm >= 0),
    barcode TEXT NOT NULL,
    is_tracked INTEGER NOT NULL CHECK (is_tracked IN (0, 1)),
    sells_past_zero INTEGER NOT NULL CHECK (sells_past_zero IN (0, 1)),
    preorder_days INTEGER NOT NULL CHECK (preorder_days >= 0),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    imported_quantity INTEGER,
    UNIQUE (product_id, option1, option2, option3)
) STRICT;
CREATE INDEX variant_of_product ON variant (product_id, position, id);

-- One row a variant, counted or not.
CREATE TABLE stock (
    sku_id INTEGER PRIMARY KEY REFERENCES variant (id),
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    held INTEGER NOT NULL CHECK (held >= 0),
    CHECK (held <= on_hand)
) STRICT;

CREATE TABLE stock_reservation (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    sku_id INTEGER NOT NULL REFERENCES variant (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    -- counted: pieces are held; preorder, uncounted: nothing is
    kind TEXT NOT NULL CHECK (kind IN ('counted', 'preorder', 'uncounted')),
    expires_at INTEGER,
    UNIQUE (subject, sku_id)
) STRICT;
CREATE INDEX stock_reservation_expiry ON stock_reservation (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX stock_reservation_sku ON stock_reservation (sku_id);

-- Append-only.
CREATE TABLE stock_movement (
    id INTEGER PRIMARY KEY,
    sku_id INTEGER NOT NULL REFERENCES variant (id),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('adjustment', 'reservation', 'release', 'sale', 'return', 'damage')),
    quantity INTEGER NOT NULL,
    on_hand_delta INTEGER NOT NULL,
    held_delta INTEGER NOT NULL,
    subject TEXT NOT NULL,
    note TEXT NOT NULL,
    actor_role TEXT NOT NULL,
    actor_id INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_movement_of_sku ON stock_movement (sku_id, id);

-- Search: an inverted index of folded words, the same on both engines; trigrams of the words propose
-- corrections of misspelt ones. A projection: `amanah rebuild` makes it anew.
CREATE TABLE search_word (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE search_posting (
    word_id INTEGER NOT NULL REFERENCES search_word (id),
    product_id INTEGER NOT NULL REFERENCES product (id),
    weight INTEGER NOT NULL,
    PRIMARY KEY (word_id, product_id)
) STRICT;
CREATE INDEX search_posting_ranked ON search_posting (word_id, weight, product_id);
CREATE INDEX search_posting_of_product ON search_posting (product_id);

CREATE TABLE search_trigram (
    trigram TEXT NOT NULL,
    word_id INTEGER NOT NULL REFERENCES search_word (id),
    PRIMARY KEY (trigram, word_id)
) STRICT;
