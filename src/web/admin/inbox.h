/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbox.h - the team's inbox: lists, a conversation, what is done to it.
 *
 * Layer      web.
 */
#ifndef WEB_ADMIN_INBOX_H
#define WEB_ADMIN_INBOX_H

#include "care/conversation_said.h"
#include "web/web.h"

enum err admin_inbox(struct web *w); /* inbox.c */
enum err admin_inbox_stream(struct web *w);
enum err admin_talk(struct web *w); /* talk.c */
enum err admin_talk_file(struct web *w);
enum err admin_talk_say(struct web *w); /* talk_act.c */
enum err admin_talk_sent(struct web *w);
enum err admin_talk_act(struct web *w);
enum err admin_talk_again(struct web *w);
enum err admin_talk_writing(struct web *w); /* talk_writing.c */
enum err admin_talk_writing_again(struct web *w);
enum err admin_intake_page(struct web *w); /* intake.c */
enum err admin_intake_post(struct web *w);
enum err admin_capture_post(struct web *w);
enum err capture_page(struct web *w);
enum err capture_public_post(struct web *w);
enum err admin_watch(struct web *w);
enum err admin_watch_post(struct web *w);
enum err admin_watch_looked(struct web *w);
enum err admin_watch_hide(struct web *w);
enum err admin_watch_again(struct web *w);
/* "instagram" → "Instagram" */
str capture_place_text(const struct web *w, str place);
extern const struct form admin_intake_form, capture_form, admin_watch_form, admin_look_form;
extern const struct model admin_intake_model, capture_model, admin_watch_model;
extern const struct form inbox_query, admin_say_form, admin_act_form;
extern const struct model admin_inbox_model, admin_talk_model, admin_writing_model,
    talk_writer_model;

struct say_input {
    str text, direction, channel, then;
    int64_t seen, answer; /* answer: the ready one it began as */
    bool is_sent;
};
struct act_input {
    str act, team, tag, into, reason;
    int64_t until, staff, said;
};

MUST_USE enum err inbox_of_path(struct web *w, struct conversation *out);
str inbox_url(struct web *w, const struct conversation *v, const char *rest);
/* "due in 12 min", "2 h late" */
str inbox_due_text(struct web *w, int64_t due_at);
/* The channel by which an answer best leaves, from what is known of the person. */
enum channel inbox_channel(const struct ctx *c, const struct conversation *v,
                           const struct person_data *who);
/* The ways offered: an app only where the person wrote by it and its reply window is open. */
void inbox_show_channels(struct web *w, const struct conversation *v, struct value *form);
/* writers[]: others who write an answer now. */
MUST_USE enum err inbox_show_writers(struct web *w, const struct conversation *v, struct value *m);
MUST_USE enum err inbox_show(struct web *w, const struct conversation *v);

#endif
