/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ctx.h"

#include <stdio.h>

enum err fail(struct ctx *c, enum err e, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(c->detail, sizeof c->detail, format, list);
    va_end(list);
    return e;
}

enum err fail_early(struct ctx *c, int64_t possible_at, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(c->detail, sizeof c->detail, format, list);
    va_end(list);
    c->possible_at = possible_at;
    return ERR_EARLY;
}

void ctx_raise(struct ctx *c, str tag)
{
    for (size_t i = 0; i < c->tag_count; i++) {
        if (str_eq(c->tag[i], tag)) {
            return;
        }
    }
    if (c->tag_count < CTX_TAGS_MAX) {
        c->tag[c->tag_count++] = str_copy(c->arena, tag);
    } else {
        c->tag[0] = S("*"); /* too many to name: everything */
    }
}

void ctx_raisef(struct ctx *c, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    str tag = str_format_list(c->arena, format, list);
    va_end(list);
    ctx_raise(c, tag);
}

void ctx_wake(struct ctx *c, enum ctx_wake what)
{
    c->wake |= what;
}

void ctx_forget(struct ctx *c)
{
    c->tag_count = 0;
    c->wake = 0;
    c->note = NULL;
    c->possible_at = 0;
    c->detail[0] = '\0';
}

static const char *const role_names[ROLE_COUNT] = {
    [ROLE_VISITOR] = "visitor", [ROLE_BUYER] = "buyer",     [ROLE_OWNER] = "owner",
    [ROLE_MANAGER] = "manager", [ROLE_CARE] = "care",       [ROLE_FULFILMENT] = "fulfilment",
    [ROLE_PRIVACY] = "privacy", [ROLE_AUDITOR] = "auditor", [ROLE_SYSTEM] = "system", [ROLE_REVIEWER] = "reviewer",
};

str role_name(enum role role)
{
    CHECK(role < ROLE_COUNT);
    return str_of(role_names[role]);
}

bool role_of(str name, enum role *out)
{
    for (enum role role = 0; role < ROLE_COUNT; role++) {
        if (str_eq(name, str_of(role_names[role]))) {
            *out = role;
            return true;
        }
    }
    return false;
}
