import { expect, test } from "./site";

/** What a screen reader is told of each kind of answer, in both languages. */
const PAGES = [
  "report-back-authentic",
  "report-rejected",
  "report-cannot-tell",
  "report-front-differs",
  "report-set-incomplete",
  "report-content-agrees",
  "report-problem-sheet-not-found",
];

test.describe("what a screen reader is told", () => {
  test.skip(({ scripts }) => !scripts, "of pages without scripts it is told less, not something else");

  for (const name of PAGES) {
    test(name, async ({ page, site, lang }) => {
      await site.gallery(name);
      await expect(page.locator("main")).toMatchAriaSnapshot({ name: `${name}-${lang}.aria.yml`, timeout: 5000 });
    });
  }
});

test("what a screen reader is told of the upload page", async ({ page, site, lang, scripts }) => {
  await site.gallery("start");
  const name = `start-${lang}${scripts ? "" : "-no-js"}.aria.yml`;
  await expect(page.locator("main")).toMatchAriaSnapshot({ name, timeout: 5000 });
});
