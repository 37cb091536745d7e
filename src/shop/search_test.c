/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "c/catalogue.h"
#include "shop/product_store.h"
#include "shop/search.h"

static void shelf(struct fixture *t)
{
    static const struct {
        const char *name, *brand, *category, *material;
    } things[] = {
        { "Kopi Arabika Gayo", "Lereng", "Kopi", "Arabika" },
        { "Kopi Robusta Lampung", "Lereng", "Kopi", "Robusta" },
        { "Kemeja Batik Parang", "Sekar", "Batik", "Katun primisima" },
        { "Cangkir Keramik", "Tanah Liat", "Gerabah", "Keramik glasir" },
        { "Café Latte Sachet", "Instan", "Kopi", "Susu" },
        { "Buku Resep Kopi", "Pustaka", "Buku", "Kertas" },
        { "Dompet Anyam", "Pandan", "Tas", "Kpiuwuh" },
    };
    for (size_t i = 0; i < COUNT(things); i++) {
        struct product_fields fields = { .name = { str_of(things[i].name) }, .brand = str_of(things[i].brand), .attribute_count = 1 };
        fields.attribute[0].name[LANG_ID] = S("Bahan");
        fields.attribute[0].value[LANG_ID] = str_of(things[i].material);
        must(category_of_path(&t->c, str_of(things[i].category), &fields.category));
        product_id product = { 0 };
        must(product_create(&t->c, &fields, &product));
        goods_variant(t, product, "", 1000, -1);
        must(product_set_status(&t->c, product, PRODUCT_ACTIVE));
    }
}

/* What people type, and the products they should see, best first. The same on both engines. */
static const struct {
    const char *query, *found, *suggestion;
} queries[] = {
    { "kopi", "Kopi Robusta Lampung|Kopi Arabika Gayo|Buku Resep Kopi|Café Latte Sachet", "" },
    { "KOPI gayo", "Kopi Arabika Gayo", "" },
    { "ara", "Kopi Arabika Gayo", "" },
    { "arabica", "Kopi Arabika Gayo", "arabika" },
    { "kpoi", "Kopi Robusta Lampung|Kopi Arabika Gayo|Buku Resep Kopi|Café Latte Sachet",
      "kopi" }, /* not "kpi…" */
    { "kpoi gayo", "Kopi Arabika Gayo", "kopi gayo" },
    { "krtas", "Buku Resep Kopi", "kertas" },
    { "batk", "Kemeja Batik Parang", "batik" },
    { "cafe", "Café Latte Sachet", "" },
    { "glasir", "Cangkir Keramik", "" },
    { "keramk", "Cangkir Keramik", "keramik" },
    { "tanah", "Cangkir Keramik", "" },
    { "gerabah cangkir", "Cangkir Keramik", "" },
    { "lereng robusta", "Kopi Robusta Lampung", "" },
    { "Buku-Resep-Kopi", "Buku Resep Kopi", "" }, /* its SKU */
    { "kopi batik", "", "" },
    { "xyzzy", "", "" },
    { "", "", "" },
    { "!?%_'", "", "" },
};

static str found_names(struct fixture *t, const struct search_hits *hits)
{
    struct buf names = buf_new(t->c.arena, KB(4));
    for (size_t i = 0; i < hits->count; i++) {
        struct product p;
        must(product_load_by_id(&t->c, hits->item[i].product, PRODUCT_ANY, &p));
        buf_addf(&names, "%s%.*s", i == 0 ? "" : "|", STR_ARG(p.name));
    }
    return buf_str(&names);
}

DomainTest(search, finds_what_people_mean)
{
    shelf(t);
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct search_hits hits;
        must(search_products(c, str_of(queries[i].query), &hits));
        str names = found_names(t, &hits);
        cr_expect(str_eq(names, str_of(queries[i].found)), "%s: %.*s", queries[i].query,
                  STR_ARG(names));
        cr_expect(str_eq(hits.suggestion, str_of(queries[i].suggestion)), "%s: meant %.*s",
                  queries[i].query, STR_ARG(hits.suggestion));
    }
}

DomainTest(search, follows_a_product_through_its_life)
{
    shelf(t);
    struct search_hits hits;
    must(search_products(c, S("parang"), &hits));
    cr_assert_eq(hits.count, 1);
    product_id batik = hits.item[0].product;
    struct product_fields fields;
    int64_t revision = 0;
    must(product_fields_load(c, batik, &fields, &revision));
    fields.name[LANG_ID] = S("Kemeja Batik Kawung");
    must(product_update(c, batik, revision, &fields));
    must(search_products(c, S("parang"), &hits));
    cr_expect_eq(hits.count, 0);
    must(search_products(c, S("kawung"), &hits));
    cr_expect_eq(hits.count, 1);
    must(product_set_status(c, batik, PRODUCT_ARCHIVED));
    must(search_products(c, S("kawung"), &hits));
    cr_expect_eq(hits.count, 0);
}

SQL(index_spoil, "UPDATE search_posting SET weight = 99");
SQL(index_lose, "DELETE FROM search_trigram");
SQL(price_spoil, "UPDATE product SET price_min_minor = 1");
SQL(rebuilt_now,
    "SELECT CAST(SUM(price_min_minor) AS BIGINT) * 1000000 + CAST(SUM(revision) AS BIGINT) * 1000 +"
    " (SELECT COUNT(*) FROM search_trigram) * 100 + (SELECT MAX(weight) FROM search_posting) FROM product");

static int64_t rebuilt(struct fixture *t)
{
    int64_t sum = 0;
    must(db_get_int(t->db, &rebuilt_now, NO_ARGS, 0, &sum));
    return sum;
}

DomainTest(search, is_made_again_from_the_goods)
{
    int64_t products = 0;
    (void)goods(t, "Kopi Gayo", 75000, 3);
    (void)goods(t, "Teh Melati", 20000, 3);
    int64_t before = rebuilt(t);
    must(db_exec(t->db, &index_spoil, NO_ARGS, NULL));
    must(db_exec(t->db, &index_lose, NO_ARGS, NULL));
    must(db_exec(t->db, &price_spoil, NO_ARGS, NULL));
    cr_assert_neq(rebuilt(t), before);
    must(product_rebuild(c, &products));
    cr_expect_eq(products, 2);
    cr_expect_eq(rebuilt(t), before);
}
