/* SPDX-License-Identifier: Apache-2.0 */
/* talk_writing.c - "Ratna is writing an answer": seen by whoever has the same conversation before them. */
#include "care/conversation_writer.h"
#include "core/staff.h"
#include "web/admin/inbox.h"

static const struct model_field writer_fields[] = {
    SHOW(INT, "staff"),
    SHOW(TEXT, "name"),
    SHOW(INSTANT, "since_at"),
};
const struct model talk_writer_model = MODEL("inbox_writer", writer_fields);
static const struct model_field writing_fields[] = {
    SHOW(LIST, "writers", .of = &talk_writer_model, .note = "Others who are writing an answer now."),
};
const struct model admin_writing_model = MODEL("inbox_writing", writing_fields);

enum err inbox_show_writers(struct web *w, const struct conversation *v, struct value *m)
{
    struct arena *a = w->ctx.arena;
    struct conversation_writer writer[WRITERS_MAX];
    size_t count = 0;
    TRY(conversation_writers(&w->ctx, v->id, writer, &count));
    struct value *list = value_set_list(a, m, S("writers"));
    for (size_t i = 0; i < count; i++) {
        struct staff staff = { 0 };
        struct value *one = value_add_object(a, list);
        TRY(staff_get(&w->ctx, (staff_id){ writer[i].staff }, &staff));
        value_set_int(a, one, S("staff"), writer[i].staff);
        value_set_text(a, one, S("name"), staff.name);
        value_set_instant(a, one, S("since_at"), writer[i].since_at);
    }
    return OK;
}

static enum err show(struct web *w, const struct conversation *v)
{
    w->model = value_object(w->ctx.arena);
    return inbox_show_writers(w, v, w->model);
}

enum err admin_talk_writing(struct web *w)
{
    struct conversation v = { 0 };
    TRY(inbox_of_path(w, &v));
    TRY(conversation_writes(&w->ctx, v.id));
    w->resource = v.number;
    return show(w, &v);
}

enum err admin_talk_writing_again(struct web *w)
{
    struct conversation v = { 0 };
    TRY(conversation_find(&w->ctx, w->resource, &v));
    return show(w, &v);
}
