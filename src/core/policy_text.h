/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_text.h - a policy's default text, filled in. Private to policy*.c.
 *
 * Purpose    {{name}} of a parameter or of the shop, and {{#name}}…{{/name}} / {{^name}}…{{/name}} for what is on or off.
 * Layer      core. The texts lie in data/policies/KIND.{id,en}.md.
 * Ownership  results live in ctx->arena.
 * Errors     ERR_INTERNAL: the text names something that is not there.
 */
#ifndef CORE_POLICY_TEXT_H
#define CORE_POLICY_TEXT_H

#include "core/policy.h"

MUST_USE enum err policy_render(struct ctx *c, str text, const struct value *params, str *out);
/* The default text of a kind. */
str policy_default_text(enum policy_kind kind, enum lang lang);

#endif
