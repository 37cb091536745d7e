-- SPDX-License-Identifier: Apache-2.0
-- Which outside reviewer decided, as keyed hashes of their addresses: a second decision of a case is for another person where there is one.

ALTER TABLE decision ADD COLUMN reviewer TEXT;
