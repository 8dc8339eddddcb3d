import { languages, open } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

for (const language of languages) {
  test(`the databanks are listed in ${language}`, async ({ page }) => {
    await open(page, "/catalogue", language);
    await expect(page.getByRole("link", { name: "no.ssb.fdb" })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });

  test(`the variables are filtered as one types in ${language}`, async ({ page }) => {
    await open(page, "/catalogue/no.ssb.fdb/1.0.0.0", language);
    const all = page.locator(".variable-list > li");
    await expect.poll(() => all.count()).toBeGreaterThan(500);
    await page.locator("#filter-q").fill("befolkning kjønn");
    await expect(page.locator("a[href*='/BEFOLKNING_KJOENN']").first()).toBeVisible();
    await expect.poll(() => all.count()).toBeLessThan(50);
    await expect(page).toHaveURL(/q=befolkning/);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test("facets narrow the list", async ({ page }) => {
  await open(page, "/catalogue/no.ssb.fdb/1.0.0.0", "en");
  const words = page.locator(".found");
  const before = await words.textContent();
  await page.locator("#filter-temporality").selectOption("FIXED");
  await expect(words).not.toHaveText(before ?? "");
  const kinds = await page.locator(".variable-kind").allTextContents();
  expect(kinds.every((kind) => kind.includes("Fixed"))).toBe(true);
});

test("a variable without values says that it is metadata only", async ({ page }) => {
  await open(page, "/catalogue/no.ssb.fdb/1.0.0.0", "en");
  const marked = page.locator(".variable-list > li", { hasText: "Metadata only" }).first();
  await marked.getByRole("link").click();
  await expect(page.getByText("Metadata only: the catalogue knows the variable")).toBeVisible();
});

test("the list is there without scripts, filtered by the server", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/catalogue/no.ssb.fdb/1.0.0.0?lang=en");
  await page.getByLabel("Search for a variable").fill("BEFOLKNING_KJOENN");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator("a[href*='/BEFOLKNING_KJOENN']").first()).toBeVisible();
  await context.close();
});
