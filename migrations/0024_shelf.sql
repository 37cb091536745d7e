-- SPDX-License-Identifier: Apache-2.0
-- What a card says of stock is read from the index alone: the rows of variants need not be opened for the neighbours on a shelf.
CREATE INDEX variant_on_shelf ON variant (product_id, is_active, is_tracked, sells_past_zero, preorder_days);
