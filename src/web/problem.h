/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem.h - a refusal or fault, told to a program or to a person.
 *
 * Purpose    problem+json, and the model of the page templates/error.html.
 * Layer      web; uses base and text.
 * Ownership  results live in the arena or buffer given.
 * Source     RFC 9457; "errors" as an extension member [{"field","message"}].
 */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "base/ctx.h"
#include "base/value.h"

#include "web/model.h"

struct problem {
    enum err err;
    str detail;                 /* for the user, may be empty; never ctx->detail, which is the operator's */
    const struct value *errors; /* list of {field, message} or NULL: struct form_state's */
    str request_id;             /* empty on replies that are cached */
    bool takes_files;           /* what was sent may hold files */
};

#define PROBLEM_CONTENT_TYPE "application/problem+json"

/* {"type":"about:blank#out_of_stock","title","status","detail","errors":[…],"request_id"} */
void problem_write_json(struct buf *out, const struct problem *problem, enum lang lang);
/* status, title, text, errors, request_id (or null), is_not_found, is_fault, is_limit, is_too_large, takes_files, is_too_slow. */
struct value *problem_model(struct arena *arena, const struct problem *problem, enum lang lang);
/* "out_of_stock" from ERR_OUT_OF_STOCK. */
str problem_code(struct arena *arena, enum err err);
/* The declared form of the JSON, for OpenAPI. */
extern const struct model problem_declared;

#endif
