/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/cart.h"

#include "core/keys.h"
#include "core/setting.h"
#include "db/db.h"

enum { TOKEN_CHARS_CART = 26 };

static struct arg hash_of(struct ctx *c, str token)
{
    unsigned char *mac = arena_alloc(c->arena, MAC_BYTES);
    keys_mac(c->keys, KEY_TOKEN, str_join(c->arena, S("cart:"), token), mac);
    return ARG_BYTES(((str){ (const char *)mac, MAC_BYTES }));
}

SQL(cart_insert,
    "INSERT INTO cart (token_hash, created_at, updated_at, expires_at) VALUES ($1, $2, $2, $3) RETURNING id");

enum err cart_create(struct ctx *c, str *token, cart_id *out)
{
    str fresh = random_word(c->random, c->arena, TOKEN_CHARS_CART);
    int64_t expires_at = c->now_at + DAYS(c->shop->cart_days);
    TRY(db_get_int(c->db, &cart_insert, ARGS(hash_of(c, fresh), c->now_at, expires_at), 0,
                   &out->v));
    *token = fresh;
    return OK;
}

SQL(cart_by_token, "SELECT id FROM cart WHERE token_hash = $1 AND expires_at > $2");

enum err cart_find(struct ctx *c, str token, cart_id *out)
{
    int64_t id = 0;
    if (token.size == 0 || token.size > 64) {
        return fail(c, ERR_CART_EXPIRED, "%s", "no cart token");
    }
    TRY(db_get_int(c->db, &cart_by_token, ARGS(hash_of(c, token), c->now_at), 0, &id));
    if (id == 0) {
        return fail(c, ERR_CART_EXPIRED, "%s", "unknown or old cart");
    }
    out->v = id;
    return OK;
}

SQL(cart_items,
    "SELECT v.id, p.id, v.sku, CASE WHEN ($2 = 'id' AND p.name_id <> '') OR p.name_en = '' THEN p.name_id ELSE p.name_en END, p.slug,"
    " v.option1, v.option2, v.option3, v.price_minor, i.quantity, v.is_active,"
    " CASE WHEN p.status = 'active' THEN 1 ELSE 0 END, v.weight_grams, v.length_mm, v.width_mm, v.height_mm,"
    " v.is_tracked, v.sells_past_zero, v.preorder_days, s.on_hand, s.held,"
    " coalesce(f.media, ''), coalesce(f.asset, ''), coalesce(f.width, 0), coalesce(f.height, 0),"
    " coalesce(f.is_illustration, 0)"
    " FROM cart_item i JOIN variant v ON v.id = i.variant_id JOIN product p ON p.id = v.product_id"
    " JOIN stock s ON s.sku_id = v.id"
    " LEFT JOIN picture f ON f.id = (SELECT g.id FROM picture g WHERE g.product_id = p.id AND g.state = 'ready'"
    "   ORDER BY g.position, g.id LIMIT 1)"
    " WHERE i.cart_id = $1 ORDER BY i.added_at, v.id LIMIT 60");

static str title_of(struct arena *arena, const str *option)
{
    str title = option[0];
    for (int i = 1; i < 3; i++) {
        if (option[i].size != 0) {
            title = str_format(arena, "%.*s, %.*s", STR_ARG(title), STR_ARG(option[i]));
        }
    }
    return str_eq(title, S("Default Title")) ? (str){ 0 } : title;
}

static struct stock_facts read_stock(struct rows *r)
{
    struct stock_facts facts = { 0 };
    facts.is_tracked = row_bool(r);
    facts.sells_past_zero = row_bool(r);
    facts.preorder_days = row_int(r);
    facts.on_hand = row_int(r);
    facts.held = row_int(r);
    return facts;
}

/* What can be had of it now: from the shelf, later, or not at all. */
static void set_supply(struct cart_item *item, const struct stock_facts *facts)
{
    bool is_there = facts->on_hand - facts->held >= item->quantity;
    item->shown = stock_shown_of(facts);
    item->is_endless = !facts->is_tracked || facts->sells_past_zero;
    item->preorder_days = is_there || !facts->is_tracked ? 0 : facts->preorder_days;
    item->is_short = !is_there && !item->is_endless && facts->preorder_days == 0;
}

static void read_item(struct ctx *c, struct rows *r, struct cart_item *item)
{
    str option[3];
    item->variant.v = row_int(r);
    item->product.v = row_int(r);
    item->sku = row_text(r, c->arena);
    item->name = row_text(r, c->arena);
    item->slug = row_text(r, c->arena);
    for (int i = 0; i < 3; i++) {
        option[i] = row_text(r, c->arena);
    }
    item->title = title_of(c->arena, option);
    item->price = (money){ row_int(r), c->shop->currency };
    item->quantity = row_int(r);
    item->total = money_times(item->price, item->quantity);
    bool is_active = row_bool(r);
    item->is_for_sale = row_bool(r) && is_active;
    int64_t weight = row_int(r);
    item->parcel = (struct parcel_item){
        .quantity = item->quantity,
        .weight_grams = weight > 0 ? weight : c->shop->weight_default_grams,
    };
    item->parcel.length_mm = row_int(r);
    item->parcel.width_mm = row_int(r);
    item->parcel.height_mm = row_int(r);
    struct stock_facts facts = read_stock(r);
    set_supply(item, &facts);
    item->media = row_text(r, c->arena);
    item->asset = row_text(r, c->arena);
    item->picture_width = row_int(r);
    item->picture_height = row_int(r);
    item->is_illustration = row_bool(r);
}

SQL(cart_order, "SELECT number FROM shop_order WHERE cart_id = $1");

static enum err read_order(struct ctx *c, cart_id id, str *number)
{
    struct rows r = db_query(c->db, &cart_order, ARGS(id.v));
    if (db_next(&r)) {
        *number = row_text(&r, c->arena);
    }
    return db_done(&r);
}

enum err cart_load(struct ctx *c, cart_id id, struct cart *out)
{
    str order_number = { 0 };
    TRY(read_order(c, id, &order_number));
    TRY(cart_load_open(c, id, out));
    out->order_number = order_number;
    return OK;
}

enum err cart_ask(struct ctx *c, cart_id id)
{
    return db_ask(c->db, &cart_items, ARGS(id.v, c->lang == LANG_ID ? S("id") : S("en")));
}

enum err cart_load_open(struct ctx *c, cart_id id, struct cart *out)
{
    struct cart cart = { .id = id, .item = NEW_N(c->arena, struct cart_item, CART_ITEMS_MAX),
                         .subtotal = money_zero(c->shop->currency), .can_checkout = true };
    struct rows r =
        db_query(c->db, &cart_items, ARGS(id.v, c->lang == LANG_ID ? S("id") : S("en")));
    while (db_next(&r) && cart.count < CART_ITEMS_MAX) {
        struct cart_item *item = &cart.item[cart.count++];
        read_item(c, &r, item);
        cart.pieces += item->quantity;
        cart.subtotal = money_add(cart.subtotal, item->total);
        cart.can_checkout = cart.can_checkout && item->is_for_sale && !item->is_short;
    }
    TRY(db_done(&r));
    cart.can_checkout = cart.can_checkout && cart.count > 0;
    *out = cart;
    return OK;
}

/* Changes only carts that are not an order yet; also locks the row against a checkout in another tab. */
SQL(cart_touch,
    "UPDATE cart SET updated_at = $2, expires_at = $3 WHERE id = $1"
    " AND NOT EXISTS (SELECT 1 FROM shop_order WHERE cart_id = $1)");

static enum err touch(struct ctx *c, cart_id id)
{
    int64_t changed = 0;
    int64_t expires_at = c->now_at + DAYS(c->shop->cart_days);
    TRY(db_exec(c->db, &cart_touch, ARGS(id.v, c->now_at, expires_at), &changed));
    return changed == 1 ? OK : fail(c, ERR_CART_EXPIRED, "cart %" PRId64 " is an order", id.v);
}

SQL(cart_variant,
    "SELECT v.id, coalesce((SELECT i.quantity FROM cart_item i WHERE i.cart_id = $2 AND i.variant_id = v.id), 0),"
    " (SELECT count(*) FROM cart_item i WHERE i.cart_id = $2),"
    " v.is_tracked, v.sells_past_zero, v.preorder_days, s.on_hand, s.held"
    " FROM variant v JOIN product p ON p.id = v.product_id JOIN stock s ON s.sku_id = v.id"
    " WHERE v.sku = $1 AND v.is_active = 1 AND p.status = 'active'");

struct wanted {
    sku_id variant;
    int64_t in_cart, items;
    struct stock_facts facts;
};

static enum err find_variant(struct ctx *c, cart_id id, str sku, struct wanted *out)
{
    bool found = false;
    struct wanted wanted = { 0 };
    struct rows r = db_query(c->db, &cart_variant, ARGS(sku, id.v));
    if (db_next(&r)) {
        found = true;
        wanted.variant.v = row_int(&r);
        wanted.in_cart = row_int(&r);
        wanted.items = row_int(&r);
        wanted.facts = read_stock(&r);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "%s", "no such sku for sale");
    }
    *out = wanted;
    return OK;
}

SQL(cart_put,
    "INSERT INTO cart_item (cart_id, variant_id, quantity, added_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = excluded.quantity");
/* By SKU, so that what is not for sale any more can still be taken out. */
SQL(cart_drop,
    "DELETE FROM cart_item WHERE cart_id = $1 AND variant_id = (SELECT v.id FROM variant v WHERE v.sku = $2)");

static enum err put(struct ctx *c, cart_id id, const struct wanted *wanted, int64_t quantity)
{
    struct cart_item item = { .quantity = quantity };
    if (quantity > CART_QUANTITY_MAX || (wanted->in_cart == 0 && wanted->items >= CART_ITEMS_MAX)) {
        return fail(c, ERR_LIMIT, "cart %" PRId64 " is full", id.v);
    }
    set_supply(&item, &wanted->facts);
    if (item.is_short) {
        return fail(c, ERR_OUT_OF_STOCK, "sku %" PRId64 ": %" PRId64 " wanted", wanted->variant.v,
                    quantity);
    }
    return db_post(c->db, &cart_put, ARGS(id.v, wanted->variant.v, quantity, c->now_at));
}

enum err cart_add(struct ctx *c, cart_id id, str sku, int64_t quantity)
{
    struct wanted wanted = { 0 };
    TRY(touch(c, id));
    TRY(find_variant(c, id, sku, &wanted));
    return put(c, id, &wanted, wanted.in_cart + quantity);
}

enum err cart_set(struct ctx *c, cart_id id, str sku, int64_t quantity)
{
    struct wanted wanted = { 0 };
    TRY(touch(c, id));
    if (quantity == 0) {
        return db_post(c->db, &cart_drop, ARGS(id.v, sku));
    }
    TRY(find_variant(c, id, sku, &wanted));
    return put(c, id, &wanted, quantity);
}

SQL(cart_old,
    "DELETE FROM cart WHERE id IN (SELECT k.id FROM cart k WHERE k.expires_at <= $1"
    " AND NOT EXISTS (SELECT 1 FROM shop_order o WHERE o.cart_id = k.id) ORDER BY k.expires_at LIMIT $2)");

enum err cart_prune(struct ctx *c, int64_t limit, int64_t *deleted)
{
    return db_exec(c->db, &cart_old, ARGS(c->now_at, limit), deleted);
}

int64_t cart_preorder_days(const struct cart *cart)
{
    int64_t days = 0;
    for (size_t i = 0; i < cart->count; i++) {
        days = cart->item[i].preorder_days > days ? cart->item[i].preorder_days : days;
    }
    return days;
}

const struct parcel_item *cart_parcel(struct ctx *c, const struct cart *cart)
{
    struct parcel_item *parcel = NEW_N(c->arena, struct parcel_item, cart->count + 1);
    for (size_t i = 0; i < cart->count; i++) {
        parcel[i] = cart->item[i].parcel;
    }
    return parcel;
}
