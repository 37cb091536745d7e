/* SPDX-License-Identifier: Apache-2.0 */
#include "core/word.h"

#include "base/fold.h"

enum { WORD_CHARS_MIN = 2, HASH_CHARS = 16 };

static str hash_of(struct ctx *c, str word)
{
    str mac = keys_mac_hex(c->arena, c->keys, KEY_FIND, str_join(c->arena, S("word:"), word));
    return str_slice(mac, 0, HASH_CHARS);
}

/* The distinct words of a text, folded. */
static size_t split(struct ctx *c, str text, str *word, size_t max)
{
    struct str_pair rest = { .tail = text_fold(c->arena, text), .found = true };
    size_t count = 0;
    while (rest.found && count < max) {
        rest = str_cut(rest.tail, ' ');
        bool is_new = rest.head.size >= WORD_CHARS_MIN;
        for (size_t i = 0; i < count && is_new; i++) {
            is_new = !str_eq(word[i], rest.head);
        }
        if (is_new) {
            word[count++] = rest.head;
        }
    }
    return count;
}

SQL(word_insert, "INSERT INTO person_word (person_id, subject, hash) VALUES ($1, $2, $3)"
                 " ON CONFLICT (hash, subject, person_id) DO NOTHING");

enum err word_add(struct ctx *c, person_id person, str subject, str text)
{
    str word[WORDS_PER_TEXT_MAX];
    size_t count = split(c, text, word, COUNT(word));
    for (size_t i = 0; i < count; i++) {
        TRY(db_exec(c->db, &word_insert, ARGS(person.v, subject, hash_of(c, word[i])), NULL));
    }
    return OK;
}

SQL(words_found,
    "SELECT w.subject FROM person_word w WHERE w.hash = $1 AND w.subject LIKE $7"
    " AND EXISTS (SELECT 1 FROM person_word x WHERE x.hash = $2 AND x.subject = w.subject)"
    " AND EXISTS (SELECT 1 FROM person_word x WHERE x.hash = $3 AND x.subject = w.subject)"
    " AND EXISTS (SELECT 1 FROM person_word x WHERE x.hash = $4 AND x.subject = w.subject)"
    " AND EXISTS (SELECT 1 FROM person_word x WHERE x.hash = $5 AND x.subject = w.subject)"
    " AND EXISTS (SELECT 1 FROM person_word x WHERE x.hash = $6 AND x.subject = w.subject)"
    " GROUP BY w.subject ORDER BY max(w.person_id) DESC LIMIT 200");

enum err word_find(struct ctx *c, str prefix, str query, str out[WORD_HITS_MAX], size_t *count)
{
    str word[WORDS_PER_QUERY_MAX];
    size_t words = split(c, query, word, COUNT(word));
    size_t n = 0;
    if (words == 0) {
        *count = 0;
        return OK;
    }
    str hash[WORDS_PER_QUERY_MAX];
    for (size_t i = 0; i < COUNT(hash); i++) {
        hash[i] = i < words ? hash_of(c, word[i]) : hash[0];
    }
    struct rows r = db_query(c->db, &words_found,
                             ARGS(hash[0], hash[1], hash[2], hash[3], hash[4], hash[5],
                                  str_join(c->arena, prefix, S("%"))));
    while (db_next(&r)) {
        out[n++] = row_text(&r, c->arena);
    }
    TRY(db_done(&r));
    *count = n;
    return OK;
}

SQL(words_forget, "DELETE FROM person_word WHERE person_id = $1");

enum err word_forget(struct ctx *c, person_id person)
{
    return db_exec(c->db, &words_forget, ARGS(person.v), NULL);
}
