import type { Page } from "@playwright/test";
import { expect, test } from "./site";
import { contrasting } from "./pixels";

/** How people tell their system that they see little: by its own colours, or by more contrast. */
const WISHES = {
  "forced colours": { forcedColors: "active" },
  "forced colours on black": { forcedColors: "active", colorScheme: "dark" },
  "more contrast": { contrast: "more" },
} as const;

/** Pixels at a place that stand out against what is there without the thing. */
async function standsOut(page: Page, clip: Clip, away: () => Promise<void>): Promise<number> {
  const shot = () => page.screenshot({ clip, animations: "disabled" });
  const there = await shot();
  await away();
  return contrasting(page, there, await shot());
}

type Clip = { x: number; y: number; width: number; height: number };

const grown = ({ x, y, width, height }: Clip, by: number): Clip => ({
  x: Math.max(0, x - by),
  y: Math.max(0, y - by),
  width: width + 2 * by,
  height: height + 2 * by,
});

test.describe("for those who see little", () => {
  test.skip(({ scripts, lang }) => !scripts || lang !== "ja", "colours have no language");

  for (const [wish, media] of Object.entries(WISHES)) {
    test(`rings are seen on both fronts, with ${wish}`, async ({ page, site }) => {
      await page.emulateMedia(media);
      await site.gallery("report-front-differs");
      for (const side of ["face", "restored"]) {
        for (const kind of ["missing", "added", "changed", "unjudged"]) {
          const ring = page.locator(`figure.${side} .ring.${kind}`);
          await ring.scrollIntoViewIfNeeded();
          const around = (await ring.locator(".around").boundingBox())!;
          const seen = await standsOut(page, grown(around, 4), () => ring.evaluate((r) => r.setAttribute("visibility", "hidden")));
          // Dashes leave most of the way round open.
          expect(seen, `${side} ${kind}`).toBeGreaterThan((around.width + around.height) / 2);
          await ring.evaluate((r) => r.removeAttribute("visibility"));
        }
      }
    });

    test(`headlines and marks of checks are seen, with ${wish}`, async ({ page, site }) => {
      await page.emulateMedia(media);
      for (const name of ["rejected", "cannot-tell", "back-authentic", "content-agrees"]) {
        await site.gallery(`report-${name}`);
        const hide = (selector: string) => () =>
          page.locator(selector).first().evaluate((e: HTMLElement) => void (e.style.visibility = "hidden"));
        const { x, y, height } = (await page.locator(".headline").first().boundingBox())!;
        const edge = { x, y, width: 12, height };
        const marked = await standsOut(page, edge, hide(".headline"));
        expect(marked, name).toBeGreaterThan(6 * height);
        for (const outcome of ["passed", "failed", "cannot-tell", "not-done"]) {
          const selector = `.checks .${outcome} .shape`;
          const shape = page.locator(selector).first();
          if (!(await shape.count())) continue;
          await shape.scrollIntoViewIfNeeded();
          const seen = await standsOut(page, (await shape.boundingBox())!, hide(selector));
          expect(seen, `${name} ${outcome}`).toBeGreaterThan(50);
        }
      }
    });

    test(`the focus is seen, with ${wish}`, async ({ page, site }) => {
      await page.emulateMedia(media);
      const stops = {
        start: ["a.skip", "#switch", "#file", "button.button", "[data-sample] button"],
        "report-front-differs": ["[data-do=in]", "[data-do=lens]", ".modes input", ".differences a", "figure.restored .picture", "input[value=agrees]"],
      };
      for (const [name, selectors] of Object.entries(stops)) {
        await site.gallery(name);
        if (name !== "start") await page.locator("[data-do=lens]").click();
        // Only what the keyboard reached is shown as focused.
        await page.keyboard.press("Tab");
        for (const selector of selectors) {
          const stop = page.locator(selector).first();
          await stop.focus();
          await stop.scrollIntoViewIfNeeded();
          // A hidden field shows its focus on what stands for it.
          const shown = selector === "#file" ? page.locator(".drop .choose") : stop;
          const at = (await shown.boundingBox())!;
          const seen = await standsOut(page, grown(at, 8), () => stop.blur());
          // As a line of 2 px around it, but for what a frame may cut off.
          expect(seen, `${name} ${selector}`).toBeGreaterThan(2 * (at.width + at.height));
        }
      }
    });
  }

  test("nothing moves for those whom it disturbs", async ({ page, site }) => {
    const moving = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("*")].filter((element) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
          return /[1-9]/.test(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
        }).length,
      );
    await site.gallery("start");
    expect(await moving()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const name of ["start", "report-front-differs", "receipt"]) {
      await site.gallery(name);
      expect(await moving(), name).toBe(0);
    }
  });
});
