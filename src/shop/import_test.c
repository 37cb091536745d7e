/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "c/catalogue.h"
#include "c/shared.h"
#include "shop/import.h"

#include <string.h>

static struct import_options options_in(const char *code)
{
    struct import_options options = { .lang = LANG_ID };
    cr_assert(currency_of(str_of(code), &options.currency));
    return options;
}

static struct import_report imported(struct fixture *t, str text, const char *code)
{
    struct import_report report;
    struct import_options options = options_in(code);
    must(import_products_text(&t->c, S("file.csv"), text, &options, &report));
    return report;
}

static void expect_counts(const struct import_report *r, int64_t created, int64_t changed,
                          int64_t unchanged, int64_t refused)
{
    cr_expect_eq(r->created, created, "%" PRId64 " created", r->created);
    cr_expect_eq(r->changed, changed, "%" PRId64 " changed", r->changed);
    cr_expect_eq(r->unchanged, unchanged, "%" PRId64 " unchanged", r->unchanged);
    cr_expect_eq(r->refused, refused, "%" PRId64 " refused", r->refused);
    for (size_t i = 0; i < r->finding_count && r->refused != refused; i++) {
        cr_log_warn("line %" PRId64 ": %.*s", r->finding[i].line, STR_ARG(r->finding[i].text));
    }
}

static struct product loaded(struct fixture *t, const char *slug)
{
    struct product p;
    must(product_load(&t->c, str_of(slug), PRODUCT_ANY, &p));
    return p;
}

#define LEGACY                                                                                                         \
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"       \
    "Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant "      \
    "Price,Variant Compare At Price,Image Src,Image Alt Text,Variant Image\n"
#define CURRENT                                                                                                        \
    "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,"     \
    "Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Inventory tracker,Inventory quantity,"        \
    "Continue selling when out of stock,Weight value (grams),Product image URL,Image alt text\n"

static const char shirts[] =
    LEGACY "kaos,Kaos Polos,<p onclick=x()>Adem</p>,Sekar,Pakaian > Kaos,\"adem, "
           "katun\",true,Ukuran,S,Warna,Putih,,180,shopify,4,"
           "deny,85000,99000,https://a.example/1.jpg,Depan,\n"
           "kaos,,,,,,,,M,,Putih,,180,shopify,0,continue,85000,,,,https://a.example/m.jpg\n"
           "kaos,,,,,,,,,,,,,,,,,,https://a.example/2.jpg,Belakang,\n"
           "topi,Topi,,,,,true,Title,Default Title,,,TOPI-1,90.4,,7,deny,30000,,,,\n"
           "gratis,Stiker,,,,,true,Title,Default Title,,,,5,,,deny,0,,,,\n";

DomainTest(import_shopify, reads_variants_pictures_and_stock)
{
    struct import_report r = imported(t, str_of(shirts), "IDR");
    expect_counts(&r, 3, 0, 0, 0);
    struct product kaos = loaded(t, "kaos");
    cr_assert_eq(kaos.variant_count, 2);
    cr_expect_eq(kaos.status, PRODUCT_ACTIVE);
    cr_expect(str_eq(kaos.description_html, S("<p>Adem</p>")));
    cr_expect(str_eq(kaos.variant[0].sku, S("kaos-s-putih")));
    cr_expect_eq(kaos.variant[0].price_minor, 85000);
    cr_expect_eq(kaos.variant[0].compare_at_minor, 99000);
    cr_expect_eq(kaos.variant[0].shown.quantity, 4);
    cr_expect(kaos.variant[1].stock.sells_past_zero);
    cr_expect_eq(kaos.picture_count, 3); /* of which one came from a line that is no variant */
    cr_expect_eq(kaos.picture[0].state, PICTURE_WANTED);
    cr_assert_eq(kaos.category_count, 2);
    struct product topi = loaded(t, "topi");
    cr_expect_eq(topi.option_count, 0);
    cr_expect_eq(topi.variant[0].weight_grams, 90);
    cr_expect(!topi.variant[0].shown.is_counted); /* no tracker: always for sale */
    cr_expect_eq(topi.variant[0].shown.status, STOCK_IN);
    cr_expect_eq(loaded(t, "gratis").status, PRODUCT_DRAFT);
}

DomainTest(import_shopify, sells_nothing_at_a_thousandth_of_its_price)
{
    const char *currencies[] = { "IDR", "USD" };
    for (size_t i = 0; i < COUNT(currencies); i++) {
        struct import_report r =
            imported(t,
                     S("Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant "
                       "Price\nbatik,Batik,Title,Default Title,B-1,125.000\n"),
                     currencies[i]);
        cr_expect_eq(r.refused, 1);
        cr_expect(str_contains(r.finding[0].text, S("125.000\" can be read as 125 or as 125000")));
    }
}

DomainTest(import_shopify, changes_nothing_the_second_time)
{
    imported(t, str_of(shirts), "IDR");
    struct import_report r = imported(t, str_of(shirts), "IDR");
    expect_counts(&r, 0, 0, 3, 0);
    struct product kaos = loaded(t, "kaos");
    must(stock_adjust(c, kaos.variant[0].id, -1, STOCK_DAMAGE, S("torn")));
    r = imported(t, str_of(shirts), "IDR");
    expect_counts(&r, 0, 0, 3, 0);
    cr_expect_eq(loaded(t, "kaos").variant[0].shown.quantity, 3); /* what happened since stays */
    str dearer = str_replace(c->arena, str_of(shirts), S(",30000,"), S(",35000,"));
    r = imported(t, dearer, "IDR");
    expect_counts(&r, 0, 1, 2, 0);
    cr_expect_eq(loaded(t, "topi").price_min_minor, 35000);
}

DomainTest(import_shopify, reads_the_current_header)
{
    struct import_report r = imported(
        t,
        S(CURRENT "Mug,mug,Besar,Tanah,Home > "
                  "Mugs,Mug,,TRUE,active,MUG-1,899,Color,Red,,12.50,15.00,shopify,3,DENY,300,"
                  "https://a.example/mug.png,Mug merah\n"
                  ",mug,,,,,,,,MUG-2,,,Blue,,13.00,,shopify,0,CONTINUE,300,,\n"
                  "Lama,lama,,,,,,TRUE,archived,,,Title,Default Title,,5,,,,,,,\n"),
        "USD");
    expect_counts(&r, 2, 0, 0, 0);
    struct product mug = loaded(t, "mug");
    cr_assert_eq(mug.variant_count, 2);
    cr_expect_eq(mug.variant[0].price_minor, 1250);
    cr_expect(str_eq(mug.variant[1].option[0], S("Blue")));
    cr_expect(str_eq(mug.variant[0].barcode, S("899")));
    cr_expect_eq(loaded(t, "lama").status, PRODUCT_ARCHIVED);
}

DomainTest(import_shopify, refuses_bad_lines_and_takes_the_rest)
{
    str text = S(LEGACY "pot,Pot,,,,,true,Ukuran,Kecil,,,,,,,,9.99,,,,\n"
                        "pot,,,,,,,,Besar,,,,,,,,15.00,,,,\n"
                        ",,,,,,,,,,,,,,,,5,,,,\n"
                        "vas,Vas\0,,,,,true,Title,Default Title,,,,,,,,5,,,,\n"
                        "vas,V\xff,,,,,true,Title,Default Title,,,,,,,,5,,,,\n"
                        "meja,Meja,,,,,true,Title,Default Title,,,,,,,,banyak,,,,\n"
                        "baru,,,,,,,,A,,,,,,,,5,,,,\n"
                        "kursi,Kursi,,,,,true,Warna,A,,,K-1,,,,,5,,,,\n"
                        "kursi,,,,,,,,A,,,K-2,,,,,5,,,,\n"
                        "bangku,Bangku,,,,,true,Title,Default Title,,,K-1,,,,,5,,,,\n");
    struct import_report r = imported(t, text, "IDR");
    expect_counts(&r, 3, 0, 0, 8);
    cr_assert_geq(r.finding_count, 8);
    cr_expect_eq(r.finding[0].line, 2);
    cr_expect(str_contains(r.finding[0].text, S("9.99\" is finer than IDR")), "%.*s",
              STR_ARG(r.finding[0].text));
    struct product pot = loaded(t, "pot");
    cr_assert_eq(pot.variant_count, 1);
    cr_expect_eq(pot.variant[0].price_minor, 15);
    cr_expect_eq(loaded(t, "bangku").status,
                 PRODUCT_DRAFT); /* its SKU was taken: nothing to sell */
}

/* More than go in together; the same name twice, a name that another's neighbour took, a SKU of an earlier product. */
DomainTest(import_shopify, keeps_many_products_apart)
{
    enum { MANY = 200 };
    struct buf file = buf_new(c->arena, MB(1));
    buf_add(&file, S(LEGACY));
    for (int i = 0; i < MANY; i++) {
        buf_addf(&file,
                 "barang-%d,Barang "
                 "%d,,,Alat,,true,Ukuran,S,,,SKU-%d,,shopify,%d,,100,,https://a.example/%d.jpg,,\n",
                 i, i, i, i % 3, i);
        buf_addf(&file, "barang-%d,,,,,,,,M,,,,,,,,200,,,,\n", i);
    }
    buf_add(&file, S("!!!,Teh Hijau,,,,,true,Title,Default Title,,,,,,,,5,,,,\n"
                     "???,Teh Hijau,,,,,true,Title,Default Title,,,,,,,,5,,,,\n"
                     "lain,Lain,,,,,true,Title,Default Title,,,SKU-7,,,,,5,,,,\n"
                     "barang-3,Barang 3 baru,,,Alat,,true,Ukuran,L,,,SKU-3,,shopify,9,,100,,,,\n"
                     "barang-3,,,,,,,,S,,,SKU-3-S,,,,,100,,,,\n"));
    struct import_report r = imported(t, buf_str(&file), "IDR");
    expect_counts(&r, MANY + 3, 0, 0, 1);
    cr_assert_eq(r.finding_count, 4);
    cr_expect(str_contains(r.finding[0].text, S("SKU-7 belongs to another product")));
    struct product first = loaded(t, "barang-0");
    cr_assert_eq(first.variant_count, 2);
    cr_expect(str_eq(first.variant[1].sku, S("barang-0-m")), "%.*s", STR_ARG(first.variant[1].sku));
    cr_expect_eq(loaded(t, "barang-199").variant[0].shown.quantity, 199 % 3);
    struct product three = loaded(t, "barang-3");
    cr_expect(str_eq(three.name, S("Barang 3")), "what stands first counts");
    cr_assert_eq(three.variant_count, 2);
    cr_expect(str_eq(three.variant[0].option[0], S("S")));
    cr_expect_eq(three.variant[0].shown.quantity, 0);
    cr_expect(str_eq(three.variant[0].sku, S("SKU-3")));
    (void)loaded(t, "teh-hijau");
    (void)loaded(t, "teh-hijau-2");
}

/* Else it would be another shop after each reading. What a later place adds is taken: variants, pictures. */
DomainTest(import_shopify, handle_in_two_places_is_one_product_and_changes_nothing_the_second_time)
{
    static const char file[] = LEGACY
        "kaos,Kaos "
        "Polos,,Sekar,,,true,Ukuran,S,,,K-S,180,shopify,4,deny,85000,,https://a.example/1.jpg,,\n"
        "topi,Topi,,,,,true,Title,Default Title,,,TOPI-1,90,,,deny,30000,,,,\n"
        "kaos,Kaos Polos "
        "Baru,,Sekar,,,true,Ukuran,M,,,K-M,180,shopify,7,deny,90000,,https://a.example/2.jpg,,\n"
        "topi,,,,,,,,,,,,,,,,,,https://a.example/3.jpg,,\n"
        "kaos,,,,,,,,S,,,K-S,180,shopify,9,deny,99000,,,,\n"
        "topi,Topi,,,,,true,Title,Default Title,,,TOPI-1,90,,,deny,30000,,,,\n";
    struct import_report r = imported(t, str_of(file), "IDR");
    expect_counts(&r, 2, 0, 0, 0);
    cr_assert_eq(r.finding_count, 2, "said by line: the same again is not worth a word");
    cr_expect_eq(r.finding[0].line, 4);
    cr_expect(str_contains(r.finding[0].text, S("another title")));
    cr_expect_eq(r.finding[1].line, 6);
    cr_expect(str_contains(r.finding[1].text, S("other values")));
    for (int i = 0; i < 2; i++) {
        struct product kaos = loaded(t, "kaos");
        cr_expect(str_eq(kaos.name, S("Kaos Polos")));
        cr_assert_eq(kaos.variant_count, 2);
        cr_expect_eq(kaos.variant[0].price_minor, 85000);
        cr_expect_eq(kaos.variant[0].shown.quantity, 4);
        cr_expect(str_eq(kaos.variant[1].sku, S("K-M")));
        r = imported(t, str_of(file), "IDR");
        expect_counts(&r, 0, 0, 2, 0);
        cr_expect_eq(r.finding_count, 2, "and said again");
    }
}

DomainTest(import_products, says_so_when_it_is_another_file)
{
    struct import_report report;
    struct import_options options = options_in("IDR");
    cr_expect_eq(import_products_text(c, S("x.csv"), S("a,b\n1,2\n"), &options, &report),
                 ERR_MALFORMED);
    cr_expect(str_starts(report.error, S("the first line is not the header")));
    cr_expect_eq(import_products_text(c, S("x.csv"), S(""), &options, &report), ERR_MALFORMED);
    cr_expect_eq(import_products_text(c, S("x.csv"), S("Handle,Title,Variant Price\na,A,1000\n"),
                                      &options, &report),
                 ERR_MALFORMED);
    cr_expect(str_eq(report.lacks, S("Option1 Value")));
    cr_expect(str_ends(report.error, S("a Shopify product file: Option1 Value")));
    cr_expect_eq(import_products_text(c, S("x.csv"), S("SKU,Name\nB-1,Batik\n"), &options, &report),
                 ERR_MALFORMED);
    cr_expect_eq(report.nearest, IMPORT_WOOCOMMERCE);
    cr_expect(str_eq(report.lacks, S("Type, Regular price")));
    cr_expect_eq(import_products(c, S("no/such/file.csv"), &options, &report), ERR_IO);
}

static const char woo[] =
    "ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,In "
    "stock?,Stock,Backorders "
    "allowed?,Weight (kg),Length (cm),Sale price,Regular "
    "price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 "
    "value(s),Attribute 2 name,Attribute 2 value(s)\n"
    "9,variation,kaos-merah,Kaos - "
    "Merah,1,visible,,,1,5,0,0.25,10.5,40,45,,,https://a.example/m.jpg,kaos,Warna,Merah,,\n"
    "7,variable,kaos,Kaos,1,visible,Pendek,\"Satu\\n\\nDua\",1,,0,,,,,\"Pakaian > Kaos, "
    "Promo\",adem,\"https://a.example/1.jpg, "
    "https://a.example/2.jpg\",,Warna,\"Merah, Biru\",Bahan,Katun\n"
    "10,variation,,Kaos - Biru,1,visible,,,0,,0,0.25,,,45,,,,id:7,Warna,Biru,,\n"
    "11,\"simple, virtual\",lagu,Lagu,0,visible,,,1,,0,,,,15,Musik,,,,,,,\n"
    "12,grouped,paket,Paket,1,visible,,,1,,0,,,,,Paket,,,,,,,\n"
    "13,external,donasi,Donasi,1,visible,,,1,,0,,,,30,Donasi,,,,,,,\n"
    "14,variation,yatim,Yatim,1,visible,,,1,,0,,,,30,,,,tidak-ada,Warna,X,,\n";

DomainTest(import_woo, reads_products_before_their_variations)
{
    struct import_report r = imported(t, str_of(woo), "USD");
    expect_counts(&r, 4, 0, 0, 1);
    struct product kaos = loaded(t, "kaos");
    cr_expect_eq(kaos.status, PRODUCT_ACTIVE);
    cr_assert_eq(kaos.option_count, 1);
    cr_expect(str_eq(kaos.option_name[0], S("Warna")));
    cr_assert_eq(kaos.attribute_count, 1); /* what all have in common */
    cr_expect(str_eq(kaos.attribute[0].value, S("Katun")));
    cr_assert_eq(kaos.variant_count, 2);
    cr_expect_eq(kaos.variant[0].price_minor, 4000);
    cr_expect_eq(kaos.variant[0].compare_at_minor, 4500);
    cr_expect_eq(kaos.variant[0].weight_grams, 250);
    cr_expect_eq(kaos.variant[0].length_mm, 105);
    cr_expect_eq(kaos.variant[0].shown.quantity, 5);
    cr_expect_eq(kaos.variant[1].shown.status, STOCK_OUT); /* not in stock, no number */
    cr_expect_eq(kaos.picture_count, 3);
    cr_expect(str_contains(kaos.description_html, S("<p>Satu</p><p>Dua</p>")), "%.*s",
              STR_ARG(kaos.description_html));
    cr_expect(str_eq(kaos.tags, S("adem, Promo")));
    cr_expect_eq(loaded(t, "lagu").status, PRODUCT_DRAFT);
    cr_expect_eq(loaded(t, "paket").variant_count, 0);
    cr_expect_eq(loaded(t, "donasi").status, PRODUCT_DRAFT);
    r = imported(t, str_of(woo), "USD");
    expect_counts(&r, 0, 0, 4, 1);
}

static enum err collect(void *data, str bytes)
{
    buf_add(data, bytes);
    return OK;
}

DomainTest(export_products, comes_back_as_it_went)
{
    imported(t, str_of(shirts), "IDR");
    struct import_options options = options_in("IDR");
    struct buf file = buf_new(c->arena, MB(1));
    must(export_products(c, options.currency, collect, &file));
    struct import_report r = imported(t, buf_str(&file), "IDR");
    expect_counts(&r, 0, 0, 3, 0);
    cr_expect_eq(loaded(t, "kaos").picture_count, 3);
}

/* --- files of other shops, where they are at hand --- */

static void expect_file(struct fixture *t, const char *name, int64_t products, int64_t variants)
{
    str text = { 0 };
    str path = str_format(t->c.arena, "data/catalogues/%s", name);
    if (!shared_read(t->c.arena, path, &text)) {
        cr_skip_test("%s is not there", name);
    }
    struct import_report r = imported(t, text, "USD");
    expect_counts(&r, products, 0, 0, 0);
    cr_expect_eq(r.variants, variants, "%" PRId64 " variants", r.variants);
    r = imported(t, text, "USD");
    expect_counts(&r, 0, 0, products, 0);
}

DomainTest(import_files, shopify_apparel)
{
    expect_file(t, "shopify_apparel.csv", 20, 22);
}

DomainTest(import_files, shopify_home_and_garden)
{
    expect_file(t, "shopify_home-and-garden.csv", 20, 21);
}

DomainTest(import_files, woocommerce)
{
    expect_file(t, "woocommerce_sample_products.csv", 15, 21);
}
