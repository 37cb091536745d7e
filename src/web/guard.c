/* SPDX-License-Identifier: Apache-2.0 */
#include "web/guard.h"

#include <string.h>

static const struct {
    int status;
    const char *text;
} verdicts[GUARD_VERDICT_COUNT] = {
#define X(name, status, text) [name] = { status, text },
    GUARD_VERDICTS(X)
#undef X
};

/* A name in a trailer could change how a proxy and we read the request (RFC 9110 6.5.1). */
static const str forbidden_in_trailer[] = {
    S_INIT("content-length"),
    S_INIT("transfer-encoding"),
    S_INIT("host"),
    S_INIT("authorization"),
    S_INIT("content-type"),
    S_INIT("content-encoding"),
    S_INIT("cookie"),
    S_INIT("content-range"),
    S_INIT("expect"),
    S_INIT("connection"),
    S_INIT("te"),
    S_INIT("trailer"),
    S_INIT("idempotency-key"),
    S_INIT("order-key"),
    S_INIT("cart-token"),
    S_INIT("origin"),
};

/* A proxy on this machine speaks for somebody else. */
static const str forwarding_names[] = {
    S_INIT("x-forwarded-for"), S_INIT("x-forwarded-proto"), S_INIT("x-forwarded-host"),
    S_INIT("x-real-ip"),       S_INIT("forwarded"),         S_INIT("via"),
};

enum { LENGTH_DIGITS_MAX = 15, FORWARDED_MAX = 16 };

int guard_status(enum guard_verdict verdict)
{
    return verdicts[verdict].status;
}

const char *guard_text(enum guard_verdict verdict)
{
    return verdicts[verdict].text;
}

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_token(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (!is_alnum(c) && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
            return false;
        }
    }
    return s.size > 0;
}

static bool is_visible(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        if (s.at[i] < 0x21 || s.at[i] > 0x7e) {
            return false;
        }
    }
    return s.size > 0;
}

static bool is_value(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool is_nul_at(str text, size_t at)
{
    return at < text.size && text.at[at] == '\0';
}

/* Two NULs are a CRLF, one is a bare LF. */
static bool is_line_end(str text, size_t at)
{
    return is_nul_at(text, at) && is_nul_at(text, at + 1);
}

static size_t after_blanks(str text, size_t at)
{
    while (at < text.size && (text.at[at] == ' ' || text.at[at] == '\t')) {
        at++;
    }
    return at;
}

/* The pieces must fill the text without a gap: whatever the library skipped, joined or cut short
 * shows here. */
static bool lines_are_plain(const struct guard_head *head)
{
    size_t at = head->method.size + 1 + head->target.size + 1 + head->version.size;
    if (!is_line_end(head->text, at)) {
        return false;
    }
    at += 2;
    for (size_t i = 0; i < head->line_count; i++) {
        const struct guard_line *line = &head->line[i];
        size_t colon = line->name_at + line->name_size;
        size_t end = line->value_at + line->value_size;
        if (line->name_at != at || !is_nul_at(head->text, colon) ||
            after_blanks(head->text, colon + 1) != line->value_at ||
            !is_line_end(head->text, end)) {
            return false;
        }
        at = end + 2;
    }
    return is_line_end(head->text, at) && at + 2 == head->text.size;
}

static str cut_of(str text, size_t at, size_t size)
{
    return str_slice(text, at, at + size);
}

static enum guard_verdict read_lines(const struct guard_head *head, struct http_request *request)
{
    if (head->is_too_long) {
        return GUARD_TOO_MANY;
    }
    for (size_t i = 0; i < head->line_count; i++) {
        const struct guard_line *line = &head->line[i];
        str name = cut_of(head->text, line->name_at, line->name_size);
        str value = cut_of(head->text, line->value_at, line->value_size);
        if (!is_token(name)) {
            return GUARD_NAME;
        }
        if (!is_value(value)) {
            return GUARD_VALUE;
        }
        request->header[i] = (struct http_head){ name, str_trim(value) };
    }
    request->header_count = head->line_count;
    return GUARD_OK;
}

static bool is_port(str port)
{
    int64_t number = 0;
    return port.size == 0 ||
           (port.size <= 5 && port.at[0] != '-' && str_to_int(port, &number) && number <= 65535);
}

static bool is_host_char(unsigned char c)
{
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/* name, name:port, IPv4, [IPv6]:port; without user, comma or escape. */
static bool is_host(str host)
{
    if (str_starts(host, S("["))) {
        struct str_pair bracket = str_cut(str_skip(host, 1), ']');
        struct http_address address;
        return bracket.found && http_address_parse(bracket.head, &address) &&
               (bracket.tail.size == 0 ||
                (bracket.tail.at[0] == ':' && is_port(str_skip(bracket.tail, 1))));
    }
    struct str_pair name = str_cut(host, ':');
    for (size_t i = 0; i < name.head.size; i++) {
        if (!is_host_char((unsigned char)name.head.at[i])) {
            return false;
        }
    }
    return name.head.size > 0 && is_port(name.tail);
}

static enum guard_verdict read_host(const struct guard_head *head, struct http_request *request)
{
    size_t count = http_header_count(request, S("host"));
    if (count == 0 && str_eq(head->version, S("HTTP/1.0"))) {
        return GUARD_OK;
    }
    request->host = http_header(request, S("host"));
    return count == 1 && is_host(request->host) ? GUARD_OK : GUARD_HOST;
}

static bool is_length(str text, uint64_t *out)
{
    if (text.size == 0 || text.size > LENGTH_DIGITS_MAX || (text.size > 1 && text.at[0] == '0')) {
        return false;
    }
    uint64_t length = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        length = length * 10 + (uint64_t)(text.at[i] - '0');
    }
    *out = length;
    return true;
}

static enum guard_verdict read_framing(const struct guard_head *head,
                                       const struct http_request *request,
                                       struct guard_framing *framing)
{
    size_t lengths = http_header_count(request, S("content-length"));
    size_t codings = http_header_count(request, S("transfer-encoding"));
    if (codings > 0) {
        framing->is_chunked = true;
        bool is_plain = codings == 1 && lengths == 0 && str_eq(head->version, S("HTTP/1.1")) &&
                        str_eq_nocase(http_header(request, S("transfer-encoding")), S("chunked"));
        return is_plain ? GUARD_OK : GUARD_CODING;
    }
    bool is_good = lengths == 0 ||
                   (lengths == 1 &&
                    is_length(http_header(request, S("content-length")), &framing->length_bytes));
    return is_good ? GUARD_OK : GUARD_LENGTH;
}

static bool has_dot_segment(str path)
{
    for (struct str_pair cut = str_cut(path, '/'); cut.found || cut.head.size > 0;
         cut = str_cut(cut.tail, '/')) {
        if (str_eq(cut.head, S(".")) || str_eq(cut.head, S(".."))) {
            return true;
        }
    }
    return false;
}

static bool is_path(str path)
{
    for (size_t i = 0; i < path.size; i++) {
        unsigned char c = (unsigned char)path.at[i];
        if (c < 0x20 || c == 0x7f || c == '\\') {
            return false;
        }
    }
    return str_starts(path, S("/")) && !str_contains(path, S("//")) && !has_dot_segment(path) &&
           str_is_utf8(path);
}

static enum guard_verdict read_path(struct arena *arena, str raw, struct http_request *request)
{
    if (!str_has(raw, '%')) {
        request->path = raw;
        return is_path(raw) ? GUARD_OK : GUARD_PATH;
    }
    bool has_slash = str_contains(raw, S("%2f")) || str_contains(raw, S("%2F"));
    bool is_good =
        !has_slash && str_unescape_url(arena, raw, false, &request->path) && is_path(request->path);
    return is_good ? GUARD_OK : GUARD_PATH;
}

/* http://host/path: the host must be the one of Host (RFC 9112 3.2.2 lets it win; we refuse to
 * choose). */
static bool strip_origin(str *target, str host)
{
    size_t scheme = str_starts(*target, S("http://"))    ? 7
                    : str_starts(*target, S("https://")) ? 8
                                                         : 0;
    if (scheme == 0) {
        return false;
    }
    str rest = str_skip(*target, scheme);
    size_t slash = str_find(rest, S("/"), 0);
    if (slash == rest.size || !str_eq_nocase(str_slice(rest, 0, slash), host)) {
        return false;
    }
    *target = str_skip(rest, slash);
    return true;
}

static enum guard_verdict read_target(struct arena *arena, str target, struct http_request *request)
{
    request->target = target;
    if (!is_visible(target) || str_has(target, '#')) {
        return GUARD_TARGET;
    }
    if (str_eq(target, S("*"))) {
        request->path = target;
        return request->method == HTTP_OPTIONS ? GUARD_OK : GUARD_TARGET;
    }
    if (target.at[0] != '/' && !strip_origin(&target, request->host)) {
        return GUARD_TARGET;
    }
    struct str_pair cut = str_cut(target, '?');
    request->query = cut.tail;
    return read_path(arena, cut.head, request);
}

static enum guard_verdict read_request_line(const struct guard_head *head,
                                            struct http_request *request)
{
    if (!is_token(head->method)) {
        return GUARD_METHOD;
    }
    if (!str_eq(head->version, S("HTTP/1.1")) && !str_eq(head->version, S("HTTP/1.0"))) {
        return GUARD_VERSION;
    }
    if (head->is_moved || (!head->is_unseen && !head->is_too_long && !lines_are_plain(head))) {
        return GUARD_LINES;
    }
    request->method_name = head->method;
    request->method = http_method_of(head->method);
    return GUARD_OK;
}

#define GUARD_TRY(call)                                                                            \
    do {                                                                                           \
        enum guard_verdict verdict = (call);                                                       \
        if (verdict != GUARD_OK) {                                                                 \
            return verdict;                                                                        \
        }                                                                                          \
    } while (0)

enum guard_verdict guard_read(struct arena *arena, const struct guard_head *head,
                              struct http_request *request, struct guard_framing *framing)
{
    GUARD_TRY(read_request_line(head, request));
    GUARD_TRY(read_lines(head, request));
    GUARD_TRY(read_host(head, request));
    GUARD_TRY(read_framing(head, request, framing));
    GUARD_TRY(read_target(arena, head->target, request));
    framing->expects_continue = str_eq_nocase(http_header(request, S("expect")), S("100-continue"));
    request->content_type = http_header(request, S("content-type"));
    request->has_body = framing->is_chunked || framing->length_bytes > 0;
    return GUARD_OK;
}

bool guard_trailer_is_allowed(str name)
{
    for (size_t i = 0; i < COUNT(forbidden_in_trailer); i++) {
        if (str_eq_nocase(name, forbidden_in_trailer[i])) {
            return false;
        }
    }
    return is_token(name);
}

bool guard_is_proxy(const struct guard_place *place, const struct http_address *address)
{
    for (size_t i = 0; i < place->proxy_count; i++) {
        if (memcmp(&place->proxy[i], address, sizeof *address) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_forwarded(const struct http_request *request)
{
    for (size_t i = 0; i < COUNT(forwarding_names); i++) {
        if (http_header_count(request, forwarding_names[i]) > 0) {
            return true;
        }
    }
    return false;
}

/* "203.0.113.7", "203.0.113.7:4711", "2001:db8::1", "[2001:db8::1]:4711" */
static bool parse_forwarded(str text, struct http_address *out)
{
    if (str_starts(text, S("["))) {
        return http_address_parse(str_cut(str_skip(text, 1), ']').head, out);
    }
    return http_address_parse(text, out) || http_address_parse(str_cut(text, ':').head, out);
}

/* The last name a trusted proxy did not write about another trusted proxy. */
static void follow_forwarded(const struct guard_place *place, struct http_request *request)
{
    int steps = 0;
    for (size_t i = request->header_count; i > 0 && steps < FORWARDED_MAX; i--) {
        if (!str_eq_nocase(request->header[i - 1].name, S("x-forwarded-for"))) {
            continue;
        }
        for (str rest = request->header[i - 1].value; rest.size > 0 && steps < FORWARDED_MAX;
             steps++) {
            struct str_pair cut = str_cut_last(rest, ',');
            str last = str_trim(cut.found ? cut.tail : rest);
            rest = cut.found ? cut.head : (str){ 0 };
            if (!guard_is_proxy(place, &request->address) ||
                !parse_forwarded(last, &request->address)) {
                return;
            }
        }
    }
}

static bool is_loopback_name(str host)
{
    str name =
        str_starts(host, S("[")) ? str_cut(str_skip(host, 1), ']').head : str_cut(host, ':').head;
    struct http_address address;
    return host.size == 0 || str_eq_nocase(name, S("localhost")) ||
           (http_address_parse(name, &address) && http_address_is_loopback(&address));
}

void guard_locate(struct arena *arena, const struct guard_place *place,
                  struct http_request *request)
{
    request->address = place->peer;
    request->is_tls = place->is_tls;
    bool is_proxied = guard_is_proxy(place, &place->peer);
    request->is_loopback = !is_proxied && http_address_is_loopback(&place->peer) &&
                           !is_forwarded(request) && is_loopback_name(request->host);
    if (is_proxied) {
        follow_forwarded(place, request);
        str protocol =
            str_trim(str_cut_last(http_header(request, S("x-forwarded-proto")), ',').tail);
        if (protocol.size == 0) {
            protocol = http_header(request, S("x-forwarded-proto"));
        }
        request->is_tls = place->is_tls || str_eq_nocase(protocol, S("https"));
    }
    request->peer = http_address_text(arena, &request->address);
}
