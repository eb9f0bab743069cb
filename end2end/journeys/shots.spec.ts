import { scan, test } from "./site";

/** Pictures for looking at by eye, in `shots/`: nothing is compared. */
const screens = { desktop: { width: 1400, height: 900 }, phone: { width: 390, height: 844 } };

for (const [screen, size] of Object.entries(screens)) {
  test(`pictures of start page and reports, ${screen}`, async ({ page, site, lang, scripts }) => {
    test.skip(!process.env.URAMEN_SHOTS || !scripts, "nobody asked for them");
    await page.setViewportSize(size);
    await site.start();
    await site.shoot(`start-${screen}`);
    for (const name of ["office.jpg", "form.png", "rejected.png"]) {
      await site.verify(scan(name));
      await site.shoot(`report-${name.split(".")[0]}-${screen}`);
    }
    await page.goto(`/${lang}/help`);
    await site.shoot(`help-${screen}`);
  });
}
