import { scan, test } from "./site";

/** Pictures for looking at by eye, in `shots/`: nothing is compared. */
const screens = { desktop: { width: 1400, height: 900 }, phone: { width: 390, height: 844 } };

for (const [screen, size] of Object.entries(screens)) {
  test(`pictures of start page and reports, ${screen}`, async ({ page, site, lang, scripts }) => {
    test.skip(!scripts, "the same without scripts");
    await page.setViewportSize(size);
    const shoot = (name: string) => page.screenshot({ path: `shots/${name}-${lang}-${screen}.png`, fullPage: true });
    await site.start();
    await shoot("start");
    for (const name of ["office.jpg", "form.png", "rejected.png"]) {
      await site.verify(scan(name));
      await shoot(`report-${name.split(".")[0]}`);
    }
    await page.goto(`/${lang}/help`);
    await shoot("help");
  });
}
