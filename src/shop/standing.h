/* SPDX-License-Identifier: Apache-2.0 */
/*
 * standing.h - what protects the shop from those who abuse guarantees, and what protects everybody else from that.
 *
 * Purpose    Weighs the claims and the parcels refused on delivery of one phone number. May add a step (goods back before the money, a signature,
 *            no cash on delivery); never refuses a claim, an order or a remedy. Whoever it concerns reads it, with figures and end, and contests it.
 * Layer      shop; uses decision, override, event, notice, vault.
 * Units      shares in ten-thousandths (_bp); instants in µs.
 * Ownership  everything returned lives in ctx->arena.
 * Errors     ERR_NOT_FOUND; ERR_STATE: ended, or contested before; ERR_BAD_INPUT: no reason; ERR_DB.
 * Invariants fewer than STANDING_ORDERS_MIN delivered orders never add a step for claims; a step has its figures and an end when it begins, and no
 *            timer: past its end it does not hold. What was lifted is never counted again.
 *            The mean is that of everybody else's orders.
 * Source     beta-binomial shrinkage: rate = (k + s·m) / (n + s); acts when the 95 % lower bound exceeds a multiple of m.
 *
 *   active ─contest─→ contested ─upheld─→ lifted
 *      │                  └─────not─────→ kept (until its end)
 *      └─lift (staff, with a reason)────→ lifted
 *
 * What counts as a claim. An order counts once, however many claims it has, so that one bad parcel is one bad parcel. It counts when a claim
 * ended (settled or refused) and nothing showed that the shop was at fault. It does not count when a second person decided for the
 * buyer, when the goods came back and were as the buyer said, when they were lost on the way back, or when the shop was silent: what the shop's own
 * evidence or own failing decided tells about the shop. Nor does a claim that is open or withdrawn: nothing is known yet, or nothing was taken.
 * A parcel that never arrived is not among the delivered orders at all.
 */
#ifndef SHOP_STANDING_H
#define SHOP_STANDING_H

#include "core/decision.h"
#include "shop/order.h"

typedef struct {
    int64_t v;
} standing_id;

enum {
    STANDING_ORDERS_MIN = 5,     /* a single claim, or a single bad month, never flags a buyer */
    STANDING_STRENGTH = 20,      /* the mean weighs as much as twenty orders: at a mean of 5 % it takes five claims of five, at 2 % three */
    STANDING_MULTIPLE = 2,       /* twice the mean, beyond doubt: less is bad luck, or a shop that packs badly */
    STANDING_MEAN_MIN_BP = 200,  /* in a shop without claims the first one would be infinitely many times the mean */
    STANDING_LOOKS_BACK_DAYS = 365, /* people change, and so do shops */
    STANDING_LASTS_DAYS = 90,
    STANDING_REFUSALS = 2,       /* one refused parcel has many reasons; the shop pays the way there and back each time */
    STANDING_ATTEMPTS = 2,       /* one failed attempt is the courier's everyday */
    STANDING_LIST_MAX = 100,
};

enum standing_kind {
    STANDING_RETURN_FIRST, /* the goods come back before money or replacement leave */
    STANDING_SIGNATURE,    /* the courier asks for a signature */
    STANDING_NO_COD,       /* every other way to pay stays */
    STANDING_KIND_COUNT
};
enum standing_state {
    STANDING_ACTIVE,
    STANDING_CONTESTED, /* a second person decides; it holds meanwhile */
    STANDING_KEPT,      /* decided: it stays until its end */
    STANDING_LIFTED,
    STANDING_STATE_COUNT
};
str standing_kind_name(enum standing_kind kind);
str standing_state_name(enum standing_state state);

/* The figures it rests on. */
struct standing_figures {
    int64_t orders, claims, refusals;
    int64_t mean_bp, rate_bp, low_bp;
    int64_t missing; /* of the claims: goods said not to have come though the courier says so */
};
struct standing {
    standing_id id;
    person_id person;
    enum standing_kind kind;
    enum standing_state state;
    int64_t since_at, until_at, contested_at, lifted_at;
    int64_t lifted_by;   /* staff; 0: a decision, or not lifted */
    vault_text_id words; /* what the person says against it; 0: nothing */
    struct standing_figures why;
};
struct standing_list {
    struct standing *item;
    size_t count;
};
str standing_subject(struct ctx *c, standing_id id); /* "standing:12" */
bool standing_is_running(const struct standing *s, int64_t now_at);

/* The figures of a person's phone number as they are now. */
MUST_USE enum err standing_weigh(struct ctx *c, person_id person, struct standing_figures *out);
/* A claim ended, or a parcel came back: adds the steps that now hold, tells the person. */
MUST_USE enum err standing_look(struct ctx *c, person_id person);
/* Whether the step holds for the person's phone number now. Nobody's number (erased): no. */
MUST_USE enum err standing_holds(struct ctx *c, person_id person, enum standing_kind kind,
                                 bool *out);
/* The same for a number that was typed; normalised. */
MUST_USE enum err standing_holds_phone(struct ctx *c, str phone, enum standing_kind kind,
                                       bool *out);

MUST_USE enum err standing_get(struct ctx *c, standing_id id, struct standing *out);
/* What the person's number has or had in the last STANDING_LASTS_DAYS, newest first. */
MUST_USE enum err standing_list_of(struct ctx *c, person_id person, struct standing_list *out);
/* Running ones of everybody, the first to end first. */
MUST_USE enum err standing_list_running(struct ctx *c, struct standing_list *out);
/* The person's latest order: where they read of it. ERR_NOT_FOUND. */
MUST_USE enum err standing_order(struct ctx *c, const struct standing *s, struct order *out);

/* The person says why it is wrong; a second person decides within two days, or it is lifted. ERR_STATE: over, or contested before. */
MUST_USE enum err standing_contest(struct ctx *c, standing_id id, person_id by, str words);
/* Staff lift it; the reason is an override. */
MUST_USE enum err standing_lift(struct ctx *c, standing_id id, str reason);
/* decision_hooks.decided[DECISION_STANDING] */
MUST_USE enum err standing_decided(struct ctx *c, const struct decision *d);

/* Kinds of core/notice.h; the subject is "standing:ID". */
#define NOTICE_STANDING_BEGAN "standing_began"
#define NOTICE_STANDING_ENDED "standing_ended"

#endif
