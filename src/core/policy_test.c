/* SPDX-License-Identifier: Apache-2.0 */
#include "c/fixture.h"
#include "core/policy.h"
#include "core/setting.h"

DomainTest(policy, gives_a_new_shop_version_one_of_every_kind)
{
    must(policy_publish_defaults(c));
    must(policy_publish_defaults(c)); /* again: nothing */
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        struct policy p = { 0 };
        must(policy_current(c, kind, &p));
        cr_expect_eq(p.version, 1);
        cr_expect_eq(p.at, c->now_at);
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            cr_expect(str_count_chars(p.text[lang]) > 300, "%.*s", STR_ARG(policy_kind_name(kind)));
            cr_expect(!str_contains(p.text[lang], S("{{")), "%.*s", STR_ARG(p.text[lang]));
        }
        cr_expect(policy_hash_holds(c, &p));
        cr_expect(!str_eq(p.text[LANG_ID], p.text[LANG_EN]));
    }
}

static const struct value *window(struct ctx *c, int64_t days)
{
    struct value *params = value_object(c->arena);
    value_set_int(c->arena, params, S("window_days"), days);
    return params;
}

DomainTest(policy, says_what_the_parameters_enforce)
{
    int64_t version = 0;
    struct policy p = { 0 };
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_GUARANTEE }, &version));
    must(policy_current(c, POLICY_GUARANTEE, &p));
    cr_expect(str_contains(p.text[LANG_ID], S("3 hari sejak barang diterima")), "%.*s",
              STR_ARG(p.text[LANG_ID]));
    cr_expect(!str_contains(p.text[LANG_ID], S("berubah pikiran")));
    must(policy_publish(
        c, &(struct policy_new){ .kind = POLICY_GUARANTEE, .params = window(c, 14) }, &version));
    cr_expect_eq(version, 2);
    must(policy_current(c, POLICY_GUARANTEE, &p));
    cr_expect(str_contains(p.text[LANG_EN], S("14 days from receiving the goods")));
    cr_expect_eq(policy_int(&p, S("window_days")), 14);
    cr_expect(!policy_bool(&p, S("covers_change_of_mind")));
    must(policy_get(c, POLICY_GUARANTEE, 1, &p)); /* the old one is what it was */
    cr_expect_eq(policy_int(&p, S("window_days")), 3);
    cr_expect_eq(policy_get(c, POLICY_GUARANTEE, 3, &p), ERR_NOT_FOUND);
}

DomainTest(policy, makes_no_version_of_the_same_content)
{
    int64_t version = 0;
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_RETURNS }, &version));
    fixture_pass(t, DAYS(1));
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_RETURNS }, &version));
    cr_expect_eq(version, 1);
    struct policy_list list;
    must(policy_list(c, POLICY_RETURNS, &list));
    cr_expect_eq(list.count, 1);
}

DomainTest(policy, refuses_parameters_out_of_bounds_or_unknown_and_thin_texts)
{
    struct policy_new p = { .kind = POLICY_GUARANTEE, .params = window(c, 91) };
    cr_expect_eq(policy_publish(c, &p, NULL), ERR_BAD_INPUT);
    struct value *odd = value_object(c->arena);
    value_set_int(c->arena, odd, S("windw_days"), 3);
    p.params = odd;
    cr_expect_eq(policy_publish(c, &p, NULL), ERR_BAD_INPUT);
    struct value *choice = value_object(c->arena);
    value_set_text(c->arena, choice, S("starts"), S("never"));
    p.params = choice;
    cr_expect_eq(policy_publish(c, &p, NULL), ERR_BAD_INPUT);
    p = (struct policy_new){
        .kind = POLICY_TERMS,
        .text = { S("Barang yang sudah dibeli dapat dikembalikan apa pun alasannya."), S("") }
    };
    cr_expect_eq(policy_publish(c, &p, NULL), ERR_BAD_INPUT); /* English is missing */
}

SQL(test_policy_update, "UPDATE policy SET text_id = 'lain' WHERE version = 1");

DomainTest(policy, is_never_changed)
{
    must(policy_publish(c, &(struct policy_new){ .kind = POLICY_TERMS }, NULL));
    fixture_commit(t);
    cr_expect_neq(db_exec(c->db, &test_policy_update, NO_ARGS, NULL), OK);
    fixture_undo(t);
}

static int64_t current_number(struct fixture *t, enum policy_kind kind, const char *param,
                              int64_t *version)
{
    struct policy p = { 0 };
    must(policy_current(&t->c, kind, &p));
    *version = p.version;
    return policy_int(&p, str_of(param));
}

DomainTest(policy, and_the_setting_the_shop_reckons_with_are_one_number)
{
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
    must(setting_set(c, S("promise.handling_hours"), S("30"))); /* before anything is published */
    fixture_load_shop(t);
    must(policy_publish_defaults(c));
    for (size_t i = 0; i < COUNT(twins); i++) {
        int64_t version = 0;
        int64_t after = 0;
        str text = { 0 };
        str key = str_of(twins[i].key);
        int64_t begins = current_number(t, twins[i].kind, twins[i].param, &version);
        must(setting_get(c, key, &text));
        cr_expect(str_eq(text, str_of_int(c->arena, begins)), "%s", twins[i].key);
        struct value *params = value_object(c->arena);
        value_set_int(c->arena, params, str_of(twins[i].param), 2);
        must(policy_publish(c, &(struct policy_new){ .kind = twins[i].kind, .params = params },
                            NULL));
        must(setting_get(c, key, &text));
        cr_expect(str_eq(text, S("2")), "%s follows the policy", twins[i].key);
        must(setting_set(c, key, S("5")));
        (void)current_number(t, twins[i].kind, twins[i].param, &version);
        cr_expect_eq(current_number(t, twins[i].kind, twins[i].param, &after), 5, "%s leads",
                     twins[i].key);
        must(setting_set(c, key, S("5"))); /* the same again is nothing new */
        (void)current_number(t, twins[i].kind, twins[i].param, &after);
        cr_expect_eq(after, version);
    }
}

DomainTest(policy, is_not_outlawed_by_way_of_a_setting)
{
    fixture_load_shop(t);
    must(policy_publish_defaults(c));
    cr_expect_eq(setting_set(c, S("promise.refund_days"), S("8")), ERR_LAW);
}

/* Another value that still holds: the next number, the other answer, the other choice. */
static void set_otherwise(struct ctx *c, const struct policy_param *p, struct value *params)
{
    str name = str_of(p->name);
    int64_t next = p->otherwise < p->max ? p->otherwise + 1 : p->otherwise - 1;
    switch (p->kind) {
    case PARAM_INT:
        value_set_int(c->arena, params, name, next);
        break;
    case PARAM_BOOL:
        value_set_bool(c->arena, params, name, p->otherwise == 0);
        break;
    case PARAM_CHOICE:
        value_set_text(c->arena, params, name, policy_choice(p, next));
        break;
    }
}

DomainTest(policy, every_parameter_changes_the_text_in_both_languages)
{
    must(setting_set(c, S("shop.country"), S("SG"))); /* no floor of a law stands in the way */
    fixture_load_shop(t);
    for (enum policy_kind kind = 0; kind < POLICY_KIND_COUNT; kind++) {
        size_t count = 0;
        const struct policy_param *param = policy_params(kind, &count);
        struct policy usual = { 0 };
        must(policy_draft(c, &(struct policy_new){ .kind = kind }, &usual));
        for (size_t i = 0; i < count; i++) {
            struct value *params = value_object(c->arena);
            struct policy other = { 0 };
            set_otherwise(c, &param[i], params);
            must(policy_draft(c, &(struct policy_new){ .kind = kind, .params = params }, &other));
            for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
                cr_expect_not(str_eq(usual.text[lang], other.text[lang]), "%s: %s", param[i].name,
                              lang == LANG_ID ? "Indonesian" : "English");
            }
        }
    }
}
