import { languages, open } from "../support/app";
import { expectAccessible, expectNoSidewaysScroll } from "../support/axe";
import { expect, test } from "../support/test";

const headings = { nb: "Analyser registerdata uten å se noen enkeltperson", en: "Analyze register data without seeing any person" };

for (const language of languages) {
  test(`home is readable in ${language}`, async ({ page }) => {
    await open(page, "/", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(headings[language]);
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test("home is whole without scripts", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto("/?lang=en");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(headings.en);
  await page.getByRole("link", { name: "Browse the catalogue" }).click();
  await expect(page.getByRole("link", { name: "no.ssb.fdb" })).toBeVisible();
  await context.close();
});

test("the theme can be switched and stays", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/", "en");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Switch to dark theme" }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await expectAccessible(page);
  await page.reload();
  await expect.poll(background).toBe(dark);
});

test("the keyboard reaches the contents first", async ({ page }) => {
  await open(page, "/", "en");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to main content" });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});
