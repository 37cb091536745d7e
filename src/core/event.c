/* SPDX-License-Identifier: Apache-2.0 */
#include "core/event.h"

#include <sodium.h>

enum { FACTS_MAX_BYTES = 16 * 1024 };

/* ---- commitments ---- */

static void hash_text(crypto_auth_hmacsha256_state *state, str text)
{
    crypto_auth_hmacsha256_update(state, (const unsigned char *)text.at, text.size);
}

str event_commitment(struct arena *arena, str salt, str kind, str field, str value)
{
    CHECK(salt.size == SALT_BYTES);
    CHECK(!str_has(kind, '|') && !str_has(field, '|'));
    unsigned char size[8];
    for (size_t i = 0; i < sizeof size; i++) {
        size[i] = (unsigned char)((uint64_t)value.size >> (56 - 8 * i));
    }
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, (const unsigned char *)salt.at, salt.size);
    hash_text(&state, S("shop-trust/v1|"));
    hash_text(&state, kind);
    hash_text(&state, S("|"));
    hash_text(&state, field);
    hash_text(&state, S("|"));
    hash_text(&state, (str){ (const char *)size, sizeof size });
    hash_text(&state, value);
    unsigned char mac[COMMITMENT_BYTES];
    crypto_auth_hmacsha256_final(&state, mac);
    return str_hex(arena, (str){ (const char *)mac, sizeof mac });
}

/* ---- writing ---- */

/* A net, not the rule: an address in a public fact can never be taken back. */
static bool looks_personal(const struct value *node)
{
    if (node->kind == VALUE_TEXT) {
        return str_has(node->text, '@');
    }
    if (node->kind != VALUE_LIST && node->kind != VALUE_OBJECT) {
        return false;
    }
    for (const struct value *child = node->children.first; child != NULL; child = child->next) {
        if (looks_personal(child)) {
            return true;
        }
    }
    return false;
}

static enum err facts_text(struct ctx *c, const struct event_new *e, str *out)
{
    if (e->facts == NULL) {
        *out = S("{}");
        return OK;
    }
    CHECK(e->facts->kind == VALUE_OBJECT);
    if (looks_personal(e->facts)) {
        return fail(c, ERR_INTERNAL, "event %.*s of %.*s: a public fact looks like personal data",
                    STR_ARG(e->kind), STR_ARG(e->subject));
    }
    struct buf text = buf_new(c->arena, FACTS_MAX_BYTES);
    json_write(&text, e->facts);
    if (buf_is_over(&text)) {
        return fail(c, ERR_TOO_LARGE, "event %.*s of %.*s: facts over %d bytes", STR_ARG(e->kind),
                    STR_ARG(e->subject), FACTS_MAX_BYTES);
    }
    *out = buf_str(&text);
    return OK;
}

static str new_salt(struct ctx *c)
{
    char *salt = arena_alloc(c->arena, SALT_BYTES);
    random_bytes(c->random, salt, SALT_BYTES);
    return (str){ salt, SALT_BYTES };
}

/* Makes salts and the JSON of the commitments. */
static str commit_all(struct ctx *c, const struct event_new *e, str salt[EVENT_PRIVATE_MAX])
{
    struct value *object = value_object(c->arena);
    for (size_t i = 0; i < e->private_count; i++) {
        const struct event_private *p = &e->private_field[i];
        salt[i] = new_salt(c);
        value_set_text(c->arena, object, p->name,
                       event_commitment(c->arena, salt[i], e->kind, p->name, p->value));
    }
    struct buf text = buf_new(c->arena, FACTS_MAX_BYTES);
    json_write(&text, object);
    CHECK(!buf_is_over(&text));
    return buf_str(&text);
}

SQL(event_insert, "INSERT INTO event (at, occurred_at, kind, subject, actor_role, actor_id, facts, commitments)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id");
SQL(event_insert_pending, "INSERT INTO event_pending (event_id) VALUES ($1)");
SQL(event_insert_salt, "INSERT INTO event_salt (event_id, field, salt, person_id) VALUES ($1, $2, $3, $4)");

static enum err keep_salts(struct ctx *c, const struct event_new *e, event_id id, const str *salt)
{
    for (size_t i = 0; i < e->private_count; i++) {
        TRY(db_post(c->db, &event_insert_salt,
                    ARGS(id.v, e->private_field[i].name, ARG_BYTES(salt[i]), e->person)));
    }
    return OK;
}

enum err event_add(struct ctx *c, const struct event_new *e, event_id *out)
{
    CHECK(e->private_count <= EVENT_PRIVATE_MAX);
    str facts = { 0 };
    TRY(facts_text(c, e, &facts));
    str salt[EVENT_PRIVATE_MAX] = { 0 };
    str commitments = commit_all(c, e, salt);
    int64_t occurred_at = e->occurred_at == 0 ? c->now_at : e->occurred_at;
    event_id id = { 0 };
    TRY(db_get_int(c->db, &event_insert,
                   ARGS(c->now_at, occurred_at, e->kind, e->subject, role_name(c->actor.role),
                        c->actor.id, facts, commitments),
                   0, &id.v));
    TRY(db_post(c->db, &event_insert_pending, ARGS(id.v)));
    TRY(keep_salts(c, e, id, salt));
    ctx_wake(c, WAKE_LOG);
    if (out != NULL) {
        *out = id;
    }
    return OK;
}

enum err event_note(struct ctx *c, str kind, str subject, const struct value *facts)
{
    return event_add(c, &(struct event_new){ .kind = kind, .subject = subject, .facts = facts },
                     NULL);
}

/* ---- reading ---- */

#define EVENT_COLUMNS "e.id, e.at, e.occurred_at, e.kind, e.subject, e.actor_role, e.actor_id, e.facts, e.commitments"

static struct event read_row(struct ctx *c, struct rows *r)
{
    struct event e = { 0 };
    e.id.v = row_int(r);
    e.at = row_int(r);
    e.occurred_at = row_int(r);
    e.kind = row_text(r, c->arena);
    e.subject = row_text(r, c->arena);
    if (!role_of(row_text(r, c->arena), &e.actor.role)) {
        e.actor.role = ROLE_SYSTEM; /* a role of a later version */
    }
    e.actor.id = row_int(r);
    e.facts = row_text(r, c->arena);
    e.commitments = row_text(r, c->arena);
    return e;
}

static enum err read_list(struct ctx *c, struct rows r, int64_t limit, struct event_list *out)
{
    struct event_list list = { .item = NEW_N(c->arena, struct event, (size_t)limit) };
    while (db_next(&r)) {
        list.item[list.count++] = read_row(c, &r);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

SQL(event_by_id, "SELECT " EVENT_COLUMNS " FROM event e WHERE e.id = $1");

enum err event_get(struct ctx *c, event_id id, struct event *out)
{
    struct event_list list = { 0 };
    TRY(read_list(c, db_query(c->db, &event_by_id, ARGS(id.v)), 1, &list));
    if (list.count == 0) {
        return fail(c, ERR_NOT_FOUND, "event %" PRId64, id.v);
    }
    *out = list.item[0];
    return OK;
}

SQL(events_of_subject, "SELECT " EVENT_COLUMNS " FROM event e WHERE e.subject = $1 AND e.id > $2"
                       " ORDER BY e.id LIMIT $3");

enum err event_list(struct ctx *c, str subject, event_id after, struct event_list *out)
{
    int64_t limit = EVENT_LIST_MAX;
    return read_list(c, db_query(c->db, &events_of_subject, ARGS(subject, after.v, limit)), limit,
                     out);
}

SQL(events_newest, "SELECT " EVENT_COLUMNS " FROM event e"
                   " WHERE e.id < $1 AND e.kind >= $2 AND e.kind < $3 ORDER BY e.id DESC LIMIT $4");

enum err event_page(struct ctx *c, str kind_prefix, event_id before, int64_t limit,
                    struct event_list *out)
{
    CHECK(limit > 0 && limit <= EVENT_LIST_MAX);
    int64_t below = before.v == 0 ? INT64_MAX : before.v;
    str end = str_join(c->arena, kind_prefix, S("\x7f")); /* kinds are lower-case ASCII */
    return read_list(c, db_query(c->db, &events_newest, ARGS(below, kind_prefix, end, limit)),
                     limit, out);
}

SQL(events_pending, "SELECT " EVENT_COLUMNS " FROM event_pending p JOIN event e ON e.id = p.event_id"
                    " ORDER BY p.event_id LIMIT $1");

enum err event_pending(struct ctx *c, int64_t limit, struct event_list *out)
{
    CHECK(limit > 0);
    return read_list(c, db_query(c->db, &events_pending, ARGS(limit)), limit, out);
}

SQL(event_take, "DELETE FROM event_pending WHERE event_id = $1");

enum err event_taken(struct ctx *c, event_id id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &event_take, ARGS(id.v), &changed));
    return changed == 1 ? OK : fail(c, ERR_STATE, "event %" PRId64 " was taken before", id.v);
}

/* ---- opening and forgetting ---- */

SQL(event_salt_of, "SELECT salt FROM event_salt WHERE event_id = $1 AND field = $2");

enum err event_salt(struct ctx *c, event_id id, str field, str *out)
{
    struct rows r = db_query(c->db, &event_salt_of, ARGS(id.v, field));
    str salt = db_next(&r) ? row_blob(&r, c->arena) : (str){ 0 };
    TRY(db_done(&r));
    if (salt.size != SALT_BYTES) {
        return fail(c, ERR_NOT_FOUND, "event %" PRId64 " has no salt for %.*s", id.v,
                    STR_ARG(field));
    }
    *out = salt;
    return OK;
}

enum err event_opens(struct ctx *c, event_id id, str field, str value, bool *out)
{
    struct event e = { 0 };
    str salt = { 0 };
    TRY(event_get(c, id, &e));
    TRY(event_salt(c, id, field, &salt));
    struct value *commitments = NULL;
    str why = { 0 };
    if (!json_read(c->arena, e.commitments, &commitments, &why)) {
        return fail(c, ERR_INTERNAL, "event %" PRId64 ": commitments: %.*s", id.v, STR_ARG(why));
    }
    *out = str_eq(value_text(commitments, field),
                  event_commitment(c->arena, salt, e.kind, field, value));
    return OK;
}

SQL(event_forget_salts, "DELETE FROM event_salt WHERE person_id = $1 AND person_id > 0");

enum err event_forget(struct ctx *c, int64_t person)
{
    CHECK(person > 0);
    return db_exec(c->db, &event_forget_salts, ARGS(person), NULL);
}
