/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger.h - money that moved, and why.
 *
 * Purpose    Double-entry transfers. The only module that changes a balance.
 * Layer      core; uses base, db. Used by payment, claim, loyalty.
 * Units      amounts in minor units of their currency; instants in µs since 1970 UTC.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_CONFLICT: this id was posted with other fields. ERR_UNPROCESSABLE: an account with a limit would go below zero.
 *            ERR_STATE: the pending transfer was resolved already. ERR_NOT_FOUND: no such pending transfer. ERR_DB: as everywhere.
 * Invariants debits equal credits per transfer and in all; transfers are never changed or deleted (triggers on both engines).
 * Source     after TigerBeetle's accounts and transfers.
 */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "base/money.h"
#include "db/db.h"

/* Which side makes the balance grow. */
enum account_kind {
    ACCOUNT_ASSET,
    ACCOUNT_EXPENSE,
    ACCOUNT_LIABILITY,
    ACCOUNT_INCOME,
    ACCOUNT_KIND_COUNT
};
enum account_limit {
    LIMIT_NONE,
    LIMIT_DEBITS,  /* debits (pending too) never exceed credits: held, refund_payable, store_credit */
    LIMIT_CREDITS, /* credits never exceed debits */
};

/* The chart: an account's kind and limit follow from its code. */
struct chart_row {
    const char *prefix; /* "held:" with a rest, or a whole code such as "bank" */
    enum account_kind kind;
    enum account_limit limit;
    const char *english, *indonesian;
};
const struct chart_row *ledger_chart(size_t *count);
/* NULL: a code outside the chart. */
const struct chart_row *ledger_chart_of(str code);

enum transfer_kind {
    TRANSFER_POSTED, /* moves at once */
    TRANSFER_PENDING,
    TRANSFER_POST,   /* resolves .pending_id: moves amount ≤ the pending one; the rest returns */
    TRANSFER_VOID,   /* resolves .pending_id: all returns */
    TRANSFER_EXPIRE, /* the same, because expires_at passed; made by ledger_expire_due */
    TRANSFER_KIND_COUNT
};

struct transfer {
    str id; /* made by the caller and kept before it is sent: "capture:payment:7" */
    enum transfer_kind kind;
    str debit, credit; /* account codes; empty for POST, VOID and EXPIRE */
    money amount;      /* > 0; minor 0 for POST means the whole, VOID and EXPIRE have none */
    str code;          /* why: "capture", "release", "refund", … */
    str subject;       /* "order:12" */
    str pending_id;
    int64_t expires_at; /* PENDING only; 0: never */
    int64_t at;         /* filled when read */
};

struct transfer_list {
    struct transfer *item;
    size_t count;
};

struct balance {
    int64_t debits_pending, debits_posted, credits_pending, credits_posted;
    int64_t minor; /* posted, in the direction that is normal for the account's kind */
};

/* One transfer. Same id, same fields: harmless. */
MUST_USE enum err ledger_post(struct ctx *c, const struct transfer *t);
/* All or none: after a refusal the caller must let its transaction roll back. */
MUST_USE enum err ledger_post_chain(struct ctx *c, const struct transfer *t, size_t count);
/* Voids pending transfers whose time has passed, at most `limit`. */
MUST_USE enum err ledger_expire_due(struct ctx *c, int64_t limit, int64_t *expired);

/* An account never used has a balance of zero. */
MUST_USE enum err ledger_balance(struct ctx *c, str code, struct balance *out);
/* Sum of the balances of all accounts whose code starts so ("held:"). */
MUST_USE enum err ledger_balance_of(struct ctx *c, str prefix, struct balance *out);
MUST_USE enum err ledger_get(struct ctx *c, str id, struct transfer *out); /* ERR_NOT_FOUND */
MUST_USE enum err ledger_list_of_subject(struct ctx *c, str subject,
                                         struct transfer_list *out); /* at most 200, oldest first */
/* All, oldest first, for the journal: at most 200 after the number given; `last` is that of the last row. */
MUST_USE enum err ledger_page(struct ctx *c, int64_t after, struct transfer_list *out,
                              int64_t *last);
/* All, newest first, for readers: at most LEDGER_PAGE before the number given (0: from the end). */
enum { LEDGER_PAGE = 50 };
MUST_USE enum err ledger_page_back(struct ctx *c, int64_t before, struct transfer_list *out,
                                   int64_t *last);

struct account {
    str code; /* "bank", or "held:" for the sum of all accounts of a prefix */
    enum account_kind kind;
    struct balance balance;
};
struct account_list {
    struct account *item;
    size_t count;
};
/* The chart with its balances, a row for each that ever moved: however many orders there are, it stays a page. */
MUST_USE enum err ledger_balances(struct ctx *c, struct account_list *out);

#endif
