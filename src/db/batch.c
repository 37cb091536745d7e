/* SPDX-License-Identifier: Apache-2.0 */
#include "db/batch.h"

struct batch batch_new(struct arena *arena)
{
    return (struct batch){ .text = buf_new(arena, BATCH_BYTES) };
}

static void add_value(struct buf *text, const struct arg *arg)
{
    switch (arg->kind) {
    case ARG_NULL_KIND:
        buf_add(text, S("null"));
        break;
    case ARG_INT:
        buf_add_int(text, arg->number);
        break;
    case ARG_TEXT:
        buf_add_json(text, arg->text);
        break;
    case ARG_BLOB:
        CHECK(false);
    }
}

void batch_add(struct batch *batch, struct args row)
{
    struct buf *text = &batch->text;
    buf_add(text, batch->count == 0 ? S("{\"") : S(",\""));
    buf_add_int(text, batch->count++);
    buf_add(text, S("\":["));
    for (size_t i = 0; i < row.count; i++) {
        if (i > 0) {
            buf_add_char(text, ',');
        }
        add_value(text, &row.arg[i]);
    }
    buf_add_char(text, ']');
}

struct arg batch_arg(struct batch *batch)
{
    size_t size = batch->text.size;
    buf_add(&batch->text, batch->count == 0 ? S("{}") : S("}"));
    CHECK(!buf_is_over(&batch->text));
    str whole = buf_str(&batch->text);
    batch->text.size = size; /* more rows may follow; the text stands until they do */
    return arg_of_text(whole);
}
