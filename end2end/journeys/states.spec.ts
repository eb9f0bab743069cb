import { expect, test } from "./site";

/** Every kind of answer, with made-up content. */
const STATES = [
  "report-rejected",
  "report-cannot-tell",
  "report-front-differs",
  "report-set-incomplete",
  "report-back-authentic",
  "report-content-agrees",
  "report-two",
  "report-set",
  "report-file",
  "report-problem-front-uploaded",
  "problem-busy",
  "start",
  "help",
  "receipt",
];

for (const scheme of ["light", "dark"] as const) {
  for (const state of STATES) {
    test(`${state} is accessible in ${scheme}`, async ({ page, site, lang, scripts }) => {
      test.skip(!scripts, "the same without scripts, which other journeys look at");
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.goto(`/gallery/${lang}/${state}.html`);
      if (await page.locator("form.upload").count()) await site.awake();
      if (await page.locator(".compare").count()) await expect(page.locator(".enhanced").first()).toBeVisible();
      await site.expectAccessible();
      await page.screenshot({ path: `shots/${state}-${lang}-${scheme}.png`, fullPage: true });
    });
  }
}

test("every message is on one page", async ({ page }) => {
  await page.goto("/gallery/messages.html");
  expect(await page.locator("tr").count()).toBeGreaterThan(80);
  await expect(page.locator("#content-rejected td[lang=en]")).not.toBeEmpty();
});
