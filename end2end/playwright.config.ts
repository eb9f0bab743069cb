import { defineConfig, devices } from "@playwright/test";

/** What a journey may be told: the language in the path, and whether scripts run. */
export type Options = { lang: "ja" | "en"; scripts: boolean };

const browser = {
  executablePath: process.env.URAMEN_CHROMIUM ?? "/usr/bin/chromium",
  // Debian's Chromium, also as root in a container, and silent towards its maker.
  args: [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

type Screen = "desktop" | "phone";

/** A small phone, used with a finger. */
const PHONE = { ...devices["Pixel 7"], viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };

/** Journeys say by a tag whether they are for phones, too (`@phone`) or alone (`@phone-only`). */
const project = (screen: Screen, lang: Options["lang"], scripts: boolean) => ({
  name: `${lang}-${scripts ? "js" : "no-js"}${screen === "phone" ? "-phone" : ""}`,
  ...(screen === "phone" ? { grep: /@phone/ } : { grepInvert: /@phone-only/ }),
  use: {
    ...(screen === "phone" ? PHONE : { ...devices["Desktop Chrome"], channel: undefined }),
    lang,
    scripts,
    javaScriptEnabled: scripts,
  },
});

const screens: Screen[] = ["desktop", "phone"];
const readers = [["ja", true], ["en", true], ["ja", false], ["en", false]] as const;

export default defineConfig<Options>({
  testDir: "journeys",
  outputDir: "test-results",
  snapshotPathTemplate: "{testDir}/aria/{arg}{ext}",
  // A browser waits most of the time.
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: process.env.URAMEN_URL ?? "http://127.0.0.1:3000",
    launchOptions: browser,
    acceptDownloads: true,
    // A trace would keep uploads.
    trace: "off",
  },
  projects: screens.flatMap((screen) => readers.map(([lang, scripts]) => project(screen, lang, scripts))),
});
