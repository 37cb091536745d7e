/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"

extern const struct embedded embed_table[];
extern const size_t embed_table_count;

const struct embedded *embed_list(size_t *count)
{
    *count = embed_table_count;
    return embed_table;
}

bool embed_find(str path, str *out)
{
    size_t low = 0;
    size_t high = embed_table_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(path, embed_table[middle].path);
        if (order == 0) {
            *out = embed_table[middle].bytes;
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}
