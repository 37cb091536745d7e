/* SPDX-License-Identifier: Apache-2.0 */
#include "care/capture.h"

#include "base/digest.h"
#include "base/value.h"
#include "core/attachment.h"
#include "core/event.h"

static enum err check(struct ctx *c, const struct capture_new *n)
{
    if (n->url.size == 0 && n->text.size == 0 && n->picture.size == 0) {
        return fail(c, ERR_BAD_INPUT, "%s", "text: a link, words or a picture");
    }
    if (n->posted_at <= 0 || n->posted_at > c->now_at ||
        n->posted_at < c->now_at - DAYS(CAPTURE_DAYS_MAX)) {
        return fail(c, ERR_BAD_INPUT, "%s", "posted_at: in the future, or too long ago");
    }
    return OK;
}

/* One hash over everything that was captured, each part with its length before it. */
static str evidence_hash(struct ctx *c, const struct capture_new *n)
{
    const str part[] = { n->url, n->text, n->picture };
    struct buf all = buf_new(c->arena, n->url.size + n->text.size + n->picture.size + 100);
    for (size_t i = 0; i < COUNT(part); i++) {
        buf_add_int(&all, (int64_t)part[i].size);
        buf_add_char(&all, ':');
        buf_add(&all, part[i]);
    }
    return str_hex(c->arena, digest_sha256(c->arena, buf_str(&all)));
}

static str words_of(struct ctx *c, const struct capture_new *n)
{
    if (n->text.size != 0) {
        return n->url.size == 0
                   ? n->text
                   : str_format(c->arena, "%.*s\n%.*s", STR_ARG(n->text), STR_ARG(n->url));
    }
    return n->url.size != 0 ? n->url : S("(gambar)");
}

SQL(capture_add,
    "INSERT INTO capture (conversation_id, place, url_text_id, evidence_hash, posted_at, captured_at, captured_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

static enum err insert(struct ctx *c, const struct capture_new *n, const struct said_receipt *r,
                       person_id person)
{
    vault_text_id url = { 0 };
    str hash = evidence_hash(c, n);
    struct value *facts = value_object(c->arena);
    if (n->url.size != 0) {
        TRY(vault_text_write(c, person, VAULT_MESSAGE, n->url, &url));
    }
    TRY(db_exec(c->db, &capture_add,
                ARGS(r->conversation.v, n->place, url.v, hash, n->posted_at, c->now_at,
                     n->by_buyer ? S("buyer") : S("staff")),
                NULL));
    value_set_text(c->arena, facts, S("place"), n->place);
    value_set_text(c->arena, facts, S("evidence"), hash);
    return event_add(c,
                     &(struct event_new){ .kind = S("capture.made"),
                                           .subject = conversation_subject(c, r->conversation),
                                           .facts = facts,
                                           .occurred_at = n->posted_at },
                     NULL);
}

enum err capture_post(struct ctx *c, const struct capture_new *n, struct said_receipt *out)
{
    struct contact contact = { .channel = CHANNEL_SOCIAL, .lang = n->lang, .name = n->name, .phone = n->phone, .email = n->email };
    struct said_receipt receipt = { 0 };
    struct conversation v = { 0 };
    TRY(check(c, n));
    contact.first = (struct said_new){ .direction = SAID_IN,
                                        .channel = CHANNEL_SOCIAL,
                                        .author = AUTHOR_BUYER,
                                        .text = words_of(c, n),
                                        .sent_at = n->posted_at };
    TRY(contact_begin(c, &contact, &receipt));
    TRY(conversation_get(c, receipt.conversation, &v));
    TRY(insert(c, n, &receipt, v.person));
    if (n->picture.size != 0) {
        str subject = str_format(c->arena, "said:%" PRId64, receipt.said.v);
        TRY(attachment_add(c, subject, v.person, n->picture, NULL));
    }
    *out = receipt;
    return OK;
}

SQL(capture_by_id, "SELECT conversation_id, place, url_text_id, evidence_hash, posted_at, captured_at, captured_by, deleted_at FROM capture"
                   " WHERE conversation_id IN (SELECT m.origin_id FROM conversation_message m WHERE m.conversation_id = $1)"
                   " ORDER BY conversation_id LIMIT 1");

enum err capture_of(struct ctx *c, conversation_id id, struct capture *out)
{
    struct capture found = { .conversation = id };
    struct rows r = db_query(c->db, &capture_by_id, ARGS(id.v));
    bool is_there = db_next(&r);
    if (is_there) {
        found.conversation.v = row_int(&r);
        found.place = row_text(&r, c->arena);
        found.url.v = row_int(&r);
        found.hash = row_text(&r, c->arena);
        found.posted_at = row_int(&r);
        found.captured_at = row_int(&r);
        found.by_buyer = str_eq(row_text(&r, c->arena), S("buyer"));
        found.deleted_at = row_int(&r);
    }
    TRY(db_done(&r));
    if (!is_there) {
        return fail(c, ERR_NOT_FOUND, "conversation %" PRId64 " is no captured post", id.v);
    }
    *out = found;
    return OK;
}

SQL(capture_set_gone, "UPDATE capture SET deleted_at = $2 WHERE conversation_id = $1 AND deleted_at IS NULL");

enum err capture_gone(struct ctx *c, conversation_id id)
{
    struct capture found = { 0 };
    TRY(capture_of(c, id, &found));
    if (found.deleted_at != 0) {
        return OK;
    }
    TRY(db_exec(c->db, &capture_set_gone, ARGS(found.conversation.v, c->now_at), NULL));
    ctx_raise(c, S("inbox"));
    return event_note(c, S("capture.gone"), conversation_subject(c, id), NULL);
}

/* ---- the watch list ---- */

SQL(watch_add, "INSERT INTO watch_place (name, url, every_hours) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING");

enum err watch_add_place(struct ctx *c, str name, str url, int64_t every_hours)
{
    int64_t added = 0;
    if (name.size == 0 || every_hours < 1) {
        return fail(c, ERR_BAD_INPUT, "%s", "name: what to look at");
    }
    TRY(db_exec(c->db, &watch_add, ARGS(name, url, every_hours), &added));
    return added == 1 ? OK : fail(c, ERR_EXISTS, "%s", "a place of this name is on the list");
}

SQL(watch_hide, "UPDATE watch_place SET is_hidden = 1 WHERE id = $1 AND is_hidden = 0");

enum err watch_hide_place(struct ctx *c, int64_t id)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &watch_hide, ARGS(id), &changed));
    if (changed == 0) {
        return fail(c, ERR_NOT_FOUND, "place %" PRId64, id);
    }
    return event_note(c, S("watch.hidden"), str_format(c->arena, "watch:%" PRId64, id), NULL);
}

SQL(watch_look_add, "INSERT INTO watch_look (place_id, at, staff_id, found) SELECT id, CAST($2 AS BIGINT), CAST($3 AS BIGINT),"
                    " CAST($4 AS BIGINT) FROM watch_place WHERE id = $1 AND is_hidden = 0");

enum err watch_looked(struct ctx *c, int64_t id, int64_t found)
{
    int64_t added = 0;
    if (found < 0) {
        return fail(c, ERR_BAD_INPUT, "%s", "found: how many");
    }
    TRY(db_exec(c->db, &watch_look_add, ARGS(id, c->now_at, c->actor.id, found), &added));
    if (added == 0) {
        return fail(c, ERR_NOT_FOUND, "place %" PRId64, id);
    }
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("found"), found);
    return event_note(c, S("watch.looked"), str_format(c->arena, "watch:%" PRId64, id), facts);
}

SQL(watch_all,
    "SELECT p.id, p.name, p.url, p.every_hours, COALESCE(l.at, 0), COALESCE(l.staff_id, 0), COALESCE(l.found, 0)"
    " FROM watch_place p LEFT JOIN watch_look l ON l.id = (SELECT max(m.id) FROM watch_look m WHERE m.place_id = p.id)"
    " WHERE p.is_hidden = 0 ORDER BY COALESCE(l.at, 0) + p.every_hours * 3600000000, p.id LIMIT 100");

enum err watch_read(struct ctx *c, struct watch_list *out)
{
    struct watch_list list = { .item = NEW_N(c->arena, struct watch_place, WATCH_MAX) };
    struct rows r = db_query(c->db, &watch_all, NO_ARGS);
    while (db_next(&r)) {
        struct watch_place *p = &list.item[list.count++];
        p->id = row_int(&r);
        p->name = row_text(&r, c->arena);
        p->url = row_text(&r, c->arena);
        p->every_hours = row_int(&r);
        p->looked_at = row_int(&r);
        p->looked_by = row_int(&r);
        p->found = row_int(&r);
        p->is_due = p->looked_at + HOURS(p->every_hours) <= c->now_at;
        list.due += p->is_due;
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}
