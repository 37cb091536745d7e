-- SPDX-License-Identifier: Apache-2.0
-- A text that staff send by hand may wait until something later has made it untrue. It is not sent then (state 'failed'), and what came after it is
-- written beside it; see src/shop/message.c.

ALTER TABLE order_message ADD COLUMN overtaken_by TEXT NOT NULL DEFAULT '';

UPDATE order_message SET state = 'failed', overtaken_by = 'payment_received'
 WHERE state = 'queued' AND channel = 'whatsapp' AND kind IN ('payment_instructions', 'payment_expiring', 'payment_not_found')
   AND EXISTS (SELECT 1 FROM order_message n WHERE n.order_id = order_message.order_id AND n.kind = 'payment_received'
                AND n.created_at >= order_message.created_at);
