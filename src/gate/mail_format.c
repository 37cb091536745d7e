/* SPDX-License-Identifier: Apache-2.0 */
/* mail_format.c - a mail as bytes: headers that cannot be forged, two parts in quoted-printable. */
#include "base/buf.h"
#include "base/clock.h"
#include "gate/mail.h"

enum {
    LINE_MAX_CHARS = 76,
    WORD_BYTES = 39, /* of an encoded word: "Subject: =?UTF-8?B?" + 52 + "?=" is 73 of the 76 characters a line may have */
    ADDRESS_MAX = 254,
    MAIL_BYTES_MAX = 2000000,
};

/* --- addresses --- */

static bool is_atom_char(char c)
{
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_letter || str_has(S("!#$%&'*+-/=?^_`{|}~."), c);
}

static bool is_domain_char(char c)
{
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_letter || c == '-' || c == '.';
}

bool mail_is_address(str address)
{
    struct str_pair at = str_cut_last(address, '@');
    if (!at.found || at.head.size == 0 || at.tail.size == 0 || address.size > ADDRESS_MAX) {
        return false;
    }
    for (size_t i = 0; i < at.head.size; i++) {
        if (!is_atom_char(at.head.at[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < at.tail.size; i++) {
        if (!is_domain_char(at.tail.at[i])) {
            return false;
        }
    }
    return at.head.at[0] != '-' && at.tail.at[0] != '.' && !str_ends(at.tail, S("."));
}

/* --- headers --- */

static bool is_plain(str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < 32 || text.at[i] > 126) {
            return false;
        }
    }
    return !str_contains(text, S("=?"));
}

/* What people typed, on one line. */
static str one_line(struct arena *arena, str text)
{
    struct buf out = buf_new(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        bool is_control = (unsigned char)text.at[i] < 32 || text.at[i] == 127;
        buf_add_char(&out, is_control ? ' ' : text.at[i]);
    }
    return str_trim(buf_str(&out));
}

/* The longest piece that ends between two characters. */
static size_t piece_of(str text)
{
    size_t size = text.size < WORD_BYTES ? text.size : WORD_BYTES;
    while (size > 1 && size < text.size && ((unsigned char)text.at[size] & 0xC0) == 0x80) {
        size--;
    }
    return size;
}

static void add_encoded(struct buf *out, str text)
{
    for (bool is_first = true; text.size > 0; is_first = false) {
        size_t size = piece_of(text);
        str word = str_base64(out->arena, str_slice(text, 0, size));
        buf_addf(out, "%s=?UTF-8?B?%.*s?=", is_first ? "" : "\r\n ", STR_ARG(word));
        text = str_skip(text, size);
    }
}

/* Words of plain text, folded where a line would grow too long. */
static void add_folded(struct buf *out, str text, size_t column)
{
    struct str_pair rest = { .tail = text };
    bool is_first = true;
    do {
        rest = str_cut(rest.tail, ' ');
        bool folds = !is_first && column + 1 + rest.head.size > LINE_MAX_CHARS;
        buf_add(out, folds ? S("\r\n ") : is_first ? S("") : S(" "));
        buf_add(out, rest.head);
        column = (folds ? 0 : column) + 1 + rest.head.size;
        is_first = false;
    } while (rest.found);
}

static void add_text_header(struct buf *out, const char *name, str text)
{
    str line = one_line(out->arena, text);
    buf_addf(out, "%s: ", name);
    if (is_plain(line)) {
        add_folded(out, line, str_of(name).size + 2);
    } else {
        add_encoded(out, line);
    }
    buf_add(out, S("\r\n"));
}

static void add_sender(struct buf *out, str name, str address)
{
    str line = one_line(out->arena, name);
    buf_add(out, S("From: "));
    if (is_plain(line) && line.size != 0) {
        str safe =
            str_replace(out->arena, str_replace(out->arena, line, S("\\"), S("")), S("\""), S("'"));
        buf_addf(out, "\"%.*s\"", STR_ARG(safe));
    } else {
        add_encoded(out, line);
    }
    buf_addf(out, "%s<%.*s>\r\n", line.size == 0 ? "" : "\r\n ", STR_ARG(address));
}

static void add_date(struct buf *out, int64_t at)
{
    str http = clock_http_date(out->arena, at); /* "Sun, 22 Nov 2026 00:51:00 GMT" */
    buf_addf(out, "Date: %.*s +0000\r\n",
             STR_ARG(str_trim(str_replace(out->arena, http, S("GMT"), S("")))));
}

/* --- quoted-printable --- */

static void add_quoted(struct buf *out, str text)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t column = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool ends_line = i + 1 == text.size || text.at[i + 1] == '\n' || text.at[i + 1] == '\r';
        bool is_kept = (c >= 33 && c <= 126 && c != '=') || ((c == ' ' || c == '\t') && !ends_line);
        if (c == '\r') {
            continue;
        }
        if (c == '\n') {
            buf_add(out, S("\r\n"));
            column = 0;
            continue;
        }
        if (column + (is_kept ? 1 : 3) > LINE_MAX_CHARS - 1) {
            buf_add(out, S("=\r\n"));
            column = 0;
        }
        if (is_kept) {
            buf_add_char(out, (char)c);
        } else {
            buf_addf(out, "=%c%c", hex[c >> 4], hex[c & 15]);
        }
        column += is_kept ? 1 : 3;
    }
    buf_add(out, S("\r\n"));
}

static void add_part(struct buf *out, str boundary, const char *type, str text)
{
    buf_addf(out,
             "--%.*s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: "
             "quoted-printable\r\n\r\n",
             STR_ARG(boundary), type);
    add_quoted(out, text);
}

/* --- the whole --- */

enum err mail_format(struct ctx *c, const struct mail *mail, str *out)
{
    struct buf b = buf_new(c->arena, MAIL_BYTES_MAX);
    /* "=_" cannot stand in quoted-printable, so no text ends a part. */
    str boundary = str_format(c->arena, "=_%016" PRIx64, str_hash(mail->id) ^ (uint64_t)mail->at);
    bool has_reply = mail->reply_to.size != 0;
    if (!mail_is_address(mail->to) || !mail_is_address(mail->from) ||
        (has_reply && !mail_is_address(mail->reply_to))) {
        return fail(c, ERR_UNPROCESSABLE, "mail %.*s: not an address mail can go to",
                    STR_ARG(mail->id));
    }
    add_sender(&b, mail->from_name, mail->from);
    buf_addf(&b, "To: <%.*s>\r\n", STR_ARG(mail->to));
    if (has_reply) {
        buf_addf(&b, "Reply-To: <%.*s>\r\n", STR_ARG(mail->reply_to));
    }
    add_text_header(&b, "Subject", mail->subject);
    add_date(&b, mail->at);
    buf_addf(&b, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(mail->id),
             STR_ARG(str_cut_last(mail->from, '@').tail));
    buf_addf(&b,
             "%sMIME-Version: 1.0\r\n"
             "Content-Type: multipart/alternative; boundary=\"%.*s\"\r\n\r\n",
             mail->is_human ? "" : "Auto-Submitted: auto-generated\r\n", STR_ARG(boundary));
    add_part(&b, boundary, "text/plain", mail->text);
    add_part(&b, boundary, "text/html", mail->html);
    buf_addf(&b, "--%.*s--\r\n", STR_ARG(boundary));
    if (buf_is_over(&b)) {
        return fail(c, ERR_UNPROCESSABLE, "mail %.*s is too large", STR_ARG(mail->id));
    }
    *out = buf_str(&b);
    return OK;
}
