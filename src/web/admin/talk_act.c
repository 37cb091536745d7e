/* SPDX-License-Identifier: Apache-2.0 */
/* talk_act.c - answering, noting, and the other steps of the care team. */
#include "care/capture.h"
#include "care/conversation_office.h"
#include "care/conversation_writer.h"
#include "web/admin/answers.h"
#include "web/admin/inbox.h"
#include "web/admin/office.h"
#include "web/care/talk.h"
#include "web/text.h"

static const struct form_option directions[] = { { "out", "Answer" }, { "note", "Internal note" } };
static const struct form_option channels[] = {
    { "email", "By e-mail" }, { "whatsapp", "By WhatsApp, sent by hand" }, { "chat", "On the conversation's page" },
    { "phone", "Said on the telephone" }, { "social", "As a public answer, by hand" }, { "loopback", "Test application" },
};
static const struct form_option thens[] = {
    { "open", "Stay open" }, { "waiting_customer", "Wait for the customer" }, { "solved", "Solved" },
};
static const struct field say_fields[] = {
    FIELD(LINES, struct say_input, text, 1, CONVERSATION_TEXT_MAX_CHARS, "Please write the answer.", .label = "Answer"),
    FIELD(CHOICE, struct say_input, direction, 0, 10, "Please choose.", .label = "Kind", .is_optional = true, OPTIONS(directions)),
    FIELD(CHOICE, struct say_input, channel, 0, 20, "Please choose.", .label = "How it leaves", .is_optional = true, OPTIONS(channels)),
    FIELD(CHOICE, struct say_input, then, 0, 20, "Please choose.", .label = "Afterwards", .is_optional = true, OPTIONS(thens)),
    FIELD(INT, struct say_input, seen, 0, INT64_MAX, "This is not a number.", .is_optional = true, .type = "hidden"),
    FIELD(INT, struct say_input, answer, 0, INT64_MAX, "This is not a number.", .is_optional = true, .type = "hidden"),
    FIELD(BOOL, struct say_input, is_sent, 0, 0, "Yes or no.", .label = "I sent it myself already", .is_optional = true),
};
const struct form admin_say_form = FORM("inbox_say", say_fields, struct say_input);

static const struct form_option acts[] = {
    { "open", "Open" }, { "waiting_customer", "Wait for the customer" }, { "waiting_third_party", "Wait for others" },
    { "solved", "Solved" }, { "spam", "Spam" }, { "snooze", "Snooze" }, { "assign", "Assign" }, { "tag", "Add a tag" },
    { "untag", "Remove a tag" }, { "merge", "Merge" }, { "split", "Split" }, { "owes_nothing", "Needs no answer" },
    { "gone", "The post was taken back" },
};
static const struct field act_fields[] = {
    { .kind = FIELD_CHOICE, .name = "do", .offset = offsetof(struct act_input, act), .max = 30, .message = "Please choose.", .label = "Step",
      OPTIONS(acts) },
    FIELD(INSTANT, struct act_input, until, 0, 0, "When shall it come back?", .label = "Until", .is_optional = true),
    FIELD(INT, struct act_input, staff, 0, INT64_MAX, "This is not a number.", .label = "Who", .is_optional = true),
    FIELD(TEXT, struct act_input, team, 0, 40, "At most 40 characters.", .label = "Team", .is_optional = true),
    FIELD(TEXT, struct act_input, tag, 0, TAG_CHARS_MAX, "At most 40 characters.", .label = "Tag", .is_optional = true),
    FIELD(TEXT, struct act_input, into, 0, 40, "At most 40 characters.", .label = "Number of the other conversation", .is_optional = true),
    FIELD(TEXT, struct act_input, reason, 0, 500, "At most 500 characters.", .label = "Reason", .is_optional = true),
    FIELD(INT, struct act_input, said, 0, INT64_MAX, "This is not a number.", .is_optional = true),
};
const struct form admin_act_form = FORM("inbox_act", act_fields, struct act_input);

static enum err done(struct web *w, conversation_id id)
{
    struct conversation v = { 0 };
    TRY(conversation_get(&w->ctx, id, &v));
    w->resource = v.number;
    office_done(w, inbox_url(w, &v, ""), "saved");
    return inbox_show(w, &v);
}

enum err admin_talk_again(struct web *w)
{
    struct conversation v = { 0 };
    TRY(conversation_find(&w->ctx, w->resource, &v));
    return done(w, v.id);
}

static enum err move_after(struct web *w, conversation_id id, str then)
{
    if (str_eq(then, S("solved"))) {
        return conversation_move(&w->ctx, id, CONVERSATION_SOLVED);
    }
    return str_eq(then, S("waiting_customer"))
               ? conversation_move(&w->ctx, id, CONVERSATION_WAITING_CUSTOMER)
               : OK;
}

void inbox_show_channels(struct web *w, const struct conversation *v, struct value *form)
{
    struct arena *a = w->ctx.arena;
    struct value *field = office_take(form, S("channel"));
    const struct value *all = office_take(field, S("options"));
    struct value *list = value_set_list(a, field, S("options"));
    for (const struct value *at = all->children.first; at != NULL; at = at->next) {
        enum channel channel = CHANNEL_WEB;
        bool is_known = channel_of(value_text(at, S("value")), &channel);
        bool is_app = channel_row(channel)->way == WAY_APP;
        bool is_open =
            channel == v->channel && channel_can_send(channel, v->window_closes_at, w->ctx.now_at);
        if (is_known && (!is_app || is_open)) {
            struct value *one = value_add_object(a, list);
            value_set_text(a, one, S("value"), channel_name(channel));
            value_set_text(a, one, S("label"), value_text(at, S("label")));
            value_set_bool(a, one, S("is_selected"), value_bool(at, S("is_selected")));
        }
    }
    value_set(form, S("channel"), field);
}

/* What cannot leave is no answer. */
static enum err check_mail(struct web *w, const struct person_data *who, bool is_sent)
{
    if (who->field[VAULT_EMAIL].size == 0) {
        return web_refuse(w, ERR_BAD_INPUT, S("channel"), "No e-mail address is known.");
    }
    if (w->ctx.shop->smtp_url.size == 0 && !is_sent) {
        return web_refuse(
            w, ERR_BAD_INPUT, S("channel"),
            "No mail server is set up, so this would not leave. Send it from your own "
            "mailbox and say that it is sent, or answer another way.");
    }
    return OK;
}

enum err admin_talk_say(struct web *w)
{
    const struct say_input *in = w->form;
    struct conversation v = { 0 };
    struct person_data who = { 0 };
    struct said_receipt receipt = { 0 };
    TRY(inbox_of_path(w, &v));
    TRY(vault_read(&w->ctx, v.person, VAULT_CONTACT, PURPOSE_CARE, &who));
    struct said_new s = { .direction = str_eq(in->direction, S("note")) ? SAID_NOTE : SAID_OUT, .channel = inbox_channel(&w->ctx, &v, &who),
                          .author = AUTHOR_STAFF, .text = in->text, .seen = { in->seen }, .is_sent = in->is_sent };
    if (in->channel.size != 0 && !channel_of(in->channel, &s.channel)) {
        return ERR_BAD_INPUT;
    }
    TRY(s.direction == SAID_OUT && s.channel == CHANNEL_EMAIL ? check_mail(w, &who, s.is_sent)
                                                              : OK);
    TRY(s.direction == SAID_OUT ? answers_check(w, in->text) : OK);
    s.is_sent =
        s.is_sent || s.channel == CHANNEL_PHONE; /* a call is over when it is written down */
    enum err e = conversation_say(&w->ctx, v.id, &s, &receipt);
    if (e == ERR_CONFLICT) {
        return web_refuse(
            w, e, (str){ 0 },
            "Somebody wrote while you did. Your words are kept: read what is new, then send.");
    }
    if (e == ERR_STATE && channel_row(s.channel)->way == WAY_APP) {
        return web_refuse(w, e, S("channel"),
                          "Its reply window is closed. Please choose another way.");
    }
    TRY(e);
    TRY(conversation_wrote(&w->ctx, v.id));
    TRY(canned_used(&w->ctx, (canned_id){ in->answer }, receipt.said));
    if (s.direction == SAID_OUT) {
        TRY(move_after(w, receipt.conversation, in->then));
    }
    return done(w, receipt.conversation);
}

enum err admin_talk_sent(struct web *w)
{
    struct conversation v = { 0 };
    struct said s = { 0 };
    int64_t said = 0;
    TRY(inbox_of_path(w, &v));
    TRY(office_id(w, "said", &said));
    TRY(conversation_message(&w->ctx, (said_id){ said }, &s));
    if (s.conversation.v != v.id.v) {
        return ERR_NOT_FOUND;
    }
    TRY(conversation_delivered(&w->ctx, s.id));
    return done(w, v.id);
}

static enum err merge(struct web *w, const struct conversation *v, str number)
{
    struct conversation into = { 0 };
    enum err e = conversation_find(&w->ctx, str_trim(number), &into);
    if (e == ERR_NOT_FOUND) {
        return web_refuse(w, ERR_BAD_INPUT, S("into"),
                          "There is no conversation with this number.");
    }
    TRY(e);
    TRY(conversation_merge(&w->ctx, v->id, into.id));
    return done(w, into.id);
}

static enum err split(struct web *w, const struct conversation *v, int64_t said)
{
    struct said s = { 0 };
    conversation_id id = { 0 };
    TRY(conversation_message(&w->ctx, (said_id){ said }, &s));
    if (s.conversation.v != v->id.v) {
        return ERR_NOT_FOUND;
    }
    TRY(conversation_split(&w->ctx, s.id, &id));
    return done(w, id);
}

static enum err move(struct web *w, const struct conversation *v, str to)
{
    for (enum conversation_state state = 0; state < CONVERSATION_STATE_COUNT; state++) {
        if (str_eq(to, conversation_state_name(state))) {
            enum err e = conversation_move(&w->ctx, v->id, state);
            if (e == ERR_STATE && v->waiting_since != 0) {
                return web_refuse(w, e, (str){ 0 },
                                  "Something the customer wrote is not answered yet. Answer it, or "
                                  "say why it needs none.");
            }
            return e;
        }
    }
    return ERR_BAD_INPUT;
}

static enum err act(struct web *w, const struct conversation *v, const struct act_input *in)
{
    if (str_eq(in->act, S("snooze"))) {
        return conversation_snooze(&w->ctx, v->id, in->until);
    }
    if (str_eq(in->act, S("assign"))) {
        enum err e = conversation_assign(&w->ctx, v->id, in->staff, in->team);
        return e == ERR_BAD_INPUT ? web_refuse(w, e, S("staff"), "Please choose.") : e;
    }
    if (str_eq(in->act, S("tag")) || str_eq(in->act, S("untag"))) {
        return conversation_tag(&w->ctx, v->id, str_lower(w->ctx.arena, str_trim(in->tag)),
                                str_eq(in->act, S("tag")));
    }
    bool is_spam = str_eq(in->act, S("spam"));
    if (is_spam || str_eq(in->act, S("owes_nothing"))) {
        enum err e = is_spam ? conversation_spam(&w->ctx, v->id, in->reason)
                             : conversation_owes_nothing(&w->ctx, v->id, in->reason);
        return e == ERR_BAD_INPUT
                   ? web_refuse(w, e, S("reason"), "Please give a reason of at least 5 characters.")
                   : e;
    }
    return str_eq(in->act, S("gone")) ? capture_gone(&w->ctx, v->id) : move(w, v, in->act);
}

enum err admin_talk_act(struct web *w)
{
    const struct act_input *in = w->form;
    struct conversation v = { 0 };
    TRY(inbox_of_path(w, &v));
    if (str_eq(in->act, S("merge"))) {
        return merge(w, &v, in->into);
    }
    if (str_eq(in->act, S("split"))) {
        return split(w, &v, in->said);
    }
    TRY(act(w, &v, in));
    return done(w, v.id);
}
