/* SPDX-License-Identifier: Apache-2.0 */
/*
 * admin.h - the doors of the back office: handlers, forms and models.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_ADMIN_H
#define WEB_ADMIN_ADMIN_H

#include "web/web.h"

/* login.c */
enum err admin_login_page(struct web *w);
enum err admin_login_check(struct web *w);
enum err admin_login_post(struct web *w);
enum err admin_logout(struct web *w);
extern const struct form admin_login_form, admin_login_query;
extern const struct model admin_login_model;

/* home.c */
enum err admin_home(struct web *w);
enum err admin_pulse_post(struct web *w);
extern const struct model admin_home_model;

/* orders.c */
enum err admin_orders(struct web *w);
extern const struct model admin_orders_model;

/* order.c */
enum err admin_order_page(struct web *w);
enum err admin_order_proof(struct web *w);
enum err admin_order_slip(struct web *w);
enum err admin_order_qr(struct web *w);
enum err admin_order_card(struct web *w); /* card.c */
enum err admin_order_invoice(struct web *w);
extern const struct model admin_order_model, admin_slip_model, admin_card_model;

/* order_act.c */
enum err admin_order_confirm(struct web *w), admin_order_confirm_cod(struct web *w);
enum err admin_order_more(struct web *w), admin_order_forgive(struct web *w);
enum err admin_order_pack(struct web *w);
enum err admin_order_cancel(struct web *w), admin_order_dispute_won(struct web *w);
enum err admin_order_ship(struct web *w);
enum err admin_shipment_event(struct web *w);
enum err admin_shipment_delivered(struct web *w);
enum err admin_shipment_cancel(struct web *w);
enum err admin_shipment_returned(struct web *w);
enum err admin_order_refund(struct web *w);
enum err admin_refund_settle(struct web *w);
enum err admin_refund_fail(struct web *w);
enum err admin_tracking_checked(struct web *w);
enum err admin_message_sent(struct web *w), admin_message_again(struct web *w);
enum err admin_order_again(struct web *w);
extern const struct form admin_more_form, admin_forgive_form;
extern const struct form admin_won_form, admin_confirm_form, admin_cancel_form, admin_ship_form,
    admin_tracking_form, admin_refund_form, admin_settle_form, admin_refund_fail_form,
    admin_unship_form, admin_correct_form, admin_returned_form, admin_drop_form;
extern const struct model admin_shipment_model, admin_refund_model;

/* order_new.c */
enum err admin_order_new(struct web *w);
enum err admin_order_enter(struct web *w);
extern const struct form admin_order_new_form;
extern const struct model admin_order_new_model;

/* notices.c */
enum err admin_notices(struct web *w);
enum err admin_notice_sent(struct web *w);
extern const struct model admin_notices_model, admin_notice_model;
/* What was or is to be told about a case, for its own page: {…} of admin_notice_model. */
enum err admin_notices_show(struct web *w, str subject, struct value *list);

/* products.c */
enum err admin_products(struct web *w);
extern const struct model admin_products_model;

/* product.c */
enum err admin_product_page(struct web *w);
enum err admin_product_new(struct web *w);
enum err admin_product_post(struct web *w);
enum err admin_product_create(struct web *w);
enum err admin_product_again(struct web *w);
extern const struct form admin_product_form;
extern const struct model admin_product_model, admin_product_new_model, admin_product_new_model;

/* variant.c */
enum err admin_variant_post(struct web *w);
enum err admin_variant_create(struct web *w);
enum err admin_stock_post(struct web *w);
extern const struct form admin_variant_form, admin_variant_new_form, admin_stock_form;

/* picture.c */
enum err admin_picture_read(struct web *w);
enum err admin_video_read(struct web *w);
enum err admin_video_post(struct web *w);
enum err admin_video_remove(struct web *w);
enum { VIDEO_BODY_MAX = 62 * 1024 * 1024 }; /* a film, a poster and captions in one form */
enum err admin_picture_create(struct web *w);
enum err admin_picture_post(struct web *w);
enum err admin_picture_promote(struct web *w);
enum err admin_picture_remove(struct web *w);
extern const struct form admin_picture_form, admin_upload_form, admin_video_form;

/* imports.c */
enum err admin_imports(struct web *w);
enum err admin_import_post(struct web *w);
extern const struct form admin_import_form;
extern const struct model admin_imports_model;

/* policies.c, policy_form.c */
enum err admin_policies(struct web *w);
enum err admin_policy_page(struct web *w);
enum err admin_policy_preview(struct web *w);
enum err admin_policy_post(struct web *w);
enum err admin_policy_again(struct web *w);
extern const struct form admin_policy_form;
extern const struct model admin_policies_model, admin_policy_model;

/* jobs.c, events.c, ledger.c, mails.c */
enum err admin_jobs(struct web *w);
enum err admin_jobs_again(struct web *w);
enum err admin_job_retry(struct web *w);
enum err admin_job_drop(struct web *w);
enum err admin_events(struct web *w);
enum err admin_ledger(struct web *w);
enum err admin_metrics(struct web *w);
enum err admin_mails(struct web *w);
extern const struct model admin_jobs_model, admin_events_model, admin_ledger_model,
    admin_metrics_model, admin_mails_model;

/* pages.c, page.c */
enum err admin_pages(struct web *w);
enum err admin_page_edit(struct web *w);
enum err admin_page_save(struct web *w);
enum err admin_page_delete(struct web *w);
enum err admin_faq_edit(struct web *w);
enum err admin_faq_save(struct web *w);
enum err admin_faq_delete(struct web *w);
enum err admin_certificate_edit(struct web *w);
enum err admin_certificate_save(struct web *w);
enum err admin_category_edit(struct web *w);
enum err admin_category_save(struct web *w);
enum err admin_category_delete(struct web *w);
enum err admin_certificate_delete(struct web *w);
enum err admin_pages_again(struct web *w);
extern const struct form admin_page_form, admin_faq_form, admin_certificate_form,
    admin_category_form;
extern const struct model admin_pages_model, admin_page_model;

#endif
