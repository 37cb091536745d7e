/* SPDX-License-Identifier: Apache-2.0 */
/*
 * surveys.h - the back office's page of surveys: figures of 90 days, answers, what came of the low ones.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_SURVEYS_H
#define WEB_ADMIN_SURVEYS_H

#include "web/web.h"

enum err admin_surveys(struct web *w);
extern const struct model admin_surveys_model;

#endif
