import type { Page } from "@playwright/test";
import { expect, scan, test, type Site } from "./site";

const open = (site: Site, name = "front-differs") => site.gallery(`report-${name}`);

test("what differs is ringed on both fronts, numbered and listed", { tag: "@phone" }, async ({ page, site, lang, scripts }) => {
  await open(site);
  for (const side of ["face", "restored"]) {
    await expect(page.locator(`figure.${side} .ring`)).toHaveCount(4);
    for (const kind of ["missing", "added", "changed", "unjudged"]) {
      await expect(page.locator(`figure.${side} .ring.${kind}`)).toHaveCount(1);
    }
  }
  const entries = page.locator(".differences a");
  await expect(entries).toHaveCount(4);
  await expect(entries.first()).toContainText(lang === "ja" ? "上から 68 mm" : "68 mm from the top");
  await entries.nth(1).click();
  if (scripts) await expect(page.locator("figure.restored .ring.added")).toBeFocused();
  else await expect(page).toHaveURL(/#ring-.*-2$/);
  await site.expectAccessible();
});

test("with the back alone, it asks for the paper and not for the screen", async ({ page, lang, site }) => {
  await open(site, "back-authentic");
  await expect(page.locator(".callout")).toContainText(lang === "ja" ? "手元の紙のおもて面" : "the front of the paper in your hand");
  await expect(page.locator(".modes")).toHaveCount(0);
  for (const answer of ["agrees", "differs"]) await expect(page.locator(`input[value=${answer}]`)).toHaveCount(1);
});

test("saying that it differs shows the way", async ({ page, site, words }) => {
  await open(site, "back-authentic");
  await expect(page.locator(".differs")).toBeHidden();
  await page.getByRole("group", { name: words.frontQuestion }).getByLabel(words.differ, { exact: true }).check();
  await expect(page.locator(".differs")).toContainText("見本市");
  await site.expectAccessible();
});

test("of a file alone nothing is asked about the paper", async ({ page, site, words }) => {
  await open(site, "file");
  await expect(page.locator("[data-paper=file]")).toBeVisible();
  await expect(page.getByRole("group", { name: words.infraredQuestion })).toHaveCount(0);
  await expect(page.locator(".drawing")).toHaveCount(0);
  await site.expectAccessible();
});

test("a report fits a screen at 200 %", async ({ page, site }) => {
  await page.setViewportSize({ width: 683, height: 384 });
  await open(site);
  await site.expectNoSidewaysScroll();
});

test.describe("with scripts", () => {
  test.skip(({ scripts }) => !scripts, "plain pictures without");

  const tool = (page: Page, name: string) => page.locator(`[data-do=${name}]`);
  const scrolled = (page: Page, side: string) =>
    page.locator(`figure.${side} .picture`).evaluate((frame) => [frame.scrollLeft, frame.scrollTop]);

  test("both pictures zoom and move as one", async ({ page, site }) => {
    await open(site);
    await expect(page.locator(".percent")).toHaveText("100%");
    await tool(page, "in").click();
    await expect(page.locator(".percent")).toHaveText("150%");
    const frame = page.locator("figure.restored .picture");
    await frame.focus();
    await page.keyboard.press("+");
    await expect(page.locator(".percent")).toHaveText("225%");
    // A mouse that rests on one picture leaves the keys to the other.
    await page.locator("figure.face .picture").hover();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await expect.poll(async () => (await scrolled(page, "restored"))[1]).toBeGreaterThan(0);
    await expect
      .poll(async () => {
        const [a, b] = [await scrolled(page, "face"), await scrolled(page, "restored")];
        return Math.max(Math.abs(a[0]! - b[0]!), Math.abs(a[1]! - b[1]!));
      })
      .toBeLessThan(4);
    await page.keyboard.press("0");
    await expect(page.locator(".percent")).toHaveText("100%");
  });

  test("the uploaded front is straightened: rings lie at one place on both", async ({ page, site }) => {
    await open(site);
    const at = (side: string) =>
      page.locator(`figure.${side}`).evaluate((figure) => {
        const ring = figure.querySelector(".ring.added .around")!.getBoundingClientRect();
        const stack = figure.querySelector(".stack")!.getBoundingClientRect();
        return [(ring.x - stack.x) / stack.width, (ring.y - stack.y) / stack.height];
      });
    const [face, restored] = [await at("face"), await at("restored")];
    expect(Math.hypot(face[0]! - restored[0]!, face[1]! - restored[1]!)).toBeLessThan(0.01);
  });

  test("swipe and difference lay one over the other, by keyboard, too", async ({ page, site }) => {
    await open(site);
    const modes = page.locator(".modes input");
    await modes.first().focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.locator("[data-mode=swipe] figure.restored .layer > .stack")).toHaveCount(1);
    await expect(page.locator("figure.uploaded.face")).toBeHidden();
    const split = tool(page, "split");
    await split.focus();
    await page.keyboard.press("Home");
    await expect(split).toHaveValue("0");
    await site.shoot("compare-swipe", false);
    await modes.nth(2).check();
    await expect(page.locator(".for-difference li")).toHaveCount(3);
    await expect(page.locator(".for-difference")).toBeVisible();
    await site.shoot("compare-difference", false);
    await site.expectAccessible();
    await modes.first().check();
    await expect(page.locator("figure.face .stack")).toBeVisible();
  });

  test("a listed difference is shown large in both pictures", { tag: "@phone" }, async ({ page, site }) => {
    await open(site);
    await page.locator(".differences a").nth(2).press("Enter");
    for (const side of ["face", "restored"]) {
      const seen = await page.locator(`figure.${side}`).evaluate((figure) => {
        const [ring, frame] = [".ring.changed .around", ".picture"].map((s) => figure.querySelector(s)!.getBoundingClientRect());
        return ring!.top > frame!.top && ring!.bottom < frame!.bottom && ring!.left > frame!.left && ring!.right < frame!.right;
      });
      expect(seen).toBe(true);
    }
    await site.shoot("compare-ring", false);
    await page.locator("figure.restored .ring.changed").press("Enter");
    await expect(page.locator(".differences li").nth(2)).toBeInViewport();
  });

  test("pages turn and are looked at through a magnifier", async ({ page, site }) => {
    await open(site, "back-authentic");
    const layer = page.locator("figure.back .layer").first();
    const upright = (await layer.boundingBox())!;
    await tool(page, "turn").click();
    const lying = (await layer.boundingBox())!;
    expect(lying.width / lying.height).toBeCloseTo(upright.height / upright.width, 1);
    await tool(page, "lens").click();
    await expect(tool(page, "lens")).toHaveAttribute("aria-pressed", "true");
    await page.locator("figure.restored .picture").hover();
    await expect(page.locator(".lens")).toHaveCount(2);
    await site.shoot("compare-lens", false);
    await site.expectAccessible();
    await tool(page, "lens").click();
    await expect(page.locator(".lens")).toHaveCount(0);
  });

  test("two fingers zoom both pictures", { tag: "@phone-only" }, async ({ page, site }) => {
    await open(site);
    const frame = page.locator("figure.restored .picture");
    await frame.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await frame.boundingBox())!;
    const fingers = (apart: number) => [-apart, apart].map((by) => ({ x: x + width / 2 + by, y: y + height / 2 }));
    const session = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
      session.send("Input.dispatchTouchEvent", { type, touchPoints });
    await touch("touchStart", fingers(30));
    for (const apart of [40, 50, 60, 70]) await touch("touchMove", fingers(apart));
    await touch("touchEnd", []);
    await expect.poll(async () => parseInt((await page.locator(".percent").textContent())!)).toBeGreaterThan(130);
    const widths = ["face", "restored"].map((side) => page.locator(`figure.${side} .stack`).evaluate((s) => s.clientWidth));
    const [face, restored] = await Promise.all(widths);
    expect(Math.abs(face! - restored!)).toBeLessThan(2);
  });

  test("every tool has its name", async ({ page, lang, site }) => {
    await open(site);
    const names =
      lang === "ja"
        ? ["並べる", "めくる", "重ねて差を見る", "縮小", "拡大", "全体", "回転", "拡大鏡"]
        : ["Side by side", "Swipe", "Difference", "Zoom out", "Zoom in", "Whole page", "Turn", "Magnifier"];
    const tools = page.locator(".tools");
    for (const name of names.slice(0, 3)) await expect(tools.getByRole("radio", { name, exact: true })).toHaveCount(1);
    for (const name of names.slice(3)) await expect(tools.getByRole("button", { name, exact: true })).toHaveCount(1);
  });

  test("the other language has the same report, with pictures and answers", async ({ page, site, lang, words }) => {
    await site.verify(scan("office.jpg"));
    const same = await page.locator(".report-id code").textContent();
    await page.getByRole("group", { name: words.frontQuestion }).getByLabel(words.agree, { exact: true }).check();
    await page.locator("#switch").click();
    const other = lang === "ja" ? "en" : "ja";
    await expect(page.locator("html")).toHaveAttribute("lang", other);
    await expect(page.locator(".report-id code")).toHaveText(same!);
    await expect(page.locator("input[value=agrees]")).toBeChecked();
    await expect(site.restored()).toHaveAttribute("src", /^data:image\/png/);
    await expect(page.locator(".compare.enhanced")).toHaveCount(1);
    await site.expectAccessible();
    await page.locator("#switch").click();
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.authentic);
  });
});
