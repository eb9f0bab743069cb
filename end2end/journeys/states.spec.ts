import { expect, test } from "./site";

/** Every kind of answer, with made-up content. */
const STATES = [
  "report-rejected",
  "report-cannot-tell",
  "report-front-differs",
  "report-set-incomplete",
  "report-back-authentic",
  "report-content-agrees",
  "report-front-left-open",
  "report-two",
  "report-set",
  "report-file",
  "report-problem-front-uploaded",
  "problem-busy",
  "start",
  "help",
  "receipt",
];

/** Each scheme in one language: what differs between languages, `aria.spec.ts` looks at. */
for (const [scheme, of] of [["light", "ja"], ["dark", "en"]] as const) {
  for (const state of STATES) {
    test(`${state} is accessible in ${scheme}`, async ({ page, site, lang, scripts }) => {
      test.skip(!scripts || lang !== of, "the same in the other language; without scripts other journeys look at it");
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 1366, height: 768 });
      await site.gallery(state);
      await site.expectAccessible();
      await site.shoot(`${state}-${scheme}`);
    });
  }
}

test("every message is on one page", async ({ page, scripts, lang }) => {
  test.skip(!scripts || lang !== "ja", "it has no language");
  await page.goto("/gallery/messages.html");
  expect(await page.locator("tr").count()).toBeGreaterThan(80);
  await expect(page.locator("#content-rejected td[lang=en]")).not.toBeEmpty();
});
