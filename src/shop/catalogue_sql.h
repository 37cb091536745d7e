/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue_sql.h - a word the catalogue's statements share.
 *
 * Layer      shop.
 */
#ifndef SHOP_CATALOGUE_SQL_H
#define SHOP_CATALOGUE_SQL_H

/* A text in the language of parameter `lang` (enum lang), else in the other: IN_LANG("p.name", "$1"). */
#define IN_LANG(column, lang)                                                                                          \
    "CASE WHEN (" lang " = 1 AND " column "_en <> '') OR " column "_id = '' THEN " column "_en ELSE " column "_id END"

#endif
