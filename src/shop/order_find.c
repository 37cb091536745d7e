/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_find.h"

#include "base/phone.h"
#include "core/vault.h"
#include "db/db.h"

/* One person for each phone number; a family's address may be several persons'. */
enum { FOUND_MAX = 20 };

SQL(persons_of_hash, "SELECT person_id FROM person_find WHERE hash = $1 ORDER BY person_id DESC LIMIT 20");

/* Read to be looked at: the purpose, the role and the stop hold here as they do on the order's page. */
static enum err may_find(struct ctx *c, person_id person, enum vault_field field, bool *out)
{
    struct person_data who = { 0 };
    enum err e = vault_read(c, person, VAULT_BIT(field), PURPOSE_ORDER, &who);
    *out = e == OK && who.field[field].size != 0;
    return e == ERR_FORBIDDEN || e == ERR_NOT_FOUND ? OK : e;
}

static enum err find(struct ctx *c, enum vault_field field, str value, struct batch *out)
{
    person_id person[FOUND_MAX] = { 0 };
    size_t count = 0;
    struct rows r = db_query(c->db, &persons_of_hash, ARGS(vault_find_hash(c, field, value)));
    while (db_next(&r) && count < FOUND_MAX) {
        person[count++].v = row_int(&r);
    }
    TRY(db_done(&r));
    for (size_t i = 0; i < count; i++) {
        bool is_found = false;
        TRY(may_find(c, person[i], field, &is_found));
        if (is_found) {
            batch_add(out, ARGS(person[i].v));
        }
    }
    return OK;
}

enum err order_find_persons(struct ctx *c, str typed, struct batch *out)
{
    str phone = { 0 };
    str text = str_trim(typed);
    *out = batch_new(c->arena);
    if (str_has(text, '@')) {
        return find(c, VAULT_EMAIL, text, out);
    }
    return phone_normalise(c->arena, text, &phone) ? find(c, VAULT_PHONE, phone, out) : OK;
}
