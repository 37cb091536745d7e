/* SPDX-License-Identifier: Apache-2.0 */
#include "care/messaging.h"

#include "base/ink.h"
#include "care/contact.h"
#include "care/conversation_store.h"
#include "core/event.h"
#include "core/setting.h"

struct identity {
    int64_t id, last_in_at, blocked_at;
    vault_text_id address;
    conversation_id conversation;
};

#define IDENTITY_COLUMNS                                                                           \
    "SELECT id, address_text_id, conversation_id, last_in_at, COALESCE(blocked_at, 0) FROM channel_identity"

static enum err read_identity(struct ctx *c, struct rows r, struct identity *out)
{
    struct identity found = { 0 };
    bool is_there = db_next(&r);
    if (is_there) {
        found.id = row_int(&r);
        found.address.v = row_int(&r);
        found.conversation.v = row_int(&r);
        found.last_in_at = row_int(&r);
        found.blocked_at = row_int(&r);
    }
    TRY(db_done(&r));
    if (!is_there) {
        return fail(c, ERR_NOT_FOUND, "%s", "nobody wrote by this channel");
    }
    *out = found;
    return OK;
}

SQL(identity_by_address, IDENTITY_COLUMNS " WHERE channel = $1 AND address_hash = $2");

static enum err find_identity(struct ctx *c, enum channel channel, str address,
                              struct identity *out)
{
    str hash = said_hash_external(c, channel, str_join(c->arena, S("address:"), address));
    return read_identity(
        c, db_query(c->db, &identity_by_address, ARGS(channel_name(channel), hash)), out);
}

/* ---- a message ---- */

SQL(identity_put,
    "INSERT INTO channel_identity (channel, address_hash, address_text_id, person_id, conversation_id, last_in_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (channel, address_hash) DO UPDATE SET address_text_id = $3, person_id = $4,"
    " conversation_id = $5, last_in_at = $6, blocked_at = NULL");

static enum err begin(struct ctx *c, enum channel channel, const struct channel_news *n,
                      const struct said_new *said, struct said_receipt *out)
{
    struct conversation v = { 0 };
    vault_text_id address = { 0 };
    struct contact contact = { .channel = channel, .lang = c->shop->lang, .name = n->name, .first = *said };
    str hash = said_hash_external(c, channel, str_join(c->arena, S("address:"), n->address));
    TRY(contact_begin(c, &contact, out));
    TRY(conversation_get(c, out->conversation, &v));
    TRY(vault_text_write(c, v.person, VAULT_MESSAGE, n->address, &address));
    return db_exec(c->db, &identity_put,
                   ARGS(channel_name(channel), hash, address.v, v.person.v, v.id.v, c->now_at),
                   NULL);
}

/* Who writes again takes what we say again. */
SQL(identity_seen, "UPDATE channel_identity SET conversation_id = $2, last_in_at = $3, blocked_at = NULL WHERE id = $1");

static enum err go_on(struct ctx *c, const struct identity *who, const struct said_new *said,
                      struct said_receipt *out)
{
    TRY(conversation_say(c, who->conversation, said, out));
    return db_exec(c->db, &identity_seen, ARGS(who->id, out->conversation.v, c->now_at), NULL);
}

static enum err known(struct ctx *c, enum channel channel, str external,
                      struct messaging_taken *out, bool *is_known)
{
    struct said s = { 0 };
    enum err e = conversation_find_external(c, channel, external, &s);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    c->detail[0] = '\0';
    *is_known = e == OK;
    if (e == OK) {
        *out = (struct messaging_taken){ s.conversation, s.id, false };
    }
    return OK;
}

/* A sticker, or signs nobody sees: it came, and is answered for. */
static str words_of(const struct ctx *c, str text)
{
    return !ink_is_none(text)         ? text
           : c->shop->lang == LANG_EN ? S("(a message without words)")
                                      : S("(pesan tanpa kata-kata)");
}

static enum err take_said(struct ctx *c, enum channel channel, const struct channel_news *n,
                          struct messaging_taken *out)
{
    struct identity who = { 0 };
    struct said_receipt receipt = { 0 };
    bool is_known = false;
    struct said_new said = { .direction = SAID_IN, .channel = channel, .author = AUTHOR_BUYER, .text = words_of(c, n->text),
                             .external = n->external, .sent_at = n->at };
    if (n->external.size == 0 || n->address.size == 0) {
        return fail(c, ERR_BAD_INPUT, "%s", "a message has an id and an address");
    }
    TRY(known(c, channel, n->external, out, &is_known));
    if (is_known) {
        return OK;
    }
    enum err e = find_identity(c, channel, n->address, &who);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool is_somebody_new =
        e == ERR_NOT_FOUND || who.last_in_at + DAYS(MESSAGING_IDENTITY_DAYS) < c->now_at;
    e = is_somebody_new ? ERR_NOT_FOUND : go_on(c, &who, &said, &receipt);
    if (e == ERR_NOT_FOUND) { /* nobody yet, long ago, or erased meanwhile */
        c->detail[0] = '\0';
        e = begin(c, channel, n, &said, &receipt);
    }
    TRY(e);
    *out = (struct messaging_taken){ receipt.conversation, receipt.said, true };
    return OK;
}

/* ---- about a message ---- */

SQL(identity_block, "UPDATE channel_identity SET blocked_at = $2 WHERE id = $1 AND blocked_at IS NULL");

static enum err take_blocked(struct ctx *c, enum channel channel, const struct channel_news *n,
                             struct messaging_taken *out)
{
    struct identity who = { 0 };
    TRY(find_identity(c, channel, n->address, &who));
    TRY(db_exec(c->db, &identity_block, ARGS(who.id, c->now_at), NULL));
    conversation_raise(c, who.conversation);
    *out = (struct messaging_taken){ .conversation = who.conversation };
    return OK;
}

static enum err change(struct ctx *c, const struct channel_news *n, const struct said *s)
{
    switch (n->kind) {
    case NEWS_CHANGED:
        return conversation_changed(c, s->id, n->text, false);
    case NEWS_TAKEN_BACK:
        return conversation_changed(c, s->id, (str){ 0 }, true);
    case NEWS_DELIVERED:
        return conversation_delivered(c, s->id);
    case NEWS_FAILED:
        return conversation_bounced(c, s->id);
    case NEWS_SAID:
    case NEWS_BLOCKED:
    case NEWS_KIND_COUNT:
        break;
    }
    CHECK(false);
    return ERR_INTERNAL;
}

enum err messaging_take(struct ctx *c, enum channel channel, const struct channel_news *n,
                        struct messaging_taken *out)
{
    struct said s = { 0 };
    if (n->kind == NEWS_SAID) {
        return take_said(c, channel, n, out);
    }
    if (n->kind == NEWS_BLOCKED) {
        return take_blocked(c, channel, n, out);
    }
    TRY(conversation_find_external(c, channel, n->external, &s));
    TRY(change(c, n, &s));
    *out = (struct messaging_taken){ s.conversation, s.id, false };
    return OK;
}

/* ---- out ---- */

SQL(identity_of_conversation, IDENTITY_COLUMNS " WHERE conversation_id = $1 AND channel = $2 ORDER BY last_in_at DESC LIMIT 1");

enum err messaging_address(struct ctx *c, const struct said *s, str *out)
{
    struct identity who = { 0 };
    struct conversation v = { 0 };
    TRY(conversation_get(c, s->conversation, &v));
    enum err e = read_identity(
        c, db_query(c->db, &identity_of_conversation, ARGS(v.id.v, channel_name(s->channel))),
        &who);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    bool can_leave = e == OK && who.blocked_at == 0 &&
                     channel_can_send(s->channel, v.window_closes_at, c->now_at);
    if (!can_leave) {
        return fail(c, ERR_STATE, "message %" PRId64 ": no address, blocked, or too late", s->id.v);
    }
    return vault_text_read(c, who.address, PURPOSE_CARE, out);
}

enum err messaging_sent(struct ctx *c, said_id id, str external)
{
    struct said s = { 0 };
    struct value *facts = value_object(c->arena);
    TRY(conversation_message(c, id, &s));
    TRY(said_put_external(c, id, s.channel, external));
    value_set_int(c->arena, facts, S("message"), id.v);
    value_set_text(c->arena, facts, S("external"), external);
    TRY(conversation_note(c, s.conversation, "conversation.sent", facts));
    return conversation_delivered(c, id);
}
