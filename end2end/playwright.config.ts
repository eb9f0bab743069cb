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

const project = (lang: Options["lang"], scripts: boolean) => ({
  name: `${lang}-${scripts ? "js" : "no-js"}`,
  use: { ...devices["Desktop Chrome"], channel: undefined, lang, scripts, javaScriptEnabled: scripts },
});

export default defineConfig<Options>({
  testDir: "journeys",
  outputDir: "test-results",
  // The machine's processors are the site's.
  workers: 1,
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
  projects: [project("ja", true), project("en", true), project("ja", false), project("en", false)],
});
