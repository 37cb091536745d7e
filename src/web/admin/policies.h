/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policies.h - what the files of the policy editor share.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_POLICIES_H
#define WEB_ADMIN_POLICIES_H

#include "core/policy_law.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"

MUST_USE enum err admin_policy_kind(struct web *w, enum policy_kind *out);
str admin_policy_url(struct web *w, enum policy_kind kind);
str admin_policy_label(const struct web *w, const struct policy_param *param);
str admin_policy_choice(const struct web *w, str choice); /* "since delivery" */
/* The page of a kind; `draft` is what is previewed, NULL: nothing. */
MUST_USE enum err admin_policy_show(struct web *w, enum policy_kind kind,
                                    const struct policy *draft);
/* form{} and params[]: as typed, else of the preset that was asked for, else as they are. */
void admin_policy_form_show(struct web *w, const struct policy *current, struct value *m);
/* presets[] and past{}: what each would have cost on the last 90 days. */
MUST_USE enum err admin_presets_show(struct web *w, const struct policy *current,
                                     const struct policy *draft, struct value *m);
extern const struct model preset_model, past_orders_model;

#endif
