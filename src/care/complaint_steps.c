/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_steps.c - who may take which step, from where to where, and the words for it. */
#include "care/complaint_store.h"

enum { PERSON = 1, SHOP = 2, RULE = 4, SECOND = 8 };

struct step {
    enum complaint_act act;
    enum complaint_state from, to;
    unsigned by;
};

#define ANY_OPEN(act, to, by)                                                                      \
    { act, COMPLAINT_RECEIVED, to, by }, { act, COMPLAINT_INVESTIGATING, to, by },                 \
    { act, COMPLAINT_WAITING_CUSTOMER, to, by }, { act, COMPLAINT_WAITING_THIRD_PARTY, to, by }

static const struct step steps[] = {
    { COMPLAINT_ACT_ACKNOWLEDGE, COMPLAINT_RECEIVED, COMPLAINT_INVESTIGATING, SHOP },
    { COMPLAINT_ACT_ACKNOWLEDGE, COMPLAINT_INVESTIGATING, COMPLAINT_INVESTIGATING, SHOP },
    ANY_OPEN(COMPLAINT_ACT_ASK, COMPLAINT_WAITING_CUSTOMER, SHOP),
    ANY_OPEN(COMPLAINT_ACT_WAIT, COMPLAINT_WAITING_THIRD_PARTY, SHOP),
    { COMPLAINT_ACT_GO_ON, COMPLAINT_WAITING_CUSTOMER, COMPLAINT_INVESTIGATING, SHOP | PERSON },
    { COMPLAINT_ACT_GO_ON, COMPLAINT_WAITING_THIRD_PARTY, COMPLAINT_INVESTIGATING, SHOP },
    ANY_OPEN(COMPLAINT_ACT_PROPOSE, COMPLAINT_PROPOSED, SHOP),
    ANY_OPEN(COMPLAINT_ACT_REJECT, COMPLAINT_REJECTED, SHOP),
    ANY_OPEN(COMPLAINT_ACT_OVERDUE, COMPLAINT_ESCALATED, RULE),
    { COMPLAINT_ACT_AGREE, COMPLAINT_PROPOSED, COMPLAINT_REMEDY_DUE, PERSON },
    { COMPLAINT_ACT_DECLINE, COMPLAINT_PROPOSED, COMPLAINT_ESCALATED, PERSON },
    { COMPLAINT_ACT_CONTEST, COMPLAINT_REJECTED, COMPLAINT_ESCALATED, PERSON },
    { COMPLAINT_ACT_CONTEST, COMPLAINT_REMEDY_DUE, COMPLAINT_ESCALATED, PERSON },
    { COMPLAINT_ACT_CONTEST, COMPLAINT_REMEDIED, COMPLAINT_ESCALATED, PERSON },
    { COMPLAINT_ACT_UPHOLD, COMPLAINT_ESCALATED, COMPLAINT_REMEDY_DUE, SECOND },
    { COMPLAINT_ACT_DENY, COMPLAINT_ESCALATED, COMPLAINT_CLOSED, SECOND },
    { COMPLAINT_ACT_REMEDY, COMPLAINT_REMEDY_DUE, COMPLAINT_REMEDIED, SHOP },
    { COMPLAINT_ACT_CONFIRM, COMPLAINT_REMEDIED, COMPLAINT_CLOSED, PERSON },
    { COMPLAINT_ACT_CONFIRM, COMPLAINT_REMEDY_DUE, COMPLAINT_CLOSED, PERSON },
    { COMPLAINT_ACT_DISPUTE, COMPLAINT_CLOSED, COMPLAINT_EXTERNAL, SHOP | PERSON },
    { COMPLAINT_ACT_RULED_FOR, COMPLAINT_EXTERNAL, COMPLAINT_REMEDY_DUE, SHOP },
    { COMPLAINT_ACT_RULED_AGAINST, COMPLAINT_EXTERNAL, COMPLAINT_CLOSED, SHOP },
    ANY_OPEN(COMPLAINT_ACT_WITHDRAW, COMPLAINT_CLOSED, PERSON),
    { COMPLAINT_ACT_WITHDRAW, COMPLAINT_PROPOSED, COMPLAINT_CLOSED, PERSON },
    { COMPLAINT_ACT_WITHDRAW, COMPLAINT_REJECTED, COMPLAINT_CLOSED, PERSON },
    { COMPLAINT_ACT_WITHDRAW, COMPLAINT_ESCALATED, COMPLAINT_CLOSED, PERSON },
    { COMPLAINT_ACT_WITHDRAW, COMPLAINT_REMEDY_DUE, COMPLAINT_CLOSED, PERSON },
    { COMPLAINT_ACT_WITHDRAW, COMPLAINT_EXTERNAL, COMPLAINT_CLOSED, PERSON },
    ANY_OPEN(COMPLAINT_ACT_DUPLICATE, COMPLAINT_CLOSED, SHOP),
    { COMPLAINT_ACT_NOT_ONE, COMPLAINT_RECEIVED, COMPLAINT_CLOSED, SHOP },
    { COMPLAINT_ACT_NOT_ONE, COMPLAINT_INVESTIGATING, COMPLAINT_CLOSED, SHOP },
    { COMPLAINT_ACT_LAPSE, COMPLAINT_WAITING_CUSTOMER, COMPLAINT_CLOSED, RULE },
    { COMPLAINT_ACT_LAPSE, COMPLAINT_PROPOSED, COMPLAINT_CLOSED, RULE },
    { COMPLAINT_ACT_LAPSE, COMPLAINT_REJECTED, COMPLAINT_CLOSED, RULE },
    { COMPLAINT_ACT_LAPSE, COMPLAINT_REMEDIED, COMPLAINT_CLOSED, RULE },
    { COMPLAINT_ACT_REOPEN, COMPLAINT_CLOSED, COMPLAINT_INVESTIGATING, PERSON | SHOP },
};

struct words {
    const char *name;
    const char *label[LANG_COUNT];
    bool needs_text;
};

static const struct words states[COMPLAINT_STATE_COUNT] = {
    [COMPLAINT_RECEIVED] = { "received", { "Diterima", "Received" }, false },
    [COMPLAINT_INVESTIGATING] = { "investigating", { "Sedang diperiksa", "Being looked into" }, false },
    [COMPLAINT_WAITING_CUSTOMER] = { "waiting_customer", { "Menunggu jawaban Anda", "Waiting for your answer" }, false },
    [COMPLAINT_WAITING_THIRD_PARTY] = { "waiting_third_party", { "Menunggu pihak lain; janji kami tetap berjalan", "Waiting for somebody else; our promise runs on" }, false },
    [COMPLAINT_PROPOSED] = { "proposed", { "Ada usul penyelesaian", "A remedy is proposed" }, false },
    [COMPLAINT_REJECTED] = { "rejected", { "Ditolak, dengan alasan", "Rejected, with reasons" }, false },
    [COMPLAINT_ESCALATED] = { "escalated", { "Sedang diputus orang kedua", "A second person is deciding" }, false },
    [COMPLAINT_REMEDY_DUE] = { "remedy_due", { "Disepakati, sedang diselesaikan", "Agreed, being put right" }, false },
    [COMPLAINT_REMEDIED] = { "remedied", { "Sudah diselesaikan, menunggu konfirmasi Anda", "Put right, please confirm" }, false },
    [COMPLAINT_EXTERNAL] = { "external_dispute", { "Di lembaga luar", "With an outside body" }, false },
    [COMPLAINT_CLOSED] = { "closed", { "Ditutup", "Closed" }, false },
};

static const struct words acts[COMPLAINT_ACT_COUNT] = {
    [COMPLAINT_ACT_OPEN] = { "open", { "Pengaduan diterima", "Complaint received" }, false },
    [COMPLAINT_ACT_ACKNOWLEDGE] = { "acknowledge", { "Dibaca dan dinilai", "Read and assessed" }, true },
    [COMPLAINT_ACT_ASK] = { "ask", { "Kami bertanya kepada Anda", "We asked you something" }, true },
    [COMPLAINT_ACT_WAIT] = { "wait", { "Menunggu pihak lain", "Waiting for somebody else" }, true },
    [COMPLAINT_ACT_GO_ON] = { "go_on", { "Diperiksa lagi", "Looked into again" }, false },
    [COMPLAINT_ACT_PROPOSE] = { "propose", { "Usul penyelesaian", "Remedy proposed" }, true },
    [COMPLAINT_ACT_REJECT] = { "reject", { "Ditolak dengan alasan", "Rejected with reasons" }, true },
    [COMPLAINT_ACT_AGREE] = { "agree", { "Usul diterima", "Proposal accepted" }, false },
    [COMPLAINT_ACT_DECLINE] = { "decline", { "Usul tidak diterima: naik ke orang kedua", "Proposal declined: goes to a second person" }, false },
    [COMPLAINT_ACT_CONTEST] = { "contest", { "Keberatan: naik ke orang kedua", "Contested: goes to a second person" }, true },
    [COMPLAINT_ACT_OVERDUE] = { "overdue", { "Tidak diputus pada waktunya: naik ke orang kedua", "Not decided in time: goes to a second person" }, false },
    [COMPLAINT_ACT_UPHOLD] = { "uphold", { "Diputus untuk Anda", "Decided for you" }, false },
    [COMPLAINT_ACT_DENY] = { "deny", { "Orang kedua menguatkan keputusan toko", "The second person confirmed the shop's decision" }, false },
    [COMPLAINT_ACT_REMEDY] = { "remedy", { "Sudah diselesaikan", "Put right" }, true },
    [COMPLAINT_ACT_CONFIRM] = { "confirm", { "Dikonfirmasi selesai", "Confirmed as settled" }, false },
    [COMPLAINT_ACT_DISPUTE] = { "dispute", { "Dibawa ke lembaga luar", "Taken to an outside body" }, true },
    [COMPLAINT_ACT_RULED_FOR] = { "ruled_for", { "Lembaga luar memutus untuk Anda", "The outside body decided for you" }, true },
    [COMPLAINT_ACT_RULED_AGAINST] = { "ruled_against", { "Lembaga luar memutus untuk toko", "The outside body decided for the shop" }, true },
    [COMPLAINT_ACT_WITHDRAW] = { "withdraw", { "Ditarik", "Withdrawn" }, false },
    [COMPLAINT_ACT_DUPLICATE] = { "duplicate", { "Sama dengan pengaduan lain", "The same as another complaint" }, false },
    [COMPLAINT_ACT_NOT_ONE] = { "not_a_complaint", { "Dinilai bukan pengaduan, dengan alasan", "Judged not to be a complaint, with a reason" }, true },
    [COMPLAINT_ACT_LAPSE] = { "lapse", { "Lewat batas waktu menunggu", "The time to answer is over" }, false },
    [COMPLAINT_ACT_REOPEN] = { "reopen", { "Dibuka lagi", "Reopened" }, true },
};

static unsigned class_of(enum role role)
{
    switch (role) {
    case ROLE_VISITOR:
    case ROLE_BUYER:
        return PERSON;
    case ROLE_OWNER:
    case ROLE_MANAGER:
    case ROLE_CARE:
        return SHOP;
    case ROLE_SYSTEM:
        return RULE;
    case ROLE_REVIEWER:
    case ROLE_FULFILMENT:
    case ROLE_PRIVACY:
    case ROLE_AUDITOR:
    case ROLE_COUNT:
        break;
    }
    return 0;
}

enum err complaint_step_to(struct ctx *c, const struct complaint *k, enum complaint_act act,
                           bool is_second, enum complaint_state *out)
{
    bool is_known = false;
    unsigned by = is_second ? SECOND : class_of(c->actor.role);
    for (size_t i = 0; i < COUNT(steps); i++) {
        bool is_from = steps[i].act == act && steps[i].from == k->state;
        is_known = is_known || is_from;
        if (is_from && (steps[i].by & by) != 0) {
            *out = steps[i].to;
            return OK;
        }
    }
    return fail(c, is_known ? ERR_FORBIDDEN : ERR_STATE, "complaint %" PRId64 ": %s from %s",
                k->id.v, acts[act].name, states[k->state].name);
}

bool complaint_can(const struct complaint *k, enum complaint_act act, enum role by)
{
    for (size_t i = 0; i < COUNT(steps); i++) {
        if (steps[i].act == act && steps[i].from == k->state && (steps[i].by & class_of(by)) != 0) {
            return true;
        }
    }
    return false;
}

bool complaint_needs_text(enum complaint_act act)
{
    return acts[act].needs_text;
}

str complaint_state_name(enum complaint_state state)
{
    CHECK(state < COMPLAINT_STATE_COUNT);
    return str_of(states[state].name);
}

str complaint_state_label(enum complaint_state state, enum lang lang)
{
    CHECK(state < COMPLAINT_STATE_COUNT && lang < LANG_COUNT);
    return str_of(states[state].label[lang]);
}

bool complaint_state_of(str name, enum complaint_state *out)
{
    for (enum complaint_state s = 0; s < COMPLAINT_STATE_COUNT; s++) {
        if (str_eq(name, str_of(states[s].name))) {
            *out = s;
            return true;
        }
    }
    return false;
}

str complaint_act_name(enum complaint_act act)
{
    CHECK(act < COMPLAINT_ACT_COUNT);
    return str_of(acts[act].name);
}

str complaint_act_label(enum complaint_act act, enum lang lang)
{
    CHECK(act < COMPLAINT_ACT_COUNT && lang < LANG_COUNT);
    return str_of(acts[act].label[lang]);
}

bool complaint_act_of(str name, enum complaint_act *out)
{
    for (enum complaint_act a = 0; a < COMPLAINT_ACT_COUNT; a++) {
        if (str_eq(name, str_of(acts[a].name))) {
            *out = a;
            return true;
        }
    }
    return false;
}
