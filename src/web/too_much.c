/* SPDX-License-Identifier: Apache-2.0 */
#include "web/too_much.h"

#include "web/text.h"

bool too_much_takes_files(const struct web *w)
{
    const struct form *form = w->route == NULL ? NULL : w->route->form;
    for (size_t i = 0; form != NULL && i < form->count; i++) {
        if (form->field[i].kind == FIELD_FILE) {
            return true;
        }
    }
    return false;
}

static str words_of(const struct web *w)
{
    if (!w->request->is_cut) {
        return T("This is too large: at most {size} can be sent at once, and nothing was sent.");
    }
    return too_much_takes_files(w)
               ? T("This is too large: at most {size} can be sent at once. What you wrote is "
                   "still here; please choose a smaller file, or a shorter video.")
               : T("This is too large: at most {size} can be sent at once. What you wrote is "
                   "still here; please make it shorter.");
}

void too_much_say(struct web *w, enum err e)
{
    if (e == ERR_TIMEOUT) {
        w->form_state.error = web_text(w, "It took too long to arrive, and nothing was changed. "
                                          "Please send it again.");
    }
    if (e != ERR_TOO_LARGE || w->route == NULL || w->route->body_max == 0) {
        return;
    }
    str size = form_size_text(w->ctx.arena, (int64_t)w->route->body_max);
    struct text_slot slot[] = { { S("size"), size } };
    w->form_state.error = text_fill(w->ctx.arena, w->ctx.lang, words_of(w), slot, COUNT(slot));
}
