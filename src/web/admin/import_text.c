/* SPDX-License-Identifier: Apache-2.0 */
/* import_text.c - what an import says of a line, in the reader's language; the import itself writes English, as its command prints it. */
#include "web/admin/settings.h"
#include "web/text.h"

enum { SLOTS_MAX = 4 };

/* As import_refuse and import_remark write them, a slot for each value; what fills one may be a text of this table too. */
static const str sentences[] = {
    T_INIT("{column} \"{typed}\" can be read as {low} or as {high}: write it without a point"),
    T_INIT("{column} \"{typed}\" is finer than {currency} allows ({count} decimals)"),
    T_INIT("{column} \"{typed}\" is not an amount; write it like 12500 or 12500.00"),
    T_INIT("the price is 0: imported, but not put on sale"),
    T_INIT("no product with this handle is in the shop or above in this file"),
    T_INIT("the handle is missing, and so is a title to make one from"),
    T_INIT("the name is missing"),
    T_INIT("a variation must name its parent"),
    T_INIT("another line of this product has the same SKU or the same options"),
    T_INIT("the SKU {sku} belongs to another product"),
    T_INIT("the SKU {sku} and these options are two variants in this shop"),
    T_INIT("a product has at most {count} variants"),
    T_INIT("its variations differ in more than {count} attributes"),
    T_INIT("the quantity {count} is below what orders hold and was not set"),
    T_INIT("the quantity is not a number and was taken as 0"),
    T_INIT("the quantity {count} was taken as 0"),
    T_INIT("the stock is not a number and was taken as 0"),
    T_INIT("the stock {count} was taken as 0"),
    T_INIT("the weight is not a number and was left out"),
    T_INIT("the picture's address does not begin with https:// and was left out"),
    T_INIT("a picture was left out: at most {count} a product"),
    T_INIT("it is sold on another site: imported as a draft"),
    T_INIT("a group of other products: imported as a draft without a price of its own"),
    T_INIT("this line contains a NUL byte; is this really a CSV file?"),
    T_INIT("this line is longer than 1 MB; a quote may be missing before it"),
    T_INIT("this line has more than 400 fields"),
    T_INIT("this line is not UTF-8 text; please save the file as UTF-8"),
    T_INIT("this line opens a quote that is never closed"),
    T_INIT("line {line}: {why}"),
    T_INIT("at most {count} bytes"),
    T_INIT("the code is not like 32, 32.73 or 32.73.02"),
    T_INIT("the codes do not rise"),
    T_INIT("what it lies in does not stand before it"),
    T_INIT("there is no name in UTF-8"),
    T_INIT("there are too many"),
    T_INIT("there is no tab between code and name"),
    T_INIT("there is no district in it"),
    T_INIT("the price"),
    T_INIT("the compare-at price"),
    T_INIT("the regular price"),
    T_INIT("the sale price"),
};

/* Whether the sentence was made by this pattern: its words in order, something in every slot. */
static bool is_made_by(str pattern, str text, struct text_slot *slot, size_t *count)
{
    *count = 0;
    while (true) {
        struct str_pair open = str_cut(pattern, '{');
        if (!str_starts(text, open.head)) {
            return false;
        }
        text = str_skip(text, open.head.size);
        if (!open.found) {
            return text.size == 0;
        }
        struct str_pair name = str_cut(open.tail, '}');
        str next = str_cut(name.tail, '{').head;
        size_t end = next.size == 0 ? text.size : str_find(text, next, 0);
        if (end == 0 || end > text.size || *count == SLOTS_MAX) {
            return false;
        }
        slot[(*count)++] = (struct text_slot){ name.head, str_slice(text, 0, end) };
        text = str_skip(text, end);
        pattern = name.tail;
    }
}

str import_text(const struct web *w, str english)
{
    struct text_slot slot[SLOTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(sentences); i++) {
        if (!is_made_by(sentences[i], english, slot, &count)) {
            continue;
        }
        for (size_t j = 0; j < count; j++) {
            slot[j].value = text_of(w->ctx.lang, slot[j].value);
        }
        return text_fill(w->ctx.arena, w->ctx.lang, sentences[i], slot, count);
    }
    /* A rule of products: "name_id: Please write a name." */
    struct str_pair field = str_cut(english, ':');
    return text_of(w->ctx.lang, field.found ? str_trim(field.tail) : english);
}
