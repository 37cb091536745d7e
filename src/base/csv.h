/* SPDX-License-Identifier: Apache-2.0 */
/*
 * csv.h - comma-separated files as they really are.
 *
 * Purpose    A streaming reader with bounded memory and a writer. RFC 4180 plus what real files do: byte order mark, CR, LF or CRLF, quotes inside
 *            unquoted fields, ragged records, ';' or tab as separator when the first line says so.
 * Layer      base.
 * Units      line numbers count physical lines from 1; a record may span several, csv.line is its first.
 * Ownership  fields live in the reader and are valid until the next csv_next.
 * Errors     a bad record is reported (csv.fault) and skipped whole; reading goes on after it.
 * Source     RFC 4180; the csv-spectrum suite.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"

#include <stdio.h>

enum { CSV_FIELDS_MAX = 400, CSV_RECORD_MAX_BYTES = 1024 * 1024 };

enum csv_fault {
    CSV_FINE,
    CSV_NUL,            /* a NUL byte */
    CSV_TOO_LONG,       /* past CSV_RECORD_MAX_BYTES */
    CSV_TOO_MANY,       /* past CSV_FIELDS_MAX */
    CSV_NOT_UTF8,       /* neither UTF-8 nor declared otherwise */
    CSV_UNCLOSED_QUOTE, /* a quote open at the end of the file or of the cap */
    CSV_FAULT_COUNT
};

struct csv;

/* Either a stream (stays the caller's) or, with NULL, the bytes of `text`. The reader lives in the arena. */
struct csv *csv_open(struct arena *arena, FILE *stream, str text);
/* The next record; false at the end. Blank lines are not records. After true, look at csv_fault first. */
bool csv_next(struct csv *csv);
enum csv_fault csv_fault(const struct csv *csv);
/* What to tell the person whose file it is, in English; a literal. */
str csv_fault_text(enum csv_fault fault);
int64_t csv_line(const struct csv *csv);
size_t csv_count(const struct csv *csv);
str csv_field(const struct csv *csv, size_t index); /* empty past the end */
/* True when reading stopped because the stream failed. */
bool csv_has_failed(const struct csv *csv);
/* Records that are not UTF-8 are taken as Windows-1252 instead of being faults. */
void csv_allow_windows_1252(struct csv *csv);

/* One field of a record, with the comma before it when it is not the first; a field that starts with = + - @ is written as it is
 * (an export must come back as it went; the web face of an export quotes for spreadsheets). */
void csv_put(struct buf *out, str field, bool is_first);
void csv_put_end(struct buf *out); /* CRLF */

#endif
