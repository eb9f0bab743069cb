import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../playwright.config";

/** The journeys' own words, so that a wrong text on screen is not its own measure. */
const words = {
  ja: {
    title: "証明書のうら面を確認する",
    submit: "確認する",
    uploaded: "アップロードされたうら面",
    restored: "復元されたおもて面",
    restoredAlt: /^復元されたおもて面の画像/,
    authentic: "うら面は本物です。手元の紙と今、見比べてください",
    unsure: "判定できません",
    rejected: "この証明書のうら面は認められません",
    next: "次にすること",
    specimen: "見本",
    other: "English",
    frontQuestion: "手元の紙と、復元されたおもて面",
    infraredQuestion: "赤外線で見た偽造防止検出画像",
    agree: "一致",
    differ: "不一致",
    seen: "見えた",
    notSeen: "見えなかった",
    makeReceipt: "照会結果票を作る",
    receipt: "照会結果票",
    bySite: "サイトが検証した事項",
    declared: "申告（サイトは確認していません）",
    verifyReceipt: "確かめる",
    verified: "署名を確かめました",
  },
  en: {
    title: "Verify the back of a certificate",
    submit: "Verify",
    uploaded: "The back, as uploaded",
    restored: "The front, restored",
    restoredAlt: /^Restored front:/,
    authentic: "The back is authentic. Compare now with the paper in your hand",
    unsure: "Cannot tell",
    rejected: "The back of this certificate is rejected",
    next: "What to do next",
    specimen: "Specimen",
    other: "日本語",
    frontQuestion: "The paper’s front and the restored front",
    infraredQuestion: "The anti-forgery image under infra-red",
    agree: "agree",
    differ: "differ",
    seen: "seen",
    notSeen: "not seen",
    makeReceipt: "Make a receipt",
    receipt: "Verification receipt",
    bySite: "What the site verified",
    declared: "Declared (not checked by the site)",
    verifyReceipt: "Verify",
    verified: "The signatures hold",
  },
};

export type Words = (typeof words)["ja"];

export const test = base.extend<Options & { words: Words; site: Site }>({
  lang: ["ja", { option: true }],
  scripts: [true, { option: true }],
  words: async ({ lang }, use) => use(words[lang]),
  site: async ({ page, lang, scripts, words }, use) => use(new Site(page, lang, scripts, words)),
});
export { expect };

/** A test scan by name, from the folder that `cargo xtask test` makes. */
export function scan(name: string): string {
  const folder = process.env.URAMEN_CASES;
  if (!folder) throw new Error("URAMEN_CASES names no folder; run these by `cargo xtask test`");
  const path = join(folder, name);
  if (!existsSync(path)) throw new Error(`${path} is missing`);
  return path;
}

/** What a person does on the site. */
export class Site {
  constructor(
    readonly page: Page,
    readonly lang: string,
    readonly scripts: boolean,
    readonly words: Words,
  ) {}

  async start(): Promise<void> {
    await this.page.goto(`/${this.lang}/`);
    await this.awake();
  }

  /** With scripts, the form is used once its island is alive. */
  async awake(): Promise<void> {
    if (this.scripts) await expect(this.page.locator("form.enhanced")).toBeVisible();
  }

  /** A page with made-up content, as `app`'s gallery writes it; awake. */
  async gallery(name: string): Promise<void> {
    await this.page.goto(`/gallery/${this.lang}/${name}.html`);
    if (!this.scripts) return;
    if (await this.page.locator("form.upload").count()) await this.awake();
    if (await this.page.locator(".compare").count()) await expect(this.page.locator(".enhanced").first()).toBeVisible();
  }

  /** A picture for looking at by eye, where such are asked for: nothing is compared. */
  async shoot(name: string, fullPage = true): Promise<void> {
    if (process.env.URAMEN_SHOTS) await this.page.screenshot({ path: `shots/${name}-${this.lang}.png`, fullPage });
  }

  async choose(...files: string[]): Promise<void> {
    await this.page.locator("#file").setInputFiles(files);
  }

  submit() {
    return this.page.locator("main form").getByRole("button", { name: this.words.submit, exact: true });
  }

  async send(...files: string[]): Promise<void> {
    await this.start();
    await this.choose(...files);
    await this.submit().click();
  }

  async verify(...files: string[]): Promise<void> {
    await this.send(...files);
    await expect(this.page.locator("main[data-headline]")).toBeVisible();
  }

  async expectHeadline(slug: string): Promise<void> {
    await expect(this.page.locator("main")).toHaveAttribute("data-headline", slug);
  }

  check(name: string) {
    return this.page.locator(`[data-check="${name}"]`);
  }

  problem(code: string) {
    return this.page.locator(`[data-problem="${code}"]`);
  }

  restored() {
    return this.page.locator("figure.restored img");
  }

  /** By axe's rules. Without scripts and on a phone in one language alone: words are looked at
   *  with scripts on a desktop in both. */
  async expectAccessible(): Promise<void> {
    const isPhone = (this.page.viewportSize()?.width ?? 0) < 500;
    if (this.lang === "en" && (isPhone || !this.scripts)) return;
    const page = this.scripts ? this.page : await this.twin();
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
    if (page !== this.page) await page.context().close();
  }

  /** The same document where axe can run, with the site's own scripts kept away. */
  private async twin(): Promise<Page> {
    const [body, colorScheme] = [await this.page.content(), await this.scheme()];
    const context = await this.page.context().browser()!.newContext({
      javaScriptEnabled: true,
      viewport: this.page.viewportSize(),
      colorScheme,
    });
    const page = await context.newPage();
    await page.route("**/*.js", (route) => route.abort());
    await page.route(this.page.url(), (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
    await page.goto(this.page.url());
    return page;
  }

  private async scheme(): Promise<"dark" | "light"> {
    return (await this.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)) ? "dark" : "light";
  }

  async expectNoSidewaysScroll(): Promise<void> {
    const { clientWidth, scrollWidth } = await this.page.locator("html").evaluate((root) => ({
      clientWidth: root.clientWidth,
      scrollWidth: root.scrollWidth,
    }));
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  }
}
