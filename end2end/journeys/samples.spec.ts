import { expect, test } from "./site";

test("a newcomer verifies a sample from the start page", async ({ page, site, words }, info) => {
  await site.start();
  const download = page.waitForEvent("download");
  await page.locator("[data-sample] a.scan").first().click();
  const file = await download;
  const path = info.outputPath(file.suggestedFilename());
  await file.saveAs(path);

  await site.choose(path);
  await site.submit().click();
  await site.expectHeadline("back-authentic");
  await expect(page.locator(".specimen-band")).toContainText(words.specimen);
});

test("one click shows what a sample comes to", { tag: "@phone" }, async ({ page, site, words }) => {
  await site.start();
  await page.locator("[data-sample] button").first().click();
  await site.expectHeadline("back-authentic");
  await expect(page.locator(".specimen-band")).toContainText(words.specimen);
  if (site.scripts) await expect(page.locator(".compare.enhanced")).toHaveCount(1);
});

test("every sample is there to download", async ({ page, site, request }) => {
  await site.start();
  for (const link of await page.locator("[data-sample] a[download]").all()) {
    const answer = await request.get((await link.getAttribute("href"))!);
    expect(answer.ok()).toBe(true);
    const pdf = (await link.getAttribute("class")) === "pdf";
    if (pdf) expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
  }
});
