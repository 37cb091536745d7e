/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loopback.h - a messaging app whose both ends are ours: the example of an adapter, and what tests talk through.
 *
 * Purpose    The whole of struct channel_app. Its requests are JSON {events: [{kind, id, from, name, text, at}]}, signed with the
 *            setting channel.loopback_secret; without that secret nothing is its own.
 * Layer      gate; uses care/channel.
 * Errors     as channel.h. An address that begins with "gone" is refused for good, one that begins with "busy" is for now.
 * Source     RFC 2104 (HMAC), RFC 3339.
 */
#ifndef GATE_LOOPBACK_H
#define GATE_LOOPBACK_H

#include "care/channel.h"

extern const struct channel_app loopback_app;

#endif
