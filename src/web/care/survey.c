/* SPDX-License-Identifier: Apache-2.0 */
#include "web/care/survey.h"

#include "care/complaint.h"
#include "core/link.h"
#include "shop/order.h"
#include "web/app.h"
#include "web/care/complaint.h"
#include "web/reader.h"
#include "web/shop/show.h"
#include "web/text.h"

struct survey_ask {
    str key;
};
static const struct field ask_fields[] = {
    FIELD(TEXT, struct survey_ask, key, 0, 64, "", .is_optional = true),
};
const struct form survey_query = QUERY_FORM("survey_link", ask_fields, struct survey_ask);

struct survey_input {
    int64_t goods, service, recommend;
    str doubt, text;
};
static const struct form_option doubts[] = {
    { "fraud", "Whether the shop is real" },
    { "quality", "Whether the goods are good" },
    { "unresponsive", "Whether somebody answers" },
    { "data_leak", "Whether my data is safe" },
    { "nothing", "Nothing" },
};
static const struct field survey_fields[] = {
    FIELD(INT, struct survey_input, goods, 1, 5, "A whole number from 1 to 5.", .label = "How are the goods?", .is_optional = true),
    FIELD(INT, struct survey_input, service, 1, 5, "A whole number from 1 to 5.", .label = "How was the service?", .is_optional = true),
    FIELD(INT, struct survey_input, recommend, 0, 10, "A whole number from 0 to 10.",
          .label = "Would you recommend this shop to a friend?", .is_optional = true),
    FIELD(CHOICE, struct survey_input, doubt, 0, 20, "Please choose one of these.", .label = "What made you doubt before you bought?",
          .is_optional = true, OPTIONS(doubts)),
    FIELD(LINES, struct survey_input, text, 0, SURVEY_TEXT_MAX_CHARS, "At most 2,000 characters.",
          .label = "What should we do better?", .is_optional = true,
          .hint = "Read by the shop to become better, never used for advertising."),
};
const struct form survey_form = FORM("survey_answer", survey_fields, struct survey_input);

static const struct model_field option_fields[] = {
    SHOW(TEXT, "value"), SHOW(TEXT, "label"), SHOW(BOOL, "is_selected"),
};
static const struct model option_model = MODEL("survey_option", option_fields);
static const struct model_field question_fields[] = {
    SHOW(TEXT, "name"), SHOW(TEXT, "label"), SHOW(TEXT, "low"), SHOW(TEXT, "high"), SHOW_OR_NULL(INT, "score"),
    PAGE_ONLY(TEXT, "error"), SHOW(BOOL, "is_long"), SHOW(LIST, "options", .of = &option_model),
};
static const struct model question_model = MODEL("survey_question", question_fields);
static const struct model_field page_fields[] = {
    SHOW(TEXT, "number"), SHOW(TEXT, "touchpoint"), PAGE_ONLY(BOOL, "is_delivery"), SHOW_OR_NULL(TEXT, "order_number"),
    SHOW(TEXT, "state"), SHOW_OR_NULL(INSTANT, "expires_at"), SHOW_OR_NULL(INSTANT, "answered_at"), SHOW(BOOL, "can_answer"),
    SHOW(LIST, "questions", .of = &question_model), SHOW_OR_NULL(TEXT, "doubt"), SHOW(BOOL, "is_low"), SHOW_OR_NULL(TEXT, "case_number"),
    SHOW_OR_NULL(TEXT, "case_key", .note = "Only where no address is known that it could have gone to."), PAGE_ONLY(TEXT, "case_url"),
    SHOW_OR_NULL(INSTANT, "case_due_at"), SHOW(BOOL, "is_stopped"), PAGE_ONLY(OBJECT, "form"),
    PAGE_ONLY(TEXT, "stop_url"), PAGE_ONLY(TEXT, "csrf_token"),
};
const struct model survey_model = MODEL("survey", page_fields);

static const struct {
    str label, low, high;
    int64_t min, max;
} questions[SURVEY_QUESTION_COUNT] = {
    [SURVEY_GOODS] = { T_INIT("How are the goods?"), T_INIT("bad"), T_INIT("very good"), 1, 5 },
    [SURVEY_SERVICE] = { T_INIT("How was the service?"), T_INIT("bad"), T_INIT("very good"), 1, 5 },
    [SURVEY_RECOMMEND] = { T_INIT("Would you recommend this shop to a friend?"),
                           T_INIT("certainly not"), T_INIT("certainly"), 0, 10 },
};

str survey_question_label(const struct web *w, enum survey_question question)
{
    static const str labels[] = { T_INIT("Goods"), T_INIT("Service"), T_INIT("Would recommend") };
    return text_of(w->ctx.lang, labels[question]);
}

str survey_doubt_label(const struct web *w, enum survey_doubt doubt)
{
    return doubt == DOUBT_UNSAID ? (str){ 0 } : web_text(w, doubts[doubt - 1].label);
}

static str path_of(struct web *w, const struct survey *s, const char *rest)
{
    str key =
        w->order_key.size != 0 ? str_join(w->ctx.arena, S("?key="), w->order_key) : (str){ 0 };
    return web_path(w, "/surveys/%.*s%s%.*s", STR_ARG(s->number), rest, STR_ARG(key));
}

/* ---- what is shown ---- */

/* As typed when it was refused, else the last answer. */
static str chosen(struct web *w, const struct form_state *state, const struct survey *s,
                  enum survey_question q)
{
    str typed = value_text(state->typed, survey_question_name(q));
    bool is_said = s->score[q] != SURVEY_NO_SCORE;
    return w->is_back ? typed : is_said ? str_of_int(w->ctx.arena, s->score[q]) : (str){ 0 };
}

static str error_of(const struct value *form, enum survey_question q)
{
    const struct value *field = value_get(form, survey_question_name(q));
    return field == NULL ? (str){ 0 } : value_text(field, S("error"));
}

static void show_question(struct web *w, const struct survey *s, enum survey_question q, str value,
                          struct value *node)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, node, S("name"), survey_question_name(q));
    value_set_text(a, node, S("label"), text_of(w->ctx.lang, questions[q].label));
    value_set_text(a, node, S("low"), text_of(w->ctx.lang, questions[q].low));
    value_set_text(a, node, S("high"), text_of(w->ctx.lang, questions[q].high));
    value_set_bool(a, node, S("is_long"), questions[q].max > 5);
    if (s->score[q] == SURVEY_NO_SCORE) {
        value_set_null(a, node, S("score"));
    } else {
        value_set_int(a, node, S("score"), s->score[q]);
    }
    struct value *options = value_set_list(a, node, S("options"));
    for (int64_t i = questions[q].min; i <= questions[q].max; i++) {
        struct value *option = value_add_object(a, options);
        str number = str_of_int(a, i);
        value_set_text(a, option, S("value"), number);
        value_set_text(a, option, S("label"), number);
        value_set_bool(a, option, S("is_selected"), str_eq(number, value));
    }
}

static void show_questions(struct web *w, const struct survey *s, const struct form_state *state,
                           struct value *m)
{
    struct value *list = value_set_list(w->ctx.arena, m, S("questions"));
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        enum survey_question q = (enum survey_question)i;
        if ((s->asks & 1u << i) != 0) {
            struct value *node = value_add_object(w->ctx.arena, list);
            show_question(w, s, q, chosen(w, state, s, q), node);
            show_text_or_null(w, node, S("error"), error_of(value_get(m, S("form")), q));
        }
    }
}

static enum err order_number(struct web *w, const struct survey *s, str *out)
{
    struct order o = { 0 };
    struct str_pair cut = str_cut(s->subject, ':');
    if (!str_eq(cut.head, S("order")) || !str_to_int(cut.tail, &o.id.v)) {
        return OK;
    }
    TRY(order_by_id(&w->ctx, o.id, &o));
    *out = o.number;
    return OK;
}

/* The link went to the person's own address. Who left none has no other way to their case than this page. */
static enum err show_case_link(struct web *w, const struct survey *s, const struct complaint *k,
                               struct value *m)
{
    bool has_phone = false;
    bool has_email = false;
    TRY(vault_has(&w->ctx, s->person, VAULT_PHONE, &has_phone));
    TRY(vault_has(&w->ctx, s->person, VAULT_EMAIL, &has_email));
    if (k->id.v == 0 || has_phone || has_email || w->order_key.size == 0) {
        show_text_or_null(w, m, S("case_key"), (str){ 0 });
        show_text_or_null(w, m, S("case_url"), (str){ 0 });
        return OK;
    }
    value_set_text(w->ctx.arena, m, S("case_key"),
                   link_key(&w->ctx, str_join(w->ctx.arena, S("complaint:"), k->number)));
    value_set_text(w->ctx.arena, m, S("case_url"), complaint_url(w, k));
    return OK;
}

/* Number and date only: whoever was forwarded this link learns nothing of what is said there. */
static enum err show_case(struct web *w, const struct survey *s, struct value *m)
{
    struct complaint k = { 0 };
    struct promise p = { 0 };
    if (str_to_int(str_cut(s->case_subject, ':').tail, &k.id.v)) {
        TRY(complaint_get(&w->ctx, k.id, &k));
        enum err e = promise_find(&w->ctx, s->case_subject, PROMISE_ACKNOWLEDGE, &p);
        TRY(e == ERR_NOT_FOUND ? OK : e);
    }
    show_text_or_null(w, m, S("case_number"), k.number);
    value_set_instant(w->ctx.arena, m, S("case_due_at"), p.outcome == PROMISE_OPEN ? p.due_at : 0);
    return show_case_link(w, s, &k, m);
}

static void show_facts(struct web *w, const struct survey *s, struct value *m)
{
    struct arena *a = w->ctx.arena;
    value_set_text(a, m, S("number"), s->number);
    value_set_text(a, m, S("touchpoint"), survey_touchpoint_name(s->touchpoint));
    value_set_bool(a, m, S("is_delivery"), s->touchpoint == SURVEY_DELIVERY);
    value_set_text(a, m, S("state"), survey_state_name(s->state));
    value_set_instant(a, m, S("expires_at"), s->expires_at);
    value_set_instant(a, m, S("answered_at"), s->answered_at);
    value_set_bool(a, m, S("can_answer"),
                   survey_can_answer(s, w->ctx.now_at) && w->order_key.size != 0);
    value_set_bool(a, m, S("is_low"), survey_is_low(s->score));
    show_text_or_null(w, m, S("doubt"), survey_doubt_name(s->doubt));
    value_set_text(a, m, S("stop_url"), path_of(w, s, "/stop"));
    value_set_text(a, m, S("csrf_token"), w->csrf_token);
}

static enum err show(struct web *w, const struct survey *s)
{
    struct arena *a = w->ctx.arena;
    struct value *m = value_object(a);
    struct form_state state = web_form_state(w, &survey_form);
    str number = { 0 };
    bool is_stopped = false;
    TRY(reader_see(w, s->subject));
    show_facts(w, s, m);
    value_set(m, S("form"), form_model(a, &state, path_of(w, s, ""), w->csrf_token, w->ctx.lang));
    show_questions(w, s, &state, m);
    TRY(order_number(w, s, &number));
    show_text_or_null(w, m, S("order_number"), number);
    TRY(show_case(w, s, m));
    TRY(survey_is_stopped(&w->ctx, s->person, &is_stopped));
    value_set_bool(a, m, S("is_stopped"), is_stopped);
    w->model = m;
    return OK;
}

/* What nobody was asked yet does not exist for others. */
static enum err survey_of_path(struct web *w, struct survey *out)
{
    TRY(survey_by_number(&w->ctx, web_param(w, S("number")), out));
    return out->sent_at == 0
               ? fail(&w->ctx, ERR_NOT_FOUND, "survey %" PRId64 " was not sent", out->id.v)
               : OK;
}

enum err survey_page(struct web *w)
{
    struct survey s = { 0 };
    TRY(survey_of_path(w, &s));
    return show(w, &s);
}

enum err survey_again(struct web *w)
{
    return survey_page(w);
}

/* ---- answering ---- */

static int64_t score_of(const struct web *w, enum survey_question q, int64_t given)
{
    return form_was_given(&w->form_state, survey_question_name(q)) ? given : SURVEY_NO_SCORE;
}

/* Only who holds the link: staff read, and answer for nobody. */
static enum err own_survey(struct web *w, struct survey *out)
{
    if (w->order_key.size == 0) {
        return fail(&w->ctx, ERR_FORBIDDEN, "staff answer no survey");
    }
    return survey_of_path(w, out);
}

static enum err done(struct web *w, struct survey *s)
{
    w->resource = s->number;
    web_redirect(w, path_of(w, s, ""));
    TRY(survey_get(&w->ctx, s->id, s));
    return show(w, s);
}

/* A program is told which question this survey does not have. */
static enum err check_asked(struct web *w, const struct survey *s, const struct survey_reply *r)
{
    for (enum survey_question q = 0; q < SURVEY_QUESTION_COUNT; q++) {
        if (r->score[q] != SURVEY_NO_SCORE && (s->asks & 1u << q) == 0) {
            return web_refuse(w, ERR_BAD_INPUT, survey_question_name(q),
                              "This survey does not ask this.");
        }
    }
    return OK;
}

enum err survey_post(struct web *w)
{
    const struct survey_input *in = w->form;
    struct survey s = { 0 };
    TRY(own_survey(w, &s));
    struct survey_reply r = {
        .score = { [SURVEY_GOODS] = score_of(w, SURVEY_GOODS, in->goods), [SURVEY_SERVICE] = score_of(w, SURVEY_SERVICE, in->service),
                   [SURVEY_RECOMMEND] = score_of(w, SURVEY_RECOMMEND, in->recommend) },
        .text = str_trim(in->text),
    };
    if (!survey_doubt_of(in->doubt, &r.doubt)) {
        return web_refuse(w, ERR_BAD_INPUT, S("doubt"), "Please choose one of these.");
    }
    TRY(check_asked(w, &s, &r));
    enum err e = survey_answer(&w->ctx, s.id, &r);
    if (e == ERR_BAD_INPUT) {
        return web_refuse(w, e, (str){ 0 }, "Please answer at least one question.");
    }
    TRY(e);
    return done(w, &s);
}

enum err survey_stop_post(struct web *w)
{
    struct survey s = { 0 };
    TRY(own_survey(w, &s));
    TRY(survey_stop(&w->ctx, s.id));
    return done(w, &s);
}

/* ---- from other pages ---- */

static const struct model_field link_fields[] = {
    SHOW(TEXT, "number"), PAGE_ONLY(TEXT, "href_url"), SHOW(BOOL, "is_answered"), SHOW(INSTANT, "expires_at"),
};
const struct model survey_link_model = MODEL("survey_link", link_fields);

static str url_of(struct web *w, const struct survey *s)
{
    str key = link_key(&w->ctx, str_join(w->ctx.arena, S("survey:"), s->number));
    return web_path(w, "/surveys/%.*s?key=%.*s", STR_ARG(s->number), STR_ARG(key));
}

enum err survey_show_link(struct web *w, str subject, struct value *m)
{
    struct survey s = { 0 };
    enum err e =
        w->ctx.actor.role == ROLE_BUYER ? survey_about(&w->ctx, subject, &s) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND) {
        value_set_null(w->ctx.arena, m, S("survey"));
        return OK;
    }
    TRY(e);
    struct value *node = value_set_object(w->ctx.arena, m, S("survey"));
    value_set_text(w->ctx.arena, node, S("number"), s.number);
    value_set_text(w->ctx.arena, node, S("href_url"), url_of(w, &s));
    value_set_bool(w->ctx.arena, node, S("is_answered"), s.state == SURVEY_ANSWERED);
    value_set_instant(w->ctx.arena, node, S("expires_at"), s.expires_at);
    return OK;
}

/* ---- notices ---- */

static enum err survey_of_notice(struct web *w, const struct notice *n, struct survey *out)
{
    int64_t id = 0;
    struct str_pair cut = str_cut(n->subject, ':');
    if (!cut.found || !str_to_int(cut.tail, &id)) {
        return fail(&w->ctx, ERR_NOT_FOUND, "notice %" PRId64, n->id);
    }
    return survey_get(&w->ctx, (survey_id){ id }, out);
}

enum err notice_survey_sent(struct web *w, const struct notice *n, struct notice_text *out)
{
    struct survey s = { 0 };
    str number = { 0 };
    TRY(survey_of_notice(w, n, &s));
    if (s.state != SURVEY_SENT || w->ctx.now_at >= s.expires_at) {
        return fail(&w->ctx, ERR_STATE, "survey %" PRId64 " asks nothing any more", s.id.v);
    }
    TRY(order_number(w, &s, &number));
    out->title = s.touchpoint == SURVEY_DELIVERY ? text_of(w->ctx.lang, T("How was your order?"))
                                                 : text_of(w->ctx.lang, T("How did we handle it?"));
    if (number.size != 0) {
        notice_line(out, text_fill(w->ctx.arena, w->ctx.lang, T("It is about your order {number}."),
                                   SLOTS({ S("number"), number })));
    }
    notice_line(out,
                text_of(w->ctx.lang,
                        T("One or two questions, half a minute. Everybody is asked. If something "
                          "is wrong, one of us answers you, by a date we promise.")));
    notice_line(
        out, text_of(w->ctx.lang,
                     T("You need not answer, and on the page you can ask us not to ask again.")));
    out->url = web_absolute(w, url_of(w, &s));
    out->url_label = text_of(w->ctx.lang, T("Answer the questions"));
    return OK;
}
