/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - one record at a time, one byte at a time; a record past its cap is read to its end and thrown away. */
#include "base/csv.h"

#include <string.h>

enum state { AT_START, IN_PLAIN, IN_QUOTES, AFTER_QUOTE };

struct csv {
    struct arena *arena;
    FILE *stream;
    str text; /* without a stream */
    unsigned char *block;
    size_t block_at, block_size;
    bool has_failed;
    bool is_started;
    bool allows_windows_1252;
    int pushed_back; /* −1: none */
    char separator;
    int64_t line;      /* of the record */
    int64_t next_line; /* where reading stands */
    enum csv_fault fault;
    char *record;
    size_t size;
    uint32_t end[CSV_FIELDS_MAX]; /* where each field ends in the record */
    size_t count;
    enum state state;
    str *widened; /* the record's fields when they came in Windows-1252 */
};

enum { BLOCK_BYTES = 64 * 1024 };

static const char *const fault_texts[CSV_FAULT_COUNT] = {
    [CSV_FINE] = "",
    [CSV_NUL] = "contains a NUL byte; is this really a CSV file?",
    [CSV_TOO_LONG] = "is longer than 1 MB; a quote may be missing before it",
    [CSV_TOO_MANY] = "has more than 400 fields",
    [CSV_NOT_UTF8] = "is not UTF-8 text; please save the file as UTF-8",
    [CSV_UNCLOSED_QUOTE] = "opens a quote that is never closed",
};

str csv_fault_text(enum csv_fault fault)
{
    CHECK(fault < CSV_FAULT_COUNT);
    return str_of(fault_texts[fault]);
}

struct csv *csv_open(struct arena *arena, FILE *stream, str text)
{
    struct csv *csv = NEW(arena, struct csv);
    csv->arena = arena;
    csv->stream = stream;
    csv->text = text;
    csv->block = NEW_N(arena, unsigned char, BLOCK_BYTES);
    csv->record = NEW_N(arena, char, CSV_RECORD_MAX_BYTES);
    csv->pushed_back = -1;
    csv->separator = ',';
    csv->next_line = 1;
    return csv;
}

void csv_allow_windows_1252(struct csv *csv)
{
    csv->allows_windows_1252 = true;
}

static bool fill(struct csv *csv)
{
    csv->block_at = 0;
    if (csv->stream != NULL) {
        csv->block_size = fread(csv->block, 1, BLOCK_BYTES, csv->stream);
        csv->has_failed = ferror(csv->stream) != 0;
        return csv->block_size > 0;
    }
    str part = str_slice(csv->text, 0, BLOCK_BYTES);
    csv->text = str_skip(csv->text, part.size);
    csv->block_size = part.size;
    if (part.size > 0) {
        memcpy(csv->block, part.at, part.size);
    }
    return part.size > 0;
}

/* −1 at the end. */
static int next_byte(struct csv *csv)
{
    if (csv->pushed_back >= 0) {
        int byte = csv->pushed_back;
        csv->pushed_back = -1;
        return byte;
    }
    if (csv->block_at == csv->block_size && !fill(csv)) {
        return -1;
    }
    return csv->block[csv->block_at++];
}

/* The byte order mark, and the separator: whichever of , ; tab stands most often in the first line. */
static void start(struct csv *csv)
{
    csv->is_started = true;
    if (!fill(csv)) {
        return;
    }
    str head = { (const char *)csv->block, csv->block_size };
    if (str_starts(head, S("\xef\xbb\xbf"))) {
        csv->block_at = 3;
    }
    size_t commas = 0;
    size_t semicolons = 0;
    size_t tabs = 0;
    for (size_t i = csv->block_at;
         i < csv->block_size && csv->block[i] != '\n' && csv->block[i] != '\r'; i++) {
        commas += csv->block[i] == ',';
        semicolons += csv->block[i] == ';';
        tabs += csv->block[i] == '\t';
    }
    if (commas == 0 && (semicolons > 0 || tabs > 0)) {
        csv->separator = semicolons >= tabs ? ';' : '\t';
    }
}

static void note(struct csv *csv, enum csv_fault fault)
{
    if (csv->fault == CSV_FINE) {
        csv->fault = fault;
    }
}

static void add_byte(struct csv *csv, int byte)
{
    if (byte == 0) {
        note(csv, CSV_NUL);
    }
    if (csv->size == CSV_RECORD_MAX_BYTES) {
        note(csv, CSV_TOO_LONG);
        return;
    }
    csv->record[csv->size++] = (char)byte;
}

static void end_field(struct csv *csv)
{
    if (csv->count == CSV_FIELDS_MAX) {
        note(csv, CSV_TOO_MANY);
    } else {
        csv->end[csv->count++] = (uint32_t)csv->size;
    }
    csv->state = AT_START;
}

/* CR, LF or CRLF is one line end. */
static bool is_line_end(struct csv *csv, int byte)
{
    if (byte == '\r') {
        int after = next_byte(csv);
        if (after != '\n') {
            csv->pushed_back = after;
        }
        return true;
    }
    return byte == '\n';
}

/* Inside quotes everything is text but a quote; a line end is kept as it was. */
static void take_quoted(struct csv *csv, int byte)
{
    if (byte == '"') {
        csv->state = AFTER_QUOTE;
        return;
    }
    if (byte == '\n') {
        csv->next_line++;
    } else if (byte == '\r') {
        int after = next_byte(csv);
        csv->pushed_back = after;
        csv->next_line += after != '\n';
    }
    add_byte(csv, byte);
}

/* True when the record is complete. */
static bool take(struct csv *csv, int byte)
{
    if (csv->state == IN_QUOTES) {
        take_quoted(csv, byte);
        return false;
    }
    if (is_line_end(csv, byte)) {
        csv->next_line++;
        return true;
    }
    if (byte == csv->separator) {
        end_field(csv);
    } else if (byte == '"' && csv->state == AT_START) {
        csv->state = IN_QUOTES;
    } else if (byte == '"' && csv->state == AFTER_QUOTE) { /* a doubled quote is one */
        add_byte(csv, '"');
        csv->state = IN_QUOTES;
    } else { /* text; also after a closing quote, as spreadsheets do */
        csv->state = IN_PLAIN;
        add_byte(csv, byte);
    }
    return false;
}

/* An open quote swallows the rest of the file: the cap ends the record, and reading goes on at the next line. */
static bool is_runaway(const struct csv *csv)
{
    return csv->state == IN_QUOTES && csv->fault == CSV_TOO_LONG;
}

static void read_record(struct csv *csv)
{
    for (;;) {
        int byte = next_byte(csv);
        if (byte < 0) {
            break;
        }
        if (take(csv, byte)) {
            break;
        }
        if (is_runaway(csv)) {
            csv->state = IN_PLAIN;
        }
    }
    if (csv->state == IN_QUOTES) {
        note(csv, CSV_UNCLOSED_QUOTE);
    }
    end_field(csv);
}

/* Windows-1252 above 0x7f: 0x80–0x9f by table, the rest are the same numbers. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static void add_code_point(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_add_char(out, (char)code);
    } else if (code < 0x800) {
        buf_add_char(out, (char)(0xc0 | (code >> 6)));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    } else {
        buf_add_char(out, (char)(0xe0 | (code >> 12)));
        buf_add_char(out, (char)(0x80 | ((code >> 6) & 0x3f)));
        buf_add_char(out, (char)(0x80 | (code & 0x3f)));
    }
}

static str field_as_read(const struct csv *csv, size_t index)
{
    uint32_t from = index == 0 ? 0 : csv->end[index - 1];
    return (str){ csv->record + from, csv->end[index] - from };
}

static str widen(struct arena *arena, str bytes)
{
    struct buf out = buf_new(arena, bytes.size * 3 + 1);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        add_code_point(&out, byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte);
    }
    return buf_str(&out);
}

/* Each field by itself: the halves of a letter may stand on two sides of a comma. */
static bool is_utf8(const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        if (!str_is_utf8(field_as_read(csv, i))) {
            return false;
        }
    }
    return true;
}

static void check_encoding(struct csv *csv)
{
    if (is_utf8(csv)) {
        return;
    }
    if (!csv->allows_windows_1252) {
        note(csv, CSV_NOT_UTF8);
        return;
    }
    csv->widened = NEW_N(csv->arena, str, csv->count);
    for (size_t i = 0; i < csv->count; i++) {
        csv->widened[i] = widen(csv->arena, field_as_read(csv, i));
    }
}

static bool is_blank(const struct csv *csv)
{
    return csv->count == 1 && csv->size == 0 && csv->fault == CSV_FINE;
}

bool csv_next(struct csv *csv)
{
    if (!csv->is_started) {
        start(csv);
    }
    do {
        int byte = next_byte(csv);
        if (byte < 0) {
            return false;
        }
        csv->pushed_back = byte;
        csv->fault = CSV_FINE;
        csv->size = 0;
        csv->count = 0;
        csv->state = AT_START;
        csv->widened = NULL;
        csv->line = csv->next_line;
        read_record(csv);
    } while (is_blank(csv));
    check_encoding(csv);
    return true;
}

enum csv_fault csv_fault(const struct csv *csv)
{
    return csv->fault;
}

int64_t csv_line(const struct csv *csv)
{
    return csv->line;
}

size_t csv_count(const struct csv *csv)
{
    return csv->count;
}

str csv_field(const struct csv *csv, size_t index)
{
    if (index >= csv->count) {
        return (str){ 0 };
    }
    return csv->widened != NULL ? csv->widened[index] : field_as_read(csv, index);
}

bool csv_has_failed(const struct csv *csv)
{
    return csv->has_failed;
}

void csv_put(struct buf *out, str field, bool is_first)
{
    if (!is_first) {
        buf_add_char(out, ',');
    }
    bool needs_quotes = str_has(field, ',') || str_has(field, '"') || str_has(field, '\n') ||
                        str_has(field, '\r') || str_starts(field, S(" ")) ||
                        str_ends(field, S(" ")) || str_has(field, ';') || str_has(field, '\t');
    if (!needs_quotes) {
        buf_add(out, field);
        return;
    }
    buf_add_char(out, '"');
    for (struct str_pair rest = { .tail = field, .found = true }; rest.found;) {
        rest = str_cut(rest.tail, '"');
        buf_add(out, rest.head);
        buf_add(out, rest.found ? S("\"\"") : S(""));
    }
    buf_add_char(out, '"');
}

void csv_put_end(struct buf *out)
{
    buf_add(out, S("\r\n"));
}
