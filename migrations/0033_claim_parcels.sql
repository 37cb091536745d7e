-- SPDX-License-Identifier: Apache-2.0
-- Which parcels the pieces were in that are said not to have come: what comes after all is told from what is lost. Pieces that were in none have no row.

CREATE TABLE claim_line_parcel (
    claim_id INTEGER NOT NULL REFERENCES claim (id),
    line_id INTEGER NOT NULL REFERENCES order_line (id),
    shipment_id INTEGER NOT NULL REFERENCES shipment (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (claim_id, line_id, shipment_id)
) STRICT;
CREATE INDEX claim_line_parcel_shipment ON claim_line_parcel (shipment_id);

-- Of claims from before: where there was only one parcel it can have been.
INSERT INTO claim_line_parcel (claim_id, line_id, shipment_id, quantity)
SELECT n.claim_id, n.line_id, min(h.id), CASE WHEN n.quantity < min(s.quantity) THEN n.quantity ELSE min(s.quantity) END
  FROM claim_line n JOIN claim k ON k.id = n.claim_id JOIN shipment_line s ON s.line_id = n.line_id JOIN shipment h ON h.id = s.shipment_id
 WHERE k.kind = 'not_received' AND h.state <> 'canceled'
 GROUP BY n.claim_id, n.line_id, n.quantity HAVING count(1) = 1;
