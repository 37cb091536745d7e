-- SPDX-License-Identifier: Apache-2.0
-- What somebody still has to do, over all kinds but `deliver` (only the courier does that); and broken promises nobody is owed any
-- more: the order was cancelled, the case ended another way. See src/core/promise.h, src/core/promise_figures.h.
ALTER TABLE promise ADD COLUMN dropped_at INTEGER;
UPDATE promise SET dropped_at = due_at WHERE outcome = 'broken' AND settled_at IS NULL AND kind <> 'refund'
    AND EXISTS (SELECT 1 FROM shop_order o WHERE o.status = 'canceled' AND promise.subject = 'order:' || CAST(o.id AS TEXT));
CREATE INDEX promise_todo ON promise (due_at, id) WHERE outcome = 'open' AND kind <> 'deliver';
CREATE INDEX promise_todo_late ON promise (due_at, id)
    WHERE outcome = 'broken' AND settled_at IS NULL AND dropped_at IS NULL AND kind <> 'deliver';
