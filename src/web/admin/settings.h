/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h - the parts of the settings pages. Layer: web. */
#ifndef WEB_ADMIN_SETTINGS_H
#define WEB_ADMIN_SETTINGS_H

#include "core/setting.h"
#include "web/admin/admin.h"
#include "web/admin/office.h"

/* ---- doors ---- */

/* settings.c, shipping.c, hours.c, qris.c, test_mail.c */
enum err admin_settings(struct web *w);
enum err admin_settings_again(struct web *w);
enum err admin_settings_post(struct web *w);
enum err admin_method_post(struct web *w);
enum err admin_hours_post(struct web *w);
enum err admin_qris_read(struct web *w);
enum err admin_qris_post(struct web *w);
enum err admin_test_mail_post(struct web *w);
extern const struct form admin_qris_form, admin_test_mail_form;
extern const struct form admin_settings_form, admin_method_form, admin_hours_form;
extern const struct model admin_settings_model;

/* ---- words (setting_text.c) ---- */

/* A setting's value as people write it: amounts, names of areas. */
str setting_shown(struct web *w, const struct setting *s, str value);
/* And back. False: `why` says it in the visitor's language. */
MUST_USE bool setting_typed(struct web *w, const struct setting *s, str typed, str *value,
                            str *why);
/* A reason of core/setting, base/qris, or the law, in the visitor's language. */
str setting_why(const struct web *w, str english);
/* The area meant by a code or a name. False: `why` says it. */
MUST_USE bool area_typed(struct web *w, str typed, str *code, str *why);

/* What an import says of a line (import_text.c). */
str import_text(const struct web *w, str english);

/* ---- parts of a page ---- */

/* `methods` and `method_form` of the shipping page; null elsewhere. */
MUST_USE enum err admin_methods_show(struct web *w, struct value *m, bool is_shown);
/* hours.c: `hours` of the page of opening hours; null elsewhere. */
MUST_USE enum err admin_hours_show(struct web *w, struct value *m, bool is_shown);
/* qris.c: `qris` of the page of payment; null elsewhere. */
void admin_qris_show(struct web *w, struct value *m, bool is_shown);
/* test_mail.c: `test_mail` of the page of mail; null elsewhere. */
MUST_USE enum err admin_test_mail_show(struct web *w, struct value *m, bool is_shown);

#endif
