-- SPDX-License-Identifier: Apache-2.0
-- Policies frozen with every line of an order; the warranty and the guide of a product.

ALTER TABLE product ADD COLUMN warranty_months INTEGER CHECK (warranty_months BETWEEN 0 AND 120); -- NULL: the shop's policy
ALTER TABLE product ADD COLUMN usage_id TEXT NOT NULL DEFAULT ''; -- "Cara pakai", Markdown
ALTER TABLE product ADD COLUMN usage_en TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN usage_html_id TEXT NOT NULL DEFAULT '';
ALTER TABLE product ADD COLUMN usage_html_en TEXT NOT NULL DEFAULT '';

ALTER TABLE order_line ADD COLUMN guarantee_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD COLUMN returns_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD COLUMN warranty_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD COLUMN warranty_months INTEGER NOT NULL DEFAULT -1 CHECK (warranty_months >= -1);
ALTER TABLE shop_order ADD COLUMN shipping_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE shop_order ADD COLUMN covered_until INTEGER; -- until then the money is held: the last line's guarantee; NULL: not all is delivered
CREATE INDEX shop_order_held ON shop_order (covered_until) WHERE released_at IS NULL AND covered_until IS NOT NULL;

-- What was bought before is under the versions that were in force then; -1 month: what its version of the warranty says.
UPDATE order_line SET
    guarantee_version = (SELECT o.guarantee_version FROM shop_order o WHERE o.id = order_line.order_id),
    returns_version = coalesce((SELECT max(p.version) FROM policy p, shop_order o
        WHERE o.id = order_line.order_id AND p.kind = 'returns' AND p.at <= o.placed_at), 0),
    warranty_version = coalesce((SELECT max(p.version) FROM policy p, shop_order o
        WHERE o.id = order_line.order_id AND p.kind = 'warranty' AND p.at <= o.placed_at), 0);
UPDATE shop_order SET shipping_version = coalesce((SELECT max(p.version) FROM policy p
    WHERE p.kind = 'shipping' AND p.at <= shop_order.placed_at), 0);
UPDATE shop_order SET covered_until = delivered_at + 259200000000 WHERE delivered_at IS NOT NULL AND released_at IS NULL;
