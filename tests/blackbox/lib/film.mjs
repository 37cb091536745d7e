// SPDX-License-Identifier: Apache-2.0
// Films made by hand: whole in their structure (ISO/IEC 14496-12, RFC 9559), with nothing in them that plays.

function box(type, ...parts) {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

/** An MP4 of about `size` bytes; `place` is what a phone writes beside the film. */
export function mp4({ size = 4096, handler = "vide", brand = "isom", place = "+6.2-106.8" } = {}) {
  const media = box("mdia", box("hdlr", Buffer.alloc(8), handler, Buffer.alloc(12)));
  return Buffer.concat([box("ftyp", brand, "\0\0\0\0", brand), box("moov", box("trak", media), box("udta", box("\xa9xyz", place))),
    box("mdat", Buffer.alloc(size, "film"))]);
}

const element = (id, ...parts) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const size = Buffer.alloc(4);
  size.writeUInt32BE((0x10000000 | body.length) >>> 0);
  return Buffer.concat([Buffer.from(id, "hex"), size, body]);
};

export function webm() {
  const tracks = element("1654ae6b", element("ae", element("83", [1])));
  return Buffer.concat([element("1a45dfa3", element("4282", "webm")), element("18538067", tracks, element("1f43b675", "film"))]);
}
