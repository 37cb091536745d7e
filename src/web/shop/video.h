/* SPDX-License-Identifier: Apache-2.0 */
/* video.h - the film of a product in a model: a file that plays here, or a link elsewhere. Layer: web. */
#ifndef WEB_SHOP_VIDEO_H
#define WEB_SHOP_VIDEO_H

#include "shop/product.h"
#include "web/web.h"

extern const struct model video_model;
/* {video}, or null. */
void video_show(struct web *w, const struct product *p, struct value *model);
/* The picture before it plays: the film's own, else the product's first; empty: none. */
str video_poster(const struct web *w, const struct product *p);

#endif
