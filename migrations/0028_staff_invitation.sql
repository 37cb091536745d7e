-- SPDX-License-Identifier: Apache-2.0
-- Until when the link to set one's own password is good; NULL: no link is out, or it was used. The link names this instant.

ALTER TABLE staff ADD COLUMN invited_until INTEGER;
