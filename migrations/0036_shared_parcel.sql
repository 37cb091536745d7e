-- SPDX-License-Identifier: Apache-2.0
-- Orders of one buyer that travel in one parcel: the first has the number, the others go with it. Each keeps its own row, pieces and promises.

ALTER TABLE shipment ADD COLUMN with_id INTEGER REFERENCES shipment (id);
CREATE INDEX shipment_with ON shipment (with_id) WHERE with_id IS NOT NULL;
DROP INDEX shipment_tracking;
CREATE UNIQUE INDEX shipment_tracking ON shipment (carrier, tracking_number)
    WHERE tracking_number <> '' AND state <> 'canceled' AND with_id IS NULL;
