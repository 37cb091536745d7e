-- SPDX-License-Identifier: Apache-2.0
-- Carts, shipping, orders, payments, shipments. Amounts in minor units, instants in µs UTC.

CREATE TABLE cart (
    id INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cart_expires ON cart (expires_at);

CREATE TABLE cart_item (
    cart_id INTEGER NOT NULL REFERENCES cart (id) ON DELETE CASCADE,
    variant_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (cart_id, variant_id)
) STRICT;

CREATE TABLE shipping_method (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('flat', 'table', 'pickup')),
    carrier TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    position INTEGER NOT NULL,
    flat_minor INTEGER NOT NULL CHECK (flat_minor >= 0),
    free_over_minor INTEGER,
    min_grams INTEGER NOT NULL CHECK (min_grams > 0),
    tolerance_grams INTEGER NOT NULL CHECK (tolerance_grams >= 0),
    volumetric_divisor INTEGER NOT NULL CHECK (volumetric_divisor > 0),
    min_days INTEGER NOT NULL CHECK (min_days >= 0),
    max_days INTEGER NOT NULL CHECK (max_days >= min_days)
) STRICT;

-- `area` is a prefix of the district's code: '' everywhere, '32' a province, '32.73' a city, '32.73.02' a district.
-- The longest prefix that matches wins.
CREATE TABLE shipping_rate (
    method_id INTEGER NOT NULL REFERENCES shipping_method (id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    first_kg_minor INTEGER NOT NULL CHECK (first_kg_minor >= 0),
    next_kg_minor INTEGER NOT NULL CHECK (next_kg_minor >= 0),
    min_days INTEGER NOT NULL CHECK (min_days >= 0),
    max_days INTEGER NOT NULL CHECK (max_days >= min_days),
    PRIMARY KEY (method_id, area)
) STRICT;

CREATE TABLE shop_order (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL CHECK (source IN ('own', 'manual', 'whatsapp', 'shopee', 'tokopedia', 'tiktok', 'woocommerce')),
    external_ref TEXT,
    cart_id INTEGER UNIQUE,
    person_id INTEGER,
    has_email INTEGER NOT NULL CHECK (has_email IN (0, 1)), -- an address was given: mails leave by themselves
    delivery_text_id INTEGER, -- the sealed name, phone and address as given with this order
    lang TEXT NOT NULL CHECK (lang IN ('id', 'en')),
    currency TEXT NOT NULL,
    placed_at INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'completed', 'canceled')),
    payment_status TEXT NOT NULL CHECK (payment_status IN ('none', 'pending', 'authorized', 'partially_paid', 'paid',
        'overpaid', 'partially_refunded', 'refunded', 'voided', 'expired')),
    fulfillment_status TEXT NOT NULL CHECK (fulfillment_status IN ('unfulfilled', 'partial', 'shipped', 'delivered', 'canceled')),
    subtotal_minor INTEGER NOT NULL CHECK (subtotal_minor >= 0),
    shipping_minor INTEGER NOT NULL CHECK (shipping_minor >= 0),
    discount_minor INTEGER NOT NULL CHECK (discount_minor >= 0),
    tax_minor INTEGER NOT NULL CHECK (tax_minor >= 0), -- included in the prices
    total_minor INTEGER NOT NULL CHECK (total_minor = subtotal_minor + shipping_minor - discount_minor AND total_minor >= 0),
    shipping_code TEXT NOT NULL,
    shipping_name TEXT NOT NULL,
    shipping_min_days INTEGER NOT NULL,
    shipping_max_days INTEGER NOT NULL,
    district TEXT NOT NULL, -- code of the kecamatan, '' where unknown
    payment_method TEXT NOT NULL,
    terms_version INTEGER NOT NULL,
    guarantee_version INTEGER NOT NULL,
    preorder_days INTEGER NOT NULL CHECK (preorder_days >= 0),
    confirmed_at INTEGER, -- paid on delivery or at pickup: the shop may send it unpaid
    packed_at INTEGER,
    paid_at INTEGER,
    shipped_at INTEGER,
    delivered_at INTEGER,
    received_at INTEGER,   -- the buyer said so
    released_at INTEGER,   -- held money was earned
    completed_at INTEGER,
    canceled_at INTEGER,
    cancel_reason TEXT,
    UNIQUE (source, external_ref)
) STRICT;
CREATE INDEX shop_order_newest ON shop_order (placed_at, id);
CREATE INDEX shop_order_person ON shop_order (person_id, placed_at);
CREATE INDEX shop_order_open ON shop_order (status, placed_at) WHERE status = 'open';
CREATE INDEX shop_order_release ON shop_order (delivered_at) WHERE released_at IS NULL AND delivered_at IS NOT NULL;

CREATE TABLE order_line (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES shop_order (id),
    position INTEGER NOT NULL,
    variant_id INTEGER,
    product_slug TEXT NOT NULL,
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    options TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_minor INTEGER NOT NULL CHECK (unit_minor >= 0),
    total_minor INTEGER NOT NULL CHECK (total_minor = unit_minor * quantity),
    weight_grams INTEGER NOT NULL CHECK (weight_grams >= 0),
    UNIQUE (order_id, position)
) STRICT;

CREATE TABLE payment (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE, -- what the provider and the buyer call it
    order_id INTEGER NOT NULL REFERENCES shop_order (id),
    provider TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('created', 'pending', 'authorized', 'captured', 'failed', 'canceled', 'expired', 'late_captured')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),          -- what the buyer is asked for
    unique_code INTEGER NOT NULL CHECK (unique_code BETWEEN 0 AND 999), -- already subtracted from the amount
    captured_minor INTEGER NOT NULL CHECK (captured_minor >= 0),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    transferred_at INTEGER, -- the buyer said "Saya sudah transfer": expiry stands still
    settled_at INTEGER,
    reminded_at INTEGER,
    proof_text_id INTEGER -- sealed picture the buyer sent
) STRICT;
CREATE INDEX payment_order ON payment (order_id, id);
CREATE INDEX payment_due ON payment (expires_at) WHERE state IN ('created', 'pending') AND transferred_at IS NULL;
-- Two open transfers to the same account never ask for the same amount.
CREATE UNIQUE INDEX payment_amount_open ON payment (provider, amount_minor)
    WHERE state IN ('created', 'pending') AND provider IN ('bank_transfer', 'qris_static');

CREATE TABLE payment_event (
    id INTEGER PRIMARY KEY,
    payment_id INTEGER NOT NULL REFERENCES payment (id),
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    UNIQUE (provider, event_id)
) STRICT;
CREATE INDEX payment_event_payment ON payment_event (payment_id, id);

CREATE TABLE refund (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES shop_order (id),
    payment_id INTEGER REFERENCES payment (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    state TEXT NOT NULL CHECK (state IN ('requested', 'processing', 'succeeded', 'failed', 'needs_bank_account', 'reversed')),
    reason TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    settled_at INTEGER,
    reference TEXT -- proof of the transfer back
) STRICT;
CREATE INDEX refund_order ON refund (order_id, id);

CREATE TABLE shipment (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES shop_order (id),
    state TEXT NOT NULL CHECK (state IN ('created', 'packed', 'shipped', 'delivered', 'returned_to_sender', 'lost', 'canceled')),
    carrier TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    shipped_at INTEGER,
    delivered_at INTEGER
) STRICT;
CREATE INDEX shipment_order ON shipment (order_id, id);
CREATE UNIQUE INDEX shipment_tracking ON shipment (carrier, tracking_number) WHERE tracking_number <> '' AND state <> 'canceled';

CREATE TABLE shipment_line (
    shipment_id INTEGER NOT NULL REFERENCES shipment (id),
    line_id INTEGER NOT NULL REFERENCES order_line (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (shipment_id, line_id)
) STRICT;
CREATE INDEX shipment_line_line ON shipment_line (line_id);

CREATE TABLE shipment_event (
    id INTEGER PRIMARY KEY,
    shipment_id INTEGER NOT NULL REFERENCES shipment (id),
    status TEXT NOT NULL,
    at INTEGER NOT NULL,
    place TEXT NOT NULL,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (shipment_id, status, at)
) STRICT;

-- Messages to buyers: mails leave by a job; a phone-only buyer's are sent by staff through wa.me and recorded here.
CREATE TABLE order_message (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES shop_order (id),
    kind TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('mail', 'whatsapp')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    sent_by INTEGER,
    UNIQUE (order_id, kind, channel)
) STRICT;
CREATE INDEX order_message_queued ON order_message (state, created_at);

CREATE TABLE idempotency (
    scope TEXT NOT NULL,  -- caller and route
    key TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    resource TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX idempotency_at ON idempotency (at);
