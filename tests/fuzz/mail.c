/* SPDX-License-Identifier: Apache-2.0 */
/* A mail as it comes out of the pipe: something readable and bounded comes out, whatever went in. */
#include "fuzz/fuzz.h"

#include "gate/mail_read.h"

/* Goes into the vault and onto pages: valid, without NUL and other controls. */
static void check_text(str text, size_t max)
{
    CHECK(text.size <= max && str_is_utf8(text));
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        CHECK((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t');
    }
}

static void check_line(str text, size_t max)
{
    check_text(text, max);
    CHECK(!str_has(text, '\n'));
}

/* Each byte of a broken charset becomes three. */
enum { GROWN = 3 * MAIL_TEXT_MAX };

void fuzz_mail(struct arena *arena, str bytes)
{
    struct letter l;
    mail_read(arena, bytes, &l);
    check_line(l.from, 200);
    check_line(l.from_name, GROWN);
    check_line(l.subject, GROWN);
    check_line(l.message_id, GROWN);
    check_line(l.references, 2 * GROWN + 1);
    check_line(l.to, 2 * GROWN + 1);
    check_text(l.text, 2 * GROWN);
    CHECK(str_is_utf8(l.bounced));
    CHECK(l.from.size == 0 || str_has(l.from, '@'));
    CHECK(l.file_count <= LETTER_FILES_MAX);
    CHECK(!l.is_final || l.is_bounce);
    for (size_t i = 0; i < l.file_count; i++) {
        CHECK(l.file[i].bytes.size > 0 && l.file[i].bytes.size <= bytes.size);
        check_line(l.file[i].name, GROWN);
    }
    str words = letter_words(arena, l.text);
    CHECK(words.size <= l.text.size);
}
