/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_twin.h - numbers that are a setting and a parameter of a published policy.
 *
 * Purpose    The shop reckons with the setting, people read the policy: whichever is changed, the other follows in the same
 *            transaction, so that the text never says another number than the program keeps.
 * Layer      core; between setting and policy, which alone call it.
 * Units      as the parameter's name says.
 * Errors     ERR_LAW, ERR_BAD_INPUT: the policy may not say this number, so neither may the setting. ERR_DB.
 */
#ifndef CORE_POLICY_TWIN_H
#define CORE_POLICY_TWIN_H

#include "core/policy.h"

/* The setting was changed: the policy's next version says it, when there is one. Settings without a twin: nothing. */
MUST_USE enum err policy_follow_setting(struct ctx *c, str key, str value);
/* A version was published: the settings say what it says. */
MUST_USE enum err settings_follow_policy(struct ctx *c, enum policy_kind kind,
                                         const struct value *params);
/* The parameters a first version begins with. NULL: the kind has no twins. */
MUST_USE enum err policy_params_of_settings(struct ctx *c, enum policy_kind kind,
                                            const struct value **out);

#endif
