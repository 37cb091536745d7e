// SPDX-License-Identifier: Apache-2.0
// Reads a QR code as a telephone does: from the picture of what is on the screen or on paper, not from what made it.
import jsqr from "jsqr";

/** What the code in the shown element says; fails where a scanner would. */
export async function scan(page, selector, { print = false } = {}) {
  if (print) await page.emulateMedia({ media: "print" });
  const shot = await page.locator(selector).screenshot();
  if (print) await page.emulateMedia({ media: null });
  const blank = await page.context().newPage(); // without the shop's content policy
  const { data, width, height } = await blank.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const paint = canvas.getContext("2d");
    paint.drawImage(image, 0, 0);
    const pixels = paint.getImageData(0, 0, image.width, image.height).data;
    let bytes = ""; // as text: a list of a million numbers takes the browser's protocol a quarter of a minute
    for (let i = 0; i < pixels.length; i += 8192) bytes += String.fromCharCode(...pixels.subarray(i, i + 8192));
    return { data: btoa(bytes), width: image.width, height: image.height };
  }, shot.toString("base64"));
  await blank.close();
  return (jsqr.default ?? jsqr)(Uint8ClampedArray.from(Buffer.from(data, "base64")), width, height)?.data ?? null;
}
