/* SPDX-License-Identifier: Apache-2.0 */
/* complaint_files.c - what both sides show: pictures, videos, documents; both see all of it. */
#include "web/admin/office.h"
#include "web/attachment.h"
#include "web/care/complaint.h"

struct file_input {
    struct form_file file;
};
static const struct field file_fields[] = {
    FIELD(FILE, struct file_input, file, 1, ATTACHMENT_BYTES_MAX, COMPLAINT_FILE_WORDS, .label = "Picture or video"),
};
const struct form complaint_file_form = FORM("complaint_file", file_fields, struct file_input);

static const struct model_field evidence_fields[] = {
    SHOW(INT, "id"), SHOW(TEXT, "type"), SHOW(INT, "size"), SHOW(TEXT, "hash"), SHOW(TEXT, "by"), PAGE_ONLY(TEXT, "who"), SHOW(INSTANT, "at"),
    PAGE_ONLY(TEXT, "file_url"), PAGE_ONLY(BOOL, "is_picture"), PAGE_ONLY(BOOL, "is_video"), SHOW(BOOL, "is_gone"),
};
const struct model complaint_evidence_model = MODEL("complaint_evidence", evidence_fields);

static str file_url(struct web *w, const struct complaint *k, enum vault_purpose purpose,
                    int64_t id)
{
    str rest = str_format(w->ctx.arena, "/files/%" PRId64, id);
    return purpose == PURPOSE_SELF
               ? complaint_path(w, k, str_c(w->ctx.arena, rest))
               : web_path(w, "/admin/complaints/%.*s%.*s", STR_ARG(k->number), STR_ARG(rest));
}

enum err complaint_show_files(struct web *w, const struct complaint *k, enum vault_purpose purpose,
                              struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct attachment_list list = { 0 };
    TRY(attachment_list(&w->ctx, complaint_subject(&w->ctx, k->id), &list));
    struct value *files = value_set_list(a, m, S("evidence"));
    for (size_t i = 0; i < list.count; i++) {
        const struct attachment *file = &list.item[i];
        struct value *node = value_add_object(a, files);
        value_set_int(a, node, S("id"), file->id.v);
        value_set_text(a, node, S("type"), file->type);
        value_set_int(a, node, S("size"), file->size);
        value_set_text(a, node, S("hash"), file->hash);
        value_set_text(a, node, S("by"), complaint_by_name(file->by));
        value_set_text(a, node, S("who"), complaint_who_text(w, file->by, purpose));
        value_set_instant(a, node, S("at"), file->at);
        value_set_text(a, node, S("file_url"), file_url(w, k, purpose, file->id.v));
        value_set_bool(a, node, S("is_picture"), attachment_is_picture(file) && !file->is_gone);
        value_set_bool(a, node, S("is_video"), attachment_is_video(file) && !file->is_gone);
        value_set_bool(a, node, S("is_gone"), file->is_gone);
    }
    return OK;
}

enum err complaint_keep_file(struct web *w, const struct complaint *k, const struct form_file *file,
                             str field)
{
    enum err e = complaint_attach(&w->ctx, k, file->bytes);
    if (e == ERR_MEDIA_TYPE || e == ERR_TOO_LARGE) {
        return web_refuse(w, e, field, COMPLAINT_FILE_WORDS);
    }
    return e == ERR_LIMIT ? web_refuse(w, e, field, "There are 10 files already.") : e;
}

/* ---- the bytes ---- */

static enum err answer_with(struct web *w, const struct complaint *k, enum vault_purpose purpose)
{
    int64_t id = 0;
    TRY(office_id(w, "file", &id));
    return web_attachment(w, complaint_subject(&w->ctx, k->id), (attachment_id){ id }, purpose);
}

enum err complaint_file(struct web *w)
{
    struct complaint k = { 0 };
    enum vault_purpose purpose = PURPOSE_CARE;
    TRY(complaint_of_path(w, &k, &purpose));
    return answer_with(w, &k, purpose);
}

enum err admin_complaint_file(struct web *w)
{
    struct complaint k = { 0 };
    TRY(complaint_by_number(&w->ctx, web_param(w, S("number")), &k));
    return answer_with(w, &k, PURPOSE_CARE);
}

enum err admin_complaint_file_post(struct web *w)
{
    const struct file_input *in = w->form;
    struct complaint k = { 0 };
    TRY(complaint_by_number(&w->ctx, web_param(w, S("number")), &k));
    TRY(complaint_keep_file(w, &k, &in->file, S("file")));
    return admin_complaint_done(w, k.id);
}
