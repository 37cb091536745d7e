/* SPDX-License-Identifier: Apache-2.0 */
/*
 * assets.h - the shop's own CSS, scripts and drawings.
 *
 * Purpose    Addresses that name their content ("/assets/shop.css?v=1f0c…"), so that browsers keep them for a year.
 * Layer      web.
 * Ownership  addresses are made once by assets_start and live as long as the program.
 */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/str.h"

void assets_start(struct arena *arena);
/* Of a file in assets/; CHECKs that it is there. */
str asset_url(str name);
/* Of a drawing shipped with the program ("demo/media/x.svg"); an address that answers 404 when there is none. */
str art_url(str asset);
/* Content type by the file's ending; false: not one we serve. */
MUST_USE bool asset_type(str name, str *out);

#endif
