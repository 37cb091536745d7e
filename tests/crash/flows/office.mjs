// SPDX-License-Identifier: Apache-2.0
// What the shop's people do: parcels and their journey, a picture.
import assert from "node:assert/strict";
import { Buyer } from "../../blackbox/lib/buyer.mjs";
import { messages } from "../../blackbox/lib/office.mjs";
import { png } from "../../blackbox/lib/picture.mjs";

async function ship({ shop, sku, staff, tell }) {
  const buyer = new Buyer(shop);
  const { order, payment } = await buyer.order(sku);
  await buyer.sandbox(payment, "pay");
  const resi = "RESI-" + order.number;
  const parcel = await shop.api("POST", `/admin/orders/${order.number}/shipments`, { carrier: "jne", tracking_number: resi }, { headers: staff });
  assert.ok(parcel.status === 200 || parcel.status === 201, parcel.text);
  tell(`order ${order.number} is sent`, "SELECT count(*) FROM shipment WHERE tracking_number = ?", [resi], 1);
  const id = parcel.json.id ?? parcel.json.shipment.id;
  const arrived = await shop.api("POST", `/admin/shipments/${id}/events`, { status: "Delivered" }, { headers: staff });
  assert.ok(arrived.status === 200 || arrived.status === 201, arrived.text);
  tell(`order ${order.number} arrived`, "SELECT delivered_at > 0 FROM shipment WHERE tracking_number = ?", [resi], 1);
}

async function picture({ shop, office, number, tell, tellFile }) {
  const page = await office.get("/admin/products");
  const at = /href="(\/admin\/products\/\d+)"/.exec(page.text)[1];
  const sent = await office.upload(at + "/pictures", { alt_id: `Foto ${number}` },
    { field: "picture", name: "foto.png", type: "image/png", bytes: png(40, number + 2) });
  assert.equal(sent.status, 303, messages(sent.text));
  const shown = [...(await office.get(at)).text.matchAll(/\/media\/([\w.-]+)/g)].map((m) => m[1]);
  for (const name of new Set(shown)) tellFile(`picture ${name} is there`, `media/${name}`);
  tell(`picture ${number} is there`, "SELECT count(*) FROM picture WHERE alt_id = ?", [`Foto ${number}`], 1);
}

export const flows = [{ name: "a parcel", run: ship }, { name: "a picture", run: picture }];
