/* SPDX-License-Identifier: Apache-2.0 */
/*
 * complaint.h - the pages of complaints: the form, the case by its link, the board of the shop.
 *
 * Purpose    What a person sees and may do without an account; what staff see and must do.
 * Layer      web; uses care/complaint_act.
 */
#ifndef WEB_CARE_COMPLAINT_H
#define WEB_CARE_COMPLAINT_H

#include "care/capture.h"
#include "care/complaint_act.h"
#include "web/care/decision.h"

/* complaint_new.c */
enum err complaint_new_page(struct web *w);
enum err complaint_new_post(struct web *w);
enum err complaint_new_again(struct web *w);
enum err complaint_find_post(struct web *w);
extern const struct form complaint_new_form, complaint_find_form, complaint_new_query;
extern const struct model complaint_new_model;

/* complaint.c */
enum err complaint_case_page(struct web *w);
enum err complaint_case_again(struct web *w);
enum err complaint_step_post(struct web *w);
enum err complaint_message_post(struct web *w);
extern const struct form complaint_query, complaint_step_form, complaint_message_form;
extern const struct model complaint_model;

/* complaint_files.c */
enum err complaint_file(struct web *w);
enum err admin_complaint_file(struct web *w);
enum err admin_complaint_file_post(struct web *w);
extern const struct form complaint_file_form;

/* complaint_judge.c */
enum err admin_judge_post(struct web *w);
extern const struct form admin_judge_form;
extern const struct model complaint_in_model;
/* complaints[]: those said in this conversation, for the person or the office. */
MUST_USE enum err complaint_show_in(struct web *w, const struct conversation *v, bool is_office,
                                    struct value *m);
/* A public post that was brought in counts as one, or (with a reason) is judged not to be one. */
MUST_USE enum err complaint_judge_post(struct web *w, conversation_id id,
                                       const struct capture_new *post, str reason);

/* complaint_board.c */
enum err admin_complaints(struct web *w);
enum err admin_complaint_page(struct web *w);
enum err admin_complaint_again(struct web *w);
enum err admin_complaint_step(struct web *w);
enum err admin_complaint_assign(struct web *w);
enum err admin_complaint_incident(struct web *w);
extern const struct form admin_complaint_form, admin_complaint_owner_form,
    admin_complaint_incident_form;
extern const struct model admin_complaints_model, admin_complaint_model;

/* What all of them show: the case, its steps, promises, messages. `purpose`: of who reads. */
MUST_USE enum err complaint_show(struct web *w, const struct complaint *k,
                                 enum vault_purpose purpose, struct value *m);
str complaint_url(struct web *w, const struct complaint *k); /* the person's link */
/* The same for who is here: with the key they came with. `rest`: "", "/files/3". */
str complaint_path(struct web *w, const struct complaint *k, const char *rest);
/* By the link one is the person; staff read for care. */
MUST_USE enum err complaint_of_path(struct web *w, struct complaint *out,
                                    enum vault_purpose *purpose);
/* "person", "shop", "reviewer", "rule", and as words: "You" for the person who reads. */
str complaint_by_name(enum role role);
str complaint_who_text(struct web *w, enum role role, enum vault_purpose purpose);
/* evidence[]; `purpose`: of who reads. */
MUST_USE enum err complaint_show_files(struct web *w, const struct complaint *k,
                                       enum vault_purpose purpose, struct value *m);
#define COMPLAINT_FILE_WORDS "A picture, a video or a PDF of at most 10 MB."
/* A file of a form: kept, or refused beside its field. */
MUST_USE enum err complaint_keep_file(struct web *w, const struct complaint *k,
                                      const struct form_file *file, str field);
/* After staff did something: back to the board's page of it. */
MUST_USE enum err admin_complaint_done(struct web *w, complaint_id id);
/* ISO 10002's recourse: another person, then bodies outside the shop; {name, text}. */
void complaint_recourse(struct web *w, struct value *m);
str complaint_outcome_text(struct web *w, str outcome);
extern const struct model complaint_step_model, complaint_message_model, complaint_recourse_model,
    complaint_evidence_model;

decision_story complaint_story;
notice_fill notice_complaint_opened, notice_complaint_news, notice_complaint_owner,
    notice_complaint_link;

#endif
