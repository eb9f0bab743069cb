import type { Page } from "@playwright/test";

/** How many pixels of two pictures of one size stand against each other at 3 : 1 or more
 *  (WCAG 2.2, 1.4.11). The page's browser decodes them. */
export function contrasting(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const [a, b] = await Promise.all(
        pictures.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d")!;
          context.drawImage(picture, 0, 0);
          return context.getImageData(0, 0, picture.width, picture.height).data;
        }),
      );
      const linear = (value: number) => (value <= 10 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      const luminance = (data: Uint8ClampedArray, at: number) =>
        0.2126 * linear(data[at]!) + 0.7152 * linear(data[at + 1]!) + 0.0722 * linear(data[at + 2]!);
      let count = 0;
      for (let at = 0; at < a!.length; at += 4) {
        const [x, y] = [luminance(a!, at), luminance(b!, at)];
        if ((Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05) >= 3) count += 1;
      }
      return count;
    },
    [one, other].map((picture) => picture.toString("base64")),
  );
}
