-- SPDX-License-Identifier: Apache-2.0
-- The open orders of one phone number are counted at every checkout; without this SQLite reads all open orders of the shop.
CREATE INDEX shop_order_of_person ON shop_order (person_id, status);
