/* SPDX-License-Identifier: Apache-2.0 */
#include "core/consent.h"

#include "core/event.h"

enum { LIST_MAX = 200 };

SQL(consent_latest, "SELECT is_given FROM consent WHERE person_id = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1");

static str purpose_name(enum vault_purpose purpose)
{
    return str_of(vault_purpose_row(purpose)->name);
}

enum err consent_is_given(struct ctx *c, person_id person, enum vault_purpose purpose, bool *out)
{
    int64_t given = 0;
    TRY(db_get_int(c->db, &consent_latest, ARGS(person.v, purpose_name(purpose)), 0, &given));
    *out = given != 0;
    return OK;
}

SQL(consent_insert, "INSERT INTO consent (person_id, purpose, is_given, text_version, at, actor_role, actor_id)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static enum err add(struct ctx *c, person_id person, enum vault_purpose purpose, bool is_given,
                    int64_t text_version)
{
    CHECK(vault_purpose_row(purpose)->basis == BASIS_CONSENT);
    TRY(db_post(c->db, &consent_insert,
                ARGS(person.v, purpose_name(purpose), is_given ? 1 : 0, text_version, c->now_at,
                     role_name(c->actor.role), c->actor.id)));
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("purpose"), purpose_name(purpose));
    value_set_int(c->arena, facts, S("text_version"), text_version);
    return event_note(c, is_given ? S("consent.given") : S("consent.withdrawn"),
                      str_format(c->arena, "person:%" PRId64, person.v), facts);
}

enum err consent_give(struct ctx *c, person_id person, enum vault_purpose purpose,
                      int64_t text_version)
{
    bool is_given = false;
    TRY(consent_is_given(c, person, purpose, &is_given));
    return is_given ? OK : add(c, person, purpose, true, text_version);
}

enum err consent_withdraw(struct ctx *c, person_id person, enum vault_purpose purpose)
{
    bool is_given = false;
    TRY(consent_is_given(c, person, purpose, &is_given));
    return is_given ? add(c, person, purpose, false, 0) : OK;
}

SQL(consents_of_person, "SELECT purpose, is_given, text_version, at FROM consent WHERE person_id = $1"
                        " ORDER BY id LIMIT 200");

enum err consent_list(struct ctx *c, person_id person, struct consent_list *out)
{
    struct consent_list list = { .item = NEW_N(c->arena, struct consent, LIST_MAX) };
    struct rows r = db_query(c->db, &consents_of_person, ARGS(person.v));
    while (db_next(&r)) {
        struct consent *one = &list.item[list.count];
        list.count += vault_purpose_of(row_text(&r, c->arena), &one->purpose) ? 1 : 0;
        one->is_given = row_bool(&r);
        one->text_version = row_int(&r);
        one->at = row_int(&r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}
