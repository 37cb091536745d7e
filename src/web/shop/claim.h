/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - pages of claims: what both sides see, and what the buyer does.
 *
 * Layer      web.
 */
#ifndef WEB_SHOP_CLAIM_H
#define WEB_SHOP_CLAIM_H

#include "shop/claim_act.h"
#include "web/care/decision.h"
#include "web/notice_text.h"
#include "web/shop/order_model.h"

/* claim.c, claim_new.c */
enum err claim_new_page(struct web *w);
enum err claim_post(struct web *w);
enum err claim_page(struct web *w);
enum err claim_act_post(struct web *w);
enum err claim_file_post(struct web *w);
enum err claim_file(struct web *w);
enum err claim_label(struct web *w);
enum err claim_label_qr(struct web *w);
enum err claim_again(struct web *w);
extern const struct form claim_form, claim_act_form, claim_file_form, claim_query;
extern const struct model claim_model, claim_new_model, claim_label_model;

/* claim_show.c: everything both sides see, into `m`. `base` is the page's own path, `key` its link's key (empty: none). */
struct claim_place {
    str path, key;
    enum vault_purpose purpose;
};
/* The claim of the path, which belongs to the order of the path. */
MUST_USE enum err claim_of_path(struct web *w, struct order *o, struct claim *k);
struct claim_place claim_place_of(struct web *w, const struct order *o, const struct claim *k);
/* Goods are to come back, or are on their way. */
bool claim_has_label(const struct claim *k);
MUST_USE enum err claim_show(struct web *w, const struct claim *k, const struct claim_place *at,
                             struct value *m);
/* `next`: by whom, until when; null when it is closed. */
MUST_USE enum err claim_show_next(struct web *w, const struct claim *k, struct value *m);
str claim_place_url(struct web *w, const struct claim_place *at, const char *rest);
/* {action_url, csrf_token, error, fields}: blank unless this act was refused just now. */
void claim_show_form(struct web *w, const struct claim_place *at, struct value *m, const char *name,
                     const struct form *form, const char *act);
extern const struct model claim_line_model, claim_next_model, claim_step_model,
    claim_evidence_model, claim_parcel_model, claim_missing_model, claim_sent_model,
    claim_marketplace_model;
/* Beside the file: what is wrong with it. */
MUST_USE enum err claim_keep_file(struct web *w, const struct claim *k,
                                  const struct form_file *file, const char *field);
/* {name, money_url} of the marketplace that holds the order's money; null: the shop answers for it. */
void claim_show_marketplace(struct web *w, const struct order *o, struct value *m);
/* claims[] of an order's model. */
MUST_USE enum err claim_show_list(struct web *w, const struct order *o, struct value *m);

/* claim_exchange.c */
/* Options {value, label, is_disabled, is_selected}: the variants beside this one, with price and what is left. */
MUST_USE enum err claim_show_choices(struct web *w, const struct claim_line *line, str chosen,
                                     struct value *list);
/* choices[], is_other_gone. */
MUST_USE enum err claim_show_exchange(struct web *w, const struct claim *k, struct value *m);
/* exchange_sku, exchange_title, exchange_price of a line. */
void claim_show_other(struct web *w, const struct claim *k, const struct claim_line *l,
                      struct value *node);
/* The remedy in words; an amount that follows is the difference of an exchange, or the refund. */
str claim_given_text(const struct web *w, enum claim_remedy remedy, money amount);
void claim_say_exchange(struct web *w, const struct claim *k, struct notice_text *out);

/* claim_text.c */
str claim_kind_text(const struct web *w, enum claim_kind kind);
str claim_remedy_text(const struct web *w, enum claim_remedy remedy);
str claim_state_text(const struct web *w, enum claim_state state);
/* The same with what is known besides: whose money it is, what the courier says. */
str claim_where_text(const struct web *w, const struct claim *k);
str claim_step_text(const struct web *w, const struct claim_step *s);
/* Why a claim was refused, with its date; and the field it belongs to. */
str claim_refusal_text(const struct web *w, const struct claim_verdict *v);
str claim_refusal_field(enum claim_refusal why);
extern notice_fill notice_claim_news, notice_claim_shop, notice_claim_reminder;
extern decision_story claim_story;

#endif
