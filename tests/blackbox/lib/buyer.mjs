// SPDX-License-Identifier: Apache-2.0
// A buyer who uses the API as interfaces say: cart, quote, checkout, sandbox payment.
import assert from "node:assert/strict";
import { need } from "./runner.mjs";

let phones = 0;
export function freshPhone() {
  phones++;
  return "0812" + String(10000000 + phones * 7919).slice(-8);
}

export const ADDRESS = {
  street: "Jalan Dipati Ukur 35", village: "Lebakgede", district: "Coblong", city: "Kota Bandung",
  province: "Jawa Barat", postal_code: "40132", country: "ID", note: "rumah pagar hijau, seberang masjid",
};
export const DISTRICT_CODE = "32.73.02";

export class Buyer {
  constructor(shop, { lang } = {}) {
    this.shop = shop;
    this.headers = lang ? { "Accept-Language": lang } : {};
    this.phone = freshPhone();
  }

  get cart() {
    return this.token ? { "Cart-Token": this.token } : {};
  }

  async add(sku, quantity = 1, more = {}) {
    const reply = await this.shop.api("POST", "/cart/items", { sku, quantity }, { headers: { ...this.headers, ...this.cart, ...more } });
    need(!(reply.status === 404 && !reply.json?.errors && !/sku/i.test(reply.text)), "cart");
    if (reply.json?.token) this.token = reply.json.token;
    return reply;
  }

  /** The checkout's body; `change` overwrites fields. */
  body(change = {}) {
    return {
      name: "Sri Wahyuni", phone: this.phone, email: null, address: ADDRESS, shipping_method: this.method ?? "flat",
      payment_method: "sandbox", accept_terms: true, consents: [], ...change,
    };
  }

  async chooseShipping() {
    const quote = await this.shop.api("GET", `/shipping/quote?district=${DISTRICT_CODE}`, undefined, { headers: { ...this.headers, ...this.cart } });
    need(quote.status !== 404, "shipping quote");
    assert.equal(quote.status, 200, quote.text);
    const methods = quote.json.items ?? quote.json.methods ?? quote.json.options;
    assert.ok(Array.isArray(methods) && methods.length > 0, `no shipping method: ${quote.text}`);
    const flat = methods.find((m) => String(m.method ?? m.id ?? m.value).startsWith("flat")) ?? methods[0];
    this.method = flat.method ?? flat.id ?? flat.value;
    return quote;
  }

  async checkout(change = {}, headers = {}) {
    const json = Object.fromEntries(Object.entries(this.body(change)).filter(([, v]) => v !== null && v !== undefined));
    const reply = await this.shop.api("POST", "/checkout", json, { headers: { ...this.headers, ...this.cart, ...headers } });
    need(reply.status !== 404, "checkout");
    return reply;
  }

  /** From nothing to an order, sent at the flat price; asserts each step. */
  async order(sku, quantity = 1, change = {}) {
    const added = await this.add(sku, quantity);
    assert.ok(added.status === 200 || added.status === 201, `cart: ${added.status} ${added.text}`);
    const reply = await this.checkout(change);
    assert.equal(reply.status, 201, reply.text);
    return reply.json;
  }

  async sandbox(payment, what) {
    const reply = await this.shop.post(`/sandbox/payments/${payment.id ?? payment}`, { do: what });
    need(!(reply.status === 404), "sandbox");
    return reply;
  }

  async see(order) {
    const reply = await this.shop.api("GET", `/orders/${order.number}?key=${encodeURIComponent(order.key)}`);
    need(reply.status !== 404, "order");
    assert.equal(reply.status, 200, reply.text);
    return reply.json;
  }
}
