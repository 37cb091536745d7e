/* SPDX-License-Identifier: Apache-2.0 */
#include "care/letter.h"

#include "base/ink.h"
#include "care/complaint_heard.h"
#include "care/contact.h"
#include "care/conversation_said.h"
#include "care/mail_id.h"
#include "core/attachment.h"
#include "core/setting.h"

enum {
    FROM_ONE_PER_HOUR_MAX = 20, /* more is a machine, or somebody in another's name; a person may be among them */
    LATE_DAYS_MAX = 7,
    SUBJECT_CHARS_MAX = 200,
    REFERENCES_READ_MAX = 200,
};

str letter_end_name(enum letter_end end)
{
    static const char *const names[LETTER_END_COUNT] = { "began", "added", "duplicate", "bounce", "machine", "held", "loop" };
    CHECK(end < LETTER_END_COUNT);
    return str_of(names[end]);
}

/* ---- which conversation ---- */

static bool is_our_own(struct ctx *c, str address)
{
    const struct shop *shop = c->shop;
    const str ours[] = { shop->mail_from, shop->email };
    for (size_t i = 0; i < COUNT(ours); i++) {
        if (ours[i].size != 0 && str_eq_nocase(ours[i], address)) {
            return true;
        }
    }
    return false;
}

static str answer_to(struct ctx *c, const struct letter *l)
{
    return l->reply_to.size != 0 && !is_our_own(c, l->reply_to) ? l->reply_to : l->from;
}

/* "TNY-7K2M-94QX" anywhere in a text. */
static str number_in(str text, str prefix)
{
    enum { NUMBER_CHARS = 13 };
    size_t at = str_find(text, prefix, 0);
    return at + NUMBER_CHARS <= text.size ? str_slice(text, at, at + NUMBER_CHARS) : (str){ 0 };
}

static enum err knows_address(struct ctx *c, const struct conversation *v, str address, bool *out)
{
    struct person_data who = { 0 };
    enum err e = vault_read(c, v->person, VAULT_BIT(VAULT_EMAIL), PURPOSE_CARE, &who);
    if (e == ERR_NOT_FOUND || e == ERR_FORBIDDEN) {
        *out = false; /* erased, or restricted */
        return OK;
    }
    TRY(e);
    *out = address.size != 0 && str_eq_nocase(who.field[VAULT_EMAIL], address);
    return OK;
}

/* Where a complaint is talked about: whoever answers what we wrote about it names its number. */
static enum err find_case(struct ctx *c, str number, struct conversation *out)
{
    struct complaint k = { 0 };
    TRY(complaint_by_number(c, number, &k));
    return conversation_get(c, k.conversation, out);
}

static enum err find_by_number(struct ctx *c, const struct letter *l, conversation_id *out)
{
    struct conversation v = { 0 };
    bool is_known = false;
    str number = number_in(l->subject, S("TNY-"));
    number = number.size != 0 ? number : number_in(l->to, S("TNY-"));
    str of_case = number_in(l->subject, S("PGD-"));
    if (number.size == 0 && of_case.size == 0) {
        return OK;
    }
    enum err e = number.size != 0 ? conversation_find(c, number, &v) : find_case(c, of_case, &v);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(knows_address(c, &v, l->from, &is_known));
    *out = is_known ? v.id : *out;
    return OK;
}

/* Each Message-ID of References, latest last: one of them may be a letter we have. Whoever else names one, a copy of the letter in hand
 * perhaps, does not speak in that person's name. */
static enum err find_by_letters(struct ctx *c, const struct letter *l, conversation_id *out)
{
    struct str_pair rest = { .tail = l->references, .found = true };
    conversation_id latest = { 0 };
    struct conversation v = { 0 };
    bool is_known = false;
    for (int i = 0; rest.found && i < REFERENCES_READ_MAX; i++) {
        rest = str_cut(rest.tail, '<');
        struct str_pair id = str_cut(rest.tail, '>');
        struct said s = { 0 };
        if (!rest.found || !id.found || id.head.size == 0) {
            continue;
        }
        enum err e = conversation_find_external(c, CHANNEL_EMAIL, id.head, &s);
        TRY(e == ERR_NOT_FOUND ? OK : e);
        latest = e == OK ? s.conversation : latest;
    }
    if (latest.v != 0) {
        TRY(conversation_get(c, latest, &v));
        TRY(knows_address(c, &v, l->from, &is_known));
    }
    *out = is_known ? latest : *out;
    return OK;
}

/* A signed id says that we wrote the letter, not who holds it: it may have been passed on. */
static enum err find_by_ours(struct ctx *c, const struct letter *l, conversation_id *out,
                             int64_t *after_at)
{
    said_id answered = { 0 };
    struct said s = { 0 };
    struct conversation v = { 0 };
    bool is_known = false;
    if (!mail_id_find(c, l->references, &answered)) {
        return OK;
    }
    enum err e = conversation_message(c, answered, &s);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(conversation_get(c, s.conversation, &v));
    TRY(knows_address(c, &v, l->from, &is_known));
    *out = is_known ? v.id : *out;
    *after_at = is_known ? s.recorded_at : *after_at;
    return OK;
}

static enum err find_conversation(struct ctx *c, const struct letter *l, conversation_id *out,
                                  int64_t *after_at)
{
    TRY(find_by_ours(c, l, out, after_at));
    if (out->v == 0) {
        TRY(find_by_letters(c, l, out));
    }
    return out->v == 0 ? find_by_number(c, l, out) : OK;
}

/* ---- bounces ---- */

static enum err take_bounce(struct ctx *c, const struct letter *l, struct letter_result *out)
{
    said_id said = { 0 };
    struct said s = { 0 };
    out->end = LETTER_MACHINE;
    if (!l->is_final ||
        (!mail_id_find(c, l->bounced, &said) && !mail_id_find(c, l->references, &said))) {
        return OK;
    }
    enum err e = conversation_message(c, said, &s);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(conversation_bounced(c, said));
    *out = (struct letter_result){ LETTER_BOUNCE, s.conversation };
    return OK;
}

/* ---- saying it ---- */

SQL(letters_of_conversation, "SELECT COUNT(*) FROM conversation_message WHERE conversation_id = $1 AND direction = 'in'"
                             " AND channel = 'email' AND recorded_at > $2");

SQL(letters_of_address,
    "SELECT COUNT(*) FROM person_find f JOIN conversation_message m ON m.person_id = f.person_id"
    " WHERE f.hash = $1 AND m.direction = 'in' AND m.channel = 'email' AND m.recorded_at > $2");
SQL(latest_of_letters,
    "SELECT COALESCE(MAX(v.id), 0) FROM person_find f JOIN conversation_message m ON m.person_id = f.person_id"
    " JOIN conversation v ON v.id = m.conversation_id WHERE f.hash = $1 AND m.direction = 'in' AND m.channel = 'email'"
    " AND m.recorded_at > $2 AND v.state NOT IN ('merged', 'spam')");

/* Each letter a new matter, twenty in an hour: a program that names nothing, or forged ones. What comes then is kept with the last of them:
 * whoever has the address may talk with us elsewhere, and that is theirs. */
static enum err is_flood_of_address(struct ctx *c, const struct letter *l, conversation_id *id,
                                    bool *out)
{
    int64_t recent = 0;
    str address = answer_to(c, l);
    str hash = vault_find_hash(c, VAULT_EMAIL, address);
    int64_t since = c->now_at - HOURS(1);
    if (address.size == 0) {
        return OK;
    }
    TRY(db_get_int(c->db, &letters_of_address, ARGS(hash, since), 0, &recent));
    *out = recent >= FROM_ONE_PER_HOUR_MAX;
    return *out ? db_get_int(c->db, &latest_of_letters, ARGS(hash, since), 0, &id->v) : OK;
}

static enum err is_flood(struct ctx *c, conversation_id id, bool *out)
{
    int64_t recent = 0;
    TRY(db_get_int(c->db, &letters_of_conversation, ARGS(id.v, c->now_at - HOURS(1)), 0, &recent));
    *out = recent >= FROM_ONE_PER_HOUR_MAX;
    return OK;
}

/* The same id with other words is another letter: some senders number badly. */
static enum err external_of(struct ctx *c, const struct letter *l, str text, str *out)
{
    struct said before = { 0 };
    bool is_same = false;
    str whole =
        str_format(c->arena, "%.*s %.*s %" PRId64, STR_ARG(l->from), STR_ARG(text), l->sent_at);
    str hash = keys_mac_hex(c->arena, c->keys, KEY_FIND, str_join(c->arena, S("letter:"), whole));
    *out = l->message_id.size != 0 ? l->message_id : hash;
    enum err e = conversation_find_external(c, CHANNEL_EMAIL, *out, &before);
    if (e == ERR_NOT_FOUND) {
        return OK;
    }
    TRY(e);
    TRY(conversation_said_is(c, before.id, text, &is_same));
    *out = is_same ? *out : str_format(c->arena, "%.*s#%.*s", STR_ARG(*out), STR_ARG(hash));
    return OK;
}

static str cut_chars(str text, size_t max)
{
    size_t at = 0;
    for (size_t chars = 0; at < text.size; at++) {
        bool begins = ((unsigned char)text.at[at] & 0xc0) != 0x80;
        if (begins && chars++ == max) {
            break;
        }
    }
    return str_slice(text, 0, at);
}

static str text_of_letter(struct ctx *c, const struct letter *l)
{
    str words = str_trim(l->text);
    if (ink_is_none(words)) {
        words = l->subject.size != 0       ? l->subject
                : c->shop->lang == LANG_EN ? S("(a mail without words)")
                                           : S("(surat tanpa kata-kata)");
    }
    return cut_chars(words, CONVERSATION_TEXT_MAX_CHARS);
}

/* What cannot be kept is named, so that nobody looks for it in vain. */
static enum err keep_files(struct ctx *c, const struct letter *l, const struct said_receipt *r)
{
    struct conversation v = { 0 };
    str subject = str_format(c->arena, "said:%" PRId64, r->said.v);
    struct buf left = buf_new(c->arena, 4000);
    int64_t left_out = (int64_t)l->files_left_out;
    TRY(conversation_get(c, r->conversation, &v));
    for (size_t i = 0; i < l->file_count; i++) {
        enum err e = attachment_add(c, subject, v.person, l->file[i].bytes, NULL);
        if (e == ERR_MEDIA_TYPE || e == ERR_TOO_LARGE || e == ERR_LIMIT || e == ERR_BAD_INPUT) {
            left_out++;
            buf_addf(&left, "\n%.*s", STR_ARG(cut_chars(l->file[i].name, 100)));
            continue;
        }
        TRY(e);
    }
    if (left_out == 0) {
        return OK;
    }
    str what = c->shop->lang == LANG_EN ? S("attachments were not kept (kind or size):")
                                        : S("lampiran tidak disimpan (jenis atau ukurannya):");
    struct said_receipt ignored = { 0 };
    struct said_new note = { .direction = SAID_NOTE, .channel = CHANNEL_EMAIL, .author = AUTHOR_BOT };
    note.text = str_format(c->arena, "%" PRId64 " %.*s%.*s", left_out, STR_ARG(what),
                           STR_ARG(buf_str(&left)));
    return conversation_say(c, r->conversation, &note, &ignored);
}

static enum err begin(struct ctx *c, const struct letter *l, const struct said_new *s,
                      struct said_receipt *receipt)
{
    struct contact contact = { .channel = CHANNEL_EMAIL, .lang = c->shop->lang, .first = *s,
                               .name = cut_chars(l->from_name, 100), .email = answer_to(c, l),
                               .title = cut_chars(l->subject, SUBJECT_CHARS_MAX) };
    return contact_begin(c, &contact, receipt);
}

static int64_t within(struct ctx *c, int64_t at)
{
    return at > c->now_at || at < c->now_at - DAYS(LATE_DAYS_MAX) ? c->now_at : at;
}

/* Somebody waits, and perhaps complains. */
static enum err listen(struct ctx *c, const struct said_new *s, conversation_id id)
{
    struct complaint_heard h = { .conversation = id, .source = S("inbox"), .text = s->text, .at = s->sent_at, .is_news = true };
    TRY(complaint_hear(c, &h));
    return contact_tell(c, id);
}

/* To the team, once an hour: why these stand together, and that somebody should look. */
static enum err say_held(struct ctx *c, conversation_id id)
{
    struct said_receipt ignored = { 0 };
    struct said_new note = { .direction = SAID_NOTE, .channel = CHANNEL_EMAIL, .author = AUTHOR_BOT };
    note.external = str_format(c->arena, "held:%" PRId64 ":%" PRId64, id.v, c->now_at / HOURS(1));
    note.text = c->shop->lang == LANG_EN
                    ? S("More than 20 mails in an hour came in this sender's name. What comes now "
                        "is held back here: kept, and waiting for an "
                        "answer, but nothing follows by itself. It may be a machine or somebody in "
                        "their name; a real letter may be among them.")
                    : S("Lebih dari 20 surel dalam sejam datang atas nama pengirim ini. Yang "
                        "datang sekarang ditahan di sini: disimpan dan menunggu "
                        "jawaban, tetapi tidak ada yang berjalan sendiri. Bisa jadi mesin atau "
                        "orang lain yang memakai namanya; surat asli mungkin ada di antaranya.");
    return conversation_say(c, id, &note, &ignored);
}

/* Somebody looks; whether it complains is theirs to judge. */
static enum err hold_back(struct ctx *c, conversation_id id, struct letter_result *out)
{
    out->end = LETTER_HELD;
    TRY(say_held(c, id));
    return contact_tell(c, id);
}

/* A reply is later than what it replies to, whatever the writer's clock says (dates of mails have whole seconds). */
static enum err say(struct ctx *c, const struct letter *l, conversation_id id, int64_t after_at,
                    bool is_flooding, struct letter_result *out)
{
    struct said_receipt receipt = { 0 };
    struct said_new s = { .direction = SAID_IN, .channel = CHANNEL_EMAIL, .author = AUTHOR_BUYER, .is_auto = l->is_auto,
                          .text = text_of_letter(c, l), .sent_at = within(c, l->sent_at),
                          .clock_at = within(c, l->taken_at) };
    s.sent_at = s.sent_at <= after_at ? after_at + 1 : s.sent_at;
    enum err e = id.v == 0 ? ERR_NOT_FOUND : OK;
    bool is_new = false;
    TRY(external_of(c, l, s.text, &s.external));
    if (e == OK) {
        e = conversation_say(c, id, &s, &receipt);
    }
    if (e == ERR_NOT_FOUND) { /* none, or its person was erased */
        is_new = true;
        e = begin(c, l, &s, &receipt);
    }
    TRY(e);
    out->conversation = receipt.conversation;
    out->end = receipt.is_duplicate ? LETTER_DUPLICATE
               : l->is_auto         ? LETTER_MACHINE
               : is_new             ? LETTER_BEGAN
                                    : LETTER_ADDED;
    if (receipt.is_duplicate) {
        return OK;
    }
    TRY(keep_files(c, l, &receipt));
    if (is_flooding) {
        return hold_back(c, receipt.conversation, out);
    }
    return l->is_auto ? OK : listen(c, &s, receipt.conversation);
}

/* The same letter again, before anybody asks where it belongs: what it began must not begin twice. */
static enum err was_taken(struct ctx *c, const struct letter *l, struct letter_result *out,
                          bool *found)
{
    struct said before = { 0 };
    bool is_same = false;
    if (l->message_id.size == 0) {
        return OK;
    }
    enum err e = conversation_find_external(c, CHANNEL_EMAIL, l->message_id, &before);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == OK) {
        TRY(conversation_said_is(c, before.id, text_of_letter(c, l), &is_same));
    }
    if (is_same) {
        *out = (struct letter_result){ LETTER_DUPLICATE, before.conversation };
        *found = true;
    }
    return OK;
}

/* Where it stands among what came in its name within the hour, and whether that was too much. */
static enum err is_too_much(struct ctx *c, const struct letter *l, conversation_id *id, bool *out)
{
    bool is_known = id->v != 0;
    *out = false;
    if (l->is_auto) {
        return OK;
    }
    return is_known ? is_flood(c, *id, out) : is_flood_of_address(c, l, id, out);
}

enum err letter_take(struct ctx *c, const struct letter *l, struct letter_result *out)
{
    conversation_id id = { 0 };
    bool is_known = false;
    bool is_flooding = false;
    int64_t after_at = 0;
    if (l->is_bounce) {
        return take_bounce(c, l, out);
    }
    if (is_our_own(c, l->from)) {
        out->end = LETTER_LOOP;
        return OK;
    }
    TRY(was_taken(c, l, out, &is_known));
    if (is_known) {
        return OK;
    }
    TRY(find_conversation(c, l, &id, &after_at));
    if (id.v == 0 && l->is_auto) {
        out->end = LETTER_MACHINE;
        return OK;
    }
    TRY(is_too_much(c, l, &id, &is_flooding));
    return say(c, l, id, after_at, is_flooding, out);
}
