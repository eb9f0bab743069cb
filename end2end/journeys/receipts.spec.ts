import type { Page } from "@playwright/test";
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { Site, expect, scan, test } from "./site";

type Saved = { receipt: string; declaration?: string };

/** What a JWS says, checked by Node's own cryptography against the key that the site shows. */
function opened(jws: string, key: string) {
  const [header, payload, signature] = jws.split(".");
  const x = Buffer.from(key, "hex").toString("base64url");
  const jwk = { kty: "OKP", crv: "Ed25519", x };
  const signed = Buffer.from(`${header}.${payload}`);
  const holds = verify(null, signed, createPublicKey({ key: jwk, format: "jwk" }), Buffer.from(signature!, "base64url"));
  expect(holds).toBe(true);
  return JSON.parse(Buffer.from(payload!, "base64url").toString());
}

/** Verifies a scan and asks for its receipt, which opens beside the report. */
async function ask(site: Site, page: Page, front: string, infrared: string): Promise<Site> {
  await site.verify(scan("office.jpg"));
  await page.getByRole("group", { name: site.words.frontQuestion }).getByLabel(front, { exact: true }).check();
  await page.getByRole("group", { name: site.words.infraredQuestion }).getByLabel(infrared, { exact: true }).check();
  const opening = page.waitForEvent("popup");
  await page.getByRole("button", { name: site.words.makeReceipt }).click();
  const slip = await opening;
  await expect(slip.getByRole("heading", { level: 1 })).toContainText(site.words.receipt);
  await site.expectHeadline("back-authentic");
  return new Site(slip, site.lang, site.scripts, site.words);
}

async function save(slip: Page, path: string): Promise<Saved> {
  const download = slip.waitForEvent("download");
  await slip.locator("a[download]").click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^receipt-[0-9a-f]{32}\.json$/);
  await file.saveAs(path);
  return JSON.parse(readFileSync(path, "utf8"));
}

async function signingKey(page: Page, lang: string): Promise<string> {
  await page.goto(`/${lang}/receipt`);
  const command = await page.locator("#offline ~ p code").textContent();
  return /[0-9a-f]{64}/.exec(command ?? "")![0];
}

test("a clerk prints a receipt, files it, and an auditor verifies it", async ({ page, site, lang, words }, info) => {
  const slip = await ask(site, page, words.agree, words.notSeen);
  await expect(slip.page.locator(".by-site")).toContainText(words.bySite);
  await expect(slip.page.locator(".declared")).toContainText(words.declared);
  await expect(slip.page.locator("[data-answer=front]")).toHaveText(words.agree);
  await expect(slip.page.locator("[data-answer=infrared]")).toHaveText(words.notSeen);
  await expect(slip.page.locator("img.code")).toHaveCount(2);
  await slip.expectAccessible();

  const path = info.outputPath("receipt.json");
  const saved = await save(slip.page, path);
  const key = await signingKey(page, lang);
  const receipt = opened(saved.receipt, key);
  expect(receipt.headline).toBe("back-authentic");
  const upload = readFileSync(scan("office.jpg"));
  expect(receipt.files).toEqual([{ sha256: createHash("sha256").update(upload).digest("hex"), bytes: upload.length }]);
  const declaration = opened(saved.declaration!, key);
  expect(declaration.status).toBe("declared, not checked");
  expect(declaration.answers).toEqual({ front: "agrees", infrared: "not-seen" });

  await site.expectAccessible();
  await page.locator("#receipt-file").setInputFiles(path);
  await page.getByRole("button", { name: words.verifyReceipt, exact: true }).click();
  await expect(page.getByRole("status")).toContainText(words.verified);
  await site.expectAccessible();
  await expect(page.locator("[data-answer=front]")).toHaveText(words.agree);
});

test("a receipt for one certificate is one A4 page", async ({ page, site, words }) => {
  const slip = await ask(site, page, words.agree, words.notSeen);
  const pdf = (await slip.page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)!;
  // 210 mm by 297 mm in points.
  expect(Math.abs(Number(width) - 595.3)).toBeLessThan(1);
  expect(Math.abs(Number(height) - 841.9)).toBeLessThan(1);
  await slip.page.emulateMedia({ media: "print" });
  await slip.shoot("receipt");
});

test("typed text is verified, and an altered receipt is refused in words", async ({ page, site, lang, words }, info) => {
  const slip = await ask(site, page, words.differ, words.seen);
  const saved = await save(slip.page, info.outputPath("receipt.json"));
  const send = async (text: string) => {
    await page.goto(`/${lang}/receipt`);
    await page.locator("#receipt-text").fill(text);
    await page.getByRole("button", { name: words.verifyReceipt, exact: true }).click();
  };
  await send(`${saved.receipt}\n${saved.declaration}\n`);
  await expect(page.locator("[data-answer=front]")).toHaveText(words.differ);

  const [header, payload, signature] = saved.receipt.split(".");
  const said = Buffer.from(payload!, "base64url").toString().replaceAll("back-authentic", "content-agrees");
  const altered = `${header}.${Buffer.from(said).toString("base64url")}.${signature}`;
  await send(altered);
  await expect(site.problem("receipt-invalid")).toContainText(words.next);
  await site.expectAccessible();
  await send("");
  await expect(site.problem("receipt-malformed")).toBeVisible();
});

test("a receipt is asked for and read on a phone", { tag: "@phone-only" }, async ({ page, site, words, lang }) => {
  const slip = await ask(site, page, words.agree, words.seen);
  await slip.expectNoSidewaysScroll();
  await page.goto(`/${lang}/receipt`);
  await site.expectNoSidewaysScroll();
});
