/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qris.h - Indonesian payment codes (EMVCo merchant-presented QR).
 *
 * Purpose    Reading the seller's own code, making it dynamic with an amount, drawing it.
 * Layer      base; libqrencode, libgd.
 * Units      amounts in rupiah.
 * Ownership  parts borrow the payload; made texts live in the arena.
 * Errors     false with `why` in English: what is wrong with the code.
 * Source     EMVCo QRCPS merchant-presented mode 1.x; CRC-16/CCITT-FALSE.
 */
#ifndef BASE_QRIS_H
#define BASE_QRIS_H

#include "base/str.h"

struct qris {
    bool is_dynamic;    /* tag 01 = 12 */
    str merchant_name;  /* 59 */
    str merchant_city;  /* 60 */
    str postal_code;    /* 61 */
    str nmid;           /* 51.02; empty when the code has none */
    str criteria;       /* 51.03 or of the acquirer: UMI UKE UME UBE */
    str merchant_pan;   /* 26–45.01 */
    str acquirer;       /* 26–45.00, a reversed domain */
    str category_code;  /* 52 */
    str reference;      /* 62.05 */
    int64_t amount;     /* 54; 0: the payer types it */
};

/* Checks structure (order, lengths in characters, nested templates), CRC, currency 360 and country ID. */
MUST_USE bool qris_read(struct arena *arena, str payload, struct qris *out, str *why);
/* Static → dynamic: 01 = 12, tags 54–57 dropped, the amount and (when given, ≤ 25 characters) the reference set, CRC anew. */
MUST_USE bool qris_with_amount(struct arena *arena, str payload, int64_t amount, str reference,
                               str *out, str *why);
uint16_t qris_crc(str bytes);

/* Any text as a code: SVG without width and height (its viewBox counts modules, 4 of them margin), PNG with `scale` pixels a module.
 * False: the text does not fit. Level M. */
MUST_USE bool qr_svg(struct arena *arena, str text, str *out_svg);
MUST_USE bool qr_png(struct arena *arena, str text, int scale, str *out_png);

#endif
