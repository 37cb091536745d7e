/* SPDX-License-Identifier: Apache-2.0 */
/*
 * err.h - the values a call can fail with.
 *
 * Purpose    One table (errors.def) of refusals and faults with HTTP status and the user's texts.
 * Layer      base.
 * Errors     The operator's text goes to ctx->detail through fail(), see ctx.h.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err {
    OK = 0,
#define ERR(name, status, english, indonesian) name,
#include "base/errors.def"
#undef ERR
    ERR_COUNT
};

const char *err_name(enum err e);
int err_http_status(enum err e);
/* The user's text; a literal. `indonesian` false gives English. */
const char *err_text(enum err e, int indonesian);

#endif
