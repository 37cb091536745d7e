/* SPDX-License-Identifier: Apache-2.0 */
#include "care/complaint_heard.h"

#include "care/complaint_store.h"

/* Beginnings of words and phrases, in small letters. One too many costs a judgement with a reason; one too few loses somebody. */
static const char *const unhappy[] = {
    "belum sampai", "belum juga sampai", "belum datang", "belum diterima", "belum saya terima", "tidak sampai", "nggak sampai", "gak sampai",
    "tidak pernah sampai", "tak kunjung", "tidak dibalas", "nggak dibalas", "gak dibalas", "kecewa", "mengecewakan", "penipu", "menipu", "nipu",
    "tertipu", "ditipu", "bohong", "pembohong", "kapok", "komplain", "keluhan", "mengeluh", "pengaduan", "mengadu", "marah", "kesal", "parah",
    "buruk", "jelek", "rusak", "pecah", "cacat", "sobek", "bocor", "basi", "berjamur", "kedaluwarsa", "kadaluarsa", "salah kirim", "salah barang",
    "salah warna", "salah ukuran", "tidak sesuai", "nggak sesuai", "gak sesuai", "tidak lengkap", "kurang barang", "palsu", "tidak berfungsi",
    "not arrived", "never arrived", "hasn't arrived", "has not arrived", "not delivered", "still waiting", "no reply", "disappoint", "scam",
    "complain", "angry", "terrible", "awful", "worst", "broken", "damaged", "defective", "torn", "leaking", "mouldy", "wrong item",
    "wrong size", "wrong colour", "not as described", "does not work", "doesn't work", "never again",
};
static const char *const dangerous[] = {
    "terbakar", "kebakaran", "meledak", "ledakan", "kesetrum", "tersetrum", "korslet", "luka", "terluka", "berdarah", "keracunan", "muntah",
    "alergi", "rumah sakit", "igd", "on fire", "burned", "burnt", "exploded", "electric shock", "injured", "bleeding", "hurt my", "poisoned",
    "allergic", "hospital",
};
/* A sentence that only asks what would be. */
static const char *const supposing[] = {
    "kalau", "kalo", "jika", "apabila", "bila ", "misal", "seandainya", "andai", "if ", "in case", "what happens when",
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

/* At the beginning of a word. */
static bool says(str text, str part)
{
    size_t at = str_find(text, part, 0);
    while (at < text.size) {
        if (at == 0 || !is_letter(text.at[at - 1])) {
            return true;
        }
        at = str_find(text, part, at + 1);
    }
    return false;
}

static bool says_any(str text, const char *const *word, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (says(text, str_of(word[i]))) {
            return true;
        }
    }
    return false;
}

static bool hears(struct arena *arena, str text, const char *const *word, size_t count)
{
    str lower = str_lower(arena, text);
    size_t from = 0;
    for (size_t i = 0; i <= lower.size; i++) {
        bool is_end = i == lower.size || str_find(S(".!?;\n"), str_slice(lower, i, 1), 0) < 5;
        str sentence = str_slice(lower, from, i - from);
        if (!is_end) {
            continue;
        }
        if (says_any(sentence, word, count) && !says_any(sentence, supposing, COUNT(supposing))) {
            return true;
        }
        from = i + 1;
    }
    return false;
}

bool complaint_is_heard(struct arena *arena, str text)
{
    return hears(arena, text, unhappy, COUNT(unhappy)) || complaint_is_safety_heard(arena, text);
}

bool complaint_is_safety_heard(struct arena *arena, str text)
{
    return hears(arena, text, dangerous, COUNT(dangerous));
}

/* ---- counting ---- */

static str title_of(const struct complaint_heard *h, enum lang lang)
{
    bool is_post = str_eq(h->source, S("social"));
    if (lang == LANG_EN) {
        return is_post ? S("A public post") : S("Said in a conversation");
    }
    return is_post ? S("Unggahan di tempat umum") : S("Dikatakan dalam percakapan");
}

enum err complaint_count_in(struct ctx *c, const struct complaint_heard *h, struct complaint *out)
{
    struct conversation v = { 0 };
    int64_t recent = 0;
    TRY(conversation_get(c, h->conversation, &v));
    TRY(complaint_count_alike(c, v.person, &recent));
    struct complaint_new n = {
        .person = v.person, .channel = v.channel, .source = h->source, .lang = v.lang, .conversation = v.id,
        .subject = title_of(h, v.lang), .posted_at = h->at, .is_safety = complaint_is_safety_heard(c->arena, h->text),
        .is_untold = recent >= COMPLAINTS_TOLD_A_DAY_MAX, /* two programs that answer each other, or an address that is not theirs */
    };
    return complaint_open(c, &n, out);
}

enum { JUDGED_DAYS = 7 };

/* Decided or judged of late: the reasons are in the person's hands, and the same words say nothing new. */
static bool is_judged(const struct complaint *k, int64_t said_at)
{
    bool by_us = str_eq(k->outcome, S("not_a_complaint")) || str_eq(k->outcome, S("duplicate")) ||
                 str_eq(k->outcome, S("told_recourse"));
    return said_at < k->closed_at || (by_us && said_at <= k->closed_at + DAYS(JUDGED_DAYS));
}

/* In a conversation that was merged somebody else may speak: their words stay theirs, and out of the other person's case. */
static enum err own_words(struct ctx *c, const struct complaint_heard *h, const struct complaint *k,
                          str *out)
{
    struct conversation v = { 0 };
    TRY(conversation_get(c, h->conversation, &v));
    *out = v.person.v == k->person.v ? h->text : (str){ 0 };
    return OK;
}

static enum err answered(struct ctx *c, const struct complaint_heard *h, const struct complaint *k)
{
    str words = { 0 };
    TRY(own_words(c, h, k, &words));
    return complaint_answered(c, k->id, h->conversation, words);
}

static enum err reopen(struct ctx *c, const struct complaint_heard *h, struct complaint *k)
{
    struct actor before = c->actor;
    struct complaint_do again = { .act = COMPLAINT_ACT_REOPEN, .is_said = true };
    TRY(own_words(c, h, k, &again.text));
    c->actor = (struct actor){ ROLE_BUYER, k->person.v };
    enum err e = complaint_take(c, k->id, &again, k);
    c->actor = before;
    TRY(e);
    return answered(c, h, k);
}

/* No case is open here. */
static enum err hear_anew(struct ctx *c, const struct complaint_heard *h, bool is_danger)
{
    struct complaint_list list = { 0 };
    struct complaint k = { 0 };
    int64_t said_at = h->at == 0 || h->is_news ? c->now_at : h->at;
    TRY(complaint_list_in(c, h->conversation, &list));
    if (list.count > 0 && is_judged(&list.item[0], said_at) && !is_danger) {
        return OK;
    }
    if (list.count > 0 && str_eq(list.item[0].outcome, S("no_reply"))) {
        return reopen(c, h, &list.item[0]);
    }
    return complaint_count_in(c, h, &k);
}

enum err complaint_hear(struct ctx *c, const struct complaint_heard *h)
{
    struct complaint k = { 0 };
    bool is_danger = complaint_is_safety_heard(
        c->arena, h->text); /* told later, it skips the queue all the same */
    enum err e = complaint_of_conversation(c, h->conversation, &k);
    TRY(e == ERR_NOT_FOUND ? OK : e);
    if (e == OK && (h->at == 0 || h->is_news || h->at > k.changed_at)) {
        TRY(answered(c, h, &k));
    }
    if (e == OK) {
        return is_danger ? complaint_count_in(c, h, &k) : OK;
    }
    return complaint_is_heard(c->arena, h->text) ? hear_anew(c, h, is_danger) : OK;
}

enum err complaint_judge_not(struct ctx *c, const struct complaint_heard *h, str reason,
                             struct complaint *out)
{
    struct complaint_do judged = { .act = COMPLAINT_ACT_NOT_ONE, .text = reason };
    struct complaint k = { 0 };
    TRY(complaint_count_in(c, h, &k));
    return complaint_take(c, k.id, &judged, out);
}
