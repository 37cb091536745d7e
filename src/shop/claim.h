/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - something is wrong with what was bought: returns, exchanges, money back, warranty.
 *
 * Purpose    A claim from its opening to its end. Silence of the shop accepts it, evidence protects the shop, a second person decides a contest,
 *            the buyer may appeal once. Who may take which step is the table in claim_steps.c.
 * Layer      shop; uses order, shipment, refund, stock, promise, decision, policy, event, vault, notice.
 * Units      minor units; instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_STATE: not a step from here. ERR_FORBIDDEN: not this actor's step. ERR_UNPROCESSABLE: see claim_verdict. ERR_OUT_OF_STOCK:
 *            nothing to replace it with. ERR_NOT_FOUND, ERR_BAD_INPUT, ERR_DB.
 * Invariants an open claim has an open promise or waits for somebody until a date; a piece is in one open claim; never more paid back than
 *            captured, never after a chargeback; every step is a row of claim_step and an event; words lie in the vault.
 *
 *   open ──accept─→ return_due → return_sent → return_received ─ok─→ remedy_due → remedy_sent → settled
 *     ├─propose─→ proposed ──agree──┘ (or at once ────────────────────┘)            (in advance: remedy first, return after)
 *     │               └─decline─→ contested          return_received ─not ok─→ inspected_not_ok ─dispute─→ contested
 *     ├─contest─→ contested ─upheld─→ remedy   ─not─→ denied ─appeal─→ appealed ─upheld─→ remedy   ─not─→ refused
 *     └─silence at the due time: accepted as wished
 *   open ─choose (another wish)─→ open;   any open, lapsed → settled (paid by the marketplace that holds the money);   any open → withdrawn | charged_back;   proposed, return_due past their date → lapsed ─resume─→ where it was
 */
#ifndef SHOP_CLAIM_H
#define SHOP_CLAIM_H

#include "shop/order.h"

typedef struct {
    int64_t v;
} claim_id;

enum { CLAIMS_MAX = 50, CLAIM_STEPS_MAX = 100 };

enum claim_kind {
    CLAIM_NOT_RECEIVED,
    CLAIM_DAMAGED,
    CLAIM_DEFECTIVE,
    CLAIM_WRONG_ITEM,
    CLAIM_MISSING_PART,
    CLAIM_NOT_AS_DESCRIBED,
    CLAIM_CHANGED_MIND,
    CLAIM_WARRANTY,
    CLAIM_KIND_COUNT
};
enum claim_remedy {
    REMEDY_REFUND,
    REMEDY_PARTIAL_REFUND, /* the goods stay */
    REMEDY_REPLACEMENT,
    REMEDY_MISSING_PART,
    REMEDY_REPAIR,
    REMEDY_EXCHANGE, /* for another variant of the same product */
    REMEDY_COUNT /* none yet */
};
enum claim_state {
    CLAIM_OPEN,
    CLAIM_PROPOSED,
    CLAIM_CONTESTED,
    CLAIM_DENIED,
    CLAIM_APPEALED,
    CLAIM_RETURN_DUE,
    CLAIM_RETURN_SENT,
    CLAIM_RETURN_RECEIVED,
    CLAIM_INSPECTED_NOT_OK,
    CLAIM_REMEDY_DUE,
    CLAIM_REMEDY_SENT,
    CLAIM_SETTLED,
    CLAIM_REFUSED,
    CLAIM_WITHDRAWN,
    CLAIM_LAPSED,
    CLAIM_CHARGED_BACK,
    CLAIM_STATE_COUNT
};
str claim_kind_name(enum claim_kind kind);
MUST_USE bool claim_kind_of(str name, enum claim_kind *out);
str claim_remedy_name(enum claim_remedy remedy); /* empty for REMEDY_COUNT */
MUST_USE bool claim_remedy_of(str name, enum claim_remedy *out);
bool claim_remedy_is_money(enum claim_remedy remedy);
str claim_state_name(enum claim_state state);
MUST_USE bool claim_state_of(str name, enum claim_state *out);
bool claim_is_closed(enum claim_state state);
/* Whether a kind can be answered by this remedy at all (no replacement for a changed mind). */
bool claim_remedy_fits(enum claim_kind kind, enum claim_remedy remedy, int64_t round);
/* Another variant of the same product. */
struct claim_other {
    sku_id variant; /* 0: none */
    str sku, options;
    money unit;
};
struct claim_line {
    int64_t line_id, quantity, came; /* came: of those said not to have come, in parcels that are here */
    str sku; /* of what is asked: instead of line_id; of what is read, with the four below: what the buyer has in hand */
    str name, options;
    sku_id variant;
    money unit;
    struct claim_other other; /* of an exchange: what is given instead; of what is asked: its SKU */
    sku_id wished;            /* what the buyer named, when the shop proposes another */
};
struct claim {
    claim_id id;
    str number;
    order_id order;
    person_id person;
    enum claim_kind kind;
    enum claim_remedy wish, remedy; /* remedy: REMEDY_COUNT until agreed */
    money wish_amount, amount;      /* amount: of the agreed refund, or of the difference of an exchange */
    enum claim_state state, lapsed_from;
    int64_t round; /* the third time the buyer may always have the money */
    int64_t opened_at, changed_at, waits_until, closed_at, returned_at, arrived_at;
    bool needs_return, is_advance, is_by_rule;
    bool by_marketplace; /* whose money guarantee gives it back: theirs, not counted as ours */
    int64_t first_by, refund;
    int64_t difference_refund; /* of an exchange for something cheaper */
    int64_t sent_due_at, sent_asked_at; /* the replacement's promised day; when the buyer was asked about it; 0: not */
    int64_t sent_delivered_at;          /* as the courier says; arrived_at once the buyer or time agrees */
    int64_t reminded_at;
    money postage; /* what the buyer paid for the way back */
    int64_t postage_refund;
    str return_carrier, return_number, disposition, sent_carrier, sent_number, reference;
    struct claim_line *line; /* NULL in lists */
    size_t line_count;
};
struct claim_list {
    struct claim *item;
    size_t count;
};
struct claim_step {
    int64_t id, at;
    str act;
    enum claim_state from, to;
    struct actor by;
    enum claim_remedy remedy;
    money amount;
    vault_text_id text; /* 0: no words */
};
struct claim_step_list {
    struct claim_step *item;
    size_t count;
};

MUST_USE enum err claim_get(struct ctx *c, claim_id id, struct claim *out); /* with lines */
MUST_USE enum err claim_by_number(struct ctx *c, str number, struct claim *out);
MUST_USE enum err claim_list_of(struct ctx *c, order_id order,
                                struct claim_list *out); /* with lines, oldest first */
MUST_USE enum err claim_steps_of(struct ctx *c, claim_id id, struct claim_step_list *out);
/* Whether the table of steps has "accept", "withdraw" … for this role from here. */
bool claim_may(const struct claim *k, enum role role, str act);
str claim_subject(struct ctx *c, claim_id id); /* "claim:12" */
/* The open promise that falls due first (its own, its second person's, its order's refund). ERR_NOT_FOUND: it waits for the buyer. */
MUST_USE enum err claim_next_promise(struct ctx *c, const struct claim *k, struct promise *out);

#endif
