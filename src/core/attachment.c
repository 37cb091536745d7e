/* SPDX-License-Identifier: Apache-2.0 */
#include "core/attachment.h"

#include "base/digest.h"
#include "core/event.h"

/* ---- kinds by content ---- */

struct magic {
    const char *type;
    size_t offset;
    str bytes;
};
static const struct magic magics[] = {
    { "image/jpeg", 0, S_INIT("\xff\xd8\xff") },
    { "image/png", 0, S_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR") },
    { "image/gif", 0, S_INIT("GIF87a") },
    { "image/gif", 0, S_INIT("GIF89a") },
    { "image/webp", 8, S_INIT("WEBP") },
    { "video/mp4", 4, S_INIT("ftyp") },
    { "video/webm", 0, S_INIT("\x1a\x45\xdf\xa3") },
    { "application/pdf", 0, S_INIT("%PDF-") },
};

static bool is_text(str bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        if (byte < 32 && byte != '\n' && byte != '\r' && byte != '\t') {
            return false;
        }
    }
    return str_is_utf8(bytes);
}

str attachment_type_of(str bytes)
{
    for (size_t i = 0; i < COUNT(magics); i++) {
        const struct magic *m = &magics[i];
        if (bytes.size >= m->offset + m->bytes.size &&
            str_eq(str_slice(bytes, m->offset, m->bytes.size), m->bytes)) {
            return str_of(m->type);
        }
    }
    return bytes.size != 0 && is_text(bytes) ? S("text/plain") : (str){ 0 };
}

bool attachment_is_picture(const struct attachment *a)
{
    return str_starts(a->type, S("image/"));
}

bool attachment_is_video(const struct attachment *a)
{
    return str_starts(a->type, S("video/"));
}

/* ---- rows ---- */

/* Whether the bytes are still there is asked of the vault's rows, not remembered: erasure deletes them. */
#define ATTACHMENT_COLUMNS                                                                         \
    "SELECT a.id, a.subject, a.person_id, a.by_role, a.type, a.size, a.hash, a.at, a.text_id,"     \
    " CASE WHEN t.id IS NULL THEN 1 ELSE 0 END FROM attachment a"                                  \
    " LEFT JOIN person_text t ON t.id = a.text_id"

static void read_row(struct ctx *c, struct rows *r, struct attachment *a)
{
    a->id.v = row_int(r);
    a->subject = row_text(r, c->arena);
    a->person.v = row_int(r);
    if (!role_of(row_text(r, c->arena), &a->by)) {
        a->by = ROLE_VISITOR;
    }
    a->type = row_text(r, c->arena);
    a->size = row_int(r);
    a->hash = row_text(r, c->arena);
    a->at = row_int(r);
    a->text.v = row_int(r);
    a->is_gone = row_int(r) != 0;
}

SQL(attachment_by_id, ATTACHMENT_COLUMNS " WHERE a.id = $1");
SQL(attachment_same, ATTACHMENT_COLUMNS " WHERE a.subject = $1 AND a.hash = $2");
SQL(attachments_of, ATTACHMENT_COLUMNS " WHERE a.subject = $1 ORDER BY a.id LIMIT $2");
SQL(attachments_counted, "SELECT CAST(count(1) AS BIGINT) FROM attachment WHERE subject = $1");

static enum err one(struct ctx *c, struct sql *sql, struct args args, struct attachment *out)
{
    struct attachment a = { 0 };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r)) {
        read_row(c, &r, &a);
    }
    TRY(db_done(&r));
    if (a.id.v == 0) {
        return fail(c, ERR_NOT_FOUND, "attachment");
    }
    *out = a;
    return OK;
}

enum err attachment_get(struct ctx *c, attachment_id id, struct attachment *out)
{
    return one(c, &attachment_by_id, ARGS(id.v), out);
}

enum err attachment_list(struct ctx *c, str subject, struct attachment_list *out)
{
    struct attachment_list list = { .item = NEW_N(c->arena, struct attachment, ATTACHMENTS_MAX) };
    struct rows r = db_query(c->db, &attachments_of, ARGS(subject, ATTACHMENTS_MAX));
    while (db_next(&r)) {
        read_row(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

/* ---- taking ---- */

SQL(attachment_insert,
    "INSERT INTO attachment (subject, person_id, by_role, type, size, hash, text_id, at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id");

static enum err note_added(struct ctx *c, const struct attachment *a)
{
    struct value *facts = value_object(c->arena);
    value_set_int(c->arena, facts, S("attachment"), a->id.v);
    value_set_text(c->arena, facts, S("type"), a->type);
    value_set_int(c->arena, facts, S("size"), a->size);
    value_set_text(c->arena, facts, S("sha256"), a->hash);
    return event_note(c, S("attachment.added"), a->subject, facts);
}

static enum err add_new(struct ctx *c, str bytes, struct attachment *a)
{
    int64_t count = 0;
    TRY(db_get_int(c->db, &attachments_counted, ARGS(a->subject), 0, &count));
    if (count >= ATTACHMENTS_MAX) {
        return fail(c, ERR_LIMIT, "%d attachments of %.*s", ATTACHMENTS_MAX, STR_ARG(a->subject));
    }
    TRY(vault_text_write(c, a->person, VAULT_MESSAGE, bytes, &a->text));
    TRY(db_get_int(c->db, &attachment_insert,
                   ARGS(a->subject, a->person.v, role_name(a->by), a->type, a->size, a->hash,
                        a->text.v, a->at),
                   0, &a->id.v));
    return note_added(c, a);
}

enum err attachment_add(struct ctx *c, str subject, person_id person, str bytes,
                        struct attachment *out)
{
    struct attachment a = { .subject = subject, .person = person, .by = c->actor.role, .at = c->now_at };
    a.size = (int64_t)bytes.size;
    if (bytes.size == 0) {
        return fail(c, ERR_BAD_INPUT, "attachment: empty");
    }
    if (bytes.size > ATTACHMENT_BYTES_MAX) {
        return fail(c, ERR_TOO_LARGE, "attachment: over %d bytes", ATTACHMENT_BYTES_MAX);
    }
    a.type = attachment_type_of(bytes);
    if (a.type.size == 0) {
        return fail(c, ERR_MEDIA_TYPE, "attachment: unknown content");
    }
    a.hash = str_hex(c->arena, digest_sha256(c->arena, bytes));
    struct attachment same = { 0 };
    enum err e = one(c, &attachment_same, ARGS(subject, a.hash), &same);
    if (e == ERR_NOT_FOUND) {
        TRY(add_new(c, bytes, &a));
    } else {
        TRY(e);
        a = same;
    }
    if (out != NULL) {
        *out = a;
    }
    return OK;
}

enum err attachment_read(struct ctx *c, str subject, attachment_id id, enum vault_purpose purpose,
                         str *out)
{
    struct attachment a = { 0 };
    TRY(attachment_get(c, id, &a));
    if (!str_eq(a.subject, subject) || a.is_gone) {
        return fail(c, ERR_NOT_FOUND, "attachment %" PRId64, id.v);
    }
    return vault_text_read(c, a.text, purpose, out);
}

/* What both have stays where it is: the row is the same file. */
SQL(attachment_to,
    "UPDATE attachment SET subject = $2 WHERE subject = $1"
    " AND NOT EXISTS (SELECT 1 FROM attachment b WHERE b.subject = $2 AND b.hash = attachment.hash)");

enum err attachment_move(struct ctx *c, str from_subject, str to_subject)
{
    return db_exec(c->db, &attachment_to, ARGS(from_subject, to_subject), NULL);
}
