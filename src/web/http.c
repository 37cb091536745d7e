/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http.h"

#include "base/buf.h"
#include "web/stream.h"

#include <arpa/inet.h>
#include <string.h>
#include <unistd.h>

static const str method_names[HTTP_METHOD_COUNT] = {
    [HTTP_GET] = S_INIT("GET"),         [HTTP_HEAD] = S_INIT("HEAD"),
    [HTTP_POST] = S_INIT("POST"),       [HTTP_PUT] = S_INIT("PUT"),
    [HTTP_PATCH] = S_INIT("PATCH"),     [HTTP_DELETE] = S_INIT("DELETE"),
    [HTTP_OPTIONS] = S_INIT("OPTIONS"), [HTTP_OTHER] = S_INIT("OTHER"),
};

static const str encoding_names[ENCODING_COUNT] = {
    [ENCODING_IDENTITY] = S_INIT("identity"),
    [ENCODING_GZIP] = S_INIT("gzip"),
    [ENCODING_BR] = S_INIT("br"),
};

enum { WEIGHT_ONE = 1000 };

str http_header(const struct http_request *request, str lower_case_name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (str_eq_nocase(request->header[i].name, lower_case_name)) {
            return request->header[i].value;
        }
    }
    return (str){ 0 };
}

size_t http_header_count(const struct http_request *request, str lower_case_name)
{
    size_t count = 0;
    for (size_t i = 0; i < request->header_count; i++) {
        count += str_eq_nocase(request->header[i].name, lower_case_name) ? 1 : 0;
    }
    return count;
}

static bool is_header_text(str s)
{
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

void http_reply_add(struct http_reply *reply, str name, str value)
{
    CHECK(reply->header_count < HTTP_REPLY_HEADERS_MAX);
    CHECK(name.size > 0 && is_header_text(name) && is_header_text(value));
    reply->header[reply->header_count++] = (struct http_head){ name, value };
}

void http_reply_add_own(struct http_reply *reply, const struct http_head *head, size_t count)
{
    CHECK(count <= HTTP_REPLY_HEADERS_MAX - reply->header_count);
    memcpy(&reply->header[reply->header_count], head, count * sizeof *head);
    reply->header_count += count;
}

void http_reply_clear(struct http_reply *reply)
{
    if (reply->has_file) {
        close(reply->file);
    }
    if (reply->stream != NULL) {
        stream_close(reply->stream);
        reply->stream = NULL;
    }
    reply->status = 0;
    reply->header_count = 0;
    reply->body = (str){ 0 };
    reply->is_last = false;
    reply->has_file = false;
    reply->file = -1;
    reply->file_offset_bytes = 0;
    reply->file_size_bytes = 0;
}

enum http_method http_method_of(str name)
{
    for (int i = 0; i < HTTP_OTHER; i++) {
        if (str_eq(name, method_names[i])) {
            return (enum http_method)i;
        }
    }
    return HTTP_OTHER;
}

str http_method_name(enum http_method method)
{
    return method_names[method];
}

str http_media_type(struct arena *arena, str content_type)
{
    return str_lower(arena, str_trim(str_cut(content_type, ';').head));
}

/* "0", "1", "0.5", "1.000" as thousandths; anything else counts as 0: what cannot be read is not
 * wanted. */
static int weight_of(str text)
{
    if (text.size == 0 || text.size > 5 || (text.at[0] != '0' && text.at[0] != '1')) {
        return 0;
    }
    int weight = text.at[0] == '1' ? WEIGHT_ONE : 0;
    if (text.size > 1 && text.at[1] != '.') {
        return 0;
    }
    int digit = 100;
    for (size_t i = 2; i < text.size; i++, digit /= 10) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return 0;
        }
        weight += (text.at[i] - '0') * digit;
    }
    return weight > WEIGHT_ONE ? 0 : weight;
}

/* One element of an Accept-… list: its name and its weight. */
static str list_element(str *list, int *weight)
{
    struct str_pair cut = str_cut(*list, ',');
    *list = cut.tail;
    struct str_pair element = str_cut(cut.head, ';');
    *weight = WEIGHT_ONE;
    while (element.tail.size > 0) {
        struct str_pair parameter = str_cut(element.tail, ';');
        struct str_pair pair = str_cut(parameter.head, '=');
        if (str_eq_nocase(str_trim(pair.head), S("q"))) {
            *weight = weight_of(str_trim(pair.tail));
        }
        element.tail = parameter.tail;
    }
    return str_trim(element.head);
}

static void encoding_weigh(int *weight, str name, int given)
{
    if (str_eq_nocase(name, S("x-gzip"))) {
        name = encoding_names[ENCODING_GZIP];
    }
    for (int i = 0; i < ENCODING_COUNT; i++) {
        if (str_eq_nocase(name, encoding_names[i])) {
            weight[i] = given;
        }
    }
}

enum http_encoding http_encoding_choose(str accept_encoding, unsigned offered)
{
    int weight[ENCODING_COUNT] = { -1, -1, -1 };
    int any = -1;
    for (str rest = accept_encoding; rest.size > 0;) {
        int given = 0;
        str name = list_element(&rest, &given);
        if (str_eq(name, S("*"))) {
            any = given;
        } else {
            encoding_weigh(weight, name, given);
        }
    }
    enum http_encoding best = ENCODING_IDENTITY;
    int best_weight =
        0; /* identity needs no mention; it also answers those who exclude everything */
    for (int i = 0; i < ENCODING_COUNT; i++) {
        int w = weight[i] >= 0 ? weight[i] : any;
        if ((offered & 1u << i) != 0 && w > 0 && w >= best_weight) {
            best = (enum http_encoding)i;
            best_weight = w;
        }
    }
    return best;
}

static str etag_strong_part(str etag)
{
    return str_starts(etag, S("W/")) ? str_skip(etag, 2) : etag;
}

bool http_etag_matches(str if_none_match, str etag)
{
    etag = etag_strong_part(etag);
    for (str rest = if_none_match; rest.size > 0;) {
        struct str_pair cut = str_cut(rest, ',');
        str one = str_trim(cut.head);
        if (str_eq(one, S("*")) || (etag.size > 0 && str_eq(etag_strong_part(one), etag))) {
            return true;
        }
        rest = cut.tail;
    }
    return false;
}

size_t http_language_choose(str accept_language, const str *offered, size_t count)
{
    size_t best = 0;
    int best_weight = 0;
    for (str rest = accept_language; rest.size > 0;) {
        int weight = 0;
        str tag = list_element(&rest, &weight);
        str primary = str_cut(tag, '-').head;
        for (size_t i = 0; i < count; i++) {
            if (weight > best_weight && str_eq_nocase(primary, offered[i])) {
                best = i;
                best_weight = weight;
            }
        }
    }
    return best;
}

static const uint8_t mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static bool address_is_ipv4(const struct http_address *address)
{
    return memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

/* By hand: inet_ntop prints each of them with printf, and every request has one. */
static str ipv4_text(struct arena *arena, const unsigned char *bytes)
{
    struct buf out = buf_new(arena, INET_ADDRSTRLEN);
    buf_reserve(&out, INET_ADDRSTRLEN);
    for (size_t i = 0; i < 4; i++) {
        buf_add(&out, i == 0 ? S("") : S("."));
        buf_add_int(&out, bytes[i]);
    }
    return buf_str(&out);
}

str http_address_text(struct arena *arena, const struct http_address *address)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (address_is_ipv4(address)) {
        return ipv4_text(arena, &address->bytes[sizeof mapped_prefix]);
    }
    inet_ntop(AF_INET6, address->bytes, text, sizeof text);
    return str_copy(arena, str_of(text));
}

bool http_address_parse(str text, struct http_address *out)
{
    char copy[INET6_ADDRSTRLEN] = "";
    if (text.size == 0 || text.size >= sizeof copy || str_has(text, '\0')) {
        return false;
    }
    memcpy(copy, text.at, text.size);
    struct http_address address = { 0 };
    if (inet_pton(AF_INET, copy, &address.bytes[sizeof mapped_prefix]) == 1) {
        memcpy(address.bytes, mapped_prefix, sizeof mapped_prefix);
    } else if (inet_pton(AF_INET6, copy, address.bytes) != 1) {
        return false;
    }
    *out = address;
    return true;
}

bool http_address_is_loopback(const struct http_address *address)
{
    static const uint8_t one[16] = { [15] = 1 };
    return address_is_ipv4(address) ? address->bytes[12] == 127
                                    : memcmp(address->bytes, one, sizeof one) == 0;
}
