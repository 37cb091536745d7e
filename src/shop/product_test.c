/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "c/catalogue.h"
#include "shop/product_grid.h"
#include "shop/product_list.h"

static product_id kopi(struct fixture *t)
{
    struct category_fields category = { .name = { S("Kopi"), S("Coffee") } };
    category_id parent = { 0 };
    must(category_create(&t->c, &category, &parent));
    category = (struct category_fields){ .name = { S("Biji"), S("Beans") }, .parent = parent };
    category_id beans = { 0 };
    must(category_create(&t->c, &category, &beans));
    struct product_fields fields = {
        .name = { S("Kopi Gayo"), S("Gayo Coffee") },
        .summary = { S("Manis"), S("") },
        .description = { S("**Enak**<script>x</script>"), S("") },
        .brand = S("Lereng"),
        .category = beans,
        .option_name = { S("Berat"), S("Giling") },
        .attribute_count = 2,
    };
    fields.attribute[0].name[LANG_ID] = S("Asal");
    fields.attribute[0].value[LANG_ID] = S("Gayo");
    fields.attribute[1].name[LANG_ID] = S("Isi");
    fields.attribute[1].value[LANG_ID] = S("1 kantong");
    product_id product = { 0 };
    must(product_create(&t->c, &fields, &product));
    return product;
}

DomainTest(product, is_loaded_with_everything_a_page_shows)
{
    product_id id = kopi(t);
    goods_variant(t, id, "200 g", 65000, 3);
    goods_variant(t, id, "500 g", 125000, 0);
    must(product_set_status(c, id, PRODUCT_ACTIVE));
    struct picture_fields picture = { .asset = S("demo/kopi.svg"), .alt = { S("Kantong kopi"), S("") }, .is_illustration = true };
    picture_id made = { 0 };
    must(picture_add(c, id, &picture, &made));
    struct product p;
    must(product_load(c, S("kopi-gayo"), PRODUCT_PUBLIC, &p));
    cr_expect(str_eq(p.name, S("Kopi Gayo")));
    cr_expect(str_contains(p.description_html, S("<strong>Enak</strong>")));
    cr_expect(!str_contains(p.description_html, S("script")));
    cr_assert_eq(p.category_count, 2);
    cr_expect(str_eq(p.category[0].slug, S("kopi")));
    cr_expect(str_eq(p.category[1].slug, S("biji")));
    cr_expect_eq(p.option_count, 2);
    cr_assert_eq(p.attribute_count, 2);
    cr_expect(str_eq(p.attribute[1].value, S("1 kantong")));
    cr_assert_eq(p.variant_count, 2);
    cr_expect(str_eq(p.variant[0].sku, S("kopi-gayo-200-g")));
    cr_expect_eq(p.variant[0].shown.status, STOCK_LOW);
    cr_expect_eq(p.variant[1].shown.status, STOCK_OUT);
    cr_expect_eq(p.price_min_minor, 65000);
    cr_expect_eq(p.price_max_minor, 125000);
    cr_expect(p.is_available);
    cr_assert_eq(p.picture_count, 1);
    cr_expect(p.picture[0].is_illustration);
    c->lang = LANG_EN;
    must(product_load(c, S("kopi-gayo"), PRODUCT_PUBLIC, &p));
    cr_expect(str_eq(p.name, S("Gayo Coffee")));
    cr_expect(str_eq(p.summary, S("Manis"))); /* no English one: better than nothing */
    cr_expect(str_eq(p.category[1].name, S("Beans")));
}

DomainTest(product, is_not_seen_while_a_draft)
{
    product_id id = kopi(t);
    struct product p;
    cr_expect_eq(product_load(c, S("kopi-gayo"), PRODUCT_PUBLIC, &p), ERR_NOT_FOUND);
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_expect_eq(product_set_status(c, id, PRODUCT_ACTIVE), ERR_STATE); /* nothing to sell yet */
    sku_id sku = goods_variant(t, id, "200 g", 65000, 3);
    must(product_set_status(c, id, PRODUCT_ACTIVE));
    struct sku bought;
    must(product_sku(c, S("kopi-gayo-200-g"), PRODUCT_PUBLIC, &bought));
    cr_expect_eq(bought.variant.id.v, sku.v);
    struct variant_fields free = { .sku = S("KG"), .option = { S("200 g") }, .price_minor = 0, .is_active = false };
    must(variant_update(c, sku, &free)); /* the last one goes: so does the page */
    cr_expect_eq(product_load(c, S("kopi-gayo"), PRODUCT_PUBLIC, &p), ERR_NOT_FOUND);
    cr_expect_eq(product_sku(c, S("KG"), PRODUCT_PUBLIC, &bought), ERR_NOT_FOUND);
}

DomainTest(product, is_changed_by_one_of_two_editors)
{
    product_id id = kopi(t);
    struct product_fields fields;
    int64_t revision = 0;
    must(product_fields_load(c, id, &fields, &revision));
    fields.name[LANG_ID] = S("Kopi Gayo Arabika");
    must(product_update(c, id, revision, &fields));
    cr_expect_eq(product_update(c, id, revision, &fields), ERR_CONFLICT);
    must(product_update(c, id, 0, &fields));
    must(product_fields_load(c, id, &fields, &revision));
    cr_expect(str_eq(fields.name[LANG_ID], S("Kopi Gayo Arabika")));
    cr_expect_eq(fields.attribute_count, 2);
}

DomainTest(product, finds_a_free_slug_but_keeps_a_typed_one)
{
    goods_product(t, "Tas Anyam");
    product_id second = goods_product(t, "Tas Anyam");
    struct product p;
    must(product_load(c, S("tas-anyam-2"), PRODUCT_ANY, &p));
    cr_expect_eq(p.id.v, second.v);
    struct product_fields fields = { .slug = S("tas-anyam"), .name = { S("Lain") } };
    cr_expect_eq(product_create(c, &fields, &second), ERR_EXISTS);
}

DomainTest(variant, refuses_a_twin_and_a_price_of_zero)
{
    product_id id = kopi(t);
    goods_variant(t, id, "200 g", 65000, 3);
    struct variant_fields twin = { .option = { S("200 g") }, .price_minor = 1, .is_active = true };
    sku_id sku = { 0 };
    cr_expect_eq(variant_add(c, id, &twin, &sku), ERR_EXISTS);
    struct variant_fields gift = { .option = { S("1 kg") }, .price_minor = 0, .is_active = true };
    cr_expect_eq(variant_add(c, id, &gift, &sku), ERR_BAD_INPUT);
}

Test(product_issues, names_everything_wrong_at_once)
{
    struct product_fields fields = { .slug = S("Kopi Gayo"), .option_name = { S(""), S("Giling") } };
    struct product_issue issue[10];
    size_t count = product_issues(&fields, issue, COUNT(issue));
    cr_assert_eq(count, 3);
    cr_expect_str_eq(issue[0].field, "name");
    cr_expect_str_eq(issue[1].field, "slug");
    cr_expect_str_eq(issue[2].field, "options");
}

/* --- shelves --- */

static void shelf(struct fixture *t)
{
    static const struct {
        const char *name;
        int64_t price, on_hand;
    } things[] = { { "Batik A", 300, 4 },
                   { "Batik B", 100, 0 },
                   { "Cangkir", 200, -1 },
                   { "Dompet", 200, 9 },
                   { "Emping", 50, 9 } };
    for (size_t i = 0; i < COUNT(things); i++) {
        goods(t, things[i].name, things[i].price, things[i].on_hand);
        fixture_pass(t, MINUTES(1));
    }
    goods_product(t, "Draf");
}

/* Walks the whole list two at a time and joins the first letters and last ones. */
static str walked(struct fixture *t, struct product_filter filter)
{
    struct buf names = buf_new(t->c.arena, KB(1));
    filter.limit = 2;
    for (int page_number = 0; page_number < 10; page_number++) {
        struct product_page page;
        must(product_list(&t->c, &filter, &page));
        for (size_t i = 0; i < page.count; i++) {
            buf_addf(&names, "%s%.*s", names.size == 0 ? "" : " ", STR_ARG(page.item[i].name));
        }
        filter.cursor = page.next;
        if (page.next.size == 0) {
            return buf_str(&names);
        }
    }
    return S("endless");
}

#define EXPECT_WALK(want, ...)                                                                                         \
    do {                                                                                                               \
        str got = walked(t, (struct product_filter){ __VA_ARGS__ });                                                   \
        cr_expect(str_eq(got, S(want)), "%.*s", STR_ARG(got));                                                         \
    } while (0)

DomainTest(product_list, walks_every_sorting_by_key)
{
    shelf(t);
    EXPECT_WALK("Emping Dompet Cangkir Batik B Batik A", .sort = PRODUCT_SORT_NEWEST);
    EXPECT_WALK("Emping Batik B Cangkir Dompet Batik A", .sort = PRODUCT_SORT_PRICE_ASC);
    EXPECT_WALK("Batik A Dompet Cangkir Batik B Emping", .sort = PRODUCT_SORT_PRICE_DESC);
    EXPECT_WALK("Batik A Batik B Cangkir Dompet Emping", .sort = PRODUCT_SORT_NAME);
    EXPECT_WALK("Draf Emping Dompet Cangkir Batik B Batik A", .any_status = true,
                .status = PRODUCT_STATUS_COUNT);
    EXPECT_WALK("Draf", .any_status = true, .status = PRODUCT_DRAFT);
    EXPECT_WALK("Dompet Cangkir", .price_min = 150, .price_max = 250);
    EXPECT_WALK("Emping Dompet Cangkir Batik A", .only_available = true);
    EXPECT_WALK("Batik A", .query = S("batik"), .only_available = true);
    EXPECT_WALK("Batik A Batik B", .query = S("batik"), .sort = PRODUCT_SORT_PRICE_DESC);
}

DomainTest(product_list, filters_by_category_and_option)
{
    product_id id = kopi(t);
    goods_variant(t, id, "200 g", 65000, 3);
    must(product_set_status(c, id, PRODUCT_ACTIVE));
    shelf(t);
    struct category parent;
    must(category_load(c, S("kopi"), &parent));
    cr_expect_eq(parent.product_count, 1);
    EXPECT_WALK("Kopi Gayo", .category = parent.id);
    EXPECT_WALK("Kopi Gayo", .option = { { S("Berat"), S("200 g") } }, .option_count = 1);
    EXPECT_WALK("", .option = { { S("Berat"), S("500 g") } }, .option_count = 1);
    struct product_facet *facet = NULL;
    size_t count = 0;
    must(product_facets(c, (category_id){ 0 }, &facet, &count));
    cr_assert_eq(count, 1);
    cr_expect(str_eq(facet[0].name, S("Berat")));
    int64_t total = 0;
    must(product_count(c, &(struct product_filter){ 0 }, &total));
    cr_expect_eq(total, 6);
    struct category_list tree;
    must(category_list(c, &tree));
    cr_assert_eq(tree.count, 2);
    cr_expect_eq(tree.item[1].depth, 1);
}

static void shirt(struct fixture *t, const char *slug, const char *size, const char *color,
                  int64_t pieces)
{
    struct product_fields fields = { .slug = str_of(slug), .name = { str_of(slug), S("") }, .option_name = { S("Ukuran"), S("Warna") } };
    struct variant_fields variant = { .option = { str_of(size), str_of(color) }, .price_minor = 100000, .is_tracked = true, .is_active = true };
    product_id id = { 0 };
    sku_id sku = { 0 };
    must(product_create(&t->c, &fields, &id));
    must(variant_add(&t->c, id, &variant, &sku));
    must(stock_count(&t->c, sku, pieces, S("")));
    must(product_set_status(&t->c, id, PRODUCT_ACTIVE));
}

/* Of every name ticked one of its values, and all of it by the same variant: L and blue, in stock, is not L in red. */
DomainTest(product_list, joins_options_of_several_names_price_and_stock)
{
    shirt(t, "merah-l", "L", "Merah", 2);
    shirt(t, "biru-l", "L", "Biru", 0);
    shirt(t, "biru-m", "M", "Biru", 2);
    struct product_choice size_l = { S("Ukuran"), S("L") };
    struct product_choice size_m = { S("Ukuran"), S("M") };
    struct product_choice blue = { S("Warna"), S("Biru") };
#define NAMED .sort = PRODUCT_SORT_NAME
    EXPECT_WALK("biru-l merah-l", NAMED, .option = { size_l }, .option_count = 1);
    EXPECT_WALK("biru-l biru-m merah-l", NAMED, .option = { size_l, size_m }, .option_count = 2);
    EXPECT_WALK("biru-l", NAMED, .option = { size_l, blue }, .option_count = 2);
    EXPECT_WALK("biru-l biru-m", NAMED, .option = { size_l, blue, size_m }, .option_count = 3);
    EXPECT_WALK("biru-m", NAMED, .option = { size_l, blue, size_m }, .option_count = 3,
                .only_available = true);
    EXPECT_WALK("", NAMED, .option = { size_l, blue }, .option_count = 2, .price_max = 99999);
    EXPECT_WALK("biru-m", .query = S("biru"), .option = { size_m }, .option_count = 1);
    int64_t count = 0;
    must(product_count(
        c, &(struct product_filter){ .option = { size_l, blue }, .option_count = 2 }, &count));
    cr_expect_eq(count, 1);
#undef NAMED
}

DomainTest(product_list, finds_goods_by_the_new_name_of_their_category)
{
    struct category_fields above = { .name = { S("Minuman"), S("") } };
    struct category_fields fields = { .name = { S("Teh"), S("") } };
    struct product_fields leaf = { .name = { S("Pucuk Merah"), S("") } };
    category_id top = { 0 };
    product_id id = { 0 };
    must(category_create(c, &above, &top));
    fields.parent = top;
    must(category_create(c, &fields, &leaf.category));
    must(product_create(c, &leaf, &id));
    goods_variant(t, id, "", 35000, 3);
    must(product_set_status(c, id, PRODUCT_ACTIVE));
    EXPECT_WALK("Pucuk Merah", .query = S("minuman"));
    must(category_fields_load(c, top, &above));
    above.name[LANG_ID] = S("Seduhan");
    must(category_update(c, top, &above));
    must(product_category_renamed(c, top));
    EXPECT_WALK("Pucuk Merah", .query = S("seduhan"));
    EXPECT_WALK("", .query = S("minuman"));
}

DomainTest(product_list, refuses_a_cursor_of_another_list)
{
    shelf(t);
    struct product_page page;
    must(product_list(c, &(struct product_filter){ .limit = 2 }, &page));
    struct product_filter other = { .sort = PRODUCT_SORT_NAME, .cursor = page.next };
    cr_expect_eq(product_list(c, &other, &page), ERR_BAD_INPUT);
    other = (struct product_filter){ .cursor = S("bm90IG91cnM") };
    cr_expect_eq(product_list(c, &other, &page), ERR_BAD_INPUT);
}

DomainTest(product, keeps_its_own_warranty_and_its_guide)
{
    struct product_fields fields = { .name = { S("Penyeduh"), S("") }, .usage = { S("1. Basahi kertas."), S("1. Wet the paper.") } };
    struct product_fields read = { 0 };
    struct product p = { 0 };
    product_id id = { 0 };
    int64_t revision = 0;
    must(product_create(c, &fields, &id));
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_expect_not(p.has_warranty);
    cr_expect(str_contains(p.usage_html, S("<li>Basahi kertas.</li>")), "%.*s",
              STR_ARG(p.usage_html));
    must(product_fields_load(c, id, &read, &revision));
    read.has_warranty = true;
    read.warranty_months = 0; /* none, whatever the shop's policy says */
    must(product_update(c, id, revision, &read));
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_expect(p.has_warranty);
    cr_expect_eq(p.warranty_months, 0);
    read.warranty_months = 121;
    cr_expect_eq(product_update(c, id, 0, &read), ERR_BAD_INPUT);
    cr_expect(str_eq(read.usage[LANG_EN], S("1. Wet the paper.")));
}

DomainTest(product, keeps_its_film_when_its_texts_are_edited)
{
    product_id id = kopi(t);
    struct product_fields f = { 0 };
    struct product p;
    int64_t revision = 0;
    struct video film = {
        .src = S("/media/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b.mp4"), .is_file = true, .title = S("Sangrai"),
        .captions = { S("/media/a.vtt"), S("/media/b.vtt") },
    };
    must(product_fields_load(c, id, &f, &revision));
    must(product_set_video(c, id, &film));
    cr_expect_eq(product_update(c, id, revision, &f), OK, "the revision stays");
    must(product_set_video(c, id, &film));
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_expect(p.video.is_file && str_eq(p.video.src, film.src) &&
              str_eq(p.video.title, film.title));
    cr_expect(str_eq(p.video.captions[LANG_ID], S("/media/a.vtt")));
    cr_expect(str_eq(p.video.captions[LANG_EN], S("/media/b.vtt")));
    must(product_fields_load(c, id, &f, &revision));
    must(product_update(c, id, revision, &f));
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_expect(str_eq(p.video.captions[LANG_EN], S("/media/b.vtt")), "and so does the film");
    film.src = S("javascript:alert(1)");
    cr_expect_eq(product_set_video(c, id, &film), ERR_BAD_INPUT);
    cr_expect_eq(product_set_video(c, (product_id){ 999 }, &f.video), ERR_NOT_FOUND);
}

static enum err grid_of(struct fixture *t, product_id id, const char *first, const char *second,
                        size_t *made)
{
    struct product p = { 0 };
    struct variant_grid grid = {
        .values = { str_of(first), str_of(second) },
        .like = { .price_minor = 50000, .is_tracked = true, .is_active = true },
        .on_hand = 4,
    };
    must(product_load_by_id(&t->c, id, PRODUCT_ANY, &p));
    return variant_add_all(&t->c, &p, &grid, made);
}

DomainTest(variant, of_every_combination_is_made_once_and_what_is_there_stays)
{
    product_id id = kopi(t);
    struct product p = { 0 };
    struct variant_fields own = { .option = { S("200 g"), S("Halus") }, .price_minor = 65000, .is_active = true };
    sku_id sku = { 0 };
    size_t made = 0;
    must(variant_add(c, id, &own, &sku));
    must(grid_of(t, id, "200 g, 500 g ,,500 G", "halus, Kasar", &made));
    cr_expect_eq(made, 3, "one was there, 500 g is one value");
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_assert_eq(p.variant_count, 4);
    cr_expect_eq(p.variant[0].price_minor, 65000);
    cr_expect_eq(p.variant[3].price_minor, 50000);
    cr_expect_eq(p.variant[3].stock.on_hand, 4);
    cr_expect(str_eq(p.variant[3].option[0], S("500 g")));
    cr_expect(str_eq(p.variant[3].option[1], S("Kasar")));
    must(grid_of(t, id, "200 g, 500 g", "Halus, Kasar", &made));
    cr_expect_eq(made, 0, "all are there");
    cr_expect_eq(grid_of(t, id, "200 g", " , ", &made), ERR_BAD_INPUT, "an option without a value");
}

DomainTest(variant, of_every_combination_keeps_to_the_most_a_product_may_have)
{
    product_id id = kopi(t);
    product_id plain = goods_product(t, "Polos");
    struct product p = { 0 };
    size_t made = 0;
    const char *sixteen = "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p";
    cr_expect_eq(grid_of(t, id, sixteen, sixteen, &made), ERR_LIMIT, "256");
    cr_expect_eq(made, 0);
    must(product_load_by_id(c, id, PRODUCT_ANY, &p));
    cr_expect_eq(p.variant_count, 0);
    cr_expect_eq(grid_of(t, plain, "S", "M", &made), ERR_STATE, "no options");
}
