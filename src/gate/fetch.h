/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fetch.h - a file from an address somebody else wrote.
 *
 * Purpose    Getting pictures an import names, without letting the address lead into our own network.
 * Layer      gate; uses base, libcurl.
 * Units      bytes; seconds in the options of libcurl.
 * Ownership  the bytes live in the arena.
 * Errors     ERR_FORBIDDEN: not http or https, or an address that is not public. ERR_TOO_LARGE. ERR_PROVIDER: no answer, or not 200.
 */
#ifndef GATE_FETCH_H
#define GATE_FETCH_H

#include "base/ctx.h"

/* Waits at most 30 s; follows three redirects, each checked again; the connection goes to the address that was checked. */
MUST_USE enum err fetch_get(struct ctx *c, str url, size_t max_bytes, str *out);
/* Loopback, private, link-local, multicast and unspecified addresses are not public. IPv4 or IPv6 text. */
bool fetch_is_public(str address);

#endif
