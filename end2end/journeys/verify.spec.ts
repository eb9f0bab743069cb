import { truncateSync, writeFileSync } from "node:fs";
import { expect, scan, test } from "./site";

test("a genuine scan gives the restored front beside the upload", { tag: "@phone" }, async ({ page, site, words, isMobile }) => {
  await site.verify(scan("office.jpg"));
  await site.expectHeadline("back-authentic");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.authentic);

  const restored = site.restored();
  await expect(restored).toHaveAttribute("alt", words.restoredAlt);
  // A4 at 300 dpi is 2480 pixels wide.
  const width = () => restored.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(async () => Math.abs((await width()) - 2480)).toBeLessThanOrEqual(2);

  const uploaded = page.locator("figure.uploaded");
  await expect(uploaded).toContainText(words.uploaded);
  await expect(page.locator("figure.restored")).toContainText(words.restored);
  const [left, right] = [await uploaded.boundingBox(), await page.locator("figure.restored").boundingBox()];
  if (isMobile) expect(left!.y + left!.height).toBeLessThanOrEqual(right!.y);
  else expect(left!.x + left!.width).toBeLessThanOrEqual(right!.x);
  if (!isMobile) expect(Math.abs(left!.y - right!.y)).toBeLessThan(2);
  await site.expectNoSidewaysScroll();
  expect(await uploaded.locator("svg.overlay .mark").count()).toBeGreaterThanOrEqual(4);

  for (const passed of ["readable", "content", "issuer", "complete"]) {
    await expect(site.check(passed)).toHaveAttribute("data-outcome", "passed");
  }
  for (const open of ["front-agrees", "originality"]) {
    await expect(site.check(open)).toHaveAttribute("data-outcome", "not-done");
  }
  await expect(page.locator(".specimen-band")).toContainText(words.specimen);
  await site.expectAccessible();
});

test("of both sides the site compares the front itself", { tag: "@phone" }, async ({ page, site }) => {
  await site.verify(scan("form.png"), scan("office.jpg"));
  await site.expectHeadline("content-agrees");
  await expect(site.check("front-agrees")).toHaveAttribute("data-outcome", "passed");
  await expect(page.locator("figure.face img")).toBeVisible();
  await expect(page.locator(".ring")).toHaveCount(0);
  await site.expectAccessible();
});

test("a page that is no certificate is neither genuine nor forged", { tag: "@phone" }, async ({ page, site, words }) => {
  await site.verify(scan("form.png"));
  await site.expectHeadline("cannot-tell");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.unsure);
  await expect(site.problem("front-uploaded")).toContainText(words.next);
  await expect(site.restored()).toHaveCount(0);
  await site.expectAccessible();
});

test("a forged back is rejected and what it holds is not shown", { tag: "@phone" }, async ({ page, site, words }) => {
  await site.verify(scan("rejected.png"));
  await site.expectHeadline("rejected");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.rejected);
  await expect(site.problem("content-rejected")).toContainText(words.next);
  await expect(site.restored()).toHaveCount(0);
  expect(await page.content()).not.toContain("data:image/png");
  await site.expectAccessible();
});

test("two files of one set are one certificate", { tag: "@phone" }, async ({ page, site }) => {
  await site.verify(scan("set-1.jpg"), scan("set-2.jpg"));
  await site.expectHeadline("back-authentic");
  await expect(page.locator(".certificate")).toHaveCount(1);
  await expect(page.locator("[data-sheet]")).toHaveCount(2);
  await expect(site.restored()).toHaveCount(2);
  await site.expectAccessible();
});

test("of two papers, side by side in files of their own, each front is compared", async ({ page, site }) => {
  await site.verify(...["set-1-front.jpg", "set-1.jpg", "set-2-front.jpg", "set-2.jpg"].map(scan));
  await site.expectHeadline("content-agrees");
  await expect(page.locator("[data-sheet]")).toHaveCount(2);
  await expect(site.check("front-agrees")).toHaveAttribute("data-outcome", "passed");
  await expect(page.locator("figure.face img")).toHaveCount(2);
  await expect(page.locator(".ring")).toHaveCount(0);
  await site.expectAccessible();
});

test("fronts in the wrong order are not taken for altered ones", async ({ page, site }) => {
  await site.verify(...["set-2-front.jpg", "set-1.jpg", "set-1-front.jpg", "set-2.jpg"].map(scan));
  await site.expectHeadline("back-authentic");
  await expect(site.problem("front-not-compared").first()).toBeVisible();
  await expect(page.locator(".ring")).toHaveCount(0);
});

test("one page of a set is not the certificate", async ({ site }) => {
  await site.verify(scan("set-1.jpg"));
  await site.expectHeadline("set-incomplete");
  await expect(site.problem("pages-missing")).toBeVisible();
});

test("a broken file is explained", async ({ site, words }) => {
  await site.send(scan("broken.jpg"));
  await expect(site.problem("file-damaged")).toContainText(words.next);
  await site.expectAccessible();
});

test("sending nothing asks for a file", async ({ site }) => {
  await site.start();
  await site.submit().click();
  await expect(site.problem("file-missing")).toBeVisible();
  await site.expectAccessible();
});

test("a file of another type is explained", async ({ site }, info) => {
  const letter = info.outputPath("letter.txt");
  writeFileSync(letter, "見本");
  await site.send(letter);
  await expect(site.problem("file-type-unknown")).toBeVisible();
});

test("a file over the limit is refused in words", async ({ page, site }, info) => {
  await site.start();
  const limit = Number(/(\d+) MB/.exec((await page.locator("#file-hint").textContent()) ?? "")?.[1]);
  const large = info.outputPath("large.png");
  writeFileSync(large, "");
  truncateSync(large, (limit + 1) * 1024 * 1024);
  await site.choose(large);
  await site.submit().click();
  await expect(site.problem("upload-too-large")).toBeVisible();
});

test("without scripts the report's language link goes to the start page, and says so", async ({ page, site, lang, scripts }) => {
  test.skip(scripts, "with scripts the report changes its language");
  await site.verify(scan("form.png"));
  const other = lang === "ja" ? "en" : "ja";
  await expect(page.locator("#switch")).toHaveAttribute("aria-label", other === "ja" ? /最初のページ/ : /start page/);
  await page.locator("#switch").click();
  await expect(page).toHaveURL(new RegExp(`/${other}/$`));
});

test("pictures grow and marks go without scripts' help", async ({ page, site, scripts }) => {
  await site.verify(scan("office.jpg"));
  const before = (await site.restored().boundingBox())!.width;
  if (scripts) for (let clicks = 0; clicks < 3; clicks++) await page.locator("[data-do=in]").click();
  else await page.locator("input.enlarge").check();
  expect((await site.restored().boundingBox())!.width).toBeGreaterThan(before);
  await site.expectNoSidewaysScroll();
  await page.locator("input.overlay").uncheck();
  await expect(page.locator("svg.overlay")).toBeHidden();
});
