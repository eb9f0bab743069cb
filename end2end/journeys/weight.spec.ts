import { readFileSync } from "node:fs";
import { expect, scan, test } from "./site";

test.skip(({ scripts, lang }) => !scripts || lang !== "ja", "the heavier half says enough");

const KB = 1000;

test("the first load stays light", async ({ page, site }) => {
  const weights: [string, number][] = [];
  page.on("requestfinished", async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    weights.push([new URL(request.url()).pathname, responseBodySize + responseHeadersSize]);
  });
  await site.start();
  await page.waitForLoadState("networkidle");
  const total = weights.reduce((sum, [, bytes]) => sum + bytes, 0);
  for (const [path, bytes] of weights) console.log(`${(bytes / KB).toFixed(1).padStart(8)} kB  ${path}`);
  console.log(`${(total / KB).toFixed(1).padStart(8)} kB  first load`);
  expect(total).toBeLessThan(200 * KB);
});

test("a report of one page stays light", async ({ page, lang }) => {
  const file = { name: "office.jpg", mimeType: "image/jpeg", buffer: readFileSync(scan("office.jpg")) };
  const answer = await page.request.post(`/${lang}/verify`, { multipart: { file } });
  const bytes = (await answer.body()).length;
  console.log(`${(bytes / KB).toFixed(1).padStart(8)} kB  report of one page`);
  expect(bytes).toBeLessThan(1500 * KB);
});
