import type { Page } from "@playwright/test";
import { open } from "../support/app";
import { expect, test } from "../support/test";

const list = "/catalogue/no.ssb.fdb/1.0.0.0";

test("every page has a title of its own", async ({ page }) => {
  const titles = new Set<string>();
  for (const path of ["/", "/catalogue", list, `${list}/BEFOLKNING_KJOENN`, "/help", "/help/tabulate", "/help/guides/protection", "/login", "/workbench"]) {
    await open(page, path, "en");
    const title = await page.title();
    expect(title).toMatch(/ – Skjerm$/);
    titles.add(title);
  }
  expect(titles.size).toBe(9);
});

test("going back finds the list filtered as it was left", async ({ page }) => {
  await open(page, list, "en");
  await page.locator("#filter-temporality").selectOption("FIXED");
  const link = page.locator(".variable-list a").nth(30);
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await expect(page.locator(".variable-code")).toBeVisible();
  await expect.poll(() => page.evaluate(() => Math.round(scrollY))).toBe(0);
  await page.goBack();
  await expect(page.locator("#filter-temporality")).toHaveValue("FIXED");
  await page.goForward();
  await expect(page.locator(".variable-code")).toBeVisible();
});

test("a guide stays when the app takes over, and is there again on the way back", async ({ page }) => {
  await open(page, "/help/guides/protection", "en");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("How results are protected");
  await page.locator(".ds-breadcrumbs a").click();
  await expect(heading).toHaveText("Help");
  await page.goBack();
  await expect(heading).toHaveText("How results are protected");
});

test("a link within the app lets the keyboard begin at the new page", async ({ page }) => {
  await open(page, "/help", "en");
  await page.getByRole("link", { name: "tabulate", exact: true }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("tabulate");
  await expect(page.locator("main")).toBeFocused();
});

test("the language switch keeps the filter", async ({ page }) => {
  await open(page, list, "en");
  await page.locator("#filter-q").fill("kjønn");
  await page.getByRole("link", { name: "Norsk" }).click();
  await expect(page.locator("html.app-ready")).toHaveAttribute("lang", "nb");
  await expect(page.locator("#filter-q")).toHaveValue("kjønn");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html.app-ready")).toHaveAttribute("lang", "en");
  await expect(page.locator("#filter-q")).toHaveValue("kjønn");
});

/** How far things moved that the reader had not moved. */
async function layoutShift(page: Page, path: string): Promise<number> {
  await page.addInitScript(() => {
    const shifts = globalThis as unknown as { shifted: number };
    shifts.shifted = 0;
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) shifts.shifted += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await open(page, path, "en");
  // What comes late: the session's name in the header, fonts.
  await page.waitForTimeout(500);
  return page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted);
}

for (const path of ["/", list, `${list}/BEFOLKNING_KOMMNR_FORMELL`, "/help", "/help/tabulate", "/help/guides/protection", "/workbench"]) {
  test(`nothing moves when the app takes over ${path}`, async ({ page }) => {
    expect(await layoutShift(page, path)).toBeLessThan(0.02);
  });
}

test("what is typed before the app has started stays, and so does the keyboard", async ({ page }) => {
  let start = () => {};
  const waiting = new Promise<void>((resolve) => (start = resolve));
  await page.route("**/*.wasm", async (route) => {
    await waiting;
    await route.continue();
  });
  await page.goto(`${list}?lang=en`);
  await page.locator("#filter-q").pressSequentially("skatt");
  start();
  await expect(page.locator("html.app-ready")).toBeAttached();
  await expect(page.locator("#filter-q")).toBeFocused();
  await page.keyboard.type("e");
  await expect(page.locator("#filter-q")).toHaveValue("skatte");
});

for (const [path, text] of [
  [`${list}/BEFOLKNING_KJOENN`, "Woman"],
  ["/help", "tabulate"],
  ["/help/tabulate", "rowpct"],
  ["/help/functions/substr", "substr("],
  ["/help/guides/protection", "standard deviation"],
] as const) {
  test(`${path} is whole without scripts`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
    const page = await context.newPage();
    await page.goto(`${path}?lang=en`);
    await expect(page.locator("main").getByText(text).first()).toBeVisible();
    await page.getByRole("link", { name: "Norsk" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "nb");
    await context.close();
  });
}
