/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link.h - keys to cases for people without an account.
 *
 * Purpose    A signed key per subject ("order:AMN-7K2M-94QX", "complaint:PGD-…"), made from the shop's secret: nothing to store, nothing to
 *            guess. Numbers that cannot be counted.
 * Layer      core; uses base, keys.
 * Ownership  results live in ctx->arena.
 */
#ifndef CORE_LINK_H
#define CORE_LINK_H

#include "base/ctx.h"

/* 22 characters, 131 bits. */
str link_key(struct ctx *c, str subject);
bool link_is(struct ctx *c, str subject, str key);
/* "PGD-7K2M-94QX": a prefix and eight unguessable characters. */
str link_number_new(struct ctx *c, str prefix);
/* The number somebody typed as it was given: "amn 7k2m94qx", "#AMN–7K2M–94QX" and, with its prefix, "7K2M-94QX". What cannot be one
 * stays as typed, without spaces around it: imported numbers look otherwise. */
str link_number_read(struct arena *arena, str typed, str prefix);

#endif
