/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/fetch.h"

#include "base/buf.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

enum { TIMEOUT_S = 30, CONNECT_S = 10, REDIRECTS_MAX = 3 };

/* First bits of IPv4 ranges that do not lead to the public net (RFC 6890). */
static const struct {
    uint32_t network;
    int bits;
} not_public[] = {
    { 0x00000000, 8 },  { 0x0A000000, 8 },  { 0x64400000, 10 }, { 0x7F000000, 8 },
    { 0xA9FE0000, 16 }, { 0xAC100000, 12 }, { 0xC0000000, 24 }, { 0xC0000200, 24 },
    { 0xC0A80000, 16 }, { 0xC6120000, 15 }, { 0xC6336400, 24 }, { 0xCB007100, 24 },
    { 0xE0000000, 4 },  { 0xF0000000, 4 },
};

static bool is_public_v4(uint32_t address)
{
    for (size_t i = 0; i < COUNT(not_public); i++) {
        if ((address ^ not_public[i].network) >> (32 - not_public[i].bits) == 0) {
            return false;
        }
    }
    return true;
}

/* Global unicast only (2000::/3), and not an IPv4 address in disguise (6to4, Teredo, documentation). */
static bool is_public_v6(const struct in6_addr *a)
{
    const uint8_t *b = a->s6_addr;
    if (IN6_IS_ADDR_V4MAPPED(a)) {
        uint32_t v4 = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 | (uint32_t)b[14] << 8 | b[15];
        return is_public_v4(v4);
    }
    bool is_6to4 = b[0] == 0x20 && b[1] == 0x02;
    bool is_special = b[0] == 0x20 && b[1] == 0x01 && (b[2] == 0 || (b[2] == 0x0D && b[3] == 0xB8));
    return (b[0] & 0xE0) == 0x20 && !is_6to4 && !is_special;
}

static bool is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return is_public_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return is_public_v6(&v6.sin6_addr);
    }
    return false;
}

bool fetch_is_public(str address)
{
    char text[INET6_ADDRSTRLEN] = "";
    struct in_addr v4;
    struct in6_addr v6;
    if (address.size >= sizeof text) {
        return false;
    }
    for (size_t i = 0; i < address.size; i++) {
        text[i] = address.at[i];
    }
    if (inet_pton(AF_INET, text, &v4) == 1) {
        return is_public_v4(ntohl(v4.s_addr));
    }
    return inet_pton(AF_INET6, text, &v6) == 1 && is_public_v6(&v6);
}

/* Asked for each connection, after the name was resolved: a name cannot be public first and private later. */
static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    bool *refused = data;
    (void)purpose;
    if (!is_public(&address->addr)) {
        *refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t receive(char *bytes, size_t size, size_t count, void *data)
{
    struct buf *body = data;
    buf_add(body, (str){ bytes, size * count });
    return buf_is_over(body) ? 0 : size * count;
}

static void drop_handle(CURL **handle)
{
    curl_easy_cleanup(*handle);
}

static void set_options(CURL *handle, const char *url, struct buf *body, bool *refused)
{
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "Amanah/" AMANAH_VERSION);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, refused);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, body);
}

enum err fetch_get(struct ctx *c, str url, size_t max_bytes, str *out)
{
    CLEANUP(drop_handle) CURL *handle = curl_easy_init();
    struct buf body = buf_new(c->arena, max_bytes);
    bool refused = false;
    long status = 0;
    if (handle == NULL || !(str_starts(url, S("http://")) || str_starts(url, S("https://")))) {
        return fail(c, ERR_FORBIDDEN, "%s", "only http and https are fetched");
    }
    set_options(handle, str_c(c->arena, url), &body, &refused);
    CURLcode code = curl_easy_perform(handle);
    if (refused) {
        return fail(c, ERR_FORBIDDEN, "%s", "the address is not public");
    }
    if (buf_is_over(&body)) {
        return fail(c, ERR_TOO_LARGE, "over %zu bytes", max_bytes);
    }
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) {
        return fail(c, ERR_PROVIDER, "%s, status %ld", curl_easy_strerror(code), status);
    }
    *out = buf_str(&body);
    return OK;
}
