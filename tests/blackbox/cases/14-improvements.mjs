// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { describe, need, test } from "../lib/runner.mjs";
import { lazyShop } from "../lib/shop.mjs";

const open = lazyShop();
describe("improvements");

async function desk() {
  const shop = await open();
  const token = await shop.run(["token", "create", "--scope", "admin", "--json"]);
  need(token.code === 0, "token create");
  const headers = { Authorization: `Bearer ${JSON.parse(token.out).token}` };
  return { shop, api: (method, path, body) => shop.api(method, path, body, { headers }) };
}
const words = { title_id: "Gelas dibungkus dua lapis", title_en: "Glasses are wrapped twice", note_id: "Sejak hari ini.", note_en: "Since today." };

test("a suggestion becomes a record; done, it is public and who said it is told", async () => {
  const { shop, api } = await desk();
  const said = await shop.api("POST", "/contact", { text: "Tolong gelasnya dibungkus lebih rapat.", email: "sri@example.com", name: "Sri Wahyuni" });
  assert.ok(said.status < 300, said.text);
  const made = await api("POST", "/admin/improvements", { ...words, origin: said.json.number });
  assert.equal(made.status, 200, made.text);
  assert.equal(made.json.status, "considered");
  assert.equal(made.json.origins[0].number, said.json.number);
  assert.ok(!made.text.includes("Sri"), "the record names a person");
  const path = `/admin/improvements/${made.json.id}`;
  const waiting = async () => (await api("GET", "/admin")).json.today.filter((r) => r.kind === "improvement").map((r) => r.name);
  const [first, ...more] = await waiting();
  assert.ok(first && more.length === 0, "Today does not say that it waits for a decision");
  assert.equal((await shop.api("GET", "/improvements")).json.items.length, 0, "public before it is done");
  assert.equal((await api("POST", `${path}/status`, { status: "declined" })).status, 400, "declined without a reason");
  const planned = await api("POST", `${path}/status`, { status: "planned" });
  assert.equal(planned.json.status, "planned", planned.text);
  const [then] = await waiting();
  assert.ok(then && then !== first, "planned: it waits to be done");
  const edited = await api("POST", path, { ...words, title_id: "Semua gelas dibungkus dua lapis" });
  assert.equal(edited.json.title_id, "Semua gelas dibungkus dua lapis", edited.text);
  const done = await api("POST", `${path}/status`, { status: "done" });
  assert.equal(done.json.status, "done", done.text);
  assert.deepEqual(await waiting(), []);
  assert.deepEqual(done.json.steps.map((s) => s.status), ["done", "planned", "considered"]);
  const seen = await shop.api("GET", "/improvements");
  assert.equal(seen.json.items[0].title, "Semua gelas dibungkus dua lapis");
  assert.equal(seen.json.items[0].suggestion_count, 1);
  const page = await shop.get("/en/improvements");
  assert.match(page.text, /Glasses are wrapped twice/);
  const outbox = await shop.get("/test/outbox");
  need(outbox.status === 200, "outbox");
  assert.match(outbox.text, /Perbaikan dari masukan Anda/, "nobody was told");
  const back = await api("POST", `${path}/status`, { status: "planned", reason: "Baru sebagian." });
  assert.equal(back.json.status, "planned", back.text);
  assert.equal((await shop.api("GET", "/improvements")).json.items.length, 0, "still public");
});

test("wrong numbers, half a title, strangers: refused", async () => {
  const { shop, api } = await desk();
  assert.equal((await api("POST", "/admin/improvements", { ...words, origin: "SRV-0000-0000" })).status, 400);
  assert.equal((await api("POST", "/admin/improvements", { ...words, title_en: "" })).status, 400);
  assert.equal((await api("GET", "/admin/improvements/999999")).status, 404);
  assert.equal((await api("POST", "/admin/improvements/999999/status", { status: "done" })).status, 404);
  assert.equal((await shop.api("GET", "/admin/improvements")).status, 401);
  assert.equal((await shop.api("POST", "/admin/improvements", words)).status, 401);
});

test("what waits for a decision, and what is planned, stands on the Today view until it is done", async () => {
  const { api } = await desk();
  const rows = async () => {
    const home = (await api("GET", "/admin")).json;
    return [...home.late, ...home.today, ...home.later].filter((r) => r.kind === "improvement").map((r) => [r.name, Number.parseInt(r.about, 10)]);
  };
  const before = Object.fromEntries(await rows());
  const made = await api("POST", "/admin/improvements", { ...words, origin: "" });
  assert.equal(made.status, 200, made.text);
  const first = (await rows()).find(([name]) => !(name in before) || before[name] === undefined) ?? (await rows())[0];
  assert.ok(first, "nothing on the Today view");
  const path = `/admin/improvements/${made.json.id}/status`;
  const waiting = new Map(await rows());
  assert.equal((await api("POST", path, { status: "planned" })).status, 200);
  const planned = new Map(await rows());
  assert.notDeepEqual([...planned], [...waiting], "planned is another row");
  assert.equal((await api("POST", path, { status: "done" })).status, 200);
  assert.deepEqual(Object.fromEntries(await rows()), before, "done waits for nobody");
});
