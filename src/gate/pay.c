/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/pay.h"

/* The sandbox moves no real money: its way back always works. */
static enum err sandbox_back(struct ctx *c, const struct refund *r, str *reference)
{
    *reference = str_format(c->arena, "sandbox-refund-%" PRId64, r->id);
    return OK;
}

static const struct {
    const char *provider;
    enum err (*back)(struct ctx *c, const struct refund *r, str *reference);
} gateways[] = {
    { "sandbox", sandbox_back },
};

enum err pay_back(struct ctx *c, const struct refund *r, str *reference)
{
    for (size_t i = 0; i < COUNT(gateways); i++) {
        if (str_eq(r->provider, str_of(gateways[i].provider))) {
            return gateways[i].back(c, r, reference);
        }
    }
    return fail(c, ERR_NOT_FOUND, "refund %" PRId64 ": no way back", r->id);
}
