/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shop/jsonld.h"

#include "base/clock.h"
#include "web/shop/video.h"

enum { JSONLD_BYTES_MAX = 256 * 1024, OFFERS_MAX = 30 };

static void open_script(struct buf *out)
{
    buf_add(out, S("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\","));
}

static str close_script(struct buf *out)
{
    buf_add(out, S("}</script>"));
    return buf_is_over(out) ? S("") : buf_str(out);
}

/* "name":"…", nothing when it is empty. */
static void add_text(struct buf *out, const char *name, str text)
{
    if (text.size != 0) {
        buf_add_char(out, '"');
        buf_add(out, str_of(name));
        buf_add(out, S("\":"));
        buf_add_json(out, text);
        buf_add_char(out, ',');
    }
}

/* Takes back the comma after the last member. */
static void end_object(struct buf *out)
{
    if (out->size > 0 && out->at[out->size - 1] == ',') {
        out->size--;
    }
    buf_add_char(out, '}');
}

static void add_days(struct buf *out, const char *name, int64_t min_days, int64_t max_days)
{
    buf_add_char(out, '"');
    buf_add(out, str_of(name));
    buf_add(out, S("\":{\"@type\":\"QuantitativeValue\",\"minValue\":"));
    buf_add_int(out, min_days);
    buf_add(out, S(",\"maxValue\":"));
    buf_add_int(out, max_days);
    buf_add(out, S(",\"unitCode\":\"DAY\"},"));
}

/* ---- the offer ---- */

/* A shop that takes no orders for now sells nothing, whatever lies on its shelf. */
static const char *availability_of(const struct web *w, enum stock_status status)
{
    switch (w->ctx.shop->is_open ? status : STOCK_OUT) {
    case STOCK_IN:
        return "InStock";
    case STOCK_LOW:
        return "LimitedAvailability";
    case STOCK_PREORDER:
        return "PreOrder";
    case STOCK_OUT:
    case STOCK_STATUS_COUNT:
        break;
    }
    return "OutOfStock";
}

/* The guarantee in force: what is refused without a ground is no return window. */
static void add_returns(struct web *w, struct buf *out, const struct terms *t)
{
    buf_add(out, S("\"hasMerchantReturnPolicy\":{\"@type\":\"MerchantReturnPolicy\","
                   "\"applicableCountry\":\"ID\","));
    if (t->return_days == 0) {
        buf_add(out,
                S("\"returnPolicyCategory\":\"https://schema.org/MerchantReturnNotPermitted\","));
    } else {
        buf_add(out, S("\"returnPolicyCategory\":"
                       "\"https://schema.org/MerchantReturnFiniteReturnWindow\","
                       "\"merchantReturnDays\":"));
        buf_add_int(out, t->return_days);
        buf_add(out, S(",\"returnMethod\":\"https://schema.org/ReturnByMail\","
                       "\"itemDefectReturnFees\":\"https://schema.org/"));
        buf_add(out,
                t->repays_all_postage ? S("FreeReturn") : S("ReturnFeesCustomerResponsibility"));
        buf_add(out, S("\","));
        if (t->allows_change_of_mind) {
            buf_add(out, S("\"customerRemorseReturnFees\":\"https://schema.org/"
                           "ReturnFeesCustomerResponsibility\","));
        }
        buf_add(out, S("\"refundType\":\"https://schema.org/FullRefund\","));
    }
    add_text(out, "merchantReturnLink",
             web_absolute(w, web_path_to(w, S("/policies/returns"), (str){ 0 })));
    end_object(out);
    buf_add_char(out, ',');
}

/* What is the same for every district: the flat method's price and its days. Prices by district are asked for at /shipping/quote. */
static void add_shipping(struct web *w, struct buf *out, const struct terms *t)
{
    const struct shop *shop = w->ctx.shop;
    if (!t->has_flat) {
        return;
    }
    int64_t handling_days = (shop->handling_hours + 8) / 9;
    str rate = money_decimal(w->ctx.arena, price_of(w, t->flat_minor));
    buf_add(out, S("\"shippingDetails\":{\"@type\":\"OfferShippingDetails\",\"shippingRate\":{"
                   "\"@type\":\"MonetaryAmount\",\"value\":\""));
    buf_add(out, rate);
    buf_add(out, S("\",\"currency\":\""));
    buf_add(out, str_of(shop->currency.code));
    buf_add(out, S("\"},\"shippingDestination\":{\"@type\":\"DefinedRegion\",\"addressCountry\":"
                   "\"ID\"},\"deliveryTime\":{\"@type\":\"ShippingDeliveryTime\","));
    add_days(out, "handlingTime", 0, handling_days);
    add_days(out, "transitTime", t->flat_min_days, t->flat_max_days);
    end_object(out);
    buf_add(out, S("},"));
}

static void add_offer(struct web *w, struct buf *out, str url, const struct variant *v,
                      const struct terms *terms)
{
    str price = money_decimal(w->ctx.arena, price_of(w, v->price_minor));
    buf_add(out, S("{\"@type\":\"Offer\",\"price\":\""));
    buf_add(out, price);
    buf_add(out, S("\",\"priceCurrency\":\""));
    buf_add(out, str_of(w->ctx.shop->currency.code));
    buf_add(out, S("\",\"availability\":\"https://schema.org/"));
    buf_add(out, str_of(availability_of(w, v->shown.status)));
    buf_add(out, S("\",\"itemCondition\":\"https://schema.org/NewCondition\","));
    add_text(out, "url", url);
    add_text(out, "sku", v->sku);
    add_text(out, "name", v->title);
    add_text(out, "gtin", v->barcode.size >= 8 && v->barcode.size <= 14 ? v->barcode : (str){ 0 });
    if (terms != NULL) {
        add_shipping(w, out, terms);
        add_returns(w, out, terms);
    }
    end_object(out);
}

static void add_offers(struct web *w, struct buf *out, const struct product *p,
                       const struct terms *terms)
{
    str url = web_absolute(w, web_path_to(w, S("/products/"), p->slug));
    buf_add(out, S("\"offers\":["));
    for (size_t i = 0; i < p->variant_count && i < OFFERS_MAX; i++) {
        buf_add(out, i == 0 ? S("") : S(","));
        add_offer(w, out, url, &p->variant[i],
                  i == 0 ? terms : NULL); /* the terms are the same for all: said once */
    }
    buf_add(out, S("],"));
}

static void add_images(struct web *w, struct buf *out, const struct product *p)
{
    if (p->picture_count == 0) {
        return;
    }
    buf_add(out, S("\"image\":["));
    for (size_t i = 0; i < p->picture_count && i < 6; i++) {
        buf_add(out, i == 0 ? S("") : S(","));
        buf_add_json(out, picture_absolute(w, &p->picture[i]));
    }
    buf_add(out, S("],"));
}

/* A film of our own; one elsewhere is told about there. */
static void add_video(struct web *w, struct buf *out, const struct product *p)
{
    str poster = video_poster(w, p);
    if (!p->video.is_file) {
        return;
    }
    str title = p->video.title.size != 0 ? p->video.title : p->name;
    buf_add(out, S("\"subjectOf\":{\"@type\":\"VideoObject\","));
    add_text(out, "name", title);
    add_text(out, "description", p->summary.size != 0 ? p->summary : title);
    add_text(out, "thumbnailUrl", poster.size != 0 ? web_absolute(w, poster) : poster);
    add_text(out, "contentUrl", web_absolute(w, p->video.src));
    add_text(out, "uploadDate", clock_rfc3339(w->ctx.arena, p->updated_at));
    end_object(out);
    buf_add_char(out, ',');
}

str jsonld_product(struct web *w, const struct product *p, str about, const struct terms *terms)
{
    struct buf out = buf_new(w->ctx.arena, JSONLD_BYTES_MAX);
    buf_reserve(&out, 2048);
    open_script(&out);
    buf_add(&out, S("\"@type\":\"Product\","));
    add_text(&out, "name", p->name);
    add_text(&out, "description", about);
    add_text(&out, "sku", p->variant_count == 0 ? (str){ 0 } : p->variant[0].sku);
    if (p->brand.size != 0) {
        buf_add(&out, S("\"brand\":{\"@type\":\"Brand\",\"name\":"));
        buf_add_json(&out, p->brand);
        buf_add(&out, S("},"));
    }
    add_images(w, &out, p);
    add_video(w, &out, p);
    add_offers(w, &out, p, terms);
    out.size--; /* the last comma */
    return close_script(&out);
}

/* ---- the shop ---- */

str jsonld_store(struct web *w)
{
    const struct shop *shop = w->ctx.shop;
    struct buf out = buf_new(w->ctx.arena, JSONLD_BYTES_MAX);
    open_script(&out);
    buf_add(&out, S("\"@type\":\"OnlineStore\","));
    add_text(&out, "name", shop->name);
    add_text(&out, "legalName", shop->legal_name);
    add_text(&out, "description", shop->tagline);
    add_text(&out, "address", shop->address);
    add_text(&out, "telephone", shop->phone);
    add_text(&out, "email", shop->email);
    add_text(&out, "url", web_absolute(w, web_path_to(w, S("/"), (str){ 0 })));
    out.size--;
    return close_script(&out);
}

str jsonld_faq(struct web *w, const struct faq_list *list)
{
    struct buf out = buf_new(w->ctx.arena, JSONLD_BYTES_MAX);
    if (list->count == 0) {
        return S("");
    }
    open_script(&out);
    buf_add(&out, S("\"@type\":\"FAQPage\",\"mainEntity\":["));
    for (size_t i = 0; i < list->count; i++) {
        buf_add(&out, i == 0 ? S("{\"@type\":\"Question\",") : S(",{\"@type\":\"Question\","));
        add_text(&out, "name", list->item[i].question);
        buf_add(&out, S("\"acceptedAnswer\":{\"@type\":\"Answer\","));
        add_text(&out, "text", list->item[i].answer_html);
        end_object(&out);
        buf_add_char(&out, '}');
    }
    buf_add_char(&out, ']');
    return close_script(&out);
}
