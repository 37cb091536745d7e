/* SPDX-License-Identifier: Apache-2.0 */
/* claim.h - the board of claims, and what the shop does with one. Layer: web. */
#ifndef WEB_ADMIN_CLAIM_H
#define WEB_ADMIN_CLAIM_H

#include "web/admin/office.h"
#include "web/shop/claim.h"

enum err admin_claims(struct web *w);
enum err admin_claim_page(struct web *w);
enum err admin_claim_act(struct web *w);
enum err admin_claim_event(struct web *w);
enum err admin_claim_file_post(struct web *w);
enum err admin_claim_file(struct web *w);
enum err admin_claim_again(struct web *w);
extern const struct form admin_claim_form;
extern const struct model admin_claims_model, admin_claim_model;

#endif
