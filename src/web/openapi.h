/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openapi.h - the API described by the tables that make it.
 *
 * Purpose    Prints OpenAPI 3.1 from routes, forms and models.
 * Layer      web; the routes come through an iterator, so that this file needs no route table.
 * Source     spec.openapis.org/oas/v3.1; JSON Schema 2020-12.
 */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include "web/form.h"
#include "web/model.h"

enum openapi_auth { OPENAPI_OPEN, OPENAPI_ORDER_KEY, OPENAPI_CASE_KEY, OPENAPI_TOKEN };

struct openapi_route {
    const char *method; /* "GET" */
    const char *path;   /* "/api/v1/orders/{number}" */
    const char *summary;
    enum openapi_auth auth;
    int status;                /* of success: 200, 201… */
    const struct form *query;  /* or NULL */
    const struct form *form;   /* of the body, or NULL */
    const struct model *model; /* of the reply, or NULL */
};

struct openapi_routes {
    void *state;
    bool (*next)(void *state, struct openapi_route *out); /* false: no more */
};

void openapi_write(struct buf *out, str title, str server_url, struct openapi_routes *routes);

#endif
