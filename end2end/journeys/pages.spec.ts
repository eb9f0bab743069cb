import { expect, test } from "./site";

test("the start page says what it is and offers samples", { tag: "@phone" }, async ({ page, site, lang, words }) => {
  await site.start();
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.title);
  const samples = page.locator("[data-sample]");
  expect(await samples.count()).toBeGreaterThanOrEqual(3);
  for (const sample of await samples.all()) {
    await expect(sample).toContainText(words.specimen);
    await expect(sample.locator("a.pdf, a.scan")).toHaveCount(2);
  }
  await site.expectAccessible();
});

test("the help page says what is not proved", async ({ page, site, lang }) => {
  await page.goto(`/${lang}/help`);
  await expect(page.locator("#not-proved")).toBeVisible();
  await expect(page.locator("#limits")).toContainText("J-LIS");
  await site.expectAccessible();
});

test("an address without a page answers 404 in words", async ({ page, site, lang }) => {
  const answer = await page.goto(`/${lang}/no-such-page`);
  expect(answer?.status()).toBe(404);
  await expect(site.problem("not-found")).toBeVisible();
  await site.expectAccessible();
});

test("the other language is one click away, on the same page", async ({ page, lang, words }) => {
  const other = lang === "ja" ? "en" : "ja";
  await page.goto(`/${lang}/help`);
  await page.locator("#switch", { hasText: words.other }).click();
  await expect(page).toHaveURL(new RegExp(`/${other}/help$`));
  await expect(page.locator("html")).toHaveAttribute("lang", other);
});

test("nothing is wider than a small phone", async ({ page, site, lang }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ["", "help", "receipt", "no-such-page"]) {
    await page.goto(`/${lang}/${path}`);
    await site.expectNoSidewaysScroll();
  }
});

for (const scheme of ["light", "dark"] as const) {
  test(`contrast holds in ${scheme}`, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await site.start();
    await site.expectAccessible();
  });
}
