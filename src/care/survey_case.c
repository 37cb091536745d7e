/* SPDX-License-Identifier: Apache-2.0 */
/* survey_case.c - a low answer is the first word of dissatisfaction: a case with a dated promise begins. */
#include "care/complaint.h"
#include "care/survey_store.h"

static const char *const score_words[SURVEY_QUESTION_COUNT][LANG_COUNT] = {
    [SURVEY_GOODS] = { "Nilai barang: {n} dari 5.", "The goods: {n} of 5." },
    [SURVEY_SERVICE] = { "Nilai pelayanan: {n} dari 5.", "The service: {n} of 5." },
    [SURVEY_RECOMMEND] = { "Mau menyarankan toko ini: {n} dari 10.", "Would recommend the shop: {n} of 10." },
};

static str title_of(const struct survey *s)
{
    return s->lang == LANG_EN ? S("A low answer to our question") : S("Nilai rendah di survei");
}

/* What the desk reads: the scores, then the person's own words if there are any. */
static str message_of(struct ctx *c, const struct survey *s, str words)
{
    str text = { 0 };
    for (size_t i = 0; i < SURVEY_QUESTION_COUNT; i++) {
        if (s->score[i] != SURVEY_NO_SCORE) {
            str line = str_replace(c->arena, str_of(score_words[i][s->lang]), S("{n}"),
                                   str_of_int(c->arena, s->score[i]));
            text = str_format(c->arena, "%.*s%.*s\n", STR_ARG(text), STR_ARG(line));
        }
    }
    return words.size == 0 ? str_trim(text)
                           : str_format(c->arena, "%.*s\n%.*s", STR_ARG(text), STR_ARG(words));
}

static enum err begin(struct ctx *c, const struct survey *s, conversation_id *out)
{
    str about[] = { s->subject, survey_subject(c, s->id) };
    struct conversation_new n = {
        .person = s->person, .channel = CHANNEL_WEB, .lang = s->lang, .about = about, .about_count = COUNT(about),
        .title = title_of(s),
    };
    return conversation_open(c, &n, out);
}

static enum err known_conversation(struct ctx *c, const struct survey *s, conversation_id *out)
{
    struct complaint k = { 0 };
    if (!str_to_int(str_cut(s->case_subject, ':').tail, &k.id.v)) {
        return fail(c, ERR_INTERNAL, "survey %" PRId64 ": its case", s->id.v);
    }
    TRY(complaint_get(c, k.id, &k));
    *out = k.conversation;
    return OK;
}

static enum err count_as_complaint(struct ctx *c, const struct survey *s, conversation_id id)
{
    struct complaint k = { 0 };
    struct complaint_new n = {
        .person = s->person, .channel = CHANNEL_WEB, .source = S("survey"), .lang = s->lang, .conversation = id, .subject = title_of(s),
    };
    TRY(complaint_open(c, &n, &k));
    return survey_put_case(c, s->id, complaint_subject(c, k.id));
}

enum err survey_open_case(struct ctx *c, struct survey *s, str words)
{
    conversation_id id = { 0 };
    struct said_receipt receipt = { 0 };
    bool is_new = s->case_subject.size == 0;
    TRY(is_new ? begin(c, s, &id) : known_conversation(c, s, &id));
    struct said_new said = {
        .direction = SAID_IN, .channel = CHANNEL_WEB, .author = AUTHOR_BUYER, .text = message_of(c, s, words),
        .external = str_format(c->arena, "survey:%" PRId64 ":%" PRId64, s->id.v, s->changes + 1),
    };
    TRY(conversation_say(c, id, &said, &receipt));
    return is_new ? count_as_complaint(c, s, receipt.conversation) : OK;
}
