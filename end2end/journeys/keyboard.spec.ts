import type { Locator, Page } from "@playwright/test";
import { expect, scan, test } from "./site";

/** Presses Tab until `goal` has the focus. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press("Tab");
    if (await goal.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("the keyboard does not reach it");
}

test("a certificate is verified by keyboard alone", async ({ page, site, scripts }) => {
  // Early, for the browser has to be told before the dialog opens.
  const chooser = page.waitForEvent("filechooser");
  await site.start();
  await page.keyboard.press("Tab");
  await expect(page.locator("a.skip")).toBeFocused();
  await page.keyboard.press("Enter");

  await tabTo(page, page.locator("#file"));
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(scan("office.jpg"));

  await tabTo(page, site.submit());
  await page.keyboard.press("Enter");
  await site.expectHeadline("back-authentic");
  if (scripts) await expect(page.locator("#result")).toBeFocused();

  const enlarge = scripts ? page.locator("[data-do=in]") : page.locator("input.enlarge");
  await tabTo(page, enlarge);
  await page.keyboard.press("Space");
  if (scripts) await expect(page.locator(".percent")).toHaveText("150%");
  else await expect(enlarge).toBeChecked();
});

test("the focus is always seen", async ({ page, site }) => {
  await site.start();
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const focused = document.activeElement!;
      // A hidden field shows its focus on the button that stands for it.
      const standsIn = document.querySelector(".enhanced .drop .choose");
      const shown = focused.id === "file" && standsIn ? standsIn : focused;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown!);
      return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
    });
    expect(seen).toBe(true);
  }
});
