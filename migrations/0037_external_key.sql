-- SPDX-License-Identifier: Apache-2.0
-- The number an order has elsewhere, as two are compared: "240518abc" and "#240518ABC" are one at a marketplace. external_ref stays as typed.

ALTER TABLE shop_order ADD COLUMN external_key TEXT;
UPDATE shop_order SET external_key = CASE WHEN source IN ('shopee', 'tokopedia', 'tiktok', 'woocommerce')
    THEN lower(ltrim(replace(external_ref, ' ', ''), '#')) ELSE trim(external_ref) END
 WHERE external_ref IS NOT NULL;
CREATE INDEX shop_order_external_first ON shop_order (source, external_key);
-- Entered twice before: the first has the number, the others are found as they were typed.
UPDATE shop_order SET external_key = NULL WHERE external_key IS NOT NULL AND EXISTS (SELECT 1 FROM shop_order e
    WHERE e.source = shop_order.source AND e.external_key = shop_order.external_key AND e.id < shop_order.id);
DROP INDEX shop_order_external_first;
CREATE UNIQUE INDEX shop_order_external ON shop_order (source, external_key) WHERE external_key IS NOT NULL;
