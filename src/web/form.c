/* SPDX-License-Identifier: Apache-2.0 */
#include "web/form_inner.h"

#include "base/ink.h"

#include <string.h>

/* Everything one parse carries along. `prefix`: "lines.3." inside a row. */
struct parse {
    struct arena *arena;
    const struct form_env *env;
    struct answers *answers;
    struct form_state *state;
    str prefix;
};

static bool parse_form(struct parse *p, const struct form *form, void *out);

static str full_name(const struct parse *p, const struct field *field)
{
    return str_join(p->arena, p->prefix, str_of(field->name));
}

static void add_error(struct arena *arena, struct form_state *state, str name, str message)
{
    struct value *error = value_add_object(arena, state->errors);
    value_set_text(arena, error, S("field"), name);
    value_set_text(arena, error, S("message"), message);
}

static str number_text(struct arena *arena, int64_t n)
{
    return str_format(arena, "%" PRId64, n);
}

/* "10 MB": by thousands where the limit is of them, so that it reads as it was meant. */
str form_size_text(struct arena *arena, int64_t bytes)
{
    int64_t kilo = bytes % 1000 == 0 ? 1000 : 1024;
    return bytes < kilo          ? str_format(arena, "%" PRId64 " B", bytes)
           : bytes < kilo * kilo ? str_format(arena, "%" PRId64 " KB", bytes / kilo)
                                 : str_format(arena, "%" PRId64 " MB", bytes / (kilo * kilo));
}

static str options_text(struct arena *arena, const struct field *field)
{
    struct buf all = buf_new(arena, KB(8));
    for (size_t i = 0; i < field->option_count; i++) {
        str value = str_of(field->options[i].value);
        buf_add(&all, all.size == 0 || value.size == 0 ? S("") : S(", "));
        buf_add(&all, value);
    }
    return buf_str(&all);
}

/* `why` is English with {min}, {max}, {size} and {options}; empty: the field's own message. */
static void refuse(struct parse *p, const struct field *field, str why)
{
    str own = str_of(field->message);
    str english = str_is_empty(why) ? own : why;
    english = str_is_empty(english) ? T("Please fill this in.") : english;
    str message = text_fill(p->arena, p->env->lang, english,
                            SLOTS({ S("min"), number_text(p->arena, field->min) },
                                  { S("max"), number_text(p->arena, field->max) },
                                  { S("size"), form_size_text(p->arena, field->max) },
                                  { S("options"), options_text(p->arena, field) }));
    add_error(p->arena, p->state, full_name(p, field), message);
}

static struct answer *next_answer(const struct parse *p, str name, const struct answer *after)
{
    const struct answers *a = p->answers;
    for (size_t i = after == NULL ? 0 : (size_t)(after - a->answer) + 1; i < a->count; i++) {
        if (str_eq(a->answer[i].name, name)) {
            a->answer[i].is_taken = true;
            return &a->answer[i];
        }
    }
    return NULL;
}

static bool answer_is_empty(const struct answer *answer)
{
    if (answer == NULL) {
        return true;
    }
    if (answer->file != NULL) {
        return str_is_empty(answer->file->bytes) && str_is_empty(answer->file->name);
    }
    bool is_tree = answer->node != NULL && answer->node->kind != VALUE_TEXT;
    return !is_tree && !answer->is_bad && ink_is_none(answer->text);
}

/* What was typed comes back in the form, good or not. */
static void keep_typed(struct parse *p, const struct field *field, const struct answer *answer)
{
    bool is_text = answer->file == NULL && !answer->is_bad && str_is_utf8(answer->text) &&
                   !str_has(answer->text, 0);
    if (!field->is_secret && is_text && value_get(p->state->typed, answer->name) == NULL) {
        value_set_text(p->arena, p->state->typed, answer->name, answer->text);
    }
}

static bool parse_one(struct parse *p, const struct field *field, void *to, bool *given)
{
    str name = full_name(p, field);
    struct answer *answer = next_answer(p, name, NULL);
    if (answer != NULL) {
        keep_typed(p, field, answer);
    }
    if (answer != NULL && next_answer(p, name, answer) != NULL) {
        refuse(p, field, T("This was given more than once."));
        return false;
    }
    if (answer_is_empty(answer)) {
        bool is_required = field_is_required(field);
        if (is_required) {
            refuse(p, field, S(""));
        }
        return !is_required;
    }
    struct field_at at = { p->arena, p->env, field };
    problem_text why = { 0 };
    if (!field_convert(&at, answer, to, &why)) {
        refuse(p, field, why);
        return false;
    }
    *given = true;
    return true;
}

static size_t count_answers(const struct parse *p, str name)
{
    size_t count = 0;
    for (const struct answer *a = next_answer(p, name, NULL); a != NULL;
         a = next_answer(p, name, a)) {
        count++;
    }
    return count;
}

static bool check_count(struct parse *p, const struct field *field, size_t count)
{
    if ((int64_t)count > field->max) {
        refuse(p, field, T("At most {max} of these."));
        return false;
    }
    if ((int64_t)count < field->min && !(field->is_optional && count == 0)) {
        refuse(p, field, S(""));
        return false;
    }
    return true;
}

static bool option_is_known(const struct field *field, str text)
{
    bool is_known = field->option_count == 0;
    for (size_t i = 0; i < field->option_count; i++) {
        is_known = is_known || str_eq(str_of(field->options[i].value), text);
    }
    return is_known;
}

/* Empty items are left out: a page's form has spare empty inputs. */
static bool parse_texts(struct parse *p, const struct field *field, struct form_texts *to,
                        bool *given)
{
    str name = full_name(p, field);
    size_t room = count_answers(p, name);
    struct form_texts texts = { .at = NEW_N(p->arena, str, room + 1) };
    struct value *typed = value_set_list(p->arena, p->state->typed, name);
    struct field item = *field;
    item.kind = FIELD_TEXT;
    item.min = 1;
    item.max = field->item_max > 0 ? field->item_max : 200;
    struct field_at at = { p->arena, p->env, &item };
    for (struct answer *a = next_answer(p, name, NULL); a != NULL; a = next_answer(p, name, a)) {
        problem_text why = { 0 };
        if (answer_is_empty(a)) {
            continue;
        }
        if (!field_convert(&at, a, &texts.at[texts.count], &why)) {
            refuse(p, &item, why);
            return false;
        }
        if (!option_is_known(field, texts.at[texts.count])) {
            refuse(p, field, S(""));
            return false;
        }
        value_add_text(p->arena, typed, texts.at[texts.count++]);
    }
    *given = texts.count > 0;
    *to = texts;
    return check_count(p, field, texts.count);
}

/* Whether any answer is named PREFIX INDEX "." …. Other names under the prefix stay untaken and are refused as such. */
static bool has_row(const struct parse *p, str prefix, int64_t index)
{
    str inner = str_format(p->arena, "%.*s%" PRId64 ".", STR_ARG(prefix), index);
    for (size_t i = 0; i < p->answers->count; i++) {
        if (str_starts(p->answers->answer[i].name, inner)) {
            return true;
        }
    }
    return false;
}

static bool parse_rows(struct parse *p, const struct field *field, struct form_rows *to,
                       bool *given)
{
    str prefix = str_join(p->arena, full_name(p, field), S("."));
    const struct form *form = field->rows;
    struct form_rows rows = { .at = arena_alloc_n(p->arena, FORM_ROWS_MAX, form->size) };
    bool is_good = true;
    for (int64_t i = 0; i < FORM_ROWS_MAX; i++) {
        if (!has_row(p, prefix, i)) {
            continue;
        }
        struct parse row = *p;
        row.prefix = str_format(p->arena, "%.*s%" PRId64 ".", STR_ARG(prefix), i);
        is_good &= parse_form(&row, form, (char *)rows.at + rows.count * form->size);
        rows.count++;
    }
    *given = rows.count > 0;
    *to = rows;
    return check_count(p, field, rows.count) && is_good;
}

static bool parse_field(struct parse *p, const struct field *field, void *to, bool *given)
{
    if (field->kind == FIELD_TEXT_LIST) {
        return parse_texts(p, field, to, given);
    }
    if (field->kind == FIELD_ROWS) {
        return parse_rows(p, field, to, given);
    }
    return parse_one(p, field, to, given);
}

static bool parse_form(struct parse *p, const struct form *form, void *out)
{
    bool is_good = true;
    CHECK(form->count <= FORM_FIELDS_MAX);
    for (size_t i = 0; i < form->count; i++) {
        bool given = false;
        is_good &= parse_field(p, &form->field[i], (char *)out + form->field[i].offset, &given);
        if (given && str_is_empty(p->prefix)) {
            p->state->given |= UINT64_C(1) << i;
        }
    }
    return is_good;
}

/* Names every form of a page may carry besides its fields. */
static void take_technical(struct parse *p)
{
    const struct answer *token = next_answer(p, S("csrf_token"), NULL);
    const struct answer *key = next_answer(p, S("idempotency_key"), NULL);
    p->state->csrf_token = token == NULL ? (str){ 0 } : token->text;
    p->state->idempotency_key = key == NULL ? (str){ 0 } : key->text;
}

/* Undeclared names, each once. */
static bool refuse_rest(struct parse *p)
{
    bool is_good = true;
    for (size_t i = 0; i < p->answers->count; i++) {
        struct answer *answer = &p->answers->answer[i];
        if (answer->is_taken) {
            continue;
        }
        (void)count_answers(p, answer->name); /* takes its repetitions too */
        str name = str_is_utf8(answer->name) ? str_slice(answer->name, 0, 100) : S("?");
        name = str_is_utf8(name) ? name : S("?");
        add_error(p->arena, p->state, name,
                  text_of(p->env->lang, T("This is not a field of this form.")));
        is_good = false;
    }
    return is_good;
}

/* A field that is refused already has its message. */
static bool is_refused(const struct form_state *state, str field)
{
    for (struct value *e = state->errors->children.first; e != NULL; e = e->next) {
        if (str_eq(value_text(e, S("field")), field)) {
            return true;
        }
    }
    return false;
}

static bool check_answers(struct parse *p, const struct form *form)
{
    str field = { 0 };
    const char *message = form->check == NULL ? NULL : form->check(p->state, &field);
    if (message == NULL || is_refused(p->state, field)) {
        return message == NULL;
    }
    add_error(p->arena, p->state, field, text_of(p->env->lang, str_of(message)));
    return false;
}

struct form_state form_blank(struct arena *arena, const struct form *form)
{
    return (struct form_state){
        .form = form,
        .typed = value_object(arena),
        .errors = value_list(arena),
    };
}

enum err form_parse(struct ctx *c, const struct form *form, const struct form_env *env,
                    const struct form_input *input, void *out, struct form_state *state)
{
    struct answers answers;
    str why = { 0 };
    *state = form_blank(c->arena, form);
    enum err e = answers_read(c->arena, form, input, &answers, &why);
    if (e != OK) {
        state->error = str_of(err_text(e, env->lang == LANG_ID));
        return fail(c, e, "form %s: %.*s", form->name, STR_ARG(why));
    }
    struct parse p = { .arena = c->arena, .env = env, .answers = &answers, .state = state };
    void *read = arena_alloc(c->arena, form->size);
    bool is_good = parse_form(&p, form, read);
    is_good &= check_answers(&p, form);
    take_technical(&p);
    is_good &= form->is_query || refuse_rest(&p);
    if (!is_good) {
        return fail(c, ERR_BAD_INPUT, "form %s: %u fields refused", form->name,
                    state->errors->count);
    }
    memcpy(out, read, form->size);
    return OK;
}

static int field_index(const struct form *form, str name)
{
    for (size_t i = 0; i < form->count; i++) {
        if (str_eq(str_of(form->field[i].name), name)) {
            return (int)i;
        }
    }
    return -1;
}

bool form_was_given(const struct form_state *state, str name)
{
    int index = field_index(state->form, name);
    CHECK(index >= 0);
    return (state->given >> index & 1) != 0;
}

void form_refuse(struct arena *arena, struct form_state *state, str name, str message)
{
    add_error(arena, state, name, message);
}

bool form_is_refused(const struct form_state *state)
{
    return state->errors->count != 0 || !str_is_empty(state->error);
}

static void keep_texts(struct arena *arena, struct form_state *state, str name,
                       const struct form_texts *texts)
{
    struct value *list = value_set_list(arena, state->typed, name);
    for (size_t i = 0; i < texts->count; i++) {
        value_add_text(arena, list, texts->at[i]);
    }
}

/* Rows' values under their flat names: lines.0.sku. */
static void keep_values(struct arena *arena, struct form_state *state, const struct form *form,
                        const struct form_env *env, const char *values, str prefix)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->field[i];
        const void *from = values + field->offset;
        str name = str_join(arena, prefix, str_of(field->name));
        struct field_at at = { arena, env, field };
        if (field->kind == FIELD_TEXT_LIST) {
            keep_texts(arena, state, name, from);
        } else if (field->kind == FIELD_ROWS) {
            const struct form_rows *rows = from;
            for (size_t row = 0; row < rows->count; row++) {
                str inner = str_format(arena, "%.*s.%zu.", STR_ARG(name), row);
                keep_values(arena, state, field->rows, env,
                            (const char *)rows->at + row * field->rows->size, inner);
            }
        } else if (!field->is_secret && field->kind != FIELD_FILE) {
            value_set_text(arena, state->typed, name, field_text(&at, from));
        }
    }
}

struct form_state form_of(struct arena *arena, const struct form *form, const struct form_env *env,
                          const void *values)
{
    struct form_state state = form_blank(arena, form);
    keep_values(arena, &state, form, env, values, (str){ 0 });
    return state;
}
