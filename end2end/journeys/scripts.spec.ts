import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, scan, test } from "./site";

test.skip(({ scripts }) => !scripts, "about what scripts add");

/** Bytes per second upward, so that progress can be seen. */
async function slowDown(page: Page, uploadThroughput: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}

/** Drops a file in the middle of nowhere, as people do. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64!), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], name!, { type: "image/jpeg" }));
      return data;
    },
    [name, bytes.toString("base64")],
  );
  await page.dispatchEvent("h1", "drop", { dataTransfer: data });
}

test("the report comes without a page change", async ({ page, site, lang, words }) => {
  await site.start();
  await page.evaluate(() => document.body.setAttribute("data-same-page", ""));
  const history = await page.evaluate(() => window.history.length);
  await site.choose(scan("office.jpg"));
  await site.submit().click();
  await site.expectHeadline("back-authentic");

  await expect(page.locator("body[data-same-page]")).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(`/${lang}/$`));
  expect(await page.evaluate(() => window.history.length)).toBe(history);
  await expect(page).toHaveTitle(new RegExp(words.authentic));
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  // The user's own file stands in for the reduced picture.
  await expect(page.locator("figure.uploaded img")).toHaveAttribute("src", /^blob:/);
  await expect(site.restored()).toHaveAttribute("src", /^data:image\/png/);
});

test("progress is shown, and the upload can be cancelled", async ({ page, site, lang }) => {
  await site.start();
  await slowDown(page, 100_000);
  await site.choose(scan("office.jpg"));
  await site.submit().click();
  const bar = page.getByRole("progressbar");
  await expect(bar).toBeVisible();
  await expect.poll(async () => Number(await bar.getAttribute("value"))).toBeGreaterThan(0);
  await site.expectAccessible();

  await page.getByRole("button", { name: lang === "ja" ? "中止する" : "Cancel" }).click();
  await expect(site.problem("cancelled")).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect(page.locator(".chosen li")).toHaveCount(1);
  await expect(site.submit()).toBeEnabled();
});

test("of several files each result is told as soon as it is known", async ({ page, site, words }) => {
  await site.start();
  // What comes and goes on the way, for nobody knows how long.
  await page.evaluate(() => {
    const form = document.querySelector("form.upload")!;
    const seen = new Set<string>();
    const look = () => {
      const [bar, results] = [form.querySelector("progress"), form.querySelectorAll(".so-far li")];
      if (results.length) seen.add(`${bar?.value}: ${results.length}`);
      if (results.length) document.body.dataset.first ??= results[0]!.textContent!;
      document.body.dataset.seen = [...seen].join(", ");
    };
    new MutationObserver(look).observe(form, { subtree: true, childList: true, attributes: true });
  });
  await site.choose(...["set-1.jpg", "set-2.jpg", "office.jpg", "form.png"].map(scan));
  await site.submit().click();
  await site.expectHeadline("back-authentic");
  await expect(page.locator(".certificate")).toHaveCount(2);
  await expect(page.locator("body")).toHaveAttribute("data-seen", /: 1, (.*, )?100: 2$/);
  await expect(page.locator("body")).toHaveAttribute("data-first", new RegExp(`[A-Z0-9]{4}-[A-Z0-9]{4}.*${words.authentic}`));
});

test("a lost connection keeps the files and says what to do", async ({ page, site, words }) => {
  await site.start();
  await page.route("**/verify", (route) => route.abort("connectionfailed"));
  await site.choose(scan("form.png"));
  await site.submit().click();
  await expect(site.problem("network")).toContainText(words.next);
  await expect(page.locator(".chosen li")).toHaveCount(1);

  await page.unroute("**/verify");
  await site.submit().click();
  await site.expectHeadline("cannot-tell");
});

test("files gather by choosing and dropping, and can be taken back", async ({ page, site }) => {
  await site.start();
  await site.choose(scan("form.png"));
  await drop(page, "<b>dropped</b>.jpg", readFileSync(scan("office.jpg")));
  const chosen = page.locator(".chosen li");
  await expect(chosen).toHaveCount(2);
  await expect(chosen.nth(1)).toContainText("<b>dropped</b>.jpg");
  await expect(page.locator(".chosen b")).toHaveCount(0);
  await site.expectAccessible();

  await chosen.first().getByRole("button").click();
  await expect(chosen).toHaveCount(1);
  await expect(page.locator("#file")).toBeFocused();
  await site.submit().click();
  await site.expectHeadline("back-authentic");
});

test("an empty file is refused before it is sent", async ({ page, site }) => {
  await site.start();
  let sent = false;
  await page.route("**/verify", (route) => {
    sent = true;
    return route.abort();
  });
  await drop(page, "empty.jpg", Buffer.alloc(0));
  await site.submit().click();
  await expect(site.problem("file-empty")).toContainText("empty.jpg");
  expect(sent).toBe(false);
});

test("no script error on the way", async ({ page, site }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await site.verify(scan("office.jpg"));
  expect(errors).toEqual([]);
});

/** A PNG of that many pixels, as far as its header goes. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(33);
  Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(header);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

test("a coarse scan is told before it is sent", async ({ page, site, lang }) => {
  await site.start();
  await drop(page, "fine.png", png(2480, 3508));
  await drop(page, "coarse.png", png(827, 1169));
  const advice = page.locator("[data-advice=resolution]");
  await expect(advice).toHaveCount(1);
  await expect(advice).toContainText("coarse.png");
  await expect(advice).toContainText(lang === "ja" ? "およそ 100 dpi" : "about 100 dpi");
  await site.expectAccessible();
  await page.locator(".chosen li").nth(1).getByRole("button").click();
  await expect(advice).toHaveCount(0);
});

test("the form asks whether the paper is at hand, and the report goes by it", async ({ page, site, lang }) => {
  await site.start();
  await page.getByLabel(lang === "ja" ? /ファイルだけを受け取った/ : /sent a file only/).check();
  await site.choose(scan("office.jpg"));
  await site.submit().click();
  await site.expectHeadline("back-authentic");
  await expect(page.locator("[data-paper=file]")).toBeVisible();
});

test("an erased word on the front is ringed on both pictures", async ({ page, site, lang }) => {
  test.skip(lang !== "ja", "large pictures; the words are the gallery's");
  await site.start();
  const file = { name: "front.png", mimeType: "image/png", buffer: await erased(page, scan("form.png")) };
  await page.locator("#file").setInputFiles([scan("office.jpg")]);
  await page.locator("#file").setInputFiles([file]);
  await site.submit().click();
  await site.expectHeadline("front-differs");
  await expect(site.check("front-agrees")).toHaveAttribute("data-outcome", "failed");
  await expect(site.problem("front-altered")).toBeVisible();
  // The word and the rule above it, which may be one ring.
  for (const side of ["face", "restored"]) await expect(page.locator(`figure.${side} .ring.missing`).first()).toBeVisible();
  await page.locator(".differences a").first().click();
  await expect(page.locator("figure.restored .ring").first()).toBeFocused();
  await site.expectAccessible();
});

/** The scan with a part of the address gone: 55 to 75 mm from the left, 47 to 55 mm from the top. */
async function erased(page: Page, path: string): Promise<Buffer> {
  const bytes = readFileSync(path).toString("base64");
  const erased = await page.evaluate(async (bytes) => {
    const image = new Image();
    image.src = `data:image/png;base64,${bytes}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    context.fillStyle = "#f4f4f4";
    const mm = image.naturalWidth / 210;
    context.fillRect(55 * mm, 47 * mm, 20 * mm, 8 * mm);
    return canvas.toDataURL("image/png").split(",")[1]!;
  }, bytes);
  return Buffer.from(erased, "base64");
}
