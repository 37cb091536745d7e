// SPDX-License-Identifier: Apache-2.0
// Somebody of the shop at the back office: a browser's cookie, the token of each form, and redirects.
import assert from "node:assert/strict";
import { need } from "./runner.mjs";

export const OWNER = { email: "pemilik@example.com", password: "kata sandi pemilik 2026" };

export class Office {
  constructor(shop) {
    this.shop = shop;
    this.cookie = "";
    this.token = "";
  }

  get headers() {
    return { Cookie: this.cookie };
  }

  /** The reply to the login form; keeps the session when it was right. */
  async login({ email, password } = OWNER, next = "") {
    const reply = await this.shop.request("POST", "/admin/login", { form: { email, password, next } });
    need(reply.status !== 404, "back office");
    const cookie = (reply.headers["set-cookie"] ?? []).find((c) => c.startsWith("staff="));
    if (cookie) this.cookie = cookie.split(";")[0];
    this.setCookie = cookie;
    return reply;
  }

  async get(at) {
    const reply = await this.shop.get(at, { headers: this.headers });
    this.token = /name="csrf_token" value="([^"]+)"/.exec(reply.text)?.[1] ?? this.token;
    return reply;
  }

  /** A form with the token of the page seen last. */
  post(at, form = {}, more = {}) {
    return this.shop.request("POST", at, { form: { csrf_token: this.token, ...form }, headers: this.headers, ...more });
  }

  /** A form that must succeed: the page it leads to. */
  async done(at, form) {
    const reply = await this.post(at, form);
    assert.equal(reply.status, 303, `${at}: ${reply.status} ${messages(reply.text)}`);
    const page = await this.get(reply.headers.location);
    assert.equal(page.status, 200, reply.headers.location);
    return page;
  }

  /** multipart/form-data by hand: one file, or several. */
  upload(at, fields, ...files) {
    const mark = "----amanah-test-boundary";
    const parts = Object.entries({ csrf_token: this.token, ...fields })
      .map(([name, value]) => Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
    for (const file of files) {
      parts.push(Buffer.from(`--${mark}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\n` +
        `Content-Type: ${file.type}\r\n\r\n`), file.bytes, Buffer.from("\r\n"));
    }
    parts.push(Buffer.from(`--${mark}--\r\n`));
    return this.shop.request("POST", at, {
      body: Buffer.concat(parts),
      headers: { ...this.headers, "Content-Type": `multipart/form-data; boundary=${mark}`, Origin: this.shop.url("") },
    });
  }

  /** Settings of one page: { "shop.phone": "…" }. */
  settings(tab, values) {
    const form = {};
    Object.entries(values).forEach(([key, value], i) => {
      form[`settings.${i}.key`] = key;
      form[`settings.${i}.value`] = value;
    });
    return this.done(`/admin/settings/${tab}`, form);
  }
}

/** What a page says is wrong. */
export function messages(html) {
  return [...html.matchAll(/(?:class="error"[^>]*>|note-bad"[^>]*>)([\s\S]*?)<\/(?:p|small)>/g)]
    .map((m) => m[1].replace(/<[^>]*>/g, "").trim()).join(" | ");
}
