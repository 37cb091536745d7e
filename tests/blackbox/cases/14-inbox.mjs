// SPDX-License-Identifier: Apache-2.0
// The desk's own tools: ready answers, complaints made of messages, channels with windows, the watch list.
import assert from "node:assert/strict";
import { describe, test } from "../lib/runner.mjs";
import { Shop } from "../lib/shop.mjs";

describe("inbox");

async function open() {
  const shop = await Shop.make();
  const made = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  shop.bearer = { headers: { Authorization: `Bearer ${JSON.parse(made.out).token}` } };
  await shop.serve(["--no-rate-limit", "--test-clock"]);
  shop.desk = (method, path, body) => shop.api(method, "/admin/inbox" + path, body, shop.bearer);
  return shop;
}

test("a ready answer is written, picked without JavaScript, blocked while a variable is open, and counted", async () => {
  const shop = await open();
  const bad = await shop.desk("POST", "/answers", { name: "Resi", text_id: "Halo {nama}", text_en: "Hello {name}" });
  assert.equal(bad.status, 400);
  assert.match(JSON.stringify(bad.json), /\{nama\}/, "which variable it was");
  const made = await shop.desk("POST", "/answers", { name: "Resi", text_id: "Halo {name}, {number} kami jawab {due_at}. Resi {tracking}.", text_en: "Hello {name}" });
  assert.equal(made.status, 201, made.text);
  const { id } = made.json.answer;
  const again = await shop.desk("POST", "/answers", { name: "Resi", text_id: "a", text_en: "b" });
  assert.equal(again.status, 409);
  const { json: c } = await shop.api("POST", "/contact", { name: "Sri", email: "sri@surat.example", text: "Resi saya mana?" });

  const page = await shop.desk("GET", `/${c.number}`);
  const [offered] = page.json.canned;
  assert.match(offered.text, new RegExp(`^Halo Sri, ${c.number} kami jawab .* WIB\\. Resi \\{tracking\\}\\.$`));
  assert.equal(offered.has_gap, true);
  const html = await shop.get(`/admin/inbox/${c.number}?pick=${id}`, shop.bearer);
  assert.match(html.text, /<textarea[^>]*name="text"[^>]*>Halo Sri, /);
  assert.match(html.text, new RegExp(`name="answer" value="${id}"`));

  const blocked = await shop.desk("POST", `/${c.number}/messages`, { text: offered.text, channel: "chat", answer: id });
  assert.equal(blocked.status, 400);
  assert.match(JSON.stringify(blocked.json), /\{tracking\}/);
  const text = offered.text.replace("{tracking}", "JX123");
  const sent = await shop.desk("POST", `/${c.number}/messages`, { text, channel: "chat", answer: id });
  assert.equal(sent.status, 200, sent.text);
  const note = await shop.desk("POST", `/${c.number}/messages`, { text: "Minta {tracking} ke kurir", direction: "note" });
  assert.equal(note.status, 200, "a note leaves nothing");
  assert.equal((await shop.desk("GET", `/answers/${id}`)).json.answer.used, 1);

  const changed = await shop.desk("POST", `/answers/${id}`, { name: "Resi baru", text_id: "Halo {name}", text_en: "Hello {name}" });
  assert.equal(changed.json.answer.name, "Resi baru");
  assert.equal((await shop.desk("POST", `/answers/${id}/retire`, {})).json.answer.is_retired, true);
  assert.deepEqual((await shop.desk("GET", `/${c.number}`)).json.canned, []);
  assert.equal((await shop.desk("POST", `/answers/${id}/restore`, {})).json.answer.is_retired, false);
  assert.equal((await shop.get("/admin/inbox/answers", shop.bearer)).status, 200);
  assert.equal((await shop.api("GET", "/admin/inbox/answers")).status, 401);
});
