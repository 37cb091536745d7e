/* SPDX-License-Identifier: Apache-2.0 */
#include "web/multipart.h"

#include "base/mem.h"

enum { BOUNDARY_MAX = 70, WINDOW_BYTES = 1024 * 1024 };

struct reader {
    struct arena *arena;
    str rest;
    str delimiter; /* "--boundary" */
    struct multipart_part *part;
    size_t count;
};

/* The value of `name=` in "type; a=b; c=\"d\"", quoted or not. */
static bool parameter(struct arena *arena, str header, str name, str *out)
{
    struct str_pair rest = str_cut(header, ';');
    while (rest.found) {
        str tail = str_trim(rest.tail);
        struct str_pair pair = str_cut(tail, '=');
        if (!pair.found) {
            return false;
        }
        bool is_quoted = str_starts(pair.tail, S("\""));
        struct str_pair value =
            is_quoted ? str_cut(str_skip(pair.tail, 1), '"') : str_cut(pair.tail, ';');
        if (is_quoted && !value.found) {
            return false;
        }
        if (str_eq_nocase(str_trim(pair.head), name)) {
            *out = str_copy(arena, is_quoted ? value.head : str_trim(value.head));
            return true;
        }
        rest = is_quoted ? str_cut(value.tail, ';') : value;
    }
    return false;
}

static bool boundary_of(struct arena *arena, str content_type, str *out)
{
    str type = str_trim(str_cut(content_type, ';').head);
    return str_eq_nocase(type, S("multipart/form-data")) &&
           parameter(arena, content_type, S("boundary"), out) && out->size > 0 &&
           out->size <= BOUNDARY_MAX;
}

/* Browsers write " as %22, and line breaks as %0D %0A, in names; nothing else is escaped. */
static str plain_name(struct arena *arena, str name)
{
    name = str_replace(arena, name, S("%22"), S("\""));
    name = str_replace(arena, name, S("%0D"), S("\r"));
    return str_replace(arena, name, S("%0A"), S("\n"));
}

/* Some old browsers sent C:\folders. */
static str without_folders(str name)
{
    struct str_pair slash = str_cut_last(name, '/');
    name = slash.found ? slash.tail : name;
    struct str_pair backslash = str_cut_last(name, '\\');
    return backslash.found ? backslash.tail : name;
}

static bool read_disposition(struct arena *arena, str value, struct multipart_part *part)
{
    str name = { 0 };
    if (!str_eq_nocase(str_trim(str_cut(value, ';').head), S("form-data")) ||
        !parameter(arena, value, S("name"), &name)) {
        return false;
    }
    part->name = plain_name(arena, name);
    part->is_file = parameter(arena, value, S("filename"), &part->file_name);
    part->file_name = without_folders(plain_name(arena, part->file_name));
    return !str_is_empty(part->name);
}

static bool read_header(struct arena *arena, str line, struct multipart_part *part)
{
    struct str_pair header = str_cut(line, ':');
    if (!header.found || str_is_empty(header.head)) {
        return false;
    }
    if (str_eq_nocase(header.head, S("Content-Disposition"))) {
        return str_is_empty(part->name) && read_disposition(arena, header.tail, part);
    }
    if (str_eq_nocase(header.head, S("Content-Type"))) {
        part->content_type = str_trim(header.tail);
    }
    return !str_eq_nocase(header.head, S("Content-Transfer-Encoding"));
}

static bool read_headers(struct reader *r, struct multipart_part *part)
{
    str near = str_slice(r->rest, 0, MULTIPART_HEADER_BYTES + 4);
    size_t end = str_find(near, S("\r\n\r\n"), 0);
    if (end == near.size) {
        return false;
    }
    str headers = str_slice(r->rest, 0, end + 2);
    r->rest = str_skip(r->rest, end + 4);
    while (!str_is_empty(headers)) {
        size_t line = str_find(headers, S("\r\n"), 0);
        if (!read_header(r->arena, str_slice(headers, 0, line), part)) {
            return false;
        }
        headers = str_skip(headers, line + 2);
    }
    return !str_is_empty(part->name);
}

/* A window at a time, so that a large file is never in memory whole; windows overlap by all but a letter of the mark. */
static size_t find_mark(str rest, str mark)
{
    for (size_t from = 0; from < rest.size; from += WINDOW_BYTES) {
        str window = str_slice(rest, from, from + WINDOW_BYTES + mark.size - 1);
        size_t at = str_find(window, mark, 0);
        if (at < window.size) {
            return from + at;
        }
        mem_forget(window.at, window.size);
    }
    return rest.size;
}

/* Bytes up to the next delimiter, which is taken off with the line break before it. */
static bool read_bytes(struct reader *r, struct multipart_part *part)
{
    str mark = str_join(r->arena, S("\r\n"), r->delimiter);
    size_t end = find_mark(r->rest, mark);
    if (end == r->rest.size) {
        return false;
    }
    part->bytes = str_slice(r->rest, 0, end);
    r->rest = str_skip(r->rest, end + mark.size);
    return true;
}

static bool read_parts(struct reader *r)
{
    if (!str_starts(r->rest, r->delimiter)) {
        return false;
    }
    r->rest = str_skip(r->rest, r->delimiter.size);
    while (str_starts(r->rest, S("\r\n"))) {
        if (r->count == MULTIPART_PARTS_MAX) {
            return false;
        }
        r->rest = str_skip(r->rest, 2);
        struct multipart_part *part = &r->part[r->count++];
        if (!read_headers(r, part) || !read_bytes(r, part)) {
            return false;
        }
    }
    return str_eq(r->rest, S("--")) || str_eq(r->rest, S("--\r\n"));
}

bool multipart_read(struct arena *arena, str content_type, str body, struct multipart_part **out,
                    size_t *out_count)
{
    str boundary = { 0 };
    if (!boundary_of(arena, content_type, &boundary)) {
        return false;
    }
    struct reader r = {
        .arena = arena,
        .rest = body,
        .delimiter = str_join(arena, S("--"), boundary),
        .part = NEW_N(arena, struct multipart_part, MULTIPART_PARTS_MAX),
    };
    if (!read_parts(&r)) {
        return false;
    }
    *out = r.part;
    *out_count = r.count;
    return true;
}
