// SPDX-License-Identifier: Apache-2.0
// Pictures made by hand (PNG, RFC 2083).
import zlib from "node:zlib";

/** A square of stripes; each shade is a picture of its own. */
export function png(size = 32, shade = 7) {
  const rows = Buffer.concat(Array.from({ length: size }, (_, y) => Buffer.concat([Buffer.from([0]), Buffer.alloc(size * 3, (y * shade) & 255)])));
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0))]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A grey JPEG whose every coefficient is zero (ITU T.81): large in pixels, small in bytes; each note is a picture of its own. */
export function jpeg(size, note) {
  const segment = (marker, bytes) => Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 255, ...bytes]);
  const one = [1, ...Array(15).fill(0), 0]; // one code of one bit, for the symbol 0
  const blocks = Math.ceil(size / 8) ** 2;
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]), segment(0xfe, [note]), segment(0xdb, [0, ...Array(64).fill(1)]),
    segment(0xc0, [8, size >> 8, size & 255, size >> 8, size & 255, 1, 1, 0x11, 0]), segment(0xc4, [0, ...one]), segment(0xc4, [0x10, ...one]),
    segment(0xda, [1, 1, 0, 0, 63, 0]), Buffer.alloc(Math.ceil(blocks / 4)), Buffer.from([0xff, 0xd9]),
  ]);
}
