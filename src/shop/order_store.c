/* SPDX-License-Identifier: Apache-2.0 */
#include "shop/order_store.h"
#include "core/link.h"
#include "shop/order_find.h"
#include "shop/order_source.h"

#include "shop/order_list.h"

#include "core/event.h"
#include "core/setting.h"
#include "db/db.h"
#include "shop/order_enter.h"
#include "shop/order_office.h"

static const char *const status_names[] = { "open", "completed", "canceled" };
static const char *const payment_names[] = { "none", "pending", "authorized", "partially_paid", "paid",
                                             "overpaid", "partially_refunded", "refunded", "voided", "expired" };
static const char *const fulfillment_names[] = { "unfulfilled", "partial", "shipped", "delivered", "canceled" };

str order_status_name(enum order_status s)
{
    CHECK(s < ORDER_STATUS_COUNT);
    return str_of(status_names[s]);
}

str payment_status_name(enum payment_status s)
{
    CHECK(s < PAYMENT_STATUS_COUNT);
    return str_of(payment_names[s]);
}

str fulfillment_status_name(enum fulfillment_status s)
{
    CHECK(s < FULFILLMENT_STATUS_COUNT);
    return str_of(fulfillment_names[s]);
}

/* A row holds only what its CHECK allows, so a name is always found. */
static int index_of(str name, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !str_eq(name, str_of(names[i]))) {
        i++;
    }
    CHECK(i < count);
    return (int)i;
}

str order_subject(struct ctx *c, order_id id)
{
    return str_format(c->arena, "order:%" PRId64, id.v);
}

void order_raise(struct ctx *c, const struct order *o)
{
    ctx_raisef(c, "order:%" PRId64, o->id.v);
}

enum err order_event(struct ctx *c, const struct order *o, const char *kind, struct value *facts)
{
    order_raise(c, o);
    return event_note(c, str_of(kind), order_subject(c, o->id), facts);
}

#define ORDER_COLUMNS                                                                              \
    "id, number, source, coalesce(external_ref, ''), coalesce(person_id, 0),"                      \
    " coalesce(delivery_text_id, 0), has_email, lang, currency, placed_at, status, payment_status," \
    " fulfillment_status, subtotal_minor, shipping_minor, discount_minor, tax_minor, total_minor, fee_minor," \
    " shipping_code, shipping_name, district, payment_method, shipping_min_days, shipping_max_days," \
    " terms_version, guarantee_version, shipping_version, preorder_days, coalesce(confirmed_at, 0), coalesce(packed_at, 0),"  \
    " coalesce(paid_at, 0), coalesce(shipped_at, 0), coalesce(delivered_at, 0), coalesce(received_at, 0)," \
    " coalesce(released_at, 0), coalesce(completed_at, 0), coalesce(canceled_at, 0), coalesce(cancel_reason, '')"

SQL(order_of_number, "SELECT " ORDER_COLUMNS " FROM shop_order WHERE number = $1");
SQL(order_of_id, "SELECT " ORDER_COLUMNS " FROM shop_order WHERE id = $1");

static void read_money(struct rows *r, struct order *o, currency unit)
{
    money *amounts[] = { &o->subtotal, &o->shipping, &o->discount, &o->tax, &o->total, &o->fee };
    for (size_t i = 0; i < COUNT(amounts); i++) {
        *amounts[i] = (money){ row_int(r), unit };
    }
}

static void read_order(struct ctx *c, struct rows *r, struct order *o)
{
    currency unit = c->shop->currency;
    o->id.v = row_int(r);
    o->number = row_text(r, c->arena);
    o->source = row_text(r, c->arena);
    o->external_ref = row_text(r, c->arena);
    o->person.v = row_int(r);
    o->delivery.v = row_int(r);
    o->has_email = row_bool(r);
    o->lang = str_eq(row_text(r, c->arena), S("id")) ? LANG_ID : LANG_EN;
    CHECK(currency_of(row_text(r, c->arena), &unit)); /* it was one when the order was placed */
    o->placed_at = row_int(r);
    o->status =
        (enum order_status)index_of(row_text(r, c->arena), status_names, COUNT(status_names));
    o->payment =
        (enum payment_status)index_of(row_text(r, c->arena), payment_names, COUNT(payment_names));
    o->fulfillment = (enum fulfillment_status)index_of(row_text(r, c->arena), fulfillment_names,
                                                       COUNT(fulfillment_names));
    read_money(r, o, unit);
    o->shipping_code = row_text(r, c->arena);
    o->shipping_name = row_text(r, c->arena);
    o->district = row_text(r, c->arena);
    o->payment_method = row_text(r, c->arena);
    int64_t *numbers[] = { &o->shipping_min_days, &o->shipping_max_days, &o->terms_version,
                           &o->guarantee_version, &o->shipping_version,  &o->preorder_days,
                           &o->confirmed_at,      &o->packed_at,         &o->paid_at,
                           &o->shipped_at,        &o->delivered_at,      &o->received_at,
                           &o->released_at,       &o->completed_at,      &o->canceled_at };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        *numbers[i] = row_int(r);
    }
    o->cancel_reason = row_text(r, c->arena);
}

static enum err load(struct ctx *c, struct sql *statement, struct args args, struct order *out)
{
    struct order order = { 0 };
    bool found = false;
    struct rows r = db_query(c->db, statement, args);
    if (db_next(&r)) {
        found = true;
        read_order(c, &r, &order);
    }
    TRY(db_done(&r));
    if (!found) {
        return fail(c, ERR_NOT_FOUND, "%s", "no such order");
    }
    TRY(order_lines(c, &order));
    *out = order;
    return OK;
}

enum err order_by_number(struct ctx *c, str number, struct order *out)
{
    return load(c, &order_of_number, ARGS(number), out);
}

/* One question whatever is wrong: how long the answer takes tells nobody which numbers there are. */
SQL(order_is_of, "SELECT count(*) FROM person_find WHERE hash = $2 AND person_id = (SELECT person_id FROM shop_order WHERE number = $1)");

enum err order_is_theirs(struct ctx *c, str number, str phone, bool *out)
{
    int64_t found = 0;
    TRY(db_get_int(c->db, &order_is_of, ARGS(number, vault_find_hash(c, VAULT_PHONE, phone)), 0,
                   &found));
    *out = found > 0;
    return OK;
}

/* As typed first: before the marketplaces' letter case was known to mean nothing, one could be entered twice. */
SQL(order_of_ref,
    "SELECT " ORDER_COLUMNS " FROM shop_order WHERE source = $1 AND (external_ref = $2 OR external_key = $3)"
    " ORDER BY CASE WHEN external_ref = $2 THEN 0 ELSE 1 END, id LIMIT 1");

enum err order_by_ref(struct ctx *c, str source, str external_ref, struct order *out)
{
    return load(c, &order_of_ref,
                ARGS(source, external_ref, order_ref_key(c->arena, source, external_ref)), out);
}

enum err order_by_id(struct ctx *c, order_id id, struct order *out)
{
    return load(c, &order_of_id, ARGS(id.v), out);
}

SQL(lines_of_order,
    "SELECT l.id, l.position, coalesce(l.variant_id, 0), l.sku, l.name, l.options, l.product_slug, l.quantity,"
    " l.weight_grams, l.unit_minor, l.total_minor, l.guarantee_version, l.returns_version, l.warranty_version,"
    " l.warranty_months,"
    " coalesce((SELECT CAST(sum(s.quantity) AS BIGINT) FROM shipment_line s JOIN shipment h ON h.id = s.shipment_id"
    "   WHERE s.line_id = l.id AND h.state <> 'canceled'), 0)"
    " FROM order_line l WHERE l.order_id = $1 ORDER BY l.position LIMIT 60");

enum err order_lines(struct ctx *c, struct order *o)
{
    struct order_line *line = NEW_N(c->arena, struct order_line, ORDER_LINES_MAX);
    size_t count = 0;
    struct rows r = db_query(c->db, &lines_of_order, ARGS(o->id.v));
    while (db_next(&r) && count < ORDER_LINES_MAX) {
        struct order_line *l = &line[count++];
        l->id = row_int(&r);
        l->position = row_int(&r);
        l->variant.v = row_int(&r);
        l->sku = row_text(&r, c->arena);
        l->name = row_text(&r, c->arena);
        l->options = row_text(&r, c->arena);
        l->slug = row_text(&r, c->arena);
        l->quantity = row_int(&r);
        l->weight_grams = row_int(&r);
        l->unit = (money){ row_int(&r), o->total.currency };
        l->total = (money){ row_int(&r), o->total.currency };
        l->guarantee_version = row_int(&r);
        l->returns_version = row_int(&r);
        l->warranty_version = row_int(&r);
        l->warranty_months = row_int(&r);
        l->shipped = row_int(&r);
    }
    TRY(db_done(&r));
    o->line = line;
    o->line_count = count;
    return OK;
}

SQL(pictures_of_order,
    "SELECT l.position, f.media, f.asset, f.width, f.height, f.is_illustration FROM order_line l"
    " JOIN variant v ON v.id = l.variant_id JOIN picture f ON f.id = (SELECT g.id FROM picture g"
    "   WHERE g.product_id = v.product_id AND g.state = 'ready' ORDER BY g.position, g.id LIMIT 1)"
    " WHERE l.order_id = $1 ORDER BY l.position LIMIT 60");

static struct order_line *line_at(const struct order *o, int64_t position)
{
    for (size_t i = 0; i < o->line_count; i++) {
        if (o->line[i].position == position) {
            return &o->line[i];
        }
    }
    return NULL;
}

SQL(guides_of_order,
    "SELECT l.position, p.slug FROM order_line l JOIN variant v ON v.id = l.variant_id OR (l.variant_id IS NULL AND v.sku = l.sku)"
    " JOIN product p ON p.id = v.product_id WHERE l.order_id = $1 AND p.status = 'active'"
    " AND (p.usage_html_id <> '' OR p.usage_html_en <> '') ORDER BY l.position LIMIT 60");

static enum err read_guides(struct ctx *c, struct order *o)
{
    struct rows r = db_query(c->db, &guides_of_order, ARGS(o->id.v));
    while (db_next(&r)) {
        struct order_line *line = line_at(o, row_int(&r));
        str slug = row_text(&r, c->arena);
        if (line != NULL) {
            line->guide = slug;
        }
    }
    return db_done(&r);
}

enum err order_pictures(struct ctx *c, struct order *o)
{
    TRY(read_guides(c, o));
    struct rows r = db_query(c->db, &pictures_of_order, ARGS(o->id.v));
    while (db_next(&r)) {
        struct order_line *line = line_at(o, row_int(&r));
        struct show_of_line *show = NEW(c->arena, struct show_of_line);
        show->media = row_text(&r, c->arena);
        show->asset = row_text(&r, c->arena);
        show->width = row_int(&r);
        show->height = row_int(&r);
        show->is_illustration = row_bool(&r);
        if (line != NULL) {
            line->show = show;
        }
    }
    return db_done(&r);
}

SQL(insert_order,
    "INSERT INTO shop_order (number, source, external_ref, cart_id, person_id, delivery_text_id, has_email, lang,"
    " currency, placed_at, status, payment_status, fulfillment_status, subtotal_minor, shipping_minor,"
    " discount_minor, tax_minor, total_minor, shipping_code, shipping_name, shipping_min_days,"
    " shipping_max_days, district, payment_method, terms_version, guarantee_version, preorder_days, paid_at,"
    " shipping_version, fee_minor, external_key)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, 'unfulfilled', $12, $13, $14, $15, $16,"
    " $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) RETURNING id");
/* The product's own warranty, as it is today; of an order from elsewhere the product is known by its SKU. */
SQL(insert_line,
    "INSERT INTO order_line (order_id, position, variant_id, product_slug, sku, name, options, quantity,"
    " unit_minor, total_minor, weight_grams, guarantee_version, returns_version, warranty_version, warranty_months)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, coalesce((SELECT p.warranty_months FROM variant v"
    " JOIN product p ON p.id = v.product_id WHERE v.id = $15 OR ($15 = 0 AND v.sku = $5)), $16))");

static enum err insert_line_of(struct ctx *c, const struct order *o, const struct order_line *l)
{
    return db_post(c->db, &insert_line,
                   ARGS(o->id.v, l->position, arg_int_or_null(l->variant.v), l->slug, l->sku,
                        l->name, l->options, l->quantity, l->unit.minor, l->total.minor,
                        l->weight_grams, l->guarantee_version, l->returns_version,
                        l->warranty_version, l->variant.v, l->warranty_months));
}

enum err order_insert(struct ctx *c, struct order *o, cart_id cart)
{
    TRY(db_get_int(
        c->db, &insert_order,
        ARGS(o->number, o->source, arg_text_or_null(o->external_ref), arg_int_or_null(cart.v),
             arg_int_or_null(o->person.v), arg_int_or_null(o->delivery.v), o->has_email,
             o->lang == LANG_ID ? S("id") : S("en"), currency_code(&o->total.currency),
             o->placed_at, payment_status_name(o->payment), o->subtotal.minor, o->shipping.minor,
             o->discount.minor, o->tax.minor, o->total.minor, o->shipping_code, o->shipping_name,
             o->shipping_min_days, o->shipping_max_days, o->district, o->payment_method,
             o->terms_version, o->guarantee_version, o->preorder_days, arg_int_or_null(o->paid_at),
             o->shipping_version, o->fee.minor,
             arg_text_or_null(order_ref_key(c->arena, o->source, o->external_ref))),
        0, &o->id.v));
    for (size_t i = 0; i < o->line_count; i++) {
        TRY(insert_line_of(c, o, &o->line[i]));
    }
    return OK;
}

/* --- the sealed delivery --- */

struct delivery_field {
    str name;
    size_t offset;
};
#define DELIVERY(member) { S_INIT(#member), offsetof(struct delivery, member) }
static const struct delivery_field delivery_fields[] = {
    DELIVERY(name),     DELIVERY(phone),    DELIVERY(email),       DELIVERY(street),  DELIVERY(village),
    DELIVERY(district_code), DELIVERY(district), DELIVERY(city),   DELIVERY(province), DELIVERY(postal_code),
    DELIVERY(country),  DELIVERY(note),
};

str delivery_json(struct ctx *c, const struct delivery *to)
{
    struct value *node = value_object(c->arena);
    struct buf out = buf_new(c->arena, KB(16));
    for (size_t i = 0; i < COUNT(delivery_fields); i++) {
        const str *text = (const str *)((const char *)to + delivery_fields[i].offset);
        value_set_text(c->arena, node, delivery_fields[i].name, *text);
    }
    json_write(&out, node);
    return buf_str(&out);
}

enum err order_delivery(struct ctx *c, const struct order *o, enum vault_purpose purpose,
                        struct delivery *out)
{
    struct value *node = NULL;
    struct delivery to = { 0 };
    str text = { 0 };
    str why = { 0 };
    if (o->delivery.v == 0) {
        return fail(c, ERR_NOT_FOUND, "order %" PRId64 " has no delivery", o->id.v);
    }
    TRY(vault_text_read(c, o->delivery, purpose, &text));
    if (!json_read(c->arena, text, &node, &why)) {
        return fail(c, ERR_INTERNAL, "delivery of order %" PRId64, o->id.v);
    }
    for (size_t i = 0; i < COUNT(delivery_fields); i++) {
        *(str *)((char *)&to + delivery_fields[i].offset) =
            value_text(node, delivery_fields[i].name);
    }
    *out = to;
    return OK;
}

/* One person per phone number: limits and the buyer's own view hang on it. Nobody yet: 0. */
static enum err find_person(struct ctx *c, str phone, person_id *out)
{
    enum err e = phone.size == 0 ? ERR_NOT_FOUND : vault_find(c, VAULT_PHONE, phone, out);
    return e == ERR_NOT_FOUND ? OK : e;
}

enum err order_seal(struct ctx *c, const struct delivery *to, struct order *o, bool *is_new)
{
    TRY(find_person(c, to->phone, &o->person));
    if (is_new != NULL) {
        *is_new = o->person.v == 0;
    }
    struct person_data who = { .field = { [VAULT_NAME] = to->name,
                                          [VAULT_PHONE] = to->phone,
                                          [VAULT_EMAIL] = to->email } };
    o->has_email = to->email.size != 0;
    return vault_enter(c, &o->person, &who, VAULT_ADDRESS, delivery_json(c, to), &o->delivery);
}

/* --- lists --- */

/* The views of the back office as conditions; one statement each, so that every one has its index and its LIMIT. */
#define ORDER_PAGE                                                                                 \
    " AND (placed_at, id) < ($1, $2) ORDER BY placed_at DESC, id DESC LIMIT $3"
#define ORDER_VIEW(symbol, condition)                                                              \
    SQL(symbol, "SELECT " ORDER_COLUMNS " FROM shop_order WHERE " condition ORDER_PAGE);             \
    SQL(symbol##_count, "SELECT count(*) FROM shop_order WHERE " condition)

ORDER_VIEW(orders_all, "1 = 1");
ORDER_VIEW(
    orders_unpaid,
    "status = 'open' AND payment_status IN ('pending', 'partially_paid') AND confirmed_at IS NULL");
ORDER_VIEW(
    orders_reported,
    "status = 'open' AND payment_status IN ('pending', 'partially_paid') AND EXISTS (SELECT 1 FROM "
    "payment p"
    " WHERE p.order_id = shop_order.id AND p.state = 'pending' AND p.transferred_at IS NOT NULL)");
ORDER_VIEW(orders_to_confirm,
           "status = 'open' AND payment_method = 'cod' AND payment_status = 'pending'"
           " AND confirmed_at IS NULL");
ORDER_VIEW(orders_to_ship,
           "status = 'open' AND fulfillment_status IN ('unfulfilled', 'partial')"
           " AND (paid_at IS NOT NULL OR confirmed_at IS NOT NULL OR payment_status = 'none')");
ORDER_VIEW(orders_shipped, "status = 'open' AND fulfillment_status = 'shipped'");
ORDER_VIEW(orders_delivered, "status = 'open' AND fulfillment_status = 'delivered'");
ORDER_VIEW(orders_completed, "status = 'completed'");
ORDER_VIEW(orders_canceled, "status = 'canceled'");
SQL(orders_by_number,
    "SELECT " ORDER_COLUMNS " FROM shop_order WHERE (number = $5 OR substr(number, length(number) - 8) = $4"
    " OR external_ref = $4 OR external_key = $6"
    " OR person_id IN (SELECT CAST(j.value ->> 0 AS BIGINT) FROM json_each($7) j))" ORDER_PAGE);

struct order_view {
    str name;
    struct sql *list, *count;
};

static const struct order_view *view_of(str name)
{
    static const struct order_view views[] = {
        { S_INIT(""), &orders_all, &orders_all_count },
        { S_INIT("unpaid"), &orders_unpaid, &orders_unpaid_count },
        { S_INIT("reported"), &orders_reported, &orders_reported_count },
        { S_INIT("to_confirm"), &orders_to_confirm, &orders_to_confirm_count },
        { S_INIT("to_ship"), &orders_to_ship, &orders_to_ship_count },
        { S_INIT("shipped"), &orders_shipped, &orders_shipped_count },
        { S_INIT("delivered"), &orders_delivered, &orders_delivered_count },
        { S_INIT("completed"), &orders_completed, &orders_completed_count },
        { S_INIT("canceled"), &orders_canceled, &orders_canceled_count },
    };
    for (size_t i = 0; i < COUNT(views); i++) {
        if (str_eq(name, views[i].name)) {
            return &views[i];
        }
    }
    return &views[0];
}

enum err order_count(struct ctx *c, str view, int64_t *out)
{
    return db_get_int(c->db, view_of(view)->count, NO_ARGS, 0, out);
}

/*
 * What came in for an order and stayed. Paid elsewhere (no payment of ours): what it cost. Money that is owed back counts as paid
 * back, and money the buyer's bank took as not come; the postage of a return is no part of the price.
 */
#define ORDER_KEPT                                                                                             \
    "CASE WHEN o.payment_status = 'none' AND o.status <> 'canceled' THEN o.total_minor ELSE 0 END"             \
    " + coalesce((SELECT CAST(sum(p.captured_minor) AS BIGINT) FROM payment p WHERE p.order_id = o.id"         \
    " AND NOT EXISTS (SELECT 1 FROM payment_event e WHERE e.payment_id = p.id AND e.kind = 'disputed'"         \
    " AND NOT EXISTS (SELECT 1 FROM payment_event w WHERE w.payment_id = e.payment_id AND w.kind = 'dispute_won'" \
    " AND w.outcome <> 'ignored' AND w.id > e.id))), 0)"                                                       \
    " - coalesce((SELECT CAST(sum(r.amount_minor) AS BIGINT) FROM refund r WHERE r.order_id = o.id"            \
    " AND r.is_postage = 0 AND r.state <> 'reversed'), 0)"
SQL(figures_between,
    "SELECT coalesce(sum(f.is_kept), 0), CAST(coalesce(sum(CASE WHEN f.kept > 0 THEN f.kept ELSE 0 END), 0) AS BIGINT)"
    " FROM (SELECT CASE WHEN o.status <> 'canceled' THEN 1 ELSE 0 END AS is_kept, " ORDER_KEPT " AS kept"
    " FROM shop_order o WHERE o.placed_at >= $1 AND o.placed_at < $2) f");

enum err order_figures(struct ctx *c, int64_t from_at, int64_t to_at, struct order_figures *out)
{
    struct order_figures figures = { .sales = money_zero(c->shop->currency) };
    struct rows r = db_query(c->db, &figures_between, ARGS(from_at, to_at));
    if (db_next(&r)) {
        figures.orders = row_int(&r);
        figures.sales.minor = row_int(&r);
    }
    TRY(db_done(&r));
    *out = figures;
    return OK;
}

SQL(order_id_of_shipment, "SELECT order_id FROM shipment WHERE id = $1");

enum err order_of_shipment(struct ctx *c, int64_t shipment, order_id *out)
{
    int64_t id = 0;
    TRY(db_get_int(c->db, &order_id_of_shipment, ARGS(shipment), 0, &id));
    if (id == 0) {
        return fail(c, ERR_NOT_FOUND, "shipment %" PRId64, shipment);
    }
    out->v = id;
    return OK;
}

struct list_page {
    int64_t before_at, before_id, limit;
};

/* Whatever it is: a number of ours, the number it has elsewhere, or whose it is. */
static enum err search(struct ctx *c, str typed, const struct list_page *page, struct rows *out)
{
    struct batch persons = { 0 };
    str number = link_number_read(c->arena, typed, c->shop->order_prefix);
    str key = order_ref_key(c->arena, S("shopee"), typed);
    TRY(order_find_persons(c, typed, &persons));
    *out = db_query(c->db, &orders_by_number,
                    ARGS(page->before_at, page->before_id, page->limit, typed, number, key,
                         batch_arg(&persons)));
    return OK;
}

enum err order_list(struct ctx *c, const struct order_filter *filter, struct order_list *out)
{
    struct order_list list = { .item = NEW_N(c->arena, struct order, ORDER_LIST_MAX + 1) };
    int64_t limit = filter->limit > 0 && filter->limit <= ORDER_LIST_MAX ? filter->limit : 30;
    int64_t before_at = filter->before_at == 0 ? INT64_MAX : filter->before_at;
    int64_t before_id = filter->before_id == 0 ? INT64_MAX : filter->before_id;
    const struct list_page page = { before_at, before_id, limit + 1 };
    struct rows r = { 0 };
    if (filter->query.size != 0) {
        TRY(search(c, filter->query, &page, &r));
    } else {
        r = db_query(c->db, view_of(filter->view)->list, ARGS(before_at, before_id, limit + 1));
    }
    while (db_next(&r)) {
        if ((int64_t)list.count == limit) {
            list.has_more = true;
            continue;
        }
        read_order(c, &r, &list.item[list.count++]);
    }
    TRY(db_done(&r));
    *out = list;
    return OK;
}
