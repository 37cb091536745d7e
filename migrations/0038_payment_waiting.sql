-- SPDX-License-Identifier: Apache-2.0
-- Each checkout by transfer asks which amounts others wait for, with a code of their own or without. payment_amount_open knows only the
-- former, so all payments there ever were had been walked.
CREATE INDEX payment_waiting ON payment (provider, amount_minor) WHERE state IN ('created', 'pending');
