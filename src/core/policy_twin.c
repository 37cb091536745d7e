/* SPDX-License-Identifier: Apache-2.0 */
#include "core/policy_twin.h"

#include "core/setting.h"

static const struct {
    const char *key;
    enum policy_kind kind;
    const char *param;
} twins[] = {
    { "promise.handling_hours", POLICY_SHIPPING, "handling_hours" },
    { "promise.reply_hours", POLICY_REPLY, "reply_hours" },
    { "promise.refund_days", POLICY_GUARANTEE, "refund_days" },
    { "order.unpaid_expiry_hours", POLICY_TERMS, "unpaid_hours" },
    { "order.transfer_expiry_hours", POLICY_TERMS, "unpaid_hours" },
};

/* Not shared with the version it is taken from: a value has one parent. */
static void copy_into(struct ctx *c, struct value *to, const struct value *one)
{
    struct value *copy = NEW(c->arena, struct value);
    *copy = *one;
    copy->next = NULL;
    value_set(to, one->name, copy);
}

static enum err say(struct ctx *c, enum policy_kind kind, str param, int64_t number)
{
    struct policy now = { 0 };
    struct value *params = value_object(c->arena);
    enum err e = policy_current(c, kind, &now);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    if (policy_int(&now, param) == number) {
        return OK;
    }
    for (const struct value *one = now.params->children.first; one != NULL; one = one->next) {
        if (!str_eq(one->name, param) && policy_param_named(kind, one->name) != NULL) {
            copy_into(c, params, one);
        }
    }
    value_set_int(c->arena, params, param, number);
    return policy_publish(c, &(struct policy_new){ .kind = kind, .params = params }, NULL);
}

enum err policy_follow_setting(struct ctx *c, str key, str value)
{
    for (size_t i = 0; i < COUNT(twins); i++) {
        int64_t number = 0;
        if (str_eq(key, str_of(twins[i].key)) && str_to_int(value, &number)) {
            TRY(say(c, twins[i].kind, str_of(twins[i].param), number));
        }
    }
    return OK;
}

enum err settings_follow_policy(struct ctx *c, enum policy_kind kind, const struct value *params)
{
    for (size_t i = 0; i < COUNT(twins); i++) {
        if (twins[i].kind == kind) {
            int64_t number = value_int(params, str_of(twins[i].param), 0);
            TRY(setting_set(c, str_of(twins[i].key), str_of_int(c->arena, number)));
        }
    }
    return OK;
}

enum err policy_params_of_settings(struct ctx *c, enum policy_kind kind, const struct value **out)
{
    struct value *params = NULL;
    for (size_t i = 0; i < COUNT(twins); i++) {
        str text = { 0 };
        int64_t number = 0;
        if (twins[i].kind != kind) {
            continue;
        }
        TRY(setting_get(c, str_of(twins[i].key), &text));
        params = params == NULL ? value_object(c->arena) : params;
        str name = str_of(twins[i].param);
        if (value_get(params, name) == NULL && str_to_int(text, &number)) {
            value_set_int(c->arena, params, name, number);
        }
    }
    if (kind == POLICY_GUARANTEE &&
        params !=
            NULL) { /* older versions did not say so; a new shop begins with what is fair to both */
        value_set_bool(c->arena, params, S("waits_for_account"), true);
    }
    *out = params;
    return OK;
}
