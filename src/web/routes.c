/* SPDX-License-Identifier: Apache-2.0 */
/*
 * routes.c - the map of the site: every door, one row each.
 *
 * method, path, handler, guard, roles, form, body limit, rate, cache, face, template, model; further columns by name.
 */
#include "web/admin/admin.h"
#include "web/admin/office.h"
#include "web/route.h"
#include "web/shop/buy.h"
#include "web/shop/order_model.h"
#include "web/shop/pages.h"
#include "web/shop/pay.h"
#include "web/system.h"

#define ORDER "/orders/{number}"
#define OFFICE "/admin/orders/{number}"
#define GOODS "/admin/products/{product}"

static const struct route routes[] = {
    /* pages to read */
    { "GET", "/", home_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_PAGE, "home", &home_model },
    { "GET", "/home", home_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_JSON, NULL, &home_model },
    { "GET", "/products", products_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_SEARCH, CACHE_SHARED, FACES_BOTH, "products", &products_model,
      .query = &products_query },
    { "GET", "/search", products_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_SEARCH, CACHE_SHARED, FACES_PAGE, "products", &products_model,
      .query = &products_query },
    { "GET", "/categories/{slug}", category_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "products", &products_model,
      .query = &products_query },
    { "GET", "/products/{slug}", product_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "product", &product_model,
      .query = &product_query },
    { "GET", "/products/{slug}/questions", product_questions_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "product_questions",
      &product_questions_model, .query = &product_questions_query },
    { "POST", "/products/{slug}/questions", product_question_post, GUARD_OPEN, ROLES_ALL, &product_question_form, KB(8), RATE_LOGIN, CACHE_NEVER, FACES_BOTH, NULL,
      &product_questions_model, .again = product_question_again, .back = "/products/{slug}/questions" },
    { "GET", "/shipping/quote", shipping_quote_page, GUARD_CART, ROLES_ALL, NULL, NO_BODY, RATE_SEARCH, CACHE_NEVER, FACES_BOTH, "shipping_quote", &shipping_quote_model,
      .query = &shipping_quote_query },
    { "GET", "/policies/{kind}", policy_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "policy", &policy_model,
      .query = &policy_query },
    { "GET", "/trust", trust_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "trust", &trust_model },
    { "GET", "/promises", promises_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "promises", &promises_model },
    { "GET", "/faq", faq_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "faq", &faq_model },
    { "GET", "/about", about_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "about", &about_model },
    { "GET", "/permits", permits_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "permits", &permits_model },
    { "GET", "/contact", contact_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "contact", &contact_model },
    { "GET", "/pages/{slug}", free_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_BOTH, "page", &free_page_model },
    { "GET", "/styleguide", styleguide_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_PAGE, "styleguide", &styleguide_model },

    /* files */
    { "GET", "/assets/{name}", asset_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_FOREVER, FACES_RAW, NULL, NULL },
    { "GET", "/art/{name}", art_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_FOREVER, FACES_RAW, NULL, NULL },
    { "GET", "/media/{name}", media_page_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_FOREVER, FACES_RAW, NULL, NULL },
    { "GET", "/sitemap.xml", sitemap_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_RAW, NULL, NULL },
    { "GET", "/sitemap-part.xml", sitemap_part_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_RAW, NULL, NULL,
      .query = &sitemap_query },
    { "GET", "/robots.txt", robots_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_RAW, NULL, NULL },
    { "GET", "/.well-known/security.txt", security_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_RAW, NULL, NULL },
    { "GET", "/manifest.webmanifest", manifest_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_RAW, NULL, NULL },
    { "GET", "/favicon.ico", favicon_file, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_RAW, NULL, NULL },

    /* the buying path */
    { "GET", "/cart", cart_page, GUARD_CART, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "cart", &cart_model },
    { "POST", "/cart/items", cart_add_item, GUARD_CART, ROLES_ALL, &cart_add_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &cart_model,
      .again = cart_again, .back = "/cart" },
    { "POST", "/cart/items/{sku}", cart_set_item, GUARD_CART, ROLES_ALL, &cart_set_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_PAGE, NULL, &cart_model,
      .again = cart_again, .back = "/cart" },
    { "PATCH", "/cart/items/{sku}", cart_set_item, GUARD_CART, ROLES_ALL, &cart_set_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_JSON, NULL, &cart_model },
    { "DELETE", "/cart/items/{sku}", cart_remove_item, GUARD_CART, ROLES_ALL, NULL, KB(1), RATE_WRITE, CACHE_NEVER, FACES_JSON, NULL, &cart_model },
    { "POST", "/cart/items/{sku}/remove", cart_remove_item, GUARD_CART, ROLES_ALL, &cart_set_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_PAGE, NULL, &cart_model,
      .again = cart_again, .back = "/cart" },
    { "GET", "/checkout", checkout_page, GUARD_CART, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "checkout", &checkout_page_model,
      .query = &checkout_query },
    { "POST", "/checkout", checkout_place, GUARD_CART, ROLES_ALL, &checkout_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &checkout_reply_model,
      .again = checkout_again, .back = "/checkout" },

    /* an order, by its link */
    { "GET", "/orders/find", order_find_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "order_find", &order_find_model },
    { "POST", "/orders/find", order_find_post, GUARD_OPEN, ROLES_ALL, &order_find_form, KB(4), RATE_LOGIN, CACHE_NEVER, FACES_BOTH, "order_find", &order_find_model,
      .back = "/orders/find" },
    { "GET", ORDER, order_page, GUARD_ORDER_LINK, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "order", &order_model,
      .query = &order_query },
    { "GET", ORDER "/invoice", order_invoice, GUARD_ORDER_LINK, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "invoice", &invoice_model,
      .query = &order_query },
    { "GET", ORDER "/qris.png", order_qris, GUARD_ORDER_LINK, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_RAW, NULL, NULL,
      .query = &order_query },
    { "POST", ORDER "/cancel", order_cancel_post, GUARD_ORDER_LINK, ROLES_ALL, &order_cancel_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &order_model,
      .query = &order_query, .again = order_again, .back = ORDER },
    { "POST", ORDER "/received", order_received_post, GUARD_ORDER_LINK, ROLES_ALL, NULL, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &order_model,
      .query = &order_query, .again = order_again, .back = ORDER },
    { "POST", ORDER "/transferred", order_transferred_post, GUARD_ORDER_LINK, ROLES_ALL, &order_transferred_form, MB(6), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &order_model,
      .query = &order_query, .again = order_again, .back = ORDER },
    { "POST", ORDER "/reorder", order_reorder_post, GUARD_ORDER_LINK, ROLES_ALL, NULL, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &order_model,
      .query = &order_query, .again = order_again, .back = ORDER },

    /* the back office */
    { "GET", "/admin/login", admin_login_page, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "admin/login", &admin_login_model,
      .query = &admin_login_query },
    { "POST", "/admin/login", admin_login_post, GUARD_OPEN, ROLES_ALL, &admin_login_form, KB(4), RATE_LOGIN, CACHE_NEVER, FACES_PAGE, "admin/login", &admin_login_model,
      .before = admin_login_check, .back = "/admin/login" },
    { "POST", "/admin/logout", admin_logout, GUARD_STAFF, ROLES_STAFF, NULL, KB(1), RATE_WRITE, CACHE_NEVER, FACES_PAGE, NULL, NULL, .again = admin_logout },
    { "GET", "/admin", admin_home, GUARD_STAFF, ROLES_STAFF, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/home", &admin_home_model,
      .query = &office_query },
    { "GET", "/admin/orders", admin_orders, GUARD_STAFF, ROLES_READ_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/orders", &admin_orders_model,
      .query = &office_query },
    { "GET", "/admin/orders/new", admin_order_new, GUARD_STAFF, ROLES_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "admin/order_new", &admin_order_new_model },
    { "POST", "/admin/orders", admin_order_enter, GUARD_STAFF, ROLES_ORDERS, &admin_order_new_form, KB(32), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_order_model,
      .again = admin_order_again, .back = "/admin/orders/new" },
    { "GET", OFFICE, admin_order_page, GUARD_STAFF, ROLES_READ_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/order", &admin_order_model,
      .query = &office_query },
    { "GET", OFFICE "/proof", admin_order_proof, GUARD_STAFF, ROLES_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_RAW, NULL, NULL },
    { "GET", OFFICE "/qr.png", admin_order_qr, GUARD_STAFF, ROLES_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_RAW, NULL, NULL },
    { "GET", OFFICE "/packing-slip", admin_order_slip, GUARD_STAFF, ROLES_PACK, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/packing_slip", &admin_slip_model },
    { "GET", OFFICE "/invoice", admin_order_invoice, GUARD_STAFF, ROLES_READ_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "invoice", &invoice_model },
    { "POST", OFFICE "/confirm", admin_order_confirm, GUARD_STAFF, ROLES_ORDERS, &admin_confirm_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_order_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/confirm-cod", admin_order_confirm_cod, GUARD_STAFF, ROLES_ORDERS, NULL, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_order_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/pack", admin_order_pack, GUARD_STAFF, ROLES_PACK, NULL, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_order_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/cancel", admin_order_cancel, GUARD_STAFF, ROLES_ORDERS, &admin_cancel_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_order_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/shipments", admin_order_ship, GUARD_STAFF, ROLES_PACK, &admin_ship_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_shipment_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/shipments/{id}/events", admin_shipment_event, GUARD_STAFF, ROLES_ORDERS, &admin_tracking_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_shipment_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/shipments/{id}/delivered", admin_shipment_delivered, GUARD_STAFF, ROLES_ORDERS, NULL, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_shipment_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", "/admin/shipments/{id}/events", admin_shipment_event, GUARD_STAFF, ROLES_ORDERS, &admin_tracking_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_JSON, NULL, &admin_shipment_model,
      .again = admin_order_again },
    { "POST", OFFICE "/refunds", admin_order_refund, GUARD_STAFF, ROLES_MANAGE, &admin_refund_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_refund_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/refunds/{id}/settle", admin_refund_settle, GUARD_STAFF, ROLES_MANAGE, &admin_settle_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_refund_model,
      .again = admin_order_again, .back = OFFICE },
    { "POST", OFFICE "/messages/{id}/sent", admin_message_sent, GUARD_STAFF, ROLES_ORDERS, NULL, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_order_model,
      .again = admin_order_again, .back = OFFICE },
    { "GET", "/admin/products", admin_products, GUARD_STAFF, ROLES_STAFF, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/products", &admin_products_model,
      .query = &office_query },
    { "GET", "/admin/products/new", admin_product_new, GUARD_STAFF, ROLES_MANAGE, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "admin/product", &admin_product_model,
      .query = &office_query },
    { "GET", GOODS, admin_product_page, GUARD_STAFF, ROLES_STAFF, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/product", &admin_product_model,
      .query = &office_query },
    { "POST", "/admin/products", admin_product_create, GUARD_STAFF, ROLES_MANAGE, &admin_product_form, KB(512), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = "/admin/products/new" },
    { "POST", GOODS, admin_product_post, GUARD_STAFF, ROLES_MANAGE, &admin_product_form, KB(512), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/variants", admin_variant_create, GUARD_STAFF, ROLES_MANAGE, &admin_variant_new_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/variants/{id}", admin_variant_post, GUARD_STAFF, ROLES_MANAGE, &admin_variant_form, KB(16), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/variants/{id}/stock", admin_stock_post, GUARD_STAFF, ROLES_PACK, &admin_stock_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/pictures", admin_picture_create, GUARD_STAFF, ROLES_MANAGE, &admin_upload_form, MB(21), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .before = admin_picture_read, .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/pictures/{id}", admin_picture_post, GUARD_STAFF, ROLES_MANAGE, &admin_picture_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/pictures/{id}/first", admin_picture_promote, GUARD_STAFF, ROLES_MANAGE, &admin_picture_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "POST", GOODS "/pictures/{id}/remove", admin_picture_remove, GUARD_STAFF, ROLES_MANAGE, &admin_picture_form, KB(4), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_product_model,
      .again = admin_product_again, .back = GOODS },
    { "GET", "/admin/imports", admin_imports, GUARD_STAFF, ROLES_MANAGE, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_PAGE, "admin/imports", &admin_imports_model },
    { "POST", "/admin/imports", admin_import_post, GUARD_STAFF, ROLES_MANAGE, &admin_import_form, MB(21), RATE_WRITE, CACHE_NEVER, FACES_PAGE, "admin/imports", &admin_imports_model,
      .back = "/admin/imports" },
    { "GET", "/admin/settings", admin_settings, GUARD_STAFF, ROLES_READ_MANAGE, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/settings", &admin_settings_model,
      .query = &office_query },
    { "GET", "/admin/settings/{tab}", admin_settings, GUARD_STAFF, ROLES_READ_MANAGE, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/settings", &admin_settings_model,
      .query = &office_query },
    { "POST", "/admin/settings/{tab}", admin_settings_post, GUARD_STAFF, ROLES_MANAGE, &admin_settings_form, KB(64), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_settings_model,
      .again = admin_settings_again, .back = "/admin/settings/{tab}" },
    { "POST", "/admin/settings/{tab}/methods", admin_method_post, GUARD_STAFF, ROLES_MANAGE, &admin_method_form, KB(64), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_settings_model,
      .again = admin_settings_again, .back = "/admin/settings/{tab}" },
    { "GET", "/admin/jobs", admin_jobs, GUARD_STAFF, ROLES_STAFF, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/jobs", &admin_jobs_model,
      .query = &office_query },
    { "POST", "/admin/jobs/{id}/retry", admin_job_retry, GUARD_STAFF, ROLES_MANAGE, NULL, KB(1), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_jobs_model, .again = admin_jobs_again },
    { "POST", "/admin/jobs/{id}/drop", admin_job_drop, GUARD_STAFF, ROLES_MANAGE, NULL, KB(1), RATE_WRITE, CACHE_NEVER, FACES_BOTH, NULL, &admin_jobs_model, .again = admin_jobs_again },
    { "GET", "/admin/mails", admin_mails, GUARD_STAFF, ROLES_READ_ORDERS, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/mails", &admin_mails_model,
      .query = &office_query },
    { "GET", "/admin/events", admin_events, GUARD_STAFF, ROLES_READ_MANAGE | 1u << ROLE_PRIVACY, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/events", &admin_events_model,
      .query = &office_query },
    { "GET", "/admin/ledger", admin_ledger, GUARD_STAFF, ROLES_READ_MANAGE, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_BOTH, "admin/ledger", &admin_ledger_model,
      .query = &office_query },
    { "GET", "/admin/metrics", admin_metrics, GUARD_STAFF, ROLES_STAFF, NULL, NO_BODY, RATE_READ, CACHE_NEVER, FACES_JSON, NULL, &admin_metrics_model },

    /* the sandbox provider: shops made for trying out, on this machine only */
    { "POST", "/sandbox/payments/{id}", sandbox_act, GUARD_OPEN, ROLES_ALL, &sandbox_form, KB(4), RATE_HOOK, CACHE_NEVER, FACES_BOTH, NULL, &sandbox_model,
      .is_sandbox = true },

    /* the system's own */
    { "GET", "/healthz", system_health, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_NONE, CACHE_NEVER, FACES_RAW, NULL, NULL },
    { "GET", "/readyz", system_ready, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_NONE, CACHE_NEVER, FACES_RAW, NULL, NULL },
    { "GET", "/metrics", system_metrics, GUARD_LOOPBACK, 1u << ROLE_OWNER, NULL, NO_BODY, RATE_NONE, CACHE_NEVER, FACES_RAW, NULL, NULL },
    { "GET", "/openapi.json", system_openapi, GUARD_OPEN, ROLES_ALL, NULL, NO_BODY, RATE_READ, CACHE_SHARED, FACES_JSON, NULL, NULL },
    { "GET", "/test/clock", system_clock, GUARD_LOOPBACK, ROLES_ALL, NULL, NO_BODY, RATE_NONE, CACHE_NEVER, FACES_RAW, NULL, NULL, .is_test_clock = true },
    { "POST", "/test/clock", system_clock_set, GUARD_LOOPBACK, ROLES_ALL, NULL, KB(4), RATE_NONE, CACHE_NEVER, FACES_RAW, NULL, NULL,
      .before = system_clock_move, .is_test_clock = true },
    { "GET", "/test/outbox", system_outbox, GUARD_LOOPBACK, ROLES_ALL, NULL, NO_BODY, RATE_NONE, CACHE_NEVER, FACES_RAW, NULL, NULL, .is_test_clock = true },
};

const struct route *route_table(size_t *count)
{
    *count = COUNT(routes);
    return routes;
}
