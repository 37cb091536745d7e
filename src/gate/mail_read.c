/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/mail_read.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/html.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

enum {
    PARTS_MAX = 200,
    FILE_BYTES_MAX = 10 * 1000 * 1000,
    DEPTH_MAX = 20,
    BOUNDARIES_MAX = 500,
    HEADER_LINES_MAX = 50000,
    BOMB_BYTES_READ = 200000
};

struct reading {
    struct arena *arena;
    struct letter *letter;
    str plain, html; /* the first of each */
    int parts, depth;
    bool has_read; /* something that holds no other parts, perhaps empty */
};

static pthread_once_t started = PTHREAD_ONCE_INIT;

static void start(void)
{
    g_mime_init();
}

/* ---- text ---- */

/* Whatever it was, it is UTF-8 without NUL and other controls now. */
static str clean(struct arena *arena, const char *bytes, size_t size)
{
    size = size > MAIL_TEXT_MAX ? MAIL_TEXT_MAX : size;
    char *valid = g_utf8_make_valid(bytes, (gssize)size);
    char *kept = str_c(arena, str_of(valid));
    size_t out = 0;
    for (size_t i = 0; kept[i] != '\0'; i++) {
        unsigned char c = (unsigned char)kept[i];
        if (c >= 0x20 ? c != 0x7f : c == '\n' || c == '\t') {
            kept[out++] = kept[i];
        }
    }
    g_free(valid);
    return (str){ kept, out };
}

static str clean_c(struct arena *arena, const char *text)
{
    return text == NULL ? (str){ 0 } : clean(arena, text, strlen(text));
}

/* A header of one line: line breaks inside it become spaces. */
static str one_line(struct arena *arena, const char *text)
{
    return str_trim(str_replace(arena, clean_c(arena, text), S("\n"), S(" ")));
}

static str part_bytes(struct arena *arena, GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content == NULL) {
        return (str){ 0 };
    }
    GMimeStream *memory = g_mime_stream_mem_new();
    str bytes = { 0 };
    if (g_mime_data_wrapper_write_to_stream(content, memory) >= 0) {
        GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
        bytes = str_copy(arena, (str){ (const char *)array->data, array->len });
    }
    g_object_unref(memory);
    return bytes;
}

/* Eight bits and no charset named: UTF-8 if it is, else what Windows writes. */
static bool read_unnamed(struct arena *arena, GMimeTextPart *part, str *out)
{
    str bytes = { 0 };
    gsize size = 0;
    if (g_mime_text_part_get_charset(part) == NULL) {
        bytes = part_bytes(arena, GMIME_PART(part));
    }
    if (bytes.size == 0 || g_utf8_validate(bytes.at, (gssize)bytes.size, NULL)) {
        return false;
    }
    char *text = g_convert_with_fallback(bytes.at, (gssize)bytes.size, "UTF-8", "WINDOWS-1252", "?",
                                         NULL, &size, NULL);
    if (text != NULL) {
        *out = clean(arena, text, size);
    }
    g_free(text);
    return out->size != 0;
}

static str part_text(struct arena *arena, GMimeTextPart *part)
{
    str out = { 0 };
    if (read_unnamed(arena, part, &out)) {
        return out;
    }
    char *text = g_mime_text_part_get_text(part);
    if (text != NULL && text[0] != '\0') {
        out = clean_c(arena, text);
    } else { /* an unknown charset: better the bytes than nothing */
        str bytes = part_bytes(arena, GMIME_PART(part));
        out = bytes.size == 0 ? bytes : clean(arena, bytes.at, bytes.size);
    }
    g_free(text);
    return out;
}

/* ---- parts ---- */

static void keep_file(struct reading *r, GMimePart *part)
{
    struct letter *l = r->letter;
    str bytes = part_bytes(r->arena, part);
    if (l->file_count == LETTER_FILES_MAX || bytes.size == 0 || bytes.size > FILE_BYTES_MAX) {
        l->files_left_out += bytes.size == 0 ? 0 : 1;
        return;
    }
    l->file[l->file_count++] =
        (struct letter_file){ one_line(r->arena, g_mime_part_get_filename(part)), bytes };
}

static bool is_attached(GMimePart *part)
{
    const char *how = g_mime_object_get_disposition(GMIME_OBJECT(part));
    return (how != NULL && g_ascii_strcasecmp(how, "attachment") == 0) ||
           g_mime_part_get_filename(part) != NULL;
}

static bool is_of_type(GMimeObject *part, const char *type, const char *subtype)
{
    GMimeContentType *content = g_mime_object_get_content_type(part);
    return content != NULL && g_mime_content_type_is_type(content, type, subtype);
}

static void read_text(struct reading *r, GMimeTextPart *part)
{
    bool is_html = is_of_type(GMIME_OBJECT(part), "text", "html");
    str *to = is_html ? &r->html : &r->plain;
    if (to->size == 0) {
        *to = part_text(r->arena, part);
    } else if (!is_html && to->size < MAIL_TEXT_MAX) {
        *to = str_format(r->arena, "%.*s\n%.*s", STR_ARG(*to), STR_ARG(part_text(r->arena, part)));
    }
}

/* What a report says of the letter that came back; more than a letter's text is no report. */
static void add_bounced(struct reading *r, str text)
{
    str before = r->letter->bounced;
    if (before.size < MAIL_TEXT_MAX) {
        r->letter->bounced = str_format(r->arena, "%.*s\n%.*s", STR_ARG(before), STR_ARG(text));
    }
}

/* "Action: failed" in any block of a delivery report; "delayed" is no end yet. */
static void read_report(struct reading *r, GMimeObject *part)
{
    struct letter *l = r->letter;
    str text = { 0 };
    if (GMIME_IS_PART(part) && l->bounced.size < MAIL_TEXT_MAX) {
        str bytes = part_bytes(r->arena, GMIME_PART(part));
        text = bytes.size == 0 ? bytes : clean(r->arena, bytes.at, bytes.size);
    }
    str lower = str_lower(r->arena, text);
    l->is_bounce = true;
    add_bounced(r, text);
    l->is_final = l->is_final || str_contains(lower, S("action: failed")) ||
                  str_contains(lower, S("action:failed")) || str_contains(lower, S("status: 5."));
}

static void read_part(struct reading *r, GMimeObject *part);

static void read_inner_message(struct reading *r, GMimeObject *part)
{
    GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    if (inner == NULL) {
        return;
    }
    char *headers = g_mime_object_get_headers(GMIME_OBJECT(inner), NULL);
    add_bounced(r, clean_c(r->arena, headers));
    g_free(headers);
    if (!r->letter->is_bounce && r->plain.size == 0 && r->html.size == 0) {
        read_part(r, g_mime_message_get_mime_part(inner));
    }
}

static void read_multipart(struct reading *r, GMimeObject *part)
{
    GMimeMultipart *parts = GMIME_MULTIPART(part);
    int count = g_mime_multipart_get_count(parts);
    for (int i = 0; i < count; i++) {
        read_part(r, g_mime_multipart_get_part(parts, i));
    }
}

static void read_leaf(struct reading *r, GMimePart *part)
{
    if (GMIME_IS_TEXT_PART(part) && !is_attached(part)) {
        read_text(r, GMIME_TEXT_PART(part));
    } else {
        keep_file(r, part);
    }
}

static void read_part(struct reading *r, GMimeObject *part)
{
    if (part == NULL) {
        return;
    }
    if (++r->parts > PARTS_MAX || r->depth >= DEPTH_MAX) {
        r->letter->files_left_out++; /* said, not looked at */
        return;
    }
    r->depth++;
    if (is_of_type(part, "message", "delivery-status") ||
        is_of_type(part, "text", "rfc822-headers")) {
        if (is_of_type(part, "message", "delivery-status") || r->letter->is_bounce) {
            read_report(r, part);
        }
    } else if (GMIME_IS_MULTIPART(part)) {
        read_multipart(r, part);
    } else if (GMIME_IS_MESSAGE_PART(part)) {
        read_inner_message(r, part);
    } else if (GMIME_IS_PART(part)) {
        r->has_read = true;
        read_leaf(r, GMIME_PART(part));
    }
    r->depth--;
}

/* ---- headers ---- */

static const char *header_of(GMimeMessage *message, const char *name)
{
    return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

static bool has_word(struct arena *arena, const char *value, str word)
{
    return value != NULL && str_contains(str_lower(arena, str_of(value)), word);
}

/* The first address of a header; empty: none to write to. */
static str first_address(struct arena *arena, InternetAddressList *list, str *name)
{
    if (list == NULL || internet_address_list_length(list) == 0) {
        return (str){ 0 };
    }
    InternetAddress *first = internet_address_list_get_address(list, 0);
    *name = one_line(arena, internet_address_get_name(first));
    if (!INTERNET_ADDRESS_IS_MAILBOX(first)) {
        return (str){ 0 };
    }
    str address =
        one_line(arena, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
    return str_has(address, '@') && address.size <= 200 ? str_lower(arena, address) : (str){ 0 };
}

static void read_from(struct arena *arena, GMimeMessage *message, struct letter *l)
{
    str ignored = { 0 };
    l->from = first_address(arena, g_mime_message_get_from(message), &l->from_name);
    l->reply_to = first_address(arena, g_mime_message_get_reply_to(message), &ignored);
}

static int64_t instant_of(GDateTime *date)
{
    return date == NULL ? 0 : g_date_time_to_unix(date) * INT64_C(1000000);
}

/* Our own server wrote the topmost one; what stands below may be anybody's. */
static int64_t taken_at(GMimeMessage *message)
{
    const char *received = header_of(message, "Received");
    const char *semicolon = received == NULL ? NULL : strrchr(received, ';');
    if (semicolon == NULL) {
        return 0;
    }
    GDateTime *date = g_mime_utils_header_decode_date(semicolon + 1);
    int64_t at = instant_of(date);
    if (date != NULL) {
        g_date_time_unref(date);
    }
    return at;
}

/* "no" is a person's; "auto-notified; …" is none, whatever letters it is made of. */
static bool is_submitted_by_hand(struct arena *arena, const char *submitted)
{
    str word = str_cut(one_line(arena, submitted), ';').head;
    return submitted == NULL || str_eq_nocase(str_trim(str_cut(word, '(').head), S("no"));
}

/* Nobody wants an answer: vacations and reports are sent so (RFC 3834, RFC 5321 4.5.5). */
static bool has_null_path(struct arena *arena, GMimeMessage *message)
{
    const char *path = header_of(message, "Return-Path");
    return path != NULL && str_eq(str_trim(clean_c(arena, path)), S("<>"));
}

/* RFC 3834 and what programs did before and beside it. Feedback-ID is no mark: senders put it under letters of people too. */
static bool is_machine(struct arena *arena, GMimeMessage *message)
{
    static const char *const marks[] = { "List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Loop" };
    static const str bulk[] = { S_INIT("bulk"), S_INIT("junk"), S_INIT("list"), S_INIT("auto_reply"), S_INIT("auto-reply") };
    const char *precedence = header_of(message, "Precedence");
    bool is_one = !is_submitted_by_hand(arena, header_of(message, "Auto-Submitted")) ||
                  has_null_path(arena, message);
    for (size_t i = 0; i < COUNT(bulk); i++) {
        is_one = is_one || has_word(arena, precedence, bulk[i]);
    }
    for (size_t i = 0; i < COUNT(marks); i++) {
        is_one = is_one || header_of(message, marks[i]) != NULL;
    }
    return is_one;
}

/* A server that reports in words of its own. A letter without a return path alone may be somebody's vacation, whose letter arrived. */
static bool is_from_daemon(GMimeMessage *message, const struct letter *l)
{
    str name = str_cut(l->from, '@').head;
    return header_of(message, "X-Failed-Recipients") != NULL || str_eq(name, S("mailer-daemon")) ||
           str_eq(name, S("postmaster"));
}

/* "Warning: message … delayed 24 hours": the server goes on trying. */
static bool is_delay(struct arena *arena, str subject)
{
    str lower = str_lower(arena, subject);
    return str_contains(lower, S("delay")) || str_contains(lower, S("warning"));
}

static void read_headers(struct arena *arena, GMimeMessage *message, struct letter *l)
{
    read_from(arena, message, l);
    const char *reply = header_of(message, "In-Reply-To");
    const char *references = header_of(message, "References");
    const char *to = header_of(message, "To");
    const char *delivered = header_of(message, "Delivered-To");
    l->subject = one_line(arena, g_mime_message_get_subject(message));
    l->message_id = one_line(arena, g_mime_message_get_message_id(message));
    l->references = str_format(arena, "%.*s %.*s", STR_ARG(one_line(arena, references)),
                               STR_ARG(one_line(arena, reply)));
    l->to = str_format(arena, "%.*s %.*s", STR_ARG(one_line(arena, to)),
                       STR_ARG(one_line(arena, delivered)));
    l->sent_at = instant_of(g_mime_message_get_date(message));
    l->taken_at = taken_at(message);
    l->is_auto = is_machine(arena, message);
}

/* ---- the whole ---- */

/* False: no part of it could be read. */
static bool read_message(struct arena *arena, GMimeMessage *message, struct letter *l)
{
    struct reading r = { .arena = arena, .letter = l };
    read_headers(arena, message, l);
    read_part(&r, g_mime_message_get_mime_part(message));
    str text = r.plain.size != 0 ? r.plain : html_lines(arena, r.html);
    if (!l->is_bounce && is_from_daemon(message, l)) {
        l->is_bounce = true;
        l->is_final = !is_delay(arena, l->subject);
    }
    if (l->is_bounce) {
        l->bounced = str_format(arena, "%.*s\n%.*s", STR_ARG(l->bounced), STR_ARG(text));
    }
    l->text = letter_words(arena, text);
    return r.has_read;
}

static bool is_header_line(str line)
{
    size_t colon = str_find(str_slice(line, 0, 80), S(":"), 0);
    return colon > 0 && colon < line.size && colon < 80 && !str_has(str_slice(line, 0, colon), ' ');
}

/* Made to be parsed for ever: the parser walks all open parts at each line, and keeps each header for itself. */
static bool is_bomb(str bytes)
{
    size_t headers = 0;
    size_t boundaries = 0;
    for (struct str_pair line = { .tail = bytes, .found = true }; line.found;) {
        line = str_cut(line.tail, '\n');
        headers += is_header_line(line.head);
        boundaries +=
            str_contains(line.head, S("oundary")) || str_contains(line.head, S("OUNDARY"));
    }
    return headers > HEADER_LINES_MAX || boundaries > BOUNDARIES_MAX;
}

/* No part of it could be read: the body as it stands, or all of it when it has no head. */
static str as_it_came(struct arena *arena, bool has_head, str bytes)
{
    size_t dos = str_find(bytes, S("\r\n\r\n"), 0);
    size_t unix_end = str_find(bytes, S("\n\n"), 0);
    size_t body = dos < unix_end ? dos : unix_end;
    str text = str_slice(bytes, has_head ? body : 0, bytes.size);
    return text.size == 0 ? text : str_trim(clean(arena, text.at, text.size));
}

/* C texts end at a NUL; what follows one is a letter's too. No mail may hold any (RFC 5322 3.5), only files sent as binary. */
static str without_nuls(struct arena *arena, str whole)
{
    str nul = { "", 1 };
    bool is_binary = str_contains(whole, S("ncoding: binary"));
    return is_binary || !str_contains(whole, nul) ? whole : str_replace(arena, whole, nul, S(" "));
}

void mail_read(struct arena *arena, str whole, struct letter *out)
{
    pthread_once(&started, start);
    struct letter l = { 0 };
    str bytes = without_nuls(arena, is_bomb(whole) ? str_slice(whole, 0, BOMB_BYTES_READ) : whole);
    GMimeStream *stream =
        g_mime_stream_mem_new_with_buffer(bytes.at == NULL ? "" : bytes.at, bytes.size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    bool has_read = false;
    if (message != NULL) {
        has_read = read_message(arena, message, &l);
        g_object_unref(message);
    }
    bool has_head = l.subject.size != 0 || l.from.size != 0;
    if (l.text.size == 0 && l.file_count == 0 && !(has_read && has_head)) {
        l.text = as_it_came(arena, has_head, bytes);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    *out = l;
}
