import { defineConfig, devices } from "@playwright/test";

// `cargo xtask test` starts a server over a synthetic registry and gives its address and a user here.
const baseURL = process.env.SKJERM_BASE_URL ?? "http://127.0.0.1:8080";

const launchOptions = {
  executablePath: process.env.SKJERM_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: ".",
  testMatch: ["pages/*.spec.ts", "journeys/*.spec.ts"],
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One user at a time: runs of one account queue behind each other.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A machine that is busy with something else must not stop a landing; what passed only then is printed as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [["list"]],
  use: { baseURL, launchOptions, trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "wide", use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } } },
    { name: "phone", use: { ...devices["Desktop Chrome"], viewport: { width: 360, height: 740 } } },
  ],
});
