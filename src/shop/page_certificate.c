/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/page_certificate.h"

#include "core/event.h"
#include "core/setting.h"
#include "shop/catalogue_sql.h"

#include <stdlib.h>

enum { SHOWN_OF_ONE_MAX = 12 };

static const struct {
    const char *name, *label[LANG_COUNT];
    bool is_permit;
} kinds[CERTIFICATE_KIND_COUNT] = {
    [CERTIFICATE_NIB] = { "nib", { "NIB", "NIB" }, true },
    [CERTIFICATE_HALAL] = { "halal", { "Halal", "Halal" }, true },
    [CERTIFICATE_PIRT] = { "pirt", { "P-IRT", "P-IRT" }, true },
    [CERTIFICATE_BPOM] = { "bpom", { "BPOM", "BPOM" }, true },
    [CERTIFICATE_SNI] = { "sni", { "SNI", "SNI" }, true },
    [CERTIFICATE_AWARD] = { "award", { "Penghargaan", "Award" }, false },
    [CERTIFICATE_SECURITY] = { "security", { "Keamanan", "Security" }, false },
    [CERTIFICATE_RATING] = { "rating", { "Penilaian", "Rating" }, false },
    [CERTIFICATE_TEST] = { "test", { "Uji laboratorium", "Laboratory test" }, false },
    [CERTIFICATE_TRAINING] = { "training", { "Pelatihan", "Training" }, false },
    [CERTIFICATE_OTHER] = { "other", { "Sertifikat", "Certificate" }, false },
};

str certificate_kind_name(enum certificate_kind kind)
{
    CHECK(kind < CERTIFICATE_KIND_COUNT);
    return str_of(kinds[kind].name);
}

bool certificate_kind_of(str name, enum certificate_kind *out)
{
    for (enum certificate_kind kind = 0; kind < CERTIFICATE_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(kinds[kind].name))) {
            *out = kind;
            return true;
        }
    }
    return false;
}

str certificate_kind_label(enum certificate_kind kind, enum lang lang)
{
    CHECK(kind < CERTIFICATE_KIND_COUNT && lang < LANG_COUNT);
    return str_of(kinds[kind].label[lang]);
}

bool certificate_is_permit(enum certificate_kind kind)
{
    CHECK(kind < CERTIFICATE_KIND_COUNT);
    return kinds[kind].is_permit;
}

/* ---- writing ---- */

static bool is_proof(str url)
{
    return url.size == 0 || str_starts(url, S("https://")) || str_starts(url, S("/media/"));
}

static enum err check_fields(struct ctx *c, const struct certificate_fields *f)
{
    if (f->code.size == 0 || f->code.size > 100) {
        return fail(c, ERR_BAD_INPUT, "code: missing or too long");
    }
    if (f->name[LANG_ID].size + f->name[LANG_EN].size == 0) {
        return fail(c, ERR_BAD_INPUT, "name: at least one language");
    }
    if (!is_proof(f->proof_url)) {
        return fail(c, ERR_BAD_INPUT, "proof_url: https://… or a file of the shop");
    }
    if (f->valid_from_days != 0 && f->expires_days != 0 && f->valid_from_days > f->expires_days) {
        return fail(c, ERR_BAD_INPUT, "expires_at: before it begins");
    }
    return OK;
}

static enum err note_change(struct ctx *c, const char *what, certificate_id id,
                            const struct value *facts)
{
    ctx_raise(c, S("page:permits"));
    return event_note(c, str_of(what), str_format(c->arena, "certificate:%" PRId64, id.v), facts);
}

SQL(certificate_products_erase, "DELETE FROM certificate_product WHERE certificate_id = $1");
SQL(certificate_product_add,
    "INSERT INTO certificate_product (certificate_id, product_id) VALUES ($1, $2) ON CONFLICT DO NOTHING");

static enum err put_products(struct ctx *c, certificate_id id, const struct certificate_fields *f)
{
    TRY(db_exec(c->db, &certificate_products_erase, ARGS(id.v), NULL));
    for (size_t i = 0; i < f->product_count; i++) {
        TRY(db_exec(c->db, &certificate_product_add, ARGS(id.v, f->product[i].v), NULL));
    }
    return OK;
}

SQL(certificate_upsert,
    "INSERT INTO certificate (code, kind, name_id, name_en, number, issuer, scope_id, scope_en, proof_url, media,"
    " position, valid_from_days, expires_days, is_published, updated_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    " ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name_id = excluded.name_id, name_en = excluded.name_en,"
    " number = excluded.number, issuer = excluded.issuer, scope_id = excluded.scope_id, scope_en = excluded.scope_en,"
    " proof_url = excluded.proof_url, media = excluded.media, position = excluded.position,"
    " valid_from_days = excluded.valid_from_days, expires_days = excluded.expires_days,"
    " is_published = excluded.is_published, updated_at = excluded.updated_at"
    " RETURNING id");

static struct value *facts_of(struct ctx *c, const struct certificate_fields *f)
{
    struct value *facts = value_object(c->arena);
    value_set_text(c->arena, facts, S("code"), f->code);
    value_set_text(c->arena, facts, S("kind"), certificate_kind_name(f->kind));
    value_set_text(c->arena, facts, S("number"), f->number);
    if (f->expires_days != 0) {
        value_set_date(c->arena, facts, S("expires_at"), f->expires_days);
    }
    return facts;
}

enum err certificate_put(struct ctx *c, const struct certificate_fields *f, certificate_id *out)
{
    certificate_id id = { 0 };
    TRY(check_fields(c, f));
    TRY(db_get_int(c->db, &certificate_upsert,
                   ARGS(f->code, certificate_kind_name(f->kind), f->name[LANG_ID], f->name[LANG_EN],
                        f->number, f->issuer, f->scope[LANG_ID], f->scope[LANG_EN], f->proof_url,
                        f->media, f->position, arg_int_or_null(f->valid_from_days),
                        arg_int_or_null(f->expires_days), f->is_published, c->now_at),
                   0, &id.v));
    TRY(put_products(c, id, f));
    TRY(note_change(c, "certificate.changed", id, facts_of(c, f)));
    *out = id;
    return OK;
}

SQL(certificate_erase, "DELETE FROM certificate WHERE id = $1");

enum err certificate_delete(struct ctx *c, certificate_id id)
{
    int64_t gone = 0;
    TRY(db_exec(c->db, &certificate_products_erase, ARGS(id.v), NULL));
    TRY(db_exec(c->db, &certificate_erase, ARGS(id.v), &gone));
    if (gone == 0) {
        return fail(c, ERR_NOT_FOUND, "certificate %" PRId64, id.v);
    }
    return note_change(c, "certificate.deleted", id, NULL);
}

/* ---- reading ---- */

SQL(certificate_fields_by_id,
    "SELECT code, kind, name_id, name_en, number, issuer, scope_id, scope_en, proof_url, media, position,"
    " coalesce(valid_from_days, 0), coalesce(expires_days, 0), is_published FROM certificate WHERE id = $1");
SQL(certificate_products_by_id,
    "SELECT product_id FROM certificate_product WHERE certificate_id = $1 ORDER BY product_id LIMIT 100");

static enum err read_products(struct ctx *c, certificate_id id, struct certificate_fields *f)
{
    product_id *product = NEW_N(c->arena, product_id, CERTIFICATES_MAX);
    struct rows r = db_query(c->db, &certificate_products_by_id, ARGS(id.v));
    while (db_next(&r) && f->product_count < CERTIFICATES_MAX) {
        product[f->product_count++].v = row_int(&r);
    }
    f->product = product;
    return db_done(&r);
}

enum err certificate_fields_load(struct ctx *c, certificate_id id, struct certificate_fields *out)
{
    struct certificate_fields f = { 0 };
    bool found = false;
    struct rows r = db_query(c->db, &certificate_fields_by_id, ARGS(id.v));
    if (db_next(&r)) {
        found = true;
        f.code = row_text(&r, c->arena);
        str kind = row_text(&r, c->arena);
        f.kind = certificate_kind_of(kind, &f.kind) ? f.kind : CERTIFICATE_OTHER;
        f.name[LANG_ID] = row_text(&r, c->arena);
        f.name[LANG_EN] = row_text(&r, c->arena);
        f.number = row_text(&r, c->arena);
        f.issuer = row_text(&r, c->arena);
        f.scope[LANG_ID] = row_text(&r, c->arena);
        f.scope[LANG_EN] = row_text(&r, c->arena);
        f.proof_url = row_text(&r, c->arena);
        f.media = row_text(&r, c->arena);
        f.position = row_int(&r);
        f.valid_from_days = row_int(&r);
        f.expires_days = row_int(&r);
        f.is_published = row_bool(&r);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "certificate %" PRId64, id.v);
    }
    TRY(read_products(c, id, &f));
    *out = f;
    return OK;
}

static int64_t today_of(const struct ctx *c)
{
    return zone_days(c->shop->zone, c->now_at);
}

static void read_certificate(struct ctx *c, struct rows *r, int64_t today, struct certificate *out)
{
    enum certificate_kind kind = CERTIFICATE_OTHER;
    out->id.v = row_int(r);
    out->code = row_text(r, c->arena);
    out->kind = certificate_kind_of(row_text(r, c->arena), &kind) ? kind : CERTIFICATE_OTHER;
    out->name = row_text(r, c->arena);
    out->number = row_text(r, c->arena);
    out->issuer = row_text(r, c->arena);
    out->scope = row_text(r, c->arena);
    out->proof_url = row_text(r, c->arena);
    out->media = row_text(r, c->arena);
    out->valid_from_days = row_int(r);
    out->expires_days = row_int(r);
    out->is_published = row_bool(r);
    out->holds =
        out->valid_from_days <= today && (out->expires_days == 0 || out->expires_days >= today);
}

static enum err read_list(struct ctx *c, const struct sql *sql, struct args args,
                          struct certificate_list *out)
{
    int64_t today = today_of(c);
    struct certificate_list list = { .item = NEW_N(c->arena, struct certificate, CERTIFICATES_MAX) };
    struct rows r = db_query(c->db, sql, args);
    while (db_next(&r)) {
        read_certificate(c, &r, today, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}

#define CERTIFICATE_COLUMNS                                                                                            \
    "SELECT id, code, kind, " IN_LANG("name", "$1") ", number, issuer, " IN_LANG(                                      \
        "scope", "$1") ", proof_url, media, valid_from_days, expires_days, is_published FROM certificate"

SQL(certificates_shown,
    CERTIFICATE_COLUMNS " WHERE is_published = 1 AND (valid_from_days IS NULL OR valid_from_days <= $2)"
                        " AND (expires_days IS NULL OR expires_days >= $2) ORDER BY position, id LIMIT $3");
SQL(certificates_all, CERTIFICATE_COLUMNS " ORDER BY position, id LIMIT $2");

enum err certificate_list(struct ctx *c, struct certificate_list *out)
{
    return read_list(c, &certificates_shown, ARGS(c->lang, today_of(c), CERTIFICATES_MAX), out);
}

enum err certificate_list_all(struct ctx *c, struct certificate_list *out)
{
    return read_list(c, &certificates_all, ARGS(c->lang, CERTIFICATES_MAX), out);
}

SQL(certificates_of_one,
    "SELECT k.id, k.code, k.kind, " IN_LANG("k.name", "$1") ", k.number, k.issuer, '', k.proof_url, '',"
    " k.valid_from_days, k.expires_days, k.is_published, k.position"
    " FROM certificate_product p JOIN certificate k ON k.id = p.certificate_id"
    " WHERE p.product_id = $2 AND k.is_published = 1 AND (k.valid_from_days IS NULL OR k.valid_from_days <= $3)"
    " AND (k.expires_days IS NULL OR k.expires_days >= $3) LIMIT $4");

struct placed {
    int64_t position;
    struct certificate certificate;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *left = a;
    const struct placed *right = b;
    if (left->position != right->position) {
        return left->position < right->position ? -1 : 1;
    }
    int64_t first = left->certificate.id.v;
    int64_t second = right->certificate.id.v;
    return (first > second) - (first < second);
}

static struct placed *room_for_one_more(struct arena *arena, struct placed *list, size_t count)
{
    if ((count & (count - 1)) != 0) { /* full at 0 and at the powers of two */
        return list;
    }
    struct placed *wider = NEW_N(arena, struct placed, count == 0 ? 1 : count * 2);
    for (size_t i = 0; i < count; i++) {
        wider[i] = list[i];
    }
    return wider;
}

static void keep_in_order(struct arena *arena, struct placed *placed, size_t count,
                          struct certificate_list *out)
{
    qsort(placed, count, sizeof placed[0], by_place);
    out->item = NEW_N(arena, struct certificate, count);
    for (; out->count < count && out->count < SHOWN_OF_ONE_MAX; out->count++) {
        out->item[out->count] = placed[out->count].certificate;
    }
}

enum err certificates_of_product(struct ctx *c, product_id product, struct certificate_list *out)
{
    int64_t today = today_of(c);
    struct certificate_list list = { .item = NULL };
    struct placed *placed = NULL; /* grown by doubling: most goods have none */
    size_t count = 0;
    struct rows r =
        db_query(c->db, &certificates_of_one, ARGS(c->lang, product.v, today, CERTIFICATES_MAX));
    while (db_next(&r)) {
        placed = room_for_one_more(c->arena, placed, count);
        read_certificate(c, &r, today, &placed[count].certificate);
        placed[count++].position = row_int(&r);
    }
    TRY(db_done(&r));
    if (count > 0) {
        keep_in_order(c->arena, placed, count, &list);
    }
    *out = list;
    return OK;
}

int64_t certificates_end_at(const struct ctx *c, const struct certificate_list *list)
{
    int64_t first_days = 0;
    for (size_t i = 0; i < list->count; i++) {
        int64_t days = list->item[i].expires_days;
        if (days != 0 && (first_days == 0 || days < first_days)) {
            first_days = days;
        }
    }
    return first_days == 0 ? 0 : zone_instant(c->shop->zone, first_days + 1, 0);
}
