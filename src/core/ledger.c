/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ledger.h"

enum { LIST_MAX = 200, CHAIN_MAX = 32 };

static const char *const account_kinds[ACCOUNT_KIND_COUNT] = {
    [ACCOUNT_ASSET] = "asset",
    [ACCOUNT_EXPENSE] = "expense",
    [ACCOUNT_LIABILITY] = "liability",
    [ACCOUNT_INCOME] = "income",
};

static const char *const transfer_kinds[TRANSFER_KIND_COUNT] = {
    [TRANSFER_POSTED] = "posted", [TRANSFER_PENDING] = "pending", [TRANSFER_POST] = "post",
    [TRANSFER_VOID] = "void",     [TRANSFER_EXPIRE] = "expire",
};

/* ---- accounts ---- */

SQL(account_insert, "INSERT INTO ledger_account (code, currency, kind, limit_kind) VALUES ($1, $2, $3, $4)"
                    " ON CONFLICT (code) DO NOTHING");
SQL(account_by_code, "SELECT id, currency FROM ledger_account WHERE code = $1");

struct found_account {
    int64_t id; /* 0: none */
    str currency;
};

static enum err find_account(struct ctx *c, str code, struct found_account *out)
{
    struct found_account found = { 0 };
    struct rows r = db_query(c->db, &account_by_code, ARGS(code));
    if (db_next(&r)) {
        found.id = row_int(&r);
        found.currency = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *out = found;
    return OK;
}

static enum err make_account(struct ctx *c, str code, str unit)
{
    const struct chart_row *row = ledger_chart_of(code);
    if (row == NULL) {
        return fail(c, ERR_UNPROCESSABLE, "account %.*s is not in the chart", STR_ARG(code));
    }
    return db_exec(c->db, &account_insert,
                   ARGS(code, unit, str_of(account_kinds[row->kind]), (int64_t)row->limit), NULL);
}

/* Made on first use. One account has one currency. */
static enum err account_id(struct ctx *c, str code, str unit, int64_t *out)
{
    struct found_account found = { 0 };
    TRY(find_account(c, code, &found));
    if (found.id == 0) {
        TRY(make_account(c, code, unit));
        TRY(find_account(c, code, &found));
    }
    if (!str_eq(found.currency, unit)) {
        return fail(c, ERR_UNPROCESSABLE, "account %.*s counts %.*s, not %.*s", STR_ARG(code),
                    STR_ARG(found.currency), STR_ARG(unit));
    }
    *out = found.id;
    return OK;
}

/* ---- rows of transfers ---- */

/* A transfer as it lies in the table. */
struct entry {
    struct transfer t;
    int64_t number, debit_id, credit_id;
};

#define ENTRY_COLUMNS                                                                              \
    "t.number, t.id, t.kind, t.debit_id, t.credit_id, d.code, k.code, t.amount, t.currency, t.code," \
    " t.subject, t.pending_id, t.expires_at, t.at FROM ledger_transfer t"                          \
    " JOIN ledger_account d ON d.id = t.debit_id JOIN ledger_account k ON k.id = t.credit_id"

static enum err kind_of(struct ctx *c, str name, enum transfer_kind *out)
{
    for (enum transfer_kind kind = 0; kind < TRANSFER_KIND_COUNT; kind++) {
        if (str_eq(name, str_of(transfer_kinds[kind]))) {
            *out = kind;
            return OK;
        }
    }
    return fail(c, ERR_INTERNAL, "transfer kind %.*s", STR_ARG(name));
}

static enum err read_entry(struct ctx *c, struct rows *r, struct entry *out)
{
    struct entry e = { .number = row_int(r) };
    e.t.id = row_text(r, c->arena);
    TRY(kind_of(c, row_text(r, c->arena), &e.t.kind));
    e.debit_id = row_int(r);
    e.credit_id = row_int(r);
    e.t.debit = row_text(r, c->arena);
    e.t.credit = row_text(r, c->arena);
    e.t.amount.minor = row_int(r);
    str code = row_text(r, c->arena);
    if (!currency_of(code, &e.t.amount.currency)) {
        return fail(c, ERR_INTERNAL, "transfer %" PRId64 " is in %.*s", e.number, STR_ARG(code));
    }
    e.t.code = row_text(r, c->arena);
    e.t.subject = row_text(r, c->arena);
    e.t.pending_id = row_text(r, c->arena);
    e.t.expires_at = row_int(r);
    e.t.at = row_int(r);
    *out = e;
    return OK;
}

SQL(transfer_by_id, "SELECT " ENTRY_COLUMNS " WHERE t.id = $1");

/* `found` false: no such id. */
static enum err find_entry(struct ctx *c, str id, struct entry *out, bool *found)
{
    struct entry entry = { 0 };
    enum err e = OK;
    struct rows r = db_query(c->db, &transfer_by_id, ARGS(id));
    bool has_row = db_next(&r);
    if (has_row) {
        e = read_entry(c, &r, &entry);
    }
    TRY(db_done(&r));
    TRY(e);
    *found = has_row;
    *out = entry;
    return OK;
}

/* ---- moving balances ---- */

/* What one transfer adds to one account. */
struct change {
    int64_t account;
    int64_t debits_pending, debits_posted, credits_pending, credits_posted;
};

/* The limits are in the statement, so that a refusal is polite; the same limits are constraints of the table. */
SQL(account_move,
    "UPDATE ledger_account SET debits_pending = debits_pending + $2, debits_posted = debits_posted + $3,"
    " credits_pending = credits_pending + $4, credits_posted = credits_posted + $5"
    " WHERE id = $1"
    " AND (limit_kind <> 1 OR debits_pending + $2 + debits_posted + $3 <= credits_posted + $5)"
    " AND (limit_kind <> 2 OR credits_pending + $4 + credits_posted + $5 <= debits_posted + $3)");

static enum err move(struct ctx *c, const struct change *m, str transfer)
{
    int64_t changed = 0;
    TRY(db_exec(c->db, &account_move,
                ARGS(m->account, m->debits_pending, m->debits_posted, m->credits_pending,
                     m->credits_posted),
                &changed));
    if (changed == 0) {
        return fail(c, ERR_UNPROCESSABLE, "transfer %.*s would overdraw account %" PRId64,
                    STR_ARG(transfer), m->account);
    }
    return OK;
}

/* Both sides change alike; rows are locked in the order of their ids. */
static enum err move_both(struct ctx *c, const struct entry *e, int64_t pending, int64_t posted)
{
    struct change debit = { .account = e->debit_id, .debits_pending = pending, .debits_posted = posted };
    struct change credit = { .account = e->credit_id, .credits_pending = pending, .credits_posted = posted };
    bool debit_first = debit.account < credit.account;
    TRY(move(c, debit_first ? &debit : &credit, e->t.id));
    return move(c, debit_first ? &credit : &debit, e->t.id);
}

SQL(transfer_insert,
    "INSERT INTO ledger_transfer (id, kind, debit_id, credit_id, amount, currency, code, subject, pending_id,"
    " expires_at, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT DO NOTHING RETURNING number");

/* `added` false: the id, or the resolution of this pending transfer, is there already. */
static enum err insert(struct ctx *c, const struct entry *e, bool *added)
{
    const struct transfer *t = &e->t;
    int64_t number = 0;
    TRY(db_get_int(c->db, &transfer_insert,
                   ARGS(t->id, str_of(transfer_kinds[t->kind]), e->debit_id, e->credit_id,
                        t->amount.minor, currency_code(&t->amount.currency), t->code, t->subject,
                        arg_text_or_null(t->pending_id), arg_int_or_null(t->expires_at), c->now_at),
                   0, &number));
    *added = number != 0;
    return OK;
}

/* ---- posting ---- */

static bool is_resolution(enum transfer_kind kind)
{
    return kind == TRANSFER_POST || kind == TRANSFER_VOID || kind == TRANSFER_EXPIRE;
}

static bool is_same(const struct transfer *a, const struct transfer *b)
{
    return a->kind == b->kind && str_eq(a->debit, b->debit) && str_eq(a->credit, b->credit) &&
           a->amount.minor == b->amount.minor &&
           currency_eq(a->amount.currency, b->amount.currency) && str_eq(a->code, b->code) &&
           str_eq(a->subject, b->subject) && str_eq(a->pending_id, b->pending_id) &&
           a->expires_at == b->expires_at;
}

static enum err compare(struct ctx *c, const struct transfer *asked, const struct transfer *there)
{
    return is_same(asked, there)
               ? OK
               : fail(c, ERR_CONFLICT, "transfer %.*s was posted with other fields",
                      STR_ARG(asked->id));
}

/* A race or an earlier call: which, says the row that is there. */
static enum err explain(struct ctx *c, const struct entry *e)
{
    struct entry there = { 0 };
    bool found = false;
    TRY(find_entry(c, e->t.id, &there, &found));
    if (found) {
        return compare(c, &e->t, &there.t);
    }
    return fail(c, ERR_STATE, "pending transfer %.*s was resolved already",
                STR_ARG(e->t.pending_id));
}

static enum err check_new(struct ctx *c, const struct transfer *t)
{
    if (t->id.size == 0 || t->amount.minor <= 0 || t->amount.minor > MONEY_MAX_MINOR ||
        str_eq(t->debit, t->credit)) {
        return fail(c, ERR_UNPROCESSABLE, "transfer %.*s: %" PRId64 " from %.*s to %.*s",
                    STR_ARG(t->id), t->amount.minor, STR_ARG(t->credit), STR_ARG(t->debit));
    }
    CHECK(t->kind == TRANSFER_PENDING || t->expires_at == 0);
    CHECK(t->pending_id.size == 0);
    return OK;
}

static enum err post_new(struct ctx *c, const struct transfer *t)
{
    struct entry e = { .t = *t };
    str unit = currency_code(&t->amount.currency);
    bool added = false;
    TRY(check_new(c, t));
    TRY(account_id(c, t->debit, unit, &e.debit_id));
    TRY(account_id(c, t->credit, unit, &e.credit_id));
    TRY(insert(c, &e, &added));
    if (!added) {
        return explain(c, &e);
    }
    bool is_pending = t->kind == TRANSFER_PENDING;
    return move_both(c, &e, is_pending ? t->amount.minor : 0, is_pending ? 0 : t->amount.minor);
}

/* The resolution carries the accounts of what it resolves; VOID and EXPIRE its amount. */
static enum err resolution_of(struct ctx *c, const struct transfer *t, const struct entry *pending,
                              struct entry *out)
{
    struct entry e = *pending;
    e.t.id = t->id;
    e.t.kind = t->kind;
    e.t.pending_id = t->pending_id;
    e.t.expires_at = 0;
    e.t.code = t->code.size > 0 ? t->code : pending->t.code;
    e.t.subject = t->subject.size > 0 ? t->subject : pending->t.subject;
    if (t->kind == TRANSFER_POST && t->amount.minor != 0) {
        e.t.amount.minor = t->amount.minor;
    }
    if (e.t.amount.minor < 0 || e.t.amount.minor > pending->t.amount.minor) {
        return fail(c, ERR_UNPROCESSABLE, "transfer %.*s posts more than was pending",
                    STR_ARG(t->id));
    }
    *out = e;
    return OK;
}

static enum err resolve(struct ctx *c, const struct transfer *t)
{
    struct entry pending = { 0 };
    struct entry e = { 0 };
    bool found = false;
    bool added = false;
    TRY(find_entry(c, t->pending_id, &pending, &found));
    if (!found || pending.t.kind != TRANSFER_PENDING) {
        return fail(c, ERR_NOT_FOUND, "no pending transfer %.*s", STR_ARG(t->pending_id));
    }
    TRY(resolution_of(c, t, &pending, &e));
    TRY(insert(c, &e, &added));
    if (!added) {
        return explain(c, &e);
    }
    return move_both(c, &e, -pending.t.amount.minor,
                     t->kind == TRANSFER_POST ? e.t.amount.minor : 0);
}

enum err ledger_post(struct ctx *c, const struct transfer *t)
{
    return is_resolution(t->kind) ? resolve(c, t) : post_new(c, t);
}

enum err ledger_post_chain(struct ctx *c, const struct transfer *t, size_t count)
{
    CHECK(count <= CHAIN_MAX);
    for (size_t i = 0; i < count; i++) {
        TRY(ledger_post(c, &t[i]));
    }
    return OK;
}

/* ---- expiry ---- */

SQL(transfers_expired, "SELECT t.id FROM ledger_transfer t WHERE t.expires_at IS NOT NULL AND t.expires_at <= $1"
                       " AND NOT EXISTS (SELECT 1 FROM ledger_transfer r WHERE r.pending_id = t.id)"
                       " ORDER BY t.expires_at, t.number LIMIT $2");

enum err ledger_expire_due(struct ctx *c, int64_t limit, int64_t *expired)
{
    CHECK(limit > 0 && limit <= LIST_MAX);
    str id[LIST_MAX];
    int64_t count = 0;
    struct rows r = db_query(c->db, &transfers_expired, ARGS(c->now_at, limit));
    while (db_next(&r)) {
        id[count++] = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    for (int64_t i = 0; i < count; i++) {
        TRY(ledger_post(c, &(struct transfer){ .id = str_join(c->arena, S("expire:"), id[i]),
                                                .kind = TRANSFER_EXPIRE,
                                                .pending_id = id[i] }));
    }
    *expired = count;
    return OK;
}

/* ---- reading ---- */

#define BALANCE_SUMS                                                                               \
    "COALESCE(CAST(sum(debits_pending) AS BIGINT), 0), COALESCE(CAST(sum(debits_posted) AS BIGINT), 0)," \
    " COALESCE(CAST(sum(credits_pending) AS BIGINT), 0), COALESCE(CAST(sum(credits_posted) AS BIGINT), 0)"

static struct balance read_balance(struct rows *r, bool grows_by_debit)
{
    struct balance b = { .debits_pending = row_int(r) };
    b.debits_posted = row_int(r);
    b.credits_pending = row_int(r);
    b.credits_posted = row_int(r);
    b.minor =
        grows_by_debit ? b.debits_posted - b.credits_posted : b.credits_posted - b.debits_posted;
    return b;
}

static bool grows_by_debit(str code)
{
    const struct chart_row *row = ledger_chart_of(code);
    return row != NULL && (row->kind == ACCOUNT_ASSET || row->kind == ACCOUNT_EXPENSE);
}

static enum err one_balance(struct rows r, bool by_debit, struct balance *out)
{
    struct balance b = db_next(&r) ? read_balance(&r, by_debit) : (struct balance){ 0 };
    TRY(db_done(&r));
    *out = b;
    return OK;
}

SQL(balance_by_code, "SELECT " BALANCE_SUMS " FROM ledger_account WHERE code = $1");

enum err ledger_balance(struct ctx *c, str code, struct balance *out)
{
    return one_balance(db_query(c->db, &balance_by_code, ARGS(code)), grows_by_debit(code), out);
}

SQL(balance_by_prefix, "SELECT " BALANCE_SUMS " FROM ledger_account WHERE code >= $1 AND code < $2");

enum err ledger_balance_of(struct ctx *c, str prefix, struct balance *out)
{
    str end = str_join(c->arena, prefix, S("\x7f")); /* codes are ASCII */
    str sample = str_join(c->arena, prefix, S("x"));
    return one_balance(db_query(c->db, &balance_by_prefix, ARGS(prefix, end)),
                       grows_by_debit(sample), out);
}

enum err ledger_get(struct ctx *c, str id, struct transfer *out)
{
    struct entry e = { 0 };
    bool found = false;
    TRY(find_entry(c, id, &e, &found));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "transfer %.*s", STR_ARG(id));
    }
    *out = e.t;
    return OK;
}

static enum err read_list(struct ctx *c, struct rows r, struct transfer_list *out, int64_t *last)
{
    struct transfer_list list = { .item = NEW_N(c->arena, struct transfer, LIST_MAX) };
    struct entry entry = { 0 };
    enum err e = OK;
    while (e == OK && db_next(&r)) {
        e = read_entry(c, &r, &entry);
        list.item[list.count++] = entry.t;
    }
    TRY(db_done(&r));
    TRY(e);
    *last = entry.number;
    *out = list;
    return OK;
}

SQL(transfers_of_subject, "SELECT " ENTRY_COLUMNS " WHERE t.subject = $1 ORDER BY t.number LIMIT 200");

enum err ledger_list_of_subject(struct ctx *c, str subject, struct transfer_list *out)
{
    int64_t last = 0;
    return read_list(c, db_query(c->db, &transfers_of_subject, ARGS(subject)), out, &last);
}

SQL(transfers_after, "SELECT " ENTRY_COLUMNS " WHERE t.number > $1 ORDER BY t.number LIMIT 200");

enum err ledger_page(struct ctx *c, int64_t after, struct transfer_list *out, int64_t *last)
{
    return read_list(c, db_query(c->db, &transfers_after, ARGS(after)), out, last);
}

SQL(transfers_before, "SELECT " ENTRY_COLUMNS " WHERE t.number < $1 ORDER BY t.number DESC LIMIT 50");
_Static_assert(LEDGER_PAGE == 50, "the statement above says so");

enum err ledger_page_back(struct ctx *c, int64_t before, struct transfer_list *out, int64_t *last)
{
    int64_t end = before > 0 ? before : INT64_MAX;
    return read_list(c, db_query(c->db, &transfers_before, ARGS(end)), out, last);
}

static bool has_moved(const struct balance *b)
{
    return b->debits_pending != 0 || b->debits_posted != 0 || b->credits_pending != 0 ||
           b->credits_posted != 0;
}

enum err ledger_balances(struct ctx *c, struct account_list *out)
{
    size_t count = 0;
    const struct chart_row *chart = ledger_chart(&count);
    struct account_list list = { .item = NEW_N(c->arena, struct account, count) };
    for (size_t i = 0; i < count; i++) {
        struct account a = { .code = str_of(chart[i].prefix), .kind = chart[i].kind };
        TRY(str_ends(a.code, S(":")) ? ledger_balance_of(c, a.code, &a.balance)
                                     : ledger_balance(c, a.code, &a.balance));
        if (has_moved(&a.balance)) {
            list.item[list.count++] = a;
        }
    }
    *out = list;
    return OK;
}
