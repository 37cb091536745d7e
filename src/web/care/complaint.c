/* SPDX-License-Identifier: Apache-2.0 */
/* complaint.c - one complaint, as the person it belongs to follows it by its link. */
#include "web/care/complaint.h"
#include "web/reader.h"

#include "base/ink.h"
#include "care/conversation_said.h"
#include "core/attachment.h"
#include "core/link.h"
#include "core/setting.h"
#include "web/care/talk.h"
#include "web/shop/card.h"
#include "web/shop/order_model.h"
#include "web/shop/outlook.h"

struct complaint_ask {
    str key;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct complaint_ask, key, 0, 64, "", .is_optional = true),
};
const struct form complaint_query = QUERY_FORM("complaint_link", ask_fields, struct complaint_ask);

struct step_input {
    str act, words;
    struct form_file picture;
};
static const struct form_option person_acts[] = {
    { "agree", "Accept the proposal" }, { "decline", "Decline the proposal" }, { "contest", "Contest the decision" },
    { "confirm", "It is settled" }, { "withdraw", "Withdraw the complaint" }, { "reopen", "Reopen with new facts" },
    { "dispute", "I took it to an outside body" },
};
static const struct field step_fields[] = {
    FIELD(CHOICE, struct step_input, act, 1, 20, "Please choose.", .label = "Step", OPTIONS(person_acts)),
    FIELD(LINES, struct step_input, words, 0, 5000, "At most 5000 characters.", .label = "Your words", .is_optional = true,
          .hint = "Please say why if you decline, contest or reopen."),
    FIELD(FILE, struct step_input, picture, 0, ATTACHMENT_BYTES_MAX, COMPLAINT_FILE_WORDS, .label = "A picture, if it helps",
          .is_optional = true),
};
const struct form complaint_step_form = FORM("complaint_step", step_fields, struct step_input);

struct message_input {
    str text;
    struct form_file file;
};
static const struct field message_fields[] = {
    FIELD(LINES, struct message_input, text, 0, 5000, "At most 5000 characters.", .label = "Your message", .is_optional = true),
    FIELD(FILE, struct message_input, file, 0, ATTACHMENT_BYTES_MAX, COMPLAINT_FILE_WORDS, .label = "A picture, if it helps",
          .is_optional = true),
};
const struct form complaint_message_form =
    FORM("complaint_message", message_fields, struct message_input);

static const struct model_field step_model_fields[] = {
    SHOW(INSTANT, "at"), SHOW(TEXT, "act"), SHOW(TEXT, "name"), SHOW(TEXT, "state"), SHOW(TEXT, "by"), PAGE_ONLY(TEXT, "who"),
    PERSONAL(TEXT, "text"),
};
const struct model complaint_step_model = MODEL("complaint_case_step", step_model_fields);
static const struct model_field said_fields[] = {
    SHOW(INSTANT, "at"), SHOW(TEXT, "author"), PAGE_ONLY(TEXT, "who"), PAGE_ONLY(BOOL, "is_shop"), PERSONAL(TEXT, "text"),
    SHOW(BOOL, "is_deleted"), SHOW(LIST, "files", .of = &talk_file_model),
};
const struct model complaint_message_model = MODEL("complaint_message", said_fields);
static const struct model_field recourse_fields[] = { SHOW(TEXT, "name"), SHOW(TEXT, "text") };
const struct model complaint_recourse_model = MODEL("recourse", recourse_fields);
static const struct model_field act_fields[] = {
    SHOW(TEXT, "act"), SHOW(TEXT, "label"), PAGE_ONLY(BOOL, "is_main"),
};
static const struct model act_model = MODEL("complaint_act", act_fields);
static const struct model_field complaint_fields[] = {
    SHOW(TEXT, "number"), SHOW_OR_NULL(TEXT, "key", .note = "Only in the reply to who sent the complaint."), SHOW(TEXT, "state"),
    PAGE_ONLY(TEXT, "state_text"), SHOW(BOOL, "is_open"), SHOW_OR_NULL(TEXT, "outcome"), PAGE_ONLY(TEXT, "outcome_text"),
    SHOW_OR_NULL(TEXT, "verdict"), PERSONAL(TEXT, "subject"), PERSONAL(TEXT, "wish"), PERSONAL(TEXT, "decision_text"),
    SHOW_OR_NULL(TEXT, "order_number"), SHOW(BOOL, "is_safety"), SHOW(INSTANT, "received_at"), SHOW_OR_NULL(INSTANT, "remedy_due_at"),
    SHOW_OR_NULL(INSTANT, "waits_until"), SHOW_OR_NULL(INSTANT, "closed_at"), SHOW(LIST, "steps", .of = &complaint_step_model),
    SHOW(LIST, "promises", .of = &order_promise_model), SHOW(LIST, "messages", .of = &complaint_message_model),
    SHOW(LIST, "evidence", .of = &complaint_evidence_model),
    SHOW_OR_NULL(OBJECT, "decision", .of = &decision_shown_model, .note = "Of a second person."), SHOW(LIST, "acts", .of = &act_model, .note = "Steps the person may take now."),
    PAGE_ONLY(BOOL, "has_choice"),
    SHOW(LIST, "recourse", .of = &complaint_recourse_model), PAGE_ONLY(OBJECT, "form"), PAGE_ONLY(OBJECT, "message_form"),
};
const struct model complaint_model = MODEL("complaint", complaint_fields);

/* ---- parts ---- */

str complaint_path(struct web *w, const struct complaint *k, const char *rest)
{
    str key =
        w->order_key.size != 0 ? str_join(w->ctx.arena, S("?key="), w->order_key) : (str){ 0 };
    return web_path(w, "/complaints/%.*s%s%.*s", STR_ARG(k->number), rest, STR_ARG(key));
}

str complaint_url(struct web *w, const struct complaint *k)
{
    str key = link_key(&w->ctx, str_join(w->ctx.arena, S("complaint:"), k->number));
    return web_path(w, "/complaints/%.*s?key=%.*s", STR_ARG(k->number), STR_ARG(key));
}

static enum err read_text(struct web *w, vault_text_id id, enum vault_purpose purpose, str *out)
{
    *out = (str){ 0 };
    enum err e = id.v == 0 ? OK : vault_text_read(&w->ctx, id, purpose, out);
    return e == ERR_NOT_FOUND ? OK : e; /* erased with its person */
}

str complaint_who_text(struct web *w, enum role role, enum vault_purpose purpose)
{
    if (role == ROLE_BUYER || role == ROLE_VISITOR) {
        return purpose == PURPOSE_SELF ? say(w, T("You")) : say(w, T("The customer"));
    }
    return role == ROLE_SYSTEM     ? say(w, T("The rule"))
           : role == ROLE_REVIEWER ? say(w, T("The outside reviewer"))
                                   : w->ctx.shop->name;
}

str complaint_by_name(enum role role)
{
    return role == ROLE_BUYER || role == ROLE_VISITOR ? S("person")
           : role == ROLE_SYSTEM                      ? S("rule")
           : role == ROLE_REVIEWER                    ? S("reviewer")
                                                      : S("shop");
}

static enum err show_steps(struct web *w, const struct complaint *k, enum vault_purpose purpose,
                           struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct complaint_step_list list = { 0 };
    TRY(complaint_steps_of(&w->ctx, k->id, &list));
    struct value *steps = value_set_list(a, m, S("steps"));
    for (size_t i = 0; i < list.count; i++) {
        const struct complaint_step *s = &list.item[i];
        struct value *node = value_add_object(a, steps);
        enum complaint_act act = COMPLAINT_ACT_OPEN;
        str text = { 0 };
        bool is_known = complaint_act_of(s->act, &act);
        TRY(read_text(w, s->text, purpose, &text));
        value_set_instant(a, node, S("at"), s->at);
        value_set_text(a, node, S("act"), s->act);
        value_set_text(a, node, S("name"),
                       is_known ? complaint_act_label(act, w->ctx.lang) : s->act);
        value_set_text(a, node, S("state"), complaint_state_name(s->to));
        value_set_text(a, node, S("by"), complaint_by_name(s->by.role));
        value_set_text(a, node, S("who"), complaint_who_text(w, s->by.role, purpose));
        show_text_or_null(w, node, S("text"), text);
    }
    return OK;
}

/* What waits to be sent by hand was not said yet; notes are the desk's; what another person said is theirs. */
static bool is_shown(const struct complaint *k, const struct said *s)
{
    bool waits = s->direction == SAID_OUT && s->delivery == DELIVERY_WAITING &&
                 channel_row(s->channel)->way == WAY_HAND;
    return s->direction != SAID_NOTE && s->person.v == k->person.v && !waits;
}

static enum err show_message(struct web *w, const struct conversation *v, const struct said *s,
                             enum vault_purpose purpose, struct value *node)
{
    struct arena *a = w->ctx.arena;
    str text = { 0 };
    bool is_shop = s->author != AUTHOR_BUYER;
    bool is_own = purpose == PURPOSE_SELF;
    str key = is_own ? link_key(&w->ctx, str_join(a, S("conversation:"), v->number)) : (str){ 0 };
    str path = web_path(w, is_own ? "/conversations/%.*s/messages" : "/admin/inbox/%.*s/messages",
                        STR_ARG(v->number));
    if (s->deleted_at == 0 || !is_own) { /* taken back: our evidence stays, for staff only */
        TRY(read_text(w, s->text, purpose, &text));
    }
    value_set_instant(a, node, S("at"), s->sent_at);
    value_set_text(a, node, S("author"), said_author_name(s->author));
    value_set_bool(a, node, S("is_shop"), is_shop);
    value_set_bool(a, node, S("is_deleted"), s->deleted_at != 0);
    value_set_text(a, node, S("who"),
                   is_shop ? w->ctx.shop->name : complaint_who_text(w, ROLE_BUYER, purpose));
    show_text_or_null(w, node, S("text"), text);
    return talk_show_files(w, s->id, path, is_own ? str_join(a, S("?key="), key) : key, node);
}

static enum err show_said_in(struct web *w, const struct complaint *k, conversation_id id,
                             enum vault_purpose purpose, struct value *messages)
{
    struct said_list list = { 0 };
    struct conversation v = { 0 };
    TRY(conversation_get(&w->ctx, id, &v));
    TRY(conversation_messages(&w->ctx, id, &list));
    for (size_t i = 0; i < list.count; i++) {
        if (is_shown(k, &list.item[i])) {
            struct value *node = value_add_object(w->ctx.arena, messages);
            TRY(show_message(w, &v, &list.item[i], purpose, node));
        }
    }
    return OK;
}

/* A conversation closes by itself and goes on in another; what was said before belongs to the case all the same. */
static enum err show_messages(struct web *w, const struct complaint *k, enum vault_purpose purpose,
                              struct value *m)
{
    enum { CHAIN_MAX = 10 };
    conversation_id chain[CHAIN_MAX];
    size_t count = 0;
    struct value *messages = value_set_list(w->ctx.arena, m, S("messages"));
    conversation_id at = k->conversation;
    while (at.v != 0 && count < CHAIN_MAX) {
        struct conversation v = { 0 };
        enum err e = conversation_get(&w->ctx, at, &v);
        if (e == ERR_NOT_FOUND) {
            break; /* erased with its person */
        }
        TRY(e);
        bool is_merged = v.merged_into.v != 0;
        chain[count] = at;
        count += is_merged ? 0 : 1;
        at = is_merged ? v.merged_into : v.continues;
    }
    for (size_t i = count; i > 0; i--) {
        TRY(show_said_in(w, k, chain[i - 1], purpose, messages));
    }
    return OK;
}

static void recourse_add(struct web *w, struct value *list, str name, str text)
{
    struct value *one = value_add_object(w->ctx.arena, list);
    value_set_text(w->ctx.arena, one, S("name"), name);
    value_set_text(w->ctx.arena, one, S("text"), text);
}

/* Addresses and numbers of bodies change: what was not checked says so. */
void complaint_recourse(struct web *w, struct value *m)
{
    struct value *list = value_set_list(w->ctx.arena, m, S("recourse"));
    recourse_add(w, list, say(w, T("A second person of ours")),
                 say(w, T("Contest the decision on this page: somebody who did not decide first "
                          "looks at it, with reasons and a date.")));
    recourse_add(w, list, say(w, T("BPSK, the consumer dispute body of your city or regency")),
                 say(w, T("Settles disputes between buyers and shops, at the place where you live. "
                          "Ask your local government for its address.")));
    recourse_add(w, list, say(w, T("A consumer organisation (LPKSM), such as YLKI")),
                 say(w, T("Advises and speaks for consumers. Please look up its current address "
                          "yourself; we have not checked it.")));
    recourse_add(w, list,
                 say(w, T("Directorate General of Consumer Protection and Trade Compliance, "
                          "Ministry of Trade")),
                 say(w, T("WhatsApp 0853-1111-1010 or pengaduan.konsumen@kemendag.go.id, as the "
                          "ministry has published; please check that it is still so.")));
}

str complaint_outcome_text(struct web *w, str outcome)
{
    static const struct {
        const char *name;
        str text;
    } rows[] = {
        { "resolved", T_INIT("Settled") },
        { "told_recourse", T_INIT("Not upheld; where else you can go stands below") },
        { "withdrawn", T_INIT("Withdrawn by you") },
        { "duplicate", T_INIT("The same as another complaint of yours") },
        { "not_a_complaint", T_INIT("Judged not to be a complaint; the reason stands below") },
        { "no_reply", T_INIT("Closed because we had no answer from you; it counts as not settled "
                             "and you can reopen it") },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (str_eq(outcome, str_of(rows[i].name))) {
            return text_of(w->ctx.lang, rows[i].text);
        }
    }
    return (str){ 0 };
}

static void show_facts(struct web *w, const struct complaint *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, m, S("number"), k->number);
    value_set_text(a, m, S("state"), complaint_state_name(k->state));
    value_set_text(a, m, S("state_text"), complaint_state_label(k->state, w->ctx.lang));
    value_set_bool(a, m, S("is_open"), complaint_is_open(k));
    show_text_or_null(w, m, S("outcome"), k->outcome);
    show_text_or_null(w, m, S("outcome_text"), complaint_outcome_text(w, k->outcome));
    show_text_or_null(w, m, S("verdict"), k->verdict);
    show_text_or_null(w, m, S("order_number"), k->order_number);
    value_set_bool(a, m, S("is_safety"), k->is_safety);
    value_set_instant(a, m, S("received_at"), k->received_at);
    value_set_instant(a, m, S("remedy_due_at"), k->remedy_due_at);
    value_set_instant(a, m, S("waits_until"), k->waits_until);
    value_set_instant(a, m, S("closed_at"), k->closed_at);
}

static enum err show_words(struct web *w, const struct complaint *k, enum vault_purpose purpose,
                           struct value *m)
{
    const struct {
        str name;
        vault_text_id id;
    } words[] = { { S("subject"), k->subject },
                  { S("wish"), k->wish },
                  { S("decision_text"), k->decision } };
    for (size_t i = 0; i < COUNT(words); i++) {
        str text = { 0 };
        TRY(read_text(w, words[i].id, purpose, &text));
        show_text_or_null(w, m, words[i].name, text);
    }
    return OK;
}

enum err complaint_show(struct web *w, const struct complaint *k, enum vault_purpose purpose,
                        struct value *m)
{
    show_facts(w, k, m);
    TRY(show_words(w, k, purpose, m));
    TRY(show_steps(w, k, purpose, m));
    TRY(show_messages(w, k, purpose, m));
    TRY(complaint_show_files(w, k, purpose, m));
    TRY(decision_show(w, complaint_subject(&w->ctx, k->id), purpose, m));
    TRY(promises_show(w, complaint_subject(&w->ctx, k->id), m));
    complaint_recourse(w, m);
    return OK;
}

/* ---- the person's page ---- */

static void show_acts(struct web *w, const struct complaint *k, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct value *list = value_set_list(a, m, S("acts"));
    bool has_choice = false;
    for (size_t i = 0; i < COUNT(person_acts); i++) {
        enum complaint_act act = COMPLAINT_ACT_COUNT;
        bool is_known = complaint_act_of(str_of(person_acts[i].value), &act);
        if (!is_known || !complaint_can(k, act, ROLE_BUYER)) {
            continue;
        }
        struct value *one = value_add_object(a, list);
        value_set_text(a, one, S("act"), complaint_act_name(act));
        value_set_text(a, one, S("label"), text_of(w->ctx.lang, str_of(person_acts[i].label)));
        value_set_bool(a, one, S("is_main"),
                       act == COMPLAINT_ACT_AGREE || act == COMPLAINT_ACT_CONFIRM);
        has_choice = has_choice || (act != COMPLAINT_ACT_WITHDRAW && act != COMPLAINT_ACT_DISPUTE);
    }
    value_set_bool(a, m, S("has_choice"), has_choice); /* something waits for them */
}

/* Staff read the same page, and write on the board. */
enum err complaint_of_path(struct web *w, struct complaint *out, enum vault_purpose *purpose)
{
    TRY(complaint_by_number(&w->ctx, web_param(w, S("number")), out));
    *purpose = PURPOSE_CARE;
    if (w->order_key.size != 0) {
        w->ctx.actor = (struct actor){ ROLE_BUYER, out->person.v };
        *purpose = PURPOSE_SELF;
    }
    return OK;
}

static enum err show(struct web *w, const struct complaint *k, enum vault_purpose purpose)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    struct form_state step = web_form_state(w, &complaint_step_form);
    struct form_state message = web_form_state(w, &complaint_message_form);
    TRY(reader_see(w, complaint_subject(&w->ctx, k->id)));
    TRY(complaint_show(w, k, purpose, m));
    value_set_null(a, m, S("key"));
    show_acts(w, k, m);
    value_set(m, S("form"),
              form_model(a, &step, complaint_path(w, k, "/steps"), w->csrf_token, w->ctx.lang));
    value_set(
        m, S("message_form"),
        form_model(a, &message, complaint_path(w, k, "/messages"), w->csrf_token, w->ctx.lang));
    w->model = m;
    return OK;
}

enum err complaint_case_page(struct web *w)
{
    struct complaint k = { 0 };
    enum vault_purpose purpose = PURPOSE_CARE;
    TRY(complaint_of_path(w, &k, &purpose));
    return show(w, &k, purpose);
}

enum err complaint_case_again(struct web *w)
{
    return complaint_case_page(w);
}

static enum err show_now(struct web *w, complaint_id id, enum vault_purpose purpose)
{
    struct complaint k = { 0 };
    TRY(complaint_get(&w->ctx, id, &k));
    w->resource = k.number;
    web_redirect(w, complaint_path(w, &k, ""));
    return show(w, &k, purpose);
}

enum err complaint_step_post(struct web *w)
{
    const struct step_input *in = w->form;
    struct complaint k = { 0 };
    enum vault_purpose purpose = PURPOSE_CARE;
    struct complaint_do d = { .text = in->words };
    TRY(complaint_of_path(w, &k, &purpose));
    if (!complaint_act_of(in->act, &d.act)) {
        return web_refuse(w, ERR_BAD_INPUT, S("act"), "Please choose.");
    }
    enum err e = complaint_take(&w->ctx, k.id, &d, &k);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, S("words"), "Please say why, in at least 5 characters.");
    }
    TRY(e);
    TRY(complaint_keep_file(w, &k, &in->picture, S("picture")));
    return show_now(w, k.id, purpose);
}

enum err complaint_message_post(struct web *w)
{
    const struct message_input *in = w->form;
    struct complaint k = { 0 };
    enum vault_purpose purpose = PURPOSE_CARE;
    TRY(complaint_of_path(w, &k, &purpose));
    if (w->order_key.size == 0) {
        return fail(&w->ctx, ERR_FORBIDDEN, "%s", "staff answer on the board");
    }
    if (ink_is_none(in->text) && in->file.bytes.size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("text"), "Please write something, or choose a file.");
    }
    TRY(complaint_said(&w->ctx, k.id, in->text));
    TRY(complaint_keep_file(w, &k, &in->file, S("file")));
    return show_now(w, k.id, purpose);
}

/* ---- what the second person reads ---- */

enum err complaint_story(struct web *w, const struct decision *d, struct value *m,
                         struct value *story)
{
    struct complaint k = { 0 };
    struct complaint_step_list steps = { 0 };
    int64_t id = 0;
    str text = { 0 };
    CHECK(str_to_int(str_cut(d->subject, ':').tail, &id));
    TRY(complaint_get(&w->ctx, (complaint_id){ id }, &k));
    TRY(read_text(w, k.subject, PURPOSE_DECIDE, &text));
    value_set_text(w->ctx.arena, m, S("title"), text);
    TRY(read_text(w, k.wish, PURPOSE_DECIDE, &text));
    show_text_or_null(w, m, S("wish"), text);
    struct said_list said = { 0 };
    TRY(conversation_messages(&w->ctx, k.conversation, &said));
    for (size_t i = 0; i < said.count; i++) {
        if (said.item[i].direction == SAID_NOTE || said.item[i].person.v != k.person.v) {
            continue;
        }
        TRY(read_text(w, said.item[i].text, PURPOSE_DECIDE, &text));
        decision_story_add(w, story,
                           said.item[i].author == AUTHOR_BUYER ? say(w, T("The buyer"))
                                                               : w->ctx.shop->name,
                           said.item[i].sent_at, text);
    }
    TRY(complaint_steps_of(&w->ctx, k.id, &steps));
    for (size_t i = 0; i < steps.count; i++) {
        enum complaint_act act = COMPLAINT_ACT_OPEN;
        bool is_rule = steps.item[i].by.role == ROLE_SYSTEM;
        if (is_rule && complaint_act_of(steps.item[i].act, &act)) {
            decision_story_add(w, story, say(w, T("The rule")), steps.item[i].at,
                               complaint_act_label(act, w->ctx.lang));
        }
    }
    return OK;
}
